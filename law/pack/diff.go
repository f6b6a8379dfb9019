package pack

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Change is one rule that two packs do not have alike.
type Change struct {
	What      string        `json:"what"` // "added", "dropped" or "changed"
	Kind      Kind          `json:"kind"`
	Topic     string        `json:"topic"`               // what the change is about, see Topics
	Procedure string        `json:"procedure,omitempty"` // "" for rules of no procedure
	Subject   string        `json:"subject"`             // what the rule governs: "demand.pass", "document application"
	Before    *Side         `json:"before,omitempty"`
	After     *Side         `json:"after,omitempty"`
	Fields    []FieldChange `json:"fields,omitempty"` // of changed rules
}

// Side is the rule as one of the two packs has it.
type Side struct {
	Rule  string         `json:"rule"` // with its instrument: "taian:TA-09.3.length"
	Cites []law.Citation `json:"cites"`
	Says  string         `json:"says,omitempty"` // what it comes to, in one line
}

// FieldChange is one key of a rule that is written otherwise.
type FieldChange struct {
	Field  string `json:"field"` // as it is written in the pack: "period", "by"
	Before string `json:"before"`
	After  string `json:"after"`
}

// Topics of changes, in the order in which they are told.
var Topics = []string{"procedure", "period", "actor", "condition", "document", "effect", "disclosure", "duty", "figure", "parameter", "reading", "words"}

var topicOf = map[Kind]string{
	KindProcedure: "procedure", KindStep: "procedure", KindPriority: "procedure", KindPrecedence: "procedure",
	KindPeriod: "period", KindRetention: "period", KindRole: "actor", KindCompetence: "actor", KindSeparation: "actor",
	KindGate: "condition", KindProhibition: "condition", KindLimit: "condition", KindContent: "document", KindEffect: "effect",
	KindDisclosure: "disclosure", KindDuty: "duty", KindFigure: "figure", KindControl: "parameter", KindFunction: "parameter",
	KindReading: "reading", KindTerm: "words", KindLabel: "words",
}

// Diff lists what differs between the law of two packs, by procedure and topic: rules
// added, dropped and changed. Rules of one instrument are the same where their ids are;
// those of different instruments where they are of one kind and govern the same, in the
// order of the texts. The platform's rules are compared too where they are not the same.
// What only people read (titles, remedies) is no change, nor is that different texts have
// different articles; both sides name theirs. It is pure.
func Diff(before, after *Pack) []Change {
	olds, news := before.inOrder(), after.inOrder()
	pairs := paired(olds, news)
	matched := map[*owned]bool{}
	var all []Change
	for _, o := range olds {
		n, ok := pairs[o]
		if !ok {
			all = append(all, o.change("dropped", o, nil))
			continue
		}
		matched[n] = true
		if c := o.change("changed", o, n); len(c.Fields) > 0 {
			all = append(all, c)
		}
	}
	for _, n := range news {
		if !matched[n] {
			all = append(all, n.change("added", nil, n))
		}
	}
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Procedure, b.Procedure), cmp.Compare(slices.Index(Topics, a.Topic), slices.Index(Topics, b.Topic)), cmp.Compare(a.Subject, b.Subject))
	})
	return all
}

// owned is a rule with the instrument it stands in.
type owned struct {
	id   string // "taian:TA-09.3.length"
	rule *Rule
}

// inOrder lists the rules in force, layer by layer, in the order of the texts.
func (p *Pack) inOrder() []*owned {
	var all []*owned
	for _, l := range p.Layers {
		for _, written := range l.Rules {
			id := l.Code + ":" + written.ID
			if r, ok := p.rules[id]; ok {
				all = append(all, &owned{id, r})
			}
		}
	}
	return all
}

// paired finds, for each rule of one pack, the rule of the other that says what it says.
func paired(olds, news []*owned) map[*owned]*owned {
	byID := map[string]*owned{}
	for _, n := range news {
		byID[n.id] = n
	}
	pairs, used := map[*owned]*owned{}, map[*owned]bool{}
	for _, o := range olds {
		if n, ok := byID[o.id]; ok && n.rule.Kind == o.rule.Kind {
			pairs[o], used[n] = n, true
		}
	}
	bySubject := map[string][]*owned{}
	for _, n := range news {
		if !used[n] {
			key := string(n.rule.Kind) + " " + n.subject()
			bySubject[key] = append(bySubject[key], n)
		}
	}
	for _, o := range olds {
		key := string(o.rule.Kind) + " " + o.subject()
		if _, ok := pairs[o]; ok || len(bySubject[key]) == 0 {
			continue
		}
		pairs[o], bySubject[key] = bySubject[key][0], bySubject[key][1:]
	}
	return pairs
}

// subject is what a rule governs, by which rules of different texts are held against one
// another.
func (o *owned) subject() string {
	switch body := o.rule.Body.(type) {
	case *Procedure:
		return body.Procedure
	case *Step:
		return body.Procedure + "." + body.Step
	case *Priority:
		return body.Procedure
	case *Content:
		return "document " + body.Document + body.Extends
	case *Term:
		return body.Concept
	case *Label:
		return body.Of
	case *Role:
		return body.Role
	case *Competence:
		return body.Role + " " + body.Thing
	case *Retention:
		return body.Class
	case *Reading:
		return body.Reading
	case *Control:
		return body.Control + " " + o.rule.Code
	case *Function:
		return strings.Join(body.Functions, ", ")
	case *Precedence:
		return body.Procedure
	case *Duty:
		return body.Duty
	case *Figure:
		return strings.Join(stepsNamed(o.rule), ", ") + " " + body.Figure
	case *Gate, *Prohibition, *Limit, *Separation:
		return strings.Join(stepsNamed(o.rule), ", ") + " " + o.rule.Code
	}
	return strings.Join(stepsNamed(o.rule), ", ")
}

// procedure is that of a rule; "" where it is of none.
func (o *owned) procedure() string {
	switch body := o.rule.Body.(type) {
	case *Procedure:
		return body.Procedure
	case *Step:
		return body.Procedure
	case *Priority:
		return body.Procedure
	case *Precedence:
		return body.Procedure
	}
	for _, name := range stepsNamed(o.rule) {
		procedure, _, _ := strings.Cut(name, ".")
		return procedure
	}
	return ""
}

func (o *owned) side() *Side {
	return &Side{Rule: o.id, Cites: o.rule.Cites, Says: inBrief(o.rule)}
}

func (o *owned) change(what string, before, after *owned) Change {
	c := Change{What: what, Kind: o.rule.Kind, Topic: topicOf[o.rule.Kind], Procedure: o.procedure(), Subject: strings.TrimSpace(o.subject())}
	if before != nil {
		c.Before = before.side()
	}
	if after != nil {
		c.After = after.side()
	}
	if before == nil || after == nil {
		return c
	}
	c.Fields = differing(reflect.ValueOf(before.rule.Body).Elem(), reflect.ValueOf(after.rule.Body).Elem())
	if before.rule.Cites[0].Instrument == after.rule.Cites[0].Instrument && !slices.Equal(units(before.rule), units(after.rule)) {
		c.Fields = append(c.Fields, FieldChange{"cites", strings.Join(units(before.rule), " "), strings.Join(units(after.rule), " ")})
	}
	if before.rule.Code != after.rule.Code {
		c.Fields = append(c.Fields, FieldChange{"code", before.rule.Code, after.rule.Code})
	}
	if before.rule.RestsOn != after.rule.RestsOn {
		c.Fields = append(c.Fields, FieldChange{"rests-on", before.rule.RestsOn, after.rule.RestsOn})
	}
	if c.Kind == KindStep && len(c.Fields) > 0 && !slices.ContainsFunc(c.Fields, func(f FieldChange) bool { return !slices.Contains([]string{"by", "power", "party", "signs"}, f.Field) }) {
		c.Topic = "actor"
	}
	return c
}

func units(r *Rule) []string {
	all := make([]string, len(r.Cites))
	for i, c := range r.Cites {
		all[i] = c.String()
	}
	return all
}

// read are the keys that only people read, or that only name the rule.
var read = []string{"title", "word", "text", "reason", "help", "alternatives", "question", "taken", "tag"}

// differing lists the keys that two bodies of one kind have otherwise.
func differing(a, b reflect.Value) []FieldChange {
	var all []FieldChange
	if a.Type() != b.Type() {
		return nil
	}
	for i := range a.NumField() {
		key, _, _ := strings.Cut(a.Type().Field(i).Tag.Get("yaml"), ",")
		if key == "" || slices.Contains(read, key) || a.Type().Field(i).Type == reflect.TypeFor[law.Text]() {
			continue
		}
		before, after := shown(a.Field(i)), shown(b.Field(i))
		if before == after {
			continue
		}
		if list := a.Field(i); list.Kind() == reflect.Slice && list.Type().Elem().Kind() == reflect.Struct {
			all = append(all, elements(key, a.Field(i), b.Field(i))...)
			continue
		}
		all = append(all, FieldChange{key, before, after})
	}
	return all
}

// elements lists what differs in a list of fields, states or effects, each by its name.
func elements(key string, a, b reflect.Value) []FieldChange {
	before, after := map[string]string{}, map[string]string{}
	var names []string
	for _, side := range []struct {
		list reflect.Value
		of   map[string]string
	}{{a, before}, {b, after}} {
		for i := range side.list.Len() {
			name := called(side.list.Index(i), i)
			for side.of[name] != "" {
				name += " also"
			}
			side.of[name] = shown(side.list.Index(i))
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	var all []FieldChange
	for _, name := range names {
		if before[name] != after[name] {
			all = append(all, FieldChange{key + ": " + name, before[name], after[name]})
		}
	}
	return all
}

// shown writes a value as it is written in a pack, without what only people read.
func shown(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ""
		}
		return shown(v.Elem())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[law.Text]() {
			return ""
		}
		var parts []string
		for i := range v.NumField() {
			key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			if s := shown(v.Field(i)); s != "" && key != "" && !slices.Contains(read, key) {
				parts = append(parts, key+": "+s)
			}
		}
		return strings.Join(parts, ", ")
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = shown(v.Index(i))
		}
		return strings.Join(parts, ", ")
	case reflect.Map:
		keys := slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
		parts := make([]string, len(keys))
		for i, k := range keys {
			parts[i] = k.String() + ": " + shown(v.MapIndex(k))
		}
		return strings.Join(parts, ", ")
	}
	if v.IsZero() {
		return ""
	}
	return fmt.Sprint(v.Interface())
}

// inBrief is what a rule comes to, in one line.
func inBrief(r *Rule) string {
	switch body := r.Body.(type) {
	case *Period:
		if body.Period == "" {
			return body.Kind + " " + body.Length + " " + body.Unit
		}
		return body.Period
	case *Gate:
		return body.Require
	case *Prohibition:
		return body.Deny
	case *Limit:
		return shown(reflect.ValueOf(body).Elem())
	case *Step:
		return strings.Join(body.From, ", ") + " → " + body.To + " by " + strings.Join(body.By, ", ")
	case *Competence:
		return fmt.Sprint(body.May)
	case *Duty:
		return body.Every + body.Aligned + " " + body.Within
	case *Retention:
		return body.Keep
	}
	return ""
}
