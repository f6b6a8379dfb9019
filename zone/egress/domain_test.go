package egress

import (
	"strings"
	"testing"
)

func TestParseDeclared(t *testing.T) {
	all, err := ParseDeclared([]byte(`[{"divisions": ["370902"], "first": 1990, "last": 1991}, {"prefixes": ["1380538"]}, {"name": "plates", "values": ["鲁J00001"]}]`))
	if err != nil || len(all) != 3 {
		t.Fatalf("%d domains: %v", len(all), err)
	}
	for i, want := range []struct {
		name string
		size uint64
	}{{"resident-id of 370902, born 1990 to 1991", 730_000}, {"mobile-phone", 10_000}, {"plates", 1}} {
		d, err := all[i].Domain()
		if err != nil || d.Name() != want.name || d.Size() != want.size {
			t.Errorf("%s holds %d: %v", d.Name(), d.Size(), err)
		}
	}
	for text, says := range map[string]string{
		`{"prefixes": ["138"]}`:                            "list",
		`[{"prefixes": ["138"]}] []`:                       "nothing after",
		`[{"prefixes": ["138"]}, {"prefixs": ["139"]}]`:    "prefixs",
		`[{"prefixes": ["138"]}, {}]`:                      "domain 2",
		`[{"prefixes": ["138"], "values": ["a"]}]`:         "domain 1",
		`[{"values": ["a"]}]`:                              "name",
		`[{"divisions": ["3709"], "first": 1, "last": 2}]`: "six digits",
		`[{"divisions": ["370902"], "first": 2000}]`:       "years",
		`[{"prefixes": ["1380", "139"]}]`:                  "one length",
	} {
		if _, err := ParseDeclared([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want a word of %q", text, err, says)
		}
	}
}
