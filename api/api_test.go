package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// city is an installation under the shipped Tai'an pack, served over HTTP.
type city struct {
	t      *testing.T
	server *api.Server
	store  *store.Store
	desk   *casework.Desk
	ring   *seal.Ring
	http   *httptest.Server
	logged *bytes.Buffer
	mu     sync.Mutex
	day    calendar.Day
	wall   time.Time
}

// shipped reads the packs once for all tests.
var shipped = sync.OnceValues(func() (*pack.Pack, error) { return pack.Open(packs.Files, "taian") })

func newCity(t *testing.T, change ...func(*api.Parts)) *city {
	t.Helper()
	return newCityOn(t, storetest.New(t), change...)
}

// cheap is what a password costs in tests, which sign in thousands of times.
var cheap = seal.Cost{Passes: 1, MemoryKiB: 64, Lanes: 1}

func newCityOn(t *testing.T, kept *store.Store, change ...func(*api.Parts)) *city {
	t.Helper()
	p, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	c := &city{t: t, store: kept, ring: seal.NewRing(rand.Reader), logged: &bytes.Buffer{},
		day: calendar.MustDay("2025-03-03"), wall: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)}
	for _, purpose := range []seal.Purpose{seal.ForLog, seal.ForCertificate, seal.ForSession, seal.ForToken, seal.ForVault, seal.ForRecord} {
		if _, err := c.ring.Create(purpose, "", c.day.Time()); err != nil {
			t.Fatal(err)
		}
	}
	c.desk = &casework.Desk{Ledger: c.store, Packs: casework.OnePack{Pack: p}, Calendar: calendar.China,
		Now: func() time.Time { return c.today().Time().Add(10 * time.Hour) }, Random: rand.Reader}
	book := &api.Logbook{Name: "shuyu.test/log", Book: c.store, Signer: func() (seal.Signer, error) { return c.ring.Signer(seal.ForLog, "") },
		Locks: map[audit.Algorithm]audit.LockStore{audit.SHA256: c.store.Lock("sha256"), audit.SM3: c.store.Lock("sm3")}, Now: c.now}
	parts := api.Parts{Desk: c.desk, Accounts: c.store, Keys: c.ring, Log: book, Shelf: shelf{}, Now: c.now, Random: rand.Reader,
		Logger: slog.New(slog.NewJSONHandler(c.logged, nil)), Options: api.Options{Demo: true, PublicPerMinute: 100_000, Password: cheap},
		Clock: api.Moving{Desk: c.desk, Set: c.set}}
	for _, f := range change {
		f(&parts)
	}
	c.server = api.New(parts)
	c.http = httptest.NewServer(c.server)
	t.Cleanup(func() { c.server.CloseEvents(); c.http.Close() })
	return c
}

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

func (c *city) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wall
}

// later moves the wall clock on.
func (c *city) later(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wall = c.wall.Add(d)
}

// browser is one person's client, with their cookies and authenticator.
type browser struct {
	*city
	client   *http.Client
	login    string
	password string
	seed     []byte
	bearer   string
	headers  map[string]string
}

func (c *city) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return &browser{city: c, client: &http.Client{Jar: jar}, headers: map[string]string{}}
}

// reply is an answer with its body read.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (b *browser) do(method, path string, in any) reply {
	b.t.Helper()
	var body io.Reader
	if text, ok := in.(string); ok {
		body = strings.NewReader(text)
	} else if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			b.t.Fatal(err)
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, b.http.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if b.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+b.bearer)
	}
	for k, v := range b.headers {
		req.Header.Set(k, v)
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, text}
}

// must answers what a request that has to succeed was answered.
func must[T any](b *browser, method, path string, in any) T {
	b.t.Helper()
	r := b.do(method, path, in)
	var out T
	if r.status != http.StatusOK && r.status != http.StatusNoContent {
		b.t.Fatalf("%s %s: %d %s", method, path, r.status, r.body)
	}
	if r.status == http.StatusOK {
		if err := json.Unmarshal(r.body, &out); err != nil {
			b.t.Fatalf("%s %s: %v in %s", method, path, err, r.body)
		}
	}
	return out
}

// refused answers the problem of a request that has to be refused with that status.
func (b *browser) refused(status int, code, method, path string, in any) api.Problem {
	b.t.Helper()
	r := b.do(method, path, in)
	var p api.Problem
	if err := json.Unmarshal(r.body, &p); err != nil {
		b.t.Fatalf("%s %s: %d %s", method, path, r.status, r.body)
	}
	if r.status != status || p.Code != code || p.Status != status {
		b.t.Fatalf("%s %s: %d %s, want %d %s\n%s", method, path, r.status, p.Code, status, code, r.body)
	}
	if got := r.header.Get("Content-Type"); got != "application/problem+json" {
		b.t.Errorf("%s %s: a problem is answered as %q", method, path, got)
	}
	return p
}

func (b *browser) code(step int64) string {
	b.t.Helper()
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b.seed)
	code, err := hotp.GenerateCodeCustom(text, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		b.t.Fatal(err)
	}
	return code
}

// freshCode waits half a minute on the test's clock, so that a code is never used twice.
func (b *browser) freshCode() string {
	b.later(30 * time.Second)
	return b.code(b.now().Unix() / 30)
}

const goodPassword = "a horse, a staple and 9 batteries"

// accept takes an invitation and signs in.
func (c *city) accept(invitation, login string) *browser {
	c.t.Helper()
	b := c.browser()
	b.login, b.password = login, goodPassword
	opened := must[api.Opened](b, "POST", "/v1/invitations/open", map[string]any{"invitation": invitation})
	seed, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(opened.Seed)
	if err != nil {
		c.t.Fatal(err)
	}
	b.seed = seed
	must[any](b, "POST", "/v1/invitations/accept", map[string]any{"invitation": invitation, "password": b.password, "code": b.freshCode()})
	b.signIn()
	return b
}

func (b *browser) signIn() api.Me {
	b.t.Helper()
	return must[api.Me](b, "POST", "/v1/session", map[string]any{"login": b.login, "password": b.password, "code": b.freshCode()})
}

func (b *browser) stepUp() {
	b.t.Helper()
	must[api.Me](b, "POST", "/v1/session/step-up", map[string]any{"code": b.freshCode()})
}

// founded sets the installation up and signs its three administrators in.
func (c *city) founded() (system, security, audits *browser) {
	c.t.Helper()
	if err := c.desk.FoundAdministrators(context.Background()); err != nil {
		c.t.Fatal(err)
	}
	secret, err := c.server.Bootstrap(context.Background())
	if err != nil {
		c.t.Fatal(err)
	}
	made := must[struct{ Items []api.Invitation }](c.browser(), "POST", "/v1/setup", map[string]any{"secret": secret}).Items
	if len(made) != 3 {
		c.t.Fatalf("%d administrators were invited", len(made))
	}
	var all []*browser
	for _, i := range made {
		all = append(all, c.accept(i.Code, i.Login))
	}
	return all[0], all[1], all[2]
}

// office is where the administrators enrol others.
type office struct {
	*city
	system, security *browser
}

// organisation enrols one and answers its id.
func (o office) organisation(name string, creditCode string, roles ...string) string {
	o.t.Helper()
	r := must[api.Receipt](o.system, "POST", "/v1/cases", map[string]any{"procedure": "organisation", "form": map[string]any{
		"name": name, "roles": roles, "creditCode": creditCode, "legalForm": "legal-person", "class": "other"}})
	return r.Made[0].ID
}

// person enrols one in a seat that is confirmed, and signs them in.
func (o office) person(login, org, role string, powers ...string) *browser {
	o.t.Helper()
	account := must[api.Receipt](o.system, "POST", "/v1/cases", map[string]any{"procedure": "account", "form": map[string]any{
		"name": "测试" + login, "organisation": org, "login": login}})
	if powers == nil {
		powers = []string{}
	}
	seat := must[api.Receipt](o.system, "POST", "/v1/cases", map[string]any{"procedure": "seat", "form": map[string]any{
		"title": role, "person": account.Made[0].ID, "organisation": org, "role": role, "powers": powers}})
	o.security.stepUp()
	must[api.Receipt](o.security, "POST", "/v1/cases/"+seat.Case+"/steps", map[string]any{"step": "confirm"})
	return o.accept(account.Invitation.Code, login)
}

func TestFromNothingToASeat(t *testing.T) {
	c := newCity(t)
	system, security, _ := c.founded()
	o := office{c, system, security}
	authority := o.organisation("数据局", code(1), "authority")
	clerk := o.person("lin", authority, "authority", "clerk", "reviewer")
	me := must[api.Me](clerk, "GET", "/v1/me", nil)
	if me.Seat == nil || me.Seat.Role != "authority" || me.Seat.Organisation != authority {
		t.Fatalf("the clerk sits in %+v", me.Seat)
	}
}
