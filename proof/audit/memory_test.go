package audit

import (
	"context"
	"fmt"
	"testing"

	"github.com/transparency-dev/merkle/testonly"
)

// stored is a log kept the way a store keeps one: leaf hashes by entry, full tiles
// with their roots. It refuses to lend what is not in the log.
type stored struct {
	leaves []LeafHashes
	tiles  map[string]Tile
}

func newStored() *stored { return &stored{tiles: map[string]Tile{}} }

func tileKey(a Algorithm, level int, index uint64) string {
	return fmt.Sprintf("%s/%d/%d", a, level, index)
}

func (s *stored) record(hashes []LeafHashes, tiles []Tile) {
	s.leaves = append(s.leaves, hashes...)
	for _, t := range tiles {
		s.tiles[tileKey(t.Alg, t.Level, t.Index)] = t
	}
}

func (s *stored) ReadTile(_ context.Context, a Algorithm, level int, index uint64, width int) ([]Hash, error) {
	first := index * TileWidth
	if width == TileWidth {
		t, ok := s.tiles[tileKey(a, level, index)]
		if !ok {
			return nil, fmt.Errorf("no full tile %d/%d", level, index)
		}
		return ParseHashes(t.Bytes())
	}
	var out []Hash
	for i := first; i < first+uint64(width); i++ {
		if level == 0 {
			if i >= uint64(len(s.leaves)) {
				return nil, fmt.Errorf("no leaf %d", i)
			}
			out = append(out, s.leaves[i].Of(a))
			continue
		}
		t, ok := s.tiles[tileKey(a, level-1, i)]
		if !ok {
			return nil, fmt.Errorf("no tile %d/%d", level-1, i)
		}
		out = append(out, t.Root)
	}
	return out, nil
}

// leafOf is the test leaf number i.
func leafOf(i int) []byte { return fmt.Appendf(nil, `{"kind":"test","seq":%d}`, i) }

// grow makes a log of n leaves and its twin.
func grow(t testing.TB, n int) (*stored, *Twin) {
	t.Helper()
	s, twin := newStored(), NewTwin()
	for i := range n {
		index, h, tiles := twin.Append(leafOf(i))
		if index != uint64(i) {
			t.Fatalf("leaf %d got index %d", i, index)
		}
		s.record([]LeafHashes{h}, tiles)
	}
	return s, twin
}

// oracle is transparency-dev's tree of the same n leaves.
func oracle(a Algorithm, n int) *testonly.Tree {
	t := testonly.New(logHasher{a})
	for i := range n {
		t.AppendData(leafOf(i))
	}
	return t
}

// logHasher lends our hashes to transparency-dev's code.
type logHasher struct{ a Algorithm }

func (l logHasher) EmptyRoot() []byte { h := l.a.EmptyRoot(); return h[:] }
func (l logHasher) HashLeaf(leaf []byte) []byte {
	h := l.a.HashLeaf(leaf)
	return h[:]
}
func (l logHasher) HashChildren(x, y []byte) []byte {
	h := l.a.HashChildren(Hash(x), Hash(y))
	return h[:]
}
func (l logHasher) Size() int { return 32 }
