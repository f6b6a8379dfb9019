//go:build linux

package work

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/shuyu-project/shuyu/zone"
)

// Descriptors a child is started with, after the three standard ones (which lead
// nowhere): requests in, frames out, then the inputs.
const (
	requestFD = 3
	replyFD   = 4
	inputFD   = 5
)

// heartbeat is how often a child reports what it has used.
const heartbeat = 50 * time.Millisecond

// Main is the whole life of a child. tasks are what it can be asked to do, by name; the
// result is the exit code of the process. cmd wires it to the command "work"; a test
// binary calls it from TestMain when Command is its first argument.
func Main(tasks map[string]func() Task) int {
	debug.SetTraceback("none") // a panic must not print what it holds
	request, reply := os.NewFile(requestFD, "request"), os.NewFile(replyFD, "reply")
	if request == nil || reply == nil {
		return 2
	}
	out := &writer{to: reply}
	err := serve(request, out, tasks)
	end := used(out)
	end.Class = string(classOf(err))
	if out.sendJSON(frameEnd, end) != nil || err != nil {
		return 1
	}
	return 0
}

func serve(request io.Reader, out *writer, tasks map[string]func() Task) error {
	ctx := context.Background() // the parent ends a child by killing it
	body, err := readMessage(request)
	if err != nil {
		return fmt.Errorf("reading header: %w", err)
	}
	var h Header
	if err := json.Unmarshal(body, &h); err != nil {
		return fmt.Errorf("reading header: %w", err)
	}
	start, ok := tasks[h.Task]
	if h.Task == probeTask {
		start, ok = func() Task { return nothing{} }, true
	}
	if !ok {
		return errors.New("reading header: unknown task")
	}
	task := start()
	go beat(out)
	if err := task.Prepare(ctx, h); err != nil {
		return err
	}
	in := lock(h)
	if err := out.sendJSON(frameReady, in); err != nil {
		return err
	}
	if h.Require && !in.Sufficient() {
		return &zone.Failure{Class: zone.FailedIsolation}
	}
	return task.Run(ctx, &Session{Header: h, request: request, reply: out})
}

// nothing is the task of a child that is started to see what isolation holds.
type nothing struct{}

const probeTask = "probe"

func (nothing) Prepare(context.Context, Header) error { return nil }
func (nothing) Run(context.Context, *Session) error   { return nil }

func classOf(err error) zone.Class {
	var f *zone.Failure
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f):
		return f.Class
	}
	return zone.FailedOther
}

func beat(out *writer) {
	for range time.Tick(heartbeat) {
		if out.sendJSON(frameHeartbeat, used(out)) != nil {
			os.Exit(1) // the parent is gone
		}
	}
}

func used(out *writer) report {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return report{}
	}
	return report{CPUNanos: u.Utime.Nano() + u.Stime.Nano(), PeakRSS: u.Maxrss << 10, Rows: out.rows.Load()}
}
