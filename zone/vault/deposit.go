package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"

	"github.com/shuyu-project/shuyu/law"
)

// Deposit reads r to its end into the vault: hashed, encrypted, in quarantine. Memory is
// bounded whatever the size. Depositing the same bytes again under the same version
// answers the object that is there.
func (v *Vault) Deposit(ctx context.Context, ver Version, r io.Reader) (Object, error) {
	w, err := v.Create(ctx, ver)
	if err != nil {
		return Object{}, err
	}
	defer w.Abort()
	if _, err := io.CopyBuffer(w, onlyReader{r}, make([]byte, 256<<10)); err != nil {
		return Object{}, fmt.Errorf("depositing: %w", err)
	}
	return w.Commit()
}

// onlyReader hides a reader's WriteTo, so that the buffer and the context are used.
type onlyReader struct{ io.Reader }

// Writer takes an object piece by piece; nothing is visible before Commit. It is used
// from one goroutine and ended by Commit or Abort; Abort after Commit does nothing.
type Writer struct {
	ctx     context.Context
	vault   *Vault
	version Version
	file    *os.File
	cipher  io.WriteCloser
	sum     hash.Hash
	size    int64
}

// Create begins an object whose bytes arrive one after the other, such as the result of
// a job.
func (v *Vault) Create(ctx context.Context, ver Version) (*Writer, error) {
	if err := ver.check(); err != nil {
		return nil, fmt.Errorf("depositing: %w", err)
	}
	key, err := v.key(ctx, ver, true)
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(v.path("tmp"), "object-")
	if err != nil {
		return nil, fmt.Errorf("depositing: %w", err)
	}
	w := &Writer{ctx: ctx, vault: v, version: ver, file: f, sum: sha256.New()}
	if _, err = f.Write(append(append([]byte(nil), magic...), suiteAESGCM)); err == nil {
		w.cipher, err = aesGCM{}.encrypt(f, key, bound(ver, suiteAESGCM))
	}
	clear(key)
	if err != nil {
		w.Abort()
		return nil, fmt.Errorf("depositing: %w", err)
	}
	return w, nil
}

// Write adds bytes. It fails when the context has ended or the object becomes too large.
func (w *Writer) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	if w.size+int64(len(b)) > w.vault.maximum {
		return 0, refuse(CodeTooLarge, UnitBound,
			law.Text{ZH: "文件超过大小上限。", EN: "The file exceeds the size limit."},
			law.Text{ZH: "拆分后分别上传，或由管理员提高上限。", EN: "Split it, or have the limit raised."}, Ref{Version: w.version})
	}
	n, err := w.cipher.Write(b)
	w.sum.Write(b[:n])
	w.size += int64(n)
	return n, err
}

// Commit makes the object durable and visible, in quarantine.
func (w *Writer) Commit() (Object, error) {
	defer w.Abort()
	if w.file == nil {
		return Object{}, errors.New("committing object: already ended")
	}
	err := w.ctx.Err()
	if err == nil {
		err = w.cipher.Close()
	}
	if err == nil {
		err = w.file.Sync()
	}
	if err != nil {
		return Object{}, fmt.Errorf("committing object: %w", err)
	}
	ref := Ref{w.version, hex.EncodeToString(w.sum.Sum(nil))}
	if err := w.vault.publish(w.file.Name(), ref, w.size); err != nil {
		return Object{}, err
	}
	return w.vault.Stat(ref)
}

// publish gives a finished file its name. The sizes come first: a crash in between
// leaves sizes without an object, which the next start sweeps, never an object without.
// The lock keeps a destruction from running in between.
func (v *Vault) publish(temporary string, ref Ref, size int64) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, err := os.Stat(v.path("destroyed", ref.folder())); err == nil {
		return destroyed(ref)
	}
	dir := v.path("objects", ref.folder())
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("publishing object: %w", err)
	}
	if err := syncFolder(v.path("objects")); err != nil {
		return fmt.Errorf("publishing object: %w", err)
	}
	sizes, err := json.Marshal(map[string]int64{"size_bytes": size})
	if err != nil {
		return fmt.Errorf("publishing object: %w", err)
	}
	path := v.path("objects", ref.folder(), ref.Digest)
	if err := v.write(path+".json", sizes); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("publishing sizes: %w", err)
	}
	// the same bytes are there already: nothing to do
	if err := place(temporary, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("publishing object: %w", err)
	}
	return nil
}

// Abort drops an object that has not been committed.
func (w *Writer) Abort() {
	if w.file == nil {
		return
	}
	_ = w.file.Close()
	_ = os.Remove(w.file.Name()) // what stays is swept at the next start
	w.file = nil
}
