package store

import (
	"context"
	"database/sql"
	"fmt"
)

// access keeps what people sign in with: credentials, sessions, tokens, failed sign-ins
// and the settings that hold invitations. A Store has it, and each call is then a write of
// its own; a Tx has it too, and what it writes there is kept together with the change and
// its entry, or not at all.
type access struct{ on ground }

// ground is where statements on tables that no batch queues are run.
type ground interface {
	// update runs fn where it may write. Settled says that fn looks at tables which a
	// batch writes late.
	update(ctx context.Context, settled bool, fn func(queries) error) error
	// look is where to read outside of update.
	look() queries
}

// run is update for one statement; it answers the number of rows it touched.
func (a access) run(ctx context.Context, doing, query string, args ...any) (int64, error) {
	var n int64
	err := a.on.update(ctx, false, func(q queries) (err error) {
		n, err = q.exec(ctx, query, args...)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%s: %w", doing, err)
	}
	return n, nil
}

// update runs statements inside the transaction of the change.
func (t *Tx) update(_ context.Context, settled bool, fn func(queries) error) error {
	if t.over {
		return errOver
	}
	prepare := t.batch.enter
	if settled {
		prepare = t.batch.settle
	}
	if err := prepare(); err != nil {
		return t.fail(err)
	}
	if err := fn(t.look()); err != nil {
		return t.fail(err)
	}
	return nil
}

// look reads as this transaction has left it.
func (t *Tx) look() queries { return queries{on: steady{t}, engine: t.batch.engine} }

// steady runs statements of a transaction to their end, whoever stops waiting: a
// statement that is given up would take the whole batch with it.
type steady struct{ tx *Tx }

func (s steady) ExecContext(_ context.Context, query string, args ...any) (sql.Result, error) {
	if s.tx.over {
		return nil, errOver
	}
	return s.tx.batch.on.ExecContext(background, query, args...)
}

func (s steady) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	if s.tx.over {
		return nil, errOver
	}
	return s.tx.batch.on.QueryContext(background, query, args...)
}
