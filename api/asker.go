package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/registry/party"
	"github.com/shuyu-project/shuyu/store"
)

// asker is who gives a request: a person, and the seat they act in. It is read anew for
// every request.
type asker struct {
	person  party.Person
	actor   casework.Actor // Seat is empty where no seat is in force
	refused *law.Refusal   // why there is no seat
	session *store.Session // nil for a token
	token   *store.Token
	until   time.Time // the step-up holds until then
}

// tokenPrefix begins every access token, so that one that was published by mistake can
// be found.
const tokenPrefix = "syt_"

// cookieName is the name of the session's cookie. The prefix makes browsers refuse it
// without TLS and for other hosts.
func cookieName(secure bool) string {
	if secure {
		return "__Host-shuyu"
	}
	return "shuyu"
}

func (s *Server) secure() bool { return s.Options.TLS || s.Options.Proxied }

func unauthenticated(code string) error { return law.Refuse(code, law.Platform("PF-22")) }

// person answers who is signed in.
func (s *Server) person(ctx context.Context) (*asker, error) {
	r := requestOf(ctx)
	if r.asker != nil {
		return r.asker, nil
	}
	if r.http == nil {
		return nil, unauthenticated("sign-in.required")
	}
	var a *asker
	var err error
	if bearer, ok := strings.CutPrefix(r.http.Header.Get("Authorization"), "Bearer "); ok {
		a, err = s.byToken(ctx, strings.TrimSpace(bearer))
	} else if cookie, cookieErr := r.http.Cookie(cookieName(s.secure())); cookieErr == nil {
		a, err = s.bySession(ctx, cookie.Value)
	} else {
		err = unauthenticated("sign-in.required")
	}
	if err != nil {
		return nil, err
	}
	r.asker = a
	return a, nil
}

// seat answers who is signed in and acts in a seat in force.
func (s *Server) seat(ctx context.Context) (*asker, error) {
	a, err := s.person(ctx)
	if err != nil {
		return nil, err
	}
	if a.refused != nil {
		return nil, a.refused
	}
	return a, nil
}

// seatAgain answers it anew, in the midst of a request that lasts.
func (s *Server) seatAgain(ctx context.Context) (*asker, error) {
	requestOf(ctx).asker = nil
	return s.seat(ctx)
}

func (s *Server) bySession(ctx context.Context, id string) (*asker, error) {
	session, err := s.Accounts.Session(ctx, sha256.Sum256([]byte(id)))
	if errors.Is(err, casework.ErrNotFound) {
		return nil, unauthenticated("session.expired")
	}
	if err != nil {
		return nil, err
	}
	now, rules := s.Now(), s.accountRules()
	if !now.Before(session.Ends) || now.Sub(session.Seen) > rules.idle {
		return nil, unauthenticated("session.expired")
	}
	if now.Sub(session.Seen) > time.Minute && !requestOf(ctx).listens { // a page that was left open is nobody's presence
		session.Seen = now
		if err := s.Accounts.ChangeSession(ctx, session); err != nil && !errors.Is(err, casework.ErrNotFound) {
			return nil, err
		}
	}
	a := &asker{session: &session}
	if !session.SteppedUp.IsZero() {
		a.until = session.SteppedUp.Add(rules.steppedUp)
	}
	return a, s.sit(ctx, a, session.Person, session.Seat)
}

func (s *Server) byToken(ctx context.Context, secret string) (*asker, error) {
	if !strings.HasPrefix(secret, tokenPrefix) {
		return nil, unauthenticated("token.unknown")
	}
	token, err := s.Accounts.Token(ctx, sha256.Sum256([]byte(secret)))
	if errors.Is(err, casework.ErrNotFound) {
		return nil, unauthenticated("token.unknown")
	}
	if err != nil {
		return nil, err
	}
	if !token.Revoked.IsZero() || !s.Now().Before(token.Expires) {
		return nil, unauthenticated("token.unknown")
	}
	a := &asker{token: &token}
	return a, s.sit(ctx, a, token.CreatedBy, token.Seat)
}

// sit reads the person and the seat. A seat that is no longer in force leaves the person
// signed in without one.
func (s *Server) sit(ctx context.Context, a *asker, person, seat string) error {
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		p, err := personOf(ctx, v, person)
		if err != nil {
			return err
		}
		a.person = p
		if seat == "" { // signed in before any seat was in force
			seats, _, err := s.seatsOf(ctx, v, p)
			if err != nil {
				return err
			}
			if len(seats) == 0 {
				a.refused = law.Refuse(party.CodeEnded, law.Platform("PF-02"))
				return nil
			}
			seat = seatName(seats[0])
		}
		acting, refused, err := s.acting(ctx, v, person, seat)
		if err != nil {
			return err
		}
		a.refused = refused
		if refused == nil {
			if a.actor, err = s.Desk.Reaching(ctx, v, actorOf(acting)); err != nil {
				return err
			}
			a.actor.SteppedUp = s.Now().Before(a.until)
		}
		return nil
	})
	if errors.Is(err, casework.ErrNotFound) {
		return unauthenticated("session.expired")
	}
	if err != nil {
		return err
	}
	if !a.person.Active() {
		return unauthenticated("account.closed")
	}
	return nil
}

// standingIn separates the own seat from the absent one a deputy acts for.
const standingIn = ">"

// acting makes the actor for a seat: an own one, or "own>absent" for a deputy.
func (s *Server) acting(ctx context.Context, v casework.View, person, seat string) (party.Actor, *law.Refusal, error) {
	own, absent, deputising := strings.Cut(seat, standingIn)
	mine, err := seatOf(ctx, v, own)
	if err != nil {
		return party.Actor{}, nil, err
	}
	if !deputising {
		acting, refused := party.Sit(person, mine, s.Desk.Today())
		return acting, refused, nil
	}
	away, err := seatOf(ctx, v, absent)
	if err != nil {
		return party.Actor{}, nil, err
	}
	acting, refused := party.StandIn(person, mine, away, s.Desk.Today())
	return acting, refused, nil
}

func actorOf(a party.Actor) casework.Actor {
	powers := make([]string, len(a.Powers))
	for i, p := range a.Powers {
		powers[i] = string(p)
	}
	return casework.Actor{Party: casework.Party{Person: a.Person, Seat: a.Seat, Organisation: a.Org}, Role: string(a.Role), Powers: powers, For: a.DeputyFor}
}

// seatName is what a session keeps and a switch asks for.
func seatName(a party.Actor) string {
	if a.DeputyFor != "" {
		return a.Seat + standingIn + a.DeputyFor
	}
	return a.Seat
}

// seatsOf lists everyone a person may act as today.
func (s *Server) seatsOf(ctx context.Context, v casework.View, p party.Person) ([]party.Actor, map[string]party.Seat, error) {
	var all []party.Seat
	byID := map[string]party.Seat{}
	for r, err := range casework.EveryRecord(ctx, v, casework.RecordQuery{Kind: "seat", Org: p.Org, State: string(party.SeatInForce)}) {
		if err != nil {
			return nil, nil, err
		}
		seat, err := party.ReadSeat(r.ID, r.Body)
		if err != nil {
			return nil, nil, err
		}
		all, byID[seat.ID] = append(all, seat), seat
	}
	return party.Actors(p.ID, all, s.Desk.Today()), byID, nil
}

func seatOf(ctx context.Context, v casework.View, id string) (party.Seat, error) {
	r, err := v.Registered(ctx, "seat", id)
	if err != nil {
		return party.Seat{}, err
	}
	return party.ReadSeat(r.ID, r.Body)
}

func personOf(ctx context.Context, v casework.View, id string) (party.Person, error) {
	r, err := v.Registered(ctx, "person", id)
	if err != nil {
		return party.Person{}, err
	}
	p := party.Person{}
	if err := json.Unmarshal(r.Body, &p); err != nil {
		return party.Person{}, fmt.Errorf("reading person %s: %w", id, err)
	}
	p.ID = id
	return p, nil
}

// accountRules are the numbers of the platform's own rules on accounts: they stand in
// the pack, not here. 〔platform PF-11, PF-22〕
type accountRules struct {
	passwordLength  int
	lockout         store.Lockout
	idle, whole     time.Duration
	steppedUp       time.Duration
	addressFailures int64
}

func (s *Server) accountRules() accountRules {
	p := s.Desk.Packs.Current()
	minutes := func(control, name string, otherwise int) time.Duration {
		return time.Duration(number(p, control, name, otherwise)) * time.Minute
	}
	lock := minutes("accounts", "lockMinutes", 15)
	most := int64(number(p, "accounts", "failures", 5))
	return accountRules{
		passwordLength: number(p, "accounts", "passwordLength", 12),
		lockout:        store.Lockout{Most: most, Window: lock, For: lock},
		idle:           minutes("accounts", "sessionIdleMinutes", 30),
		whole:          time.Duration(number(p, "accounts", "sessionHours", 12)) * time.Hour,
		steppedUp:      minutes("step-up", "validMinutes", 10),
		// One address may serve an office: it is locked later than one account.
		addressFailures: most * 10,
	}
}

// control finds the parameters of the platform's control of that name.
func control(p *pack.Pack, name string) map[string]any {
	for _, r := range p.Rules(pack.KindControl) {
		if c := r.Body.(*pack.Control); c.Control == name && r.Cites[0].Instrument == law.PlatformInstrument {
			return c.Parameters
		}
	}
	return nil
}

// number reads a whole number that a control gives. A pack without it, which only tests
// have, gets the other.
func number(p *pack.Pack, controlName, name string, otherwise int) int {
	if n, ok := pack.WholeNumber(control(p, controlName)[name]); ok {
		return n
	}
	return otherwise
}

func (s *Server) setCookie(ctx context.Context, id string, ends time.Time) {
	r := requestOf(ctx)
	cookie := &http.Cookie{Name: cookieName(s.secure()), Value: id, Path: "/", HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode, MaxAge: int(ends.Sub(s.Now()) / time.Second)}
	if id == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(r.w, cookie)
}

// mayUse refuses whoever has not one of the roles.
func (a *asker) mayUse(roles ...string) error {
	if slices.Contains(roles, a.actor.Role) {
		return nil
	}
	return law.Refuse("competence.missing", law.Platform("PF-02"), law.Factf("role", "%s", a.actor.Role), law.Factf("belongsTo", "%s", strings.Join(roles, ", ")))
}

// steppedUp refuses whoever has not proved presence again. 〔platform PF-11〕
func (a *asker) steppedUp() error {
	if a.actor.SteppedUp {
		return nil
	}
	return law.Refuse("step-up.required", law.Platform("PF-11"))
}
