package works

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/apart"
	"github.com/shuyu-project/shuyu/zone/delivery"
	"github.com/shuyu-project/shuyu/zone/duckdb"
	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/vault"
	"github.com/shuyu-project/shuyu/zone/work"
)

// The test's own binary is the work child, as the program's is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == work.Command {
		tasks := duckdb.Tasks()
		maps.Copy(tasks, apart.Tasks())
		os.Exit(work.Main(tasks))
	}
	os.Exit(m.Run())
}

var theLaw = sync.OnceValues(func() (*pack.Pack, error) { return pack.Open(packs.Files, "taian") })

// machines is the queue as seen by machines whose clock a test moves on, so that a lease
// ends without anybody waiting for it.
type machines struct {
	*store.Store
	ahead atomic.Int64 // a time.Duration
}

// later lets a lease that nobody renews run out.
func (m *machines) later() { m.ahead.Add(int64(2 * lease)) }

func (m *machines) Claim(ctx context.Context, kinds []string, limit int, now time.Time, lease time.Duration) ([]store.Lease, error) {
	return m.Store.Claim(ctx, kinds, limit, now.Add(time.Duration(m.ahead.Load())), lease)
}

func (m *machines) Renew(ctx context.Context, l store.Lease, until time.Time) error {
	return m.Store.Renew(ctx, l, until.Add(time.Duration(m.ahead.Load())))
}

// place is an installation whose data plane works: engine, children, vault and queue.
type place struct {
	*Works
	t        *testing.T
	store    *store.Store
	queue    *machines
	log      *bytes.Buffer
	resource string
	holding  string // case of the catalogue
}

var (
	today = calendar.MustDay("2025-04-01")
	qin   = seated("provider", "water", "qin", "clerk", "reviewer")
	lin   = seated("authority", "datacity", "lin", "clerk", "reviewer")
	lu    = seated("provider", "water", "lu", "approver")
	zhao  = seated("authority", "datacity", "zhao", "clerk", "approver")
	feng  = seated("operator", "huaxin", "feng", "worker")
	wu    = seated("operator", "huaxin", "wu", "clerk")
	boss  = seated("operator", "huaxin", "boss", "approver")
	lei   = seated("user", "bank", "lei", "clerk")
	ex1   = seated("expert", "college", "ex1", "expert")
	ex2   = seated("expert", "institute", "ex2", "expert")
)

func seated(role, org, person string, powers ...string) casework.Actor {
	return casework.Actor{Role: role, Powers: powers, SteppedUp: true, Party: casework.Party{Person: person, Seat: "seat-" + person, Organisation: org}}
}

func newPlace(t *testing.T) *place {
	t.Helper()
	ctx := t.Context()
	law, err := theLaw()
	if err != nil {
		t.Fatal(err)
	}
	launcher, isolation, err := work.Detect(ctx, work.Launcher{})
	if err != nil {
		t.Fatal(err)
	}
	key, err := vault.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	ring, err := vault.NewKeyRing(key)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := vault.Open(ctx, t.TempDir(), ring, 1<<24)
	if err != nil {
		t.Fatal(err)
	}
	journal, err := delivery.OpenJournal(filepath.Join(t.TempDir(), "meters"))
	if err != nil {
		t.Fatal(err)
	}
	parser := &duckdb.Parser{Launcher: launcher}
	t.Cleanup(func() {
		parser.Close()
		if err := journal.Close(); err != nil {
			t.Error(err)
		}
		if err := kept.Close(); err != nil {
			t.Error(err)
		}
	})
	s := storetest.New(t)
	desk := &casework.Desk{Ledger: s, Packs: casework.OnePack{Pack: law}, Calendar: calendar.China,
		Now: func() time.Time { return today.Time().Add(9 * time.Hour) }, Random: rand.Reader}
	p := &place{t: t, store: s, queue: &machines{Store: s}, log: &bytes.Buffer{}}
	p.Works = &Works{Desk: desk, Queue: p.queue, Vault: kept, Tenant: "installation", Engine: duckdb.Engine{Launcher: launcher, Threads: 1}, Parser: parser, Apart: apart.Reader{Launcher: launcher},
		Isolation: isolation, Secret: key, Scratch: t.TempDir(), Meter: delivery.NewMeter(journal), Log: slog.New(slog.NewTextHandler(p.log, nil))}
	desk.Checks = map[string]casework.Check{"job.submit": p.CheckJob, "code.submit": p.CheckCode}
	p.people()
	return p
}

// people puts everybody who acts, and an agreement with an approved scenario.
func (p *place) people() {
	for _, who := range []casework.Actor{qin, lu, lin, zhao, feng, wu, boss, lei, ex1, ex2} {
		powers := []any{}
		for _, one := range who.Powers {
			powers = append(powers, one)
		}
		p.put("person", who.Person, map[string]any{"name": who.Person, "org": who.Organisation, "admitted": true, "state": "active"})
		p.put("seat", who.Seat, map[string]any{"person": who.Person, "org": who.Organisation, "role": who.Role, "powers": powers, "state": "in-force"})
	}
	for _, org := range []string{"water", "datacity", "huaxin", "bank", "college", "institute"} {
		p.put("organisation", org, map[string]any{"name": org, "state": "enrolled"})
	}
	p.put("agreement", "A1", map[string]any{"title": "协议", "operator": "huaxin", "grantor": "datacity", "signed": true, "state": "in-force", "from": "2025-03-17", "until": "2026-03-17"})
	p.put("scenario", "S1", map[string]any{"title": "用水", "operator": "huaxin", "agreement": "A1", "purpose": "industry", "state": "approved"})
}

func (p *place) put(kind, id string, body map[string]any) {
	p.t.Helper()
	thing, _ := pack.ThingOf(kind)
	raw, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	r := casework.Record{Kind: kind, ID: id, Rev: 1, Org: text(body, thing.Org), Subject: text(body, thing.Subject), State: text(body, "state"), Body: raw, Jurisdiction: text(body, "jurisdiction")}
	err = p.store.Read(p.t.Context(), func(v casework.View) error {
		if old, err := v.Registered(p.t.Context(), kind, id); err == nil {
			r.Rev = old.Rev + 1
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	storetest.Record(p.t, p.store, casework.Change{Puts: []casework.Record{r}, Entry: storetest.NewEntry("test.put")})
}

func (p *place) do(who casework.Actor, cmd casework.Command) casework.Receipt {
	p.t.Helper()
	r, err := p.Desk.Do(p.t.Context(), who, cmd)
	if refusal, ok := law.AsRefusal(err); ok {
		p.t.Fatalf("%s%s %s: %+v", cmd.Procedure, cmd.Case, cmd.Step, refusal.Violations)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

func (p *place) step(who casework.Actor, id, step string, form map[string]any) casework.Receipt {
	p.t.Helper()
	return p.do(who, casework.Command{Case: id, Step: step, Form: form})
}

// work does every task that waits and answers how many it did.
func (p *place) work() (n int) {
	p.t.Helper()
	for {
		done, err := p.Once(p.t.Context())
		if err != nil {
			p.t.Fatal(err)
		}
		if done == 0 {
			return n
		}
		n += done
	}
}

func (p *place) state(id string) string {
	p.t.Helper()
	c, err := p.caseOf(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return c.State
}

func (p *place) fact(kind, id, name string) any {
	p.t.Helper()
	f, err := p.facts(p.t.Context(), kind, id)
	if err != nil {
		p.t.Fatal(err)
	}
	return f[name]
}

func (p *place) registered(kind string) []casework.Record {
	p.t.Helper()
	var all []casework.Record
	err := p.store.Read(p.t.Context(), func(v casework.View) (err error) {
		all, _, err = v.Records(p.t.Context(), casework.RecordQuery{Kind: kind, Limit: 200})
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return all
}

// entries counts the log's entries of a kind.
func (p *place) entries(kind string) (n int) {
	p.t.Helper()
	err := p.store.Read(p.t.Context(), func(v casework.View) error {
		found, err := v.Entries(p.t.Context(), casework.EntryQuery{Kind: kind, Limit: 500})
		n = len(found)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

var districts = []string{"岱岳", "泰山", "新泰", "肥城"}

// meterID is a subscriber's number; nobody's number may be seen by anybody.
func meterID(i int) string { return fmt.Sprintf("37090019800101%04d", i) }

// readings are 400 subscribers in four districts, one row each.
func readings() string {
	var b strings.Builder
	b.WriteString("subscriber,district,litres\n")
	for i := range 400 {
		fmt.Fprintf(&b, "%s,%s,%d\n", meterID(i), districts[i%4], 5000+i*7)
	}
	return b.String()
}

var readingColumns = []any{
	map[string]any{"name": "subscriber", "class": "证件", "level": "L4", "role": "ID"},
	map[string]any{"name": "district", "class": "区域", "level": "L1", "role": "none"},
	map[string]any{"name": "litres", "class": "用量", "level": "L2", "role": "SA"},
}

// described enters, classifies and has confirmed a resource, ready for a deposit.
func (p *place) described() {
	p.t.Helper()
	r := p.do(qin, casework.Command{Procedure: "catalogue", Step: "enter", Form: map[string]any{"title": "用水", "titleEN": "Readings", "summary": "水表读数", "collector": "水务局",
		"manager": "水务局", "openness": "conditional", "fields": []any{"水务"}, "worthwhile": true, "synthetic": true}})
	p.holding, p.resource = r.Case, r.Links["resource"]
	p.step(qin, r.Case, "classify", map[string]any{"class": "用户", "level": "L4", "personal": true, "unit": "person", "reason": "个人用户"})
	p.step(lin, r.Case, "confirm-unit", map[string]any{"finding": "属实"})
}

// deposited uploads bytes and hands them in.
func (p *place) deposited(body string) casework.Receipt {
	p.t.Helper()
	digest, size, err := p.Upload(p.t.Context(), p.resource, strings.NewReader(body))
	if err != nil || size != int64(len(body)) {
		p.t.Fatalf("uploading %d bytes: %v", size, err)
	}
	return p.handedIn(digest)
}

func (p *place) handedIn(digest string) casework.Receipt {
	p.t.Helper()
	return p.step(qin, p.holding, "deposit", map[string]any{"way": "file", "file": digest, "format": "csv", "unitColumn": "subscriber", "keys": []any{"subscriber"}})
}

// available is a place with the readings taken in and confirmed, and a grant over them.
func available(t *testing.T) *place {
	t.Helper()
	p := newPlace(t)
	p.described()
	p.deposited(readings())
	p.work()
	p.step(qin, p.holding, "confirm-version", map[string]any{"columns": readingColumns})
	p.put("grant", "N1", map[string]any{"operator": "huaxin", "agreement": "A1", "scenario": "S1", "resource": p.resource, "masking": "masked",
		"columns": []any{"subscriber", "district", "litres"}, "state": "in-force", "from": "2025-03-18", "until": "2026-03-17"})
	p.work()
	return p
}

func job(catalogue, sql string) casework.Command {
	return casework.Command{Procedure: "job", Step: "submit", Links: map[string]string{"scenario": "S1"},
		Form: map[string]any{"title": "统计", "purpose": "query", "catalogue": catalogue, "grants": []any{"N1"}, "sql": sql}}
}

// approves has the provider approve a text for production; it answers the case.
func (p *place) approves(sql string) string {
	p.t.Helper()
	filed := p.do(feng, code(p.resource, sql))
	p.step(lu, filed.Case, "approve", map[string]any{"reasons": "限于场景所需"})
	return filed.Case
}

// produced runs the approved means in production; it answers the case of the job.
func (p *place) produced() casework.Case {
	p.t.Helper()
	p.approves(means)
	run := p.do(feng, job("production", means))
	p.work()
	c, err := p.caseOf(p.t.Context(), run.Case)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

func code(resource, sql string) casework.Command {
	return casework.Command{Procedure: "code", Step: "submit", Links: map[string]string{"grant": "N1", "resource": resource},
		Form: map[string]any{"title": "统计", "grants": []any{"N1"}, "sql": sql}}
}

const means = "SELECT district, count(DISTINCT subscriber) AS people, avg(litres) AS mean_litres FROM readings GROUP BY district"

// TestThinLine takes a table from its provider to a look-up by its user.
func TestThinLine(t *testing.T) {
	p := available(t)
	ctx := t.Context()
	if got := p.fact("resource", p.resource, "version"); got == "" {
		t.Fatal("the resource has no version in force")
	}
	version, _ := p.fact("resource", p.resource, "version").(string)
	if rows := p.fact("version", version, "rows"); rows != 400 {
		t.Errorf("the version has %v rows", rows)
	}
	profile, err := p.ProfileOf(ctx, p.resource, version)
	if err != nil || len(profile.Version.Columns) != 3 || profile.Unit != "subscriber" {
		t.Errorf("its profile is %+v, %v", profile, err)
	}
	p.approves(means)
	run := p.do(feng, job("production", means))
	if n := p.work(); n != 1 || p.state(run.Case) != "produced" {
		t.Fatalf("%d tasks, the job is %s\n%s", n, p.state(run.Case), p.log)
	}
	c, err := p.caseOf(ctx, run.Case)
	if err != nil {
		t.Fatal(err)
	}
	output := c.Links["output"]
	if rows, author := p.fact("output", output, "rows"), p.fact("output", output, "author"); rows != 4 || author != "feng" {
		t.Errorf("the output has %v rows by %v", rows, author)
	}
	product, order := p.sold(output)
	key, err := p.KeyFor(ctx, order)
	if err != nil {
		t.Fatal(err)
	}
	body, err := p.LookUp(ctx, order, key, "S1", delivery.Query{Parameters: map[string]string{"district": "泰山"}})
	if err != nil {
		t.Fatalf("looking up: %v\n%s", err, p.log)
	}
	var answer struct {
		Rows []map[string]string `json:"rows"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || len(answer.Rows) != 1 || !maps.Equal(answer.Rows[0], map[string]string{"district": "泰山", "people": "100", "mean_litres": "6393"}) {
		t.Errorf("the look-up answers %s", body)
	}
	if calls, err := p.CallsOf(ctx, order, p.Desk.Today()); err != nil || calls != 1 {
		t.Errorf("the meter of the delivery counts %d calls: %v", calls, err)
	}
	for _, wrong := range []struct{ key, scenario string }{{"shuyu_wrong", "S1"}, {key, "S2"}, {"", "S1"}} {
		if body, err := p.LookUp(ctx, order, wrong.key, wrong.scenario, delivery.Query{Parameters: map[string]string{"district": "泰山"}}); err == nil {
			t.Errorf("with key %.6q for %s it answers %s", wrong.key, wrong.scenario, body)
		}
	}
	p.stopped(order, key, product)
	if err := casework.CheckInvariants(ctx, p.store, p.Desk.Packs); err != nil {
		t.Error(err)
	}
	p.silent()
}

// sold has an output examined, reviewed, released, registered and delivered by look-up;
// it answers the product and the delivery.
func (p *place) sold(output string) (product, order string) {
	t := p.t
	t.Helper()
	review := p.do(wu, casework.Command{Procedure: "review", Step: "submit", Links: map[string]string{"output": output}, Form: map[string]any{"description": "分区平均用水", "use": "用水"}})
	p.work()
	if got := p.state(review.Case); got != "examined" {
		t.Fatalf("the review is %s\n%s", got, p.log)
	}
	if verdict := p.fact("output", output, "verdict"); verdict == "fail" || verdict == "" {
		report, _ := p.ReportOf(t.Context(), output)
		t.Fatalf("the verdict is %v: %s", verdict, report)
	}
	p.step(zhao, review.Case, "appoint", map[string]any{"members": []any{"ex1", "ex2"}})
	for _, expert := range []casework.Actor{ex1, ex2} {
		p.step(expert, review.Case, "declare", map[string]any{})
	}
	for _, expert := range []casework.Actor{ex1, ex2} {
		p.step(expert, review.Case, "vote", map[string]any{"for": true, "reasons": "合规"})
	}
	p.step(zhao, review.Case, "approve", map[string]any{"reasons": "同意"})
	p.step(zhao, review.Case, "release", nil)
	p.work()
	registered := p.do(wu, casework.Command{Procedure: "product", Step: "register", Links: map[string]string{"output": output},
		Form: map[string]any{"title": "分区用水", "form": "report", "scenario": "S1", "description": "月度"}})
	product = registered.Links["product"]
	ordered := p.do(lei, casework.Command{Procedure: "delivery", Step: "order", Links: map[string]string{"product": product},
		Form: map[string]any{"scenario": "S1", "way": "interface", "until": "2025-12-31"}})
	delivered := p.step(wu, ordered.Case, "deliver", map[string]any{"dailyQuota": 100, "totalQuota": 1000})
	if p.work() != 1 {
		t.Error("the delivery was not got ready")
	}
	return product, delivered.Links["delivery"]
}

// stopped: from the moment a hold stands nothing is answered.
func (p *place) stopped(order, key, product string) {
	p.t.Helper()
	p.put("hold", "W1", map[string]any{"targetKind": "agreement", "target": "A1", "org": "huaxin", "state": "standing"})
	if body, err := p.LookUp(p.t.Context(), order, key, "S1", delivery.Query{Parameters: map[string]string{"district": "泰山"}}); err == nil {
		p.t.Errorf("with its agreement held it answers %s", body)
	}
	if p.fact("product", product, "held") != true {
		p.t.Error("the hold does not reach the product")
	}
	p.put("hold", "W1", map[string]any{"targetKind": "agreement", "target": "A1", "org": "huaxin", "state": "lifted"})
	if _, err := p.LookUp(p.t.Context(), order, key, "S1", delivery.Query{Parameters: map[string]string{"district": "泰山"}}); err != nil {
		p.t.Errorf("with the hold lifted: %v", err)
	}
}

// silent: no cell is in the log, in a line of the server's log, or left in the scratch
// folder.
func (p *place) silent() {
	p.t.Helper()
	cells := []string{meterID(7), meterID(399), "7793"} // two people, and what one of them used
	err := p.store.Read(p.t.Context(), func(v casework.View) error {
		all, err := v.Entries(p.t.Context(), casework.EntryQuery{Limit: 500})
		for _, e := range all {
			for _, cell := range cells[:2] {
				if bytes.Contains(e.Leaf, []byte(cell)) {
					p.t.Errorf("entry %d holds a cell", e.Seq)
				}
			}
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, cell := range cells[:2] {
		if strings.Contains(p.log.String(), cell) {
			p.t.Error("the server's log holds a cell")
		}
	}
	left, err := os.ReadDir(p.Scratch)
	if err != nil || len(left) > 0 {
		p.t.Errorf("%d things are left in the scratch folder, %v", len(left), err)
	}
}

// TestTwice: a task whose worker was thought dead is done by a second; both finish, and
// there is one effect.
func TestTwice(t *testing.T) {
	p := newPlace(t)
	p.described()
	p.deposited(readings())
	second, late := p.beside(), false
	p.Progress = func(Progress) {
		if late {
			return
		}
		late = true
		p.queue.later() // the first has been silent for so long
		if n, err := second.Once(t.Context()); n != 1 || err != nil {
			t.Errorf("the second worker did %d tasks, %v", n, err)
		}
		if got := p.state(p.holding); got != "to-confirm" {
			t.Errorf("after the second worker the case is %s", got)
		}
	}
	if n := p.work(); n != 1 || !late {
		t.Errorf("the first worker did %d tasks", n)
	}
	if strings.Contains(p.log.String(), "level=ERROR") {
		t.Errorf("that another was quicker is no fault:\n%s", p.log)
	}
	c, err := p.caseOf(t.Context(), p.holding)
	if err != nil {
		t.Fatal(err)
	}
	done := 0
	for _, a := range c.Done {
		if a.Step == "ingested" {
			done++
		}
	}
	if c.State != "to-confirm" || done != 1 || len(p.registered("version")) != 1 {
		t.Errorf("the case is %s, taken in %d times", c.State, done)
	}
	version := c.Links["version"]
	if profile, err := p.ProfileOf(t.Context(), p.resource, version); err != nil || profile.Version.Rows != 400 {
		t.Errorf("its profile has %d rows, %v", profile.Version.Rows, err)
	}
	p.silent()
}

// beside is a second worker of the same installation.
func (p *place) beside() *Works {
	return &Works{Desk: p.Desk, Queue: p.Queue, Vault: p.Vault, Tenant: p.Tenant, Engine: p.Engine, Parser: p.Parser, Isolation: p.Isolation,
		Secret: p.Secret, Scratch: p.Scratch, Meter: p.Meter, Log: p.Log}
}

// TestGivenUp: a task that cannot be done is tried three times, then its case goes where
// somebody can act.
func TestGivenUp(t *testing.T) {
	p := newPlace(t)
	p.described()
	p.handedIn(strings.Repeat("ab", 32)) // names a file that was never uploaded
	for attempt := 1; attempt <= 3; attempt++ {
		if got := p.state(p.holding); got != "taking-in" {
			t.Fatalf("before attempt %d the case is %s", attempt, got)
		}
		if n := p.work(); n != 1+attempt/3 { // the last is followed by the destruction of what was kept
			t.Fatalf("attempt %d: %d tasks", attempt, n)
		}
		p.queue.later()
	}
	if n := p.work(); n != 0 {
		t.Errorf("a fourth attempt was made")
	}
	versions := p.registered("version")
	if got := p.state(p.holding); got != "described" || len(versions) != 1 || versions[0].State != "destroyed" {
		t.Errorf("the case is %s with the versions %+v", got, versions)
	}
	if strings.Count(p.log.String(), "attempt=") != 3 {
		t.Errorf("the server's log says\n%s", p.log)
	}
	p.deposited(readings())
	if p.work(); p.state(p.holding) != "to-confirm" {
		t.Error("after it was given up nothing can be deposited")
	}
	p.silent()
}

// TestNotCompared: a version that cannot be compared is turned away, and nothing of it stays:
// not its bytes, not its profile, not how it was to be held. 〔platform PF-24, PF-26〕
func TestNotCompared(t *testing.T) {
	p := available(t)
	first, _ := p.fact("resource", p.resource, "version").(string)
	p.deposited(strings.ReplaceAll(readings(), "泰山", "东平"))
	p.work()
	if _, err := p.Vault.Destroy(t.Context(), p.heldOf(p.resource, first), p.Desk.Today().String(), "test"); err != nil {
		t.Fatal(err) // what the new one is compared with cannot be read
	}
	p.step(qin, p.holding, "confirm-version", map[string]any{"columns": readingColumns})
	for range 3 {
		p.work()
		p.queue.later()
	}
	p.work()
	c, err := p.caseOf(t.Context(), p.holding)
	if err != nil {
		t.Fatal(err)
	}
	second := c.Links["version"]
	if c.State != "described" || p.fact("version", second, "state") != "destroyed" || p.fact("resource", p.resource, "version") != first {
		t.Errorf("the case is %s; the version is %v", c.State, p.fact("version", second, "state"))
	}
	for _, v := range []vault.Version{p.versionOf(p.resource, second), p.profileOf(p.resource, second), p.heldOf(p.resource, second)} {
		if _, err := p.bytes(t.Context(), v); err == nil {
			t.Errorf("%s can still be read", v.Version)
		}
	}
}

// TestBroken: what cannot be read as its format is turned away at once, with the reader's
// code, and is no fault.
func TestBroken(t *testing.T) {
	p := newPlace(t)
	p.described()
	for why, body := range map[string]string{"empty": "", "another format": "PAR1\x00\x01\x02\xff\xfe\x00"} {
		p.deposited(body)
		p.work()
		if got := p.state(p.holding); got != "described" {
			t.Errorf("%s: the case is %s\n%s", why, got, p.log)
		}
	}
	if strings.Contains(p.log.String(), "attempt=") {
		t.Errorf("it was taken for a fault:\n%s", p.log)
	}
	p.silent()
}

// TestCancelled: a worker that is stopped in the middle of a job leaves it to another;
// the reading is logged once, and one output comes of it.
func TestCancelled(t *testing.T) {
	p := available(t)
	p.approves(means)
	run := p.do(feng, job("production", means))
	ctx, stop := context.WithCancel(t.Context())
	p.Progress = func(progress Progress) {
		if progress.Phase == "running" {
			stop()
		}
	}
	if _, err := p.Once(ctx); err != nil {
		t.Fatalf("a stopped worker: %v", err)
	}
	p.Progress = nil
	if got := p.state(run.Case); got != "admitted" {
		t.Fatalf("after the worker was stopped the job is %s\n%s", got, p.log)
	}
	if n := p.work(); n != 0 {
		t.Errorf("%d tasks were taken up while the lease runs", n)
	}
	p.queue.later()
	if n := p.work(); n != 1 || p.state(run.Case) != "produced" {
		t.Fatalf("%d tasks were taken up, the job is %s\n%s", n, p.state(run.Case), p.log)
	}
	if n := p.entries("job.admit"); n != 1 || len(p.registered("output")) != 1 {
		t.Errorf("%d readings are logged, %d outputs are held", n, len(p.registered("output")))
	}
	p.silent()
}

// TestCancelledByItsWorker: a job that is cancelled while it waits, while it runs, or after
// it ran and before its result is on record, ends there; the reading stays logged, and of a
// result nothing stays.
func TestCancelledByItsWorker(t *testing.T) {
	p := available(t)
	p.approves(means)
	engine, read := p.Engine, 0
	var run casework.Receipt
	cancel := func() { p.step(feng, run.Case, "cancel", nil) }
	for _, one := range []struct {
		why  string
		when func(ctx context.Context, job zone.Admitted, out zone.Sink) (zone.Usage, error) // nil: while it waits
	}{
		{"while it waits", nil},
		{"while it runs", func(ctx context.Context, _ zone.Admitted, _ zone.Sink) (zone.Usage, error) {
			cancel()
			<-ctx.Done()
			return zone.Usage{}, &zone.Failure{Class: zone.FailedCancelled}
		}},
		{"once it has run", func(ctx context.Context, job zone.Admitted, out zone.Sink) (zone.Usage, error) {
			usage, err := engine.Run(ctx, job, out)
			cancel()
			return usage, err
		}},
	} {
		run = p.do(feng, job("production", means))
		p.Engine = ranBy(one.when)
		if one.when == nil {
			cancel()
		} else {
			read++
		}
		if n := p.work(); n != 1 {
			t.Errorf("%s: %d tasks were taken up", one.why, n)
		}
		if got := p.state(run.Case); got != "cancelled" || p.fact("job", run.Links["job"], "state") != "cancelled" {
			t.Errorf("%s: the job is %s\n%s", one.why, got, p.log)
		}
		if n := p.entries("job.admit"); n != read || len(p.registered("output")) != 0 {
			t.Errorf("%s: %d readings are logged, %d outputs are held", one.why, n, len(p.registered("output")))
		}
		for _, part := range []string{"output", "held"} {
			if left, err := p.Vault.Objects(p.outputOf(run.Links["job"], part)); err != nil || len(left) != 0 {
				t.Errorf("%s: of its %s there is %v, %v", one.why, part, left, err)
			}
		}
		p.queue.later()
		if n := p.work(); n != 0 {
			t.Errorf("%s: %d tasks were left", one.why, n)
		}
	}
	p.silent()
}

// ranBy is an engine that does as it is told.
type ranBy func(ctx context.Context, job zone.Admitted, out zone.Sink) (zone.Usage, error)

func (run ranBy) Run(ctx context.Context, job zone.Admitted, out zone.Sink) (zone.Usage, error) {
	return run(ctx, job, out)
}

// TestCode: production runs what the provider has approved to the letter, and no longer
// than the approval stands; the reading names the approval it rests on.
func TestCode(t *testing.T) {
	p := available(t)
	refusedFor := func(sql string) {
		t.Helper()
		_, err := p.Desk.Do(t.Context(), feng, job("production", sql))
		r, ok := law.AsRefusal(err)
		if !ok || len(r.Violations) != 1 || r.Code() != "code.unapproved" || r.Violations[0].Cites[0].Unit != "PF-Z05" {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	refusedFor(means)
	filed := p.do(feng, code(p.resource, means))
	if got := p.fact("code", filed.Links["code"], "digest"); got != zone.CodeDigest(means) {
		t.Errorf("the digest filed is %v", got)
	}
	refusedFor(means) // submitted is not approved
	p.step(lu, filed.Case, "approve", map[string]any{"reasons": "限于场景所需"})
	refusedFor(means + " ")
	run := p.do(feng, job("production", means))
	if p.work(); p.state(run.Case) != "produced" {
		t.Fatalf("the job is %s\n%s", p.state(run.Case), p.log)
	}
	c, err := p.caseOf(t.Context(), run.Case)
	if err != nil {
		t.Fatal(err)
	}
	if admission, err := document[struct{ Approvals []string }](c, "admission"); err != nil || !slices.Equal(admission.Approvals, []string{filed.Links["code"]}) {
		t.Errorf("it was admitted under %v, %v", admission.Approvals, err)
	}
	again := p.do(feng, job("production", means))
	p.step(lu, filed.Case, "withdraw", map[string]any{"reasons": "口径有误"})
	p.work() // withdrawn between submission and reading
	c, _ = p.caseOf(t.Context(), again.Case)
	if got := p.fact("job", c.Links["job"], "failure"); p.state(again.Case) != "failed" || got != "code.unapproved" {
		t.Errorf("the job is %s by %v", p.state(again.Case), got)
	}
	refusedFor(means)
	p.silent()
}

// TestCodeWithdrawnAtTheMoment: what is withdrawn after the query was read, and before the
// transaction that logs the reading, is not read.
func TestCodeWithdrawnAtTheMoment(t *testing.T) {
	p := available(t)
	approval := p.approves(means)
	run := p.do(feng, job("production", means))
	p.Parser = meanwhile{p.Parser, func() { p.step(lu, approval, "withdraw", map[string]any{"reasons": "口径有误"}) }}
	p.work()
	c, err := p.caseOf(t.Context(), run.Case)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.fact("job", c.Links["job"], "failure"); p.state(run.Case) != "failed" || got != "code.unapproved" || c.Docs["admission"] != nil || len(p.registered("output")) != 0 {
		t.Errorf("the job is %s by %v, admitted by %s", p.state(run.Case), got, c.Docs["admission"])
	}
}

// meanwhile is a parser during whose reading something happens.
type meanwhile struct {
	zone.Parser
	happens func()
}

func (m meanwhile) Parse(ctx context.Context, sql string) ([]byte, error) {
	m.happens()
	return m.Parser.Parse(ctx, sql)
}

// TestCodeThatCouldNotRun: what production would refuse is not put before a provider.
func TestCodeThatCouldNotRun(t *testing.T) {
	p := available(t)
	_, err := p.Desk.Do(t.Context(), feng, code(p.resource, "SELECT * FROM readings"))
	if r, ok := law.AsRefusal(err); !ok || r.Code() != "output.raw" {
		t.Errorf("%v", err)
	}
	if n := len(p.registered("code")); n != 0 {
		t.Errorf("%d texts were registered", n)
	}
}

// TestHeldAtTheMoment: what is held between submission and reading is not read.
func TestHeldAtTheMoment(t *testing.T) {
	p := available(t)
	p.approves(means)
	run := p.do(feng, job("production", means))
	p.put("hold", "W1", map[string]any{"targetKind": "agreement", "target": "A1", "org": "huaxin", "state": "standing"})
	p.work()
	if got := p.state(run.Case); got != "failed" || len(p.registered("output")) != 0 {
		t.Errorf("the job is %s", got)
	}
	j, _ := p.caseOf(t.Context(), run.Case)
	if got := p.fact("job", j.Links["job"], "failure"); got != "grant.expired" {
		t.Errorf("it failed by %v", got)
	}
}

// TestBadQueries: a query that may not run is refused when it is submitted, with every
// code of the zone at once; nothing of it is kept.
func TestBadQueries(t *testing.T) {
	p := available(t)
	for _, row := range []struct {
		sql  string
		code string
		unit string
	}{
		{"SELECT * FROM read_csv('/etc/passwd')", "table.function", "PF-Z02"},
		{"SELECT avg(litres) FROM readings WHERE subscriber = '" + meterID(7) + "'", "identifier.used", "PF-Z10"},
		{"SELECT * FROM readings", "output.raw", "PF-Z08"},
		{"SELECT district FROM readings; DROP TABLE readings", "sql.statement", "PF-Z01"},
		{"SELECT FROM WHERE", "", "PF-Z01"},
	} {
		_, err := p.Desk.Do(t.Context(), feng, job("production", row.sql))
		r, ok := law.AsRefusal(err)
		if !ok {
			t.Errorf("%s: %v", row.sql, err)
			continue
		}
		if !slices.ContainsFunc(r.Violations, func(v law.Violation) bool {
			return (row.code == "" || v.Code == row.code) && slices.ContainsFunc(v.Cites, func(c law.Citation) bool { return c.Unit == row.unit })
		}) {
			t.Errorf("%s: %+v", row.sql, r.Violations)
		}
		for _, v := range r.Violations {
			if v.Says.IsZero() || v.Says.ZH == v.Code {
				t.Errorf("%s says nothing to the person", v.Code)
			}
		}
	}
	if n := len(p.registered("job")); n != 0 {
		t.Errorf("%d jobs were registered", n)
	}
	p.silent()
}

// TestDevelopment: a development query answers masked rows at once, and never a subscriber.
func TestDevelopment(t *testing.T) {
	p := available(t)
	sample, receipt, err := p.Query(t.Context(), feng, job("production", "SELECT subscriber, district, litres FROM readings LIMIT 50"))
	if err != nil {
		t.Fatal(err)
	}
	if !sample.Masked || len(sample.Rows) == 0 || !slices.Equal(sample.Columns, []string{"subscriber", "district", "litres"}) {
		t.Fatalf("the sample is %v with %d rows", sample.Columns, len(sample.Rows))
	}
	p.showsNoReading(sample)
	c, err := p.caseOf(t.Context(), receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.fact("job", c.Links["job"], "catalogue"); got != "development" {
		t.Errorf("the job ran in %v", got)
	}
	p.silent()
}

// counted is an engine that counts what it is asked to run.
type counted struct {
	zone.Engine
	runs *atomic.Int64
}

func (c counted) Run(ctx context.Context, job zone.Admitted, out zone.Sink) (zone.Usage, error) {
	c.runs.Add(1)
	return c.Engine.Run(ctx, job, out)
}

// TestQueryRunsOnce: a development query is one job, admitted in the log, run once, and
// leaves nothing that is held and nothing to be done.
func TestQueryRunsOnce(t *testing.T) {
	p := available(t)
	runs := &atomic.Int64{}
	p.Engine = counted{p.Engine, runs}
	_, receipt, err := p.Query(t.Context(), feng, job("development", "SELECT district FROM readings"))
	if err != nil {
		t.Fatal(err)
	}
	if n := p.work(); n != 0 || runs.Load() != 1 {
		t.Errorf("%d tasks were left; the query ran %d times", n, runs.Load())
	}
	for kind, want := range map[string]int{"job.submit": 1, "job.admit": 1, "job.answer": 1, "job.produce": 0} {
		if n := p.entries(kind); n != want {
			t.Errorf("%d entries %s", n, kind)
		}
	}
	if state := p.state(receipt.Case); state != "answered" {
		t.Errorf("the case is %s", state)
	}
	if n := len(p.registered("output")); n != 0 {
		t.Errorf("%d outputs are held", n)
	}
	for _, part := range []string{"output", "held"} {
		if _, err := p.only(p.outputOf(receipt.Links["job"], part)); !errors.Is(err, ErrNoObject) {
			t.Errorf("the vault holds the %s: %v", part, err)
		}
	}
	p.silent()
}

// TestQueryFails: a query that fails, or is refused at the moment of reading, ends its
// case, and whoever asked is told.
func TestQueryFails(t *testing.T) {
	p := available(t)
	ctx, gone := context.WithCancel(t.Context())
	p.Desk.Done = func(r casework.Receipt) { // whoever asked goes away while it runs
		if r.Step == "admit" {
			gone()
		}
	}
	if _, receipt, err := p.Query(ctx, feng, job("development", "SELECT district FROM readings")); err == nil || p.state(receipt.Case) != "failed" {
		t.Errorf("%v; the case is %s", err, p.state(receipt.Case))
	}
	p.Desk.Done = func(r casework.Receipt) { // the grant is held between asking and reading
		if r.Step == "submit" {
			p.put("grant", "N1", map[string]any{"operator": "huaxin", "agreement": "A1", "scenario": "S1", "resource": p.resource, "masking": "masked",
				"columns": []any{"subscriber", "district", "litres"}, "state": "ended", "from": "2025-03-18", "until": "2025-03-31"})
		}
	}
	_, receipt, err := p.Query(t.Context(), feng, job("development", "SELECT district FROM readings"))
	if refusal, ok := law.AsRefusal(err); !ok || refusal.Code() != "grant.expired" || p.state(receipt.Case) != "failed" {
		t.Errorf("%v; the case is %s", err, p.state(receipt.Case))
	}
	if n := p.work(); n != 0 {
		t.Errorf("%d tasks were left", n)
	}
	p.silent()
}

// TestQueryOfSomebodyGone: a query whose asker died is taken up by nobody while they
// could still be at it, and is then ended, not run.
func TestQueryOfSomebodyGone(t *testing.T) {
	p := available(t)
	cmd := job("development", "SELECT district FROM readings")
	cmd.Form["awaited"], cmd.Later = true, time.Now().Add(lease)
	receipt := p.do(feng, cmd)
	if n := p.work(); n != 0 {
		t.Fatalf("%d tasks were taken up at once", n)
	}
	p.queue.later()
	if n := p.work(); n != 1 || p.state(receipt.Case) != "failed" || p.entries("job.admit") != 0 {
		t.Errorf("%d tasks; the case is %s, after %d admissions", n, p.state(receipt.Case), p.entries("job.admit"))
	}
	p.silent()
}

// showsNoReading holds a development answer to show nothing of the readings.
func (p *place) showsNoReading(sample Sample) {
	p.t.Helper()
	read := map[string]bool{}
	for _, d := range districts {
		read[d] = true
	}
	for i := range 400 {
		read[meterID(i)], read[fmt.Sprint(5000+i*7)] = true, true
	}
	for _, row := range sample.Rows {
		for i, cell := range row {
			if read[cell] {
				p.t.Fatalf("%s %s is shown as it was read", sample.Columns[i], cell)
			}
		}
	}
}

// TestDevelopmentOfOpenData: what anybody may have is shown in development, level 1 and
// no more, and no longer than it is open: what was prepared before counts for nothing.
func TestDevelopmentOfOpenData(t *testing.T) {
	p := available(t)
	facts, err := p.facts(t.Context(), "resource", p.resource)
	if err != nil {
		t.Fatal(err)
	}
	for _, openness := range []string{"unconditional", "conditional"} {
		facts["openness"] = openness
		p.put("resource", p.resource, facts)
		sample, _, err := p.Query(t.Context(), feng, job("development", "SELECT subscriber, district, litres FROM readings LIMIT 50"))
		if err != nil || len(sample.Rows) == 0 {
			t.Fatalf("%d rows, %v", len(sample.Rows), err)
		}
		if openness == "unconditional" {
			for i, row := range sample.Rows {
				if !slices.Contains(districts, row[1]) {
					t.Fatalf("an open district is shown as %q", row[1])
				}
				sample.Rows[i] = []string{row[0], "", row[2]}
			}
		}
		p.showsNoReading(sample)
	}
	p.silent()
}

// TestPreparedOnce: what was prepared is used for as long as it is held as it was then,
// and again when it is held so again; the version itself is not read for it.
func TestPreparedOnce(t *testing.T) {
	p := available(t)
	facts, err := p.facts(t.Context(), "resource", p.resource)
	if err != nil {
		t.Fatal(err)
	}
	show := func(openness string) string {
		t.Helper()
		facts["openness"] = openness
		p.put("resource", p.resource, facts)
		shown, err := p.projection(t.Context(), "N1", mask.Development)
		if err != nil {
			t.Fatalf("shown as %s: %v", openness, err)
		}
		return shown.Digest
	}
	open, held := show("unconditional"), show("conditional")
	if open == held {
		t.Fatal("what is open is shown as what is not")
	}
	version, _ := facts["version"].(string)
	if _, err := p.Vault.Destroy(t.Context(), p.versionOf(p.resource, version), p.Desk.Today().String(), "test"); err != nil {
		t.Fatal(err)
	}
	if show("unconditional") != open || show("conditional") != held {
		t.Error("another projection was shown")
	}
}

// TestEarlierUnread: a deposit does not pass for a first one because the profile of the
// version before it cannot be read.
func TestEarlierUnread(t *testing.T) {
	p := available(t)
	version, _ := p.fact("resource", p.resource, "version").(string)
	if _, known, err := p.earlier(t.Context(), p.resource, version); err != nil || !known {
		t.Fatalf("known: %v, %v", known, err)
	}
	if _, known, err := p.earlier(t.Context(), p.resource, "V999"); err != nil || known {
		t.Fatalf("a version without a profile is known: %v, %v", known, err)
	}
	if _, err := p.Works.put(t.Context(), p.profileOf(p.resource, "V998"), strings.NewReader("{")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.earlier(t.Context(), p.resource, "V998"); err == nil {
		t.Error("a profile that cannot be read is taken for none")
	}
}

// TestAttachment: an attachment comes back as it was handed in, with whose it is.
func TestAttachment(t *testing.T) {
	p := newPlace(t)
	const body = "%PDF-1.7 甲"
	digest, err := p.Attach(t.Context(), "water", "application/pdf", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	org, kind, content, err := p.Attachment(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close() //nolint:errcheck // read only
	if got, err := io.ReadAll(content); err != nil || string(got) != body || org != "water" || kind != "application/pdf" {
		t.Errorf("%q of %s as %s, %v", got, org, kind, err)
	}
	if _, _, _, err := p.Attachment(t.Context(), strings.Repeat("0", 64)); err == nil {
		t.Error("there is an attachment that nobody handed in")
	}
}
