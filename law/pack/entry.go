package pack

import (
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/types"
)

// entry is how a thing that was made before the platform came is entered into a procedure
// that makes such things: under the link that the procedure knows it by, in the state in
// which it is in force.
type entry struct {
	link   string            // the thing's name in the procedure
	state  string            // in which the thing is in force
	making string            // qualified step that makes one: its limits hold for one that is entered
	brings string            // qualified step that brings it into force: its certificate is issued
	gives  map[string]string // facts that the making gives such a thing, as expressions
}

// entered finds how a thing of a kind is entered into a procedure; false where the
// procedure makes none, makes it under another name than its kind (a contract of the
// second tier, which rests on one of the first), or never brings it into force.
func (b *builder) entered(procedure, kind string) (entry, bool) {
	e := entry{link: kind}
	for _, r := range b.pack.byKind[KindStep] {
		s := r.Body.(*Step)
		if s.Procedure != procedure || s.Enters != "" {
			continue
		}
		name := s.Procedure + "." + s.Step
		for _, effect := range s.Effects {
			switch {
			case effect.Create == kind && effect.As == e.link:
				e.making, e.gives = name, effect.Fields
			case effect.Set == e.link && inForce(effect.Fields["state"]) && s.To != "":
				e.state, e.brings = s.To, name
			}
		}
	}
	return e, e.making != "" && e.state != ""
}

// inForce reports whether an expression sets a state in which a thing is in force.
func inForce(source string) bool { return strings.Trim(source, `"'`) == "in-force" }

// listOwn gives the terms that list what the pack itself has their values.
func (b *builder) listOwn() {
	for _, r := range b.pack.byKind[KindTerm] {
		t := r.Body.(*Term)
		if t.Lists == "" {
			continue
		}
		list := *t
		list.Values = nil
		if t.Lists == "instruments" {
			for _, in := range slices.Backward(b.pack.Layers) {
				if in.Level != "platform" && in.Level != LevelLayering {
					list.Values = append(list.Values, Value{Key: in.Code, Word: in.Name})
				}
			}
		}
		for _, def := range b.pack.Procedures() {
			if _, ok := b.entered(def.Procedure.Procedure, t.Lists); ok {
				list.Values = append(list.Values, Value{Key: def.Procedure.Procedure, Word: def.Title})
			}
		}
		b.pack.terms[t.Concept] = &list
	}
}

// enterSteps puts each step that enters a kind into every procedure that makes one.
func (b *builder) enterSteps() {
	for _, r := range b.pack.byKind[KindStep] {
		s := r.Body.(*Step)
		if s.Enters == "" {
			continue
		}
		if s.Procedure != "" || s.To != "" || len(s.From) > 0 || !slices.Equal(s.By, []string{"machine"}) {
			b.fault(r, "a step that enters a %s names no procedure and no state, and is by: [machine]; each procedure that makes one gives them", s.Enters)
			continue
		}
		for _, def := range b.pack.Procedures() {
			e, ok := b.entered(def.Procedure.Procedure, s.Enters)
			if !ok {
				continue
			}
			own := *s
			own.Procedure, own.To, own.Effects = def.Procedure.Procedure, e.state, e.same(s.Effects)
			b.collectStep(r, &own, &e)
		}
	}
}

// same gives the thing that is entered the facts that every one made by the procedure has:
// those that its making writes down as they are, but for what changes when it comes into
// force.
func (e entry) same(effects []Effect) []Effect {
	all := slices.Clone(effects)
	for i := range all {
		if all[i].As != e.link {
			continue
		}
		fields := maps.Clone(all[i].Fields)
		for name, source := range e.gives {
			if literal(source) && name != "state" && name != "signed" {
				fields[name] = source
			}
		}
		all[i].Fields = fields
	}
	return all
}

// literal reports whether an expression is a text written down.
func literal(source string) bool {
	return len(source) > 1 && source[0] == '"' && strings.IndexByte(source[1:], '"') == len(source)-2
}

// Asks reports whether a fact of what the step enters differs from one to another, so that
// it has to be told.
func (s *StepDef) Asks(fact string) bool {
	if s.entry == nil {
		return false
	}
	source, given := s.entry.gives[fact]
	return given && !literal(source)
}

// inherit binds a step that enters a thing by what the procedure's own steps say of one
// that is made: the limits of the step that makes it, so far as they speak of particulars
// that the one entered has, and the certificate of the step that brings it into force.
func (b *builder) inherit(s *StepDef, env types.Map) {
	if s.entry == nil {
		return
	}
	named := func(name string) []*Rule {
		procedure, step, _ := strings.Cut(name, ".")
		def := b.pack.procedures[procedure]
		of, _ := def.Step(step)
		return append([]*Rule{of.Rule}, b.rulesAt(of)...)
	}
	for _, r := range named(s.entry.making) {
		if limit, ok := r.Body.(*Limit); ok && b.speaks(limit.Value, env, "int") && b.speaks(limit.Unless, env, "bool") {
			s.Guards = append(s.Guards, b.limit(r, env, limit))
		}
	}
	for _, r := range named(s.entry.brings) {
		var effects []Effect
		switch body := r.Body.(type) {
		case *Step:
			effects = body.Effects
		case *EffectRule:
			effects = body.Effects
		}
		for i := range effects {
			if effects[i].Certificate != "" {
				s.Effects = append(s.Effects, b.effect(r, &effects[i], env))
			}
		}
	}
}

// speaks reports whether an expression speaks only of what the environment has.
func (b *builder) speaks(source string, env types.Map, want string) bool {
	if source == "" {
		return true
	}
	_, err := b.pack.compiled.expression(source, env, want)
	return err == nil
}

// Entry finds the step by which a thing that was made before is entered into a procedure.
func (d *ProcedureDef) Entry() (*StepDef, bool) {
	for _, s := range d.Steps {
		if s.entry != nil {
			return s, true
		}
	}
	return nil, false
}

// Maker lists the roles that make what the step enters: whoever granted it. Nil for a step
// that enters nothing.
func (s *StepDef) Maker() []string {
	if s.entry == nil {
		return nil
	}
	_, step, _ := strings.Cut(s.entry.making, ".")
	making, _ := s.Procedure.Step(step)
	return making.By
}
