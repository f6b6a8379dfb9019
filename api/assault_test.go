package api_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// together makes requests at the same moment and answers what came of each.
func together(n int, do func(i int) (reply, error)) []reply {
	all, begin := make([]reply, n), make(chan struct{})
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			<-begin
			r, err := do(i)
			if err != nil {
				r = reply{status: -1, body: []byte(err.Error())}
			}
			all[i] = r
		})
	}
	close(begin)
	wait.Wait()
	return all
}

// granted counts the answers that say yes.
func granted(all []reply) (n int) {
	for _, r := range all {
		if r.status == http.StatusOK || r.status == http.StatusNoContent {
			n++
		}
	}
	return n
}

// crossSite: a page of another site makes the approver's browser send everything that
// changes anything, with the cookie.
func (b *besieged) crossSite() {
	before := b.size()
	for _, r := range b.routes() {
		if r.method == http.MethodGet {
			continue
		}
		path := r.paths(map[string][]string{"resource": {b.resource}, "case": {b.review}, "notice": {"N1"}, "person": {me(b.wu).Person.ID}}, 9)[0]
		for _, headers := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}} {
			for _, kind := range []string{"application/json", "text/plain", "application/x-www-form-urlencoded"} {
				got, err := b.zhao.raw(r.method, path, kind, []byte("{}"), headers)
				if err != nil || got.status != http.StatusForbidden || !strings.Contains(string(got.body), "request.cross-origin") {
					b.t.Errorf("%s %s with %v as %s is answered %d %.120s, %v", r.method, path, headers, kind, got.status, got.body, err)
				}
			}
		}
	}
	if grown := b.size() - before; grown != 0 {
		b.t.Errorf("the log grew by %d entries", grown)
	}
}

// fixation: the attacker gives the victim a session id before they sign in.
func (b *besieged) fixation() {
	who := b.browser()
	who.login, who.password, who.seed = b.lin.login, b.lin.password, b.lin.seed
	address, err := url.Parse(b.http.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	const chosen = "chosen-by-the-attacker"
	who.client.Jar.SetCookies(address, []*http.Cookie{{Name: "shuyu", Value: chosen, Path: "/"}})
	who.signIn()
	held := who.client.Jar.Cookies(address)
	if len(held) != 1 || held[0].Value == chosen || len(held[0].Value) < 40 {
		b.t.Errorf("after signing in the session is %v", held)
	}
	attacker := b.browser()
	attacker.client.Jar.SetCookies(address, []*http.Cookie{{Name: "shuyu", Value: chosen, Path: "/"}})
	attacker.refused(http.StatusUnauthorized, "session.expired", "GET", "/v1/me", nil)
	must[any](who, "DELETE", "/v1/session", nil)
	attacker.client.Jar.SetCookies(address, held)
	attacker.refused(http.StatusUnauthorized, "session.expired", "GET", "/v1/me", nil)
}

// races: what may be done once is done once, however many ask at the same moment.
func (b *besieged) races() {
	const many = 8
	send := func(who *browser, method, path string, in map[string]any) []reply {
		body, err := json.Marshal(in)
		if err != nil {
			b.t.Fatal(err)
		}
		return together(many, func(int) (reply, error) { return who.raw(method, path, "application/json", body, nil) })
	}
	thief := b.browser()
	signs := map[string]any{"login": b.pan.login, "password": b.pan.password, "code": b.pan.freshCode()}
	if n := granted(send(thief, "POST", "/v1/session", signs)); n != 1 {
		b.t.Errorf("one code of the authenticator opened %d sessions", n)
	}
	if n := granted(send(b.pan, "POST", "/v1/session/step-up", map[string]any{"code": b.pan.freshCode()})); n != 1 {
		b.t.Errorf("one code of the authenticator proved presence %d times", n)
	}
	b.ex1.stepUp()
	vote := map[string]any{"step": "vote", "form": map[string]any{"for": true, "reasons": "合规"}}
	if n := granted(send(b.ex1, "POST", "/v1/cases/"+b.review+"/steps", vote)); n != 1 {
		b.t.Errorf("one expert voted %d times", n)
	}
	b.read(func(v casework.View) error {
		c, err := v.Case(b.t.Context(), b.review)
		given := 0
		for _, one := range c.Votes {
			if !one.On.IsZero() {
				given++
			}
		}
		if given != 1 {
			b.t.Errorf("the case counts %d votes", given)
		}
		return err
	})
	keyed := together(many, func(int) (reply, error) {
		body, _ := json.Marshal(entering("race"))
		return b.pan.raw("POST", "/v1/cases", "application/json", body, map[string]string{"Idempotency-Key": "race-1"})
	})
	cases := map[string]bool{}
	for _, r := range keyed {
		var made api.Receipt
		if err := json.Unmarshal(r.body, &made); err != nil || r.status != http.StatusOK {
			b.t.Errorf("a repeated command is answered %d %.120s", r.status, r.body)
		}
		cases[made.Case] = true
	}
	if len(cases) != 1 {
		b.t.Errorf("one key opened %d cases", len(cases))
	}
}

// otherKeys: whoever knows the idempotency key of another is not answered as they were, be
// they of another organisation or of the same.
func (b *besieged) otherKeys() {
	const key = "the-key-of-wu"
	ask := func(who *browser, title string) reply {
		body, _ := json.Marshal(map[string]any{"procedure": "review", "step": "submit", "links": map[string]any{"output": b.held}, "form": map[string]any{"description": title, "use": "x"}})
		r, err := who.raw("POST", "/v1/cases", "application/json", body, map[string]string{"Idempotency-Key": key})
		if err != nil {
			b.t.Fatal(err)
		}
		return r
	}
	first := ask(b.wu, "a")
	for _, who := range []*browser{b.shi, b.feng, b.pan, b.moved, b.browser()} {
		if r := ask(who, "a"); r.status == http.StatusOK || string(r.body) == string(first.body) {
			b.t.Errorf("%s is answered %d %.200s with the key of another", who.login, r.status, r.body)
		}
	}
	entered := func(key string) reply {
		body, _ := json.Marshal(entering("河流"))
		r, err := b.pan.raw("POST", "/v1/cases", "application/json", body, map[string]string{"Idempotency-Key": key})
		if err != nil {
			b.t.Fatal(err)
		}
		return r
	}
	one := entered("k-1")
	mine := b.qin
	body, _ := json.Marshal(entering("河流"))
	other, err := mine.raw("POST", "/v1/cases", "application/json", body, map[string]string{"Idempotency-Key": "k-1"})
	var a, z api.Receipt
	if err != nil || json.Unmarshal(one.body, &a) != nil || json.Unmarshal(other.body, &z) != nil || a.Case == z.Case || z.Case == "" {
		b.t.Errorf("two people with one key were answered %s and %s, %v", one.body, other.body, err)
	}
}

// otherCursors: a cursor tells nothing of what lies between two pages, and serves only who
// was given it, in the list it was given for.
func (b *besieged) otherCursors() {
	for i := range 4 {
		b.put("scenario", fmt.Sprintf("scenario-91000%d", i), map[string]any{"title": fmt.Sprintf("SCENARIO-%d-%s", i, plantedForm), "operator": me(b.wu).Person.Organisation, "agreement": "agreement-900001", "state": "approved"})
	}
	for i, title := range []string{"A", "Z"} {
		b.put("scenario", fmt.Sprintf("scenario-92000%d", i), map[string]any{"title": title, "operator": me(b.shi).Person.Organisation, "agreement": "agreement-2", "state": "approved"})
	}
	const list = "/v1/registers/scenario?limit=2&sort=title"
	given := map[string]string{}
	for name, who := range map[string]*browser{"shi": b.shi, "zhao": b.zhao} {
		page := must[pageOf[api.Line]](who, "GET", list, nil)
		if page.Cursor == "" {
			b.t.Fatalf("%s gets the list in one page", name)
		}
		given[name] = page.Cursor
		if raw, err := base64.RawURLEncoding.DecodeString(page.Cursor); err != nil || strings.Contains(string(raw), plantedForm) || strings.Contains(string(raw), "scenario") {
			b.t.Errorf("the cursor of %s reads %q, %v", name, raw, err)
		}
	}
	if next := must[pageOf[api.Line]](b.zhao, "GET", list+"&cursor="+given["zhao"], nil); len(next.Items) == 0 {
		b.t.Error("a cursor does not lead on")
	}
	changed := []byte(given["shi"])
	changed[len(changed)/2] ^= 1
	for why, path := range map[string]string{
		"of another person": list + "&cursor=" + given["zhao"],
		"of another list":   "/v1/registers/job?sort=title&cursor=" + given["shi"],
		"of another way":    "/v1/duties?cursor=" + given["shi"],
		"that was changed":  list + "&cursor=" + string(changed),
		"of his own making": list + "&cursor=" + base64.RawURLEncoding.EncodeToString([]byte(`["record title","",""]`)),
		"of no meaning":     list + "&cursor=nothing",
	} {
		p := b.shi.refused(http.StatusBadRequest, "request.malformed", "GET", path, nil)
		if len(p.Errors) != 1 || p.Errors[0].Where != "query.cursor" {
			b.t.Errorf("a cursor %s is refused with %s", why, dump(p.Errors))
		}
	}
	for _, page := range []string{"register", "notices", "calls", "disclosures", "products"} {
		b.browser().refused(http.StatusBadRequest, "request.malformed", "GET", "/v1/public/"+page+"?cursor="+given["shi"], nil)
	}
}

// absent: a token that leaked does nothing that a person must be present for.
func (b *besieged) absent() {
	p := b.desk.Packs.Current()
	def, _ := p.Procedure("review")
	tried := 0
	for who, steps := range map[string][]string{"zhao": {"approve", "release"}, "ex1": {"vote"}} {
		for _, name := range steps {
			step, ok := def.Step(name)
			if !ok || !step.StepUp {
				continue
			}
			tried++
			r := b.tokens[who].do("POST", "/v1/cases/"+b.review+"/steps", map[string]any{"step": name, "form": map[string]any{"for": true, "reasons": "x"}})
			var refused api.Problem
			if err := json.Unmarshal(r.body, &refused); err != nil || !slices.ContainsFunc(refused.Violations, func(v api.Violation) bool { return v.Code == "step-up.required" || v.Code == "step.out-of-order" }) {
				b.t.Errorf("a token of %s takes %s: %d %s", who, name, r.status, r.body)
			}
		}
	}
	if tried == 0 {
		b.t.Fatal("no step of a review needs presence")
	}
	token := b.tokens["lei"]
	token.refused(http.StatusForbidden, "step-up.required", "GET", "/v1/deliveries/"+b.lookUp+"/key", nil)
	token.refused(http.StatusForbidden, "step-up.required", "POST", "/v1/me/tokens", map[string]any{"name": "more", "days": 365})
	id := me(token).Token
	token.refused(http.StatusForbidden, "step-up.required", "DELETE", "/v1/me/tokens/"+id, nil)
	for _, path := range []string{"/v1/session/step-up", "/v1/session/seat", "/v1/me/password"} {
		token.refused(http.StatusBadRequest, "request.malformed", "POST", path, map[string]any{})
	}
	token.refused(http.StatusBadRequest, "request.malformed", "DELETE", "/v1/session", nil)
	// A token beside somebody's cookie acts for its own seat, never for both.
	both := b.browser()
	both.client, both.bearer = b.zhao.client, token.bearer
	if shown := me(both); shown.Token == "" || shown.Person.ID != me(b.lei).Person.ID || shown.SteppedUp != nil {
		b.t.Errorf("a token with another's cookie acts as %s", dump(shown))
	}
}

// guessed: no answer to somebody without an account tells which names, numbers, keys or
// seats there are.
func (b *besieged) guessed() {
	system := must[api.Receipt](b.system, "POST", "/v1/cases", map[string]any{"procedure": "account", "form": map[string]any{"name": "新", "organisation": me(b.wu).Person.Organisation, "login": "invited-only"}})
	_ = system
	alike := func(what string, all ...func() reply) {
		b.t.Helper()
		seen := map[string]bool{}
		for _, ask := range all {
			r := ask()
			var p api.Problem
			if err := json.Unmarshal(r.body, &p); err != nil {
				b.t.Fatalf("%s: %s", what, r.body)
			}
			p.Entry = 0
			r.header.Del("Date")
			r.header.Del("Content-Length")
			seen[fmt.Sprint(r.status, dump(p), dump(r.header))] = true
		}
		if len(seen) != 1 {
			b.t.Errorf("%s are told apart: %v", what, seen)
		}
	}
	ask := func(method, path string, in any, headers map[string]string) func() reply {
		return func() reply {
			body, _ := json.Marshal(in)
			r, err := b.browser().raw(method, path, "application/json", body, headers)
			if err != nil {
				b.t.Fatal(err)
			}
			return r
		}
	}
	signs := func(login, password string) func() reply {
		return ask("POST", "/v1/session", map[string]any{"login": login, "password": password, "code": "000000"}, nil)
	}
	alike("sign-in names", signs("no-such-login", "wrong"), signs(b.lu.login, "wrong"), signs(b.lu.login, b.lu.password), signs("invited-only", "wrong"), signs(strings.ToUpper(b.lu.login), "wrong"))
	alike("invitations", ask("POST", "/v1/invitations/open", map[string]any{"invitation": "syi_made-up-1"}, nil), ask("POST", "/v1/invitations/accept", map[string]any{"invitation": "syi_made-up-2", "password": goodPassword, "code": "000000"}, nil))
	key := func(id, key string) func() reply {
		return ask("GET", "/v1/data/"+id+"?district="+url.QueryEscape("岱岳"), nil, map[string]string{"X-Delivery-Key": key, "X-Scenario": "scenario-900001"})
	}
	alike("deliveries", key(b.lookUp, ""), key(b.lookUp, "syk_0000000000000000_x"), key(b.lookUp, b.key[:len(b.key)-1]), key(b.lookUp, b.key+"="), key(b.file, b.key), key("delivery-no", b.key))
	alike("complaints", ask("GET", "/v1/public/complaints/TS-no", nil, nil), ask("GET", "/v1/public/complaints/"+b.complaint[:len(b.complaint)-1], nil, nil), ask("GET", "/v1/public/complaints/"+strings.ToLower(b.complaint), nil, nil))
	alike("cases under no notice", ask("POST", "/v1/public/objections", map[string]any{"case": b.review, "grounds": "x"}, nil), ask("POST", "/v1/public/objections", map[string]any{"case": "999999", "grounds": "x"}, nil))
	seats := func(name string) func() reply {
		return func() reply {
			r, err := b.shi.raw("POST", "/v1/session/seat", "application/json", []byte(`{"seat": "`+name+`"}`), nil)
			if err != nil {
				b.t.Fatal(err)
			}
			return r
		}
	}
	own := me(b.shi).Seat.Seat
	alike("seats", seats("seat-of-nobody"), seats(me(b.wu).Seat.Seat), seats(me(b.zhao).Seat.Seat+">"+me(b.wu).Seat.Seat), seats(own+">"+me(b.wu).Seat.Seat), seats(own+">nobody"))
}

// formulas: a text that somebody entered is a text in a spreadsheet of somebody else.
func (b *besieged) formulas() {
	begins := []string{"=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＋", "－", "＠", "\u00a0=", "\u200b=", "\ufeff="}
	for i, sign := range begins {
		b.put("scenario", fmt.Sprintf("scenario-93%04d", i), map[string]any{"title": sign + "HYPERLINK(\"https://elsewhere.example\")", "operator": me(b.wu).Person.Organisation, "agreement": "formulas", "state": "approved"})
	}
	r := b.zhao.do("GET", "/v1/registers/scenario?format=csv&subject=formulas", nil)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(r.body), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != len(begins)+1 {
		b.t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if strings.Contains(cell, "HYPERLINK") && !strings.HasPrefix(cell, "'") {
				b.t.Errorf("%q begins a formula", cell)
			}
		}
	}
}

// otherFiles: whoever knows the digest of a file has not the file, be it that they write the
// digest into a document of their own.
func (b *besieged) otherFiles() {
	path := "/v1/attachments/" + b.attachment
	for _, who := range []*browser{b.shi, b.pan, b.ex3, b.lei, b.system} {
		who.refused(http.StatusNotFound, "thing.unseen", "GET", path, nil)
		who.refused(http.StatusNotFound, "thing.unseen", "GET", path+"?case="+b.review, nil)
	}
	form := entering("digest")
	form["form"].(map[string]any)["summary"] = b.attachment
	entered := must[api.Receipt](b.pan, "POST", "/v1/cases", form)
	b.pan.refused(http.StatusNotFound, "thing.unseen", "GET", path+"?case="+entered.Case, nil)
	if r := b.wu.do("GET", path, nil); r.status != http.StatusOK || !strings.Contains(string(r.body), plantedAttachment) || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment;") {
		b.t.Errorf("whoever handed it in is answered %d %s", r.status, r.header)
	}
}

// heldBack: an output that is few numbers can be told from its digest by trying, so that
// those who made it learn neither digest nor size from anything until it is released. Who
// judges it and who oversees do, and once it is released everybody who sees it does.
func (b *besieged) heldBack() {
	facts := func(id string) (digest, bytes string) {
		b.read(func(v casework.View) error {
			r, err := v.Registered(b.t.Context(), "output", id)
			body := map[string]any{}
			if err == nil {
				err = json.Unmarshal(r.Body, &body)
			}
			digest, bytes = fmt.Sprint(body["digest"]), fmt.Sprint(body["bytes"])
			return err
		})
		return digest, bytes
	}
	var cases []string
	b.read(func(v casework.View) error {
		found, _, err := v.Cases(b.t.Context(), casework.CaseQuery{Link: b.held, Limit: 20})
		for _, c := range found {
			cases = append(cases, c.ID)
		}
		return err
	})
	asked := []string{"/v1/registers/output/" + b.held, "/v1/registers/output/" + b.held + "/revisions/1", "/v1/registers/output", "/v1/registers/output?format=csv", "/v1/outputs/" + b.held + "/report",
		"/v1/outputs/" + b.output + "/neighbours", "/v1/cases?link=" + b.held, "/v1/notices", "/v1/log/entries?limit=200"}
	for _, c := range cases {
		asked = append(asked, "/v1/cases/"+c, "/v1/cases/"+c+"/figures", "/v1/log/entries?case="+c)
	}
	digest, size := facts(b.held)
	if len(cases) < 2 || len(digest) != 64 {
		b.t.Fatalf("%d cases are about the output, whose digest is %q", len(cases), digest)
	}
	for who, makes := range map[*browser]bool{b.feng: true, b.wu: true, b.ex1: false, b.zhao: false} {
		told := false
		for _, path := range asked {
			r := who.do("GET", path, nil)
			if makes && r.status != http.StatusOK {
				b.t.Errorf("%s: %s is answered %d", who.login, path, r.status)
			}
			told = told || strings.Contains(string(r.body), digest)
			if makes && strings.Contains(string(r.body), digest) {
				b.t.Errorf("%s reads the digest of the held output in %s", who.login, path)
			}
		}
		if !makes && !told {
			b.t.Errorf("%s, who judges it, is told nothing of what is held", who.login)
		}
	}
	if line := must[api.RecordShown](b.wu, "GET", "/v1/registers/output/"+b.held, nil); line.Facts["bytes"] != nil {
		b.t.Errorf("its makers are told that it has %s bytes", size)
	}
	if line := must[api.RecordShown](b.wu, "GET", "/v1/registers/output/"+b.output, nil); line.Facts["digest"] == nil || line.Facts["bytes"] == nil {
		b.t.Errorf("of what was released its makers are told %s", dump(line.Facts))
	}
}

// streams: a stream tells nothing of others' cases, and nothing more once the seat that
// listens has ended.
func (b *besieged) streams() {
	org := me(b.wu).Person.Organisation
	listener := b.person("watcher", org, "operator", "clerk")
	next := b.listening(listener)
	asked := func() api.Receipt {
		return opened(b.feng, "job", "submit", map[string]any{"scenario": "scenario-900001"},
			map[string]any{"title": plantedForm, "purpose": "query", "catalogue": "development", "grants": []any{"grant-900001"}, "sql": honest})
	}
	// heard listens until a case is spoken of, or the stream ends.
	heard := func(next func() string, r api.Receipt) bool {
		for text := next(); text != ""; text = next() {
			if strings.Contains(text, plantedForm) {
				b.t.Errorf("a stream says %q", text)
			}
			if strings.Contains(text, r.Case) {
				return true
			}
		}
		return false
	}
	if !heard(next, asked()) {
		b.t.Fatal("the stream does not tell of an own case")
	}
	end(b.office, me(listener).Seat.Seat)
	if heard(next, asked()) {
		b.t.Error("the stream goes on after the seat has ended")
	}
	// A page that was left open is nobody's presence: the session ends as if it were closed.
	left := b.listening(b.wu)
	b.later(20 * time.Minute)
	if !heard(left, asked()) {
		b.t.Fatal("the stream does not last for twenty minutes")
	}
	b.later(20 * time.Minute)
	if heard(left, asked()) {
		b.t.Error("a stream keeps a session alive in which nobody has done anything for forty minutes")
	}
}

// listening opens a person's stream and answers what gives its next event, "" at its end.
func (b *besieged) listening(who *browser) (next func() string) {
	req, err := http.NewRequestWithContext(context.Background(), "GET", b.http.URL+"/v1/events", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	res, err := who.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { res.Body.Close() })
	lines := bufio.NewScanner(res.Body)
	return func() string {
		for lines.Scan() {
			if text, is := strings.CutPrefix(lines.Text(), "data: "); is {
				return text
			}
		}
		return ""
	}
}

// TestNoTextOnEitherStore: a NUL, bytes that are no UTF-8 and the like are refused as
// malformed where a request is read, since the stores take them differently: nothing that
// SQLite keeps makes PostgreSQL fail.
func TestNoTextOnEitherStore(t *testing.T) {
	for name, address := range map[string]func(t *testing.T) string{
		"SQLite":     func(t *testing.T) string { return storetest.File(t) },
		"PostgreSQL": func(t *testing.T) string { return storetest.Postgres(t).Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCityOn(t, storetest.Open(t, address(t), store.Options{}))
			system, _, _ := c.founded()
			anybody := c.browser()
			for _, who := range []*browser{system, anybody} {
				for _, one := range []struct{ method, path, body, key string }{
					{"GET", "/v1/cases/%00", "", ""},
					{"GET", "/v1/cases/a%00b", "", ""},
					{"GET", "/v1/cases/%ff%fe", "", ""},
					{"GET", "/v1/registers/person/%C3%28", "", ""},
					{"GET", "/v1/registers/%00", "", ""},
					{"GET", "/v1/registers/person?text=%00", "", ""},
					{"GET", "/v1/registers/person?text=%ff", "", ""},
					{"GET", "/v1/titles?of=person:%00", "", ""},
					{"GET", "/v1/log/entries?org=a%00", "", ""},
					{"GET", "/v1/public/complaints/%00", "", ""},
					{"GET", "/v1/data/%00?a%00=%00", "", ""},
					{"POST", "/v1/session", `{"login": "a\u0000b", "password": "x", "code": "123456"}`, ""},
					{"POST", "/v1/session", `{"login": "\\\u0000", "password": "x", "code": "123456"}`, ""},
					{"POST", "/v1/setup", `{"secret": "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"}`, ""},
					{"POST", "/v1/public/complaints", `{"form": {"kind": "misuse", "grounds": "a\u0000b"}}`, ""},
					{"POST", "/v1/public/complaints", `{"form": {"kind": "misuse", "gr\u0000unds": "x"}}`, ""},
					{"POST", "/v1/cases", `{"procedure": "organisation", "form": {"name": "a\u0000b", "roles": ["user"], "creditCode": "` + code(7) + `", "legalForm": "legal-person", "class": "other"}}`, ""},
					{"POST", "/v1/cases", `{"procedure": "organisation", "links": {"x": "\u0000"}, "form": {}}`, ""},
					{"POST", "/v1/cases", `{"procedure": "organisation", "form": {}}`, "\xff\xfe"},
				} {
					r, err := who.raw(one.method, one.path, "application/json", []byte(one.body), map[string]string{"Idempotency-Key": one.key})
					if err != nil || r.status != http.StatusBadRequest || !strings.Contains(string(r.body), "request.malformed") {
						t.Errorf("%s %s %.60s %q is answered %d %.200s, %v", one.method, one.path, one.body, one.key, r.status, r.body, err)
					}
				}
			}
			// What only looks like one is a text like any other.
			spoken := `{"procedure": "organisation", "form": {"name": "a\\u0000 b\u0001\ufffd", "roles": ["user"], "creditCode": "` + code(8) + `", "legalForm": "legal-person", "class": "other"}}`
			if r := system.do("POST", "/v1/cases", spoken); r.status != http.StatusOK {
				t.Errorf("an honest text is answered %d %s", r.status, r.body)
			}
		})
	}
}
