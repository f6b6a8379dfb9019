package calendar

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// A calendar file is CSV in UTF-8 with the columns date, kind, name_zh and notice, and
// rows that ascend by date. Its kinds are
//
//	published  the year that begins on this date (1 January) is published by the notice;
//	           a later notice for the same year is a row of its own, in the order of issue
//	rest       nobody works on the date
//	work       people work on the date, a Saturday or Sunday
//
// On one date the published rows come first. The file says nothing about ordinary days.
var columns = []string{"date", "kind", "name_zh", "notice"}

// publishedWord is the kind of the rows that are notices.
const publishedWord = "published"

// maxRows bounds what Read takes in; a century of notices has some four thousand rows.
const maxRows = 100_000

// Read reads a calendar file. An error names the line and, where one cell is at fault,
// the column by its name. A file that is read at all is read wholly: nothing is skipped.
func Read(r io.Reader) (*Calendar, error) {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = len(columns)
	if err := readHeader(rows); err != nil {
		return nil, fmt.Errorf("reading calendar: %w", err)
	}
	f := file{lines: map[string]int{}}
	for n := 0; ; n++ {
		record, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			line, _ := rows.FieldPos(0)
			err = f.add(record, line)
		}
		if err == nil && n == maxRows {
			err = fmt.Errorf("more than %d rows", maxRows)
		}
		if err != nil {
			return nil, fmt.Errorf("reading calendar: %w", err)
		}
	}
	c, err := f.calendar()
	if err != nil {
		return nil, fmt.Errorf("reading calendar: %w", err)
	}
	return c, nil
}

func readHeader(rows *csv.Reader) error {
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("line 1: the file is empty")
	}
	if err != nil && !errors.Is(err, csv.ErrFieldCount) {
		return err
	}
	if !slices.Equal(header, columns) {
		return fmt.Errorf("line 1: want the columns %s", strings.Join(columns, ","))
	}
	return nil
}

// file gathers the rows of a calendar file. Rows are checked as they come, so that an
// error can name its line; where each adjustment stood is kept until all notices are known.
type file struct {
	notices     []Notice
	lines       map[string]int // line of each notice, by reference
	adjustments []Adjustment
	stood       []int // line of each adjustment
}

func (f *file) add(record []string, line int) error {
	day, err := ParseDay(record[0])
	if err != nil {
		return fmt.Errorf("line %d, column date: %w", line, err)
	}
	switch record[1] {
	case publishedWord:
		return f.addNotice(day, Notice{Year: day.Year(), Name: record[2], Ref: record[3]}, line)
	case Rest.String():
		return f.addAdjustment(Adjustment{Day: day, Mark: Rest, Name: record[2], Ref: record[3]}, line)
	case Work.String():
		return f.addAdjustment(Adjustment{Day: day, Mark: Work, Name: record[2], Ref: record[3]}, line)
	}
	return fmt.Errorf("line %d, column kind: %.20q is none of published, rest, work", line, record[1])
}

func (f *file) addNotice(day Day, n Notice, line int) error {
	if day != DayIn(n.Year, time.January, 1) {
		return fmt.Errorf("line %d, column date: a year is published on its 1 January, not on %s", line, day)
	}
	if k := len(f.notices); k > 0 && f.notices[k-1].Year > n.Year {
		return fmt.Errorf("line %d, column date: the rows do not ascend by date", line)
	}
	if k := len(f.adjustments); k > 0 && !f.adjustments[k-1].Day.Before(day) {
		return fmt.Errorf("line %d, column date: the rows do not ascend by date, published first", line)
	}
	if err := checkNotice(n); err != nil {
		return fmt.Errorf("line %d, column %s: %w", line, faultyNoticeColumn(n), err)
	}
	if other, twice := f.lines[n.Ref]; twice {
		return fmt.Errorf("line %d, column notice: the same notice stands on line %d", line, other)
	}
	f.notices = append(f.notices, n)
	f.lines[n.Ref] = line
	return nil
}

// faultyNoticeColumn names the cell that made checkNotice refuse the row.
func faultyNoticeColumn(n Notice) string {
	if n.Ref == "" || checkText(n.Ref) != nil {
		return "notice"
	}
	return "name_zh"
}

func (f *file) addAdjustment(a Adjustment, line int) error {
	if k := len(f.adjustments); k > 0 && !f.adjustments[k-1].Day.Before(a.Day) {
		return fmt.Errorf("line %d, column date: the rows do not ascend by date, each date once", line)
	}
	if k := len(f.notices); k > 0 && f.notices[k-1].Year > a.Day.Year() {
		return fmt.Errorf("line %d, column date: the rows do not ascend by date", line)
	}
	f.adjustments, f.stood = append(f.adjustments, a), append(f.stood, line)
	return nil
}

// calendar checks what needs all rows: an adjustment in December may rest on the notice
// of the year after, which stands further down.
func (f *file) calendar() (*Calendar, error) {
	governs, err := checkNotices(f.notices)
	if err != nil {
		return nil, err
	}
	for i, a := range f.adjustments {
		if err := checkAdjustment(a, governs); err != nil {
			return nil, fmt.Errorf("line %d, column %s: %w", f.stood[i], faultyColumn(a, governs), err)
		}
	}
	return build(f.notices, f.adjustments)
}

// faultyColumn names the cell that made checkAdjustment refuse the row.
func faultyColumn(a Adjustment, governs map[string]int) string {
	_, known := governs[a.Ref]
	switch {
	case a.Mark == Work && !weekend(a.Day):
		return "kind"
	case a.Name == "" || checkText(a.Name) != nil:
		return "name_zh"
	case !known:
		return "notice"
	}
	return "date"
}

// WriteTo writes the calendar as a file that Read reads: LF line ends, quotes only where
// CSV demands them, rows in their one order. These are the canonical bytes that Digest
// hashes and that a signature over a calendar covers.
func (c *Calendar) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(c.canonical())
	if err != nil {
		return int64(n), fmt.Errorf("writing calendar: %w", err)
	}
	return int64(n), nil
}

// canonical is the file of the calendar. Writing into memory cannot fail.
func (c *Calendar) canonical() []byte {
	var b bytes.Buffer
	rows := csv.NewWriter(&b)
	rows.Write(columns)
	next := 0
	for _, n := range c.notices {
		first := DayIn(n.Year, time.January, 1)
		for ; next < len(c.adjustments) && c.adjustments[next].Day.Before(first); next++ {
			rows.Write(c.adjustments[next].record())
		}
		rows.Write([]string{first.String(), publishedWord, n.Name, n.Ref})
	}
	for ; next < len(c.adjustments); next++ {
		rows.Write(c.adjustments[next].record())
	}
	rows.Flush()
	return b.Bytes()
}

func (a Adjustment) record() []string {
	return []string{a.Day.String(), a.Mark.String(), a.Name, a.Ref}
}
