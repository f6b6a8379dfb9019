package casework_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// forge writes past the Desk: what somebody could do who can write to the database, with
// a log entry that says nothing of it.
func (c *city) forge(change casework.Change) {
	c.t.Helper()
	change.Entry = storetest.NewEntry("forged")
	storetest.Record(c.t, c.store, change)
}

// changed is a stored line with one fact changed, as its next revision.
func (c *city) changed(kind, id, fact string, v any) casework.Record {
	c.t.Helper()
	var r casework.Record
	c.read(func(view casework.View) (err error) {
		r, err = view.Registered(ctx, kind, id)
		return err
	})
	body := map[string]any{}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		c.t.Fatal(err)
	}
	body[fact] = v
	r.Body, r.Rev = canonical(c.t, body), r.Rev+1
	if fact == "state" {
		r.State = v.(string)
	}
	return r
}

// TestCheckInvariants: each kind of tampering is found and named; an untouched state is
// sound.
func TestCheckInvariants(t *testing.T) {
	for _, row := range []struct {
		why    string
		tamper func(*city)
		found  string
	}{
		{"a fact of a line is changed", func(c *city) {
			c.forge(casework.Change{Puts: []casework.Record{c.changed("resource", "R1", "title", "别的")}})
		},
			"resource R1 at revision 2 is not what the log committed to at revision 1"},
		{"the state of a case is changed", func(c *city) {
			one := c.theCase("900002")
			one.State, one.Rev = "voted", one.Rev+1
			c.forge(casework.Change{Case: &one})
		}, "case 900002 at revision 2 is not what the log committed to"},
		{"a vote is taken out", func(c *city) {
			one := c.theCase("900002")
			one.Votes, one.Rev = one.Votes[:1], one.Rev+1
			c.forge(casework.Change{Case: &one})
		}, "output O1 is released without two reviewers"},
		{"the author votes", func(c *city) {
			c.put(c.changed("output", "O1", "author", "e1"))
		}, "output O1 is released without two reviewers"},
		{"one reviewer votes twice", func(c *city) {
			one := c.theCase("900002")
			one.Votes[1].By.Person, one.Rev = "e1", one.Rev+1
			c.file(one)
		}, "output O1 is released without two reviewers"},
		{"one reviewer is against", func(c *city) {
			one := c.theCase("900002")
			one.Votes[1].For, one.Rev = false, one.Rev+1
			c.file(one)
		}, "output O1 is released without two reviewers"},
		{"a grant outlives its agreement", func(c *city) { c.put(c.changed("agreement", "A1", "state", "terminated")) }, "grant N1 is in force under agreement"},
		{"a grant under no agreement", func(c *city) {
			c.put(line("grant", "N2", "huaxin", map[string]any{"agreement": "A9", "state": "in-force"}))
		}, "grant N2 is in force under agreement \"A9\""},
		{"a case stays open about an agreement that has ended", func(c *city) {
			one := c.theCase("900002")
			one.ID, one.Procedure, one.State, one.Rev = "900003", "evaluation", "opened", 1
			one.Closed = calendar.Day{}
			one.Links, one.Pack = map[string]string{"agreement": "A1"}, c.Packs.Current().Digest
			c.file(one)
			c.put(c.changed("agreement", "A1", "state", "expired"))
		}, "case 900003 of evaluation stays opened about agreement A1, which is expired"},
		{"a product of what is not released", func(c *city) { c.put(c.changed("output", "O1", "released", false)) }, "product P1 rests on the output"},
		{"a product of no output", func(c *city) { c.put(c.changed("product", "P1", "output", "O9")) }, "product P1 rests on the output \"O9\", which does not exist"},
		{"a delivery outlives its product", func(c *city) { c.put(c.changed("product", "P1", "state", "withdrawn")) }, "delivery D1 is in force of product"},
		{"a delivery of no product", func(c *city) { c.put(c.changed("delivery", "D1", "product", "P9")) }, "delivery D1 is in force of product \"P9\""},
		{"a certificate of nothing", func(c *city) {
			c.put(line("certificate", "K9", "huaxin", map[string]any{"number": "DJ-1", "state": "valid"}))
		}, "certificate K9 lacks"},
		{"a certificate without its number", func(c *city) {
			c.put(about(line("certificate", "K9", "huaxin", map[string]any{"number": "", "state": "valid"}), "A1"))
		}, "certificate K9 lacks"},
		{"the log commits to a case that is not", func(c *city) {
			e := storetest.NewEntry("forged")
			e.Objects = []casework.Commitment{commitment("case", "900099", 1, salted("x"), []byte("{}"))}
			storetest.Record(c.t, c.store, casework.Change{Entry: e})
		}, "the log knows case 900099, the store does not"},
		{"the log commits to a line that is not", func(c *city) {
			e := storetest.NewEntry("forged")
			e.Objects = []casework.Commitment{commitment("grant", "N9", 1, salted("x"), []byte("{}"))}
			storetest.Record(c.t, c.store, casework.Change{Entry: e})
		}, "the log knows grant N9, the store does not"},
		{"the commitment is to something else", func(c *city) {
			r := c.changed("resource", "R1", "title", "别的")
			e := storetest.NewEntry("forged")
			e.Objects = []casework.Commitment{commitment("resource", "R1", r.Rev, salted("R1"), []byte("{}"))}
			storetest.Record(c.t, c.store, casework.Change{Puts: []casework.Record{r}, Entry: e})
		}, "resource R1 at revision 2 is not what the log committed to at revision 2"},
		{"a body is no JSON object", func(c *city) {
			c.forge(casework.Change{Puts: []casework.Record{{Kind: "grant", ID: "N1", Rev: 2, Org: "huaxin", State: "in-force", Body: []byte(`[]`)}}})
		}, "reading grant N1"},
		{"a line of a register that holds no others is forged", func(c *city) {
			r := c.changed("hold", c.lines(casework.RecordQuery{Kind: "hold"})[0].ID, "state", "lifted")
			c.forge(casework.Change{Puts: []casework.Record{r}})
		}, "is not what the log committed to"},
	} {
		t.Run(row.why, func(t *testing.T) {
			c := newCity(t, storetest.New(t))
			c.inForce()
			c.built()
			c.held(lin, zhao, "organisation", "taishan")
			c.sound()
			row.tamper(c)
			err := casework.CheckInvariants(ctx, c.store, c.Packs)
			if err == nil || !strings.Contains(err.Error(), row.found) {
				t.Errorf("found %v, want %q", err, row.found)
			}
		})
	}
}
