package procedure_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// TestEffects: what is planned, in order; later effects see what earlier ones made.
func TestEffects(t *testing.T) {
	for _, row := range []struct {
		why, effects string
		want         []procedure.Effect
	}{
		{"set", `
  - set: resource
    fields: {level: '"L3"', title: form.title}`, []procedure.Effect{{Verb: "set", Kind: "resource", Target: "R1", Fields: map[string]any{"level": "L3", "title": "水表"}}}},
		{"a later effect sees what was set", `
  - set: resource
    fields: {level: '"L3"'}
  - set: resource
    when: link.resource.level == "L3"
    fields: {class: link.resource.level}`, []procedure.Effect{
			{Verb: "set", Kind: "resource", Target: "R1", Fields: map[string]any{"level": "L3"}}, {Verb: "set", Kind: "resource", Target: "R1", Fields: map[string]any{"class": "L3"}}}},
		{"create, and the things made after it", `
  - create: agreement
    as: pact
    fields: {title: form.title, operator: actor.org}
  - create: scenario
    fields: {agreement: link.pact.id, title: link.pact.title}
  - certificate: authorisation
    fields: {subject: link.pact.id}`, []procedure.Effect{
			{Verb: "create", Kind: "agreement", Target: "agreement-000008", Fields: map[string]any{"title": "水表", "operator": "water"}},
			{Verb: "create", Kind: "scenario", Target: "scenario-000008-2", Fields: map[string]any{"agreement": "agreement-000008", "title": "水表"}},
			{Verb: "certificate", Kind: "authorisation", Target: "certificate-000008-3", Fields: map[string]any{"subject": "agreement-000008"}}}},
		{"when it does not hold", `
  - set: resource
    when: form.count > 100
    fields: {level: '"L3"'}`, nil},
		{"each of a list of things", `
  - hold: item
    each: form.others
    fields: {reason: item.id}`, []procedure.Effect{
			{Verb: "hold", Kind: "resource", Target: "R1", Fields: map[string]any{"reason": "R1"}}, {Verb: "hold", Kind: "resource", Target: "R2", Fields: map[string]any{"reason": "R2"}}}},
		{"each, and only some", `
  - set: item
    each: form.others
    when: item.held
    fields: {level: '"L4"'}`, []procedure.Effect{{Verb: "set", Kind: "resource", Target: "R2", Fields: map[string]any{"level": "L4"}}}},
		{"the other verbs", `
  - hold: resource
  - lift: resource
  - end: resource
    manner: withdraw
  - status: revoked
    fields: {subject: link.resource.id}
  - task: project
    fields: {resource: link.resource}
  - publish: register
    fields: {title: form.title}
  - open: filing
    links: {resource: link.resource.id}
    fields: {title: form.title}`, []procedure.Effect{
			{Verb: "hold", Kind: "resource", Target: "R1"}, {Verb: "lift", Kind: "resource", Target: "R1"}, {Verb: "end", Kind: "resource", Target: "R1", Manner: "withdraw"},
			{Verb: "status", Kind: "revoked", Target: "R1", Fields: map[string]any{"subject": "R1"}}, {Verb: "task", Kind: "project", Fields: map[string]any{"resource": "R1"}},
			{Verb: "publish", Kind: "register", Fields: map[string]any{"title": "水表"}},
			{Verb: "open", Kind: "filing", Fields: map[string]any{"title": "水表"}, Links: map[string]string{"resource": "R1"}}}},
		{"notify", `
  - notify: '[link.resource.provider, "group"]'
    text: {zh: 已改, en: Changed.}`, []procedure.Effect{{Verb: "notify", To: []string{"water", "group"}, Text: law.Text{ZH: "已改", EN: "Changed."}}}},
	} {
		t.Run(row.why, func(t *testing.T) {
			p := with(t, "id: SX-07.effects\nkind: effect\non: [filing.amend]\neffects:"+row.effects)
			in := on(p, walk(t, p), qin, "amend", plus(good(), map[string]any{"others": []any{"R1", "R2"}, "count": 2}))
			out, refusal := pure(t, in)
			if refusal != nil {
				t.Fatalf("refused: %s", tell(refusal))
			}
			if len(out.Effects) != len(row.want) {
				t.Fatalf("the effects are %+v", out.Effects)
			}
			for i, want := range row.want {
				got := out.Effects[i]
				if got.Rule != "SX-07.effects" || got.Cite.Unit != "SX-07" {
					t.Errorf("effect %d rests on %s, %s", i, got.Rule, got.Cite)
				}
				got.Rule, got.Cite = "", law.Citation{}
				if want.Links == nil {
					want.Links = map[string]string{}
				}
				if want.Fields == nil {
					want.Fields = map[string]any{}
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("effect %d is\n%+v, want\n%+v", i, got, want)
				}
			}
			if !slices.Contains(out.Rules, "SX-07.effects") {
				t.Error("the decision does not name the rule")
			}
		})
	}
}

// TestCreatedLink: what a step creates is linked to the case from then on: whom it belongs
// to sees the case that they are told of, and rules of later steps speak of it.
func TestCreatedLink(t *testing.T) {
	p := with(t, `
id: SX-07.make
kind: step
procedure: filing
step: make
title: {zh: 设立, en: Make}
from: [filed]
by: [provider]
act: record
effects:
  - create: agreement
    as: pact
    fields: {operator: '"group"', state: '"in-force"'}`)
	in := on(p, walk(t, p), qin, "make", nil)
	look := shared
	look.things = maps.Clone(shared.things)
	in.Look = look
	c := take(t, in).Case
	if c.Links["pact"] != "agreement-000008" {
		t.Fatalf("the links are %v", c.Links)
	}
	if !slices.Contains(c.Parties, "group") {
		t.Errorf("the operator of the agreement that was made is no party: %v", c.Parties)
	}
	look.things["agreement/agreement-000008"] = map[string]any{"operator": "other", "state": "in-force"}
	next := on(p, c, qin, "amend", good())
	next.Look = look
	if c = take(t, next).Case; !slices.Contains(c.Parties, "other") {
		t.Errorf("the operator of the agreement on the register is no party: %v", c.Parties)
	}
}

// TestDisclosure: only the fields a rule names become public.
func TestDisclosure(t *testing.T) {
	p := with(t, "id: SX-07.public\nkind: disclosure\nsteps: [filing.amend]\nwhere: register\ntitle: {zh: 目录, en: Register}\nfields: {title: form.title, of: link.resource.provider}")
	out, _ := pure(t, on(p, walk(t, p), qin, "amend", plus(good(), map[string]any{"reason": "不可公开"})))
	want := []procedure.Disclosure{{Rule: "SX-07.public", Cite: law.Citation{Instrument: "sixth", Unit: "SX-07"}, Where: "register",
		Title: law.Text{ZH: "目录", EN: "Register"}, Fields: map[string]any{"title": "水表", "of": "water"}}}
	if !reflect.DeepEqual(out.Public, want) {
		t.Errorf("made public: %+v", out.Public)
	}
}

func TestRank(t *testing.T) {
	p := with(t, "id: SX-07.first\nkind: priority\nprocedure: filing\nwhere: link.resource.level == \"L2\"\nrank: 3\ntag: {zh: 先, en: First}",
		"id: SX-07.second\nkind: priority\nprocedure: filing\nwhere: doc.applicationForm.count > 9\nrank: 1\ntag: {zh: 急, en: Urgent}")
	c := walk(t, p)
	rank, err := procedure.Rank(on(p, c, qin, "", nil))
	if err != nil || rank != 3 {
		t.Errorf("the rank is %d, %v", rank, err)
	}
	tags, err := procedure.Tags(on(p, c, qin, "", nil))
	if err != nil || len(tags) != 1 || tags[0].Tag.EN != "First" {
		t.Errorf("the tags are %+v, %v", tags, err)
	}
}
