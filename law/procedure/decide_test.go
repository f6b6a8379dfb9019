package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// TestEveryGround: whoever is refused is told everything at once, what the law says
// before what the platform's own rules say of it.
func TestEveryGround(t *testing.T) {
	p := with(t, `
id: SX-07.big
kind: limit
steps: [filing.amend]
value: form.count
max: 5
unit: pieces
code: filing.big`+words, `
id: SX-07.level
kind: prohibition
steps: [filing.amend]
deny: form.colour == "blue"
code: filing.blue`+words, `
id: SX-07.apart
kind: separation
level: person
steps: [filing.apply, filing.amend]
code: filing.same`+words, `
id: SX-07.wait
kind: period
procedure: filing
step: amend
period: at-least 3 natural-days
counted-from: apply`)
	c := walk(t, p)
	c.State = "noticed"
	in := on(p, c, qin, "amend", map[string]any{"colour": "blue", "count": 11, "spare": 1, "price": "much"})
	_, refusal := pure(t, in)
	if refusal == nil {
		t.Fatal("it was allowed")
	}
	want := []string{"step.out-of-order", "document.incomplete", "document.incomplete", "document.incomplete", "filing.same", "filing.big", "filing.blue",
		"period.running", "document.malformed", "document.malformed"}
	got := codes(refusal)
	slices.Sort(want)
	sorted := slices.Clone(got)
	slices.Sort(sorted)
	if !slices.Equal(sorted, want) {
		t.Errorf("the grounds are %v", got)
	}
	platform := false
	for _, v := range refusal.Violations {
		ofPlatform := v.Cites[0].Instrument == law.PlatformInstrument
		if platform && !ofPlatform {
			t.Errorf("%s of the law comes after the platform's own", v.Code)
		}
		platform = platform || ofPlatform
	}
	if !platform {
		t.Error("no ground is the platform's own")
	}
}

func TestOrder(t *testing.T) {
	p := with(t)
	c := walk(t, p)
	for _, row := range []struct {
		why  string
		in   procedure.Input
		unit string
	}{
		{"a step of a later state", on(p, c, lin, "agree", nil), "SX-03"},
		{"a step that opens a case, in a case", on(p, c, qin, "apply", good()), "SX-01"},
		{"a step of a case, without one", func() procedure.Input { in := asked(p); in.Step, in.Actor, in.Form = "accept", lin, nil; return in }(), "SX-02"},
	} {
		t.Run(row.why, func(t *testing.T) {
			r := refused(t, row.in)
			if r.Code() != procedure.CodeOutOfOrder || !cites(r.Violations[0], row.unit) || !cites(r.Violations[0], "PF-01") {
				t.Errorf("refused by %s of %v", r.Code(), r.Cites())
			}
		})
	}
	if r := refused(t, on(p, c, lin, "burn", nil)); r.Code() != procedure.CodeStepUnknown || r.Hidden {
		t.Errorf("an unknown step: %s", tell(r))
	}
	in := asked(p)
	in.Procedure = "burning"
	if r := refused(t, in); r.Code() != procedure.CodeNoProcedure || r.Hidden {
		t.Errorf("an unknown procedure: %s", tell(r))
	}
}

func TestCompetence(t *testing.T) {
	p := with(t)
	c := walk(t, p)
	for _, row := range []struct {
		why  string
		who  procedure.Actor
		step string
		want string // "" where it is allowed
	}{
		{"role and power", lin, "accept", ""},
		{"the clock needs no power", clock, "accept", ""},
		{"the power is another", who("authority", "bureau", "wu", "clerk"), "accept", "competence.missing"},
		{"the role is another", qin, "accept", "competence.missing"},
		{"no power is asked for", who("authority", "bureau", "wu"), "examine", ""},
	} {
		t.Run(row.why, func(t *testing.T) {
			if row.want == "" {
				take(t, on(p, c, row.who, row.step, nil))
				return
			}
			r := refused(t, on(p, c, row.who, row.step, nil))
			if !slices.Equal(codes(r), []string{row.want}) || !cites(r.Violations[0], "SX-02") {
				t.Errorf("refused: %s %v", tell(r), r.Cites())
			}
		})
	}
}

// TestAdministrator: who runs the installation does no business and sees none.
func TestAdministrator(t *testing.T) {
	p := with(t)
	in := asked(p)
	in.Actor = admin
	if r := refused(t, in); !slices.Contains(codes(r), procedure.CodeAdministrator) {
		t.Errorf("filing as an administrator: %s", tell(r))
	}
	if r := refused(t, on(p, walk(t, p), admin, "accept", nil)); !r.Hidden {
		t.Errorf("a matter of business is there for an administrator: %s", tell(r))
	}
	take(t, procedure.Input{Pack: p, Procedure: "seating", Step: "propose", Actor: admin, Look: shared, Today: monday, Calendar: in.Calendar, NewID: "1"})
	in.Procedure, in.Step, in.Actor = "seating", "propose", qin
	if r := refused(t, in); slices.Contains(codes(r), procedure.CodeAdministrator) {
		t.Errorf("a clerk is told of administrators: %s", tell(r))
	}
}

func TestVisible(t *testing.T) {
	p := with(t)
	c := walk(t, p, "accept", "appoint", "post")
	in := &procedure.Input{Pack: p, Today: monday}
	over := &procedure.Input{Pack: p, Today: c.Notice.Opens}
	for _, row := range []struct {
		why  string
		who  procedure.Actor
		at   *procedure.Input
		want bool
	}{
		{"who filed it", qin, over, true},
		{"another of the same organisation", who("operator", "water", "lu"), over, true},
		{"a body that oversees", who("supervisor", "audit", "x"), over, true},
		{"a member of the panel", e1, over, true},
		{"a stranger during the notice", who("operator", "other", "x"), in, true},
		{"the public during the notice", public, in, true},
		{"a stranger after the notice", who("operator", "other", "x"), over, false},
		{"the public after the notice", public, over, false},
		{"an administrator during the notice", admin, in, false},
	} {
		if got := procedure.Visible(&c, row.who, row.at); got != row.want {
			t.Errorf("%s: visible is %v", row.why, got)
		}
	}
	r := refused(t, func() procedure.Input {
		i := on(p, c, who("user", "other", "x"), "object", nil)
		i.Today = c.Notice.Opens
		return i
	}())
	if !r.Hidden || len(r.Violations) != 1 || r.Code() != procedure.CodeUnseen {
		t.Errorf("an unseen case says more than that it is not there: %s", tell(r))
	}
}

// TestParty: a matter of another organisation is answered as if it did not exist.
func TestParty(t *testing.T) {
	p := with(t)
	in := asked(p)
	in.Links = map[string]string{"resource": "R2"}
	if r := refused(t, in); !r.Hidden || r.Code() != procedure.CodeUnseen {
		t.Errorf("another's resource: %s", tell(r))
	}
	in.Links = map[string]string{"resource": "R9"}
	if r := refused(t, in); !r.Hidden {
		t.Errorf("a resource that is not there: %s", tell(r))
	}
	two := with(t, `
id: SX-07.both
kind: step
procedure: filing
step: both
title: {zh: 共同, en: Both}
from: [filed]
by: [provider, operator]
party: '[link.resource.provider, "group"]'
act: record`)
	c := walk(t, two)
	take(t, on(two, c, qin, "both", nil))
	c.Parties = append(c.Parties, "group", "other")
	take(t, on(two, c, who("operator", "group", "wu"), "both", nil))
	if r := refused(t, on(two, c, who("operator", "other", "wu"), "both", nil)); !r.Hidden {
		t.Errorf("the third: %s", tell(r))
	}
}

// TestPartyElsewhere: in the matter of a county its superior is told whose it is, to another
// county it does not exist, and whoever the county's party entrusted it to takes its place.
func TestPartyElsewhere(t *testing.T) {
	p := with(t, `
id: SX-07.party
kind: step
procedure: filing
step: both
title: {zh: 双方, en: Both}
from: [accepted]
by: [authority]
party: case.filerOrg
act: record`)
	c := walk(t, p, "accept")
	c.Jurisdiction, c.Filer.Organisation = "J1", "east"
	entrusted := func(by, from string, procedures ...string) procedure.Reach {
		return procedure.Reach{Own: "J2", Entrusted: []procedure.Entrusted{{By: by, From: from, Procedures: procedures}}}
	}
	for _, row := range []struct {
		why   string
		reach procedure.Reach
		want  string // "" where it is allowed
	}{
		{"the superior", procedure.Reach{}, "jurisdiction.other"},
		{"the city between", procedure.Reach{Own: "J0", Below: []string{"J1"}}, "jurisdiction.other"},
		{"another county", procedure.Reach{Own: "J2"}, "thing.unseen"},
		{"another body of the county", procedure.Reach{Own: "J1"}, "thing.unseen"},
		{"entrusted by the party", entrusted("J1", "east", "filing"), ""},
		{"entrusted with something else", entrusted("J1", "east", "hold"), "thing.unseen"},
		{"entrusted by another body of the county", entrusted("J1", "moon", "filing"), "thing.unseen"},
		{"entrusted by a body of the same id elsewhere", entrusted("J3", "east", "filing"), "thing.unseen"},
	} {
		t.Run(row.why, func(t *testing.T) {
			lin := who("authority", "bureau", "lin")
			lin.Reach = row.reach
			if row.want == "" {
				take(t, on(p, c, lin, "both", nil))
				return
			}
			if r := refused(t, on(p, c, lin, "both", nil)); r.Code() != row.want || r.Hidden != (row.want == "thing.unseen") {
				t.Errorf("refused: %s", tell(r))
			}
		})
	}
}

func TestDocument(t *testing.T) {
	p := with(t)
	c := walk(t, p)
	shared := strings.Repeat("a", 64)
	for _, row := range []struct {
		why   string
		form  map[string]any
		code  string // "" where it is taken
		field string
	}{
		{"whole", good(), "", ""},
		{"everything", plus(good(), map[string]any{"colour": "red", "shape": "round", "count": 11, "reason": "多", "price": 100, "day": "2026-03-02", "proof": shared,
			"tags": []any{"a"}, "about": "R1", "others": []any{"R1", "R2"}, "box": map[string]any{"name": "n", "size": 1}, "rows": []any{map[string]any{"name": "n"}}}), "", ""},
		{"no document", nil, "document.incomplete", "title"},
		{"blank", plus(good(), map[string]any{"title": "  "}), "document.incomplete", "title"},
		{"null is absent", plus(good(), map[string]any{"title": nil}), "document.incomplete", "title"},
		{"a warranty not given", plus(good(), map[string]any{"sure": false}), "document.incomplete", "sure"},
		{"demanded by another particular", plus(good(), map[string]any{"count": 11}), "document.incomplete", "reason"},
		{"not demanded", plus(good(), map[string]any{"count": 10}), "", ""},
		{"unknown", plus(good(), map[string]any{"spare": 1}), "document.malformed", "spare"},
		{"a number for a text", plus(good(), map[string]any{"title": 1}), "document.malformed", "title"},
		{"a text too long", plus(good(), map[string]any{"title": strings.Repeat("长", 30000)}), "document.malformed", "title"},
		{"a text for a yes", plus(good(), map[string]any{"sure": "true"}), "document.malformed", "sure"},
		{"a value not on the list", plus(good(), map[string]any{"colour": "green"}), "document.malformed", "colour"},
		{"other on a closed list", plus(good(), map[string]any{"colour": "other"}), "document.malformed", "colour"},
		{"other on an open list", plus(good(), map[string]any{"shape": "other"}), "", ""},
		{"another on an open list", plus(good(), map[string]any{"shape": "square"}), "document.malformed", "shape"},
		{"a fraction", plus(good(), map[string]any{"count": 1.5}), "document.malformed", "count"},
		{"money as text", plus(good(), map[string]any{"price": "1"}), "document.malformed", "price"},
		{"a whole number as JSON has it", plus(good(), map[string]any{"count": float64(3)}), "", ""},
		{"a day that is not", plus(good(), map[string]any{"day": "2026-02-30"}), "document.malformed", "day"},
		{"a short digest", plus(good(), map[string]any{"proof": "ab"}), "document.malformed", "proof"},
		{"one for a list", plus(good(), map[string]any{"tags": "a"}), "document.malformed", "tags"},
		{"a list of others", plus(good(), map[string]any{"tags": []any{1}}), "document.malformed", "tags"},
		{"a thing not registered", plus(good(), map[string]any{"about": "R9"}), "document.malformed", "about"},
		{"one of the things not registered", plus(good(), map[string]any{"others": []any{"R1", "R9"}}), "document.malformed", "others"},
		{"a case that is not", plus(good(), map[string]any{"before": "000099"}), "document.malformed", "before"},
		{"a text for a group", plus(good(), map[string]any{"box": "b"}), "document.malformed", "box"},
		{"a group without what it needs", plus(good(), map[string]any{"box": map[string]any{"size": 1}}), "document.incomplete", "box.name"},
		{"a group with what it has not", plus(good(), map[string]any{"box": map[string]any{"name": "n", "lid": 1}}), "document.malformed", "box.lid"},
		{"a group of the wrong type", plus(good(), map[string]any{"box": map[string]any{"name": "n", "size": "big"}}), "document.malformed", "box.size"},
		{"one of the groups without what it needs", plus(good(), map[string]any{"rows": []any{map[string]any{"name": "n"}, map[string]any{}}}), "document.incomplete", "rows.name"},
	} {
		t.Run(row.why, func(t *testing.T) {
			in := on(p, c, qin, "amend", row.form)
			if row.code == "" {
				take(t, in)
				return
			}
			r := refused(t, in)
			if !slices.ContainsFunc(r.Violations, func(v law.Violation) bool {
				return v.Code == row.code && fact(v, "field") == row.field && cites(v, "PF-04") && cites(v, "SX-01")
			}) {
				t.Errorf("refused: %s", tell(r))
			}
		})
	}
	if r := refused(t, on(p, c, lin, "accept", map[string]any{"title": "x"})); r.Code() != procedure.CodeMalformed {
		t.Errorf("a document with a step that carries none: %s", tell(r))
	}
}

// TestGuards: each row adds one rule to a step and says whom it stops.
func TestGuards(t *testing.T) {
	for _, row := range []struct {
		why, rule string
		form      map[string]any
		want      []string // codes; none where it is allowed
		facts     string   // name=value shown by the first
		hidden    bool
	}{
		{"a gate that holds", "kind: gate\nrequire: form.count > 1", map[string]any{"count": 2}, nil, "", false},
		{"a gate that does not", "kind: gate\nrequire: form.count > 1\nfacts: {seen: form.count}", map[string]any{"count": 1}, []string{"x.no"}, "seen=1", false},
		{"a gate only where it stands", "kind: gate\nwhen: form.colour == \"red\"\nrequire: form.count > 1", map[string]any{"colour": "blue"}, nil, "", false},
		{"and there", "kind: gate\nwhen: form.colour == \"red\"\nrequire: form.count > 1", map[string]any{"colour": "red"}, []string{"x.no"}, "", false},
		{"a gate over a list names each that fails", "kind: gate\neach: form.others\nrequire: not item.held\nfacts: {which: item.id}", map[string]any{"others": []any{"R1", "R2", "R2"}},
			[]string{"x.no", "x.no"}, "which=R2", false},
		{"a gate over an empty list", "kind: gate\neach: form.others\nrequire: not item.held", nil, nil, "", false},
		{"a prohibition", "kind: prohibition\ndeny: form.count > 1", map[string]any{"count": 2}, []string{"x.no"}, "", false},
		{"a prohibition that does not speak", "kind: prohibition\ndeny: form.count > 1", map[string]any{"count": 1}, nil, "", false},
		{"a prohibition over a list", "kind: prohibition\neach: form.tags\ndeny: item == \"b\"", map[string]any{"tags": []any{"a", "b"}}, []string{"x.no"}, "", false},
		{"hidden", "kind: gate\nrequire: form.count > 1\nhidden: true", nil, []string{"x.no"}, "", true},
		{"over the limit", "kind: limit\nvalue: form.count\nmax: 3\nunit: pieces", map[string]any{"count": 4}, []string{"x.no"}, "max=3", false},
		{"at the limit", "kind: limit\nvalue: form.count\nmax: 3", map[string]any{"count": 3}, nil, "", false},
		{"under the least", "kind: limit\nvalue: form.count\nmin: 3", map[string]any{"count": 2}, []string{"x.no"}, "min=3", false},
		{"over the limit with its reason", "kind: limit\nvalue: form.count\nmax: 3\nunless: form.reason != \"\"", map[string]any{"count": 4, "reason": "必需"}, nil, "", false},
		{"over the limit without", "kind: limit\nvalue: form.count\nmax: 3\nunless: form.reason != \"\"", map[string]any{"count": 4}, []string{"x.no"}, "value=4", false},
		{"a document handed in before", "kind: gate\nrequire: doc.applicationForm.title == \"水表\"", nil, nil, "", false},
		{"the case, the link and the actor", "kind: gate\nrequire: case.state == \"filed\" and link.resource.level == \"L2\" and actor.org == \"water\" and did(\"apply\")", nil, nil, "", false},
		{"a link that is not set fails closed", "kind: gate\nrequire: link.earlier.state == \"done\"", nil, []string{"x.no"}, "", false},
		{"a setting that nobody has set is zero", "kind: gate\nrequire: setting(\"days\") == 0 and setting_text(\"days\") == \"\"", nil, nil, "", false},
		{"a competence that no rule gives", "kind: gate\nrequire: may(\"provider\", \"trade\")", nil, []string{"x.no"}, "", false},
	} {
		t.Run(row.why, func(t *testing.T) {
			p := with(t, "id: SX-07.rule\nsteps: [filing.amend]\ncode: x.no"+words+"\n"+row.rule)
			out, refusal := pure(t, on(p, walk(t, p), qin, "amend", plus(good(), row.form)))
			if len(row.want) == 0 {
				if refusal != nil {
					t.Fatalf("refused: %s", tell(refusal))
				}
				if !slices.Contains(out.Rules, "SX-07.rule") || !slices.Contains(out.Cites, law.Citation{Instrument: "sixth", Unit: "SX-07"}) {
					t.Errorf("the decision does not name the rule that allowed it: %v", out.Rules)
				}
				return
			}
			if refusal == nil {
				t.Fatal("it was allowed")
			}
			if !slices.Equal(codes(refusal), row.want) || refusal.Hidden != row.hidden {
				t.Fatalf("refused: %s, hidden %v", tell(refusal), refusal.Hidden)
			}
			name, value, _ := strings.Cut(row.facts, "=")
			if v := refusal.Violations[0]; fact(v, name) != value || v.Says.EN != "No." || v.Rule != "SX-07.rule" {
				t.Errorf("it shows %s", tell(refusal))
			}
		})
	}
}

// TestGuardOverAFaultyDocument: a count from a day that is missing, or is none, says nothing
// beside the refusal of the document; over a whole document such a gate is a fault of the
// pack.
func TestGuardOverAFaultyDocument(t *testing.T) {
	p := with(t, "id: SX-07.rule\nkind: gate\nsteps: [filing.amend]\nrequire: days_after(form.day, 1) > today\ncode: x.no"+words)
	c := walk(t, p)
	for _, form := range []map[string]any{{}, plus(good(), map[string]any{"day": "2026-02-30"})} {
		if r := refused(t, on(p, c, qin, "amend", form)); slices.Contains(codes(r), "x.no") {
			t.Errorf("refused: %s", tell(r))
		}
	}
	if _, _, err := procedure.Decide(on(p, c, qin, "amend", good())); err == nil {
		t.Error("a gate that cannot be evaluated over a whole document went unnoticed")
	}
}

func TestSettings(t *testing.T) {
	p := with(t, `
id: SX-07.days
kind: reading
reading: SX-a
question: {zh: 几日, en: How many days?}
taken: {zh: 五日, en: Five.}
reason: {zh: 常例, en: Usual.}
setting: days
value: "5"`, "id: SX-07.rule\nkind: gate\nsteps: [filing.amend]\nrequire: form.count == setting(\"days\")\nrests-on: SX-a\ncode: x.no"+words)
	c := walk(t, p)
	in := on(p, c, qin, "amend", plus(good(), map[string]any{"count": 5}))
	if out := take(t, in); !slices.Equal(out.Readings, []string{"SX-a"}) {
		t.Errorf("the decision rests on the readings %v", out.Readings)
	}
	in.Look = set{shared, map[string]string{"days": "7"}}
	if r := refused(t, in); r.Violations[0].Basis != "SX-a" {
		t.Errorf("the refusal rests on %q", r.Violations[0].Basis)
	}
}

func TestSeparation(t *testing.T) {
	apart := func(level, more string) string {
		return "id: SX-07.apart\nkind: separation\nlevel: " + level + "\nsteps: [filing.accept, filing.examine]\ncode: x.same" + words + more
	}
	p := with(t, apart("person", ""))
	c := walk(t, p, "accept")
	if r := refused(t, on(p, c, lin, "examine", nil)); !slices.Equal(codes(r), []string{"x.same"}) || fact(r.Violations[0], "step") != "accept" {
		t.Errorf("the same person: %s", tell(r))
	}
	moved := lin
	moved.Seat, moved.For = "seat-other", "seat-zhao"
	refused(t, on(p, c, moved, "examine", nil))
	take(t, on(p, c, zhao, "examine", nil))

	p = with(t, apart("organisation", ""))
	c = walk(t, p, "accept")
	refused(t, on(p, c, zhao, "examine", nil))
	take(t, on(p, c, who("authority", "ministry", "x"), "examine", nil))

	p = with(t, apart("person", "\nacross: earlier"))
	earlier := walk(t, p, "accept")
	earlier.ID = "000001"
	in := on(p, walk(t, p), lin, "examine", nil)
	in.Case.Links["earlier"] = "000001"
	look := shared
	look.cases = map[string]*procedure.Case{"000001": &earlier}
	in.Look = look
	if r := refused(t, in); fact(r.Violations[0], "case") != "000001" {
		t.Errorf("the same person in the earlier case: %s", tell(r))
	}
	in.Actor = zhao
	take(t, in)

	// Two acts of nobody in particular are not of one person.
	p = with(t, "id: SX-07.apart\nkind: separation\nlevel: person\nsteps: [filing.object, filing.accept]\ncode: x.same"+words)
	c = walk(t, p, "accept", "post", "object")
	c.State = "filed"
	take(t, on(p, c, clock, "accept", nil))
	faceless := lin
	faceless.Person = ""
	take(t, on(p, c, faceless, "accept", nil))
}

func TestStepUp(t *testing.T) {
	p := with(t)
	c := walk(t, p, "accept", "post", "agree")
	in := on(p, c, lin, "sign", nil)
	in.Actor.SteppedUp = false
	if r := refused(t, in); !slices.Equal(codes(r), []string{procedure.CodeStepUp}) {
		t.Errorf("without presence proved: %s", tell(r))
	}
	may, mayNot, err := procedure.May(in)
	if err != nil || len(may) != 1 || len(mayNot) != 0 {
		t.Errorf("the step is offered to be proved for: %v, %v, %v", may, mayNot, err)
	}
	in.Actor.SteppedUp = true
	take(t, in)
}
