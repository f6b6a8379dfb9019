package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
)

// Tx is the write transaction as one function sees it. It is a casework.Tx, and it also
// writes what must change together with a case but is not casework's: keys and meters.
// It must not be used after the function has returned, nor from another goroutine.
type Tx struct {
	batch  *batch
	heads  map[string]head // cases this function has read: no need to ask again
	failed error
	over   bool
}

var _ casework.Tx = (*Tx)(nil)

// head is what a new revision of a case is compared with.
type head struct {
	rev     int64
	reach   string
	founded string // what never changes; see founding
}

// founding is what a case keeps from its opening on.
func founding(procedure, opened, filerOrg string) string {
	return procedure + "\n" + opened + "\n" + filerOrg
}

var errOver = errors.New("using a transaction that is over")

// fail remembers that a statement has failed: the function's effects are gone even if
// it answers nil.
func (t *Tx) fail(err error) error {
	if t.failed == nil {
		t.failed = err
	}
	return err
}

// settled is the view that statements see once all waiting rows were sent.
func (t *Tx) settled() (view, error) {
	if t.over {
		return view{}, errOver
	}
	if err := t.batch.settle(); err != nil {
		return view{}, t.fail(err)
	}
	return t.batch.view, nil
}

// waits reports whether rows of any of the queues are still unsent.
func waits(queues ...*queue) bool {
	return slices.ContainsFunc(queues, func(q *queue) bool { return q.rows() > 0 })
}

// lookIn is the view to look into the tables of these queues with.
func (t *Tx) lookIn(queues ...*queue) (view, error) {
	if t.over || waits(queues...) {
		return t.settled()
	}
	return t.batch.view, nil
}

// Record writes one change whole and returns the sequence number of its entry. When the
// change moves a case, the entry's Case and Rev are taken from it. A notice of a new id is
// given the entry as its own; of a known id, only how it was served is taken over.
func (t *Tx) Record(_ context.Context, c casework.Change) (int64, error) {
	if t.over {
		return 0, errOver
	}
	seq, err := t.record(c)
	if err != nil {
		if errors.Is(err, casework.ErrStale) {
			err = fmt.Errorf("recording %s: %w", c.Entry.Kind, casework.ErrStale)
		} else {
			err = fmt.Errorf("recording %s: %w", c.Entry.Kind, err)
		}
		return 0, t.fail(err)
	}
	return seq, nil
}

func (t *Tx) record(c casework.Change) (int64, error) {
	b := t.batch
	c.Entry.Seq = b.base + int64(len(b.leaves))
	if c.Case != nil { // the log names the revision that was written, whatever the caller thought
		c.Entry.Case, c.Entry.Rev = c.Case.ID, c.Case.Rev
	}
	if err := t.entry(c.Entry); err != nil {
		return 0, err
	}
	if c.Case != nil {
		if err := t.putCase(*c.Case, c.Entry.Seq); err != nil {
			return 0, err
		}
	}
	for _, step := range []func(casework.Change) error{t.putRecords, t.cancel, t.putTimers, t.putNotices, t.putTasks, t.complete, t.putReceipt} {
		if err := step(c); err != nil {
			return 0, err
		}
	}
	return c.Entry.Seq, nil
}

// entry takes the next place in the log.
func (t *Tx) entry(e casework.Entry) error {
	leaf, err := appendLeaf(nil, e)
	if err != nil {
		return err
	}
	if e.Kind == "" || !slices.Contains([]string{"receipt", "refusal", "record"}, e.Outcome) {
		return fmt.Errorf("an entry has a kind and an outcome, not %q and %q", e.Kind, e.Outcome)
	}
	if len(leaf) > audit.MaxLeaf {
		return fmt.Errorf("an entry has at most %d bytes, not %d", audit.MaxLeaf, len(leaf))
	}
	b := t.batch
	b.leaves = append(b.leaves, leaf)
	b.queues.entries.add("", e.Seq, e.Kind, e.Outcome, orNull(e.Case), e.Org, leaf, nil, nil)
	return nil
}

// putCase replaces or creates a case.
func (t *Tx) putCase(c casework.Case, seq int64) error {
	if c.ID == "" || c.Procedure == "" || c.State == "" || c.Opened.IsZero() {
		return fmt.Errorf("a case has an id, a procedure, a state and a day on which it was opened")
	}
	reach, err := reachOf(c)
	if err != nil {
		return err
	}
	old, err := t.caseHead(c.ID)
	if err != nil {
		return err
	}
	if c.Rev != old.rev+1 {
		return casework.ErrStale
	}
	founded := founding(c.Procedure, c.Opened.String(), c.Filer.Organisation)
	if old.rev > 0 && founded != old.founded {
		return fmt.Errorf("case %s keeps its procedure, its day of opening and its filer", c.ID)
	}
	body, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("writing case %s: %w", c.ID, err)
	}
	if _, twice := t.batch.queues.cases.row(c.ID); twice {
		if _, err := t.settled(); err != nil {
			return err
		}
	}
	if err := t.putReach(c, old.reach, reach); err != nil {
		return err
	}
	t.batch.queues.cases.add(c.ID, c.ID, c.Procedure, c.Pack, c.State, c.Opened.String(), dayOrNull(c.Closed),
		earliest(c), c.Filer.Organisation, c.Rev, seq, reach, string(body))
	t.heads[c.ID] = head{c.Rev, reach, founded}
	return nil
}

// caseHead is the stored revision of a case; zero when there is none.
func (t *Tx) caseHead(id string) (head, error) {
	if h, ok := t.heads[id]; ok {
		return h, nil
	}
	if row, ok := t.batch.queues.cases.row(id); ok {
		return head{row[8].(int64), row[10].(string), founding(row[1].(string), row[4].(string), row[7].(string))}, nil
	}
	var h head
	var procedure, opened, org string
	_, err := t.batch.one(background, []any{&h.rev, &h.reach, &procedure, &opened, &org},
		"SELECT rev, reach, procedure, opened, filer_org FROM case_file WHERE id = ?", id)
	if err != nil {
		return head{}, fmt.Errorf("reading revision of case %s: %w", id, err)
	}
	h.founded = founding(procedure, opened, org)
	return h, nil
}

// reachOf lists who may see a case and what it is about, in a form that is equal when
// neither has changed.
func reachOf(c casework.Case) (string, error) {
	var b strings.Builder
	for _, org := range slices.Sorted(slices.Values(c.Parties)) {
		if org == "" || !plain(org) || strings.Contains(org, "\n") {
			return "", fmt.Errorf("a party of case %s is not an organisation", c.ID)
		}
		b.WriteString(org + "\n")
	}
	for _, kind := range slices.Sorted(maps.Keys(c.Links)) {
		id := c.Links[kind]
		if kind == "" || id == "" || !plain(kind+id) || strings.ContainsAny(kind+id, "\t\n") {
			return "", fmt.Errorf("a link of case %s does not name a thing of a kind", c.ID)
		}
		b.WriteString(kind + "\t" + id + "\n")
	}
	if !plain(c.ID + c.Procedure + c.Pack + c.State + c.Filer.Organisation) {
		return "", fmt.Errorf("a name in the case is not plain text")
	}
	return b.String(), nil
}

// putReach brings the parties and links of a case up to date.
func (t *Tx) putReach(c casework.Case, old, now string) error {
	if old == now {
		return nil
	}
	q := &t.batch.queues
	if gone := linesOnlyIn(old, now); len(gone) > 0 {
		v, err := t.settled()
		if err != nil {
			return err
		}
		for _, line := range gone {
			if kind, id, link := strings.Cut(line, "\t"); link {
				_, err = v.exec(background, "DELETE FROM case_link WHERE target = ? AND case_id = ? AND kind = ?", id, c.ID, kind)
			} else {
				_, err = v.exec(background, "DELETE FROM case_party WHERE org = ? AND case_id = ?", line, c.ID)
			}
			if err != nil {
				return fmt.Errorf("taking a party or link from case %s: %w", c.ID, err)
			}
		}
	}
	for _, line := range linesOnlyIn(now, old) {
		if kind, id, link := strings.Cut(line, "\t"); link {
			q.links.add("", id, c.ID, kind)
		} else {
			q.parties.add("", line, c.ID)
		}
	}
	return nil
}

// linesOnlyIn lists the lines of a that b lacks, each once.
func linesOnlyIn(a, b string) []string {
	others := strings.Split(b, "\n")
	var only []string
	for line := range strings.SplitSeq(a, "\n") {
		if line != "" && !slices.Contains(others, line) && !slices.Contains(only, line) {
			only = append(only, line)
		}
	}
	return only
}

// What stands in the column due where there is no day: an open case that is due on none
// sorts after those that are, and a closed one after all open ones, so that a list of
// open cases never reads the archive.
const (
	noDue     = "9999-12-31"
	closedDue = "9999-99-99"
)

// earliest is the first day on which something in the case is due.
func earliest(c casework.Case) string {
	if !c.Closed.IsZero() {
		return closedDue
	}
	var first calendar.Day
	for _, d := range c.Dues {
		if !d.On.IsZero() && (first.IsZero() || d.On.Before(first)) {
			first = d.On
		}
	}
	if first.IsZero() {
		return noDue
	}
	return first.String()
}

// recordKey finds a record in its queue; names hold no NUL.
func recordKey(kind, id string) string { return kind + "\x00" + id }

func (t *Tx) putRecords(c casework.Change) error {
	for _, r := range c.Puts {
		if err := t.putRecord(r, c.Entry.Seq); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) putRecord(r casework.Record, seq int64) error {
	if r.Kind == "" || r.ID == "" || !json.Valid(r.Body) {
		return fmt.Errorf("a record has a kind, an id and a body in JSON")
	}
	if !plain(r.Kind + r.ID + r.Org + r.Subject + r.State + r.Title + r.Case) {
		return fmt.Errorf("a field of %s %s is not plain text", r.Kind, r.ID)
	}
	q := &t.batch.queues
	key := recordKey(r.Kind, r.ID)
	v, err := t.batch.view, error(nil)
	if _, twice := q.records.row(key); twice {
		v, err = t.settled()
	}
	var rev int64
	if err == nil {
		_, err = v.one(background, []any{&rev}, "SELECT rev FROM register_record WHERE kind = ? AND id = ?", r.Kind, r.ID)
	}
	if err != nil {
		return fmt.Errorf("reading revision of %s %s: %w", r.Kind, r.ID, err)
	}
	if r.Rev != rev+1 {
		return casework.ErrStale
	}
	from, until := dayOrNull(r.From), dayOrNull(r.Until)
	q.revs.add("", r.Kind, r.ID, r.Rev, seq, r.Org, r.Subject, r.State, from, until, r.Title, r.Case, string(r.Body))
	q.records.add(key, r.Kind, r.ID, r.Rev, r.Org, r.Subject, r.State, from, until, r.Title, r.Case)
	return nil
}

// cancel takes timers away; one that is not set is none the less cancelled. What is
// cancelled is sent before what is set, so a timer set earlier in the batch goes first.
func (t *Tx) cancel(c casework.Change) error {
	q := &t.batch.queues
	for _, id := range c.Cancel {
		if !plain(id) {
			return fmt.Errorf("the id of a timer is plain text")
		}
		if _, set := q.timers.row(id); set {
			if _, err := t.settled(); err != nil {
				return err
			}
		}
		q.cancels.add("", id)
	}
	return nil
}

func (t *Tx) putTimers(c casework.Change) error {
	q := t.batch.queues.timers
	for _, timer := range c.Timers {
		if timer.ID == "" || timer.Step == "" || timer.On.IsZero() || !plain(timer.ID+timer.Case+timer.Step+timer.Rule) {
			return fmt.Errorf("a timer asks for a step on a day")
		}
		if timer.Case != "" && (c.Case == nil || c.Case.ID != timer.Case) {
			if h, err := t.caseHead(timer.Case); err != nil || h.rev == 0 {
				return errors.Join(fmt.Errorf("timer %s is of a case that does not exist", timer.ID), err)
			}
		}
		if _, twice := q.row(timer.ID); twice {
			if _, err := t.settled(); err != nil {
				return err
			}
		}
		q.add(timer.ID, timer.ID, orNull(timer.Case), timer.Step, timer.On.String(), timer.Rule)
	}
	return nil
}

func (t *Tx) putNotices(c casework.Change) error {
	q := t.batch.queues.notices
	for _, n := range c.Notices {
		if n.ID == "" || n.To == "" || n.Sent.IsZero() || n.Served.IsZero() != (n.How == "") ||
			!plain(n.ID+n.To+n.Seat+n.Case+n.Kind+n.Text+n.How+n.Reader) {
			return fmt.Errorf("a notice goes to somebody on a day, and is served on a day in some way")
		}
		if _, twice := q.row(n.ID); twice {
			if _, err := t.settled(); err != nil {
				return err
			}
		}
		q.add(n.ID, n.ID, n.To, n.Seat, n.Case, n.Kind, n.Text, n.Sent.String(),
			dayOrNull(n.Served), orNull(n.How), n.Reader, c.Entry.Seq)
	}
	return nil
}

func (t *Tx) putTasks(c casework.Change) error {
	for _, task := range c.Tasks {
		body := task.Body
		if body == nil {
			body = json.RawMessage("null")
		}
		if task.ID == "" || task.Kind == "" || !json.Valid(body) || !plain(task.ID+task.Kind+task.Case) {
			return fmt.Errorf("a task has an id, a kind and a body in JSON")
		}
		if t.taken(task.ID) {
			return fmt.Errorf("task %s exists", task.ID)
		}
		t.batch.queues.tasks.add(task.ID, task.ID, task.Kind, task.Case, string(body), c.Entry.Seq, c.Entry.Recorded, 0)
	}
	return nil
}

// taken reports whether a task of that id exists.
func (t *Tx) taken(id string) bool {
	if _, ok := t.batch.queues.tasks.row(id); ok {
		return true
	}
	var n int64
	found, err := t.batch.one(background, []any{&n}, "SELECT entry FROM task WHERE id = ?", id)
	return found || err != nil
}

// complete marks a task as done. A task that does not exist, or is done already, is
// stale: its effect must happen once.
func (t *Tx) complete(c casework.Change) error {
	if c.Done == "" {
		return nil
	}
	v, err := t.settled()
	if err != nil {
		return err
	}
	n, err := v.exec(background, `UPDATE task SET done_entry = ?, done_ms = ?, holder = NULL, lease_ms = NULL
		WHERE id = ? AND done_entry IS NULL`, c.Entry.Seq, c.Entry.Recorded, c.Done)
	if err != nil {
		return fmt.Errorf("completing task %s: %w", c.Done, err)
	}
	if n == 0 {
		return fmt.Errorf("completing task %s: %w", c.Done, casework.ErrStale)
	}
	return nil
}

// putReceipt remembers the answer to an idempotency key. A key that is still
// remembered is stale: the caller asks Receipt first, in the same transaction.
func (t *Tx) putReceipt(c casework.Change) error {
	r := c.Receipt
	if r == nil {
		return nil
	}
	if r.Key == "" || !json.Valid(r.Body) || !plain(r.Seat+r.Key) {
		return fmt.Errorf("a receipt has a key and a body in JSON")
	}
	q := t.batch.queues.receipts
	key := r.Seat + "\x00" + r.Key
	_, known := q.row(key)
	if !known {
		var n int64
		var err error
		if known, err = t.batch.one(background, []any{&n}, "SELECT entry FROM receipt WHERE seat = ? AND key = ?", r.Seat, r.Key); err != nil {
			return fmt.Errorf("reading receipt: %w", err)
		}
	}
	if known {
		return fmt.Errorf("remembering an answer twice: %w", casework.ErrStale)
	}
	q.add(key, r.Seat, r.Key, string(r.Body), c.Entry.Seq, c.Entry.Recorded+t.batch.keep)
	return nil
}

// plain reports whether both engines can keep s as text.
func plain(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func dayOrNull(d calendar.Day) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// Case answers a case as this batch has left it.
func (t *Tx) Case(ctx context.Context, id string) (casework.Case, error) {
	if t.over {
		return casework.Case{}, errOver
	}
	if row, ok := t.batch.queues.cases.row(id); ok {
		return decodeCase(id, row[11].(string))
	}
	c, reach, err := t.batch.caseAndReach(background, id)
	if err == nil {
		t.heads[id] = head{c.Rev, reach, founding(c.Procedure, c.Opened.String(), c.Filer.Organisation)}
	}
	return c, err
}

// Cases answers cases as this batch has left them.
func (t *Tx) Cases(_ context.Context, q casework.CaseQuery) ([]casework.Case, string, error) {
	all := &t.batch.queues
	v, err := t.lookIn(all.cases, all.parties, all.links, all.records)
	if err != nil {
		return nil, "", err
	}
	return v.Cases(background, q)
}

// Registered answers a register line as this batch has left it.
func (t *Tx) Registered(_ context.Context, kind, id string) (casework.Record, error) {
	v, err := t.batch.view, error(nil)
	if _, waiting := t.batch.queues.records.row(recordKey(kind, id)); waiting || t.over {
		v, err = t.settled()
	}
	if err != nil {
		return casework.Record{}, err
	}
	return v.Registered(background, kind, id)
}

// Records answers register lines as this batch has left them.
func (t *Tx) Records(_ context.Context, q casework.RecordQuery) ([]casework.Record, string, error) {
	v, err := t.batch.view, error(nil)
	if t.over || t.batch.queues.records.has(q.Kind) {
		v, err = t.settled()
	}
	if err != nil {
		return nil, "", err
	}
	return v.Records(background, q)
}

// Entry answers an entry, also one of this batch.
func (t *Tx) Entry(_ context.Context, seq int64) (casework.LoggedEntry, error) {
	v, err := t.lookIn()
	if err != nil {
		return casework.LoggedEntry{}, err
	}
	if n := seq - t.batch.base; n >= 0 && n < int64(len(t.batch.leaves)) {
		return decodeEntry(seq, t.batch.leaves[n])
	}
	return v.Entry(background, seq)
}

// Entries answers entries, also those of this batch.
func (t *Tx) Entries(_ context.Context, q casework.EntryQuery) ([]casework.LoggedEntry, error) {
	v, err := t.lookIn(t.batch.queues.entries)
	if err != nil {
		return nil, err
	}
	return v.Entries(background, q)
}

// Notices answers notices as this batch has left them.
func (t *Tx) Notices(_ context.Context, q casework.NoticeQuery) ([]casework.Notice, string, error) {
	v, err := t.lookIn(t.batch.queues.notices)
	if err != nil {
		return nil, "", err
	}
	return v.Notices(background, q)
}

// DueTimers answers timers as this batch has left them.
func (t *Tx) DueTimers(_ context.Context, on calendar.Day, limit int) ([]casework.Timer, error) {
	v, err := t.lookIn(t.batch.queues.cancels, t.batch.queues.timers)
	if err != nil {
		return nil, err
	}
	return v.DueTimers(background, on, limit)
}

// Receipt answers what a key was answered with, also in this batch.
func (t *Tx) Receipt(_ context.Context, seat, key string) (json.RawMessage, error) {
	if t.over {
		return nil, errOver
	}
	if row, ok := t.batch.queues.receipts.row(seat + "\x00" + key); ok {
		return json.RawMessage(row[2].(string)), nil
	}
	return t.batch.view.Receipt(background, seat, key)
}

// Size is the number of entries with those of this batch: the sequence number that the
// next Record will take.
func (t *Tx) Size(context.Context) (int64, error) {
	if t.over {
		return 0, errOver
	}
	return t.batch.base + int64(len(t.batch.leaves)), nil
}
