package pack_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shuyu-project/shuyu/law/pack"
)

const library = `# Library

### filing 备案 · Filing

` + "```parameters\nby: null\nword: 备案\n```\n" + rulesOfFiling

const rulesOfFiling = "```rule\nid: case\nkind: procedure\nprocedure: filing\ntitle: {zh: \"${word}\", en: Filing}\nlinks: {resource: resource}\n" +
	"states:\n  - {state: filed, word: {zh: 已备案, en: filed}, final: true}\n```\n" +
	"```rule\nid: file\nkind: step\nprocedure: filing\nstep: file\ntitle: {zh: 备案, en: File}\nto: filed\nby: [\"${by}\"]\nact: lodge\n```\n"

func included(t *testing.T, block, common string) (*pack.Instrument, error) {
	t.Helper()
	return pack.Read(fstest.MapFS{
		"sixth/01.md":     {Data: []byte(head + unit + "```include\n" + strings.TrimSpace(block) + "\n```\n")},
		"common/01-it.md": {Data: []byte(common)},
	}, "sixth")
}

// TestInclude: what a pack includes stands under its own unit, as if written there.
func TestInclude(t *testing.T) {
	in, err := included(t, "fragment: filing\nid: SX-01\nwith: {by: provider}", library)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Join(in)
	if err != nil {
		t.Fatal(err)
	}
	r, ok := p.Rule("sixth:SX-01.file")
	if !ok || r.Cites[0].String() != "sixth:SX-01" || r.Place.File != "sixth/01.md" {
		t.Fatalf("the rule is %+v", r)
	}
	def, _ := p.Procedure("filing")
	if def.Title.ZH != "备案" || def.Steps[0].By[0] != "provider" {
		t.Errorf("parameters came out as %q and %v", def.Title.ZH, def.Steps[0].By)
	}
	other, err := included(t, "fragment: filing\nid: SX-01\nwith: {by: operator}", library)
	if err != nil || other.Digest == in.Digest {
		t.Errorf("another parameter leaves the digest as it was (%v)", err)
	}
	changed, err := included(t, "fragment: filing\nid: SX-01\nwith: {by: provider}", strings.Replace(library, "en: File}", "en: Hand in}", 1))
	if err != nil || changed.Digest == in.Digest {
		t.Errorf("a change of the library leaves the digest as it was (%v)", err)
	}
}

// TestIncludeFaults: each mistake of an include is said with what to write.
func TestIncludeFaults(t *testing.T) {
	for _, c := range []struct{ why, block, common, says string }{
		{"no such fragment", "fragment: other\nid: SX-01", library, `no fragment "other"; it has filing`},
		{"no id", "fragment: filing\nwith: {by: provider}", library, "write id: <unit>"},
		{"a parameter is missing", "fragment: filing\nid: SX-01", library, "needs the parameter by"},
		{"an unknown parameter", "fragment: filing\nid: SX-01\nwith: {by: provider, who: x}", library, `no parameter "who"; it has by, word`},
		{"an unknown rule left out", "fragment: filing\nid: SX-01\nwith: {by: provider}\nwithout: [fly]", library, `no rule "fly"`},
		{"an unknown key", "fragment: filing\nid: SX-01\nuses: 1", library, "uses"},
		{"an undeclared parameter", "fragment: filing\nid: SX-01\nwith: {by: provider}", strings.Replace(library, "by: null\n", "", 1), "does not declare"},
		{"an unused parameter", "fragment: filing\nid: SX-01\nwith: {by: provider}", strings.Replace(library, "word: 备案\n", "word: 备案\nmore: 1\n", 1), "uses it nowhere"},
		{"a rule that does not read", "fragment: filing\nid: SX-01\nwith: {by: provider}", strings.Replace(library, "act: lodge", "verb: lodge", 1), "including file of filing (common/01-it.md:"},
	} {
		_, err := included(t, c.block, c.common)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: want %q, got %v", c.why, c.says, err)
		}
	}
}
