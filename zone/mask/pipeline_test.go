package mask

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var residents = []Column{
	{Name: "id", Type: Text, Level: 3, Role: Identifier, Unit: true, Domain: "resident-id"},
	{Name: "phone", Type: Text, Level: 3, Role: Identifier, Generalise: Mask{Kind: Pattern, Head: 3, Tail: 4}},
	{Name: "district", Type: Text, Level: 2, Role: Quasi, Generalise: Mask{Kind: Category, Groups: map[string]string{"泰山区": "城区", "岱岳区": "城区", "新泰市": "县市", "肥城市": "县市"}, Other: "其他"}},
	{Name: "born", Type: Date, Level: 2, Role: Quasi, Generalise: Mask{Kind: Truncate, Unit: "year"}},
	{Name: "visits", Type: Integer, Level: 2, Role: Quasi, Generalise: Mask{Kind: Bucket, Width: 10}},
	{Name: "income", Type: Decimal, Level: 3, Role: Sensitive, Generalise: Mask{Kind: Bucket, Width: 10000}, Distribution: &Distribution{Kind: Range, Low: 20000, High: 90000}},
	{Name: "remark", Type: Text, Level: 1, Role: Neither},
}

var all = []string{"id", "phone", "district", "born", "visits", "income", "remark"}

func request(in Catalogue, granted ...string) Request {
	r := Request{Version: "V1", Grant: "G1", Scenario: "普惠金融", Columns: residents, Granted: granted, Catalogue: in}
	if in == Development {
		r.Sample = Sample{Share: 1000, Rows: 1000, K: 3}
	}
	return r
}

func key(t testing.TB, scenario string, in Catalogue) Key {
	t.Helper()
	k, err := ScenarioKey(bytes.Repeat([]byte{7}, KeySize), scenario, in)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// register writes n residents as Parquet, from a seed, and answers the file.
func register(t testing.TB, n int) string {
	t.Helper()
	db := open(t)
	random := rand.New(rand.NewPCG(3, 3))
	mustExec(t, db, `CREATE TABLE r (id VARCHAR, phone VARCHAR, district VARCHAR, born DATE, visits INTEGER, income DOUBLE, remark VARCHAR)`)
	districts := []string{"泰山区", "岱岳区", "新泰市", "肥城市", "莱芜"}
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf("('37090219%02d0101%04d', '138%08d', '%s', DATE '1960-01-01' + %d, %d, %d.5, 'r%d')",
			random.IntN(99), i, i*7919%100000000, districts[random.IntN(5)], random.IntN(4000), random.IntN(60)-5, 20000+random.IntN(70000), i%3))
	}
	mustExec(t, db, "INSERT INTO r VALUES "+strings.Join(lines, ","))
	mustExec(t, db, "INSERT INTO r VALUES (NULL, NULL, NULL, NULL, NULL, NULL, NULL)")
	file := filepath.Join(t.TempDir(), "residents.parquet")
	mustExec(t, db, "COPY r TO "+quoteText(file)+" (FORMAT parquet)")
	return file
}

func open(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func mustExec(t testing.TB, db *sql.DB, s string) {
	t.Helper()
	if _, err := db.Exec(s); err != nil {
		t.Fatal(err)
	}
}

// rows reads a Parquet file as text, in the order of the file.
func rows(t testing.TB, file string) [][]string {
	t.Helper()
	table, err := readText(file)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func readText(file string) ([][]string, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	found, err := db.Query("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(" + quoteText(file) + ")")
	if err != nil {
		return nil, err
	}
	defer found.Close()
	names, err := found.Columns()
	if err != nil {
		return nil, err
	}
	table := [][]string{names}
	for found.Next() {
		cells, into := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		line := make([]string, len(names))
		for i, c := range cells {
			line[i] = c.String
			if !c.Valid {
				line[i] = "∅"
			}
		}
		table = append(table, line)
	}
	return table, found.Err()
}

func project(t testing.TB, r Request) Plan {
	t.Helper()
	p, err := Project(r, Policy{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func materialise(t testing.TB, r Request, source string) ([][]string, Manifest, string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.parquet")
	m, err := Pipeline{}.Materialise(context.Background(), project(t, r), key(t, r.Scenario, r.Catalogue), []string{source}, out)
	if err != nil {
		t.Fatal(err)
	}
	return rows(t, out), m, out
}

func column(table [][]string, name string) []string {
	for i, n := range table[0] {
		if n == name {
			var c []string
			for _, row := range table[1:] {
				c = append(c, row[i])
			}
			return c
		}
	}
	return nil
}

func TestProductionProjection(t *testing.T) {
	source := register(t, 2000)
	raw := rows(t, source)
	got, m, file := materialise(t, request(Production, all...), source)
	if want := "id district born visits income remark"; strings.Join(got[0], " ") != want {
		t.Fatalf("columns %v, want %s: an identifier that joins nothing is dropped", got[0], want)
	}
	if m.Rows != 2001 || int(m.Rows) != len(got)-1 || m.Tokens != 2000 {
		t.Errorf("manifest %+v: 2001 rows and 2000 tokens, one a distinct value", m)
	}
	ids, tokens := column(raw, "id"), sorted(got[:0])
	for _, token := range column(got, "id") {
		tokens[token]++
	}
	k := key(t, "普惠金融", Production)
	for _, id := range ids {
		want := "∅"
		if id != "∅" {
			want, _ = k.Token(SHA256, "resident-id", id)
		}
		if tokens[want] != 1 {
			t.Fatalf("a token is there %d times, want the key's own once", tokens[want])
		}
	}
	if _, again, _ := materialise(t, request(Production, all...), source); again.File != m.File {
		t.Error("the same plan over the same file gives another file")
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids[:200] {
		if bytes.Contains(content, []byte(id)) {
			t.Fatal("the projection's file holds an identifier")
		}
	}
	var stats int
	if err := open(t).QueryRow("SELECT count(*) FROM parquet_metadata(" + quoteText(file) + ") WHERE path_in_schema = 'id' AND (stats_min_value LIKE '3709%' OR stats_max_value LIKE '3709%')").Scan(&stats); err != nil || stats != 0 {
		t.Errorf("statistics of the token column show identifiers (%d, %v)", stats, err)
	}
}

func TestMasks(t *testing.T) {
	source := register(t, 500)
	raw := rows(t, source)
	r := request(Production, all...)
	r.Masks = map[string]Mask{
		"phone": {Kind: Pattern, Head: 3, Tail: 4}, "district": residents[2].Generalise, "born": {Kind: Truncate, Unit: "year"},
		"visits": {Kind: Bucket, Width: 10}, "income": {Kind: Bucket, Width: 10000}, "remark": {Kind: Null},
	}
	got, _, _ := materialise(t, r, source)
	byToken, k := map[string][]string{"∅": nil}, key(t, r.Scenario, Production)
	for _, masked := range got[1:] {
		byToken[masked[0]] = masked
	}
	for i, row := range raw[1:] {
		token, _ := k.Token(SHA256, "resident-id", row[0])
		if row[0] == "∅" {
			token = "∅"
		}
		masked := byToken[token]
		if row[0] == "∅" {
			for _, c := range masked {
				if c != "∅" {
					t.Errorf("an empty row shows %q", c)
				}
			}
			continue
		}
		if want := row[1][:3] + "***" + row[1][7:]; masked[1] != want {
			t.Fatalf("row %d: phone %q, want %q", i, masked[1], want)
		}
		want := map[string]string{"泰山区": "城区", "岱岳区": "城区", "新泰市": "县市", "肥城市": "县市", "莱芜": "其他"}[row[2]]
		if masked[2] != want {
			t.Fatalf("district %q, want %q", masked[2], want)
		}
		if masked[3] != row[3][:4]+"-01-01" {
			t.Fatalf("born %q of year %q", masked[3], row[3][:4])
		}
		var visits, bucket int
		fmt.Sscan(row[4], &visits)
		fmt.Sscan(masked[4], &bucket)
		if bucket%10 != 0 || visits < bucket || visits >= bucket+10 {
			t.Fatalf("visits %d in bucket %d", visits, bucket)
		}
		if masked[6] != "∅" {
			t.Fatal("a nulled column shows something")
		}
	}
}

func TestTokensOfScenariosDoNotJoin(t *testing.T) {
	source := register(t, 300)
	r := request(Production, "id", "remark")
	a, _, _ := materialise(t, r, source)
	r.Scenario = "交通规划"
	b, _, _ := materialise(t, r, source)
	r.Algorithm, r.Scenario = SM3, "普惠金融"
	c, _, _ := materialise(t, r, source)
	seen := map[string]bool{}
	for _, token := range column(a, "id") {
		seen[token] = token != "∅"
	}
	for _, other := range [][][]string{b, c} {
		for _, token := range column(other, "id") {
			if seen[token] {
				t.Fatal("tokens of two scenarios join")
			}
		}
	}
}

func TestDevelopmentSample(t *testing.T) {
	source := register(t, 6000)
	raw := map[string]bool{}
	for _, row := range rows(t, source)[1:] {
		for _, i := range []int{0, 1, 5} {
			raw[row[i]] = row[i] != "∅"
		}
	}
	got, m, _ := materialise(t, request(Development, all...), source)
	n := len(got) - 1
	if n < 100 || n > 1000 {
		t.Fatalf("%d rows of a tenth of 6000", n)
	}
	classes := map[string]int{}
	for _, row := range got[1:] {
		classes[strings.Join([]string{row[1], row[2], row[3]}, "|")]++
		for _, c := range row {
			if raw[c] {
				t.Fatal("a person looking at the sample sees an exact value of a person")
			}
		}
	}
	for class, size := range classes {
		if size < 3 {
			t.Errorf("class of %d columns has %d rows, less than k", strings.Count(class, "|")+1, size)
		}
	}
	if m.Suppressed == 0 {
		t.Error("nothing was suppressed: the k check was not put to work")
	}
	again, _, _ := materialise(t, request(Development, all...), source)
	if fmt.Sprint(sorted(again)) != fmt.Sprint(sorted(got)) {
		t.Error("the same key draws another sample")
	}
}

// More distinct values than are handed over at once: each still has its token, once.
func TestManyDistinctValues(t *testing.T) {
	db, file := open(t), filepath.Join(t.TempDir(), "many.parquet")
	mustExec(t, db, fmt.Sprintf("COPY (SELECT CAST(n AS VARCHAR) AS id FROM range(%d) r(n)) TO %s (FORMAT parquet)", 12_000, quoteText(file)))
	r := Request{Version: "V", Grant: "G", Scenario: "S", Catalogue: Production, Granted: []string{"id"}, Columns: []Column{{Name: "id", Type: Text, Level: 3, Role: Identifier, Unit: true}}}
	out := filepath.Join(t.TempDir(), "out.parquet")
	m, err := Pipeline{portion: 5_000}.Materialise(context.Background(), project(t, r), key(t, "S", Production), []string{file}, out)
	if err != nil {
		t.Fatal(err)
	}
	if n := int64(12_000); m.Rows != n || m.Tokens != n || m.Units != n {
		t.Errorf("%d rows, %d tokens, %d units; all are %d", m.Rows, m.Tokens, m.Units, n)
	}
}

// A projection larger than memory spills into the scratch folder of the zone, and
// without one it fails and leaves nothing.
func TestSpilling(t *testing.T) {
	db, file := open(t), filepath.Join(t.TempDir(), "wide.parquet")
	mustExec(t, db, "COPY (SELECT printf('3709021990%08d', n * 7919 % 100000000) AS id, n % 10 AS visits FROM range(200000) r(n)) TO "+quoteText(file)+" (FORMAT parquet)")
	r := Request{Version: "V", Grant: "G", Scenario: "S", Catalogue: Production, Granted: []string{"id", "visits"},
		Columns: []Column{{Name: "id", Type: Text, Level: 3, Role: Identifier, Unit: true}, {Name: "visits", Type: Integer, Level: 1, Role: Neither}}}
	out := filepath.Join(t.TempDir(), "out.parquet")
	small := Pipeline{Memory: "28MB", Threads: 1}
	if _, err := small.Materialise(context.Background(), project(t, r), key(t, "S", Production), []string{file}, out); err == nil {
		t.Error("200,000 tokens in 28 MB without a scratch folder")
	}
	if _, err := os.Lstat(out); err == nil {
		t.Error("a failed projection leaves a file")
	}
	small.Scratch = t.TempDir()
	m, err := small.Materialise(context.Background(), project(t, r), key(t, "S", Production), []string{file}, out)
	if err != nil {
		t.Fatal(err)
	}
	if m.Rows != 200000 || m.Units != 200000 {
		t.Errorf("manifest %+v", m)
	}
}

func sorted(table [][]string) map[string]int {
	found := map[string]int{}
	for _, row := range table {
		found[strings.Join(row, "|")]++
	}
	return found
}

// testDir is for files of property tests, which have no folder of their own.
var testDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "mask")
	if err != nil {
		panic(err)
	}
	testDir = dir
	flag.Parse()
	if !set("rapid.checks") {
		_ = flag.Set("rapid.checks", "25") // each makes an engine
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func set(name string) bool {
	found := false
	flag.Visit(func(f *flag.Flag) { found = found || f.Name == name })
	return found
}

// carry carries a plan out and reads the result, outside of a test's own helpers.
func carry(p Plan, r Request, source, out string) ([][]string, error) {
	k, err := ScenarioKey(bytes.Repeat([]byte{7}, KeySize), r.Scenario, r.Catalogue)
	if err != nil {
		return nil, err
	}
	_ = os.Remove(out)
	if _, err := (Pipeline{}).Materialise(context.Background(), p, k, []string{source}, out); err != nil {
		return nil, err
	}
	return readText(out)
}
