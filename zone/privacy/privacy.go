// Package privacy is the mathematics of disclosure control: given numbers that are
// about to leave, it says which of them would let someone learn about one person or
// one firm.
//
// It is pure. It reads no file, holds no key and knows no table: callers hand it
// counts of contributors and receive findings. It does not decide whether something
// leaves; zone/egress gathers the findings and people decide.
//
// What newcomers get wrong: every count here is a count of distinct privacy units
// (persons, households, enterprises), never of rows; and a check that could not run
// answers [NotDeterminable], which is never shown as a pass.
package privacy

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Outcome is what one check says about one thing it looked at.
type Outcome string

const (
	Pass            Outcome = "pass"             // measured, and within the threshold
	Review          Outcome = "review"           // measured; a person has to judge it
	Fail            Outcome = "fail"             // measured, and beyond the threshold: it blocks
	NotDeterminable Outcome = "not-determinable" // could not be measured; a person has to judge it
)

// Worse reports whether o weighs more than other: a fail above all, then what could
// not be determined, then what needs a person.
func (o Outcome) Worse(other Outcome) bool { return weight(o) > weight(other) }

func weight(o Outcome) int {
	switch o {
	case Fail:
		return 3
	case NotDeterminable:
		return 2
	case Review:
		return 1
	}
	return 0
}

// Finding is what one check measured. It carries names, counts and positions, never
// the content of a cell.
type Finding struct {
	Rule      string       `json:"rule"`             // "R2", "R18.3"
	Code      string       `json:"code"`             // stable, "noun.reason"
	Outcome   Outcome      `json:"outcome"`          //
	Cite      law.Citation `json:"cite"`             // the platform's own rule
	Column    string       `json:"column,omitempty"` // the column concerned
	Rows      []int        `json:"rows,omitempty"`   // first rows concerned, counted from 1; at most [ShownRows]
	Cells     int          `json:"cells,omitempty"`  // how many cells or rows are concerned
	Parameter string       `json:"parameter"`        // name of the parameter it was held against
	Measured  string       `json:"measured"`         // what was measured, with its unit
	Threshold string       `json:"threshold"`        // what it was held against
	Source    string       `json:"source"`           // whence the threshold: the platform's floor or a pack
	Says      law.Text     `json:"says"`
	Remedy    law.Text     `json:"remedy,omitzero"`
}

// ShownRows is how many row numbers a finding lists before it only counts.
const ShownRows = 20

// Article is the rule number that a finding's rule belongs to: "R18" for "R18.3".
func (f Finding) Article() string { return f.Cite.Article() }

// Violation is the finding as a ground of a refusal.
func (f Finding) Violation() law.Violation {
	facts := []law.Fact{
		{Name: "parameter", Value: f.Parameter},
		{Name: "measured", Value: f.Measured},
		{Name: "threshold", Value: f.Threshold},
		{Name: "source", Value: f.Source},
	}
	if f.Column != "" {
		facts = append(facts, law.Fact{Name: "column", Value: f.Column})
	}
	return law.Violation{Code: f.Code, Rule: f.Rule, Cites: []law.Citation{f.Cite}, Facts: facts, Says: f.Says, Remedy: f.Remedy}
}

// Worst is the weightiest outcome among findings, and [NotDeterminable] when there
// is none: nothing checked is nothing known.
func Worst(findings []Finding) Outcome {
	if len(findings) == 0 {
		return NotDeterminable
	}
	worst := Pass
	for _, f := range findings {
		if f.Outcome.Worse(worst) {
			worst = f.Outcome
		}
	}
	return worst
}

// rows cuts the positions concerned to what a finding shows.
func rows(concerned []int) []int {
	if len(concerned) > ShownRows {
		concerned = concerned[:ShownRows]
	}
	return append([]int(nil), concerned...)
}

func percent(basisPoints int) string {
	return fmt.Sprintf("%d.%02d%%", basisPoints/100, basisPoints%100)
}
