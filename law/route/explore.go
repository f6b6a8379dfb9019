package route

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Kinds of finding.
const (
	DeadEnd          = "dead-end"          // no end is reached from here
	UnreachableState = "unreachable-state" // no case ever comes into it
	UnreachableStep  = "unreachable-step"  // no case ever takes it
	Ownerless        = "ownerless-state"   // whom it waits on has no step there
	Clockless        = "clockless-wait"    // no clock and no reason why none
	ReviewSkipped    = "review-skipped"    // released without examination, votes of two and approval
	LeftStanding     = "left-standing"     // stays open when what it is about has ended
	Contending       = "contending-steps"  // two steps of the platform want the same case
	Circling         = "circling"          // the platform moves the case round without anybody
	UnitedDuties     = "united-duties"     // one person can file and decide
	Unkeepable       = "unkeepable"        // a separation that nobody could keep
	HeldOn           = "done-under-hold"   // goes on although what it rests on is held
	TooLarge         = "not-searched"      // the graph was not searched whole
)

// Finding is something wrong with the ways of a procedure, and how one gets there.
type Finding struct {
	Kind      string         `json:"kind"`
	Procedure string         `json:"procedure"`
	State     string         `json:"state,omitempty"`
	Step      string         `json:"step,omitempty"`
	Rule      string         `json:"rule"`
	Place     pack.Place     `json:"place"`
	Cites     []law.Citation `json:"cites"`
	Says      law.Text       `json:"says"`
	Story     []Moment       `json:"story,omitempty"`
}

// Moment is one step of the story of how a case gets into trouble.
type Moment struct {
	Day   calendar.Day `json:"day"`
	Step  string       `json:"step"`
	Title law.Text     `json:"title"`
	By    []string     `json:"by"`
	State string       `json:"state"`           // in which the case then stands
	Given []string     `json:"given,omitempty"` // what was written or so at that moment
}

// Explore searches the ways of every procedure of a pack, or of those named, and lists
// what is wrong with them, in the order of the texts. Story days are counted on the
// calendar from a day. The error is that of the context.
func Explore(ctx context.Context, p *pack.Pack, cal *calendar.Calendar, day calendar.Day, only ...string) ([]Finding, error) {
	var all []Finding
	endings := endingsOf(p)
	for _, def := range p.Procedures() {
		if len(only) > 0 && !slices.Contains(only, def.Procedure.Procedure) {
			continue
		}
		x := newExploration(p, def, cal, day)
		if err := x.search(ctx); err != nil {
			return nil, err
		}
		x.judge(endings)
		all = append(all, x.findings...)
	}
	return all, nil
}

// stand is where a case stands and what it remembers.
type stand struct {
	state  string
	memory settled
	from   *stand // by which it was first reached, the shortest way
	step   *pack.StepDef
	given  []string
	over   bool // reached by the end of the notice, not by a step
	out    []*stand
	free   bool // an end is reached from it
}

func (s *stand) key() string {
	keys := slices.Sorted(maps.Keys(s.memory))
	var b strings.Builder
	b.WriteString(s.state)
	for _, k := range keys {
		v := s.memory[k]
		fmt.Fprintf(&b, "|%s=%s,%d,%v", k, v.text, v.number, v.truth)
	}
	return b.String()
}

// exploration searches one procedure.
type exploration struct {
	pack     *pack.Pack
	def      *pack.ProcedureDef
	calendar *calendar.Calendar
	day      calendar.Day
	asked    map[*pack.StepDef][]*pack.Formula // conditions of each step
	tracked  []*variable
	stands   map[string]*stand
	order    []*stand
	taken    map[*pack.StepDef]bool
	notice   bool
	release  bool
	findings []Finding
}

// largest bounds the stands of one procedure that are searched.
const largest = 20000

// What a case remembers of its review, beside what conditions ask.
const (
	wasExamined = "\x00examined"
	wasVoted    = "\x00voted"
	wasApproved = "\x00approved"
)

func newExploration(p *pack.Pack, def *pack.ProcedureDef, cal *calendar.Calendar, day calendar.Day) *exploration {
	x := &exploration{pack: p, def: def, calendar: cal, day: day, asked: map[*pack.StepDef][]*pack.Formula{}, stands: map[string]*stand{}, taken: map[*pack.StepDef]bool{}}
	var all []*pack.Formula
	for _, s := range def.Steps {
		x.asked[s] = asked(s)
		all = append(all, x.asked[s]...)
		x.notice = x.notice || s.Act == pack.ActNotice
		x.release = x.release || s.Act == pack.ActRelease
	}
	for _, v := range variables(all...) {
		if x.remembered(v) {
			v.values = x.possible(v)
			x.tracked = append(x.tracked, v)
		}
	}
	return x
}

// remembered reports whether a case keeps what the variable asks.
func (x *exploration) remembered(v *variable) bool {
	if isDid(v.key) || strings.HasPrefix(v.key, "case.done has ") || slices.Contains(caseFacts, v.key) {
		return true
	}
	return x.documentOf(v) != ""
}

// isDid reports whether a variable is whether one step was taken, and nothing else.
func isDid(key string) bool {
	step, ok := strings.CutPrefix(key, `did("`)
	return ok && strings.Index(step, `"`) == len(step)-2
}

// caseFacts are those facts of a case that its own steps change.
var caseFacts = []string{"case.noticeOver", "case.noticeOpen", "case.openObjections", "case.upheldObjections", "case.panel", "case.panelGiven", "case.panelAgainst", "case.panelConflicts", "case.panelUndeclared", "case.score"}

// documentOf is the one document of the case that a variable rests on, as expressions call
// it; "" where it rests on anything else.
func (x *exploration) documentOf(v *variable) string {
	document := ""
	for _, name := range v.names {
		rest, ok := strings.CutPrefix(name, "doc.")
		camel, path, _ := strings.Cut(rest, ".")
		if !ok || document != "" && document != camel || strings.Contains(path, ".") {
			return ""
		}
		if kind, _ := deeperDocument(x, camel, path); kind {
			return ""
		}
		document = camel
	}
	if strings.ContainsAny(v.key, "#") && strings.Contains(v.key, "link.") || strings.Contains(v.key, "today") || strings.Contains(v.key, "actor.") {
		return ""
	}
	return document
}

// deeperDocument reports whether a particular names a registered thing, whose facts change.
func deeperDocument(x *exploration, camel, path string) (bool, string) {
	d := x.def.Carried(camel)
	if d == nil {
		return false, ""
	}
	kind, of := ofDocument(x.pack, d, path)
	return kind != "", of
}

// possible are the values that a variable can take by the words of its field.
func (x *exploration) possible(v *variable) []value {
	values := slices.Clone(v.values)
	f, ok := fieldAt(x.pack, x.def.Steps[0], v.key)
	if !ok {
		return values
	}
	term, closed := x.pack.Term(f.Field.Values)
	if !closed || term.Open || f.Field.Values == "" {
		return values
	}
	words := map[string]bool{}
	for _, w := range term.Values {
		words[w.Key] = true
	}
	told := 0
	for _, one := range values {
		if words[one.text] {
			told++
		}
	}
	return slices.DeleteFunc(values, func(one value) bool {
		return one.text == other && told == len(words) || one.text != other && !words[one.text] && (one.text != "" || f.Required)
	})
}

// search walks from every opening step as far as cases can come.
func (x *exploration) search(ctx context.Context) error {
	start := &stand{memory: settled{}}
	for _, v := range x.tracked {
		start.memory[v.key] = value{truth: strings.HasPrefix(v.key, "all(")}
	}
	if x.release {
		start.memory[wasExamined], start.memory[wasVoted], start.memory[wasApproved] = value{}, value{}, value{}
	}
	if x.notice {
		start.memory["case.noticeOver"], start.memory["case.noticeOpen"] = value{}, value{}
	}
	at := 0
	for _, entering := range []bool{false, true} { // what is entered in the middle is no way to tell a story by, if there is another
		for _, s := range x.def.Steps {
			if s.Opens() && (s.Step.Enters != "") == entering {
				x.leave(start, s)
			}
		}
		var err error
		if at, err = x.spread(ctx, at); err != nil {
			return err
		}
	}
	return nil
}

// spread goes on from every stand that was reached, from the at-th on, and answers with how
// many there are.
func (x *exploration) spread(ctx context.Context, at int) (int, error) {
	for ; at < len(x.order); at++ {
		if at%256 == 0 && ctx.Err() != nil {
			return at, ctx.Err()
		}
		if len(x.order) > largest {
			x.found(TooLarge, "", "", x.def.Rule, nil, law.Text{ZH: fmt.Sprintf("状态图超过 %d 个节点，未能查完", largest), EN: fmt.Sprintf("the graph has more than %d stands and was not searched whole", largest)})
			return len(x.order), nil
		}
		here := x.order[at]
		state, _ := x.def.State(here.state)
		for _, s := range x.def.Steps {
			if slices.Contains(s.From, here.state) {
				x.leave(here, s)
			}
		}
		if x.notice && here.memory["case.noticeOpen"].truth && !state.Final {
			next := here.after(nil, here.state, nil)
			next.over = true
			next.memory["case.noticeOver"], next.memory["case.noticeOpen"] = value{truth: true}, value{}
			x.arrive(here, next)
		}
	}
	return at, nil
}

// leave takes a step from a stand in each way that later conditions tell apart.
func (x *exploration) leave(here *stand, s *pack.StepDef) {
	known := maps.Clone(here.memory)
	known["case.state"] = value{text: here.state}
	if x.held(here, s) {
		return
	}
	for _, choice := range x.choices(s) {
		with := maps.Clone(known)
		var given []string
		for key, v := range choice {
			form := x.asForm(s, key)
			with[form] = v
			given = append(given, spoken(key, v))
		}
		sort.Strings(given)
		if _, can := solve(with, x.asked[s]...); !can {
			continue
		}
		x.taken[s] = true
		for _, next := range x.carry(here, s, choice, given) {
			x.arrive(here, next)
		}
	}
}

// spoken writes a value as people read it.
func spoken(key string, v value) string {
	switch {
	case v.truth:
		return key
	case v.text == other:
		return key + " = (other)"
	case v.text != "":
		return key + " = " + v.text
	case v.number != 0:
		return fmt.Sprintf("%s = %d", key, v.number)
	}
	return "not " + key
}

// held reports whether a period keeps the step back: the notice must have run.
func (x *exploration) held(here *stand, s *pack.StepDef) bool {
	return x.notice && !here.memory["case.noticeOver"].truth && slices.ContainsFunc(s.Periods, func(d *pack.PeriodDef) bool {
		from, ok := x.def.Step(d.Period.From)
		return ok && from.Act == pack.ActNotice && (strings.HasPrefix(d.Period.Period, "at-least ") || d.Period.Kind == "at-least")
	})
}

// asForm is the variable as the step that hands the document in speaks of it.
func (x *exploration) asForm(s *pack.StepDef, key string) string {
	if s.Form == nil {
		return key
	}
	return strings.ReplaceAll(key, "doc."+pack.CamelCase(s.Form.ID)+".", "form.")
}

// choices are the ways in which a step can be taken that later conditions tell apart: what
// its document says, how the panel voted.
func (x *exploration) choices(s *pack.StepDef) []settled {
	all := []settled{{}}
	for _, v := range x.tracked {
		chosen := s.Form != nil && !blindAct(s) && x.documentOf(v) == pack.CamelCase(s.Form.ID)
		panel := s.Act == pack.ActVote && strings.HasPrefix(v.key, "case.panel") || s.Act == pack.ActVote && v.key == "case.score"
		upheld := s.Act == pack.ActSettle && v.key == "case.upheldObjections"
		if !chosen && !panel && !upheld || len(all)*len(v.values) > 4096 {
			continue
		}
		var wider []settled
		for _, one := range all {
			for _, val := range v.values {
				if panel && (val.number < 0 || v.key == "case.panelGiven" && val.number == 0) || upheld && (val.number < 0 || val.number > 1) {
					continue
				}
				with := maps.Clone(one)
				with[v.key] = val
				wider = append(wider, with)
			}
		}
		if len(wider) > 0 {
			all = wider
		}
	}
	return all
}

func blindAct(s *pack.StepDef) bool { return s.Act == pack.ActVote || s.Act == pack.ActDeclare }

// after is the stand that follows one by a step.
func (s *stand) after(step *pack.StepDef, state string, given []string) *stand {
	return &stand{state: state, memory: maps.Clone(s.memory), from: s, step: step, given: given}
}

// carry is the case after the step.
func (x *exploration) carry(here *stand, s *pack.StepDef, choice settled, given []string) []*stand {
	to := s.To
	if to == "" {
		to = here.state
	}
	next := here.after(s, to, given)
	m := next.memory
	for key := range m {
		if key == `did("`+s.Step.Step+`")` || key == "case.done has "+s.Step.Step {
			m[key] = value{truth: true}
		}
	}
	panelling := s.Act == pack.ActVote
	for key, v := range choice {
		if !strings.HasPrefix(key, "case.") || panelling || s.Act == pack.ActSettle {
			m[key] = v
		}
	}
	set := func(key string, v value) {
		if _, ok := m[key]; ok {
			m[key] = v
		}
	}
	switch s.Act {
	case pack.ActNotice:
		set("case.noticeOver", value{})
		set("case.noticeOpen", value{truth: true})
		set("case.openObjections", value{})
		set("case.upheldObjections", value{})
	case pack.ActContest:
		if !here.memory["case.noticeOpen"].truth {
			return nil
		}
		set("case.openObjections", value{number: 1})
	case pack.ActSettle:
		if v, ok := here.memory["case.openObjections"]; ok && v.number == 0 {
			return nil
		}
		set("case.openObjections", value{})
	case pack.ActAppoint:
		for _, key := range []string{"case.panelGiven", "case.panelAgainst", "case.panelConflicts", "case.panelUndeclared", "case.score"} {
			set(key, value{})
		}
		set("case.panel", value{number: max(s.Members, 1)})
		set(wasVoted, value{})
		set(wasApproved, value{})
	case pack.ActVote:
		set(wasVoted, value{truth: true})
	case pack.ActExamine:
		set(wasExamined, value{truth: true})
	case pack.ActApprove:
		set(wasApproved, value{truth: true})
	}
	return []*stand{next}
}

func (x *exploration) arrive(here, next *stand) {
	key := next.key()
	known, ok := x.stands[key]
	if !ok {
		known = next
		x.stands[key] = next
		x.order = append(x.order, next)
	}
	if here != known {
		here.out = append(here.out, known)
	}
	if next.step != nil && next.step.Act == pack.ActRelease {
		x.releases(here, next)
	}
}

// releases says whether what is released has passed its review.
func (x *exploration) releases(here, next *stand) {
	var missing []string
	var words law.Text
	for _, want := range []struct {
		key    string
		zh, en string
	}{{wasExamined, "自动检查", "the examination"}, {wasVoted, "评审", "the votes"}, {wasApproved, "批准", "the approval"}} {
		if !here.memory[want.key].truth {
			missing = append(missing, want.key)
			words.ZH += "、" + want.zh
			words.EN += ", " + want.en
		}
	}
	if len(missing) == 0 || slices.ContainsFunc(x.findings, func(f Finding) bool { return f.Kind == ReviewSkipped && f.Step == next.step.Step.Step }) {
		return
	}
	x.found(ReviewSkipped, here.state, next.step.Step.Step, next.step.Rule, next, law.Text{
		ZH: "没有经过" + strings.TrimPrefix(words.ZH, "、") + "就可以出域", EN: "it releases without " + strings.TrimPrefix(words.EN, ", ")})
}

func (x *exploration) found(kind, state, step string, r *pack.Rule, at *stand, says law.Text) {
	x.findings = append(x.findings, Finding{Kind: kind, Procedure: x.def.Procedure.Procedure, State: state, Step: step, Rule: r.ID, Place: r.Place, Cites: r.Cites, Says: says, Story: x.story(at)})
}

// story tells how a case comes to a stand, by the first day on which each step can be taken.
func (x *exploration) story(at *stand) []Moment {
	var way []*stand
	for ; at != nil && at.from != nil; at = at.from {
		way = append(way, at)
	}
	slices.Reverse(way)
	day := x.day
	var told []Moment
	for _, s := range way {
		if s.over {
			day = x.noticeOpens(day)
			told = append(told, Moment{Day: day, Step: "", Title: law.Text{ZH: "公示期满", EN: "The public notice has run"}, By: []string{"clock"}, State: s.state})
			continue
		}
		told = append(told, Moment{Day: day, Step: s.step.Step.Step, Title: s.step.Title, By: s.step.By, State: s.state, Given: s.given})
	}
	return told
}

// noticeOpens is the first day after a public notice that was opened on a day.
func (x *exploration) noticeOpens(day calendar.Day) calendar.Day {
	s := simulation{pack: x.pack, calendar: x.calendar}
	opens := day
	for _, st := range x.def.Steps {
		for _, d := range st.Periods {
			if from, ok := x.def.Step(d.Period.From); ok && from.Act == pack.ActNotice {
				if p, _, ok := s.period(d); ok && p.Kind == calendar.AtLeast {
					opens = later(opens, x.calendar.Due(day, p).Opens)
				}
			}
		}
	}
	return opens
}
