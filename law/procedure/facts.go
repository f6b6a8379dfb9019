package procedure

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law/pack"
)

// world builds the facts that expressions see, once per decision.
type world struct {
	in   *Input
	def  *pack.ProcedureDef
	step *pack.StepDef
	c    *Case // never nil: an empty case for an opening step

	computed computed                  // figures of the step, once they are worked out
	made     map[string]map[string]any // facts of what the step creates, by kind and id: not on the register yet
}

// facts gives the environment of the step's expressions. form is the document handed
// in, already normalised.
func (w *world) facts(form map[string]any) (pack.Facts, error) {
	docs, err := w.docs(w.def, w.c, true)
	if err != nil {
		return nil, err
	}
	seen := any(map[string]any{})
	if w.step != nil && w.step.Form != nil {
		seen = w.see(w.step.Form.Fields, form, true)
	}
	return pack.Facts{
		"today":  w.in.Today.String(),
		"actor":  w.actor(),
		"case":   caseFacts(w.c, w.in),
		"form":   seen,
		"doc":    docs,
		"link":   w.links(w.def, w.c.Links, true),
		"figure": w.computed.facts,
		"may":    func(role, thing string) bool { return w.in.Pack.May(role, thing) },
		"did": func(step string) bool {
			return slices.ContainsFunc(w.c.Done, func(a Act) bool { return a.Step == step })
		},
		"setting": func(name string) int {
			n, _ := strconv.Atoi(w.setting(name))
			return n
		},
		"setting_text": w.setting,
	}, nil
}

func (w *world) setting(name string) string {
	if v, ok := w.in.Look.Setting(name); ok {
		return v
	}
	v, _ := w.in.Pack.Setting(name)
	return v
}

func (w *world) actor() map[string]any {
	a := w.in.Actor
	f := map[string]any{
		"id": a.Seat, "person": a.Person, "seat": a.Seat, "org": a.Organisation, "role": a.Role, "powers": list(a.Powers),
		"onPanel": false, "hasDeclared": false, "hasConflict": false, "hasVoted": false, "admitted": a.Admitted,
	}
	for _, v := range w.c.Votes {
		if v.By.Person != a.Person {
			continue
		}
		f["onPanel"] = true
		f["hasDeclared"] = !v.Declared.IsZero()
		f["hasConflict"] = v.Conflict != ""
		f["hasVoted"] = !v.On.IsZero()
	}
	return f
}

// caseFacts gives the facts of any case; an empty case has zero facts.
func caseFacts(c *Case, in *Input) map[string]any {
	f := map[string]any{
		"id": c.ID, "procedure": c.Procedure, "state": c.State, "opened": dayText(c.Opened), "since": dayText(c.Since),
		"jurisdiction": c.Jurisdiction, "filerOrg": c.Filer.Organisation, "filerPerson": c.Filer.Person, "parties": list(c.Parties), "signatures": list(c.Signed),
		"noticeOpen": false, "noticeOver": false, "noticeOpens": "", "openObjections": 0, "upheldObjections": 0,
	}
	var done []string
	for _, a := range c.Done {
		if !slices.Contains(done, a.Step) {
			done = append(done, a.Step)
		}
	}
	f["done"] = list(done)
	if n := c.Notice; n != nil {
		f["noticeOpen"] = in.Today.Before(n.Opens)
		f["noticeOver"] = !in.Today.Before(n.Opens)
		f["noticeOpens"] = dayText(n.Opens)
		f["openObjections"] = n.Open()
		f["upheldObjections"] = n.Upheld()
	}
	panelFacts(c, f)
	return f
}

func panelFacts(c *Case, f map[string]any) {
	given, against, conflicts, undeclared, sum := 0, 0, 0, 0, 0
	for _, v := range c.Votes {
		switch {
		case v.Conflict != "":
			conflicts++
		case v.Declared.IsZero():
			undeclared++
		}
		if !v.On.IsZero() {
			given++
			sum += v.Score
			if !v.For {
				against++
			}
		}
	}
	f["panel"], f["panelGiven"], f["panelAgainst"] = len(c.Votes), given, against
	f["panelConflicts"], f["panelUndeclared"], f["score"] = conflicts, undeclared, 0
	if given > 0 {
		f["score"] = sum * 100 / given
	}
}

// links gives the facts of what a case is about, as far as expressions take it. A link
// that is not set shows the zero facts of its kind, so that a rule about it fails closed
// instead of erring.
func (w *world) links(def *pack.ProcedureDef, ids map[string]string, deep bool) map[string]any {
	seen := map[string]any{}
	for name, kind := range linkKinds(def) {
		if !w.in.Pack.Takes(name) {
			continue
		}
		seen[name] = w.thing(kind, ids[name], deep)
	}
	return seen
}

// linkKinds are the links a procedure declares and those its steps create.
func linkKinds(def *pack.ProcedureDef) map[string]string {
	kinds := map[string]string{}
	for name, kind := range def.Links {
		kinds[name] = kind
	}
	for _, s := range def.Steps {
		for _, e := range s.Effects {
			if e.Create != "" && e.As != "" {
				kinds[e.As] = e.Create
			}
		}
	}
	return kinds
}

// thing gives the facts of a registered thing or case, or its zero facts.
func (w *world) thing(kind, id string, deep bool) map[string]any {
	if procedure, ok := pack.FactType(kind).CaseOf(); ok {
		return w.linkedCase(procedure, id, deep)
	}
	zero := pack.ZeroFacts(kind)
	if id == "" {
		return zero
	}
	found, ok := w.registered(kind, id)
	if !ok {
		return zero
	}
	for k, v := range found {
		zero[k] = v
	}
	zero["id"] = id
	return zero
}

// registered finds a thing on the register, or among what the step creates.
func (w *world) registered(kind, id string) (map[string]any, bool) {
	if found, ok := w.in.Look.Thing(kind, id); ok {
		return found, true
	}
	made, ok := w.made[kind+"/"+id]
	return made, ok
}

func (w *world) linkedCase(procedure, id string, deep bool) map[string]any {
	c, ok := &Case{}, false
	if id != "" {
		if found, here := w.in.Look.Case(id); here && (procedure == "" || found.Procedure == procedure) {
			c, ok = found, true
		}
	}
	f := caseFacts(c, w.in)
	def, known := w.in.Pack.Procedure(procedure)
	if !deep || !known {
		return f
	}
	docs, err := w.docs(def, c, false)
	if err != nil || !ok {
		docs, _ = w.docs(def, &Case{}, false)
	}
	f["doc"] = docs
	f["link"] = w.links(def, c.Links, false)
	return f
}

// docs gives the newest documents of a case: each document of the procedure that expressions
// take.
func (w *world) docs(def *pack.ProcedureDef, c *Case, deep bool) (map[string]any, error) {
	docs := map[string]any{}
	for _, s := range def.Steps {
		if s.Form == nil || !w.in.Pack.Takes(pack.CamelCase(s.Form.ID)) {
			continue
		}
		raw := map[string]any{}
		if body, ok := c.Docs[s.Form.ID]; ok {
			if err := decode(body, &raw); err != nil {
				return nil, fmt.Errorf("reading document %s of case %s: %w", s.Form.ID, c.ID, err)
			}
		}
		docs[pack.CamelCase(s.Form.ID)] = w.see(s.Form.Fields, raw, deep)
	}
	return docs, nil
}

// see turns a document's values into what expressions see: ids of registered things
// become their facts, absent particulars the zero of their type.
func (w *world) see(fields []pack.DocumentField, values map[string]any, deep bool) map[string]any {
	seen := map[string]any{}
	for _, f := range fields {
		seen[f.Field.Field] = w.seeField(f.Field, values[f.Field.Field], deep)
	}
	return seen
}

func (w *world) seeField(f pack.Field, v any, deep bool) any {
	elem, isList := pack.FactType(f.Type).IsList()
	if !isList {
		return w.seeOne(elem, f, v, deep)
	}
	items, _ := v.([]any)
	seen := make([]any, len(items))
	for i, item := range items {
		seen[i] = w.seeOne(elem, f, item, deep)
	}
	return seen
}

func (w *world) seeOne(elem pack.FactType, f pack.Field, v any, deep bool) any {
	switch {
	case elem.IsPlain():
		return pack.PlainValue(elem, v)
	case elem == pack.TypeGroup:
		group, _ := v.(map[string]any)
		seen := map[string]any{}
		for _, g := range f.Fields {
			seen[g.Field] = w.seeField(g, group[g.Field], deep)
		}
		return seen
	default:
		id, _ := v.(string)
		return w.thing(string(elem), id, deep)
	}
}

func decode(body json.RawMessage, into *map[string]any) error {
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	return d.Decode(into)
}

func list(of []string) []any {
	l := make([]any, len(of))
	for i, s := range of {
		l[i] = s
	}
	return l
}
