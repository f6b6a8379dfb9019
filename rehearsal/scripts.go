package rehearsal

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// files are the rehearsals that ship with the program: a folder a pack.
//
//go:embed */*.txt */*.json */*.tsv
var files embed.FS

// Scripts reads the rehearsals of a pack, in the order of their names: those that name it,
// from the folder with its name and the folders of its layers.
func Scripts(pack string) ([]*Script, error) {
	var scripts []*Script
	for _, folder := range foldersOf(pack) {
		names, err := fs.Glob(files, path.Join(folder, "*.txt"))
		if err != nil {
			return nil, fmt.Errorf("listing the rehearsals of %s: %w", folder, err)
		}
		slices.Sort(names)
		for _, name := range names {
			source, err := files.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("reading rehearsal %s: %w", name, err)
			}
			script, err := Parse(name, source)
			if err != nil {
				return nil, err
			}
			if script.Pack == pack || folder == "platform" {
				scripts = append(scripts, script)
			}
		}
	}
	return scripts, nil
}

func foldersOf(pack string) []string {
	folders := append(strings.Split(pack, "+"), "platform")
	if strings.Contains(pack, "+") {
		folders = append([]string{pack}, folders...)
	}
	return folders
}
