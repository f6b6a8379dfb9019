package api_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/api"
)

type pageOf[T any] struct {
	Items  []T
	Cursor string
	Total  *api.Total
}

// all reads a list to its end, a few lines a page.
func all[T any](b *browser, path string) []T {
	b.t.Helper()
	var items []T
	for cursor := ""; ; {
		p := must[pageOf[T]](b, "GET", path+"&cursor="+cursor, nil)
		items = append(items, p.Items...)
		if cursor = p.Cursor; cursor == "" {
			return items
		}
	}
}

// What a pack says is read whole, page by page: every unit, every rule with what it says,
// every reading, every number.
func TestPacks(t *testing.T) {
	tn := newTown(t)
	p, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	b := tn.system // the law is no business: administrators read it
	heads := must[pageOf[api.PackVersion]](b, "GET", "/v1/packs", nil).Items
	if len(heads) != 1 || !heads[0].Current || heads[0].Instruments[0].Code != "taian" || heads[0].Instruments[0].Coverage.Units != 108 || !heads[0].Pilot {
		t.Errorf("the versions are %s", dump(heads))
	}
	units := all[api.UnitPage](b, "/v1/packs/current/units?limit=40")
	rules := all[api.RulePage](b, "/v1/packs/"+p.Digest+"/rules?limit=100")
	wantUnits, wantRules := 0, 0
	for _, in := range p.Layers {
		wantUnits += len(in.Units)
		for _, u := range in.Units {
			wantRules += len(u.Rules)
		}
	}
	if len(units) != wantUnits || len(rules) != wantRules {
		t.Errorf("%d units of %d, %d rules of %d", len(units), wantUnits, len(rules), wantRules)
	}
	for _, r := range rules {
		if len(r.Body) == 0 || len(r.Cites) == 0 || r.Place.Line == 0 || r.Word.ZH == "" || r.Word.EN == "" || r.Written == "" {
			t.Errorf("rule %s is shown as %s", r.ID, dump(r))
		}
	}
	if gates := all[api.RulePage](b, "/v1/packs/current/rules?kind=gate&instrument=taian&limit=100"); len(gates) == 0 || slices.ContainsFunc(gates, func(r api.RulePage) bool { return len(r.At) == 0 }) {
		t.Errorf("a gate speaks at steps: %s", dump(gates))
	}
	rests, rehearsed := 0, 0
	for _, u := range units {
		if (u.NoRule == nil) == (len(u.Rules) == 0) || u.Gist.ZH == "" || u.Gist.EN == "" {
			t.Errorf("unit %s is shown as %s", u.Cite.Unit, dump(u))
		}
		rests += len(u.Readings)
		rehearsed += len(u.Rehearsals)
	}
	if rests == 0 || rehearsed < 100 {
		t.Errorf("%d readings and %d rehearsals under the units", rests, rehearsed)
	}
	notice := must[pageOf[api.RulePage]](b, "GET", "/v1/packs/current/rules?kind=period&procedure=registration&instrument=taian", nil).Items
	if len(notice) == 0 || notice[0].Body["procedure"] != "registration" || notice[0].Body["step"] == nil {
		t.Errorf("the periods of a registration are %s", dump(notice))
	}
	if one := must[pageOf[api.UnitPage]](b, "GET", "/v1/packs/current/units?unit=TA-09.1", nil).Items; len(one) != 1 || one[0].Cite.Label.EN != "〔Tai'an 9.1〕" {
		t.Errorf("TA-09.1 is %s", dump(one))
	}
	if found := all[api.UnitPage](b, "/v1/packs/current/units?instrument=taian&text=公示"); len(found) == 0 || len(found) > 60 {
		t.Errorf("%d units speak of public notices", len(found))
	}
	numbers := must[api.ParametersShown](b, "GET", "/v1/packs/current/parameters", nil)
	accounts := slices.IndexFunc(numbers.Controls, func(c api.ControlShown) bool { return c.Control == "accounts" })
	if accounts < 0 || numbers.Controls[accounts].Parameters["passwordLength"] == nil || len(numbers.Limits) == 0 || len(numbers.Settings) == 0 {
		t.Errorf("the numbers are %s", dump(numbers))
	}
	readings := all[api.ReadingShown](b, "/v1/packs/current/readings?limit=5")
	if len(readings) != len(p.Rules("reading")) {
		t.Errorf("%d readings", len(readings))
	}
	if whole := must[api.PackShown](tn.browser(), "GET", "/v1/packs/"+p.Digest, nil); whole.Digest != p.Digest {
		t.Errorf("asked for %s, answered %s", p.Digest, whole.Digest)
	}
	b.refused(404, "thing.unseen", "GET", "/v1/packs/"+strings.Repeat("0", 64)+"/units", nil)
	b.refused(400, "request.malformed", "GET", "/v1/packs/current/units?cursor=x", nil)
	tn.browser().refused(404, "thing.unseen", "GET", "/v1/packs/nothing", nil)
	tn.browser().refused(401, "sign-in.required", "GET", "/v1/packs", nil)
}
