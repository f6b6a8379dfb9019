package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

func (s *Server) jurisdictionRoutes() {
	handle(s, op("jurisdictions", http.MethodGet, "/v1/jurisdictions", "registers", forSeat, "辖区，上级在先；只有一个地方的系统为空", "Jurisdictions, those above first; empty where the installation is of one place"), s.jurisdictions)
	handle(s, op("public-jurisdictions", http.MethodGet, "/v1/public/jurisdictions", "public", forPublic, "辖区", "Jurisdictions"), s.publicJurisdictions)
}

// TopJurisdiction is what a query calls the installation's own.
const TopJurisdiction = "top"

// JurisdictionShown is a jurisdiction in the tree.
type JurisdictionShown struct {
	ID       string   `json:"id" doc:"编号；本系统所在地为 top · id; the installation's own is top"`
	Name     law.Text `json:"name"`
	Code     string   `json:"code" doc:"行政区划代码 · code of the area"`
	Level    string   `json:"level" enum:"national,province,city,county,platform"`
	Above    string   `json:"above,omitempty"`
	Depth    int      `json:"depth" doc:"距最高一级的层数 · how far below the first"`
	Pack     PackName `json:"pack" doc:"办理其事项的规则包 · pack under which its matters are decided"`
	OwnPack  bool     `json:"ownPack,omitempty" doc:"自有规则包 · the pack is its own"`
	OwnZone  bool     `json:"ownZone,omitempty" doc:"自有运营域 · it has a zone of its own"`
	Closed   bool     `json:"closed,omitempty"`
	Own      bool     `json:"own,omitempty" doc:"本单位所在 · one's organisation stands in it"`
	Readable bool     `json:"readable,omitempty" doc:"可查看其全部事项 · all its matters are open to the seat"`
}

func (s *Server) jurisdictions(ctx context.Context, _ *nothing) (*body[list[JurisdictionShown]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := s.tree(ctx)
	if err != nil {
		return nil, err
	}
	for i := range shown {
		id := strings.TrimPrefix(shown[i].ID, TopJurisdiction)
		shown[i].Own = id == a.actor.Reach.Own && !a.actor.Administers()
		shown[i].Readable = a.actor.OverseesIn(id)
	}
	return &body[list[JurisdictionShown]]{Body: listOf(shown, "")}, nil
}

func (s *Server) publicJurisdictions(ctx context.Context, _ *nothing) (*body[list[JurisdictionShown]], error) {
	shown, err := s.tree(ctx)
	return answer(listOf(shown, ""), err)
}

// tree lists the jurisdictions, each behind the one above it; nothing where there is one.
func (s *Server) tree(ctx context.Context) ([]JurisdictionShown, error) {
	var shown []JurisdictionShown
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		all, err := casework.JurisdictionsIn(ctx, v)
		if err != nil || len(all) == 0 {
			return err
		}
		shown = append(shown, s.topShown())
		shown, err = s.under(shown, all, "", 1)
		return err
	})
	return shown, err
}

func (s *Server) topShown() JurisdictionShown {
	p := s.Desk.Packs.Current()
	local := p.Local()
	return JurisdictionShown{ID: TopJurisdiction, Name: law.Text{ZH: local.Area.ZH, EN: local.Area.EN}, Code: local.Area.Code, Level: local.Level, Pack: s.packName(p), OwnPack: true, OwnZone: true}
}

func (s *Server) under(shown []JurisdictionShown, all casework.Jurisdictions, above string, depth int) ([]JurisdictionShown, error) {
	var here []casework.Jurisdiction
	for _, one := range all {
		if one.Above == above {
			here = append(here, one)
		}
	}
	slices.SortFunc(here, func(x, y casework.Jurisdiction) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.ID, y.ID))
	})
	for _, one := range here {
		p, err := s.Desk.PackIn(all, one.ID)
		if err != nil {
			return nil, err
		}
		shown = append(shown, JurisdictionShown{ID: one.ID, Name: law.Text{ZH: one.Name, EN: cmp.Or(one.NameEN, one.Name)}, Code: one.Code, Level: one.Level,
			Above: cmp.Or(one.Above, TopJurisdiction), Depth: depth, Pack: s.packName(p), OwnPack: one.Pack != "", OwnZone: one.OwnZone, Closed: one.State != "in-force"})
		if shown, err = s.under(shown, all, one.ID, depth+1); err != nil {
			return nil, err
		}
	}
	return shown, nil
}

// Jurisdictional is a filter by jurisdiction: of that one and of no other.
type Jurisdictional struct {
	Jurisdiction string `query:"jurisdiction" maxLength:"128" doc:"所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own"`
}

// asked is the jurisdictions that a list is narrowed to; nil where the request names none.
func (in Jurisdictional) asked() []string {
	if in.Jurisdiction == "" {
		return nil
	}
	return []string{strings.TrimPrefix(in.Jurisdiction, TopJurisdiction)}
}

// passes reports whether a jurisdiction is the one asked for.
func (in Jurisdictional) passes(jurisdiction string) bool {
	return in.Jurisdiction == "" || in.asked()[0] == jurisdiction
}

// jurisdiction names the one a line belongs to, for an answer that shows several: the name
// of the installation's own where it is not said, and nothing where there is one place.
func (n *names) jurisdiction(id string) string {
	if n.places == nil {
		all, err := casework.JurisdictionsIn(n.ctx, n.view)
		if err != nil {
			all = casework.Jurisdictions{} // a fault shows at the next read
		}
		n.places = all
	}
	if len(n.places) == 0 {
		return ""
	}
	if id == "" {
		return n.top
	}
	return n.places[id].Name
}

// packFor is the pack under which the person's own jurisdiction decides.
func (s *Server) packFor(ctx context.Context, who casework.Actor) (p *pack.Pack, err error) {
	if who.Reach.Own == "" {
		return s.Desk.Packs.Current(), nil
	}
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		p, err = s.Desk.PackFor(ctx, v, who)
		return err
	})
	return p, err
}

// holding is what a library of packs can do that holds those of several jurisdictions.
type holding interface {
	// Holding is a pack in force in which an instrument is a layer.
	Holding(instrument string) (*pack.Pack, bool)
}

// packHolding is a pack in force that has the instrument, so that a citation of it can be
// shown with its words: the installation's own where that has it, or no other does.
func (s *Server) packHolding(instrument string) *pack.Pack {
	if several, ok := s.Desk.Packs.(holding); ok {
		if p, ok := several.Holding(instrument); ok {
			return p
		}
	}
	return s.Desk.Packs.Current()
}

// localOf is the local instrument in the name of a pack: "taian" of "taian+national".
func localOf(name string) string {
	local, _, _ := strings.Cut(name, "+")
	return local
}

// cited shows a citation with the words of the pack that has its instrument.
func (s *Server) cited(text string) (Cite, bool) {
	instrument, _, _ := strings.Cut(text, ":")
	return citeText(s.packHolding(instrument), text)
}
