package api

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store"
)

// Invitation lets one person set a password and a second factor. The code is shown once.
type Invitation struct {
	Code    string    `json:"code"`
	Person  string    `json:"person"`
	Login   string    `json:"login"`
	Role    string    `json:"role,omitempty"`
	Expires time.Time `json:"expires"`
}

type invitationKept struct {
	Person  string          `json:"person"`
	Login   string          `json:"login"`
	Expires int64           `json:"expires"`
	Seed    json.RawMessage `json:"seed,omitempty"` // wrapped; drawn when the invitation is opened
	Used    bool            `json:"used,omitempty"`
}

// invitation makes one; an earlier one of the same person no longer works.
func (s *Server) invitation(ctx context.Context, person, login, by string) (Invitation, error) {
	code, err := s.draw("syi_")
	if err != nil {
		return Invitation{}, err
	}
	expires := s.Now().Add(invitationLasts).UTC().Truncate(time.Second)
	if err := s.keep(ctx, settingInvitation+digestOf(code), invitationKept{Person: person, Login: login, Expires: expires.UnixMilli()}, by); err != nil {
		return Invitation{}, err
	}
	if err := s.keep(ctx, settingInvited+person, digestOf(code), by); err != nil {
		return Invitation{}, err
	}
	return Invitation{Code: code, Person: person, Login: login, Expires: expires}, nil
}

// invited finds a standing invitation.
func (s *Server) invited(ctx context.Context, code string) (invitationKept, error) {
	var kept invitationKept
	refused := unauthenticated("sign-in.failed")
	err := s.setting(ctx, settingInvitation+digestOf(code), &kept)
	if errors.Is(err, casework.ErrNotFound) {
		return kept, refused
	}
	if err != nil {
		return kept, err
	}
	var newest string
	if err := s.setting(ctx, settingInvited+kept.Person, &newest); err != nil {
		return kept, err
	}
	if kept.Used || newest != digestOf(code) || s.Now().UnixMilli() >= kept.Expires {
		return kept, refused
	}
	return kept, nil
}

type invitationCode struct {
	Body struct {
		Invitation string `json:"invitation" minLength:"8" maxLength:"256"`
	}
}

// Opened is what the invited person puts into an authenticator.
type Opened struct {
	Login  string `json:"login"`
	Person string `json:"person"`
	Seed   string `json:"seed" doc:"第二因素的种子（Base32） · seed of the second factor, Base32"`
	URI    string `json:"uri" doc:"otpauth 链接，可作二维码 · otpauth link, also for a QR code"`
}

func (s *Server) openInvitation(ctx context.Context, in *invitationCode) (*body[Opened], error) {
	s.enrol.Lock()
	defer s.enrol.Unlock()
	kept, err := s.invited(ctx, in.Body.Invitation)
	if err != nil {
		return nil, err
	}
	key, wrapped, err := s.newSeed(ctx, kept.Person)
	if err != nil {
		return nil, err
	}
	kept.Seed = wrapped
	if err := s.keep(ctx, settingInvitation+digestOf(in.Body.Invitation), kept, kept.Person); err != nil {
		return nil, err
	}
	return &body[Opened]{Body: Opened{Login: kept.Login, Person: kept.Person, Seed: seedText(key), URI: otpURI(s.Options.Issuer, kept.Login, key)}}, nil
}

type acceptance struct {
	Body struct {
		Invitation string `json:"invitation" minLength:"8" maxLength:"256"`
		Password   string `json:"password" minLength:"1" maxLength:"2048"`
		Code       string `json:"code" pattern:"^[0-9]{6}$" doc:"验证器显示的验证码 · code that the authenticator shows"`
	}
}

// acceptInvitation sets password and second factor, after a code has shown that the
// authenticator works, and destroys the invitation. Sessions the person had end.
func (s *Server) acceptInvitation(ctx context.Context, in *acceptance) (*nothing, error) {
	s.enrol.Lock()
	defer s.enrol.Unlock()
	kept, err := s.invited(ctx, in.Body.Invitation)
	if err != nil {
		return nil, err
	}
	if err := weak(in.Body.Password, kept.Login, s.accountRules().passwordLength); err != nil {
		return nil, err
	}
	if kept.Seed == nil {
		return nil, malformed(ctx, "body.invitation", law.Text{ZH: "请先打开邀请", EN: "open the invitation first"})
	}
	key, err := s.seed(ctx, kept.Person, kept.Seed)
	if err != nil {
		return nil, err
	}
	step, ok, err := stepFor(key, in.Body.Code, s.Now())
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, unauthenticated("sign-in.failed")
	}
	hash, err := s.hashed(ctx, in.Body.Password)
	if err != nil {
		return nil, err
	}
	if err := s.destroySecret(ctx); err != nil {
		return nil, err
	}
	now := s.Now()
	// The code that showed the authenticator to work may not be used to sign in again.
	credential := store.Credential{Person: kept.Person, Password: hash, Set: now, TOTP: kept.Seed, TOTPSet: now, TOTPSteps: step}
	if err := s.Accounts.PutCredential(ctx, credential); err != nil {
		return nil, err
	}
	if err := s.keep(ctx, settingInvitation+digestOf(in.Body.Invitation), invitationKept{Person: kept.Person, Used: true}, kept.Person); err != nil {
		return nil, err
	}
	if _, err := s.Accounts.EndSessions(ctx, kept.Person); err != nil {
		return nil, err
	}
	who := casework.Actor{Party: casework.Party{Person: kept.Person}}
	return nil, s.Desk.LogAccount(ctx, who, "account.secured", "")
}

// invite lets a person set password and second factor anew. What they had ends at once.
func (s *Server) invite(ctx context.Context, in *personPath) (*body[Invitation], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.mayUse("system-admin"); err != nil {
		return nil, err
	}
	if err := a.steppedUp(); err != nil {
		return nil, err
	}
	login, err := s.loginOf(ctx, in.ID)
	if errors.Is(err, casework.ErrNotFound) {
		return nil, s.Desk.LogUnseen(ctx, a.actor, "person", in.ID)
	}
	if err != nil {
		return nil, err
	}
	s.enrol.Lock()
	defer s.enrol.Unlock()
	if err := s.Accounts.RemoveCredential(ctx, in.ID); err != nil {
		return nil, err
	}
	if _, err := s.Accounts.EndSessions(ctx, in.ID); err != nil {
		return nil, err
	}
	if err := s.keep(ctx, settingLogin+login, loginKept{Person: in.ID}, a.actor.Seat); err != nil {
		return nil, err
	}
	if err := s.Desk.LogAccount(ctx, a.actor, "account.invite", in.ID); err != nil {
		return nil, err
	}
	return answer(s.invitation(ctx, in.ID, login, a.actor.Seat))
}
