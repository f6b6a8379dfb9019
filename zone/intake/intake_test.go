package intake

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/registry/catalogue/synthetic"
)

// sharedFile gives a file of real open data, and skips the test where it is not.
func sharedFile(t testing.TB, name string) string {
	path, err := filepath.Abs(filepath.Join("../../../shared/data", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is taken in only where the material that the product is developed with lies beside the repository, at %s", name, path)
	}
	return path
}

func write(t testing.TB, name string, content []byte) string {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// take reads a source that must be readable.
func take(t testing.TB, src Source, opt Options) Result {
	t.Helper()
	if opt.WorkDir == "" {
		opt.WorkDir = t.TempDir()
	}
	if src.Name == "" {
		src.Name = filepath.Base(src.Path)
	}
	res, err := Read(context.Background(), src, opt, nil)
	if err != nil {
		t.Fatalf("%s: %v", src.Name, err)
	}
	entries, err := os.ReadDir(res.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != objectName && !(e.Name() == rejectsName && res.Rejects.Rows > 0) {
			t.Errorf("%s: %s is left in the result's folder", src.Name, e.Name())
		}
	}
	return res
}

// query asks the object of a result; $ stands for it.
func query(t testing.TB, res Result, statement string, answers ...any) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statement = strings.ReplaceAll(statement, "$", "read_parquet("+literal(res.Path)+")")
	if err := db.QueryRow(statement).Scan(answers...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func types(v catalogue.Version) string {
	var list []string
	for _, c := range v.Columns {
		list = append(list, c.Name+" "+typeName(c))
	}
	return strings.Join(list, ", ")
}

func typeName(c catalogue.Column) string {
	if c.Type == catalogue.Decimal {
		return fmt.Sprintf("decimal(%d,%d)", c.Precision, c.Scale)
	}
	return string(c.Type)
}

func proposals(v catalogue.Version) map[string]catalogue.Kind {
	strongest := map[string]catalogue.Kind{}
	for _, c := range v.Columns {
		if len(c.Proposals) > 0 {
			strongest[c.Name] = c.Proposals[0].Detector
		}
	}
	return strongest
}

func TestVillages(t *testing.T) {
	path := sharedFile(t, "admin_cn_villages.parquet")
	var seen []Phase
	res, err := Read(context.Background(), Source{Format: Parquet, Name: "villages", Path: path},
		Options{WorkDir: t.TempDir(), Unit: catalogue.UnitNone, Key: []string{"code"}},
		func(p Progress) {
			if len(seen) == 0 || seen[len(seen)-1] != p.Phase {
				seen = append(seen, p.Phase)
			}
		})
	if err != nil {
		t.Fatal(err)
	}
	v := res.Version
	if v.Rows != 620_573 || *v.Quality.Uniqueness != 1 || v.Quality.Duplicates != 0 || v.Quality.Completeness != 1 {
		t.Errorf("rows %d, quality %+v", v.Rows, v.Quality)
	}
	if got := types(v); got != "code text, name text, street_code text, area_code text, city_code text, province_code text" {
		t.Errorf("columns %s", got)
	}
	if got := proposals(v); len(got) > 0 {
		t.Errorf("proposed %v for villages", got)
	}
	if d := v.Profile[5].Distinct; d != 31 {
		t.Errorf("%d provinces, want 31", d)
	}
	if want := []Phase{Loading, Writing, Measuring}; !reflect.DeepEqual(seen, want) {
		t.Errorf("phases %v, want %v", seen, want)
	}
	if !strings.HasPrefix(v.Source, "sha256:") || len(v.Source) != 71 {
		t.Errorf("source digest %q", v.Source)
	}
	var rows, taian int64
	query(t, res, "SELECT count(*), count(*) FILTER (city_code = '3709') FROM $", &rows, &taian)
	var want int64
	query(t, Result{Path: path}, "SELECT count(*) FROM $ WHERE city_code = '3709'", &want)
	if rows != 620_573 || taian != want || taian == 0 {
		t.Errorf("object holds %d rows, %d in Tai'an, want %d", rows, taian, want)
	}
}

func TestFlights(t *testing.T) {
	path := sharedFile(t, "transport_us_flights_3m.parquet")
	day := time.Date(2001, 7, 3, 0, 0, 0, 0, time.UTC)
	res := take(t, Source{Format: Parquet, Path: path},
		Options{Unit: catalogue.UnitNone, AsOf: "dep_time_local", Today: day, Frequency: catalogue.Monthly, MemoryBytes: 256 << 20})
	v := res.Version
	if v.Rows != 3_000_000 || v.Quality.Completeness != 1 || v.Quality.Newest != "2001-07-01" || *v.Quality.AgeDays != 2 || !*v.Quality.Timely {
		t.Errorf("rows %d, quality %+v", v.Rows, v.Quality)
	}
	if got := types(v); got != "dep_time_local timestamp, arr_delay_min integer, distance_mi integer, origin text, destination text" {
		t.Errorf("columns %s", got)
	}
	if got := proposals(v); len(got) > 0 {
		t.Errorf("proposed %v for flights", got)
	}
	if p := v.Profile; p[1].Min != "-1116" || p[1].Max != "1688" || p[3].Distinct != 229 || p[4].Distinct != 228 {
		t.Errorf("profile %+v", p)
	}
	var sum, want int64
	query(t, res, "SELECT sum(arr_delay_min * distance_mi) FROM $", &sum)
	query(t, Result{Path: path}, "SELECT sum(arr_delay_min::BIGINT * distance_mi) FROM $", &want)
	if sum != want {
		t.Errorf("sum over the object %d, over the source %d", sum, want)
	}
}

func TestDivisions(t *testing.T) {
	path := sharedFile(t, "admin_cn_divisions.csv.gz")
	res := take(t, Source{Format: CSV, Path: path}, Options{Unit: catalogue.UnitNone, Key: []string{"code"}})
	v := res.Version
	if v.Rows != 44_703 || *v.Quality.Uniqueness != 1 || res.Rejects.Rows != 0 || res.Encoding != "utf-8" || res.Delimiter != "," {
		t.Errorf("rows %d, quality %+v, rejects %+v, read as %s by %s", v.Rows, v.Quality, res.Rejects, res.Encoding, res.Delimiter)
	}
	if got := types(v); got != "level integer, code text, name text, parent_code text" {
		t.Errorf("columns %s", got)
	}
	want := []catalogue.Frequent{{Value: "4", Rows: 41_352}, {Value: "3", Rows: 2_978}, {Value: "2", Rows: 342}, {Value: "1", Rows: 31}}
	if got := v.Profile[0].Frequent; !reflect.DeepEqual(got, want) {
		t.Errorf("levels %v, want %v", got, want)
	}
}

// Real tables of persons, places and air: what is proposed is what a person reading the
// headings would want to look at, and nothing else.
func TestProposalsOnRealTables(t *testing.T) {
	for name, want := range map[string]map[string]catalogue.Kind{
		"census_us_adult.parquet": {"person_id": catalogue.Subject, "age": catalogue.Birth, "education": catalogue.Education,
			"education_num": catalogue.Education, "marital_status": catalogue.Marriage, "occupation": catalogue.Occupation,
			"race": catalogue.Ethnicity, "sex": catalogue.Sex, "native_country": catalogue.Origin, "income_gt_50k": catalogue.Income},
		"transport_sz_taxi_orders.parquet": {"vehicle_id": catalogue.Subject, "pickup_lng": catalogue.Coordinate, "pickup_lat": catalogue.Coordinate,
			"dropoff_lng": catalogue.Coordinate, "dropoff_lat": catalogue.Coordinate},
		"enterprise_pl_bankruptcy.parquet": {},
		"credit_de_german.csv.gz":          {"applicant_id": catalogue.Subject, "personal_status_sex": catalogue.Sex, "age": catalogue.Birth},
	} {
		src := Source{Format: Parquet, Path: sharedFile(t, name)}
		if strings.Contains(name, ".csv") {
			src.Format = CSV
		}
		if got := proposals(take(t, src, Options{}).Version); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: proposed %v, want %v", name, got, want)
		}
	}
}

const secret = "秘密内容" // stands in bad rows and must appear nowhere but in the rejects file

// badFile is a register with bad rows at known lines among many good ones.
func badFile() (content []byte, want []Reject) {
	var b bytes.Buffer
	line := int64(1)
	put := func(text string) { b.WriteString(text); line += int64(strings.Count(text, "\n")) }
	bad := func(column string, why Reason, text string) {
		want = append(want, Reject{File: "register.csv", Line: line, Column: column, Reason: why})
		put(text)
	}
	good := func(n int) {
		for range n {
			put(fmt.Sprintf("%d,2024-01-%02d,%d.50,true,名称\n", line, 1+line%28, line))
		}
	}
	put("id,day,amount,active,name\n")
	good(400)
	bad("id", NotInteger, secret+",2024-01-01,1.50,true,a\n")
	good(10)
	bad("day", NotDate, "1,2024-02-30,1.50,true,"+secret+"\n")
	bad("", BadColumns, "1,2024-02-03,1.50,true\n")
	bad("", BadColumns, "1,2024-02-03,1.50,true,a,"+secret+"\n")
	put("2,2024-02-03,1.50,true,\"two\nlines, one record\"\n")
	bad("amount", NotDecimal, "1,2024-02-03,"+secret+",true,a\n")
	bad("active", NotBoolean, "1,2024-02-03,1.50,yes,a\r\n")
	bad("", BadQuote, "1,2024-02-03,1.50,true,\"a\""+secret+"\n")
	bad("", OpenQuote, "1,2024-02-03,1.50,true,\"never closed "+secret+"\n")
	good(5)
	bad("", BadEncoding, "1,2024-02-03,1.50,true,\xff\xfe"+secret+"\n")
	bad("", NulByte, "1,2024-02-03,1.50,true,a\x00"+secret+"\n")
	put("\n\r\n")
	want = append(want, Reject{File: "register.csv", Line: line, Column: "id", Reason: NotInteger})
	bad("day", NotDate, "x,y,1.50,true,two bad cells\n")
	good(300)
	put("99999,,,,last without an end of line")
	return b.Bytes(), want
}

func TestBadRows(t *testing.T) {
	content, want := badFile()
	src := Source{Format: CSV, Name: "register.csv", Path: write(t, "upload", content)}
	opt := Options{WorkDir: t.TempDir(), Tolerance: 0.02}
	res, err := Read(context.Background(), src, opt, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := types(res.Version); got != "id integer, day date, amount decimal(18,2), active boolean, name text" {
		t.Errorf("columns %s", got)
	}
	if !reflect.DeepEqual(res.Rejects.Listed, want) {
		for i := range max(len(want), len(res.Rejects.Listed)) {
			t.Logf("%v | %v", at(want, i), at(res.Rejects.Listed, i))
		}
		t.Error("listed | wanted differ, see above")
	}
	if res.Rejects.Rows != int64(len(want)-1) || res.Rejects.Cells != int64(len(want)) || res.Blank != 2 {
		t.Errorf("%d rows, %d cells, %d blank", res.Rejects.Rows, res.Rejects.Cells, res.Blank)
	}
	if res.Version.Rows != 717 || res.Version.Quality.Rejected != res.Rejects.Rows {
		t.Errorf("%d rows taken in, quality %+v", res.Version.Rows, res.Version.Quality)
	}
	var two, last string
	query(t, res, `SELECT max(name) FILTER (name LIKE 'two%'), (SELECT name FROM $ WHERE id = 99999 AND day IS NULL AND active IS NULL) FROM $`, &two, &last)
	if two != "two\nlines, one record" || last != "last without an end of line" {
		t.Errorf("texts %q, %q", two, last)
	}
	checkRejectsFile(t, res.Rejects, len(want))
}

func at(list []Reject, i int) any {
	if i < len(list) {
		return list[i]
	}
	return "–"
}

// checkRejectsFile reads the file that the provider fetches: for the owner only, every
// place, the record beside its first.
func checkRejectsFile(t *testing.T, r Rejects, places int) {
	t.Helper()
	info, err := os.Stat(r.Path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("rejects file: %v, %v", info, err)
	}
	f, err := os.Open(r.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != places+1 {
		t.Fatalf("rejects file: %d lines, %v", len(rows), err)
	}
	if !strings.HasPrefix(rows[1][4], secret+",2024-01-01") {
		t.Error("the rejects file does not hold the record as it stood")
	}
}

func TestStrict(t *testing.T) {
	content, want := badFile()
	opt := Options{WorkDir: t.TempDir(), Tolerance: 0.02, Strict: true}
	res, err := Read(context.Background(), Source{Format: CSV, Name: "register.csv", Path: write(t, "upload", content)}, opt, nil)
	refusal, ok := law.AsRefusal(err)
	if !ok || refusal.Code() != CodeBadRows || res.Path != "" {
		t.Fatalf("answered %v, %+v", err, res)
	}
	if !reflect.DeepEqual(res.Rejects.Listed, want) {
		t.Error("the refusal does not come with the places")
	}
	if strings.Contains(fmt.Sprintf("%+v %+v", refusal, res), secret) {
		t.Error("the refusal or the result carries a cell")
	}
	entries, err := os.ReadDir(res.Dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != rejectsName {
		t.Errorf("left in the folder: %v, %v", entries, err)
	}
}

// The same table in every encoding is the same object.
func TestEncodings(t *testing.T) {
	text := "编号,姓名,备注\n0001,王建国,泰山区\n0002,欧阳晓丽,“引号”\n0003,𠮷田,四字节\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write([]byte(gb)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for why, row := range map[string]struct {
		content  string
		encoding string
	}{
		"UTF-8":                   {text, "utf-8"},
		"UTF-8 with a mark":       {"\xEF\xBB\xBF" + text, "utf-8"},
		"GB 18030":                {gb, "gb18030"},
		"GB 18030, compressed":    {zipped.String(), "gb18030"},
		"UTF-16 with a mark":      {little, "utf-16le"},
		"UTF-8, lines by CR LF":   {strings.ReplaceAll(text, "\n", "\r\n"), "utf-8"},
		"GB 18030, tabs":          {strings.ReplaceAll(gb, ",", "\t"), "gb18030"},
		"UTF-8, semicolons":       {strings.ReplaceAll(text, ",", ";"), "utf-8"},
		"UTF-8, no last line end": {strings.TrimSuffix(text, "\n"), "utf-8"},
	} {
		res := take(t, Source{Format: CSV, Name: why, Path: write(t, "upload", []byte(row.content))}, Options{})
		if res.Encoding != row.encoding {
			t.Errorf("%s: read as %s", why, res.Encoding)
		}
		if got := types(res.Version); got != "编号 text, 姓名 text, 备注 text" {
			t.Errorf("%s: columns %s", why, got)
		}
		var got string
		query(t, res, `SELECT string_agg(编号 || 姓名 || 备注, '|' ORDER BY 编号) FROM $`, &got)
		if got != "0001王建国泰山区|0002欧阳晓丽“引号”|0003𠮷田四字节" {
			t.Errorf("%s: holds %q", why, got)
		}
	}
}

// A late character of GB 18030 after much ASCII is seen, and a few bad bytes in UTF-8
// do not make it GB 18030.
func TestEncodingOfTheWholeFile(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("泰安市")
	if err != nil {
		t.Fatal(err)
	}
	late := "a,b\n" + strings.Repeat("1,x\n", 200_000) + "2," + gb + "\n"
	if res := take(t, Source{Format: CSV, Path: write(t, "late.csv", []byte(late))}, Options{}); res.Encoding != "gb18030" || res.Rejects.Rows != 0 {
		t.Errorf("late GB 18030: read as %s, %d rejects", res.Encoding, res.Rejects.Rows)
	}
	broken := "a,b\n" + strings.Repeat("1,泰安市\n", 1000) + "2,\xff泰安\n"
	if res := take(t, Source{Format: CSV, Path: write(t, "broken.csv", []byte(broken))}, Options{}); res.Encoding != "utf-8" || res.Rejects.Rows != 1 {
		t.Errorf("broken UTF-8: read as %s, %d rejects", res.Encoding, res.Rejects.Rows)
	}
}

func TestInference(t *testing.T) {
	rows := []struct {
		why   string
		cells []string
		want  string
	}{
		{"whole numbers", []string{"1", "-20", "0", ""}, "integer"},
		{"a leading zero makes codes", []string{"538", "0538", "10"}, "text"},
		{"zero itself does not", []string{"0", "1"}, "integer"},
		{"sixteen digits are a number of something", []string{"1234567890123456", "1234567890123457"}, "text"},
		{"prices", []string{"1.5", "2", "0.25"}, "decimal(18,2)"},
		{"many places", []string{"0.12345678", "1"}, "double"},
		{"exponents", []string{"1e10", "2.5E-3", "3"}, "double"},
		{"days", []string{"2024-01-31", "2024/2/1", "2024年3月1日"}, "date"},
		{"no day", []string{"2024-02-30", "2024-02-31"}, "text"},
		{"moments", []string{"2024-01-31 10:00:00", "2024-01-31T10:00:00.5Z", "2024-01-31"}, "timestamp"},
		{"truth", []string{"true", "FALSE", ""}, "boolean"},
		{"yes and no in words", []string{"是", "否"}, "text"},
		{"nothing at all", []string{"", "NULL"}, "text"},
		{"numbers and words", []string{"1", "2", "x"}, "text"},
		{"a plus sign", []string{"+1", "+2"}, "text"},
		{"thousands with commas", []string{`"1,234"`, `"2,345"`}, "text"},
		{"an empty text in marks is no number", []string{"1", `""`, "2"}, "integer"},
		{"clock times", []string{"10:00", "11:30"}, "text"},
		{"hexadecimal", []string{"0x10", "0x20"}, "text"},
		{"not a number", []string{"NaN", "1.5"}, "text"},
	}
	for _, row := range rows {
		content := "k,v\n"
		for i, cell := range row.cells {
			content += fmt.Sprintf("r%d,%s\n", i, cell)
		}
		res := take(t, Source{Format: CSV, Name: row.why, Path: write(t, "upload", []byte(content))}, Options{})
		if got := typeName(res.Version.Columns[1]); got != row.want || res.Rejects.Rows > 0 {
			t.Errorf("%s: %s, want %s; %d rejected", row.why, got, row.want, res.Rejects.Rows)
		}
	}
}

// Phones and cards are text though every one of them is a whole number, and the
// profile names nothing of them.
func TestResidents(t *testing.T) {
	var b bytes.Buffer
	if err := synthetic.WriteResidentsCSV(&b, 20_000, 1); err != nil {
		t.Fatal(err)
	}
	res := take(t, Source{Format: CSV, Path: write(t, "residents.csv", b.Bytes())}, Options{Unit: catalogue.UnitPerson, Key: []string{"resident_id"}})
	got := proposals(res.Version)
	for column, want := range map[string]catalogue.Kind{"resident_id": catalogue.ResidentID, "姓名": catalogue.Name, "手机号码": catalogue.Mobile,
		"住址": catalogue.Address, "birth_year": catalogue.Birth, "monthly_income_yuan": catalogue.Income} {
		if got[column] != want {
			t.Errorf("%s: proposed %v, want %v", column, got[column], want)
		}
	}
	for i, c := range res.Version.Columns {
		if p := res.Version.Profile[i]; !p.Withheld || p.Min != "" || p.Max != "" || p.Frequent != nil {
			t.Errorf("%s: the profile of an unconfirmed register of persons shows %+v", c.Name, p)
		}
		if c.Name == "手机号码" && c.Type != catalogue.String {
			t.Errorf("mobile numbers are kept as %s", c.Type)
		}
	}
}

// What was confirmed in the version before is taken over, and its profile follows it.
func TestDeclaredColumns(t *testing.T) {
	content := "district,people,id\n" + strings.Repeat("泰山区,3,7\n", 30) + "岱岳区,4,8\n"
	known := []catalogue.Column{
		{Name: "people", Type: catalogue.Double, Class: catalogue.ClassGeneral, Level: catalogue.L1, Role: catalogue.NoRole, ConfirmedBy: "seat/han", Unit: "人"},
		{Name: "district", Class: catalogue.ClassGeneral, Level: catalogue.L1, Role: catalogue.NoRole, ConfirmedBy: "seat/han"},
	}
	res := take(t, Source{Format: CSV, Path: write(t, "people.csv", []byte(content))}, Options{Columns: known, Unit: catalogue.UnitPerson, Key: []string{"id"}})
	v := res.Version
	if got := types(v); got != "district text, people double, id integer" {
		t.Errorf("columns %s", got)
	}
	if !v.Columns[1].Confirmed() || v.Columns[1].Unit != "人" || v.Columns[2].Confirmed() {
		t.Errorf("columns %+v", v.Columns)
	}
	if p := v.Profile[0]; p.Withheld || !reflect.DeepEqual(p.Frequent, []catalogue.Frequent{{Value: "泰山区", Rows: 30}}) {
		t.Errorf("a value that one row holds was named, or a shared one not: %+v", p)
	}
	if p := v.Profile[1]; p.Min != "3.0" || p.Max != "4.0" {
		t.Errorf("profile of a public column %+v", p)
	}
	if p := v.Profile[2]; !p.Withheld || p.Min != "" {
		t.Errorf("profile of an unconfirmed column %+v", p)
	}
	if *v.Quality.Uniqueness != 2.0/31 || v.Quality.Duplicates != 29 {
		t.Errorf("quality %+v", v.Quality)
	}
}

// New data under a standing grant: read with the columns as confirmed before, it may
// take the place of the version before, or is stopped with every reason.
func TestNewVersion(t *testing.T) {
	read := func(number int, known []catalogue.Column, content string) catalogue.Version {
		v := take(t, Source{Format: CSV, Path: write(t, "v.csv", []byte(content))}, Options{Columns: known, Key: []string{"k"}, Unit: catalogue.UnitNone}).Version
		v.Dataset, v.Number = "d", number
		return v
	}
	good := func(n int) string {
		content := "k,district,amount\n"
		for i := range n {
			content += fmt.Sprintf("%d,泰山区,%d\n", i, i)
		}
		return content
	}
	first := read(1, nil, good(200))
	for i, c := range first.Columns {
		confirmed, err := c.Confirm(catalogue.ClassGeneral, catalogue.L1, catalogue.NoRole, "seat/han")
		if err != nil {
			t.Fatal(err)
		}
		first.Columns[i] = confirmed
	}
	if d := catalogue.Diff(first, read(2, first.Columns, good(210)), catalogue.Allowance{}); !d.Compatible() || len(d.Notes) > 0 {
		t.Errorf("more of the same: %+v", d)
	}
	// An amount with a fraction is a bad row under the confirmed type, not another type.
	worse := read(2, first.Columns, strings.Replace(good(210), "7,泰山区,7\n", "7,,7.5\n", 1))
	if d := catalogue.Diff(first, worse, catalogue.Allowance{}); d.Compatible() || d.Stops[0].Code != catalogue.ChangeValidity {
		t.Errorf("a bad row: %+v", d)
	}
	if d := catalogue.Diff(first, worse, catalogue.Allowance{Validity: 0.01}); !d.Compatible() {
		t.Errorf("a bad row, as many being allowed: %+v", d)
	}
	other := read(2, first.Columns, strings.ReplaceAll(good(210), "amount", "sum"))
	d := catalogue.Diff(first, other, catalogue.Allowance{})
	if len(d.Stops) != 1 || d.Stops[0].Code != catalogue.ChangeRemoved || len(d.Notes) != 1 || d.Notes[0].Code != catalogue.ChangeAdded {
		t.Errorf("a column under another name: %+v", d)
	}
}

func TestRefusals(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	if _, err := z.Write(append([]byte("a,b\n"), bytes.Repeat([]byte("1,2\n"), 100_000)...)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	rows := []struct {
		why     string
		content string
		src     Source
		opt     Options
		code    string
	}{
		{why: "an empty file", content: "", src: Source{Format: CSV}, code: CodeEmpty},
		{why: "a header alone", content: "a,b\n", src: Source{Format: CSV}, code: CodeEmpty},
		{why: "every row bad", content: "a,b\n1\n2\n", src: Source{Format: CSV, Delimiter: ','}, code: CodeEmpty},
		{why: "two columns of one name", content: "a,A\n1,2\n", src: Source{Format: CSV}, code: CodeHeader},
		{why: "a column without a name", content: "a,\n1,2\n", src: Source{Format: CSV}, code: CodeHeader},
		{why: "a declared key that is missing", content: "a,b\n1,2\n", src: Source{Format: CSV}, opt: Options{Key: []string{"c"}}, code: CodeHeader},
		{why: "more rows than allowed", content: "a,b\n" + strings.Repeat("1,2\n", 5000), src: Source{Format: CSV}, opt: Options{MaxRows: 4000}, code: CodeRows},
		{why: "more bytes than allowed, once decompressed", content: bomb.String(), src: Source{Format: CSV}, opt: Options{MaxBytes: 100_000}, code: CodeBytes},
		{why: "cut off in compression", content: bomb.String()[:bomb.Len()/2], src: Source{Format: CSV}, code: CodeFormat},
		{why: "an image", content: "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01", 500), src: Source{Format: CSV}, code: CodeEncoding},
		{why: "no Parquet", content: "PAR1 but not really", src: Source{Format: Parquet}, code: CodeFormat},
		{why: "no workbook", content: "PK but not really", src: Source{Format: Excel}, code: CodeFormat},
	}
	for _, row := range rows {
		row.src.Path, row.src.Name = write(t, "upload", []byte(row.content)), row.why
		row.opt.WorkDir = t.TempDir()
		res, err := Read(context.Background(), row.src, row.opt, nil)
		refusal, ok := law.AsRefusal(err)
		if !ok || refusal.Code() != row.code {
			t.Errorf("%s: answered %v, want %s", row.why, err, row.code)
			continue
		}
		v := refusal.Violations[0]
		if v.Says.ZH == "" || v.Says.EN == "" || v.Remedy.IsZero() || v.Cites[0].Instrument != law.PlatformInstrument {
			t.Errorf("%s: the refusal is bare: %+v", row.why, v)
		}
		if res.Dir == "" {
			empty(t, row.opt.WorkDir)
		}
	}
}

// Every type of a Parquet file becomes one of the catalogue's without loss, or the
// file is refused with the column's name.
func TestParquetTypes(t *testing.T) {
	dir := t.TempDir()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	export := func(name, selected string) string {
		path := filepath.Join(dir, name+".parquet")
		if _, err := db.Exec("COPY (SELECT " + selected + ") TO " + literal(path) + " (FORMAT parquet)"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return path
	}
	good := export("good", `true AS b, 1::TINYINT AS i8, 2::UINTEGER AS u32, 18446744073709551615::UBIGINT AS u64, 1.5::FLOAT AS f, 12.345::DECIMAL(10,3) AS d,
		DATE '2024-01-02' AS day, TIMESTAMP '2024-01-02 03:04:05.678' AS ts, TIMESTAMPTZ '2024-01-02 08:00:00+08' AS tz, TIMESTAMP_NS '2024-01-02 03:04:05.678901234' AS ns,
		'文' AS s, 'a'::ENUM('a', 'b') AS e, uuid() AS id, TIME '10:11:12' AS t, NULL::INTEGER AS n`)
	res := take(t, Source{Format: Parquet, Path: good}, Options{})
	want := "b boolean, i8 integer, u32 integer, u64 decimal(20,0), f double, d decimal(10,3), day date, ts timestamp, tz timestamp, ns timestamp, s text, e text, id text, t text, n integer"
	if got := types(res.Version); got != want {
		t.Errorf("columns %s, want %s", got, want)
	}
	var line string
	query(t, res, `SELECT concat_ws(' ', b, i8, u32, u64, f, d, day, tz, ns, s, e, t, n IS NULL) FROM $`, &line)
	if line != "true 1 2 18446744073709551615 1.5 12.345 2024-01-02 2024-01-02 00:00:00 2024-01-02 03:04:05.678901 文 a 10:11:12 true" {
		t.Errorf("holds %s", line)
	}
	for name, selected := range map[string]string{"list": "[1, 2] AS x", "struct": "{'a': 1} AS x", "blob": "'a'::BLOB AS x", "map": "MAP {'a': 1} AS x", "enums": "['a'::ENUM('a')] AS x"} {
		_, err := Read(context.Background(), Source{Format: Parquet, Name: name, Path: export(name, selected)}, Options{WorkDir: t.TempDir()}, nil)
		if refusal, ok := law.AsRefusal(err); !ok || refusal.Code() != CodeType {
			t.Errorf("%s: answered %v, want %s", name, err, CodeType)
		}
	}
	declared := Options{WorkDir: t.TempDir(), Columns: []catalogue.Column{{Name: "i8", Type: catalogue.String}}}
	_, err = Read(context.Background(), Source{Format: Parquet, Name: "good", Path: good}, declared, nil)
	if refusal, ok := law.AsRefusal(err); !ok || refusal.Code() != CodeType {
		t.Errorf("another type than declared: answered %v, want %s", err, CodeType)
	}
}

// A file is opened by its name alone: a name that would be a pattern opens nothing.
func TestPatternsAreNotRead(t *testing.T) {
	dir := t.TempDir()
	res := take(t, Source{Format: CSV, Path: write(t, "a.csv", []byte("a,b\n1,2\n"))}, Options{})
	content, err := os.ReadFile(res.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"one.parquet", "two.parquet"} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opt := Options{WorkDir: t.TempDir()}
	if _, err := Read(context.Background(), Source{Format: Parquet, Name: "all", Path: filepath.Join(dir, "*.parquet")}, opt, nil); err == nil {
		t.Error("a pattern was read")
	}
	empty(t, opt.WorkDir)
}

// A Parquet file that is damaged anywhere is refused, or read where the damage does not
// matter; it is never our fault, and its bytes are in no message.
func TestDamagedParquet(t *testing.T) {
	whole := take(t, Source{Format: CSV, Path: write(t, "a.csv", []byte("k,v,t\n"+strings.Repeat("1,2.5,"+secret+"\n2,3.5,"+secret+secret+"\n", 2000)))}, Options{})
	good, err := os.ReadFile(whole.Path)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for at := 4; at < len(good); at += max(len(good)/60, 1) {
		bad := bytes.Clone(good)
		bad[at] ^= 0xFF
		opt := Options{WorkDir: t.TempDir()}
		_, err := Read(context.Background(), Source{Format: Parquet, Name: "bad.parquet", Path: write(t, "bad.parquet", bad)}, opt, nil)
		if err == nil {
			continue
		}
		if _, ok := law.AsRefusal(err); !ok || strings.Contains(err.Error(), secret) {
			t.Errorf("byte %d turned: %v", at, err)
		}
		empty(t, opt.WorkDir)
		refused++
	}
	if refused < 20 {
		t.Errorf("%d of 60 damaged files were refused", refused)
	}
	_, err = Read(context.Background(), Source{Format: Parquet, Name: "bad.parquet", Path: write(t, "bad.parquet", good[:len(good)/2])}, Options{WorkDir: t.TempDir()}, nil)
	if refusal, ok := law.AsRefusal(err); !ok || refusal.Code() != CodeFormat {
		t.Errorf("half a file: %v", err)
	}
}

// A limit that is too small is said to be, in our words.
func TestTooLittleMemory(t *testing.T) {
	opt := Options{WorkDir: t.TempDir(), MemoryBytes: 2 << 20}
	content := "k,v\n" + strings.Repeat("1,"+strings.Repeat(secret, 200)+"\n", 5000)
	_, err := Read(context.Background(), Source{Format: CSV, Name: "a.csv", Path: write(t, "a.csv", []byte(content))}, opt, nil)
	if !errors.Is(err, ErrMemory) || strings.Contains(err.Error(), secret) {
		t.Errorf("answered %v", err)
	}
	empty(t, opt.WorkDir)
}

func empty(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

var errStopped = errors.New("the person has stopped it")

// A reading stopped in any phase leaves nothing behind and says why it ended.
func TestCancel(t *testing.T) {
	var b bytes.Buffer
	if err := synthetic.WriteResidentsCSV(&b, 20_000, 1); err != nil {
		t.Fatal(err)
	}
	path := write(t, "residents.csv", b.Bytes())
	for _, phase := range []Phase{Inferring, Loading, Writing, Measuring} {
		dir := t.TempDir()
		ctx, cancel := context.WithCancelCause(context.Background())
		reached := false
		_, err := Read(ctx, Source{Format: CSV, Name: "residents.csv", Path: path}, Options{WorkDir: dir}, func(p Progress) {
			if p.Phase == phase {
				reached = true
				cancel(errStopped)
			}
		})
		cancel(nil)
		if !reached || !errors.Is(err, errStopped) {
			t.Errorf("stopped while %s (reached: %v): %v", phase, reached, err)
		}
		empty(t, dir)
	}
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	if err := synthetic.WriteFirmsCSV(&b, 30_000, 1); err != nil {
		t.Fatal(err)
	}
	size := int64(b.Len())
	path := write(t, "firms.csv", b.Bytes())
	var before Progress
	steps := 0
	res, err := Read(context.Background(), Source{Format: CSV, Name: "firms.csv", Path: path}, Options{WorkDir: t.TempDir()}, func(p Progress) {
		if p.Phase == before.Phase && (p.Rows < before.Rows || p.Bytes < before.Bytes) || p.Total > 0 && p.Bytes > p.Total {
			t.Errorf("%+v after %+v", p, before)
		}
		if p.Phase == Loading && (p.TotalRows != 30_000 || p.Total != size) {
			t.Errorf("totals %+v, want 30000 rows, %d bytes", p, size)
		}
		before = p
		steps++
	})
	if err != nil || res.Version.Rows != 30_000 || steps < 10 {
		t.Errorf("%d rows, %d steps, %v", res.Version.Rows, steps, err)
	}
}

// The detectors' work hardly grows with the rows, and the end of a file is looked at.
func TestSampled(t *testing.T) {
	count := func(rows int64) (n, last int64) {
		for row := range rows {
			if sampled(row) {
				n, last = n+1, row
			}
		}
		return n, last
	}
	few, _ := count(10_000)
	many, last := count(10_000_000)
	if many > 2*few || last < 9_900_000 {
		t.Errorf("%d of 10,000 rows, %d of 10,000,000, the last being %d", few, many, last)
	}
}
