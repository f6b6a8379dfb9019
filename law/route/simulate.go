package route

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Point is a state of a procedure: "product.registered".
type Point struct {
	Procedure string `json:"procedure"`
	State     string `json:"state"`
}

// String writes the point as ParsePoint reads it.
func (p Point) String() string { return p.Procedure + "." + p.State }

// ParsePoint reads "product.registered".
func ParsePoint(s string) (Point, error) {
	procedure, state, ok := strings.Cut(s, ".")
	if !ok || procedure == "" || state == "" {
		return Point{}, fmt.Errorf("reading point %.60q: want a procedure and a state with a full stop between, such as product.registered", s)
	}
	return Point{procedure, state}, nil
}

// What an Interval waits for.
const (
	WaitWithin   = "within"   // the step is due by a day
	WaitAtLeast  = "at-least" // the step must not come before a day
	WaitSet      = "set"      // a document of the case sets the day or the length
	WaitOpen     = "open"     // the text gives no period
	WaitWill     = "will"     // whoever may open the matter does so when they wish
	WaitPlatform = "platform" // the platform takes the step by itself
)

// Interval is the wait before one step: who ends it, and what the law gives for it.
type Interval struct {
	Procedure   string         `json:"procedure"`
	From        string         `json:"from,omitempty"` // state in which is waited; "" before the case is opened
	Step        string         `json:"step"`
	Title       law.Text       `json:"title"`
	By          []string       `json:"by"` // roles that end it
	Wait        string         `json:"wait"`
	Open        bool           `json:"open,omitempty"` // nothing says by when it ends
	Period      string         `json:"period,omitempty"`
	Rule        string         `json:"rule,omitempty"` // period, or the step where there is none
	Cites       []law.Citation `json:"cites"`
	Set         bool           `json:"set,omitempty"`      // a document of the case sets the length; the least is counted
	Reading     string         `json:"reading,omitempty"`  // that the period rests on
	Reason      law.Text       `json:"reason,omitzero"`    // why no period is counted, in the pack's words
	Earliest    calendar.Day   `json:"earliest"`           // first day on which the step can be taken
	Latest      calendar.Day   `json:"latest"`             // last day, if each open wait took no time
	MinDays     int            `json:"minDays"`            // natural days by which it alone moves the earliest day
	MaxDays     int            `json:"maxDays"`            // natural days by which it alone moves the latest day
	Critical    bool           `json:"critical,omitempty"` // the earliest day of the end rests on it
	Provisional bool           `json:"provisional,omitempty"`
	Awaits      int            `json:"awaits,omitempty"` // year whose calendar is not published
}

// Timeline is the statutory time from one point to another.
type Timeline struct {
	Pack      string         `json:"pack"`
	Digest    string         `json:"digest"`
	From      Point          `json:"from"`
	To        Point          `json:"to"`
	Day       calendar.Day   `json:"day"`      // day on which From is reached
	Earliest  calendar.Day   `json:"earliest"` // first day on which To can be reached
	Latest    calendar.Day   `json:"latest"`   // last day, if each open wait took no time
	MinDays   int            `json:"minDays"`  // natural days from Day to Earliest
	MaxDays   int            `json:"maxDays"`  // natural days from Day to Latest
	Open      int            `json:"open"`     // waits without a period: the maximum is MaxDays and these
	Unbounded bool           `json:"unbounded"`
	Awaits    int            `json:"awaits,omitempty"` // earliest year that a count rests on and that is not published
	Intervals []Interval     `json:"intervals"`        // in the order of their earliest days
	Cites     []law.Citation `json:"cites"`
}

// CataloguedPoint is where a simulation starts unless told otherwise: the resource is
// catalogued, classified, and its data is there.
var CataloguedPoint = Point{"catalogue", "available"}

// ReleasedPoint is where a simulation ends unless told otherwise: a product made of a
// released output is registered; in a pack without products, the output is released.
func ReleasedPoint(p *pack.Pack) (Point, bool) {
	for _, def := range p.Procedures() {
		for _, s := range def.Steps {
			if slices.ContainsFunc(s.Effects, func(e *pack.EffectDef) bool { return e.Create == "product" }) && s.To != "" {
				return Point{def.Procedure.Procedure, s.To}, true
			}
		}
	}
	for _, def := range p.Procedures() {
		for _, s := range def.Steps {
			if s.Act == pack.ActRelease && s.To != "" {
				return Point{def.Procedure.Procedure, s.To}, true
			}
		}
	}
	return Point{}, false
}

// node is a step taken on the way.
type node struct {
	step  *pack.StepDef
	from  string
	prev  *node // step before it in the same case
	needs []*node
	over  bool // not the step itself but the end of the notice that it opened

	first, last calendar.Day
	cause       *node // that the earliest day rests on
	depth       int   // steps that it rests on, one on the other
	wait        Interval
}

// simulation works out when steps can be taken at the earliest: in rounds, each over what
// the one before it has reached, until nothing comes earlier any more.
type simulation struct {
	pack     *pack.Pack
	calendar *calendar.Calendar
	day      calendar.Day
	from     Point
	past     map[string]bool         // steps before the start
	given    map[string]*node        // what the start has reached
	reached  map[string]*node        // by what is asked for, in the round before
	next     map[string]*node        // in this round
	besides  map[string]*node        // steps beside the way, in this round
	until    map[string]calendar.Day // day that a document gives → the latest of the steps that must not come after it
	nextly   map[string]calendar.Day
	allowed  map[*pack.StepDef][]*pack.Formula
	chosen   map[*pack.StepDef][]settled
	writers  map[string]writers
}

// Simulate works out the statutory time from one point to another, the first reached on a
// day. The error says which point the pack has not, or that no way leads from the one to
// the other.
func Simulate(p *pack.Pack, cal *calendar.Calendar, from, to Point, day calendar.Day) (Timeline, error) {
	for _, at := range []Point{from, to} {
		def, ok := p.Procedure(at.Procedure)
		if !ok {
			return Timeline{}, fmt.Errorf("pack %s has no procedure %q; its procedures are %s", p.Name(), at.Procedure, strings.Join(procedureNames(p), ", "))
		}
		if _, ok := def.State(at.State); !ok {
			return Timeline{}, fmt.Errorf("procedure %s of pack %s has no state %q; its states are %s", at.Procedure, p.Name(), at.State, strings.Join(stateNames(def), ", "))
		}
	}
	s := &simulation{pack: p, calendar: cal, day: day, past: map[string]bool{}, given: map[string]*node{}, allowed: map[*pack.StepDef][]*pack.Formula{}, chosen: map[*pack.StepDef][]settled{}, writers: map[string]writers{}, from: from}
	if err := s.begin(); err != nil {
		return Timeline{}, err
	}
	s.settle()
	end := s.state(to.Procedure, to.State)
	if end == nil {
		return Timeline{}, fmt.Errorf("pack %s: no way leads from %s to %s", p.Name(), from, to)
	}
	return s.timeline(end, to), nil
}

func procedureNames(p *pack.Pack) []string {
	var names []string
	for _, def := range p.Procedures() {
		names = append(names, def.Procedure.Procedure)
	}
	return names
}

func stateNames(def *pack.ProcedureDef) []string {
	var names []string
	for _, s := range def.States {
		names = append(names, s.State)
	}
	return names
}

// begin puts the shortest way to the start behind it: its steps were all taken by that day.
func (s *simulation) begin() error {
	def, _ := s.pack.Procedure(s.from.Procedure)
	way := shortest(def, s.from.State)
	if way == nil {
		return fmt.Errorf("pack %s: no way leads to %s", s.pack.Name(), s.from)
	}
	var at *node
	for _, l := range way {
		at = &node{step: l.step, from: l.from, prev: at, first: s.day, last: s.day}
		s.past[l.step.Name()] = true
		s.note(s.given, at)
	}
	return nil
}

// leg is one step on a way through a procedure.
type leg struct {
	step *pack.StepDef
	from string
}

// shortest is the direct way of fewest steps from the opening of a case to a state.
func shortest(def *pack.ProcedureDef, state string) []leg {
	type stand struct {
		state string
		way   []leg
	}
	stands, seen := []stand{{}}, map[string]bool{}
	for len(stands) > 0 {
		at := stands[0]
		stands = stands[1:]
		if at.state == state {
			return at.way
		}
		for _, st := range def.Steps {
			if st.To != "" && direct(st) && !seen[st.To] && (st.Opens() && at.state == "" || slices.Contains(st.From, at.state)) {
				seen[st.To] = true
				stands = append(stands, stand{st.To, append(slices.Clone(at.way), leg{st, at.state})})
			}
		}
	}
	return nil
}

// direct reports whether a step leads on: it gives nothing back, stands in nobody's way,
// follows no end, and makes what it leads to rather than entering what was made before.
func direct(s *pack.StepDef) bool {
	switch s.Act {
	case pack.ActReturn, pack.ActRefuse, pack.ActContest, pack.ActHold, pack.ActCorrect:
		return false
	}
	return s.EndsWith == "" && s.Step.Enters == ""
}

// settle runs rounds until none reaches anything new or earlier, and as many again, so that
// what the last one holds rests on nothing that came earlier later on.
func (s *simulation) settle() {
	s.reached, s.until = s.given, map[string]calendar.Day{}
	again := -1
	for rounds := 1; again != 0; rounds++ {
		s.next, s.besides, s.nextly = map[string]*node{}, map[string]*node{}, map[string]calendar.Day{}
		for key, n := range s.given {
			s.next[key] = n
		}
		for _, def := range s.pack.Procedures() {
			visits := 0
			s.walk(def, nil, "", map[string]bool{}, &visits)
		}
		same := s.same()
		s.reached, s.until = s.next, s.nextly
		switch {
		case again > 0:
			again--
		case same:
			again = rounds
		}
	}
}

// same reports whether the round has come to the days of the one before.
func (s *simulation) same() bool {
	if len(s.next) != len(s.reached) {
		return false
	}
	for key, n := range s.next {
		if before, ok := s.reached[key]; !ok || before.first != n.first {
			return false
		}
	}
	return true
}

// farthest bounds the steps that are tried on the ways through one procedure.
const farthest = 2000

// walk takes every direct way on from where a case stands, no state twice, and notes what
// each step reaches.
func (s *simulation) walk(def *pack.ProcedureDef, at *node, state string, been map[string]bool, visits *int) {
	for _, st := range def.Steps {
		if !direct(st) || st.Opens() != (at == nil) || at != nil && !slices.Contains(st.From, state) {
			continue
		}
		stays := at != nil && (st.To == "" || st.To == state)
		if *visits++; *visits > farthest || !stays && been[st.To] {
			continue
		}
		if stays {
			s.beside(at, st)
			continue
		}
		n := s.take(at, leg{st, state})
		if n == nil {
			continue
		}
		s.note(s.next, n)
		been[st.To] = true
		s.walk(def, n, st.To, been, visits)
		delete(been, st.To)
	}
}

// note keeps a step under all that it reaches, where nothing reached that before it.
func (s *simulation) note(into map[string]*node, n *node) {
	name := n.step.Step.Procedure
	keys := []string{"step " + n.step.Name()}
	if n.step.Opens() {
		keys = append(keys, "opened "+name)
	}
	if n.step.To != "" {
		keys = append(keys, "state "+name+"."+n.step.To)
	}
	if n.step.Form != nil {
		keys = append(keys, "doc "+name+"."+pack.CamelCase(n.step.Form.ID))
	}
	for _, key := range keys {
		if have, ok := into[key]; !ok || n.before(have) {
			into[key] = n
		}
	}
}

// state is the step by which a case of the procedure first comes into the state.
func (s *simulation) state(procedure, state string) *node {
	return s.reached["state "+procedure+"."+state]
}

// step is the step itself, taken as early as can be.
func (s *simulation) step(procedure, step string) *node {
	return s.reached["step "+procedure+"."+step]
}

// document is the step that first brings a document of the procedure.
func (s *simulation) document(procedure, camel string) *node {
	return s.reached["doc "+procedure+"."+camel]
}

// take is one step after those before it, with what else it needs: by the quickest of the
// ways between which its conditions tell.
func (s *simulation) take(prev *node, l leg) *node {
	var best *node
	for _, choice := range s.choices(l.step) {
		if n := s.takeAs(prev, l, choice); n != nil && (best == nil || n.before(best)) {
			best = n
		}
	}
	return best
}

// before reports whether a step is to be preferred to another: it can be taken earlier;
// or on the same day and may take longer, so that the maximum is not missed; or the way to
// it is shorter. What rests on itself is no way.
func (n *node) before(o *node) bool {
	switch {
	case n.first != o.first:
		return n.first.Before(o.first)
	case n.last != o.last:
		return n.last.After(o.last) && !n.restsOn(n.key(), map[*node]bool{}) || o.last.After(n.last) && o.restsOn(o.key(), map[*node]bool{})
	}
	return n.depth < o.depth
}

// restsOn reports whether any step that the node rests on is the step of that key.
func (n *node) restsOn(key string, seen map[*node]bool) bool {
	for _, before := range append(slices.Clone(n.needs), n.prev) {
		if before == nil || seen[before] {
			continue
		}
		seen[before] = true
		if before.key() == key || before.restsOn(key, seen) {
			return true
		}
	}
	return false
}

// choices are the values of the words between which a step's conditions tell, such as the
// modes of an authorisation: in one case each has one value.
func (s *simulation) choices(st *pack.StepDef) []settled {
	if known, ok := s.chosen[st]; ok {
		return known
	}
	all := []settled{{}}
	for _, v := range variables(s.conditions(st)...) {
		f, ok := fieldAt(s.pack, st, v.key)
		if !ok || f.Field.Values == "" {
			continue
		}
		term, ok := s.pack.Term(f.Field.Values)
		if !ok || len(all)*len(term.Values) > widest {
			continue
		}
		var wider []settled
		for _, one := range all {
			for _, word := range term.Values {
				with := maps.Clone(one)
				with[v.key] = value{text: word.Key}
				wider = append(wider, with)
			}
		}
		all = wider
	}
	s.chosen[st] = all
	return all
}

func (s *simulation) takeAs(prev *node, l leg, choice settled) *node {
	n := &node{step: l.step, from: l.from, prev: prev}
	var untils []string
	sets := s.conditions(l.step)
	for _, f := range sets {
		found, passed, ok := s.meet(n, f, choice)
		if !ok {
			return nil
		}
		n.needs = append(n.needs, found...)
		untils = append(untils, passed...)
	}
	for _, want := range s.demanded(l.step) {
		found, ok := s.met(n, want)
		if !ok {
			return nil
		}
		if found != nil {
			n.needs = append(n.needs, found)
		}
	}
	s.count(n, untils)
	for _, f := range sets {
		s.notAfter(n, f)
	}
	return n
}

// conditions are what the step's guards demand, taken apart once.
func (s *simulation) conditions(st *pack.StepDef) []*pack.Formula {
	sets, ok := s.allowed[st]
	if !ok {
		sets = asked(st)
		s.allowed[st] = sets
	}
	return sets
}

// meet chooses, of the alternatives that a condition leaves, the one that is met first.
func (s *simulation) meet(n *node, f *pack.Formula, choice settled) (best []*node, untils []string, ok bool) {
	var bestDay calendar.Day
	known := s.known(n)
	maps.Copy(known, choice)
	for _, set := range s.alternatives(n.step, known, f, true) {
		var nodes []*node
		var passed []string
		day, whole := s.day, true
		for _, want := range set {
			if want.until != "" {
				passed = append(passed, want.until)
				continue
			}
			found, possible := s.met(n, want)
			if !possible {
				whole = false
				break
			}
			if found != nil {
				nodes = append(nodes, found)
				if found.first.After(day) {
					day = found.first
				}
			}
		}
		if whole && (!ok || day.Before(bestDay)) {
			best, untils, bestDay, ok = nodes, passed, day, true
		}
	}
	return best, untils, ok
}

// known is what is settled of a case on its way: its state, and the steps it has taken.
func (s *simulation) known(n *node) settled {
	k := settled{"case.state": {text: n.from}, "actor.role": {text: n.step.By[0]}}
	for at := n.prev; at != nil; at = at.prev {
		k[`did("`+at.step.Step.Step+`")`] = value{truth: true}
		k["case.done has "+at.step.Step.Step] = value{truth: true}
	}
	return k
}

// met finds the step that brings a need about; nil and true where nothing has to.
func (s *simulation) met(n *node, want need) (*node, bool) {
	if want.kind == "" {
		return s.metHere(n, want)
	}
	if procedure, isCase := pack.FactType(want.kind).CaseOf(); isCase {
		return s.metByCase(procedure, want)
	}
	return s.metByThing(n.step, want)
}

// metHere meets a need of the case itself: a step beside the way is taken where the case
// stands.
func (s *simulation) metHere(n *node, want need) (*node, bool) {
	does := func(st *pack.StepDef) bool {
		return want.step != "" && st.Step.Step == want.step || want.doc != "" && st.Form != nil && pack.CamelCase(st.Form.ID) == want.doc
	}
	if n.step.Form != nil && want.doc != "" && pack.CamelCase(n.step.Form.ID) == want.doc {
		return nil, true
	}
	for at := n.prev; at != nil; at = at.prev {
		if want.over && at.step.Act == pack.ActNotice {
			return s.noticeOver(at), true
		}
		if does(at.step) {
			return nil, true
		}
	}
	for _, st := range n.step.Procedure.Steps {
		if !does(st) || st.To != "" || !direct(st) {
			continue
		}
		for at := n.prev; at != nil; at = at.prev {
			if slices.Contains(st.From, after(at)) {
				n := s.beside(at, st)
				return n, n != nil
			}
		}
	}
	return nil, false
}

// after is the state that a step left the case in.
func after(n *node) string {
	if n.step.To == "" {
		return n.from
	}
	return n.step.To
}

// beside takes a step that leaves the case where it stands.
func (s *simulation) beside(at *node, st *pack.StepDef) *node {
	key := fmt.Sprintf("%p beside %s", at, st.Name())
	if n, ok := s.besides[key]; ok {
		return n
	}
	s.besides[key] = nil
	n := s.take(at, leg{st, after(at)})
	if n != nil {
		s.note(s.next, n)
	}
	s.besides[key] = n
	return n
}

func (s *simulation) metByCase(procedure string, want need) (*node, bool) {
	def, ok := s.pack.Procedure(procedure)
	if !ok {
		return nil, true
	}
	var n *node
	switch {
	case want.fact == "state":
		n = s.state(procedure, want.text)
	case want.step != "":
		n = s.step(procedure, want.step)
	case want.doc != "":
		n = s.document(procedure, want.doc)
	case want.over:
		for _, st := range def.Steps {
			if st.Act == pack.ActNotice {
				if opened := s.step(procedure, st.Step.Step); opened != nil {
					n = s.noticeOver(opened)
				}
			}
		}
	default:
		n = s.reached["opened "+procedure]
	}
	return n, n != nil
}

// metByThing meets a need of the register by the earliest step that writes it. What no
// step of the pack writes is there from the start.
func (s *simulation) metByThing(at *pack.StepDef, want need) (*node, bool) {
	if want.kind == "organisation" || want.kind == "person" && want.fact == "" {
		return nil, true // who takes part is there
	}
	w := s.writersOf(want)
	var best *node
	for _, st := range w.steps {
		if !s.belongs(at, st, want.kind) || want.first && derives(st) {
			continue
		}
		if n := s.step(st.Step.Procedure, st.Step.Step); n != nil && (best == nil || n.before(best)) {
			best = n
		}
	}
	if best == nil && w.set {
		return nil, false
	}
	return best, true
}

// writers are the steps that can bring a need of the register about; set tells that some
// step writes the fact at all, if not so.
type writers struct {
	steps []*pack.StepDef
	set   bool
}

func (s *simulation) writersOf(want need) writers {
	key := want.kind + "." + want.fact + "=" + want.text
	w, known := s.writers[key]
	if known {
		return w
	}
	for _, def := range s.pack.Procedures() {
		for _, st := range def.Steps {
			if st.Step.Enters != "" || !sets(st, want) { // what was made before says nothing of how long making one takes
				continue
			}
			w.set = true
			if direct(st) && writes(st, want) {
				w.steps = append(w.steps, st)
			}
		}
	}
	s.writers[key] = w
	return w
}

// belongs reports whether the thing that one step writes can be the one that another rests
// on: where only the organisation named in it may take that step, whoever put itself there
// must act in a role that may.
func (s *simulation) belongs(at, writer *pack.StepDef, kind string) bool {
	of, fact := element(s.pack, at, at.Step.Party)
	if of != kind || !plainPath(at.Step.Party) {
		return true
	}
	for _, st := range writer.Procedure.Steps {
		for _, e := range st.Effects {
			if e.Create != kind || e.Effect.Fields[fact] != "actor.org" {
				continue
			}
			return slices.ContainsFunc(st.By, func(role string) bool { return slices.Contains(at.By, role) })
		}
	}
	return true
}

// derives reports whether the agreements that a step's procedure makes are under others.
func derives(writer *pack.StepDef) bool {
	return slices.ContainsFunc(writer.Procedure.Steps, func(st *pack.StepDef) bool {
		return slices.ContainsFunc(st.Effects, func(e *pack.EffectDef) bool { return e.Create == "agreement" && e.Effect.Fields["under"] != "" })
	})
}

// sets reports whether a step makes such a thing, or sets its fact to anything.
func sets(st *pack.StepDef, want need) bool {
	links := linksOf(st.Procedure)
	return slices.ContainsFunc(st.Effects, func(e *pack.EffectDef) bool {
		makes := e.Create == want.kind
		return makes && want.fact == "" || (makes || e.Set != "" && links[e.Set] == want.kind) &&
			slices.ContainsFunc(e.Fields, func(f pack.NamedExpression) bool { return f.Name == want.fact })
	})
}

// writes reports whether a step makes such a thing, or sets its fact to what is wanted.
func writes(st *pack.StepDef, want need) bool {
	links := linksOf(st.Procedure)
	return slices.ContainsFunc(st.Effects, func(e *pack.EffectDef) bool {
		makes := e.Create == want.kind
		if !makes && (e.Set == "" || links[e.Set] != want.kind) {
			return false
		}
		if want.fact == "" {
			return makes
		}
		for _, f := range e.Fields {
			if f.Name == want.fact {
				return mayBe(f.Expression, want, st)
			}
		}
		return false
	})
}

// mayBe reports whether an expression may have the value that is wanted.
func mayBe(e *pack.Expression, want need, st *pack.StepDef) bool {
	switch quoted := strings.Trim(e.Source, `"`); {
	case e.Source == "true", e.Source == "false":
		return want.text == "" && e.Source == "true"
	case quoted != e.Source && !strings.Contains(quoted, `"`):
		return quoted == want.text
	}
	if want.text != "" {
		return true
	}
	return settled{"actor.role": {text: st.By[0]}}.weigh(e.Formula()) != no
}

// noticeOver is the end of the public notice that a step opened.
func (s *simulation) noticeOver(opened *node) *node {
	key := fmt.Sprintf("%p over", opened)
	if n, ok := s.besides[key]; ok {
		return n
	}
	n := &node{step: opened.step, from: after(opened), prev: opened, over: true, first: opened.first, last: opened.last, cause: opened}
	n.wait = Interval{Procedure: opened.step.Step.Procedure, From: n.from, Step: opened.step.Step.Step, Title: opened.step.Title, By: []string{"clock"}, Wait: WaitAtLeast}
	n.wait.Title, n.depth = law.Text{ZH: "公示期满", EN: "The public notice has run"}, opened.depth+1
	for _, st := range opened.step.Procedure.Steps {
		for _, def := range st.Periods {
			if def.Period.From == opened.step.Step.Step {
				s.hold(n, def, opened)
			}
		}
	}
	s.besides[key] = n
	return n
}
