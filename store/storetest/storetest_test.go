package storetest

import (
	"flag"
	"os"
	"testing"
	"time"
)

var long = flag.Bool("long", false, "fail every write on PostgreSQL too, and crash a hundred times")

func TestMain(m *testing.M) {
	Child()
	os.Exit(m.Run())
}

// TestSQLite runs the suite on SQLite, failing every single write.
func TestSQLite(t *testing.T) {
	fresh := func(t testing.TB) string { return File(t) }
	Suite(t, fresh)
	t.Run("faults", func(t *testing.T) { Faults(t, fresh, 1) })
	t.Run("crashes", func(t *testing.T) { Crashes(t, fresh(t), rounds()) })
}

// TestPostgres runs the same on PostgreSQL; unless it may take long, it fails every
// seventh write only.
func TestPostgres(t *testing.T) {
	cluster := Postgres(t)
	Suite(t, cluster.Database)
	t.Run("faults", func(t *testing.T) {
		if *long {
			Faults(t, cluster.Database, 1)
		} else {
			Faults(t, cluster.Database, 7)
		}
	})
	t.Run("crashes", func(t *testing.T) { Crashes(t, cluster.Database(t), rounds()) })
	t.Run("server crash", func(t *testing.T) { ServerCrash(t, cluster.Database(t), cluster.Crash) })
}

func rounds() int {
	if *long {
		return 100
	}
	return 8
}

// TestNewIsFast keeps the promise that other packages' tests rely on.
func TestNewIsFast(t *testing.T) {
	New(t) // makes the template
	quickest := time.Hour
	for range 5 {
		begun := time.Now()
		New(t)
		quickest = min(quickest, time.Since(begun))
	}
	if quickest > 20*time.Millisecond {
		t.Errorf("a fresh store takes %s", quickest)
	}
}
