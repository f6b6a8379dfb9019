package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
)

func (s *Server) noticeRoutes() {
	notices := op("notices", http.MethodGet, "/v1/notices", "cases", forSeat, "通知（Accept: text/csv 导出）", "Notices to my organisation; CSV with Accept: text/csv")
	handle(s, s.described(notices, list[NoticeShown]{}, "text/csv"), s.notices)
	handle(s, op("open-notice", http.MethodPost, "/v1/notices/{id}/open", "cases", forSeat, "打开通知（即为送达）", "Open a notice, which serves it"), s.openNotice)
	handle(s, op("serve-notice", http.MethodPost, "/v1/notices/{id}/served", "cases", forSeat, "登记系统外送达", "Record that a notice was served outside"), s.serveNotice)
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
	Export
	Unserved bool `query:"unserved" doc:"只列未送达 · only those not served yet"`
}

func (s *Server) notices(ctx context.Context, in *noticesInput) (*huma.StreamResponse, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	q := casework.NoticeQuery{To: a.actor.Organisation, Unserved: in.Unserved, Limit: in.Limit}
	if q.Cursor, err = s.goOn(ctx, in.Cursor); err != nil {
		return nil, err
	}
	if in.wanted() {
		return s.noticesCSV(ctx, a.actor, q)
	}
	shown, next, err := s.noticesTo(ctx, a.actor, q)
	if err != nil {
		return nil, err
	}
	lines, err := page(ctx, s, shown, next)
	if err != nil {
		return nil, err
	}
	return stream("application/json", func(w *bytes.Buffer) error { return json.NewEncoder(w).Encode(lines) })
}

// noticesTo reads a page of the notices to a person's organisation, without those to another seat.
func (s *Server) noticesTo(ctx context.Context, who casework.Actor, q casework.NoticeQuery) (shown []NoticeShown, next string, err error) {
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		found, cursor, err := v.Notices(ctx, q)
		next = cursor
		for _, n := range found {
			if n.Seat == "" || n.Seat == who.Seat {
				shown = append(shown, s.noticeShown(n))
			}
		}
		return err
	})
	return shown, next, err
}

func (s *Server) noticesCSV(ctx context.Context, who casework.Actor, q casework.NoticeQuery) (*huma.StreamResponse, error) {
	q.Limit = 200
	return exported([]string{"编号", "内容", "事项", "发出日", "送达日", "送达方式", "日志序号"}, func() ([][]string, bool, error) {
		shown, cursor, err := s.noticesTo(ctx, who, q)
		var rows [][]string
		for _, n := range shown {
			rows = append(rows, []string{n.ID, n.Text.ZH, n.Case, n.Sent.String(), n.Served, n.How, strconv.FormatInt(n.Entry, 10)})
		}
		q.Cursor = cursor
		return rows, cursor != "", err
	})
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
