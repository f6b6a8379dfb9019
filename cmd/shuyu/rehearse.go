package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/shuyu-project/shuyu/rehearsal"
	"github.com/shuyu-project/shuyu/store"
)

type packRehearse struct {
	Scripts []string `arg:"" help:"Scripts to act out." type:"existingfile"`
	Folder  string   `help:"Folder of packs instead of those that ship with the program." type:"existingdir"`
}

// Run acts each script out and says where it stopped.
func (c packRehearse) Run() error {
	failed := 0
	for _, path := range c.Scripts {
		result, err := rehearse(path, c.Folder)
		if err != nil {
			return err
		}
		if result.OK() {
			fmt.Printf("ok    %s (%d phases)\n", result.Script, len(result.Passed))
			continue
		}
		failed++
		fmt.Printf("FAIL  %s:%d [%s] %s\n", path, result.Line, result.Failed, result.Why)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d rehearsals failed", failed, len(c.Scripts))
	}
	return nil
}

func rehearse(path, folder string) (rehearsal.Result, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return rehearsal.Result{}, err
	}
	script, err := rehearsal.Parse(filepath.Base(path), source)
	if err != nil {
		return rehearsal.Result{}, err
	}
	p, err := readPack(packFiles(folder), script.Pack)
	if err != nil {
		return rehearsal.Result{}, err
	}
	ledger, closeLedger, err := temporaryLedger()
	if err != nil {
		return rehearsal.Result{}, err
	}
	defer closeLedger()
	return rehearsal.Run(context.Background(), script, p, ledger), nil
}

// emptyState is an empty, migrated state, made once: copying it is quicker than migrating.
var emptyState = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "shuyu-rehearsal-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "state.db")
	s, err := store.Open(context.Background(), path, store.Options{Scratch: true})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil { // the last connection moves the write-ahead log into the file
		return nil, err
	}
	return os.ReadFile(path)
})

// temporaryLedger is an empty store in a folder that is removed when it is closed.
func temporaryLedger() (rehearsal.Ledger, func(), error) {
	empty, err := emptyState()
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp("", "shuyu-rehearsal-")
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(folder, "state.db")
	if err := os.WriteFile(path, empty, 0o600); err != nil {
		os.RemoveAll(folder)
		return nil, nil, err
	}
	s, err := store.Open(context.Background(), path, store.Options{Scratch: true})
	if err != nil {
		os.RemoveAll(folder)
		return nil, nil, err
	}
	return s, func() { s.Close(); os.RemoveAll(folder) }, nil
}
