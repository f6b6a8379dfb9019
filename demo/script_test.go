package demo_test

import (
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/demo"
)

// TestStories: every story that ships reads, and tells of the pack it is called after.
func TestStories(t *testing.T) {
	for _, pack := range demo.Packs() {
		if script, err := demo.ScriptFor(pack); err != nil || script.Pack != pack {
			t.Errorf("the story of %s tells of %q: %v", pack, script.Pack, err)
		}
	}
	if len(demo.TourOf("taian+national-pricing")) == 0 || len(demo.TourOf("guizhou")) > 0 {
		t.Error("the tour of one city leads through another")
	}
	if _, err := demo.ScriptFor("atlantis"); err == nil || !strings.Contains(err.Error(), "taian") {
		t.Errorf("a pack without a story: %v", err)
	}
}

// TestReadScript: what does not read is named with its line and what to write instead.
func TestReadScript(t *testing.T) {
	const before = "pack taian\nat 2025-01-06\norg city roles=authority legalForm=administrative name=某局\nperson city/lin 林\nseat city/lin role=authority powers=clerk\n"
	for _, row := range []struct{ why, lines, want string }{
		{"it reads", "as city/lin organisation.enrol -> O1 { name: 某公司 }\nas city/lin O1 amend { reason: 变更 }", ""},
		{"no verb", "record resource R1", "s.txt:6: the line begins with \"record\""},
		{"nobody", "as city/who organisation.enrol", "s.txt:6: nobody called city/who"},
		{"no case", "as city/lin C9 amend", "s.txt:6: no case of the story is called C9"},
		{"an account before its organisation", "person moon/ye 叶", "s.txt:6: no organisation of the story is called moon"},
		{"a seat before its account", "seat city/ye role=authority", "person city/ye <name>"},
		{"a refusal of nothing", "refused x PF-02", "nothing was tried"},
		{"an attempt without its refusal", "· 试\n! as city/lin organisation.enrol\nat 2025-01-07", "s.txt:8: the attempt does not say how it is refused"},
		{"an attempt at the end", "· 试\n! as city/lin organisation.enrol", "the attempt does not say how it is refused"},
		{"an attempt without a name", "! as city/lin organisation.enrol\nhidden", "s.txt:6: the attempt has no name"},
		{"a matter that arose", "finds city/lin organisation O1\nas city/lin O1 amend { reason: 变更 }", ""},
		{"a matter without its name", "finds city/lin organisation", "want: finds <who>"},
		{"where a matter belongs", "as city/lin organisation.enrol -> O1 { name: 某公司 }\nwithin city/lin O1 -", ""},
		{"where nothing belongs", "within city/lin O1", "s.txt:6: want: within <who> <case> <jurisdiction or ->"},
		{"no day", "at tomorrow", "s.txt:6: want: at <day>"},
		{"a file that is not there", "as city/lin organisation.enrol @form", "the script has no file form"},
		{"a phase of another story", "tell guizhou 单位\nas prov/chen organisation.amend", ""},
		{"another story that is not there", "tell atlantis 单位", "no story written as a script is called atlantis; there are binzhou"},
		{"a phase that is not there", "tell guizhou 沉没", "the story of guizhou has no phase 沉没; its phases are 创设"},
		{"a document of a story that is not there", "as city/lin organisation.enrol @form\n-- form is atlantis/form --\nname: x", "no story written as a script is called atlantis"},
		{"a document that rests on itself", "as city/lin organisation.enrol @form\n-- form is form --\nname: x", "rests on itself"},
		{"a resource without its file", "resource r by=city/lin checked=city/lin", "the resource says nothing of file"},
	} {
		t.Run(row.why, func(t *testing.T) {
			_, err := demo.ReadScript("s.txt", []byte(before+row.lines+"\n"))
			switch {
			case row.want == "" && err != nil:
				t.Error(err)
			case row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)):
				t.Errorf("it says %v, not %q", err, row.want)
			}
		})
	}
	if script, err := demo.ReadScript("s.txt", []byte(before)); err != nil || script.Begins.String() != "2025-01-06" {
		t.Errorf("it begins on %s: %v", script.Begins, err)
	}
	if _, err := demo.ReadScript("s.txt", []byte("pack taian\norg city roles=authority legalForm=administrative name=某局\n")); err == nil || !strings.Contains(err.Error(), "on which day it begins") {
		t.Errorf("a story without its first day: %v", err)
	}
	if _, err := demo.ReadScript("s.txt", []byte("pack taian\nat 2025-01-06\n")); err == nil || !strings.Contains(err.Error(), "nobody has a seat as authority") {
		t.Errorf("a story without an authority: %v", err)
	}
}
