package intake

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// readPostgres takes in one table, or view, of a department's database, in a read-only
// transaction and as a stream. The columns are those of the database.
func (r *reading) readPostgres(ctx context.Context) error {
	config, err := pgx.ParseConfig(r.src.URL)
	if err != nil {
		return fmt.Errorf("connecting to the database of %s: the connection string cannot be read", r.src.Name)
	}
	config.RuntimeParams["application_name"] = "shuyu intake"
	config.RuntimeParams["default_transaction_read_only"] = "on"
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["datestyle"] = "ISO"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("connecting to the database of %s: %w", r.src.Name, connectionFault(err))
	}
	defer conn.Close(context.WithoutCancel(ctx))
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly, IsoLevel: pgx.RepeatableRead})
	if err != nil {
		return fmt.Errorf("reading %s: %w", r.src.Name, err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	return r.readTable(ctx, tx)
}

// connectionFault leaves out where we connected to and as whom.
func connectionFault(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return fmt.Errorf("the server refused with SQLSTATE %s", refused.Code)
	}
	return errors.New("the server cannot be reached")
}

// readTable streams the table into staging.
func (r *reading) readTable(ctx context.Context, tx pgx.Tx) error {
	schema := r.src.Schema
	if schema == "" {
		schema = "public"
	}
	columns, err := r.tableColumns(ctx, tx, schema)
	if err != nil {
		return err
	}
	var estimate float64
	if err := tx.QueryRow(ctx, "SELECT greatest(c.reltuples, 0)::float8 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2",
		schema, r.src.Table).Scan(&estimate); err != nil {
		return fmt.Errorf("reading %s: %w", r.src.Name, tableFault(err))
	}
	list, scans := "", make([]*catalogue.Scan, len(columns))
	for i, c := range columns {
		if i > 0 {
			list += ", "
		}
		list += pgx.Identifier{c.Name}.Sanitize() + "::text"
		scans[i] = catalogue.NewScan(c.Name)
	}
	rows, err := tx.Query(ctx, "SELECT "+list+" FROM "+pgx.Identifier{schema, r.src.Table}.Sanitize(), pgx.QueryResultFormats{pgx.TextFormatCode})
	if err != nil {
		return fmt.Errorf("reading %s: %w", r.src.Name, tableFault(err))
	}
	defer rows.Close()
	l := &loading{reading: r, columns: columns, scans: scans, total: int64(estimate)}
	if err := l.load(ctx, &tableRecords{rows: rows}); err != nil {
		return err
	}
	for i := range columns {
		columns[i].Proposals = scans[i].Proposals()
	}
	return r.finish(ctx, columns)
}

// tableFault keeps the state of a database error and leaves its words, which may quote
// a row.
func tableFault(err error) error {
	var fault *pgconn.PgError
	if errors.As(err, &fault) {
		return fmt.Errorf("the database answered SQLSTATE %s", fault.Code)
	}
	return err
}

// tableColumns reads the columns from the database's own catalogue.
func (r *reading) tableColumns(ctx context.Context, tx pgx.Tx, schema string) ([]catalogue.Column, error) {
	rows, err := tx.Query(ctx, `SELECT a.attname, t.typname, a.atttypmod, coalesce(d.description, '')
		FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = a.attnum
		WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
		ORDER BY a.attnum`, schema, r.src.Table)
	if err != nil {
		return nil, fmt.Errorf("reading columns of %s: %w", r.src.Name, tableFault(err))
	}
	defer rows.Close()
	var names []string
	var found []catalogue.Column
	for rows.Next() {
		var name, kind, comment string
		var modifier int32
		if err := rows.Scan(&name, &kind, &modifier, &comment); err != nil {
			return nil, fmt.Errorf("reading columns of %s: %w", r.src.Name, err)
		}
		column, ok := databaseType(kind, modifier)
		if !ok {
			return nil, r.refuseType(name, kind)
		}
		column.Description = law.Text{ZH: comment}
		names, found = append(names, name), append(found, column)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading columns of %s: %w", r.src.Name, tableFault(err))
	}
	if len(found) == 0 {
		return nil, r.refuseTable()
	}
	columns, err := r.header(names)
	if err != nil {
		return nil, err
	}
	for i := range columns {
		found[i].Name = names[i]
		columns[i] = r.declared(found[i])
	}
	return columns, nil
}

// databaseType gives the catalogue's type for one of PostgreSQL's. A numeric without
// precision is a double.
func databaseType(kind string, modifier int32) (catalogue.Column, bool) {
	switch kind {
	case "bool":
		return catalogue.Column{Type: catalogue.Boolean}, true
	case "int2", "int4", "int8", "oid":
		return catalogue.Column{Type: catalogue.Integer}, true
	case "float4", "float8":
		return catalogue.Column{Type: catalogue.Double}, true
	case "numeric":
		precision, scale := int(modifier-4)>>16&0xFFFF, int(modifier-4)&0x7FF
		if modifier < 4 || precision > 38 || scale > precision {
			return catalogue.Column{Type: catalogue.Double}, true
		}
		return catalogue.Column{Type: catalogue.Decimal, Precision: precision, Scale: scale}, true
	case "date":
		return catalogue.Column{Type: catalogue.Date}, true
	case "timestamp", "timestamptz":
		return catalogue.Column{Type: catalogue.Timestamp}, true
	case "text", "varchar", "bpchar", "uuid", "name", "json", "jsonb", "citext", "time", "timetz", "inet", "cidr", "macaddr":
		return catalogue.Column{Type: catalogue.String}, true
	}
	return catalogue.Column{}, false
}

// tableRecords gives the rows of a query. A null is an unquoted nothing and every
// other value counts as quoted, so that an empty text stays one.
type tableRecords struct {
	rows pgx.Rows
	line int64
	read int64
	rec  record
}

func (t *tableRecords) position() int64 { return t.read }

func (t *tableRecords) next() (*record, error) {
	if !t.rows.Next() {
		if err := t.rows.Err(); err != nil {
			return nil, tableFault(err)
		}
		return nil, io.EOF
	}
	t.line++
	t.rec = record{line: t.line, cells: t.rec.cells[:0], quoted: t.rec.quoted[:0]}
	for _, value := range t.rows.RawValues() {
		t.rec.cells = append(t.rec.cells, value)
		t.rec.quoted = append(t.rec.quoted, value != nil)
		t.read += int64(len(value))
	}
	return &t.rec, nil
}
