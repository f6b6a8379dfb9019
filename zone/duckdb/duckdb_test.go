package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/enginetest"
	"github.com/shuyu-project/shuyu/zone/work"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == work.Command {
		tasks := Tasks()
		tasks[taskUnsealed] = func() work.Task { return &unsealed{} }
		os.Exit(work.Main(tasks))
	}
	os.Exit(m.Run())
}

// file is a projection's bytes on disk.
type file string

func (f file) Open() (io.ReadCloser, error) { return os.Open(string(f)) }

// parquet writes rows with an engine of the test's own, as the masking pipeline would.
func parquet(t *testing.T, columns []zone.Column, rows [][]string) zone.Source {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // in memory
	var types, marks []string
	for _, c := range columns {
		types = append(types, quote(c.Name)+" "+c.Type)
		marks = append(marks, "?")
	}
	do := func(q string, args ...any) {
		if _, err := db.Exec(q, args...); err != nil {
			t.Fatal(err)
		}
	}
	do("CREATE TABLE t (" + strings.Join(types, ", ") + ")")
	do("BEGIN")
	insert, err := db.Prepare("INSERT INTO t VALUES (" + strings.Join(marks, ", ") + ")")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		args := make([]any, len(row))
		for i, cell := range row {
			if cell != "" {
				args[i] = cell
			}
		}
		if _, err := insert.Exec(args...); err != nil {
			t.Fatal(err)
		}
	}
	do("COMMIT")
	path := filepath.Join(t.TempDir(), "p.parquet")
	do(fmt.Sprintf("COPY t TO '%s' (FORMAT parquet)", path))
	return file(path)
}

// TestSuite runs the suite of all engines, with bubblewrap where this machine has it and
// without.
func TestSuite(t *testing.T) {
	full, in, err := work.Detect(t.Context(), work.Launcher{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("isolation: %+v", in)
	p := &Parser{Launcher: full}
	defer p.Close()
	e := Engine{Launcher: full, Threads: 2}
	enginetest.Run(t, enginetest.Harness{
		Engine: e, Parser: p, Isolation: in, Write: parquet,
		Bypass: func(ctx context.Context, sql string, projections []zone.Projection, limits zone.Limits, out zone.Sink) (zone.Usage, error) {
			return e.run(ctx, run{sql: sql, limits: limits, projections: projections, require: true, reads: everything(projections)}, out)
		},
	})
}

func everything(projections []zone.Projection) func(string) []string {
	return func(name string) []string {
		var all []string
		for _, p := range projections {
			if p.Name == name {
				for _, c := range p.Columns {
					all = append(all, c.Name)
				}
			}
		}
		return all
	}
}
