package party

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// Refusal codes of seats. Their words stand in the platform instrument.
const (
	CodeExclusive     = "seat.exclusive"           // PF-10
	CodeLastOfKind    = "administrator.last"       // PF-10
	CodeEnded         = "seat.ended"               // PF-02
	CodeAbsent        = "seat.absent"              // PF-02
	CodeNotStandingIn = "deputy.not-standing-in"   // PF-02
	CodeCreditCode    = "organisation.credit-code" // PF-28
)

// SeatState is where a seat stands.
type SeatState string

// The states of a seat. A seat that is only proposed has no power.
const (
	SeatProposed SeatState = "proposed"
	SeatInForce  SeatState = "in-force"
	SeatEnded    SeatState = "ended"
)

// Seat is a post that one person holds in one organisation: one role, some powers. It
// is the body of a register record of kind "seat".
type Seat struct {
	ID string `json:"-"`

	Title  string  `json:"title"`
	Person string  `json:"person"`
	Org    string  `json:"org"`
	Role   Role    `json:"role"`
	Powers []Power `json:"powers,omitempty"` // none for administrators

	// An absence, both days included, and the seat that stands in. All three are set
	// and cleared together.
	Deputy      string       `json:"deputy,omitempty"`
	AbsentFrom  calendar.Day `json:"absentFrom,omitzero"`
	AbsentUntil calendar.Day `json:"absentUntil,omitzero"`

	State SeatState `json:"state"`
}

// ReadSeat reads a seat's line of the register. An absence that was cleared is written as
// empty days.
func ReadSeat(id string, line []byte) (Seat, error) {
	body := map[string]any{}
	if err := json.Unmarshal(line, &body); err != nil {
		return Seat{}, fmt.Errorf("reading seat %s: %w", id, err)
	}
	for _, day := range []string{"absentFrom", "absentUntil"} {
		if body[day] == "" {
			delete(body, day)
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return Seat{}, fmt.Errorf("reading seat %s: %w", id, err)
	}
	s := Seat{}
	if err := json.Unmarshal(text, &s); err != nil {
		return Seat{}, fmt.Errorf("reading seat %s: %w", id, err)
	}
	s.ID = id
	return s, nil
}

// Has reports whether the seat has the power.
func (s Seat) Has(p Power) bool { return slices.Contains(s.Powers, p) }

// Absent reports whether the seat's holder is recorded as absent on the day.
func (s Seat) Absent(on calendar.Day) bool {
	return !s.AbsentFrom.IsZero() && !on.Before(s.AbsentFrom) && (s.AbsentUntil.IsZero() || !on.After(s.AbsentUntil))
}

// standing reports whether the seat is, or is about to be, somebody's.
func (s Seat) standing() bool { return s.State == SeatProposed || s.State == SeatInForce }

// Exclusive refuses a seat that its person could not hold beside those already held: the
// three administrators are three persons, none of whom has business. Seats of other
// persons and ended ones among held do not count, and the proposed seat itself may be
// among them. Every seat in the way is a ground of its own. Refusals: seat.exclusive.
// 〔platform PF-10〕
func Exclusive(held []Seat, proposed Seat) *law.Refusal {
	var refusals []*law.Refusal
	if proposed.Role.Administers() && len(proposed.Powers) > 0 {
		refusals = append(refusals, exclusive(law.Factf("powers", "%d", len(proposed.Powers))))
	}
	for _, s := range held {
		if s.Person != proposed.Person || !s.standing() || s.ID != "" && s.ID == proposed.ID {
			continue
		}
		if s.Role != proposed.Role && (s.Role.Administers() || proposed.Role.Administers()) {
			refusals = append(refusals, exclusive(law.Fact{Name: "seat", Value: s.ID}, law.Fact{Name: "role", Value: string(s.Role)}))
		}
	}
	return law.Join(refusals...)
}

func exclusive(facts ...law.Fact) *law.Refusal {
	return law.Refuse(CodeExclusive, law.Platform("PF-10"), facts...)
}

// LastOfKind refuses to end the only seat in force of a kind of administrator, which
// would leave nobody to appoint the next. Refusals: administrator.last. 〔platform PF-10〕
func LastOfKind(all []Seat, ending Seat) *law.Refusal {
	if !ending.Role.Administers() {
		return nil
	}
	for _, s := range all {
		if s.Role == ending.Role && s.State == SeatInForce && s.ID != ending.ID {
			return nil
		}
	}
	return law.Refuse(CodeLastOfKind, law.Platform("PF-10"), law.Fact{Name: "role", Value: string(ending.Role)})
}
