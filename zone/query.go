package zone

import "strings"

// The representation. It holds what the platform understands of a query and nothing
// else; every node knows its byte offset in the user's text. Names are resolved when a
// node is made, so a column node always has its relation.

type expr interface {
	at() int
	kids() []expr
	print(w *strings.Builder)
}

type pos int

func (p pos) at() int { return int(p) }

// relation is a table, a CTE or a derived table, under the alias it has in a FROM.
type relation struct {
	alias      string
	columns    []Column
	projection *Projection // nil for a CTE or a derived table
	text       string      // what stands in FROM, when it is not a derived table
	derived    *query
}

type (
	column struct {
		pos
		of   *relation
		info Column
	}
	literal struct {
		pos
		text   string // as printed
		number float64
		isText bool
		isNull bool
	}
	call struct {
		pos
		fn   function
		name string
		args []expr
	}
	aggregate struct {
		pos
		fn       function
		name     string
		args     []expr
		distinct bool
		filter   expr // nil for none
	}
	when   struct{ condition, then expr }
	choice struct {
		pos
		whens     []when
		otherwise expr // nil for none
	}
	cast struct {
		pos
		arg expr
		to  string
	}
	comparison struct {
		pos
		op          string
		left, right expr
	}
	between struct {
		pos
		arg, low, high expr
	}
	membership struct {
		pos
		not  bool
		arg  expr
		list []expr
	}
	logic struct {
		pos
		op   string // AND, OR
		args []expr
	}
	negation struct {
		pos
		arg expr
	}
	nullness struct {
		pos
		not bool
		arg expr
	}
	fallback struct { // COALESCE
		pos
		args []expr
	}
)

func (column) kids() []expr  { return nil }
func (literal) kids() []expr { return nil }
func (c call) kids() []expr  { return c.args }
func (a aggregate) kids() []expr {
	if a.filter == nil {
		return a.args
	}
	return append(append([]expr(nil), a.args...), a.filter)
}
func (c choice) kids() []expr {
	var all []expr
	for _, w := range c.whens {
		all = append(all, w.condition, w.then)
	}
	if c.otherwise != nil {
		all = append(all, c.otherwise)
	}
	return all
}

// values are what a CASE may answer.
func (c choice) values() []expr {
	var all []expr
	for _, w := range c.whens {
		all = append(all, w.then)
	}
	if c.otherwise != nil {
		all = append(all, c.otherwise)
	}
	return all
}

func (c cast) kids() []expr       { return []expr{c.arg} }
func (c comparison) kids() []expr { return []expr{c.left, c.right} }
func (b between) kids() []expr    { return []expr{b.arg, b.low, b.high} }
func (m membership) kids() []expr { return append([]expr{m.arg}, m.list...) }
func (l logic) kids() []expr      { return l.args }
func (n negation) kids() []expr   { return []expr{n.arg} }
func (n nullness) kids() []expr   { return []expr{n.arg} }
func (f fallback) kids() []expr   { return f.args }

type item struct {
	expr  expr
	name  string // as asked for by AS, or the column's own; "" when it has none
	alias bool   // asked for by AS
}

type join struct {
	pos
	kind string // INNER, LEFT, RIGHT, FULL, CROSS; "" for the first relation
	with *relation
	on   expr // nil for CROSS
}

type ordering struct {
	expr  expr
	index int // of the output, when it names one; -1 otherwise
	desc  bool
	nulls string // "NULLS FIRST", "NULLS LAST", ""
}

type selection struct {
	pos
	items  []item
	from   []join
	where  expr
	groups []expr
	having expr
}

type query struct {
	pos
	ctes     []cte
	sel      *selection // one of sel and set
	set      *setOperation
	distinct bool
	order    []ordering
	limit    *int64
	offset   *int64
}

type cte struct {
	pos
	name  string
	query *query
}

type setOperation struct {
	pos
	op          string // UNION, UNION ALL, EXCEPT, INTERSECT
	left, right *query
}

// columns are what a query shows to the query around it. Their role is that of the
// column they pass on, protected otherwise.
func (q *query) columns() []Column {
	if q.set != nil {
		return q.set.left.columns()
	}
	var all []Column
	for _, it := range q.sel.items {
		c := Column{Name: it.name, Role: RoleProtected}
		if from, ok := it.expr.(column); ok {
			c = from.info
			c.Name = it.name
		}
		all = append(all, c)
	}
	return all
}

// walk visits e and everything under it, parents first.
func walk(e expr, visit func(expr)) {
	if e == nil {
		return
	}
	visit(e)
	for _, k := range e.kids() {
		walk(k, visit)
	}
}

// columnsIn lists the columns e reads.
func columnsIn(e expr) []column {
	var all []column
	walk(e, func(x expr) {
		if c, ok := x.(column); ok {
			all = append(all, c)
		}
	})
	return all
}

// aggregates reports whether e holds an aggregate.
func aggregates(e expr) bool {
	found := false
	walk(e, func(x expr) {
		if _, ok := x.(aggregate); ok {
			found = true
		}
	})
	return found
}

// same reports whether two expressions are the same, by their print.
func same(a, b expr) bool { return text(a) == text(b) }
