package mask

import "slices"

// Policy says which masks a column may be shown under, by catalogue, role and level.
// The zero value is the platform's floor.
//
// Its reasons: an identifier is of use only where it joins or counts units, and a
// keyed token does both; in development a person looks at the rows, and those who
// process do not see raw data, so a value is shown there as it is only where anybody
// may have it anyway: level 1 of an unconditionally open resource. Everything else is
// coarser in truth, or invented; level 4 is never plain.
type Policy struct{}

// LeastWidth is the narrowest bucket, LeastUnit the finest unit of time and LeastGroup
// the smallest group of values that count as coarser than the value itself.
const (
	LeastWidth = 10
	LeastUnit  = "month"
	LeastGroup = 2
)

// Allowed lists the kinds a column may be shown under, the default first. A kind that
// shows less than the default is always among them.
func (Policy) Allowed(c Column, in Catalogue) []Kind {
	coarse := []Kind{Bucket, Truncate, Category}
	hidden := []Kind{Null, Dummy, Drop}
	switch {
	case c.Unit && in == Production:
		return []Kind{Token}
	case c.Role == Identifier && (c.Unit || c.Joins):
		return append([]Kind{Token}, hidden...)
	case c.Role == Identifier && in == Production && c.Level < 4:
		return []Kind{Drop, Null, Dummy, Token, Pattern}
	case c.Role == Identifier:
		return []Kind{Drop, Null, Dummy, Token}
	case in == Production && c.Level < 4:
		return slices.Concat([]Kind{Plain}, coarse, []Kind{Pattern, Token}, hidden)
	case in == Production:
		return slices.Concat(generalised(c), []Kind{Token}, hidden)
	case c.Open && c.Role == Neither && c.Level == 1:
		return slices.Concat([]Kind{Plain}, coarse, []Kind{Pattern}, hidden)
	case c.Role == Sensitive && c.Level > 2 || !c.coarser().blunts():
		return []Kind{Dummy, Null, Drop}
	}
	return []Kind{c.coarser().Kind, Dummy, Null, Drop}
}

// blunts reports whether nobody can read a value off what m shows of it. A pattern is
// made of the value's own characters; a narrow bucket, a day of a day, or a group of one
// is the value under another name.
func (m Mask) blunts() bool {
	switch m.Kind {
	case Bucket:
		return m.Width >= LeastWidth
	case Truncate:
		return slices.Index(units, m.Unit) >= slices.Index(units, LeastUnit)
	case Category:
		return m.gathers()
	}
	return false
}

// gathers reports whether each group stands for several values and is called none of them.
func (m Mask) gathers() bool {
	size := map[string]int{}
	for _, group := range m.Groups {
		size[group]++
	}
	delete(size, m.Other) // it stands for all values that are not listed, too
	for _, n := range size {
		if n < LeastGroup {
			return false
		}
	}
	for value := range m.Groups {
		if _, named := size[value]; named || value == m.Other {
			return false
		}
	}
	return true
}

// generalised is how a column is made coarser; without a declared way a day becomes a
// month, and everything else is empty.
func generalised(c Column) []Kind {
	switch c.coarser().Kind {
	case Bucket, Truncate, Category:
		return []Kind{c.coarser().Kind}
	case Pattern:
		return []Kind{Pattern}
	}
	return nil
}

// coarser is the declared generalisation, or the one that follows from the type.
func (c Column) coarser() Mask {
	if c.Generalise.Kind != "" {
		return c.Generalise
	}
	if c.Type.time() {
		return Mask{Kind: Truncate, Unit: "month"}
	}
	return Mask{Kind: Null}
}

// Default is the mask of a column on which the grant says nothing.
func (p Policy) Default(c Column, in Catalogue) Mask {
	kind := p.Allowed(c, in)[0]
	switch kind {
	case Bucket, Truncate, Category, Pattern:
		return c.coarser()
	}
	return Mask{Kind: kind}
}

// admits reports whether m may stand for c: its kind is allowed and it is no finer
// than the declared generalisation where that is the default.
func (p Policy) admits(m Mask, c Column, in Catalogue) bool {
	allowed := p.Allowed(c, in)
	if !slices.Contains(allowed, m.Kind) {
		return false
	}
	return p.Default(c, in).Kind == Plain || !finer(m, c.coarser())
}

// finer reports whether m of the same kind tells more than floor.
func finer(m, floor Mask) bool {
	if m.Kind != floor.Kind {
		return false
	}
	switch m.Kind {
	case Bucket:
		return m.Width%floor.Width != 0
	case Truncate:
		return slices.Index(units, m.Unit) < slices.Index(units, floor.Unit)
	case Pattern:
		return m.Head > floor.Head || m.Tail > floor.Tail
	case Category:
		return !coarsens(m, floor)
	}
	return false
}

// coarsens: values that floor puts into one group are in one group of m too.
func coarsens(m, floor Mask) bool {
	into := map[string]string{}
	check := func(value string) bool {
		from, to := floor.group(value), m.group(value)
		if known, ok := into[from]; ok && known != to {
			return false
		}
		into[from] = to
		return true
	}
	into[floor.Other] = m.Other
	for value := range floor.Groups {
		if !check(value) {
			return false
		}
	}
	for value := range m.Groups {
		if !check(value) {
			return false
		}
	}
	return true
}

func (m Mask) group(value string) string {
	if g, ok := m.Groups[value]; ok {
		return g
	}
	return m.Other
}
