package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/packs"
)

// A case is decided under the pack it was accepted under, whatever the program ships
// later: the folder keeps all that the pack is read from, the fragments it includes too.
func TestLibraryKeepsWhole(t *testing.T) {
	folder := t.TempDir()
	kept, err := openLibrary(folder, packFiles(""), "guizhou")
	if err != nil {
		t.Fatal(err)
	}
	later, err := keptLibrary(folder, packFiles(""), "taian")
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := later.Of(kept.Current().Digest); !ok || p.Name() != "guizhou" {
		t.Errorf("the pack kept under %.12s is not read again", kept.Current().Digest)
	}
}

// A rule that is taken out of a folder of packs is out of force in what opens from it, and
// stays so for its cases when the folder is gone and the program's own packs are current.
func TestLibraryOfFolder(t *testing.T) {
	amended, kept := t.TempDir(), t.TempDir()
	if err := os.CopyFS(amended, packs.Files); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(amended, "taian", "03-registration.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, after, _ := strings.Cut(string(text), "```rule\nid: TA-09.3.b.cause\n")
	_, after, found := strings.Cut(after, "\n```\n")
	if !found {
		t.Fatal("the rule to take out is not in the pack")
	}
	if err := os.WriteFile(file, []byte(before+after), 0o600); err != nil {
		t.Fatal(err)
	}
	own, err := openLibrary(kept, packFiles(amended), "taian")
	if err != nil {
		t.Fatal(err)
	}
	later, err := openLibrary(kept, packFiles(""), "taian")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := later.Current().Rule("taian:TA-09.3.b.cause"); !ok {
		t.Error("the program's own pack lacks the rule")
	}
	p, ok := later.Of(own.Current().Digest)
	if !ok {
		t.Fatal("the amended pack is not read again")
	}
	if _, ok := p.Rule("taian:TA-09.3.b.cause"); ok {
		t.Error("the rule that was taken out is in force")
	}
}
