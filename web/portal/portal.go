// Package portal is what the public sees of an installation: what is registered, under
// notice, called for and disclosed, how a certificate stands, the log, the rules, and the
// forms with which anybody objects or complains. The server writes the pages; they work
// without JavaScript and load nothing from elsewhere.
//
// It is not the console, which is for people with a seat, and it is no second door: what
// the public does goes through the interface like everything else, and is decided there.
//
// What newcomers get wrong: a page shows a publication, which is the fields that a rule
// made public, and never the case that the publication came from. What is not in a
// publication is not on a page.
package portal

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/web/proof"
)

// Log gives the latest signed checkpoint of one tree of the log.
type Log interface {
	Latest(ctx context.Context, alg audit.Algorithm) ([]byte, error)
}

// Officials gives the official texts that the installation has attached, split into their
// articles.
type Officials interface {
	Official(ctx context.Context, in *pack.Instrument) (casework.OfficialText, []pack.Passage, bool, error)
}

// Parts are what a Portal is put together from. Desk, Interface and Now must be there.
type Parts struct {
	Desk *casework.Desk
	// Interface answers /v1 of the same process: objections, complaints and what the
	// demonstration shows go through it, with its limits and its words.
	Interface http.Handler
	Log       Log              // nil: the pages say that no checkpoint can be had
	Officials Officials        // nil: no official text is attached
	Name      law.Text         // of the installation; zero: the area of the local text
	Demo      bool             // a demonstration: every page says so, and /demo is there
	Secure    bool             // cookies are for TLS only
	Console   string           // where people with a seat sign in; "" where there is no console
	Now       func() time.Time // the time on the wall, for how long a cookie is kept and figures stay fresh
	Logger    *slog.Logger
}

// Portal serves the public pages. It is safe for concurrent use.
type Portal struct {
	Parts
	index index
	words map[string]map[string]string
	pages map[string]*template.Template
	style asset
	mark  asset
	// verifier is the island that verifies certificates, modules what it is made of, by path.
	verifier asset
	modules  map[string]asset
	handler  http.Handler
}

//go:embed pages/*.html
var pageFiles embed.FS

// New puts a portal together. It panics where a part that must be there is missing.
func New(p Parts) *Portal {
	if p.Desk == nil || p.Interface == nil || p.Now == nil {
		panic("portal: Desk, Interface and Now must be given")
	}
	if p.Logger == nil {
		p.Logger = slog.New(slog.DiscardHandler)
	}
	portal := &Portal{Parts: p, words: dictionary, pages: map[string]*template.Template{},

		style: newAsset(assetFiles, "style.css", "/portal/style.css", "text/css; charset=utf-8"), mark: newAsset(assetFiles, "mark.svg", "/portal/mark.svg", "image/svg+xml"),
		verifier: newAsset(assetFiles, "verify.js", "/portal/island/verify.js", scriptKind), modules: map[string]asset{}}
	modules, err := fs.Glob(proof.Files, "*.js")
	if err != nil {
		panic("portal: the embedded modules cannot be listed: " + err.Error())
	}
	for _, name := range modules {
		portal.modules["/portal/proof/"+name] = newAsset(proof.Files, name, "/portal/proof/"+name, scriptKind)
	}
	layout := template.Must(template.New("layout.html").Funcs(functions).ParseFS(pageFiles, "pages/layout.html", "pages/parts.html"))
	names, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		panic("portal: the embedded pages cannot be listed: " + err.Error())
	}
	for _, name := range names {
		portal.pages[name[len("pages/"):len(name)-len(".html")]] = template.Must(template.Must(layout.Clone()).ParseFS(pageFiles, name))
	}
	portal.handler = http.NewCrossOriginProtection().Handler(portal.routes())
	return portal
}

// ServeHTTP answers one request.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

func (p *Portal) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, draw := range map[string]func(*page) error{
		"GET /{$}":                       p.home,
		"GET /register":                  p.register,
		"GET /register/{id}":             p.published("register"),
		"GET /products":                  p.products,
		"GET /jurisdictions":             p.jurisdictions,
		"GET /notices":                   p.notices,
		"GET /notices/{id}":              p.published("notice"),
		"POST /notices/{id}":             p.object,
		"GET /calls":                     p.list("call"),
		"GET /calls/{id}":                p.published("call"),
		"GET /disclosures":               p.list("disclosure"),
		"GET /disclosures/{id}":          p.published("disclosure"),
		"GET /certificates":              p.certificates,
		"POST /certificates":             p.checkCertificate,
		"GET /verify":                    p.verify,
		"GET /complaints":                p.complaints,
		"POST /complaints":               p.complain,
		"POST /complaints/status":        p.complaintStatus,
		"GET /log":                       p.log,
		"GET /rules":                     p.rules,
		"GET /rules/{instrument}":        p.instrument,
		"GET /rules/{instrument}/{unit}": p.unit,
		"GET /demo":                      p.onlyDemo(p.demo),
		"POST /demo":                     p.onlyDemo(p.demoClock),
		"POST /demo/enter":               p.onlyDemo(p.demoEnter),
		"/":                              p.missing,
	} {
		mux.HandleFunc(pattern, p.page(draw))
	}
	mux.Handle("GET /portal/style.css", p.style)
	mux.Handle("GET /portal/mark.svg", p.mark)
	mux.Handle("GET /portal/island/verify.js", p.verifier)
	for path, module := range p.modules {
		mux.Handle("GET "+path, module)
	}
	return mux
}

// contentPolicy lets a page load its style sheet and its mark, and send its forms here.
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// islandPolicy lets a page run its own island too, and lets that ask for what the page is about.
const islandPolicy = contentPolicy + "; script-src 'self'; connect-src 'self'"

const scriptKind = "text/javascript; charset=utf-8"

// errNotFound is what a page answers for what there is not, and for what is not public.
var errNotFound = errors.New("not found")

// page turns what draws a page into a handler: it writes the page whole or an error page.
func (p *Portal) page(draw func(*page) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		h.Add("Vary", "Cookie")
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		pg := p.newPage(w, r)
		err := draw(pg)
		if err == nil && pg.moved != "" {
			http.Redirect(w, r, pg.moved, http.StatusSeeOther)
			return
		}
		if errors.Is(err, errNotFound) || errors.Is(err, casework.ErrNotFound) {
			err = pg.show("missing", http.StatusNotFound, pg.T("missing.title"), nil)
		}
		var out bytes.Buffer
		if err == nil {
			err = p.pages[pg.name].ExecuteTemplate(&out, "layout.html", pg)
		}
		if err != nil {
			p.fail(pg, err)
			return
		}
		if pg.island {
			h.Set("Content-Security-Policy", islandPolicy)
		}
		h.Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(pg.status)
		_, _ = w.Write(out.Bytes()) // whoever asked may have gone
	}
}

// maxForm bounds what a form may bring, a certificate's file included.
const maxForm = 2 << 20

// fail answers a fault: the log keeps what went wrong, the reader is told that something
// did and that nothing was changed by reading.
func (p *Portal) fail(pg *page, err error) {
	if pg.r.Context().Err() == nil {
		p.Logger.ErrorContext(pg.r.Context(), "portal page", "page", pg.name, "error", err.Error())
	}
	pg.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	pg.w.WriteHeader(http.StatusInternalServerError)
	var out bytes.Buffer
	if err := pg.show("fault", http.StatusInternalServerError, pg.T("fault.title"), nil); err == nil {
		if err := p.pages["fault"].ExecuteTemplate(&out, "layout.html", pg); err == nil {
			_, _ = pg.w.Write(out.Bytes())
			return
		}
	}
	fmt.Fprintln(pg.w, template.HTMLEscapeString(pg.T("fault.title")))
}

func (p *Portal) missing(*page) error { return errNotFound }
