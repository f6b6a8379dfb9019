package zone

import (
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// govern admits a production query by the rules for governed aggregates and prints it
// with the columns that egress counts by.
//
// The shape is one SELECT over granted projections. Conditions on protected columns are
// moved from WHERE into the FILTER of every aggregate, so that each group also tells how
// many units the condition leaves out: "everyone but one" is then visible in the same
// answer as "everyone".
func (p *plan) govern(q *query) {
	if !p.plainForm(q) {
		return
	}
	s := q.sel
	g := &governed{plan: p, sel: s}
	g.relations()
	g.where()
	g.keys()
	g.items()
	g.pairs()
	g.modifiers(q)
	if len(p.bad) > 0 {
		return
	}
	g.print(q)
}

// plainForm refuses the forms that have no disclosure rule of their own yet (J1 h, i).
func (p *plan) plainForm(q *query) bool {
	if len(q.ctes) > 0 {
		p.noRule(CodeSubquery, int(q.ctes[0].pos), "WITH")
	}
	if q.set != nil {
		p.noRule(CodeSetOperation, int(q.set.pos), q.set.op)
		return false
	}
	for _, j := range q.sel.from {
		if j.with.projection == nil {
			p.noRule(CodeSubquery, int(j.pos), "query in FROM")
		}
	}
	if len(q.sel.from) == 0 {
		p.fromless(q)
	}
	if q.distinct {
		p.refuse(CodeForm, UnitStatement, int(q.pos),
			law.Text{ZH: "生产作业不用 SELECT DISTINCT。", EN: "Production jobs do not use SELECT DISTINCT."},
			law.Text{ZH: "改用 GROUP BY。", EN: "Use GROUP BY."}, law.Fact{Name: "form", Value: "DISTINCT"})
	}
	return len(p.bad) == 0
}

func (p *plan) noRule(code string, at int, form string) {
	p.refuse(code, UnitForms, at,
		law.Text{ZH: "生产作业不受理这种语句形式。", EN: "Production jobs do not admit this form of query."},
		law.Text{ZH: "改用一层 SELECT … GROUP BY …。", EN: "Write a single SELECT … GROUP BY …."}, law.Fact{Name: "form", Value: form})
}

// governed is a production query on its way from the representation to the print.
type governed struct {
	*plan
	sel     *selection
	unit    *column // counts contributors; nil where no privacy unit is declared
	single  bool    // one relation, one row per unit: rows are units
	public  []expr  // conjuncts on public columns, kept in WHERE
	cohort  []expr  // conjuncts on protected columns, moved into FILTER
	counted []counter
	cohorts []cohort
}

// relations finds the privacy unit and checks the joins.
func (g *governed) relations() {
	seen := map[string]bool{}
	kind := ""
	for i, j := range g.sel.from {
		pr := j.with.projection
		if seen[fold(pr.Name)] {
			g.noRule(CodeSelfJoin, int(j.pos), "self-join")
		}
		seen[fold(pr.Name)] = true
		if i > 0 {
			g.join(i, j)
		}
		if !pr.Governed() {
			continue
		}
		if kind != "" && kind != pr.Unit {
			g.noRule(CodeJoin, int(j.pos), "join of different privacy units")
		}
		kind = pr.Unit
		if u, ok := pr.UnitColumn(); ok && g.unit == nil {
			g.unit = &column{pos: j.pos, of: j.with, info: u}
			g.single = len(g.sel.from) == 1 && pr.Rows == pr.Units
		}
	}
}

// join admits equality of unit with unit, or of public with public column. Two tables
// of units must be joined on the unit: otherwise one unit's values are multiplied by
// another's rows.
func (g *governed) join(i int, j join) {
	if (j.kind != "INNER" && j.kind != "LEFT") || j.on == nil {
		g.noRule(CodeJoin, int(j.pos), strings.ToLower(j.kind)+" join")
		return
	}
	byUnit := false
	for _, c := range conjuncts(j.on) {
		e, ok := c.(comparison)
		l, lok := side(e.left)
		r, rok := side(e.right)
		if !ok || e.op != "=" || !lok || !rok || l.of == r.of || l.info.Role != r.info.Role ||
			(l.info.Role != RoleUnit && l.info.Role != RolePublic) {
			g.noRule(CodeJoin, c.at(), "join on other than unit = unit or public = public")
			continue
		}
		byUnit = byUnit || l.info.Role == RoleUnit
	}
	before := false
	for _, other := range g.sel.from[:i] {
		before = before || other.with.projection.Governed()
	}
	if before && j.with.projection.Governed() && !byUnit {
		g.noRule(CodeJoin, int(j.pos), "join of two tables of units on other than the unit")
	}
}

func side(e expr) (column, bool) {
	c, ok := e.(column)
	return c, ok
}

// modifiers refuses what orders, cuts or hides groups by protected values (J1 h).
func (g *governed) modifiers(q *query) {
	if g.unit == nil {
		g.openModifiers(q)
		return
	}
	if q.limit != nil || q.offset != nil {
		g.noRule(CodeLimit, int(q.pos), "LIMIT or OFFSET")
	}
	if q.sel.having != nil {
		g.noRule(CodeHaving, q.sel.having.at(), "HAVING")
	}
	for _, o := range q.order {
		// the keys of a group are in its row, so their order says nothing more; the order
		// of an aggregate would say where a suppressed value lies
		if o.index < 0 || o.index >= len(g.outputs) || g.outputs[o.index].Kind != OutputKey {
			at := int(q.pos)
			if o.expr != nil {
				at = o.expr.at()
			}
			g.noRule(CodeOrder, at, "ORDER BY other than a group key of the result")
		}
	}
}

// openModifiers checks HAVING and ORDER BY over data without a privacy unit: they may
// name keys and aggregates, never a bare column.
func (g *governed) openModifiers(q *query) {
	check := func(e expr) {
		if e != nil && !g.key(e) && !aggregates(e) {
			g.raw(e)
		}
	}
	if q.sel.having != nil && !aggregates(q.sel.having) {
		g.raw(q.sel.having)
	}
	for _, o := range q.order {
		if o.index < 0 {
			check(o.expr)
		}
	}
}

// print writes the query as it will run, and notes anew which columns that reads: the
// child is given these and no other.
func (g *governed) print(q *query) {
	clear(g.reads)
	for _, j := range g.sel.from {
		g.note(j.on)
	}
	var w strings.Builder
	w.WriteString("SELECT ")
	for i, it := range g.sel.items {
		if i > 0 {
			w.WriteString(", ")
		}
		g.emit(&w, g.guard(it.expr))
		w.WriteString(" AS " + quote(it.name))
	}
	g.printCounters(&w)
	g.sel.printFrom(&w)
	if len(g.public) > 0 {
		w.WriteString(" WHERE ")
		g.emit(&w, all(guarded(g.public)))
	}
	for i, k := range g.sel.groups {
		w.WriteString([...]string{" GROUP BY ", ", "}[min(i, 1)])
		g.emit(&w, g.guard(k))
	}
	g.printHaving(&w, q)
	g.printOrder(&w, q)
	g.text = w.String()
}

func (g *governed) emit(w *strings.Builder, e expr) {
	g.note(e)
	e.print(w)
}

func (g *governed) note(e expr) {
	for _, c := range columnsIn(e) {
		note(g.reads, c.of, c.info.Name)
	}
}

func (g *governed) printHaving(w *strings.Builder, q *query) {
	switch {
	case q.sel.having != nil:
		w.WriteString(" HAVING ")
		g.emit(w, q.sel.having)
	case len(g.cohort) > 0 && len(g.sel.groups) > 0:
		// a group that the condition empties is not an answer, as it would not be under WHERE
		w.WriteString(" HAVING count(*) FILTER (WHERE ")
		all(guarded(g.cohort)).print(w)
		w.WriteString(") > 0")
	}
}

// printOrder orders by what was asked and then by every output that is a key, so that
// the same job gives the same bytes.
func (g *governed) printOrder(w *strings.Builder, q *query) {
	for _, o := range q.order {
		if o.index < 0 {
			g.note(o.expr)
		}
	}
	asked := &query{order: append([]ordering(nil), q.order...), limit: q.limit, offset: q.offset}
	for i, o := range g.outputs {
		if o.Kind == OutputKey {
			asked.order = append(asked.order, ordering{index: i})
		}
	}
	asked.printModifiers(w)
}
