package portal

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
)

// Home is the first page.
type Home struct {
	Figures figures
	Areas   int         // jurisdictions; 0 where there is one place
	Head    *Checkpoint // nil where no checkpoint can be had
	Texts   []Text
	Notices []Published // the open ones that end first
}

// soonest is how many open notices the first page shows.
const soonest = 5

func (p *Portal) home(pg *page) error {
	counted, err := p.figuresNow(pg.r.Context())
	if err != nil {
		return err
	}
	head, err := p.checkpoint(pg, audit.SHA256)
	if err != nil {
		return err
	}
	ids, err := p.find(pg.r.Context(), "notice", func(l line) bool { return l.open(pg.Today) })
	if err != nil {
		return err
	}
	ids = ids[:min(len(ids), soonest)]
	h := Home{Figures: counted.all(), Areas: len(pg.Areas()), Head: head, Texts: pg.texts()}
	err = p.Desk.Ledger.Read(pg.r.Context(), func(v casework.View) error {
		h.Notices = nil
		for _, id := range ids {
			kept, err := p.publicationIn(pg.r.Context(), v, id)
			if errors.Is(err, casework.ErrNotFound) {
				continue // withdrawn since it was found
			}
			if err != nil {
				return err
			}
			h.Notices = append(h.Notices, pg.published(kept))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return pg.show("home", http.StatusOK, "", h)
}

// Checkpoint is a signed word on the log, and what it says.
type Checkpoint struct {
	Algorithm, Origin, Root, Note string
	Size                          uint64
}

// checkpoint asks for the latest of one tree; nil where the installation has no log to
// sign.
func (p *Portal) checkpoint(pg *page, alg audit.Algorithm) (*Checkpoint, error) {
	if p.Log == nil {
		return nil, nil
	}
	note, err := p.Log.Latest(pg.r.Context(), alg)
	if err != nil {
		return nil, fmt.Errorf("asking for a checkpoint: %w", err)
	}
	head, err := audit.Unverified(note)
	if err != nil {
		return nil, fmt.Errorf("reading a checkpoint: %w", err)
	}
	return &Checkpoint{Algorithm: string(alg), Origin: head.Origin, Root: head.Root.String(), Size: head.Size, Note: string(note)}, nil
}

// log draws the latest checkpoints and how to check them.
func (p *Portal) log(pg *page) error {
	var all []Checkpoint
	for _, alg := range audit.Algorithms() {
		c, err := p.checkpoint(pg, alg)
		if err != nil {
			return err
		}
		if c != nil {
			all = append(all, *c)
		}
	}
	return pg.show("log", http.StatusOK, pg.T("menu.log"), all)
}

// Account is an invented person with what is needed to sign in as them.
type Account struct {
	Login        string     `json:"login"`
	Password     string     `json:"password"`
	Code         string     `json:"code"`
	Name         string     `json:"name"`
	Organisation string     `json:"organisation"`
	Roles        []law.Text `json:"roles"`
}

// Demonstration is what the demonstration says of itself.
type Demonstration struct {
	Says     []law.Text    `json:"says"`
	Today    calendar.Day  `json:"today"`
	Pack     string        `json:"pack"`
	Accounts []Account     `json:"accounts"`
	Choices  []clockChoice `json:"-"`
	Coming   []coming      `json:"coming"`
	Fired    []coming      `json:"-"` // while the clock was moved on
	Tour     *tour         `json:"-"`
	Asked    string        `json:"-"`
	Moved    bool          `json:"-"`
	Problem  *Problem      `json:"-"`
}

// coming is something that happens by itself when its day comes.
type coming struct {
	On    calendar.Day `json:"on"`
	Says  law.Text     `json:"says"`
	Title law.Text     `json:"title"`
	About string       `json:"about"`
}

// clockChoice is a day that the clock can be moved to with one press.
type clockChoice struct {
	Days int
	On   calendar.Day
}

// onlyDemo hides a page wherever there is no demonstration.
func (p *Portal) onlyDemo(draw func(*page) error) func(*page) error {
	return func(pg *page) error {
		if !p.Demo {
			return errNotFound
		}
		pg.w.Header().Set("Cache-Control", "no-store")
		return draw(pg)
	}
}

func (p *Portal) demo(pg *page) error { return pg.demonstration(Demonstration{}) }

// demoClock moves the clock on and shows the new day.
func (p *Portal) demoClock(pg *page) error {
	d := Demonstration{Asked: pg.r.PostFormValue("day")}
	var moved struct {
		Fired []coming `json:"fired"`
	}
	problem, err := pg.ask(http.MethodPost, "/v1/demo/clock", map[string]any{"day": d.Asked}, &moved)
	if err != nil {
		return err
	}
	d.Problem, d.Moved, d.Fired = problem, problem == nil, moved.Fired
	pg.Today = p.Desk.Today()
	return pg.demonstration(d)
}

func (pg *page) demonstration(d Demonstration) error {
	problem, err := pg.ask(http.MethodGet, "/v1/demo", nil, &d)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if d.Problem == nil {
		d.Problem = problem
	}
	if d.Problem != nil {
		status = d.Problem.Status
	}
	for _, days := range []int{1, 5, 10, 30, 90, 365} {
		d.Choices = append(d.Choices, clockChoice{Days: days, On: pg.Today.AddDays(days)})
	}
	if d.Asked == "" {
		d.Asked = pg.Today.AddDays(1).String()
	}
	if len(d.Accounts) > 0 && d.Problem == nil {
		d.Tour = &tour{}
		if _, err := pg.ask(http.MethodGet, "/v1/demo/tour", nil, d.Tour); err != nil {
			return err
		}
	}
	return pg.show("demo", status, pg.T("menu.demo"), d)
}
