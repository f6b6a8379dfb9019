package route

import (
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law/pack"
)

// need is one thing that must have come about before a step can be taken.
type need struct {
	kind  string // registered kind, or "case:<procedure>"; "" for the case itself
	fact  string // fact of the thing that must be so; "" for that it exists
	text  string // of text facts: the value
	step  string // of cases: a step that must have been taken
	doc   string // of cases: a document that must have been handed in, as expressions call it
	over  bool   // of cases: the public notice must be over
	first bool   // of agreements: the first tier, which is under no other
	until string // a day that a document gives must have passed: "doc.call.closes"
}

// alternatives lists the sets of needs of which one must be met for a formula to come
// out as wanted; an empty set: nothing is needed; none at all: it cannot.
func (s *simulation) alternatives(at *pack.StepDef, k settled, f *pack.Formula, want bool) [][]need {
	switch v := k.weigh(f); {
	case v == yes && want, v == no && !want:
		return [][]need{{}}
	case v != unsure:
		return nil
	}
	switch f.Joint {
	case pack.Not:
		return s.alternatives(at, k, f.Parts[0], !want)
	case pack.One:
		return s.needsOf(at, f.Atom, want)
	}
	if (f.Joint == pack.All) == want {
		return s.each(at, k, f, want)
	}
	var any [][]need
	for i, p := range f.Parts {
		if i == 0 && len(f.Parts) == 2 && repeats(p, f.Parts[1]) && s.filled(at, p.Atom.Names) {
			continue
		}
		for _, set := range s.alternatives(at, k, p, want) {
			if len(set) == 0 {
				return [][]need{{}}
			}
			any = append(any, set)
		}
	}
	return any
}

// repeats reports whether the first part says that a list is empty of which the second
// speaks member by member.
func repeats(empty, each *pack.Formula) bool {
	list, ok := strings.CutPrefix(empty.Atom.Of, "len(")
	return empty.Joint == pack.One && ok && slices.ContainsFunc(atomsOf(each), func(a pack.Atom) bool {
		return strings.Contains(a.Of, "each("+list) || slices.ContainsFunc(a.Names, func(n string) bool { return strings.HasPrefix(n, "each("+list) })
	})
}

// filled reports whether a list has members whatever the case: its document demands it.
func (s *simulation) filled(at *pack.StepDef, names []string) bool {
	return slices.ContainsFunc(names, func(path string) bool {
		f, ok := fieldAt(s.pack, at, path)
		return ok && f.Required
	})
}

// widest bounds how many ways through one condition are looked at.
const widest = 64

// each joins the alternatives of parts that must all come out.
func (s *simulation) each(at *pack.StepDef, k settled, f *pack.Formula, want bool) [][]need {
	sets := [][]need{{}}
	for _, p := range f.Parts {
		var joined [][]need
		for _, more := range s.alternatives(at, k, p, want) {
			for _, set := range sets {
				if len(joined) < widest {
					joined = append(joined, append(slices.Clone(set), more...))
				}
			}
		}
		sets = joined
	}
	return sets
}

// needsOf is what an atom asks of the register and of other cases. What it asks beside
// them (a form well filled in, an organisation fit) takes no time that the law gives.
func (s *simulation) needsOf(at *pack.StepDef, a pack.Atom, want bool) [][]need {
	if day, ok := dayPassed(a, want); ok {
		return [][]need{{{until: day}}}
	}
	empty := a.Is == "==" && !a.Numeric && a.Text == "" // asked whether there is one at all
	if link, ok := strings.CutSuffix(a.Of, ".id"); ok && empty && !want && strings.HasPrefix(link, "link.") {
		return [][]need{s.asked(at, a.Of, pack.Atom{Of: a.Of, Is: "holds"})}
	}
	if !want || empty {
		return [][]need{{}}
	}
	if strings.HasSuffix(a.Of, ".held") {
		return nil // nothing is held on a direct way
	}
	if a.Is == "holds" && !plainPath(a.Of) || a.Is == "has" {
		return [][]need{s.mentioned(at, a)}
	}
	if !plainPath(a.Of) {
		return [][]need{{}}
	}
	return [][]need{s.asked(at, a.Of, a)}
}

// dayPassed recognises "today > day": the day that a document gives lies behind.
func dayPassed(a pack.Atom, want bool) (string, bool) {
	day, ok := strings.CutPrefix(a.Of, "today <= ")
	if !ok || want {
		if day, ok = strings.CutSuffix(a.Of, " < today"); !ok || !want {
			return "", false
		}
	}
	return day, plainPath(day) && strings.HasPrefix(day, "doc.")
}

// plainPath reports whether words are one path and nothing else.
func plainPath(words string) bool {
	if inner, rest, ok := eachOf(words); ok {
		return plainPath(inner) && !strings.ContainsAny(rest, "( =<>")
	}
	return words != "" && !strings.ContainsAny(words, `( #=<>+-"[`)
}

// asked turns a fact that is asked for into what brings it about.
func (s *simulation) asked(at *pack.StepDef, path string, a pack.Atom) []need {
	if camel, ok := strings.CutPrefix(path, "doc."); ok && (a.Is == "holds" || a.Text != "" || a.Number > 0) {
		name, _, _ := strings.Cut(camel, ".")
		if kind, _ := element(s.pack, at, path); kind == "" {
			return []need{{doc: name}}
		}
	}
	if path == "case.noticeOver" {
		return []need{{over: true}}
	}
	kind, of := element(s.pack, at, path)
	if kind == "" {
		return nil
	}
	if _, isCase := pack.FactType(kind).CaseOf(); isCase {
		return caseNeed(kind, of, a)
	}
	switch {
	case of == "id" || of == "":
		return []need{{kind: kind}}
	case of == "inForce":
		return inForce(kind)
	case a.Is == "holds", a.Is == "==" && !a.Numeric && a.Text != "":
		return []need{{kind: kind, fact: of, text: a.Text}}
	}
	return []need{{kind: kind}}
}

// inForce is what makes a thing be in force: itself, the agreement that it is under, and
// the one that this may be derived from.
func inForce(kind string) []need {
	needs := []need{{kind: kind, fact: "state", text: "in-force"}}
	thing, _ := pack.ThingOf(kind)
	if slices.ContainsFunc(thing.Facts, func(f pack.Fact) bool { return f.Name == "agreement" }) {
		needs = append(needs, need{kind: "agreement", fact: "state", text: "in-force"})
		kind = "agreement"
	}
	if kind == "agreement" {
		needs = append(needs, need{kind: "agreement", fact: "state", text: "in-force", first: true})
	}
	return needs
}

// caseNeed is what is asked of another case.
func caseNeed(kind, of string, a pack.Atom) []need {
	switch {
	case of == "state" && a.Text != "":
		return []need{{kind: kind, fact: "state", text: a.Text}}
	case of == "noticeOver":
		return []need{{kind: kind, over: true}}
	case of == "done" && a.Is == "has":
		return []need{{kind: kind, step: a.Text}}
	case strings.HasPrefix(of, "doc.") && (a.Is == "holds" || a.Text != "" || a.Number > 0):
		name, _, _ := strings.Cut(strings.TrimPrefix(of, "doc."), ".")
		return []need{{kind: kind, doc: name}}
	}
	return []need{{kind: kind}}
}

// mentioned is what an atom that is no single fact rests on: steps done, documents handed
// in, the things that it speaks of.
func (s *simulation) mentioned(at *pack.StepDef, a pack.Atom) []need {
	if step, ok := strings.CutPrefix(a.Of, `did("`); ok {
		return []need{{step: strings.TrimSuffix(step, `")`)}}
	}
	if a.Is == "has" {
		if plainPath(a.Of) {
			if a.Of == "case.done" {
				return []need{{step: a.Text}}
			}
			return s.asked(at, a.Of, a)
		}
		return nil
	}
	var needs []need
	for _, name := range a.Names {
		camel, isDoc := strings.CutPrefix(name, "doc.")
		kind, of := element(s.pack, at, name)
		procedure, isCase := pack.FactType(kind).CaseOf()
		switch {
		case isDoc:
			document, _, _ := strings.Cut(camel, ".")
			needs = append(needs, need{doc: document})
		case kind == "":
		case isCase && strings.HasPrefix(of, "doc."):
			document, _, _ := strings.Cut(strings.TrimPrefix(of, "doc."), ".")
			needs = append(needs, need{kind: "case:" + procedure, doc: document})
		case strings.HasPrefix(name, "link.") && strings.Count(name, ".") == 2:
			needs = append(needs, need{kind: kind})
		case strings.HasPrefix(name, "link.") && strings.Contains(name, ".doc."):
			link, rest, _ := strings.Cut(strings.TrimPrefix(name, "link."), ".")
			if camel, ok := strings.CutPrefix(rest, "doc."); ok {
				document, _, _ := strings.Cut(camel, ".")
				needs = append(needs, need{kind: linksOf(at.Procedure)[link], doc: document})
			}
		}
	}
	return needs
}

// demanded are the needs that the step has by its very form: what its party is read from, and
// the things that its document must name.
func (s *simulation) demanded(at *pack.StepDef) []need {
	var needs []need
	if at.Party != nil && !strings.Contains(at.Step.Party, "?") {
		for _, a := range atomsOf(at.Party.Formula()) {
			for _, name := range a.Names {
				if kind, _ := element(s.pack, at, name); kind != "" && strings.HasPrefix(name, "link.") {
					needs = append(needs, need{kind: kind})
				}
			}
		}
	}
	if at.Form == nil {
		return needs
	}
	for _, f := range at.Form.Fields {
		if kind, _ := element(s.pack, at, "form."+f.Field.Field); kind != "" && f.Required {
			needs = append(needs, need{kind: kind})
		}
	}
	return needs
}

func atomsOf(f *pack.Formula) []pack.Atom {
	var all []pack.Atom
	atoms(f, func(a pack.Atom) { all = append(all, a) })
	return all
}
