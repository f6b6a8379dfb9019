package store

import (
	"context"
	"fmt"
	"time"

	"github.com/shuyu-project/shuyu/casework"
)

// Credential is what a person signs in with.
type Credential struct {
	Person    string
	Password  string    // argon2id in its usual text form, "$argon2id$v=19$…"
	Set       time.Time // when the password was set
	TOTP      []byte    // seed of the second factor, wrapped; nil when none is set up
	TOTPSet   time.Time // zero with TOTP nil
	TOTPSteps int64     // last time step that was accepted; see UseTOTPStep
}

// PutCredential keeps or replaces a person's credential. A new second factor begins
// its steps at those given.
func (a access) PutCredential(ctx context.Context, c Credential) error {
	var totp any
	if c.TOTP != nil {
		totp = c.TOTP
	}
	_, err := a.run(ctx, "keeping credential", `INSERT INTO credential (person, password, password_ms, totp, totp_ms, totp_step)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET password = excluded.password, password_ms = excluded.password_ms,
		totp = excluded.totp, totp_ms = excluded.totp_ms, totp_step = excluded.totp_step`,
		c.Person, c.Password, ms(c.Set), totp, ms(c.TOTPSet), c.TOTPSteps)
	return err
}

// Credential answers a person's credential, or casework.ErrNotFound.
func (a access) Credential(ctx context.Context, person string) (Credential, error) {
	c := Credential{Person: person}
	found, err := a.on.look().one(ctx, []any{&c.Password, nullMoment{&c.Set}, &c.TOTP, nullMoment{&c.TOTPSet}, &c.TOTPSteps},
		"SELECT password, password_ms, totp, totp_ms, totp_step FROM credential WHERE person = ?", person)
	if err == nil && !found {
		err = casework.ErrNotFound
	}
	if err != nil {
		return Credential{}, fmt.Errorf("reading credential of %s: %w", person, err)
	}
	return c, nil
}

// UseTOTPStep accepts a time step of the second factor once: a step that is not later
// than the last one accepted is casework.ErrStale, so that a code that was looked at
// over a shoulder cannot be used again.
func (a access) UseTOTPStep(ctx context.Context, person string, step int64) error {
	n, err := a.run(ctx, "using a second factor", "UPDATE credential SET totp_step = ? WHERE person = ? AND totp IS NOT NULL AND totp_step < ?", step, person, step)
	if err == nil && n == 0 {
		err = fmt.Errorf("using a second factor: %w", casework.ErrStale)
	}
	return err
}

// RemoveCredential takes a person's means to sign in away.
func (a access) RemoveCredential(ctx context.Context, person string) error {
	_, err := a.run(ctx, "removing credential", "DELETE FROM credential WHERE person = ?", person)
	return err
}
