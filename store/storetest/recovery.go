package storetest

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3", to tamper with

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/store"
)

// fill writes a little of everything, and enough entries for a full tile of each tree.
func fill(t testing.TB, s *store.Store, cases int) {
	t.Helper()
	must(t, s.Write(ctx, func(tx casework.Tx) error {
		for range audit.TileWidth {
			if _, err := tx.Record(ctx, casework.Change{Entry: NewEntry("filling")}); err != nil {
				return err
			}
		}
		return nil
	}))
	for i := range cases {
		c := NewCase(fmt.Sprintf("C%03d", i))
		r := NewRecord("resource", "R-"+c.ID)
		change := Filed(c)
		change.Puts, change.Entry.Objects = []casework.Record{r}, Commit("", r).Entry.Objects
		change.Receipt = &casework.StoredReceipt{Seat: "heron.clerk", Key: c.ID, Body: json.RawMessage(`{"\u65e5":"\u0000\n"}`)}
		change.Tasks = []casework.Task{{ID: "T-" + c.ID, Kind: "run"}}
		Record(t, s, change)
		if i%3 == 0 {
			c.Rev, c.State = 2, "accepted"
			r.Rev, r.State = 2, "changed"
			change := Filed(c)
			change.Puts, change.Entry.Objects, change.Done = []casework.Record{r}, Commit("", r).Entry.Objects, "T-"+c.ID
			Record(t, s, change)
		}
	}
	must(t, s.PutKey(ctx, store.WrappedKey{ID: "K1", Purpose: "vault", Subject: "D1", WrappedBy: "kek", Wrapped: []byte{0, 255}, Created: moment}))
	must(t, s.PutKey(ctx, store.WrappedKey{ID: "K2", Purpose: "vault", Subject: "D2", WrappedBy: "kek", Wrapped: []byte{1}, Created: moment}))
	must(t, s.DestroyKey(ctx, "K2", "system", moment))
	must(t, s.PutCredential(ctx, store.Credential{Person: "lin", Password: "$argon2id$x", Set: moment, TOTP: []byte{9}, TOTPSet: moment, TOTPSteps: 4}))
	must(t, s.PutToken(ctx, store.Token{Hash: [32]byte{7}, ID: "A1", Seat: "heron.clerk", Name: "n", CreatedBy: "lin", Created: moment, Expires: moment.Add(1)}))
	must(t, s.AddMeter(ctx, "api", Monday, 5))
	must(t, s.PutSetting(ctx, store.Setting{Name: "n", Value: json.RawMessage(`"数"`), SetBy: "system", Set: moment}))
	must(t, s.PutSession(ctx, store.Session{Hash: [32]byte{1}, Person: "lin", Created: moment, Seen: moment, Ends: moment.Add(time.Hour)}))
	head, err := s.Head(ctx)
	must(t, err)
	must(t, s.PutCheckpoint(ctx, store.Checkpoint{Origin: "example.org/log", Size: int64(head.Size), Signed: moment, Note: note(head, audit.SHA256)}))
}

// testBackup restores onto the same engine and onto SQLite, and refuses what is not whole.
func testBackup(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	fill(t, s, 20)
	before := Sound(t, s)
	var backup bytes.Buffer
	must(t, s.Backup(ctx, &backup))
	for _, address := range []string{fresh(t), File(t)} {
		report, err := store.Restore(ctx, address, bytes.NewReader(backup.Bytes()), store.Options{})
		must(t, err)
		want(t, "report of the restore", report, before)
		restored := Open(t, address, store.Options{})
		want(t, "report of the restored store", Sound(t, restored), before)
		var again bytes.Buffer
		must(t, restored.Backup(ctx, &again))
		want(t, "a backup of the restored store, but for its engine", lines(t, &again)[1:], lines(t, bytes.NewReader(backup.Bytes()))[1:])
		_, err = restored.Session(ctx, [32]byte{1})
		wantError(t, "sessions do not come back", err, casework.ErrNotFound)
		k, err := restored.Key(ctx, "K1")
		must(t, err)
		want(t, "key", k.Wrapped, []byte{0, 255})
		want(t, "the log goes on", Record(t, restored, casework.Change{Entry: NewEntry("more")}), int64(before.Head.Size))
		_, err = store.Restore(ctx, address, bytes.NewReader(backup.Bytes()), store.Options{})
		wantError(t, "into a store that is not empty", err, store.ErrNotEmpty)
	}
	text := unzip(t, bytes.NewReader(backup.Bytes()))
	end := strings.Index(text, `{"end":`)
	for why, spoilt := range map[string]string{
		"cut short":       text[:end],
		"a row less":      strings.Replace(text, firstRow(text, "timer"), "", 1),
		"a word changed":  strings.Replace(text, `\"state\":\"submitted\"`, `\"state\":\"concluded\"`, 1),
		"another format":  strings.Replace(text, "shuyu-backup/1", "shuyu-backup/2", 1),
		"a later version": strings.Replace(text, `"schema":`, `"schema":9`, 1),
		"a foreign table": strings.Replace(text, `{"table":"meter"`, `{"table":"session"`, 1),
		"SQL in a column": strings.Replace(text, `"on_day"`, `"on_day) SELECT 1;--"`, 1),
		"not a backup":    "hello\n",
	} {
		if spoilt == text {
			t.Fatalf("%s: nothing was spoilt", why)
		}
		address := fresh(t)
		if _, err := store.Restore(ctx, address, zip(t, spoilt), store.Options{}); err == nil {
			t.Errorf("restored though %s", why)
		}
		want(t, "nothing remains of a backup that was refused", size(t, Open(t, address, store.Options{})), int64(0))
	}
}

// lines are the lines of a backup without its trailer, whose digest covers the header.
func lines(t testing.TB, r io.Reader) []string {
	all := strings.Split(strings.TrimSpace(unzip(t, r)), "\n")
	return all[:len(all)-1]
}

func firstRow(text, table string) string {
	_, rest, _ := strings.Cut(text, `{"table":"`+table+`"`)
	_, rest, _ = strings.Cut(rest, "\n")
	row, _, _ := strings.Cut(rest, "\n")
	return row + "\n"
}

// tamper changes the database behind the store's back, as who can write to it could.
func tamper(t testing.TB, address string, statements ...string) {
	t.Helper()
	driver, guard := "sqlite3", "PRAGMA foreign_keys = OFF"
	if strings.HasPrefix(address, "postgres:") {
		driver, guard = "pgx", "SET session_replication_role = replica"
	}
	db, err := sql.Open(driver, address)
	must(t, err)
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, statement := range append([]string{guard}, statements...) {
		result, err := db.ExecContext(ctx, statement)
		if err != nil {
			t.Fatalf("tampering with %q: %v", statement, err)
		}
		if n, _ := result.RowsAffected(); n == 0 && statement != guard {
			t.Fatalf("tampering with %q touched nothing", statement)
		}
	}
}

// testCheckFinds tampers in every way that matters and demands that Check says so.
func testCheckFinds(t *testing.T, fresh func(testing.TB) string) {
	original := Open(t, fresh(t), store.Options{})
	fill(t, original, 8)
	var backup bytes.Buffer
	must(t, original.Backup(ctx, &backup))
	address := fresh(t)
	for _, forged := range []struct{ table, what, do, undo string }{
		{"entry", "leaf", "UPDATE entry SET org = 'egret' WHERE seq = 5", "UPDATE entry SET org = 'heron' WHERE seq = 5"},
		{"entry", "hash", "UPDATE entry SET sm3 = sha256 WHERE seq = 6", ""},
		{"entry", "dense", "DELETE FROM entry WHERE seq = 7", ""},
		{"checkpoint", "beyond", "DELETE FROM entry WHERE seq = (SELECT MAX(seq) FROM entry)", ""},
		{"checkpoint", "root", "UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE seq = 8), sha256 = (SELECT sha256 FROM entry WHERE seq = 8), sm3 = (SELECT sm3 FROM entry WHERE seq = 8) WHERE seq = 9", ""},
		{"tile", "not that of the log", "UPDATE tile SET root = (SELECT sha256 FROM entry WHERE seq = 1) WHERE algorithm = 'sm3'", ""},
		{"tile", "not stored", "DELETE FROM tile WHERE algorithm = 'sha256'", ""},
		{"tile", "beyond", "INSERT INTO tile SELECT algorithm, level, 7, hashes, root FROM tile WHERE algorithm = 'sm3'", "DELETE FROM tile WHERE number = 7"},
		{"record_rev", "missing", "DELETE FROM record_rev WHERE id = 'R-C000' AND rev = 1", ""},
		{"record_rev", "before", "UPDATE record_rev SET entry = 0 WHERE id = 'R-C003' AND rev = 2", ""},
		{"record_rev", "commit", "UPDATE record_rev SET entry = 256 WHERE id = 'R-C001'", ""},
		{"record_rev", "not what the log commits to", "UPDATE record_rev SET body = '{\"forged\":1}' WHERE id = 'R-C001'", ""},
		{"register_record", "not the last", "UPDATE register_record SET rev = 1 WHERE id = 'R-C000'", ""},
		{"register_record", "differs", "UPDATE register_record SET state = 'annulled' WHERE id = 'R-C001'", ""},
		{"case_file", "column", "UPDATE case_file SET state = 'approved' WHERE id = 'C001'", ""},
		{"case_file", "cannot be read", "UPDATE case_file SET body = '{' WHERE id = 'C001'", ""},
		{"case_file", "last entry", "UPDATE case_file SET entry = 0 WHERE id = 'C001'", ""},
		{"case_file", "parties and links", "UPDATE case_file SET reach = 'egret' WHERE id = 'C001'", ""},
		{"case_file", "found by a party", "DELETE FROM case_party WHERE case_id = 'C001'", ""},
		{"case_file", "found by a party", "DELETE FROM case_link WHERE case_id = 'C001'", ""},
		{"case_party", "name the party", "INSERT INTO case_party (org, case_id) VALUES ('egret', 'C001')", ""},
		{"case_party", "does not exist", "INSERT INTO case_party (org, case_id) VALUES ('egret', 'C999')", ""},
		{"case_link", "name the link", "INSERT INTO case_link (target, case_id, kind) VALUES ('R-C002', 'C001', 'resource')", ""},
		{"case_link", "does not exist", "INSERT INTO case_link (target, case_id, kind) VALUES ('R', 'C999', 'resource')", ""},
		{"timer", "does not exist", "UPDATE timer SET case_id = 'C999' WHERE id = 'C001.remind'", ""},
		{"notice", "does not exist", "UPDATE notice SET entry = 9999 WHERE id = 'C001.1'", ""},
		{"task", "does not exist", "UPDATE task SET entry = 9999 WHERE id = 'T-C001'", ""},
		{"task", "completed", "UPDATE task SET done_entry = 9999 WHERE id = 'T-C000'", ""},
		{"receipt", "does not exist", "UPDATE receipt SET entry = 9999 WHERE key = 'C001'", ""},
	} {
		if _, err := store.Restore(ctx, address, bytes.NewReader(backup.Bytes()), store.Options{}); err != nil {
			t.Fatalf("restoring: %v", err)
		}
		tamper(t, address, forged.do)
		findings(t, address, forged.table, forged.what)
		if forged.undo != "" {
			tamper(t, address, forged.undo)
			findings(t, address, "", "")
		}
		wipe(t, address)
	}
}

// findings demands that a check finds something of that table and kind, or nothing.
func findings(t testing.TB, address, table, what string) {
	t.Helper()
	s, err := store.Open(ctx, address, store.Options{})
	must(t, err)
	defer s.Close()
	// Every commitment here is "00", as a right one would be.
	mac := func(_ context.Context, r casework.Record) (string, bool, error) {
		if strings.Contains(string(r.Body), "forged") {
			return "ff", true, nil
		}
		return "00", true, nil
	}
	report, err := s.Check(ctx, store.CheckOptions{Mac: mac})
	must(t, err)
	for _, f := range report.Findings {
		if f.Table == table && strings.Contains(f.What, what) {
			return
		}
	}
	if table != "" || len(report.Findings) > 0 {
		t.Errorf("%s, %q was not found, but %v", table, what, report.Findings)
	}
}

// wipe empties a store, so that the next backup can be restored into it.
func wipe(t testing.TB, address string) {
	t.Helper()
	var deletes []string
	for _, table := range []string{"entry", "tile", "case_party", "case_link", "case_file", "register_record", "record_rev", "timer", "notice",
		"task", "receipt", "token", "credential", "wrapped_key", "meter", "checkpoint", "setting"} {
		deletes = append(deletes, "DELETE FROM "+table)
	}
	tamper(t, address, deletes...)
}

// scene is a course of writes of every kind, of which any may fail.
type scene struct {
	store *store.Store
	name  string
	mu    sync.Mutex
	// done and failed hold the names of the writes that were acknowledged and refused.
	done, failed []string
}

func (s *scene) did(name string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.done = append(s.done, name)
	} else {
		s.failed = append(s.failed, name)
	}
}

// change is a case with everything that belongs to it, known by one name.
func (s *scene) change(name string) casework.Change {
	c := NewCase(name)
	r := NewRecord("resource", "R-"+name)
	change := Filed(c)
	change.Puts, change.Entry.Objects = []casework.Record{r}, Commit("", r).Entry.Objects
	change.Tasks = []casework.Task{{ID: "T-" + name, Kind: "run-" + s.name}}
	change.Receipt = &casework.StoredReceipt{Seat: "s", Key: name, Body: json.RawMessage(`1`)}
	return change
}

// play runs the course.
func (s *scene) play() {
	one := func(name string, fn func(tx casework.Tx, name string) error) {
		name = s.name + "-" + name
		s.did(name, s.store.Write(ctx, func(tx casework.Tx) error { return fn(tx, name) }))
	}
	plain := func(tx casework.Tx, name string) error {
		_, err := tx.Record(ctx, s.change(name))
		return err
	}
	one("plain", plain)
	one("looking", func(tx casework.Tx, name string) error { // sends what waits, behind a savepoint
		if err := plain(tx, name); err != nil {
			return err
		}
		_, err := tx.DueTimers(ctx, Monday, 1)
		return err
	})
	one("refused", func(tx casework.Tx, name string) error {
		if err := plain(tx, name); err != nil {
			return err
		}
		if _, _, err := tx.Cases(ctx, casework.CaseQuery{}); err != nil {
			return err
		}
		return errNo
	})
	one("keyed", func(tx casework.Tx, name string) error {
		if err := plain(tx, name); err != nil {
			return err
		}
		return tx.(*store.Tx).PutKey(store.WrappedKey{ID: name, Purpose: "commitment", WrappedBy: "kek", Wrapped: []byte{1}, Created: moment})
	})
	if leases, err := s.store.Claim(ctx, []string{"run-" + s.name}, 1, moment.Add(time.Hour), time.Hour); err == nil && len(leases) == 1 {
		one("working", func(tx casework.Tx, name string) error {
			change := s.change(name)
			change.Done = leases[0].ID
			_, err := tx.Record(ctx, change)
			return err
		})
	}
	var together sync.WaitGroup
	for i := range 4 {
		together.Go(func() { one(fmt.Sprintf("together%d", i), plain) })
	}
	together.Wait()
	one("last", plain)
}

// verify demands that what was acknowledged is there, and that everything is whole.
func (s *scene) verify(t testing.TB, absent bool) {
	t.Helper()
	Sound(t, s.store)
	for _, name := range s.done {
		if parts := s.parts(t, name); parts != whole {
			t.Errorf("%s was acknowledged and is not whole: %s", name, parts)
		}
	}
	for _, name := range s.failed {
		if parts := s.parts(t, name); parts != "" && (absent || parts != whole) {
			t.Errorf("%s had failed, and of it there is: %s", name, parts)
		}
	}
}

const whole = "case record timer notice receipt entry"

// parts says what of a change is there.
func (s *scene) parts(t testing.TB, name string) string {
	var parts []string
	see(t, s.store, func(v casework.View) {
		have := func(part string, ok bool) {
			if ok {
				parts = append(parts, part)
			}
		}
		_, err := v.Case(ctx, name)
		have("case", err == nil)
		_, err = v.Registered(ctx, "resource", "R-"+name)
		have("record", err == nil)
		timers, err := v.DueTimers(ctx, Monday.AddDays(400), 200)
		must(t, err)
		found := len(timers) == 200 // beyond the page nothing can be said
		for _, timer := range timers {
			found = found || timer.Case == name
		}
		have("timer", found)
		have("notice", noticed(t, v, name))
		_, err = v.Receipt(ctx, "s", name)
		have("receipt", err == nil)
		entries, err := v.Entries(ctx, casework.EntryQuery{Case: name})
		must(t, err)
		have("entry", len(entries) == 1)
	})
	return strings.Join(parts, " ")
}

func noticed(t testing.TB, v casework.View, name string) bool {
	q := casework.NoticeQuery{To: "authority", Limit: 200}
	for {
		page, next, err := v.Notices(ctx, q)
		must(t, err)
		for _, n := range page {
			if n.Case == name {
				return true
			}
		}
		if next == "" {
			return false
		}
		q.Cursor = next
	}
}

// Faults fails the first, second, … write of a course of commands, until none fails;
// with a stride above one, only every stride-th. What was refused has left nothing,
// what was acknowledged is there, and the log verifies. Then it does the writes and
// loses their answers: a refused command may then have happened, but only as a whole.
func Faults(t *testing.T, fresh func(testing.TB) string, stride int64) {
	t.Run("failed", func(t *testing.T) { faults(t, fresh, false, stride) })
	t.Run("answer lost", func(t *testing.T) { faults(t, fresh, true, stride) })
}

func faults(t *testing.T, fresh func(testing.TB) string, after bool, stride int64) {
	var fault Fault
	fault.After.Store(after)
	failures, tried := 0, 0
	for n, hit := int64(1), true; hit; {
		s := Open(t, fresh(t), store.Options{Wrap: fault.Wrap})
		for range 20 { // a new database now and then keeps the checks short
			course := &scene{store: s, name: fmt.Sprintf("n%d", n)}
			fault.Fail(n)
			course.play()
			hit = fault.Stop()
			failures += len(course.failed)
			must(t, s.Write(ctx, func(tx casework.Tx) error { // the store has outlived it
				_, err := tx.Record(ctx, course.change(course.name+"-afterwards"))
				return err
			}))
			course.verify(t, !after)
			if t.Failed() {
				t.Fatalf("with write %d failing", n)
			}
			if !hit {
				want(t, "what fails when no write does", course.failed, []string{course.name + "-refused"})
				want(t, "writes acknowledged when none fails", len(course.done), 9)
				break
			}
			n, tried = n+stride, tried+1
		}
	}
	if failures <= tried/2 {
		t.Errorf("of %d faults only %d did any harm: they do not reach the writes", tried, failures)
	}
	t.Logf("failed %d writes in turn; %d commands failed", tried, failures)
}
