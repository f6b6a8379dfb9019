package portal

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// top is what a query calls the installation's own jurisdiction, as the interface does.
const top = "top"

// areas are the jurisdictions below the installation's own; none where it is of one place,
// and then no page says anything of them. They have a lock of their own, as names do.
type areas struct {
	mu  sync.RWMutex
	all casework.Jurisdictions
}

func (a *areas) get() casework.Jurisdictions {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.all
}

func (a *areas) set(all casework.Jurisdictions) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = all
}

// Area is a jurisdiction in the tree, with what is counted of itself.
type Area struct {
	ID      string // top for the installation's own
	Name    string
	Level   string
	Depth   int
	Chosen  bool
	Closed  bool
	Text    Text // under which it decides
	Figures figures
}

// Areas lists the jurisdictions, each behind the one above it; nothing where there is one.
func (pg *page) Areas() []Area {
	all := pg.portal.index.areas.get()
	if len(all) == 0 {
		return nil
	}
	local := pg.portal.Desk.Packs.Current().Local()
	tree := []Area{{ID: top, Name: pg.areaName(""), Level: pg.level(local.Level), Text: pg.text(local)}}
	return pg.under(tree, all, "", 1)
}

func (pg *page) under(tree []Area, all casework.Jurisdictions, above string, depth int) []Area {
	byCode := func(x, y string) int { return cmp.Or(cmp.Compare(all[x].Code, all[y].Code), cmp.Compare(x, y)) }
	for _, id := range slices.SortedFunc(maps.Keys(all), byCode) {
		one := all[id]
		if one.Above != above {
			continue
		}
		tree = append(tree, Area{ID: id, Name: pg.areaName(id), Level: pg.level(one.Level), Depth: depth,
			Closed: one.State != "in-force", Text: pg.text(pg.packIn(id).Local())})
		tree = pg.under(tree, all, id, depth+1)
	}
	return tree
}

func (pg *page) level(key string) string {
	if !pg.Has("level." + key) {
		return key
	}
	return pg.T("level." + key)
}

// packIn is the pack under which a jurisdiction decides; the installation's own where its
// own cannot be read.
func (pg *page) packIn(jurisdiction string) *pack.Pack {
	p, err := pg.portal.Desk.PackIn(pg.portal.index.areas.get(), jurisdiction)
	if err != nil {
		pg.portal.Logger.ErrorContext(pg.r.Context(), "pack of a jurisdiction", "jurisdiction", jurisdiction, "error", err.Error())
		return pg.portal.Desk.Packs.Current()
	}
	return p
}

// packs are those in force here, the page's own first.
func (pg *page) packs() []*pack.Pack {
	all := []*pack.Pack{pg.Pack}
	if current := pg.portal.Desk.Packs.Current(); current != pg.Pack {
		all = append(all, current)
	}
	for _, id := range slices.Sorted(maps.Keys(pg.portal.index.areas.get())) {
		if p := pg.packIn(id); !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// of is the page as the pack of a jurisdiction words it.
func (pg *page) of(p *pack.Pack) *page {
	same := *pg
	same.Pack = p
	return &same
}

// areaName is what the jurisdiction of something shown is called; "" where there is one.
func (pg *page) areaName(jurisdiction string) string {
	all := pg.portal.index.areas.get()
	if len(all) == 0 {
		return ""
	}
	if one, ok := all[jurisdiction]; ok {
		return pg.In(law.Text{ZH: one.Name, EN: cmp.Or(one.NameEN, one.Name)})
	}
	area := pg.portal.Desk.Packs.Current().Local().Area
	return pg.In(law.Text{ZH: area.ZH, EN: area.EN})
}

// Jurisdiction is the one that a list is narrowed to; "" where it is not.
func (pg *page) Jurisdiction() string { return pg.r.URL.Query().Get("jurisdiction") }

// within reports whether a jurisdiction is the one asked for: that one and no other.
func (pg *page) within(jurisdiction string) bool {
	asked := pg.Jurisdiction()
	return asked == "" || asked == jurisdiction || asked == top && jurisdiction == ""
}

// narrowed are the pages on which a jurisdiction is chosen.
var narrowed = []string{"register", "products", "notices", "calls", "disclosures", "complaints"}

// AreaChoices are the jurisdictions among which the page lets one choose.
func (pg *page) AreaChoices() []Area {
	if !slices.Contains(narrowed, pg.Section) {
		return nil
	}
	all := pg.Areas()
	for i := range all {
		all[i].Chosen = all[i].ID == pg.Jurisdiction()
	}
	return all
}

// jurisdictions draws the jurisdictions with their figures; there is no such page where the
// installation is of one place.
func (p *Portal) jurisdictions(pg *page) error {
	counted, err := p.figuresNow(pg.r.Context())
	if err != nil {
		return err
	}
	all := pg.Areas()
	if len(all) == 0 {
		return errNotFound
	}
	for i := range all {
		id := all[i].ID
		if id == top {
			id = ""
		}
		all[i].Figures = counted.of[id]
	}
	return pg.show("jurisdictions", http.StatusOK, pg.T("menu.jurisdictions"), all)
}
