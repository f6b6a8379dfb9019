package route

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// count works out the days of a step: the earliest after all that it needs and waits for,
// the last by the periods that the text gives.
func (s *simulation) count(n *node, untils []string) {
	n.wait = Interval{Procedure: n.step.Step.Procedure, From: n.from, Step: n.step.Step.Step, Title: n.step.Title, By: n.step.By,
		Rule: n.step.Rule.ID, Cites: n.step.Rule.Cites}
	n.first, n.last = s.day, s.day
	for _, before := range append(slices.Clone(n.needs), n.prev) {
		if before == nil {
			continue
		}
		if n.cause == nil || before.first.After(n.first) || before.first == n.first && before.depth >= n.cause.depth {
			n.first, n.cause = before.first, before
		}
		n.last = later(n.last, before.last)
	}
	free, bound := n.first, n.last
	for _, def := range n.step.Periods {
		s.hold(n, def, nil)
	}
	for _, day := range untils {
		s.closing(n, day)
	}
	if n.cause != nil {
		n.depth = n.cause.depth + 1
	}
	s.name(n)
	n.wait.MinDays, n.wait.MaxDays = free.DaysUntil(n.first), bound.DaysUntil(n.last)
	n.wait.Earliest, n.wait.Latest = n.first, n.last
}

func later(a, b calendar.Day) calendar.Day {
	if b.After(a) {
		return b
	}
	return a
}

// name says what kind of wait it is where no period has said so.
func (s *simulation) name(n *node) {
	if n.wait.Wait == WaitWithin {
		return
	}
	state, _ := n.step.Procedure.State(n.from)
	switch {
	case own(n.step):
		if n.wait.Wait == "" {
			n.wait.Wait = WaitPlatform
		}
		return
	case n.step.Opens():
		if n.wait.Wait == "" {
			n.wait.Wait = WaitWill
		}
		n.wait.Open = true
		return
	case n.wait.Wait == "":
		n.wait.Wait = WaitOpen
		n.wait.Cites = slices.Concat(n.step.Rule.Cites, n.step.Procedure.Rule.Cites)
		n.wait.Cites = slices.Compact(n.wait.Cites)
	}
	n.wait.Open = true
	n.wait.Reason = state.OpenEnded
}

// hold counts a period that binds a step, or the end of a notice, of which opened is the
// start.
func (s *simulation) hold(n *node, def *pack.PeriodDef, opened *node) {
	period, set, ok := s.period(def)
	if !ok {
		return
	}
	from := opened
	if from == nil {
		from = countedFrom(n, def)
	}
	if from == nil {
		return
	}
	switch first, last := s.calendar.Due(from.first, period), s.calendar.Due(from.last, period); period.Kind {
	case calendar.AtLeast:
		if !first.Opens.After(n.first) && n.wait.Wait != "" && opened == nil {
			return
		}
		n.first, n.last = later(n.first, first.Opens), later(n.last, last.Opens)
		n.wait.Wait, n.cause = WaitAtLeast, from
		n.wait.Open, n.wait.Set = set, set
		s.rest(n, def, period, last)
	case calendar.Within:
		n.last = later(n.last, last.Last)
		n.wait.Wait, n.wait.Open, n.wait.Set = WaitWithin, set, set
		s.rest(n, def, period, last)
	}
	if opened != nil {
		n.wait.MinDays, n.wait.MaxDays = opened.first.DaysUntil(n.first), opened.last.DaysUntil(n.last)
		n.wait.Earliest, n.wait.Latest = n.first, n.last
	}
}

func (s *simulation) rest(n *node, def *pack.PeriodDef, period calendar.Period, last calendar.Span) {
	n.wait.Period, n.wait.Rule, n.wait.Cites, n.wait.Reading = period.String(), def.Rule.ID, def.Rule.Cites, def.Rule.RestsOn
	if last.Provisional {
		n.wait.Provisional, n.wait.Awaits = true, last.Awaits
	}
}

// closing waits until the day after one that a document gives. It is no earlier than the
// document itself, nor than any step that must come by that day.
func (s *simulation) closing(n *node, day string) {
	name := n.step.Step.Procedure + " " + day
	given := n
	for given.prev != nil {
		given = given.prev
	}
	if camel, ok := strings.CutPrefix(day, "doc."); ok {
		document, _, _ := strings.Cut(camel, ".")
		for at := n.prev; at != nil; at = at.prev {
			if at.step.Form != nil && pack.CamelCase(at.step.Form.ID) == document {
				given = at
				break
			}
		}
	}
	opens := later(given.first, s.until[name]).AddDays(1)
	n.wait.Wait, n.wait.Open = WaitSet, true
	if opens.After(n.first) {
		n.first, n.cause = opens, given
	}
	n.last = later(n.last, opens)
}

// notAfter notes that a step must not come after a day that a document of its case, or of
// one it is linked to, gives.
func (s *simulation) notAfter(n *node, f *pack.Formula) {
	for _, day := range notPassed(f, true) {
		procedure := n.step.Step.Procedure
		if link, rest, ok := strings.Cut(strings.TrimPrefix(day, "link."), "."); ok && strings.HasPrefix(day, "link.") {
			name, isCase := pack.FactType(linksOf(n.step.Procedure)[link]).CaseOf()
			if !isCase {
				continue
			}
			procedure, day = name, rest
		}
		s.nextly[procedure+" "+day] = later(s.nextly[procedure+" "+day], n.first)
	}
}

// notPassed lists the days that must not have passed for the formula to come out as wanted.
func notPassed(f *pack.Formula, want bool) []string {
	switch f.Joint {
	case pack.Not:
		return notPassed(f.Parts[0], !want)
	case pack.One:
		if day, ok := strings.CutPrefix(f.Atom.Of, "today <= "); ok && want && plainPath(day) {
			return []string{day}
		}
	}
	var days []string
	for _, p := range f.Parts {
		days = append(days, notPassed(p, want)...)
	}
	return days
}

// countedFrom is the step from which a period of the case counts.
func countedFrom(n *node, def *pack.PeriodDef) *node {
	if def.Day != nil {
		return nil
	}
	if def.Period.From == "state" {
		at := n.prev
		for at != nil && at.prev != nil && at.step.To == "" {
			at = at.prev
		}
		return at
	}
	for at := n.prev; at != nil; at = at.prev {
		if at.step.Step.Step == def.Period.From {
			return at
		}
	}
	return nil
}

// period is the period that a rule gives; set where a document gives its length, of which
// the least is taken.
func (s *simulation) period(def *pack.PeriodDef) (p calendar.Period, set, ok bool) {
	if def.Length == nil {
		if def.Period.Period == pack.OnTheDay {
			return calendar.Period{}, false, false
		}
		p, err := calendar.ParsePeriod(def.Period.Period)
		return p, false, err == nil
	}
	n, set := s.length(def.Length)
	kind, err := calendar.ParseKind(def.Period.Kind)
	if err != nil {
		return calendar.Period{}, false, false
	}
	unit, err := calendar.ParseUnit(def.Period.Unit)
	p = calendar.Period{Kind: kind, N: n, Unit: unit}
	return p, set, err == nil && p.Check() == nil
}

// length evaluates a length over a case that has handed in nothing, with the settings as
// the readings preset them: the least that a document could give where it is bounded.
func (s *simulation) length(e *pack.Expression) (n int, set bool) {
	set = e.SpeaksOf("doc") || e.SpeaksOf("form") || e.SpeaksOf("link")
	v, err := e.Value(pack.Facts{
		"doc": nothing{}.tree(s.pack), "form": map[string]any{}, "link": map[string]any{}, "case": map[string]any{},
		"setting":      func(name string) int { v, _ := s.pack.Setting(name); n, _ := strconv.Atoi(v); return n },
		"setting_text": func(name string) string { v, _ := s.pack.Setting(name); return v },
	})
	if err != nil {
		return 0, set
	}
	n, _ = pack.WholeNumber(v)
	return n, set
}

// nothing are documents of which none is handed in.
type nothing struct{}

func (nothing) tree(p *pack.Pack) map[string]any {
	docs := map[string]any{}
	for _, def := range p.Procedures() {
		for _, st := range def.Steps {
			if st.Form == nil {
				continue
			}
			fields := map[string]any{}
			for _, f := range st.Form.Fields {
				fields[f.Field.Field] = pack.PlainValue(pack.FactType(f.Field.Type), nil)
			}
			docs[pack.CamelCase(st.Form.ID)] = fields
		}
	}
	return docs
}

// timeline gathers the intervals on the way to the end.
func (s *simulation) timeline(end *node, to Point) Timeline {
	t := Timeline{Pack: s.pack.Name(), Digest: s.pack.Digest, From: s.from, To: to, Day: s.day, Earliest: end.first, Latest: end.last,
		MinDays: s.day.DaysUntil(end.first), MaxDays: s.day.DaysUntil(end.last)}
	critical := map[string]bool{}
	for at := end; at != nil && at.first.After(s.day); at = at.cause {
		critical[at.key()] = true
	}
	var all []*node
	seen := map[*node]bool{}
	var gather func(*node)
	gather = func(n *node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		gather(n.prev)
		for _, before := range n.needs {
			gather(before)
		}
		if s.past[n.step.Name()] {
			return
		}
		all = append(all, n)
	}
	gather(end)
	slices.SortStableFunc(all, func(a, b *node) int { return a.first.Compare(b.first) })
	listed := map[string]bool{}
	for _, n := range all {
		if listed[n.key()] {
			continue
		}
		listed[n.key()] = true
		n.wait.Critical = critical[n.key()]
		t.add(n.wait)
	}
	return t
}

// key tells a step on the way from every other; rounds make the same one anew.
func (n *node) key() string { return n.step.Name() + " " + n.from + " " + strconv.FormatBool(n.over) }

func (t *Timeline) add(w Interval) {
	t.Intervals = append(t.Intervals, w)
	if w.Open {
		t.Open++
		t.Unbounded = true
	}
	if w.Awaits != 0 && (t.Awaits == 0 || w.Awaits < t.Awaits) {
		t.Awaits = w.Awaits
	}
	for _, c := range w.Cites {
		if !slices.Contains(t.Cites, c) {
			t.Cites = append(t.Cites, c)
		}
	}
	slices.SortFunc(t.Cites, func(a, b law.Citation) int { return cmp.Compare(a.String(), b.String()) })
}
