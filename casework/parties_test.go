package casework_test

import (
	"slices"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// TestLastAdministrator: neither by ending the seat nor by closing the account is the
// last administrator of a kind removed: nobody could appoint the next.
func TestLastAdministrator(t *testing.T) {
	c := newCity(t, storetest.New(t))
	sys, sec := stepped("system-admin", "platform", "sys"), stepped("security-admin", "platform", "sec")
	for _, who := range []casework.Actor{sys, sec} {
		seat := line("seat", who.Seat, who.Organisation, map[string]any{"person": who.Person, "org": who.Organisation, "role": who.Role, "powers": []any{}, "state": "in-force"})
		seat.Subject = who.Person
		c.put(seat, line("person", who.Person, who.Organisation, map[string]any{"name": who.Person, "org": who.Organisation, "state": "active"}))
	}
	digest := c.Packs.Current().Digest
	c.file(casework.Case{ID: "800001", Procedure: "seat", Pack: digest, State: "in-force", Since: signing, Opened: signing, Rev: 1,
		Parties: []string{"platform"}, Links: map[string]string{"seat": sec.Seat}})
	c.file(casework.Case{ID: "800002", Procedure: "account", Pack: digest, State: "enrolled", Since: signing, Opened: signing, Rev: 1,
		Parties: []string{"platform"}, Links: map[string]string{"person": sec.Person}})
	for _, cmd := range []casework.Command{
		{Case: "800001", Step: "end", Form: map[string]any{"reason": "离职"}},
		{Case: "800002", Step: "close", Form: map[string]any{"reason": "离职"}},
	} {
		_, err := c.Do(ctx, sys, cmd)
		if r, ok := law.AsRefusal(err); !ok || !slices.Contains(codesOf(r), "administrator.last") {
			t.Errorf("%s: %v", cmd.Step, err)
		}
	}
	another := line("seat", "seat-second", "platform", map[string]any{"person": "second", "org": "platform", "role": "security-admin", "powers": []any{}, "state": "in-force"})
	another.Subject = "second"
	c.put(another)
	c.do(sys, casework.Command{Case: "800001", Step: "end", Form: map[string]any{"reason": "离职"}})
}
