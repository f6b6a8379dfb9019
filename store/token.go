package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/shuyu-project/shuyu/casework"
)

// Token lets a program act for a seat through the API. The token itself is shown once
// to whoever made it; the store keeps its SHA-256.
type Token struct {
	Hash      [32]byte // SHA-256 of the token
	ID        string   // what lists and the log call it
	Seat      string
	Name      string // what its maker calls it
	CreatedBy string // person
	Created   time.Time
	Expires   time.Time // not accepted from then on
	RevokedBy string    // person; "" with Revoked zero
	Revoked   time.Time
}

const tokenColumns = "SELECT hash, id, seat, name, created_by, created_ms, expires_ms, revoked_by, revoked_ms FROM token"

// PutToken keeps a new token.
func (a access) PutToken(ctx context.Context, t Token) error {
	_, err := a.run(ctx, "keeping token", `INSERT INTO token (hash, id, seat, name, created_by, created_ms, expires_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, t.Hash[:], t.ID, t.Seat, t.Name, t.CreatedBy, ms(t.Created), ms(t.Expires))
	return err
}

// Token answers the token with that hash, also one that is revoked or over: the caller
// compares with its clock. casework.ErrNotFound when there is none.
func (a access) Token(ctx context.Context, hash [32]byte) (Token, error) {
	list, err := a.tokens(ctx, tokenColumns+" WHERE hash = ?", hash[:])
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("token: %w", casework.ErrNotFound)
	}
	if err != nil {
		return Token{}, err
	}
	return list[0], nil
}

// Tokens lists the tokens of a seat, oldest first.
func (a access) Tokens(ctx context.Context, seat string) ([]Token, error) {
	return a.tokens(ctx, tokenColumns+" WHERE seat = ? ORDER BY created_ms, id", seat)
}

func (a access) tokens(ctx context.Context, query string, args ...any) ([]Token, error) {
	var list []Token
	err := a.on.look().each(ctx, func(rows *sql.Rows) error {
		var t Token
		var hash []byte
		var by sql.NullString
		err := rows.Scan(&hash, &t.ID, &t.Seat, &t.Name, &t.CreatedBy, nullMoment{&t.Created}, nullMoment{&t.Expires}, &by, nullMoment{&t.Revoked})
		copy(t.Hash[:], hash)
		t.RevokedBy = by.String
		list = append(list, t)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading tokens: %w", err)
	}
	return list, nil
}

// RevokeToken ends a token for good. The first revocation stands; casework.ErrNotFound
// when no token of that id is in force.
func (a access) RevokeToken(ctx context.Context, id, by string, at time.Time) error {
	n, err := a.run(ctx, "revoking token", "UPDATE token SET revoked_by = ?, revoked_ms = ? WHERE id = ? AND revoked_ms IS NULL", by, ms(at), id)
	if err == nil && n == 0 {
		err = fmt.Errorf("revoking token %s: %w", id, casework.ErrNotFound)
	}
	return err
}

// RevokeTokens ends all tokens a person made, at whatever seat, and answers how many were in
// force.
func (a access) RevokeTokens(ctx context.Context, person, by string, at time.Time) (int64, error) {
	return a.run(ctx, "revoking tokens", "UPDATE token SET revoked_by = ?, revoked_ms = ? WHERE created_by = ? AND revoked_ms IS NULL", by, ms(at), person)
}
