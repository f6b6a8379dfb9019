package egress

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// Codes of the checks on the description of the columns.
const (
	CodeDescribed    = "columns.described"
	CodeUndescribed  = "columns.undescribed"
	CodeCountedRows  = "units.rows-counted"
	CodeCountedUnits = "units.counted"
	CodeMissing      = "contributors.missing"
	CodeRateMissing  = "rate.counts-missing"
	CodeRateDiffers  = "rate.differs"
)

// column describes the i-th column of the table. What the author left out is taken
// for the worst it can be: a value of single records.
func (e examination) column(i int) Column {
	for _, c := range e.a.Columns {
		if c.Name == e.t.Names[i] {
			if !c.As.known() {
				c.As = Value
			}
			return c
		}
	}
	return Column{Name: e.t.Names[i], As: Value}
}

// columnsAs lists the positions of the columns that show what keep says.
func (e examination) columnsAs(keep func(As) bool) []int {
	var at []int
	for i := range e.t.Names {
		if keep(e.column(i).As) {
			at = append(at, i)
		}
	}
	return at
}

func is(want ...As) func(As) bool {
	return func(a As) bool {
		for _, w := range want {
			if a == w {
				return true
			}
		}
		return false
	}
}

// described compares the description with the file. 〔platform R20: reviewers need to
// know what they are looking at〕
func (e examination) described() []privacy.Finding {
	var missing []string
	seen := map[string]int{}
	for _, c := range e.a.Columns {
		seen[c.Name]++
		if e.t.at(c.Name) < 0 || !c.As.known() || seen[c.Name] > 1 {
			missing = append(missing, c.Name)
		}
	}
	for _, n := range e.t.Names {
		if seen[n] == 0 {
			missing = append(missing, n)
		}
	}
	f := privacy.Finding{
		Rule: "R20", Code: CodeDescribed, Outcome: privacy.Pass, Cite: law.Platform("R20"), Parameter: "description",
		Measured: fmt.Sprintf("%d columns", len(e.t.Names)), Threshold: "each column described once", Source: privacy.FloorSource,
		Says: law.Text{ZH: "每一列均有说明。", EN: "Every column is described."},
	}
	if len(missing) > 0 {
		f.Code, f.Outcome, f.Column, f.Cells = CodeUndescribed, privacy.Fail, strings.Join(missing, ", "), len(missing)
		f.Measured = fmt.Sprintf("%d columns without a fitting description", len(missing))
		f.Says = law.Text{ZH: "有列未说明，或说明与文件不符。", EN: "Some columns are not described, or the description does not fit the file."}
		f.Remedy = law.Text{ZH: "请逐列说明其含义：分组、计数、合计、均值、比率、分位数或贡献主体数。", EN: "Say of each column what it shows: group, count, sum, mean, rate, quantile or contributors."}
	}
	return []privacy.Finding{f}
}

// disclosure runs the rules on numbers.
func (e examination) disclosure() []privacy.Finding {
	var findings []privacy.Finding
	if e.c.Unit.private() || !e.c.Unit.known() {
		findings = append(findings, e.counted()...)
		findings = append(findings, e.contributors()...)
		findings = append(findings, e.classes()...)
		findings = append(findings, e.records())
	}
	findings = append(findings, e.rates()...)
	return append(findings, e.extremes()...)
}

// counted refuses counts of rows. 〔platform R1〕
func (e examination) counted() []privacy.Finding {
	var findings []privacy.Finding
	for _, i := range e.columnsAs(As.count) {
		c := e.column(i)
		f := privacy.Finding{
			Rule: "R1", Code: CodeCountedUnits, Outcome: privacy.Pass, Cite: law.Platform("R1"), Column: c.Name, Parameter: "counted",
			Measured: string(c.Counted), Threshold: string(Units), Source: privacy.FloorSource,
			Says: law.Text{ZH: "该列声明按不重复主体计数。", EN: "The column is said to count distinct units."},
		}
		if c.Counted != Units {
			f.Code, f.Outcome = CodeCountedRows, privacy.Fail
			f.Says = law.Text{ZH: "该列按行计数，一个主体可能被计多次。", EN: "The column counts rows; one unit may be counted many times."}
			f.Remedy = law.Text{ZH: "请改为按不重复的隐私单元计数。", EN: "Count distinct privacy units."}
		}
		findings = append(findings, f)
	}
	return findings
}

// supporting is the position of the column with the contributors of column i: the one
// it names, itself when it counts units, else the table's only one. -1: there is none.
func (e examination) supporting(i int) int {
	c := e.column(i)
	if c.Contributors != "" {
		if j := e.t.at(c.Contributors); j >= 0 && e.countsUnits(j) {
			return j
		}
		return -1
	}
	if e.countsUnits(i) {
		return i
	}
	for _, kind := range []As{Contributors, Count} {
		var found []int
		for _, j := range e.columnsAs(is(kind)) {
			if e.countsUnits(j) {
				found = append(found, j)
			}
		}
		if len(found) == 1 {
			return found[0]
		}
	}
	return -1
}

// countsUnits: the column counts distinct units; where there is no unit, rows.
func (e examination) countsUnits(i int) bool {
	c := e.column(i)
	return c.As.count() && (c.Counted == Units || c.Counted == Rows && e.c.Unit == NoUnit)
}

// support is how many units stand behind column i in a row; -1 when that cannot be
// read, or when a number is shown where nobody stands behind it.
func (e examination) support(i, row int) int64 {
	j := e.supporting(i)
	if j < 0 {
		return -1
	}
	n, ok := whole(e.number(j, row))
	if !ok || (n == 0 && i != j && !e.column(i).As.count()) {
		return -1
	}
	return n
}

// number is a cell with its number made canonical.
func (e examination) number(i, row int) Cell {
	c := e.t.Rows[row][i]
	if n, ok := canonicalNumber(c.Text); ok && !c.Null {
		c.Text = n
	}
	return c
}

// contributors runs R2 and R3 on every column of numbers but rates, which have R7.
func (e examination) contributors() []privacy.Finding {
	var findings []privacy.Finding
	for _, i := range e.columnsAs(As.numeric) {
		c := e.column(i)
		if e.supporting(i) < 0 {
			findings = append(findings, e.unsupported(c))
			continue
		}
		var cells []privacy.Cell
		for row := range e.t.Rows {
			if !e.t.Rows[row][i].Null {
				cells = append(cells, privacy.Cell{Row: row + 1, Contributors: e.support(i, row), Structural: c.Structural})
			}
		}
		findings = append(findings, privacy.Contributors(c.Name, cells, e.c.Parameters, e.c.Health)...)
	}
	return findings
}

func (e examination) unsupported(c Column) privacy.Finding {
	return privacy.Finding{
		Rule: "R2", Code: CodeMissing, Outcome: privacy.Fail, Cite: law.Platform("R2"), Column: c.Name, Parameter: "contributors",
		Measured: "not given", Threshold: fmt.Sprintf(">= %d units", e.c.Parameters.K(e.c.Health)), Source: e.c.Parameters.SourceOfK(e.c.Health),
		Says:   law.Text{ZH: "该列没有对应的贡献主体数，无法核对。", EN: "The column comes without the number of its contributors and cannot be checked."},
		Remedy: law.Text{ZH: "请在文件中加入贡献主体数一列（可仅供审查、不随文件出域）。", EN: "Add a column with the number of contributors; it may be withheld from the released file."},
	}
}

// classes runs R6: every group column in turn is taken for the class, the others for
// the group.
func (e examination) classes() []privacy.Finding {
	groups := e.columnsAs(is(Group))
	var findings []privacy.Finding
	for _, n := range e.columnsAs(is(Count)) {
		for _, g := range groups {
			if e.column(g).Structural || e.distinct(g) < 2 {
				continue
			}
			findings = append(findings, privacy.ClassDisclosure(e.t.Names[n]+" / "+e.t.Names[g], e.slices(n, g, groups), e.c.Parameters))
		}
	}
	for _, i := range e.columnsAs(is(RateOf)) {
		rates, _ := e.ratesOf(i)
		findings = append(findings, privacy.RateClass(e.t.Names[i], rates, e.c.Parameters))
	}
	return findings
}

func (e examination) distinct(i int) int {
	seen := map[string]bool{}
	for _, row := range e.t.Rows {
		seen[row[i].Text] = true
	}
	return len(seen)
}

// slices groups the counts of column n by all group columns but class.
func (e examination) slices(n, class int, groups []int) []privacy.Slice {
	at := map[string]int{}
	var slices []privacy.Slice
	for r, row := range e.t.Rows {
		count, ok := whole(e.number(n, r))
		if !ok {
			continue
		}
		var key strings.Builder
		for _, g := range groups {
			if g != class {
				key.WriteString(strconv.Quote(row[g].Text))
			}
		}
		i, known := at[key.String()]
		if !known {
			i = len(slices)
			at[key.String()], slices = i, append(slices, privacy.Slice{})
		}
		slices[i].Rows, slices[i].Counts = append(slices[i].Rows, r+1), append(slices[i].Counts, count)
	}
	return slices
}

// rates runs R7, and checks that each rate is what its counts make it.
func (e examination) rates() []privacy.Finding {
	var findings []privacy.Finding
	for _, i := range e.columnsAs(is(RateOf)) {
		c := e.column(i)
		rates, differs := e.ratesOf(i)
		if e.t.at(c.Numerator) < 0 || e.t.at(c.Denominator) < 0 {
			f := e.unsupported(c)
			f.Rule, f.Cite, f.Code = "R7", law.Platform("R7"), CodeRateMissing
			f.Says = law.Text{ZH: "该比率没有附分子和分母，无法核对。", EN: "The rate comes without its numerator and denominator and cannot be checked."}
			f.Remedy = law.Text{ZH: "请加入分子、分母两列（可仅供审查、不随文件出域）。", EN: "Add numerator and denominator as columns; they may be withheld from the released file."}
			findings = append(findings, f)
			continue
		}
		findings = append(findings, privacy.Rates(c.Name, rates, e.c.Parameters, e.c.Health))
		if len(differs) > 0 {
			findings = append(findings, e.rateDiffers(c, differs))
		}
	}
	return findings
}

func (e examination) rateDiffers(c Column, differs []int) privacy.Finding {
	return privacy.Finding{
		Rule: "R7", Code: CodeRateDiffers, Outcome: privacy.Fail, Cite: law.Platform("R7"), Column: c.Name,
		Rows: differs[:min(len(differs), privacy.ShownRows)], Cells: len(differs), Parameter: "rateTolerance",
		Measured: fmt.Sprintf("%d rates differ from their counts", len(differs)), Threshold: "within 0.01", Source: privacy.FloorSource,
		Says:   law.Text{ZH: "比率与所附分子、分母不一致。", EN: "The rate is not what its numerator and denominator make it."},
		Remedy: law.Text{ZH: "请核对分子、分母与比率。", EN: "Check numerator, denominator and rate against each other."},
	}
}

// rateTolerance allows for rounding to two decimals; a rate may be a share or per
// cent.
const rateTolerance = 0.01

func (e examination) ratesOf(i int) (rates []privacy.Rate, differs []int) {
	c := e.column(i)
	num, den := e.t.at(c.Numerator), e.t.at(c.Denominator)
	if num < 0 || den < 0 {
		return nil, nil
	}
	for r := range e.t.Rows {
		if e.t.Rows[r][i].Null {
			continue
		}
		a, okA := whole(e.number(num, r))
		b, okB := whole(e.number(den, r))
		if !okA || !okB {
			a, b = -1, -1
		}
		rates = append(rates, privacy.Rate{Row: r + 1, Numerator: a, Denominator: b, Structural: c.Structural})
		shown, err := strconv.ParseFloat(e.number(i, r).Text, 64)
		if err != nil || b <= 0 {
			differs = append(differs, r+1)
			continue
		}
		is := float64(a) / float64(b)
		if math.Abs(shown-is) > rateTolerance && math.Abs(shown-100*is) > 100*rateTolerance {
			differs = append(differs, r+1)
		}
	}
	return rates, differs
}

// extremes runs R8.
func (e examination) extremes() []privacy.Finding {
	var findings []privacy.Finding
	for _, i := range e.columnsAs(is(Min, Max, Quantile)) {
		c := e.column(i)
		if c.As != Quantile || c.At <= 0 || c.At >= 10000 {
			findings = append(findings, privacy.Extreme(c.Name, e.shown(i), c.Public && e.public(c.source()), e.c.Parameters))
			continue
		}
		if e.supporting(i) < 0 {
			f := e.unsupported(c)
			f.Rule, f.Cite = "R8", law.Platform("R8")
			findings = append(findings, f)
			continue
		}
		var cells []privacy.Cell
		for r := range e.t.Rows {
			if !e.t.Rows[r][i].Null {
				cells = append(cells, privacy.Cell{Row: r + 1, Contributors: e.support(i, r)})
			}
		}
		findings = append(findings, privacy.Quantiles(c.Name, c.At, cells, e.c.Parameters, e.c.Health))
	}
	return findings
}

func (e examination) shown(i int) int {
	n := 0
	for _, row := range e.t.Rows {
		if !row[i].Null {
			n++
		}
	}
	return n
}

// public: some source says so of the column, and none says otherwise.
func (e examination) public(name string) bool {
	found := false
	for _, s := range e.c.Sources {
		for _, c := range s.Columns() {
			if c.Name == name {
				if !c.Public {
					return false
				}
				found = true
			}
		}
	}
	return found
}

// records runs R16: no column may show single records, and a table without one
// aggregate shows nothing else. 〔platform R16〕
func (e examination) records() privacy.Finding {
	values := e.columnsAs(is(Value))
	if len(values) == 0 && len(e.columnsAs(As.numeric)) > 0 {
		return privacy.Aggregates(e.c.Parameters)
	}
	var names []string
	for _, i := range values {
		names = append(names, e.t.Names[i])
	}
	keys := make([][]string, len(e.t.Rows))
	for r, row := range e.t.Rows {
		for _, i := range e.columnsAs(is(Group, Value)) {
			keys[r] = append(keys[r], row[i].Text)
		}
	}
	p := e.c.Parameters
	return privacy.Records(strings.Join(names, ", "), privacy.Classify(keys, p.RecordClass), p)
}
