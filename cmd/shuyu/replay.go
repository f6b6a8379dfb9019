package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/procedure"
)

type packReplay struct {
	Dir    string `help:"Folder of the installation whose past is replayed." default:"shuyu-data" type:"path" env:"SHUYU_DIR"`
	Store  string `help:"Its database: a file, or postgres://…; by default a file in the folder." env:"SHUYU_STORE"`
	Pack   string `help:"The changed pack, with its layers: taian, taian+national." required:""`
	Folder string `help:"Folder of the changed packs; by default those that ship with the program." type:"existingdir"`
	All    bool   `help:"List too what keeps its verdict but rests on other articles, and what cannot be told."`
	JSON   bool   `help:"One JSON object a decision, and one with the counts at the end."`
}

// Run lists the past decisions that come out otherwise under a changed pack. The
// installation may go on serving; nothing of it is changed.
func (c packReplay) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	in := &installation{place: place{Dir: c.Dir, Store: c.Store, Pack: c.Pack, Folder: c.Folder}, log: quiet()}
	if _, err := os.Stat(in.path("packs")); err != nil {
		return fmt.Errorf("there is no installation in %s: it keeps the packs of its cases in %s; name its folder with --dir: %w", c.Dir, in.path("packs"), err)
	}
	if _, err := os.Stat(in.path("state.db")); c.Store == "" && err != nil {
		return fmt.Errorf("the installation in %s has its state elsewhere; name the database with --store: %w", c.Dir, err)
	}
	in, err := in.open(ctx, in.openStore, in.openKept)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // read only
	say := c.sayer()
	replay := casework.Replay{Packs: in.library, Changed: in.library.Current(), Calendar: calendar.China(), Told: say, Progress: progress(os.Stderr, "replaying")}
	count, err := replay.Run(ctx, in.store)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(count)
	}
	fmt.Printf("办理 %d 步，不予办理 %d 次；按原规则包重建 %d 件事项，与现存一致 · %d acts and %d refusals taken again, %d cases rebuilt as they stand\n",
		count.Acts, count.Refusals, count.Cases, count.Acts, count.Refusals, count.Cases)
	fmt.Printf("结论或者是否逾期不同 %d，其他不同 %d，无法断定 %d · %d flipped, %d otherwise, %d untold\n",
		count.Flipped, count.Other, count.Untold, count.Flipped, count.Other, count.Untold)
	return nil
}

// openKept opens the packs that an installation keeps, and writes nothing there.
func (in *installation) openKept(context.Context) (err error) {
	in.library, err = keptLibrary(in.path("packs"), packFiles(in.Folder), in.Pack)
	return err
}

// quietly are the differences that are only listed when all are asked for.
var quietly = []procedure.Change{procedure.ChangeCitation, casework.Untold}

func (c packReplay) sayer() func(casework.Redecision) {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	return func(d casework.Redecision) {
		switch {
		case !c.All && slices.Contains(quietly, d.Change):
		case c.JSON:
			out.Encode(d) //nolint:errcheck // standard output
		default:
			redecisionText(d)
		}
	}
}

// changeWords say how a decision comes out otherwise.
var changeWords = map[procedure.Change]law.Text{
	procedure.ChangeRefused:  {ZH: "准予 → 不予", EN: "allowed → refused"},
	procedure.ChangeAllowed:  {ZH: "不予 → 准予", EN: "refused → allowed"},
	procedure.ChangeLate:     {ZH: "按期 → 逾期", EN: "in time → late"},
	procedure.ChangeTimely:   {ZH: "逾期 → 按期", EN: "late → in time"},
	procedure.ChangeGrounds:  {ZH: "仍不予，理由不同", EN: "refused on other grounds"},
	procedure.ChangeOutcome:  {ZH: "结果不同", EN: "another outcome"},
	procedure.ChangeDue:      {ZH: "期限日不同", EN: "other due days"},
	procedure.ChangeCitation: {ZH: "依据条款不同", EN: "other articles"},
	casework.Untold:          {ZH: "无法断定", EN: "cannot be told"},
}

func redecisionText(d casework.Redecision) {
	words := changeWords[d.Change]
	fmt.Printf("%s  %s %s · %s  %s %s · %s [%s]\n", d.Day, words.ZH, d.Case, words.EN, d.Procedure+"."+d.Step, d.Title.ZH, d.Title.EN, d.Role)
	if d.Now == nil {
		fmt.Printf("    %s · %s\n", d.Why.ZH, d.Why.EN)
		return
	}
	fmt.Printf("    原 then  %s\n    现 now   %s\n", answerText(d.Then), answerText(*d.Now))
}

func answerText(a procedure.Answer) string {
	var parts []string
	for _, g := range a.Grounds {
		part := g.Code + " " + cites(g.Cites) + " " + g.Says.ZH
		if g.Due != "" {
			part += "（" + g.Due + " 起可以办理 · from " + g.Due + "）"
		}
		parts = append(parts, part)
	}
	if !a.Allowed {
		return "不予 refused: " + strings.Join(parts, "; ")
	}
	parts = append(parts, "准予 allowed → "+a.State)
	if a.Late {
		parts = append(parts, "逾期 late")
	}
	for _, d := range a.Bound {
		parts = append(parts, fmt.Sprintf("应于 by %s %s", d.On, d.Cite))
	}
	for _, d := range a.Dues {
		parts = append(parts, fmt.Sprintf("%s %s %s %s", d.Step, d.Kind, d.On, d.Cite))
	}
	for _, f := range a.Figures {
		parts = append(parts, fmt.Sprintf("%s=%d %s", f.Name, f.Amount, f.Unit))
	}
	return strings.Join(parts, "; ") + "  " + cites(a.Cites)
}

func cites(all []law.Citation) string {
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = c.String()
	}
	return strings.Join(words, " ")
}
