package rehearsal

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/shuyu-project/shuyu/law/pack"
)

// Coverage is one unit of an instrument: what implements it and what shows that.
type Coverage struct {
	Pack       string         `json:"pack"`
	ID         string         `json:"id"`
	Mode       string         `json:"mode"` // what the unit's list expects: enforce, drive, record, publish, compute or none; "" without a list
	Rules      []RuleCoverage `json:"rules"`
	Rehearsals []string       `json:"rehearsals"` // phases headed by the unit
	Passed     bool           `json:"passed"`
	Reason     string         `json:"reason,omitempty"` // of a no-rule
	ReasonEN   string         `json:"reasonEN,omitempty"`
}

// RuleCoverage is one rule and the rehearsal that fails when it is taken out.
type RuleCoverage struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Proved bool   `json:"proved"`        // it was taken out, and a rehearsal failed
	By     string `json:"by,omitempty"`  // that rehearsal and phase, or "pack check" where the pack is unreadable without it
	Why    string `json:"why,omitempty"` // what the rehearsal said
}

// Stage opens an empty ledger for one run; the second value removes it.
type Stage func() (Ledger, func(), error)

// Prover acts rehearsals out with rules taken out.
type Prover struct {
	Pack    *pack.Pack
	Scripts []*Script
	Stage   Stage
	Workers int
	Modes   map[string]string // unit → what its list expects; may be nil
	// Told hears of each rule as it is proved, for progress. May be nil.
	Told func(done, total int)
}

// Baseline acts every script out under the whole pack, by their names.
func (p Prover) Baseline(ctx context.Context) (map[string]Result, error) {
	done := make([]Result, len(p.Scripts))
	err := p.spread(ctx, len(p.Scripts), func(i int) (err error) {
		done[i], err = p.act(ctx, p.Scripts[i], p.Pack)
		return err
	})
	results := map[string]Result{}
	for _, r := range done {
		results[r.Script] = r
	}
	return results, err
}

// sound refuses to prove anything by a rehearsal that fails under the pack as it is: it
// would fail without any rule.
func (p Prover) sound(baseline map[string]Result) error {
	for _, s := range p.Scripts {
		if r := baseline[s.Name]; !r.OK() {
			return fmt.Errorf("%s:%d fails under the pack as it is, so it proves nothing: %s", s.Name, r.Line, r.Why)
		}
	}
	return nil
}

// spread does n pieces of work on the workers, in no order; the first error, or the end of
// the context, stops it.
func (p Prover) spread(ctx context.Context, n int, do func(i int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range max(p.Workers, 1) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(i); err != nil {
					stop(err)
				}
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

func (p Prover) act(ctx context.Context, s *Script, under *pack.Pack) (Result, error) {
	ledger, closeLedger, err := p.Stage()
	if err != nil {
		return Result{}, fmt.Errorf("setting the stage of %s: %w", s.Name, err)
	}
	defer closeLedger()
	return Run(ctx, s, under, ledger), nil
}

// Cover lists the units of an instrument with what shows each; with prove, each rule is
// taken out in turn to see a rehearsal fail. Without, the kept proof says so, as long as
// it holds for this pack and these scripts.
func (p Prover) Cover(ctx context.Context, instrument string, prove bool) ([]Coverage, error) {
	in, ok := p.Pack.Instrument(instrument)
	if !ok {
		return nil, fmt.Errorf("the pack %s has no layer %s", p.Pack.Name(), instrument)
	}
	baseline, err := p.Baseline(ctx)
	if err != nil {
		return nil, err
	}
	var list []Coverage
	for _, u := range in.Units {
		list = append(list, p.unit(in, u, baseline))
	}
	if prove {
		if err := p.sound(baseline); err != nil {
			return nil, err
		}
		return list, p.prove(ctx, in, list, baseline)
	}
	return list, p.recall(instrument, list)
}

func (p Prover) unit(in *pack.Instrument, u *pack.Unit, baseline map[string]Result) Coverage {
	c := Coverage{Pack: in.Code, ID: u.ID, Mode: p.Modes[u.ID], Rules: []RuleCoverage{}, Rehearsals: []string{}, Passed: true,
		Reason: u.NoRule.ZH, ReasonEN: u.NoRule.EN}
	if len(u.Rules) == 0 {
		return c
	}
	for _, id := range u.Rules {
		r, _ := p.Pack.Rule(in.Code + ":" + id)
		kind := ""
		if r != nil {
			kind = string(r.Kind)
		}
		c.Rules = append(c.Rules, RuleCoverage{ID: id, Kind: kind})
	}
	for _, s := range p.Scripts {
		for _, phase := range s.Phases {
			if !slices.Contains(phase.Units, u.ID) {
				continue
			}
			c.Rehearsals = append(c.Rehearsals, s.Name+" · "+phase.Heading)
			c.Passed = c.Passed && slices.Contains(baseline[s.Name].Passed, phase.Heading)
		}
	}
	c.Passed = c.Passed && len(c.Rehearsals) > 0
	return c
}

// prove takes each rule out in turn.
func (p Prover) prove(ctx context.Context, in *pack.Instrument, list []Coverage, baseline map[string]Result) error {
	type job struct{ unit, rule int }
	var jobs []job
	for i, c := range list {
		for j := range c.Rules {
			jobs = append(jobs, job{i, j})
		}
	}
	return p.contend(ctx, len(jobs), baseline, func(_ context.Context, i int) (*contender, error) {
		unit := list[jobs[i].unit]
		without, err := p.Pack.Without(in.Code, unit.Rules[jobs[i].rule].ID)
		if err != nil {
			return &contender{by: check, why: firstLine(err.Error())}, nil
		}
		return p.contender(without, unit.ID), nil
	}, func(i int, c *contender) {
		rule := &list[jobs[i].unit].Rules[jobs[i].rule]
		rule.Proved, rule.By, rule.Why = c.by != "", c.by, c.why
	})
}

// check is by what a pack is noticed that cannot be read, or whose ways are not clean.
const check = "pack check"

// together is how many contenders a worker has play at a time: each holds a pack of its
// own, and each script is acted out once for all of them.
const together = 400

// contend makes n contenders, some of them noticed already, has the others play, and tells
// of each what came of it.
func (p Prover) contend(ctx context.Context, n int, baseline map[string]Result, of func(ctx context.Context, i int) (*contender, error), came func(i int, c *contender)) error {
	done, told := 0, sync.Mutex{}
	each := max(1, min(together, (n+p.Workers-1)/max(p.Workers, 1)))
	return p.spread(ctx, (n+each-1)/each, func(block int) error {
		var all, playing []*contender
		for i := block * each; i < min(n, (block+1)*each); i++ {
			c, err := of(ctx, i)
			if err != nil {
				return err
			}
			if all = append(all, c); c.by == "" {
				playing = append(playing, c)
			}
		}
		tell := func(more int) {
			told.Lock()
			defer told.Unlock()
			if done += more; p.Told != nil && more > 0 {
				p.Told(done, n)
			}
		}
		tell(len(all) - len(playing))
		if err := p.noticed(ctx, playing, baseline, tell); err != nil {
			return err
		}
		for i, c := range all {
			came(block*each+i, c)
		}
		return nil
	})
}

// inOrder is the scripts, first those that speak of the unit.
func (p Prover) inOrder(unit string) []*Script {
	order := slices.Clone(p.Scripts)
	slices.SortStableFunc(order, func(a, b *Script) int { return speaks(b, unit) - speaks(a, unit) })
	return order
}

func speaks(s *Script, unit string) int {
	if s.Speaks(unit) {
		return 1
	}
	return 0
}

func firstLine(text string) string {
	for i, r := range text {
		if r == '\n' {
			return text[:i]
		}
	}
	return text
}
