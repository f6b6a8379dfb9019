package mask

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// Pipeline carries plans out. It runs inside the zone, in a process that runs no
// user's SQL; its engine instance is made for one projection and closed after it, and
// the key never enters the instance: tokens are made here, once per distinct value.
// It is safe for several goroutines, each with its own instance.
type Pipeline struct {
	Threads int    // of the engine; 0 means 2
	Memory  string // limit of the engine, "2GB" when empty
	Scratch string // folder for spilling, inside the zone; empty: none, and too much memory is an error

	portion int64 // distinct values the engine hands over at once, about; 0 means portion
}

// Manifest says what a projection came to. It holds counts and digests only.
type Manifest struct {
	Plan       string   `json:"plan"`       // digest of the plan
	File       string   `json:"file"`       // SHA-256 of the Parquet file
	Bytes      int64    `json:"bytes"`      //
	Columns    []string `json:"columns"`    // in order
	Distinct   []int64  `json:"distinct"`   // distinct values of each column; beyond [ExactRows] rows within about 5 %
	Units      int64    `json:"units"`      // distinct privacy units, exact; 0 where there is no unit
	Rows       int64    `json:"rows"`       //
	Tokens     int64    `json:"tokens"`     // values that were turned into tokens: distinct ones, each once
	Suppressed int64    `json:"suppressed"` // development: rows left out because their class was smaller than k
	Dummy      bool     `json:"dummy"`      // made without any row of the source
}

// Materialise writes the projection of the source's Parquet files to out, which must
// not exist. On an error out is removed. Errors carry no text of the engine's: it
// might quote a cell.
//
// The file's statistics and dictionaries are of what the projection shows, since it
// is written from nothing else; they make jobs fast and tell a job nothing that its
// rows do not.
func (p Pipeline) Materialise(ctx context.Context, plan Plan, key Key, source []string, out string) (Manifest, error) {
	if len(key.secret) == 0 || len(source) == 0 {
		return Manifest{}, fmt.Errorf("preparing a projection of %s: key and source files are needed", plan.Version)
	}
	return p.make(ctx, plan, key, source, out, func(w *work) error { return w.project(ctx, source, out) })
}

// Dummy writes rows of dummy data in the shape of a plan to out: no source is opened.
// The same seed gives the same rows.
func (p Pipeline) Dummy(ctx context.Context, plan Plan, seed []byte, rows int64, out string) (Manifest, error) {
	if len(seed) == 0 || rows <= 0 {
		return Manifest{}, fmt.Errorf("making dummy data for %s: seed and rows are needed", plan.Version)
	}
	m, err := p.make(ctx, plan, Key{secret: seed}, nil, out, func(w *work) error { return w.invent(ctx, rows, out) })
	m.Dummy = true
	return m, err
}

func (p Pipeline) make(ctx context.Context, plan Plan, key Key, source []string, out string, run func(*work) error) (Manifest, error) {
	if plan.where == "" {
		return Manifest{}, fmt.Errorf("preparing a projection of %s: the plan was not made here; plan it again from the grant", plan.Version)
	}
	digest, err := plan.Digest()
	if err != nil {
		return Manifest{}, err
	}
	if _, err := os.Lstat(out); !errors.Is(err, os.ErrNotExist) {
		return Manifest{}, fmt.Errorf("preparing a projection of %s: the target exists", plan.Version)
	}
	db, err := p.open(ctx, append(append([]string(nil), source...), out))
	if err != nil {
		return Manifest{}, fmt.Errorf("preparing a projection of %s: %w", plan.Version, silent(err))
	}
	defer db.Close()
	w := &work{db: db, plan: plan, key: key, portion: p.portion}
	if w.portion == 0 {
		w.portion = portion
	}
	w.manifest.Plan = digest
	if err := run(w); err != nil {
		_ = os.Remove(out)
		return Manifest{}, fmt.Errorf("preparing a projection of %s: %w", plan.Version, silent(err))
	}
	if err := w.manifest.measure(out); err != nil {
		_ = os.Remove(out)
		return Manifest{}, fmt.Errorf("preparing a projection of %s: %w", plan.Version, err)
	}
	if err := w.profile(ctx, out); err != nil {
		_ = os.Remove(out)
		return Manifest{}, fmt.Errorf("measuring a projection of %s: %w", plan.Version, silent(err))
	}
	return w.manifest, nil
}

// open makes an instance that can reach the given files and nothing else.
func (p Pipeline) open(ctx context.Context, paths []string) (*sql.DB, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	quoted := make([]string, len(paths))
	for i, path := range paths {
		quoted[i] = quoteText(path)
	}
	threads, memory := max(p.Threads, 0), p.Memory
	if threads == 0 {
		threads = 2
	}
	if memory == "" {
		memory = "2GB"
	}
	for _, s := range []string{
		"SET autoinstall_known_extensions=false", "SET autoload_known_extensions=false", "SET allow_community_extensions=false",
		fmt.Sprintf("SET threads=%d", threads), "SET memory_limit=" + quoteText(memory),
		"SET temp_directory=" + quoteText(p.Scratch), "SET TimeZone='UTC'", "SET preserve_insertion_order=true",
		// Maps stay on the build side, so that the same plan over the same file gives the same file. The rows come nearly,
		// not wholly, in the order of the source: a join hands over those it matched first.
		"SET disabled_optimizers='join_order,build_side_probe_side'",
		"SET allowed_paths=[" + strings.Join(quoted, ", ") + "]", "SET enable_external_access=false", "SET lock_configuration=true",
	} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			_ = db.Close()
			return nil, err
		}
	}
	return db, nil
}

// work is one projection being made.
type work struct {
	db       *sql.DB
	plan     Plan
	key      Key
	portion  int64
	joins    []string // of the final query
	units    string   // query that counts the units where no shown column does; empty where there are none
	manifest Manifest
}

// rowNumber is the ordinal of a row in its file, under a name no dataset has.
const rowNumber = `file_row_number`

// project builds the maps, then writes everything in one query.
func (w *work) project(ctx context.Context, source []string, out string) error {
	files := make([]string, len(source))
	for i, f := range source {
		files[i] = quoteText(f)
	}
	from := "read_parquet([" + strings.Join(files, ", ") + "], file_row_number=true)"
	if err := w.exec(ctx, "CREATE VIEW source AS SELECT * FROM "+from+" WHERE "+w.plan.where); err != nil {
		return err
	}
	drawn, err := w.draw(ctx)
	if err != nil {
		return err
	}
	var shown []string
	for i, s := range w.plan.Shown {
		expression, err := w.expression(ctx, i, s, drawn.where)
		if err != nil {
			return err
		}
		shown = append(shown, expression+" AS "+quoteName(s.Name))
	}
	query := "SELECT " + strings.Join(shown, ", ")
	tail := " FROM source s" + strings.Join(w.joins, "")
	if w.plan.Catalogue == Production {
		if w.plan.Unit != nil {
			w.units = "SELECT count(DISTINCT " + text(w.plan.Unit.Name) + ") FROM source s"
		}
		return w.copy(ctx, query+tail, out)
	}
	return w.sample(ctx, query, tail, drawn, out)
}

// drawing is how a development sample is drawn.
type drawing struct {
	where string // condition on the source, for the maps; empty in production
	rows  string // condition of the final query, where the join does not make it
	order string // what the limit of rows counts along: no order of the source
}

// draw chooses the units (or rows) of a development sample by a keyed hash. Production
// takes everything.
func (w *work) draw(ctx context.Context) (drawing, error) {
	if w.plan.Catalogue == Production {
		return drawing{}, nil
	}
	if w.plan.Unit == nil {
		// Nobody to protect: a hash of the row's ordinal spreads the sample.
		rank := fmt.Sprintf("hash(s.%s::UBIGINT + %d::UBIGINT)", rowNumber, seedNumber(w.key.secret, "sample"))
		where := fmt.Sprintf(" WHERE %s %% 10000 < %d", rank, w.plan.Sample.Share)
		return drawing{where: where, rows: where, order: rank + ", s." + rowNumber}, nil
	}
	if err := w.exec(ctx, "CREATE TABLE drawn (value VARCHAR, rank UBIGINT)"); err != nil {
		return drawing{}, err
	}
	limit := ^uint64(0) / 10000 * uint64(w.plan.Sample.Share)
	mac, column := w.key.tokens(SHA256, "sample"), text(w.plan.Unit.Name)
	err := w.distinct(ctx, column, func(batch []string, add func(...driver.Value) error) error {
		for _, v := range batch {
			if rank := mac.rank(v); rank < limit {
				if err := add(v, rank); err != nil {
					return err
				}
			}
		}
		return nil
	}, "drawn", "")
	w.joins = append(w.joins, " JOIN drawn ON drawn.value = "+column)
	return drawing{where: " WHERE EXISTS (SELECT 1 FROM drawn d WHERE d.value = " + column + ")", order: "drawn.rank, s." + rowNumber}, err
}

// text is a column of the source as text.
func text(name string) string { return "CAST(s." + quoteName(name) + " AS VARCHAR)" }

// expression is a shown column as the engine computes it; maps it needs are built on
// the way.
func (w *work) expression(ctx context.Context, i int, s Shown, drawn string) (string, error) {
	name := "s." + quoteName(s.Name)
	switch s.Mask.Kind {
	case Plain:
		return name, nil
	case Null:
		return "CAST(NULL AS " + engineType(s.Type) + ")", nil
	case Token:
		return w.tokens(ctx, i, s, drawn)
	case Pattern:
		v := text(s.Name)
		return fmt.Sprintf("CASE WHEN %s IS NULL THEN NULL WHEN length(%s) < %d THEN '***' ELSE left(%s, %d) || '***' || right(%s, %d) END",
			v, v, s.Mask.Head+s.Mask.Tail+hiddenLeast, v, s.Mask.Head, v, s.Mask.Tail), nil
	case Bucket:
		if s.Type == Integer {
			// A value so low that its bucket has no beginning is shown as empty.
			v, w := "TRY_CAST("+name+" AS BIGINT)", s.Mask.Width
			return fmt.Sprintf("CASE WHEN %s >= %d THEN %s - ((%s %% %d) + %d) %% %d END", v, math.MinInt64+w, v, v, w, w, w), nil
		}
		v := "TRY_CAST(" + name + " AS DOUBLE)"
		return fmt.Sprintf("CASE WHEN isfinite(%s) THEN floor(%s / %d) * %d END", v, v, s.Mask.Width, s.Mask.Width), nil
	case Truncate:
		return fmt.Sprintf("CAST(date_trunc('%s', TRY_CAST(%s AS %s)) AS %s)", s.Mask.Unit, name, engineType(s.Type), engineType(s.Type)), nil
	case Category:
		return w.groups(ctx, i, s)
	case Dummy:
		return w.dummies(ctx, i, s)
	}
	return "", fmt.Errorf("column %s has no mask", s.Name)
}

// hiddenLeast is how many characters a pattern hides at least; a shorter value shows
// none.
const hiddenLeast = 3

func engineType(t Type) string {
	return map[Type]string{Text: "VARCHAR", Integer: "BIGINT", Decimal: "DOUBLE", Double: "DOUBLE", Date: "DATE", Moment: "TIMESTAMP", Boolean: "BOOLEAN"}[t]
}

// tokens builds the map from the column's distinct values to their tokens.
func (w *work) tokens(ctx context.Context, i int, s Shown, drawn string) (string, error) {
	table := fmt.Sprintf("token_%d", i)
	if err := w.exec(ctx, "CREATE TABLE "+table+" (value VARCHAR, token VARCHAR)"); err != nil {
		return "", err
	}
	err := w.distinct(ctx, text(s.Name), func(batch []string, add func(...driver.Value) error) error {
		w.manifest.Tokens += int64(len(batch))
		for j, token := range w.key.all(w.plan.Algorithm, s.domain(), batch) {
			if err := add(batch[j], token); err != nil {
				return err
			}
		}
		return nil
	}, table, drawn)
	w.joins = append(w.joins, " LEFT JOIN "+table+" ON "+table+".value = "+text(s.Name))
	return table + ".token", err
}

// groups builds the map of a declared generalisation.
func (w *work) groups(ctx context.Context, i int, s Shown) (string, error) {
	table := fmt.Sprintf("group_%d", i)
	if err := w.exec(ctx, "CREATE TABLE "+table+" (value VARCHAR, shown VARCHAR)"); err != nil {
		return "", err
	}
	err := w.fill(ctx, table, func(add func(...driver.Value) error) error {
		for value, group := range s.Mask.Groups {
			if err := add(value, group); err != nil {
				return err
			}
		}
		return nil
	})
	w.joins = append(w.joins, " LEFT JOIN "+table+" ON "+table+".value = "+text(s.Name))
	return fmt.Sprintf("CASE WHEN s.%s IS NULL THEN NULL ELSE coalesce(%s.shown, %s) END", quoteName(s.Name), table, quoteText(s.Mask.Other)), err
}

// pool is how many dummy values a column of a projection turns through.
const pool = 1024

// dummies builds a pool of values drawn from the declared distribution; a row takes
// one by its ordinal, whatever it holds.
func (w *work) dummies(ctx context.Context, i int, s Shown) (string, error) {
	table := fmt.Sprintf("dummy_%d", i)
	if err := w.exec(ctx, "CREATE TABLE "+table+" (n BIGINT, value VARCHAR)"); err != nil {
		return "", err
	}
	random := seeded(w.key.secret, s.Name)
	err := w.fill(ctx, table, func(add func(...driver.Value) error) error {
		for n := range int64(pool) {
			if v, ok := s.shape().draw(random); ok {
				if err := add(n, v); err != nil {
					return err
				}
			}
		}
		return nil
	})
	w.joins = append(w.joins, fmt.Sprintf(" LEFT JOIN %s ON %s.n = s.%s %% %d", table, table, rowNumber, pool))
	return "CAST(" + table + ".value AS " + engineType(s.Type) + ")", err
}

// batch is how many distinct values are in memory at once.
const batch = 1 << 16

// portion is about how many distinct values the engine hands over at once: it holds a
// whole answer in memory before it gives the first row.
const portion = 1 << 20

// distinct hands the distinct values of an expression over the source to use, in
// batches, while use adds rows to a table.
func (w *work) distinct(ctx context.Context, expression string, use func([]string, func(...driver.Value) error) error, table, where string) error {
	var about int64
	if err := w.db.QueryRowContext(ctx, "SELECT approx_count_distinct("+expression+") FROM source s"+where).Scan(&about); err != nil {
		return err
	}
	query := "SELECT value FROM (SELECT DISTINCT " + expression + " AS value FROM source s" + where + ") WHERE value IS NOT NULL"
	portions := about/w.portion + 1
	for n := range portions {
		part := query
		if portions > 1 {
			part = fmt.Sprintf("SELECT DISTINCT value FROM (SELECT %s AS value FROM source s%s) WHERE value IS NOT NULL AND hash(value) %% %d = %d", expression, where, portions, n)
		}
		if err := w.hand(ctx, part, use, table); err != nil {
			return err
		}
	}
	return nil
}

// hand hands the values of a query over in batches.
func (w *work) hand(ctx context.Context, query string, use func([]string, func(...driver.Value) error) error, table string) error {
	rows, err := w.db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	return w.fill(ctx, table, func(add func(...driver.Value) error) error {
		values := make([]string, 0, batch)
		for rows.Next() {
			var v string
			if err := rows.Scan(&v); err != nil {
				return err
			}
			if values = append(values, v); len(values) == batch {
				if err := use(values, add); err != nil {
					return err
				}
				values = values[:0]
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return use(values, add)
	})
}

// fill adds rows to a table through the engine's appender, which takes no SQL.
func (w *work) fill(ctx context.Context, table string, rows func(add func(...driver.Value) error) error) error {
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		appender, err := duckdb.NewAppenderFromConn(raw.(driver.Conn), "", table)
		if err != nil {
			return err
		}
		if err := rows(appender.AppendRow); err != nil {
			_ = appender.Close()
			return err
		}
		return appender.Close()
	})
}

// sample writes a development projection: the drawn rows up to the limit, without
// those whose class of quasi-identifiers holds fewer than k units.
func (w *work) sample(ctx context.Context, query, tail string, d drawing, out string) error {
	unit := "s." + rowNumber
	if w.plan.Unit != nil {
		unit = text(w.plan.Unit.Name)
	}
	made := fmt.Sprintf("CREATE TABLE sampled AS %s, %s AS \"\tunit\"%s%s ORDER BY %s LIMIT %d", query, unit, tail, d.rows, d.order, w.plan.Sample.Rows)
	if err := w.exec(ctx, made); err != nil {
		return err
	}
	var classes, names []string
	for _, s := range w.plan.Shown {
		names = append(names, "a."+quoteName(s.Name))
		if s.Role == Quasi && s.Mask.Kind != Dummy { // an invented value sorts nobody into a class
			classes = append(classes, quoteName(s.Name))
		}
	}
	if w.plan.Sample.K == 0 {
		return w.copy(ctx, "SELECT "+strings.Join(names, ", ")+" FROM sampled a", out)
	}
	if err := w.exec(ctx, safeClasses(classes, w.plan.Sample.K)); err != nil {
		return err
	}
	on := []string{"true"}
	for _, c := range classes {
		on = append(on, "a."+c+" IS NOT DISTINCT FROM b."+c)
	}
	kept := " FROM sampled a JOIN safe b ON " + strings.Join(on, " AND ")
	if w.plan.Unit != nil {
		w.units = "SELECT count(DISTINCT a.\"\tunit\")" + kept
	}
	if err := w.copy(ctx, "SELECT "+strings.Join(names, ", ")+kept, out); err != nil {
		return err
	}
	var all int64
	if err := w.db.QueryRowContext(ctx, "SELECT count(*) FROM sampled").Scan(&all); err != nil {
		return err
	}
	w.manifest.Suppressed = all - w.manifest.Rows
	return nil
}

// safeClasses keeps the classes of quasi-identifiers that k units or more share.
func safeClasses(classes []string, k int64) string {
	if len(classes) == 0 {
		return fmt.Sprintf("CREATE TABLE safe AS SELECT 1 AS one FROM sampled HAVING count(DISTINCT \"\tunit\") >= %d", k)
	}
	list := strings.Join(classes, ", ")
	return fmt.Sprintf("CREATE TABLE safe AS SELECT %s FROM sampled GROUP BY %s HAVING count(DISTINCT \"\tunit\") >= %d", list, list, k)
}

// invent writes rows of dummy values.
func (w *work) invent(ctx context.Context, rows int64, out string) error {
	var columns, shown []string
	for _, s := range w.plan.Shown {
		columns = append(columns, quoteName(s.Name)+" VARCHAR")
		shown = append(shown, "CAST("+quoteName(s.Name)+" AS "+engineType(s.Type)+") AS "+quoteName(s.Name))
	}
	if err := w.exec(ctx, "CREATE TABLE invented ("+strings.Join(columns, ", ")+")"); err != nil {
		return err
	}
	err := w.fill(ctx, "invented", func(add func(...driver.Value) error) error { return w.inventRows(ctx, rows, add) })
	if err != nil {
		return err
	}
	return w.copy(ctx, "SELECT "+strings.Join(shown, ", ")+" FROM invented", out)
}

func (w *work) inventRows(ctx context.Context, rows int64, add func(...driver.Value) error) error {
	draw := make([]func() (string, bool), len(w.plan.Shown))
	for i, s := range w.plan.Shown {
		random, shape := seeded(w.key.secret, s.Name), s.shape()
		draw[i] = func() (string, bool) { return shape.draw(random) }
	}
	line := make([]driver.Value, len(draw))
	for n := range rows {
		if n&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for i := range draw {
			line[i] = nil
			if v, ok := draw[i](); ok {
				line[i] = v
			}
		}
		if err := add(line...); err != nil {
			return err
		}
	}
	return nil
}

// copy writes a query's rows as Parquet.
func (w *work) copy(ctx context.Context, query, out string) error {
	result, err := w.db.ExecContext(ctx, "COPY ("+query+") TO "+quoteText(out)+" (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)")
	if err != nil {
		return err
	}
	w.manifest.Rows, err = result.RowsAffected()
	return err
}

func (w *work) exec(ctx context.Context, statement string) error {
	_, err := w.db.ExecContext(ctx, statement)
	return err
}

// ExactRows is up to how many rows distinct values are counted one by one.
const ExactRows = 100_000

// profile counts the distinct values of what is shown, which admission needs to tell
// an identifier under another name, and the units behind it.
func (w *work) profile(ctx context.Context, out string) error {
	count := "approx_count_distinct(%s)"
	if w.manifest.Rows <= ExactRows {
		count = "count(DISTINCT %s)"
	}
	var counts []string
	for _, s := range w.plan.Shown {
		w.manifest.Columns = append(w.manifest.Columns, s.Name)
		exact := count
		if s.Unit {
			exact = "count(DISTINCT %s)"
		}
		counts = append(counts, fmt.Sprintf(exact, quoteName(s.Name)))
	}
	w.manifest.Distinct = make([]int64, len(counts))
	into := make([]any, len(counts))
	for i := range into {
		into[i] = &w.manifest.Distinct[i]
	}
	row := w.db.QueryRowContext(ctx, "SELECT "+strings.Join(counts, ", ")+" FROM read_parquet("+quoteText(out)+")")
	if err := row.Scan(into...); err != nil {
		return err
	}
	for i, s := range w.plan.Shown {
		if s.Unit && s.Mask.Kind == Token {
			w.manifest.Units = w.manifest.Distinct[i]
			return nil
		}
	}
	if w.units == "" {
		return nil
	}
	return w.db.QueryRowContext(ctx, w.units).Scan(&w.manifest.Units)
}

// measure digests the file.
func (m *Manifest) measure(out string) error {
	f, err := os.Open(filepath.Clean(out))
	if err != nil {
		return fmt.Errorf("digesting the projection: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if m.Bytes, err = io.Copy(h, f); err != nil {
		return fmt.Errorf("digesting the projection: %w", err)
	}
	m.File = hex.EncodeToString(h.Sum(nil))
	return nil
}

// silent replaces an error of the engine, whose text may quote cells, by its kind.
func silent(err error) error {
	var engine *duckdb.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &engine):
		return fmt.Errorf("the engine reports an error of kind %d", engine.Type)
	}
	return err
}
