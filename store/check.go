package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/proof/audit"
)

// Finding is one thing that is not as it must be. It names places, never contents.
type Finding struct {
	Table string `json:"table"`
	Key   string `json:"key"`
	What  string `json:"what"`
}

// String is the finding for a line of output.
func (f Finding) String() string { return f.Table + " " + f.Key + ": " + f.What }

// Report is what a check of the whole store found.
type Report struct {
	Head        audit.Head `json:"head"` // computed from every leaf
	Cases       int64      `json:"cases"`
	Records     int64      `json:"records"`
	Revisions   int64      `json:"revisions"`
	Checkpoints int        `json:"checkpoints"` // met with their root
	Findings    []Finding  `json:"findings"`    // the first thousand; empty when all is well
}

// OK reports whether nothing was found.
func (r Report) OK() bool { return len(r.Findings) == 0 }

// mostFindings bounds a report: what is found beyond it adds nothing.
const mostFindings = 1000

// CheckOptions say what a check may use beyond the database.
type CheckOptions struct {
	// Mac computes the commitment of a revision as the log holds it (hex), with the key
	// of the record; ok is false where the key was destroyed. Nil leaves the values of
	// commitments unchecked, but not their presence.
	Mac func(ctx context.Context, r casework.Record) (mac string, ok bool, err error)
	// Progress is called now and then with the number of entries read; nil for none.
	Progress func(done, all int64)
}

// Check reads the whole store on one snapshot and verifies it: the log is dense, its
// leaves are canonical and hash to what is stored, both trees, their tiles and every
// kept checkpoint agree; each revision of a register follows the one before, is named
// in the entry that wrote it, and the current line is its last; each case stands at
// the revision its last entry says; nothing refers to what does not exist. The error is
// a fault of reading; what is wrong with the store is in the report. Signatures of
// checkpoints are not looked at: the store holds no keys to trust.
func (s *Store) Check(ctx context.Context, o CheckOptions) (Report, error) {
	var report Report
	err := s.snapshot(ctx, func(v view) (err error) {
		report, err = v.check(ctx, o)
		return err
	})
	return report, err
}

func (v view) check(ctx context.Context, o CheckOptions) (Report, error) {
	c := &checker{view: v, ctx: ctx, options: o, twin: audit.NewTwin()}
	for _, step := range []func() error{c.log, c.tiles, c.registers, c.cases, c.references} {
		if err := step(); err != nil {
			return c.report, fmt.Errorf("checking store: %w", err)
		}
	}
	return c.report, nil
}

// checker is the state of one check.
type checker struct {
	view
	ctx     context.Context
	options CheckOptions
	report  Report
	twin    *audit.Twin
	size    int64
	pending []Checkpoint // not yet met, by size
	full    int64        // tiles that the log should have
}

func (c *checker) found(table, key, what string, args ...any) {
	if len(c.report.Findings) < mostFindings {
		c.report.Findings = append(c.report.Findings, Finding{table, key, fmt.Sprintf(what, args...)})
	}
}

// logRow is one line of the table entry.
type logRow struct {
	seq           int64
	kind, outcome string
	c             sql.NullString
	org           string
	leaf          []byte
	sha, sm       []byte
}

// checkPage is the number of entries read at a time: no statement stays open while
// another runs, which one PostgreSQL connection could not do.
const checkPage = 2048

func (c *checker) log() error {
	var err error
	if c.size, err = c.Size(c.ctx); err != nil {
		return err
	}
	if c.pending, err = checkpoints(c.ctx, c.queries, " ORDER BY size, origin"); err != nil {
		return err
	}
	c.meet()
	for next := int64(0); ; {
		page, err := c.logPage(next)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		next = page[len(page)-1].seq + 1
		if err := c.logRows(page); err != nil {
			return err
		}
		if c.options.Progress != nil {
			c.options.Progress(next, c.size)
		}
	}
	c.report.Head = c.twin.Head()
	for _, p := range c.pending {
		c.found("checkpoint", p.Origin, "size %d is beyond the log of size %d", p.Size, c.twin.Size())
	}
	return nil
}

func (c *checker) logPage(from int64) ([]logRow, error) {
	var page []logRow
	err := c.each(c.ctx, func(rows *sql.Rows) error {
		var r logRow
		err := rows.Scan(&r.seq, &r.kind, &r.outcome, &r.c, &r.org, &r.leaf, &r.sha, &r.sm)
		page = append(page, r)
		return err
	}, fmt.Sprintf("SELECT seq, kind, outcome, case_id, org, leaf, sha256, sm3 FROM entry WHERE seq >= ? ORDER BY seq LIMIT %d", checkPage), from)
	return page, err
}

func (c *checker) logRows(page []logRow) error {
	for _, r := range page {
		key := fmt.Sprint(r.seq)
		if r.seq != int64(c.twin.Size()) {
			c.found("entry", key, "the log is not dense: expected number %d", c.twin.Size())
		}
		c.leaf(key, r)
		_, hashes, full := c.twin.Append(r.leaf)
		if !bytes.Equal(hashes.SHA256[:], r.sha) || !bytes.Equal(hashes.SM3[:], r.sm) {
			c.found("entry", key, "a stored hash is not that of the leaf")
		}
		c.meet()
		for _, t := range full {
			if err := c.tile(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// leaf checks that the columns of an entry say what its leaf says.
func (c *checker) leaf(key string, r logRow) {
	e, err := decodeEntry(r.seq, r.leaf)
	if err != nil {
		c.found("entry", key, "the leaf is not an entry")
		return
	}
	if again, err := appendLeaf(nil, e.Entry); err != nil || !bytes.Equal(again, r.leaf) {
		c.found("entry", key, "the leaf is not canonical")
	}
	if e.Seq != r.seq || e.Kind != r.kind || e.Outcome != r.outcome || e.Case != r.c.String || e.Org != r.org {
		c.found("entry", key, "a column differs from the leaf")
	}
}

// meet compares the trees with the checkpoints of their present size.
func (c *checker) meet() {
	for len(c.pending) > 0 && c.pending[0].Size <= int64(c.twin.Size()) {
		p := c.pending[0]
		c.pending = c.pending[1:]
		signed, err := audit.Unverified(p.Note)
		switch {
		case err != nil:
			c.found("checkpoint", p.Origin, "size %d: not a checkpoint", p.Size)
		case signed.Origin != p.Origin || signed.Size != uint64(p.Size):
			c.found("checkpoint", p.Origin, "size %d: the note is of another tree", p.Size)
		case p.Size != int64(c.twin.Size()) || signed.Root != c.twin.Head().Root(audit.AlgorithmOf(p.Origin)):
			c.found("checkpoint", p.Origin, "size %d: the log has another root", p.Size)
		default:
			c.report.Checkpoints++
		}
	}
}

func (c *checker) tile(t audit.Tile) error {
	c.full++
	var hashes, root []byte
	found, err := c.one(c.ctx, []any{&hashes, &root}, "SELECT hashes, root FROM tile WHERE algorithm = ? AND level = ? AND number = ?",
		string(t.Alg), t.Level, int64(t.Index))
	if err != nil {
		return err
	}
	key := fmt.Sprintf("%s/%d/%d", t.Alg, t.Level, t.Index)
	if !found {
		c.found("tile", key, "a full tile is not stored")
	} else if !bytes.Equal(hashes, t.Bytes()) || !bytes.Equal(root, t.Root[:]) {
		c.found("tile", key, "the tile is not that of the log")
	}
	return nil
}

// tiles finds tiles that belong to no tree.
func (c *checker) tiles() error {
	var n int64
	if _, err := c.one(c.ctx, []any{&n}, "SELECT COUNT(*) FROM tile"); err != nil {
		return err
	}
	if n > c.full {
		c.found("tile", "", "%d tiles are beyond the log", n-c.full)
	}
	return nil
}

// list adds a finding for each row (key) that a query answers.
func (c *checker) list(table, what, query string, args ...any) error {
	return c.each(c.ctx, func(rows *sql.Rows) error {
		var key string
		err := rows.Scan(&key)
		c.found(table, key, "%s", what)
		return err
	}, query, args...)
}

// count reads one number.
func (c *checker) count(to *int64, query string) error {
	_, err := c.one(c.ctx, []any{to}, query)
	return err
}

// registers checks the revisions of registered things.
func (c *checker) registers() error {
	if err := c.count(&c.report.Records, "SELECT COUNT(*) FROM register_record"); err != nil {
		return err
	}
	if err := c.count(&c.report.Revisions, "SELECT COUNT(*) FROM record_rev"); err != nil {
		return err
	}
	for _, l := range []struct{ table, what, query string }{
		{"record_rev", "revisions are missing",
			"SELECT kind || ' ' || id FROM record_rev GROUP BY kind, id HAVING COUNT(*) <> MAX(rev)"},
		{"record_rev", "a revision was written before the one it follows",
			`SELECT a.kind || ' ' || a.id FROM record_rev a JOIN record_rev b ON b.kind = a.kind AND b.id = a.id AND b.rev = a.rev + 1
			WHERE b.entry < a.entry`},
		{"register_record", "the current line is not the last revision",
			`SELECT v.kind || ' ' || v.id FROM record_rev v LEFT JOIN register_record r ON r.kind = v.kind AND r.id = v.id
			GROUP BY v.kind, v.id, r.rev HAVING r.rev IS NULL OR r.rev <> MAX(v.rev)`},
		{"register_record", "the current line differs from its revision",
			`SELECT r.kind || ' ' || r.id FROM register_record r JOIN record_rev v ON v.kind = r.kind AND v.id = r.id AND v.rev = r.rev
			WHERE r.org <> v.org OR r.subject <> v.subject OR r.state <> v.state OR COALESCE(r.from_day, '') <> COALESCE(v.from_day, '')
			OR COALESCE(r.until_day, '') <> COALESCE(v.until_day, '') OR r.title <> v.title OR r.case_id <> v.case_id OR r.jurisdiction <> v.jurisdiction`},
	} {
		if err := c.list(l.table, l.what, l.query); err != nil {
			return err
		}
	}
	return c.pages("SELECT kind, id, rev FROM record_rev", []any{"", "", int64(0)}, "kind, id, rev", c.revision)
}

// pages walks a table in the order of its key, a page at a time; the query selects the
// key's columns. Each is called with the key of one row.
func (c *checker) pages(query string, after []any, key string, each func(key []any) error) error {
	const page = 512
	marks := "(?, ?, ?)"
	if len(after) == 1 {
		marks = "(?)"
	}
	for {
		var keys [][]any
		err := c.each(c.ctx, func(rows *sql.Rows) error {
			key := slices.Clone(after)
			dest := make([]any, len(key))
			for i := range key {
				dest[i] = &key[i]
			}
			err := rows.Scan(dest...)
			keys = append(keys, key)
			return err
		}, fmt.Sprintf("%s WHERE (%s) > %s ORDER BY %s LIMIT %d", query, key, marks, key, page), after...)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, key := range keys {
			if err := each(key); err != nil {
				return err
			}
		}
		after = keys[len(keys)-1]
	}
}

// revision checks that the entry which wrote a revision commits to it.
func (c *checker) revision(key []any) error {
	kind, id, rev := fmt.Sprint(key[0]), fmt.Sprint(key[1]), key[2].(int64)
	name := fmt.Sprintf("%s %s rev %d", kind, id, rev)
	var seq int64
	if _, err := c.one(c.ctx, []any{&seq}, "SELECT entry FROM record_rev WHERE kind = ? AND id = ? AND rev = ?", kind, id, rev); err != nil {
		return err
	}
	r, err := c.Revision(c.ctx, kind, id, rev)
	if err != nil || !json.Valid(r.Body) {
		c.found("record_rev", name, "the revision cannot be read")
		return nil
	}
	e, err := c.Entry(c.ctx, seq)
	if err != nil {
		c.found("record_rev", name, "the entry that wrote it cannot be read")
		return nil
	}
	at := slices.IndexFunc(e.Objects, func(o casework.Commitment) bool { return o.Kind == kind && o.ID == id && o.Rev == rev })
	if at < 0 {
		c.found("record_rev", name, "the log does not commit to it")
		return nil
	}
	if c.options.Mac == nil {
		return nil
	}
	mac, ok, err := c.options.Mac(c.ctx, r)
	if err != nil {
		return fmt.Errorf("computing the commitment of %s: %w", name, err)
	}
	if ok && mac != e.Objects[at].Mac {
		c.found("record_rev", name, "it is not what the log commits to")
	}
	return nil
}

// cases checks every case against its columns and its last entry.
func (c *checker) cases() error {
	if err := c.count(&c.report.Cases, "SELECT COUNT(*) FROM case_file"); err != nil {
		return err
	}
	return c.pages("SELECT id FROM case_file", []any{""}, "id", c.oneCase)
}

func (c *checker) oneCase(key []any) error {
	id := fmt.Sprint(key[0])
	var procedure, pack, state, opened, due, org, reach, body, jurisdiction string
	var closed sql.NullString
	var rev, seq int64
	_, err := c.one(c.ctx, []any{&procedure, &pack, &state, &opened, &closed, &due, &org, &rev, &seq, &reach, &body, &jurisdiction},
		"SELECT procedure, pack, state, opened, closed, due, filer_org, rev, entry, reach, body, jurisdiction FROM case_file WHERE id = ?", id)
	if err != nil {
		return err
	}
	kept, err := decodeCase(id, body)
	if err != nil {
		c.found("case_file", id, "the case cannot be read")
		return nil
	}
	if again, err := reachOf(kept); err != nil || again != reach {
		c.found("case_file", id, "its parties and links differ from the case")
	}
	if kept.ID != id || kept.Procedure != procedure || kept.Pack != pack || kept.State != state || kept.Rev != rev ||
		kept.Opened.String() != opened || kept.Closed.String() != closed.String || earliest(kept) != due || kept.Filer.Organisation != org || kept.Jurisdiction != jurisdiction {
		c.found("case_file", id, "a column differs from the case")
	}
	e, err := c.Entry(c.ctx, seq)
	if err != nil || e.Case != id || e.Rev != rev {
		c.found("case_file", id, "its last entry does not name its revision")
	}
	for _, act := range kept.Done {
		if act.Entry < 0 || act.Entry >= c.size {
			c.found("case_file", id, "a step names an entry that does not exist")
		}
	}
	return c.reach(id, reach)
}

// reach looks a case up by each of its parties and links.
func (c *checker) reach(id, reach string) error {
	for _, line := range linesOnlyIn(reach, "") {
		query, args := "SELECT case_id FROM case_party WHERE org = ? AND case_id = ?", []any{line, id}
		if kind, target, link := strings.Cut(line, "\t"); link {
			query, args = "SELECT case_id FROM case_link WHERE target = ? AND case_id = ? AND kind = ?", []any{target, id, kind}
		}
		var found string
		ok, err := c.one(c.ctx, []any{&found}, query, args...)
		if err != nil {
			return err
		}
		if !ok {
			c.found("case_file", id, "it cannot be found by a party or link of it")
		}
	}
	return nil
}

// references finds what refers to nothing.
func (c *checker) references() error {
	for _, l := range []struct{ table, what, query string }{
		{"case_party", "its case does not exist",
			"SELECT p.org || ' ' || p.case_id FROM case_party p WHERE NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = p.case_id)"},
		{"case_party", "the case does not name the party", `SELECT p.org || ' ' || p.case_id FROM case_party p JOIN case_file c ON c.id = p.case_id
			WHERE replace('
' || c.reach, '
' || p.org || '
', '') = '
' || c.reach`},
		{"case_link", "its case does not exist",
			"SELECT l.target || ' ' || l.case_id FROM case_link l WHERE NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = l.case_id)"},
		{"case_link", "the case does not name the link", `SELECT l.target || ' ' || l.case_id FROM case_link l JOIN case_file c ON c.id = l.case_id
			WHERE replace('
' || c.reach, '
' || l.kind || '	' || l.target || '
', '') = '
' || c.reach`},
		{"timer", "its case does not exist",
			"SELECT t.id FROM timer t WHERE t.case_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.id = t.case_id)"},
		{"notice", "its entry does not exist",
			"SELECT n.id FROM notice n WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.seq = n.entry)"},
		{"task", "its entry does not exist",
			"SELECT t.id FROM task t WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.seq = t.entry)"},
		{"task", "the entry that completed it does not exist",
			"SELECT t.id FROM task t WHERE t.done_entry IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.seq = t.done_entry)"},
		{"receipt", "its entry does not exist",
			"SELECT r.seat || ' ' || r.key FROM receipt r WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.seq = r.entry)"},
	} {
		if err := c.list(l.table, l.what, l.query); err != nil {
			return err
		}
	}
	return nil
}
