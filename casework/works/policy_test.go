package works

import (
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
)

// TestPackSaysHowMuch: what admission demands is what the pack in force states; where it
// states nothing, nothing is admitted.
func TestPackSaysHowMuch(t *testing.T) {
	p := available(t)
	control := func(rule string) *pack.Control {
		r, ok := p.Desk.Packs.Current().Rule("platform:" + rule)
		if !ok {
			t.Fatalf("the pack has no rule %s", rule)
		}
		return r.Body.(*pack.Control)
	}
	sample, limits := control("PF-Z04.sample"), control("PF-Z07.limits")
	kept, rows := sample.Parameters, limits.Parameters["outputRows"]
	t.Cleanup(func() { sample.Parameters, limits.Parameters["outputRows"] = kept, rows }) // the pack is shared by the tests
	query := job("development", "SELECT district FROM readings")
	sample.Parameters = map[string]any{"shareBasisPoints": 1000, "rows": 2000, "class": 3, "answerRows": 2}
	got, _, err := p.Query(t.Context(), feng, query)
	if err != nil || len(got.Rows) != 2 {
		t.Errorf("%d rows where the pack states 2 (%v)", len(got.Rows), err)
	}
	policy, most, err := p.policy()
	if err != nil || policy.SampleRows != 2 || policy.Contributors != 10 || policy.Density != 0.33 || most.RowsOut != 5000 {
		t.Errorf("%+v, %+v, %v", policy, most, err)
	}
	limits.Parameters["outputRows"] = 0
	if _, _, err := p.Query(t.Context(), feng, query); err == nil || !strings.Contains(err.Error(), "PF-Z07.limits") {
		t.Errorf("a query under a pack without a limit of rows: %v", err)
	}
}
