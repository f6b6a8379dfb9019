package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/types"

	"github.com/shuyu-project/shuyu/law/calendar"
)

// builder turns layers into a Pack. It gathers faults and goes on.
type builder struct {
	pack   *Pack
	faults Faults
	scope  scope
	spoken map[string][]*Rule // qualified step → the rules that name it, in the order of the texts
}

func (b *builder) fault(r *Rule, format string, args ...any) {
	b.faults = append(b.faults, Fault{r.Place, "rule " + r.ID + ": " + fmt.Sprintf(format, args...)})
}

// admit takes the rules of every layer, lower layers first; a rule that replaces a
// lower one takes its place and must give its basis.
func (b *builder) admit() {
	replaced := map[string]bool{}
	for _, l := range b.pack.Layers {
		for _, r := range l.Rules {
			if unit := standsUnder(l, r).Unit; l.unitNamed(r.ID) != unit {
				b.fault(r, "it stands under %s; write id: %s.<word>, or put it under the unit its id names", unit, unit)
			}
			if r.Replaces == "" {
				continue
			}
			if r.Basis.IsZero() {
				b.fault(r, "it replaces %s but gives no basis; write basis: {zh: …, en: …}", r.Replaces)
			}
			replaced[r.Replaces] = true
		}
	}
	for _, l := range b.pack.Layers {
		for _, r := range l.Rules {
			id := l.Code + ":" + r.ID
			if replaced[id] {
				continue
			}
			b.pack.rules[id] = r
			b.pack.byKind[r.Kind] = append(b.pack.byKind[r.Kind], r)
		}
	}
}

// collect files the rules under what they speak of, before anything is compiled.
func (b *builder) collect() {
	p := b.pack
	for _, r := range p.byKind[KindTerm] {
		t := r.Body.(*Term)
		p.terms[t.Concept] = t
	}
	for _, r := range p.byKind[KindCompetence] {
		c := r.Body.(*Competence)
		p.may[c.Role+" "+c.Thing] = r
	}
	for _, r := range p.byKind[KindReading] {
		p.readings[r.Body.(*Reading).Reading] = r
	}
	for _, r := range p.byKind[KindProcedure] {
		def := r.Body.(*Procedure)
		if _, twice := p.procedures[def.Procedure]; twice {
			b.fault(r, "procedure %s is defined twice", def.Procedure)
			continue
		}
		for i, state := range def.States {
			if slices.ContainsFunc(def.States[:i], func(earlier State) bool { return earlier.State == state.State }) {
				b.fault(r, "procedure %s has the state %s twice; leave one out, or give it a name of its own", def.Procedure, state.State)
			}
		}
		p.procedures[def.Procedure] = &ProcedureDef{Procedure: def, Rule: r}
		p.order = append(p.order, def.Procedure)
	}
	b.listOwn()
	b.collectDocuments()
	for _, r := range p.byKind[KindStep] {
		if r.Body.(*Step).Enters == "" {
			b.collectStep(r, r.Body.(*Step), nil)
		}
	}
	b.enterSteps()
}

func (b *builder) collectDocuments() {
	for _, r := range b.pack.byKind[KindContent] {
		c := r.Body.(*Content)
		id := c.Document
		if c.Extends != "" {
			id = c.Extends
		}
		d, ok := b.pack.documents[id]
		if !ok {
			d = &Document{ID: id, Rule: r}
			b.pack.documents[id] = d
		}
		if c.Extends == "" {
			d.Title, d.Class, d.Rule = c.Title, c.Class, r
		}
		for _, f := range c.Fields {
			if slices.ContainsFunc(d.Fields, func(g DocumentField) bool { return g.Field.Field == f.Field }) {
				if !d.merged(f, r) {
					b.fault(r, "document %s has the field %s already", id, f.Field)
				}
				continue
			}
			b.checkField(r, f)
			d.Fields = append(d.Fields, DocumentField{Field: f, Rule: r})
		}
	}
}

func (b *builder) checkField(r *Rule, f Field) {
	elem, _ := FactType(f.Type).IsList()
	_, isCase := elem.CaseOf()
	_, isThing := ThingOf(string(elem))
	if !elem.IsPlain() && elem != TypeGroup && !isCase && !isThing {
		b.fault(r, "field %s has the unknown type %q; types are text, bool, int, day, money, digest, group, a registered kind, case:<procedure>, or a list of one in brackets", f.Field, f.Type)
	}
	if f.Title.ZH == "" || f.Title.EN == "" {
		b.fault(r, "field %s lacks its title in one of the two languages", f.Field)
	}
	if len(f.Accepts) > 0 && elem != TypeAttachment {
		b.fault(r, "field %s accepts types of file, but is no attachment", f.Field)
	}
	if f.Values != "" {
		if _, ok := b.pack.terms[f.Values]; !ok {
			b.fault(r, "field %s takes its values from the term %s, which the pack does not have", f.Field, f.Values)
		}
	}
	for _, g := range f.Fields {
		b.checkField(r, g)
	}
}

func (b *builder) collectStep(r *Rule, s *Step, e *entry) {
	def, ok := b.pack.procedures[s.Procedure]
	if !ok {
		b.fault(r, "step %s belongs to the procedure %s, which the pack does not have", s.Step, s.Procedure)
		return
	}
	if _, twice := def.Step(s.Step); twice {
		b.fault(r, "procedure %s has the step %s already", s.Procedure, s.Step)
		return
	}
	step := &StepDef{Step: s, Rule: r, Procedure: def, entry: e}
	if s.Document != "" {
		if step.Form, ok = b.pack.documents[s.Document]; !ok {
			b.fault(r, "the step carries the document %s, which no content rule describes", s.Document)
		}
	}
	for _, state := range append(slices.Clone(s.From), s.To) {
		if _, ok := def.State(state); !ok && state != "" {
			b.fault(r, "procedure %s has no state %q; its states are %s", s.Procedure, state, stateNames(def))
		}
	}
	if s.Title.ZH == "" || s.Title.EN == "" {
		b.fault(r, "the step lacks its title in one of the two languages")
	}
	if !slices.Contains(acts, s.Act) {
		b.fault(r, "act %q is unknown", s.Act)
	}
	b.checkFollowing(r, s)
	def.Steps = append(def.Steps, step)
}

// manners are the ways in which a registered thing ends.
var manners = []string{"expire", "terminate", "exit", "annul", "withdraw"}

// checkFollowing checks a step that follows the end of a linked thing: nobody hands
// anything in, so it moves a case, by the machine, without a document.
func (b *builder) checkFollowing(r *Rule, s *Step) {
	switch {
	case s.EndsWith == "" && s.Manner != "":
		b.fault(r, "a step has a manner only where it follows the end of a linked thing; write ends-with: <link>")
	case s.EndsWith == "":
	case len(s.From) == 0 || s.To == "" || s.Document != "" || !slices.Contains(s.By, "machine"):
		b.fault(r, "a step that follows the end of %s has from: and to:, is by: [machine] and carries no document", s.EndsWith)
	case s.Manner != "" && !slices.Contains(manners, s.Manner):
		b.fault(r, "a thing does not end in the manner %q; manners are %s", s.Manner, strings.Join(manners, ", "))
	}
}

// checkFollowed finds steps that follow the end of a link which their procedure has not.
func (b *builder) checkFollowed(s *StepDef) {
	if s.EndsWith == "" {
		return
	}
	if _, ok := b.linksType(s.Procedure, false)[s.EndsWith]; !ok {
		b.fault(s.Rule, "it follows the end of the link %s, which the procedure %s does not have", s.EndsWith, s.Step.Procedure)
	}
}

// checkEndings finds the states in which a case would stay open for ever once the agreement
// that it is about has ended.
func (b *builder) checkEndings(def *ProcedureDef) {
	for _, link := range slices.Sorted(maps.Keys(def.Links)) {
		if def.Links[link] != "agreement" {
			continue
		}
		for _, state := range def.States {
			if state.Final || !state.Outlives.IsZero() || def.follows(state.State, link) {
				continue
			}
			b.fault(def.Rule, "when the %s ends, a case of %s stays in the state %s; add a step from it with ends-with: %s, or say by outlives: why it stands beyond the end", link, def.Procedure.Procedure, state.State, link)
		}
	}
}

// follows reports whether a step leads out of a state when a linked thing has ended.
func (p *ProcedureDef) follows(state, link string) bool {
	return slices.ContainsFunc(p.Steps, func(s *StepDef) bool { return s.EndsWith == link && slices.Contains(s.From, state) })
}

func stateNames(def *ProcedureDef) string {
	names := make([]string, len(def.States))
	for i, s := range def.States {
		names[i] = s.State
	}
	return strings.Join(names, ", ")
}

// acts are the primitives a step may be.
var acts = []Act{ActApply, ActAccept, ActReturn, ActSupplement, ActExamine, ActReview, ActApprove, ActRefuse, ActConsent,
	ActAnnounce, ActNotice, ActContest, ActSettle, ActAppoint, ActDeclare, ActVote, ActSign, ActCertify, ActLodge, ActSupply,
	ActAttest, ActHold, ActLift, ActEnd, ActRun, ActRelease, ActDeliver, ActDestroy, ActReport, ActRecord, ActConclude, ActCorrect}

// compile compiles every expression at every step it speaks at.
func (b *builder) compile() {
	for _, def := range b.pack.Procedures() {
		for _, s := range def.Steps {
			b.compileStep(s)
		}
		b.checkEndings(def)
		for _, s := range def.Steps {
			b.checkNotice(s) // the period stands at another step
		}
	}
	b.compilePriorities()
	b.compileDuties()
	b.checkSpoken()
}

// checkNotice refuses a step that opens a public notice of which nobody could say how long
// it runs: it would fail when it is taken.
func (b *builder) checkNotice(s *StepDef) {
	if s.Step.Act != ActNotice {
		return
	}
	for _, other := range s.Procedure.Steps {
		for _, p := range other.Periods {
			kind, _, _ := strings.Cut(p.Period.Period+p.Period.Kind, " ")
			if p.Period.From == s.Step.Step && kind == calendar.AtLeast.String() {
				return
			}
		}
	}
	b.fault(s.Rule, "it opens a public notice of no length; give one: a period at-least …, counted-from: %s, at the step that waits for it", s.Step.Step)
}

// compileDuties compiles the conditions that tie a duty to some agreements only, and reads
// how often each comes round.
func (b *builder) compileDuties() {
	agreement, _ := ThingOf("agreement")
	env := types.Map{"agreement": b.factsOf("agreement", agreement.Facts)}
	for _, r := range b.pack.byKind[KindDuty] {
		duty := r.Body.(*Duty)
		if when := b.expression(r, duty.When, env, "bool"); when != nil {
			b.pack.owed[r] = when
		}
		b.interval(r, duty)
	}
}

// interval refuses a duty of which nobody could say when it comes round: it would be owed
// never, in silence.
func (b *builder) interval(r *Rule, duty *Duty) {
	every, err := duty.Interval()
	if err != nil {
		b.fault(r, "%v", err)
	}
	if every.Setting != "" && !slices.ContainsFunc(b.pack.Layers, func(l *Instrument) bool { _, ok := l.Settings[every.Setting]; return ok }) {
		b.fault(r, "every: no text of the pack leaves the setting %s to the installation", every.Setting)
	}
	if duty.Within == "" {
		return
	}
	switch period, err := calendar.ParsePeriod(duty.Within); {
	case err != nil:
		b.fault(r, "%v", err)
	case period.Kind != calendar.Within:
		b.fault(r, "within: %.60q is no time in which a duty is met; write within 2 months", duty.Within)
	}
}

// compilePriorities compiles the conditions that order a procedure's queue; they see
// the case, its documents and its links.
func (b *builder) compilePriorities() {
	for _, r := range b.pack.byKind[KindPriority] {
		body := r.Body.(*Priority)
		def, ok := b.pack.procedures[body.Procedure]
		if !ok {
			b.fault(r, "it orders the procedure %s, which the pack does not have", body.Procedure)
			continue
		}
		env := b.stepEnv(&StepDef{Step: &Step{}, Procedure: def})
		where := b.expression(r, body.Where, env, "bool")
		if where == nil {
			continue
		}
		def.Priorities = append(def.Priorities, &PriorityDef{Priority: body, Rule: r, Where: where})
	}
}

func (b *builder) compileStep(s *StepDef) {
	env := b.stepEnv(s)
	b.checkFollowed(s)
	b.figures(s, env)
	s.Party = b.expression(s.Rule, s.Step.Party, env, "")
	for i := range s.Step.Effects {
		s.Effects = append(s.Effects, b.effect(s.Rule, &s.Step.Effects[i], env))
	}
	if s.Form != nil {
		for i := range s.Form.Fields {
			f := &s.Form.Fields[i]
			if f.When == nil {
				f.When = b.expression(f.Rule, f.Field.When, env, "bool")
			}
		}
	}
	for _, r := range b.rulesAt(s) {
		b.attach(s, r, env)
	}
	b.inherit(s, env)
}

// rulesAt lists the rules that name a step, layer by layer, in the order of the texts.
func (b *builder) rulesAt(s *StepDef) []*Rule {
	if b.spoken == nil {
		b.spoken = map[string][]*Rule{}
		for _, r := range b.rulesInOrder() {
			for _, name := range stepsNamed(r) {
				b.spokenBy(r, name)
			}
		}
	}
	return b.spoken[s.Name()]
}

// spokenBy notes that a rule names a step, or by "registration.*" all of a procedure.
func (b *builder) spokenBy(r *Rule, name string) {
	names := []string{name}
	if procedure, all := strings.CutSuffix(name, ".*"); all {
		names = nil
		if def, ok := b.pack.procedures[procedure]; ok {
			for _, s := range def.Steps {
				names = append(names, s.Name())
			}
		}
	}
	for _, n := range names {
		if have := b.spoken[n]; len(have) == 0 || have[len(have)-1] != r {
			b.spoken[n] = append(have, r)
		}
	}
}

// rulesInOrder lists all rules, layer by layer, in the order of the texts.
func (b *builder) rulesInOrder() []*Rule {
	var rules []*Rule
	for _, l := range b.pack.Layers {
		for _, r := range l.Rules {
			if in, ok := b.pack.rules[l.Code+":"+r.ID]; ok {
				rules = append(rules, in)
			}
		}
	}
	return rules
}

// attach compiles a rule at a step, if it speaks at it.
func (b *builder) attach(s *StepDef, r *Rule, env types.Map) {
	switch body := r.Body.(type) {
	case *Gate:
		if speaksAt(body.Steps, s) {
			s.Guards = append(s.Guards, b.guard(r, env, body.When, body.Each, body.Require, false, body.Facts, body.Hidden))
		}
	case *Prohibition:
		if speaksAt(body.Steps, s) {
			s.Guards = append(s.Guards, b.guard(r, env, "", body.Each, body.Deny, true, body.Facts, body.Hidden))
		}
	case *Limit:
		if speaksAt(body.Steps, s) {
			s.Guards = append(s.Guards, b.limit(r, env, body))
		}
	case *Separation:
		b.attachSeparation(s, r, body)
	case *Period:
		if body.Procedure == s.Step.Procedure && body.Step == s.Step.Step {
			s.Periods = append(s.Periods, b.period(r, env, body))
		}
	case *EffectRule:
		if speaksAt(body.On, s) {
			for i := range body.Effects {
				s.Effects = append(s.Effects, b.effect(r, &body.Effects[i], env))
			}
		}
	case *Disclosure:
		if speaksAt(body.Steps, s) {
			d := &DisclosureDef{Disclosure: body, Rule: r, Fields: b.named(r, body.Fields, env)}
			s.Disclosures = append(s.Disclosures, d)
			b.checkShown(s, d)
		}
	case *Control:
		if speaksAt(body.Steps, s) {
			s.Controls = append(s.Controls, r)
		}
	}
}

func (b *builder) attachSeparation(s *StepDef, r *Rule, body *Separation) {
	if !slices.Contains(body.Steps, s.Name()) {
		return
	}
	b.needWords(r)
	others := slices.DeleteFunc(slices.Clone(body.Steps), func(name string) bool { return name == s.Name() })
	s.Separations = append(s.Separations, &SeparationDef{Separation: body, Rule: r, Others: others})
}

func (b *builder) guard(r *Rule, env types.Map, when, each, holds string, denies bool, facts map[string]string, hidden bool) *Guard {
	b.needWords(r)
	g := &Guard{Rule: r, Denies: denies, Hidden: hidden}
	g.When = b.expression(r, when, env, "bool")
	g.Each = b.expression(r, each, env, "")
	if g.Each != nil {
		env = withItem(env, g.Each)
	}
	g.Holds = b.expression(r, holds, env, "bool")
	if holds == "" {
		b.fault(r, "it has no condition; write require: (gate) or deny: (prohibition)")
	}
	g.Facts = b.named(r, facts, env)
	g.Forms = speaksOfForm(g.When, g.Each, g.Holds)
	return g
}

func (b *builder) limit(r *Rule, env types.Map, body *Limit) *Guard {
	b.needWords(r)
	if body.Max == nil && body.Min == nil {
		b.fault(r, "the limit has neither max nor min")
	}
	g := &Guard{Rule: r, Limit: body}
	g.Value = b.expression(r, body.Value, env, "int")
	g.Holds = b.expression(r, body.Unless, env, "bool")
	g.Forms = speaksOfForm(g.Value, g.Holds)
	return g
}

// checkShown holds a disclosure to the particulars that are marked as public: whoever fills
// one in is told so. What a particular only points to, a registered thing or another case,
// is no particular of the document.
func (b *builder) checkShown(s *StepDef, d *DisclosureDef) {
	for _, shown := range d.Fields {
		if shown.Expression == nil {
			continue // the fault is told already
		}
		for _, path := range shown.paths {
			document, field, ok := s.particular(path)
			if !ok || field.Publish && !field.Private {
				continue
			}
			says := "does not say so; write publish: true at the field, so that whoever fills it in is told"
			if field.Private {
				says = "keeps private; take it out of the disclosure, or take private: from the field"
			}
			b.fault(d.Rule, "it makes %s public, and the document %s %s", path, document, says)
		}
	}
}

// particular finds the field that a path of an expression takes from a document of the
// procedure, if what stands there is its own value: "form.title", "doc.plan.rows.name".
func (s *StepDef) particular(path string) (document string, field Field, ok bool) {
	names := strings.Split(path, ".")
	form := s.Form
	switch {
	case names[0] == "form":
		names = names[1:]
	case names[0] == "doc" && len(names) > 2:
		form, names = s.Procedure.Carried(names[1]), names[2:]
	default:
		return "", Field{}, false
	}
	if form == nil || len(names) == 0 {
		return "", Field{}, false
	}
	for _, f := range form.Fields {
		if f.Field.Field == names[0] {
			field, ok = f.Field, true
		}
	}
	for _, name := range names[1:] {
		at := slices.IndexFunc(field.Fields, func(f Field) bool { return f.Field == name })
		if at < 0 {
			return "", Field{}, false
		}
		inner := field.Fields[at]
		inner.Publish, inner.Private = inner.Publish || field.Publish, inner.Private || field.Private
		field = inner
	}
	elem, _ := FactType(field.Type).IsList()
	return form.ID, field, ok && elem.IsPlain()
}

// Carried is the document of the procedure that expressions call by its name in camel case;
// nil where it carries none of that name.
func (def *ProcedureDef) Carried(camel string) *Document {
	for _, s := range def.Steps {
		if s.Form != nil && CamelCase(s.Form.ID) == camel {
			return s.Form
		}
	}
	return nil
}

// speaksOfForm reports whether an expression cannot be judged before the document is
// handed in: it names the document, or a figure that is computed from it.
func speaksOfForm(expressions ...*Expression) bool {
	return slices.ContainsFunc(expressions, func(e *Expression) bool { return e != nil && (e.SpeaksOf("form") || e.SpeaksOf("figure")) })
}

func (b *builder) period(r *Rule, env types.Map, body *Period) *PeriodDef {
	def := &PeriodDef{Period: body, Rule: r}
	switch {
	case body.Period == OnTheDay:
		if !strings.HasPrefix(body.From, "=") {
			b.fault(r, "a period %s is counted from a day: write counted-from: \"= link.agreement.until\"", OnTheDay)
		}
	case body.Period != "":
		if _, err := calendar.ParsePeriod(body.Period); err != nil {
			b.fault(r, "%v", err)
		}
	case body.Length != "":
		def.Length = b.expression(r, body.Length, env, "int")
	default:
		b.fault(r, "the period gives neither period: nor length:")
	}
	if day, ok := strings.CutPrefix(body.From, "="); ok {
		def.Day = b.expression(r, strings.TrimSpace(day), env, "")
	}
	return def
}

func (b *builder) effect(r *Rule, e *Effect, env types.Map) *EffectDef {
	def := &EffectDef{Effect: e, Rule: r}
	def.Each = b.expression(r, e.Each, env, "")
	if def.Each != nil {
		env = withItem(env, def.Each)
	}
	def.When = b.expression(r, e.When, env, "bool")
	def.Notify = b.expression(r, e.Notify, env, "")
	def.Enter = b.expression(r, e.Enter, env, "string")
	def.Fields = b.named(r, e.Fields, env)
	def.Links = b.named(r, e.Links, env)
	if e.Status != "" && !slices.Contains(endedStatuses, e.Status) {
		b.fault(r, "a certificate does not end as %q; it ends as %s, and a hold suspends it", e.Status, strings.Join(endedStatuses, ", "))
	}
	if kind := e.Create; kind != "" {
		thing, ok := ThingOf(kind)
		if !ok {
			b.fault(r, "it creates a %q, which is no registered kind", kind)
		}
		b.checkFacts(r, thing, e.Fields)
	}
	b.checkOpened(r, e)
	return def
}

// checkOpened holds the links of a case that an effect opens to those of its procedure.
func (b *builder) checkOpened(r *Rule, e *Effect) {
	def, ok := b.pack.procedures[e.Open]
	if !ok {
		return // the platform's rules open procedures that only some texts contain
	}
	for _, link := range slices.Sorted(maps.Keys(e.Links)) {
		if _, ok := def.Links[link]; !ok {
			b.fault(r, "it opens a %s with the link %s, which that procedure does not have", e.Open, link)
		}
	}
}

// endedStatuses are the states in which a certificate ends.
var endedStatuses = []string{"revoked", "annulled", "retracted", "deregistered", "expired"}

func (b *builder) checkFacts(r *Rule, thing Thing, fields map[string]string) {
	for name := range fields {
		if !slices.ContainsFunc(thing.Facts, func(f Fact) bool { return f.Name == name && !f.Computed }) {
			b.fault(r, "a %s has no fact %q that can be set", thing.Kind, name)
		}
	}
}

// named compiles a map of expressions, in the order of their names.
func (b *builder) named(r *Rule, sources map[string]string, env types.Map) []NamedExpression {
	var list []NamedExpression
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		if e := b.expression(r, sources[name], env, ""); e != nil {
			list = append(list, NamedExpression{name, e})
		}
	}
	return list
}

// expression compiles source, or gives nil where there is none.
func (b *builder) expression(r *Rule, source string, env types.Map, want string) *Expression {
	if source == "" {
		return nil
	}
	e, err := b.pack.compiled.expression(source, env, want)
	if err != nil {
		b.fault(r, "in %q: %s", source, explain(err))
		return nil
	}
	b.pack.takes.add(e.takes)
	return e
}

func (b *builder) needWords(r *Rule) {
	if r.Code == "" || r.Says.ZH == "" || r.Says.EN == "" || r.Remedy.ZH == "" || r.Remedy.EN == "" {
		b.fault(r, "a rule that can refuse needs code:, says: and remedy:, the words in both languages")
	}
}

// speaksAt reports whether a list of qualified steps names s; "registration.*" names
// every step of a procedure.
func speaksAt(steps []string, s *StepDef) bool {
	return slices.ContainsFunc(steps, func(name string) bool {
		if prefix, all := strings.CutSuffix(name, ".*"); all {
			return prefix == s.Step.Procedure
		}
		return name == s.Name()
	})
}

func speaksAtAny(steps []string, def *ProcedureDef) bool {
	return slices.ContainsFunc(def.Steps, func(s *StepDef) bool { return speaksAt(steps, s) })
}

// checkSpoken finds rules of the laws that name a step no layer has. The platform's
// own rules may: they speak of procedures that only some texts contain.
func (b *builder) checkSpoken() {
	for _, l := range b.pack.Layers {
		if l.Level == "platform" {
			continue
		}
		for _, written := range l.Rules {
			r, ok := b.pack.rules[l.Code+":"+written.ID]
			if !ok {
				continue
			}
			for _, name := range stepsNamed(r) {
				if !b.hasStep(name) {
					b.fault(r, "it speaks at the step %q, which the pack does not have%s", name, b.hint(name))
				}
			}
		}
	}
}

func stepsNamed(r *Rule) []string {
	switch body := r.Body.(type) {
	case *Gate:
		return body.Steps
	case *Prohibition:
		return body.Steps
	case *Limit:
		return body.Steps
	case *Figure:
		return body.Steps
	case *Separation:
		return body.Steps
	case *EffectRule:
		return body.On
	case *Disclosure:
		return body.Steps
	case *Control:
		return body.Steps
	case *Period:
		return []string{body.Procedure + "." + body.Step}
	case *Duty:
		return []string{body.Step}
	}
	return nil
}

// hint says how a rule that lost its step to another layer's procedure is mended.
func (b *builder) hint(name string) string {
	procedure, _, _ := strings.Cut(name, ".")
	if _, ok := b.pack.procedures[procedure]; !ok || len(b.pack.Layers) < 3 {
		return ""
	}
	return "; where another layer's procedure stands, name the step that carries it under steps: of a precedence rule"
}

func (b *builder) hasStep(name string) bool {
	procedure, step, _ := strings.Cut(name, ".")
	def, ok := b.pack.procedures[procedure]
	if !ok {
		return false
	}
	_, ok = def.Step(step)
	return ok || step == "*"
}
