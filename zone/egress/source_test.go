package egress

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"database/sql"

	"github.com/emmansun/gmsm/sm3"

	"github.com/shuyu-project/shuyu/zone/privacy"
)

const flights = "../../../shared/data/transport_us_flights_3m.parquet"

func query(t testing.TB, q string) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(q); err != nil {
		t.Fatal(err)
	}
}

// Real data without a privacy unit: an honest table leaves, raw rows and their
// disguises do not.
func TestFlights(t *testing.T) {
	if _, err := os.Stat(flights); err != nil {
		t.Skip("three million flights are compared only where the material that the product is developed with lies beside the repository: ", err)
	}
	dir := t.TempDir()
	made := func(name, q string) string {
		file := filepath.Join(dir, name)
		query(t, "COPY ("+q+") TO '"+file+"' (FORMAT parquet)")
		return file
	}
	part := made("part.parquet", "SELECT * FROM '"+flights+"' LIMIT 100000")
	c := Context{Parameters: floor(t, privacy.P1), Unit: NoUnit, Purpose: "各机场准点率", Sources: []Source{ParquetSource(part, flightColumns)}}
	held := func(file string, columns ...Column) Artefact {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return Artefact{Name: file, Format: Parquet, Bytes: b, Columns: columns}
	}
	honest := held(made("a.parquet", "SELECT origin, count(*) AS flights, avg(arr_delay_min) AS delay FROM '"+part+"' GROUP BY origin HAVING count(*) >= 10"),
		Column{Name: "origin", As: Group}, Column{Name: "flights", As: Count, Counted: Rows}, Column{Name: "delay", As: Mean, Of: "arr_delay_min"})
	if r := examine(t, honest, c); r.Outcome == privacy.Fail || r.Release == "" {
		t.Errorf("delays by airport: %v", r.Failed())
	}
	for _, order := range []string{"origin AS a, destination AS b", "destination AS a, origin AS b"} {
		raw := held(made("b.parquet", "SELECT dep_time_local AS t, "+order+", arr_delay_min AS d FROM '"+part+"' LIMIT 2000"),
			Column{Name: "t", As: Group}, Column{Name: "a", As: Group}, Column{Name: "b", As: Group}, Column{Name: "d", As: Group})
		if r := examine(t, raw, c); !codes(r, privacy.Fail)["R18.1 "+CodeOverlaps] {
			t.Errorf("raw rows, %s: %v", order, codes(r, privacy.Fail))
		}
		_ = os.Remove(filepath.Join(dir, "b.parquet"))
	}
}

var flightColumns = []SourceColumn{{Name: "dep_time_local"}, {Name: "arr_delay_min"}, {Name: "distance_mi"}, {Name: "origin"}, {Name: "destination"}}

// BenchmarkFlights examines a table of airports against three million rows.
func BenchmarkFlights(b *testing.B) {
	if _, err := os.Stat(flights); err != nil {
		b.Skip("three million flights are compared only where the material that the product is developed with lies beside the repository: ", err)
	}
	file := filepath.Join(b.TempDir(), "a.parquet")
	query(b, "COPY (SELECT origin, count(*) AS flights, avg(arr_delay_min) AS delay FROM '"+flights+"' GROUP BY origin HAVING count(*) >= 10) TO '"+file+"' (FORMAT parquet)")
	content, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	a := Artefact{Name: "a", Format: Parquet, Bytes: content, Columns: []Column{{Name: "origin", As: Group}, {Name: "flights", As: Count, Counted: Rows}, {Name: "delay", As: Mean, Of: "arr_delay_min"}}}
	c := Context{Parameters: floor(b, privacy.P1), Unit: NoUnit, Purpose: "各机场准点率", Sources: []Source{ParquetSource(flights, flightColumns)}}
	for b.Loop() {
		examine(b, a, c)
	}
}

// A source that cannot be read is no report.
func TestSourceMissing(t *testing.T) {
	_, rows := register(t, 100)
	c := personal2(t, ParquetSource(filepath.Join(t.TempDir(), "none.parquet"), residents))
	if _, err := Examine(context.Background(), averages(rows), c); err == nil {
		t.Error("a report without having read the source")
	}
}

// BenchmarkCounty recovers all of two hundred hashed resident ids of a county (D12):
// 34.7 million candidates, SM3.
func BenchmarkCounty(b *testing.B) {
	_, rows := register(b, 200)
	lines := [][]string{{"who", "people"}}
	for _, r := range rows {
		d := sm3.Sum([]byte(r[0].Text))
		lines = append(lines, []string{hex.EncodeToString(d[:]), "12"})
	}
	a := csvOf([]Column{{Name: "who", As: Group}, {Name: "people", As: Count, Counted: Units}}, lines...)
	county, err := ResidentIDs([]string{"370902"}, 1930, 2024)
	if err != nil {
		b.Fatal(err)
	}
	tab, _, err := readCSV(a.Bytes, 5000)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		t := newTargets(examination{a: a, c: Context{Parameters: floor(b, privacy.P2), Unit: Person}, t: tab})
		n, _, err := t.recover(context.Background(), county, 200, &budget{left: Budget, shares: 1})
		if err != nil || n != 200 {
			b.Fatalf("%d of 200 recovered (%v)", n, err)
		}
	}
}

// counting counts how often a source is read.
type counting struct {
	Source
	read int
}

func (c *counting) Rows(ctx context.Context, yield func([]Cell) error) error {
	c.read++
	return c.Source.Rows(ctx, yield)
}

// A source is read once, whatever is examined; only where its first rows do not tell what
// an author's columns are is it read again, and found all the same.
func TestSourceReadOnce(t *testing.T) {
	const far = foresight // rows by far more than are held ahead
	rows := make([][]Cell, 0, far)
	for i := range far {
		rows = append(rows, []Cell{{Text: fmt.Sprintf("C%d", i)}, {Text: fmt.Sprintf("W%d", i/2)}, {Text: fmt.Sprint(i * 3)}})
	}
	columns := []SourceColumn{{Name: "car"}, {Name: "ward"}, {Name: "km"}}
	raw := func(from int, names ...string) Artefact {
		lines := [][]string{names}
		for _, r := range rows[from : from+200] {
			lines = append(lines, []string{r[0].Text, r[1].Text, r[2].Text})
		}
		return csvOf([]Column{{Name: names[0], As: Group}, {Name: names[1], As: Group}, {Name: names[2], As: Value}}, lines...)
	}
	for _, c := range []struct {
		why  string
		a    Artefact
		read int
	}{
		{"by their names", raw(far-200, "car", "ward", "km"), 1},
		{"renamed, of the first rows", raw(0, "a", "b", "c"), 1},
		{"renamed, of the last rows", raw(far-200, "a", "b", "c"), 2},
	} {
		s := &counting{Source: RowsSource(columns, rows)}
		r := examine(t, c.a, Context{Parameters: floor(t, privacy.P2), Unit: NoUnit, Purpose: "车辆里程", Sources: []Source{s}})
		if s.read != c.read {
			t.Errorf("%s: the source was read %d times, want %d", c.why, s.read, c.read)
		}
		if !codes(r, privacy.Fail)["R18.1 "+CodeOverlaps] {
			t.Errorf("%s: raw rows are not found: %v", c.why, codes(r, privacy.Fail))
		}
	}
}
