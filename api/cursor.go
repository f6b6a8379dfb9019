package api

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store"
)

// settingCursors keeps the wrapped key that cursors are sealed with, for all processes of
// an installation.
const settingCursors = "account/cursors"

// cursorBinding binds that key to what it is for.
const cursorBinding = "cursors"

// cursors seal where a list goes on. The store names the last line that it read, by the
// title and the id by which lines are ordered, and that line may be one that does not
// exist for whoever asks: so what is handed out cannot be read, and serves only the seat
// it was given to, in the list it was given for. 〔platform PF-03〕
type cursors struct {
	mu  sync.Mutex
	key *seal.DataKey // once it is known
}

// cursorKey answers the key, which is drawn when the first cursor is.
func (s *Server) cursorKey(ctx context.Context) (seal.DataKey, error) {
	s.cursors.mu.Lock()
	defer s.cursors.mu.Unlock()
	if s.cursors.key != nil {
		return *s.cursors.key, nil
	}
	key, err := s.keptCursorKey(ctx, s.Accounts)
	if _, destroyed := law.AsRefusal(err); destroyed || errors.Is(err, casework.ErrNotFound) {
		err = s.Desk.Ledger.Write(ctx, func(tx casework.Tx) error {
			if key, err = s.keptCursorKey(ctx, tx.(accountTx)); err == nil {
				return nil // another process was quicker
			}
			var wrapped seal.Wrapped
			if key, wrapped, err = seal.FreshKey(ctx, s.Keys, seal.ForSession, cursorBinding); err != nil {
				return fmt.Errorf("drawing the key of cursors: %w", err)
			}
			return s.keep(ctx, tx.(accountTx), settingCursors, wrapped, "platform")
		})
	}
	if err == nil {
		s.cursors.key = &key
	}
	return key, err
}

func (s *Server) keptCursorKey(ctx context.Context, from Accounts) (key seal.DataKey, err error) {
	var wrapped seal.Wrapped
	if err := setting(ctx, from, settingCursors, &wrapped); err != nil {
		return key, err
	}
	if key, err = s.Keys.Unwrap(ctx, cursorBinding, wrapped); err != nil {
		err = fmt.Errorf("opening the key of cursors: %w", err)
	}
	return key, err
}

// cursorOf is whom a cursor is for, and in which list.
func cursorOf(ctx context.Context) string {
	r, whose := requestOf(ctx), "public"
	if r.asker != nil {
		whose = r.asker.actor.Seat + standingIn + r.asker.actor.For
	}
	path := ""
	if r.http != nil {
		path = r.http.URL.Path // a register is a list of its own
	}
	return whose + "\n" + path
}

// goOn reads where a list was broken off; "" begins it. What this seat was not given for
// this list is store.ErrCursor.
func (s *Server) goOn(ctx context.Context, cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	key, err := s.cursorKey(ctx)
	if err != nil {
		return "", err
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return "", store.ErrCursor
	}
	plain, err := key.Decrypt(cursorOf(ctx), sealed)
	if err != nil {
		return "", store.ErrCursor
	}
	return string(plain), nil
}

// page is one page of an answer, with where it goes on.
func page[T any](ctx context.Context, s *Server, items []T, next string) (list[T], error) {
	if next == "" {
		return listOf(items, ""), nil
	}
	key, err := s.cursorKey(ctx)
	if err != nil {
		return list[T]{}, err
	}
	sealed, err := key.Encrypt(cursorOf(ctx), []byte(next))
	if err != nil {
		return list[T]{}, fmt.Errorf("sealing a cursor: %w", err)
	}
	return listOf(items, base64.RawURLEncoding.EncodeToString(sealed)), nil
}
