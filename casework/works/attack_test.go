package works

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/delivery"
)

// TestDevelopmentIsAttacked: a data worker tries to read real people from development: by
// joins, by probing for a number that they know, by failures, by statistics, by names of
// columns, by plans. Whatever comes back, refusals and failures too, holds no number of
// anybody and no district as it was read, and no known number is found.
func TestDevelopmentIsAttacked(t *testing.T) {
	p := available(t)
	known, answered, counted := meterID(7), 0, 0
	for _, sql := range []string{
		// Joins that would undo a mask.
		"SELECT a.subscriber, b.district FROM readings a JOIN readings b ON a.subscriber = b.subscriber LIMIT 100",
		"SELECT subscriber, max(district) FROM readings GROUP BY subscriber LIMIT 100",
		"SELECT string_agg(subscriber, ',') FROM readings",
		"SELECT list(readings) FROM readings",
		"SELECT min(subscriber), max(subscriber), min(district), max(district) FROM readings",
		"SELECT DISTINCT district FROM readings ORDER BY 1",
		"SELECT substr(subscriber, 1, 6), count(*) FROM readings GROUP BY 1",
		"SELECT * FROM readings ORDER BY litres DESC LIMIT 5",
		// Failures that speak.
		"SELECT CAST(subscriber AS DATE) FROM readings",
		"SELECT CAST(district AS INTEGER) FROM readings",
		"SELECT CAST(subscriber AS TINYINT) FROM readings",
		"SELECT CAST(subscriber || 'x' AS DECIMAL(9,2)) FROM readings",
		"SELECT error(subscriber) FROM readings",
		"SELECT strptime(subscriber, '%Y') FROM readings",
		"SELECT 1 / (litres - litres) FROM readings",
		"SELECT CASE WHEN district = '岱岳' THEN CAST(subscriber AS DATE) END FROM readings",
		"SELECT no_such_column FROM readings",
		"SELECT * FROM " + strings.Repeat("(SELECT * FROM ", 50) + "readings" + strings.Repeat(")", 50),
		// Plans, statistics and what the engine knows of the file.
		"EXPLAIN SELECT * FROM readings WHERE subscriber = '" + known + "'",
		"EXPLAIN ANALYZE SELECT * FROM readings",
		"SUMMARIZE readings",
		"DESCRIBE readings",
		"SHOW ALL TABLES",
		"PRAGMA storage_info('readings')",
		"SELECT * FROM pragma_storage_info('readings')",
		"SELECT stats(subscriber) FROM readings",
		"SELECT * FROM duckdb_columns()",
		"SELECT * FROM parquet_metadata('readings')",
		"SELECT * FROM information_schema.columns",
		"SELECT current_query(), current_setting('temp_directory')",
		// Values as the names of columns, as a chart draws them.
		"PIVOT readings ON subscriber USING count(*)",
		"SELECT * FROM (PIVOT readings ON district USING sum(litres))",
		"UNPIVOT readings ON subscriber, district INTO NAME n VALUE v",
		"SELECT histogram(subscriber) FROM readings",
		"SELECT histogram(district) FROM readings",
		"SELECT bar(litres, 0, 10000, 10), subscriber FROM readings",
		// Sampling another part of the table.
		"SELECT * FROM readings TABLESAMPLE 100%",
		"SELECT * FROM readings USING SAMPLE 100 ROWS (reservoir, 7)",
		"SELECT rowid, subscriber FROM readings LIMIT 100",
		"SELECT filename FROM readings",
	} {
		sample, _, err := p.Query(t.Context(), feng, job("development", sql))
		answered += len(sample.Rows)
		said := fmt.Sprint(sample.Columns, sample.Rows, err)
		if refusal, ok := law.AsRefusal(err); ok {
			said += fmt.Sprintf("%+v", refusal.Violations)
		}
		p.saysNobody(sql, strings.ReplaceAll(said, sql, ""))
	}
	for _, probe := range []string{
		"subscriber = '" + known + "'", "subscriber LIKE '" + known[:10] + "%'", "subscriber LIKE '%" + known[len(known)-6:] + "'", "starts_with(subscriber, '" + known[:8] + "')",
		"md5(subscriber) = md5('" + known + "')", "subscriber IN ('" + known + "', '" + meterID(8) + "')", "district = '泰山'", "litres = " + fmt.Sprint(5000+7*7) + " AND subscriber = '" + known + "'",
	} {
		sample, _, err := p.Query(t.Context(), feng, job("development", "SELECT count(*) AS n FROM readings WHERE "+probe))
		if err != nil {
			continue // refused: that it would have found somebody is told to nobody
		}
		counted++
		if len(sample.Rows) != 1 || sample.Rows[0][0] != "0" {
			t.Errorf("%s finds %v in development", probe, sample.Rows)
		}
	}
	if answered == 0 || counted == 0 {
		t.Errorf("%d rows and %d counts were answered: the test says nothing", answered, counted)
	}
	p.silent()
}

// saysNobody fails where a text holds somebody's number, or a district as it was read,
// which the query itself did not say.
func (p *place) saysNobody(sql, said string) {
	p.t.Helper()
	for i := range 400 {
		if id := meterID(i); strings.Contains(said, id) && !strings.Contains(sql, id) {
			p.t.Errorf("%s\nis answered with somebody's number", sql)
			return
		}
	}
	for _, district := range districts {
		if strings.Contains(said, district) && !strings.Contains(sql, district) {
			p.t.Errorf("%s\nis answered with a district as it was read", sql)
		}
	}
}

// TestLookUpIsAttacked: a recipient with a good key tries to get more from a data interface
// than the rows of the key they name: by SQL, wildcards, other types, further parameters and
// pages, and by trying one key after another until the quota ends it.
func TestLookUpIsAttacked(t *testing.T) {
	p := available(t)
	c := p.produced()
	_, order := p.sold(c.Links["output"])
	key, err := p.KeyFor(t.Context(), order)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(q delivery.Query) (string, error) {
		body, err := p.LookUp(t.Context(), order, key, "S1", q)
		return string(body), err
	}
	const none = `{"total":0,"rows":[]}`
	answered := 0
	for _, value := range []string{"' OR '1'='1", "泰山' OR 1=1 --", "泰山'; DROP TABLE readings; --", "%", "_", "*", "泰%", "泰山%00", "泰山 ", " 泰山", "泰山\u200b", "泰\u0301山", ".*", "[泰岱]山", "null", "NULL",
		"true", "0", "{}", `{"$ne":null}`, `["泰山","岱岳"]`, "泰山,岱岳", "泰山\x00", "泰山\n岱岳", "\xff\xfe", "", strings.Repeat("泰", 90), "ＴＡＩ", "../../readings", "${jndi:x}", meterID(7)} {
		body, err := ask(delivery.Query{Parameters: map[string]string{"district": value}})
		if err == nil {
			answered++
		}
		if refusal, ok := law.AsRefusal(err); err != nil && (!ok || refusal.Code() != delivery.CodeParameterUnfit) || err == nil && body != none {
			t.Errorf("%q is answered %s, %v", value, body, err)
		}
	}
	for why, q := range map[string]delivery.Query{
		"no parameter":            {},
		"a column that is no key": {Parameters: map[string]string{"mean_litres": "6393"}},
		"a key and more":          {Parameters: map[string]string{"district": "泰山", "people": "100"}},
		"a withheld column":       {Parameters: map[string]string{"district": "泰山", "subscriber": meterID(7)}},
		"another spelling":        {Parameters: map[string]string{"District": "泰山"}},
		"a page before the first": {Parameters: map[string]string{"district": "泰山"}, From: -1},
		"a page of everything":    {Parameters: map[string]string{"district": "泰山"}, Limit: 1 << 30},
	} {
		if body, err := ask(q); err == nil {
			t.Errorf("%s is answered %s", why, body)
		} else if refusal, ok := law.AsRefusal(err); !ok || refusal.Violations[0].Cites[0] != delivery.Rule {
			t.Errorf("%s: %v", why, err)
		}
	}
	if body, err := ask(delivery.Query{Parameters: map[string]string{"district": "泰山"}, From: 1 << 62}); err != nil || strings.Contains(body, "people") {
		t.Errorf("beyond the last row there is %s, %v", body, err)
	}
	answered++
	if n, err := p.CallsOf(t.Context(), order, p.Desk.Today()); err != nil || n != int64(answered) {
		t.Errorf("%d calls were answered and %d are counted, %v: what finds nothing costs as much", answered, n, err)
	}
	for i := answered; i < 100; i++ { // the daily quota of the delivery
		if body, err := ask(delivery.Query{Parameters: map[string]string{"district": fmt.Sprintf("try-%d", i)}}); err != nil || body != none {
			t.Fatalf("try %d: %s, %v", i, body, err)
		}
	}
	_, err = ask(delivery.Query{Parameters: map[string]string{"district": "泰山"}})
	if refusal, ok := law.AsRefusal(err); !ok || refusal.Code() != delivery.CodeQuotaDay {
		t.Errorf("after a hundred tries: %v", err)
	}
	p.silent()
}

// TestOnePersonIsNoParameter: an output by which one person could be looked up does not come
// to be: it is refused before a row is read, or it fails its examination.
func TestOnePersonIsNoParameter(t *testing.T) {
	p := available(t)
	for _, sql := range []string{
		"SELECT subscriber, count(*) AS n FROM readings GROUP BY subscriber",
		"SELECT litres, count(DISTINCT subscriber) AS people FROM readings GROUP BY litres",
		"SELECT district, litres, count(DISTINCT subscriber) AS people FROM readings GROUP BY district, litres",
		"SELECT md5(subscriber) AS h, count(DISTINCT subscriber) AS people FROM readings GROUP BY 1",
		"SELECT * FROM (PIVOT readings ON subscriber USING count(*))",
		"PIVOT readings ON district USING count(DISTINCT subscriber)",
	} {
		_, err := p.Desk.Do(t.Context(), feng, job("production", sql))
		refusal, ok := law.AsRefusal(err)
		if !ok {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		if !slices.ContainsFunc(refusal.Violations, func(v law.Violation) bool { return strings.HasPrefix(v.Rule, "PF-Z") && v.Code != zone.CodeUnapproved }) {
			t.Errorf("%s is refused for %+v alone", sql, refusal.Violations)
		}
	}
	p.silent()
}

// TestProgressTellsNoData: how far a job has come is told in fixed words without a number,
// so that no job can speak through it while its output is held.
func TestProgressTellsNoData(t *testing.T) {
	p := available(t)
	words := map[string]bool{}
	p.Progress = func(one Progress) {
		words[one.Phase] = true
		if one.Done != 0 || one.Total != 0 {
			t.Errorf("%s of %s tells %d of %d", one.Phase, one.Kind, one.Done, one.Total)
		}
	}
	if c := p.produced(); c.State != "produced" {
		t.Fatalf("the job is %s", c.State)
	}
	if len(words) != 1 || !words["running"] {
		t.Errorf("the job tells %v", words)
	}
	p.silent()
}
