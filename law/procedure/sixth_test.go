package procedure_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// sixth is the text of a place that is not: small enough to be read whole, with every
// primitive that does something to a case. Tests add the rules they are about.
const sixth = `---
instrument: sixth
prefix: SX
name: {zh: 第六市办法, en: Measures of the sixth city}
short: {zh: 六市, en: Sixth}
version: 1.0.0
status: in-force
level: city
---
## 第一条 · Article 1 · 申请 · Application
### SX-01 申请 · Application
gist: A provider applies.
要旨：提供单位申请。
'''rule
id: SX-01.case
kind: procedure
procedure: filing
title: {zh: 备案, en: Filing}
links: {resource: resource, earlier: "case:filing"}
states:
  - {state: filed, word: {zh: 已申请, en: filed}}
  - {state: accepted, word: {zh: 已受理, en: accepted}}
  - {state: noticed, word: {zh: 公示中, en: noticed}}
  - {state: agreed, word: {zh: 待签署, en: agreed}}
  - {state: done, word: {zh: 已办结, en: done}, final: true}
'''
'''rule
id: SX-01.colours
kind: term
concept: colour
word: {zh: 颜色, en: colour}
values:
  - {key: red, word: {zh: 红, en: red}}
  - {key: blue, word: {zh: 蓝, en: blue}}
'''
'''rule
id: SX-01.shapes
kind: term
concept: shape
word: {zh: 形状, en: shape}
open: true
values:
  - {key: round, word: {zh: 圆, en: round}}
'''
'''rule
id: SX-01.form
kind: content
document: application-form
title: {zh: 申请表, en: Form}
class: x
fields:
  - {field: title, type: text, required: true, publish: true, title: {zh: 名称, en: Title}}
  - {field: sure, type: bool, required: true, title: {zh: 承诺, en: Warranty}}
  - {field: colour, type: text, values: colour, title: {zh: 颜色, en: Colour}}
  - {field: shape, type: text, values: shape, title: {zh: 形状, en: Shape}}
  - {field: count, type: int, title: {zh: 数量, en: Count}}
  - {field: price, type: money, title: {zh: 价格, en: Price}}
  - {field: day, type: day, title: {zh: 日期, en: Day}}
  - {field: proof, type: digest, title: {zh: 证明, en: Proof}}
  - {field: reason, type: text, when: form.count > 10, title: {zh: 理由, en: Reason}}
  - {field: tags, type: "[text]", title: {zh: 标签, en: Tags}}
  - {field: about, type: resource, title: {zh: 资源, en: Resource}}
  - {field: others, type: "[resource]", title: {zh: 其他资源, en: Other resources}}
  - {field: before, type: "case:filing", title: {zh: 前案, en: Earlier case}}
  - field: box
    type: group
    title: {zh: 组, en: Box}
    fields:
      - {field: name, type: text, required: true, title: {zh: 名, en: Name}}
      - {field: size, type: int, title: {zh: 大小, en: Size}}
  - field: rows
    type: "[group]"
    title: {zh: 行, en: Rows}
    fields:
      - {field: name, type: text, required: true, title: {zh: 名, en: Name}}
'''
'''rule
id: SX-01.apply
kind: step
procedure: filing
step: apply
title: {zh: 申请, en: Apply}
to: filed
by: [provider]
power: clerk
party: link.resource.provider
act: apply
document: application-form
'''

## 第二条 · Article 2 · 受理 · Acceptance
### SX-02 受理 · Acceptance
gist: The authority accepts.
要旨：主管部门受理。
'''rule
id: SX-02.accept
kind: step
procedure: filing
step: accept
title: {zh: 受理, en: Accept}
from: [filed]
to: accepted
by: [authority, clock]
power: reviewer
act: accept
'''
'''rule
id: SX-02.examine
kind: step
procedure: filing
step: examine
title: {zh: 审查, en: Examine}
from: [filed, accepted]
by: [authority]
act: examine
'''
'''rule
id: SX-02.amend
kind: step
procedure: filing
step: amend
title: {zh: 补充, en: Amend}
from: [filed, accepted]
by: [provider]
power: clerk
act: supplement
document: application-form
'''

## 第三条 · Article 3 · 公示 · Public notice
### SX-03 公示 · Public notice
gist: The matter is noticed.
要旨：公示。
'''rule
id: SX-03.post
kind: step
procedure: filing
step: post
title: {zh: 公示, en: Post}
from: [accepted]
to: noticed
by: [authority]
act: notice
'''
'''rule
id: SX-03.time
kind: period
procedure: filing
step: agree
period: at-least 5 working-days
counted-from: post
title: {zh: 公示期, en: Notice}
'''
'''rule
id: SX-03.objection
kind: content
document: objection
title: {zh: 异议, en: Objection}
class: x
fields:
  - {field: grounds, type: text, required: true, title: {zh: 事由, en: Grounds}}
'''
'''rule
id: SX-03.object
kind: step
procedure: filing
step: object
title: {zh: 异议, en: Object}
from: [noticed]
by: [public, user]
act: contest
document: objection
'''
'''rule
id: SX-03.answer-form
kind: content
document: answer
title: {zh: 答复, en: Answer}
class: x
fields:
  - {field: objection, type: text, required: true, title: {zh: 异议, en: Objection}}
  - {field: outcome, type: text, required: true, title: {zh: 结论, en: Outcome}}
  - {field: answer, type: text, title: {zh: 答复, en: Answer}}
'''
'''rule
id: SX-03.settle
kind: step
procedure: filing
step: settle
title: {zh: 答复异议, en: Settle}
from: [noticed]
by: [authority]
act: settle
document: answer
'''
'''rule
id: SX-03.agree
kind: step
procedure: filing
step: agree
title: {zh: 同意, en: Agree}
from: [noticed]
to: agreed
by: [authority]
act: approve
'''

## 第四条 · Article 4 · 评审 · Panel
### SX-04 评审 · Panel
gist: Experts judge.
要旨：专家评审。
'''rule
id: SX-04.members
kind: content
document: panel
title: {zh: 名单, en: Members}
class: x
fields:
  - {field: members, type: "[person]", required: true, title: {zh: 成员, en: Members}}
'''
'''rule
id: SX-04.appoint
kind: step
procedure: filing
step: appoint
title: {zh: 指定, en: Appoint}
from: [accepted]
by: [authority]
act: appoint
panel: judge
members: 2
document: panel
'''
'''rule
id: SX-04.declaration
kind: content
document: declaration
title: {zh: 声明, en: Declaration}
class: x
fields:
  - {field: conflict, type: text, title: {zh: 利益冲突, en: Conflict}}
'''
'''rule
id: SX-04.declare
kind: step
procedure: filing
step: declare
title: {zh: 声明, en: Declare}
from: [accepted]
by: [expert]
act: declare
panel: judge
document: declaration
'''
'''rule
id: SX-04.vote-form
kind: content
document: judgement
title: {zh: 评分, en: Judgement}
class: x
fields:
  - {field: score, type: int, title: {zh: 得分, en: Score}}
  - {field: for, type: bool, title: {zh: 赞成, en: For}}
'''
'''rule
id: SX-04.vote
kind: step
procedure: filing
step: vote
title: {zh: 评分, en: Vote}
from: [accepted]
to: agreed
by: [expert]
act: vote
panel: judge
document: judgement
'''

## 第五条 · Article 5 · 签署 · Signature
### SX-05 签署 · Signature
gist: Both sign.
要旨：双方签署。
'''rule
id: SX-05.sign
kind: step
procedure: filing
step: sign
title: {zh: 签署, en: Sign}
from: [agreed]
to: done
by: [provider, authority]
act: sign
signs: [provider, authority]
step-up: true
'''

## 第六条 · Article 6 · 设置 · Settings
### SX-06 设置 · Settings
gist: The administrators set.
要旨：管理员设置。
'''rule
id: SX-06.case
kind: procedure
procedure: seating
title: {zh: 设岗, en: Seating}
states:
  - {state: proposed, word: {zh: 已提出, en: proposed}, final: true}
'''
'''rule
id: SX-06.propose
kind: step
procedure: seating
step: propose
title: {zh: 提出, en: Propose}
to: proposed
by: [system-admin]
act: record
'''

## 第七条 · Article 7 · 附则 · More
### SX-07 附则 · More
gist: What a test adds.
要旨：测试另加。
'''rule
id: SX-07.none
kind: function
functions: [log]
'''
`

// with is the pack of the sixth city with more rules in its last unit.
func with(t testing.TB, rules ...string) *pack.Pack {
	t.Helper()
	text := strings.ReplaceAll(sixth, "'''", "```")
	for _, r := range rules {
		text += "```rule\n" + strings.TrimSpace(r) + "\n```\n"
	}
	in, err := pack.Read(fstest.MapFS{"sixth/01.md": {Data: []byte(text)}}, "sixth")
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Join(in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// words are what every rule that can refuse must say.
const words = "\nsays: {zh: 否, en: No.}\nremedy: {zh: 改, en: Mend.}"

// register is what a decision can look at: things by "kind/id", cases by id, experts by
// person.
type register struct {
	things  map[string]map[string]any
	cases   map[string]*procedure.Case
	experts map[string]procedure.Party
}

// Setting: nothing is set, but in a set.
func (r register) Setting(string) (string, bool) { return "", false }

// set is an installation that has set some values.
type set struct {
	procedure.Lookup
	values map[string]string
}

func (s set) Setting(name string) (string, bool) {
	v, ok := s.values[name]
	return v, ok
}

func (r register) Thing(kind, id string) (pack.Facts, bool) {
	body, ok := r.things[kind+"/"+id]
	if !ok {
		return nil, false
	}
	f := pack.SeeFacts(kind, body)
	f["id"] = id
	if held, set := body["held"]; set {
		f["held"] = held
	}
	return f, true
}

func (r register) About(kind, subject string) []pack.Facts {
	thing, _ := pack.ThingOf(kind)
	var about []pack.Facts
	for _, key := range slices.Sorted(maps.Keys(r.things)) {
		if id, ok := strings.CutPrefix(key, kind+"/"); ok && r.things[key][thing.Subject] == subject {
			f, _ := r.Thing(kind, id)
			about = append(about, f)
		}
	}
	return about
}

func (r register) Case(id string) (*procedure.Case, bool) {
	c, ok := r.cases[id]
	return c, ok
}

func (r register) Expert(person string) (procedure.Party, bool) {
	p, ok := r.experts[person]
	return p, ok
}

var shared = register{
	things: map[string]map[string]any{
		"resource/R1": {"title": "水", "provider": "water", "level": "L2", "fields": []any{"a", "b"}, "state": "catalogued"},
		"resource/R2": {"title": "电", "provider": "power", "level": "L4", "held": true, "state": "catalogued"},
		"person/e1":   {"name": "e1", "org": "college"}, "person/e2": {"name": "e2", "org": "institute"}, "person/e3": {"name": "e3", "org": "water"}, "person/qin": {"name": "qin", "org": "water"},
	},
	cases: map[string]*procedure.Case{},
	experts: map[string]procedure.Party{
		"e1": {Person: "e1", Seat: "seat-e1", Organisation: "college"}, "e2": {Person: "e2", Seat: "seat-e2", Organisation: "institute"},
		"e3": {Person: "e3", Seat: "seat-e3", Organisation: "water"},
	},
}

func who(role, org, person string, powers ...string) procedure.Actor {
	return procedure.Actor{Role: role, Powers: powers, SteppedUp: true, Party: procedure.Party{Person: person, Seat: "seat-" + person, Organisation: org}}
}

var (
	qin    = who("provider", "water", "qin", "clerk")
	lin    = who("authority", "bureau", "lin", "reviewer")
	zhao   = who("authority", "bureau", "zhao", "reviewer")
	e1     = who("expert", "college", "e1")
	e2     = who("expert", "institute", "e2")
	admin  = who("system-admin", "platform", "root")
	public = procedure.Actor{Role: "public", Party: procedure.Party{Seat: "public"}}
	clock  = procedure.Actor{Role: "clock", Party: procedure.Party{Seat: "clock", Organisation: "platform"}}
)

// monday is a Monday of 2026 with no holiday in the weeks after it.
var monday = calendar.MustDay("2026-03-02")

func good() map[string]any { return map[string]any{"title": "水表", "sure": true} }

// asked is a command to open a filing about R1, as the clerk of its provider.
func asked(p *pack.Pack) procedure.Input {
	return procedure.Input{Pack: p, Procedure: "filing", Step: "apply", Links: map[string]string{"resource": "R1"}, Form: good(), Actor: qin,
		Look: shared, Calendar: calendar.China(), Today: monday, NewID: "000007"}
}

// on is a command to take a step in a case.
func on(p *pack.Pack, c procedure.Case, a procedure.Actor, step string, form map[string]any) procedure.Input {
	return procedure.Input{Pack: p, Procedure: c.Procedure, Step: step, Case: &c, Form: form, Actor: a, Look: shared, Calendar: calendar.China(),
		Today: monday, NewID: "000008"}
}

// take decides a command that must be allowed.
func take(t testing.TB, in procedure.Input) procedure.Outcome {
	t.Helper()
	out, refusal, err := procedure.Decide(in)
	if err != nil {
		t.Fatal(err)
	}
	if refusal != nil {
		t.Fatalf("%s was refused: %s", in.Step, tell(refusal))
	}
	return out
}

// refused decides a command that must be refused.
func refused(t testing.TB, in procedure.Input) *law.Refusal {
	t.Helper()
	_, refusal, err := procedure.Decide(in)
	if err != nil {
		t.Fatal(err)
	}
	if refusal == nil {
		t.Fatalf("%s was allowed", in.Step)
	}
	return refusal
}

func codes(r *law.Refusal) []string {
	var all []string
	for _, v := range r.Violations {
		all = append(all, v.Code)
	}
	return all
}

func tell(r *law.Refusal) string {
	var all []string
	for _, v := range r.Violations {
		facts := ""
		for _, f := range v.Facts {
			facts += " " + f.Name + "=" + f.Value
		}
		all = append(all, v.Code+facts)
	}
	return strings.Join(all, "; ")
}

// fact gives what a violation shows under a name.
func fact(v law.Violation, name string) string {
	for _, f := range v.Facts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

func cites(v law.Violation, unit string) bool {
	return slices.ContainsFunc(v.Cites, func(c law.Citation) bool { return c.Unit == unit })
}

// walk takes steps one after another, each by whoever it belongs to, and gives the case.
func walk(t testing.TB, p *pack.Pack, steps ...string) procedure.Case {
	t.Helper()
	c := take(t, asked(p)).Case
	for _, step := range steps {
		in := on(p, c, lin, step, nil)
		switch step {
		case "appoint":
			in.Form = map[string]any{"members": []any{"e1", "e2"}}
		case "agree":
			in.Today = monday.AddDays(30)
		case "object":
			in.Actor, in.Form = public, map[string]any{"grounds": "不对"}
		}
		c = take(t, in).Case
	}
	return c
}

// copied is a deep copy of what a decision rests on and could change.
func copied(t testing.TB, in procedure.Input) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"case": in.Case, "links": in.Links, "form": in.Form, "actor": in.Actor})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// pure decides twice and fails where the answers differ or the input was changed.
func pure(t testing.TB, in procedure.Input) (procedure.Outcome, *law.Refusal) {
	t.Helper()
	before := copied(t, in)
	out, refusal, err := procedure.Decide(in)
	if err != nil {
		t.Fatal(err)
	}
	again, other, err := procedure.Decide(in)
	if err != nil {
		t.Fatal(err)
	}
	if after := copied(t, in); after != before {
		t.Fatalf("deciding %s changed its input:\n%s\n%s", in.Step, before, after)
	}
	if !reflect.DeepEqual(refusal, other) || !reflect.DeepEqual(out, again) {
		t.Fatalf("deciding %s twice gave two answers", in.Step)
	}
	return out, refusal
}

func plus(form map[string]any, more map[string]any) map[string]any {
	f := maps.Clone(form)
	maps.Copy(f, more)
	return f
}
