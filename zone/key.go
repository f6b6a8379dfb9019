package zone

import (
	"math"
)

// coarsening are functions that map many values to one, whatever their arguments.
var coarsening = map[string]bool{
	"year": true, "quarter": true, "month": true, "week": true, "dayofweek": true, "isodow": true, "hour": true, "day": true,
	"left": true, "substr": true, "substring": true,
}

// coarseParts are the parts of a date that many days share; "epoch" or a difference in
// days would be the date itself under another name.
var coarseParts = map[string]bool{
	"'year'": true, "'quarter'": true, "'month'": true, "'week'": true, "'decade'": true, "'century'": true,
	"'dow'": true, "'isodow'": true, "'hour'": true,
}

// coarse reports whether x maps many values to one.
func coarse(x call) bool {
	switch x.name {
	case "date_trunc", "date_part", "date_diff", "datediff":
		part, ok := x.args[0].(literal)
		return ok && coarseParts[fold(part.text)]
	case "//":
		return beyondOne(x.args[1])
	case "floor", "ceil", "trunc", "round":
		if len(x.args) == 2 {
			digits, ok := x.args[1].(literal)
			return ok && digits.number < 0
		}
		by, ok := x.args[0].(call)
		return ok && by.name == "/" && beyondOne(by.args[1])
	}
	return coarsening[x.name]
}

func beyondOne(e expr) bool {
	l, ok := e.(literal)
	return ok && math.Abs(l.number) > 1
}

// fine lists the columns whose single values show in e: not those inside a condition,
// nor those under a function that maps many values to one.
func fine(e expr) []column {
	if x, ok := e.(call); ok && coarse(x) {
		return nil
	}
	switch x := e.(type) {
	case column:
		return []column{x}
	case comparison, between, membership, logic, negation, nullness:
		return nil
	case choice:
		var all []column
		for _, then := range x.values() {
			all = append(all, fine(then)...)
		}
		return all
	}
	var all []column
	for _, k := range e.kids() {
		all = append(all, fine(k)...)
	}
	return all
}

// keys checks the group keys (J1 e). Without a declared unit the bar on raw rows still
// stands: a key nearly unique per row reproduces the rows.
func (g *governed) keys() {
	for _, k := range g.sel.groups {
		if len(columnsIn(k)) == 0 {
			g.outputForm(k)
		}
		g.predicate(k)
		for _, c := range fine(k) {
			if c.info.Role == RoleUnit || c.info.Role == RoleIdentifier || c.of.projection == nil {
				continue
			}
			if share, known := g.density(c); !known || share > g.policy.Density {
				g.dense(c, k.at(), share, known)
			}
		}
	}
}

func (g *governed) key(e expr) bool {
	for _, k := range g.sel.groups {
		if same(k, e) {
			return true
		}
	}
	return false
}
