package egress

import (
	"context"
	"fmt"
	"hash/maphash"
	"math/bits"
	"strconv"
	"strings"
)

// SourceColumn is a column of a source as the catalogue knows it.
type SourceColumn struct {
	Name       string
	Unit       bool // identifies the privacy unit
	Identifier bool // role ID: its values are what a hash would hide
	Public     bool // level 1 and open
}

// Source is a projection or dataset that a job could read. Implementations stream:
// rows are never all held. A source is read only inside the zone.
type Source interface {
	Columns() []SourceColumn
	// Rows hands every row to yield, cells in the order of Columns. The slice is
	// reused. It may be called more than once and answers the same rows.
	Rows(ctx context.Context, yield func([]Cell) error) error
}

// ParquetSource reads a Parquet file inside the zone. Columns that are not named are
// not read. It is closed over its path and safe for one goroutine.
func ParquetSource(path string, columns []SourceColumn) Source {
	return parquetSource{path: path, columns: columns}
}

type parquetSource struct {
	path    string
	columns []SourceColumn
}

func (s parquetSource) Columns() []SourceColumn { return s.columns }

func (s parquetSource) Rows(ctx context.Context, yield func([]Cell) error) error {
	db, err := reader(ctx, s.path)
	if err != nil {
		return err
	}
	defer db.Close()
	names := make([]string, len(s.columns))
	for i, c := range s.columns {
		names[i] = c.Name
	}
	var total int64
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM read_parquet("+quoteText(s.path)+")").Scan(&total); err != nil {
		return fmt.Errorf("counting a source of the output: %w", silent(err))
	}
	// The engine holds a whole answer before it gives the first row: it is asked for a
	// stretch of rows at a time.
	for from := int64(0); from < total; from += stretch {
		query := fmt.Sprintf("%s WHERE file_row_number >= %d AND file_row_number < %d", selectRows(names, s.path), from, from+stretch)
		if err := scanRows(ctx, db, query, len(names), yield); err != nil {
			return fmt.Errorf("reading a source of the output: %w", silent(err))
		}
	}
	return nil
}

// stretch is how many rows of a source the engine holds at once.
const stretch = 1 << 19

// RowsSource is a source whose rows are in memory.
func RowsSource(columns []SourceColumn, rows [][]Cell) Source {
	return rowsSource{columns: columns, rows: rows}
}

type rowsSource struct {
	columns []SourceColumn
	rows    [][]Cell
}

func (s rowsSource) Columns() []SourceColumn { return s.columns }

func (s rowsSource) Rows(ctx context.Context, yield func([]Cell) error) error {
	for i, row := range s.rows {
		if i&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}

// salt turns values into 64-bit marks under a seed of this examination only, so that
// no mark means anything outside it. A chance meeting of two values is below one in
// 10^9 for 10^5 marks against 10^5 others.
type salt struct{ seed maphash.Seed }

func newSalt() salt { return salt{seed: maphash.MakeSeed()} }

// cell marks a value. Numbers are marked by what they are worth, not by how they are
// spelled; null has the mark zero.
func (s salt) cell(c Cell) uint64 {
	if c.Null {
		return 0
	}
	text := c.Text
	if text != "" && text[0] <= '9' {
		if n, ok := canonicalNumber(text); ok {
			return maphash.String(s.seed, n) | 1
		}
	}
	return maphash.String(s.seed, strings.TrimSpace(text)) | 1
}

// firstDigits is how many digits of a number a blunt mark keeps.
const firstDigits = 2

// blunt marks a number by its first digits, rounded, so that a number changed a little
// has the same mark, mostly; anything else by exact, its own.
func (s salt) blunt(c Cell, exact uint64) uint64 {
	if c.Null || c.Text == "" || c.Text[0] != '-' && (c.Text[0] < '0' || c.Text[0] > '9') {
		return exact
	}
	n, err := strconv.ParseFloat(c.Text, 64)
	if err != nil {
		return exact
	}
	var b [32]byte
	return maphash.Bytes(s.seed, strconv.AppendFloat(b[:0], n, 'e', firstDigits-1, 64)) | 1
}

// tuple marks several values in order. The marks are secret and spread already; they
// are folded with a multiplication that keeps all their bits.
func tuple(marks []uint64) uint64 {
	h := uint64(len(marks)) * 0x9e3779b97f4a7c15
	for _, m := range marks {
		high, low := bits.Mul64(h^m, 0xd6e8feb86659fd93)
		h = high ^ low ^ bits.RotateLeft64(m, 29)
	}
	return h | 1
}

// sieve holds 16 bits of each mark of a set, so that most marks that are not in it
// are known without looking.
type sieve [1 << 16]bool

func (s *sieve) add(mark uint64)        { s[uint16(mark>>32)] = true }
func (s *sieve) maybe(mark uint64) bool { return s[uint16(mark>>32)] }
