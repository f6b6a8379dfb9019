package api

import (
	"bytes"
	"context"
	"errors"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store"
)

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
		return nil, malformed(ctx, "header.Authorization", law.Text{ZH: "更改密码须登录后在会话中办理，不能使用令牌", EN: "a password is changed in a session"})
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
	step, err := s.codeGiven(ctx, a, in.Body.Code)
	if err != nil {
		return nil, err
	}
	hash, err := s.hashed(ctx, in.Body.New)
	if err != nil {
		return nil, err
	}
	return nil, s.act(ctx, a.actor, "account.password", "", func(tx accountTx) error {
		return s.replacePassword(ctx, tx, a, credential, hash, step)
	})
}

// replacePassword takes the code and puts the new password in the place of the one that
// was given, unless that was replaced meanwhile.
func (s *Server) replacePassword(ctx context.Context, tx accountTx, a *asker, given store.Credential, password string, step int64) error {
	if err := standsStill(ctx, tx, given); err != nil {
		return err
	}
	if err := s.useCode(ctx, tx, a.person.ID, step); err != nil {
		return err
	}
	given.Password, given.Set, given.TOTPSteps = password, s.Now(), step
	if err := tx.PutCredential(ctx, given); err != nil {
		return err
	}
	if _, err := tx.EndSessions(ctx, a.person.ID); err != nil {
		return err
	}
	return tx.PutSession(ctx, *a.session)
}

// standsStill refuses where the credential that was proved has been replaced or taken away
// since.
func standsStill(ctx context.Context, tx accountTx, given store.Credential) error {
	now, err := tx.Credential(ctx, given.Person)
	if errors.Is(err, casework.ErrNotFound) {
		return unauthenticated("sign-in.failed")
	}
	if err != nil {
		return err
	}
	if now.Password != given.Password || !bytes.Equal(now.TOTP, given.TOTP) {
		return unauthenticated("sign-in.failed")
	}
	return nil
}
