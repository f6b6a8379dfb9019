package api

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A domain that was tried is said in Chinese with the measure.
func TestDomainsHaveWords(t *testing.T) {
	for _, domain := range []string{"resident-id of 370902, born 1925 to 2025", "resident-id of 370902 to 370983 (6 divisions), born 1925 to 2025"} {
		if said := measured("zh", "1 or more of 400 values recovered by trying "+domain); !strings.Contains(said, "居民身份号码") || regexp.MustCompile(`[a-z]`).MatchString(said) {
			t.Errorf("%s is said %q", domain, said)
		}
	}
}

// TestMeasuresHaveWords: what the zone writes as a measure or a threshold is said in
// Chinese to whoever reads Chinese. The phrases are taken from the zone's own source, so
// that a new one without words is found here.
func TestMeasuresHaveWords(t *testing.T) {
	written := regexp.MustCompile(`(?:Measured|measured|Threshold|threshold)(?:, threshold)?:? *:?= *(?:fmt\.Sprintf\()?"([^"]+)"|(?:Measured|Threshold): *(?:fmt\.Sprintf\()?"([^"]+)"`)
	verb := regexp.MustCompile(`%(?:\.\d+|0\d)?[df]`)
	found := 0
	for _, folder := range []string{"../zone/privacy", "../zone/egress"} {
		files, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range written.FindAllStringSubmatch(string(text), -1) {
				phrase := m[1] + m[2]
				if !regexp.MustCompile(`[a-z]{3}`).MatchString(phrase) {
					continue // a bare number
				}
				found++
				example := strings.ReplaceAll(verb.ReplaceAllString(phrase, "7"), "7.7%%", "7.07%")
				example = strings.ReplaceAll(strings.ReplaceAll(example, "%%", "%"), "%s", "7.07%")
				if said := measured("zh", example); said == example {
					t.Errorf("%s writes %q, which has no Chinese in api/measure.go", name, example)
				}
				if said := measured("en", example); said != example {
					t.Errorf("%q is said in English as %q", example, said)
				}
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d phrases were found in the zone's source", found)
	}
}

// TestIdentifiersHaveWords: the kinds of identifiers that the scan of an output names are said
// in Chinese, each as it is taken from the scan's source.
func TestIdentifiersHaveWords(t *testing.T) {
	text, err := os.ReadFile("../zone/egress/personal.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`(?:found = |return )"([a-z-]+)"`).FindAllStringSubmatch(string(text), -1)
	if len(kinds) < 5 {
		t.Fatalf("the scan names %d kinds: the test looks in the wrong place", len(kinds))
	}
	for _, kind := range kinds {
		if said := measured("zh", "3 cells of kind "+kind[1]); regexp.MustCompile(`[a-z]`).MatchString(said) {
			t.Errorf("a cell of the kind %s is said to be %q", kind[1], said)
		}
	}
}
