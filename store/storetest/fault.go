package storetest

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
	"sync/atomic"
)

// ErrInjected is the failure that a Fault makes.
var ErrInjected = errors.New("injected failure")

// Fault fails one write of a store: put its Wrap into store.Options. A write is any
// statement that is not a plain SELECT, so also BEGIN, SAVEPOINT and COMMIT.
type Fault struct {
	count atomic.Int64
	at    atomic.Int64 // 0: none
	// After makes the statement happen and then fail, as when the answer is lost; else it
	// fails before it happens.
	After atomic.Bool
}

// Fail makes the n-th write from now on fail, counting from 1.
func (f *Fault) Fail(n int64) {
	f.count.Store(0)
	f.at.Store(n)
}

// Stop makes none fail any more and answers whether one did.
func (f *Fault) Stop() bool {
	at := f.at.Swap(0)
	return at != 0 && f.count.Load() >= at
}

// Wrap is for store.Options.
func (f *Fault) Wrap(c driver.Connector) driver.Connector { return faultConnector{c, f} }

// strike runs do, or fails in its place or after it.
func strike[T any](f *Fault, query string, do func() (T, error)) (T, error) {
	word, _, _ := strings.Cut(strings.TrimSpace(query), " ")
	at := f.at.Load()
	if strings.EqualFold(word, "SELECT") || at == 0 || f.count.Add(1) != at {
		return do()
	}
	var none T
	if f.After.Load() {
		done, err := do()
		if err != nil {
			return none, err
		}
		if rows, ok := any(done).(driver.Rows); ok {
			rows.Close() // nobody will read them
		}
	}
	return none, ErrInjected
}

type faultConnector struct {
	driver.Connector
	fault *Fault
}

func (c faultConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &faultConn{conn, c.fault}, nil
}

// faultConn passes on what both drivers offer.
type faultConn struct {
	driver.Conn
	fault *Fault
}

func (c *faultConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return strike(c.fault, query, func() (driver.Result, error) {
		return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
	})
}

func (c *faultConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return strike(c.fault, query, func() (driver.Rows, error) {
		return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
	})
}

func (c *faultConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	return strike(c.fault, "BEGIN", func() (driver.Tx, error) {
		tx, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, opts)
		return faultTx{tx, c.fault}, err
	})
}

func (c *faultConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

func (c *faultConn) ResetSession(ctx context.Context) error {
	if r, ok := c.Conn.(driver.SessionResetter); ok {
		return r.ResetSession(ctx)
	}
	return nil
}

type faultTx struct {
	driver.Tx
	fault *Fault
}

func (t faultTx) Commit() error {
	_, err := strike(t.fault, "COMMIT", func() (struct{}, error) { return struct{}{}, t.Tx.Commit() })
	return err
}
