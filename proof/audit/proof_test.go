package audit

import (
	"context"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/transparency-dev/merkle/proof"
)

// TestTamperedProofs spoils every part of good proofs; each spoilt one must be refused
// with ErrProof.
func TestTamperedProofs(t *testing.T) {
	ctx := context.Background()
	s, _ := grow(t, 700)
	for _, a := range Algorithms() {
		for _, c := range [][2]uint64{{0, 1}, {0, 2}, {3, 7}, {6, 7}, {255, 256}, {256, 257}, {300, 700}, {699, 700}} {
			index, size := c[0], c[1]
			root, err := RootAt(ctx, s, a, size)
			if err != nil {
				t.Fatal(err)
			}
			path, err := InclusionProof(ctx, s, a, index, size)
			if err != nil {
				t.Fatal(err)
			}
			leaf := s.leaves[index].Of(a)
			refuse := func(why string, index, size uint64, leaf Hash, path []Hash, root Hash) {
				t.Helper()
				if err := VerifyInclusion(a, index, size, leaf, path, root); !errors.Is(err, ErrProof) {
					t.Errorf("%s of %d in %d: %s: %v", a, c[0], c[1], why, err)
				}
			}
			for i := range path {
				refuse("a hash altered", index, size, leaf, flipped(path, i), root)
				refuse("a hash left out", index, size, leaf, append(append([]Hash{}, path[:i]...), path[i+1:]...), root)
			}
			refuse("a hash too many", index, size, leaf, append(append([]Hash{}, path...), Hash{}), root)
			refuse("another leaf", index, size, flipped([]Hash{leaf}, 0)[0], path, root)
			refuse("another root", index, size, leaf, path, flipped([]Hash{root}, 0)[0])
			refuse("an index beyond", size, size, leaf, path, root)
			refuse("size zero", 0, 0, leaf, path, root)
			if size > 1 {
				refuse("the neighbour's index", index^1, size, leaf, path, root)
			}
			if VerifyInclusion(other(a), index, size, leaf, path, root) == nil && size > 1 {
				t.Errorf("a %s proof verifies in the other tree", a)
			}
		}
	}
	if VerifyInclusion("md5", 0, 1, Hash{}, nil, Hash{}) == nil || VerifyConsistency("md5", 1, 1, nil, Hash{}, Hash{}) == nil {
		t.Error("an unknown algorithm verifies")
	}
}

func other(a Algorithm) Algorithm {
	if a == SM3 {
		return SHA256
	}
	return SM3
}

// flipped is hashes with a bit of one changed.
func flipped(hashes []Hash, i int) []Hash {
	out := append([]Hash{}, hashes...)
	out[i][i%32] ^= 1 << (i % 8)
	return out
}

func TestTamperedConsistency(t *testing.T) {
	ctx := context.Background()
	s, _ := grow(t, 700)
	for _, c := range [][2]uint64{{1, 2}, {1, 7}, {3, 7}, {4, 7}, {4, 8}, {255, 257}, {256, 700}, {257, 700}, {512, 513}, {699, 700}} {
		from, to := c[0], c[1]
		old, err := RootAt(ctx, s, SHA256, from)
		if err != nil {
			t.Fatal(err)
		}
		now, err := RootAt(ctx, s, SHA256, to)
		if err != nil {
			t.Fatal(err)
		}
		path, err := ConsistencyProof(ctx, s, SHA256, from, to)
		if err != nil {
			t.Fatal(err)
		}
		refuse := func(why string, from, to uint64, path []Hash, old, now Hash) {
			t.Helper()
			if err := VerifyConsistency(SHA256, from, to, path, old, now); !errors.Is(err, ErrProof) {
				t.Errorf("%d to %d: %s: %v", c[0], c[1], why, err)
			}
		}
		for i := range path {
			refuse("a hash altered", from, to, flipped(path, i), old, now)
			refuse("a hash left out", from, to, append(append([]Hash{}, path[:i]...), path[i+1:]...), old, now)
		}
		refuse("a hash too many", from, to, append(append([]Hash{}, path...), Hash{}), old, now)
		refuse("roots exchanged", from, to, path, now, old)
		refuse("another old root", from, to, path, flipped([]Hash{old}, 0)[0], now)
		refuse("another new root", from, to, path, old, flipped([]Hash{now}, 0)[0])
		refuse("sizes exchanged", to, from, path, old, now)
		refuse("no proof", from, to, nil, old, now)
	}
	if VerifyConsistency(SHA256, 0, 5, nil, Hash{1}, Hash{2}) == nil {
		t.Error("a root that is not the empty one was taken for size zero")
	}
	if VerifyConsistency(SHA256, 5, 5, nil, Hash{1}, Hash{2}) == nil || VerifyConsistency(SHA256, 5, 5, []Hash{{}}, Hash{1}, Hash{1}) == nil {
		t.Error("two trees of one size are consistent only when equal, without a proof")
	}
}

// FuzzVerifyInclusion: our verifier and transparency-dev's agree on everything.
func FuzzVerifyInclusion(f *testing.F) {
	s, _ := grow(f, 300)
	for _, c := range [][2]uint64{{0, 1}, {5, 7}, {255, 300}, {299, 300}} {
		path, err := InclusionProof(context.Background(), s, SHA256, c[0], c[1])
		if err != nil {
			f.Fatal(err)
		}
		root, err := RootAt(context.Background(), s, SHA256, c[1])
		if err != nil {
			f.Fatal(err)
		}
		leaf := s.leaves[c[0]].SHA256
		f.Add(c[0], c[1], leaf[:], packHashes(path), root[:])
	}
	f.Fuzz(func(t *testing.T, index, size uint64, leaf, packed, root []byte) {
		path, err := ParseHashes(packed)
		if err != nil || len(leaf) != 32 || len(root) != 32 {
			return
		}
		ours := VerifyInclusion(SHA256, index, size, Hash(leaf), path, Hash(root)) == nil
		theirs := proof.VerifyInclusion(logHasher{SHA256}, index, size, leaf, raw(path), root) == nil
		if ours != theirs {
			t.Fatalf("inclusion of %d in %d: we say %v, they %v", index, size, ours, theirs)
		}
		// A root that the path itself leads to is accepted by both or by neither.
		if reached, err := proof.RootFromInclusionProof(logHasher{SHA256}, index, size, leaf, raw(path)); err == nil {
			if err := VerifyInclusion(SHA256, index, size, Hash(leaf), path, Hash(reached)); err != nil {
				t.Fatalf("inclusion of %d in %d: they reach a root, we: %v", index, size, err)
			}
		}
	})
}

// FuzzVerifyConsistency: the same for consistency, where either verifier may be given
// sizes and hashes from an attacker. Ours also accepts size zero, as CheckStart and
// witnesses need; theirs refuses it.
func FuzzVerifyConsistency(f *testing.F) {
	s, _ := grow(f, 300)
	for _, c := range [][2]uint64{{1, 2}, {3, 7}, {4, 7}, {256, 300}, {299, 300}, {7, 7}} {
		path, err := ConsistencyProof(context.Background(), s, SHA256, c[0], c[1])
		if err != nil {
			f.Fatal(err)
		}
		old, _ := RootAt(context.Background(), s, SHA256, c[0])
		now, _ := RootAt(context.Background(), s, SHA256, c[1])
		f.Add(c[0], c[1], packHashes(path), old[:], now[:])
	}
	f.Fuzz(func(t *testing.T, from, to uint64, packed, old, now []byte) {
		path, err := ParseHashes(packed)
		if err != nil || len(old) != 32 || len(now) != 32 || from == 0 {
			return
		}
		ours := VerifyConsistency(SHA256, from, to, path, Hash(old), Hash(now)) == nil
		theirs := proof.VerifyConsistency(logHasher{SHA256}, from, to, raw(path), old, now) == nil
		if ours != theirs {
			t.Fatalf("consistency of %d with %d: we say %v, they %v", from, to, ours, theirs)
		}
	})
}

// FuzzTree: for any size and index, the proof we make verifies under the root we
// compute, and the root is the oracle's.
func FuzzTree(f *testing.F) {
	s, _ := grow(f, 3000)
	f.Add(uint64(2999), uint64(3000), uint64(17))
	f.Fuzz(func(t *testing.T, index, size, from uint64) {
		ctx := context.Background()
		size = 1 + size%3000
		index, from = index%size, from%(size+1)
		for _, a := range Algorithms() {
			root, err := RootAt(ctx, s, a, size)
			if err != nil {
				t.Fatal(err)
			}
			path, err := InclusionProof(ctx, s, a, index, size)
			if err != nil {
				t.Fatal(err)
			}
			if err := VerifyInclusion(a, index, size, s.leaves[index].Of(a), path, root); err != nil {
				t.Fatal(err)
			}
			old, err := RootAt(ctx, s, a, from)
			if err != nil {
				t.Fatal(err)
			}
			if path, err = ConsistencyProof(ctx, s, a, from, size); err != nil {
				t.Fatal(err)
			}
			if err := VerifyConsistency(a, from, size, path, old, root); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestReaderFaults: a store that lends too little, or fails, makes a proof fail and
// never a wrong one.
func TestReaderFaults(t *testing.T) {
	ctx := context.Background()
	s, _ := grow(t, 600)
	broken := errors.New("disk is gone")
	for why, r := range map[string]HashReader{
		"fails": reader(func(Algorithm, int, uint64, int) ([]Hash, error) { return nil, broken }),
		"short": reader(func(a Algorithm, level int, index uint64, width int) ([]Hash, error) {
			h, err := s.ReadTile(ctx, a, level, index, width)
			return h[:len(h)-1], err
		}),
	} {
		if _, err := InclusionProof(ctx, r, SHA256, 5, 600); err == nil {
			t.Errorf("%s: a proof was made", why)
		}
		if _, err := RootAt(ctx, r, SM3, 600); err == nil {
			t.Errorf("%s: a root was computed", why)
		}
		if _, err := Resume(ctx, r, 600); err == nil {
			t.Errorf("%s: a log was resumed", why)
		}
	}
	for _, a := range []Algorithm{"", "md5"} {
		if _, err := InclusionProof(ctx, s, a, 5, 600); err == nil {
			t.Errorf("proved in a tree of algorithm %q", a)
		}
		if _, err := NewFrontier(a); err == nil {
			t.Errorf("made a frontier of algorithm %q", a)
		}
	}
	if _, err := InclusionProof(ctx, s, SHA256, 600, 600); err == nil {
		t.Error("proved a leaf that is not there")
	}
	if _, err := ConsistencyProof(ctx, s, SHA256, 601, 600); err == nil {
		t.Error("proved that a tree shrank")
	}
}

type reader func(a Algorithm, level int, index uint64, width int) ([]Hash, error)

func (r reader) ReadTile(_ context.Context, a Algorithm, level int, index uint64, width int) ([]Hash, error) {
	return r(a, level, index, width)
}

func BenchmarkVerifyInclusion(b *testing.B) {
	// A path of 23 hashes, as in a tree of five million leaves; what it leads to does not matter.
	path := make([]Hash, 23)
	for i := range path {
		binary.BigEndian.PutUint64(path[i][:], uint64(i))
	}
	for _, a := range Algorithms() {
		b.Run(string(a), func(b *testing.B) {
			root, ok := inclusionRoot(a, 1234567, 1<<23, Hash{}, path)
			if !ok {
				b.Fatal("not a path")
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := VerifyInclusion(a, 1234567, 1<<23, Hash{}, path, root); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	leaf := make([]byte, 200)
	b.Run("one", func(b *testing.B) {
		twin := NewTwin()
		b.ReportAllocs()
		for b.Loop() {
			twin.Append(leaf)
		}
	})
	b.Run("batch512", func(b *testing.B) {
		twin, batch := NewTwin(), make([][]byte, 512)
		for i := range batch {
			batch[i] = leaf
		}
		b.ReportAllocs()
		for b.Loop() {
			twin = twin.Clone()
			twin.AppendAll(batch)
		}
		b.ReportMetric(float64(b.N)*512/b.Elapsed().Seconds(), "leaves/s")
	})
}

func BenchmarkInclusionProof(b *testing.B) {
	s, _ := grow(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := InclusionProof(b.Context(), s, SHA256, 4711, 100_000); err != nil {
			b.Fatal(err)
		}
	}
}
