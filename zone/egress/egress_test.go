package egress

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm3"

	"github.com/shuyu-project/shuyu/zone/privacy"
)

var (
	residents = []SourceColumn{{Name: "id", Unit: true, Identifier: true}, {Name: "district"}, {Name: "sex"}, {Name: "born"}, {Name: "income"}}
	districts = []string{"泰山区", "岱岳区", "新泰市", "肥城市"}
)

// register is a seeded register of residents: district, sex, day of birth, income.
func register(t testing.TB, n int) (Source, [][]Cell) {
	t.Helper()
	ids, err := ResidentIDs([]string{"370902"}, 1950, 2005)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 7))
	seen := map[uint64]bool{}
	var rows [][]Cell
	for len(rows) < n {
		i := random.Uint64N(ids.Size())
		if seen[i] {
			continue
		}
		seen[i] = true
		id := string(ids.At(i, nil))
		rows = append(rows, []Cell{{Text: id}, {Text: districts[random.IntN(4)]}, {Text: []string{"女", "男"}[random.IntN(2)]},
			{Text: id[6:10] + "-" + id[10:12] + "-" + id[12:14]}, {Text: fmt.Sprint(20000 + random.IntN(900000))}})
	}
	return RowsSource(residents, rows), rows
}

func floor(t testing.TB, p privacy.Profile) privacy.Parameters {
	t.Helper()
	parameters, err := privacy.Floor(p)
	if err != nil {
		t.Fatal(err)
	}
	return parameters
}

func table(lines ...[]string) []byte {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.WriteAll(lines)
	return []byte(b.String())
}

func personal2(t testing.TB, s Source) Context {
	return Context{Parameters: floor(t, privacy.P2), Unit: Person, Purpose: "各区收入水平统计", Sources: []Source{s}}
}

func examine(t testing.TB, a Artefact, c Context) Report {
	t.Helper()
	r, err := Examine(context.Background(), a, c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func codes(r Report, o privacy.Outcome) map[string]bool {
	found := map[string]bool{}
	for _, f := range r.Findings {
		if f.Outcome == o {
			found[f.Rule+" "+f.Code] = true
		}
	}
	return found
}

// averages is the honest output: mean income by district and sex.
func averages(rows [][]Cell) Artefact {
	type cell struct{ n, sum int }
	by := map[[2]string]*cell{}
	for _, r := range rows {
		k := [2]string{r[1].Text, r[2].Text}
		if by[k] == nil {
			by[k] = &cell{}
		}
		var income int
		_, _ = fmt.Sscan(r[4].Text, &income)
		by[k].n++
		by[k].sum += income
	}
	lines := [][]string{{"district", "sex", "people", "income_mean"}}
	for _, d := range districts {
		for _, s := range []string{"女", "男"} {
			c := by[[2]string{d, s}]
			lines = append(lines, []string{d, s, fmt.Sprint(c.n), fmt.Sprintf("%.2f", float64(c.sum)/float64(c.n)+0.005)})
		}
	}
	return Artefact{Name: "income.csv", Format: CSV, Bytes: table(lines...), Columns: []Column{
		{Name: "district", As: Group}, {Name: "sex", As: Group},
		{Name: "people", As: Count, Counted: Units}, {Name: "income_mean", As: Mean, Of: "income"}}}
}

func TestHonestAggregatePasses(t *testing.T) {
	s, rows := register(t, 4000)
	r := examine(t, averages(rows), personal2(t, s))
	if r.Outcome != privacy.Pass {
		for _, f := range r.Findings {
			if f.Outcome != privacy.Pass {
				t.Errorf("%s %s %s: %s, want %s", f.Rule, f.Code, f.Column, f.Measured, f.Threshold)
			}
		}
	}
	if r.Release == "" || r.Release == r.Artefact {
		t.Errorf("release digest %q, artefact %q: what leaves is written anew", r.Release, r.Artefact)
	}
}

func TestRawRowsAreRefused(t *testing.T) {
	s, rows := register(t, 4000)
	lines := [][]string{{"d", "s", "b", "pay", "people"}}
	for _, r := range rows[:300] {
		lines = append(lines, []string{r[1].Text, r[2].Text, r[3].Text, r[4].Text, "25"})
	}
	a := Artefact{Name: "rows.csv", Format: CSV, Bytes: table(lines...), Columns: []Column{
		{Name: "d", As: Group}, {Name: "s", As: Group}, {Name: "b", As: Group}, {Name: "pay", As: Group}, {Name: "people", As: Count, Counted: Units}}}
	r := examine(t, a, personal2(t, s))
	got := codes(r, privacy.Fail)
	for _, want := range []string{"R1 " + CodeOverstated, "R18.1 " + CodeOverlaps} {
		if !got[want] {
			t.Errorf("raw rows called groups: no %s among %v", want, got)
		}
	}
	a.Columns = []Column{{Name: "d", As: Value}, {Name: "s", As: Value}, {Name: "b", As: Value}, {Name: "pay", As: Value}, {Name: "people", As: Count, Counted: Units}}
	if got := codes(examine(t, a, personal2(t, s)), privacy.Fail); !got["R16 records.refused"] {
		t.Errorf("values of records: no R16 among %v", got)
	}
}

func TestHashOfResidentID(t *testing.T) { // D12
	s, rows := register(t, 4000)
	lines := [][]string{{"person", "people"}}
	for _, r := range rows[:200] {
		sum := sm3.Sum([]byte(r[0].Text))
		lines = append(lines, []string{hex.EncodeToString(sum[:]), "12"})
	}
	a := Artefact{Name: "hashed.csv", Format: CSV, Bytes: table(lines...), Columns: []Column{{Name: "person", As: Group}, {Name: "people", As: Count, Counted: Units}}}
	c := personal2(t, s)
	if got := codes(examine(t, a, c), privacy.Fail); !got["R18.3 "+CodeHashShaped] || !got["R18.3 "+CodeReversed] {
		t.Errorf("against the source: %v", got)
	}
	county, err := ResidentIDs([]string{"370902"}, 1930, 2024)
	if err != nil {
		t.Fatal(err)
	}
	c.Sources, c.Domains = nil, []Domain{county}
	if got := codes(examine(t, a, c), privacy.Fail); !got["R18.3 "+CodeReversed] {
		t.Errorf("by enumeration of a county: %v", got)
	}
}
