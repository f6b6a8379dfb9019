package egress

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readCSV reads UTF-8 text separated by commas, with a header. An empty field is
// null. It stops after limit+1 rows, which are enough to refuse it. It answers what rode
// along beside the table.
func readCSV(b []byte, limit int) (Table, []string, error) {
	var residue []string
	if trimmed := bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")); len(trimmed) != len(b) {
		residue, b = append(residue, "byte order mark"), trimmed
	}
	if !utf8.Valid(b) {
		return Table{}, nil, errors.New("text is not UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.ReuseRecord = false
	header, err := r.Read()
	if err != nil {
		return Table{}, nil, errors.New("no header line")
	}
	t := Table{Names: header}
	if err := distinctNames(header); err != nil {
		return Table{}, nil, err
	}
	for {
		record, err := r.Read()
		if err == io.EOF {
			return t, residue, nil
		}
		if err != nil {
			// The reader's own message may quote a field: only the line is told.
			return Table{}, nil, fmt.Errorf("line %d does not fit the header", len(t.Rows)+2)
		}
		if t.Rows = append(t.Rows, cells(record)); len(t.Rows) > limit {
			return t, residue, nil
		}
	}
}

func cells(record []string) []Cell {
	row := make([]Cell, len(record))
	for i, v := range record {
		row[i] = Cell{Text: v, Null: v == ""}
	}
	return row
}

func distinctNames(names []string) error {
	seen := map[string]bool{}
	for i, n := range names {
		switch {
		case strings.TrimSpace(n) == "":
			return fmt.Errorf("column %d has no name", i+1)
		case seen[n]:
			return fmt.Errorf("column %d repeats a name", i+1)
		case hidden(n):
			return fmt.Errorf("the name of column %d has invisible characters", i+1)
		}
		seen[n] = true
	}
	return nil
}

// hidden reports whether text has characters that are not seen: controls, zero-width
// and format characters, private use, variation selectors, unusual spaces.
func hidden(s string) bool {
	for _, r := range s {
		if r < utf8.RuneSelf && r >= ' ' && r != 0x7f {
			continue
		}
		switch {
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Variation_Selector):
			return true
		case unicode.IsSpace(r) && r != '\u3000':
			return true
		case r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0' || r == '\ufffd':
			return true
		}
	}
	return false
}

// writeCSV writes t with quotes only where they are needed and line ends of LF.
func writeCSV(t Table) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(t.Names) // a bytes.Buffer never fails
	record := make([]string, len(t.Names))
	for _, row := range t.Rows {
		for i, c := range row {
			record[i] = c.Text
			if c.Null {
				record[i] = ""
			}
		}
		_ = w.Write(record)
	}
	w.Flush()
	return b.Bytes()
}
