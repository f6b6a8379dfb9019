package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// stocked is a register in which every id of the right kind exists: the decoder asks for
// no more of what a form refers to.
type stocked struct{}

func (stocked) Setting(string) (string, bool) { return "", false }

func (stocked) Thing(kind, id string) (pack.Facts, bool) {
	if kind == "attachment" {
		return pack.Facts{"id": id, "orgs": []any{"o"}, "type": "pdf"}, true
	}
	if !strings.HasPrefix(id, kind+"-") {
		return nil, false
	}
	f := pack.ZeroFacts(kind)
	f["id"] = id
	return f, true
}

func (s stocked) About(kind, _ string) []pack.Facts {
	f, _ := s.Thing(kind, kind+"-1")
	return []pack.Facts{f}
}

func (stocked) Case(id string) (*procedure.Case, bool) {
	name, ok := strings.CutPrefix(id, "case-")
	return &procedure.Case{ID: id, Procedure: name, State: "x", Opened: calendar.MustDay("2025-03-03")}, ok
}

// filled makes a value from the description of a field and from nothing else, as a form
// does.
func filled(t *testing.T, f api.FieldShown) any {
	one := func() any {
		if len(f.Values) > 0 {
			return f.Values[0].Key
		}
		switch f.Of {
		case "text":
			return "内容"
		case "bool":
			return true
		case "int", "money":
			return 1
		case "day":
			return "2025-03-03"
		case "digest":
			if strings.Contains(f.Type, "attachment") && (len(f.Attachment) == 0 || f.MostBytes == 0) {
				t.Errorf("%s does not say which attachments it takes", f.Field)
			}
			return strings.Repeat("0", 64)
		case "group":
			group := map[string]any{}
			for _, g := range f.Fields {
				group[g.Field] = filled(t, g)
			}
			return group
		case "record":
			return f.Refers.Kind + "-1"
		case "case":
			return "case-" + f.Refers.Procedure
		}
		t.Errorf("%s is of the kind %q", f.Field, f.Of)
		return nil
	}
	if f.List {
		return []any{one()}
	}
	return one()
}

// A form that is made from the descriptions alone is taken by the decoder, at every step
// of every procedure; without any of its demanded fields, or with a value of another
// type, it is not.
func TestFormsAreDescribed(t *testing.T) {
	tn := newTown(t)
	p, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	steps := 0
	for _, def := range p.Procedures() {
		name := def.Procedure.Procedure
		page := must[api.ProcedurePage](tn.provider, "GET", "/v1/procedures/"+name, nil)
		if len(page.Steps) != len(def.Steps) || len(page.States) != len(def.States) {
			t.Errorf("%s is drawn with %d steps and %d states", name, len(page.Steps), len(page.States))
		}
		for _, s := range page.Steps {
			if s.Form == nil {
				continue
			}
			steps++
			form := map[string]any{}
			for _, f := range s.Form.Fields {
				form[f.Field] = filled(t, f)
			}
			decode := func(form map[string]any) []string {
				in := procedure.Input{Pack: p, Procedure: name, Step: s.Step, Form: jsonOf(t, form), Look: stocked{}, Calendar: calendar.China(),
					Today: calendar.MustDay("2025-03-03"), NewID: "1", Links: map[string]string{},
					Actor: procedure.Actor{Party: procedure.Party{Person: "p", Seat: "s", Organisation: "o"}, Role: s.By[0], Powers: []string{s.Power}, SteppedUp: true}}
				if len(s.From) > 0 {
					in.Case = &procedure.Case{ID: "1", Procedure: name, Pack: p.Digest, State: s.From[0], Opened: in.Today, Since: in.Today, Parties: []string{"o"}}
				}
				_, refusal, err := procedure.Decide(in)
				if err != nil && len(form) > 0 && refusal == nil && !strings.Contains(err.Error(), "planning") {
					t.Fatalf("%s.%s: %v", name, s.Step, err)
				}
				return faults(refusal)
			}
			if bad := decode(form); len(bad) > 0 {
				t.Errorf("%s.%s: the form made from its description is refused: %v", name, s.Step, bad)
			}
			for _, f := range s.Form.Fields {
				if !f.Required {
					continue
				}
				kept := form[f.Field]
				delete(form, f.Field)
				if bad := decode(form); !slices.Contains(bad, procedure.CodeIncomplete+" "+f.Field) {
					t.Errorf("%s.%s: %s is said to be required and is not missed: %v", name, s.Step, f.Field, bad)
				}
				form[f.Field] = map[string]any{"no": "such"}
				if f.Of == "group" && !f.List {
					form[f.Field] = "text"
				}
				if bad := decode(form); !slices.ContainsFunc(bad, func(b string) bool { return strings.HasPrefix(b, procedure.CodeMalformed+" "+f.Field) }) {
					t.Errorf("%s.%s: %s takes a value of another type: %v", name, s.Step, f.Field, bad)
				}
				form[f.Field] = kept
			}
		}
	}
	if steps < 100 {
		t.Errorf("only %d steps carry a form", steps)
	}
}

// jsonOf is the form as it arrives: through JSON.
func jsonOf(t *testing.T, form map[string]any) map[string]any {
	t.Helper()
	out := map[string]any{}
	if err := json.Unmarshal([]byte(dump(form)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// faults are what the decoder holds against a form, each with the field.
func faults(refusal *law.Refusal) []string {
	var bad []string
	if refusal == nil {
		return nil
	}
	for _, v := range refusal.Violations {
		if v.Code == procedure.CodeMalformed || v.Code == procedure.CodeIncomplete {
			bad = append(bad, fmt.Sprintf("%s %s", v.Code, v.Facts[0].Value))
		}
	}
	return bad
}

// A diagram needs each state with who moves it and by when, each step with its article,
// and the pack a case is pinned to.
func TestProcedureIsDrawn(t *testing.T) {
	tn := newTown(t)
	page := must[api.ProcedurePage](tn.system, "GET", "/v1/procedures/registration", nil)
	if page.Title.ZH == "" || page.Title.EN == "" || page.Cite.Label.IsZero() || !page.Pack.Current || !page.Pack.Pilot {
		t.Errorf("the head is %s", dump(page.Pack))
	}
	states := map[string]api.StateDrawn{}
	for _, s := range page.States {
		states[s.State] = s
	}
	finals := 0
	for _, s := range page.States {
		if s.Final {
			finals++
		} else if s.Waits == "" || s.WaitsWord.ZH == "" {
			t.Errorf("nobody moves %s on", s.State)
		}
	}
	if finals == 0 {
		t.Error("no state ends the case")
	}
	opens, counted, apart := 0, 0, 0
	for _, s := range page.Steps {
		if s.Opens {
			opens++
		}
		for _, state := range append(slices.Clone(s.From), s.To) {
			if _, ok := states[state]; !ok && state != "" {
				t.Errorf("%s leads to %q, which is not drawn", s.Step, state)
			}
		}
		if len(s.Cites) == 0 || s.Title.EN == "" || len(s.ByWords) != len(s.By) {
			t.Errorf("step %s is drawn as %s", s.Step, dump(s))
		}
		apart += len(s.Apart)
		for _, d := range s.Periods {
			counted++
			if d.Words.ZH == "" || d.Cite.Label.IsZero() || d.From == "" {
				t.Errorf("a period is drawn as %s", dump(d))
			}
			for _, from := range s.From {
				if !strings.Contains(dump(states[from].Periods), d.Rule) {
					t.Errorf("state %s does not show the period %s", from, d.Rule)
				}
			}
		}
	}
	if opens == 0 || counted == 0 || apart == 0 {
		t.Errorf("%d steps open it, %d periods, %d separations", opens, counted, apart)
	}
	links := dump(page.Links)
	if !strings.Contains(links, `"/v1/registers/resource"`) {
		t.Errorf("it is about %s", links)
	}
	of := must[api.ProcedurePage](tn.provider, "GET", "/v1/procedures/registration?pack="+page.Pack.Digest, nil)
	if dump(of) != dump(page) {
		t.Error("the procedure of the pack by its digest is another")
	}
	tn.provider.refused(404, "thing.unseen", "GET", "/v1/procedures/registration?pack="+strings.Repeat("0", 64), nil)
	tn.provider.refused(404, "thing.unseen", "GET", "/v1/procedures/burning", nil)
	tn.browser().refused(401, "sign-in.required", "GET", "/v1/procedures/registration", nil)
}
