package privacy

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Codes of R2 and R3.
const (
	CodeContributors       = "contributors.enough"
	CodeContributorsTooFew = "contributors.too-few"
	CodeZeros              = "zeros.none"
	CodeZerosDisclosive    = "zeros.disclosive"
)

// Cell is one published number: its row, counted from 1, and how many distinct
// units stand behind it.
type Cell struct {
	Row          int
	Contributors int64
	Structural   bool // zero by the nature of the table, declared and confirmed
}

// Contributors holds every cell of a column against the least number of
// contributors (R2) and its zeros against R3. It answers two findings, one per rule.
// A negative count of contributors counts as too few. 〔platform R2, R3〕
func Contributors(column string, cells []Cell, p Parameters, health bool) []Finding {
	k, of := p.least(health)
	var few, zeros []int
	least := int64(-1)
	for _, c := range cells {
		switch {
		case c.Contributors == 0:
			if !c.Structural {
				zeros = append(zeros, c.Row)
			}
			continue
		case c.Contributors < k:
			few = append(few, c.Row)
		}
		if least < 0 || c.Contributors < least {
			least = c.Contributors
		}
	}
	return []Finding{fewFinding(column, few, least, k, p.Source(of)), zeroFinding(column, zeros, p)}
}

func fewFinding(column string, few []int, least, k int64, source string) Finding {
	f := Finding{
		Rule: "R2", Code: CodeContributors, Outcome: Pass, Cite: law.Platform("R2"), Column: column,
		Parameter: "contributors", Threshold: fmt.Sprintf(">= %d units", k), Source: source,
		Measured: fmt.Sprintf("%d units at least", max(least, 0)),
		Says:     law.Text{ZH: "每个数值的贡献主体数均达到下限。", EN: "Every number has enough contributors."},
	}
	if least < 0 {
		f.Measured = "no non-zero cell"
	}
	if len(few) == 0 {
		return f
	}
	f.Code, f.Outcome, f.Rows, f.Cells = CodeContributorsTooFew, Fail, rows(few), len(few)
	f.Measured = fmt.Sprintf("%d units at least; %d cells below", least, len(few))
	f.Says = law.Text{ZH: "有数值的贡献主体数低于下限，可能指向具体的人或企业。", EN: "Some numbers have too few contributors and may point at one person or firm."}
	f.Remedy = law.Text{ZH: "请合并这些分组、放粗粒度，或隐去这些数值后重新提交。", EN: "Merge these groups, make them coarser, or suppress these numbers, then submit again."}
	return f
}

func zeroFinding(column string, zeros []int, p Parameters) Finding {
	f := Finding{
		Rule: "R3", Code: CodeZeros, Outcome: Pass, Cite: law.Platform("R3"), Column: column,
		Parameter: "zeros", Measured: fmt.Sprintf("%d non-structural zeros", len(zeros)), Threshold: "0", Source: p.Source("R3.zeros"),
		Says: law.Text{ZH: "没有非结构性的零值。", EN: "There is no zero that is not structural."},
	}
	if len(zeros) == 0 {
		return f
	}
	f.Code, f.Outcome, f.Rows, f.Cells = CodeZerosDisclosive, p.Zeros, rows(zeros), len(zeros)
	f.Says = law.Text{ZH: "零值会说明该组中无人具有某一特征。", EN: "A zero says of everyone in a group that they lack a trait."}
	f.Remedy = law.Text{ZH: "请删去空组或合并分组；确属结构性的零，请由数据提供单位声明并经确认。", EN: "Leave out empty groups or merge them; where a zero is structural, have the provider declare it and have that confirmed."}
	return f
}
