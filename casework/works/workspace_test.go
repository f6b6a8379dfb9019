package works

import (
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
)

// TestWorkspace: whoever writes a query is told what the grants show, and reads what the
// submission would answer, at its place; nothing is run, registered or logged.
func TestWorkspace(t *testing.T) {
	p := available(t)
	ctx := t.Context()
	shown, err := p.Datasets(ctx, "huaxin", "S1")
	if err != nil || len(shown) != 1 {
		t.Fatal(shown, err)
	}
	d := shown[0]
	if d.Table != "readings" || d.State != "ready" || d.Unit == "" || len(d.Production) != 3 || len(d.Development) != 3 || d.Until != "2026-03-17" {
		t.Errorf("the grant shows %+v", d)
	}
	if others, err := p.Datasets(ctx, "bank", "S1"); err != nil || len(others) != 0 {
		t.Errorf("another operator is shown %v, %v", others, err)
	}
	size := p.entries("")
	check := func(sql string) (zone.Admitted, *law.Refusal) {
		t.Helper()
		a, refusal, err := p.Admissible(ctx, feng, "S1", nil, zone.Production, sql)
		if err != nil {
			t.Fatal(err)
		}
		return a, refusal
	}
	if a, refusal := check(means); refusal != nil || a.SQL() == "" || len(a.Reads("readings")) != 2 {
		t.Errorf("a good query: %v, %q reads %v", refusal, a.SQL(), a.Reads("readings"))
	}
	_, refusal := check("SELECT district,\n       subscribr FROM readings GROUP BY district")
	if refusal == nil || refusal.Violations[0].Code != "column.unknown" || refusal.Violations[0].Says.ZH == "" {
		t.Fatalf("an unknown column: %v", refusal)
	}
	for _, f := range []law.Fact{{Name: "line", Value: "2"}, {Name: "column", Value: "8"}} {
		if !slices.Contains(refusal.Violations[0].Facts, f) {
			t.Errorf("the place is %v", refusal.Violations[0].Facts)
		}
	}
	// What a role is said to admit is what admission admits.
	wants := map[string]string{"count": "SELECT count(DISTINCT $c) AS n FROM readings", "group": "SELECT $c, count(DISTINCT subscriber) AS n FROM readings GROUP BY $c",
		"filter": "SELECT count(DISTINCT subscriber) AS n FROM readings WHERE $c > 1", "aggregate": "SELECT avg($c) AS n FROM readings"}
	for _, c := range d.Production {
		for use, sql := range wants {
			if c.Type == "VARCHAR" {
				sql = strings.ReplaceAll(strings.ReplaceAll(sql, "> 1", "= '1'"), "avg(", "count(")
			}
			_, refusal := check(strings.ReplaceAll(sql, "$c", c.Name))
			dense := refusal != nil && slices.ContainsFunc(refusal.Violations, func(v law.Violation) bool { return v.Code == "column.dense" })
			if said := slices.Contains(c.Role.Uses(), use); said != (refusal == nil) && !dense && !(use == "count" && c.Role == zone.RoleProtected) {
				t.Errorf("%s (%s) is said to be usable to %s: %t; refused with %v", c.Name, c.Role, use, said, refusal)
			}
		}
	}
	if n := p.entries(""); n != size || len(p.registered("job")) != 0 {
		t.Errorf("checking left %d entries", n-size)
	}
	p.silent()
}
