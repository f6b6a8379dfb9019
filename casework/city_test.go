package casework_test

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
)

var ctx = context.Background()

// theLaw is the shipped pack, compiled once: it is immutable.
var theLaw = sync.OnceValues(func() (*pack.Pack, error) { return pack.Open(packs.Files, "taian") })

// city is an installation with one agreement signed and about to come into force.
type city struct {
	*casework.Desk
	t     testing.TB
	store *store.Store
	day   calendar.Day
}

// signing is the day the agreement comes into force; its term is a year.
var signing, lastDay = calendar.MustDay("2025-03-17"), calendar.MustDay("2026-03-17")

// Who acts in the city. Each has a seat in force.
var (
	zhao = stepped("authority", "datacity", "zhao", "clerk", "reviewer", "approver", "signer")
	lin  = stepped("authority", "datacity", "lin", "clerk", "reviewer")
	meng = stepped("supervisor", "cac", "meng", "clerk", "approver")
	hu   = stepped("supervisor", "cac", "hu", "clerk", "approver")
	wu   = stepped("operator", "huaxin", "wu", "clerk", "worker")
	shi  = stepped("operator", "taishan", "shi", "clerk")
	folk = []casework.Actor{zhao, lin, meng, hu, wu, shi}
)

func stepped(role, org, person string, powers ...string) casework.Actor {
	who := sits(role, org, person)
	who.Powers, who.SteppedUp = powers, true
	return who
}

func newCity(t testing.TB, s *store.Store) *city {
	t.Helper()
	p, err := theLaw()
	if err != nil {
		t.Fatal(err)
	}
	c := &city{t: t, store: s, day: signing}
	c.Desk = &casework.Desk{Ledger: s, Packs: casework.OnePack{Pack: p}, Calendar: calendar.China,
		Now: func() time.Time { return c.day.Time().Add(9 * time.Hour) }, Random: rand.Reader}
	var lines []casework.Record
	for _, who := range folk {
		powers := []any{}
		for _, p := range who.Powers {
			powers = append(powers, p)
		}
		seat := line("seat", who.Seat, who.Organisation, map[string]any{"person": who.Person, "org": who.Organisation, "role": who.Role, "powers": powers, "state": "in-force"})
		seat.Subject = who.Person
		lines = append(lines, seat)
	}
	for _, org := range []string{"datacity", "cac", "huaxin", "taishan"} {
		lines = append(lines, line("organisation", org, org, map[string]any{"name": org, "state": "enrolled"}))
	}
	lines = append(lines, about(line("agreement", "A1", "huaxin", map[string]any{"title": "协议", "operator": "huaxin", "grantor": "datacity", "signed": true,
		"state": "signed", "from": signing.String(), "until": lastDay.String()}), ""))
	c.put(lines...)
	pact := casework.Case{ID: "900001", Procedure: "agreement", Pack: p.Digest, State: "signed", Since: signing, Opened: signing, Filer: zhao.Party,
		Parties: []string{"datacity", "huaxin"}, Links: map[string]string{"agreement": "A1"}, Rev: 1}
	c.file(pact)
	return c
}

func about(r casework.Record, subject string) casework.Record {
	r.Subject = subject
	return r
}

// built puts what rests on the agreement: a scenario, a grant, a released output, a
// product and a delivery, each with all that the invariants ask of it.
func (c *city) built() {
	c.t.Helper()
	until := lastDay.String()
	c.put(
		about(line("resource", "R1", "water", map[string]any{"title": "供水", "provider": "water", "state": "catalogued"}), ""),
		about(line("scenario", "S1", "huaxin", map[string]any{"operator": "huaxin", "agreement": "A1", "state": "approved"}), "A1"),
		about(line("grant", "N1", "huaxin", map[string]any{"operator": "huaxin", "agreement": "A1", "scenario": "S1", "resource": "R1", "state": "in-force",
			"from": signing.String(), "until": until}), "A1"),
		about(line("output", "O1", "huaxin", map[string]any{"operator": "huaxin", "author": "feng", "scenario": "S1", "released": true, "state": "released"}), "J1"),
		about(line("product", "P1", "huaxin", map[string]any{"operator": "huaxin", "agreement": "A1", "scenario": "S1", "output": "O1", "state": "registered"}), "S1"),
		about(line("delivery", "D1", "huaxin", map[string]any{"operator": "huaxin", "product": "P1", "recipient": "bank", "scenario": "S1", "state": "in-force", "until": until}), "P1"))
	votes := []casework.Vote{}
	for _, person := range []string{"e1", "e2"} {
		votes = append(votes, casework.Vote{Panel: "review", By: casework.Party{Person: person, Organisation: "college"}, On: signing, Declared: signing, For: true})
	}
	review := casework.Case{ID: "900002", Procedure: "review", Pack: c.Packs.Current().Digest, State: "released", Opened: signing, Since: signing, Closed: signing, Rev: 1,
		Parties: []string{"huaxin"}, Links: map[string]string{"output": "O1"}, Votes: votes}
	c.file(review)
}

// put writes register lines as the Desk would: each with a salt of its own, under which
// the log commits to it.
func (c *city) put(lines ...casework.Record) {
	c.t.Helper()
	entry := storetest.NewEntry("test.put")
	for i, r := range lines {
		body := map[string]any{}
		if err := json.Unmarshal(r.Body, &body); err != nil {
			c.t.Fatal(err)
		}
		body["salt"] = salted(r.ID)
		lines[i].Body = canonical(c.t, body)
		entry.Objects = append(entry.Objects, commitment(r.Kind, r.ID, r.Rev, body["salt"].(string), lines[i].Body))
	}
	storetest.Record(c.t, c.store, casework.Change{Puts: lines, Entry: entry})
}

// file writes a case as the Desk would.
func (c *city) file(one casework.Case) {
	c.t.Helper()
	one.Salt = salted(one.ID)
	entry := storetest.NewEntry(one.Procedure + ".file")
	entry.Objects = []casework.Commitment{commitment("case", one.ID, one.Rev, one.Salt, canonical(c.t, one))}
	storetest.Record(c.t, c.store, casework.Change{Case: &one, Entry: entry})
}

func salted(id string) string { return fmt.Sprintf("%032x", len(id)+1) }

func canonical(t testing.TB, v any) []byte {
	t.Helper()
	body, err := seal.Canonical(v)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func commitment(kind, id string, rev int64, salt string, body []byte) casework.Commitment {
	key, _ := hex.DecodeString(salt)
	m := hmac.New(sha256.New, key)
	m.Write(body)
	return casework.Commitment{Kind: kind, ID: id, Rev: rev, Mac: hex.EncodeToString(m.Sum(nil))}
}

// inForce brings the agreement into force, and with it its duties.
func (c *city) inForce() casework.Receipt {
	c.t.Helper()
	return c.do(zhao, casework.Command{Case: "900001", Step: "certify"})
}

func (c *city) do(who casework.Actor, cmd casework.Command) casework.Receipt {
	c.t.Helper()
	r, err := c.Do(ctx, who, cmd)
	if err != nil {
		if refusal, ok := law.AsRefusal(err); ok {
			c.t.Fatalf("%s%s %s: %+v", cmd.Procedure, cmd.Case, cmd.Step, refusal.Violations)
		}
		c.t.Fatal(err)
	}
	return r
}

func (c *city) refused(who casework.Actor, cmd casework.Command) *law.Refusal {
	c.t.Helper()
	_, err := c.Do(ctx, who, cmd)
	r, ok := law.AsRefusal(err)
	if !ok {
		c.t.Fatalf("%s%s %s was not refused: %v", cmd.Procedure, cmd.Case, cmd.Step, err)
	}
	return r
}

// until lets days pass, one by one where something is due.
func (c *city) until(day string) {
	c.t.Helper()
	if err := c.Until(ctx, calendar.MustDay(day), func(d calendar.Day) { c.day = d }); err != nil {
		c.t.Fatal(err)
	}
}

func (c *city) read(fn func(casework.View) error) {
	c.t.Helper()
	if err := c.store.Read(ctx, fn); err != nil {
		c.t.Fatal(err)
	}
}

func (c *city) fact(kind, id, name string) any {
	c.t.Helper()
	f, err := c.Facts(ctx, kind, id)
	if err != nil {
		c.t.Fatalf("%s %s: %v", kind, id, err)
	}
	return f[name]
}

func (c *city) lines(q casework.RecordQuery) (all []casework.Record) {
	c.t.Helper()
	q.Limit = 200
	c.read(func(v casework.View) error {
		found, cursor, err := v.Records(ctx, q)
		if cursor != "" {
			err = fmt.Errorf("more than one page of %s", q.Kind)
		}
		all = found
		return err
	})
	return all
}

func (c *city) theCase(id string) (one casework.Case) {
	c.t.Helper()
	c.read(func(v casework.View) (err error) {
		one, err = v.Case(ctx, id)
		return err
	})
	return one
}

func (c *city) entries(from int64) (all []casework.LoggedEntry) {
	c.t.Helper()
	c.read(func(v casework.View) error {
		for {
			page, err := v.Entries(ctx, casework.EntryQuery{From: from, Limit: 500})
			if err != nil || len(page) == 0 {
				return err
			}
			all = append(all, page...)
			from = page[len(page)-1].Seq + 1
		}
	})
	return all
}

func (c *city) size() (n int64) {
	c.t.Helper()
	c.read(func(v casework.View) (err error) {
		n, err = v.Size(ctx)
		return err
	})
	return n
}

// everything is the whole state but the log, as text: every case, every register line,
// every timer, every notice.
func (c *city) everything() string {
	c.t.Helper()
	var b strings.Builder
	say := func(v any) {
		body, err := json.Marshal(v)
		if err != nil {
			c.t.Fatal(err)
		}
		b.Write(body)
		b.WriteByte('\n')
	}
	kinds := []string{"publication"}
	for _, t := range pack.Vocabulary {
		kinds = append(kinds, t.Kind)
	}
	c.read(func(v casework.View) error {
		cases, cursor, err := v.Cases(ctx, casework.CaseQuery{Limit: 200})
		if err != nil || cursor != "" {
			return fmt.Errorf("reading all cases: %q, %w", cursor, err)
		}
		say(cases)
		for _, kind := range kinds {
			records, cursor, err := v.Records(ctx, casework.RecordQuery{Kind: kind, Limit: 200})
			if err != nil || cursor != "" {
				return fmt.Errorf("reading all of %s: %q, %w", kind, cursor, err)
			}
			say(records)
		}
		timers, err := v.DueTimers(ctx, calendar.MustDay("2099-12-31"), 500)
		if err != nil {
			return err
		}
		say(timers)
		for _, org := range []string{"datacity", "cac", "huaxin", "taishan", "water"} {
			notices, _, err := v.Notices(ctx, casework.NoticeQuery{To: org, Limit: 200})
			if err != nil {
				return err
			}
			say(notices)
		}
		return nil
	})
	return b.String()
}

// sound checks every invariant of the state and of the store.
func (c *city) sound() {
	c.t.Helper()
	if err := casework.CheckInvariants(ctx, c.store, c.Packs); err != nil {
		c.t.Error(err)
	}
	storetest.Sound(c.t, c.store)
}

func codesOf(r *law.Refusal) []string {
	var all []string
	for _, v := range r.Violations {
		all = append(all, v.Code)
	}
	return all
}

// report is a half-yearly report, whole.
func report() casework.Command {
	return casework.Command{Procedure: "report", Step: "submit", Links: map[string]string{"agreement": "A1"},
		Form: map[string]any{"until": "2025-06-30", "storage": "甲", "processing": "乙", "analysis": "丙", "security": "丁", "market": "戊"}}
}

func proposed(link, id string) casework.Command {
	return casework.Command{Procedure: "hold", Step: "propose", Links: map[string]string{link: id}, Form: map[string]any{"reason": "检查"}}
}

// held imposes a hold by two persons of one body and answers its case.
func (c *city) held(clerk, approver casework.Actor, link, id string) string {
	c.t.Helper()
	r := c.do(clerk, proposed(link, id))
	c.do(approver, casework.Command{Case: r.Case, Step: "impose"})
	return r.Case
}

func (c *city) lifted(clerk, approver casework.Actor, hold string) {
	c.t.Helper()
	c.do(clerk, casework.Command{Case: hold, Step: "propose-lift", Form: map[string]any{"reason": "已改正"}})
	c.do(approver, casework.Command{Case: hold, Step: "lift"})
}

func withForm(cmd casework.Command, name string, v any) casework.Command {
	form := map[string]any{}
	for k, old := range cmd.Form {
		form[k] = old
	}
	form[name] = v
	cmd.Form = form
	return cmd
}

func sorted(all []string) []string { return slices.Sorted(slices.Values(all)) }
