package bench

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"fmt"
	"math"
	"math/big"
	"strconv"

	"github.com/shuyu-project/shuyu/zone"
)

// result is what a query answered, as far as the two sides can be held against each other:
// the number of rows and the sum of every column of numbers. Masked text differs by intent.
type result struct {
	rows int
	sums []float64 // of the columns asked for, in order; NaN where a column is text
}

// equals says how two results differ. Sums of floating-point numbers depend on the order in
// which threads added them.
func (r result) equals(other result) error {
	if r.rows != other.rows || len(r.sums) != len(other.sums) {
		return fmt.Errorf("through the zone %d rows of %d columns, raw %d of %d", r.rows, len(r.sums), other.rows, len(other.sums))
	}
	for i, a := range r.sums {
		b := other.sums[i]
		if math.IsNaN(a) != math.IsNaN(b) || math.Abs(a-b) > 1e-9*max(math.Abs(a), math.Abs(b), 1) {
			return fmt.Errorf("column %d comes to %v through the zone and to %v raw", i+1, a, b)
		}
	}
	return nil
}

// sink holds a result, as the zone gives it.
type sink struct {
	outputs []zone.Output
	bytes.Buffer
}

// Schema keeps the columns.
func (s *sink) Schema(outputs []zone.Output) error {
	s.outputs = outputs
	return nil
}

// result reads what was held; columns that admission added are left out.
func (s *sink) result() (result, error) {
	lines, err := csv.NewReader(&s.Buffer).ReadAll()
	if err != nil || len(lines) == 0 {
		return result{}, fmt.Errorf("reading the result of %d lines: %w", len(lines), err)
	}
	r := result{rows: len(lines) - 1}
	for i, o := range s.outputs {
		if o.Kind != zone.OutputKey && o.Kind != zone.OutputAggregate {
			continue
		}
		sum := 0.0
		for _, line := range lines[1:] {
			sum += number(line[i])
		}
		r.sums = append(r.sums, sum)
	}
	return r, nil
}

// number reads a cell: an empty one counts for nothing, text makes the sum one of text.
func number(cell string) float64 {
	if cell == "" {
		return 0
	}
	n, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return math.NaN()
	}
	return n
}

// rows asks the raw side and reads every row.
func rows(ctx context.Context, db *sql.DB, text string) (result, error) {
	answer, err := db.QueryContext(ctx, text)
	if err != nil {
		return result{}, err
	}
	defer answer.Close() //nolint:errcheck // Err says it
	names, err := answer.Columns()
	if err != nil {
		return result{}, err
	}
	r := result{sums: make([]float64, len(names))}
	cells, into := make([]any, len(names)), make([]any, len(names))
	for i := range cells {
		into[i] = &cells[i]
	}
	for answer.Next() {
		if err := answer.Scan(into...); err != nil {
			return result{}, err
		}
		r.rows++
		for i, c := range cells {
			r.sums[i] += value(c)
		}
	}
	return r, answer.Err()
}

// value reads a cell of the driver.
func value(cell any) float64 {
	switch v := cell.(type) {
	case nil:
		return 0
	case *big.Int:
		f, _ := new(big.Float).SetInt(v).Float64()
		return f
	case string:
		return number(v)
	case float64:
		return v
	case int64:
		return float64(v)
	}
	return number(fmt.Sprint(cell))
}
