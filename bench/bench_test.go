package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
	"github.com/shuyu-project/shuyu/zone/duckdb"
	"github.com/shuyu-project/shuyu/zone/work"
)

// The children of the zone are this binary, started again.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == work.Command {
		os.Exit(work.Main(duckdb.Tasks()))
	}
	os.Exit(m.Run())
}

var long = flag.Bool("long", false, "the whole governed mix and lists of a hundred thousand, which take minutes")

func taian(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := pack.Open(packs.Files, "taian")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		why    string
		values []float64
		want   float64
	}{
		{"the middle one, whatever the order", []float64{9, 1, 4}, 4},
		{"between the two in the middle", []float64{8, 1, 2, 4}, 3},
		{"one value", []float64{7}, 7},
		{"none", nil, 0},
	} {
		before := append([]float64(nil), c.values...)
		if got := median(c.values); got != c.want {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
		for i := range before {
			if before[i] != c.values[i] {
				t.Errorf("%s: the values were reordered", c.why)
			}
		}
	}
}

// The sides take turns, so that a slow minute slows both, and each pair gives a ratio.
func TestSidesTakeTurns(t *testing.T) {
	var order strings.Builder
	of := func(name string, figures ...float64) side {
		next := 0
		return func(context.Context) (sample, error) {
			order.WriteString(name)
			next++
			return sample{figure: figures[next-1], n: 10, cpu: time.Second}, nil
		}
	}
	samples, err := turns(t.Context(), 3, of("a", 10, 100, 40), of("b", 5, 100, 10))
	if err != nil {
		t.Fatal(err)
	}
	if order.String() != "ababab" {
		t.Errorf("the turns were %s", order.String())
	}
	l := Line{}.compared(samples[0], samples[1])
	if *l.Ours != 40 || *l.Reference != 10 || *l.Ratio != 2 || l.N != 30 || l.Pairs != 3 || l.OursCPU != 3 {
		t.Errorf("ours %v, reference %v, ratio %v (not 40/10: it is of pairs), n %d, pairs %d, cpu %v", *l.Ours, *l.Reference, *l.Ratio, l.N, l.Pairs, l.OursCPU)
	}
	broken := errors.New("broken")
	if _, err := turns(t.Context(), 3, of("a", 1, 1, 1), func(context.Context) (sample, error) { return sample{}, broken }); !errors.Is(err, broken) {
		t.Errorf("a side that fails ended in %v", err)
	}
}

// Every writer of the floor is answered, and what was answered is in the file whole.
func TestFloorKeepsWhatItAnswers(t *testing.T) {
	name := filepath.Join(t.TempDir(), "floor")
	const writers, each = 32, 20
	f, err := openFloor(name, writers)
	if err != nil {
		t.Fatal(err)
	}
	line := []byte("0123456789abcde\n")
	done := answers(writers)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for range each {
				if err := f.append(line, done[w]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if want := bytes.Repeat(line, writers*each); !bytes.Equal(text, want) {
		t.Errorf("the file has %d bytes, want %d", len(text), len(want))
	}
}

func TestResultsAreHeldAgainstEachOther(t *testing.T) {
	text := number("SEA")
	for _, c := range []struct {
		why  string
		a, b result
		same bool
	}{
		{"the same", result{2, []float64{3, text}}, result{2, []float64{3, text}}, true},
		{"sums in another order", result{2, []float64{1e12}}, result{2, []float64{1e12 + 1e-3}}, true},
		{"a row is missing", result{1, []float64{3}}, result{2, []float64{3}}, false},
		{"another sum", result{2, []float64{3}}, result{2, []float64{3.01}}, false},
		{"a column is missing", result{2, []float64{3}}, result{2, []float64{3, 4}}, false},
		{"text instead of numbers", result{2, []float64{text}}, result{2, []float64{3}}, false},
	} {
		if err := c.a.equals(c.b); (err == nil) != c.same {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

// Each bench gives its lines with a ratio of at least five pairs, or says why there is none,
// and leaves nothing behind. Checks within the benches (every answered command is in the
// log, the zone answers what raw DuckDB answers) fail it too.
func TestBenches(t *testing.T) {
	data, err := filepath.Abs("../demo/data")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Pack: taian(t), Data: data, Folder: filepath.Join(t.TempDir(), "bench"), Pairs: 1, Turn: 10 * time.Millisecond}
	if !*long { // a plain query, a masked column, and what the rules refuse
		whole := mix
		mix = []governedQuery{mix[0], mix[4], mix[11]}
		many := seeded
		seeded = 2_000
		t.Cleanup(func() { mix, seeded = whole, many })
	}
	lines := map[string]int{"casework": 4, "audit": 8, "verify": 1, "governed": 2 + len(mix) + 2, "decide": 2, "lists": 11, "calendar": 1}
	names, titles := Names()
	if len(names) != len(lines) || len(titles) != len(names) {
		t.Fatalf("the benches are %v with %d titles", names, len(titles))
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat(filepath.Join(data, "node_modules", "vega-datasets")); name == "governed" && err != nil {
				t.Skip("the open data is not installed: make demo-data")
			}
			var got []Line
			if err := Run(t.Context(), name, o, func(l Line) { got = append(got, l) }); err != nil {
				t.Fatal(err)
			}
			if len(got) != lines[name] {
				t.Errorf("%d lines, want %d", len(got), lines[name])
			}
			for _, l := range got {
				judge(t, name, l)
			}
			if left, err := os.ReadDir(o.Folder); err != nil || len(left) > 0 {
				t.Errorf("%d folders are left: %v", len(left), err)
			}
		})
	}
	if err := Run(t.Context(), "nothing", o, func(Line) {}); err == nil {
		t.Error("a bench that there is none of ran")
	}
}

// judge looks at a line as a reader of the JSON does.
func judge(t *testing.T, name string, l Line) {
	t.Helper()
	text, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	var read map[string]any
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"bench", "metric", "n", "ours", "reference", "against", "ratio"} {
		if _, ok := read[key]; !ok {
			t.Errorf("%s has no %s", text, key)
		}
	}
	if l.Bench != name || l.Metric == "" || l.Against == "" || l.Unit == "" || l.Better != "higher" && l.Better != "lower" {
		t.Errorf("%s is not said whole", text)
	}
	switch {
	case l.Ratio == nil && !strings.Contains(l.Note, "refused by rule: ") && !strings.Contains(l.Note, "not compared"):
		t.Errorf("%s has no ratio and does not say why", text)
	case l.Ratio != nil && (*l.Ratio <= 0 || l.Pairs < 5 || l.N < 1):
		t.Errorf("%s: ratio %v of %d pairs over n = %d", text, *l.Ratio, l.Pairs, l.N)
	}
}
