package rehearsal

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/shuyu-project/shuyu/casework"
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
type Stage func() (casework.Ledger, func(), error)

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

// Baseline acts every script out under the whole pack.
func (p Prover) Baseline(ctx context.Context) (map[string]Result, error) {
	results := map[string]Result{}
	for _, s := range p.Scripts {
		r, err := p.act(ctx, s, p.Pack)
		if err != nil {
			return nil, err
		}
		results[s.Name] = r
	}
	return results, nil
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
		return list, p.prove(ctx, in, list)
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

// prove takes each rule out in turn. Scripts that speak of its unit are tried first.
func (p Prover) prove(ctx context.Context, in *pack.Instrument, list []Coverage) error {
	type job struct{ unit, rule int }
	var jobs []job
	for i, c := range list {
		for j := range c.Rules {
			jobs = append(jobs, job{i, j})
		}
	}
	queue := make(chan job)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	done := 0
	for range max(p.Workers, 1) {
		wg.Go(func() {
			for j := range queue {
				by, why, err := p.missed(ctx, in.Code, list[j.unit].ID, list[j.unit].Rules[j.rule].ID)
				mu.Lock()
				rule := &list[j.unit].Rules[j.rule]
				rule.Proved, rule.By, rule.Why = by != "", by, why
				if err != nil && failed == nil {
					failed = err
				}
				done++
				if p.Told != nil {
					p.Told(done, len(jobs))
				}
				mu.Unlock()
			}
		})
	}
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	wg.Wait()
	return failed
}

// missed finds the rehearsal that fails without the rule, "" when none does.
func (p Prover) missed(ctx context.Context, instrument, unit, rule string) (by, why string, err error) {
	without, err := p.Pack.Without(instrument, rule)
	if err != nil {
		return "pack check", firstLine(err.Error()), nil
	}
	order := slices.Clone(p.Scripts)
	slices.SortStableFunc(order, func(a, b *Script) int { return speaks(b, unit) - speaks(a, unit) })
	for _, s := range order {
		r, err := p.act(ctx, s, without)
		if err != nil {
			return "", "", err
		}
		if !r.OK() {
			return s.Name + " · " + r.Failed, r.Why, nil
		}
	}
	return "", "", nil
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
