package intake

import (
	"strings"

	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// form is what a cell looks like, by its characters alone.
type form uint8

const (
	formText form = iota
	formBoolean
	formInteger
	formCode // digits that are a code: a leading zero, or more than fifteen of them
	formDecimal
	formDouble
	formDate
	formTimestamp
	forms
)

// formOf classifies a cell that holds something. scale and whole are the digits after
// and before the point.
func formOf(cell []byte) (f form, whole, scale int) {
	b := catalogue.Trim(cell)
	if len(b) == 0 || len(b) > 40 {
		return formText, 0, 0
	}
	first := b[0]
	if first == '-' && len(b) > 1 {
		first = b[1]
	}
	switch {
	case first >= '0' && first <= '9' || first == '.':
		if f, whole, scale = numberForm(b); f != formText {
			return f, whole, scale
		}
		if _, ok := parseDate(b); ok {
			return formDate, 0, 0
		}
		if _, ok := parseTimestamp(b); ok {
			return formTimestamp, 0, 0
		}
	case first == 't' || first == 'T' || first == 'f' || first == 'F':
		if _, ok := parseBoolean(b); ok {
			return formBoolean, 0, 0
		}
	}
	return formText, 0, 0
}

// numberForm classifies what starts like a number.
func numberForm(b []byte) (f form, whole, scale int) {
	i := 0
	if b[0] == '-' {
		i++
	}
	start := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	whole = i - start
	leading := whole > 1 && b[start] == '0'
	if i == len(b) {
		if leading || whole > 15 {
			return formCode, whole, 0
		}
		return formInteger, whole, 0
	}
	if b[i] == '.' {
		i++
		point := i
		for i < len(b) && b[i] >= '0' && b[i] <= '9' {
			i++
		}
		if scale = i - point; scale == 0 {
			return formText, 0, 0
		}
		if i == len(b) {
			if leading {
				return formCode, whole, scale
			}
			return formDecimal, whole, scale
		}
	}
	if b[i] != 'e' && b[i] != 'E' || whole == 0 {
		return formText, 0, 0
	}
	if i++; i < len(b) && (b[i] == '-' || b[i] == '+') {
		i++
	}
	exponent := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	if i == len(b) && i > exponent && i-exponent <= 3 {
		return formDouble, whole, scale
	}
	return formText, 0, 0
}

// evidence is what the cells of one column look like, over the whole source.
type evidence struct {
	seen  [forms]int64
	whole int  // most digits before the point
	scale int  // and after it
	code  bool // the heading says that the column holds codes
	scan  *catalogue.Scan
}

// heads reports whether a heading announces codes: digits that name something, of
// which a later file may bring one with a leading zero.
func heads(column string) bool {
	for _, word := range []string{"代码", "编码", "编号", "号码", "邮编", "区号"} {
		if strings.Contains(column, word) {
			return true
		}
	}
	for _, part := range strings.FieldsFunc(strings.ToLower(column), func(c rune) bool { return c < 'a' || c > 'z' }) {
		switch part {
		case "code", "codes", "zip", "zipcode", "postcode":
			return true
		}
	}
	return false
}

func (e *evidence) add(cell []byte) {
	f, whole, scale := formOf(cell)
	e.seen[f]++
	if f == formInteger || f == formDecimal {
		e.whole, e.scale = max(e.whole, whole), max(e.scale, scale)
	}
}

// Decimals are kept exactly up to this many digits; wider ones become doubles. The
// precision of an inferred decimal is always the same, so that one longer number does
// not change the schema of the next version.
const (
	decimalDigits = 18
	decimalScale  = 6
)

// infer chooses the type. Within a family of forms (numbers, days) the widest that
// occurs is taken, so that nothing that fits the family is lost; a family is taken
// where all but the tolerated share of values fit it, and one code makes a column text.
func (e *evidence) infer(tolerance float64) catalogue.Column {
	var all int64
	for _, n := range e.seen {
		all += n
	}
	misfits := int64(float64(all) * tolerance)
	takes := func(n int64) bool { return n > 0 && all-n <= misfits }
	numbers := e.seen[formInteger] + e.seen[formDecimal] + e.seen[formDouble]
	days := e.seen[formDate] + e.seen[formTimestamp]
	switch {
	case e.seen[formCode] > 0 || e.code:
	case takes(numbers) && !e.identifies():
		return e.number()
	case takes(days):
		if e.seen[formTimestamp] > 0 {
			return catalogue.Column{Type: catalogue.Timestamp}
		}
		return catalogue.Column{Type: catalogue.Date}
	case takes(e.seen[formBoolean]):
		return catalogue.Column{Type: catalogue.Boolean}
	}
	return catalogue.Column{Type: catalogue.String}
}

// number is the narrowest type that holds every number seen.
func (e *evidence) number() catalogue.Column {
	switch {
	case e.seen[formDouble] > 0, e.scale > decimalScale, e.seen[formDecimal] > 0 && e.whole > decimalDigits-decimalScale:
		return catalogue.Column{Type: catalogue.Double}
	case e.seen[formDecimal] > 0:
		return catalogue.Column{Type: catalogue.Decimal, Precision: decimalDigits, Scale: e.scale}
	}
	return catalogue.Column{Type: catalogue.Integer}
}

// identifies reports whether the digits are somebody's number, a phone or a card: such
// a column is text however well it fits an integer.
func (e *evidence) identifies() bool {
	if e.scan == nil {
		return false
	}
	for _, p := range e.scan.Proposals() {
		if p.Matched > 0 && !p.Embedded && p.Confidence >= 0.5 {
			return true
		}
	}
	return false
}

// sampled reports whether a detector looks at this row: all of the first ones, then
// some of each doubling, so that the cost hardly grows with the rows and the end of a
// long file is seen as well as its beginning.
func sampled(row int64) bool {
	const first, each = 4096, 256
	if row < first {
		return true
	}
	stride := int64(first / each)
	for edge := int64(2 * first); row >= edge; edge *= 2 {
		stride *= 2
	}
	return row%stride == 0
}
