package api

import (
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// GroundFact is something that made a ground of a refusal so: what the log keeps, and in
// words as far as the pack, the registers or the platform have any.
type GroundFact struct {
	Name  string    `json:"name" doc:"代号 · its code"`
	Value string    `json:"value"`
	Means *law.Text `json:"means,omitempty" doc:"说的是什么 · what it is"`
	Says  *law.Text `json:"says,omitempty" doc:"值的文字 · the value in words"`
	Kind  string    `json:"kind,omitempty" doc:"值为编号时，编号所属的登记类别 · registered kind, where the value is the id of a thing"`
}

// groundFacts gives facts their words. What a refusal carries in both languages ("state",
// "stateWord", "stateWordEN") is one fact here.
func groundFacts(p *pack.Pack, v law.Violation) []GroundFact {
	said := map[string]string{}
	for _, f := range v.Facts {
		said[f.Name] = f.Value
	}
	var facts []GroundFact
	for _, f := range v.Facts {
		if inWords(said, f.Name) {
			continue
		}
		one := GroundFact{Name: f.Name, Value: f.Value, Kind: kindOfFact(f), Means: meansOf(p, f.Name)}
		switch {
		case said[f.Name+"WordEN"] != "":
			one.Says = &law.Text{ZH: said[f.Name+"Word"], EN: said[f.Name+"WordEN"]}
		case said[f.Name+"EN"] != "":
			one.Says = &law.Text{ZH: f.Value, EN: said[f.Name+"EN"]}
		default:
			one.Says = valueInWords(p, v.Rule, f)
		}
		facts = append(facts, one)
	}
	return facts
}

// inWords reports whether a fact only says another one in words.
func inWords(said map[string]string, name string) bool {
	for _, ending := range []string{"WordEN", "Word", "EN"} {
		if of, ok := strings.CutSuffix(name, ending); ok {
			if _, there := said[of]; there {
				return true
			}
		}
	}
	return false
}

// kindOfFact is the registered kind of which a fact's value is the id, "case" for a case, or "".
func kindOfFact(f law.Fact) string {
	if f.Name == "case" {
		return "case"
	}
	return kindOf(f.Value)
}

// meansOf says what a fact is: as the platform says it, or as a register, a registered kind
// or a form of the pack calls what has that name.
func meansOf(p *pack.Pack, name string) *law.Text {
	if words, ok := groundWords[name]; ok {
		return &words
	}
	for _, t := range pack.Vocabulary {
		if t.Kind == name {
			return &t.Word
		}
		for _, f := range t.Facts {
			if f.Name == name {
				return &law.Text{ZH: f.Means.ZH, EN: f.Means.EN}
			}
		}
	}
	for _, def := range p.Procedures() {
		if def.Procedure.Procedure == name {
			return &def.Title
		}
		for _, s := range def.Steps {
			if title, ok := fieldTitle(s.Form, name); ok {
				return &title
			}
		}
	}
	return nil
}

func fieldTitle(d *pack.Document, name string) (law.Text, bool) {
	if d == nil {
		return law.Text{}, false
	}
	for _, f := range d.Fields {
		if f.Field.Field == name && !f.Field.Title.IsZero() {
			return f.Field.Title, true
		}
	}
	return law.Text{}, false
}

// valueInWords says a value in words: yes and no, the words of keys, the title of a
// particular of a form. It is nil where the value stands for itself.
func valueInWords(p *pack.Pack, rule string, f law.Fact) *law.Text {
	switch {
	case f.Value == "true":
		return &law.Text{ZH: "是", EN: "yes"}
	case f.Value == "false":
		return &law.Text{ZH: "否", EN: "no"}
	case f.Name == "field":
		return particular(p, rule, f.Value)
	}
	words := keysOf(p, f.Name)
	var zh, en []string
	for _, key := range strings.Split(f.Value, ", ") {
		word, ok := words[key]
		if !ok {
			return nil
		}
		zh, en = append(zh, word.ZH), append(en, word.EN)
	}
	return &law.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// particular is the title of a field of the form that a rule describes, "resources[2].title"
// by its first name.
func particular(p *pack.Pack, id, path string) *law.Text {
	name, _, _ := strings.Cut(strings.ReplaceAll(path, "[", "."), ".")
	for _, def := range p.Procedures() {
		for _, s := range def.Steps {
			if s.Form == nil {
				continue
			}
			for _, f := range s.Form.Fields {
				if f.Rule.ID == id && f.Field.Field == name && !f.Field.Title.IsZero() {
					return &law.Text{ZH: f.Field.Title.ZH, EN: f.Field.Title.EN}
				}
			}
		}
	}
	return nil
}

// alike are facts whose values are those of another one.
var alike = map[string]string{"belongsTo": "role", "power": "powers", "has": "powers", "needs": "powers"}

// keysOf are the words of the values that what has this name may have, in any register.
func keysOf(p *pack.Pack, name string) map[string]law.Text {
	words := map[string]law.Text{}
	if of, ok := alike[name]; ok {
		name = of
	}
	for _, v := range seatValues(p, name) {
		words[v.Key] = v.Word
	}
	for _, t := range pack.Vocabulary {
		for _, f := range t.Facts {
			if f.Name != name {
				continue
			}
			for _, v := range f.Values {
				words[v.Key] = v.Word
			}
			if term, ok := p.Term(f.Concept); ok {
				for _, v := range term.Values {
					words[v.Key] = v.Word
				}
			}
		}
	}
	return words
}
