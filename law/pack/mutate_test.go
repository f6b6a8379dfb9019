package pack_test

import (
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
)

// small pack of two units with a step, a gate, a period and a further citation.
func mutable(t *testing.T) *pack.Pack {
	t.Helper()
	second := "### SX-02 二 · Two\ngist: Two.\n要旨：二。\n"
	p, err := layers(t, "sixth", map[string]string{"sixth": head + unit + rule(strings.Replace(small, "  - {state: filed", "  - {state: open, word: {zh: 待办, en: open}}\n  - {state: filed", 1)) +
		rule(strings.Replace(step, "to: filed", "to: open", 1)) +
		rule("id: SX-01.close\nkind: step\nprocedure: filing\nstep: close\ntitle: {zh: 办结, en: Close}\nfrom: [open]\nto: filed\nby: [provider, operator]\nact: conclude\nstep-up: true") +
		second +
		rule("id: SX-02.gate\nkind: gate\nalso: [SX-01]\nsteps: [filing.file]\nrequire: link.resource.catalogued and link.resource.title != \"a < 3\"\ncode: sx.gate\nsays: {zh: 不可, en: No.}\nremedy: {zh: 改, en: Mend it.}") +
		rule("id: SX-02.in-time\nkind: period\nprocedure: filing\nstep: close\nperiod: within 5 working-days\ncounted-from: file\ntitle: {zh: 时限, en: Time}") +
		rule("id: SX-02.days\nkind: reading\nreading: SX-a\nquestion: {zh: 几日, en: How many days}\ntaken: {zh: 三日, en: Three}\nreason: {zh: 惯例, en: Usage}\nsetting: reminder-days\nvalue: \"3\"")})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestMutants: what is written is altered, each thing by itself: numbers, days, kinds of
// period, comparisons, lists, switches and citations; never words, never what stands in
// quotation marks, and the pack itself stays as it is.
func TestMutants(t *testing.T) {
	p := mutable(t)
	have := map[string]pack.Mutant{}
	for _, m := range p.Mutants("sixth") {
		key := m.Rule + " · " + m.Change
		if _, twice := have[key]; twice {
			t.Errorf("two mutants are called %s", key)
		}
		have[key] = m
	}
	for _, c := range []struct{ key, check string }{
		{"SX-01.case · left out", "which the pack does not have"},
		{"SX-01.close · by without operator", ""},
		{"SX-01.close · from without open", ""},
		{"SX-01.close · step-up: false", ""},
		{"SX-02.gate · left out", ""},
		{"SX-02.gate · steps without filing.file", ""},
		{`SX-02.gate · require: link.resource.catalogued or link.resource.title != "a < 3"`, ""},
		{`SX-02.gate · require: link.resource.catalogued and link.resource.title == "a < 3"`, ""},
		{"SX-02.gate · without citing sixth:SX-01", ""},
		{"SX-02.gate · citing sixth:SX-01 for sixth:SX-02", "stands under SX-01"},
		{"SX-02.in-time · period: within 6 working-days", ""},
		{"SX-02.in-time · period: within 5 natural-days", ""},
		{"SX-02.in-time · period: at-least 5 working-days", ""},
		{"SX-02.days · value: 4", ""},
	} {
		m, ok := have[c.key]
		if !ok {
			t.Errorf("no mutant is called %s", c.key)
			continue
		}
		other, err := p.Mutate("sixth", m)
		switch {
		case c.check == "" && err != nil:
			t.Errorf("%s is not read: %v", c.key, err)
		case c.check != "" && (err == nil || !strings.Contains(err.Error(), c.check)):
			t.Errorf("reading %s says %v, want %q", c.key, err, c.check)
		case err == nil:
			if d := p.Differs(other); !d.Procedures["filing"] && !d.Anywhere {
				t.Errorf("%s is said to be no difference for the procedure", c.key)
			}
		}
	}
	for key := range have {
		if strings.Contains(key, "a <= 3") || strings.Contains(key, "a < 4") {
			t.Errorf("%s alters what stands in quotation marks", key)
		}
	}
	whole, err := p.Without("sixth", "no such rule")
	if err != nil {
		t.Fatal(err)
	}
	if d := p.Differs(whole); !d.None() {
		t.Errorf("after all that the pack differs from itself: %+v", d)
	}
}
