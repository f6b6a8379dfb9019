package procedure

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/law/pack"
)

// Contents says of one document of a case how it stands against what its content rules
// demand today.
type Contents struct {
	Document *pack.Document
	Steps    []string // steps of the procedure that carry it, in the order of the texts
	Filed    bool     // handed in; otherwise a step out of the case's state carries it
	Values   map[string]json.RawMessage
	Fields   []Content // in the order of the document
}

// Content is one particular of a document: whether it is demanded, its condition weighed
// with what was handed in, and whether the demand is met. What is not demanded is met.
type Content struct {
	Field    pack.DocumentField
	Required bool
	Present  bool
	Met      bool
}

// ContentsOf lists the documents of a case: those that were handed in, and those that a
// step out of its state would bring. Each is held against its content rules in the same
// way as Decide does it. The error is a fault of the pack.
func ContentsOf(in Input) ([]Contents, error) {
	def, ok := in.Pack.Procedure(in.Procedure)
	if !ok || in.Case == nil {
		return nil, nil
	}
	var all []Contents
	for _, s := range def.Steps {
		if s.Form == nil {
			continue
		}
		_, filed := in.Case.Docs[s.Form.ID]
		if !filed && !bound(s, in.Case.State) {
			continue
		}
		if i := slices.IndexFunc(all, func(c Contents) bool { return c.Document == s.Form }); i >= 0 {
			all[i].Steps = append(all[i].Steps, s.Step.Step)
			continue
		}
		one, err := contentsOf(in, def, s)
		if err != nil {
			return nil, fmt.Errorf("reading the document %s of case %s: %w", s.Form.ID, in.Case.ID, err)
		}
		all = append(all, one)
	}
	return all, nil
}

func contentsOf(in Input, def *pack.ProcedureDef, s *pack.StepDef) (Contents, error) {
	one := Contents{Document: s.Form, Steps: []string{s.Step.Step}, Values: map[string]json.RawMessage{}}
	form := map[string]any{}
	if text, filed := in.Case.Docs[s.Form.ID]; filed {
		one.Filed = true
		if err := json.Unmarshal(text, &one.Values); err != nil {
			return one, err
		}
		if err := json.Unmarshal(text, &form); err != nil {
			return one, err
		}
	}
	in.Step = s.Step.Step
	w := &world{in: &in, def: def, step: s, c: in.Case}
	facts, err := w.facts(form)
	if err != nil {
		return one, err
	}
	for _, f := range s.Form.Fields {
		c := Content{Field: f}
		if c.Required, err = demanded(f, facts); err != nil {
			return one, err
		}
		_, c.Present = one.Values[f.Field.Field]
		j := &judgement{world: w}
		if c.Required {
			j.present(f.Rule, f.Field, f.Field.Field, form[f.Field.Field])
		}
		j.presentIn(f, form[f.Field.Field])
		c.Met = len(j.violations) == 0
		one.Fields = append(one.Fields, c)
	}
	return one, nil
}
