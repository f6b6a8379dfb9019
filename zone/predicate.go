package zone

import (
	"github.com/shuyu-project/shuyu/law"
)

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
