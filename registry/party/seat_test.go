package party

import (
	"encoding/json"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
)

func seat(id, person string, role Role, powers ...Power) Seat {
	return Seat{ID: id, Person: person, Org: "org-1", Role: role, Powers: powers, State: SeatInForce}
}

func codes(r *law.Refusal) []string {
	if r == nil {
		return nil
	}
	var all []string
	for _, v := range r.Violations {
		all = append(all, v.Code)
	}
	return all
}

func TestExclusive(t *testing.T) {
	ended := seat("s", "lin", SystemAdmin)
	ended.State = SeatEnded
	proposed := seat("s", "lin", SecurityAdmin)
	proposed.State = SeatProposed
	for _, c := range []struct {
		why      string
		held     []Seat
		proposed Seat
		grounds  int
	}{
		{"nothing held", nil, seat("n", "lin", SystemAdmin), 0},
		{"two business seats are one person's own affair", []Seat{seat("s", "lin", Operator, Clerk)}, seat("n", "lin", Operator, Approver), 0},
		{"two kinds of administrator", []Seat{seat("s", "lin", AuditAdmin)}, seat("n", "lin", SystemAdmin), 1},
		{"business beside administration", []Seat{seat("s", "lin", SecurityAdmin)}, seat("n", "lin", Authority, Clerk), 1},
		{"administration beside business", []Seat{seat("s", "lin", Authority, Clerk)}, seat("n", "lin", AuditAdmin), 1},
		{"every seat in the way is named", []Seat{seat("s", "lin", Authority, Clerk), seat("u", "lin", SecurityAdmin)}, seat("n", "lin", AuditAdmin), 2},
		{"another person's seat does not count", []Seat{seat("s", "wu", AuditAdmin)}, seat("n", "lin", SystemAdmin), 0},
		{"an ended seat does not count", []Seat{ended}, seat("n", "lin", AuditAdmin), 0},
		{"a proposed seat counts, or two proposals would pass together", []Seat{proposed}, seat("n", "lin", Authority, Clerk), 1},
		{"the seat itself does not count", []Seat{seat("n", "lin", SystemAdmin)}, seat("n", "lin", SystemAdmin), 0},
		{"an administrator with a business power", nil, seat("n", "lin", SystemAdmin, Approver), 1},
	} {
		r := Exclusive(c.held, c.proposed)
		if got := len(codes(r)); got != c.grounds {
			t.Errorf("%s: %d grounds, want %d", c.why, got, c.grounds)
		}
		if r != nil && (r.Code() != CodeExclusive || r.Cites()[0] != law.Platform("PF-10")) {
			t.Errorf("%s: refused with %v citing %v", c.why, r, r.Cites())
		}
	}
}

// Whatever set of seats passes one by one, no person ends with administration beside
// anything else: the order of proposals does not matter.
func TestExclusiveInAnyOrder(t *testing.T) {
	kinds := []Role{SystemAdmin, SecurityAdmin, AuditAdmin, Authority, Operator}
	for i, first := range kinds {
		for j, second := range kinds {
			a, b := seat("a", "lin", first), seat("b", "lin", second)
			one, other := Exclusive([]Seat{a}, b) == nil, Exclusive([]Seat{b}, a) == nil
			if one != other {
				t.Errorf("%s then %s is %v, the other way round %v", kinds[i], kinds[j], one, other)
			}
		}
	}
}

func TestLastOfKind(t *testing.T) {
	only, second, clerk := seat("a", "lin", AuditAdmin), seat("b", "wu", AuditAdmin), seat("c", "he", Authority, Clerk)
	if got := codes(LastOfKind([]Seat{only, clerk}, only)); len(got) != 1 || got[0] != CodeLastOfKind {
		t.Errorf("ending the only audit administrator: %v", got)
	}
	if got := LastOfKind([]Seat{only, second}, only); got != nil {
		t.Errorf("a second one remains, yet refused: %v", got)
	}
	second.State = SeatProposed
	if LastOfKind([]Seat{only, second}, only) == nil {
		t.Error("a successor who is not confirmed must not count")
	}
	if got := LastOfKind([]Seat{clerk}, clerk); got != nil {
		t.Errorf("a business seat may always end: %v", got)
	}
}

func TestAbsent(t *testing.T) {
	s := seat("a", "lin", Authority, Clerk)
	s.AbsentFrom, s.AbsentUntil = calendar.MustDay("2026-02-10"), calendar.MustDay("2026-02-12")
	for day, want := range map[string]bool{"2026-02-09": false, "2026-02-10": true, "2026-02-12": true, "2026-02-13": false} {
		if got := s.Absent(calendar.MustDay(day)); got != want {
			t.Errorf("absent on %s: %v, want %v", day, got, want)
		}
	}
	if seat("b", "wu", Authority).Absent(calendar.MustDay("2026-02-10")) {
		t.Error("a seat without an absence is absent")
	}
}

// A seat's body has the names of the vocabulary, and no day where there is none.
func TestSeatBody(t *testing.T) {
	body, err := json.Marshal(Seat{ID: "x", Title: "经办", Person: "p", Org: "o", Role: Authority, Powers: []Power{Clerk}, State: SeatInForce})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"title":"经办","person":"p","org":"o","role":"authority","powers":["clerk"],"state":"in-force"}`
	if string(body) != want {
		t.Errorf("body is %s, want %s", body, want)
	}
	var read Seat
	if err := json.Unmarshal([]byte(`{"absentFrom":"","absentUntil":"","deputy":"","state":"in-force"}`), &read); err != nil || !read.AbsentFrom.IsZero() {
		t.Errorf("a cleared absence reads as %v, %v", read.AbsentFrom, err)
	}
}
