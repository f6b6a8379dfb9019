package casework_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// reached lists what a hold on the agreement or its operator reaches.
var reached = []struct{ kind, id string }{{"agreement", "A1"}, {"scenario", "S1"}, {"grant", "N1"}, {"product", "P1"}, {"delivery", "D1"}}

func (c *city) stands(held bool, why string) {
	c.t.Helper()
	for _, r := range reached {
		if got := c.fact(r.kind, r.id, "held"); got != held {
			c.t.Errorf("%s: %s %s is held: %v", why, r.kind, r.id, got)
		}
	}
	for _, r := range []struct{ kind, id string }{{"agreement", "A1"}, {"grant", "N1"}, {"delivery", "D1"}} {
		if got := c.fact(r.kind, r.id, "inForce"); got == held {
			c.t.Errorf("%s: %s %s is in force: %v", why, r.kind, r.id, got)
		}
	}
	if got := c.fact("resource", "R1", "held"); got != false {
		c.t.Errorf("%s: the resource is held", why)
	}
}

func (c *city) certificate() string {
	c.t.Helper()
	found := c.lines(casework.RecordQuery{Kind: "certificate", Subject: "A1"})
	if len(found) != 1 {
		c.t.Fatalf("%d certificates of the agreement", len(found))
	}
	var stands casework.Standing
	c.read(func(v casework.View) (err error) {
		stands, err = c.StandingOf(ctx, v, found[0])
		return err
	})
	if computed := c.fact("certificate", found[0].ID, "state"); computed != stands.State {
		c.t.Errorf("rules see the certificate %v, people see it %s", computed, stands.State)
	}
	if stands.State == "suspended" && (stands.Case == "" || len(stands.Cites) == 0) {
		c.t.Errorf("it is suspended without a ground: %+v", stands)
	}
	return stands.State
}

// TestHold: a hold reaches everything that rests on what is held, at once; what was
// suspended is restored only when no hold stands any more.
func TestHold(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	c.built()
	c.stands(false, "before")
	first := c.held(lin, zhao, "agreement", "A1")
	c.stands(true, "one hold")
	if got := c.certificate(); got != "suspended" {
		t.Errorf("the certificate is %s", got)
	}
	second := c.held(hu, meng, "agreement", "A1")
	c.lifted(lin, zhao, first)
	c.stands(true, "one of two is lifted")
	if got := c.certificate(); got != "suspended" {
		t.Errorf("with one hold standing the certificate is %s", got)
	}
	if standing := c.lines(casework.RecordQuery{Kind: "hold", Subject: "A1", State: "standing"}); len(standing) != 1 {
		t.Errorf("%d holds stand", len(standing))
	}
	third := c.held(lin, zhao, "organisation", "huaxin")
	c.lifted(hu, meng, second)
	c.stands(true, "the operator is held")
	c.lifted(lin, zhao, third)
	c.stands(false, "every hold is lifted")
	if got := c.certificate(); got != "valid" {
		t.Errorf("with no hold standing the certificate is %s", got)
	}
	c.sound()
}

// TestCertificateSaysWhatHolds: whatever holds stand on the agreement and on its operator,
// in whatever order they are lifted, the certificate is valid on exactly the days on
// which there are rights under it.
func TestCertificateSaysWhatHolds(t *testing.T) {
	for _, course := range []string{"oO", "aA", "oaAO", "oaOA", "aoAO", "aoOA", "aoOoAO"} {
		t.Run(course, func(t *testing.T) {
			c := newCity(t, storetest.New(t))
			c.inForce()
			holds := map[rune]string{}
			for _, move := range course {
				switch move {
				case 'o':
					holds['O'] = c.held(lin, zhao, "organisation", "huaxin")
				case 'a':
					holds['A'] = c.held(lin, zhao, "agreement", "A1")
				default:
					c.lifted(lin, zhao, holds[move])
				}
				want := "suspended"
				if c.fact("agreement", "A1", "inForce") == true {
					want = "valid"
				}
				if got := c.certificate(); got != want {
					t.Errorf("after %c the certificate is %s, the rights make it %s", move, got, want)
				}
			}
			if got := c.certificate(); got != "valid" {
				t.Errorf("in the end it is %s", got)
			}
			c.sound()
		})
	}
}

// TestHoldReachesOnlyItsOwn: a hold on one operator does not touch another's agreement,
// and of what was ended nothing is restored by lifting.
func TestHoldReachesOnlyItsOwn(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	c.built()
	c.held(lin, zhao, "organisation", "taishan")
	c.stands(false, "another operator is held")
	hold := c.held(lin, zhao, "agreement", "A1")
	c.until(lastDay.AddDays(1).String())
	if got := c.certificate(); got != "expired" {
		t.Errorf("the certificate of an expired agreement is %s", got)
	}
	c.lifted(lin, zhao, hold)
	if got := c.certificate(); got != "expired" {
		t.Errorf("lifting made the certificate %s", got)
	}
	if c.fact("agreement", "A1", "inForce") != false || c.fact("grant", "N1", "inForce") != false {
		t.Error("lifting brought an expired agreement back")
	}
	c.sound()
}

// TestEnd: with an agreement ends everything that rests on it, down to the last delivery.
func TestEnd(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	c.built()
	c.until(lastDay.String())
	c.stands(false, "on its last day")
	c.until(lastDay.AddDays(1).String())
	for _, row := range []struct{ kind, id, state string }{{"agreement", "A1", "expired"}, {"scenario", "S1", "closed"}, {"grant", "N1", "ended"},
		{"product", "P1", "withdrawn"}, {"delivery", "D1", "withdrawn"}} {
		if got := c.fact(row.kind, row.id, "state"); got != row.state {
			t.Errorf("%s %s is %v, want %s", row.kind, row.id, got, row.state)
		}
	}
	if c.fact("delivery", "D1", "inForce") != false {
		t.Error("the delivery may still be used")
	}
	if got := c.certificate(); got != "expired" {
		t.Errorf("the certificate is %s", got)
	}
	for _, d := range c.lines(casework.RecordQuery{Kind: "duty", Subject: "A1"}) {
		if !slices.Contains([]string{"closed", "met", "late"}, d.State) {
			t.Errorf("a duty under it is %s", d.State)
		}
	}
	if one := c.theCase("900001"); one.State != "expired" || one.Closed != lastDay.AddDays(1) {
		t.Errorf("its case is %s, closed %s", one.State, one.Closed)
	}
	c.until(lastDay.AddDays(400).String())
	for _, d := range c.lines(casework.RecordQuery{Kind: "duty", Subject: "A1"}) {
		if d.State == "scheduled" || d.State == "due" {
			t.Errorf("a period of a duty began after the end: %s", d.Body)
		}
	}
	c.sound()
}

// TestWithdraw: with a resource end the rights to it and everything made from it, and
// nothing else; whoever had a right is told, and what had ended before is not touched.
func TestWithdraw(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	c.built()
	until := lastDay.String()
	made := about(line("output", "O1", "huaxin", map[string]any{"operator": "huaxin", "author": "feng", "scenario": "S1", "resources": []any{"R1"}, "released": true, "state": "released"}), "J1")
	made.Rev = 2
	c.put(made,
		about(line("grant", "N2", "huaxin", map[string]any{"operator": "huaxin", "agreement": "A1", "scenario": "S1", "resource": "R2", "state": "in-force", "from": signing.String(), "until": until}), "A1"),
		about(line("grant", "N3", "huaxin", map[string]any{"operator": "huaxin", "agreement": "A1", "scenario": "S1", "resource": "R1", "state": "ended", "ended": "2025-01-01"}), "A1"),
		about(line("certificate", "T1", "water", map[string]any{"title": "登记证书", "number": "1", "kind": "registration", "holder": "water", "subject": "R1", "issued": "2025-01-02", "state": "valid"}), "R1"))
	c.file(casework.Case{ID: "900009", Procedure: "catalogue", Pack: c.Packs.Current().Digest, State: "available", Since: signing, Opened: signing, Rev: 1,
		Parties: []string{"water"}, Links: map[string]string{"resource": "R1"}})
	qian := stepped("provider", "water", "qian", "approver")
	seat := line("seat", qian.Seat, "water", map[string]any{"person": "qian", "org": "water", "role": "provider", "powers": []any{"approver"}, "state": "in-force"})
	c.put(seat)
	before := c.lines(casework.RecordQuery{Kind: "grant"})
	c.do(qian, casework.Command{Case: "900009", Step: "withdraw", Form: map[string]any{"reason": "停止共享"}})
	for _, row := range []struct {
		kind, id, fact string
		want           any
	}{{"resource", "R1", "state", "withdrawn"}, {"grant", "N1", "state", "ended"}, {"grant", "N1", "inForce", false}, {"grant", "N2", "inForce", true},
		{"product", "P1", "state", "withdrawn"}, {"delivery", "D1", "inForce", false}, {"certificate", "T1", "state", "deregistered"}, {"agreement", "A1", "inForce", true}} {
		if got := c.fact(row.kind, row.id, row.fact); got != row.want {
			t.Errorf("%s %s: %s is %v, want %v", row.kind, row.id, row.fact, got, row.want)
		}
	}
	for i, g := range c.lines(casework.RecordQuery{Kind: "grant"}) {
		if changed := g.Rev != before[i].Rev; changed != (g.ID == "N1") {
			t.Errorf("grant %s went from revision %d to %d", g.ID, before[i].Rev, g.Rev)
		}
	}
	if c.notices("huaxin", "ended") == 0 {
		t.Error("whoever had a right is not told")
	}
	c.sound()
}

// duties lists the periods of a duty of the agreement, as "until state".
func (c *city) duties(rule string) string {
	c.t.Helper()
	var all []string
	for _, d := range c.lines(casework.RecordQuery{Kind: "duty", Subject: "A1"}) {
		if strings.Contains(string(d.Body), `"rule":"`+rule+`"`) {
			all = append(all, d.Until.String()+" "+d.State)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func (c *city) notices(org, kind string) int {
	c.t.Helper()
	n := 0
	c.read(func(v casework.View) error {
		notices, _, err := v.Notices(ctx, casework.NoticeQuery{To: org, Limit: 200})
		for _, one := range notices {
			if one.Kind == kind {
				n++
			}
		}
		return err
	})
	return n
}

// TestDuty: a duty is scheduled, reminded of, overdue, met late, and begins anew; each on
// its day.
func TestDuty(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	steps := []struct {
		day, want string
		do        func()
	}{
		{"2025-06-14", "2025-06-30 scheduled", nil},
		{"2025-06-15", "2025-06-30 due", nil},
		{"2025-06-30", "2025-06-30 due", nil},
		{"2025-07-01", "2025-06-30 overdue, 2025-12-31 scheduled", nil},
		{"2025-07-05", "2025-06-30 late, 2025-12-31 scheduled", func() { c.do(wu, report()) }},
		{"2025-07-06", "2025-06-30 late, 2025-12-31 met", func() { c.do(wu, report()) }},
		{"2025-12-31", "2025-06-30 late, 2025-12-31 met", nil},
		{"2026-01-01", "2025-06-30 late, 2025-12-31 met, 2026-06-30 scheduled", nil},
		{"2026-03-18", "2025-06-30 late, 2025-12-31 met, 2026-06-30 closed", nil},
	}
	for _, s := range steps {
		c.until(s.day)
		if s.do != nil {
			s.do()
		}
		if got := c.duties("TA-23.duty"); got != s.want {
			t.Errorf("on %s the periods are %q, want %q", s.day, got, s.want)
		}
	}
	c.sound()
}

// TestDutyTold: its holder is told once before it is due and once when it is overdue;
// what is met in time is told neither as overdue nor reminded of again.
func TestDutyTold(t *testing.T) {
	late, early := newCity(t, storetest.New(t)), newCity(t, storetest.New(t))
	for _, c := range []*city{late, early} {
		c.inForce()
	}
	early.until("2025-06-01")
	early.do(wu, report())
	for _, c := range []*city{late, early} {
		c.until("2025-07-10")
	}
	if due, over := late.notices("huaxin", "due"), late.notices("huaxin", "overdue"); due != 1 || over != 1 {
		t.Errorf("late: told %d times that it is due, %d times that it is overdue", due, over)
	}
	if due, over := early.notices("huaxin", "due"), early.notices("huaxin", "overdue"); due != 0 || over != 0 {
		t.Errorf("in time: told %d times that it is due, %d times that it is overdue", due, over)
	}
	if got := early.duties("TA-23.duty"); got != "2025-06-30 met, 2025-12-31 scheduled" {
		t.Errorf("in time: %s", got)
	}
}

// TestBreach: a duty that is not met brings about what the law ties to it, once.
func TestBreach(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	count := func() int {
		n := 0
		c.read(func(v casework.View) error {
			cases, _, err := v.Cases(ctx, casework.CaseQuery{Procedure: "evaluation", Limit: 200})
			n = len(cases)
			return err
		})
		return n
	}
	c.until("2026-03-16")
	if n := count(); n != 0 {
		t.Fatalf("%d evaluations before the duty is overdue", n)
	}
	c.until("2026-03-17")
	if n := count(); n != 1 {
		t.Errorf("%d evaluations after the duty was not met", n)
	}
	c.until("2026-04-30")
	if n := count(); n != 1 {
		t.Errorf("%d evaluations a month later", n)
	}
	c.sound()
}

// TestOwed: the duties that rest on no agreement begin once, when there is a body to owe
// them.
func TestOwed(t *testing.T) {
	c := newCity(t, storetest.New(t))
	owed := func(want map[string]int) {
		t.Helper()
		if _, err := c.Tick(ctx); err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, r := range c.lines(casework.RecordQuery{Kind: "duty", Subject: "installation"}) {
			got[r.Jurisdiction+" "+r.Org]++
		}
		if !maps.Equal(got, want) {
			t.Errorf("duties are owed by %v, want %v", got, want)
		}
	}
	owed(map[string]int{})
	c.put(c.changed("organisation", "datacity", "roles", []string{"authority"}))
	owed(map[string]int{" datacity": 2})
	owed(map[string]int{" datacity": 2})

	// A county owes its own, once it has somebody to owe them, and as long as it is one.
	county := line("organisation", "datacounty", "datacounty", map[string]any{"name": "datacounty", "roles": []string{"authority"}, "state": "enrolled", "jurisdiction": "nan"})
	closed := line("organisation", "dataformer", "dataformer", map[string]any{"name": "dataformer", "roles": []string{"authority"}, "state": "enrolled", "jurisdiction": "bei"})
	county.Jurisdiction, closed.Jurisdiction = "nan", "bei"
	c.put(line("jurisdiction", "nan", "", map[string]any{"name": "南", "level": "county", "state": "in-force"}),
		line("jurisdiction", "bei", "", map[string]any{"name": "北", "level": "county", "state": "closed"}), county, closed)
	owed(map[string]int{" datacity": 2, "nan datacounty": 2})
	owed(map[string]int{" datacity": 2, "nan datacounty": 2})
	c.until("2025-07-01")
	c.sound()
}

// TestUntil: a clock that leaps far lets each timer fire on its own day, as a clock that
// goes day by day does; and nothing fires twice.
func TestUntil(t *testing.T) {
	leaping, walking := newCity(t, storetest.New(t)), newCity(t, storetest.New(t))
	for _, c := range []*city{leaping, walking} {
		c.inForce()
		c.built()
		c.do(lin, casework.Command{Procedure: "evaluation", Step: "open", Links: map[string]string{"agreement": "A1"}})
	}
	leaping.until("2026-04-01")
	for day := signing; !day.After(leaping.day); day = day.AddDays(1) {
		walking.day = day
		if _, err := walking.Tick(ctx); err != nil {
			t.Fatal(err)
		}
	}
	one, other := course(leaping), course(walking)
	if one != other {
		t.Errorf("leaping:\n%s\nwalking:\n%s", one, other)
	}
	if strings.Count(one, "\n") < 15 {
		t.Errorf("hardly anything fired:\n%s", one)
	}
	size := walking.size()
	if n, err := walking.Tick(ctx); n != 0 || err != nil || walking.size() != size {
		t.Errorf("%d timers fired again, %v", n, err)
	}
	leaping.sound()
}

// course is what happened, entry by entry, without what is random.
func course(c *city) string {
	var b strings.Builder
	for _, e := range c.entries(0) {
		fmt.Fprintln(&b, e.Seq, e.Kind, e.Outcome, e.Day, e.Case, e.From, e.To, e.Rules, e.Codes)
	}
	return b.String()
}

// TestWithdrawnSource: what was made from a resource that has been withdrawn since does
// not leave, however far its review had come, and becomes no product.
func TestWithdrawnSource(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	c.built()
	c.put(about(line("output", "O2", "huaxin", map[string]any{"operator": "huaxin", "author": "feng", "scenario": "S1", "resources": []any{"R1"}, "verdict": "pass",
		"released": false, "state": "examined"}), "J2"))
	c.file(casework.Case{ID: "900003", Procedure: "review", Pack: c.Packs.Current().Digest, State: "approved", Since: signing, Opened: signing, Rev: 1,
		Filer: wu.Party, Parties: []string{"huaxin", "datacity"}, Links: map[string]string{"output": "O2"}})
	c.put(casework.Record{Kind: "resource", ID: "R1", Rev: 2, Org: "water", State: "withdrawn", Body: []byte(`{"title":"供水","provider":"water","state":"withdrawn"}`)})
	if r := c.refused(zhao, casework.Command{Case: "900003", Step: "release"}); !slices.Contains(codesOf(r), "output.source-withdrawn") {
		t.Errorf("the release was refused by %v", codesOf(r))
	}
	if c.fact("output", "O2", "released") != false {
		t.Error("it has left")
	}
}
