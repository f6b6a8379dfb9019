package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/proof/seal"
)

// Witness watches one tree of a log for somebody who does not trust its operator, and
// cosigns every head that continues the last one it cosigned. It is the whole of the
// protocol of c2sp.org/tlog-witness but for the transport: an office without a network
// carries the same texts on a medium.
type Witness struct {
	Name   string      // on its signature lines: a URL without scheme
	Origin string      // of the tree it watches
	Keys   []seal.Key  // of the log
	Store  LockStore   // of the last checkpoint it cosigned, as the log signed it
	By     seal.Signer // its own key
}

// What a witness answers instead of a cosignature, with the status of the HTTP form.
var (
	ErrUnknownLog = errors.New("this witness does not watch that log")            // 404
	ErrOldSize    = errors.New("the old size is larger than the checkpoint's")    // 400
	ErrOtherSize  = errors.New("the old size is not what this witness last knew") // 409, with Known
	// and seal.ErrUnsigned 403, ErrProof 422, ErrRootDiffers 409: two heads of one size.
)

// Known is the size of the last checkpoint that the witness cosigned; zero for none.
func (w *Witness) Known(ctx context.Context) (uint64, error) {
	kept, _, err := w.last(ctx)
	return kept.Size, err
}

// last is the last checkpoint cosigned, and its bytes; of size zero and nil for none.
func (w *Witness) last(ctx context.Context) (Checkpoint, []byte, error) {
	signed, err := w.Store.Load(ctx)
	if err != nil || signed == nil {
		return Checkpoint{Origin: w.Origin, Root: AlgorithmOf(w.Origin).EmptyRoot()}, nil, err
	}
	c, err := Unverified(signed)
	return c, signed, err
}

// Add checks that a signed checkpoint continues the one of size old, which must be the
// last that this witness cosigned, and returns its signature lines, to be appended to the
// checkpoint. at is the witness's own time.
//
// The checkpoint is kept before the lines are returned: a crash in between leaves a
// checkpoint that was accepted and can be asked for again, never a cosignature that the
// witness has forgotten.
func (w *Witness) Add(ctx context.Context, old uint64, path []Hash, signed []byte, at time.Time) ([]byte, error) {
	c, err := w.check(signed, old)
	if err != nil {
		return nil, fmt.Errorf("witnessing checkpoint: %w", err)
	}
	kept, keptBytes, err := w.last(ctx)
	if err != nil {
		return nil, fmt.Errorf("witnessing checkpoint: %w", err)
	}
	if kept.Size != old {
		return nil, fmt.Errorf("witnessing checkpoint: %w: %d", ErrOtherSize, kept.Size)
	}
	if c.Size == kept.Size && c.Root != kept.Root {
		return nil, fmt.Errorf("witnessing checkpoint: two heads of size %d: %w", c.Size, ErrRootDiffers)
	}
	if err := VerifyConsistency(AlgorithmOf(w.Origin), old, c.Size, path, kept.Root, c.Root); err != nil {
		return nil, fmt.Errorf("witnessing checkpoint: %w", err)
	}
	if err := w.Store.Replace(ctx, keptBytes, signed); err != nil {
		return nil, fmt.Errorf("witnessing checkpoint: %w", err)
	}
	return seal.Cosign(ctx, w.Name, signed, w.By, at)
}

// check opens a checkpoint of the log watched.
func (w *Witness) check(signed []byte, old uint64) (Checkpoint, error) {
	claimed, err := Unverified(signed)
	if err != nil {
		return Checkpoint{}, err
	}
	if claimed.Origin != w.Origin {
		return Checkpoint{}, ErrUnknownLog
	}
	c, _, err := OpenCheckpoint(signed, w.Origin, w.Keys, seal.Both)
	if err != nil {
		return Checkpoint{}, err
	}
	if old > c.Size {
		return Checkpoint{}, ErrOldSize
	}
	return c, nil
}

// errRequest says that a text is not a request to a witness.
var errRequest = errors.New("malformed request")

// Request writes what is sent to a witness (or carried there): the old size, the
// consistency proof, and the signed checkpoint.
func Request(old uint64, path []Hash, signed []byte) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", old)
	for _, h := range path {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(signed)
	return []byte(b.String())
}

// Continuation writes, as a [Request], the proof that the tree a signed checkpoint seals
// only appended to the one of size old: what somebody who kept an older checkpoint checks
// with [VerifyContinuation], and what a witness cosigns by.
func Continuation(ctx context.Context, r HashReader, a Algorithm, old uint64, signed []byte) ([]byte, error) {
	c, err := Unverified(signed)
	if err != nil {
		return nil, err
	}
	if old > c.Size {
		return nil, fmt.Errorf("continuing from %d to %d: %w", old, c.Size, ErrOldSize)
	}
	path, err := ConsistencyProof(ctx, r, a, old, c.Size)
	if err != nil {
		return nil, err
	}
	return Request(old, path, signed), nil
}

// VerifyContinuation checks that a continuation leads from a checkpoint that somebody has
// kept to a later one of the same log, both signed by its keys, and returns the later one.
func VerifyContinuation(kept, continuation []byte, origin string, keys []seal.Key) (Checkpoint, error) {
	before, _, err := OpenCheckpoint(kept, origin, keys, seal.Both)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("opening the checkpoint that was kept: %w", err)
	}
	old, path, signed, err := ParseRequest(continuation)
	if err != nil {
		return Checkpoint{}, err
	}
	now, _, err := OpenCheckpoint(signed, origin, keys, seal.Both)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("opening the later checkpoint: %w", err)
	}
	if old != before.Size {
		return Checkpoint{}, fmt.Errorf("it continues from %d, and the checkpoint kept has %d: %w", old, before.Size, ErrOtherSize)
	}
	return now, VerifyConsistency(AlgorithmOf(origin), old, now.Size, path, before.Root, now.Root)
}

// ParseRequest reads what Request writes.
func ParseRequest(body []byte) (old uint64, path []Hash, signed []byte, err error) {
	head, rest, ok := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	size, isOld := strings.CutPrefix(lines[0], "old ")
	if !ok || !isOld || len(lines) > maxPath {
		return 0, nil, nil, fmt.Errorf("reading witness request: %w", errRequest)
	}
	if old, err = parseDecimal(size); err != nil {
		return 0, nil, nil, fmt.Errorf("reading witness request: %w: %w", errRequest, err)
	}
	for _, line := range lines[1:] {
		h, err := ParseHash(line)
		if err != nil {
			return 0, nil, nil, fmt.Errorf("reading witness request: %w: %w", errRequest, err)
		}
		path = append(path, h)
	}
	return old, path, []byte(rest), nil
}

// Watcher is a witness as a reader knows it.
type Watcher struct {
	Name string   `json:"name"`
	Key  seal.Key `json:"key"`
}

// Group demands cosignatures of at least Need of the watchers named.
type Group struct {
	Need int      `json:"need"`
	Of   []string `json:"of"`
}

// Quorum is the rule by which a reader believes that others saw the same log: every
// group is met. Without groups nothing is demanded.
type Quorum struct {
	Watchers []Watcher `json:"watchers"`
	Groups   []Group   `json:"groups"`
}

// Check refuses a quorum that could never be met, or that counts one watcher twice.
func (q Quorum) Check() error {
	named := map[string]bool{}
	keys := map[string]bool{}
	for _, w := range q.Watchers {
		if err := w.Key.Check(); err != nil {
			return err
		}
		if w.Name == "" || named[w.Name] || keys[w.Key.ID] || w.Key.Purpose != seal.ForWitness {
			return fmt.Errorf("checking quorum: watcher %q is unnamed, named twice or has no key of its own", w.Name)
		}
		named[w.Name], keys[w.Key.ID] = true, true
	}
	for i, g := range q.Groups {
		members := map[string]bool{}
		for _, name := range g.Of {
			if !named[name] || members[name] {
				return fmt.Errorf("checking quorum: group %d names %q, which is unknown or named before", i+1, name)
			}
			members[name] = true
		}
		if g.Need < 1 || g.Need > len(g.Of) {
			return fmt.Errorf("checking quorum: group %d needs %d of %d", i+1, g.Need, len(g.Of))
		}
	}
	return nil
}

// Sighting is a cosignature that was found and verified.
type Sighting struct {
	Name string    `json:"name"`
	At   time.Time `json:"at"` // by the witness's clock, to the second
}

// ErrQuorum says that too few watchers have cosigned.
var ErrQuorum = errors.New("too few witnesses have cosigned")

// Sightings lists the watchers that have cosigned a checkpoint, in their order, and
// fails with ErrQuorum where they are too few. A line of a watcher that does not verify
// fails the whole: somebody altered it.
func (q Quorum) Sightings(signed []byte) ([]Sighting, error) {
	var seen []Sighting
	has := map[string]bool{}
	for _, w := range q.Watchers {
		at, _, err := seal.OpenCosignature(signed, w.Name, w.Key, seal.Both)
		if errors.Is(err, seal.ErrUnsigned) {
			continue
		}
		if err != nil {
			return nil, err
		}
		seen, has[w.Name] = append(seen, Sighting{Name: w.Name, At: at}), true
	}
	for _, g := range q.Groups {
		n := 0
		for _, name := range g.Of {
			if has[name] {
				n++
			}
		}
		if n < g.Need {
			return seen, fmt.Errorf("counting witnesses: %d of %d: %w", n, g.Need, ErrQuorum)
		}
	}
	return seen, nil
}
