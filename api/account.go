package api

import (
	"context"
	"crypto/sha256"
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

// AccountSetting reports whether a setting is this package's and no rule's.
func AccountSetting(name string) bool { return strings.HasPrefix(name, "account/") }

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

type invitationKept struct {
	Person  string          `json:"person"`
	Login   string          `json:"login"`
	Expires int64           `json:"expires"`
	Seed    json.RawMessage `json:"seed,omitempty"` // wrapped; drawn when the invitation is opened
	Used    bool            `json:"used,omitempty"`
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

// Invitation lets one person set a password and a second factor. The code is shown once.
type Invitation struct {
	Code    string    `json:"code"`
	Person  string    `json:"person"`
	Login   string    `json:"login"`
	Role    string    `json:"role,omitempty"`
	Expires time.Time `json:"expires"`
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
		return nil, malformed(ctx, "body.invitation", "open the invitation first")
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

type passwordChange struct {
	Body struct {
		Old  string `json:"old" minLength:"1" maxLength:"2048"`
		New  string `json:"new" minLength:"1" maxLength:"2048"`
		Code string `json:"code" pattern:"^[0-9]{6}$"`
	}
}

// changePassword ends all sessions of the person but this one.
func (s *Server) changePassword(ctx context.Context, in *passwordChange) (*nothing, error) {
	a, err := s.person(ctx)
	if err != nil {
		return nil, err
	}
	if a.session == nil {
		return nil, malformed(ctx, "header.Authorization", "a password is changed in a session")
	}
	credential, err := s.Accounts.Credential(ctx, a.person.ID)
	if err != nil {
		return nil, err
	}
	login, err := s.loginOf(ctx, a.person.ID)
	if err != nil {
		return nil, err
	}
	if err := s.locked(ctx, login); err != nil {
		return nil, err
	}
	if ok, err := s.fits(ctx, credential.Password, in.Body.Old); err != nil {
		return nil, err
	} else if !ok {
		return nil, s.failed(ctx, login)
	}
	if err := weak(in.Body.New, login, s.accountRules().passwordLength); err != nil {
		return nil, err
	}
	if err := s.codeUsed(ctx, a, in.Body.Code); err != nil {
		return nil, err
	}
	return nil, s.replacePassword(ctx, a, in.Body.New)
}

func (s *Server) replacePassword(ctx context.Context, a *asker, password string) error {
	credential, err := s.Accounts.Credential(ctx, a.person.ID) // as the code has left it
	if err != nil {
		return err
	}
	if credential.Password, err = s.hashed(ctx, password); err != nil {
		return err
	}
	credential.Set = s.Now()
	if err := s.Accounts.PutCredential(ctx, credential); err != nil {
		return err
	}
	if _, err := s.Accounts.EndSessions(ctx, a.person.ID); err != nil {
		return err
	}
	if err := s.Accounts.PutSession(ctx, *a.session); err != nil {
		return err
	}
	return s.Desk.LogAccount(ctx, a.actor, "account.password", "")
}

// TokenShown is a token as lists show it: never its secret.
type TokenShown struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Seat    string     `json:"seat"`
	Created time.Time  `json:"created"`
	Expires time.Time  `json:"expires"`
	Revoked *time.Time `json:"revoked,omitempty"`
}

func tokenShown(t store.Token) TokenShown {
	shown := TokenShown{ID: t.ID, Name: t.Name, Seat: t.Seat, Created: t.Created.UTC(), Expires: t.Expires.UTC()}
	if !t.Revoked.IsZero() {
		revoked := t.Revoked.UTC()
		shown.Revoked = &revoked
	}
	return shown
}

func (s *Server) tokens(ctx context.Context, _ *nothing) (*body[list[TokenShown]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := s.Accounts.Tokens(ctx, a.actor.Seat)
	if err != nil {
		return nil, err
	}
	shown := make([]TokenShown, len(kept))
	for i, t := range kept {
		shown[i] = tokenShown(t)
	}
	return &body[list[TokenShown]]{Body: listOf(shown, "")}, nil
}

type tokenInput struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"128"`
		Days int    `json:"days" minimum:"1" maximum:"365" doc:"有效天数 · days it works"`
	}
}

// TokenMade is a new token with its secret, which is shown this once.
type TokenMade struct {
	TokenShown
	Secret string `json:"secret"`
}

// createToken makes a token bound to the person's own seat. A token never steps up, so
// what needs that is done by a person.
func (s *Server) createToken(ctx context.Context, in *tokenInput) (*body[TokenMade], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.steppedUp(); err != nil {
		return nil, err
	}
	if a.actor.For != "" {
		return nil, law.Refuse("deputy.not-standing-in", law.Platform("PF-02"))
	}
	secret, err := s.draw(tokenPrefix)
	if err != nil {
		return nil, err
	}
	now := s.Now().Truncate(time.Millisecond)
	lasts := min(time.Duration(in.Body.Days)*24*time.Hour, tokenLastsMost)
	token := store.Token{Hash: sha256.Sum256([]byte(secret)), ID: "T-" + digestOf(secret)[:16], Seat: a.actor.Seat, Name: in.Body.Name,
		CreatedBy: a.person.ID, Created: now, Expires: now.Add(lasts)}
	if err := s.Accounts.PutToken(ctx, token); err != nil {
		return nil, err
	}
	if err := s.Desk.LogAccount(ctx, a.actor, "token.create", token.ID); err != nil {
		return nil, err
	}
	return &body[TokenMade]{Body: TokenMade{TokenShown: tokenShown(token), Secret: secret}}, nil
}

// revokeToken ends a token of the seat, from the next request on.
func (s *Server) revokeToken(ctx context.Context, in *personPath) (*nothing, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.steppedUp(); err != nil {
		return nil, err
	}
	kept, err := s.Accounts.Tokens(ctx, a.actor.Seat)
	if err != nil {
		return nil, err
	}
	for _, t := range kept {
		if t.ID == in.ID {
			if err := s.Accounts.RevokeToken(ctx, t.ID, a.person.ID, s.Now()); err != nil {
				return nil, err
			}
			return nil, s.Desk.LogAccount(ctx, a.actor, "token.revoke", t.ID)
		}
	}
	return nil, s.Desk.LogUnseen(ctx, a.actor, "token", in.ID)
}
