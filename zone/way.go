package zone

import (
	"strings"
)

// way is one way through an argument: the conditions that lead there, in order, and the
// columns whose values arise.
type way struct {
	conditions []expr
	columns    []column
	zero       bool // nothing but zero or NULL arises
	null       bool // nothing but NULL arises, which whatever it meets becomes too
}

// mostWays bounds the ways of one aggregate, which its counters grow with.
const mostWays = 12

// waysThrough lists the ways through e. CASE and COALESCE part it; a comparison used as
// a value is CASE WHEN it THEN 1 ELSE 0 END.
func waysThrough(e expr) []way {
	switch x := e.(type) {
	case column:
		return []way{{columns: []column{x}}}
	case literal:
		return []way{{zero: x.isNull || x.number == 0, null: x.isNull}}
	case comparison, between, membership, logic, negation, nullness:
		return []way{{conditions: []expr{e}}, {conditions: []expr{untrue{e}}, zero: true}}
	case choice:
		var conditions []expr
		for _, w := range x.whens {
			conditions = append(conditions, w.condition)
		}
		values := x.values()
		if x.otherwise == nil {
			values = append(values, literal{isNull: true, text: "NULL"})
		}
		return branches(conditions, values)
	case fallback:
		var conditions []expr
		for _, a := range x.args[:len(x.args)-1] {
			conditions = append(conditions, nullness{x.pos, true, a})
		}
		return branches(conditions, x.args)
	}
	product := false
	if x, ok := e.(call); ok {
		product = x.name == "*" || x.name == "/" || x.name == "//"
	}
	ways := []way{{zero: !product}}
	for _, k := range e.kids() {
		ways = cross(ways, waysThrough(k), product)
	}
	return ways
}

// branches are the ways of values taken by the first condition that holds; the last
// value has none.
func branches(conditions, values []expr) []way {
	var ways []way
	var before []expr
	for i, v := range values {
		for _, w := range waysThrough(v) {
			lead := append([]expr{}, before...)
			if i < len(conditions) {
				lead = append(lead, conditions[i])
			}
			w.conditions = append(lead, w.conditions...)
			ways = append(ways, w)
		}
		if i < len(conditions) {
			before = append(before, untrue{conditions[i]})
		}
	}
	return ways
}

// cross are the ways through two expressions at once: of a sum, which is zero where both
// are, or of a product, which is zero where either is. Beyond the bound it stops, and
// what is beyond is refused.
func cross(a, b []way, product bool) []way {
	var all []way
	for _, x := range a {
		for _, y := range b {
			if len(all) > mostWays {
				return all
			}
			all = append(all, way{
				conditions: append(append([]expr{}, x.conditions...), y.conditions...),
				columns:    append(append([]column{}, x.columns...), y.columns...),
				zero:       x.zero && y.zero || product && (x.zero || y.zero) || x.null || y.null,
				null:       x.null || y.null,
			})
		}
	}
	return all
}

func (w way) values(g *governed, from aggregate) []string {
	var all []string
	for _, c := range w.columns {
		if c.info.Role != RoleUnit || c.of != g.unit.of {
			all = append(all, text(c))
		}
	}
	if len(all) == 0 && (!w.zero || from.name == "count_star") {
		return []string{oneEach}
	}
	return all
}

// taken are the conditions under which a unit that goes this way makes a difference:
// nothing is NULL, and the column asked for, or any where none is asked for, is not zero.
// Unlike present it is exact: it counts who may not be few, where none is well.
func (g *governed) taken(a aggregate, w way, value string) []expr {
	var conditions, nonzero []expr
	sure := len(w.columns) == 0
	for _, c := range w.columns {
		p := g.present(a, c)
		if len(p) > 0 {
			conditions = append(conditions, p[0])
		}
		switch {
		case value != "" && value != text(c):
		case len(p) == 2:
			nonzero = append(nonzero, p[1])
		default:
			sure = true
		}
	}
	switch {
	case sure || len(nonzero) == 0:
	case len(nonzero) == 1:
		conditions = append(conditions, nonzero[0])
	default:
		conditions = append(conditions, logic{op: "OR", args: nonzero})
	}
	return conditions
}

// present are the conditions under which a column contributes to an aggregate.
func (g *governed) present(a aggregate, c column) []expr {
	if c.info.Role == RoleUnit && c.of == g.unit.of {
		return nil // it is what is counted; the unit of a table joined to it may be missing
	}
	conditions := []expr{nullness{c.pos, true, c}}
	if a.name != "count" && numeric(c.info.Type) {
		conditions = append(conditions, comparison{c.pos, "<>", c, literal{text: "0"}})
	}
	return conditions
}

func numeric(t string) bool {
	switch name, _, _ := strings.Cut(strings.ToUpper(t), "("); name {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL", "REAL", "INT":
		return true
	}
	return false
}

// oneEach stands for what is counted where no column's value is taken.
const oneEach = "1"
