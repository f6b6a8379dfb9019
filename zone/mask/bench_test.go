package mask

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// flights is real data, for measurements only.
const flights = "../../../shared/data/transport_us_flights_3m.parquet"

// BenchmarkProjection sets preparing a masked projection of three million rows
// against writing the same rows plainly, in turn: the median of the ratios.
func BenchmarkProjection(b *testing.B) {
	if _, err := os.Stat(flights); err != nil {
		b.Skip("three million flights are compared only where the material that the product is developed with lies beside the repository: ", err)
	}
	columns := []Column{
		{Name: "dep_time_local", Type: Moment, Level: 1, Role: Neither}, {Name: "arr_delay_min", Type: Integer, Level: 1, Role: Neither},
		{Name: "distance_mi", Type: Integer, Level: 1, Role: Neither}, {Name: "origin", Type: Text, Level: 2, Role: Neither}, {Name: "destination", Type: Text, Level: 2, Role: Neither},
	}
	for _, c := range []struct {
		name string
		mask map[string]Mask
	}{
		{"plain", nil},
		{"token-of-destination", map[string]Mask{"destination": {Kind: Token}}},
		{"pattern", map[string]Mask{"destination": {Kind: Pattern, Head: 1}}},
		{"bucket-and-truncate", map[string]Mask{"distance_mi": {Kind: Bucket, Width: 100}, "dep_time_local": {Kind: Truncate, Unit: "month"}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := Request{Version: "V", Grant: "G", Scenario: "S", Columns: columns, Catalogue: Production, NoUnit: true, Masks: c.mask,
				Granted: []string{"dep_time_local", "arr_delay_min", "distance_mi", "origin", "destination"}}
			compare(b, flights, project(b, r))
		})
	}
	b.Run("token-of-unique-ids", func(b *testing.B) {
		file := filepath.Join(b.TempDir(), "ids.parquet")
		db := open(b)
		if _, err := db.Exec("COPY (SELECT printf('37090219%010d', n * 7919 % 10000000000) AS id, n % 97 AS v FROM range(1000000) r(n)) TO " + quoteText(file) + " (FORMAT parquet, COMPRESSION zstd)"); err != nil {
			b.Fatal(err)
		}
		r := Request{Version: "V", Grant: "G", Scenario: "S", Catalogue: Production, Granted: []string{"id", "v"},
			Columns: []Column{{Name: "id", Type: Text, Level: 3, Role: Identifier, Unit: true}, {Name: "v", Type: Integer, Level: 1, Role: Neither}}}
		compare(b, file, project(b, r))
	})
}

func compare(b *testing.B, source string, p Plan) {
	var ratios []float64
	for b.Loop() {
		plain := timed(b, func(out string) error {
			db, err := sql.Open("duckdb", "")
			if err != nil {
				return err
			}
			defer db.Close()
			_, err = db.Exec("SET threads=2; COPY (SELECT * FROM read_parquet(" + quoteText(source) + ")) TO " + quoteText(out) + " (FORMAT parquet, COMPRESSION zstd)")
			return err
		})
		masked := timed(b, func(out string) error {
			_, err := Pipeline{}.Materialise(context.Background(), p, key(b, "S", Production), []string{source}, out)
			return err
		})
		ratios = append(ratios, float64(masked)/float64(plain))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "x-plain-copy")
}

func timed(b *testing.B, run func(out string) error) time.Duration {
	out := filepath.Join(b.TempDir(), "out.parquet")
	start := time.Now()
	if err := run(out); err != nil {
		b.Fatal(err)
	}
	spent := time.Since(start)
	_ = os.Remove(out)
	return spent
}
