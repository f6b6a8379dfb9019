// Package vault keeps dataset bytes: addressed by their content, encrypted at rest,
// written once.
//
// Each dataset version has one data key. It is wrapped by a key-encryption key that the
// vault never holds (Wrapper) and is bound, like every byte under it, to tenant, dataset
// and version: a file moved to another place does not open. Destroying the wrapped key
// destroys every copy of the ciphertext at once, wherever it is.
//
// What newcomers get wrong: the address is the digest of the plaintext, not of the file
// on disk; the same bytes deposited under two versions are two files under two keys. And
// what has been deposited cannot be opened yet: it is in quarantine until Accept.
//
// Whoever can write to the folder can lose data but not change it: a changed, truncated
// or exchanged file is refused when read. Whoever can read it learns sizes and nothing
// else, unless they also hold the key-encryption key.
package vault

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/shuyu-project/shuyu/law"
)

// UnitQuarantine and UnitDestroyed are the platform's rules that a refusal here cites.
const (
	UnitQuarantine = "PF-V01" // nothing is opened before it has been accepted out of quarantine
	UnitDestroyed  = "PF-V02" // what has been destroyed is not opened, written or recreated
	UnitBound      = "PF-V03" // a deposit has a size limit
)

// Refusal codes.
const (
	CodeQuarantined = "object.quarantined"
	CodeAbsent      = "object.absent"
	CodeDestroyed   = "object.destroyed"
	CodeTooLarge    = "object.too-large"
)

// ErrCorrupt is the cause of a fault when stored bytes do not verify: changed, cut short,
// exchanged, or under another key.
var ErrCorrupt = errors.New("stored bytes do not verify")

// Version names what a data key is for. All fields are required.
type Version struct {
	Tenant  string `json:"tenant"`
	Dataset string `json:"dataset"`
	Version string `json:"version"`
}

// Ref names one object: a version and the hexadecimal SHA-256 of the plaintext.
type Ref struct {
	Version
	Digest string `json:"digest"`
}

// Object is what the vault knows of an object without opening it.
type Object struct {
	Ref
	SizeBytes   int64 `json:"size_bytes"`   // of the plaintext
	StoredBytes int64 `json:"stored_bytes"` // of the ciphertext
	Quarantined bool  `json:"quarantined"`
}

// Wrapper keeps the key-encryption key: a file sealed with a passphrase, or a device.
// binding is authenticated with the key and must be the same again to unwrap. Destroy
// makes wrapped useless for good where the wrapper keeps anything for it; it may be
// called again after a crash and then succeeds.
type Wrapper interface {
	Wrap(ctx context.Context, key, binding []byte) (wrapped []byte, err error)
	Unwrap(ctx context.Context, wrapped, binding []byte) (key []byte, err error)
	Destroy(ctx context.Context, wrapped, binding []byte) error
}

// Vault is a store in a local folder. One process owns the folder at a time. It may be
// used from many goroutines.
//
//	lock                       held by the owner
//	tmp/                       unfinished files; swept when the vault is opened
//	keys/<binding>             wrapped data key, written once
//	objects/<binding>/<digest> ciphertext, written once; .json beside it its sizes; .accepted when out of quarantine
//	destroyed/<binding>        record of destruction; its presence forbids the key to come back
//
// A crash leaves files in tmp, sizes without an object, or a record of destruction whose
// work is not done; Open sweeps the first two and finishes the third.
type Vault struct {
	dir     string
	wrapper Wrapper
	maximum int64
	lock    *os.File
	mu      sync.Mutex // keys are made and destroyed one at a time
}

// Open opens or makes the vault in dir. maximum bounds one deposit, in bytes.
func Open(ctx context.Context, dir string, wrapper Wrapper, maximum int64) (*Vault, error) {
	if maximum <= 0 {
		return nil, errors.New("opening vault: no size limit")
	}
	v := &Vault{dir: dir, wrapper: wrapper, maximum: maximum}
	for _, sub := range []string{"tmp", "keys", "objects", "destroyed"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("opening vault: %w", err)
		}
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening vault: %w", err)
	}
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("opening vault: the folder is in use by another process: %w", err)
	}
	v.lock = lock
	if err := v.sweep(ctx); err != nil {
		_ = lock.Close()
		return nil, err
	}
	return v, nil
}

// Close gives the folder up.
func (v *Vault) Close() error { return v.lock.Close() }

// sweep removes what a crash left and finishes destructions that a crash interrupted.
func (v *Vault) sweep(ctx context.Context) error {
	unfinished, err := os.ReadDir(v.path("tmp"))
	if err != nil {
		return fmt.Errorf("sweeping vault: %w", err)
	}
	for _, f := range unfinished {
		if err := os.Remove(v.path("tmp", f.Name())); err != nil {
			return fmt.Errorf("sweeping vault: %w", err)
		}
	}
	if err := v.sweepSizes(); err != nil {
		return err
	}
	records, err := os.ReadDir(v.path("destroyed"))
	if err != nil {
		return fmt.Errorf("sweeping vault: %w", err)
	}
	for _, f := range records {
		if err := v.shred(ctx, f.Name()); err != nil {
			return err
		}
	}
	return nil
}

// sweepSizes removes sizes whose object was never linked.
func (v *Vault) sweepSizes() error {
	return filepath.WalkDir(v.path("objects"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".json") {
			return err
		}
		if _, err := os.Stat(strings.TrimSuffix(path, ".json")); errors.Is(err, fs.ErrNotExist) {
			return os.Remove(path)
		}
		return nil
	})
}

func (v *Vault) path(parts ...string) string {
	return filepath.Join(append([]string{v.dir}, parts...)...)
}

// check reports a version that cannot be bound.
func (ver Version) check() error {
	if ver.Tenant == "" || ver.Dataset == "" || ver.Version == "" {
		return errors.New("tenant, dataset or version is unset")
	}
	return nil
}

// binding is what every ciphertext and key of the version is authenticated with.
// Lengths keep ("ab","c") apart from ("a","bc").
func (ver Version) binding() []byte {
	return fmt.Appendf(nil, "shuyu vault 1\n%d:%s\n%d:%s\n%d:%s\n", len(ver.Tenant), ver.Tenant, len(ver.Dataset), ver.Dataset, len(ver.Version), ver.Version)
}

// folder is the name under which the version's files lie; names are not shown on disk.
func (ver Version) folder() string {
	sum := sha256.Sum256(ver.binding())
	return hex.EncodeToString(sum[:])
}

func (r Ref) check() error {
	if b, err := hex.DecodeString(r.Digest); err != nil || len(b) != sha256.Size {
		return errors.New("digest is not a SHA-256")
	}
	return r.Version.check()
}

// refuse builds this package's refusals.
func refuse(code, unit string, says, remedy law.Text, ref Ref) *law.Refusal {
	return law.Refuse(code, law.Platform(unit),
		law.Fact{Name: "dataset", Value: ref.Dataset}, law.Fact{Name: "version", Value: ref.Version.Version}).Because(says, remedy)
}

func destroyed(ref Ref) error {
	return refuse(CodeDestroyed, UnitDestroyed,
		law.Text{ZH: "该数据集版本的密钥已销毁。", EN: "The key of this dataset version has been destroyed."},
		law.Text{ZH: "数据不可恢复；如仍需要，由数据提供单位另行提供新版本。", EN: "The data cannot be restored. If it is still needed, the provider supplies a new version."}, ref)
}

// key answers the version's data key, making it where make is set and none exists.
func (v *Vault) key(ctx context.Context, ver Version, create bool) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, err := os.Stat(v.path("destroyed", ver.folder())); err == nil {
		return nil, destroyed(Ref{Version: ver})
	}
	path := v.path("keys", ver.folder())
	wrapped, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		return v.newKey(ctx, ver, path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, absent(Ref{Version: ver})
	}
	if err != nil {
		return nil, fmt.Errorf("reading wrapped key: %w", err)
	}
	key, err := v.wrapper.Unwrap(ctx, wrapped, ver.binding())
	if err != nil {
		return nil, fmt.Errorf("unwrapping data key: %w", err)
	}
	return key, nil
}

func absent(ref Ref) error {
	return refuse(CodeAbsent, UnitQuarantine,
		law.Text{ZH: "库中没有该对象。", EN: "The vault holds no such object."},
		law.Text{ZH: "核对数据集、版本和摘要。", EN: "Check dataset, version and digest."}, ref)
}

func (v *Vault) newKey(ctx context.Context, ver Version, path string) ([]byte, error) {
	key := make([]byte, keySize)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("making data key: %w", err)
	}
	wrapped, err := v.wrapper.Wrap(ctx, key, ver.binding())
	if err != nil {
		return nil, fmt.Errorf("wrapping data key: %w", err)
	}
	if err := v.write(path, wrapped); err != nil {
		return nil, fmt.Errorf("keeping wrapped key: %w", err)
	}
	return key, nil
}

// Rewrap wraps a version's data key anew, under the wrapper's present key: after this the
// former key-encryption key is no longer needed for the version. The data stay as they
// are. A crash leaves the former or the new wrapping, each whole.
func (v *Vault) Rewrap(ctx context.Context, ver Version) error {
	if err := ver.check(); err != nil {
		return fmt.Errorf("rewrapping: %w", err)
	}
	key, err := v.key(ctx, ver, false)
	if err != nil {
		return err
	}
	defer clear(key)
	wrapped, err := v.wrapper.Wrap(ctx, key, ver.binding())
	if err != nil {
		return fmt.Errorf("wrapping data key: %w", err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, err := os.Stat(v.path("destroyed", ver.folder())); err == nil {
		return destroyed(Ref{Version: ver}) // between the reading and here
	}
	temporary := v.path("tmp", "rewrap-"+ver.folder())
	if err := v.write(temporary, wrapped); err != nil {
		return fmt.Errorf("keeping wrapped key: %w", err)
	}
	if err := os.Rename(temporary, v.path("keys", ver.folder())); err != nil {
		return fmt.Errorf("keeping wrapped key: %w", err)
	}
	return syncFolder(v.path("keys"))
}

// write puts a small file in place, once and durably: temporary file, sync, link, sync
// of the folder. An existing file is an error.
func (v *Vault) write(path string, body []byte) error {
	f, err := os.CreateTemp(v.path("tmp"), "small-")
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = place(f.Name(), path)
	}
	_ = os.Remove(f.Name()) // after the link, or after a failure: a leftover is swept anyway
	return err
}

// place links a finished temporary file to its name and makes the name durable. Unlike a
// rename it never replaces what is there.
func place(temporary, path string) error {
	if err := os.Link(temporary, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if e := d.Close(); err == nil {
		err = e
	}
	return err
}

// Stat answers what is known of an object.
func (v *Vault) Stat(ref Ref) (Object, error) {
	if err := ref.check(); err != nil {
		return Object{}, fmt.Errorf("reading object: %w", err)
	}
	if _, err := os.Stat(v.path("destroyed", ref.folder())); err == nil {
		return Object{}, destroyed(ref)
	}
	path := v.path("objects", ref.folder(), ref.Digest)
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Object{}, absent(ref)
	}
	if err != nil {
		return Object{}, fmt.Errorf("reading object: %w", err)
	}
	var sizes struct {
		SizeBytes int64 `json:"size_bytes"`
	}
	body, err := os.ReadFile(path + ".json")
	if err == nil {
		err = json.Unmarshal(body, &sizes)
	}
	if err != nil {
		return Object{}, fmt.Errorf("reading sizes of object: %w", err)
	}
	_, err = os.Stat(path + ".accepted")
	return Object{Ref: ref, SizeBytes: sizes.SizeBytes, StoredBytes: st.Size(), Quarantined: err != nil}, nil
}

// Accept takes an object out of quarantine. Doing so twice is no error.
func (v *Vault) Accept(ref Ref) error {
	o, err := v.Stat(ref)
	if err != nil || !o.Quarantined {
		return err
	}
	if err := v.write(v.path("objects", ref.folder(), ref.Digest+".accepted"), nil); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("accepting object: %w", err)
	}
	return nil
}
