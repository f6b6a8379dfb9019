package api

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store"
)

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
	err = s.act(ctx, a.actor, "token.create", token.ID, func(tx accountTx) error {
		if err := s.Desk.Seated(ctx, tx, a.actor); err != nil {
			return err
		}
		return tx.PutToken(ctx, token)
	})
	if err != nil {
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
			return nil, s.act(ctx, a.actor, "token.revoke", t.ID, func(tx accountTx) error {
				return tx.RevokeToken(ctx, t.ID, a.person.ID, s.Now())
			})
		}
	}
	return nil, s.Desk.LogUnseen(ctx, a.actor, "token", in.ID)
}
