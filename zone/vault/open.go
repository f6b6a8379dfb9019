package vault

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"github.com/shuyu-project/shuyu/law"
)

// Open opens an object that has been accepted. What is read is authenticated chunk by
// chunk; the whole is compared with its digest at the end, and Read answers ErrCorrupt
// instead of io.EOF where it differs: a reader that stops early has authentic bytes of
// this version, not necessarily all of this object.
func (v *Vault) Open(ctx context.Context, ref Ref) (io.ReadCloser, error) {
	o, err := v.Stat(ref)
	if err != nil {
		return nil, err
	}
	if o.Quarantined {
		return nil, refuse(CodeQuarantined, UnitQuarantine,
			law.Text{ZH: "文件尚在隔离区，未经检查不得使用。", EN: "The file is in quarantine and may not be used before it has been checked."},
			law.Text{ZH: "等待检查完成。", EN: "Wait for the check."}, ref)
	}
	return v.Inspect(ctx, ref)
}

// Inspect opens an object also in quarantine: for the checks that decide whether it is
// accepted, and for nothing else.
func (v *Vault) Inspect(ctx context.Context, ref Ref) (io.ReadCloser, error) {
	o, err := v.Stat(ref)
	if err != nil {
		return nil, err
	}
	key, err := v.key(ctx, ref.Version, false)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	f, err := os.Open(v.path("objects", ref.folder(), ref.Digest))
	if err != nil {
		return nil, fmt.Errorf("opening object: %w", err)
	}
	r, err := decrypting(f, ref.Version, key)
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &reader{ctx: ctx, file: f, plain: r, sum: sha256.New(), object: o}, nil
}

func decrypting(f io.Reader, ver Version, key []byte) (io.Reader, error) {
	buffered := bufio.NewReaderSize(f, 256<<10)
	head := make([]byte, len(magic)+1)
	if _, err := io.ReadFull(buffered, head); err != nil || string(head[:len(magic)]) != string(magic) {
		return nil, fmt.Errorf("opening object: %w", ErrCorrupt)
	}
	s, err := suiteOf(head[len(magic)])
	if err != nil {
		return nil, err
	}
	r, err := s.decrypt(buffered, key, bound(ver, head[len(magic)]))
	if err != nil {
		return nil, fmt.Errorf("opening object: %w: %w", ErrCorrupt, err)
	}
	return r, nil
}

// reader decrypts and, at the end, compares.
type reader struct {
	ctx    context.Context
	file   *os.File
	plain  io.Reader
	sum    hash.Hash
	size   int64
	object Object
	failed error
}

func (r *reader) Read(b []byte) (int, error) {
	if r.failed != nil {
		return 0, r.failed
	}
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.plain.Read(b)
	r.sum.Write(b[:n])
	r.size += int64(n)
	switch {
	case errors.Is(err, io.EOF):
		if hex.EncodeToString(r.sum.Sum(nil)) == r.object.Digest {
			return n, io.EOF
		}
		r.failed = fmt.Errorf("reading object: %w", ErrCorrupt)
	case err != nil:
		r.failed = fmt.Errorf("reading object: %w: %w", ErrCorrupt, err)
	}
	return n, r.failed
}

func (r *reader) Close() error { return r.file.Close() }

// Verify reads an object to its end and reports whether every byte is as deposited.
func (v *Vault) Verify(ctx context.Context, ref Ref) error {
	r, err := v.Inspect(ctx, ref)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // read only
	_, err = io.CopyBuffer(io.Discard, onlyReader{r}, make([]byte, 256<<10))
	return err
}

// Source is an accepted object as the input of a job.
type Source struct {
	Vault *Vault
	Ref   Ref
	Ctx   context.Context //nolint:containedctx // the job's: a source is opened where no context is passed
}

// Open opens the object.
func (s Source) Open() (io.ReadCloser, error) { return s.Vault.Open(s.Ctx, s.Ref) }
