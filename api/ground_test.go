package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
)

// TestEveryFactHasWords: nobody who is refused reads a code for what made it so, whichever
// pack refuses, and whichever part of the program.
func TestEveryFactHasWords(t *testing.T) {
	names := factsOfProgram(t)
	if len(names) < 50 {
		t.Fatalf("only %d facts found in the program: the test looks in the wrong place", len(names))
	}
	for _, name := range []string{"taian", "guizhou", "chengdu", "suzhou", "binzhou"} {
		p, err := pack.Open(packs.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		for fact, at := range names {
			if meansOf(p, fact) == nil {
				t.Errorf("the fact %s (%s) has no words; give it some in groundWords", fact, at)
			}
		}
		for _, def := range p.Procedures() {
			for _, s := range def.Steps {
				for _, g := range s.Guards {
					for _, f := range g.Facts {
						if meansOf(p, f.Name) == nil {
							t.Errorf("the fact %s of %s in %s has no words: call it as the register or the form does, or give it some in groundWords", f.Name, g.Rule.ID, name)
						}
					}
				}
			}
		}
	}
}

// factsOfProgram are the names of facts that the program itself puts into refusals, with
// their place.
func factsOfProgram(t *testing.T) map[string]string {
	names := map[string]string{}
	for _, folder := range []string{".", "../casework", "../law", "../zone", "../registry"} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if name := factNamed(n); name != "" {
					names[name] = path
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// factNamed is the name that a node gives a fact: law.Factf("name", …) or law.Fact{Name: "name"}.
func factNamed(n ast.Node) string {
	var of, name ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		if len(n.Args) > 0 {
			of, name = n.Fun, n.Args[0]
		}
	case *ast.CompositeLit:
		for _, e := range n.Elts {
			if pair, ok := e.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Name" {
					of, name = n.Type, pair.Value
				}
			}
		}
	}
	called, ok := of.(*ast.SelectorExpr)
	if !ok || called.Sel.Name != "Fact" && called.Sel.Name != "Factf" {
		return ""
	}
	text, ok := name.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, _ := strconv.Unquote(text.Value)
	return s
}

// TestGroundFacts: what a refusal carries is told in the words of the pack, once.
func TestGroundFacts(t *testing.T) {
	p, err := pack.Open(packs.Files, "taian")
	if err != nil {
		t.Fatal(err)
	}
	got := groundFacts(p, law.Violation{Rule: "TA-09.1.contents", Facts: []law.Fact{
		{Name: "state", Value: "applied"}, {Name: "stateWord", Value: "待审查"}, {Name: "stateWordEN", Value: "to be reviewed"},
		{Name: "why", Value: "应为文字"}, {Name: "whyEN", Value: "want a text"},
		{Name: "registered", Value: "false"}, {Name: "field", Value: "materials[0]"}, {Name: "resource", Value: "resource-000012"}, {Name: "role", Value: "provider, operator"}, {Name: "max", Value: "36"}}})
	for i, want := range []struct{ name, means, says, kind string }{
		{"state", "状态", "待审查", ""}, {"why", "原因", "应为文字", ""}, {"registered", "已登记", "否", ""}, {"field", "事项", "登记材料", ""},
		{"resource", "公共数据资源", "", "resource"}, {"role", "角色", "数据提供单位、数据运营单位", ""}, {"max", "至多", "", ""}} {
		if i >= len(got) {
			t.Fatalf("%d facts, want %s too", len(got), want.name)
		}
		one := got[i]
		says := ""
		if one.Says != nil {
			says = one.Says.ZH
		}
		if one.Name != want.name || one.Means == nil || one.Means.ZH != want.means || says != want.says || one.Kind != want.kind {
			t.Errorf("%+v (says %q), want %+v", one, says, want)
		}
	}
	if len(got) != 7 {
		t.Errorf("%d facts, want 7: what only says another in words is told once", len(got))
	}
}
