package calendar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Kind says what a period does to the act it governs. The zero value is unset.
type Kind int8

const (
	Within        Kind = iota + 1 // the act is in time until the last day
	AtLeast                       // the act must wait until the days have run
	AtLeastBefore                 // notice must be given so early that the days run before the end day
	InTheLast                     // the act is in time only in the window before the end day
	Keep                          // the thing must be kept for the time; afterwards it may go
)

// Unit is what a period counts. The zero value is unset.
type Unit int8

const (
	NaturalDays Unit = iota + 1 // 日: every day
	WorkingDays                 // 工作日: as the Calendar says
	Months                      // 月: to the day with the same number (Civil Code 202)
	Years                       // 年: twelve months
	Hours                       // 小时: from a moment, see Calendar.Deadline; only within
)

// maxN bounds the number of a period. It is no rule of law: it catches a slip of the
// keyboard and keeps every count within the range of Day.
const maxN = 10_000

var (
	kindWords = [...]string{Within: "within", AtLeast: "at-least", AtLeastBefore: "at-least-before", InTheLast: "in-the-last", Keep: "keep"}
	unitWords = [...]string{NaturalDays: "natural-days", WorkingDays: "working-days", Months: "months", Years: "years", Hours: "hours"}
)

// String is the word that packs use: "at-least-before"; "unset" for the zero value.
func (k Kind) String() string { return word(kindWords[:], int(k)) }

// String is the word that packs use: "working-days"; "unset" for the zero value.
func (u Unit) String() string { return word(unitWords[:], int(u)) }

func word(words []string, i int) string {
	if i <= 0 || i >= len(words) {
		return "unset"
	}
	return words[i]
}

// ParseKind reads what Kind.String prints.
func ParseKind(s string) (Kind, error) {
	i, err := position(kindWords[:], s)
	if err != nil {
		return 0, fmt.Errorf("reading kind of period %.60q: %w", s, err)
	}
	return Kind(i), nil
}

// ParseUnit reads what Unit.String prints.
func ParseUnit(s string) (Unit, error) {
	i, err := position(unitWords[:], s)
	if err != nil {
		return 0, fmt.Errorf("reading unit of period %.60q: %w", s, err)
	}
	return Unit(i), nil
}

func position(words []string, s string) (int, error) {
	for i, w := range words {
		if i > 0 && w == s {
			return i, nil
		}
	}
	return 0, fmt.Errorf("want one of %s", strings.Join(words[1:], ", "))
}

// MarshalText writes the kind as String does; nothing for the unset kind.
func (k Kind) MarshalText() ([]byte, error) { return marshalWord(kindWords[:], int(k)) }

// UnmarshalText reads what MarshalText writes.
func (k *Kind) UnmarshalText(text []byte) (err error) {
	*k = 0
	if len(text) > 0 {
		*k, err = ParseKind(string(text))
	}
	return err
}

// MarshalText writes the unit as String does; nothing for the unset unit.
func (u Unit) MarshalText() ([]byte, error) { return marshalWord(unitWords[:], int(u)) }

// UnmarshalText reads what MarshalText writes.
func (u *Unit) UnmarshalText(text []byte) (err error) {
	*u = 0
	if len(text) > 0 {
		*u, err = ParseUnit(string(text))
	}
	return err
}

func marshalWord(words []string, i int) ([]byte, error) {
	if i < 0 || i >= len(words) {
		return nil, fmt.Errorf("writing a word for number %d: there is none", i)
	}
	return []byte(words[i]), nil
}

// Period is a length of time as a rule states it: "within 5 working-days". The zero
// value is unset. Only a Period that Check accepts can be counted.
type Period struct {
	Kind Kind
	N    int // 1 to 10,000 of the Unit
	Unit Unit
}

// IsZero reports whether the period is unset.
func (p Period) IsZero() bool { return p == Period{} }

// Check says what is wrong with a period that was put together by hand.
func (p Period) Check() error {
	switch {
	case p.Kind < Within || p.Kind > Keep:
		return errors.New("the period has no kind")
	case p.Unit < NaturalDays || p.Unit > Hours:
		return errors.New("the period has no unit")
	case p.N < 1 || p.N > maxN:
		return fmt.Errorf("the number %d is not between 1 and %d", p.N, maxN)
	case p.Unit == Hours && p.Kind != Within:
		return fmt.Errorf("hours run from a moment and go only with %q, not with %q", Within, p.Kind)
	}
	return nil
}

// ParsePeriod reads a period as packs write it: a kind, a number and a unit, with one
// space between: "within 5 working-days", "at-least 5 natural-days", "at-least-before 10
// working-days", "in-the-last 6 months", "keep 1 year". After the number 1 the unit may
// stand in the singular. ParsePeriod(p.String()) is p for every period that Check accepts.
func ParsePeriod(s string) (Period, error) {
	parts := strings.Split(s, " ")
	if len(parts) != 3 {
		return Period{}, fmt.Errorf("reading period %.60q: want kind, number and unit, such as %q", s, "within 5 working-days")
	}
	p, err := parsePeriod(parts[0], parts[1], parts[2])
	if err != nil {
		return Period{}, fmt.Errorf("reading period %.60q: %w", s, err)
	}
	return p, nil
}

func parsePeriod(kind, number, unit string) (p Period, err error) {
	if p.Kind, err = ParseKind(kind); err != nil {
		return Period{}, err
	}
	p.N, err = strconv.Atoi(number)
	if err != nil || strconv.Itoa(p.N) != number {
		return Period{}, fmt.Errorf("reading number %.20q: want digits without sign or leading zero", number)
	}
	if number == "1" && !strings.HasSuffix(unit, "s") {
		unit += "s"
	}
	if p.Unit, err = ParseUnit(unit); err != nil {
		return Period{}, err
	}
	return p, p.Check()
}

// MustPeriod is ParsePeriod for periods that are written in a test or an example. It
// panics on anything that is not a period.
func MustPeriod(s string) Period {
	p, err := ParsePeriod(s)
	if err != nil {
		panic("calendar: MustPeriod: " + err.Error())
	}
	return p
}

// String is the period as packs write it; empty for the unset period.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	return p.Kind.String() + " " + strconv.Itoa(p.N) + " " + p.Unit.String()
}

// MarshalText writes what String writes.
func (p Period) MarshalText() ([]byte, error) {
	if p.IsZero() {
		return nil, nil
	}
	if err := p.Check(); err != nil {
		return nil, fmt.Errorf("writing period: %w", err)
	}
	return []byte(p.String()), nil
}

// UnmarshalText reads what MarshalText writes: a period, or nothing for the unset one.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	read, err := ParsePeriod(string(text))
	if err != nil {
		return err
	}
	*p = read
	return nil
}
