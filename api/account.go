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

func (s *Server) setting(ctx context.Context, name string, into any) error {
	kept, err := s.Accounts.Setting(ctx, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(kept.Value, into); err != nil {
		return fmt.Errorf("reading setting %s: %w", name, err)
	}
	return nil
}

func (s *Server) keep(ctx context.Context, name string, v any, by string) error {
	value, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keeping setting %s: %w", name, err)
	}
	return s.Accounts.PutSetting(ctx, store.Setting{Name: name, Value: value, SetBy: by, Set: s.Now()})
}

func (s *Server) personOfLogin(ctx context.Context, login string) (string, error) {
	var kept loginKept
	err := s.setting(ctx, settingLogin+login, &kept)
	return kept.Person, err
}

// Bootstrap draws the bootstrap secret of a new installation and answers it: an earlier
// one no longer works. Founding must have been done. Once an administrator has accepted
// an invitation the error is casework.ErrFounded.
func (s *Server) Bootstrap(ctx context.Context) (string, error) {
	s.enrol.Lock()
	defer s.enrol.Unlock()
	kept, err := s.setupStands(ctx)
	if err != nil {
		return "", err
	}
	if kept.Used != 0 {
		return "", casework.ErrFounded
	}
	secret, err := s.draw("syb_")
	if err != nil {
		return "", err
	}
	return secret, s.keep(ctx, settingSetup, setupKept{Digest: digestOf(secret)}, "bootstrap")
}

// setupStands reads how far setting up has come; nothing is kept of it before the secret
// is drawn.
func (s *Server) setupStands(ctx context.Context) (kept setupKept, err error) {
	err = s.setting(ctx, settingSetup, &kept)
	if errors.Is(err, casework.ErrNotFound) {
		return setupKept{}, nil
	}
	return kept, err
}

func (s *Server) accountRoutes() {
	handle(s, op("set-up", http.MethodPost, "/v1/setup", "session", forPublic, "初始化：以初始化口令取得三名管理员的邀请码", "Set up: trade the bootstrap secret for the three administrators' invitations"), s.setUp)
	handle(s, op("open-invitation", http.MethodPost, "/v1/invitations/open", "session", forPublic, "打开邀请", "Open an invitation"), s.openInvitation)
	handle(s, op("accept-invitation", http.MethodPost, "/v1/invitations/accept", "session", forPublic, "接受邀请：设置密码和第二因素", "Accept an invitation: set password and second factor"), s.acceptInvitation)
	handle(s, op("invite", http.MethodPost, "/v1/persons/{id}/invitation", "session", forSeat, "重新邀请（密码或验证器遗失时）", "Invite again, when password or authenticator are lost"), s.invite)
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
	s.enrol.Lock()
	defer s.enrol.Unlock()
	if err := s.locked(ctx, settingSetup); err != nil {
		return nil, err
	}
	kept, err := s.setupStands(ctx)
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
	for _, a := range casework.Administrators {
		if err := s.keep(ctx, settingLogin+a.Login, loginKept{Person: a.Person}, "bootstrap"); err != nil {
			return nil, err
		}
		invitation, err := s.invitation(ctx, a.Person, a.Login, "bootstrap")
		if err != nil {
			return nil, err
		}
		invitation.Role = a.Role
		made = append(made, invitation)
	}
	if err := s.Desk.LogAccount(ctx, casework.Machine, "installation.set-up", "administrators-invited"); err != nil {
		return nil, err
	}
	return &body[list[Invitation]]{Body: listOf(made, "")}, nil
}

// destroySecret ends setting up: from the first accepted invitation on nobody is invited
// by the bootstrap secret.
func (s *Server) destroySecret(ctx context.Context) error {
	kept, err := s.setupStands(ctx)
	if err != nil || kept.Digest == "" {
		return err
	}
	if err := s.keep(ctx, settingSetup, setupKept{Used: s.Now().UnixMilli()}, "bootstrap"); err != nil {
		return err
	}
	return s.Desk.LogAccount(ctx, casework.Machine, "installation.set-up", "bootstrap-secret-destroyed")
}

// reservedLogin is taken by an account.enrol form: lower case, no spaces around.
func reservedLogin(form map[string]any) string {
	login, _ := form["login"].(string)
	return strings.ToLower(strings.TrimSpace(login))
}

// enrolling holds a sign-in name for the account that a command opens, and invites its
// person once it is open. 〔platform PF-32〕
func (s *Server) enrolling(ctx context.Context, a *asker, cmd casework.Command) (casework.Receipt, *Invitation, error) {
	s.enrol.Lock()
	defer s.enrol.Unlock()
	login := reservedLogin(cmd.Form)
	taken, err := s.personOfLogin(ctx, login)
	if err != nil && !errors.Is(err, casework.ErrNotFound) {
		return casework.Receipt{}, nil, err
	}
	receipt, err := s.lookedUp(ctx, a, cmd, login, taken)
	if err != nil {
		return casework.Receipt{}, nil, err
	}
	person := ""
	for _, made := range receipt.Made {
		if made.Kind == "person" {
			person = made.ID
		}
	}
	if person == "" || login == "" || taken == person {
		return receipt, nil, nil // the key was used before: its invitation was shown then
	}
	if err := s.keep(ctx, settingLogin+login, loginKept{Person: person}, a.actor.Seat); err != nil {
		return casework.Receipt{}, nil, err
	}
	invitation, err := s.invitation(ctx, person, login, a.actor.Seat)
	return receipt, &invitation, err
}

// lookedUp gives the command unless its sign-in name is somebody's. A repeated key is
// answered as it was the first time.
func (s *Server) lookedUp(ctx context.Context, a *asker, cmd casework.Command, login, taken string) (casework.Receipt, error) {
	if taken == "" {
		return s.Desk.Do(ctx, a.actor, cmd)
	}
	if cmd.Key != "" {
		var earlier casework.Receipt
		err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
			text, err := v.Receipt(ctx, a.actor.Seat, cmd.Key)
			if err != nil {
				return err
			}
			return json.Unmarshal(text, &earlier)
		})
		if !errors.Is(err, casework.ErrNotFound) {
			return earlier, err
		}
	}
	return casework.Receipt{}, law.Refuse("account.taken", law.Platform("PF-22"))
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
