package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Destruction is the record of a destroyed version: what the certificate of deletion
// says and the log keeps. It holds digests and sizes, no data and no key.
type Destruction struct {
	Version
	On      string   `json:"on"`      // the day, as given
	Reason  string   `json:"reason"`  // as given: the case or rule that orders it
	Key     string   `json:"key"`     // SHA-256 of the wrapped key that was destroyed; "" when the version never had one
	Objects []Object `json:"objects"` // what can no longer be opened
	Remains []string `json:"remains"` // codes of what this does not reach; never empty
}

// What a destruction does not reach. They are named on every record, because a deletion
// that promises more than it does is worse than none.
const (
	RemainsBackups    = "backups-of-wrapped-key" // a backup made before holds the wrapped key: retire the key-encryption key to reach it
	RemainsRecipients = "copies-of-recipients"   // plaintext already delivered
	RemainsMedium     = "traces-on-medium"       // a disk may keep overwritten blocks; they hold a wrapped key, useless without its key-encryption key
	RemainsMemory     = "memory-of-running-jobs" // jobs that are running keep what they have read until they end
)

// Destroy makes every object of a version unreadable for good by destroying its wrapped
// key, then removes the ciphertext. on is the day, reason the case or rule that orders it.
// Destroying twice answers the first record.
//
// The record comes first and forbids the key to be used or made again: a crash at any
// later moment leaves a version that is refused, and Open of the vault finishes the work.
func (v *Vault) Destroy(ctx context.Context, ver Version, on, reason string) (Destruction, error) {
	if err := ver.check(); err != nil {
		return Destruction{}, fmt.Errorf("destroying: %w", err)
	}
	if on == "" || reason == "" {
		return Destruction{}, errors.New("destroying: day or reason is unset")
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if done, err := v.record(ver.folder()); err == nil {
		return done, v.shred(ctx, ver.folder())
	} else if !errors.Is(err, fs.ErrNotExist) {
		return Destruction{}, err
	}
	d := Destruction{Version: ver, On: on, Reason: reason, Key: v.fingerprint(ver.folder()),
		Remains: []string{RemainsBackups, RemainsRecipients, RemainsMedium, RemainsMemory}}
	objects, err := v.objects(ver)
	if err != nil {
		return Destruction{}, err
	}
	d.Objects = objects
	body, err := json.Marshal(d)
	if err != nil {
		return Destruction{}, fmt.Errorf("destroying: %w", err)
	}
	if err := v.write(v.path("destroyed", ver.folder()), body); err != nil {
		return Destruction{}, fmt.Errorf("recording destruction: %w", err)
	}
	return d, v.shred(ctx, ver.folder())
}

func (v *Vault) record(folder string) (Destruction, error) {
	var d Destruction
	body, err := os.ReadFile(v.path("destroyed", folder))
	if err != nil {
		return d, fmt.Errorf("reading record of destruction: %w", err)
	}
	if err := json.Unmarshal(body, &d); err != nil {
		return d, fmt.Errorf("reading record of destruction: %w", err)
	}
	return d, nil
}

func (v *Vault) fingerprint(folder string) string {
	wrapped, err := os.ReadFile(v.path("keys", folder))
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(wrapped)
	return hex.EncodeToString(sum[:])
}

// objects lists what is stored of a version, sorted by digest.
func (v *Vault) objects(ver Version) ([]Object, error) {
	files, err := os.ReadDir(v.path("objects", ver.folder()))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing objects: %w", err)
	}
	var all []Object
	for _, f := range files {
		if strings.Contains(f.Name(), ".") {
			continue
		}
		o, err := v.Stat(Ref{ver, f.Name()})
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// Objects lists what is stored of a version, sorted by digest.
func (v *Vault) Objects(ver Version) ([]Object, error) {
	if err := ver.check(); err != nil {
		return nil, fmt.Errorf("listing objects: %w", err)
	}
	return v.objects(ver)
}

// shred does the work of a record: key first, then ciphertext. It may be done again.
func (v *Vault) shred(ctx context.Context, folder string) error {
	d, err := v.record(folder)
	if err != nil {
		return err
	}
	if d.folder() != folder {
		return fmt.Errorf("destroying: the record of another version: %w", ErrCorrupt)
	}
	path := v.path("keys", folder)
	wrapped, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("destroying key: %w", err)
	default:
		if err := v.wrapper.Destroy(ctx, wrapped, d.binding()); err != nil {
			return fmt.Errorf("destroying key: %w", err)
		}
		if err := overwrite(path, len(wrapped)); err != nil {
			return fmt.Errorf("destroying key: %w", err)
		}
		if err := syncFolder(v.path("keys")); err != nil {
			return fmt.Errorf("destroying key: %w", err)
		}
	}
	if err := os.RemoveAll(v.path("objects", folder)); err != nil {
		return fmt.Errorf("removing ciphertext: %w", err)
	}
	return syncFolder(v.path("objects"))
}

// overwrite writes zeros over a file before its name goes.
func overwrite(path string, size int) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, size))
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Remove(path)
}
