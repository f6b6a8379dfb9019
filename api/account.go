package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store"
)

// What signing in needs beside credentials is kept among the settings, under names of
// their own. Secrets are kept as SHA-256 only.
const (
	settingSetup      = "account/setup"       // the bootstrap secret, until it is used
	settingLogin      = "account/login/"      // + sign-in name → person
	settingInvitation = "account/invitation/" // + digest → who is invited
	settingInvited    = "account/invited/"    // + person → digest of the newest invitation
	settingTracking   = "account/tracking/"   // + digest of a tracking number → complaint
)

// How long what was handed out once may still be used.
const (
	invitationLasts = 7 * 24 * time.Hour
	tokenLastsMost  = 365 * 24 * time.Hour
)

type loginKept struct {
	Person string `json:"person"`
}

// setupKept holds either the digest of the secret or the time at which it was destroyed.
type setupKept struct {
	Digest string `json:"digest,omitempty"`
	Used   int64  `json:"used,omitempty"` // UTC milliseconds
}

// setting reads one, from what is committed or from inside a transaction.
func setting(ctx context.Context, from Accounts, name string, into any) error {
	kept, err := from.Setting(ctx, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(kept.Value, into); err != nil {
		return fmt.Errorf("reading setting %s: %w", name, err)
	}
	return nil
}

func (s *Server) keep(ctx context.Context, in Accounts, name string, v any, by string) error {
	value, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keeping setting %s: %w", name, err)
	}
	return in.PutSetting(ctx, store.Setting{Name: name, Value: value, SetBy: by, Set: s.Now()})
}

func personOfLogin(ctx context.Context, from Accounts, login string) (string, error) {
	var kept loginKept
	err := setting(ctx, from, settingLogin+login, &kept)
	return kept.Person, err
}

// Bootstrap draws the bootstrap secret of a new installation and answers it: an earlier
// one no longer works. Founding must have been done. Once an administrator has accepted
// an invitation the error is casework.ErrFounded.
func (s *Server) Bootstrap(ctx context.Context) (string, error) {
	secret, err := s.draw("syb_")
	if err != nil {
		return "", err
	}
	return secret, s.act(ctx, casework.Machine, "installation.set-up", "bootstrap-secret-drawn", func(tx accountTx) error {
		kept, err := setupStands(ctx, tx)
		if err != nil {
			return err
		}
		if kept.Used != 0 {
			return casework.ErrFounded
		}
		return s.keep(ctx, tx, settingSetup, setupKept{Digest: digestOf(secret)}, "bootstrap")
	})
}

// setupStands reads how far setting up has come; nothing is kept of it before the secret
// is drawn.
func setupStands(ctx context.Context, from Accounts) (kept setupKept, err error) {
	err = setting(ctx, from, settingSetup, &kept)
	if errors.Is(err, casework.ErrNotFound) {
		return setupKept{}, nil
	}
	return kept, err
}

func (s *Server) accountRoutes() {
	handle(s, op("set-up", http.MethodPost, "/v1/setup", "session", forPublic, "初始化：以初始化口令取得三名管理员的邀请码", "Set up: trade the bootstrap secret for the three administrators' invitations"), s.setUp)
	handle(s, op("open-invitation", http.MethodPost, "/v1/invitations/open", "session", forPublic, "打开邀请", "Open an invitation"), s.openInvitation)
	handle(s, op("accept-invitation", http.MethodPost, "/v1/invitations/accept", "session", forPublic, "接受邀请：设置密码和第二因素", "Accept an invitation: set password and second factor"), s.acceptInvitation)
	handle(s, op("invite", http.MethodPost, "/v1/persons/{id}/invitation", "session", forSeat, "重新邀请（密码或验证器遗失时）：邀请码的前半", "Invite again, when password or authenticator are lost: the first half of the code"), s.invite)
	handle(s, op("invite-second", http.MethodPost, "/v1/persons/{id}/invitation/second", "session", forSeat, "重新邀请：由另一名管理员给出邀请码的后半", "Invite again: another administrator gives the second half of the code"), s.inviteSecond)
	handle(s, op("change-password", http.MethodPost, "/v1/me/password", "session", forPerson, "修改密码", "Change the password"), s.changePassword)
	handle(s, op("tokens", http.MethodGet, "/v1/me/tokens", "session", forSeat, "本岗位的令牌", "Tokens of the seat"), s.tokens)
	handle(s, op("create-token", http.MethodPost, "/v1/me/tokens", "session", forSeat, "创建令牌", "Create a token"), s.createToken)
	handle(s, op("revoke-token", http.MethodDelete, "/v1/me/tokens/{id}", "session", forSeat, "撤回令牌", "Revoke a token"), s.revokeToken)
}

type setUpInput struct {
	Body struct {
		Secret string `json:"secret" minLength:"8" maxLength:"256" doc:"shuyu admin init 输出的初始化口令 · printed by shuyu admin init"`
	}
}

// setUp trades the bootstrap secret for three invitations. An answer that was lost on the
// way is had by asking again, which makes the invitations before worthless; the first
// acceptance destroys the secret.
func (s *Server) setUp(ctx context.Context, in *setUpInput) (*body[list[Invitation]], error) {
	if err := s.locked(ctx, settingSetup); err != nil {
		return nil, err
	}
	kept, err := setupStands(ctx, s.Accounts)
	if err != nil {
		return nil, err
	}
	if kept.Digest == "" {
		return nil, law.Refuse("setup.done", law.Platform("PF-22"))
	}
	if digestOf(in.Body.Secret) != kept.Digest { // digests of 256 random bits: comparing them tells nothing
		return nil, s.failed(ctx, settingSetup)
	}
	var made []Invitation
	err = s.act(ctx, casework.Machine, "installation.set-up", "administrators-invited", func(tx accountTx) error {
		made, err = s.inviteAdministrators(ctx, tx, digestOf(in.Body.Secret))
		return err
	})
	if err != nil {
		return nil, err
	}
	return &body[list[Invitation]]{Body: listOf(made, "")}, nil
}

// inviteAdministrators makes the three invitations, while the bootstrap secret of that
// digest is still the one that works.
func (s *Server) inviteAdministrators(ctx context.Context, tx accountTx, digest string) (made []Invitation, err error) {
	kept, err := setupStands(ctx, tx)
	if err != nil {
		return nil, err
	}
	if kept.Digest != digest {
		return nil, law.Refuse("setup.done", law.Platform("PF-22"))
	}
	for _, a := range casework.Administrators {
		invitation, err := s.invitation(ctx, tx, a.Person, a.Login, "bootstrap", false)
		if err != nil {
			return nil, err
		}
		invitation.Role = a.Role
		made = append(made, invitation)
	}
	return made, nil
}

// destroySecret ends setting up: from the first accepted invitation on nobody is invited
// by the bootstrap secret.
func (s *Server) destroySecret(ctx context.Context, tx accountTx) error {
	kept, err := setupStands(ctx, tx)
	if err != nil || kept.Digest == "" {
		return err
	}
	if err := s.keep(ctx, tx, settingSetup, setupKept{Used: s.Now().UnixMilli()}, "bootstrap"); err != nil {
		return err
	}
	return s.Desk.EnterAccount(ctx, tx, casework.Machine, "installation.set-up", "bootstrap-secret-destroyed")
}

// reservedLogin is taken by an account.enrol form: lower case, no spaces around.
func reservedLogin(form map[string]any) string {
	login, _ := form["login"].(string)
	return strings.ToLower(strings.TrimSpace(login))
}

// enrolling opens an account together with its sign-in name and the invitation of its
// person. A repeated key is answered as it was the first time, without the invitation,
// which was shown then. 〔platform PF-32〕
func (s *Server) enrolling(ctx context.Context, a *asker, cmd casework.Command) (casework.Receipt, *Invitation, error) {
	var invitation *Invitation
	login := reservedLogin(cmd.Form)
	receipt, err := s.Desk.DoAlong(ctx, a.actor, cmd, casework.Along{
		Check: func(tx casework.Tx) (*law.Refusal, error) {
			_, err := personOfLogin(ctx, tx.(accountTx), login)
			if errors.Is(err, casework.ErrNotFound) {
				return nil, nil
			}
			return law.Refuse("account.taken", law.Platform("PF-22")), err
		},
		Write: func(tx casework.Tx, r casework.Receipt) error {
			person := madeOf(r, "person")
			if person == "" || login == "" {
				return nil
			}
			made, err := s.invitation(ctx, tx.(accountTx), person, login, a.actor.Seat, false)
			invitation = &made
			return err
		},
	})
	if err != nil {
		return casework.Receipt{}, nil, err
	}
	return receipt, invitation, nil
}

// madeOf is the id of the thing of that kind that a command has made, or "".
func madeOf(r casework.Receipt, kind string) string {
	for _, made := range r.Made {
		if made.Kind == kind {
			return made.ID
		}
	}
	return ""
}

type personPath struct {
	ID string `path:"id" maxLength:"256"`
}

// loginOf finds a person's sign-in name: an administrator's, or that of the account's
// opening.
func (s *Server) loginOf(ctx context.Context, person string) (string, error) {
	for _, a := range casework.Administrators {
		if a.Person == person {
			return a.Login, nil
		}
	}
	login := ""
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		cases, _, err := v.Cases(ctx, casework.CaseQuery{Procedure: "account", Link: person, Limit: 1})
		if err != nil {
			return err
		}
		if len(cases) == 0 {
			return casework.ErrNotFound
		}
		form := map[string]any{}
		if err := json.Unmarshal(cases[0].Docs["account-enrolment"], &form); err != nil {
			return fmt.Errorf("reading the opening of the account: %w", err)
		}
		login = reservedLogin(form)
		return nil
	})
	return login, err
}
