package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// Jurisdiction is an area below the installation's own, with bodies of its own: the cities
// and counties of a province, the counties of a city. The installation's own has no line in
// the register and the id "". 〔platform PF-61〕
type Jurisdiction struct {
	ID     string `json:"-"`
	Name   string `json:"name"`
	NameEN string `json:"nameEN"`
	Code   string `json:"code"` // GB/T 2260
	Level  string `json:"level"`
	Pack   string `json:"pack"`  // under which its matters are decided; "" for that of the one above
	Above  string `json:"above"` // "" for the installation's own
	// OwnZone says that it has a zone of its own; else it works in that of the one above.
	OwnZone bool   `json:"ownZone"`
	State   string `json:"state"` // in-force or closed
}

// Jurisdictions are all there are, by id; one that is closed keeps its past matters. An
// installation of one place has none.
type Jurisdictions map[string]Jurisdiction

// JurisdictionsIn reads the jurisdictions.
func JurisdictionsIn(ctx context.Context, v sight) (Jurisdictions, error) {
	all := Jurisdictions{}
	for r, err := range EveryRecord(ctx, v, RecordQuery{Kind: "jurisdiction"}) {
		if err != nil {
			return nil, err
		}
		one := Jurisdiction{}
		if err := json.Unmarshal(r.Body, &one); err != nil {
			return nil, fmt.Errorf("reading jurisdiction %s: %w", r.ID, err)
		}
		one.ID = r.ID
		all[r.ID] = one
	}
	return all, nil
}

// Chain lists a jurisdiction and those above it, the nearest first, without the
// installation's own.
func (all Jurisdictions) Chain(id string) []string {
	var chain []string
	for one, ok := all[id]; ok && !slices.Contains(chain, one.ID); one, ok = all[one.Above] {
		chain = append(chain, one.ID)
	}
	return chain
}

// Below lists those under a jurisdiction, near and far, in the order of their ids.
func (all Jurisdictions) Below(id string) []string {
	var below []string
	for one := range all {
		if one != id && (id == "" || slices.Contains(all.Chain(one), id)) {
			below = append(below, one)
		}
	}
	slices.Sort(below)
	return below
}

// PackName is the name of the pack under which the matters of a jurisdiction are decided:
// its own, or that of the nearest above which has one; "" for the installation's.
func (all Jurisdictions) PackName(id string) string {
	for _, one := range all.Chain(id) {
		if name := all[one].Pack; name != "" {
			return name
		}
	}
	return ""
}

// Host is the jurisdiction in whose zone those of a jurisdiction work: its own, or the
// nearest above that has one; "" is the installation's.
func (all Jurisdictions) Host(id string) string {
	for _, one := range all.Chain(id) {
		if all[one].OwnZone {
			return one
		}
	}
	return ""
}

// governs lists the jurisdictions whose settings hold in one: itself, and those above as
// far as it is under their pack. 〔platform PF-37〕
func (all Jurisdictions) governs(id string) []string {
	own := []string{id}
	for one, ok := all[id]; ok && one.Pack == ""; one, ok = all[one.Above] {
		own = append(own, one.Above)
	}
	return own
}

// PackIn is the pack that new cases of a jurisdiction are accepted under.
func (d *Desk) PackIn(all Jurisdictions, id string) (*pack.Pack, error) {
	name := all.PackName(id)
	if name == "" {
		return d.Packs.Current(), nil
	}
	p, err := d.Packs.Named(name)
	if err != nil {
		return nil, fmt.Errorf("reading the pack of jurisdiction %s: %w", id, err)
	}
	return p, nil
}

// PacksOver are the packs that bound how data is worked on in a jurisdiction: the
// installation's, its own, and those of the ones above it, each once. None of them loosens
// what another tightens. 〔platform PF-27, PF-61〕
func (d *Desk) PacksOver(all Jurisdictions, id string) ([]*pack.Pack, error) {
	over := []*pack.Pack{d.Packs.Current()}
	for _, one := range all.Chain(id) {
		p, err := d.PackIn(all, one)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(over, p) {
			over = append(over, p)
		}
	}
	return over, nil
}

// PacksOverThings are those that bound how registered things of a kind are worked on: over
// the jurisdictions that they belong to.
func (d *Desk) PacksOverThings(ctx context.Context, kind string, ids ...string) (over []*pack.Pack, err error) {
	err = d.Ledger.Read(ctx, func(v View) error {
		over = []*pack.Pack{d.Packs.Current()}
		for _, id := range ids {
			r, err := v.Registered(ctx, kind, id)
			if err != nil {
				return fmt.Errorf("reading %s %s: %w", kind, id, err)
			}
			if r.Jurisdiction == "" {
				continue
			}
			all, err := JurisdictionsIn(ctx, v)
			if err != nil {
				return err
			}
			more, err := d.PacksOver(all, r.Jurisdiction)
			if err != nil {
				return err
			}
			over = eachOnce(over, more)
		}
		return nil
	})
	return over, err
}

func eachOnce(packs, more []*pack.Pack) []*pack.Pack {
	for _, p := range more {
		if !slices.Contains(packs, p) {
			packs = append(packs, p)
		}
	}
	return packs
}

// PacksOverCase are those by which what was made in a case is measured: the one that it is
// pinned to, and where it belongs to a jurisdiction also those over that as they stand.
func (d *Desk) PacksOverCase(ctx context.Context, c Case) (over []*pack.Pack, err error) {
	pinned, ok := d.Packs.Of(c.Pack)
	if !ok {
		return nil, fmt.Errorf("case %s: the pack %s that it is pinned to is not at hand", c.ID, c.Pack)
	}
	if c.Jurisdiction == "" {
		return []*pack.Pack{pinned}, nil
	}
	err = d.Ledger.Read(ctx, func(v View) error {
		all, err := JurisdictionsIn(ctx, v)
		if err != nil {
			return err
		}
		more, err := d.PacksOver(all, c.Jurisdiction)
		over = eachOnce([]*pack.Pack{pinned}, more)
		return err
	})
	return over, err
}

// PackFor is the pack that matters of the actor's own jurisdiction are accepted under.
func (d *Desk) PackFor(ctx context.Context, v View, who Actor) (*pack.Pack, error) {
	if who.Reach.Own == "" {
		return d.Packs.Current(), nil
	}
	all, err := JurisdictionsIn(ctx, v)
	if err != nil {
		return nil, err
	}
	return d.PackIn(all, who.Reach.Own)
}

// Reaching answers the actor with how far the competence of their organisation runs today.
// It is read anew for every request: a delegation ends on its day.
func (d *Desk) Reaching(ctx context.Context, v View, who Actor) (Actor, error) {
	who.Reach = procedure.Reach{}
	if who.builtIn() || who.Administers() || who.Organisation == "" {
		return who, nil
	}
	org, err := v.Registered(ctx, "organisation", who.Organisation)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return who, fmt.Errorf("reading organisation %s: %w", who.Organisation, err)
	}
	if who, err = standing(ctx, v, who, org.Jurisdiction, d.Today()); err != nil {
		return who, err
	}
	return who, d.entrustedKinds(ctx, v, who.Reach.Entrusted)
}

// entrustedKinds fills in which kinds of registered things the delegate reads there: what
// the procedures entrusted to it are about, under the pack by which they are decided, and
// nothing else. 〔platform PF-62〕
func (d *Desk) entrustedKinds(ctx context.Context, v View, entrusted []procedure.Entrusted) error {
	if len(entrusted) == 0 {
		return nil
	}
	all, err := JurisdictionsIn(ctx, v)
	if err != nil {
		return err
	}
	for i, one := range entrusted {
		p, err := d.PackIn(all, one.By)
		if err != nil {
			return err
		}
		for _, name := range one.Procedures {
			def, ok := p.Procedure(name)
			if !ok {
				continue
			}
			for _, kind := range def.Links {
				if _, registered := pack.ThingOf(kind); registered && !slices.Contains(entrusted[i].About, kind) {
					entrusted[i].About = append(entrusted[i].About, kind)
				}
			}
		}
	}
	return nil
}

// standing answers the actor with the reach, on a day, of an organisation that stands in own.
func standing(ctx context.Context, v sight, who Actor, own string, on calendar.Day) (_ Actor, err error) {
	who.Reach = procedure.Reach{Own: own}
	if own != "" {
		all, err := JurisdictionsIn(ctx, v)
		if err != nil {
			return who, err
		}
		who.Reach.Below = all.Below(own)
	}
	if who.Oversees() {
		who.Reach.Entrusted, err = entrustedTo(ctx, v, who.Organisation, on)
	}
	return who, err
}

// entrustedTo lists what other jurisdictions have delegated to an organisation, in force on
// a day. 〔platform PF-62〕
func entrustedTo(ctx context.Context, v sight, org string, on calendar.Day) ([]procedure.Entrusted, error) {
	var all []procedure.Entrusted
	for r, err := range EveryRecord(ctx, v, RecordQuery{Kind: "delegation", Org: org, State: "in-force"}) {
		if err != nil {
			return nil, err
		}
		if on.Before(r.From) || !r.Until.IsZero() && on.After(r.Until) {
			continue
		}
		var one struct {
			Delegator  string   `json:"delegator"`
			Procedures []string `json:"procedures"`
		}
		if err := json.Unmarshal(r.Body, &one); err != nil {
			return nil, fmt.Errorf("reading delegation %s: %w", r.ID, err)
		}
		all = append(all, procedure.Entrusted{By: r.Jurisdiction, From: one.Delegator, Procedures: one.Procedures})
	}
	return all, nil
}

// Among are the jurisdictions whose matters a list shows the actor; nil is all of them.
func (a Actor) Among() []string {
	if a.Reach.All() {
		return nil
	}
	return append([]string{a.Reach.Own}, a.Reach.Below...)
}

// EntrustedIn are the jurisdictions whose lines of a kind are open to the actor because a
// procedure that is about them was entrusted to it.
func (a Actor) EntrustedIn(kind string) []string {
	var in []string
	for _, one := range a.Reach.Entrusted {
		if a.Oversees() && slices.Contains(one.About, kind) && !slices.Contains(in, one.By) {
			in = append(in, one.By)
		}
	}
	return in
}

// OverseesIn reports whether the actor oversees what is registered in a jurisdiction.
func (a Actor) OverseesIn(jurisdiction string) bool {
	return a.Oversees() && a.Reach.Reads(jurisdiction, "")
}

// elsewhere are the kinds that come from another jurisdiction than the matter itself: a
// county works with data of its city, by an operator of another place. They say where a
// matter belongs only where nothing else does.
var elsewhere = []string{"resource", "version", "organisation", "person", "seat", string(pack.TypeAttachment)}

// belongs finds the jurisdiction of a case that is about to be opened: that of what it is
// about; else the one that the command names, or that of the actor's organisation. The
// platform's own procedures act on the thing itself, wherever it is: a hold on an
// organisation is a matter of the jurisdiction in which that stands. 〔platform PF-61〕
func (t *turn) belongs(cmd Command) (string, *law.Refusal, error) {
	all := t.look.jurisdictions()
	if t.look.fault != nil {
		return "", nil, t.look.fault
	}
	if named, _ := cmd.Form["jurisdiction"].(string); named != "" && cmd.Jurisdiction == "" { // an organisation is enrolled where it will stand
		cmd.Jurisdiction = named
	}
	if cmd.Jurisdiction != "" && all[cmd.Jurisdiction].State != "in-force" {
		return "", law.Refuse("jurisdiction.unknown", law.Platform("PF-61"), law.Factf("jurisdiction", "%.128s", cmd.Jurisdiction)), nil
	}
	if len(all) == 0 {
		return "", nil, nil
	}
	own := cmd.Jurisdiction
	if org, ok := t.look.registeredIn("organisation", t.who.Organisation); ok && own == "" {
		own = org
	}
	def, err := t.defined(all, cmd.Procedure, own)
	if err != nil || def == nil {
		return own, nil, err
	}
	at := own
	about, thing := t.about(all, def, cmd.Links)
	switch {
	case about != nil:
		at = *about
	case thing == nil || cmd.Jurisdiction != "" && !t.who.Oversees():
	case !t.who.Oversees() || def.Rule.Cites[0].Instrument == law.PlatformInstrument:
		at = *thing
	}
	if admits(def) {
		at = all.Host(at)
	}
	return at, nil, nil
}

// admits reports whether a procedure lets people into the processing area: that is for
// whose zone it is to decide, also where those who come work for another jurisdiction.
func admits(def *pack.ProcedureDef) bool {
	return slices.ContainsFunc(def.Steps, func(s *pack.StepDef) bool {
		return slices.ContainsFunc(s.Effects, func(e *pack.EffectDef) bool {
			return def.Links[e.Set] == "person" && slices.ContainsFunc(e.Fields, func(f pack.NamedExpression) bool { return f.Name == "admitted" })
		})
	})
}

// defined finds a procedure in the pack of the jurisdiction; else in that of any other: what
// the matter is about may lie there.
func (t *turn) defined(all Jurisdictions, name, first string) (*pack.ProcedureDef, error) {
	ids := append([]string{first, ""}, all.Below("")...)
	for _, id := range ids {
		p, err := t.PackIn(all, id)
		if err != nil {
			return nil, err
		}
		if def, ok := p.Procedure(name); ok {
			return def, nil
		}
	}
	return nil, nil
}

// about is the jurisdiction of what a matter is about, the lowest where there are several,
// and that of what may come from elsewhere; nil where there is none.
func (t *turn) about(all Jurisdictions, def *pack.ProcedureDef, links map[string]string) (about, thing *string) {
	lower := func(a *string, b string) *string {
		if a == nil || len(all.Chain(b)) > len(all.Chain(*a)) {
			return &b
		}
		return a
	}
	for _, name := range slices.Sorted(maps.Keys(links)) {
		kind := def.Links[name]
		at, ok := t.look.registeredIn(kind, links[name])
		switch {
		case !ok:
		case slices.Contains(elsewhere, kind):
			thing = lower(thing, at)
		default:
			about = lower(about, at)
		}
	}
	return about, thing
}

// jurisdictions reads them all, once.
func (l *look) jurisdictions() Jurisdictions {
	if l.tree == nil {
		all, err := JurisdictionsIn(l.ctx, l.view)
		if err != nil {
			l.fail(err, "looking for the jurisdictions")
			return Jurisdictions{}
		}
		l.tree = all
	}
	return l.tree
}

// registeredIn is the jurisdiction that a thing or a case belongs to; false where there is
// no such thing.
func (l *look) registeredIn(kind, id string) (string, bool) {
	if id == "" {
		return "", false
	}
	if kind == "case" || strings.HasPrefix(kind, "case:") { // any case, or one of a procedure
		c, ok := l.Case(id)
		if !ok {
			return "", false
		}
		return c.Jurisdiction, true
	}
	r, err := l.registered(kind, id)
	if err != nil {
		l.fail(err, "reading %s %s", kind, id)
		return "", false
	}
	return r.Jurisdiction, true
}
