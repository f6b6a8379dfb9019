package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// look reads registered things for a decision and works out what is computed of them:
// whether they are held, whether they are in force today. It reads each thing once.
//
// Lookups cannot answer an error, so the first is kept in fault; whoever used the look
// asks for it before acting on what was seen.
type look struct {
	ctx   context.Context
	view  sight
	today calendar.Day
	seen  map[string]pack.Facts
	cases map[string]*Case
	seats []Record // in force, of seatsOf; read once
	fault error
	set   map[string]string // what the installation has set; read once

	seatsOf string

	within string        // jurisdiction of the matter: whose settings hold
	tree   Jurisdictions // all, closed ones too; read once
}

// sight is what a look reads from: the state as it is, or as it was at some entry.
type sight interface {
	Case(ctx context.Context, id string) (Case, error)
	Cases(ctx context.Context, q CaseQuery) ([]Case, string, error)
	Registered(ctx context.Context, kind, id string) (Record, error)
	Records(ctx context.Context, q RecordQuery) ([]Record, string, error)
}

func newLook(ctx context.Context, view sight, today calendar.Day) *look {
	return &look{ctx: ctx, view: view, today: today, seen: map[string]pack.Facts{}, cases: map[string]*Case{}}
}

// Thing gives the facts of a registered thing.
func (l *look) Thing(kind, id string) (pack.Facts, bool) {
	key := kind + "/" + id
	if f, ok := l.seen[key]; ok {
		return f, f != nil
	}
	f := l.read(kind, id)
	l.seen[key] = f
	return f, f != nil
}

func (l *look) read(kind, id string) pack.Facts {
	r, err := l.registered(kind, id)
	if err != nil {
		l.fail(err, "reading %s %s", kind, id)
		return nil
	}
	body := map[string]any{}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		l.fail(err, "reading %s %s", kind, id)
		return nil
	}
	f := pack.Facts(pack.SeeFacts(kind, body))
	f["id"] = id
	l.seen[kind+"/"+id] = f
	l.compute(kind, id, f)
	return f
}

// Setting gives a value that the installation has set: that of the latest activation in
// force which names it. 〔platform PF-37〕
func (l *look) Setting(name string) (string, bool) {
	if l.set == nil {
		l.set = l.settings()
	}
	value, ok := l.set[name]
	return value, ok
}

func (l *look) settings() map[string]string {
	set, since := map[string]string{}, map[string]string{}
	own := []string{""}
	if l.within != "" {
		own = l.jurisdictions().governs(l.within)
	}
	near := map[string]int{} // how far above is the one that has set it
	for r, err := range EveryRecord(l.ctx, l.view, RecordQuery{Kind: "activation", State: "in-force"}) {
		if err != nil {
			l.fail(err, "listing the activations")
			break
		}
		a, _ := l.Thing("activation", r.ID)
		from, _ := a["from"].(string)
		far := slices.Index(own, r.Jurisdiction)
		if far < 0 || from > l.today.String() {
			continue
		}
		settings, _ := a["settings"].([]any)
		for _, one := range settings {
			name, value, _ := strings.Cut(fmt.Sprint(one), "=")
			if _, before := set[name]; !before || far < near[name] || far == near[name] && from >= since[name] {
				set[name], since[name], near[name] = value, from, far
			}
		}
	}
	return set
}

// registered reads a line by its id; an attachment by the digest that documents name.
func (l *look) registered(kind, id string) (Record, error) {
	if kind != string(pack.TypeAttachment) {
		return l.view.Registered(l.ctx, kind, id)
	}
	found, _, err := l.view.Records(l.ctx, RecordQuery{Kind: kind, Subject: id, Limit: 1})
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Record{}, err
	}
	return found[0], nil
}

func (l *look) fail(err error, format string, args ...any) {
	if l.fault == nil && !errors.Is(err, ErrNotFound) {
		l.fault = fmt.Errorf(format+": %w", append(args, err)...)
	}
}

// About gives what is registered of a kind about a thing, in the order of the ids.
func (l *look) About(kind, subject string) []pack.Facts {
	if subject == "" {
		return nil
	}
	var all []pack.Facts
	for r, err := range EveryRecord(l.ctx, l.view, RecordQuery{Kind: kind, Subject: subject}) {
		if err != nil {
			l.fail(err, "listing each %s about %s", kind, subject)
			return nil
		}
		if f, ok := l.Thing(kind, r.ID); ok {
			all = append(all, f)
		}
	}
	return all
}

// Case gives a case.
func (l *look) Case(id string) (*procedure.Case, bool) {
	if c, ok := l.cases[id]; ok {
		return c, c != nil
	}
	c, err := l.view.Case(l.ctx, id)
	if err != nil {
		l.fail(err, "reading case %s", id)
		l.cases[id] = nil
		return nil, false
	}
	l.cases[id] = &c
	return &c, true
}

// Expert gives the seat in which a person serves as an expert.
func (l *look) Expert(person string) (procedure.Party, bool) {
	seats, _, err := l.view.Records(l.ctx, RecordQuery{Kind: "seat", Subject: person, State: "in-force", Limit: 200})
	if err != nil {
		l.fail(err, "reading the seats of %s", person)
		return procedure.Party{}, false
	}
	for _, s := range seats {
		if seat, ok := l.Thing("seat", s.ID); ok && seat["role"] == "expert" {
			org, _ := seat["org"].(string)
			return procedure.Party{Person: person, Seat: s.ID, Organisation: org}, true
		}
	}
	return procedure.Party{}, false
}

// reaches lists, for each kind, the facts that lead to what it rests on: a hold on any
// of those reaches it.
var reaches = map[string][]struct{ fact, kind string }{
	"agreement": {{"operator", "organisation"}, {"under", "agreement"}},
	"scenario":  {{"agreement", "agreement"}, {"operator", "organisation"}},
	"grant":     {{"agreement", "agreement"}, {"scenario", "scenario"}, {"resource", "resource"}},
	"code":      {{"grant", "grant"}},
	"product":   {{"scenario", "scenario"}, {"agreement", "agreement"}, {"operator", "organisation"}},
	"delivery":  {{"product", "product"}},
	"job":       {{"scenario", "scenario"}},
	"output":    {{"scenario", "scenario"}},
}

// compute works out held and inForce.
func (l *look) compute(kind, id string, f pack.Facts) {
	held := l.standing(id)
	for _, r := range reaches[kind] {
		on, _ := f[r.fact].(string)
		if on == "" || held {
			continue
		}
		if under, ok := l.Thing(r.kind, on); ok && under["held"] == true {
			held = true
		}
	}
	if kind != "person" && kind != "seat" && kind != "certificate" {
		f["held"] = held
	}
	switch kind {
	case "certificate":
		l.certificate(f)
	case "person":
		f["roles"] = l.rolesOf(id)
	case "agreement":
		under, _ := f["under"].(string)
		f["inForce"] = !held && f["state"] == "in-force" && l.covers(f) && (under == "" || l.inForce("agreement", under))
	case "grant":
		f["inForce"] = !held && f["state"] == "in-force" && l.covers(f) && l.inForce("agreement", f["agreement"]) && !l.withdrawn("resource", f["resource"])
	case "output":
		resources, _ := f["resources"].([]any)
		f["inReview"] = l.open("review", id)
		f["sourceWithdrawn"] = slices.ContainsFunc(resources, func(on any) bool { return l.withdrawn("resource", on) })
	case "code":
		f["inForce"] = !held && f["state"] == "approved" && l.inForce("grant", f["grant"])
	case "delivery":
		f["inForce"] = !held && f["state"] == "in-force" && l.covers(f) && l.productStands(f["product"])
	}
}

// open reports whether a case of a procedure about a thing is not closed yet.
func (l *look) open(procedure, about string) bool {
	found, _, err := l.view.Cases(l.ctx, CaseQuery{Procedure: procedure, Link: about, Open: true, Limit: 1})
	if err != nil {
		l.fail(err, "looking for an open %s of %s", procedure, about)
	}
	return len(found) > 0
}

func (l *look) productStands(id any) bool {
	text, _ := id.(string)
	product, ok := l.Thing("product", text)
	return ok && product["state"] != "withdrawn" && l.inForce("agreement", product["agreement"])
}

// withdrawn reports whether a thing has been taken back by whoever holds it.
func (l *look) withdrawn(kind string, id any) bool {
	text, _ := id.(string)
	f, ok := l.Thing(kind, text)
	return ok && f["state"] == "withdrawn"
}

func (l *look) inForce(kind string, id any) bool {
	text, _ := id.(string)
	f, ok := l.Thing(kind, text)
	return ok && f["inForce"] == true
}

// rolesOf lists the roles of the seats a person holds or is proposed for, each once.
func (l *look) rolesOf(person string) []any {
	seats, _, err := l.view.Records(l.ctx, RecordQuery{Kind: "seat", Subject: person, Limit: 200})
	if err != nil {
		l.fail(err, "reading the seats of %s", person)
		return nil
	}
	roles := []any{}
	for _, s := range seats {
		if s.State != "in-force" && s.State != "proposed" {
			continue
		}
		if role := textIn(s.Body, "role"); !slices.Contains(roles, any(role)) {
			roles = append(roles, role)
		}
	}
	return roles
}

// covers reports whether today is between from and until; an empty day does not bound.
func (l *look) covers(f pack.Facts) bool {
	today := l.today.String()
	from, _ := f["from"].(string)
	until, _ := f["until"].(string)
	return (from == "" || from <= today) && (until == "" || today <= until)
}

// standing reports whether a hold stands on the thing itself.
func (l *look) standing(id string) bool {
	holds, _, err := l.view.Records(l.ctx, RecordQuery{Kind: "hold", Subject: id, State: "standing", Limit: 1})
	if err != nil {
		l.fail(err, "reading the holds on %s", id)
		return true
	}
	return len(holds) > 0
}

// Seats lists the titles of an organisation's seats in force that have one of the roles
// and the power ("" for any), each once.
func (l *look) Seats(org string, roles []string, power string) []string {
	if l.seats == nil || l.seatsOf != org {
		seats, _, err := l.view.Records(l.ctx, RecordQuery{Kind: "seat", Org: org, State: "in-force", Limit: 200})
		if err != nil {
			l.fail(err, "reading the seats of %s", org)
			return nil
		}
		l.seats, l.seatsOf = seats, org
	}
	var titles []string
	for _, s := range l.seats {
		var seat struct {
			Role   string
			Powers []string
		}
		if err := json.Unmarshal(s.Body, &seat); err != nil {
			l.fail(err, "reading seat %s", s.ID)
			return nil
		}
		if slices.Contains(roles, seat.Role) && (power == "" || slices.Contains(seat.Powers, power)) && !slices.Contains(titles, s.Title) {
			titles = append(titles, s.Title)
		}
	}
	return titles
}
