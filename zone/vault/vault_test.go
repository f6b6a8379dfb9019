package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/shuyu-project/shuyu/law"
)

var version = Version{Tenant: "city", Dataset: "D1", Version: "1"}

func open(t *testing.T, dir string, w Wrapper) *Vault {
	t.Helper()
	v, err := Open(t.Context(), dir, w, 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

func ring(t *testing.T) *KeyRing {
	t.Helper()
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewKeyRing(key)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func deposit(t *testing.T, v *Vault, ver Version, body []byte) Object {
	t.Helper()
	o, err := v.Deposit(t.Context(), ver, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func code(err error) string {
	if r, ok := law.AsRefusal(err); ok {
		return r.Code()
	}
	return ""
}

// body is n bytes that do not compress and are the same every time.
func body(n int) []byte {
	var all []byte
	for i := 0; len(all) < n; i++ {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8), byte(i >> 16)})
		all = append(all, sum[:]...)
	}
	return all[:n]
}

// TestLife follows an object from quarantine to destruction.
func TestLife(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir, ring(t))
	plain := body(3<<20 + 17) // several segments and a bit
	o := deposit(t, v, version, plain)
	sum := sha256.Sum256(plain)
	if o.Digest != hex.EncodeToString(sum[:]) || o.SizeBytes != int64(len(plain)) || !o.Quarantined {
		t.Fatalf("deposited %+v", o)
	}
	if _, err := v.Open(t.Context(), o.Ref); code(err) != CodeQuarantined {
		t.Errorf("opened out of quarantine: %v", err)
	}
	if err := v.Verify(t.Context(), o.Ref); err != nil {
		t.Errorf("verifying in quarantine: %v", err)
	}
	for range 2 {
		if err := v.Accept(o.Ref); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Source{Vault: v, Ref: o.Ref, Ctx: t.Context()}.Open()
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, plain) {
		t.Errorf("read %d bytes, %v", len(got), err)
	}
	_ = r.Close()
	if again := deposit(t, v, version, plain); again.Digest != o.Digest || again.Quarantined {
		t.Errorf("the same bytes again: %+v", again)
	}
	d, err := v.Destroy(t.Context(), version, "2026-03-01", "case C1")
	if err != nil || len(d.Objects) != 1 || d.Key == "" || len(d.Remains) == 0 {
		t.Fatalf("destroyed %+v, %v", d, err)
	}
	for name, err := range map[string]error{
		"open":    second(v.Open(t.Context(), o.Ref)),
		"deposit": second(v.Deposit(t.Context(), version, strings.NewReader("x"))),
		"accept":  v.Accept(o.Ref),
		"verify":  v.Verify(t.Context(), o.Ref),
	} {
		if code(err) != CodeDestroyed {
			t.Errorf("%s after destruction: %v", name, err)
		}
	}
	if again, err := v.Destroy(t.Context(), version, "2027-01-01", "another"); err != nil || again.On != "2026-03-01" || again.Key != d.Key {
		t.Errorf("destroying again: %+v, %v", again, err)
	}
	if left := files(t, filepath.Join(dir, "objects")); len(left) != 0 {
		t.Errorf("ciphertext is left: %v", left)
	}
}

func second[T any](_ T, err error) error { return err }

func files(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestNothingInClear looks for the plaintext, the names and the key on disk.
func TestNothingInClear(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir, ring(t))
	deposit(t, v, Version{"secret-tenant", "secret-dataset", "7"}, bytes.Repeat([]byte("370902199001011234,"), 5000))
	for _, f := range files(t, dir) {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"370902199001011234", "secret"} {
			if bytes.Contains(b, []byte(word)) || strings.Contains(f[len(dir):], word) {
				t.Errorf("%s shows %s", f, word)
			}
		}
	}
}

// TestTampering changes what is stored in every way one with access to the folder could.
func TestTampering(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir, ring(t))
	other := Version{"city", "D1", "2"}
	plain := body(2<<20 + 100)
	o, sibling, foreign := deposit(t, v, version, plain), deposit(t, v, version, body(1<<20)), deposit(t, v, other, plain)
	path := func(o Object) string { return filepath.Join(dir, "objects", o.folder(), o.Digest) }
	stored, err := os.ReadFile(path(o))
	if err != nil {
		t.Fatal(err)
	}
	read := func(o Object) []byte {
		b, err := os.ReadFile(path(o))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	flip := func(at int) []byte {
		b := bytes.Clone(stored)
		b[at] ^= 1
		return b
	}
	segment := func(n int) []byte { return stored[5+n*segmentSize : min(5+(n+1)*segmentSize, len(stored))] }
	for why, changed := range map[string][]byte{
		"a bit of the magic":           flip(0),
		"the suite's number":           flip(4),
		"a bit of the salt":            flip(10),
		"a bit in the middle":          flip(len(stored) / 2),
		"the last bit":                 flip(len(stored) - 1),
		"the last byte gone":           stored[:len(stored)-1],
		"the last segment gone":        stored[:5+2*segmentSize],
		"only the head":                stored[:5],
		"nothing":                      nil,
		"a byte more":                  append(bytes.Clone(stored), 0),
		"two segments exchanged":       bytes.Join([][]byte{stored[:5], segment(1), segment(0), segment(2)}, nil),
		"a segment twice":              bytes.Join([][]byte{stored[:5], segment(0), segment(1), segment(1), segment(2)}, nil),
		"another object of the same":   read(sibling),
		"the same, of another version": read(foreign),
	} {
		if err := os.WriteFile(path(o), changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := v.Verify(t.Context(), o.Ref); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: verified with %v", why, err)
		}
	}
	if err := os.WriteFile(path(o), stored, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.Verify(t.Context(), o.Ref); err != nil {
		t.Errorf("put back: %v", err)
	}
	// the key of one version under the name of another
	key, err := os.ReadFile(filepath.Join(dir, "keys", other.folder()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "keys", version.folder()), key, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.Verify(t.Context(), o.Ref); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a key moved: %v", err)
	}
}

// TestWrongKey opens the folder with another key-encryption key.
func TestWrongKey(t *testing.T) {
	dir := t.TempDir()
	v, err := Open(t.Context(), dir, ring(t), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	o := deposit(t, v, version, []byte("rows"))
	if _, err := Open(t.Context(), dir, ring(t), 1<<20); err == nil {
		t.Error("two owners of one folder")
	}
	_ = v.Close()
	w := open(t, dir, ring(t))
	if err := w.Verify(t.Context(), o.Ref); !errors.Is(err, ErrCorrupt) {
		t.Errorf("another key-encryption key: %v", err)
	}
}

// TestRotation wraps keys anew; then the former key-encryption key is of no use.
func TestRotation(t *testing.T) {
	dir := t.TempDir()
	former, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	present, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	with := func(current []byte, former ...[]byte) *Vault {
		r, err := NewKeyRing(current, former...)
		if err != nil {
			t.Fatal(err)
		}
		v, err := Open(t.Context(), dir, r, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	v := with(former)
	o := deposit(t, v, version, []byte("rows"))
	_ = v.Close()
	v = with(present, former)
	if err := v.Verify(t.Context(), o.Ref); err != nil {
		t.Errorf("under the former key: %v", err)
	}
	if err := v.Rewrap(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	if err := v.Rewrap(t.Context(), Version{"city", "D1", "none"}); code(err) != CodeAbsent {
		t.Errorf("a version without a key: %v", err)
	}
	_ = v.Close()
	v = with(present)
	if err := v.Verify(t.Context(), o.Ref); err != nil {
		t.Errorf("under the present key alone: %v", err)
	}
	_ = v.Close()
	v = with(former)
	defer v.Close() //nolint:errcheck // read only
	if err := v.Verify(t.Context(), o.Ref); !errors.Is(err, ErrCorrupt) {
		t.Errorf("under the former key alone: %v", err)
	}
}

// failing fails after n bytes.
type failing struct {
	n   int
	err error
}

func (f *failing) Read(b []byte) (int, error) {
	if f.n <= 0 {
		return 0, f.err
	}
	n := min(len(b), f.n)
	f.n -= n
	return n, nil
}

// TestUnfinished leaves nothing visible of a deposit that fails, is too large or is
// abandoned, and a start sweeps what a crash left.
func TestUnfinished(t *testing.T) {
	dir := t.TempDir()
	r := ring(t)
	v := open(t, dir, r)
	broken := errors.New("broken")
	if _, err := v.Deposit(t.Context(), version, &failing{2 << 20, broken}); !errors.Is(err, broken) {
		t.Errorf("broken upload: %v", err)
	}
	if _, err := v.Deposit(t.Context(), version, &failing{65 << 20, io.EOF}); code(err) != CodeTooLarge {
		t.Errorf("too large: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Deposit(ctx, version, strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if left := append(files(t, filepath.Join(dir, "tmp")), files(t, filepath.Join(dir, "objects"))...); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	// as after kill -9: a half-written file, and sizes without an object
	w, err := v.Create(t.Context(), version)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body(1 << 20)); err != nil {
		t.Fatal(err)
	}
	o := deposit(t, v, version, []byte("kept"))
	orphan := filepath.Join(dir, "objects", o.folder(), strings.Repeat("ab", 32)+".json")
	if err := os.WriteFile(orphan, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	_ = v.Close()
	again := open(t, dir, r)
	if left := files(t, filepath.Join(dir, "tmp")); len(left) != 0 {
		t.Errorf("not swept: %v", left)
	}
	if _, err := os.Stat(orphan); !errors.Is(err, fs.ErrNotExist) {
		t.Error("sizes without an object are left")
	}
	if err := again.Verify(t.Context(), o.Ref); err != nil {
		t.Errorf("what was acknowledged: %v", err)
	}
}

// stubborn fails to destroy the first n times.
type stubborn struct {
	*KeyRing
	n int
}

func (s *stubborn) Destroy(context.Context, []byte, []byte) error {
	if s.n--; s.n >= 0 {
		return errors.New("device is away")
	}
	return nil
}

// TestDestructionResumes interrupts a destruction after its record: the version is
// refused at once, and the next start finishes the work.
func TestDestructionResumes(t *testing.T) {
	dir := t.TempDir()
	s := &stubborn{ring(t), 1}
	v := open(t, dir, s)
	o := deposit(t, v, version, []byte("rows"))
	if _, err := v.Destroy(t.Context(), version, "2026-03-01", "case"); err == nil {
		t.Fatal("the device was away")
	}
	if err := v.Verify(t.Context(), o.Ref); code(err) != CodeDestroyed {
		t.Errorf("between record and work: %v", err)
	}
	_ = v.Close()
	open(t, dir, s)
	for _, sub := range []string{"keys", "objects"} {
		if left := files(t, filepath.Join(dir, sub)); len(left) != 0 {
			t.Errorf("left: %v", left)
		}
	}
}

// TestTogether deposits, reads and destroys from many goroutines.
func TestTogether(t *testing.T) {
	v := open(t, t.TempDir(), ring(t))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			ver := Version{"city", "D", string(rune('a' + i%3))}
			o, err := v.Deposit(t.Context(), ver, bytes.NewReader(body(100_000+i%2)))
			if err != nil {
				t.Error(err)
				return
			}
			if err := v.Verify(t.Context(), o.Ref); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i := range 3 {
		objects, err := v.Objects(Version{"city", "D", string(rune('a' + i))})
		if err != nil || len(objects) != 2 {
			t.Errorf("version %d holds %d objects, %v", i, len(objects), err)
		}
	}
}

// TestMemory deposits and verifies 48 MB and looks at what the heap grew by meanwhile.
func TestMemory(t *testing.T) {
	v := open(t, t.TempDir(), ring(t))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	o, err := v.Deposit(t.Context(), version, &failing{48 << 20, io.EOF})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Verify(t.Context(), o.Ref); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.TotalAlloc) - int64(before.TotalAlloc); grown > 24<<20 {
		t.Errorf("allocated %d MB for 48 MB", grown>>20)
	}
}
