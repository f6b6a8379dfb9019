package procedure

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/value"
)

// Answer is what one pack says to a command, as far as it is compared with what another
// says to the same command over the same case.
type Answer struct {
	Allowed bool `json:"allowed"`
	// Grounds are why it is refused, in the order of the rules.
	Grounds []Ground `json:"grounds,omitempty"`
	// State, Cites, Dues, Figures and Brings are of an allowed step: where the case then
	// stands, what the step rests on, what is due next, the amounts it computed, and its
	// effects and disclosures in words of the pack, without what they contain.
	State   string         `json:"state,omitempty"`
	Cites   []law.Citation `json:"cites,omitempty"`
	Dues    []Due          `json:"dues,omitempty"`
	Figures []value.Figure `json:"figures,omitempty"`
	Brings  []string       `json:"brings,omitempty"`
	// Bound are the periods within which the step itself was to be taken, and Late whether
	// it was taken after the first of them had run.
	Bound []Due `json:"bound,omitempty"`
	Late  bool  `json:"late,omitempty"`

	contents []string // of Brings, for comparing; never shown
}

// Ground is one rule that stands against a command.
type Ground struct {
	Code  string         `json:"code"`
	Rule  string         `json:"rule,omitempty"`
	Cites []law.Citation `json:"cites"`
	Says  law.Text       `json:"says,omitzero"`
	Due   string         `json:"due,omitempty"`
}

// Change says in what two answers differ.
type Change string

// The ways in which a changed pack decides otherwise, the gravest first. The first four turn
// what a decision says; the others leave it and turn what it rests on or what follows.
const (
	Same           Change = ""
	ChangeRefused  Change = "refused"  // what was allowed would be refused
	ChangeAllowed  Change = "allowed"  // what was refused would be allowed
	ChangeLate     Change = "late"     // what was in time would be late
	ChangeTimely   Change = "timely"   // what was late would be in time
	ChangeGrounds  Change = "grounds"  // refused both times, on other grounds
	ChangeOutcome  Change = "outcome"  // another state, other effects or other amounts
	ChangeDue      Change = "due"      // other days for what follows
	ChangeCitation Change = "citation" // the same, resting on other articles
)

// Flips reports whether the decision itself turns, or its being in time.
func (c Change) Flips() bool {
	return c == ChangeRefused || c == ChangeAllowed || c == ChangeLate || c == ChangeTimely
}

// AnswerOf puts what Decide answered into the form in which answers are compared. bound are
// the days by which the step was to be taken, from Bound.
func AnswerOf(out Outcome, refusal *law.Refusal, bound []Due, today calendar.Day) Answer {
	if refusal != nil {
		a := Answer{}
		for _, v := range refusal.Violations {
			a.Grounds = append(a.Grounds, Ground{Code: v.Code, Rule: v.Rule, Cites: v.Cites, Says: v.Says, Due: v.Due})
		}
		return a
	}
	a := Answer{Allowed: true, State: out.Case.State, Cites: out.Cites, Dues: out.Case.Dues, Bound: bound}
	a.Late = slices.ContainsFunc(bound, func(d Due) bool { return d.On.Before(today) })
	if n := len(out.Case.Done); n > 0 {
		a.Figures = out.Case.Done[n-1].Figures
	}
	for _, e := range out.Effects {
		a.bring(strings.TrimSpace(fmt.Sprintf("%s %s %s", e.Verb, e.Kind, e.Manner)), e.Target, e.Fields, e.Links, e.To)
	}
	for _, d := range out.Public {
		a.bring("disclose "+d.Where, d.Fields)
	}
	return a
}

func (a *Answer) bring(what string, contents ...any) {
	text, err := json.Marshal(contents)
	if err != nil {
		text = []byte(err.Error()) // values of JSON always marshal
	}
	a.Brings, a.contents = append(a.Brings, what), append(a.contents, what+string(text))
}

// Bound counts the periods within which the step of a command is to be taken, before it is
// taken.
func Bound(in Input) ([]Due, error) {
	w, refusal := enter(&in)
	if refusal != nil || in.Case == nil {
		return nil, nil
	}
	facts, err := w.facts(nil)
	if err != nil {
		return nil, fmt.Errorf("reading the facts of %s: %w", w.step.Name(), err)
	}
	all, err := w.dues(w.c, facts)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(d Due) bool { return d.Step != in.Step || d.Kind != calendar.Within.String() }), nil
}

// Compare says in what the second answer differs from the first: the gravest difference.
func Compare(then, now Answer) Change {
	switch {
	case then.Allowed && !now.Allowed:
		return ChangeRefused
	case !then.Allowed && now.Allowed:
		return ChangeAllowed
	case !then.Allowed:
		if !maps.Equal(then.grounds(), now.grounds()) {
			return ChangeGrounds
		}
		return Same
	case !then.Late && now.Late:
		return ChangeLate
	case then.Late && !now.Late:
		return ChangeTimely
	case then.State != now.State || !slices.Equal(then.contents, now.contents) || !slices.Equal(amounts(then.Figures), amounts(now.Figures)):
		return ChangeOutcome
	case !slices.Equal(days(then.Dues), days(now.Dues)) || !slices.Equal(days(then.Bound), days(now.Bound)):
		return ChangeDue
	case !maps.Equal(cited(then.Cites), cited(now.Cites)):
		return ChangeCitation
	}
	return Same
}

func (a Answer) grounds() map[string]bool {
	all := map[string]bool{}
	for _, g := range a.Grounds {
		for _, c := range g.Cites {
			all[g.Code+" "+c.String()] = true
		}
	}
	return all
}

func cited(cites []law.Citation) map[string]bool {
	all := map[string]bool{}
	for _, c := range cites {
		all[c.String()] = true
	}
	return all
}

// days are the days of dues and what they hold, in a fixed order; which rule sets them is
// no difference of days.
func days(dues []Due) []string {
	var all []string
	for _, d := range dues {
		all = append(all, fmt.Sprintf("%s %s %s %s", d.Step, d.Kind, d.On, d.Lapse))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// amounts are the sums, without the derivations that lead to them.
func amounts(figures []value.Figure) []string {
	var all []string
	for _, f := range figures {
		all = append(all, fmt.Sprintf("%s %s %d", f.Name, f.Unit, f.Amount))
	}
	return all
}
