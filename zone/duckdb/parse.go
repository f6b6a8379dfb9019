package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/work"
)

// parser is the child's side: SQL in, parse tree out, again and again. It holds no data.
type parser struct{ db instance }

func (p *parser) Prepare(_ context.Context, h work.Header) error {
	s, err := readSettings(h)
	if err != nil {
		return err
	}
	if p.db, err = open(h, s); err != nil {
		return err
	}
	return p.db.seal()
}

func (p *parser) Run(ctx context.Context, s *work.Session) error {
	for {
		request, err := s.Request()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		tree, err := p.tree(ctx, string(request))
		if err != nil {
			return failure(err)
		}
		if err := s.Message([]byte(tree)); err != nil {
			return err
		}
	}
}

// Empty lists are kept: GROUP BY ROLLUP(a) differs from GROUP BY a by one.
const serialize = "SELECT CAST(json_serialize_sql(?::VARCHAR, skip_default := true, skip_empty := false, skip_null := true) AS VARCHAR)"

func (p *parser) tree(ctx context.Context, sql string) (string, error) {
	q, ok := p.db.conn.(driver.QueryerContext)
	if !ok {
		return "", errors.New("parsing: the driver cannot query")
	}
	rows, err := q.QueryContext(ctx, serialize, []driver.NamedValue{{Ordinal: 1, Value: sql}})
	if err != nil {
		return "", err
	}
	defer rows.Close() //nolint:errcheck // one row, read below
	value := make([]driver.Value, 1)
	if err := rows.Next(value); err != nil {
		return "", err
	}
	tree, ok := value[0].(string)
	if !ok {
		return "", errors.New("parsing: the tree is not a text")
	}
	return tree, nil
}

// Parser asks DuckDB's own parser, in a child that lives until it has failed or has used
// up its limits. It may be used from many goroutines; they take turns. Close ends it.
type Parser struct {
	Launcher work.Launcher

	mu    sync.Mutex
	child *work.Process
}

var _ zone.Parser = (*Parser)(nil)

// Limits of one parsing child and of one text.
var parserLimits = zone.Limits{CPU: 10 * time.Minute, Memory: 256 << 20, Wall: 24 * time.Hour, BytesOut: 1, RowsOut: 1}

const parseTime = 5 * time.Second

// unparsable stands for a text on which the parser died or took too long: for the
// person asking it is a syntax error, not a fault of the platform.
const unparsable = `{"error":true,"error_type":"parser"}`

// Parse answers the tree of sql.
func (p *Parser) Parse(ctx context.Context, sql string) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fresh := p.child == nil
	tree, err := p.ask(ctx, sql)
	var failed *zone.Failure
	if err != nil && !fresh && ctx.Err() == nil {
		fresh = true // the child may have been at the end of its limits: once more, with a new one
		tree, err = p.ask(ctx, sql)
	}
	if err != nil && fresh && ctx.Err() == nil && errors.As(err, &failed) && failed.Class != zone.FailedIsolation {
		return []byte(unparsable), nil
	}
	return tree, err
}

func (p *Parser) ask(ctx context.Context, sql string) ([]byte, error) {
	if p.child == nil {
		// the child outlives this request, so it is not bound to its context
		child, err := p.Launcher.Start(context.WithoutCancel(ctx), work.Header{Task: taskParse, Limits: parserLimits, Settings: []byte(`{"threads":1}`)}, nil)
		if err != nil {
			if child != nil {
				child.Close()
			}
			return nil, fmt.Errorf("starting parser: %w", err)
		}
		p.child = child
	}
	ctx, cancel := context.WithTimeout(ctx, parseTime)
	defer cancel()
	child := p.child
	stop := context.AfterFunc(ctx, func() { child.Kill(zone.FailedTime) })
	err := child.Send([]byte(sql))
	var tree []byte
	if err == nil {
		tree, err = child.Receive(ctx)
	}
	if !stop() || err != nil {
		child.Close()
		p.child = nil
	}
	return tree, err
}

// Close ends the parser's child.
func (p *Parser) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.child != nil {
		p.child.Close()
		p.child = nil
	}
}
