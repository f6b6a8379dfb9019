package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Pack is what is in force for a case: the platform's instrument and the layers of law
// above one another, lowest first, with every expression compiled. It is immutable and
// safe for concurrent use.
type Pack struct {
	Layers []*Instrument
	Digest string // SHA-256 over the layers' digests, hex; what a case is pinned to

	rules      map[string]*Rule // "taian:TA-09.1.apply"
	byKind     map[Kind][]*Rule
	procedures map[string]*ProcedureDef
	order      []string // procedures in the order of the texts
	documents  map[string]*Document
	terms      map[string]*Term
	may        map[string]*Rule // "role thing"
	readings   map[string]*Rule
	owed       map[*Rule]*Expression // duty → under which agreements
	compiled   *compiled             // shared with the packs made from this one
	takes      takes                 // by any expression
	name       string                // as Open was asked for it, "" otherwise
}

// ProcedureDef is one procedure with its steps and the documents they carry.
type ProcedureDef struct {
	*Procedure
	Rule  *Rule
	Steps []*StepDef // in the order of the texts
	// Priorities order the queue of the procedure's cases.
	Priorities []*PriorityDef
}

// PriorityDef is a priority with its condition compiled.
type PriorityDef struct {
	*Priority
	Rule  *Rule
	Where *Expression
}

// StepDef is one step with every rule that speaks at it, compiled.
type StepDef struct {
	*Step
	Rule        *Rule
	Procedure   *ProcedureDef
	Form        *Document // nil when the step carries none
	Party       *Expression
	Figures     []*FigureDef // in the order in which they are computed
	Guards      []*Guard
	Periods     []*PeriodDef // by which this step is bound, or which it starts to be bound by
	Separations []*SeparationDef
	Effects     []*EffectDef
	Disclosures []*DisclosureDef
	Controls    []*Rule // kept by the machinery where this step leads

	entry *entry // of a step that enters a thing which was made elsewhere
}

// Name is the step's qualified name: "registration.apply".
func (s *StepDef) Name() string { return s.Procedure.Procedure.Procedure + "." + s.Step.Step }

// Opens reports whether the step opens a case.
func (s *StepDef) Opens() bool { return len(s.From) == 0 }

// Guard is a gate, prohibition or limit at one step. Its facts are shown when it
// stands against a command.
type Guard struct {
	Rule   *Rule
	When   *Expression // nil: always
	Each   *Expression // nil: once
	Holds  *Expression // what must be true; for a prohibition, what must be false
	Denies bool
	Limit  *Limit      // with Value as Holds' number, for limits
	Value  *Expression // of a limit
	Facts  []NamedExpression
	Hidden bool
	Forms  bool // speaks of the form: cannot be judged before it is handed in
}

// NamedExpression is an expression with the name its value is shown under.
type NamedExpression struct {
	Name string
	*Expression
}

// PeriodDef is a period at the step it binds.
type PeriodDef struct {
	*Period
	Rule   *Rule
	Length *Expression // nil when Period.Period gives it
	Day    *Expression // nil unless counted from a day that an expression gives
}

// SeparationDef is a separation as seen from one of its steps.
type SeparationDef struct {
	*Separation
	Rule   *Rule
	Others []string // the other steps, qualified
}

// EffectDef is an effect with its expressions compiled.
type EffectDef struct {
	*Effect
	Rule   *Rule
	Each   *Expression
	When   *Expression
	Notify *Expression
	Enter  *Expression
	Fields []NamedExpression
	Links  []NamedExpression
}

// DisclosureDef is a disclosure with its expressions compiled.
type DisclosureDef struct {
	*Disclosure
	Rule   *Rule
	Fields []NamedExpression
}

// Document is a document with all its particulars, each with the rule that demands it.
type Document struct {
	ID     string
	Title  law.Text
	Class  string
	Rule   *Rule
	Fields []DocumentField
}

// DocumentField is a particular and the rule it stands in.
type DocumentField struct {
	Field
	Rule *Rule
	When *Expression // nil: Required decides
}

// Join puts layers together, the platform's first, and compiles the whole. It fails
// closed with every fault found.
func Join(layers ...*Instrument) (*Pack, error) { return join(&compiled{}, layers) }

func join(c *compiled, layers []*Instrument) (*Pack, error) {
	p := &Pack{
		compiled: c,
		Layers:   layers, rules: map[string]*Rule{}, byKind: map[Kind][]*Rule{}, procedures: map[string]*ProcedureDef{},
		documents: map[string]*Document{}, terms: map[string]*Term{}, may: map[string]*Rule{}, readings: map[string]*Rule{}, owed: map[*Rule]*Expression{},
	}
	b := &builder{pack: p}
	b.admit()
	b.settle()
	b.checkThresholds()
	b.collect()
	b.compile()
	if len(b.faults) > 0 {
		sort.SliceStable(b.faults, func(i, j int) bool { return before(b.faults[i].Place, b.faults[j].Place) })
		return nil, b.faults
	}
	p.Digest = digestOf(layers)
	return p, nil
}

func before(a, b Place) bool {
	if a.File != b.File {
		return a.File < b.File
	}
	return a.Line < b.Line
}

func digestOf(layers []*Instrument) string {
	sum := sha256.New()
	for _, l := range layers {
		fmt.Fprintf(sum, "%s %s %s\n", l.Code, l.Version, l.Digest)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Without is the pack with one rule left out, for showing that a rehearsal notices. A
// rule whose absence leaves the pack unreadable is answered with the faults.
func (p *Pack) Without(instrument, id string) (*Pack, error) {
	return p.with(instrument, "without-"+id, func(rules []*Rule) []*Rule {
		return slices.DeleteFunc(slices.Clone(rules), func(r *Rule) bool { return r.ID == id })
	})
}

// with is the pack with the rules of one layer changed; how makes its digest another.
func (p *Pack) with(instrument, how string, change func([]*Rule) []*Rule) (*Pack, error) {
	layers := make([]*Instrument, len(p.Layers))
	for i, l := range p.Layers {
		if l.Code != instrument {
			layers[i] = l
			continue
		}
		changed := *l
		changed.Rules = change(l.Rules)
		changed.Digest = l.Digest + "-" + how
		layers[i] = &changed
	}
	other, err := join(p.compiled, layers)
	if err != nil {
		return nil, err
	}
	other.name = p.name
	return other, nil
}

// Difference says where two packs made of one another lead to different decisions. It may
// name more than there is, never less.
type Difference struct {
	Procedures map[string]bool // in which something may be decided otherwise
	Steps      map[string]bool // qualified: only there; nil where it may be at any step of the procedures
	Seen       bool            // other procedures may see these ones otherwise
	Anywhere   bool            // in words, duties, retentions and the like, which any procedure may rest on
	Told       bool            // in what is told of the pack and no decision rests on: roles, labels, readings that preset nothing, functions, controls of no step
}

// None reports whether the packs are alike.
func (d Difference) None() bool { return len(d.Procedures) == 0 && !d.Anywhere && !d.Told }

// Differs compares the packs rule by rule.
func (p *Pack) Differs(other *Pack) Difference {
	d := Difference{Procedures: map[string]bool{}, Steps: map[string]bool{}}
	for _, pair := range [][2]*Pack{{p, other}, {other, p}} {
		for id, r := range pair[0].rules {
			if o, ok := pair[1].rules[id]; !ok || o != r && !reflect.DeepEqual(o, r) {
				pair[0].reach(r, &d)
			}
		}
	}
	if d.Seen = p.reshapes(other, d.Procedures); d.Seen {
		d.Steps = nil
	}
	return d
}

// reach adds where a rule has a say.
func (p *Pack) reach(r *Rule, d *Difference) {
	if told(r) {
		d.Told = true
		return
	}
	switch r.Kind {
	case KindGate, KindProhibition, KindLimit, KindFigure, KindSeparation, KindEffect, KindDisclosure, KindControl, KindStep, KindContent:
		for _, name := range p.decidedAt(r) {
			if d.Steps != nil {
				d.Steps[name] = true
			}
		}
	default:
		d.Steps = nil
	}
	named, known := p.bindsIn(r)
	for _, name := range named {
		d.Procedures[name] = true
	}
	d.Anywhere = d.Anywhere || !known
}

// told reports whether no decision rests on a rule. On a reading one does where it presets
// a value: any rule may ask for the setting.
func told(r *Rule) bool {
	switch body := r.Body.(type) {
	case *Role, *Label, *Function:
		return true
	case *Control:
		return len(body.Steps) == 0
	case *Reading:
		return body.Setting == ""
	}
	return false
}

// decidedAt lists the steps at which a rule is asked: those it names, itself where it is a
// step, and those that carry the document it fills.
func (p *Pack) decidedAt(r *Rule) (names []string) {
	switch body := r.Body.(type) {
	case *Step:
		return []string{body.Procedure + "." + body.Step}
	case *Content:
		for _, s := range p.carrying(body) {
			names = append(names, s.Name())
		}
		return names
	}
	return stepsNamed(r)
}

// carrying lists the steps that carry a document.
func (p *Pack) carrying(c *Content) (steps []*StepDef) {
	for _, def := range p.Procedures() {
		for _, s := range def.Steps {
			if s.Document == c.Document || s.Document == c.Extends {
				steps = append(steps, s)
			}
		}
	}
	return steps
}

// reshapes reports whether decisions in other procedures see these ones otherwise in the
// other pack: the links and documents of their cases, their states, and the steps by which
// they follow what ends.
func (p *Pack) reshapes(other *Pack, procedures map[string]bool) bool {
	for name := range procedures {
		if !reflect.DeepEqual(p.shapeOf(name), other.shapeOf(name)) {
			return true
		}
	}
	return false
}

// shape is what decisions in other procedures see of one.
type shape struct {
	procedure *Procedure
	steps     []stepShape
}

type stepShape struct {
	step, endsWith, manner, act string
	from, by                    []string
	document                    string
	fields                      []Field
	effects                     []effectShape
}

type effectShape struct {
	create, as, set string
	fields          []string
}

func (p *Pack) shapeOf(name string) shape {
	def, ok := p.procedures[name]
	if !ok {
		return shape{}
	}
	s := shape{procedure: def.Procedure}
	for _, step := range def.Steps {
		one := stepShape{step: step.Step.Step, endsWith: step.EndsWith, manner: step.Manner, act: string(step.Act), from: step.From, by: administrators(step.By)}
		if step.Form != nil {
			one.document = step.Form.ID
			for _, f := range step.Form.Fields {
				one.fields = append(one.fields, bare(f.Field))
			}
		}
		for _, e := range step.Effects {
			seen := effectShape{create: e.Create, as: e.As, set: e.Set}
			for _, f := range e.Fields {
				seen.fields = append(seen.fields, f.Name)
			}
			one.effects = append(one.effects, seen)
		}
		s.steps = append(s.steps, one)
	}
	return s
}

// administrators are the roles of a step that make its procedure one of the installation's.
func administrators(by []string) []string {
	return slices.DeleteFunc(slices.Clone(by), func(role string) bool { return !strings.HasSuffix(role, "-admin") })
}

// bare is a field without what only who fills it in is held to.
func bare(f Field) Field {
	inner := make([]Field, len(f.Fields))
	for i, g := range f.Fields {
		inner[i] = bare(g)
	}
	return Field{Field: f.Field, Type: f.Type, Fields: inner}
}

// bindsIn lists the procedures that a rule is of; false when it may be of any.
func (p *Pack) bindsIn(r *Rule) (procedures []string, known bool) {
	switch body := r.Body.(type) {
	case *Procedure:
		return []string{body.Procedure}, true
	case *Step:
		return []string{body.Procedure}, body.Enters == ""
	case *Priority:
		return []string{body.Procedure}, true
	case *Content:
		for _, s := range p.carrying(body) {
			procedures = append(procedures, s.Procedure.Procedure.Procedure)
		}
		return procedures, true
	case *Gate, *Prohibition, *Limit, *Figure, *Separation, *EffectRule, *Disclosure, *Control, *Period:
		for _, name := range stepsNamed(r) {
			procedure, _, _ := strings.Cut(name, ".")
			procedures = append(procedures, procedure)
		}
		return procedures, true
	}
	return nil, false
}

// Local is the highest layer of law: the text of the place itself.
func (p *Pack) Local() *Instrument {
	for i := len(p.Layers) - 1; i > 0; i-- {
		if p.Layers[i].Level != LevelLayering {
			return p.Layers[i]
		}
	}
	return p.Layers[0]
}

// Name is how the layers are written on cases and certificates: "taian+national".
func (p *Pack) Name() string {
	if p.name != "" {
		return p.name
	}
	names := []string{}
	for i := len(p.Layers) - 1; i >= 0; i-- {
		if p.Layers[i].Level != "platform" && p.Layers[i].Level != LevelLayering {
			names = append(names, p.Layers[i].Code)
		}
	}
	return strings.Join(names, "+")
}

// Pilot reports whether any layer of law is still a draft: everything under the pack
// then says so.
func (p *Pack) Pilot() bool {
	return slices.ContainsFunc(p.Layers, func(l *Instrument) bool { return l.Status == StatusDraft })
}

// Instrument finds a layer by code.
func (p *Pack) Instrument(code string) (*Instrument, bool) {
	for _, l := range p.Layers {
		if l.Code == code {
			return l, true
		}
	}
	return nil, false
}

// Unit finds the unit a citation names.
func (p *Pack) Unit(c law.Citation) (*Unit, bool) {
	in, ok := p.Instrument(c.Instrument)
	if !ok {
		return nil, false
	}
	return in.Unit(c.Unit)
}

// Rule finds a rule by "instrument:id".
func (p *Pack) Rule(id string) (*Rule, bool) {
	r, ok := p.rules[id]
	return r, ok
}

// Rules lists the rules of a kind in the order of the layers and texts.
func (p *Pack) Rules(kind Kind) []*Rule { return p.byKind[kind] }

// Procedure finds a procedure by name.
func (p *Pack) Procedure(name string) (*ProcedureDef, bool) {
	def, ok := p.procedures[name]
	return def, ok
}

// Procedures lists the procedures in the order of the texts.
func (p *Pack) Procedures() []*ProcedureDef {
	defs := make([]*ProcedureDef, 0, len(p.order))
	for _, name := range p.order {
		defs = append(defs, p.procedures[name])
	}
	return defs
}

// Document finds a document by id.
func (p *Pack) Document(id string) (*Document, bool) {
	d, ok := p.documents[id]
	return d, ok
}

// Term finds the local word for a concept.
func (p *Pack) Term(concept string) (*Term, bool) {
	t, ok := p.terms[concept]
	return t, ok
}

// May reports whether a role may do a thing at all. What no competence rule speaks of
// is not allowed.
func (p *Pack) May(role, thing string) bool {
	r, ok := p.may[role+" "+thing]
	return ok && r.Body.(*Competence).May
}

// Owed reports whether a duty is owed under an agreement of these facts.
func (p *Pack) Owed(duty *Rule, agreement Facts) (bool, error) {
	when := p.owed[duty]
	if when == nil {
		return true, nil
	}
	return when.Holds(Facts{"agreement": SeeFacts("agreement", agreement)})
}

// Reading finds a reading by its name.
func (p *Pack) Reading(name string) (*Rule, bool) {
	r, ok := p.readings[name]
	return r, ok
}

// Setting gives the preset value of a setting, from the reading that presets it.
func (p *Pack) Setting(name string) (string, bool) {
	for _, r := range p.byKind[KindReading] {
		if reading := r.Body.(*Reading); reading.Setting == name {
			return reading.Value, true
		}
	}
	return "", false
}

// Declared finds a setting that a layer of the pack leaves to the installation.
func (p *Pack) Declared(name string) (Setting, bool) {
	for _, in := range slices.Backward(p.Layers) {
		if s, ok := in.Settings[name]; ok {
			return s, true
		}
	}
	return Setting{}, false
}

// Takes reports whether any expression of the pack looks at the documents or links of that
// name, of whatever case: "plan", "agreement". Facts that none takes need not be gathered.
func (p *Pack) Takes(name string) bool { return p.takes.all || p.takes.names[name] }

// Step finds a step of a procedure.
func (d *ProcedureDef) Step(name string) (*StepDef, bool) {
	for _, s := range d.Steps {
		if s.Step.Step == name {
			return s, true
		}
	}
	return nil, false
}

// State finds a state of a procedure.
func (d *ProcedureDef) State(name string) (State, bool) {
	for _, s := range d.States {
		if s.State == name {
			return s, true
		}
	}
	return State{}, false
}
