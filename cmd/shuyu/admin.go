package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/store"
)

type adminCommand struct {
	Init    adminInit    `cmd:"" help:"Found an installation: its keys and exactly three administrators."`
	Backup  adminBackup  `cmd:"" help:"Write a backup of the platform's state."`
	Restore adminRestore `cmd:"" help:"Restore a backup into an empty store."`
	Check   adminCheck   `cmd:"" help:"Verify the whole state against the log."`
}

type adminBackup struct {
	place
	File string `arg:"" help:"File to write." type:"path"`
}

// Run writes the backup next to its name first and swaps it in whole.
func (c adminBackup) Run() error {
	s, err := c.openStore()
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // read only
	temporary := c.File + ".part"
	f, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(s.Backup(context.Background(), f), f.Sync(), f.Close()); err != nil {
		os.Remove(temporary) //nolint:errcheck // the backup's error counts
		return fmt.Errorf("backing up: %w", err)
	}
	fmt.Println("The backup holds the platform's state. Back up the folders vault, packs, meters, the key store and the lock files with it.")
	return os.Rename(temporary, c.File)
}

// address is where the state lies.
func (p place) address() string {
	if p.Store != "" {
		return p.Store
	}
	return filepath.Join(p.Dir, "state.db")
}

func (p place) openStore() (*store.Store, error) {
	s, err := store.Open(context.Background(), p.address(), store.Options{})
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	return s, nil
}

type adminRestore struct {
	place
	File string `arg:"" help:"Backup to restore." type:"existingfile"`
}

// Run restores. The installation compares its log with the signed checkpoints when it
// starts, and refuses a log that is shorter than what was signed.
func (c adminRestore) Run() error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	report, err := store.Restore(context.Background(), c.address(), f, store.Options{})
	if err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	return printJSON(report)
}

type adminCheck struct {
	place
}

// Run checks the state and the invariants no sequence of commands may break.
func (c adminCheck) Run() error {
	s, err := c.openStore()
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // read only
	report, err := s.Check(context.Background(), store.CheckOptions{})
	if err != nil {
		return err
	}
	if err := printJSON(report); err != nil {
		return err
	}
	packs, err := keptLibrary(filepath.Join(c.Dir, "packs"), packFiles(c.Folder), c.Pack)
	if err != nil {
		return err
	}
	return casework.CheckInvariants(context.Background(), s, packs)
}

func printJSON(v any) error {
	enc := json.NewEncoder(os.Stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
