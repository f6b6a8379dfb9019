package egress

import (
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// Codes of the scan of R19.
const (
	CodePersonal = "file.personal"
	CodeClean    = "file.clean"
	CodeHidden   = "file.hidden"   // characters nobody sees
	CodeFormula  = "file.formula"  // a spreadsheet would run it
	CodeDecimals = "file.decimals" // more decimals than are kept: rounded when re-written
	CodeNoNumber = "file.no-number"
)

// residentCheck is the check character of the first 17 digits of a resident identity
// number. Source: GB 11643, ISO 7064 mod 11-2.
func residentCheck(first17 []byte) byte {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(first17[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// residentID: 17 digits with a day of birth in them and the right check character.
func residentID(s string) bool {
	if len(s) != 18 || !digits(s[:17]) || s[0] == '0' {
		return false
	}
	year, month, day := s[6:10], s[10:12], s[12:14]
	if year < "1850" || year > "2100" || month < "01" || month > "12" || day < "01" || day > "31" {
		return false
	}
	last := s[17]
	if last == 'x' {
		last = 'X'
	}
	return residentCheck([]byte(s)) == last
}

// creditCode: a unified social credit code with its check character. Source: GB
// 32100, mod 31.
func creditCode(s string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if len(s) != 18 || !digits(s[2:8]) {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(alphabet, s[i])
		if v < 0 {
			return false
		}
		sum, weight = sum+v*weight, weight*3%31
	}
	return alphabet[(31-sum%31)%31] == s[17]
}

func mobile(s string) bool {
	return len(s) == 11 && digits(s) && s[0] == '1' && s[1] >= '3'
}

// bankCard: 15 to 19 digits of a known range that pass Luhn.
func bankCard(s string) bool {
	if len(s) < 15 || len(s) > 19 || !digits(s) || !(strings.HasPrefix(s, "62") || (s[0] >= '3' && s[0] <= '5' && len(s) <= 16)) {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

func email(s string) bool {
	name, host, found := strings.Cut(s, "@")
	return found && name != "" && strings.Contains(strings.Trim(host, "."), ".") && !strings.Contains(host, "@")
}

// personal names what kind of identifier a text holds, "" for none. It looks at every
// run of letters and digits, whatever stands around it.
func personal(text string) string {
	found := ""
	runs(text, func(run string) {
		switch {
		case found != "":
		case residentID(run):
			found = "resident-id"
		case creditCode(run):
			found = "credit-code"
		case mobile(run), len(run) == 13 && strings.HasPrefix(run, "86") && mobile(run[2:]):
			found = "mobile-phone"
		case bankCard(run):
			found = "bank-card"
		}
	})
	if found == "" && strings.IndexByte(text, '@') > 0 {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || r > 0x7e || strings.ContainsRune("<>,;\"'()", r) }) {
			if email(word) {
				return "e-mail"
			}
		}
	}
	return found
}

// runs hands over the maximal runs of ASCII letters and digits; single blanks and
// hyphens inside a number do not end it, so that "6222 0212…" is one run.
func runs(text string, yield func(string)) {
	if len(text) < 11 {
		return
	}
	start := -1
	for i := 0; i <= len(text); i++ {
		if i < len(text) && alphanumeric(text[i]) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && i-start >= 11 {
			yield(text[start:i])
		}
		start = -1
	}
	if joined := strings.NewReplacer(" ", "", "-", "").Replace(text); joined != text {
		runs(joined, yield)
	}
}

func alphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}

// residue looks at every cell for what should not be there. 〔platform R19〕
func (e examination) residue() []privacy.Finding {
	var findings []privacy.Finding
	clean := true
	for i := range e.t.Names {
		more := e.residueOf(i)
		clean = clean && len(more) == 0
		findings = append(findings, more...)
	}
	if clean {
		findings = append(findings, e.finding("R19", CodeClean, privacy.Pass, "scan", "0 cells", "0 cells",
			law.Text{ZH: "未见个人标识、隐藏字符或公式。", EN: "No identifiers, hidden characters or formulas."}, law.Text{}))
	}
	return findings
}

func (e examination) residueOf(i int) []privacy.Finding {
	as := e.column(i).As
	kinds := map[string][]int{}
	for r, row := range e.t.Rows {
		c := row[i]
		if c.Null {
			continue
		}
		if hidden(c.Text) {
			kinds[CodeHidden] = append(kinds[CodeHidden], r+1)
		}
		if what := personal(c.Text); what != "" {
			kinds[what] = append(kinds[what], r+1)
		}
		if !as.numeric() {
			if strings.ContainsAny(c.Text[:1], "=+@\t\r") || (c.Text[0] == '-' && len(c.Text) > 1 && !digits(c.Text[1:2])) {
				kinds[CodeFormula] = append(kinds[CodeFormula], r+1)
			}
			continue
		}
		n, ok := canonicalNumber(c.Text)
		if !ok {
			kinds[CodeNoNumber] = append(kinds[CodeNoNumber], r+1)
		} else if roundNumber(n, e.c.Parameters.Decimals) != n {
			kinds[CodeDecimals] = append(kinds[CodeDecimals], r+1)
		}
	}
	var findings []privacy.Finding
	for _, what := range []string{CodeHidden, CodeFormula, CodeNoNumber, CodeDecimals, "resident-id", "credit-code", "mobile-phone", "bank-card", "e-mail"} {
		if at := kinds[what]; len(at) > 0 {
			findings = append(findings, e.residueFinding(i, what, at))
		}
	}
	return findings
}

func (e examination) residueFinding(i int, what string, at []int) privacy.Finding {
	c := e.column(i)
	f := e.finding("R19", what, privacy.Fail, "scan", fmt.Sprintf("%d cells", len(at)), "0 cells", law.Text{}, law.Text{})
	f.Column, f.Rows, f.Cells = c.Name, at[:min(len(at), privacy.ShownRows)], len(at)
	switch what {
	case CodeHidden:
		f.Says = law.Text{ZH: "有看不见的字符，可能夹带信息。", EN: "There are characters nobody sees; they may carry something."}
		f.Remedy = law.Text{ZH: "请删除不可见字符。", EN: "Remove the invisible characters."}
	case CodeFormula:
		f.Says = law.Text{ZH: "有单元格会被电子表格当作公式执行。", EN: "A spreadsheet would run some cells as formulas."}
		f.Remedy = law.Text{ZH: "请改写这些单元格，不以 = + - @ 开头。", EN: "Rewrite these cells so that they do not begin with = + - @."}
	case CodeNoNumber:
		f.Says = law.Text{ZH: "声明为数值的列中有无法读作数值的内容。", EN: "A column said to hold numbers has cells that are none."}
		f.Remedy = law.Text{ZH: "请修正该列或其说明。", EN: "Mend the column or its description."}
	case CodeDecimals:
		f.Outcome, f.Source = privacy.Pass, e.c.Parameters.Source("R19.decimals")
		f.Threshold = fmt.Sprintf("rounded to %d decimals when re-written", e.c.Parameters.Decimals)
		f.Says = law.Text{ZH: "小数位过长；重写时取整，多余位数不出域。", EN: "Some numbers have more decimals than are kept; they are rounded when re-written."}
	default:
		f.Code = CodePersonal
		f.Measured += " of kind " + what
		if c.As.numeric() || (what == "credit-code" && e.c.Unit == NoUnit) {
			f.Outcome = privacy.Review
		}
		f.Says = law.Text{ZH: "有单元格形同个人或企业标识（校验位相符）。", EN: "Some cells have the form of an identifier of a person or firm, check digit included."}
		f.Remedy = law.Text{ZH: "请删去标识信息后重新提交。", EN: "Remove the identifiers and submit again."}
	}
	return f
}
