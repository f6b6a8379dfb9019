package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

// engine is what differs between the two databases; all else is one path.
type engine struct {
	name    string            // "sqlite" or "postgres"
	begin   string            // opens the write transaction of a batch
	dialect goose.Dialect     // for migrations
	words   *strings.Replacer // renders the migrations
	like    string            // the operator that ignores case in ASCII
	skip    string            // suffix that passes over rows another process holds
	read    *sql.TxOptions    // a consistent snapshot
	dollars bool              // parameters are $1, $2, … instead of ?
	rebound sync.Map          // query as written → query as sent
}

func sqliteEngine() *engine {
	return &engine{
		name: "sqlite", begin: "BEGIN IMMEDIATE", dialect: goose.DialectSQLite3, like: "LIKE",
		words: strings.NewReplacer("${SEQ}", "INTEGER PRIMARY KEY", "${INT}", "INTEGER",
			"${TEXT}", "TEXT", "${BYTES}", "BLOB", "${CLUSTERED}", " WITHOUT ROWID"),
	}
}

func postgresEngine() *engine {
	return &engine{
		name: "postgres", begin: "BEGIN", dialect: goose.DialectPostgres, like: "ILIKE",
		skip: " FOR UPDATE SKIP LOCKED", dollars: true,
		read: &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		// Text compares byte by byte, as in SQLite: cursors and orders are then the same.
		words: strings.NewReplacer("${SEQ}", "BIGINT PRIMARY KEY", "${INT}", "BIGINT",
			"${TEXT}", `TEXT COLLATE "C"`, "${BYTES}", "BYTEA", "${CLUSTERED}", ""),
	}
}

// sql turns the ? of a query into what the engine wants. Queries hold no ? elsewhere.
func (e *engine) sql(query string) string {
	if !e.dollars {
		return query
	}
	if sent, ok := e.rebound.Load(query); ok {
		return sent.(string)
	}
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(query, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	e.rebound.Store(query, b.String())
	return b.String()
}

// handles are the open databases: one connection writes, a pool reads.
type handles struct {
	engine *engine
	write  *sql.DB
	read   *sql.DB
	scrub  *sql.DB // SQLite: a connection of its own that moves the write-ahead log
}

// connect opens the database that address names, without creating any table.
func connect(address string, opts Options) (*handles, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return connectPostgres(address, opts)
	}
	path := strings.TrimPrefix(address, "sqlite:")
	if path == "" || strings.Contains(path, ":memory:") {
		return nil, fmt.Errorf("opening store %q: want a file or postgres://…", address)
	}
	return connectSQLite(path, opts)
}

// connectSQLite opens one handle that writes and a pool that cannot. FULL makes every
// commit durable before it is answered. Connections need no mutex of their own: each is
// used by one goroutine at a time.
func connectSQLite(path string, opts Options) (*handles, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("opening store %s: %w", path, err)
	}
	if err := private(absolute); err != nil {
		return nil, err
	}
	file := (&url.URL{Scheme: "file", Path: absolute}).String()
	durable := "FULL"
	if opts.Scratch {
		durable = "OFF"
	}
	common := "?_journal_mode=WAL&_synchronous=" + durable + "&_busy_timeout=10000&_foreign_keys=1&_secure_delete=on&_stmt_cache_size=256&_cache_size=-65536&_mutex=no"
	write := opts.open(sqliteConnector{file + common + "&_txlock=immediate"})
	write.SetMaxOpenConns(1)
	read := sql.OpenDB(sqliteConnector{file + common + "&_query_only=1&_txlock=deferred"})
	read.SetMaxOpenConns(opts.readers())
	read.SetMaxIdleConns(opts.readers())
	scrub := sql.OpenDB(sqliteConnector{file + common})
	scrub.SetMaxOpenConns(1)
	return &handles{engine: sqliteEngine(), write: write, read: read, scrub: scrub}, nil
}

// private creates the file for its owner alone; SQLite gives the files beside it the
// same mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("opening store: %w", err)
	}
	return nil
}

// connectPostgres opens two pools on one database. A cancelled read is cancelled on the
// server too and keeps its connection.
func connectPostgres(address string, opts Options) (*handles, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The address may hold a password: pgx redacts it, so the error may be shown.
		return nil, fmt.Errorf("opening store: %w", err)
	}
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c}
	}
	write := opts.open(stdlib.GetConnector(*config))
	write.SetMaxOpenConns(opts.readers())
	write.SetMaxIdleConns(opts.readers())
	read := stdlib.OpenDB(*config)
	read.SetMaxOpenConns(opts.readers())
	read.SetMaxIdleConns(opts.readers())
	return &handles{engine: postgresEngine(), write: write, read: read}, nil
}

// sqliteConnector opens connections without registering a driver by name.
type sqliteConnector struct{ address string }

func (c sqliteConnector) Connect(context.Context) (driver.Conn, error) {
	return c.Driver().Open(c.address)
}

func (c sqliteConnector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		// 32 MiB of write-ahead log before a commit moves it into the file: pages that many
		// commits touch are then moved once.
		_, err := conn.Exec("PRAGMA wal_autocheckpoint = 8000", nil)
		return err
	}}
}

func (h *handles) close() error {
	err := h.read.Close()
	if h.scrub != nil {
		err = errors.Join(err, h.scrub.Close())
	}
	return errors.Join(err, h.write.Close()) // the last one moves the write-ahead log into the file
}

// queries runs statements on one connection or transaction.
type queries struct {
	on interface {
		ExecContext(context.Context, string, ...any) (sql.Result, error)
		QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	}
	engine *engine
}

func (q queries) exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := q.on.ExecContext(ctx, q.engine.sql(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// each calls scan for every row.
func (q queries) each(ctx context.Context, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.on.QueryContext(ctx, q.engine.sql(query), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one scans the only row into dest; found is false when there is none.
func (q queries) one(ctx context.Context, dest []any, query string, args ...any) (found bool, err error) {
	err = q.each(ctx, func(rows *sql.Rows) error { found = true; return rows.Scan(dest...) }, query, args...)
	return found, err
}
