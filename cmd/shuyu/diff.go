package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

type packDiff struct {
	Before string `arg:"" help:"Pack: taian, taian+national; a folder of packs and one in it, FOLDER:taian; or a version that an installation keeps, FOLDER/DIGEST."`
	After  string `arg:"" help:"Pack to hold against it, written likewise."`
	Topic  string `help:"Only changes of one topic: procedure, period, actor, condition, document, effect, disclosure, duty, figure, parameter, reading or words."`
	JSON   bool   `help:"One JSON object a change."`
}

// Run prints what differs between two packs, by procedure and topic.
func (c packDiff) Run() error {
	if c.Topic != "" && !slices.Contains(pack.Topics, c.Topic) {
		return fmt.Errorf("there is no topic %q; topics are %s", c.Topic, strings.Join(pack.Topics, ", "))
	}
	before, err := openAny(c.Before)
	if err != nil {
		return err
	}
	after, err := openAny(c.After)
	if err != nil {
		return err
	}
	changes := pack.Diff(before, after)
	if c.Topic != "" {
		changes = slices.DeleteFunc(changes, func(d pack.Change) bool { return d.Topic != c.Topic })
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetEscapeHTML(false)
		for _, d := range changes {
			if err := out.Encode(d); err != nil {
				return err
			}
		}
		return nil
	}
	diffText(before, changes)
	return nil
}

// openAny reads a pack that ships, one of a folder, or a version that an installation has
// kept, which is a folder with a layers file.
func openAny(name string) (*pack.Pack, error) {
	if kept, err := os.ReadFile(filepath.Join(name, "layers")); err == nil {
		return readPack(os.DirFS(name), strings.TrimSpace(string(kept)))
	}
	folder, code, given := strings.Cut(name, ":")
	if !given {
		return readPack(packFiles(""), name)
	}
	if _, err := fs.Stat(os.DirFS(folder), "."); err != nil {
		return nil, fmt.Errorf("reading pack %s: there is no folder %s; write FOLDER:PACK", name, folder)
	}
	return readPack(packFiles(folder), code)
}

// whatWords and topicWords are the words of changes.
var (
	whatWords  = map[string]law.Text{"added": {ZH: "新增", EN: "added"}, "dropped": {ZH: "删去", EN: "dropped"}, "changed": {ZH: "改动", EN: "changed"}}
	topicWords = map[string]law.Text{
		"procedure": {ZH: "程序", EN: "procedure"}, "period": {ZH: "期限", EN: "period"}, "actor": {ZH: "主体", EN: "actor"}, "condition": {ZH: "条件", EN: "condition"},
		"document": {ZH: "材料", EN: "document"}, "effect": {ZH: "效果", EN: "effect"}, "disclosure": {ZH: "公开", EN: "disclosure"}, "duty": {ZH: "义务", EN: "duty"}, "figure": {ZH: "计算项", EN: "figure"},
		"parameter": {ZH: "参数", EN: "parameter"}, "reading": {ZH: "解释", EN: "reading"}, "words": {ZH: "用语", EN: "words"}}
)

func diffText(p *pack.Pack, changes []pack.Change) {
	last := "\x00"
	for _, d := range changes {
		if d.Procedure != last {
			last = d.Procedure
			fmt.Printf("\n## %s\n", orElse(last, "其他 beside procedures"))
		}
		fmt.Printf("%s %s · %s %s  %s  %s → %s\n", topicWords[d.Topic].ZH, whatWords[d.What].ZH, topicWords[d.Topic].EN, whatWords[d.What].EN, d.Subject, sideText(d.Before), sideText(d.After))
		for _, f := range d.Fields {
			fmt.Printf("    %s: %s → %s\n", f.Field, orElse(f.Before, "—"), orElse(f.After, "—"))
		}
	}
	if len(changes) == 0 {
		fmt.Printf("没有不同 · nothing differs（%.12s）\n", p.Digest)
	}
}

func sideText(s *pack.Side) string {
	if s == nil {
		return "—"
	}
	cites := make([]string, len(s.Cites))
	for i, c := range s.Cites {
		cites[i] = c.String()
	}
	return strings.TrimSpace(strings.Join(cites, " ") + " " + s.Says)
}
