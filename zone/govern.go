package zone

import (
	"fmt"
	"math"
	"slices"
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

// cohort is whom one aggregate is over: its filter and the ways through its argument.
type cohort struct {
	output int
	from   aggregate
	ways   []way
}

// counter is a condition whose units are counted beside the result.
type counter struct {
	condition []expr // conjuncts beside the cohort; empty for the cohort itself
	kind      OutputKind
	of        []int
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

func conjuncts(e expr) []expr {
	if l, ok := e.(logic); ok && l.op == "AND" {
		var all []expr
		for _, a := range l.args {
			all = append(all, conjuncts(a)...)
		}
		return all
	}
	if e == nil {
		return nil
	}
	return []expr{e}
}

// sensitive reports whether e reads a column that says something about a unit.
func (g *governed) sensitive(e expr) bool {
	for _, c := range columnsIn(e) {
		if g.unit != nil && c.info.Role != RolePublic {
			return true
		}
	}
	return false
}

func (g *governed) where() {
	for _, c := range conjuncts(g.sel.where) {
		g.predicate(c)
		if g.sensitive(c) {
			g.cohort = append(g.cohort, c)
		} else {
			g.public = append(g.public, c)
		}
	}
}

func (g *governed) identifier(c column) {
	g.refuse(CodeIdentifier, UnitIdentifier, c.at(),
		law.Text{ZH: "标识列不得展示、比较、分组或参与计算。", EN: "An identifier may not be shown, compared, grouped by or calculated with."},
		law.Text{ZH: "只能写 count(DISTINCT 单元列)。", EN: "Only count(DISTINCT unit) may name the unit."}, law.Fact{Name: "column", Value: c.info.Name})
}

// predicate checks a condition, wherever it stands: in WHERE, in FILTER, in CASE.
func (g *governed) predicate(e expr) {
	if g.unit == nil {
		return
	}
	for _, c := range columnsIn(e) {
		if c.info.Role == RoleUnit || c.info.Role == RoleIdentifier {
			g.identifier(c)
		}
	}
	walk(e, func(x expr) {
		switch x := x.(type) {
		case call:
			g.predicateCall(x)
		case comparison:
			if x.op == "=" || x.op == "IS NOT DISTINCT FROM" || x.op == "<>" || x.op == "IS DISTINCT FROM" {
				g.pointed(x, x.left, 1)
				g.pointed(x, x.right, 1)
			}
		case membership:
			g.pointed(x, x.arg, len(x.list))
		}
	})
}

func (g *governed) predicateCall(x call) {
	if !g.sensitive(x) {
		return
	}
	if x.fn.pattern {
		g.refuse(CodePattern, UnitPredicates, x.at(),
			law.Text{ZH: "不得用模式匹配受保护的文本列。", EN: "A protected text may not be matched against a pattern."},
			law.Text{ZH: "改用按类别取值的列。", EN: "Use a column of categories."})
	} else if !x.fn.governed {
		g.refuse(CodePredicateForm, UnitPredicates, x.at(),
			law.Text{ZH: "该函数不得用于受保护列的条件或分组。", EN: "The function may not be applied to a protected column in a condition or a group key."},
			law.Text{ZH: "直接比较列，或用日期、取整、前缀函数。", EN: "Compare the column itself, or use date, rounding or prefix functions."}, law.Fact{Name: "function", Value: x.name})
	}
}

// pointed refuses to single out values of a column nearly unique per unit (J1 d).
func (g *governed) pointed(at expr, e expr, values int) {
	c, ok := e.(column)
	if !ok || values >= g.policy.Contributors || c.info.Role != RoleProtected || c.of.projection == nil {
		return
	}
	if share, known := g.density(c); !known || share > g.policy.Density {
		g.dense(c, at.at(), share, known)
	}
}

// density is the share of c's distinct values among the units of the query, wherever c
// stands: a table of districts joined to people has as many districts as it has, but a
// key of districts is judged by the people. Without units it is among the rows.
func (g *governed) density(c column) (share float64, known bool) {
	of := *c.of.projection
	if g.unit != nil && !of.Governed() {
		of.Unit, of.Units = g.unit.of.projection.Unit, g.unit.of.projection.Units
	}
	return of.density(c.info)
}

func (g *governed) dense(c column, at int, share float64, known bool) {
	if !known {
		g.refuse(CodeUnprofiled, UnitDensity, at,
			law.Text{ZH: "该列没有取值统计，不能这样使用。", EN: "The column has no profile and cannot be used so."},
			law.Text{ZH: "先由平台统计该列。", EN: "Have the platform profile it first."}, law.Fact{Name: "column", Value: c.info.Name})
		return
	}
	g.refuse(CodeDense, UnitDensity, at,
		law.Text{ZH: "该列取值几乎逐一对应隐私单元，等同标识列。", EN: "The column is nearly unique per unit and counts as an identifier."},
		law.Text{ZH: "改用分段、取整、年份或前缀。", EN: "Use bands, rounding, the year or a prefix."},
		law.Fact{Name: "column", Value: c.info.Name}, law.Factf("density", "%.2f", share), law.Factf("limit", "%.2f", g.policy.Density))
}

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

// items checks that every output is a group key or arithmetic over aggregates (PF-Z08).
func (g *governed) items() {
	nameOutputs(g.sel.items)
	for i, it := range g.sel.items {
		if g.key(it.expr) {
			g.outputs = append(g.outputs, Output{Name: it.name, Kind: OutputKey})
			continue
		}
		g.outputs = append(g.outputs, Output{Name: it.name, Kind: OutputAggregate})
		if !aggregates(it.expr) {
			g.raw(it.expr)
			continue
		}
		g.output(i, it.expr)
	}
}

func (g *governed) raw(e expr) {
	g.refuse(CodeRawRows, UnitRows, e.at(),
		law.Text{ZH: "输出的每一列必须是聚合值或分组键，原始记录不得输出。", EN: "Every output must be an aggregate or a group key; raw rows do not leave."},
		law.Text{ZH: "对该列做聚合，或写入 GROUP BY。", EN: "Aggregate the column, or name it in GROUP BY."})
}

// output checks the arithmetic above the aggregates and each aggregate in it.
func (g *governed) output(i int, e expr) {
	switch x := e.(type) {
	case aggregate:
		g.aggregate(i, x)
		return
	case literal:
		return
	case column:
		g.raw(x)
		return
	case fallback, cast:
	case call:
		if x.name != "+" && x.name != "-" && x.name != "*" && x.name != "/" && x.name != "round" {
			g.outputForm(x)
		}
	default:
		g.outputForm(e)
	}
	for _, k := range e.kids() {
		g.output(i, k)
	}
}

func (g *governed) outputForm(e expr) {
	g.refuse(CodeOutput, UnitRows, e.at(),
		law.Text{ZH: "聚合值之间只能做加减乘除和取整。", EN: "Only + - * / and round may be applied to aggregates."},
		law.Text{ZH: "简化该列的算式。", EN: "Simplify the expression."})
}

// aggregate checks one aggregate and notes whose units are to be counted for it.
func (g *governed) aggregate(i int, a aggregate) {
	if g.unit == nil {
		return
	}
	if a.filter != nil {
		g.predicate(a.filter)
	}
	if len(a.args) == 1 && a.distinct {
		if c, ok := a.args[0].(column); ok && c.info.Role == RoleUnit {
			g.count(i, a)
			return
		}
	}
	if strings.HasPrefix(a.name, "count") && !a.distinct && !g.single {
		g.refuse(CodeRowCount, UnitCount, a.at(),
			law.Text{ZH: "这里一行不等于一个隐私单元，不能按行计数。", EN: "A row is not a privacy unit here; rows may not be counted."},
			law.Text{ZH: "改写为 count(DISTINCT 单元列)。", EN: "Write count(DISTINCT unit)."}, law.Fact{Name: "unit column", Value: g.unit.info.Name})
	}
	if a.fn.extreme && g.sensitive(a) {
		g.refuse(CodeExtreme, UnitExtremes, a.at(),
			law.Text{ZH: "受保护的列不给出最值和次序统计量。", EN: "No minimum, maximum or order statistic of a protected column is given."},
			law.Text{ZH: "改用均值、标准差或分段计数。", EN: "Use a mean, a standard deviation or counts by band."}, law.Fact{Name: "function", Value: a.name})
		return
	}
	for _, arg := range a.args {
		g.argument(arg)
	}
	g.count(i, a)
}

// argument checks what is aggregated. Over a protected column it must be linear:
// anything else hides a comparison (ABS, GREATEST, modulo, a step by rounding, a product
// of two columns, one of them a one-hot) that no cohort is counted for.
func (g *governed) argument(e expr) {
	if !g.sensitive(e) {
		return
	}
	switch x := e.(type) {
	case column:
		if x.info.Role == RoleUnit || x.info.Role == RoleIdentifier {
			g.identifier(x)
		}
		return
	case comparison, between, membership, logic, negation, nullness:
		g.predicate(e)
		return
	case choice:
		for _, w := range x.whens {
			g.predicate(w.condition)
		}
		for _, then := range x.values() {
			g.argument(then)
		}
		return
	case cast:
		if x.to != "DOUBLE" {
			g.nonlinear(CodePredicate, x, "CAST AS "+x.to)
		}
	case fallback:
	case call:
		g.linear(x)
	}
	for _, k := range e.kids() {
		g.argument(k)
	}
}

// packing is the largest factor by which a protected value may be scaled: beyond it two
// sums fit into one number.
const packing = 1e6

func (g *governed) linear(x call) {
	switch x.name {
	case "+", "-":
		return
	case "*", "/":
		l, isLiteral := x.args[1].(literal)
		if x.name == "*" && !isLiteral {
			l, isLiteral = x.args[0].(literal)
		}
		size := math.Abs(l.number)
		if isLiteral && !l.isText && !l.isNull && size != 0 && size <= packing && size >= 1/packing {
			return
		}
		g.nonlinear(CodeArithmetic, x, x.name)
	default:
		g.nonlinear(CodePredicate, x, x.name)
	}
}

func (g *governed) nonlinear(code string, e expr, what string) {
	g.refuse(code, UnitPredicates, e.at(),
		law.Text{ZH: "聚合内对受保护列的运算会暗含条件，不予受理。", EN: "Arithmetic on a protected column inside an aggregate that can hide a condition is refused."},
		law.Text{ZH: "聚合内只用列本身、加减，以及与不大的常数相乘除；条件写成 CASE 或 FILTER。", EN: "Inside an aggregate use the column itself, + and -, and products with modest constants; write conditions as CASE or FILTER."},
		law.Fact{Name: "operation", Value: what})
}

// count notes the counters of aggregate a of output i:
//
//   - what its filter leaves out;
//   - the units behind it: those of any way through its argument on which a value arises,
//     with every column read there not NULL and, where it is summed, not zero: a sum over
//     a 0/1 column is a count of the ones;
//   - where conditions inside make several ways, the units of each, which may be none but
//     not a few: CASE WHEN p THEN x ELSE 0 END sums x over p alone;
//   - of a column with two values, also the units that have a zero.
func (g *governed) count(i int, a aggregate) {
	var base []expr
	if a.filter != nil {
		base = append(base, a.filter)
		if g.sensitive(a.filter) {
			g.counter(i, OutputComplement, untrue{a.filter})
		}
	}
	ways := []way{{zero: true}}
	for _, arg := range a.args {
		ways = cross(ways, waysThrough(arg), false)
	}
	if len(ways) > mostWays {
		g.nonlinear(CodePredicate, a, "conditions in conditions")
		return
	}
	g.cohorts = append(g.cohorts, cohort{i, a, ways})
	var any []expr
	for _, w := range ways {
		var present []expr
		for _, c := range w.columns {
			present = append(present, g.present(a, c)...)
			if a.name != "count" && numeric(c.info.Type) && c.info.Distinct == 2 && g.sensitive(c) {
				zero := untrue{comparison{c.pos, "<>", c, literal{text: "0"}}}
				g.counter(i, OutputComplement, join3(base, w.conditions, []expr{zero})...)
			}
		}
		if len(ways) > 1 {
			g.counter(i, OutputComplement, join3(base, w.conditions, g.taken(a, w, ""))...)
		}
		if !w.zero {
			any = append(any, all(append(append([]expr{}, w.conditions...), present...)))
		}
	}
	switch {
	case len(ways) == 1 && len(ways[0].conditions) == 0:
		var present []expr
		for _, c := range ways[0].columns {
			present = append(present, g.present(a, c)...)
		}
		g.counter(i, OutputContributors, append(base, present...)...)
	case len(any) == 1:
		g.counter(i, OutputContributors, append(base, any[0])...)
	case len(any) > 1:
		g.counter(i, OutputContributors, append(base, logic{op: "OR", args: any})...)
	}
}

// mostPairs bounds how many differences between aggregates one query may have.
const mostPairs = 10

// pairs counts, for every two aggregates and every column that both take values of, the
// units whose value one takes and the other does not: the difference of the two is an
// answer too, and it may not rest on a few.
func (g *governed) pairs() {
	n := 0
	for x, a := range g.cohorts {
		for _, b := range g.cohorts[:x] {
			counting := a.from.name == "count" || b.from.name == "count"
			for _, value := range a.values(g) {
				in, has := g.takers(a, value, counting)
				out, hasToo := g.takers(b, value, counting)
				if !has || !hasToo || text(in) == text(out) {
					continue
				}
				if n++; n > mostPairs {
					g.tooMany(a.from.at())
					return
				}
				g.difference(a, b, in, out)
				g.difference(a, b, out, in)
			}
		}
	}
}

// difference counts the units inside one condition and outside the other.
func (g *governed) difference(a, b cohort, inside, outside expr) {
	if outside, ok := outside.(literal); ok && outside.text == everyone {
		return
	}
	side := all([]expr{inside, untrue{outside}})
	g.counter(a.output, OutputComplement, side)
	g.counter(b.output, OutputComplement, side)
}

func (g *governed) tooMany(at int) {
	g.refuse(CodePredicate, UnitPredicates, at,
		law.Text{ZH: "同一语句中条件不同的聚合过多。", EN: "The query has too many aggregates over different cohorts."},
		law.Text{ZH: "改用分组，或减少聚合。", EN: "Use groups, or fewer aggregates."}, law.Factf("limit", "%d", mostPairs))
}

// everyone is the condition that always holds.
const everyone = "true"

// oneEach stands for what is counted where no column's value is taken.
const oneEach = "1"

// values are the columns whose values c takes, by their print, each once; oneEach
// where it counts.
func (c cohort) values(g *governed) []string {
	var all []string
	for _, w := range c.ways {
		for _, v := range w.values(g, c.from) {
			if !slices.Contains(all, v) {
				all = append(all, v)
			}
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

// takers is the condition under which c takes a unit's value of the column; has is false
// where it never does.
func (g *governed) takers(c cohort, value string, counting bool) (condition expr, has bool) {
	from := c.from
	if counting {
		from.name = "count" // a zero is counted as any other value
	}
	var any []expr
	always := false
	for _, w := range c.ways {
		if !slices.Contains(w.values(g, c.from), value) {
			continue
		}
		has = true
		lead := append(append([]expr{}, w.conditions...), g.taken(from, w, value)...)
		always = always || len(lead) == 0
		if len(lead) > 0 {
			any = append(any, all(lead))
		}
	}
	var both []expr
	if c.from.filter != nil {
		both = append(both, c.from.filter)
	}
	switch {
	case always || len(any) == 0:
	case len(any) == 1:
		both = append(both, any[0])
	default:
		both = append(both, logic{op: "OR", args: any})
	}
	if len(both) == 0 {
		return literal{text: everyone}, has
	}
	return all(both), has
}

func join3(a, b, c []expr) []expr { return append(append(append([]expr{}, a...), b...), c...) }

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

func numeric(t string) bool {
	switch name, _, _ := strings.Cut(strings.ToUpper(t), "("); name {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL", "REAL", "INT":
		return true
	}
	return false
}

func (g *governed) counter(i int, kind OutputKind, condition ...expr) {
	key := func(c counter) string {
		var w strings.Builder
		list(&w, " AND ", c.condition)
		return string(c.kind) + w.String()
	}
	next := counter{condition, kind, []int{i}}
	for n, c := range g.counted {
		if key(c) == key(next) {
			if last := c.of[len(c.of)-1]; last != i {
				g.counted[n].of = append(c.of, i)
			}
			return
		}
	}
	g.counted = append(g.counted, next)
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

// printCounters adds the columns that egress applies R2 to: one for every output, with
// the least of all counts that matter to it, and last one for the row as a whole. A count
// that may be none but not few is left out where it is none. One number for one output is
// what a reader cannot get wrong.
func (g *governed) printCounters(w *strings.Builder) {
	if g.unit == nil {
		w.WriteString(", count(*) AS " + quote(reservedPrefix+"rows"))
		g.outputs = append(g.outputs, Output{Name: reservedPrefix + "rows", Kind: OutputRows})
		return
	}
	row := []expr{g.units(g.cohort...)}
	if len(g.cohort) > 0 {
		row = append(row, g.orNone(untrue{all(g.cohort)}))
	}
	printed := map[string]int{text(least(row)): -1}
	for i := range g.sel.items {
		if g.outputs[i].Kind != OutputAggregate {
			continue
		}
		counts := append([]expr{}, row...)
		for _, c := range g.counted {
			if !slices.Contains(c.of, i) || len(c.condition) == 0 {
				continue // with no condition it is the cohort itself, counted for the row
			}
			conditions := append(append([]expr{}, g.cohort...), c.condition...)
			if c.kind == OutputComplement {
				counts = append(counts, g.orNone(conditions...))
			} else {
				counts = append(counts, g.units(conditions...))
			}
		}
		g.column(w, printed, i, least(counts))
	}
	g.column(w, nil, -1, least(row))
}

// column writes a counter of output i, or of the row when i is negative, unless another
// output has the same.
func (g *governed) column(w *strings.Builder, printed map[string]int, i int, counted expr) {
	if n, ok := printed[text(counted)]; ok {
		if n >= 0 {
			g.outputs[n].Of = append(g.outputs[n].Of, i)
		}
		return
	}
	o := Output{Name: reservedPrefix + "units", Kind: OutputContributors}
	if i >= 0 {
		o.Name, o.Of = fmt.Sprintf("%s_%d", o.Name, i+1), []int{i}
		printed[text(counted)] = len(g.outputs)
	}
	w.WriteString(", ")
	g.emit(w, counted)
	w.WriteString(" AS " + quote(o.Name))
	g.outputs = append(g.outputs, o)
}

// least is the smallest of counts; NULL is none of them.
func least(counts []expr) expr {
	if len(counts) == 1 {
		return counts[0]
	}
	return call{fn: functions["least"], name: "least", args: counts}
}

// orNone counts the units under conditions, NULL where there are none.
func (g *governed) orNone(conditions ...expr) expr {
	return call{fn: functions["nullif"], name: "nullif", args: []expr{g.units(conditions...), literal{text: "0"}}}
}

// units counts distinct units under conditions. Where a table has exactly one row for
// each, that is the number of rows, which costs a fraction and does not need the unit's
// column.
func (g *governed) units(conditions ...expr) expr {
	a := aggregate{fn: functions["count"], name: "count", args: []expr{*g.unit}, distinct: true}
	if g.single {
		a = aggregate{fn: functions["count_star"], name: "count_star"}
	}
	if len(conditions) > 0 {
		a.filter = all(guarded(conditions))
	}
	return a
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

// guard puts the cohort into every aggregate of e and makes row errors NULL (J1 j).
func (g *governed) guard(e expr) expr {
	switch x := e.(type) {
	case aggregate:
		if x.distinct && g.single {
			if c, ok := x.args[0].(column); ok && c.info.Role == RoleUnit {
				x.fn, x.name, x.args, x.distinct = functions["count_star"], "count_star", nil, false
			}
		}
		args := make([]expr, len(x.args))
		for i, a := range x.args {
			args[i] = tried(a)
		}
		x.args = args
		filter := guarded(g.cohort)
		if x.filter != nil {
			filter = append(filter, tried(x.filter))
		}
		if len(filter) > 0 {
			x.filter = all(filter)
		}
		return x
	case call:
		args := make([]expr, len(x.args))
		for i, a := range x.args {
			args[i] = g.guard(a)
		}
		x.args = args
		if aggregates(e) {
			return x
		}
		return tried(e)
	case cast:
		x.arg = g.guard(x.arg)
		return x
	case fallback:
		args := make([]expr, len(x.args))
		for i, a := range x.args {
			args[i] = g.guard(a)
		}
		x.args = args
		return x
	}
	return tried(e)
}

// try is an expression whose row errors are NULL.
type try struct{ expr }

func (t try) kids() []expr { return []expr{t.expr} }

func (t try) print(w *strings.Builder) {
	w.WriteString("TRY(")
	t.expr.print(w)
	w.WriteString(")")
}

// untrue is the other side of a condition, where NULL is on the other side too.
type untrue struct{ expr }

func (u untrue) kids() []expr { return []expr{u.expr} }

func (u untrue) print(w *strings.Builder) {
	w.WriteString("((")
	u.expr.print(w)
	w.WriteString(") IS NOT TRUE)")
}

func tried(e expr) expr {
	risky := false
	walk(e, func(x expr) {
		if _, ok := x.(call); ok {
			risky = true
		}
	})
	if !risky {
		return e
	}
	return try{e}
}

func guarded(conditions []expr) []expr {
	all := make([]expr, len(conditions))
	for i, c := range conditions {
		all[i] = tried(c)
	}
	return all
}

func all(conditions []expr) expr {
	if len(conditions) == 1 {
		return conditions[0]
	}
	return logic{op: "AND", args: conditions}
}
