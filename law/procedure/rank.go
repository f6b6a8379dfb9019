package procedure

import (
	"fmt"
	"math"

	"github.com/shuyu-project/shuyu/law/pack"
)

// Rank is the place of a case in its queue: the lowest rank of the priorities whose
// condition holds; the greatest number there is where none does.
func Rank(in Input) (int, error) {
	rank := math.MaxInt
	def, ok := in.Pack.Procedure(in.Procedure)
	if !ok {
		return rank, nil
	}
	w := &world{in: &in, def: def, c: in.Case}
	facts, err := w.facts(nil)
	if err != nil {
		return rank, err
	}
	for _, p := range def.Priorities {
		holds, err := p.Where.Holds(facts)
		if err != nil {
			return rank, fmt.Errorf("priority %s: %w", p.Rule.ID, err)
		}
		if holds {
			rank = min(rank, p.Rank)
		}
	}
	return rank, nil
}

// Tags are the words of the priorities that hold for a case.
func Tags(in Input) ([]pack.PriorityDef, error) {
	def, ok := in.Pack.Procedure(in.Procedure)
	if !ok {
		return nil, nil
	}
	w := &world{in: &in, def: def, c: in.Case}
	facts, err := w.facts(nil)
	if err != nil {
		return nil, err
	}
	var held []pack.PriorityDef
	for _, p := range def.Priorities {
		if holds, err := p.Where.Holds(facts); err == nil && holds {
			held = append(held, *p)
		}
	}
	return held, nil
}
