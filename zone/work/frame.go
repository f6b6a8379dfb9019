package work

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// A frame is one byte of kind, four bytes of length (big endian) and that many bytes.
const (
	frameReady     = 'I' // isolation in force, JSON
	frameSchema    = 'S' // columns of the result, JSON
	frameData      = 'D' // bytes of the result
	frameMessage   = 'M' // an answer to a request
	frameHeartbeat = 'P' // usage so far, JSON
	frameEnd       = 'U' // usage and outcome, JSON; nothing follows
)

const (
	maxFrame  = 256 << 10 // bytes of data in a frame
	maxHeader = 4 << 20   // bytes of any other frame or message
)

// report is what a child says of its own consumption.
type report struct {
	CPUNanos int64  `json:"cpu_ns"`
	PeakRSS  int64  `json:"peak_rss_bytes"`
	Rows     int64  `json:"rows"`
	Class    string `json:"class,omitempty"` // outcome: empty when all went well
}

// writer sends frames from several goroutines.
type writer struct {
	mu   sync.Mutex
	to   io.Writer
	rows atomic.Int64
}

func (w *writer) send(kind byte, body []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	frame := make([]byte, 5, 5+len(body))
	frame[0] = kind
	binary.BigEndian.PutUint32(frame[1:], uint32(len(body)))
	if _, err := w.to.Write(append(frame, body...)); err != nil {
		return fmt.Errorf("sending frame: %w", err)
	}
	return nil
}

func (w *writer) sendJSON(kind byte, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encoding frame: %w", err)
	}
	return w.send(kind, body)
}

// readFrame reads one frame into buf, growing it up to the bound of its kind.
func readFrame(r io.Reader, buf []byte) (kind byte, body []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	size, bound := int(binary.BigEndian.Uint32(head[1:])), maxHeader
	if head[0] == frameData {
		bound = maxFrame
	}
	if size > bound {
		return 0, nil, fmt.Errorf("reading frame: %d bytes exceed the bound", size)
	}
	if cap(buf) < size {
		buf = make([]byte, size)
	}
	buf = buf[:size]
	if _, err := io.ReadFull(r, buf); err != nil {
		return 0, nil, fmt.Errorf("reading frame: %w", err)
	}
	return head[0], buf, nil
}

// A message to the child is four bytes of length and that many bytes.
func writeMessage(w io.Writer, body []byte) error {
	head := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(body)), uint32(len(body)))
	if _, err := w.Write(append(head, body...)); err != nil {
		return fmt.Errorf("sending request: %w", err)
	}
	return nil
}

func readMessage(r io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > maxHeader {
		return nil, fmt.Errorf("reading request: %d bytes exceed the bound", size)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, fmt.Errorf("reading request: %w", err)
	}
	return body, nil
}
