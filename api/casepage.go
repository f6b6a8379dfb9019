package api

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
	"github.com/shuyu-project/shuyu/registry/party"
)

// CasePage is a case as its page shows it.
type CasePage struct {
	CaseLine
	Sight    string            `json:"sight" enum:"whole,judged,noticed" doc:"可见范围 · how much of it is shown to you"`
	Since    calendar.Day      `json:"since"`
	Pack     PackName          `json:"pack"`
	Held     bool              `json:"held,omitempty" doc:"所涉内容正被暂停 · something it is about is held"`
	Parties  []PartyShown      `json:"parties"`
	Links    map[string]string `json:"links" doc:"所涉登记内容：名称 → 编号 · what it is about: name → id"`
	Linked   []LinkShown       `json:"linked" doc:"同上，附类别和名称 · the same, with kind and title"`
	Dues     []DueDay          `json:"dues"`
	May      []MayShown        `json:"may" doc:"我可以办理 · what I may do"`
	MayNot   []MayNotShown     `json:"mayNot" doc:"我暂不能办理及理由 · what I may not do, and why"`
	Tasks    []TaskShown       `json:"tasks" doc:"办理清单 · what the case needs"`
	States   []StateShown      `json:"states" doc:"程序图 · the procedure with the case in it"`
	Docs     []DocumentFiled   `json:"documents" doc:"已提交的和本阶段应交的材料，逐项核对 · documents handed in and due now, with what is demanded ticked"`
	Titles   Titles            `json:"titles" doc:"材料所指内容的名称：编号 → 名称；看不到的不列 · what its documents name: id → title, as far as it is there for you"`
	Timeline []ActShown        `json:"timeline"`
	Notice   *NoticePeriod     `json:"notice,omitempty"`
	Panel    *PanelShown       `json:"panel,omitempty"`
	Signed   []string          `json:"signed,omitempty"`
	Duties   []Line            `json:"duties" doc:"所涉协议的义务 · duties tied to its agreement"`
}

// PackName names the pack a case is pinned to.
type PackName struct {
	Name    string   `json:"name"`
	Title   law.Text `json:"title" doc:"所含文本及其版本 · the texts it holds, with their versions"`
	Digest  string   `json:"digest"`
	Pilot   bool     `json:"pilot,omitempty"`
	Current bool     `json:"current" doc:"是否现行 · whether new cases are accepted under it"`
}

// PartyShown is an organisation that is a party.
type PartyShown struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// LinkShown is what a case is about.
type LinkShown struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
}

// MayShown is a step one may take.
type MayShown struct {
	StepShown
	Dues []DueDay `json:"dues"`
}

// MayNotShown is a step of one's seat that rules stand against.
type MayNotShown struct {
	Step       string      `json:"step"`
	Title      law.Text    `json:"title"`
	Violations []Violation `json:"violations"`
}

// TaskShown is one thing that a case needs on its way.
type TaskShown struct {
	Step    string     `json:"step"`
	Title   law.Text   `json:"title"`
	By      []string   `json:"by"`
	ByWords []law.Text `json:"byWords"`
	Status  string     `json:"status" enum:"complete,incomplete,waiting,problem"`
	On      string     `json:"on,omitempty"`
}

// StateShown is one state of the procedure.
type StateShown struct {
	State string   `json:"state"`
	Word  law.Text `json:"word"`
	Waits string   `json:"waits,omitempty"`
	Final bool     `json:"final,omitempty"`
	Here  bool     `json:"here,omitempty"`
	Past  bool     `json:"past,omitempty"`
}

// DocumentFiled is a document of the case, handed in or due in its state, with what its
// rules demand ticked.
type DocumentFiled struct {
	Document string       `json:"document"`
	Title    law.Text     `json:"title"`
	Filed    bool         `json:"filed" doc:"是否已提交；否则为本阶段应交 · handed in; otherwise a step of this state brings it"`
	Steps    []string     `json:"steps" doc:"随哪些步骤提交 · steps that carry it"`
	Complete bool         `json:"complete" doc:"必备内容是否齐全 · whether all that is demanded is met"`
	Fields   []FieldFiled `json:"fields"`
}

// FieldFiled is one particular of a document and whether what is demanded of it is met.
type FieldFiled struct {
	Field    string          `json:"field"`
	Title    law.Text        `json:"title"`
	Type     string          `json:"type"`
	Values   []pack.Value    `json:"values,omitempty" doc:"可填的值及其名称 · values it takes, in words"`
	Fields   []FieldShown    `json:"fields,omitempty" doc:"group 的内容 · what a group holds"`
	Value    json.RawMessage `json:"value,omitempty"`
	Withheld bool            `json:"withheld,omitempty" doc:"涉及个人或保密内容，不向您显示 · private; not shown to you"`
	Present  bool            `json:"present"`
	Required bool            `json:"required,omitempty" doc:"在本事项中必备 · demanded in this case, its condition weighed"`
	Met      bool            `json:"met" doc:"必备的已填写；非必备的总为是 · what is demanded is there; true where nothing is"`
	Cite     Cite            `json:"cite"`
}

// ActShown is one step that was taken.
type ActShown struct {
	Step    string       `json:"step"`
	Title   law.Text     `json:"title"`
	By      string       `json:"by" doc:"岗位 · seat"`
	Org     string       `json:"org"`
	OrgName string       `json:"orgName,omitempty"`
	For     string       `json:"deputyFor,omitempty"`
	On      calendar.Day `json:"on"`
	Weekday law.Text     `json:"weekday"`
	From    string       `json:"from,omitempty"`
	To      string       `json:"to,omitempty"`
	Cites   []Cite       `json:"cites"`
	Entry   int64        `json:"entry"`
	Proof   string       `json:"proof" doc:"日志证明 · address of the proof"`
}

// NoticePeriod is the public notice of a case.
type NoticePeriod struct {
	Opened      calendar.Day     `json:"opened"`
	Ends        calendar.Day     `json:"ends"`
	Opens       calendar.Day     `json:"opens"`
	Provisional bool             `json:"provisional,omitempty"`
	Running     bool             `json:"running"`
	Rule        string           `json:"rule"`
	Objections  []ObjectionShown `json:"objections"`
}

// ObjectionShown is an objection. Its grounds are shown to the parties only.
type ObjectionShown struct {
	ID      string       `json:"id"`
	On      calendar.Day `json:"on"`
	Grounds string       `json:"grounds,omitempty"`
	Outcome string       `json:"outcome,omitempty"`
	Answer  string       `json:"answer,omitempty"`
}

// PanelShown is a panel; what its members said is shown once all have voted.
type PanelShown struct {
	Members  int         `json:"members"`
	Given    int         `json:"given"`
	Complete bool        `json:"complete"`
	Votes    []VoteShown `json:"votes"`
}

// VoteShown is one member's vote.
type VoteShown struct {
	Seat     string `json:"seat"`
	Org      string `json:"org"`
	Declared bool   `json:"declared"`
	Given    bool   `json:"given"`
	Conflict string `json:"conflict,omitempty"`
	Score    *int   `json:"score,omitempty"`
	For      *bool  `json:"for,omitempty"`
	Mine     bool   `json:"mine,omitempty"`
}

func (s *Server) casePage(ctx context.Context, in *personPath) (*body[CasePage], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := s.Desk.Show(ctx, a.actor, in.ID)
	if err != nil {
		return nil, err
	}
	var page CasePage
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		page = s.pageOf(shown, a, s.namesIn(ctx, v))
		return nil
	})
	if agreement := page.Links["agreement"]; err == nil && agreement != "" {
		page.Duties, _, err = s.lines(ctx, a.actor, casework.RecordQuery{Kind: "duty", Subject: agreement, Limit: 200})
	}
	if page.Duties == nil {
		page.Duties = []Line{}
	}
	return answer(page, err)
}

var sights = map[casework.Sight]string{casework.Whole: "whole", casework.Judged: "judged", casework.Noticed: "noticed"}

func (s *Server) pageOf(shown casework.Shown, a *asker, names *names) CasePage {
	c, p := shown.Case, shown.Pack
	page := CasePage{CaseLine: s.caseLine(c, p, names), Sight: sights[shown.Sight], Since: c.Since, Held: shown.Held, Signed: c.Signed,
		Pack: s.packName(p),
		Dues: s.dueDays(p, c.Procedure, c.Dues), Parties: []PartyShown{}, Links: map[string]string{}, Linked: []LinkShown{}, May: []MayShown{}, MayNot: []MayNotShown{},
		Tasks: []TaskShown{}, States: []StateShown{}, Docs: []DocumentFiled{}, Titles: Titles{}, Timeline: []ActShown{}}
	page.Rank = rankShown(shown.Rank)
	for _, tag := range shown.Tags {
		page.Tags = append(page.Tags, tag.Tag)
	}
	def, ok := p.Procedure(c.Procedure)
	if !ok {
		return page
	}
	s.may(&page, shown, a.actor, names)
	page.States = statesShown(def, c)
	page.Notice = s.noticePeriod(c, shown.Sight)
	if shown.Sight == casework.Noticed {
		return page
	}
	for _, org := range c.Parties {
		page.Parties = append(page.Parties, PartyShown{ID: org, Name: names.of("organisation", org)})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Links)) {
		kind := def.Links[name]
		if kind == "" {
			kind = kindIn(name, c.Links[name])
		}
		page.Links[name] = c.Links[name]
		page.Linked = append(page.Linked, LinkShown{Name: name, Kind: kind, ID: c.Links[name], Title: s.titleOf(kind, c.Links[name], names)})
	}
	page.Tasks = s.tasksShown(def, shown)
	page.Docs = docsShown(shown, a, names)
	page.Titles = s.titlesOf(shown, page.Docs, a.actor, names)
	page.Timeline = timeline(def, c, p, names)
	page.Panel = panelShown(c, p, a)
	return page
}

// titleOf is the title of what a link names: a registered thing's own, a case's procedure.
func (s *Server) titleOf(kind, id string, names *names) string {
	if !strings.HasPrefix(kind, "case") {
		return names.of(kind, id)
	}
	c, err := names.view.Case(names.ctx, id)
	if err != nil {
		return ""
	}
	if p, ok := s.Desk.Packs.Of(c.Pack); ok {
		if def, ok := p.Procedure(c.Procedure); ok {
			return def.Title.ZH
		}
	}
	return ""
}

// kindIn guesses the kind of what a step created and linked under a name of its own: ids
// begin with the kind.
func kindIn(name, id string) string {
	for _, thing := range pack.Vocabulary {
		if len(id) > len(thing.Kind) && id[:len(thing.Kind)+1] == thing.Kind+"-" {
			return thing.Kind
		}
	}
	return name
}

func (s *Server) may(page *CasePage, shown casework.Shown, who casework.Actor, names *names) {
	for _, m := range shown.May {
		step := stepShown(shown.Pack, m.Step)
		s.offer(&step, m.Step.Act, shown.Case, who, names)
		page.May = append(page.May, MayShown{StepShown: step, Dues: s.dueDays(shown.Pack, shown.Case.Procedure, m.Dues)})
	}
	for _, m := range shown.MayNot {
		one := MayNotShown{Step: m.Step.Step.Step, Title: m.Step.Title}
		for _, v := range m.Refusal.Violations {
			one.Violations = append(one.Violations, violation(shown.Pack, v))
		}
		page.MayNot = append(page.MayNot, one)
	}
}

// offer lists what can be chosen where the act itself, not a term of the pack, says what
// is taken: the objections that wait for an answer, the persons who serve as experts.
func (s *Server) offer(step *StepShown, act pack.Act, c casework.Case, who casework.Actor, names *names) {
	name := map[pack.Act]string{pack.ActSettle: "objection", pack.ActAppoint: "members"}[act]
	if name == "" || step.Form == nil {
		return
	}
	i := slices.IndexFunc(step.Form.Fields, func(f FieldShown) bool { return f.Field == name })
	if i < 0 {
		return
	}
	if act == pack.ActAppoint {
		step.Form.Fields[i].Values = s.experts(c, who, names)
		return
	}
	for _, o := range c.Notice.Objections {
		if o.Outcome == "" {
			step.Form.Fields[i].Values = append(step.Form.Fields[i].Values, pack.Value{Key: o.ID, Word: law.Text{ZH: o.Grounds, EN: o.Grounds}})
		}
	}
}

// experts are the persons who serve as experts and are of no organisation that is a party,
// as far as the person who appoints may see them.
func (s *Server) experts(c casework.Case, who casework.Actor, names *names) []pack.Value {
	var experts []pack.Value
	for r, err := range casework.EveryRecord(names.ctx, names.view, casework.RecordQuery{Kind: "seat", State: string(party.SeatInForce)}) {
		if err != nil {
			return nil // nobody is offered; whoever is named is still checked by the step
		}
		seat, err := party.ReadSeat(r.ID, r.Body)
		if err != nil || seat.Role != "expert" || slices.Contains(c.Parties, seat.Org) || !casework.See(names.ctx, names.view, who, r) {
			continue
		}
		person, err := names.view.Registered(names.ctx, "person", seat.Person)
		if err == nil && casework.See(names.ctx, names.view, who, person) {
			label := person.Title + " · " + names.of("organisation", seat.Org)
			experts = append(experts, pack.Value{Key: seat.Person, Word: law.Text{ZH: label, EN: label}})
		}
	}
	return experts
}

func statesShown(def *pack.ProcedureDef, c casework.Case) []StateShown {
	shown := []StateShown{}
	for _, st := range def.States {
		past := slices.ContainsFunc(c.Done, func(a procedure.Act) bool { return a.To == st.State || a.From == st.State })
		shown = append(shown, StateShown{State: st.State, Word: st.Word, Waits: st.Waits, Final: st.Final, Here: st.State == c.State, Past: past && st.State != c.State})
	}
	return shown
}

// tasksShown lists the steps of the procedure with how each stands: done, to be done
// now, not yet, or barred for the person looking. A step whose day has not come cannot
// start yet.
func (s *Server) tasksShown(def *pack.ProcedureDef, shown casework.Shown) []TaskShown {
	tasks := []TaskShown{}
	for _, step := range def.Steps {
		task := TaskShown{Step: step.Step.Step, Title: step.Title, By: step.By, Status: "waiting", ByWords: []law.Text{}}
		for _, role := range step.By {
			task.ByWords = append(task.ByWords, roleWord(shown.Pack, role))
		}
		if slices.Contains(step.From, shown.Case.State) && !s.early(task.Step, shown.Case) {
			task.Status = "incomplete"
		}
		for _, act := range shown.Case.Done {
			if act.Step == task.Step {
				task.Status, task.On = "complete", act.On.String()
			}
		}
		if slices.ContainsFunc(shown.MayNot, func(b procedure.Barred) bool { return b.Step == step }) {
			task.Status = "problem"
		}
		tasks = append(tasks, task)
	}
	return tasks
}

// early reports whether a step's first day lies ahead.
func (s *Server) early(step string, c casework.Case) bool {
	return slices.ContainsFunc(c.Dues, func(d casework.Due) bool { return d.Step == step && d.Opens.After(s.Desk.Today()) })
}

// docsShown lists the newest of each document. Private particulars are shown to the
// overseers and to the organisation that filed the case, and what tells of a held output to
// those alone from whom it is not held back; whether they are there, to all who see the case.
func docsShown(shown casework.Shown, a *asker, names *names) []DocumentFiled {
	output, err := names.view.Registered(names.ctx, "output", shown.Case.Links["output"])
	held := err == nil && holdsBack(output, a.actor)
	open := a.actor.Oversees() && a.actor.Reach.Reads(shown.Case.Jurisdiction, shown.Case.Procedure) || shown.Case.Filer.Organisation == a.actor.Organisation
	docs := []DocumentFiled{}
	for _, d := range shown.Docs {
		filed := DocumentFiled{Document: d.Document.ID, Title: d.Document.Title, Filed: d.Filed, Steps: d.Steps, Complete: true, Fields: []FieldFiled{}}
		for _, c := range d.Fields {
			f := c.Field
			one := FieldFiled{Field: f.Field.Field, Title: f.Title, Type: f.Type, Present: c.Present, Required: c.Required, Met: c.Met, Cite: citeOf(shown.Pack, f.Rule.Cites[0])}
			drawn := fieldShown(shown.Pack, f.Field)
			one.Values, one.Fields = drawn.Values, drawn.Fields
			if one.Withheld = f.Private && !open || f.Held && held; !one.Withheld {
				one.Value = d.Values[f.Field.Field]
			}
			filed.Complete = filed.Complete && c.Met
			filed.Fields = append(filed.Fields, one)
		}
		docs = append(docs, filed)
	}
	return docs
}

func timeline(def *pack.ProcedureDef, c casework.Case, p *pack.Pack, names *names) []ActShown {
	acts := []ActShown{}
	for _, act := range c.Done {
		one := ActShown{Step: act.Step, By: act.By.Seat, Org: act.By.Organisation, OrgName: names.of("organisation", act.By.Organisation), For: act.For,
			On: act.On, Weekday: weekday(act.On), From: act.From, To: act.To, Cites: citesOf(p, act.Cites), Entry: act.Entry, Proof: proofPath(act.Entry)}
		if step, ok := def.Step(act.Step); ok {
			one.Title = step.Title
		}
		acts = append(acts, one)
	}
	return acts
}

func (s *Server) noticePeriod(c casework.Case, sight casework.Sight) *NoticePeriod {
	n := c.Notice
	if n == nil {
		return nil
	}
	shown := &NoticePeriod{Opened: n.Opened, Ends: n.Ends, Opens: n.Opens, Provisional: n.Provisional, Rule: n.Rule,
		Running: s.Desk.Today().Before(n.Opens), Objections: []ObjectionShown{}}
	for _, o := range n.Objections {
		one := ObjectionShown{ID: o.ID, On: o.On, Outcome: o.Outcome, Answer: o.Answer}
		if sight != casework.Noticed {
			one.Grounds = o.Grounds
		}
		shown.Objections = append(shown.Objections, one)
	}
	return shown
}

func panelShown(c casework.Case, p *pack.Pack, a *asker) *PanelShown {
	if len(c.Votes) == 0 {
		return nil
	}
	panel := &PanelShown{Members: len(c.Votes), Complete: true, Votes: []VoteShown{}}
	for _, v := range c.Votes {
		if v.On.IsZero() && v.Conflict == "" {
			panel.Complete = false
		}
		if !v.On.IsZero() {
			panel.Given++
		}
	}
	for _, v := range c.Votes {
		mine := v.By.Person == a.actor.Person
		one := VoteShown{Seat: v.By.Seat, Org: v.By.Organisation, Declared: !v.Declared.IsZero(), Given: !v.On.IsZero(), Mine: mine}
		if panel.Complete || mine {
			one.Conflict = v.Conflict
			if one.Given {
				score, agreed := v.Score, v.For
				if votesOn(p, c.Procedure, v.Panel, "score") {
					one.Score = &score
				}
				if votesOn(p, c.Procedure, v.Panel, "for") {
					one.For = &agreed
				}
			}
		}
		panel.Votes = append(panel.Votes, one)
	}
	return panel
}

// votesOn reports whether a panel is asked for a field: some score, some are for or
// against, and a vote holds the zero of what was not asked.
func votesOn(p *pack.Pack, procedure, panel, field string) bool {
	def, ok := p.Procedure(procedure)
	return ok && slices.ContainsFunc(def.Steps, func(s *pack.StepDef) bool {
		return s.Act == pack.ActVote && s.Panel == panel && s.Form != nil &&
			slices.ContainsFunc(s.Form.Fields, func(f pack.DocumentField) bool { return f.Field.Field == field })
	})
}

// roleWord is the local word for a role.
func roleWord(p *pack.Pack, role string) law.Text {
	if t, ok := p.Term(role); ok {
		return t.Word
	}
	for _, r := range p.Rules(pack.KindRole) {
		if def := r.Body.(*pack.Role); def.Role == role {
			return def.Word
		}
	}
	if word, ok := roleWords[role]; ok {
		return word
	}
	return law.Text{ZH: role, EN: role}
}

// roleWords are the words of roles for which the text has none of its own.
var roleWords = map[string]law.Text{
	"authority": {ZH: "数据主管部门", EN: "authority"}, "auth-agency": {ZH: "授权机构", EN: "authorising agency"}, "government": {ZH: "人民政府", EN: "government"},
	"sector": {ZH: "行业主管部门", EN: "sector authority"}, "provider": {ZH: "数据提供单位", EN: "data provider"}, "operator": {ZH: "运营机构", EN: "operator"},
	"market-entity": {ZH: "经营主体", EN: "market entity"}, "expert": {ZH: "专家", EN: "expert"}, "supervisor": {ZH: "监管部门", EN: "supervisor"},
	"exchange": {ZH: "数据交易平台", EN: "exchange"}, "user": {ZH: "使用方", EN: "user"},
	"developer": {ZH: "开发利用主体", EN: "developer"}, "platform-operator": {ZH: "平台运营机构", EN: "platform operator"}, "coordinator": {ZH: "协调机制", EN: "coordination group"},
	"registrar": {ZH: "登记机构", EN: "registrar"}, "price-authority": {ZH: "价格主管部门", EN: "price authority"}, "public": {ZH: "公众", EN: "the public"},
	"clock": {ZH: "届期自动办理", EN: "when its day comes"}, "machine": {ZH: "系统", EN: "the platform"},
	"system-admin": {ZH: "系统管理员", EN: "system administrator"}, "security-admin": {ZH: "安全管理员", EN: "security administrator"}, "audit-admin": {ZH: "审计管理员", EN: "audit administrator"},
}
