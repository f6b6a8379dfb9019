package procedure_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// crowd is a pack in which rules of every kind stand in the way now and then.
func crowd(t testing.TB) *pack.Pack {
	return with(t,
		"id: SX-07.gate\nkind: gate\nsteps: [filing.accept, filing.amend]\nrequire: len(case.done) < 9\ncode: x.gate"+words,
		"id: SX-07.formgate\nkind: gate\nsteps: [filing.amend]\nrequire: form.count < 3\ncode: x.form"+words,
		"id: SX-07.apart\nkind: separation\nlevel: person\nsteps: [filing.accept, filing.examine, filing.agree]\ncode: x.same"+words,
		"id: SX-07.wait\nkind: period\nprocedure: filing\nstep: post\nperiod: at-least 2 working-days\ncounted-from: accept",
		"id: SX-07.window\nkind: period\nprocedure: filing\nstep: examine\nperiod: in-the-last 20 natural-days\ncounted-from: \"= doc.applicationForm.day\"",
		"id: SX-07.hidden\nkind: gate\nsteps: [filing.post]\nrequire: len(case.parties) < 5\nhidden: true\ncode: x.hidden"+words,
		"id: SX-07.open\nkind: gate\nsteps: [filing.agree]\nrequire: case.openObjections == 0\ncode: x.open"+words,
	)
}

// forms are documents for each step, some whole and some not.
var forms = map[string][]map[string]any{
	"apply": {good(), plus(good(), map[string]any{"day": "2026-03-20"}), {"title": "x"}}, "amend": {good(), plus(good(), map[string]any{"count": 5}), {}},
	"object": {{"grounds": "不对"}}, "settle": {{"objection": "O1", "outcome": "dismissed"}, {"objection": "O2", "outcome": "upheld"}, {"objection": "O1", "outcome": "so"}},
	"appoint": {{"members": []any{"e1", "e2"}}, {"members": []any{"e1"}}, {"members": []any{"e3", "e2"}}},
	"declare": {{}, {"conflict": "亲属"}}, "vote": {{"score": 70, "for": true}},
}

var everybody = []procedure.Actor{qin, lin, zhao, e1, e2, public, clock, admin, who("user", "other", "u"), who("authority", "bureau", "wu"), who("provider", "power", "dian", "clerk")}

// journey draws a case on its way: whatever was allowed has been taken.
func journey(rt *rapid.T, p *pack.Pack) (*procedure.Case, calendar.Day) {
	var c *procedure.Case
	day := monday
	for range rapid.IntRange(0, 12).Draw(rt, "steps") {
		day = day.AddDays(rapid.IntRange(0, 4).Draw(rt, "days"))
		in := command(rt, p, c, day)
		out, refusal, err := procedure.Decide(in)
		if err != nil {
			rt.Fatal(err)
		}
		if refusal == nil && out.Case.Procedure == "filing" {
			next := out.Case
			c = &next
		}
	}
	return c, day
}

var steps = []string{"apply", "accept", "examine", "amend", "post", "object", "settle", "agree", "appoint", "declare", "vote", "sign"}

func command(rt *rapid.T, p *pack.Pack, c *procedure.Case, day calendar.Day) procedure.Input {
	step := rapid.SampledFrom(steps).Draw(rt, "step")
	if c == nil {
		step = "apply"
	}
	in := asked(p)
	in.Case, in.Step, in.Today, in.Form = c, step, day, nil
	in.Actor = rapid.SampledFrom(everybody).Draw(rt, "who")
	in.Actor.SteppedUp = rapid.Bool().Draw(rt, "stepped up")
	if of := forms[step]; of != nil {
		in.Form = rapid.SampledFrom(of).Draw(rt, "form")
	}
	if c != nil {
		in.Links = nil
	}
	return in
}

// TestMay: on any way a case can go, what May bars Decide refuses on the same grounds,
// whatever document comes with it; and what May allows without a document is allowed.
func TestMay(t *testing.T) {
	p := crowd(t)
	l := looked{}
	l.at(t, p, nil, monday)
	for _, steps := range [][]string{nil, {"accept"}} {
		c := walk(t, p, steps...)
		l.at(t, p, &c, monday.AddDays(10))
	}
	if l.allowed == 0 || l.barred == 0 {
		t.Fatalf("%d allowed and %d barred were looked at", l.allowed, l.barred)
	}
	rapid.Check(t, func(rt *rapid.T) {
		c, day := journey(rt, p)
		l.at(rt, p, c, day)
	})
}

// looked counts the answers of May that were held against Decide.
type looked struct{ allowed, barred int }

// at holds what May answers to everybody about one case on one day against Decide.
func (l *looked) at(t rapid.TB, p *pack.Pack, c *procedure.Case, day calendar.Day) {
	t.Helper()
	for _, who := range everybody {
		in := asked(p)
		in.Case, in.Today, in.Actor = c, day, who
		if c != nil {
			in.Links = nil
		}
		may, mayNot, err := procedure.May(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range mayNot {
			l.barred++
			checkBarred(t, in, b)
		}
		for _, a := range may {
			if a.Step.Form != nil {
				continue
			}
			l.allowed++
			in.Step, in.Form, in.Actor.SteppedUp = a.Step.Step.Step, nil, true
			if _, refusal, err := procedure.Decide(in); err != nil || refusal != nil {
				t.Errorf("%s may be taken, and is refused: %v %v", a.Step.Name(), refusal, err)
			}
			in.Actor.SteppedUp = who.SteppedUp
		}
	}
}

func checkBarred(rt rapid.TB, in procedure.Input, b procedure.Barred) {
	in.Step = b.Step.Step.Step
	for _, form := range append([]map[string]any{nil}, forms[in.Step]...) {
		in.Form = form
		_, refusal, err := procedure.Decide(in)
		if err != nil || refusal == nil {
			rt.Fatalf("%s is barred by %s, and is allowed with %v: %v", b.Step.Name(), tell(b.Refusal), form, err)
		}
		for _, code := range codes(b.Refusal) {
			if !slices.Contains(codes(refusal), code) {
				rt.Errorf("%s is barred by %s, and refused only by %s", b.Step.Name(), code, tell(refusal))
			}
		}
	}
}

// TestMayHides: a step that a hidden rule stands against is in neither list, nor is a
// case that one may not see.
func TestMayHides(t *testing.T) {
	p := crowd(t)
	c := walk(t, p, "accept")
	c.Parties = append(c.Parties, "a", "b", "c", "d")
	in := on(p, c, lin, "", nil)
	in.Today = monday.AddDays(10)
	may, mayNot, err := procedure.May(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names(may), barredNames(mayNot)...) {
		if name == "filing.post" {
			t.Error("a step that is hidden is listed")
		}
	}
	in.Actor = who("operator", "stranger", "x")
	if may, mayNot, err = procedure.May(in); err != nil || len(may)+len(mayNot) > 0 {
		t.Errorf("a stranger is offered %v and told of %v", names(may), barredNames(mayNot))
	}
}

func names(may []procedure.Allowed) (all []string) {
	for _, a := range may {
		all = append(all, a.Step.Name())
	}
	return all
}

func barredNames(mayNot []procedure.Barred) (all []string) {
	for _, b := range mayNot {
		all = append(all, b.Step.Name())
	}
	return all
}

// TestPure: on any way a case can go, deciding changes nothing it was given and decides
// the same again; a refusal is never empty, and each of its grounds cites a unit.
func TestPure(t *testing.T) {
	p := crowd(t)
	rapid.Check(t, func(rt *rapid.T) {
		c, day := journey(rt, p)
		in := command(rt, p, c, day)
		before := copied(t, in)
		first, refusal, err := procedure.Decide(in)
		if err != nil {
			rt.Fatal(err)
		}
		second, again, err := procedure.Decide(in)
		if err != nil {
			rt.Fatal(err)
		}
		if copied(t, in) != before {
			rt.Fatalf("deciding %s changed its input", in.Step)
		}
		if !reflect.DeepEqual(first, second) || !reflect.DeepEqual(refusal, again) {
			rt.Fatalf("deciding %s twice gave two answers", in.Step)
		}
		if refusal == nil {
			return
		}
		if len(refusal.Violations) == 0 {
			rt.Fatal("a refusal without a ground")
		}
		for _, v := range refusal.Violations {
			if v.Code == "" || len(v.Cites) == 0 || v.Cites[0].IsZero() {
				rt.Errorf("the ground %+v cites nothing", v)
			}
		}
	})
}

// TestMayLeavesTheFormOut: what depends on a document that is not handed in yet does not
// bar its step.
func TestMayLeavesTheFormOut(t *testing.T) {
	p := with(t, "id: SX-07.form\nkind: gate\nsteps: [filing.amend]\nrequire: form.count > 1\ncode: x.form"+words)
	c := walk(t, p)
	may, mayNot, err := procedure.May(on(p, c, qin, "", nil))
	if err != nil || !slices.Equal(names(may), []string{"filing.amend"}) || len(mayNot) != 0 {
		t.Errorf("may %v, may not %v, %v", names(may), barredNames(mayNot), err)
	}
	if r := refused(t, on(p, c, qin, "amend", good())); !slices.Equal(codes(r), []string{"x.form"}) {
		t.Errorf("with the document: %s", tell(r))
	}
}
