package pack_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
)

// head is the least front matter a pack may have.
const head = `---
instrument: sixth
prefix: SX
name: {zh: 第六市办法, en: Measures of the sixth city}
short: {zh: 六市, en: Sixth}
version: 1.0.0
status: in-force
level: city
---
`

// unit opens a unit with its gists.
const unit = "## 第一条 · Article 1 · 一 · One\n### SX-01 一 · One\ngist: One.\n要旨：一。\n"

func rule(body string) string { return "```rule\n" + strings.TrimSpace(body) + "\n```\n" }

func read(t *testing.T, text string) (*pack.Instrument, error) {
	t.Helper()
	return pack.Read(fstest.MapFS{"sixth/01.md": {Data: []byte(text)}}, "sixth")
}

const small = `
id: SX-01.case
kind: procedure
procedure: filing
title: {zh: 备案, en: Filing}
links: {resource: resource}
states:
  - {state: filed, word: {zh: 已备案, en: filed}, final: true}
`

// standing is a procedure about an agreement whose cases stay open.
const standing = `
id: SX-01.case
kind: procedure
procedure: filing
title: {zh: 备案, en: Filing}
links: {resource: agreement}
states:
  - {state: filed, word: {zh: 已备案, en: filed}, waits: provider, open-ended: {zh: 未定时限, en: No time is set}}
`

const step = `
id: SX-01.file
kind: step
procedure: filing
step: file
title: {zh: 备案, en: File}
to: filed
by: [provider]
act: lodge
`

// TestFaults: whatever cannot be read whole is refused, with its place and what to
// write instead.
func TestFaults(t *testing.T) {
	for _, c := range []struct{ why, text, says, at string }{
		{"no front matter", unit, "must begin with front matter", "sixth/01.md:1"},
		{"unclosed block", head + unit + "```rule\nid: x\n", "the block is not closed", "sixth/01.md:14"},
		{"unknown kind", head + unit + rule("id: SX-01.x\nkind: wish"), `rule kind "wish" is unknown`, "sixth/01.md:15"},
		{"no id", head + unit + rule("kind: gate"), "the rule has no id", "sixth/01.md:15"},
		{"unknown key", head + unit + rule("id: SX-01.x\nkind: function\nfunctions: [a]\ncolour: red"), `unknown field "colour"; a rule of kind function has the fields id, kind, code`, "sixth/01.md:18"},
		{"a rule outside any unit", head + "## 第一条 · Article 1\n" + rule("id: SX-01.x\nkind: function"), "stands under no unit", "sixth/01.md:11"},
		{"a unit without a rule", head + unit, "has neither a rule nor a no-rule", "sixth/01.md:11"},
		{"a unit without its gist", head + "### SX-01 一 · One\n" + rule("id: SX-01.x\nkind: function\nfunctions: [a]"), "lacks its gist", "sixth/01.md:10"},
		{"a no-rule in one language", head + unit + "```no-rule\nreason: {zh: 无}\n```\n", "in both languages", "sixth/01.md:14"},
		{"an id used twice", head + unit + rule("id: SX-01.x\nkind: function\nfunctions: [a]") + rule("id: SX-01.x\nkind: function\nfunctions: [b]"), "is used already", "sixth/01.md:19"},
		{"a unit of another instrument", head + "### TA-01 一 · One\ngist: One.\n要旨：一。\n```no-rule\nreason: {zh: 无, en: none}\n```\n", "does not begin with", "sixth/01.md:10"},
	} {
		t.Run(c.why, func(t *testing.T) {
			_, err := read(t, c.text)
			if err == nil {
				t.Fatal("it was read")
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.at+":") {
				t.Errorf("says\n%v\nwant %q at %s", err, c.says, c.at)
			}
		})
	}
}

// duty lacks only how often it comes round.
const duty = "id: SX-01.duty\nkind: duty\nduty: report\ntitle: {zh: 报告, en: Report}\nholder: operator\nper: agreement\nstep: filing.file\n"

// TestCompileFaults: a rule that speaks of what there is not is an error when the pack
// is read, never a rule that silently holds.
func TestCompileFaults(t *testing.T) {
	gate := func(require string) string {
		return rule("id: SX-01.gate\nkind: gate\nsteps: [filing.file]\nrequire: '" + require + "'\ncode: filing.gate\nsays: {zh: 否, en: No.}\nremedy: {zh: 改, en: Mend.}")
	}
	base := head + unit + rule(small) + rule(step)
	for _, c := range []struct{ why, text, says string }{
		{"an unknown fact", base + gate("link.resource.colour == \"red\""), "unknown field colour"},
		{"an unknown name", base + gate("weather.fine"), "unknown name weather"},
		{"not a condition", base + gate("link.resource.title"), "expected bool"},
		{"a number compared with a text", base + gate("case.panel == \"3\""), "mismatched types"},
		{"a builtin that is off", base + gate("now() != nil"), "unknown name now"},
		{"a step that is not there", base + strings.ReplaceAll(gate("link.resource.registered"), "filing.file", "filing.burn"), "speaks at the step"},
		{"a state that is not there", head + unit + rule(small) + rule(strings.ReplaceAll(step, "to: filed", "to: lost")), `has no state "lost"`},
		{"a state that is there twice", head + unit + rule(strings.TrimSpace(small)+"\n  - {state: filed, word: {zh: 已备案, en: filed}, final: true}") + rule(step), "the state filed twice"},
		{"a document that is not there", head + unit + rule(small) + rule(step+"document: form"), "no content rule describes"},
		{"words in one language", base + rule("id: SX-01.gate\nkind: gate\nsteps: [filing.file]\nrequire: 'true'\ncode: filing.gate\nsays: {zh: 否}\nremedy: {zh: 改, en: Mend.}"), "both languages"},
		{"a record of no kind", head + unit + rule(small) + rule(step+"effects:\n  - create: dragon"), "no registered kind"},
		{"a fact that cannot be set", head + unit + rule(small) + rule(step+"effects:\n  - create: resource\n    as: made\n    fields: {held: 'true'}"), "has no fact"},
		{"an unreadable period", base + rule("id: SX-01.time\nkind: period\nprocedure: filing\nstep: file\nperiod: within a while\ncounted-from: state"), "period"},
		{"a notice of no length", head + unit + rule(small) + rule(strings.Replace(step, "act: lodge", "act: notice", 1)), "a public notice of no length"},
		{"an opened case with a link that it has not", head + unit + rule(small) + rule(step+"effects:\n  - open: filing\n    links: {shadow: link.resource.id}"), "opens a filing with the link shadow"},
		{"a certificate suspended without a hold", head + unit + rule(small) + rule(step+"effects:\n  - status: suspended"), "and a hold suspends it"},
		{"a step that follows an end with a document", head + unit + rule(small) + rule(step+"ends-with: resource"), "is by: [machine] and carries no document"},
		{"a state that its agreement leaves open", head + unit + rule(standing) + rule(step), "a case of filing stays in the state filed; add a step from it with ends-with: resource"},
		{"a manner of no end", base + rule(strings.NewReplacer("SX-01.file", "SX-01.end", "step: file", "step: done", "by: [operator]", "by: [machine]").Replace(step)+"manner: exit"), "a step has a manner only where"},
		{"a duty that comes round at no time", base + rule(duty), "every:"},
		{"a duty with a malformed interval", base + rule(duty+"every: six months"), "every:"},
		{"a duty of an interval of nothing", base + rule(duty+"every: 0 months"), "every:"},
		{"a duty aligned to no cycle", base + rule(duty+"aligned: half-moon"), "aligned:"},
		{"a duty of two intervals", base + rule(duty+"every: 6 months\naligned: half-year"), "every and aligned:"},
		{"a duty of a setting that nobody leaves open", base + rule(duty+"every: 'setting:whim'"), "leaves the setting whim"},
		{"a duty that must wait", base + rule(duty+"every: 6 months\nwithin: at-least 2 months"), "is no time in which a duty is met"},
		{"a duty due within no period", base + rule(duty+"every: 6 months\nwithin: a while"), "SX-01.duty"},
		{"a replacement without basis", base + rule("id: SX-01.other\nkind: function\nfunctions: [x]\nreplaces: sixth:SX-01.file"), "gives no basis"},
	} {
		t.Run(c.why, func(t *testing.T) {
			in, err := read(t, c.text)
			if err != nil {
				t.Fatalf("reading: %v", err)
			}
			_, err = pack.Join(in)
			if err == nil {
				t.Fatal("it was compiled")
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "sixth/01.md:") {
				t.Errorf("says\n%v\nwant %q", err, c.says)
			}
		})
	}
}

// TestJoin: the whole compiles, and its digest changes with any letter of any layer.
func TestJoin(t *testing.T) {
	text := head + unit + rule(small) + rule(step)
	digest := func(text string) string {
		in, err := read(t, text)
		if err != nil {
			t.Fatal(err)
		}
		p, err := pack.Join(in)
		if err != nil {
			t.Fatal(err)
		}
		if def, ok := p.Procedure("filing"); !ok || len(def.Steps) != 1 || !def.Steps[0].Opens() {
			t.Error("the procedure has not its opening step")
		}
		return p.Digest
	}
	first, again := digest(text), digest(text)
	if first == digest(text+"\nOne more word.\n") {
		t.Error("two texts have one digest")
	}
	if first != again {
		t.Error("one text has two digests")
	}
}

// TestShipped: every pack that ships reads and compiles over the platform's instrument.
func TestShipped(t *testing.T) {
	folders, err := pack.Folders(packs.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) {
			p, err := pack.Open(packs.Files, folder)
			if err != nil {
				t.Fatal(err)
			}
			if p.Layers[0].Code != "platform" {
				t.Errorf("the lowest layer is %s", p.Layers[0].Code)
			}
		})
	}
}

// FuzzRead: no text makes the reader panic, and what it accepts it accepts again with
// the same digest.
func FuzzRead(f *testing.F) {
	f.Add(head + unit + rule(small) + rule(step))
	f.Add("---\n---\n")
	f.Add(head + unit + "```rule\n{}\n```")
	f.Fuzz(func(t *testing.T, text string) {
		files := fstest.MapFS{"sixth/01.md": {Data: []byte(text)}}
		in, err := pack.Read(files, "sixth")
		if err != nil {
			return
		}
		again, err := pack.Read(files, "sixth")
		if err != nil || again.Digest != in.Digest {
			t.Errorf("read once, then: %v", err)
		}
		if p, err := pack.Join(in); err == nil && p.Digest == "" {
			t.Error("a pack without a digest")
		}
	})
}
