package rehearsal_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
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

// opened are the packs that tests have asked for: nothing changes one, so each is read once.
var opened = map[string]*pack.Pack{}

func layered(t *testing.T, name string) *pack.Pack {
	t.Helper()
	if opened[name] == nil {
		p, err := pack.Open(packs.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		opened[name] = p
	}
	return opened[name]
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
				ledger := storetest.New(t)
				if r := rehearsal.Run(context.Background(), s, p, ledger); !r.OK() {
					t.Errorf("%s:%d [%s] %s", s.Name, r.Line, r.Failed, r.Why)
				}
				replayed(t, p, ledger)
			})
		}
	}
}

// replayed takes every decision of a rehearsal again under the same pack: none may come out
// otherwise, and each case must be rebuilt from its acts as it stands.
func replayed(t *testing.T, p *pack.Pack, ledger casework.Ledger) {
	t.Helper()
	again := casework.Replay{Packs: casework.OnePack{Pack: p}, Changed: p, Calendar: calendar.China(), Told: func(d casework.Redecision) {
		if d.Change != casework.Untold || d.Then.Allowed && !strings.Contains(d.Why.EN, "the panel was appointed anew") {
			t.Errorf("entry %d, %s.%s on %s comes out otherwise under the same pack: %s %s", d.Entry, d.Procedure, d.Step, d.Day, d.Change, d.Why.EN)
		}
	}}
	count, err := again.Run(context.Background(), ledger)
	if err != nil || count.Flipped+count.Other > 0 || count.Acts > 0 && count.Cases == 0 {
		t.Errorf("replayed %+v: %v", count, err)
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
		steps      []string
		seen       bool
		anywhere   bool
		told       bool
		why        string
	}{
		{"TA-03.class-chosen", []string{"organisation"}, []string{"organisation.enrol"}, false, false, false, "a gate is judged at the steps it names"},
		{"TA-03.p2.fits", []string{"registration"}, []string{"registration.apply"}, false, false, false, "as is another"},
		{"TA-02.activities", nil, nil, false, true, false, "the values of a term may stand in any document"},
		{"TA-03.provider", nil, nil, false, false, true, "no decision rests on what a role is called"},
		{"TA-24.interval", nil, nil, false, true, false, "what a reading presets may be asked for anywhere"},
	} {
		without, err := p.Without("taian", c.rule)
		if err != nil {
			t.Fatalf("without %s: %v", c.rule, err)
		}
		d := p.Differs(without)
		if !slices.Equal(slices.Sorted(maps.Keys(d.Procedures)), c.procedures) || !slices.Equal(slices.Sorted(maps.Keys(d.Steps)), c.steps) ||
			d.Seen != c.seen || d.Anywhere != c.anywhere || d.Told != c.told {
			t.Errorf("without %s it differs as %+v; want %+v", c.rule, d, c)
		}
	}
	if d := p.Differs(p); !d.None() {
		t.Errorf("a pack differs from itself: %+v", d)
	}
}

// TestFailingProvesNothing: a rehearsal that fails under the whole pack would fail without
// any rule, so nothing is proved by it.
func TestFailingProvesNothing(t *testing.T) {
	s, err := rehearsal.Parse("failing.txt", []byte("pack national-pricing\nat 2025-02-03\n# NP-01 · 甲\nreading no-such-reading taken\n"))
	if err != nil {
		t.Fatal(err)
	}
	stage := func() (rehearsal.Ledger, func(), error) { return storetest.New(t), func() {}, nil }
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
		{"what it does not rest on, though it does", "! as a/b registration.apply resource=R1 {}\nrefused document.incomplete TA-09.1\nnot refused document.incomplete TA-09.1", "it is so"},
		{"what it does not rest on, alone", "! as a/b registration.apply resource=R1 {}\nnot refused competence.missing TA-09\nstate C1 x", "was not looked at"},
		{"what nothing rests on", "not refused document.incomplete TA-09.1", "nothing was refused"},
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

// TestReplayUnderAChangedPeriod: a public notice that the changed pack has run seven days
// instead of five turns each registration that was made on the sixth day, and no other
// decision; what was refused on the fifth day would have been refused until later.
func TestReplayUnderAChangedPeriod(t *testing.T) {
	files := fstest.MapFS{}
	err := fs.WalkDir(packs.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(packs.Files, path)
		if path == "taian/03-registration.md" {
			before := string(body)
			body = []byte(strings.Replace(before, "period: at-least 5 natural-days", "period: at-least 7 natural-days", 1))
			if string(body) == before {
				t.Fatal("the period to be changed is not there")
			}
		}
		files[path] = &fstest.MapFile{Data: body}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	changed, err := pack.Open(files, "taian")
	if err != nil {
		t.Fatal(err)
	}
	script, err := rehearsal.Parse("notice.txt", []byte(noticed))
	if err != nil {
		t.Fatal(err)
	}
	p, ledger := layered(t, "taian"), storetest.New(t)
	if r := rehearsal.Run(context.Background(), script, p, ledger); !r.OK() {
		t.Fatalf("notice.txt:%d %s", r.Line, r.Why)
	}
	var told []string
	again := casework.Replay{Packs: casework.OnePack{Pack: p}, Changed: changed, Calendar: calendar.China(), Told: func(d casework.Redecision) {
		line := fmt.Sprintf("%s %s.%s %s", d.Day, d.Procedure, d.Step, d.Change)
		for _, g := range d.Now.Grounds {
			line += fmt.Sprintf(" %s %v %s", g.Code, g.Cites, g.Due)
		}
		told = append(told, line)
	}}
	count, err := again.Run(context.Background(), ledger)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2025-02-12 registration.notice due",
		"2025-02-12 registration.notice due",
		"2025-02-18 registration.register refused period.running [taian:TA-09.3 platform:PF-05] 2025-02-20",
	}
	if !slices.Equal(told, want) || count.Flipped != 1 || count.Other != 2 || count.Untold != 0 || count.Refusals != 1 {
		t.Errorf("told\n%s\nwant\n%s\n%+v", strings.Join(told, "\n"), strings.Join(want, "\n"), count)
	}
}

// noticed are two registrations: one made on the first day after its notice, after an
// attempt a day too early, and one four days later.
const noticed = `pack taian
at 2025-02-11
org datacity roles=authority legalForm=administrative name=市大数据局
org agency roles=auth-agency legalForm=administrative name=市大数据中心
org water roles=provider legalForm=administrative class=administrative-organ name=市水务局
seat datacity/lin role=authority powers=reviewer
seat datacity/zhao role=authority powers=approver
seat agency/gao role=auth-agency powers=reviewer,approver
seat water/qin role=provider powers=clerk
record resource R1 title=供水用户 provider=water catalogued=true worthwhile=true openness=conditional state=catalogued
record resource R2 title=管网压力 provider=water catalogued=true worthwhile=true openness=conditional state=catalogued

# TA-09 · 两件登记
as water/qin registration.apply resource=R1 -> C1 { kind: first, summary: 用户, materials: [digest(m)], commitTruth: true, commitCompleteness: true, commitCompliance: true, collector: 水务局, manager: 水务局, user: 运营单位 }
as water/qin registration.apply resource=R2 -> C2 { kind: first, summary: 压力, materials: [digest(m)], commitTruth: true, commitCompleteness: true, commitCompliance: true, collector: 水务局, manager: 水务局, user: 运营单位 }
as datacity/lin C1 review { reasons: 齐全 }
as datacity/lin C2 review { reasons: 齐全 }
at 2025-02-12
as datacity/lin C1 notice
as datacity/lin C2 notice
at 2025-02-17
! as datacity/zhao C1 register
refused only period.running TA-09.3
at 2025-02-18
as datacity/zhao C1 register
at 2025-02-24
as datacity/zhao C2 register
`

// TestClaimsAreTried: what a line says a step needs, or who could take it, is tried and
// taken back; a claim that is not so fails.
func TestClaimsAreTried(t *testing.T) {
	p := layered(t, "taian")
	const enter = "a/b catalogue.enter -> C1 {title: 甲, summary: 乙, openness: conditional, fields: [x], regions: [y], collector: a, manager: a, user: a}"
	const classify = "a/b C1 classify {class: 供水, level: L1, personal: false, confidential: false, unit: none, reason: 甲}"
	for _, c := range []struct{ why, lines, says string }{
		{"what is needed, and who could", "needs power, title, summary as " + enter + "\ncould as " + enter + "\nas " + enter + "\nfacts C1.resource title=甲 state=catalogued", ""},
		{"a particular that can be left out", "needs title, regions as " + enter, "does not need regions"},
		{"a particular that is not given", "needs price as " + enter, "gives no price"},
		{"any value will do", "needs title=listed as " + enter, "does not need title=listed"},
		{"no presence is asked for", "needs step-up as " + enter, "does not need step-up"},
		{"even with all that it needs it is refused", "needs title as a/b registration.apply resource=R1 {title: 甲}", "with all that it needs, it was refused"},
		{"it could not", "could as a/b registration.apply resource=R1 {}", "it was refused"},
		{"from each of these states", "as " + enter + "\ncould in classified,described,available as " + classify + "\nstate C1 entered", ""},
		{"not from that state", "as " + enter + "\ncould in described,withdrawn as " + classify, "in withdrawn: it was refused"},
		{"there is no such state", "as " + enter + "\ncould in drafted as " + classify, "catalogue has no such state"},
		{"a step that opens a case stands in none", "could in entered as " + enter, "only a step within a case"},
		{"what could be done is not done", "could as " + enter + "\nstate C1 drafted", "no case is called C1"},
		{"another fact", "as " + enter + "\nfacts C1.resource title=乙", "title is \"甲\""},
		{"what is marked as public", "publishes product form title scenario description\nconceals application securityOfficer\nterm activity open", ""},
		{"another particular is public", "publishes product form title scenario", "it publishes [form title scenario description]"},
		{"another is kept private", "conceals application securityOfficer title", "it conceals [securityOfficer]"},
		{"a closed list", "term product-form open\nnot term registration-kind open\nterm registration-kind open", "its list is closed"},
		{"what a rule rests on beside its unit", "cites TA-10.p2.holding", ""},
		{"a rule rests on another article", "cites TA-10.p2.holding TA-01", "it cites []"},
		{"there is no such rule", "cites TA-10.nothing", "no such rule"},
		{"nobody was told", "as " + enter + "\ntold a", "a was told nothing"},
	} {
		t.Run(c.why, func(t *testing.T) {
			s, err := rehearsal.Parse(c.why, []byte("pack taian\nat 2025-02-11\norg a roles=provider legalForm=administrative\nseat a/b role=provider powers=clerk\n"+
				"record resource R1 title=甲 provider=a\n# TA-01 · 甲\n"+c.lines))
			if err != nil {
				t.Fatal(err)
			}
			if r := rehearsal.Run(context.Background(), s, p, storetest.New(t)); r.OK() != (c.says == "") || !strings.Contains(r.Why, c.says) {
				t.Errorf("line %d: %q, want %q", r.Line, r.Why, c.says)
			}
		})
	}
}
