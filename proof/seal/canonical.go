package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds nesting, so that hostile input cannot exhaust the stack.
const maxDepth = 128

// maxInteger is the largest integer that every JSON reader keeps exactly.
const maxInteger = 1 << 53

// Canonical returns v as RFC 8785 canonical JSON: no white space, object members
// sorted by UTF-16 code units, one spelling for every string and number. v is
// anything encoding/json accepts.
//
// It refuses what would not survive the trip: integers beyond ±2^53 (write them as
// strings) and fractions that would be spelt as such an integer, strings that are not UTF-8, and duplicate member names. Source: RFC 8785,
// RFC 7493.
func Canonical(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("writing canonical JSON: %w", err)
	}
	// encoding/json puts the six bytes \ufffd where a string was not UTF-8 (a genuine
	// U+FFFD it writes as itself): two different values would get one digest.
	return canonical(buf.Bytes(), true)
}

// CanonicalJSON rewrites JSON text in canonical form; white space around it is allowed.
// It refuses what Canonical refuses, and anything that is not one JSON value.
func CanonicalJSON(text []byte) ([]byte, error) { return canonical(text, false) }

// IsCanonical reports whether text is exactly its own canonical form.
func IsCanonical(text []byte) bool {
	c, err := CanonicalJSON(text)
	return err == nil && bytes.Equal(c, text)
}

func canonical(text []byte, refuseReplaced bool) ([]byte, error) {
	p := &canon{in: text, out: make([]byte, 0, len(text)), refuseReplaced: refuseReplaced}
	p.space()
	if err := p.value(0); err != nil {
		return nil, fmt.Errorf("writing canonical JSON: at byte %d: %w", p.at, err)
	}
	p.space()
	if p.at != len(p.in) {
		return nil, fmt.Errorf("writing canonical JSON: at byte %d: %w", p.at, errTrailing)
	}
	return p.out, nil
}

var (
	errTrailing  = errors.New("text after the value")
	errSyntax    = errors.New("not JSON")
	errDepth     = errors.New("nested too deeply")
	errDuplicate = errors.New("duplicate member name")
	errString    = errors.New("string is not valid Unicode")
	errInteger   = errors.New("integer beyond 2^53: write it as a string")
	errNumber    = errors.New("number out of range")
)

// canon reads JSON from in and appends its canonical form to out in one pass; objects
// are sorted in place when their members were not already in order.
type canon struct {
	in             []byte
	at             int
	out            []byte
	members        []member // of the objects being read, the innermost last
	scratch        []byte   // for one object being sorted
	refuseReplaced bool
}

func (p *canon) space() {
	for p.at < len(p.in) {
		switch p.in[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

// take consumes b if it is next.
func (p *canon) take(b byte) bool {
	if p.at < len(p.in) && p.in[p.at] == b {
		p.at++
		return true
	}
	return false
}

func (p *canon) value(depth int) error {
	if depth > maxDepth {
		return errDepth
	}
	if p.at >= len(p.in) {
		return errSyntax
	}
	switch p.in[p.at] {
	case '{':
		return p.object(depth)
	case '[':
		return p.array(depth)
	case '"':
		_, err := p.string()
		return err
	case 't':
		return p.word("true")
	case 'f':
		return p.word("false")
	case 'n':
		return p.word("null")
	}
	return p.number()
}

func (p *canon) word(w string) error {
	if !bytes.HasPrefix(p.in[p.at:], []byte(w)) {
		return errSyntax
	}
	p.at += len(w)
	p.out = append(p.out, w...)
	return nil
}

func (p *canon) array(depth int) error {
	p.at++
	p.out = append(p.out, '[')
	p.space()
	if p.take(']') {
		p.out = append(p.out, ']')
		return nil
	}
	for {
		p.space()
		if err := p.value(depth + 1); err != nil {
			return err
		}
		p.space()
		if p.take(']') {
			p.out = append(p.out, ']')
			return nil
		}
		if !p.take(',') {
			return errSyntax
		}
		p.out = append(p.out, ',')
	}
}

// member is one member of an object: its decoded name and where in out its canonical
// text ("name":value, without comma) stands.
type member struct {
	name     []byte
	from, to int
}

func (p *canon) object(depth int) error {
	p.at++
	p.out = append(p.out, '{')
	start, base := len(p.out), len(p.members)
	p.space()
	if p.take('}') {
		p.out = append(p.out, '}')
		return nil
	}
	for {
		m, err := p.member(depth)
		if err != nil {
			return err
		}
		p.members = append(p.members, m)
		p.space()
		if p.take('}') {
			break
		}
		if !p.take(',') {
			return errSyntax
		}
		p.out = append(p.out, ',')
	}
	if err := p.sort(start, p.members[base:]); err != nil {
		return err
	}
	p.members = p.members[:base]
	p.out = append(p.out, '}')
	return nil
}

func (p *canon) member(depth int) (member, error) {
	p.space()
	if p.at >= len(p.in) || p.in[p.at] != '"' {
		return member{}, errSyntax
	}
	m := member{from: len(p.out)}
	name, err := p.string()
	if err != nil {
		return member{}, err
	}
	m.name = name
	p.space()
	if !p.take(':') {
		return member{}, errSyntax
	}
	p.out = append(p.out, ':')
	p.space()
	if err := p.value(depth + 1); err != nil {
		return member{}, err
	}
	m.to = len(p.out)
	return m, nil
}

// sort puts the members written since start into order, and refuses a name used twice.
func (p *canon) sort(start int, members []member) error {
	order := func(a, b member) int { return compareUTF16(a.name, b.name) }
	sorted := slices.IsSortedFunc(members, order)
	if !sorted {
		slices.SortFunc(members, order)
	}
	for i := 1; i < len(members); i++ {
		if bytes.Equal(members[i-1].name, members[i].name) {
			return errDuplicate
		}
	}
	if sorted {
		return nil
	}
	p.scratch = append(p.scratch[:0], p.out[start:]...)
	p.out = p.out[:start]
	for i, m := range members {
		if i > 0 {
			p.out = append(p.out, ',')
		}
		p.out = append(p.out, p.scratch[m.from-start:m.to-start]...)
	}
	return nil
}

// compareUTF16 orders two valid UTF-8 strings by their UTF-16 code units. That is the
// order of their bytes but for one case: a rune beyond the basic plane (first byte F0
// and up), whose surrogates begin at U+D800, comes before one from U+E000 on (first
// byte EE or EF).
func compareUTF16(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if x, y := a[i], b[i]; x != y {
			if x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0) {
				return int(y) - int(x)
			}
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

// string reads a JSON string, writes it, and returns what it spells.
func (p *canon) string() ([]byte, error) {
	p.at++
	begin := p.at
	for p.at < len(p.in) { // the common case: nothing escaped, and then it is its own canonical form
		switch c := p.in[p.at]; {
		case c == '"':
			s := p.in[begin:p.at]
			p.at++
			if !utf8.Valid(s) {
				return nil, errString
			}
			p.out = append(p.out, p.in[begin-1:p.at]...)
			return s, nil
		case c == '\\':
			s, err := p.escaped(begin)
			if err == nil {
				p.out = appendString(p.out, s)
			}
			return s, err
		case c < 0x20:
			return nil, errSyntax
		}
		p.at++
	}
	return nil, errSyntax
}

// escaped goes on with a string in which an escape was met at p.at.
func (p *canon) escaped(begin int) ([]byte, error) {
	s := append([]byte(nil), p.in[begin:p.at]...)
	for p.at < len(p.in) {
		c := p.in[p.at]
		p.at++
		switch {
		case c == '"':
			if !utf8.Valid(s) {
				return nil, errString
			}
			return s, nil
		case c < 0x20:
			return nil, errSyntax
		case c != '\\':
			s = append(s, c)
		default:
			r, err := p.escape()
			if err != nil {
				return nil, err
			}
			s = utf8.AppendRune(s, r)
		}
	}
	return nil, errSyntax
}

// escape reads what follows a backslash.
func (p *canon) escape() (rune, error) {
	if p.at >= len(p.in) {
		return 0, errSyntax
	}
	c := p.in[p.at]
	p.at++
	switch c {
	case '"', '\\', '/':
		return rune(c), nil
	case 'b':
		return '\b', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'u':
		return p.unicode()
	}
	return 0, errSyntax
}

// unicode reads the four digits after \u, and the second half of a surrogate pair. A
// lone surrogate is refused: no UTF-8 text contains it.
func (p *canon) unicode() (rune, error) {
	r, err := p.hex4()
	if err != nil {
		return 0, err
	}
	if r == utf8.RuneError && p.refuseReplaced {
		return 0, errString
	}
	if !utf16.IsSurrogate(r) {
		return r, nil
	}
	if !p.take('\\') || !p.take('u') {
		return 0, errString
	}
	low, err := p.hex4()
	if err != nil {
		return 0, err
	}
	if full := utf16.DecodeRune(r, low); full != utf8.RuneError {
		return full, nil
	}
	return 0, errString
}

func (p *canon) hex4() (rune, error) {
	if p.at+4 > len(p.in) {
		return 0, errSyntax
	}
	var r rune
	for _, c := range p.in[p.at : p.at+4] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, errSyntax
		}
	}
	p.at += 4
	return r, nil
}

// number reads a JSON number and writes it as ECMAScript would (RFC 8785, 3.2.2.3).
func (p *canon) number() error {
	text, integer, err := p.numeral()
	if err != nil {
		return err
	}
	if integer {
		n, err := strconv.ParseInt(string(text), 10, 64)
		if err != nil || n > maxInteger || n < -maxInteger {
			return errInteger
		}
		p.out = strconv.AppendInt(p.out, n, 10)
		return nil
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || math.IsInf(f, 0) {
		return errNumber
	}
	if a := math.Abs(f); a > maxInteger && a < 1e21 { // would be spelt as an integer no reader keeps
		return errInteger
	}
	p.out = appendNumber(p.out, f)
	return nil
}

// numeral scans a number by the grammar of RFC 8259 and says whether it has neither
// fraction nor exponent.
func (p *canon) numeral() (text []byte, integer bool, err error) {
	begin := p.at
	p.take('-')
	if !p.take('0') && !p.digits() {
		return nil, false, errSyntax
	}
	integer = true
	if p.take('.') {
		integer = false
		if !p.digits() {
			return nil, false, errSyntax
		}
	}
	if p.take('e') || p.take('E') {
		integer = false
		if !p.take('+') {
			p.take('-')
		}
		if !p.digits() {
			return nil, false, errSyntax
		}
	}
	return p.in[begin:p.at], integer, nil
}

func (p *canon) digits() bool {
	begin := p.at
	for p.at < len(p.in) && p.in[p.at] >= '0' && p.in[p.at] <= '9' {
		p.at++
	}
	return p.at > begin
}

// appendNumber writes f as ECMAScript's Number::toString: the shortest digits that
// read back as f, plain between 1e-6 and 1e21, else with an exponent; zero has no sign.
func appendNumber(out []byte, f float64) []byte {
	if f == 0 {
		return append(out, '0')
	}
	if a := math.Abs(f); a >= 1e-6 && a < 1e21 {
		return strconv.AppendFloat(out, f, 'f', -1, 64)
	}
	out = strconv.AppendFloat(out, f, 'e', -1, 64)
	// Go writes at least two digits of exponent, ECMAScript as few as needed.
	if n := len(out); out[n-2] == '0' && (out[n-3] == '-' || out[n-3] == '+') {
		out = append(out[:n-2], out[n-1])
	}
	return out
}

// appendString writes s with only the escapes RFC 8785 (3.2.2.2) demands.
func appendString(out, s []byte) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\b':
			out = append(out, '\\', 'b')
		case '\f':
			out = append(out, '\\', 'f')
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\t':
			out = append(out, '\\', 't')
		default:
			if c < 0x20 {
				out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
				continue
			}
			out = append(out, c)
		}
	}
	return append(out, '"')
}
