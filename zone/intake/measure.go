package intake

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// What the profile names: values that at least shared rows hold, the first named of
// them, in columns of at most few different values. Up to exact different values are
// counted, beyond that the sketch's estimate stands.
const (
	shared = 10
	few    = 10_000
	named  = 10
	exact  = 100_000
)

// measure computes the profile and the quality of the object just written, by the
// engine and from the object itself, so that what is described is what is kept.
func (r *reading) measure(ctx context.Context) error {
	r.progress(Progress{Phase: Measuring, Rows: r.read, TotalRows: r.read})
	info, err := os.Stat(r.path(objectName))
	if err != nil {
		return fmt.Errorf("measuring %s: %w", r.src.Name, err)
	}
	r.version.Bytes = info.Size()
	if err := r.profile(ctx); err != nil {
		return fmt.Errorf("measuring %s: %w", r.src.Name, err)
	}
	if err := r.quality(ctx); err != nil {
		return fmt.Errorf("measuring %s: %w", r.src.Name, err)
	}
	return nil
}

func (r *reading) object() string { return "read_parquet(" + literal(r.path(objectName)) + ")" }

// withheld reports whether a column's extremes and frequent values are protected: by
// its confirmed level and role, and while those are unconfirmed, by any proposal and
// by the rows being about persons, firms or households at all.
func (r *reading) withheld(c catalogue.Column) bool {
	if c.Confirmed() {
		return c.Level >= catalogue.L3 || c.Role != catalogue.NoRole
	}
	return len(c.Proposals) > 0 || r.opt.Unit != catalogue.UnitNone || c.Level >= catalogue.L3
}

// profile describes every column in one pass over the object, and then looks for the
// frequent values of those that may show them.
func (r *reading) profile(ctx context.Context) error {
	var list []string
	for _, c := range r.version.Columns {
		name := identifier(c.Name)
		list = append(list, "count("+name+")", "approx_count_distinct("+name+")")
		if c.Type == catalogue.String {
			list = append(list, "min(length("+name+"))", "max(length("+name+"))")
		} else {
			list = append(list, "NULL", "NULL")
		}
		if extremes(c) && !r.withheld(c) {
			list = append(list, "min("+name+")::VARCHAR", "max("+name+")::VARCHAR")
		} else {
			list = append(list, "NULL", "NULL")
		}
	}
	const each = 6
	answers := make([]any, len(list))
	cells := make([]sql.NullString, len(list))
	for i := range answers {
		answers[i] = &cells[i]
	}
	if err := r.engine.one(ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+r.object(), answers...); err != nil {
		return err
	}
	for i, c := range r.version.Columns {
		row := cells[i*each : (i+1)*each]
		p := catalogue.ColumnProfile{Name: c.Name, Withheld: r.withheld(c),
			Nulls: r.version.Rows - whole(row[0]), Distinct: min(whole(row[1]), whole(row[0])),
			MinLength: int(whole(row[2])), MaxLength: int(whole(row[3])), Min: row[4].String, Max: row[5].String}
		r.version.Profile = append(r.version.Profile, p)
	}
	if err := r.count(ctx); err != nil {
		return err
	}
	for i := range r.version.Profile {
		if p := &r.version.Profile[i]; !p.Withheld && p.Distinct <= few {
			if err := r.frequent(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// count replaces the estimates of columns with few different values by counts: the
// sketch errs by up to a fifth. The columns are counted in lots whose hash tables fit
// into the engine's memory together.
func (r *reading) count(ctx context.Context) error {
	var list []string
	var answers []any
	room := r.opt.MemoryBytes / 2048
	ask := func() error {
		if len(list) == 0 {
			return nil
		}
		err := r.engine.one(ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+r.object(), answers...)
		list, answers, room = nil, nil, r.opt.MemoryBytes/2048
		return err
	}
	for i := range r.version.Profile {
		p := &r.version.Profile[i]
		if p.Distinct > exact {
			continue
		}
		if room -= p.Distinct; room < 0 {
			if err := ask(); err != nil {
				return err
			}
			room -= p.Distinct
		}
		list = append(list, "count(DISTINCT "+identifier(p.Name)+")")
		answers = append(answers, &p.Distinct)
	}
	return ask()
}

// extremes reports whether a minimum says something about a column as a whole.
func extremes(c catalogue.Column) bool {
	switch c.Type {
	case catalogue.Integer, catalogue.Decimal, catalogue.Double, catalogue.Date, catalogue.Timestamp:
		return true
	}
	return false
}

func whole(s sql.NullString) int64 {
	var n int64
	if s.Valid {
		fmt.Sscan(s.String, &n) // an integer the engine wrote
	}
	return n
}

// frequent adds the values that at least ten rows share.
func (r *reading) frequent(ctx context.Context, p *catalogue.ColumnProfile) error {
	name := identifier(p.Name)
	query := fmt.Sprintf("SELECT left(%s::VARCHAR, 64) AS value, count(*) AS n FROM %s WHERE %s IS NOT NULL GROUP BY 1 HAVING count(*) >= %d ORDER BY n DESC, value LIMIT %d",
		name, r.object(), name, shared, named)
	return r.engine.many(ctx, query, func(rows *sql.Rows) error {
		var f catalogue.Frequent
		err := rows.Scan(&f.Value, &f.Rows)
		p.Frequent = append(p.Frequent, f)
		return err
	})
}

// quality computes the figures of the whole version.
func (r *reading) quality(ctx context.Context) error {
	q := &r.version.Quality
	rows, filled := r.version.Rows, int64(0)
	for _, p := range r.version.Profile {
		filled += rows - p.Nulls
	}
	q.Completeness = share(filled, rows*int64(len(r.version.Columns)))
	q.Validity = share(rows, rows+r.rejects.rows)
	q.Rejected = r.rejects.rows
	names := make([]string, len(r.version.Columns))
	for i, c := range r.version.Columns {
		names[i] = c.Name
	}
	distinct, err := r.distinct(ctx, names)
	if err != nil {
		return err
	}
	q.Duplicates = rows - distinct
	if len(r.opt.Key) > 0 {
		keys, err := r.distinct(ctx, r.opt.Key)
		if err != nil {
			return err
		}
		unique := share(keys, rows)
		q.Uniqueness = &unique
	}
	return r.timeliness(ctx, q)
}

// share is part of all, and 1 of nothing.
func share(part, all int64) float64 {
	if all == 0 {
		return 1
	}
	return float64(part) / float64(all)
}

// distinct counts different rows over some columns by a 64-bit hash of them: two rows
// that differ are taken for the same with a chance below n²/2⁶⁵. It spills to disk.
func (r *reading) distinct(ctx context.Context, columns []string) (n int64, err error) {
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = identifier(c)
	}
	err = r.engine.one(ctx, "SELECT count(*) FROM (SELECT DISTINCT hash("+strings.Join(quoted, ", ")+") FROM "+r.object()+")", &n)
	return n, err
}

// timeliness says how old the newest row is.
func (r *reading) timeliness(ctx context.Context, q *catalogue.Quality) error {
	if r.opt.AsOf == "" {
		return nil
	}
	var newest sql.NullTime
	err := r.engine.one(ctx, "SELECT max(TRY_CAST("+identifier(r.opt.AsOf)+" AS DATE)) FROM "+r.object(), &newest)
	if err != nil || !newest.Valid {
		return err
	}
	q.Newest = newest.Time.Format(time.DateOnly)
	if r.opt.Today.IsZero() {
		return nil
	}
	year, month, d := r.opt.Today.Date()
	age := int(time.Date(year, month, d, 0, 0, 0, 0, time.UTC).Sub(newest.Time) / (24 * time.Hour))
	q.AgeDays = &age
	if days, ok := r.opt.Frequency.Days(); ok {
		timely := age <= days
		q.Timely = &timely
	}
	return nil
}
