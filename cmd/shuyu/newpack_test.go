package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/route"
	"github.com/shuyu-project/shuyu/packs"
)

func TestANewPackReadsAndItsWaysLeadSomewhere(t *testing.T) {
	folder := t.TempDir()
	for _, needed := range []string{"platform", "common"} {
		if err := os.MkdirAll(filepath.Join(folder, needed), 0o755); err != nil {
			t.Fatal(err)
		}
		files, err := packs.Files.ReadDir(needed)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !strings.HasSuffix(f.Name(), ".md") {
				continue
			}
			body, err := packs.Files.ReadFile(needed + "/" + f.Name())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, needed, f.Name()), body, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := (packNew{Name: "wuhu", Folder: folder}).Run(); err != nil {
		t.Fatal(err)
	}
	p, err := readPack(packFiles(folder), "wuhu")
	if err != nil {
		t.Fatalf("what was written does not read: %v", err)
	}
	entries, err := pack.Entries(packFiles(folder), "wuhu")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := p.Local().Unit(e.ID); !ok {
			t.Errorf("units.txt lists %s, which the pack has not", e.ID)
		}
	}
	if len(entries) != len(p.Local().Units) {
		t.Errorf("%d entries, %d units", len(entries), len(p.Local().Units))
	}
	found, err := route.Explore(context.Background(), p, calendar.China(), calendar.MustDay("2026-09-21"))
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(found, func(f route.Finding) bool { return strings.HasPrefix(f.Place.File, "wuhu/") }); i >= 0 {
		t.Errorf("the ways of what was written: %+v", found[i])
	}
	if err := (packNew{Name: "wuhu", Folder: folder}).Run(); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("a folder that is there must not be written over: %v", err)
	}
	for _, bad := range []packNew{{Name: "芜湖", Folder: folder}, {Name: "../up", Folder: folder}, {Name: "wuhu2", Prefix: "wh-", Folder: folder}} {
		if err := bad.Run(); err == nil || !strings.Contains(err.Error(), "such as") {
			t.Errorf("%+v: %v; the error must show a name that will do", bad, err)
		}
	}
}
