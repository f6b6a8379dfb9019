package portal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// Problem is the interface's problem document (RFC 9457), as pages draw it.
type Problem struct {
	Title      string      `json:"title"`
	Status     int         `json:"status"`
	Code       string      `json:"code"`
	Violations []violation `json:"violations"`
	Errors     []struct {
		Where string `json:"where"`
		Says  string `json:"says"`
	} `json:"errors"`
	Incident string `json:"incident"`
}

type violation struct {
	Code   string         `json:"code"`
	Cites  []law.Citation `json:"cites"`
	Facts  []fact         `json:"facts"`
	Says   law.Text       `json:"says"`
	Remedy law.Text       `json:"remedy"`
	Due    string         `json:"due"`
}

// fact is what a ground of a refusal rests on, in words where it has them.
type fact struct {
	Name  string   `json:"name"`
	Means law.Text `json:"means"`
	Says  law.Text `json:"says"`
	Value string   `json:"value"`
}

// tracking is the receipt of what the public hands in.
type tracking struct {
	Number string       `json:"number"`
	Day    calendar.Day `json:"day"`
	Entry  int64        `json:"entry"`
	Due    *dueDay      `json:"due"`
}

// dueDay is by when an answer is due.
type dueDay struct {
	On          calendar.Day `json:"on"`
	WorkingDays int          `json:"workingDays"`
	Provisional bool         `json:"provisional"`
	Cite        law.Citation `json:"cite"`
}

// ask puts a request to the interface for the reader of this page: from their address,
// in their language, without their cookies, since the public acts without signing in. A
// problem is an answer; an error means that there was none.
func (pg *page) ask(method, path string, in, out any) (*Problem, error) {
	reply, err := pg.put(method, path, in)
	if err != nil {
		return nil, err
	}
	return reply.read(path, out)
}

// put is ask before the answer is read.
func (pg *page) put(method, path string, in any) (*answer, error) {
	var body bytes.Buffer
	if in != nil {
		if err := json.NewEncoder(&body).Encode(in); err != nil {
			return nil, fmt.Errorf("asking %s: %w", path, err)
		}
	}
	at, err := url.Parse(path)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", path, err)
	}
	r, err := http.NewRequestWithContext(pg.r.Context(), method, at.String(), &body)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", path, err)
	}
	r.Host, r.RemoteAddr, r.RequestURI = pg.r.Host, pg.r.RemoteAddr, at.RequestURI()
	r.Header.Set("Accept-Language", pg.HTMLLanguage())
	for _, hop := range pg.r.Header.Values("X-Forwarded-For") {
		r.Header.Add("X-Forwarded-For", hop)
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	reply := &answer{header: http.Header{}}
	pg.portal.Interface.ServeHTTP(reply, r)
	return reply, nil
}

// answer takes an answer of the interface in.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

func (a *answer) read(path string, out any) (*Problem, error) {
	if a.status >= http.StatusBadRequest {
		p := &Problem{}
		if err := json.Unmarshal(a.body.Bytes(), p); err != nil {
			return nil, fmt.Errorf("asking %s: reading the problem of status %d: %w", path, a.status, err)
		}
		p.Status = a.status
		return p, nil
	}
	if out == nil || a.status == http.StatusNoContent {
		return nil, nil
	}
	if err := json.Unmarshal(a.body.Bytes(), out); err != nil {
		return nil, fmt.Errorf("asking %s: %w", path, err)
	}
	return nil, nil
}
