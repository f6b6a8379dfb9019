package route_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/route"
	"github.com/shuyu-project/shuyu/packs"
)

// altered is the pack of Tai'an with words of one file exchanged, of the platform's where
// the name says so; the words must be there.
func altered(t *testing.T, file string, pairs ...string) *pack.Pack {
	t.Helper()
	if !strings.Contains(file, "/") {
		file = "taian/" + file
	}
	files := fstest.MapFS{}
	for _, folder := range []string{"platform", "common", "taian"} {
		names, err := fs.Glob(packs.Files, folder+"/*.md")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			body, err := fs.ReadFile(packs.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			text := string(body)
			for i := 0; name == file && i < len(pairs); i += 2 {
				if !strings.Contains(text, pairs[i]) {
					t.Fatalf("%s does not say %q", file, pairs[i])
				}
				if pairs[i] == "" { // to be added at the end
					text += pairs[i+1]
					continue
				}
				text = strings.Replace(text, pairs[i], pairs[i+1], 1)
			}
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	p, err := pack.Open(files, "taian")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func explored(t *testing.T, p *pack.Pack) []route.Finding {
	t.Helper()
	found, err := route.Explore(context.Background(), p, calendar.China(), calendar.MustDay("2026-09-21"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func finding(found []route.Finding, kind, procedure, at string) (route.Finding, bool) {
	i := slices.IndexFunc(found, func(f route.Finding) bool {
		return f.Kind == kind && f.Procedure == procedure && (f.State == at || f.Step == at)
	})
	if i < 0 {
		return route.Finding{}, false
	}
	return found[i], true
}

// Each row breaks the pack in one place; the pack as it ships must not show the finding.
func TestWhatIsWrongWithTheWaysIsFound(t *testing.T) {
	ships := explored(t, open(t, "taian"))
	for _, c := range []struct {
		why, file           string
		pairs               []string
		kind, procedure, at string
		story               int // moments that the story must have
	}{
		{"a release whose gate is gone passes by the votes and the approval", "07-security.md",
			[]string{"require: case.state == \"approved\"", "require: case.state != \"\""}, route.ReviewSkipped, "review", "release", 3},
		{"a refused objection that may not be concluded leaves the notice without an end", "03-registration.md",
			[]string{"deny: case.upheldObjections > 0", "deny: case.noticeOver"}, route.UnreachableState, "registration", "registered", 0},
		{"what nobody's step leads to is never reached", "04-confirmation.md",
			[]string{"require: link.resource.registered", "require: link.resource.registered and not link.resource.registered"}, route.UnreachableStep, "confirmation", "apply", 0},
		{"a wait loses its reason", "04-confirmation.md",
			[]string{"open-ended: {zh: 本办法未定发证时限, en: The text sets no time for the certificate}", ""}, route.Clockless, "confirmation", "reviewed", 0},
		{"a wait on somebody who has no step there", "04-confirmation.md",
			[]string{"waits: provider", "waits: exchange"}, route.Ownerless, "confirmation", "correction", 0},
		{"an annulment leaves a draft behind", "05-authorisation.md",
			[]string{"from: [drafted, signed, in-force, renewable]", "from: [signed, in-force, renewable]"}, route.LeftStanding, "agreement", "drafted", 1},
		{"the end by exit takes the case whatever the manner", "05-authorisation.md",
			[]string{"ends-with: agreement\nmanner: exit\n", "ends-with: agreement\n"}, route.Contending, "agreement", "in-force", 3},
		{"what has expired is in force again until the clock comes round", "05-authorisation.md",
			[]string{"to: expired\nby: [clock]", "to: in-force\nby: [clock]"}, route.Circling, "agreement", "in-force", 3},
		{"nothing keeps the drafter from certifying", "platform/01-conduct.md",
			[]string{"steps: [agreement.draft, agreement.certify]", "steps: [agreement.drop, agreement.certify]"}, route.UnitedDuties, "agreement", "certify", 3},
		{"two steps of one organisation that the same may not take both", "platform/01-conduct.md",
			[]string{"level: person\nsteps: [agreement.draft, agreement.certify]", "level: organisation\nsteps: [agreement.drop, agreement.certify]"}, route.Unkeepable, "agreement", "certify", 0},
		{"a hold reaches the output, and it leaves all the same", "platform/01-conduct.md",
			[]string{"require: not link.output.held", "require: not link.output.held or link.output.held"}, route.HeldOn, "review", "release", 3},
		{"a graph too wide to be searched whole", "08-final.md", []string{"", wide()}, route.TooLarge, "wide", "", 0},
	} {
		if _, already := finding(ships, c.kind, c.procedure, c.at); already {
			t.Fatalf("%s: the pack as it ships has it already", c.why)
		}
		f, ok := finding(explored(t, altered(t, c.file, c.pairs...)), c.kind, c.procedure, c.at)
		if !ok {
			t.Errorf("%s: %s of %s.%s is not found", c.why, c.kind, c.procedure, c.at)
			continue
		}
		if len(f.Story) < c.story || f.Place.Line == 0 || f.Says.ZH == "" || f.Says.EN == "" || len(f.Cites) == 0 {
			t.Errorf("%s: the finding does not say where, what or how: %+v", c.why, f)
		}
	}
}

// wide is a procedure whose two documents hold twelve answers each that its end asks for.
func wide() string {
	var b strings.Builder
	rule := func(format string, args ...any) { fmt.Fprintf(&b, "\n```rule\n"+format+"```\n", args...) }
	b.WriteString("\n### TA-99 宽 · Wide\n\ngist: Wide.\n要旨：宽。\n")
	rule("id: TA-99.wide\nkind: procedure\nprocedure: wide\ntitle: {zh: 宽, en: Wide}\nstates:\n" +
		"  - {state: first, word: {zh: 一, en: one}, waits: authority, open-ended: {zh: 试, en: a test}}\n" +
		"  - {state: second, word: {zh: 二, en: two}, waits: authority, open-ended: {zh: 试, en: a test}}\n  - {state: last, word: {zh: 完, en: last}, final: true}\n")
	rule("id: TA-99.first\nkind: step\nprocedure: wide\nstep: first\ntitle: {zh: 一, en: One}\nto: first\nby: [authority]\nact: apply\ndocument: wide-first\n")
	rule("id: TA-99.second\nkind: step\nprocedure: wide\nstep: second\ntitle: {zh: 二, en: Two}\nfrom: [first]\nto: second\nby: [authority]\nact: record\ndocument: wide-second\n")
	rule("id: TA-99.last\nkind: step\nprocedure: wide\nstep: last\ntitle: {zh: 完, en: Last}\nfrom: [second]\nto: last\nby: [authority]\nact: conclude\n")
	var all []string
	for _, of := range []string{"First", "Second"} {
		fields := ""
		for i := range 12 {
			fields += fmt.Sprintf("  - {field: answer%d, type: bool, title: {zh: 答, en: Answer}}\n", i)
			all = append(all, fmt.Sprintf("doc.wide%s.answer%d", of, i))
		}
		rule("id: TA-99.form-%s\nkind: content\ndocument: wide-%[1]s\ntitle: {zh: 文, en: Form}\nclass: note\nfields:\n%s", strings.ToLower(of), fields)
	}
	rule("id: TA-99.all\nkind: gate\nsteps: [wide.last]\nrequire: %s\ncode: wide.open\nsays: {zh: 未全, en: Not all}\nremedy: {zh: 补, en: Add}\n", strings.Join(all, " and "))
	return b.String()
}

// In Chengdu a provider may approve a demand for raw data without consenting to raw data:
// then it can be neither supplied nor withheld.
func TestAStoryTellsHowACaseIsStuck(t *testing.T) {
	files := fstest.MapFS{}
	err := fs.WalkDir(packs.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".md") {
			return err
		}
		body, err := fs.ReadFile(packs.Files, name)
		files[name] = &fstest.MapFile{Data: body}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text := string(files["chengdu/03-operation.md"].Data)
	const mended, broken = "from: [routed, approved]\nto: refused", "from: [routed]\nto: refused"
	if !strings.Contains(text, mended) {
		t.Fatalf("the pack does not say %q", mended)
	}
	if f, ok := finding(explored(t, open(t, "chengdu")), route.DeadEnd, "demand", "approved"); ok {
		t.Fatalf("as it ships: %+v", f)
	}
	text = strings.Replace(text, mended, broken, 1)
	// Nor does the end of the agreement take it along: that would be a way out of anything.
	for was, is := range map[string]string{
		"with: {procedure: demand, from: [applied, routed, approved]}": "with: {procedure: demand, from: [applied, routed]}",
		"- {state: approved, ": `- {state: approved, outlives: {zh: "待供给", en: "to be supplied"}, `} {
		if !strings.Contains(text, was) {
			t.Fatalf("the pack does not say %q", was)
		}
		text = strings.Replace(text, was, is, 1)
	}
	files["chengdu/03-operation.md"] = &fstest.MapFile{Data: []byte(text)}
	p, err := pack.Open(files, "chengdu")
	if err != nil {
		t.Fatal(err)
	}
	f, ok := finding(explored(t, p), route.DeadEnd, "demand", "approved")
	if !ok {
		t.Fatal("the dead end is not found")
	}
	steps := []string{}
	for _, m := range f.Story {
		steps = append(steps, m.Step)
	}
	if !slices.Equal(steps, []string{"apply", "pass", "consent"}) || !slices.Contains(f.Story[0].Given, "doc.demand.raw") || !slices.Contains(f.Story[2].Given, "not doc.demandConsent.rawConsent") {
		t.Errorf("the story is %+v", f.Story)
	}
}

func TestExplorationIsCancelled(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := route.Explore(ctx, open(t, "taian"), calendar.China(), calendar.MustDay("2026-09-21")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled search answers %v", err)
	}
}

// Every pack that ships is searched whole and comes out clean, alone and over the national
// layers: it is part of every check.
func TestTheWaysOfShippedPacksAreClean(t *testing.T) {
	folders, err := pack.Folders(packs.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range folders {
		if name == "platform" {
			continue
		}
		for _, f := range explored(t, open(t, name)) {
			t.Errorf("%s: %s %s.%s%s: %s", name, f.Kind, f.Procedure, f.State, f.Step, f.Says.EN)
		}
	}
}
