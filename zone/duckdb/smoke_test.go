package duckdb

import (
	"context"
	"os"
	"testing"

	"github.com/shuyu-project/shuyu/zone/work"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == work.Command {
		os.Exit(work.Main(Tasks()))
	}
	os.Exit(m.Run())
}

func TestSmoke(t *testing.T) {
	l, in, err := work.Detect(context.Background(), work.Launcher{})
	t.Logf("%+v %+v %v", l, in, err)
	for _, l := range []work.Launcher{{}, l} {
		p := &Parser{Launcher: l}
		tree, err := p.Parse(context.Background(), "SELECT 1")
		t.Logf("%s %v", tree, err)
		p.Close()
	}
}
