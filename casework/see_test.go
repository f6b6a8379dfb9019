package casework_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
)

func newDesk(t *testing.T) (*casework.Desk, *store.Store) {
	t.Helper()
	p, err := theLaw()
	if err != nil {
		t.Fatal(err)
	}
	s := storetest.New(t)
	day := calendar.MustDay("2025-03-03")
	return &casework.Desk{Ledger: s, Packs: casework.OnePack{Pack: p}, Calendar: calendar.China,
		Now: func() time.Time { return day.Time().Add(9 * time.Hour) }, Random: rand.Reader}, s
}

func sits(role, org, person string) casework.Actor {
	return casework.Actor{Role: role, Party: casework.Party{Person: person, Seat: "seat-" + person, Organisation: org}}
}

// line makes a register line whose body holds the facts.
func line(kind, id, org string, facts map[string]any) casework.Record {
	body, _ := json.Marshal(facts)
	state, _ := facts["state"].(string)
	return casework.Record{Kind: kind, ID: id, Rev: 1, Org: org, State: state, Body: body}
}

func TestSee(t *testing.T) {
	desk, ledger := newDesk(t)
	resource := line("resource", "R1", "civil", map[string]any{"provider": "civil", "state": "catalogued"})
	panel := casework.Case{ID: "000900", Procedure: "review", Pack: "x", State: "voting", Opened: desk.Today(), Since: desk.Today(), Rev: 1, Parties: []string{"group"},
		Links: map[string]string{"output": "O1"}, Votes: []casework.Vote{{By: casework.Party{Person: "expert-1"}}}}
	storetest.Record(t, ledger, casework.Change{Puts: []casework.Record{resource}, Entry: storetest.NewEntry("test.put")})
	storetest.Record(t, ledger, storetest.Filed(panel))

	grant := line("grant", "G1", "group", map[string]any{"operator": "group", "resource": "R1", "state": "in-force"})
	agreement := line("agreement", "A1", "group", map[string]any{"operator": "group", "grantor": "bureau"})
	delivery := line("delivery", "D1", "group", map[string]any{"recipient": "bank"})
	scenario := line("scenario", "S1", "group", map[string]any{"recipients": []any{"bank"}})
	output := line("output", "O1", "group", map[string]any{})
	seat := line("seat", "X", "civil", map[string]any{})
	product := line("product", "P1", "group", map[string]any{})
	shown := line("publication", "N1", "", map[string]any{"state": "shown"})
	broken := casework.Record{Kind: "agreement", ID: "A2", Org: "group", Body: []byte("{")}

	for _, row := range []struct {
		who  casework.Actor
		what casework.Record
		want bool
		why  string
	}{
		{sits("authority", "bureau", "a"), grant, true, "overseers see all business"},
		{sits("supervisor", "audit", "a"), output, true, "overseers see all business"},
		{sits("operator", "group", "a"), grant, true, "it is the organisation's own"},
		{sits("operator", "other", "a"), grant, false, "another operator's grant"},
		{sits("provider", "civil", "a"), grant, true, "whoever provides the resource sees who was granted it"},
		{sits("provider", "water", "a"), grant, false, "another provider"},
		{sits("sector", "bureau", "a"), agreement, true, "the grantor is a party"},
		{sits("sector", "elsewhere", "a"), agreement, false, "no party"},
		{sits("operator", "other", "a"), broken, false, "what cannot be read names nobody"},
		{sits("user", "bank", "a"), delivery, true, "the recipient"},
		{sits("user", "shop", "a"), delivery, false, "another user"},
		{sits("user", "bank", "a"), scenario, true, "one of its recipients"},
		{sits("user", "shop", "a"), scenario, false, "none of its recipients"},
		{sits("expert", "college", "expert-1"), output, true, "sits on the panel that judges it"},
		{sits("expert", "college", "expert-2"), output, false, "another expert of the same organisation"},
		{sits("operator", "other", "a"), resource, true, "the catalogue is for everybody in business"},
		{sits("operator", "other", "a"), product, true, "registered products are for everybody in business"},
		{sits("operator", "other", "a"), seat, false, "seats are their organisation's"},
		{sits("provider", "civil", "a"), seat, true, "its own seat"},
		{sits("system-admin", "platform", "a"), seat, true, "administrators see seats"},
		{sits("system-admin", "platform", "a"), resource, false, "an administrator sees no business"},
		{sits("security-admin", "platform", "a"), product, false, "an administrator sees no business"},
		{sits("audit-admin", "group", "a"), grant, false, "not even of the organisation it is in"},
		{casework.Actor{Role: "operator", Party: casework.Party{Organisation: "group"}}, grant, false, "without a seat nobody sees anything"},
		{casework.Public, shown, true, "what was made public"},
		{casework.Public, resource, false, "the public sees publications only"},
		{casework.Machine, output, true, "the platform itself"},
	} {
		err := ledger.Read(context.Background(), func(v casework.View) error {
			if got := casework.See(context.Background(), v, row.who, row.what); got != row.want {
				t.Errorf("%s of %s sees %s %s: %v, want %v: %s", row.who.Role, row.who.Organisation, row.what.Kind, row.what.ID, got, row.want, row.why)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// The log tells an administrator's attempt at business apart; the answer does not. What
// is asked for is repeated in the log only where it looks like an id.
func TestLogUnseen(t *testing.T) {
	desk, ledger := newDesk(t)
	ctx := context.Background()
	var answers []string
	for _, row := range []struct {
		who      casework.Actor
		kind, id string
		codes    string
		note     string
	}{
		{sits("operator", "group", "a"), "resource", "R9", "thing.unseen", "resource R9"},
		{sits("system-admin", "platform", "a"), "resource", "R9", "thing.unseen administrator.business", "resource R9"},
		{sits("system-admin", "platform", "a"), "person", "somebody", "thing.unseen", "person somebody"},
		{sits("operator", "group", "a"), "case", "张三的电话 13800000000", "thing.unseen", "case"},
	} {
		r, ok := law.AsRefusal(desk.LogUnseen(ctx, row.who, row.kind, row.id))
		if !ok || !r.Hidden {
			t.Fatalf("%s: it was not hidden", row.note)
		}
		answers = append(answers, r.Violations[0].Says.ZH+r.Code())
		err := ledger.Read(ctx, func(v casework.View) error {
			e, err := v.Entry(ctx, r.Entry)
			if err != nil {
				return err
			}
			if strings.Join(e.Codes, " ") != row.codes || e.Note != row.note || e.Outcome != "refusal" || e.Seat != row.who.Seat {
				t.Errorf("the log holds %v %q of %s", e.Codes, e.Note, e.Seat)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range answers {
		if a != answers[0] {
			t.Errorf("the answers differ: %q and %q", a, answers[0])
		}
	}
}

// Votes of others stay hidden until every member without a conflict has voted.
func TestBlindVotes(t *testing.T) {
	desk, ledger := newDesk(t)
	day := desk.Today()
	vote := func(person string, given bool) casework.Vote {
		v := casework.Vote{By: casework.Party{Person: person, Organisation: "college"}, Declared: day, Panel: "review"}
		if given {
			v.On, v.For, v.Score, v.Form = day, true, 90, json.RawMessage(`{"for":true}`)
		}
		return v
	}
	c := casework.Case{ID: "000901", Procedure: "registration", Pack: desk.Packs.Current().Digest, State: "applied", Opened: day, Since: day, Rev: 1,
		Parties: []string{"group"}, Filer: casework.Party{Organisation: "group"}, Votes: []casework.Vote{vote("e1", true), vote("e2", false)}}
	storetest.Record(t, ledger, storetest.Filed(c))
	look := func(who casework.Actor) []casework.Vote {
		shown, err := desk.Show(context.Background(), who, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		return shown.Case.Votes
	}
	for _, who := range []casework.Actor{sits("authority", "bureau", "a"), sits("operator", "group", "b"), sits("expert", "college", "e2")} {
		if v := look(who)[0]; v.For || v.Score != 0 || v.Form != nil || v.On.IsZero() {
			t.Errorf("%s sees the vote of another before all have voted: %+v", who.Role, v)
		}
	}
	if v := look(sits("expert", "college", "e1"))[0]; v.Score != 90 {
		t.Error("a member does not see their own vote")
	}
	c.Votes[1], c.Rev = vote("e2", true), 2
	storetest.Record(t, ledger, storetest.Filed(c))
	if v := look(sits("operator", "group", "b"))[0]; v.Score != 90 {
		t.Error("the votes stay hidden after all have voted")
	}
}

// Nobody is an administrator but the three, once.
func TestFounding(t *testing.T) {
	desk, ledger := newDesk(t)
	ctx := context.Background()
	if err := desk.FoundAdministrators(ctx); err != nil {
		t.Fatal(err)
	}
	if err := desk.FoundAdministrators(ctx); err != casework.ErrFounded {
		t.Errorf("founding twice: %v", err)
	}
	err := ledger.Read(ctx, func(v casework.View) error {
		seats, _, err := v.Records(ctx, casework.RecordQuery{Kind: "seat"})
		if err != nil {
			return err
		}
		roles := map[string]int{}
		people := map[string]int{}
		for _, s := range seats {
			var body struct{ Role, Person string }
			if err := json.Unmarshal(s.Body, &body); err != nil {
				return err
			}
			roles[body.Role]++
			people[body.Person]++
		}
		if len(seats) != 3 || len(roles) != 3 || len(people) != 3 {
			t.Errorf("founded with %d seats, %v, %v", len(seats), roles, people)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := casework.CheckInvariants(ctx, ledger, desk.Packs); err != nil {
		t.Error(err)
	}
}
