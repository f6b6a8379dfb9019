package intake

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// classify lets the detectors look at a sample of an object: stretches of rows spread
// evenly over it, so that the cost does not grow with the rows.
func (r *reading) classify(ctx context.Context, from string, columns []catalogue.Column) error {
	const stretches, each = 16, 512
	scans := make([]*catalogue.Scan, len(columns))
	list := make([]string, len(columns))
	for i, c := range columns {
		scans[i] = catalogue.NewScan(c.Name)
		list[i] = identifier(c.Name) + "::VARCHAR"
	}
	query := "SELECT " + strings.Join(list, ", ") + " FROM " + strings.TrimSuffix(from, ")") + ", file_row_number=true)"
	if total := r.version.Rows; total > stretches*each {
		var ranges []string
		for i := range int64(stretches) {
			start := i * (total - each) / (stretches - 1)
			ranges = append(ranges, fmt.Sprintf("file_row_number BETWEEN %d AND %d", start, start+each-1))
		}
		for _, condition := range ranges {
			if err := r.look(ctx, query+" WHERE "+condition, scans); err != nil {
				return err
			}
		}
	} else if err := r.look(ctx, query, scans); err != nil {
		return err
	}
	for i := range columns {
		columns[i].Proposals = scans[i].Proposals()
	}
	return nil
}

// look adds the rows of a query to the scans.
func (r *reading) look(ctx context.Context, query string, scans []*catalogue.Scan) error {
	cells := make([]sql.RawBytes, len(scans))
	answers := make([]any, len(scans))
	for i := range cells {
		answers[i] = &cells[i]
	}
	return r.engine.many(ctx, query, func(rows *sql.Rows) error {
		if err := rows.Scan(answers...); err != nil {
			return err
		}
		r.looked++
		for i, cell := range cells {
			r.bytes += int64(len(cell)) + 8
			scans[i].Add(cell)
		}
		return nil
	})
}
