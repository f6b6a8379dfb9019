package casework

import (
	"context"
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/law/calendar"
)

// tickBatch is how many timers are read at a time.
const tickBatch = 200

// Tick opens the duties that nobody's act opens, lets every timer fire whose day has come,
// each as a command through the same door, and returns how many fired. It is safe to call
// at any time and from several processes: a timer that has fired is gone.
func (d *Desk) Tick(ctx context.Context) (int, error) {
	if err := d.owe(ctx); err != nil {
		return 0, err
	}
	fired := 0
	for {
		var timers []Timer
		err := d.Ledger.Read(ctx, func(v View) (err error) {
			timers, err = v.DueTimers(ctx, d.Today(), tickBatch)
			return err
		})
		if err != nil {
			return fired, fmt.Errorf("reading the timers due: %w", err)
		}
		if len(timers) == 0 {
			return fired, nil
		}
		for _, timer := range timers {
			if err := d.fire(ctx, timer); err != nil {
				return fired, fmt.Errorf("firing timer %s: %w", timer.ID, err)
			}
			fired++
		}
	}
}

// Until moves a settable clock on to a day: it stops on each day on which a timer is
// due, lets it fire there, and goes on. set moves the clock; only the demonstration and
// rehearsals have one that can be moved.
func (d *Desk) Until(ctx context.Context, day calendar.Day, set func(calendar.Day)) error {
	for {
		var next []Timer
		err := d.Ledger.Read(ctx, func(v View) (err error) {
			next, err = v.DueTimers(ctx, day, 1)
			return err
		})
		if err != nil {
			return fmt.Errorf("reading the next timer: %w", err)
		}
		if len(next) == 0 {
			set(day)
			return nil
		}
		if next[0].On.After(d.Today()) {
			set(next[0].On)
		}
		if _, err := d.Tick(ctx); err != nil {
			return err
		}
	}
}

// fire carries out one timer. Whatever comes of it, the timer is gone afterwards.
func (d *Desk) fire(ctx context.Context, timer Timer) error {
	return d.Ledger.Write(ctx, func(tx Tx) error {
		t, err := d.open(ctx, tx, Clock)
		if err != nil {
			return err
		}
		what, step, split := strings.Cut(timer.Step, ":")
		switch {
		case !split:
			return t.take(timer)
		case what == "duty":
			return t.dutyFires(timer)
		default:
			return t.remind(timer, what, step)
		}
	})
}

// take lets the clock take a step. A step that is refused is not tried again: the
// refusal is in the log and the parties are told.
func (t *turn) take(timer Timer) error {
	_, refusal, err := t.do(Command{Case: timer.Case, Step: timer.Step})
	if err != nil {
		return err
	}
	entry := t.entry("timer.fired", "record")
	entry.Case, entry.Rules = timer.Case, []string{timer.Rule}
	if c, ok := t.look.Case(timer.Case); ok {
		entry.Jurisdiction = c.Jurisdiction
	}
	change := Change{Entry: entry, Cancel: []string{timer.ID}}
	if refusal != nil {
		change.Entry.Codes = []string{refusal.Code()}
	}
	if _, err := t.tx.Record(t.ctx, change); err != nil {
		return fmt.Errorf("recording that the timer fired: %w", err)
	}
	return nil
}

// remind tells who moves the case that a day is near, and everyone concerned when it
// has passed.
func (t *turn) remind(timer Timer, what, step string) error {
	p := &plan{turn: t, records: map[string]*draft{}}
	c, ok := t.look.Case(timer.Case)
	p.change.Cancel = []string{timer.ID}
	entry := t.entry("timer."+what, "record")
	entry.Case, entry.Rules = timer.Case, []string{timer.Rule}
	if ok {
		p.out.Case, entry.Jurisdiction = *c, c.Jurisdiction
		kind := "due"
		if what == "escalate" {
			kind = "overdue"
		}
		for _, org := range c.Parties {
			p.notice(org, kind, c.Procedure+"."+step)
		}
	}
	return p.file(entry)
}

// Finish completes a task whose outcome moves no case: it says so in the log.
func (d *Desk) Finish(ctx context.Context, task, caseID, kind string) error {
	return d.Ledger.Write(ctx, func(tx Tx) error {
		t, err := d.open(ctx, tx, Machine)
		if err != nil {
			return err
		}
		entry := t.entry("task."+kind, "record")
		entry.Case = caseID
		if _, err := tx.Record(ctx, Change{Entry: entry, Done: task}); err != nil {
			return fmt.Errorf("recording that task %s is done: %w", task, err)
		}
		return nil
	})
}
