package rehearsal

import (
	"context"
	"fmt"

	"github.com/shuyu-project/shuyu/casework"
)

// sight is what was read of one state of a ledger. Whoever tries something in that state
// reads the same, so it is read once for all.
type sight map[string]any

// glance looks into a sight for as long as nothing was written in a trial. What it answers
// is shared: nobody who reads a ledger changes what was read.
type glance struct {
	sight  sight
	closed bool
}

func (g *glance) open() bool { return g != nil && !g.closed }

// close ends it: the state is no longer the one that was seen. There may be none.
func (g *glance) close() {
	if g != nil {
		g.closed = true
	}
}

// answer is what a read answered.
type answer[T any] struct {
	found  T
	cursor string
	err    error
}

// once reads what was not yet read of the state.
func once[T any](g *glance, key string, read func() (T, string, error)) (T, string, error) {
	if !g.open() {
		return read()
	}
	if seen, ok := g.sight[key].(answer[T]); ok {
		return seen.found, seen.cursor, seen.err
	}
	found, cursor, err := read()
	g.sight[key] = answer[T]{found, cursor, err}
	return found, cursor, err
}

func (r *recording) Case(ctx context.Context, id string) (casework.Case, error) {
	if r.placed.ID != "" && id == r.placed.ID {
		return r.placed, nil
	}
	c, _, err := once(r.seen, "case "+id, func() (casework.Case, string, error) {
		c, err := r.Tx.Case(ctx, id)
		return c, "", err
	})
	return c, err
}

func (r *recording) Registered(ctx context.Context, kind, id string) (casework.Record, error) {
	line, _, err := once(r.seen, "line "+kind+"/"+id, func() (casework.Record, string, error) {
		line, err := r.Tx.Registered(ctx, kind, id)
		return line, "", err
	})
	return line, err
}

func (r *recording) Records(ctx context.Context, q casework.RecordQuery) ([]casework.Record, string, error) {
	return once(r.seen, fmt.Sprintf("lines %+v", q), func() ([]casework.Record, string, error) { return r.Tx.Records(ctx, q) })
}
