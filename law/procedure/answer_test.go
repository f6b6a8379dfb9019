package procedure_test

import (
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/procedure"
	"github.com/shuyu-project/shuyu/law/value"
)

func TestCompare(t *testing.T) {
	cite := func(unit string) []law.Citation { return []law.Citation{{Instrument: "x", Unit: unit}} }
	due := func(rule, day string) []procedure.Due {
		return []procedure.Due{{Step: "conclude", Rule: rule, Cite: cite("X-1")[0], Kind: "at-least", On: calendar.MustDay(day)}}
	}
	yes := procedure.Answer{Allowed: true, State: "noticed", Cites: cite("X-1"), Dues: due("a", "2025-03-10"),
		Figures: []value.Figure{{Name: "fee", Unit: value.Money, Amount: 100}}}
	no := procedure.Answer{Grounds: []procedure.Ground{{Code: "period.running", Cites: cite("X-1"), Due: "2025-03-10"}}}
	with := func(change func(*procedure.Answer)) procedure.Answer {
		a := yes
		change(&a)
		return a
	}
	for _, row := range []struct {
		why       string
		then, now procedure.Answer
		want      procedure.Change
		flips     bool
	}{
		{"the same", yes, yes, procedure.Same, false},
		{"refused", yes, no, procedure.ChangeRefused, true},
		{"allowed", no, yes, procedure.ChangeAllowed, true},
		{"late counts before other days", yes, with(func(a *procedure.Answer) { a.Late, a.Dues = true, nil }), procedure.ChangeLate, true},
		{"no longer late", with(func(a *procedure.Answer) { a.Late = true }), yes, procedure.ChangeTimely, true},
		{"another state", yes, with(func(a *procedure.Answer) { a.State = "signed" }), procedure.ChangeOutcome, false},
		{"another amount", yes, with(func(a *procedure.Answer) {
			a.Figures = []value.Figure{{Name: "fee", Unit: value.Money, Amount: 99}}
		}), procedure.ChangeOutcome, false},
		{"another derivation of the same amount", yes, with(func(a *procedure.Answer) {
			a.Figures = []value.Figure{{Name: "fee", Unit: value.Money, Amount: 100, Rule: "b"}}
		}), procedure.Same, false},
		{"another day", yes, with(func(a *procedure.Answer) { a.Dues = due("a", "2025-03-12") }), procedure.ChangeDue, false},
		{"the same day by another rule", yes, with(func(a *procedure.Answer) { a.Dues = due("b", "2025-03-10") }), procedure.Same, false},
		{"another article", yes, with(func(a *procedure.Answer) { a.Cites = cite("X-2") }), procedure.ChangeCitation, false},
		{"refused until another day is refused", no, procedure.Answer{Grounds: []procedure.Ground{{Code: "period.running", Cites: cite("X-1"), Due: "2025-03-12"}}}, procedure.Same, false},
		{"refused under another article", no, procedure.Answer{Grounds: []procedure.Ground{{Code: "period.running", Cites: cite("X-2")}}}, procedure.ChangeGrounds, false},
	} {
		if got := procedure.Compare(row.then, row.now); got != row.want || got.Flips() != row.flips {
			t.Errorf("%s: %q", row.why, got)
		}
	}
}
