package storetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/store"
)

func testSessions(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	n := store.Session{Hash: [32]byte{1}, Person: "lin", Created: moment, Seen: moment, Ends: moment.Add(time.Hour)}
	must(t, s.PutSession(ctx, n))
	if s.PutSession(ctx, n) == nil {
		t.Error("a session id was used twice")
	}
	n.Seat, n.SteppedUp, n.Seen = "heron.clerk", moment.Add(time.Minute), moment.Add(2*time.Minute)
	must(t, s.ChangeSession(ctx, n))
	got, err := s.Session(ctx, n.Hash)
	must(t, err)
	want(t, "session", got, n)
	other := n
	other.Hash, other.Created = [32]byte{2}, moment.Add(time.Second)
	must(t, s.PutSession(ctx, other))
	list, err := s.Sessions(ctx, "lin")
	must(t, err)
	want(t, "newest first", []byte{list[0].Hash[0], list[1].Hash[0]}, []byte{2, 1})
	must(t, s.EndSession(ctx, n.Hash))
	wantError(t, "changing one that has ended", s.ChangeSession(ctx, n), casework.ErrNotFound)
	_, err = s.Session(ctx, n.Hash)
	wantError(t, "one that has ended", err, casework.ErrNotFound)
	ended, err := s.EndSessions(ctx, "lin")
	must(t, err)
	want(t, "ended", ended, int64(1))
	never := n
	never.Ends = never.Created
	if s.PutSession(ctx, never) == nil {
		t.Error("a session that ends when it begins was kept")
	}
}

func testTokens(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	n := store.Token{Hash: [32]byte{7}, ID: "K1", Seat: "heron.clerk", Name: "import", CreatedBy: "lin", Created: moment, Expires: moment.Add(time.Hour)}
	must(t, s.PutToken(ctx, n))
	got, err := s.Token(ctx, n.Hash)
	must(t, err)
	want(t, "token", got, n)
	must(t, s.RevokeToken(ctx, "K1", "wang", moment.Add(time.Minute)))
	wantError(t, "revoked twice", s.RevokeToken(ctx, "K1", "zhao", moment), casework.ErrNotFound)
	list, err := s.Tokens(ctx, "heron.clerk")
	must(t, err)
	n.RevokedBy, n.Revoked = "wang", moment.Add(time.Minute)
	want(t, "tokens", list, []store.Token{n})
	second, foreign := n, n
	second.Hash, second.ID, second.Seat, second.RevokedBy, second.Revoked = [32]byte{9}, "K2", "heron.lead", "", time.Time{}
	foreign.Hash, foreign.ID, foreign.CreatedBy, foreign.RevokedBy, foreign.Revoked = [32]byte{10}, "K3", "zhao", "", time.Time{}
	must(t, s.PutToken(ctx, second))
	must(t, s.PutToken(ctx, foreign))
	revoked, err := s.RevokeTokens(ctx, "lin", "sun", moment.Add(2*time.Minute))
	must(t, err)
	want(t, "of one person, in force", revoked, int64(1))
	got, err = s.Token(ctx, n.Hash)
	must(t, err)
	want(t, "the first revocation stands", got, n)
	got, err = s.Token(ctx, foreign.Hash)
	must(t, err)
	want(t, "another's token", got, foreign)
	_, err = s.Token(ctx, [32]byte{8})
	wantError(t, "no such token", err, casework.ErrNotFound)
}

func testSignIn(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	rule := store.Lockout{Most: 3, Window: 10 * time.Minute, For: 15 * time.Minute}
	count := func(at time.Duration) store.Attempts {
		t.Helper()
		a, err := s.CountFailure(ctx, "lin", moment.Add(at), rule)
		must(t, err)
		return a
	}
	want(t, "first", count(0).Failures, int64(1))
	want(t, "second", count(time.Minute).LockedUntil.IsZero(), true)
	want(t, "third locks", count(2*time.Minute).LockedUntil, moment.Add(17*time.Minute))
	a, err := s.Attempts(ctx, "lin")
	must(t, err)
	want(t, "attempts", a, store.Attempts{Subject: "lin", Failures: 3, First: moment, Last: moment.Add(2 * time.Minute), LockedUntil: moment.Add(17 * time.Minute)})
	want(t, "after the lock a new count begins", count(18*time.Minute), store.Attempts{Subject: "lin", Failures: 1, First: moment.Add(18 * time.Minute), Last: moment.Add(18 * time.Minute)})
	want(t, "after the window too", count(29*time.Minute).Failures, int64(1))
	must(t, s.ClearAttempts(ctx, "lin"))
	a, err = s.Attempts(ctx, "lin")
	must(t, err)
	want(t, "cleared", a.Failures, int64(0))
	var wg sync.WaitGroup
	for range 20 { // guessing in parallel gains nothing
		wg.Go(func() {
			if _, err := s.CountFailure(ctx, "wang", moment, store.Lockout{Most: 100, Window: time.Hour, For: time.Hour}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	a, err = s.Attempts(ctx, "wang")
	must(t, err)
	want(t, "each is counted", a.Failures, int64(20))
}

func testCredentials(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	c := store.Credential{Person: "lin", Password: "$argon2id$v=19$m=65536,t=3,p=2$c2FsdA$aGFzaA", Set: moment}
	must(t, s.PutCredential(ctx, c))
	wantError(t, "a second factor that is not set up", s.UseTOTPStep(ctx, "lin", 5), casework.ErrStale)
	c.TOTP, c.TOTPSet, c.TOTPSteps = []byte{1, 2, 3}, moment, 100
	must(t, s.PutCredential(ctx, c))
	got, err := s.Credential(ctx, "lin")
	must(t, err)
	want(t, "credential", got, c)
	wantError(t, "a step that was used", s.UseTOTPStep(ctx, "lin", 100), casework.ErrStale)
	var accepted atomic.Int64
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if s.UseTOTPStep(ctx, "lin", 101) == nil {
				accepted.Add(1)
			}
		})
	}
	wg.Wait()
	want(t, "a code is good once", accepted.Load(), int64(1))
	if s.PutCredential(ctx, store.Credential{Person: "wang", Password: "secret", Set: moment}) == nil {
		t.Error("a password in clear was kept")
	}
	must(t, s.RemoveCredential(ctx, "lin"))
	_, err = s.Credential(ctx, "lin")
	wantError(t, "removed", err, casework.ErrNotFound)
}

// testAccess writes what people sign in with inside the transaction of a change: with its
// entry, or not at all; and a change sees what it has written there.
func testAccess(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	c := store.Credential{Person: "lin", Password: "$argon2id$v=19$m=65536,t=3,p=2$c2FsdA$aGFzaA", Set: moment, TOTP: []byte{1}, TOTPSet: moment, TOTPSteps: 4}
	session := store.Session{Hash: [32]byte{1}, Person: "lin", Created: moment, Seen: moment, Ends: moment.Add(time.Hour)}
	var after *store.Tx
	act := func(fails error) error {
		return s.Write(ctx, func(tx casework.Tx) error {
			own := tx.(*store.Tx)
			after = own
			if _, err := tx.Record(ctx, Filed(NewCase("C1"))); err != nil {
				return err
			}
			must(t, own.PutCredential(ctx, c))
			must(t, own.UseTOTPStep(ctx, "lin", 5))
			wantError(t, "a step that was used in the same transaction", own.UseTOTPStep(ctx, "lin", 5), casework.ErrStale)
			must(t, own.PutSession(ctx, session))
			must(t, own.PutSetting(ctx, store.Setting{Name: "n", Value: json.RawMessage(`1`), SetBy: "system", Set: moment}))
			_, err := own.CountFailure(ctx, "lin", moment, store.Lockout{Most: 3, Window: time.Hour, For: time.Hour})
			must(t, err)
			got, err := own.Credential(ctx, "lin")
			must(t, err)
			want(t, "step, as the transaction has left it", got.TOTPSteps, int64(5))
			list, err := own.Sessions(ctx, "lin")
			must(t, err)
			want(t, "sessions, as the transaction has left them", len(list), 1)
			return fails
		})
	}
	wantError(t, "the act", act(errNo), errNo)
	want(t, "size of the log", size(t, s), int64(0))
	_, err := s.Credential(ctx, "lin")
	wantError(t, "rolled back credential", err, casework.ErrNotFound)
	_, err = s.Session(ctx, session.Hash)
	wantError(t, "rolled back session", err, casework.ErrNotFound)
	_, err = s.Setting(ctx, "n")
	wantError(t, "rolled back setting", err, casework.ErrNotFound)
	must(t, act(nil))
	want(t, "size of the log", size(t, s), int64(1))
	_, err = s.Session(ctx, session.Hash)
	must(t, err)
	if after.EndSession(ctx, session.Hash) == nil {
		t.Error("a transaction that is over ended a session")
	}
	if _, err := after.Session(ctx, session.Hash); err == nil {
		t.Error("a transaction that is over read a session")
	}
	// A statement that fails takes the change with it, whatever the function makes of the error.
	err = s.Write(ctx, func(tx casework.Tx) error {
		_ = tx.(*store.Tx).PutSession(ctx, session) // its hash is in use
		_, err := tx.Record(ctx, casework.Change{Entry: NewEntry("t")})
		return err
	})
	if err == nil {
		t.Error("a change was kept though a statement in it had failed")
	}
	// A context that ends in the midst does not take the batch with it.
	stopped, stop := context.WithCancel(ctx)
	must(t, s.Write(stopped, func(tx casework.Tx) error {
		stop()
		_, err := tx.Record(stopped, casework.Change{Entry: NewEntry("t")})
		must(t, tx.(*store.Tx).EndSession(stopped, session.Hash))
		return err
	}))
	want(t, "size of the log", size(t, s), int64(2))
	Sound(t, s)
}

func testKeys(t *testing.T, fresh func(testing.TB) string) {
	address := fresh(t)
	s := Open(t, address, store.Options{})
	k := store.WrappedKey{ID: "K1", Purpose: "commitment", Subject: "C1", WrappedBy: "kek-1", Wrapped: []byte("wrapped bytes"), Created: moment}
	must(t, s.PutKey(ctx, k))
	if s.PutKey(ctx, k) == nil {
		t.Error("a key was replaced")
	}
	k.State = store.KeyActive
	got, err := s.Key(ctx, "K1")
	must(t, err)
	want(t, "key", got, k)
	must(t, s.Rewrap(ctx, "K1", "kek-1", "kek-2", []byte("wrapped anew")))
	wantError(t, "rewrapped twice", s.Rewrap(ctx, "K1", "kek-1", "kek-3", nil), casework.ErrStale)
	list, err := s.KeysWrappedBy(ctx, "kek-2", 10)
	must(t, err)
	want(t, "under the new one", len(list), 1)
	must(t, s.RetireKey(ctx, "K1"))
	wantError(t, "retired twice", s.RetireKey(ctx, "K1"), casework.ErrStale)
	must(t, s.DestroyKey(ctx, "K1", "system", moment.Add(time.Hour)))
	wantError(t, "destroyed twice", s.DestroyKey(ctx, "K1", "other", moment), casework.ErrStale)
	wantError(t, "a destroyed key does not come back", s.Rewrap(ctx, "K1", "kek-2", "kek-3", []byte("x")), casework.ErrStale)
	k.WrappedBy, k.Wrapped, k.State, k.DestroyedBy, k.Destroyed = "kek-2", nil, store.KeyDestroyed, "system", moment.Add(time.Hour)
	list, err = s.Keys(ctx, "commitment", "C1")
	must(t, err)
	want(t, "what is left of it", list, []store.WrappedKey{k})
	scrubbed(t, s, address, "wrapped bytes", "wrapped anew")
	// With the change that first needs it, or not at all.
	for i, fails := range []bool{true, false} {
		err := s.Write(ctx, func(tx casework.Tx) error {
			own := tx.(*store.Tx)
			c := NewCase(fmt.Sprintf("C%d", 5+i))
			if _, err := tx.Record(ctx, Filed(c)); err != nil {
				return err
			}
			if err := own.PutKey(store.WrappedKey{ID: "K-" + c.ID, Purpose: "commitment", Subject: c.ID, WrappedBy: "kek-2", Wrapped: []byte{1}, Created: moment}); err != nil {
				return err
			}
			if _, err := own.Key("K-" + c.ID); err != nil {
				return err
			}
			if fails {
				return errNo
			}
			return nil
		})
		if fails != (err != nil) {
			t.Errorf("write with a key: %v", err)
		}
	}
	_, err = s.Key(ctx, "K-C5")
	wantError(t, "rolled back", err, casework.ErrNotFound)
	_, err = s.Key(ctx, "K-C6")
	must(t, err)
	Sound(t, s)
}

func testMeters(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	must(t, s.AddMeter(ctx, "api/G1", Monday, 5))
	must(t, s.AddMeter(ctx, "api/G1", Monday, 2))
	must(t, s.AddMeter(ctx, "api/G1", Monday.AddDays(1), 1))
	must(t, s.AddMeter(ctx, "api/G2", Monday, 9))
	must(t, s.AddMeter(ctx, "other", Monday, 9))
	sum, err := s.Meter(ctx, "api/G1", Monday, Monday.AddDays(1))
	must(t, err)
	want(t, "sum", sum, int64(8))
	sum, err = s.Meter(ctx, "none", Monday, Monday)
	must(t, err)
	want(t, "none", sum, int64(0))
	list, err := s.Readings(ctx, "api/", Monday, Monday.AddDays(9))
	must(t, err)
	want(t, "readings", list, []store.Reading{{Key: "api/G1", On: Monday, Count: 7}, {Key: "api/G1", On: Monday.AddDays(1), Count: 1}, {Key: "api/G2", On: Monday, Count: 9}})
	var spent atomic.Int64
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			ok, err := s.SpendMeter(ctx, "quota", Monday, 2, 21)
			if err != nil {
				t.Error(err)
			}
			if ok {
				spent.Add(2)
			}
		})
	}
	wg.Wait()
	want(t, "never beyond the quota", spent.Load(), int64(20))
	if ok, _ := s.SpendMeter(ctx, "new", Monday, 3, 2); ok {
		t.Error("the first use exceeded the quota")
	}
	must(t, s.Write(ctx, func(tx casework.Tx) error { return tx.(*store.Tx).AddMeter("quota", Monday, 1) }))
	sum, err = s.Meter(ctx, "quota", Monday, Monday)
	must(t, err)
	want(t, "with a change", sum, int64(21))
}

// note is a checkpoint in the form of a signed note; nothing here looks at signatures.
func note(head audit.Head, alg audit.Algorithm) []byte {
	return []byte(head.Checkpoint("example.org/log", alg, "").Text() + "\n\u2014 example.org/log AAAAAAAA\n")
}

func testCheckpoints(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	origin := "example.org/log"
	_, err := s.LatestCheckpoint(ctx, origin)
	wantError(t, "none yet", err, casework.ErrNotFound)
	var notes [][]byte
	for i := range 3 {
		Record(t, s, Filed(NewCase(fmt.Sprintf("C%d", i))))
		head, err := s.Head(ctx)
		must(t, err)
		for _, alg := range audit.Algorithms() {
			must(t, s.PutCheckpoint(ctx, store.Checkpoint{Origin: audit.OriginOf(origin, alg), Size: int64(head.Size), Signed: moment, Note: note(head, alg)}))
		}
		notes = append(notes, note(head, audit.SHA256))
	}
	latest, err := s.LatestCheckpoint(ctx, origin)
	must(t, err)
	want(t, "latest", latest, store.Checkpoint{Origin: origin, Size: 3, Signed: moment, Note: notes[2]})
	covering, err := s.CheckpointCovering(ctx, origin, 2)
	must(t, err)
	want(t, "covering", covering.Size, int64(2))
	_, err = s.CheckpointCovering(ctx, origin, 4)
	wantError(t, "not yet signed", err, casework.ErrNotFound)
	want(t, "checkpoints met", Sound(t, s).Checkpoints, 6)

	lock := s.Lock(origin)
	kept, err := lock.Load(ctx)
	must(t, err)
	want(t, "an empty lock", kept, []byte(nil))
	must(t, lock.Replace(ctx, nil, notes[0]))
	wantError(t, "somebody was first", lock.Replace(ctx, nil, notes[1]), audit.ErrLockMoved)
	must(t, lock.Replace(ctx, notes[0], notes[2]))
	wantError(t, "backwards", lock.Replace(ctx, notes[2], notes[1]), audit.ErrBackwards)
	var won atomic.Int64
	var wg sync.WaitGroup
	bigger := audit.Head{Size: 9}
	for range 8 {
		wg.Go(func() {
			if lock.Replace(ctx, notes[2], note(bigger, audit.SHA256)) == nil {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	want(t, "one winner", won.Load(), int64(1))
}

func testSettings(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	n := store.Setting{Name: "jurisdiction", Value: json.RawMessage(`{"pack":"taian"}`), SetBy: "system", Set: moment}
	must(t, s.PutSetting(ctx, n))
	n.Value = json.RawMessage(`{"pack":"suzhou"}`)
	must(t, s.PutSetting(ctx, n))
	got, err := s.Setting(ctx, "jurisdiction")
	must(t, err)
	want(t, "setting", got, n)
	list, err := s.Settings(ctx)
	must(t, err)
	want(t, "settings", len(list), 1)
	if s.PutSetting(ctx, store.Setting{Name: "x", Value: json.RawMessage(`{`), SetBy: "system", Set: moment}) == nil {
		t.Error("a value that is not JSON was kept")
	}
	_, err = s.Setting(ctx, "x")
	wantError(t, "none", err, casework.ErrNotFound)
}

func testSweep(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	must(t, s.PutSession(ctx, store.Session{Hash: [32]byte{1}, Person: "lin", Created: moment, Seen: moment, Ends: moment.Add(time.Hour)}))
	_, err := s.CountFailure(ctx, "lin", moment, store.Lockout{Most: 3, Window: time.Hour, For: time.Hour})
	must(t, err)
	Record(t, s, casework.Change{Entry: NewEntry("t"), Tasks: []casework.Task{{ID: "T1", Kind: "run"}, {ID: "T2", Kind: "run"}}})
	Record(t, s, casework.Change{Entry: NewEntry("t"), Done: "T1"})
	must(t, s.Sweep(ctx, moment.Add(2*time.Hour), 2*time.Hour))
	_, err = s.Session(ctx, [32]byte{1})
	must(t, err) // ended, but not for long
	must(t, s.Sweep(ctx, moment.Add(4*time.Hour), 2*time.Hour))
	_, err = s.Session(ctx, [32]byte{1})
	wantError(t, "swept session", err, casework.ErrNotFound)
	a, err := s.Attempts(ctx, "lin")
	must(t, err)
	want(t, "swept failures", a.Failures, int64(0))
	leases, err := s.Claim(ctx, []string{"run"}, 9, moment.Add(time.Hour), time.Minute)
	must(t, err)
	want(t, "work that is not done stays", len(leases), 1)
	Sound(t, s)
}

// scrubbed demands that no file of an SQLite store still holds the words. PostgreSQL's
// write-ahead log keeps them until it is recycled; nothing is demanded there.
func scrubbed(t *testing.T, s *store.Store, address string, words ...string) {
	t.Helper()
	if s.Engine() != "sqlite" {
		return
	}
	for _, file := range []string{address, address + "-wal"} {
		data, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		for _, word := range words {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%s still holds the bytes of a destroyed key", file)
			}
		}
	}
	info, err := os.Stat(address)
	must(t, err)
	want(t, "mode of the file", info.Mode().Perm(), fs.FileMode(0o600))
}
