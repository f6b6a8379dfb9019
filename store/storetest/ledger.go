// Package storetest gives other packages a fresh store for their tests, and holds the
// conformance suite that every engine passes. It is for tests only.
package storetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/shuyu-project/shuyu/store"
)

// template is an empty, migrated database, made once per process: copying it is
// quicker than migrating.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "storetest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	s, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil { // the last connection moves the WAL into the file
		return nil, err
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		return nil, fmt.Errorf("template %s was left with a write-ahead log", path)
	}
	return os.ReadFile(path)
})

// New is a fresh, empty store in a temporary file; it is closed when the test ends. It
// is a casework.Ledger, and all else that a Store is.
func New(t testing.TB) *store.Store {
	t.Helper()
	return Open(t, File(t), store.Options{Scratch: true})
}

// File is the path of a fresh, empty, migrated SQLite store.
func File(t testing.TB) string {
	t.Helper()
	data, err := template()
	if err != nil {
		t.Fatalf("making the template store: %v", err)
	}
	path := filepath.Join(t.TempDir(), "state.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Open opens the store at address and closes it when the test ends.
func Open(t testing.TB, address string, opts store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), address, opts)
	if err != nil {
		t.Fatalf("opening store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing store: %v", err)
		}
	})
	return s
}
