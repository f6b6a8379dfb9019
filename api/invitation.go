package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store"
)

// Invitation lets one person set a password and a second factor. The code is shown once.
// Whoever is invited again holds two halves, each shown to another administrator, and joins
// them with a full stop: no administrator alone can take an account. 〔platform PF-10, PF-22〕
type Invitation struct {
	Code    string    `json:"code" doc:"邀请码；重新邀请的是一半，两半以句点相连 · the code; of an invitation again one half, to be joined by a full stop"`
	Half    bool      `json:"half,omitempty" doc:"只是一半 · one half only"`
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
	Halves  bool            `json:"halves,omitempty"` // the code alone opens nothing
	Second  string          `json:"second,omitempty"` // digest of the half that the other administrator was shown
}

// halves are the two parts of a code as it is typed; the second is "" where there is one.
func halves(code string) (first, second string) {
	first, second, _ = strings.Cut(strings.TrimSpace(code), ".")
	return first, second
}

// invitationNamed is the setting that holds the invitation of a code.
func invitationNamed(code string) string {
	first, _ := halves(code)
	return settingInvitation + digestOf(first)
}

// invitation makes one and gives the person their sign-in name; an earlier invitation of
// the same person no longer works.
func (s *Server) invitation(ctx context.Context, tx accountTx, person, login, by string, half bool) (Invitation, error) {
	code, err := s.draw("syi_")
	if err != nil {
		return Invitation{}, err
	}
	expires := s.Now().Add(invitationLasts).UTC().Truncate(time.Second)
	for _, kept := range []struct {
		name  string
		value any
	}{
		{settingLogin + login, loginKept{Person: person}},
		{settingInvitation + digestOf(code), invitationKept{Person: person, Login: login, Expires: expires.UnixMilli(), Halves: half}},
		{settingInvited + person, digestOf(code)},
	} {
		if err := s.keep(ctx, tx, kept.name, kept.value, by); err != nil {
			return Invitation{}, err
		}
	}
	return Invitation{Code: code, Half: half, Person: person, Login: login, Expires: expires}, nil
}

// invited finds a standing invitation.
func (s *Server) invited(ctx context.Context, from Accounts, code string) (invitationKept, error) {
	var kept invitationKept
	refused := unauthenticated("sign-in.failed")
	first, second := halves(code)
	err := setting(ctx, from, invitationNamed(code), &kept)
	if errors.Is(err, casework.ErrNotFound) {
		return kept, refused
	}
	if err != nil {
		return kept, err
	}
	var newest string
	if err := setting(ctx, from, settingInvited+kept.Person, &newest); err != nil {
		return kept, err
	}
	whole := second == "" && !kept.Halves || kept.Halves && kept.Second != "" && digestOf(second) == kept.Second
	if kept.Used || !whole || newest != digestOf(first) || s.Now().UnixMilli() >= kept.Expires {
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

// openInvitation draws the seed of the second factor. Opened again it draws another.
func (s *Server) openInvitation(ctx context.Context, in *invitationCode) (*body[Opened], error) {
	kept, err := s.invited(ctx, s.Accounts, in.Body.Invitation)
	if err != nil {
		return nil, err
	}
	key, wrapped, err := s.newSeed(ctx, kept.Person)
	if err != nil {
		return nil, err
	}
	err = s.act(ctx, personOnly(kept.Person), "account.open", "", func(tx accountTx) error {
		kept, err := s.invited(ctx, tx, in.Body.Invitation)
		if err != nil {
			return err
		}
		kept.Seed = wrapped
		return s.keep(ctx, tx, invitationNamed(in.Body.Invitation), kept, kept.Person)
	})
	if err != nil {
		return nil, err
	}
	return &body[Opened]{Body: Opened{Login: kept.Login, Person: kept.Person, Seed: seedText(key), URI: otpURI(s.Options.Issuer, kept.Login, key)}}, nil
}

// personOnly is somebody who acts for themselves, before they have a seat.
func personOnly(person string) casework.Actor {
	return casework.Actor{Party: casework.Party{Person: person}}
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
	kept, err := s.invited(ctx, s.Accounts, in.Body.Invitation)
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
	now := s.Now()
	// The code that showed the authenticator to work may not be used to sign in again.
	credential := store.Credential{Person: kept.Person, Password: hash, Set: now, TOTP: kept.Seed, TOTPSet: now, TOTPSteps: step}
	return nil, s.act(ctx, personOnly(kept.Person), "account.secured", "", func(tx accountTx) error {
		return s.secured(ctx, tx, in.Body.Invitation, credential)
	})
}

// secured gives an invited person their credential and takes the invitation for it, unless
// it was taken, or opened anew, since the code was looked at.
func (s *Server) secured(ctx context.Context, tx accountTx, code string, credential store.Credential) error {
	kept, err := s.invited(ctx, tx, code)
	if err != nil {
		return err
	}
	if !bytes.Equal(kept.Seed, credential.TOTP) {
		return unauthenticated("sign-in.failed")
	}
	if err := s.destroySecret(ctx, tx); err != nil {
		return err
	}
	if err := tx.PutCredential(ctx, credential); err != nil {
		return err
	}
	if err := s.keep(ctx, tx, invitationNamed(code), invitationKept{Person: kept.Person, Used: true}, kept.Person); err != nil {
		return err
	}
	_, err = tx.EndSessions(ctx, kept.Person)
	return err
}

// invite lets a person set password and second factor anew. What they had ends at once,
// their tokens too: whoever held the account may have made them.
// It shows the first half of a code; [Server.inviteSecond] shows the other.
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
	var made Invitation
	err = s.act(ctx, a.actor, "account.invite", in.ID, func(tx accountTx) error {
		if err := s.Desk.Seated(ctx, tx, a.actor); err != nil {
			return err
		}
		if err := tx.RemoveCredential(ctx, in.ID); err != nil {
			return err
		}
		if _, err := tx.EndSessions(ctx, in.ID); err != nil {
			return err
		}
		if _, err := tx.RevokeTokens(ctx, in.ID, a.person.ID, s.Now()); err != nil {
			return err
		}
		made, err = s.invitation(ctx, tx, in.ID, login, a.actor.Seat, true)
		return err
	})
	return answer(made, err)
}

// inviteSecond gives the second half of an invitation again to another administrator: the
// security administrator, or, where that post is the one concerned, the audit
// administrator. Asked for again it gives another, and the one before opens nothing.
func (s *Server) inviteSecond(ctx context.Context, in *personPath) (*body[Invitation], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	// Whoever is neither learns nothing of whom there is; which of the two it takes is asked below.
	if err := a.mayUse("security-admin", "audit-admin"); err != nil {
		return nil, err
	}
	if err := a.steppedUp(); err != nil {
		return nil, err
	}
	half, err := s.draw("syh_")
	if err != nil {
		return nil, err
	}
	var made Invitation
	err = s.act(ctx, a.actor, "account.invite-half", in.ID, func(tx accountTx) error {
		if err := s.Desk.Seated(ctx, tx, a.actor); err != nil {
			return err
		}
		if err := s.mayGiveHalf(ctx, tx, a, in.ID); err != nil {
			return err
		}
		name, kept, err := s.halfOpen(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		kept.Second = digestOf(half)
		made = Invitation{Code: half, Half: true, Person: kept.Person, Login: kept.Login, Expires: time.UnixMilli(kept.Expires).UTC()}
		return s.keep(ctx, tx, name, kept, a.actor.Seat)
	})
	if errors.Is(err, casework.ErrNotFound) {
		return nil, s.Desk.LogUnseen(ctx, a.actor, "invitation", in.ID)
	}
	return answer(made, err)
}

// mayGiveHalf refuses whoever may not be the second of two over a person's account.
func (s *Server) mayGiveHalf(ctx context.Context, v casework.View, a *asker, person string) error {
	p, err := personOf(ctx, v, person)
	if err != nil {
		return err
	}
	_, seats, err := s.seatsOf(ctx, v, p)
	if err != nil {
		return err
	}
	for _, seat := range seats {
		if seat.Person == person && seat.Role == "security-admin" {
			return a.mayUse("audit-admin")
		}
	}
	return a.mayUse("security-admin")
}

// halfOpen finds the invitation again of a person that waits for its second half.
func (s *Server) halfOpen(ctx context.Context, from Accounts, person string) (string, invitationKept, error) {
	var digest string
	if err := setting(ctx, from, settingInvited+person, &digest); err != nil {
		return "", invitationKept{}, err
	}
	var kept invitationKept
	if err := setting(ctx, from, settingInvitation+digest, &kept); err != nil {
		return "", invitationKept{}, err
	}
	if !kept.Halves || kept.Used || s.Now().UnixMilli() >= kept.Expires {
		return "", invitationKept{}, casework.ErrNotFound
	}
	return settingInvitation + digest, kept, nil
}
