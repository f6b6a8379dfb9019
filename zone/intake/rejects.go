package intake

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// Reason is why a row or a cell could not be taken in: a stable code.
type Reason string

// The reasons.
const (
	BadEncoding  Reason = "encoding"       // bytes that are no text in the file's encoding
	BadColumns   Reason = "columns"        // more or fewer fields than the header
	BadQuote     Reason = "quote"          // text after a closing quotation mark
	OpenQuote    Reason = "quote-unclosed" // a quotation mark that is never closed
	TooLong      Reason = "record-too-long"
	NulByte      Reason = "nul-byte"
	NotBoolean   Reason = "not-boolean"
	NotInteger   Reason = "not-integer"
	NotDecimal   Reason = "not-decimal"
	NotNumber    Reason = "not-number"
	NotDate      Reason = "not-date"
	NotTimestamp Reason = "not-timestamp"
)

// Reject is one place where a row could not be taken in. It carries no value.
type Reject struct {
	File   string `json:"file"`
	Line   int64  `json:"line"` // of the file from 1, where the record begins; a table: the row
	Column string `json:"column,omitempty"`
	Reason Reason `json:"reason"`
}

// String prints the place as people look for it: "file:line: column: reason".
func (r Reject) String() string {
	at := r.File + ":" + strconv.FormatInt(r.Line, 10) + ": "
	if r.Column != "" {
		at += r.Column + ": "
	}
	return at + string(r.Reason)
}

// Rejects is what was not taken in.
type Rejects struct {
	Rows   int64    `json:"rows"`
	Cells  int64    `json:"cells"`          // places; a row may have several
	Listed []Reject `json:"listed"`         // the first of them, in the order of the file
	Path   string   `json:"path,omitempty"` // every one, with the record itself: for the provider only
}

// rejects writes the rejects file as rows turn up bad. A crash leaves it short, with
// the folder that the next start removes.
type rejects struct {
	path   string
	cap    int
	file   *os.File
	buffer *bufio.Writer
	out    *csv.Writer
	rows   int64
	cells  int64
	listed []Reject
}

// newRejects opens the file for the owner of the process alone.
func newRejects(path string, limit int) (*rejects, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making rejects file: %w", err)
	}
	r := &rejects{path: path, cap: limit, file: f, buffer: bufio.NewWriterSize(f, 1<<16)}
	r.out = csv.NewWriter(r.buffer)
	if err := r.out.Write([]string{"file", "line", "column", "reason", "record"}); err != nil {
		return nil, errors.Join(fmt.Errorf("writing rejects file: %w", err), f.Close())
	}
	return r, nil
}

// add records every bad place of one row. raw is the record as it stood.
func (r *rejects) add(places []Reject, raw []byte) error {
	r.rows++
	for i, p := range places {
		r.cells++
		if len(r.listed) < r.cap {
			r.listed = append(r.listed, p)
		}
		record := ""
		if i == 0 {
			record = string(raw)
		}
		if err := r.out.Write([]string{p.File, strconv.FormatInt(p.Line, 10), p.Column, string(p.Reason), record}); err != nil {
			return fmt.Errorf("writing rejects file: %w", err)
		}
	}
	return nil
}

func (r *rejects) close() error {
	if r.file == nil {
		return nil
	}
	f := r.file
	r.file = nil
	r.out.Flush()
	return errors.Join(r.out.Error(), r.buffer.Flush(), f.Close())
}

func (r *rejects) summary() Rejects {
	s := Rejects{Rows: r.rows, Cells: r.cells, Listed: r.listed}
	if r.rows > 0 {
		s.Path = r.path
	}
	return s
}
