package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// likeness is how a case at hand corresponds to a former one: the agreement of the one to
// the agreement of the other, and so on through all that they name. Examples of a
// demonstration are made with it; it decides nothing.
type likeness struct {
	ctx    context.Context
	view   casework.View
	server *Server
	who    casework.Actor
	days   int               // from the former act to today
	pairs  map[string]string // former id → present id
	lists  map[string][]any  // former list of ids → present one
	texts  map[string]string // former title → present one
	far    int               // what of the former has nothing that corresponds to it
}

// weights of what has no counterpart: a thing that a document names counts more than a
// particular in which two things differ.
const (
	lacksThing  = 100
	otherFiler  = 1
	differs     = 1
	listedAtAll = 200
)

// compare pairs what the former case was about with what the present one is about, and
// adds to links what of it was not chosen yet.
func (l *likeness) compare(former casework.Case, by string, w *wanted, links map[string]string) {
	present, filer := w.links, l.who.Organisation
	if w.of != nil {
		present, filer = w.of.Links, w.of.Filer.Organisation
		l.pair(former.ID, w.of.ID)
	}
	if former.Filer.Organisation != filer {
		l.far += otherFiler
	}
	l.pair(former.Filer.Organisation, filer)
	l.pair(by, l.who.Organisation)
	for _, name := range slices.Sorted(maps.Keys(former.Links)) {
		if id := present[name]; id != "" {
			l.pair(former.Links[name], id)
		}
	}
	if w.of != nil {
		return
	}
	for _, link := range linksDrawn(w.pack, w.def) {
		if id := former.Links[link.Name]; id != "" && !link.Made && links[link.Name] == "" {
			found := l.named(links, link.Name)
			if found == "" {
				found = l.unused(w.def.Procedure.Procedure, id)
			}
			if found != "" {
				links[link.Name] = found
				l.pair(id, found)
			}
		}
	}
}

// named is what the things that are linked already name in a role of their own: the
// resource of a grant.
func (l *likeness) named(links map[string]string, role string) string {
	for _, name := range slices.Sorted(maps.Keys(links)) {
		if id, _ := l.thing(links[name])[role].(string); l.names(id) {
			return id
		}
	}
	return ""
}

// thing is what a registered thing or a case says of itself.
func (l *likeness) thing(id string) map[string]any {
	if kind := kindOf(id); kind != "" {
		r, err := l.view.Registered(l.ctx, kind, id)
		if err != nil {
			return nil
		}
		return facts(r)
	}
	c, err := l.view.Case(l.ctx, id)
	if err != nil {
		return nil
	}
	return caseFacts(c)
}

func facts(r casework.Record) map[string]any {
	said := map[string]any{}
	if json.Unmarshal(r.Body, &said) != nil {
		return nil
	}
	said["title"] = r.Title
	return said
}

// caseFacts are what a case is about and what its documents say.
func caseFacts(c casework.Case) map[string]any {
	said := map[string]any{"filer": c.Filer.Organisation}
	for _, name := range slices.Sorted(maps.Keys(c.Docs)) {
		maps.Copy(said, decodedForm(c.Docs[name]))
	}
	for name, id := range c.Links {
		said[name] = id
	}
	return said
}

// pair takes a present thing for a former one, and what they name for each other.
func (l *likeness) pair(former, present string) {
	if former == "" || present == "" || l.pairs[former] != "" {
		return
	}
	l.pairs[former] = present
	if former == present {
		return
	}
	was, is := l.thing(former), l.thing(present)
	for _, name := range slices.Sorted(maps.Keys(was)) {
		switch a := was[name].(type) {
		case string:
			b, _ := is[name].(string)
			switch {
			case b == "" || a == b:
			case name == "title":
				l.texts[a] = b
			case l.names(a) && l.names(b):
				l.far += differs
				l.pair(a, b)
			}
		case []any:
			if b, ok := is[name].([]any); ok && l.allNamed(a) && l.allNamed(b) {
				l.lists[listed(a)] = b
				for _, one := range a {
					if !slices.Contains(b, one) && l.pairs[one.(string)] == "" {
						l.far += differs
						l.pairs[one.(string)] = "" // its list no longer holds it
					}
				}
			}
		}
	}
}

// caseNumber is what the id of a case looks like.
var caseNumber = regexp.MustCompile(`^[0-9]{6,}$`)

// names reports whether a text is the id of something.
func (l *likeness) names(text string) bool {
	return kindOf(text) != "" || caseNumber.MatchString(text)
}

func (l *likeness) allNamed(list []any) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(one any) bool {
		text, ok := one.(string)
		return !ok || !l.names(text)
	})
}

func listed(list []any) string { return fmt.Sprint(list...) }

// document puts what corresponds in the place of what a former document named.
func (l *likeness) document(fields []pack.Field, former map[string]any) map[string]any {
	form := map[string]any{}
	for _, f := range fields {
		if v, ok := former[f.Field]; ok {
			if v = l.value(f, v); v != nil {
				form[f.Field] = v
			}
		}
	}
	return form
}

func (l *likeness) value(f pack.Field, v any) any {
	elem, list := pack.FactType(f.Type).IsList()
	if !list {
		return l.one(f, elem, v)
	}
	all, _ := v.([]any)
	if now, ok := l.lists[listed(all)]; ok && len(all) > 0 && l.allNamed(all) {
		return now
	}
	kept := []any{}
	for _, one := range all {
		if one = l.one(f, elem, one); one != nil && (elem == pack.TypeGroup || !slices.Contains(kept, one)) {
			kept = append(kept, one)
		}
	}
	return kept
}

func (l *likeness) one(f pack.Field, elem pack.FactType, v any) any {
	switch elem {
	case pack.TypeGroup:
		group, _ := v.(map[string]any)
		return l.document(f.Fields, group)
	case pack.TypeDay:
		text, _ := v.(string)
		if day, err := calendar.ParseDay(text); err == nil {
			return day.AddDays(l.days).String()
		}
	case pack.TypeText:
		if text, _ := v.(string); l.texts[text] != "" {
			return l.texts[text]
		}
	case pack.TypeBool, pack.TypeInt, pack.TypeMoney, pack.TypeDigest, pack.TypeAttachment:
	default:
		if id, ok := v.(string); ok {
			return l.reference(id)
		}
	}
	return v
}

// reference is the present thing that corresponds to a former one; nil where there is
// none. What stood apart from the former case stands apart from the present one, and is
// named again.
func (l *likeness) reference(former string) any {
	if now, known := l.pairs[former]; known {
		if now == "" {
			l.far += listedAtAll
			return nil
		}
		return now
	}
	was := l.thing(former)
	if !l.moved(was) {
		return former
	}
	best, most := "", 0
	for _, one := range l.like(former) {
		if score := l.alike(was, one.said); score > most {
			best, most = one.id, score
		}
	}
	if best == "" {
		l.far += lacksThing
		return nil
	}
	l.pair(former, best)
	return best
}

// moved reports whether a former thing names something that has a counterpart.
func (l *likeness) moved(was map[string]any) bool {
	for _, v := range was {
		if id, ok := v.(string); ok && l.pairs[id] != "" && l.pairs[id] != id {
			return true
		}
	}
	return false
}

// alike counts what two things have in common: what corresponds twice, what is the same
// once. A thing that names another where there is a counterpart is none.
func (l *likeness) alike(was, is map[string]any) int {
	score := 0
	for name, v := range was {
		id, ok := v.(string)
		if !ok || !l.names(id) {
			continue
		}
		now, mapped := l.pairs[id]
		switch {
		case mapped && now != id && is[name] != now && kindOf(id) != "":
			return 0
		case mapped && now != id && is[name] == now:
			score += 2
		case is[name] == id:
			score++
		}
	}
	return score
}

// other is a thing that may correspond to a former one.
type other struct {
	id   string
	said map[string]any
}

// like lists the things of a former thing's kind that exist for the person, newest first.
func (l *likeness) like(former string) []other {
	var found []other
	if kind := kindOf(former); kind != "" {
		records, _, err := l.view.Records(l.ctx, casework.RecordQuery{Kind: kind, Limit: 200})
		for _, r := range records {
			if err == nil && r.ID != former && casework.See(l.ctx, l.view, l.who, r) {
				found = append(found, other{r.ID, facts(r)})
			}
		}
		slices.Reverse(found)
		return found
	}
	c, err := l.view.Case(l.ctx, former)
	if err != nil {
		return nil
	}
	cases, _, err := l.view.Cases(l.ctx, casework.CaseQuery{Procedure: c.Procedure, Sort: "-opened", Limit: 200})
	for _, c := range cases {
		p, ok := l.server.Desk.Packs.Of(c.Pack)
		if err == nil && ok && c.ID != former && l.server.Desk.SightOf(c, l.who, p) != casework.Unseen {
			found = append(found, other{c.ID, caseFacts(c)})
		}
	}
	return found
}

// unused is the newest thing of a former one's kind about which no case of a procedure has
// been opened yet.
func (l *likeness) unused(procedure, former string) string {
	for _, one := range l.like(former) {
		cases, _, err := l.view.Cases(l.ctx, casework.CaseQuery{Procedure: procedure, Link: one.id, Limit: 1})
		if err == nil && len(cases) == 0 {
			return one.id
		}
	}
	return ""
}
