package privacy

import (
	"fmt"
	"hash/maphash"

	"github.com/shuyu-project/shuyu/law"
)

// Codes of R16.
const (
	CodeRecords = "records.refused"
	CodeClasses = "records.classes"
)

// Classes says how well records hide among each other on their quasi-identifiers.
// Records counts all of them; an equivalence class is a set of records equal on
// every quasi-identifier.
type Classes struct {
	Records  int64
	Count    int64 // equivalence classes
	Smallest int64 // k: size of the smallest class; 0 when there is no record
	Unique   int64 // records alone in their class
	Below    int64 // records in classes smaller than the k asked for
}

// AverageRisk is the mean probability of finding the right person when a class is
// known: classes over records. It is 0 for no records.
func (c Classes) AverageRisk() float64 {
	if c.Records == 0 {
		return 0
	}
	return float64(c.Count) / float64(c.Records)
}

// Classify counts equivalence classes over records given as tuples of their
// quasi-identifiers. Records of no quasi-identifier form one class.
func Classify(records [][]string, k int64) Classes {
	sizes := make(map[uint64]int64, len(records))
	seed := maphash.MakeSeed()
	var h maphash.Hash
	h.SetSeed(seed)
	for _, r := range records {
		h.Reset()
		for _, v := range r {
			_, _ = h.WriteString(v) // a maphash never fails
			_ = h.WriteByte(0)
		}
		sizes[h.Sum64()]++
	}
	list := make([]int64, 0, len(sizes))
	for _, n := range sizes {
		list = append(list, n)
	}
	return Sizes(list, k)
}

// Sizes is [Classify] where the class sizes are known already.
func Sizes(sizes []int64, k int64) Classes {
	var c Classes
	for _, n := range sizes {
		c.Records += n
		c.Count++
		if c.Smallest == 0 || n < c.Smallest {
			c.Smallest = n
		}
		if n == 1 {
			c.Unique++
		}
		if n < k {
			c.Below += n
		}
	}
	return c
}

// Records refuses an output that shows records instead of aggregates (R16). Columns
// are those shown record by record; classes say how exposed the records are.
// 〔platform R16〕
func Records(column string, c Classes, p Parameters) Finding {
	return Finding{
		Rule: "R16", Code: CodeRecords, Outcome: Fail, Cite: law.Platform("R16"), Column: column, Cells: int(c.Records),
		Parameter: "recordLevel", Source: FloorSource,
		Measured: fmt.Sprintf("%d records, %d of them unique, average risk %.4f", c.Records, c.Unique, c.AverageRisk()), Threshold: "0 records",
		Says:   law.Text{ZH: "输出为逐条记录，原始记录不得出域。", EN: "The output shows records one by one; records do not leave the domain."},
		Remedy: law.Text{ZH: "请改为统计汇总结果，并附每个数值的贡献主体数。", EN: "Aggregate the records and give the number of contributors of every figure."},
	}
}

// Aggregates is the finding of R16 for an output without records.
func Aggregates(p Parameters) Finding {
	return Finding{
		Rule: "R16", Code: CodeClasses, Outcome: Pass, Cite: law.Platform("R16"),
		Parameter: "recordLevel", Measured: "0 records", Threshold: "0 records", Source: FloorSource,
		Says: law.Text{ZH: "输出均为汇总数值。", EN: "The output shows aggregates only."},
	}
}
