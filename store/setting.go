package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/shuyu-project/shuyu/casework"
)

// Setting is one choice of the installation.
type Setting struct {
	Name  string
	Value json.RawMessage
	SetBy string // seat, or "bootstrap"
	Set   time.Time
}

// PutSetting makes or replaces a setting.
func (a access) PutSetting(ctx context.Context, n Setting) error {
	if !json.Valid(n.Value) {
		return fmt.Errorf("setting %s: value is not JSON", n.Name)
	}
	_, err := a.run(ctx, "setting "+n.Name, `INSERT INTO setting (name, value, set_by, set_ms) VALUES (?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, set_by = excluded.set_by, set_ms = excluded.set_ms`,
		n.Name, string(n.Value), n.SetBy, ms(n.Set))
	return err
}

// Setting answers the setting of that name, or casework.ErrNotFound.
func (a access) Setting(ctx context.Context, name string) (Setting, error) {
	list, err := a.settings(ctx, " WHERE name = ?", name)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("setting %s: %w", name, casework.ErrNotFound)
	}
	if err != nil {
		return Setting{}, err
	}
	return list[0], nil
}

// Settings lists all settings by name.
func (a access) Settings(ctx context.Context) ([]Setting, error) {
	return a.settings(ctx, " ORDER BY name")
}

func (a access) settings(ctx context.Context, where string, args ...any) ([]Setting, error) {
	var list []Setting
	err := a.on.look().each(ctx, func(rows *sql.Rows) error {
		var n Setting
		var value string
		err := rows.Scan(&n.Name, &value, &n.SetBy, nullMoment{&n.Set})
		n.Value = json.RawMessage(value)
		list = append(list, n)
		return err
	}, "SELECT name, value, set_by, set_ms FROM setting"+where, args...)
	if err != nil {
		return nil, fmt.Errorf("reading settings: %w", err)
	}
	return list, nil
}

// Sweep forgets what is over at the moment now: receipts past their time, sessions that
// have ended, failures that were long ago, tasks that were done. Kept is how long ended
// things stay.
func (s *Store) Sweep(ctx context.Context, now time.Time, kept time.Duration) error {
	past := now.Add(-kept).UnixMilli()
	return s.update(ctx, true, func(q queries) error {
		for _, sweep := range []struct {
			query  string
			before int64
		}{
			{"DELETE FROM receipt WHERE expires_ms <= ?", now.UnixMilli()},
			{"DELETE FROM session WHERE ends_ms <= ?", past},
			{"DELETE FROM sign_in_attempt WHERE last_ms <= ? AND (locked_until_ms IS NULL OR locked_until_ms <= last_ms)", past},
			{"DELETE FROM task WHERE done_ms <= ?", past},
		} {
			if _, err := q.exec(ctx, sweep.query, sweep.before); err != nil {
				return fmt.Errorf("sweeping: %w", err)
			}
		}
		return nil
	})
}
