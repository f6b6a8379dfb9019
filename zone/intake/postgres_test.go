package intake

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/store/storetest"
)

const tables = `
CREATE SCHEMA "政务";
CREATE TABLE "政务"."Register ""2024""" (
	id bigint PRIMARY KEY, "姓名" varchar(40), phone text, amount numeric(20,4), rate numeric, day date, at timestamptz, local timestamp,
	active boolean, area_code char(6), note text, tags jsonb);
COMMENT ON COLUMN "政务"."Register ""2024""".amount IS '金额（元）';
INSERT INTO "政务"."Register ""2024"""
	SELECT i, '王建' || chr(20000 + i % 500), '138' || lpad(i::text, 8, '0'), 12345678901234.5678 + i, i / 4.0, date '2024-01-01' + (i % 366)::int,
		timestamptz '2024-01-01 08:00:00+08' + i * interval '1 second', timestamp '2024-01-01 08:00:00.25', i % 2 = 0, '0' || (37090 + i % 6)::text,
		CASE WHEN i % 3 = 0 THEN NULL WHEN i % 3 = 1 THEN '' ELSE 'a "quoted", note' || chr(10) || 'on two lines' END, '{"a": 1}'
	FROM generate_series(1, 20000) i;
INSERT INTO "政务"."Register ""2024""" (id, day, at) VALUES (20001, 'infinity', '2024-01-01'), (20002, '2024-01-01', '-infinity'), (20003, '0044-03-15 BC', NULL);
CREATE TABLE odd (id int, blob bytea);
INSERT INTO odd VALUES (1, 'x');
CREATE FUNCTION boom() RETURNS int LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE hacked (a int); RETURN 1; END $$;
CREATE VIEW writes AS SELECT boom() AS a;
CREATE TABLE nothing (a int);`

func TestPostgres(t *testing.T) {
	url := storetest.Postgres(t).Address()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(tables); err != nil {
		t.Fatal(err)
	}
	src := Source{Format: Postgres, Name: "register", URL: url, Schema: "政务", Table: `Register "2024"`}
	t.Run("table", func(t *testing.T) { readsTable(t, src) })
	t.Run("refusals", func(t *testing.T) { refusesTables(t, url) })
	t.Run("read only", func(t *testing.T) { readsOnly(t, url, db) })
	t.Run("cancel", func(t *testing.T) { stopsTable(t, src) })
}

func readsTable(t *testing.T, src Source) {
	res := take(t, src, Options{Key: []string{"id"}, AsOf: "local"})
	v := res.Version
	if got := types(v); got != "id integer, 姓名 text, phone text, amount decimal(20,4), rate double, day date, at timestamp, local timestamp, active boolean, area_code text, note text, tags text" {
		t.Errorf("columns %s", got)
	}
	want := []Reject{{"register", 20001, "day", NotDate}, {"register", 20002, "at", NotTimestamp}, {"register", 20003, "day", NotDate}}
	if !reflect.DeepEqual(res.Rejects.Listed, want) {
		t.Errorf("rejects %v, want %v", res.Rejects.Listed, want)
	}
	if v.Rows != 20_000 || *v.Quality.Uniqueness != 1 || v.Quality.Newest != "2024-01-01" || v.Columns[3].Description.ZH != "金额（元）" {
		t.Errorf("%d rows, quality %+v, description %q", v.Rows, v.Quality, v.Columns[3].Description.ZH)
	}
	got := proposals(v)
	if got["phone"] != catalogue.Mobile || got["姓名"] != catalogue.Name {
		t.Errorf("proposed %v", got)
	}
	var amount, at, code, note string
	var nulls, empties int
	query(t, res, `SELECT sum(amount)::VARCHAR, max("at")::VARCHAR, min(area_code), max(note), count(*) FILTER (note IS NULL), count(*) FILTER (note = '') FROM $`,
		&amount, &at, &code, &note, &nulls, &empties)
	if want := "246913578224701356.0000"; amount != want { // 20,000 × 12345678901234.5678 + 1 + … + 20,000
		t.Errorf("sum %s, want %s", amount, want)
	}
	if at != "2024-01-01 05:33:20" || code != "037090" || note != "a \"quoted\", note\non two lines" || nulls != 6666 || empties != 6667 {
		t.Errorf("last moment %s, code %s, note %q, %d nulls, %d empty", at, code, note, nulls, empties)
	}
}

func refusesTables(t *testing.T, url string) {
	for why, row := range map[string]struct{ table, code string }{
		"a table that is not there":     {"absent", CodeTable},
		"bytes have no catalogue type":  {"odd", CodeType},
		"a table without rows":          {"nothing", CodeEmpty},
		"a name that would be more SQL": {`odd"; DROP TABLE odd; --`, CodeTable},
	} {
		dir := t.TempDir()
		_, err := Read(context.Background(), Source{Format: Postgres, Name: "t", URL: url, Table: row.table}, Options{WorkDir: dir}, nil)
		refusal, ok := law.AsRefusal(err)
		if !ok || refusal.Code() != row.code {
			t.Errorf("%s: answered %v, want %s", why, err, row.code)
		}
		empty(t, dir)
	}
	_, err := Read(context.Background(), Source{Format: Postgres, Name: "t", URL: "postgres://u:hunter2@127.0.0.1:1/db", Table: "a"}, Options{WorkDir: t.TempDir()}, nil)
	if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("a server that is not there: %v", err)
	}
}

// A view whose function writes cannot write through us.
func readsOnly(t *testing.T, url string, db *sql.DB) {
	_, err := Read(context.Background(), Source{Format: Postgres, Name: "writes", URL: url, Table: "writes"}, Options{WorkDir: t.TempDir()}, nil)
	if err == nil || !strings.Contains(err.Error(), "25006") { // read_only_sql_transaction
		t.Errorf("answered %v, want SQLSTATE 25006", err)
	}
	var n int
	if err := db.QueryRow("SELECT count(*) FROM pg_class WHERE relname = 'hacked'").Scan(&n); err != nil || n != 0 {
		t.Errorf("the view has written: %d, %v", n, err)
	}
}

func stopsTable(t *testing.T, src Source) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	_, err := Read(ctx, src, Options{WorkDir: dir}, func(p Progress) {
		if p.Phase == Loading {
			cancel(errStopped)
		}
	})
	if !errors.Is(err, errStopped) {
		t.Errorf("stopped while loading: %v", err)
	}
	empty(t, dir)
}
