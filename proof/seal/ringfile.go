package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/crypto/argon2"
)

// ringFormat begins a ring file.
const ringFormat = "shuyu-keyring/v1"

// Cost is what opening a ring file costs, and therefore what guessing its passphrase
// costs for each guess.
type Cost struct {
	Passes    uint32 `json:"passes"`
	MemoryKiB uint32 `json:"memoryKiB"`
	Lanes     uint8  `json:"lanes"`
}

// DefaultCost is the second recommended option of RFC 9106, section 4 (3 passes, 64 MiB, 4 lanes).
func DefaultCost() Cost { return Cost{Passes: 3, MemoryKiB: 64 << 10, Lanes: 4} }

// maxMemoryKiB bounds what a foreign file can make us allocate: 1 GiB.
const maxMemoryKiB = 1 << 20

func (c Cost) check() error {
	if c.Passes < 1 || c.Passes > 64 || c.Lanes < 1 || c.MemoryKiB < 8*uint32(c.Lanes) || c.MemoryKiB > maxMemoryKiB {
		return errors.New("cost out of range")
	}
	return nil
}

// minPassphrase is the least number of bytes of a passphrase. A person should choose
// far more; it only stops the empty ones.
const minPassphrase = 12

// ringFile is the file as it lies on disk. The head is bound to the sealed part.
type ringFile struct {
	Format string `json:"format"`
	Cost   Cost   `json:"argon2id"`
	Salt   []byte `json:"salt"` // 16 bytes
	Sealed []byte `json:"sealed"`
}

// head is what is bound to the sealed part.
func (f ringFile) head() (string, error) {
	f.Sealed = nil
	c, err := Canonical(f)
	return string(c), err
}

// disk is the file a ring lives in, and what was last seen there.
type disk struct {
	path string
	file ringFile // format, cost and salt
	kek  DataKey
	seen [sha256.Size]byte // of the whole file; zero before it exists
}

// CreateRing makes a ring in a new file at path, sealed with a passphrase
// (argon2id and AES-256-GCM). An existing file is never touched.
func CreateRing(path string, passphrase []byte, cost Cost, random io.Reader) (*Ring, error) {
	if err := cost.check(); err != nil {
		return nil, fmt.Errorf("creating key ring: %w", err)
	}
	if len(passphrase) < minPassphrase {
		return nil, fmt.Errorf("creating key ring: a passphrase has at least %d bytes", minPassphrase)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("creating key ring: %s exists", filepath.Base(path))
	}
	f := ringFile{Format: ringFormat, Cost: cost, Salt: make([]byte, 16)}
	if _, err := io.ReadFull(rand.Reader, f.Salt); err != nil {
		return nil, fmt.Errorf("creating key ring: %w", err)
	}
	d := &disk{path: path, file: f, kek: f.derive(passphrase)}
	if err := d.write(nil); err != nil {
		return nil, fmt.Errorf("creating key ring: %w", err)
	}
	return &Ring{random: random, save: d.save, load: d.load}, nil
}

// OpenRing opens the ring at path. New keys draw from random.
func OpenRing(path string, passphrase []byte, random io.Reader) (*Ring, error) {
	f, err := readRingFile(path)
	if err != nil {
		return nil, fmt.Errorf("opening key ring: %w", err)
	}
	d := &disk{path: path, file: f, kek: f.derive(passphrase)}
	entries, err := d.load()
	if err != nil {
		return nil, fmt.Errorf("opening key ring: %w", err)
	}
	return &Ring{random: random, entries: entries, save: d.save, load: d.load}, nil
}

// Refresh reads the file again: for processes that share it, after another has changed
// it. Signers given out before follow.
func (r *Ring) Refresh() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.load == nil {
		return nil // lives in memory only
	}
	entries, err := r.load()
	if err != nil {
		return fmt.Errorf("refreshing key ring: %w", err)
	}
	r.entries = entries
	return nil
}

// Reseal writes the ring open as r to a new file under another passphrase. The old
// file keeps opening with the old one until it is deleted.
func (r *Ring) Reseal(path string, passphrase []byte, cost Cost) (*Ring, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	next, err := CreateRing(path, passphrase, cost, r.random)
	if err != nil {
		return nil, err
	}
	if err := next.save(r.entries); err != nil {
		return nil, fmt.Errorf("resealing key ring: %w", err)
	}
	for _, e := range r.entries {
		c := *e
		c.Secret = bytes.Clone(e.Secret)
		next.entries = append(next.entries, &c)
	}
	return next, nil
}

func readRingFile(path string) (ringFile, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return ringFile{}, err
	}
	var f ringFile
	if err := json.Unmarshal(data, &f); err != nil {
		return ringFile{}, err
	}
	if f.Format != ringFormat || len(f.Salt) != 16 {
		return ringFile{}, fmt.Errorf("not a %s file", ringFormat)
	}
	return f, f.Cost.check()
}

func (f ringFile) derive(passphrase []byte) DataKey {
	return DataKey(argon2.IDKey(passphrase, f.Salt, f.Cost.Passes, f.Cost.MemoryKiB, f.Cost.Lanes, 32))
}

func (f ringFile) open(kek DataKey) ([]*entry, error) {
	head, err := f.head()
	if err != nil {
		return nil, err
	}
	plain, err := kek.Decrypt(head, f.Sealed)
	if err != nil {
		return nil, err
	}
	var entries []*entry
	if err := json.Unmarshal(plain, &entries); err != nil {
		return nil, errors.New("reading sealed part")
	}
	for _, e := range entries {
		if err := e.load(); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// load reads the file as it is now.
func (d *disk) load() ([]*entry, error) {
	data, err := os.ReadFile(d.path)
	if err != nil {
		return nil, err
	}
	var f ringFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, err
	}
	if f.Format != ringFormat || !bytes.Equal(f.Salt, d.file.Salt) {
		return nil, errors.New("the file is another ring's")
	}
	entries, err := f.open(d.kek)
	if err != nil {
		return nil, err
	}
	d.seen = sha256.Sum256(data)
	return entries, nil
}

// save replaces the file, if it still is what was last seen: a process that has not
// noticed another's rotation must not undo it.
func (d *disk) save(entries []*entry) error {
	data, err := os.ReadFile(d.path)
	if err != nil {
		return err
	}
	if sha256.Sum256(data) != d.seen {
		return errors.New("another process has changed the ring: refresh and try again")
	}
	return d.write(entries)
}

// write seals entries and puts them at path.
func (d *disk) write(entries []*entry) error {
	plain, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	head, err := d.file.head()
	if err != nil {
		return err
	}
	next := d.file
	if next.Sealed, err = d.kek.Encrypt(head, plain); err != nil {
		return err
	}
	data, err := json.MarshalIndent(next, "", "  ")
	if err != nil {
		return err
	}
	data = append(data, '\n')
	if err := ReplaceFile(d.path, data); err != nil {
		return err
	}
	d.seen = sha256.Sum256(data)
	return nil
}

// ReplaceFile puts data at path so that a crash leaves the old content or the new one:
// a synced temporary file beside it, a rename, a synced directory. The file is readable by its
// owner only.
func ReplaceFile(path string, data []byte) (err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a rename in dir durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if closeErr := d.Close(); err == nil {
		err = closeErr
	}
	return err
}
