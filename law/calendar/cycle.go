package calendar

import (
	"fmt"
	"time"
)

// Cycle is how often a recurring duty comes round, in calendar time: a report every
// half-year is about January to June and about July to December. The zero value is unset.
type Cycle int8

const (
	Monthly Cycle = iota + 1
	Quarterly
	HalfYearly
	Yearly
)

var (
	cycleWords  = [...]string{Monthly: "monthly", Quarterly: "quarterly", HalfYearly: "half-yearly", Yearly: "yearly"}
	cycleMonths = [...]int{Monthly: 1, Quarterly: 3, HalfYearly: 6, Yearly: 12}
)

// String is the word that packs use: "half-yearly"; "unset" for the zero value.
func (c Cycle) String() string { return word(cycleWords[:], int(c)) }

// ParseCycle reads what Cycle.String prints.
func ParseCycle(s string) (Cycle, error) {
	i, err := position(cycleWords[:], s)
	if err != nil {
		return 0, fmt.Errorf("reading cycle %.60q: %w", s, err)
	}
	return Cycle(i), nil
}

// MarshalText writes the cycle as String does; nothing for the unset cycle.
func (c Cycle) MarshalText() ([]byte, error) { return marshalWord(cycleWords[:], int(c)) }

// UnmarshalText reads what MarshalText writes.
func (c *Cycle) UnmarshalText(text []byte) (err error) {
	*c = 0
	if len(text) > 0 {
		*c, err = ParseCycle(string(text))
	}
	return err
}

// Around is the turn of the cycle in which the day lies: its first and its last day, both
// included. Unset for an unset day or cycle. The next turn is the one around the day
// after last; what is to be done about a turn is due counted from last.
func (c Cycle) Around(d Day) (first, last Day) {
	if c < Monthly || c > Yearly || d.IsZero() {
		return Day{}, Day{}
	}
	months := cycleMonths[c]
	start := (int(d.Month())-1)/months*months + 1
	first = DayIn(d.Year(), time.Month(start), 1)
	end := DayIn(d.Year(), time.Month(start+months-1), 1)
	return first, end.AddDays(monthLength(end.date()) - 1)
}
