package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

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
	p := s.packHolding(localOf(r.Pack))
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
	// Jurisdiction is asked for where an installation has several and nothing else tells.
	Jurisdiction string `json:"jurisdiction,omitempty" maxLength:"128" doc:"所属辖区，缺省依所涉内容或本单位 · jurisdiction; by default that of what it is about, or of one's organisation"`
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
			return malformed(ctx, where, law.Text{ZH: "数字超过 2^53，请写作文字", EN: "a number is beyond 2^53; write it as a text"})
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
	p, err := s.packFor(ctx, a.actor)
	if err != nil {
		return Receipt{}, err
	}
	cmd := casework.Command{Procedure: o.Procedure, Step: openingStep(p, o), Links: o.Links, Form: o.Form, Jurisdiction: strings.TrimPrefix(o.Jurisdiction, TopJurisdiction), Key: key}
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
	return slices.ContainsFunc(casework.Openable(s.Desk.Packs.Current(), a.actor), func(step *pack.StepDef) bool { return step.Procedure.Procedure.Procedure == "account" })
}

// openingStep fills in the step where the procedure has only one that opens.
func openingStep(p *pack.Pack, o opening) string {
	if o.Step != "" {
		return o.Step
	}
	def, ok := p.Procedure(o.Procedure)
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
