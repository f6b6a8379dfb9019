package bench

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store"
)

// day is the legal day on which everything is measured.
var day = calendar.MustDay("2026-03-02")

const (
	againstFloor = "group-commit floor: the same bytes appended to a file, one fsync for all that wait"
	ourDurable   = "ours: SQLite WAL, synchronous=FULL, one commit for all that wait; answered after it"
)

// benchCasework gives a real command, entering a resource in the catalogue, through the one
// door: seat read again, every rule of the pack evaluated, case, register line, log entry
// with both trees, timers and idempotency receipt written in one transaction.
func benchCasework(ctx context.Context, o Options, folder string, tell func(Line)) error {
	for _, writers := range []int{1, 16, 64, 512} {
		line, err := caseworkAt(ctx, o, filepath.Join(folder, fmt.Sprint(writers)), writers)
		if err != nil {
			return err
		}
		tell(line)
	}
	return nil
}

func caseworkAt(ctx context.Context, o Options, at string, writers int) (_ Line, err error) {
	h, err := openHouse(ctx, at+".db", o.Pack)
	if err != nil {
		return Line{}, err
	}
	defer func() { err = errors.Join(err, h.store.Close()) }()
	if err := h.enter(ctx); err != nil { // the first one also says how many bytes there are
		return Line{}, err
	}
	f, err := openFloor(at+".floor", writers)
	if err != nil {
		return Line{}, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	before, done := h.store.Stats(), answers(writers)
	samples, err := turns(ctx, o.pairs(),
		func(ctx context.Context) (sample, error) {
			return drive(ctx, writers, o.turn(), func(ctx context.Context, _ int) error { return h.enter(ctx) })
		},
		func(ctx context.Context) (sample, error) {
			return drive(ctx, writers, o.turn(), func(_ context.Context, w int) error { return f.append(h.ledger.change, done[w]) })
		})
	if err != nil {
		return Line{}, err
	}
	after := h.store.Stats()
	l := Line{Metric: fmt.Sprintf("catalogue.enter, %d writers", writers), Against: againstFloor, Unit: "commands/s", Better: "higher",
		Note: fmt.Sprintf("%s; %d bytes a command; %.1f commands a commit", ourDurable, len(h.ledger.change), float64(after.Writes-before.Writes)/float64(max(after.Commits-before.Commits, 1)))}
	l = l.compared(samples[0], samples[1])
	return l, h.kept(ctx, l.N)
}

// answers are channels for as many writers.
func answers(writers int) []chan error {
	all := make([]chan error, writers)
	for i := range all {
		all[i] = make(chan error, 1)
	}
	return all
}

// house is a desk over a store of its own, with one organisation that enters resources.
type house struct {
	store  *store.Store
	ledger *witness
	desk   *casework.Desk
	clerk  casework.Actor
	first  int64 // entries that were there before the first command
	serial atomic.Int64
}

func openHouse(ctx context.Context, path string, law *pack.Pack) (*house, error) {
	s, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	h := &house{store: s, ledger: &witness{Ledger: s}, clerk: casework.Actor{Role: "provider", Powers: []string{"clerk"}, SteppedUp: true,
		Party: casework.Party{Person: "qin", Seat: "water/qin", Organisation: "water"}}}
	h.desk = &casework.Desk{Ledger: h.ledger, Packs: casework.OnePack{Pack: law}, Calendar: calendar.China, Now: h.now, Random: rand.Reader}
	if err := h.enrol(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return h, nil
}

// now stands still: measuring must not depend on the day.
func (h *house) now() time.Time { return day.Time().Add(10 * time.Hour) }

// enrol puts the organisation, its person and the seat into the registers.
func (h *house) enrol(ctx context.Context) error {
	for _, r := range []struct {
		kind, id string
		body     map[string]any
	}{
		{"organisation", "water", map[string]any{"id": "water", "name": "市水务局", "state": "enrolled", "roles": []any{"provider"}}},
		{"person", "qin", map[string]any{"id": "qin", "name": "秦", "org": "water", "state": "active"}},
		{"seat", "water/qin", map[string]any{"id": "water/qin", "org": "water", "person": "qin", "role": "provider", "powers": []any{"clerk"}, "state": "in-force"}},
	} {
		body, err := seal.Canonical(r.body)
		if err != nil {
			return fmt.Errorf("writing %s %s: %w", r.kind, r.id, err)
		}
		state, _ := r.body["state"].(string)
		err = h.store.Write(ctx, func(tx casework.Tx) error {
			_, err := tx.Record(ctx, casework.Change{Puts: []casework.Record{{Kind: r.kind, ID: r.id, Rev: 1, Org: "water", State: state, Body: body}},
				Entry: casework.Entry{Version: 1, Kind: "bench.put", Outcome: "record", Seat: "bench", Org: "bench", Day: day}})
			return err
		})
		if err != nil {
			return fmt.Errorf("registering %s %s: %w", r.kind, r.id, err)
		}
		h.first++
	}
	return nil
}

// enter gives one command, as the interface would: with an idempotency key.
func (h *house) enter(ctx context.Context) error {
	n := h.serial.Add(1)
	_, err := h.desk.Do(ctx, h.clerk, casework.Command{Procedure: "catalogue", Step: "enter", Key: fmt.Sprintf("entry-%d", n), Form: entryForm(n)})
	return err
}

func entryForm(n int64) map[string]any {
	return map[string]any{"title": fmt.Sprintf("供水用户第%d分册", n), "summary": "按月更新的供水用户与用水量", "collector": "市水务局", "manager": "市水务局",
		"openness": "conditional", "fields": []any{"水务"}, "worthwhile": true}
}

// kept checks that the log holds every command that was answered.
func (h *house) kept(ctx context.Context, answered int64) error {
	return h.store.Read(ctx, func(v casework.View) error {
		size, err := v.Size(ctx)
		if err != nil {
			return fmt.Errorf("reading the size of the log: %w", err)
		}
		if want := h.first + 1 + answered; size != want {
			return fmt.Errorf("the log has %d entries, and %d commands were answered", size, want)
		}
		return nil
	})
}

// witness sees the first change that goes into a ledger: its bytes are what the floor
// appends.
type witness struct {
	casework.Ledger
	seen   atomic.Bool
	change []byte
}

// Write passes a write on.
func (w *witness) Write(ctx context.Context, fn func(casework.Tx) error) error {
	if w.seen.Load() {
		return w.Ledger.Write(ctx, fn)
	}
	return w.Ledger.Write(ctx, func(tx casework.Tx) error { return fn(seeing{tx, w}) })
}

type seeing struct {
	casework.Tx
	by *witness
}

func (s seeing) Record(ctx context.Context, c casework.Change) (int64, error) {
	if s.by.seen.CompareAndSwap(false, true) {
		text, err := json.Marshal(c)
		if err != nil {
			return 0, fmt.Errorf("writing the change: %w", err)
		}
		s.by.change = text
	}
	return s.Tx.Record(ctx, c)
}
