// Package route walks the ways that cases can take under a pack: how long the law lets
// them take (Simulate), and whether each of them leads somewhere and none past what the
// law wants passed (Explore).
//
// It decides no case and reads no store: law/procedure decides. It knows the rules only
// as conditions taken apart, and asks of them whether they can hold.
//
// What newcomers get wrong: a wait for which the text gives no period is not a wait of no
// days. It is open, is listed with who ends it, and no sum hides it. And a fact of
// another registered thing is free here: what rests on it may be found possible although
// no case will ever bring it about.
package route

import (
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law/pack"
)

// element is the registered kind, or "case:<procedure>", of the things that a path names,
// and what of them; "" where the path names no such thing. Paths are those of the step's
// expressions: "link.call.doc.call.closes", "form.grants", "each(form.resources).graded".
func element(p *pack.Pack, s *pack.StepDef, path string) (kind, of string) {
	if inner, rest, ok := eachOf(path); ok {
		kind, of = element(p, s, inner)
		if of != "" || kind == "" {
			return "", ""
		}
		return deeper(p, kind, rest)
	}
	head, rest, _ := strings.Cut(path, ".")
	switch head {
	case "actor":
		if rest == "admitted" {
			return "person", rest
		}
	case "link":
		name, rest, _ := strings.Cut(rest, ".")
		return deeper(p, linksOf(s.Procedure)[name], rest)
	case "form":
		if s.Form != nil {
			return ofDocument(p, s.Form, rest)
		}
	case "doc":
		camel, rest, _ := strings.Cut(rest, ".")
		if d := s.Procedure.Carried(camel); d != nil {
			return ofDocument(p, d, rest)
		}
	}
	return "", ""
}

// eachOf reads "each(form.resources).graded".
func eachOf(path string) (list, rest string, ok bool) {
	inner, is := strings.CutPrefix(path, "each(")
	if !is {
		return "", "", false
	}
	end := strings.LastIndex(inner, ")")
	if end < 0 {
		return "", "", false
	}
	return inner[:end], strings.TrimPrefix(inner[end+1:], "."), true
}

// deeper follows a path on from a thing of that kind.
func deeper(p *pack.Pack, kind, path string) (string, string) {
	procedure, isCase := pack.FactType(kind).CaseOf()
	if kind == "" || !isCase {
		return kind, path
	}
	def, ok := p.Procedure(procedure)
	head, rest, _ := strings.Cut(path, ".")
	switch {
	case ok && head == "link":
		name, rest, _ := strings.Cut(rest, ".")
		return deeper(p, linksOf(def)[name], rest)
	case ok && head == "doc":
		camel, field, _ := strings.Cut(rest, ".")
		if d := def.Carried(camel); d != nil {
			if kind, of := ofDocument(p, d, field); kind != "" {
				return kind, of
			}
		}
	}
	return kind, path
}

func ofDocument(p *pack.Pack, d *pack.Document, path string) (string, string) {
	name, rest, _ := strings.Cut(path, ".")
	for _, f := range d.Fields {
		if f.Field.Field != name {
			continue
		}
		elem, _ := pack.FactType(f.Field.Type).IsList()
		if elem.IsPlain() || elem == pack.TypeGroup || elem == pack.TypeAttachment {
			return "", ""
		}
		return deeper(p, string(elem), rest)
	}
	return "", ""
}

// fieldAt is the particular of a document that a path names: "form.mode", or
// "link.plan.doc.plan.mode".
func fieldAt(p *pack.Pack, s *pack.StepDef, path string) (pack.DocumentField, bool) {
	parts := strings.Split(path, ".")
	d, name := s.Form, parts[len(parts)-1]
	switch {
	case parts[0] == "form" && len(parts) == 2:
	case parts[0] == "doc" && len(parts) == 3:
		d = s.Procedure.Carried(parts[1])
	case parts[0] == "link" && len(parts) == 5 && parts[2] == "doc":
		procedure, _ := pack.FactType(linksOf(s.Procedure)[parts[1]]).CaseOf()
		def, ok := p.Procedure(procedure)
		if !ok {
			return pack.DocumentField{}, false
		}
		d = def.Carried(parts[3])
	default:
		return pack.DocumentField{}, false
	}
	if d == nil {
		return pack.DocumentField{}, false
	}
	for _, f := range d.Fields {
		if f.Field.Field == name {
			return f, true
		}
	}
	return pack.DocumentField{}, false
}

// linksOf are the links a procedure declares and those that its steps create.
func linksOf(def *pack.ProcedureDef) map[string]string {
	links := map[string]string{}
	for name, kind := range def.Links {
		links[name] = kind
	}
	for _, s := range def.Steps {
		for _, e := range s.Effects {
			if e.Create != "" && e.As != "" {
				links[e.As] = e.Create
			}
		}
	}
	return links
}

// asked are the conditions of the step's guards, taken apart: each must hold for it to be
// taken.
func asked(s *pack.StepDef) []*pack.Formula {
	all := make([]*pack.Formula, len(s.Guards))
	for i, g := range s.Guards {
		all[i] = g.Allows()
	}
	return all
}

// own reports whether the platform itself takes the step, because a day has come or a
// worker has reported.
func own(s *pack.StepDef) bool {
	return !slices.ContainsFunc(s.By, func(role string) bool { return role != "clock" && role != "machine" })
}
