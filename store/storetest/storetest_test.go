package storetest

import (
	"testing"
)

// TestSQLite runs the suite on SQLite.
func TestSQLite(t *testing.T) { Suite(t, func(t testing.TB) string { return File(t) }) }

// TestPostgres runs the same on PostgreSQL.
func TestPostgres(t *testing.T) { Suite(t, Postgres(t).Database) }
