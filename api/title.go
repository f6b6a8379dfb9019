package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
)

func (s *Server) titleRoutes() {
	handle(s, op("titles", http.MethodGet, "/v1/titles", "registers", forSeat, "一批登记内容和事项的名称", "Titles of registered things and cases, several at once"), s.titles)
}

type titlesInput struct {
	Of []string `query:"of,explode" maxItems:"200" doc:"类别:编号 · kind:id"`
}

// Titles are the titles of things by their ids. What has none, or does not exist for the
// seat, is not among them.
type Titles map[string]string

// TitlesShown are the titles asked for.
type TitlesShown struct {
	Titles Titles `json:"titles" doc:"编号 → 名称；看不到的不列 · id → title; what is not there for you is not listed"`
}

func (s *Server) titles(ctx context.Context, in *titlesInput) (*body[TitlesShown], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	shown := Titles{}
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		names := s.namesIn(ctx, v)
		for _, of := range in.Of {
			kind, id, _ := strings.Cut(of, ":")
			s.entitle(shown, kind, id, a.actor, names)
		}
		return nil
	})
	return answer(TitlesShown{Titles: shown}, err)
}

// entitle adds the title of what a kind and an id name, as far as it exists for the
// person: nobody learns from a title what the thing itself would not tell them.
func (s *Server) entitle(titles Titles, kind, id string, who casework.Actor, names *names) {
	if id == "" || titles[id] != "" {
		return
	}
	title := ""
	if _, cased := pack.FactType(kind).CaseOf(); cased {
		title = s.caseTitleSeen(id, who, names)
	} else if r, err := names.view.Registered(names.ctx, kind, id); err == nil && casework.See(names.ctx, names.view, who, r) {
		if line, err := s.line(r, who, nil); err == nil {
			title = line.Title
		}
	}
	if title != "" {
		titles[id] = title
	}
}

// caseTitleSeen is what a case is called in a list, in the language of the request: its
// procedure, and what it is about.
func (s *Server) caseTitleSeen(id string, who casework.Actor, names *names) string {
	c, err := names.view.Case(names.ctx, id)
	if err != nil {
		return ""
	}
	p, ok := s.Desk.Packs.Of(c.Pack)
	if !ok || s.Desk.SightOf(c, who, p) == casework.Unseen {
		return ""
	}
	line := s.caseLine(c, p, names)
	title := line.Title.In(requestOf(names.ctx).language)
	if line.About == "" {
		return title
	}
	return title + " · " + line.About
}

// titlesOf are the titles of all that the documents of a case name.
func (s *Server) titlesOf(shown casework.Shown, docs []DocumentFiled, who casework.Actor, names *names) Titles {
	titles := Titles{}
	for i, doc := range docs {
		for k, field := range doc.Fields {
			s.entitleIn(titles, shown.Docs[i].Fields[k].Field.Field, field.Value, who, names)
		}
	}
	return titles
}

// entitleIn finds what a value names: itself, each of a list, or within a group.
func (s *Server) entitleIn(titles Titles, f pack.Field, value json.RawMessage, who casework.Actor, names *names) {
	elem, list := pack.FactType(f.Type).IsList()
	if len(value) == 0 || bytes.Equal(value, []byte("null")) {
		return
	}
	if list {
		var all []json.RawMessage
		if json.Unmarshal(value, &all) == nil {
			f.Type = string(elem)
			for _, one := range all {
				s.entitleIn(titles, f, one, who, names)
			}
		}
		return
	}
	if elem == pack.TypeGroup {
		var group map[string]json.RawMessage
		if json.Unmarshal(value, &group) == nil {
			for _, within := range f.Fields {
				s.entitleIn(titles, within, group[within.Field], who, names)
			}
		}
		return
	}
	_, cased := elem.CaseOf()
	_, thing := pack.ThingOf(string(elem))
	var id string
	if (cased || thing) && json.Unmarshal(value, &id) == nil {
		s.entitle(titles, string(elem), id, who, names)
	}
}
