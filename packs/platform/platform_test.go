// Package platform_test holds the platform's own instrument to what the code cites
// and to what the zone applies.
package platform_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

func read(t *testing.T) *pack.Instrument {
	t.Helper()
	in, err := pack.Read(os.DirFS(".."), "platform")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// The platform's instrument compiles alone: every expression of its procedures speaks
// only of facts that exist.
func TestCompilesAlone(t *testing.T) {
	if _, err := pack.Join(read(t)); err != nil {
		t.Fatal(err)
	}
}

// The number of articles stated is the number printed.
func TestArticles(t *testing.T) {
	in := read(t)
	seen := map[string]bool{}
	for _, u := range in.Units {
		seen[u.Article] = true
	}
	if len(seen) != in.Articles {
		t.Errorf("front matter says %d articles, the text has %d", in.Articles, len(seen))
	}
}

// Every unit that Go cites as the platform's rule stands in the instrument.
func TestCitedUnitsExist(t *testing.T) {
	in := read(t)
	unit := regexp.MustCompile(`^(PF-[A-Z0-9]+|R[0-9]{1,2}(\.[0-9])?)$`)
	cited := 0
	eachFile(t, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := text(n); ok && unit.MatchString(s) {
				cited++
				if _, found := in.Unit(s); !found {
					t.Errorf("%s cites %s, which the platform instrument does not have", path, s)
				}
			}
			return true
		})
	})
	if cited < 20 {
		t.Errorf("only %d citations found: the search looks in the wrong place", cited)
	}
}

// refusing are the places whose codes must have words. What egress finds is said in the
// finding; of its codes those that refuse have words too.
var refusing = []string{"law/procedure/", "casework/", "registry/party/", "api/", "zone/units.go", "zone/delivery/", "zone/mask/", "zone/intake/", "zone/vault/"}

// Every code that the mechanics of procedures, the desk and the registers refuse with
// has words in both languages, and so has every code that a control rule lists.
func TestCodesHaveWords(t *testing.T) {
	p, err := pack.Join(read(t))
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	eachFile(t, func(path string, file *ast.File) {
		if !slices.ContainsFunc(refusing, func(folder string) bool { return strings.HasPrefix(path, folder) }) {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, code := range codesOf(n) {
				codes[code] = path
			}
			return true
		})
	})
	if len(codes) < 20 {
		t.Errorf("only %d codes found: the search looks in the wrong place", len(codes))
	}
	for code, path := range codes {
		says, remedy := p.Words(code)
		if says.ZH == "" || says.EN == "" || remedy.ZH == "" || remedy.EN == "" {
			t.Errorf("%s refuses with %s, for which the platform instrument lacks words", path, code)
		}
	}
	for _, r := range p.Layers[0].Rules {
		control, ok := r.Body.(*pack.Control)
		if !ok {
			continue
		}
		listed, _ := control.Parameters["codes"].(map[string]any)
		for code := range listed {
			says, remedy := p.Words(code)
			if !strings.Contains(code, ".") || says.ZH == "" || says.EN == "" || remedy.ZH == "" || remedy.EN == "" {
				t.Errorf("%s: code %s lacks words", r.ID, code)
			}
		}
	}
}

// Every code that has words is given somewhere: by a rule of a pack that ships, or by Go
// that is no test, where its constant is used beyond being declared. Words for what
// nothing says would promise what nothing keeps.
func TestCodesAreGiven(t *testing.T) {
	given := map[string]bool{}
	folders, err := pack.Folders(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		in, err := pack.Read(os.DirFS(".."), folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range in.Rules {
			given[r.Code] = true
		}
	}
	constants, used := map[string]string{}, map[string]int{} // by "package.Name"
	eachFile(t, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if name.Name == "statuses" { // a table of statuses gives nothing
						return false
					}
					if i < len(n.Values) {
						if s, ok := text(n.Values[i]); ok {
							constants[file.Name.Name+"."+name.Name] = s
							return false
						}
					}
				}
			case *ast.SelectorExpr:
				if of, ok := n.X.(*ast.Ident); ok {
					used[of.Name+"."+n.Sel.Name]++
				}
			case *ast.Ident:
				used[file.Name.Name+"."+n.Name]++
			case *ast.BasicLit:
				if s, ok := text(n); ok {
					given[s] = true
				}
			}
			return true
		})
	})
	manners := map[string]bool{}
	for name, value := range constants {
		given[value] = given[value] || used[name] > 0
		manners[value] = manners[value] || strings.Contains(name, ".Manner") && used[name] > 0
	}
	for _, r := range read(t).Rules {
		control, ok := r.Body.(*pack.Control)
		if !ok {
			continue
		}
		listed, _ := control.Parameters["codes"].(map[string]any)
		for code := range listed {
			base, manner, in := strings.Cut(code, "/")
			if !given[base] || in && !manners[manner] {
				t.Errorf("%s has words for %s, which nothing gives", r.ID, code)
			}
		}
	}
}

// The parameters printed for R2 to R20 are the floor that the zone measures with: no
// number lives twice and differs.
func TestParametersAreTheFloor(t *testing.T) {
	in := read(t)
	for _, profile := range []privacy.Profile{privacy.P1, privacy.P2, privacy.P3} {
		floor, err := privacy.Floor(profile)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{
			"R2.contributors":       strconv.FormatInt(floor.Contributors, 10),
			"R2.contributorsHealth": strconv.FormatInt(floor.ContributorsHealth, 10),
			"R3.zeros":              string(floor.Zeros),
			"R6.classShare":         strconv.Itoa(floor.ClassShare),
			"R6.class":              string(floor.Class),
			"R7.contributors":       strconv.FormatInt(floor.Contributors, 10),
			"R8.extremes":           string(floor.Extremes),
			"R8.contributors":       strconv.FormatInt(floor.Contributors, 10),
			"R16.recordClass":       strconv.FormatInt(floor.RecordClass, 10),
			"R18.1.overlapShare":    strconv.Itoa(floor.OverlapShare),
			"R18.2.injectiveShare":  strconv.Itoa(floor.InjectiveShare),
			"R18.2.injectiveRows":   strconv.Itoa(floor.InjectiveRows),
			"R19.rows":              strconv.Itoa(floor.Rows),
			"R19.bytes":             strconv.Itoa(floor.Bytes),
			"R19.decimals":          strconv.Itoa(floor.Decimals),
			"R20.reviewers":         strconv.Itoa(floor.Reviewers),
		}
		for name, value := range want {
			dot := strings.LastIndex(name, ".")
			if got := parameter(in, name[:dot], string(profile), name[dot+1:]); got != value {
				t.Errorf("%s of %s is printed as %q, the zone measures with %q", name, profile, got, value)
			}
		}
	}
}

// parameter reads one value of an egress control rule as text; empty when absent.
func parameter(in *pack.Instrument, rule, profile, name string) string {
	for _, r := range in.Rules {
		control, ok := r.Body.(*pack.Control)
		if !ok || control.Parameters["rule"] != rule {
			continue
		}
		values, _ := control.Parameters[profile].(map[string]any)
		switch v := values[name].(type) {
		case string:
			return v
		case uint64:
			return strconv.FormatUint(v, 10)
		case int:
			return strconv.Itoa(v)
		}
	}
	return ""
}

// eachFile parses every Go file of the product that is not a test.
func eachFile(t *testing.T, visit func(path string, file *ast.File)) {
	t.Helper()
	root := filepath.Join("..", "..")
	for _, stratum := range []string{"law", "proof", "registry", "zone", "casework", "store", "api", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, stratum), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				if os.IsNotExist(err) {
					return nil
				}
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			relative, err := filepath.Rel(root, path)
			visit(filepath.ToSlash(relative), file)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// text is the value of a string literal.
func text(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// codesOf finds refusal codes: constants whose names begin with Code, and literals
// given to law.Refuse or to api's word for who is not signed in.
func codesOf(n ast.Node) []string {
	var codes []string
	switch n := n.(type) {
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if strings.HasPrefix(name.Name, "Code") && i < len(n.Values) {
				if s, ok := text(n.Values[i]); ok {
					codes = append(codes, s)
				}
			}
		}
	case *ast.CallExpr:
		name := ""
		switch called := n.Fun.(type) {
		case *ast.SelectorExpr:
			name = called.Sel.Name
		case *ast.Ident:
			name = called.Name
		}
		if (name == "Refuse" || name == "unauthenticated") && len(n.Args) > 0 {
			if s, ok := text(n.Args[0]); ok {
				codes = append(codes, s)
			}
		}
	}
	return codes
}
