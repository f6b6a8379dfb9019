package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/proof/audit"
)

// write is one function waiting for its turn.
type write struct {
	ctx   context.Context
	fn    func(*Tx) error
	taken atomic.Bool // by the writer, or by a caller that gave up waiting
	done  chan error  // holds one answer
	begun bool        // the writer has taken it and will answer
	panic any         // what fn panicked with; set before done is answered
}

// Write runs fn in the one write transaction and returns once its effects are durable.
// A context that ends before fn was begun means that fn is never run; afterwards the
// outcome is waited for, since nobody could tell it otherwise.
func (s *Store) Write(ctx context.Context, fn func(casework.Tx) error) error {
	return s.write(ctx, func(tx *Tx) error { return fn(tx) })
}

func (s *Store) write(ctx context.Context, fn func(*Tx) error) error {
	w := &write{ctx: ctx, fn: fn, done: make(chan error, 1)}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return ErrClosed
	case s.waiting <- w:
	}
	select {
	case err := <-w.done:
		return w.answer(err)
	case <-ctx.Done():
		if w.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
	case <-s.stopped:
		if w.taken.CompareAndSwap(false, true) {
			return ErrClosed
		}
	}
	return w.answer(<-w.done)
}

// answer passes a panic of fn on to the goroutine that asked for it: the writer
// outlives it.
func (w *write) answer(err error) error {
	if w.panic != nil {
		panic(w.panic)
	}
	return err
}

// writer is the goroutine that owns the write connection and the edge of the trees.
func (s *Store) writer() {
	l := &lane{store: s}
	ended := false
	defer func() {
		l.drop()
		if ended {
			close(s.stopped)
		} else { // a function ended this goroutine (run): the next one takes over
			go s.writer()
		}
	}()
	for {
		select {
		case <-s.closing:
			ended = true
			return
		case first := <-s.waiting:
			for writes := s.take(first); len(writes) > 0; {
				writes = l.run(writes)
			}
			runtime.Gosched() // those just answered come back: they join the next batch
		case t := <-s.trials:
			l.try(t)
		}
	}
}

// take collects what waits, up to the size of a batch.
func (s *Store) take(first *write) []*write {
	batch := []*write{first}
	for len(batch) < s.opts.batch() {
		select {
		case w := <-s.waiting:
			batch = append(batch, w)
		default:
			return batch
		}
	}
	return batch
}

// lane is the writer's own state. edge is that of the last commit of this process and
// nil when unknown; it is replaced only after a COMMIT, so that a failed batch leaves no
// trace in memory either.
type lane struct {
	store *Store
	conn  *sql.Conn
	edge  *audit.Twin
	batch *batch // the one before, whose memory the next one uses
}

// background is what statements of the writer run under: a caller that goes away must
// not tear the transaction that others share.
var background = context.Background()

// errGone answers a write whose function ended the writer's goroutine, as t.FailNow does.
var errGone = errors.New("the function ended the goroutine it ran on")

// run writes one batch and answers everybody in it, but for those whose functions it did
// not come to because the transaction broke: they are returned and run again.
func (l *lane) run(writes []*write) (rest []*write) {
	answers := make([]error, len(writes))
	fault := errGone
	defer func() { // also when a function ends this goroutine
		if fault != nil {
			// Nothing remains, or (when COMMIT itself was cut off) nobody knows: the size of the
			// log is read anew, and whoever repeats a command is answered by its receipt.
			l.edge = nil
		}
		if fault == errGone {
			l.rollback()
			claim(writes)
		}
		for i, w := range writes {
			switch {
			case !w.begun && w.fn != nil:
				rest = append(rest, w)
				continue
			case w.fn == nil: // it was answered, or its caller has gone
				continue
			case fault != nil && answers[i] == nil:
				answers[i] = fmt.Errorf("writing: %w", fault)
			}
			l.store.writes.Add(1)
			w.done <- answers[i]
		}
	}()
	fault = l.commit(writes, answers)
	return rest
}

// commit runs the functions and makes their effects durable. An error means that none
// of them has any.
func (l *lane) commit(writes []*write, answers []error) error {
	b, err := l.open()
	if err != nil {
		claim(writes)
		return err
	}
	for i, w := range writes {
		if !w.claim() {
			continue
		}
		answers[i] = b.try(w)
		if b.broken != nil {
			l.rollback()
			return b.broken
		}
	}
	if !b.touched() {
		l.rollback()
		return nil
	}
	next, err := b.finish(l.edge)
	if err == nil {
		_, err = l.conn.ExecContext(background, "COMMIT")
	}
	if err != nil {
		l.rollback()
		return err
	}
	l.edge = next
	l.store.commits.Add(1)
	return nil
}

// claim takes w for the writer. A write whose context has ended is answered by it and
// never run.
func (w *write) claim() bool {
	if !w.taken.CompareAndSwap(false, true) {
		w.fn = nil
		return false
	}
	if err := w.ctx.Err(); err != nil {
		w.done <- err
		w.fn = nil
		return false
	}
	w.begun = true
	return true
}

// claim takes those that are not yet taken: all will be answered alike.
func claim(writes []*write) {
	for _, w := range writes {
		if !w.begun {
			w.claim()
		}
	}
}

// sequencer is the PostgreSQL advisory lock that makes one process at a time append.
const sequencer = 0x73687579_75 // "shuyu"

// open begins the transaction of a batch and learns the size of the log.
func (l *lane) open() (*batch, error) {
	if err := l.begin(); err != nil {
		l.discard() // it had died while idle, or nobody knows what it holds open
		if err = l.begin(); err != nil {
			l.discard()
			return nil, fmt.Errorf("beginning: %w", err)
		}
	}
	q := queries{on: l.conn, engine: l.store.handles.engine}
	if q.engine.dollars {
		if _, err := q.exec(background, "SELECT pg_advisory_xact_lock(?)", int64(sequencer)); err != nil {
			l.rollback()
			return nil, fmt.Errorf("taking the sequencer: %w", err)
		}
	}
	v := view{q}
	size, err := v.Size(background)
	if err == nil && (l.edge == nil || l.edge.Size() != uint64(size)) {
		l.edge, err = audit.Resume(background, tiles{v}, uint64(size))
	}
	if err != nil {
		l.rollback()
		return nil, err
	}
	if l.batch == nil {
		l.batch = newBatch(l.store.opts.receiptsKept().Milliseconds())
	}
	l.batch.reset(v, size)
	return l.batch, nil
}

func (l *lane) begin() error {
	if l.conn == nil {
		conn, err := l.store.handles.write.Conn(background)
		if err != nil {
			return err
		}
		l.conn = conn
	}
	_, err := l.conn.ExecContext(background, l.store.handles.engine.begin)
	return err
}

// rollback ends the transaction without effect. When even that fails the connection is
// thrown away, which ends it too.
func (l *lane) rollback() {
	if l.conn == nil {
		return
	}
	if _, err := l.conn.ExecContext(background, "ROLLBACK"); err != nil {
		l.discard()
	}
}

// drop gives the connection back.
func (l *lane) drop() {
	if l.conn != nil {
		l.conn.Close()
		l.conn = nil
	}
}

// discard closes the connection for good: whatever it held open is rolled back.
func (l *lane) discard() {
	if l.conn == nil {
		return
	}
	l.conn.Raw(func(any) error { return errDiscard })
	l.drop()
}
