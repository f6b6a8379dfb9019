package console

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// TestClient holds the generated client to the document it is made from.
func TestClient(t *testing.T) {
	document, err := os.ReadFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	client, err := os.ReadFile("src/client/openapi.ts")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitN(string(client), "\n", 4)
	if want := "// document " + digest(document); lines[1] != want {
		t.Errorf("src/client/openapi.ts was written from another api/openapi.yaml; run make generate")
	}
	if want := "// types " + digest([]byte(lines[3])); lines[2] != want {
		t.Errorf("src/client/openapi.ts was edited by hand; run make generate")
	}
}

var imported = regexp.MustCompile(`(?m)(?:from|import)\s*\(?\s*'([^']+)'`)

// strata orders the folders of the source; a file imports its own folder or a lower one.
var strata = map[string]int{"words": 0, "client": 1, "field": 2, "features": 3, "app": 4}

var (
	comment   = regexp.MustCompile(`(?s)/\*.*?\*/|(?m)(?:^|\s)//.*$`)
	han       = regexp.MustCompile(`\p{Han}+`)
	sentence  = regexp.MustCompile(`>([^<>{}=;()]*[A-Za-z]{2,} [a-z]{2,}[^<>{}=;()]*)</`)
	attribute = regexp.MustCompile(`\b(?:title|placeholder|aria-label|label|says|alt|description)="([^"]*[A-Za-z]{3,}[^"]*)"`)
)

// said lists the words that a source file says itself instead of taking them from a words.ts.
func said(text string) []string {
	text = comment.ReplaceAllString(text, "")
	found := han.FindAllString(text, -1)
	for _, pattern := range []*regexp.Regexp{sentence, attribute} {
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			found = append(found, m[1])
		}
	}
	return found
}

// TestWords holds pages to their dictionaries: what is said in one language only would
// stand in it for whoever reads the other.
func TestWords(t *testing.T) {
	for text, want := range map[string]bool{
		`<p>{say('none')}</p>`: false, `<p>没有</p>`: true, `<p>Nothing is here</p>`: true, `<Input title="Find it" />`: true,
		"// 〔泰安 9.1〕 in a comment\n<i />": false, `const of: Map<string, Kind<T>> = f(a > b, "c")`: false,
	} {
		if got := len(said(text)) > 0; got != want {
			t.Errorf("%q says words of its own: %v, want %v", text, got, want)
		}
	}
	files := 0
	err := filepath.WalkDir("src", func(name string, d fs.DirEntry, err error) error {
		dictionary := strings.HasSuffix(strings.ToLower(name), "words.ts") || strings.HasSuffix(name, "openapi.ts")
		if err != nil || d.IsDir() || dictionary || !strings.HasSuffix(name, ".ts") && !strings.HasSuffix(name, ".tsx") {
			return err
		}
		files++
		text, err := os.ReadFile(name)
		for _, words := range said(string(text)) {
			t.Errorf("%s says %q; words stand in a words.ts", name, words)
		}
		return err
	})
	if err != nil || files < 50 {
		t.Errorf("%d files were read: %v", files, err)
	}
}

// TestStrata holds the source to its layout: app, features, field, client, words; and no
// feature knows another.
func TestStrata(t *testing.T) {
	files := 0
	err := filepath.WalkDir("src", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".ts") && !strings.HasSuffix(name, ".tsx") {
			return err
		}
		files++
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		own := place(filepath.ToSlash(name))
		for _, found := range imported.FindAllStringSubmatch(string(text), -1) {
			to := found[1]
			switch {
			case strings.HasPrefix(to, "@/"):
				to = "src/" + strings.TrimPrefix(to, "@/")
			case strings.HasPrefix(to, "."):
				to = filepath.ToSlash(filepath.Join(filepath.Dir(name), to))
			default:
				continue
			}
			other := place(to)
			if own.folder == "" || other.folder == "" {
				continue // main.tsx, which puts everything together
			}
			if strata[other.folder] > strata[own.folder] {
				t.Errorf("%s imports %s, which lies above it", name, found[1])
			}
			if own.folder == "features" && other.folder == "features" && own.noun != other.noun {
				t.Errorf("%s imports %s: features do not know each other; what both draw belongs in field", name, found[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Fatalf("only %d files found: the test looks in the wrong place", files)
	}
}

type placed struct{ folder, noun string }

func place(name string) placed {
	parts := strings.Split(name, "/")
	if len(parts) < 3 {
		return placed{}
	}
	one := placed{folder: parts[1]}
	if one.folder == "features" {
		one.noun = parts[2]
	}
	return one
}

// Budgets of what a browser loads, in bytes of gzip.
const (
	firstLoad = 400 << 10
	perRoute  = 150 << 10
	partApart = 200 << 10 // what a page loads besides: its editor, a chart that somebody asks for
)

// apart are the parts that a page loads besides, each with that page.
var apart = map[string]string{
	"src/features/zone/parts/Editor.tsx": "src/features/zone/pages/Workbench.tsx",
	"src/features/zone/parts/Chart.tsx":  "src/features/zone/pages/Workbench.tsx",
}

type chunk struct {
	File    string   `json:"file"`
	Entry   bool     `json:"isEntry"`
	Dynamic bool     `json:"isDynamicEntry"`
	Imports []string `json:"imports"`
	CSS     []string `json:"css"`
}

// TestBudgets measures what was built.
func TestBudgets(t *testing.T) {
	text, err := fs.ReadFile(dist, "dist/app/manifest.json")
	if err != nil {
		t.Skip("the console is not built; make build does it")
	}
	chunks := map[string]chunk{}
	if err := json.Unmarshal(text, &chunks); err != nil {
		t.Fatal(err)
	}
	first := map[string]int{}
	for name, one := range chunks {
		if one.Entry {
			load(t, chunks, name, first)
		}
	}
	if sum := total(first); sum == 0 || sum > firstLoad {
		t.Errorf("the first load is %d KB of gzip, of at most %d", sum>>10, firstLoad>>10)
	}
	for name, one := range chunks {
		if !one.Dynamic {
			continue
		}
		further := map[string]int{}
		load(t, chunks, name, further)
		for file := range first {
			delete(further, file)
		}
		most := perRoute
		if page, ok := apart[name]; ok {
			most = partApart
			shown := map[string]int{}
			load(t, chunks, page, shown)
			for file := range shown {
				delete(further, file)
			}
		}
		if sum := total(further); sum > most {
			t.Errorf("%s loads %d KB of gzip more, of at most %d", name, sum>>10, most>>10)
		}
	}
}

func total(sizes map[string]int) (sum int) {
	for _, size := range sizes {
		sum += size
	}
	return sum
}

// load adds up a chunk and everything it imports.
func load(t *testing.T, chunks map[string]chunk, name string, sizes map[string]int) {
	t.Helper()
	one := chunks[name]
	if _, seen := sizes[one.File]; seen {
		return
	}
	for _, file := range append([]string{one.File}, one.CSS...) {
		info, err := fs.Stat(dist, "dist/app/"+file+".gz")
		if err != nil {
			t.Fatal(err)
		}
		sizes[file] = int(info.Size())
	}
	for _, other := range one.Imports {
		load(t, chunks, other, sizes)
	}
}

func ask(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHandler(t *testing.T) {
	h := handler{built: true, index: []byte(`<html lang="__LANGUAGE__"><meta content="__NONCE__">`), files: fstest.MapFS{
		"dist/app/assets/a-1.js": {Data: []byte("plain")}, "dist/app/assets/a-1.js.gz": {Data: []byte("gzipped")}, "dist/app/assets/a-1.js.br": {Data: []byte("brotlied")},
		"dist/app/manifest.json": {Data: []byte("{}")}}}
	for _, c := range []struct{ why, path, accepts, want, encoding string }{
		{"the smallest form that is taken", "/console/assets/a-1.js", "gzip, deflate, br", "brotlied", "br"},
		{"gzip where Brotli is not taken", "/console/assets/a-1.js", "gzip", "gzipped", "gzip"},
		{"a weight of nought refuses", "/console/assets/a-1.js", "br;q=0, gzip;q=0.5", "gzipped", "gzip"},
		{"plain where nothing is asked", "/console/assets/a-1.js", "", "plain", ""},
	} {
		w := ask(h, c.path, "Accept-Encoding", c.accepts)
		if w.Body.String() != c.want || w.Header().Get("Content-Encoding") != c.encoding {
			t.Errorf("%s: got %q in %q", c.why, w.Body, w.Header().Get("Content-Encoding"))
		}
		if !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: a file named by its digest may be kept for ever", c.why)
		}
	}
	for _, gone := range []string{"/console/assets/gone.js", "/console/assets/../manifest.json"} {
		if w := ask(h, gone); gone == "/console/assets/gone.js" && w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "{}") {
			t.Errorf("%s answers %d %q", gone, w.Code, w.Body)
		}
	}
	first, second := ask(h, "/console/cases/any-1"), ask(h, "/console", "Cookie", "language=en")
	if first.Code != http.StatusOK || first.Body.String() == second.Body.String() {
		t.Errorf("pages must have a nonce of their own: %q, %q", first.Body, second.Body)
	}
	if !strings.Contains(second.Body.String(), `lang="en"`) || !strings.Contains(first.Body.String(), `lang="zh-CN"`) {
		t.Errorf("the language of the portal is not carried over: %q, %q", first.Body, second.Body)
	}
	policy := first.Header().Get("Content-Security-Policy")
	nonce := regexp.MustCompile(`content="([^"]+)"`).FindStringSubmatch(first.Body.String())[1]
	for _, part := range []string{"default-src 'none'", "script-src 'self';", "'nonce-" + nonce + "'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy %q lacks %q", policy, part)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("the policy %q allows what is unsafe", policy)
	}
}

// TestUnbuilt holds a binary without the console to saying so.
func TestUnbuilt(t *testing.T) {
	index, err := fs.ReadFile(dist, unbuilt)
	if err != nil {
		t.Fatal(err)
	}
	w := ask(handler{files: dist, index: index}, "/console/inbox")
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "make build") {
		t.Errorf("answers %d without saying what to do", w.Code)
	}
}
