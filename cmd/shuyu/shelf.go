package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
)

// shelf are the packs that ship with the program, each read once, when it is first asked
// for.
type shelf struct {
	files fs.FS
	mu    sync.Mutex
	read  map[string]func() (*pack.Pack, error)
}

// Names lists the folders that hold the text of a place, alone or laid over the national
// texts: what several share, the platform's own and the national texts are no place.
func (s *shelf) Names() ([]string, error) {
	folders, err := fs.ReadDir(s.files, ".")
	if err != nil {
		return nil, fmt.Errorf("listing packs: %w", err)
	}
	var names []string
	for _, folder := range folders {
		if folder.IsDir() && folder.Name() != pack.LibraryFolder {
			names = append(names, folder.Name())
		}
	}
	var all sync.WaitGroup
	for _, name := range names { // side by side: reading them takes seconds
		all.Go(func() { s.of(name)() }) //nolint:errcheck // asked for again below
	}
	all.Wait()
	var places []string
	for _, name := range names {
		p, err := s.of(name)()
		if err != nil {
			return nil, err
		}
		if level := p.Layers[len(p.Layers)-1].Level; level != "platform" && level != "national" {
			places = append(places, name)
		}
	}
	return places, nil
}

// Open reads one by the name of its folder.
func (s *shelf) Open(name string) (*pack.Pack, error) {
	if info, err := fs.Stat(s.files, name); errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) || strings.Contains(name, "/") || err == nil && !info.IsDir() {
		return nil, casework.ErrNotFound
	}
	return s.of(name)()
}

// of answers how a pack is come by.
func (s *shelf) of(name string) func() (*pack.Pack, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.read == nil {
		s.read = map[string]func() (*pack.Pack, error){}
	}
	if s.read[name] == nil {
		s.read[name] = sync.OnceValues(func() (*pack.Pack, error) {
			p, err := readPack(s.files, name)
			if err != nil {
				return nil, fmt.Errorf("reading pack %s: %w", name, err)
			}
			return p, nil
		})
	}
	return s.read[name]
}
