package api

import (
	"context"

	"github.com/shuyu-project/shuyu/law"
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
