package store

import (
	"context"

	"github.com/shuyu-project/shuyu/casework"
)

// trial is one function waiting to try something out.
type trial struct {
	fn    func(casework.Ledger) error
	done  chan error // holds one answer
	panic any        // what fn panicked with; set before done is answered
}

// Try runs fn on a ledger that begins as the store now stands and of which nothing remains:
// what fn writes in it, in as many writes as it likes, is seen by its own reads and taken
// back at the end. Its error is answered. Meanwhile nothing else is written, so it is for
// stores that have one user, a rehearsal's. fn must not call the store itself.
func (s *Store) Try(ctx context.Context, fn func(casework.Ledger) error) error {
	t := &trial{fn: fn, done: make(chan error, 1)}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return ErrClosed
	case s.trials <- t: // nobody waits in it: the writer has taken it, and answers
	}
	err := <-t.done
	if t.panic != nil {
		panic(t.panic)
	}
	return err
}

// try runs a trial in a transaction of its own and rolls it back. The edge of the trees
// stays: nothing was added to the log.
func (l *lane) try(t *trial) {
	err := errGone
	defer func() { // also when the function ends this goroutine
		if p := recover(); p != nil {
			t.panic = p
		}
		l.rollback()
		t.done <- err
	}()
	b, begun := l.open()
	if begun != nil {
		err = begun
		return
	}
	err = t.fn(tried{b})
}

// tried is the ledger that a trial sees: each write is all or nothing, as in a batch, and
// none is ever committed.
type tried struct{ batch *batch }

var _ casework.Ledger = tried{}

// Write runs fn at once.
func (t tried) Write(ctx context.Context, fn func(casework.Tx) error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case t.batch.broken != nil:
		return t.batch.broken
	}
	w := &write{fn: func(tx *Tx) error { return fn(tx) }}
	err := t.batch.try(w)
	if w.panic != nil {
		panic(w.panic)
	}
	if t.batch.broken != nil {
		return t.batch.broken
	}
	return err
}

// Read runs fn on what the trial has written so far.
func (t tried) Read(ctx context.Context, fn func(casework.View) error) error {
	return t.Write(ctx, func(tx casework.Tx) error { return fn(tx) })
}
