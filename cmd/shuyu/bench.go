package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/shuyu-project/shuyu/bench"
)

type benchCommand struct {
	Names []string      `arg:"" optional:"" name:"name" help:"What to measure: casework, audit, verify, governed, decide, lists, calendar; by default all of them."`
	JSON  bool          `help:"One JSON object a line: first the machine, then each comparison."`
	Data  string        `help:"Folder in which the open data was installed by package name." default:"demo/data" type:"path"`
	Peer  string        `help:"Program of the peer tessera (make bench builds it)." default:"build/peers/tessera" type:"path"`
	Dir   string        `help:"Folder to work in, on the disk that is to be measured." default:"build/bench" type:"path"`
	Pairs int           `help:"Turns of each side, at least 5." default:"7"`
	Turn  time.Duration `help:"Length of one turn where it can be chosen." default:"700ms"`
}

// Run measures and prints each comparison as soon as it is known.
func (c benchCommand) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	law, err := readPack(packFiles(""), "taian")
	if err != nil {
		return err
	}
	o := bench.Options{Pack: law, Folder: c.Dir, Data: c.Data, Pairs: c.Pairs, Turn: c.Turn}
	if info, err := os.Stat(c.Peer); err == nil && info.Mode().IsRegular() {
		o.Peer = c.Peer
	}
	names, titles := bench.Names()
	if len(c.Names) > 0 {
		names, titles = c.Names, nil
	}
	for i, name := range names {
		c.machine(bench.Look(ctx, o))
		if titles != nil && !c.JSON {
			fmt.Printf("%s: %s\n", name, titles[i])
		}
		if err := bench.Run(ctx, name, o, c.line); err != nil {
			return err
		}
	}
	return nil
}

func (c benchCommand) machine(m bench.Machine) {
	if c.JSON {
		printLine(map[string]any{"machine": m})
		return
	}
	fmt.Printf("\n[%s, %d cores, %.1f GB, %s %s, %s, %s on %s; load %.2f %.2f %.2f, idle %.0f %%; %d pairs, turns of %s]\n", m.CPU, m.Cores, m.MemoryGB, m.System, m.Kernel, m.Go,
		m.Filesystem, filepath.Base(c.Dir), m.Load[0], m.Load[1], m.Load[2], 100*m.Idle, m.Pairs, m.Turn)
}

func (c benchCommand) line(l bench.Line) {
	if c.JSON {
		printLine(l)
		return
	}
	fmt.Printf("  %-58s %10s %10s %-11s %9s×\n", l.Metric, figure(l.Ours), figure(l.Reference), l.Unit, figure(l.Ratio))
	fmt.Printf("      against %s\n", l.Against)
	if l.Note != "" {
		fmt.Printf("      %s\n", l.Note)
	}
	fmt.Printf("      %s is better; n %d; %d pairs; processor %.2f s and %.2f s; load %.2f\n", l.Better, l.N, l.Pairs, l.OursCPU, l.ReferenceCPU, l.Load)
}

// figure is a number with as many digits as say something, "–" where there is none.
func figure(f *float64) string {
	if f == nil {
		return "–"
	}
	switch {
	case *f >= 100:
		return fmt.Sprintf("%.0f", *f)
	case *f >= 1:
		return fmt.Sprintf("%.2f", *f)
	}
	return strings.TrimRight(fmt.Sprintf("%.6f", *f), "0")
}

func printLine(v any) {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.Encode(v) //nolint:errcheck // standard output
}
