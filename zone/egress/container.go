package egress

import (
	"bytes"
	"fmt"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// Codes of R19.
const (
	CodeFile         = "file.accepted"
	CodeFileKind     = "file.kind"      // not a kind that may leave
	CodeFileMismatch = "file.mismatch"  // the bytes are not what the author says
	CodeFileSize     = "file.size"      //
	CodeFileRows     = "file.rows"      //
	CodeFileBroken   = "file.malformed" //
	CodeResidue      = "file.residue"   // something rode along: it is left out when the file is re-written
)

// containers are the kinds of file that are known by their first bytes.
var containers = []struct {
	kind  string
	magic []byte
}{
	{"zip or office document", []byte("PK\x03\x04")},
	{"empty zip", []byte("PK\x05\x06")},
	{"gzip", []byte("\x1f\x8b")},
	{"zstd", []byte("\x28\xb5\x2f\xfd")},
	{"xz", []byte("\xfd7zXZ")},
	{"bzip2", []byte("BZh")},
	{"7z", []byte("7z\xbc\xaf\x27\x1c")},
	{"rar", []byte("Rar!")},
	{"ole document", []byte("\xd0\xcf\x11\xe0")},
	{"pdf", []byte("%PDF")},
	{"png", []byte("\x89PNG")},
	{"jpeg", []byte("\xff\xd8\xff")},
	{"gif", []byte("GIF8")},
	{"executable", []byte("\x7fELF")},
	{"windows executable", []byte("MZ")},
	{"sqlite database", []byte("SQLite format 3\x00")},
	{"hdf5", []byte("\x89HDF")},
	{"numpy array", []byte("\x93NUMPY")},
	{"arrow file", []byte("ARROW1")},
	{"orc", []byte("ORC")},
	{"avro", []byte("Obj\x01")},
	{"pickle", []byte("\x80\x02")},
	{"pickle", []byte("\x80\x03")},
	{"pickle", []byte("\x80\x04")},
	{"pickle", []byte("\x80\x05")},
	{"markup", []byte("<")},
	{"json object or notebook", []byte("{")},
	{string(JSON), []byte("[")},
}

// kind says what bytes are: csv, json and parquet tables may leave, everything else is
// named. Pictures and PDF may leave only when the platform draws them anew from
// checked numbers, which it does not do yet, so that they are refused.
func kind(b []byte) string {
	if bytes.HasPrefix(b, []byte("PAR1")) {
		if len(b) >= 12 && bytes.HasSuffix(b, []byte("PAR1")) {
			return string(Parquet)
		}
		return "truncated or encrypted parquet"
	}
	if bytes.HasPrefix(b, []byte("PARE")) {
		return "truncated or encrypted parquet"
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")
	for _, c := range containers {
		if bytes.HasPrefix(b, c.magic) || (c.magic[0] < 0x80 && len(c.magic) == 1 && bytes.HasPrefix(text, c.magic)) {
			return c.kind
		}
	}
	if len(b) > 262 && bytes.Equal(b[257:262], []byte("ustar")) {
		return "tar"
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return "binary"
	}
	return string(CSV)
}

// open checks size and kind and reads the table. A nil table comes with the finding
// that says why.
func open(a Artefact, p privacy.Parameters) (*Table, []privacy.Finding) {
	findings := []privacy.Finding{sizeFinding(a, p)}
	if findings[0].Outcome == privacy.Fail {
		return nil, findings
	}
	is := kind(a.Bytes)
	if is != string(CSV) && is != string(Parquet) && is != string(JSON) {
		return nil, append(findings, fileFinding(CodeFileKind, privacy.Fail, "kind", is, "csv, json or parquet", p,
			law.Text{ZH: "该类文件不得出域：其内部可能夹带数据。", EN: "A file of this kind does not leave: data may hide inside it."},
			law.Text{ZH: "请改以 CSV、JSON 或 Parquet 表格提交。", EN: "Submit a table as CSV, JSON or Parquet."}))
	}
	if is != string(a.Format) {
		findings = append(findings, fileFinding(CodeFileMismatch, privacy.Fail, "kind", is, string(a.Format), p,
			law.Text{ZH: "文件内容与声明的格式不符。", EN: "The content of the file is not of the format declared."},
			law.Text{ZH: "请按实际格式声明。", EN: "Declare the format it has."}))
	}
	t, residue, err := read(a.Bytes, Format(is), p)
	if err != nil {
		return nil, append(findings, fileFinding(CodeFileBroken, privacy.Fail, "readable", err.Error(), "a table", p,
			law.Text{ZH: "文件无法读取为规整的表格。", EN: "The file cannot be read as a regular table."},
			law.Text{ZH: "请修正文件后重新提交。", EN: "Mend the file and submit it again."}))
	}
	findings = append(findings, rowsFinding(len(t.Rows), p))
	if len(residue) > 0 {
		findings = append(findings, residueFinding(residue, p))
	}
	return &t, findings
}

func read(b []byte, f Format, p privacy.Parameters) (Table, []string, error) {
	switch f {
	case Parquet:
		return readParquet(b, p.Rows)
	case JSON:
		return readJSON(b, p.Rows)
	}
	return readCSV(b, p.Rows)
}

func sizeFinding(a Artefact, p privacy.Parameters) privacy.Finding {
	measured, threshold := fmt.Sprintf("%d bytes", len(a.Bytes)), fmt.Sprintf("<= %d bytes", p.Bytes)
	if len(a.Bytes) > p.Bytes {
		return fileFinding(CodeFileSize, privacy.Fail, "bytes", measured, threshold, p,
			law.Text{ZH: "文件过大。", EN: "The file is too large."},
			law.Text{ZH: "请汇总或拆分后提交。", EN: "Aggregate it further or split it."})
	}
	return fileFinding(CodeFile, privacy.Pass, "bytes", measured, threshold, p, law.Text{ZH: "文件大小在限额内。", EN: "The size is within the limit."}, law.Text{})
}

func rowsFinding(n int, p privacy.Parameters) privacy.Finding {
	measured, threshold := fmt.Sprintf("%d rows", n), fmt.Sprintf("<= %d rows", p.Rows)
	if n > p.Rows {
		measured = fmt.Sprintf("more than %d rows", p.Rows)
		return fileFinding(CodeFileRows, privacy.Fail, "rows", measured, threshold, p,
			law.Text{ZH: "行数超过单个出域文件的上限。", EN: "There are more rows than a file may have."},
			law.Text{ZH: "请汇总到更粗的粒度或分批提交。", EN: "Aggregate more coarsely or submit in parts."})
	}
	return fileFinding(CodeFile, privacy.Pass, "rows", measured, threshold, p, law.Text{ZH: "行数在限额内。", EN: "The number of rows is within the limit."}, law.Text{})
}

func residueFinding(residue []string, p privacy.Parameters) privacy.Finding {
	f := fileFinding(CodeResidue, privacy.Pass, "residue", fmt.Sprint(residue), "left out when re-written", p,
		law.Text{ZH: "文件带有附加信息；重写后不含这些内容。", EN: "The file carries more than its table; none of it survives the re-writing."}, law.Text{})
	f.Rule, f.Cite, f.Cells = "R18.5", law.Platform("R18.5"), len(residue)
	return f
}

func fileFinding(code string, o privacy.Outcome, parameter, measured, threshold string, p privacy.Parameters, says, remedy law.Text) privacy.Finding {
	return privacy.Finding{Rule: "R19", Code: code, Outcome: o, Cite: law.Platform("R19"), Parameter: parameter,
		Measured: measured, Threshold: threshold, Source: p.Source("R19." + parameter), Says: says, Remedy: remedy}
}
