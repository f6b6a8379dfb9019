package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// skeleton is what a new pack begins with; NAME and PREFIX stand for its own.
//
//go:embed skeleton
var skeleton embed.FS

type packNew struct {
	Name   string `arg:"" help:"Code of the pack, which is its folder: a word in lower case, such as wuhu."`
	Prefix string `help:"What its units begin with; the first letters of the name when absent."`
	Folder string `help:"Folder of packs to write it in." default:"packs" type:"existingdir"`
}

var packName = regexp.MustCompile(`^[a-z][a-z0-9-]*[a-z0-9]$`)
var packPrefix = regexp.MustCompile(`^[A-Z]{2,4}$`)

// Run writes the folder, which reads without a fault and is then filled in.
func (c packNew) Run() error {
	prefix := c.Prefix
	if prefix == "" && len(c.Name) > 1 {
		prefix = strings.ToUpper(c.Name[:2])
	}
	switch {
	case !packName.MatchString(c.Name):
		return fmt.Errorf("%q cannot name a pack; write a word in lower case letters, digits and hyphens, such as wuhu", c.Name)
	case !packPrefix.MatchString(prefix):
		return fmt.Errorf("%q cannot begin units; write --prefix with two to four capital letters, such as WH", prefix)
	}
	into := filepath.Join(c.Folder, c.Name)
	if _, err := os.Stat(into); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already; take another name, or edit it", into)
	}
	if err := writeSkeleton(into, c.Name, prefix); err != nil {
		return err
	}
	fmt.Printf("已写好 %s，接着照 docs/guides/write-a-pack.md 逐条填写 · written; fill it in article by article\nshuyu pack check --folder %s %s\n", into, c.Folder, c.Name)
	return nil
}

func writeSkeleton(into, name, prefix string) error {
	if err := os.MkdirAll(into, 0o755); err != nil {
		return fmt.Errorf("making the pack's folder: %w", err)
	}
	files, err := skeleton.ReadDir("skeleton")
	if err != nil {
		return err
	}
	for _, f := range files {
		body, err := skeleton.ReadFile("skeleton/" + f.Name())
		if err != nil {
			return err
		}
		text := strings.NewReplacer("NAME", name, "PREFIX", prefix).Replace(string(body))
		if err := os.WriteFile(filepath.Join(into, f.Name()), []byte(text), 0o644); err != nil {
			return fmt.Errorf("writing the pack: %w", err)
		}
	}
	return nil
}
