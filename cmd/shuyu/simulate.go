package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/route"
)

type packSimulate struct {
	Pack   string `help:"Pack to simulate: taian, chengdu+national, …" default:"taian"`
	Folder string `help:"Folder of packs instead of those that ship with the program." type:"existingdir"`
	From   string `help:"Where the time starts, PROCEDURE.STATE." default:"catalogue.available"`
	To     string `help:"Where it ends, PROCEDURE.STATE; a registered product of a released output when absent."`
	Day    string `help:"Day on which the first point is reached, YYYY-MM-DD; today when absent."`
	JSON   bool   `help:"One JSON object."`
}

// Run prints the statutory time from one point to another.
func (c packSimulate) Run() error {
	p, err := readPack(packFiles(c.Folder), c.Pack)
	if err != nil {
		return err
	}
	from, err := route.ParsePoint(c.From)
	if err != nil {
		return err
	}
	to, known := route.ReleasedPoint(p)
	if c.To != "" {
		to, err = route.ParsePoint(c.To)
		if err != nil {
			return err
		}
	} else if !known {
		return fmt.Errorf("pack %s registers no product and releases no output; say --to PROCEDURE.STATE", c.Pack)
	}
	day := calendar.DayOf(wallClock())
	if c.Day != "" {
		if day, err = calendar.ParseDay(c.Day); err != nil {
			return err
		}
	}
	t, err := route.Simulate(p, calendar.China(), from, to, day)
	if err != nil {
		return err
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetEscapeHTML(false)
		return out.Encode(t)
	}
	timelineText(p, t)
	return nil
}

// waitWords say what is waited for.
var waitWords = map[string]law.Text{
	route.WaitWithin:   {ZH: "期限内", EN: "within"},
	route.WaitAtLeast:  {ZH: "不少于", EN: "at least"},
	route.WaitSet:      {ZH: "由文书定日", EN: "a document sets the day"},
	route.WaitOpen:     {ZH: "未规定期限", EN: "no period in the text"},
	route.WaitWill:     {ZH: "何时提出由其自定", EN: "at will"},
	route.WaitPlatform: {ZH: "平台自动办理", EN: "by the platform"},
}

func timelineText(p *pack.Pack, t route.Timeline) {
	fmt.Printf("%s  %s → %s  起算 from %s\n", t.Pack, t.From, t.To, t.Day)
	for _, w := range t.Intervals {
		intervalText(p, w)
	}
	fmt.Printf("最短 minimum: %d 日 days, %s\n", t.MinDays, t.Earliest)
	if t.Unbounded {
		fmt.Printf("最长 maximum: %d 日，另有 %d 处等待未规定期限 · %d days, and %d waits for which the text gives no period\n", t.MaxDays, t.Open, t.MaxDays, t.Open)
	} else {
		fmt.Printf("最长 maximum: %d 日 days, %s\n", t.MaxDays, t.Latest)
	}
	if t.Awaits != 0 {
		fmt.Printf("暂计 provisional: %d 年日历尚未公布 · the calendar of %d is not published\n", t.Awaits, t.Awaits)
	}
}

func intervalText(p *pack.Pack, w route.Interval) {
	mark := " "
	if w.Critical {
		mark = "*" // 关键路径 critical path
	}
	cites := make([]string, len(w.Cites))
	for i, c := range w.Cites {
		cites[i] = c.String()
	}
	by := make([]string, len(w.By))
	for i, role := range w.By {
		by[i] = roleWord(p, role)
	}
	words := waitWords[w.Wait]
	line := fmt.Sprintf("%s %s … %s  %s.%s %s · %s  [%s]  %s · %s", mark, w.Earliest, w.Latest, w.Procedure, w.Step, w.Title.ZH, w.Title.EN, strings.Join(by, "、"), words.ZH, words.EN)
	if w.Period != "" {
		line += "  " + w.Period
	}
	if w.Set {
		line += "（长度由文书确定，按最短计 · its length is set by a document; the least is counted）"
	} else if w.Open && w.Wait == route.WaitAtLeast {
		line += "；" + waitWords[route.WaitOpen].ZH + " · then " + waitWords[route.WaitOpen].EN
	}
	if !w.Reason.IsZero() {
		line += fmt.Sprintf("（%s · %s）", w.Reason.ZH, w.Reason.EN)
	}
	if w.Reading != "" {
		line += "  解释 reading " + w.Reading
	}
	if w.Provisional {
		line += fmt.Sprintf("  暂计 provisional %d", w.Awaits)
	}
	fmt.Println(line + "  " + strings.Join(cites, " "))
}

// roleWord is the pack's word for a role.
func roleWord(p *pack.Pack, role string) string {
	for _, r := range p.Rules(pack.KindRole) {
		if body := r.Body.(*pack.Role); body.Role == role {
			return body.Word.ZH
		}
	}
	return role
}
