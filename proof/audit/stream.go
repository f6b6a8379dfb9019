package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// MaxLeaf is the longest leaf in bytes: what the uint16 length of an entry bundle
// (c2sp.org/tlog-tiles) can say.
const MaxLeaf = 1<<16 - 1

// StreamReport says what a whole log turned out to be.
type StreamReport struct {
	Head   Head  `json:"head"`   // the trees computed from every leaf
	Bytes  int64 `json:"bytes"`  // of all leaves
	Sealed int   `json:"sealed"` // how many of the checkpoints given were met with their root
}

// VerifyStream recomputes both trees from every leaf of a log and compares them with
// the checkpoints given, which the caller has opened (their signatures are not looked
// at here) and ordered by size; origin decides the tree of each. Leaves after the
// last checkpoint are counted and vouched for by nothing.
//
// A leaf that is a JSON object with a "seq" member must have the number that follows its
// predecessor's, so that a numbering with gaps is found even where the tree is whole.
// Memory does not grow with the log. progress is called now and then with the number of leaves
// read; nil for none.
func VerifyStream(leaves iter.Seq2[[]byte, error], checkpoints []Checkpoint, progress func(done uint64)) (StreamReport, error) {
	v := stream{sha: Frontier{alg: SHA256}, sm: Frontier{alg: SM3}, pending: checkpoints}
	if err := v.meet(); err != nil {
		return v.report, err
	}
	for leaf, err := range leaves {
		if err != nil {
			return v.report, fmt.Errorf("reading leaf %d: %w", v.sha.size, err)
		}
		if err := v.take(leaf); err != nil {
			return v.report, err
		}
		if progress != nil && v.sha.size%(1<<14) == 0 {
			progress(v.sha.size)
		}
	}
	v.report.Head = Head{Size: v.sha.size, SHA256: v.sha.Root(), SM3: v.sm.Root()}
	if len(v.pending) > 0 {
		return v.report, fmt.Errorf("verifying log: %d leaves, checkpoint of %s says %d: %w",
			v.sha.size, v.pending[0].Origin, v.pending[0].Size, ErrTreeShorter)
	}
	return v.report, nil
}

// stream is the state of one VerifyStream.
type stream struct {
	sha, sm  Frontier
	pending  []Checkpoint
	report   StreamReport
	numbered bool
	nextSeq  uint64
}

func (v *stream) take(leaf []byte) error {
	if len(leaf) > MaxLeaf {
		return fmt.Errorf("verifying log: leaf %d has %d bytes", v.sha.size, len(leaf))
	}
	if err := v.number(leaf); err != nil {
		return err
	}
	h := HashLeaf(leaf)
	v.sha.Append(h.SHA256)
	v.sm.Append(h.SM3)
	v.report.Bytes += int64(len(leaf))
	return v.meet()
}

// number checks that sequence numbers are dense.
func (v *stream) number(leaf []byte) error {
	var numbered struct {
		Seq *uint64 `json:"seq"`
	}
	if len(leaf) == 0 || leaf[0] != '{' || json.Unmarshal(leaf, &numbered) != nil || numbered.Seq == nil {
		if v.numbered {
			return fmt.Errorf("verifying log: leaf %d has no sequence number", v.sha.size)
		}
		return nil
	}
	if v.sha.size > 0 && (!v.numbered || *numbered.Seq != v.nextSeq) {
		return fmt.Errorf("verifying log: leaf %d has sequence number %d, want %d", v.sha.size, *numbered.Seq, v.nextSeq)
	}
	v.numbered, v.nextSeq = true, *numbered.Seq+1
	return nil
}

// meet compares the trees with the checkpoints of their present size.
func (v *stream) meet() error {
	for len(v.pending) > 0 && v.pending[0].Size <= v.sha.size {
		c := v.pending[0]
		f := &v.sha
		if AlgorithmOf(c.Origin) == SM3 {
			f = &v.sm
		}
		if c.Size != v.sha.size || f.Root() != c.Root {
			return fmt.Errorf("verifying log: checkpoint of %s at %d: %w", c.Origin, c.Size, ErrRootDiffers)
		}
		if twin, ok := c.Twin(); ok && f == &v.sha && twin != v.sm.Root() {
			return fmt.Errorf("verifying log: twin root of %s at %d: %w", c.Origin, c.Size, ErrRootDiffers)
		}
		v.report.Sealed++
		v.pending = v.pending[1:]
	}
	return nil
}

// Lines reads leaves from an export in which each stands on a line of its own, as
// canonical JSON can: no line break occurs inside.
func Lines(r io.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		s := bufio.NewScanner(r)
		s.Buffer(make([]byte, 1<<16), MaxLeaf+1)
		for s.Scan() {
			if !yield(s.Bytes(), nil) {
				return
			}
		}
		if err := s.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// errBundle says that bytes are not an entry bundle.
var errBundle = errors.New("malformed entry bundle")

// AppendEntry appends a leaf to an entry bundle: its length in two bytes big-endian,
// then the leaf (c2sp.org/tlog-tiles).
func AppendEntry(bundle, leaf []byte) ([]byte, error) {
	if len(leaf) > MaxLeaf {
		return nil, fmt.Errorf("writing entry bundle: leaf has %d bytes", len(leaf))
	}
	return append(append(bundle, byte(len(leaf)>>8), byte(len(leaf))), leaf...), nil
}

// Entries reads the leaves of a sequence of entry bundles.
func Entries(r io.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		var leaf bytes.Buffer
		for {
			var length [2]byte
			if _, err := io.ReadFull(in, length[:1]); err == io.EOF {
				return
			} else if err != nil {
				yield(nil, err)
				return
			}
			leaf.Reset()
			_, err := io.ReadFull(in, length[1:])
			if err == nil {
				_, err = io.CopyN(&leaf, in, int64(length[0])<<8|int64(length[1]))
			}
			if err != nil {
				yield(nil, fmt.Errorf("%w: cut short", errBundle))
				return
			}
			if !yield(leaf.Bytes(), nil) {
				return
			}
		}
	}
}
