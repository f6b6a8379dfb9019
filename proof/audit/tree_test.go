package audit

import (
	"bytes"
	"context"
	"encoding/hex"
	"testing"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// TestHashesAgainstReference: the SHA-256 hasher is RFC 6962's, and the SM3 one is the
// same construction over the hash of GB/T 32905-2016, whose sample vector is checked.
func TestHashesAgainstReference(t *testing.T) {
	for _, leaf := range [][]byte{nil, []byte("a"), bytes.Repeat([]byte{7}, 512), bytes.Repeat([]byte{8}, 70000)} {
		if h := SHA256.HashLeaf(leaf); !bytes.Equal(h[:], rfc6962.DefaultHasher.HashLeaf(leaf)) {
			t.Errorf("leaf of %d bytes: hash differs from rfc6962", len(leaf))
		}
	}
	x, y := SHA256.HashLeaf([]byte("x")), SHA256.HashLeaf([]byte("y"))
	if h := SHA256.HashChildren(x, y); !bytes.Equal(h[:], rfc6962.DefaultHasher.HashChildren(x[:], y[:])) {
		t.Error("node hash differs from rfc6962")
	}
	const abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
	if h := SM3.sum([]byte("abc")); hex.EncodeToString(h[:]) != abc {
		t.Errorf("SM3(abc) = %x", h)
	}
	if h := SM3.HashChildren(x, y); h != SM3.sum(append(append([]byte{1}, x[:]...), y[:]...)) {
		t.Error("SM3 node is not the hash of 1, left, right")
	}
}

// sizes are where trees change shape.
var sizes = []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 255, 256, 257, 511, 512, 513, 700, 1000}

func TestTreeAgainstOracle(t *testing.T) {
	ctx := context.Background()
	s, _ := grow(t, sizes[len(sizes)-1])
	for _, a := range Algorithms() {
		want := oracle(a, sizes[len(sizes)-1])
		for _, size := range sizes {
			root, err := RootAt(ctx, s, a, uint64(size))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(root[:], want.HashAt(uint64(size))) {
				t.Fatalf("%s root at %d differs", a, size)
			}
			for _, index := range []int{0, 1, size / 2, size - 2, size - 1} {
				if index < 0 || index >= size {
					continue
				}
				path, err := InclusionProof(ctx, s, a, uint64(index), uint64(size))
				if err != nil {
					t.Fatal(err)
				}
				oracleChecksInclusion(t, a, index, size, path, root)
				if err := VerifyInclusion(a, uint64(index), uint64(size), s.leaves[index].Of(a), path, root); err != nil {
					t.Fatal(err)
				}
			}
			for _, from := range sizes {
				if from > size {
					break
				}
				path, err := ConsistencyProof(ctx, s, a, uint64(from), uint64(size))
				if err != nil {
					t.Fatal(err)
				}
				old := Hash(want.HashAt(uint64(from)))
				if err := VerifyConsistency(a, uint64(from), uint64(size), path, old, root); err != nil {
					t.Fatal(err)
				}
				wantPath, err := want.ConsistencyProof(uint64(from), uint64(size))
				if err != nil || !samePath(path, wantPath) {
					t.Fatalf("%s consistency %d to %d differs from the oracle's", a, from, size)
				}
			}
		}
	}
}

func oracleChecksInclusion(t *testing.T, a Algorithm, index, size int, path []Hash, root Hash) {
	t.Helper()
	err := proof.VerifyInclusion(logHasher{a}, uint64(index), uint64(size), logHasher{a}.HashLeaf(leafOf(index)), raw(path), root[:])
	if err != nil {
		t.Fatalf("%s inclusion of %d in %d: oracle says: %v", a, index, size, err)
	}
}

func raw(path []Hash) [][]byte {
	out := make([][]byte, len(path))
	for i := range path {
		out[i] = path[i][:]
	}
	return out
}

func samePath(path []Hash, want [][]byte) bool {
	if len(path) != len(want) {
		return false
	}
	for i := range path {
		if !bytes.Equal(path[i][:], want[i]) {
			return false
		}
	}
	return true
}

// TestResume: a twin read back from the store goes on exactly as the one that was
// never interrupted, at every shape of the tree up to three tile levels.
func TestResume(t *testing.T) {
	ctx := context.Background()
	for _, size := range append(sizes, 65500) {
		s, twin := grow(t, size)
		back, err := Resume(ctx, s, uint64(size))
		if err != nil {
			t.Fatal(err)
		}
		if back.Head() != twin.Head() {
			t.Fatalf("size %d: resumed head %v, want %v", size, back.Head(), twin.Head())
		}
		for i := size; i < size+300; i++ {
			_, _, tiles := twin.Append(leafOf(i))
			_, _, again := back.Append(leafOf(i))
			if len(tiles) != len(again) {
				t.Fatalf("size %d: %d tiles, resumed %d", i, len(tiles), len(again))
			}
			for j := range tiles {
				if tiles[j].Level != again[j].Level || tiles[j].Index != again[j].Index || tiles[j].Root != again[j].Root || !bytes.Equal(tiles[j].Bytes(), again[j].Bytes()) {
					t.Fatalf("size %d: tile %d differs after resuming", i, j)
				}
			}
		}
		if back.Head() != twin.Head() {
			t.Fatalf("size %d: heads part after resuming", size)
		}
	}
}

// TestClone: what is appended to a clone and thrown away leaves no trace, the case of a
// transaction that rolls back.
func TestClone(t *testing.T) {
	_, twin := grow(t, 250)
	want := twin.Head()
	for range 3 {
		lost := twin.Clone()
		for i := range 600 {
			lost.Append(leafOf(9000 + i))
		}
		if twin.Head() != want {
			t.Fatal("the original moved")
		}
	}
	_, fresh := grow(t, 250)
	for i := 250; i < 900; i++ {
		next := twin.Clone()
		next.Append(leafOf(i))
		twin.Append([]byte("lost")) // also the other way round: the clone must not see this
		twin = next
		fresh.Append(leafOf(i))
	}
	if twin.Head() != fresh.Head() {
		t.Fatal("clone saw what its original appended")
	}
}

func TestAppendAllIsAppend(t *testing.T) {
	one, all := NewTwin(), NewTwin()
	s := newStored()
	var leaves [][]byte
	for i := range 1000 {
		leaves = append(leaves, leafOf(i))
		one.Append(leafOf(i))
	}
	for len(leaves) > 0 {
		n := min(len(leaves), 333)
		first, hashes, tiles := all.AppendAll(leaves[:n])
		if first != uint64(len(s.leaves)) || hashes[0] != HashLeaf(leaves[0]) {
			t.Fatalf("batch at %d has wrong index or hashes", first)
		}
		s.record(hashes, tiles)
		leaves = leaves[n:]
	}
	if one.Head() != all.Head() {
		t.Fatal("a batch gives another tree than its leaves one by one")
	}
	if back, err := Resume(context.Background(), s, 1000); err != nil || back.Head() != one.Head() {
		t.Fatalf("the batch's tiles do not carry the tree: %v", err)
	}
}

func TestFrontierRoundTrip(t *testing.T) {
	_, twin := grow(t, 777)
	for _, a := range Algorithms() {
		f := twin.Frontier(a)
		data, err := f.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back Frontier
		if err := back.UnmarshalBinary(data); err != nil || back.Root() != f.Root() || back.Size() != 777 {
			t.Fatalf("%s frontier came back different: %v", a, err)
		}
		back.Append(a.HashLeaf(leafOf(777)))
		if f.Root() != rootOf(twin.Frontier(a)) {
			t.Fatal("appending to a copy moved the original")
		}
		for n := range data {
			if err := new(Frontier).UnmarshalBinary(data[:n]); err == nil {
				t.Fatalf("frontier cut to %d bytes was read", n)
			}
		}
	}
}

func rootOf(f Frontier) Hash { return f.Root() }

// FuzzFrontier: whatever is read is written again as it was, and has a root.
func FuzzFrontier(f *testing.F) {
	_, twin := grow(f, 13)
	for _, a := range Algorithms() {
		data, err := twin.Frontier(a).MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var read Frontier
		if read.UnmarshalBinary(data) != nil {
			return
		}
		if again, err := read.MarshalBinary(); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%x was read and written as %x, %v", data, again, err)
		}
		read.Root()
	})
}
