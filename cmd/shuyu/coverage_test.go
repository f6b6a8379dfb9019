package main

import (
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
)

// Without a name, the report has one line for every unit of every list that ships, in the
// order of its text, and no other line: none is missing and none is invented. Each line
// that expects something of software has a rule and a rehearsal that passed, or a reason
// in both languages.
func TestCoverageIsOfEveryUnit(t *testing.T) {
	names, err := coveredPacks(packs.Files)
	if err != nil {
		t.Fatal(err)
	}
	listed, err := pack.Listed(packs.Files)
	if err != nil || len(listed) != len(names) {
		t.Fatalf("the report is of %v, the lists are of %v: %v", names, listed, err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := pack.Entries(packs.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			have, err := packCoverage{JSON: true}.units(t.Context(), packs.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			if len(have) != len(want) {
				t.Fatalf("the report has %d lines, the list %d units", len(have), len(want))
			}
			for i, line := range have {
				switch {
				case line.Pack != name || line.ID != want[i].ID || line.Mode != want[i].Mode:
					t.Errorf("line %d is of %s %s, %q; the list has %s, %q", i+1, line.Pack, line.ID, line.Mode, want[i].ID, want[i].Mode)
				case !line.Passed:
					t.Errorf("%s is not shown to be kept", line.ID)
				case len(line.Rules) == 0 && (line.Reason == "" || line.ReasonEN == ""):
					t.Errorf("%s has neither a rule nor a reason in both languages", line.ID)
				case len(line.Rules) > 0 && len(line.Rehearsals) == 0:
					t.Errorf("%s has rules and no rehearsal", line.ID)
				}
			}
		})
	}
}
