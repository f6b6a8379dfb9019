package works

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/delivery"
	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/vault"
)

// TestNewVersion: a version that fits replaces the one in force; one that lacks a column
// or most of its rows does not reach standing grants by itself.
func TestNewVersion(t *testing.T) {
	p := available(t)
	first := p.fact("resource", p.resource, "version")
	p.deposited(strings.ReplaceAll(readings(), "泰山", "东平"))
	p.work()
	p.step(qin, p.holding, "confirm-version", map[string]any{"columns": readingColumns})
	if p.fact("resource", p.resource, "version") != first {
		t.Error("the new version is in force before it was compared")
	}
	if n := p.work(); n != 2 {
		t.Errorf("%d tasks compare it and prepare it for the grants", n)
	}
	second := p.fact("resource", p.resource, "version")
	if second == first {
		t.Fatal("the new version is not in force")
	}
	narrow := strings.Builder{}
	narrow.WriteString("subscriber,district\n")
	for i := range 100 {
		fmt.Fprintf(&narrow, "%s,%s\n", meterID(i), districts[i%4])
	}
	p.deposited(narrow.String())
	p.work()
	p.step(qin, p.holding, "confirm-version", map[string]any{"columns": readingColumns[:2]})
	if n := p.work(); n != 1 {
		t.Errorf("%d tasks compare a version that does not fit, and prepare nothing", n)
	}
	c, err := p.caseOf(t.Context(), p.holding)
	if err != nil {
		t.Fatal(err)
	}
	stops, _ := p.fact("version", c.Links["version"], "stops").([]any)
	if !slices.Equal(stops, []any{"column.removed", "quality.rows"}) || p.fact("resource", p.resource, "version") != second {
		t.Errorf("stopped by %v; in force is %v", stops, p.fact("resource", p.resource, "version"))
	}
	p.approves(means)
	run := p.do(feng, job("production", means))
	if p.work(); p.state(run.Case) != "produced" {
		t.Errorf("a job over the version in force is %s\n%s", p.state(run.Case), p.log)
	}
	if _, err := p.Desk.Do(t.Context(), qin, casework.Command{Case: p.holding, Step: "confirm-version", Form: map[string]any{"columns": readingColumns}}); err == nil {
		t.Error("a version was confirmed twice")
	}
	p.silent()
}

// TestStoppedVersion: what is confirmed of a version that was stopped says nothing of the
// one in force: it is shown as it was confirmed itself. 〔platform PF-24〕
func TestStoppedVersion(t *testing.T) {
	for why, row := range map[string]struct {
		held  func(columns []any) []any
		stops []any
	}{
		"a column is held higher": {stops: []any{"column.level-rise"}, held: func(c []any) []any { return with(c, 2, "level", "L3") }},
		"a column has another role": {stops: []any{"column.role"}, held: func(c []any) []any {
			return with(with(c, 0, "role", "none"), 0, "level", "L1")
		}},
	} {
		t.Run(why, func(t *testing.T) {
			p := available(t)
			first, _ := p.fact("resource", p.resource, "version").(string)
			grant, err := p.facts(t.Context(), "grant", "N1")
			if err != nil {
				t.Fatal(err)
			}
			resource, err := p.facts(t.Context(), "resource", p.resource)
			if err != nil {
				t.Fatal(err)
			}
			before, _, err := p.plan(t.Context(), grant, resource, first, mask.Production)
			if err != nil {
				t.Fatal(err)
			}
			p.deposited(strings.ReplaceAll(readings(), "泰山", "东平"))
			p.work()
			p.step(qin, p.holding, "confirm-version", map[string]any{"columns": row.held(readingColumns)})
			p.work()
			c, err := p.caseOf(t.Context(), p.holding)
			if err != nil {
				t.Fatal(err)
			}
			if stops, _ := p.fact("version", c.Links["version"], "stops").([]any); !slices.Equal(stops, row.stops) || p.fact("resource", p.resource, "version") != first {
				t.Errorf("stopped by %v; in force is %v", stops, p.fact("resource", p.resource, "version"))
			}
			after, _, err := p.plan(t.Context(), grant, resource, first, mask.Production)
			if err != nil || !reflect.DeepEqual(before, after) {
				t.Errorf("the version in force was planned as %+v and is now %+v, %v", before, after, err)
			}
			p.step(lu, p.holding, "adopt", nil)
			if p.fact("resource", p.resource, "version") == first {
				t.Error("a stopped version was not adopted")
			}
			p.silent()
		})
	}
}

// with is the confirmation of columns in which one is held otherwise.
func with(columns []any, at int, name, value string) []any {
	other := slices.Clone(columns)
	column, _ := other[at].(map[string]any)
	column = maps.Clone(column)
	column[name] = value
	other[at] = column
	return other
}

// TestFile: a delivery's file goes to its recipient, for its scenario, and says so.
func TestFile(t *testing.T) {
	p := available(t)
	c := p.produced()
	_, order := p.sold(c.Links["output"])
	body, manifest, err := p.File(t.Context(), order, "bank", "S1")
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(strings.TrimSpace(string(body)), "\n"); len(lines) != 5 || strings.TrimSpace(lines[0]) != "district,people,mean_litres" {
		t.Errorf("the file is %q", body)
	}
	told, err := json.Marshal(manifest)
	if err != nil || !strings.Contains(string(told), "bank") || !strings.Contains(string(told), "S1") || !strings.Contains(string(told), today.String()) || !strings.Contains(string(told), digestOf(body)) {
		t.Errorf("its manifest is %s, %v", told, err)
	}
	for _, other := range []struct{ recipient, scenario string }{{"shop", "S1"}, {"bank", "S2"}} {
		if _, _, err := p.File(t.Context(), order, other.recipient, other.scenario); err == nil {
			t.Errorf("%s has the file for %s", other.recipient, other.scenario)
		} else if _, refused := law.AsRefusal(err); !refused {
			t.Errorf("%s for %s: %v", other.recipient, other.scenario, err)
		}
	}
}

// TestExit: who leaves loses access at once, and what was prepared for its grants,
// and what its jobs made that never left, is destroyed; what its provider holds is not.
func TestExit(t *testing.T) {
	p := available(t)
	produced := p.produced()
	_, order := p.sold(produced.Links["output"])
	key, err := p.KeyFor(t.Context(), order)
	if err != nil {
		t.Fatal(err)
	}
	version, _ := p.fact("resource", p.resource, "version").(string)
	prepared := []vault.Version{p.projectionOf("N1", version, "production", "data"), p.projectionOf("N1", version, "development", "plan")}
	for _, v := range prepared {
		if _, err := p.only(v); err != nil {
			t.Fatalf("before: %v", err)
		}
	}
	const people = "SELECT district, count(DISTINCT subscriber) AS people FROM readings GROUP BY district"
	p.approves(people)
	unreleased := p.do(feng, job("production", people))
	p.work()
	kept, err := p.caseOf(t.Context(), unreleased.Case)
	if err != nil {
		t.Fatal(err)
	}
	prepared = append(prepared, p.outputOf(kept.Links["job"], "output"))
	leaving := p.do(boss, casework.Command{Procedure: "exit", Step: "apply", Links: map[string]string{"agreement": "A1"},
		Form: map[string]any{"reason": "停业", "lastDay": today.String(), "arrangements": "通知使用方"}})
	p.step(zhao, leaving.Case, "accept", nil)
	if body, err := p.LookUp(t.Context(), order, key, "S1", delivery.Query{Parameters: map[string]string{"district": "泰山"}}); err == nil {
		t.Errorf("after the exit it answers %s", body)
	}
	if _, err := p.Desk.Do(t.Context(), feng, job("production", means)); err == nil {
		t.Error("a job was submitted after the exit")
	}
	p.work()
	if got := p.state(leaving.Case); got != "destroyed" {
		t.Fatalf("the winding up is %s\n%s", got, p.log)
	}
	for _, v := range prepared {
		if _, err := p.bytes(t.Context(), v); err == nil {
			t.Errorf("%s/%s can still be read", v.Dataset, v.Version)
		}
	}
	for why, v := range map[string]vault.Version{"what the provider holds": p.versionOf(p.resource, version),
		"what was released": p.outputOf(produced.Links["job"], "released"), "what was reviewed": p.outputOf(produced.Links["job"], "output")} {
		if _, err := p.bytes(t.Context(), v); err != nil {
			t.Errorf("%s: %v", why, err)
		}
	}
	c, err := p.caseOf(t.Context(), leaving.Case)
	if err != nil {
		t.Fatal(err)
	}
	record, err := document[struct {
		Objects, Keys int
		Remaining     []string
	}](c, "destruction")
	if err != nil || record.Objects != 5 || record.Keys != 5 || len(record.Remaining) == 0 {
		t.Errorf("the record of destruction is %+v, %v", record, err)
	}
	if err := casework.CheckInvariants(t.Context(), p.store, p.Desk.Packs); err != nil {
		t.Error(err)
	}
	p.silent()
}
