package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/registry/certificate"
)

func (s *Server) publicRoutes() {
	for _, where := range []struct{ path, page, zh, en string }{
		{"register", "register", "登记公开", "What is registered"},
		{"notices", "notice", "公示", "Public notices"},
		{"calls", "call", "征集和申报公告", "Calls"},
		{"disclosures", "disclosure", "披露", "Disclosures"},
	} {
		handle(s, op("public-"+where.path, http.MethodGet, "/v1/public/"+where.path, "public", forPublic, where.zh, where.en), func(ctx context.Context, in *publicInput) (*body[list[Publication]], error) {
			return answer(s.publications(ctx, where.page, in))
		})
	}
	handle(s, op("public-products", http.MethodGet, "/v1/public/products", "public", forPublic, "产品名录", "Products on offer"), s.publicProducts)
	handle(s, op("public-certificate", http.MethodGet, "/v1/public/certificates/{number}", "public", forPublic, "按编号核验证书", "Look a certificate up by its number"), s.publicCertificate)
	handle(s, s.described(op("public-certificate-bundle", http.MethodGet, "/v1/public/certificates/{number}/bundle", "public", forPublic, "证书及其证明", "The certificate with its proofs"), certificate.Bundle{}), s.publicBundle)
	handle(s, op("object", http.MethodPost, "/v1/public/objections", "public", forPublic, "对公示提出异议", "Object to what is under public notice"), s.object)
	handle(s, op("complain", http.MethodPost, "/v1/public/complaints", "public", forPublic, "投诉", "Complain"), s.complain)
	handle(s, op("complaint", http.MethodGet, "/v1/public/complaints/{number}", "public", forPublic, "查询投诉进展", "How a complaint stands"), s.complaint)
}

type publicInput struct {
	Page
	Jurisdictional
}

// Publication is what a step made public: only the fields its rule names.
type Publication struct {
	ID               string            `json:"id"`
	Where            string            `json:"where"`
	Title            law.Text          `json:"title"`
	Fields           map[string]any    `json:"fields"`
	Names            map[string]string `json:"names" doc:"内容中编号的名称 · titles of the ids among the fields"`
	Cite             Cite              `json:"cite"`
	Case             string            `json:"case"`
	On               string            `json:"on"`
	From             string            `json:"from,omitempty"`
	Until            string            `json:"until,omitempty" doc:"公示截止日 · last day on which an objection is in time"`
	Open             bool              `json:"open,omitempty" doc:"可以提出异议 · objections may be made"`
	Jurisdiction     string            `json:"jurisdiction,omitempty" doc:"所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own"`
	JurisdictionName string            `json:"jurisdictionName,omitempty" doc:"所属辖区名称；只有一个地方的不填 · its name; absent where there is one place"`
}

// publicationKept is a publication's register line.
type publicationKept struct {
	Where   string         `json:"where"`
	Title   string         `json:"title"`
	TitleEN string         `json:"titleEN"`
	Fields  map[string]any `json:"fields"`
	Cite    string         `json:"cite"`
	Case    string         `json:"case"`
	On      string         `json:"on"`
	From    string         `json:"from"`
	Until   string         `json:"until"`
}

func (s *Server) publications(ctx context.Context, where string, in *publicInput) (list[Publication], error) {
	var shown []Publication
	var next string
	q := casework.RecordQuery{Kind: "publication", State: "shown", Limit: in.Limit, Jurisdictions: in.asked()}
	var err error
	if q.Cursor, err = s.goOn(ctx, in.Cursor); err != nil {
		return list[Publication]{}, err
	}
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		names := s.namesIn(ctx, v)
		for read := 0; read < registerScan && len(shown) == 0; {
			records, cursor, err := v.Records(ctx, q)
			if err != nil {
				return err
			}
			for _, r := range records {
				one, err := s.publication(r)
				if err != nil {
					return err
				}
				if one.Where == where {
					nameAll(one.Fields, names, one.Names)
					one.JurisdictionName = names.jurisdiction(r.Jurisdiction)
					shown = append(shown, one)
				}
			}
			read += len(records)
			if next, q.Cursor = cursor, cursor; cursor == "" {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return list[Publication]{}, err
	}
	return page(ctx, s, shown, next)
}

func (s *Server) publication(r casework.Record) (Publication, error) {
	var kept publicationKept
	if err := json.Unmarshal(r.Body, &kept); err != nil {
		return Publication{}, fmt.Errorf("reading publication %s: %w", r.ID, err)
	}
	shown := Publication{ID: r.ID, Where: kept.Where, Title: law.Text{ZH: kept.Title, EN: kept.TitleEN}, Fields: kept.Fields, Case: kept.Case,
		On: kept.On, From: kept.From, Until: kept.Until, Names: map[string]string{}, Jurisdiction: r.Jurisdiction}
	if shown.Fields == nil {
		shown.Fields = map[string]any{}
	}
	shown.Cite, _ = s.cited(kept.Cite)
	if until, err := calendar.ParseDay(kept.Until); err == nil && kept.Where == "notice" {
		shown.Open = !s.Desk.Today().After(until)
	}
	return shown, nil
}

// nameAll finds the titles of the registered things that fields name by their ids.
func nameAll(v any, names *names, into map[string]string) {
	switch v := v.(type) {
	case string:
		if kind := kindIn("", v); kind != "" {
			if name := names.of(kind, v); name != "" {
				into[v] = name
			}
		}
	case []any:
		for _, item := range v {
			nameAll(item, names, into)
		}
	case map[string]any:
		for _, item := range v {
			nameAll(item, names, into)
		}
	}
}

// ProductShown is a product as the public sees it.
type ProductShown struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Form     string `json:"form,omitempty"`
	Operator string `json:"operator"`
	Purpose  string `json:"purpose,omitempty"`
	Price    *int64 `json:"price,omitempty" doc:"分 · in fen"`
	Venue    string `json:"venue,omitempty"`
	Listing  string `json:"listing,omitempty"`
	State    string `json:"state"`

	Jurisdiction     string `json:"jurisdiction,omitempty" doc:"所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own"`
	JurisdictionName string `json:"jurisdictionName,omitempty" doc:"所属辖区名称；只有一个地方的不填 · its name; absent where there is one place"`
}

func (s *Server) publicProducts(ctx context.Context, in *publicInput) (*body[list[ProductShown]], error) {
	var shown []ProductShown
	var next string
	from, err := s.goOn(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		records, cursor, err := v.Records(ctx, casework.RecordQuery{Kind: "product", Limit: in.Limit, Cursor: from, Jurisdictions: in.asked()})
		if err != nil {
			return err
		}
		next = cursor
		names := s.namesIn(ctx, v)
		for _, r := range records {
			one := ProductShown{}
			if err := json.Unmarshal(r.Body, &one); err != nil {
				return fmt.Errorf("reading product %s: %w", r.ID, err)
			}
			one.ID, one.Operator = r.ID, names.of("organisation", r.Org)
			one.Jurisdiction, one.JurisdictionName = r.Jurisdiction, names.jurisdiction(r.Jurisdiction)
			if one.State != "withdrawn" {
				shown = append(shown, one)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return answer(page(ctx, s, shown, next))
}

type numberPath struct {
	Number string `path:"number" maxLength:"128"`
}

// numberForm is how certificates are numbered: area, kind, year, the log entry of the
// issue, and a further number where one entry issued several.
var numberForm = regexp.MustCompile(`^[A-Z]{1,8}-[A-Z]{1,4}-[0-9]{4}-([0-9]{6,15})(-[0-9]{1,4})?$`)

// byNumber finds a certificate by its number, through the log entry that issued it.
func (s *Server) byNumber(ctx context.Context, number string) (issued, error) {
	m := numberForm.FindStringSubmatch(number)
	if m == nil {
		return issued{}, casework.ErrNotFound
	}
	seq, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return issued{}, casework.ErrNotFound
	}
	var found issued
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		e, err := v.Entry(ctx, seq)
		if err != nil {
			return err
		}
		for _, o := range e.Objects {
			if o.Kind != "certificate" {
				continue
			}
			r, err := v.Registered(ctx, o.Kind, o.ID)
			if err != nil {
				return err
			}
			if found, err = s.readIssued(ctx, v, r); err != nil || found.Number == number {
				return err
			}
		}
		return casework.ErrNotFound
	})
	return found, err
}

func (s *Server) publicCertificate(ctx context.Context, in *numberPath) (*body[StatusShown], error) {
	c, err := s.byNumber(ctx, in.Number)
	if err != nil {
		return nil, err
	}
	return answer(s.statusOf(ctx, c))
}

func (s *Server) publicBundle(ctx context.Context, in *numberPath) (*huma.StreamResponse, error) {
	c, err := s.byNumber(ctx, in.Number)
	if err != nil {
		return nil, err
	}
	return s.bundleOf(ctx, c)
}

type objectionInput struct {
	Body struct {
		Case    string `json:"case" minLength:"1" maxLength:"128" doc:"公示所列事项编号 · number of the case under notice"`
		Grounds string `json:"grounds" minLength:"1" maxLength:"8192" doc:"理由 · what you object to, and why"`
		// Form is what the document of the step asks besides the grounds.
		Form map[string]any `json:"form,omitempty" doc:"该程序的异议另须写明的事项，如真实姓名、证据 · what the objection of this procedure asks besides: a name, evidence"`
	}
}

// Tracking is the number under which somebody without an account follows a matter.
type Tracking struct {
	Number string       `json:"number"`
	Day    calendar.Day `json:"day"`
	Entry  int64        `json:"entry"`
	Due    *DueDay      `json:"due,omitempty"`
}

// object takes the step of the case's procedure by which the public contests. A case
// that is not under notice does not exist for the public.
func (s *Server) object(ctx context.Context, in *objectionInput) (*body[Tracking], error) {
	if err := exact(ctx, in.Body.Form, "body.form"); err != nil {
		return nil, err
	}
	step, err := s.contesting(ctx, in.Body.Case)
	if err != nil {
		return nil, err
	}
	form := map[string]any{}
	maps.Copy(form, in.Body.Form)
	form["grounds"] = in.Body.Grounds
	receipt, err := s.Desk.Do(ctx, casework.Public, casework.Command{Case: in.Body.Case, Step: step, Form: form})
	if err != nil {
		return nil, err
	}
	return &body[Tracking]{Body: Tracking{Number: receipt.Case, Day: receipt.Day, Entry: receipt.Entry}}, nil
}

func (s *Server) contesting(ctx context.Context, id string) (string, error) {
	step := ""
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		c, err := v.Case(ctx, id)
		if err != nil {
			return err
		}
		p, ok := s.Desk.Packs.Of(c.Pack)
		if !ok || s.Desk.SightOf(c, casework.Public, p) == casework.Unseen {
			return casework.ErrNotFound
		}
		def, ok := p.Procedure(c.Procedure)
		if !ok {
			return casework.ErrNotFound
		}
		for _, one := range def.Steps {
			if string(one.Act) == "contest" {
				step = one.Step.Step
			}
		}
		return nil
	})
	if err == nil && step == "" {
		err = law.Refuse("notice.closed", law.Platform("PF-21"))
	}
	return step, err
}

type complaintInput struct {
	Body struct {
		Resource     string         `json:"resource,omitempty" maxLength:"128" doc:"所涉资源编号 · resource it is about"`
		Jurisdiction string         `json:"jurisdiction,omitempty" maxLength:"128" doc:"向哪个辖区投诉，不填为本系统所在地 · jurisdiction it is made to; the installation's own by default"`
		Form         map[string]any `json:"form" doc:"投诉材料，见 /v1/public/complaints/form · the document"`
	}
}

func (s *Server) complain(ctx context.Context, in *complaintInput) (*body[Tracking], error) {
	if err := exact(ctx, in.Body.Form, "body.form"); err != nil {
		return nil, err
	}
	links := map[string]string{}
	if in.Body.Resource != "" {
		links["resource"] = in.Body.Resource
	}
	number, err := s.tracking()
	if err != nil {
		return nil, err
	}
	cmd := casework.Command{Procedure: "complaint", Step: "file", Links: links, Form: in.Body.Form, Jurisdiction: strings.TrimPrefix(in.Body.Jurisdiction, TopJurisdiction)}
	receipt, err := s.Desk.DoAlong(ctx, casework.Public, cmd, casework.Along{Write: func(tx casework.Tx, r casework.Receipt) error {
		return s.keep(ctx, tx.(accountTx), settingTracking+digestOf(number), r.Case, "public")
	}})
	if err != nil {
		return nil, err
	}
	out := Tracking{Number: number, Day: receipt.Day, Entry: receipt.Entry}
	if dues := s.dueDays(s.Desk.Packs.Current(), receipt.Procedure, receipt.Dues); len(dues) > 0 {
		out.Due = &dues[0]
	}
	return &body[Tracking]{Body: out}, nil
}

// ComplaintShown is how a complaint stands, for whoever has its number.
type ComplaintShown struct {
	Number string       `json:"number"`
	State  string       `json:"state"`
	Word   law.Text     `json:"word"`
	Since  calendar.Day `json:"since"`
	Due    *DueDay      `json:"due,omitempty"`
	Answer string       `json:"answer,omitempty"`
}

func (s *Server) complaint(ctx context.Context, in *numberPath) (*body[ComplaintShown], error) {
	var id string
	if err := setting(ctx, s.Accounts, settingTracking+digestOf(in.Number), &id); err != nil {
		return nil, err
	}
	shown := ComplaintShown{Number: in.Number}
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		c, err := v.Case(ctx, id)
		if err != nil {
			return err
		}
		p, ok := s.Desk.Packs.Of(c.Pack)
		if !ok || c.Procedure != "complaint" {
			return casework.ErrNotFound
		}
		shown.State, shown.Since = c.State, c.Since
		if def, ok := p.Procedure(c.Procedure); ok {
			if state, ok := def.State(c.State); ok {
				shown.Word = state.Word
			}
		}
		if dues := s.dueDays(p, c.Procedure, c.Dues); len(dues) > 0 {
			shown.Due = &dues[0]
		}
		shown.Answer = answerIn(c.Docs["complaint-answer"])
		return nil
	})
	return answer(shown, err)
}

// answerIn is the text of an answer to a complaint.
func answerIn(doc json.RawMessage) string {
	fields := map[string]any{}
	if len(doc) == 0 || json.Unmarshal(doc, &fields) != nil {
		return ""
	}
	text, _ := fields["answer"].(string)
	return text
}

// tracking draws the number by which a complainant without an account follows the
// complaint. It cannot be guessed from another; the store keeps its digest.
func (s *Server) tracking() (string, error) {
	number, err := s.draw("TS-")
	if err != nil {
		return "", err
	}
	return number[:27], nil // 144 random bits
}
