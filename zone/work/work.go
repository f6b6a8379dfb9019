// Package work runs one task in a child process that can do nothing but that task.
//
// The child is the same binary, started again ("shuyu work"). It is handed open file
// descriptors and a header, makes itself ready (loads its inputs, opens its engine),
// then locks itself: kernel limits, Landlock, a seccomp filter that lists what is still
// allowed. It tries to break out once, reports what held, and only then looks at what a
// user wrote. There is no way back from the lock.
//
// What newcomers get wrong: the lock comes after loading and before the user's text.
// Nothing that a user wrote may be given to Prepare.
//
// The parent (Start) owns the child: it kills it at a deadline, at a limit, or when the
// caller gives up, and it alone decides what an ending means. What a child says about
// itself is a report, not evidence: whoever controls the child can send any frame, but
// cannot send more bytes, run longer or use more memory than the parent allows.
package work

import (
	"context"
	"encoding/json"
	"io"

	"github.com/shuyu-project/shuyu/zone"
)

// Command is the first argument with which the binary becomes a child.
const Command = "work"

// Header is what a parent tells its child before anything else.
type Header struct {
	Task     string          `json:"task"`
	Require  bool            `json:"require"` // end unless the isolation suffices for production
	Limits   zone.Limits     `json:"limits"`
	Inputs   []Input         `json:"inputs"`
	Jailed   bool            `json:"jailed"`           // the parent started it under bubblewrap
	Folder   string          `json:"folder,omitempty"` // the one folder a task may still use when locked, absolute and without links; "": no file at all
	Disk     int64           `json:"disk,omitempty"`   // bytes of one file in Folder
	Settings json.RawMessage `json:"settings"`
}

// Input is an open file handed to the child, for reading.
type Input struct {
	Name string `json:"name"`
	FD   int    `json:"fd"`
	Size int64  `json:"size"`
}

// Task is what a child does. Prepare runs before the lock and sees only what the
// platform wrote: settings and inputs. Run runs under the lock.
type Task interface {
	Prepare(ctx context.Context, h Header) error
	Run(ctx context.Context, s *Session) error
}

// Session is a task's line to its parent, once locked. Request gives the next message,
// io.EOF when there is none; Reply sends bytes. A task uses it from one goroutine.
type Session struct {
	Header  Header
	request io.Reader
	reply   *writer
}

// Request reads the next message of the parent.
func (s *Session) Request() ([]byte, error) { return readMessage(s.request) }

// Message sends one message.
func (s *Session) Message(b []byte) error { return s.reply.send(frameMessage, b) }

// Schema sends the columns of a result, before its bytes.
func (s *Session) Schema(outputs []zone.Output) error { return s.reply.sendJSON(frameSchema, outputs) }

// Rows reports how many rows have been written so far.
func (s *Session) Rows(n int64) { s.reply.rows.Store(n) }

// Write sends bytes of a result.
func (s *Session) Write(b []byte) (int, error) {
	for sent := 0; sent < len(b); {
		n := min(len(b)-sent, maxFrame)
		if err := s.reply.send(frameData, b[sent:sent+n]); err != nil {
			return sent, err
		}
		sent += n
	}
	return len(b), nil
}
