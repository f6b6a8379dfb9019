package calendar_test

import (
	"bytes"
	"testing"
	"time"

	"pgregory.net/rapid"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

// Every span equals the one that walking from day to day gives, on any calendar: so it is
// provisional exactly when a day that was asked about lies in an unpublished year.
func TestDueEqualsWalking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from, p := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "from"), anyPeriod.Draw(t, "period")
		n := naive{cal: cal}
		if got, want := cal.Due(from, p), n.due(from, p); got != want {
			t.Fatalf("due %+v\nwalk %+v", got, want)
		}
	})
}

func TestWorkingDayCountsEqualWalking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, a, b := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "a"), anyDay.Draw(t, "b")
		if b.Before(a) {
			a, b = b, a
		}
		n := naive{cal: cal}
		want := 0
		for d := a.AddDays(1); !d.After(b); d = d.AddDays(1) {
			if n.working(d) {
				want++
			}
		}
		got, provisional := cal.WorkingDaysBetween(a, b)
		back, alsoProvisional := cal.WorkingDaysBetween(b, a)
		if got != want || back != -want || provisional != (n.awaits != 0) || alsoProvisional != provisional {
			t.Fatalf("from %s to %s: %d and %d, provisional %v, %v; walking gives %d, awaits %d", a, b, got, back, provisional, alsoProvisional, want, n.awaits)
		}
		left := cal.Left(a, b)
		if left.NaturalDays != a.DaysUntil(b) || left.WorkingDays != want || left.Provisional != provisional {
			t.Fatalf("left %+v", left)
		}
	})
}

// Of two periods that differ only in their number the longer never ends sooner, and never
// lets the act happen sooner.
func TestLongerNeverEndsSooner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from, p := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "from"), anyPeriod.Draw(t, "period")
		longer := p
		longer.N += rapid.IntRange(1, 30).Draw(t, "more")
		short, long := cal.Due(from, p), cal.Due(from, longer)
		switch p.Kind {
		case AtLeastBefore:
			if !short.Last.After(long.Last) && short.Last != long.Last {
				t.Fatalf("a longer notice may be given later: %+v, %+v", short, long)
			}
		case InTheLast:
			if long.Opens.After(short.Opens) || long.Last != short.Last {
				t.Fatalf("a longer window is no wider: %+v, %+v", short, long)
			}
		default:
			if long.Last.Before(short.Last) || long.Opens.Before(short.Opens) {
				t.Fatalf("a longer period ends sooner: %+v, %+v", short, long)
			}
		}
	})
}

// A period that starts later never ends sooner.
func TestLaterNeverEndsSooner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from, p := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "from"), anyPeriod.Draw(t, "period")
		later := from.AddDays(rapid.IntRange(0, 60).Draw(t, "later"))
		early, late := cal.Due(from, p), cal.Due(later, p)
		if late.Last.Before(early.Last) || late.Opens.Before(early.Opens) {
			t.Fatalf("%+v, %+v", early, late)
		}
	})
}

func TestNaturalDaysEndNoLaterThanWorkingDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from, n := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "from"), rapid.IntRange(1, 60).Draw(t, "n")
		natural := cal.Due(from, Period{Within, n, NaturalDays})
		working := cal.Due(from, Period{Within, n, WorkingDays})
		if natural.Last.After(working.Last) {
			t.Fatalf("%d natural days end on %s, as many working days on %s", n, natural.Last, working.Last)
		}
	})
}

// A last day is a working day wherever the law moves it, and nothing but rest days lies
// between the day counted and the day it moved to.
func TestLastDayIsAWorkingDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from, p := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "from"), anyPeriod.Draw(t, "period")
		s := cal.Due(from, p)
		if p.Kind != Within && p.Kind != AtLeast {
			if s.Rolled || s.Counted != s.Last {
				t.Fatalf("%s is moved: %+v", p, s)
			}
			return
		}
		if working, _ := cal.IsWorkingDay(s.Last); !working {
			t.Fatalf("last day %s is a rest day", s.Last)
		}
		if n, _ := cal.WorkingDaysBetween(s.Counted.AddDays(-1), s.Last); n != 1 {
			t.Fatalf("from %s it moved to %s over %d working days", s.Counted, s.Last, n-1)
		}
	})
}

// Giving notice on the last day of "at least before" satisfies "at least" counted from
// that day, and a day later does not. Working days only: the last day of a notice counted
// otherwise may still move.
func TestNoticeBeforeMeetsNoticeFrom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, end, n := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "end"), rapid.IntRange(1, 40).Draw(t, "n")
		last := cal.Due(end, Period{AtLeastBefore, n, WorkingDays}).Last
		wait := Period{AtLeast, n, WorkingDays}
		if s := cal.Due(last, wait); !s.Permits(end) {
			t.Fatalf("notice on %s opens on %s, after %s", last, s.Opens, end)
		}
		if s := cal.Due(last.AddDays(1), wait); s.Permits(end) {
			t.Fatalf("notice on %s would still open on %s", last.AddDays(1), s.Opens)
		}
	})
}

// An added holiday never makes a last day earlier, an added make-up day never later.
func TestEmergencyNoticeMovesOneWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "from")
		p := Period{rapid.SampledFrom([]Kind{Within, AtLeast}).Draw(t, "kind"), rapid.IntRange(1, 40).Draw(t, "n"), WorkingDays}
		day := from.AddDays(rapid.IntRange(-5, 70).Draw(t, "day"))
		mark := Rest
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			mark = rapid.SampledFrom([]Mark{Rest, Work}).Draw(t, "mark")
		}
		newer := amended(t, cal, Amendment{
			Notice: Notice{Year: day.Year(), Ref: "emergency", Name: "紧急通知"},
			Days:   []Adjustment{{Day: day, Mark: mark, Name: "紧急"}},
		})
		r := newer.Recount(cal.Due(from, p))
		if mark == Rest && r.Moved < 0 || mark == Work && r.Moved > 0 {
			t.Fatalf("%s of %s moved %s by %d days", mark, day, r.Old.Last, r.Moved)
		}
		if r.Changed != (r.Old.Last != r.New.Last || r.Old.Opens != r.New.Opens) {
			t.Fatalf("changed %v: %+v", r.Changed, r)
		}
	})
}

// What does not touch a changed day does not change: Changes tells whom to recount.
func TestUntouchedSpansStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from, p := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "from"), anyPeriod.Draw(t, "period")
		newer := amended(t, cal, anyAmendment(t, rapid.IntRange(2019, 2025).Draw(t, "year"), "later notice"))
		old := cal.Due(from, p)
		now := newer.Due(from, p)
		for _, d := range cal.Changes(newer) {
			if !d.Before(min3(old.From, old.Opens, old.Last)) && !d.After(max3(old.From, old.Opens, old.Last)) {
				return
			}
		}
		if old != now {
			t.Fatalf("no day of it changed, yet %+v became %+v", old, now)
		}
	})
}

func min3(days ...Day) Day {
	least := days[0]
	for _, d := range days {
		if !d.IsZero() && d.Before(least) {
			least = d
		}
	}
	return least
}

func max3(days ...Day) Day {
	most := days[0]
	for _, d := range days {
		if d.After(most) {
			most = d
		}
	}
	return most
}

func TestAddMonthsIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay.Draw(t, "day"), rapid.IntRange(-300, 300).Draw(t, "n")
		if got, want := d.AddMonths(n), civilMonths(d, n); got != want {
			t.Fatalf("%s and %d months: %s, want %s", d, n, got, want)
		}
		if next := d.AddDays(1); next.AddMonths(n).Before(d.AddMonths(n)) {
			t.Fatalf("%s is before %s, but not after %d months", d, next, n)
		}
		if !d.AddMonths(n).Before(d.AddMonths(n + 1)) {
			t.Fatalf("%s: %d months are not less than %d", d, n, n+1)
		}
		if d.AddYears(2) != d.AddMonths(24) {
			t.Fatalf("%s: two years are not twenty-four months", d)
		}
	})
}

func TestPeriodsPrintAndParse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod.Draw(t, "period")
		p.N = rapid.IntRange(1, 10_000).Draw(t, "n")
		read, err := ParsePeriod(p.String())
		if err != nil || read != p {
			t.Fatalf("%q read as %+v, %v", p, read, err)
		}
	})
}

// Any calendar is the file it writes: same digest, same bytes, same days.
func TestCalendarsWriteAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal := anyCalendar.Draw(t, "calendar")
		var file, again bytes.Buffer
		if _, err := cal.WriteTo(&file); err != nil {
			t.Fatal(err)
		}
		read, err := Read(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatalf("reading back: %v\n%s", err, &file)
		}
		if _, err := read.WriteTo(&again); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(file.Bytes(), again.Bytes()) || read.Digest() != cal.Digest() || len(cal.Changes(read)) != 0 {
			t.Fatalf("%s became %s", cal, read)
		}
	})
}

// Stopping the clock never makes a period end sooner, and takes out exactly the days of
// the pauses: a walk that skips them ends on the same day.
func TestTolledEqualsWalking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal, from := anyCalendar.Draw(t, "calendar"), anyDay.Draw(t, "from")
		unit := rapid.SampledFrom([]Unit{NaturalDays, WorkingDays}).Draw(t, "unit")
		p := Period{rapid.SampledFrom([]Kind{Within, AtLeast, Keep}).Draw(t, "kind"), rapid.IntRange(1, 40).Draw(t, "n"), unit}
		var pauses []Pause
		for range rapid.IntRange(0, 4).Draw(t, "pauses") {
			stopped := from.AddDays(rapid.IntRange(-10, 60).Draw(t, "stopped"))
			pauses = append(pauses, Pause{stopped, stopped.AddDays(rapid.IntRange(-1, 30).Draw(t, "length"))})
		}
		n := naive{cal: cal}
		counted := from
		for left := p.N; left > 0; {
			counted = counted.AddDays(1)
			if !paused(counted, pauses) && (unit == NaturalDays || n.working(counted)) {
				left--
			}
		}
		s := cal.DueTolled(from, p, pauses...)
		if s.Counted != counted {
			t.Fatalf("%s from %s with %v ends on %s, walking gives %s", p, from, pauses, s.Counted, counted)
		}
		plain := cal.Due(from, p)
		if s.Last.Before(plain.Last) || s.Opens.Before(plain.Opens) {
			t.Fatalf("stopping the clock shortened %+v to %+v", plain, s)
		}
		if len(pauses) == 0 && s != plain {
			t.Fatalf("without a pause %+v differs from %+v", s, plain)
		}
	})
}

func paused(d Day, pauses []Pause) bool {
	for _, p := range pauses {
		if d.After(p.Stopped) && !d.After(p.Resumed) {
			return true
		}
	}
	return false
}
