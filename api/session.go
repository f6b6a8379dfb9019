package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/demo"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/registry/party"
	"github.com/shuyu-project/shuyu/store"
)

// signIn is what signing in needs. Both are judged at once and what failed is not told.
type signIn struct {
	Body struct {
		Login    string `json:"login" minLength:"1" maxLength:"128" doc:"登录名 · sign-in name"`
		Password string `json:"password" minLength:"1" maxLength:"2048"`
		Code     string `json:"code" pattern:"^[0-9]{6}$" doc:"动态验证码 · code of the authenticator"`
	}
}

// Me says who is signed in, what they may act as, and what every page must show.
type Me struct {
	Person    PersonShown `json:"person"`
	Seat      *SeatShown  `json:"seat,omitempty" doc:"现在的岗位 · seat acted in now"`
	NoSeat    *Violation  `json:"noSeat,omitempty" doc:"没有岗位的原因 · why there is none"`
	Seats     []SeatShown `json:"seats" doc:"可以选择的岗位 · seats to choose from"`
	SteppedUp *time.Time  `json:"steppedUpUntil,omitempty" doc:"再次验证有效至 · presence is proved until"`
	Banner    Banner      `json:"banner"`
	Token     string      `json:"token,omitempty" doc:"令牌编号（以令牌访问时） · id of the token, when one is used"`
}

// PersonShown is a person as they see themselves.
type PersonShown struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Organisation string `json:"organisation"`
}

// SeatShown is a seat to act in.
type SeatShown struct {
	Name             string   `json:"name" doc:"切换岗位时使用 · what to ask for when switching"`
	Seat             string   `json:"seat"`
	Title            string   `json:"title"`
	Organisation     string   `json:"organisation"`
	OrganisationName string   `json:"organisationName,omitempty"`
	Role             string   `json:"role"`
	RoleWord         law.Text `json:"roleWord"`
	Powers           []string `json:"powers"`
	DeputyFor        string   `json:"deputyFor,omitempty"`
	Jurisdiction     string   `json:"jurisdiction,omitempty" doc:"单位所在辖区；只有一个地方的不填 · name of the jurisdiction its organisation stands in; absent where there is one place"`
}

// Banner is what every page must say.
type Banner struct {
	Demo  bool         `json:"demo,omitempty" doc:"演示环境，时钟可拨动 · a demonstration with a settable clock"`
	Tour  bool         `json:"tour,omitempty" doc:"演示有导览 · the demonstration has a guided tour"`
	Pilot bool         `json:"pilot,omitempty" doc:"试点：规则尚为征求意见稿 · the text is still a draft"`
	Today calendar.Day `json:"today" doc:"法定日期 · the legal day"`
	Says  []law.Text   `json:"says"`
}

func (s *Server) sessionRoutes() {
	handle(s, op("session", http.MethodGet, "/v1/session", "session", forPublic, "会话：是否已登录，以及每页都要说明的事项", "The session: who is signed in, if anybody, and what every page must say"), s.session)
	handle(s, op("sign-in", http.MethodPost, "/v1/session", "session", forPublic, "登录", "Sign in"), s.signIn)
	handle(s, op("sign-out", http.MethodDelete, "/v1/session", "session", forPerson, "退出", "Sign out"), s.signOut)
	handle(s, op("me", http.MethodGet, "/v1/me", "session", forPerson, "我是谁", "Who am I"), s.me)
	handle(s, op("switch-seat", http.MethodPost, "/v1/session/seat", "session", forPerson, "切换岗位", "Switch seat"), s.switchSeat)
	handle(s, op("step-up", http.MethodPost, "/v1/session/step-up", "session", forPerson, "再次验证", "Prove presence again"), s.stepUp)
	handle(s, op("banner", http.MethodGet, "/v1/banner", "session", forPublic, "页面提示", "What every page must say"), func(context.Context, *nothing) (*body[Banner], error) {
		return &body[Banner]{Body: s.banner()}, nil
	})
}

func (s *Server) signIn(ctx context.Context, in *signIn) (*body[Me], error) {
	login := strings.ToLower(strings.TrimSpace(in.Body.Login))
	if err := s.locked(ctx, login); err != nil {
		return nil, err
	}
	credential, step, err := s.proven(ctx, login, in.Body.Password, in.Body.Code)
	if err != nil {
		return nil, err
	}
	if credential.Person == "" {
		return nil, s.failed(ctx, login)
	}
	return s.begin(ctx, credential.Person, func(tx accountTx) error {
		if err := standsStill(ctx, tx, credential); err != nil {
			return err
		}
		if err := takeStep(ctx, tx, credential.Person, step); err != nil {
			return err
		}
		return tx.ClearAttempts(ctx, "login "+login)
	}, true)
}

// takeStep takes a code of the second factor once.
func takeStep(ctx context.Context, tx accountTx, person string, step int64) error {
	err := tx.UseTOTPStep(ctx, person, step)
	if errors.Is(err, casework.ErrStale) {
		return law.Refuse("code.replayed", law.Platform("PF-22"))
	}
	return err
}

// locked refuses while an account, or an address that tries many, is locked out. An
// account that does not exist is locked in the same way.
func (s *Server) locked(ctx context.Context, login string) error {
	now := s.Now()
	for _, subject := range []string{"login " + login, "address " + requestOf(ctx).address} {
		attempts, err := s.Accounts.Attempts(ctx, subject)
		if err != nil {
			return err
		}
		if now.Before(attempts.LockedUntil) {
			return s.lockedOut(ctx, attempts.LockedUntil)
		}
	}
	return nil
}

func (s *Server) lockedOut(ctx context.Context, until time.Time) error {
	p := s.refusal(ctx, law.Refuse("account.locked", law.Platform("PF-22"), law.Factf("minutes", "%d", int(until.Sub(s.Now())/time.Minute)+1)))
	p.after = until.Sub(s.Now())
	return p
}

// failed counts a failure, of the account and of the address, and says that both locks
// exist without saying which of password and code was wrong.
func (s *Server) failed(ctx context.Context, login string) error {
	rules := s.accountRules()
	byAddress := rules.lockout
	byAddress.Most = rules.addressFailures
	return s.counted(ctx, "sign-in", failure{"address " + requestOf(ctx).address, byAddress}, failure{"login " + login, rules.lockout})
}

// failure is a failure of one subject, under the rule that may lock it out.
type failure struct {
	subject string
	rule    store.Lockout
}

// counted counts failures and, where the last of them is now locked out, logs that, in one
// transaction. It answers the refusal to give.
func (s *Server) counted(ctx context.Context, note string, failures ...failure) error {
	now := s.Now()
	var last store.Attempts
	err := s.Desk.Ledger.Write(ctx, func(tx casework.Tx) (err error) {
		for _, f := range failures {
			if last, err = tx.(accountTx).CountFailure(ctx, f.subject, now, f.rule); err != nil {
				return err
			}
		}
		if now.Before(last.LockedUntil) {
			return s.Desk.EnterAccount(ctx, tx, casework.Machine, "account.locked", note)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("counting a failure: %w", err)
	}
	if now.Before(last.LockedUntil) {
		return s.lockedOut(ctx, last.LockedUntil)
	}
	return unauthenticated("sign-in.failed")
}

// proven answers the credential of whom password and code are, the zero one when they are
// nobody's. A wrong password costs as much time as a right one.
func (s *Server) proven(ctx context.Context, login, password, code string) (store.Credential, int64, error) {
	credential := store.Credential{Password: nobodys(s.Options.Password)}
	who, err := personOfLogin(ctx, s.Accounts, login)
	switch {
	case errors.Is(err, casework.ErrNotFound):
	case err != nil:
		return store.Credential{}, 0, err
	default:
		found, err := s.Accounts.Credential(ctx, who)
		if err != nil && !errors.Is(err, casework.ErrNotFound) {
			return store.Credential{}, 0, err
		}
		if err == nil {
			credential = found
		}
	}
	ok, err := s.fits(ctx, credential.Password, password)
	if err != nil || !ok || credential.TOTP == nil {
		return store.Credential{}, 0, err
	}
	step, ok, err := s.codeFits(ctx, credential, code)
	if err != nil || !ok {
		return store.Credential{}, 0, err
	}
	return credential, step, nil
}

func (s *Server) codeFits(ctx context.Context, c store.Credential, code string) (int64, bool, error) {
	key, err := s.seed(ctx, c.Person, c.TOTP)
	if err != nil {
		return 0, false, err
	}
	return stepFor(key, code, s.Now())
}

// begin opens a session for a person who has just proved both factors. They sit in the
// first of their seats until they choose another. What proved them is used up in the same
// transaction; nil in a demonstration, which asks for no proof. Unless they are present, what
// demands their presence asks for it again.
func (s *Server) begin(ctx context.Context, person string, proof func(accountTx) error, present bool) (*body[Me], error) {
	id, err := s.draw("")
	if err != nil {
		return nil, err
	}
	now := s.Now()
	session := store.Session{Hash: sha256.Sum256([]byte(id)), Person: person, Created: now, Seen: now, SteppedUp: now, Ends: now.Add(s.accountRules().whole)}
	if !present {
		session.SteppedUp = time.Time{}
	}
	a := &asker{session: &session, until: session.SteppedUp.Add(s.accountRules().steppedUp)}
	if err := s.sit(ctx, a, person, ""); err != nil {
		return nil, err
	}
	if a.refused == nil {
		session.Seat = a.actor.Seat
		if a.actor.For != "" {
			session.Seat += standingIn + a.actor.For
		}
	}
	err = s.act(ctx, a.actor, "session.begin", "", func(tx accountTx) error {
		if proof != nil {
			if err := proof(tx); err != nil {
				return err
			}
		}
		return tx.PutSession(ctx, session)
	})
	if err != nil {
		return nil, err
	}
	s.setCookie(ctx, id, session.Ends)
	requestOf(ctx).asker = a
	return answer(s.meOf(ctx, a))
}

// SessionShown says whether somebody is signed in. That nobody is, is an answer here and no
// refusal: a page asks it before it knows.
type SessionShown struct {
	Me     *Me    `json:"me,omitempty" doc:"未登录时没有 · absent while nobody is signed in"`
	Banner Banner `json:"banner"`
}

func (s *Server) session(ctx context.Context, _ *nothing) (*body[SessionShown], error) {
	shown := SessionShown{Banner: s.banner()}
	a, err := s.person(ctx)
	if refusal, refused := law.AsRefusal(err); refused && statusOf(refusal.Code()) == http.StatusUnauthorized {
		return &body[SessionShown]{Body: shown}, nil
	}
	if err != nil {
		return nil, err
	}
	me, err := s.meOf(ctx, a)
	shown.Me = &me
	return answer(shown, err)
}

func (s *Server) signOut(ctx context.Context, _ *nothing) (*nothing, error) {
	a, err := s.person(ctx)
	if err != nil {
		return nil, err
	}
	if a.session == nil {
		return nil, malformed(ctx, "header.Authorization", law.Text{ZH: "令牌不能退出登录，请撤回令牌", EN: "a token is revoked, not signed out"})
	}
	err = s.act(ctx, a.actor, "session.end", "", func(tx accountTx) error { return tx.EndSession(ctx, a.session.Hash) })
	if err != nil {
		return nil, err
	}
	s.setCookie(ctx, "", s.Now())
	return nil, nil
}

func (s *Server) me(ctx context.Context, _ *nothing) (*body[Me], error) {
	a, err := s.person(ctx)
	if err != nil {
		return nil, err
	}
	return answer(s.meOf(ctx, a))
}

func (s *Server) meOf(ctx context.Context, a *asker) (Me, error) {
	me := Me{Person: PersonShown{ID: a.person.ID, Name: a.person.Name, Organisation: a.person.Org}, Seats: []SeatShown{}, Banner: s.banner()}
	if s.Now().Before(a.until) {
		until := a.until.UTC()
		me.SteppedUp = &until
	}
	if a.token != nil {
		me.Token = a.token.ID
	}
	if a.refused != nil {
		shown := violation(s.Desk.Packs.Current(), s.Desk.Speak(a.refused).Violations[0])
		me.NoSeat = &shown
	}
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		seats, byID, err := s.seatsOf(ctx, v, a.person)
		if err != nil {
			return err
		}
		names := s.namesIn(ctx, v)
		for _, one := range seats {
			shown := s.seatShown(one, byID, names)
			me.Seats = append(me.Seats, shown)
			if a.refused == nil && one.Seat == a.actor.Seat && one.DeputyFor == a.actor.For {
				me.Seat = &shown
			}
		}
		return nil
	})
	return me, err
}

func (s *Server) seatShown(a party.Actor, byID map[string]party.Seat, names *names) SeatShown {
	shown := SeatShown{Name: seatName(a), Seat: a.Seat, Title: byID[a.Seat].Title, Organisation: a.Org, OrganisationName: names.of("organisation", a.Org),
		Role: string(a.Role), RoleWord: roleWord(s.Desk.Packs.Current(), string(a.Role)), Powers: []string{}, DeputyFor: a.DeputyFor}
	if !a.Role.Administers() {
		shown.Jurisdiction = names.jurisdiction(names.standsIn(a.Org))
	}
	if a.DeputyFor != "" {
		shown.Title = byID[a.DeputyFor].Title
	}
	for _, p := range a.Powers {
		shown.Powers = append(shown.Powers, string(p))
	}
	return shown
}

type seatChoice struct {
	Body struct {
		Seat string `json:"seat" minLength:"1" maxLength:"256" doc:"岗位 name · name of a seat in the list"`
	}
}

// switchSeat lets the person act in another of their seats. What was proved again was
// proved by the person and holds on.
func (s *Server) switchSeat(ctx context.Context, in *seatChoice) (*body[Me], error) {
	a, err := s.person(ctx)
	if err != nil {
		return nil, err
	}
	if a.session == nil {
		return nil, malformed(ctx, "header.Authorization", law.Text{ZH: "令牌固定于一个岗位，不能切换；请登录后切换", EN: "a token is bound to its seat"})
	}
	changed := *a.session
	changed.Seat = in.Body.Seat
	next := &asker{session: &changed, until: a.until}
	err = s.sit(ctx, next, a.person.ID, in.Body.Seat)
	if refusal, ok := law.AsRefusal(err); ok && refusal.Code() == "session.expired" {
		return nil, s.Desk.LogUnseen(ctx, a.actor, "seat", in.Body.Seat)
	}
	if err != nil {
		return nil, err
	}
	if next.refused != nil {
		own, err := s.ownSeat(ctx, a.person.ID, in.Body.Seat)
		if err != nil {
			return nil, err
		}
		if !own {
			return nil, s.Desk.LogUnseen(ctx, a.actor, "seat", in.Body.Seat)
		}
		return nil, next.refused
	}
	if err := s.Accounts.ChangeSession(ctx, changed); err != nil {
		return nil, err
	}
	requestOf(ctx).asker = next
	return answer(s.meOf(ctx, next))
}

// ownSeat reports whether a seat is, or was, the person's, and asked for in its own right
// or as the deputy that another names: of all other seats nobody learns that they exist.
// 〔platform PF-03〕
func (s *Server) ownSeat(ctx context.Context, person, name string) (own bool, err error) {
	mine, absent, deputising := strings.Cut(name, standingIn)
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		seat, err := seatOf(ctx, v, mine)
		if err != nil || seat.Person != person || !deputising {
			own = err == nil && seat.Person == person
			return err
		}
		away, err := seatOf(ctx, v, absent)
		own = err == nil && away.Deputy == mine
		return err
	})
	return own, err
}

type codeGiven struct {
	Body struct {
		Code string `json:"code" pattern:"^[0-9]{6}$"`
	}
}

// stepUp proves presence again, for the minutes that the platform's rule gives. Wrong
// codes count as failed sign-ins.
func (s *Server) stepUp(ctx context.Context, in *codeGiven) (*body[Me], error) {
	a, err := s.person(ctx)
	if err != nil {
		return nil, err
	}
	if a.session == nil {
		return nil, malformed(ctx, "header.Authorization", law.Text{ZH: "令牌不能证明本人在场，请登录后办理", EN: "a token cannot prove presence; sign in"})
	}
	step, err := s.codeGiven(ctx, a, in.Body.Code)
	if err != nil {
		return nil, err
	}
	changed := *a.session
	changed.SteppedUp = s.Now()
	err = s.act(ctx, a.actor, "session.step-up", "", func(tx accountTx) error {
		if err := s.useCode(ctx, tx, a.person.ID, step); err != nil {
			return err
		}
		return tx.ChangeSession(ctx, changed)
	})
	if err != nil {
		return nil, err
	}
	a.session, a.until, a.actor.SteppedUp = &changed, changed.SteppedUp.Add(s.accountRules().steppedUp), true
	return answer(s.meOf(ctx, a))
}

// codeGiven answers the time step of a code of the person, which useCode then takes. Wrong
// codes lock the person's codes out.
func (s *Server) codeGiven(ctx context.Context, a *asker, code string) (int64, error) {
	attempts, err := s.Accounts.Attempts(ctx, codesOf(a.person.ID))
	if err != nil {
		return 0, err
	}
	if s.Now().Before(attempts.LockedUntil) {
		return 0, s.lockedOut(ctx, attempts.LockedUntil)
	}
	credential, err := s.Accounts.Credential(ctx, a.person.ID)
	if err != nil {
		return 0, err
	}
	step, ok, err := s.codeFits(ctx, credential, code)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, s.counted(ctx, "step-up", failure{codesOf(a.person.ID), s.accountRules().lockout})
	}
	return step, nil
}

// codesOf names the wrong codes of a person, as a subject that can be locked out.
func codesOf(person string) string { return "step-up " + person }

// useCode takes a right code once and forgets the wrong ones before it.
func (s *Server) useCode(ctx context.Context, tx accountTx, person string, step int64) error {
	if err := takeStep(ctx, tx, person, step); err != nil {
		return err
	}
	return tx.ClearAttempts(ctx, codesOf(person))
}

func (s *Server) banner() Banner {
	p := s.Desk.Packs.Current()
	b := Banner{Demo: s.Options.Demo, Pilot: p.Pilot(), Today: s.Desk.Today(), Says: []law.Text{}}
	if b.Demo {
		b.Tour = len(demo.TourOf(p.Name())) > 0
		b.Says = append(b.Says, law.Text{ZH: "演示环境：时钟可以拨动，人员、单位和带标注的数据均为虚构。", EN: "A demonstration: its clock can be moved, and its people, organisations and marked data are invented."})
	}
	if b.Pilot {
		b.Says = append(b.Says, law.Text{ZH: "试点运行：所依据的文本仍是征求意见稿。", EN: "Pilot: the text this rests on is still a draft."})
	}
	return b
}
