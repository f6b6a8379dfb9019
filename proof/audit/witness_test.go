package audit

import (
	"bytes"
	"crypto/rand"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/proof/seal"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// witnessSigner is a fresh key of a witness.
func witnessSigner(t testing.TB) seal.Signer {
	t.Helper()
	r := seal.NewRing(rand.Reader)
	if _, err := r.Create(seal.ForWitness, "", noon); err != nil {
		t.Fatal(err)
	}
	s, err := r.Signer(seal.ForWitness, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newWitness(t testing.TB, name string, a Algorithm, log seal.Signer) *Witness {
	t.Helper()
	return &Witness{Name: name, Origin: OriginOf(origin, a), Keys: []seal.Key{log.Key()},
		Store: NewFileLock(filepath.Join(t.TempDir(), "seen")), By: witnessSigner(t)}
}

// TestWitness follows a log through its life, in both trees.
func TestWitness(t *testing.T) {
	log := signer(t)
	s, _ := grow(t, 700)
	for _, a := range Algorithms() {
		w := newWitness(t, "witness.example.cn/audit", a, log)
		old := uint64(0)
		for _, size := range []uint64{0, 1, 1, 6, 256, 700} {
			head := headAt(t, s, size)
			signed := checkpoint(t, head, a, log)
			path, err := ConsistencyProof(t.Context(), s, a, old, size)
			if err != nil {
				t.Fatal(err)
			}
			// The request survives being written and read, as on a medium.
			o, p, c, err := ParseRequest(Request(old, path, signed))
			if err != nil || o != old || len(p) != len(path) || !bytes.Equal(c, signed) {
				t.Fatalf("request came back different: %v", err)
			}
			lines, err := w.Add(t.Context(), o, p, c, noon)
			if err != nil {
				t.Fatalf("%s: %d to %d: %v", a, old, size, err)
			}
			at, _, err := seal.OpenCosignature(append(signed, lines...), w.Name, w.By.Key(), seal.Both)
			if err != nil || !at.Equal(noon) {
				t.Fatalf("its lines do not verify: %v, %v", at, err)
			}
			if known, err := w.Known(t.Context()); err != nil || known != size {
				t.Fatalf("it knows %d, %v", known, err)
			}
			old = size
		}
	}
}

// TestContinuation: whoever kept a checkpoint is shown that the log only grew since; a
// log that was rewritten, or a proof of another kept size, is refused.
func TestContinuation(t *testing.T) {
	log := signer(t)
	keys := []seal.Key{log.Key()}
	s, _ := grow(t, 300)
	for _, a := range Algorithms() {
		of := OriginOf(origin, a)
		kept, now := checkpoint(t, headAt(t, s, 70), a, log), checkpoint(t, headAt(t, s, 300), a, log)
		proof, err := Continuation(t.Context(), s, a, 70, now)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := VerifyContinuation(kept, proof, of, keys); err != nil || c.Size != 300 {
			t.Errorf("%s: %d, %v", a, c.Size, err)
		}
		if _, err := VerifyContinuation(checkpoint(t, headAt(t, s, 71), a, log), proof, of, keys); !errors.Is(err, ErrOtherSize) {
			t.Errorf("from another size: %v", err)
		}
		other := headAt(t, s, 70)
		other.SHA256, other.SM3 = headAt(t, s, 69).SHA256, headAt(t, s, 69).SM3
		if _, err := VerifyContinuation(checkpoint(t, other, a, log), proof, of, keys); !errors.Is(err, ErrProof) {
			t.Errorf("from a log with another history: %v", err)
		}
		if _, err := VerifyContinuation(kept, proof, of, []seal.Key{signer(t).Key()}); err == nil {
			t.Errorf("signed by a key that is not the log's")
		}
		if _, err := VerifyContinuation(kept, now, of, keys); err == nil {
			t.Errorf("a checkpoint alone proves nothing")
		}
		if _, err := Continuation(t.Context(), s, a, 301, now); !errors.Is(err, ErrOldSize) {
			t.Errorf("from a size not reached: %v", err)
		}
	}
}

// headAt is the head the stored log had at a size.
func headAt(t testing.TB, r HashReader, size uint64) Head {
	t.Helper()
	sha, err := RootAt(t.Context(), r, SHA256, size)
	if err != nil {
		t.Fatal(err)
	}
	sm, err := RootAt(t.Context(), r, SM3, size)
	if err != nil {
		t.Fatal(err)
	}
	return Head{Size: size, SHA256: sha, SM3: sm}
}

// TestWitnessRefuses: what the specification lists, and that nothing refused is remembered.
func TestWitnessRefuses(t *testing.T) {
	log := signer(t)
	s, _ := grow(t, 300)
	w := newWitness(t, "witness.example.cn/audit", SHA256, log)
	hundred := checkpoint(t, headAt(t, s, 100), SHA256, log)
	if _, err := w.Add(t.Context(), 0, nil, hundred, noon); err != nil {
		t.Fatal(err)
	}
	path, err := ConsistencyProof(t.Context(), s, SHA256, 100, 300)
	if err != nil {
		t.Fatal(err)
	}
	good := checkpoint(t, headAt(t, s, 300), SHA256, log)
	fork := headAt(t, s, 300)
	fork.SHA256[0] ^= 1
	sameSize := headAt(t, s, 100)
	sameSize.SHA256[0] ^= 1
	stranger := checkpoint(t, headAt(t, s, 300), SHA256, signer(t))
	cases := []struct {
		why    string
		old    uint64
		path   []Hash
		signed []byte
		want   error
	}{
		{"another log", 100, path, checkpoint(t, headAt(t, s, 300), SM3, log), ErrUnknownLog},
		{"another key", 100, path, stranger, seal.ErrUnsigned},
		{"shrinks", 301, nil, good, ErrOldSize},
		{"forgets what was seen", 0, nil, good, ErrOtherSize},
		{"an old size it never saw", 99, path, good, ErrOtherSize},
		{"a fork", 100, path, checkpoint(t, fork, SHA256, log), ErrProof},
		{"a fork of the same size", 100, nil, checkpoint(t, sameSize, SHA256, log), ErrRootDiffers},
		{"no proof", 100, nil, good, ErrProof},
		{"a proof altered", 100, flipped(path, 0), good, ErrProof},
		{"no checkpoint", 100, path, []byte("x"), errCheckpoint},
	}
	for _, c := range cases {
		if _, err := w.Add(t.Context(), c.old, c.path, c.signed, noon); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.why, err)
		}
		if known, err := w.Known(t.Context()); err != nil || known != 100 {
			t.Fatalf("%s: it now knows %d, %v", c.why, known, err)
		}
	}
	for _, body := range []string{"", "old 1", "old 01\n\nx", "new 1\n\nx", "old 1\nAAAA\n\nx"} {
		if _, _, _, err := ParseRequest([]byte(body)); !errors.Is(err, errRequest) {
			t.Errorf("request %q: %v", body, err)
		}
	}
}

func TestQuorum(t *testing.T) {
	log := signer(t)
	s, _ := grow(t, 20)
	signed := checkpoint(t, headAt(t, s, 20), SHA256, log)
	bare := bytes.Clone(signed)
	q := Quorum{Groups: []Group{{Need: 2, Of: []string{"w/a", "w/b", "w/c"}}, {Need: 1, Of: []string{"w/d"}}}}
	var witnesses []*Witness
	for _, name := range []string{"w/a", "w/b", "w/c", "w/d"} {
		w := newWitness(t, name, SHA256, log)
		witnesses = append(witnesses, w)
		q.Watchers = append(q.Watchers, Watcher{Name: name, Key: w.By.Key()})
	}
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{ErrQuorum, ErrQuorum, ErrQuorum, nil} { // the last, w/d, makes it
		lines, err := witnesses[i].Add(t.Context(), 0, nil, bare, noon.Add(time.Duration(i)*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		signed = append(signed, lines...)
		seen, err := q.Sightings(signed)
		if !errors.Is(err, want) || len(seen) != i+1 || !seen[i].At.Equal(noon.Add(time.Duration(i)*time.Second)) {
			t.Errorf("with %d witnesses: %v, %v", i+1, seen, err)
		}
	}
	if seen, err := (Quorum{}).Sightings(signed); err != nil || len(seen) != 0 {
		t.Errorf("without a quorum: %v, %v", seen, err)
	}
	altered := bytes.Replace(signed, []byte("\n20\n"), []byte("\n21\n"), 1)
	if _, err := q.Sightings(altered); err == nil {
		t.Error("an altered checkpoint was seen by all")
	}
	for why, bad := range map[string]Quorum{
		"needs too many":    {Watchers: q.Watchers, Groups: []Group{{Need: 2, Of: []string{"w/a"}}}},
		"needs none":        {Watchers: q.Watchers, Groups: []Group{{Need: 0, Of: []string{"w/a"}}}},
		"an unknown member": {Watchers: q.Watchers, Groups: []Group{{Need: 1, Of: []string{"w/x"}}}},
		"a member twice":    {Watchers: q.Watchers, Groups: []Group{{Need: 2, Of: []string{"w/a", "w/a"}}}},
		"a watcher twice":   {Watchers: append([]Watcher{{Name: "w/e", Key: q.Watchers[0].Key}}, q.Watchers...)},
		"the log's own key": {Watchers: []Watcher{{Name: "w/a", Key: log.Key()}}},
	} {
		if bad.Check() == nil {
			t.Errorf("a quorum that %s was accepted", why)
		}
	}
}
