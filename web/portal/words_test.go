package portal

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shuyu-project/shuyu/law/pack"
)

func TestBothLanguagesHaveTheSameWords(t *testing.T) {
	verbs := regexp.MustCompile(`%[sd]`)
	for key, zh := range dictionary["zh"] {
		en, ok := dictionary["en"][key]
		switch {
		case !ok || en == "":
			t.Errorf("%s has no English", key)
		case zh == "":
			t.Errorf("%s has no Chinese", key)
		case !slices.Equal(verbs.FindAllString(zh, -1), verbs.FindAllString(en, -1)):
			t.Errorf("%s takes other arguments in English than in Chinese", key)
		}
	}
	for key := range dictionary["en"] {
		if _, ok := dictionary["zh"][key]; !ok {
			t.Errorf("%s has no Chinese", key)
		}
	}
}

// open are the beginnings of keys that templates and code put together.
var open = []string{"weekday.", "menu.", "rule.", "field.", "product.state.", "certificate.kind.", "status.", "lead.", "empty.", "back.", "level.", "value.", "left."}

func TestEveryWordIsUsedAndEveryUsedWordIsThere(t *testing.T) {
	key := regexp.MustCompile(`\bT "([^"]+)"|\bT\("([^"]+)"`)
	used := map[string]bool{}
	for _, files := range []fs.FS{pageFiles, sourceFiles(t)} {
		err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(files, path)
			for _, m := range key.FindAllStringSubmatch(string(text), -1) {
				used[m[1]+m[2]] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for k := range used {
		_, ok := dictionary["zh"][k]
		if !ok && !slices.Contains(open, k) {
			t.Errorf("the pages use %s, which has no words", k)
		}
	}
	for k := range dictionary["zh"] {
		if !used[k] && !slices.ContainsFunc(open, func(beginning string) bool { return strings.HasPrefix(k, beginning) }) {
			t.Errorf("nothing uses %s", k)
		}
	}
}

func TestEveryKindOfRuleHasAWord(t *testing.T) {
	for _, k := range []pack.Kind{pack.KindTerm, pack.KindLabel, pack.KindRole, pack.KindCompetence, pack.KindSeparation, pack.KindProcedure, pack.KindStep, pack.KindPeriod,
		pack.KindLimit, pack.KindGate, pack.KindProhibition, pack.KindContent, pack.KindDuty, pack.KindRetention, pack.KindDisclosure, pack.KindEffect, pack.KindReading,
		pack.KindPriority, pack.KindFunction, pack.KindControl} {
		if dictionary["zh"]["rule."+string(k)] == "" {
			t.Errorf("the kind %s has no word", k)
		}
	}
}

func TestIDsAreOrderedByTheirNumbers(t *testing.T) {
	want := []string{"P000002-1", "P000002-2", "P000002-10", "P999999-1", "P1000000-1", "P1000001-1"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, compareIDs)
	if !slices.Equal(got, want) {
		t.Errorf("they are ordered %v", got)
	}
}

func TestMoneyIsWrittenInYuan(t *testing.T) {
	for fen, want := range map[int64]string{0: "0.00", 5: "0.05", 123456: "1234.56", -150: "-1.50"} {
		if got := yuan(fen); got != want {
			t.Errorf("%d fen are written %s, want %s", fen, got, want)
		}
	}
}

func sourceFiles(t *testing.T) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.HasSuffix(name.Name(), ".go") || strings.HasSuffix(name.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile(name.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[name.Name()] = &fstest.MapFile{Data: text}
	}
	return files
}
