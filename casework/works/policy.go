package works

import (
	"fmt"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// numbers reads the thresholds of a pack: of each the strictest that any of its layers
// states. What the pack does not state is a fault and not a preset: nothing is admitted by
// a number nobody wrote.
type numbers struct {
	pack    *pack.Pack
	sources map[string]string // "R2.contributors" → the rule that states it
	err     error             // the first that was missing
}

// of is a threshold of a unit of the platform by its path, "P2.contributors", a whole
// number above 0.
func (n *numbers) of(unit, path string) int64 { return n.read(unit, path).Number }

// outcome is a threshold that says what a finding comes to.
func (n *numbers) outcome(unit, path string) privacy.Outcome {
	return privacy.Outcome(n.read(unit, path).Outcome)
}

func (n *numbers) read(unit, path string) pack.Threshold {
	t, ok := n.pack.Threshold(unit, path)
	if !ok && n.err == nil {
		n.err = fmt.Errorf("the pack in force states no %s in %s: want a threshold that the platform's rule gives a direction", path, unit)
	}
	if n.sources == nil {
		n.sources = map[string]string{}
	}
	n.sources[unit+"."+path[strings.LastIndex(path, ".")+1:]] = t.Rule
	return t
}

// disclosure is what an output under a profile is measured against: the platform's floor,
// tightened by every layer of a pack, each value with the rule that states it. 〔platform
// PF-27, R2, R3, R6, R7, R8, R16, R18, R19〕
func disclosure(p *pack.Pack, profile privacy.Profile) (privacy.Parameters, error) {
	floor, err := privacy.Floor(profile)
	if err != nil {
		return privacy.Parameters{}, err
	}
	n := numbers{pack: p}
	of := func(unit, name string) int64 { return n.of(unit, string(profile)+"."+name) }
	outcome := func(unit, name string) privacy.Outcome { return n.outcome(unit, string(profile)+"."+name) }
	stated := privacy.Parameters{
		Contributors: of("R2", "contributors"), ContributorsHealth: of("R2", "contributorsHealth"), Zeros: outcome("R3", "zeros"),
		ClassShare: int(of("R6", "classShare")), Class: outcome("R6", "class"), Rates: of("R7", "contributors"),
		Extremes: outcome("R8", "extremes"), Quantiles: of("R8", "contributors"), RecordClass: of("R16", "recordClass"),
		OverlapShare: int(of("R18.1", "overlapShare")), InjectiveShare: int(of("R18.2", "injectiveShare")), InjectiveRows: int(of("R18.2", "injectiveRows")),
		Rows: int(of("R19", "rows")), Bytes: int(of("R19", "bytes")), Decimals: int(of("R19", "decimals")), Sources: n.sources}
	if n.err != nil {
		return privacy.Parameters{}, n.err
	}
	return floor.Tighten(stated)
}

// onHealth: nobody declares whether a resource tells of the health of persons, so that of
// the two least numbers the stricter governs everywhere.
const onHealth = true

// disclosureOf is what the output of a review is measured against: by the pack that its
// case is pinned to, so that what leaves is what was examined.
func (w *Works) disclosureOf(c casework.Case) (privacy.Parameters, error) {
	p, ok := w.Desk.Packs.Of(c.Pack)
	if !ok {
		return privacy.Parameters{}, fmt.Errorf("case %s: the pack %s that it is pinned to is not at hand", c.ID, c.Pack)
	}
	return disclosure(p, privacy.P2)
}

// policy is what admission demands of a query, and limits are
// what a job may use. 〔platform R2, PF-Z04, PF-Z07, PF-Z12〕
func (w *Works) policy() (zone.Policy, zone.Limits, error) {
	n := numbers{pack: w.Desk.Packs.Current()}
	d, err := disclosure(n.pack, privacy.P2)
	if err != nil {
		return zone.Policy{}, zone.Limits{}, err
	}
	p := zone.Policy{Contributors: int(d.K(onHealth)), Density: float64(n.of("PF-Z12", "densityBasisPoints")) / 10_000,
		SampleRows: n.of("PF-Z04", "answerRows")}
	l := zone.Limits{CPU: time.Duration(n.of("PF-Z07", "cpuSeconds")) * time.Second, Wall: time.Duration(n.of("PF-Z07", "wallSeconds")) * time.Second,
		Memory: n.of("PF-Z07", "memoryMiB") << 20, BytesOut: n.of("PF-Z07", "outputMiB") << 20, RowsOut: n.of("PF-Z07", "outputRows")}
	return p, l, n.err
}

// sample is how much of a version development draws, of units or of rows where there are
// none. 〔platform PF-Z04〕
func (w *Works) sample(units bool) (mask.Sample, error) {
	n := numbers{pack: w.Desk.Packs.Current()}
	s := mask.Sample{Share: int(n.of("PF-Z04", "shareBasisPoints")), Rows: n.of("PF-Z04", "rows")}
	if units {
		s.K = n.of("PF-Z04", "class")
	}
	return s, n.err
}

// allowance is how much worse a new version may be and still take the place of the one in
// force. 〔platform PF-24〕
func (w *Works) allowance() (catalogue.Allowance, error) {
	n := numbers{pack: w.Desk.Packs.Current()}
	fall := func(name string) float64 { return max(0, 1-float64(n.of("PF-24", name))/10_000) }
	a := catalogue.Allowance{Completeness: fall("completenessKept"), Validity: fall("validityKept"), Uniqueness: fall("uniquenessKept"), Rows: fall("rowsKept")}
	return a, n.err
}
