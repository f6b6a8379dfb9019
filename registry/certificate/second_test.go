package certificate

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// second is web/proof, the implementation that browsers run, in a process of Node that
// judges one file a line. It ends when the tests do, with its standard input.
type second struct {
	mu  sync.Mutex
	in  io.Writer
	out *bufio.Reader
}

// opinion is what the second implementation says of a file.
type opinion struct {
	Unread string  `json:"unread"`
	Report *Report `json:"report"`

	Fingerprint string `json:"fingerprint"` // of the anchor
}

var errNoNode = fmt.Errorf("there is no node: what browsers run to verify is not compared")

var secondHand = sync.OnceValues(func() (*second, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errNoNode
	}
	source := filepath.Join("..", "..", "web", "proof")
	modules, err := filepath.Glob(filepath.Join(source, "*.js"))
	if err != nil || len(modules) < 6 {
		return nil, fmt.Errorf("listing the modules: %d, %w", len(modules), err)
	}
	for _, module := range modules {
		if _, err := os.ReadFile(module); err != nil { // so that a change of it is seen by the test cache, which does not look into a process
			return nil, err
		}
	}
	words, err := json.Marshal(Sentences())
	if err != nil {
		return nil, err
	}
	file, err := os.CreateTemp("", "sentences-*.json")
	if err != nil {
		return nil, err
	}
	if _, err := file.Write(words); err != nil {
		return nil, err
	}
	judge := exec.Command(node, filepath.Join(source, "testdata", "judge.mjs"), file.Name())
	judge.Stderr = os.Stderr
	in, err := judge.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := judge.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &second{in: in, out: bufio.NewReaderSize(out, 1<<20)}, judge.Start()
})

// judges asks for the second opinion on a file.
func (s *second) judges(t testing.TB, bundle, trust []byte, on string) opinion {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	line, err := json.Marshal(map[string]string{"bundle": string(bundle), "trust": string(trust), "on": on})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.in.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	answer, err := s.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("the second implementation ended: %v", err)
	}
	var o opinion
	if err := json.Unmarshal(answer, &o); err != nil {
		t.Fatalf("reading %s: %v", answer, err)
	}
	return o
}

// judged is Verify, held against the second implementation where there is a Node: both
// give the same report, in the same words, but for what libraries say of a fault.
func judged(t testing.TB, b Bundle, trust Trust, on calendar.Day) Report {
	t.Helper()
	r := Verify(b, trust, on)
	s, err := secondHand()
	if err == errNoNode {
		return r
	}
	if err != nil {
		t.Fatal(err)
	}
	file, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	anchor, err := trust.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	got := s.judges(t, file, anchor, on.String())
	switch {
	case got.Report == nil && r.Genuine:
		t.Errorf("genuine here and in a browser unread: %s", got.Unread)
	case got.Report != nil:
		if !slices.Equal(codes(got.Report.Failed), codes(r.Failed)) || got.Report.Genuine != r.Genuine || got.Report.InForce != r.InForce {
			t.Errorf("a browser finds %v, genuine %v, in force %v; here %v, %v, %v", codes(got.Report.Failed), got.Report.Genuine, got.Report.InForce, codes(r.Failed), r.Genuine, r.InForce)
		}
		if !reflect.DeepEqual(got.Report.Proven, r.Proven) || !reflect.DeepEqual(got.Report.NotProven, r.NotProven) || !reflect.DeepEqual(got.Report.Statement, r.Statement) {
			t.Errorf("a browser reports\n%+v\nand here it is\n%+v", got.Report, r)
		}
	}
	return r
}

// TestEveryFieldAltered changes each field of a certificate's file, also those inside what is
// signed and inside the proofs: neither implementation takes the changed file for valid.
func TestEveryFieldAltered(t *testing.T) {
	s, err := secondHand()
	if err == errNoNode {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	whole, anchorFile := read(t, filepath.Join("testdata", "registration"+Extension)), read(t, filepath.Join("testdata", "registration"+TrustExtension))
	anchor, err := ParseTrust(anchorFile)
	if err != nil {
		t.Fatal(err)
	}
	if o := s.judges(t, whole, anchorFile, "2026-03-05"); o.Report == nil || !o.Report.Valid() {
		t.Fatalf("a browser refuses the good file: %+v", o)
	}
	var file any
	if err := json.Unmarshal(whole, &file); err != nil {
		t.Fatal(err)
	}
	altered := 0
	alterations(file, "file", func(at string) {
		text, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		altered++
		if o := s.judges(t, text, anchorFile, "2026-03-05"); o.Report != nil && o.Report.Valid() {
			t.Errorf("%s altered, and a browser finds the file valid", at)
		}
		if b, err := ParseBundle(text); err == nil && Verify(b, anchor, march).Valid() {
			t.Errorf("%s altered, and the file is found valid", at)
		}
	})
	if altered < 60 {
		t.Errorf("only %d fields were altered", altered)
	}
}

// alterations changes one value after another within a file, calls found, and puts it back.
// What is signed and what is written as text is taken apart; keys are there for the
// reader's convenience only, and are left out.
func alterations(value any, at string, found func(at string)) {
	each := func(name string, inner any, set func(any)) {
		put := func(spelt func(any) any) {
			alterations(inner, name, func(at string) { set(spelt(inner)); found(at); set(spelt(inner)) })
		}
		text, isText := inner.(string)
		switch {
		case !isText:
			put(func(v any) any { return v })
		case strings.HasSuffix(name, ".payload"):
			raw, _ := base64.StdEncoding.DecodeString(text)
			within(string(raw), name, func(changed, at string) { set(base64.StdEncoding.EncodeToString([]byte(changed))); found(at) })
			set(text)
		case strings.HasSuffix(name, ".leaf"), strings.HasSuffix(name, ".line"):
			within(text, name, func(changed, at string) { set(changed); found(at) })
			set(text)
		case strings.Contains(name, ".proofs"):
			for i, line := range strings.Split(text, "\n") {
				if line == "" {
					continue
				}
				lines := strings.Split(text, "\n")
				lines[i] = another(line)
				set(strings.Join(lines, "\n"))
				found(fmt.Sprintf("%s line %d", name, i+1))
			}
			set(text)
		default:
			set(another(text))
			found(name)
			set(text)
		}
	}
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if at != "file" || name != "keys" {
				each(at+"."+name, inner, func(changed any) { v[name] = changed })
			}
		}
	case []any:
		for i, inner := range v {
			each(fmt.Sprintf("%s[%d]", at, i), inner, func(changed any) { v[i] = changed })
		}
	}
}

// within changes one value after another of a JSON text and gives the text in its canonical
// form, so that nothing but the value is wrong with it.
func within(text, at string, found func(changed, at string)) {
	var inner any
	decoder := json.NewDecoder(strings.NewReader(text))
	if decoder.Decode(&inner) != nil {
		return
	}
	say := func(at string) {
		if changed, err := seal.Canonical(inner); err == nil {
			found(string(changed), at)
		}
	}
	var walk func(value any, at string)
	walk = func(value any, at string) {
		each := func(name string, inner any, set func(any)) {
			switch one := inner.(type) {
			case string:
				set(another(one))
			case float64:
				set(one + 1)
			default:
				walk(inner, name)
				return
			}
			say(name)
			set(inner)
		}
		switch v := value.(type) {
		case map[string]any:
			for name, inner := range v {
				each(at+"."+name, inner, func(changed any) { v[name] = changed })
			}
		case []any:
			for i, inner := range v {
				each(fmt.Sprintf("%s[%d]", at, i), inner, func(changed any) { v[i] = changed })
			}
		}
	}
	walk(inner, at)
}

// another is a text that differs in its middle, in an alphabet that the text has.
func another(text string) string {
	if text == "" {
		return "A"
	}
	runes := []rune(text)
	i := len(runes) / 2
	if runes[i] == 'A' || runes[i] == '1' {
		runes[i]++
	} else if runes[i] >= '0' && runes[i] <= '9' {
		runes[i] = '1'
	} else {
		runes[i] = 'A'
	}
	return string(runes)
}

// TestSecondHandOnTamperedFiles changes bytes all over the golden file: what a browser takes
// for valid is valid here and says the same.
func TestSecondHandOnTamperedFiles(t *testing.T) {
	s, err := secondHand()
	if err == errNoNode {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	whole, anchorFile := read(t, filepath.Join("testdata", "registration"+Extension)), read(t, filepath.Join("testdata", "registration"+TrustExtension))
	anchor, err := ParseTrust(anchorFile)
	if err != nil {
		t.Fatal(err)
	}
	refused, judgedFiles := 0, 0
	for i := 0; i < len(whole); i += 37 {
		bad := bytes.Clone(whole)
		bad[i] ^= 1 << (i % 7)
		judgedFiles++
		o := s.judges(t, bad, anchorFile, "2026-03-05")
		if o.Report == nil || !o.Report.Valid() {
			refused++
			continue
		}
		b, err := ParseBundle(bad)
		if err != nil {
			t.Fatalf("byte %d changed: a browser finds valid what cannot be read: %v", i, err)
		}
		if r := Verify(b, anchor, march); !r.Valid() || !reflect.DeepEqual(r.Statement, o.Report.Statement) {
			t.Fatalf("byte %d changed: a browser finds valid what is not: %v", i, r.Failed)
		}
	}
	if refused < judgedFiles/2 {
		t.Errorf("only %d of %d changes were refused in a browser", refused, judgedFiles)
	}
}

// TestSecondHandReadsCanonically: the two agree on what is canonical JSON, which is what makes
// a signed text have one meaning. The texts stand where an entry of the log stands.
func TestSecondHandReadsCanonically(t *testing.T) {
	s, err := secondHand()
	if err == errNoNode {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t)
	b := h.bundle(t, sample(), nil)
	anchor, err := h.trust.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for _, leaf := range []string{`{}`, `{"a":1}`, `{"a":1,"a":1}`, `{"b":1,"a":2}`, `{"a":1.0}`, `{"a":1e3}`, `{"a":-0}`, `{"a":9007199254740992}`, `{"a":9007199254740994}`, `{"a":1e21}`, `{"a":1e+21}`,
		`{"a":100000000000000000000}`, `{"a":0.1}`, `{"a":1e-7}`, `{"a":0.000001}`, `{"a":"\ud800"}`, `{"a":"é"}`, `{"a":"\u00e9"}`, `{"a":"\/"}`, `{"a":"\u001f"}`, `{"a":"\u001F"}`, `{"a":"\n"}`, `{"a":"\u000a"}`,
		`{"😀":1,"דּ":2}`, `{"דּ":2,"😀":1}`, `{"__proto__":1}`, `[]`, `"x"`, `{"a":null}`, ` {}`, `{} `, `{"a":tru}`, "{\"a\":\"\u2028\"}", strings.Repeat("[", 200) + strings.Repeat("]", 200)} {
		b.Leaf = leaf
		file, err := b.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		o := s.judges(t, file, anchor, "2026-03-05")
		here := codes(Verify(b, h.trust, march).Failed)
		if o.Report == nil || slices.Contains(codes(o.Report.Failed), "log.entry-malformed") != slices.Contains(here, "log.entry-malformed") {
			t.Errorf("%s: a browser finds %+v, here %v", leaf, o, here)
		}
	}
}

// TestAnchorsAreReadAlike: what makes an anchor unusable here does so in a browser.
func TestAnchorsAreReadAlike(t *testing.T) {
	s, err := secondHand()
	if err == errNoNode {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t)
	file, err := h.bundle(t, sample(), nil).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	watcher := audit.Watcher{Name: "w", Key: h.trust.Log[0]}
	for why, change := range map[string]func(*Trust){
		"no origin": func(t *Trust) { t.Origin = "" }, "no log key": func(t *Trust) { t.Log = nil }, "another format": func(t *Trust) { t.Format = "shuyu-trust/v2" },
		"keys exchanged":   func(t *Trust) { t.Log, t.Certificates = t.Certificates, t.Log },
		"key half swapped": func(t *Trust) { t.Log = slices.Clone(t.Log); t.Log[0].SM2 = t.Certificates[0].SM2 },
		"point off the curve": func(t *Trust) {
			t.Log = slices.Clone(t.Log)
			t.Log[0].SM2 = append(bytes.Clone(t.Log[0].SM2[:64]), t.Log[0].SM2[64]^1)
		},
		"a witness with a key that is none": func(t *Trust) { t.Quorum.Watchers = []audit.Watcher{watcher} },
		"a group of nobody": func(t *Trust) {
			t.Quorum = audit.Quorum{Watchers: []audit.Watcher{}, Groups: []audit.Group{{Need: 1, Of: []string{"w"}}}}
		},
	} {
		bad := h.trust
		change(&bad)
		anchor, err := bad.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if o := s.judges(t, file, anchor, "2026-03-05"); o.Report != nil {
			t.Errorf("%s: a browser uses it", why)
		}
		if _, err := ParseTrust(anchor); err == nil {
			t.Errorf("%s: it was read", why)
		}
	}
}

// TestFingerprint: the fingerprint that a browser shows of an anchor is the one given here.
func TestFingerprint(t *testing.T) {
	h := newHouse(t)
	here, err := h.trust.Fingerprint()
	if err != nil || len(here) != 64 {
		t.Fatalf("the fingerprint is %q, %v", here, err)
	}
	other := h.trust
	other.Origin = "log.example.cn/other"
	if changed, err := other.Fingerprint(); err != nil || changed == here {
		t.Errorf("two anchors have one fingerprint: %v", err)
	}
	s, err := secondHand()
	if err == errNoNode {
		t.Skip(err)
	}
	file, errFile := h.bundle(t, sample(), nil).Bytes()
	anchor, errAnchor := h.trust.Bytes()
	if err := errors.Join(err, errFile, errAnchor); err != nil {
		t.Fatal(err)
	}
	if o := s.judges(t, file, anchor, "2026-03-05"); o.Fingerprint != here {
		t.Errorf("a browser shows %s, here it is %s", o.Fingerprint, here)
	}
}
