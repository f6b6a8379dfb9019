package zone

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/law"
)

// Bounds on the text and its tree. They keep admission cheap; no honest query is near.
const (
	maxText    = 64 << 10 // bytes of SQL
	maxDepth   = 128      // nested nodes
	maxLiteral = 4 << 10  // bytes of a text literal
	maxNodes   = 20_000   // nodes of the tree
)

// node is one object of the engine's tree. A reader takes the fields it understands;
// whatever is left is a form of SQL that nobody has thought about, and is refused.
type node struct {
	fields map[string]json.RawMessage
	at     int
}

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

// open reads an object. Depth and number of nodes are bounded here, once for all.
func (r *reader) open(raw json.RawMessage) node {
	n := node{at: -1}
	r.nodes++
	if r.nodes > maxNodes || json.Unmarshal(raw, &n.fields) != nil {
		n.fields = map[string]json.RawMessage{}
		r.form(-1, "tree")
		return n
	}
	if v, ok := n.take("query_location"); ok {
		if at, err := strconv.Atoi(string(v)); err == nil {
			n.at = at
		}
	}
	return n
}

func (n node) take(name string) (json.RawMessage, bool) {
	v, ok := n.fields[name]
	delete(n.fields, name)
	return v, ok
}

func (n node) text(name string) string {
	var s string
	if v, ok := n.take(name); ok {
		_ = json.Unmarshal(v, &s) // a field of another kind stays "", which no reader accepts
	}
	return s
}

func (n node) flag(name string) bool {
	v, ok := n.take(name)
	return ok && string(v) == "true"
}

func (n node) array(name string) []json.RawMessage {
	var all []json.RawMessage
	if v, ok := n.take(name); ok {
		_ = json.Unmarshal(v, &all)
	}
	return all
}

// done refuses whatever field of n was not taken and says something.
func (r *reader) done(n node, what string) {
	var left []string
	for name, value := range n.fields {
		if v := string(value); v != "[]" && v != "{}" && v != `""` {
			left = append(left, name)
		}
	}
	sort.Strings(left)
	for _, name := range left {
		r.form(n.at, what+"."+name)
	}
}

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

// scope is what names mean at one place: the relations of the FROM and the CTEs in sight.
type scope struct {
	from []join
	ctes map[string]*relation // by folded name
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

func (r *reader) window(at int) {
	r.refuse(CodeWindow, UnitForms, at,
		law.Text{ZH: "窗口函数尚无披露规则，不予受理。", EN: "Window functions have no disclosure rule yet and are refused."},
		law.Text{ZH: "改用 GROUP BY。", EN: "Use GROUP BY."})
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
		return i - 1, err == nil && i >= 1 && i <= len(s.items)
	}
	if peek.Class != "COLUMN_REF" || len(peek.Names) != 1 || !aliasFirst && len(matches(sc, "", peek.Names[0])) > 0 {
		return 0, false
	}
	for i, it := range s.items {
		if it.alias && fold(it.name) == fold(peek.Names[0]) {
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

// from reads the FROM into a list of joins, left to right. A join whose right side is
// itself a join has no place in the list and is refused.
func (r *reader) from(raw json.RawMessage, sc *scope) []join {
	r.depth++
	defer func() { r.depth-- }()
	n := r.open(raw)
	if r.depth > maxDepth {
		r.tooDeep(n.at)
		return nil
	}
	switch kind := n.text("type"); kind {
	case "EMPTY":
		r.done(n, "from")
		return nil
	case "BASE_TABLE", "SUBQUERY":
		if rel := r.relation(kind, n, *sc); rel != nil {
			return []join{{pos: pos(n.at), with: rel}}
		}
		return nil
	case "JOIN":
		return r.join(n, sc)
	case "TABLE_FUNCTION":
		r.refuse(CodeTableFunction, UnitNames, n.at,
			law.Text{ZH: "不能使用表函数读取文件、目录或系统信息。", EN: "Table functions, which read files, the catalogue or the system, may not be used."},
			law.Text{ZH: "只从授权的表中查询。", EN: "Query granted tables only."}, r.functionName(n))
	default:
		r.form(n.at, strings.ToLower(kind))
	}
	return nil
}

func (r *reader) functionName(n node) law.Fact {
	raw, _ := n.take("function")
	f := r.open(raw)
	return law.Fact{Name: "function", Value: clip(f.text("function_name"))}
}

func clip(s string) string {
	if len(s) > 64 {
		s = strings.ToValidUTF8(s[:64], "") + "…"
	}
	return s
}

func (r *reader) join(n node, sc *scope) []join {
	leftRaw, _ := n.take("left")
	rightRaw, _ := n.take("right")
	kind, how := n.text("join_type"), n.text("ref_type")
	all := r.from(leftRaw, sc)
	right := r.from(rightRaw, sc)
	if len(right) > 1 {
		r.form(n.at, "nested join")
		right = right[:1]
	}
	all = append(all, right...)
	if len(right) == 0 {
		return all
	}
	last := &all[len(all)-1]
	last.pos = pos(n.at)
	last.kind = map[string]string{"INNER": "INNER", "LEFT": "LEFT", "RIGHT": "RIGHT", "OUTER": "FULL", "FULL": "FULL"}[kind]
	if _, ok := n.take("using_columns"); ok || (how != "REGULAR" && how != "CROSS") || last.kind == "" {
		r.form(n.at, "join "+strings.ToLower(kind+" "+how))
		return all
	}
	r.unique(all, n.at)
	if how == "CROSS" {
		last.kind = "CROSS"
	} else if raw, ok := n.take("condition"); ok {
		last.on = r.expr(raw, scope{from: all, ctes: sc.ctes})
		if aggregates(last.on) {
			r.form(n.at, "aggregate in ON")
		}
	}
	r.done(n, "join")
	return all
}

func (r *reader) unique(all []join, at int) {
	seen := map[string]bool{}
	for _, j := range all {
		if seen[fold(j.with.alias)] {
			r.refuse(CodeAmbiguous, UnitNames, at,
				law.Text{ZH: "FROM 中的表别名重复。", EN: "Two tables of the FROM have the same alias."},
				law.Text{ZH: "用 AS 区分。", EN: "Tell them apart with AS."}, law.Fact{Name: "alias", Value: j.with.alias})
			return
		}
		seen[fold(j.with.alias)] = true
	}
}

func (r *reader) relation(kind string, n node, sc scope) *relation {
	if _, ok := n.take("column_name_alias"); ok {
		r.form(n.at, "column aliases of a table")
	}
	alias := n.text("alias")
	defer r.done(n, "table")
	if kind == "SUBQUERY" {
		wrapped, _ := n.take("subquery")
		body := r.open(wrapped)
		raw, _ := body.take("node")
		q := r.query(raw, sc.ctes)
		r.done(body, "subquery")
		r.named(q, "FROM")
		if alias == "" {
			alias = "subquery"
		}
		return r.aliased(&relation{derived: q, columns: q.columns()}, alias, n.at)
	}
	schema, catalog := n.text("schema_name"), n.text("catalog_name")
	name := n.text("table_name")
	if alias == "" {
		alias = name
	}
	if schema == "" && catalog == "" {
		if c := sc.ctes[fold(name)]; c != nil {
			return r.aliased(&relation{columns: c.columns, text: c.text}, alias, n.at)
		}
		if p := r.tables[fold(name)]; p != nil {
			return r.aliased(&relation{columns: p.Columns, projection: p, text: p.Name}, alias, n.at)
		}
	}
	r.refuse(CodeTable, UnitNames, n.at,
		law.Text{ZH: "该表不在本作业的授权投影之内。", EN: "The table is not among the projections granted to this job."},
		law.Text{ZH: "只使用授权的表，写表名即可，不加库名和模式名。", EN: "Use granted tables only, by their plain names, without catalogue or schema."},
		law.Fact{Name: "table", Value: clip(strings.Trim(catalog+"."+schema+"."+name, "."))})
	return nil
}

func (r *reader) aliased(rel *relation, alias string, at int) *relation {
	if !columnName(alias) || strings.HasPrefix(fold(alias), reservedPrefix) {
		r.form(at, "alias")
		alias = "t"
	}
	rel.alias = alias
	return rel
}

// item reads one entry of the SELECT list; a star becomes the columns it stands for.
func (r *reader) item(raw json.RawMessage, sc scope) []item {
	var peek struct {
		Class string `json:"class"`
	}
	_ = json.Unmarshal(raw, &peek)
	if peek.Class == "STAR" {
		return r.star(raw, sc)
	}
	var named struct {
		Alias string `json:"alias"`
	}
	_ = json.Unmarshal(raw, &named)
	e := r.expr(raw, sc)
	it := item{expr: e, name: named.Alias, alias: named.Alias != ""}
	if c, ok := e.(column); ok && it.name == "" {
		it.name = c.info.Name
	}
	if it.alias && (!columnName(it.name) || strings.HasPrefix(fold(it.name), reservedPrefix)) {
		r.form(e.at(), "alias")
		it.name = "c"
	}
	return []item{it}
}

func (r *reader) star(raw json.RawMessage, sc scope) []item {
	n := r.open(raw)
	n.take("class")
	n.take("type")
	of := n.text("relation_name")
	r.done(n, "star")
	var all []item
	for _, j := range sc.from {
		if of != "" && fold(of) != fold(j.with.alias) {
			continue
		}
		for _, c := range j.with.columns {
			note(r.reads, j.with, c.Name)
			all = append(all, item{expr: column{pos(n.at), j.with, c}, name: c.Name})
		}
	}
	if len(all) == 0 {
		r.unknown(of+".*", n.at)
	}
	return all
}

// note marks a projection's column as read.
func note(reads map[string]map[string]bool, of *relation, name string) {
	if of.projection == nil {
		return
	}
	key := fold(of.projection.Name)
	if reads[key] == nil {
		reads[key] = map[string]bool{}
	}
	reads[key][name] = true
}

func (r *reader) unknown(name string, at int) {
	r.refuse(CodeColumn, UnitNames, at,
		law.Text{ZH: "授权的投影中没有这一列。", EN: "No granted projection of this query has such a column."},
		law.Text{ZH: "核对列名；未授权的列不可见。", EN: "Check the name; columns outside the grant cannot be seen."}, law.Fact{Name: "column", Value: clip(name)})
}

func matches(sc scope, qualifier, name string) []column {
	var all []column
	for _, j := range sc.from {
		if j.with == nil || qualifier != "" && fold(qualifier) != fold(j.with.alias) {
			continue
		}
		for _, c := range j.with.columns {
			if fold(c.Name) == fold(name) {
				all = append(all, column{of: j.with, info: c})
			}
		}
	}
	return all
}

func (r *reader) column(n node, sc scope) expr {
	var names []string
	for _, raw := range n.array("column_names") {
		var s string
		_ = json.Unmarshal(raw, &s)
		names = append(names, s)
	}
	full := strings.Join(names, ".")
	var found []column
	switch len(names) {
	case 1:
		found = matches(sc, "", names[0])
	case 2:
		found = matches(sc, names[0], names[1])
	}
	if len(found) == 0 {
		r.unknown(full, n.at)
		return null(n.at)
	}
	if len(found) > 1 {
		r.refuse(CodeAmbiguous, UnitNames, n.at,
			law.Text{ZH: "列名不唯一。", EN: "More than one table has this column."},
			law.Text{ZH: "在列名前写明表的别名。", EN: "Write the table's alias before it."}, law.Fact{Name: "column", Value: clip(full)})
	}
	found[0].pos = pos(n.at)
	note(r.reads, found[0].of, found[0].info.Name)
	return found[0]
}

var comparisons = map[string]string{
	"COMPARE_EQUAL": "=", "COMPARE_NOTEQUAL": "<>", "COMPARE_LESSTHAN": "<", "COMPARE_GREATERTHAN": ">",
	"COMPARE_LESSTHANOREQUALTO": "<=", "COMPARE_GREATERTHANOREQUALTO": ">=",
	"COMPARE_DISTINCT_FROM": "IS DISTINCT FROM", "COMPARE_NOT_DISTINCT_FROM": "IS NOT DISTINCT FROM",
}

// expr reads one expression. It is one switch over the engine's classes and stays so.
func (r *reader) expr(raw json.RawMessage, sc scope) expr {
	r.depth++
	defer func() { r.depth-- }()
	n := r.open(raw)
	if r.depth > maxDepth {
		r.tooDeep(n.at)
		return null(n.at)
	}
	class, kind := n.text("class"), n.text("type")
	n.take("alias")
	defer r.done(n, strings.ToLower(class))
	sub := func(name string) expr {
		raw, ok := n.take(name)
		if !ok {
			r.form(n.at, strings.ToLower(class)+" without "+name)
			return null(n.at)
		}
		return r.expr(raw, sc)
	}
	p := pos(n.at)
	switch class {
	case "COLUMN_REF":
		return r.column(n, sc)
	case "CONSTANT":
		return r.literal(n)
	case "FUNCTION":
		return r.function(n, sc)
	case "CASE":
		return r.choice(n, sc)
	case "CAST":
		to, _ := n.take("cast_type")
		n.take("try_cast")
		return cast{p, sub("child"), r.typeName(to, n.at)}
	case "COMPARISON":
		if op, ok := comparisons[kind]; ok {
			return comparison{p, op, sub("left"), sub("right")}
		}
	case "BETWEEN":
		return between{p, sub("input"), sub("lower"), sub("upper")}
	case "CONJUNCTION":
		if op, ok := map[string]string{"CONJUNCTION_AND": "AND", "CONJUNCTION_OR": "OR"}[kind]; ok {
			return logic{p, op, r.children(n, sc)}
		}
	case "OPERATOR":
		return r.operator(kind, n, sc)
	case "WINDOW":
		r.window(n.at)
		clear(n.fields)
		return null(n.at)
	case "SUBQUERY":
		r.refuse(CodeSubquery, UnitForms, n.at,
			law.Text{ZH: "表达式中的子查询不予受理。", EN: "A query inside an expression is refused."},
			law.Text{ZH: "开发作业可改用 FROM 中的子查询或连接；生产作业改用单层聚合。", EN: "In development use a query in FROM or a join; in production a single level of aggregation."})
		clear(n.fields)
		return null(n.at)
	}
	r.form(n.at, strings.ToLower(class+" "+kind))
	clear(n.fields)
	return null(n.at)
}

func (r *reader) children(n node, sc scope) []expr {
	var all []expr
	for _, raw := range n.array("children") {
		all = append(all, r.expr(raw, sc))
	}
	return all
}

func (r *reader) operator(kind string, n node, sc scope) expr {
	p, args := pos(n.at), r.children(n, sc)
	switch {
	case kind == "OPERATOR_NOT" && len(args) == 1:
		return negation{p, args[0]}
	case kind == "OPERATOR_IS_NULL" && len(args) == 1:
		return nullness{p, false, args[0]}
	case kind == "OPERATOR_IS_NOT_NULL" && len(args) == 1:
		return nullness{p, true, args[0]}
	case (kind == "COMPARE_IN" || kind == "COMPARE_NOT_IN") && len(args) > 1:
		return membership{p, kind == "COMPARE_NOT_IN", args[0], args[1:]}
	case kind == "OPERATOR_COALESCE" && len(args) > 0:
		return fallback{p, args}
	case kind == "OPERATOR_TRY" && len(args) == 1:
		return args[0] // every row error becomes NULL anyway
	}
	r.form(n.at, strings.ToLower(kind))
	return null(n.at)
}

func (r *reader) choice(n node, sc scope) expr {
	c := choice{pos: pos(n.at)}
	for _, raw := range n.array("case_checks") {
		w := r.open(raw)
		condition, _ := w.take("when_expr")
		then, _ := w.take("then_expr")
		c.whens = append(c.whens, when{r.expr(condition, sc), r.expr(then, sc)})
		r.done(w, "case")
	}
	if raw, ok := n.take("else_expr"); ok {
		c.otherwise = r.expr(raw, sc)
	}
	return c
}

func (r *reader) function(n node, sc scope) expr {
	name := fold(n.text("function_name"))
	schema, catalog := n.text("schema"), n.text("catalog")
	n.take("is_operator")
	distinct := n.flag("distinct")
	args := r.children(n, sc)
	var filter expr
	if raw, ok := n.take("filter"); ok {
		filter = r.expr(raw, sc)
	}
	if raw, ok := n.take("order_bys"); ok {
		o := r.open(raw)
		o.take("type")
		r.done(o, "ordered aggregate")
	}
	fn, ok := functions[name]
	if !ok || catalog != "" || (schema != "" && schema != "main") {
		r.refuse(CodeFunction, UnitFunctions, n.at,
			law.Text{ZH: "该函数或运算符不在清单之内。", EN: "The function or operator is not on the list."},
			law.Text{ZH: "从函数清单中选用。", EN: "Choose one from the list of functions."}, law.Fact{Name: "function", Value: clip(name)})
		return null(n.at)
	}
	if len(args) < fn.min || len(args) > fn.max {
		r.refuse(CodeArguments, UnitFunctions, n.at,
			law.Text{ZH: "函数的参数个数不对。", EN: "The function has the wrong number of arguments."},
			law.Text{ZH: "核对参数。", EN: "Check the arguments."}, law.Fact{Name: "function", Value: name})
		return null(n.at)
	}
	if fn.kind != aggregating {
		if distinct || filter != nil {
			r.form(n.at, "DISTINCT or FILTER of a plain function")
		}
		return call{pos(n.at), fn, name, args}
	}
	for _, a := range append(args, filter) {
		if a != nil && aggregates(a) {
			r.form(n.at, "aggregate in an aggregate")
		}
	}
	if distinct && name != "count" {
		r.form(n.at, "DISTINCT in "+name)
	}
	return aggregate{pos(n.at), fn, name, args, distinct, filter}
}

func (r *reader) typeName(raw json.RawMessage, at int) string {
	n := r.open(raw)
	id := n.text("id")
	width, scale := -1, 0
	if info, ok := n.take("type_info"); ok {
		i := r.open(info)
		if i.text("type") == "DECIMAL_TYPE_INFO" {
			width, scale = i.number("width"), i.number("scale")
			i.take("alias")
		}
		r.done(i, "type")
	}
	r.done(n, "type")
	if !typeNames[id] {
		r.refuse(CodeType, UnitFunctions, at,
			law.Text{ZH: "该类型不在清单之内。", EN: "The type is not on the list."},
			law.Text{ZH: "使用数值、文本、日期或时间类型。", EN: "Use a number, text, date or time type."}, law.Fact{Name: "type", Value: clip(id)})
		return "VARCHAR"
	}
	if id != "DECIMAL" {
		return id
	}
	if width < 1 || width > 38 || scale < 0 || scale > width {
		return "DECIMAL(18,3)"
	}
	return fmt.Sprintf("DECIMAL(%d,%d)", width, scale)
}

func (n node) number(name string) int {
	v, ok := n.take(name)
	i, err := strconv.Atoi(string(v))
	if !ok || err != nil {
		return 0
	}
	return i
}

var errLiteral = errors.New("literal of a kind that is not admitted")

// literal reads a constant: NULL, whole numbers, decimals, doubles and text.
func (r *reader) literal(n node) expr {
	raw, _ := n.take("value")
	v := r.open(raw)
	t, _ := v.take("type")
	kind := r.open(t)
	id := kind.text("id")
	scale := 0
	if info, ok := kind.take("type_info"); ok {
		i := r.open(info)
		i.take("type")
		i.take("width")
		i.take("alias")
		scale = i.number("scale")
		r.done(i, "literal")
	}
	isNull := v.flag("is_null")
	value, _ := v.take("value")
	r.done(kind, "literal")
	r.done(v, "literal")
	if isNull || id == "NULL" {
		return null(n.at)
	}
	l, err := constant(id, scale, value)
	if err != nil {
		r.refuse(CodeLiteral, UnitStatement, n.at,
			law.Text{ZH: "该常量的形式不予受理。", EN: "A constant of this kind is not admitted."},
			law.Text{ZH: "使用数值或文本常量。", EN: "Use a number or a text."}, law.Fact{Name: "type", Value: clip(id)})
		return null(n.at)
	}
	l.pos = pos(n.at)
	return l
}

func constant(id string, scale int, value json.RawMessage) (literal, error) {
	switch id {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL":
		whole, err := bigNumber(value)
		if err != nil || scale < 0 || scale > 38 {
			return literal{}, errLiteral
		}
		text := decimal(whole, scale)
		number, _ := strconv.ParseFloat(text, 64)
		return literal{text: text, number: number}, nil
	case "FLOAT", "DOUBLE":
		f, err := strconv.ParseFloat(string(value), 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return literal{}, errLiteral
		}
		return literal{text: "CAST('" + strconv.FormatFloat(f, 'g', -1, 64) + "' AS DOUBLE)", number: f}, nil
	case "VARCHAR":
		var s string
		if json.Unmarshal(value, &s) != nil || len(s) > maxLiteral || !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return literal{}, errLiteral
		}
		return literal{text: quoteText(s), isText: true}, nil
	}
	return literal{}, errLiteral
}

// bigNumber reads a whole number, or the two halves in which the engine writes one of
// 128 bits.
func bigNumber(raw json.RawMessage) (*big.Int, error) {
	if !bytes.HasPrefix(raw, []byte("{")) {
		if i, ok := new(big.Int).SetString(string(raw), 10); ok {
			return i, nil
		}
		return nil, errLiteral
	}
	var halves struct {
		Upper json.Number `json:"upper"`
		Lower json.Number `json:"lower"`
	}
	if json.Unmarshal(raw, &halves) != nil {
		return nil, errLiteral
	}
	upper, ok1 := new(big.Int).SetString(halves.Upper.String(), 10)
	lower, ok2 := new(big.Int).SetString(halves.Lower.String(), 10)
	if !ok1 || !ok2 {
		return nil, errLiteral
	}
	return upper.Lsh(upper, 64).Add(upper, lower), nil
}

// decimal prints whole × 10^-scale.
func decimal(whole *big.Int, scale int) string {
	digits := new(big.Int).Abs(whole).String()
	if scale > 0 {
		if len(digits) <= scale {
			digits = strings.Repeat("0", scale-len(digits)+1) + digits
		}
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if whole.Sign() < 0 {
		return "-" + digits
	}
	return digits
}
