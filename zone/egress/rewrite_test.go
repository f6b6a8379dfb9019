package egress

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/shuyu-project/shuyu/zone/privacy"
)

// What leaves does not depend on the order of rows, the spelling of numbers, quotes or
// line ends: none of them can carry anything.
func TestRewriteKeepsNothingButTheTable(t *testing.T) {
	described := []Column{{Name: "g", As: Group}, {Name: "n", As: Count, Counted: Units}, {Name: "m", As: Mean}, {Name: "secret", As: Contributors, Counted: Units, Withheld: true}}
	plain := Artefact{Format: CSV, Columns: described, Bytes: []byte("g,n,m,secret\n甲,10,1.5,99\n乙,20,2.25,98\n丙,,,\n")}
	strange := Artefact{Format: CSV, Columns: described, Bytes: []byte("\xef\xbb\xbf\"g\",n,m,secret\r\n乙,+20,2.250000,98\r\n\"丙\",,,\r\n甲,1e1,0001.5000000001,99\r\n")}
	p := floor(t, privacy.P2)
	for _, f := range []Format{CSV, JSON, Parquet} {
		written := func(a Artefact) []byte {
			tab, _, err := readCSV(a.Bytes, p.Rows)
			if err != nil {
				t.Fatal(err)
			}
			a.Format = f
			b, err := rewrite(tab, a, p)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		if a, b := written(plain), written(strange); !bytes.Equal(a, b) {
			t.Errorf("%s: spelling survives:\n%s\n%s", f, a, b)
		}
		if b := written(plain); bytes.Contains(b, []byte("secret")) {
			t.Errorf("%s: a withheld column is there", f)
		}
	}
	b, err := Rewrite(plain, p)
	if want := "g,n,m\n丙,,\n乙,20,2.25\n甲,10,1.5\n"; err != nil || string(b) != want {
		t.Errorf("%q, want %q (%v)", b, want, err)
	}
}

// Writing what was written changes nothing, in every format.
func TestRewriteIsIdempotent(t *testing.T) {
	p := floor(t, privacy.P2)
	rapid.Check(t, func(t *rapid.T) {
		lines := [][]string{{"g", "n", "m"}}
		for range rapid.IntRange(1, 30).Draw(t, "rows") {
			lines = append(lines, []string{rapid.SampledFrom([]string{"甲", "乙,丙", "a\"b", "x", "2026-03-02"}).Draw(t, "g"),
				fmt.Sprint(rapid.IntRange(0, 1<<40).Draw(t, "n")), rapid.SampledFrom([]string{"", "1.50", "-0.0", "3.14159265358979", "1e3"}).Draw(t, "m")})
		}
		a := csvOf([]Column{{Name: "g", As: Group}, {Name: "n", As: Count, Counted: Units}, {Name: "m", As: Mean}}, lines...)
		f := rapid.SampledFrom([]Format{CSV, JSON, CSV, JSON, Parquet}).Draw(t, "format") // reading Parquet makes an engine
		tab, _, err := readCSV(a.Bytes, p.Rows)
		if err != nil {
			t.Fatal(err)
		}
		first, err := rewrite(tab, Artefact{Format: f, Columns: a.Columns}, p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Rewrite(Artefact{Format: f, Columns: a.Columns, Bytes: first}, p)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatalf("%s changes when written again:\n%q\n%q", f, first, again)
		}
	})
}

// A Parquet file of an engine's is read with all it carries, and leaves without.
func TestParquetResidue(t *testing.T) {
	file := filepath.Join(t.TempDir(), "o.parquet")
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`COPY (SELECT '区' || (n % 20) AS g, 100 + n AS n, n / 7 AS m, CASE WHEN n % 3 = 0 THEN NULL ELSE DATE '2026-01-01' + CAST(n AS INTEGER) END AS d FROM range(60) r(n))
		TO '` + file + `' (FORMAT parquet, KV_METADATA {author: '370902199001011234'})`); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a := Artefact{Name: "o", Format: Parquet, Bytes: b, Columns: []Column{{Name: "g", As: Group}, {Name: "n", As: Sum}, {Name: "m", As: Mean}, {Name: "d", As: Group}}}
	c := Context{Parameters: floor(t, privacy.P2), Unit: NoUnit, Purpose: "测试残留"}
	r := examine(t, a, c)
	found := ""
	for _, f := range r.Findings {
		if f.Code == CodeResidue {
			found = f.Measured
		}
	}
	for _, want := range []string{"statistics", "key-value"} {
		if !strings.Contains(found, want) {
			t.Errorf("residue %q does not name %s", found, want)
		}
	}
	released, err := Rewrite(a, c.Parameters)
	if err != nil {
		t.Fatal(err)
	}
	if Digest(released) != r.Release {
		t.Error("what leaves is not what the report says")
	}
	if bytes.Contains(released, []byte("370902199001011234")) {
		t.Error("metadata leaves")
	}
	clean, residue, err := readParquet(released, 100)
	if err != nil || len(residue) != 0 {
		t.Fatalf("residue %v after writing anew (%v)", residue, err)
	}
	if len(clean.Rows) != 60 || !slices.Equal(clean.Names, []string{"g", "n", "m", "d"}) {
		t.Errorf("%d rows of %v", len(clean.Rows), clean.Names)
	}
	held, _, err := readParquet(b, 100)
	if err != nil {
		t.Fatal(err)
	}
	want, numeric, err := canonical(held, a.Columns, c.Parameters.Decimals)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := canonical(clean, a.Columns, c.Parameters.Decimals)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) || !numeric[1] {
		t.Errorf("the table changed in writing (%v)", err)
	}
	// The engine agrees with our own reading of what we wrote, types included.
	out := filepath.Join(t.TempDir(), "r.parquet")
	if err := os.WriteFile(out, released, 0o600); err != nil {
		t.Fatal(err)
	}
	var types string
	var sum int64
	if err := db.QueryRow("SELECT typeof(any_value(g)) || typeof(any_value(n)) || typeof(any_value(m)) || typeof(any_value(d)), sum(n) FROM '"+out+"'").Scan(&types, &sum); err != nil || types != "VARCHARBIGINTDOUBLEDATE" || sum != 60*100+59*30 {
		t.Errorf("the engine reads %s, sum %d (%v)", types, sum, err)
	}
}

func TestCanonicalNumber(t *testing.T) {
	for in, want := range map[string]string{"7": "7", "+7": "7", "007": "7", "7.0": "7", "0.7e1": "7", "-0": "0", "-0.50": "-0.5", ".5": "0.5", "1E3": "1000", "123456789012345678901234567890": "123456789012345678901234567890"} {
		if got, ok := canonicalNumber(in); !ok || got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{"", "-", ".", "1,000", "0x10", "1_000", "1/2", "Inf", "NaN", "1e999999", "１", " 7", "--7", "1.2.3", "1e", strings.Repeat("9", 500)} {
		if got, ok := canonicalNumber(in); ok {
			t.Errorf("%q is read as %q", in, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		in := fmt.Sprintf("%s%d.%0*d", rapid.SampledFrom([]string{"", "-"}).Draw(t, "sign"), rapid.IntRange(0, 1<<40).Draw(t, "whole"), rapid.IntRange(1, 12).Draw(t, "places"), rapid.IntRange(0, 999999).Draw(t, "fraction"))
		got, ok := canonicalNumber(in)
		if !ok {
			t.Fatalf("%q is not read", in)
		}
		a, _ := new(big.Rat).SetString(in)
		b, _ := new(big.Rat).SetString(got)
		if a.Cmp(b) != 0 {
			t.Fatalf("%q became %q", in, got)
		}
		if again, _ := canonicalNumber(got); again != got {
			t.Fatalf("%q becomes %q", got, again)
		}
	})
}

func TestIdentifiers(t *testing.T) {
	for text, want := range map[string]string{
		"11010519491231002X": "resident-id", "110105194912310021": "", "13805381234": "mobile-phone", "138053812345": "", "x13805381234": "",
		"电话13805381234。": "mobile-phone", "+86 13805381234": "mobile-phone", "6222021234567890128": "bank-card", "6222021234567890127": "", "a@b.cn": "e-mail", "泰山区": "", "2026-03-02": "", "1000000": "",
		"91350100M000100Y43": "credit-code",
	} {
		if got := personal(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// BenchmarkExamine is the automatic phase on a table of a megabyte against a source
// of a hundred thousand persons.
func BenchmarkExamine(b *testing.B) {
	s, _ := register(b, 100_000)
	random := rand.New(rand.NewPCG(1, 1))
	lines := [][]string{{"g", "people", "pay"}}
	for i := range 5000 {
		lines = append(lines, []string{fmt.Sprintf("%s%0180d", "类", i), fmt.Sprint(20 + random.IntN(50)), fmt.Sprintf("%d.%d", 1000000+random.IntN(100000), random.IntN(99))})
	}
	a := csvOf([]Column{{Name: "g", As: Group}, {Name: "people", As: Count, Counted: Units}, {Name: "pay", As: Mean, Of: "income"}}, lines...)
	c := personal2(b, s)
	b.SetBytes(int64(len(a.Bytes)))
	for b.Loop() {
		examine(b, a, c)
	}
}
