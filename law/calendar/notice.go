package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Notice is the public document on which a year's holidays rest. A year has one, or
// several when a later one changed it.
type Notice struct {
	Year int    // the year it governs; it may also move days of the December before
	Ref  string // where it is found: the address at the State Council, or its number
	Name string // a short description in our own words, Chinese; never the title
}

// Mark says what a notice makes of a day. The zero value is unset.
type Mark int8

const (
	Rest     Mark = iota + 1 // 放假: nobody works, whatever the weekday
	Work                     // 补班: a Saturday or Sunday on which people work
	Ordinary                 // as its weekday: takes back what an earlier notice said
)

var markWords = [...]string{Rest: "rest", Work: "work", Ordinary: "ordinary"}

// String is the word used in calendar files; "unset" for the zero value.
func (m Mark) String() string { return word(markWords[:], int(m)) }

// Adjustment is what the notices say about one day. A Calendar holds only Rest and Work;
// Ordinary serves With, to take an adjustment back.
type Adjustment struct {
	Day  Day
	Mark Mark
	Name string // the holiday it belongs to, Chinese: 春节
	Ref  string // the Ref of the notice that says so
}

// checkNotices checks the notices and returns which year each governs, by reference.
func checkNotices(notices []Notice) (governs map[string]int, err error) {
	governs = make(map[string]int, len(notices))
	for i, n := range notices {
		if err := checkNotice(n); err != nil {
			return nil, err
		}
		if i > 0 && notices[i-1].Year > n.Year {
			return nil, fmt.Errorf("the notice of %d stands after one of %d", n.Year, notices[i-1].Year)
		}
		if _, twice := governs[n.Ref]; twice {
			return nil, fmt.Errorf("the notice %.120q stands twice", n.Ref)
		}
		governs[n.Ref] = n.Year
	}
	return governs, nil
}

func checkNotice(n Notice) error {
	if DayIn(n.Year, time.January, 1).IsZero() {
		return fmt.Errorf("a notice governs the impossible year %d", n.Year)
	}
	if n.Ref == "" {
		return fmt.Errorf("a notice of %d has no reference", n.Year)
	}
	if err := errors.Join(checkText(n.Ref), checkText(n.Name)); err != nil {
		return fmt.Errorf("a notice of %d: %w", n.Year, err)
	}
	return nil
}

// checkAdjustment holds an adjustment against the notice it rests on.
func checkAdjustment(a Adjustment, governs map[string]int) error {
	switch {
	case a.Day.IsZero():
		return errors.New("an adjustment has no day")
	case a.Mark != Rest && a.Mark != Work:
		return fmt.Errorf("%s: a calendar holds rest and work, not %q", a.Day, a.Mark)
	case a.Mark == Work && !weekend(a.Day):
		return fmt.Errorf("%s is a %s, which needs no make-up", a.Day, a.Day.Weekday())
	case a.Name == "":
		return fmt.Errorf("%s: the adjustment names no holiday", a.Day)
	}
	if err := checkText(a.Name); err != nil {
		return fmt.Errorf("%s: %w", a.Day, err)
	}
	year, known := governs[a.Ref]
	if !known {
		return fmt.Errorf("%s: no notice of this calendar is %.120q", a.Day, a.Ref)
	}
	return checkReach(a.Day, year)
}

// checkReach says whether a notice for the year may speak of the day: in its own year, or
// in the December before, when the New Year holiday begins there.
func checkReach(d Day, year int) error {
	if d.Year() == year || (d.Year() == year-1 && d.Month() == time.December) {
		return nil
	}
	return fmt.Errorf("%s is outside what a notice for %d can move", d, year)
}

// checkText keeps canonical files printable: one line, no control characters, no spaces
// around, valid UTF-8.
func checkText(s string) error {
	if !utf8.ValidString(s) || strings.TrimSpace(s) != s || strings.ContainsFunc(s, unicode.IsControl) {
		return fmt.Errorf("the text %.60q holds control characters or spaces around it", s)
	}
	return nil
}

func weekend(d Day) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }
