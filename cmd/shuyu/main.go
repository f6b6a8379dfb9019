// Command shuyu is the whole platform in one binary. This package wires the strata
// together and holds no logic of theirs.
package main

import (
	"github.com/alecthomas/kong"
)

type commands struct {
	Pack packCommand `cmd:"" help:"Policy packs: what the law says, as data."`
}

func main() {
	var c commands
	ctx := kong.Parse(&c, kong.Name("shuyu"), kong.Description("数域 Shuyu: the authorised operation of public data."), kong.UsageOnError())
	ctx.FatalIfErrorf(ctx.Run())
}
