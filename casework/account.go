package casework

import (
	"context"
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Account carries out one act on somebody's means of signing in: an invitation, a
// password, a second factor, a session, a token. What do writes and the act's log entry
// are one transaction: an error of do, which may be a refusal, leaves neither. note is
// made of fixed words and ids. A nil do only logs.
func (d *Desk) Account(ctx context.Context, who Actor, kind, note string, do func(Tx) error) error {
	err := d.Ledger.Write(ctx, func(tx Tx) error {
		if do != nil {
			if err := do(tx); err != nil {
				return err
			}
		}
		return d.EnterAccount(ctx, tx, who, kind, note)
	})
	if err != nil {
		return fmt.Errorf("carrying out %s: %w", kind, err)
	}
	return nil
}

// EnterAccount logs, in a transaction that is open, what happens in it to somebody's means
// of signing in.
func (d *Desk) EnterAccount(ctx context.Context, tx Tx, who Actor, kind, note string) error {
	_, err := d.enter(ctx, tx, who, Entry{Kind: kind, Outcome: "record", Cites: []string{law.Platform("PF-22").String()}, Note: note})
	return err
}

// Seated refuses, inside a transaction, an actor whose seat has ended since it was read.
func (d *Desk) Seated(ctx context.Context, tx Tx, who Actor) error {
	t, err := d.open(ctx, tx, who)
	if err != nil {
		return err
	}
	refusal, err := t.seated()
	if err == nil && refusal != nil {
		return refusal
	}
	return err
}
