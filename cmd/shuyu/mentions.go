package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// mention is a place in the source that speaks of a refusal code.
type mention struct{ code, where string }

// testedStrata are the folders whose tests are looked through.
var testedStrata = []string{"law", "proof", "registry", "zone", "casework", "store", "api", "web", "cmd", "packs", "rehearsal", "demo"}

// mentionsIn finds each refusal code in the tests, by its text or by the constant that
// stands for it, and in what the demonstration attempts. Tests come first; both are in the
// order of their files.
func mentionsIn(root fs.FS) ([]mention, error) {
	files, err := goFiles(root)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, errNoSource
	}
	constants := map[string]string{} // "package.Name" → code
	for _, f := range files {
		if !f.test {
			codeConstants(f.syntax, constants)
		}
	}
	var tests, acts []mention
	for _, f := range files {
		switch {
		case f.test:
			tests = append(tests, f.mentions(constants)...)
		case path.Dir(f.path) == "demo":
			acts = append(acts, f.mentions(constants)...)
		}
	}
	return append(tests, acts...), nil
}

// goFile is one file of the source, parsed.
type goFile struct {
	path   string
	test   bool
	syntax *ast.File
}

func goFiles(root fs.FS) ([]goFile, error) {
	var files []goFile
	for _, stratum := range testedStrata {
		err := fs.WalkDir(root, stratum, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata") {
				return fs.SkipDir
			}
			if d.IsDir() || !strings.HasSuffix(name, ".go") {
				return nil
			}
			body, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			syntax, err := parser.ParseFile(token.NewFileSet(), name, body, parser.SkipObjectResolution)
			files = append(files, goFile{name, strings.HasSuffix(name, "_test.go"), syntax})
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("reading the source of %s: %w", stratum, err)
		}
	}
	return files, nil
}

// codeConstants collects the constants whose names begin with Code.
func codeConstants(file *ast.File, into map[string]string) {
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, name := range spec.Names {
			if strings.HasPrefix(name.Name, "Code") && i < len(spec.Values) {
				if code, ok := literal(spec.Values[i]); ok {
					into[file.Name.Name+"."+name.Name] = code
				}
			}
		}
		return true
	})
}

// mentions are the codes each declaration of the file speaks of: a test by its name,
// anything else by its file.
func (f goFile) mentions(constants map[string]string) []mention {
	own := strings.TrimSuffix(f.syntax.Name.Name, "_test")
	var found []mention
	for _, d := range f.syntax.Decls {
		where := f.path
		if fn, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "Test") {
			where = path.Dir(f.path) + " " + fn.Name.Name
		}
		ast.Inspect(d, func(n ast.Node) bool {
			code := ""
			switch n := n.(type) {
			case *ast.BasicLit:
				code, _ = literal(n)
			case *ast.Ident:
				code = constants[own+"."+n.Name]
			case *ast.SelectorExpr:
				if of, ok := n.X.(*ast.Ident); ok {
					code = constants[of.Name+"."+n.Sel.Name]
				}
			}
			if code != "" && strings.Contains(code, ".") && !slices.Contains(found, mention{code, where}) {
				found = append(found, mention{code, where})
			}
			return true
		})
	}
	return found
}

// literal is the value of a string literal.
func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
