package api

import (
	"context"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// names finds the titles of registered things, each once for an answer.
type names struct {
	ctx  context.Context
	view casework.View
	seen map[string]string

	places casework.Jurisdictions // read once
	top    string                 // name of the installation's own
}

func (s *Server) namesIn(ctx context.Context, v casework.View) *names {
	return &names{ctx: ctx, view: v, seen: map[string]string{}, top: s.Desk.Packs.Current().Local().Area.ZH}
}

// platformSeats are the actors that no person stands behind.
var platformSeats = map[string]law.Text{
	casework.Clock.Seat:   {ZH: "时钟", EN: "clock"},
	casework.Machine.Seat: {ZH: "系统", EN: "the system"},
	casework.Public.Seat:  {ZH: "社会公众", EN: "the public"},
}

// seat is the title of a seat; who acts without one is named as the request speaks.
func (n *names) seat(id string) string {
	if word, ok := platformSeats[id]; ok {
		return word.In(requestOf(n.ctx).language)
	}
	return n.of("seat", id)
}

// of is the title of a thing, "" where there is none. People's names are never among
// them.
func (n *names) of(kind, id string) string {
	if id == "" || kind == "person" {
		return ""
	}
	key := kind + "/" + id
	if name, ok := n.seen[key]; ok {
		return name
	}
	r, err := n.view.Registered(n.ctx, kind, id)
	if err != nil {
		r.Title = "" // what has no line has no title; a fault shows at the next read
	}
	n.seen[key] = r.Title
	return r.Title
}

// standsIn is the jurisdiction in which an organisation stands.
func (n *names) standsIn(org string) string {
	r, err := n.view.Registered(n.ctx, "organisation", org)
	if err != nil {
		return "" // as in of
	}
	return r.Jurisdiction
}

// inFacts are the titles of what the facts of a line name, as far as it exists for the
// person, by id.
func (n *names) inFacts(who casework.Actor, thing pack.Thing, facts map[string]any) map[string]string {
	titles := map[string]string{}
	for _, f := range thing.Facts {
		if f.Refers == "" || f.Refers == "person" || f.Refers == "case" {
			continue
		}
		for _, id := range textsIn(facts[f.Name]) {
			kind := f.Refers
			if kind == pack.AnyKind {
				kind = kindOf(id)
			}
			if title := n.shownTo(who, kind, id); title != "" {
				titles[id] = title
			}
		}
	}
	return titles
}

// shownTo is the title of a thing that exists for the person, else "". Organisations have
// their names said everywhere.
func (n *names) shownTo(who casework.Actor, kind, id string) string {
	if kind == "" || kind == "person" || kind == "organisation" {
		return n.of(kind, id)
	}
	key := "shown/" + kind + "/" + id
	if title, ok := n.seen[key]; ok {
		return title
	}
	r, err := n.view.Registered(n.ctx, kind, id)
	if err != nil || !casework.See(n.ctx, n.view, who, r) {
		r.Title = "" // as in of
	}
	n.seen[key] = r.Title
	return r.Title
}

// textsIn reads a fact that is a text or a list of them.
func textsIn(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		texts := make([]string, 0, len(v))
		for _, one := range v {
			if text, ok := one.(string); ok {
				texts = append(texts, text)
			}
		}
		return texts
	}
	return nil
}

// kindOf is the kind of which an id says that it is, "" where it says none. Ids begin with
// their kind; of two that fit, the longer is meant.
func kindOf(id string) string {
	var found string
	for _, t := range pack.Vocabulary {
		if strings.HasPrefix(id, t.Kind+"-") && len(t.Kind) > len(found) {
			found = t.Kind
		}
	}
	return found
}
