package pack

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Entry is one normative unit of a text as it was read article by article before its
// pack was written, and what is expected of software: the list by which the pack is
// accepted. It holds no word of the text.
type Entry struct {
	ID   string
	Mode string // enforce, drive, record, publish, compute or none
}

// entriesFile stands beside a pack's Markdown, or alone where the pack is yet to come.
const entriesFile = "units.txt"

var modes = []string{"enforce", "drive", "record", "publish", "compute", "none"}

// Entries reads the list of a folder's units; none where it has no list.
func Entries(files fs.FS, folder string) ([]Entry, error) {
	body, err := fs.ReadFile(files, path.Join(folder, entriesFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the units of %s: %w", folder, err)
	}
	var entries []Entry
	lines := bufio.NewScanner(bytes.NewReader(body))
	for at := 1; lines.Scan(); at++ {
		id, mode, ok := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		if id == "" || strings.HasPrefix(id, "#") {
			continue
		}
		if !ok || !slices.Contains(modes, mode) {
			return nil, fmt.Errorf("%s/%s:%d: want a unit and its mode, one of %s", folder, entriesFile, at, strings.Join(modes, ", "))
		}
		entries = append(entries, Entry{ID: id, Mode: mode})
	}
	return entries, lines.Err()
}

// Listed lists the folders that have a list of units, written or not.
func Listed(files fs.FS) ([]string, error) {
	names, err := fs.Glob(files, path.Join("*", entriesFile))
	if err != nil {
		return nil, fmt.Errorf("listing the lists of units: %w", err)
	}
	for i := range names {
		names[i] = path.Dir(names[i])
	}
	return names, nil
}
