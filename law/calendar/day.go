package calendar

import (
	"fmt"
	"time"
)

// Day is a legal day: a date as the law counts it, in Beijing time. It has no hour. The
// zero value is "unset" and prints as nothing.
//
// Range: 0001-01-01 to 9999-12-31. Arithmetic that would leave the range stays at its
// end; no Period that ParsePeriod accepts comes near it from a day of our times.
//
// Days may be compared with == and used as map keys.
type Day struct {
	n int32 // 1 is 0001-01-01, a Monday; 0 is unset
}

const (
	layout   = "2006-01-02"
	lastDay  = 3652059 // 9999-12-31
	unixDay0 = 719163  // 1970-01-01
	daySecs  = 24 * 60 * 60
)

// beijing is where legal days begin and end. The offset is fixed on purpose: the law
// counts in Beijing time, which has had no summer time since 1991, and the answer must
// not depend on the time zone data of a machine.
var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// ParseDay reads a day written as 2026-02-25. Nothing else is a day: no empty text, no
// shorter form, no date that does not exist.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1 {
		return Day{}, fmt.Errorf("reading day %.40q: want a date such as 2026-02-25", s)
	}
	return ofDate(t), nil
}

// MustDay is ParseDay for days that are written in the program itself. It panics on
// anything that is not a day.
func MustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic("calendar: MustDay: " + err.Error())
	}
	return d
}

// DayIn is the day with this year, month and number; the unset day when there is none,
// such as 30 February.
func DayIn(year int, month time.Month, number int) Day {
	t := time.Date(year, month, number, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != number || year < 1 || year > 9999 {
		return Day{}
	}
	return ofDate(t)
}

// DayOf is the legal day on which the moment falls; the unset day for the zero time.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return Day{}
	}
	year, month, number := t.In(beijing).Date()
	return ofDate(time.Date(year, month, number, 0, 0, 0, 0, time.UTC))
}

// ofDate is the day on which the midnight t (UTC) begins.
func ofDate(t time.Time) Day { return clamp(t.Unix()/daySecs + unixDay0) }

// clamp keeps n within the range of days.
func clamp(n int64) Day { return Day{n: int32(min(max(n, 1), lastDay))} }

// date is the midnight (UTC) that begins the day's date.
func (d Day) date() time.Time { return time.Unix((int64(d.n)-unixDay0)*daySecs, 0).UTC() }

// IsZero reports whether the day is unset.
func (d Day) IsZero() bool { return d.n == 0 }

// Time is the moment at which the day begins in Beijing. An act is in time on its last
// day until that day's end, which is the next day's beginning (see End). The zero time
// for the unset day.
func (d Day) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	year, month, number := d.date().Date()
	return time.Date(year, month, number, 0, 0, 0, 0, beijing)
}

// End is the moment at which the day is over (24:00, Civil Code 203): the first moment
// that no longer belongs to it. The zero time for the unset day.
func (d Day) End() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.Time().AddDate(0, 0, 1)
}

// String is the day as 2026-02-25; empty for the unset day.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return d.date().Format(layout)
}

// MarshalText writes what String writes; it serves JSON, YAML and map keys.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes: a day, or nothing for the unset day.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Day{}
		return nil
	}
	read, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = read
	return nil
}

// Year is the day's year; 0 for the unset day.
func (d Day) Year() int {
	if d.IsZero() {
		return 0
	}
	return d.date().Year()
}

// Month is the day's month; 0 for the unset day.
func (d Day) Month() time.Month {
	if d.IsZero() {
		return 0
	}
	return d.date().Month()
}

// Number is the day's number within its month, 1 to 31; 0 for the unset day.
func (d Day) Number() int {
	if d.IsZero() {
		return 0
	}
	return d.date().Day()
}

// Weekday is the day of the week. It means nothing for the unset day.
func (d Day) Weekday() time.Weekday { return time.Weekday(d.n % 7) }

// AddDays is the day n days later, earlier for a negative n. The unset day stays unset.
func (d Day) AddDays(n int) Day {
	if d.IsZero() {
		return d
	}
	return clamp(int64(d.n) + int64(min(max(n, -lastDay), lastDay)))
}

// AddMonths is the day n months later that has the same number, or the last day of that
// month where the number is missing: 2026-01-31 and one month is 2026-02-28 (Civil Code
// 202). It goes back for a negative n. The unset day stays unset.
//
// It is monotone in d and in n but has no inverse: 31 January and 28 February meet.
func (d Day) AddMonths(n int) Day {
	if d.IsZero() {
		return d
	}
	year, month, number := d.date().Date()
	months := year*12 + int(month) - 1 + min(max(n, -12*9999), 12*9999)
	switch {
	case months < 12:
		return Day{n: 1}
	case months >= 12*10000:
		return Day{n: lastDay}
	}
	first := time.Date(months/12, time.Month(months%12+1), 1, 0, 0, 0, 0, time.UTC)
	return ofDate(first).AddDays(min(number, monthLength(first)) - 1)
}

// monthLength is the number of days of the month that begins with first.
func monthLength(first time.Time) int { return first.AddDate(0, 1, -1).Day() }

// AddYears is AddMonths by twelve: 29 February meets 28 February in common years.
func (d Day) AddYears(n int) Day { return d.AddMonths(12 * min(max(n, -9999), 9999)) }

// Before reports whether d is earlier than e. The unset day is before every other.
func (d Day) Before(e Day) bool { return d.n < e.n }

// After reports whether d is later than e.
func (d Day) After(e Day) bool { return d.n > e.n }

// Compare is -1, 0 or 1 as d is earlier than, equal to or later than e.
func (d Day) Compare(e Day) int {
	switch {
	case d.n < e.n:
		return -1
	case d.n > e.n:
		return 1
	}
	return 0
}

// DaysUntil counts the natural days from d to e: 1 when e is tomorrow, negative when e is
// past. 0 when either is unset.
func (d Day) DaysUntil(e Day) int {
	if d.IsZero() || e.IsZero() {
		return 0
	}
	return int(e.n - d.n)
}
