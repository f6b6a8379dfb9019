package casework_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/procedure"
	"github.com/shuyu-project/shuyu/registry/party"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// TestRefusal: a refusal changes nothing but the log, which says what was refused by
// which rule, and never what was handed in.
func TestRefusal(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	c.built()
	hold := c.held(lin, zhao, "organisation", "taishan")
	ended := stepped("operator", "huaxin", "gone", "clerk")
	seat := line("seat", ended.Seat, "huaxin", map[string]any{"person": "gone", "org": "huaxin", "role": "operator", "state": "ended"})
	c.put(seat)
	closed, left := stepped("operator", "shut", "stays", "clerk"), stepped("operator", "huaxin", "removed", "clerk")
	for _, who := range []casework.Actor{closed, left} {
		c.put(line("seat", who.Seat, who.Organisation, map[string]any{"person": who.Person, "org": who.Organisation, "role": "operator", "state": "in-force"}))
	}
	c.put(line("organisation", "shut", "shut", map[string]any{"name": "shut", "state": "closed"}),
		line("person", left.Person, "huaxin", map[string]any{"name": "removed", "org": "huaxin", "state": "removed"}))
	moved := wu
	moved.Role = "authority"
	for _, row := range []struct {
		why  string
		who  casework.Actor
		cmd  casework.Command
		want []string // codes
		cite string
	}{
		{"a document that lacks a particular", wu, withForm(report(), "market", ""), []string{"document.incomplete"}, "TA-23.b"},
		{"a document of another shape", wu, withForm(report(), "secret", "张三 13800000000"), []string{"document.malformed"}, "PF-04"},
		{"another's agreement", shi, report(), []string{"thing.unseen"}, "PF-03"},
		{"no such case", wu, casework.Command{Case: "123456", Step: "drop"}, []string{"thing.unseen"}, "PF-03"},
		{"no such procedure", wu, casework.Command{Procedure: "sorcery", Step: "cast"}, []string{"procedure.unknown"}, "PF-01"},
		{"no such step", wu, casework.Command{Procedure: "report", Step: "burn"}, []string{"step.unknown"}, "PF-01"},
		{"a step out of order", zhao, casework.Command{Case: hold, Step: "lift"}, []string{"step.out-of-order"}, "PF-35"},
		{"a stale page", lin, casework.Command{Case: hold, Step: "propose-lift", Rev: 1, Form: map[string]any{"reason": "x"}}, []string{"case.stale"}, "PF-06"},
		{"the same person twice", zhao, casework.Command{Case: c.do(zhao, proposed("agreement", "A1")).Case, Step: "impose"}, []string{"separation.person"}, "PF-07"},
		{"a seat that has ended", ended, report(), []string{"seat.ended"}, "PF-02"},
		{"a seat that never was", stepped("operator", "huaxin", "nobody", "clerk"), report(), []string{"seat.ended"}, "PF-02"},
		{"a seat whose account was closed", left, report(), []string{"seat.ended"}, "PF-02"},
		{"a seat of an organisation that was closed", closed, report(), []string{"seat.ended"}, "PF-02"},
		{"a role that the seat has not", moved, proposed("agreement", "A1"), []string{"seat.ended"}, "PF-02"},
		{"two targets", lin, casework.Command{Procedure: "hold", Step: "propose", Links: map[string]string{"organisation": "huaxin", "agreement": "A1"}, Form: map[string]any{"reason": "x"}},
			[]string{"hold.target"}, "PF-35"},
		{"two grounds at once", wu, withForm(casework.Command{Procedure: "hold", Step: "propose", Links: map[string]string{}, Form: map[string]any{}}, "x", 1),
			[]string{"competence.missing", "document.malformed"}, "PF-02"},
	} {
		t.Run(row.why, func(t *testing.T) {
			before, size := c.everything(), c.size()
			r := c.refused(row.who, row.cmd)
			if !slices.Equal(sorted(codesOf(r)), sorted(row.want)) {
				t.Fatalf("refused by %v", codesOf(r))
			}
			for _, v := range r.Violations {
				if v.Says.ZH == "" || v.Says.EN == "" || v.Says.ZH == v.Code || v.Remedy.IsZero() {
					t.Errorf("%s says nothing to the person", v.Code)
				}
			}
			if c.everything() != before {
				t.Error("it changed more than the log")
			}
			logged := c.entries(size)
			if len(logged) != 1 {
				t.Fatalf("%d entries were logged", len(logged))
			}
			e := logged[0]
			if e.Seq != r.Entry || e.Outcome != "refusal" || e.Seat != row.who.Seat || e.Org != row.who.Organisation || !slices.Equal(e.Codes, codesOf(r)) || len(e.Objects) != 0 {
				t.Errorf("logged as %+v", e.Entry)
			}
			if !slices.ContainsFunc(e.Cites, func(cite string) bool { return strings.HasSuffix(cite, ":"+row.cite) }) {
				t.Errorf("logged with the units %v", e.Cites)
			}
			if strings.Contains(string(e.Leaf), "1380") {
				t.Error("the log repeats what was handed in")
			}
		})
	}
	c.sound()
}

// TestUnseen: what one may not see and what there is not are answered alike.
func TestUnseen(t *testing.T) {
	c := newCity(t, storetest.New(t))
	there := c.refused(shi, casework.Command{Case: "900001", Step: "certify"})
	absent := c.refused(shi, casework.Command{Case: "900009", Step: "certify"})
	if !there.Hidden || !absent.Hidden {
		t.Fatal("not hidden")
	}
	for i := range there.Violations {
		there.Violations[i].Facts, absent.Violations[i].Facts = nil, nil
	}
	if !reflect.DeepEqual(there.Violations, absent.Violations) {
		t.Errorf("%+v and %+v", there.Violations, absent.Violations)
	}
}

// TestKey: a command sent again is answered with the first answer and done once.
func TestKey(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	cmd := report()
	cmd.Key = "k-1"
	first := c.do(wu, cmd)
	before, size := c.everything(), c.size()
	cmd.Rev = 7 // what the person was looking at is no part of what they ask
	if again := c.do(wu, cmd); !sameJSON(t, first, again) {
		t.Errorf("first %+v, then %+v", first, again)
	}
	if c.everything() != before || c.size() != size {
		t.Error("it was done again")
	}
	other := withForm(cmd, "market", "己")
	r := c.refused(wu, other)
	if r.Code() != "key.reused" || r.Violations[0].Cites[0] != law.Platform("PF-19") || r.Violations[0].Says.ZH == r.Code() {
		t.Errorf("another command under the key: %+v", r.Violations)
	}
	if e := c.entries(size); len(e) != 1 || e[0].Outcome != "refusal" || c.everything() != before {
		t.Errorf("its refusal left %d entries", len(e))
	}
	// Keys are a seat's own: another's key of the same name is another key.
	mine := proposed("organisation", "huaxin")
	mine.Key = "k-1"
	if c.do(lin, mine).Case == c.do(zhao, mine).Case {
		t.Error("two seats shared a key")
	}
	// A refused command is not kept under its key: once mended, it is done.
	broken := withForm(report(), "market", "")
	broken.Key = "k-2"
	c.refused(wu, broken)
	broken.Form["market"] = "戊"
	c.do(wu, broken)
	c.sound()
}

func sameJSON(t *testing.T, a, b any) bool {
	t.Helper()
	one, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	two, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(one) == string(two)
}

// TestStale: of two people who act on one page the second is refused; who looks again
// may act.
func TestStale(t *testing.T) {
	c := newCity(t, storetest.New(t))
	hold := c.do(lin, proposed("organisation", "huaxin"))
	c.do(zhao, casework.Command{Case: hold.Case, Step: "impose", Rev: hold.Rev})
	lift := casework.Command{Case: hold.Case, Step: "propose-lift", Rev: hold.Rev, Form: map[string]any{"reason": "x"}}
	r := c.refused(lin, lift)
	if r.Code() != "case.stale" || r.Violations[0].Facts[0].Value != "1" || r.Violations[0].Facts[1].Value != "2" {
		t.Errorf("%+v", r.Violations)
	}
	lift.Rev = 2
	c.do(lin, lift)
}

// TestSeatEndedBetween: a seat is read again in the transaction, so one that ended after
// the person signed in no longer acts.
func TestSeatEndedBetween(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	c.do(wu, report())
	seat := line("seat", wu.Seat, "huaxin", map[string]any{"person": "wu", "org": "huaxin", "role": "operator", "powers": []any{"clerk"}, "state": "ended"})
	seat.Rev = 2
	c.put(seat)
	if r := c.refused(wu, report()); r.Code() != "seat.ended" {
		t.Errorf("%v", codesOf(r))
	}
}

// TestCheck: what a check before the turn finds stands beside what the rules find, and a
// check that fails is a fault that leaves nothing.
func TestCheck(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	seen := 0
	c.Checks = map[string]casework.Check{"report.submit": func(_ context.Context, who casework.Actor, cmd casework.Command) (*law.Refusal, error) {
		seen++
		if cmd.Form["market"] == "fault" {
			return nil, errors.New("the parser broke")
		}
		if cmd.Form["market"] == "no" {
			return law.Refuse("query.unread", law.Platform("Z01")), nil
		}
		return nil, nil
	}}
	c.do(wu, report())
	if r := c.refused(wu, withForm(withForm(report(), "market", "no"), "storage", "")); !slices.Equal(codesOf(r), []string{"document.incomplete", "query.unread"}) {
		t.Errorf("%v", codesOf(r))
	}
	before, size := c.everything(), c.size()
	if _, err := c.Do(ctx, wu, withForm(report(), "market", "fault")); err == nil || c.size() != size || c.everything() != before {
		t.Errorf("a fault: %v", err)
	}
	if seen != 3 {
		t.Errorf("the check looked %d times", seen)
	}
	var told []casework.Receipt
	c.Done = func(r casework.Receipt) { told = append(told, r) }
	r := c.do(wu, report())
	c.refused(wu, withForm(report(), "storage", ""))
	if len(told) != 1 || told[0].Entry != r.Entry {
		t.Errorf("heard of %+v", told)
	}
}

// TestSalts: the log's commitments to two things that are alike have nothing in common.
func TestSalts(t *testing.T) {
	c := newCity(t, storetest.New(t))
	c.inForce()
	size := c.size()
	c.do(wu, report())
	c.do(wu, report())
	hold := c.held(lin, zhao, "agreement", "A1")
	c.lifted(lin, zhao, hold)
	macs := map[string]bool{}
	n := 0
	for _, e := range c.entries(size) {
		for _, o := range e.Objects {
			n++
			macs[o.Mac] = true
			if len(o.Mac) != 64 {
				t.Errorf("the commitment to %s %s is %q", o.Kind, o.ID, o.Mac)
			}
		}
	}
	if n < 6 || len(macs) != n {
		t.Errorf("%d commitments, %d different", n, len(macs))
	}
	c.sound()
}

// TestDeputyEndedBetween: the seat that somebody stands in for is read again in the
// transaction too. Whatever ended the standing-in after they signed in, they act no more; and
// a power that was taken from the seat is theirs no longer.
func TestDeputyEndedBetween(t *testing.T) {
	absent := func(more map[string]any) map[string]any {
		body := map[string]any{"person": "tang", "org": "huaxin", "role": "operator", "powers": []any{"clerk"}, "state": "in-force",
			"deputy": wu.Seat, "absentFrom": "2025-01-01", "absentUntil": "2026-12-31"}
		maps.Copy(body, more)
		return body
	}
	for _, row := range []struct {
		why  string
		then map[string]any
		code string
	}{
		{"still away", nil, ""},
		{"the seat has ended", map[string]any{"state": "ended"}, party.CodeNotStandingIn},
		{"its holder is back", map[string]any{"absentUntil": "2025-01-02"}, party.CodeNotStandingIn},
		{"its absence was cleared", map[string]any{"absentFrom": "", "absentUntil": "", "deputy": ""}, party.CodeNotStandingIn},
		{"another stands in", map[string]any{"deputy": "huaxin-other"}, party.CodeNotStandingIn},
		{"it has lost the power", map[string]any{"powers": []any{}}, procedure.CodeCompetence},
	} {
		c := newCity(t, storetest.New(t))
		c.inForce()
		c.put(line("seat", "huaxin-tang", "huaxin", absent(nil)))
		deputy := wu // as the request has read them
		deputy.For = "huaxin-tang"
		after := line("seat", "huaxin-tang", "huaxin", absent(row.then))
		after.Rev = 2
		c.put(after)
		if row.code == "" {
			c.do(deputy, report())
			continue
		}
		if r := c.refused(deputy, report()); r.Code() != row.code {
			t.Errorf("%s: %v", row.why, codesOf(r))
		}
	}
}
