package audit

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"runtime"
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
// Leaves are hashed on all processors; memory does not grow with the log. progress is
// called now and then with the number of leaves checked; nil for none.
func VerifyStream(leaves iter.Seq2[[]byte, error], checkpoints []Checkpoint, progress func(done uint64)) (StreamReport, error) {
	v := stream{sha: Frontier{alg: SHA256}, sm: Frontier{alg: SM3}, pending: checkpoints, progress: progress}
	if err := v.meet(); err != nil {
		return v.report, err
	}
	var c *chunk
	for leaf, err := range leaves {
		if err != nil {
			return v.report, fmt.Errorf("reading leaf %d: %w", v.read, err)
		}
		if len(leaf) > MaxLeaf {
			return v.report, fmt.Errorf("verifying log: leaf %d has %d bytes", v.read, len(leaf))
		}
		if c == nil {
			c = &chunk{first: v.read, done: make(chan struct{})}
		}
		c.add(leaf)
		if v.read++; v.read%chunkLeaves != 0 && len(c.data) < chunkBytes {
			continue
		}
		if err := v.put(c); err != nil {
			return v.report, err
		}
		c = nil
	}
	if c != nil {
		if err := v.put(c); err != nil {
			return v.report, err
		}
	}
	return v.finish()
}

// A chunk is closed at every multiple of chunkLeaves, so that its roots join the trees
// as whole subtrees, and earlier when it has grown to chunkBytes.
const (
	chunkBits   = 10
	chunkLeaves = 1 << chunkBits
	chunkBytes  = 4 << 20
)

// chunk is a run of leaves hashed by one goroutine.
type chunk struct {
	first uint64
	data  []byte // the leaves, one after another
	ends  []int  // where each ends in data

	done    chan struct{} // closed when what follows is written
	hashes  []LeafHashes
	numbers []uint64 // sequence numbers; math.MaxUint64 for none
	roots   LeafHashes
}

func (c *chunk) add(leaf []byte) {
	c.data = append(c.data, leaf...)
	c.ends = append(c.ends, len(c.data))
}

// whole reports whether the chunk is one perfect subtree.
func (c *chunk) whole() bool { return len(c.ends) == chunkLeaves }

// hash hashes the leaves and, of a whole chunk, the subtree above them.
func (c *chunk) hash() {
	defer close(c.done)
	sha, sm := Frontier{alg: SHA256}, Frontier{alg: SM3}
	from := 0
	for _, to := range c.ends {
		leaf := c.data[from:to]
		h := HashLeaf(leaf)
		c.hashes = append(c.hashes, h)
		c.numbers = append(c.numbers, sequenceNumber(leaf))
		if c.whole() {
			sha.Append(h.SHA256)
			sm.Append(h.SM3)
		}
		from = to
	}
	if c.whole() {
		c.roots = LeafHashes{SHA256: sha.Root(), SM3: sm.Root()}
	}
}

// stream is the state of one VerifyStream. It is owned by the goroutine that reads;
// chunks come back to it in order.
type stream struct {
	read     uint64
	waiting  []*chunk // being hashed, oldest first
	sha, sm  Frontier
	pending  []Checkpoint
	progress func(uint64)
	report   StreamReport
	numbered bool
	nextSeq  uint64
}

// put starts hashing a chunk and takes in those that must be finished by now.
func (v *stream) put(c *chunk) error {
	go c.hash()
	v.waiting = append(v.waiting, c)
	for len(v.waiting) > 2*runtime.GOMAXPROCS(0) {
		if err := v.take(); err != nil {
			return err
		}
	}
	return nil
}

// finish takes in what is left.
func (v *stream) finish() (StreamReport, error) {
	for len(v.waiting) > 0 {
		if err := v.take(); err != nil {
			return v.report, err
		}
	}
	v.report.Head = Head{Size: v.sha.size, SHA256: v.sha.Root(), SM3: v.sm.Root()}
	if len(v.pending) > 0 {
		return v.report, fmt.Errorf("verifying log: %d leaves, checkpoint of %s says %d: %w",
			v.sha.size, v.pending[0].Origin, v.pending[0].Size, ErrTreeShorter)
	}
	return v.report, nil
}

// take takes in the oldest chunk: as one subtree, or leaf by leaf where a checkpoint
// falls inside it or it is none.
func (v *stream) take() error {
	c := v.waiting[0]
	v.waiting = v.waiting[1:]
	<-c.done
	for i, n := range c.numbers {
		if err := v.number(c.first+uint64(i), n); err != nil {
			return err
		}
	}
	v.report.Bytes += int64(len(c.data))
	if v.progress != nil {
		v.progress(c.first + uint64(len(c.ends)))
	}
	if c.whole() && (len(v.pending) == 0 || v.pending[0].Size >= c.first+chunkLeaves) {
		v.sha.appendSubtree(c.roots.SHA256, chunkBits)
		v.sm.appendSubtree(c.roots.SM3, chunkBits)
		return v.meet()
	}
	for _, h := range c.hashes {
		v.sha.Append(h.SHA256)
		v.sm.Append(h.SM3)
		if err := v.meet(); err != nil {
			return err
		}
	}
	return nil
}

// unnumbered stands for a leaf without sequence number.
const unnumbered = math.MaxUint64

// number checks that sequence numbers are dense.
func (v *stream) number(index, n uint64) error {
	if index > 0 && (n == unnumbered) == v.numbered {
		return fmt.Errorf("verifying log: leaf %d has no sequence number, or is the first that has", index)
	}
	if v.numbered && n != v.nextSeq {
		return fmt.Errorf("verifying log: leaf %d has sequence number %d, want %d", index, n, v.nextSeq)
	}
	v.numbered, v.nextSeq = n != unnumbered, n+1
	return nil
}

// sequenceNumber finds the member "seq" of a leaf that is a JSON object, without reading the
// rest of it: a full parse would cost more than both hashes.
func sequenceNumber(leaf []byte) uint64 {
	depth := 0
	for at := 0; at < len(leaf); at++ {
		switch leaf[at] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			end := stringEnd(leaf, at)
			if end < 0 {
				return unnumbered
			}
			if depth == 1 && leaf[0] == '{' && string(leaf[at:end]) == `"seq"` && end < len(leaf) && leaf[end] == ':' {
				return decimal(leaf[end+1:])
			}
			at = end - 1
		}
	}
	return unnumbered
}

// stringEnd is the place after the closing quote of the string that opens at from; -1
// when there is none.
func stringEnd(leaf []byte, from int) int {
	for at := from + 1; at < len(leaf); at++ {
		switch leaf[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return -1
}

// decimal reads the digits that text begins with; none, or too many, are no number.
func decimal(text []byte) uint64 {
	n, i := uint64(0), 0
	for ; i < len(text) && text[i] >= '0' && text[i] <= '9'; i++ {
		if n > 1<<53 {
			return unnumbered
		}
		n = n*10 + uint64(text[i]-'0')
	}
	if i == 0 {
		return unnumbered
	}
	return n
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
