package zone_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
)

// changing is the real parser with its tree changed on the way: what a later version of
// the engine might say that nobody here has thought about.
type changing struct {
	tree   any
	change func()
}

func (c changing) Parse(context.Context, string) ([]byte, error) {
	c.change()
	return json.Marshal(c.tree)
}

// TestStrict puts a field that nobody knows into every object of a tree, and a word that
// nobody knows into every field that names a class or a type: each time the query, which
// is admitted as it stands, must be refused.
func TestStrict(t *testing.T) {
	p := parser(t)
	dev := people
	dev.Catalogue = zone.Development
	for _, c := range []struct {
		catalogue zone.Catalogue
		sql       string
	}{
		{zone.Development, "WITH x AS (SELECT district AS d, count(*) AS n, avg(income) FILTER (WHERE ill = 1) AS m FROM people GROUP BY district HAVING count(*) > 3) SELECT d, n + 170141183460469231731687303715884105727 AS big, -0.5 AS f, 1e3 AS e, 'a' AS t, NULL AS z FROM x JOIN (SELECT max(n) AS top FROM x) y ON x.n = y.top WHERE n BETWEEN 1 AND 2 AND d IN ('a', 'b') AND NOT m IS NULL ORDER BY d DESC NULLS LAST, 2 LIMIT 7 OFFSET 1"},
		{zone.Development, "SELECT CASE WHEN ill = 0 THEN coalesce(income, 1) ELSE CAST(note AS DECIMAL(9,2)) END AS v FROM people EXCEPT SELECT income FROM people ORDER BY 1"},
		{zone.Production, "SELECT p.district AS k, count(DISTINCT p.id) AS n, sum(CASE WHEN sex = 'F' THEN income ELSE 0 END) AS s FROM people p LEFT JOIN area a ON p.district = a.district WHERE ill <> 1 OR birth < DATE '2000-01-01' GROUP BY k ORDER BY k"},
	} {
		req := request(c.sql)
		req.Catalogue = c.catalogue
		if c.catalogue == zone.Development {
			req.Projections = []zone.Projection{dev}
		}
		raw, err := p.Parse(t.Context(), c.sql)
		if err != nil {
			t.Fatal(err)
		}
		fresh := func() (tree any, objects []map[string]any, places []string) {
			if err := json.Unmarshal(raw, &tree); err != nil {
				t.Fatal(err)
			}
			visit(tree, "", func(o map[string]any, place string) { objects, places = append(objects, o), append(places, place) })
			return tree, objects, places
		}
		tree, objects, places := fresh()
		if _, err := zone.Admit(t.Context(), changing{tree, func() {}}, req); err != nil {
			t.Fatalf("unchanged %s: %v", c.sql, err)
		}
		tried := 0
		for i := range objects {
			if places[i] == "" {
				continue // the parser's own envelope
			}
			for _, name := range []string{"unheard_of", "class", "type", "setop_type", "join_type", "ref_type", "aggregate_handling", "id"} {
				tree, objects, _ := fresh()
				_, there := objects[i][name]
				if name != "unheard_of" && !there {
					continue
				}
				tried++
				_, err := zone.Admit(t.Context(), changing{tree, func() { objects[i][name] = "UNHEARD_OF" }}, req)
				if _, refused := law.AsRefusal(err); !refused {
					t.Errorf("%s: %s = UNHEARD_OF at %s is not refused: %v", c.sql, name, places[i], err)
				}
			}
		}
		if tried < 50 {
			t.Errorf("%s: only %d changes were tried", c.sql, tried)
		}
	}
}

// visit calls f for every object under v, with its place.
func visit(v any, place string, f func(map[string]any, string)) {
	switch v := v.(type) {
	case map[string]any:
		f(v, place)
		for _, name := range slices.Sorted(maps.Keys(v)) { // the same order every time
			visit(v[name], place+"/"+name, f)
		}
	case []any:
		for i, sub := range v {
			visit(sub, fmt.Sprintf("%s/%d", place, i), f)
		}
	}
}
