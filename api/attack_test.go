package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
)

// adversary is somebody who has no right to what they ask for.
type adversary struct {
	name string
	*browser
	// What they may meet by right: of all that was planted, no cell is ever among it.
	mayMeet []string
}

// adversaries are all who try every route.
func (b *besieged) adversaries() []adversary {
	own := []string{plantedForm, plantedAttachment}
	return []adversary{
		{"somebody without an account", b.browser(), nil},
		{"an operator who has nothing to do with it", b.shi, nil},
		{"a provider who has nothing to do with it", b.pan, nil},
		{"an expert of another panel", b.ex3, nil},
		{"an expert of the panel", b.ex1, []string{plantedForm}},
		{"the system administrator", b.system, nil},
		{"the security administrator", b.security, nil},
		{"the audit administrator", b.audits, nil},
		{"somebody whose seat was ended", b.gone, nil},
		{"somebody whose seat was handed over", b.moved, nil},
		{"a token of a seat that was ended", b.tokens["gone"], nil},
		{"a token of the approver", b.tokens["zhao"], own},
		{"a token of the clerk whose things they are", b.tokens["wu"], own},
		{"a token of the recipient", b.tokens["lei"], nil},
	}
}

// route is one operation of the document.
type route struct {
	method, path string
	parameters   []parameter
	body         map[string]any // schema of its JSON; nil where it takes none
}

type parameter struct {
	Name     string         `json:"name"`
	In       string         `json:"in"`
	Required bool           `json:"required"`
	Schema   map[string]any `json:"schema"`
}

// routes are all operations of the document that the server itself serves, so that one
// that is added is attacked without anybody thinking of it.
func (b *besieged) routes() []route {
	b.t.Helper()
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters  []parameter `json:"parameters"`
			RequestBody *struct {
				Content map[string]struct {
					Schema map[string]any `json:"schema"`
				} `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]map[string]any `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(b.browser().do("GET", "/v1/openapi.json", nil).body, &doc); err != nil {
		b.t.Fatal(err)
	}
	var all []route
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(doc.Paths[path])) {
			op := doc.Paths[path][method]
			r := route{method: strings.ToUpper(method), path: path, parameters: op.Parameters}
			if op.RequestBody != nil {
				r.body = map[string]any{"type": "string"}
				if content, ok := op.RequestBody.Content["application/json"]; ok {
					r.body = content.Schema
					if ref, ok := r.body["$ref"].(string); ok {
						r.body = doc.Components.Schemas[ref[strings.LastIndex(ref, "/")+1:]]
					}
				}
			}
			all = append(all, r)
		}
	}
	if len(all) < 60 {
		b.t.Fatalf("the document has only %d operations", len(all))
	}
	return all
}

// kindsOf says which kind of thing a path names, by the word before the parameter.
var kindsOf = map[string]string{"cases": "case", "certificates": "certificate", "deliveries": "delivery", "data": "delivery", "outputs": "output", "persons": "person",
	"resources": "resource", "notices": "notice", "versions": "version", "workspaces": "scenario", "attachments": "attachment-digest"}

// spoilt are ids that no honest client sends: ways out of a folder, bytes that are no
// text, lines that break headers, other languages.
var spoilt = []string{"..%2f..%2f..%2fetc%2fpasswd", "%00", "x%00y", "%ff%fe", "%0d%0aX-Injected:%201", "'%20OR%20'1'='1", "%25", "*", "%E2%80%AE", "-1", "0", "1e400",
	"99999999999999999999", strings.Repeat("A", 3000), "<script>alert(1)<%2fscript>", "null", "%7B%7B7*7%7D%7D"}

// paths are the addresses of a route: with everything that others have, and spoilt.
func (r route) paths(things map[string][]string, entries int64) []string {
	segments := strings.Split(r.path, "/")
	filled := []string{""}
	extend := func(with []string) {
		var next []string
		for _, so := range filled {
			for _, one := range with {
				next = append(next, so+"/"+one)
			}
		}
		filled = next
	}
	for i, segment := range segments[1:] {
		name, is := strings.CutPrefix(segment, "{")
		name = strings.TrimSuffix(name, "}")
		before := segments[i]
		switch {
		case !is:
			extend([]string{segment})
		case name == "kind":
			extend(slices.DeleteFunc(slices.Sorted(maps.Keys(things)), func(k string) bool { return k == "notice" || k == "case" || len(things[k]) == 0 }))
		case before == "{kind}":
			var next []string
			for _, so := range filled {
				for _, id := range few(things[so[strings.LastIndex(so, "/")+1:]]) {
					next = append(next, so+"/"+id)
				}
			}
			filled = next
		case name == "seq":
			extend([]string{"0", "30", fmt.Sprint(entries / 2), fmt.Sprint(entries - 1)})
		case name == "rev":
			extend([]string{"1", "2"})
		default:
			ids, known := things[kindsOf[before]]
			if !known {
				for _, kind := range slices.Sorted(maps.Keys(things)) {
					ids = append(ids, things[kind][:min(1, len(things[kind]))]...)
				}
			}
			extend(few(ids))
		}
	}
	return filled
}

// few keeps tries in bounds: the first and the last of a kind.
func few(ids []string) []string {
	if len(ids) <= 2 {
		return ids
	}
	return []string{ids[0], ids[len(ids)-1]}
}

// spoiltPaths are the addresses of a route with what is no id in the place of one.
func (r route) spoiltPaths() (all []string) {
	if !strings.Contains(r.path, "{") {
		return nil
	}
	for _, bad := range spoilt {
		var path strings.Builder
		for _, segment := range strings.Split(r.path, "/")[1:] {
			path.WriteByte('/')
			if strings.HasPrefix(segment, "{") {
				segment = bad
			}
			path.WriteString(segment)
		}
		all = append(all, path.String())
	}
	return all
}

// queries are what is asked besides: nothing, whatever would widen an answer, and spoilt.
func (r route) queries(about map[string]string) []string {
	wide, bad := url.Values{}, url.Values{}
	for _, p := range r.parameters {
		if p.In != "query" {
			continue
		}
		if value, known := about[p.Name]; known {
			wide.Set(p.Name, value)
		}
		bad.Set(p.Name, "\x00'\";--\xff%0d%0a\u202e"+strings.Repeat("长", 40))
	}
	all := []string{""}
	if len(wide) > 0 {
		all = append(all, "?"+wide.Encode())
	}
	if len(bad) > 0 {
		all = append(all, "?"+bad.Encode(), "?cursor="+url.QueryEscape("WyJyZWNvcmQiLCIiXQ"), "?no-such-parameter=1")
	}
	return all
}

// example makes a value of a schema, with what belongs to others where a name asks for it.
func example(schema map[string]any, name string, about map[string]string) any {
	if value, known := about[name]; known && schema["type"] == "string" {
		return value
	}
	if values, ok := schema["enum"].([]any); ok && len(values) > 0 {
		return values[0]
	}
	switch schema["type"] {
	case "string":
		if schema["pattern"] == "^[0-9]{6}$" {
			return "123456"
		}
		return "something"
	case "integer", "number":
		return 1
	case "boolean":
		return true
	case "array":
		items, _ := schema["items"].(map[string]any)
		return []any{example(items, strings.TrimSuffix(name, "s"), about)}
	}
	properties, ok := schema["properties"].(map[string]any)
	if !ok {
		return map[string]any{}
	}
	made := map[string]any{}
	for key, property := range properties {
		if of, ok := property.(map[string]any); ok && key != "$schema" {
			made[key] = example(of, key, about)
		}
	}
	return made
}

// wild are bodies that are no document of anybody's.
func wild() map[string]string {
	return map[string]string{
		"nothing":             "",
		"half":                `{"procedure": "cat`,
		"null":                "null",
		"a list":              "[]",
		"a text":              `"x"`,
		"deep":                strings.Repeat(`{"form":`, 20_000) + "1" + strings.Repeat("}", 20_000),
		"deep lists":          `{"form": {"a": ` + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000) + "}}",
		"huge":                `{"login": "` + strings.Repeat("a", 3<<20) + `"}`,
		"no UTF-8":            "{\"login\": \"\xff\xfe\x80\", \"password\": \"\xc3\x28\", \"code\": \"123456\"}",
		"a lone surrogate":    `{"login": "\ud800", "password": "\udfff", "code": "123456"}`,
		"a NUL":               `{"login": "a\u0000b", "password": "\u0000", "code": "123456"}`,
		"the same name twice": `{"step": "withdraw", "step": "approve", "form": {}, "form": {"for": true}}`,
		"a wide number":       `{"rev": 1e999, "form": {"n": 1e400}}`,
		"wrong types":         `{"login": {"$ne": null}, "password": ["a"], "code": 123456, "procedure": 1, "step": [], "form": "x", "links": [1]}`,
		"another's name":      `{"__proto__": {"admin": true}, "constructor": {"prototype": {}}, "form": {"__proto__": 1}}`,
	}
}

// tried is one request and its answer.
type tried struct {
	by           adversary
	method, path string
	r            reply
}

// raw sends a request as it stands: its path is not cleaned, its type is as given.
func (b *browser) raw(method, path, contentType string, body []byte, headers map[string]string) (reply, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, b.http.URL+path, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if b.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+b.bearer)
	}
	for k, v := range headers {
		req.Header.Set(k, v)
	}
	res, err := b.client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header, text}, err
}

// siege sends requests side by side and judges each answer.
type siege struct {
	*besieged
	secrets []string // beside what was planted
	wait    sync.WaitGroup
	turn    chan struct{}
	mu      sync.Mutex
	tries   int
	found   map[string]int // what was wrong, once each
	unseen  map[string]string
}

func (s *siege) try(by adversary, method, path, contentType string, body []byte) {
	s.turn <- struct{}{}
	s.wait.Go(func() {
		defer func() { <-s.turn }()
		r, err := by.raw(method, path, contentType, body, nil)
		if err != nil {
			s.wrong(fmt.Sprintf("%s: %s %.90s: the server broke off: %v", by.name, method, path, err))
			return
		}
		s.judge(tried{by, method, path, r})
	})
}

func (s *siege) wrong(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found[what]++
}

// judge holds an answer against what must hold of every answer to anybody who has no
// right to what was asked.
func (s *siege) judge(a tried) {
	s.mu.Lock()
	s.tries++
	s.mu.Unlock()
	say := func(format string, args ...any) {
		s.wrong(fmt.Sprintf("%s: %s %.120s is answered %d: ", a.by.name, a.method, a.path, a.r.status) + fmt.Sprintf(format, args...))
	}
	if a.r.status >= 500 {
		say("%.300s", a.r.body)
	}
	var head bytes.Buffer
	_ = a.r.header.Write(&head)
	for _, mark := range append([]string{plantedCell, plantedRemark, plantedForm, plantedAttachment, plantedSecret}, s.secrets...) {
		if !slices.Contains(a.by.mayMeet, mark) && (bytes.Contains(a.r.body, []byte(mark)) || bytes.Contains(head.Bytes(), []byte(mark))) {
			say("it holds %.20s…", mark)
		}
	}
	if a.r.header.Get("X-Injected") != "" {
		say("a header was slipped in")
	}
	if a.r.header.Get("X-Content-Type-Options") != "nosniff" || a.r.header.Get("Content-Security-Policy") == "" {
		say("without the headers that bind a browser")
	}
	if a.r.status < 400 {
		return
	}
	var p api.Problem
	if err := json.Unmarshal(a.r.body, &p); err != nil || p.Code == "" || a.r.header.Get("Content-Type") != "application/problem+json" {
		say("no problem document: %.200s", a.r.body)
		return
	}
	for _, v := range p.Violations {
		if len(v.Cites) == 0 || v.Says.ZH == "" || v.Says.EN == "" {
			say("%s cites nothing, or says nothing", v.Code)
		}
	}
	if p.Code == "thing.unseen" {
		s.alike(a, p)
	}
}

// alike: what exists and may not be seen is answered as what does not exist, to the byte,
// but for the place in the log.
func (s *siege) alike(a tried, p api.Problem) {
	p.Entry = 0
	text := dump(p)
	s.mu.Lock()
	first, known := s.unseen[a.by.name]
	if !known {
		s.unseen[a.by.name] = text
	}
	s.mu.Unlock()
	if known && first != text {
		s.wrong(fmt.Sprintf("%s: %s %s tells one unseen thing from another: %s", a.by.name, a.method, a.path, text))
	}
}

// entriesFrom are the entries of the log from a place on.
func (b *besieged) entriesFrom(from int64) (all []casework.LoggedEntry) {
	b.t.Helper()
	b.read(func(v casework.View) error {
		for {
			page, err := v.Entries(b.t.Context(), casework.EntryQuery{From: from, Limit: 200})
			if err != nil || len(page) == 0 {
				return err
			}
			all = append(all, page...)
			from = page[len(page)-1].Seq + 1
		}
	})
	return all
}

func (b *besieged) size() (n int64) {
	b.t.Helper()
	b.read(func(v casework.View) (err error) { n, err = v.Size(b.t.Context()); return err })
	return n
}

// state is everything but the log: every case and every register line, as they are kept.
func (b *besieged) state() map[string]string {
	b.t.Helper()
	all := map[string]string{}
	kinds := []string{"publication"}
	for _, one := range pack.Vocabulary {
		kinds = append(kinds, one.Kind)
	}
	b.read(func(v casework.View) error {
		for q := (casework.CaseQuery{Limit: 200}); ; {
			cases, cursor, err := v.Cases(b.t.Context(), q)
			for _, c := range cases {
				all["case "+c.ID] = dump(c)
			}
			if err != nil {
				return err
			}
			if q.Cursor = cursor; cursor == "" {
				break
			}
		}
		for _, kind := range kinds {
			for q := (casework.RecordQuery{Kind: kind, Limit: 200}); ; {
				lines, cursor, err := v.Records(b.t.Context(), q)
				for _, r := range lines {
					all[kind+" "+r.ID] = dump(r)
				}
				if err != nil {
					return err
				}
				if q.Cursor = cursor; cursor == "" {
					break
				}
			}
		}
		return nil
	})
	return all
}

// by right: what an adversary may do in an installation, and is logged for it.
var byRight = map[string]bool{"log.read": true, "attachment.put": true, "notice.served": true, "session.end": true, "token.create": true, "account.locked": true}

// TestAttacks tries one installation from outside. Each attack names its adversary; all
// are made on the same server, the walk over every route first.
func TestAttacks(t *testing.T) {
	b := besiege(t)
	for _, attack := range []struct {
		name string
		make func(*besieged)
	}{
		{"every route, by everybody", (*besieged).everyRoute},
		{"a page of another site, with the victim's cookie", (*besieged).crossSite},
		{"a session that the attacker chose", (*besieged).fixation},
		{"two requests race for one right", (*besieged).races},
		{"another's idempotency key", (*besieged).otherKeys},
		{"another's cursor", (*besieged).otherCursors},
		{"a token for what needs presence", (*besieged).absent},
		{"which sign-in names there are", (*besieged).guessed},
		{"a text that a spreadsheet takes for a formula", (*besieged).formulas},
		{"another's attachment, by its digest", (*besieged).otherFiles},
		{"the digest of a held output, by those who made it", (*besieged).heldBack},
		{"a stream that goes on after the seat has ended", (*besieged).streams},
	} {
		t.Run(attack.name, func(t *testing.T) { b.t = t; attack.make(b) })
	}
}

// everyRoute walks every route of the document with everybody who has no right to what
// they ask for. No answer is a fault; none holds a byte that was planted in data, files or
// documents of others; what one may not see is answered as what does not exist; and
// nothing is changed but the log, by what was rightly logged.
func (b *besieged) everyRoute() {
	t := b.t
	s := &siege{besieged: b, secrets: []string{b.key, b.lookUpKeyPart(), b.complaint}, turn: make(chan struct{}, 16), found: map[string]int{}, unseen: map[string]string{}}
	things, before, from := b.things(), b.state(), b.size()
	about := map[string]string{"case": b.review, "scenario": "scenario-900001", "resource": b.resource, "seat": me(b.zhao).Seat.Seat, "grant": "grant-900001", "sql": "SELECT * FROM readings",
		"org": me(b.wu).Person.Organisation, "party": me(b.wu).Person.Organisation, "filer": me(b.wu).Person.Organisation, "subject": "scenario-900001", "link": b.held, "state": "released",
		"procedure": "job", "step": "submit", "login": "nobody-knows", "text": "FORM", "total": "true", "format": "csv", "limit": "200", "from": "0", "of": "output:" + b.output,
		"outcome": "receipt", "sort": "", "unserved": "false", "open": "true", "purpose": "query"}
	delete(about, "sort")
	delete(about, "state")
	routes := b.routes()
	for _, by := range b.adversaries() {
		for _, r := range routes {
			if r.path == "/v1/events" || r.path == "/v1/session" && r.method == http.MethodDelete { // a stream, tried below; the way out
				continue
			}
			body := []byte(nil)
			if r.body != nil {
				body, _ = json.Marshal(example(r.body, "", about))
			}
			for _, path := range r.paths(things, from) {
				for _, query := range r.queries(about)[:1+min(1, len(r.queries(about))-1)] {
					s.try(by, r.method, path+query, "application/json", body)
				}
			}
		}
	}
	s.wait.Wait()
	s.spoil(routes, about)
	s.steps(things)
	s.wait.Wait()
	s.nothingChanged(before, from)
	t.Logf("%d requests", s.tries)
	for _, what := range slices.Sorted(maps.Keys(s.found))[:min(40, len(s.found))] {
		t.Errorf("%s (%d times)", what, s.found[what])
	}
	if len(s.found) > 40 {
		t.Errorf("and %d more", len(s.found)-40)
	}
}

// lookUpKeyPart is the secret half of the key of the data interface.
func (b *besieged) lookUpKeyPart() string { return b.key[strings.LastIndex(b.key, "_")+1:] }

// spoil sends what no honest client sends, signed in and not.
func (s *siege) spoil(routes []route, about map[string]string) {
	all := s.adversaries()
	for _, by := range []adversary{all[0], all[1], all[7]} {
		for _, r := range routes {
			if r.path == "/v1/events" || r.path == "/v1/session" && r.method == http.MethodDelete {
				continue
			}
			path := r.paths(map[string][]string{"resource": {s.resource}, "case": {s.review}, "delivery": {s.lookUp}, "output": {s.held}, "notice": {"N1"}, "version": {"V1"},
				"scenario": {"scenario-900001"}, "certificate": {"C1"}, "person": {"P1"}, "attachment-digest": {s.attachment}}, 10)[0]
			for _, query := range r.queries(about)[1:] {
				s.try(by, r.method, path+query, "application/json", nil)
			}
			for _, bad := range r.spoiltPaths() {
				s.try(by, r.method, bad, "application/json", []byte("{}"))
			}
			if by.browser != s.shi {
				continue // the rest is read before anybody is asked who they are, or never
			}
			for _, method := range []string{http.MethodPut, "PROPFIND"} {
				s.try(by, method, path, "application/json", nil)
			}
			if r.body == nil || r.path == "/v1/attachments" {
				continue
			}
			for _, text := range wild() {
				s.try(by, r.method, path, "application/json", []byte(text))
			}
			for _, kind := range []string{"", "text/plain", "application/xml", "multipart/form-data", "application/json; charset=utf-16", "application/cbor", "\t;;"} {
				s.try(by, r.method, path, kind, []byte(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`))
			}
		}
	}
}

// steps has everybody try every step of every case of others, and open every procedure
// about their things.
func (s *siege) steps(things map[string][]string) {
	p := s.desk.Packs.Current()
	links := map[string]string{}
	for kind, ids := range things {
		if len(ids) > 0 {
			links[kind] = ids[len(ids)-1]
		}
	}
	var cases []casework.Case
	s.read(func(v casework.View) (err error) {
		cases, _, err = v.Cases(s.t.Context(), casework.CaseQuery{Limit: 200})
		return err
	})
	taken, persons := map[string]bool{}, map[string]string{"an expert of the panel": me(s.ex1).Person.ID}
	for _, by := range s.adversaries() {
		if by.bearer != "" && strings.HasPrefix(by.name, "a token of the") {
			continue // what a token of theirs may and may not do is tried by itself
		}
		for _, c := range cases {
			administrative := slices.Contains([]string{"account", "seat", "organisation"}, c.Procedure)
			judges := slices.ContainsFunc(c.Votes, func(v casework.Vote) bool { return v.By.Person == persons[by.name] })
			if administrative && strings.HasSuffix(by.name, "administrator") || judges || taken[by.name+c.Procedure+c.State] {
				continue // they are theirs
			}
			taken[by.name+c.Procedure+c.State] = true
			def, ok := p.Procedure(c.Procedure)
			if !ok {
				continue
			}
			for _, step := range def.Steps {
				body, _ := json.Marshal(map[string]any{"step": step.Step.Step})
				s.try(by, http.MethodPost, "/v1/cases/"+c.ID+"/steps", "application/json", body)
			}
		}
		for _, def := range p.Procedures() {
			named := map[string]string{}
			for link, kind := range def.Links {
				named[link] = links[kind]
			}
			for _, step := range def.Steps {
				if step.Opens() {
					body, _ := json.Marshal(map[string]any{"procedure": def.Procedure.Procedure, "step": step.Step.Step, "links": named})
					s.try(by, http.MethodPost, "/v1/cases", "application/json", body)
				}
			}
		}
	}
}

// nothingChanged: the log has grown by refusals, and by what the adversaries may do by
// right; every case and line that was there stands as it stood.
func (s *siege) nothingChanged(before map[string]string, from int64) {
	after := s.state()
	for name, was := range before {
		if now := after[name]; now != was && !strings.HasPrefix(name, "attachment ") {
			s.wrong(fmt.Sprintf("%s was changed:\n was %.300s\n is  %.300s", name, was, now))
		}
	}
	entries := s.entriesFrom(from)
	for _, e := range entries {
		if e.Outcome != "refusal" && !byRight[e.Kind] {
			s.wrong(fmt.Sprintf("entry %d: %s %s of %s by %s in case %s", e.Seq, e.Outcome, e.Kind, e.Note, e.Seat, e.Case))
		}
		for _, mark := range []string{plantedCell, plantedRemark, plantedForm, plantedAttachment, s.lookUpKeyPart()} {
			if bytes.Contains(e.Leaf, []byte(mark)) {
				s.wrong(fmt.Sprintf("entry %d holds %s", e.Seq, mark))
			}
		}
	}
	for _, mark := range []string{plantedCell, plantedRemark, plantedForm, plantedAttachment, s.lookUpKeyPart(), plantedSecret} {
		if strings.Contains(s.heard.String(), mark) {
			s.wrong("the server's log holds " + mark)
		}
	}
	s.t.Logf("the log grew by %d entries", len(entries))
}
