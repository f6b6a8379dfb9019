package privacy

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Codes of R8.
const (
	CodeExtreme        = "extreme.single-unit"
	CodeExtremePublic  = "extreme.public-column"
	CodeQuantile       = "quantile.supported"
	CodeQuantileTooFew = "quantile.too-few"
)

// Extreme judges a column of minima or maxima (R8): each is the value of one unit,
// so they are refused in P1 and P2 unless the source column is public.
// 〔platform R8〕
func Extreme(column string, cells int, public bool, p Parameters) Finding {
	f := Finding{
		Rule: "R8", Code: CodeExtreme, Outcome: p.Extremes, Cite: law.Platform("R8"), Column: column, Cells: cells,
		Parameter: "extremes", Measured: fmt.Sprintf("%d minima or maxima", cells), Threshold: "0", Source: p.Source("R8.extremes"),
		Says:   law.Text{ZH: "最小值、最大值就是某一个主体的数值。", EN: "A minimum or a maximum is the value of one single unit."},
		Remedy: law.Text{ZH: "请改用两侧主体数足够的分位数，或删去该列。", EN: "Use a quantile with enough units on each side, or leave the column out."},
	}
	if public || cells == 0 {
		f.Code, f.Outcome = CodeExtremePublic, Pass
		f.Says = law.Text{ZH: "源列本身公开，极值不另行披露。", EN: "The source column is public; its extremes disclose nothing more."}
		f.Remedy = law.Text{}
	}
	return f
}

// Quantiles holds each quantile against k units on each of its sides (R8). At is the
// quantile in basis points: 5000 is the median, 0 and 10000 are the extremes.
// 〔platform R8〕
func Quantiles(column string, at int, cells []Cell, p Parameters, health bool) Finding {
	k, of := p.atLeast(p.Quantiles, "R8.contributors", health)
	var few []int
	least := int64(-1)
	for _, c := range cells {
		below := c.Contributors * int64(at) / 10000
		side := max(min(below, c.Contributors*int64(10000-at)/10000), 0)
		if side < k {
			few = append(few, c.Row)
		}
		if least < 0 || side < least {
			least = side
		}
	}
	f := Finding{
		Rule: "R8", Code: CodeQuantile, Outcome: Pass, Cite: law.Platform("R8"), Column: column,
		Parameter: "contributors", Measured: fmt.Sprintf("%d units on the smaller side at least", max(least, 0)),
		Threshold: fmt.Sprintf(">= %d units on each side", k), Source: p.Source(of),
		Says: law.Text{ZH: "分位数两侧的主体数均达到下限。", EN: "Every quantile has enough units on each side."},
	}
	if len(few) == 0 {
		return f
	}
	f.Code, f.Outcome, f.Rows, f.Cells = CodeQuantileTooFew, Fail, rows(few), len(few)
	f.Says = law.Text{ZH: "有分位数一侧的主体过少，接近极值。", EN: "Some quantiles have so few units on one side that they come close to an extreme."}
	f.Remedy = law.Text{ZH: "请改用更靠中间的分位数，或合并分组。", EN: "Use a quantile nearer to the middle, or merge groups."}
	return f
}
