package egress

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// csvOf is an artefact of lines, the first of them the header; described column by
// column as "as" or "as:source".
func csvOf(described []Column, lines ...[]string) Artefact {
	return Artefact{Name: "out.csv", Format: CSV, Bytes: table(lines...), Columns: described}
}

func TestAttacks(t *testing.T) {
	s, rows := register(t, 4000)
	people := Column{Name: "people", As: Count, Counted: Units}
	district, pay := Column{Name: "district", As: Group}, Column{Name: "pay", As: Mean, Of: "income"}
	for _, c := range []struct {
		why  string
		a    Artefact
		want string
	}{
		{"a group of three persons", csvOf([]Column{district, people}, []string{"district", "people"}, []string{"泰山区", "900"}, []string{"岱岳区", "3"}), "R2 contributors.too-few"},
		{"an empty group", csvOf([]Column{district, people}, []string{"district", "people"}, []string{"泰山区", "900"}, []string{"岱岳区", "0"}), "R3 zeros.disclosive"},
		{"rows counted for persons", csvOf([]Column{district, {Name: "people", As: Count, Counted: Rows}}, []string{"district", "people"}, []string{"泰山区", "900"}, []string{"岱岳区", "901"}), "R1 " + CodeCountedRows},
		{"a mean without its contributors", csvOf([]Column{district, pay}, []string{"district", "pay"}, []string{"泰山区", "450000"}, []string{"岱岳区", "451000"}), "R2 " + CodeMissing},
		{"a lie about contributors", csvOf([]Column{district, people}, []string{"district", "people"}, []string{"泰山区", "3999"}, []string{"岱岳区", "900"}), "R1 " + CodeOverstated},
		{"the mean of one person, said to be of ten", csvOf([]Column{{Name: "born", As: Group}, {Name: "sex", As: Group}, people, pay}, []string{"born", "sex", "people", "pay"},
			[]string{rows[7][3].Text, rows[7][2].Text, "10", rows[7][4].Text}), "R18.1 " + CodeOverlaps},
		{"the largest value", csvOf([]Column{district, people, {Name: "pay", As: Max, Of: "income"}}, []string{"district", "people", "pay"}, []string{"泰山区", "900", "919000"}), "R8 extreme.single-unit"},
		{"a column called public by its author alone", csvOf([]Column{district, people, {Name: "pay", As: Min, Of: "income", Public: true}}, []string{"district", "people", "pay"}, []string{"泰山区", "900", "20001"}), "R8 extreme.single-unit"},
		{"the 99.9th percentile", csvOf([]Column{district, people, {Name: "pay", As: Quantile, At: 9990, Of: "income"}}, []string{"district", "people", "pay"}, []string{"泰山区", "900", "918000"}), "R8 quantile.too-few"},
		{"a group all of one kind", csvOf([]Column{district, {Name: "sex", As: Group}, people}, []string{"district", "sex", "people"}, []string{"泰山区", "女", "480"}, []string{"泰山区", "男", "12"}, []string{"岱岳区", "女", "300"}, []string{"岱岳区", "男", "310"}), "R6 class.disclosed"},
		{"a rate of nearly all", csvOf([]Column{district, people, {Name: "with", As: Count, Counted: Units}, {Name: "share", As: RateOf, Numerator: "with", Denominator: "people"}}, []string{"district", "people", "with", "share"}, []string{"泰山区", "900", "896", "0.9956"}), "R7 rate.too-few"},
		{"a rate that hides its counts", csvOf([]Column{district, people, {Name: "share", As: RateOf}}, []string{"district", "people", "share"}, []string{"泰山区", "900", "0.5"}), "R7 " + CodeRateMissing},
		{"a rate that carries something else", csvOf([]Column{district, people, {Name: "with", As: Count, Counted: Units}, {Name: "share", As: RateOf, Numerator: "with", Denominator: "people"}}, []string{"district", "people", "with", "share"}, []string{"泰山区", "900", "450", "0.377219"}), "R7 " + CodeRateDiffers},
		{"a row behind LIMIT 1 OFFSET n", csvOf([]Column{district, {Name: "born", As: Group}, {Name: "income", As: Group}}, []string{"district", "born", "income"}, []string{rows[9][1].Text, rows[9][3].Text, rows[9][4].Text}), "R16 records.refused"},
		{"a column nobody described", csvOf([]Column{district, people}, []string{"district", "people", "x"}, []string{"泰山区", "900", "1"}), "R20 " + CodeUndescribed},
		{"resident ids as group keys", csvOf([]Column{{Name: "who", As: Group}, people}, []string{"who", "people"}, []string{rows[0][0].Text, "12"}), "R19 " + CodePersonal},
		{"a resident id inside a text", csvOf([]Column{{Name: "note", As: Group}, people}, []string{"note", "people"}, []string{"编号" + rows[0][0].Text + "号", "12"}), "R19 " + CodePersonal},
		{"a phone number in groups of digits", csvOf([]Column{{Name: "note", As: Group}, people}, []string{"note", "people"}, []string{"联系 138-0538-1234", "12"}), "R19 " + CodePersonal},
		{"letters nobody sees", csvOf([]Column{district, people}, []string{"district", "people"}, []string{"泰\u200b山区", "900"}), "R19 " + CodeHidden},
		{"a formula", csvOf([]Column{district, people}, []string{"district", "people"}, []string{"=HYPERLINK(1)", "900"}), "R19 " + CodeFormula},
		{"text for a number", csvOf([]Column{district, people}, []string{"district", "people"}, []string{"泰山区", "about 900"}), "R19 " + CodeNoNumber},
	} {
		r := examine(t, c.a, personal2(t, s))
		if r.Outcome != privacy.Fail || !codes(r, privacy.Fail)[c.want] {
			t.Errorf("%s: %s with %v, want %s", c.why, r.Outcome, codes(r, privacy.Fail), c.want)
		}
		if refused := r.Refusal(); refused == nil || len(refused.Violations) != len(r.Failed()) {
			t.Errorf("%s: refused %v", c.why, refused)
		}
	}
}

// Keys nearly one to a person are records, even under names the platform cannot read.
func TestInjectiveKeys(t *testing.T) {
	s, _ := register(t, 4000)
	lines := [][]string{{"code", "people"}}
	for i := range 3900 {
		lines = append(lines, []string{fmt.Sprintf("甲%04d", i), "1"})
	}
	r := examine(t, csvOf([]Column{{Name: "code", As: Group}, {Name: "people", As: Count, Counted: Units}}, lines...), personal2(t, s))
	if !codes(r, privacy.Fail)["R18.2 "+CodeInjective] {
		t.Errorf("3900 keys over 4000 persons: %v", codes(r, privacy.Fail))
	}
}

func TestHiddenCopies(t *testing.T) { // D15
	s, rows := register(t, 4000)
	random := rand.New(rand.NewPCG(1, 9))
	lines := [][]string{{"place", "gender", "day", "money"}}
	for range 995 {
		lines = append(lines, []string{districts[random.IntN(4)], []string{"女", "男"}[random.IntN(2)],
			fmt.Sprintf("19%02d-%02d-%02d", 50+random.IntN(50), 1+random.IntN(12), 1+random.IntN(28)), fmt.Sprint(2000000 + random.IntN(900000))})
	}
	for _, r := range rows[100:105] {
		lines = append(lines, []string{r[1].Text, r[2].Text, r[3].Text, r[4].Text})
	}
	a := csvOf([]Column{{Name: "place", As: Value}, {Name: "gender", As: Value}, {Name: "day", As: Value, Of: "born"}, {Name: "money", As: Value, Of: "income"}}, lines...)
	c := personal2(t, s)
	c.Parameters = floor(t, privacy.P3)
	r := examine(t, a, c)
	if got := codes(r, privacy.Fail); !got["R18.1 "+CodeOverlaps] && !got["R18.1 "+CodeEquals] {
		t.Errorf("five copied rows of a thousand: %v", got)
	}
}

func TestHashesOfEveryShape(t *testing.T) {
	s, rows := register(t, 2000)
	key := mustKey(t)
	for _, c := range []struct {
		why  string
		of   func(id string) string
		want []string
	}{
		{"MD5 in capitals", func(id string) string { d := md5.Sum([]byte(id)); return strings.ToUpper(hex.EncodeToString(d[:])) }, []string{CodeHashShaped, CodeReversed}},
		{"SHA-1", func(id string) string { d := sha1.Sum([]byte(id)); return hex.EncodeToString(d[:]) }, []string{CodeHashShaped, CodeReversed}},
		{"SHA-256 as base64", func(id string) string { d := sha256.Sum256([]byte(id)); return base64.StdEncoding.EncodeToString(d[:]) }, []string{CodeHashShaped, CodeReversed}},
		{"the first eight bytes of SHA-256", func(id string) string { d := sha256.Sum256([]byte(id)); return hex.EncodeToString(d[:8]) }, []string{CodeReversed}},
		{"CRC-32", func(id string) string { return fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(id))) }, []string{CodeReversed}},
		{"a keyed hash", func(id string) string {
			m := hmac.New(sha256.New, []byte("k"))
			m.Write([]byte(id))
			return hex.EncodeToString(m.Sum(nil))
		}, []string{CodeHashShaped}},
		{"the zone's own token", func(id string) string { token, _ := key.Token(mask.SHA256, "id", id); return token }, []string{CodeHashShaped}},
	} {
		lines := [][]string{{"who", "people"}}
		for _, r := range rows[:400] {
			lines = append(lines, []string{c.of(r[0].Text), "12"})
		}
		a := csvOf([]Column{{Name: "who", As: Group}, {Name: "people", As: Count, Counted: Units}}, lines...)
		got := codes(examine(t, a, personal2(t, s)), privacy.Fail)
		for _, want := range c.want {
			if !got["R18.3 "+want] {
				t.Errorf("%s: %v, want %s", c.why, got, want)
			}
		}
		if !slices.Contains(c.want, CodeReversed) && got["R18.3 "+CodeReversed] {
			t.Errorf("%s is said to be reversed", c.why)
		}
	}
}

func mustKey(t testing.TB) mask.Key {
	t.Helper()
	k, err := mask.ScenarioKey(bytes.Repeat([]byte{3}, mask.KeySize), "s", mask.Production)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestPhonesByEnumeration(t *testing.T) {
	phones, err := MobilePhones([]string{"1380538", "1390538", "1870548"})
	if err != nil {
		t.Fatal(err)
	}
	lines := [][]string{{"who", "people"}}
	for i := range 30 {
		d := sha256.Sum256(phones.At(uint64(i)*997, nil))
		lines = append(lines, []string{hex.EncodeToString(d[:10]), "12"})
	}
	a := csvOf([]Column{{Name: "who", As: Group}, {Name: "people", As: Count, Counted: Units}}, lines...)
	c := Context{Parameters: floor(t, privacy.P2), Unit: Person, Purpose: "各区统计", Domains: []Domain{phones}}
	if got := codes(examine(t, a, c), privacy.Fail); !got["R18.3 "+CodeReversed] {
		t.Errorf("ten bytes of a hash of phones: %v", got)
	}
	first, err := examine(t, a, c).JSON()
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if again, err := examine(t, a, c).JSON(); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("the report depends on how fast the cores are (%v)", err)
		}
	}
	c.Domains = nil
	short := csvOf([]Column{{Name: "who", As: Group}, {Name: "people", As: Count, Counted: Units}}, []string{"who", "people"}, []string{"a0b1c2d3e4f5", "12"})
	if r := examine(t, short, c); len(r.Undetermined()) == 0 || r.Outcome == privacy.Pass {
		t.Errorf("codes with no domain to try: %s", r.Outcome)
	}
	firms := Listed("firms", []string{"91370900MA3C0DEA1X", "91370900MA3C0DEA2U"})
	d := sha256.Sum256([]byte("91370900MA3C0DEA1X"))
	c.Domains = []Domain{firms}
	one := csvOf([]Column{{Name: "who", As: Group}, {Name: "people", As: Count, Counted: Units}}, []string{"who", "people"}, []string{hex.EncodeToString(d[:]), "12"})
	if got := codes(examine(t, one, c), privacy.Fail); !got["R18.3 "+CodeReversed] {
		t.Errorf("a listed firm: %v", got)
	}
}

// Of a domain beyond the budget a part is tried, from all over it, and the report does
// not say that it held.
func TestDomainBeyondBudget(t *testing.T) {
	codes := newTargets(examination{t: Table{Names: []string{"who"}, Rows: [][]Cell{{{Text: "00112233445566778899aabbccddeeff"}}}}, a: Artefact{Columns: []Column{{Name: "who", As: Group}}}})
	serial, err := Integers("serial", 1, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	n, complete, err := codes.recover(context.Background(), serial, 1, &budget{left: 50_000, shares: 5})
	if err != nil || n != 0 || complete {
		t.Errorf("%d recovered, complete %v (%v)", n, complete, err)
	}
	b := budget{left: 100, shares: 4}
	if got := []uint64{b.take(10), b.take(100), b.take(20), b.take(1000)}; !slices.Equal(got, []uint64{10, 30, 20, 40}) {
		t.Errorf("shares %v", got)
	}
}

// A domain hands out what it says, each member once.
func TestDomains(t *testing.T) {
	ids, err := ResidentIDs([]string{"370902", "370911"}, 2000, 2000)
	if err != nil {
		t.Fatal(err)
	}
	if ids.Size() != 2*366*1000 {
		t.Errorf("%d resident ids of two divisions and one leap year", ids.Size())
	}
	seen := map[string]bool{}
	for i := uint64(0); i < ids.Size(); i += 37 {
		id := string(ids.At(i, nil))
		if !residentID(id) || seen[id] {
			t.Fatalf("member %d is no resident id, or is there twice", i)
		}
		seen[id] = true
	}
	if _, err := ResidentIDs([]string{"37'--"}, 2000, 2001); err == nil {
		t.Error("a division that is no number")
	}
	for _, n := range []uint64{1, 2, 3, 10, 4096, 99991} {
		j, met := coprime(n), map[uint64]bool{}
		for i := range n {
			met[i*j%n] = true
		}
		if uint64(len(met)) != n {
			t.Errorf("jumping %d through %d meets %d", j, n, len(met))
		}
	}
}

func TestContainers(t *testing.T) {
	p := floor(t, privacy.P2)
	big := [][]string{{"district", "people"}}
	for i := range p.Rows + 1 {
		big = append(big, []string{fmt.Sprint(i), "20"})
	}
	for _, c := range []struct {
		why  string
		b    []byte
		want string
	}{
		{"a spreadsheet", []byte("PK\x03\x04..."), CodeFileKind},
		{"gzip", []byte("\x1f\x8b\x08data"), CodeFileKind},
		{"a picture", []byte("\x89PNG\r\n\x1a\n"), CodeFileKind},
		{"PDF", []byte("%PDF-1.7"), CodeFileKind},
		{"SVG", []byte("  <svg>"), CodeFileKind},
		{"a notebook", []byte(`{"cells":[]}`), CodeFileKind},
		{"a pickled model", []byte("\x80\x04\x95"), CodeFileKind},
		{"a database", []byte("SQLite format 3\x00"), CodeFileKind},
		{"an executable", []byte("\x7fELF"), CodeFileKind},
		{"bytes", []byte("a,b\x00\x01"), CodeFileKind},
		{"half a parquet file", []byte("PAR1........"), CodeFileKind},
		{"a parquet file of nothing", []byte("PAR1....PAR1"), CodeFileBroken},
		{"another encoding", []byte("district,people\n\xb4\xf3\xb6\xab,20\n"), CodeFileBroken},
		{"ragged lines", []byte("a,b\n1,2,3\n"), CodeFileBroken},
		{"one name twice", []byte("a,a\n1,2\n"), CodeFileBroken},
		{"nothing", nil, CodeFileBroken},
		{"too many rows", table(big...), CodeFileRows},
		{"too many bytes", bytes.Repeat([]byte("a,b\n"), p.Bytes/4+1), CodeFileSize},
		{"JSON inside JSON", []byte(`[{"a":{"b":1}}]`), CodeFileBroken},
		{"something after JSON", []byte(`[{"a":1}] tail`), CodeFileBroken},
	} {
		a := Artefact{Name: "x", Format: CSV, Bytes: c.b, Columns: []Column{{Name: "district", As: Group}, {Name: "people", As: Count, Counted: Units}}}
		r := examine(t, a, Context{Parameters: p, Unit: Person, Purpose: "各区统计"})
		if !codes(r, privacy.Fail)["R19 "+c.want] {
			t.Errorf("%s: %v, want %s", c.why, codes(r, privacy.Fail), c.want)
		}
		if r.Outcome != privacy.Fail || len(r.Undetermined()) == 0 {
			t.Errorf("%s: outcome %s with %d checks not determinable", c.why, r.Outcome, len(r.Undetermined()))
		}
	}
	named := Artefact{Name: "x", Format: Parquet, Bytes: []byte("district,people\n泰山区,20\n")}
	if r := examine(t, named, Context{Parameters: p, Unit: Person}); !codes(r, privacy.Fail)["R19 "+CodeFileMismatch] {
		t.Errorf("CSV called Parquet: %v", codes(r, privacy.Fail))
	}
}

func TestNothingKnownIsNoPass(t *testing.T) {
	a := csvOf([]Column{{Name: "district", As: Group}, {Name: "people", As: Count, Counted: Units}}, []string{"district", "people"}, []string{"泰山区", "900"}, []string{"岱岳区", "800"})
	r := examine(t, a, Context{Parameters: floor(t, privacy.P2), Unit: Person, Purpose: "各区统计"})
	if r.Outcome != privacy.Review || len(r.Undetermined()) < 2 {
		t.Errorf("without a source: %s, %d checks not determinable", r.Outcome, len(r.Undetermined()))
	}
	for _, f := range r.Undetermined() {
		if f.Outcome == privacy.Pass || f.Measured != "not determinable" {
			t.Errorf("%+v", f)
		}
	}
	if r := examine(t, a, Context{Parameters: floor(t, privacy.P2)}); !codes(r, privacy.Fail)["R1 "+CodeUnitUndeclared] || !codes(r, privacy.Fail)["R20 "+CodeStatementMissing] {
		t.Errorf("with neither unit nor purpose: %v", codes(r, privacy.Fail))
	}
}

func TestDataWithoutUnit(t *testing.T) {
	columns := []SourceColumn{{Name: "origin"}, {Name: "destination"}, {Name: "delay"}}
	random := rand.New(rand.NewPCG(5, 5))
	var rows [][]Cell
	for range 5000 {
		rows = append(rows, []Cell{{Text: fmt.Sprintf("A%d", random.IntN(6))}, {Text: fmt.Sprintf("B%d", random.IntN(6))}, {Text: fmt.Sprint(random.IntN(100000))}})
	}
	c := Context{Parameters: floor(t, privacy.P1), Unit: NoUnit, Purpose: "航线准点率", Sources: []Source{RowsSource(columns, rows)}}
	described := []Column{{Name: "origin", As: Group}, {Name: "flights", As: Count, Counted: Rows}}
	r := examine(t, csvOf(described, []string{"origin", "flights"}, []string{"A0", "3"}, []string{"A1", "0"}), c)
	if r.Outcome != privacy.Pass {
		t.Errorf("a table of places: %v", r.Failed())
	}
	for _, f := range r.Findings {
		if slices.Contains([]string{"R2", "R3", "R6", "R16"}, f.Rule) {
			t.Errorf("%s was applied to data without a unit", f.Rule)
		}
	}
	lines := [][]string{{"origin", "destination", "delay"}}
	for _, row := range rows[:100] {
		lines = append(lines, []string{row[0].Text, row[1].Text, row[2].Text})
	}
	r = examine(t, csvOf([]Column{{Name: "origin", As: Group}, {Name: "destination", As: Group}, {Name: "delay", As: Group}}, lines...), c)
	if !codes(r, privacy.Fail)["R18.1 "+CodeOverlaps] {
		t.Errorf("raw rows of places: %v", codes(r, privacy.Fail))
	}
}

// Rows of places that are not unique in their source are raw rows all the same, also
// where a cell was emptied, a column changed, or the numbers shifted a little; and a
// table of groups that are large enough is none of it.
func TestRowsThatAreNotUnique(t *testing.T) {
	names := []string{"day", "origin", "destination", "distance", "delay"}
	random := rand.New(rand.NewPCG(5, 6))
	var columns []SourceColumn
	for _, n := range names {
		columns = append(columns, SourceColumn{Name: n})
	}
	var rows, records [][]Cell
	for range 3000 {
		r := []Cell{{Text: fmt.Sprintf("2001-0%d-%02d", 1+random.IntN(9), 1+random.IntN(28))}, {Text: fmt.Sprintf("A%d", random.IntN(9))}, {Text: fmt.Sprintf("B%d", random.IntN(9))},
			{Text: fmt.Sprint(1000 + random.IntN(9000))}, {Text: fmt.Sprint(100 + random.IntN(900))}}
		for range 2 + random.IntN(4) {
			rows = append(rows, r)
		}
		records = append(records, r)
	}
	five := RowsSource(columns, rows)
	copies := func(change func(i int, line []string)) [][]string {
		lines := [][]string{{"a", "b", "c", "d", "e"}}
		for i, r := range records[:200] {
			line := make([]string, len(r))
			for j, c := range r {
				line[j] = c.Text
			}
			change(i, line)
			lines = append(lines, line)
		}
		return lines
	}
	as := func(kinds ...As) []Column {
		described := make([]Column, len(kinds))
		for i, a := range kinds {
			described[i] = Column{Name: string('a' + rune(i)), As: a, Of: names[i], Counted: Rows}
		}
		return described
	}
	groups := as(Group, Group, Group, Group, Group)
	same := func(int, []string) {}
	for _, c := range []struct {
		why string
		a   Artefact
	}{
		{"as they are", csvOf(groups, copies(same)...)},
		{"called values", csvOf(as(Value, Value, Value, Value, Value), copies(same)...)},
		{"with two columns called counts", csvOf(as(Group, Group, Group, Count, Contributors), copies(same)...)},
		{"with a column called a mean", csvOf(as(Group, Group, Group, Group, Mean), copies(same)...)},
		{"a cell emptied in each", csvOf(groups, copies(func(i int, l []string) { l[i%5] = "" })...)},
		{"a day changed in each", csvOf(groups, copies(func(i int, l []string) { l[0] = fmt.Sprintf("1999-01-%02d", 1+i%28) })...)},
		{"numbers shifted a little", csvOf(groups, copies(func(_ int, l []string) { l[3], l[4] = l[3]+".04", l[4]+".3" })...)},
	} {
		r := examine(t, c.a, Context{Parameters: floor(t, privacy.P1), Unit: NoUnit, Purpose: "航线准点率", Sources: []Source{five}})
		if !codes(r, privacy.Fail)["R18.1 "+CodeOverlaps] {
			t.Errorf("%s: %v", c.why, codes(r, privacy.Fail))
		}
	}
	context := Context{Parameters: floor(t, privacy.P1), Unit: NoUnit, Purpose: "航线准点率", Sources: []Source{five}}
	by := map[[3]string][2]int{} // three columns of five, large groups
	for _, r := range rows {
		k := [3]string{r[0].Text[:7], r[1].Text, r[2].Text}
		var delay int
		_, _ = fmt.Sscan(r[4].Text, &delay)
		by[k] = [2]int{by[k][0] + 1, by[k][1] + delay}
	}
	for _, attested := range []bool{false, true} {
		lines := [][]string{{"month", "origin", "destination", "flights", "delay"}}
		for k, v := range by {
			mean := fmt.Sprintf("%.2f", float64(v[1])/float64(v[0])+0.005)
			if attested {
				mean = fmt.Sprint(v[1] / v[0]) // equal to some record's by chance: the zone's own count says that it is no copy
			}
			if v[0] >= 10 {
				lines = append(lines, []string{k[0], k[1], k[2], fmt.Sprint(v[0]), mean})
			}
		}
		honest := csvOf([]Column{{Name: "month", As: Group}, {Name: "origin", As: Group}, {Name: "destination", As: Group}, {Name: "flights", As: Contributors, Counted: Rows}, {Name: "delay", As: Mean}}, lines...)
		context.Attested = attested
		if r := examine(t, honest, context); r.Outcome == privacy.Fail || len(lines) < 100 {
			t.Errorf("an honest table of %d rows, attested %v: %v", len(lines)-1, attested, r.Failed())
		}
	}
}

// The source has few kinds of rows, and each is shown once with how many there are of it:
// that is a table of its groups; without the numbers it is a list of its records.
func TestFewKindsOfRows(t *testing.T) {
	columns := []SourceColumn{{Name: "kind"}, {Name: "colour"}}
	var rows [][]Cell
	for i := range 600 {
		rows = append(rows, []Cell{{Text: fmt.Sprintf("种%d", i%6)}, {Text: fmt.Sprintf("色%d", i%4)}})
	}
	lines, listed := [][]string{{"kind", "colour", "n"}}, [][]string{{"kind", "colour"}}
	for i := range 12 {
		lines = append(lines, []string{fmt.Sprintf("种%d", i%6), fmt.Sprintf("色%d", i%4), "50"})
		listed = append(listed, lines[i+1][:2])
	}
	c := Context{Parameters: floor(t, privacy.P1), Unit: NoUnit, Purpose: "种类统计", Sources: []Source{RowsSource(columns, rows)}}
	if r := examine(t, csvOf([]Column{{Name: "kind", As: Group}, {Name: "colour", As: Group}, {Name: "n", As: Count, Counted: Rows}}, lines...), c); r.Outcome == privacy.Fail {
		t.Errorf("groups of fifty rows: %v", r.Failed())
	}
	if r := examine(t, csvOf([]Column{{Name: "kind", As: Value}, {Name: "colour", As: Value}}, listed...), c); !codes(r, privacy.Fail)["R18.1 "+CodeOverlaps] {
		t.Errorf("a list of records: %v", codes(r, privacy.Fail))
	}
}

// A person's record is found also behind the sixty-fourth column of its source.
func TestManyColumns(t *testing.T) {
	s, rows := register(t, 500)
	columns := append(make([]SourceColumn, 0, 75), residents[0])
	for i := range 70 {
		columns = append(columns, SourceColumn{Name: fmt.Sprintf("z%d", i)})
	}
	columns = append(columns, residents[1:]...)
	wide := make([][]Cell, len(rows))
	for i, r := range rows {
		wide[i] = slices.Concat(r[:1], make([]Cell, 70), r[1:])
	}
	lines := [][]string{{"day", "money"}}
	for _, r := range rows[:30] {
		lines = append(lines, []string{r[3].Text, r[4].Text})
	}
	for _, s := range []Source{s, RowsSource(columns, wide)} {
		a := csvOf([]Column{{Name: "day", As: Group}, {Name: "money", As: Group}}, lines...)
		if got := codes(examine(t, a, personal2(t, s)), privacy.Fail); !got["R18.1 "+CodeOverlaps] {
			t.Errorf("records of a source of %d columns: %v", len(s.Columns()), got)
		}
	}
}

// What is hashed need not be called an identifier: the source's own values are tried.
func TestHashOfAnyValue(t *testing.T) {
	columns := []SourceColumn{{Name: "station"}, {Name: "rides"}}
	var rows [][]Cell
	lines := [][]string{{"who", "rides"}}
	for i := range 50 {
		rows = append(rows, []Cell{{Text: fmt.Sprintf("站%d", i)}, {Text: fmt.Sprint(i)}})
		d := md5.Sum([]byte(rows[i][0].Text))
		lines = append(lines, []string{hex.EncodeToString(d[:6]), fmt.Sprint(100 + i)})
	}
	a := csvOf([]Column{{Name: "who", As: Group}, {Name: "rides", As: Sum}}, lines...)
	for _, public := range []bool{false, true} {
		columns[0].Public = public
		c := Context{Parameters: floor(t, privacy.P2), Unit: NoUnit, Purpose: "站点客流", Sources: []Source{RowsSource(columns, rows)}}
		if got := codes(examine(t, a, c), privacy.Fail)["R18.3 "+CodeReversed]; got == public {
			t.Errorf("six bytes of hashes of stations, public %v: reversed %v", public, got)
		}
	}
}

func TestReportIsStableAndSilent(t *testing.T) {
	s, rows := register(t, 3000)
	lines := [][]string{{"id", "district", "born", "income"}}
	for _, r := range rows[:60] {
		lines = append(lines, []string{r[0].Text, r[1].Text, r[3].Text, r[4].Text})
	}
	a := csvOf([]Column{{Name: "id", As: Group}, {Name: "district", As: Group}, {Name: "born", As: Group}, {Name: "income", As: Value}}, lines...)
	first := examine(t, a, personal2(t, s))
	text, err := first.JSON()
	if err != nil {
		t.Fatal(err)
	}
	again, err := examine(t, a, personal2(t, s)).JSON()
	if err != nil || !bytes.Equal(text, again) {
		t.Errorf("the same artefact gives another report (%v)", err)
	}
	var back Report
	if err := json.Unmarshal(text, &back); err != nil || len(back.Findings) != len(first.Findings) {
		t.Errorf("the report does not read back: %v", err)
	}
	for _, r := range rows[:60] {
		for _, i := range []int{0, 3, 4} {
			if bytes.Contains(text, []byte(r[i].Text)) {
				t.Fatal("the report quotes a cell")
			}
		}
	}
}

func TestInterrupted(t *testing.T) {
	s, rows := register(t, 3000)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Examine(ctx, averages(rows), personal2(t, s)); err == nil {
		t.Error("an interrupted examination gives a report")
	}
}

// R2 on a table fails exactly when a group has fewer than k, whatever the groups.
func TestSmallestGroupDecides(t *testing.T) {
	p := floor(t, privacy.P2)
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 40), 1, 12).Draw(t, "sizes")
		lines := [][]string{{"g", "people"}}
		for i, n := range sizes {
			lines = append(lines, []string{fmt.Sprintf("组%d", i), fmt.Sprint(n)})
		}
		a := csvOf([]Column{{Name: "g", As: Group}, {Name: "people", As: Count, Counted: Units}}, lines...)
		r, err := Examine(context.Background(), a, Context{Parameters: p, Unit: Person, Purpose: "分组统计"})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := codes(r, privacy.Fail)["R2 contributors.too-few"], int64(slices.Min(sizes)) < p.Contributors; got != want {
			t.Fatalf("sizes %v: R2 fails: %v", sizes, got)
		}
	})
}
