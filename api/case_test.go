package api_test

import (
	"context"
	"encoding/base32"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// code makes a valid unified social credit code; no two of different n are equal.
func code(n int) string {
	first := "91370900MA300" + string(rune('0'+n/10%10)) + string(rune('0'+n%10)) + "00"
	check, _ := catalogue.CreditCheck([]byte(first))
	return first + string(check)
}

func seedOf(t *testing.T, text string) []byte {
	t.Helper()
	seed, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// town is a small city: an authority, a provider with a resource, an operator.
type town struct {
	office
	audits                        *browser
	authority, provider, operator *browser
	resource, caseOf              string
}

func newTown(t *testing.T, change ...func(*api.Parts)) *town {
	t.Helper()
	c := newCity(t, change...)
	system, security, audits := c.founded()
	o := office{c, system, security}
	tn := &town{office: o, audits: audits}
	tn.authority = o.person("lin", o.organisation("数据局", code(1), "authority"), "authority", "clerk", "reviewer", "approver")
	tn.provider = o.person("wang", o.organisation("民政局", code(2), "provider"), "provider", "clerk")
	tn.operator = o.person("zhao", o.organisation("数据集团", code(3), "operator"), "operator", "clerk", "worker")
	r := must[api.Receipt](tn.provider, "POST", "/v1/cases", entering("行政区划"))
	tn.resource, tn.caseOf = r.Made[0].ID, r.Case
	return tn
}

func entering(title string) map[string]any {
	return map[string]any{"procedure": "catalogue", "step": "enter", "form": map[string]any{"title": title, "summary": "全市行政区划代码和名称", "collector": "民政局",
		"manager": "民政局", "openness": "unconditional", "fields": []string{"民政"}, "worthwhile": true}}
}

// A repeated command is done once and answered as it was the first time.
func TestIdempotency(t *testing.T) {
	tn := newTown(t)
	tn.provider.headers["Idempotency-Key"] = "enter-1"
	first := must[api.Receipt](tn.provider, "POST", "/v1/cases", entering("地名"))
	again := must[api.Receipt](tn.provider, "POST", "/v1/cases", entering("地名"))
	if diff := cmp.Diff(dump(first), dump(again)); diff != "" {
		t.Error(diff)
	}
	tn.provider.headers["Idempotency-Key"] = "enter-2"
	if other := must[api.Receipt](tn.provider, "POST", "/v1/cases", entering("地名")); other.Case == first.Case {
		t.Error("another key opened no case of its own")
	}
	tn.provider.refused(409, "key.reused", "POST", "/v1/cases", entering("河流"))
	delete(tn.provider.headers, "Idempotency-Key")
	large := entering("湖泊")
	large["form"].(map[string]any)["title"] = 1e18
	tn.provider.refused(400, "request.malformed", "POST", "/v1/cases", large)

	tn.system.headers["Idempotency-Key"] = "account-1"
	form := map[string]any{"procedure": "account", "form": map[string]any{"name": "孙", "organisation": "platform", "login": "sun"}}
	opened := must[api.Receipt](tn.system, "POST", "/v1/cases", form)
	repeated := must[api.Receipt](tn.system, "POST", "/v1/cases", form)
	if opened.Invitation == nil || repeated.Invitation != nil || opened.Case != repeated.Case {
		t.Error("an invitation is shown once, also when the command is repeated")
	}
	tn.system.headers = map[string]string{}
	tn.system.refused(422, "account.taken", "POST", "/v1/cases", form)
	delete(tn.provider.headers, "Idempotency-Key")
	tn.provider.refused(403, "competence.missing", "POST", "/v1/cases", form) // and nothing about the name
}

// The page of a case says who moves it, what one may do and why not.
func TestCasePage(t *testing.T) {
	tn := newTown(t)
	page := must[api.CasePage](tn.provider, "GET", "/v1/cases/"+tn.caseOf, nil)
	if page.State != "entered" || page.Waits != "provider" || page.Word.ZH == "" || page.Sight != "whole" || !page.Pack.Current || !page.Pack.Pilot {
		t.Errorf("the head is %+v", page.CaseLine)
	}
	if page.About != "行政区划" || page.Links["resource"] != tn.resource || page.Linked[0].Kind != "resource" {
		t.Errorf("it is about %q, %v, %v", page.About, page.Links, page.Linked)
	}
	found := false
	for _, m := range page.May {
		found = found || m.Step == "classify" && m.Form != nil && len(m.Cites) > 0
	}
	if !found {
		t.Errorf("the provider may %+v", page.May)
	}
	if len(page.Docs) < 2 || !page.Docs[0].Filed || !page.Docs[0].Complete || !page.Docs[0].Fields[0].Present || !strings.Contains(string(page.Docs[0].Fields[0].Value), "行政区划") {
		t.Errorf("documents: %+v", page.Docs)
	}
	if due := page.Docs[1]; due.Filed || due.Complete || due.Document != "classification" || due.Steps[0] != "classify" || !due.Fields[0].Required || due.Fields[0].Met || due.Fields[2].Required || !due.Fields[2].Met {
		t.Errorf("what is due next is %s", dump(due))
	}
	if len(page.Timeline) != 1 || page.Timeline[0].Proof == "" || page.Timeline[0].Weekday.ZH != "周一" {
		t.Errorf("timeline: %+v", page.Timeline)
	}
	complete := 0
	for _, task := range page.Tasks {
		if task.Status == "complete" {
			complete++
		}
	}
	if complete != 1 || len(page.Tasks) < 5 {
		t.Errorf("tasks: %+v", page.Tasks)
	}
	proof := tn.provider.do("GET", page.Timeline[0].Proof, nil)
	if proof.status != http.StatusOK || !strings.HasPrefix(string(proof.body), "c2sp.org/tlog-proof@v1") {
		t.Errorf("the proof is %d %.80s", proof.status, proof.body)
	}
	seen := must[api.CasePage](tn.authority, "GET", "/v1/cases/"+tn.caseOf, nil)
	for _, m := range seen.May {
		if m.Step == "classify" {
			t.Error("the authority may classify the provider's resource")
		}
	}
	stale := tn.provider.refused(409, "case.stale", "POST", "/v1/cases/"+tn.caseOf+"/steps", map[string]any{"step": "classify", "rev": 99})
	if stale.Violations[0].Cites[0].Unit != "PF-06" {
		t.Errorf("a stale page cites %+v", stale.Violations)
	}
}

// What one may not see is answered as what does not exist, and the attempt is logged.
func TestUnseen(t *testing.T) {
	tn := newTown(t)
	missing := tn.operator.refused(404, "thing.unseen", "GET", "/v1/cases/999999", nil)
	hidden := tn.operator.refused(404, "thing.unseen", "GET", "/v1/cases/"+tn.caseOf, nil)
	missing.Entry, hidden.Entry = 0, 0
	if diff := cmp.Diff(dump(missing), dump(hidden)); diff != "" {
		t.Errorf("a hidden case reads otherwise than a missing one:\n%s", diff)
	}
	p := tn.operator.refused(404, "thing.unseen", "POST", "/v1/cases/"+tn.caseOf+"/steps", map[string]any{"step": "classify", "form": map[string]any{}})
	e := must[api.EntryShown](tn.authority, "GET", "/v1/log/entries/"+itoa(p.Entry), nil)
	if e.Outcome != "refusal" || e.Codes[0] != "thing.unseen" || e.Seat == "" {
		t.Errorf("the log holds %+v", e)
	}
	// A resource in the catalogue is for everybody in business; a duty or person is not.
	must[api.RecordShown](tn.operator, "GET", "/v1/registers/resource/"+tn.resource, nil)
	person := must[api.Me](tn.provider, "GET", "/v1/me", nil).Person.ID
	tn.operator.refused(404, "thing.unseen", "GET", "/v1/registers/person/"+person, nil)
	if lines := must[struct{ Items []api.Line }](tn.operator, "GET", "/v1/registers/person", nil).Items; len(lines) != 1 {
		t.Errorf("the operator sees %d people", len(lines))
	}
	tn.operator.refused(404, "thing.unseen", "GET", "/v1/log/entries/0", nil)
	tn.browser().refused(404, "thing.unseen", "GET", "/v1/no/such/thing", nil)
}

// An administrator reads no business: it is answered 404, and the log tells it apart.
func TestAdministratorReadsBusiness(t *testing.T) {
	tn := newTown(t)
	for _, b := range []*browser{tn.system, tn.security, tn.audits} {
		for _, path := range []string{"/v1/registers/resource", "/v1/registers/resource/" + tn.resource, "/v1/cases/" + tn.caseOf} {
			p := b.refused(404, "thing.unseen", "GET", path, nil)
			e := must[api.EntryShown](tn.audits, "GET", "/v1/log/entries/"+itoa(p.Entry), nil)
			if strings.Join(e.Codes, " ") != "thing.unseen administrator.business" || e.Cites[1].Unit != "PF-10" {
				t.Errorf("%s by %s is logged as %v citing %v", path, b.login, e.Codes, e.Cites)
			}
		}
		if cases := must[struct{ Items []api.CaseLine }](b, "GET", "/v1/cases", nil).Items; strings.Contains(dump(cases), "catalogue") {
			t.Errorf("%s sees business cases: %s", b.login, dump(cases))
		}
	}
	must[struct{ Items []api.Line }](tn.system, "GET", "/v1/registers/organisation", nil)
	tn.system.refused(403, "administrator.business", "POST", "/v1/cases", entering("越权"))
}

func TestLists(t *testing.T) {
	tn := newTown(t)
	for _, title := range []string{"甲", "=乙", "丙"} {
		must[api.Receipt](tn.provider, "POST", "/v1/cases", entering(title))
	}
	type page struct {
		Items  []api.CaseLine
		Cursor string
	}
	var ids []string
	for cursor := ""; ; {
		p := must[page](tn.authority, "GET", "/v1/cases?procedure=catalogue&limit=2&sort=opened&cursor="+cursor, nil)
		for _, l := range p.Items {
			ids = append(ids, l.ID)
		}
		if cursor = p.Cursor; cursor == "" {
			break
		}
	}
	if len(ids) != 4 {
		t.Errorf("the pages hold %v", ids)
	}
	tn.authority.refused(400, "request.malformed", "GET", "/v1/cases?cursor=nonsense", nil)
	tn.authority.refused(400, "request.malformed", "GET", "/v1/cases?no-such=1", nil)
	must[page](tn.authority, "GET", "/v1/cases?procedure=catalogue&sort=rank", nil)

	tn.authority.headers["Accept"] = "text/csv"
	r := tn.authority.do("GET", "/v1/cases?procedure=catalogue", nil)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(r.body), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 5 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/csv") {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if !strings.Contains(string(r.body), "'=乙") {
		t.Error("a text that a spreadsheet would take for a formula is exported as it is")
	}
	if resting := must[page](tn.authority, "GET", "/v1/inbox", nil); len(resting.Items) != 0 {
		t.Errorf("nothing is pending with the authority, and its inbox holds %s", dump(resting.Items))
	}
	inbox := must[page](tn.provider, "GET", "/v1/inbox", nil)
	if len(inbox.Items) != 4 {
		t.Errorf("%d cases wait for the provider", len(inbox.Items))
	}
	if other := must[page](tn.operator, "GET", "/v1/inbox", nil); len(other.Items) != 0 {
		t.Errorf("%d cases wait for the operator", len(other.Items))
	}
}

// One of several that is refused keeps none of the others from being opened.
func TestBatch(t *testing.T) {
	tn := newTown(t)
	bad := entering("x")
	bad["form"].(map[string]any)["openness"] = "perhaps"
	got := must[struct{ Items []api.BatchResult }](tn.provider, "POST", "/v1/cases/batch", map[string]any{"cases": []any{entering("一"), bad, entering("三")}}).Items
	if len(got) != 3 || got[0].Receipt == nil || got[1].Problem == nil || got[2].Receipt == nil || got[1].Problem.Code != "document.malformed" {
		t.Errorf("the batch came out as %s", dump(got))
	}
}

// The problem document of a refusal, as people and programs get it.
func TestProblemDocument(t *testing.T) {
	tn := newTown(t)
	form := entering("x")["form"].(map[string]any)
	delete(form, "summary")
	form["openness"], form["colour"] = "perhaps", "red"
	r := tn.provider.do("POST", "/v1/cases", map[string]any{"procedure": "catalogue", "step": "enter", "form": form})
	if r.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d %s", r.status, r.body)
	}
	golden(t, "refusal.json", r.body, "entry")

	tn.provider.headers["Accept-Language"] = "en-GB,en;q=0.9"
	p := tn.provider.refused(422, "document.malformed", "POST", "/v1/cases", map[string]any{"procedure": "catalogue", "step": "enter", "form": form})
	if p.Title != p.Violations[0].Says.EN {
		t.Errorf("asked for in English, the title is %q", p.Title)
	}
	for _, malformed := range []any{`{"procedure": 7}`, `{"procedure": "catalogue", "unknown": 1}`, `{`} {
		p := tn.provider.refused(400, "request.malformed", "POST", "/v1/cases", malformed)
		if len(p.Errors) == 0 || len(p.Violations) != 0 {
			t.Errorf("%v: %+v", malformed, p)
		}
	}
}

// golden compares a JSON answer, with the named members left out, to a file.
func golden(t *testing.T, name string, got []byte, without ...string) {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(got, &v); err != nil {
		t.Fatal(err)
	}
	for _, member := range without {
		delete(v, member)
	}
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)+"\n"); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// A fault answers its number and nothing else; what failed is logged once.
func TestFault(t *testing.T) {
	tn := newTown(t)
	tn.desk.Calendar = nil
	p := tn.provider.refused(500, "fault.internal", "GET", "/v1/cases/"+tn.caseOf, nil)
	if p.Incident == "" || len(p.Violations) != 0 {
		t.Errorf("the fault says %+v", p)
	}
	if got := strings.Count(tn.logged.String(), p.Incident); got != 1 {
		t.Errorf("the incident is logged %d times", got)
	}
	if strings.Contains(tn.logged.String(), tn.caseOf+"\"") {
		t.Error("the log of requests carries the path")
	}
}

func TestLogAndProofs(t *testing.T) {
	tn := newTown(t)
	page := must[api.EntryPage](tn.audits, "GET", "/v1/log/entries?limit=5", nil)
	if len(page.Items) != 5 || page.Items[0].Kind != "installation.found" || page.Items[0].Note != "founding-act" || page.Next != 5 || page.Size < 10 {
		t.Errorf("the log begins %s", dump(page))
	}
	own := must[api.EntryPage](tn.operator, "GET", "/v1/log/entries?limit=200", nil)
	mine := must[api.Me](tn.operator, "GET", "/v1/me", nil).Person.Organisation
	for _, e := range own.Items {
		if e.Org != mine && (e.Case == "" || tn.operator.do("GET", "/v1/cases/"+e.Case, nil).status != http.StatusOK) {
			t.Errorf("the operator sees entry %d of %s", e.Seq, e.Org)
		}
	}
	if len(own.Items) == 0 || len(own.Items) > 20 {
		t.Errorf("the operator sees %d entries", len(own.Items))
	}
	tn.findsEntries(t)
	note := tn.browser().do("GET", "/v1/log/checkpoint", nil)
	if note.status != 200 || !strings.HasPrefix(string(note.body), "shuyu.test/log\n") {
		t.Errorf("the checkpoint is %d %s", note.status, note.body)
	}
	size := must[api.EntryPage](tn.audits, "GET", "/v1/log/entries", nil).Size
	tile := tn.browser().do("GET", "/v1/log/tile/0/000.p/"+itoa(min(size, 255)), nil)
	if tile.status != 200 || int64(len(tile.body)) != 32*min(size, 255) {
		t.Errorf("the tile is %d with %d bytes", tile.status, len(tile.body))
	}
	tn.continues(t, note.body)
	for _, path := range []string{"/v1/log/tile/0/000.p/256", "/v1/log/tile/0/999", "/v1/log/tile/7/000", "/v1/log/tile/0/../../x"} {
		if r := tn.browser().do("GET", path, nil); r.status != 404 {
			t.Errorf("%s is answered %d", path, r.status)
		}
	}
}

func TestPublic(t *testing.T) {
	tn := newTown(t)
	anybody := tn.browser()
	for _, path := range []string{"register", "notices", "calls", "disclosures", "products"} {
		must[struct{ Items []any }](anybody, "GET", "/v1/public/"+path, nil)
	}
	anybody.refused(404, "thing.unseen", "GET", "/v1/public/certificates/TA-DJ-2025-000001", nil)
	anybody.refused(404, "thing.unseen", "POST", "/v1/public/objections", map[string]any{"case": tn.caseOf, "grounds": "不同意"})
	must[api.Receipt](tn.provider, "POST", "/v1/cases/"+tn.caseOf+"/steps", map[string]any{"step": "classify", "form": map[string]any{
		"class": "民政", "level": "L1", "unit": "none", "reason": "无个人信息"}})
	filed := must[api.Tracking](anybody, "POST", "/v1/public/complaints", map[string]any{"resource": tn.resource,
		"form": map[string]any{"kind": "error", "grounds": "代码有误"}})
	if len(filed.Number) != 27 || filed.Due == nil {
		t.Errorf("the complaint is tracked as %+v", filed)
	}
	stands := must[api.ComplaintShown](anybody, "GET", "/v1/public/complaints/"+filed.Number, nil)
	if stands.State != "filed" || stands.Word.ZH == "" {
		t.Errorf("the complaint stands %+v", stands)
	}
	anybody.refused(404, "thing.unseen", "GET", "/v1/public/complaints/TS-made-up", nil)
}

// Requests without signing in are bounded per address.
func TestRate(t *testing.T) {
	c := newCity(t, func(p *api.Parts) { p.Options.PublicPerMinute = 5 })
	b := c.browser()
	for range 5 {
		must[any](b, "GET", "/v1/banner", nil)
	}
	b.refused(429, "request.rate", "GET", "/v1/banner", nil)
	c.later(60e9)
	must[any](b, "GET", "/v1/banner", nil)
}

func TestLaw(t *testing.T) {
	c := newCity(t)
	b := c.browser()
	p := must[api.PackShown](b, "GET", "/v1/packs/current", nil)
	if p.Coverage.Units != 108 || p.Coverage.Rules+p.Coverage.NoRule != 108 || !p.Pilot {
		t.Errorf("coverage %+v", p.Coverage)
	}
	for _, u := range p.Instruments[1].Units {
		if u.Unit == "TA-09.1" && u.Label.ZH != "〔泰安 9.1〕" {
			t.Errorf("TA-09.1 is written %s", u.Label)
		}
	}
	span := must[api.SpanShown](b, "GET", "/v1/calendar/due?from=2026-02-11&period=within%205%20working-days", nil)
	if span.Last.String() != "2026-02-25" || span.Weekday.ZH != "周三" {
		t.Errorf("five working days from 2026-02-11 end on %s", span.Last)
	}
	if y := must[api.YearShown](b, "GET", "/v1/calendar/2027", nil); y.Published {
		t.Error("2027 is published")
	}
	b.refused(400, "request.malformed", "GET", "/v1/calendar/due?from=tomorrow&period=within%205%20working-days", nil)
}

// Only a demonstration has a clock that can be moved, and never back.
func TestDemoClock(t *testing.T) {
	tn := newTown(t)
	b := tn.browser()
	if got := must[api.ClockShown](b, "POST", "/v1/demo/clock", map[string]any{"day": "2025-04-01"}); got.Today.String() != "2025-04-01" {
		t.Errorf("the clock stands at %s", got.Today)
	}
	b.refused(422, "clock.backwards", "POST", "/v1/demo/clock", map[string]any{"day": "2025-03-31"})
	must[any](b, "POST", "/v1/demo/accounts", map[string]any{"login": "wang", "password": goodPassword})
	b.refused(401, "sign-in.failed", "POST", "/v1/demo/accounts", map[string]any{"login": "wang", "password": "something else"})
	shown := must[api.DemoShown](b, "GET", "/v1/demo", nil)
	if len(shown.Accounts) != 1 || shown.Accounts[0].Name != "测试wang" || len(shown.Says) != 2 {
		t.Fatalf("the accounts page shows %+v", shown)
	}
	tn.later(30e9)
	account := must[api.DemoShown](b, "GET", "/v1/demo", nil).Accounts[0]
	must[api.Me](b, "POST", "/v1/session", map[string]any{"login": account.Login, "password": account.Password, "code": account.Code})

	plain := newCity(t, func(p *api.Parts) { p.Options.Demo, p.Clock = false, nil })
	plain.browser().refused(404, "thing.unseen", "GET", "/v1/demo", nil)
	plain.browser().refused(404, "thing.unseen", "POST", "/v1/demo/clock", map[string]any{"day": "2025-04-01"})
}

func TestEvents(t *testing.T) {
	tn := newTown(t)
	req, err := http.NewRequestWithContext(context.Background(), "GET", tn.http.URL+"/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := tn.provider.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got := res.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("events are answered as %q", got)
	}
	must[api.Receipt](tn.system, "POST", "/v1/cases", map[string]any{"procedure": "organisation", "form": map[string]any{
		"name": "无关单位", "roles": []string{"user"}, "creditCode": code(9), "legalForm": "legal-person"}})
	r := must[api.Receipt](tn.provider, "POST", "/v1/cases", entering("河流"))
	text := ""
	for buffer := make([]byte, 1024); !strings.Contains(text, r.Case+`"`); {
		n, err := res.Body.Read(buffer)
		if err != nil {
			t.Fatalf("the stream ended after %q: %v", text, err)
		}
		text += string(buffer[:n])
	}
	if strings.Contains(text, "organisation") {
		t.Errorf("an event of a case that does not exist for the provider was sent: %s", text)
	}
}

func itoa(n int64) string {
	text, _ := json.Marshal(n)
	return string(text)
}

func dump(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// A case page carries the titles of what its documents name, and one request answers those
// of a whole form; a refusal in the log says in words why. What does not exist for the seat has none, and no attempt is logged.
func TestTitles(t *testing.T) {
	tn := newTown(t)
	hidden := must[api.Receipt](tn.provider, "POST", "/v1/cases", map[string]any{"procedure": "authorisation", "step": "request", "form": map[string]any{"title": "民生", "reasons": "需要"}})
	asked := "/v1/titles?of=resource:" + tn.resource + "&of=case:" + hidden.Case + "&of=seat:nothing"
	seen := must[api.TitlesShown](tn.authority, "GET", asked, nil).Titles
	if seen[tn.resource] != "行政区划" || seen[hidden.Case] == "" || len(seen) != 2 {
		t.Errorf("the authority reads %v", seen)
	}
	before := must[api.EntryPage](tn.authority, "GET", "/v1/log/entries?limit=1", nil).Size
	if seen := must[api.TitlesShown](tn.operator, "GET", asked, nil).Titles; seen[tn.resource] != "行政区划" || len(seen) != 1 {
		t.Errorf("the operator reads %v", seen)
	}
	if after := must[api.EntryPage](tn.authority, "GET", "/v1/log/entries?limit=1", nil).Size; after != before {
		t.Errorf("asking for titles made %d entries", after-before)
	}
	tn.authority.do("POST", "/v1/cases/"+tn.caseOf+"/steps", map[string]any{"step": "classify", "form": map[string]any{}})
	refused := must[api.EntryPage](tn.authority, "GET", "/v1/log/entries?outcome=refusal&case="+tn.caseOf, nil).Items
	if len(refused) != 1 || len(refused[0].Says) == 0 || refused[0].Says[0].ZH == "" {
		t.Errorf("the log says of the refusal %s", dump(refused))
	}
	seats := must[struct{ Items []api.CaseLine }](tn.system, "GET", "/v1/cases?procedure=seat&limit=1", nil)
	if page := must[api.CasePage](tn.system, "GET", "/v1/cases/"+seats.Items[0].ID, nil); len(page.Titles) < 2 {
		t.Errorf("a seat's page has the titles %v", page.Titles)
	}
}
