package pack_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shuyu-project/shuyu/law/pack"
)

// text is a small instrument of that code and level with these blocks.
func text(code, prefix, level, blocks string) string {
	h := strings.NewReplacer("instrument: sixth", "instrument: "+code, "prefix: SX", "prefix: "+prefix, "level: city", "level: "+level).Replace(head)
	return h + strings.ReplaceAll(unit, "SX-01", prefix+"-01") + blocks
}

func layers(t *testing.T, name string, files map[string]string) (*pack.Pack, error) {
	t.Helper()
	all := fstest.MapFS{"platform/01.md": {Data: []byte(text("platform", "PF", "platform", rule("id: PF-01.label\nkind: label\nof: platform\nword: {zh: 平台, en: platform}")))}}
	for code, body := range files {
		all[code+"/01.md"] = &fstest.MapFile{Data: []byte(body)}
	}
	return pack.Open(all, name)
}

func procedureOf(prefix, step string) string {
	return rule(strings.ReplaceAll(small, "SX-01", prefix+"-01")) +
		rule(strings.NewReplacer("SX-01.file", prefix+"-01."+step, "step: file", "step: "+step).Replace(stepOf))
}

const stepOf = step

func gateOf(prefix, step string) string {
	return rule("id: " + prefix + "-01.gate\nkind: gate\nsteps: [filing." + step + "]\nrequire: link.resource.catalogued\ncode: " + strings.ToLower(prefix) +
		".gate\nsays: {zh: 不可, en: No.}\nremedy: {zh: 改, en: Mend it.}")
}

// TestLayersDefault: of two layers that define a procedure the higher one's steps stand,
// and the guards of both.
func TestLayersDefault(t *testing.T) {
	p, err := layers(t, "sixth+national", map[string]string{
		"national-a": text("national-a", "NA", "national", procedureOf("NA", "file")+gateOf("NA", "file")),
		"national-b": text("national-b", "NB", "national", rule("id: NB-01.label\nkind: label\nof: platform\nword: {zh: 全国平台, en: national platform}")),
		"sixth":      text("sixth", "SX", "city", procedureOf("SX", "file")+gateOf("SX", "file")+rule("id: SX-01.label\nkind: label\nof: platform\nword: {zh: 本市平台, en: city platform}")),
	})
	if err != nil {
		t.Fatal(err)
	}
	def, _ := p.Procedure("filing")
	s, _ := def.Step("file")
	if def.Rule.ID != "SX-01.case" || s.Rule.ID != "SX-01.file" || len(def.Steps) != 1 {
		t.Errorf("%s and %s stand, with %d steps", def.Rule.ID, s.Rule.ID, len(def.Steps))
	}
	if len(s.Guards) != 2 {
		t.Errorf("%d guards stand, want those of both layers", len(s.Guards))
	}
	if labels := p.Rules(pack.KindLabel); labels[len(labels)-1].Body.(*pack.Label).Word.ZH != "本市平台" || len(labels) != 1 {
		t.Errorf("the local word is one of %d", len(labels))
	}
	if p.Name() != "sixth+national" || p.Local().Code != "sixth" {
		t.Errorf("it is called %s, of %s", p.Name(), p.Local().Code)
	}
}

// TestLayersPrecedence: the instrument that says how layers lie lets the lower one's
// procedure stand, and moves what the higher one asks to its steps.
func TestLayersPrecedence(t *testing.T) {
	files := map[string]string{
		"national-a": text("national-a", "NA", "national", procedureOf("NA", "lodge")),
		"sixth":      text("sixth", "SX", "city", procedureOf("SX", "file")+gateOf("SX", "file")),
	}
	precedence := func(steps string) string {
		return text("sixth+national", "LY", "layering", rule("id: LY-01.filing\nkind: precedence\nalso: [\"national-a:NA-01\"]\nprocedure: filing\nof: national-a\nsteps: "+steps))
	}
	files["sixth+national"] = precedence("{}")
	if _, err := layers(t, "sixth+national", files); err == nil || !strings.Contains(err.Error(), `speaks at the step "filing.file"`) || !strings.Contains(err.Error(), "under steps: of a precedence rule") {
		t.Errorf("a rule whose step is gone is said so, with the remedy; got %v", err)
	}
	files["sixth+national"] = precedence("{file: lodge}")
	p, err := layers(t, "sixth+national", files)
	if err != nil {
		t.Fatal(err)
	}
	def, _ := p.Procedure("filing")
	s, ok := def.Step("lodge")
	if !ok || len(def.Steps) != 1 || len(s.Guards) != 1 || s.Guards[0].Rule.ID != "SX-01.gate" {
		t.Fatalf("the procedure came out with %d steps: %+v", len(def.Steps), s)
	}
	r := p.Rules(pack.KindPrecedence)[0]
	if r.Cites[0].String() != "national-a:NA-01" {
		t.Errorf("a layering's rule cites %s first", r.Cites[0])
	}
	alone, err := layers(t, "sixth", files)
	if err != nil {
		t.Fatal(err)
	}
	if def, _ := alone.Procedure("filing"); def.Steps[0].Step.Step != "file" {
		t.Errorf("joining layers has changed the instrument itself: %s", def.Steps[0].Step.Step)
	}
	files["sixth+national"] = precedence(`{file: ""}`)
	if p, err = layers(t, "sixth+national", files); err != nil {
		t.Fatal(err)
	}
	if _, still := p.Rule("sixth:SX-01.gate"); still {
		t.Error("a rule whose only step is dropped still stands")
	}
}

// TestLayersDocuments: a particular that two layers demand is one, required where either
// requires it.
func TestLayersDocuments(t *testing.T) {
	content := func(prefix, required string) string {
		return rule("id: " + prefix + "-01.form\nkind: content\ndocument: form\ntitle: {zh: 表, en: Form}\nfields:\n  - {field: reason, type: text, required: " + required + ", title: {zh: 理由, en: Reason}}")
	}
	p, err := layers(t, "sixth+national", map[string]string{
		"national-a": text("national-a", "NA", "national", content("NA", "false")),
		"sixth":      text("sixth", "SX", "city", content("SX", "true")),
	})
	if err != nil {
		t.Fatal(err)
	}
	d, _ := p.Document("form")
	if len(d.Fields) != 1 || !d.Fields[0].Required || d.Fields[0].Rule.ID != "SX-01.form" {
		t.Errorf("the document has %d fields, the first demanded by %s", len(d.Fields), d.Fields[0].Rule.ID)
	}
}
