package privacy

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Profile says to whom an output goes, and with that how strictly it is measured.
type Profile string

const (
	P1 Profile = "P1" // public listing
	P2 Profile = "P2" // controlled delivery to a named recipient under contract
	P3 Profile = "P3" // inside the domain, between teams
)

// Parameters are the thresholds of one profile. The platform's floor is [Floor]; a
// jurisdiction's pack may tighten it through [Parameters.Tighten] and never loosen
// it. Shares are basis points: 9000 is 90 %.
type Parameters struct {
	Profile Profile           `json:"profile"`
	Sources map[string]string `json:"sources,omitempty"` // "R2.contributors" → the rule that states it; see [Parameters.Source]

	Contributors       int64   `json:"contributors"`       // R2, R7, R8: k, at least 2; distinct units
	ContributorsHealth int64   `json:"contributorsHealth"` // R2 where the data is on the health of persons
	Zeros              Outcome `json:"zeros"`              // R3: what a non-structural zero is
	ClassShare         int     `json:"classShare"`         // R6: from this share on, a class is disclosed
	Class              Outcome `json:"class"`              // R6: what a disclosed class is
	Extremes           Outcome `json:"extremes"`           // R8: what a minimum or maximum is
	Rates              int64   `json:"rates"`              // R7: least numerator, denominator and complement; never below k
	Quantiles          int64   `json:"quantiles"`          // R8: least units on each side of a quantile; never below k
	RecordClass        int64   `json:"recordClass"`        // k of equivalence classes: samples for development
	InjectiveShare     int     `json:"injectiveShare"`     // R18.2: distinct output keys over source units
	InjectiveRows      int     `json:"injectiveRows"`      // R18.2: groupings shorter than this are not judged
	OverlapShare       int     `json:"overlapShare"`       // R18.1 where there is no privacy unit: rows that are source rows, or nearly
	Rows               int     `json:"rows"`               // R19: most rows of a file
	Bytes              int     `json:"bytes"`              // R19: most bytes of a file
	Decimals           int     `json:"decimals"`           // R19: decimals kept when a file is re-written
	Reviewers          int     `json:"reviewers"`          // R20
}

// FloorSource names the platform's own floor in findings.
const FloorSource = "platform floor"

// Floor is what the platform itself demands of a profile. An unknown profile is an
// error: an output without a profile cannot be measured.
func Floor(profile Profile) (Parameters, error) {
	p := Parameters{
		Profile:      profile,
		Contributors: 10, ContributorsHealth: 10, Rates: 10, Quantiles: 10, RecordClass: 5,
		Zeros: Fail, Class: Fail, ClassShare: 9500, Extremes: Fail,
		InjectiveShare: 9000, InjectiveRows: 20, OverlapShare: 100,
		Rows: 5000, Bytes: 16 << 20, Decimals: 6, Reviewers: 2,
	}
	switch profile {
	case P1:
		p.ContributorsHealth, p.ClassShare, p.RecordClass = 11, 9000, 10
	case P2:
	case P3:
		p.Contributors, p.ContributorsHealth, p.Rates, p.Quantiles, p.RecordClass = 5, 5, 5, 5, 3
		p.Zeros, p.Class, p.Extremes = Review, Review, Review
	default:
		return Parameters{}, fmt.Errorf("choosing disclosure parameters: unknown profile %q", profile)
	}
	return p, nil
}

// CodeLoosened refuses a pack that would lower the platform's bar.
const CodeLoosened = "parameters.loosened"

// Tighten puts a pack's values over p. A zero field of pack keeps p's value. A value
// that is looser than p's is refused, and all such values are named at once.
// Refusals: [CodeLoosened], citing the rule of each parameter.
func (p Parameters) Tighten(pack Parameters) (Parameters, error) {
	if pack.Profile != "" && pack.Profile != p.Profile {
		return Parameters{}, fmt.Errorf("tightening profile %s with parameters of profile %s", p.Profile, pack.Profile)
	}
	t := tightening{}
	p.Contributors = raise(&t, "R2", "contributors", p.Contributors, pack.Contributors)
	p.ContributorsHealth = raise(&t, "R2", "contributorsHealth", p.ContributorsHealth, pack.ContributorsHealth)
	p.Rates = raise(&t, "R7", "contributors", p.Rates, pack.Rates)
	p.Quantiles = raise(&t, "R8", "contributors", p.Quantiles, pack.Quantiles)
	p.Zeros = t.stricter("R3", "zeros", p.Zeros, pack.Zeros)
	p.ClassShare = lower(&t, "R6", "classShare", p.ClassShare, pack.ClassShare)
	p.Class = t.stricter("R6", "class", p.Class, pack.Class)
	p.Extremes = t.stricter("R8", "extremes", p.Extremes, pack.Extremes)
	p.RecordClass = raise(&t, "R16", "recordClass", p.RecordClass, pack.RecordClass)
	p.InjectiveShare = lower(&t, "R18.2", "injectiveShare", p.InjectiveShare, pack.InjectiveShare)
	p.InjectiveRows = lower(&t, "R18.2", "injectiveRows", p.InjectiveRows, pack.InjectiveRows)
	p.OverlapShare = lower(&t, "R18.1", "overlapShare", p.OverlapShare, pack.OverlapShare)
	p.Rows = lower(&t, "R19", "rows", p.Rows, pack.Rows)
	p.Bytes = lower(&t, "R19", "bytes", p.Bytes, pack.Bytes)
	p.Decimals = lower(&t, "R19", "decimals", p.Decimals, pack.Decimals)
	p.Reviewers = raise(&t, "R20", "reviewers", p.Reviewers, pack.Reviewers)
	if pack.Sources != nil {
		p.Sources = pack.Sources
	}
	if t.refused != nil {
		return Parameters{}, t.refused
	}
	return p, nil
}

// K is the least number of contributors: the stricter one for the health of persons.
func (p Parameters) K(health bool) int64 {
	k, _ := p.least(health)
	return k
}

// least is K with its name among the sources.
func (p Parameters) least(health bool) (int64, string) {
	if health && p.ContributorsHealth > p.Contributors {
		return p.ContributorsHealth, "R2.contributorsHealth"
	}
	return p.Contributors, "R2.contributors"
}

// atLeast is K, or n where that is more, with its name among the sources.
func (p Parameters) atLeast(n int64, name string, health bool) (int64, string) {
	k, of := p.least(health)
	if n >= k {
		return n, name
	}
	return k, of
}

// SourceOfK is the rule that states [Parameters.K].
func (p Parameters) SourceOfK(health bool) string {
	_, of := p.least(health)
	return p.Source(of)
}

// Source is the rule that states a parameter: "R6" and "classShare". What no pack states,
// and what is no number, is the platform's own.
func (p Parameters) Source(name string) string {
	if rule, ok := p.Sources[name]; ok {
		return rule
	}
	return FloorSource
}

// tightening collects what would loosen.
type tightening struct{ refused *law.Refusal }

func (t *tightening) refuse(rule, name string, floor, pack any) {
	t.refused = law.Join(t.refused, law.Refuse(CodeLoosened, law.Platform(rule),
		law.Fact{Name: "parameter", Value: name},
		law.Factf("floor", "%v", floor), law.Factf("pack", "%v", pack)).Because(
		law.Text{ZH: "规则包只能收紧平台的披露控制参数，不能放宽。", EN: "A pack may tighten the platform's disclosure parameters and may not loosen them."},
		law.Text{ZH: "请改用不低于平台底线的数值，或删去该项。", EN: "Give a value at least as strict as the floor, or leave it out."}))
}

func raise[N int | int64](t *tightening, rule, name string, floor, pack N) N {
	if pack == 0 {
		return floor
	}
	if pack < floor {
		t.refuse(rule, name, floor, pack)
		return floor
	}
	return pack
}

func lower[N int | int64](t *tightening, rule, name string, floor, pack N) N {
	if pack == 0 {
		return floor
	}
	if pack > floor || pack < 0 {
		t.refuse(rule, name, floor, pack)
		return floor
	}
	return pack
}

func (t *tightening) stricter(rule, name string, floor, pack Outcome) Outcome {
	switch {
	case pack == "":
		return floor
	case pack != Review && pack != Fail, floor.Worse(pack):
		t.refuse(rule, name, floor, pack)
		return floor
	}
	return pack
}
