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
	calls, err := w.Meter.Through(ctx, o.Fields["delivery"], dayNumber(through))
	if err != nil {
		return fmt.Errorf("reading the meter of delivery %s: %w", o.Fields["delivery"], err)
	}
	before, err := w.Meter.Through(ctx, o.Fields["delivery"], dayNumber(from)-1)
	if err != nil {
		return fmt.Errorf("reading the meter of delivery %s: %w", o.Fields["delivery"], err)
	}
	return w.report(ctx, l, o, "metered", map[string]any{"through": through.String(), "calls": calls, "before": before})
}
