package delivery

import (
	"context"
	"fmt"
	"sync"
)

// Charge asks for calls of one key on one day, within its quotas.
type Charge struct {
	Key    string
	Day    int64 // counted from 1970-01-01
	Calls  int64 // above 0
	PerDay int64 // quota of the day
	Total  int64 // quota of all days
}

// Counted is what was granted of a charge, and the counts after it.
type Counted struct {
	Granted int64 // of Calls: 0 up to Calls, as many as both quotas allow
	Day     int64 // calls of the key on that day
	Total   int64 // calls of the key on all days
}

// MeterStore counts calls. Charge grants and counts all charges at once: when it
// returns, the counts are durable, or none of them is when it returns an error. A
// store shared by several processes keeps the quotas over all of them.
type MeterStore interface {
	Charge(ctx context.Context, charges []Charge) ([]Counted, error) // one answer a charge, in order
	// Through counts the calls of a key up to and with a day, in all: what a bill is drawn from.
	Through(ctx context.Context, key string, day int64) (int64, error)
}

// Meter gathers the calls of many goroutines into few durable charges. A call is
// answered only after its charge is durable, so that the count is exact: a crash may
// leave a call counted whose answer was never sent, and never the other way round.
type Meter struct {
	store MeterStore
	turn  chan struct{} // held by the one goroutine that charges

	mu   sync.Mutex
	open *gathering // takes calls until its turn has come
}

// NewMeter makes a meter over a store.
func NewMeter(store MeterStore) *Meter { return &Meter{store: store, turn: make(chan struct{}, 1)} }

// Through counts the calls of a key up to and with a day. A call that is being answered on
// that day may be missing: read days that are over.
func (m *Meter) Through(ctx context.Context, key string, day int64) (int64, error) {
	return m.store.Through(ctx, key, day)
}

type purse struct {
	key string
	day int64
}

// gathering is one durable charge in the making. Its fields are written under the
// meter's lock until its turn, then by its leader alone until done is closed.
type gathering struct {
	at      map[purse]int
	charges []Charge
	counted []Counted
	err     error
	done    chan struct{}
}

// Spend counts one call of k on a day and answers the counts. granted is false when
// a quota is used up; then nothing was counted.
func (m *Meter) Spend(ctx context.Context, k Key, day int64) (counted Counted, granted bool, err error) {
	m.mu.Lock()
	g, leads := m.open, false
	if g == nil {
		g, leads = &gathering{at: map[purse]int{}, done: make(chan struct{})}, true
		m.open = g
	}
	i, known := g.at[purse{k.ID, day}]
	if !known {
		i = len(g.charges)
		g.at[purse{k.ID, day}] = i
		g.charges = append(g.charges, Charge{Key: k.ID, Day: day, PerDay: k.PerDay, Total: k.Total})
	}
	g.charges[i].Calls++
	place := g.charges[i].Calls
	m.mu.Unlock()
	if leads {
		m.charge(ctx, g)
	}
	select {
	case <-g.done:
	case <-ctx.Done():
		return Counted{}, false, fmt.Errorf("counting a call: %w", ctx.Err())
	}
	if g.err != nil {
		return Counted{}, false, fmt.Errorf("counting a call: %w", g.err)
	}
	return g.counted[i], place <= g.counted[i].Granted, nil
}

// charge waits for the turn, closes the gathering to newcomers and charges it. Its
// leader giving up does not undo the others' calls.
func (m *Meter) charge(ctx context.Context, g *gathering) {
	m.turn <- struct{}{}
	defer func() { <-m.turn }()
	m.mu.Lock()
	m.open = nil
	m.mu.Unlock()
	g.counted, g.err = m.store.Charge(context.WithoutCancel(ctx), g.charges)
	if g.err == nil && len(g.counted) != len(g.charges) {
		g.err = fmt.Errorf("the meter's store answered %d of %d charges", len(g.counted), len(g.charges))
	}
	close(g.done)
}

// grant is what quotas leave of a charge, given the counts before it.
func grant(c Charge, day, total int64) int64 {
	return max(min(c.Calls, c.PerDay-day, c.Total-total), 0)
}
