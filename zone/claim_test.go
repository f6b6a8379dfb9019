package zone_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
)

// TestClaims states the law of the counters: no sum passes R2 that rests on fewer than k
// units, that is, that only the removal of fewer than k units would change. Queries are
// made at random from the admitted grammar; each runs over all rows and, in the same
// run, over the rows without each unit.
func TestClaims(t *testing.T) {
	const units, k, queries = 48, 5, 200
	db := claimTable(t, units)
	p := parser(t)
	random := rand.New(rand.NewPCG(20260211, 7)) //nolint:gosec // the same queries every time
	admitted, passing, stopped := 0, 0, 0
	for range queries {
		q := generator{r: random}.query()
		req := request(q)
		req.Projections = []zone.Projection{claimProjection(units), extraProjection()}
		req.Policy.Contributors = k
		job, err := zone.Admit(t.Context(), p, req)
		if _, refused := law.AsRefusal(err); refused {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		admitted++
		without := evaluate(t, db, job)
		differences(t, q, job, without, units, k)
		for key, row := range without[""] {
			for i, o := range job.Outputs() {
				if o.Kind != zone.OutputAggregate {
					continue
				}
				passes, least := judged(job.Outputs(), row, i, k)
				if !passes {
					stopped++
					continue
				}
				passing++
				makers := 0
				for u := range units {
					if other, ok := without[fmt.Sprintf("U%d", u)][key]; !ok || other[i] != row[i] {
						makers++
					}
				}
				if makers < k {
					t.Errorf("%s\nprinted %s\nrow %q output %s passes with %d claimed, but only %d units make it", q, job.SQL(), key, o.Name, least, makers)
				}
			}
		}
	}
	if admitted < queries/2 || passing < queries/4 || stopped < queries/4 {
		t.Errorf("of %d queries %d were admitted, %d results pass and %d are stopped: the test says too little", queries, admitted, passing, stopped)
	}
}

// differences looks at the difference of the two sums of a row, where both pass: no unit
// or at least k must make it, or the two together tell about a few.
func differences(t *testing.T, q string, job zone.Admitted, without map[string]map[string][]string, units, k int) {
	t.Helper()
	var sums []int
	for i, o := range job.Outputs() {
		if o.Kind == zone.OutputAggregate {
			sums = append(sums, i)
		}
	}
	for key, row := range without[""] {
		one, _ := judged(job.Outputs(), row, sums[0], k)
		two, _ := judged(job.Outputs(), row, sums[1], k)
		if !one || !two {
			continue
		}
		makers := 0
		for u := range units {
			if other, ok := without[fmt.Sprintf("U%d", u)][key]; !ok || minus(t, other, sums) != minus(t, row, sums) {
				makers++
			}
		}
		if makers != 0 && makers < k {
			t.Errorf("%s\nprinted %s\nrow %q: %d units make the difference of the two sums", q, job.SQL(), key, makers)
		}
	}
}

func minus(t *testing.T, row []string, of []int) float64 {
	t.Helper()
	var a, b float64
	for i, to := range []*float64{&a, &b} {
		if row[of[i]] == "<nil>" {
			continue
		}
		if _, err := fmt.Sscan(row[of[i]], to); err != nil {
			t.Fatal(err)
		}
	}
	return a - b
}

// judged applies R2 as egress does.
func judged(outputs []zone.Output, row []string, i, k int) (passes bool, least int) {
	passes, least = true, 1<<30
	for n, o := range outputs {
		of := len(o.Of) == 0
		for _, x := range o.Of {
			of = of || x == i
		}
		if !of || o.Kind != zone.OutputContributors {
			continue
		}
		var count int
		if _, err := fmt.Sscan(row[n], &count); err != nil {
			return false, 0
		}
		least = min(least, count)
		passes = passes && count >= k
	}
	return passes, least
}

func claimProjection(units int64) zone.Projection {
	return zone.Projection{Name: "claims", Dataset: "D", Version: "1", Grant: "G", Scenario: "S", Catalogue: zone.Production, Unit: "person", Rows: 2 * units, Units: units,
		Columns: []zone.Column{
			{Name: "id", Type: "VARCHAR", Level: 3, Role: zone.RoleUnit, Distinct: units},
			{Name: "area", Type: "INTEGER", Level: 1, Role: zone.RolePublic, Distinct: 2},
			{Name: "sex", Type: "VARCHAR", Level: 2, Role: zone.RoleProtected, Distinct: 2},
			{Name: "ill", Type: "INTEGER", Level: 4, Role: zone.RoleProtected, Distinct: 2},
			{Name: "income", Type: "BIGINT", Level: 3, Role: zone.RoleProtected, Distinct: units},
			{Name: "bonus", Type: "BIGINT", Level: 3, Role: zone.RoleProtected, Distinct: 3},
			{Name: "debt", Type: "BIGINT", Level: 3, Role: zone.RoleProtected, Distinct: 8},
		}}
}

// extraProjection is a second table of the same persons: few are in it, some twice.
func extraProjection() zone.Projection {
	return zone.Projection{Name: "extra", Dataset: "D2", Version: "1", Grant: "G", Scenario: "S", Catalogue: zone.Production, Unit: "person", Rows: 12, Units: 9,
		Columns: []zone.Column{
			{Name: "id", Type: "VARCHAR", Level: 3, Role: zone.RoleUnit, Distinct: 9},
			{Name: "cost", Type: "BIGINT", Level: 3, Role: zone.RoleProtected, Distinct: 12},
		}}
}

// claimTable holds units with two rows each. Few are ill, fewer have a bonus, most have
// no debt; values are such that no two sums agree by chance.
func claimTable(t *testing.T, units int) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	for _, q := range []string{
		"SET threads=1",
		fmt.Sprintf(`CREATE TABLE base AS SELECT 'U' || u AS id, (u %% 2)::INTEGER AS area, CASE WHEN u %% 12 = 3 THEN 'F' ELSE 'M' END AS sex,
			(CASE WHEN u %% 16 = 3 THEN 1 ELSE 0 END)::INTEGER AS ill,
			CASE WHEN u %% 7 = 0 THEN NULL ELSE (hash(u * 2 + r) %% 1000003 + 17)::BIGINT END AS income,
			CASE WHEN u < 3 THEN (hash(u * 5 + r) %% 999983 + 5)::BIGINT END AS bonus,
			(CASE WHEN u %% 6 = 1 THEN hash(u * 3 + r) %% 777777 + 3 ELSE 0 END)::BIGINT AS debt
			FROM range(%d) a(u), range(2) b(r)`, units),
		"CREATE TABLE extra AS SELECT 'U' || (n % 9 * 4) AS id, (hash(n) % 99991 + 2)::BIGINT AS cost FROM range(12) r(n)",
		"CREATE TABLE without AS SELECT '' AS gone, * FROM base UNION ALL SELECT g.id AS gone, b.* FROM (SELECT DISTINCT id FROM base) g JOIN base b ON b.id <> g.id",
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// evaluate answers the rows of a job by the unit that is left out and then by their
// keys. The job's text is run once, over a table of all leavings-out, grouped by them too.
func evaluate(t *testing.T, db *sql.DB, job zone.Admitted) map[string]map[string][]string {
	t.Helper()
	q, _, _ := strings.Cut(job.SQL(), " ORDER BY ")
	q = strings.Replace(q, "SELECT ", `SELECT "claims"."gone", `, 1)
	q = strings.Replace(q, `FROM "claims"`, `FROM "without"`, 1)
	if strings.Contains(q, " GROUP BY ") {
		q = strings.Replace(q, " GROUP BY ", ` GROUP BY "claims"."gone", `, 1)
	} else {
		q += ` GROUP BY "claims"."gone"`
	}
	rows, err := db.Query(q)
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	defer rows.Close() //nolint:errcheck // read to the end below
	outputs := job.Outputs()
	all := map[string]map[string][]string{}
	for rows.Next() {
		values, pointers := make([]any, len(outputs)+1), make([]any, len(outputs)+1)
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			t.Fatal(err)
		}
		gone, row, key := fmt.Sprint(values[0]), make([]string, len(outputs)), ""
		for i, v := range values[1:] {
			row[i] = fmt.Sprint(v)
			if outputs[i].Kind == zone.OutputKey {
				key += row[i] + "|"
			}
		}
		if all[gone] == nil {
			all[gone] = map[string][]string{}
		}
		all[gone][key] = row
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// generator makes governed queries.
type generator struct {
	r      *rand.Rand
	joined bool // the table extra is there too
}

func (g generator) pick(options ...func() string) string { return options[g.r.IntN(len(options))]() }

func word(s string) func() string { return func() string { return s } }

func (g generator) predicate(depth int) string {
	simple := []func() string{word("sex = 'F'"), word("ill = 1"), word("income > 500000"), word("debt > 0"), word("bonus IS NOT NULL"), word("area = 1"), word("income BETWEEN 100 AND 900000")}
	if depth > 0 {
		simple = append(simple,
			func() string { return "(" + g.predicate(depth-1) + " AND " + g.predicate(depth-1) + ")" },
			func() string { return "(" + g.predicate(depth-1) + " OR " + g.predicate(depth-1) + ")" },
			func() string { return "NOT (" + g.predicate(depth-1) + ")" })
	}
	return g.pick(simple...)
}

func (g generator) value(depth int) string {
	simple := []func() string{word("income"), word("bonus"), word("debt"), word("ill"), word("income")}
	if g.joined {
		simple = append(simple, word("cost"), word("cost"))
	}
	if depth > 0 {
		sub := func() string { return g.value(depth - 1) }
		simple = append(simple,
			func() string {
				return "CASE WHEN " + g.predicate(1) + " THEN " + sub() + " ELSE " + g.pick(word("0"), sub) + " END"
			},
			func() string {
				return "CASE WHEN " + g.predicate(0) + " THEN " + sub() + " WHEN " + g.predicate(0) + " THEN " + sub() + " END"
			},
			func() string { return "CASE WHEN " + g.predicate(1) + " THEN 1 ELSE 0 END" },
			func() string { return "(" + sub() + " + " + sub() + ")" },
			func() string { return "(" + sub() + " - 3)" },
			func() string { return "(2 * " + sub() + ")" },
			func() string { return "coalesce(" + sub() + ", " + g.pick(word("0"), sub) + ")" },
			func() string { return "CAST(" + g.predicate(1) + " AS DOUBLE)" })
	}
	return g.pick(simple...)
}

func (g generator) query() string {
	from := "claims"
	if g.r.IntN(4) == 0 {
		g.joined, from = true, "claims "+g.pick(word("LEFT JOIN"), word("JOIN"))+" extra ON claims.id = extra.id"
	}
	aggregate := func() string {
		s := "sum(" + g.value(g.r.IntN(3)) + ")"
		if g.r.IntN(2) == 0 {
			s += " FILTER (WHERE " + g.predicate(1) + ")"
		}
		return s
	}
	var items, tail []string
	if g.r.IntN(2) == 0 {
		items, tail = append(items, "area"), append(tail, "GROUP BY area")
	}
	items = append(items, aggregate(), aggregate())
	if g.r.IntN(2) == 0 { // twice the same value over cohorts that hardly differ
		v, c := g.value(1), g.predicate(0)
		items = append(items[:len(items)-2], "sum("+v+") FILTER (WHERE "+c+")", "sum("+v+") FILTER (WHERE "+c+g.pick(word(" OR "), word(" AND NOT "))+g.predicate(0)+")")
	}
	q := "SELECT " + strings.Join(items, ", ") + " FROM " + from
	if g.r.IntN(2) == 0 {
		q += " WHERE " + g.predicate(1)
	}
	return strings.Join(append([]string{q}, tail...), " ")
}
