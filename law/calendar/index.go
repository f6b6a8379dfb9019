package calendar

// index answers how many working days there are up to a day, and which day the k-th
// working day is, without walking. Between the first and the last adjusted day it holds
// running counts; outside it Monday to Friday follow by arithmetic.
//
// Days are the n of Day: 1 is Monday 0001-01-01. Working days are numbered from 1 from
// that same day on, so that every count in the package is a difference of two numbers.
type index struct {
	first, last int32   // the days covered by the tables, both included; last < first when there are none
	before      int     // working days up to the day before first
	counts      []int32 // counts[i]: working days from first to first+i
	workdays    []int32 // the working days among first … last, ascending
}

// newIndex makes the tables. The adjustments ascend by day and are unique on it.
func newIndex(adjustments []Adjustment) index {
	if len(adjustments) == 0 {
		return index{first: 1, last: 0}
	}
	x := index{first: adjustments[0].Day.n, last: adjustments[len(adjustments)-1].Day.n}
	x.before = weekdays(x.first - 1)
	x.counts = make([]int32, 0, x.last-x.first+1)
	next := 0
	for n := x.first; n <= x.last; n++ {
		working := weekdays(n) > weekdays(n-1)
		if adjustments[next].Day.n == n {
			working = adjustments[next].Mark == Work
			next++
		}
		if working {
			x.workdays = append(x.workdays, n)
		}
		x.counts = append(x.counts, int32(len(x.workdays)))
	}
	return x
}

// upTo counts the working days from the first of all days up to and including day n.
func (x index) upTo(n int32) int {
	switch {
	case x.last < x.first || n < x.first:
		return weekdays(n)
	case n <= x.last:
		return x.before + int(x.counts[n-x.first])
	default:
		return x.before + len(x.workdays) + weekdays(n) - weekdays(x.last)
	}
}

// nth is the k-th working day of all; the inverse of upTo on working days.
func (x index) nth(k int) int32 {
	switch inside := k - x.before; {
	case x.last < x.first || inside <= 0:
		return weekday(k)
	case inside <= len(x.workdays):
		return x.workdays[inside-1]
	default:
		return weekday(inside - len(x.workdays) + weekdays(x.last))
	}
}

// weekdays counts Mondays to Fridays from day 1 to day n. Day 1 is a Monday, so each
// whole week has five and a part of a week at most five.
func weekdays(n int32) int { return int(n/7*5 + min(n%7, 5)) }

// weekday is the k-th Monday-to-Friday; the inverse of weekdays. A number before the
// first is day 1, one far beyond the last day is left to the caller to clamp.
func weekday(k int) int32 {
	if k < 1 {
		return 1
	}
	k = min(k, weekdays(lastDay)+1)
	return int32((k-1)/5*7 + (k-1)%5 + 1)
}
