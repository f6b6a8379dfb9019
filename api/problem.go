package api

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/store"
)

// Problem is how everything but success is answered (RFC 9457). A refusal carries every
// violation with its articles, facts and remedy; a fault carries the number under which
// it was logged and nothing else. Problems are made here and nowhere else.
type Problem struct {
	Type       string      `json:"type" doc:"说明页 · where the code is explained"`
	Title      string      `json:"title" doc:"一句话，按 Accept-Language · one sentence in the language asked for"`
	Status     int         `json:"status"`
	Code       string      `json:"code" doc:"稳定代码 · stable code, noun.reason"`
	Violations []Violation `json:"violations,omitempty" doc:"不予办理的全部理由 · every ground of a refusal"`
	Errors     []Mistake   `json:"errors,omitempty" doc:"请求中不合规范之处 · what is malformed in the request"`
	Incident   string      `json:"incident,omitempty" doc:"故障编号 · number under which the fault was logged"`
	Entry      int64       `json:"entry,omitempty" doc:"日志条目 · entry of the log that holds the refusal"`

	after time.Duration
}

// Violation is one ground of a refusal.
type Violation struct {
	Code   string       `json:"code"`
	Rule   string       `json:"rule,omitempty" doc:"规则编号 · id of the rule"`
	Cites  []Cite       `json:"cites" doc:"依据条款 · the articles it rests on"`
	Facts  []GroundFact `json:"facts,omitempty" doc:"所依据的事实 · what made it so"`
	Says   law.Text     `json:"says"`
	Remedy *law.Text    `json:"remedy,omitempty" doc:"如何办妥 · what would make it right"`
	Basis  string       `json:"basis,omitempty" doc:"所依据的解释 · reading it rests on"`
	Due    string       `json:"due,omitempty" doc:"可办之日 · day from which it would be allowed"`
}

// Cite names one unit of an instrument.
type Cite struct {
	Instrument string   `json:"instrument"`
	Unit       string   `json:"unit"`
	Label      law.Text `json:"label" doc:"引用的写法，如〔泰安 9.1〕 · as it is written on pages"`
}

// Mistake is one thing that is malformed in a request.
type Mistake struct {
	Where string   `json:"where,omitempty" doc:"如 body.form · place in the request"`
	Says  law.Text `json:"says" doc:"有何不合、应当如何 · what is wrong there, and what to write instead"`
}

// Error lists the codes.
func (p *Problem) Error() string { return p.Code }

// GetStatus is the status of the answer.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType marks the answer as a problem document.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders says when to try again, where that is known.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.after > 0 {
		h.Set("Retry-After", strconv.Itoa(int(p.after/time.Second)+1))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="shuyu"`)
	}
	return h
}

// The codes that are the interface's own and no rule's.
const (
	codeMalformed   = "request.malformed"
	codeCrossOrigin = "request.cross-origin"
	codeFault       = "fault.internal"
	codeNoPart      = "fault.no-such-part"
	codeMethod      = "request.method"
)

// own are the words of those.
var own = map[string]law.Text{
	codeMalformed:   {ZH: "请求的格式不正确。", EN: "The request is malformed."},
	codeCrossOrigin: {ZH: "不接受来自其他网站的请求。", EN: "Requests from other sites are not accepted."},
	codeFault:       {ZH: "系统出现故障，已按编号记录。", EN: "Something failed on our side; it was logged under this number."},
	codeNoPart:      {ZH: "本系统没有启用这一功能。", EN: "This installation runs without that function."},
	codeMethod:      {ZH: "这个地址不接受这种方法。", EN: "This address does not take that method."},
}

// statuses is the one table of statuses. A refusal takes the first line that one of its
// codes matches; one that matches none is 422. Hidden refusals are 404 before any of it.
var statuses = []struct {
	code   string
	status int
}{
	{"sign-in.required", http.StatusUnauthorized},
	{"sign-in.failed", http.StatusUnauthorized},
	{"session.expired", http.StatusUnauthorized},
	{"token.unknown", http.StatusUnauthorized},
	{"key.unknown", http.StatusUnauthorized},
	{"account.locked", http.StatusTooManyRequests},
	{"request.rate", http.StatusTooManyRequests},
	{"quota.day", http.StatusTooManyRequests},
	{"quota.total", http.StatusTooManyRequests},
	{"competence.missing", http.StatusForbidden},
	{"jurisdiction.other", http.StatusForbidden},
	{"organisation.jurisdiction", http.StatusForbidden},
	{"administrator.business", http.StatusForbidden},
	{"seat.ended", http.StatusForbidden},
	{"seat.absent", http.StatusForbidden},
	{"account.closed", http.StatusForbidden},
	{"deputy.not-standing-in", http.StatusForbidden},
	{"step-up.required", http.StatusForbidden},
	{"procedure.unknown", http.StatusNotFound},
	{"step.out-of-order", http.StatusConflict},
	{"case.stale", http.StatusConflict},
	{"record.stale", http.StatusConflict},
	{"key.reused", http.StatusConflict},
	{"attachment.size", http.StatusRequestEntityTooLarge},
	{"object.too-large", http.StatusRequestEntityTooLarge},
	{"attachment.type", http.StatusUnsupportedMediaType},
	{codeMalformed, http.StatusBadRequest},
	{codeCrossOrigin, http.StatusForbidden},
	{codeMethod, http.StatusMethodNotAllowed},
	{codeNoPart, http.StatusNotImplemented},
	{codeFault, http.StatusInternalServerError},
}

func statusOf(codes ...string) int {
	for _, line := range statuses {
		for _, code := range codes {
			if code == line.code {
				return line.status
			}
		}
	}
	return http.StatusUnprocessableEntity
}

// problem turns any error into a problem document. A fault is logged here, once.
func (s *Server) problem(ctx context.Context, err error) error {
	if p := new(Problem); errors.As(err, &p) {
		return p
	}
	if r, ok := law.AsRefusal(err); ok {
		return s.refusal(ctx, r)
	}
	switch {
	case errors.Is(err, casework.ErrNotFound):
		r := law.Refuse("thing.unseen", law.Platform("PF-03"))
		r.Hidden = true
		return s.refusal(ctx, r)
	case errors.Is(err, casework.ErrStale):
		return s.refusal(ctx, law.Refuse("record.stale", law.Platform("PF-06")))
	case errors.Is(err, store.ErrCursor):
		return malformed(ctx, "query.cursor", law.Text{ZH: "这个游标不属于这一列表，请从第一页重新读取", EN: "the cursor does not belong to this list"})
	case errors.Is(err, errNoPart):
		return ownProblem(ctx, codeNoPart)
	}
	return s.fault(ctx, err)
}

// fault logs what failed and answers its number. The text of the error stays here.
func (s *Server) fault(ctx context.Context, err error) *Problem {
	number := make([]byte, 5)
	if _, randomErr := io.ReadFull(s.Random, number); randomErr != nil {
		err = errors.Join(err, randomErr)
	}
	p := ownProblem(ctx, codeFault)
	p.Incident = strings.ToUpper(hex.EncodeToString(number))
	r := requestOf(ctx)
	if errors.Is(ctx.Err(), context.Canceled) {
		return p // whoever asked has gone
	}
	s.Logger.ErrorContext(ctx, "fault", "incident", p.Incident, "method", r.method, "route", r.pattern(), "error", err.Error())
	return p
}

func ownProblem(ctx context.Context, code string) *Problem {
	return &Problem{Type: typeOf(code), Title: own[code].In(requestOf(ctx).language), Status: statusOf(code), Code: code}
}

func malformed(ctx context.Context, where string, says law.Text) *Problem {
	p := ownProblem(ctx, codeMalformed)
	p.Errors = []Mistake{{Where: where, Says: says}}
	return p
}

func typeOf(code string) string { return "/v1/reference#" + code }

// refusal writes a refusal down. What is hidden reads alike whatever was asked for.
func (s *Server) refusal(ctx context.Context, r *law.Refusal) *Problem {
	if err := s.logged(ctx, r); err != nil {
		return s.fault(ctx, err)
	}
	entry := r.Entry
	if r.Hidden {
		r = law.Refuse("thing.unseen", law.Platform("PF-03"))
	}
	s.Desk.Speak(r)
	p := &Problem{Entry: entry, Type: typeOf(r.Code()), Code: r.Code(), Title: r.Violations[0].Says.In(requestOf(ctx).language)}
	var codes []string
	for _, v := range r.Violations {
		codes = append(codes, v.Code)
		p.Violations = append(p.Violations, violation(s.packHolding(v.Cites[0].Instrument), v))
	}
	p.Status = statusOf(codes...)
	if codes[0] == "thing.unseen" {
		p.Status = http.StatusNotFound
	}
	if p.Status == http.StatusTooManyRequests {
		p.after = time.Minute
	}
	return p
}

// logged logs a refusal that no command has: every decision about somebody who is signed
// in leaves an entry. What the anonymous are refused is counted, not logged, or they
// could fill the log.
func (s *Server) logged(ctx context.Context, r *law.Refusal) error {
	one := requestOf(ctx)
	if r.Entry != 0 || one.asker == nil {
		return nil
	}
	return s.Desk.LogRefusal(ctx, one.asker.actor, "request.refused", r)
}

func violation(p *pack.Pack, v law.Violation) Violation {
	out := Violation{Code: v.Code, Rule: v.Rule, Cites: citesOf(p, v.Cites), Facts: groundFacts(p, v), Says: v.Says, Basis: v.Basis, Due: v.Due}
	if !v.Remedy.IsZero() {
		out.Remedy = &v.Remedy
	}
	return out
}

// citesOf writes citations with the label they have everywhere.
func citesOf(p *pack.Pack, cites []law.Citation) []Cite {
	out := make([]Cite, len(cites))
	for i, c := range cites {
		out[i] = citeOf(p, c)
	}
	return out
}

// citeOf labels a citation with the instrument's short name and the unit as the text
// numbers it: 〔泰安 9.1〕, 〔Tai'an 9.1〕 for TA-09.1. The platform's units keep their names.
func citeOf(p *pack.Pack, c law.Citation) Cite {
	out := Cite{Instrument: c.Instrument, Unit: c.Unit}
	in, ok := p.Instrument(c.Instrument)
	if !ok {
		out.Label = law.Text{ZH: "〔" + c.String() + "〕", EN: "〔" + c.String() + "〕"}
		return out
	}
	unit := c.Unit
	if in.Level != "platform" {
		unit = strings.TrimLeft(strings.TrimPrefix(unit, in.Prefix+"-"), "0")
	}
	out.Label = law.Text{ZH: "〔" + in.Short.ZH + " " + unit + "〕", EN: "〔" + in.Short.EN + " " + unit + "〕"}
	return out
}

// citeText labels a citation written "taian:TA-09.1".
func citeText(p *pack.Pack, text string) (Cite, bool) {
	c, err := law.ParseCitation(text)
	if err != nil {
		return Cite{}, false
	}
	return citeOf(p, c), true
}

var speaking sync.Once

// speakProblems makes the library write its own refusals (a body of the wrong type, an
// unknown parameter) as our problem documents.
func speakProblems() {
	speaking.Do(func() {
		huma.DefaultArrayNullable = false // no list of ours is null
		huma.NewErrorWithContext = func(c huma.Context, status int, _ string, errs ...error) huma.StatusError {
			return libraryProblem(c.Context(), status, errs)
		}
		huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
			return libraryProblem(context.Background(), status, errs)
		}
	})
}

// libraryProblem keeps where and what, never the value that was sent.
func libraryProblem(ctx context.Context, status int, errs []error) *Problem {
	code := codeMalformed
	if status >= http.StatusInternalServerError {
		code = codeFault
	}
	p := ownProblem(ctx, code)
	if status == http.StatusRequestEntityTooLarge || status == http.StatusUnsupportedMediaType || status == http.StatusRequestTimeout {
		p.Status = status
	}
	for _, err := range errs {
		if d, ok := err.(huma.ErrorDetailer); ok {
			detail := d.ErrorDetail()
			p.Errors = append(p.Errors, Mistake{Where: detail.Location, Says: mistakeOf(detail.Message)})
		}
	}
	return p
}
