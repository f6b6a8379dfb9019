package enginetest

import (
	"fmt"
	"slices"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shuyu-project/shuyu/zone"
)

// results compares what the engine answers with the same figures computed here.
func (h Harness) results(t *testing.T) {
	residents := Residents(1200)
	visits := Visits(residents)
	person := h.ResidentProjection(t, zone.Production, residents)
	visit := h.VisitProjection(t, zone.Production, visits)
	area := h.AreaProjection(t, zone.Production)
	for _, c := range []struct {
		why, sql string
		from     []zone.Projection
		kinds    []zone.OutputKind
		want     []string
	}{
		{"group counts, with the contributors of the row and of the aggregate",
			"SELECT district, count(DISTINCT id) AS n FROM resident GROUP BY district",
			[]zone.Projection{person}, []zone.OutputKind{zone.OutputKey, zone.OutputAggregate, zone.OutputContributors},
			perDistrict(residents, func(in []Resident) string { return fmt.Sprintf("%d,%d", len(in), len(in)) })},
		{"a condition on a protected column is counted on both sides",
			"SELECT district, count(*) AS n FROM resident WHERE age >= 60 GROUP BY district ORDER BY district",
			[]zone.Projection{person}, []zone.OutputKind{zone.OutputKey, zone.OutputAggregate, zone.OutputContributors},
			perDistrict(residents, func(in []Resident) string {
				old := len(slices.DeleteFunc(slices.Clone(in), func(r Resident) bool { return r.Age < 60 }))
				return fmt.Sprintf("%d,%d", old, min(old, len(in)-old))
			})},
		{"units without a value, or with zero, do not stand behind a sum",
			"SELECT sum(income) AS total FROM resident",
			[]zone.Projection{person}, []zone.OutputKind{zone.OutputAggregate, zone.OutputContributors, zone.OutputContributors},
			[]string{fmt.Sprintf("%d,%d,%d", incomes(residents), earners(residents), len(residents))}},
		{"rows are multiplied by a join, contributors are not",
			"SELECT v2.half, sum(cost) AS cost, count(DISTINCT r.id) AS n FROM resident r JOIN visit v ON r.id = v.id JOIN area v2 ON r.district = v2.district GROUP BY 1 ORDER BY 1 DESC",
			[]zone.Projection{person, visit, area}, []zone.OutputKind{zone.OutputKey, zone.OutputAggregate, zone.OutputAggregate, zone.OutputContributors, zone.OutputContributors},
			costs(residents, visits)},
		{"without a unit, order and limit are free and rows are counted",
			"SELECT half, sum(size) AS size, max(size) AS most FROM area GROUP BY half ORDER BY size DESC LIMIT 1",
			[]zone.Projection{area}, []zone.OutputKind{zone.OutputKey, zone.OutputAggregate, zone.OutputAggregate, zone.OutputRows},
			[]string{"west,20,8,4"}},
		{"row errors are NULL, a division by zero is NULL",
			"SELECT count(DISTINCT id) / (count(DISTINCT id) - 1200) AS x, sum(TRY_CAST(sex AS DOUBLE)) AS s FROM resident",
			[]zone.Projection{person}, []zone.OutputKind{zone.OutputAggregate, zone.OutputAggregate, zone.OutputContributors, zone.OutputContributors},
			[]string{",,1200,1200"}},
	} {
		out := h.run(t, h.request(zone.Production, c.sql, c.from...))
		var kinds []zone.OutputKind
		for _, o := range out.Outputs {
			kinds = append(kinds, o.Kind)
			if o.Type == "" {
				t.Errorf("%s: output %s has no type", c.why, o.Name)
			}
		}
		if d := cmp.Diff(c.kinds, kinds); d != "" {
			t.Errorf("%s: outputs: %s", c.why, d)
		}
		if d := cmp.Diff(c.want, figures(out.Rows(t))); d != "" {
			t.Errorf("%s: %s", c.why, d)
		}
	}
	h.samples(t, residents)
}

// samples compares development queries.
func (h Harness) samples(t *testing.T, residents []Resident) {
	person := h.ResidentProjection(t, zone.Development, residents[:50])
	for _, c := range []struct {
		why, sql string
		want     []string
	}{
		{"rows of a masked sample", "SELECT id, age + 1 AS next FROM resident WHERE age < 90 ORDER BY id LIMIT 2",
			[]string{fmt.Sprintf("U000000,%d", residents[0].Age+1), fmt.Sprintf("U000001,%d", residents[1].Age+1)}},
		{"a query in WITH and a set operation", "WITH a AS (SELECT id FROM resident) SELECT id FROM a INTERSECT SELECT id FROM resident ORDER BY 1 LIMIT 1", []string{"U000000"}},
		{"text with quotes, a comma and Chinese", `SELECT 'a,"b"' AS x, '数据''域' AS y, '' AS z, NULL AS n FROM resident LIMIT 1`, []string{`a,"b",数据'域,,`}},
		{"numbers of every kind", "SELECT 170141183460469231731687303715884105727 AS h, -0.05 AS d, 1e300 AS f, true AS b, DATE '2026-02-11' AS day FROM resident LIMIT 1",
			[]string{"170141183460469231731687303715884105727,-0.05,1e+300,true,2026-02-11"}},
	} {
		if d := cmp.Diff(c.want, figures(h.run(t, h.request(zone.Development, c.sql, person)).Rows(t))); d != "" {
			t.Errorf("%s: %s", c.why, d)
		}
	}
	all := h.run(t, h.request(zone.Development, "SELECT * FROM resident AS a CROSS JOIN resident AS b", person)).Rows(t)
	if len(all) != int(Policy().SampleRows) {
		t.Errorf("a development result has %d rows, not the policy's %d", len(all), Policy().SampleRows)
	}
}

func perDistrict(residents []Resident, figure func([]Resident) string) []string {
	by := map[string][]Resident{}
	for _, r := range residents {
		by[r.District] = append(by[r.District], r)
	}
	var lines []string
	for d, in := range by {
		lines = append(lines, d+","+figure(in))
	}
	sort.Strings(lines)
	return lines
}

func incomes(residents []Resident) (total int64) {
	for _, r := range residents {
		total += max(r.Income, 0)
	}
	return total
}

func earners(residents []Resident) (n int) {
	for _, r := range residents {
		if r.Income > 0 {
			n++
		}
	}
	return n
}

// costs are the costs and visitors of the two halves, west first.
func costs(residents []Resident, visits []Visit) []string {
	district := map[string]string{}
	for _, r := range residents {
		district[r.ID] = r.District
	}
	cost, who := map[int]int64{}, map[int]map[string]bool{0: {}, 1: {}}
	for _, v := range visits {
		half := int(district[v.ID][5]-'0') % 2
		cost[half] += v.Cost
		who[half][v.ID] = true
	}
	return []string{
		fmt.Sprintf("west,%d,%d,%d,%d", cost[1], len(who[1]), len(who[1]), len(who[1])),
		fmt.Sprintf("east,%d,%d,%d,%d", cost[0], len(who[0]), len(who[0]), len(who[0])),
	}
}
