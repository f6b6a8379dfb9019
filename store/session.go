package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/shuyu-project/shuyu/casework"
)

// Session is a signed-in person. The id itself is in the person's cookie only; the
// store keeps its SHA-256, so that reading the table opens no session.
type Session struct {
	Hash      [32]byte // SHA-256 of the session id
	Person    string
	Seat      string    // seat the person sits in now, "" before one is chosen
	Created   time.Time // milliseconds are kept
	Seen      time.Time
	SteppedUp time.Time // last proof of the second factor; zero: none in this session
	Ends      time.Time // not accepted from then on
}

const sessionColumns = "SELECT hash, person, seat, created_ms, seen_ms, stepped_up_ms, ends_ms FROM session"

func scanSession(rows *sql.Rows) (Session, error) {
	var s Session
	var hash []byte
	err := rows.Scan(&hash, &s.Person, &s.Seat, nullMoment{&s.Created}, nullMoment{&s.Seen}, nullMoment{&s.SteppedUp}, nullMoment{&s.Ends})
	if err == nil {
		copy(s.Hash[:], hash)
	}
	return s, err
}

// PutSession begins a session. A hash that is already in use is a fault.
func (a access) PutSession(ctx context.Context, n Session) error {
	_, err := a.run(ctx, "beginning session", `INSERT INTO session (hash, person, seat, created_ms, seen_ms, stepped_up_ms, ends_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, n.Hash[:], n.Person, n.Seat, ms(n.Created), ms(n.Seen), ms(n.SteppedUp), ms(n.Ends))
	return err
}

// Session answers the session with that hash, also one that has ended: the caller
// compares Ends with its clock. casework.ErrNotFound when there is none.
func (a access) Session(ctx context.Context, hash [32]byte) (Session, error) {
	list, err := a.sessions(ctx, sessionColumns+" WHERE hash = ?", hash[:])
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("session: %w", casework.ErrNotFound)
	}
	if err != nil {
		return Session{}, err
	}
	return list[0], nil
}

// Sessions lists a person's sessions, newest first.
func (a access) Sessions(ctx context.Context, person string) ([]Session, error) {
	return a.sessions(ctx, sessionColumns+" WHERE person = ? ORDER BY created_ms DESC, hash", person)
}

func (a access) sessions(ctx context.Context, query string, args ...any) ([]Session, error) {
	var list []Session
	err := a.on.look().each(ctx, func(rows *sql.Rows) error {
		n, err := scanSession(rows)
		list = append(list, n)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading sessions: %w", err)
	}
	return list, nil
}

// ChangeSession replaces all that changes in a session's life: seat, seen, stepped-up
// and end. casework.ErrNotFound when it was ended meanwhile: an ended session does not
// come back.
func (a access) ChangeSession(ctx context.Context, n Session) error {
	rows, err := a.run(ctx, "changing session", "UPDATE session SET seat = ?, seen_ms = ?, stepped_up_ms = ?, ends_ms = ? WHERE hash = ?",
		n.Seat, ms(n.Seen), ms(n.SteppedUp), ms(n.Ends), n.Hash[:])
	if err == nil && rows == 0 {
		err = fmt.Errorf("changing session: %w", casework.ErrNotFound)
	}
	return err
}

// EndSession removes a session; one that is gone already is ended.
func (a access) EndSession(ctx context.Context, hash [32]byte) error {
	_, err := a.run(ctx, "ending session", "DELETE FROM session WHERE hash = ?", hash[:])
	return err
}

// EndSessions removes all sessions of a person, as a change of password or of seats
// demands, and answers how many there were.
func (a access) EndSessions(ctx context.Context, person string) (int64, error) {
	return a.run(ctx, "ending sessions", "DELETE FROM session WHERE person = ?", person)
}
