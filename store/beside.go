package store

import (
	"context"
	"fmt"
	"time"
)

// update writes what stands beside the log: sessions, tokens, counters, leases. On
// SQLite it goes through the writer and shares its commits; on PostgreSQL it is a
// transaction of its own, so that it never waits for the sequencer. Settled says that
// fn looks at tables which a batch writes late.
func (s *Store) update(ctx context.Context, settled bool, fn func(queries) error) error {
	if s.handles.engine.dollars {
		return s.updateAlone(ctx, fn)
	}
	return s.write(ctx, func(tx *Tx) error {
		enter := tx.batch.enter
		if settled {
			enter = tx.batch.settle
		}
		if err := enter(); err != nil {
			return err
		}
		return fn(tx.batch.queries)
	})
}

func (s *Store) updateAlone(ctx context.Context, fn func(queries) error) error {
	tx, err := s.handles.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("beginning: %w", err)
	}
	defer tx.Rollback() // after Commit it does nothing
	if err := fn(queries{on: tx, engine: s.handles.engine}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

// look runs a read outside of any snapshot.
func (s *Store) look() queries {
	return queries{on: s.handles.read, engine: s.handles.engine}
}

// ms is a moment as it is stored; moment reads it back. The zero time is NULL.
func ms(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// nullMoment reads a moment that may be unset.
type nullMoment struct{ to *time.Time }

// Scan implements sql.Scanner for integers and NULL.
func (n nullMoment) Scan(from any) error {
	switch v := from.(type) {
	case nil:
		*n.to = time.Time{}
	case int64:
		*n.to = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("a moment is stored as milliseconds, not as %T", from)
	}
	return nil
}
