package route_test

import (
	"context"
	"errors"
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

// altered is the pack of Tai'an with words of one file exchanged; the words must be there.
func altered(t *testing.T, file string, pairs ...string) *pack.Pack {
	t.Helper()
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
			for i := 0; name == "taian/"+file && i < len(pairs); i += 2 {
				if !strings.Contains(text, pairs[i]) {
					t.Fatalf("%s does not say %q", file, pairs[i])
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

// A search must be fast enough to stand in every check.
func TestNoShippedPackIsTooLargeToSearch(t *testing.T) {
	for _, name := range []string{"taian", "chengdu", "binzhou", "guizhou", "suzhou", "national-implementation", "national-pricing"} {
		for _, f := range explored(t, open(t, name)) {
			if f.Kind == route.TooLarge || f.Kind == route.ReviewSkipped || f.Kind == route.DeadEnd || f.Kind == route.Circling {
				t.Errorf("%s: %s %s.%s%s: %s", name, f.Kind, f.Procedure, f.State, f.Step, f.Says.EN)
			}
		}
	}
}
