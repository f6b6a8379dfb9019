package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// view reads one snapshot, or what a batch has sent so far.
type view struct{ queries }

var _ casework.View = view{}

// ErrCursor means that a cursor was not made by the query it was given to. It is the
// asker's mistake.
var ErrCursor = errors.New("cursor does not belong to this query")

// page sizes: what a query that names none gets, and the most any gets.
const (
	pageUsual = 50
	pageMost  = 200
)

func pageOf(limit int) int {
	if limit <= 0 {
		return pageUsual
	}
	return min(limit, pageMost)
}

// cursor names the last line of a page by its sort key. The first element says which
// order it belongs to.
func cursor(order string, keys ...string) string {
	text, _ := json.Marshal(append([]string{order}, keys...)) // strings always marshal
	return base64.RawURLEncoding.EncodeToString(text)
}

// readCursor answers n keys, or nil when there is no cursor.
func readCursor(text, order string, n int) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	var keys []string
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(raw, &keys) != nil || len(keys) != n+1 || keys[0] != order {
		return nil, ErrCursor
	}
	return keys[1:], nil
}

// selection is a SELECT in the making.
type selection struct {
	text strings.Builder
	args []any
}

func (s *selection) and(condition string, args ...any) {
	s.text.WriteString(" AND " + condition)
	s.args = append(s.args, args...)
}

// equal adds a condition for each field that is set.
func (s *selection) equal(column, value string) {
	if value != "" {
		s.and(column+" = ?", value)
	}
}

// within is a pattern that finds text anywhere, with ESCAPE '\'.
func within(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text) + "%"
}

// Case answers the case with that id.
func (v view) Case(ctx context.Context, id string) (casework.Case, error) {
	c, _, err := v.caseAndReach(ctx, id)
	return c, err
}

func (v view) caseAndReach(ctx context.Context, id string) (casework.Case, string, error) {
	var body, reach string
	found, err := v.one(ctx, []any{&body, &reach}, "SELECT body, reach FROM case_file WHERE id = ?", id)
	if err != nil {
		return casework.Case{}, "", fmt.Errorf("reading case %s: %w", id, err)
	}
	if !found {
		return casework.Case{}, "", fmt.Errorf("case %s: %w", id, casework.ErrNotFound)
	}
	c, err := decodeCase(id, body)
	return c, reach, err
}

func decodeCase(id, body string) (casework.Case, error) {
	var c casework.Case
	if err := json.Unmarshal([]byte(body), &c); err != nil {
		return casework.Case{}, fmt.Errorf("reading case %s: %w", id, err)
	}
	return c, nil
}

// caseOrders are the orders cases can be listed in: column and comparison.
var caseOrders = map[string]struct{ column, beyond, direction string }{
	"":        {"due", ">", "ASC"},
	"due":     {"due", ">", "ASC"},
	"-due":    {"due", "<", "DESC"},
	"opened":  {"opened", ">", "ASC"},
	"-opened": {"opened", "<", "DESC"},
}

// Cases answers a page of cases.
func (v view) Cases(ctx context.Context, q casework.CaseQuery) ([]casework.Case, string, error) {
	order, ok := caseOrders[q.Sort]
	if !ok {
		return nil, "", fmt.Errorf("listing cases: no order %q", q.Sort)
	}
	name := order.column + order.beyond
	after, err := readCursor(q.Cursor, name, 2)
	if err != nil {
		return nil, "", fmt.Errorf("listing cases: %w", err)
	}
	s, err := v.casesWhere(ctx, q)
	if err != nil {
		return nil, "", fmt.Errorf("listing cases: %w", err)
	}
	if after != nil {
		s.and(fmt.Sprintf("(c.%s, c.id) %s (?, ?)", order.column, order.beyond), after[0], after[1])
	}
	limit := pageOf(q.Limit)
	end := fmt.Sprintf(" ORDER BY c.%s %s, c.id %s LIMIT %d", order.column, order.direction, order.direction, limit+1)
	text, args, err := v.paged(ctx, q, "SELECT c.id, c.due, c.opened, c.body FROM case_file c", "c.id", s, end)
	if err != nil {
		return nil, "", fmt.Errorf("listing cases: %w", err)
	}
	var cases []casework.Case
	var last, next string
	err = v.each(ctx, func(rows *sql.Rows) error {
		var id, due, opened, body string
		if err := rows.Scan(&id, &due, &opened, &body); err != nil {
			return err
		}
		if len(cases) == limit {
			next = last
			return nil
		}
		key := due
		if order.column == "opened" {
			key = opened
		}
		last = cursor(name, key, id)
		c, err := decodeCase(id, body)
		cases = append(cases, c)
		return err
	}, text, args...)
	if err != nil {
		return nil, "", fmt.Errorf("listing cases: %w", err)
	}
	return cases, next, nil
}

// paged writes the query out. Where cases may stand in several states, or belong to several
// jurisdictions, a page is taken of each from its index, and the page of all from those: one
// with many cases costs no more than one with few.
func (v view) paged(ctx context.Context, q casework.CaseQuery, columns, key string, s *selection, end string) (string, []any, error) {
	where := " WHERE 1 = 1" + s.text.String()
	each, err := v.pagesOf(ctx, q)
	if err != nil || each == nil {
		return columns + where + end, s.args, err
	}
	if len(each) == 0 {
		return columns + " WHERE 1 = 0" + end, nil, nil
	}
	var pages []string
	var args []any
	for i, one := range each {
		pages = append(pages, fmt.Sprintf("SELECT id FROM (SELECT %s FROM case_file c%s%s%s) AS page%d", key, where, one.text.String(), end, i))
		args = append(append(args, s.args...), one.args...)
	}
	return columns + " WHERE c.id IN (" + strings.Join(pages, " UNION ALL ") + ")" + end, args, nil
}

// pagesOf are the conditions of which each has a page of its own; nil where there is one.
func (v view) pagesOf(ctx context.Context, q casework.CaseQuery) ([]selection, error) {
	if q.Stages != nil {
		pages := make([]selection, len(q.Stages))
		for i, at := range q.Stages {
			pages[i].and("c.procedure = ? AND c.state = ?", at.Procedure, at.State)
		}
		return pages, nil
	}
	if q.Jurisdictions == nil {
		return nil, nil
	}
	pages := make([]selection, len(q.Jurisdictions))
	for i, one := range q.Jurisdictions {
		pages[i].of("c.jurisdiction", one)
	}
	if q.Besides == "" {
		return pages, nil
	}
	party := selection{}
	err := v.ofParty(ctx, &party, q.Besides)
	return append(pages, party), err
}

// of keeps what belongs to a jurisdiction. The index of jurisdictions leaves out what is the
// installation's own, so the condition says that this is not.
func (s *selection) of(column, jurisdiction string) {
	if jurisdiction == "" {
		s.and(column + " = ''")
		return
	}
	s.and(column+" <> '' AND "+column+" = ?", jurisdiction)
}

// CountCases counts the cases of all pages, up to casework.CountMost.
func (v view) CountCases(ctx context.Context, q casework.CaseQuery) (int, error) {
	s, err := v.casesWhere(ctx, q)
	if err != nil {
		return 0, fmt.Errorf("counting cases: %w", err)
	}
	text, args, err := v.paged(ctx, q, "SELECT c.id FROM case_file c", "c.id", s, fmt.Sprintf(" LIMIT %d", casework.CountMost))
	if err != nil {
		return 0, fmt.Errorf("counting cases: %w", err)
	}
	return v.count(ctx, text, args)
}

func (v view) count(ctx context.Context, text string, args []any) (int, error) {
	var n int
	if _, err := v.one(ctx, []any{&n}, "SELECT COUNT(*) FROM ("+text+") AS counted", args...); err != nil {
		return 0, fmt.Errorf("counting: %w", err)
	}
	return n, nil
}

// fewCases is how many cases of a party are looked up one by one; a party with more is
// looked for in the cases instead, in the order of the list.
const fewCases = 2000

// casesWhere are the conditions of a query on cases, after a first one.
func (v view) casesWhere(ctx context.Context, q casework.CaseQuery) (*selection, error) {
	s := &selection{}
	s.equal("c.procedure", q.Procedure)
	s.equal("c.state", q.State)
	s.equal("c.filer_org", q.Filer)
	if q.Party != "" {
		if err := v.ofParty(ctx, s, q.Party); err != nil {
			return nil, err
		}
	}
	if q.Jurisdictions != nil && q.Stages != nil {
		s.amongOrBesides("c.jurisdiction", q.Jurisdictions, "EXISTS (SELECT 1 FROM case_party p WHERE p.org = ? AND p.case_id = c.id)", q.Besides)
	}
	if q.Link != "" {
		s.and("c.id IN (SELECT l.case_id FROM case_link l WHERE l.target = ?)", q.Link)
	}
	if q.Open {
		s.and("c.closed IS NULL AND c.due < ?", closedDue)
	}
	if !q.DueBefore.IsZero() {
		s.and("c.closed IS NULL AND c.due < ?", q.DueBefore.String())
	}
	if q.Text != "" {
		// Found first and put in order afterwards: ids and titles are read from indexes alone,
		// where walking the cases in their order would read each of them whole.
		s.and(fmt.Sprintf(`c.id IN (SELECT k.id FROM case_file k WHERE k.id %[1]s ? ESCAPE '\' UNION SELECT l.case_id FROM register_record r
			JOIN case_link l ON l.target = r.id AND l.kind = r.kind WHERE r.title %[1]s ? ESCAPE '\')`, v.engine.like), within(q.Text), within(q.Text))
	}
	return s, nil
}

// ofParty keeps the cases of which an organisation is a party.
func (v view) ofParty(ctx context.Context, s *selection, org string) error {
	var n int64
	_, err := v.one(ctx, []any{&n}, fmt.Sprintf("SELECT COUNT(*) FROM (SELECT 1 FROM case_party WHERE org = ? LIMIT %d) AS few", fewCases), org)
	if err != nil {
		return err
	}
	if n < fewCases {
		s.and("c.id IN (SELECT p.case_id FROM case_party p WHERE p.org = ?)", org)
	} else {
		s.and("EXISTS (SELECT 1 FROM case_party p WHERE p.org = ? AND p.case_id = c.id)", org)
	}
	return nil
}

// amongOrBesides keeps what belongs to one of the jurisdictions, and what a further
// condition finds for somebody, where there is somebody.
func (s *selection) amongOrBesides(column string, jurisdictions []string, besides, somebody string) {
	conditions, args := []string{"1 = 0"}, []any{}
	if len(jurisdictions) > 0 {
		conditions[0] = column + " IN (?" + strings.Repeat(", ?", len(jurisdictions)-1) + ")"
		for _, one := range jurisdictions {
			args = append(args, one)
		}
	}
	if somebody != "" {
		conditions, args = append(conditions, besides), append(args, somebody)
	}
	s.and("("+strings.Join(conditions, " OR ")+")", args...)
}

const recordColumns = `SELECT v.kind, v.id, v.rev, v.org, v.subject, v.state, v.from_day, v.until_day, v.title, v.case_id, v.body, v.jurisdiction
	FROM register_record r JOIN record_rev v ON v.kind = r.kind AND v.id = r.id AND v.rev = r.rev`

// scanRecord reads the columns above, and those that follow them.
func scanRecord(rows *sql.Rows, besides ...any) (casework.Record, error) {
	var r casework.Record
	var from, until sql.NullString
	var body string
	err := rows.Scan(append([]any{&r.Kind, &r.ID, &r.Rev, &r.Org, &r.Subject, &r.State, &from, &until, &r.Title, &r.Case, &body, &r.Jurisdiction}, besides...)...)
	if err != nil {
		return r, err
	}
	r.Body = json.RawMessage(body)
	if r.From, err = scanDay(from); err == nil {
		r.Until, err = scanDay(until)
	}
	return r, err
}

// scanDay reads a day that may be unset.
func scanDay(text sql.NullString) (calendar.Day, error) {
	if !text.Valid {
		return calendar.Day{}, nil
	}
	return calendar.ParseDay(text.String)
}

// Registered answers the current revision of a registered thing.
func (v view) Registered(ctx context.Context, kind, id string) (casework.Record, error) {
	return v.record(ctx, kind, id, recordColumns+" WHERE r.kind = ? AND r.id = ?", kind, id)
}

// Revision answers one revision of a registered thing, current or past.
func (v view) Revision(ctx context.Context, kind, id string, rev int64) (casework.Record, error) {
	return v.record(ctx, kind, id, strings.Replace(recordColumns, "AND v.rev = r.rev", "", 1)+
		" WHERE v.kind = ? AND v.id = ? AND v.rev = ?", kind, id, rev)
}

// Revisions answers what the entries from…until wrote into the registers.
func (v view) Revisions(ctx context.Context, from, until int64) ([]casework.Revision, error) {
	var all []casework.Revision
	err := v.each(ctx, func(rows *sql.Rows) error {
		var entry int64
		r, err := scanRecord(rows, &entry)
		all = append(all, casework.Revision{Record: r, Entry: entry})
		return err
	}, `SELECT v.kind, v.id, v.rev, v.org, v.subject, v.state, v.from_day, v.until_day, v.title, v.case_id, v.body, v.jurisdiction, v.entry
		FROM record_rev v WHERE v.entry BETWEEN ? AND ? ORDER BY v.entry, v.kind, v.id, v.rev`, from, until)
	if err != nil {
		return nil, fmt.Errorf("reading what the entries %d to %d registered: %w", from, until, err)
	}
	return all, nil
}

func (v view) record(ctx context.Context, kind, id, query string, args ...any) (casework.Record, error) {
	var r casework.Record
	found := false
	err := v.each(ctx, func(rows *sql.Rows) (err error) {
		found = true
		r, err = scanRecord(rows)
		return err
	}, query, args...)
	if err != nil {
		return casework.Record{}, fmt.Errorf("reading %s %s: %w", kind, id, err)
	}
	if !found {
		return casework.Record{}, fmt.Errorf("%s %s: %w", kind, id, casework.ErrNotFound)
	}
	return r, nil
}

// recordOrders are the orders lines can be listed in.
var recordOrders = map[string]struct{ column, beyond, direction string }{
	"":       {"", ">", "ASC"},
	"id":     {"", ">", "ASC"},
	"title":  {"r.title", ">", "ASC"},
	"-title": {"r.title", "<", "DESC"},
}

// Records answers a page of register lines.
func (v view) Records(ctx context.Context, q casework.RecordQuery) ([]casework.Record, string, error) {
	order, ok := recordOrders[q.Sort]
	if !ok || q.Kind == "" {
		return nil, "", fmt.Errorf("listing %s records: no order %q of a kind", q.Kind, q.Sort)
	}
	name, keys := "record", 1
	if order.column != "" {
		name, keys = "record "+q.Sort, 2
	}
	after, err := readCursor(q.Cursor, name, keys)
	if err != nil {
		return nil, "", fmt.Errorf("listing %s records: %w", q.Kind, err)
	}
	s := v.recordsWhere(q)
	end := fmt.Sprintf(" ORDER BY r.id LIMIT %d", pageOf(q.Limit)+1)
	switch {
	case order.column != "":
		end = fmt.Sprintf(" ORDER BY %s %s, r.id %s LIMIT %d", order.column, order.direction, order.direction, pageOf(q.Limit)+1)
		if after != nil {
			s.and(fmt.Sprintf("(%s, r.id) %s (?, ?)", order.column, order.beyond), after[0], after[1])
		}
	case after != nil:
		s.and("r.id > ?", after[0])
	}
	limit := pageOf(q.Limit)
	var records []casework.Record
	next := ""
	err = v.each(ctx, func(rows *sql.Rows) error {
		r, err := scanRecord(rows)
		if len(records) == limit {
			last := records[limit-1]
			next = cursor(name, append([]string{last.Title}, last.ID)[2-keys:]...)
			return nil
		}
		records = append(records, r)
		return err
	}, recordColumns+" WHERE 1 = 1"+s.text.String()+end, s.args...)
	if err != nil {
		return nil, "", fmt.Errorf("listing %s records: %w", q.Kind, err)
	}
	return records, next, nil
}

// recordsWhere are the conditions of a query on register lines, after a first one.
func (v view) recordsWhere(q casework.RecordQuery) *selection {
	s := &selection{}
	s.equal("r.kind", q.Kind)
	s.equal("r.org", q.Org)
	s.equal("r.subject", q.Subject)
	s.equal("r.state", q.State)
	s.equal("r.case_id", q.Case)
	switch {
	case q.Jurisdictions != nil && len(q.Jurisdictions) == 1 && q.Besides == "":
		s.of("r.jurisdiction", q.Jurisdictions[0])
	case q.Jurisdictions != nil:
		s.amongOrBesides("r.jurisdiction", q.Jurisdictions, "r.org = ?", q.Besides)
	}
	if q.Text != "" {
		s.and(fmt.Sprintf(`r.title %s ? ESCAPE '\'`, v.engine.like), within(q.Text))
	}
	if !q.On.IsZero() {
		on := q.On.String()
		s.and("(r.from_day IS NULL OR r.from_day <= ?) AND (r.until_day IS NULL OR r.until_day >= ?)", on, on)
	}
	return s
}

// CountRecords counts the lines of all pages, up to casework.CountMost.
func (v view) CountRecords(ctx context.Context, q casework.RecordQuery) (int, error) {
	s := v.recordsWhere(q)
	return v.count(ctx, "SELECT r.id FROM register_record r WHERE 1 = 1"+s.text.String()+fmt.Sprintf(" LIMIT %d", casework.CountMost), s.args)
}

// Entry answers the entry in that place.
func (v view) Entry(ctx context.Context, seq int64) (casework.LoggedEntry, error) {
	var leaf []byte
	found, err := v.one(ctx, []any{&leaf}, "SELECT leaf FROM entry WHERE seq = ?", seq)
	if err != nil {
		return casework.LoggedEntry{}, fmt.Errorf("reading entry %d: %w", seq, err)
	}
	if !found {
		return casework.LoggedEntry{}, fmt.Errorf("entry %d: %w", seq, casework.ErrNotFound)
	}
	return decodeEntry(seq, leaf)
}

// Entries answers entries in order, or the newest first.
func (v view) Entries(ctx context.Context, q casework.EntryQuery) ([]casework.LoggedEntry, error) {
	s := &selection{}
	from, direction := q.From, "ASC"
	s.text.WriteString("SELECT seq, leaf FROM entry WHERE seq ")
	if q.Newest {
		direction = "DESC"
		if from == 0 {
			from = math.MaxInt64
		}
		s.text.WriteString("< ?")
	} else {
		s.text.WriteString(">= ?")
	}
	s.args = append(s.args, from)
	s.equal("case_id", q.Case)
	s.equal("kind", q.Kind)
	s.equal("outcome", q.Outcome)
	s.equal("org", q.Org)
	fmt.Fprintf(&s.text, " ORDER BY seq %s LIMIT %d", direction, pageOf(q.Limit))
	var entries []casework.LoggedEntry
	err := v.each(ctx, func(rows *sql.Rows) error {
		var seq int64
		var leaf []byte
		if err := rows.Scan(&seq, &leaf); err != nil {
			return err
		}
		e, err := decodeEntry(seq, leaf)
		entries = append(entries, e)
		return err
	}, s.text.String(), s.args...)
	if err != nil {
		return nil, fmt.Errorf("listing entries: %w", err)
	}
	return entries, nil
}

// Notices answers a page of notices, newest first.
func (v view) Notices(ctx context.Context, q casework.NoticeQuery) ([]casework.Notice, string, error) {
	after, err := readCursor(q.Cursor, "notice", 2)
	if err != nil {
		return nil, "", fmt.Errorf("listing notices: %w", err)
	}
	s := &selection{}
	s.text.WriteString(`SELECT id, to_org, seat, case_id, kind, text, sent, served, how, reader, entry FROM notice WHERE 1 = 1`)
	s.equal("to_org", q.To)
	if q.Unserved {
		s.and("served IS NULL")
	}
	if after != nil {
		s.and("(entry, id) < (CAST(? AS BIGINT), ?)", after[0], after[1])
	}
	limit := pageOf(q.Limit)
	fmt.Fprintf(&s.text, " ORDER BY entry DESC, id DESC LIMIT %d", limit+1)
	var notices []casework.Notice
	next := ""
	err = v.each(ctx, func(rows *sql.Rows) error {
		n, err := scanNotice(rows)
		if len(notices) == limit {
			next = cursor("notice", fmt.Sprint(notices[limit-1].Entry), notices[limit-1].ID)
			return nil
		}
		notices = append(notices, n)
		return err
	}, s.text.String(), s.args...)
	if err != nil {
		return nil, "", fmt.Errorf("listing notices: %w", err)
	}
	return notices, next, nil
}

func scanNotice(rows *sql.Rows) (casework.Notice, error) {
	var n casework.Notice
	var sent string
	var served, how sql.NullString
	err := rows.Scan(&n.ID, &n.To, &n.Seat, &n.Case, &n.Kind, &n.Text, &sent, &served, &how, &n.Reader, &n.Entry)
	if err != nil {
		return n, err
	}
	n.How = how.String
	if n.Sent, err = calendar.ParseDay(sent); err == nil {
		n.Served, err = scanDay(served)
	}
	return n, err
}

// DueTimers answers the timers that fire on or before day, oldest first.
func (v view) DueTimers(ctx context.Context, on calendar.Day, limit int) ([]casework.Timer, error) {
	var timers []casework.Timer
	err := v.each(ctx, func(rows *sql.Rows) error {
		var t casework.Timer
		var c sql.NullString
		var day string
		if err := rows.Scan(&t.ID, &c, &t.Step, &day, &t.Rule); err != nil {
			return err
		}
		var err error
		t.Case = c.String
		t.On, err = calendar.ParseDay(day)
		timers = append(timers, t)
		return err
	}, fmt.Sprintf("SELECT id, case_id, step, on_day, rule FROM timer WHERE on_day <= ? ORDER BY on_day, id LIMIT %d", pageOf(limit)), on.String())
	if err != nil {
		return nil, fmt.Errorf("listing timers: %w", err)
	}
	return timers, nil
}

// Receipt answers what a key was answered with.
func (v view) Receipt(ctx context.Context, seat, key string) (json.RawMessage, error) {
	var body string
	found, err := v.one(ctx, []any{&body}, "SELECT body FROM receipt WHERE seat = ? AND key = ?", seat, key)
	if err != nil {
		return nil, fmt.Errorf("reading receipt: %w", err)
	}
	if !found {
		return nil, fmt.Errorf("receipt: %w", casework.ErrNotFound)
	}
	return json.RawMessage(body), nil
}

// Size is the number of entries in the log.
func (v view) Size(ctx context.Context) (int64, error) {
	var last sql.NullInt64
	if _, err := v.one(ctx, []any{&last}, "SELECT MAX(seq) FROM entry"); err != nil {
		return 0, fmt.Errorf("reading size of the log: %w", err)
	}
	if !last.Valid {
		return 0, nil
	}
	return last.Int64 + 1, nil
}
