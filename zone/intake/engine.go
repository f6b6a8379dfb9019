package intake

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// engine is the embedded DuckDB of one reading: one connection to one database in the
// reading's folder, with a memory limit, a spill folder, no extensions and no files
// outside the folder.
type engine struct {
	db   *sql.DB
	conn *sql.Conn
}

// openEngine opens the database at path. Besides dir the engine may open also, a file
// to be read, where one is named.
func openEngine(ctx context.Context, path, spill, dir, also string, opt Options) (*engine, error) {
	connector, err := duckdb.NewConnector(path, nil)
	if err != nil {
		return nil, fmt.Errorf("opening staging database: %w", err)
	}
	e := &engine{db: sql.OpenDB(connector)}
	e.db.SetMaxOpenConns(1)
	if e.conn, err = e.db.Conn(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening staging database: %w", err), e.db.Close())
	}
	for _, setting := range []string{
		fmt.Sprintf("SET memory_limit='%d B'", opt.MemoryBytes),
		fmt.Sprintf("SET threads=%d", opt.Threads),
		"SET temp_directory=" + literal(spill),
		"SET autoinstall_known_extensions=false",
		"SET autoload_known_extensions=false",
		"SET TimeZone='UTC'",
		"SET force_compression='uncompressed'", // staging is written once and read once
		"SET allowed_directories=[" + literal(dir) + "]",
		"SET allowed_paths=[" + literal(also) + "]",
		"SET enable_external_access=false",
		"SET lock_configuration=true",
	} {
		if err := e.exec(ctx, setting); err != nil {
			return nil, errors.Join(fmt.Errorf("configuring staging database: %w", err), e.close())
		}
	}
	return e, nil
}

func (e *engine) close() error {
	var errs []error
	if e.conn != nil {
		errs = append(errs, e.conn.Close())
	}
	return errors.Join(append(errs, e.db.Close())...)
}

// exec, one and many run a statement: for nothing, for the one row it answers, for all
// of them. What they answer on failure carries none of the engine's own words.
func (e *engine) exec(ctx context.Context, statement string) error {
	_, err := e.conn.ExecContext(ctx, statement)
	return faultOf(err)
}

func (e *engine) one(ctx context.Context, query string, answers ...any) error {
	return faultOf(e.conn.QueryRowContext(ctx, query).Scan(answers...))
}

func (e *engine) many(ctx context.Context, query string, each func(*sql.Rows) error) error {
	rows, err := e.conn.QueryContext(ctx, query)
	if err != nil {
		return faultOf(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return faultOf(err)
		}
	}
	return faultOf(rows.Err())
}

// Faults of the engine that whoever runs the platform can mend.
var (
	ErrMemory = errors.New("the engine's memory limit is too small for this source")
	ErrSpace  = errors.New("there is no space left for temporary files")
)

// engineFault is any other fault, by its class alone: the engine's messages quote cells.
type engineFault struct{ class string }

func (f engineFault) Error() string { return "the engine answered: " + f.class }

// faultOf strips an error of the engine of its message.
func faultOf(err error) error {
	var said *duckdb.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &said):
		return err
	case said.Type == duckdb.ErrorTypeOutOfMemory, strings.Contains(said.Msg, "could not allocate block"), strings.Contains(said.Msg, "failed to pin block"):
		return ErrMemory
	case strings.Contains(said.Msg, "No space left on device"):
		return ErrSpace
	}
	class, _, told := strings.Cut(said.Msg, ": ")
	if !told || !strings.HasSuffix(class, "Error") || len(class) > 40 {
		class = "unnamed error"
	}
	return engineFault{class}
}

// loaderFault strips an error of the bulk loader, which wraps the engine's messages in
// its own.
func loaderFault(err error) error {
	switch text := err.Error(); {
	case strings.Contains(text, "could not allocate block"), strings.Contains(text, "failed to pin block"), strings.Contains(text, "Out of Memory"):
		return ErrMemory
	case strings.Contains(text, "No space left on device"):
		return ErrSpace
	}
	return engineFault{"loader error"}
}

// appender starts a bulk load into a table of the staging database.
func (e *engine) appender(table string) (a *duckdb.Appender, err error) {
	err = e.conn.Raw(func(raw any) error {
		conn, ok := raw.(*duckdb.Conn)
		if !ok {
			return fmt.Errorf("unexpected connection %T", raw)
		}
		a, err = duckdb.NewAppenderFromConn(conn, "", table)
		return err
	})
	return a, err
}

// literal quotes a text for SQL; identifier quotes a name.
func literal(s string) string    { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
func identifier(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// sqlType is the engine's type of a column.
func sqlType(c catalogue.Column) string {
	switch c.Type {
	case catalogue.Boolean:
		return "BOOLEAN"
	case catalogue.Integer:
		return "BIGINT"
	case catalogue.Decimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", c.Precision, c.Scale)
	case catalogue.Double:
		return "DOUBLE"
	case catalogue.Date:
		return "DATE"
	case catalogue.Timestamp:
		return "TIMESTAMP"
	}
	return "VARCHAR"
}
