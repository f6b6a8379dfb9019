package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// The kinds of register lines that are no business of anybody's: administrators see
// these and nothing else.
var administrative = []string{"organisation", "person", "seat"}

// The kinds that everybody who holds a business seat may read: what is on offer and who
// takes part.
var common = []string{"jurisdiction", "organisation", "publication", "resource", "product", "certificate"}

// Common reports whether everybody in business may read all lines of a kind.
func Common(kind string) bool { return slices.Contains(common, kind) }

// overseers grant, oversee or decide over all business that their competence reaches. They are the same as those for
// whom procedure.Visible makes every case visible.
var overseers = []string{"authority", "auth-agency", "government", "supervisor"}

// Administers reports whether the actor sits in one of the three seats that run the
// installation and hold no business. 〔platform PF-10〕
func (a Actor) Administers() bool { return strings.HasSuffix(a.Role, "-admin") }

// Oversees reports whether the actor's role sees all business.
func (a Actor) Oversees() bool { return slices.Contains(overseers, a.Role) }

// See reports whether a register line exists for the actor; what it answers no to is
// answered as if it did not exist. 〔platform PF-03, PF-10〕
//
// Administrators see organisations, people and seats, and never business. Overseers see
// all business. Everybody else sees what is common, what belongs to their organisation,
// and what names it as a party. A line whose body cannot be read exists for nobody but
// its owner and the overseers.
func See(ctx context.Context, v View, who Actor, r Record) bool {
	switch {
	case who.Role == Clock.Role || who.Role == Machine.Role:
		return true
	case who.Role == Public.Role:
		return r.Kind == "publication" && r.State == "shown"
	case who.Seat == "" || who.Role == "":
		return false
	case who.Administers():
		return slices.Contains(administrative, r.Kind)
	case who.OverseesIn(r.Jurisdiction) || slices.Contains(common, r.Kind) || r.Org == who.Organisation:
		return true
	}
	return partyTo(who.Organisation, r) || slices.Contains(who.EntrustedIn(r.Kind), r.Jurisdiction) || judges(ctx, v, who, r) || provides(ctx, v, who, r)
}

// naming lists, for each kind, the facts by which a line names a further organisation
// that it concerns.
var naming = map[string][]string{
	"agreement": {"grantor"},
	"scenario":  {"recipients"},
	"delivery":  {"recipient"},
	"code":      {"provider"},
	"hold":      {"imposedBy", "target"},
	"file":      {"subject"},

	"attachment": {"orgs"},
}

func partyTo(org string, r Record) bool {
	facts := naming[r.Kind]
	if len(facts) == 0 {
		return false
	}
	body := map[string]any{}
	if json.Unmarshal(r.Body, &body) != nil {
		return false
	}
	for _, fact := range facts {
		switch v := body[fact].(type) {
		case string:
			if v == org {
				return true
			}
		case []any:
			if slices.Contains(v, any(org)) {
				return true
			}
		}
	}
	return false
}

// judges: whoever sits on the panel of a case about a job's output sees that output.
func judges(ctx context.Context, v View, who Actor, r Record) bool {
	if r.Kind != "output" && r.Kind != "job" {
		return false
	}
	cases, _, err := v.Cases(ctx, CaseQuery{Link: r.ID, Limit: 200})
	if err != nil {
		return false
	}
	return slices.ContainsFunc(cases, func(c Case) bool { return onPanel(c, who) })
}

func onPanel(c Case, who Actor) bool {
	return who.Person != "" && slices.ContainsFunc(c.Votes, func(one Vote) bool { return one.By.Person == who.Person })
}

// provides: a data provider sees the grants and consents on what it provides.
func provides(ctx context.Context, v View, who Actor, r Record) bool {
	if r.Kind != "grant" && r.Kind != "consent" {
		return false
	}
	resource, err := v.Registered(ctx, "resource", textIn(r.Body, "resource"))
	return err == nil && resource.Org == who.Organisation
}

// Sight is how much of a case exists for an actor.
type Sight int

// The sights, from nothing to all.
const (
	Unseen  Sight = iota
	Noticed       // under public notice: its head and its notice
	Judged        // on its panel: all but the votes of others
	Whole
)

// SightOf says how much of a case exists for the actor. It never shows more than
// procedure.Visible, which decides for steps. p is the pack the case is pinned to.
func (d *Desk) SightOf(c Case, who Actor, p *pack.Pack) Sight {
	in := procedure.Input{Pack: p, Today: d.Today()}
	switch {
	case !procedure.Visible(&c, procedure.Actor{Party: who.Party, Role: who.Role, Powers: who.Powers, For: who.For, Reach: who.Reach}, &in):
		return Unseen
	case who.Oversees() && who.Reach.Reads(c.Jurisdiction, c.Procedure) || slices.Contains(c.Parties, who.Organisation):
		return Whole
	case onPanel(c, who):
		return Judged
	}
	return Noticed
}

// Shown is a case as one person sees it: what they may do in it, what not and why.
type Shown struct {
	Case   Case
	Pack   *pack.Pack // the case is pinned to
	Sight  Sight
	May    []procedure.Allowed
	MayNot []procedure.Barred
	Tags   []pack.PriorityDef
	Docs   []procedure.Contents // handed in, or due in its state, with what is met
	Rank   int                  // place of its kind in the queue; lower comes first
	Held   bool
}

// Show reads a case for a person. What they may not see is a hidden refusal, which is
// logged.
func (d *Desk) Show(ctx context.Context, who Actor, id string) (Shown, error) {
	var shown Shown
	err := d.Ledger.Read(ctx, func(v View) error {
		c, err := v.Case(ctx, id)
		if err != nil {
			return err
		}
		p, ok := d.Packs.Of(c.Pack)
		if !ok {
			return fmt.Errorf("case %s was accepted under the pack %.12s, which the installation does not have", c.ID, c.Pack)
		}
		shown = Shown{Case: c, Pack: p, Sight: d.SightOf(c, who, p)}
		if shown.Sight == Unseen {
			return nil
		}
		return d.judge(ctx, v, who, &shown)
	})
	if errors.Is(err, ErrNotFound) || err == nil && shown.Sight == Unseen {
		return Shown{}, d.LogUnseen(ctx, who, "case", id)
	}
	if err != nil {
		return Shown{}, fmt.Errorf("showing case %s: %w", id, err)
	}
	blindfold(&shown.Case, who)
	return shown, nil
}

// judge works out what the person may do in the case.
func (d *Desk) judge(ctx context.Context, v View, who Actor, shown *Shown) error {
	l := newLook(ctx, v, d.Today())
	l.within = shown.Case.Jurisdiction
	in := d.reading(l, who, shown.Pack)
	in.Procedure, in.Case = shown.Case.Procedure, &shown.Case
	var err error
	if shown.May, shown.MayNot, err = procedure.May(in); err != nil {
		return err
	}
	for _, barred := range shown.MayNot {
		speak(shown.Pack, barred.Refusal)
	}
	if shown.Docs, err = procedure.ContentsOf(in); err != nil {
		return err
	}
	if shown.Rank, err = procedure.Rank(in); err != nil {
		return err
	}
	shown.Tags, err = procedure.Tags(in)
	for _, id := range shown.Case.Links {
		shown.Held = shown.Held || l.standing(id)
	}
	if err == nil {
		err = l.fault
	}
	return err
}

// reading is what a look at the rules rests on outside of a command.
func (d *Desk) reading(l *look, who Actor, p *pack.Pack) procedure.Input {
	in := procedure.Input{Pack: p, Look: l, Calendar: d.Calendar(), Today: d.Today()}
	in.Actor = procedure.Actor{Party: who.Party, Role: who.Role, Powers: who.Powers, For: who.For, SteppedUp: who.SteppedUp, Reach: who.Reach}
	if who.Person != "" {
		person, ok := l.Thing("person", who.Person)
		in.Actor.Admitted = ok && person["admitted"] == true
	}
	return in
}

// blindfold takes the votes of others out of a case until every member without a
// conflict has voted. 〔platform PF-09〕
func blindfold(c *Case, who Actor) {
	if !slices.ContainsFunc(c.Votes, func(v Vote) bool { return v.On.IsZero() && v.Conflict == "" }) {
		return
	}
	c.Votes = slices.Clone(c.Votes)
	for i := range c.Votes {
		v := &c.Votes[i]
		if v.By.Person != who.Person {
			v.Score, v.For, v.Form, v.Conflict = 0, false, nil, ""
		}
	}
}

// Openable lists the steps by which the actor may open a case, in the order of the
// texts. What a case would be about is not known yet, so only role and power are asked.
func Openable(p *pack.Pack, who Actor) []*pack.StepDef {
	var steps []*pack.StepDef
	for _, def := range p.Procedures() {
		for _, s := range def.Steps {
			if s.Opens() && slices.Contains(s.By, who.Role) && (s.Power == "" || slices.Contains(who.Powers, s.Power)) {
				steps = append(steps, s)
			}
		}
	}
	return steps
}

// Waits reports whether a case waits for the actor: a step out of its state belongs to
// the actor's role and power, and nothing that is said of persons keeps the actor from
// it. Whether every rule allows the step today is what Show says.
func Waits(c Case, who Actor, p *pack.Pack) bool {
	def, ok := p.Procedure(c.Procedure)
	if !ok || !c.Closed.IsZero() {
		return false
	}
	state, ok := def.State(c.State)
	if !ok || Rests(def, state, c) {
		return false
	}
	for _, s := range def.Steps {
		if !slices.Contains(s.From, c.State) || !slices.Contains(s.By, who.Role) || (s.Power != "" && !slices.Contains(who.Powers, s.Power)) {
			continue
		}
		switch s.Act {
		case pack.ActDeclare, pack.ActVote:
			if slices.ContainsFunc(c.Votes, func(v Vote) bool { return v.By.Person == who.Person && v.On.IsZero() && v.Conflict == "" }) {
				return true
			}
		case pack.ActSign:
			if !slices.Contains(c.Signed, who.Role) {
				return true
			}
		default:
			if state.Waits == who.Role {
				return true
			}
		}
	}
	return false
}

// MayWait lists where a case can stand that waits for the actor: every state of which
// Waits may say yes. It narrows a search; Waits decides.
func MayWait(who Actor, p *pack.Pack) []Stage {
	var all []Stage
	for _, def := range p.Procedures() {
		for _, state := range def.States {
			if slices.ContainsFunc(def.Steps, func(s *pack.StepDef) bool {
				one := s.Act == pack.ActDeclare || s.Act == pack.ActVote || s.Act == pack.ActSign || state.Waits == who.Role
				return one && slices.Contains(s.From, state.State) && slices.Contains(s.By, who.Role) && (s.Power == "" || slices.Contains(who.Powers, s.Power))
			}) {
				all = append(all, Stage{def.Procedure.Procedure, state.State})
			}
		}
	}
	return all
}

// Rests reports whether a case stands in a state in which nothing is pending, although
// it is not closed: no period is counted there, and after it only its end comes. An
// organisation that is enrolled rests; a seat that is proposed does not.
func Rests(def *pack.ProcedureDef, state pack.State, c Case) bool {
	if state.OpenEnded.IsZero() || len(c.Dues) > 0 {
		return false
	}
	i := slices.IndexFunc(def.States, func(s pack.State) bool { return s.State == state.State })
	return i+1 >= len(def.States) || def.States[i+1].Final
}

// plainID is what an id looks like; anything else that is asked for is not repeated in
// the log.
var plainID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]{0,95}$`)

// LogUnseen logs that somebody asked for a thing that does not exist for them, and
// answers the refusal to give: hidden, so that it reads as if there were nothing. An
// administrator who asks for business is told apart in the log, not in the answer.
func (d *Desk) LogUnseen(ctx context.Context, who Actor, kind, id string) error {
	r := law.Refuse(procedure.CodeUnseen, law.Platform("PF-03"))
	r.Hidden = true
	logged := []string{procedure.CodeUnseen}
	cites := []law.Citation{law.Platform("PF-03")}
	if who.Administers() && !slices.Contains(administrative, kind) {
		logged = append(logged, procedure.CodeAdministrator)
		cites = append(cites, law.Platform("PF-10"))
	}
	note := "unknown"
	if plainID.MatchString(kind) {
		note = kind
	}
	if plainID.MatchString(id) {
		note += " " + id
	}
	seq, err := d.log(ctx, who, Entry{Kind: "register.read", Outcome: "refusal", Codes: logged, Cites: citeStrings(cites), Note: note})
	if err != nil {
		return err
	}
	r.Entry = seq
	speak(d.Packs.Current(), r)
	return r
}

// LogRefusal logs a refusal that was given outside of a command: a reading, a delivery,
// a means of signing in. One that is logged already is left as it is.
func (d *Desk) LogRefusal(ctx context.Context, who Actor, kind string, r *law.Refusal) error {
	if r.Entry != 0 {
		return nil
	}
	e := Entry{Kind: kind, Outcome: "refusal", Cites: citeStrings(r.Cites())}
	for _, v := range r.Violations {
		e.Codes = append(e.Codes, v.Code)
	}
	var err error
	r.Entry, err = d.log(ctx, who, e)
	return err
}

// log writes an entry that changes nothing else and answers its place.
func (d *Desk) log(ctx context.Context, who Actor, e Entry) (seq int64, err error) {
	err = d.Ledger.Write(ctx, func(tx Tx) error {
		seq, err = d.enter(ctx, tx, who, e)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("logging %s: %w", e.Kind, err)
	}
	return seq, nil
}

// enter writes an entry of the actor, now, into a transaction.
func (d *Desk) enter(ctx context.Context, tx Tx, who Actor, e Entry) (int64, error) {
	now := d.Now()
	e.Version, e.Day, e.Recorded = 1, calendar.DayOf(now), now.UTC().UnixMilli()
	e.Seat, e.Org, e.Deputy = who.Seat, who.Organisation, who.For
	return tx.Record(ctx, Change{Entry: e})
}

// Speak gives each violation of a refusal that was made outside of a decision its words.
func (d *Desk) Speak(r *law.Refusal) *law.Refusal {
	speak(d.Packs.Current(), r)
	return r
}

// Opened is the manner in which a notice is served by being read here.
const Opened = "opened"

// Serve records that a notice reached whom it is for: the day it was opened, by which
// seat, or how it was served outside. It is done once; later openings change nothing.
// A notice of another organisation is hidden.
func (d *Desk) Serve(ctx context.Context, who Actor, id, how string) (Notice, error) {
	var served Notice
	found := false
	err := d.Ledger.Write(ctx, func(tx Tx) error {
		n, ok, err := noticeTo(ctx, tx, who, id, how)
		if err != nil || !ok {
			return err
		}
		found, served = true, n
		if !n.Served.IsZero() {
			return nil
		}
		served.Served, served.How, served.Reader = d.Today(), how, who.Seat
		entry := Entry{Version: 1, Kind: "notice.served", Outcome: "record", Case: n.Case, Seat: who.Seat, Org: who.Organisation, Deputy: who.For,
			Day: d.Today(), Recorded: d.Now().UTC().UnixMilli(), Note: n.ID}
		_, err = tx.Record(ctx, Change{Entry: entry, Notices: []Notice{served}})
		return err
	})
	if err != nil {
		return Notice{}, fmt.Errorf("serving notice: %w", err)
	}
	if !found {
		return Notice{}, d.LogUnseen(ctx, who, "notice", id)
	}
	return served, nil
}

// noticeTo finds a notice of the actor's organisation; service outside the platform is
// recorded by overseers for any. Notices are few per organisation and listed newest
// first, so the one that is opened is near the beginning.
func noticeTo(ctx context.Context, v View, who Actor, id, how string) (Notice, bool, error) {
	q := NoticeQuery{To: who.Organisation, Limit: 200}
	if how != Opened && who.Oversees() {
		q.To = ""
	}
	for {
		notices, cursor, err := v.Notices(ctx, q)
		if err != nil {
			return Notice{}, false, err
		}
		for _, n := range notices {
			if n.ID == id && (n.Seat == "" || n.Seat == who.Seat || how != Opened) {
				reads, err := servesFor(ctx, v, who, n)
				return n, reads, err
			}
		}
		if cursor == "" {
			return Notice{}, false, nil
		}
		q.Cursor = cursor
	}
}

// servesFor reports whether the actor may record that a notice was served: their own
// organisation's, and those of matters that they read.
func servesFor(ctx context.Context, v View, who Actor, n Notice) (bool, error) {
	if n.To == who.Organisation || who.Reach.All() {
		return true, nil
	}
	c, err := v.Case(ctx, n.Case)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && who.Reach.Reads(c.Jurisdiction, c.Procedure), err
}

// Administrative reports whether a kind of register line is for administrators to see.
func Administrative(kind string) bool { return slices.Contains(administrative, kind) }

// Registered reads a register line for a person. What does not exist for them is a
// hidden refusal, which is logged.
func (d *Desk) Registered(ctx context.Context, who Actor, kind, id string) (Record, error) {
	var r Record
	visible := false
	err := d.Ledger.Read(ctx, func(v View) error {
		found, err := v.Registered(ctx, kind, id)
		if err != nil {
			return err
		}
		r, visible = found, See(ctx, v, who, found)
		return nil
	})
	if errors.Is(err, ErrNotFound) || err == nil && !visible {
		return Record{}, d.LogUnseen(ctx, who, kind, id)
	}
	if err != nil {
		return Record{}, fmt.Errorf("reading %s %s: %w", kind, id, err)
	}
	return r, nil
}
