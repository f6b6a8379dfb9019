package procedure

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// periods refuses a step that comes before its wait has run, or outside its window. A
// step that is only late is allowed: that it is late is recorded and escalated.
func (j *judgement) periods(facts pack.Facts) error {
	for _, def := range j.step.Periods {
		span, err := j.span(def, j.c, facts)
		if err != nil {
			return fmt.Errorf("period %s: %w", def.Rule.ID, err)
		}
		if span.IsZero() || span.Permits(j.in.Today) || span.Period.Kind == calendar.Within {
			continue
		}
		j.untimely(def, span)
	}
	return nil
}

func (j *judgement) untimely(def *pack.PeriodDef, span calendar.Span) {
	v := law.Violation{Code: CodeRunning, Rule: def.Rule.ID, Cites: append([]law.Citation{}, def.Rule.Cites...), Basis: def.Rule.RestsOn,
		Says: def.Rule.Says, Remedy: def.Rule.Remedy,
		Facts: []law.Fact{{Name: "period", Value: span.Period.String()}, {Name: "today", Value: j.in.Today.String()}, {Name: "last", Value: dayText(span.Last)}}}
	if def.Rule.Code != "" {
		v.Code = def.Rule.Code
	}
	v.Cites = append(v.Cites, law.Platform("PF-05"))
	switch {
	case !span.Opens.IsZero() && j.in.Today.Before(span.Opens):
		v.Due = span.Opens.String()
		v.Facts = append(v.Facts, law.Fact{Name: "opens", Value: span.Opens.String()})
		if span.Period.Kind == calendar.InTheLast && def.Rule.Code == "" {
			v.Code = CodeWindow
		}
	case def.Rule.Code == "":
		v.Code = CodeWindow
	}
	j.against(v)
}

// span counts a period out for a case, or gives the zero span while what it is counted
// from has not happened.
func (w *world) span(def *pack.PeriodDef, c *Case, facts pack.Facts) (calendar.Span, error) {
	if def.Period.Period == pack.OnTheDay {
		day, err := w.countedFrom(def, c, facts)
		if err != nil || day.IsZero() {
			return calendar.Span{}, err
		}
		after := calendar.Period{Kind: calendar.AtLeast, N: 1, Unit: calendar.NaturalDays}
		return calendar.Span{Period: after, From: day, Last: day, Counted: day, Opens: day.AddDays(1)}, nil
	}
	p, err := w.period(def, facts)
	if err != nil || p.N == 0 && def.Length != nil {
		return calendar.Span{}, err
	}
	// The public notice was fixed when it opened; a later reading does not move it.
	if n := c.Notice; n != nil && p.Kind == calendar.AtLeast && w.opensNotice(def.Period.From) {
		return calendar.Span{Period: p, From: n.Opened, Last: n.Ends, Counted: n.Ends, Opens: n.Opens, Provisional: n.Provisional}, nil
	}
	from, err := w.countedFrom(def, c, facts)
	if err != nil || from.IsZero() {
		return calendar.Span{}, err
	}
	if err := p.Check(); err != nil {
		return calendar.Span{}, err
	}
	return w.in.Calendar.Due(from, p), nil
}

func (w *world) opensNotice(step string) bool {
	s, ok := w.def.Step(step)
	return ok && s.Act == pack.ActNotice
}

// period gives the period a rule states, or the one whose length an expression gives.
func (w *world) period(def *pack.PeriodDef, facts pack.Facts) (calendar.Period, error) {
	if def.Length == nil {
		return calendar.ParsePeriod(def.Period.Period)
	}
	v, err := def.Length.Value(facts)
	if err != nil {
		return calendar.Period{}, err
	}
	n, _ := pack.WholeNumber(v)
	kind, err := calendar.ParseKind(def.Period.Kind)
	if err != nil {
		return calendar.Period{}, err
	}
	unit, err := calendar.ParseUnit(def.Period.Unit)
	if err != nil {
		return calendar.Period{}, err
	}
	return calendar.Period{Kind: kind, N: n, Unit: unit}, nil
}

// countedFrom finds the day a period counts from: the newest time a step was taken, the
// day the state was entered, or a day that an expression gives.
func (w *world) countedFrom(def *pack.PeriodDef, c *Case, facts pack.Facts) (calendar.Day, error) {
	if def.Day != nil {
		v, err := def.Day.Value(facts)
		if err != nil {
			return calendar.Day{}, err
		}
		text, _ := v.(string)
		if text == "" {
			return calendar.Day{}, nil
		}
		return calendar.ParseDay(text)
	}
	if def.Period.From == "state" {
		return c.Since, nil
	}
	for i := len(c.Done) - 1; i >= 0; i-- {
		if c.Done[i].Step == def.Period.From {
			return c.Done[i].On, nil
		}
	}
	return calendar.Day{}, nil
}

// dues counts every period that binds a step out of the state the case now stands in.
func (w *world) dues(c *Case, facts pack.Facts) ([]Due, error) {
	var dues []Due
	for _, s := range w.def.Steps {
		if !bound(s, c.State) {
			continue
		}
		for _, def := range s.Periods {
			span, err := w.span(def, c, facts)
			if err != nil {
				return nil, fmt.Errorf("period %s: %w", def.Rule.ID, err)
			}
			if span.IsZero() {
				continue
			}
			on := span.Last
			if span.Period.Kind == calendar.AtLeast {
				on = span.Opens
			}
			dues = append(dues, Due{Step: s.Step.Step, Rule: def.Rule.ID, Cite: def.Rule.Cites[0], Kind: span.Period.Kind.String(),
				On: on, Opens: span.Opens, Provisional: span.Provisional, Reading: def.Rule.RestsOn, Lapse: def.Lapse, Remind: def.Remind})
		}
	}
	return dues, nil
}

func bound(s *pack.StepDef, state string) bool {
	for _, from := range s.From {
		if from == state {
			return true
		}
	}
	return false
}

func dayText(d calendar.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
