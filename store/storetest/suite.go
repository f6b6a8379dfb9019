package storetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/store"
)

// Suite is what every engine must pass. Fresh answers the address of an empty database.
// The failing of every single write is a test of its own (Faults), since it takes long.
func Suite(t *testing.T, fresh func(testing.TB) string) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, func(testing.TB) string)
	}{
		{"change", testChange}, {"stale", testStale}, {"own writes", testOwnWrites}, {"rollback", testRollback}, {"trial", testTrial},
		{"bad changes", testBadChanges}, {"panic", testPanic}, {"cancel", testCancel}, {"closed", testClosed},
		{"case lists", testCaseLists}, {"many cases", testManyCases}, {"record lists", testRecordLists}, {"parties and links", testReach},
		{"revisions", testRevisions}, {"entries", testEntries}, {"notices", testNotices}, {"timers", testTimers},
		{"receipts", testReceipts}, {"tasks", testTasks}, {"concurrency", testConcurrency}, {"trees", testTrees},
		{"sessions", testSessions}, {"tokens", testTokens}, {"sign-in", testSignIn}, {"credentials", testCredentials}, {"access", testAccess},
		{"keys", testKeys}, {"meters", testMeters}, {"checkpoints", testCheckpoints}, {"settings", testSettings},
		{"sweep", testSweep}, {"reopen", testReopen}, {"backup", testBackup}, {"check", testCheckFinds},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, fresh) })
	}
}

var ctx = context.Background()

// Monday is the day most tests happen on.
var Monday = calendar.MustDay("2026-03-02")

// moment is a time of that day.
var moment = Monday.Time().Add(10 * time.Hour).UTC()

// NewCase is a small open case of the first revision.
func NewCase(id string) casework.Case {
	return casework.Case{ID: id, Procedure: "registration", Pack: "5f0c", State: "submitted", Since: Monday, Opened: Monday,
		Filer: casework.Party{Person: "lin", Seat: "heron.clerk", Organisation: "heron"}, Parties: []string{"heron"},
		Links: map[string]string{"resource": "R-" + id}, Rev: 1}
}

// NewEntry is an entry that says a receipt was given.
func NewEntry(kind string) casework.Entry {
	return casework.Entry{Version: 1, Kind: kind, Outcome: "receipt", Seat: "heron.clerk", Org: "heron", Day: Monday, Recorded: moment.UnixMilli()}
}

// NewRecord is a register line of the first revision.
func NewRecord(kind, id string) casework.Record {
	return casework.Record{Kind: kind, ID: id, Rev: 1, Org: "heron", State: "in-force", Title: "停车泊位 " + id, From: Monday,
		Body: json.RawMessage(`{"id":"` + id + `"}`)}
}

// Commit is a change that puts records and names them in its entry.
func Commit(kind string, records ...casework.Record) casework.Change {
	e := NewEntry(kind)
	for _, r := range records {
		e.Objects = append(e.Objects, casework.Commitment{Kind: r.Kind, ID: r.ID, Rev: r.Rev, Mac: "00"})
	}
	return casework.Change{Puts: records, Entry: e}
}

// Filed is a change that writes a case, with a timer and a notice.
func Filed(c casework.Case) casework.Change {
	return casework.Change{Case: &c, Entry: NewEntry("registration.submit"),
		Timers:  []casework.Timer{{ID: c.ID + ".remind", Case: c.ID, Step: "remind", On: Monday.AddDays(7), Rule: "TA-09.1"}},
		Notices: []casework.Notice{{ID: fmt.Sprintf("%s.%d", c.ID, c.Rev), To: "authority", Case: c.ID, Kind: "step", Text: "case.submitted", Sent: Monday}}}
}

// Record writes one change and fails the test when it cannot.
func Record(t testing.TB, l casework.Ledger, c casework.Change) int64 {
	t.Helper()
	seq, err := record(l, c)
	if err != nil {
		t.Fatalf("recording %s: %v", c.Entry.Kind, err)
	}
	return seq
}

func record(l casework.Ledger, c casework.Change) (seq int64, err error) {
	err = l.Write(ctx, func(tx casework.Tx) (err error) {
		seq, err = tx.Record(ctx, c)
		return err
	})
	return seq, err
}

// see runs fn on a snapshot.
func see(t testing.TB, l casework.Ledger, fn func(v casework.View)) {
	t.Helper()
	if err := l.Read(ctx, func(v casework.View) error { fn(v); return nil }); err != nil {
		t.Fatalf("reading: %v", err)
	}
}

// must fails the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// want compares.
func want(t testing.TB, what string, got, wanted any) {
	t.Helper()
	if diff := cmp.Diff(wanted, got, cmp.Comparer(func(a, b calendar.Day) bool { return a == b })); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// wantError demands an error of a kind.
func wantError(t testing.TB, what string, got, kind error) {
	t.Helper()
	if !errors.Is(got, kind) {
		t.Errorf("%s: got %v, want %v", what, got, kind)
	}
}

// Sound checks the whole store.
func Sound(t testing.TB, s *store.Store) store.Report {
	t.Helper()
	report, err := s.Check(ctx, store.CheckOptions{})
	must(t, err)
	for _, f := range report.Findings {
		t.Errorf("store is not sound: %s", f)
	}
	head, err := s.Head(ctx)
	must(t, err)
	want(t, "head of the log", head, report.Head)
	return report
}

// size is the number of entries.
func size(t testing.TB, l casework.Ledger) (n int64) {
	t.Helper()
	see(t, l, func(v casework.View) {
		var err error
		n, err = v.Size(ctx)
		must(t, err)
	})
	return n
}

func testChange(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	c := NewCase("C1")
	c.Dues = []casework.Due{{Step: "examine", Rule: "TA-09.1", Kind: "within", On: Monday.AddDays(7)}}
	c.Docs = map[string]json.RawMessage{"form": json.RawMessage(`{"name":"泊位"}`)}
	r := NewRecord("resource", "R-C1")
	change := Filed(c)
	change.Puts, change.Entry.Objects = []casework.Record{r}, Commit("", r).Entry.Objects
	change.Tasks = []casework.Task{{ID: "T1", Kind: "project", Case: "C1", Body: json.RawMessage(`{"n":1}`)}}
	change.Receipt = &casework.StoredReceipt{Seat: "heron.clerk", Key: "k1", Body: json.RawMessage(`{"ok":true}`)}
	want(t, "first sequence number", Record(t, s, change), int64(0))
	want(t, "second sequence number", Record(t, s, casework.Change{Entry: NewEntry("desk.look")}), int64(1))
	see(t, s, func(v casework.View) {
		got, err := v.Case(ctx, "C1")
		must(t, err)
		want(t, "case", got, c)
		kept, err := v.Registered(ctx, "resource", "R-C1")
		must(t, err)
		want(t, "record", kept, r)
		e, err := v.Entry(ctx, 0)
		must(t, err)
		wanted := change.Entry
		wanted.Case, wanted.Rev = "C1", 1
		want(t, "entry", e.Entry, wanted)
		due, err := v.DueTimers(ctx, Monday.AddDays(7), 10)
		must(t, err)
		want(t, "timers", due, change.Timers)
		answer, err := v.Receipt(ctx, "heron.clerk", "k1")
		must(t, err)
		want(t, "receipt", string(answer), `{"ok":true}`)
		_, err = v.Case(ctx, "C2")
		wantError(t, "a case that is not there", err, casework.ErrNotFound)
		_, err = v.Registered(ctx, "resource", "R-2")
		wantError(t, "a record that is not there", err, casework.ErrNotFound)
		_, err = v.Entry(ctx, 2)
		wantError(t, "an entry that is not there", err, casework.ErrNotFound)
		_, err = v.Receipt(ctx, "heron.clerk", "k2")
		wantError(t, "a receipt that is not there", err, casework.ErrNotFound)
	})
	want(t, "cases checked", Sound(t, s).Cases, int64(1))
}

func testStale(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	c := NewCase("C1")
	Record(t, s, Filed(c))
	for _, rev := range []int64{0, 1, 3} {
		c.Rev = rev
		_, err := record(s, Filed(c))
		wantError(t, fmt.Sprintf("case at revision %d after 1", rev), err, casework.ErrStale)
	}
	c.Rev = 2
	c.State = "accepted"
	Record(t, s, Filed(c))
	for _, change := range []func(*casework.Case){ // what a case keeps
		func(c *casework.Case) { c.Procedure = "demand" },
		func(c *casework.Case) { c.Opened = Monday.AddDays(1) },
		func(c *casework.Case) { c.Filer.Organisation = "egret" },
	} {
		other := c
		other.Rev = 3
		change(&other)
		if _, err := record(s, Filed(other)); err == nil {
			t.Errorf("a case changed what it keeps: %+v", other)
		}
	}
	unborn := NewCase("C2")
	unborn.Rev = 2
	_, err := record(s, Filed(unborn))
	wantError(t, "a case that begins at revision 2", err, casework.ErrStale)
	r := NewRecord("resource", "R1")
	Record(t, s, Commit("resource.put", r))
	_, err = record(s, Commit("resource.put", r))
	wantError(t, "a record written twice", err, casework.ErrStale)
	_, err = record(s, Commit("resource.put", NewRecord("resource", "R2"), NewRecord("resource", "R2")))
	wantError(t, "a record twice in one change", err, casework.ErrStale)
	want(t, "entries", size(t, s), int64(3))
	Sound(t, s)
}

func testOwnWrites(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	Record(t, s, Filed(NewCase("C0")))
	must(t, s.Write(ctx, func(tx casework.Tx) error {
		n, err := tx.Size(ctx)
		must(t, err)
		seq, err := tx.Record(ctx, Filed(NewCase("C1")))
		must(t, err)
		want(t, "the size before is the number taken", seq, n)
		c, err := tx.Case(ctx, "C1")
		must(t, err)
		want(t, "own case", c.ID, "C1")
		c.Rev, c.State, c.Parties = 2, "accepted", []string{"authority"}
		change := Filed(c)
		change.Timers, change.Cancel = nil, []string{"C1.remind"}
		change.Puts = []casework.Record{NewRecord("resource", "R-C1")}
		change.Entry.Objects = Commit("", change.Puts...).Entry.Objects
		_, err = tx.Record(ctx, change)
		must(t, err)
		list, _, err := tx.Cases(ctx, casework.CaseQuery{Party: "authority"})
		must(t, err)
		want(t, "own cases", len(list), 1)
		list, _, err = tx.Cases(ctx, casework.CaseQuery{Party: "heron"})
		must(t, err)
		want(t, "cases of the party before", len(list), 1) // C0
		timers, err := tx.DueTimers(ctx, Monday.AddDays(30), 10)
		must(t, err)
		want(t, "own timers", len(timers), 1)
		lines, _, err := tx.Records(ctx, casework.RecordQuery{Kind: "resource", Org: "heron"})
		must(t, err)
		want(t, "own records", len(lines), 1)
		own, err := tx.Registered(ctx, "resource", "R-C1")
		must(t, err)
		want(t, "own record", own.Title, "停车泊位 R-C1")
		notices, _, err := tx.Notices(ctx, casework.NoticeQuery{To: "authority"})
		must(t, err)
		want(t, "own notices", len(notices), 3)
		e, err := tx.Entry(ctx, seq)
		must(t, err)
		want(t, "own entry", e.Case, "C1")
		entries, err := tx.Entries(ctx, casework.EntryQuery{Case: "C1"})
		must(t, err)
		want(t, "own entries", len(entries), 2)
		return nil
	}))
	Sound(t, s)
}

var errNo = errors.New("no")

func testRollback(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	Record(t, s, Filed(NewCase("C0")))
	before := Sound(t, s)
	for _, look := range []bool{false, true} { // with the rows still waiting, and already sent
		err := s.Write(ctx, func(tx casework.Tx) error {
			_, err := tx.Record(ctx, Filed(NewCase("C1")))
			must(t, err)
			if look {
				_, _, err := tx.Cases(ctx, casework.CaseQuery{})
				must(t, err)
			}
			return errNo
		})
		wantError(t, "the function's own error", err, errNo)
	}
	want(t, "after the rollback", Sound(t, s), before)
	want(t, "next number", Record(t, s, Filed(NewCase("C1"))), int64(1))
	// One that swallows a failed Record has none the less failed.
	err := s.Write(ctx, func(tx casework.Tx) error {
		_, err := tx.Record(ctx, Filed(NewCase("C2")))
		must(t, err)
		tx.Record(ctx, Filed(NewCase("C2")))
		return nil
	})
	wantError(t, "a swallowed failure", err, casework.ErrStale)
	want(t, "entries", size(t, s), int64(2))
	var kept casework.Tx
	must(t, s.Write(ctx, func(tx casework.Tx) error { kept = tx; return nil }))
	if _, err := kept.Record(ctx, Filed(NewCase("C3"))); err == nil {
		t.Error("a transaction that is over was used")
	}
	testNeighbours(t, s)
	Sound(t, s)
}

// testNeighbours lets writes that fail and writes that succeed share commits.
func testNeighbours(t *testing.T, s *store.Store) {
	before := size(t, s)
	var wg sync.WaitGroup
	for i := range 120 {
		wg.Go(func() {
			err := s.Write(ctx, func(tx casework.Tx) error {
				if _, err := tx.Record(ctx, Filed(NewCase(fmt.Sprintf("N%03d", i)))); err != nil {
					return err
				}
				if i%5 == 0 {
					if _, err := tx.DueTimers(ctx, Monday, 1); err != nil {
						return err
					}
				}
				if i%3 == 0 {
					return errNo
				}
				return nil
			})
			if i%3 == 0 && !errors.Is(err, errNo) || i%3 != 0 && err != nil {
				t.Errorf("write %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	want(t, "entries after neighbours failed", size(t, s), before+80)
	see(t, s, func(v casework.View) {
		for i := range 120 {
			_, err := v.Case(ctx, fmt.Sprintf("N%03d", i))
			if (err == nil) != (i%3 != 0) {
				t.Errorf("case N%03d: %v", i, err)
			}
		}
	})
}

func testBadChanges(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	for _, bad := range []struct {
		why   string
		spoil func(*casework.Change)
	}{
		{"no kind", func(c *casework.Change) { c.Entry.Kind = "" }},
		{"unknown outcome", func(c *casework.Change) { c.Entry.Outcome = "done" }},
		{"text that is not UTF-8", func(c *casework.Change) { c.Entry.Note = "\xff" }},
		{"a number beyond 2^53", func(c *casework.Change) { c.Entry.Recorded = 1 << 60 }},
		{"an entry beyond 64 KiB", func(c *casework.Change) { c.Entry.Note = strings.Repeat("n", 1<<16) }},
		{"no state", func(c *casework.Change) { c.Case.State = "" }},
		{"no day of opening", func(c *casework.Change) { c.Case.Opened = calendar.Day{} }},
		{"a party without a name", func(c *casework.Change) { c.Case.Parties = []string{""} }},
		{"a link to nothing", func(c *casework.Change) { c.Case.Links = map[string]string{"resource": ""} }},
		{"a NUL in a name", func(c *casework.Change) { c.Case.State = "a\x00b" }},
		{"a record without a body", func(c *casework.Change) { c.Puts = []casework.Record{{Kind: "resource", ID: "R", Rev: 1}} }},
		{"a timer on no day", func(c *casework.Change) { c.Timers[0].On = calendar.Day{} }},
		{"a timer of a case that is not there", func(c *casework.Change) { c.Timers[0].Case = "C9" }},
		{"a notice to nobody", func(c *casework.Change) { c.Notices[0].To = "" }},
		{"a notice served in no way", func(c *casework.Change) { c.Notices[0].Served = Monday }},
		{"a task without a kind", func(c *casework.Change) { c.Tasks = []casework.Task{{ID: "T"}} }},
		{"a task twice", func(c *casework.Change) {
			c.Tasks = []casework.Task{{ID: "T", Kind: "k"}, {ID: "T", Kind: "k"}}
		}},
		{"a task done that is not there", func(c *casework.Change) { c.Done = "T9" }},
		{"a receipt without a key", func(c *casework.Change) {
			c.Receipt = &casework.StoredReceipt{Seat: "s", Body: json.RawMessage(`1`)}
		}},
	} {
		change := Filed(NewCase("C1"))
		bad.spoil(&change)
		if _, err := record(s, change); err == nil {
			t.Errorf("accepted: %s", bad.why)
		}
	}
	want(t, "entries", size(t, s), int64(0))
	Record(t, s, Filed(NewCase("C1")))
	Sound(t, s)
}

func testPanic(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	func() {
		defer func() { want(t, "what the caller gets back", recover(), any("bug")) }()
		s.Write(ctx, func(tx casework.Tx) error {
			_, err := tx.Record(ctx, Filed(NewCase("C1")))
			must(t, err)
			panic("bug")
		})
	}()
	err := s.Write(ctx, func(tx casework.Tx) error { // as t.FailNow would
		_, err := tx.Record(ctx, Filed(NewCase("C1")))
		must(t, err)
		runtime.Goexit()
		return nil
	})
	if err == nil {
		t.Error("a function that ended its goroutine was acknowledged")
	}
	want(t, "the writer lives on", Record(t, s, Filed(NewCase("C1"))), int64(0))
	Sound(t, s)
}

func testCancel(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	over, cancel := context.WithCancel(ctx)
	cancel()
	err := s.Write(over, func(casework.Tx) error { t.Error("ran though cancelled"); return nil })
	wantError(t, "cancelled before", err, context.Canceled)

	// One that waits behind another is answered at once and never run.
	waiting, giveUp := context.WithCancel(ctx)
	entered, leave, answered := make(chan struct{}), make(chan struct{}), make(chan error, 2)
	go func() {
		answered <- s.Write(ctx, func(tx casework.Tx) error { close(entered); <-leave; return nil })
	}()
	<-entered
	behind := make(chan error)
	go func() {
		behind <- s.Write(waiting, func(casework.Tx) error { t.Error("ran though given up"); return nil })
	}()
	giveUp()
	wantError(t, "given up while waiting", <-behind, context.Canceled)
	close(leave)
	must(t, <-answered)

	// One that runs when its caller gives up is finished and told.
	running, stop := context.WithCancel(ctx)
	must(t, s.Write(running, func(tx casework.Tx) error {
		stop()
		_, err := tx.Record(running, Filed(NewCase("C1")))
		return err
	}))
	want(t, "entries", size(t, s), int64(1))
	Sound(t, s)
}

func testClosed(t *testing.T, fresh func(testing.TB) string) {
	s, err := store.Open(ctx, fresh(t), store.Options{})
	must(t, err)
	must(t, s.Close())
	err = s.Write(ctx, func(casework.Tx) error { t.Error("ran though closed"); return nil })
	wantError(t, "a write after the end", err, store.ErrClosed)
}

// walkCases follows the cursor to the end and answers the ids of all pages.
func walkCases(t testing.TB, l casework.Ledger, q casework.CaseQuery) []string {
	t.Helper()
	var ids []string
	for pages := 0; ; pages++ {
		var next string
		see(t, l, func(v casework.View) {
			list, cursor, err := v.Cases(ctx, q)
			must(t, err)
			for _, c := range list {
				ids = append(ids, c.ID)
			}
			next = cursor
		})
		if next == "" {
			return ids
		}
		if q.Cursor = next; pages > 100 {
			t.Fatal("the cursor does not come to an end")
		}
	}
}

func testCaseLists(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	for i := range 23 {
		c := NewCase(fmt.Sprintf("C%02d", i))
		c.Opened = Monday.AddDays(i % 5)
		if i%4 != 0 {
			c.Dues = []casework.Due{{Step: "a", On: Monday.AddDays(90)}, {Step: "b", On: Monday.AddDays(30 - i%7)}}
		}
		if i%6 == 0 {
			c.State, c.Closed = "concluded", Monday.AddDays(9)
		}
		if i%2 == 0 {
			c.Parties, c.Procedure = []string{"heron", "authority"}, "demand"
		}
		change := Filed(c)
		r := NewRecord("resource", "R-"+c.ID)
		if i == 7 {
			r.Title = "Bus_Stops 100%"
		}
		change.Puts, change.Entry.Objects = []casework.Record{r}, Commit("", r).Entry.Objects
		Record(t, s, change)
	}
	all := walkCases(t, s, casework.CaseQuery{Limit: 200})
	want(t, "all cases", len(all), 23)
	for _, sort := range []string{"", "due", "-due", "opened", "-opened"} {
		whole := walkCases(t, s, casework.CaseQuery{Sort: sort, Limit: 200})
		for _, limit := range []int{1, 4, 22, 23} {
			want(t, fmt.Sprintf("order %q by pages of %d", sort, limit), walkCases(t, s, casework.CaseQuery{Sort: sort, Limit: limit}), whole)
		}
	}
	want(t, "first due", all[0], "C06"[:1]+"13") // due on the earliest day: 13%7 == 6, and open
	opened := walkCases(t, s, casework.CaseQuery{Sort: "opened"})
	backwards := walkCases(t, s, casework.CaseQuery{Sort: "-opened"})
	slices.Reverse(backwards)
	want(t, "opened, backwards", backwards, opened)
	for _, q := range []struct {
		why   string
		query casework.CaseQuery
		n     int
	}{
		{"procedure", casework.CaseQuery{Procedure: "demand"}, 12},
		{"state", casework.CaseQuery{State: "concluded"}, 4},
		{"procedure and state", casework.CaseQuery{Procedure: "demand", State: "submitted"}, 8},
		{"party", casework.CaseQuery{Party: "authority"}, 12},
		{"nobody's", casework.CaseQuery{Party: "egret"}, 0},
		{"link", casework.CaseQuery{Link: "R-C03"}, 1},
		{"open", casework.CaseQuery{Open: true}, 19},
		{"filer", casework.CaseQuery{Filer: NewCase("").Filer.Organisation}, 23},
		{"another filer", casework.CaseQuery{Filer: "egret"}, 0},
		{"due before a day", casework.CaseQuery{DueBefore: Monday.AddDays(26)}, 3},
		{"of two stages", casework.CaseQuery{Stages: []casework.Stage{{Procedure: "demand", State: "submitted"}, {Procedure: "demand", State: "concluded"}}}, 12},
		{"of one of them, open", casework.CaseQuery{Open: true, Party: "authority", Stages: []casework.Stage{{Procedure: "demand", State: "submitted"}}}, 8},
		{"of no stage", casework.CaseQuery{Stages: []casework.Stage{}}, 0},
		{"part of the id", casework.CaseQuery{Text: "c1"}, 10},
		{"part of a title", casework.CaseQuery{Text: "bus_stops 100%"}, 1},
		{"an underscore is itself", casework.CaseQuery{Text: "bus%stops"}, 0},
		{"Chinese", casework.CaseQuery{Text: "车泊"}, 22},
	} {
		want(t, q.why, len(walkCases(t, s, q.query)), q.n)
		for _, limit := range []int{1, 5} { // whatever the pages, the same cases in the same order
			q.query.Limit = limit
			want(t, fmt.Sprintf("%s by pages of %d", q.why, limit), len(walkCases(t, s, q.query)), q.n)
		}
		see(t, s, func(v casework.View) {
			n, err := v.CountCases(ctx, q.query)
			must(t, err)
			want(t, q.why+", counted", n, q.n)
		})
	}
	see(t, s, func(v casework.View) {
		_, next, err := v.Cases(ctx, casework.CaseQuery{Sort: "opened", Limit: 2})
		must(t, err)
		_, _, err = v.Cases(ctx, casework.CaseQuery{Sort: "due", Cursor: next})
		wantError(t, "a cursor of another order", err, store.ErrCursor)
		_, _, err = v.Cases(ctx, casework.CaseQuery{Cursor: "%%%"})
		wantError(t, "no cursor at all", err, store.ErrCursor)
		_, _, err = v.Records(ctx, casework.RecordQuery{Kind: "resource", Cursor: next})
		wantError(t, "a cursor of another list", err, store.ErrCursor)
		if _, _, err = v.Cases(ctx, casework.CaseQuery{Sort: "colour"}); err == nil {
			t.Error("an order that does not exist was accepted")
		}
	})
	Sound(t, s)
}

// testManyCases lists the cases of a party that has very many, of one that has few, and
// of both.
func testManyCases(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	const n = 2100
	must(t, s.Write(ctx, func(tx casework.Tx) error {
		for i := range n {
			c := NewCase(fmt.Sprintf("C%04d", i))
			c.Parties = []string{"authority"}
			if i%100 == 0 {
				c.Parties = []string{"authority", "heron"}
			}
			if i%3 == 0 {
				c.Closed = Monday.AddDays(1)
			} else if i%3 == 1 {
				c.Dues = []casework.Due{{Step: "a", On: Monday.AddDays(i % 60)}}
			}
			if _, err := tx.Record(ctx, casework.Change{Case: &c, Entry: NewEntry("registration.submit")}); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, q := range []struct {
		why   string
		query casework.CaseQuery
		n     int
	}{
		{"all of the authority's", casework.CaseQuery{Party: "authority"}, n},
		{"open ones", casework.CaseQuery{Party: "authority", Open: true}, n * 2 / 3},
		{"few", casework.CaseQuery{Party: "heron"}, 21},
		{"few open ones", casework.CaseQuery{Party: "heron", Open: true}, 14},
		{"newest", casework.CaseQuery{Party: "authority", Sort: "-opened"}, n},
	} {
		q.query.Limit = 200
		ids := walkCases(t, s, q.query)
		want(t, q.why, len(ids), q.n)
		slices.Sort(ids)
		want(t, q.why+", each once", len(slices.Compact(ids)), q.n)
	}
}

func testRecordLists(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	for i := range 12 {
		r := NewRecord("grant", fmt.Sprintf("G%02d", i))
		r.Subject, r.Case = fmt.Sprintf("A%d", i%3), fmt.Sprintf("C%d", i%2)
		if i%4 == 0 {
			r.Org, r.Until = "egret", Monday.AddDays(i)
		}
		if i == 5 {
			r.State, r.From = "suspended", calendar.Day{}
		}
		Record(t, s, Commit("grant.issue", r))
	}
	Record(t, s, Commit("resource.put", NewRecord("resource", "R1")))
	for _, q := range []struct {
		why   string
		query casework.RecordQuery
		n     int
	}{
		{"kind", casework.RecordQuery{}, 12},
		{"organisation", casework.RecordQuery{Org: "egret"}, 3},
		{"subject", casework.RecordQuery{Subject: "A1"}, 4},
		{"state", casework.RecordQuery{State: "suspended"}, 1},
		{"case", casework.RecordQuery{Case: "C1"}, 6},
		{"title", casework.RecordQuery{Text: "g0"}, 10},
		{"in force before any", casework.RecordQuery{On: Monday.AddDays(-1)}, 1},
		{"in force on the first day", casework.RecordQuery{On: Monday}, 12},
		{"in force on a last day", casework.RecordQuery{On: Monday.AddDays(8)}, 10},
		{"in force the day after", casework.RecordQuery{On: Monday.AddDays(9)}, 9},
	} {
		q.query.Kind = "grant"
		for _, limit := range []int{0, 1, 5} {
			q.query.Limit, q.query.Cursor = limit, ""
			var ids []string
			for more := true; more; {
				see(t, s, func(v casework.View) {
					list, next, err := v.Records(ctx, q.query)
					must(t, err)
					for _, r := range list {
						ids = append(ids, r.ID)
					}
					q.query.Cursor, more = next, next != ""
				})
			}
			want(t, q.why, len(ids), q.n)
			see(t, s, func(v casework.View) {
				n, err := v.CountRecords(ctx, q.query)
				must(t, err)
				want(t, q.why+", counted", n, q.n)
			})
			if !slices.IsSorted(ids) {
				t.Errorf("%s: not sorted by id: %v", q.why, ids)
			}
		}
	}
	for _, sort := range []string{"title", "-title"} { // titles are alike here: their ids decide
		var ids []string
		q := casework.RecordQuery{Kind: "grant", Sort: sort, Limit: 5}
		for more := true; more; {
			see(t, s, func(v casework.View) {
				list, next, err := v.Records(ctx, q)
				must(t, err)
				for _, r := range list {
					ids = append(ids, r.Title+" "+r.ID)
				}
				q.Cursor, more = next, next != ""
			})
		}
		if sort == "-title" {
			slices.Reverse(ids)
		}
		if len(ids) != 12 || !slices.IsSorted(ids) {
			t.Errorf("by %s: %v", sort, ids)
		}
	}
	see(t, s, func(v casework.View) {
		if _, _, err := v.Records(ctx, casework.RecordQuery{}); err == nil {
			t.Error("records of no kind were listed")
		}
	})
	Sound(t, s)
}

func testReach(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	c := NewCase("C1")
	reach := func(parties []string, links map[string]string) {
		t.Helper()
		c.Parties, c.Links = parties, links
		Record(t, s, Filed(c))
		c.Rev++
		Sound(t, s)
	}
	sees := func(org string, n int) {
		t.Helper()
		want(t, org, len(walkCases(t, s, casework.CaseQuery{Party: org})), n)
	}
	about := func(id string, n int) { t.Helper(); want(t, id, len(walkCases(t, s, casework.CaseQuery{Link: id})), n) }
	reach([]string{"heron", "authority"}, map[string]string{"resource": "R1"})
	sees("authority", 1)
	reach([]string{"heron", "egret", "heron"}, map[string]string{"resource": "R2", "product": "R2"})
	sees("authority", 0)
	sees("egret", 1)
	sees("heron", 1)
	about("R1", 0)
	about("R2", 1)
	reach([]string{"egret"}, nil)
	sees("heron", 0)
	about("R2", 0)
	must(t, s.Write(ctx, func(tx casework.Tx) error { // twice in one transaction
		for _, org := range []string{"a", "b"} {
			c.Parties = []string{org}
			if _, err := tx.Record(ctx, Filed(c)); err != nil {
				return err
			}
			c.Rev++
		}
		return nil
	}))
	sees("a", 0)
	sees("b", 1)
	Sound(t, s)
}

func testRevisions(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	r := NewRecord("resource", "R1")
	for rev := int64(1); rev <= 4; rev++ {
		r.Rev, r.State = rev, fmt.Sprintf("state-%d", rev)
		r.Body = json.RawMessage(fmt.Sprintf(`{"rev":%d}`, rev))
		Record(t, s, Commit("resource.put", r))
	}
	must(t, s.Read(ctx, func(v casework.View) error {
		past, ok := v.(interface {
			Revision(context.Context, string, string, int64) (casework.Record, error)
		})
		if !ok {
			t.Fatal("past revisions cannot be read")
		}
		for rev := int64(1); rev <= 4; rev++ {
			got, err := past.Revision(ctx, "resource", "R1", rev)
			must(t, err)
			want(t, "state", got.State, fmt.Sprintf("state-%d", rev))
			want(t, "body", string(got.Body), fmt.Sprintf(`{"rev":%d}`, rev))
		}
		_, err := past.Revision(ctx, "resource", "R1", 5)
		wantError(t, "a revision to come", err, casework.ErrNotFound)
		written, err := v.Revisions(ctx, 1, 2)
		must(t, err)
		want(t, "revisions of two entries", len(written), 2)
		for i, w := range written {
			want(t, "entry", w.Entry, int64(i+1))
			want(t, "body of an entry", string(w.Body), fmt.Sprintf(`{"rev":%d}`, i+2))
		}
		return nil
	}))
	want(t, "revisions checked", Sound(t, s).Revisions, int64(4))
}

func testEntries(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	for i := range 20 {
		e := NewEntry([]string{"a.b", "c.d"}[i%2])
		e.Org = []string{"heron", "egret", "authority"}[i%3]
		if i%4 == 0 {
			e.Case = "C1"
		}
		if i%5 == 0 {
			e.Outcome, e.Codes = "refusal", []string{"grant.expired"}
		}
		Record(t, s, casework.Change{Entry: e})
	}
	for _, q := range []struct {
		why   string
		query casework.EntryQuery
		n     int
	}{
		{"all", casework.EntryQuery{}, 20}, {"from", casework.EntryQuery{From: 15}, 5}, {"beyond", casework.EntryQuery{From: 20}, 0},
		{"case", casework.EntryQuery{Case: "C1"}, 5}, {"kind", casework.EntryQuery{Kind: "c.d"}, 10},
		{"outcome", casework.EntryQuery{Outcome: "refusal"}, 4}, {"organisation", casework.EntryQuery{Org: "heron"}, 7},
		{"limit", casework.EntryQuery{Limit: 3}, 3},
		{"newest", casework.EntryQuery{Newest: true, Limit: 3}, 3}, {"newest before", casework.EntryQuery{Newest: true, From: 4}, 4},
		{"newest of a kind", casework.EntryQuery{Newest: true, Kind: "c.d"}, 10},
	} {
		see(t, s, func(v casework.View) {
			list, err := v.Entries(ctx, q.query)
			must(t, err)
			want(t, q.why, len(list), q.n)
			for i, e := range list {
				if i > 0 && (e.Seq <= list[i-1].Seq) != q.query.Newest {
					t.Errorf("%s: not in order", q.why)
				}
				if !bytes.Contains(e.Leaf, []byte(fmt.Sprintf(`"seq":%d,`, e.Seq))) {
					t.Errorf("%s: the leaf does not hold its number", q.why)
				}
			}
		})
	}
}

func testNotices(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	for i := range 7 {
		Record(t, s, Filed(NewCase(fmt.Sprintf("C%d", i))))
	}
	list := func(q casework.NoticeQuery) (ids []string) {
		t.Helper()
		for more := true; more; {
			see(t, s, func(v casework.View) {
				page, next, err := v.Notices(ctx, q)
				must(t, err)
				for _, n := range page {
					ids = append(ids, n.ID)
				}
				q.Cursor, more = next, next != ""
			})
		}
		return ids
	}
	newest := []string{"C6.1", "C5.1", "C4.1", "C3.1", "C2.1", "C1.1", "C0.1"}
	for _, limit := range []int{1, 3, 7, 50} {
		want(t, "newest first", list(casework.NoticeQuery{To: "authority", Limit: limit}), newest)
	}
	served := casework.Notice{ID: "C3.1", To: "authority", Case: "C3", Kind: "step", Text: "changed words", Sent: Monday.AddDays(5),
		Served: Monday.AddDays(1), How: "opened", Reader: "authority.clerk"}
	Record(t, s, casework.Change{Entry: NewEntry("notice.open"), Notices: []casework.Notice{served}})
	want(t, "unserved", list(casework.NoticeQuery{To: "authority", Unserved: true}), slices.Delete(slices.Clone(newest), 3, 4))
	see(t, s, func(v casework.View) {
		page, _, err := v.Notices(ctx, casework.NoticeQuery{To: "authority"})
		must(t, err)
		want(t, "served, and nothing else changed", page[3], casework.Notice{ID: "C3.1", To: "authority", Case: "C3", Kind: "step",
			Text: "case.submitted", Sent: Monday, Served: Monday.AddDays(1), How: "opened", Reader: "authority.clerk", Entry: 3})
	})
	Sound(t, s)
}

func testTimers(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	timer := func(id string, days int) casework.Timer {
		return casework.Timer{ID: id, Step: "remind", On: Monday.AddDays(days), Rule: "TA-1"}
	}
	due := func(days int) (ids []string) {
		see(t, s, func(v casework.View) {
			list, err := v.DueTimers(ctx, Monday.AddDays(days), 100)
			must(t, err)
			for _, timer := range list {
				ids = append(ids, timer.ID)
			}
		})
		return ids
	}
	Record(t, s, casework.Change{Entry: NewEntry("t"), Timers: []casework.Timer{timer("b", 2), timer("a", 2), timer("c", 1), timer("d", 9)}})
	want(t, "oldest first", due(2), []string{"c", "a", "b"})
	want(t, "none", due(0), []string(nil))
	Record(t, s, casework.Change{Entry: NewEntry("t"), Cancel: []string{"c", "a", "never"}, Timers: []casework.Timer{timer("a", 8), timer("b", 0)}})
	want(t, "moved and cancelled", due(30), []string{"b", "a", "d"})
	must(t, s.Write(ctx, func(tx casework.Tx) error { // set, cancelled and set again in one transaction
		for i, c := range []casework.Change{{Timers: []casework.Timer{timer("x", 3)}}, {Cancel: []string{"x"}},
			{Timers: []casework.Timer{timer("x", 4)}}, {Cancel: []string{"d"}}, {Timers: []casework.Timer{timer("d", 5)}, Cancel: []string{"x"}}} {
			c.Entry = NewEntry(fmt.Sprintf("t.%d", i))
			if _, err := tx.Record(ctx, c); err != nil {
				return err
			}
		}
		return nil
	}))
	want(t, "the last word counts", due(30), []string{"b", "d", "a"})
	see(t, s, func(v casework.View) {
		list, err := v.DueTimers(ctx, Monday.AddDays(30), 1)
		must(t, err)
		want(t, "limit", len(list), 1)
	})
	Sound(t, s)
}

func testReceipts(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{ReceiptsKept: time.Hour})
	change := func(seat, key, body string) casework.Change {
		return casework.Change{Entry: NewEntry("r"), Receipt: &casework.StoredReceipt{Seat: seat, Key: key, Body: json.RawMessage(body)}}
	}
	Record(t, s, change("s1", "k", `1`))
	Record(t, s, change("s2", "k", `2`))
	_, err := record(s, change("s1", "k", `3`))
	wantError(t, "a key used again", err, casework.ErrStale)
	must(t, s.Sweep(ctx, moment.Add(59*time.Minute), 0))
	_, err = record(s, change("s1", "k", `3`))
	wantError(t, "a key still remembered", err, casework.ErrStale)
	must(t, s.Sweep(ctx, moment.Add(time.Hour), 0))
	Record(t, s, change("s1", "k", `4`))
	err = s.Write(ctx, func(tx casework.Tx) error {
		if _, err := tx.Record(ctx, change("s3", "k", `5`)); err != nil {
			return err
		}
		body, err := tx.Receipt(ctx, "s3", "k")
		must(t, err)
		want(t, "own receipt", string(body), `5`)
		_, err = tx.Record(ctx, change("s3", "k", `6`))
		return err
	})
	wantError(t, "a key twice in one transaction", err, casework.ErrStale)
	see(t, s, func(v casework.View) {
		body, err := v.Receipt(ctx, "s1", "k")
		must(t, err)
		want(t, "receipt", string(body), `4`)
		_, err = v.Receipt(ctx, "s3", "k")
		wantError(t, "rolled back", err, casework.ErrNotFound)
	})
}

func testTasks(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	for i := range 6 {
		e := NewEntry("task.ask")
		e.Recorded += int64(i)
		Record(t, s, casework.Change{Entry: e, Tasks: []casework.Task{{ID: fmt.Sprintf("T%d", i), Kind: []string{"project", "run"}[i%2], Body: json.RawMessage(fmt.Sprint(i))}}})
	}
	claim := func(now time.Time, limit int, kinds ...string) []store.Lease {
		t.Helper()
		leases, err := s.Claim(ctx, kinds, limit, now, time.Minute)
		must(t, err)
		return leases
	}
	now := moment.Add(time.Second)
	want(t, "none of that kind", len(claim(now, 5, "mask")), 0)
	want(t, "not yet ready", len(claim(moment.Add(-time.Second), 5, "run")), 0)
	first := claim(now, 2, "project")
	want(t, "claimed", len(first), 2)
	want(t, "oldest first", []string{first[0].ID, first[1].ID}, []string{"T0", "T2"})
	want(t, "attempt", first[0].Attempt, int64(1))
	rest := claim(now, 10, "project", "run")
	want(t, "the others", len(rest), 4)
	want(t, "nothing left", len(claim(now.Add(59*time.Second), 10, "project", "run")), 0)
	must(t, s.Renew(ctx, first[0], now.Add(time.Hour)))
	again := claim(now.Add(time.Minute), 10, "project")
	want(t, "leases that were over", len(again), 2) // T2 and T4
	want(t, "second attempt", again[0].Attempt, int64(2))
	wantError(t, "renewed by the holder before", s.Renew(ctx, first[1], now.Add(time.Hour)), casework.ErrStale)
	must(t, s.Release(ctx, again[0], now.Add(2*time.Hour)))
	wantError(t, "released twice", s.Release(ctx, again[0], now), casework.ErrStale)
	// The effect happens once, whoever is first.
	done := casework.Change{Entry: NewEntry("task.done"), Done: "T0"}
	Record(t, s, done)
	_, err := record(s, done)
	wantError(t, "done twice", err, casework.ErrStale)
	wantError(t, "renewed when done", s.Renew(ctx, first[0], now.Add(time.Hour)), casework.ErrStale)
	must(t, s.Write(ctx, func(tx casework.Tx) error { // asked for and done in one transaction
		_, err := tx.Record(ctx, casework.Change{Entry: NewEntry("task.ask"), Tasks: []casework.Task{{ID: "T9", Kind: "run"}}})
		must(t, err)
		_, err = tx.Record(ctx, casework.Change{Entry: NewEntry("task.done"), Done: "T9"})
		return err
	}))
	_, err = record(s, casework.Change{Entry: NewEntry("task.ask"), Tasks: []casework.Task{{ID: "T0", Kind: "run"}}})
	if err == nil {
		t.Error("a task was asked for twice")
	}
	// Many claimants never get the same task at the same time.
	var mu sync.Mutex
	got := map[string]int{}
	var wg sync.WaitGroup
	later := now.Add(24 * time.Hour)
	for range 8 {
		wg.Go(func() {
			for {
				leases, err := s.Claim(ctx, []string{"project", "run"}, 1, later, time.Hour)
				if err != nil {
					t.Errorf("claiming: %v", err)
				}
				if len(leases) == 0 {
					return
				}
				mu.Lock()
				got[leases[0].ID]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	want(t, "each once", got, map[string]int{"T1": 1, "T2": 1, "T3": 1, "T4": 1, "T5": 1})
	Sound(t, s)
}

func testConcurrency(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	Record(t, s, Filed(NewCase("shared")))
	const writers, each = 16, 12
	var wg sync.WaitGroup
	var mu sync.Mutex
	seen := map[int64]bool{}
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				own := NewCase(fmt.Sprintf("W%02d-%02d", w, i))
				var seqs []int64
				err := s.Write(ctx, func(tx casework.Tx) error {
					seqs = nil
					shared, err := tx.Case(ctx, "shared")
					if err != nil {
						return err
					}
					shared.Rev++ // read and written in one transaction: never stale
					for _, c := range []casework.Case{own, shared} {
						seq, err := tx.Record(ctx, Filed(c))
						if err != nil {
							return err
						}
						seqs = append(seqs, seq)
					}
					return nil
				})
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
				mu.Lock()
				for _, seq := range seqs {
					if seen[seq] {
						t.Errorf("number %d was given twice", seq)
					}
					seen[seq] = true
				}
				mu.Unlock()
			}
		})
	}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 { // readers see whole transactions only
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				see(t, s, func(v casework.View) {
					n, err := v.Size(ctx)
					must(t, err)
					c, err := v.Case(ctx, "shared")
					must(t, err)
					if n != 2*c.Rev-1 {
						t.Errorf("half a transaction: %d entries at revision %d", n, c.Rev)
					}
				})
			}
		})
	}
	wg.Wait()
	close(stop)
	readers.Wait()
	want(t, "entries", size(t, s), int64(1+2*writers*each))
	see(t, s, func(v casework.View) {
		c, err := v.Case(ctx, "shared")
		must(t, err)
		want(t, "revision", c.Rev, int64(1+writers*each))
	})
	Sound(t, s)
}

// testTrees grows the log over tile borders in batches of many sizes and compares with
// trees grown one leaf at a time, after reopening too.
func testTrees(t *testing.T, fresh func(testing.TB) string) {
	address := fresh(t)
	s := Open(t, address, store.Options{})
	other, err := store.Open(ctx, address, store.Options{}) // advances the same log
	must(t, err)
	defer other.Close()
	random := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < 700; {
		batch := 1 + random.IntN(90)
		for _, writer := range []*store.Store{s, other} {
			must(t, writer.Write(ctx, func(tx casework.Tx) error {
				for range batch {
					if _, err := tx.Record(ctx, casework.Change{Entry: NewEntry("tree")}); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		n += 2 * batch
	}
	report := Sound(t, s)
	twin := audit.NewTwin()
	must(t, s.Read(ctx, func(v casework.View) error {
		for from := int64(0); from < int64(report.Head.Size); {
			entries, err := v.Entries(ctx, casework.EntryQuery{From: from, Limit: 200})
			must(t, err)
			for _, e := range entries {
				twin.Append(e.Leaf)
			}
			from += int64(len(entries))
		}
		return nil
	}))
	want(t, "head", report.Head, twin.Head())
	must(t, s.Hashes(ctx, func(r audit.HashReader, size uint64) error {
		for _, alg := range audit.Algorithms() {
			for _, index := range []uint64{0, 255, 256, 511, 512, size - 1} {
				path, err := audit.InclusionProof(ctx, r, alg, index, size)
				must(t, err)
				see(t, s, func(v casework.View) {
					e, err := v.Entry(ctx, int64(index))
					must(t, err)
					must(t, audit.VerifyInclusion(alg, index, size, alg.HashLeaf(e.Leaf), path, report.Head.Root(alg)))
				})
			}
			path, err := audit.ConsistencyProof(ctx, r, alg, 300, size)
			must(t, err)
			root, err := audit.RootAt(ctx, r, alg, 300)
			must(t, err)
			must(t, audit.VerifyConsistency(alg, 300, size, path, root, report.Head.Root(alg)))
		}
		return nil
	}))
}

func testReopen(t *testing.T, fresh func(testing.TB) string) {
	address := fresh(t)
	for i := range 5 {
		s, err := store.Open(ctx, address, store.Options{})
		must(t, err)
		want(t, "the next number", Record(t, s, Filed(NewCase(fmt.Sprintf("C%d", i)))), int64(i))
		Sound(t, s)
		must(t, s.Close())
	}
}
