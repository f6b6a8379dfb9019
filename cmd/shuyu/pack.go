package main

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/shuyu-project/shuyu/law/pack"
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
	Mutate   packMutate   `cmd:"" help:"Alter each rule, parameter and citation in turn, and say which alterations nothing notices."`
	Simulate packSimulate `cmd:"" help:"Say how long the law lets a matter take, from one point to another: minimum, maximum, and the article of each interval."`
	Rehearse packRehearse `cmd:"" help:"Act rehearsals out and say where one does not come out as written."`
}

type packCheck struct {
	Packs  []string `arg:"" optional:"" default:"taian" help:"Packs to check: taian, chengdu+national, …"`
	Folder string   `help:"Folder of packs instead of those that ship with the program." type:"existingdir"`
}

// Run checks each pack and prints what it holds.
func (c packCheck) Run() error {
	for _, name := range c.Packs {
		p, err := readPack(packFiles(c.Folder), name)
		if err != nil {
			return err
		}
		for _, l := range p.Layers {
			fmt.Printf("%s %s: %d units, %d rules, digest %.12s\n", l.Code, l.Version, len(l.Units), len(l.Rules), l.Digest)
		}
		fmt.Printf("%s: %d procedures, digest %.12s, nothing wrong\n", name, len(p.Procedures()), p.Digest)
	}
	return nil
}
