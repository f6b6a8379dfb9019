package works

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/privacy"
	"github.com/shuyu-project/shuyu/zone/vault"
)

// numbers reads the thresholds of packs: of each the strictest that any layer of any of
// them states. What a pack does not state is a fault and not a preset: nothing is admitted
// by a number nobody wrote.
type numbers struct {
	packs   []*pack.Pack
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
	t, ok := pack.Strictest(n.packs, unit, path)
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
// tightened by every layer of the packs, each value with the rule that states it. 〔platform
// PF-27, R2, R3, R6, R7, R8, R16, R18, R19〕
func disclosure(packs []*pack.Pack, profile privacy.Profile) (privacy.Parameters, error) {
	floor, err := privacy.Floor(profile)
	if err != nil {
		return privacy.Parameters{}, err
	}
	n := numbers{packs: packs}
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

// measured are the packs by which an output was examined, so that what leaves is what was
// examined, whatever has come into force since.
func (w *Works) measured(ctx context.Context, c casework.Case, output map[string]any) ([]*pack.Pack, error) {
	if c.Jurisdiction == "" {
		return w.Desk.PacksOverCase(ctx, c)
	}
	var digests []string
	if err := w.getJSON(ctx, w.packsOf(output, text(output, "report")), &digests); err != nil {
		return nil, err
	}
	packs := make([]*pack.Pack, len(digests))
	for i, digest := range digests {
		p, ok := w.Desk.Packs.Of(digest)
		if !ok {
			return nil, fmt.Errorf("output %s: the pack %s that it was examined by is not at hand", text(output, "id"), digest)
		}
		packs[i] = p
	}
	return packs, nil
}

// keepPacks keeps beside a report by which packs it was made, where more than the pack of
// the case may have ruled.
func (w *Works) keepPacks(ctx context.Context, c casework.Case, output map[string]any, report string, packs []*pack.Pack) error {
	if c.Jurisdiction == "" {
		return nil
	}
	digests := make([]string, len(packs))
	for i, p := range packs {
		digests[i] = p.Digest
	}
	_, err := w.putJSON(ctx, w.packsOf(output, report), digests)
	return err
}

// packsOf is where the packs are kept by which a report was made.
func (w *Works) packsOf(output map[string]any, report string) vault.Version {
	return w.outputOf(text(output, "job"), "packs-"+report)
}

// policy is what admission demands of a query, and limits are
// what a job may use. 〔platform R2, PF-Z04, PF-Z07, PF-Z12〕
func policy(packs []*pack.Pack) (zone.Policy, zone.Limits, error) {
	n := numbers{packs: packs}
	d, err := disclosure(packs, privacy.P2)
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
func sample(packs []*pack.Pack, units bool) (mask.Sample, error) {
	n := numbers{packs: packs}
	s := mask.Sample{Share: int(n.of("PF-Z04", "shareBasisPoints")), Rows: n.of("PF-Z04", "rows")}
	if units {
		s.K = n.of("PF-Z04", "class")
	}
	return s, n.err
}

// allowance is how much worse a new version may be and still take the place of the one in
// force. 〔platform PF-24〕
func allowance(packs []*pack.Pack) (catalogue.Allowance, error) {
	n := numbers{packs: packs}
	fall := func(name string) float64 { return max(0, 1-float64(n.of("PF-24", name))/10_000) }
	a := catalogue.Allowance{Completeness: fall("completenessKept"), Validity: fall("validityKept"), Uniqueness: fall("uniquenessKept"), Rows: fall("rowsKept")}
	return a, n.err
}
