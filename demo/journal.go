package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// journal is how far a play has come. It is written after each step, so that an
// interrupted play repeats at most the step it was in, under the same idempotency key.
type journal struct {
	Done     int                `json:"done"` // steps done
	Refusals int                `json:"refusals"`
	Names    map[string]string  `json:"names"` // what the script calls things → their ids
	People   map[string]*person `json:"people"`
}

func (p *Play) open() error {
	p.kept = journal{Names: map[string]string{}, People: map[string]*person{}}
	body, err := os.ReadFile(p.Journal)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("reading the journal: %w", err)
	default:
		if err := json.Unmarshal(body, &p.kept); err != nil {
			return fmt.Errorf("reading the journal: %w", err)
		}
	}
	p.people = p.kept.People
	return nil
}

// keep writes the journal whole and swaps it in, so that it is never half-written.
func (p *Play) keep() error {
	body, err := json.Marshal(p.kept)
	if err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	temporary := p.Journal + ".new"
	f, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	if _, err := f.Write(body); err != nil {
		f.Close() //nolint:errcheck // the write's error counts
		return fmt.Errorf("writing the journal: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	if err := os.Rename(temporary, p.Journal); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	return nil
}
