// Package console serves the console: what people with a seat work in. It is a React
// application under this folder, built into dist/app by `make build` and embedded, so that
// nothing is loaded from outside. It asks the interface what may be done and decides nothing.
//
// What newcomers get wrong: a plain `go build` works without Node, and then embeds no
// console. Such a binary says so under /console; Built reports it.
package console

import (
	"bytes"
	"crypto/rand"
	"embed"
	"encoding/base64"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Path is where the console is served.
const Path = "/console/"

// Marks that stand in index.html where what belongs to one answer goes.
const (
	nonceMark    = "__NONCE__"
	languageMark = "__LANGUAGE__"
)

// languageCookie keeps the language that somebody chose on the portal.
const languageCookie = "language"

// unbuilt is what stands in for a console that was not built.
const unbuilt = "dist/unbuilt.html"

// Built reports whether this binary holds the console.
func Built() bool {
	_, err := fs.Stat(dist, "dist/app/index.html")
	return err == nil
}

// Handler serves the console under Path. It panics where what was embedded cannot be read.
func Handler() http.Handler {
	built, page := true, "dist/app/index.html"
	if !Built() {
		built, page = false, unbuilt
	}
	index, err := fs.ReadFile(dist, page)
	if err != nil {
		panic("console: " + err.Error())
	}
	return handler{files: dist, index: index, built: built}
}

type handler struct {
	files fs.FS
	index []byte
	built bool
}

// ServeHTTP answers a file of the application, or for every other path under Path its one
// page: the application knows its own addresses.
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/console")
	if strings.HasPrefix(name, "/assets/") {
		h.asset(w, r, "dist/app"+name)
		return
	}
	h.page(w, r)
}

// policy lets the page load scripts, styles and answers from this origin alone. Styles that
// the component library writes at run time carry the nonce of the answer.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%s'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func (h handler) page(w http.ResponseWriter, r *http.Request) {
	bytesOf := make([]byte, 16)
	_, _ = rand.Read(bytesOf) // never fails
	nonce := base64.RawURLEncoding.EncodeToString(bytesOf)
	header := w.Header()
	header.Set("Content-Security-Policy", fmt.Sprintf(policy, nonce))
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	if !h.built {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	if r.Method == http.MethodGet {
		page := bytes.ReplaceAll(h.index, []byte(nonceMark), []byte(nonce))
		_, _ = w.Write(bytes.ReplaceAll(page, []byte(languageMark), []byte(languageOf(r)))) // whoever asked may have gone
	}
}

func languageOf(r *http.Request) string {
	if kept, err := r.Cookie(languageCookie); err == nil && kept.Value == "en" {
		return "en"
	}
	return "zh-CN"
}

// encodings are the forms a file was written in beforehand, the smallest first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// asset answers a file whose name holds a digest of its content, so it may be kept for ever.
func (h handler) asset(w http.ResponseWriter, r *http.Request, name string) {
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	if strings.HasPrefix(kind, "text/javascript") || strings.HasPrefix(kind, "application/javascript") {
		kind = "text/javascript; charset=utf-8"
	}
	content, encoding, err := h.smallest(name, r.Header.Get("Accept-Encoding"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", kind)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("Vary", "Accept-Encoding")
	header.Set("Content-Length", strconv.Itoa(len(content)))
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
	}
	if r.Method == http.MethodGet {
		_, _ = w.Write(content) // whoever asked may have gone
	}
}

// smallest finds the smallest form of a file that the caller takes.
func (h handler) smallest(name, accepts string) (content []byte, encoding string, err error) {
	for _, e := range encodings {
		if !accepted(accepts, e.name) {
			continue
		}
		if content, err := fs.ReadFile(h.files, name+e.suffix); err == nil {
			return content, e.name, nil
		}
	}
	content, err = fs.ReadFile(h.files, name)
	return content, "", err
}

// accepted reports whether an Accept-Encoding header names an encoding and does not refuse
// it with a weight of nought.
func accepted(header, encoding string) bool {
	for _, part := range strings.Split(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) != encoding {
			continue
		}
		q, given := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		value, err := strconv.ParseFloat(q, 64)
		return !given || err != nil || value > 0
	}
	return false
}
