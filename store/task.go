package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
)

// Lease is a task in somebody's hands until a moment. When that moment passes without
// Renew, others may claim the task: it is done at least once. Its completion is a
// Change with Done set, of which only the first is accepted.
type Lease struct {
	casework.Task
	Holder  string    // names this lease; no two are equal
	Attempt int64     // 1 for the first
	Until   time.Time // milliseconds are kept
}

// Claim takes up to limit tasks of the kinds that are ready or whose lease is over,
// oldest first, and leases them until now plus lease.
func (s *Store) Claim(ctx context.Context, kinds []string, limit int, now time.Time, lease time.Duration) ([]Lease, error) {
	if len(kinds) == 0 || limit <= 0 {
		return nil, nil
	}
	until := now.Add(lease).UnixMilli()
	holder := rand.Text()
	args := []any{holder, until}
	for _, kind := range kinds {
		args = append(args, kind)
	}
	args = append(args, now.UnixMilli(), now.UnixMilli())
	query := `UPDATE task SET holder = ?, lease_ms = ?, attempt = attempt + 1 WHERE id IN (
		SELECT id FROM task WHERE kind IN (?` + strings.Repeat(", ?", len(kinds)-1) + `)
		AND done_entry IS NULL AND ready_ms <= ? AND (lease_ms IS NULL OR lease_ms <= ?)
		ORDER BY ready_ms, id LIMIT ` + fmt.Sprint(limit) + s.handles.engine.skip + `)
		RETURNING id, kind, case_id, body, attempt, ready_ms`
	var leases []Lease
	ready := map[string]int64{}
	err := s.update(ctx, true, func(q queries) error {
		leases = nil
		return q.each(ctx, func(rows *sql.Rows) error {
			l := Lease{Holder: holder, Until: time.UnixMilli(until).UTC()}
			var body string
			var since int64
			err := rows.Scan(&l.ID, &l.Kind, &l.Case, &body, &l.Attempt, &since)
			l.Body, ready[l.ID] = json.RawMessage(body), since
			leases = append(leases, l)
			return err
		}, query, args...)
	})
	if err != nil {
		return nil, fmt.Errorf("claiming tasks: %w", err)
	}
	slices.SortFunc(leases, func(a, b Lease) int { // RETURNING promises no order
		return cmp.Or(cmp.Compare(ready[a.ID], ready[b.ID]), cmp.Compare(a.ID, b.ID))
	})
	return leases, nil
}

// Renew prolongs a lease. casework.ErrStale when it is no longer the holder's, or the
// task is done: whoever hears that stops working on it.
func (s *Store) Renew(ctx context.Context, l Lease, until time.Time) error {
	return s.changeLease(ctx, "renewing task "+l.ID, "UPDATE task SET lease_ms = ? WHERE id = ? AND holder = ?", ms(until), l.ID, l.Holder)
}

// Release gives a task back, to be claimed again from the moment ready on.
func (s *Store) Release(ctx context.Context, l Lease, ready time.Time) error {
	return s.changeLease(ctx, "releasing task "+l.ID, "UPDATE task SET holder = NULL, lease_ms = NULL, ready_ms = ? WHERE id = ? AND holder = ?",
		ms(ready), l.ID, l.Holder)
}

func (s *Store) changeLease(ctx context.Context, doing, query string, args ...any) error {
	n, err := s.run(ctx, doing, query, args...)
	if err == nil && n == 0 {
		err = fmt.Errorf("%s: %w", doing, casework.ErrStale)
	}
	return err
}
