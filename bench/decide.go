package bench

import (
	"context"
	"errors"
	"fmt"

	"github.com/expr-lang/expr"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// benchDecide decides the command of benchCasework, without store or log: role, power, form
// and every guard of the step, effects planned as values. It stands beside one compiled
// condition of the language that guards are written in, and beside looking up in a hash
// index whether a role may take a step, which is all that a list of permissions does.
func benchDecide(ctx context.Context, o Options, _ string, tell func(Line)) error {
	in, err := decision(o.Pack)
	if err != nil {
		return err
	}
	condition, err := expr.Compile(`actor.role == "provider" and "clerk" in actor.powers and form.worthwhile`)
	if err != nil {
		return fmt.Errorf("compiling the condition: %w", err)
	}
	facts := map[string]any{"actor": map[string]any{"role": "provider", "powers": []any{"clerk"}}, "form": map[string]any{"worthwhile": true}}
	index := permissions(o.Pack)
	asked := permission{"catalogue", "enter", "provider"}
	samples, err := turns(ctx, o.pairs(),
		func(context.Context) (sample, error) {
			return repeat(o.turn()/2, 64, func(int) error { return decide(in) })
		},
		func(context.Context) (sample, error) {
			return repeat(o.turn()/2, 1024, func(int) error {
				if v, err := expr.Run(condition, facts); err != nil || v != true {
					return fmt.Errorf("the condition came to %v: %w", v, err)
				}
				return nil
			})
		},
		func(context.Context) (sample, error) {
			return repeat(o.turn()/2, 4096, func(int) error {
				if !index[asked] {
					return errors.New("the index does not hold the step")
				}
				return nil
			})
		})
	if err != nil {
		return err
	}
	l := Line{Metric: "catalogue.enter decided, one core", Unit: "decisions/s", Better: "higher"}
	one, held := l, l
	one.Against, held.Against = "one compiled condition over three facts", fmt.Sprintf("a hash index of %d role-and-step pairs", len(index))
	tell(one.compared(samples[0], samples[1]))
	tell(held.compared(samples[0], samples[2]))
	return nil
}

func decide(in procedure.Input) error {
	out, refusal, err := procedure.Decide(in)
	if err != nil {
		return err
	}
	if refusal != nil {
		return refusal
	}
	if out.Case.State != "entered" || len(out.Effects) == 0 {
		return fmt.Errorf("the decision came to %s with %d effects", out.Case.State, len(out.Effects))
	}
	return nil
}

// decision is everything that the decision rests on.
func decision(p *pack.Pack) (procedure.Input, error) {
	form := entryForm(1)
	if _, ok := p.Procedure("catalogue"); !ok {
		return procedure.Input{}, fmt.Errorf("the pack %.12s has no catalogue", p.Digest)
	}
	return procedure.Input{Pack: p, Procedure: "catalogue", Step: "enter", Form: form, Look: register{
		"organisation water": {"id": "water", "name": "市水务局", "state": "enrolled", "roles": []any{"provider"}},
		"person qin":         {"id": "qin", "name": "秦", "org": "water", "state": "active"},
		"seat water/qin":     {"id": "water/qin", "org": "water", "person": "qin", "role": "provider", "powers": []any{"clerk"}, "state": "in-force"},
	}, Actor: procedure.Actor{Party: procedure.Party{Person: "qin", Seat: "water/qin", Organisation: "water"}, Role: "provider", Powers: []string{"clerk"}, SteppedUp: true},
		Calendar: calendar.China(), Today: day, NewID: "000007"}, nil
}

// register answers facts by "kind id".
type register map[string]pack.Facts

func (register) Setting(string) (string, bool) { return "", false }

func (r register) Thing(kind, id string) (pack.Facts, bool) {
	f, ok := r[kind+" "+id]
	return f, ok
}

// About is empty: no rule that is measured here adds up what is registered.
func (register) About(string, string) []pack.Facts { return nil }

func (register) Case(string) (*procedure.Case, bool) { return nil, false }

// permission is a line of a plain list of who may do what.
type permission struct{ procedure, step, role string }

func permissions(p *pack.Pack) map[permission]bool {
	index := map[permission]bool{}
	for _, proc := range p.Procedures() {
		for _, s := range proc.Steps {
			for _, role := range s.By {
				index[permission{proc.Procedure.Procedure, s.Step.Step, role}] = true
			}
		}
	}
	return index
}

// benchCalendar counts twenty working days from every day of two years, and does the same by
// walking from day to day and asking of each whether it is one.
func benchCalendar(ctx context.Context, o Options, _ string, tell func(Line)) error {
	c, period := calendar.China(), calendar.MustPeriod("within 20 working-days")
	from := make([]calendar.Day, 730)
	want := make([]calendar.Day, len(from))
	for i := range from {
		from[i] = calendar.MustDay("2024-01-02").AddDays(i)
		want[i] = walk(c, from[i], 20)
	}
	samples, err := turns(ctx, o.pairs(),
		func(context.Context) (sample, error) {
			return repeat(o.turn()/2, 1024, func(i int) error {
				if k := i % len(from); c.Due(from[k], period).Last != want[k] {
					return fmt.Errorf("twenty working days from %s end on %s, walked on %s", from[k], c.Due(from[k], period).Last, want[k])
				}
				return nil
			})
		},
		func(context.Context) (sample, error) {
			return repeat(o.turn()/2, 1024, func(i int) error {
				if k := i % len(from); walk(c, from[k], 20) != want[k] {
					return fmt.Errorf("walking from %s does not come to the same day twice", from[k])
				}
				return nil
			})
		})
	if err != nil {
		return err
	}
	tell(Line{Metric: "20 working days counted, one core", Against: "walking from day to day over the same calendar", Unit: "periods/s", Better: "higher"}.compared(samples[0], samples[1]))
	return nil
}

// walk goes on until n working days have passed, the first being the day after from.
func walk(c *calendar.Calendar, from calendar.Day, n int) calendar.Day {
	for d := from; ; {
		if d = d.AddDays(1); working(c, d) {
			if n--; n == 0 {
				return d
			}
		}
	}
}

func working(c *calendar.Calendar, d calendar.Day) bool {
	is, _ := c.IsWorkingDay(d)
	return is
}
