package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/route"
)

// TestAnInventedCity: the pack of a city that mixes features of the five, written without a
// line of Go, reads from a folder, is complete, leads nowhere it should not, and its
// rehearsal passes. Its story is played by demo.TestInventedCity.
func TestAnInventedCity(t *testing.T) {
	folder := t.TempDir()
	for name, from := range map[string]string{"platform": "../../packs/platform", "common": "../../packs/common", "yunting": "../../demo/testdata/yunting/pack"} {
		if err := os.CopyFS(filepath.Join(folder, name), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	p, err := readPack(packFiles(folder), "yunting")
	if err != nil {
		t.Fatal(err)
	}
	listed, err := pack.Entries(packFiles(folder), "yunting")
	if err != nil {
		t.Fatal(err)
	}
	if len(listed) != len(p.Local().Units) {
		t.Errorf("units.txt lists %d units, the pack has %d", len(listed), len(p.Local().Units))
	}
	for _, e := range listed {
		if _, ok := p.Local().Unit(e.ID); !ok {
			t.Errorf("the pack lacks %s", e.ID)
		}
	}
	text, err := os.ReadFile("../../demo/testdata/yunting/official.md")
	if err != nil {
		t.Fatal(err)
	}
	passages, refusal := p.Local().SplitOfficial(string(text))
	if refusal != nil || len(passages) != p.Local().Articles {
		t.Errorf("its official text is split into %d articles: %v", len(passages), refusal)
	}
	if u, _ := p.Local().Unit("YT-04.b"); u != nil {
		if passage, ok := u.Officially(passages); !ok || !strings.Contains(passage.Text, "公示七日") {
			t.Errorf("beside YT-04.b stands %q", passage.Text)
		}
	}
	found, err := route.Explore(context.Background(), p, calendar.China(), calendar.MustDay("2025-03-03"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("%s:%d %s %s.%s%s", f.Place.File, f.Place.Line, f.Kind, f.Procedure, f.State, f.Step)
	}
	result, err := rehearse("../../demo/testdata/yunting/rehearsal.txt", folder)
	if err != nil || !result.OK() {
		t.Errorf("line %d [%s] %s: %v", result.Line, result.Failed, result.Why, err)
	}
}
