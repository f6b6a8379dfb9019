package intake

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// readCSV takes in a CSV file: once to see how it is written, once to see what its
// columns hold, once to load it.
func (r *reading) readCSV(ctx context.Context, path string) error {
	var err error
	if r.encoding = r.src.Encoding; r.encoding == "" {
		if r.encoding, err = detectEncoding(path, r.src.Name, r.opt); err != nil {
			return err
		}
	}
	if r.version.Source, err = digest(path); err != nil {
		return fmt.Errorf("reading %s: %w", r.src.Name, err)
	}
	if r.delimiter = r.src.Delimiter; r.delimiter == 0 {
		if r.delimiter, err = r.sniff(path); err != nil {
			return err
		}
	}
	open := func() (records, io.Closer, int64, error) { return r.openCSV(path) }
	return r.twice(ctx, open)
}

// openCSV opens the file at its first record.
func (r *reading) openCSV(path string) (records, io.Closer, int64, error) {
	t, err := openText(path, r.src.Name, r.opt, r.encoding)
	if err != nil {
		return nil, nil, 0, err
	}
	c := newCSVRecords(t, r.delimiter, r.opt.MaxRecord)
	c.consumed, c.decoded = t.read, t.decoded
	return c, t, t.size, nil
}

// opener gives the rows of a source from the beginning; it may be asked more than once.
type opener func() (records, io.Closer, int64, error)

// twice infers the columns in a first pass over the rows and loads them in a second.
func (r *reading) twice(ctx context.Context, open opener) error {
	columns, rows, err := r.inferred(ctx, open)
	if err != nil {
		return err
	}
	from, closer, size, err := open()
	if err != nil {
		return err
	}
	defer closer.Close()
	over := r.src.Skip
	if !r.src.NoHeader {
		over++
	}
	if err := r.skip(from, over); err != nil {
		return err
	}
	l := &loading{reading: r, columns: columns, total: rows, size: size}
	if err := l.load(ctx, from); err != nil {
		return err
	}
	if c, ok := from.(*csvRecords); ok {
		r.blank = c.blank
	}
	return r.finish(ctx, columns)
}

// skip passes over the first records: titles above the header, and the header itself
// in the second pass.
func (r *reading) skip(from records, n int) error {
	for range n {
		if _, err := from.next(); err == io.EOF {
			return refuseEmpty(r.src.Name, Rejects{})
		} else if err != nil {
			return r.unreadable(err)
		}
	}
	return nil
}

// inferred reads every row once and gives the columns with their types and proposals.
func (r *reading) inferred(ctx context.Context, open opener) ([]catalogue.Column, int64, error) {
	from, closer, size, err := open()
	if err != nil {
		return nil, 0, err
	}
	defer closer.Close()
	if err := r.skip(from, r.src.Skip); err != nil {
		return nil, 0, err
	}
	first, err := from.next()
	if err == io.EOF {
		return nil, 0, refuseEmpty(r.src.Name, Rejects{})
	}
	if err != nil {
		return nil, 0, r.unreadable(err)
	}
	columns, err := r.firstRecord(first)
	if err != nil {
		return nil, 0, err
	}
	seen := make([]evidence, len(columns))
	for i := range seen {
		seen[i].scan, seen[i].code = catalogue.NewScan(columns[i].Name), heads(columns[i].Name)
	}
	rows := int64(0)
	for rec := first; ; {
		if rows > 0 || !r.src.NoHeader {
			if rec, err = from.next(); err == io.EOF {
				break
			}
			if err != nil {
				return nil, 0, r.unreadable(err)
			}
		}
		r.observe(seen, rec, rows)
		if rows++; rows%pace == 0 {
			if err := context.Cause(ctx); err != nil {
				return nil, 0, err
			}
			r.progress(Progress{Phase: Inferring, Rows: rows, Bytes: from.position(), Total: size})
		}
	}
	for i := range columns {
		found := seen[i].infer(r.opt.Tolerance)
		found.Name, found.Proposals = columns[i].Name, seen[i].scan.Proposals()
		columns[i] = r.declared(found)
	}
	return columns, rows, nil
}

// firstRecord makes the columns from the first record.
func (r *reading) firstRecord(rec *record) ([]catalogue.Column, error) {
	if rec.fault != "" {
		return nil, refuseHeader(r.src.Name, string(rec.fault), law.Text{ZH: "第一行不能读取。", EN: "The first row cannot be read."})
	}
	if r.src.NoHeader {
		return r.header(numbered(len(rec.cells)))
	}
	names := make([]string, len(rec.cells))
	for i, cell := range rec.cells {
		names[i] = string(cell)
	}
	return r.header(names)
}

// observe adds one row to the evidence; a broken row is none.
func (r *reading) observe(seen []evidence, rec *record, row int64) {
	if rec.fault != "" || !rec.fits(len(seen)) {
		return
	}
	look := sampled(row)
	for i, cell := range rec.cells {
		if look {
			seen[i].scan.Add(cell)
		}
		if !r.null(cell, rec.quoted[i]) && len(catalogue.Trim(cell)) > 0 {
			seen[i].add(cell)
		}
	}
}

// sniff finds the delimiter from the first lines: the one that cuts them into the same
// number of fields, most fields first.
func (r *reading) sniff(path string) (byte, error) {
	t, err := openText(path, r.src.Name, r.opt, r.encoding)
	if err != nil {
		return 0, err
	}
	defer t.Close()
	head := make([]byte, 1<<16)
	n, err := io.ReadFull(t, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return 0, r.unreadable(err)
	}
	head = head[:n]
	best, most := byte(','), 1
	for _, d := range []byte{',', '\t', ';', '|', ':'} {
		if fields := consistent(head, d, err == nil, r.opt.MaxRecord); fields > most {
			best, most = d, fields
		}
	}
	return best, nil
}

// consistent gives the number of fields of the first record, where at least four in
// five of the first records have as many; otherwise 0.
func consistent(head []byte, delimiter byte, cut bool, limit int) int {
	if end := bytes.LastIndexByte(head, '\n'); cut && end >= 0 {
		head = head[:end+1]
	}
	c := newCSVRecords(bytes.NewReader(head), delimiter, limit)
	first, same, all := 0, 0, 0
	for all < 50 {
		rec, err := c.next()
		if err != nil {
			break
		}
		if all++; all == 1 {
			first = len(rec.cells)
		}
		if rec.fault == "" && len(rec.cells) == first {
			same++
		}
	}
	if same*5 < all*4 {
		return 0
	}
	return first
}

// digest is the SHA-256 of a file as it was handed in.
func digest(path string) (text string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(h, bufio.NewReaderSize(f, 1<<18)); err != nil {
		return "", err
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
}
