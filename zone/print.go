package zone

import (
	"strconv"
	"strings"
)

// reservedPrefix begins the names of columns that the platform adds to a result. No
// column, alias or table of a user may begin with it.
const reservedPrefix = "sy__"

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoteText(s string) string { return `'` + strings.ReplaceAll(s, `'`, `''`) + `'` }

func text(e expr) string {
	var w strings.Builder
	e.print(&w)
	return w.String()
}

func list(w *strings.Builder, between string, args []expr) {
	for i, a := range args {
		if i > 0 {
			w.WriteString(between)
		}
		a.print(w)
	}
}

func (c column) print(w *strings.Builder) {
	w.WriteString(quote(c.of.alias) + "." + quote(c.info.Name))
}

func (l literal) print(w *strings.Builder) { w.WriteString(l.text) }

func (c call) print(w *strings.Builder) {
	name := c.fn.name(c.name)
	switch {
	case c.fn.kind == infix && len(c.args) == 1:
		w.WriteString("(" + name + " ")
		c.args[0].print(w)
		w.WriteString(")")
	case (name == "/" || name == "//" || name == "%") && !nonzero(c.args[1]):
		// x / 0 is NULL, not infinity or an error: either would tell a zero apart
		w.WriteString("(")
		c.args[0].print(w)
		w.WriteString(" " + name + ` "nullif"(`)
		c.args[1].print(w)
		w.WriteString(", 0))")
	case c.fn.kind == infix:
		w.WriteString("(")
		list(w, " "+name+" ", c.args)
		w.WriteString(")")
	default:
		w.WriteString(quote(name) + "(")
		list(w, ", ", c.args)
		w.WriteString(")")
	}
}

// nonzero reports whether e cannot be zero, at a glance.
func nonzero(e expr) bool {
	switch e := e.(type) {
	case literal:
		return e.number != 0
	case call:
		zero, ok := e.args[len(e.args)-1].(literal)
		return e.name == "nullif" && ok && zero.text == "0"
	}
	return false
}

func (a aggregate) print(w *strings.Builder) {
	if a.name == "count_star" {
		w.WriteString("count(*)")
	} else {
		w.WriteString(quote(a.fn.name(a.name)) + "(")
		if a.distinct {
			w.WriteString("DISTINCT ")
		}
		list(w, ", ", a.args)
		w.WriteString(")")
	}
	if a.filter != nil {
		w.WriteString(" FILTER (WHERE ")
		a.filter.print(w)
		w.WriteString(")")
	}
}

func (c choice) print(w *strings.Builder) {
	w.WriteString("CASE")
	for _, x := range c.whens {
		w.WriteString(" WHEN ")
		x.condition.print(w)
		w.WriteString(" THEN ")
		x.then.print(w)
	}
	if c.otherwise != nil {
		w.WriteString(" ELSE ")
		c.otherwise.print(w)
	}
	w.WriteString(" END")
}

// A cast never raises: a value that does not fit becomes NULL, because an error is an
// oracle on the row that caused it (J1 j).
func (c cast) print(w *strings.Builder) {
	w.WriteString("TRY_CAST(")
	c.arg.print(w)
	w.WriteString(" AS " + c.to + ")")
}

func (c comparison) print(w *strings.Builder) {
	w.WriteString("(")
	c.left.print(w)
	w.WriteString(" " + c.op + " ")
	c.right.print(w)
	w.WriteString(")")
}

func (b between) print(w *strings.Builder) {
	w.WriteString("(")
	b.arg.print(w)
	w.WriteString(" BETWEEN ")
	b.low.print(w)
	w.WriteString(" AND ")
	b.high.print(w)
	w.WriteString(")")
}

func (m membership) print(w *strings.Builder) {
	w.WriteString("(")
	m.arg.print(w)
	if m.not {
		w.WriteString(" NOT")
	}
	w.WriteString(" IN (")
	list(w, ", ", m.list)
	w.WriteString("))")
}

func (l logic) print(w *strings.Builder) {
	w.WriteString("(")
	list(w, " "+l.op+" ", l.args)
	w.WriteString(")")
}

func (n negation) print(w *strings.Builder) {
	w.WriteString("(NOT ")
	n.arg.print(w)
	w.WriteString(")")
}

func (n nullness) print(w *strings.Builder) {
	w.WriteString("(")
	n.arg.print(w)
	if n.not {
		w.WriteString(" IS NOT NULL)")
	} else {
		w.WriteString(" IS NULL)")
	}
}

func (f fallback) print(w *strings.Builder) {
	w.WriteString("COALESCE(")
	list(w, ", ", f.args)
	w.WriteString(")")
}

func (r *relation) print(w *strings.Builder) {
	if r.derived != nil {
		w.WriteString("(")
		r.derived.print(w)
		w.WriteString(")")
	} else {
		w.WriteString(quote(r.text))
	}
	w.WriteString(" AS " + quote(r.alias))
}

func (s *selection) printFrom(w *strings.Builder) {
	for i, j := range s.from {
		if i == 0 {
			w.WriteString(" FROM ")
		} else {
			w.WriteString(" " + j.kind + " JOIN ")
		}
		j.with.print(w)
		if j.on != nil {
			w.WriteString(" ON ")
			j.on.print(w)
		}
	}
}

func (q *query) print(w *strings.Builder) {
	for i, c := range q.ctes {
		w.WriteString([...]string{"WITH ", ", "}[min(i, 1)] + quote(c.name) + " AS (")
		c.query.print(w)
		w.WriteString(") ")
	}
	if q.set != nil {
		w.WriteString("(")
		q.set.left.print(w)
		w.WriteString(") " + q.set.op + " (")
		q.set.right.print(w)
		w.WriteString(")")
	} else {
		q.printSelection(w)
	}
	q.printModifiers(w)
}

func (q *query) printSelection(w *strings.Builder) {
	s := q.sel
	w.WriteString("SELECT ")
	if q.distinct {
		w.WriteString("DISTINCT ")
	}
	for i, it := range s.items {
		if i > 0 {
			w.WriteString(", ")
		}
		it.expr.print(w)
		w.WriteString(" AS " + quote(it.name))
	}
	s.printFrom(w)
	if s.where != nil {
		w.WriteString(" WHERE ")
		s.where.print(w)
	}
	if len(s.groups) > 0 {
		w.WriteString(" GROUP BY ")
		list(w, ", ", s.groups)
	}
	if s.having != nil {
		w.WriteString(" HAVING ")
		s.having.print(w)
	}
}

func (q *query) printModifiers(w *strings.Builder) {
	for i, o := range q.order {
		w.WriteString([...]string{" ORDER BY ", ", "}[min(i, 1)])
		if o.index >= 0 {
			w.WriteString(strconv.Itoa(o.index + 1))
		} else {
			o.expr.print(w)
		}
		if o.desc {
			w.WriteString(" DESC")
		}
		if o.nulls != "" {
			w.WriteString(" " + o.nulls)
		}
	}
	if q.limit != nil {
		w.WriteString(" LIMIT " + strconv.FormatInt(*q.limit, 10))
	}
	if q.offset != nil {
		w.WriteString(" OFFSET " + strconv.FormatInt(*q.offset, 10))
	}
}
