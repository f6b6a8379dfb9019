package rehearsal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// Result says how a script went: which phases passed, and where it stopped.
type Result struct {
	Script string   `json:"script"`
	Passed []string `json:"passed"` // headings of the phases that passed
	Failed string   `json:"failed,omitempty"`
	Line   int      `json:"line,omitempty"`
	Why    string   `json:"why,omitempty"`

	reached map[string]bool   // procedures, and their steps, of which the door was asked for one
	lines   []map[string]bool // the same of each line
}

// OK reports whether every phase passed.
func (r Result) OK() bool { return r.Failed == "" }

// Run acts the script out under the pack on an empty ledger and stops at the first line
// that does not come out as written.
func Run(ctx context.Context, s *Script, p *pack.Pack, ledger casework.Ledger) Result {
	st := newStage(ctx, p, ledger)
	st.files = s.Files
	result := Result{Script: s.Name}
	if st.play(s.lines, &result) {
		st.conclude(&result)
	}
	result.reached = map[string]bool{}
	for _, reached := range result.lines {
		maps.Copy(result.reached, reached)
	}
	return result
}

// play carries out lines one after another until one does not come out as written.
func (st *stage) play(cues []cue, result *Result) bool {
	for _, line := range cues {
		if st.ctx.Err() != nil {
			result.Failed, result.Why = line.phase, "it was broken off"
			return false
		}
		err := st.perform(line)
		result.lines = append(result.lines, st.ledger.reached)
		if err != nil {
			result.Failed, result.Line, result.Why = line.phase, line.Number, err.Error()
			return false
		}
		if line.last {
			result.Passed = append(result.Passed, line.phase)
		}
	}
	return true
}

// conclude looks whether the script has led to what no sequence of commands may bring about.
func (st *stage) conclude(result *Result) {
	if result.OK() {
		if err := casework.CheckInvariants(st.ctx, st.ledger, st.desk.Packs); err != nil {
			result.Failed, result.Why = "invariants", err.Error()
		}
	}
}

// stage is where a script is acted: the desk, a clock that only goes forward, and the
// names that the script gives to cases.
type stage struct {
	ctx      context.Context
	desk     *casework.Desk
	ledger   *recorder
	pack     *pack.Pack
	day      calendar.Day
	seats    map[string][]casework.Actor // "org/person" → seats in the order given
	cases    map[string]string
	files    map[string]string
	refusal  *law.Refusal // of the last command, until a line has looked at it
	looked   bool
	unproved bool              // the next command comes without a step-up
	written  map[string]string // digest → the small document "digest(…)" stands for
}

func newStage(ctx context.Context, p *pack.Pack, ledger casework.Ledger) *stage {
	st := &stage{ctx: ctx, pack: p, seats: map[string][]casework.Actor{}, cases: map[string]string{}, written: map[string]string{}}
	st.ledger = &recorder{Ledger: ledger, reached: map[string]bool{}}
	st.desk = &casework.Desk{Ledger: st.ledger, Packs: casework.OnePack{Pack: p}, Calendar: calendar.China,
		Now: func() time.Time { return st.day.Time().Add(10 * time.Hour) }}
	return st
}

// recorder keeps the tasks that changes ask for, so that a script can look at them, and
// the procedures that were reached: whatever is decided of a case is logged under its
// procedure, also by the clock, by a worker and where it is refused.
type recorder struct {
	casework.Ledger
	tasks   []casework.Task
	notices []casework.Notice // since the script's last act
	changes []casework.Change // by the line
	reached map[string]bool   // by the line
	moved   int               // changes of cases that were written
	undo    bool              // what is written is taken back
	placed  casework.Case     // read as it is here, while what is written is taken back; none where it has no id
	seen    *glance           // nil: everything is read from the ledger
}

func (r *recorder) Write(ctx context.Context, fn func(casework.Tx) error) error {
	var written recording
	open := r.seen.open()
	err := r.Ledger.Write(ctx, func(tx casework.Tx) error {
		written = recording{Tx: tx, reached: r.reached, seen: r.seen, placed: r.placed}
		err := fn(&written)
		if err == nil && r.undo && written.moved > 0 {
			return errUndone
		}
		return err
	})
	if err == nil {
		for _, c := range written.changes {
			r.tasks = append(r.tasks, c.Tasks...)
			r.notices = append(r.notices, c.Notices...)
		}
		r.changes = append(r.changes, written.changes...)
		r.moved += written.moved
	} else if open {
		r.seen.closed = false // all of it was taken back
	}
	return err
}

// recording is one write of the recorder.
type recording struct {
	casework.Tx
	changes []casework.Change
	moved   int
	reached map[string]bool
	seen    *glance
	placed  casework.Case
}

func (r *recording) Record(ctx context.Context, c casework.Change) (int64, error) {
	r.seen.close()
	procedure, _, _ := strings.Cut(c.Entry.Kind, ".")
	r.reached[procedure], r.reached[c.Entry.Kind] = true, true
	if procedure == "timer" { // the clock's own entries name no procedure
		if one, err := r.Tx.Case(ctx, c.Entry.Case); err == nil {
			r.reached[one.Procedure] = true
		}
	}
	seq, err := r.Tx.Record(ctx, c)
	if err == nil {
		r.changes = append(r.changes, c)
		if c.Case != nil {
			r.moved++
		}
	}
	return seq, err
}

// line carries out one line of the script.
func (st *stage) line(text string) error {
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	if word == "!" {
		return st.attempt(strings.TrimPrefix(rest, "as "))
	}
	if word != "refused" && word != "hidden" && !(word == "not" && strings.HasPrefix(rest, "refused ")) {
		if err := st.unexpected(); err != nil {
			return err
		}
	}
	if word == "as" || word == "at" {
		st.ledger.notices = nil
	}
	switch word {
	case "as":
		return st.as(rest)
	case "at":
		return st.at(rest)
	case "org", "seat", "record", "setting", "without":
		return st.prepare(word, rest)
	case "could":
		return st.could(rest)
	case "needs":
		return st.needs(rest)
	}
	look, ok := looks[word]
	if !ok {
		return fmt.Errorf("the line begins with %q, which is no verb of rehearsals", word)
	}
	return look(st, strings.Fields(rest))
}

// at moves the clock, day by day where a timer waits, so that each fires on its own day.
func (st *stage) at(rest string) error {
	day, err := calendar.ParseDay(strings.Fields(rest)[0])
	if err != nil {
		return err
	}
	if !st.day.IsZero() && day.Before(st.day) {
		return fmt.Errorf("the clock cannot run back from %s to %s", st.day, day)
	}
	if st.day.IsZero() {
		st.day = day
		_, err := st.desk.Tick(st.ctx)
		return err
	}
	if err := st.desk.Until(st.ctx, day, func(d calendar.Day) { st.day = d }); err != nil {
		return err
	}
	for _, change := range st.ledger.changes { // the last case that the days opened is known as "arisen"
		if change.Case != nil && change.Case.Rev == 1 {
			st.cases["arisen"] = change.Case.ID
		}
	}
	return nil
}

// as carries out a command that must be allowed.
func (st *stage) as(rest string) error {
	refusal, err := st.command(rest)
	if err != nil {
		return err
	}
	if refusal != nil {
		return fmt.Errorf("it was refused: %s", describe(refusal))
	}
	return nil
}

// attempt carries out a command that must be refused; the lines after say how.
func (st *stage) attempt(rest string) error {
	if err := st.unexpected(); err != nil {
		return err
	}
	moved := st.ledger.moved
	refusal, err := st.command(rest)
	if err != nil {
		return err
	}
	if refusal == nil {
		return errors.New("it was allowed, and must be refused")
	}
	if st.ledger.moved != moved {
		return errors.New("the refused command changed a case")
	}
	st.refusal, st.looked = refusal, false
	return nil
}

// unexpected reports a refusal that no line has looked at.
func (st *stage) unexpected() error {
	if st.refusal != nil && !st.looked {
		return fmt.Errorf("the refusal was not looked at: %s", describe(st.refusal))
	}
	st.refusal = nil
	return nil
}

func describe(r *law.Refusal) string {
	var parts []string
	for _, v := range r.Violations {
		facts := []string{}
		for _, f := range v.Facts {
			facts = append(facts, f.Name+"="+f.Value)
		}
		parts = append(parts, fmt.Sprintf("%s %v (%s)", v.Code, v.Cites, strings.Join(facts, ", ")))
	}
	if r.Hidden {
		parts = append(parts, "hidden")
	}
	return strings.Join(parts, "; ")
}

// command parses and gives one command: who, step, links, name, document.
func (st *stage) command(rest string) (*law.Refusal, error) {
	who, cmd, said, err := st.prepared(rest)
	if err != nil {
		return nil, err
	}
	receipt, err := st.desk.Do(st.ctx, who, cmd)
	if refusal, ok := law.AsRefusal(err); ok {
		return refusal, nil
	}
	if err != nil {
		return nil, err
	}
	if said.Name != "" {
		st.cases[said.Name] = receipt.Case
	}
	for i, opened := range receipt.Opened { // known as "G1.opened2", and the last as "opened"
		st.cases[fmt.Sprintf("%s%s.opened%d", said.Case, said.Name, i+1)] = opened
		st.cases["opened"] = opened
	}
	return nil, nil
}

// prepared is a command as the script gives it, with its attachments handed in.
func (st *stage) prepared(text string) (who casework.Actor, cmd casework.Command, said Command, err error) {
	if said, err = ParseCommand(text); err != nil {
		return who, cmd, said, err
	}
	form, err := st.form(said.Document)
	if err != nil {
		return who, cmd, said, err
	}
	cmd = casework.Command{Procedure: said.Procedure, Step: said.Step, Form: form, Links: map[string]string{}}
	if said.Case != "" {
		id, ok := st.cases[said.Case]
		if !ok {
			return who, cmd, said, fmt.Errorf("no case is called %s", said.Case)
		}
		cmd.Case = id
	}
	for link, name := range said.Links {
		cmd.Links[link] = st.resolve(name)
	}
	if who, err = st.actor(said.Who, cmd); err != nil {
		return who, cmd, said, err
	}
	return who, cmd, said, st.handIn(who, cmd)
}

// resolve turns the names of a script into ids: a case by its name, a link of a case by
// "C1.agreement", a small document by "digest(text)", one that nobody has handed in by
// "absent(text)", a unified social credit code by "code(7)", the digest of the pack that
// is played by "pack()".
func (st *stage) resolve(name string) string {
	if id, ok := st.cases[name]; ok {
		return id
	}
	if inner, ok := strings.CutPrefix(name, "digest("); ok {
		digest := sha(strings.TrimSuffix(inner, ")"))
		st.written[digest] = strings.TrimSuffix(inner, ")")
		return digest
	}
	if name == "pack()" {
		return st.pack.Digest
	}
	if n, ok := strings.CutPrefix(name, "code("); ok {
		return creditCode(strings.TrimSuffix(n, ")"))
	}
	if inner, ok := strings.CutPrefix(name, "absent("); ok {
		return sha("absent " + strings.TrimSuffix(inner, ")"))
	}
	if at := strings.LastIndexByte(name, '.'); at > 0 { // the name of a case may itself have a dot: "T1.opened1"
		head, link := strings.TrimSuffix(name[:at], ".link"), name[at+1:]
		if id, known := st.cases[head]; known {
			if c, err := st.caseByID(id); err == nil && c.Links[link] != "" {
				return c.Links[link]
			}
		}
	}
	return name
}

// creditCode is a unified social credit code with its check digit, of a body of the given
// number, which stands for none that exists.
func creditCode(n string) string {
	first := []byte(fmt.Sprintf("91370900MA%07s", n))
	for i, c := range first {
		if c == ' ' {
			first[i] = '0'
		}
	}
	check, _ := catalogue.CreditCheck(first)
	return string(first) + string(check)
}

func sha(of string) string {
	sum := sha256.Sum256([]byte(of))
	return hex.EncodeToString(sum[:])
}

func (st *stage) form(document string) (map[string]any, error) {
	values, err := ParseDocument(document, st.files)
	if err != nil || values == nil {
		return nil, err
	}
	return st.resolveAll(values).(map[string]any), nil
}

func (st *stage) resolveAll(v any) any {
	switch v := v.(type) {
	case string:
		return st.resolve(v)
	case []any:
		for i := range v {
			v[i] = st.resolveAll(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = st.resolveAll(v[k])
		}
	}
	return v
}

// actor finds the seat a person would take the step in: the first whose role the step
// names, else the first. "org/person:role" says which.
func (st *stage) actor(name string, cmd casework.Command) (casework.Actor, error) {
	switch name {
	case "clock":
		return casework.Clock, nil
	case "machine":
		return casework.Machine, nil
	case "public":
		return casework.Public, nil
	}
	name, role, chosen := strings.Cut(name, ":")
	seats := st.seats[name]
	if len(seats) == 0 {
		return casework.Actor{}, fmt.Errorf("nobody called %s has a seat", name)
	}
	who := seats[0]
	by := st.rolesOf(cmd)
	for _, s := range seats {
		if chosen && s.Role == role || !chosen && slices.Contains(by, s.Role) {
			who = s
			break
		}
	}
	who.SteppedUp = !st.unproved
	st.unproved = false
	return who, nil
}

func (st *stage) rolesOf(cmd casework.Command) []string {
	if s, ok := st.stepOf(cmd); ok {
		return s.By
	}
	return nil
}

func (st *stage) stepOf(cmd casework.Command) (*pack.StepDef, bool) {
	procedure := cmd.Procedure
	if cmd.Case != "" {
		if c, err := st.caseByID(cmd.Case); err == nil {
			procedure = c.Procedure
		}
	}
	def, ok := st.pack.Procedure(procedure)
	if !ok {
		return nil, false
	}
	return def.Step(cmd.Step)
}

func (st *stage) caseByID(id string) (c casework.Case, err error) {
	err = st.ledger.Read(st.ctx, func(v casework.View) error {
		c, err = v.Case(st.ctx, id)
		return err
	})
	return c, err
}
