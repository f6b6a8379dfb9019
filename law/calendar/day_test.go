package calendar_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

func TestParseDayRefuses(t *testing.T) {
	for _, s := range []string{"", "2026", "2026-2-5", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "0000-01-01",
		"2026-02-25 ", " 2026-02-25", "2026-02-25T00:00:00", "2026/02/25", "20260225", "+2026-02-25", "10000-01-01", "２０２６-02-25"} {
		if d, err := ParseDay(s); err == nil || !d.IsZero() {
			t.Errorf("%q was read as %s", s, d)
		}
	}
}

func TestDayOfAMoment(t *testing.T) {
	for _, c := range []struct{ moment, day, why string }{
		{"2026-02-24T15:59:59Z", "2026-02-24", "a second before midnight in Beijing"},
		{"2026-02-24T16:00:00Z", "2026-02-25", "midnight in Beijing"},
		{"2026-02-25T00:30:00+08:00", "2026-02-25", "Beijing time as it stands"},
		{"2026-02-24T10:00:00-08:00", "2026-02-25", "evening there, morning here"},
	} {
		moment, err := time.Parse(time.RFC3339, c.moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := DayOf(moment); got.String() != c.day {
			t.Errorf("%s is on %s, want %s: %s", c.moment, got, c.day, c.why)
		}
	}
	if !DayOf(time.Time{}).IsZero() {
		t.Error("the zero time is on a day")
	}
}

func TestDayBeginsAndEnds(t *testing.T) {
	d := MustDay("2026-02-25")
	if got := d.Time().Format(time.RFC3339); got != "2026-02-25T00:00:00+08:00" {
		t.Errorf("begins %s", got)
	}
	if got := d.End().Format(time.RFC3339); got != "2026-02-26T00:00:00+08:00" {
		t.Errorf("ends %s", got)
	}
	if DayOf(d.Time()) != d || DayOf(d.End().Add(-time.Nanosecond)) != d || DayOf(d.End()) != d.AddDays(1) {
		t.Error("a day does not hold its own moments")
	}
	if got := d.Time().Location().String(); got != "Asia/Shanghai" {
		t.Errorf("location %s", got)
	}
}

func TestDayParts(t *testing.T) {
	d := MustDay("2026-02-25")
	if d.Year() != 2026 || d.Month() != time.February || d.Number() != 25 || d.Weekday() != time.Wednesday {
		t.Errorf("%s: %d %s %d %s", d, d.Year(), d.Month(), d.Number(), d.Weekday())
	}
	if DayIn(2026, time.February, 25) != d {
		t.Error("DayIn makes another day")
	}
	for _, none := range []Day{DayIn(2026, 2, 30), DayIn(2026, 13, 1), DayIn(2026, 0, 1), DayIn(0, 1, 1), DayIn(10000, 1, 1), DayIn(2026, 1, 0)} {
		if !none.IsZero() {
			t.Errorf("made %s of what is no day", none)
		}
	}
	// The weekday follows from the number alone; hold it against the standard library.
	for d := MustDay("1999-12-20"); d.Year() < 2001; d = d.AddDays(1) {
		if d.Weekday() != d.Time().Weekday() {
			t.Fatalf("%s is a %s, not a %s", d, d.Time().Weekday(), d.Weekday())
		}
	}
}

func TestUnsetDay(t *testing.T) {
	var unset Day
	if !unset.IsZero() || unset.String() != "" || !unset.Time().IsZero() || !unset.End().IsZero() ||
		unset.Year() != 0 || unset.Month() != 0 || unset.Number() != 0 {
		t.Error("the unset day looks like a day")
	}
	if unset.AddDays(1) != unset || unset.AddMonths(1) != unset || unset.AddYears(1) != unset {
		t.Error("arithmetic made a day of the unset day")
	}
	if d := MustDay("2026-01-01"); unset.DaysUntil(d) != 0 || d.DaysUntil(unset) != 0 || !unset.Before(d) {
		t.Error("the unset day has a distance")
	}
}

func TestDayArithmetic(t *testing.T) {
	first, last := MustDay("0001-01-01"), MustDay("9999-12-31")
	for _, c := range []struct{ got, want Day }{
		{MustDay("2024-02-28").AddDays(1), MustDay("2024-02-29")},
		{MustDay("2025-02-28").AddDays(1), MustDay("2025-03-01")},
		{MustDay("2026-01-01").AddDays(-1), MustDay("2025-12-31")},
		{MustDay("2026-01-31").AddMonths(1), MustDay("2026-02-28")},
		{MustDay("2024-01-31").AddMonths(1), MustDay("2024-02-29")},
		{MustDay("2026-03-31").AddMonths(-1), MustDay("2026-02-28")},
		{MustDay("2026-11-30").AddMonths(3), MustDay("2027-02-28")},
		{MustDay("2024-02-29").AddYears(1), MustDay("2025-02-28")},
		{MustDay("2024-02-29").AddYears(4), MustDay("2028-02-29")},
		{MustDay("0001-02-15").AddMonths(-1), MustDay("0001-01-15")},
		{MustDay("9999-11-15").AddMonths(1), MustDay("9999-12-15")},
		{first.AddDays(-1), first},
		{last.AddDays(1), last},
		{first.AddDays(1 << 62), last},
		{last.AddDays(-1 << 62), first},
		{first.AddMonths(-1), first},
		{last.AddMonths(1), last},
		{first.AddMonths(1 << 62), last},
		{last.AddYears(-1 << 62), first},
		{MustDay("9998-12-31").AddYears(1), last},
		{MustDay("0002-01-01").AddYears(-1), first},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
	if n := MustDay("2026-02-11").DaysUntil(MustDay("2026-02-25")); n != 14 {
		t.Errorf("%d days, want 14", n)
	}
	if n := MustDay("2026-02-25").DaysUntil(MustDay("2026-02-11")); n != -14 {
		t.Errorf("%d days, want -14", n)
	}
}

func TestDayOrder(t *testing.T) {
	days := []Day{MustDay("2026-02-25"), {}, MustDay("2025-12-31"), MustDay("2026-02-24")}
	slices.SortFunc(days, Day.Compare)
	want := []Day{{}, MustDay("2025-12-31"), MustDay("2026-02-24"), MustDay("2026-02-25")}
	if !slices.Equal(days, want) {
		t.Errorf("sorted %v", days)
	}
	if !days[1].Before(days[2]) || !days[3].After(days[2]) || days[2].Before(days[2]) || days[2].After(days[2]) {
		t.Error("before and after disagree with the order")
	}
}

func TestDayInJSON(t *testing.T) {
	type record struct {
		On    Day            `json:"on"`
		Until Day            `json:"until,omitzero"`
		Named map[Day]string `json:"named,omitempty"`
	}
	in := record{On: MustDay("2026-02-25"), Named: map[Day]string{MustDay("2026-02-17"): "春节"}}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"on":"2026-02-25","named":{"2026-02-17":"春节"}}` {
		t.Fatalf("%s, %v", text, err)
	}
	var out record
	if err := json.Unmarshal(text, &out); err != nil || out.On != in.On || out.Named[MustDay("2026-02-17")] != "春节" {
		t.Errorf("%+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"on":"","until":null}`), &out); err != nil || !out.On.IsZero() {
		t.Errorf("an empty text: %+v, %v", out, err)
	}
	for _, bad := range []string{`{"on":"2026-02-30"}`, `{"on":20260225}`, `{"on":"tomorrow"}`} {
		if err := json.Unmarshal([]byte(bad), &out); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

func TestMustDayPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it did not")
		}
	}()
	MustDay("2026-02-30")
}
