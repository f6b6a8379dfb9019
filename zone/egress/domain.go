package egress

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Domain is a set of identifiers small enough to be tried one by one: whoever sees a
// hash of one of them can do the same.
type Domain interface {
	Name() string
	Size() uint64
	// At writes the i-th member over dst and returns it; i is below Size. It is called
	// from several goroutines at once.
	At(i uint64, dst []byte) []byte
}

// Declared is a domain as an installation declares it. Exactly one of its kinds is set.
type Declared struct {
	Divisions []string `json:"divisions,omitempty"` // resident identity numbers of these divisions, First to Last year of birth
	First     int      `json:"first,omitempty"`
	Last      int      `json:"last,omitempty"`
	Prefixes  []string `json:"prefixes,omitempty"` // mobile numbers that begin so
	Name      string   `json:"name,omitempty"`     // of a list of values
	Values    []string `json:"values,omitempty"`
}

// Domain is what d declares.
func (d Declared) Domain() (Domain, error) {
	switch kinds := min(len(d.Divisions), 1) + min(len(d.Prefixes), 1) + min(len(d.Values), 1); {
	case kinds != 1:
		return nil, fmt.Errorf("declaring a domain: want divisions, prefixes or values, and one of them, not %d", kinds)
	case len(d.Divisions) > 0:
		return ResidentIDs(d.Divisions, d.First, d.Last)
	case len(d.Prefixes) > 0:
		return MobilePhones(d.Prefixes)
	case d.Name == "":
		return nil, fmt.Errorf("declaring a domain: a list of values has a name, for the report")
	}
	return Listed(d.Name, d.Values), nil
}

// ParseDeclared reads what an installation declares: a JSON list of Declared. Anything it
// does not know, and a domain that cannot be, is an error that names the place.
func ParseDeclared(text []byte) ([]Declared, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var all []Declared
	if err := decoder.Decode(&all); err != nil {
		return nil, fmt.Errorf("want a JSON list of domains: %w", err)
	}
	if decoder.More() {
		return nil, fmt.Errorf("want one JSON list of domains, and nothing after it")
	}
	for i, d := range all {
		if _, err := d.Domain(); err != nil {
			return nil, fmt.Errorf("domain %d: %w", i+1, err)
		}
	}
	return all, nil
}

// ResidentIDs are the resident identity numbers of some divisions (six digits each)
// for persons born from the first to the last year, both included, with their check
// digits: 365,000 or so per division and year of birth. Source: GB 11643.
func ResidentIDs(divisions []string, first, last int) (Domain, error) {
	d := residentIDs{divisions: divisions}
	for _, division := range divisions {
		if len(division) != 6 || !digits(division) {
			return nil, fmt.Errorf("declaring a domain of resident ids: division %q is not six digits", division)
		}
	}
	if first > last || first < 1800 || last > 2200 {
		return nil, fmt.Errorf("declaring a domain of resident ids: years %d to %d", first, last)
	}
	for day := time.Date(first, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() <= last; day = day.AddDate(0, 0, 1) {
		d.days = append(d.days, day.Format("20060102"))
	}
	return d, nil
}

type residentIDs struct {
	divisions []string
	days      []string
}

// Name says what the domain holds, for the report: "resident-id of 370902 to 370983 (6
// divisions), born 1926 to 2026".
func (d residentIDs) Name() string {
	first, last := slices.Min(d.divisions), slices.Max(d.divisions)
	where := first
	if len(d.divisions) > 1 {
		where = fmt.Sprintf("%s to %s (%d divisions)", first, last, len(d.divisions))
	}
	return fmt.Sprintf("resident-id of %s, born %s to %s", where, d.days[0][:4], d.days[len(d.days)-1][:4])
}

func (d residentIDs) Size() uint64 { return uint64(len(d.divisions)) * uint64(len(d.days)) * 1000 }

func (d residentIDs) At(i uint64, dst []byte) []byte {
	serial, i := i%1000, i/1000
	day, division := d.days[i%uint64(len(d.days))], d.divisions[i/uint64(len(d.days))]
	dst = append(append(dst[:0], division...), day...)
	dst = append(dst, byte('0'+serial/100), byte('0'+serial/10%10), byte('0'+serial%10))
	return append(dst, residentCheck(dst))
}

// MobilePhones are the eleven-digit mobile numbers that begin with one of the
// prefixes: 10,000 for a prefix of seven digits, 10^8 for one of three.
func MobilePhones(prefixes []string) (Domain, error) {
	for _, p := range prefixes {
		if len(p) < 3 || len(p) > 10 || len(p) != len(prefixes[0]) || !digits(p) {
			return nil, fmt.Errorf("declaring a domain of mobile numbers: prefix %q is not 3 to 10 digits, all of one length", p)
		}
	}
	return mobilePhones{prefixes: prefixes}, nil
}

type mobilePhones struct{ prefixes []string }

func (d mobilePhones) Name() string { return "mobile-phone" }

func (d mobilePhones) each() uint64 {
	n := uint64(1)
	for range 11 - len(d.prefixes[0]) {
		n *= 10
	}
	return n
}

func (d mobilePhones) Size() uint64 {
	if len(d.prefixes) == 0 {
		return 0
	}
	return uint64(len(d.prefixes)) * d.each()
}

func (d mobilePhones) At(i uint64, dst []byte) []byte {
	each := d.each()
	dst = append(dst[:0], d.prefixes[i/each]...)
	i %= each
	for n := each / 10; n > 0; n /= 10 {
		dst = append(dst, byte('0'+i/n%10))
	}
	return dst
}

// Listed is a domain given as a list: the registered firms of a city by their unified
// social credit codes, the plates of a fleet, the names of a school.
func Listed(name string, values []string) Domain { return listed{name, values} }

type listed struct {
	name   string
	values []string
}

func (d listed) Name() string                   { return d.name }
func (d listed) Size() uint64                   { return uint64(len(d.values)) }
func (d listed) At(i uint64, dst []byte) []byte { return append(dst[:0], d.values[i]...) }

// Integers are the whole numbers from first to last without leading zeros: serial
// numbers, case numbers, short codes.
func Integers(name string, first, last uint64) (Domain, error) {
	if first > last {
		return nil, fmt.Errorf("declaring domain %s: %d to %d", name, first, last)
	}
	return integers{name, first, last - first + 1}, nil
}

type integers struct {
	name        string
	first, size uint64
}

func (d integers) Name() string                   { return d.name }
func (d integers) Size() uint64                   { return d.size }
func (d integers) At(i uint64, dst []byte) []byte { return strconv.AppendUint(dst[:0], d.first+i, 10) }

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
