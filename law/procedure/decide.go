package procedure

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Decide says what a command brings about, or why it is refused: every reason at once.
// The error is a fault of the pack or the platform, never an answer.
func Decide(in Input) (Outcome, *law.Refusal, error) {
	w, refusal := enter(&in)
	if refusal != nil {
		return Outcome{}, refusal, nil
	}
	j := &judgement{world: w}
	form, err := j.judge(true)
	if err != nil {
		return Outcome{}, nil, fmt.Errorf("deciding %s: %w", w.step.Name(), err)
	}
	if refusal := j.refusal(); refusal != nil {
		return Outcome{}, refusal, nil
	}
	out, err := w.carryOut(form)
	if err != nil {
		return Outcome{}, nil, fmt.Errorf("planning %s: %w", w.step.Name(), err)
	}
	return out, nil, nil
}

// enter finds the procedure and step. What the actor may not see is refused as if it
// did not exist.
func enter(in *Input) (*world, *law.Refusal) {
	def, ok := in.Pack.Procedure(in.Procedure)
	if !ok {
		return nil, law.Refuse(CodeNoProcedure, law.Platform("PF-01"), law.Factf("procedure", "%s", in.Procedure))
	}
	step, ok := def.Step(in.Step)
	if !ok {
		return nil, law.Refuse(CodeStepUnknown, law.Platform("PF-01"), law.Factf("step", "%s.%s", in.Procedure, in.Step))
	}
	w := &world{in: in, def: def, step: step, c: in.Case}
	if w.c == nil {
		w.c = &Case{Procedure: in.Procedure, Links: in.Links, Jurisdiction: in.Jurisdiction}
	} else if !Visible(w.c, in.Actor, in) {
		return nil, hidden(law.Factf("case", "%s", w.c.ID))
	}
	return w, nil
}

func hidden(facts ...law.Fact) *law.Refusal {
	r := law.Refuse(CodeUnseen, law.Platform("PF-03"), facts...)
	r.Hidden = true
	return r
}

// overseers are the roles that see every case their competence reaches: they grant,
// oversee or decide.
var overseers = []string{"authority", "auth-agency", "government", "supervisor", "clock", "machine"}

// Visible reports whether the case exists for the actor. Members of a panel see the
// case they judge; the public sees what is under public notice; administrators see the
// matters of the installation and no business.
func Visible(c *Case, a Actor, in *Input) bool {
	if administrator(a.Role) {
		return administered(c.Procedure, in.Pack)
	}
	if slices.Contains(overseers, a.Role) && a.Reach.Reads(c.Jurisdiction, c.Procedure) || slices.Contains(c.Parties, a.Organisation) {
		return true
	}
	if slices.ContainsFunc(c.Votes, func(v Vote) bool { return v.By.Person == a.Person }) {
		return true
	}
	return c.Notice != nil && in.Today.Before(c.Notice.Opens)
}

// administered reports whether the procedure runs the installation: an administrator
// takes some step of it. All other matters are business and none of theirs.
func administered(name string, p *pack.Pack) bool {
	def, ok := p.Procedure(name)
	return ok && slices.ContainsFunc(def.Steps, func(s *pack.StepDef) bool { return slices.ContainsFunc(s.By, administrator) })
}

// administrator reports whether the role is one of the three that run the installation
// and hold no business.
func administrator(role string) bool { return strings.HasSuffix(role, "-admin") }

// judgement gathers every violation of a command.
type judgement struct {
	*world
	violations []law.Violation
	hidden     bool
	stranger   bool // the step names others as its parties
}

// refusal puts what the law says before what the platform's own rules say of the same
// thing; within each, the order of the texts stays.
func (j *judgement) refusal() *law.Refusal {
	if len(j.violations) == 0 {
		return nil
	}
	slices.SortStableFunc(j.violations, func(a, b law.Violation) int { return rank(a) - rank(b) })
	return &law.Refusal{Violations: j.violations, Hidden: j.hidden}
}

func rank(v law.Violation) int {
	if v.Cites[0].Instrument == law.PlatformInstrument {
		return 1
	}
	return 0
}

func (j *judgement) against(v law.Violation) { j.violations = append(j.violations, v) }

// platform adds a violation of the platform's own rule, naming the step's unit beside it
// where the order of the steps is the law's.
func (j *judgement) platform(code, unit string, facts ...law.Fact) {
	j.against(law.Violation{Code: code, Cites: []law.Citation{law.Platform(unit)}, Facts: facts})
}

// rule adds a violation of a pack's rule.
func (j *judgement) rule(r *pack.Rule, facts ...law.Fact) {
	j.against(law.Violation{Code: r.Code, Rule: r.ID, Cites: r.Cites, Facts: facts, Says: r.Says, Remedy: r.Remedy, Basis: r.RestsOn})
}

// judge evaluates everything that can stand against the command. With whole false it
// leaves out what depends on the document, which has not been handed in yet. It
// returns the document as it will be kept.
func (j *judgement) judge(whole bool) (map[string]any, error) {
	j.order()
	competent := j.competence()
	var form map[string]any
	if whole {
		form = j.document()
	}
	facts, err := j.facts(form)
	if err != nil {
		return nil, err
	}
	if err := j.party(facts, competent); err != nil {
		return nil, err
	}
	competent = competent && j.within()
	if !competent {
		return form, nil
	}
	if whole {
		if err := j.required(form, facts); err != nil {
			return nil, err
		}
	}
	j.separations()
	figured := whole
	if whole {
		if figured, err = j.figures(facts); err != nil {
			return nil, err
		}
	}
	if err := j.guards(facts, figured); err != nil {
		return nil, err
	}
	if err := j.periods(facts); err != nil {
		return nil, err
	}
	j.mechanics(form, whole)
	if whole && j.step.StepUp && !j.in.Actor.SteppedUp {
		j.platform(CodeStepUp, "PF-11")
	}
	return form, nil
}

// order refuses a step that the state does not allow; it cites the step's own unit,
// which says where the step belongs.
func (j *judgement) order() {
	switch {
	case j.step.Opens():
		if j.in.Case != nil {
			j.outOfOrder()
		}
	case j.in.Case == nil || !slices.Contains(j.step.From, j.c.State):
		j.outOfOrder()
	}
}

// outOfOrder says where the step belongs: that it opens a matter of its own, that the
// matter is concluded, or in which states it is taken.
func (j *judgement) outOfOrder() {
	v := law.Violation{Code: CodeOutOfOrder, Rule: j.step.Rule.ID, Cites: append(slices.Clone(j.step.Rule.Cites), law.Platform("PF-01"))}
	switch {
	case j.step.Opens():
		v.Manner = MannerOpens
		v.Facts = []law.Fact{{Name: "case", Value: j.c.ID}}
	case j.in.Case == nil:
		v.Manner = MannerNoCase
		v.Facts = j.stateFacts("allowedIn", j.step.From...)
	case !j.c.Closed.IsZero():
		v.Manner = MannerConcluded
		v.Facts = append(j.stateFacts("state", j.c.State), law.Fact{Name: "closed", Value: j.c.Closed.String()})
	default:
		v.Facts = append(j.stateFacts("state", j.c.State), j.stateFacts("allowedIn", j.step.From...)...)
	}
	j.against(v)
}

// stateFacts names states by their keys, and in the words of the pack in both languages.
func (j *judgement) stateFacts(name string, states ...string) []law.Fact {
	zh, en := make([]string, len(states)), make([]string, len(states))
	for i, state := range states {
		zh[i], en[i] = state, state
		if def, ok := j.def.State(state); ok && !def.Word.IsZero() {
			zh[i], en[i] = def.Word.ZH, def.Word.EN
		}
	}
	return []law.Fact{{Name: name, Value: strings.Join(states, ", ")}, {Name: name + "Word", Value: strings.Join(zh, "、")}, {Name: name + "WordEN", Value: strings.Join(en, ", ")}}
}

// competence refuses who is in no seat to take the step: because it belongs to the
// platform itself, to another role, or to another power of the actor's own role.
func (j *judgement) competence() bool {
	a := j.in.Actor
	if slices.Contains(j.step.By, a.Role) && (j.step.Power == "" || slices.Contains(a.Powers, j.step.Power) || a.Role == "clock" || a.Role == "machine") {
		return true
	}
	if administrator(a.Role) && !administered(j.in.Procedure, j.in.Pack) {
		j.platform(CodeAdministrator, "PF-10", law.Factf("role", "%s", a.Role))
	}
	v := law.Violation{Code: CodeCompetence, Rule: j.step.Rule.ID, Cites: append([]law.Citation{law.Platform("PF-02")}, j.step.Rule.Cites...),
		Facts: []law.Fact{{Name: "role", Value: a.Role}, {Name: "belongsTo", Value: strings.Join(j.step.By, ", ")}, {Name: "power", Value: j.step.Power}}}
	switch {
	case !slices.ContainsFunc(j.step.By, func(role string) bool { return role != "clock" && role != "machine" }):
		v.Manner = MannerOwn
	case slices.Contains(j.step.By, a.Role):
		v.Manner = MannerPower
		v.Facts = append(v.Facts, law.Fact{Name: "has", Value: strings.Join(a.Powers, ", ")})
		v.Facts = append(v.Facts, j.holders()...)
	default:
		v.Facts = append(v.Facts, j.holders()...)
	}
	j.against(v)
	return false
}

// holders names the seats in force of the actor's own organisation which could take the
// step. Seats are named, never persons; those of others are not the actor's to know.
func (j *judgement) holders() []law.Fact {
	finder, ok := j.in.Look.(SeatFinder)
	if !ok || j.in.Actor.Organisation == "" {
		return nil
	}
	if held := finder.Seats(j.in.Actor.Organisation, j.step.By, j.step.Power); len(held) > 0 {
		return []law.Fact{{Name: "heldBy", Value: strings.Join(held, ", ")}}
	}
	return nil
}

// SeatFinder is what a Lookup also is where it can say who could take a step.
type SeatFinder interface {
	// Seats lists the titles of an organisation's seats in force that have one of the
	// roles and the power ("" for any), each once.
	Seats(org string, roles []string, power string) []string
}

// party refuses, as if the matter did not exist, an organisation that it does not
// concern. To whom a procedure is entrusted stands in the place of who entrusted it; a
// superior, which reads the matter, is told whose it is instead. 〔platform PF-61, PF-62〕
func (j *judgement) party(facts pack.Facts, competent bool) error {
	a := j.in.Actor
	if j.step.Party == nil || !competent || a.Role == "clock" || a.Role == "machine" {
		return nil
	}
	v, err := j.step.Party.Value(facts)
	if err != nil {
		return err
	}
	parties := Texts(v)
	if slices.Contains(parties, a.Organisation) {
		return nil
	}
	oversees := slices.Contains(overseers, a.Role)
	if oversees && slices.ContainsFunc(parties, func(org string) bool { return a.Reach.For(org, j.c.Jurisdiction, j.in.Procedure) }) {
		return nil
	}
	j.stranger = true
	if oversees && a.Reach.Reads(j.c.Jurisdiction, j.in.Procedure) && !a.Reach.Acts(j.c.Jurisdiction, j.in.Procedure) {
		return nil
	}
	j.hidden = true
	j.against(law.Violation{Code: CodeUnseen, Rule: j.step.Rule.ID, Cites: []law.Citation{law.Platform("PF-03")}})
	return nil
}

// within refuses a body whose competence runs elsewhere: whoever oversees decides in the
// matters of its own jurisdiction, in those that another has entrusted to it, and where
// the step names it. A superior reads the matters of those below and decides none of
// them. 〔platform PF-61, PF-62〕
func (j *judgement) within() bool {
	a := j.in.Actor
	if a.Role == "clock" || a.Role == "machine" || !slices.Contains(overseers, a.Role) || a.Reach.Acts(j.c.Jurisdiction, j.in.Procedure) {
		return true
	}
	if j.step.Party != nil && !j.stranger {
		return true
	}
	j.platform(CodeJurisdiction, "PF-61", law.Factf("jurisdiction", "%s", j.c.Jurisdiction), law.Factf("own", "%s", a.Reach.Own))
	return false
}

// Texts reads a text, or a list of texts, as documents and facts hold them; of anything
// else there is none.
func Texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, Texts(item)...)
		}
		return all
	}
	return nil
}

// separations refuses whoever has taken, in this case or the one it rests on, a step
// that must be another's.
func (j *judgement) separations() {
	if j.in.Actor.Role == "clock" || j.in.Actor.Role == "machine" {
		return
	}
	for _, s := range j.step.Separations {
		for _, c := range j.casesApart(s) {
			if act, found := j.together(s, c); found {
				j.rule(s.Rule, law.Factf("step", "%s", act.Step), law.Factf("on", "%s", act.On), law.Factf("case", "%s", c.ID))
			}
		}
	}
}

func (j *judgement) casesApart(s *pack.SeparationDef) []*Case {
	cases := []*Case{j.c}
	if s.Across != "" {
		if other, ok := j.in.Look.Case(j.c.Links[s.Across]); ok {
			cases = append(cases, other)
		}
	}
	return cases
}

func (j *judgement) together(s *pack.SeparationDef, c *Case) (Act, bool) {
	a := j.in.Actor
	for _, act := range c.Done {
		if !slices.Contains(s.Others, c.Procedure+"."+act.Step) {
			continue
		}
		same := act.By.Person == a.Person && a.Person != ""
		if s.Level == "organisation" {
			same = act.By.Organisation == a.Organisation
		}
		if same {
			return act, true
		}
	}
	return Act{}, false
}

// guards evaluates every gate, prohibition and limit; none hides another. One that cannot be
// evaluated over a document which is refused itself, such as a count from a day that is
// missing, has nothing to say yet.
func (j *judgement) guards(facts pack.Facts, whole bool) error {
	for _, g := range j.step.Guards {
		if g.Forms && !whole {
			continue
		}
		if err := j.guard(g, facts); err != nil {
			if g.Forms && j.misfilled() {
				continue
			}
			return fmt.Errorf("rule %s: %w", g.Rule.ID, err)
		}
	}
	return nil
}

// misfilled reports whether something stands against the document itself.
func (j *judgement) misfilled() bool {
	return slices.ContainsFunc(j.violations, func(v law.Violation) bool { return v.Code == CodeIncomplete || v.Code == CodeMalformed })
}

func (j *judgement) guard(g *pack.Guard, facts pack.Facts) error {
	if g.When != nil {
		if stands, err := g.When.Holds(facts); err != nil || !stands {
			return err
		}
	}
	if g.Limit != nil {
		return j.limit(g, facts)
	}
	if g.Each == nil {
		return j.holds(g, facts)
	}
	v, err := g.Each.Value(facts)
	if err != nil {
		return err
	}
	items, _ := v.([]any)
	for _, item := range items {
		with := maps.Clone(facts)
		with["item"] = item
		if err := j.holds(g, with); err != nil {
			return err
		}
	}
	return nil
}

func (j *judgement) holds(g *pack.Guard, facts pack.Facts) error {
	ok, err := g.Holds.Holds(facts)
	if err != nil || ok != g.Denies {
		return err
	}
	shown, err := show(g.Facts, facts)
	if err != nil {
		return err
	}
	j.hidden = j.hidden || g.Hidden
	j.rule(g.Rule, shown...)
	return nil
}

func (j *judgement) limit(g *pack.Guard, facts pack.Facts) error {
	v, err := g.Value.Value(facts)
	if err != nil {
		return err
	}
	n, _ := pack.WholeNumber(v)
	over := g.Limit.Max != nil && int64(n) > *g.Limit.Max
	under := g.Limit.Min != nil && int64(n) < *g.Limit.Min
	if !over && !under {
		return nil
	}
	if g.Holds != nil {
		if excepted, err := g.Holds.Holds(facts); err != nil || excepted {
			return err
		}
	}
	bound := law.Factf("max", "%d", orZero(g.Limit.Max))
	if under {
		bound = law.Factf("min", "%d", orZero(g.Limit.Min))
	}
	j.rule(g.Rule, law.Factf("value", "%d", n), bound, law.Factf("unit", "%s", g.Limit.Unit))
	return nil
}

func orZero(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

// show evaluates the facts a rule shows when it refuses.
func show(named []pack.NamedExpression, facts pack.Facts) ([]law.Fact, error) {
	var shown []law.Fact
	for _, n := range named {
		v, err := n.Value(facts)
		if err != nil {
			return nil, err
		}
		shown = append(shown, law.Fact{Name: n.Name, Value: said(v)})
	}
	return shown, nil
}

// said writes a value for people: texts as they are, lists with commas.
func said(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = said(item)
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return said(v["id"])
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}
