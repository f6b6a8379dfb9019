package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
)

func (s *Server) demoRoutes() {
	handle(s, op("demo", http.MethodGet, "/v1/demo", "demo", forPublic, "演示说明与账户（含当前验证码）", "What this is, and its accounts with their present codes"), s.demo)
	handle(s, op("demo-clock", http.MethodPost, "/v1/demo/clock", "demo", forPublic, "拨动演示时钟", "Move the clock of the demonstration on"), s.demoClock)
	handle(s, op("demo-session", http.MethodPost, "/v1/demo/session", "demo", forPublic, "以演示账户登录（仅限演示）", "Sign in as an account of the demonstration"), s.demoSession)
	handle(s, op("demo-example", http.MethodPost, "/v1/demo/example", "demo", forSeat, "为一步的材料填入示例（仅限演示）", "Fill the document of a step in, as an example"), s.example)
	handle(s, op("tour", http.MethodGet, "/v1/demo/tour", "demo", forPublic, "导览：主要流程走到哪里、下一步是谁", "The guided tour: how far it has come, and who goes next"), s.tour)
	handle(s, op("demo-account", http.MethodPost, "/v1/demo/accounts", "demo", forPublic, "登记演示账户的密码以供显示", "Remember the password of an account of the demonstration, to show it"), s.demoAccount)
}

// DemoShown says what the demonstration is and who can be played in it.
type DemoShown struct {
	Says     []law.Text    `json:"says"`
	Today    calendar.Day  `json:"today"`
	Pack     string        `json:"pack"`
	Accounts []DemoAccount `json:"accounts"`
	Coming   []ComingShown `json:"coming" doc:"今后 60 天里时钟会带来什么 · what the clock brings within sixty days"`
}

// DemoAccount is an invented person with everything needed to sign in.
type DemoAccount struct {
	Login        string     `json:"login"`
	Password     string     `json:"password,omitempty"`
	Code         string     `json:"code,omitempty" doc:"现在可用的验证码 · code that is taken now"`
	Person       string     `json:"person"`
	Name         string     `json:"name"`
	Organisation string     `json:"organisation"`
	Roles        []law.Text `json:"roles"`
}

// settingDemo keeps the accounts of a demonstration and their passwords, to be shown.
const settingDemo = "account/demo"

type demoKept struct {
	Login    string `json:"login"`
	Password string `json:"password"`
}

func (s *Server) demo(ctx context.Context, _ *nothing) (*body[DemoShown], error) {
	banner := s.banner()
	shown := DemoShown{Says: banner.Says, Today: banner.Today, Pack: s.Desk.Packs.Current().Name(), Accounts: []DemoAccount{}}
	var kept []demoKept
	if err := setting(ctx, s.Accounts, settingDemo, &kept); err != nil && !errors.Is(err, casework.ErrNotFound) {
		return nil, err
	}
	for _, k := range kept {
		one, err := s.demoAccountShown(ctx, k)
		if err != nil {
			return nil, err
		}
		shown.Accounts = append(shown.Accounts, one)
	}
	var err error
	shown.Coming, err = s.coming(ctx, s.Desk.Today().AddDays(60))
	return answer(shown, err)
}

func (s *Server) demoAccountShown(ctx context.Context, k demoKept) (DemoAccount, error) {
	shown := DemoAccount{Login: k.Login, Password: k.Password, Roles: []law.Text{}}
	person, err := personOfLogin(ctx, s.Accounts, k.Login)
	if errors.Is(err, casework.ErrNotFound) {
		return shown, nil
	}
	if err != nil {
		return shown, err
	}
	shown.Person = person
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		p, err := personOf(ctx, v, person)
		if err != nil {
			return err
		}
		shown.Name, shown.Organisation = p.Name, s.namesIn(ctx, v).of("organisation", p.Org)
		seats, _, err := s.seatsOf(ctx, v, p)
		for _, seat := range seats {
			shown.Roles = append(shown.Roles, roleWord(s.Desk.Packs.Current(), string(seat.Role)))
		}
		return err
	})
	if err != nil {
		return shown, err
	}
	shown.Code, err = s.nextCode(ctx, person)
	return shown, err
}

// nextCode is a code of the person that would be taken now: one that was used already is
// not shown.
func (s *Server) nextCode(ctx context.Context, person string) (string, error) {
	credential, err := s.Accounts.Credential(ctx, person)
	if errors.Is(err, casework.ErrNotFound) || err == nil && credential.TOTP == nil {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	key, err := s.seed(ctx, person, credential.TOTP)
	if err != nil {
		return "", err
	}
	step := max(freshStep(s.Now()), credential.TOTPSteps+1)
	if step > stepOf(s.Now())+1 {
		return "", nil // all that would be taken have been used: wait half a minute
	}
	return codeAt(key, step)
}

// freshStep is the first time step whose code is still taken long enough to be typed in:
// the one before the present is taken to the end of the half minute, so it is not shown in
// its second half.
func freshStep(now time.Time) int64 {
	step := stepOf(now)
	if now.Unix()%codeSeconds < codeSeconds/2 {
		return step - 1
	}
	return step
}

type clockInput struct {
	Body struct {
		Day string `json:"day" doc:"新的法定日期，不早于今天 · the new legal day, not before today"`
	}
}

// ClockShown is the legal day that it now is.
type ClockShown struct {
	Today calendar.Day  `json:"today"`
	Fired []ComingShown `json:"fired" doc:"这段时间里届期的事 · what came due on the way"`
}

// demoClock moves the clock on. Timers fire on their own days on the way, each as a
// command through the same door. 〔platform PF-20〕
func (s *Server) demoClock(ctx context.Context, in *clockInput) (*body[ClockShown], error) {
	if s.Clock == nil {
		return nil, law.Refuse("clock.not-settable", law.Platform("PF-20"))
	}
	day, err := calendar.ParseDay(in.Body.Day)
	if err != nil {
		return nil, malformed(ctx, "body.day", law.Text{ZH: "应为日期，写作 2026-02-25", EN: "want a day written 2026-02-25"})
	}
	if day.Before(s.Desk.Today()) {
		return nil, law.Refuse("clock.backwards", law.Platform("PF-20"), law.Factf("today", "%s", s.Desk.Today()), law.Factf("asked", "%s", day))
	}
	fired, err := s.coming(ctx, day)
	if err != nil {
		return nil, err
	}
	if err := s.Clock.Until(ctx, day); err != nil {
		return nil, err
	}
	return &body[ClockShown]{Body: ClockShown{Today: s.Desk.Today(), Fired: fired}}, nil
}

type demoSessionInput struct {
	Body struct {
		Login string `json:"login" minLength:"1" maxLength:"128"`
		Role  string `json:"role,omitempty" maxLength:"64" doc:"有几个岗位时选哪个 · which seat, where there are several"`
		Later bool   `json:"later,omitempty" doc:"进入时不视为已验证本人，须验证的步骤会再问 · presence is not taken as proved: a step that demands it asks"`
	}
}

// demoSession signs somebody in whose password and codes the demonstration shows to
// everybody anyway: it asks for neither, so that a newcomer enters with one press. It opens
// no other account, and does not exist outside of a demonstration.
func (s *Server) demoSession(ctx context.Context, in *demoSessionInput) (*body[Me], error) {
	login := strings.ToLower(in.Body.Login)
	var kept []demoKept
	if err := setting(ctx, s.Accounts, settingDemo, &kept); err != nil && !errors.Is(err, casework.ErrNotFound) {
		return nil, err
	}
	if !slices.ContainsFunc(kept, func(k demoKept) bool { return k.Login == login }) {
		return nil, unauthenticated("sign-in.failed")
	}
	person, err := personOfLogin(ctx, s.Accounts, login)
	if err != nil {
		return nil, err
	}
	me, err := s.begin(ctx, person, nil, !in.Body.Later)
	if err != nil || in.Body.Role == "" || me.Body.Seat == nil || me.Body.Seat.Role == in.Body.Role {
		return me, err
	}
	for _, seat := range me.Body.Seats {
		if seat.Role == in.Body.Role {
			chosen := &seatChoice{}
			chosen.Body.Seat = seat.Name
			return s.switchSeat(ctx, chosen)
		}
	}
	return me, nil
}

type demoAccountInput struct {
	Body struct {
		Login    string `json:"login" minLength:"1" maxLength:"128"`
		Password string `json:"password" minLength:"1" maxLength:"256"`
	}
}

// demoAccount keeps a password only when it is the account's: nobody's real password
// comes to be shown by mistake.
func (s *Server) demoAccount(ctx context.Context, in *demoAccountInput) (*nothing, error) {
	login := strings.ToLower(in.Body.Login)
	if err := s.locked(ctx, login); err != nil {
		return nil, err
	}
	person, err := personOfLogin(ctx, s.Accounts, login)
	if err != nil {
		return nil, err
	}
	credential, err := s.Accounts.Credential(ctx, person)
	if err != nil {
		return nil, err
	}
	if ok, err := s.fits(ctx, credential.Password, in.Body.Password); err != nil {
		return nil, err
	} else if !ok {
		return nil, s.failed(ctx, login)
	}
	err = s.Desk.Ledger.Write(ctx, func(tx casework.Tx) error {
		var kept []demoKept
		if err := setting(ctx, tx.(accountTx), settingDemo, &kept); err != nil && !errors.Is(err, casework.ErrNotFound) {
			return err
		}
		kept = slices.DeleteFunc(kept, func(k demoKept) bool { return k.Login == login })
		return s.keep(ctx, tx.(accountTx), settingDemo, append(kept, demoKept{Login: login, Password: in.Body.Password}), "demo")
	})
	return nil, err
}

// Moving is the clock of a demonstration over a Desk. It implements Clock.
type Moving struct {
	Desk *casework.Desk
	Set  func(calendar.Day)
}

var _ Clock = Moving{}

// Until moves the clock on; see casework.Desk.Until.
func (m Moving) Until(ctx context.Context, day calendar.Day) error {
	return m.Desk.Until(ctx, day, m.Set)
}
