package pack

import (
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// LevelLayering is the level of an instrument that is no law: it says how the layers of
// one pack lie on one another. It is read from the folder with the pack's name,
// "taian+national", and its rules cite the units they carry out before its own.
const LevelLayering = "layering"

// Precedence settles a procedure that several layers define. Without one, the procedure
// and steps of the highest layer stand. Of the layers that give way, gates, limits,
// periods, documents and the like go on standing at the steps of the same name, or at
// those that Steps names: an act must pass the rules of every layer. What two layers ask
// alike under different names is asked once: Asked and Carried say where.
type Precedence struct {
	Procedure string            `yaml:"procedure"`
	Of        string            `yaml:"of"`        // instrument whose procedure and steps stand
	Steps     map[string]string `yaml:"steps"`     // step of a layer that gives way → step that stands; "" drops what only it could carry
	Documents map[string]string `yaml:"documents"` // document of a layer that gives way → document that takes its particulars in; "" drops what only it could carry
	// Asked names, by document and particular of a layer that gives way, the particular of
	// the document it goes into by which the standing layer asks the same.
	Asked map[string]map[string]string `yaml:"asked"`
	// Carried names, by rule of a layer that gives way ("national-implementation:NI-12.of-round"),
	// the rule of the standing layer that asks the same.
	Carried map[string]string `yaml:"carried"`
}

func (*Precedence) kind() Kind { return KindPrecedence }

// settle lets one layer's definition of each procedure stand and moves what the others
// say to its steps. It works on rules as admitted and changes copies only.
func (b *builder) settle() {
	chosen := map[string]*Precedence{}
	for _, r := range b.pack.byKind[KindPrecedence] {
		p := r.Body.(*Precedence)
		if _, ok := b.pack.Instrument(p.Of); !ok {
			b.fault(r, "the pack has no layer %q; its layers are %s", p.Of, layerNames(b.pack))
			continue
		}
		chosen[p.Procedure] = p
	}
	stands := b.standing(chosen)
	b.linkAll(stands)
	b.carry()
	for _, l := range b.pack.Layers {
		for _, r := range l.Rules {
			id := l.Code + ":" + r.ID
			if b.pack.rules[id] != r {
				continue
			}
			switch {
			case b.yields(r, l.Code, stands):
				b.drop(id)
			case r.Kind == KindContent:
				b.moveContent(id, r, l.Code)
			default:
				b.move(id, r, l.Code, stands, chosen)
			}
		}
	}
	b.checkAsked()
	b.localWords()
}

// linkAll lets the procedure that stands be about everything that any layer's definition
// of it is about: a guard of a layer that gives way may speak of its plan. A name that
// the standing definition has already is its own.
func (b *builder) linkAll(stands map[string]string) {
	for _, r := range slices.Clone(b.pack.byKind[KindProcedure]) {
		own := r.Body.(*Procedure)
		of, contested := stands[own.Procedure]
		if !contested || r.Cites[0].Instrument != of {
			continue
		}
		all := *own
		all.Links = map[string]string{}
		for _, other := range b.pack.byKind[KindProcedure] {
			if body := other.Body.(*Procedure); body.Procedure == own.Procedure {
				maps.Copy(all.Links, body.Links)
			}
		}
		maps.Copy(all.Links, own.Links)
		if len(all.Links) > len(own.Links) {
			b.exchange(of+":"+r.ID, &all)
		}
	}
}

// exchange puts another body in a rule's place, in a copy of the rule.
func (b *builder) exchange(id string, body Body) {
	r := b.pack.rules[id]
	copied := *r
	copied.Body = body
	b.pack.rules[id] = &copied
	b.pack.byKind[r.Kind][slices.Index(b.pack.byKind[r.Kind], r)] = &copied
}

// carry drops the rules that the standing layer's own rules carry.
func (b *builder) carry() {
	for _, r := range slices.Clone(b.pack.byKind[KindPrecedence]) {
		p := r.Body.(*Precedence)
		for _, dropped := range slices.Sorted(maps.Keys(p.Carried)) {
			by := p.Carried[dropped]
			switch {
			case b.pack.rules[by] == nil || !strings.HasPrefix(by, p.Of+":"):
				b.fault(r, "carried: %s is to be carried by %q, which is no rule of %s", dropped, by, p.Of)
			case b.pack.rules[dropped] == nil || strings.HasPrefix(dropped, p.Of+":"):
				b.fault(r, "carried: %q is no rule of a layer that gives way", dropped)
			default:
				b.drop(dropped)
			}
		}
	}
}

// moveContent puts the particulars that a rule of a layer gives to a document into the
// document that stands, but for those that are asked there already.
func (b *builder) moveContent(id string, r *Rule, layer string) {
	c := *r.Body.(*Content)
	name := c.Document
	if c.Extends != "" {
		name = c.Extends
	}
	changed := false
	for _, of := range b.pack.byKind[KindPrecedence] {
		p := of.Body.(*Precedence)
		if p.Of == layer || b.isLayering(layer) || layer == law.PlatformInstrument {
			continue
		}
		if into, moves := p.Documents[name]; moves {
			if into == "" {
				b.drop(id)
				return
			}
			c.Document, c.Extends, changed = into, into, true
		}
		if asked := p.Asked[name]; len(asked) > 0 {
			c.Fields = slices.DeleteFunc(slices.Clone(c.Fields), func(f Field) bool { _, there := asked[f.Field]; return there })
			changed = true
		}
	}
	switch {
	case changed && len(c.Fields) == 0 && c.Extends != "":
		b.drop(id)
	case changed:
		b.exchange(id, &c)
	}
}

// checkAsked finds particulars that are said to be asked where they are not.
func (b *builder) checkAsked() {
	for _, r := range b.pack.byKind[KindPrecedence] {
		p := r.Body.(*Precedence)
		for _, document := range slices.Sorted(maps.Keys(p.Asked)) {
			into := document
			if to := p.Documents[document]; to != "" {
				into = to
			}
			for _, particular := range slices.Sorted(maps.Keys(p.Asked[document])) {
				if by := p.Asked[document][particular]; !b.asks(p.Of, into, by) {
					b.fault(r, "asked: %s does not ask for %q in its document %s, so %s of %s is not asked there", p.Of, by, into, particular, document)
				}
			}
		}
	}
}

// asks reports whether a layer asks for a particular in a document.
func (b *builder) asks(layer, document, particular string) bool {
	return slices.ContainsFunc(b.pack.byKind[KindContent], func(r *Rule) bool {
		c := r.Body.(*Content)
		return r.Cites[0].Instrument == layer && (c.Extends == document || c.Extends == "" && c.Document == document) &&
			slices.ContainsFunc(c.Fields, func(f Field) bool { return f.Field == particular })
	})
}

func layerNames(p *Pack) string {
	names := make([]string, len(p.Layers))
	for i, l := range p.Layers {
		names[i] = l.Code
	}
	return strings.Join(names, ", ")
}

// standing finds, for each procedure that several laws define, the layer whose
// definition stands.
func (b *builder) standing(chosen map[string]*Precedence) map[string]string {
	defined := map[string][]string{}
	for _, l := range b.pack.Layers {
		for _, r := range l.Rules {
			if p, ok := r.Body.(*Procedure); ok && b.pack.rules[l.Code+":"+r.ID] == r && !slices.Contains(defined[p.Procedure], l.Code) {
				defined[p.Procedure] = append(defined[p.Procedure], l.Code)
			}
		}
	}
	stands := map[string]string{}
	for name, layers := range defined {
		if len(layers) < 2 || layers[0] == law.PlatformInstrument {
			continue // of two definitions of the platform and a law, collect says that it is a fault
		}
		stands[name] = layers[len(layers)-1]
		if p, ok := chosen[name]; ok {
			stands[name] = p.Of
		}
	}
	return stands
}

// yields reports whether the rule is the definition, or a step, of a procedure that
// another layer's definition stands for.
func (b *builder) yields(r *Rule, layer string, stands map[string]string) bool {
	name := ""
	switch body := r.Body.(type) {
	case *Procedure:
		name = body.Procedure
	case *Step:
		name = body.Procedure
	}
	of, contested := stands[name]
	return contested && of != layer && !b.isLayering(layer)
}

func (b *builder) isLayering(code string) bool {
	in, ok := b.pack.Instrument(code)
	return ok && in.Level == LevelLayering
}

func (b *builder) drop(id string) {
	r := b.pack.rules[id]
	delete(b.pack.rules, id)
	b.pack.byKind[r.Kind] = slices.DeleteFunc(b.pack.byKind[r.Kind], func(o *Rule) bool { return o == r })
}

// move turns the steps at which a rule of a layer that gave way speaks into those that
// stand. A rule of which no step is left is dropped: the precedence says so by "".
func (b *builder) move(id string, r *Rule, layer string, stands map[string]string, chosen map[string]*Precedence) {
	moved := map[string]string{}
	for _, name := range stepsNamed(r) {
		procedure, step, _ := strings.Cut(name, ".")
		of, contested := stands[procedure]
		if !contested || of == layer || chosen[procedure] == nil {
			continue
		}
		to, given := chosen[procedure].Steps[step]
		if !given {
			continue
		}
		if to != "" {
			to = procedure + "." + to
		}
		moved[name] = to
	}
	if len(moved) == 0 {
		return
	}
	body, left := reseated(r.Body, moved)
	if !left {
		b.drop(id)
		return
	}
	b.exchange(id, body)
}

// reseated is a copy of a rule's body that speaks at other steps; false when none is left.
func reseated(body Body, moved map[string]string) (Body, bool) {
	list := func(steps []string) []string {
		var left []string
		for _, s := range steps {
			to, ok := moved[s]
			if !ok {
				to = s
			}
			if to != "" && !slices.Contains(left, to) {
				left = append(left, to)
			}
		}
		return left
	}
	switch b := body.(type) {
	case *Gate:
		return spoken(b, func(c *Gate) *[]string { return &c.Steps }, list, 1)
	case *Prohibition:
		return spoken(b, func(c *Prohibition) *[]string { return &c.Steps }, list, 1)
	case *Limit:
		return spoken(b, func(c *Limit) *[]string { return &c.Steps }, list, 1)
	case *Figure:
		return spoken(b, func(c *Figure) *[]string { return &c.Steps }, list, 1)
	case *Separation:
		return spoken(b, func(c *Separation) *[]string { return &c.Steps }, list, 2)
	case *EffectRule:
		return spoken(b, func(c *EffectRule) *[]string { return &c.On }, list, 1)
	case *Disclosure:
		return spoken(b, func(c *Disclosure) *[]string { return &c.Steps }, list, 1)
	case *Control:
		return spoken(b, func(c *Control) *[]string { return &c.Steps }, list, 1)
	case *Duty:
		c := *b
		c.Step = moved[b.Step]
		return &c, c.Step != ""
	case *Period:
		c := *b
		_, c.Step, _ = strings.Cut(moved[b.Procedure+"."+b.Step], ".")
		if to, ok := moved[b.Procedure+"."+b.From]; ok {
			_, c.From, _ = strings.Cut(to, ".")
		}
		return &c, c.Step != ""
	}
	return body, true
}

// spoken is a copy of a body at those of its steps that are left; it stands with at least
// as many as it needs.
func spoken[B any](body *B, at func(*B) *[]string, left func([]string) []string, needs int) (*B, bool) {
	c := *body
	steps := at(&c)
	*steps = left(*steps)
	return &c, len(*steps) >= needs
}

// localWords keeps, of the words that several layers give one thing, the highest layer's.
func (b *builder) localWords() {
	for _, kind := range []Kind{KindRole, KindLabel} {
		last := map[string]*Rule{}
		for _, r := range b.pack.byKind[kind] {
			last[wordOf(r)] = r
		}
		b.pack.byKind[kind] = slices.DeleteFunc(slices.Clone(b.pack.byKind[kind]), func(r *Rule) bool {
			return last[wordOf(r)] != r && last[wordOf(r)].Cites[0].Instrument != r.Cites[0].Instrument
		})
	}
}

func wordOf(r *Rule) string {
	switch body := r.Body.(type) {
	case *Role:
		return body.Role
	case *Label:
		return body.Of
	}
	return ""
}

// expanded turns the name of a family of instruments, "national", into the folders that
// begin with it: "national-implementation", "national-pricing", …
func expanded(folders []string, code string) []string {
	if slices.Contains(folders, code) {
		return []string{code}
	}
	var family []string
	for _, f := range folders {
		if strings.HasPrefix(f, code+"-") {
			family = append(family, f)
		}
	}
	if len(family) == 0 {
		return []string{code}
	}
	return family
}

// merged takes a particular that another layer demands too: it is required, public or
// private where any of them has it so. False when the two cannot be one.
func (d *Document) merged(f Field, r *Rule) bool {
	for i, have := range d.Fields {
		if have.Field.Field != f.Field {
			continue
		}
		if have.Rule.Cites[0].Instrument == r.Cites[0].Instrument || have.Type != f.Type {
			return false
		}
		public, private := f.Publish || have.Publish, f.Private || have.Private
		if f.Required && !have.Required {
			d.Fields[i] = DocumentField{Field: f, Rule: r}
		}
		d.Fields[i].Publish, d.Fields[i].Private = public, private
		return true
	}
	return false
}
