package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
)

func (s *Server) logRoutes() {
	entries := op("entries", http.MethodGet, "/v1/log/entries", "log", forSeat, "日志条目（Accept: text/csv 导出）", "Entries of the log; CSV with Accept: text/csv")
	handle(s, s.described(entries, EntryPage{}, "text/csv"), s.entries)
	handle(s, op("entry", http.MethodGet, "/v1/log/entries/{seq}", "log", forSeat, "一条日志", "An entry, with the exact bytes that were hashed"), s.entry)
	handle(s, text(op("proof", http.MethodGet, "/v1/log/entries/{seq}/proof", "log", forSeat, "日志证明（.tlog-proof）", "Proof that an entry is in the log"), "text/plain"), s.proof)
	handle(s, text(op("checkpoint", http.MethodGet, "/v1/log/checkpoint", "log", forPublic, "最新检查点", "The latest checkpoint, a signed note"), "text/plain"), s.checkpoint)
	handle(s, text(op("continuation", http.MethodGet, "/v1/log/continuation", "log", forPublic, "自某检查点以来只增不改的证明", "Proof that the log only appended since a checkpoint that somebody kept"), "text/plain"), s.continuation)
	handle(s, op("log-keys", http.MethodGet, "/v1/log/keys", "log", forPublic, "验证公钥", "Public keys to verify with"), s.logKeys)
	s.mux.HandleFunc("GET /v1/log/tile/", s.tile)
}

// text marks an operation whose answer is not JSON.
func text(o huma.Operation, contentType string) huma.Operation {
	o.Responses = map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK),
		Content: map[string]*huma.MediaType{contentType: {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	return o
}

func proofPath(seq int64) string { return fmt.Sprintf("/v1/log/entries/%d/proof", seq) }

// EntryShown is one entry of the log. It holds no personal data.
type EntryShown struct {
	Seq              int64                 `json:"seq"`
	Kind             string                `json:"kind"`
	Word             law.Text              `json:"word" doc:"事由 · what happened, in words"`
	Outcome          string                `json:"outcome" enum:"receipt,refusal,record"`
	Day              calendar.Day          `json:"day"`
	Recorded         int64                 `json:"recorded" doc:"UTC 毫秒 · UTC milliseconds"`
	Case             string                `json:"case,omitempty"`
	Rev              int64                 `json:"rev,omitempty"`
	Seat             string                `json:"seat"`
	SeatName         string                `json:"seatName,omitempty" doc:"岗位名称 · title of the seat"`
	Org              string                `json:"org"`
	OrgName          string                `json:"orgName,omitempty"`
	Deputy           string                `json:"deputyFor,omitempty"`
	From             string                `json:"from,omitempty"`
	To               string                `json:"to,omitempty"`
	Pack             string                `json:"pack,omitempty"`
	Rules            []string              `json:"rules,omitempty"`
	Cites            []Cite                `json:"cites,omitempty"`
	Codes            []string              `json:"codes,omitempty"`
	Says             []law.Text            `json:"says,omitempty" doc:"不予办理的理由 · why it was refused, in words"`
	Objects          []casework.Commitment `json:"objects,omitempty"`
	Note             string                `json:"note,omitempty"`
	Jurisdiction     string                `json:"jurisdiction,omitempty" doc:"事项所属辖区 · jurisdiction of the matter"`
	JurisdictionName string                `json:"jurisdictionName,omitempty"`
	Leaf             string                `json:"leaf,omitempty" doc:"被散列的原始字节 · the exact bytes that were hashed"`
}

func (s *Server) entryShown(e casework.LoggedEntry, whole bool, names *names) EntryShown {
	shown := EntryShown{Seq: e.Seq, Kind: e.Kind, Word: s.entryWord(e.Entry), SeatName: names.seat(e.Seat), OrgName: names.of("organisation", e.Org), Outcome: e.Outcome, Day: e.Day, Recorded: e.Recorded, Case: e.Case, Rev: e.Rev, Seat: e.Seat, Org: e.Org,
		Deputy: e.Deputy, From: e.From, To: e.To, Pack: e.Pack, Rules: e.Rules, Codes: e.Codes, Objects: e.Objects, Note: e.Note,
		Jurisdiction: e.Jurisdiction, JurisdictionName: names.jurisdiction(e.Jurisdiction)}
	for _, c := range e.Cites {
		if cite, ok := s.cited(c); ok {
			shown.Cites = append(shown.Cites, cite)
		}
	}
	if e.Outcome == "refusal" {
		shown.Says = s.refusedWords(e)
	}
	if whole {
		shown.Leaf = string(e.Leaf)
	}
	return shown
}

// refusedWords say why: in the words of the rules that stood against it, or of the platform
// for its own codes.
func (s *Server) refusedWords(e casework.LoggedEntry) []law.Text {
	p, known := s.Desk.Packs.Of(e.Pack)
	if !known {
		p = s.Desk.Packs.Current()
	}
	var says []law.Text
	for _, id := range e.Rules {
		if r, ok := p.Rule(id); ok && !r.Says.IsZero() {
			says = append(says, r.Says)
		}
	}
	for _, code := range e.Codes {
		if word, _ := p.Words(code); word.ZH != code {
			says = append(says, word)
		}
	}
	return says
}

// readsLog logs what the audit administrator reads: whoever watches is watched.
// 〔platform PF-10〕
func (s *Server) readsLog(ctx context.Context, a *asker, what string) error {
	if a.actor.Role != "audit-admin" {
		return nil
	}
	return s.Desk.Account(ctx, a.actor, "log.read", what, nil)
}

// seesEntry: the audit administrator and the overseers see the whole log; an
// organisation sees what its seats did and what happened in its cases. What the clock and
// the machine do in business is not the administrators', though they share a body.
//
// Cases are looked at once for all entries of an answer; those seen so far are known by id.
func (s *Server) seesEntry(ctx context.Context, v casework.View, who casework.Actor, e casework.Entry, seen map[string]bool) (bool, error) {
	own := e.Org == who.Organisation && e.Seat != casework.Clock.Seat && e.Seat != casework.Machine.Seat
	if who.OverseesIn(e.Jurisdiction) || who.Role == "audit-admin" || own {
		return true, nil
	}
	if e.Case == "" || who.Administers() {
		return false, nil
	}
	if sees, looked := seen[e.Case]; looked {
		return sees, nil
	}
	c, err := v.Case(ctx, e.Case)
	if errors.Is(err, casework.ErrNotFound) { // a refusal to open one names it, and there is none
		seen[e.Case] = false
		return false, nil
	}
	if err != nil {
		return false, err
	}
	p, ok := s.Desk.Packs.Of(c.Pack)
	seen[e.Case] = ok && s.Desk.SightOf(c, who, p) >= casework.Judged
	return seen[e.Case], nil
}

type entriesInput struct {
	Export
	Jurisdictional
	From    int64  `query:"from" minimum:"0" doc:"起始序号 · first sequence number"`
	Case    string `query:"case" maxLength:"128"`
	Kind    string `query:"kind" maxLength:"128"`
	Outcome string `query:"outcome" enum:"receipt,refusal,record"`
	Org     string `query:"org" maxLength:"128"`
	Seat    string `query:"seat" maxLength:"128" doc:"经手岗位 · seat that acted"`
	Cite    string `query:"cite" maxLength:"64" doc:"条款，如 taian:TA-09；其下各款各项都算 · an article; what lies under it counts"`
	Since   string `query:"since" maxLength:"10" doc:"自该日起 · from that day on"`
	Until   string `query:"until" maxLength:"10" doc:"至该日止 · up to that day"`
	Sort    string `query:"sort" enum:"seq,-seq" doc:"-seq 为最新在前，只列序号小于 from 的 · -seq: newest first, those before \"from\""`
	Limit   int    `query:"limit" minimum:"0" maximum:"200"`
}

// EntryPage is a page of the log.
type EntryPage struct {
	Items []EntryShown `json:"items"`
	Next  int64        `json:"next,omitempty" doc:"下一页的 from；末页没有 · from of the next page; absent at the end"`
	Size  int64        `json:"size" doc:"日志总条数 · entries in the log"`
}

// looked is what an entry is compared with that no index of the store knows.
type looked struct {
	seat, cite   string
	since, until calendar.Day
	within       Jurisdictional
}

func (in *entriesInput) looked(ctx context.Context) (looked, error) {
	since, err := dayAsked(ctx, "query.since", in.Since)
	if err != nil {
		return looked{}, err
	}
	until, err := dayAsked(ctx, "query.until", in.Until)
	return looked{seat: in.Seat, cite: in.Cite, since: since, until: until, within: in.Jurisdictional}, err
}

func (l looked) finds(e casework.Entry) bool {
	return l.within.passes(e.Jurisdiction) && (l.seat == "" || e.Seat == l.seat) && (l.since.IsZero() || e.Day.Compare(l.since) >= 0) && (l.until.IsZero() || e.Day.Compare(l.until) <= 0) &&
		(l.cite == "" || slices.ContainsFunc(e.Cites, l.under))
}

// under reports whether a citation is the one looked for, or of a part of it.
func (l looked) under(cite string) bool {
	rest, ok := strings.CutPrefix(cite, l.cite)
	return ok && (rest == "" || rest[0] == '.')
}

func (s *Server) entries(ctx context.Context, in *entriesInput) (*huma.StreamResponse, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	wanted, err := in.looked(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.readsLog(ctx, a, "entries"); err != nil {
		return nil, err
	}
	q := casework.EntryQuery{From: in.From, Case: in.Case, Kind: in.Kind, Outcome: in.Outcome, Org: in.Org, Newest: in.Sort == "-seq", Limit: in.Limit}
	if in.wanted() {
		return s.entriesCSV(ctx, a.actor, q, wanted)
	}
	shown, err := s.entryPage(ctx, a.actor, q, wanted)
	if err != nil {
		return nil, err
	}
	return stream("application/json", func(w *bytes.Buffer) error { return json.NewEncoder(w).Encode(shown) })
}

func (s *Server) entryPage(ctx context.Context, who casework.Actor, q casework.EntryQuery, wanted looked) (EntryPage, error) {
	shown := EntryPage{Items: []EntryShown{}}
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) (err error) {
		if shown.Size, err = v.Size(ctx); err != nil {
			return err
		}
		return s.fillEntries(ctx, v, who, q, wanted, &shown)
	})
	return shown, err
}

func (s *Server) entriesCSV(ctx context.Context, who casework.Actor, q casework.EntryQuery, wanted looked) (*huma.StreamResponse, error) {
	q.Limit = 200
	outcomes := map[string]string{"receipt": "已办理", "refusal": "不予办理", "record": "记录"}
	return exported([]string{"序号", "日期", "记入时间", "事由", "结果", "岗位", "单位", "事项", "依据", "理由代码"}, func() ([][]string, bool, error) {
		page, err := s.entryPage(ctx, who, q, wanted)
		var rows [][]string
		for _, e := range page.Items {
			var cites []string
			for _, c := range e.Cites {
				cites = append(cites, c.Label.ZH)
			}
			rows = append(rows, []string{strconv.FormatInt(e.Seq, 10), e.Day.String(), time.UnixMilli(e.Recorded).UTC().Format(time.RFC3339), e.Word.ZH, outcomes[e.Outcome],
				cmp.Or(e.SeatName, e.Seat), cmp.Or(e.OrgName, e.Org), e.Case, strings.Join(cites, ""), strings.Join(e.Codes, ";")})
		}
		q.From = page.Next
		return rows, page.Next != 0, err
	})
}

// fillEntries reads until a page is full, or so much was read that the next request goes on.
func (s *Server) fillEntries(ctx context.Context, v casework.View, who casework.Actor, q casework.EntryQuery, wanted looked, shown *EntryPage) error {
	seen, names := map[string]bool{}, s.namesIn(ctx, v)
	limit := cmp.Or(q.Limit, 50)
	for read := 0; read < registerScan; {
		found, err := v.Entries(ctx, q)
		if err != nil || len(found) == 0 {
			shown.Next = 0
			return err
		}
		for _, e := range found {
			shown.Next = e.Seq + 1
			if q.Newest {
				shown.Next = e.Seq
			}
			if !wanted.finds(e.Entry) {
				continue
			}
			sees, err := s.seesEntry(ctx, v, who, e.Entry, seen)
			if err != nil {
				return err
			}
			if sees {
				shown.Items = append(shown.Items, s.entryShown(e, false, names))
			}
			if len(shown.Items) == limit {
				break
			}
		}
		if shown.Next <= 0 || shown.Next >= shown.Size {
			shown.Next = 0
			return nil
		}
		if len(shown.Items) == limit {
			return nil
		}
		read += len(found)
		q.From = shown.Next
	}
	return nil
}

// EntryPath names an entry.
type EntryPath struct {
	Seq int64 `path:"seq" minimum:"0"`
}

func (s *Server) entry(ctx context.Context, in *EntryPath) (*body[EntryShown], error) {
	e, err := s.entrySeen(ctx, in.Seq)
	if err != nil {
		return nil, err
	}
	var shown EntryShown
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		shown = s.entryShown(e, true, s.namesIn(ctx, v))
		return nil
	})
	return answer(shown, err)
}

func (s *Server) entrySeen(ctx context.Context, seq int64) (casework.LoggedEntry, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return casework.LoggedEntry{}, err
	}
	var e casework.LoggedEntry
	visible := false
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		found, err := v.Entry(ctx, seq)
		if err != nil {
			return err
		}
		e = found
		visible, err = s.seesEntry(ctx, v, a.actor, found.Entry, map[string]bool{})
		return err
	})
	if errors.Is(err, casework.ErrNotFound) || err == nil && !visible {
		return casework.LoggedEntry{}, s.Desk.LogUnseen(ctx, a.actor, "entry", strconv.FormatInt(seq, 10))
	}
	if err == nil {
		err = s.readsLog(ctx, a, "entry")
	}
	return e, err
}

type proofInput struct {
	EntryPath
	Algorithm string `query:"algorithm" enum:"sha256,sm3" doc:"默认 sha256"`
}

func (s *Server) proof(ctx context.Context, in *proofInput) (*huma.StreamResponse, error) {
	if s.Log == nil {
		return nil, errNoPart
	}
	e, err := s.entrySeen(ctx, in.Seq)
	if err != nil {
		return nil, err
	}
	proof, err := s.prove(ctx, treeAsked(in.Algorithm), uint64(e.Seq))
	if err != nil {
		return nil, err
	}
	return stream("text/plain; charset=utf-8", func(w *bytes.Buffer) error { w.Write(proof); return nil })
}

// prove makes the proof of an entry under the smallest checkpoint that covers it.
func (s *Server) prove(ctx context.Context, alg audit.Algorithm, seq uint64) ([]byte, error) {
	checkpoint, err := s.Log.Checkpoint(ctx, alg, seq+1)
	if err != nil {
		return nil, err
	}
	var proof audit.Proof
	err = s.Log.Hashes(ctx, func(r audit.HashReader, _ uint64) error {
		proof, err = audit.Prove(ctx, r, alg, seq, checkpoint)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("proving entry %d: %w", seq, err)
	}
	return proof.Text(), nil
}

type checkpointInput struct {
	Algorithm string `query:"algorithm" enum:"sha256,sm3" doc:"默认 sha256"`
}

func (s *Server) checkpoint(ctx context.Context, in *checkpointInput) (*huma.StreamResponse, error) {
	if s.Log == nil {
		return nil, errNoPart
	}
	note, err := s.Log.Latest(ctx, treeAsked(in.Algorithm))
	if err != nil {
		return nil, err
	}
	return stream("text/plain; charset=utf-8", func(w *bytes.Buffer) error { w.Write(note); return nil })
}

// treeAsked is the tree of the log that a request asks for: SHA-256 unless it says otherwise.
func treeAsked(algorithm string) audit.Algorithm {
	if algorithm == string(audit.SM3) {
		return audit.SM3
	}
	return audit.SHA256
}

type continuationInput struct {
	From      int64  `query:"from" required:"true" minimum:"0" doc:"所持检查点的条数 · size in the checkpoint that was kept"`
	Algorithm string `query:"algorithm" enum:"sha256,sm3" doc:"默认 sha256"`
}

// continuation proves to whoever kept a checkpoint that the log has only grown since. A
// size that the log has not reached is one that it never signed: nothing is there.
func (s *Server) continuation(ctx context.Context, in *continuationInput) (*huma.StreamResponse, error) {
	if s.Log == nil {
		return nil, errNoPart
	}
	alg := treeAsked(in.Algorithm)
	note, err := s.Log.Latest(ctx, alg)
	if err != nil {
		return nil, err
	}
	var proof []byte
	err = s.Log.Hashes(ctx, func(r audit.HashReader, _ uint64) error {
		proof, err = audit.Continuation(ctx, r, alg, uint64(in.From), note)
		return err
	})
	if errors.Is(err, audit.ErrOldSize) {
		return nil, casework.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return stream("text/plain; charset=utf-8", func(w *bytes.Buffer) error { w.Write(proof); return nil })
}

// tilePath is how tiles are asked for (c2sp.org/tlog-tiles): a level, an index in groups
// of three digits, and the width of a partial tile.
var tilePath = regexp.MustCompile(`^/v1/log/tile/([0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?$`)

// tile serves the hashes of the SHA-256 tree. They say nothing about what was hashed.
// Full tiles never change and may be kept for ever.
func (s *Server) tile(w http.ResponseWriter, r *http.Request) {
	level, index, width, ok := parseTile(r.URL.Path)
	if !ok || s.Log == nil || !s.limits.allow(requestOf(r.Context()).address) {
		s.write(w, r, s.problem(r.Context(), casework.ErrNotFound))
		return
	}
	var hashes []audit.Hash
	err := s.Log.Hashes(r.Context(), func(reader audit.HashReader, size uint64) (err error) {
		if (index*audit.TileWidth+uint64(width))<<(audit.TileHeight*level) > size {
			return casework.ErrNotFound
		}
		hashes, err = reader.ReadTile(r.Context(), audit.SHA256, level, index, width)
		return err
	})
	if err != nil {
		s.write(w, r, s.problem(r.Context(), err))
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	if width == audit.TileWidth {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	for _, h := range hashes {
		w.Write(h[:]) // whoever asked may have gone
	}
}

func parseTile(path string) (level int, index uint64, width int, ok bool) {
	m := tilePath.FindStringSubmatch(path)
	if m == nil {
		return 0, 0, 0, false
	}
	level, _ = strconv.Atoi(m[1])
	index, err := strconv.ParseUint(strings.NewReplacer("x", "", "/", "").Replace(m[2]), 10, 40)
	if err != nil || level > 5 {
		return 0, 0, 0, false
	}
	width = audit.TileWidth
	if m[3] != "" {
		if width, _ = strconv.Atoi(m[3]); width >= audit.TileWidth {
			return 0, 0, 0, false
		}
	}
	return level, index, width, true
}
