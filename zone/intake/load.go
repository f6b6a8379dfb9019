package intake

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
)

const stagingTable = "staging"

// pace is how many rows pass between two looks at the context and two reports.
const pace = 4096

// header makes the columns of a source from the names in its first record.
func (r *reading) header(names []string) ([]catalogue.Column, error) {
	seen := map[string]bool{}
	columns := make([]catalogue.Column, len(names))
	for i, name := range names {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
			return nil, refuseHeader(r.src.Name, fmt.Sprintf("column %d has no name", i+1),
				law.Text{ZH: "表头中有一列没有名称。", EN: "A column of the header has no name."})
		case !printable(name):
			return nil, refuseHeader(r.src.Name, fmt.Sprintf("column %d", i+1),
				law.Text{ZH: "表头中有一列的名称过长或含控制字符。", EN: "The name of a column is too long or holds control characters."})
		case seen[strings.ToLower(name)]:
			return nil, refuseHeader(r.src.Name, fmt.Sprintf("column %d repeats an earlier name", i+1),
				law.Text{ZH: "表头中有两列同名（不分大小写）。", EN: "Two columns of the header have the same name, capitals aside."})
		}
		seen[strings.ToLower(name)] = true
		columns[i] = catalogue.Column{Name: name}
	}
	for _, name := range append(slices.Clone(r.opt.Key), r.opt.AsOf) {
		if name != "" && !seen[strings.ToLower(name)] {
			return nil, refuseHeader(r.src.Name, "a declared key or as-of column is missing",
				law.Text{ZH: "缺少已声明的主键列或时间列。", EN: "A column declared as key or as date of the rows is missing."})
		}
	}
	return columns, nil
}

// printable reports whether a name may stand in a schema.
func printable(name string) bool {
	return utf8.ValidString(name) && utf8.RuneCountInString(name) <= 128 && !strings.ContainsFunc(name, unicode.IsControl)
}

// numbered names the columns of a source without a header.
func numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("c%d", i+1)
	}
	return names
}

// declared takes over what is already known of a column. The type that was found
// stands unless one is declared.
func (r *reading) declared(found catalogue.Column) catalogue.Column {
	for _, known := range r.opt.Columns {
		if known.Name != found.Name {
			continue
		}
		if !known.Type.Valid() {
			known.Type, known.Precision, known.Scale = found.Type, found.Precision, found.Scale
		}
		known.Proposals = found.Proposals
		return known
	}
	return found
}

// null reports whether a cell means "no value".
func (r *reading) null(cell []byte, quoted bool) bool {
	if quoted {
		return false
	}
	if len(cell) == 0 {
		return true
	}
	for _, word := range r.opt.Nulls {
		if string(cell) == word {
			return true
		}
	}
	return false
}

// loading is one pass of rows into the staging table.
type loading struct {
	*reading
	columns []catalogue.Column
	parse   []parser
	why     []Reason
	scans   []*catalogue.Scan // nil: the detectors have looked already
	values  []driver.Value
	places  []Reject
	total   int64 // rows, where known
	size    int64 // bytes, where known
	flushed int64 // bytes of cells the staging table has
}

// load brings every row of a source into the staging table, and what cannot be read
// into the rejects. It is one ordered act.
func (l *loading) load(ctx context.Context, from records) (err error) {
	if err := l.prepare(ctx); err != nil {
		return err
	}
	appender, err := l.engine.appender(stagingTable)
	if err != nil {
		return fmt.Errorf("staging %s: %w", l.src.Name, err)
	}
	defer func() {
		if closing := appender.CloseWithCancel(ctx); err == nil && closing != nil {
			err = fmt.Errorf("staging %s: %w", l.src.Name, loaderFault(closing))
		}
	}()
	for {
		rec, err := from.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return l.unreadable(err)
		}
		l.read++
		if l.read%pace == 0 {
			if err := l.pause(ctx, from); err != nil {
				return err
			}
		}
		if good, err := l.row(rec); err != nil {
			return err
		} else if good {
			if err := appender.AppendRow(l.values...); err != nil {
				return fmt.Errorf("staging %s: %w", l.src.Name, loaderFault(err))
			}
			l.version.Rows++
			if err := l.flush(appender); err != nil {
				return err
			}
		}
	}
	return l.pause(ctx, from)
}

// flush hands what the appender has gathered to the table before it is more than a
// sixteenth of the engine's memory. By itself it gathers 204,800 rows, however wide.
func (l *loading) flush(a *duckdb.Appender) error {
	if l.bytes-l.flushed < l.opt.MemoryBytes/16 {
		return nil
	}
	l.flushed = l.bytes
	if err := a.Flush(); err != nil {
		return fmt.Errorf("staging %s: %w", l.src.Name, loaderFault(err))
	}
	return nil
}

// prepare makes the staging table.
func (l *loading) prepare(ctx context.Context) error {
	list := make([]string, len(l.columns))
	l.parse, l.why = make([]parser, len(l.columns)), make([]Reason, len(l.columns))
	for i, c := range l.columns {
		list[i] = identifier(c.Name) + " " + sqlType(c)
		l.parse[i], l.why[i] = parserOf(c)
	}
	l.values = make([]driver.Value, len(l.columns))
	if err := l.engine.exec(ctx, "CREATE TABLE "+stagingTable+" ("+strings.Join(list, ", ")+")"); err != nil {
		return fmt.Errorf("staging %s: %w", l.src.Name, err)
	}
	return nil
}

// pause looks at the context and the limits, and reports.
func (l *loading) pause(ctx context.Context, from records) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if l.opt.MaxRows > 0 && l.read > l.opt.MaxRows {
		return refuseLimit(CodeRows, l.src.Name, l.opt.MaxRows, remedySplit)
	}
	l.progress(Progress{Phase: Loading, Rows: l.read, TotalRows: l.total, Bytes: from.position(), Total: l.size})
	return nil
}

// row turns a record into values, or into rejects naming every place that is bad.
func (l *loading) row(rec *record) (good bool, err error) {
	l.places = l.places[:0]
	bad := func(column string, why Reason) {
		l.places = append(l.places, Reject{File: l.src.Name, Line: rec.line, Column: column, Reason: why})
	}
	switch {
	case rec.fault != "":
		bad("", rec.fault)
	case !rec.fits(len(l.columns)):
		bad("", BadColumns)
	default:
		l.cells(rec, bad)
	}
	if len(l.places) > 0 {
		raw := rec.raw
		if raw == nil { // a sheet or a table has no line of its own
			raw = bytes.Join(rec.cells, []byte("\t"))
		}
		return false, l.rejects.add(l.places, raw)
	}
	return true, nil
}

func (l *loading) cells(rec *record, bad func(string, Reason)) {
	look := l.scans != nil && sampled(l.read-1)
	l.looked++
	for i, cell := range rec.cells {
		l.bytes += int64(len(cell)) + 8
		if look {
			l.scans[i].Add(cell)
		}
		text := l.columns[i].Type == catalogue.String
		if l.null(cell, rec.quoted[i]) || !text && len(catalogue.Trim(cell)) == 0 {
			l.values[i] = nil
			continue
		}
		v, ok := l.parse[i](cell)
		if !ok {
			bad(l.columns[i].Name, l.why[i])
			continue
		}
		l.values[i] = v
	}
}

// unreadable gives a broken file its refusal. The decoder's own words may quote the
// file and are left out.
func (r *reading) unreadable(err error) error {
	if refusal, ok := law.AsRefusal(err); ok {
		return refusal
	}
	var disk *fs.PathError
	if r.src.Format == Postgres || errors.As(err, &disk) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("reading %s: %w", r.src.Name, err)
	}
	return refuseUnreadable(r.src.Name)
}

// finish writes the staging table as the object.
func (r *reading) finish(ctx context.Context, columns []catalogue.Column) error {
	r.version.Columns = columns
	if r.version.Rows == 0 || r.opt.Strict && r.rejects.rows > 0 {
		return nil // run refuses the source
	}
	return r.write(ctx, "SELECT * FROM "+stagingTable)
}

// write runs a query into the Parquet object, and tells how large it has become.
func (r *reading) write(ctx context.Context, query string) error {
	statement := fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, USE_TMP_FILE false)", query, literal(r.path(objectName)), r.group())
	done := make(chan error, 1)
	go func() { done <- r.engine.exec(ctx, statement) }()
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	for written := int64(0); ; {
		r.progress(Progress{Phase: Writing, Rows: r.read, TotalRows: r.read, Bytes: written})
		select {
		case err := <-done:
			if err != nil {
				return fmt.Errorf("writing object of %s: %w", r.src.Name, err)
			}
			return nil
		case <-look.C:
			if info, err := os.Stat(r.path(objectName)); err == nil {
				written = info.Size()
			}
		}
	}
}

// group is how many rows go into one row group: the usual 122,880, fewer where rows are
// wide, so that the few groups that are in the making at once fit into the engine's
// memory. The engine counts in vectors of 2,048.
func (r *reading) group() int64 {
	const vector, usual, share = 2048, 122_880, 24
	width := max(r.bytes/max(r.looked, 1), 8)
	return min(max(r.opt.MemoryBytes/share/width/vector*vector, vector), usual)
}
