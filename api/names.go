package api

import (
	"context"

	"github.com/shuyu-project/shuyu/casework"
)

// names finds the titles of registered things, each once for an answer.
type names struct {
	ctx  context.Context
	view casework.View
	seen map[string]string
}

func (s *Server) namesIn(ctx context.Context, v casework.View) *names {
	return &names{ctx: ctx, view: v, seen: map[string]string{}}
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
