// Package demo brings up a whole city and drives the main job through the same HTTP
// interface that people use: nothing here reaches past the API. What it shows is what
// anybody with an account could have done, step by step, including what the rules refuse.
//
// The people of the city are invented and say so; the villages, divisions, flights and
// wages are real open data; the registers of residents and firms are generated and are
// called synthetic wherever they are shown.
//
// A play can be interrupted at any moment and goes on where it stopped: each step has an
// idempotency key, and what has been done is kept in a journal beside the state.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Line is what is printed for a step.
type Line struct {
	Step     string   `json:"step"`
	Actor    string   `json:"actor"`
	Articles []string `json:"articles"` // units of the law, or of the platform where the law has none
	Outcome  string   `json:"outcome"`  // "receipt" or "refusal"
	Code     string   `json:"code"`     // of the refusal; the state reached by a receipt
	Entry    int64    `json:"entry"`    // log entry
	Day      string   `json:"day"`
	Says     string   `json:"says,omitempty"` // what the refused person reads
	SaysEN   string   `json:"saysEN,omitempty"`
	Facts    []Fact   `json:"facts,omitempty"` // which particular, which day, which amount
}

// Fact is what a refusal names: a particular that is missing, the day from which it goes.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// End is the last line.
type End struct {
	Done     bool   `json:"done"`
	Steps    int    `json:"steps"`
	Refusals int    `json:"refusals"`
	Log      LogEnd `json:"log"`
}

// LogEnd says how the log stands at the end.
type LogEnd struct {
	Size     int64  `json:"size"`
	Root     string `json:"root"`
	Verified bool   `json:"verified"`
}

// step is one thing somebody does.
type step struct {
	name string // said in the progress line
	who  string // login, "" for the public or the stage itself
	do   func(ctx context.Context, p *Play) (Line, error)
}

// Play is a performance of a city's script against a running installation.
type Play struct {
	Script   Script
	Base     string       // address of the installation
	Data     string       // folder of the open data, installed by package name
	Journal  string       // file in which progress is kept
	Told     func(Line)   // hears each line
	Progress func(string) // hears what is waited for; may be nil
	Secret   string       // bootstrap secret, for the first start
	Now      func() time.Time
	Verify   func(ctx context.Context) (LogEnd, error) // checks the log at the end, from outside

	kept   journal
	opened string // case that the last step opened, if it did
	people map[string]*person
}

// errUnexpected marks a step that did not come out as the script says.
var errUnexpected = errors.New("not as the script says")

// Run plays the script from where it stands to its end.
func (p *Play) Run(ctx context.Context) (End, error) {
	if err := p.open(); err != nil {
		return End{}, err
	}
	script := p.Script.steps
	for i := p.kept.Done; i < len(script); i++ {
		s := script[i]
		line, err := s.do(ctx, p)
		if err != nil {
			return End{}, fmt.Errorf("step %d, %s: %w", i+1, s.name, err)
		}
		line.Step, line.Actor = s.name, s.who
		if line.Articles == nil {
			line.Articles = []string{}
		}
		if line.Outcome == "refusal" {
			p.kept.Refusals++
		}
		p.kept.Done = i + 1
		if err := p.keep(); err != nil {
			return End{}, err
		}
		if p.Told != nil {
			p.Told(line)
		}
	}
	end, err := p.Verify(ctx)
	if err != nil {
		return End{}, fmt.Errorf("verifying the log: %w", err)
	}
	return End{Done: true, Steps: len(script), Refusals: p.kept.Refusals, Log: end}, nil
}

// name resolves "$case", "$case.link", "@login" and "#organisation" to ids.
func (p *Play) name(text string) string {
	switch {
	case strings.HasPrefix(text, "$"), strings.HasPrefix(text, "#"):
		if id, ok := p.kept.Names[text]; ok {
			return id
		}
	case strings.HasPrefix(text, "@"):
		if id, ok := p.kept.Names[text]; ok {
			return id
		}
	}
	return text
}

// resolve puts ids in place of names throughout a document.
func (p *Play) resolve(v any) any {
	switch v := v.(type) {
	case string:
		return p.name(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = p.resolve(v[i])
		}
		return out
	case []string:
		out := make([]any, len(v))
		for i := range v {
			out[i] = p.name(v[i])
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k := range v {
			out[k] = p.resolve(v[k])
		}
		return out
	}
	return v
}

// Print writes lines as JSON, one a line.
func Print(w io.Writer) func(any) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return func(v any) { enc.Encode(v) } //nolint:errcheck // standard output
}
