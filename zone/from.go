package zone

import (
	"encoding/json"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// scope is what names mean at one place: the relations of the FROM and the CTEs in sight.
type scope struct {
	from []join
	ctes map[string]*relation // by folded name
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
