package enginetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
)

const canary = "CANARY-7f3a91"

// escapes reach for what is not the job's: files, environment, settings, catalogue,
// other statements. Through admission each is refused; past admission none may show the
// canary, change the machine or end with anything but an answer or a failure.
func (h Harness) escapes(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret.csv")
	if err := os.WriteFile(secret, []byte("a,b\n"+canary+",1\n"), 0o644); err != nil { //nolint:gosec // the attack must find it readable
		t.Fatal(err)
	}
	t.Setenv("SHUYU_CANARY", canary)
	written := filepath.Join(dir, "written")
	person := h.ResidentProjection(t, zone.Development, Residents(40))
	for _, a := range []struct {
		sql  string
		fail bool // past admission it must fail outright
	}{
		{"SELECT * FROM read_csv('" + secret + "')", true},
		{"SELECT * FROM read_text('" + secret + "')", true},
		{"SELECT * FROM read_blob('/proc/self/environ')", true},
		{"SELECT * FROM '" + secret + "'", true},
		{"SELECT * FROM sniff_csv('" + secret + "')", true},
		{"SELECT * FROM glob('" + dir + "/*')", false},
		{"SELECT * FROM read_csv('/etc/passwd', columns={'l':'VARCHAR'}, delim='§')", true},
		{"SELECT * FROM read_csv('/proc/1/environ', columns={'l':'VARCHAR'}, delim='§')", true},
		{"SELECT * FROM read_json_auto('" + secret + "')", true},
		{"SELECT * FROM read_parquet('/proc/self/fd/5')", true},
		{"SELECT getenv('SHUYU_CANARY')", true},
		{"COPY resident TO '" + written + "'", true},
		{"COPY (SELECT 1) TO '" + written + "' (FORMAT parquet)", true},
		{"EXPORT DATABASE '" + written + "'", true},
		{"ATTACH '" + written + "' AS x", true},
		{"ATTACH ':memory:' AS x", true},
		{"INSTALL httpfs", true},
		{"LOAD '" + secret + "'", true},
		{"SET enable_external_access=true", true},
		{"SET lock_configuration=false", true},
		{"SET memory_limit='100GB'", true},
		{"RESET disabled_filesystems", true},
		{"PRAGMA database_list", false},
		{"PRAGMA enable_profiling", true},
		{"CREATE TABLE x AS SELECT 1", true},
		{"CREATE OR REPLACE VIEW resident AS SELECT 1", true},
		{"CREATE MACRO f(x) AS x", true},
		{"CREATE SECRET s (TYPE http, BEARER_TOKEN 'x')", true},
		{"DROP TABLE resident", true},
		{"DELETE FROM resident", true},
		{"INSERT INTO resident SELECT * FROM resident", true},
		{"CALL enable_logging(level='debug', storage='file', storage_path='" + written + "')", true},
		{"CALL enable_logging(level='debug', storage='file', storage_path='" + written + "'); SELECT 1", true},
		{"CHECKPOINT", true},
		{"VACUUM", true},
		{"EXPLAIN ANALYZE SELECT * FROM resident", true},
		{"SELECT 1; SELECT 2", true},
		{"PREPARE p AS SELECT 1", true},
		{"BEGIN", true},
		{"SHOW TABLES", false},
		{"DESCRIBE resident", false},
		{"SUMMARIZE resident", false},
		{"SELECT * FROM query('SELECT 1')", false},
		{"SELECT * FROM query_table('resident')", false},
		{"SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", false},
		{"SELECT * FROM pragma_storage_info('resident')", false},
		{"SELECT * FROM duckdb_settings()", false},
		{"SELECT * FROM duckdb_functions() LIMIT 5", false},
		{"SELECT * FROM duckdb_secrets()", false},
		{"SELECT * FROM information_schema.tables", false},
		{"SELECT * FROM pg_catalog.pg_tables", false},
		{"SELECT * FROM main.resident", false},
		{"SELECT current_setting('temp_directory')", false},
		{"SELECT current_user", false},
		{"SELECT nextval('x')", true},
		{"SELECT * FROM resident TABLESAMPLE 10%", false},
		{"WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT * FROM r", false},
		{"WITH resident AS (SELECT 1 AS a) SELECT * FROM resident", false},
		{"SELECT $1 FROM resident", true},
		{"SELECT hash(card) FROM resident", false},
		{"SELECT sha256(card) FROM resident", false},
		{"SELECT [x + 1 for x in [1, 2]] FROM resident", false},
		{"SELECT COLUMNS('.*') FROM resident", false},
		{"SELECT (SELECT max(age) FROM resident) FROM resident", false},
		{"SELECT row_number() OVER () FROM resident", false},
		{"SELECT random() FROM resident", false},
		{"SELECT version()", false},
		{"PIVOT resident ON sex USING count(*)", true},
	} {
		h.refused(t, zone.Development, a.sql, person)
		var out Held
		_, err := h.Bypass(t.Context(), a.sql, []zone.Projection{person}, Limits(), &out)
		h.failed(t, a.sql, err, a.fail)
		if bytes.Contains(out.Bytes(), []byte(canary)) {
			t.Errorf("%s showed the canary", a.sql)
		}
	}
	if _, err := os.Stat(written); err == nil {
		t.Error("a file was written")
	}
}

// refused demands a refusal with code, citation, sentence and remedy.
func (h Harness) refused(t *testing.T, catalogue zone.Catalogue, sql string, from ...zone.Projection) *law.Refusal {
	t.Helper()
	_, err := zone.Admit(t.Context(), h.Parser, h.request(catalogue, sql, from...))
	r, ok := law.AsRefusal(err)
	if !ok {
		t.Errorf("%s: admitted, or not refused: %v", sql, err)
		return nil
	}
	for _, v := range r.Violations {
		if v.Code == "" || len(v.Cites) == 0 || v.Cites[0].Instrument != law.PlatformInstrument || v.Says.ZH == "" || v.Says.EN == "" || v.Remedy.ZH == "" || v.Remedy.EN == "" {
			t.Errorf("%s: refused without words: %+v", sql, v)
		}
	}
	return r
}

// failed demands that err is a failure with a class, and that there is one where must.
func (h Harness) failed(t *testing.T, sql string, err error, must bool) {
	t.Helper()
	var f *zone.Failure
	switch {
	case err == nil && must:
		t.Errorf("past admission, %s was not stopped", sql)
	case err != nil && !errors.As(err, &f):
		t.Errorf("past admission, %s ended in a fault: %v", sql, err)
	case err != nil && strings.Contains(err.Error(), canary):
		t.Errorf("past admission, %s showed the canary in its error", sql)
	}
}

// bombs burn memory or time, also where the engine cannot be interrupted.
func (h Harness) bombs(t *testing.T) {
	person := h.ResidentProjection(t, zone.Development, Residents(40))
	limits := Limits()
	limits.Wall, limits.CPU, limits.Memory = time.Second, 2*time.Second, 128<<20
	for _, sql := range []string{
		"SELECT len(range(300000000))",
		"SELECT len(list_sort(range(80000000)))",
		"SELECT length(repeat('x', 3000000000))",
		"SELECT length(lpad('x', 2000000000, 'y'))",
		"SELECT count(*) FROM range(100000000000) WHERE range % 7 = 3",
		"WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
		"SELECT levenshtein(repeat('ab', 30000), repeat('ba', 30000))",
		"SELECT string_agg(repeat('x', 100000), ',') FROM range(100000)",
		"SELECT count(*) FROM range(1000000) WHERE regexp_matches(repeat('a', range % 100000), '(a|a)*b')",
		"SELECT repeat('x', 1000000) FROM range(1000000)",
		"SELECT " + strings.Repeat("abs(", 3000) + "1" + strings.Repeat(")", 3000),
		"SELECT " + strings.Repeat("- ", 20000) + "1",
		"SELECT " + strings.Repeat("[", 20000) + strings.Repeat("]", 20000),
	} {
		name := sql[:min(len(sql), 60)]
		h.refused(t, zone.Development, sql, person)
		var out Held
		usage, err := h.Bypass(t.Context(), sql, []zone.Projection{person}, limits, &out)
		h.failed(t, name, err, true)
		if usage.CPU > limits.CPU+time.Second { // not Wall: on a busy machine a kill may take its time
			t.Errorf("%s took %v of processor, the limit is %v", name, usage.CPU, limits.CPU)
		}
		if usage.PeakRSS > limits.Memory+768<<20 {
			t.Errorf("%s took %d MB", name, usage.PeakRSS>>20)
		}
	}
}

// limits holds the engine to each limit by itself.
func (h Harness) limits(t *testing.T) {
	person := h.ResidentProjection(t, zone.Development, Residents(400))
	slow := "SELECT count(*) FROM resident a, resident b, resident c, resident d WHERE a.age + b.age * c.age > d.age"
	for _, c := range []struct {
		why, sql string
		cut      func(*zone.Limits)
		want     zone.Class
	}{
		{"rows", "SELECT * FROM resident", func(l *zone.Limits) { l.RowsOut = 399 }, zone.FailedRows},
		{"bytes", "SELECT * FROM resident", func(l *zone.Limits) { l.BytesOut = 1000 }, zone.FailedBytes},
		{"wall", slow, func(l *zone.Limits) { l.Wall = 400 * time.Millisecond }, zone.FailedTime},
		{"processor", slow, func(l *zone.Limits) { l.CPU = 400 * time.Millisecond }, zone.FailedTime},
		{"memory", "SELECT count(DISTINCT a.id || b.id || c.age) FROM resident a, resident b, resident c", func(l *zone.Limits) { l.Memory = 24 << 20 }, zone.FailedMemory},
	} {
		l := Limits()
		c.cut(&l)
		var out Held
		usage, err := h.Bypass(t.Context(), c.sql, []zone.Projection{person}, l, &out)
		var f *zone.Failure
		if !errors.As(err, &f) || f.Class != c.want {
			t.Errorf("%s: got %v, want class %s (%+v)", c.why, err, c.want, usage)
		}
		if usage.Wall <= 0 {
			t.Errorf("%s: a stopped job is not accounted", c.why)
		}
		if int64(out.Len()) > l.BytesOut {
			t.Errorf("%s: %d bytes were passed on", c.why, out.Len())
		}
	}
}

// errors of the engine must not carry a cell.
func (h Harness) errors(t *testing.T) {
	rows := Residents(40)
	rows[17].Sex = canary
	person := h.ResidentProjection(t, zone.Development, rows)
	for sql, want := range map[string]zone.Class{
		"SELECT CAST(sex AS INTEGER) FROM resident":                           zone.FailedConversion,
		"SELECT CAST(sex AS DATE) FROM resident":                              zone.FailedConversion,
		"SELECT error('row: ' || sex) FROM resident WHERE sex LIKE 'CANARY%'": zone.FailedOther,
		"SELECT strptime(sex, '%Y') FROM resident":                            zone.FailedOther,
		"SELECT age * 9223372036854775807 FROM resident":                      zone.FailedConversion,
		"SELECT no_such_column FROM resident":                                 zone.FailedBinding,
	} {
		var out Held
		_, err := h.Bypass(t.Context(), sql, []zone.Projection{person}, Limits(), &out)
		var f *zone.Failure
		if !errors.As(err, &f) || strings.Contains(fmt.Sprint(err), "CANARY") {
			t.Errorf("%s: got %v", sql, err)
			continue
		}
		if f.Class != want {
			t.Errorf("%s: class %s, want %s", sql, f.Class, want)
		}
	}
}

// cancel demands that a job ends when its caller gives up, and that its process is gone.
func (h Harness) cancel(t *testing.T) {
	person := h.ResidentProjection(t, zone.Development, Residents(400))
	ctx, cancel := context.WithCancel(t.Context())
	timer := time.AfterFunc(300*time.Millisecond, cancel)
	defer timer.Stop()
	var out Held
	usage, err := h.Bypass(ctx, "SELECT len(range(300000000)), count(*) FROM resident a, resident b, resident c, resident d WHERE a.age + b.age > c.age + d.age", []zone.Projection{person}, Limits(), &out)
	var f *zone.Failure
	if !errors.As(err, &f) || (f.Class != zone.FailedCancelled && f.Class != zone.FailedMemory) {
		t.Errorf("got %v, want cancelled", err)
	}
	if usage.CPU > 5*time.Second {
		t.Errorf("took %v of processor to stop", usage.CPU)
	}
}
