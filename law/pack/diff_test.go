package pack_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
)

// edition is the pack of Tai'an as it ships, with words of one file exchanged.
func edition(t *testing.T, file string, pairs ...string) *pack.Pack {
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

func TestTwoVersionsDifferInWhatWasChangedAndNothingElse(t *testing.T) {
	ships := edition(t, "")
	for _, c := range []struct {
		why, file          string
		pairs              []string
		what, topic, about string
		field              pack.FieldChange
	}{
		{"a longer notice", "03-registration.md", []string{"period: at-least 5 natural-days", "period: at-least 7 natural-days"},
			"changed", "period", "registration.register", pack.FieldChange{Field: "period", Before: "at-least 5 natural-days", After: "at-least 7 natural-days"}},
		{"another actor", "04-confirmation.md", []string{"by: [provider, operator]", "by: [provider]"},
			"changed", "actor", "confirmation.apply", pack.FieldChange{Field: "by", Before: "provider, operator", After: "provider"}},
		{"a condition turned round", "07-security.md", []string{"require: case.panelAgainst == 0", "require: case.panelGiven >= 3"},
			"changed", "condition", "review.approve", pack.FieldChange{Field: "require", Before: "case.panelAgainst == 0", After: "case.panelGiven >= 3"}},
		{"a particular no longer asked for", "07-security.md", []string{"  - {field: use, type: text, required: true, title: {zh: 拟用场景, en: Scenario it is for}}\n", ""},
			"changed", "document", "document submission", pack.FieldChange{Field: "fields: field use", Before: "field: use, type: text, required: true"}},
		{"only words that people read", "04-confirmation.md", []string{"本办法未定发证时限", "未定发证时限"}, "", "", "", pack.FieldChange{}},
	} {
		changes := pack.Diff(ships, edition(t, c.file, c.pairs...))
		if c.what == "" {
			if len(changes) > 0 {
				t.Errorf("%s: %+v", c.why, changes)
			}
			continue
		}
		if len(changes) != 1 {
			t.Errorf("%s: %d changes, want one: %+v", c.why, len(changes), changes)
			continue
		}
		d := changes[0]
		if d.What != c.what || d.Topic != c.topic || !strings.HasPrefix(d.Subject, c.about) || !slices.Equal(d.Fields, []pack.FieldChange{c.field}) {
			t.Errorf("%s: %+v", c.why, d)
		}
		if d.Before == nil || d.After == nil || d.Before.Cites[0].Instrument != "taian" || d.Before.Rule != d.After.Rule {
			t.Errorf("%s: both sides must name the rule and its article: %+v %+v", c.why, d.Before, d.After)
		}
	}
	if changes := pack.Diff(ships, ships); len(changes) > 0 {
		t.Errorf("a pack differs from itself: %+v", changes)
	}
	less, err := ships.Without("taian", "TA-09.3.b.cause")
	if err != nil {
		t.Fatal(err)
	}
	for what, pair := range map[string][2]*pack.Pack{"dropped": {ships, less}, "added": {less, ships}} {
		changes := pack.Diff(pair[0], pair[1])
		if len(changes) != 1 || changes[0].What != what || changes[0].Topic != "condition" || changes[0].Procedure != "registration" {
			t.Errorf("%s: %+v", what, changes)
		}
	}
}

func TestPacksOfTwoPlacesAreHeldAgainstOneAnotherByWhatTheirRulesGovern(t *testing.T) {
	chengdu, err := pack.Open(packs.Files, "chengdu")
	if err != nil {
		t.Fatal(err)
	}
	changes := pack.Diff(edition(t, ""), chengdu)
	find := func(kind pack.Kind, subject string) pack.Change {
		i := slices.IndexFunc(changes, func(d pack.Change) bool { return d.Kind == kind && d.Subject == subject })
		if i < 0 {
			t.Fatalf("no change of the %s %s", kind, subject)
		}
		return changes[i]
	}
	if d := find(pack.KindPeriod, "demand.pass"); d.What != "added" || d.After.Says != "within 5 working-days" || d.After.Cites[0].String() != "chengdu:CD-23.b" {
		t.Errorf("Chengdu gives the formal review a period: %+v", d)
	}
	if d := find(pack.KindProcedure, "registration"); d.What != "dropped" {
		t.Errorf("Chengdu does not register resources itself: %+v", d)
	}
	if d := find(pack.KindProcedure, "demand"); d.What != "changed" || d.Before.Cites[0].Instrument != "taian" || d.After.Cites[0].Instrument != "chengdu" {
		t.Errorf("both have demands: %+v", d)
	}
	for _, d := range changes {
		if d.Topic == "" || d.Subject == "" {
			t.Errorf("a change without topic or subject: %+v", d)
		}
	}
}
