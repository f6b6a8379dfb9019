package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// CaseLine is a case in a list.
type CaseLine struct {
	ID               string       `json:"id"`
	Procedure        string       `json:"procedure"`
	Title            law.Text     `json:"title"`
	About            string       `json:"about,omitempty" doc:"所涉内容的名称 · title of what it is about"`
	State            string       `json:"state"`
	Word             law.Text     `json:"word"`
	Waits            string       `json:"waits,omitempty" doc:"由谁办理 · role that moves it on; empty where nothing is pending"`
	WaitsWord        law.Text     `json:"waitsWord"`
	Filer            string       `json:"filer"`
	FilerName        string       `json:"filerName,omitempty"`
	Opened           calendar.Day `json:"opened"`
	Closed           string       `json:"closed,omitempty"`
	Due              *DueDay      `json:"due,omitempty"`
	Rank             *int         `json:"rank,omitempty" doc:"优先次序，小者在先 · place of its kind in the queue, lower first"`
	Tags             []law.Text   `json:"tags,omitempty"`
	Rev              int64        `json:"rev"`
	Pilot            bool         `json:"pilot,omitempty"`
	Jurisdiction     string       `json:"jurisdiction,omitempty" doc:"所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own"`
	JurisdictionName string       `json:"jurisdictionName,omitempty" doc:"所属辖区名称；只有一个地方的不填 · its name; absent where there is one place"`
}

type casesInput struct {
	Page
	Export
	Counted
	Jurisdictional
	Procedure string `query:"procedure" maxLength:"64"`
	State     string `query:"state" maxLength:"64"`
	Filer     string `query:"filer" maxLength:"128" doc:"申请单位 · organisation that opened it"`
	Party     string `query:"party" maxLength:"128" doc:"参与单位，仅监督方可选 · organisation that is a party; for those who oversee"`
	DueBefore string `query:"dueBefore" maxLength:"10" doc:"在此日之前到期的未办结事项 · open cases of which something is due before that day"`
	Link      string `query:"link" maxLength:"128" doc:"涉及某项登记内容 · about a registered thing, by id"`
	Open      bool   `query:"open" doc:"只列未办结 · only cases that are not concluded"`
	Text      string `query:"text" maxLength:"128"`
	Sort      string `query:"sort" enum:"due,-due,opened,-opened,rank" doc:"rank 按规则的优先次序排一页 · rank orders a page by the pack's priorities"`
}

func (s *Server) cases(ctx context.Context, in *casesInput) (*huma.StreamResponse, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	q := casework.CaseQuery{Procedure: in.Procedure, State: in.State, Filer: in.Filer, Party: in.Party, Link: in.Link, Open: in.Open, Text: in.Text, Limit: in.Limit, Jurisdictions: in.asked()}
	if q.Cursor, err = s.goOn(ctx, in.Cursor); err != nil {
		return nil, err
	}
	if q.DueBefore, err = dayAsked(ctx, "query.dueBefore", in.DueBefore); err != nil {
		return nil, err
	}
	if in.Sort != "rank" {
		q.Sort = in.Sort
	}
	if in.wanted() {
		return s.casesCSV(ctx, a, q)
	}
	total, err := s.total(ctx, in.Total && counts(a.actor), func(v casework.View) (int, error) { return v.CountCases(ctx, seenBy(a.actor, q)) })
	if err != nil {
		return nil, err
	}
	lines, cursor, err := s.caseLines(ctx, a, q, in.Sort == "rank" || in.Procedure != "")
	if err != nil {
		return nil, err
	}
	if in.Sort == "rank" {
		slices.SortStableFunc(lines, func(x, y CaseLine) int { return byRank(x, y) })
	}
	shown, err := page(ctx, s, lines, cursor)
	if err != nil {
		return nil, err
	}
	shown.Total = total
	return stream("application/json", func(w *bytes.Buffer) error { return json.NewEncoder(w).Encode(shown) })
}

// seenBy narrows a query to what may exist for the person: to their organisation's cases,
// and for overseers to those of the jurisdictions that they read.
func seenBy(who casework.Actor, q casework.CaseQuery) casework.CaseQuery {
	among := who.Among()
	switch {
	case !who.Oversees():
		q.Party = who.Organisation
	case among == nil:
	case q.Jurisdictions == nil:
		q.Jurisdictions, q.Besides = append(among, entrusting(who)...), who.Organisation
	case !slices.Contains(among, q.Jurisdictions[0]) && !slices.Contains(entrusting(who), q.Jurisdictions[0]):
		q.Party = who.Organisation
	}
	return q
}

// entrusting are the jurisdictions that have delegated something to the person's
// organisation.
func entrusting(who casework.Actor) []string {
	var all []string
	for _, one := range who.Reach.Entrusted {
		if !slices.Contains(all, one.By) {
			all = append(all, one.By)
		}
	}
	return all
}

// counts reports whether all that the query selects exists for the person, so that how many
// there are may be told.
func counts(who casework.Actor) bool { return len(who.Reach.Entrusted) == 0 || who.Reach.All() }

// caseLines lists what exists for the person: all for overseers, their organisation's
// for everybody else, nothing of business for administrators.
func (s *Server) caseLines(ctx context.Context, a *asker, q casework.CaseQuery, ranked bool) ([]CaseLine, string, error) {
	if q.Link == "" { // cases about one thing are few: each is asked whether it exists for them, as whoever judges one is no party
		q = seenBy(a.actor, q)
	}
	var lines []CaseLine
	var next string
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		cases, cursor, err := v.Cases(ctx, q)
		if err != nil {
			return err
		}
		next = cursor
		names := s.namesIn(ctx, v)
		for _, c := range cases {
			p, ok := s.Desk.Packs.Of(c.Pack)
			if !ok || s.Desk.SightOf(c, a.actor, p) == casework.Unseen {
				continue
			}
			line := s.caseLine(c, p, names)
			if ranked {
				if line.Rank, err = s.rank(ctx, v, c); err != nil {
					return err
				}
			}
			lines = append(lines, line)
		}
		return nil
	})
	return lines, next, err
}

// rank asks the pack's priorities for a case.
func (s *Server) rank(ctx context.Context, v casework.View, c casework.Case) (*int, error) {
	rank, err := s.Desk.RankIn(ctx, v, c)
	return rankShown(rank), err
}

// rankShown leaves out the rank of what no priority speaks of.
func rankShown(rank int) *int {
	if rank == math.MaxInt {
		return nil
	}
	return &rank
}

// byRank puts what no priority speaks of last.
func byRank(x, y CaseLine) int {
	rank := func(l CaseLine) int {
		if l.Rank == nil {
			return math.MaxInt
		}
		return *l.Rank
	}
	return cmp.Compare(rank(x), rank(y))
}

func (s *Server) caseLine(c casework.Case, p *pack.Pack, names *names) CaseLine {
	line := CaseLine{ID: c.ID, Procedure: c.Procedure, State: c.State, Filer: c.Filer.Organisation, FilerName: names.of("organisation", c.Filer.Organisation),
		Opened: c.Opened, Rev: c.Rev, Pilot: p.Pilot(), About: s.about(c, p, names), Jurisdiction: c.Jurisdiction, JurisdictionName: names.jurisdiction(c.Jurisdiction)}
	if !c.Closed.IsZero() {
		line.Closed = c.Closed.String()
	}
	if def, ok := p.Procedure(c.Procedure); ok {
		line.Title = def.Title
		if state, ok := def.State(c.State); ok {
			line.Word = state.Word
			if !casework.Rests(def, state, c) {
				line.Waits, line.WaitsWord = state.Waits, roleWord(p, state.Waits)
			}
		}
	}
	if dues := s.dueDays(p, c.Procedure, c.Dues); len(dues) > 0 {
		line.Due = &dues[0]
	}
	return line
}

// about names what a case is about: the first of its procedure's links that has a title.
func (s *Server) about(c casework.Case, p *pack.Pack, names *names) string {
	def, ok := p.Procedure(c.Procedure)
	if !ok {
		return ""
	}
	for _, preferred := range []string{"resource", "product", "scenario", "agreement", "delivery", "output", "grant", "person", "organisation", "seat"} {
		for link, id := range c.Links {
			if def.Links[link] == preferred || link == preferred {
				if name := names.of(preferred, id); name != "" {
					return name
				}
			}
		}
	}
	return ""
}

func (s *Server) casesCSV(ctx context.Context, a *asker, q casework.CaseQuery) (*huma.StreamResponse, error) {
	q.Limit = 200
	head := []string{"编号", "程序", "标的", "状态", "待办方", "申请单位", "开立日", "办结日", "到期日"}
	several, err := s.tree(ctx)
	if err != nil {
		return nil, err
	}
	if len(several) > 0 {
		head = append(head, "辖区")
	}
	return exported(head, func() ([][]string, bool, error) {
		lines, cursor, err := s.caseLines(ctx, a, q, false)
		var rows [][]string
		for _, l := range lines {
			due := ""
			if l.Due != nil {
				due = l.Due.On.String()
			}
			row := []string{l.ID, l.Title.ZH, l.About, l.Word.ZH, l.WaitsWord.ZH, l.FilerName, l.Opened.String(), l.Closed, due}
			if len(several) > 0 {
				row = append(row, l.JurisdictionName)
			}
			rows = append(rows, row)
		}
		q.Cursor = cursor
		return rows, cursor != "", err
	})
}

type inboxInput struct {
	Limit int `query:"limit" minimum:"0" maximum:"500" doc:"最多列出条数 · most lines"`
}

// inboxScan bounds how many open cases one look into the inbox reads.
const inboxScan = 20_000

// inbox lists the cases that wait for the person, by their legal deadline and then by
// the pack's priorities. Members of panels find the cases they judge in it.
func (s *Server) inbox(ctx context.Context, in *inboxInput) (*body[list[CaseLine]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	limit := in.Limit
	if limit == 0 {
		limit = 100
	}
	q := casework.CaseQuery{Open: true, Limit: min(limit, 200), Stages: s.mayWait(a.actor)}
	if !a.actor.Oversees() && a.actor.Role != "expert" {
		q.Party = a.actor.Organisation
	}
	var lines []CaseLine
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		names := s.namesIn(ctx, v)
		if a.actor.Oversees() { // what waits is what they decide: their own jurisdiction's, and what names them
			if q.Jurisdictions, q.Besides, err = deciding(ctx, v, a.actor); err != nil {
				return err
			}
		}
		for read := 0; read < inboxScan && len(lines) < limit; {
			cases, cursor, err := v.Cases(ctx, q)
			if err != nil {
				return err
			}
			for _, c := range cases {
				p, ok := s.Desk.Packs.Of(c.Pack)
				if !ok || !casework.Waits(c, a.actor, p) || a.actor.Oversees() && !decides(c, a.actor) || s.Desk.SightOf(c, a.actor, p) == casework.Unseen {
					continue
				}
				line := s.caseLine(c, p, names)
				if line.Rank, err = s.rank(ctx, v, c); err != nil {
					return err
				}
				lines = append(lines, line)
			}
			read += len(cases)
			if q.Cursor = cursor; cursor == "" {
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(lines, func(x, y CaseLine) int { return cmp.Or(byDue(x.Due, y.Due), byRank(x, y)) })
	return &body[list[CaseLine]]{Body: listOf(lines, "")}, nil
}

// deciding are the jurisdictions in whose matters an overseer decides, and the organisation
// that steps may name besides; nothing where the installation is of one place.
func deciding(ctx context.Context, v casework.View, who casework.Actor) ([]string, string, error) {
	if who.Reach.All() {
		if several, err := casework.JurisdictionsIn(ctx, v); err != nil || len(several) == 0 {
			return nil, "", err
		}
	}
	return append([]string{who.Reach.Own}, entrusting(who)...), who.Organisation, nil
}

// decides reports whether a matter can wait for an overseer: a superior reads those below
// without being waited for.
func decides(c casework.Case, who casework.Actor) bool {
	return who.Reach.Acts(c.Jurisdiction, c.Procedure) || slices.Contains(c.Parties, who.Organisation)
}

// mayWait lists where cases can stand that wait for the person, under the pack in force
// and under those that older cases are pinned to.
func (s *Server) mayWait(who casework.Actor) []casework.Stage {
	stages := casework.MayWait(who, s.Desk.Packs.Current())
	if kept, ok := s.Desk.Packs.(versions); ok {
		digests, _ := kept.Digests() // what cannot be listed is still found in the list of cases
		for _, digest := range digests {
			if p, ok := s.Desk.Packs.Of(digest); ok {
				stages = append(stages, casework.MayWait(who, p)...)
			}
		}
	}
	slices.SortFunc(stages, func(x, y casework.Stage) int {
		return cmp.Or(cmp.Compare(x.Procedure, y.Procedure), cmp.Compare(x.State, y.State))
	})
	if stages = slices.Compact(stages); stages == nil {
		stages = []casework.Stage{} // nothing can wait, and no stages would restrict nothing
	}
	return stages
}

// byDue puts what is due first; what has no day comes last.
func byDue(x, y *DueDay) int {
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return 1
	case y == nil:
		return -1
	}
	return x.On.Compare(y.On)
}
