package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/enginetest"
	"github.com/shuyu-project/shuyu/zone/work"
)

// BenchmarkGoverned runs a governed aggregate over a million persons in a child, and the
// same figures raw in this process over the same file, so that the price of the zone is
// a ratio within one run.
func BenchmarkGoverned(b *testing.B) {
	path := filepath.Join(b.TempDir(), "p.parquet")
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // in memory
	const n = 1_000_000
	if _, err := db.Exec(fmt.Sprintf(`COPY (SELECT 'U' || i AS id, (i * 7919 %% 60)::VARCHAR AS district, (i * 31 %% 90)::INTEGER AS age, (i * 104729 %% 100000)::BIGINT AS income,
		'note ' || i AS note FROM range(%d) t(i)) TO '%s' (FORMAT parquet)`, n, path)); err != nil {
		b.Fatal(err)
	}
	p := zone.Projection{Name: "resident", Dataset: "D", Version: "1", Grant: "G", Scenario: "S", Catalogue: zone.Production, Unit: "person", Rows: n, Units: n, Source: file(path),
		Columns: []zone.Column{
			{Name: "id", Type: "VARCHAR", Level: 3, Role: zone.RoleUnit, Distinct: n},
			{Name: "district", Type: "VARCHAR", Level: 1, Role: zone.RolePublic, Distinct: 60},
			{Name: "age", Type: "INTEGER", Level: 2, Role: zone.RoleProtected, Distinct: 90},
			{Name: "income", Type: "BIGINT", Level: 3, Role: zone.RoleProtected, Distinct: 100_000},
			{Name: "note", Type: "VARCHAR", Level: 3, Role: zone.RoleProtected, Distinct: n},
		}}
	l, in, err := work.Detect(b.Context(), work.Launcher{})
	if err != nil {
		b.Fatal(err)
	}
	parser := &Parser{Launcher: l}
	defer parser.Close()
	limits := enginetest.Limits()
	limits.Memory = 1 << 30
	text := "SELECT district, count(*) AS n, avg(income) AS mean FROM resident WHERE age >= 60 GROUP BY district"
	req := zone.Request{Job: "J", SQL: text, Catalogue: zone.Production, Projections: []zone.Projection{p}, Approved: zone.CodeDigest(text), Policy: enginetest.Policy(), Isolation: in, Limits: limits}
	b.Run("admit", func(b *testing.B) {
		for b.Loop() {
			if _, err := zone.Admit(b.Context(), parser, req); err != nil {
				b.Fatal(err)
			}
		}
	})
	job, err := zone.Admit(b.Context(), parser, req)
	if err != nil {
		b.Fatal(err)
	}
	for _, l := range []work.Launcher{l, {}} {
		b.Run("child/bubblewrap="+fmt.Sprint(l.Bubblewrap != ""), func(b *testing.B) {
			for b.Loop() {
				var out enginetest.Held
				if _, err := (Engine{Launcher: l, Threads: 2}).Run(b.Context(), job, &out); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	raw := func(b *testing.B, q string) {
		for b.Loop() {
			rows, err := db.QueryContext(context.Background(), q)
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
			}
			_ = rows.Close()
		}
	}
	b.Run("raw/asked", func(b *testing.B) {
		raw(b, fmt.Sprintf("SELECT district, count(*) AS n, avg(income) AS mean FROM '%s' WHERE age >= 60 GROUP BY district", path))
	})
	b.Run("raw/printed", func(b *testing.B) {
		if _, err := db.Exec(fmt.Sprintf("CREATE OR REPLACE VIEW resident AS FROM '%s'", path)); err != nil {
			b.Fatal(err)
		}
		raw(b, job.SQL())
	})
}
