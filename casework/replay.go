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
	"github.com/shuyu-project/shuyu/registry/party"
)

// Replay takes the past decisions of an installation again under a changed pack, each over
// the case and the registers as they stood before it, and tells which come out otherwise.
// It writes nothing.
//
// What a flipped decision would not have brought about is not undone: every act is judged
// on the course that things really took. Only public notices are counted anew, because
// their days are fixed when they open. Acts are taken again with what was handed in; of a
// refused command the log keeps the grounds, not the document, so that it is taken again
// as far as it can be known without one, and where that does not say why it was refused
// it is told as untold. What belongs to a jurisdiction that is under a pack of another name
// is not concerned by the change.
type Replay struct {
	// Packs gives the packs that the cases were accepted under.
	Packs interface {
		Of(digest string) (*pack.Pack, bool)
	}
	Changed  *pack.Pack
	Calendar *calendar.Calendar
	// Told is given every decision that comes out otherwise or cannot be told, in the
	// order of the log.
	Told func(Redecision)
	// Progress, when set, is told how many entries of the log have been read.
	Progress func(done, total int)
}

// Redecision is a past decision that a changed pack takes otherwise.
type Redecision struct {
	Entry     int64             `json:"entry"` // of the log
	Case      string            `json:"case"`
	Procedure string            `json:"procedure"`
	Step      string            `json:"step"`
	Title     law.Text          `json:"title"` // of the step
	Day       calendar.Day      `json:"day"`
	Role      string            `json:"role,omitempty"`
	Change    procedure.Change  `json:"change"`
	Then      procedure.Answer  `json:"then"`
	Now       *procedure.Answer `json:"now,omitempty"`
	Why       law.Text          `json:"why,omitzero"` // of what cannot be told
}

// Untold marks a past decision of which it cannot be told how it would come out.
const Untold procedure.Change = "untold"

// Replayed counts what was taken again.
type Replayed struct {
	Acts     int `json:"acts"`     // steps that were taken
	Refusals int `json:"refusals"` // commands that were refused
	Cases    int `json:"cases"`    // rebuilt from their acts, and found as they stand
	Flipped  int `json:"flipped"`  // decided otherwise, or in time where they were late, or the reverse
	Other    int `json:"other"`    // as decided, with other grounds, outcomes, days or articles
	Untold   int `json:"untold"`
}

// replayBatch is how many entries are read at a time.
const replayBatch = 500

// Run takes every decision again, on one snapshot.
func (r Replay) Run(ctx context.Context, ledger Ledger) (Replayed, error) {
	run := &replaying{Replay: r, ctx: ctx, past: newPast(), final: map[string]*Case{}}
	err := ledger.Read(ctx, run.all)
	return run.count, err
}

// replaying is one run.
type replaying struct {
	Replay
	ctx   context.Context
	view  View
	tree  Jurisdictions
	past  *past
	final map[string]*Case // cases as they stand now, while acts of them are to come
	count Replayed
}

func (r *replaying) all(v View) error {
	r.view = v
	tree, err := JurisdictionsIn(r.ctx, v)
	if err != nil {
		return err
	}
	r.tree = tree
	size, err := v.Size(r.ctx)
	if err != nil {
		return fmt.Errorf("reading the size of the log: %w", err)
	}
	for from := int64(0); from < size; {
		if err := r.ctx.Err(); err != nil {
			return fmt.Errorf("taking decisions again, at entry %d of %d: %w", from, size, err)
		}
		entries, err := v.Entries(r.ctx, EntryQuery{From: from, Limit: replayBatch})
		if err != nil || len(entries) == 0 {
			return errors.Join(fmt.Errorf("reading the log from entry %d of %d", from, size), err)
		}
		last := entries[len(entries)-1].Seq
		written, err := v.Revisions(r.ctx, from, last)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := r.entry(e); err != nil {
				return fmt.Errorf("taking entry %d (%s) again: %w", e.Seq, e.Kind, err)
			}
			for len(written) > 0 && written[0].Entry <= e.Seq {
				r.past.put(written[0].Record)
				written = written[1:]
			}
		}
		if from = last + 1; r.Progress != nil {
			r.Progress(int(from), int(size))
		}
	}
	return nil
}

func (r *replaying) entry(e LoggedEntry) error {
	switch e.Outcome {
	case "receipt":
		r.count.Acts++
		return r.act(e)
	case "refusal":
		r.count.Refusals++
		return r.refusal(e)
	}
	return nil
}

// tell counts a decision that comes out otherwise and gives it away.
func (r *replaying) tell(e LoggedEntry, p *pack.Pack, change procedure.Change, then procedure.Answer, now *procedure.Answer, why law.Text) {
	if change == procedure.Same {
		return
	}
	switch {
	case change == Untold:
		r.count.Untold++
	case change.Flips():
		r.count.Flipped++
	default:
		r.count.Other++
	}
	d := Redecision{Entry: e.Seq, Case: e.Case, Day: e.Day, Change: change, Then: then, Now: now, Why: why}
	d.Procedure, d.Step, _ = strings.Cut(e.Kind, ".")
	if p != nil {
		if def, ok := p.Procedure(d.Procedure); ok {
			if s, ok := def.Step(d.Step); ok {
				d.Title = s.Title
			}
		}
	}
	d.Role, _ = r.acting(e, "")
	if r.Told != nil {
		r.Told(d)
	}
}

// act takes an act again: under the pack of its case, which rebuilds the case, and under
// the changed pack.
func (r *replaying) act(e LoggedEntry) error {
	final, n, why, err := r.kept(e)
	if err != nil {
		return err
	}
	pinned, ok := r.Packs.Of(final.Pack)
	if !ok {
		return fmt.Errorf("case %s was accepted under the pack %.12s, which is not in the installation's folder of packs", e.Case, final.Pack)
	}
	if !why.IsZero() {
		r.tell(e, pinned, Untold, recorded(e), nil, why)
		return nil
	}
	act := final.Done[n]
	a, why := r.again(e, final, n, pinned, false)
	if why.IsZero() {
		var out procedure.Outcome
		var then procedure.Answer
		if out, then, err = a.decide(pinned); err != nil {
			return err
		}
		if why = unlike(e, act, then); why.IsZero() {
			rebuilt := out.Case
			rebuilt.Done[n].Entry = e.Seq
			now, err := r.changed(e, final, n, pinned, then)
			if err != nil {
				return err
			}
			r.past.file(&rebuilt)
			r.recount(pinned, act.Step, now)
			return r.conclude(e, pinned, final, n, &rebuilt)
		}
	}
	r.tell(e, pinned, Untold, recorded(e), nil, why)
	r.past.file(carriedOn(r.past.cases[e.Case], final, n, pinned))
	return r.conclude(e, pinned, final, n, nil)
}

// reconsidered is what the changed pack made of an act.
type reconsidered struct {
	out     procedure.Outcome
	allowed bool
}

// changed takes an act again under the changed pack and tells how it comes out.
func (r *replaying) changed(e LoggedEntry, final *Case, n int, pinned *pack.Pack, then procedure.Answer) (reconsidered, error) {
	a, _ := r.again(e, final, n, pinned, true)
	out, now, err := a.decide(r.under(final, pinned))
	if err != nil {
		return reconsidered{}, err
	}
	r.tell(e, pinned, procedure.Compare(then, now), then, &now, law.Text{})
	return reconsidered{out, now.Allowed}, nil
}

// under is the pack that a case is considered under anew: the changed one, but its own
// where it belongs to a jurisdiction that is under another.
func (r *replaying) under(c *Case, pinned *pack.Pack) *pack.Pack {
	if name := r.tree.PackName(c.Jurisdiction); name != "" && name != r.Changed.Name() {
		return pinned
	}
	return r.Changed
}

// recount keeps the days of a public notice as the changed pack fixes them.
func (r *replaying) recount(pinned *pack.Pack, step string, now reconsidered) {
	c := now.out.Case
	def, ok := pinned.Procedure(c.Procedure)
	if !ok {
		return
	}
	if s, ok := def.Step(step); ok && s.Act == pack.ActNotice && now.allowed && c.Notice != nil {
		r.past.notices[c.ID] = c.Notice
	}
}

// conclude compares a case that was rebuilt to its last act with the case that stands.
func (r *replaying) conclude(e LoggedEntry, pinned *pack.Pack, final *Case, n int, rebuilt *Case) error {
	if n+1 < len(final.Done) {
		return nil
	}
	delete(r.final, e.Case)
	if rebuilt == nil {
		return nil
	}
	other, err := unlikeParts(rebuilt, final)
	if err != nil {
		return err
	}
	if len(other) > 0 {
		r.tell(e, pinned, Untold, recorded(e), nil, law.Text{ZH: "重建的事项与现存的不一致：" + strings.Join(other, "、"),
			EN: "the case as rebuilt from its acts is not the one that stands: " + strings.Join(other, ", ")})
		return nil
	}
	r.count.Cases++
	return nil
}

// unlikeParts names what differs between a rebuilt case and the one that stands; salts and
// signatures are made anew each time and are no part of a decision.
func unlikeParts(a, b *Case) ([]string, error) {
	parts := [2]map[string]json.RawMessage{}
	for i, c := range []Case{*a, *b} {
		c.Salt, c.Seals = "", nil
		text, err := json.Marshal(c)
		if err == nil {
			err = json.Unmarshal(text, &parts[i])
		}
		if err != nil {
			return nil, fmt.Errorf("comparing case %s: %w", a.ID, err)
		}
	}
	var other []string
	for _, name := range slices.Sorted(maps.Keys(parts[1])) {
		if string(parts[0][name]) != string(parts[1][name]) {
			other = append(other, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(parts[0])) {
		if _, ok := parts[1][name]; !ok {
			other = append(other, name)
		}
	}
	return other, nil
}

// kept gives the case of an entry as it stands now, and the place of the entry's act in
// it; why says what keeps the act from being taken again.
func (r *replaying) kept(e LoggedEntry) (final *Case, n int, why law.Text, err error) {
	final, ok := r.final[e.Case]
	if !ok {
		c, err := r.view.Case(r.ctx, e.Case)
		if err != nil {
			return nil, 0, law.Text{}, fmt.Errorf("reading case %s: %w", e.Case, err)
		}
		final = &c
		r.final[e.Case] = final
	}
	n = slices.IndexFunc(final.Done, func(a Act) bool { return a.Entry == e.Seq })
	if n < 0 || n > 0 && r.past.cases[e.Case] == nil {
		return final, n, law.Text{ZH: "事项没有留下这一步之前的经过", EN: "the case does not keep how it came to this step"}, nil
	}
	return final, n, law.Text{}, nil
}

// recorded is what the log says of a decision that cannot be taken again.
func recorded(e LoggedEntry) procedure.Answer {
	a := procedure.Answer{Allowed: e.Outcome == "receipt", State: e.To}
	var cites []law.Citation
	for _, text := range e.Cites {
		if c, err := law.ParseCitation(text); err == nil {
			cites = append(cites, c)
		}
	}
	if a.Allowed {
		a.Cites = cites
		return a
	}
	for _, code := range e.Codes {
		a.Grounds = append(a.Grounds, procedure.Ground{Code: code, Cites: cites})
	}
	return a
}

// unlike says when an act, taken again under its own pack, does not come out as the log
// has it: the program decides otherwise today than it did then.
func unlike(e LoggedEntry, act Act, then procedure.Answer) law.Text {
	switch {
	case !then.Allowed:
		return law.Text{ZH: "按原规则包重新办理时不予办理（" + then.Grounds[0].Code + "），与日志不符",
			EN: "taken again under its own pack it is refused (" + then.Grounds[0].Code + "), which is not what the log says"}
	case then.State != act.To || !slices.Equal(citeStrings(then.Cites), e.Cites):
		return law.Text{ZH: "按原规则包重新办理的状态或依据与日志不符", EN: "taken again under its own pack it leads to another state or rests on other articles than the log says"}
	}
	return law.Text{}
}

// carriedOn is the case after an act that could not be taken again, as far as the act itself
// says: where it stands, what was handed in, what was done.
func carriedOn(before, final *Case, n int, p *pack.Pack) *Case {
	act := final.Done[n]
	next := *final
	next.Done, next.State, next.Since, next.Closed, next.Docs, next.Rev = final.Done[:n+1], act.To, act.On, calendar.Day{}, map[string]json.RawMessage{}, int64(n+1)
	if before != nil {
		next.Notice, next.Votes, next.Signed, next.Dues = before.Notice, before.Votes, before.Signed, nil
		maps.Copy(next.Docs, before.Docs)
		if before.State == act.To {
			next.Since = before.Since
		}
	}
	if n+1 == len(final.Done) {
		return final
	}
	if def, ok := p.Procedure(final.Procedure); ok {
		if s, ok := def.Step(act.Step); ok && s.Form != nil && act.Form != nil {
			next.Docs[s.Form.ID] = act.Form
		}
	}
	return &next
}

// again puts together what an act was asked to decide. why says what of it is not kept.
func (r *replaying) again(e LoggedEntry, final *Case, n int, pinned *pack.Pack, changed bool) (again, law.Text) {
	act := final.Done[n]
	a := r.asked(e, act.By, changed)
	a.Procedure, a.Step = final.Procedure, act.Step
	if n == 0 {
		a.Case, a.Links, a.Jurisdiction = nil, r.filed(final, pinned), final.Jurisdiction
	}
	var why law.Text
	a.Form, why = r.handedIn(final, n, pinned)
	return a, why
}

// asked is a command of the log as far as the log itself says.
func (r *replaying) asked(e LoggedEntry, by Party, changed bool) again {
	sees := sight(r.past)
	if changed {
		sees = recounted{r.past}
	}
	a := again{look: newLook(r.ctx, sees, e.Day)}
	a.Calendar, a.Today, a.NewID = r.Calendar, e.Day, fmt.Sprintf("%06d", e.Seq)
	if c, ok := a.look.Case(e.Case); ok {
		a.Case = c
	}
	a.Actor = procedure.Actor{Party: by, For: e.Deputy, SteppedUp: true}
	a.Actor.Role, a.Actor.Powers = r.acting(e, by.Person)
	a.Jurisdiction, a.look.within = e.Jurisdiction, e.Jurisdiction
	org, _ := a.look.Thing("organisation", by.Organisation)
	own, _ := org["jurisdiction"].(string)
	who, err := standing(r.ctx, sees, Actor{Party: by, Role: a.Actor.Role}, own, e.Day)
	if err != nil {
		a.look.fail(err, "working out how far %s reaches", by.Organisation)
	}
	a.Actor.Reach = who.Reach
	if person, ok := a.look.Thing("person", by.Person); ok && by.Person != "" {
		a.Actor.Admitted = person["admitted"] == true
	}
	return a
}

// acting is the role and the powers in which a seat acted.
func (r *replaying) acting(e LoggedEntry, person string) (string, []string) {
	for _, builtIn := range []Actor{Clock, Machine, Public} {
		if e.Seat == builtIn.Seat {
			return builtIn.Role, nil
		}
	}
	own, _ := r.seat(e.Seat)
	role, has := own.Role, own.Powers
	if absent, ok := r.seat(e.Deputy); ok {
		if stand, refusal := party.StandIn(person, own, absent, e.Day); refusal == nil {
			role, has = stand.Role, stand.Powers
		}
	}
	powers := make([]string, len(has))
	for i, p := range has {
		powers[i] = string(p)
	}
	return string(role), powers
}

func (r *replaying) seat(id string) (party.Seat, bool) {
	line, ok := r.past.lines["seat/"+id]
	if !ok || id == "" {
		return party.Seat{}, false
	}
	s, err := party.ReadSeat(id, line.Body)
	return s, err == nil
}

// filed are the links that a case was opened with: those that it now has, without the
// things that its own steps made.
func (r *replaying) filed(c *Case, p *pack.Pack) map[string]string {
	links := maps.Clone(c.Links)
	def, ok := p.Procedure(c.Procedure)
	if !ok {
		return links
	}
	made := map[string]string{}
	for _, s := range def.Steps {
		for _, e := range s.Effects {
			if e.Create != "" && e.As != "" {
				made[e.As] = e.Create
			}
		}
	}
	for name, kind := range made {
		for _, act := range c.Done {
			root := fmt.Sprintf("%s-%06d", kind, act.Entry)
			if links[name] == root || strings.HasPrefix(links[name], root+"-") {
				delete(links, name)
			}
		}
	}
	return links
}

// handedIn is the document that came with an act. What members of a panel say is kept with
// their votes, of the panel that was appointed last.
func (r *replaying) handedIn(c *Case, n int, p *pack.Pack) (map[string]any, law.Text) {
	act := c.Done[n]
	if act.Form != nil {
		return formOf(act.Form)
	}
	def, _ := p.Procedure(c.Procedure)
	step, ok := def.Step(act.Step)
	if !ok || step.Act != pack.ActVote && step.Act != pack.ActDeclare {
		return nil, law.Text{}
	}
	for _, later := range c.Done[n+1:] {
		if s, ok := def.Step(later.Step); ok && s.Act == pack.ActAppoint {
			return nil, law.Text{ZH: "评审组此后重新组成，原成员的声明和意见没有保留", EN: "the panel was appointed anew afterwards, and what its former members said is not kept"}
		}
	}
	for _, v := range c.Votes {
		switch {
		case v.By.Person != act.By.Person:
		case step.Act == pack.ActVote:
			return formOf(v.Form)
		case v.Conflict != "":
			return map[string]any{"conflict": v.Conflict}, law.Text{}
		}
	}
	return nil, law.Text{}
}

func formOf(body json.RawMessage) (map[string]any, law.Text) {
	if body == nil {
		return nil, law.Text{}
	}
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	var form map[string]any
	if err := d.Decode(&form); err != nil {
		return nil, law.Text{ZH: "保存的文书无法读取", EN: "the document that is kept cannot be read"}
	}
	return form, law.Text{}
}

// refusal takes a refused command again without its document, which is not kept.
func (r *replaying) refusal(e LoggedEntry) error {
	c, ok := r.past.cases[e.Case]
	if !ok {
		r.tell(e, nil, Untold, recorded(e), nil, law.Text{ZH: "不予办理的申请没有留下它关联什么、提交了什么", EN: "what a refused opening was about and handed in is not kept"})
		return nil
	}
	pinned, ok := r.Packs.Of(c.Pack)
	if !ok {
		return fmt.Errorf("case %s was accepted under the pack %.12s, which is not in the installation's folder of packs", e.Case, c.Pack)
	}
	by := Party{Seat: e.Seat, Organisation: e.Org}
	if seat, ok := r.seat(e.Seat); ok {
		by.Person = seat.Person
	}
	answers := [2]procedure.Answer{}
	for i, p := range []*pack.Pack{pinned, r.under(c, pinned)} {
		a := r.asked(e, by, i == 1)
		a.Procedure, a.Step, _ = strings.Cut(e.Kind, ".")
		var err error
		if answers[i], err = a.preview(p); err != nil {
			return err
		}
	}
	then, now := answers[0], answers[1]
	switch {
	case explains(then, e):
		r.tell(e, pinned, procedure.Compare(then, now), then, &now, law.Text{})
	case !now.Allowed && !then.Allowed && procedure.Compare(then, now) != procedure.Same:
		r.tell(e, pinned, procedure.ChangeGrounds, then, &now, law.Text{})
	case !now.Allowed:
	default:
		r.tell(e, pinned, Untold, recorded(e), nil, law.Text{ZH: "不予办理的理由出自当时提交的内容，日志不保留提交的内容", EN: "it was refused for what was handed in, which the log does not keep"})
	}
	return nil
}

// explains reports whether the grounds known without the document are all that the log has.
func explains(then procedure.Answer, e LoggedEntry) bool {
	codes := map[string]bool{}
	for _, g := range then.Grounds {
		codes[g.Code] = true
	}
	for _, code := range e.Codes {
		if !codes[code] {
			return false
		}
	}
	return !then.Allowed && len(codes) > 0
}
