package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// planner answers SQLite's plan of each query instead of its rows.
type planner struct {
	*sql.Tx
	plans []string
}

func (p *planner) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := p.Tx.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return nil, err
		}
		p.plans = append(p.plans, detail)
	}
	return p.Tx.QueryContext(ctx, query, args...)
}

// TestPlans demands that no query of a usual page walks a table: what is not searched by
// an index is read in the order of the list, up to the end of the page.
func TestPlans(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "plans.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tx, err := s.handles.read.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	p := &planner{Tx: tx}
	v := view{queries{on: p, engine: s.handles.engine}}
	cases := func(q casework.CaseQuery) { v.Cases(ctx, q) }
	records := func(q casework.RecordQuery) { q.Kind = "seat"; v.Records(ctx, q) }
	entries := func(q casework.EntryQuery) { v.Entries(ctx, q) }
	for why, run := range map[string]func(){
		"case":             func() { v.Case(ctx, "C") },
		"cases":            func() { cases(casework.CaseQuery{}) },
		"open cases":       func() { cases(casework.CaseQuery{Open: true}) },
		"cases by opening": func() { cases(casework.CaseQuery{Sort: "-opened"}) },
		"cases of a state": func() { cases(casework.CaseQuery{Procedure: "p", State: "s"}) },
		"cases of a party": func() { cases(casework.CaseQuery{Party: "heron"}) },
		"open of a party":  func() { cases(casework.CaseQuery{Party: "heron", Open: true}) },
		"cases of a link":  func() { cases(casework.CaseQuery{Link: "R"}) },
		"cases of a filer": func() { cases(casework.CaseQuery{Filer: "heron"}) },
		"due before":       func() { cases(casework.CaseQuery{DueBefore: calendar.MustDay("2026-03-02"), Sort: "-due"}) },
		"waiting": func() {
			cases(casework.CaseQuery{Open: true, Stages: []casework.Stage{{Procedure: "p", State: "s"}, {Procedure: "p", State: "t"}}})
		},
		"of a county": func() { cases(casework.CaseQuery{Jurisdictions: []string{"nan"}}) },
		"of a county and of a party": func() {
			cases(casework.CaseQuery{Jurisdictions: []string{"nan", "bei"}, Besides: "heron", Open: true})
		},
		"of a county by opening":    func() { cases(casework.CaseQuery{Jurisdictions: []string{"nan"}, Sort: "-opened"}) },
		"records of a county":       func() { records(casework.RecordQuery{Jurisdictions: []string{"nan"}}) },
		"of a county and of a body": func() { records(casework.RecordQuery{Jurisdictions: []string{"nan"}, Besides: "heron"}) },
		"duties of a county":        func() { records(casework.RecordQuery{Subject: "installation", Jurisdictions: []string{"nan"}}) },
		"revisions of entries":      func() { v.Revisions(ctx, 5, 9) },
		"records by title":          func() { records(casework.RecordQuery{Sort: "-title"}) },
		"of a state":                func() { records(casework.RecordQuery{State: "in-force"}) },
		"next page":                 func() { cases(casework.CaseQuery{Cursor: cursor("due>", "2026-01-01", "C")}) },
		"record":                    func() { v.Registered(ctx, "seat", "S") },
		"revision":                  func() { v.Revision(ctx, "seat", "S", 1) },
		"records of a kind":         func() { records(casework.RecordQuery{}) },
		"of an organisation":        func() { records(casework.RecordQuery{Org: "heron"}) },
		"about a subject":           func() { records(casework.RecordQuery{Subject: "lin", State: "in-force"}) },
		"of a case":                 func() { records(casework.RecordQuery{Case: "C"}) },
		"entries":                   func() { entries(casework.EntryQuery{From: 5}) },
		"newest entries":            func() { entries(casework.EntryQuery{Newest: true}) },
		"newest of a case":          func() { entries(casework.EntryQuery{Newest: true, Case: "C"}) },
		"entries of a case":         func() { entries(casework.EntryQuery{Case: "C"}) },
		"entries of a kind":         func() { entries(casework.EntryQuery{Kind: "k"}) },
		"entries of an org":         func() { entries(casework.EntryQuery{Org: "heron"}) },
		"notices":                   func() { v.Notices(ctx, casework.NoticeQuery{To: "heron"}) },
		"more notices":              func() { v.Notices(ctx, casework.NoticeQuery{To: "heron", Cursor: cursor("notice", "5", "N")}) },
		"timers":                    func() { v.DueTimers(ctx, calendar.MustDay("2026-03-02"), 10) },
		"receipt":                   func() { v.Receipt(ctx, "s", "k") },
		"size of the log":           func() { v.Size(ctx) },
		"leaf hashes":               func() { tiles{v}.ReadTile(ctx, "sm3", 0, 3, 7) },
		"roots of tiles":            func() { tiles{v}.ReadTile(ctx, "sm3", 1, 0, 7) },
		"keys of a purpose":         func() { keys(ctx, v.queries, " WHERE purpose = ? AND subject = ? ORDER BY created_ms, id", "p", "s") },
		"covering checkpoint":       func() { checkpoints(ctx, v.queries, " WHERE origin = ? AND size >= ? ORDER BY size LIMIT 1", "o", 5) },
	} {
		p.plans = nil
		run()
		if len(p.plans) == 0 {
			t.Errorf("%s: nothing was asked", why)
		}
		for _, plan := range p.plans {
			ordered := strings.HasPrefix(plan, "SCAN c USING INDEX case_file_by_") || plan == "SCAN few" || strings.HasPrefix(plan, "SCAN page") // a page of each state, taken from its index
			if strings.HasPrefix(plan, "SCAN ") && !ordered || strings.Contains(plan, "AUTOMATIC") {
				t.Errorf("%s: %q in %q", why, plan, p.plans)
			}
		}
	}
}
