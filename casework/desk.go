// Package casework is the one stratum that changes state: every command of a person, a
// timer, a worker process or an importer goes through Desk.Do, which answers with a
// Receipt, a law.Refusal that names its articles, or a fault.
//
// It decides nothing itself: law/procedure decides purely, this package reads what the
// decision rests on and writes what follows, in one transaction with the log entry.
//
// What newcomers get wrong: there is no second way to write. A handler that wants to
// change something gives a Command; a worker that has finished gives a Command.
package casework

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/registry/party"
)

// Command asks for one step of a procedure. It either opens a case (Procedure, Links)
// or moves one (Case).
type Command struct {
	Procedure string            `json:"procedure,omitempty"`
	Case      string            `json:"case,omitempty"`
	Step      string            `json:"step"`
	Links     map[string]string `json:"links,omitempty"`
	Form      map[string]any    `json:"form,omitempty"`
	// Jurisdiction is the one a case is opened in, where what it is about does not say; "" is
	// that of the actor's organisation.
	Jurisdiction string `json:"jurisdiction,omitempty"`
	// Rev is the revision of the case the person was looking at; 0 asks for no check.
	Rev int64 `json:"rev,omitempty"`
	// Key makes a repeated command answer what the first was answered.
	Key string `json:"-"`
	// Done is the id of the task whose completion this command is.
	Done string `json:"-"`
	// Later is the moment, on the machine's clock, before which nobody else takes up the
	// tasks this command asks for: who gives it does them at once. Zero is at once for all.
	Later time.Time `json:"-"`
}

// Actor is who gives a command.
type Actor struct {
	Party
	Role      string
	Powers    []string
	For       string // seat acted for, as its deputy
	SteppedUp bool
	Reach     procedure.Reach // of the organisation's competence, as Reaching found it
}

// Clock is the actor for what happens because a day has come.
var Clock = Actor{Role: "clock", Party: Party{Seat: "clock", Organisation: "platform"}}

// Machine is the actor for what the platform's own workers report.
var Machine = Actor{Role: "machine", Party: Party{Seat: "machine", Organisation: "platform"}}

// Public is the actor for whoever acts without signing in.
var Public = Actor{Role: "public", Party: Party{Seat: "public"}}

// Receipt says that a command was carried out and what came of it.
type Receipt struct {
	Case      string            `json:"case"`
	Procedure string            `json:"procedure"`
	Step      string            `json:"step"`
	State     string            `json:"state"`
	Rev       int64             `json:"rev"`
	Entry     int64             `json:"entry"` // of the log
	Day       calendar.Day      `json:"day"`
	Dues      []Due             `json:"dues,omitempty"`
	Links     map[string]string `json:"links,omitempty"`
	Opened    []string          `json:"opened,omitempty"` // cases opened in consequence
	Made      []Made            `json:"made,omitempty"`
	Cites     []law.Citation    `json:"cites"`
	Readings  []string          `json:"readings,omitempty"` // the decision rests on these
	Pack      string            `json:"pack"`
	Pilot     bool              `json:"pilot,omitempty"` // under a text that is still a draft
	Tasks     []string          `json:"-"`               // ids of the tasks asked for; a repeated answer names none
}

// Made names a registered thing that the command created.
type Made struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// Packs gives the packs cases are decided under.
type Packs interface {
	// Current is the pack that new cases are accepted under.
	Current() *pack.Pack
	// Of is the pack with that digest, or false when the installation no longer has it.
	Of(digest string) (*pack.Pack, bool)
	// Named is a pack by its name, with its layers, as it now stands: that of a jurisdiction
	// which has one of its own.
	Named(name string) (*pack.Pack, error)
}

// OnePack is an installation that has never had another pack: a rehearsal's, a
// measurement's.
type OnePack struct{ *pack.Pack }

// Current is the pack.
func (o OnePack) Current() *pack.Pack { return o.Pack }

// Of is the pack, by its own digest.
func (o OnePack) Of(digest string) (*pack.Pack, bool) { return o.Pack, digest == o.Digest }

// Named is the pack, by its own name.
func (o OnePack) Named(name string) (*pack.Pack, error) {
	if name != o.Name() {
		return nil, fmt.Errorf("the pack %s is not there", name)
	}
	return o.Pack, nil
}

// Certifier turns a certificate's particulars into a signed statement.
type Certifier interface {
	Certify(ctx context.Context, c Particulars) (json.RawMessage, error)
}

// Signatory signs with the keys of an organisation, for a seat whose competence and
// presence the rules have just established.
type Signatory interface {
	SignFor(ctx context.Context, organisation string, payload []byte) (json.RawMessage, error)
}

// Particulars are what a certificate states.
type Particulars struct {
	Kind    string // registration, confirmation, authorisation, product
	Number  string
	Title   string
	Issuer  Named // whose seat issues it
	Holder  Named
	Subject Named
	About   string // kind of the subject: "resource", "agreement"
	Case    string
	Pack    *pack.Pack
	Cites   []law.Citation
	Issued  calendar.Day
	From    calendar.Day
	Until   calendar.Day // zero where the law sets no end
	// TakenOver is the day on which the agreement it is about was taken over; zero for what
	// was made on the platform.
	TakenOver calendar.Day
	Entry     int64 // log entry of the issue
}

// Named is a registered thing with the name people know it by.
type Named struct {
	ID, Name, NameEN string
	Code             string // unified social credit code of an organisation
}

// Desk is the one door. It is safe for concurrent use.
type Desk struct {
	Ledger   Ledger
	Packs    Packs
	Calendar func() *calendar.Calendar
	Now      func() time.Time // the one clock; in the demonstration it can be moved on
	Certify  Certifier        // nil: certificates are registered unsigned, in rehearsals only
	Sign     Signatory        // nil: a signature is a recorded act without a seal, in rehearsals only
	Random   io.Reader        // for the salts of commitments; crypto/rand outside of rehearsals
	// Checks are what a step is held against before its turn in the transaction, where
	// finding out takes long: a query is parsed, a file is looked into. By step:
	// "job.submit". What they refuse is joined to what the rules refuse.
	Checks map[string]Check
	// Done is called after each command that was answered, outside the transaction: the
	// server wakes its workers and streams with it. May be nil.
	Done func(Receipt)
}

// Check looks at a command before its turn. It writes nothing.
type Check func(ctx context.Context, who Actor, cmd Command) (*law.Refusal, error)

// Along is what goes with a command into its transaction though it is no matter of a
// case: what the person of an account signs in with. Neither is called for a command that
// was answered before.
type Along struct {
	// Check looks at what Write would change. What it refuses is joined to what the rules
	// refuse, and like that is told only to whoever may take the step. It writes nothing.
	Check func(Tx) (*law.Refusal, error)
	// Write follows the command, with its receipt. An error undoes the command too.
	Write func(Tx, Receipt) error
}

// Do carries out one command. Errors are a *law.Refusal or a fault.
func (d *Desk) Do(ctx context.Context, who Actor, cmd Command) (Receipt, error) {
	return d.DoAlong(ctx, who, cmd, Along{})
}

// DoAlong carries out one command and what goes along with it, whole or not at all.
func (d *Desk) DoAlong(ctx context.Context, who Actor, cmd Command, along Along) (Receipt, error) {
	var receipt Receipt
	var refusal, checked *law.Refusal
	if check, ok := d.Checks[cmd.Procedure+"."+cmd.Step]; ok {
		var err error
		if checked, err = check(ctx, who, cmd); err != nil {
			return Receipt{}, fmt.Errorf("checking %s.%s: %w", cmd.Procedure, cmd.Step, err)
		}
	}
	err := d.Ledger.Write(ctx, func(tx Tx) error {
		receipt, refusal = Receipt{}, nil
		t, err := d.open(ctx, tx, who)
		if err != nil {
			return err
		}
		t.checked, t.along = checked, along
		receipt, refusal, err = t.do(cmd)
		return err
	})
	switch {
	case err != nil:
		return Receipt{}, fmt.Errorf("carrying out %s %s: %w", cmd.Procedure+cmd.Case, cmd.Step, err)
	case refusal != nil:
		return Receipt{}, refusal
	}
	if d.Done != nil {
		d.Done(receipt)
	}
	return receipt, nil
}

// Today is the legal day it now is.
func (d *Desk) Today() calendar.Day { return calendar.DayOf(d.Now()) }

// turn is one command's stay in the write transaction.
type turn struct {
	*Desk
	ctx   context.Context
	tx    Tx
	who   Actor
	today calendar.Day
	now   time.Time
	look  *look
	seq   int64 // the log entry that comes next

	checked *law.Refusal // what a check before the turn stands against the command
	along   Along        // of the command that was given, not of those that follow from it
}

func (d *Desk) open(ctx context.Context, tx Tx, who Actor) (*turn, error) {
	now := d.Now()
	size, err := tx.Size(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the size of the log: %w", err)
	}
	t := &turn{Desk: d, ctx: ctx, tx: tx, who: who, now: now, today: calendar.DayOf(now), seq: size}
	t.look = newLook(ctx, tx, t.today)
	return t, nil
}

// do decides and writes. A refusal leaves nothing but its log entry.
func (t *turn) do(cmd Command) (Receipt, *law.Refusal, error) {
	if earlier, refusal, err := t.answered(cmd); err != nil || earlier != nil || refusal != nil {
		return orNone(earlier), refusal, err
	}
	in, refusal, err := t.input(cmd)
	if err != nil {
		return Receipt{}, nil, err
	}
	if refusal == nil {
		refusal, err = t.seated()
		if err != nil {
			return Receipt{}, nil, err
		}
		in.Actor.Powers, in.Actor.Reach = t.who.Powers, t.who.Reach
	}
	var out procedure.Outcome
	if refusal == nil {
		out, refusal, err = procedure.Decide(in)
		if err != nil {
			return Receipt{}, nil, err
		}
	}
	if t.look.fault != nil {
		return Receipt{}, nil, t.look.fault
	}
	if competent(refusal) { // whoever may not take the step is told nothing of the register
		own, err := t.parties(in)
		if err != nil {
			return Receipt{}, nil, err
		}
		refusal = law.Join(refusal, own, t.checked)
		if t.along.Check != nil {
			besides, err := t.along.Check(t.tx)
			if err != nil {
				return Receipt{}, nil, err
			}
			refusal = law.Join(refusal, besides)
		}
	}
	if refusal != nil {
		speak(in.Pack, refusal)
		return Receipt{}, refusal, t.refuse(in, refusal)
	}
	receipt, err := t.carry(in, out, cmd)
	if err == nil && t.along.Write != nil {
		err = t.along.Write(t.tx, receipt)
	}
	return receipt, nil, err
}

// answeredTo is a receipt as it is kept under an idempotency key, with the digest of the
// command it answered.
type answeredTo struct {
	Receipt
	Asked string `json:"asked"`
}

// asked is the digest of what a command asks for: SHA-256 of its canonical JSON, hex. The
// revision the person was looking at is no part of it.
func (cmd Command) asked() (string, error) {
	cmd.Rev = 0
	text, err := seal.Canonical(cmd)
	if err != nil {
		return "", fmt.Errorf("digesting the command: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// answered finds what an idempotency key was answered with before. The same key with
// another command is refused. 〔platform PF-19〕
func (t *turn) answered(cmd Command) (*Receipt, *law.Refusal, error) {
	if cmd.Key == "" {
		return nil, nil, nil
	}
	body, err := t.tx.Receipt(t.ctx, t.who.Seat, cmd.Key)
	if errors.Is(err, ErrNotFound) {
		return nil, nil, nil
	}
	var kept answeredTo
	if err == nil {
		err = json.Unmarshal(body, &kept)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the receipt of key: %w", err)
	}
	asked, err := cmd.asked()
	if err != nil {
		return nil, nil, err
	}
	if kept.Asked == asked {
		return &kept.Receipt, nil, nil
	}
	r := law.Refuse("key.reused", law.Platform("PF-19"))
	speak(t.Packs.Current(), r)
	return nil, r, t.refuse(procedure.Input{Pack: t.Packs.Current(), Procedure: kept.Procedure, Step: kept.Step}, r)
}

func orNone(r *Receipt) Receipt {
	if r == nil {
		return Receipt{}
	}
	return *r
}

// input gathers what the decision rests on.
func (t *turn) input(cmd Command) (procedure.Input, *law.Refusal, error) {
	in := procedure.Input{
		Pack: t.Packs.Current(), Procedure: cmd.Procedure, Step: cmd.Step, Links: cmd.Links, Form: cmd.Form,
		Look: t.look, Calendar: t.Calendar(), Today: t.today, NewID: fmt.Sprintf("%06d", t.seq),
	}
	in.Actor = procedure.Actor{Party: t.who.Party, Role: t.who.Role, Powers: t.who.Powers, For: t.who.For, SteppedUp: t.who.SteppedUp}
	if t.who.Person != "" {
		person, ok := t.look.Thing("person", t.who.Person)
		in.Actor.Admitted = ok && person["admitted"] == true
	}
	if cmd.Case == "" {
		return t.opening(in, cmd)
	}
	c, ok := t.look.Case(cmd.Case)
	if !ok {
		r := law.Refuse(procedure.CodeUnseen, law.Platform("PF-03"), law.Factf("case", "%s", cmd.Case))
		r.Hidden = true
		return in, r, nil
	}
	in.Case, in.Procedure = c, c.Procedure
	t.look.within = c.Jurisdiction
	pinned, ok := t.Packs.Of(c.Pack)
	if !ok {
		return in, nil, fmt.Errorf("case %s was accepted under the pack %.12s, which the installation does not have", c.ID, c.Pack)
	}
	in.Pack = pinned
	if cmd.Rev != 0 && cmd.Rev != c.Rev {
		return in, law.Refuse(procedure.CodeStale, law.Platform("PF-06"),
			law.Factf("seen", "%d", cmd.Rev), law.Factf("now", "%d", c.Rev)), nil
	}
	return in, nil, nil
}

// opening finds where a case that is opened belongs, and the pack that it is accepted under.
func (t *turn) opening(in procedure.Input, cmd Command) (procedure.Input, *law.Refusal, error) {
	at, refusal, err := t.belongs(cmd)
	if err != nil || refusal != nil || at == "" {
		return in, refusal, err
	}
	in.Jurisdiction, t.look.within = at, at
	in.Pack, err = t.PackIn(t.look.jurisdictions(), at)
	return in, nil, err
}

// builtIn reports whether the actor is the platform itself or the public.
func (a Actor) builtIn() bool {
	return a.Role == "clock" || a.Role == "machine" || a.Role == "public"
}

// seated reads the actor's seat again in the transaction, with the seat that they stand in
// for, the account and the organisation: what was withdrawn, closed, removed or come back to
// a moment ago no longer acts, and acts with no power that was taken away.
func (t *turn) seated() (*law.Refusal, error) {
	if t.who.builtIn() {
		return nil, nil
	}
	ended := law.Refuse(party.CodeEnded, law.Platform("PF-02"), law.Factf("seat", "%s", t.who.Seat))
	own, ok, err := t.seat(t.who.Seat)
	if err != nil || !ok {
		return ended, err
	}
	acting, refusal := party.Sit(t.who.Person, own, t.today)
	if t.who.For != "" {
		absent, ok, err := t.seat(t.who.For)
		if err != nil || !ok {
			return ended, err
		}
		acting, refusal = party.StandIn(t.who.Person, own, absent, t.today)
	}
	if refusal != nil {
		return refusal, nil
	}
	if string(acting.Role) != t.who.Role || acting.Org != t.who.Organisation || t.gone("person", own.Person, "removed") || t.gone("organisation", own.Org, "closed") {
		return ended, nil
	}
	t.who.Powers = slices.DeleteFunc(slices.Clone(t.who.Powers), func(p string) bool { return !acting.Has(party.Power(p)) })
	org, _ := t.look.Thing("organisation", own.Org)
	stands, _ := org["jurisdiction"].(string)
	t.who, err = standing(t.ctx, t.tx, t.who, stands, t.today)
	return nil, err
}

// seat reads a seat as the transaction finds it; false where there is none.
func (t *turn) seat(id string) (party.Seat, bool, error) {
	r, err := t.tx.Registered(t.ctx, "seat", id)
	if errors.Is(err, ErrNotFound) {
		return party.Seat{}, false, nil
	}
	if err != nil {
		return party.Seat{}, false, fmt.Errorf("reading seat %s: %w", id, err)
	}
	s, err := party.ReadSeat(id, r.Body)
	return s, err == nil, err
}

// gone reports whether a thing stands in the register in the state in which it has left.
func (t *turn) gone(kind, id, left string) bool {
	f, ok := t.look.Thing(kind, id)
	return ok && f["state"] == left
}

// refuse logs the refusal: codes and citations, never what was handed in.
func (t *turn) refuse(in procedure.Input, r *law.Refusal) error {
	e := t.entry(kindOf(in), "refusal")
	for _, v := range r.Violations {
		e.Codes = append(e.Codes, v.Code)
		if v.Rule != "" {
			e.Rules = append(e.Rules, v.Rule)
		}
	}
	e.Cites, e.Jurisdiction = citeStrings(r.Cites()), in.Jurisdiction
	if in.Case != nil {
		e.Case, e.Rev, e.From, e.Pack, e.Jurisdiction = in.Case.ID, in.Case.Rev, in.Case.State, in.Case.Pack, in.Case.Jurisdiction
	}
	seq, err := t.tx.Record(t.ctx, Change{Entry: e})
	if err != nil {
		return fmt.Errorf("logging the refusal: %w", err)
	}
	r.Entry = seq
	return nil
}

// kindOf names what was asked for in the words of the pack alone: a procedure or step that
// somebody made up could be any text, and the log is kept for good.
func kindOf(in procedure.Input) string {
	def, ok := in.Pack.Procedure(in.Procedure)
	if !ok {
		return "unknown"
	}
	if _, ok := def.Step(in.Step); !ok {
		return in.Procedure + ".unknown"
	}
	return in.Procedure + "." + in.Step
}

// entry starts a log entry by the actor, now.
func (t *turn) entry(kind, outcome string) Entry {
	return Entry{Version: 1, Kind: kind, Outcome: outcome, Seat: t.who.Seat, Org: t.who.Organisation, Deputy: t.who.For,
		Day: t.today, Recorded: t.now.UTC().UnixMilli()}
}

func citeStrings(cites []law.Citation) []string {
	s := make([]string, len(cites))
	for i, c := range cites {
		s[i] = c.String()
	}
	return s
}

// speak gives each violation its words: the rule's own, or the platform's for the code.
func speak(p *pack.Pack, r *law.Refusal) {
	for i := range r.Violations {
		v := &r.Violations[i]
		if v.Says.IsZero() {
			v.Says, v.Remedy = p.WordsIn(v.Code, v.Manner)
		}
	}
}

// random is the source of salts.
func (d *Desk) random() io.Reader {
	if d.Random != nil {
		return d.Random
	}
	return rand.Reader
}
