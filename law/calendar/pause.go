package calendar

import (
	"cmp"
	"slices"
)

// Pause is a time during which a period did not run, such as the time an applicant took
// to supplement what was missing. As with every beginning in law, the day of an event is
// not counted: the day on which the clock stopped belongs to the time that ran, the day
// on which it resumed to the pause, and the day after is the next that counts.
type Pause struct {
	Stopped Day `json:"stopped"`
	Resumed Day `json:"resumed"`
}

// DueTolled is Due for a clock that was stopped: the days of the pauses are not counted.
// Pauses may come in any order, overlap, lie outside the span and be empty; one with an
// unset day or that resumes before it stops is empty. A pause that still lasts is handed
// in with today as its end: the answer is then the earliest that is still possible.
//
// Working days skip the working days of a pause, every other unit its natural days; after
// that the last day moves off rest days as always. Hours, and the kinds that count back
// from an end day, are not stopped by anything.
func (c *Calendar) DueTolled(from Day, p Period, pauses ...Pause) Span {
	s := c.Due(from, p)
	if s.IsZero() || p.Unit == Hours || p.Kind == AtLeastBefore || p.Kind == InTheLast {
		return s
	}
	s = Span{Period: p, From: from, Opens: s.Opens}
	c.forward(&s)
	for _, pause := range merged(from, pauses) {
		if !pause.Stopped.Before(s.Last) {
			break // it had run out before this pause and all later ones
		}
		c.skip(&s, pause)
	}
	s.Counted = s.Last
	if p.Kind != Keep {
		c.roll(&s)
	}
	if p.Kind != Within {
		s.Opens = s.Last.AddDays(1)
	}
	return s
}

// skip puts the end of the count off by what the pause did not let run.
func (c *Calendar) skip(s *Span, pause Pause) {
	if s.Period.Unit != WorkingDays {
		s.Last = s.Last.AddDays(pause.Stopped.DaysUntil(pause.Resumed))
		return
	}
	lost, _ := c.WorkingDaysBetween(pause.Stopped, pause.Resumed)
	s.Last = c.AddWorkingDays(s.Last, lost)
	s.awaits(c, s.From.AddDays(1), s.Last)
}

// merged is the pauses after from, ascending, not empty and apart from each other.
func merged(from Day, pauses []Pause) []Pause {
	pauses = slices.Clone(pauses)
	slices.SortFunc(pauses, func(a, b Pause) int {
		return cmp.Or(a.Stopped.Compare(b.Stopped), a.Resumed.Compare(b.Resumed))
	})
	var apart []Pause
	end := from
	for _, p := range pauses {
		if p.Stopped.IsZero() || !p.Resumed.After(end) || !p.Resumed.After(p.Stopped) {
			continue
		}
		if p.Stopped.Before(end) {
			p.Stopped = end
		}
		apart = append(apart, p)
		end = p.Resumed
	}
	return apart
}

// RecountTolled is Recount for a span that was counted with DueTolled and these pauses.
func (c *Calendar) RecountTolled(old Span, pauses ...Pause) Recounted {
	if old.IsZero() {
		return Recounted{}
	}
	return recounted(old, c.DueTolled(old.From, old.Period, pauses...))
}
