package pack

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law/calendar"
)

// Interval is how often a duty comes round. Exactly one of its fields is set.
type Interval struct {
	Cycle   calendar.Cycle // turns of the calendar: half-years end on 30 June and 31 December
	Months  int            // counted from the start
	Setting string         // of the installation, which holds the number of months
}

// Interval reads how often the duty comes round.
func (d *Duty) Interval() (Interval, error) {
	if d.Aligned != "" && d.Every != "" {
		return Interval{}, fmt.Errorf("every and aligned: a period is counted from the start or as long as its turn of the calendar; write one of them")
	}
	if d.Aligned != "" {
		cycle, err := calendar.ParseCycle(strings.TrimSuffix(d.Aligned, "ly") + "ly")
		if err != nil {
			return Interval{}, fmt.Errorf("aligned: %w; write half-year", err)
		}
		return Interval{Cycle: cycle}, nil
	}
	if name, ok := strings.CutPrefix(d.Every, "setting:"); ok {
		if name == "" {
			return Interval{}, fmt.Errorf("every: names no setting; write setting:evaluation-interval-months")
		}
		return Interval{Setting: name}, nil
	}
	number, unit, _ := strings.Cut(d.Every, " ")
	n, err := strconv.Atoi(number)
	months, known := map[string]int{"month": 1, "months": 1, "year": 12, "years": 12}[unit]
	if err != nil || n < 1 || n > 1200 || !known {
		return Interval{}, fmt.Errorf("every: %.60q is no interval; write 6 months, 1 year or setting:<name>", d.Every)
	}
	return Interval{Months: n * months}, nil
}
