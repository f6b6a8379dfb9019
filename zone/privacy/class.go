package privacy

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Codes of R6.
const (
	CodeClass          = "class.mixed"
	CodeClassDisclosed = "class.disclosed"
)

// Slice is one row or column of a frequency table: the counts of one group over all
// classes. Rows are the positions of its cells, in the order of Counts.
type Slice struct {
	Rows       []int
	Counts     []int64
	Structural bool // declared to be of one class by its nature
}

// total of the counts above zero, and the largest.
func (s Slice) total() (sum, largest int64) {
	for _, n := range s.Counts {
		if n > 0 {
			sum += n
			largest = max(largest, n)
		}
	}
	return sum, largest
}

// ClassDisclosure finds groups nearly all of whose members share one class, so that
// knowing the group is knowing the person (R6). A group that shows a single class is
// all of one class. Shares are compared in whole numbers, inclusive. 〔platform R6〕
func ClassDisclosure(column string, slices []Slice, p Parameters) Finding {
	var concerned []int
	groups, worst := 0, 0
	for _, s := range slices {
		sum, largest := s.total()
		if sum == 0 || s.Structural {
			continue
		}
		worst = max(worst, share(largest, sum))
		if disclosed(largest, sum, p.ClassShare) {
			groups++
			concerned = append(concerned, s.Rows...)
		}
	}
	return classFinding(column, groups, worst, concerned, p)
}

// RateClass is R6 for a column of rates: a rate that is nothing or all discloses the
// class of the whole group. Rates are numerators over denominators, in units.
func RateClass(column string, rates []Rate, p Parameters) Finding {
	var concerned []int
	worst := 0
	for _, r := range rates {
		if r.Denominator <= 0 || r.Structural {
			continue
		}
		largest := max(r.Numerator, r.Denominator-r.Numerator)
		worst = max(worst, share(largest, r.Denominator))
		if disclosed(largest, r.Denominator, p.ClassShare) {
			concerned = append(concerned, r.Row)
		}
	}
	return classFinding(column, len(concerned), worst, concerned, p)
}

// disclosed: largest/sum >= bp/10000, without division and without overflow for
// counts below 9e14.
func disclosed(largest, sum int64, bp int) bool { return largest*10000 >= int64(bp)*sum }

func share(part, whole int64) int { return int(part * 10000 / whole) }

func classFinding(column string, groups, worst int, concerned []int, p Parameters) Finding {
	f := Finding{
		Rule: "R6", Code: CodeClass, Outcome: Pass, Cite: law.Platform("R6"), Column: column,
		Parameter: "classShare", Measured: percent(worst) + " at most", Threshold: "< " + percent(p.ClassShare), Source: p.Source("R6.classShare"),
		Says: law.Text{ZH: "没有哪个分组几乎全部属于同一类别。", EN: "No group lies nearly all in one class."},
	}
	if groups == 0 {
		return f
	}
	f.Code, f.Outcome, f.Rows, f.Cells = CodeClassDisclosed, p.Class, rows(concerned), groups
	f.Measured = fmt.Sprintf("%s at most; %d groups", percent(worst), groups)
	f.Says = law.Text{ZH: "有分组几乎全部属于同一类别，知道某人在该组即知道其类别。", EN: "Some groups lie nearly all in one class: to know the group is to know the person's class."}
	f.Remedy = law.Text{ZH: "请合并分组或类别，使任一类别不占绝大多数；结构性的情形请声明并经确认。", EN: "Merge groups or classes until none prevails; declare what is structural and have it confirmed."}
	return f
}
