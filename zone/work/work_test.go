package work

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/shuyu-project/shuyu/zone"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == Command {
		os.Exit(Main(map[string]func() Task{
			"try": func() Task { return task(try) }, "hog": func() Task { return task(hog) }, "spin": func() Task { return task(spin) },
			"flood": func() Task { return task(flood) }, "liar": func() Task { return task(liar) }, "panic": func() Task { return task(panics) },
			"exit": func() Task { return task(func(*Session) error { os.Exit(0); return nil }) }, "read": func() Task { return &reading{} },
			"unready": func() Task { return unready{} }, "garbage": func() Task { return task(garbage) },
		}))
	}
	os.Exit(m.Run())
}

type task func(*Session) error

func (task) Prepare(context.Context, Header) error     { return nil }
func (f task) Run(_ context.Context, s *Session) error { return f(s) }

func limits() zone.Limits {
	return zone.Limits{CPU: 5 * time.Second, Memory: 64 << 20, Wall: 20 * time.Second, BytesOut: 1 << 20, RowsOut: 100}
}

type held struct {
	bytes.Buffer
	outputs []zone.Output
}

func (h *held) Schema(o []zone.Output) error { h.outputs = o; return nil }

// launchers are the ways to start a child here: with bubblewrap where it works, and without.
func launchers(t *testing.T) []Launcher {
	t.Helper()
	full, in, err := Detect(t.Context(), Launcher{})
	if err != nil {
		t.Fatal(err)
	}
	if !in.Sufficient() {
		t.Skipf("this machine cannot shut a child in: it lacks %v; a Linux kernel from 5.13 with Landlock and seccomp has them", in.Missing())
	}
	if full.Bubblewrap == "" {
		t.Log("bubblewrap does not work here: tried without only")
		return []Launcher{full}
	}
	return []Launcher{full, {}}
}

func run(t *testing.T, l Launcher, name string, lim zone.Limits, request string, out Sink, files ...File) (zone.Usage, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), lim.Wall)
	defer cancel()
	p, err := l.Start(ctx, Header{Task: name, Require: true, Limits: lim}, files)
	if p == nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err == nil {
		_ = p.Send([]byte(request)) // a child that has ended already says so below
		err = p.Drain(ctx, out)
	}
	return p.Usage(), err
}

func class(err error) zone.Class {
	var f *zone.Failure
	if errors.As(err, &f) {
		return f.Class
	}
	return ""
}

// attempts are what a child that is wholly in an attacker's hands would try. Each
// answers nil when it succeeded.
func attempts(dir string) map[string]func() error {
	raw := func(call uintptr, args ...uintptr) error {
		args = append(args, 0, 0, 0, 0, 0, 0)
		if _, _, errno := syscall.RawSyscall6(call, args[0], args[1], args[2], args[3], args[4], args[5]); errno != 0 {
			return errno
		}
		return nil
	}
	path, _ := unix.BytePtrFromString(filepath.Join(dir, "written"))
	address := uintptr(unsafe.Pointer(path))
	return map[string]func() error{
		"read a file":      func() error { _, err := os.ReadFile(filepath.Join(dir, "secret")); return err },
		"read /etc/passwd": func() error { _, err := os.ReadFile("/etc/passwd"); return err },
		"read own environ": func() error { _, err := os.ReadFile("/proc/self/environ"); return err },
		"read the parent":  func() error { _, err := os.ReadFile("/proc/1/environ"); return err },
		"list a folder":    func() error { _, err := os.ReadDir("/"); return err },
		"stat a file":      func() error { _, err := os.Stat("/etc/passwd"); return err },
		"write a file":     func() error { return os.WriteFile(filepath.Join(dir, "written"), []byte("x"), 0o600) },
		"make a folder":    func() error { return os.Mkdir(filepath.Join(dir, "made"), 0o700) },
		"remove a file":    func() error { return os.Remove(filepath.Join(dir, "secret")) },
		"open by openat2":  func() error { return raw(unix.SYS_OPENAT2, ^uintptr(99), address, 0, 24) },
		"open by handle":   func() error { return raw(unix.SYS_OPEN_BY_HANDLE_AT, 3, address, 0) },
		"link a file":      func() error { return os.Link(filepath.Join(dir, "secret"), filepath.Join(dir, "link")) },
		"write an input":   func() error { _, err := unix.Write(inputFD, []byte("x")); return err },
		"cut an input":     func() error { return unix.Ftruncate(inputFD, 0) },
		"map an input to write": func() error {
			_, err := unix.Mmap(inputFD, 0, 1, unix.PROT_WRITE, unix.MAP_SHARED)
			return err
		},
		"dial":                func() error { _, err := net.Dial("tcp", "127.0.0.1:1"); return err },
		"listen":              func() error { _, err := net.Listen("tcp", "127.0.0.1:0"); return err },
		"unix socket":         func() error { _, err := net.Listen("unix", "@shuyu"); return err },
		"socket pair":         func() error { _, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0); return err },
		"raw socket":          func() error { return raw(unix.SYS_SOCKET, unix.AF_PACKET, unix.SOCK_RAW, 3) },
		"io_uring":            func() error { return raw(unix.SYS_IO_URING_SETUP, 1, address) },
		"exec":                func() error { return exec.Command("/bin/true").Run() },
		"exec self":           func() error { return syscall.Exec("/proc/self/exe", nil, nil) },
		"exec memory":         func() error { return raw(unix.SYS_EXECVEAT, 3, address, 0, 0, unix.AT_EMPTY_PATH) },
		"make memory file":    func() error { _, err := unix.MemfdCreate("x", 0); return err },
		"fork":                func() error { return forked() },
		"clone3":              func() error { return raw(unix.SYS_CLONE3, address, 0) },
		"new namespace":       func() error { return unix.Unshare(unix.CLONE_NEWUSER) },
		"enter namespace":     func() error { return unix.Setns(3, 0) },
		"mount":               func() error { return unix.Mount("none", "/tmp", "tmpfs", 0, "") },
		"chroot":              func() error { return unix.Chroot("/") },
		"ptrace parent":       func() error { return raw(unix.SYS_PTRACE, unix.PTRACE_ATTACH, uintptr(os.Getppid())) },
		"read parent memory":  func() error { return raw(unix.SYS_PROCESS_VM_READV, 1, address, 1, address, 1, 0) },
		"take parent's files": func() error { return raw(unix.SYS_PIDFD_GETFD, 3, 3, 0) },
		"open a pidfd":        func() error { return raw(unix.SYS_PIDFD_OPEN, 1, 0) },
		"kill the parent":     func() error { return unix.Kill(os.Getppid(), 0) },
		"kill all":            func() error { return unix.Kill(-1, 0) },
		"signal another":      func() error { return raw(unix.SYS_TGKILL, 1, 1, 0) },
		"raise a limit": func() error {
			return unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 100, Max: 100})
		},
		"change user":       func() error { return raw(unix.SYS_SETUID, 0) },
		"keyring":           func() error { return raw(unix.SYS_KEYCTL, 0, 0, 0) },
		"load a program":    func() error { return raw(unix.SYS_BPF, 0, address, 0) },
		"trace performance": func() error { return raw(unix.SYS_PERF_EVENT_OPEN, address, 0, 0, 0, 0) },
		"fault handler":     func() error { return raw(unix.SYS_USERFAULTFD, 0) },
		"new filter":        func() error { return raw(unix.SYS_SECCOMP, 1, 0, address) },
		"dump core again":   func() error { return unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0) },
		"new pipe":          func() error { return unix.Pipe(make([]int, 2)) },
		"copy a descriptor": func() error { _, err := unix.Dup(replyFD); return err },
		"system log":        func() error { return raw(unix.SYS_SYSLOG, 3, address, 10) },
		"shared memory":     func() error { return raw(unix.SYS_SHMGET, 0, 4096, 0o1600) },
		"set the clock":     func() error { return raw(unix.SYS_CLOCK_SETTIME, 0, address) },
	}
}

// forked forks without exec; a child that comes to be ends at once.
func forked() error {
	pid, _, errno := syscall.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
	if errno != 0 {
		return errno
	}
	if pid == 0 {
		for {
			_, _, _ = syscall.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
		}
	}
	return nil
}

// try runs the attempts and replies with the names of those that succeeded.
func try(s *Session) error {
	dir, err := s.Request()
	if err != nil {
		return err
	}
	if err := s.Schema([]zone.Output{{Name: "succeeded"}}); err != nil {
		return err
	}
	for name, attempt := range attempts(string(dir)) {
		if attempt() == nil {
			if _, err := fmt.Fprintln(s, name); err != nil {
				return err
			}
		}
	}
	_, err = fmt.Fprintln(s, "tried")
	return err
}

// TestBreakOut lets a child try everything, after the same attempts have been seen to
// work here where they can: a lock that only stops what never works proves nothing.
func TestBreakOut(t *testing.T) {
	for _, l := range launchers(t) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("secret"), 0o600); err != nil {
			t.Fatal(err)
		}
		input := func() io.ReadCloser { return io.NopCloser(strings.NewReader("input")) }
		var out held
		usage, err := run(t, l, "try", limits(), dir, &out, File{"in", input()})
		if err != nil {
			t.Fatalf("bubblewrap %q: %v (%+v)", l.Bubblewrap, err, usage)
		}
		if out.String() != "tried\n" {
			t.Errorf("bubblewrap %q: succeeded: %q", l.Bubblewrap, out.String())
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Errorf("left behind: %v %v", left, err)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	all := attempts(dir)
	for _, name := range []string{"read a file", "read /etc/passwd", "write a file", "listen", "socket pair", "exec", "make memory file", "new pipe", "dump core again"} {
		if err := all[name](); err != nil {
			t.Errorf("%s fails also outside, so its failure inside proves nothing: %v", name, err)
		}
	}
}

func hog(s *Session) error {
	var kept [][]byte
	for {
		b := make([]byte, 8<<20)
		for i := range b {
			b[i] = 1
		}
		kept = append(kept, b)
		s.Rows(int64(len(kept) * 0))
	}
}

func spin(*Session) error {
	for n := 0; ; n++ {
		if n < 0 {
			return nil
		}
	}
}

func flood(s *Session) error {
	if err := s.Schema([]zone.Output{{Name: "x"}}); err != nil {
		return err
	}
	for {
		if _, err := s.Write(make([]byte, 100_000)); err != nil {
			return err
		}
	}
}

func panics(*Session) error { panic("CANARY in a row") }

// liar ends with a class of its own making.
func liar(s *Session) error { return &zone.Failure{Class: "CANARY"} }

// garbage sends bytes that are no frame.
func garbage(s *Session) error {
	_, _ = s.reply.to.Write(bytes.Repeat([]byte{0xff}, 4096))
	select {}
}

type unready struct{}

func (unready) Prepare(context.Context, Header) error { return errors.New("CANARY while loading") }
func (unready) Run(context.Context, *Session) error   { return nil }

// TestLimits ends a child at each limit, and tells an ending by its class alone.
func TestLimits(t *testing.T) {
	for _, l := range launchers(t) {
		for _, c := range []struct {
			task string
			cut  func(*zone.Limits)
			want zone.Class
		}{
			{"hog", func(*zone.Limits) {}, zone.FailedMemory},
			{"spin", func(l *zone.Limits) { l.CPU = 300 * time.Millisecond }, zone.FailedTime},
			{"spin", func(l *zone.Limits) { l.Wall = 300 * time.Millisecond }, zone.FailedTime},
			{"flood", func(*zone.Limits) {}, zone.FailedBytes},
			{"panic", func(*zone.Limits) {}, zone.FailedCrash},
			{"exit", func(*zone.Limits) {}, zone.FailedCrash},
			{"garbage", func(*zone.Limits) {}, zone.FailedCrash},
			{"liar", func(*zone.Limits) {}, zone.FailedOther},
			{"unready", func(*zone.Limits) {}, zone.FailedOther},
			{"no such task", func(*zone.Limits) {}, zone.FailedOther},
		} {
			lim := limits()
			c.cut(&lim)
			var out held
			usage, err := run(t, l, c.task, lim, "", &out)
			if class(err) != c.want || strings.Contains(fmt.Sprint(err), "CANARY") {
				t.Errorf("bubblewrap %q: %s ended with %v, want %s (%+v)", l.Bubblewrap, c.task, err, c.want, usage)
			}
			if int64(out.Len()) > lim.BytesOut {
				t.Errorf("%s: %d bytes came through", c.task, out.Len())
			}
		}
	}
}

// reading reads its input, opened again by path as an engine would, before the lock.
type reading struct{ body []byte }

func (r *reading) Prepare(_ context.Context, h Header) (err error) {
	r.body, err = os.ReadFile(fmt.Sprintf("/proc/self/fd/%d", h.Inputs[0].FD))
	return err
}

func (r *reading) Run(_ context.Context, s *Session) error {
	if err := s.Schema([]zone.Output{{Name: "x"}}); err != nil {
		return err
	}
	_, err := s.Write(r.body)
	return err
}

// TestInputs hands over a plain file and a stream; both can be read again by path.
func TestInputs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(path, []byte("from a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, l := range launchers(t) {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for want, from := range map[string]io.ReadCloser{"from a file": file, "from a stream": io.NopCloser(strings.NewReader("from a stream"))} {
			var out held
			usage, err := run(t, l, "read", limits(), "", &out, File{"in", from})
			if err != nil || out.String() != want || usage.BytesIn != int64(len(want)) {
				t.Errorf("bubblewrap %q: %q, %v, %+v", l.Bubblewrap, out.String(), err, usage)
			}
		}
	}
}

// refusing is a sink that cannot hold.
type refusing struct{ held }

var errFull = errors.New("full")

func (*refusing) Write([]byte) (int, error) { return 0, errFull }

// TestSinkFails ends the child when its result cannot be held, and says so as a fault.
func TestSinkFails(t *testing.T) {
	if _, err := run(t, Launcher{}, "flood", limits(), "", &refusing{}); !errors.Is(err, errFull) || class(err) != "" {
		t.Errorf("got %v", err)
	}
}

// watching counts what it is told.
type watching struct {
	held
	told int
	last zone.Usage
}

func (w *watching) Progress(u zone.Usage) { w.told, w.last = w.told+1, u }

// TestProgress tells a watching sink what a running child uses.
func TestProgress(t *testing.T) {
	lim := limits()
	lim.CPU = 400 * time.Millisecond
	var out watching
	if _, err := run(t, Launcher{}, "spin", lim, "", &out); class(err) != zone.FailedTime {
		t.Errorf("got %v", err)
	}
	if out.told == 0 || out.last.CPU <= 0 || out.last.Wall <= 0 || out.last.PeakRSS <= 0 {
		t.Errorf("told %d times, last %+v", out.told, out.last)
	}
}

// TestKilled kills a child from outside and finds its process gone.
func TestKilled(t *testing.T) {
	for _, l := range launchers(t) {
		p, err := l.Start(t.Context(), Header{Task: "spin", Limits: limits()}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := unix.Kill(p.PID(), unix.SIGKILL); err != nil {
			t.Fatal(err)
		}
		var out held
		if err := p.Drain(t.Context(), &out); class(err) != zone.FailedCrash {
			t.Errorf("bubblewrap %q: got %v", l.Bubblewrap, err)
		}
		if err := unix.Kill(p.PID(), 0); !errors.Is(err, unix.ESRCH) {
			t.Errorf("bubblewrap %q: the process is still there: %v", l.Bubblewrap, err)
		}
	}
}

// TestFrames refuses frames and messages beyond their bounds without reading them.
func TestFrames(t *testing.T) {
	var b bytes.Buffer
	w := &writer{to: &b}
	if err := w.sendJSON(frameEnd, report{Rows: 3}); err != nil {
		t.Fatal(err)
	}
	kind, body, err := readFrame(&b, nil)
	var r report
	if err != nil || kind != frameEnd || json.Unmarshal(body, &r) != nil || r.Rows != 3 {
		t.Errorf("read %c %s %v", kind, body, err)
	}
	for _, head := range [][]byte{{frameData, 0, 4, 0, 1}, {frameMessage, 0xff, 0xff, 0xff, 0xff}} {
		if _, _, err := readFrame(bytes.NewReader(head), nil); err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%v: %v", head, err)
		}
	}
	if _, err := readMessage(bytes.NewReader([]byte{0x7f, 0, 0, 0})); err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("message: %v", err)
	}
}
