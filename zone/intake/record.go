package intake

import "io"

// record is one row as it stands in the source. Its slices are valid until the next
// one is read.
type record struct {
	line   int64
	cells  [][]byte
	quoted []bool // the cell was written in quotation marks: an empty one is a text
	raw    []byte
	fault  Reason // the row as a whole cannot be read
	ragged bool   // the source does not store empty cells at the end of a row
}

// fits reports whether the record has n cells, once those that a ragged source leaves
// out are added.
func (r *record) fits(n int) bool {
	for r.ragged && len(r.cells) < n {
		r.cells, r.quoted = append(r.cells, nil), append(r.quoted, false)
	}
	return len(r.cells) == n
}

// records is a source of rows. next answers io.EOF after the last.
type records interface {
	next() (*record, error)
	position() int64 // bytes of the source consumed
}

var _ records = (*csvRecords)(nil)

// meter counts bytes as they are read and stops a source that is longer than allowed.
type meter struct {
	from  io.Reader
	count int64
	limit int64 // 0: none
	over  error
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	m.count += int64(n)
	if m.limit > 0 && m.count > m.limit {
		return n, m.over
	}
	return n, err
}
