package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

func (s *Server) procedureRoutes() {
	handle(s, op("procedures", http.MethodGet, "/v1/procedures", "cases", forSeat, "我可以发起的程序及其材料", "Procedures I may open, with their documents"), s.procedures)
	handle(s, op("procedure", http.MethodGet, "/v1/procedures/{name}", "cases", forSeat, "一个程序：状态、步骤、期限和材料", "A procedure: states, steps, periods and documents"), s.procedurePage)
}

// ProcedureShown is a procedure that one may open.
type ProcedureShown struct {
	Procedure    string            `json:"procedure"`
	Title        law.Text          `json:"title"`
	NotRegulated bool              `json:"notRegulated,omitempty" doc:"文本未规定，由平台提供 · offered by the platform, not by the text"`
	Links        map[string]string `json:"links" doc:"可以关联的内容：名称 → 类别 · what a case may be about: name → kind"`
	About        []LinkDrawn       `json:"about" doc:"同上，附查找之处 · the same, with where one is found"`
	Steps        []StepShown       `json:"steps"`
}

// StepShown is a step with the document that comes with it.
type StepShown struct {
	Step   string         `json:"step"`
	Act    string         `json:"act" doc:"基本动作，如 apply、vote、sign · the primitive it is"`
	Title  law.Text       `json:"title"`
	Cites  []Cite         `json:"cites"`
	StepUp bool           `json:"stepUp,omitempty" doc:"须再次验证 · presence is proved again first"`
	Form   *DocumentShown `json:"form,omitempty"`
}

// DocumentShown describes a document, as a form is drawn from it.
type DocumentShown struct {
	Document string       `json:"document"`
	Title    law.Text     `json:"title"`
	Fields   []FieldShown `json:"fields"`
}

// FieldShown is one particular of a document: all that a form needs to draw it and that
// the decoder asks of its value. Type is as the pack writes it; Of and List say the same
// in parts.
type FieldShown struct {
	Field       string       `json:"field"`
	Title       law.Text     `json:"title"`
	Type        string       `json:"type" doc:"text、bool、int、day、money（分）、digest、attachment、group、登记类别，或 [类型]"`
	Of          string       `json:"of" enum:"text,bool,int,day,money,digest,group,record,case" doc:"值（列表则为每一项）的类型；record、case 填编号 · type of the value, or of each of a list; record and case are given by id"`
	List        bool         `json:"list,omitempty" doc:"多项 · any number of them"`
	Unit        string       `json:"unit,omitempty"`
	Required    bool         `json:"required,omitempty"`
	Conditional bool         `json:"conditional,omitempty" doc:"视情形必填 · required where its rule says"`
	Warranty    bool         `json:"warranty,omitempty" doc:"保证事项：只有“是”才算填写 · a warranty: only yes will do"`
	MostBytes   int64        `json:"mostBytes,omitempty" doc:"文字或附件的最大字节数 · most bytes of a text or an attachment"`
	Attachment  []string     `json:"attachment,omitempty" doc:"附件可用的类型；先经 /v1/attachments 上传，填入摘要值 · types of file it takes; hand it in first, its digest is the value"`
	Refers      *Reference   `json:"refers,omitempty" doc:"所指的登记内容或事项 · the registered thing or case it names"`
	Private     bool         `json:"private,omitempty"`
	Publish     bool         `json:"publish,omitempty"`
	Open        bool         `json:"open,omitempty" doc:"可填 other · the list is not exhaustive"`
	Values      []pack.Value `json:"values,omitempty"`
	Help        *law.Text    `json:"help,omitempty"`
	Cite        *Cite        `json:"cite,omitempty"`
	Fields      []FieldShown `json:"fields,omitempty" doc:"group 的内容 · what a group holds"`
}

type proceduresInput struct {
	All bool `query:"all" doc:"也列出我不能发起的（没有步骤） · also those I may not open, without steps"`
}

func (s *Server) procedures(ctx context.Context, in *proceduresInput) (*body[list[ProcedureShown]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.packFor(ctx, a.actor)
	if err != nil {
		return nil, err
	}
	shown := s.openable(p, a.actor)
	if in.All {
		shown = append(shown, s.others(p, a.actor, shown)...)
	}
	return &body[list[ProcedureShown]]{Body: listOf(shown, "")}, nil
}

// others are the procedures of which the person may see a case without opening one. An
// administrator sees cases of those alone that administrators take part in.
func (s *Server) others(p *pack.Pack, who casework.Actor, opened []ProcedureShown) []ProcedureShown {
	var shown []ProcedureShown
	for _, def := range p.Procedures() {
		name := def.Procedure.Procedure
		foreign := who.Administers() && !slices.ContainsFunc(def.Steps, func(step *pack.StepDef) bool { return slices.Contains(step.By, who.Role) })
		if foreign || slices.ContainsFunc(opened, func(one ProcedureShown) bool { return one.Procedure == name }) {
			continue
		}
		shown = append(shown, ProcedureShown{Procedure: name, Title: def.Title, NotRegulated: def.Regulated != "", Links: map[string]string{}, About: []LinkDrawn{}, Steps: []StepShown{}})
	}
	return shown
}

// openable are the procedures that a person may open a case of.
func (s *Server) openable(p *pack.Pack, who casework.Actor) []ProcedureShown {
	var shown []ProcedureShown
	for _, step := range casework.Openable(p, who) {
		name := step.Procedure.Procedure.Procedure
		i := slices.IndexFunc(shown, func(one ProcedureShown) bool { return one.Procedure == name })
		if i < 0 {
			links := step.Procedure.Links
			if links == nil {
				links = map[string]string{}
			}
			shown = append(shown, ProcedureShown{Procedure: name, Title: step.Procedure.Title, NotRegulated: step.Procedure.Regulated != "", Links: links, About: linksDrawn(p, step.Procedure)})
			i = len(shown) - 1
		}
		shown[i].Steps = append(shown[i].Steps, stepShown(p, step))
	}
	return shown
}

func stepShown(p *pack.Pack, step *pack.StepDef) StepShown {
	return StepShown{Step: step.Step.Step, Act: string(step.Act), Title: step.Title, Cites: citesOf(p, step.Rule.Cites), StepUp: step.StepUp, Form: documentShown(p, step.Form)}
}

func documentShown(p *pack.Pack, d *pack.Document) *DocumentShown {
	if d == nil {
		return nil
	}
	shown := &DocumentShown{Document: d.ID, Title: d.Title, Fields: []FieldShown{}}
	for _, f := range d.Fields {
		one := fieldShown(p, f.Field)
		one.Conditional = f.When != nil
		cite := citeOf(p, f.Rule.Cites[0])
		one.Cite = &cite
		shown.Fields = append(shown.Fields, one)
	}
	return shown
}

// fieldShown describes a particular. Whether it is required where its rule says, and the
// article that demands it, are known of those of the first level only.
func fieldShown(p *pack.Pack, f pack.Field) FieldShown {
	elem, list := pack.FactType(f.Type).IsList()
	one := FieldShown{Field: f.Field, Title: f.Title, Type: f.Type, Of: string(elem), List: list, Required: f.Required, Private: f.Private, Publish: f.Publish}
	switch elem {
	case pack.TypeMoney:
		one.Unit = "分"
	case pack.TypeBool:
		one.Warranty = f.Required && !list
	case pack.TypeText:
		one.MostBytes = procedure.TextLimit
	case pack.TypeAttachment: // its value is a digest, and it says which types of file it takes
		one.Of = string(pack.TypeDigest)
		if one.Attachment, one.MostBytes = allowed(p), attachmentLimit(p); len(f.Accepts) > 0 {
			one.Attachment = f.Accepts
		}
	case pack.TypeInt, pack.TypeDay, pack.TypeDigest, pack.TypeGroup:
	default:
		one.Refers = referenceTo(p, elem)
		one.Of = "record"
		if one.Refers.Kind == "case" {
			one.Of = "case"
		}
	}
	if !f.Help.IsZero() {
		one.Help = &f.Help
	}
	if term, ok := p.Term(f.Values); ok && f.Values != "" {
		one.Values, one.Open = term.Values, term.Open
	}
	for _, g := range f.Fields {
		one.Fields = append(one.Fields, fieldShown(p, g))
	}
	return one
}

// Reference is what a particular or a link names by id, and where one is found.
type Reference struct {
	Kind      string   `json:"kind" doc:"登记类别，或 case · registered kind, or case"`
	Procedure string   `json:"procedure,omitempty" doc:"事项所属程序，空为任何程序 · procedure of the case; any where it is absent"`
	Word      law.Text `json:"word"`
	Search    string   `json:"search" doc:"在此按 text 查找 · where it is searched for, by text"`
}

func referenceTo(p *pack.Pack, t pack.FactType) *Reference {
	if name, ok := t.CaseOf(); ok {
		r := &Reference{Kind: "case", Procedure: name, Word: law.Text{ZH: "事项", EN: "case"}, Search: "/v1/cases"}
		if def, ok := p.Procedure(name); ok {
			r.Word, r.Search = def.Title, r.Search+"?procedure="+name
		}
		return r
	}
	thing, _ := pack.ThingOf(string(t))
	return &Reference{Kind: thing.Kind, Word: thing.Word, Search: "/v1/registers/" + thing.Kind}
}

// ProcedurePage is a procedure as a diagram and its forms are drawn from it.
type ProcedurePage struct {
	Procedure    string         `json:"procedure"`
	Title        law.Text       `json:"title"`
	Cite         Cite           `json:"cite"`
	NotRegulated bool           `json:"notRegulated,omitempty" doc:"文本未规定，由平台提供 · offered by the platform, not by the text"`
	Pack         PackName       `json:"pack"`
	Links        []LinkDrawn    `json:"links" doc:"事项所涉及的内容 · what a case is about"`
	States       []StateDrawn   `json:"states" doc:"按通常的先后 · in the order of the usual way through"`
	Steps        []StepDrawn    `json:"steps" doc:"按文本的先后 · in the order of the texts"`
	Priorities   []PriorityWord `json:"priorities,omitempty" doc:"办理的优先次序 · what comes first in the queue"`
}

// LinkDrawn is something a case may be about.
type LinkDrawn struct {
	Name   string    `json:"name"`
	Refers Reference `json:"refers"`
	Made   bool      `json:"made,omitempty" doc:"由办理中的步骤产生，发起时不填 · made by a step of the case, not given when it is opened"`
}

func linksDrawn(p *pack.Pack, def *pack.ProcedureDef) []LinkDrawn {
	links := []LinkDrawn{}
	for _, name := range slices.Sorted(maps.Keys(def.Links)) {
		made := slices.ContainsFunc(def.Steps, func(s *pack.StepDef) bool {
			return slices.ContainsFunc(s.Effects, func(e *pack.EffectDef) bool { return e.As == name })
		})
		links = append(links, LinkDrawn{Name: name, Refers: *referenceTo(p, pack.FactType(def.Links[name])), Made: made})
	}
	return links
}

// StateDrawn is a state in which a case may stand.
type StateDrawn struct {
	State     string        `json:"state"`
	Word      law.Text      `json:"word"`
	Waits     string        `json:"waits,omitempty" doc:"由谁办理 · role that moves it on"`
	WaitsWord *law.Text     `json:"waitsWord,omitempty"`
	Final     bool          `json:"final,omitempty" doc:"终点 · a case ends here"`
	OpenEnded *law.Text     `json:"openEnded,omitempty" doc:"没有期限的理由 · why no period is counted here"`
	Periods   []PeriodDrawn `json:"periods" doc:"自此状态起的各步骤期限 · periods of the steps out of it"`
}

// StepDrawn is a step with all that stands in the texts about it.
type StepDrawn struct {
	StepShown
	From    []string      `json:"from" doc:"空为发起事项 · states it leads out of; none: it opens a case"`
	To      string        `json:"to,omitempty" doc:"空为状态不变 · absent: the state stays"`
	By      []string      `json:"by" doc:"由谁办理；clock 届期自动办理，machine 由系统办理 · roles; clock: when its day comes, machine: the platform"`
	ByWords []law.Text    `json:"byWords"`
	Power   string        `json:"power,omitempty" doc:"所需职权 · power of the seat it takes"`
	Opens   bool          `json:"opens,omitempty" doc:"以此发起 · it opens a case"`
	Periods []PeriodDrawn `json:"periods"`
	Apart   []ApartDrawn  `json:"apart,omitempty" doc:"须由不同的人或单位办理的步骤 · steps that others must take"`
	Members int           `json:"members,omitempty" doc:"评审组最少人数 · smallest panel"`
	Signs   []string      `json:"signs,omitempty" doc:"须签署的各方 · roles whose signatures complete it"`
}

// PeriodDrawn is a time that a step must keep, as its rule states it.
type PeriodDrawn struct {
	Rule    string   `json:"rule"`
	Step    string   `json:"step"`
	Period  string   `json:"period,omitempty" doc:"如 within 5 working-days；on-the-day 为该日过后；长度随事项而定的没有 · absent where the case decides its length"`
	Words   law.Text `json:"words"`
	Kind    string   `json:"kind,omitempty"`
	From    string   `json:"from" doc:"起算：步骤名、state（进入状态之日），或 =表达式 · counted from: a step, state, or an expression"`
	Lapse   string   `json:"lapse,omitempty" enum:"remind,escalate,take" doc:"届满时：提醒、升级或自动办理 · what happens when it lapses"`
	Title   law.Text `json:"title,omitzero"`
	Cite    Cite     `json:"cite"`
	Reading string   `json:"reading,omitempty" doc:"所依据的解释 · reading it rests on"`
}

// ApartDrawn keeps steps apart.
type ApartDrawn struct {
	Level string   `json:"level" enum:"person,organisation"`
	Steps []string `json:"steps" doc:"程序.步骤 · procedure.step"`
	Cite  Cite     `json:"cite"`
	Says  law.Text `json:"says"`
}

// PriorityWord is a tag that puts a case before others.
type PriorityWord struct {
	Rank int      `json:"rank"`
	Tag  law.Text `json:"tag"`
	Cite Cite     `json:"cite"`
}

type procedureInput struct {
	Name string `path:"name" maxLength:"64"`
	Pack string `query:"pack" maxLength:"64" doc:"规则包摘要值，缺省为现行；事项页的 pack.digest · digest of the pack a case is pinned to; the pack in force by default"`
}

// procedurePage answers what the texts say of a procedure. The law is no business and
// no secret: every seat reads it.
func (s *Server) procedurePage(ctx context.Context, in *procedureInput) (*body[ProcedurePage], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.packFor(ctx, a.actor)
	if err == nil && in.Pack != "" {
		p, err = s.packOf(in.Pack)
	}
	if err != nil {
		return nil, s.Desk.LogUnseen(ctx, a.actor, "pack", in.Pack)
	}
	def, known := p.Procedure(in.Name)
	if !known {
		return nil, s.Desk.LogUnseen(ctx, a.actor, "procedure", in.Name)
	}
	return &body[ProcedurePage]{Body: s.procedureDrawn(p, def)}, nil
}

func (s *Server) packName(p *pack.Pack) PackName {
	return PackName{Name: p.Name(), Title: packTitle(p), Digest: p.Digest, Pilot: p.Pilot(), Current: p.Digest == s.Desk.Packs.Current().Digest}
}

// packTitle names the texts that a pack holds beside the platform's own, the highest first.
func packTitle(p *pack.Pack) law.Text {
	var zh, en []string
	for _, l := range slices.Backward(p.Layers) {
		if l.Level != "platform" && l.Level != pack.LevelLayering {
			zh, en = append(zh, l.Name.ZH+" "+l.Version), append(en, l.Name.EN+" "+l.Version)
		}
	}
	return law.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
}

func (s *Server) procedureDrawn(p *pack.Pack, def *pack.ProcedureDef) ProcedurePage {
	page := ProcedurePage{Procedure: def.Procedure.Procedure, Title: def.Title, Cite: citeOf(p, def.Rule.Cites[0]), NotRegulated: def.Regulated != "",
		Pack: s.packName(p), Links: linksDrawn(p, def), States: []StateDrawn{}, Steps: []StepDrawn{}}
	for _, step := range def.Steps {
		page.Steps = append(page.Steps, stepDrawn(p, step))
	}
	for _, state := range def.States {
		page.States = append(page.States, stateDrawn(p, state, page.Steps))
	}
	for _, one := range def.Priorities {
		page.Priorities = append(page.Priorities, PriorityWord{Rank: one.Rank, Tag: one.Tag, Cite: citeOf(p, one.Rule.Cites[0])})
	}
	return page
}

func stateDrawn(p *pack.Pack, state pack.State, steps []StepDrawn) StateDrawn {
	shown := StateDrawn{State: state.State, Word: state.Word, Waits: state.Waits, Final: state.Final, Periods: []PeriodDrawn{}}
	if state.Waits != "" {
		word := roleWord(p, state.Waits)
		shown.WaitsWord = &word
	}
	if !state.OpenEnded.IsZero() {
		shown.OpenEnded = &state.OpenEnded
	}
	for _, step := range steps {
		if slices.Contains(step.From, state.State) {
			shown.Periods = append(shown.Periods, step.Periods...)
		}
	}
	return shown
}

func stepDrawn(p *pack.Pack, step *pack.StepDef) StepDrawn {
	shown := StepDrawn{StepShown: stepShown(p, step), From: step.From, To: step.To, By: step.By, ByWords: []law.Text{}, Power: step.Power, Opens: step.Opens(),
		Periods: []PeriodDrawn{}, Members: step.Members, Signs: step.Signs}
	if shown.From == nil {
		shown.From = []string{}
	}
	for _, role := range step.By {
		shown.ByWords = append(shown.ByWords, roleWord(p, role))
	}
	for _, def := range step.Periods {
		shown.Periods = append(shown.Periods, periodDrawn(p, def))
	}
	for _, def := range step.Separations {
		shown.Apart = append(shown.Apart, ApartDrawn{Level: def.Level, Steps: def.Others, Cite: citeOf(p, def.Rule.Cites[0]), Says: def.Rule.Says})
	}
	return shown
}

func periodDrawn(p *pack.Pack, def *pack.PeriodDef) PeriodDrawn {
	shown := PeriodDrawn{Rule: def.Rule.ID, Step: def.Step, Period: def.Period.Period, Kind: def.Kind, From: def.From, Lapse: def.Lapse, Title: def.Title,
		Cite: citeOf(p, def.Rule.Cites[0]), Reading: def.Rule.RestsOn}
	switch span, err := calendar.ParsePeriod(def.Period.Period); {
	case err == nil:
		shown.Words, shown.Kind = span.Text(), span.Kind.String()
	case def.Period.Period == pack.OnTheDay:
		shown.Words = law.Text{ZH: "该日过后", EN: "once the day has passed"}
	default:
		shown.Words = law.Text{ZH: "按本事项确定的期限", EN: "for as long as the case sets"}
	}
	return shown
}
