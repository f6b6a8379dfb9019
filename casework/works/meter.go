package works

import (
	"context"
	"fmt"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/store"
)

// readMeter reads how often a data interface was called: through the last day to be
// billed, and before the first day of the tariff. What it is billed for, the rules say.
func (w *Works) readMeter(ctx context.Context, l store.Lease, o order) error {
	through, err := calendar.ParseDay(o.Fields["through"])
	if err != nil {
		return fmt.Errorf("reading the meter of delivery %s: %w", o.Fields["delivery"], err)
	}
	from, err := calendar.ParseDay(o.Fields["from"])
	if err != nil {
		return fmt.Errorf("reading the meter of delivery %s: %w", o.Fields["delivery"], err)
	}
	calls, err := w.CallsOf(ctx, o.Fields["delivery"], through)
	if err != nil {
		return err
	}
	before, err := w.CallsOf(ctx, o.Fields["delivery"], from.AddDays(-1))
	if err != nil {
		return err
	}
	return w.report(ctx, l, o, "metered", map[string]any{"through": through.String(), "calls": calls, "before": before})
}

// CallsOf counts the calls of a data interface up to and with a day, in all. A call that is
// being answered on that day may be missing.
func (w *Works) CallsOf(ctx context.Context, delivery string, through calendar.Day) (int64, error) {
	key, _, err := w.key(ctx, delivery) // the meter counts by the key's own id
	if err != nil {
		return 0, err
	}
	calls, err := w.Meter.Through(ctx, key.ID, dayNumber(through))
	if err != nil {
		return 0, fmt.Errorf("reading the meter of delivery %s: %w", delivery, err)
	}
	return calls, nil
}
