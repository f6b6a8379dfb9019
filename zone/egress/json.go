package egress

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// readJSON reads an array of flat objects that all have the same names in the same
// order. Numbers keep the digits they are written with. It stops after limit+1
// objects, which are enough to refuse it.
func readJSON(b []byte, limit int) (Table, []string, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var t Table
	if token, err := d.Token(); err != nil || token != json.Delim('[') {
		return Table{}, nil, errors.New("text is not an array")
	}
	for d.More() {
		names, row, err := object(d)
		if err != nil {
			return Table{}, nil, fmt.Errorf("object %d %w", len(t.Rows)+1, err)
		}
		switch {
		case len(names) == 0:
			return Table{}, nil, fmt.Errorf("object %d is empty", len(t.Rows)+1)
		case len(t.Rows) == 0:
			t.Names = names
		case !slices.Equal(names, t.Names):
			return Table{}, nil, fmt.Errorf("object %d has other names than the first", len(t.Rows)+1)
		}
		if t.Rows = append(t.Rows, row); len(t.Rows) > limit {
			return t, nil, distinctNames(t.Names)
		}
	}
	if _, err := d.Token(); err != nil {
		return Table{}, nil, errors.New("the array does not end")
	}
	if _, err := d.Token(); err != io.EOF {
		return Table{}, nil, errors.New("something follows the array")
	}
	if len(t.Rows) == 0 {
		return Table{}, nil, errors.New("the array is empty")
	}
	return t, nil, distinctNames(t.Names)
}

// object reads one flat object.
func object(d *json.Decoder) (names []string, row []Cell, err error) {
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return nil, nil, errors.New("is not an object")
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, nil, errors.New("is not readable")
		}
		value, err := d.Token()
		if err != nil {
			return nil, nil, errors.New("is not readable")
		}
		cell, ok := scalar(value)
		if !ok {
			return nil, nil, errors.New("is not flat")
		}
		names, row = append(names, name.(string)), append(row, cell)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, errors.New("is not readable")
	}
	return names, row, nil
}

func scalar(value json.Token) (Cell, bool) {
	switch v := value.(type) {
	case nil:
		return Cell{Null: true}, true
	case string:
		return Cell{Text: v, Null: v == ""}, true
	case json.Number:
		return Cell{Text: v.String()}, true
	case bool:
		return Cell{Text: fmt.Sprint(v)}, true
	}
	return Cell{}, false
}

// writeJSON writes an object a line.
func writeJSON(t Table, numeric []bool) []byte {
	b := []byte("[\n")
	for r, row := range t.Rows {
		b = append(b, '{')
		for i, c := range row {
			if i > 0 {
				b = append(b, ',')
			}
			name, _ := json.Marshal(t.Names[i]) // strings are always written
			b = append(append(b, name...), ':')
			switch {
			case c.Null:
				b = append(b, "null"...)
			case numeric[i]:
				b = append(b, c.Text...)
			default:
				text, _ := json.Marshal(c.Text)
				b = append(b, text...)
			}
		}
		b = append(b, '}')
		if r < len(t.Rows)-1 {
			b = append(b, ',')
		}
		b = append(b, '\n')
	}
	return append(b, "]\n"...)
}
