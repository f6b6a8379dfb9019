package audit

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/proof/seal"
)

// The first lines of a proof. The format of c2sp.org/tlog-proof fixes SHA-256; a proof
// in the SM3 twin has the same lines under a name of its own, so that no reader
// mistakes one for the other.
const (
	proofHeader   = "c2sp.org/tlog-proof@v1"
	proofHeaderGM = "shuyu/tlog-proof-sm3@v1"
)

// maxPath is the length of the longest path in a tree of 2^64 leaves.
const maxPath = 64

// Proof proves offline that a leaf is in a log: its index, the path to the root, and
// the signed checkpoint with that root. As text it is a .tlog-proof file.
type Proof struct {
	Alg        Algorithm
	Extra      []byte // opaque to the proof and not authenticated; nil for none
	Index      uint64
	Path       []Hash
	Checkpoint []byte // the signed note, verbatim
}

// Prove builds the proof of the leaf at index under a signed checkpoint of the tree.
func Prove(ctx context.Context, r HashReader, a Algorithm, index uint64, checkpoint []byte) (Proof, error) {
	c, err := Unverified(checkpoint)
	if err != nil {
		return Proof{}, fmt.Errorf("proving inclusion of %d: %w", index, err)
	}
	if AlgorithmOf(c.Origin) != a {
		return Proof{}, fmt.Errorf("proving inclusion of %d: checkpoint of %s is not of the %s tree", index, c.Origin, a)
	}
	path, err := InclusionProof(ctx, r, a, index, c.Size)
	if err != nil {
		return Proof{}, err
	}
	return Proof{Alg: a, Index: index, Path: path, Checkpoint: checkpoint}, nil
}

// Text writes the proof as a .tlog-proof file.
func (p Proof) Text() []byte {
	var b strings.Builder
	if p.Alg == SM3 {
		b.WriteString(proofHeaderGM + "\n")
	} else {
		b.WriteString(proofHeader + "\n")
	}
	if p.Extra != nil {
		b.WriteString("extra " + base64.StdEncoding.EncodeToString(p.Extra) + "\n")
	}
	fmt.Fprintf(&b, "index %d\n", p.Index)
	for _, h := range p.Path {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(p.Checkpoint)
	return []byte(b.String())
}

// errProofText says that a text is not a proof.
var errProofText = errors.New("malformed proof")

// ParseProof reads a .tlog-proof file. It verifies nothing.
func ParseProof(text []byte) (Proof, error) {
	head, checkpoint, ok := strings.Cut(string(text), "\n\n")
	if !ok || checkpoint == "" {
		return Proof{}, fmt.Errorf("reading proof: %w", errProofText)
	}
	lines := strings.Split(head, "\n")
	p := Proof{Checkpoint: []byte(checkpoint)}
	switch lines[0] {
	case proofHeader:
		p.Alg = SHA256
	case proofHeaderGM:
		p.Alg = SM3
	default:
		return Proof{}, fmt.Errorf("reading proof: %w: unknown first line", errProofText)
	}
	if err := p.parse(lines[1:]); err != nil {
		return Proof{}, fmt.Errorf("reading proof: %w", err)
	}
	return p, nil
}

// parse reads the lines between the header and the checkpoint.
func (p *Proof) parse(lines []string) (err error) {
	if len(lines) > 0 {
		if extra, ok := strings.CutPrefix(lines[0], "extra "); ok {
			if p.Extra, err = base64.StdEncoding.Strict().DecodeString(extra); err != nil {
				return fmt.Errorf("%w: extra", errProofText)
			}
			lines = lines[1:]
		}
	}
	if len(lines) == 0 || len(lines) > 1+maxPath {
		return fmt.Errorf("%w: %d lines", errProofText, len(lines))
	}
	index, ok := strings.CutPrefix(lines[0], "index ")
	if !ok {
		return fmt.Errorf("%w: index", errProofText)
	}
	if p.Index, err = parseDecimal(index); err != nil {
		return fmt.Errorf("%w: index: %w", errProofText, err)
	}
	for _, line := range lines[1:] {
		h, err := ParseHash(line)
		if err != nil {
			return fmt.Errorf("%w: %w", errProofText, err)
		}
		p.Path = append(p.Path, h)
	}
	return nil
}

// Verify checks, with nothing but the log's origin and keys, that leaf is in the log,
// and returns the checkpoint that says so. origin is that of the log, without "/gm".
func (p Proof) Verify(leaf []byte, origin string, keys []seal.Key, require seal.Require) (Checkpoint, seal.Verified, error) {
	if err := p.Alg.check(); err != nil {
		return Checkpoint{}, seal.Verified{}, err
	}
	c, by, err := OpenCheckpoint(p.Checkpoint, OriginOf(origin, p.Alg), keys, require)
	if err != nil {
		return Checkpoint{}, seal.Verified{}, fmt.Errorf("verifying proof: %w", err)
	}
	if err := VerifyInclusion(p.Alg, p.Index, c.Size, p.Alg.HashLeaf(leaf), p.Path, c.Root); err != nil {
		return Checkpoint{}, seal.Verified{}, fmt.Errorf("verifying proof: %w", err)
	}
	return c, by, nil
}
