package egress

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/zone/privacy"
)

// Rewrite writes a held output anew, and its result is what leaves: only described
// columns that are not withheld, rows sorted, numbers canonical and rounded to the
// decimals of the profile, no statistics, metadata, order or spelling of the author's
// own. The same table gives the same bytes. 〔platform R19〕
func Rewrite(a Artefact, p privacy.Parameters) ([]byte, error) {
	t, findings := open(a, p)
	if t == nil {
		return nil, fmt.Errorf("re-writing %s: %s", a.Name, findings[len(findings)-1].Code)
	}
	return rewrite(*t, a, p)
}

// Convert is [Rewrite] into another format: the same table, as a recipient may want it.
// Its bytes are other bytes, with a digest of their own, and are examined as such.
func Convert(a Artefact, to Format, p privacy.Parameters) ([]byte, error) {
	t, findings := open(a, p)
	if t == nil {
		return nil, fmt.Errorf("re-writing %s: %s", a.Name, findings[len(findings)-1].Code)
	}
	a.Format = to
	return rewrite(*t, a, p)
}

func rewrite(t Table, a Artefact, p privacy.Parameters) ([]byte, error) {
	kept, numeric, err := canonical(t, a.Columns, p.Decimals)
	if err != nil {
		return nil, fmt.Errorf("re-writing %s: %w", a.Name, err)
	}
	switch a.Format {
	case CSV:
		return writeCSV(kept), nil
	case Parquet:
		return writeParquet(kept, numeric), nil
	case JSON:
		return writeJSON(kept, numeric), nil
	}
	return nil, fmt.Errorf("re-writing %s: unknown format %q", a.Name, a.Format)
}

// canonical keeps the columns that leave, in the order of the file, with canonical
// cells, and sorts the rows by all of them.
func canonical(t Table, columns []Column, decimals int) (Table, []bool, error) {
	var kept Table
	var numeric []bool
	var from []int
	for _, c := range columns {
		i := t.at(c.Name)
		if i < 0 {
			return Table{}, nil, fmt.Errorf("column %s is described and absent", c.Name)
		}
		if !c.Withheld {
			kept.Names, numeric, from = append(kept.Names, c.Name), append(numeric, c.As.numeric()), append(from, i)
		}
	}
	if len(from) == 0 {
		return Table{}, nil, errors.New("no column is left")
	}
	for _, row := range t.Rows {
		line := make([]Cell, len(from))
		for j, i := range from {
			line[j] = canonicalCell(row[i], numeric[j], decimals)
		}
		kept.Rows = append(kept.Rows, line)
	}
	slices.SortFunc(kept.Rows, func(a, b []Cell) int { return slices.CompareFunc(a, b, compareCells) })
	return kept, numeric, nil
}

// canonicalCell rounds numbers; a number that cannot be read becomes null, which the
// residue check has reported.
func canonicalCell(c Cell, numeric bool, decimals int) Cell {
	if c.Null {
		return Cell{Null: true}
	}
	if !numeric {
		return Cell{Text: strings.TrimSpace(c.Text)}
	}
	n, ok := canonicalNumber(c.Text)
	if !ok {
		return Cell{Null: true}
	}
	return Cell{Text: roundNumber(n, decimals)}
}

func compareCells(a, b Cell) int {
	if a.Null != b.Null {
		if a.Null {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.Text, b.Text)
}

// ReadReleased reads released bytes as a table, for delivery. They are bytes of
// [Rewrite]; anything else that happens to be a table is read too, and it is for the
// caller to compare its digest with the one that was approved.
func ReadReleased(b []byte, f Format, rows int) (Table, error) {
	t, _, err := read(b, f, privacy.Parameters{Rows: rows})
	if err != nil {
		return Table{}, fmt.Errorf("reading a released output: %w", err)
	}
	if len(t.Rows) > rows {
		return Table{}, fmt.Errorf("reading a released output: more than %d rows", rows)
	}
	return t, nil
}
