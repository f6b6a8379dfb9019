package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/shuyu-project/shuyu/casework/works"
)

type packText struct {
	File       string `arg:"" help:"The official text: plain text or Markdown, in UTF-8 or GB 18030." type:"existingfile"`
	Pack       string `help:"Pack whose text it is." default:"taian"`
	Instrument string `help:"Instrument of the pack; its own text when absent."`
	Folder     string `help:"Folder of packs instead of those that ship with the program." type:"existingdir"`
	JSON       bool   `help:"One JSON object per article, with its words."`
}

// Run splits an official text as attaching it would, and says what became of it.
func (c packText) Run() error {
	p, err := readPack(packFiles(c.Folder), c.Pack)
	if err != nil {
		return err
	}
	in := p.Local()
	if c.Instrument != "" {
		var ok bool
		if in, ok = p.Instrument(c.Instrument); !ok {
			codes := []string{}
			for _, l := range p.Layers {
				codes = append(codes, l.Code)
			}
			return fmt.Errorf("pack %s has no instrument %q; its instruments are %v", c.Pack, c.Instrument, codes)
		}
	}
	file, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("reading the text: %w", err)
	}
	passages, refusal := works.SplitOfficial(in, file)
	if refusal != nil {
		v := refusal.Violations[0]
		says, remedy := p.Words(v.Code)
		facts := ""
		for _, f := range v.Facts {
			facts += fmt.Sprintf("\n  %s: %s", f.Name, f.Value)
		}
		return fmt.Errorf("%s: %s\n%s %s%s\n%s %s", c.File, v.Code, says.ZH, says.EN, facts, remedy.ZH, remedy.EN)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for _, one := range passages {
		if c.JSON {
			if err := out.Encode(one); err != nil {
				return err
			}
			continue
		}
		units := 0
		for _, u := range in.Units {
			if u.Article == one.Heading {
				units++
			}
		}
		fmt.Printf("%-8s 第 %d 行 line %d · %d 字 characters · %d 个条款单元 units\n", one.Heading, one.Line, one.Line, len([]rune(one.Text)), units)
	}
	if !c.JSON {
		fmt.Printf("%s：%d 条，与规则包一致 · %d articles, as in the pack\n", in.Name.ZH, len(passages), len(passages))
	}
	return nil
}
