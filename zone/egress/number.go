package egress

import (
	"math/big"
	"strconv"
	"strings"
)

// maxDigits bounds the length of a number that is read at all.
const maxDigits = 400

// canonicalNumber reads a decimal number and writes it in the one way it is written
// here: digits, an optional point, nothing that carries no value. It keeps every
// digit. "007", "+7", "7.0" and "0.7e1" are all "7".
func canonicalNumber(s string) (string, bool) {
	if plainInteger(s) {
		return s, true
	}
	if n, ok := plainDecimal(s); ok {
		return n, true
	}
	if len(s) == 0 || len(s) > maxDigits || !numeral(s) {
		return "", false
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		if e, err := strconv.Atoi(s[i+1:]); err != nil || e > maxDigits || e < -maxDigits {
			return "", false
		}
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return "", false
	}
	n := trimNumber(r.FloatString(2 * maxDigits))
	return n, len(n) <= maxDigits
}

// roundNumber writes a canonical number with at most the given decimals, halves
// away from zero.
func roundNumber(s string, decimals int) string {
	_, fraction, _ := strings.Cut(s, ".")
	if len(fraction) <= decimals {
		return s
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return s
	}
	return trimNumber(r.FloatString(decimals))
}

func trimNumber(s string) string {
	if strings.ContainsRune(s, '.') {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

// plainInteger: digits without a leading zero, at most one minus, not "-0".
func plainInteger(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || len(digits) > maxDigits || (digits[0] == '0' && s != "0") {
		return false
	}
	for i := 0; i < len(digits); i++ {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return true
}

// numeral: only what a decimal number is written with, signs in front only. It turns
// days, codes and words away cheaply.
func numeral(s string) bool {
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b >= '0' && b <= '9', b == '.':
		case b == 'e' || b == 'E':
			if i == 0 {
				return false
			}
		case b == '+' || b == '-':
			if i > 0 && s[i-1] != 'e' && s[i-1] != 'E' {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// plainDecimal is the common case without big numbers: digits, one point, digits.
func plainDecimal(s string) (string, bool) {
	head, fraction, found := strings.Cut(s, ".")
	if !found || fraction == "" || !plainInteger(strings.Replace(head, "-0", "0", 1)) {
		return "", false
	}
	for i := 0; i < len(fraction); i++ {
		if fraction[i] < '0' || fraction[i] > '9' {
			return "", false
		}
	}
	n := trimNumber(s)
	if len(n) > maxDigits {
		return "", false
	}
	return n, true
}

// whole reads a canonical number as a count. It answers false for a fraction, a
// negative number and anything beyond int64.
func whole(c Cell) (int64, bool) {
	if c.Null {
		return 0, false
	}
	n, err := strconv.ParseInt(c.Text, 10, 64)
	return n, err == nil && n >= 0
}
