package rehearsal

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/shuyu-project/shuyu/law/pack"
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

// Mutate tries the mutants of an instrument's rules, in the order of the text: each is
// noticed by reading the pack, or by the first rehearsal that fails under it. Of every few
// only one is tried where every is more than 1, the same ones each time: a sample. Judged
// survivors carry the reason that is kept for them.
func (p Prover) Mutate(ctx context.Context, instrument string, every int) ([]Mutation, error) {
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
	var chosen []pack.Mutant
	for i, m := range p.Pack.Mutants(instrument) {
		if i%max(every, 1) == 0 {
			chosen = append(chosen, m)
		}
	}
	found := make([]Mutation, len(chosen))
	done, told := 0, sync.Mutex{}
	err = p.spread(ctx, len(chosen), func(i int) (err error) {
		if found[i], err = p.try(ctx, instrument, chosen[i], baseline); err != nil {
			return err
		}
		found[i].Judged = judged[found[i].key()]
		told.Lock()
		defer told.Unlock()
		if done++; p.Told != nil {
			p.Told(done, len(chosen))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if every > 1 {
		return found, nil
	}
	return found, stale(found, judged)
}

func (p Prover) try(ctx context.Context, instrument string, m pack.Mutant, baseline map[string]Result) (Mutation, error) {
	found := Mutation{Rule: m.Rule, Unit: m.Unit, Change: m.Change}
	mutated, err := p.Pack.Mutate(instrument, m)
	if err != nil {
		found.By, found.Why = "pack check", firstLine(err.Error())
		return found, nil
	}
	found.By, found.Why, err = p.noticed(ctx, mutated, m.Unit, baseline)
	return found, err
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
