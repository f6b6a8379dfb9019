package zone

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Bounds on the text and its tree. They keep admission cheap; no honest query is near.
const (
	maxText    = 64 << 10 // bytes of SQL
	maxDepth   = 128      // nested nodes
	maxLiteral = 4 << 10  // bytes of a text literal
	maxNodes   = 20_000   // nodes of the tree
)

// reader turns the engine's tree into the representation. It collects every ground of
// refusal instead of stopping at the first; after a refusal it goes on with a NULL in
// the place of what it did not understand, and the result is thrown away.
type reader struct {
	tables map[string]*Projection     // by folded name
	reads  map[string]map[string]bool // columns read, by folded name of the projection, as the projection spells them
	bad    []law.Violation
	depth  int
	nodes  int
}

func (r *reader) refuse(code, unit string, at int, says, remedy law.Text, facts ...law.Fact) {
	if len(r.bad) < 50 { // a hostile text shall not make a long answer
		r.bad = append(r.bad, violation(code, unit, at, says, remedy, facts...))
	}
}

func (r *reader) form(at int, what string) {
	r.refuse(CodeForm, UnitStatement, at,
		law.Text{ZH: "语句中有平台不能识别的形式。", EN: "The query uses a form that the platform does not understand."},
		law.Text{ZH: "改用普通的 SELECT 写法。", EN: "Write it as a plain SELECT."}, law.Fact{Name: "form", Value: what})
}

func null(at int) expr { return literal{pos: pos(at), text: "NULL", isNull: true} }

// statement reads the whole answer of the parser.
func (r *reader) statement(tree []byte) *query {
	var answer struct {
		Error      bool              `json:"error"`
		Type       string            `json:"error_type"`
		Position   string            `json:"position"`
		Statements []json.RawMessage `json:"statements"`
	}
	if err := json.Unmarshal(tree, &answer); err != nil {
		r.form(-1, "tree")
		return nil
	}
	if answer.Error {
		r.unparsed(answer.Type, answer.Position)
		return nil
	}
	if len(answer.Statements) != 1 {
		r.refuse(CodeStatement, UnitStatement, -1,
			law.Text{ZH: "一个作业只能有一条语句。", EN: "A job is exactly one statement."},
			law.Text{ZH: "拆成多个作业分别提交。", EN: "Submit the statements as separate jobs."},
			law.Factf("statements", "%d", len(answer.Statements)))
		return nil
	}
	n := r.open(answer.Statements[0])
	body, _ := n.take("node")
	if _, ok := n.take("named_param_map"); ok {
		r.form(-1, "parameter")
	}
	q := r.query(body, nil)
	r.done(n, "statement")
	return q
}

func (r *reader) unparsed(kind, position string) {
	if kind == "parser" {
		at, err := strconv.Atoi(position)
		if err != nil {
			at = -1
		}
		r.refuse(CodeSyntax, UnitStatement, at,
			law.Text{ZH: "语句有语法错误。", EN: "The query has a syntax error."},
			law.Text{ZH: "改正后重新提交。", EN: "Correct it and submit it again."})
		return
	}
	r.refuse(CodeStatement, UnitStatement, -1,
		law.Text{ZH: "只受理 SELECT 语句。", EN: "Only SELECT statements are admitted."},
		law.Text{ZH: "数据的写入、导出、挂接和设置由平台完成，不在语句中进行。", EN: "Writing, exporting, attaching and setting are done by the platform, not in a query."})
}

func (r *reader) query(raw json.RawMessage, ctes map[string]*relation) *query {
	r.depth++
	defer func() { r.depth-- }()
	n := r.open(raw)
	q := &query{pos: pos(n.at)}
	if r.depth > maxDepth {
		r.tooDeep(n.at)
		return &query{sel: &selection{}}
	}
	inner := r.ctes(n, q, ctes)
	kind := n.text("type")
	modifiers := n.array("modifiers")
	switch kind {
	case "SELECT_NODE":
		sc := r.selection(n, q, inner)
		r.modifiers(modifiers, q, sc)
	case "SET_OPERATION_NODE":
		r.setOperation(n, q, inner)
		r.modifiers(modifiers, q, scope{})
	default:
		r.form(n.at, strings.ToLower(kind))
		q.sel = &selection{}
		return q
	}
	r.done(n, "select")
	return q
}

func (r *reader) tooDeep(at int) {
	r.refuse(CodeDepth, UnitStatement, at,
		law.Text{ZH: "语句嵌套过深。", EN: "The query is nested too deeply."},
		law.Text{ZH: "拆分或简化语句。", EN: "Split or simplify it."}, law.Factf("limit", "%d", maxDepth))
}

// ctes reads a WITH. A CTE may not bear the name of a granted table or of another CTE in
// sight: with scopes that hide one another, a name unlocked in one place would be
// unlocked in all.
func (r *reader) ctes(n node, q *query, outer map[string]*relation) map[string]*relation {
	inner := map[string]*relation{}
	for name, rel := range outer {
		inner[name] = rel
	}
	raw, ok := n.take("cte_map")
	if !ok {
		return inner
	}
	m := r.open(raw)
	for _, e := range m.array("map") {
		entry := r.open(e)
		name := entry.text("key")
		value, _ := entry.take("value")
		v := r.open(value)
		if mode := v.text("materialized"); mode != "" && mode != "CTE_MATERIALIZE_DEFAULT" {
			r.form(v.at, "with."+strings.ToLower(mode))
		}
		wrapped, _ := v.take("query")
		body := r.open(wrapped)
		inside, _ := body.take("node")
		sub := r.query(inside, inner)
		r.done(body, "with")
		r.done(v, "with")
		r.done(entry, "with")
		if _, granted := r.tables[fold(name)]; granted || inner[fold(name)] != nil || !plainName(name) || strings.HasPrefix(fold(name), reservedPrefix) {
			r.refuse(CodeTableName, UnitNames, int(sub.pos),
				law.Text{ZH: "WITH 的名称不能与授权的表或其他 WITH 同名。", EN: "A WITH may not bear the name of a granted table or of another WITH."},
				law.Text{ZH: "换一个名称。", EN: "Choose another name."}, law.Fact{Name: "name", Value: name})
			continue
		}
		r.named(sub, "WITH")
		q.ctes = append(q.ctes, cte{pos: sub.pos, name: name, query: sub})
		inner[fold(name)] = &relation{columns: sub.columns(), text: name}
	}
	r.done(m, "with")
	return inner
}

// named demands that every column of a query inside another has a name of its own.
func (r *reader) named(q *query, where string) {
	seen := map[string]bool{}
	for _, c := range q.columns() {
		if c.Name == "" || seen[fold(c.Name)] {
			r.refuse(CodeAmbiguous, UnitNames, int(q.pos),
				law.Text{ZH: "子查询的每一列都要有不同的名称。", EN: "Every column of an inner query needs a name of its own."},
				law.Text{ZH: "用 AS 命名。", EN: "Name it with AS."}, law.Fact{Name: "in", Value: where})
			return
		}
		seen[fold(c.Name)] = true
	}
}

var setOperations = map[string]string{"UNION": "UNION", "EXCEPT": "EXCEPT", "INTERSECT": "INTERSECT"}

func (r *reader) setOperation(n node, q *query, ctes map[string]*relation) {
	op, ok := setOperations[n.text("setop_type")]
	if !ok {
		r.form(n.at, "set operation")
		op = "UNION"
	}
	if n.flag("setop_all") {
		op += " ALL"
	}
	left, _ := n.take("left")
	right, _ := n.take("right")
	q.set = &setOperation{pos: pos(n.at), op: op, left: r.query(left, ctes), right: r.query(right, ctes)}
	if len(q.set.left.columns()) != len(q.set.right.columns()) {
		r.form(n.at, "set operation of unequal width")
	}
}

func (r *reader) selection(n node, q *query, ctes map[string]*relation) scope {
	s := &selection{pos: pos(n.at)}
	q.sel = s
	sc := scope{ctes: ctes}
	if raw, ok := n.take("from_table"); ok {
		s.from = r.from(raw, &sc)
	}
	sc.from = s.from
	for _, raw := range n.array("select_list") {
		s.items = append(s.items, r.item(raw, sc)...)
	}
	if raw, ok := n.take("where_clause"); ok {
		s.where = r.expr(raw, sc)
		if aggregates(s.where) {
			r.form(s.where.at(), "aggregate in WHERE")
		}
	}
	r.groups(n, s, sc)
	if raw, ok := n.take("having"); ok {
		s.having = r.expr(raw, sc)
	}
	if raw, ok := n.take("qualify"); ok {
		r.window(r.open(raw).at)
	}
	if h := n.text("aggregate_handling"); h != "STANDARD_HANDLING" && h != "" {
		r.form(n.at, "GROUP BY ALL")
	}
	return sc
}

// groups reads GROUP BY. A number names an output by its place, a bare name an output
// by its alias where no column bears it.
func (r *reader) groups(n node, s *selection, sc scope) {
	raws := n.array("group_expressions")
	if sets, ok := n.take("group_sets"); ok && (len(raws) == 0 || !wholeSet(sets, len(raws))) {
		r.form(n.at, "grouping sets")
	}
	for _, raw := range raws {
		if i, ok := r.outputOf(raw, s, sc, false); ok {
			s.groups = append(s.groups, s.items[i].expr)
			continue
		}
		s.groups = append(s.groups, r.expr(raw, sc))
	}
	for _, g := range s.groups {
		if aggregates(g) {
			r.form(g.at(), "aggregate in GROUP BY")
		}
	}
}

func wholeSet(raw json.RawMessage, n int) bool {
	var sets [][]int
	if json.Unmarshal(raw, &sets) != nil || len(sets) != 1 || len(sets[0]) != n {
		return false
	}
	for i, g := range sets[0] {
		if g != i {
			return false
		}
	}
	return true
}

// outputOf finds the output that raw names: by number or by alias. In GROUP BY a column
// in scope goes before an alias of the same name, in ORDER BY the alias goes first, as
// the engine has it.
func (r *reader) outputOf(raw json.RawMessage, s *selection, sc scope, aliasFirst bool) (int, bool) {
	var peek struct {
		Class string   `json:"class"`
		Names []string `json:"column_names"`
		Value struct {
			Value json.RawMessage `json:"value"`
		} `json:"value"`
	}
	if json.Unmarshal(raw, &peek) != nil {
		return 0, false
	}
	if peek.Class == "CONSTANT" {
		i, err := strconv.Atoi(string(peek.Value.Value))
		if err != nil || i < 1 || i > len(s.items) {
			return 0, false
		}
		r.expr(raw, sc) // for what else it may say
		return i - 1, true
	}
	if peek.Class != "COLUMN_REF" || len(peek.Names) != 1 || !aliasFirst && len(matches(sc, "", peek.Names[0])) > 0 {
		return 0, false
	}
	for i, it := range s.items {
		if it.alias && fold(it.name) == fold(peek.Names[0]) {
			n := r.open(raw)
			r.expect(n, "class", "COLUMN_REF")
			r.expect(n, "type", "COLUMN_REF")
			n.take("column_names")
			r.done(n, "reference")
			return i, true
		}
	}
	return 0, false
}

func (r *reader) modifiers(raws []json.RawMessage, q *query, sc scope) {
	for _, raw := range raws {
		m := r.open(raw)
		switch kind := m.text("type"); kind {
		case "DISTINCT_MODIFIER":
			q.distinct = true
			if q.set != nil {
				r.form(m.at, "DISTINCT")
			}
		case "LIMIT_MODIFIER":
			q.limit, q.offset = r.count(m, "limit"), r.count(m, "offset")
		case "ORDER_MODIFIER":
			for _, o := range m.array("orders") {
				q.order = append(q.order, r.ordering(o, q, sc))
			}
		default:
			r.form(m.at, strings.ToLower(kind))
			continue
		}
		r.done(m, "modifier")
	}
}

// count reads a literal number of rows.
func (r *reader) count(m node, name string) *int64 {
	raw, ok := m.take(name)
	if !ok {
		return nil
	}
	l, isLiteral := r.expr(raw, scope{}).(literal)
	v, err := strconv.ParseInt(l.text, 10, 64)
	if !isLiteral || err != nil || v < 0 {
		r.form(l.at(), name)
		v = 0
	}
	return &v
}

func (r *reader) ordering(raw json.RawMessage, q *query, sc scope) ordering {
	n := r.open(raw)
	o := ordering{index: -1}
	switch kind := n.text("type"); kind {
	case "DESCENDING":
		o.desc = true
	case "", "ORDER_DEFAULT", "ASCENDING":
	default:
		r.form(n.at, strings.ToLower(kind))
	}
	switch nulls := n.text("null_order"); nulls {
	case "", "ORDER_DEFAULT":
	case "NULLS FIRST", "NULLS LAST":
		o.nulls = nulls
	default:
		r.form(n.at, strings.ToLower(nulls))
	}
	e, _ := n.take("expression")
	r.done(n, "order")
	if q.set != nil {
		if i, ok := r.outputOf(e, &selection{items: make([]item, len(q.columns()))}, sc, true); ok {
			o.index = i
			return o
		}
		r.form(n.at, "ORDER BY of a set operation by other than a number")
		return ordering{index: 0}
	}
	if i, ok := r.outputOf(e, q.sel, sc, true); ok {
		o.index, o.expr = i, q.sel.items[i].expr
		return o
	}
	o.expr = r.expr(e, sc)
	for i, it := range q.sel.items {
		if same(it.expr, o.expr) {
			o.index = i
		}
	}
	return o
}
