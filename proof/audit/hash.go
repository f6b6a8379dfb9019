package audit

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/emmansun/gmsm/sm3"
)

// Algorithm names the hash of a tree.
type Algorithm string

// The algorithms of the two trees.
const (
	SHA256 Algorithm = "sha256"
	SM3    Algorithm = "sm3"
)

// Algorithms lists both.
func Algorithms() []Algorithm { return []Algorithm{SHA256, SM3} }

// Hash is a node of either tree; both algorithms give 32 bytes.
type Hash [32]byte

// String is the hash in base64, as in checkpoints and proofs.
func (h Hash) String() string { return base64.StdEncoding.EncodeToString(h[:]) }

// MarshalText writes the hash in base64.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(text []byte) error {
	got, err := ParseHash(string(text))
	*h = got
	return err
}

// ParseHash reads a hash in base64; only the one canonical spelling is accepted.
func ParseHash(s string) (Hash, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != len(Hash{}) || len(s) != 44 {
		return Hash{}, errors.New("reading hash: want 32 bytes in base64")
	}
	return Hash(raw), nil
}

// The prefixes that keep a leaf from being taken for a node (RFC 6962, section 2.1).
const (
	leafPrefix = 0
	nodePrefix = 1
)

// sum hashes data. An unknown algorithm is a programming error: trees are made by
// constructors that refuse it.
func (a Algorithm) sum(data []byte) Hash {
	switch a {
	case SHA256:
		return sha256.Sum256(data)
	case SM3:
		return sm3.Sum(data)
	}
	panic(fmt.Sprintf("audit: algorithm %q was not checked", string(a)))
}

// check refuses an unknown algorithm.
func (a Algorithm) check() error {
	if a != SHA256 && a != SM3 {
		return fmt.Errorf("choosing tree: unknown algorithm %q", string(a))
	}
	return nil
}

// EmptyRoot is the root of a tree without leaves: the hash of nothing.
func (a Algorithm) EmptyRoot() Hash { return a.sum(nil) }

// HashLeaf is the hash of a leaf's bytes, however long.
func (a Algorithm) HashLeaf(leaf []byte) Hash {
	var small [513]byte // most leaves fit, and then nothing is allocated
	buf := append(small[:1], leaf...)
	buf[0] = leafPrefix
	return a.sum(buf)
}

// HashChildren is the hash of the node above two nodes.
func (a Algorithm) HashChildren(left, right Hash) Hash {
	var buf [65]byte
	buf[0] = nodePrefix
	copy(buf[1:], left[:])
	copy(buf[33:], right[:])
	return a.sum(buf[:])
}

// LeafHashes are the two hashes of one leaf: what the store keeps beside its bytes.
type LeafHashes struct {
	SHA256 Hash `json:"sha256"`
	SM3    Hash `json:"sm3"`
}

// HashLeaf hashes a leaf for both trees.
func HashLeaf(leaf []byte) LeafHashes {
	return LeafHashes{SHA256: SHA256.HashLeaf(leaf), SM3: SM3.HashLeaf(leaf)}
}

// Of picks the hash for one tree.
func (l LeafHashes) Of(a Algorithm) Hash {
	if a == SM3 {
		return l.SM3
	}
	return l.SHA256
}
