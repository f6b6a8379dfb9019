package pack

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr/types"
)

// plainTypes are the expression types of the plain fact types.
var plainTypes = map[FactType]types.Type{
	TypeText: types.String, TypeDay: types.String, TypeDigest: types.String,
	TypeBool: types.Bool, TypeInt: types.Int, TypeMoney: types.Int,
}

// IsList reports whether t is a list, and of what.
func (t FactType) IsList() (FactType, bool) {
	if strings.HasPrefix(string(t), "[") && strings.HasSuffix(string(t), "]") {
		return t[1 : len(t)-1], true
	}
	return t, false
}

// CaseOf reports whether t is a case, and of which procedure: "case:application"; the
// bare "case" is a case of any procedure, of which only the common facts are known.
func (t FactType) CaseOf() (string, bool) {
	if t == "case" {
		return "", true
	}
	return strings.CutPrefix(string(t), "case:")
}

// CamelCase is the name of a document in expressions: "holdProposal" for
// "hold-proposal".
func CamelCase(id string) string {
	parts := strings.Split(id, "-")
	for i := 1; i < len(parts); i++ {
		if parts[i] != "" {
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "")
}

// IsPlain reports whether values of t are written as they are, not as the id of
// something registered.
func (t FactType) IsPlain() bool { _, ok := plainTypes[t]; return ok }

// factsType is the type of a registered thing's facts.
func factsType(facts []Fact) types.Map {
	m := types.Map{"id": types.String}
	for _, f := range facts {
		elem, list := f.Type.IsList()
		t := plainTypes[elem]
		if list {
			t = arrayOf(t)
		}
		m[f.Name] = t
	}
	return m
}

// factsOf is factsType, worked out once.
func (b *builder) factsOf(kind string, facts []Fact) types.Type {
	return b.scope.of("facts "+kind, func() types.Map { return factsType(facts) })
}

// fieldType is the type of a document's field in expressions. deep says whether a
// linked case shows its own documents and links.
func (b *builder) fieldType(f Field, deep bool) types.Type {
	elem, list := FactType(f.Type).IsList()
	var t types.Type
	switch {
	case elem.IsPlain():
		t = plainTypes[elem]
	case elem == TypeGroup:
		t = b.fieldsType(f.Fields, deep)
	default:
		t = b.thingType(string(elem), deep)
	}
	if list {
		return arrayOf(t)
	}
	return t
}

func (b *builder) fieldsType(fields []Field, deep bool) types.Map {
	m := types.Map{}
	for _, f := range fields {
		m[f.Field] = b.fieldType(f, deep)
	}
	return m
}

// thingType is the type of a link: the facts of a registered thing, or of a case.
func (b *builder) thingType(kind string, deep bool) types.Type {
	if procedure, ok := FactType(kind).CaseOf(); ok {
		return b.caseType(procedure, deep)
	}
	if thing, ok := ThingOf(kind); ok {
		return b.factsOf(kind, thing.Facts)
	}
	return types.Map{}
}

// caseType is the type of a case reached by a link: its facts and, one level deep, its
// documents and links.
func (b *builder) caseType(procedure string, deep bool) types.Type {
	return b.scope.of(fmt.Sprint("case ", procedure, deep), func() types.Map { return b.caseMap(procedure, deep) })
}

func (b *builder) caseMap(procedure string, deep bool) types.Map {
	m := factsType(CaseFacts)
	def, ok := b.pack.procedures[procedure]
	if !ok || !deep {
		return m
	}
	m["doc"] = b.docsType(def, false)
	m["link"] = b.linksType(def, false)
	return m
}

func (b *builder) docsType(def *ProcedureDef, deep bool) types.Map {
	docs := types.Map{}
	for _, s := range def.Steps {
		if d, ok := b.pack.documents[s.Document]; ok {
			docs[CamelCase(d.ID)] = b.documentType(d, deep)
		}
	}
	return docs
}

func (b *builder) documentType(d *Document, deep bool) types.Map {
	m := types.Map{}
	for _, f := range d.Fields {
		m[f.Field.Field] = b.fieldType(f.Field, deep)
	}
	return m
}

func (b *builder) linksType(def *ProcedureDef, deep bool) types.Map {
	links := types.Map{}
	for name, kind := range def.Links {
		links[name] = b.thingType(kind, deep)
	}
	for _, s := range def.Steps {
		for _, e := range s.Step.Effects {
			b.createdLink(links, &e, deep)
		}
	}
	for _, r := range b.pack.byKind[KindEffect] {
		rule := r.Body.(*EffectRule)
		if !speaksAtAny(rule.On, def) {
			continue
		}
		for _, e := range rule.Effects {
			b.createdLink(links, &e, deep)
		}
	}
	return links
}

func (b *builder) createdLink(links types.Map, e *Effect, deep bool) {
	if e.Create != "" && e.As != "" {
		links[e.As] = b.thingType(e.Create, deep)
	}
}

// stepEnv is the environment of every expression at a step.
func (b *builder) stepEnv(s *StepDef) types.Map {
	name := s.Procedure.Procedure.Procedure
	form := b.scope.of("no document", func() types.Map { return types.Map{} })
	if s.Form != nil {
		form = b.scope.of("document "+s.Form.ID, func() types.Map { return b.documentType(s.Form, true) })
	}
	return types.Map{
		"today":        types.String,
		"actor":        b.factsOf("actor", ActorFacts),
		"case":         b.factsOf("case", CaseFacts),
		"form":         form,
		"doc":          b.scope.of("docs "+name, func() types.Map { return b.docsType(s.Procedure, true) }),
		"link":         b.scope.of("links "+name, func() types.Map { return b.linksType(s.Procedure, true) }),
		"may":          types.TypeOf(func(string, string) bool { return false }),
		"did":          types.TypeOf(func(string) bool { return false }),
		"setting":      types.TypeOf(func(string) int { return 0 }),
		"setting_text": types.TypeOf(func(string) string { return "" }),
	}
}

// withItem is env with the element of a list under "item".
func withItem(env types.Map, each *Expression) types.Map {
	with := types.Map{}
	for k, v := range env {
		with[k] = v
	}
	with["item"] = natured{each.elem, "item of " + each.print}
	return with
}
