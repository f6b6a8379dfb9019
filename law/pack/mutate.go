package pack

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Mutant is a pack with one thing changed that its author might have got wrong: a rule
// left out, or one parameter or citation of a rule written otherwise. Only what is written
// is altered, and no words that people read: titles, remedies, facts shown.
type Mutant struct {
	Rule   string // id in its instrument
	Unit   string // that the rule stands under
	Change string // what was altered, in words that stay the same from run to run and tell it from the rule's other mutants

	altered *Rule // nil: the rule is left out
}

// Mutants lists the mutants of an instrument's rules in the order of the text.
func (p *Pack) Mutants(instrument string) []Mutant {
	in, ok := p.Instrument(instrument)
	if !ok {
		return nil
	}
	var all []Mutant
	for _, r := range in.Rules {
		unit := standsUnder(in, r)
		all = append(all, Mutant{Rule: r.ID, Unit: unit.Unit, Change: "left out"})
		for _, v := range variants("", reflect.ValueOf(r.Body)) {
			altered := *r
			altered.Body = v.value.Interface().(Body)
			all = append(all, Mutant{Rule: r.ID, Unit: unit.Unit, Change: v.change, altered: &altered})
		}
		all = append(all, citing(in, r, unit)...)
	}
	return numbered(all)
}

// numbered tells apart the mutants of a rule that are written alike.
func numbered(all []Mutant) []Mutant {
	seen := map[string]int{}
	for i := range all {
		key := all[i].Rule + " " + all[i].Change
		if seen[key]++; seen[key] > 1 {
			all[i].Change += fmt.Sprintf(" (%d)", seen[key])
		}
	}
	return all
}

// standsUnder is the citation of the unit that a rule stands under.
func standsUnder(in *Instrument, r *Rule) law.Citation {
	if in.Level == LevelLayering {
		return r.Cites[len(r.Cites)-1]
	}
	return r.Cites[0]
}

// unitNamed is the unit that a rule's id begins with, the longest where several do.
func (in *Instrument) unitNamed(id string) string {
	for name := id; ; {
		dot := strings.LastIndex(name, ".")
		if dot < 0 {
			return ""
		}
		name = name[:dot]
		if _, ok := in.Unit(name); ok {
			return name
		}
	}
}

// citing are the mutants of what a rule rests on: each further unit left out, and the unit
// it stands under exchanged for another.
func citing(in *Instrument, r *Rule, unit law.Citation) []Mutant {
	var all []Mutant
	for i, c := range r.Cites {
		cites := slices.Delete(slices.Clone(r.Cites), i, i+1)
		change := "without citing " + c.String()
		if c == unit {
			other := in.Units[0].ID
			if at := slices.IndexFunc(in.Units, func(u *Unit) bool { return u.ID == unit.Unit }); at > 0 {
				other = in.Units[at-1].ID
			} else if len(in.Units) > 1 {
				other = in.Units[1].ID
			}
			cites = slices.Insert(cites, i, in.Cite(other))
			change = "citing " + in.Cite(other).String() + " for " + c.String()
		}
		altered := *r
		altered.Cites = cites
		all = append(all, Mutant{Rule: r.ID, Unit: unit.Unit, Change: change, altered: &altered})
	}
	return all
}

// Mutate is the pack as the mutant has it. An error is what reading it would say: the
// mutant is noticed by the check.
func (p *Pack) Mutate(instrument string, m Mutant) (*Pack, error) {
	if m.altered == nil {
		return p.Without(instrument, m.Rule)
	}
	return p.with(instrument, m.Rule+" "+m.Change, func(rules []*Rule) []*Rule {
		at := slices.IndexFunc(rules, func(r *Rule) bool { return r.ID == m.Rule })
		if at < 0 {
			return rules
		}
		changed := slices.Clone(rules)
		changed[at] = m.altered
		return changed
	})
}

// variant is a value with one thing in it altered.
type variant struct {
	change string
	value  reflect.Value
}

// variants lists what a value of a rule's body might have been instead; name is the key
// under which it is written. What is absent has no variants.
func variants(name string, v reflect.Value) []variant {
	if v.Type() == reflect.TypeFor[law.Text]() || silent[name] || v.IsZero() && name != "may" {
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		return rewrap(variants(name, v.Elem()), func(inner reflect.Value) reflect.Value {
			p := reflect.New(v.Type().Elem())
			p.Elem().Set(inner)
			return p
		})
	case reflect.Struct:
		return variantsOfStruct(v)
	case reflect.Slice:
		return variantsOfList(name, v)
	case reflect.Map:
		return variantsOfMap(name, v)
	case reflect.Bool:
		return []variant{{fmt.Sprintf("%s: %v", name, !v.Bool()), reflect.ValueOf(!v.Bool()).Convert(v.Type())}}
	case reflect.Int, reflect.Int64, reflect.Uint64:
		more := reflect.New(v.Type()).Elem()
		if v.CanUint() {
			more.SetUint(v.Uint() + 1)
		} else {
			more.SetInt(v.Int() + 1)
		}
		return []variant{{fmt.Sprintf("%s: %v", name, more.Interface()), more}}
	case reflect.String:
		var all []variant
		for _, s := range texts(name, v.String()) {
			all = append(all, variant{fmt.Sprintf("%s: %s", name, s), reflect.ValueOf(s).Convert(v.Type())})
		}
		return all
	}
	return nil
}

func rewrap(all []variant, wrap func(reflect.Value) reflect.Value) []variant {
	for i := range all {
		all[i].value = wrap(all[i].value)
	}
	return all
}

func variantsOfStruct(v reflect.Value) []variant {
	var all []variant
	for i := range v.NumField() {
		key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		for _, inner := range variants(key, v.Field(i)) {
			changed := reflect.New(v.Type()).Elem()
			changed.Set(v)
			changed.Field(i).Set(inner.value)
			all = append(all, variant{inner.change, changed})
		}
	}
	return all
}

// variantsOfList leaves each element out, and alters each.
func variantsOfList(name string, v reflect.Value) []variant {
	var all []variant
	for i := range v.Len() {
		left := reflect.MakeSlice(v.Type(), 0, v.Len())
		left = reflect.AppendSlice(reflect.AppendSlice(left, v.Slice(0, i)), v.Slice(i+1, v.Len()))
		all = append(all, variant{fmt.Sprintf("%s without %s", name, called(v.Index(i), i)), left})
		if v.Index(i).Kind() == reflect.String {
			continue
		}
		for _, inner := range variants(name, v.Index(i)) {
			changed := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v)
			changed.Index(i).Set(inner.value)
			all = append(all, variant{fmt.Sprintf("%s %s, %s", name, called(v.Index(i), i), inner.change), changed})
		}
	}
	return all
}

// called names an element of a list: itself, what it is called, or its place.
func called(v reflect.Value, place int) string {
	if v.Kind() == reflect.String {
		return v.String()
	}
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			switch key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ","); key {
			case "field", "key", "state", "create", "set", "end", "hold", "lift", "open", "task", "certificate", "status":
				if s := v.Field(i).String(); s != "" {
					return key + " " + s
				}
			}
		}
	}
	return strconv.Itoa(place + 1)
}

// variantsOfMap leaves each entry out, and alters each that is an expression or a number.
func variantsOfMap(name string, v reflect.Value) []variant {
	var all []variant
	keys := slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, key := range keys {
		left := reflect.MakeMap(v.Type())
		for _, k := range keys {
			if k.String() != key.String() {
				left.SetMapIndex(k, v.MapIndex(k))
			}
		}
		all = append(all, variant{name + " without " + key.String(), left})
		value := v.MapIndex(key)
		if value.Kind() == reflect.Interface {
			value = value.Elem()
		}
		for _, inner := range variants(name, value) {
			changed := reflect.MakeMap(v.Type())
			for _, k := range keys {
				changed.SetMapIndex(k, v.MapIndex(k))
			}
			changed.SetMapIndex(key, inner.value)
			all = append(all, variant{fmt.Sprintf("%s %s, %s", name, key.String(), inner.change), changed})
		}
	}
	return all
}

// silent are keys whose values are names by which other rules find a thing, what only
// people read, or what only helps them: altering them is another rule, or no rule.
var silent = map[string]bool{
	"facts": true, "waits": true, "help": true, "alternatives": true, "regulated": true, "also": true, "remind": true,
	"procedure": true, "step": true, "concept": true, "key": true, "state": true, "field": true, "document": true, "extends": true,
	"role": true, "thing": true, "of-word": true, "reading": true, "duty": true, "class": true, "type": true, "figure": true,
	"setting": true, "create": true, "as": true, "act": true, "control": true, "panel": true,
}

// expressions are keys that hold one.
var expressions = map[string]bool{
	"require": true, "deny": true, "when": true, "unless": true, "value": true, "length": true, "each": true, "party": true, "where": true,
	"notify": true, "times": true, "per": true, "among": true, "weight": true, "named": true, "tag": true, "about": true,
	"fields": true, "links": true, "counted-from": true,
}

// others are what a word of a closed list might have been instead.
var others = map[string]map[string]string{
	"level":  {"person": "organisation", "organisation": "person"},
	"of":     {"at-least": "within", "within": "at-least", "in-the-last": "at-least", "at-least-before": "at-least"},
	"unit":   {"working-days": "natural-days", "natural-days": "working-days", "months": "years", "years": "months", "hours": "natural-days"},
	"manner": {"terminate": "annul", "expire": "terminate", "exit": "terminate", "annul": "terminate", "withdraw": "terminate"},
	"round":  {"half-up": "down", "down": "up", "up": "down"},
	"status": {"revoked": "annulled", "annulled": "revoked", "retracted": "revoked", "deregistered": "revoked", "expired": "revoked"},
}

// texts lists what a written word, period or expression might have been instead.
func texts(name, s string) []string {
	if words, ok := others[name]; ok {
		if other, ok := words[s]; ok {
			return []string{other}
		}
		return nil
	}
	switch name {
	case "period", "within", "keep", "every", "delete":
		return periods(s)
	case "power", "on-lapse", "aligned", "across", "values", "panel":
		return []string{""}
	}
	if !expressions[name] || name == "counted-from" && !strings.HasPrefix(s, "=") {
		return nil
	}
	return conditions(s)
}

var (
	number     = regexp.MustCompile(`\b[0-9]+\b`)
	periodUnit = regexp.MustCompile(`working-days|natural-days|months|years|hours`)
	periodKind = regexp.MustCompile(`at-least-before|at-least|within|in-the-last`)
	operator   = regexp.MustCompile(`==|!=|<=|>=|<|>|\band\b|\bor\b|\bnot |\btrue\b|\bfalse\b|\ball\(|\bany\(|\bnone\(`)
	quotation  = regexp.MustCompile(`"[^"]*"|'[^']*'`)
)

var instead = map[string]string{
	"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "and": "or", "or": "and", "not ": "", "true": "false", "false": "true",
	"all(": "any(", "any(": "all(", "none(": "any(",
	"at-least": "within", "within": "at-least", "in-the-last": "at-least-before", "at-least-before": "in-the-last",
}

// periods alters the number, the kind of day and the kind of a period.
func periods(s string) []string {
	all := at(number, s, nil, more)
	all = append(all, at(periodUnit, s, nil, func(u string) string { return others["unit"][u] })...)
	return append(all, at(periodKind, s, nil, func(k string) string { return instead[k] })...)
}

// conditions alters each comparison, each joint and each number of an expression, but
// nothing that stands in quotation marks.
func conditions(s string) []string {
	quoted := quotation.FindAllStringIndex(s, -1)
	all := at(operator, s, quoted, func(o string) string { return instead[o] })
	return append(all, at(number, s, quoted, more)...)
}

func more(digits string) string {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return digits + "0"
	}
	return strconv.Itoa(n + 1)
}

// at alters each place where the pattern stands, one at a time, outside of the places
// passed over.
func at(pattern *regexp.Regexp, s string, passed [][]int, alter func(string) string) []string {
	var all []string
	for _, m := range pattern.FindAllStringIndex(s, -1) {
		if slices.ContainsFunc(passed, func(q []int) bool { return q[0] <= m[0] && m[1] <= q[1] }) {
			continue
		}
		all = append(all, s[:m[0]]+alter(s[m[0]:m[1]])+s[m[1]:])
	}
	return all
}
