package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/shuyu-project/shuyu/proof/audit"
)

// tiles lends the hashes of the log to proof/audit.
type tiles struct{ view }

var _ audit.HashReader = tiles{}

// ReadTile answers the hashes of a tile: a full one as it is stored, a partial one
// from the entries (level 0) or from the roots of the tiles below.
func (t tiles) ReadTile(ctx context.Context, alg audit.Algorithm, level int, index uint64, width int) ([]audit.Hash, error) {
	if alg != audit.SHA256 && alg != audit.SM3 {
		return nil, fmt.Errorf("reading tile: unknown algorithm %q", string(alg))
	}
	if width == audit.TileWidth {
		var data []byte
		found, err := t.one(ctx, []any{&data}, "SELECT hashes FROM tile WHERE algorithm = ? AND level = ? AND number = ?", string(alg), level, int64(index))
		if err != nil || !found {
			return nil, fmt.Errorf("reading tile %d/%d: %w", level, index, orNotStored(err))
		}
		return audit.ParseHashes(data)
	}
	first := int64(index) * audit.TileWidth
	hashes := make([]audit.Hash, 0, width)
	scan := func(rows *sql.Rows) error {
		var h []byte
		if err := rows.Scan(&h); err != nil {
			return err
		}
		if len(h) != len(audit.Hash{}) {
			return fmt.Errorf("a stored hash has %d bytes", len(h))
		}
		hashes = append(hashes, audit.Hash(h))
		return nil
	}
	var err error
	if level == 0 {
		err = t.each(ctx, scan, "SELECT "+string(alg)+" FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq", first, first+int64(width))
	} else {
		err = t.each(ctx, scan, `SELECT root FROM tile WHERE algorithm = ? AND level = ? AND number >= ? AND number < ?
			ORDER BY number`, string(alg), level-1, first, first+int64(width))
	}
	if err != nil {
		return nil, fmt.Errorf("reading tile %d/%d: %w", level, index, err)
	}
	return hashes, nil
}

var errNotStored = fmt.Errorf("not stored")

func orNotStored(err error) error {
	if err != nil {
		return err
	}
	return errNotStored
}

// Hashes runs fn with the hashes of the log as of one snapshot of the given size: what
// proofs are made from.
func (s *Store) Hashes(ctx context.Context, fn func(hashes audit.HashReader, size uint64) error) error {
	return s.snapshot(ctx, func(v view) error {
		size, err := v.Size(ctx)
		if err != nil {
			return err
		}
		return fn(tiles{v}, uint64(size))
	})
}

// Head is the size and both roots of the log as committed now: what a checkpoint signs.
// It is read from the database, so every process that serves it answers alike.
func (s *Store) Head(ctx context.Context) (audit.Head, error) {
	var head audit.Head
	err := s.Hashes(ctx, func(r audit.HashReader, size uint64) error {
		twin, err := audit.Resume(ctx, r, size)
		if err == nil {
			head = twin.Head()
		}
		return err
	})
	return head, err
}
