package privacy

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Codes of R7.
const (
	CodeRate       = "rate.supported"
	CodeRateTooFew = "rate.too-few"
)

// Rate is one published rate with the units it was made from.
type Rate struct {
	Row                    int
	Numerator, Denominator int64
	Structural             bool
}

// Rates holds numerator, denominator and complement of every rate against the least
// number of contributors (R7): a rate of 97 % of 100 persons is a count of three. A
// numerator above its denominator or below zero is too few. 〔platform R7〕
func Rates(column string, rates []Rate, p Parameters, health bool) Finding {
	k, of := p.atLeast(p.Rates, "R7.contributors", health)
	var few []int
	least := int64(-1)
	for _, r := range rates {
		if r.Structural && (r.Numerator == 0 || r.Numerator == r.Denominator) && r.Denominator >= k {
			continue
		}
		n := min(r.Numerator, r.Denominator, r.Denominator-r.Numerator)
		if n < k {
			few = append(few, r.Row)
		}
		if least < 0 || n < least {
			least = max(n, 0)
		}
	}
	f := Finding{
		Rule: "R7", Code: CodeRate, Outcome: Pass, Cite: law.Platform("R7"), Column: column,
		Parameter: "contributors", Measured: fmt.Sprintf("%d units at least", max(least, 0)),
		Threshold: fmt.Sprintf("numerator, denominator and complement >= %d units", k), Source: p.Source(of),
		Says: law.Text{ZH: "比率的分子、分母及其余数均达到下限。", EN: "Numerator, denominator and complement of every rate are large enough."},
	}
	if len(few) == 0 {
		return f
	}
	f.Code, f.Outcome, f.Rows, f.Cells = CodeRateTooFew, Fail, rows(few), len(few)
	f.Measured = fmt.Sprintf("%d units at least; %d rates below", least, len(few))
	f.Says = law.Text{ZH: "有比率的分子、分母或其余数过小，可反推出少数主体。", EN: "Some rates rest on a numerator, denominator or complement so small that it gives a few units away."}
	f.Remedy = law.Text{ZH: "请合并分组后重新计算比率，或隐去这些比率。", EN: "Merge groups and compute the rates again, or suppress these rates."}
	return f
}
