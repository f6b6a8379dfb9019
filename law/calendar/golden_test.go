package calendar_test

import (
	"testing"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

// The cases on which naive counting goes wrong, computed by hand from the notices.
func TestGoldenCases(t *testing.T) {
	for _, c := range []struct {
		from, period, last string
		opens              string
		rolled             bool
		awaits             int
		why                string
	}{
		{"2024-02-08", "within 5 working-days", "2024-02-21", "2024-02-08", false, 0, "Spring Festival, and Sunday 02-18 is worked"},
		{"2024-09-27", "within 5 working-days", "2024-10-10", "2024-09-27", false, 0, "Sunday 09-29 is worked"},
		{"2025-04-24", "within 5 working-days", "2025-04-30", "2025-04-24", false, 0, "Sunday 04-27 is worked: counting weekends answers too late"},
		{"2025-09-26", "within 10 working-days", "2025-10-16", "2025-09-26", false, 0, "Sunday 09-28 and Saturday 10-11 are worked"},
		{"2025-12-30", "within 5 working-days", "2026-01-07", "2025-12-30", false, 0, "Sunday 01-04 is worked, by the next year's notice"},
		{"2026-02-12", "within 10 working-days", "2026-03-04", "2026-02-12", false, 0, "nine days of rest, two make-up days"},
		{"2026-02-11", "within 5 working-days", "2026-02-25", "2026-02-11", false, 0, "14 is worked, 15 to 23 are Spring Festival"},
		{"2026-12-28", "within 10 working-days", "2027-01-11", "2026-12-28", false, 2027, "2027 is unpublished: Monday to Friday, and marked"},
		{"2025-01-24", "within 5 natural-days", "2025-02-05", "2025-01-24", true, 0, "01-29 lies in the holiday and moves to its end"},
		{"2025-01-24", "at-least 5 natural-days", "2025-02-05", "2025-02-06", true, 0, "so does the last day of a notice"},
		{"2025-03-03", "at-least 5 natural-days", "2025-03-10", "2025-03-11", true, 0, "Saturday moves to Monday"},
		{"2025-03-04", "at-least 5 working-days", "2025-03-11", "2025-03-12", false, 0, "five full working days after the day of posting"},
		{"2025-03-07", "at-least 5 working-days", "2025-03-14", "2025-03-15", false, 0, "opens on a Saturday: the wait is over then"},
		{"2026-01-31", "within 1 months", "2026-02-28", "2026-01-31", false, 0, "no 31 February; the 28th is a worked Saturday"},
		{"2025-01-31", "within 1 months", "2025-02-28", "2025-01-31", false, 0, "no 31 February"},
		{"2024-02-29", "within 1 years", "2025-02-28", "2024-02-29", false, 0, "no 29 February"},
		{"2025-04-01", "within 6 months", "2025-10-09", "2025-04-01", true, 0, "10-01 moves behind National Day, and Mid-Autumn with it"},
		{"2026-06-30", "within 6 months", "2026-12-30", "2026-06-30", false, 0, "ends in a published year"},
		{"2026-06-30", "within 1 years", "2027-06-30", "2026-06-30", false, 2027, "a Wednesday, but who knows"},
		{"2026-03-20", "at-least-before 10 working-days", "2026-03-05", "", false, 0, "the ten days are 03-06 to 03-19"},
		{"2026-03-02", "at-least-before 10 working-days", "2026-02-09", "", false, 0, "02-10 to 14 and 24 to 28, both Saturdays worked, are the ten"},
		{"2026-03-16", "at-least-before 5 working-days", "2026-03-08", "", false, 0, "03-09 to 13 run; notice on the Sunday before is in time"},
		{"2026-03-20", "at-least-before 5 natural-days", "2026-03-14", "", false, 0, "15 to 19 run between; a Saturday does not move"},
		{"2026-03-01", "at-least-before 1 months", "2026-01-31", "", false, 0, "a month from 01-31 ends on 02-28"},
		{"2026-08-31", "in-the-last 6 months", "2026-08-31", "2026-02-28", false, 0, "no 31 February"},
		{"2027-05-15", "in-the-last 60 natural-days", "2027-05-15", "2027-03-16", false, 0, "asks no calendar, so nothing is provisional"},
		{"2026-05-08", "in-the-last 3 working-days", "2026-05-08", "2026-04-30", false, 0, "05-06, 05-07 and, before Labour Day, 04-30"},
		{"2026-03-01", "keep 6 months", "2026-09-01", "2026-09-02", false, 0, "kept through the day with the same number"},
		{"2025-04-05", "keep 6 months", "2025-10-05", "2025-10-06", false, 0, "a keeping time does not move off a holiday"},
		{"2026-03-01", "keep 5 years", "2031-03-01", "2031-03-02", false, 0, "asks no calendar"},
		{"2006-12-31", "within 5 working-days", "2007-01-10", "2006-12-31", false, 0, "the start is not counted, so its unpublished year does not matter"},
		{"2006-12-29", "within 5 working-days", "2007-01-08", "2006-12-29", false, 2006, "here it does: 12-30 and 31 are worked, but 2006 is unpublished"},
		{"2026-12-25", "within 6 natural-days", "2026-12-31", "2026-12-25", false, 0, "the last day of the last published year"},
		{"2026-12-25", "within 7 natural-days", "2027-01-01", "2026-12-25", false, 2027, "the first day of an unpublished one"},
		{"2027-01-01", "at-least-before 5 working-days", "2026-12-24", "", false, 0, "the end day is not counted either"},
		{"2027-01-01", "in-the-last 5 working-days", "2027-01-01", "2026-12-25", false, 0, "nor is the end of a window"},
		{"2027-01-05", "at-least-before 5 working-days", "2026-12-28", "", false, 2027, "days before the end day are"},
		{"2026-11-21", "within 24 hours", "2026-11-22", "2026-11-21", false, 0, "the earliest day on which they can end; a Sunday counts"},
	} {
		t.Run(c.from+" "+c.period, func(t *testing.T) {
			s := China().Due(MustDay(c.from), MustPeriod(c.period))
			if s.Last.String() != c.last || s.Opens.String() != c.opens {
				t.Errorf("opens %s, last %s; want %s, %s: %s", s.Opens, s.Last, c.opens, c.last, c.why)
			}
			if s.Rolled != c.rolled || s.Awaits != c.awaits || s.Provisional != (c.awaits != 0) {
				t.Errorf("rolled %v, provisional %v, awaits %d; want %v, %d: %s", s.Rolled, s.Provisional, s.Awaits, c.rolled, c.awaits, c.why)
			}
		})
	}
}

func TestWorkingDaysOfYears(t *testing.T) {
	for year, want := range map[int]int{2024: 251, 2025: 248, 2026: 248, 2020: 249, 2007: 249} {
		if n, published := China().WorkingDaysIn(year); n != want || !published {
			t.Errorf("%d has %d working days, published %v; want %d", year, n, published, want)
		}
	}
	if n, provisional := China().WorkingDaysBetween(MustDay("2006-12-31"), MustDay("2007-12-31")); n != 249 || provisional {
		t.Errorf("2007 counted from the eve has %d working days, provisional %v", n, provisional)
	}
	if n, provisional := China().WorkingDaysBetween(MustDay("2007-12-31"), MustDay("2006-12-31")); n != -249 || provisional {
		t.Errorf("2007 counted back to the eve has %d working days, provisional %v", n, provisional)
	}
	if n, published := China().WorkingDaysIn(2027); n != 261 || published {
		t.Errorf("2027 has %d working days, published %v; want 261 by weekday, unpublished", n, published)
	}
}
