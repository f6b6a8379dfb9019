package calendar_test

import (
	"encoding/json"
	"testing"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

func TestParsePeriod(t *testing.T) {
	for s, want := range map[string]Period{
		"within 5 working-days":           {Within, 5, WorkingDays},
		"at-least 5 natural-days":         {AtLeast, 5, NaturalDays},
		"at-least-before 10 working-days": {AtLeastBefore, 10, WorkingDays},
		"in-the-last 6 months":            {InTheLast, 6, Months},
		"keep 6 months":                   {Keep, 6, Months},
		"keep 5 years":                    {Keep, 5, Years},
		"within 24 hours":                 {Within, 24, Hours},
		"in-the-last 60 natural-days":     {InTheLast, 60, NaturalDays},
	} {
		p, err := ParsePeriod(s)
		if err != nil || p != want || p.String() != s {
			t.Errorf("%q: %+v printed %q, %v", s, p, p, err)
		}
	}
	if p, err := ParsePeriod("keep 1 year"); err != nil || p != (Period{Keep, 1, Years}) || p.String() != "keep 1 years" {
		t.Errorf("the singular: %+v, %v", p, err)
	}
}

func TestParsePeriodRefuses(t *testing.T) {
	for _, s := range []string{"", "5 working-days", "within 5", "within five working-days", "within 0 working-days", "within -1 months",
		"within +5 months", "within 05 months", "within 10001 natural-days", "within 99999999999999999999 months", "within  5 months",
		" within 5 months", "within 5 months ", "about 5 months", "within 5 weeks", "within 5 day", "within 2 year", "unset 5 months",
		"within 5 unset", "at-least 24 hours", "keep 24 hours", "in-the-last 24 hours", "at-least-before 24 hours", "Within 5 months",
		"within 5 ", " 5 months"} {
		if p, err := ParsePeriod(s); err == nil {
			t.Errorf("%q was read as %+v", s, p)
		} else if p != (Period{}) && p.Check() == nil {
			t.Errorf("%q was refused, yet gave a period that can be counted", s)
		}
	}
}

func TestPeriodCheck(t *testing.T) {
	for _, p := range []Period{{}, {0, 5, Months}, {Within, 5, 0}, {Within, 0, Months}, {Within, 10_001, Months},
		{Keep + 1, 5, Months}, {-1, 5, Months}, {Within, 5, Hours + 1}, {Within, 5, -1}, {AtLeast, 5, Hours}} {
		if p.Check() == nil {
			t.Errorf("%+v can be counted", p)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v was counted", p)
				}
			}()
			China().Due(MustDay("2026-02-11"), p)
		}()
	}
}

func TestPeriodInJSON(t *testing.T) {
	type rule struct {
		Wait Period `json:"wait,omitzero"`
		Kind Kind   `json:"kind"`
		Unit Unit   `json:"unit"`
	}
	text, err := json.Marshal(rule{Period{AtLeast, 5, WorkingDays}, Within, Months})
	if err != nil || string(text) != `{"wait":"at-least 5 working-days","kind":"within","unit":"months"}` {
		t.Fatalf("%s, %v", text, err)
	}
	var r rule
	if err := json.Unmarshal(text, &r); err != nil || r != (rule{Period{AtLeast, 5, WorkingDays}, Within, Months}) {
		t.Errorf("%+v, %v", r, err)
	}
	if text, err := json.Marshal(rule{}); err != nil || string(text) != `{"kind":"","unit":""}` {
		t.Errorf("unset: %s, %v", text, err)
	}
	if err := json.Unmarshal([]byte(`{"wait":"","kind":"","unit":""}`), &r); err != nil || r != (rule{}) {
		t.Errorf("unset: %+v, %v", r, err)
	}
	for _, bad := range []string{`{"wait":"5 days"}`, `{"kind":"about"}`, `{"unit":"weeks"}`} {
		if err := json.Unmarshal([]byte(bad), &r); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
	for _, bad := range []any{Period{Within, 0, Months}, Kind(99), Keep + 1, Unit(-1), Hours + 1, Cycle(9), Yearly + 1} {
		if text, err := json.Marshal(bad); err == nil {
			t.Errorf("%+v was written as %s", bad, text)
		}
	}
}

func TestParseWordsRefuses(t *testing.T) {
	for _, s := range []string{"", "unset", "Within", "within ", "working-days"} {
		if k, err := ParseKind(s); err == nil {
			t.Errorf("the kind %q was read as %s", s, k)
		}
	}
	for _, s := range []string{"", "unset", "days", "working-day", "within"} {
		if u, err := ParseUnit(s); err == nil {
			t.Errorf("the unit %q was read as %s", s, u)
		}
		if c, err := ParseCycle(s); err == nil {
			t.Errorf("the cycle %q was read as %s", s, c)
		}
	}
}

func TestUnsetWords(t *testing.T) {
	if Kind(0).String() != "unset" || Unit(0).String() != "unset" || Mark(0).String() != "unset" || Cycle(0).String() != "unset" || (Keep+1).String() != "unset" || Kind(-1).String() != "unset" {
		t.Error("an unset word prints as something")
	}
	if (Period{}).String() != "" || !(Period{}).IsZero() {
		t.Error("the unset period prints as something")
	}
}

func TestCycles(t *testing.T) {
	for _, c := range []struct{ cycle, day, first, last string }{
		{"yearly", "2026-11-21", "2026-01-01", "2026-12-31"},
		{"half-yearly", "2026-06-30", "2026-01-01", "2026-06-30"},
		{"half-yearly", "2026-07-01", "2026-07-01", "2026-12-31"},
		{"quarterly", "2026-11-21", "2026-10-01", "2026-12-31"},
		{"monthly", "2024-02-10", "2024-02-01", "2024-02-29"},
		{"monthly", "9999-12-10", "9999-12-01", "9999-12-31"},
	} {
		cycle, err := ParseCycle(c.cycle)
		if err != nil || cycle.String() != c.cycle {
			t.Fatalf("%s: %v, %v", c.cycle, cycle, err)
		}
		if first, last := cycle.Around(MustDay(c.day)); first.String() != c.first || last.String() != c.last {
			t.Errorf("%s around %s: %s to %s", c.cycle, c.day, first, last)
		}
	}
	// Turns follow each other without gap or overlap.
	for cycle := Monthly; cycle <= Yearly; cycle++ {
		_, last := cycle.Around(MustDay("2023-01-01"))
		for range 30 {
			first, next := cycle.Around(last.AddDays(1))
			if first != last.AddDays(1) || !next.After(first) {
				t.Fatalf("%s: after %s comes %s to %s", cycle, last, first, next)
			}
			last = next
		}
	}
	if first, last := Yearly.Around(Day{}); !first.IsZero() || !last.IsZero() {
		t.Error("a turn around no day")
	}
	if first, _ := (Yearly + 1).Around(MustDay("2026-01-01")); !first.IsZero() {
		t.Error("a turn of a cycle that does not exist")
	}
	if first, _ := Cycle(0).Around(MustDay("2026-01-01")); !first.IsZero() {
		t.Error("a turn of no cycle")
	}
	var read Cycle
	if err := json.Unmarshal([]byte(`"half-yearly"`), &read); err != nil || read != HalfYearly {
		t.Errorf("%v, %v", read, err)
	}
	if err := json.Unmarshal([]byte(`""`), &read); err != nil || read != 0 {
		t.Errorf("unset: %v, %v", read, err)
	}
	if err := json.Unmarshal([]byte(`"weekly"`), &read); err == nil {
		t.Error("weekly was read")
	}
}
