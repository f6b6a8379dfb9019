package audit

import (
	"context"
	"fmt"
)

// Twin is the growing edge of both trees of one log. It is owned by the one goroutine
// that writes the log:
//
//	next := twin.Clone()
//	… next.Append(leaf) for every entry of the batch, its hashes and tiles into the transaction …
//	commit; then twin = next
//
// A crash before the commit leaves nothing; a crash after it loses only memory, which
// Resume rebuilds from the store.
type Twin struct {
	sha, sm edge
}

// NewTwin is the edge of an empty log.
func NewTwin() *Twin {
	return &Twin{sha: edge{frontier: Frontier{alg: SHA256}}, sm: edge{frontier: Frontier{alg: SM3}}}
}

// Resume reads the edge of a stored log of the given size. The roots of the result are
// computed from what was read, so comparing them with a checkpoint tells whether the
// store still holds that tree's edge.
func Resume(ctx context.Context, r HashReader, size uint64) (*Twin, error) {
	sha, err := resumeEdge(ctx, r, SHA256, size)
	if err != nil {
		return nil, fmt.Errorf("resuming log: %w", err)
	}
	sm, err := resumeEdge(ctx, r, SM3, size)
	if err != nil {
		return nil, fmt.Errorf("resuming log: %w", err)
	}
	return &Twin{sha: sha, sm: sm}, nil
}

// Append adds a leaf. It returns the leaf's index (from zero), its two hashes, and the
// tiles that it filled: none for 255 leaves of 256, else at least one of each algorithm.
func (t *Twin) Append(leaf []byte) (index uint64, hashes LeafHashes, full []Tile) {
	hashes = HashLeaf(leaf)
	index = t.Size()
	return index, hashes, t.AppendHashes(hashes)
}

// AppendHashes adds a leaf by its hashes and returns the tiles that it filled.
func (t *Twin) AppendHashes(h LeafHashes) []Tile {
	return t.sm.append(h.SM3, t.sha.append(h.SHA256, nil))
}

// AppendAll adds a batch of leaves in order, the two trees at the same time. It
// returns the index of the first, the hashes of each, and the tiles that filled.
func (t *Twin) AppendAll(leaves [][]byte) (first uint64, hashes []LeafHashes, full []Tile) {
	first, hashes = t.Size(), make([]LeafHashes, len(leaves))
	done := make(chan []Tile)
	go func() {
		var tiles []Tile
		for i, leaf := range leaves {
			hashes[i].SM3 = SM3.HashLeaf(leaf)
			tiles = t.sm.append(hashes[i].SM3, tiles)
		}
		done <- tiles
	}()
	for i, leaf := range leaves {
		hashes[i].SHA256 = SHA256.HashLeaf(leaf)
		full = t.sha.append(hashes[i].SHA256, full)
	}
	return first, hashes, append(full, <-done...)
}

// Size is the number of leaves.
func (t *Twin) Size() uint64 { return t.sha.frontier.size }

// Head is the state of both trees now.
func (t *Twin) Head() Head {
	return Head{Size: t.Size(), SHA256: t.sha.frontier.Root(), SM3: t.sm.frontier.Root()}
}

// Clone is a twin that can be appended to without the original noticing. It costs
// O(log n), and one copy of at most 8 KiB for each level first appended to.
func (t *Twin) Clone() *Twin { return &Twin{sha: t.sha.clone(), sm: t.sm.clone()} }

// Frontier is a copy of the edge of one tree, small enough to be stored with a batch.
func (t *Twin) Frontier(a Algorithm) Frontier {
	if a == SM3 {
		return t.sm.frontier.Clone()
	}
	return t.sha.frontier.Clone()
}
