package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/work"
)

// runner is the child's side of a job.
type runner struct{ db instance }

// Prepare loads the columns the job reads. It sees nothing a user wrote.
func (r *runner) Prepare(_ context.Context, h work.Header) error {
	s, err := readSettings(h)
	if err != nil {
		return err
	}
	if r.db, err = open(h, s); err != nil {
		return err
	}
	if len(s.Tables) != len(h.Inputs) {
		return &zone.Failure{Class: zone.FailedInput}
	}
	for i, t := range s.Tables {
		columns := make([]string, len(t.Columns))
		for n, c := range t.Columns {
			columns[n] = quote(c)
		}
		load := fmt.Sprintf("CREATE TABLE %s AS SELECT %s FROM read_parquet('/proc/self/fd/%d')", quote(t.Name), strings.Join(columns, ", "), h.Inputs[i].FD)
		if err := r.db.exec(load); err != nil {
			if failure(err).Class == zone.FailedMemory {
				return failure(err)
			}
			return &zone.Failure{Class: zone.FailedInput}
		}
	}
	return r.db.seal()
}

// Run answers one request: SQL in, rows out.
func (r *runner) Run(ctx context.Context, s *work.Session) error {
	request, err := s.Request()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return err
	}
	rows, err := r.db.query(ctx, string(request))
	if err != nil {
		return failure(err)
	}
	return stream(rows, s)
}

// query prepares exactly one statement and lets only a SELECT through: the second
// barrier, should admission ever be passed by.
func (i instance) query(ctx context.Context, sql string) (driver.Rows, error) {
	prepared, err := i.conn.Prepare(sql)
	if err != nil {
		return nil, err
	}
	stmt, ok := prepared.(*duck.Stmt)
	if !ok {
		return nil, &zone.Failure{Class: zone.FailedOther}
	}
	kind, err := stmt.StatementType()
	if err != nil {
		return nil, err
	}
	if kind != duck.STATEMENT_TYPE_SELECT {
		return nil, &zone.Failure{Class: zone.FailedForbidden}
	}
	return stmt.QueryContext(ctx, nil)
}

// stream sends the columns and then the rows as CSV.
func stream(rows driver.Rows, s *work.Session) error {
	named, ok := rows.(driver.RowsColumnTypeDatabaseTypeName)
	if !ok {
		return &zone.Failure{Class: zone.FailedOther}
	}
	names := rows.Columns()
	outputs := make([]zone.Output, len(names))
	for i, name := range names {
		outputs[i] = zone.Output{Name: name, Type: named.ColumnTypeDatabaseTypeName(i)}
	}
	if err := s.Schema(outputs); err != nil {
		return err
	}
	w := &csvWriter{to: s}
	for _, o := range outputs {
		w.text(o.Name)
	}
	w.endLine()
	values := make([]driver.Value, len(names))
	for n := int64(1); ; n++ {
		err := rows.Next(values)
		if errors.Is(err, io.EOF) {
			return w.flush()
		}
		if err != nil {
			return failure(err)
		}
		if n > s.Header.Limits.RowsOut {
			return &zone.Failure{Class: zone.FailedRows}
		}
		for i, v := range values {
			if err := w.value(v, outputs[i].Type); err != nil {
				return err
			}
		}
		w.endLine()
		s.Rows(n)
		if err := w.flushBeyond(flushSize); err != nil {
			return err
		}
	}
}
