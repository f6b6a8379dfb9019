// Package apart reads what others wrote, apart from the platform: providers' files while
// they are taken in, and outputs with the sources they are compared with. Both are done by
// a locked child (zone/work) that can use one folder and nothing else, so that a flaw in a
// reader of CSV, Excel or Parquet is not a flaw of the server.
//
// It is no other way of taking in or examining: zone/intake and zone/egress do that, in
// the child, and know nothing of it.
//
// What newcomers get wrong: the child's answer is a claim. Its refusals are taken by their
// codes, its faults by their class, its files only where they lie inside the folder; its
// words go nowhere.
package apart

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/work"
)

// Reader starts the children. It may be used from many goroutines.
type Reader struct {
	Launcher work.Launcher
}

// Names of the tasks a child can be asked to do.
const (
	taskIntake  = "apart.intake"
	taskExamine = "apart.examine"
)

// Tasks are what cmd (and a test's TestMain) gives to work.Main, beside the engine's.
func Tasks() map[string]func() work.Task {
	return map[string]func() work.Task{
		taskIntake:  func() work.Task { return reader{takeIn} },
		taskExamine: func() work.Task { return reader{examine} },
	}
}

// disk bounds one file that a child writes, bytes.
const disk = 64 << 30

// Bounds of a child's time and memory. They are generous: what is read is as large as a
// provider's data, and a person who waits can give up.
var (
	intakeLimits  = zone.Limits{CPU: 4 * time.Hour, Memory: 2 << 30, Wall: 4 * time.Hour, BytesOut: 1, RowsOut: 1}
	examineLimits = zone.Limits{CPU: 1 * time.Hour, Memory: 3 << 30, Wall: 1 * time.Hour, BytesOut: 1, RowsOut: 1}
)

// answer is a message of the child: one of its fields is set.
type answer struct {
	Progress json.RawMessage `json:"progress,omitempty"`
	Result   json.RawMessage `json:"result,omitempty"`
	Refused  json.RawMessage `json:"refused,omitempty"`
	Fault    string          `json:"fault,omitempty"` // its class
}

// reader is the child's side: it does nothing before the lock, and one request after.
type reader struct {
	do func(ctx context.Context, s *work.Session, request []byte) (answer, error)
}

func (reader) Prepare(context.Context, work.Header) error { return nil }

func (r reader) Run(ctx context.Context, s *work.Session) error {
	request, err := s.Request()
	if err != nil {
		return fmt.Errorf("reading request: %w", err)
	}
	debug.SetMemoryLimit(s.Header.Limits.Memory / 2) // the collector's goal; the engine has the rest
	if err := os.Setenv("TMPDIR", s.Header.Folder); err != nil {
		return fmt.Errorf("setting the folder for temporary files: %w", err)
	}
	a, err := r.do(ctx, s, request)
	if err != nil {
		a = answer{Fault: classOf(err)}
	}
	body, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("encoding answer: %w", err)
	}
	return s.Message(body)
}

// ask starts a child over a folder, gives it the request and hears it out.
func (r Reader) ask(ctx context.Context, task, folder string, limits zone.Limits, request any, progress func(json.RawMessage)) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, limits.Wall)
	defer cancel()
	body, err := json.Marshal(request)
	if err != nil {
		return answer{}, fmt.Errorf("encoding request: %w", err)
	}
	child, err := r.Launcher.Start(ctx, work.Header{Task: task, Limits: limits, Folder: folder, Disk: disk, Settings: json.RawMessage("{}")}, nil)
	if child == nil {
		return answer{}, err
	}
	defer child.Close()
	if err == nil {
		err = child.Send(body)
	}
	for err == nil {
		var said []byte
		if said, err = child.Receive(ctx); err != nil {
			break
		}
		var a answer
		if err := json.Unmarshal(said, &a); err != nil {
			return answer{}, &zone.Failure{Class: zone.FailedCrash}
		}
		if a.Progress == nil {
			return a, nil
		}
		progress(a.Progress)
	}
	if cause := context.Cause(ctx); cause != nil {
		return answer{}, cause
	}
	return answer{}, err
}

// ErrChild is an answer that a child cannot have come to by reading.
var ErrChild = errors.New("the child's answer is none")

// inside is a path under folder as the folder is known to the kernel.
func inside(folder string) (string, error) {
	absolute, err := filepath.Abs(folder)
	if err == nil {
		absolute, err = filepath.EvalSymlinks(absolute)
	}
	if err != nil {
		return "", fmt.Errorf("finding the folder to read in: %w", err)
	}
	return absolute, nil
}
