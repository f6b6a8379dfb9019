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

// shelf are the packs that ship with the program, each read when it is first asked for.
type shelf struct {
	files fs.FS
	mu    sync.Mutex
	read  map[string]*pack.Pack
	names []string
}

// Names lists the folders that hold the text of a place, alone or laid over the national
// texts: what several share, the platform's own and the national texts are no place.
func (s *shelf) Names() ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.names != nil {
		return s.names, nil
	}
	folders, err := fs.ReadDir(s.files, ".")
	if err != nil {
		return nil, fmt.Errorf("listing packs: %w", err)
	}
	for _, folder := range folders {
		if !folder.IsDir() || folder.Name() == pack.LibraryFolder {
			continue
		}
		p, err := s.open(folder.Name())
		if err != nil {
			return nil, err
		}
		if level := p.Layers[len(p.Layers)-1].Level; level != "platform" && level != "national" {
			s.names = append(s.names, folder.Name())
		}
	}
	return s.names, nil
}

// Open reads one by the name of its folder.
func (s *shelf) Open(name string) (*pack.Pack, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if info, err := fs.Stat(s.files, name); errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) || strings.Contains(name, "/") || err == nil && !info.IsDir() {
		return nil, casework.ErrNotFound
	}
	return s.open(name)
}

func (s *shelf) open(name string) (*pack.Pack, error) {
	if p, ok := s.read[name]; ok {
		return p, nil
	}
	p, err := readPack(s.files, name)
	if err != nil {
		return nil, fmt.Errorf("reading pack %s: %w", name, err)
	}
	if s.read == nil {
		s.read = map[string]*pack.Pack{}
	}
	s.read[name] = p
	return p, nil
}
