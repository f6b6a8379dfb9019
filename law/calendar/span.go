package calendar

import (
	"fmt"
	"time"
)

// Span is a period counted out on a calendar: the days on which it opens and ends. The
// zero value is unset: a clock that has not started has no span.
//
// What Opens and Last mean follows from the period's kind:
//
//	within           Opens the day counted from; Last the last day on which the act is in time
//	at-least         Last the last day of the wait; Opens the day after, the first on which the act is allowed
//	at-least-before  Opens unset; Last the last day on which notice is in time
//	in-the-last      Opens … Last the window, both included; Last the end day itself
//	keep             Last the last day of keeping; Opens the day after, the first on which deletion is allowed
type Span struct {
	Period Period `json:"period"`
	From   Day    `json:"from"`           // the day counted from; the end day for the two kinds that count back
	Opens  Day    `json:"opens,omitzero"` // see above
	Last   Day    `json:"last"`           // see above
	// Counted is the last day before it was moved off rest days; equal to Last unless Rolled.
	Counted Day  `json:"counted"`
	Rolled  bool `json:"rolled,omitempty"` // Last was moved to the next working day (Civil Code 203)
	// Provisional: the answer rests on a day in an unpublished year, of which Awaits is the
	// earliest. It is counted again once that is published, see Recount.
	Provisional bool `json:"provisional,omitempty"`
	Awaits      int  `json:"awaits,omitempty"` // 0 unless Provisional
}

// IsZero reports whether nothing has been counted.
func (s Span) IsZero() bool { return s == Span{} }

// Permits reports whether, on that day, the act that the period governs is in time: filed
// within, done after the wait, notice given early enough, asked for in the window, deleted
// after the keeping time. A provisional span permits by what is known today. Nothing is
// permitted on an unset day or by an unset span.
func (s Span) Permits(on Day) bool {
	if s.IsZero() || on.IsZero() {
		return false
	}
	switch s.Period.Kind {
	case AtLeast, Keep:
		return !on.Before(s.Opens)
	case AtLeastBefore:
		return !on.After(s.Last)
	default:
		return !on.Before(s.Opens) && !on.After(s.Last)
	}
}

// Passed reports whether, on that day, the last day lies behind: an act due within the
// period is late, a notice that had to be given before the end day can no longer be, a
// window has closed, a wait or a keeping time is over.
func (s Span) Passed(on Day) bool { return !s.IsZero() && on.After(s.Last) }

// Due counts the period on the calendar. For at-least-before and in-the-last, from is the
// end day that is counted back from; for all others it is the day on which the period
// starts, which is not itself counted (Civil Code 201).
//
// An unset from gives an unset span. A period that Check refuses was excluded when it was
// parsed, and panics. For hours the day alone does not say enough: the answer is the
// earliest day on which they can end; see Deadline for the moment.
func (c *Calendar) Due(from Day, p Period) Span {
	if err := p.Check(); err != nil {
		panic(fmt.Sprintf("calendar: Due needs a period that Check accepts: %v", err))
	}
	if from.IsZero() {
		return Span{}
	}
	s := Span{Period: p, From: from}
	switch p.Kind {
	case Within:
		s.Opens = from
		c.forward(&s)
		c.roll(&s)
	case AtLeast:
		c.forward(&s)
		c.roll(&s)
		s.Opens = s.Last.AddDays(1)
	case Keep:
		c.forward(&s)
		s.Opens = s.Last.AddDays(1)
	case AtLeastBefore:
		c.notice(&s)
	case InTheLast:
		c.window(&s)
	}
	return s
}

// forward counts N units on from From. Only working days ask the calendar.
func (c *Calendar) forward(s *Span) {
	s.Last = shift(s.From, s.Period.Unit, s.Period.N)
	if s.Period.Unit == WorkingDays {
		s.Last = c.AddWorkingDays(s.From, s.Period.N)
		s.awaits(c, s.From.AddDays(1), s.Last)
	}
	s.Counted = s.Last
}

// roll moves a last day that is a rest day to the next working day 〔Civil Code 203〕. A
// count of working days ends on one already, and hours end when they end.
func (c *Calendar) roll(s *Span) {
	if s.Period.Unit == WorkingDays || s.Period.Unit == Hours {
		return
	}
	s.Last = c.NextWorkingDay(s.Counted)
	s.Rolled = s.Last != s.Counted
	s.awaits(c, s.Counted, s.Last)
}

// notice finds the last day on which notice can be given so that all N units run between:
// neither the day of the notice nor the end day counts. So whoever gives notice on Last of
// "at-least-before N working-days" may act on From, exactly as "at-least N working-days"
// from Last would open on From. The last day is not moved: forward would shorten the time
// that the notice protects, and backward is demanded by nothing.
func (c *Calendar) notice(s *Span) {
	switch s.Period.Unit {
	case WorkingDays:
		earliest := c.AddWorkingDays(s.From, -s.Period.N) // the first of the N days that must run
		s.Last = earliest.AddDays(-1)
		s.awaits(c, earliest, s.From.AddDays(-1))
	default:
		// Months have no inverse, so look for the latest day that is early enough: it lies at
		// most a few days off, where the ends of long and short months meet.
		s.Last = shift(s.From, s.Period.Unit, -s.Period.N).AddDays(3)
		for !shift(s.Last, s.Period.Unit, s.Period.N).Before(s.From) && s.Last.n > 1 {
			s.Last = s.Last.AddDays(-1)
		}
	}
	s.Counted = s.Last
}

// window finds the first day of the last N units up to the end day. The end is an expiry,
// not a time limit for an act: it does not move, and so neither does the window.
func (c *Calendar) window(s *Span) {
	s.Opens, s.Last, s.Counted = shift(s.From, s.Period.Unit, -s.Period.N), s.From, s.From
	if s.Period.Unit == WorkingDays {
		s.Opens = c.AddWorkingDays(s.From, -s.Period.N)
		s.awaits(c, s.Opens, s.From.AddDays(-1))
	}
}

// awaits marks the span provisional when a day from first to last, on which its answer
// rests, lies in an unpublished year.
func (s *Span) awaits(c *Calendar, first, last Day) {
	if year := c.awaits(first, last); year != 0 {
		s.Provisional, s.Awaits = true, year
	}
}

// shift moves a day by n units that need no calendar. Whole days of hours are the least
// that hours from some moment of the day can reach. Working days stay: they need one.
func shift(d Day, u Unit, n int) Day {
	switch u {
	case NaturalDays:
		return d.AddDays(n)
	case Months:
		return d.AddMonths(n)
	case Years:
		return d.AddYears(n)
	case Hours:
		return d.AddDays(n / 24)
	default:
		return d
	}
}

// Deadline is the moment from which an act due within the period is late, counted from
// the moment at which the period starts: for hours exactly so many hours later, for every
// other unit the end (24:00) of the span's last day. The span's days are those of the
// answer. It panics on a period that is not a valid within.
//
// Source: Civil Code 201 (hours run from the moment), 203 (the last day ends at 24:00).
func (c *Calendar) Deadline(from time.Time, p Period) (time.Time, Span) {
	if p.Kind != Within {
		panic("calendar: Deadline needs a period of the kind within, not " + p.Kind.String())
	}
	s := c.Due(DayOf(from), p)
	if s.IsZero() {
		return time.Time{}, s
	}
	if p.Unit != Hours {
		return s.Last.End(), s
	}
	at := from.Add(time.Duration(p.N) * time.Hour).In(beijing)
	s.Last = DayOf(at)
	s.Counted = s.Last
	return at, s
}
