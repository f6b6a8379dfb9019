package store

import (
	"fmt"

	"github.com/shuyu-project/shuyu/proof/audit"
)

// The rows a batch makes, in the order in which they are sent: what is referred to
// comes first.
var (
	intoCase = &insert{width: 13,
		table: "case_file (id, procedure, pack, state, opened, closed, due, filer_org, rev, entry, reach, body, jurisdiction)",
		// Procedure, day of opening, filer and jurisdiction never change (putCase): their index is left alone.
		after: `ON CONFLICT (id) DO UPDATE SET pack = excluded.pack, state = excluded.state, closed = excluded.closed,
			due = excluded.due, rev = excluded.rev, entry = excluded.entry, reach = excluded.reach, body = excluded.body`}
	intoParty  = &insert{width: 2, table: "case_party (org, case_id)", after: "ON CONFLICT DO NOTHING"}
	intoLink   = &insert{width: 3, table: "case_link (target, case_id, kind)", after: "ON CONFLICT DO NOTHING"}
	intoEntry  = &insert{width: 8, table: "entry (seq, kind, outcome, case_id, org, leaf, sha256, sm3)"}
	intoRev    = &insert{width: 13, table: "record_rev (kind, id, rev, entry, org, subject, state, from_day, until_day, title, case_id, body, jurisdiction)"}
	intoRecord = &insert{width: 11,
		table: "register_record (kind, id, rev, org, subject, state, from_day, until_day, title, case_id, jurisdiction)",
		after: `ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, org = excluded.org, subject = excluded.subject,
			state = excluded.state, from_day = excluded.from_day, until_day = excluded.until_day,
			title = excluded.title, case_id = excluded.case_id, jurisdiction = excluded.jurisdiction`}
	outOfTimer = &insert{width: 1, table: "timer (id)", head: "DELETE FROM timer WHERE id IN (", after: ")"}
	intoTimer  = &insert{width: 5, table: "timer (id, case_id, step, on_day, rule)",
		after: `ON CONFLICT (id) DO UPDATE SET case_id = excluded.case_id, step = excluded.step,
			on_day = excluded.on_day, rule = excluded.rule`}
	intoNotice = &insert{width: 11, table: "notice (id, to_org, seat, case_id, kind, text, sent, served, how, reader, entry)",
		// The words of a notice and the entry that sent it stay; only its service is added.
		after: `ON CONFLICT (id) DO UPDATE SET served = excluded.served, how = excluded.how, reader = excluded.reader`}
	intoTask    = &insert{width: 7, table: "task (id, kind, case_id, body, entry, ready_ms, attempt)"}
	intoReceipt = &insert{width: 5, table: "receipt (seat, key, body, entry, expires_ms)"}
	intoTile    = &insert{width: 5, table: "tile (algorithm, level, number, hashes, root)"}
)

// batch is one transaction that several functions share. Each function is all or
// nothing: its rows either wait in the queues behind the mark, or were sent inside the
// savepoint it opened, or both; undo takes both away.
type batch struct {
	view
	keep   int64 // milliseconds that receipts are kept
	queues struct {
		cases, parties, links, entries, revs, records, cancels, timers, notices, tasks, receipts *queue
	}
	order     []*queue
	leaves    [][]byte // of all entries, in order, for the trees
	base      int64    // size of the log when the batch began
	mark      int      // leaves of the functions that have succeeded
	savepoint bool     // the running function has one open
	wrote     bool     // something was sent that is not in a queue
	broken    error    // the transaction cannot go on
}

func newBatch(keep int64) *batch {
	b := &batch{keep: keep}
	q := &b.queues
	for _, made := range []struct {
		queue **queue
		into  *insert
	}{
		{&q.cases, intoCase}, {&q.parties, intoParty}, {&q.links, intoLink}, {&q.entries, intoEntry},
		{&q.revs, intoRev}, {&q.records, intoRecord}, {&q.cancels, outOfTimer}, {&q.timers, intoTimer}, {&q.notices, intoNotice},
		{&q.tasks, intoTask}, {&q.receipts, intoReceipt},
	} {
		*made.queue = newQueue(made.into)
		b.order = append(b.order, *made.queue)
	}
	return b
}

// reset makes the memory of the batch before serve the next one.
func (b *batch) reset(v view, size int64) {
	b.view, b.base, b.mark, b.savepoint, b.wrote, b.broken = v, size, 0, false, false, nil
	clear(b.leaves)
	b.leaves = b.leaves[:0]
	for _, q := range b.order {
		q.drop(q.rows())
	}
}

// try runs one function, all or nothing. It sets broken when the whole transaction is
// lost.
func (b *batch) try(w *write) (err error) {
	tx := &Tx{batch: b, heads: map[string]head{}}
	tx.access.on = tx
	err = b.call(w, tx)
	tx.over = true
	if err == nil {
		err = tx.failed // a failed statement is not forgiven by swallowing its error
	}
	if err != nil {
		b.undo()
		return err
	}
	b.keepAll()
	return nil
}

// call runs fn and turns a panic into an error for the writer; the caller gets it back.
func (b *batch) call(w *write, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			w.panic, err = p, fmt.Errorf("write panicked")
		}
	}()
	return w.fn(tx)
}

// keepAll makes the running function's rows those of the batch.
func (b *batch) keepAll() {
	for _, q := range b.order {
		q.mark = q.rows()
	}
	b.mark = len(b.leaves)
	if b.savepoint {
		b.release()
	}
}

func (b *batch) release() {
	b.savepoint = false
	if _, err := b.exec(background, "RELEASE SAVEPOINT one"); err != nil {
		b.broken = fmt.Errorf("releasing savepoint: %w", err)
	}
}

// undo takes away whatever the running function did.
func (b *batch) undo() {
	for _, q := range b.order {
		q.undo()
	}
	clear(b.leaves[b.mark:])
	b.leaves = b.leaves[:b.mark]
	if !b.savepoint {
		return
	}
	if _, err := b.exec(background, "ROLLBACK TO SAVEPOINT one"); err != nil {
		b.savepoint, b.broken = false, fmt.Errorf("rolling back to savepoint: %w", err)
		return
	}
	b.release()
}

// settle sends what waits, so that statements see it: first the rows of the functions
// before, then, behind a savepoint, those of the running one.
func (b *batch) settle() error {
	b.hashEarly()
	if !b.savepoint {
		for _, q := range b.order {
			if err := q.send(b.queries, q.mark); err != nil {
				b.broken = fmt.Errorf("sending rows of %s: %w", q.into.table, err)
				return b.broken
			}
		}
		if err := b.enter(); err != nil {
			return err
		}
	}
	for _, q := range b.order {
		if err := q.send(b.queries, q.rows()); err != nil {
			return fmt.Errorf("sending rows of %s: %w", q.into.table, err)
		}
	}
	return nil
}

// enter opens the savepoint of the running function without sending what waits. It is
// for statements on tables that have no queue: rows that were not sent are not rolled
// back by the savepoint but by undo.
func (b *batch) enter() error {
	if b.savepoint {
		return nil
	}
	if _, err := b.exec(background, "SAVEPOINT one"); err != nil {
		b.broken = fmt.Errorf("opening savepoint: %w", err)
		return b.broken
	}
	b.savepoint, b.wrote = true, true
	return nil
}

// hashEarly gives the entries that are sent before the batch ends their hashes.
func (b *batch) hashEarly() {
	q := b.queues.entries
	for from := 0; from < len(q.args); from += q.into.width {
		h := audit.HashLeaf(q.args[from+5].([]byte))
		q.args[from+6], q.args[from+7] = h.SHA256[:], h.SM3[:]
	}
}

// touched reports whether the batch has anything to commit.
func (b *batch) touched() bool {
	if b.wrote || len(b.leaves) > 0 {
		return true
	}
	for _, q := range b.order {
		if q.rows() > 0 {
			return true
		}
	}
	return false
}

// finish grows both trees by the batch's leaves and sends all that waits. It answers
// the edge that holds once the batch is committed.
func (b *batch) finish(edge *audit.Twin) (*audit.Twin, error) {
	next := edge.Clone()
	hashes, full := grow(next, b.leaves)
	b.fillHashes(hashes)
	for _, q := range b.order {
		if err := q.send(b.queries, q.rows()); err != nil {
			return nil, fmt.Errorf("sending rows of %s: %w", q.into.table, err)
		}
	}
	tiles := newQueue(intoTile)
	for _, t := range full {
		tiles.add("", string(t.Alg), t.Level, int64(t.Index), t.Bytes(), t.Root[:])
	}
	if err := tiles.send(b.queries, tiles.rows()); err != nil {
		return nil, fmt.Errorf("sending tiles: %w", err)
	}
	return next, nil
}

// grow appends leaves to both trees: a few one after the other, more with a goroutine
// for each tree.
func grow(twin *audit.Twin, leaves [][]byte) (hashes []audit.LeafHashes, full []audit.Tile) {
	if len(leaves) > 4 {
		_, hashes, full = twin.AppendAll(leaves)
		return hashes, full
	}
	for _, leaf := range leaves {
		_, h, tiles := twin.Append(leaf)
		hashes, full = append(hashes, h), append(full, tiles...)
	}
	return hashes, full
}

// fillHashes puts the hashes of the trees into the entry rows that still wait.
func (b *batch) fillHashes(hashes []audit.LeafHashes) {
	q := b.queues.entries
	for from := 0; from < len(q.args); from += q.into.width {
		h := &hashes[q.args[from].(int64)-b.base]
		q.args[from+6], q.args[from+7] = h.SHA256[:], h.SM3[:]
	}
}
