package rehearsal

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// Command is one command of a script, as it is written: names are still names.
type Command struct {
	Who       string // "organisation/person", with ":role" where it has several seats; public, clock, machine
	Case      string // name of the case it is taken in; empty for a step that opens one
	Procedure string // of a step that opens a case
	Step      string
	Links     map[string]string // link → name of what it is about
	Name      string            // by which the script calls the case afterwards
	Document  string            // a YAML flow map, "@file", or empty
}

// ParseCommand reads what stands behind "as": who, then procedure.step with links, or a
// case and its step, then "-> name", then the document.
func ParseCommand(text string) (Command, error) {
	head, document := splitDocument(text)
	words := strings.Fields(head)
	if len(words) < 2 {
		return Command{}, errors.New("want: as <org>/<person> <procedure>.<step> … or as <org>/<person> <case> <step> …")
	}
	c := Command{Who: words[0], Links: map[string]string{}, Document: document}
	if procedure, step, opening := strings.Cut(words[1], "."); opening {
		c.Procedure, c.Step = procedure, step
		words = words[2:]
	} else {
		if len(words) < 3 {
			return Command{}, errors.New("the step is missing")
		}
		c.Case, c.Step = words[1], words[2]
		words = words[3:]
	}
	for i, word := range words {
		if word == "->" {
			if i+2 != len(words) {
				return Command{}, errors.New("behind -> stands the one name by which the case is called")
			}
			c.Name = words[i+1]
			break
		}
		link, name, ok := strings.Cut(word, "=")
		if !ok {
			return Command{}, fmt.Errorf("want link=id, found %q", word)
		}
		c.Links[link] = name
	}
	return c, nil
}

// splitDocument parts a line from the YAML flow map or @file at its end.
func splitDocument(text string) (head, document string) {
	if i := strings.Index(text, "{"); i >= 0 {
		return text[:i], text[i:]
	}
	if i := strings.LastIndex(text, " @"); i >= 0 {
		return text[:i], strings.TrimSpace(text[i:])
	}
	return text, ""
}

// ParseDocument reads a document that a command hands in: a YAML flow map, or "@file" for
// a file at the end of the script. It is nil where none is given. The values are as the
// API would have decoded them from JSON.
func ParseDocument(text string, files map[string]string) (map[string]any, error) {
	if text == "" {
		return nil, nil
	}
	if name, ok := strings.CutPrefix(text, "@"); ok {
		if text, ok = files[name]; !ok {
			return nil, fmt.Errorf("the script has no file %s", name)
		}
	}
	var values map[string]any
	if err := yaml.Unmarshal([]byte(text), &values); err != nil {
		return nil, fmt.Errorf("reading the document: %w", err)
	}
	body, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("reading the document: %w", err)
	}
	clear(values)
	return values, json.Unmarshal(body, &values)
}
