package casework

import (
	"context"
	"fmt"
	"iter"
)

// page is how many lines are asked for at a time where all of them are read.
const page = 200

// EveryRecord reads every register line that a query finds, in its order, a page at a time.
// After an error there is nothing more.
func EveryRecord(ctx context.Context, v interface {
	Records(ctx context.Context, q RecordQuery) ([]Record, string, error)
}, q RecordQuery,
) iter.Seq2[Record, error] {
	q.Limit = page
	return everyOf(func(cursor string) ([]Record, string, error) {
		q.Cursor = cursor
		records, next, err := v.Records(ctx, q)
		if err != nil {
			err = fmt.Errorf("reading the register of %s: %w", q.Kind, err)
		}
		return records, next, err
	})
}

// EveryCase reads every case that a query finds, as EveryRecord does register lines.
func EveryCase(ctx context.Context, v interface {
	Cases(ctx context.Context, q CaseQuery) ([]Case, string, error)
}, q CaseQuery,
) iter.Seq2[Case, error] {
	q.Limit = page
	return everyOf(func(cursor string) ([]Case, string, error) {
		q.Cursor = cursor
		cases, next, err := v.Cases(ctx, q)
		if err != nil {
			err = fmt.Errorf("reading the cases: %w", err)
		}
		return cases, next, err
	})
}

func everyOf[T any](read func(cursor string) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for cursor := ""; ; {
			lines, next, err := read(cursor)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, line := range lines {
				if !yield(line, nil) {
					return
				}
			}
			if cursor = next; cursor == "" {
				return
			}
		}
	}
}
