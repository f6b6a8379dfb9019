// Package api is the platform's door over HTTP: who is asking, what they may see, how an
// answer, a refusal and a fault are written. The OpenAPI document that it serves is
// generated from its own types and checked in as openapi.yaml.
//
// It is not where anything is decided or changed. Every change is a casework.Command put
// to the Desk; what a person may see is asked of casework.See and Desk.Show; this package
// reads requests strictly and writes answers.
//
// What newcomers get wrong: nothing about a person is remembered between two requests.
// Session, token, person and seat are read again for each, so that what was withdrawn a
// moment ago no longer acts. And a thing that one may not see is answered 404 in exactly
// the words of a thing that does not exist, and is logged.
package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/zone"
)

// Version is the version of the interface, not of the program.
const Version = "1.0.0"

// Accounts keeps what people sign in with. store.Store implements it.
type Accounts interface {
	PutSession(ctx context.Context, n store.Session) error
	Session(ctx context.Context, hash [32]byte) (store.Session, error)
	ChangeSession(ctx context.Context, n store.Session) error
	EndSession(ctx context.Context, hash [32]byte) error
	EndSessions(ctx context.Context, person string) (int64, error)

	PutToken(ctx context.Context, t store.Token) error
	Token(ctx context.Context, hash [32]byte) (store.Token, error)
	Tokens(ctx context.Context, seat string) ([]store.Token, error)
	RevokeToken(ctx context.Context, id, by string, at time.Time) error
	RevokeTokens(ctx context.Context, person, by string, at time.Time) (int64, error)

	CountFailure(ctx context.Context, subject string, at time.Time, rule store.Lockout) (store.Attempts, error)
	Attempts(ctx context.Context, subject string) (store.Attempts, error)
	ClearAttempts(ctx context.Context, subject string) error

	PutCredential(ctx context.Context, c store.Credential) error
	Credential(ctx context.Context, person string) (store.Credential, error)
	UseTOTPStep(ctx context.Context, person string, step int64) error
	RemoveCredential(ctx context.Context, person string) error

	PutSetting(ctx context.Context, n store.Setting) error
	Setting(ctx context.Context, name string) (store.Setting, error)
}

// accountTx is the Desk's write transaction, in which accounts are kept too: an act on an
// account is there with its log entry, or not at all. store.Tx implements it.
type accountTx interface {
	casework.Tx
	Accounts
}

// act carries out one act on somebody's means of signing in, in one transaction with its
// log entry. What it rests on is read again there, whatever a handler has seen before.
func (s *Server) act(ctx context.Context, who casework.Actor, kind, note string, do func(accountTx) error) error {
	return s.Desk.Account(ctx, who, kind, note, func(tx casework.Tx) error { return do(tx.(accountTx)) })
}

// Keys are the installation's keys. seal.Ring implements it.
type Keys interface {
	seal.Wrapper
	Signer(p seal.Purpose, owner string) (seal.Signer, error)
	PublicKeys(p seal.Purpose, owner string) []seal.Key
	// Keys are the descriptors of all keys: never a secret half.
	Keys() []seal.Key
}

// Log gives checkpoints and the hashes that proofs are made from. Logbook implements it.
type Log interface {
	Origin() string
	// Checkpoint answers the smallest signed checkpoint of one tree that has at least
	// size entries, and signs one where there is none yet.
	Checkpoint(ctx context.Context, alg audit.Algorithm, size uint64) ([]byte, error)
	Latest(ctx context.Context, alg audit.Algorithm) ([]byte, error)
	Hashes(ctx context.Context, fn func(audit.HashReader, uint64) error) error
}

// Options say how an installation is run.
type Options struct {
	Demo    bool   // a demonstration: settable clock, accounts shown
	TLS     bool   // this process speaks TLS itself: cookies are Secure, HSTS is sent
	Proxied bool   // a proxy in front speaks TLS: as TLS, and X-Forwarded-For is believed
	Issuer  string // name shown in authenticators; "Shuyu" when empty
	// PublicPerMinute bounds the requests of one address to the public endpoints and to
	// sign-in; 0 means 120.
	PublicPerMinute int
	Password        seal.Cost // of hashing one; PasswordCost where it is zero
}

// Parts are what a Server is put together from. Desk, Accounts, Keys, Now and Random must
// be there; where another is nil, its endpoints answer that the installation has no such
// part.
type Parts struct {
	Desk        *casework.Desk
	Accounts    Accounts
	Keys        Keys
	Log         Log
	Attachments Attachments
	Data        Data
	Shelf       Shelf
	Officials   OfficialTexts
	Clock       Clock            // of a demonstration
	Isolation   *zone.Isolation  // in force for jobs on this machine
	Now         func() time.Time // the time on the wall: sessions and second factors never run on the demonstration's clock
	Random      io.Reader
	Logger      *slog.Logger
	Metrics     *prometheus.Registry
	Options     Options
	// Ready says why the installation cannot serve yet; nil when it can.
	Ready func(ctx context.Context) error
	// Console serves everything that is not the interface's; nil: a short page.
	Console http.Handler
}

// Clock is the settable clock of a demonstration.
type Clock interface {
	// Until moves the legal day on to a day; timers fire on their own days on the way.
	Until(ctx context.Context, day calendar.Day) error
}

// Server answers the interface. It is safe for concurrent use.
type Server struct {
	Parts
	api      huma.API
	mux      *http.ServeMux
	handler  http.Handler
	hashing  chan struct{} // bounds how many passwords are hashed at a time, and so the memory
	limits   *limiter
	checks   *limiter // of queries that are being written, by person
	watchers *watchers
	meters   *meters
	shown    coverages
	held     comparisons
	cursors  cursors
}

// New puts a server together. It panics where a part that must be there is missing.
func New(p Parts) *Server {
	if p.Desk == nil || p.Accounts == nil || p.Keys == nil || p.Now == nil || p.Random == nil {
		panic("api: Desk, Accounts, Keys, Now and Random must be given")
	}
	if p.Logger == nil {
		p.Logger = slog.New(slog.DiscardHandler)
	}
	if p.Metrics == nil {
		p.Metrics = prometheus.NewRegistry()
	}
	if p.Options.Issuer == "" {
		p.Options.Issuer = "Shuyu"
	}
	if p.Options.Password == (seal.Cost{}) {
		p.Options.Password = PasswordCost()
	}
	s := &Server{Parts: p, mux: http.NewServeMux(), hashing: make(chan struct{}, 2), watchers: newWatchers()}
	s.limits = newLimiter(p.Options.PublicPerMinute, p.Now)
	s.checks = newLimiter(checksPerMinute, p.Now)
	s.meters = newMeters(p.Metrics)
	speakProblems()
	s.api = humago.New(s.mux, config())
	s.routes()
	s.handler = s.chain(s.mux)
	earlier := p.Desk.Done
	p.Desk.Done = func(r casework.Receipt) {
		if earlier != nil {
			earlier(r)
		}
		s.watchers.tell(r)
	}
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func config() huma.Config {
	c := huma.DefaultConfig("数域 Shuyu", Version)
	c.DocsPath, c.SchemasPath, c.OpenAPIPath, c.CreateHooks = "", "", "", nil
	c.RejectUnknownQueryParameters = true
	c.Formats = bodyFormats()
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Info.Description = "公共数据授权运营平台的接口。所有变更均通过一扇门办理：回执、附条款的不予办理，或者故障编号。\n\n" +
		"The interface of a platform for the authorised operation of public data. Every change goes through one door, which answers with a receipt, " +
		"a refusal that names its articles, or the number of an incident."
	c.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: cookieName(false), Description: "浏览器会话，由登录设置。The session of a browser, set by signing in."},
		"token":   {Type: "http", Scheme: "bearer", Description: "绑定岗位的访问令牌。An access token, bound to a seat."},
	}
	c.Tags = []*huma.Tag{
		{Name: "session", Description: "登录与账户 · Signing in and accounts"},
		{Name: "cases", Description: "事项 · Matters"},
		{Name: "registers", Description: "登记簿 · Registers"},
		{Name: "law", Description: "规则与期限 · Rules and periods"},
		{Name: "log", Description: "日志与证明 · Log and proofs"},
		{Name: "certificates", Description: "证书 · Certificates"},
		{Name: "data", Description: "数据 · Data"},
		{Name: "installation", Description: "安装 · The installation"},
		{Name: "public", Description: "公众 · The public"},
		{Name: "demo", Description: "演示 · The demonstration"},
	}
	return c
}

// schemaName names a type in the document: ours by its own name, others with their
// package before it.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if folder := path.Base(t.PkgPath()); t.PkgPath() != "" && folder != "api" {
		return strings.ToUpper(folder[:1]) + folder[1:] + name
	}
	return name
}

func (s *Server) routes() {
	s.sessionRoutes()
	s.accountRoutes()
	s.procedureRoutes()
	s.caseRoutes()
	s.figureRoutes()
	s.noticeRoutes()
	s.registerRoutes()
	s.jurisdictionRoutes()
	s.titleRoutes()
	s.lawRoutes()
	s.packRoutes()
	s.shelfRoutes()
	s.compareRoutes()
	s.timelineRoutes()
	s.logRoutes()
	s.certificateRoutes()
	s.attachmentRoutes()
	s.dataRoutes()
	s.workspaceRoutes()
	s.outputRoutes()
	s.eventRoutes()
	s.installationRoutes()
	s.publicRoutes()
	if s.Options.Demo {
		s.demoRoutes()
	}
	s.healthRoutes()
	s.referenceRoutes()
}

// access says who may call an operation.
type access int

const (
	forPublic access = iota // anybody; rate-limited
	forPerson               // whoever is signed in
	forSeat                 // whoever acts in a seat
)

// op describes an operation. The summary is Chinese, then English.
func op(id, method, path, tag string, open access, zh, en string) huma.Operation {
	o := huma.Operation{OperationID: id, Method: method, Path: path, Tags: []string{tag}, Summary: zh + " · " + en,
		Errors: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusTooManyRequests, http.StatusInternalServerError}}
	if open != forPublic {
		o.Security = []map[string][]string{{"session": {}}, {"token": {}}}
		o.Errors = append(o.Errors, http.StatusUnauthorized, http.StatusForbidden)
	}
	if method == http.MethodPost || method == http.MethodDelete || method == http.MethodPut {
		o.Errors = append(o.Errors, http.StatusConflict, http.StatusUnprocessableEntity)
	}
	return o
}

// handle registers an operation whose errors become problem documents.
func handle[I, O any](s *Server, o huma.Operation, fn func(context.Context, *I) (*O, error)) {
	public := len(o.Security) == 0
	huma.Register(s.api, o, func(ctx context.Context, in *I) (*O, error) {
		if public && !s.limits.allow(requestOf(ctx).address) {
			return nil, s.problem(ctx, law.Refuse("request.rate", law.Platform("PF-22")))
		}
		out, err := fn(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// described says what an operation answers that is written as a stream: JSON of a type,
// and other forms besides.
func (s *Server) described(o huma.Operation, answered any, besides ...string) huma.Operation {
	schema := s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(answered), true, o.OperationID)
	content := map[string]*huma.MediaType{"application/json": {Schema: schema}}
	for _, form := range besides {
		content[form] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	o.Responses = map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK), Content: content}}
	return o
}

// nothing is the answer of what only does.
type nothing struct{}

// body wraps an answer.
type body[T any] struct{ Body T }

func answer[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{Body: v}, nil
}

// errNoPart is answered where the installation was put together without a part.
var errNoPart = errors.New("the installation was started without this part")

// Page is what lists are asked with.
type Page struct {
	Cursor string `query:"cursor" doc:"接上一页的游标 · cursor of the next page, as the page before answered it" maxLength:"1024"`
	Limit  int    `query:"limit" doc:"每页条数 · lines per page" minimum:"0" maximum:"200"`
}

// list is one page of an answer.
type list[T any] struct {
	Items  []T    `json:"items"`
	Cursor string `json:"cursor,omitempty" doc:"下一页的游标，末页没有 · cursor of the next page; absent on the last"`
	Total  *Total `json:"total,omitempty" doc:"总条数，经 total=true 询问 · lines of all pages, where it was asked for"`
}

// listOf never writes null for an empty list.
func listOf[T any](items []T, cursor string) list[T] {
	if items == nil {
		items = []T{}
	}
	return list[T]{Items: items, Cursor: cursor}
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
