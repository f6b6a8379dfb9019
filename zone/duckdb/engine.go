package duckdb

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/work"
)

// Engine runs admitted jobs, each in a child of its own. It may be used from many
// goroutines; how many children run at once is the caller's to bound.
type Engine struct {
	Launcher work.Launcher
	Threads  int // of one job; 0 is one
}

var _ zone.Engine = Engine{}

// Run runs job; see zone.Engine. A sink that is also a work.Watcher is told of progress.
func (e Engine) Run(ctx context.Context, job zone.Admitted, out zone.Sink) (zone.Usage, error) {
	if job.SQL() == "" {
		return zone.Usage{}, fmt.Errorf("running job: not admitted")
	}
	r := run{
		sql: job.SQL(), limits: job.Limits(), projections: job.Projections(), reads: job.Reads,
		require: job.Catalogue() == zone.Production,
	}
	return e.run(ctx, r, described{out, job.Outputs()})
}

// run is a job as the engine needs it, apart from how it was admitted.
type run struct {
	sql         string
	limits      zone.Limits
	projections []zone.Projection
	reads       func(string) []string
	require     bool
}

func (e Engine) run(ctx context.Context, r run, out zone.Sink) (zone.Usage, error) {
	ctx, cancel := context.WithTimeout(ctx, r.limits.Wall)
	defer cancel()
	s := settings{Threads: e.Threads}
	var files []work.File
	for _, p := range r.projections {
		from, err := p.Source.Open()
		if err != nil {
			for _, f := range files {
				_ = f.From.Close() // read only
			}
			return zone.Usage{}, fmt.Errorf("opening projection %s: %w", p.Name, err)
		}
		files = append(files, work.File{Name: p.Name, From: from})
		s.Tables = append(s.Tables, table{Name: p.Name, Columns: r.reads(p.Name)})
	}
	body, err := json.Marshal(s)
	if err != nil {
		return zone.Usage{}, fmt.Errorf("encoding settings: %w", err)
	}
	child, err := e.Launcher.Start(ctx, work.Header{Task: taskRun, Require: r.require, Limits: r.limits, Settings: body}, files)
	if child == nil {
		return zone.Usage{}, err
	}
	defer child.Close()
	if err == nil {
		err = child.Send([]byte(r.sql))
	}
	if err == nil {
		err = child.Drain(ctx, out)
	}
	return child.Usage(), err
}

// described gives a sink the meaning of the columns, which only admission knows, with
// the types, which only the engine knows.
type described struct {
	zone.Sink
	outputs []zone.Output
}

// Progress passes progress on to a sink that wants it.
func (d described) Progress(u zone.Usage) {
	if w, ok := d.Sink.(work.Watcher); ok {
		w.Progress(u)
	}
}

func (d described) Schema(found []zone.Output) error {
	if len(found) != len(d.outputs) {
		return fmt.Errorf("describing result: %d columns instead of %d", len(found), len(d.outputs))
	}
	for i := range found {
		found[i] = zone.Output{Name: d.outputs[i].Name, Kind: d.outputs[i].Kind, Of: d.outputs[i].Of, Type: found[i].Type}
	}
	return d.Sink.Schema(found)
}
