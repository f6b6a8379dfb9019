package zone

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

var comparisons = map[string]string{
	"COMPARE_EQUAL": "=", "COMPARE_NOTEQUAL": "<>", "COMPARE_LESSTHAN": "<", "COMPARE_GREATERTHAN": ">",
	"COMPARE_LESSTHANOREQUALTO": "<=", "COMPARE_GREATERTHANOREQUALTO": ">=",
	"COMPARE_DISTINCT_FROM": "IS DISTINCT FROM", "COMPARE_NOT_DISTINCT_FROM": "IS NOT DISTINCT FROM",
}

// soleType is the type of the classes that have one; those that have several read it.
var soleType = map[string]string{
	"COLUMN_REF": "COLUMN_REF", "CONSTANT": "VALUE_CONSTANT", "FUNCTION": "FUNCTION", "CASE": "CASE_EXPR", "CAST": "OPERATOR_CAST",
	"BETWEEN": "COMPARE_BETWEEN", "STAR": "STAR",
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
	if only, ok := soleType[class]; ok && kind != only {
		r.form(n.at, strings.ToLower(class+" "+kind))
	}
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
		r.expect(o, "type", "ORDER_MODIFIER")
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
	r.expect(n, "class", "STAR")
	r.expect(n, "type", "STAR")
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

func (r *reader) window(at int) {
	r.refuse(CodeWindow, UnitForms, at,
		law.Text{ZH: "窗口函数尚无披露规则，不予受理。", EN: "Window functions have no disclosure rule yet and are refused."},
		law.Text{ZH: "改用 GROUP BY。", EN: "Use GROUP BY."})
}
