package rehearsal_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
	"github.com/shuyu-project/shuyu/rehearsal"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// localPacks are the packs that ship, each with its own rehearsals.
func localPacks(t *testing.T) []string {
	t.Helper()
	folders, err := pack.Folders(packs.Files)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range folders {
		if f != "platform" {
			names = append(names, f)
		}
	}
	return names
}

func layered(t *testing.T, name string) *pack.Pack {
	t.Helper()
	p, err := pack.Open(packs.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestRehearsals acts every rehearsal of every pack out. A failure names the article.
func TestRehearsals(t *testing.T) {
	for _, name := range localPacks(t) {
		p := layered(t, name)
		scripts, err := rehearsal.Scripts(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(scripts) == 0 {
			t.Errorf("the pack %s has no rehearsal", name)
		}
		for _, s := range scripts {
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				if r := rehearsal.Run(context.Background(), s, p, storetest.New(t)); !r.OK() {
					t.Errorf("%s:%d [%s] %s", s.Name, r.Line, r.Failed, r.Why)
				}
			})
		}
	}
}

// TestCoverage: every unit of a shipped law has a rule with a rehearsal headed by it, or
// the reason why nothing follows from it.
func TestCoverage(t *testing.T) {
	for _, name := range localPacks(t) {
		p := layered(t, name)
		scripts, err := rehearsal.Scripts(name)
		if err != nil {
			t.Fatal(err)
		}
		in, ok := p.Instrument(name)
		if !ok {
			t.Fatalf("the pack %s has no layer of its own", name)
		}
		for _, u := range in.Units {
			if len(u.Rules) == 0 {
				continue
			}
			if !speaks(scripts, u.ID) {
				t.Errorf("no rehearsal has a phase headed %s", u.ID)
			}
		}
	}
}

func speaks(scripts []*rehearsal.Script, unit string) bool {
	for _, s := range scripts {
		if s.Speaks(unit) {
			return true
		}
	}
	return false
}

var matrixID = regexp.MustCompile(`(?m)^  - id: (\S+)$`)

// TestEntries: a pack has every unit of the list it is accepted by, and none besides.
func TestEntries(t *testing.T) {
	for _, name := range localPacks(t) {
		listed, err := pack.Entries(packs.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		in, _ := layered(t, name).Instrument(name)
		if in.Level == pack.LevelLayering {
			continue
		}
		have := map[string]bool{}
		for _, u := range in.Units {
			have[u.ID] = true
		}
		for _, e := range listed {
			if !have[e.ID] {
				t.Errorf("pack %s lacks unit %s", name, e.ID)
			}
			delete(have, e.ID)
		}
		for id := range have {
			t.Errorf("pack %s has unit %s, which its list does not know", name, id)
		}
	}
}

// TestMatrix compares each list with the article-by-article reading it was taken from. A
// list whose reading is absent is skipped, saying so; the others are compared.
func TestMatrix(t *testing.T) {
	listed, err := pack.Listed(packs.Files)
	if err != nil || len(listed) == 0 {
		t.Fatalf("found the lists %v: %v", listed, err)
	}
	for _, name := range listed {
		t.Run(name, func(t *testing.T) { matrix(t, name) })
	}
}

func matrix(t *testing.T, name string) {
	path := "../../shared/regulations/matrix/" + name + ".yaml"
	body, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the list is compared with its reading only where the material that the product is developed with lies beside the repository, at %s", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	entries, err := pack.Entries(packs.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	var want, have []string
	for _, m := range matrixID.FindAllStringSubmatch(string(body), -1) {
		want = append(want, m[1])
	}
	for _, e := range entries {
		have = append(have, e.ID)
	}
	if !slices.Equal(want, have) {
		t.Errorf("%s/units.txt lists %d units, the matrix %d, or in another order", name, len(have), len(want))
	}
}

var proofs = flag.Bool("proofs", false, "see that the proofs that are kept are of these packs and rehearsals")

// TestProofs: the proof that is kept of each pack is of this pack and these rehearsals, and
// every rule in it is proved. It is asked for by make verify-generated: after a change of a
// pack its proof is made anew, like all that is made from the source.
func TestProofs(t *testing.T) {
	if !*proofs {
		t.Skip("asked for by make verify-generated: give -args -proofs")
	}
	for _, name := range localPacks(t) {
		p := layered(t, name)
		scripts, err := rehearsal.Scripts(name)
		if err != nil {
			t.Fatal(err)
		}
		proof, holds, err := rehearsal.Prover{Pack: p, Scripts: scripts}.Kept(name)
		switch {
		case err != nil:
			t.Error(err)
		case !holds:
			t.Errorf("rehearsal/%s/proof.json is of another pack or other rehearsals; run: shuyu pack coverage --pack %s --prove --keep rehearsal", name, name)
		}
		in, _ := p.Instrument(name)
		for _, r := range in.Rules {
			if holds && !proof.Rules[r.ID].Proved {
				t.Errorf("no rehearsal of %s notices that rule %s is gone", name, r.ID)
			}
		}
	}
}

// TestDiffers: what a pack without one rule may decide otherwise is told wide enough that
// a rehearsal which is not acted out again could not have failed.
func TestDiffers(t *testing.T) {
	p := layered(t, "taian")
	for _, c := range []struct {
		rule       string
		procedures []string
		beside     bool
		why        string
	}{
		{"TA-03.class-chosen", []string{"organisation"}, false, "a gate is of the procedures whose steps it names"},
		{"TA-03.p2.fits", []string{"registration"}, false, "as is another"},
		{"TA-02.activities", nil, true, "the values of a term may stand in any document"},
	} {
		without, err := p.Without("taian", c.rule)
		if err != nil {
			t.Fatalf("without %s: %v", c.rule, err)
		}
		procedures, beside := p.Differs(without)
		if got := slices.Sorted(maps.Keys(procedures)); !slices.Equal(got, c.procedures) || beside != c.beside {
			t.Errorf("without %s: it differs in %v, beside them %v; want %v, %v: %s", c.rule, got, beside, c.procedures, c.beside, c.why)
		}
	}
	if procedures, beside := p.Differs(p); len(procedures) > 0 || beside {
		t.Errorf("a pack differs from itself in %v, %v", procedures, beside)
	}
}

// TestFailingProvesNothing: a rehearsal that fails under the whole pack would fail without
// any rule, so nothing is proved by it.
func TestFailingProvesNothing(t *testing.T) {
	s, err := rehearsal.Parse("failing.txt", []byte("pack national-pricing\nat 2025-02-03\n# NP-01 · 甲\nreading no-such-reading taken\n"))
	if err != nil {
		t.Fatal(err)
	}
	stage := func() (casework.Ledger, func(), error) { return storetest.New(t), func() {}, nil }
	p := rehearsal.Prover{Pack: layered(t, "national-pricing"), Scripts: []*rehearsal.Script{s}, Stage: stage}
	if _, err := p.Cover(context.Background(), "national-pricing", true); err == nil || !strings.Contains(err.Error(), "proves nothing") {
		t.Errorf("it proves something: %v", err)
	}
}

// TestNoticed: a rehearsal that would pass without the rule it shows shows nothing. One
// rule of each kind is taken out here; `shuyu pack coverage --prove` takes out all.
func TestNoticed(t *testing.T) {
	p := layered(t, "taian")
	scripts, err := rehearsal.Scripts("taian")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[pack.Kind]bool{}
	for _, r := range p.Local().Rules {
		if seen[r.Kind] {
			continue
		}
		seen[r.Kind] = true
		without, err := p.Without("taian", r.ID)
		if err != nil {
			continue // the pack itself cannot be read without it
		}
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			for _, s := range scripts {
				if !s.Speaks(r.Cites[0].Unit) {
					continue
				}
				if result := rehearsal.Run(context.Background(), s, without, storetest.New(t)); !result.OK() {
					return
				}
			}
			t.Errorf("no rehearsal notices that %s is gone", r.ID)
		})
	}
}

// TestRefusalsMustBeLookedAt: a script that lets a refusal pass unseen fails.
func TestRefusalsMustBeLookedAt(t *testing.T) {
	p := layered(t, "taian")
	for _, c := range []struct{ why, lines, says string }{
		{"a refusal nobody looks at", "! as a/b registration.apply resource=R1 {}\nstate C1 x", "was not looked at"},
		{"an allowed command that must be refused", "! as a/b catalogue.enter -> C1 {title: 甲, summary: 乙, openness: conditional, fields: [x], regions: [y], collector: a, manager: a, user: a}", "it was allowed"},
		{"a refused command that must be allowed", "as a/b registration.apply resource=R1 {}", "it was refused"},
		{"an unknown verb", "behold C1", "no verb"},
		{"a clock that runs back", "at 2025-01-01", "cannot run back"},
	} {
		t.Run(c.why, func(t *testing.T) {
			s, err := rehearsal.Parse(c.why, []byte("pack taian\nat 2025-02-11\norg a roles=provider legalForm=administrative\nseat a/b role=provider powers=clerk\n"+
				"record resource R1 title=甲 provider=a\n# TA-01 · 甲\n"+c.lines))
			if err != nil {
				t.Fatal(err)
			}
			r := rehearsal.Run(context.Background(), s, p, storetest.New(t))
			if r.OK() || !strings.Contains(r.Why, c.says) {
				out, _ := json.Marshal(r)
				t.Errorf("came out as %s, want %q", out, c.says)
			}
		})
	}
}
