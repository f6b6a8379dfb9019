package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/schollz/progressbar/v3"

	"github.com/shuyu-project/shuyu/rehearsal"
)

type packCoverage struct {
	Pack  string `default:"taian" help:"Pack to report on: taian, taian+national."`
	JSON  bool   `help:"One JSON object a line."`
	Prove bool   `help:"Take each rule out in turn and show the rehearsal that fails without it."`
	Keep  string `help:"With --prove: folder of rehearsals in which the proof is kept." type:"existingdir"`
}

// Run prints, for each unit of each layer of law, what implements it and what shows it.
// It fails when a rehearsal fails or, with --prove, when a rule's absence goes unnoticed.
func (c packCoverage) Run() error {
	p, err := readPack(packFiles(""), c.Pack)
	if err != nil {
		return err
	}
	scripts, err := rehearsal.Scripts(c.Pack)
	if err != nil {
		return err
	}
	prover := rehearsal.Prover{Pack: p, Scripts: scripts, Stage: temporaryLedger, Workers: runtime.NumCPU()}
	if c.Prove && !c.JSON {
		bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription("taking rules out"))
		prover.Told = func(done, total int) { bar.ChangeMax(total); bar.Set(done) } //nolint:errcheck // a bar
	}
	missed := 0
	for _, layer := range p.Layers {
		if layer.Level == "platform" && c.Pack != "platform" {
			continue
		}
		list, err := prover.Cover(context.Background(), layer.Code, c.Prove)
		if err != nil {
			return err
		}
		missed += c.print(list)
		if c.Prove && c.Keep != "" {
			if err := keepProof(filepath.Join(c.Keep, layer.Code, "proof.json"), prover.ProofOf(list)); err != nil {
				return err
			}
		}
	}
	if missed > 0 {
		return fmt.Errorf("%d units or rules are not shown to be kept", missed)
	}
	return nil
}

func keepProof(path string, proof rehearsal.Proof) error {
	body, err := json.MarshalIndent(proof, "", " ")
	if err != nil {
		return fmt.Errorf("writing the proof: %w", err)
	}
	return os.WriteFile(path, append(body, '\n'), 0o644)
}

func (c packCoverage) print(list []rehearsal.Coverage) (missed int) {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, u := range list {
		if !u.Passed {
			missed++
		}
		for _, r := range u.Rules {
			if c.Prove && !r.Proved {
				missed++
			}
		}
		if c.JSON {
			out.Encode(u) //nolint:errcheck // standard output
			continue
		}
		c.line(u)
	}
	return missed
}

func (c packCoverage) line(u rehearsal.Coverage) {
	mark := "ok  "
	if !u.Passed {
		mark = "MISS"
	}
	if u.Mode == "no-rule" {
		fmt.Printf("%s %-12s no rule: %s\n", mark, u.ID, u.Reason)
		return
	}
	names := make([]string, len(u.Rules))
	for i, r := range u.Rules {
		names[i] = r.ID
		if c.Prove && !r.Proved {
			names[i] += " (UNNOTICED)"
		}
	}
	fmt.Printf("%s %-12s %s\n", mark, u.ID, strings.Join(names, ", "))
}
