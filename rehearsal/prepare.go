package rehearsal

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// prepare sets the stage: organisations, seats and registered things that the script is
// not about. What makes them in earnest is rehearsed in scripts of its own.
func (st *stage) prepare(verb, rest string) error {
	words := Words(rest)
	if len(words) == 0 {
		return errors.New("the line is empty after its verb")
	}
	switch verb {
	case "org":
		if err := st.put("organisation", words[0], words[1:], map[string]any{"state": "enrolled", "name": words[0]}); err != nil || st.day.IsZero() {
			return err
		}
		_, err := st.desk.Tick(st.ctx) // which opens what it owes from the day it is enrolled
		return err
	case "seat":
		return st.seat(words[0], words[1:])
	case "record":
		if len(words) < 2 {
			return errors.New("want: record <kind> <id> fact=value …")
		}
		return st.put(words[0], words[1], words[2:], map[string]any{})
	case "setting":
		if len(words) != 2 {
			return errors.New("want: setting <name> <value>")
		}
		return st.put("activation", "setting-"+words[0], nil, map[string]any{"settings": []any{words[0] + "=" + words[1]}, "state": "in-force"})
	case "without":
		st.unproved = true
	}
	return nil
}

// Words splits a line at spaces outside double quotes.
func Words(text string) []string {
	var words []string
	var word strings.Builder
	quoted, any := false, false
	for _, r := range text {
		switch {
		case r == '"':
			quoted, any = !quoted, true
		case r == ' ' && !quoted:
			if any || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			any = false
		default:
			word.WriteRune(r)
		}
	}
	if any || word.Len() > 0 {
		words = append(words, word.String())
	}
	return words
}

// seat gives a person, who is registered if new, a seat.
func (st *stage) seat(name string, settings []string) error {
	org, person, ok := strings.Cut(name, "/")
	if !ok {
		return fmt.Errorf("want a seat as organisation/person, found %q", name)
	}
	if len(st.seats[name]) == 0 {
		if err := st.put("person", person, nil, map[string]any{"name": person, "org": org, "state": "active"}); err != nil {
			return err
		}
	}
	body, err := st.facts("seat", settings)
	if err != nil {
		return err
	}
	body["org"], body["person"] = org, person
	if body["state"] == nil {
		body["state"] = "in-force"
	}
	role, _ := body["role"].(string)
	id := name + "/" + role
	if err := st.write("seat", id, body); err != nil {
		return err
	}
	who := casework.Actor{Role: role, Party: casework.Party{Person: person, Seat: id, Organisation: org}}
	powers, _ := body["powers"].([]any)
	for _, p := range powers {
		who.Powers = append(who.Powers, p.(string))
	}
	st.seats[name] = append(st.seats[name], who)
	return nil
}

func (st *stage) put(kind, id string, settings []string, body map[string]any) error {
	given, err := st.facts(kind, settings)
	if err != nil {
		return err
	}
	for k, v := range given {
		body[k] = v
	}
	return st.write(kind, id, body)
}

func (st *stage) facts(kind string, settings []string) (map[string]any, error) {
	return Facts(kind, settings, st.resolve)
}

// Facts reads fact=value by the types that the vocabulary gives the facts of a kind; items
// of a list are separated by commas, and resolve turns the names of a script into ids.
func Facts(kind string, settings []string, resolve func(string) string) (map[string]any, error) {
	thing, ok := pack.ThingOf(kind)
	if !ok {
		return nil, fmt.Errorf("%q is no registered kind", kind)
	}
	body := map[string]any{}
	for _, setting := range settings {
		name, text, ok := strings.Cut(setting, "=")
		if !ok {
			return nil, fmt.Errorf("want fact=value, found %q", setting)
		}
		v, err := factOf(thing, name, text, resolve)
		if err != nil {
			return nil, err
		}
		body[name] = v
	}
	return body, nil
}

func factOf(thing pack.Thing, name, text string, resolve func(string) string) (any, error) {
	for _, f := range thing.Facts {
		if f.Name != name {
			continue
		}
		if _, list := f.Type.IsList(); list {
			items := []any{}
			for _, item := range strings.Split(text, ",") {
				if item != "" {
					items = append(items, resolve(item))
				}
			}
			return items, nil
		}
		switch f.Type {
		case pack.TypeBool:
			return strconv.ParseBool(text)
		case pack.TypeInt, pack.TypeMoney:
			return strconv.Atoi(text)
		}
		return resolve(text), nil
	}
	if name == "jurisdiction" { // every line belongs to one, though rules ask it of few
		return resolve(text), nil
	}
	return nil, fmt.Errorf("a %s has no fact %q", thing.Kind, name)
}

// write puts the record into the ledger, with a log entry that says what it is.
func (st *stage) write(kind, id string, body map[string]any) error {
	canonical, err := seal.Canonical(body)
	if err != nil {
		return err
	}
	thing, _ := pack.ThingOf(kind)
	text := func(name string) string { s, _ := body[name].(string); return s }
	r := casework.Record{Kind: kind, ID: id, Rev: 1, Org: text(thing.Org), Subject: text(thing.Subject), State: text("state"), Title: text(thing.Title), Body: canonical,
		Jurisdiction: text("jurisdiction")}
	if thing.Org == "id" {
		r.Org = id
	}
	return st.ledger.Write(st.ctx, func(tx casework.Tx) error {
		if old, err := tx.Registered(st.ctx, kind, id); err == nil {
			r.Rev = old.Rev + 1
		}
		_, err := tx.Record(st.ctx, casework.Change{Puts: []casework.Record{r},
			Entry: casework.Entry{Version: 1, Kind: "rehearsal.put", Outcome: "record", Seat: "rehearsal", Org: "rehearsal", Day: st.day}})
		return err
	})
}
