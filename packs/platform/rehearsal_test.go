package platform_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/rehearsal"
	"github.com/shuyu-project/shuyu/store"
)

// The platform's own procedures, acted out with no law above them: what no regulation
// gives must still work, and refuse, by the platform's rules alone.
func TestRehearsals(t *testing.T) {
	p, err := pack.Join(read(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, script := range scripts(t) {
		t.Run(name, func(t *testing.T) {
			if result := act(t, script, p); !result.OK() {
				t.Errorf("line %d, %s: %s", result.Line, result.Failed, result.Why)
			}
		})
	}
}

func scripts(t *testing.T) map[string]*rehearsal.Script {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("found the scripts %v: %v", names, err)
	}
	all := map[string]*rehearsal.Script{}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		script, err := rehearsal.Parse(filepath.Base(name), source)
		if err != nil {
			t.Fatal(err)
		}
		all[script.Name] = script
	}
	return all
}

func act(t *testing.T, script *rehearsal.Script, p *pack.Pack) rehearsal.Result {
	t.Helper()
	ledger, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "state.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	return rehearsal.Run(context.Background(), script, p, ledger)
}
