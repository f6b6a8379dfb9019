package intake

import (
	"bytes"
	"testing"

	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/registry/catalogue/synthetic"
)

// BenchmarkRead takes in a register of 100,000 synthetic residents (16 columns) as CSV
// and the three million flights as Parquet, from upload to measured object.
func BenchmarkRead(b *testing.B) {
	var text bytes.Buffer
	if err := synthetic.WriteResidentsCSV(&text, 100_000, 1); err != nil {
		b.Fatal(err)
	}
	path := write(b, "residents.csv", text.Bytes())
	b.Run("csv", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			take(b, Source{Format: CSV, Path: path}, Options{Unit: catalogue.UnitPerson})
		}
	})
	b.Run("parquet", func(b *testing.B) {
		flights := sharedFile(b, "transport_us_flights_3m.parquet")
		for b.Loop() {
			take(b, Source{Format: Parquet, Path: flights}, Options{Unit: catalogue.UnitNone})
		}
	})
}
