package portal

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Field is one particular of a publication.
type Field struct {
	Name   string // as the rule names it
	Label  string
	Values []Value
}

// Value is one value; Code asks for a fixed-width letter.
type Value struct {
	Text string
	Code bool
}

// orderOfFields is how particulars follow one another; what is not listed comes after,
// by name.
var orderOfFields = []string{"title", "resource", "provider", "holder", "operators", "mode", "kind", "rights", "fields", "regions", "resources", "summary",
	"conditions", "extraConditions", "criteria", "other", "closes", "days", "case", "reason", "correctText", "from", "instruments", "digest"}

func (pg *page) fields(kept publication) []Field {
	var all []Field
	sources := pg.sourcesOf(kept.Rule)
	for name, v := range kept.Fields {
		means := pg.meaning(name, sources[name])
		values := pg.values(v, means.concept)
		if len(values) == 0 {
			continue
		}
		all = append(all, Field{Name: name, Label: pg.In(means.label), Values: values})
	}
	place := func(f Field) int {
		if at := slices.Index(orderOfFields, f.Name); at >= 0 {
			return at
		}
		return len(orderOfFields)
	}
	slices.SortFunc(all, func(a, b Field) int { return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Name, b.Name)) })
	return all
}

// meaning is what a shown field is called, and the concept whose words its values have.
type meaning struct {
	label   law.Text
	concept string
}

// source is the expression a field's value comes from, with the step it was worked out
// at, so that form.title is found to be the title of that step's document.
type source struct {
	expression string
	document   string
}

// sourcesOf gives the expressions of the rule that made something public, by shown name.
func (pg *page) sourcesOf(rule string) map[string]source {
	r, ok := pg.rule(rule)
	if !ok {
		return nil
	}
	all := map[string]source{}
	add := func(fields map[string]string, step string) {
		for name, e := range fields {
			all[name] = source{expression: e, document: pg.documentOf(step)}
		}
	}
	switch body := r.Body.(type) {
	case *pack.Disclosure:
		add(body.Fields, first(body.Steps))
	case *pack.Step:
		for _, e := range body.Effects {
			if e.Publish != "" {
				add(e.Fields, body.Procedure+"."+body.Step)
			}
		}
	case *pack.EffectRule:
		for _, e := range body.Effects {
			if e.Publish != "" {
				add(e.Fields, first(body.On))
			}
		}
	}
	return all
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// rule finds a rule by its id alone or with its instrument before it.
func (pg *page) rule(id string) (*pack.Rule, bool) {
	if r, ok := pg.Pack.Rule(id); ok {
		return r, true
	}
	for _, in := range pg.Pack.Layers {
		if r, ok := pg.Pack.Rule(in.Code + ":" + id); ok {
			return r, true
		}
	}
	return nil, false
}

// documentOf is the document that comes with a step named procedure.step.
func (pg *page) documentOf(step string) string {
	procedure, name, _ := strings.Cut(step, ".")
	def, ok := pg.Pack.Procedure(procedure)
	if !ok {
		return ""
	}
	s, ok := def.Step(name)
	if !ok {
		return ""
	}
	return s.Document
}

// reference finds the first fact that an expression reads.
var reference = regexp.MustCompile(`\b(?:doc\.(\w+)|(form)|link\.(\w+)|(case))\.(\w+)`)

// meaning finds the words for a shown field: of the document's particular or the
// registered thing's fact that it comes from, else of the pages themselves.
func (pg *page) meaning(name string, from source) meaning {
	out := meaning{label: pg.labelOf(name)}
	m := reference.FindStringSubmatch(from.expression)
	if m == nil {
		out.concept = pg.conceptOf(name)
		return out
	}
	document, fact := m[1], m[5]
	if m[2] != "" {
		document = from.document
	}
	out.concept = pg.conceptOf(fact)
	if d, ok := pg.documentNamed(document); ok {
		for _, f := range d.Fields {
			if f.Field.Field == fact {
				out.concept = cmp.Or(f.Values, out.concept)
				if out.label.IsZero() {
					out.label = f.Title
				}
			}
		}
	}
	if facts := factsOf(m[3], m[4]); out.label.IsZero() {
		for _, f := range facts {
			if f.Name == fact {
				out.label = f.Means
			}
		}
	}
	if out.label.IsZero() {
		out.label = law.Text{ZH: name, EN: name}
	}
	return out
}

// documentNamed finds a document by its name, also as expressions write it:
// doc.catalogueSubmission is the document catalogue-submission.
func (pg *page) documentNamed(name string) (*pack.Document, bool) {
	if d, ok := pg.Pack.Document(name); ok {
		return d, true
	}
	for _, r := range pg.Pack.Rules(pack.KindContent) {
		if full := r.Body.(*pack.Content).Document; pack.CamelCase(full) == name {
			return pg.Pack.Document(full)
		}
	}
	return nil, false
}

func factsOf(link, aCase string) []pack.Fact {
	if aCase != "" {
		return pack.CaseFacts
	}
	thing, _ := pack.ThingOf(link)
	return thing.Facts
}

// labelOf is the pages' own word for a shown field, zero where they have none.
func (pg *page) labelOf(name string) law.Text {
	zh, ok := pg.portal.words["zh"]["field."+name]
	if !ok {
		return law.Text{}
	}
	return law.Text{ZH: zh, EN: pg.portal.words["en"]["field."+name]}
}

// conceptOf is the concept whose values a fact of that name takes in some document, or in
// some register.
func (pg *page) conceptOf(fact string) string {
	for _, r := range pg.Pack.Rules(pack.KindContent) {
		for _, f := range r.Body.(*pack.Content).Fields {
			if f.Field == fact && f.Values != "" {
				return f.Values
			}
		}
	}
	for _, thing := range pack.Vocabulary {
		for _, f := range thing.Facts {
			if f.Name == fact && f.Concept != "" {
				return f.Concept
			}
		}
	}
	return ""
}

// values writes a value down: lists item by item, keys in the words of their concept,
// organisations by name, days with their weekday.
func (pg *page) values(v any, concept string) []Value {
	switch one := v.(type) {
	case nil:
		return nil
	case bool:
		return []Value{{Text: pg.T("value." + strconv.FormatBool(one))}}
	case float64:
		return []Value{{Text: strconv.FormatFloat(one, 'f', -1, 64)}}
	case string:
		if one == "" {
			return nil
		}
		return []Value{pg.value(one, concept)}
	case []any:
		var all []Value
		for _, item := range one {
			all = append(all, pg.values(item, concept)...)
		}
		return all
	case map[string]any:
		return pg.group(one)
	}
	return nil
}

var digest = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (pg *page) value(text, concept string) Value {
	if name := pg.portal.organisation(text); name != "" {
		return Value{Text: name}
	}
	if word := pg.termWord(concept, text); word != "" {
		return Value{Text: word}
	}
	if d, err := calendar.ParseDay(text); err == nil {
		return Value{Text: pg.Day(d)}
	}
	if digest.MatchString(text) {
		return Value{Text: text, Code: true}
	}
	return Value{Text: text}
}

func (pg *page) termWord(concept, key string) string {
	term, ok := pg.Pack.Term(concept)
	if !ok {
		return ""
	}
	for _, v := range term.Values {
		if v.Key == key {
			return pg.In(v.Word)
		}
	}
	return ""
}

// group writes a group of particulars as one value: a label and a value each.
func (pg *page) group(fields map[string]any) []Value {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	var parts []string
	for _, name := range names {
		means := pg.meaning(name, source{})
		for _, v := range pg.values(fields[name], means.concept) {
			parts = append(parts, pg.T("value.pair", pg.In(orName(means.label, name)), v.Text))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []Value{{Text: strings.Join(parts, pg.T("value.separator"))}}
}

func orName(t law.Text, name string) law.Text {
	if t.IsZero() {
		return law.Text{ZH: name, EN: name}
	}
	return t
}
