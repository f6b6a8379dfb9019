package intake

import (
	"context"
	"math"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/shuyu-project/shuyu/law"
)

// workbook makes a workbook of two sheets; fill writes the second, named 台账.
func workbook(t *testing.T, fill func(f *excelize.File, set func(cell string, value any))) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("台账"); err != nil {
		t.Fatal(err)
	}
	fill(f, func(cell string, value any) {
		if err := f.SetCellValue("台账", cell, value); err != nil {
			t.Fatal(err)
		}
	})
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func style(t *testing.T, f *excelize.File, from, to string, s *excelize.Style) {
	t.Helper()
	id, err := f.NewStyle(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("台账", from, to, id); err != nil {
		t.Fatal(err)
	}
}

// Numbers keep the digits that a number format hides, days are days however they are
// shown, codes keep their zeros, and a bad cell is named by the sheet's own row.
func TestExcel(t *testing.T) {
	custom, padded := `yyyy"年"m"月"d"日"`, "0000"
	path := workbook(t, func(f *excelize.File, set func(string, any)) {
		set("A1", "泰安市某某登记台账")
		for i, name := range []string{"编号", "金额", "日期", "建档日", "区号", "件数", "备注"} {
			cell, _ := excelize.CoordinatesToCellName(i+1, 2)
			set(cell, name)
		}
		for row := 3; row <= 302; row++ {
			at := func(column int) string { cell, _ := excelize.CoordinatesToCellName(column, row); return cell }
			if row == 100 {
				continue // an empty row
			}
			set(at(1), 1000+row)
			set(at(2), float64(row)+0.126)
			set(at(3), time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, row))
			set(at(4), time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, row))
			set(at(5), 538)
			set(at(6), row)
			if row%2 == 0 {
				set(at(7), "备注，含逗号\n和换行")
			}
		}
		set("F150", "不是数字")
		style(t, f, "B3", "B302", &excelize.Style{NumFmt: 2})             // two places shown, three stored
		style(t, f, "C3", "C302", &excelize.Style{NumFmt: 14})            // a short date
		style(t, f, "D3", "D302", &excelize.Style{CustomNumFmt: &custom}) // a Chinese date
		style(t, f, "E3", "E302", &excelize.Style{CustomNumFmt: &padded}) // a code
	})
	res := take(t, Source{Format: Excel, Name: "book.xlsx", Path: path, Sheet: "台账", Skip: 1}, Options{Key: []string{"编号"}})
	if got := types(res.Version); got != "编号 text, 金额 decimal(18,3), 日期 date, 建档日 date, 区号 text, 件数 integer, 备注 text" {
		t.Errorf("columns %s", got)
	}
	if want := []Reject{{File: "book.xlsx", Line: 150, Column: "件数", Reason: NotInteger}}; !reflect.DeepEqual(res.Rejects.Listed, want) {
		t.Errorf("rejects %v, want %v", res.Rejects.Listed, want)
	}
	if res.Version.Rows != 298 || res.Blank != 1 || *res.Version.Quality.Uniqueness != 1 {
		t.Errorf("%d rows, %d blank, quality %+v", res.Version.Rows, res.Blank, res.Version.Quality)
	}
	var sum float64
	var day, filed, code string
	query(t, res, `SELECT sum(金额), max(日期)::VARCHAR, min(建档日)::VARCHAR, any_value(区号) FROM $`, &sum, &day, &filed, &code)
	if math.Abs(sum-45537.548) > 1e-6 || day != "2024-10-29" || filed != "2023-01-04" || code != "0538" {
		t.Errorf("sum %v, last day %s, first filed %s, code %s", sum, day, filed, code)
	}
}

// A workbook without number formats is read once, and its texts stay texts.
func TestPlainExcel(t *testing.T) {
	path := workbook(t, func(_ *excelize.File, set func(string, any)) {
		for i, row := range [][]any{{"k", "code", "flag", "n"}, {"a", "007", true, 1.5}, {"b", "010", false, 2}, {"c", "", true, nil}} {
			for j, value := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				set(cell, value)
			}
		}
	})
	res := take(t, Source{Format: Excel, Path: path, Sheet: "台账"}, Options{})
	if got := types(res.Version); got != "k text, code text, flag integer, n decimal(18,1)" || res.Version.Rows != 3 || res.Rejects.Rows != 0 {
		t.Errorf("columns %s, %d rows, rejects %+v", got, res.Version.Rows, res.Rejects)
	}
}

func TestExcelRefusals(t *testing.T) {
	path := workbook(t, func(f *excelize.File, set func(string, any)) {
		for row := 1; row <= 60; row++ {
			cell, _ := excelize.CoordinatesToCellName(1, row)
			set(cell, row)
		}
	})
	for why, row := range map[string]struct {
		src  Source
		opt  Options
		code string
	}{
		"more rows than a workbook may have": {Source{Sheet: "台账"}, Options{MaxExcelRows: 50}, CodeRows},
		"no such sheet":                      {Source{Sheet: "没有"}, Options{}, CodeTable},
		"an empty sheet":                     {Source{}, Options{}, CodeEmpty},
	} {
		row.src.Format, row.src.Path, row.src.Name, row.opt.WorkDir = Excel, path, "book.xlsx", t.TempDir()
		_, err := Read(context.Background(), row.src, row.opt, nil)
		refusal, ok := law.AsRefusal(err)
		if !ok || refusal.Code() != row.code {
			t.Errorf("%s: answered %v, want %s", why, err, row.code)
		}
		empty(t, row.opt.WorkDir)
	}
}
