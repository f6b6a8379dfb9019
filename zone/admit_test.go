package zone_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/duckdb"
	"github.com/shuyu-project/shuyu/zone/work"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == work.Command {
		os.Exit(work.Main(duckdb.Tasks()))
	}
	os.Exit(m.Run())
}

var enough = zone.Isolation{Child: true, RLimits: true, Landlock: 7, Seccomp: true}

// people is a table of persons with several rows each; firms one row each; area has no unit.
var (
	people = zone.Projection{Name: "people", Dataset: "D", Version: "1", Grant: "G", Scenario: "S", Catalogue: zone.Production, Unit: "person", Rows: 3000, Units: 1000,
		Columns: []zone.Column{
			{Name: "id", Type: "VARCHAR", Level: 3, Role: zone.RoleUnit, Distinct: 1000},
			{Name: "phone", Type: "VARCHAR", Level: 4, Role: zone.RoleIdentifier, Distinct: 990},
			{Name: "district", Type: "VARCHAR", Level: 1, Role: zone.RolePublic, Distinct: 6},
			{Name: "birth", Type: "DATE", Level: 3, Role: zone.RoleProtected, Distinct: 900},
			{Name: "sex", Type: "VARCHAR", Level: 2, Role: zone.RoleProtected, Distinct: 2},
			{Name: "ill", Type: "INTEGER", Level: 4, Role: zone.RoleProtected, Distinct: 2},
			{Name: "income", Type: "BIGINT", Level: 3, Role: zone.RoleProtected, Distinct: 950},
			{Name: "note", Type: "VARCHAR", Level: 3, Role: zone.RoleProtected, Distinct: 500},
			{Name: "raw", Type: "VARCHAR", Level: 3, Role: zone.RoleProtected},
		}}
	firms = zone.Projection{Name: "firms", Dataset: "F", Version: "1", Grant: "G", Scenario: "S", Catalogue: zone.Production, Unit: "enterprise", Rows: 500, Units: 500,
		Columns: []zone.Column{
			{Name: "uscc", Type: "VARCHAR", Level: 2, Role: zone.RoleUnit, Distinct: 500},
			{Name: "trade", Type: "VARCHAR", Level: 1, Role: zone.RolePublic, Distinct: 20},
			{Name: "tax", Type: "DECIMAL(18,2)", Level: 3, Role: zone.RoleProtected, Distinct: 480},
		}}
	area = zone.Projection{Name: "area", Dataset: "A", Version: "1", Grant: "G", Scenario: "S", Catalogue: zone.Production, Unit: zone.NoUnit, Rows: 100,
		Columns: []zone.Column{
			{Name: "code", Type: "VARCHAR", Level: 1, Role: zone.RolePublic, Distinct: 100},
			{Name: "district", Type: "VARCHAR", Level: 1, Role: zone.RolePublic, Distinct: 6},
			{Name: "size", Type: "DOUBLE", Level: 1, Role: zone.RolePublic, Distinct: 90},
		}}
)

// others is a second table of persons.
func others() zone.Projection {
	p := people
	p.Name, p.Dataset = "others", "D2"
	return p
}

func request(sql string) zone.Request {
	return zone.Request{Job: "J", SQL: sql, Catalogue: zone.Production, Projections: []zone.Projection{people, others(), firms, area}, Approved: zone.CodeDigest(sql),
		Policy:    zone.Policy{Contributors: 10, Density: 0.33, SampleRows: 100},
		Isolation: enough, Limits: zone.Limits{CPU: time.Second, Memory: 1 << 28, Wall: time.Second, BytesOut: 1, RowsOut: 1000}}
}

func parser(t *testing.T) *duckdb.Parser {
	p := &duckdb.Parser{}
	t.Cleanup(p.Close)
	return p
}

// TestEvasions are the known ways around thresholds (COMPUTE §7.1 D9) and their kin: all
// are refused by the code of the rule that stands against them.
func TestEvasions(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ sql, code string }{
		{"SELECT sum(CASE WHEN id = 'U1' THEN income END) FROM people", zone.CodeIdentifier},
		{"SELECT sum(income) FILTER (WHERE id = 'U1') FROM people", zone.CodeIdentifier},
		{"SELECT avg(income) FROM people WHERE id <> 'U1'", zone.CodeIdentifier},
		{"SELECT sum(income) FROM people WHERE NOT (phone = '1')", zone.CodeIdentifier},
		{"SELECT sum(income) FROM people WHERE id IN ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i')", zone.CodeIdentifier},
		{"SELECT sum(income) FROM people WHERE phone IS NOT NULL", zone.CodeIdentifier},
		{"SELECT sum(income) FROM people WHERE id > 'U1'", zone.CodeIdentifier},
		{"SELECT sum(income) FROM people WHERE left(id, 3) = 'U1'", zone.CodeIdentifier},
		{"SELECT phone, count(DISTINCT id) FROM people GROUP BY phone", zone.CodeIdentifier},
		{"SELECT left(phone, 3), count(DISTINCT id) FROM people GROUP BY 1", zone.CodeIdentifier},
		{"SELECT CAST(id AS BIGINT) % 1000, count(DISTINCT id) FROM people GROUP BY 1", zone.CodeIdentifier},
		{"SELECT count(DISTINCT phone) FROM people", zone.CodeIdentifier},
		{"SELECT max(id), count(DISTINCT id) FROM people", zone.CodeExtreme},
		{"SELECT count(*) FROM people WHERE income > 50000", zone.CodeRowCount},
		{"SELECT count(income) FROM people", zone.CodeRowCount},
		{"SELECT birth, count(DISTINCT id) FROM people GROUP BY birth", zone.CodeDense},
		{"SELECT income + 0, count(DISTINCT id) FROM people GROUP BY 1", zone.CodeDense},
		{"SELECT raw, count(DISTINCT id) FROM people GROUP BY raw", zone.CodeUnprofiled},
		{"SELECT count(DISTINCT id) FROM people WHERE birth = DATE '1970-01-01'", zone.CodeDense},
		{"SELECT count(DISTINCT id) FROM people WHERE income IN (1, 2, 3)", zone.CodeDense},
		{"SELECT min(income) FROM people", zone.CodeExtreme},
		{"SELECT max(income) FROM people", zone.CodeExtreme},
		{"SELECT median(income) FROM people", zone.CodeExtreme},
		{"SELECT quantile_cont(income, 0.99) FROM people", zone.CodeExtreme},
		{"SELECT mode(income) FROM people", zone.CodeExtreme},
		{"SELECT sum(abs(income - 42)) FROM people", zone.CodePredicate},
		{"SELECT sum(greatest(income, 42)) FROM people", zone.CodePredicate},
		{"SELECT sum(income % 2) FROM people", zone.CodePredicate},
		{"SELECT sum(floor(income / 90000)) FROM people", zone.CodePredicate},
		{"SELECT sum(CAST(income / 90000 AS BIGINT)) FROM people", zone.CodePredicate},
		{"SELECT sum(CAST(ill AS BOOLEAN)) FROM people", zone.CodePredicate},
		{"SELECT sum(year(birth)) FROM people", zone.CodePredicate},
		{"SELECT sum(ill * income) FROM people", zone.CodeArithmetic},
		{"SELECT sum(1 / (income - 42)) FROM people", zone.CodeArithmetic},
		{"SELECT sum(income * 1000000000 + ill) FROM people", zone.CodeArithmetic},
		{"SELECT sum(income * 1e-9) FROM people", zone.CodeArithmetic},
		{"SELECT sum(income) % 1000 FROM people", zone.CodeOutput},
		{"SELECT CASE WHEN sum(income) > 5 THEN 1 END FROM people", zone.CodeOutput},
		{"SELECT sum(income) > 5 FROM people", zone.CodeOutput},
		{"SELECT count(DISTINCT id) FROM people WHERE note LIKE '%cancer%'", zone.CodePattern},
		{"SELECT count(DISTINCT id) FROM people WHERE contains(note, 'x')", zone.CodePattern},
		{"SELECT count(DISTINCT id) FROM people WHERE regexp_matches(note, 'x')", zone.CodeFunction},
		{"SELECT count(DISTINCT id) FROM people WHERE length(note) = 17", zone.CodePredicateForm},
		{"SELECT count(DISTINCT id) FROM people WHERE income % 7 = 1", zone.CodePredicateForm},
		{"SELECT district, income FROM people", zone.CodeRawRows},
		{"SELECT * FROM people", zone.CodeRawRows},
		{"SELECT district, sum(income), note FROM people GROUP BY district", zone.CodeRawRows},
		{"SELECT * FROM area", zone.CodeRawRows},
		{"SELECT code, sum(size) FROM area GROUP BY code", zone.CodeDense},
		{"SELECT district, sum(income) FROM people GROUP BY district LIMIT 1", zone.CodeLimit},
		{"SELECT district, sum(income) FROM people GROUP BY district OFFSET 3", zone.CodeLimit},
		{"SELECT district, sum(income) AS s FROM people GROUP BY district ORDER BY s", zone.CodeOrder},
		{"SELECT district, sum(income) FROM people GROUP BY district ORDER BY sum(income)", zone.CodeOrder},
		{"SELECT district, sum(income) FROM people GROUP BY district HAVING count(DISTINCT id) = 1", zone.CodeHaving},
		{"SELECT district, rank() OVER (ORDER BY sum(income)) FROM people GROUP BY district", zone.CodeWindow},
		{"SELECT sum(income) FROM people UNION ALL SELECT sum(income) FROM people", zone.CodeSetOperation},
		{"SELECT sum(income) FROM (SELECT * FROM people UNION ALL SELECT * FROM people) x", zone.CodeSubquery},
		{"SELECT sum(income) FROM (SELECT income FROM people WHERE sex = 'F') x", zone.CodeSubquery},
		{"WITH x AS (SELECT * FROM people) SELECT sum(income) FROM x", zone.CodeSubquery},
		{"SELECT sum(income) FROM people WHERE income > (SELECT avg(income) FROM people)", zone.CodeSubquery},
		{"SELECT DISTINCT district FROM people", zone.CodeForm},
		{"SELECT 1", zone.CodeForm},
		{"SELECT 1 + 1, count(DISTINCT id) FROM people GROUP BY 1", zone.CodeOutput},
		{"SELECT CASE WHEN ill = 1 THEN income ELSE 0 END, count(DISTINCT id) FROM people GROUP BY 1", zone.CodeDense},
		{"SELECT floor(income), count(DISTINCT id) FROM people GROUP BY 1", zone.CodeDense},
		{"SELECT round(income / 1), count(DISTINCT id) FROM people GROUP BY 1", zone.CodeDense},
		{"SELECT income // 1, count(DISTINCT id) FROM people GROUP BY 1", zone.CodeDense},
		{"SELECT date_part('epoch', birth), count(DISTINCT id) FROM people GROUP BY 1", zone.CodeDense},
		{"SELECT date_diff('day', birth, DATE '2000-01-01'), count(DISTINCT id) FROM people GROUP BY 1", zone.CodeDense},
		{"SELECT sum(a.income) FROM people a JOIN people b ON a.id = b.id", zone.CodeSelfJoin},
		{"SELECT sum(income) FROM people CROSS JOIN area", zone.CodeJoin},
		{"SELECT sum(income) FROM people, area", zone.CodeJoin},
		{"SELECT sum(income) FROM people p JOIN area a ON p.income = a.size", zone.CodeJoin},
		{"SELECT sum(income) FROM people p JOIN area a ON p.district = a.district AND p.income > 5", zone.CodeJoin},
		{"SELECT sum(income) FROM people p JOIN firms f ON p.district = f.trade", zone.CodeJoin},
		{"SELECT sum(income) FROM people p FULL JOIN area a ON p.district = a.district", zone.CodeJoin},
		{"SELECT sum(income) FROM people GROUP BY ROLLUP(district)", zone.CodeForm},
		{"SELECT district, sum(income) FROM people GROUP BY ALL", zone.CodeForm},
		{"SELECT string_agg(note, ',') FROM people", zone.CodeFunction},
		{"SELECT list(income) FROM people", zone.CodeFunction},
		{"SELECT any_value(income) FROM people", zone.CodeFunction},
		{"SELECT arg_max(income, birth) FROM people", zone.CodeFunction},
		{"SELECT sum(income ORDER BY birth) FROM people", zone.CodeForm},
		{"SELECT sum(DISTINCT income) FROM people", zone.CodeForm},
		{"SELECT sum(income) AS sy__units FROM people", zone.CodeForm},
		{"SELECT count(DISTINCT current_user) FROM people", zone.CodeColumn},
		{"SELECT count(DISTINCT rowid) FROM people", zone.CodeColumn},
		{"SELECT count(DISTINCT id) FROM main.people", zone.CodeTable},
		{"SELECT count(DISTINCT id) FROM memory.main.people", zone.CodeTable},
		{"SELECT count(DISTINCT id) FROM secret", zone.CodeTable},
		{"SELECT count(*) FROM duckdb_tables()", zone.CodeTableFunction},
		{"SELECT sum(#1) FROM people", zone.CodeForm},
		{"SELECT sum($1) FROM people", zone.CodeForm},
		{"SELECT count(DISTINCT id) FROM people AT (VERSION => 1)", zone.CodeForm},
		{"SELECT count(DISTINCT id) FROM people TABLESAMPLE 3 ROWS", zone.CodeForm},
		{"SELECT count(DISTINCT x) FROM people AS t(x)", zone.CodeForm},
		{"SELECT 1; DROP TABLE people", zone.CodeStatement},
		{"SELECT count(DISTINCT id) FROM people; SELECT count(DISTINCT id) FROM people", zone.CodeStatement},
		{"", zone.CodeStatement},
		{"SELEC 1", zone.CodeSyntax},
		{"SELECT count(DISTINCT id) FROM people WHERE " + strings.Repeat("NOT ", 500) + "true", zone.CodeDepth},
		{"SELECT " + strings.Repeat("1+", 40000) + "1", zone.CodeLength},
	} {
		_, err := zone.Admit(t.Context(), p, request(c.sql))
		r, ok := law.AsRefusal(err)
		if !ok {
			t.Errorf("%.120s: got %v, want %s", c.sql, err, c.code)
			continue
		}
		if !slices.ContainsFunc(r.Violations, func(v law.Violation) bool { return v.Code == c.code }) {
			t.Errorf("%.120s: got %v, want %s", c.sql, r, c.code)
		}
	}
}

// TestPlace finds the line and the column of what is refused, in characters.
func TestPlace(t *testing.T) {
	_, err := zone.Admit(t.Context(), parser(t), request("SELECT district, -- 区县\n  count(DISTINCT id),\n  '文' , income\nFROM people GROUP BY 1"))
	r, ok := law.AsRefusal(err)
	if !ok || len(r.Violations) != 2 {
		t.Fatalf("got %v", err)
	}
	for i, want := range [][2]string{{"3", "3"}, {"3", "9"}} {
		facts := map[string]string{}
		for _, f := range r.Violations[i].Facts {
			facts[f.Name] = f.Value
		}
		if facts["line"] != want[0] || facts["column"] != want[1] {
			t.Errorf("violation %d at %v, want line %s column %s", i, facts, want[0], want[1])
		}
	}
}

// TestEveryReason wants all grounds in one answer.
func TestEveryReason(t *testing.T) {
	req := request("SELECT phone, max(income), no_such FROM people, secret")
	req.Approved, req.Isolation, req.Limits.Wall = "other", zone.Isolation{Child: true}, 0
	_, err := zone.Admit(t.Context(), parser(t), req)
	r, ok := law.AsRefusal(err)
	if !ok {
		t.Fatal(err)
	}
	for _, code := range []string{zone.CodeUnapproved, zone.CodeIsolation, zone.CodeLimits, zone.CodeColumn, zone.CodeTable} {
		if !slices.ContainsFunc(r.Violations, func(v law.Violation) bool { return v.Code == code }) {
			t.Errorf("%s is missing from %v", code, r)
		}
	}
}

// TestPrinted pins what runs for what was asked: the cohort in every aggregate, both of
// its sides counted, errors as NULL, keys ordered.
func TestPrinted(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ why, sql, want string }{
		{"a plain count",
			"select District, COUNT(distinct ID) n from People group by district",
			`SELECT "People"."district" AS "district", "count"(DISTINCT "People"."id") AS "n", "count"(DISTINCT "People"."id") AS "sy__units" FROM "people" AS "People" GROUP BY "People"."district" ORDER BY 1`},
		{"a public condition stays in WHERE, a protected one is counted on both sides",
			"SELECT count(DISTINCT id) FROM people WHERE district = '01' AND sex = 'F'",
			`SELECT "count"(DISTINCT "people"."id") FILTER (WHERE ("people"."sex" = 'F')) AS "column_1", "least"("count"(DISTINCT "people"."id") FILTER (WHERE ("people"."sex" = 'F')), "nullif"("count"(DISTINCT "people"."id") FILTER (WHERE ((("people"."sex" = 'F')) IS NOT TRUE)), 0)) AS "sy__units" FROM "people" AS "people" WHERE ("people"."district" = '01')`},
		{"a condition inside an aggregate is counted on both sides",
			"SELECT sum(CASE WHEN sex = 'F' THEN 1 ELSE 0 END) FROM people",
			`SELECT "sum"(CASE WHEN ("people"."sex" = 'F') THEN 1 ELSE 0 END) AS "column_1", "least"("count"(DISTINCT "people"."id"), "nullif"("count"(DISTINCT "people"."id") FILTER (WHERE ("people"."sex" = 'F')), 0), "nullif"("count"(DISTINCT "people"."id") FILTER (WHERE ((("people"."sex" = 'F')) IS NOT TRUE)), 0), "count"(DISTINCT "people"."id") FILTER (WHERE ("people"."sex" = 'F'))) AS "sy__units_1", "count"(DISTINCT "people"."id") AS "sy__units" FROM "people" AS "people"`},
		{"coarse keys: a band, a month, a prefix, a CASE",
			"SELECT income // 10000, date_trunc('month', birth), left(note, 2), CASE WHEN income > 5 THEN 'hi' END, count(DISTINCT id) FROM people GROUP BY 1, 2, 3, 4",
			`SELECT TRY(("people"."income" // 10000)) AS "column_1", TRY("date_trunc"('month', "people"."birth")) AS "column_2", TRY("left"("people"."note", 2)) AS "column_3", CASE WHEN ("people"."income" > 5) THEN 'hi' ELSE NULL END AS "column_4", "count"(DISTINCT "people"."id") AS "column_5", "count"(DISTINCT "people"."id") AS "sy__units" FROM "people" AS "people" GROUP BY TRY(("people"."income" // 10000)), TRY("date_trunc"('month', "people"."birth")), TRY("left"("people"."note", 2)), CASE WHEN ("people"."income" > 5) THEN 'hi' ELSE NULL END ORDER BY 1, 2, 3, 4`},
		{"a unit of a table joined on the left may be missing, and is then no contributor",
			"SELECT count(DISTINCT o.id) FROM people p LEFT JOIN others o ON p.id = o.id",
			`SELECT "count"(DISTINCT "o"."id") AS "column_1", "least"("count"(DISTINCT "p"."id"), "count"(DISTINCT "p"."id") FILTER (WHERE ("o"."id" IS NOT NULL))) AS "sy__units_1", "count"(DISTINCT "p"."id") AS "sy__units" FROM "people" AS "p" LEFT JOIN "others" AS "o" ON ("p"."id" = "o"."id")`},
		{"one row for each unit: units are rows, and the unit's column is not read",
			"SELECT trade, count(DISTINCT uscc) AS n, sum(tax) FROM firms GROUP BY trade",
			`SELECT "firms"."trade" AS "trade", count(*) AS "n", "sum"("firms"."tax") AS "column_3", "least"(count(*), count(*) FILTER (WHERE (("firms"."tax" IS NOT NULL) AND ("firms"."tax" <> 0)))) AS "sy__units_3", count(*) AS "sy__units" FROM "firms" AS "firms" GROUP BY "firms"."trade" ORDER BY 1`},
		{"a 0/1 column is counted on both sides, whatever is done to it",
			"SELECT avg(1 - ill) FROM people",
			`SELECT "avg"(TRY((1 - "people"."ill"))) AS "column_1", "least"("count"(DISTINCT "people"."id"), "nullif"("count"(DISTINCT "people"."id") FILTER (WHERE ((("people"."ill" <> 0)) IS NOT TRUE)), 0), "count"(DISTINCT "people"."id") FILTER (WHERE (("people"."ill" IS NOT NULL) AND ("people"."ill" <> 0)))) AS "sy__units_1", "count"(DISTINCT "people"."id") AS "sy__units" FROM "people" AS "people"`},
	} {
		job, err := zone.Admit(t.Context(), p, request(c.sql))
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		if job.SQL() != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.why, job.SQL(), c.want)
		}
	}
}

// TestReprint states a law: what was printed is admitted again by the same reader, as
// long as it holds none of the platform's own columns, and prints the same.
func TestReprint(t *testing.T) {
	p := parser(t)
	dev := people
	dev.Catalogue = zone.Development
	for _, sql := range []string{
		"SELECT id, income FROM people WHERE sex IN ('F', 'M') AND NOT (income BETWEEN -1 AND 0.5) ORDER BY income DESC NULLS LAST LIMIT 7 OFFSET 2",
		"SELECT a.id, coalesce(b.note, '''', 'x\ny') AS n FROM people a LEFT JOIN people b ON a.id = b.id AND a.income <> b.income",
		"WITH x AS (SELECT district, count(*) AS n, avg(income) FILTER (WHERE ill = 1) AS m FROM people GROUP BY district HAVING count(*) > 3) SELECT * FROM x, (SELECT max(n) AS top FROM x) y WHERE n * 2 >= top",
		"SELECT CASE WHEN ill = 0 THEN -income ELSE income // 2 END AS v, date_trunc('month', birth) AS m, birth + INTERVAL 3 DAY AS later, TRY_CAST(note AS DECIMAL(10,2)) AS d FROM people",
		"SELECT id FROM people EXCEPT SELECT phone FROM people ORDER BY 1",
		`SELECT "id" AS "a""b" FROM people WHERE note IS DISTINCT FROM '' AND note ILIKE '%\_%' AND birth >= DATE '2000-01-01' AND ill < 0.0`,
	} {
		req := request(sql)
		req.Catalogue, req.Projections = zone.Development, []zone.Projection{dev}
		first, err := zone.Admit(t.Context(), p, req)
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		req.SQL = first.SQL()
		second, err := zone.Admit(t.Context(), p, req)
		if err != nil {
			t.Errorf("printed %s: %v", first.SQL(), err)
			continue
		}
		if first.SQL() != second.SQL() {
			t.Errorf("printing is not stable:\n%s\n%s", first.SQL(), second.SQL())
		}
	}
}

// TestCatalogues keeps development and production apart, and broken projections out.
func TestCatalogues(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		why    string
		change func(*zone.Request)
		code   string
	}{
		{"production projection in development", func(r *zone.Request) { r.Catalogue = zone.Development }, zone.CodeCatalogue},
		{"no catalogue", func(r *zone.Request) { r.Catalogue = "" }, zone.CodeCatalogue},
		{"not approved", func(r *zone.Request) { r.Approved = "" }, zone.CodeUnapproved},
		{"no minimum", func(r *zone.Request) { r.Policy.Contributors = 0 }, zone.CodePolicy},
		{"no file system confinement", func(r *zone.Request) { r.Isolation.Landlock = 0 }, zone.CodeIsolation},
		{"no filter", func(r *zone.Request) { r.Isolation.Seccomp = false }, zone.CodeIsolation},
		{"no unit column", func(r *zone.Request) {
			q := people
			q.Columns = q.Columns[1:]
			r.Projections = []zone.Projection{q}
		}, zone.CodeProjection},
		{"undeclared unit", func(r *zone.Request) {
			q := people
			q.Unit = ""
			r.Projections = []zone.Projection{q}
		}, zone.CodeProjection},
		{"column without a role", func(r *zone.Request) {
			q := people
			q.Columns = append(slices.Clone(q.Columns), zone.Column{Name: "x", Type: "INTEGER", Level: 1})
			r.Projections = []zone.Projection{q}
		}, zone.CodeProjection},
		{"two projections of one name", func(r *zone.Request) { r.Projections = []zone.Projection{people, people} }, zone.CodeProjection},
	} {
		req := request("SELECT count(DISTINCT id) FROM people")
		c.change(&req)
		_, err := zone.Admit(t.Context(), p, req)
		r, ok := law.AsRefusal(err)
		if !ok || !slices.ContainsFunc(r.Violations, func(v law.Violation) bool { return v.Code == c.code }) {
			t.Errorf("%s: got %v, want %s", c.why, err, c.code)
		}
	}
	req := request("SELECT count(DISTINCT id) FROM people")
	req.Isolation = zone.Isolation{Child: true, RLimits: true, Seccomp: true, Bubblewrap: true}
	if _, err := zone.Admit(t.Context(), p, req); err != nil {
		t.Errorf("bubblewrap's mount namespace stands in for Landlock: %v", err)
	}
}

// TestUnits lists every code under exactly one rule, with words in both languages.
func TestUnits(t *testing.T) {
	seen := map[string]string{}
	for _, u := range zone.Units() {
		if u.Says.ZH == "" || u.Says.EN == "" || !slices.IsSorted(u.Codes) {
			t.Errorf("%s lacks words or order", u.ID)
		}
		for _, c := range u.Codes {
			if seen[c] != "" {
				t.Errorf("%s stands under %s and %s", c, seen[c], u.ID)
			}
			seen[c] = u.ID
		}
	}
}

// TestReads lists only the columns a job needs: the child is given no other.
func TestReads(t *testing.T) {
	job, err := zone.Admit(t.Context(), parser(t), request("SELECT p.district, sum(income) FROM people p JOIN area a ON p.district = a.district GROUP BY 1"))
	if err != nil {
		t.Fatal(err)
	}
	if got := job.Reads("people"); !slices.Equal(got, []string{"id", "district", "income"}) {
		t.Errorf("reads %v of people", got)
	}
	if got := job.Reads("AREA"); !slices.Equal(got, []string{"district"}) {
		t.Errorf("reads %v of area", got)
	}
	if job, err := zone.Admit(t.Context(), parser(t), request("SELECT trade, count(DISTINCT uscc) FROM firms GROUP BY 1")); err != nil || !slices.Equal(job.Reads("firms"), []string{"trade"}) {
		t.Errorf("reads %v of firms, %v", job.Reads("firms"), err)
	}
	if n := len(job.Projections()); n != 2 {
		t.Errorf("%d projections are handed over, firms is not named", n)
	}
}
