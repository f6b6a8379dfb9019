package packs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
)

// literals are the texts among which an expression chooses.
var literals = regexp.MustCompile(`"([^"]+)"`)

// Every state that a pack puts a registered thing in has a word to be shown by.
func TestStatesHaveWords(t *testing.T) {
	platform, err := pack.Read(os.DirFS("."), "platform")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, folder := range folders {
		if written, err := filepath.Glob(folder.Name() + "/*.md"); err != nil || len(written) == 0 || !folder.IsDir() {
			continue
		}
		in, err := pack.Read(os.DirFS("."), folder.Name())
		if err != nil {
			continue // a folder of fragments that others include
		}
		layers := []*pack.Instrument{platform}
		if in.Code != platform.Code {
			layers = append(layers, in)
		}
		p, err := pack.Join(layers...)
		if err != nil {
			continue // it stands on another layer; a test of that layer joins them
		}
		for _, def := range p.Procedures() {
			made := map[string]string{}
			for _, step := range def.Steps {
				for _, e := range step.Step.Effects {
					made[e.As] = e.Create
				}
			}
			for _, step := range def.Steps {
				for _, e := range step.Step.Effects {
					kind := e.Create
					if kind == "" {
						kind = e.Set
						if as := made[kind]; as != "" {
							kind = as
						}
					}
					thing, known := pack.ThingOf(kind)
					if !known {
						continue
					}
					for _, m := range literals.FindAllStringSubmatch(e.Fields["state"], -1) {
						checked++
						if !hasWord(thing, m[1]) {
							t.Errorf("%s, step %s puts a %s in the state %q, which has no word in law/pack/vocabulary.go", folder.Name(), step.Name(), kind, m[1])
						}
					}
				}
			}
		}
	}
	if checked < 30 {
		t.Fatalf("only %d states were found: the packs are not read as they are written", checked)
	}
}

func hasWord(thing pack.Thing, state string) bool {
	for _, f := range thing.Facts {
		if f.Name == "state" {
			return slices.ContainsFunc(f.Values, func(v pack.Value) bool { return v.Key == state && v.Word.ZH != "" && v.Word.EN != "" })
		}
	}
	return false
}
