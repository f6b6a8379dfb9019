package casework

import (
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/law/pack"
)

// ending is a registered thing that a change ends, and how.
type ending struct{ kind, id, manner string }

// follow concludes what a thing that has just ended was the matter of: whatever ended it
// (its own procedure, an exit, an annulment), the open cases linked to it take the step
// that the pack says ends with it, and their timers go. A step that cannot be taken
// stops the whole command: a case is not left in force about what has ended.
func (p *plan) follow() error {
	for _, e := range p.ends {
		cases, err := p.openAbout(e.id)
		if err != nil {
			return err
		}
		for _, c := range cases {
			if err := p.followIn(c, e); err != nil {
				return fmt.Errorf("concluding case %s with the end of %s: %w", c.ID, e.id, err)
			}
		}
	}
	return nil
}

// openAbout lists the open cases that are linked to a thing, as the change has left them.
func (p *plan) openAbout(id string) ([]Case, error) {
	var all []Case
	for c, err := range EveryCase(p.ctx, p.tx, CaseQuery{Link: id, Open: true}) {
		if err != nil {
			return nil, fmt.Errorf("looking for what is open about %s: %w", id, err)
		}
		all = append(all, c)
	}
	return all, nil
}

func (p *plan) followIn(c Case, e ending) error {
	pinned, ok := p.Packs.Of(c.Pack)
	if !ok {
		return fmt.Errorf("it was accepted under the pack %.12s, which the installation does not have", c.Pack)
	}
	step, ok := following(pinned, c, e)
	if !ok {
		return nil
	}
	next, err := p.next(Machine)
	if err != nil {
		return err
	}
	_, refusal, err := next.do(Command{Case: c.ID, Step: step})
	if err != nil {
		return err
	}
	if refusal != nil {
		return refusal
	}
	return nil
}

// following is the step of a case that ends with a thing, in its manner.
func following(p *pack.Pack, c Case, e ending) (string, bool) {
	def, ok := p.Procedure(c.Procedure)
	if !ok {
		return "", false
	}
	for _, s := range def.Steps {
		if s.EndsWith != "" && c.Links[s.EndsWith] == e.id && (s.Manner == "" || s.Manner == e.manner) && slices.Contains(s.From, c.State) {
			return s.Step.Step, true
		}
	}
	return "", false
}
