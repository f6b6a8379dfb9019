package casework_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/rehearsal"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// TestLogHoldsNothingPersonal plays every rehearsal of the pack and looks into every leaf
// of its log for what was handed in: nothing that a document marks as private, no name,
// no sentence of anybody may be there. The log is kept for good.
func TestLogHoldsNothingPersonal(t *testing.T) {
	p, err := theLaw()
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := rehearsal.Scripts("taian")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("%d rehearsals: %v", len(scripts), err)
	}
	words := 0
	for _, script := range scripts {
		s := storetest.New(t)
		if r := rehearsal.Run(ctx, script, p, s); !r.OK() {
			t.Fatalf("%s:%d %s", script.Name, r.Line, r.Why)
		}
		c := &city{Desk: &casework.Desk{}, t: t, store: s}
		said := spoken(c, p)
		words += len(said)
		for _, e := range c.entries(0) {
			for word, where := range said {
				if strings.Contains(string(e.Leaf), word) {
					t.Errorf("%s: entry %d (%s) holds what %s says", script.Name, e.Seq, e.Kind, where)
				}
			}
			if i := strings.IndexFunc(string(e.Leaf), func(r rune) bool { return r > unicode.MaxASCII }); i >= 0 {
				t.Errorf("%s: entry %d (%s) holds words", script.Name, e.Seq, e.Kind)
			}
		}
	}
	if words < 100 {
		t.Errorf("only %d words were looked for", words)
	}
}

// spoken gathers what people said in documents and what registers say of people: every
// text that is no id and no value of a list, by where it stands.
func spoken(c *city, p *pack.Pack) map[string]string {
	said := map[string]string{}
	add := func(where string, private bool, v any) {
		eachText(v, func(text string) {
			wordy := strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) >= 0
			if wordy || private && len(text) > 8 {
				said[text] = where
			}
		})
	}
	for _, one := range allCases(c) {
		for id, body := range one.Docs {
			d, ok := p.Document(id)
			if !ok {
				c.t.Fatalf("case %s holds the unknown document %s", one.ID, id)
			}
			values := map[string]any{}
			if err := json.Unmarshal(body, &values); err != nil {
				c.t.Fatal(err)
			}
			for _, f := range d.Fields {
				add(fmt.Sprintf("%s of document %s", f.Field.Field, id), f.Private, values[f.Field.Field])
			}
		}
	}
	for _, thing := range pack.Vocabulary {
		for _, r := range c.lines(casework.RecordQuery{Kind: thing.Kind}) {
			body := map[string]any{}
			if err := json.Unmarshal(r.Body, &body); err != nil {
				c.t.Fatal(err)
			}
			for _, f := range thing.Facts {
				if body[f.Name] == r.ID {
					continue // rehearsals call people by their ids, and seats after them
				}
				add("fact "+f.Name+" of "+thing.Kind, f.Private, body[f.Name])
			}
		}
	}
	return said
}

func allCases(c *city) (all []casework.Case) {
	c.t.Helper()
	c.read(func(v casework.View) error {
		q := casework.CaseQuery{Limit: 200}
		for {
			cases, cursor, err := v.Cases(ctx, q)
			all, q.Cursor = append(all, cases...), cursor
			if err != nil || cursor == "" {
				return err
			}
		}
	})
	return all
}

func eachText(v any, do func(string)) {
	switch v := v.(type) {
	case string:
		do(v)
	case []any:
		for _, item := range v {
			eachText(item, do)
		}
	case map[string]any:
		for _, item := range v {
			eachText(item, do)
		}
	}
}

// TestRefusedWordsAreNotKept: what was handed in and refused is nowhere: not in the log,
// not in a notice, not in any case.
func TestRefusedWordsAreNotKept(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	const secret = "王小明13800138000"
	c.refused(wu, withForm(report(), "until", secret))
	c.refused(wu, withForm(report(), secret, 1))
	c.refused(shi, withForm(report(), "market", secret))
	c.refused(wu, casework.Command{Procedure: "report", Step: "submit", Links: map[string]string{"agreement": secret}, Form: report().Form})
	c.refused(lin, casework.Command{Case: secret, Step: "impose"})
	c.refused(lin, casework.Command{Procedure: "hold", Step: secret})
	c.refused(lin, casework.Command{Procedure: secret, Step: "propose"})
	if strings.Contains(c.everything(), secret) {
		t.Error("the state keeps it")
	}
	for _, e := range c.entries(0) {
		if strings.Contains(string(e.Leaf), secret) {
			t.Errorf("entry %d (%s %v) keeps it: %s", e.Seq, e.Kind, e.Codes, e.Leaf)
		}
	}
}
