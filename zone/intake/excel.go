package intake

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/shuyu-project/shuyu/law"
)

// readExcel takes in one sheet of a workbook: it is read once, slowly as workbooks
// are, into a spool file, and from there as any other rows.
func (r *reading) readExcel(ctx context.Context) error {
	var err error
	if r.version.Source, err = digest(r.src.Path); err != nil {
		return fmt.Errorf("reading %s: %w", r.src.Name, err)
	}
	if err := r.spool(ctx); err != nil {
		return err
	}
	return r.twice(ctx, func() (records, io.Closer, int64, error) { return openSpool(r.path(spoolName)) })
}

// spool writes the rows of the sheet. Cells are read twice, as stored and as shown:
// a stored number keeps all its digits, and only its shown form tells a date or a code
// with leading zeros from a number.
func (r *reading) spool(ctx context.Context) (err error) {
	book, err := excelize.OpenFile(r.src.Path, excelize.Options{UnzipSizeLimit: min(r.opt.MaxBytes, 1<<30), UnzipXMLSizeLimit: 16 << 20,
		TmpDir: r.dir, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss"})
	if err != nil {
		return refuseUnreadable(r.src.Name)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	sheet := r.src.Sheet
	if sheet == "" {
		sheet = book.GetSheetName(0)
	}
	stored, err := book.Rows(sheet)
	if err != nil {
		return r.refuseTable()
	}
	defer func() { err = errors.Join(err, stored.Close()) }()
	var shown *excelize.Rows
	if formatted(book) {
		if shown, err = book.Rows(sheet); err != nil {
			return r.refuseTable()
		}
		defer func() { err = errors.Join(err, shown.Close()) }()
	}
	w, err := createSpool(r.path(spoolName))
	if err != nil {
		return err
	}
	err = r.spoolRows(ctx, stored, shown, w)
	return errors.Join(err, w.close())
}

func (r *reading) refuseTable() error {
	return refuseForm(CodeTable, r.src.Name,
		law.Text{ZH: "没有这张表。", EN: "There is no such table or sheet."},
		law.Text{ZH: "请检查表名。", EN: "Check its name."})
}

// formatted reports whether any style of a workbook shows numbers in another way than
// they are stored. Where none does, reading the stored form is enough, and twice as fast.
func formatted(book *excelize.File) bool {
	for id := 0; ; id++ {
		s, err := book.GetStyle(id)
		if err != nil {
			return false // there are no more
		}
		if s.CustomNumFmt != nil || s.NumFmt != 0 && s.NumFmt != 49 { // General, text
			return true
		}
	}
}

// spoolRows is one ordered act over the two readers, which stand at the same row;
// shown is nil where it would say nothing else.
func (r *reading) spoolRows(ctx context.Context, stored, shown *excelize.Rows, w *spoolWriter) error {
	line := int64(0)
	for stored.Next() && (shown == nil || shown.Next()) {
		line++
		if line > r.opt.MaxExcelRows+1 {
			return refuseLimit(CodeRows, r.src.Name, r.opt.MaxExcelRows, remedyCSV)
		}
		raw, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return refuseUnreadable(r.src.Name)
		}
		seen := raw
		if shown != nil {
			if seen, err = shown.Columns(); err != nil {
				return refuseUnreadable(r.src.Name)
			}
		}
		if line%512 == 0 {
			if err := context.Cause(ctx); err != nil {
				return err
			}
			r.progress(Progress{Phase: Inferring, Rows: line})
		}
		cells := settle(raw, seen)
		if len(cells) == 0 {
			r.blank++
			continue
		}
		if err := w.row(line, cells); err != nil {
			return fmt.Errorf("spooling %s: %w", r.src.Name, err)
		}
	}
	if shown != nil {
		return errors.Join(stored.Error(), shown.Error())
	}
	return stored.Error()
}

// settle chooses for each cell between what is stored and what is shown, and drops
// empty cells at the end.
func settle(raw, seen []string) []string {
	cells := make([]string, len(raw))
	last := 0
	for i, value := range raw {
		cells[i] = value
		if i < len(seen) && seen[i] != value {
			cells[i] = shownOr(value, seen[i])
		}
		if strings.TrimSpace(cells[i]) != "" {
			last = i + 1
		}
	}
	return cells[:last]
}

// shownOr gives the shown form of a stored value where only that tells what it is. A
// truth value is stored, and taken in, as 1 or 0.
func shownOr(value, shown string) string {
	stored, _, _ := formOf([]byte(value))
	form, _, _ := formOf([]byte(shown))
	switch form {
	case formDate, formTimestamp, formCode:
		if stored == formInteger || stored == formDecimal || stored == formDouble {
			return shown
		}
	}
	return value
}

// A spool is rows as they came: the line, the number of cells, each cell behind its
// length, all as varints. It lives and dies with one reading.
type spoolWriter struct {
	file   *os.File
	out    *bufio.Writer
	number []byte
}

func createSpool(path string) (*spoolWriter, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making spool file: %w", err)
	}
	return &spoolWriter{file: f, out: bufio.NewWriterSize(f, 1<<17)}, nil
}

func (w *spoolWriter) row(line int64, cells []string) error {
	w.number = binary.AppendUvarint(w.number[:0], uint64(line))
	w.number = binary.AppendUvarint(w.number, uint64(len(cells)))
	w.out.Write(w.number) // the writer keeps its first error for the last call
	for _, cell := range cells {
		w.number = binary.AppendUvarint(w.number[:0], uint64(len(cell)))
		w.out.Write(w.number)
		if _, err := w.out.WriteString(cell); err != nil {
			return err
		}
	}
	return nil
}

func (w *spoolWriter) close() error { return errors.Join(w.out.Flush(), w.file.Close()) }

// spoolRecords reads a spool.
type spoolRecords struct {
	in   *bufio.Reader
	read *meter
	rec  record
	text []byte
	ends []int
}

func openSpool(path string) (records, io.Closer, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, 0, fmt.Errorf("opening spool file: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, nil, 0, errors.Join(fmt.Errorf("opening spool file: %w", err), f.Close())
	}
	m := &meter{from: f}
	return &spoolRecords{in: bufio.NewReaderSize(m, 1<<17), read: m}, f, info.Size(), nil
}

func (s *spoolRecords) position() int64 { return s.read.count }

func (s *spoolRecords) next() (*record, error) {
	line, err := binary.ReadUvarint(s.in)
	if err != nil {
		return nil, err
	}
	n, err := binary.ReadUvarint(s.in)
	if err != nil {
		return nil, err
	}
	s.text, s.ends = s.text[:0], s.ends[:0]
	for range n {
		length, err := binary.ReadUvarint(s.in)
		if err != nil {
			return nil, err
		}
		from := len(s.text)
		s.text = append(s.text, make([]byte, length)...)
		if _, err := io.ReadFull(s.in, s.text[from:]); err != nil {
			return nil, err
		}
		s.ends = append(s.ends, len(s.text))
	}
	s.rec = record{line: int64(line), ragged: true, cells: s.rec.cells[:0], quoted: s.rec.quoted[:0]}
	start := 0
	for _, end := range s.ends {
		s.rec.cells = append(s.rec.cells, s.text[start:end])
		s.rec.quoted = append(s.rec.quoted, false)
		start = end
	}
	return &s.rec, nil
}
