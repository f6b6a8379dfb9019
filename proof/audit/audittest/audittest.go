// Package audittest judges what others put under the log: every LockStore and every
// HashReader passes the same tests.
package audittest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// Origin is that of the logs in these tests.
const Origin = "log.example.cn/suite"

// Signer is a fresh key for a log.
func Signer(t testing.TB) seal.Signer {
	t.Helper()
	r := seal.NewRing(rand.Reader)
	if _, err := r.Create(seal.ForLog, "", time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	s, err := r.Signer(seal.ForLog, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Leaf is the test leaf number i.
func Leaf(i int) []byte { return fmt.Appendf(nil, `{"kind":"test","seq":%d}`, i) }

// heads are the heads of a log of the test leaves at sizes in ascending order.
func heads(sizes ...int) []audit.Head {
	var out []audit.Head
	twin := audit.NewTwin()
	for _, n := range sizes {
		for i := int(twin.Size()); i < n; i++ {
			twin.Append(Leaf(i))
		}
		out = append(out, twin.Head())
	}
	return out
}

// LockStore judges a LockStore. open makes an empty one, on which several goroutines
// may work at once.
func LockStore(t *testing.T, open func(t *testing.T) audit.LockStore) {
	by := Signer(t)
	sign := func(t *testing.T, h audit.Head, a audit.Algorithm) []byte {
		t.Helper()
		signed, err := h.Checkpoint(Origin, a, "").Sign(t.Context(), by)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	t.Run("compare and swap", func(t *testing.T) {
		l, h := open(t), heads(10, 12)
		first, second := sign(t, h[0], audit.SHA256), sign(t, h[1], audit.SHA256)
		forked := h[1]
		forked.SHA256[0] ^= 1
		steps := []struct {
			why       string
			old, next []byte
			want      error
		}{
			{"the first", nil, first, nil},
			{"the next", first, second, nil},
			{"as if there were none", nil, second, audit.ErrLockMoved},
			{"of one no longer kept", first, second, audit.ErrLockMoved},
			{"by a shorter tree", second, first, audit.ErrBackwards},
			{"by another tree of the same size", second, sign(t, forked, audit.SHA256), audit.ErrBackwards},
			{"by the other tree", second, sign(t, h[1], audit.SM3), audit.ErrBackwards},
			{"by itself", second, second, nil},
		}
		if got, err := l.Load(t.Context()); got != nil || err != nil {
			t.Fatalf("an empty lock holds %q, %v", got, err)
		}
		for _, s := range steps {
			if err := l.Replace(t.Context(), s.old, s.next); !errors.Is(err, s.want) {
				t.Errorf("replacing %s: %v", s.why, err)
			}
		}
		if err := l.Replace(t.Context(), second, []byte("no checkpoint")); err == nil {
			t.Error("something else than a checkpoint was kept")
		}
		if got, err := l.Load(t.Context()); err != nil || !bytes.Equal(got, second) {
			t.Errorf("in the end it holds %q, %v", got, err)
		}
	})
	t.Run("one of several wins", func(t *testing.T) {
		l := open(t)
		var next [][]byte
		for _, h := range heads(10, 11, 12, 13, 14, 15) {
			next = append(next, sign(t, h, audit.SHA256))
		}
		won := make(chan []byte, len(next))
		var wait sync.WaitGroup
		for _, n := range next {
			wait.Go(func() {
				if err := l.Replace(t.Context(), nil, n); err == nil {
					won <- n
				} else if !errors.Is(err, audit.ErrLockMoved) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if len(won) != 1 {
			t.Fatalf("%d of %d replaced the same checkpoint", len(won), len(next))
		}
		if got, err := l.Load(t.Context()); err != nil || !bytes.Equal(got, <-won) {
			t.Errorf("it holds another than the winner's: %v", err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		l := open(t)
		if err := l.Replace(ctx, nil, sign(t, heads(3)[0], audit.SHA256)); err == nil {
			t.Error("replaced after the caller left")
		}
		if got, err := l.Load(t.Context()); got != nil || err != nil {
			t.Errorf("it now holds %q, %v", got, err)
		}
	})
}

// HashReader judges a HashReader. fill keeps a log of these leaves, in order, and lends
// its hashes. The sizes chosen cross the ends of tiles on two levels.
func HashReader(t *testing.T, fill func(t *testing.T, leaves [][]byte) audit.HashReader) {
	const most = 66_000
	leaves := make([][]byte, most)
	for i := range leaves {
		leaves[i] = Leaf(i)
	}
	r := fill(t, leaves)
	sizes := []int{0, 1, 255, 256, 257, 512, 1000, 65_535, 65_536, 65_537, most}
	want := heads(sizes...)
	for i, size := range sizes {
		twin, err := audit.Resume(t.Context(), r, uint64(size))
		if err != nil {
			t.Fatal(err)
		}
		if twin.Head() != want[i] {
			t.Errorf("resumed at %d, the log is another", size)
		}
		for _, a := range audit.Algorithms() {
			prove(t, r, a, want[i], want[:i+1])
		}
	}
}

// prove checks proofs of a few leaves of one tree, and that it continues earlier ones.
func prove(t *testing.T, r audit.HashReader, a audit.Algorithm, head audit.Head, earlier []audit.Head) {
	t.Helper()
	for _, index := range []uint64{0, 1, 255, 256, head.Size / 2, head.Size - 1} {
		if index >= head.Size {
			continue
		}
		path, err := audit.InclusionProof(t.Context(), r, a, index, head.Size)
		if err != nil {
			t.Fatal(err)
		}
		if err := audit.VerifyInclusion(a, index, head.Size, a.HashLeaf(Leaf(int(index))), path, head.Root(a)); err != nil {
			t.Errorf("%s: %v", a, err)
		}
	}
	for _, h := range earlier {
		path, err := audit.ConsistencyProof(t.Context(), r, a, h.Size, head.Size)
		if err != nil {
			t.Fatal(err)
		}
		if err := audit.VerifyConsistency(a, h.Size, head.Size, path, h.Root(a), head.Root(a)); err != nil {
			t.Errorf("%s: %v", a, err)
		}
	}
}
