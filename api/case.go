package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

func (s *Server) caseRoutes() {
	handle(s, op("open-case", http.MethodPost, "/v1/cases", "cases", forSeat, "发起事项", "Open a case"), s.openCase)
	handle(s, op("open-cases", http.MethodPost, "/v1/cases/batch", "cases", forSeat, "批量发起（一场景一申请，逐件办理）", "Open several: each is a case of its own"), s.openCases)
	lines := op("cases", http.MethodGet, "/v1/cases", "cases", forSeat, "事项列表（Accept: text/csv 导出）", "List of cases; CSV with Accept: text/csv")
	handle(s, s.described(lines, list[CaseLine]{}, "text/csv"), s.cases)
	handle(s, op("case", http.MethodGet, "/v1/cases/{id}", "cases", forSeat, "事项页", "A case, with what I may do in it and why not"), s.casePage)
	handle(s, op("step", http.MethodPost, "/v1/cases/{id}/steps", "cases", forSeat, "办理一步", "Take a step"), s.step)
	handle(s, op("inbox", http.MethodGet, "/v1/inbox", "cases", forSeat, "待办，按法定期限", "What waits for me, by legal deadline"), s.inbox)
	handle(s, op("notices", http.MethodGet, "/v1/notices", "cases", forSeat, "通知", "Notices to my organisation"), s.notices)
	handle(s, op("open-notice", http.MethodPost, "/v1/notices/{id}/open", "cases", forSeat, "打开通知（即为送达）", "Open a notice, which serves it"), s.openNotice)
	handle(s, op("serve-notice", http.MethodPost, "/v1/notices/{id}/served", "cases", forSeat, "登记系统外送达", "Record that a notice was served outside"), s.serveNotice)
}

// Receipt says that a command was carried out and what came of it.
type Receipt struct {
	Case       string            `json:"case"`
	Procedure  string            `json:"procedure"`
	Step       string            `json:"step"`
	State      string            `json:"state"`
	Word       law.Text          `json:"word" doc:"状态名称 · the state in words"`
	Rev        int64             `json:"rev" doc:"事项版本 · revision of the case"`
	Entry      int64             `json:"entry" doc:"日志条目 · entry of the log"`
	Day        calendar.Day      `json:"day"`
	Dues       []DueDay          `json:"dues"`
	Links      map[string]string `json:"links,omitempty"`
	Opened     []string          `json:"opened,omitempty" doc:"由此开立的事项 · cases opened in consequence"`
	Made       []casework.Made   `json:"made,omitempty" doc:"由此登记的内容 · registered things it created"`
	Cites      []Cite            `json:"cites"`
	Readings   []string          `json:"readings,omitempty"`
	Pack       string            `json:"pack"`
	Pilot      bool              `json:"pilot,omitempty"`
	Invitation *Invitation       `json:"invitation,omitempty" doc:"开立账户时的邀请码，仅显示一次 · shown once, when an account is opened"`
}

func (s *Server) receipt(r casework.Receipt) Receipt {
	p := s.Desk.Packs.Current()
	out := Receipt{Case: r.Case, Procedure: r.Procedure, Step: r.Step, State: r.State, Rev: r.Rev, Entry: r.Entry, Day: r.Day, Links: r.Links,
		Opened: r.Opened, Made: r.Made, Cites: citesOf(p, r.Cites), Readings: r.Readings, Pack: r.Pack, Pilot: r.Pilot, Dues: s.dueDays(p, r.Procedure, r.Dues)}
	if def, ok := p.Procedure(r.Procedure); ok {
		if state, ok := def.State(r.State); ok {
			out.Word = state.Word
		}
	}
	return out
}

// opening asks for a case to be opened.
type opening struct {
	Procedure string            `json:"procedure" minLength:"1" maxLength:"64"`
	Step      string            `json:"step,omitempty" maxLength:"64" doc:"开立步骤，只有一个时可省略 · opening step; may be left out where there is one"`
	Links     map[string]string `json:"links,omitempty" doc:"事项所涉及的登记内容 · what the case is about: name → id"`
	Form      map[string]any    `json:"form,omitempty" doc:"材料，内容见 procedures · the document, described under procedures"`
}

type openInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"128" doc:"重复提交只办一次 · a repeated command is done once"`
	Body opening
}

func (s *Server) openCase(ctx context.Context, in *openInput) (*body[Receipt], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	return answer(s.open(ctx, a, in.Body, in.Key))
}

// exact refuses numbers that JSON does not carry exactly: a document is kept, and
// committed to, as it was handed in. (RFC 7493, 2.2)
func exact(ctx context.Context, v any, where string) error {
	switch v := v.(type) {
	case float64:
		if v > 1<<53 || v < -1<<53 {
			return malformed(ctx, where, "a number is beyond 2^53; write it as a text")
		}
	case []any:
		for i, item := range v {
			if err := exact(ctx, item, fmt.Sprintf("%s[%d]", where, i)); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, item := range v {
			if err := exact(ctx, item, where+"."+name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Server) open(ctx context.Context, a *asker, o opening, key string) (Receipt, error) {
	if err := exact(ctx, o.Form, "body.form"); err != nil {
		return Receipt{}, err
	}
	cmd := casework.Command{Procedure: o.Procedure, Step: s.openingStep(o), Links: o.Links, Form: o.Form, Key: key}
	if cmd.Links == nil {
		cmd.Links = map[string]string{}
	}
	if o.Procedure == "account" && s.opensAccounts(a) {
		receipt, invitation, err := s.enrolling(ctx, a, cmd)
		if err != nil {
			return Receipt{}, err
		}
		out := s.receipt(receipt)
		out.Invitation = invitation
		return out, nil
	}
	receipt, err := s.Desk.Do(ctx, a.actor, cmd)
	if err != nil {
		return Receipt{}, err
	}
	return s.receipt(receipt), nil
}

// opensAccounts reports whether the person may open accounts at all: nobody else comes to
// learn which sign-in names are taken.
func (s *Server) opensAccounts(a *asker) bool {
	return slices.ContainsFunc(s.Desk.Openable(a.actor), func(step *pack.StepDef) bool { return step.Procedure.Procedure.Procedure == "account" })
}

// openingStep fills in the step where the procedure has only one that opens.
func (s *Server) openingStep(o opening) string {
	if o.Step != "" {
		return o.Step
	}
	def, ok := s.Desk.Packs.Current().Procedure(o.Procedure)
	if !ok {
		return ""
	}
	var found []string
	for _, step := range def.Steps {
		if step.Opens() {
			found = append(found, step.Step.Step)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

type batchInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"120"`
	Body struct {
		Cases []opening `json:"cases" minItems:"1" maxItems:"100"`
	}
}

// BatchResult is what came of one of several.
type BatchResult struct {
	Receipt *Receipt `json:"receipt,omitempty"`
	Problem *Problem `json:"problem,omitempty"`
}

// openCases opens each as a case of its own: one that is refused does not keep the
// others from being opened.
func (s *Server) openCases(ctx context.Context, in *batchInput) (*body[list[BatchResult]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	var results []BatchResult
	for i, o := range in.Body.Cases {
		key := ""
		if in.Key != "" {
			key = fmt.Sprintf("%s/%d", in.Key, i)
		}
		receipt, err := s.open(ctx, a, o, key)
		if err == nil {
			results = append(results, BatchResult{Receipt: &receipt})
			continue
		}
		problem, ok := s.problem(ctx, err).(*Problem)
		if !ok || problem.Status >= http.StatusInternalServerError {
			return nil, err
		}
		results = append(results, BatchResult{Problem: problem})
	}
	return &body[list[BatchResult]]{Body: listOf(results, "")}, nil
}

type stepInput struct {
	ID   string `path:"id" maxLength:"128"`
	Key  string `header:"Idempotency-Key" maxLength:"128"`
	Body struct {
		Step string         `json:"step" minLength:"1" maxLength:"64"`
		Form map[string]any `json:"form,omitempty"`
		Rev  int64          `json:"rev,omitempty" minimum:"0" doc:"所见版本；不符则不办理 · revision you looked at; refused when it is no longer the present one"`
	}
}

func (s *Server) step(ctx context.Context, in *stepInput) (*body[Receipt], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	if err := exact(ctx, in.Body.Form, "body.form"); err != nil {
		return nil, err
	}
	receipt, err := s.Desk.Do(ctx, a.actor, casework.Command{Case: in.ID, Step: in.Body.Step, Form: in.Body.Form, Rev: in.Body.Rev, Key: in.Key})
	if err != nil {
		return nil, err
	}
	return &body[Receipt]{Body: s.receipt(receipt)}, nil
}

// CaseLine is a case in a list.
type CaseLine struct {
	ID        string       `json:"id"`
	Procedure string       `json:"procedure"`
	Title     law.Text     `json:"title"`
	About     string       `json:"about,omitempty" doc:"所涉内容的名称 · title of what it is about"`
	State     string       `json:"state"`
	Word      law.Text     `json:"word"`
	Waits     string       `json:"waits,omitempty" doc:"由谁办理 · role that moves it on"`
	WaitsWord law.Text     `json:"waitsWord"`
	Filer     string       `json:"filer"`
	FilerName string       `json:"filerName,omitempty"`
	Opened    calendar.Day `json:"opened"`
	Closed    string       `json:"closed,omitempty"`
	Due       *DueDay      `json:"due,omitempty"`
	Rank      *int         `json:"rank,omitempty" doc:"优先次序，小者在先 · place of its kind in the queue, lower first"`
	Tags      []law.Text   `json:"tags,omitempty"`
	Rev       int64        `json:"rev"`
	Pilot     bool         `json:"pilot,omitempty"`
}

type casesInput struct {
	Page
	Accept    string `header:"Accept" hidden:"true"`
	Procedure string `query:"procedure" maxLength:"64"`
	State     string `query:"state" maxLength:"64"`
	Link      string `query:"link" maxLength:"128" doc:"涉及某项登记内容 · about a registered thing, by id"`
	Open      bool   `query:"open" doc:"只列未办结 · only cases that are not concluded"`
	Text      string `query:"text" maxLength:"128"`
	Sort      string `query:"sort" enum:"due,opened,-opened,rank" doc:"rank 按规则的优先次序排一页 · rank orders a page by the pack's priorities"`
}

func (s *Server) cases(ctx context.Context, in *casesInput) (*huma.StreamResponse, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	q := casework.CaseQuery{Procedure: in.Procedure, State: in.State, Link: in.Link, Open: in.Open, Text: in.Text, Limit: in.Limit, Cursor: in.Cursor}
	if in.Sort != "rank" {
		q.Sort = in.Sort
	}
	if strings.Contains(in.Accept, "text/csv") {
		return s.casesCSV(ctx, a, q)
	}
	lines, cursor, err := s.caseLines(ctx, a, q, in.Sort == "rank" || in.Procedure != "")
	if err != nil {
		return nil, err
	}
	if in.Sort == "rank" {
		slices.SortStableFunc(lines, func(x, y CaseLine) int { return byRank(x, y) })
	}
	return stream("application/json", func(w *bytes.Buffer) error { return json.NewEncoder(w).Encode(listOf(lines, cursor)) })
}

// caseLines lists what exists for the person: all for overseers, their organisation's
// for everybody else, nothing of business for administrators.
func (s *Server) caseLines(ctx context.Context, a *asker, q casework.CaseQuery, ranked bool) ([]CaseLine, string, error) {
	if !a.actor.Oversees() {
		q.Party = a.actor.Organisation
	}
	var lines []CaseLine
	var next string
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		cases, cursor, err := v.Cases(ctx, q)
		if err != nil {
			return err
		}
		next = cursor
		names := s.namesIn(ctx, v)
		for _, c := range cases {
			p, ok := s.Desk.Packs.Of(c.Pack)
			if !ok || s.Desk.SightOf(c, a.actor, p) == casework.Unseen {
				continue
			}
			lines = append(lines, s.caseLine(c, p, names))
		}
		return nil
	})
	if err != nil || !ranked {
		return lines, next, err
	}
	return lines, next, s.rank(ctx, lines)
}

// rank asks the pack's priorities for each line of a page.
func (s *Server) rank(ctx context.Context, lines []CaseLine) error {
	for i := range lines {
		rank, err := s.Desk.Rank(ctx, lines[i].ID)
		if err != nil {
			return err
		}
		lines[i].Rank = rankShown(rank)
	}
	return nil
}

// rankShown leaves out the rank of what no priority speaks of.
func rankShown(rank int) *int {
	if rank == math.MaxInt {
		return nil
	}
	return &rank
}

// byRank puts what no priority speaks of last.
func byRank(x, y CaseLine) int {
	rank := func(l CaseLine) int {
		if l.Rank == nil {
			return math.MaxInt
		}
		return *l.Rank
	}
	return cmp.Compare(rank(x), rank(y))
}

func (s *Server) caseLine(c casework.Case, p *pack.Pack, names *names) CaseLine {
	line := CaseLine{ID: c.ID, Procedure: c.Procedure, State: c.State, Filer: c.Filer.Organisation, FilerName: names.of("organisation", c.Filer.Organisation),
		Opened: c.Opened, Rev: c.Rev, Pilot: p.Pilot(), About: s.about(c, p, names)}
	if !c.Closed.IsZero() {
		line.Closed = c.Closed.String()
	}
	if def, ok := p.Procedure(c.Procedure); ok {
		line.Title = def.Title
		if state, ok := def.State(c.State); ok {
			line.Word, line.Waits = state.Word, state.Waits
			line.WaitsWord = roleWord(p, state.Waits)
		}
	}
	if dues := s.dueDays(p, c.Procedure, c.Dues); len(dues) > 0 {
		line.Due = &dues[0]
	}
	return line
}

// about names what a case is about: the first of its procedure's links that has a title.
func (s *Server) about(c casework.Case, p *pack.Pack, names *names) string {
	def, ok := p.Procedure(c.Procedure)
	if !ok {
		return ""
	}
	for _, preferred := range []string{"resource", "product", "scenario", "agreement", "delivery", "person", "organisation", "seat"} {
		for link, id := range c.Links {
			if def.Links[link] == preferred || link == preferred {
				if name := names.of(preferred, id); name != "" {
					return name
				}
			}
		}
	}
	return ""
}

// mostExported bounds one export; a list that is longer is exported by its filters.
const mostExported = 100_000

func (s *Server) casesCSV(ctx context.Context, a *asker, q casework.CaseQuery) (*huma.StreamResponse, error) {
	var lines []CaseLine
	q.Limit = 200
	for len(lines) < mostExported {
		more, cursor, err := s.caseLines(ctx, a, q, false)
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
		if q.Cursor = cursor; cursor == "" {
			break
		}
	}
	return stream("text/csv; charset=utf-8", func(w *bytes.Buffer) error {
		w.WriteString("\ufeff") // so that spreadsheet programs read it as UTF-8
		out := csv.NewWriter(w)
		rows := [][]string{{"编号", "程序", "标的", "状态", "待办方", "申请单位", "开立日", "办结日", "到期日"}}
		for _, l := range lines {
			due := ""
			if l.Due != nil {
				due = l.Due.On.String()
			}
			rows = append(rows, []string{l.ID, l.Title.ZH, harmless(l.About), l.Word.ZH, l.WaitsWord.ZH, harmless(l.FilerName), l.Opened.String(), l.Closed, due})
		}
		return out.WriteAll(rows)
	})
}

// harmless keeps a spreadsheet program from taking a text for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// stream writes what was made beforehand, so that a fault is still a problem document.
func stream(contentType string, write func(*bytes.Buffer) error) (*huma.StreamResponse, error) {
	var buffer bytes.Buffer
	if err := write(&buffer); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", contentType)
		c.SetStatus(http.StatusOK)
		c.BodyWriter().Write(buffer.Bytes()) // whoever asked may have gone
	}}, nil
}

type inboxInput struct {
	Limit int `query:"limit" minimum:"0" maximum:"500" doc:"最多列出条数 · most lines"`
}

// inboxScan bounds how many open cases one look into the inbox reads.
const inboxScan = 20_000

// inbox lists the cases that wait for the person, by their legal deadline and then by
// the pack's priorities. Members of panels find the cases they judge in it.
func (s *Server) inbox(ctx context.Context, in *inboxInput) (*body[list[CaseLine]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	limit := in.Limit
	if limit == 0 {
		limit = 100
	}
	q := casework.CaseQuery{Open: true, Limit: 200}
	if !a.actor.Oversees() && a.actor.Role != "expert" {
		q.Party = a.actor.Organisation
	}
	var lines []CaseLine
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		names := s.namesIn(ctx, v)
		for read := 0; read < inboxScan && len(lines) < limit; {
			cases, cursor, err := v.Cases(ctx, q)
			if err != nil {
				return err
			}
			for _, c := range cases {
				p, ok := s.Desk.Packs.Of(c.Pack)
				if ok && casework.Waits(c, a.actor, p) && s.Desk.SightOf(c, a.actor, p) != casework.Unseen {
					lines = append(lines, s.caseLine(c, p, names))
				}
			}
			read += len(cases)
			if q.Cursor = cursor; cursor == "" {
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := s.rank(ctx, lines); err != nil {
		return nil, err
	}
	slices.SortStableFunc(lines, func(x, y CaseLine) int { return cmp.Or(byDue(x.Due, y.Due), byRank(x, y)) })
	return &body[list[CaseLine]]{Body: listOf(lines, "")}, nil
}

// byDue puts what is due first; what has no day comes last.
func byDue(x, y *DueDay) int {
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return 1
	case y == nil:
		return -1
	}
	return x.On.Compare(y.On)
}

// NoticeShown is a message to the organisation.
type NoticeShown struct {
	ID     string       `json:"id"`
	Case   string       `json:"case,omitempty"`
	Kind   string       `json:"kind"`
	Text   law.Text     `json:"text"`
	Sent   calendar.Day `json:"sent"`
	Served string       `json:"served,omitempty" doc:"送达日 · day it was served"`
	How    string       `json:"how,omitempty"`
	Entry  int64        `json:"entry"`
}

type noticesInput struct {
	Page
	Unserved bool `query:"unserved" doc:"只列未送达 · only those not served yet"`
}

func (s *Server) notices(ctx context.Context, in *noticesInput) (*body[list[NoticeShown]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	var shown []NoticeShown
	var next string
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		found, cursor, err := v.Notices(ctx, casework.NoticeQuery{To: a.actor.Organisation, Unserved: in.Unserved, Limit: in.Limit, Cursor: in.Cursor})
		next = cursor
		for _, n := range found {
			if n.Seat == "" || n.Seat == a.actor.Seat {
				shown = append(shown, s.noticeShown(n))
			}
		}
		return err
	})
	return answer(listOf(shown, next), err)
}

// noticeKinds are the words of notices whose text is the name of a step or duty.
var noticeKinds = map[string]law.Text{
	"step":    {ZH: "事项已办理：%s", EN: "A step was taken: %s"},
	"due":     {ZH: "即将到期：%s", EN: "Soon due: %s"},
	"overdue": {ZH: "已逾期：%s", EN: "Overdue: %s"},
	"hold":    {ZH: "已被暂停：%s", EN: "A hold was imposed: %s"},
	"lifted":  {ZH: "暂停已解除：%s", EN: "A hold was lifted: %s"},
}

func (s *Server) noticeShown(n casework.Notice) NoticeShown {
	shown := NoticeShown{ID: n.ID, Case: n.Case, Kind: n.Kind, Sent: n.Sent, How: n.How, Entry: n.Entry, Text: s.noticeText(n)}
	if !n.Served.IsZero() {
		shown.Served = n.Served.String()
	}
	return shown
}

func (s *Server) noticeText(n casework.Notice) law.Text {
	if zh, en, both := strings.Cut(n.Text, "\n"); both {
		return law.Text{ZH: zh, EN: en}
	}
	what := law.Text{ZH: n.Text, EN: n.Text}
	if procedure, step, ok := strings.Cut(n.Text, "."); ok {
		if def, known := s.Desk.Packs.Current().Procedure(procedure); known {
			if d, known := def.Step(step); known {
				what = law.Text{ZH: def.Title.ZH + " · " + d.Title.ZH, EN: def.Title.EN + " · " + d.Title.EN}
			}
		}
	}
	words, ok := noticeKinds[n.Kind]
	if !ok {
		return what
	}
	return law.Text{ZH: fmt.Sprintf(words.ZH, what.ZH), EN: fmt.Sprintf(words.EN, what.EN)}
}

func (s *Server) openNotice(ctx context.Context, in *personPath) (*body[NoticeShown], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	n, err := s.Desk.Serve(ctx, a.actor, in.ID, casework.Opened)
	return answer(s.noticeShown(n), err)
}

type servedInput struct {
	ID   string `path:"id" maxLength:"128"`
	Body struct {
		How string `json:"how" enum:"post,in-person,leave,public-notice" doc:"送达方式 · how it was served"`
	}
}

// serveNotice records service outside the platform, by whoever serves.
func (s *Server) serveNotice(ctx context.Context, in *servedInput) (*body[NoticeShown], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	n, err := s.Desk.Serve(ctx, a.actor, in.ID, in.Body.How)
	return answer(s.noticeShown(n), err)
}
