// Command shuyu is the whole platform in one binary. This package wires the strata
// together and holds no logic of theirs.
package main

import (
	"maps"
	"os"

	"github.com/alecthomas/kong"

	"github.com/shuyu-project/shuyu/zone/apart"
	"github.com/shuyu-project/shuyu/zone/duckdb"
	"github.com/shuyu-project/shuyu/zone/work"
)

type commands struct {
	Serve  serveCommand  `cmd:"" help:"Serve an installation: the interface, the timers, the worker."`
	Demo   demoCommand   `cmd:"" help:"A whole city, driven through the interface."`
	Pack   packCommand   `cmd:"" help:"Policy packs: what the law says, as data."`
	Verify verifyCommand `cmd:"" help:"Check certificates, checkpoints and exported logs, offline."`
	Log    logCommand    `cmd:"" help:"The append-only log of this installation."`
	Bench  benchCommand  `cmd:"" help:"Measure, as ratios against floors, peers and raw engines."`
	Admin  adminCommand  `cmd:"" help:"Found, back up, restore and check an installation."`

	Reference referenceCommand `cmd:"" hidden:"" help:"Write the generated pages of the documentation anew."`
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == work.Command {
		tasks := duckdb.Tasks()
		maps.Copy(tasks, apart.Tasks())
		os.Exit(work.Main(tasks))
	}
	var c commands
	ctx := kong.Parse(&c, kong.Name("shuyu"), kong.Description("数域 Shuyu: the authorised operation of public data."), kong.UsageOnError())
	ctx.FatalIfErrorf(ctx.Run())
}
