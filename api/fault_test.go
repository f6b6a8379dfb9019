package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// accountAct is one act on an account: ready brings about what it needs, act asks for it,
// and done shows, from what was answered, that all of it is there.
type accountAct struct {
	name  string
	kind  string // of the log entry that goes with it
	spent bool   // asked for again after its answer was lost it is refused, since it is done
	ready func(*faulty)
	act   func(*faulty) reply
	done  func(*faulty, reply)
}

// faulty is a city whose store fails a write when told to, with somebody to act on.
type faulty struct {
	*city
	fault      storetest.Fault
	system     *browser
	security   *browser
	who        *browser // whose account it is
	person     string
	secret     string // of the bootstrap
	invitation string
	next       string // password
	token      string
	made       int
}

func nothingMore(*faulty, reply) {}

// Until somebody has accepted an invitation these can be asked for again and again.
var setUpActs = []accountAct{
	{name: "draw the bootstrap secret", kind: "installation.set-up", ready: func(*faulty) {},
		act: func(f *faulty) reply {
			secret, err := f.server.Bootstrap(context.Background())
			if err != nil {
				return reply{status: http.StatusInternalServerError}
			}
			f.secret = secret
			return reply{status: http.StatusOK}
		},
		done: nothingMore},
	{name: "invite the administrators", kind: "installation.set-up", ready: func(*faulty) {},
		act: func(f *faulty) reply { return f.browser().do("POST", "/v1/setup", map[string]any{"secret": f.secret}) },
		done: func(f *faulty, r reply) {
			made := read[struct{ Items []api.Invitation }](f.t, r).Items
			if len(made) != 3 {
				f.t.Errorf("%d administrators were invited", len(made))
			}
			for _, i := range made {
				must[any](f.browser(), "POST", "/v1/invitations/open", map[string]any{"invitation": i.Code})
			}
		}},
}

var accountActs = []accountAct{
	{name: "sign in", kind: "session.begin", ready: func(f *faulty) { f.secured(); f.who = f.again(f.who) },
		act:  func(f *faulty) reply { return f.who.do("POST", "/v1/session", f.who.proof()) },
		done: func(f *faulty, _ reply) { must[api.Me](f.who, "GET", "/v1/me", nil) }},
	{name: "step up", kind: "session.step-up", ready: func(f *faulty) { f.secured(); f.later(11 * time.Minute) },
		act: func(f *faulty) reply {
			return f.who.do("POST", "/v1/session/step-up", map[string]any{"code": f.who.freshCode()})
		},
		done: func(f *faulty, _ reply) {
			if me := must[api.Me](f.who, "GET", "/v1/me", nil); me.SteppedUp == nil {
				f.t.Error("stepping up was answered, and is not there")
			}
		}},
	{name: "sign out", kind: "session.end", spent: true, ready: func(f *faulty) { f.secured() },
		act:  func(f *faulty) reply { return f.who.do("DELETE", "/v1/session", nil) },
		done: func(f *faulty, _ reply) { f.sessions(0) }},
	{name: "change the password", kind: "account.password", spent: true,
		ready: func(f *faulty) {
			f.secured()
			f.again(f.who).signIn() // a session elsewhere
			if f.next = goodPassword; f.who.password == goodPassword {
				f.next = "seven lamps and 3 windows"
			}
		},
		act: func(f *faulty) reply {
			return f.who.do("POST", "/v1/me/password", map[string]any{"old": f.who.password, "new": f.next, "code": f.who.freshCode()})
		},
		done: func(f *faulty, _ reply) {
			f.sessions(1)
			f.who.password = f.next
			f.who = f.again(f.who)
			f.who.signIn()
		}},
	{name: "make a token", kind: "token.create", ready: (*faulty).administers,
		act: func(f *faulty) reply {
			return f.system.do("POST", "/v1/me/tokens", map[string]any{"name": "sync", "days": 30})
		},
		done: func(f *faulty, r reply) {
			program := f.browser()
			program.bearer = read[api.TokenMade](f.t, r).Secret
			must[api.Me](program, "GET", "/v1/me", nil)
		}},
	{name: "revoke a token", kind: "token.revoke", spent: true,
		ready: func(f *faulty) {
			f.administers()
			f.token = must[api.TokenMade](f.system, "POST", "/v1/me/tokens", map[string]any{"name": "sync", "days": 30}).ID
		},
		act: func(f *faulty) reply { return f.system.do("DELETE", "/v1/me/tokens/"+f.token, nil) },
		done: func(f *faulty, _ reply) {
			for _, token := range must[struct{ Items []api.TokenShown }](f.system, "GET", "/v1/me/tokens", nil).Items {
				if token.ID == f.token && token.Revoked == nil {
					f.t.Errorf("token %s is not revoked", token.ID)
				}
			}
		}},
	{name: "invite again", kind: "account.invite", ready: func(f *faulty) { f.secured(); f.administers() },
		act: func(f *faulty) reply { return f.system.do("POST", "/v1/persons/"+f.person+"/invitation", nil) },
		done: func(f *faulty, r reply) {
			f.sessions(0)
			f.who.refused(http.StatusUnauthorized, "sign-in.failed", "POST", "/v1/session", f.who.proof())
			must[any](f.browser(), "POST", "/v1/invitations/open", map[string]any{"invitation": f.whole(read[api.Invitation](f.t, r))})
		}},
	{name: "give the second half", kind: "account.invite-half", ready: func(f *faulty) {
		f.administers()
		f.invitation = must[api.Invitation](f.system, "POST", "/v1/persons/"+f.person+"/invitation", nil).Code
		f.confirms()
	},
		act: func(f *faulty) reply {
			return f.security.do("POST", "/v1/persons/"+f.person+"/invitation/second", nil)
		},
		done: func(f *faulty, r reply) {
			must[any](f.browser(), "POST", "/v1/invitations/open", map[string]any{"invitation": f.invitation + "." + read[api.Invitation](f.t, r).Code})
		}},
	{name: "open an invitation", kind: "account.open", ready: (*faulty).invited,
		act: func(f *faulty) reply {
			return f.browser().do("POST", "/v1/invitations/open", map[string]any{"invitation": f.invitation})
		},
		done: func(f *faulty, r reply) { f.accept(read[api.Opened](f.t, r)) }},
	{name: "accept an invitation", kind: "account.secured", spent: true,
		ready: func(f *faulty) {
			f.invited()
			f.opened(must[api.Opened](f.browser(), "POST", "/v1/invitations/open", map[string]any{"invitation": f.invitation}))
		},
		act: (*faulty).accepting,
		done: func(f *faulty, _ reply) {
			f.who.signIn()
			f.browser().refused(http.StatusUnauthorized, "sign-in.failed", "POST", "/v1/invitations/open", map[string]any{"invitation": f.invitation})
		}},
	{name: "open an account", kind: "account.enrol", ready: func(f *faulty) { f.administers(); f.made++ },
		act: func(f *faulty) reply { return f.enrol(fmt.Sprintf("new-%d", f.made)) },
		done: func(f *faulty, r reply) {
			made := read[api.Receipt](f.t, r)
			invitation := made.Invitation
			if invitation == nil { // its answer was lost
				again := must[api.Invitation](f.system, "POST", "/v1/persons/"+made.Made[0].ID+"/invitation", nil)
				again.Code = f.whole(again)
				invitation = &again
			}
			if invitation.Login != fmt.Sprintf("new-%d", f.made) || invitation.Person != made.Made[0].ID {
				f.t.Errorf("invited %+v", invitation)
			}
			must[any](f.browser(), "POST", "/v1/invitations/open", map[string]any{"invitation": invitation.Code})
			f.system.refused(http.StatusUnprocessableEntity, "account.taken", "POST", "/v1/cases", enrolment(invitation.Login))
		}},
	{name: "be locked out", kind: "account.locked",
		ready: func(f *faulty) {
			f.later(16 * time.Minute) // failures before are forgotten
			f.secured()
			for range 4 {
				f.who.refused(http.StatusUnauthorized, "sign-in.failed", "POST", "/v1/session", f.wrong())
			}
		},
		act: func(f *faulty) reply { return f.who.do("POST", "/v1/session", f.wrong()) },
		done: func(f *faulty, _ reply) {
			f.who.refused(http.StatusTooManyRequests, "account.locked", "POST", "/v1/session", f.who.proof())
			f.later(16 * time.Minute)
		}},
}

// secured sees to it that the person is signed in, here and nowhere else.
func (f *faulty) secured() {
	f.t.Helper()
	if _, err := f.store.EndSessions(context.Background(), f.person); err != nil {
		f.t.Fatal(err)
	}
	f.who = f.again(f.who)
	if f.who.do("POST", "/v1/session", f.who.proof()).status == http.StatusOK {
		return
	}
	f.invited()
	f.accept(must[api.Opened](f.browser(), "POST", "/v1/invitations/open", map[string]any{"invitation": f.invitation}))
	f.who.signIn()
}

// invited gives the person a new invitation.
func (f *faulty) invited() {
	f.t.Helper()
	f.administers()
	f.invitation = f.whole(must[api.Invitation](f.system, "POST", "/v1/persons/"+f.person+"/invitation", nil))
}

// whole joins an invitation again with its second half.
func (f *faulty) whole(first api.Invitation) string {
	f.t.Helper()
	f.confirms()
	return first.Code + "." + must[api.Invitation](f.security, "POST", "/v1/persons/"+first.Person+"/invitation/second", nil).Code
}

func (f *faulty) opened(o api.Opened) {
	f.t.Helper()
	f.who = f.again(f.who)
	f.who.seed = seedOf(f.t, o.Seed)
}

func (f *faulty) accepting() reply {
	return f.browser().do("POST", "/v1/invitations/accept", map[string]any{"invitation": f.invitation, "password": f.who.password, "code": f.who.freshCode()})
}

func (f *faulty) accept(o api.Opened) {
	f.t.Helper()
	f.opened(o)
	if r := f.accepting(); r.status != http.StatusNoContent {
		f.t.Fatalf("accepting: %d %s", r.status, r.body)
	}
}

// administers sees to it that the system administrator is there and has just proved it.
func (f *faulty) administers() { f.system = f.present(f.system) }

// confirms sees to it that the security administrator is there.
func (f *faulty) confirms() { f.security = f.present(f.security) }

// present signs an administrator in, or proves that they are there.
func (f *faulty) present(b *browser) *browser {
	f.t.Helper()
	if b.do("POST", "/v1/session/step-up", map[string]any{"code": b.freshCode()}).status == http.StatusOK {
		return b
	}
	b = f.again(b)
	b.signIn()
	return b
}

func enrolment(login string) map[string]any {
	return map[string]any{"procedure": "account", "form": map[string]any{"name": "林", "organisation": "platform", "login": login}}
}

func (f *faulty) enrol(login string) reply {
	f.system.headers = map[string]string{"Idempotency-Key": login}
	defer func() { f.system.headers = map[string]string{} }()
	return f.system.do("POST", "/v1/cases", enrolment(login))
}

func (f *faulty) sessions(want int) {
	f.t.Helper()
	got, err := f.store.Sessions(context.Background(), f.person)
	if err != nil || len(got) != want {
		f.t.Errorf("%d sessions, want %d: %v", len(got), want, err)
	}
}

// wrong is what somebody gives who guesses.
func (f *faulty) wrong() map[string]any {
	return map[string]any{"login": f.who.login, "password": "wrong", "code": "123456"}
}

// again is the same person at another machine.
func (f *faulty) again(b *browser) *browser {
	other := f.browser()
	other.login, other.password, other.seed = b.login, b.password, b.seed
	return other
}

func (b *browser) proof() map[string]any {
	return map[string]any{"login": b.login, "password": b.password, "code": b.freshCode()}
}

// read answers what was answered.
func read[T any](t *testing.T, r reply) (out T) {
	t.Helper()
	if err := json.Unmarshal(r.body, &out); err != nil || r.status != http.StatusOK {
		t.Fatalf("%d %s: %v", r.status, r.body, err)
	}
	return out
}

// TestAccountFaults fails the first, second, … write of every act on an account until none
// fails. A failed act has left nothing; asked for again it is done, whole. Then the same
// with the last writes done and their answers lost: the act is there with its entry, or
// not. On PostgreSQL, which runs the same statements, it fails every third.
func TestAccountFaults(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { failAccounts(t, 1, func() string { return storetest.File(t) }) })
	t.Run("postgres", func(t *testing.T) {
		cluster := storetest.Postgres(t)
		failAccounts(t, 3, func() string { return cluster.Database(t) })
	})
}

func failAccounts(t *testing.T, every int64, fresh func() string) {
	f := faultyCity(t, fresh())
	for _, a := range setUpActs {
		f.failEach(a, every)
	}
	f.settled()
	for _, a := range accountActs {
		f.failEach(a, every)
	}
	storetest.Sound(t, f.store)
	for _, lost := range []bool{false, true} {
		failFirstAcceptance(t, every, fresh, lost)
	}
}

// failFirstAcceptance does the same to the act that also destroys the bootstrap secret. It
// can be done once in an installation.
func failFirstAcceptance(t *testing.T, every int64, fresh func() string, lost bool) {
	first := accountAct{name: "accept the first invitation", kind: "account.secured", spent: true, ready: func(*faulty) {}, act: (*faulty).accepting,
		done: func(f *faulty, _ reply) {
			f.browser().refused(http.StatusUnprocessableEntity, "setup.done", "POST", "/v1/setup", map[string]any{"secret": f.secret})
			f.who.signIn()
		}}
	for n, hit := int64(1), true; hit && !t.Failed(); n += every {
		f := faultyCity(t, fresh())
		for _, a := range setUpActs {
			if r := a.act(f); r.status != http.StatusOK {
				t.Fatal(r.status)
			}
		}
		f.invitation = must[struct{ Items []api.Invitation }](f.browser(), "POST", "/v1/setup", map[string]any{"secret": f.secret}).Items[0].Code
		f.opened(must[api.Opened](f.browser(), "POST", "/v1/invitations/open", map[string]any{"invitation": f.invitation}))
		_, hit = f.failing(first, n, lost)
		storetest.Sound(t, f.store)
	}
}

func faultyCity(t *testing.T, address string) *faulty {
	f := &faulty{person: "person-system-admin"}
	f.city = newCityOn(t, storetest.Open(t, address, store.Options{Wrap: f.fault.Wrap}))
	if err := f.desk.FoundAdministrators(context.Background()); err != nil {
		t.Fatal(err)
	}
	f.who = f.browser()
	f.who.login, f.who.password = "sysadmin", goodPassword
	return f
}

// settled goes on with the system administrator at work, and acts on the audit
// administrator's account.
func (f *faulty) settled() {
	f.t.Helper()
	made := must[struct{ Items []api.Invitation }](f.browser(), "POST", "/v1/setup", map[string]any{"secret": f.secret}).Items
	f.system = f.city.accept(made[0].Code, made[0].Login)
	f.security = f.city.accept(made[1].Code, made[1].Login)
	f.who = f.city.accept(made[2].Code, made[2].Login)
	f.person = "person-audit-admin"
}

// failEach fails the writes of an act in turn, and then loses the answers of its last.
func (f *faulty) failEach(a accountAct, every int64) {
	f.t.Helper()
	failed, last := f.failFrom(a, 1, every, false)
	lost, _ := f.failFrom(a, max(1, last-1), 1, true)
	if failed == 0 || lost == 0 {
		f.t.Errorf("%s: no failing write did harm: they do not reach the act", a.name)
	}
	f.t.Logf("%s: of some %d writes each failed in turn; the act failed %d times, and %d times its answer was lost", a.name, last, failed, lost)
}

// failFrom fails the n-th write and those after it. It answers how often the act failed,
// and the last write that did.
func (f *faulty) failFrom(a accountAct, n, every int64, lost bool) (failed int, last int64) {
	f.t.Helper()
	for ; ; n += every {
		did, hit := f.failing(a, n, lost)
		if f.t.Failed() {
			f.t.Fatalf("%s, answer lost %t: with write %d failing", a.name, lost, n)
		}
		if did {
			failed++
		}
		if !hit {
			return failed, last
		}
		last = n
	}
}

// failing does an act once with its n-th write failing. It answers whether the act failed,
// and whether it has so many writes.
func (f *faulty) failing(a accountAct, n int64, lost bool) (failed, hit bool) {
	f.t.Helper()
	a.ready(f)
	before, size := f.everything(), f.size()
	f.fault.After.Store(lost)
	f.fault.Fail(n)
	r := a.act(f)
	hit = f.fault.Stop()
	if failed = r.status == http.StatusInternalServerError; failed {
		left := ""
		if after := f.everything(); !reflect.DeepEqual(before, after) { // which is much quicker where they are equal
			left = cmp.Diff(before, after)
		}
		nothing := left == "" && f.size() == size
		if !nothing && (!lost || !f.logged(a.kind, size)) {
			f.t.Errorf("%s failed and left something: %s", a.name, left)
		}
		if nothing || !a.spent {
			if r = a.act(f); r.status >= http.StatusInternalServerError || r.status == http.StatusUnauthorized {
				f.t.Errorf("%s again: %d %s", a.name, r.status, r.body)
			}
		}
	}
	if !f.logged(a.kind, size) {
		f.t.Errorf("%s left no entry of kind %s", a.name, a.kind)
	}
	if !f.t.Failed() {
		a.done(f, r)
	}
	return failed, hit
}

// access is everything that is kept of how people sign in, but for when a session was
// last seen: every request says that.
type access struct {
	Settings   []store.Setting
	Credential store.Credential
	Sessions   []store.Session
	Attempts   []store.Attempts
	Tokens     []store.Token
	Accounts   int
}

func (f *faulty) everything() access {
	f.t.Helper()
	ctx := context.Background()
	var a access
	var err error
	check := func(err error) {
		f.t.Helper()
		if err != nil {
			f.t.Fatal(err)
		}
	}
	a.Settings, err = f.store.Settings(ctx)
	check(err)
	if a.Credential, err = f.store.Credential(ctx, f.person); err != nil {
		a.Credential = store.Credential{}
	}
	for _, person := range []string{f.person, "person-system-admin"} {
		sessions, err := f.store.Sessions(ctx, person)
		check(err)
		for _, s := range sessions {
			s.Seen = time.Time{}
			a.Sessions = append(a.Sessions, s)
		}
	}
	for _, subject := range []string{"address 127.0.0.1", "login " + f.who.login, "step-up " + f.person} {
		one, err := f.store.Attempts(ctx, subject)
		check(err)
		a.Attempts = append(a.Attempts, one)
	}
	a.Tokens, err = f.store.Tokens(ctx, "seat-system-admin")
	check(err)
	check(f.store.Read(ctx, func(v casework.View) error {
		a.Accounts, err = v.CountRecords(ctx, casework.RecordQuery{Kind: "person"})
		return err
	}))
	return a
}

func (f *faulty) size() (size int64) {
	f.t.Helper()
	err := f.store.Read(context.Background(), func(v casework.View) (err error) {
		size, err = v.Size(context.Background())
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return size
}

// logged reports whether an entry of that kind was written since the log had that size.
func (f *faulty) logged(kind string, since int64) (found bool) {
	f.t.Helper()
	err := f.store.Read(context.Background(), func(v casework.View) error {
		entries, err := v.Entries(context.Background(), casework.EntryQuery{From: since, Kind: kind, Limit: 1})
		found = len(entries) == 1
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return found
}
