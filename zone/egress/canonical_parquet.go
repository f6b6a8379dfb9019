package egress

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"time"
)

// This file writes Parquet in the one canonical form of the zone: one row group, one
// plain uncompressed page a column, no statistics, no dictionary, no metadata. The
// same table always gives the same bytes, and a reader finds the table and nothing
// else. Format: Apache Parquet 2, Thrift compact protocol.

// physical types and annotations of Parquet, as numbered by the format.
const (
	parquetInt32     = 1
	parquetInt64     = 2
	parquetDouble    = 5
	parquetByteArray = 6

	convertedUTF8 = 0
	convertedDate = 6
)

// thrift writes the compact protocol: field headers with deltas, zigzag varints.
type thrift struct {
	bytes.Buffer
	last []int16
}

func (w *thrift) uvarint(n uint64) { w.Write(binary.AppendUvarint(nil, n)) }
func (w *thrift) zigzag(n int64)   { w.uvarint(uint64(n)<<1 ^ uint64(n>>63)) }

func (w *thrift) begin() { w.last = append(w.last, 0) }
func (w *thrift) end()   { w.WriteByte(0); w.last = w.last[:len(w.last)-1] }

func (w *thrift) field(id int16, kind byte) {
	top := &w.last[len(w.last)-1]
	w.WriteByte(byte(id-*top)<<4 | kind) // ids here never lie more than 15 apart
	*top = id
}

func (w *thrift) i32(id int16, n int64) { w.field(id, 5); w.zigzag(n) }
func (w *thrift) i64(id int16, n int64) { w.field(id, 6); w.zigzag(n) }

func (w *thrift) text(id int16, s string) { w.field(id, 8); w.raw(s) }
func (w *thrift) raw(s string)            { w.uvarint(uint64(len(s))); w.WriteString(s) }

func (w *thrift) list(id int16, kind byte, n int) {
	w.field(id, 9)
	if n < 15 {
		w.WriteByte(byte(n)<<4 | kind)
		return
	}
	w.WriteByte(0xf0 | kind)
	w.uvarint(uint64(n))
}

func (w *thrift) nested(id int16) { w.field(id, 12); w.begin() }

// written is one column as it is laid out.
type written struct {
	name         string
	physical     int64
	converted    int64 // -1: none
	page         []byte
	offset, size int64
}

// writeParquet lays t out. numeric says which columns are written as numbers.
func writeParquet(t Table, numeric []bool) []byte {
	var out bytes.Buffer
	out.WriteString("PAR1")
	columns := make([]written, len(t.Names))
	for i := range t.Names {
		c := column(t, i, numeric[i])
		c.offset = int64(out.Len())
		header := pageHeader(len(t.Rows), len(c.page))
		out.Write(header)
		out.Write(c.page)
		c.size = int64(len(header) + len(c.page))
		columns[i] = c
	}
	footer := footer(columns, len(t.Rows))
	out.Write(footer)
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(footer))))
	out.WriteString("PAR1")
	return out.Bytes()
}

// column encodes one column: definition levels, then the values that are not null.
func column(t Table, i int, numeric bool) written {
	c := written{name: t.Names[i], physical: parquetByteArray, converted: convertedUTF8}
	switch {
	case numeric && wholeColumn(t, i):
		c.physical, c.converted = parquetInt64, -1
	case numeric:
		c.physical, c.converted = parquetDouble, -1
	case dateColumn(t, i):
		c.physical, c.converted = parquetInt32, convertedDate
	}
	levels := definitionLevels(t, i)
	page := binary.LittleEndian.AppendUint32(nil, uint32(len(levels)))
	page = append(page, levels...)
	for _, row := range t.Rows {
		if !row[i].Null {
			page = appendPlain(page, row[i].Text, c.physical)
		}
	}
	c.page = page
	return c
}

func appendPlain(b []byte, text string, physical int64) []byte {
	switch physical {
	case parquetInt64:
		n, _ := strconv.ParseInt(text, 10, 64) // wholeColumn has read it
		return binary.LittleEndian.AppendUint64(b, uint64(n))
	case parquetDouble:
		f, _ := strconv.ParseFloat(text, 64) // canonical numbers parse; beyond range they are infinite
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
	case parquetInt32:
		day, _ := time.Parse(time.DateOnly, text) // dateColumn has read it
		return binary.LittleEndian.AppendUint32(b, uint32(int32(day.Unix()/86400)))
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
	return append(b, text...)
}

func wholeColumn(t Table, i int) bool {
	for _, row := range t.Rows {
		if row[i].Null {
			continue
		}
		if _, err := strconv.ParseInt(row[i].Text, 10, 64); err != nil {
			return false
		}
	}
	return true
}

// dateColumn: every value is a day after 1970, and there is one.
func dateColumn(t Table, i int) bool {
	seen := false
	for _, row := range t.Rows {
		if row[i].Null {
			continue
		}
		if day, err := time.Parse(time.DateOnly, row[i].Text); err != nil || day.Unix() < 0 {
			return false
		}
		seen = true
	}
	return seen
}

// definitionLevels writes one bit a row, present or null, as runs.
func definitionLevels(t Table, i int) []byte {
	var b []byte
	for from := 0; from < len(t.Rows); {
		to := from
		for to < len(t.Rows) && t.Rows[to][i].Null == t.Rows[from][i].Null {
			to++
		}
		b = binary.AppendUvarint(b, uint64(to-from)<<1)
		if t.Rows[from][i].Null {
			b = append(b, 0)
		} else {
			b = append(b, 1)
		}
		from = to
	}
	return b
}

func pageHeader(rows, size int) []byte {
	var w thrift
	w.begin()
	w.i32(1, 0) // data page
	w.i32(2, int64(size))
	w.i32(3, int64(size))
	w.nested(5)
	w.i32(1, int64(rows))
	w.i32(2, 0) // plain
	w.i32(3, 3) // levels as runs
	w.i32(4, 3)
	w.end()
	w.end()
	return w.Bytes()
}

func footer(columns []written, rows int) []byte {
	var w thrift
	w.begin()
	w.i32(1, 1)
	w.list(2, 12, len(columns)+1)
	schemaElements(&w, columns)
	w.i64(3, int64(rows))
	w.list(4, 12, 1)
	rowGroup(&w, columns, rows)
	w.end()
	return w.Bytes()
}

func schemaElements(w *thrift, columns []written) {
	w.begin()
	w.text(4, "table")
	w.i32(5, int64(len(columns)))
	w.end()
	for _, c := range columns {
		w.begin()
		w.i32(1, c.physical)
		w.i32(3, 1) // optional
		w.text(4, c.name)
		if c.converted >= 0 {
			w.i32(6, c.converted)
		}
		w.end()
	}
}

func rowGroup(w *thrift, columns []written, rows int) {
	total := int64(0)
	w.begin()
	w.list(1, 12, len(columns))
	for _, c := range columns {
		total += c.size
		w.begin()
		w.i64(2, c.offset)
		w.nested(3)
		w.i32(1, c.physical)
		w.list(2, 5, 2)
		w.zigzag(0) // plain
		w.zigzag(3) // runs, for the levels
		w.list(3, 8, 1)
		w.raw(c.name)
		w.i32(4, 0) // uncompressed
		w.i64(5, int64(rows))
		w.i64(6, c.size)
		w.i64(7, c.size)
		w.i64(9, c.offset)
		w.end()
		w.end()
	}
	w.i64(2, total)
	w.i64(3, int64(rows))
	w.end()
}
