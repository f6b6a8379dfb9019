package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/api/plane"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/casework/works"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
	"github.com/shuyu-project/shuyu/zone/apart"
	"github.com/shuyu-project/shuyu/zone/delivery"
	"github.com/shuyu-project/shuyu/zone/duckdb"
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

// What was planted where nobody but its owners may meet it. A cell of raw data is nobody's
// to read, not even its provider's.
const (
	plantedCell       = "3709001980"      // every subscriber's number begins so
	plantedRemark     = "RAW-7f3a91c5"    // in every row
	plantedForm       = "FORM-5d1e40b7"   // in what the victims filed
	plantedAttachment = "ATT-91bc26d8"    // in a file they handed in
	plantedSecret     = "a horse, a stap" // their passwords
)

// heard is a log that many write and a test reads.
type heard struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// besieged is an installation in which a table has gone all the way from its provider to
// its user, and around which stand those who have nothing to do with it. It is no
// demonstration: nothing is open for anybody's convenience.
type besieged struct {
	office
	audits *browser
	works  *works.Works
	heard  *heard

	lin, zhao, qin, lu, feng, wu, lei, ex1, ex2 *browser // who act rightly
	shi, pan, ex3                               *browser // another operator, another provider, an expert of no panel
	gone, moved                                 *browser // whose seats were ended and handed over, their sessions open
	tokens                                      map[string]*browser

	resource, output, held, review, lookUp, file, attachment, complaint, key string
}

// withPlane gives the installation a data plane that works: vault, engine, children, queue.
func withPlane(t *testing.T, kept *store.Store, b *besieged) func(*api.Parts) {
	return func(p *api.Parts) {
		launcher, isolation, err := work.Detect(t.Context(), work.Launcher{})
		if err != nil {
			t.Fatal(err)
		}
		key, err := vault.NewKey()
		if err != nil {
			t.Fatal(err)
		}
		wrapper, err := vault.NewKeyRing(key)
		if err != nil {
			t.Fatal(err)
		}
		v, err := vault.Open(context.Background(), t.TempDir(), wrapper, 1<<24)
		if err != nil {
			t.Fatal(err)
		}
		journal, err := delivery.OpenJournal(filepath.Join(t.TempDir(), "meters"))
		if err != nil {
			t.Fatal(err)
		}
		parser := &duckdb.Parser{Launcher: launcher}
		t.Cleanup(func() { parser.Close(); journal.Close(); v.Close() })
		b.heard = &heard{}
		p.Logger = slog.New(slog.NewJSONHandler(b.heard, &slog.HandlerOptions{Level: slog.LevelDebug}))
		b.works = &works.Works{Desk: p.Desk, Queue: kept, Vault: v, Tenant: "installation", Engine: duckdb.Engine{Launcher: launcher, Threads: 1}, Parser: parser,
			Apart: apart.Reader{Launcher: launcher}, Isolation: isolation, Secret: key, Scratch: t.TempDir(), Meter: delivery.NewMeter(journal), Log: p.Logger}
		p.Desk.Checks = map[string]casework.Check{"job.submit": b.works.CheckJob, "code.submit": b.works.CheckCode}
		ring, ok := p.Keys.(*seal.Ring)
		if !ok {
			t.Fatal("the keys are no ring")
		}
		p.Desk.Certify = works.Certifier{Signer: func() (seal.Signer, error) { return ring.Signer(seal.ForCertificate, "") }}
		p.Data, p.Attachments = plane.Plane{Works: b.works}, plane.Attachments{Works: b.works}
		p.Options.Demo, p.Clock = false, nil
	}
}

// besiege builds it, all through the interface but for the agreement and what it grants.
func besiege(t *testing.T) *besieged {
	t.Helper()
	b, kept := &besieged{tokens: map[string]*browser{}}, storetest.New(t)
	c := newCityOn(t, kept, withPlane(t, kept, b))
	system, security, audits := c.founded()
	b.office, b.audits = office{c, system, security}, audits
	orgs := map[string]string{}
	for i, o := range [][2]string{{"datacity", "authority"}, {"water", "provider"}, {"civil", "provider"}, {"huaxin", "operator"}, {"taishan", "operator"}, {"bank", "user"},
		{"college", "expert"}, {"institute", "expert"}, {"academy", "expert"}} {
		orgs[o[0]] = b.organisation(o[0], code(i), o[1])
	}
	seated := func(login, org, role string, powers ...string) *browser {
		return b.person(login, orgs[org], role, powers...)
	}
	b.lin, b.zhao = seated("lin", "datacity", "authority", "clerk", "reviewer"), seated("zhao", "datacity", "authority", "clerk", "approver")
	b.qin, b.lu = seated("qin", "water", "provider", "clerk", "reviewer"), seated("lu", "water", "provider", "approver")
	b.feng, b.wu = seated("feng", "huaxin", "operator", "worker"), seated("wu", "huaxin", "operator", "clerk")
	b.lei = seated("lei", "bank", "user", "clerk")
	b.ex1, b.ex2, b.ex3 = seated("ex1", "college", "expert", "expert"), seated("ex2", "institute", "expert", "expert"), seated("ex3", "academy", "expert", "expert")
	b.shi = seated("shi", "taishan", "operator", "clerk", "worker", "approver", "signer")
	b.pan = seated("pan", "civil", "provider", "clerk", "reviewer", "approver", "signer")
	b.gone, b.moved = seated("gone", "huaxin", "operator", "clerk"), seated("moved", "huaxin", "operator", "clerk")
	b.authorised(orgs)
	b.provided()
	b.released()
	b.sold()
	b.attached()
	b.withTokens()
	b.leave()
	return b
}

// put writes a register line, or its next revision.
func (b *besieged) put(kind, id string, body map[string]any) {
	b.t.Helper()
	thing, _ := pack.ThingOf(kind)
	raw, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	text := func(name string) string { s, _ := body[name].(string); return s }
	r := casework.Record{Kind: kind, ID: id, Rev: 1, Org: text(thing.Org), Subject: text(thing.Subject), State: text("state"), Title: text(thing.Title), Body: raw}
	b.read(func(v casework.View) error {
		if old, err := v.Registered(b.t.Context(), kind, id); err == nil {
			r.Rev = old.Rev + 1
		}
		return nil
	})
	storetest.Record(b.t, b.store, casework.Change{Puts: []casework.Record{r}, Entry: storetest.NewEntry("test.put")})
}

func (b *besieged) read(fn func(casework.View) error) {
	b.t.Helper()
	if err := b.store.Read(context.Background(), fn); err != nil {
		b.t.Fatal(err)
	}
}

func me(b *browser) api.Me { b.t.Helper(); return must[api.Me](b, "GET", "/v1/me", nil) }

// authorised puts an agreement in force with a scenario, and files the data worker.
func (b *besieged) authorised(orgs map[string]string) {
	b.t.Helper()
	b.put("agreement", "agreement-900001", map[string]any{"title": plantedForm, "operator": orgs["huaxin"], "grantor": orgs["datacity"], "signed": true, "state": "in-force", "from": "2025-03-01", "until": "2026-03-01"})
	b.put("scenario", "scenario-900001", map[string]any{"title": plantedForm, "operator": orgs["huaxin"], "agreement": "agreement-900001", "purpose": "industry", "state": "approved"})
	for _, who := range []*browser{b.feng, b.shi} {
		p := me(who).Person
		b.put("person", p.ID, map[string]any{"name": p.Name, "org": p.Organisation, "admitted": true, "state": "active"})
	}
}

func (b *besieged) step(who *browser, id, step string, form map[string]any) api.Receipt {
	b.t.Helper()
	return must[api.Receipt](who, "POST", "/v1/cases/"+id+"/steps", map[string]any{"step": step, "form": form})
}

// opened opens a case with a document.
func opened(who *browser, procedure, step string, links, form map[string]any) api.Receipt {
	who.t.Helper()
	return must[api.Receipt](who, "POST", "/v1/cases", map[string]any{"procedure": procedure, "step": step, "links": links, "form": form})
}

// work does every task that waits.
func (b *besieged) work() {
	b.t.Helper()
	for {
		done, err := b.works.Once(b.t.Context())
		if err != nil {
			b.t.Fatal(err)
		}
		if done == 0 {
			return
		}
	}
}

func rawReadings() string {
	var text strings.Builder
	text.WriteString("subscriber,district,litres,remark\n")
	for i := range 400 {
		fmt.Fprintf(&text, "%s%08d,%s,%d,%s\n", plantedCell, i, []string{"岱岳", "泰山", "新泰", "肥城"}[i%4], 5000+i*7, plantedRemark)
	}
	return text.String()
}

// provided takes a table of people from its provider to a grant.
func (b *besieged) provided() {
	b.t.Helper()
	r := opened(b.qin, "catalogue", "enter", nil, map[string]any{"title": "readings", "titleEN": "Readings", "summary": "水表读数", "collector": "水务局",
		"manager": "水务局", "openness": "conditional", "fields": []any{"水务"}, "worthwhile": true, "synthetic": true})
	b.resource = r.Links["resource"]
	b.step(b.qin, r.Case, "classify", map[string]any{"class": "用户", "level": "L4", "personal": true, "unit": "person", "reason": "个人用户"})
	b.step(b.lin, r.Case, "confirm-unit", map[string]any{"finding": "属实"})
	kept := must[api.Deposited](b.qin, "POST", "/v1/resources/"+b.resource+"/uploads?name=readings.csv", rawReadings())
	b.step(b.qin, r.Case, "deposit", map[string]any{"way": "file", "file": kept.Digest, "format": "csv", "unitColumn": "subscriber", "keys": []any{"subscriber"}})
	b.work()
	columns := []any{}
	for _, c := range [][4]string{{"subscriber", "证件", "L4", "ID"}, {"district", "区域", "L1", "none"}, {"litres", "用量", "L2", "SA"}, {"remark", "备注", "L3", "SA"}} {
		columns = append(columns, map[string]any{"name": c[0], "class": c[1], "level": c[2], "role": c[3]})
	}
	b.step(b.qin, r.Case, "confirm-version", map[string]any{"columns": columns})
	b.put("grant", "grant-900001", map[string]any{"operator": me(b.feng).Person.Organisation, "agreement": "agreement-900001", "scenario": "scenario-900001", "resource": b.resource, "masking": "masked",
		"columns": []any{"subscriber", "district", "litres", "remark"}, "state": "in-force", "from": "2025-03-01", "until": "2026-03-01"})
	b.work()
}

const honest = "SELECT district, count(DISTINCT subscriber) AS people, avg(litres) AS mean_litres FROM readings GROUP BY district"

// honestToo makes what is still held.
const honestToo = "SELECT district, avg(litres) AS mean_litres FROM readings GROUP BY district"

// released runs two approved queries; one output is released, the other is before its panel.
func (b *besieged) released() {
	b.t.Helper()
	grants := []any{"grant-900001"}
	for i, output := range []*string{&b.output, &b.held} {
		sql := []string{honest, honestToo}[i]
		filed := opened(b.feng, "code", "submit", map[string]any{"grant": "grant-900001", "resource": b.resource}, map[string]any{"title": plantedForm, "grants": grants, "sql": sql})
		b.lu.stepUp()
		b.step(b.lu, filed.Case, "approve", map[string]any{"reasons": "限于场景所需"})
		run := opened(b.feng, "job", "submit", map[string]any{"scenario": "scenario-900001"},
			map[string]any{"title": plantedForm, "purpose": "query", "catalogue": "production", "grants": grants, "sql": sql})
		b.work()
		*output = must[api.CasePage](b.feng, "GET", "/v1/cases/"+run.Case, nil).Links["output"]
		review := opened(b.wu, "review", "submit", map[string]any{"output": *output}, map[string]any{"description": plantedForm, "use": plantedForm})
		b.work()
		b.step(b.zhao, review.Case, "appoint", map[string]any{"members": []any{me(b.ex1).Person.ID, me(b.ex2).Person.ID}})
		for _, expert := range []*browser{b.ex1, b.ex2} {
			b.step(expert, review.Case, "declare", map[string]any{})
		}
		b.review = review.Case
		if output == &b.held {
			break
		}
		for _, expert := range []*browser{b.ex1, b.ex2} {
			expert.stepUp()
			b.step(expert, review.Case, "vote", map[string]any{"for": true, "reasons": plantedForm})
		}
		b.zhao.stepUp()
		b.step(b.zhao, review.Case, "approve", map[string]any{"reasons": "同意"})
		b.step(b.zhao, review.Case, "release", nil)
		b.work()
	}
}

// sold delivers what was released, by look-up and as a file.
func (b *besieged) sold() {
	b.t.Helper()
	product := opened(b.wu, "product", "register", map[string]any{"output": b.output}, map[string]any{"title": "index", "form": "report", "scenario": "scenario-900001", "description": "月度"})
	for way, id := range map[string]*string{"interface": &b.lookUp, "file": &b.file} {
		order := opened(b.lei, "delivery", "order", map[string]any{"product": product.Links["product"]}, map[string]any{"scenario": "scenario-900001", "way": way, "until": "2025-12-31"})
		b.wu.stepUp()
		*id = b.step(b.wu, order.Case, "deliver", map[string]any{"dailyQuota": 100, "totalQuota": 1000}).Links["delivery"]
		b.work()
	}
	b.lei.stepUp()
	b.key = must[api.KeyShown](b.lei, "GET", "/v1/deliveries/"+b.lookUp+"/key", nil).Secret
}

// attached hands a file in, and complains.
func (b *besieged) attached() {
	b.t.Helper()
	b.attachment = must[api.AttachmentKept](b.wu, "POST", "/v1/attachments", plantedAttachment+" 附件").Digest
	b.complaint = must[api.Tracking](b.browser(), "POST", "/v1/public/complaints", map[string]any{"resource": b.resource, "form": map[string]any{"kind": "misuse", "grounds": plantedForm, "contact": plantedForm}}).Number
}

// withTokens has people whose presence matters make tokens of their seats.
func (b *besieged) withTokens() {
	b.t.Helper()
	for name, who := range map[string]*browser{"zhao": b.zhao, "ex1": b.ex1, "lei": b.lei, "wu": b.wu, "gone": b.gone} {
		who.stepUp()
		program := b.browser()
		program.bearer = must[api.TokenMade](who, "POST", "/v1/me/tokens", map[string]any{"name": "sync", "days": 30}).Secret
		b.tokens[name] = program
	}
}

// leave ends one seat, and hands another over.
func (b *besieged) leave() {
	b.t.Helper()
	end(b.office, me(b.gone).Seat.Seat)
	seat := me(b.moved).Seat.Seat
	line := must[pageOf[api.CaseLine]](b.system, "GET", "/v1/cases?procedure=seat&link="+seat, nil).Items[0]
	b.step(b.system, line.ID, "end", map[string]any{"reason": "离任", "successor": me(b.wu).Seat.Seat})
}

// things are all that is registered, every case, notice and token, by kind.
func (b *besieged) things() map[string][]string {
	b.t.Helper()
	all := map[string][]string{"notice": {}, "attachment-digest": {b.attachment}}
	kinds := []string{"publication"}
	for _, one := range pack.Vocabulary {
		kinds = append(kinds, one.Kind)
	}
	b.read(func(v casework.View) error {
		for _, kind := range kinds {
			lines, _, err := v.Records(b.t.Context(), casework.RecordQuery{Kind: kind, Limit: 200})
			if err != nil {
				return err
			}
			for _, r := range lines {
				all[kind] = append(all[kind], r.ID)
			}
		}
		cases, _, err := v.Cases(b.t.Context(), casework.CaseQuery{Limit: 200})
		for _, c := range cases {
			all["case"] = append(all["case"], c.ID)
		}
		if err != nil {
			return err
		}
		notices, _, err := v.Notices(b.t.Context(), casework.NoticeQuery{To: me(b.wu).Person.Organisation, Limit: 20})
		for _, n := range notices {
			all["notice"] = append(all["notice"], n.ID)
		}
		return err
	})
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		slices.Sort(all[kind])
	}
	return all
}
