package intake

import (
	"strconv"

	"github.com/shuyu-project/shuyu/law"
)

// Units of the platform instrument that this package rests on. No regulation states
// them; they are cited as the platform's own rules and never as law.
const (
	UnitRows   = "PF-I01" // a row that cannot be read is reported, never dropped in silence
	UnitLimits = "PF-I02" // a source has limits of rows and bytes
	UnitForm   = "PF-I03" // a source has columns with different names and readable text
	UnitTypes  = "PF-I04" // every column has one of the catalogue's types
)

// Refusal codes of intake.
const (
	CodeBadRows  = "intake.bad-rows"
	CodeEmpty    = "intake.empty"
	CodeRows     = "intake.rows-over-limit"
	CodeBytes    = "intake.bytes-over-limit"
	CodeHeader   = "intake.header"
	CodeEncoding = "intake.encoding"
	CodeFormat   = "intake.format"
	CodeTable    = "intake.table"
	CodeType     = "intake.type"
)

// refuse makes a refusal with its sentence and remedy.
func refuse(code, unit string, says, remedy law.Text, facts ...law.Fact) *law.Refusal {
	return law.Refuse(code, law.Platform(unit), facts...).Because(says, remedy)
}

func count(name string, n int64) law.Fact {
	return law.Fact{Name: name, Value: strconv.FormatInt(n, 10)}
}

// refuseRows is the answer to bad rows under Strict.
func refuseRows(file string, r Rejects) *law.Refusal {
	facts := []law.Fact{{Name: "file", Value: file}, count("rows", r.Rows), count("cells", r.Cells)}
	for _, one := range r.Listed[:min(len(r.Listed), 10)] {
		facts = append(facts, law.Fact{Name: "bad", Value: one.String()})
	}
	return refuse(CodeBadRows, UnitRows,
		law.Text{ZH: "有不能读取的行，已选择“有坏行即不入库”。", EN: "Some rows cannot be read, and the source was to be taken in whole or not at all."},
		law.Text{ZH: "请按清单改正后重新上传，或允许登记坏行后入库。", EN: "Correct the listed places and upload again, or allow bad rows to be set aside."}, facts...)
}

func refuseEmpty(file string, r Rejects) *law.Refusal {
	return refuse(CodeEmpty, UnitRows,
		law.Text{ZH: "没有一行可以入库。", EN: "There is no row that can be taken in."},
		law.Text{ZH: "请检查文件、分隔符和表头。", EN: "Check the file, its delimiter and its header."},
		law.Fact{Name: "file", Value: file}, count("rejected", r.Rows))
}

func refuseLimit(code, file string, limit int64, remedy law.Text) *law.Refusal {
	return refuse(code, UnitLimits,
		law.Text{ZH: "文件超过上限。", EN: "The source is over a limit."}, remedy,
		law.Fact{Name: "file", Value: file}, count("limit", limit))
}

var (
	remedySplit = law.Text{ZH: "请分批上传，或提高上限。", EN: "Upload it in parts, or raise the limit."}
	remedyCSV   = law.Text{ZH: "Excel 只适合较小的表：请另存为 CSV（UTF-8）后上传。", EN: "Excel suits smaller tables: save it as CSV (UTF-8) and upload that."}
)

func refuseHeader(file, why string, says law.Text) *law.Refusal {
	return refuse(CodeHeader, UnitForm, says,
		law.Text{ZH: "请改正表头，使每列有且只有一个名称。", EN: "Correct the header so that every column has a name of its own."},
		law.Fact{Name: "file", Value: file}, law.Fact{Name: "why", Value: why})
}

func refuseForm(code, file string, says, remedy law.Text, facts ...law.Fact) *law.Refusal {
	return refuse(code, UnitForm, says, remedy, append([]law.Fact{{Name: "file", Value: file}}, facts...)...)
}
