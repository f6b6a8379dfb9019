package mask

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Distribution is the declared shape of a column's dummy values. It comes from the
// catalogue, where people wrote it down; it is never measured on rows.
type Distribution struct {
	Kind    Shape    `json:"kind"`
	Low     int64    `json:"low,omitempty"`     // range: first value
	High    int64    `json:"high,omitempty"`    // range: last value, included
	First   string   `json:"first,omitempty"`   // days: first day
	Last    string   `json:"last,omitempty"`    // days: last day, included
	Values  []string `json:"values,omitempty"`  // choice
	Weights []int    `json:"weights,omitempty"` // choice: one a value, or none
	Form    string   `json:"form,omitempty"`    // form: # is a digit, ? a capital letter, all else stands for itself
	Nulls   int      `json:"nulls,omitempty"`   // basis points of empty values
}

// Shape is a family of distributions.
type Shape string

const (
	Range  Shape = "range"  // whole numbers, each as likely
	Days   Shape = "days"   // days, each as likely
	Choice Shape = "choice" // one of some values
	Form   Shape = "form"   // text of a form: "9#####-???"
)

// check finds what is wrong with d for a column of the type.
func (d *Distribution) check(t Type) error {
	if d == nil {
		return fmt.Errorf("no distribution is declared for dummy values")
	}
	if d.Nulls < 0 || d.Nulls > 10000 {
		return fmt.Errorf("a share of empty values is 0 to 10000 basis points")
	}
	switch d.Kind {
	case Range:
		if !t.number() || d.Low > d.High || d.High-d.Low < 0 {
			return fmt.Errorf("a range wants a number, and low before high")
		}
	case Days:
		first, err1 := time.Parse(time.DateOnly, d.First)
		last, err2 := time.Parse(time.DateOnly, d.Last)
		if !t.time() || err1 != nil || err2 != nil || first.After(last) {
			return fmt.Errorf("days want a day or moment, and first before last")
		}
	case Choice:
		return d.checkChoice(t)
	case Form:
		if t != Text || d.Form == "" {
			return fmt.Errorf("a form wants text and a form")
		}
	default:
		return fmt.Errorf("unknown distribution %q", d.Kind)
	}
	return nil
}

func (d *Distribution) checkChoice(t Type) error {
	if len(d.Values) == 0 || (len(d.Weights) != 0 && len(d.Weights) != len(d.Values)) {
		return fmt.Errorf("a choice wants values, and as many weights or none")
	}
	sum := 0
	for _, w := range d.Weights {
		if w < 0 {
			return fmt.Errorf("a weight is not below 0")
		}
		sum += w
	}
	if len(d.Weights) > 0 && sum == 0 {
		return fmt.Errorf("some weight is above 0")
	}
	for _, v := range d.Values {
		if _, err := literal(v, t); err != nil {
			return fmt.Errorf("a choice %w", err)
		}
	}
	return nil
}

// draw makes one value as text; false is an empty one. d has passed check.
func (d *Distribution) draw(r *rand.Rand) (string, bool) {
	if d.Nulls > 0 && r.IntN(10000) < d.Nulls {
		return "", false
	}
	switch d.Kind {
	case Range:
		return strconv.FormatInt(d.Low+int64(r.Uint64N(uint64(d.High-d.Low)+1)), 10), true
	case Days:
		first, _ := time.Parse(time.DateOnly, d.First) // checked
		last, _ := time.Parse(time.DateOnly, d.Last)
		days := int(last.Sub(first).Hours()/24) + 1
		return first.AddDate(0, 0, r.IntN(days)).Format(time.DateOnly), true
	case Choice:
		return d.choose(r), true
	}
	return formed(d.Form, r), true
}

func (d *Distribution) choose(r *rand.Rand) string {
	if len(d.Weights) == 0 {
		return d.Values[r.IntN(len(d.Values))]
	}
	sum := 0
	for _, w := range d.Weights {
		sum += w
	}
	n := r.IntN(sum)
	for i, w := range d.Weights {
		if n -= w; n < 0 {
			return d.Values[i]
		}
	}
	return d.Values[len(d.Values)-1]
}

func formed(form string, r *rand.Rand) string {
	var b strings.Builder
	for _, c := range form {
		switch c {
		case '#':
			b.WriteByte(byte('0' + r.IntN(10)))
		case '?':
			b.WriteByte(byte('A' + r.IntN(26)))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// shape is the declared distribution, or a plain one that fits the type.
func (c Column) shape() *Distribution {
	if c.Distribution != nil {
		return c.Distribution
	}
	switch {
	case c.Type.number():
		return &Distribution{Kind: Range, Low: 0, High: 99}
	case c.Type.time():
		return &Distribution{Kind: Days, First: "2020-01-01", Last: "2020-12-31"}
	case c.Type == Boolean:
		return &Distribution{Kind: Choice, Values: []string{"true", "false"}}
	}
	return &Distribution{Kind: Form, Form: "DUMMY-####"}
}

// seeded is a generator that depends on a seed and a name, and on nothing else: the
// same development data every time, and other columns do not shift it.
func seeded(seed []byte, name string) *rand.Rand {
	var key [32]byte
	copy(key[:], derive(seed, "dummy", name))
	return rand.New(rand.NewChaCha8(key))
}

// seedNumber is 63 bits of a seed for a name.
func seedNumber(seed []byte, name string) uint64 {
	return binary.BigEndian.Uint64(derive(seed, "number", name)) >> 1
}
