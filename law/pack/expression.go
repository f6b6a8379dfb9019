package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker/nature"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"

	"github.com/shuyu-project/shuyu/law/calendar"
)

// Expression is a compiled condition or value of a pack. It can only read the facts it
// is given: it has no clock, no store, no side effect and no loop beyond its lists.
type Expression struct {
	Source string
	names  []string // first names it speaks of: "form", "link", …
	paths  []string // what it takes of them: "form.title", "doc.plan", "doc.plan.title"
	takes  takes
	elem   nature.Nature
	print  string // tells it from every other of its compiled
	vm     *vm.Program
}

// Facts are what an expression is evaluated over: the words of the vocabulary with
// their values. Whole numbers are int, lists []any, groups and things map[string]any.
type Facts map[string]any

// Value evaluates the expression. An error is a fault of the pack or of the platform,
// never an answer.
func (e *Expression) Value(f Facts) (any, error) {
	v, err := vm.Run(e.vm, map[string]any(f))
	if err != nil {
		return nil, fmt.Errorf("evaluating %q: %w", e.Source, err)
	}
	return v, nil
}

// Holds evaluates a condition.
func (e *Expression) Holds(f Facts) (bool, error) {
	v, err := e.Value(f)
	if err != nil {
		return false, err
	}
	b, ok := v.(bool)
	if !ok {
		return false, fmt.Errorf("evaluating %q: want true or false", e.Source)
	}
	return b, nil
}

// SpeaksOf reports whether the expression names a part of the facts: "form", "doc", …
func (e *Expression) SpeaksOf(name string) bool { return slices.Contains(e.names, name) }

// allowed are the builtins of the expression language that packs may use; everything
// else is off.
var allowed = []string{"all", "any", "none", "one", "filter", "map", "count", "len", "sum", "find", "first", "last", "min", "max"}

// sourceLimit bounds an expression's length in bytes.
const sourceLimit = 1000

// compileExpression compiles source over env. want is "bool", "int" or "" for any type.
func compileExpression(source string, env types.Map, want string) (*Expression, error) {
	if len(source) > sourceLimit {
		return nil, fmt.Errorf("the expression is longer than %d bytes; split the rule", sourceLimit)
	}
	options := []expr.Option{expr.Env(env), expr.DisableAllBuiltins(), expr.MaxNodes(400)}
	for _, name := range allowed {
		options = append(options, expr.EnableBuiltin(name))
	}
	options = append(options, dayFunctions...)
	options = append(options, sha256Function)
	switch want {
	case "bool":
		options = append(options, expr.AsBool())
	case "int":
		options = append(options, expr.AsInt())
	}
	seen := &names{}
	options = append(options, expr.Patch(seen))
	program, err := expr.Compile(source, options...)
	if err != nil {
		return nil, err
	}
	e := &Expression{Source: source, names: seen.found, paths: seen.paths, takes: seen.takes(), vm: program}
	if n := program.Node().Nature(); n != nil && n.Ref != nil {
		e.elem = *n.Ref
	}
	return e, nil
}

// names collects the first names an expression speaks of, and what it takes of them.
type names struct {
	found, paths []string
	files        map[ast.Node]bool // documents or links of a case; whether one of them is taken by its name
	taken        []string
}

func (n *names) Visit(node *ast.Node) {
	switch is := (*node).(type) {
	case *ast.IdentifierNode:
		if !slices.Contains(n.found, is.Value) {
			n.found = append(n.found, is.Value)
		}
		n.file(is, is.Value)
	case *ast.MemberNode:
		if path, ok := chain(is); ok && !slices.Contains(n.paths, path) {
			n.paths = append(n.paths, path)
		}
		if name, ok := is.Property.(*ast.StringNode); ok {
			n.take(is, name.Value)
		}
	}
}

// file notes a place at which the expression speaks of all documents or links of a case.
func (n *names) file(at ast.Node, name string) {
	if name == "doc" || name == "link" {
		if n.files == nil {
			n.files = map[ast.Node]bool{}
		}
		n.files[at] = n.files[at] // the same node may be visited again
	}
}

// take notes that a name is taken: of the documents or links of a case, or of anything else.
func (n *names) take(at *ast.MemberNode, name string) {
	of := at.Node
	if chain, ok := of.(*ast.ChainNode); ok {
		of = chain.Node
	}
	if _, ok := n.files[of]; ok {
		n.files[of] = true
		n.taken = append(n.taken, name)
	}
	n.file(at, name)
}

// takes sums up what was noted.
func (n *names) takes() takes {
	t := takes{names: map[string]bool{}}
	for _, name := range n.taken {
		t.names[name] = true
	}
	for _, byName := range n.files {
		t.all = t.all || !byName
	}
	return t
}

// takes is which documents and links of cases expressions look at, by name, whatever case
// they belong to; all where one is chosen otherwise than by its name.
type takes struct {
	names map[string]bool
	all   bool
}

func (t *takes) add(other takes) {
	if t.names == nil {
		t.names = map[string]bool{}
	}
	maps.Copy(t.names, other.names)
	t.all = t.all || other.all
}

// chain writes a.b.c as it stands in the source; false where it begins with anything but a
// name.
func chain(node ast.Node) (string, bool) {
	switch is := node.(type) {
	case *ast.IdentifierNode:
		return is.Value, true
	case *ast.ChainNode:
		return chain(is.Node)
	case *ast.MemberNode:
		of, ok := chain(is.Node)
		name, isName := is.Property.(*ast.StringNode)
		if ok && isName {
			return of + "." + name.Value, true
		}
	}
	return "", false
}

// natured is a type known by its nature: what an element of a list is.
type natured struct {
	of    nature.Nature
	print string
}

func (t natured) Nature() nature.Nature   { return t.of }
func (t natured) Equal(o types.Type) bool { return o == types.Any }
func (t natured) String() string          { return "element" }

// dayFunctions count days, months and years by the civil calendar; days are text.
var dayFunctions = []expr.Option{
	dayFunction("days_after", func(d calendar.Day, n int) calendar.Day { return d.AddDays(n) }),
	dayFunction("months_after", func(d calendar.Day, n int) calendar.Day { return d.AddMonths(n) }),
	dayFunction("months_before", func(d calendar.Day, n int) calendar.Day { return d.AddMonths(-n) }),
	dayFunction("years_before", func(d calendar.Day, n int) calendar.Day { return d.AddYears(-n) }),
	expr.Function("days_between", func(args ...any) (any, error) {
		from, err := calendar.ParseDay(args[0].(string))
		if err != nil {
			return nil, err
		}
		to, err := calendar.ParseDay(args[1].(string))
		if err != nil {
			return nil, err
		}
		return from.DaysUntil(to), nil
	}, new(func(string, string) int)),
}

// sha256Function is the hexadecimal SHA-256 of a text: how a rule names exactly this text.
var sha256Function = expr.Function("sha256", func(args ...any) (any, error) {
	sum := sha256.Sum256([]byte(args[0].(string)))
	return hex.EncodeToString(sum[:]), nil
}, new(func(string) string))

func dayFunction(name string, count func(calendar.Day, int) calendar.Day) expr.Option {
	return expr.Function(name, func(args ...any) (any, error) {
		day, err := calendar.ParseDay(args[0].(string))
		if err != nil {
			return nil, err
		}
		return count(day, args[1].(int)).String(), nil
	}, new(func(string, int) string))
}

// explain turns the compiler's error into one line: what is wrong and where.
func explain(err error) string {
	if at, ok := err.(*file.Error); ok {
		return fmt.Sprintf("%s (line %d, column %d of the expression)", at.Message, at.Line, at.Column+1)
	}
	message, _, _ := strings.Cut(err.Error(), "\n")
	return message
}
