package value

import (
	"math/big"

	"github.com/shuyu-project/shuyu/law"
)

// Unit is what an amount counts.
type Unit string

// The units.
const (
	Money  Unit = "money" // fen
	Count  Unit = "count" // a whole number of calls, copies, hours, years, …
	Parts  Unit = "share" // parts in a million
	Absent Unit = ""      // a plain factor
)

// Valid reports whether u may be the unit of a figure.
func (u Unit) Valid() bool { return u == Money || u == Count || u == Parts }

// Figure is one computed amount with its derivation: what was added up, what that was
// multiplied with and divided by, how it was rounded, and the rule that says so. It is
// kept with the step that computed it.
type Figure struct {
	Name   string   `json:"name"`
	Title  law.Text `json:"title"`
	Unit   Unit     `json:"unit"`
	Amount int64    `json:"amount"`

	Terms    []Term   `json:"terms"`
	Absolute bool     `json:"absolute,omitempty"` // the sum counts without its sign
	Portion  *Ratio   `json:"portion,omitempty"`
	Least    *int64   `json:"least,omitempty"` // a lower result counts as this
	Shares   []Shared `json:"shares,omitempty"`

	Rule    string         `json:"rule"`
	Cites   []law.Citation `json:"cites"`
	RestsOn string         `json:"restsOn,omitempty"` // reading that fills what the text leaves open
}

// Term is one thing added or taken away.
type Term struct {
	Title  law.Text `json:"title"`
	Source string   `json:"source"`          // where the pack takes it from: "figure.cost", "form.subsidy"
	Named  string   `json:"named,omitempty"` // of several like things, which
	Less   bool     `json:"less,omitempty"`  // taken away
	Unit   Unit     `json:"unit,omitempty"`
	Value  int64    `json:"value"`
	Times  *int64   `json:"times,omitempty"`
	// TimesSource is where the factor is taken from.
	TimesSource string `json:"timesSource,omitempty"`
}

// Ratio multiplies and divides a sum.
type Ratio struct {
	Times       int64    `json:"times"`
	TimesTitle  law.Text `json:"timesTitle,omitzero"`
	TimesSource string   `json:"timesSource"`
	Per         int64    `json:"per"`
	PerTitle    law.Text `json:"perTitle,omitzero"`
	PerSource   string   `json:"perSource"`
	Rounding    Rounding `json:"rounding"`
	Exact       bool     `json:"exact"` // nothing was rounded
}

// Shared is what one claim got.
type Shared struct {
	Name   string `json:"name"`
	Tag    string `json:"tag,omitempty"`
	Weight int64  `json:"weight"`
	Amount int64  `json:"amount"`
}

// Compute works the amount out from the derivation, and the shares where there are any.
func (f *Figure) Compute() error {
	pairs := make([][2]int64, len(f.Terms))
	for i, t := range f.Terms {
		pairs[i] = [2]int64{t.Value, t.factor()}
	}
	sum, err := Sum(pairs...)
	if err != nil {
		return err
	}
	if f.Absolute && sum < 0 {
		sum = -sum
	}
	if p := f.Portion; p != nil {
		if sum, p.Exact, err = Portion(sum, p.Times, p.Per, p.Rounding); err != nil {
			return err
		}
	}
	if f.Least != nil && sum < *f.Least {
		sum = *f.Least
	}
	f.Amount = sum
	return f.share()
}

func (t Term) factor() int64 {
	factor := int64(1)
	if t.Times != nil {
		factor = *t.Times
	}
	if t.Less {
		return -factor
	}
	return factor
}

// Product is what the term adds, its sign included.
func (t Term) Product() *big.Int {
	return new(big.Int).Mul(big.NewInt(t.Value), big.NewInt(t.factor()))
}

func (f *Figure) share() error {
	if len(f.Shares) == 0 {
		return nil
	}
	claims, named := make([]Weight, len(f.Shares)), map[string]bool{}
	for i, s := range f.Shares {
		if named[s.Name] {
			return ErrTwice
		}
		named[s.Name] = true
		claims[i] = Weight{s.Name, s.Weight}
	}
	amounts, err := Share(f.Amount, claims)
	if err != nil {
		return err
	}
	for i := range f.Shares {
		f.Shares[i].Amount = amounts[i]
	}
	return nil
}
