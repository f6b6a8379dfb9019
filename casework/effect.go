package casework

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// effect carries one planned effect into the plan.
func (p *plan) effect(e procedure.Effect) error {
	switch e.Verb {
	case "set":
		return p.set(e)
	case "create":
		body := map[string]any{"case": p.out.Case.ID}
		maps.Copy(body, e.Fields)
		p.fresh(e.Kind, e.Target, body)
		return p.came(e.Kind, e.Target)
	case "certificate":
		return p.certificate(e)
	case "status":
		return p.certificates(e.Target, e.Kind)
	case "hold":
		return p.hold(e)
	case "lift":
		return p.lift(e)
	case "end":
		return p.end(e.Kind, e.Target, e.Manner)
	case "open", "enter":
		p.opens = append(p.opens, e)
	case "task":
		return p.task(e)
	case "publish":
		p.publication(len(p.order), e.Kind, e.Rule, e.Cite.String(), e.Text.ZH, e.Text.EN, e.Fields)
	case "notify":
		for _, org := range e.To {
			p.notice(org, "told", e.Text.ZH+"\n"+e.Text.EN)
		}
	default:
		return fmt.Errorf("the verb %q is unknown", e.Verb)
	}
	return nil
}

func (p *plan) set(e procedure.Effect) error {
	if e.Target == "" {
		return errors.New("the case has no such link")
	}
	d, err := p.line(e.Kind, e.Target)
	if err != nil {
		return err
	}
	maps.Copy(d.body, e.Fields)
	return p.came(e.Kind, e.Target)
}

// came starts what an agreement's coming into force starts: its recurring duties.
func (p *plan) came(kind, id string) error {
	d := p.records[kind+"/"+id]
	if kind != "agreement" || d.text("state") != "in-force" || d.body["dutiesFrom"] != nil {
		return nil
	}
	d.body["dutiesFrom"] = p.today.String()
	return p.startDuties(d)
}

// certificate registers a certificate and has it signed. Its number counts on the log:
// prefix of the area's text, kind, year and log entry.
func (p *plan) certificate(e procedure.Effect) error {
	local := p.in.Pack.Local()
	number := fmt.Sprintf("%s-%s-%d-%06d", local.Prefix, certificateLetters[e.Kind], p.today.Year(), p.seq)
	if strings.Count(e.Target, "-") > 1 {
		number += e.Target[strings.LastIndex(e.Target, "-"):]
	}
	text := func(name string) string { s, _ := e.Fields[name].(string); return s }
	body := map[string]any{"title": text("title"), "number": number, "kind": e.Kind, "holder": text("holder"), "subject": text("subject"),
		"issued": p.today.String(), "until": text("until"), "state": certificateValid, "case": p.out.Case.ID, "entry": p.seq}
	if p.Certify != nil {
		kind := certifies[e.Kind]
		signed, err := p.Certify.Certify(p.ctx, Particulars{Kind: e.Kind, Number: number, Title: text("title"), Case: p.out.Case.ID,
			Issuer: p.named("organisation", p.issuer(kind, text("subject"))), TakenOver: p.takenOverOn(kind, text("subject")), Holder: p.named("organisation", text("holder")),
			Subject: p.named(kind, text("subject")), About: kind, Pack: p.in.Pack, Cites: p.out.Cites, Issued: p.today, From: p.today,
			Until: dayOf(text("until")), Entry: p.seq})
		if err != nil {
			return fmt.Errorf("signing certificate %s: %w", number, err)
		}
		var envelope any
		if err := json.Unmarshal(signed, &envelope); err != nil {
			return fmt.Errorf("keeping certificate %s: %w", number, err)
		}
		body["envelope"] = envelope
	}
	p.fresh("certificate", e.Target, body)
	return nil
}

// named finds the name of a registered thing, as this change leaves it.
func (p *plan) named(kind, id string) Named {
	n := Named{ID: id, Name: id}
	facts, ok := p.look.Thing(kind, id)
	if d, changed := p.records[kind+"/"+id]; changed {
		facts, ok = d.body, true
	}
	if !ok {
		return n
	}
	thing, _ := pack.ThingOf(kind)
	for _, f := range []struct {
		fact string
		to   *string
	}{{thing.Title, &n.Name}, {"titleEN", &n.NameEN}, {"creditCode", &n.Code}} {
		if s, _ := facts[f.fact].(string); s != "" {
			*f.to = s
		}
	}
	return n
}

// certificateLetters stand in certificate numbers.
var certificateLetters = map[string]string{"registration": "DJ", "confirmation": "QQ", "authorisation": "SQ", "product": "CP"}

// certificates ends every certificate about a thing that has not been ended.
func (p *plan) certificates(subject, status string) error {
	return p.each(RecordQuery{Kind: "certificate", Subject: subject}, func(d *draft) bool {
		if d.text("state") != certificateValid {
			return false
		}
		d.body["state"], d.body["since"] = status, p.today.String()
		return true
	})
}

// each looks at every register line that a query finds, as this change leaves it; those
// that do changes are brought into the plan, and no others.
func (p *plan) each(q RecordQuery, do func(*draft) (changed bool)) error {
	for r, err := range EveryRecord(p.ctx, p.tx, q) {
		if err != nil {
			return err
		}
		key := r.Kind + "/" + r.ID
		d, kept := p.records[key]
		if !kept {
			if d, err = draftOf(r); err != nil {
				return err
			}
		}
		if do(d) && !kept {
			p.keep(key, d)
		}
	}
	return nil
}

// hold suspends a thing and all that rests on it. Nothing is copied onto what it
// reaches: every use asks whether a hold stands, and so does whoever asks how a
// certificate stands, so it works at once and everywhere. The organisation is told.
func (p *plan) hold(e procedure.Effect) error {
	if e.Target == "" {
		return errors.New("the case has no such link")
	}
	d, err := p.line(e.Kind, e.Target)
	if err != nil {
		return err
	}
	reason, _ := e.Fields["reason"].(string)
	if reason == "" {
		reason = e.Text.ZH
	}
	org := e.Target
	if thing, ok := pack.ThingOf(e.Kind); ok && e.Kind != "organisation" {
		org = d.text(thing.Org)
	}
	id := fmt.Sprintf("hold-%06d-%d", p.seq, len(p.order))
	p.fresh("hold", id, map[string]any{"targetKind": e.Kind, "target": e.Target, "org": org, "imposedBy": p.who.Organisation,
		"reason": reason, "case": p.out.Case.ID, "from": p.today.String(), "state": "standing"})
	p.notice(org, "hold", reason)
	return nil
}

// lift lifts the holds on a thing that this case, or one it is linked to, imposed. What
// other holds reach stays suspended.
func (p *plan) lift(e procedure.Effect) error {
	return p.each(RecordQuery{Kind: "hold", Subject: e.Target, State: "standing"}, func(d *draft) bool {
		by := d.text("case")
		if by != p.out.Case.ID && !slices.Contains(slices.Collect(maps.Values(p.out.Case.Links)), by) {
			return false
		}
		d.body["state"], d.body["lifted"], d.body["liftedIn"] = "lifted", p.today.String(), p.out.Case.ID
		p.notice(d.text("org"), "lifted", d.text("reason"))
		return true
	})
}

// endings are the states a thing takes, and its certificates', when it ends in a manner.
var endings = map[string]struct{ state, certificate string }{
	"expire":    {"expired", "expired"},
	"terminate": {"terminated", "revoked"},
	"exit":      {"exited", "deregistered"},
	"annul":     {"annulled", "annulled"},
	"withdraw":  {"withdrawn", "deregistered"},
}

// resting is what ends with a thing: a kind of line, the state it takes, and how it is
// told which lines rest on it. Where on is nil they are those about it.
type resting struct {
	kind, state string
	on          func(p *plan, d *draft, id string) bool
}

// restsOn lists what ends with a thing.
var restsOn = map[string][]resting{
	"resource":  {{"grant", "ended", grantOn}, {"product", "withdrawn", productOf}},
	"agreement": {{"grant", "ended", nil}, {"scenario", "closed", nil}, {"duty", "closed", nil}},
	"scenario":  {{"grant", "ended", grantFor}, {"product", "withdrawn", nil}},
	"grant":     {{"code", "ended", nil}},
	"product":   {{"delivery", "withdrawn", nil}},
}

func grantOn(_ *plan, d *draft, id string) bool  { return d.text("resource") == id }
func grantFor(_ *plan, d *draft, id string) bool { return d.text("scenario") == id }

// productOf: a product was made from every resource that its output was made from.
func productOf(p *plan, d *draft, id string) bool {
	output, ok := p.look.Thing("output", d.text("output"))
	resources, _ := output["resources"].([]any)
	return ok && slices.Contains(resources, any(id))
}

// end ends a thing and everything that rests on it, down to the last delivery. What has
// ended does not end again in another manner, but for an annulment: that says of what
// has expired or been left, too, that it should never have been.
func (p *plan) end(kind, id, manner string) error {
	as, ok := endings[manner]
	if !ok || id == "" {
		return fmt.Errorf("ending %s %q in the manner %q: want a linked thing and one of expire, terminate, exit, annul, withdraw", kind, id, manner)
	}
	d, err := p.line(kind, id)
	if err != nil {
		return err
	}
	if hasEnded(d.text("state")) && manner != "annul" {
		return nil
	}
	d.body["state"], d.body["ended"] = as.state, p.today.String()
	if err := p.certificates(id, as.certificate); err != nil {
		return err
	}
	p.ends = append(p.ends, ending{kind, id, manner})
	return p.endUnder(kind, id, manner)
}

func hasEnded(state string) bool {
	for _, as := range endings {
		if as.state == state {
			return true
		}
	}
	return false
}

// over are the states in which a line has ended already.
var over = []string{"met", "late", "lifted", "ended", "closed", "withdrawn", "refused"}

func (p *plan) endUnder(kind, id, manner string) error {
	for _, under := range restsOn[kind] {
		if kind == "scenario" && under.kind == "grant" && p.ends[0].kind == "agreement" {
			continue // its grants have ended with the agreement
		}
		var ended []*draft
		q := RecordQuery{Kind: under.kind, Subject: id}
		if under.on != nil {
			q.Subject = ""
		}
		err := p.each(q, func(d *draft) bool {
			if slices.Contains(over, d.text("state")) || under.on != nil && !under.on(p, d, id) {
				return false
			}
			d.body["state"], d.body["ended"] = under.state, p.today.String()
			ended = append(ended, d)
			return true
		})
		if err != nil {
			return err
		}
		for _, d := range ended {
			p.ends = append(p.ends, ending{d.kind, d.id, manner})
			if kind == "resource" {
				p.notice(d.text("operator"), "ended", d.text("title"))
			}
			if err := p.certificates(d.id, "deregistered"); err != nil {
				return err
			}
			if err := p.endUnder(d.kind, d.id, manner); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *plan) task(e procedure.Effect) error {
	body := map[string]any{"case": p.out.Case.ID, "entry": p.seq, "links": p.out.Case.Links, "fields": e.Fields}
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("writing task %s: %w", e.Kind, err)
	}
	id := fmt.Sprintf("T%06d-%d", p.seq, len(p.change.Tasks)+1)
	p.change.Tasks = append(p.change.Tasks, Task{ID: id, Kind: e.Kind, Case: p.out.Case.ID, Body: raw})
	return nil
}

// time sets the timers of the case's new state and cancels those of the old.
func (p *plan) time() {
	if p.in.Case != nil {
		for _, d := range p.in.Case.Dues {
			for _, t := range timersOf(p.in.Case.ID, d) {
				p.change.Cancel = append(p.change.Cancel, t.ID)
			}
		}
	}
	for _, d := range p.out.Case.Dues {
		for _, t := range timersOf(p.out.Case.ID, d) {
			p.change.Timers = append(p.change.Timers, t)
			p.change.Cancel = slices.DeleteFunc(p.change.Cancel, func(id string) bool { return id == t.ID })
		}
	}
}

// timersOf are the timers that a due day sets: a reminder before it, and on the day
// after it either the step itself or the word that it is overdue.
func timersOf(caseID string, d Due) []Timer {
	id := func(what string) string { return caseID + "/" + what + "/" + d.Rule + "/" + d.On.String() }
	after := d.On.AddDays(1)
	if d.Kind == calendar.AtLeast.String() {
		after = d.On
	}
	switch {
	case d.Lapse == "take":
		return []Timer{{ID: id("take"), Case: caseID, Step: d.Step, On: after, Rule: d.Rule}}
	case d.Kind == calendar.Within.String():
		timers := []Timer{{ID: id("escalate"), Case: caseID, Step: "escalate:" + d.Step, On: after, Rule: d.Rule}}
		if d.Remind > 0 {
			timers = append(timers, Timer{ID: id("remind"), Case: caseID, Step: "remind:" + d.Step, On: d.On.AddDays(-d.Remind), Rule: d.Rule})
		}
		return timers
	}
	return nil
}
