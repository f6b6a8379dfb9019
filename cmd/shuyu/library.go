package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/shuyu-project/shuyu/law/pack"
)

// library keeps every pack version that a case was ever accepted under, as files beside
// the state: a case is decided under its own version for as long as it lives, whatever
// the program ships later.
type library struct {
	folder  string
	current *pack.Pack
	files   fs.FS // from which packs in force are read
	keeps   bool  // whether what is read is also archived
	mu      sync.Mutex
	known   map[string]*pack.Pack // by digest
	named   map[string]*pack.Pack // in force in jurisdictions of their own, by name
}

// openLibrary reads the pack that is in force from files, and keeps a copy of it.
func openLibrary(folder string, files fs.FS, name string) (*library, error) {
	l, err := keptLibrary(folder, files, name)
	if err != nil {
		return nil, err
	}
	l.keeps = true
	return l, l.archive(name, l.current)
}

// keptLibrary reads what is kept in the folder and writes nothing there.
func keptLibrary(folder string, files fs.FS, name string) (*library, error) {
	current, err := readPack(files, name)
	if err != nil {
		return nil, err
	}
	return &library{folder: folder, current: current, files: files, known: map[string]*pack.Pack{current.Digest: current},
		named: map[string]*pack.Pack{name: current}}, nil
}

// Named is a pack by its name, as the program ships it now; it is kept like the current one
// before a case can be accepted under it.
func (l *library) Named(name string) (*pack.Pack, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p, ok := l.named[name]; ok {
		return p, nil
	}
	p, err := readPack(l.files, name)
	if err == nil && l.keeps {
		err = l.archive(name, p)
	}
	if err != nil {
		return nil, err
	}
	l.known[p.Digest], l.named[name] = p, p
	return p, nil
}

// Current is the pack that new cases are accepted under.
func (l *library) Current() *pack.Pack { return l.current }

// Holding is a pack in force in which an instrument is a layer: the current one where that
// has it.
func (l *library) Holding(instrument string) (*pack.Pack, bool) {
	holds := func(p *pack.Pack) bool {
		return slices.ContainsFunc(p.Layers, func(in *pack.Instrument) bool { return in.Code == instrument })
	}
	if holds(l.current) {
		return l.current, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(l.named)) {
		if holds(l.named[name]) {
			return l.named[name], true
		}
	}
	return nil, false
}

// Of finds a pack version by its digest.
func (l *library) Of(digest string) (*pack.Pack, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p, ok := l.known[digest]; ok {
		return p, true
	}
	name, err := os.ReadFile(filepath.Join(l.folder, digest, "layers"))
	if err != nil {
		return nil, false
	}
	p, err := readPack(os.DirFS(filepath.Join(l.folder, digest)), strings.TrimSpace(string(name)))
	if err != nil || p.Digest != digest {
		return nil, false
	}
	l.known[digest] = p
	return p, true
}

// archive copies a pack's files under its digest, once. The layers file is written
// last: a folder without it is no archive.
func (l *library) archive(name string, p *pack.Pack) error {
	files, into := l.files, filepath.Join(l.folder, p.Digest)
	if _, err := os.Stat(filepath.Join(into, "layers")); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, code := range folders(name, p) {
		texts, err := fs.Glob(files, path.Join(code, "*.md"))
		if err != nil {
			return fmt.Errorf("archiving pack %s: %w", code, err)
		}
		if err := os.MkdirAll(filepath.Join(into, code), 0o700); err != nil {
			return fmt.Errorf("archiving pack %s: %w", code, err)
		}
		for _, text := range texts {
			body, err := fs.ReadFile(files, text)
			if err != nil {
				return fmt.Errorf("archiving pack %s: %w", code, err)
			}
			if err := os.WriteFile(filepath.Join(into, filepath.FromSlash(text)), body, 0o600); err != nil {
				return fmt.Errorf("archiving pack %s: %w", code, err)
			}
		}
	}
	return os.WriteFile(filepath.Join(into, "layers"), []byte(name+"\n"), 0o600)
}

// folders are those that a pack was read from: its layers, and the library that
// they may include from.
func folders(name string, p *pack.Pack) []string {
	folders := []string{pack.LibraryFolder}
	for _, layer := range p.Layers {
		folders = append(folders, layer.Code)
		if layer.Level == pack.LevelLayering {
			folders[len(folders)-1] = name
		}
	}
	return folders
}

// Digests lists every version that is kept, by the names of their folders.
func (l *library) Digests() ([]string, error) {
	kept, err := filepath.Glob(filepath.Join(l.folder, "*", "layers"))
	if err != nil {
		return nil, fmt.Errorf("listing the packs that are kept: %w", err)
	}
	digests := make([]string, len(kept))
	for i, file := range kept {
		digests[i] = filepath.Base(filepath.Dir(file))
	}
	return digests, nil
}
