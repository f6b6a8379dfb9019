package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/delivery"
)

// Data is the data plane, as far as it is reached over HTTP. Each method checks for
// itself what its actor may do, in the transaction that logs the access, and answers a
// law.Refusal where rules stand against it; no error carries a cell.
type Data interface {
	// Upload reads a file of a resource to its end into the vault, in quarantine, and
	// answers what the depositing step is given. name is the file's name as claimed.
	Upload(ctx context.Context, who casework.Actor, resource, name string, r io.Reader) (Deposited, error)
	// Query runs a query in development, over masked samples and dummy data only.
	Query(ctx context.Context, who casework.Actor, q Query) (Result, error)
	// Report is the examination of a held output, as canonical JSON.
	Report(ctx context.Context, who casework.Actor, output string) (json.RawMessage, error)
	// Profile is what is known of a dataset version: schema, proposals, profile, quality,
	// and the rows that could not be read, by line and column. It names no cell.
	Profile(ctx context.Context, who casework.Actor, resource, version string) (json.RawMessage, error)
	// File opens the released bytes of a delivery for its recipient.
	File(ctx context.Context, who casework.Actor, delivery string) (Delivered, error)
	// DeliveryKey is the key of a data interface, for its recipient.
	DeliveryKey(ctx context.Context, who casework.Actor, delivery string) (string, error)
	// LookUp answers a call of a data interface. Whoever calls is known by the key alone.
	LookUp(ctx context.Context, c Call) (json.RawMessage, error)
}

// Deposited is what came of an upload.
type Deposited struct {
	Object    string         `json:"object" doc:"对象编号 · what the vault knows it by"`
	Digest    string         `json:"digest" doc:"SHA-256，十六进制"`
	SizeBytes int64          `json:"sizeBytes"`
	Case      string         `json:"case,omitempty" doc:"随之办理的事项 · case it was handed to"`
	Form      map[string]any `json:"form,omitempty" doc:"可直接用于存入步骤的材料 · document for the depositing step"`
}

// Query is a query in development.
type Query struct {
	Scenario string   `json:"scenario" minLength:"1" maxLength:"128"`
	Grants   []string `json:"grants,omitempty" maxItems:"32" doc:"所依据的授权；空为该场景的全部 · grants it reads under; none: all of the scenario"`
	SQL      string   `json:"sql" minLength:"1" maxLength:"65536"`
	Limit    int      `json:"limit,omitempty" minimum:"0" maximum:"1000"`
}

// Result is what a query in development answered, never raw data.
type Result struct {
	Columns   []ResultColumn `json:"columns"`
	Rows      [][]any        `json:"rows"`
	Truncated bool           `json:"truncated,omitempty"`
	Mark      string         `json:"mark" doc:"masked-sample 或 dummy · what the rows are"`
	Isolation string         `json:"isolation" doc:"运行时的隔离 · isolation that was in force"`
	Millis    int64          `json:"millis"`
}

// ResultColumn is one column of a result.
type ResultColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// Delivered is a file for its recipient. Content is closed by whoever reads it.
type Delivered struct {
	Name        string
	ContentType string
	Manifest    json.RawMessage // what it is and whose it is
	Content     io.ReadCloser
}

// Call is one call of a data interface.
type Call struct {
	Delivery string
	Key      string
	Scenario string
	Columns  map[string]string
	From     int
}

func (s *Server) dataRoutes() {
	id := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
	upload := op("upload", http.MethodPost, "/v1/resources/{id}/uploads", "data", forSeat, "上传资源的数据文件（流式）", "Upload a file of a resource; it is streamed")
	upload.Parameters = []*huma.Param{id, {Name: "name", In: "query", Description: "文件名 · name of the file", Schema: &huma.Schema{Type: huma.TypeString}}}
	upload.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
	s.documented(upload, Deposited{}, "POST /v1/resources/{id}/uploads", s.upload)
	handle(s, op("query", http.MethodPost, "/v1/workspaces/query", "data", forSeat, "开发环境查询（脱敏样本）", "A query in development, over masked samples"), s.query)
	handle(s, op("version-profile", http.MethodGet, "/v1/versions/{id}/profile", "data", forSeat, "数据版本的结构、统计和问题行（到行列，不含内容）", "Schema, profile and unreadable rows of a version, by line and column"), s.profile)
	file := text(op("delivery-file", http.MethodGet, "/v1/deliveries/{id}/file", "data", forSeat, "取交付的文件", "The file of a delivery, for its recipient"), "application/octet-stream")
	file.Parameters = []*huma.Param{id}
	s.documented(file, nil, "GET /v1/deliveries/{id}/file", s.deliveryFile)
	handle(s, op("meter", http.MethodGet, "/v1/deliveries/{id}/meter", "data", forSeat, "数据接口的计量和限额", "How often a data interface was called, and its quotas"), s.meter)
	handle(s, op("delivery-key", http.MethodGet, "/v1/deliveries/{id}/key", "data", forSeat, "取数据接口的密钥（须再次验证）", "The key of a data interface, for its recipient, after proving presence again"), s.deliveryKey)
	look := text(op("look-up", http.MethodGet, "/v1/data/{delivery}", "data", forPublic, "数据接口查询：以键列为参数", "A data interface: the key columns are the parameters"), "application/json")
	look.Parameters = []*huma.Param{{Name: "delivery", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}},
		{Name: "X-Delivery-Key", In: "header", Required: true, Schema: &huma.Schema{Type: huma.TypeString}},
		{Name: "X-Scenario", In: "header", Description: "用于哪个场景 · scenario it is for", Schema: &huma.Schema{Type: huma.TypeString}},
		{Name: "from", In: "query", Schema: &huma.Schema{Type: huma.TypeInteger}}}
	s.documented(look, nil, "GET /v1/data/{delivery}", s.lookUp)
}

// dataSeat answers the asker where there is a data plane. Administrators have no
// business with it. 〔platform PF-10〕
func (s *Server) dataSeat(ctx context.Context, kind, id string) (*asker, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	if a.actor.Administers() {
		return nil, s.Desk.LogUnseen(ctx, a.actor, kind, id)
	}
	if s.Data == nil {
		return nil, errNoPart
	}
	return a, nil
}

func (s *Server) upload(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	resource := r.PathValue("id")
	a, err := s.dataSeat(ctx, "resource", resource)
	if err != nil {
		return err
	}
	if _, err := s.Desk.Registered(ctx, a.actor, "resource", resource); err != nil {
		return err
	}
	deposited, err := s.Data.Upload(ctx, a.actor, resource, r.URL.Query().Get("name"), r.Body)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, deposited)
}

type queryInput struct{ Body Query }

func (s *Server) query(ctx context.Context, in *queryInput) (*body[Result], error) {
	a, err := s.dataSeat(ctx, "scenario", in.Body.Scenario)
	if err != nil {
		return nil, err
	}
	if _, err := s.Desk.Registered(ctx, a.actor, "scenario", in.Body.Scenario); err != nil {
		return nil, err
	}
	result, err := s.Data.Query(ctx, a.actor, in.Body)
	if result.Columns == nil {
		result.Columns = []ResultColumn{}
	}
	if result.Rows == nil {
		result.Rows = [][]any{}
	}
	return answer(result, err)
}

// profile is for the provider whose version it is, and for those who oversee.
func (s *Server) profile(ctx context.Context, in *personPath) (*body[json.RawMessage], error) {
	a, err := s.dataSeat(ctx, "version", in.ID)
	if err != nil {
		return nil, err
	}
	r, err := s.Desk.Registered(ctx, a.actor, "version", in.ID)
	if err != nil {
		return nil, err
	}
	if r.Org != a.actor.Organisation && !a.actor.OverseesIn(r.Jurisdiction) {
		return nil, s.Desk.LogUnseen(ctx, a.actor, "version", in.ID)
	}
	return answer(s.Data.Profile(ctx, a.actor, r.Subject, in.ID))
}

func (s *Server) deliveryFile(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	a, err := s.dataSeat(ctx, "delivery", id)
	if err != nil {
		return err
	}
	if _, err := s.Desk.Registered(ctx, a.actor, "delivery", id); err != nil {
		return err
	}
	file, err := s.Data.File(ctx, a.actor, id)
	if err != nil {
		return err
	}
	defer file.Content.Close()
	w.Header().Set("Content-Type", file.ContentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+plainName(file.Name)+`"`)
	if len(file.Manifest) > 0 {
		w.Header().Set("X-Manifest", strings.ReplaceAll(string(file.Manifest), "\n", " "))
	}
	if _, err := io.Copy(w, file.Content); err != nil {
		panic(http.ErrAbortHandler) // half of a file must not look whole
	}
	return nil
}

// KeyShown is the key of a data interface.
type KeyShown struct {
	Secret string `json:"secret" doc:"放入请求头 X-Delivery-Key · goes into the header X-Delivery-Key"`
}

func (s *Server) deliveryKey(ctx context.Context, in *personPath) (*body[KeyShown], error) {
	a, err := s.dataSeat(ctx, "delivery", in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := s.Desk.Registered(ctx, a.actor, "delivery", in.ID); err != nil {
		return nil, err
	}
	if err := a.steppedUp(); err != nil {
		return nil, err
	}
	secret, err := s.Data.DeliveryKey(ctx, a.actor, in.ID)
	if err != nil {
		return nil, err
	}
	return &body[KeyShown]{Body: KeyShown{Secret: secret}}, s.Desk.Account(ctx, a.actor, "delivery.key", in.ID, nil)
}

// plainName keeps what a header can carry safely.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, name)
}

func (s *Server) lookUp(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	if s.Data == nil {
		return errNoPart
	}
	c := Call{Delivery: r.PathValue("delivery"), Key: r.Header.Get("X-Delivery-Key"), Scenario: r.Header.Get("X-Scenario"), Columns: map[string]string{}}
	for name, values := range r.URL.Query() {
		if len(values) != 1 {
			return malformed(ctx, "query."+name, law.Text{ZH: "每个参数只能给出一次", EN: "each parameter is given once"})
		}
		if name == "from" {
			from, err := strconv.Atoi(values[0])
			if err != nil || from < 0 {
				return malformed(ctx, "query.from", law.Text{ZH: "应为行号，从 0 起", EN: "want the number of a row, from 0"})
			}
			c.From = from
			continue
		}
		c.Columns[name] = values[0]
	}
	text, err := s.Data.LookUp(ctx, c)
	refused, ok := law.AsRefusal(err)
	unknown := ok && refused.Code() == delivery.CodeKeyUnknown
	if ok && !refused.Hidden && !unknown {
		if err := s.Desk.LogRefusal(ctx, casework.Public, "delivery.call", refused); err != nil {
			return err
		}
	}
	if unknown || errors.Is(err, casework.ErrNotFound) { // whether a delivery exists is not told to whoever has no key
		return law.Refuse(delivery.CodeKeyUnknown, delivery.Rule)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(text) // whoever asked may have gone
	return nil
}
