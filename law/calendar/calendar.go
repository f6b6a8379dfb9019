// Package calendar is the legal clock: days, the working days of China with their
// exchanged rest days (调休), periods, and the day on which each of them ends.
//
// It is not a clock. Nothing here asks what day it is; today is always handed in. It
// knows no regulation either: "five working days" is a Period that a pack states, and
// which days are working days is data (a Calendar) that cites its notices.
//
// What newcomers get wrong:
//
//   - Saturday is not always a rest day and Wednesday is not always a working day.
//     Make-up days (补班) make a naive answer late, not only early: five working days
//     from 2025-04-24 end on 04-30, before the 05-01 that counting weekends gives.
//   - The day on which a period starts is not counted (Civil Code 201), so a period of
//     five days from Monday has Saturday as its fifth day.
//   - A last day that is a rest day moves to the next working day (Civil Code 203), but
//     only for a period within which something must be done or a notice that must run;
//     an expiry, a window before an expiry and a keeping time do not move.
//   - "Within five days" and "at least five days" share their arithmetic and mean
//     opposite things. A Period therefore always carries its Kind.
//   - A year whose notice has not been published is no error. Counting goes on with
//     Monday to Friday, and the answer says that it is provisional and which year it waits for.
//   - Calendars change backwards: in January 2020 a holiday was prolonged while it ran.
//     A due day is therefore never final; Recount says what a newer calendar does to it.
//
// All values are immutable and safe for use by many goroutines at once. Counting takes
// the same time for five days as for five thousand.
package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// A Calendar says which days are working days. It is built by Read, China or With,
// never changed afterwards, and identified by its Digest.
//
// Shape: notices ascend by year and, within a year, by the order in which they were
// issued; adjustments ascend by day and are unique on it. A year is published when at
// least one notice governs it.
type Calendar struct {
	notices     []Notice
	adjustments []Adjustment

	// Derived from the two above when the calendar is built.
	published map[int]bool
	index     index
	digest    string
}

// build checks the parts against each other and derives what counting needs. It takes
// ownership of both slices, which must be sorted as Calendar says.
func build(notices []Notice, adjustments []Adjustment) (*Calendar, error) {
	governs, err := checkNotices(notices)
	if err != nil {
		return nil, err
	}
	for _, a := range adjustments {
		if err := checkAdjustment(a, governs); err != nil {
			return nil, err
		}
	}
	c := &Calendar{notices: notices, adjustments: adjustments, published: map[int]bool{}}
	for _, n := range notices {
		c.published[n.Year] = true
	}
	c.index = newIndex(adjustments)
	sum := sha256.Sum256(c.canonical())
	c.digest = hex.EncodeToString(sum[:])
	return c, nil
}

// Digest is the SHA-256 of the calendar's canonical bytes (see WriteTo), in lower-case
// hexadecimal. Two calendars with one digest count alike.
func (c *Calendar) Digest() string { return c.digest }

// Published reports whether the holidays of the year have been published in this
// calendar. The zero and every far year are simply unpublished.
//
// The notice of a year may still move the last days of the December before it (as in
// 2007, 2011, 2018 and 2022), although that year has long been published. Like an
// emergency notice, that reaches what was already counted through Recount.
func (c *Calendar) Published(year int) bool { return c.published[year] }

// Years lists the published years, ascending.
func (c *Calendar) Years() []int {
	var years []int
	for _, n := range c.notices {
		if len(years) == 0 || years[len(years)-1] != n.Year {
			years = append(years, n.Year)
		}
	}
	return years
}

// Notices lists the notices that govern the year in the order in which they were
// issued; none for an unpublished year.
func (c *Calendar) Notices(year int) []Notice {
	var found []Notice
	for _, n := range c.notices {
		if n.Year == year {
			found = append(found, n)
		}
	}
	return found
}

// Adjustments lists every day for which a notice says something, ascending by day.
func (c *Calendar) Adjustments() []Adjustment { return slices.Clone(c.adjustments) }

// Adjustment is what the notices say about the day; false when it is an ordinary day.
func (c *Calendar) Adjustment(d Day) (Adjustment, bool) {
	i, found := slices.BinarySearchFunc(c.adjustments, d, func(a Adjustment, d Day) int { return a.Day.Compare(d) })
	if !found {
		return Adjustment{}, false
	}
	return c.adjustments[i], true
}

// IsWorkingDay reports whether people work on the day, and whether the day's year is
// published. In an unpublished year Monday to Friday are taken as working days, unless
// a notice for the following year already says otherwise; that answer is provisional.
// The unset day is neither.
func (c *Calendar) IsWorkingDay(d Day) (working, published bool) {
	if d.IsZero() {
		return false, false
	}
	return c.index.upTo(d.n) > c.index.upTo(d.n-1), c.published[d.Year()]
}

// NextWorkingDay is the first working day that is not before d: d itself when it is one.
func (c *Calendar) NextWorkingDay(d Day) Day {
	if d.IsZero() {
		return Day{}
	}
	return clamp(int64(c.index.nth(c.index.upTo(d.n-1) + 1)))
}

// AddWorkingDays is the n-th working day after d (d is not counted), or, for a negative
// n, the n-th before it. For n = 0 it is d, be it a working day or not.
func (c *Calendar) AddWorkingDays(d Day, n int) Day {
	switch {
	case d.IsZero() || n == 0:
		return d
	case n > 0:
		return clamp(int64(c.index.nth(c.index.upTo(d.n) + n)))
	default:
		return clamp(int64(c.index.nth(c.index.upTo(d.n-1) + n + 1)))
	}
}

// WorkingDaysBetween counts the working days after from, up to and including to, and
// reports whether the count entered an unpublished year. It is negative when to is
// before from. With an unset day there is nothing to count.
func (c *Calendar) WorkingDaysBetween(from, to Day) (n int, provisional bool) {
	if from.IsZero() || to.IsZero() {
		return 0, false
	}
	first, last := from.AddDays(1), to
	if to.Before(from) {
		first, last = to.AddDays(1), from
	}
	return c.index.upTo(to.n) - c.index.upTo(from.n), c.awaits(first, last) != 0
}

// WorkingDaysIn counts the working days of the year and reports whether it is published.
func (c *Calendar) WorkingDaysIn(year int) (n int, published bool) {
	first, last := DayIn(year, 1, 1), DayIn(year, 12, 31)
	if first.IsZero() {
		return 0, false
	}
	return c.index.upTo(last.n) - c.index.upTo(first.n-1), c.published[year]
}

// awaits is the first unpublished year among the days from first to last, or 0. No day
// at all (last before first) awaits nothing.
func (c *Calendar) awaits(first, last Day) int {
	if last.Before(first) {
		return 0
	}
	for year := first.Year(); year <= last.Year(); year++ {
		if !c.published[year] {
			return year
		}
	}
	return 0
}

// String names the calendar in logs: its published years and the start of its digest.
func (c *Calendar) String() string {
	years := c.Years()
	if len(years) == 0 {
		return fmt.Sprintf("calendar of no year (%.12s)", c.digest)
	}
	return fmt.Sprintf("calendar %d–%d (%.12s)", years[0], years[len(years)-1], c.digest)
}
