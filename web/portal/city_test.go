package portal_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/registry/certificate"
	"github.com/shuyu-project/shuyu/rehearsal"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
	"github.com/shuyu-project/shuyu/web/portal"
)

// shipped reads the packs once for all tests.
var shipped = sync.OnceValues(func() (*pack.Pack, error) { return pack.Open(packs.Files, "taian") })

// certifier signs certificates with the installation's keys.
type certifier struct{ ring *seal.Ring }

func (c certifier) Certify(ctx context.Context, p casework.Particulars) (json.RawMessage, error) {
	signer, err := c.ring.Signer(seal.ForCertificate, "")
	if err != nil {
		return nil, err
	}
	named := func(n casework.Named) law.Text { return law.Text{ZH: n.Name, EN: n.Name} }
	local := p.Pack.Local()
	envelope, err := certificate.Issue(ctx, certificate.Statement{Type: certificate.Type(p.Kind), Number: p.Number, Articles: p.Cites, Case: p.Case, Issued: p.Issued, From: p.From, Until: p.Until,
		Instrument: certificate.Instrument{Code: local.Code, Title: local.Name, Status: certificate.Draft, Pack: p.Pack.Digest, Layers: []string{local.Code}},
		Issuer:     certificate.Party{ID: p.Issuer.ID, Name: named(p.Issuer)}, Holder: certificate.Party{ID: p.Holder.ID, Name: named(p.Holder)},
		Subject: certificate.Subject{Kind: p.About, ID: p.Subject.ID, Name: named(p.Subject)}}, signer)
	if err != nil {
		return nil, err
	}
	return json.Marshal(envelope)
}

// city is an installation whose portal is served as cmd mounts it: as what the interface
// serves beside itself.
type city struct {
	t      testing.TB
	store  *store.Store
	desk   *casework.Desk
	ring   *seal.Ring
	server *api.Server
	pages  *portal.Portal
	http   *httptest.Server
	logged *bytes.Buffer
	mu     sync.Mutex
	day    calendar.Day
}

// hidden stands in what is handed in and never made public.
const hidden = "绝密标记"

// registrations is a script in which a provider registers n resources, of which the last
// two are still under notice. Each application holds what no rule makes public.
func registrations(n int) string {
	var s strings.Builder
	s.WriteString(`pack taian
at 2026-02-10
org datacity roles=authority legalForm=administrative name=市大数据局
org water roles=provider legalForm=administrative class=administrative-organ name=市水务局
org huaxin roles=operator legalForm=legal-person name=华信数据
seat datacity/lin role=authority powers=reviewer
seat datacity/zhao role=authority powers=approver
seat water/qin role=provider powers=clerk
`)
	titles := []string{"供水用户统计", "管网压力月报", "水质监测", "阶梯水价", "村级区划与沿革", "公交刷卡汇总"}
	title := func(i int) string { return fmt.Sprintf("%s%d", titles[i%len(titles)], i) }
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&s, "record resource R%d title=%s provider=water catalogued=true worthwhile=true openness=conditional state=catalogued\n", i, title(i))
	}
	s.WriteString("\n# TA-09\n")
	for i := 1; i <= n; i++ {
		if i == n-1 {
			s.WriteString("at 2026-02-25\n")
			for j := 1; j < i; j++ {
				fmt.Fprintf(&s, "as datacity/zhao C%d register\n", j)
			}
		}
		fmt.Fprintf(&s, "as water/qin registration.apply resource=R%d -> C%d { kind: first, summary: 按月汇总的%s, materials: [digest(m%d)], commitTruth: true, commitCompleteness: true, commitCompliance: true, collector: %s, manager: %s, user: 运营单位 }\n",
			i, i, title(i), i, hidden, hidden)
		fmt.Fprintf(&s, "as datacity/lin C%d review { reasons: %s }\nas datacity/lin C%d notice\n", i, hidden, i)
	}
	return s.String()
}

func newCity(t testing.TB, script, day string) *city {
	t.Helper()
	p, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	c := &city{t: t, store: storetest.New(t), ring: seal.NewRing(rand.Reader), logged: &bytes.Buffer{}, day: calendar.MustDay(day)}
	for _, purpose := range []seal.Purpose{seal.ForLog, seal.ForCertificate, seal.ForSession, seal.ForToken, seal.ForVault, seal.ForRecord} {
		if _, err := c.ring.Create(purpose, "", calendar.MustDay("2025-01-01").Time()); err != nil {
			t.Fatal(err)
		}
	}
	if script != "" {
		parsed, err := rehearsal.Parse("city", []byte(script))
		if err != nil {
			t.Fatal(err)
		}
		if done := rehearsal.Run(context.Background(), parsed, p, c.store); !done.OK() {
			t.Fatalf("line %d, %s: %s", done.Line, done.Failed, done.Why)
		}
	}
	c.desk = &casework.Desk{Ledger: c.store, Packs: casework.OnePack{Pack: p}, Calendar: calendar.China, Now: func() time.Time { return c.today().Time().Add(10 * time.Hour) }, Random: rand.Reader, Certify: certifier{c.ring}}
	if script != "" {
		c.put(casework.Record{Kind: "product", ID: "PR1", Rev: 1, Org: "huaxin", State: "listed", Title: "供水普查指数", Body: body(map[string]any{"title": "供水普查指数",
			"operator": "huaxin", "form": "data-interface", "purpose": "industry", "price": 123456, "venue": "数据交易所", "listing": "GP-7", "evidence": hidden, "state": "listed"})})
	}
	c.serve()
	return c
}

func wall() time.Time { return time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC) }

func (c *city) today() calendar.Day {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.day
}

func (c *city) set(d calendar.Day) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.day = d
}

func (c *city) serve() {
	book := &api.Logbook{Name: "shuyu.test/log", Book: c.store, Signer: func() (seal.Signer, error) { return c.ring.Signer(seal.ForLog, "") },
		Locks: map[audit.Algorithm]audit.LockStore{audit.SHA256: c.store.Lock("sha256"), audit.SM3: c.store.Lock("sm3")}, Now: wall}
	logger := slog.New(slog.NewJSONHandler(c.logged, nil))
	var server *api.Server
	pages := portal.New(portal.Parts{Desk: c.desk, Log: book, Demo: true, Console: "/console/", Now: wall, Logger: logger,
		Interface: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { server.ServeHTTP(w, r) })})
	server = api.New(api.Parts{Desk: c.desk, Accounts: c.store, Keys: c.ring, Log: book, Now: wall, Random: rand.Reader, Logger: logger,
		Options: api.Options{Demo: true, PublicPerMinute: 100_000}, Clock: api.Moving{Desk: c.desk, Set: c.set}, Console: pages})
	c.server, c.pages, c.http = server, pages, httptest.NewServer(server)
	c.t.Cleanup(func() { server.CloseEvents(); c.http.Close() })
}

// reader is somebody with a browser that keeps cookies.
type reader struct {
	*city
	client *http.Client
}

func (c *city) reader() reader {
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return reader{c, &http.Client{Jar: jar}}
}

func (r reader) answer(res *http.Response, err error) (int, string) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func (r reader) get(path string) (int, string) {
	r.t.Helper()
	return r.answer(r.client.Get(r.http.URL + path))
}

func (r reader) post(path string, form url.Values) (int, string) {
	r.t.Helper()
	return r.answer(r.client.PostForm(r.http.URL+path, form))
}

// must answers a page that has to be there.
func (r reader) must(path string) string {
	r.t.Helper()
	status, text := r.get(path)
	if status != http.StatusOK {
		r.t.Fatalf("GET %s: %d %s\n%s", path, status, text, r.logged)
	}
	return text
}

// ids lists the register lines of a kind.
func (c *city) records(kind string) []casework.Record {
	c.t.Helper()
	var all []casework.Record
	err := c.store.Read(context.Background(), func(v casework.View) error {
		q := casework.RecordQuery{Kind: kind, Limit: 200}
		for {
			some, cursor, err := v.Records(context.Background(), q)
			all = append(all, some...)
			if err != nil || cursor == "" {
				return err
			}
			q.Cursor = cursor
		}
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return all
}

// put writes register lines as a change of their own, as a step would.
func (c *city) put(records ...casework.Record) {
	c.t.Helper()
	err := c.store.Write(context.Background(), func(tx casework.Tx) error {
		e := casework.Entry{Version: 1, Kind: "test.put", Outcome: "receipt", Seat: "machine", Org: "platform", Day: c.today(), Recorded: 1}
		for _, r := range records {
			e.Objects = append(e.Objects, casework.Commitment{Kind: r.Kind, ID: r.ID, Rev: r.Rev, Mac: strings.Repeat("0", 64)})
		}
		_, err := tx.Record(context.Background(), casework.Change{Puts: records, Entry: e})
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

func body(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

func (c *city) size() (n int64) {
	c.t.Helper()
	err := c.store.Read(context.Background(), func(v casework.View) (err error) {
		n, err = v.Size(context.Background())
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

// objected reports whether the case behind a publication holds an objection.
func (c *city) objected(publication casework.Record, grounds string) bool {
	c.t.Helper()
	found := false
	err := c.store.Read(context.Background(), func(v casework.View) error {
		one, err := v.Case(context.Background(), publication.Case)
		if err != nil || one.Notice == nil {
			return err
		}
		for _, o := range one.Notice.Objections {
			found = found || o.Grounds == grounds
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return found
}

func numberOf(certificate casework.Record) string {
	var kept struct {
		Number string `json:"number"`
	}
	if err := json.Unmarshal(certificate.Body, &kept); err != nil {
		panic(err)
	}
	return kept.Number
}

// certificate is the number of the certificate with an id.
func (c *city) certificate(id string) string {
	c.t.Helper()
	for _, one := range c.records("certificate") {
		if one.ID == id {
			return numberOf(one)
		}
	}
	c.t.Fatalf("there is no certificate %s", id)
	return ""
}

// cases are those of a procedure, the oldest first.
func (c *city) cases(procedure string) []casework.Case {
	c.t.Helper()
	var all []casework.Case
	err := c.store.Read(context.Background(), func(v casework.View) (err error) {
		all, _, err = v.Cases(context.Background(), casework.CaseQuery{Procedure: procedure, Limit: 200})
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b casework.Case) int { return strings.Compare(a.ID, b.ID) })
	return all
}
