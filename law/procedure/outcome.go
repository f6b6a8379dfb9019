package procedure

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// carryOut plans what an allowed step brings about: the case as it will be, the effects
// with their expressions evaluated, what is made public.
func (w *world) carryOut(form map[string]any) (Outcome, error) {
	next, err := w.next(form)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{From: w.c.State, Step: w.step, Rules: []string{w.step.Rule.ID}, Cites: slices.Clone(w.step.Rule.Cites)}
	if w.c.State == "" {
		out.From = ""
	}
	w.c = next
	facts, err := w.facts(form)
	if err != nil {
		return Outcome{}, err
	}
	if err := w.openNotice(facts); err != nil {
		return Outcome{}, err
	}
	if err := w.effects(&out, facts); err != nil {
		return Outcome{}, err
	}
	if err := w.disclose(&out, facts); err != nil {
		return Outcome{}, err
	}
	if facts, err = w.facts(form); err != nil {
		return Outcome{}, err
	}
	if next.Dues, err = w.dues(next, facts); err != nil {
		return Outcome{}, err
	}
	w.addParties(form)
	out.Case = *next
	out.basis(w)
	return out, nil
}

// basis adds the rules whose conditions were met, the controls that the machinery keeps
// where the step leads, and the readings they rest on: the grounds of the decision.
func (o *Outcome) basis(w *world) {
	add := func(r *pack.Rule) {
		if !slices.Contains(o.Rules, r.ID) {
			o.Rules = append(o.Rules, r.ID)
		}
		for _, c := range r.Cites {
			if !slices.Contains(o.Cites, c) {
				o.Cites = append(o.Cites, c)
			}
		}
		if r.RestsOn != "" && !slices.Contains(o.Readings, r.RestsOn) {
			o.Readings = append(o.Readings, r.RestsOn)
		}
	}
	for _, g := range w.step.Guards {
		if g.Rule.Cites[0].Instrument != law.PlatformInstrument {
			add(g.Rule)
		}
	}
	for _, r := range w.step.Controls {
		if r.Cites[0].Instrument != law.PlatformInstrument {
			add(r)
		}
	}
	for _, p := range w.step.Periods {
		add(p.Rule)
	}
	for _, f := range w.step.Figures {
		add(f.Rule)
	}
	for _, e := range w.step.Effects {
		add(e.Rule)
	}
	for _, d := range w.step.Disclosures {
		add(d.Rule)
	}
}

// next is the case after the step, before effects.
func (w *world) next(form map[string]any) (*Case, error) {
	c := w.c.clone()
	if w.in.Case == nil {
		c.ID, c.Procedure, c.Pack, c.Opened, c.Filer = w.in.NewID, w.in.Procedure, w.in.Pack.Digest, w.in.Today, w.in.Actor.Party
	}
	c.Rev++
	var body json.RawMessage
	if form != nil {
		var err error
		if body, err = json.Marshal(form); err != nil {
			return nil, fmt.Errorf("keeping the document: %w", err)
		}
		if !blind(w.step.Act) {
			c.Docs[w.step.Form.ID] = body
		}
	}
	w.act(c, form, body)
	to := w.step.To
	if w.stays(c) {
		to = ""
	}
	act := Act{Step: w.step.Step.Step, By: w.in.Actor.Party, For: w.in.Actor.For, On: w.in.Today, From: w.c.State, To: c.State, Cites: w.step.Rule.Cites,
		Figures: w.computed.figures}
	if !blind(w.step.Act) {
		act.Form = body
	}
	if to != "" && to != c.State {
		c.State, c.Since = to, w.in.Today
		act.To = to
	}
	c.Done = append(c.Done, act)
	if s, ok := w.def.State(c.State); ok && s.Final {
		c.Closed = w.in.Today
	} else {
		c.Closed = calendar.Day{}
	}
	return c, nil
}

// blind acts keep what they say with the vote, hidden until all have voted.
func blind(a pack.Act) bool { return a == pack.ActVote || a == pack.ActDeclare }

// stays reports whether the case keeps its state although the step was taken: not all
// have signed, not all have voted.
func (w *world) stays(c *Case) bool {
	switch w.step.Act {
	case pack.ActSign:
		return slices.ContainsFunc(w.step.Signs, func(role string) bool { return !slices.Contains(c.Signed, role) })
	case pack.ActVote:
		return slices.ContainsFunc(c.Votes, func(v Vote) bool { return v.On.IsZero() && v.Conflict == "" })
	}
	return false
}

// act does to the case what the primitive does.
func (w *world) act(c *Case, form map[string]any, body json.RawMessage) {
	switch w.step.Act {
	case pack.ActContest:
		grounds, _ := form["grounds"].(string)
		c.Notice.Objections = append(c.Notice.Objections, Objection{
			ID: "O" + strconv.Itoa(len(c.Notice.Objections)+1), By: w.in.Actor.Organisation, On: w.in.Today, Grounds: grounds})
	case pack.ActSettle:
		for i := range c.Notice.Objections {
			if o := &c.Notice.Objections[i]; o.ID == form["objection"] {
				o.Outcome, _ = form["outcome"].(string)
				o.Answer, _ = form["answer"].(string)
			}
		}
	case pack.ActAppoint:
		c.Votes = nil
		for _, person := range Texts(form["members"]) {
			party := Party{Person: person}
			if experts, ok := w.in.Look.(ExpertFinder); ok {
				party, _ = experts.Expert(person)
			}
			c.Votes = append(c.Votes, Vote{Panel: w.step.Panel, By: party})
		}
	case pack.ActDeclare:
		w.ownVote(c, func(v *Vote) {
			v.Declared = w.in.Today
			v.Conflict, _ = form["conflict"].(string)
		})
	case pack.ActVote:
		w.ownVote(c, func(v *Vote) {
			v.On, v.Form = w.in.Today, body
			v.Score, _ = pack.WholeNumber(form["score"])
			v.For, _ = form["for"].(bool)
		})
	case pack.ActSign:
		c.Signed = append(c.Signed, w.in.Actor.Role)
	}
}

func (w *world) ownVote(c *Case, set func(*Vote)) {
	for i := range c.Votes {
		if c.Votes[i].By.Person == w.in.Actor.Person {
			set(&c.Votes[i])
		}
	}
}

// openNotice fixes the public notice when its step is taken: its length comes from the
// periods that hold a later step back until it has run; where several layers give one,
// the longest governs.
func (w *world) openNotice(facts pack.Facts) error {
	if w.step.Act != pack.ActNotice {
		return nil
	}
	w.c.Notice = nil
	for _, s := range w.def.Steps {
		for _, def := range s.Periods {
			if def.Period.From != w.step.Step.Step {
				continue
			}
			p, err := w.period(def, facts)
			if err != nil {
				return fmt.Errorf("period %s: %w", def.Rule.ID, err)
			}
			if p.Kind != calendar.AtLeast {
				continue
			}
			if err := p.Check(); err != nil {
				return fmt.Errorf("period %s gives the public notice no length: %w", def.Rule.ID, err)
			}
			span := w.in.Calendar.Due(w.in.Today, p)
			if w.c.Notice == nil || span.Opens.After(w.c.Notice.Opens) {
				w.c.Notice = &PublicNotice{Opened: w.in.Today, Ends: span.Last, Opens: span.Opens, Provisional: span.Provisional, Rule: def.Rule.ID}
			}
		}
	}
	if w.c.Notice != nil {
		return nil
	}
	return fmt.Errorf("step %s opens a public notice, but no at-least period is counted from it", w.step.Name())
}

// effects evaluates the planned effects in order; later ones see what earlier ones made.
func (w *world) effects(out *Outcome, facts pack.Facts) error {
	made := 0
	for _, def := range w.step.Effects {
		items := []any{nil}
		if def.Each != nil {
			v, err := def.Each.Value(facts)
			if err != nil {
				return fmt.Errorf("rule %s: %w", def.Rule.ID, err)
			}
			items, _ = v.([]any)
		}
		for _, item := range items {
			with := facts
			if def.Each != nil {
				with = maps.Clone(facts)
				with["item"] = item
			}
			planned, err := w.effect(def, with, &made)
			if err != nil {
				return fmt.Errorf("rule %s: %w", def.Rule.ID, err)
			}
			if planned != nil {
				out.Effects = append(out.Effects, *planned)
			}
		}
	}
	return nil
}

func (w *world) effect(def *pack.EffectDef, facts pack.Facts, made *int) (*Effect, error) {
	if def.When != nil {
		if holds, err := def.When.Holds(facts); err != nil || !holds {
			return nil, err
		}
	}
	e := &Effect{Rule: def.Rule.ID, Cite: def.Rule.Cites[0], Manner: def.Manner, Text: def.Text}
	var err error
	if e.Fields, err = values(def.Fields, facts); err != nil {
		return nil, err
	}
	links, err := values(def.Links, facts)
	if err != nil {
		return nil, err
	}
	e.Links = map[string]string{}
	for name, v := range links {
		e.Links[name] = said(v)
	}
	if err := w.direct(def, e, facts, made); err != nil {
		return nil, err
	}
	if def.Notify != nil {
		v, err := def.Notify.Value(facts)
		if err != nil {
			return nil, err
		}
		e.Verb, e.To = "notify", Texts(v)
	}
	if e.Text.IsZero() {
		e.Text = def.Reason
	}
	return e, nil
}

// direct finds the verb of the effect and what it is done to.
func (w *world) direct(def *pack.EffectDef, e *Effect, facts pack.Facts, made *int) error {
	switch {
	case def.Set != "":
		e.Verb, e.Kind, e.Target = "set", w.linkKind(def.Set, facts), w.linkID(def.Set, facts)
		w.show(facts, def.Set, e.Fields)
	case def.Create != "":
		*made++
		e.Verb, e.Kind, e.Target = "create", def.Create, def.Create+"-"+w.in.NewID
		if *made > 1 {
			e.Target += "-" + strconv.Itoa(*made)
		}
		if w.made == nil {
			w.made = map[string]map[string]any{}
		}
		w.made[e.Kind+"/"+e.Target] = e.Fields
		if def.As != "" {
			w.c.Links[def.As] = e.Target
			links, _ := facts["link"].(map[string]any)
			links[def.As] = pack.SeeFacts(def.Create, e.Fields)
			links[def.As].(map[string]any)["id"] = e.Target
		}
	case def.Certificate != "":
		*made++
		e.Verb, e.Kind, e.Target = "certificate", def.Certificate, "certificate-"+w.in.NewID
		if *made > 1 {
			e.Target += "-" + strconv.Itoa(*made)
		}
	case def.Status != "":
		e.Verb, e.Kind = "status", def.Status
		e.Target = said(e.Fields["subject"])
	case def.Hold != "":
		e.Verb, e.Kind, e.Target = "hold", w.linkKind(def.Hold, facts), w.linkID(def.Hold, facts)
	case def.Lift != "":
		e.Verb, e.Kind, e.Target = "lift", w.linkKind(def.Lift, facts), w.linkID(def.Lift, facts)
	case def.End != "":
		e.Verb, e.Kind, e.Target = "end", w.linkKind(def.End, facts), w.linkID(def.End, facts)
	case def.Open != "":
		e.Verb, e.Kind = "open", def.Open
	case def.Enter != nil:
		kind, err := def.Enter.Value(facts)
		if err != nil {
			return err
		}
		e.Verb, e.Kind = "enter", said(kind)
	case def.Task != "":
		e.Verb, e.Kind = "task", def.Task
	case def.Publish != "":
		e.Verb, e.Kind = "publish", def.Publish
	}
	return nil
}

// linkKind and linkID resolve what an effect is done to: a link of the case, or the
// element of the list it repeats over.
func (w *world) linkKind(name string, facts pack.Facts) string {
	if name == "item" {
		item, _ := facts["item"].(map[string]any)
		kind, _ := item[pack.KindFact].(string)
		return kind
	}
	return linkKinds(w.def)[name]
}

func (w *world) linkID(name string, facts pack.Facts) string {
	if name == "item" {
		item, _ := facts["item"].(map[string]any)
		return said(item["id"])
	}
	return w.c.Links[name]
}

// show lets later effects see what an earlier one has set.
func (w *world) show(facts pack.Facts, link string, fields map[string]any) {
	links, _ := facts["link"].(map[string]any)
	thing, ok := links[link].(map[string]any)
	if !ok {
		return
	}
	for name, v := range fields {
		thing[name] = v
	}
}

func values(named []pack.NamedExpression, facts pack.Facts) (map[string]any, error) {
	m := map[string]any{}
	for _, n := range named {
		v, err := n.Value(facts)
		if err != nil {
			return nil, err
		}
		m[n.Name] = plain(v)
	}
	return m, nil
}

// plain writes a value as it is stored: a thing by its id.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if id, isThing := v["id"]; isThing {
			return id
		}
		group := make(map[string]any, len(v))
		for name, one := range v {
			group[name] = plain(one)
		}
		return group
	case []any:
		l := make([]any, len(v))
		for i, item := range v {
			l[i] = plain(item)
		}
		return l
	}
	return v
}

func (w *world) disclose(out *Outcome, facts pack.Facts) error {
	for _, d := range w.step.Disclosures {
		fields, err := values(d.Fields, facts)
		if err != nil {
			return fmt.Errorf("rule %s: %w", d.Rule.ID, err)
		}
		out.Public = append(out.Public, Disclosure{Rule: d.Rule.ID, Cite: d.Rule.Cites[0], Where: d.Where, Title: d.Title, Fields: fields})
	}
	return nil
}

// addParties makes every organisation that the case concerns a party to it: who filed
// it, who acts in it, to whom the things it is about belong, whom its documents name.
func (w *world) addParties(form map[string]any) {
	c := w.c
	add := func(org string) {
		if org != "" && !slices.Contains(c.Parties, org) {
			c.Parties = append(c.Parties, org)
		}
	}
	if a := w.in.Actor; !slices.Contains([]string{"public", "expert", "clock", "machine"}, a.Role) {
		add(a.Organisation)
	}
	kinds := linkKinds(w.def)
	for _, name := range slices.Sorted(maps.Keys(c.Links)) {
		w.partiesOf(pack.FactType(kinds[name]), c.Links[name], add)
	}
	if w.step.Form == nil || w.step.Act == pack.ActAppoint {
		return
	}
	for _, f := range w.step.Form.Fields {
		elem, _ := pack.FactType(f.Field.Type).IsList()
		for _, id := range Texts(form[f.Field.Field]) {
			w.partiesOf(elem, id, add)
		}
	}
}

// gathers reports whether a procedure lists in its documents cases that are filed in it: a
// round in which several compete. Who asked for it is no party to what each of them files.
func (w *world) gathers(procedure string) bool {
	def, ok := w.in.Pack.Procedure(procedure)
	return ok && slices.ContainsFunc(def.Steps, func(s *pack.StepDef) bool {
		return s.Form != nil && slices.ContainsFunc(s.Form.Fields, func(f pack.DocumentField) bool {
			elem, list := pack.FactType(f.Field.Type).IsList()
			listed, isCase := elem.CaseOf()
			return list && isCase && w.filedIn(listed, procedure)
		})
	})
}

// filedIn reports whether the cases of a procedure are linked to one of the round's.
func (w *world) filedIn(procedure, round string) bool {
	def, ok := w.in.Pack.Procedure(procedure)
	return ok && slices.ContainsFunc(slices.Collect(maps.Values(linkKinds(def))), func(kind string) bool {
		in, isCase := pack.FactType(kind).CaseOf()
		return isCase && in == round
	})
}

// callers adds who called a round: unlike whoever asked for it, the caller reviews what
// is filed in it.
func (w *world) callers(round *Case, add func(string)) {
	def, ok := w.in.Pack.Procedure(round.Procedure)
	if !ok {
		return
	}
	for _, act := range round.Done {
		if s, ok := def.Step(act.Step); ok && s.Act == pack.ActAnnounce {
			add(act.By.Organisation)
		}
	}
}

// partiesOf adds the organisation a thing belongs to. Persons and attachments do not bring theirs in.
func (w *world) partiesOf(kind pack.FactType, id string, add func(string)) {
	if kind.IsPlain() || kind == pack.TypeGroup || kind == "person" || kind == pack.TypeAttachment || id == "" {
		return
	}
	if _, isCase := kind.CaseOf(); isCase {
		other, ok := w.in.Look.Case(id)
		switch {
		case !ok || w.in.Case != nil:
		case w.gathers(other.Procedure):
			w.callers(other, add)
		default:
			add(other.Filer.Organisation)
		}
		return
	}
	if kind == "organisation" {
		add(id)
		return
	}
	thing, ok := pack.ThingOf(string(kind))
	found, here := w.registered(string(kind), id)
	if ok && here {
		for _, fact := range []string{thing.Org, thing.Other} {
			org, _ := found[fact].(string)
			add(org)
		}
	}
}
