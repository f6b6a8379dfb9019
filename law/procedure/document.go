package procedure

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// document reads the form strictly: a particular that the document does not have, or of
// another type than it demands, is refused with its name. It returns what is kept.
func (j *judgement) document() map[string]any {
	j.about()
	form := j.in.Form
	if j.step.Form == nil {
		if len(form) > 0 {
			j.malformed(j.step.Rule, "", law.Text{ZH: "这一步不需要提交材料", EN: "the step carries no document"})
		}
		return nil
	}
	if form == nil {
		form = map[string]any{}
	}
	known := map[string]bool{}
	for _, f := range j.step.Form.Fields {
		known[f.Field.Field] = true
		if v, present := form[f.Field.Field]; present && v != nil {
			j.typed(f.Rule, f.Field, f.Field.Field, v)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if !known[name] {
			j.unknownField(j.step.Form.Rule, name)
		}
	}
	return form
}

// about refuses a link that the procedure to be opened does not have: nothing would ever
// ask what it leads to.
func (j *judgement) about() {
	if j.in.Case != nil {
		return
	}
	for _, link := range slices.Sorted(maps.Keys(j.in.Links)) {
		if _, ok := j.def.Links[link]; !ok {
			j.unknownField(j.step.Rule, link)
		}
	}
}

func (j *judgement) malformed(r *pack.Rule, field string, why law.Text) {
	j.unlike("", r, law.Fact{Name: "field", Value: field}, law.Fact{Name: "why", Value: why.ZH}, law.Fact{Name: "whyEN", Value: why.EN})
}

func (j *judgement) unknownField(r *pack.Rule, field string) {
	j.unlike(MannerUnknownField, r, law.Fact{Name: "field", Value: field})
}

// unknownThing answers the same whether there is no such thing or it is not to be seen.
func (j *judgement) unknownThing(r *pack.Rule, field, kind string) {
	j.unlike(MannerUnknownThing, r, law.Fact{Name: "field", Value: field}, law.Fact{Name: "kind", Value: kind})
}

// unlike refuses a particular that is not as the document's rule has it.
func (j *judgement) unlike(manner string, r *pack.Rule, facts ...law.Fact) {
	j.against(law.Violation{Code: CodeMalformed, Manner: manner, Rule: r.ID, Cites: append([]law.Citation{law.Platform("PF-04")}, r.Cites...), Facts: facts})
}

var digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// typed checks one value against its field's type. path names it for the person.
func (j *judgement) typed(r *pack.Rule, f pack.Field, path string, v any) {
	elem, isList := pack.FactType(f.Type).IsList()
	if !isList {
		j.typedOne(r, f, elem, path, v)
		return
	}
	items, ok := v.([]any)
	if !ok {
		j.malformed(r, path, law.Text{ZH: "应为列表", EN: "want a list"})
		return
	}
	for _, item := range items {
		j.typedOne(r, f, elem, path, item)
	}
}

func (j *judgement) typedOne(r *pack.Rule, f pack.Field, elem pack.FactType, path string, v any) {
	text, isText := v.(string)
	switch elem {
	case pack.TypeBool:
		if _, ok := v.(bool); !ok {
			j.malformed(r, path, law.Text{ZH: "应为 true 或 false", EN: "want true or false"})
		}
	case pack.TypeInt, pack.TypeMoney:
		if _, ok := pack.WholeNumber(v); !ok {
			j.malformed(r, path, law.Text{ZH: "应为整数", EN: "want a whole number"})
		}
	case pack.TypeDay:
		if _, err := calendar.ParseDay(text); !isText || (text != "" && err != nil) {
			j.malformed(r, path, law.Text{ZH: "应为日期，写作 2026-02-25", EN: "want a day written 2026-02-25"})
		}
	case pack.TypeDigest:
		if !isText || (text != "" && !digestForm.MatchString(text)) {
			j.malformed(r, path, law.Text{ZH: "应为 SHA-256 摘要值，64 位十六进制数字", EN: "want a SHA-256, 64 hexadecimal digits"})
		}
	case pack.TypeAttachment:
		j.typedAttachment(r, f, path, text, isText)
	case pack.TypeGroup:
		j.typedGroup(r, f, path, v)
	case pack.TypeText:
		j.typedText(r, f, path, text, isText)
	default:
		j.typedThing(r, elem, path, text, isText)
	}
}

// TextLimit bounds one text of a document, in bytes.
const TextLimit = 64 << 10

func (j *judgement) typedText(r *pack.Rule, f pack.Field, path, text string, isText bool) {
	if !isText || len(text) > TextLimit {
		j.malformed(r, path, law.Text{ZH: "应为不超过 64 KiB 的文字", EN: "want a text of at most 64 KiB"})
		return
	}
	if f.Values == "" || text == "" {
		return
	}
	term, ok := j.in.Pack.Term(f.Values)
	if !ok || (term.Open && text == "other") {
		return
	}
	if !slices.ContainsFunc(term.Values, func(v pack.Value) bool { return v.Key == text }) {
		keys := make([]string, len(term.Values))
		for i, v := range term.Values {
			keys[i] = v.Key
		}
		j.malformed(r, path, law.Text{ZH: "应为下列之一：" + strings.Join(keys, "、"), EN: "want one of " + strings.Join(keys, ", ")})
	}
}

func (j *judgement) typedGroup(r *pack.Rule, f pack.Field, path string, v any) {
	group, ok := v.(map[string]any)
	if !ok {
		j.malformed(r, path, law.Text{ZH: "应为一组事项", EN: "want a group of particulars"})
		return
	}
	known := map[string]bool{}
	for _, g := range f.Fields {
		known[g.Field] = true
		if v, present := group[g.Field]; present && v != nil {
			j.typed(r, g, path+"."+g.Field, v)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(group)) {
		if !known[name] {
			j.unknownField(r, path+"."+name)
		}
	}
}

// typedAttachment refuses an attachment that was not handed in by the organisation that
// names it, nor is part of the case already, and one of a type that will not do. Whether
// somebody else has handed it in is not told. 〔platform PF-23, PF-03〕
func (j *judgement) typedAttachment(r *pack.Rule, f pack.Field, path, digest string, isText bool) {
	if !isText || digest != "" && !digestForm.MatchString(digest) {
		j.malformed(r, path, law.Text{ZH: "应为附件的 SHA-256 摘要值，64 位十六进制数字", EN: "want the SHA-256 of an attachment, 64 hexadecimal digits"})
		return
	}
	if digest == "" {
		return
	}
	file, found := j.in.Look.Thing(string(pack.TypeAttachment), digest)
	if !found || !slices.Contains(Texts(file["orgs"]), j.in.Actor.Organisation) && !j.inCase(digest) {
		j.against(law.Violation{Code: CodeNoAttachment, Rule: r.ID, Cites: append([]law.Citation{law.Platform("PF-23")}, r.Cites...),
			Facts: []law.Fact{{Name: "field", Value: path}, {Name: "digest", Value: digest}}})
		return
	}
	if kind, _ := file["type"].(string); len(f.Accepts) > 0 && !slices.Contains(f.Accepts, kind) {
		j.against(law.Violation{Code: CodeAttachmentType, Rule: r.ID, Cites: append([]law.Citation{law.Platform("PF-23")}, r.Cites...),
			Facts: []law.Fact{{Name: "field", Value: path}, {Name: "type", Value: kind}, {Name: "accepted", Value: strings.Join(f.Accepts, ", ")}}})
	}
}

// inCase reports whether a document of the case names the attachment already.
func (j *judgement) inCase(digest string) bool { return NamesAttachment(j.in.Pack, j.c, digest) }

// NamesAttachment reports whether a document of the case names the attachment in a field
// that holds attachments. A digest that stands in a text makes nobody's file part of the
// case: whoever knows it could write it there. p is the pack the case is pinned to.
// 〔platform PF-23〕
func NamesAttachment(p *pack.Pack, c *Case, digest string) bool {
	for id, body := range c.Docs {
		if d, ok := p.Document(id); ok && attaches(d, body, digest) {
			return true
		}
	}
	def, known := p.Procedure(c.Procedure)
	return known && slices.ContainsFunc(c.Done, func(a Act) bool {
		step, ok := def.Step(a.Step)
		return ok && step.Form != nil && attaches(step.Form, a.Form, digest)
	})
}

func attaches(d *pack.Document, body json.RawMessage, digest string) bool {
	values := map[string]any{}
	if len(body) == 0 || json.Unmarshal(body, &values) != nil {
		return false
	}
	fields := make([]pack.Field, len(d.Fields))
	for i, f := range d.Fields {
		fields[i] = f.Field
	}
	return attachesIn(fields, values, digest)
}

func attachesIn(fields []pack.Field, values map[string]any, digest string) bool {
	for _, f := range fields {
		elem, list := pack.FactType(f.Type).IsList()
		all := []any{values[f.Field]}
		if list {
			all, _ = values[f.Field].([]any)
		}
		for _, v := range all {
			group, _ := v.(map[string]any)
			if elem == pack.TypeAttachment && v == any(digest) || elem == pack.TypeGroup && attachesIn(f.Fields, group, digest) {
				return true
			}
		}
	}
	return false
}

// typedThing refuses an id of something that is not registered.
func (j *judgement) typedThing(r *pack.Rule, elem pack.FactType, path, id string, isText bool) {
	if !isText {
		j.malformed(r, path, law.Text{ZH: "应为编号", EN: "want an id"})
		return
	}
	if id == "" {
		return
	}
	if procedure, ok := elem.CaseOf(); ok {
		if c, found := j.in.Look.Case(id); !found || procedure != "" && c.Procedure != procedure {
			j.unknownThing(r, path, "case")
		}
		return
	}
	if _, found := j.in.Look.Thing(string(elem), id); !found {
		j.unknownThing(r, path, string(elem))
	}
}

// required refuses a document that lacks what its content rules demand, each missing
// particular with the unit that demands it.
func (j *judgement) required(form map[string]any, facts pack.Facts) error {
	if j.step.Form == nil {
		return nil
	}
	for _, f := range j.step.Form.Fields {
		must, err := demanded(f, facts)
		if err != nil {
			return err
		}
		if must {
			j.present(f.Rule, f.Field, f.Field.Field, form[f.Field.Field])
		}
		j.presentIn(f, form[f.Field.Field])
	}
	return nil
}

// demanded reports whether a particular is required: its condition decides where it has
// one.
func demanded(f pack.DocumentField, facts pack.Facts) (bool, error) {
	if f.When != nil {
		return f.When.Holds(facts)
	}
	return f.Field.Required, nil
}

// presentIn checks the required particulars inside groups.
func (j *judgement) presentIn(f pack.DocumentField, v any) {
	elem, isList := pack.FactType(f.Field.Type).IsList()
	if elem != pack.TypeGroup || v == nil {
		return
	}
	groups := []any{v}
	if isList {
		groups, _ = v.([]any)
	}
	for _, one := range groups {
		group, _ := one.(map[string]any)
		for _, g := range f.Field.Fields {
			if g.Required {
				j.present(f.Rule, g, f.Field.Field+"."+g.Field, group[g.Field])
			}
		}
	}
}

func (j *judgement) present(r *pack.Rule, f pack.Field, path string, v any) {
	if !empty(f, v) {
		return
	}
	j.against(law.Violation{Code: CodeIncomplete, Rule: r.ID, Cites: append(slices.Clone(r.Cites), law.Platform("PF-04")),
		Facts: []law.Fact{{Name: "field", Value: path}, {Name: "title", Value: f.Title.ZH}, {Name: "titleEN", Value: f.Title.EN}}, Basis: r.RestsOn})
}

// empty reports whether a required particular is missing. A required yes-or-no is a
// warranty: only yes will do.
func empty(f pack.Field, v any) bool {
	if elem, isList := pack.FactType(f.Type).IsList(); isList || v == nil {
		items, _ := v.([]any)
		return len(items) == 0
	} else if elem == pack.TypeBool {
		return v != true
	}
	text, isText := v.(string)
	return isText && strings.TrimSpace(text) == ""
}
