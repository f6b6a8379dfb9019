// Package shuyu_test keeps the source to the rules of its layout: the order of the
// strata, one clock, no sleeping, one place for the SQL of platform state. It reads the
// source files itself, so that the test cache sees every change.
package shuyu_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
)

const module = "github.com/shuyu-project/shuyu"

// strata lists the folders of packages, lowest first; a package imports its own place or
// a lower one. Folders on one line may import neither the other. Within law, proof,
// registry and zone the order is that of the rule's, the evidence's and the data's life.
var strata = [][]string{
	{"law"}, {"law/calendar"}, {"law/value"}, {"law/pack"}, {"law/route"}, {"law/procedure"},
	{"proof/seal"}, {"proof/audit"},
	{"registry/party"}, {"registry/catalogue"}, {"registry/agreement"}, {"registry/grant"}, {"registry/product"}, {"registry/certificate"},
	{"zone/vault"}, {"zone/privacy"}, {"zone/intake"}, {"zone/mask"}, {"zone"}, {"zone/work"}, {"zone/duckdb"}, {"zone/egress"}, {"zone/apart"}, {"zone/delivery"},
	{"casework"},
	{"store"},
	{"casework/works"}, // the workers: they do what commands ask for, over every store, and report by a command
	{"packs"},
	{"rehearsal"},
	{"demo"}, // of rehearsal it takes the language of scripts, and plays them through the API
	{"api", "web"},
	{"bench"},
	{"cmd"},
}

// suites judge implementations, so they stand above what they judge. Only tests import
// them.
var suites = []string{"store/storetest", "zone/enginetest"}

// ownClock are the places beside cmd that may ask the machine for the time, and why.
var ownClock = map[string]string{
	"zone/work":      "measures what a child process uses and ends it at its limit; it decides nothing by the day",
	"bench":          "measures how long things take; its legal day stands still",
	"casework/works": "measures the machine's time and leases; legal days reach it with the task",
}

// ownSQL are the places beside store that may hold SQL, and why.
var ownSQL = map[string]string{
	"zone":  "the SQL of jobs, of engines and of sources that are taken in; never of platform state",
	"demo":  "the jobs that the demonstration's workers submit through the API",
	"bench": "the jobs of the governed mix, and the same asked of a raw engine; never of platform state",
}

// impure are packages that law must not import: it has no clock of its own, no store and
// no network.
var impure = []string{"os", "os/exec", "net", "net/http", "database/sql", "log", "log/slog"}

// forbidden are names that say nothing about what a package holds.
var forbidden = []string{"util", "utils", "common", "helper", "helpers", "manager", "service", "model", "types", "pkg", "internal"}

// source is one Go file of the product.
type source struct {
	path, folder string // with slashes, from the root
	file         *ast.File
	fset         *token.FileSet
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.fset.Position(n.Pos()).Line)
}

// sources parses every Go file under the root.
func sources(t *testing.T, mode parser.Mode) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "testdata" || base == "build" || base == "bin" || filepath.ToSlash(name) == "bench/peers") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") {
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, mode|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		slashed := filepath.ToSlash(name)
		all = append(all, source{path: slashed, folder: path.Dir(slashed), file: file, fset: fset})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d Go files found: the test looks in the wrong place", len(all))
	}
	return all
}

// place is the stratum of a folder: that of the longest listed folder it is or lies in.
func place(folder string) (rank int, listed string, known bool) {
	for i, stratum := range strata {
		for _, name := range stratum {
			if within(folder, name) && len(name) > len(listed) {
				rank, listed, known = i, name, true
			}
		}
	}
	return rank, listed, known
}

func within(folder, name string) bool { return folder == name || strings.HasPrefix(folder, name+"/") }

// imports lists the product's packages a file imports, from the root.
func (s source) imports() []string {
	var all []string
	for _, spec := range s.file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err == nil && strings.HasPrefix(name, module+"/") {
			all = append(all, strings.TrimPrefix(name, module+"/"))
		}
	}
	return all
}

func TestStrata(t *testing.T) {
	for _, s := range sources(t, parser.ImportsOnly) {
		if s.folder == "." || s.isTest() || slices.Contains(suites, s.folder) {
			continue
		}
		rank, own, known := place(s.folder)
		if !known {
			t.Errorf("%s: the folder %s is in no stratum; add it to the list in arch_test.go and to ARCHITECTURE.md", s.path, s.folder)
			continue
		}
		for _, imported := range s.imports() {
			below, other, _ := place(imported)
			switch {
			case slices.Contains(suites, imported):
				t.Errorf("%s imports %s: a conformance suite is for tests", s.path, imported)
			case below > rank:
				t.Errorf("%s imports %s, which lies above %s", s.path, imported, own)
			case below == rank && other != own:
				t.Errorf("%s imports %s: %s and %s stand side by side", s.path, imported, own, other)
			}
		}
	}
}

// The law is pure, and its third-party imports are the expression language and the
// reader of packs.
func TestLawIsPure(t *testing.T) {
	for _, s := range sources(t, parser.ImportsOnly) {
		if !within(s.folder, "law") || s.isTest() {
			continue
		}
		for _, spec := range s.file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			third := strings.Contains(strings.Split(name, "/")[0], ".") && !strings.HasPrefix(name, module)
			switch {
			case slices.Contains(impure, name):
				t.Errorf("%s imports %s; law has no clock, store or network", s.path, name)
			case third && !(s.folder == "law/pack" && (strings.HasPrefix(name, "github.com/expr-lang/expr") || strings.HasPrefix(name, "github.com/goccy/go-yaml"))):
				t.Errorf("%s imports %s; law uses the standard library, and law/pack the expression language and YAML", s.path, name)
			}
		}
	}
}

func TestPackageNames(t *testing.T) {
	seen, documented := map[string]string{}, map[string]bool{}
	for _, s := range sources(t, parser.ParseComments|parser.PackageClauseOnly) {
		if s.isTest() {
			continue
		}
		seen[s.folder] = s.file.Name.Name
		documented[s.folder] = documented[s.folder] || s.file.Doc != nil
	}
	for folder, name := range seen {
		if slices.Contains(forbidden, name) || slices.Contains(forbidden, path.Base(folder)) {
			t.Errorf("%s: %q says nothing about what the package holds", folder, name)
		}
		if !documented[folder] {
			t.Errorf("%s: the package has no comment that says what it is, what it is not, and what newcomers get wrong", folder)
		}
	}
}

// Time is passed in. Only cmd asks the machine for it, and what measures a process.
func TestOneClock(t *testing.T) {
	for _, s := range sources(t, 0) {
		if s.isTest() || within(s.folder, "cmd") || ownClock[s.folder] != "" || slices.Contains(suites, s.folder) {
			continue
		}
		s.calls("time", func(name string, n ast.Node) {
			if slices.Contains([]string{"Now", "Since", "Until"}, name) {
				t.Errorf("%s: time.%s; the time is passed in from cmd", s.at(n), name)
			}
		})
	}
}

func TestNothingSleepsInTests(t *testing.T) {
	for _, s := range sources(t, 0) {
		if !s.isTest() && !slices.Contains(suites, s.folder) {
			continue
		}
		s.calls("time", func(name string, n ast.Node) {
			if name == "Sleep" {
				t.Errorf("%s: time.Sleep; wait for the thing itself, or move the clock that is passed in", s.at(n))
			}
		})
	}
}

var statement = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE)\s`)

// The SQL of platform state lives in store alone.
func TestStateSQLOnlyInStore(t *testing.T) {
	for _, s := range sources(t, 0) {
		if s.isTest() || within(s.folder, "store") || slices.Contains(suites, s.folder) || allowedSQL(s.folder) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err == nil && statement.MatchString(text) {
				t.Errorf("%s: SQL outside store: %.60q", s.at(n), text)
			}
			return true
		})
	}
}

func allowedSQL(folder string) bool {
	for name := range ownSQL {
		if within(folder, name) {
			return true
		}
	}
	return false
}

// calls visits every use of a name of an imported package, also under another name.
func (s source) calls(imported string, visit func(name string, n ast.Node)) {
	local := ""
	for _, spec := range s.file.Imports {
		if name, _ := strconv.Unquote(spec.Path.Value); name == imported {
			local = path.Base(imported)
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	}
	if local == "" {
		return
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if used, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := used.X.(*ast.Ident); ok && x.Name == local {
				visit(used.Sel.Name, n)
			}
		}
		return true
	})
}

var term = regexp.MustCompile("(?m)^\\| (.+?) \\| `(.+?)` \\| (.+) \\|$")

// GLOSSARY.md names each thing once, and every registered kind and procedure there is.
func TestGlossary(t *testing.T) {
	text, err := os.ReadFile("GLOSSARY.md")
	if err != nil {
		t.Fatal(err)
	}
	words, identifiers := map[string]string{}, map[string]string{}
	for _, m := range term.FindAllStringSubmatch(string(text), -1) {
		if other, twice := words[m[1]]; twice {
			t.Errorf("%s stands for both %s and %s", m[1], other, m[2])
		}
		if other, twice := identifiers[m[2]]; twice {
			t.Errorf("%s is both %s and %s", m[2], other, m[1])
		}
		words[m[1]], identifiers[m[2]] = m[2], m[1]
	}
	for _, thing := range pack.Vocabulary {
		if identifiers[thing.Kind] != thing.Word.ZH {
			t.Errorf("the vocabulary calls %s %s, the glossary %q", thing.Kind, thing.Word.ZH, identifiers[thing.Kind])
		}
	}
	folders, err := pack.Folders(packs.Files)
	if err != nil || len(folders) < 2 {
		t.Fatalf("found the packs %v: %v", folders, err)
	}
	for _, folder := range folders {
		in, err := pack.Read(packs.Files, folder)
		if err != nil {
			t.Errorf("reading pack %s: %v", folder, err)
			continue
		}
		for _, r := range in.Rules {
			if p, ok := r.Body.(*pack.Procedure); ok && identifiers[p.Procedure] == "" {
				t.Errorf("pack %s has the procedure %s, which the glossary does not name", folder, p.Procedure)
			}
		}
	}
}

var (
	guarded = regexp.MustCompile("`([a-z_/.]+)`((?:(?:,| and)? Test[A-Za-z0-9]+)+)")
	guard   = regexp.MustCompile(`Test[A-Za-z0-9]+`)
)

// Every test that docs/security.md names as the guard of a promise stands where it says.
func TestPromisesAreGuarded(t *testing.T) {
	page, err := os.ReadFile("docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	for _, s := range sources(t, parser.SkipObjectResolution) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.isTest() {
				tests[s.folder+" "+f.Name.Name] = true
				tests[s.path+" "+f.Name.Name] = true
			}
		}
	}
	named := 0
	for _, m := range guarded.FindAllStringSubmatch(string(page), -1) {
		for _, name := range guard.FindAllString(m[2], -1) {
			named++
			if !tests[m[1]+" "+name] {
				t.Errorf("docs/security.md names the test %s of %s, which is not there", name, m[1])
			}
		}
	}
	if all := len(guard.FindAllString(string(page), -1)); named != all {
		t.Errorf("docs/security.md names %d tests, %d of them without a package before them", all, all-named)
	}
}

var reason = regexp.MustCompile(`(?m)^\| ([a-z][a-z0-9./_-]+) \| (v[0-9][^ |]*) \| (.+) \|$`)

// Every module that is imported has its reason and its version in the decision, and
// the version is the one in go.mod.
func TestDependenciesHaveReasons(t *testing.T) {
	page, err := os.ReadFile("docs/decisions/0007-dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for _, m := range reason.FindAllStringSubmatch(string(page), -1) {
		listed[m[1]] = m[2]
		if !strings.Contains(string(mod), m[1]+" "+m[2]) {
			t.Errorf("0007-dependencies lists %s %s, which go.mod does not require", m[1], m[2])
		}
	}
	for _, s := range sources(t, parser.ImportsOnly) {
		for _, spec := range s.file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			if first, _, _ := strings.Cut(name, "/"); !strings.Contains(first, ".") || strings.HasPrefix(name, module) {
				continue
			}
			if !slices.ContainsFunc(slices.Collect(maps.Keys(listed)), func(m string) bool { return within(name, m) }) {
				t.Errorf("%s imports %s, which 0007-dependencies gives no reason for", s.path, name)
			}
		}
	}
}
