package casework

import (
	"context"
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// Facts gives what rules may use about a registered thing today, with what is computed
// worked out. Whoever asks for a person's sake asks See first.
func (d *Desk) Facts(ctx context.Context, kind, id string) (pack.Facts, error) {
	var facts pack.Facts
	err := d.Ledger.Read(ctx, func(v View) error {
		l := newLook(ctx, v, d.Today())
		found, ok := l.Thing(kind, id)
		if l.fault != nil {
			return l.fault
		}
		if !ok {
			return ErrNotFound
		}
		facts = found
		return nil
	})
	return facts, err
}

// Rank is the place of a case's kind in its queue: what the pack's priorities put first
// has the lowest rank; what none speaks of comes last.
func (d *Desk) Rank(ctx context.Context, caseID string) (rank int, err error) {
	err = d.Ledger.Read(ctx, func(v View) error {
		c, err := v.Case(ctx, caseID)
		if err != nil {
			return err
		}
		rank, err = d.RankIn(ctx, v, c)
		return err
	})
	return rank, err
}

// Settings are the values that the installation has set, by name.
func (d *Desk) Settings(ctx context.Context) (map[string]string, error) {
	var set map[string]string
	err := d.Ledger.Read(ctx, func(v View) error {
		l := newLook(ctx, v, d.Today())
		set = l.settings()
		return l.fault
	})
	return set, err
}

// RankIn is Rank for a case that was just read, so that a list reads none twice.
func (d *Desk) RankIn(ctx context.Context, v View, c Case) (int, error) {
	p, ok := d.Packs.Of(c.Pack)
	if !ok {
		return 0, fmt.Errorf("case %s was accepted under the pack %.12s, which the installation does not have", c.ID, c.Pack)
	}
	return procedure.Rank(procedure.Input{Pack: p, Procedure: c.Procedure, Case: &c, Look: newLook(ctx, v, d.Today()), Calendar: d.Calendar(),
		Today: d.Today()})
}

// MayDelete is the first day on which a class of record about a thing may be deleted:
// the longest of the retentions in force, counted from the day the thing ended. The
// zero day means not yet: it has not ended, or no rule sets its end.
func (d *Desk) MayDelete(ctx context.Context, class, kind, id string) (calendar.Day, error) {
	var day calendar.Day
	err := d.Ledger.Read(ctx, func(v View) error {
		r, err := v.Registered(ctx, kind, id)
		if err != nil {
			return err
		}
		ended := dayOf(textIn(r.Body, "ended"))
		if ended.IsZero() {
			return nil
		}
		for _, rule := range d.Packs.Current().Rules(pack.KindRetention) {
			retention := rule.Body.(*pack.Retention)
			if retention.Class != class {
				continue
			}
			period, err := calendar.ParsePeriod("keep " + strings.TrimPrefix(retention.Keep, "keep "))
			if err != nil {
				return fmt.Errorf("retention %s: %w", rule.ID, err)
			}
			if opens := d.Calendar().Due(ended, period).Opens; opens.After(day) {
				day = opens
			}
		}
		return nil
	})
	return day, err
}
