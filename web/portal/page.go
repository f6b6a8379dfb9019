package portal

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// page is one answer in the making, and what its template is drawn with.
type page struct {
	portal *Portal
	w      http.ResponseWriter
	r      *http.Request
	name   string // of the template
	moved  string // where the reader is sent instead
	status int
	island bool // the page has a script of its own, which it does without where none runs

	Language string // zh or en
	carry    bool   // the browser keeps no cookie yet: links carry the language
	Title    string
	Section  string // entry of the menu that is current
	Today    calendar.Day
	Pack     *pack.Pack
	Body     any
}

// languageCookie keeps the language somebody chose. It says nothing about them.
const languageCookie = "language"

func (p *Portal) newPage(w http.ResponseWriter, r *http.Request) *page {
	pg := &page{portal: p, w: w, r: r, status: http.StatusOK, Language: "zh", Today: p.Desk.Today(), Pack: p.Desk.Packs.Current()}
	pg.Section, _, _ = strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	kept, err := r.Cookie(languageCookie)
	if err == nil && kept.Value == "en" {
		pg.Language = "en"
	}
	switch asked := r.URL.Query().Get("lang"); asked {
	case "zh", "en":
		pg.Language = asked
		pg.carry = err != nil && asked == "en"
		http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: asked, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
			HttpOnly: true, Secure: p.Secure, SameSite: http.SameSiteLaxMode})
	}
	w.Header().Set("Content-Language", pg.HTMLLanguage())
	return pg
}

// show chooses the template and what it is drawn with.
func (pg *page) show(name string, status int, title string, body any) error {
	pg.name, pg.status, pg.Title, pg.Body = name, status, title, body
	return nil
}

// T is the word of a key in the page's language. A key without a word shows itself in
// brackets, which the tests do not let pass.
func (pg *page) T(key string, args ...any) string {
	text, ok := pg.portal.words[pg.Language][key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Has reports whether there is a word for a key.
func (pg *page) Has(key string) bool { _, ok := pg.portal.words[pg.Language][key]; return ok }

// In is a text in the page's language.
func (pg *page) In(t law.Text) string { return t.In(pg.Language) }

// HTMLLanguage is the page's language as HTML names it.
func (pg *page) HTMLLanguage() string {
	if pg.Language == "en" {
		return "en"
	}
	return "zh-CN"
}

// Link is an address of the portal that keeps the language.
func (pg *page) Link(path string) string {
	if !pg.carry {
		return path
	}
	before, fragment, _ := strings.Cut(path, "#")
	mark := "?"
	if strings.Contains(before, "?") {
		mark = "&"
	}
	if fragment != "" {
		fragment = "#" + fragment
	}
	return before + mark + "lang=" + pg.Language + fragment
}

// With is this page's own address with some of its query changed; a pair with an empty
// value is left out.
func (pg *page) With(pairs ...string) string {
	q := pg.r.URL.Query()
	q.Del("lang")
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Del(pairs[i])
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	path := pg.r.URL.EscapedPath()
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return pg.Link(path)
}

// kept is a value that a form which asks again keeps.
type kept struct{ Name, Value string }

// Kept are the values of this page's query that its search keeps: a form that asks with
// GET drops the query of its address.
func (pg *page) Kept() []kept {
	var all []kept
	if show := pg.r.URL.Query().Get("show"); show != "" {
		all = append(all, kept{"show", show})
	}
	if pg.carry {
		all = append(all, kept{"lang", pg.Language})
	}
	return all
}

// Other is this page in the other language. What was posted is not posted again: the
// link leads to the page that has the form.
func (pg *page) Other() string {
	other := "en"
	if pg.Language == "en" {
		other = "zh"
	}
	q := pg.r.URL.Query()
	path := pg.r.URL.EscapedPath()
	if pg.r.Method == http.MethodPost {
		q, path = url.Values{}, strings.TrimSuffix(path, "/status")
	}
	q.Set("lang", other)
	return path + "?" + q.Encode()
}

// Name is what the installation is called.
func (pg *page) Name() string {
	if !pg.portal.Name.IsZero() {
		return pg.In(pg.portal.Name)
	}
	area := pg.Pack.Local().Area
	return pg.T("site.of", law.Text{ZH: area.ZH, EN: area.EN}.In(pg.Language))
}

// Basis names the text that matters here are decided under.
func (pg *page) Basis() string {
	local := pg.Pack.Local()
	return pg.In(local.Name) + " " + local.Version
}

// Demo reports whether this is a demonstration, and Pilot whether a text it rests on is
// still a draft.
func (pg *page) Demo() bool      { return pg.portal.Demo }
func (pg *page) Pilot() bool     { return pg.Pack.Pilot() }
func (pg *page) Console() string { return pg.portal.Console }
func (pg *page) Style() string   { return pg.portal.style.address }
func (pg *page) Mark() string    { return pg.portal.mark.address }
func (pg *page) Verify() string  { return pg.portal.verifier.address }

// entry is one line of the menu.
type entry struct {
	Path, Word string
	Current    bool
}

// Menu lists the pages.
func (pg *page) Menu() []entry {
	names := []string{"", "register", "notices", "calls", "disclosures", "certificates", "complaints", "log", "rules"}
	if len(pg.portal.index.areas.get()) > 0 {
		names = slices.Insert(names, 1, "jurisdictions")
	}
	if pg.portal.Demo {
		names = append(names, "demo")
	}
	var all []entry
	for _, name := range names {
		key := name
		if name == "" {
			key = "home"
		}
		current := pg.Section == name || name == "register" && pg.Section == "products"
		all = append(all, entry{Path: pg.Link("/" + name), Word: pg.T("menu." + key), Current: current})
	}
	return all
}

// Day is a day as pages write it: 2026-02-25 周三.
func (pg *page) Day(v any) string {
	var day calendar.Day
	switch d := v.(type) {
	case calendar.Day:
		day = d
	case string:
		read, err := calendar.ParseDay(d)
		if err != nil {
			return d
		}
		day = read
	}
	if day.IsZero() {
		return ""
	}
	return day.String() + " " + pg.T("weekday."+strconv.Itoa(int(day.Weekday())))
}

// Left says how many natural days are left until the end of a day, that day included.
func (pg *page) Left(until calendar.Day) string {
	switch left := pg.Today.DaysUntil(until); {
	case left < 0:
		return pg.T("left.over")
	case left == 0:
		return pg.T("left.today")
	case left == 1:
		return pg.T("left.one")
	default:
		return pg.T("left.days", left)
	}
}

// cite is a citation as it looks everywhere: 〔泰安 9.1〕 or 〔Tai'an 9.1〕, leading to the article's gist.
type cite struct {
	Href, Label, Heading string
}

// Cite draws a citation written "taian:TA-09.1" or given as one; the zero cite for what
// is none.
func (pg *page) Cite(v any) cite {
	var c law.Citation
	switch one := v.(type) {
	case law.Citation:
		c = one
	case string:
		read, err := law.ParseCitation(one)
		if err != nil {
			return cite{}
		}
		c = read
	}
	if c.IsZero() {
		return cite{}
	}
	out := cite{Href: pg.Link("/rules/" + url.PathEscape(c.Instrument) + "/" + url.PathEscape(c.Unit)), Label: "〔" + c.String() + "〕"}
	in, ok := pg.instrumentOf(c.Instrument)
	if !ok {
		out.Href = ""
		return out
	}
	out.Label = "〔" + pg.In(in.Short) + " " + numberOf(in, c.Unit) + "〕"
	if u, ok := in.Unit(c.Unit); ok {
		out.Heading = pg.In(u.Heading)
	} else {
		out.Href = pg.Link("/rules/" + url.PathEscape(c.Instrument))
	}
	return out
}

// instrumentOf finds a text among the packs in force here.
func (pg *page) instrumentOf(code string) (*pack.Instrument, bool) {
	for _, p := range pg.packs() {
		if in, ok := p.Instrument(code); ok {
			return in, true
		}
	}
	return nil, false
}

// numberOf is a unit as its text numbers it: 9.1 for TA-09.1. The platform's units keep
// their names.
func numberOf(in *pack.Instrument, unit string) string {
	if in.Level == "platform" {
		return unit
	}
	return strings.TrimLeft(strings.TrimPrefix(unit, in.Prefix+"-"), "0")
}

// functions are what templates call beside the page's own methods.
var functions = template.FuncMap{
	"pair": func(p *page, x any) pair { return pair{P: p, X: x} },
}

// pair gives a part of a page both the page and its own thing.
type pair struct {
	P *page
	X any
}

//go:embed style.css mark.svg verify.js
var assetFiles embed.FS

// asset is a file that never changes under one address.
type asset struct {
	address string
	kind    string
	tag     string
	body    []byte
	packed  []byte // with gzip
}

// newAsset reads a file that is served at a path.
func newAsset(files fs.FS, name, path, kind string) asset {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		panic("portal: the embedded file " + name + " is missing")
	}
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, err = zip.Write(body)
	if err := errors.Join(err, zip.Close()); err != nil {
		panic("portal: the embedded file " + name + " cannot be packed: " + err.Error())
	}
	sum := sha256.Sum256(body)
	version := hex.EncodeToString(sum[:6])
	return asset{address: path + "?v=" + version, kind: kind, tag: `"` + version + `"`, body: body, packed: packed.Bytes()}
}

// ServeHTTP answers the file. A module that another names has no version in its address and
// is asked about anew each time.
func (a asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", a.tag)
	h.Set("Vary", "Accept-Encoding")
	if a.address == r.URL.RequestURI() {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.Header.Get("If-None-Match") == a.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write(a.packed) // whoever asked may have gone
		return
	}
	_, _ = w.Write(a.body) // whoever asked may have gone
}

// ignoreMissing drops the error that says there is none.
func ignoreMissing(err error) error {
	if errors.Is(err, casework.ErrNotFound) || errors.Is(err, errNotFound) {
		return nil
	}
	return err
}
