package casework_test

import (
	"errors"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// act is one command of a course. Its case is known once an earlier one has opened it.
type act struct {
	who casework.Actor
	cmd casework.Command
	on  int // 1 + place of the act whose case it takes a step in
}

// assessment is a course that opens a case, moves it, and with its last step holds the
// agreement and opens another case in the same transaction.
var assessment = []act{
	{lin, casework.Command{Procedure: "evaluation", Step: "open", Links: map[string]string{"agreement": "A1"}, Key: "open"}, 0},
	{wu, withForm(report(), "market", ""), 0}, // refused
	{wu, func() casework.Command { r := report(); r.Key = "report"; return r }(), 0},
	{zhao, casework.Command{Step: "conclude", Form: map[string]any{"outcome": "fail", "reasons": "不符", "orders": "整改"}, Key: "conclude"}, 1},
}

// TestFaults fails the first, second, … write of a course of commands until none fails.
// After each, nothing of a failed command is there, and the state is sound; sent again
// under its key each is done once. Then the same with the writes done and their answers
// lost.
func TestFaults(t *testing.T) {
	for _, lost := range []bool{false, true} {
		name := "failed"
		if lost {
			name = "answer lost"
		}
		t.Run(name, func(t *testing.T) {
			faulty, n := 0, int64(1)
			for hit := true; hit; n++ {
				var failed int
				failed, hit = courseWithFault(t, n, lost)
				faulty += failed
				if t.Failed() {
					t.Fatalf("with write %d failing", n)
				}
			}
			if faulty < int(n)/2 {
				t.Errorf("of %d failing writes %d did harm: they do not reach the commands", n, faulty)
			}
			t.Logf("failed %d writes in turn; %d commands failed", n-1, faulty)
		})
	}
}

// courseWithFault takes the course on a fresh city with the n-th write failing. It
// answers how many commands failed, and whether the course has so many writes.
func courseWithFault(t *testing.T, n int64, lost bool) (failed int, hit bool) {
	var fault storetest.Fault
	c := newCity(t, storetest.Open(t, storetest.File(t), store.Options{Wrap: fault.Wrap}))
	c.inForce()
	c.built()
	fault.After.Store(lost)
	fault.Fail(n)
	cases := make([]string, len(assessment))
	for i, a := range assessment {
		var before string
		if !lost {
			before = c.everything()
		}
		receipt, err := c.Do(ctx, a.who, on(a, cases))
		_, refused := law.AsRefusal(err)
		switch {
		case err == nil || refused:
		case !errors.Is(err, storetest.ErrInjected):
			t.Errorf("%s: %v", a.cmd.Step, err)
		default:
			failed++
			c.sound()
			if !lost && c.everything() != before {
				t.Errorf("%s failed and left something", a.cmd.Step)
			}
			if receipt, err = c.Do(ctx, a.who, on(a, cases)); err != nil {
				if _, refused = law.AsRefusal(err); !refused {
					t.Errorf("%s again: %v", a.cmd.Step, err)
				}
			}
		}
		if refused != (i == 1) {
			t.Errorf("%s was refused: %v", a.cmd.Step, err)
		}
		cases[i] = receipt.Case
	}
	hit = fault.Stop()
	c.sound()
	c.cameOnce()
	return failed, hit
}

func on(a act, cases []string) casework.Command {
	cmd := a.cmd
	if a.on > 0 {
		cmd.Case = cases[a.on-1]
	}
	return cmd
}

// cameOnce: what the whole course brings about is there, once.
func (c *city) cameOnce() {
	c.t.Helper()
	for _, row := range []struct {
		procedure, state string
	}{{"evaluation", "concluded"}, {"rectification", "ordered"}, {"report", "submitted"}} {
		c.read(func(v casework.View) error {
			cases, _, err := v.Cases(ctx, casework.CaseQuery{Procedure: row.procedure, Limit: 200})
			if len(cases) != 1 || cases[0].State != row.state {
				c.t.Errorf("%d cases of %s: %+v", len(cases), row.procedure, cases)
			}
			return err
		})
	}
	if holds := c.lines(casework.RecordQuery{Kind: "hold"}); len(holds) != 1 || holds[0].State != "standing" || c.fact("grant", "N1", "inForce") != false {
		c.t.Errorf("%d holds", len(holds))
	}
	if got := c.duties("TA-23.duty"); got != "2025-06-30 met" {
		c.t.Errorf("the duty to report: %s", got)
	}
}
