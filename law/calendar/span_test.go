package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

// On which days each kind lets its act happen, and when its last day lies behind.
func TestPermits(t *testing.T) {
	for _, c := range []struct {
		from, period string
		day          string
		permits      bool
		passed       bool
		why          string
	}{
		{"2026-02-11", "within 5 working-days", "2026-02-10", false, false, "has not begun"},
		{"2026-02-11", "within 5 working-days", "2026-02-11", true, false, "the day it starts is in time"},
		{"2026-02-11", "within 5 working-days", "2026-02-25", true, false, "the last day is in time"},
		{"2026-02-11", "within 5 working-days", "2026-02-26", false, true, "late"},
		{"2025-01-24", "at-least 5 natural-days", "2025-02-05", false, false, "the notice still runs"},
		{"2025-01-24", "at-least 5 natural-days", "2025-02-06", true, true, "the notice has run"},
		{"2026-03-20", "at-least-before 10 working-days", "2026-03-05", true, false, "early enough"},
		{"2026-03-20", "at-least-before 10 working-days", "2020-01-01", true, false, "earlier still"},
		{"2026-03-20", "at-least-before 10 working-days", "2026-03-06", false, true, "a day too late"},
		{"2026-08-31", "in-the-last 6 months", "2026-02-27", false, false, "too early"},
		{"2026-08-31", "in-the-last 6 months", "2026-02-28", true, false, "the window opens"},
		{"2026-08-31", "in-the-last 6 months", "2026-08-31", true, false, "the last day"},
		{"2026-08-31", "in-the-last 6 months", "2026-09-01", false, true, "expired"},
		{"2026-03-01", "keep 6 months", "2026-09-01", false, false, "still to be kept"},
		{"2026-03-01", "keep 6 months", "2026-09-02", true, true, "may be deleted"},
	} {
		s := China().Due(MustDay(c.from), MustPeriod(c.period))
		if day := MustDay(c.day); s.Permits(day) != c.permits || s.Passed(day) != c.passed {
			t.Errorf("%s from %s on %s: permits %v, passed %v: %s", c.period, c.from, day, s.Permits(day), s.Passed(day), c.why)
		}
		if s.Permits(Day{}) || (Span{}).Permits(MustDay(c.day)) || (Span{}).Passed(MustDay(c.day)) {
			t.Error("something unset permits or has passed")
		}
	}
}

func TestDeadline(t *testing.T) {
	at := func(s string) time.Time {
		moment, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	for _, c := range []struct{ from, period, want, last, why string }{
		{"2026-02-14T23:00:00+08:00", "within 4 hours", "2026-02-15T03:00:00+08:00", "2026-02-15", "hours cross midnight"},
		{"2026-02-14T01:00:00+08:00", "within 4 hours", "2026-02-14T05:00:00+08:00", "2026-02-14", "or do not"},
		{"2026-02-14T15:00:00Z", "within 24 hours", "2026-02-15T23:00:00+08:00", "2026-02-15", "and run through holidays"},
		{"2026-02-11T23:59:59+08:00", "within 5 working-days", "2026-02-26T00:00:00+08:00", "2026-02-25", "days end at 24:00"},
		{"2026-02-11T16:00:00Z", "within 1 working-days", "2026-02-14T00:00:00+08:00", "2026-02-13", "it is the 12th in Beijing"},
	} {
		got, s := China().Deadline(at(c.from), MustPeriod(c.period))
		if got.Format(time.RFC3339) != c.want || s.Last.String() != c.last {
			t.Errorf("%s from %s: %s, %s; want %s, %s: %s", c.period, c.from, got.Format(time.RFC3339), s.Last, c.want, c.last, c.why)
		}
		if due := China().Due(DayOf(at(c.from)), MustPeriod(c.period)); due.Last.After(s.Last) {
			t.Errorf("%s from the day ends on %s, after the moment's %s", c.period, due.Last, s.Last)
		}
	}
	if got, s := China().Deadline(time.Time{}, MustPeriod("within 4 hours")); !got.IsZero() || !s.IsZero() {
		t.Error("a clock that has not started has a deadline")
	}
	defer func() {
		if recover() == nil {
			t.Error("a wait has a deadline")
		}
	}()
	China().Deadline(at("2026-02-11T00:00:00Z"), MustPeriod("at-least 5 working-days"))
}

func TestTolledClock(t *testing.T) {
	pause := func(stopped, resumed string) Pause { return Pause{MustDay(stopped), MustDay(resumed)} }
	for _, c := range []struct {
		from, period string
		pauses       []Pause
		last, opens  string
		why          string
	}{
		{"2026-03-02", "within 5 working-days", []Pause{pause("2026-03-04", "2026-03-10")}, "2026-03-13", "2026-03-02", "two days ran before, three after"},
		{"2026-03-02", "within 5 working-days", []Pause{pause("2026-03-06", "2026-03-08")}, "2026-03-09", "2026-03-02", "a weekend takes no working day"},
		{"2026-03-02", "within 5 working-days", []Pause{pause("2026-03-09", "2026-03-20")}, "2026-03-09", "2026-03-02", "it had run out that day"},
		{"2026-03-02", "within 5 natural-days", []Pause{pause("2026-03-04", "2026-03-10")}, "2026-03-13", "2026-03-02", "six days lost"},
		{"2026-03-02", "within 5 natural-days", []Pause{pause("2026-03-04", "2026-03-11")}, "2026-03-16", "2026-03-02", "03-14 is a Saturday and moves"},
		{"2026-03-02", "at-least 1 month", []Pause{pause("2026-03-20", "2026-03-25")}, "2026-04-07", "2026-04-08", "04-02 and five days is the Tuesday after the holiday"},
		{"2026-03-02", "keep 1 month", []Pause{pause("2026-03-20", "2026-03-25"), pause("2026-03-22", "2026-03-24")}, "2026-04-07", "2026-04-08", "an overlap is lost once"},
		{"2026-03-02", "within 5 working-days", []Pause{{}, pause("2026-03-05", "2026-03-04"), {Stopped: MustDay("2026-03-04")}}, "2026-03-09", "2026-03-02", "empty pauses"},
		{"2026-03-02", "in-the-last 6 months", []Pause{pause("2026-02-01", "2026-02-20")}, "2026-03-02", "2025-09-02", "an expiry waits for nobody"},
		{"2026-03-02", "within 24 hours", []Pause{pause("2026-03-02", "2026-03-20")}, "2026-03-03", "2026-03-02", "nor do hours"},
		{"2026-12-28", "within 2 working-days", []Pause{pause("2026-12-29", "2027-01-04")}, "2027-01-05", "2026-12-28", "the pause leads into an unpublished year"},
	} {
		p := MustPeriod(c.period)
		s := China().DueTolled(MustDay(c.from), p, c.pauses...)
		if s.Last.String() != c.last || s.Opens.String() != c.opens || s.Provisional != (s.Last.Year() > 2026) {
			t.Errorf("%s from %s: %+v; want %s, %s: %s", c.period, c.from, s, c.last, c.opens, c.why)
		}
		if r := China().RecountTolled(s, c.pauses...); r.Changed || r.New != s {
			t.Errorf("recounting moved it: %+v", r)
		}
	}
}

func TestSpanInJSON(t *testing.T) {
	for _, c := range []struct{ from, period, want string }{
		{"2026-02-11", "within 5 working-days", `{"period":"within 5 working-days","from":"2026-02-11","opens":"2026-02-11","last":"2026-02-25","counted":"2026-02-25"}`},
		{"2026-12-28", "at-least-before 1 working-days", `{"period":"at-least-before 1 working-days","from":"2026-12-28","last":"2026-12-24","counted":"2026-12-24"}`},
		{"2026-12-28", "at-least 6 natural-days", `{"period":"at-least 6 natural-days","from":"2026-12-28","opens":"2027-01-05","last":"2027-01-04","counted":"2027-01-03","rolled":true,"provisional":true,"awaits":2027}`},
	} {
		s := China().Due(MustDay(c.from), MustPeriod(c.period))
		text, err := json.Marshal(s)
		if err != nil || string(text) != c.want {
			t.Errorf("%s, %v; want %s", text, err, c.want)
		}
		var read Span
		if err := json.Unmarshal(text, &read); err != nil || read != s {
			t.Errorf("read back %+v, %v", read, err)
		}
	}
}

func TestLeft(t *testing.T) {
	for _, c := range []struct {
		today, due string
		want       Remaining
	}{
		{"2026-02-11", "2026-02-25", Remaining{14, 5, false}},
		{"2026-02-25", "2026-02-25", Remaining{0, 0, false}},
		{"2026-02-27", "2026-02-25", Remaining{-2, -2, false}},
		{"2026-12-28", "2027-01-11", Remaining{14, 10, true}},
		{"2027-01-11", "2026-12-28", Remaining{-14, -10, true}},
	} {
		if got := China().Left(MustDay(c.today), MustDay(c.due)); got != c.want {
			t.Errorf("on %s until %s: %+v, want %+v", c.today, c.due, got, c.want)
		}
	}
}
