package portal

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// visit is a page to look at, and in whose seat.
type visit struct {
	Login string `json:"login"`
	Name  string `json:"name"`
	Role  string `json:"role"`
	To    string `json:"to"` // below the console for somebody, of the portal for the public
}

// stop is one stop of the tour.
type stop struct {
	visit
	Number   int      `json:"number"`
	Kind     string   `json:"kind"` // act, clock, wait or look
	State    string   `json:"state"`
	Title    law.Text `json:"title"`
	About    string   `json:"about"`
	Day      string   `json:"day"`
	Presence bool     `json:"presence"`
}

// tour is the main job, and how far it has been walked.
type tour struct {
	Chapters []struct {
		Title law.Text      `json:"title"`
		Says  law.Text      `json:"says"`
		Cite  *law.Citation `json:"cite"`
		Watch visit         `json:"watch"`
		Stops []stop        `json:"stops"`
	} `json:"chapters"`
	Next *stop `json:"next"`
	Done int   `json:"done"`
	Of   int   `json:"of"`
}

// demoEnter signs somebody of the demonstration in and leads them into the console.
func (p *Portal) demoEnter(pg *page) error {
	if p.Console == "" {
		return errNotFound
	}
	const path = "/v1/demo/session"
	reply, err := pg.put(http.MethodPost, path, map[string]any{"login": pg.r.PostFormValue("login"), "role": pg.r.PostFormValue("role"), "later": pg.r.PostFormValue("later") != ""})
	if err != nil {
		return err
	}
	problem, err := reply.read(path, nil)
	if err != nil {
		return err
	}
	if problem != nil {
		return pg.demonstration(Demonstration{Problem: problem})
	}
	for _, cookie := range reply.header.Values("Set-Cookie") {
		pg.w.Header().Add("Set-Cookie", cookie)
	}
	pg.moved = strings.TrimSuffix(p.Console, "/") + inConsole(pg.r.PostFormValue("to"))
	return nil
}

// inConsole keeps an address to pages of the console: a form sends nobody elsewhere.
func inConsole(to string) string {
	at, err := url.Parse(to)
	if err != nil || at.IsAbs() || at.Host != "" || !strings.HasPrefix(at.Path, "/") || strings.Contains(at.Path, "..") {
		return "/inbox"
	}
	return at.EscapedPath() + map[bool]string{true: "?" + at.RawQuery}[at.RawQuery != ""]
}
