package mask

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/shuyu-project/shuyu/law"
)

func codes(t testing.TB, err error) []string {
	t.Helper()
	refused, ok := law.AsRefusal(err)
	if !ok {
		t.Fatalf("no refusal: %v", err)
	}
	var codes []string
	for _, v := range refused.Violations {
		if len(v.Cites) == 0 || v.Says.ZH == "" || v.Says.EN == "" || v.Remedy.ZH == "" || v.Remedy.EN == "" {
			t.Errorf("%s without citation, words or remedy", v.Code)
		}
		codes = append(codes, v.Code)
	}
	return codes
}

func TestProjectRefuses(t *testing.T) {
	unlabelled := append(slices.Clone(residents), Column{Name: "new", Type: Text, Role: Neither})
	for _, c := range []struct {
		why  string
		edit func(*Request)
		want string
	}{
		{"a column nobody has graded", func(r *Request) { r.Columns = unlabelled }, CodeUnlabelled},
		{"a column the version does not have", func(r *Request) { r.Granted = append(r.Granted, "salary") }, CodeUnknownColumn},
		{"an identifier in the clear", func(r *Request) { r.Masks = map[string]Mask{"id": {Kind: Plain}} }, CodeLooseMask},
		{"an identifier by a pattern, where it is the unit", func(r *Request) { r.Masks = map[string]Mask{"id": {Kind: Pattern, Head: 4, Tail: 4}} }, CodeLooseMask},
		{"a phone number in the clear", func(r *Request) { r.Masks = map[string]Mask{"phone": {Kind: Plain}} }, CodeLooseMask},
		{"a pattern finer than the declared one", func(r *Request) { r.Masks = map[string]Mask{"phone": {Kind: Pattern, Head: 4, Tail: 4}} }, CodeLooseMask},
		{"a pattern that shows nearly all", func(r *Request) { r.Masks = map[string]Mask{"phone": {Kind: Pattern, Head: 6, Tail: 5}} }, CodeUnfitMask},
		{"a bucket of text", func(r *Request) { r.Masks = map[string]Mask{"remark": {Kind: Bucket, Width: 5}} }, CodeUnfitMask},
		{"no unit, though a column is one", func(r *Request) { r.NoUnit = true }, CodeUnitUndeclared},
		{"SQL for a kind", func(r *Request) { r.Masks = map[string]Mask{"remark": {Kind: "plain); DROP TABLE r; --"}} }, CodeUnfitMask},
		{"SQL for a unit", func(r *Request) { r.Masks = map[string]Mask{"born": {Kind: Truncate, Unit: "year', now()) --"}} }, CodeUnfitMask},
		{"one person by the filter", func(r *Request) {
			r.Filter = []Predicate{{Column: "id", Op: Equal, Values: []string{"370902199001010001"}}}
		}, CodeFilterIdentifier},
		{"one person by a long prefix", func(r *Request) {
			r.Filter = []Predicate{{Column: "id", Op: Prefix, Values: []string{"37090219900101"}}}
		}, CodeFilterIdentifier},
		{"binary search on an identifier", func(r *Request) {
			r.Filter = []Predicate{{Column: "phone", Op: Below, Values: []string{"13800000001"}}}
		}, CodeFilterIdentifier},
		{"SQL for a number", func(r *Request) {
			r.Filter = []Predicate{{Column: "visits", Op: Above, Values: []string{"0 OR true"}}}
		}, CodeFilterUnfit},
		{"SQL for an operator", func(r *Request) {
			r.Filter = []Predicate{{Column: "visits", Op: "IS NOT NULL OR", Values: []string{"1"}}}
		}, CodeFilterUnfit},
		{"a filter on a column that is not there", func(r *Request) { r.Filter = []Predicate{{Column: "x\" OR 1=1 --", Op: IsNull}} }, CodeUnknownColumn},
	} {
		r := request(Production, all...)
		c.edit(&r)
		_, err := Project(r, Policy{})
		if err == nil {
			t.Errorf("%s: let through", c.why)
			continue
		}
		if got := codes(t, err); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %s", c.why, got, c.want)
		}
	}
	r := request(Production, "id", "nowhere")
	r.Columns, r.Masks, r.Filter = unlabelled, map[string]Mask{"id": {Kind: Plain}}, []Predicate{{Column: "born", Op: Equal, Values: []string{"yesterday"}}}
	_, err := Project(r, Policy{})
	if got := codes(t, err); len(got) != 4 {
		t.Errorf("four things wrong: %v", got)
	}
}

func TestDevelopmentShowsNobody(t *testing.T) {
	r := request(Development, all...)
	for name, m := range map[string]Mask{"born": {Kind: Plain}, "income": {Kind: Bucket, Width: 10000}, "visits": {Kind: Bucket, Width: 5}, "district": {Kind: Plain}} {
		r.Masks = map[string]Mask{name: m}
		if _, err := Project(r, Policy{}); err == nil {
			t.Errorf("%s under %s in development", name, m.Kind)
		}
	}
	r.Masks = nil
	for _, s := range []Sample{{}, {Share: 1001, Rows: 10, K: 3}, {Share: 100, Rows: 0, K: 3}, {Share: 100, Rows: 10, K: 2}} {
		r.Sample = s
		_, err := Project(r, Policy{})
		if err == nil || !slices.Equal(codes(t, err), []string{CodeSampleUndeclared}) {
			t.Errorf("sample %+v: %v", s, err)
		}
	}
}

// Data of persons whose unit nobody named is not shown, whatever the catalogue.
func TestUnitMustBeKnown(t *testing.T) {
	for _, in := range []Catalogue{Development, Production} {
		r := request(in, "district", "remark")
		r.Columns = slices.Clone(residents)
		r.Columns[0].Unit = false
		_, err := Project(r, Policy{})
		if err == nil || !slices.Equal(codes(t, err), []string{CodeUnitUndeclared}) {
			t.Errorf("%s: %v", in, err)
		}
	}
}

// A sample of data without a unit has no classes to keep, and is a sample all the same.
func TestSampleWithoutUnit(t *testing.T) {
	db, file := open(t), filepath.Join(t.TempDir(), "s.parquet")
	mustExec(t, db, "COPY (SELECT 'v' || n AS name, n AS size FROM range(5000) r(n)) TO "+quoteText(file)+" (FORMAT parquet)")
	r := Request{Version: "V", Grant: "G", Scenario: "S", Catalogue: Development, NoUnit: true, Granted: []string{"name", "size"}, Sample: Sample{Share: 500, Rows: 100000},
		Columns: []Column{{Name: "name", Type: Text, Level: 1, Role: Neither}, {Name: "size", Type: Integer, Level: 1, Role: Neither}}}
	got, m, _ := materialise(t, r, file)
	if n := len(got) - 1; n < 150 || n > 350 || m.Rows != int64(n) || m.Units != 0 {
		t.Errorf("%d rows of a twentieth of 5000; manifest %+v", n, m)
	}
	r.Sample.Rows = 40
	if got, _, _ := materialise(t, r, file); len(got) != 41 {
		t.Errorf("%d rows, the limit is 40", len(got)-1)
	}
}

// No role and level is shown in the clear to people but what is public or low, and
// level 4 nowhere; and what hides most is always allowed.
func TestPolicyOverAllColumns(t *testing.T) {
	for _, in := range []Catalogue{Development, Production} {
		for level := 1; level <= 4; level++ {
			for _, role := range []Role{Identifier, Quasi, Sensitive, Neither} {
				for _, kind := range []Type{Text, Integer, Decimal, Double, Date, Moment, Boolean} {
					c := Column{Name: "c", Type: kind, Level: level, Role: role}
					allowed := Policy{}.Allowed(c, in)
					plain := slices.Contains(allowed, Plain)
					if plain && (role == Identifier || level == 4 || in == Development) {
						t.Errorf("%s, %s, level %d is plain in %s", role, kind, level, in)
					}
					if !slices.Contains(allowed, Drop) {
						t.Errorf("%s, %s, level %d cannot be dropped", role, kind, level)
					}
					m := Policy{}.Default(c, in)
					if err := m.check(kind); err != nil {
						t.Errorf("default of %s, %s, level %d: %v", role, kind, level, err)
					}
					if !(Policy{}).admits(m, c, in) {
						t.Errorf("default of %s, %s, level %d is not admitted", role, kind, level)
					}
				}
			}
		}
	}
}

// In development nobody reads a value of a resource that is not open to all, of whatever
// kind the column is, whatever its role and level, and whatever was declared for it.
func TestDevelopmentHidesEveryValue(t *testing.T) {
	db, file := open(t), filepath.Join(t.TempDir(), "s.parquet")
	of := map[Type]string{
		Text:    "'值' || (n * 7919 % 6000)",
		Integer: "CAST(1000003 + n * 20 AS BIGINT)",
		Decimal: "CAST(2000001.25 + n * 20 AS DECIMAL(18,2))",
		Double:  "3000001.5 + n * 20",
		Date:    "DATE '1970-01-15' + INTERVAL (n) MONTH",
		Moment:  "TIMESTAMP '1970-01-15 07:08:09' + INTERVAL (n) MONTH",
		Boolean: "n % 3 = 0",
	}
	itself := map[string]string{}
	for n := range 600 {
		value := fmt.Sprintf("值%d", n*7919%6000)
		itself[value] = value
	}
	declared := map[Type][]Mask{
		Text: {{Kind: Pattern, Head: 4, Tail: 4}, {Kind: Category, Groups: itself, Other: "其他"},
			{Kind: Category, Groups: map[string]string{"值0": "值0", "值7919": "值0"}, Other: "其他"}, {Kind: Category, Groups: map[string]string{"值0": "甲", "值1919": "甲"}, Other: "其他"}},
		Integer: {{Kind: Bucket, Width: 1}, {Kind: Bucket, Width: 10}}, Decimal: {{Kind: Bucket, Width: 1}, {Kind: Bucket, Width: 10}}, Double: {{Kind: Bucket, Width: 2}},
		Date: {{Kind: Truncate, Unit: "hour"}, {Kind: Truncate, Unit: "day"}, {Kind: Truncate, Unit: "year"}}, Moment: {{Kind: Truncate, Unit: "hour"}, {Kind: Truncate, Unit: "month"}},
	}
	for kind, expression := range of {
		for _, role := range []Role{Identifier, Quasi, Sensitive, Neither} {
			var columns []Column
			var made []string
			for level := 1; level <= 4; level++ {
				for _, generalise := range append([]Mask{{}}, declared[kind]...) {
					c := Column{Name: fmt.Sprintf("c%d", len(columns)), Type: kind, Role: role, Level: level, Generalise: generalise, Open: level > 1 || role != Neither, Joins: len(columns)%2 == 0}
					columns, made = append(columns, c), append(made, expression+" AS "+c.Name)
				}
			}
			mustExec(t, db, "COPY (SELECT "+strings.Join(made, ", ")+" FROM range(600) r(n)) TO "+quoteText(file)+" (FORMAT parquet)")
			hidesEveryValue(t, columns, file)
		}
	}
	plain := Column{Name: "plain", Type: Text, Level: 1, Role: Neither}
	r := Request{Version: "V", Grant: "G", Scenario: "S", Catalogue: Development, NoUnit: true, Columns: []Column{plain}, Granted: []string{"plain"}, Sample: Sample{Share: 1000, Rows: 2000}}
	r.Masks = map[string]Mask{"plain": {Kind: Plain}}
	if _, err := Project(r, Policy{}); err == nil {
		t.Error("an agreement shows in development what is not open to all")
	}
	r.Columns[0].Open = true
	if _, err := Project(r, Policy{}); err != nil {
		t.Errorf("what anybody may have is not shown: %v", err)
	}
}

func hidesEveryValue(t *testing.T, columns []Column, file string) {
	t.Helper()
	source := rows(t, file)
	r := Request{Version: "V", Grant: "G", Scenario: "S", Catalogue: Development, NoUnit: true, Columns: columns, Granted: source[0], Sample: Sample{Share: 1000, Rows: 2000}}
	got, _, _ := materialise(t, r, file)
	for i, name := range got[0] {
		at := slices.Index(source[0], name)
		c := columns[at]
		if c.Type == Boolean {
			continue // an invented truth is a truth; that it is invented is the policy's, tested above
		}
		held := map[string]bool{}
		for _, row := range source[1:] {
			held[row[at]] = true
		}
		for _, row := range got[1:] {
			if held[row[i]] || strings.Contains(row[i], "值") {
				t.Errorf("%s of role %s, level %d, declared %+v: the value %s is readable", c.Type, c.Role, c.Level, c.Generalise, row[i])
				break
			}
		}
	}
}

// The law of a filter: text of a grant reaches the engine as a value and as nothing
// else, whatever it is.
func TestFilterLiteralsAreValues(t *testing.T) {
	db := open(t)
	mustExec(t, db, "CREATE TABLE one (\"a\"\"b\" VARCHAR)")
	mustExec(t, db, "INSERT INTO one VALUES ('x')")
	c := Column{Name: `a"b`, Type: Text, Level: 1, Role: Neither}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"'", "''", "' OR '1'='1", "\\'", "x'); DROP TABLE one; --", "$$", "E'\\''", "%", "x"})).Draw(t, "value")
		for _, op := range []Op{Equal, In, Prefix, Unequal} {
			condition, err := Predicate{Column: c.Name, Op: op, Values: []string{v}}.render(c)
			if err != nil {
				if strings.ContainsRune(v, 0) {
					continue
				}
				t.Fatalf("%s: %v", op, err)
			}
			var n int
			if err := db.QueryRow("SELECT count(*) FROM one WHERE " + condition).Scan(&n); err != nil {
				t.Fatalf("the condition for %q is not a condition: %v", v, err)
			}
			want := map[Op]bool{Equal: v == "x", In: v == "x", Prefix: strings.HasPrefix("x", v), Unequal: v != "x"}[op]
			if (n == 1) != want {
				t.Fatalf("%s %q holds of 'x': %v", op, v, n == 1)
			}
		}
	})
}

// A masked projection never widens: with fewer columns, more conditions or any
// admitted mask, rows that were alike stay alike, shown columns are a part, and shown
// rows are among those of the wider grant.
func TestProjectionNeverWidens(t *testing.T) {
	source := register(t, 400)
	whole, _, _ := materialise(t, request(Production, all...), source)
	byID := map[string][]string{}
	for _, row := range whole[1:] {
		byID[row[0]] = row
	}
	rapid.Check(t, func(t *rapid.T) {
		r := request(Production)
		r.Masks = map[string]Mask{}
		for i, c := range residents {
			if i == 0 || rapid.Bool().Draw(t, c.Name) {
				r.Granted = append(r.Granted, c.Name)
				if m := rapid.SampledFrom(masks(c)).Draw(t, c.Name+" mask"); m.Kind != "" {
					r.Masks[c.Name] = m
				}
			}
		}
		if rapid.Bool().Draw(t, "filtered") {
			r.Filter = []Predicate{{Column: "visits", Op: AtLeast, Values: []string{fmt.Sprint(rapid.IntRange(-5, 60).Draw(t, "visits"))}}}
		}
		p, err := Project(r, Policy{})
		if err != nil {
			t.Fatalf("an admitted grant is refused: %v", err)
		}
		for _, s := range p.Shown {
			if !slices.Contains(r.Granted, s.Name) {
				t.Fatalf("column %s is shown and not granted", s.Name)
			}
		}
		out := filepath.Join(testDir, fmt.Sprintf("widen-%d.parquet", rapid.Uint64().Draw(t, "file")))
		narrow, err := carry(p, r, source, out)
		if err != nil {
			t.Fatal(err)
		}
		if len(narrow) > len(whole) {
			t.Fatal("there are more rows than the wider grant has")
		}
		for i, name := range narrow[0] {
			from := slices.Index(whole[0], name)
			alike := map[string]string{}
			for _, row := range narrow[1:] {
				raw, known := byID[row[0]]
				if !known {
					t.Fatal("a row is shown that the wider grant does not have")
				}
				if from < 0 {
					continue
				}
				if seen, ok := alike[raw[from]]; ok && seen != row[i] && p.Shown[i].Mask.Kind != Dummy {
					t.Fatalf("column %s under %s tells apart what was alike", name, p.Shown[i].Mask.Kind)
				}
				alike[raw[from]] = row[i]
			}
		}
	})
}

// masks are ways of showing c that the policy admits in production, the zero mask
// standing for the default.
func masks(c Column) []Mask {
	choices := []Mask{{}, {Kind: Null}, {Kind: Token}, {Kind: Drop}, c.Generalise}
	choices = append(choices, Mask{Kind: Bucket, Width: 100000}, Mask{Kind: Truncate, Unit: "year"}, Mask{Kind: Pattern, Head: 1})
	var fit []Mask
	for _, m := range choices {
		if m.Kind == "" || m.check(c.Type) == nil && (Policy{}).admits(m, c, Production) {
			fit = append(fit, m)
		}
	}
	return fit
}

// Masking twice tells no more than masking once: a mask of a mask is a function of
// it, and truncation, buckets and categories change nothing the second time.
func TestMaskingTwice(t *testing.T) {
	for _, m := range []Mask{{Kind: Bucket, Width: 7}, {Kind: Truncate, Unit: "month"}} {
		c := Column{Name: "v", Type: map[Kind]Type{Bucket: Integer, Truncate: Date}[m.Kind], Level: 1, Role: Neither}
		db := open(t)
		mustExec(t, db, "CREATE TABLE source AS SELECT "+map[Kind]string{Bucket: "CAST(n * 37 - 4000 AS BIGINT)", Truncate: "DATE '1899-12-01' + CAST(n * 13 AS INTEGER)"}[m.Kind]+" AS v FROM range(5000) r(n)")
		w := &work{db: db}
		once, err := w.expression(context.Background(), 0, Shown{Column: c, Mask: m}, "")
		if err != nil {
			t.Fatal(err)
		}
		twice := strings.ReplaceAll(once, `s."v"`, "("+once+")")
		var n int
		if err := db.QueryRow("SELECT count(*) FROM source s WHERE " + once + " IS DISTINCT FROM " + twice).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n != 0 {
			t.Errorf("%s: %d values change when masked again", m.Kind, n)
		}
	}
}

func TestKeysAreNotWritten(t *testing.T) {
	k := key(t, "s", Production)
	if _, err := json.Marshal(struct{ K Key }{k}); err == nil {
		t.Error("a key was written as JSON")
	}
	for _, shown := range []string{fmt.Sprint(k), fmt.Sprintf("%+v", k), fmt.Sprintf("%#v", k), fmt.Sprintf("%v", struct{ K Key }{k}), fmt.Sprintf("%#v", struct{ K Key }{k})} {
		for _, secret := range []string{strings.Trim(fmt.Sprint(k.secret), "[]"), fmt.Sprintf("%#v", k.secret), string(k.secret)} {
			if strings.Contains(shown, secret) {
				t.Error("a key prints as its secret")
			}
		}
	}
	if _, err := ScenarioKey(make([]byte, 16), "s", Production); err == nil {
		t.Error("a short secret makes a key")
	}
}

// A plan that was read back is not carried out: nobody's text becomes SQL that way.
func TestStoredPlanIsARecord(t *testing.T) {
	p := project(t, request(Production, all...))
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back Plan
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	a, _ := p.Digest()
	if b, _ := back.Digest(); a != b {
		t.Error("a stored plan has another digest")
	}
	out := filepath.Join(t.TempDir(), "o.parquet")
	if _, err := (Pipeline{}).Materialise(context.Background(), back, key(t, "普惠金融", Production), []string{"x"}, out); err == nil {
		t.Error("a stored plan was carried out")
	}
}

// Filters of different rows are different plans.
func TestDigestKnowsTheFilter(t *testing.T) {
	r := request(Production, all...)
	a, _ := project(t, r).Digest()
	r.Filter = []Predicate{{Column: "visits", Op: Above, Values: []string{"3"}}}
	if b, _ := project(t, r).Digest(); a == b {
		t.Error("two plans of different rows have one digest")
	}
}

func TestErrorsQuoteNoCell(t *testing.T) {
	db, file := open(t), filepath.Join(t.TempDir(), "s.parquet")
	mustExec(t, db, "COPY (SELECT '机密值' AS v) TO "+quoteText(file)+" (FORMAT parquet)")
	r := Request{Version: "V", Grant: "G", Scenario: "S", Catalogue: Production, NoUnit: true, Granted: []string{"v"},
		Columns: []Column{{Name: "v", Type: Integer, Level: 1, Role: Neither}}, Filter: []Predicate{{Column: "v", Op: Above, Values: []string{"3"}}}}
	_, err := Pipeline{}.Materialise(context.Background(), project(t, r), key(t, "S", Production), []string{file}, filepath.Join(t.TempDir(), "o.parquet"))
	if err == nil || strings.Contains(err.Error(), "机密值") {
		t.Errorf("a column of another type than catalogued: %v", err)
	}
}

func TestDummyReadsNothing(t *testing.T) {
	out := filepath.Join(t.TempDir(), "d.parquet")
	p := project(t, request(Development, all...))
	m, err := Pipeline{}.Dummy(context.Background(), p, []byte("seed"), 500, out)
	if err != nil {
		t.Fatal(err)
	}
	if m.Rows != 500 || !m.Dummy {
		t.Errorf("manifest %+v", m)
	}
	for _, v := range column(rows(t, out), "income") {
		var n float64
		if fmt.Sscan(v, &n); n < 20000 || n > 90000 {
			t.Fatalf("income %s is outside what is declared", v)
		}
	}
	again := filepath.Join(t.TempDir(), "d.parquet")
	if b, err := (Pipeline{}).Dummy(context.Background(), p, []byte("seed"), 500, again); err != nil || b.File != m.File {
		t.Errorf("the same seed gives other data (%v)", err)
	}
}
