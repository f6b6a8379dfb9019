package store

import (
	"context"
	"fmt"
	"time"
)

// Attempts are the failed sign-ins of one subject: an account, or an address that
// tries many accounts. The caller chooses what a subject is.
type Attempts struct {
	Subject     string
	Failures    int64
	First, Last time.Time
	LockedUntil time.Time // zero when not locked out
}

// Lockout says when failures lock a subject out: Most failures within Window lock it for
// For. A failure later than Window after the first begins a new count.
type Lockout struct {
	Most        int64
	Window, For time.Duration
}

// CountFailure adds a failure and answers the count as it now stands. Concurrent
// failures are each counted: guessing in parallel gains nothing.
func (a access) CountFailure(ctx context.Context, subject string, at time.Time, rule Lockout) (Attempts, error) {
	now, stale := at.UnixMilli(), at.Add(-rule.Window).UnixMilli()
	n := Attempts{Subject: subject}
	err := a.on.update(ctx, false, func(q queries) error {
		// One statement, so that it is atomic on both engines. A lock that is over begins
		// a new count too.
		_, err := q.one(ctx, []any{&n.Failures, nullMoment{&n.First}, nullMoment{&n.Last}, nullMoment{&n.LockedUntil}},
			`INSERT INTO sign_in_attempt (subject, failures, first_ms, last_ms, locked_until_ms)
			VALUES (?, 1, ?, ?, CASE WHEN 1 >= CAST(? AS BIGINT) THEN CAST(? AS BIGINT) END)
			ON CONFLICT (subject) DO UPDATE SET
			  failures = CASE WHEN sign_in_attempt.first_ms < ? OR sign_in_attempt.locked_until_ms <= ? THEN 1 ELSE sign_in_attempt.failures + 1 END,
			  first_ms = CASE WHEN sign_in_attempt.first_ms < ? OR sign_in_attempt.locked_until_ms <= ? THEN excluded.first_ms ELSE sign_in_attempt.first_ms END,
			  last_ms = excluded.last_ms,
			  locked_until_ms = CASE WHEN CASE WHEN sign_in_attempt.first_ms < ? OR sign_in_attempt.locked_until_ms <= ? THEN 1
			    ELSE sign_in_attempt.failures + 1 END >= CAST(? AS BIGINT) THEN CAST(? AS BIGINT) END
			RETURNING failures, first_ms, last_ms, locked_until_ms`,
			subject, now, now, rule.Most, at.Add(rule.For).UnixMilli(),
			stale, now, stale, now, stale, now, rule.Most, at.Add(rule.For).UnixMilli())
		return err
	})
	if err != nil {
		return Attempts{}, fmt.Errorf("counting a failed sign-in: %w", err)
	}
	return n, nil
}

// Attempts answers the failures of a subject; none is the zero count.
func (a access) Attempts(ctx context.Context, subject string) (Attempts, error) {
	n := Attempts{Subject: subject}
	_, err := a.on.look().one(ctx, []any{&n.Failures, nullMoment{&n.First}, nullMoment{&n.Last}, nullMoment{&n.LockedUntil}},
		"SELECT failures, first_ms, last_ms, locked_until_ms FROM sign_in_attempt WHERE subject = ?", subject)
	if err != nil {
		return Attempts{}, fmt.Errorf("reading failed sign-ins: %w", err)
	}
	return n, nil
}

// ClearAttempts forgets the failures of a subject, as a good sign-in does.
func (a access) ClearAttempts(ctx context.Context, subject string) error {
	_, err := a.run(ctx, "clearing failed sign-ins", "DELETE FROM sign_in_attempt WHERE subject = ?", subject)
	return err
}
