package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/shuyu-project/shuyu/law"
)

// person is somebody of the city with an account: what they know, and the session they
// are in.
type person struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	ID       string `json:"id"`
	Invited  string `json:"invited"` // code of the invitation that opens the account
	Seed     string `json:"seed"`    // of the authenticator, once the invitation was opened; a demonstration shows it
	Cookie   string `json:"cookie"`
	Seat     string `json:"seat"`     // acted in now
	StepUp   int64  `json:"stepUp"`   // seconds since 1970 until which presence is proved
	LastCode int64  `json:"lastCode"` // time step of the last code used

	known bool // that the session, which may be from an earlier run, is still one
}

// Password is the demonstration's password of a person. It is no secret.
func Password(login string) string { return "Taishan-demo-" + login + "-2025" }

// answer is what the interface said.
type answer struct {
	Status int
	Body   []byte
	Header http.Header
}

func (a answer) decode(into any) error {
	if err := json.Unmarshal(a.Body, into); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	return nil
}

// problem is a refusal as the interface gives it.
type problem struct {
	Status     int      `json:"status"`
	Code       string   `json:"code"`
	Detail     string   `json:"detail"`
	Entry      int64    `json:"entry"`
	Violations []ground `json:"violations"`
}

// ground is one reason why a step is refused.
type ground struct {
	Code  string `json:"code"`
	Cites []struct {
		Instrument string `json:"instrument"`
		Unit       string `json:"unit"`
	} `json:"cites"`
	Facts []Fact   `json:"facts"`
	Says  law.Text `json:"says"`
}

// call sends one request as a person; nil is the public.
func (p *Play) call(ctx context.Context, who *person, method, path string, body any, headers ...string) (answer, error) {
	var reader io.Reader
	contentType := "application/json"
	switch b := body.(type) {
	case nil:
	case io.Reader:
		reader, contentType = b, "application/octet-stream"
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			return answer{}, fmt.Errorf("writing the request: %w", err)
		}
		reader = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, p.Base+path, reader)
	if err != nil {
		return answer{}, fmt.Errorf("making the request: %w", err)
	}
	if reader != nil {
		req.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	if who != nil && who.Cookie != "" {
		req.Header.Set("Cookie", who.Cookie)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, fmt.Errorf("calling %s %s: %w", method, path, err)
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, fmt.Errorf("reading the answer of %s %s: %w", method, path, err)
	}
	if who != nil {
		for _, c := range resp.Cookies() {
			if c.Value != "" {
				who.Cookie = c.Name + "=" + c.Value
			}
		}
	}
	return answer{Status: resp.StatusCode, Body: raw, Header: resp.Header}, nil
}

// must is a call that has to succeed.
func (p *Play) must(ctx context.Context, who *person, method, path string, body, into any, headers ...string) error {
	a, err := p.call(ctx, who, method, path, body, headers...)
	if err != nil {
		return err
	}
	if a.Status >= 300 {
		return fmt.Errorf("%s %s answered %d: %s: %w", method, path, a.Status, cut(a.Body), errUnexpected)
	}
	if into == nil || len(a.Body) == 0 {
		return nil
	}
	return a.decode(into)
}

func cut(b []byte) string {
	if len(b) > 900 {
		b = b[:900]
	}
	return string(b)
}

// code is the authenticator's code for the next time step that has not been used: each
// is good for one use, and one before and after the present are taken.
func (w *person) code(now time.Time) (string, error) {
	step := now.Unix() / 30
	first := step
	if now.Unix()%30 < 20 { // the code before is taken for a while yet
		first = step - 1
	}
	next := max(first, w.LastCode+1)
	if next > step+1 {
		return "", errCodesSpent
	}
	w.LastCode = next
	return totp.GenerateCode(w.Seed, time.Unix(next*30, 0))
}

var errCodesSpent = errors.New("every code of this half minute is used")

// fresh waits for an unused code where the last ones are spent.
func (p *Play) fresh(ctx context.Context, w *person) (string, error) {
	for {
		code, err := w.code(p.Now())
		if !errors.Is(err, errCodesSpent) {
			return code, err
		}
		if p.Progress != nil {
			p.Progress("waiting for the next code of " + w.Login)
		}
		if err := p.pause(ctx, 3*time.Second); err != nil {
			return "", err
		}
	}
}

func (p *Play) pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// signIn opens a session.
func (p *Play) signIn(ctx context.Context, w *person) error {
	w.Cookie, w.Seat, w.StepUp, w.known = "", "", 0, true
	return p.withCode(ctx, w, "/v1/session", map[string]any{"login": w.Login, "password": Password(w.Login)})
}

// withCode calls with an unused code of the person's authenticator. Where an
// interruption has made the script forget that a code was used, the next one is taken.
func (p *Play) withCode(ctx context.Context, w *person, path string, body map[string]any) error {
	for range 3 {
		code, err := p.fresh(ctx, w)
		if err != nil {
			return err
		}
		body["code"] = code
		a, err := p.call(ctx, w, http.MethodPost, path, body)
		if err != nil || a.Status < 300 {
			return err
		}
		var refused problem
		if a.decode(&refused) != nil || refused.Code != "code.replayed" {
			return fmt.Errorf("%s answered %d: %s: %w", path, a.Status, cut(a.Body), errUnexpected)
		}
	}
	return fmt.Errorf("%s: three codes were taken for used ones: %w", path, errUnexpected)
}

// as makes a person act in the seat with a role, with presence proved if asked for.
func (p *Play) as(ctx context.Context, login, role string, proved bool) (*person, error) {
	w, ok := p.people[login]
	if !ok {
		return nil, fmt.Errorf("the script has nobody called %s", login)
	}
	if err := p.signedIn(ctx, w); err != nil {
		return nil, err
	}
	if err := p.sit(ctx, w, role); err != nil {
		return nil, err
	}
	if proved && w.StepUp < p.Now().Unix()+30 {
		if err := p.withCode(ctx, w, "/v1/session/step-up", map[string]any{}); err != nil {
			return nil, err
		}
		w.StepUp = p.Now().Unix() + 9*60
	}
	return w, nil
}

// signedIn opens a session where a person has none, or none any more: one that an earlier
// run has left may be over.
func (p *Play) signedIn(ctx context.Context, w *person) error {
	if w.Cookie != "" && !w.known {
		a, err := p.call(ctx, w, http.MethodGet, "/v1/me", nil)
		if err != nil {
			return err
		}
		if w.known = a.Status == http.StatusOK; !w.known {
			w.Cookie = ""
		}
	}
	if w.Cookie != "" {
		return nil
	}
	return p.signIn(ctx, w)
}

// me is what the interface says about who is signed in.
type me struct {
	Seat *struct {
		Name string `json:"name"`
		Role string `json:"role"`
	} `json:"seat"`
	Seats []struct {
		Name string `json:"name"`
		Role string `json:"role"`
	} `json:"seats"`
}

// sit switches to the seat with a role.
func (p *Play) sit(ctx context.Context, w *person, role string) error {
	if role == "" || w.Seat == role {
		return nil
	}
	var m me
	if err := p.must(ctx, w, http.MethodGet, "/v1/me", nil, &m); err != nil {
		return err
	}
	if m.Seat == nil || m.Seat.Role != role {
		name := ""
		for _, s := range m.Seats {
			if s.Role == role {
				name = s.Name
			}
		}
		if name == "" {
			return fmt.Errorf("%s has no seat as %s", w.Login, role)
		}
		if err := p.must(ctx, w, http.MethodPost, "/v1/session/seat", map[string]any{"seat": name}, nil); err != nil {
			return err
		}
	}
	w.Seat = role
	return nil
}

// invited notes who holds an invitation. key is what the script calls the person.
func (p *Play) invited(key, login, name, id, invitation string) {
	p.people[key] = &person{Login: login, Name: name, ID: id, Invited: invitation}
	p.kept.Names["@"+key] = id
}

// accept takes an invitation up: password and authenticator. The seed is kept before the
// account depends on it, so that an interruption in between locks nobody out.
func (p *Play) accept(ctx context.Context, key string) error {
	w := p.people[key]
	if w.Seed == "" {
		var opened struct {
			Seed string `json:"seed"`
		}
		if err := p.must(ctx, nil, http.MethodPost, "/v1/invitations/open", map[string]any{"invitation": w.Invited}, &opened); err != nil {
			return err
		}
		w.Seed = strings.TrimSpace(opened.Seed)
		if err := p.keep(); err != nil {
			return err
		}
	} else if p.signIn(ctx, w) == nil { // accepted just before an interruption
		return p.show(ctx, w)
	}
	code, err := p.fresh(ctx, w)
	if err != nil {
		return err
	}
	if err := p.must(ctx, nil, http.MethodPost, "/v1/invitations/accept",
		map[string]any{"invitation": w.Invited, "password": Password(w.Login), "code": code}, nil); err != nil {
		return err
	}
	return p.show(ctx, w)
}

// show lists the account on the demonstration's own page.
func (p *Play) show(ctx context.Context, w *person) error {
	return p.must(ctx, nil, http.MethodPost, "/v1/demo/accounts", map[string]any{"login": w.Login, "password": Password(w.Login)}, nil)
}
