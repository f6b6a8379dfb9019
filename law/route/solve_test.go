package route

import (
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
)

// guardsAt are the conditions of a step of a shipped pack, taken apart.
func guardsAt(t *testing.T, p *pack.Pack, procedure, step string) []*pack.Formula {
	t.Helper()
	def, _ := p.Procedure(procedure)
	s, ok := def.Step(step)
	if !ok {
		t.Fatalf("no step %s.%s", procedure, step)
	}
	var all []*pack.Formula
	for _, g := range s.Guards {
		all = append(all, g.Allows())
	}
	return all
}

func TestConditionsAreTakenApart(t *testing.T) {
	p, err := pack.Open(packs.Files, "taian")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why, procedure, step string
		known                settled
		can                  bool
	}{
		{"a release comes after approval", "review", "release", settled{"case.state": {text: "approved"}}, true},
		{"and not out of an examination", "review", "release", settled{"case.state": {text: "examined"}}, false},
		{"what can be restored is not released", "review", "release", settled{"link.output.restorable": {text: "yes"}}, false},
		{"nor what holds raw data", "review", "release", settled{"link.output.raw": {truth: true}}, false},
		{"two must have voted", "review", "approve", settled{"case.panelGiven": {number: 1}}, false},
		{"and none against", "review", "approve", settled{"case.panelAgainst": {number: 1}}, false},
		{"two votes for it do", "review", "approve", settled{"case.panelGiven": {number: 2}, "case.panelAgainst": {}}, true},
		{"a call by field needs the sector's review", "authorisation", "shortlist", settled{"doc.call.mode": {text: "by-field"}, `did("co-review")`: {}}, false},
		{"a comprehensive one does not", "authorisation", "shortlist", settled{"doc.call.mode": {text: "comprehensive"}, `did("co-review")`: {}}, true},
		{"a limit has its reason that lifts it", "agreement", "draft", settled{"form.termMonths": {number: 48}, "form.termReason": {}}, false},
		{"and with the reason it is lifted", "agreement", "draft", settled{"form.termMonths": {number: 48}, "form.termReason": {text: other}}, true},
	} {
		if _, can := solve(c.known, guardsAt(t, p, c.procedure, c.step)...); can != c.can {
			t.Errorf("%s: %s.%s with %v: can be taken: %v", c.why, c.procedure, c.step, c.known, can)
		}
	}
}
