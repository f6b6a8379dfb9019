package duckdb

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/enginetest"
	"github.com/shuyu-project/shuyu/zone/work"
)

// unsealed is a job's child whose engine has none of its own locks and takes any
// statement: what then still holds is the process's lock alone.
type unsealed struct{ runner }

const taskUnsealed = "duckdb.unsealed"

func (u *unsealed) Prepare(_ context.Context, h work.Header) (err error) {
	u.db, err = open(h, settings{Threads: 2})
	return err
}

func (u *unsealed) Run(ctx context.Context, s *work.Session) error {
	request, err := s.Request()
	if err != nil {
		return err
	}
	rows, err := u.db.conn.(driver.QueryerContext).QueryContext(ctx, string(request), nil)
	if err != nil {
		return failure(err)
	}
	return stream(rows, s)
}

// TestProcessAlone shows that the process's lock stops what DuckDB would do without its
// own: each layer has to hold by itself.
func TestProcessAlone(t *testing.T) {
	full, _, err := work.Detect(t.Context(), work.Launcher{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	secret, written := filepath.Join(dir, "secret.csv"), filepath.Join(dir, "written")
	if err := os.WriteFile(secret, []byte("a\nCANARY\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, l := range []work.Launcher{full, {}} {
		for _, sql := range []string{
			"SELECT * FROM read_csv('" + secret + "')",
			"SELECT * FROM read_text('/etc/passwd')",
			"SELECT * FROM read_text('/proc/self/environ')",
			"SELECT * FROM read_blob('/proc/self/fd/3')",
			"COPY (SELECT 42 AS a) TO '" + written + "'",
			"COPY (SELECT 42 AS a) TO '" + secret + "'",
			"ATTACH '" + written + "' AS x",
			"EXPORT DATABASE '" + written + "'",
			"INSTALL httpfs",
			"LOAD '" + secret + "'",
		} {
			var out enginetest.Held
			err := runUnsealed(t.Context(), l, sql, &out)
			var f *zone.Failure
			if err != nil && !errors.As(err, &f) {
				t.Errorf("bubblewrap %q: %s ended with %v", l.Bubblewrap, sql, err)
			}
			// a file that cannot be seen is an error to some functions and no row to others
			if err == nil && bytes.Count(out.Bytes(), []byte("\r\n")) != 1 {
				t.Errorf("bubblewrap %q: %s was answered", l.Bubblewrap, sql)
			}
		}
		var out enginetest.Held
		if err := runUnsealed(t.Context(), l, "SELECT 42 AS a", &out); err != nil || out.String() != "a\r\n42\r\n" {
			t.Errorf("the control query failed, so the others prove nothing: %q %v", out.String(), err)
		}
	}
	if _, err := os.Stat(written); err == nil {
		t.Error("a file was written")
	}
	if b, err := os.ReadFile(secret); err != nil || string(b) != "a\nCANARY\n" {
		t.Errorf("the file was overwritten: %v", err)
	}
}

func runUnsealed(ctx context.Context, l work.Launcher, sql string, out zone.Sink) error {
	body, err := json.Marshal(settings{})
	if err != nil {
		return err
	}
	child, err := l.Start(ctx, work.Header{Task: taskUnsealed, Require: true, Limits: enginetest.Limits(), Settings: body}, nil)
	if err != nil {
		return err
	}
	defer child.Close()
	if err := child.Send([]byte(sql)); err != nil {
		return err
	}
	return child.Drain(ctx, out)
}
