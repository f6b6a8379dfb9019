package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"syscall"

	"github.com/shuyu-project/shuyu/rehearsal"
)

type packMutate struct {
	Pack     string `help:"Pack whose rules are altered; of layers, the rules that say which prevails." default:"taian"`
	JSON     bool   `help:"One JSON object a line: each mutant, and last the score."`
	Every    int    `help:"Try one of so many mutants, the same ones each time." default:"1"`
	Matching string `help:"Try only mutants whose rule and change match this regular expression: 'NR-05', 'power:'."`
	Goal     int    `help:"Percent of the mutants that must be noticed." default:"95"`
}

// mutationScore is what the command comes to.
type mutationScore struct {
	Pack     string  `json:"pack"`
	Mutants  int     `json:"mutants"`
	Noticed  int     `json:"noticed"`
	Judged   int     `json:"judged"`             // of those unnoticed, the ones a person let survive, with the reason
	Score    float64 `json:"score"`              // percent noticed
	Sampling int     `json:"every"`              // one of so many was tried
	Matching string  `json:"matching,omitempty"` // only these were tried
}

// Run alters each rule, parameter and citation in turn, and fails when too few of the
// mutants are noticed, or one survives that nobody has judged.
func (c packMutate) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if c.Pack == "platform" {
		return errors.New("the platform's own rules are rehearsed beside them, and each is left out in turn by go test ./packs/platform -args -long; name a pack of law")
	}
	p, err := readPack(packFiles(""), c.Pack)
	if err != nil {
		return err
	}
	matching, err := regexp.Compile(c.Matching)
	if err != nil {
		return fmt.Errorf("reading --matching: %w", err)
	}
	sample := rehearsal.Sample{Every: c.Every}
	if c.Matching != "" {
		sample.Matching = matching
	}
	scripts, err := rehearsal.Scripts(c.Pack)
	if err != nil {
		return err
	}
	prover := rehearsal.Prover{Pack: p, Scripts: scripts, Stage: temporaryLedger, Workers: runtime.NumCPU(), Told: progress(os.Stderr, "altering "+c.Pack)}
	found, err := prover.Mutate(ctx, ownInstrument(p, c.Pack), sample)
	if found == nil && err != nil {
		return err
	}
	score := c.print(found)
	open := score.Mutants - score.Noticed - score.Judged
	switch {
	case err != nil:
		return err
	case score.Mutants == 0:
		return fmt.Errorf("%s has no rule that can be altered, or --matching matches none", c.Pack)
	case score.Score < float64(c.Goal):
		return fmt.Errorf("%.1f %% of the mutants of %s are noticed; the goal is %d %%", score.Score, c.Pack, c.Goal)
	case open > 0:
		return fmt.Errorf("%d mutants of %s survive that nobody has judged: show what they alter by a rehearsal, or list them with the reason in rehearsal/%s/survivors.tsv", open, c.Pack, c.Pack)
	}
	return nil
}

func (c packMutate) print(found []rehearsal.Mutation) mutationScore {
	score := mutationScore{Pack: c.Pack, Mutants: len(found), Sampling: max(c.Every, 1), Matching: c.Matching}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, m := range found {
		switch {
		case m.Noticed():
			score.Noticed++
		case m.Judged != "":
			score.Judged++
		}
		switch {
		case c.JSON:
			out.Encode(m) //nolint:errcheck // standard output
		case !m.Noticed():
			fmt.Printf("%s · %s · %s\n", m.Rule, m.Change, orElse(m.Judged, "NOT JUDGED"))
		}
	}
	if len(found) > 0 {
		score.Score = 100 * float64(score.Noticed) / float64(len(found))
	}
	if c.JSON {
		out.Encode(score) //nolint:errcheck // standard output
		return score
	}
	fmt.Printf("%s: %d mutants, %d noticed (%.1f %%), %d judged survivors\n", c.Pack, score.Mutants, score.Noticed, score.Score, score.Judged)
	return score
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
