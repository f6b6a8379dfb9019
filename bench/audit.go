package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/store"
)

// benchAudit appends entries to the log and nothing else. Ours makes a row with both leaf
// hashes, grows two trees (SHA-256 and SM3) and writes their full tiles in the transaction;
// Tessera grows one tree. Both answer when it is durable.
func benchAudit(ctx context.Context, o Options, folder string, tell func(Line)) (err error) {
	var p *peer
	if o.Peer != "" {
		if p, err = startPeer(o.Peer, filepath.Join(folder, "tessera")); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, p.close()) }()
	}
	for _, writers := range []int{1, 64, 512, 2048} {
		lines, err := auditAt(ctx, o, filepath.Join(folder, fmt.Sprint(writers)), writers, p)
		if err != nil {
			return err
		}
		for _, l := range lines {
			tell(l)
		}
	}
	return nil
}

func auditAt(ctx context.Context, o Options, at string, writers int, p *peer) (_ []Line, err error) {
	s, err := store.Open(ctx, at+".db", store.Options{})
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	leaf, err := firstLeaf(ctx, s)
	if err != nil {
		return nil, err
	}
	f, err := openFloor(at+".floor", writers)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	done := answers(writers)
	sides := []side{
		func(ctx context.Context) (sample, error) {
			return drive(ctx, writers, o.turn(), func(ctx context.Context, _ int) error { return appendEntry(ctx, s) })
		},
		func(ctx context.Context) (sample, error) {
			return drive(ctx, writers, o.turn(), func(_ context.Context, w int) error { return f.append(leaf, done[w]) })
		},
	}
	if p != nil {
		sides = append(sides, func(context.Context) (sample, error) { return p.append(writers, len(leaf), o.turn()) })
	}
	samples, err := turns(ctx, o.pairs(), sides...)
	if err != nil {
		return nil, err
	}
	l := Line{Metric: fmt.Sprintf("log entry, %d writers", writers), Unit: "entries/s", Better: "higher", Note: fmt.Sprintf("%s; %d bytes a leaf", ourDurable, len(leaf))}
	floor, tessera := l, l
	floor.Against, tessera.Against = againstFloor, againstTessera
	floor = floor.compared(samples[0], samples[1])
	if p == nil {
		tessera.Note = "not compared: the peer is not built (make bench builds it)"
	} else {
		tessera = tessera.compared(samples[0], samples[2])
	}
	return []Line{floor, tessera}, grown(ctx, s, floor.N+1)
}

// entry is a log entry of usual size.
func entry() casework.Entry {
	return casework.Entry{Version: 1, Kind: "registration.submit", Outcome: "receipt", Case: "000042", Rev: 1, Seat: "water/qin", Org: "water", Day: day,
		Recorded: day.Time().UnixMilli(), To: "submitted", Rules: []string{"TA-09.1"}, Cites: []string{"taian:TA-09.1"}}
}

func appendEntry(ctx context.Context, s *store.Store) error {
	return s.Write(ctx, func(tx casework.Tx) error {
		_, err := tx.Record(ctx, casework.Change{Entry: entry()})
		return err
	})
}

// firstLeaf appends the first entry and reads back the bytes that the trees hash.
func firstLeaf(ctx context.Context, s *store.Store) (leaf []byte, err error) {
	if err := appendEntry(ctx, s); err != nil {
		return nil, err
	}
	err = s.Read(ctx, func(v casework.View) error {
		e, err := v.Entries(ctx, casework.EntryQuery{Limit: 1})
		if err != nil || len(e) != 1 {
			return fmt.Errorf("reading the first entry back: found %d: %w", len(e), err)
		}
		leaf = e[0].Leaf
		return nil
	})
	return leaf, err
}

// grown checks that the trees have as many leaves as entries were answered.
func grown(ctx context.Context, s *store.Store, want int64) error {
	head, err := s.Head(ctx)
	if err != nil {
		return fmt.Errorf("reading the head of the log: %w", err)
	}
	if head.Size != uint64(want) {
		return fmt.Errorf("the log has %d leaves, and %d entries were answered", head.Size, want)
	}
	return nil
}

// leaves is how many the re-verification reads in a turn.
const leaves = 100_000

// benchVerify checks a whole log again: every leaf parsed for its number, hashed with both
// algorithms, and both trees built up to their roots. The reference hashes as many leaves
// and inner nodes with both algorithms, on one core, and does nothing else: what no check of
// such a log can go below, core by core.
func benchVerify(ctx context.Context, o Options, _ string, tell func(Line)) error {
	log := make([]string, leaves)
	for i := range log {
		log[i] = fmt.Sprintf(`{"case":"%06d","cites":["taian:TA-09.1"],"day":"2026-03-02","kind":"registration.submit","org":"water","outcome":"receipt","recorded":1772409600000,"rules":["TA-09.1"],"seat":"water/qin","seq":%d,"to":"submitted","v":1}`, i, i)
	}
	text := strings.Join(log, "\n") + "\n"
	var head audit.Head
	samples, err := turns(ctx, o.pairs(),
		func(context.Context) (sample, error) {
			return perSecond(leaves, func() error {
				report, err := audit.VerifyStream(audit.Lines(strings.NewReader(text)), nil, nil)
				if err == nil && (report.Head.Size != leaves || head.Size != 0 && head != report.Head) {
					err = fmt.Errorf("the log came to %v, before to %v", report.Head, head)
				}
				head = report.Head
				return err
			})
		},
		func(context.Context) (sample, error) {
			return perSecond(leaves, func() error {
				var node audit.LeafHashes
				for _, leaf := range log {
					h := audit.HashLeaf([]byte(leaf))
					node.SHA256 = audit.SHA256.HashChildren(node.SHA256, h.SHA256)
					node.SM3 = audit.SM3.HashChildren(node.SM3, h.SM3)
				}
				if node.SHA256 == node.SM3 {
					return errors.New("the reference hashed nothing")
				}
				return nil
			})
		})
	if err != nil {
		return err
	}
	tell(Line{Metric: "log checked again", Against: "hashing the leaves and as many nodes with both algorithms, on one core", Unit: "leaves/s", Better: "higher",
		Note: fmt.Sprintf("ours on all cores; %d bytes a leaf; no disk", len(log[0]))}.compared(samples[0], samples[1]))
	return nil
}

// perSecond measures a call that does n things.
func perSecond(n int64, call func() error) (sample, error) {
	s, err := timed(call)
	return sample{figure: float64(n) * 1000 / s.figure, n: n, cpu: s.cpu}, err
}
