package procedure

import (
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Allowed is a step that a person may take now, as far as can be known before the
// document is handed in.
type Allowed struct {
	Step  *pack.StepDef
	Dues  []Due
	Cites []law.Citation
}

// Barred is a step that belongs to the person's seat and that rules now stand against.
type Barred struct {
	Step    *pack.StepDef
	Refusal *law.Refusal
}

// May says what the actor may do in the case now, and what not and why, from the same
// rules as Decide. Steps of other seats are in neither list.
func May(in Input) ([]Allowed, []Barred, error) {
	def, ok := in.Pack.Procedure(in.Procedure)
	if !ok {
		return nil, nil, nil
	}
	var may []Allowed
	var mayNot []Barred
	for _, s := range def.Steps {
		if s.Opens() != (in.Case == nil) || !slices.Contains(s.By, in.Actor.Role) {
			continue
		}
		if in.Case != nil && !bound(s, in.Case.State) {
			continue
		}
		one := in
		one.Step = s.Step.Step
		refusal, err := Preview(one)
		if err != nil {
			return nil, nil, fmt.Errorf("previewing %s: %w", s.Name(), err)
		}
		switch {
		case refusal == nil:
			may = append(may, Allowed{Step: s, Dues: duesOf(in.Case, s), Cites: s.Rule.Cites})
		case !refusal.Hidden:
			mayNot = append(mayNot, Barred{Step: s, Refusal: refusal})
		}
	}
	return may, mayNot, nil
}

// Preview says what stands against a command as far as can be known without its document;
// nil when nothing does.
func Preview(in Input) (*law.Refusal, error) {
	w, refusal := enter(&in)
	if refusal != nil {
		return refusal, nil
	}
	j := &judgement{world: w}
	if _, err := j.judge(false); err != nil {
		return nil, err
	}
	return j.refusal(), nil
}

func duesOf(c *Case, s *pack.StepDef) []Due {
	if c == nil {
		return nil
	}
	var dues []Due
	for _, d := range c.Dues {
		if d.Step == s.Step.Step {
			dues = append(dues, d)
		}
	}
	return dues
}
