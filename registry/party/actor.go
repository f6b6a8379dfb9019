package party

import (
	"slices"
	"time"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// Actor is a person acting in a seat for an organisation: who gives a command. It is
// made by Sit or StandIn, anew for each request, so that what was withdrawn a moment ago
// no longer acts.
type Actor struct {
	Person string  `json:"person"`
	Seat   string  `json:"seat"` // the person's own seat, also when acting as a deputy
	Org    string  `json:"org"`
	Role   Role    `json:"role"`
	Powers []Power `json:"powers"`
	// DeputyFor is the absent seat the actor stands in for, "" when acting in the own
	// seat. Separation of duties looks at Person and is not escaped by it.
	DeputyFor string `json:"deputyFor,omitempty"`
	// SteppedUpUntil is the moment until which the person's last proof of presence
	// holds. The zero time: there was none. 〔platform PF-11〕
	SteppedUpUntil time.Time `json:"steppedUpUntil,omitzero"`
}

// SteppedUp reports whether presence has been proved again recently enough.
func (a Actor) SteppedUp(now time.Time) bool { return now.Before(a.SteppedUpUntil) }

// Has reports whether the actor has the power.
func (a Actor) Has(p Power) bool { return slices.Contains(a.Powers, p) }

// Sit puts a person into an own seat on a day. Refusals: seat.ended when the seat is
// not in force or another's, seat.absent while its holder is recorded as absent.
// 〔platform PF-02〕
func Sit(person string, s Seat, on calendar.Day) (Actor, *law.Refusal) {
	if s.State != SeatInForce || s.Person != person || person == "" {
		return Actor{}, refuse(CodeEnded, s)
	}
	if s.Absent(on) {
		return Actor{}, refuse(CodeAbsent, s)
	}
	return Actor{Person: person, Seat: s.ID, Org: s.Org, Role: s.Role, Powers: slices.Clone(s.Powers)}, nil
}

// StandIn lets the holder of own act in the place of absent on a day, with the powers
// that both seats have. Refusals: those of Sit for own; deputy.not-standing-in unless
// absent is in force, away on that day, names own as its deputy, and is of the same
// organisation and role; administrators' seats follow the same rule. 〔platform PF-34〕
func StandIn(person string, own, absent Seat, on calendar.Day) (Actor, *law.Refusal) {
	a, refusal := Sit(person, own, on)
	if refusal != nil {
		return Actor{}, refusal
	}
	if absent.State != SeatInForce || !absent.Absent(on) || absent.Deputy != own.ID || own.ID == absent.ID ||
		absent.Org != own.Org || absent.Role != own.Role {
		return Actor{}, refuse(CodeNotStandingIn, absent)
	}
	a.DeputyFor = absent.ID
	a.Powers = slices.DeleteFunc(slices.Clone(absent.Powers), func(p Power) bool { return !own.Has(p) })
	return a, nil
}

// Actors lists everyone a person may act as on a day: each own seat, and each seat the
// person stands in for, in the order of all. Seats of others that name no seat of the
// person are passed over.
func Actors(person string, all []Seat, on calendar.Day) []Actor {
	var actors []Actor
	for _, s := range all {
		if a, refusal := Sit(person, s, on); refusal == nil {
			actors = append(actors, a)
		}
	}
	for _, absent := range all {
		own := slices.IndexFunc(all, func(s Seat) bool { return s.ID == absent.Deputy })
		if absent.Deputy == "" || own < 0 {
			continue
		}
		if a, refusal := StandIn(person, all[own], absent, on); refusal == nil {
			actors = append(actors, a)
		}
	}
	return actors
}

func refuse(code string, s Seat) *law.Refusal {
	return law.Refuse(code, law.Platform("PF-02"), law.Fact{Name: "seat", Value: s.ID})
}
