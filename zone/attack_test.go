package zone_test

import (
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
)

// TestOperatorAttacks: what an operator with a seat and an approved workspace tries in
// production SQL to get at one person, by way of functions, forms and types that no
// ordinary statistic needs. Each is refused before any row is read, with its rule. What
// several admitted answers give together is for egress and the reviewers, not for this.
func TestOperatorAttacks(t *testing.T) {
	p := parser(t)
	for _, sql := range attacks {
		job, err := zone.Admit(t.Context(), p, request(sql))
		refusal, refused := law.AsRefusal(err)
		if !refused {
			t.Errorf("admitted: %s\n  as %s (%v)", sql, job.SQL(), err)
			continue
		}
		for _, v := range refusal.Violations {
			if v.Code == zone.CodeUnapproved || v.Code == zone.CodeProjection {
				t.Errorf("%s: is refused for %s alone", sql, v.Code)
			}
			if len(v.Cites) == 0 || v.Says.IsZero() || v.Remedy.IsZero() {
				t.Errorf("%s: %s without its rule, sentence or remedy", sql, v.Code)
			}
		}
	}
}

var attacks = []string{
	// Rows packed into one cell.
	"SELECT histogram(income) FROM people",
	"SELECT approx_top_k(income, 5), count(DISTINCT id) FROM people",
	"SELECT array_agg(income), count(DISTINCT id) FROM people",
	"SELECT group_concat(note), count(DISTINCT id) FROM people",
	"SELECT listagg(note, '|'), count(DISTINCT id) FROM people",
	"SELECT map(list(id), list(income)) FROM people",
	"SELECT {'a': sum(income), 'b': max(income)} FROM people",
	"SELECT row(sum(income), first(income)) FROM people",
	"SELECT json_group_array(income) FROM people",
	"SELECT json_group_object(id, income) FROM people",
	"SELECT to_json(people) FROM people",
	"SELECT people, count(DISTINCT id) FROM people GROUP BY people",
	"SELECT struct_pack(a := income), count(DISTINCT id) FROM people GROUP BY 1",
	"SELECT [income], count(DISTINCT id) FROM people GROUP BY 1",
	"SELECT bitstring_agg(ill) FROM people",
	// One unit's value under another name.
	"SELECT first(income) FROM people",
	"SELECT last(income), count(DISTINCT id) FROM people",
	"SELECT arbitrary(income) FROM people",
	"SELECT arg_min(income, birth), count(DISTINCT id) FROM people",
	"SELECT max_by(income, birth) FROM people",
	"SELECT approx_quantile(income, 1.0) FROM people",
	"SELECT reservoir_quantile(income, 0.5) FROM people",
	"SELECT quantile_disc(income, 0) FROM people",
	"SELECT mad(income) FROM people",
	"SELECT bit_xor(ill), count(DISTINCT id) FROM people",
	"SELECT bit_or(ill), count(DISTINCT id) FROM people",
	"SELECT product(income) FROM people",
	"SELECT kurtosis(income), skewness(income) FROM people",
	"SELECT entropy(income) FROM people",
	"SELECT sum_no_overflow(ill) FROM people",
	"SELECT bool_or(ill = 1) FROM people",
	"SELECT regr_slope(income, ill) FROM people",
	"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY income) FROM people",
	// A column's cells by letters and codes.
	"SELECT sum(ascii(note)) FROM people",
	"SELECT sum(unicode(note)) FROM people",
	"SELECT sum(length(note)) FROM people",
	"SELECT avg(position('a' IN note)) FROM people",
	"SELECT sum(hash(id)) FROM people",
	"SELECT md5(phone), count(DISTINCT id) FROM people GROUP BY 1",
	"SELECT hash(id) % 2, count(DISTINCT id) FROM people GROUP BY 1",
	"SELECT sum(TRY_CAST(phone AS BIGINT)) FROM people",
	"SELECT sum(CAST(note AS INTEGER)) FROM people",
	"SELECT count(DISTINCT id) FROM people WHERE note SIMILAR TO '(a|b).*'",
	"SELECT count(DISTINCT id) FROM people WHERE note ~ '^a'",
	"SELECT count(DISTINCT id) FROM people WHERE levenshtein(note, 'x') < 2",
	// Failures that speak.
	"SELECT error(note) FROM people",
	"SELECT count(DISTINCT id), CASE WHEN sum(income) > 5 THEN error('yes') END FROM people",
	"SELECT sum(1 / ill) FROM people",
	"SELECT sum(ln(income - 42)) FROM people",
	"SELECT sum(sqrt(income - 42)) FROM people",
	"SELECT sum(repeat('x', income)) FROM people",
	// Whether somebody is in it.
	"SELECT count(DISTINCT id) FROM people WHERE 'U1' IN (id)",
	"SELECT count(DISTINCT id) FROM people WHERE EXISTS (SELECT 1 FROM people WHERE id = 'U1')",
	"SELECT count(DISTINCT CASE WHEN id = 'U1' THEN id END) FROM people",
	"SELECT count(DISTINCT coalesce(phone, id)) FROM people",
	"SELECT count(DISTINCT nullif(id, 'U1')) FROM people",
	"SELECT count(DISTINCT id) FROM people WHERE (id, sex) = ('U1', 'F')",
	"SELECT count(DISTINCT id) FROM people WHERE id = ANY (['U1'])",
	"SELECT count(DISTINCT id) FROM people WHERE id IS NOT DISTINCT FROM 'U1'",
	"SELECT approx_count_distinct(phone) FROM people",
	// Rows picked and joined by their place.
	"SELECT district, sum(income) FROM people GROUP BY district QUALIFY row_number() OVER () = 1",
	"SELECT sum(income) OVER (ORDER BY birth) FROM people",
	"SELECT sum(a.income) FROM people a POSITIONAL JOIN area b",
	"SELECT sum(p.income) FROM people p ASOF JOIN area a ON p.birth >= a.code",
	"SELECT sum(p.income) FROM people p SEMI JOIN area a ON p.district = a.district",
	"SELECT sum(p.income) FROM people p ANTI JOIN area a ON p.district = a.district",
	"SELECT sum(x) FROM people, LATERAL (SELECT income AS x) l",
	"SELECT sum(u) FROM people, unnest([income]) AS t(u)",
	"SELECT sum(income) FROM people USING SAMPLE 1 ROWS",
	"SELECT district, sum(income) FROM people GROUP BY GROUPING SETS ((district), ())",
	"SELECT district, sum(income) FROM people GROUP BY CUBE (district, sex)",
	"SELECT DISTINCT ON (district) income FROM people",
	"FROM people",
	"FROM people SELECT income",
	"TABLE people",
	"VALUES (1)",
	"UNPIVOT people ON income, ill INTO NAME n VALUE v",
	"SELECT sum(COLUMNS(*)) FROM people",
	"SELECT * EXCLUDE (id) FROM people",
	"SELECT * REPLACE (0 AS id) FROM people",
	"WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n * 2 FROM r) SELECT sum(n) FROM r",
	"WITH x AS MATERIALIZED (SELECT income FROM people) SELECT sum(income) FROM x",
	// The machine, by way of an expression.
	"SELECT getenv('HOME'), count(DISTINCT id) FROM people",
	"SELECT current_setting('temp_directory'), count(DISTINCT id) FROM people",
	"SELECT count(DISTINCT id) FROM people WHERE random() < 0.5",
	"SELECT now(), count(DISTINCT id) FROM people GROUP BY 1",
	"SELECT stats(income), count(DISTINCT id) FROM people GROUP BY 1",
	"SELECT count(DISTINCT id) FROM people, duckdb_columns()",
	"SELECT count(DISTINCT id) FROM people, range(1000000000)",
	"SELECT count(DISTINCT id) FROM pragma_storage_info('people')",
	"EXPLAIN ANALYZE SELECT count(DISTINCT id) FROM people",
	"SUMMARIZE people",
}
