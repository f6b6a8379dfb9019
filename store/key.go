package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/shuyu-project/shuyu/casework"
)

// The states of a key.
const (
	KeyActive    = "active"
	KeyRetired   = "retired"   // still opens what it sealed; seals nothing new
	KeyDestroyed = "destroyed" // its bytes are gone, and with them what it sealed
)

// WrappedKey is a key under a key-encryption key: a data key of the vault, the
// commitment key of a case or a record, the key of a person's data.
type WrappedKey struct {
	ID          string
	Purpose     string // "commitment", "vault", …; proof/seal names them
	Subject     string // what it is for: a case, a record, a dataset, a person
	WrappedBy   string // id of the key-encryption key
	Wrapped     []byte // nil once destroyed
	State       string
	Created     time.Time
	DestroyedBy string // "" with Destroyed zero
	Destroyed   time.Time
}

const (
	keyColumns = "SELECT id, purpose, subject, wrapped_by, wrapped, state, created_ms, destroyed_by, destroyed_ms FROM wrapped_key"
	putKey     = "INSERT INTO wrapped_key (id, purpose, subject, wrapped_by, wrapped, state, created_ms) VALUES (?, ?, ?, ?, ?, ?, ?)"
)

func (k WrappedKey) row() []any {
	return []any{k.ID, k.Purpose, k.Subject, k.WrappedBy, k.Wrapped, KeyActive, ms(k.Created)}
}

// PutKey keeps a new key as active. An id in use is a fault: keys are never replaced.
func (s *Store) PutKey(ctx context.Context, k WrappedKey) error {
	_, err := s.run(ctx, "keeping key", putKey, k.row()...)
	return err
}

// PutKey keeps a new key in the transaction of the change that first needs it.
func (t *Tx) PutKey(k WrappedKey) error {
	q, err := t.settled()
	if err == nil {
		_, err = q.exec(background, putKey, k.row()...)
	}
	if err != nil {
		return t.fail(fmt.Errorf("keeping key %s: %w", k.ID, err))
	}
	return nil
}

// Key answers the key with that id, or casework.ErrNotFound.
func (s *Store) Key(ctx context.Context, id string) (WrappedKey, error) {
	return oneKey(ctx, s.look(), id)
}

// Key answers the key with that id as this transaction has left it.
func (t *Tx) Key(id string) (WrappedKey, error) {
	if t.over {
		return WrappedKey{}, errOver
	}
	return oneKey(background, t.batch.queries, id)
}

func oneKey(ctx context.Context, q queries, id string) (WrappedKey, error) {
	list, err := keys(ctx, q, " WHERE id = ?", id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("key %s: %w", id, casework.ErrNotFound)
	}
	if err != nil {
		return WrappedKey{}, err
	}
	return list[0], nil
}

// Keys lists the keys of a purpose and subject, oldest first; the last active one seals.
func (s *Store) Keys(ctx context.Context, purpose, subject string) ([]WrappedKey, error) {
	return keys(ctx, s.look(), " WHERE purpose = ? AND subject = ? ORDER BY created_ms, id", purpose, subject)
}

// KeysWrappedBy lists up to limit keys that a key-encryption key still wraps, by id:
// what its rotation must wrap anew with Rewrap.
func (s *Store) KeysWrappedBy(ctx context.Context, by string, limit int) ([]WrappedKey, error) {
	return keys(ctx, s.look(), fmt.Sprintf(" WHERE wrapped_by = ? AND wrapped IS NOT NULL ORDER BY id LIMIT %d", max(limit, 0)), by)
}

func keys(ctx context.Context, q queries, where string, args ...any) ([]WrappedKey, error) {
	var list []WrappedKey
	err := q.each(ctx, func(rows *sql.Rows) error {
		var k WrappedKey
		var by sql.NullString
		err := rows.Scan(&k.ID, &k.Purpose, &k.Subject, &k.WrappedBy, &k.Wrapped, &k.State, nullMoment{&k.Created}, &by, nullMoment{&k.Destroyed})
		k.DestroyedBy = by.String
		list = append(list, k)
		return err
	}, keyColumns+where, args...)
	if err != nil {
		return nil, fmt.Errorf("reading keys: %w", err)
	}
	return list, nil
}

// Rewrap puts a key under another key-encryption key if it is still under the one named;
// else, and when it was destroyed, casework.ErrStale.
func (s *Store) Rewrap(ctx context.Context, id, from, to string, wrapped []byte) error {
	return s.changeKey(ctx, "rewrapping key "+id, "UPDATE wrapped_key SET wrapped_by = ?, wrapped = ? WHERE id = ? AND wrapped_by = ? AND state <> 'destroyed'",
		to, wrapped, id, from)
}

// RetireKey makes an active key one that only opens.
func (s *Store) RetireKey(ctx context.Context, id string) error {
	return s.changeKey(ctx, "retiring key "+id, "UPDATE wrapped_key SET state = 'retired' WHERE id = ? AND state = 'active'", id)
}

func (s *Store) changeKey(ctx context.Context, doing, query string, args ...any) error {
	n, err := s.run(ctx, doing, query, args...)
	if err == nil && n == 0 {
		err = fmt.Errorf("%s: %w", doing, casework.ErrStale)
	}
	return err
}

// DestroyKey removes the bytes of a key from the table for good and leaves the line that
// says who did so when. A key that is destroyed already is casework.ErrStale.
//
// The old bytes are then scrubbed from the database's files: SQLite overwrites deleted
// content and empties its write-ahead log; PostgreSQL vacuums the table, while its own
// write-ahead log keeps them until it is recycled. What was only wrapped is worth
// nothing without the key-encryption key, whose rotation ends the copies in old
// backups. An error after "scrubbing" means that the key is destroyed but a copy of its
// wrapped bytes may linger; calling Scrub again is safe.
func (s *Store) DestroyKey(ctx context.Context, id, by string, at time.Time) error {
	err := s.changeKey(ctx, "destroying key "+id, `UPDATE wrapped_key SET state = 'destroyed', wrapped = NULL, destroyed_by = ?, destroyed_ms = ?
		WHERE id = ? AND state <> 'destroyed'`, by, ms(at), id)
	if err != nil {
		return err
	}
	return s.Scrub(ctx)
}

// Scrub removes what is deleted from the database's files. It may be called at any time.
func (s *Store) Scrub(ctx context.Context) error {
	if s.handles.engine.dollars {
		if _, err := s.handles.write.ExecContext(ctx, "VACUUM wrapped_key"); err != nil {
			return fmt.Errorf("scrubbing destroyed keys: %w", err)
		}
		return nil
	}
	var busy, pages, moved int64
	err := s.handles.scrub.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	if err == nil && busy != 0 {
		err = errBusy
	}
	if err != nil {
		return fmt.Errorf("scrubbing destroyed keys: %w", err)
	}
	return nil
}

// errBusy means that somebody was reading an older state all the while.
var errBusy = errors.New("the write-ahead log is in use")
