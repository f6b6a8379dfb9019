//go:build linux

package work

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/shuyu-project/shuyu/zone"
)

// Launcher starts children. The zero value starts the running binary with Command,
// without bubblewrap. It may be used from many goroutines.
type Launcher struct {
	Path       string   // binary; "" is the running one
	Args       []string // its arguments; nil is Command
	Env        []string // environment beside the fixed one: nothing secret, a child's is readable by its task
	Bubblewrap string   // path of bwrap; "" does without namespaces
}

// Sink takes what a child sends. It is the zone's: schema once, then bytes.
type Sink = zone.Sink

// Watcher is a sink that also wants to know how the job is getting on. Progress is called
// a few times a second, from the goroutine that calls the sink, and must not block.
type Watcher interface {
	Progress(zone.Usage)
}

// File is an input for a child. The launcher closes it once the child has it.
type File struct {
	Name string
	From io.ReadCloser
}

// Process is a started child. Close ends it; it is not for use by several goroutines
// but for Kill, which may come from anywhere.
type Process struct {
	limits  zone.Limits
	cmd     *exec.Cmd
	request *os.File
	reply   *os.File
	stderr  *markers
	started int64
	buf     []byte
	usage   zone.Usage
	mu      sync.Mutex
	reason  zone.Class // why the parent killed it; the first reason counts
}

// Start starts a child with its header and inputs, and answers once it is locked or has
// failed. The child is killed when ctx ends, also after Start has returned.
func (l Launcher) Start(ctx context.Context, h Header, files []File) (*Process, error) {
	inputs, size, err := descriptors(files)
	defer closeAll(inputs)
	if err != nil {
		return nil, err
	}
	h.Jailed = l.Bubblewrap != ""
	for i, f := range files {
		st, err := inputs[i].Stat()
		if err != nil {
			return nil, fmt.Errorf("reading size of input %s: %w", f.Name, err)
		}
		h.Inputs = append(h.Inputs, Input{Name: f.Name, FD: inputFD + i, Size: st.Size()})
	}
	p, err := l.spawn(ctx, h, inputs)
	if err != nil {
		return nil, err
	}
	p.usage.BytesIn = size
	header, err := json.Marshal(h)
	if err == nil {
		err = writeMessage(p.request, header)
	}
	if err != nil {
		p.Kill(zone.FailedCrash)
		return p, p.fail(ctx, err)
	}
	return p, p.ready(ctx)
}

func closeAll(files []*os.File) {
	for _, f := range files {
		if f != nil {
			_ = f.Close() // read only
		}
	}
}

// descriptors turns inputs into open files. What is not a plain file is copied into
// sealed memory, so that the child can seek in it and nobody can change it.
func descriptors(files []File) (open []*os.File, size int64, err error) {
	for _, f := range files {
		if file, ok := f.From.(*os.File); ok {
			st, err := file.Stat()
			if err == nil && st.Mode().IsRegular() {
				open, size = append(open, file), size+st.Size()
				continue
			}
		}
		file, n, err := sealed(f)
		if err != nil {
			return open, size, err
		}
		open, size = append(open, file), size+n
	}
	return open, size, nil
}

func sealed(f File) (*os.File, int64, error) {
	defer f.From.Close() //nolint:errcheck // read only
	fd, err := unix.MemfdCreate("projection", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, 0, fmt.Errorf("making memory for input %s: %w", f.Name, err)
	}
	file := os.NewFile(uintptr(fd), "projection")
	n, err := io.Copy(file, f.From)
	if err == nil {
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_WRITE|unix.F_SEAL_GROW|unix.F_SEAL_SHRINK|unix.F_SEAL_SEAL)
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, fmt.Errorf("reading input %s: %w", f.Name, err)
	}
	return file, n, nil
}

func (l Launcher) spawn(ctx context.Context, h Header, inputs []*os.File) (*Process, error) {
	childRequest, request, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("making pipe: %w", err)
	}
	reply, childReply, err := os.Pipe()
	if err != nil {
		closeAll([]*os.File{childRequest, request})
		return nil, fmt.Errorf("making pipe: %w", err)
	}
	defer closeAll([]*os.File{childRequest, childReply})
	name, args, err := l.command(h.Folder)
	if err != nil {
		closeAll([]*os.File{request, reply})
		return nil, err
	}
	p := &Process{limits: h.Limits, request: request, reply: reply, stderr: &markers{}, started: monotonic()}
	p.cmd = exec.CommandContext(ctx, name, args...)
	p.cmd.Env = append([]string{"GOTRACEBACK=none", "LC_ALL=C.UTF-8", "TZ=UTC"}, l.Env...)
	p.cmd.Dir = "/"
	p.cmd.Stderr = p.stderr
	p.cmd.ExtraFiles = append([]*os.File{childRequest, childReply}, inputs...)
	p.cmd.WaitDelay = 2 * time.Second
	if err := p.cmd.Start(); err != nil {
		closeAll([]*os.File{request, reply})
		return nil, fmt.Errorf("starting child: %w", err)
	}
	return p, nil
}

// command is what is executed: the binary itself, or bubblewrap around it, with the
// libraries a dynamic build needs, the binary and the task's folder as the only files.
func (l Launcher) command(folder string) (string, []string, error) {
	path, args := l.Path, l.Args
	if path == "" {
		self, err := os.Executable()
		if err != nil {
			return "", nil, fmt.Errorf("finding own binary: %w", err)
		}
		path = self
	}
	if args == nil {
		args = []string{Command}
	}
	if l.Bubblewrap == "" {
		return path, args, nil
	}
	jail := []string{"--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534",
		"--proc", "/proc", "--ro-bind", path, "/shuyu", "--chdir", "/"}
	for _, lib := range []string{"/lib", "/lib64", "/usr/lib", "/usr/lib64"} {
		jail = append(jail, "--ro-bind-try", lib, lib)
	}
	if folder != "" {
		jail = append(jail, "--bind", folder, folder)
	}
	return l.Bubblewrap, append(append(jail, "--", "/shuyu"), args...), nil
}

// ready waits for the child's report of its isolation.
func (p *Process) ready(ctx context.Context) error {
	for {
		kind, body, err := readFrame(p.reply, p.buf)
		if err != nil {
			return p.fail(ctx, nil)
		}
		p.buf = body[:0]
		switch kind {
		case frameReady:
			if err := json.Unmarshal(body, &p.usage.Isolation); err != nil {
				p.Kill(zone.FailedCrash)
				return p.fail(ctx, nil)
			}
			p.usage.Isolation.UserNS = userNamespaces() // the child can no longer look
			return nil
		case frameHeartbeat:
			p.heard(body)
		case frameEnd:
			return p.ended(ctx, body)
		}
	}
}

// Isolation is what the child found in force.
func (p *Process) Isolation() zone.Isolation { return p.usage.Isolation }

// Usage is what the child has used so far.
func (p *Process) Usage() zone.Usage {
	u := p.usage
	u.Wall = time.Duration(monotonic() - p.started)
	return u
}

// Send sends the child a message.
func (p *Process) Send(b []byte) error { return writeMessage(p.request, b) }

// Receive waits for one message of the child.
func (p *Process) Receive(ctx context.Context) ([]byte, error) {
	for {
		kind, body, err := readFrame(p.reply, p.buf)
		if err != nil {
			return nil, p.fail(ctx, nil)
		}
		p.buf = body[:0]
		switch kind {
		case frameMessage:
			return bytes.Clone(body), nil
		case frameHeartbeat:
			p.heard(body)
		case frameEnd:
			return nil, p.ended(ctx, body)
		}
	}
}

// Drain passes the child's result to out until it ends. It kills the child when a limit
// is reached, and answers a *zone.Failure with the reason.
func (p *Process) Drain(ctx context.Context, out Sink) error {
	schema := false
	for {
		kind, body, err := readFrame(p.reply, p.buf)
		if err != nil {
			return p.fail(ctx, nil)
		}
		p.buf = body[:0]
		switch kind {
		case frameSchema:
			var outputs []zone.Output
			if schema || json.Unmarshal(body, &outputs) != nil {
				p.Kill(zone.FailedCrash)
				continue
			}
			schema = true
			if err := out.Schema(outputs); err != nil {
				return p.abandon(ctx, err)
			}
		case frameData:
			p.usage.BytesOut += int64(len(body))
			if !schema || p.usage.BytesOut > p.limits.BytesOut {
				p.Kill(zone.FailedBytes)
				continue
			}
			if p.killed() != "" {
				continue
			}
			if _, err := out.Write(body); err != nil {
				return p.abandon(ctx, err)
			}
		case frameHeartbeat:
			p.heard(body)
			if w, ok := out.(Watcher); ok {
				w.Progress(p.Usage())
			}
		case frameEnd:
			return p.ended(ctx, body)
		}
	}
}

// abandon ends a child whose result nobody can take.
func (p *Process) abandon(ctx context.Context, err error) error {
	p.Kill(zone.FailedCancelled)
	_ = p.fail(ctx, nil) // the sink's error is the one that matters
	return fmt.Errorf("holding result: %w", err)
}

// heard takes a child's report of its consumption and kills it beyond a limit.
func (p *Process) heard(body []byte) report {
	var r report
	if json.Unmarshal(body, &r) != nil {
		p.Kill(zone.FailedCrash)
		return r
	}
	p.usage.CPU, p.usage.PeakRSS, p.usage.RowsOut = time.Duration(r.CPUNanos), r.PeakRSS, r.Rows
	switch {
	case p.usage.CPU > p.limits.CPU:
		p.Kill(zone.FailedTime)
	case p.usage.RowsOut > p.limits.RowsOut:
		p.Kill(zone.FailedRows)
	case p.usage.PeakRSS > p.limits.Memory+slack:
		p.Kill(zone.FailedMemory)
	}
	return r
}

func (p *Process) ended(ctx context.Context, body []byte) error {
	r := p.heard(body)
	p.wait()
	if reason := p.killed(); reason != "" {
		return &zone.Failure{Class: reason}
	}
	if r.Class != "" {
		return &zone.Failure{Class: known(zone.Class(r.Class))}
	}
	return nil
}

// known keeps a class that exists: a child may not put words of its own into a failure.
func known(c zone.Class) zone.Class {
	switch c {
	case zone.FailedConversion, zone.FailedMemory, zone.FailedTime, zone.FailedBytes, zone.FailedRows, zone.FailedBinding,
		zone.FailedForbidden, zone.FailedInput, zone.FailedIsolation:
		return c
	}
	return zone.FailedOther
}

// fail finds out why a child ended without saying so.
func (p *Process) fail(ctx context.Context, cause error) error {
	p.wait()
	switch reason := p.killed(); {
	case reason != "":
		return &zone.Failure{Class: reason}
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &zone.Failure{Class: zone.FailedTime}
	case ctx.Err() != nil:
		return &zone.Failure{Class: zone.FailedCancelled}
	case p.usage.CPU+2*heartbeat >= p.limits.CPU:
		return &zone.Failure{Class: zone.FailedTime}
	case p.stderr.memory():
		return &zone.Failure{Class: zone.FailedMemory}
	case cause != nil:
		return cause
	}
	return &zone.Failure{Class: zone.FailedCrash}
}

// wait reaps the child. It must not be waited for without having ended or been killed.
func (p *Process) wait() {
	_ = p.request.Close() // the child's end is gone or will see the end of requests
	_ = p.reply.Close()
	_ = p.cmd.Wait() // how it ended is known from elsewhere
	if state := p.cmd.ProcessState; state != nil {
		p.usage.CPU = max(p.usage.CPU, state.UserTime()+state.SystemTime())
		if u, ok := state.SysUsage().(*syscall.Rusage); ok {
			p.usage.PeakRSS = max(p.usage.PeakRSS, u.Maxrss<<10)
		}
	}
	p.usage.Wall = time.Duration(monotonic() - p.started)
}

// Kill ends the child for a reason; the first reason counts.
func (p *Process) Kill(reason zone.Class) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reason == "" {
		p.reason = reason
	}
	_ = p.cmd.Process.Kill() // it may have ended by itself
}

func (p *Process) killed() zone.Class {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reason
}

// Close ends the child and waits for it.
func (p *Process) Close() {
	p.Kill(zone.FailedCancelled)
	p.wait()
}

// PID is the process id of the child, or of bubblewrap around it.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// monotonic is the machine's running time in nanoseconds. It says nothing about the day.
func monotonic() int64 {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) != nil {
		return 0
	}
	return ts.Nano()
}

// markers keeps nothing of what a child writes to its standard error, which may hold a
// cell of data, but whether it spoke of memory.
type markers struct {
	mu   sync.Mutex
	tail string
	seen bool
}

func (m *markers) Write(b []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text := m.tail + string(b[:min(len(b), 4096)])
	for _, sign := range []string{"out of memory", "cannot allocate memory", "bad_alloc", "failed to create new OS thread", "pthread_create failed"} {
		m.seen = m.seen || strings.Contains(text, sign)
	}
	m.tail = text[max(0, len(text)-64):]
	return len(b), nil
}

func (m *markers) memory() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seen
}
