package casework

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// plan gathers what a decided command writes. Each registered thing is read once,
// changed in memory as often as effects say, and put once.
type plan struct {
	*turn
	in      procedure.Input
	out     procedure.Outcome
	change  Change
	records map[string]*draft
	order   []string
	opens   []procedure.Effect // cases to open once this change is written
	ends    []ending           // things that this change ends, for the cases that follow them
	made    []Made
}

// draft is a register line being changed: body is its facts.
type draft struct {
	kind, id string
	rev      int64 // of the stored line; 0 for a new one
	body     map[string]any
}

// carry plans the outcome's effects and writes everything at once.
func (t *turn) carry(in procedure.Input, out procedure.Outcome, cmd Command) (Receipt, error) {
	p := &plan{turn: t, in: in, out: out, records: map[string]*draft{}}
	for _, e := range out.Effects {
		if err := p.effect(e); err != nil {
			return Receipt{}, fmt.Errorf("effect %s of rule %s: %w", e.Verb, e.Rule, err)
		}
	}
	if err := p.seal(); err != nil {
		return Receipt{}, err
	}
	p.disclose()
	p.tell()
	if err := p.meetDuties(); err != nil {
		return Receipt{}, err
	}
	p.time()
	receipt, err := p.write(cmd)
	if err != nil {
		return Receipt{}, err
	}
	if err := p.openCases(&receipt); err != nil {
		return Receipt{}, err
	}
	if err := p.follow(); err != nil {
		return Receipt{}, err
	}
	return receipt, nil
}

// line reads a register line into the plan.
func (p *plan) line(kind, id string) (*draft, error) {
	key := kind + "/" + id
	if d, ok := p.records[key]; ok {
		return d, nil
	}
	r, err := p.tx.Registered(p.ctx, kind, id)
	if err != nil {
		return nil, fmt.Errorf("reading %s %s: %w", kind, id, err)
	}
	d, err := draftOf(r)
	if err != nil {
		return nil, err
	}
	p.keep(key, d)
	return d, nil
}

// draftOf starts a change of a register line.
func draftOf(r Record) (*draft, error) {
	d := &draft{kind: r.Kind, id: r.ID, rev: r.Rev, body: map[string]any{}}
	if err := json.Unmarshal(r.Body, &d.body); err != nil {
		return nil, fmt.Errorf("reading %s %s: %w", r.Kind, r.ID, err)
	}
	return d, nil
}

// fresh starts a new register line.
func (p *plan) fresh(kind, id string, body map[string]any) *draft {
	d := &draft{kind: kind, id: id, body: body}
	p.keep(kind+"/"+id, d)
	p.made = append(p.made, Made{Kind: kind, ID: id})
	return d
}

func (p *plan) keep(key string, d *draft) {
	p.records[key] = d
	p.order = append(p.order, key)
}

func (d *draft) text(fact string) string {
	s, _ := d.body[fact].(string)
	return s
}

// write puts everything into one Change.
func (p *plan) write(cmd Command) (Receipt, error) {
	c := p.out.Case
	entry := p.entry(p.in.Procedure+"."+p.in.Step, "receipt")
	entry.Case, entry.Rev, entry.From, entry.To, entry.Pack = c.ID, c.Rev, p.out.From, c.State, c.Pack
	entry.Rules, entry.Cites, entry.Jurisdiction = p.out.Rules, citeStrings(p.out.Cites), c.Jurisdiction
	c.Done[len(c.Done)-1].Entry = p.seq
	for _, key := range p.order {
		r, commitment, err := p.record(p.records[key])
		if err != nil {
			return Receipt{}, err
		}
		p.change.Puts = append(p.change.Puts, r)
		entry.Objects = append(entry.Objects, commitment)
	}
	commitment, err := p.commitCase(&c)
	if err != nil {
		return Receipt{}, err
	}
	entry.Objects = append(entry.Objects, commitment)
	p.out.Case = c
	p.change.Case, p.change.Entry, p.change.Done = &c, entry, cmd.Done
	receipt := p.receipt(c)
	if cmd.Key != "" {
		asked, err := cmd.asked()
		if err != nil {
			return Receipt{}, err
		}
		body, err := json.Marshal(answeredTo{Receipt: receipt, Asked: asked})
		if err != nil {
			return Receipt{}, fmt.Errorf("keeping the receipt: %w", err)
		}
		p.change.Receipt = &StoredReceipt{Seat: p.who.Seat, Key: cmd.Key, Body: body}
	}
	for i := range p.change.Notices {
		p.change.Notices[i].Entry = p.seq
	}
	for i := range p.change.Tasks {
		p.change.Tasks[i].Later = cmd.Later
		receipt.Tasks = append(receipt.Tasks, p.change.Tasks[i].ID)
	}
	seq, err := p.tx.Record(p.ctx, p.change)
	if err != nil {
		return Receipt{}, fmt.Errorf("recording the change: %w", err)
	}
	if seq != p.seq {
		return Receipt{}, fmt.Errorf("recording the change: it became entry %d, planned as %d", seq, p.seq)
	}
	return receipt, nil
}

func (p *plan) receipt(c Case) Receipt {
	return Receipt{Case: c.ID, Procedure: c.Procedure, Step: p.in.Step, State: c.State, Rev: c.Rev, Entry: p.seq, Day: p.today,
		Dues: c.Dues, Links: c.Links, Made: p.made, Cites: p.out.Cites, Readings: p.out.Readings, Pack: p.in.Pack.Name(), Pilot: p.in.Pack.Pilot()}
}

// saltSize is the length of the random salt under which the log commits to a thing.
const saltSize = 16

// record turns a draft into a register line and the log's commitment to it. The salt
// lives only in the body: who has not the body cannot test what it might be, and once
// the body is destroyed nobody ever can.
func (p *plan) record(d *draft) (Record, Commitment, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(p.random(), salt); err != nil {
		return Record{}, Commitment{}, fmt.Errorf("drawing a salt: %w", err)
	}
	if at := p.standsIn(d); at != "" {
		d.body["jurisdiction"] = at
	}
	d.body["salt"] = hex.EncodeToString(salt)
	body, err := seal.Canonical(d.body)
	if err != nil {
		return Record{}, Commitment{}, fmt.Errorf("writing %s %s: %w", d.kind, d.id, err)
	}
	thing, known := pack.ThingOf(d.kind)
	if !known { // publications: no rule speaks of them, but people look for them
		thing = pack.Thing{Title: "title", Subject: "subject"}
	}
	r := Record{Kind: d.kind, ID: d.id, Rev: d.rev + 1, Org: d.text(thing.Org), Subject: d.text(thing.Subject), State: d.text("state"),
		Title: d.text(thing.Title), Case: p.out.Case.ID, Body: body, Jurisdiction: d.text("jurisdiction")}
	if thing.Org == "id" {
		r.Org = d.id
	}
	r.From, r.Until = dayOf(d.text("from")), dayOf(d.text("until"))
	return r, Commitment{Kind: d.kind, ID: d.id, Rev: r.Rev, Mac: mac(salt, body)}, nil
}

// standsIn is the jurisdiction that a new line belongs to, where that is not the
// installation's own and it does not say so itself: people and seats belong to that of
// their organisation, all else to that of the matter which brings it about.
func (p *plan) standsIn(d *draft) string {
	if d.rev != 0 || d.text("jurisdiction") != "" {
		return ""
	}
	if d.kind == "person" || d.kind == "seat" {
		org, _ := p.look.Thing("organisation", d.text("org"))
		at, _ := org["jurisdiction"].(string)
		return at
	}
	return p.out.Case.Jurisdiction
}

// commitCase is the log's commitment to the case as it now is.
func (p *plan) commitCase(c *Case) (Commitment, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(p.random(), salt); err != nil {
		return Commitment{}, fmt.Errorf("drawing a salt: %w", err)
	}
	c.Salt = hex.EncodeToString(salt)
	body, err := canonicalCase(*c)
	if err != nil {
		return Commitment{}, err
	}
	return Commitment{Kind: "case", ID: c.ID, Rev: c.Rev, Mac: mac(salt, body)}, nil
}

// canonicalCase is what the log commits to of a case: its content, not its place in the
// log, which is not known before the entry is made.
func canonicalCase(c Case) ([]byte, error) {
	body, err := seal.Canonical(c)
	if err != nil {
		return nil, fmt.Errorf("writing case %s: %w", c.ID, err)
	}
	return body, nil
}

// mac commits to canonical bytes under a salt.
func mac(salt, body []byte) string {
	m := hmac.New(sha256.New, salt)
	m.Write(body)
	return hex.EncodeToString(m.Sum(nil))
}

// Opens reports whether a commitment of the log opens to the canonical body of a
// register line or case, whose salt the body holds.
func (c Commitment) Opens(salt string, body []byte) bool {
	key, err := hex.DecodeString(salt)
	return err == nil && hmac.Equal([]byte(mac(key, body)), []byte(c.Mac))
}

// textIn reads one text of a JSON body, "" where it has none.
func textIn(body json.RawMessage, name string) string {
	var all map[string]any
	if json.Unmarshal(body, &all) != nil {
		return ""
	}
	s, _ := all[name].(string)
	return s
}

func dayOf(text string) calendar.Day {
	d, err := calendar.ParseDay(text)
	if err != nil {
		return calendar.Day{}
	}
	return d
}

// tell leaves a notice for every party but the actor's own.
func (p *plan) tell() {
	for _, org := range p.out.Case.Parties {
		if org == p.who.Organisation || org == Clock.Organisation {
			continue
		}
		p.notice(org, "step", p.in.Procedure+"."+p.in.Step)
	}
}

func (p *plan) notice(org, kind, text string) {
	id := fmt.Sprintf("N%06d-%d", p.seq, len(p.change.Notices)+1)
	p.change.Notices = append(p.change.Notices, Notice{ID: id, To: org, Case: p.out.Case.ID, Kind: kind, Text: text, Sent: p.today, Entry: p.seq})
}

// disclose puts what a step makes public onto the portal: only the fields its rules
// name leave the case.
func (p *plan) disclose() {
	for i, d := range p.out.Public {
		p.publication(i, d.Where, d.Rule, d.Cite.String(), d.Title.ZH, d.Title.EN, d.Fields)
	}
}

func (p *plan) publication(n int, where, rule, cite, titleZH, titleEN string, fields map[string]any) {
	id := fmt.Sprintf("P%06d-%d", p.seq, n+1)
	body := map[string]any{"where": where, "title": titleZH, "titleEN": titleEN, "fields": fields, "rule": rule, "cite": cite,
		"case": p.out.Case.ID, "on": p.today.String(), "state": "shown", "subject": p.out.Case.ID}
	if n := p.out.Case.Notice; n != nil && where == "notice" {
		body["from"], body["until"] = n.Opened.String(), n.Ends.String()
	}
	p.keep("publication/"+id, &draft{kind: "publication", id: id, body: body})
}

// openCases opens the cases that the step calls for: each is decided and logged as a
// command of its own, in the same transaction.
func (p *plan) openCases(receipt *Receipt) error {
	for _, e := range p.opens {
		opened, err := p.openCase(e)
		if err != nil {
			return fmt.Errorf("opening %s: %w", e.Kind, err)
		}
		receipt.Opened = append(receipt.Opened, opened)
	}
	return nil
}

func (p *plan) openCase(e procedure.Effect) (string, error) {
	def, ok := p.in.Pack.Procedure(e.Kind)
	if !ok {
		return "", errors.New("the pack does not have the procedure")
	}
	for _, s := range def.Steps {
		if entry, ok := def.Entry(); !s.Opens() || (e.Verb == "enter") != (ok && entry == s) {
			continue
		}
		who, ok := p.opener(s)
		if !ok {
			continue
		}
		next, err := p.next(who)
		if err != nil {
			return "", err
		}
		form := e.Fields
		if s.Form == nil {
			form = nil
		}
		r, refusal, err := next.do(Command{Procedure: e.Kind, Step: s.Step.Step, Links: e.Links, Form: form, Jurisdiction: p.out.Case.Jurisdiction})
		if err != nil {
			return "", err
		}
		if refusal != nil {
			return "", refusal
		}
		return r.Case, nil
	}
	return "", errors.New("the procedure has no opening step that the platform, or who took this step, may take")
}

// opener is who opens a case that another step entails: the platform itself where the
// opening step is its own, or else who took that step.
func (p *plan) opener(s *pack.StepDef) (Actor, bool) {
	for _, who := range []Actor{Machine, Clock, p.who} {
		if slices.Contains(s.By, who.Role) {
			return who, true
		}
	}
	return Actor{}, false
}

// next is a further turn in the same transaction, by another actor: what a step entails
// is decided and logged as a command of its own.
func (p *plan) next(who Actor) (*turn, error) {
	size, err := p.tx.Size(p.ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the size of the log: %w", err)
	}
	return &turn{Desk: p.Desk, ctx: p.ctx, tx: p.tx, who: who, now: p.now, today: p.today, seq: size, look: newLook(p.ctx, p.tx, p.today)}, nil
}
