package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Shelf are the packs of other places that ship with the program: they are read and
// compared here and decide nothing. It is safe for concurrent use.
type Shelf interface {
	// Names lists the packs of places, and those that lay one over the national texts.
	Names() ([]string, error)
	// Open reads one of them; casework.ErrNotFound where there is none of that name.
	Open(name string) (*pack.Pack, error)
}

func (s *Server) shelfRoutes() {
	handle(s, op("pack-shelf", http.MethodGet, "/v1/packs/shelf", "law", forSeat, "随程序提供的各地规则包：只供查阅和比较", "The packs that ship with the program: to be read and compared, they decide nothing"), s.packShelf)
}

// ShelfPack is a pack that ships with the program.
type ShelfPack struct {
	PackName
	Short    law.Text `json:"short" doc:"地名 · name of the place"`
	Layered  bool     `json:"layered,omitempty" doc:"叠加国家文本 · laid over the national texts"`
	Released string   `json:"released,omitempty" doc:"时限测算的默认终点 · where a simulation ends unless told otherwise"`
}

func (s *Server) packShelf(ctx context.Context, _ *nothing) (*body[list[ShelfPack]], error) {
	if _, err := s.seat(ctx); err != nil {
		return nil, err
	}
	shown := []ShelfPack{}
	if s.Shelf == nil {
		return answer(listOf(shown, ""), nil)
	}
	names, err := s.Shelf.Names()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		p, err := s.Shelf.Open(name)
		if err != nil {
			return nil, err
		}
		one := ShelfPack{PackName: s.packName(p), Layered: slices.ContainsFunc(p.Layers, func(l *pack.Instrument) bool { return l.Level == pack.LevelLayering })}
		one.Name, one.Short = name, shortOf(p)
		if to, ok := releasedPoint(p); ok {
			one.Released = to.String()
		}
		shown = append(shown, one)
	}
	return answer(listOf(shown, ""), nil)
}

// shortOf is what a place's own text is called for short, with the national layer where it is
// laid over that.
func shortOf(p *pack.Pack) law.Text {
	var short law.Text
	layered := false
	for _, l := range p.Layers {
		switch l.Level {
		case pack.LevelLayering:
			layered = true
		case "platform", "national":
		default:
			short = l.Short
		}
	}
	if layered {
		return law.Text{ZH: short.ZH + "＋国家", EN: short.EN + " + national"}
	}
	return short
}

// shelved finds a pack that ships with the program by its name.
func (s *Server) shelved(name string) (*pack.Pack, bool) {
	if s.Shelf == nil {
		return nil, false
	}
	p, err := s.Shelf.Open(name)
	return p, err == nil
}

// onShelf reports whether this very version ships with the program.
func (s *Server) onShelf(p *pack.Pack) bool {
	shipped, ok := s.shelved(p.Name())
	return ok && shipped.Digest == p.Digest
}
