package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
)

// Tx is the write transaction as one function sees it. It is a casework.Tx, and it also
// writes what must change together with a case but is not casework's: what people sign in
// with, keys and meters.
// It must not be used after the function has returned, nor from another goroutine.
type Tx struct {
	access
	batch  *batch
	heads  map[string]head // cases this function has read: no need to ask again
	failed error
	over   bool
}

var _ casework.Tx = (*Tx)(nil)

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
		return 0, t.fail(fmt.Errorf("recording %s: %w", c.Entry.Kind, err))
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
	if !plain(r.Kind + r.ID + r.Org + r.Subject + r.State + r.Title + r.Case + r.Jurisdiction) {
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
	q.revs.add("", r.Kind, r.ID, r.Rev, seq, r.Org, r.Subject, r.State, from, until, r.Title, r.Case, string(r.Body), r.Jurisdiction)
	q.records.add(key, r.Kind, r.ID, r.Rev, r.Org, r.Subject, r.State, from, until, r.Title, r.Case, r.Jurisdiction)
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
		taken, err := t.taken(task.ID)
		if err != nil {
			return fmt.Errorf("looking for task %s: %w", task.ID, err)
		}
		if taken {
			return fmt.Errorf("task %s exists", task.ID)
		}
		ready := c.Entry.Recorded
		if !task.Later.IsZero() {
			ready = task.Later.UnixMilli()
		}
		t.batch.queues.tasks.add(task.ID, task.ID, task.Kind, task.Case, string(body), c.Entry.Seq, ready, 0)
	}
	return nil
}

// taken reports whether a task of that id exists.
func (t *Tx) taken(id string) (bool, error) {
	if _, ok := t.batch.queues.tasks.row(id); ok {
		return true, nil
	}
	var n int64
	return t.batch.one(background, []any{&n}, "SELECT entry FROM task WHERE id = ?", id)
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
