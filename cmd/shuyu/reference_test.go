package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The generated pages of the documentation are as the source says.
func TestReferenceIsCurrent(t *testing.T) {
	root := filepath.Join("..", "..")
	pages, err := referenceCommand{Source: root}.pages()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		got, err := os.ReadFile(filepath.Join(root, "docs", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("docs/%s is not as the source says, from the line %q on: run go run ./cmd/shuyu reference", name, firstDifference(string(got), want))
		}
	}
}

// firstDifference is the first line of want that got does not have in its place.
func firstDifference(got, want string) string {
	have := strings.Split(got, "\n")
	for i, line := range strings.Split(want, "\n") {
		if i >= len(have) || have[i] != line {
			return line
		}
	}
	return "the end"
}

// Every refusal of the law's own rules is shown by a rehearsal, and every refusal says what
// it is and what would make it right in both languages.
func TestRefusalsAreShownAndSaid(t *testing.T) {
	all, shown := allAndShown(t)
	listed := 0
	var words []refusalWords
	for _, d := range all {
		words = append(words, refusalsOf(d)...)
	}
	for _, w := range words {
		listed++
		if w.says.ZH == "" || w.says.EN == "" || w.remedy.ZH == "" || w.remedy.EN == "" {
			t.Errorf("%s of %s lacks words", w.code, w.rule)
		}
		if w.cite.Instrument != "platform" && !rehearsed(shown[w.code]) {
			t.Errorf("%s of %s is in no rehearsal", w.code, w.rule)
		}
	}
	if listed < 100 {
		t.Errorf("only %d refusals found: the search looks in the wrong place", listed)
	}
}

func allAndShown(t *testing.T) ([]described, map[string][]string) {
	t.Helper()
	all, err := describedPacks()
	if err != nil {
		t.Fatal(err)
	}
	root := os.DirFS(filepath.Join("..", ".."))
	scripts, err := rehearsalsOf(root, all)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := shownBy(root, scripts)
	if err != nil {
		t.Fatal(err)
	}
	return all, shown
}

func rehearsed(places []string) bool {
	for _, place := range places {
		if strings.HasSuffix(place, ".txt") {
			return true
		}
	}
	return false
}
