package intake

import (
	"bytes"
	"database/sql/driver"
	"math/big"
	"strconv"
	"time"

	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// parser turns the text of one column's cells into values of its type.
type parser func(cell []byte) (driver.Value, bool)

// parserOf gives the parser of a column and the reason of its failures.
func parserOf(c catalogue.Column) (parser, Reason) {
	switch c.Type {
	case catalogue.Boolean:
		return func(b []byte) (driver.Value, bool) { v, ok := parseBoolean(catalogue.Trim(b)); return v, ok }, NotBoolean
	case catalogue.Integer:
		return func(b []byte) (driver.Value, bool) { v, ok := parseInteger(catalogue.Trim(b)); return v, ok }, NotInteger
	case catalogue.Decimal:
		if c.Precision > decimalDigits {
			return func(b []byte) (driver.Value, bool) { return parseWide(catalogue.Trim(b), c.Precision, c.Scale) }, NotDecimal
		}
		return func(b []byte) (driver.Value, bool) {
			v, ok := parseDecimal(catalogue.Trim(b), c.Precision, c.Scale)
			return v, ok
		}, NotDecimal
	case catalogue.Double:
		return func(b []byte) (driver.Value, bool) {
			v, err := strconv.ParseFloat(string(catalogue.Trim(b)), 64)
			return v, err == nil
		}, NotNumber
	case catalogue.Date:
		return func(b []byte) (driver.Value, bool) { v, ok := parseDate(catalogue.Trim(b)); return v, ok }, NotDate
	case catalogue.Timestamp:
		return func(b []byte) (driver.Value, bool) { v, ok := parseTimestamp(catalogue.Trim(b)); return v, ok }, NotTimestamp
	}
	return func(b []byte) (driver.Value, bool) { return b, true }, ""
}

func parseBoolean(b []byte) (value, ok bool) {
	switch {
	case bytes.EqualFold(b, []byte("true")), string(b) == "t": // PostgreSQL writes t and f
		return true, true
	case bytes.EqualFold(b, []byte("false")), string(b) == "f":
		return false, true
	}
	return false, false
}

func parseInteger(b []byte) (int64, bool) {
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		b = b[1:]
	}
	if len(b) == 0 || len(b) > 19 {
		return 0, false
	}
	var v uint64
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + uint64(c-'0') // nineteen nines fit
	}
	switch {
	case negative && v <= 1<<63:
		return -int64(v), true
	case !negative && v < 1<<63:
		return int64(v), true
	}
	return 0, false
}

// parseDecimal gives the number times ten to the scale, where it has no more digits
// than precision allows and none is lost.
func parseDecimal(b []byte, precision, scale int) (int64, bool) {
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		b = b[1:]
	}
	var v int64
	digits, after, point := 0, 0, false
	for _, c := range b {
		switch {
		case c == '.' && !point:
			point = true
			continue
		case c < '0' || c > '9':
			return 0, false
		case point && after == scale:
			if c != '0' {
				return 0, false
			}
			continue
		}
		v = v*10 + int64(c-'0')
		if v > 0 {
			digits++
		}
		if digits > precision {
			return 0, false
		}
		if point {
			after++
		}
	}
	if len(b) == 0 || point && len(b) == 1 {
		return 0, false
	}
	for ; after < scale; after++ {
		v *= 10
		if v > 0 {
			digits++
		}
		if digits > precision {
			return 0, false
		}
	}
	if negative {
		v = -v
	}
	return v, true
}

// parseWide is parseDecimal for more digits than a machine word holds.
func parseWide(b []byte, precision, scale int) (driver.Value, bool) {
	whole, fraction, _ := bytes.Cut(b, []byte("."))
	fraction = bytes.TrimRight(fraction, "0")
	if len(fraction) > scale {
		return nil, false
	}
	digits := append(append([]byte(nil), whole...), fraction...)
	digits = append(digits, bytes.Repeat([]byte("0"), scale-len(fraction))...)
	v, ok := new(big.Int).SetString(string(digits), 10)
	if !ok || len(new(big.Int).Abs(v).String()) > precision {
		return nil, false
	}
	return v, true
}

// number reads up to most digits at the start of b.
func number(b []byte, least, most int) (v int, rest []byte, ok bool) {
	n := 0
	for n < len(b) && n < most && b[n] >= '0' && b[n] <= '9' {
		v = v*10 + int(b[n]-'0')
		n++
	}
	return v, b[n:], n >= least
}

// parseDate reads 2024-01-31, 2024/1/31, 2024.1.31 and 2024年1月31日.
func parseDate(b []byte) (time.Time, bool) {
	t, rest, ok := datePart(b)
	return t, ok && len(rest) == 0
}

// datePart reads a day at the start of b.
func datePart(b []byte) (time.Time, []byte, bool) {
	year, rest, ok := number(b, 4, 4)
	if !ok || len(rest) < 2 || year == 0 {
		return time.Time{}, nil, false
	}
	var after []byte // what stands between month and day
	switch {
	case rest[0] == '-' || rest[0] == '/' || rest[0] == '.':
		after, rest = rest[:1], rest[1:]
	case bytes.HasPrefix(rest, []byte("年")):
		after, rest = []byte("月"), rest[3:]
	default:
		return time.Time{}, nil, false
	}
	month, rest, ok := number(rest, 1, 2)
	if !ok || !bytes.HasPrefix(rest, after) {
		return time.Time{}, nil, false
	}
	d, rest, ok := number(rest[len(after):], 1, 2)
	if !ok || month < 1 || month > 12 || d < 1 {
		return time.Time{}, nil, false
	}
	if len(after) == 3 {
		if !bytes.HasPrefix(rest, []byte("日")) {
			return time.Time{}, nil, false
		}
		rest = rest[3:]
	}
	t := time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return t, rest, t.Day() == d
}

// parseTimestamp reads a day and a time of day, with an optional fraction and an
// optional offset from UTC; with an offset the result is in UTC. A day alone is its
// first moment.
func parseTimestamp(b []byte) (time.Time, bool) {
	t, rest, ok := datePart(b)
	if !ok {
		return time.Time{}, false
	}
	if len(rest) == 0 {
		return t, true
	}
	if rest[0] != ' ' && rest[0] != 'T' {
		return time.Time{}, false
	}
	hour, rest, ok := number(rest[1:], 1, 2)
	if !ok || hour > 23 || len(rest) == 0 || rest[0] != ':' {
		return time.Time{}, false
	}
	minute, rest, ok := number(rest[1:], 2, 2)
	if !ok || minute > 59 {
		return time.Time{}, false
	}
	second := 0
	if len(rest) > 0 && rest[0] == ':' {
		if second, rest, ok = number(rest[1:], 2, 2); !ok || second > 59 {
			return time.Time{}, false
		}
	}
	micros, rest, ok := fraction(rest)
	if !ok {
		return time.Time{}, false
	}
	offset, ok := zone(rest)
	clock := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	return t.Add(clock + time.Duration(micros)*time.Microsecond - offset), ok
}

// fraction reads a decimal fraction of a second, cut at microseconds.
func fraction(b []byte) (micros int, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '.' {
		return 0, b, true
	}
	n, unit := 1, 100_000
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		micros += int(b[n]-'0') * unit
		unit /= 10
		n++
	}
	return micros, b[n:], n > 1
}

// zone reads Z, +08, +0800 or +08:00, or nothing.
func zone(b []byte) (time.Duration, bool) {
	if len(b) == 0 || string(b) == "Z" {
		return 0, true
	}
	if b[0] != '+' && b[0] != '-' {
		return 0, false
	}
	hours, rest, ok := number(b[1:], 2, 2)
	minutes := 0
	if ok && len(rest) > 0 {
		if rest[0] == ':' {
			rest = rest[1:]
		}
		minutes, rest, ok = number(rest, 2, 2)
	}
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if b[0] == '-' {
		offset = -offset
	}
	return offset, ok && len(rest) == 0 && hours < 24 && minutes < 60
}
