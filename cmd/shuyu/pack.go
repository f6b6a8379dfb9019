package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/route"
	"github.com/shuyu-project/shuyu/packs"
)

// packFiles are the packs that ship with the binary, or those of a folder.
func packFiles(folder string) fs.FS {
	if folder == "" {
		return packs.Files
	}
	return os.DirFS(folder)
}

// readPack reads the layers a name gives.
func readPack(files fs.FS, name string) (*pack.Pack, error) { return pack.Open(files, name) }

type packCommand struct {
	Check    packCheck    `cmd:"" help:"Read packs and say everything that is wrong with them, with file and line."`
	Coverage packCoverage `cmd:"" help:"Say for each unit of the law what implements it, and which rehearsal shows it."`
	New      packNew      `cmd:"" help:"Write the folder of a new pack that reads without a fault, with comments on how to fill it in."`
	Mutate   packMutate   `cmd:"" help:"Alter each rule, parameter and citation in turn, and say which alterations nothing notices."`
	Diff     packDiff     `cmd:"" help:"Say what differs between two packs, layers or versions: rules added, dropped and changed, by procedure and topic."`
	Simulate packSimulate `cmd:"" help:"Say how long the law lets a matter take, from one point to another: minimum, maximum, and the article of each interval."`
	Replay   packReplay   `cmd:"" help:"Take the past decisions of an installation again under a changed pack, and list those that come out otherwise."`
	Text     packText     `cmd:"" help:"Split the official text of a pack into its articles, as attaching it would: a preview."`
	Rehearse packRehearse `cmd:"" help:"Act rehearsals out and say where one does not come out as written."`
}

type packCheck struct {
	Packs  []string `arg:"" optional:"" default:"taian" help:"Packs to check: taian, chengdu+national, …"`
	Folder string   `help:"Folder of packs instead of those that ship with the program." type:"existingdir"`
	JSON   bool     `help:"One JSON object for each finding on the ways of cases, and nothing else."`
}

// Run reads each pack, searches the ways of its cases, and prints what it holds and what is
// wrong: dead ends, waits without a clock, releases that skip review, duties that one
// person unites.
func (c packCheck) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	wrong := 0
	for _, name := range c.Packs {
		p, err := readPack(packFiles(c.Folder), name)
		if err != nil {
			return err
		}
		n, err := c.ways(ctx, p)
		if err != nil {
			return err
		}
		if wrong += n; c.JSON {
			continue
		}
		for _, l := range p.Layers {
			fmt.Printf("%s %s: %d units, %d rules, digest %.12s\n", l.Code, l.Version, len(l.Units), len(l.Rules), l.Digest)
		}
		fmt.Printf("%s: %d procedures, digest %.12s, %s\n", name, len(p.Procedures()), p.Digest, outcome(n))
	}
	if wrong > 0 {
		return fmt.Errorf("%d findings on the ways of cases", wrong)
	}
	return nil
}

func outcome(findings int) string {
	if findings == 0 {
		return "read and searched without a fault"
	}
	return fmt.Sprintf("read without a fault, %d findings on the ways of its cases", findings)
}

// ways prints what is wrong with the ways of a pack's cases, and how many things are.
func (c packCheck) ways(ctx context.Context, p *pack.Pack) (int, error) {
	found, err := route.Explore(ctx, p, calendar.China(), calendar.DayOf(wallClock()))
	if err != nil {
		return 0, err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, f := range found {
		if c.JSON {
			out.Encode(f) //nolint:errcheck // standard output
			continue
		}
		fmt.Printf("%s:%d: %s %s.%s%s  %s · %s\n", f.Place.File, f.Place.Line, f.Kind, f.Procedure, f.State, f.Step, f.Says.ZH, f.Says.EN)
		for _, m := range f.Story {
			fmt.Printf("    %s  %s（%s）→ %s  %s  %s\n", m.Day, m.Title.ZH, strings.Join(m.By, "、"), m.State, m.Title.EN, strings.Join(m.Given, "; "))
		}
	}
	return len(found), nil
}
