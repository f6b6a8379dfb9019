package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/shuyu-project/shuyu/law/calendar"
)

const addMeter = `INSERT INTO meter (key, on_day, count) VALUES (?, ?, ?)
	ON CONFLICT (key, on_day) DO UPDATE SET count = meter.count + excluded.count`

// AddMeter adds n to the count of a key on a day.
func (s *Store) AddMeter(ctx context.Context, key string, on calendar.Day, n int64) error {
	_, err := s.run(ctx, "metering", addMeter, key, on.String(), n)
	return err
}

// AddMeter adds n in the transaction of a change.
func (t *Tx) AddMeter(key string, on calendar.Day, n int64) error {
	q, err := t.settled()
	if err == nil {
		_, err = q.exec(background, addMeter, key, on.String(), n)
	}
	if err != nil {
		return t.fail(fmt.Errorf("metering: %w", err))
	}
	return nil
}

// SpendMeter adds n if the count of the day then stays within most. It answers whether
// it did; concurrent callers never exceed most together. n is at least 1.
func (s *Store) SpendMeter(ctx context.Context, key string, on calendar.Day, n, most int64) (bool, error) {
	if n < 1 || n > most {
		return false, nil
	}
	rows, err := s.run(ctx, "spending", addMeter+" WHERE meter.count + excluded.count <= ?", key, on.String(), n, most)
	return rows == 1, err
}

// Meter answers the sum of a key's counts from one day to another, both included.
func (s *Store) Meter(ctx context.Context, key string, from, to calendar.Day) (int64, error) {
	var sum sql.NullInt64
	_, err := s.look().one(ctx, []any{&sum}, "SELECT CAST(SUM(count) AS BIGINT) FROM meter WHERE key = ? AND on_day >= ? AND on_day <= ?",
		key, from.String(), to.String())
	if err != nil {
		return 0, fmt.Errorf("reading meter: %w", err)
	}
	return sum.Int64, nil
}

// Reading is the count of a key on one day.
type Reading struct {
	Key   string
	On    calendar.Day
	Count int64
}

// Readings lists the counts of all keys that begin with prefix, by key and day.
func (s *Store) Readings(ctx context.Context, prefix string, from, to calendar.Day) ([]Reading, error) {
	var list []Reading
	err := s.look().each(ctx, func(rows *sql.Rows) error {
		var r Reading
		var day string
		if err := rows.Scan(&r.Key, &day, &r.Count); err != nil {
			return err
		}
		var err error
		r.On, err = calendar.ParseDay(day)
		list = append(list, r)
		return err
	}, `SELECT key, on_day, count FROM meter WHERE substr(key, 1, length(?)) = ? AND on_day >= ? AND on_day <= ? ORDER BY key, on_day`,
		prefix, prefix, from.String(), to.String())
	if err != nil {
		return nil, fmt.Errorf("reading meters: %w", err)
	}
	return list, nil
}
