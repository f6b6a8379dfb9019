package calendar

import (
	"fmt"
	"maps"
	"slices"
)

// Amendment is a notice and what it says: the notice of a new year, or a later one that
// changes a year already published, even while its holiday runs (as in January 2020).
type Amendment struct {
	Notice Notice
	Days   []Adjustment // in any order, each day once; Ref may be left empty, it is the notice's
}

// With is a new calendar in which the amendments have been put over c in the order given;
// c stays as it is. What an amendment says of a day replaces what was said before, and
// Ordinary takes it back. A day of which it says nothing keeps its adjustment.
func (c *Calendar) With(amendments ...Amendment) (*Calendar, error) {
	notices := slices.Clone(c.notices)
	days := map[Day]Adjustment{}
	for _, a := range c.adjustments {
		days[a.Day] = a
	}
	for _, m := range amendments {
		if err := m.put(days); err != nil {
			return nil, fmt.Errorf("amending calendar by %.120q: %w", m.Notice.Ref, err)
		}
		notices = append(notices, m.Notice)
	}
	slices.SortStableFunc(notices, func(a, b Notice) int { return a.Year - b.Year })
	adjustments := slices.SortedFunc(maps.Values(days), func(a, b Adjustment) int { return a.Day.Compare(b.Day) })
	amended, err := build(notices, adjustments)
	if err != nil {
		return nil, fmt.Errorf("amending calendar: %w", err)
	}
	return amended, nil
}

// put lays the amendment's days over those in force.
func (m Amendment) put(days map[Day]Adjustment) error {
	seen := map[Day]bool{}
	for _, a := range m.Days {
		if seen[a.Day] {
			return fmt.Errorf("%s stands twice", a.Day)
		}
		seen[a.Day] = true
		if a.Ref != "" && a.Ref != m.Notice.Ref {
			return fmt.Errorf("%s rests on another notice, %.120q", a.Day, a.Ref)
		}
		if err := checkReach(a.Day, m.Notice.Year); err != nil {
			return err
		}
		if a.Mark == Ordinary {
			delete(days, a.Day)
			continue
		}
		a.Ref = m.Notice.Ref
		days[a.Day] = a
	}
	return nil
}

// Changes lists the days, ascending, on which the two calendars disagree: working or not,
// published or not. Both unpublished and alike is agreement. It says whether anything
// counted by the one needs a recount by the other.
func (c *Calendar) Changes(newer *Calendar) []Day {
	years := map[int]struct{}{}
	for _, cal := range []*Calendar{c, newer} {
		for _, y := range cal.Years() {
			years[y], years[y-1] = struct{}{}, struct{}{} // a notice reaches into the December before
		}
	}
	var changed []Day
	for _, y := range slices.Sorted(maps.Keys(years)) {
		for d := DayIn(y, 1, 1); !d.IsZero() && d.Year() == y; d = d.AddDays(1) {
			oldWorking, oldPublished := c.IsWorkingDay(d)
			newWorking, newPublished := newer.IsWorkingDay(d)
			if oldWorking != newWorking || oldPublished != newPublished {
				changed = append(changed, d)
			}
			if d.AddDays(1) == d {
				break
			}
		}
	}
	return changed
}
