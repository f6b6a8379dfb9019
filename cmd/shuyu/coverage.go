package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/rehearsal"
)

type packCoverage struct {
	Pack  string `help:"Pack to report on: taian, taian+national; every pack, and the units of those still to be written, when absent."`
	JSON  bool   `help:"One JSON object a line."`
	Prove bool   `help:"Take each rule out in turn and show the rehearsal that fails without it."`
	Keep  string `help:"With --prove: folder of rehearsals in which the proof is kept." type:"existingdir"`
}

// Run prints, for each unit of the packs, what implements it and what shows it. It fails
// when a rehearsal fails or, with --prove, when a rule's absence goes unnoticed.
func (c packCoverage) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	files := packFiles("")
	names := []string{c.Pack}
	if c.Pack == "" {
		var err error
		if names, err = coveredPacks(files); err != nil {
			return err
		}
	}
	missed := 0
	for _, name := range names {
		n, err := c.cover(ctx, files, name)
		if err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
		missed += n
	}
	if missed > 0 {
		return fmt.Errorf("%d units or rules are not shown to be kept", missed)
	}
	return nil
}

// coveredPacks lists the pack of every text, and the texts of which there is only the list
// of units. Neither the platform's rules nor how layers lie on one another is a text.
func coveredPacks(files fs.FS) ([]string, error) {
	written, err := pack.Folders(files)
	if err != nil {
		return nil, err
	}
	listed, err := pack.Listed(files)
	if err != nil {
		return nil, err
	}
	for _, name := range listed {
		if !slices.Contains(written, name) {
			written = append(written, name)
		}
	}
	slices.Sort(written)
	return slices.DeleteFunc(written, func(name string) bool { return name == "platform" || strings.Contains(name, "+") }), nil
}

// cover reports on the instrument of one name.
func (c packCoverage) cover(ctx context.Context, files fs.FS, name string) (missed int, err error) {
	list, err := c.units(ctx, files, name)
	if err != nil {
		return 0, err
	}
	return c.print(list), nil
}

// units works out what implements and what shows each unit of the instrument of one name.
func (c packCoverage) units(ctx context.Context, files fs.FS, name string) ([]rehearsal.Coverage, error) {
	entries, err := pack.Entries(files, name)
	if err != nil {
		return nil, err
	}
	if written, err := pack.Folders(files); err != nil {
		return nil, err
	} else if !slices.Contains(written, name) && len(entries) > 0 {
		return unwritten(name, entries), nil
	}
	p, err := readPack(files, name)
	if err != nil {
		return nil, err
	}
	scripts, err := rehearsal.Scripts(name)
	if err != nil {
		return nil, err
	}
	prover := rehearsal.Prover{Pack: p, Scripts: scripts, Stage: temporaryLedger, Workers: runtime.NumCPU(), Modes: map[string]string{}}
	for _, e := range entries {
		prover.Modes[e.ID] = e.Mode
	}
	if c.Prove {
		prover.Told = progress(os.Stderr, "taking rules out of "+name)
	}
	instrument := ownInstrument(p, name)
	list, err := prover.Cover(ctx, instrument, c.Prove)
	if err != nil {
		return nil, err
	}
	if _, holds, err := prover.Kept(instrument); err == nil && !holds && !c.Prove {
		fmt.Fprintf(os.Stderr, "the proof that is kept of %s is of another pack or other rehearsals: make it anew with shuyu pack coverage --pack %s --prove --keep rehearsal\n", name, name)
	}
	if c.Prove && c.Keep != "" {
		if err := keepProof(filepath.Join(c.Keep, instrument, "proof.json"), prover.ProofOf(list)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// ownInstrument is the instrument that the rehearsals of a pack's name are of: for layers, the
// one that says which of them prevails.
func ownInstrument(p *pack.Pack, name string) string {
	if _, ok := p.Instrument(name); ok {
		return name
	}
	return p.Local().Code // layers that nothing but their names joins
}

// unwritten reports on a text whose pack is still to be written.
func unwritten(name string, entries []pack.Entry) []rehearsal.Coverage {
	list := make([]rehearsal.Coverage, len(entries))
	for i, e := range entries {
		list[i] = rehearsal.Coverage{Pack: name, ID: e.ID, Mode: e.Mode, Rules: []rehearsal.RuleCoverage{}, Rehearsals: []string{},
			Reason: "规则包尚未编写。", ReasonEN: "The pack is still to be written."}
	}
	return list
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
	if len(u.Rules) == 0 {
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
