package audit

import (
	"context"
	"errors"
	"fmt"
	"math/bits"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
)

// nodes reads the nodes ids of a tree of the given size, each tile once.
func nodes(ctx context.Context, r HashReader, a Algorithm, ids []compact.NodeID, size uint64) ([]Hash, error) {
	type place struct {
		level int
		index uint64
	}
	tiles := map[place][]Hash{}
	out := make([]Hash, len(ids))
	for i, id := range ids {
		// Node (level, index) is the root over 2^k hashes of its tile level, which lie in one tile.
		level, k := int(id.Level)/TileHeight, id.Level%TileHeight
		first := id.Index << k
		at := place{level, first / TileWidth}
		if tiles[at] == nil {
			width := min(size>>(TileHeight*level)-at.index*TileWidth, TileWidth)
			hashes, err := readTile(ctx, r, a, at.level, at.index, int(width))
			if err != nil {
				return nil, err
			}
			tiles[at] = hashes
		}
		from := first % TileWidth
		out[i] = perfectRoot(a, tiles[at][from:from+1<<k])
	}
	return out, nil
}

// assemble reads the nodes of a proof and joins those that stand for one ephemeral node.
func assemble(ctx context.Context, r HashReader, a Algorithm, n proof.Nodes, size uint64) ([]Hash, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	hashes, err := nodes(ctx, r, a, n.IDs, size)
	if err != nil {
		return nil, err
	}
	raw := make([][]byte, len(hashes))
	for i := range hashes {
		raw[i] = hashes[i][:]
	}
	raw, err = n.Rehash(raw, func(left, right []byte) []byte {
		h := a.HashChildren(Hash(left), Hash(right))
		return h[:]
	})
	if err != nil {
		return nil, err
	}
	out := make([]Hash, len(raw))
	for i := range raw {
		out[i] = Hash(raw[i])
	}
	return out, nil
}

// InclusionProof proves that the leaf at index is in the tree of the given size: at
// most 64 hashes, from the leaf's sibling to the root's child (RFC 6962, 2.1.1). size
// may be any size up to the stored one. Cost: O(log n) tiles read.
func InclusionProof(ctx context.Context, r HashReader, a Algorithm, index, size uint64) ([]Hash, error) {
	n, err := proof.Inclusion(index, size)
	if err == nil {
		var out []Hash
		if out, err = assemble(ctx, r, a, n, size); err == nil {
			return out, nil
		}
	}
	return nil, fmt.Errorf("proving inclusion of %d in %d: %w", index, size, err)
}

// ConsistencyProof proves that the tree of size to only appended to the tree of size
// from (RFC 6962, 2.1.2). It is empty when from is zero or equals to.
func ConsistencyProof(ctx context.Context, r HashReader, a Algorithm, from, to uint64) ([]Hash, error) {
	n, err := proof.Consistency(from, to)
	if err == nil {
		var out []Hash
		if out, err = assemble(ctx, r, a, n, to); err == nil {
			return out, nil
		}
	}
	return nil, fmt.Errorf("proving consistency of %d with %d: %w", from, to, err)
}

// RootAt is the root the stored tree had at an earlier (or its present) size.
func RootAt(ctx context.Context, r HashReader, a Algorithm, size uint64) (Hash, error) {
	if err := a.check(); err != nil {
		return Hash{}, err
	}
	hashes, err := nodes(ctx, r, a, compact.RangeNodes(0, size, nil), size)
	if err != nil {
		return Hash{}, fmt.Errorf("computing root at %d: %w", size, err)
	}
	return fold(a, hashes), nil
}

// ErrProof says that a proof does not verify. Nothing it was said to prove may then be
// believed.
var ErrProof = errors.New("proof does not verify")

// VerifyInclusion checks that the leaf with this hash stands at index in the tree of
// the given size and root. Source: RFC 9162, 2.1.3.2.
func VerifyInclusion(a Algorithm, index, size uint64, leaf Hash, path []Hash, root Hash) error {
	if err := a.check(); err != nil {
		return err
	}
	got, ok := inclusionRoot(a, index, size, leaf, path)
	if !ok || got != root {
		return fmt.Errorf("verifying inclusion of %d in %d: %w", index, size, ErrProof)
	}
	return nil
}

// inclusionRoot walks from the leaf to the root. fn and sn are the positions, at the
// level reached, of our node and of the last one.
func inclusionRoot(a Algorithm, index, size uint64, leaf Hash, path []Hash) (Hash, bool) {
	if index >= size {
		return Hash{}, false
	}
	node, fn, sn := leaf, index, size-1
	for _, p := range path {
		if sn == 0 {
			return Hash{}, false // longer than the tree is high
		}
		if fn&1 == 1 || fn == sn {
			node = a.HashChildren(p, node)
			for fn&1 == 0 && fn != 0 { // levels at which our node has no sibling
				fn, sn = fn>>1, sn>>1
			}
		} else {
			node = a.HashChildren(node, p)
		}
		fn, sn = fn>>1, sn>>1
	}
	return node, sn == 0
}

// VerifyConsistency checks that the tree (to, rootTo) only appended to the tree (from,
// rootFrom). A tree of size zero is consistent with any, and its root must be the
// empty one. Source: RFC 9162, 2.1.4.2.
func VerifyConsistency(a Algorithm, from, to uint64, path []Hash, rootFrom, rootTo Hash) error {
	if err := a.check(); err != nil {
		return err
	}
	if !consistent(a, from, to, path, rootFrom, rootTo) {
		return fmt.Errorf("verifying consistency of %d with %d: %w", from, to, ErrProof)
	}
	return nil
}

func consistent(a Algorithm, from, to uint64, path []Hash, rootFrom, rootTo Hash) bool {
	switch {
	case from > to:
		return false
	case from == to:
		return len(path) == 0 && rootFrom == rootTo
	case from == 0:
		return len(path) == 0 && rootFrom == a.EmptyRoot()
	case len(path) == 0:
		return false
	}
	fn, sn := from-1, to-1
	skip := bits.TrailingZeros64(^fn) // levels at which the old tree's last node is a right child
	fn, sn = fn>>skip, sn>>skip
	old, now := rootFrom, rootFrom
	if fn != 0 { // the old tree is not one perfect subtree: its last one opens the path
		old, now, path = path[0], path[0], path[1:]
	}
	for _, p := range path {
		if sn == 0 {
			return false
		}
		if fn&1 == 1 || fn == sn {
			old, now = a.HashChildren(p, old), a.HashChildren(p, now)
			for fn&1 == 0 && fn != 0 {
				fn, sn = fn>>1, sn>>1
			}
		} else {
			now = a.HashChildren(now, p)
		}
		fn, sn = fn>>1, sn>>1
	}
	return sn == 0 && old == rootFrom && now == rootTo
}
