package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/proof/audit"
)

// Checkpoint is a signed checkpoint of one tree, as it was shown to the world.
type Checkpoint struct {
	Origin string
	Size   int64
	Signed time.Time
	Note   []byte // the signed note
}

const checkpointColumns = "SELECT origin, size, signed_ms, note FROM checkpoint"

// PutCheckpoint keeps a signed checkpoint. A later one of the same size replaces it:
// it has more cosignatures.
func (s *Store) PutCheckpoint(ctx context.Context, c Checkpoint) error {
	_, err := s.run(ctx, "keeping checkpoint", `INSERT INTO checkpoint (origin, size, signed_ms, note) VALUES (?, ?, ?, ?)
		ON CONFLICT (origin, size) DO UPDATE SET signed_ms = excluded.signed_ms, note = excluded.note`, c.Origin, c.Size, ms(c.Signed), c.Note)
	return err
}

// LatestCheckpoint answers the largest checkpoint of a tree, or casework.ErrNotFound.
func (s *Store) LatestCheckpoint(ctx context.Context, origin string) (Checkpoint, error) {
	return s.checkpoint(ctx, " WHERE origin = ? ORDER BY size DESC LIMIT 1", origin)
}

// CheckpointCovering answers the smallest checkpoint of a tree that has at least that
// size: the one to prove an entry against. casework.ErrNotFound when none was signed yet.
func (s *Store) CheckpointCovering(ctx context.Context, origin string, size int64) (Checkpoint, error) {
	return s.checkpoint(ctx, " WHERE origin = ? AND size >= ? ORDER BY size LIMIT 1", origin, size)
}

func (s *Store) checkpoint(ctx context.Context, where string, args ...any) (Checkpoint, error) {
	list, err := checkpoints(ctx, s.look(), where, args...)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("checkpoint: %w", casework.ErrNotFound)
	}
	if err != nil {
		return Checkpoint{}, err
	}
	return list[0], nil
}

func checkpoints(ctx context.Context, q queries, where string, args ...any) ([]Checkpoint, error) {
	var list []Checkpoint
	err := q.each(ctx, func(rows *sql.Rows) error {
		var c Checkpoint
		err := rows.Scan(&c.Origin, &c.Size, nullMoment{&c.Signed}, &c.Note)
		list = append(list, c)
		return err
	}, checkpointColumns+where, args...)
	if err != nil {
		return nil, fmt.Errorf("reading checkpoints: %w", err)
	}
	return list, nil
}

// Lock keeps the last signed checkpoint of the tree called name in this database. It
// defends against a restored backup only where the database is not the one that holds
// the log; for the embedded store use audit.FileLock on another disk. Backups leave it
// out.
func (s *Store) Lock(name string) audit.LockStore { return tableLock{s, name} }

type tableLock struct {
	store *Store
	name  string
}

// Load answers the last signed checkpoint; nil when none was ever signed.
func (l tableLock) Load(ctx context.Context) ([]byte, error) {
	var note []byte
	_, err := l.store.look().one(ctx, []any{&note}, "SELECT note FROM checkpoint_lock WHERE name = ?", l.name)
	if err != nil {
		return nil, fmt.Errorf("reading checkpoint lock: %w", err)
	}
	return note, nil
}

// Replace puts next in the place of old if old is still kept.
func (l tableLock) Replace(ctx context.Context, old, next []byte) error {
	kept, err := l.Load(ctx)
	if err != nil {
		return err
	}
	if !bytes.Equal(kept, old) {
		return fmt.Errorf("replacing checkpoint lock: %w", audit.ErrLockMoved)
	}
	if err := audit.Continues(kept, next); err != nil {
		return fmt.Errorf("replacing checkpoint lock: %w", err)
	}
	// Compare and swap: whoever was quicker since Load leaves nothing to change.
	var n int64
	if kept == nil {
		n, err = l.store.run(ctx, "replacing checkpoint lock", "INSERT INTO checkpoint_lock (name, note) VALUES (?, ?) ON CONFLICT DO NOTHING", l.name, next)
	} else {
		n, err = l.store.run(ctx, "replacing checkpoint lock", "UPDATE checkpoint_lock SET note = ? WHERE name = ? AND note = ?", next, l.name, kept)
	}
	if err == nil && n == 0 {
		err = fmt.Errorf("replacing checkpoint lock: %w", audit.ErrLockMoved)
	}
	return err
}
