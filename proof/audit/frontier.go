package audit

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// Frontier is the growing edge of one tree: the roots of the perfect subtrees that its
// leaves fall into, from left to right, at most 64 hashes. With it a leaf is appended
// in amortised constant time and the root is known in O(log n); it cannot prove
// anything, for which tiles are needed. It is a value for one goroutine.
type Frontier struct {
	alg   Algorithm
	size  uint64
	roots []Hash // one for each one-bit of size, highest first
}

// NewFrontier is the edge of an empty tree.
func NewFrontier(a Algorithm) (Frontier, error) {
	return Frontier{alg: a}, a.check()
}

// Algorithm names the hash of the tree.
func (f *Frontier) Algorithm() Algorithm { return f.alg }

// Size is the number of leaves.
func (f *Frontier) Size() uint64 { return f.size }

// Append adds the leaf with this hash.
func (f *Frontier) Append(leaf Hash) { f.appendSubtree(leaf, 0) }

// appendSubtree adds the 2^height leaves under a root; the size must be a multiple of
// their number.
func (f *Frontier) appendSubtree(root Hash, height int) {
	for s := f.size >> height; s&1 == 1; s >>= 1 {
		last := len(f.roots) - 1
		root = f.alg.HashChildren(f.roots[last], root)
		f.roots = f.roots[:last]
	}
	f.roots = append(f.roots, root)
	f.size += 1 << height
}

// Root is the root hash of the tree.
func (f *Frontier) Root() Hash { return fold(f.alg, f.roots) }

// fold is the root over perfect subtrees given from left to right.
func fold(a Algorithm, roots []Hash) Hash {
	if len(roots) == 0 {
		return a.EmptyRoot()
	}
	root := roots[len(roots)-1]
	for i := len(roots) - 2; i >= 0; i-- {
		root = a.HashChildren(roots[i], root)
	}
	return root
}

// Clone is a copy that shares nothing.
func (f *Frontier) Clone() Frontier {
	return Frontier{alg: f.alg, size: f.size, roots: slices.Clone(f.roots)}
}

// frontierTags begin a serialised frontier.
var frontierTags = map[Algorithm]byte{SHA256: 1, SM3: 2}

// MarshalBinary is a tag byte for the algorithm, the size in eight bytes big-endian, and the hashes:
// at most 2,057 bytes.
func (f Frontier) MarshalBinary() ([]byte, error) {
	if err := f.alg.check(); err != nil {
		return nil, err
	}
	out := make([]byte, 0, 9+32*len(f.roots))
	out = append(out, frontierTags[f.alg])
	out = binary.BigEndian.AppendUint64(out, f.size)
	for _, h := range f.roots {
		out = append(out, h[:]...)
	}
	return out, nil
}

// errFrontier says that bytes are not a frontier.
var errFrontier = errors.New("reading frontier: malformed")

// UnmarshalBinary reads what MarshalBinary writes.
func (f *Frontier) UnmarshalBinary(data []byte) error {
	if len(data) < 9 {
		return errFrontier
	}
	f.alg = ""
	for a, tag := range frontierTags {
		if tag == data[0] {
			f.alg = a
		}
	}
	f.size = binary.BigEndian.Uint64(data[1:])
	rest := data[9:]
	if f.alg == "" || len(rest) != 32*bits.OnesCount64(f.size) {
		return errFrontier
	}
	f.roots = make([]Hash, 0, len(rest)/32)
	for ; len(rest) > 0; rest = rest[32:] {
		f.roots = append(f.roots, Hash(rest[:32]))
	}
	return nil
}

// Head is the state of both trees of a log at one size.
type Head struct {
	Size   uint64 `json:"size"`
	SHA256 Hash   `json:"sha256"`
	SM3    Hash   `json:"sm3"`
}

// Root picks the root of one tree.
func (h Head) Root(a Algorithm) Hash { return LeafHashes{SHA256: h.SHA256, SM3: h.SM3}.Of(a) }

// String names the head for logs and errors.
func (h Head) String() string { return fmt.Sprintf("size %d, root %s", h.Size, h.SHA256) }
