package rehearsal

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Ledger is what rehearsals are acted out on: a ledger on which something can be tried, of
// which nothing remains.
type Ledger interface {
	casework.Ledger
	Try(ctx context.Context, fn func(casework.Ledger) error) error
}

// cue is one line of a script where it stands.
type cue struct {
	Line
	place int
	phase string
	last  bool // of its phase
	verb  string
}

// cues are the lines of all phases, in order.
func cues(phases []Phase) (all []cue) {
	for _, phase := range phases {
		for i, line := range phase.Lines {
			words := Words(line.Text)
			verb := words[0]
			if verb == "not" && len(words) > 1 {
				verb = words[1]
			}
			all = append(all, cue{line, len(all), phase.Heading, i == len(phase.Lines)-1, verb})
		}
	}
	return all
}

// still are looks at the pack alone: what they find, they find at any time.
var still = map[string]bool{"label": true, "term": true, "reading": true, "function": true, "control": true, "may": true, "publishes": true, "conceals": true, "cites": true}

// decides reports whether something is decided in the line, or may fall due.
func (c cue) decides() bool {
	switch c.verb {
	case "as", "!", "could", "needs", "at", "org":
		return true
	}
	return false
}

// asks reports whether what comes of the line rests on the pack, and not only on what
// has come about before.
func (c cue) asks() bool {
	switch c.verb {
	case "duty", "priority", "retention":
		return true
	}
	return c.decides() || still[c.verb]
}

// perform carries out one line. What is drawn by lot in it is drawn from the line's own
// place: it comes out the same whenever the line is performed in the same state.
func (st *stage) perform(c cue) error {
	st.ledger.reached, st.ledger.changes = map[string]bool{}, nil
	st.desk.Random = rand.NewChaCha8([32]byte{byte(c.place), byte(c.place >> 8), byte(c.place >> 16)})
	if err := st.line(c.Text); err != nil {
		return err
	}
	if c.last {
		return st.unexpected()
	}
	return nil
}

// under is the stage as it stands, going on under another pack and on another ledger.
func (st *stage) under(p *pack.Pack, ledger casework.Ledger) *stage {
	other := newStage(st.ctx, p, ledger)
	other.day, other.files, other.refusal, other.looked, other.unproved = st.day, st.files, st.refusal, st.looked, st.unproved
	other.seats, other.cases, other.written = maps.Clone(st.seats), maps.Clone(st.cases), maps.Clone(st.written)
	other.ledger.tasks, other.ledger.notices, other.ledger.moved = slices.Clip(st.ledger.tasks), slices.Clip(st.ledger.notices), st.ledger.moved
	return other
}

// outcome is all that comes of one line: what it wrote, and what it was answered.
type outcome struct {
	changes []casework.Change
	refusal *law.Refusal
	looked  bool
	cases   map[string]string
}

func (st *stage) outcome() outcome {
	return outcome{st.ledger.changes, st.refusal, st.looked, st.cases}
}

// contender is a pack that differs from the one that is played, and what has noticed it.
type contender struct {
	pack    *pack.Pack
	unit    string
	differs pack.Difference
	by, why string
}

// contender readies a pack that differs from the whole one. It goes by the same digest: what
// is told apart is what comes of it, not its name.
func (p Prover) contender(differing *pack.Pack, unit string) *contender {
	as := *differing
	as.Digest = p.Pack.Digest
	return &contender{pack: &as, unit: unit, differs: p.Pack.Differs(differing)}
}

// concerns reports whether a line may come out otherwise under the contender than in the
// run under the whole pack, when the state before it is the same. reached is what the run
// decides in the line, met what it had decided before: procedures, and their steps.
func (c *contender) concerns(line cue, reached, met map[string]bool) bool {
	switch d := c.differs; {
	case d.Anywhere && line.asks(), d.Seen && line.decides() && overlap(d.Procedures, met):
		return true
	case d.Steps != nil:
		return overlap(d.Steps, reached)
	default:
		return overlap(d.Procedures, reached) || line.verb == "priority" && overlap(d.Procedures, met)
	}
}

// meets reports whether anything in the run may come out otherwise under the contender.
func (c *contender) meets(run Result) bool {
	return c.differs.Anywhere || overlap(c.differs.Procedures, run.reached)
}

func overlap(a, b map[string]bool) bool {
	for name := range a {
		if b[name] {
			return true
		}
	}
	return false
}

// noticed finds, for each contender, what notices it: a look at the pack alone, or the
// first rehearsal that fails under it. Scripts that speak of its unit are tried first; those
// in which nothing is decided that could come out otherwise are passed over.
// settled hears how many more are settled.
func (p Prover) noticed(ctx context.Context, all []*contender, baseline map[string]Result, settled func(more int)) error {
	open := len(all)
	tell := func() {
		left := 0
		for _, c := range all {
			if c.by == "" {
				left++
			}
		}
		settled(open - left)
		open = left
	}
	for _, c := range all {
		p.look(c)
	}
	for _, speaking := range []bool{true, false} {
		for _, s := range p.Scripts {
			var on []*contender
			for _, c := range all {
				if c.by == "" && s.Speaks(c.unit) == speaking && c.meets(baseline[s.Name]) {
					on = append(on, c)
				}
			}
			if len(on) == 0 {
				continue
			}
			if err := p.audition(ctx, s, on, baseline[s.Name]); err != nil {
				return err
			}
			tell()
		}
	}
	settled(open)
	return nil
}

// look lets the lines that look at the pack alone look at the contender's. Its script
// fails at such a line, if not before.
func (p Prover) look(c *contender) {
	st := &stage{pack: c.pack}
	for _, s := range p.inOrder(c.unit) {
		for _, line := range s.lines {
			if !still[line.verb] {
				continue
			}
			if err := st.line(line.Text); err != nil {
				c.by, c.why = s.Name+" · "+line.phase, err.Error()
				return
			}
		}
	}
}

// audition acts a script out once, under the whole pack, and has each line that concerns a
// contender tried under it from where the run stands. While the same comes of every line as
// in the run, the states are the same, and what does not concern the contender need not be
// tried. Once something else comes of one, the contender plays the script to its end.
func (p Prover) audition(ctx context.Context, s *Script, on []*contender, baseline Result) error {
	ledger, closeLedger, err := p.Stage()
	if err != nil {
		return fmt.Errorf("setting the stage of %s: %w", s.Name, err)
	}
	defer closeLedger()
	st := newStage(ctx, p.Pack, ledger)
	st.files = s.Files
	cues, met := s.lines, map[string]bool{}
	for i, line := range cues {
		reached := baseline.lines[i]
		trying := slices.DeleteFunc(slices.Clone(on), func(c *contender) bool { return !c.concerns(line, reached, met) })
		if len(trying) > 0 {
			parted, err := p.try(ctx, st, s, i, trying, ledger)
			if err != nil {
				return err
			}
			on = slices.DeleteFunc(on, func(c *contender) bool { return parted[c] })
		}
		if len(on) == 0 {
			return nil
		}
		if err := st.perform(line); err != nil {
			return fmt.Errorf("%s:%d came out otherwise than before under the same pack: %w", s.Name, line.Number, err)
		}
		maps.Copy(met, reached)
	}
	for _, c := range on {
		if !c.differs.Seen && !c.differs.Anywhere {
			continue // the state is that of the run, and nothing in it is judged otherwise
		}
		if err := casework.CheckInvariants(ctx, ledger, casework.OnePack{Pack: c.pack}); err != nil {
			c.by, c.why = s.Name+" · invariants", err.Error()
		}
	}
	return ctx.Err()
}

// try has a line tried under each contender, and answers which have parted from the run:
// they have played the script to its end, or to where it failed.
func (p Prover) try(ctx context.Context, st *stage, s *Script, at int, trying []*contender, ledger Ledger) (map[*contender]bool, error) {
	cues := s.lines
	var usual outcome
	seen := sight{}
	err := ledger.Try(ctx, func(l casework.Ledger) error {
		own := st.under(p.Pack, l)
		own.ledger.seen = &glance{sight: seen}
		err := own.perform(cues[at])
		usual = own.outcome()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s:%d came out otherwise than before under the same pack: %w", s.Name, cues[at].Number, err)
	}
	parted := map[*contender]bool{}
	for _, c := range trying {
		var result Result
		err := ledger.Try(ctx, func(l casework.Ledger) error {
			other := st.under(c.pack, l)
			other.ledger.seen = &glance{sight: seen}
			result.Script = s.Name
			if !other.play(cues[at:at+1], &result) {
				return nil
			}
			if reflect.DeepEqual(other.outcome(), usual) {
				return nil
			}
			parted[c] = true
			other.play(cues[at+1:], &result)
			other.conclude(&result)
			return nil
		})
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return nil, err
		case !result.OK():
			parted[c] = true
			c.by, c.why = s.Name+" · "+result.Failed, result.Why
		}
	}
	return parted, nil
}
