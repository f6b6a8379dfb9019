package portal_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pquerna/otp/totp"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/rehearsal"
	"github.com/shuyu-project/shuyu/web/portal"
)

const lastDay = "2026-02-26"

// everyPage are the pages with their variants.
var everyPage = []string{"/", "/register", "/register?page=2", "/register?q=水质", "/register?q=nothing-of-the-kind", "/products", "/notices", "/notices?show=over", "/notices?show=all&page=2",
	"/calls", "/disclosures", "/certificates", "/complaints", "/log", "/rules", "/rules/taian", "/rules/taian?page=2", "/rules/taian?q=公示", "/rules/platform", "/rules/taian/TA-09.3",
	"/rules/taian/TA-01", "/rules/platform/PF-45", "/demo"}

var untranslated = regexp.MustCompile(`⟦[^⟧]*⟧|%!|&lt;no value|\{\{`)

// Chinese is left over in an English page only where it is data: names, titles and what
// the citations are written with.
func TestEveryPageInBothLanguages(t *testing.T) {
	c := newCity(t, registrations(24), lastDay)
	for _, empty := range []bool{false, true} {
		if empty {
			c = newCity(t, "", lastDay)
		}
		for _, language := range []string{"zh", "en"} {
			r := c.reader()
			r.must("/?lang=" + language)
			if status, _ := r.get("/jurisdictions"); status != http.StatusNotFound {
				t.Errorf("there is one place, and its page of jurisdictions answers %d", status)
			}
			for _, path := range everyPage {
				text := r.must(path)
				if path == "/certificates" {
					text = island.ReplaceAllString(text, "")
				}
				if found := untranslated.FindString(text); found != "" {
					t.Errorf("%s in %s: %s", path, language, found)
				}
				want := map[string]string{"zh": `<html lang="zh-CN">`, "en": `<html lang="en">`}[language]
				if !strings.Contains(text, want) {
					t.Errorf("%s in %s is not marked %s", path, language, want)
				}
				if strings.Contains(text, hidden) {
					t.Errorf("%s in %s shows what no rule makes public", path, language)
				}
				if strings.Contains(text, "jurisdiction") { // where there is one place, none is spoken of
					t.Errorf("%s in %s speaks of jurisdictions", path, language)
				}
				for _, bad := range []string{"<script", " style=", "<style", " onclick", "javascript:"} {
					if strings.Contains(text, bad) {
						t.Errorf("%s in %s holds %q", path, language, bad)
					}
				}
				checkLabels(t, path, text)
				if language == "en" && empty && !strings.HasPrefix(path, "/rules/") {
					if left := chinese.FindString(citation.ReplaceAllString(text, "")); left != "" {
						t.Errorf("%s in English says %s", path, left)
					}
				}
			}
		}
	}
}

// island is the one script of the portal and what it is given, in both languages.
var island = regexp.MustCompile(`<script type="application/json" id="here-data">[^<]*</script>\s*<script type="module" src="/portal/island/verify\.js\?v=[0-9a-f]+"></script>`)

// What may be Chinese on an English page: citations, the way to the other language, and
// what was searched for.
var (
	citation = regexp.MustCompile(`〔[^〕]*〕|>中文<|水质|公示`)
	chinese  = regexp.MustCompile(`\p{Han}+`)
)

var (
	inputs   = regexp.MustCompile(`<(?:input|select|textarea)[^>]*\bid="([^"]+)"`)
	unnamed  = regexp.MustCompile(`<(?:input|select|textarea)(?:\s+[a-hj-z][^>]*)?>`)
	ids      = regexp.MustCompile(`\bid="([^"]+)"`)
	headings = regexp.MustCompile(`<h([1-6])\b`)
)

// checkLabels holds a page to what readers of screens need: one first heading, no level
// left out, every input with its label, no id twice.
func checkLabels(t *testing.T, path, text string) {
	t.Helper()
	for _, m := range inputs.FindAllStringSubmatch(text, -1) {
		if !strings.Contains(text, `for="`+m[1]+`"`) {
			t.Errorf("%s: the input %s has no label", path, m[1])
		}
	}
	for _, m := range unnamed.FindAllString(text, -1) {
		if !strings.Contains(m, " id=") && !strings.Contains(m, `type="hidden"`) {
			t.Errorf("%s: %s has no id and so no label", path, m)
		}
	}
	seen := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(text, -1) {
		if seen[m[1]] {
			t.Errorf("%s: the id %s stands twice", path, m[1])
		}
		seen[m[1]] = true
	}
	last := byte('0')
	for i, m := range headings.FindAllStringSubmatch(text, -1) {
		level := m[1][0]
		if (i == 0) != (level == '1') || level > last+1 {
			t.Errorf("%s: a heading of level %c follows one of level %c", path, level, last)
		}
		last = level
	}
}

// No page runs a script but the one that verifies certificates, and that one its own alone.
func TestNoScriptCanRun(t *testing.T) {
	c := newCity(t, "", lastDay)
	for path, island := range map[string]bool{"/": false, "/log": false, "/nowhere": false, "/certificates": true} {
		res, err := http.Get(c.http.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		policy := res.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src 'self'") != island || strings.Count(policy, "script-src") > 1 {
			t.Errorf("%s: the policy is %q", path, policy)
		}
	}
}

// What the page on certificates loads is as it was written, asked for again only when it
// changed, and small.
func TestIsland(t *testing.T) {
	c := newCity(t, "", lastDay)
	page := c.reader().must("/certificates")
	address := html.UnescapeString(regexp.MustCompile(`src="(/portal/island/verify\.js[^"]*)"`).FindStringSubmatch(page)[1])
	loaded, total := []string{address}, 0
	for i := 0; i < len(loaded); i++ {
		req, err := http.NewRequest(http.MethodGet, c.http.URL+loaded[i], nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", "gzip")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		packed, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/javascript") {
			t.Fatalf("%s answers %d, %v", loaded[i], res.StatusCode, err)
		}
		total += len(packed)
		unpacked, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(unpacked)
		if err != nil || string(text) != c.reader().must(loaded[i]) {
			t.Errorf("%s is another with gzip: %v", loaded[i], err)
		}
		req.Header.Set("If-None-Match", res.Header.Get("ETag"))
		if again, err := http.DefaultClient.Do(req); err != nil || again.StatusCode != http.StatusNotModified {
			t.Errorf("%s is sent again unchanged", loaded[i])
		}
		for _, m := range regexp.MustCompile(`from '\.\.?/(?:proof/)?([a-z]+\.js)'`).FindAllStringSubmatch(string(text), -1) {
			if path := "/portal/proof/" + m[1]; !slices.Contains(loaded, path) {
				loaded = append(loaded, path)
			}
		}
	}
	if len(loaded) != 7 || total > 25<<10 {
		t.Errorf("%d files of %d bytes are loaded: %v", len(loaded), total, loaded)
	}
}

// The budget of design for the portal's first load, uncompressed.
func TestPagesAreSmall(t *testing.T) {
	c := newCity(t, registrations(24), lastDay)
	r := c.reader()
	home := r.must("/")
	total := len(home)
	for _, m := range regexp.MustCompile(`(?:href|src)="(/portal/[^"]+)"`).FindAllStringSubmatch(home, -1) {
		total += len(r.must(html.UnescapeString(m[1])))
	}
	if total > 50<<10 {
		t.Errorf("the first page weighs %d bytes with what it loads", total)
	}
	for _, path := range everyPage {
		if n := len(r.must(path)); n > 50<<10 {
			t.Errorf("%s weighs %d bytes", path, n)
		}
	}
}

func TestOnlyWhatARuleNamesIsShown(t *testing.T) {
	c := newCity(t, registrations(3), lastDay)
	r := c.reader()
	r.must("/register") // the index is up to date, so what follows is found by following the log
	day := c.today()
	c.put(
		casework.Record{Kind: "publication", ID: "P900001-1", Rev: 1, State: "shown", From: day, Body: body(map[string]any{"where": "disclosure", "title": "更正决定",
			"titleEN": "A decision was corrected", "fields": map[string]any{"reason": "公开的理由"}, "on": day.String(), "case": "C-1", "cite": "platform:PF-36", "state": "shown",
			"salt": hidden, "internal": hidden, "docs": map[string]any{"finding": hidden}})},
		casework.Record{Kind: "publication", ID: "P900002-1", Rev: 1, State: "withdrawn", From: day, Body: body(map[string]any{"where": "disclosure", "title": hidden,
			"titleEN": hidden, "fields": map[string]any{"reason": hidden}, "on": day.String(), "state": "withdrawn"})},
		casework.Record{Kind: "file", ID: "F1", Rev: 1, State: "open", Title: hidden, Body: body(map[string]any{"title": hidden, "state": "open"})},
	)
	for _, path := range []string{"/disclosures", "/disclosures/P900001-1", "/disclosures?q=" + url.QueryEscape(hidden)} {
		text := r.must(path)
		if strings.Contains(strings.ReplaceAll(text, `value="`+hidden+`"`, ""), hidden) && !strings.Contains(path, "q=") {
			t.Errorf("%s shows what is not public", path)
		}
		if !strings.Contains(path, "q=") && !strings.Contains(text, "公开的理由") {
			t.Errorf("%s does not show what is public", path)
		}
		if strings.Contains(path, "q=") && strings.Contains(text, "P900001-1") {
			t.Error("a search finds by what is not public")
		}
	}
	for _, path := range []string{"/disclosures/P900002-1", "/disclosures/F1", "/register/P900001-1", "/disclosures/P900001-1/", "/cases", "/rules/taian/TA-99", "/rules/nowhere"} {
		if status, text := r.get(path); status != http.StatusNotFound || strings.Contains(text, hidden) {
			t.Errorf("%s answers %d", path, status)
		}
	}
}

func TestRegisterIsSearchedAndPaged(t *testing.T) {
	c := newCity(t, registrations(24), lastDay)
	r := c.reader()
	one, two := r.must("/register"), r.must("/register?page=2")
	if a, b := strings.Count(one, `<article class="card">`), strings.Count(two, `<article class="card">`); a != 20 || b != 2 {
		t.Errorf("the pages have %d and %d lines, want 20 and 2", a, b)
	}
	for text, lines := range map[string]int{"水质监测": 4, "水质 监测8": 1, "市水务局": 20, "华信": 0} {
		page := r.must("/register?q=" + url.QueryEscape(text))
		if n := strings.Count(page, `<article class="card">`); n != lines {
			t.Errorf("%q finds %d lines, want %d", text, n, lines)
		}
	}
	if text := r.must("/products?q=华信"); !strings.Contains(text, "供水普查指数") || !strings.Contains(text, "1234.56 元") || !strings.Contains(text, "华信数据") {
		t.Errorf("the product is not shown whole: %s", text)
	}
}

func TestHomeCounts(t *testing.T) {
	c := newCity(t, registrations(6), lastDay)
	text := c.reader().must("/")
	for _, want := range []string{`/register"><strong>4</strong>`, `/products"><strong>1</strong>`, `/notices"><strong>2</strong>`, `/calls"><strong>0</strong>`} {
		if !strings.Contains(text, want) {
			t.Errorf("the first page lacks %s", want)
		}
	}
	agreement := map[string]any{"title": "授权协议", "operator": "huaxin", "signed": true, "state": "in-force", "from": "2026-01-01", "until": "2026-03-10"}
	c.put(casework.Record{Kind: "agreement", ID: "A1", Rev: 1, Org: "huaxin", State: "in-force", Title: "授权协议", Body: body(agreement)})
	if text := c.reader().must("/"); !strings.Contains(text, `/calls"><strong>1</strong>`) {
		t.Error("an agreement in force is not counted")
	}
	c.put(casework.Record{Kind: "hold", ID: "H1", Rev: 1, Org: "huaxin", Subject: "A1", State: "standing", Body: body(map[string]any{"target": "A1", "targetKind": "agreement", "state": "standing"})})
	if text := c.reader().must("/"); !strings.Contains(text, `/calls"><strong>0</strong>`) {
		t.Error("an agreement that is held is counted")
	}
	c.put(casework.Record{Kind: "hold", ID: "H1", Rev: 2, Org: "huaxin", Subject: "A1", State: "lifted", Body: body(map[string]any{"target": "A1", "targetKind": "agreement", "state": "lifted"})})
	if text := c.reader().must("/"); !strings.Contains(text, `/calls"><strong>1</strong>`) {
		t.Error("an agreement whose hold is lifted is not counted")
	}
	c.set(calendar.MustDay("2026-03-20"))
	if text := c.reader().must("/"); !strings.Contains(text, `/notices"><strong>0</strong>`) || !strings.Contains(text, `/calls"><strong>0</strong>`) {
		t.Error("a notice that is over is counted as open")
	}
}

var link = regexp.MustCompile(`href="(/(?:notices|register)/P[^"]+)"`)

func TestObjectFromTheFirstPageOn(t *testing.T) {
	c := newCity(t, registrations(4), lastDay)
	r := c.reader()
	list := r.must("/notices")
	if !strings.Contains(list, "2026-03-02 周一") || !strings.Contains(list, "剩 4 日") {
		t.Errorf("the last day is not written as a day with what is left: %s", list)
	}
	at := html.UnescapeString(link.FindStringSubmatch(list)[1])
	text := r.must(at)
	for _, want := range []string{`method="post" action="` + at + `"`, `name="grounds"`, `name="contact"`, "联系方式", "市水务局", "首次登记", "〔泰安 9.3〕"} {
		if !strings.Contains(text, want) {
			t.Errorf("the notice lacks %s: %s", want, text)
		}
	}
	if status, text := r.post(at, url.Values{"grounds": {"  "}, "contact": {"0538-1"}}); status != http.StatusUnprocessableEntity || !strings.Contains(text, `请填写“异议理由”`) || !strings.Contains(text, `value="0538-1"`) {
		t.Errorf("an objection without grounds: %d %s", status, text)
	}
	status, text := r.post(at, url.Values{"grounds": {"点位 <b>涉密</b>"}, "contact": {"0538-12345"}})
	if status != http.StatusOK || !strings.Contains(text, "异议已提交") {
		t.Fatalf("the objection: %d %s", status, text)
	}
	found := false
	for _, one := range c.records("publication") {
		if strings.HasSuffix(at, one.ID) {
			found = c.objected(one, "点位 <b>涉密</b>")
		}
	}
	if !found {
		t.Error("the objection is not in its case")
	}
	if strings.Contains(r.must(at), "涉密") {
		t.Error("an objection is shown to the public")
	}
	c.set(calendar.MustDay("2026-03-03"))
	if text := r.must(at); strings.Contains(text, `name="grounds"`) || !strings.Contains(text, "公示期已满") {
		t.Error("a notice that is over still takes objections")
	}
	if status, text := r.post(at, url.Values{"grounds": {"迟了"}}); status == http.StatusOK || !strings.Contains(text, "refusal") {
		t.Errorf("an objection that is late: %d", status)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	c := newCity(t, registrations(4), lastDay)
	at := html.UnescapeString(link.FindStringSubmatch(c.reader().must("/notices"))[1])
	before := c.size()
	for _, path := range []string{at, "/complaints", "/demo", "/certificates"} {
		req, err := http.NewRequest(http.MethodPost, c.http.URL+path, strings.NewReader("grounds=x&day=2027-01-01"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("%s answers %d to another site", path, res.StatusCode)
		}
	}
	if c.size() != before {
		t.Error("another site changed something")
	}
}

func TestComplainAndFollow(t *testing.T) {
	c := newCity(t, registrations(4), lastDay)
	r := c.reader()
	at := html.UnescapeString(link.FindStringSubmatch(r.must("/register"))[1])
	id := at[strings.LastIndex(at, "/")+1:]
	form := r.must("/complaints?about=" + id)
	if !strings.Contains(form, `value="`+id+`"`) || !strings.Contains(form, "侵害商业秘密") {
		t.Fatalf("the form: %s", form)
	}
	if status, text := r.post("/complaints", url.Values{"about": {id}, "kind": {"error"}}); status != http.StatusUnprocessableEntity || !strings.Contains(text, "refusal") {
		t.Errorf("a complaint without grounds: %d %s", status, text)
	}
	if status, text := r.post("/complaints", url.Values{"kind": {"error"}, "grounds": {"错"}}); status != http.StatusUnprocessableEntity || !strings.Contains(text, "请写明投诉所涉的资源") {
		t.Errorf("a complaint that names no resource: %d", status)
	}
	if status, text := r.post("/complaints", url.Values{"about": {"P999999-9"}, "kind": {"error"}, "grounds": {"错"}}); status != http.StatusUnprocessableEntity || !strings.Contains(text, "登记中没有这个编号") {
		t.Errorf("a complaint about nothing: %d", status)
	}
	status, text := r.post("/complaints", url.Values{"about": {id}, "kind": {"error"}, "grounds": {"数据有误"}, "contact": {"不公开"}})
	number := regexp.MustCompile(`TS-[A-Za-z0-9_-]+`).FindString(text)
	if status != http.StatusOK || number == "" || !strings.Contains(text, "答复期限") {
		t.Fatalf("the complaint: %d %s", status, text)
	}
	status, text = r.post("/complaints/status", url.Values{"number": {number}})
	if status != http.StatusOK || !strings.Contains(text, "待答复") || strings.Contains(text, "数据有误") {
		t.Errorf("its status: %d %s", status, text)
	}
	for _, wrong := range []string{"", "TS-000", number + "x", "../demo", strings.Repeat("9", 300)} {
		if status, _ := r.post("/complaints/status", url.Values{"number": {wrong}}); status != http.StatusNotFound {
			t.Errorf("the number %.20q answers %d", wrong, status)
		}
	}
}

func TestCertificateByNumber(t *testing.T) {
	c := newCity(t, registrations(4), lastDay)
	r := c.reader()
	held := c.records("certificate")
	if len(held) == 0 {
		t.Fatal("the script issued no certificate")
	}
	number := numberOf(held[0])
	text := r.must("/verify?number=" + number) // as its QR code leads
	for _, want := range []string{number, "有效", "市水务局", "〔泰安 9", "公共数据资源登记证书"} {
		if !strings.Contains(text, want) {
			t.Errorf("the certificate's page lacks %s: %s", want, text)
		}
	}
	if status, text := r.get("/certificates?number=TA-DJ-1999-1"); status != http.StatusNotFound || !strings.Contains(text, "没有编号为") {
		t.Errorf("a number that is none answers %d", status)
	}
}

func TestTheClockIsOfTheDemonstration(t *testing.T) {
	c := newCity(t, registrations(4), lastDay)
	r := c.reader()
	status, text := r.post("/demo", url.Values{"day": {"2026-03-09"}})
	if status != http.StatusOK || !strings.Contains(text, "2026-03-09 周一") || c.today().String() != "2026-03-09" {
		t.Errorf("moving the clock: %d, and it is %s", status, c.today())
	}
	if status, text := r.post("/demo", url.Values{"day": {"2026-03-01"}}); status < 400 || !strings.Contains(text, "refusal") {
		t.Errorf("moving it back: %d", status)
	}
}

func TestTheLanguageIsKept(t *testing.T) {
	c := newCity(t, "", lastDay)
	r := c.reader()
	if !strings.Contains(r.must("/"), "数据") {
		t.Error("the first page is not Chinese first")
	}
	r.must("/log?lang=en")
	if !strings.Contains(r.must("/rules"), `<html lang="en">`) {
		t.Error("the language is forgotten")
	}
	if !strings.Contains(r.must("/rules/taian"), "Article 3</h2>") || !strings.Contains(r.must("/notices?show=over"), `name="show" value="over"`) {
		t.Error("an article is not numbered in English, or a search forgets which notices it looks through")
	}
	bare := reader{c, &http.Client{}}
	if text := bare.must("/?lang=en"); !strings.Contains(text, `href="/register?lang=en"`) {
		t.Error("without cookies a link loses the language")
	}
}

// A certificate that was signed when it was issued is downloaded, checked here, and fails
// the check once a letter of it is changed.
func TestCertificateFileIsChecked(t *testing.T) {
	c := newCity(t, registrations(3), lastDay)
	r := c.reader()
	c.set(calendar.MustDay("2026-03-03"))
	zhao := casework.Actor{Role: "authority", Powers: []string{"approver"}, SteppedUp: true, Party: casework.Party{Person: "zhao", Seat: "datacity/zhao/authority", Organisation: "datacity"}}
	var number string
	for _, one := range c.records("publication") {
		if !strings.Contains(string(one.Body), `"notice"`) {
			continue
		}
		done, err := c.desk.Do(t.Context(), zhao, casework.Command{Case: one.Case, Step: "register"})
		if _, refused := law.AsRefusal(err); err != nil && !refused {
			t.Fatal(err)
		}
		for _, made := range done.Made {
			if made.Kind == "certificate" {
				number = c.certificate(made.ID)
			}
		}
	}
	page := r.must("/certificates?number=" + number)
	at := regexp.MustCompile(`href="([^"]+/bundle)"`).FindStringSubmatch(page)
	if at == nil {
		t.Fatalf("the certificate's file is not offered: %s", page)
	}
	bundle := r.must(at[1])
	if text := r.check(bundle); !strings.Contains(text, "真实，且有效") || !strings.Contains(text, number) {
		t.Errorf("the certificate does not verify: %s", text)
	}
	altered := regexp.MustCompile(`("payload"\s*:\s*"[^"]{100})(.)`).ReplaceAllStringFunc(bundle, func(found string) string {
		last := found[len(found)-1]
		if last++; last == 'z'+1 || last == 'Z'+1 || last == '9'+1 {
			last -= 2
		}
		return found[:len(found)-1] + string(last)
	})
	if text := r.check(altered); altered == bundle || !strings.Contains(text, "未通过核验") {
		t.Errorf("an altered certificate verifies: %s", text)
	}
	if text := r.check("{}"); !strings.Contains(text, "这不是证书文件") && !strings.Contains(text, "未通过核验") {
		t.Errorf("a file that is none: %s", text)
	}
}

// check hands a file in to be checked.
func (r reader) check(file string) string {
	r.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "x.shuyu-cert.json")
	if err != nil {
		r.t.Fatal(err)
	}
	_, _ = part.Write([]byte(file))
	w.Close()
	_, text := r.answer(r.client.Post(r.http.URL+"/certificates", w.FormDataContentType(), &form))
	return text
}

// What the call and the list of operators make public is said in the words of the text,
// in both languages.
func TestCallsAndListsInTheWordsOfTheText(t *testing.T) {
	scripts, err := rehearsal.Scripts("taian")
	if err != nil {
		t.Fatal(err)
	}
	c := newCity(t, "", "2025-03-10")
	p, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(scripts, func(s *rehearsal.Script) bool { return strings.Contains(s.Name, "comprehensive") })
	if at < 0 {
		t.Fatal("the rehearsal of comprehensive authorisation is gone")
	}
	if done := rehearsal.Run(t.Context(), scripts[at], p, c.store); !done.OK() {
		t.Fatalf("line %d: %s", done.Line, done.Why)
	}
	r := c.reader()
	for path, wants := range map[string][]string{
		"/calls?lang=zh":            {"健康出行", "综合授权", "就诊统计、公交刷卡", "申报截止日", "2025-02-28 周五", "有三名数据工程师", "〔泰安 14.1〕"},
		"/calls?lang=en":            {"comprehensive authorisation", "Closes", "Mode of authorisation", "2025-02-28 Fri"},
		"/notices?show=all&lang=zh": {"数据运营单位名单公示", "〔泰安 14.3.c〕"},
	} {
		text := r.must(path)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
		for _, bad := range []string{"comprehensive<", "map[", "⟦", "[]"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s shows %s", path, bad)
			}
		}
	}
	notice := html.UnescapeString(link.FindStringSubmatch(r.must("/notices?show=all&lang=zh"))[1])
	if text := r.must(notice); !strings.Contains(text, "华信数据") || !strings.Contains(text, "运营机构") {
		t.Errorf("the list names nobody: %s", text)
	}
}

// The accounts of the demonstration are shown with what it takes to sign in.
func TestDemonstrationShowsItsAccounts(t *testing.T) {
	c := newCity(t, "", lastDay)
	r := c.reader()
	if text := r.must("/demo"); !strings.Contains(text, "还没有演示账户") {
		t.Errorf("without accounts: %s", text)
	}
	if err := c.desk.FoundAdministrators(t.Context()); err != nil {
		t.Fatal(err)
	}
	secret, err := c.server.Bootstrap(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var invited struct {
		Items []api.Invitation `json:"items"`
	}
	r.send("/v1/setup", map[string]any{"secret": secret}, &invited)
	one := invited.Items[0]
	var opened api.Opened
	r.send("/v1/invitations/open", map[string]any{"invitation": one.Code}, &opened)
	code, err := totp.GenerateCode(opened.Seed, wall())
	if err != nil {
		t.Fatal(err)
	}
	const password = "a horse, a staple and 9 batteries"
	r.send("/v1/invitations/accept", map[string]any{"invitation": one.Code, "password": password, "code": code}, nil)
	r.send("/v1/demo/accounts", map[string]any{"login": one.Login, "password": password}, nil)
	text := r.must("/demo")
	for _, want := range []string{"<code>" + one.Login + "</code>", "<code>" + password + "</code>", `<code class="code">`} {
		if !strings.Contains(text, want) {
			t.Errorf("the accounts lack %s: %s", want, text)
		}
	}

	// One press signs in and leads into the console, at the page asked for and nowhere else.
	r.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for asked, want := range map[string]string{"/cases?open=true": "/console/cases?open=true", "": "/console/inbox", "//elsewhere.example/": "/console/inbox", "https://elsewhere.example": "/console/inbox"} {
		res, err := r.client.PostForm(r.http.URL+"/demo/enter", url.Values{"login": {one.Login}, "to": {asked}})
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != want {
			t.Errorf("entering for %q answers %d %s", asked, res.StatusCode, res.Header.Get("Location"))
		}
	}
	if status, text := r.get("/v1/me"); status != 200 || !strings.Contains(text, `"steppedUpUntil"`) {
		t.Errorf("after entering: %d %s", status, text)
	}
	if status, _ := r.post("/demo/enter", url.Values{"login": {invited.Items[1].Login}}); status != http.StatusUnauthorized {
		t.Errorf("an account that is not shown was entered: %d", status)
	}
}

// send puts JSON to the interface, which must take it.
func (r reader) send(path string, in, out any) {
	r.t.Helper()
	status, text := r.answer(r.client.Post(r.http.URL+path, "application/json", bytes.NewReader(body(in))))
	if status >= 300 {
		r.t.Fatalf("POST %s: %d %s", path, status, text)
	}
	if out != nil {
		if err := json.Unmarshal([]byte(text), out); err != nil {
			r.t.Fatalf("POST %s: %v", path, err)
		}
	}
}

// Where there is no demonstration, nothing of it is there.
func TestNoDemonstration(t *testing.T) {
	c := newCity(t, "", lastDay)
	pages := httptest.NewServer(portal.New(portal.Parts{Desk: c.desk, Interface: c.server, Now: wall}))
	defer pages.Close()
	for path, want := range map[string]int{"/": 200, "/demo": 404, "/log": 200} {
		res, err := http.Get(pages.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != want {
			t.Errorf("%s answers %d %v, want %d", path, res.StatusCode, err, want)
		}
		for _, bad := range []string{`class="banner demo"`, `href="/demo"`} {
			if strings.Contains(string(text), bad) {
				t.Errorf("%s speaks of a demonstration", path)
			}
		}
		if !strings.Contains(string(text), `class="banner pilot"`) {
			t.Errorf("%s does not say that it is a pilot", path)
		}
	}
	res, err := http.PostForm(pages.URL+"/demo/enter", url.Values{"login": {"system-admin"}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusNotFound || len(res.Cookies()) != 0 {
		t.Errorf("entering answers %d with %v", res.StatusCode, res.Cookies())
	}
}

// An organisation that is renamed is shown and found by its new name.
func TestRenamedOrganisation(t *testing.T) {
	c := newCity(t, registrations(4), lastDay)
	r := c.reader()
	r.must("/register")
	for _, one := range c.records("organisation") {
		if one.ID == "water" {
			facts := map[string]any{}
			if err := json.Unmarshal(one.Body, &facts); err != nil {
				t.Fatal(err)
			}
			facts["name"] = "市水利局"
			one.Rev, one.Title, one.Body = one.Rev+1, "市水利局", body(facts)
			c.put(one)
		}
	}
	if text := r.must("/register?q=" + url.QueryEscape("水利局")); strings.Count(text, "市水利局") < 2 {
		t.Errorf("it is not found by its new name: %s", text)
	}
}

// Many readers at once neither wait for one another for ever nor see half a page.
func TestManyReadersAtOnce(t *testing.T) {
	c := newCity(t, registrations(6), lastDay)
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			path := everyPage[i%len(everyPage)]
			res, err := http.Get(c.http.URL + path)
			if err != nil {
				t.Error(err)
				return
			}
			defer res.Body.Close()
			text, err := io.ReadAll(res.Body)
			if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(text), "</html>") {
				t.Errorf("%s: %d %v", path, res.StatusCode, err)
			}
		})
	}
	all.Wait()
}

// broken is a ledger that cannot be read.
type broken struct{ casework.Ledger }

func (broken) Read(context.Context, func(casework.View) error) error {
	return errors.New("the disk is " + hidden)
}

// A fault is told as one, in the page's language; what went wrong is for the log.
func TestAFaultIsToldAndLogged(t *testing.T) {
	c := newCity(t, "", lastDay)
	desk := *c.desk
	desk.Ledger = broken{c.store}
	var logged bytes.Buffer
	pages := httptest.NewServer(portal.New(portal.Parts{Desk: &desk, Interface: c.server, Now: wall, Logger: slog.New(slog.NewJSONHandler(&logged, nil))}))
	defer pages.Close()
	res, err := http.Get(pages.URL + "/register?lang=en")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusInternalServerError || !strings.Contains(string(text), "Something failed on our side") || strings.Contains(string(text), hidden) {
		t.Errorf("a fault is answered %d %s", res.StatusCode, text)
	}
	if !strings.Contains(logged.String(), hidden) {
		t.Errorf("the fault is not logged: %s", logged.String())
	}
}
