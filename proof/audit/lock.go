package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/shuyu-project/shuyu/proof/seal"
)

// LockStore keeps the last signed checkpoint of one tree apart from the database. It
// is the defence against signing a second history after a backup was restored: the
// database may be rolled back, the lock may not. Whoever can roll back both can fork
// the log, until a witness or a kept certificate shows it.
type LockStore interface {
	// Load returns the last signed checkpoint; nil when none was ever signed.
	Load(ctx context.Context) ([]byte, error)
	// Replace puts next in the place of old if old is still what is kept (compare and
	// swap; nil for none), and is durable when it returns. It refuses with ErrLockMoved
	// when somebody else was first, and with ErrBackwards a next that does not continue
	// old by its size, root and origin.
	Replace(ctx context.Context, old, next []byte) error
}

// What a lock refuses.
var (
	ErrLockMoved = errors.New("another process has signed a later checkpoint")
	ErrBackwards = errors.New("checkpoint does not continue the one in the lock")
)

// FileLock is a LockStore in one file, replaced by rename. Put it on another disk than
// the database, and never into its backup.
type FileLock struct {
	mu   sync.Mutex // within this process; between processes the file lock beside it decides
	path string
}

// NewFileLock keeps the lock at path; the file need not exist yet.
func NewFileLock(path string) *FileLock { return &FileLock{path: path} }

// Load returns the last signed checkpoint.
func (l *FileLock) Load(ctx context.Context) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading checkpoint lock: %w", err)
	}
	if len(data) == 0 {
		return nil, fmt.Errorf("reading checkpoint lock: file is empty; a lock never is")
	}
	return data, nil
}

// Replace is a compare and swap.
func (l *FileLock) Replace(ctx context.Context, old, next []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	unlock, err := exclusive(l.path + ".lck")
	if err != nil {
		return fmt.Errorf("replacing checkpoint lock: %w", err)
	}
	defer unlock()
	kept, err := l.Load(ctx)
	if err != nil {
		return err
	}
	if !bytes.Equal(kept, old) {
		return fmt.Errorf("replacing checkpoint lock: %w", ErrLockMoved)
	}
	if err := Continues(kept, next); err != nil {
		return fmt.Errorf("replacing checkpoint lock: %w", err)
	}
	if err := seal.ReplaceFile(l.path, next); err != nil {
		return fmt.Errorf("replacing checkpoint lock: %w", err)
	}
	return nil
}

// Continues refuses a signed checkpoint that by origin, size or root cannot follow the
// one kept (nil for none). It is what every LockStore asks before it swaps.
func Continues(kept, next []byte) error {
	n, err := Unverified(next)
	if err != nil || kept == nil {
		return err
	}
	k, err := Unverified(kept)
	if err != nil {
		return err
	}
	if n.Origin != k.Origin || n.Size < k.Size || n.Size == k.Size && n.Root != k.Root {
		return fmt.Errorf("%w: size %d after %d", ErrBackwards, n.Size, k.Size)
	}
	return nil
}

// What start-up refuses. The database is then served read-only until an operator
// appends a recovery entry that witnesses can judge.
var (
	ErrTreeShorter = errors.New("the stored tree is shorter than the last signed checkpoint: an old backup was restored, or the newest entries were deleted")
	ErrRootDiffers = errors.New("the stored tree is not the one that was signed: entries were altered")
	ErrOrigin      = errors.New("the lock belongs to another log")
)

// CheckStart compares a stored tree with the lock before anything is appended. size is
// the stored tree's size; a tree longer than the lock is right (a crash between the
// commit and the signature) when its root at the lock's size is the lock's. locked is
// what LockStore.Load returned; nil passes only an installation that never signed.
func CheckStart(ctx context.Context, r HashReader, origin string, size uint64, locked []byte, keys []seal.Key) error {
	if locked == nil {
		return nil
	}
	kept, err := Unverified(locked)
	if err != nil {
		return fmt.Errorf("checking log at start: %w", err)
	}
	if kept.Origin != origin {
		return fmt.Errorf("checking log at start: %w", ErrOrigin)
	}
	if _, _, err := OpenCheckpoint(locked, origin, keys, seal.Both); err != nil {
		return fmt.Errorf("checking log at start: %w", err)
	}
	if size < kept.Size {
		return fmt.Errorf("checking log at start: %d leaves, signed %d: %w", size, kept.Size, ErrTreeShorter)
	}
	root, err := RootAt(ctx, r, AlgorithmOf(origin), kept.Size)
	if err != nil {
		return fmt.Errorf("checking log at start: %w", err)
	}
	if root != kept.Root {
		return fmt.Errorf("checking log at start: at size %d: %w", kept.Size, ErrRootDiffers)
	}
	return nil
}
