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

// TestLayersDocuments: a particular that two layers demand is one, required, public and
// private where either has it so.
func TestLayersDocuments(t *testing.T) {
	content := func(prefix, marks string) string {
		return rule("id: " + prefix + "-01.form\nkind: content\ndocument: form\ntitle: {zh: 表, en: Form}\nfields:\n  - {field: reason, type: text, " + marks + ", title: {zh: 理由, en: Reason}}")
	}
	p, err := layers(t, "sixth+national", map[string]string{
		"national-a": text("national-a", "NA", "national", content("NA", "publish: true")),
		"sixth":      text("sixth", "SX", "city", content("SX", "required: true, private: true")),
	})
	if err != nil {
		t.Fatal(err)
	}
	d, _ := p.Document("form")
	if len(d.Fields) != 1 || !d.Fields[0].Required || !d.Fields[0].Publish || !d.Fields[0].Private || d.Fields[0].Rule.ID != "SX-01.form" {
		t.Errorf("the document has %d fields, the first demanded by %s", len(d.Fields), d.Fields[0].Rule.ID)
	}
}

const twoNational = "\nid: NA-01.form\nkind: content\ndocument: form\ntitle: {zh: 表, en: Form}\nfields:\n" +
	"  - {field: cause, type: text, required: true, title: {zh: 事由, en: Cause}}\n  - {field: place, type: text, required: true, title: {zh: 地点, en: Place}}"

func contentOf(prefix, document, field string) string {
	return rule("id: " + prefix + "-01.form\nkind: content\ndocument: " + document + "\ntitle: {zh: 表, en: Form}\nfields:\n  - {field: " + field + ", type: text, required: true, title: {zh: 理由, en: Reason}}")
}

// TestLayersAskOnce: a document of a layer that gives way goes into the one that stands,
// without what that one asks already under another name, and a rule that the standing
// layer carries is no second rule.
func TestLayersAskOnce(t *testing.T) {
	files := map[string]string{
		"national-a": text("national-a", "NA", "national", procedureOf("NA", "file")+gateOf("NA", "file")+rule(twoNational)),
		"sixth":      text("sixth", "SX", "city", procedureOf("SX", "file")+gateOf("SX", "file")+contentOf("SX", "sheet", "reason")),
	}
	precedence := func(more string) string {
		return text("sixth+national", "LY", "layering", rule("id: LY-01.filing\nkind: precedence\nalso: [\"national-a:NA-01\"]\nprocedure: filing\nof: sixth\n"+more))
	}
	files["sixth+national"] = precedence("documents: {form: sheet}\nasked: {form: {cause: reason}}\ncarried: {\"national-a:NA-01.gate\": \"sixth:SX-01.gate\"}")
	p, err := layers(t, "sixth+national", files)
	if err != nil {
		t.Fatal(err)
	}
	sheet, _ := p.Document("sheet")
	if len(sheet.Fields) != 2 || sheet.Rule.ID != "SX-01.form" {
		t.Errorf("the document that stands is %s's and asks for %d particulars, want the city's, with the place besides", sheet.Rule.ID, len(sheet.Fields))
	}
	if _, still := p.Document("form"); still {
		t.Error("the document that gave way is still there")
	}
	def, _ := p.Procedure("filing")
	if s, _ := def.Step("file"); len(s.Guards) != 1 || s.Guards[0].Rule.ID != "SX-01.gate" {
		t.Errorf("%d guards stand, want the one that carries the other", len(s.Guards))
	}
	for more, says := range map[string]string{
		"documents: {form: sheet}\nasked: {form: {cause: motive}}":        `does not ask for "motive" in its document sheet`,
		"carried: {\"national-a:NA-01.gate\": \"sixth:SX-01.other\"}":     `is to be carried by "sixth:SX-01.other", which is no rule of sixth`,
		"carried: {\"national-a:NA-01.other\": \"sixth:SX-01.gate\"}":     `"national-a:NA-01.other" is no rule of a layer that gives way`,
		"carried: {\"sixth:SX-01.gate\": \"sixth:SX-01.form\"}":           `"sixth:SX-01.gate" is no rule of a layer that gives way`,
		"carried: {\"national-a:NA-01.gate\": \"national-a:NA-01.form\"}": "which is no rule of sixth",
	} {
		files["sixth+national"] = precedence(more)
		if _, err := layers(t, "sixth+national", files); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: want the fault %q, got %v", more, says, err)
		}
	}
}

// TestLayersLinks: a procedure that stands is about what any layer's definition of it is
// about, so that the guards of a layer that gives way can speak of it.
func TestLayersLinks(t *testing.T) {
	plan := rule("id: NA-01.plan\nkind: procedure\nprocedure: plan\ntitle: {zh: 方案, en: Plan}\nstates:\n  - {state: adopted, word: {zh: 已通过, en: adopted}, final: true}") +
		rule("id: NA-01.adopt\nkind: step\nprocedure: plan\nstep: adopt\ntitle: {zh: 通过, en: Adopt}\nto: adopted\nby: [authority]\nact: approve")
	national := strings.Replace(procedureOf("NA", "file"), "links: {", `links: {plan: "case:plan", `, 1)
	guard := rule("id: NA-01.planned\nkind: gate\nsteps: [filing.file]\nrequire: link.plan.state == \"adopted\"\ncode: na.plan\nsays: {zh: 不可, en: No.}\nremedy: {zh: 改, en: Mend it.}")
	p, err := layers(t, "sixth+national", map[string]string{
		"national-a": text("national-a", "NA", "national", plan+national+guard),
		"sixth":      text("sixth", "SX", "city", procedureOf("SX", "file")),
	})
	if err != nil {
		t.Fatal(err)
	}
	def, _ := p.Procedure("filing")
	if def.Links["plan"] != "case:plan" || def.Rule.ID != "SX-01.case" {
		t.Errorf("%s stands, about %v", def.Rule.ID, def.Links)
	}
	alone, err := layers(t, "sixth", map[string]string{"sixth": text("sixth", "SX", "city", procedureOf("SX", "file"))})
	if err != nil {
		t.Fatal(err)
	}
	if def, _ := alone.Procedure("filing"); def.Links["plan"] != "" {
		t.Error("joining layers has changed the instrument itself")
	}
}
