// Package works carries out what changes ask for outside their transaction: it takes
// data in, prepares what grants show, runs jobs, examines outputs, writes releases and
// destroys. It writes no state itself: whatever has come of a task it reports as a
// command by the machine, through the same door as everybody.
//
// What newcomers get wrong: a task is done at least once. Everything here can be done
// again without harm, because objects are addressed by their content and the report's
// command is accepted only once (Command.Done).
//
// Trust: this package sees raw data while it takes it in, masks it and compares outputs
// with it. It hands none of it to anyone; errors it reports name classes, never cells.
package works

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/apart"
	"github.com/shuyu-project/shuyu/zone/delivery"
	"github.com/shuyu-project/shuyu/zone/egress"
	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/vault"
)

// Queue is where tasks wait; store.Store is one.
type Queue interface {
	Claim(ctx context.Context, kinds []string, limit int, now time.Time, lease time.Duration) ([]store.Lease, error)
	Renew(ctx context.Context, l store.Lease, until time.Time) error
}

// Works is the platform's own worker. Run it in as many goroutines or processes as
// there are cores; they share the queue.
type Works struct {
	Desk      *casework.Desk
	Queue     Queue
	Vault     *vault.Vault
	Tenant    string
	Engine    zone.Engine
	Parser    zone.Parser
	Apart     apart.Reader      // reads what others wrote
	Isolation zone.Isolation    // what the machine gives, as detected at start
	Secret    []byte            // from which the keys of pseudonyms and deliveries are derived, scenario by scenario
	Scratch   string            // folder for temporary files, readable by the platform alone
	Databases map[string]string // named connections a provider may import from
	Domains   []egress.Declared // small domains that an output must not be readable by, beside those of domains()
	Meter     *delivery.Meter
	Log       *slog.Logger
	// Progress hears how far a long task is. May be nil.
	Progress func(Progress)

	wake     chan struct{}
	wakeOnce sync.Once
	pipeline mask.Pipeline
	tables   tables
	official officials
}

// Progress says how far a long task is.
type Progress struct {
	Task  string `json:"task"`
	Kind  string `json:"kind"`
	Case  string `json:"case"`
	Phase string `json:"phase"`
	Done  int64  `json:"done"`
	Total int64  `json:"total,omitempty"` // 0: not known
}

// lease is how long a task may be silent before another worker takes it up.
const lease = 20 * time.Second

// kinds are the tasks done here, each by its handler.
var kinds = []string{"intake", "compare", "project", "run", "examine", "release", "deliver", "withdraw", "destroy", "read-meter"}

// Wake tells a sleeping worker that there may be work.
func (w *Works) Wake() {
	select {
	case w.waker() <- struct{}{}:
	default:
	}
}

func (w *Works) waker() chan struct{} {
	w.wakeOnce.Do(func() { w.wake = make(chan struct{}, 1) })
	return w.wake
}

// Run works until ctx ends. It looks for work when woken and every few seconds, in case
// another process left some.
func (w *Works) Run(ctx context.Context) error {
	if err := w.replaced(ctx, "", ""); err != nil && ctx.Err() == nil {
		w.Log.Error("works: what new versions replaced", "error", err.Error())
	}
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for {
		for {
			n, err := w.Once(ctx)
			if err != nil && ctx.Err() == nil {
				w.Log.Error("works", "error", err.Error())
				break
			}
			if n == 0 {
				break
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-w.waker():
		case <-tick.C:
		}
	}
}

// Once does the oldest waiting task, if there is one, and returns how many it did.
func (w *Works) Once(ctx context.Context) (int, error) {
	leases, err := w.Queue.Claim(ctx, kinds, 1, time.Now(), lease) //nolint:forbidigo // leases are about machines' time, not legal days
	if err != nil {
		return 0, fmt.Errorf("claiming a task: %w", err)
	}
	for _, l := range leases {
		err := w.do(ctx, l)
		if err == nil || ctx.Err() != nil {
			continue
		}
		if errors.Is(err, casework.ErrStale) { // its lease was over, and another has reported it: nothing of this was written
			w.Log.Info("works: another worker was quicker", "task", l.ID, "kind", l.Kind, "attempt", l.Attempt)
			continue
		}
		w.Log.Error("works", "task", l.ID, "kind", l.Kind, "case", l.Case, "attempt", l.Attempt, "error", err.Error())
		if l.Attempt >= attempts {
			if err := w.giveUp(ctx, l); err != nil {
				return 0, fmt.Errorf("giving up task %s (%s): %w", l.ID, l.Kind, err)
			}
		}
	}
	return len(leases), nil
}

// attempts is how often a task is tried before it is given up.
const attempts = 3

// giveUp ends a task that cannot be done. Where its procedure has a step for failure the
// case goes there, so that somebody can act; the log says so either way.
func (w *Works) giveUp(ctx context.Context, l store.Lease) error {
	c, err := w.caseOf(ctx, l.Case)
	if err != nil {
		return w.Desk.Finish(ctx, l.ID, l.Case, l.Kind+".given-up")
	}
	if pinned, ok := w.Desk.Packs.Of(c.Pack); ok {
		if def, ok := pinned.Procedure(c.Procedure); ok {
			if _, fails := def.Step("fail"); fails {
				return w.report(ctx, l, order{Case: l.Case}, "fail", map[string]any{"failure": "fault"})
			}
		}
	}
	return w.Desk.Finish(ctx, l.ID, l.Case, l.Kind+".given-up")
}

// order is what a task's body says.
type order struct {
	Case   string            `json:"case"`
	Entry  int64             `json:"entry"`
	Links  map[string]string `json:"links"`
	Fields map[string]string `json:"fields"`
}

func (w *Works) do(ctx context.Context, l store.Lease) error {
	var o order
	if err := json.Unmarshal(l.Body, &o); err != nil {
		return fmt.Errorf("reading the task: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go w.keep(ctx, stop, l)
	handlers := map[string]func(context.Context, store.Lease, order) error{
		"intake": w.intake, "compare": w.compare, "project": w.project, "run": w.run, "examine": w.examine,
		"release": w.release, "deliver": w.deliver, "withdraw": w.withdraw, "destroy": w.destroy, "read-meter": w.readMeter,
	}
	return handlers[l.Kind](ctx, l, o)
}

// keep renews the lease while the task is being done; a lease that is lost ends it.
func (w *Works) keep(ctx context.Context, stop context.CancelFunc, l store.Lease) {
	tick := time.NewTicker(lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			if err := w.Queue.Renew(ctx, l, now.Add(lease)); err != nil {
				stop()
				return
			}
		}
	}
}

// report gives the machine's command that completes the task. A refusal is an answer
// too: the task is over either way.
func (w *Works) report(ctx context.Context, l store.Lease, o order, step string, form map[string]any) error {
	refusal, err := w.tried(ctx, l, o, step, form)
	if refusal != nil {
		return w.refused(ctx, l, o, step, refusal)
	}
	return err
}

// tried gives the machine's command that completes the task; after a refusal the task is
// still to be ended.
func (w *Works) tried(ctx context.Context, l store.Lease, o order, step string, form map[string]any) (*law.Refusal, error) {
	_, err := w.Desk.Do(ctx, casework.Machine, casework.Command{Case: o.Case, Step: step, Form: form, Done: l.ID})
	if refusal, ok := law.AsRefusal(err); ok {
		return refusal, nil
	}
	return nil, err
}

// refused ends a task whose report was refused.
func (w *Works) refused(ctx context.Context, l store.Lease, o order, step string, refusal *law.Refusal) error {
	w.Log.Info("works: the report was refused", "task", l.ID, "step", step, "codes", refusal.Error())
	return w.Desk.Finish(ctx, l.ID, o.Case, l.Kind+".refused")
}

// finish completes a task that moves no case.
func (w *Works) finish(ctx context.Context, l store.Lease, o order) error {
	return w.Desk.Finish(ctx, l.ID, o.Case, l.Kind+".done")
}

func (w *Works) tell(l store.Lease, o order, phase string, done, total int64) {
	if w.Progress != nil {
		w.Progress(Progress{Task: l.ID, Kind: l.Kind, Case: o.Case, Phase: phase, Done: done, Total: total})
	}
}

// caseOf reads a case.
func (w *Works) caseOf(ctx context.Context, id string) (c casework.Case, err error) {
	err = w.Desk.Ledger.Read(ctx, func(v casework.View) error {
		c, err = v.Case(ctx, id)
		return err
	})
	return c, err
}

// document reads one document of a case.
func document[T any](c casework.Case, id string) (T, error) {
	var d T
	body, ok := c.Docs[id]
	if !ok {
		return d, fmt.Errorf("case %s has no document %s", c.ID, id)
	}
	if err := json.Unmarshal(body, &d); err != nil {
		return d, fmt.Errorf("reading document %s of case %s: %w", id, c.ID, err)
	}
	return d, nil
}

// facts reads a registered thing.
func (w *Works) facts(ctx context.Context, kind, id string) (map[string]any, error) {
	f, err := w.Desk.Facts(ctx, kind, id)
	if err != nil {
		return nil, fmt.Errorf("reading %s %s: %w", kind, id, err)
	}
	return f, nil
}

func text(f map[string]any, name string) string { s, _ := f[name].(string); return s }

func texts(f map[string]any, name string) []string {
	items, _ := f[name].([]any)
	all := make([]string, 0, len(items))
	for _, item := range items {
		if s, ok := item.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// ErrNoObject means that the vault holds nothing under that name.
var ErrNoObject = errors.New("the vault holds nothing under that name")
