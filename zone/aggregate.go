package zone

import (
	"math"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

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
