package pack_test

import (
	"os"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
)

// numberedIn is an instrument of articles under these headings.
func numberedIn(headings ...string) *pack.Instrument {
	in := &pack.Instrument{Code: "invented"}
	for _, h := range headings {
		in.Units = append(in.Units, &pack.Unit{Article: h})
	}
	return in
}

func TestAnOfficialTextIsSplit(t *testing.T) {
	three := numberedIn("第一条", "第二条", "第二条", "第三条")
	for _, c := range []struct {
		why, file string
		in        *pack.Instrument
		want      []string // passages, or the code and a fact of the refusal
	}{
		{"headings with a blank, chapters and a title are no part of an article", "某办法\n\n第一章 总则\n第一条 甲。\n又甲。\n第二章 分则\n第二条　乙。\n\n第三条\n丙。\n", three, []string{"第一条 甲。\n又甲。", "第二条　乙。", "第三条\n丙。"}},
		{"digits, brackets and marks of Markdown", "# 某办法\n\n**第1条** 【一】甲\n\n**第2条**【二】乙\n\n## 第３条\n\n丙\n", three, []string{"第1条 【一】甲", "第2条【二】乙", "第３条\n丙"}},
		{"no blank between heading and words", "第一条为了甲\n第二条所称乙\n第三条本办法丙\n", three, []string{"第一条为了甲", "第二条所称乙", "第三条本办法丙"}},
		{"a sentence that begins with another article's number is no heading", "第一条 甲\n第二条 乙\n第一条所称甲，是指乙。\n第三条 丙\n", three, []string{"第一条 甲", "第二条 乙\n第一条所称甲，是指乙。", "第三条 丙"}},
		{"a number that is printed twice", "第一条 甲\n第二条 乙\n第二条 【场景】又乙\n", numberedIn("第一条", "第二条", "第二条之二"), []string{"第一条 甲", "第二条 乙", "第二条 【场景】又乙"}},
		{"sections, and what stands before them", "各单位：\n现通知如下。\n一、甲\n（一）细甲\n二、乙\n", numberedIn("发文", "一、范围", "二、程序"), []string{"各单位：\n现通知如下。", "一、甲\n（一）细甲", "二、乙"}},

		{"no articles", "关于印发某办法的通知\n请遵照执行。\n", three, []string{pack.CodeTextArticles}},
		{"an article too few", "第一条 甲\n第二条 乙\n", three, []string{pack.CodeTextOther, "headingWanted=第三条", "articlesFound=2"}},
		{"an article too many", "第一条 甲\n第二条 乙\n第三条 丙\n第四条 丁\n", three, []string{pack.CodeTextOther, "line=4", "articlesFound=4"}},
		{"an article in the middle is missing", "第一条 甲\n第三条 丙\n", three, []string{pack.CodeTextOther, "line=2", "headingWanted=第二条"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			got, refusal := c.in.SplitOfficial(c.file)
			if refusal != nil {
				v := refusal.Violations[0]
				facts := ""
				for _, f := range v.Facts {
					facts += f.Name + "=" + f.Value + ";"
				}
				if v.Code != c.want[0] {
					t.Fatalf("refused by %s (%s)", v.Code, facts)
				}
				for _, want := range c.want[1:] {
					if !strings.Contains(facts, want+";") {
						t.Errorf("the facts are %s, want %s", facts, want)
					}
				}
				return
			}
			if len(got) != len(c.want) {
				t.Fatalf("split into %d passages: %+v", len(got), got)
			}
			for i, want := range c.want {
				if got[i].Text != want {
					t.Errorf("passage %d is %q, want %q", i+1, got[i].Text, want)
				}
			}
		})
	}
}

// The texts that the packs of this repository follow, and which are not in it, split into
// the articles that the packs know.
func TestTheRealTextsAreSplit(t *testing.T) {
	const texts = "../../../shared/regulations/text"
	if _, err := os.Stat(texts); err != nil {
		t.Skipf("SKIPPED: the official texts are not here: %v", err)
	}
	for _, code := range []string{"taian", "binzhou", "chengdu", "guizhou", "suzhou", "national-implementation", "national-registration", "national-pricing"} {
		file, err := os.ReadFile(texts + "/" + code + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		in, err := pack.Read(os.DirFS("../../packs"), code)
		if err != nil {
			t.Fatal(err)
		}
		got, refusal := in.SplitOfficial(string(file))
		if refusal != nil {
			t.Errorf("%s: %v %v", code, refusal.Violations[0].Code, refusal.Violations[0].Facts)
			continue
		}
		if len(got) != in.Articles {
			t.Errorf("%s is split into %d passages, and has %d articles", code, len(got), in.Articles)
		}
		for _, u := range in.Units {
			if p, ok := u.Officially(got); !ok || len(p.Text) < 20 {
				t.Errorf("%s, unit %s: its article is not found, or has no words", code, u.ID)
			}
		}
	}
}

func TestArticlesAreNumbered(t *testing.T) {
	for printed, want := range map[string]int{"第一条": 1, "第九条": 9, "第十条": 10, "第十一条": 11, "第二十条": 20, "第三十一条": 31, "第九十九条": 99, "第9条": 9, "第十三条之二": 13, "第一百零二条": 102, "附则": 0, "第条": 0, "第甲条": 0, "第十甲条": 0} {
		if got := pack.ArticleNumber(printed); got != want {
			t.Errorf("%s is read as %d, want %d", printed, got, want)
		}
	}
}
