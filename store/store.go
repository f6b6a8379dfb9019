// Package store keeps the platform's state in SQLite or PostgreSQL: cases, registers,
// the log, timers, notices, tasks, receipts, and beside them sessions, tokens,
// credentials, keys and meters. It holds all SQL for platform state, and no rule.
//
// There is one write. Store.Write hands a function to the writer goroutine, which runs
// what is waiting one after another and commits once for all (group commit): a write
// costs its share of one fsync, and is durable when it returns. Order within a batch:
//
//	BEGIN · [PostgreSQL: lock of the one sequencer] · size of the log
//	fn 1, fn 2, … each all or nothing
//	rows of the batch, table by table · full tiles of both trees
//	COMMIT, then every caller is answered
//
// A crash before COMMIT leaves nothing of the batch; a crash after it loses only the
// answers, which idempotency keys give again.
//
// What newcomers get wrong: rows that a Change makes are not sent to the database at
// once but with the batch, many to a statement. Tx makes them visible to the reads of
// the same batch, so that nobody needs to know. And the log of a PostgreSQL database
// may be advanced by another process: nothing in memory is trusted across batches
// without asking the size of the log.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/shuyu-project/shuyu/casework"
)

// Options tune a store. The zero value is right for an installation.
type Options struct {
	// Readers is the number of connections that read at the same time; 0 means 8.
	Readers int
	// Batch is the greatest number of writes that share one commit; 0 means 256.
	Batch int
	// ReceiptsKept is how long an idempotency key is remembered after its command was
	// recorded; 0 means 48 hours.
	ReceiptsKept time.Duration
	// Scratch is for a store that is thrown away once it has been looked at, a rehearsal's:
	// nothing of it need survive a crash of the machine, and no write waits for the disk.
	// SQLite only.
	Scratch bool
	// Wrap, when set, stands between the store and the connections that write. It exists
	// for fault injection (storetest).
	Wrap func(driver.Connector) driver.Connector
}

func (o Options) readers() int {
	if o.Readers > 0 {
		return o.Readers
	}
	return 8
}

func (o Options) batch() int {
	if o.Batch > 0 {
		return o.Batch
	}
	return 256
}

func (o Options) receiptsKept() time.Duration {
	if o.ReceiptsKept > 0 {
		return o.ReceiptsKept
	}
	return 48 * time.Hour
}

func (o Options) open(c driver.Connector) *sql.DB {
	if o.Wrap != nil {
		c = o.Wrap(c)
	}
	return sql.OpenDB(c)
}

// ErrClosed means that the store was closed before the write was begun.
var ErrClosed = errors.New("store is closed")

// Store is the platform's state. It is safe for concurrent use. Close it once.
type Store struct {
	access
	handles *handles
	opts    Options
	waiting chan *write
	trials  chan *trial
	closing chan struct{} // closed by Close
	stopped chan struct{} // closed by the writer when it has answered everybody
	once    sync.Once
	writes  atomic.Int64 // acknowledged or refused by their function
	commits atomic.Int64
}

var _ casework.Ledger = (*Store)(nil)

// Open opens the store at address, creating or migrating its tables, and starts its
// writer. An address is "sqlite:path", a bare path, or "postgres://…". Several
// processes may serve one PostgreSQL database; one SQLite file has one server, beside
// which `shuyu admin` may read and back up.
func Open(ctx context.Context, address string, opts Options) (*Store, error) {
	h, err := connect(address, opts)
	if err != nil {
		return nil, err
	}
	if err := h.migrate(ctx); err != nil {
		h.close()
		return nil, err
	}
	s := &Store{
		handles: h, opts: opts,
		waiting: make(chan *write, 4*opts.batch()), trials: make(chan *trial),
		closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	s.access.on = s
	go s.writer()
	return s, nil
}

// Engine names the database: "sqlite" or "postgres".
func (s *Store) Engine() string { return s.handles.engine.name }

// Stats count what this process has written since it opened the store: writes by commits
// is how many share an fsync.
type Stats struct{ Writes, Commits int64 }

// Stats answers the counts, for metrics.
func (s *Store) Stats() Stats { return Stats{s.writes.Load(), s.commits.Load()} }

// Close answers what is being written, refuses what waits, and closes the database.
func (s *Store) Close() error {
	s.once.Do(func() { close(s.closing) })
	<-s.stopped
	if err := s.handles.close(); err != nil {
		return fmt.Errorf("closing store: %w", err)
	}
	return nil
}

// Read runs fn on a consistent snapshot of what has been committed.
func (s *Store) Read(ctx context.Context, fn func(casework.View) error) error {
	return s.snapshot(ctx, func(v view) error { return fn(v) })
}

func (s *Store) snapshot(ctx context.Context, fn func(view) error) error {
	tx, err := s.handles.read.BeginTx(ctx, s.handles.engine.read)
	if err != nil {
		return fmt.Errorf("beginning to read: %w", err)
	}
	defer tx.Rollback() // nothing was written; an error would say nothing new
	return fn(view{queries{on: tx, engine: s.handles.engine}})
}
