// Package rehearsal acts a regulation out: scripts that read like the text, line by
// line, against the real door, the real packs and a real store. It is how each rule of
// a pack is shown to be kept, and how it is shown that its absence would be noticed.
//
// It is not a test helper only: `shuyu pack coverage --prove` runs the same scripts
// with each rule taken out.
package rehearsal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/tools/txtar"
)

// Script is one rehearsal, read.
type Script struct {
	Name   string
	Pack   string // layers, as `shuyu --pack` takes them
	Phases []Phase
	Digest string            // SHA-256 of the source, hex
	Files  map[string]string // what stands behind the commands, by name

	lines []cue // of all phases
}

// Phase is a stretch of a script under one heading. A failure in it is a failure of the
// units its heading names.
type Phase struct {
	Heading string
	Units   []string // ids named at the head: "TA-09.3"
	Lines   []Line
}

// Line is one command of a script.
type Line struct {
	Number int
	Text   string
}

var unitID = regexp.MustCompile(`^[A-Z]{1,3}-?[0-9]+[0-9A-Za-z.]*$`)

// Parse reads a script: commands, then optional txtar files.
func Parse(name string, source []byte) (*Script, error) {
	archive := txtar.Parse(source)
	sum := sha256.Sum256(source)
	s := &Script{Name: name, Digest: hex.EncodeToString(sum[:]), Files: map[string]string{}}
	for _, f := range archive.Files {
		s.Files[f.Name] = string(f.Data)
	}
	phase := Phase{Heading: "before the first heading"}
	for i, text := range strings.Split(string(archive.Comment), "\n") {
		line := strings.TrimSpace(text)
		switch {
		case line == "" || strings.HasPrefix(line, "--"):
		case strings.HasPrefix(line, "#"):
			if len(phase.Lines) > 0 {
				s.Phases = append(s.Phases, phase)
			}
			phase = heading(line)
		case strings.HasPrefix(line, "pack "):
			s.Pack = strings.TrimSpace(strings.TrimPrefix(line, "pack "))
		default:
			phase.Lines = append(phase.Lines, Line{Number: i + 1, Text: line})
		}
	}
	if len(phase.Lines) > 0 {
		s.Phases = append(s.Phases, phase)
	}
	s.lines = cues(s.Phases)
	if s.Pack == "" {
		return nil, fmt.Errorf("reading rehearsal %s: it names no pack; begin it with: pack <name>", name)
	}
	return s, nil
}

func heading(line string) Phase {
	words := strings.TrimSpace(strings.TrimLeft(line, "# "))
	p := Phase{Heading: words}
	for _, word := range strings.Fields(words) {
		if word = strings.Trim(word, ",，、"); unitID.MatchString(word) {
			p.Units = append(p.Units, word)
		} else if word == "·" {
			break
		}
	}
	return p
}

// Speaks reports whether any phase is headed by the unit.
func (s *Script) Speaks(unit string) bool {
	for _, p := range s.Phases {
		for _, u := range p.Units {
			if u == unit {
				return true
			}
		}
	}
	return false
}
