package api

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store"
)

// Book is where checkpoints are kept and hashes come from. store.Store implements it.
type Book interface {
	Head(ctx context.Context) (audit.Head, error)
	Hashes(ctx context.Context, fn func(audit.HashReader, uint64) error) error
	PutCheckpoint(ctx context.Context, c store.Checkpoint) error
	LatestCheckpoint(ctx context.Context, origin string) (store.Checkpoint, error)
	CheckpointCovering(ctx context.Context, origin string, size int64) (store.Checkpoint, error)
}

// Logbook signs checkpoints of both trees when somebody needs one, coalesced: those who
// wait for the same tree get the same checkpoint. It implements Log.
//
// The order in which it writes: the lock first, then the checkpoint. A crash in between
// leaves a lock ahead of the kept checkpoints; the next one continues it.
type Logbook struct {
	Name   string // origin of the SHA-256 tree
	Book   Book
	Signer func() (seal.Signer, error)
	Locks  map[audit.Algorithm]audit.LockStore
	Now    func() time.Time
	Banner string // "" or what every reader of a checkpoint must be told
	mu     sync.Mutex
}

var _ Log = (*Logbook)(nil)

// Origin names the log.
func (l *Logbook) Origin() string { return l.Name }

// Hashes lends the hashes that proofs are made from.
func (l *Logbook) Hashes(ctx context.Context, fn func(audit.HashReader, uint64) error) error {
	return l.Book.Hashes(ctx, fn)
}

// Check compares the stored trees with their locks; it must pass before anything is
// served. Errors are audit's: the tree is shorter, or another, than was signed.
func (l *Logbook) Check(ctx context.Context, keys []seal.Key) error {
	return l.Book.Hashes(ctx, func(r audit.HashReader, size uint64) error {
		lock, ok := l.Locks[audit.SHA256]
		if !ok {
			return errors.New("checking the log: no lock is given")
		}
		locked, err := lock.Load(ctx)
		if err != nil {
			return fmt.Errorf("checking the log: %w", err)
		}
		return audit.CheckStart(ctx, r, l.Name, size, locked, keys)
	})
}

// Checkpoint answers the smallest signed checkpoint that covers size entries.
func (l *Logbook) Checkpoint(ctx context.Context, alg audit.Algorithm, size uint64) ([]byte, error) {
	kept, err := l.Book.CheckpointCovering(ctx, audit.OriginOf(l.Name, alg), int64(size))
	if err == nil {
		return kept.Note, nil
	}
	if !errors.Is(err, casework.ErrNotFound) {
		return nil, err
	}
	if err := l.sign(ctx, size); err != nil {
		return nil, err
	}
	kept, err = l.Book.CheckpointCovering(ctx, audit.OriginOf(l.Name, alg), int64(size))
	return kept.Note, err
}

// Latest signs a checkpoint of the log as it now is, where there is none, and answers it.
func (l *Logbook) Latest(ctx context.Context, alg audit.Algorithm) ([]byte, error) {
	head, err := l.Book.Head(ctx)
	if err != nil {
		return nil, err
	}
	return l.Checkpoint(ctx, alg, head.Size)
}

// sign signs both trees at the present size, which must be at least the size wanted.
func (l *Logbook) sign(ctx context.Context, wanted uint64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.Book.CheckpointCovering(ctx, audit.OriginOf(l.Name, audit.SM3), int64(wanted)); err == nil {
		return nil // signed while this one waited
	} else if !errors.Is(err, casework.ErrNotFound) {
		return err
	}
	head, err := l.Book.Head(ctx)
	if err != nil {
		return err
	}
	if head.Size < wanted {
		return fmt.Errorf("the log has %d entries, not %d: %w", head.Size, wanted, casework.ErrNotFound)
	}
	signer, err := l.Signer()
	if err != nil {
		return fmt.Errorf("signing a checkpoint: %w", err)
	}
	for _, alg := range audit.Algorithms() {
		if err := l.signTree(ctx, head, alg, signer); err != nil {
			return fmt.Errorf("signing a checkpoint: %w", err)
		}
	}
	return nil
}

func (l *Logbook) signTree(ctx context.Context, head audit.Head, alg audit.Algorithm, signer seal.Signer) error {
	checkpoint := head.Checkpoint(l.Name, alg, l.Banner)
	note, err := checkpoint.Sign(ctx, signer)
	if err != nil {
		return err
	}
	if lock, ok := l.Locks[alg]; ok {
		old, err := lock.Load(ctx)
		if err != nil {
			return err
		}
		if err := lock.Replace(ctx, old, note); err != nil {
			return err
		}
	}
	return l.Book.PutCheckpoint(ctx, store.Checkpoint{Origin: audit.OriginOf(l.Name, alg), Size: int64(head.Size), Signed: l.Now(), Note: note})
}
