package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

func (s *Server) registerRoutes() {
	lines := op("register", http.MethodGet, "/v1/registers/{kind}", "registers", forSeat, "登记簿（Accept: text/csv 导出）", "A register; CSV with Accept: text/csv")
	handle(s, s.described(lines, list[Line]{}, "text/csv"), s.register)
	handle(s, op("record", http.MethodGet, "/v1/registers/{kind}/{id}", "registers", forSeat, "一条登记", "A line of a register, with what is computed of it"), s.record)
	handle(s, op("record-revision", http.MethodGet, "/v1/registers/{kind}/{id}/revisions/{rev}", "registers", forSeat, "登记的某一版本", "One revision of a line"), s.revision)
	handle(s, op("duties", http.MethodGet, "/v1/duties", "registers", forSeat, "义务", "Duties, by the day they are due"), s.duties)
	handle(s, op("kinds", http.MethodGet, "/v1/registers", "registers", forSeat, "登记类别及其事实", "The kinds and the facts rules use"), s.kinds)
}

// Line is one line of a register. Its facts are named as the vocabulary names them.
type Line struct {
	Kind             string            `json:"kind"`
	ID               string            `json:"id"`
	Rev              int64             `json:"rev"`
	Title            string            `json:"title"`
	Org              string            `json:"org,omitempty"`
	OrgName          string            `json:"orgName,omitempty"`
	Subject          string            `json:"subject,omitempty"`
	State            string            `json:"state"`
	From             string            `json:"from,omitempty"`
	Until            string            `json:"until,omitempty"`
	Case             string            `json:"case,omitempty" doc:"最近改动它的事项 · case whose step wrote it last"`
	Facts            map[string]any    `json:"facts"`
	Titles           map[string]string `json:"titles,omitempty" doc:"事实所指内容的编号 → 名称 · titles of what the facts name, by id"`
	Jurisdiction     string            `json:"jurisdiction,omitempty" doc:"所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own"`
	JurisdictionName string            `json:"jurisdictionName,omitempty" doc:"所属辖区名称；只有一个地方的不填 · its name; absent where there is one place"`
}

// line shows a register line to a person: without its salt and signed statement, without
// private facts unless they are the organisation's own or the person oversees, and without
// what would tell the makers of a held output what it holds.
func (s *Server) line(r casework.Record, who casework.Actor, names *names) (Line, error) {
	l := Line{Kind: r.Kind, ID: r.ID, Rev: r.Rev, Title: r.Title, Org: r.Org, Subject: r.Subject, State: r.State, Case: r.Case, Facts: map[string]any{}, Jurisdiction: r.Jurisdiction}
	if err := json.Unmarshal(r.Body, &l.Facts); err != nil {
		return Line{}, fmt.Errorf("reading %s %s: %w", r.Kind, r.ID, err)
	}
	if names != nil {
		l.OrgName, l.JurisdictionName = names.of("organisation", r.Org), names.jurisdiction(r.Jurisdiction)
	}
	if !r.From.IsZero() {
		l.From = r.From.String()
	}
	if !r.Until.IsZero() {
		l.Until = r.Until.String()
	}
	delete(l.Facts, "salt")
	if r.Kind != "organisation" {
		delete(l.Facts, "jurisdiction")
	}
	delete(l.Facts, "envelope")
	delete(l.Facts, "keyHash")
	thing, _ := pack.ThingOf(r.Kind)
	if names != nil {
		l.Titles = names.inFacts(who, thing, l.Facts)
	}
	for _, f := range thing.Facts {
		if f.Held && holdsBack(r, who) {
			delete(l.Facts, f.Name)
		}
	}
	if who.OverseesIn(r.Jurisdiction) || who.Administers() || (r.Org == who.Organisation && who.Seat != "") {
		return l, nil
	}
	for _, f := range thing.Facts {
		if f.Private {
			delete(l.Facts, f.Name)
			if f.Name == thing.Title {
				l.Title = ""
			}
		}
	}
	return l, nil
}

// holdsBack reports whether a thing that is held is kept from the person: from everybody of
// the organisation that made it, until it is released. Who judges or oversees reads it.
// 〔platform PF-16〕
func holdsBack(r casework.Record, who casework.Actor) bool {
	var made struct {
		Released bool `json:"released"`
	}
	return !who.OverseesIn(r.Jurisdiction) && r.Org == who.Organisation && (json.Unmarshal(r.Body, &made) != nil || !made.Released)
}

type registerInput struct {
	Page
	Export
	Counted
	Jurisdictional
	Kind    string `path:"kind" maxLength:"64"`
	Org     string `query:"org" maxLength:"128"`
	Subject string `query:"subject" maxLength:"128"`
	State   string `query:"state" maxLength:"64"`
	Case    string `query:"case" maxLength:"128"`
	Text    string `query:"text" maxLength:"128"`
	On      string `query:"on" maxLength:"10" doc:"只列该日有效的 · only lines in force on that day"`
	Sort    string `query:"sort" enum:"id,title,-title"`
}

// registerScan bounds how many lines are read to fill one page for somebody who sees few.
const registerScan = 2000

func (s *Server) register(ctx context.Context, in *registerInput) (*huma.StreamResponse, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	if _, known := pack.ThingOf(in.Kind); !known && in.Kind != "publication" || a.actor.Administers() && !casework.Administrative(in.Kind) {
		return nil, s.Desk.LogUnseen(ctx, a.actor, in.Kind, "*")
	}
	q := casework.RecordQuery{Kind: in.Kind, Org: in.Org, Subject: in.Subject, State: in.State, Case: in.Case, Text: in.Text, Sort: in.Sort, Limit: in.Limit, Jurisdictions: in.asked()}
	if q.Cursor, err = s.goOn(ctx, in.Cursor); err != nil {
		return nil, err
	}
	if q.On, err = dayAsked(ctx, "query.on", in.On); err != nil {
		return nil, err
	}
	if in.wanted() {
		return s.registerCSV(ctx, a.actor, q)
	}
	total, err := s.total(ctx, in.Total && countsLines(a.actor, q), func(v casework.View) (int, error) { return v.CountRecords(ctx, q) })
	if err != nil {
		return nil, err
	}
	lines, next, err := s.lines(ctx, a.actor, q)
	if err != nil {
		return nil, err
	}
	shown, err := page(ctx, s, lines, next)
	if err != nil {
		return nil, err
	}
	shown.Total = total
	return stream("application/json", func(w *bytes.Buffer) error { return json.NewEncoder(w).Encode(shown) })
}

// countsLines reports whether somebody is told how many lines a register has, those of one
// organisation or jurisdiction or all: where all that is counted exists for the person.
func countsLines(who casework.Actor, q casework.RecordQuery) bool {
	oversees := who.Oversees() && (who.Reach.All() || len(q.Jurisdictions) > 0 && who.OverseesIn(q.Jurisdictions[0]))
	return oversees || who.Administers() || casework.Common(q.Kind) || q.Org != "" && q.Org == who.Organisation
}

// registerCSV exports what the person sees of a register: the columns that every kind has,
// and then the facts of the kind.
func (s *Server) registerCSV(ctx context.Context, who casework.Actor, q casework.RecordQuery) (*huma.StreamResponse, error) {
	thing, _ := pack.ThingOf(q.Kind)
	head := []string{"编号", "名称", "单位", "状态", "起", "止", "事项"}
	several, err := s.tree(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range thing.Facts {
		if !f.Computed && f.Name != "title" && f.Name != "state" && f.Name != "keyHash" {
			head, names = append(head, f.Means.ZH), append(names, f.Name)
		}
	}
	if len(several) > 0 {
		head = append(head, "辖区")
	}
	q.Limit = 200
	return exported(head, func() ([][]string, bool, error) {
		lines, cursor, err := s.lines(ctx, who, q)
		var rows [][]string
		for _, l := range lines {
			row := []string{l.ID, l.Title, cmp.Or(l.OrgName, l.Org), l.State, l.From, l.Until, l.Case}
			for _, name := range names {
				row = append(row, cell(l.Facts[name]))
			}
			if len(several) > 0 {
				row = append(row, l.JurisdictionName)
			}
			rows = append(rows, row)
		}
		q.Cursor = cursor
		return rows, cursor != "", err
	})
}

// cell writes a fact for a table: lists with semicolons, nothing for nothing.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		all := make([]string, len(v))
		for i := range v {
			all[i] = cell(v[i])
		}
		return strings.Join(all, "; ")
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// lines reads a page of what exists for the person. A page may be shorter than asked for
// and still not be the last.
func (s *Server) lines(ctx context.Context, who casework.Actor, q casework.RecordQuery) ([]Line, string, error) {
	var lines []Line
	var next string
	wanted := q.State
	if q.Kind == "certificate" { // how one stands is worked out, not stored
		q.State = ""
	}
	if among := who.Among(); among != nil && who.Oversees() && q.Jurisdictions == nil && !casework.Common(q.Kind) {
		q.Jurisdictions, q.Besides = append(among, who.EntrustedIn(q.Kind)...), who.Organisation
	}
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		names := s.namesIn(ctx, v)
		for read := 0; read < registerScan && len(lines) == 0; {
			records, cursor, err := v.Records(ctx, q)
			if err != nil {
				return err
			}
			for _, r := range records {
				if !casework.See(ctx, v, who, r) {
					continue
				}
				l, err := s.line(r, who, names)
				if err == nil {
					err = s.standing(ctx, v, r, &l)
				}
				if err != nil {
					return err
				}
				if wanted == "" || l.State == wanted {
					lines = append(lines, l)
				}
			}
			read += len(records)
			if next, q.Cursor = cursor, cursor; cursor == "" {
				return nil
			}
		}
		return nil
	})
	return lines, next, err
}

// RecordPath names a line of a register.
type RecordPath struct {
	Kind string `path:"kind" maxLength:"64"`
	ID   string `path:"id" maxLength:"256"`
}

// RecordShown is a line with what is computed of it today.
type RecordShown struct {
	Line
	Computed map[string]any `json:"computed" doc:"今日推算，如是否有效、是否暂停 · worked out today: in force, held"`
}

func (s *Server) record(ctx context.Context, in *RecordPath) (*body[RecordShown], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	l, err := s.seen(ctx, a.actor, in.Kind, in.ID)
	if err != nil {
		return nil, err
	}
	facts, err := s.Desk.Facts(ctx, in.Kind, in.ID)
	if err != nil {
		return nil, err
	}
	shown := RecordShown{Line: l, Computed: map[string]any{}}
	thing, _ := pack.ThingOf(in.Kind)
	for _, f := range thing.Facts {
		if f.Computed {
			shown.Computed[f.Name] = facts[f.Name]
		}
	}
	return &body[RecordShown]{Body: shown}, nil
}

// seen reads a line for a person; what does not exist for them is hidden and logged.
func (s *Server) seen(ctx context.Context, who casework.Actor, kind, id string) (Line, error) {
	r, err := s.Desk.Registered(ctx, who, kind, id)
	if err != nil {
		return Line{}, err
	}
	var l Line
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) (err error) {
		if l, err = s.line(r, who, s.namesIn(ctx, v)); err != nil {
			return err
		}
		return s.standing(ctx, v, r, &l)
	})
	return l, err
}

// standing shows a certificate as it stands today, which its line alone does not say.
func (s *Server) standing(ctx context.Context, v casework.View, r casework.Record, l *Line) error {
	if r.Kind != "certificate" {
		return nil
	}
	stands, err := s.Desk.StandingOf(ctx, v, r)
	if err != nil {
		return err
	}
	l.State, l.Facts["state"], l.Facts["since"] = stands.State, stands.State, stands.Since.String()
	return nil
}

type revisionPath struct {
	RecordPath
	Rev int64 `path:"rev" minimum:"1"`
}

// revisions is what a view of the store can do beside casework's.
type revisions interface {
	Revision(ctx context.Context, kind, id string, rev int64) (casework.Record, error)
}

func (s *Server) revision(ctx context.Context, in *revisionPath) (*body[Line], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := s.Desk.Registered(ctx, a.actor, in.Kind, in.ID); err != nil {
		return nil, err
	}
	var l Line
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		past, ok := v.(revisions)
		if !ok {
			return errNoPart
		}
		r, err := past.Revision(ctx, in.Kind, in.ID, in.Rev)
		if err != nil {
			return err
		}
		l, err = s.line(r, a.actor, s.namesIn(ctx, v))
		return err
	})
	return answer(l, err)
}

type dutiesInput struct {
	Page
	Jurisdictional
	State string `query:"state" enum:"scheduled,due,met,late,overdue,closed"`
}

// DutyShown is a duty with what is left of its day while it is owed.
type DutyShown struct {
	Line
	Left *DueDay `json:"left,omitempty" doc:"尚未履行的，还剩多少天 · what is left of its day, while it is owed"`
}

func (s *Server) duties(ctx context.Context, in *dutiesInput) (*body[list[DutyShown]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	q := casework.RecordQuery{Kind: "duty", State: in.State, Limit: in.Limit, Jurisdictions: in.asked()}
	if q.Cursor, err = s.goOn(ctx, in.Cursor); err != nil {
		return nil, err
	}
	if !a.actor.Oversees() {
		q.Org = a.actor.Organisation
	}
	lines, next, err := s.lines(ctx, a.actor, q)
	if err != nil {
		return nil, err
	}
	var shown []DutyShown
	for _, l := range lines {
		shown = append(shown, DutyShown{Line: l, Left: s.dutyLeft(l)})
	}
	return answer(page(ctx, s, shown, next))
}

// dutyLeft counts, in working days too, to the day on which a duty is due; nil once it is
// met or ended.
func (s *Server) dutyLeft(duty Line) *DueDay {
	on, err := calendar.ParseDay(fmt.Sprint(duty.Facts["due"]))
	if err != nil || !slices.Contains([]string{"scheduled", "due", "overdue"}, duty.State) {
		return nil
	}
	due := casework.Due{On: on, Kind: "within", Rule: fmt.Sprint(duty.Facts["rule"])}
	left := s.dueDays(s.Desk.Packs.Current(), "", []casework.Due{due})[0]
	left.Cite, _ = s.cited(fmt.Sprint(duty.Facts["cite"]))
	return &left
}

// KindShown is a registered kind with the facts rules may use.
type KindShown struct {
	Kind  string      `json:"kind"`
	Word  law.Text    `json:"word"`
	Facts []FactShown `json:"facts"`
	Total *Total      `json:"total,omitempty" doc:"共多少条，问到且看得到时才有 · how many lines there are, where that was asked for and all of them exist for the person"`
}

// FactShown is a fact with the words of its values, as the pack in force has them.
type FactShown struct {
	Name     string       `json:"name"`
	Type     string       `json:"type"`
	Means    law.Text     `json:"means"`
	Computed bool         `json:"computed,omitempty"`
	Private  bool         `json:"private,omitempty"`
	Refers   string       `json:"refers,omitempty" doc:"所指登记类别，case 为事项，* 为任何类别 · kind of thing it names by id; case; * for any"`
	Values   []pack.Value `json:"values,omitempty" doc:"取值的用语 · words of its values"`
}

func (s *Server) kinds(ctx context.Context, in *Counted) (*body[list[KindShown]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	inForce, err := s.packOf("current")
	if err != nil {
		return nil, err
	}
	var kinds []KindShown
	for _, t := range pack.Vocabulary {
		if !a.actor.Administers() || casework.Administrative(t.Kind) {
			shown := KindShown{Kind: t.Kind, Word: t.Word, Facts: factsShown(inForce, t.Facts)}
			q := casework.RecordQuery{Kind: t.Kind}
			shown.Total, err = s.total(ctx, in.Total && countsLines(a.actor, q), func(v casework.View) (int, error) { return v.CountRecords(ctx, q) })
			if err != nil {
				return nil, err
			}
			kinds = append(kinds, shown)
		}
	}
	return &body[list[KindShown]]{Body: listOf(kinds, "")}, nil
}

// powerWords are the words of powers, as GLOSSARY.md has them.
var powerWords = []pack.Value{
	{Key: "clerk", Word: law.Text{ZH: "经办", EN: "clerk"}}, {Key: "reviewer", Word: law.Text{ZH: "审核人员", EN: "reviewer"}},
	{Key: "approver", Word: law.Text{ZH: "批准人员", EN: "approver"}}, {Key: "signer", Word: law.Text{ZH: "签署人员", EN: "signer"}},
	{Key: "worker", Word: law.Text{ZH: "加工人员", EN: "data worker"}}, {Key: "expert", Word: law.Text{ZH: "专家", EN: "expert"}},
	{Key: "supervisor", Word: law.Text{ZH: "监管", EN: "supervision"}},
}

// seatValues are the local words of roles, and those of powers.
func seatValues(p *pack.Pack, fact string) []pack.Value {
	switch fact {
	case "role", "roles":
		var words []pack.Value
		for _, role := range slices.Sorted(maps.Keys(roleWords)) {
			words = append(words, pack.Value{Key: role, Word: roleWord(p, role)})
		}
		return words
	case "powers":
		return powerWords
	}
	return nil
}

// factsShown gives facts the words of their values: those of the pack's concept first, and
// the platform's own for what the concept does not have.
func factsShown(p *pack.Pack, facts []pack.Fact) []FactShown {
	all := make([]FactShown, len(facts))
	for i, f := range facts {
		all[i] = FactShown{Name: f.Name, Type: string(f.Type), Means: f.Means, Computed: f.Computed, Private: f.Private, Refers: f.Refers}
		if term, ok := p.Term(f.Concept); ok {
			all[i].Values = slices.Clone(term.Values)
		}
		all[i].Values = append(all[i].Values, seatValues(p, f.Name)...)
		for _, own := range f.Values {
			if !slices.ContainsFunc(all[i].Values, func(v pack.Value) bool { return v.Key == own.Key }) {
				all[i].Values = append(all[i].Values, own)
			}
		}
	}
	return all
}
