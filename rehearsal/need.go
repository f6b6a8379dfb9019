package rehearsal

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// errUndone takes back what a step did that a script only wanted to know of.
var errUndone = errors.New("undone")

// allPowers are the powers that seats can have, with those of the platform's own workers.
var allPowers = []string{"clerk", "reviewer", "approver", "signer", "worker", "expert"}

// could: could [in <state>,…] as <command>: the step is allowed, and is not taken. It says
// who else may take a step, and from where, without the case moving on: in each of the
// states, as if the case stood there with all else that it has.
func (st *stage) could(rest string) error {
	list, command, ok := strings.Cut(rest, "as ")
	if !ok {
		return errors.New("want: could [in <state>,…] as <command>")
	}
	list, placed := strings.CutPrefix(strings.TrimSpace(list), "in ")
	if !placed {
		return st.allowed(command, "")
	}
	for _, state := range strings.Split(list, ",") {
		if err := st.allowed(command, state); err != nil {
			return fmt.Errorf("in %s: %w", state, err)
		}
	}
	return nil
}

// allowed tries a command and takes it back: where the case stands, or as if it stood in
// another state of its procedure.
func (st *stage) allowed(command, state string) error {
	who, cmd, _, err := st.prepared(command)
	if err != nil {
		return err
	}
	if state != "" {
		if err := st.place(cmd.Case, state); err != nil {
			return err
		}
		defer func() { st.ledger.placed = casework.Case{} }()
	}
	refusal, err := st.undone(who, cmd)
	if err == nil && refusal != nil {
		err = fmt.Errorf("it was refused: %s", describe(refusal))
	}
	return err
}

// place has whoever writes read the case as one that stands in the state.
func (st *stage) place(id, state string) error {
	c, err := st.caseByID(id)
	if err != nil {
		return errors.New("only a step within a case is taken in a state")
	}
	if def, ok := st.pack.Procedure(c.Procedure); ok {
		if _, ok := def.State(state); !ok {
			return fmt.Errorf("%s has no such state", c.Procedure)
		}
	}
	c.State = state
	st.ledger.placed = c
	return nil
}

// needs: needs <what>, <what> … as <command>: the step is allowed as it is written, and is
// refused without any one of what it needs. That is "power", the powers of the seat;
// "step-up", the proof of presence; a particular of the document, by its name, or
// "group.name" in each group; or "name=listed": a value that its list does not have is
// refused. Nothing is done.
func (st *stage) needs(rest string) error {
	list, command, ok := strings.Cut(rest, " as ")
	if !ok {
		return errors.New("want: needs <power, step-up, particular, particular=listed> … as <command>")
	}
	if err := st.allowed(command, ""); err != nil {
		return fmt.Errorf("with all that it needs, %w", err)
	}
	for _, what := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		who, cmd, _, err := st.prepared(command) // anew: what is left out changes the document
		if err != nil {
			return err
		}
		missed, err := lacking(&who, cmd.Form, what)
		if err != nil {
			return err
		}
		refusal, err := st.undone(who, cmd)
		if err != nil {
			return err
		}
		if refusal == nil || !slices.ContainsFunc(refusal.Violations, missed) {
			return fmt.Errorf("it does not need %s", what)
		}
	}
	return nil
}

// lacking takes away one thing that a step needs, and answers which violation must follow.
func lacking(who *casework.Actor, form map[string]any, what string) (func(law.Violation) bool, error) {
	path, listed := strings.CutSuffix(what, "=listed")
	code := procedure.CodeIncomplete
	switch {
	case what == "power":
		had := who.Powers
		who.Powers = slices.DeleteFunc(slices.Clone(allPowers), func(p string) bool { return slices.Contains(had, p) })
		return func(v law.Violation) bool { return v.Code == procedure.CodeCompetence }, nil
	case what == "step-up":
		who.SteppedUp = false
		return func(v law.Violation) bool { return v.Code == procedure.CodeStepUp }, nil
	case listed:
		code = procedure.CodeMalformed
		if !spoil(form, path, func(of map[string]any, name string) { of[name] = unlisted(of[name]) }) {
			return nil, fmt.Errorf("the document gives no %s", path)
		}
	default:
		if !spoil(form, path, func(of map[string]any, name string) { delete(of, name) }) {
			return nil, fmt.Errorf("the document gives no %s", path)
		}
	}
	return func(v law.Violation) bool {
		return v.Code == code && slices.ContainsFunc(v.Facts, func(f law.Fact) bool { return f.Name == "field" && bare(f.Value) == path })
	}, nil
}

// bare is the path of a particular without the places in lists: "rows.1.name" is "rows.name".
func bare(path string) string {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.Trim(s, "0123456789") == "" }), ".")
}

// unlisted is a value like the one given that no list of words has.
func unlisted(like any) any {
	if _, many := like.([]any); many {
		return []any{"未列入"}
	}
	return "未列入"
}

// spoil changes a particular wherever the document gives it.
func spoil(of any, path string, change func(of map[string]any, name string)) bool {
	switch of := of.(type) {
	case []any:
		done := false
		for _, one := range of {
			done = spoil(one, path, change) || done
		}
		return done
	case map[string]any:
		if _, given := of[path]; given {
			change(of, path)
			return true
		}
		head, rest, deeper := strings.Cut(path, ".")
		return deeper && spoil(of[head], rest, change)
	}
	return false
}

// undone carries out a command and takes it back.
func (st *stage) undone(who casework.Actor, cmd casework.Command) (*law.Refusal, error) {
	st.ledger.undo = true
	defer func() { st.ledger.undo = false }()
	_, err := st.desk.Do(st.ctx, who, cmd)
	if refusal, ok := law.AsRefusal(err); ok {
		return refusal, nil
	}
	if errors.Is(err, errUndone) {
		return nil, nil
	}
	return nil, err
}

// factsAre: facts <kind/id or case.link> <fact>=<value> …; a value with spaces stands in
// double quotes with its fact.
func (st *stage) factsAre(words []string) error {
	if err := want(words, 2, "facts <kind/id or case.link> <fact>=<value> …"); err != nil {
		return err
	}
	for _, word := range Words(strings.Join(words[1:], " ")) {
		name, value, ok := strings.Cut(word, "=")
		if !ok {
			return fmt.Errorf("want fact=value, found %q", word)
		}
		if err := st.fact([]string{words[0], name, value}); err != nil {
			return err
		}
	}
	return nil
}

// told: told <organisation> …: the last act, or what came of the days that went by, told
// each of them; "<organisation>/<case>" of that case.
func (st *stage) told(words []string) error {
	if err := want(words, 1, "told <organisation>[/<case>] …"); err != nil {
		return err
	}
	for _, word := range words {
		org, about, named := strings.Cut(word, "/")
		id := st.resolve(org)
		if !slices.ContainsFunc(st.ledger.notices, func(n casework.Notice) bool {
			return n.To == id && n.Kind == "told" && (!named || n.Case == st.cases[about])
		}) {
			return fmt.Errorf("%s was told nothing", word)
		}
	}
	return nil
}

// showing reports whether the fields of a publication, or the facts of a certificate, are
// as the words field=value say.
func (st *stage) showing(fields map[string]any, words []string) error {
	for _, word := range Words(strings.Join(words, " ")) {
		name, value, ok := strings.Cut(word, "=")
		if !ok {
			return fmt.Errorf("want field=value, found %q", word)
		}
		if got, there := fields[name]; !there || shown(got) != st.resolve(value) {
			return fmt.Errorf("it shows %v under %s, of %v", fields[name], name, slices.Sorted(maps.Keys(fields)))
		}
	}
	return nil
}
