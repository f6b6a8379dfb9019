package calendar_test

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

// naive counts by walking from day to day, as a clerk would with a wall calendar. It
// shares nothing with the package but IsWorkingDay, and is what the package is held to.
type naive struct {
	cal    *Calendar
	awaits int // earliest unpublished year of a day that was asked about
}

func (n *naive) working(d Day) bool {
	working, published := n.cal.IsWorkingDay(d)
	if year := d.Year(); !published && (n.awaits == 0 || year < n.awaits) {
		n.awaits = year
	}
	return working
}

// run is the last of the N units that begin to run on the day after from.
func (n *naive) run(from Day, p Period) Day {
	switch p.Unit {
	case WorkingDays:
		d := from
		for left := p.N; left > 0; {
			d = d.AddDays(1)
			if n.working(d) {
				left--
			}
		}
		return d
	case NaturalDays:
		d := from
		for range p.N {
			d = d.AddDays(1)
		}
		return d
	case Months:
		return civilMonths(from, p.N)
	case Years:
		return civilMonths(from, 12*p.N)
	}
	panic("naive does not know " + p.Unit.String())
}

// civilMonths finds the day with the same number by trying: that number, or the nearest
// smaller one that the month has.
func civilMonths(from Day, n int) Day {
	year, month := from.Year(), int(from.Month())
	for ; n > 0; n-- {
		if month++; month == 13 {
			year, month = year+1, 1
		}
	}
	for ; n < 0; n++ {
		if month--; month == 0 {
			year, month = year-1, 12
		}
	}
	for number := from.Number(); ; number-- {
		if d, err := ParseDay(fmt.Sprintf("%04d-%02d-%02d", year, month, number)); err == nil {
			return d
		}
	}
}

func (n *naive) due(from Day, p Period) Span {
	s := Span{Period: p, From: from}
	switch p.Kind {
	case Within, AtLeast, Keep:
		s.Counted = n.run(from, p)
		s.Last = s.Counted
		if p.Kind != Keep && p.Unit != WorkingDays {
			for !n.working(s.Last) {
				s.Last = s.Last.AddDays(1)
				s.Rolled = true
			}
		}
		s.Opens = s.Last.AddDays(1)
		if p.Kind == Within {
			s.Opens = from
		}
	case AtLeastBefore:
		s.Last = from.AddDays(-1)
		for !n.runsBetween(s.Last, from, p) {
			s.Last = s.Last.AddDays(-1)
		}
		s.Counted = s.Last
	case InTheLast:
		s.Last, s.Counted, s.Opens = from, from, from
		switch p.Unit {
		case NaturalDays:
			s.Opens = from.AddDays(-p.N)
		case Months:
			s.Opens = civilMonths(from, -p.N)
		case Years:
			s.Opens = civilMonths(from, -12*p.N)
		case WorkingDays:
			for left := p.N; left > 0; {
				s.Opens = s.Opens.AddDays(-1)
				if n.working(s.Opens) {
					left--
				}
			}
		}
	}
	s.Awaits = n.awaits
	s.Provisional = n.awaits != 0
	return s
}

// runsBetween reports whether the period, beginning to run after notice, has run before end.
func (n *naive) runsBetween(notice, end Day, p Period) bool {
	if p.Unit != WorkingDays {
		return n.run(notice, p).Before(end)
	}
	ran := 0
	for d := notice.AddDays(1); d.Before(end); d = d.AddDays(1) {
		if n.working(d) {
			ran++
		}
	}
	return ran >= p.N
}

// Generators. Days lie around the published years of the generated calendars, so that
// counts start before, inside, between and behind them.
var (
	anyDay    = rapid.Custom(func(t *rapid.T) Day { return MustDay("2017-06-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "day")) })
	dayUnits  = rapid.SampledFrom([]Unit{NaturalDays, WorkingDays, Months, Years})
	anyKind   = rapid.SampledFrom([]Kind{Within, AtLeast, AtLeastBefore, InTheLast, Keep})
	anyPeriod = rapid.Custom(func(t *rapid.T) Period {
		return Period{Kind: anyKind.Draw(t, "kind"), N: rapid.IntRange(1, 40).Draw(t, "n"), Unit: dayUnits.Draw(t, "unit")}
	})
	anyCalendar = rapid.Custom(func(t *rapid.T) *Calendar {
		var amendments []Amendment
		for year := 2019; year <= 2025; year++ {
			if rapid.IntRange(0, 3).Draw(t, "published") > 0 {
				amendments = append(amendments, anyAmendment(t, year, fmt.Sprintf("notice for %d", year)))
			}
		}
		return amended(t, noYear(), amendments...)
	})
)

// anyAmendment is a notice for the year with a handful of holidays and make-up days.
func anyAmendment(t *rapid.T, year int, ref string) Amendment {
	m := Amendment{Notice: Notice{Year: year, Ref: ref, Name: "测试"}}
	seen := map[Day]bool{}
	for range rapid.IntRange(0, 8).Draw(t, "days") {
		first := DayIn(year, 1, 1).AddDays(rapid.IntRange(-10, 350).Draw(t, "first"))
		for i := range rapid.IntRange(1, 9).Draw(t, "length") {
			d := first.AddDays(i)
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			mark := Rest
			if weekend && rapid.Bool().Draw(t, "work") {
				mark = Work
			}
			if !seen[d] {
				seen[d] = true
				m.Days = append(m.Days, Adjustment{Day: d, Mark: mark, Name: "假"})
			}
		}
	}
	return m
}

func noYear() *Calendar {
	c, err := Read(strings.NewReader("date,kind,name_zh,notice\n"))
	if err != nil {
		panic(err)
	}
	return c
}

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

func amended(t fataler, c *Calendar, amendments ...Amendment) *Calendar {
	t.Helper()
	newer, err := c.With(amendments...)
	if err != nil {
		t.Fatalf("amending: %v", err)
	}
	return newer
}
