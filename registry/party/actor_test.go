package party

import (
	"slices"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/law/calendar"
)

func away(s Seat, deputy, from, until string) Seat {
	s.Deputy, s.AbsentFrom, s.AbsentUntil = deputy, calendar.MustDay(from), calendar.MustDay(until)
	return s
}

func TestStandIn(t *testing.T) {
	on := calendar.MustDay("2026-03-03")
	own := seat("own", "wu", Authority, Clerk, Reviewer)
	absent := away(seat("absent", "lin", Authority, Clerk, Approver), "own", "2026-03-02", "2026-03-06")
	other := func(change func(own, absent *Seat)) (Seat, Seat) {
		o, a := own, absent
		change(&o, &a)
		return o, a
	}
	for _, c := range []struct {
		why    string
		change func(own, absent *Seat)
		code   string
	}{
		{"named, away, same organisation and role", func(*Seat, *Seat) {}, ""},
		{"not away any more", func(_, a *Seat) { a.AbsentUntil = calendar.MustDay("2026-03-02") }, CodeNotStandingIn},
		{"another deputy is named", func(_, a *Seat) { a.Deputy = "third" }, CodeNotStandingIn},
		{"of another organisation", func(o, _ *Seat) { o.Org = "org-2" }, CodeNotStandingIn},
		{"of another role", func(o, _ *Seat) { o.Role = Provider }, CodeNotStandingIn},
		{"the absent seat has ended", func(_, a *Seat) { a.State = SeatEnded }, CodeNotStandingIn},
		{"the own seat has ended", func(o, _ *Seat) { o.State = SeatEnded }, CodeEnded},
		{"the deputy is away too: nobody acts for a deputy", func(o, _ *Seat) { *o = away(*o, "third", "2026-03-03", "2026-03-03") }, CodeAbsent},
	} {
		o, a := other(c.change)
		actor, refusal := StandIn("wu", o, a, on)
		if c.code == "" {
			if refusal != nil || actor.Seat != "own" || actor.DeputyFor != "absent" || actor.Person != "wu" {
				t.Errorf("%s: %+v, %v", c.why, actor, refusal)
			}
			continue
		}
		if got := codes(refusal); len(got) != 1 || got[0] != c.code {
			t.Errorf("%s: refused with %v, want %s", c.why, got, c.code)
		}
	}
}

// A deputy never has a power that either of the two seats lacks.
func TestDeputyHasNoMore(t *testing.T) {
	on := calendar.MustDay("2026-03-03")
	all := []Power{Clerk, Reviewer, Approver, Signer}
	for mask := range 1 << (2 * len(all)) {
		var mine, theirs []Power
		for i, p := range all {
			if mask>>i&1 == 1 {
				mine = append(mine, p)
			}
			if mask>>(i+len(all))&1 == 1 {
				theirs = append(theirs, p)
			}
		}
		a, refusal := StandIn("wu", seat("own", "wu", Authority, mine...), away(seat("absent", "lin", Authority, theirs...), "own", "2026-03-01", "2026-03-09"), on)
		if refusal != nil {
			t.Fatal(refusal)
		}
		for _, p := range all {
			if a.Has(p) != (slices.Contains(mine, p) && slices.Contains(theirs, p)) {
				t.Fatalf("own %v, absent %v: deputy has %v", mine, theirs, a.Powers)
			}
		}
	}
}

func TestActors(t *testing.T) {
	on := calendar.MustDay("2026-03-03")
	seats := []Seat{
		seat("one", "wu", Authority, Clerk),
		away(seat("two", "wu", Authority, Approver), "one", "2026-03-01", "2026-03-09"),
		away(seat("three", "lin", Authority, Clerk), "one", "2026-03-01", "2026-03-09"),
		seat("four", "lin", Authority, Clerk),
	}
	var got []string
	for _, a := range Actors("wu", seats, on) {
		got = append(got, a.Seat+"/"+a.DeputyFor)
	}
	if want := []string{"one/", "one/two", "one/three"}; !slices.Equal(got, want) {
		t.Errorf("wu acts as %v, want %v", got, want)
	}
	if actors := Actors("", seats, on); len(actors) != 0 {
		t.Errorf("nobody acts as %v", actors)
	}
}

func TestSteppedUp(t *testing.T) {
	now := time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	a := Actor{}
	if a.SteppedUp(now) {
		t.Error("an actor who never proved presence counts as having done so")
	}
	a.SteppedUpUntil = now.Add(time.Minute)
	if !a.SteppedUp(now) || a.SteppedUp(now.Add(time.Minute)) {
		t.Error("proof of presence holds until its moment, and no longer")
	}
}
