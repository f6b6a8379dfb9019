package egress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// reader is an engine instance that can open one file and nothing else.
func reader(ctx context.Context, path string) (*sql.DB, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, fmt.Errorf("opening the engine: %w", err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1)
	for _, s := range []string{
		"SET autoinstall_known_extensions=false", "SET autoload_known_extensions=false",
		"SET allow_community_extensions=false", "SET threads=2", "SET memory_limit='1GB'", "SET temp_directory=''",
		"SET allowed_paths=[" + quoteText(path) + "]", "SET enable_external_access=false", "SET lock_configuration=true",
	} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			_ = db.Close()
			return nil, fmt.Errorf("locking the engine down: %w", err)
		}
	}
	return db, nil
}

func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// readParquet reads at most limit+1 rows of a Parquet file: one more than may leave
// is enough to refuse it. Every value is taken as text. It answers what rode along.
func readParquet(b []byte, limit int) (Table, []string, error) {
	path, release, err := hold(b)
	if err != nil {
		return Table{}, nil, err
	}
	defer release()
	ctx := context.Background()
	db, err := reader(ctx, path)
	if err != nil {
		return Table{}, nil, err
	}
	defer db.Close()
	names, types, err := schema(ctx, db, path)
	if err != nil {
		return Table{}, nil, errors.New("parquet footer is not readable")
	}
	if err := distinctNames(names); err != nil {
		return Table{}, nil, err
	}
	if i := slices.IndexFunc(types, nested); i >= 0 {
		return Table{}, nil, fmt.Errorf("column %d is nested or binary", i+1)
	}
	t := Table{Names: names}
	scan := func(row []Cell) error { t.Rows = append(t.Rows, slices.Clone(row)); return nil }
	if err := scanRows(ctx, db, selectText(names, path)+fmt.Sprintf(" LIMIT %d", limit+1), len(names), scan); err != nil {
		return Table{}, nil, errors.New("parquet pages are not readable")
	}
	return t, parquetResidue(ctx, db, path), nil
}

// schema lists the columns of a Parquet file with their types.
func schema(ctx context.Context, db *sql.DB, path string) (names, types []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet("+quoteText(path)+"))")
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name, kind string
		if err := rows.Scan(&name, &kind); err != nil {
			return nil, nil, err
		}
		names, types = append(names, name), append(types, kind)
	}
	return names, types, rows.Err()
}

func nested(kind string) bool {
	return strings.ContainsAny(kind, "[") || strings.HasPrefix(kind, "STRUCT") || strings.HasPrefix(kind, "MAP") ||
		strings.HasPrefix(kind, "UNION") || kind == "BLOB" || kind == "BIT" || kind == "GEOMETRY" || kind == "VARIANT"
}

// silent replaces an error of the engine, whose text may quote cells, by its kind.
func silent(err error) error {
	var engine *duckdb.Error
	if errors.As(err, &engine) {
		return fmt.Errorf("the engine reports an error of kind %d", engine.Type)
	}
	return err
}

// selectRows is selectText where rows are chosen by their ordinal, file_row_number.
func selectRows(names []string, path string) string {
	return strings.TrimSuffix(selectText(names, path), ")") + ", file_row_number=true)"
}

func selectText(names []string, path string) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = "CAST(" + quoteName(n) + " AS VARCHAR)"
	}
	return "SELECT " + strings.Join(parts, ", ") + " FROM read_parquet(" + quoteText(path) + ")"
}

// scanRows hands each row of a query to yield. The slice is reused between rows.
func scanRows(ctx context.Context, db *sql.DB, query string, columns int, yield func([]Cell) error) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	row, into := make([]Cell, columns), make([]any, columns)
	text := make([]sql.NullString, columns)
	for i := range text {
		into[i] = &text[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, v := range text {
			row[i] = Cell{Text: v.String, Null: !v.Valid}
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// parquetResidue names what a Parquet file carries beside its table: statistics of
// row groups, key-value metadata, bloom filters, bytes between the pages.
func parquetResidue(ctx context.Context, db *sql.DB, path string) []string {
	var residue []string
	for _, q := range []struct{ what, query string }{
		{"row-group statistics", "SELECT count(*) FROM parquet_metadata(%s) WHERE stats_min IS NOT NULL OR stats_min_value IS NOT NULL OR stats_null_count IS NOT NULL"},
		{"bloom filters", "SELECT count(*) FROM parquet_metadata(%s) WHERE bloom_filter_offset IS NOT NULL"},
		{"key-value metadata", "SELECT count(*) FROM parquet_kv_metadata(%s)"},
		{"dictionary pages", "SELECT count(*) FROM parquet_metadata(%s) WHERE dictionary_page_offset IS NOT NULL"},
	} {
		var n int64
		if err := db.QueryRowContext(ctx, fmt.Sprintf(q.query, quoteText(path))).Scan(&n); err == nil && n > 0 {
			residue = append(residue, q.what)
		}
	}
	return residue
}
