package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/casework"
)

// maxExact is the largest integer that every JSON reader keeps exactly (RFC 7493).
const maxExact = 1 << 53

// appendLeaf appends the RFC 8785 canonical JSON of an entry: what both trees hash. It
// equals seal.Canonical(e), which a test demands of every field, and is written out
// because it runs once for every command on the one writer. Strings that are not UTF-8
// and integers beyond 2^53 are refused.
func appendLeaf(out []byte, e casework.Entry) ([]byte, error) {
	if out == nil {
		out = make([]byte, 0, 384)
	}
	l := leaf{out: append(out, '{')}
	l.text("case", e.Case, true)
	l.list("cites", e.Cites)
	l.list("codes", e.Codes)
	l.text("day", e.Day.String(), false)
	l.text("deputyFor", e.Deputy, true)
	l.text("from", e.From, true)
	l.text("jurisdiction", e.Jurisdiction, true)
	l.text("kind", e.Kind, false)
	l.text("note", e.Note, true)
	l.objects(e.Objects)
	l.text("org", e.Org, false)
	l.text("outcome", e.Outcome, false)
	l.text("pack", e.Pack, true)
	l.number("recorded", e.Recorded, false)
	l.number("rev", e.Rev, true)
	l.list("rules", e.Rules)
	l.text("seat", e.Seat, false)
	l.number("seq", e.Seq, false)
	l.text("to", e.To, true)
	l.number("v", int64(e.Version), false)
	if l.refused != "" {
		return nil, fmt.Errorf("writing entry: %s cannot be written as canonical JSON", l.refused)
	}
	return append(l.out, '}'), nil
}

// leaf is canonical JSON in the making; refused names the first member that has none.
type leaf struct {
	out     []byte
	refused string
}

func (l *leaf) name(name string) {
	if last := l.out[len(l.out)-1]; last != '{' && last != '[' {
		l.out = append(l.out, ',')
	}
	l.out = append(append(append(l.out, '"'), name...), '"', ':')
}

func (l *leaf) text(name, value string, omitEmpty bool) {
	if omitEmpty && value == "" {
		return
	}
	l.name(name)
	l.string(name, value)
}

func (l *leaf) number(name string, value int64, omitZero bool) {
	if omitZero && value == 0 {
		return
	}
	if value > maxExact || value < -maxExact {
		l.refuse(name)
	}
	l.name(name)
	l.out = strconv.AppendInt(l.out, value, 10)
}

func (l *leaf) list(name string, values []string) {
	if len(values) == 0 {
		return
	}
	l.name(name)
	l.out = append(l.out, '[')
	for i, value := range values {
		if i > 0 {
			l.out = append(l.out, ',')
		}
		l.string(name, value)
	}
	l.out = append(l.out, ']')
}

func (l *leaf) objects(objects []casework.Commitment) {
	if len(objects) == 0 {
		return
	}
	l.name("objects")
	l.out = append(l.out, '[')
	for i, o := range objects {
		if i > 0 {
			l.out = append(l.out, ',')
		}
		l.out = append(l.out, '{')
		l.text("id", o.ID, false)
		l.text("kind", o.Kind, false)
		l.text("mac", o.Mac, false)
		l.number("rev", o.Rev, false)
		l.out = append(l.out, '}')
	}
	l.out = append(l.out, ']')
}

func (l *leaf) refuse(name string) {
	if l.refused == "" {
		l.refused = name
	}
}

const hexDigits = "0123456789abcdef"

// string writes s as RFC 8785, section 3.2.2.2: only what must be escaped is.
func (l *leaf) string(name, s string) {
	if !utf8.ValidString(s) {
		l.refuse(name)
	}
	l.out = append(l.out, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			l.out = append(l.out, '\\', c)
		case c >= 0x20:
			l.out = append(l.out, c)
		case c == '\b':
			l.out = append(l.out, '\\', 'b')
		case c == '\t':
			l.out = append(l.out, '\\', 't')
		case c == '\n':
			l.out = append(l.out, '\\', 'n')
		case c == '\f':
			l.out = append(l.out, '\\', 'f')
		case c == '\r':
			l.out = append(l.out, '\\', 'r')
		default:
			l.out = append(l.out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	l.out = append(l.out, '"')
}

// decodeEntry reads a leaf back.
func decodeEntry(seq int64, leaf []byte) (casework.LoggedEntry, error) {
	logged := casework.LoggedEntry{Leaf: leaf}
	if err := json.Unmarshal(leaf, &logged.Entry); err != nil {
		return casework.LoggedEntry{}, fmt.Errorf("reading entry %d: %w", seq, err)
	}
	return logged, nil
}
