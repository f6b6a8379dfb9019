package pack

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// Formula is a condition taken apart, for asking whether it can hold without any facts at
// hand: joints of atoms. The zero value is no formula; use the constants True and False.
type Formula struct {
	Joint Joint
	Parts []*Formula // of All and Any; one of Not
	Atom  Atom       // of One
}

// Joint is how a formula is put together.
type Joint int8

// The joints.
const (
	True Joint = iota + 1
	False
	All // every part holds
	Any // some part holds
	Not // its one part does not
	One // an atom
)

// Atom is a comparison that a condition makes. What is not a comparison of one thing with
// a constant is an atom by its own words: it holds or does not, and its contrary with it.
type Atom struct {
	Of      string   // what is asked about: "link.resource.registered", `did("notice")`, "len(form.members)"
	Is      string   // "holds", "==", "<", "<=", "has" (a list has the constant)
	Text    string   // constant, of texts
	Number  int      // constant, of numbers
	Numeric bool     // the constant is a number
	Names   []string // paths that it mentions: "link.call.state"
}

// Key names the variable that the atom is about: atoms of one key depend on one another.
func (a Atom) Key() string {
	if a.Is == "has" {
		return a.Of + " has " + a.Text
	}
	return a.Of
}

// Formula takes the expression apart. It never fails: an expression that compiled parses.
func (e *Expression) Formula() *Formula {
	tree, err := parser.Parse(e.Source)
	if err != nil {
		return &Formula{Joint: One, Atom: Atom{Of: e.Source, Is: "holds"}}
	}
	return taken(tree.Node)
}

// Allows is what must hold for the guard not to stand in the way.
func (g *Guard) Allows() *Formula {
	var holds *Formula
	switch {
	case g.Limit != nil:
		holds = g.within()
	case g.Denies:
		holds = negated(g.Holds.Formula())
	default:
		holds = g.Holds.Formula()
	}
	if g.Each != nil {
		list := g.Each.Source
		empty := &Formula{Joint: One, Atom: Atom{Of: "len(" + list + ")", Is: "==", Numeric: true, Names: []string{list}}}
		holds = &Formula{Joint: Any, Parts: []*Formula{empty, holds.of("item", "each("+list+")")}}
	}
	if g.When != nil {
		holds = &Formula{Joint: Any, Parts: []*Formula{negated(g.When.Formula()), holds}}
	}
	return holds
}

// within is what a limit demands of its value, or the reason that lifts it.
func (g *Guard) within() *Formula {
	tree, err := parser.Parse(g.Value.Source)
	of, names := g.Value.Source, []string(nil)
	if err == nil {
		of, names = tree.Node.String(), namesIn(tree.Node)
	}
	at := func(is string, n int64) *Formula {
		return &Formula{Joint: One, Atom: Atom{Of: of, Is: is, Number: int(n), Numeric: true, Names: names}}
	}
	both := &Formula{Joint: All}
	if g.Limit.Max != nil {
		both.Parts = append(both.Parts, at("<=", *g.Limit.Max))
	}
	if g.Limit.Min != nil {
		both.Parts = append(both.Parts, negated(at("<", *g.Limit.Min)))
	}
	if g.Holds == nil {
		return both
	}
	return &Formula{Joint: Any, Parts: []*Formula{both, g.Holds.Formula()}}
}

// of is the formula with the first name of its paths exchanged.
func (f *Formula) of(name, other string) *Formula {
	n := *f
	if f.Joint == One {
		n.Atom.Of = renamed(f.Atom.Of, name, other)
		n.Atom.Names = make([]string, len(f.Atom.Names))
		for i, p := range f.Atom.Names {
			n.Atom.Names[i] = renamed(p, name, other)
		}
		return &n
	}
	n.Parts = make([]*Formula, len(f.Parts))
	for i, p := range f.Parts {
		n.Parts[i] = p.of(name, other)
	}
	return &n
}

func renamed(words, name, other string) string {
	at := 0
	for {
		i := strings.Index(words[at:], name+".")
		if i < 0 {
			return words
		}
		i += at
		if i > 0 && (words[i-1] == '.' || words[i-1] == '_' || 'a' <= words[i-1] && words[i-1] <= 'z' || 'A' <= words[i-1] && words[i-1] <= 'Z') {
			at = i + len(name)
			continue
		}
		words = words[:i] + other + words[i+len(name):]
		at = i + len(other)
	}
}

func negated(f *Formula) *Formula {
	switch f.Joint {
	case True:
		return &Formula{Joint: False}
	case False:
		return &Formula{Joint: True}
	case Not:
		return f.Parts[0]
	}
	return &Formula{Joint: Not, Parts: []*Formula{f}}
}

// taken takes an expression's tree apart.
func taken(n ast.Node) *Formula {
	switch n := n.(type) {
	case *ast.BoolNode:
		if n.Value {
			return &Formula{Joint: True}
		}
		return &Formula{Joint: False}
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			return negated(taken(n.Node))
		}
	case *ast.BinaryNode:
		return takenPair(n)
	case *ast.ConditionalNode:
		cond := taken(n.Cond)
		return &Formula{Joint: Any, Parts: []*Formula{
			{Joint: All, Parts: []*Formula{cond, taken(n.Exp1)}}, {Joint: All, Parts: []*Formula{negated(cond), taken(n.Exp2)}}}}
	case *ast.BuiltinNode:
		if n.Name == "none" && len(n.Arguments) == 2 {
			any := &ast.BuiltinNode{Name: "any", Arguments: n.Arguments}
			return negated(opaque(any))
		}
	}
	return opaque(n)
}

func takenPair(n *ast.BinaryNode) *Formula {
	switch n.Operator {
	case "and", "&&":
		return &Formula{Joint: All, Parts: []*Formula{taken(n.Left), taken(n.Right)}}
	case "or", "||":
		return &Formula{Joint: Any, Parts: []*Formula{taken(n.Left), taken(n.Right)}}
	case "in":
		return takenIn(n)
	case "==", "!=", "<", "<=", ">", ">=":
		return takenComparison(n)
	}
	return opaque(n)
}

// takenIn is membership in a list of constants, or of a constant in a list of facts.
func takenIn(n *ast.BinaryNode) *Formula {
	if list, ok := n.Right.(*ast.ArrayNode); ok && !slices.ContainsFunc(list.Nodes, func(e ast.Node) bool { return !constant(e) }) {
		f := &Formula{Joint: Any}
		for _, e := range list.Nodes {
			f.Parts = append(f.Parts, compared("==", n.Left, e))
		}
		return f
	}
	if s, ok := n.Left.(*ast.StringNode); ok {
		return &Formula{Joint: One, Atom: Atom{Of: n.Right.String(), Is: "has", Text: s.Value, Names: namesIn(n.Right)}}
	}
	return opaque(n)
}

// turned is a comparison read from the other side.
var turned = map[string]string{"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

func takenComparison(n *ast.BinaryNode) *Formula {
	left, right, is := n.Left, n.Right, n.Operator
	if constant(left) && !constant(right) {
		left, right, is = right, left, turned[is]
	}
	if b, ok := right.(*ast.BoolNode); ok && (is == "==" || is == "!=") {
		if f := taken(left); b.Value == (is == "==") {
			return f
		} else {
			return negated(f)
		}
	}
	if isBoolean(left) && isBoolean(right) && (is == "==" || is == "!=") {
		a, b := taken(left), taken(right)
		same := &Formula{Joint: Any, Parts: []*Formula{{Joint: All, Parts: []*Formula{a, b}}, {Joint: All, Parts: []*Formula{negated(a), negated(b)}}}}
		if is == "==" {
			return same
		}
		return negated(same)
	}
	if !constant(right) {
		return opaqueComparison(is, left, right)
	}
	return compared(is, left, right)
}

// compared is a comparison with a constant; what is greater is what is not less.
func compared(is string, left, right ast.Node) *Formula {
	switch is {
	case "!=":
		return negated(compared("==", left, right))
	case ">":
		return negated(compared("<=", left, right))
	case ">=":
		return negated(compared("<", left, right))
	}
	a := Atom{Of: left.String(), Is: is, Names: namesIn(left)}
	switch c := right.(type) {
	case *ast.StringNode:
		a.Text = c.Value
	case *ast.IntegerNode:
		a.Number, a.Numeric = c.Value, true
	}
	return &Formula{Joint: One, Atom: a}
}

// opaqueComparison is a comparison of two facts: an atom by its words, its contrary the
// same atom denied.
func opaqueComparison(is string, left, right ast.Node) *Formula {
	deny := false
	switch is {
	case "!=":
		is, deny = "==", true
	case ">":
		is, deny = "<=", true
	case ">=":
		is, deny = "<", true
	}
	if is == "==" && left.String() > right.String() {
		left, right = right, left
	}
	f := &Formula{Joint: One, Atom: Atom{Of: fmt.Sprintf("%s %s %s", left, is, right), Is: "holds", Names: append(namesIn(left), namesIn(right)...)}}
	if deny {
		return negated(f)
	}
	return f
}

func opaque(n ast.Node) *Formula {
	return &Formula{Joint: One, Atom: Atom{Of: n.String(), Is: "holds", Names: namesIn(n)}}
}

func constant(n ast.Node) bool {
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.BoolNode:
		return true
	}
	return false
}

// isBoolean reports whether a tree is a condition by its form.
func isBoolean(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryNode:
		return slices.Contains([]string{"and", "or", "&&", "||", "==", "!=", "<", "<=", ">", ">=", "in"}, n.Operator)
	case *ast.UnaryNode:
		return n.Operator == "not" || n.Operator == "!"
	case *ast.CallNode:
		name := n.Callee.String()
		return name == "did" || name == "may"
	}
	return false
}

// namesIn lists the paths that a tree mentions, the longest of each, each once.
func namesIn(n ast.Node) []string {
	v := &paths{}
	ast.Walk(&n, v)
	var names []string
	for _, p := range v.found {
		if !slices.Contains(names, p) && !slices.ContainsFunc(v.found, func(o string) bool { return strings.HasPrefix(o, p+".") }) {
			names = append(names, p)
		}
	}
	return names
}

type paths struct{ found []string }

func (v *paths) Visit(n *ast.Node) {
	switch (*n).(type) {
	case *ast.MemberNode, *ast.IdentifierNode:
		if p := (*n).String(); !strings.ContainsAny(p, "([ #") {
			v.found = append(v.found, p)
		}
	}
}
