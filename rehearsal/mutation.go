package rehearsal

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/route"
)

// Mutation is a mutant of a pack and what noticed it: what showed that the pack was no
// longer as it is meant.
type Mutation struct {
	Rule   string `json:"rule"`
	Unit   string `json:"unit"`
	Change string `json:"change"`
	By     string `json:"by,omitempty"`     // "pack check", or the rehearsal and phase; "" when nothing did
	Why    string `json:"why,omitempty"`    // what it said
	Judged string `json:"judged,omitempty"` // why a person let it survive
}

// Noticed reports whether anything noticed the mutant.
func (m Mutation) Noticed() bool { return m.By != "" }

// Sample is which of a pack's mutants are tried: all, where it is empty.
type Sample struct {
	Every    int            // one of so many, the same ones each time
	Matching *regexp.Regexp // those whose rule and change, with a space between, it matches
}

func (s Sample) of(all []pack.Mutant) (chosen []pack.Mutant) {
	for i, m := range all {
		if i%max(s.Every, 1) == 0 && (s.Matching == nil || s.Matching.MatchString(m.Rule+" "+m.Change)) {
			chosen = append(chosen, m)
		}
	}
	return chosen
}

func (s Sample) whole() bool { return s.Every <= 1 && s.Matching == nil }

// Mutate tries the mutants of an instrument's rules, in the order of the text: each is
// noticed by the check, which reads the pack and searches its ways, or by the first
// rehearsal that fails under it. Judged survivors carry the reason that is kept for them.
func (p Prover) Mutate(ctx context.Context, instrument string, sample Sample) ([]Mutation, error) {
	baseline, err := p.Baseline(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.sound(baseline); err != nil {
		return nil, err
	}
	judged, err := survivors(instrument)
	if err != nil {
		return nil, err
	}
	if wrong, err := ways(ctx, p.Pack); err != nil || wrong != "" {
		return nil, cmp.Or(err, fmt.Errorf("the pack does not pass its check, so nothing can be told by it: %s", wrong))
	}
	chosen := sample.of(p.Pack.Mutants(instrument))
	found := make([]Mutation, len(chosen))
	err = p.contend(ctx, len(chosen), baseline, func(ctx context.Context, i int) (*contender, error) {
		return p.mutant(ctx, instrument, chosen[i])
	}, func(i int, c *contender) {
		found[i] = Mutation{Rule: chosen[i].Rule, Unit: chosen[i].Unit, Change: chosen[i].Change, By: c.by, Why: c.why}
		found[i].Judged = judged[found[i].key()]
	})
	if err != nil {
		return nil, err
	}
	if !sample.whole() {
		return found, nil
	}
	return found, stale(found, judged)
}

// mutant is the contender that a mutant is, noticed already where the check notices it.
func (p Prover) mutant(ctx context.Context, instrument string, m pack.Mutant) (*contender, error) {
	mutated, err := p.Pack.Mutate(instrument, m)
	if err != nil {
		return &contender{by: check, why: firstLine(err.Error())}, nil
	}
	c := p.contender(mutated, m.Unit)
	if len(c.differs.Procedures) > 0 {
		if c.why, err = ways(ctx, mutated, slices.Sorted(maps.Keys(c.differs.Procedures))...); c.why != "" {
			c.by = check
		}
	}
	return c, err
}

// ways is the first thing that is wrong with the ways of a pack's procedures, of those
// named or of all; "" when nothing is. Its stories begin on a day of a published year.
func ways(ctx context.Context, p *pack.Pack, only ...string) (string, error) {
	wrong, err := route.Explore(ctx, p, calendar.China(), calendar.MustDay("2025-01-06"), only...)
	if err != nil || len(wrong) == 0 {
		return "", err
	}
	return fmt.Sprintf("%s %s.%s%s: %s", wrong[0].Kind, wrong[0].Procedure, wrong[0].State, wrong[0].Step, wrong[0].Says.EN), nil
}

func (m Mutation) key() string { return m.Rule + "\t" + m.Change }

// survivorsFile lists the mutants that a person let survive, one a line: rule, change and
// reason with tabs between them; lines that begin with # are remarks.
const survivorsFile = "survivors.tsv"

// survivors reads the list of an instrument by rule and change; empty where it has none.
func survivors(instrument string) (map[string]string, error) {
	judged := map[string]string{}
	body, err := fs.ReadFile(files, path.Join(instrument, survivorsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return judged, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the survivors of %s: %w", instrument, err)
	}
	lines := bufio.NewScanner(bytes.NewReader(body))
	for at := 1; lines.Scan(); at++ {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			parts := strings.Split(line, "\t")
			if len(parts) != 3 || parts[2] == "" {
				return nil, fmt.Errorf("%s/%s:%d: want the rule, the change and the reason, with a tab between them", instrument, survivorsFile, at)
			}
			judged[parts[0]+"\t"+parts[1]] = parts[2]
		}
	}
	return judged, lines.Err()
}

// stale finds judgements of mutants that there are no longer, or that are noticed.
func stale(found []Mutation, judged map[string]string) error {
	alive := map[string]bool{}
	for _, m := range found {
		if !m.Noticed() {
			alive[m.key()] = true
		}
	}
	var faults []error
	for key := range judged {
		if !alive[key] {
			faults = append(faults, fmt.Errorf("%s lists a mutant that is noticed, or is none: %s", survivorsFile, strings.ReplaceAll(key, "\t", " · ")))
		}
	}
	return errors.Join(faults...)
}
