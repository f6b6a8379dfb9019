package pack

import (
	"regexp"
	"slices"

	"github.com/expr-lang/expr/types"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/value"
)

// KindFigure is the kind of rule that computes an amount at a step: a price, a charge, a
// share of income. Its expressions give whole numbers; the arithmetic on them is exact and
// kept with the step, with the rule and the articles it rests on.
const KindFigure Kind = "figure"

// Figure computes one amount: its terms are added up, the sum is taken without its sign
// where Absolute says so, multiplied by Times and divided by Per with the rounding that
// Round names, and is no less than Least. With Among, the result is then shared out.
//
// Later figures of the step, its guards and its effects see it as figure.<name>: a whole
// number, and one that is shared out as a list of groups with name, tag, weight and amount.
type Figure struct {
	Figure   string       `yaml:"figure"`
	Title    law.Text     `yaml:"title"`
	Steps    []string     `yaml:"steps"`
	Unit     value.Unit   `yaml:"unit"` // "money" (fen), "count", "share" (parts in a million)
	Terms    []FigureTerm `yaml:"terms"`
	Absolute bool         `yaml:"absolute"`
	Times    string       `yaml:"times"` // expression; 1 when absent
	Per      string       `yaml:"per"`   // expression; 1 when absent
	Round    string       `yaml:"round"` // "half-up", "down", "up"; needed with per
	Least    *int64       `yaml:"least"`
	Among    string       `yaml:"among"`  // expression: list of claims; "item" is the one
	Weight   string       `yaml:"weight"` // expression over item: its weight
	Named    string       `yaml:"named"`  // expression over item: its name, each once
	Tag      string       `yaml:"tag"`    // expression over item: what tells claims apart
}

func (*Figure) kind() Kind { return KindFigure }

// FigureTerm is what is added: one number, or one for each of a list. A list is given by
// an expression (Each), or it is every registered thing of a kind (Records) about another
// (About), so that none can be left out by whoever fills the form in.
type FigureTerm struct {
	Value   string     `yaml:"value"`
	Times   string     `yaml:"times"` // expression; absent: 1
	Less    bool       `yaml:"less"`  // taken away
	Unit    value.Unit `yaml:"unit"`  // of Value; that of the figure when absent
	Title   law.Text   `yaml:"title"` // absent: that of the figure, field or fact it is taken from
	Each    string     `yaml:"each"`
	Records string     `yaml:"records"`
	About   string     `yaml:"about"`
	Where   string     `yaml:"where"` // expression over item
	Named   string     `yaml:"named"` // expression over item: which of them
}

// FigureDef is a figure at one step, compiled.
type FigureDef struct {
	*Figure
	Rule                    *Rule
	Terms                   []FigureTermDef
	Times, Per              *Expression
	TimesTitle, PerTitle    law.Text
	Among, Weight, Name, Of *Expression // Of gives the tag
}

// FigureTermDef is a term, compiled.
type FigureTermDef struct {
	*FigureTerm
	Title                     law.Text
	Value, Times, Each, About *Expression
	Where, Named              *Expression
}

// shared is what a figure that is shared out looks like in expressions.
var shared = arrayOf(types.Map{"name": types.String, "tag": types.String, "weight": types.Int, "amount": types.Int})

// figures compiles the figures of a step in the order of the layers and texts, each over
// those before it, and leaves them all in env for what else speaks at the step.
func (b *builder) figures(s *StepDef, env types.Map) {
	seen := types.Map{}
	env["figure"] = seen
	for _, r := range b.rulesAt(s) {
		body, ok := r.Body.(*Figure)
		if !ok || !speaksAt(body.Steps, s) {
			continue
		}
		if _, twice := seen[body.Figure]; twice {
			b.fault(r, "the step %s has the figure %s already", s.Name(), body.Figure)
			continue
		}
		s.Figures = append(s.Figures, b.figure(s, r, body, env))
		seen[body.Figure] = types.Int
		if body.Among != "" {
			seen[body.Figure] = shared
		}
	}
}

func (b *builder) figure(s *StepDef, r *Rule, body *Figure, env types.Map) *FigureDef {
	def := &FigureDef{Figure: body, Rule: r}
	b.checkFigure(r, body)
	for i := range body.Terms {
		def.Terms = append(def.Terms, b.figureTerm(s, r, &body.Terms[i], env))
	}
	def.Times, def.Per = b.expression(r, body.Times, env, "int"), b.expression(r, body.Per, env, "int")
	def.TimesTitle, def.PerTitle = b.titleOf(s, body.Times), b.titleOf(s, body.Per)
	def.Among = b.expression(r, body.Among, env, "")
	if def.Among != nil {
		env = withItem(env, def.Among)
		def.Weight, def.Name, def.Of = b.expression(r, body.Weight, env, "int"), b.expression(r, body.Named, env, ""), b.expression(r, body.Tag, env, "")
	}
	return def
}

var figureName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)

func (b *builder) checkFigure(r *Rule, body *Figure) {
	if !figureName.MatchString(body.Figure) {
		b.fault(r, "figure: %q is no name; write letters and digits, the first small", body.Figure)
	}
	if body.Title.ZH == "" || body.Title.EN == "" {
		b.fault(r, "the figure lacks its title in one of the two languages")
	}
	if !body.Unit.Valid() {
		b.fault(r, "unit: %q is unknown; units are money (fen), count and share (parts in a million)", body.Unit)
	}
	if len(body.Terms) == 0 {
		b.fault(r, "the figure has no terms: to add up")
	}
	if rounds := body.Per != "" && body.Per != "1"; rounds != (body.Round != "") || rounds && !value.Rounding(body.Round).Valid() {
		b.fault(r, "per: and round: go together; round: is half-up, down or up")
	}
	if body.Among != "" && (body.Weight == "" || body.Named == "") {
		b.fault(r, "among: needs weight: and named:")
	}
}

func (b *builder) figureTerm(s *StepDef, r *Rule, t *FigureTerm, env types.Map) FigureTermDef {
	def := FigureTermDef{FigureTerm: t, Title: t.Title}
	if def.Title.IsZero() {
		def.Title = b.titleOf(s, t.Value)
	}
	switch {
	case t.Each != "" && t.Records != "":
		b.fault(r, "a term is over each: or over records:, not both")
	case t.Each != "":
		if def.Each = b.expression(r, t.Each, env, ""); def.Each != nil {
			env = withItem(env, def.Each)
		}
	case t.Records != "":
		thing, ok := ThingOf(t.Records)
		if !ok || t.About == "" {
			b.fault(r, "records: names a registered kind, and about: the id of what they are about")
		}
		def.About = b.expression(r, t.About, env, "")
		env = with(env, "item", b.factsOf(thing.Kind, thing.Facts))
	case t.Where != "" || t.Named != "":
		b.fault(r, "where: and named: stand in a term over each: or records:")
	}
	if t.Value == "" {
		b.fault(r, "the term has no value:")
	}
	if t.Unit != "" && !t.Unit.Valid() {
		b.fault(r, "unit: %q of a term is unknown", t.Unit)
	}
	def.Value, def.Times = b.expression(r, t.Value, env, "int"), b.expression(r, t.Times, env, "int")
	def.Where, def.Named = b.expression(r, t.Where, env, "bool"), b.expression(r, t.Named, env, "")
	return def
}

// with is env with one name more.
func with(env types.Map, name string, t types.Type) types.Map {
	more := types.Map{}
	for k, v := range env {
		more[k] = v
	}
	more[name] = t
	return more
}

var (
	ofFigure = regexp.MustCompile(`^figure\.(\w+)$`)
	ofForm   = regexp.MustCompile(`^form\.(\w+)$`)
	ofDoc    = regexp.MustCompile(`^doc\.(\w+)\.(\w+)$`)
	ofLink   = regexp.MustCompile(`^link\.(\w+)\.(\w+)$`)
)

// titleOf finds the words for what an expression names: a figure before it, a particular of
// a document, a fact of something linked. Anything else has none but its source.
func (b *builder) titleOf(s *StepDef, source string) law.Text {
	if m := ofFigure.FindStringSubmatch(source); m != nil {
		for _, f := range s.Figures {
			if f.Figure.Figure == m[1] {
				return f.Title
			}
		}
	}
	if m := ofForm.FindStringSubmatch(source); m != nil && s.Form != nil {
		return fieldTitle(s.Form, m[1])
	}
	if m := ofDoc.FindStringSubmatch(source); m != nil {
		for _, other := range s.Procedure.Steps {
			if other.Form != nil && CamelCase(other.Form.ID) == m[1] {
				return fieldTitle(other.Form, m[2])
			}
		}
	}
	if m := ofLink.FindStringSubmatch(source); m != nil {
		thing, _ := ThingOf(s.Procedure.Links[m[1]])
		if i := slices.IndexFunc(thing.Facts, func(f Fact) bool { return f.Name == m[2] }); i >= 0 {
			return thing.Facts[i].Means
		}
	}
	return law.Text{}
}

func fieldTitle(d *Document, field string) law.Text {
	for _, f := range d.Fields {
		if f.Field.Field == field {
			return f.Title
		}
	}
	return law.Text{}
}
