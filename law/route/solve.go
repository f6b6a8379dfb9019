package route

import (
	"slices"

	"github.com/shuyu-project/shuyu/law/pack"
)

// value is what a variable of conditions may be: one of the values that they tell apart.
// "other" stands for every text that no condition names.
type value struct {
	text   string
	number int
	truth  bool
}

const other = "\x00other"

// verdict is what a formula is while some of its variables are not settled.
type verdict int8

const (
	unsure verdict = iota
	yes
	no
)

// settled is what is known of the variables, by their keys.
type settled map[string]value

// weigh says whether a formula holds as far as is settled.
func (k settled) weigh(f *pack.Formula) verdict {
	switch f.Joint {
	case pack.True:
		return yes
	case pack.False:
		return no
	case pack.Not:
		switch k.weigh(f.Parts[0]) {
		case yes:
			return no
		case no:
			return yes
		}
		return unsure
	case pack.One:
		v, ok := k[f.Atom.Key()]
		if !ok {
			return unsure
		}
		return said(holds(f.Atom, v))
	}
	return k.weighParts(f)
}

func (k settled) weighParts(f *pack.Formula) verdict {
	decisive, rest := no, yes
	if f.Joint == pack.Any {
		decisive, rest = yes, no
	}
	for _, p := range f.Parts {
		switch k.weigh(p) {
		case decisive:
			return decisive
		case unsure:
			rest = unsure
		}
	}
	return rest
}

func said(b bool) verdict {
	if b {
		return yes
	}
	return no
}

func holds(a pack.Atom, v value) bool {
	switch {
	case a.Is == "holds" || a.Is == "has":
		return v.truth
	case !a.Numeric && a.Is == "==":
		return v.text == a.Text
	case !a.Numeric && a.Is == "<":
		return v.text < a.Text
	case !a.Numeric:
		return v.text <= a.Text
	case a.Is == "==":
		return v.number == a.Number
	case a.Is == "<":
		return v.number < a.Number
	}
	return v.number <= a.Number
}

// variable is a variable of conditions with the values that they tell apart.
type variable struct {
	key    string
	values []value
	names  []string // paths it rests on
}

// variables lists those of the formulas in the order in which they are named.
func variables(formulas ...*pack.Formula) []*variable {
	var all []*variable
	found := map[string]*variable{}
	for _, f := range formulas {
		atoms(f, func(a pack.Atom) {
			v, ok := found[a.Key()]
			if !ok {
				v = &variable{key: a.Key(), names: a.Names}
				found[a.Key()] = v
				all = append(all, v)
			}
			for _, x := range told(a) {
				if !slices.Contains(v.values, x) {
					v.values = append(v.values, x)
				}
			}
		})
	}
	return all
}

// told are the values that an atom tells apart.
func told(a pack.Atom) []value {
	switch {
	case a.Is == "holds" || a.Is == "has":
		return []value{{truth: true}, {truth: false}}
	case a.Numeric:
		return []value{{number: a.Number}, {number: a.Number - 1}, {number: a.Number + 1}}
	case a.Text == "":
		return []value{{}, {text: other}}
	}
	return []value{{text: a.Text}, {text: other}}
}

func atoms(f *pack.Formula, see func(pack.Atom)) {
	if f.Joint == pack.One {
		see(f.Atom)
	}
	for _, p := range f.Parts {
		atoms(p, see)
	}
}

// solve finds values of the variables not settled under which all formulas hold.
func solve(k settled, formulas ...*pack.Formula) (settled, bool) {
	with := settled{}
	for key, v := range k {
		with[key] = v
	}
	var free []*variable
	for _, v := range variables(formulas...) {
		if _, ok := with[v.key]; !ok {
			free = append(free, v)
		}
	}
	return with, with.search(free, formulas)
}

func (k settled) search(free []*variable, formulas []*pack.Formula) bool {
	open := false
	for _, f := range formulas {
		switch k.weigh(f) {
		case no:
			return false
		case unsure:
			open = true
		}
	}
	if !open {
		return true
	}
	for _, v := range free[0].values {
		k[free[0].key] = v
		if k.search(free[1:], formulas) {
			return true
		}
	}
	delete(k, free[0].key)
	return false
}
