package api

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/demo"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// TourShown is how far the main job has been walked in a demonstration, and what comes
// next. It is read from the cases themselves: nobody keeps it.
type TourShown struct {
	Chapters []ChapterShown `json:"chapters"`
	Next     *StopShown     `json:"next,omitempty" doc:"下一步；没有则已走完或本市没有这一段故事 · absent where it is done, or where the city has no such story"`
	Done     int            `json:"done"`
	Of       int            `json:"of"`
}

// ChapterShown is a part of the tour.
type ChapterShown struct {
	Title law.Text    `json:"title"`
	Says  law.Text    `json:"says"`
	Cite  *Cite       `json:"cite,omitempty"`
	Watch VisitShown  `json:"watch"`
	Stops []StopShown `json:"stops"`
}

// VisitShown is a page to look at.
type VisitShown struct {
	Login string `json:"login,omitempty"`
	Name  string `json:"name,omitempty"`
	Role  string `json:"role,omitempty"`
	To    string `json:"to"`
}

// StopShown is one stop of the tour.
type StopShown struct {
	VisitShown
	Number   int       `json:"number"`
	Kind     string    `json:"kind" enum:"act,clock,wait,look"`
	State    string    `json:"state" enum:"done,next,later"`
	Title    law.Text  `json:"title"`
	About    string    `json:"about,omitempty"`
	Person   string    `json:"person,omitempty"`
	RoleWord *law.Text `json:"roleWord,omitempty"`
	Day      string    `json:"day,omitempty" doc:"时钟拨到哪一天 · day the clock is moved to"`
	Case     string    `json:"case,omitempty"`
	Presence bool      `json:"presence,omitempty" doc:"进入时不视为已验证本人 · the person enters without presence proved"`
}

// tour answers where the walk stands.
func (s *Server) tour(ctx context.Context, _ *nothing) (*body[TourShown], error) {
	persons, err := s.tourists(ctx)
	if err != nil {
		return nil, err
	}
	var shown TourShown
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		w := walk{ctx: ctx, view: v, server: s, pack: s.Desk.Packs.Current(), cases: map[string]casework.Case{}, persons: persons}
		shown = w.shown()
		return w.fault
	})
	return answer(shown, err)
}

// tourists are the persons of the tour by their sign-in names, as far as the city has them.
func (s *Server) tourists(ctx context.Context) (map[string]string, error) {
	persons := map[string]string{}
	for _, chapter := range demo.TourOf(s.Desk.Packs.Current().Name()) {
		all := []string{chapter.Watch.Who}
		for _, stop := range chapter.Stops {
			all = append(all, stop.Who)
		}
		for _, who := range all {
			login, _, _ := strings.Cut(who, ":")
			if _, known := persons[login]; known || login == "" {
				continue
			}
			person, err := personOfLogin(ctx, s.Accounts, login)
			if err != nil && !errors.Is(err, casework.ErrNotFound) {
				return nil, err
			}
			persons[login] = person
		}
	}
	return persons, nil
}

// walk reads how far the tour has come.
type walk struct {
	ctx     context.Context
	view    casework.View
	server  *Server
	pack    *pack.Pack
	cases   map[string]casework.Case // by the tour's names
	persons map[string]string        // by login
	fault   error
}

func (w *walk) shown() TourShown {
	shown := TourShown{Chapters: []ChapterShown{}}
	for name, of := range demo.Found {
		w.newest(name, of.Procedure, "", func(c casework.Case) bool { return taken(c, of.Step, "") && (of.About == "" || w.about(c) == of.About) })
	}
	for _, chapter := range demo.TourOf(w.pack.Name()) {
		one := ChapterShown{Title: chapter.Title, Says: chapter.Says, Watch: w.visit(chapter.Watch.Who, chapter.Watch.To), Stops: []StopShown{}}
		if _, known := w.pack.Unit(chapter.Cite); known {
			cite := citeOf(w.pack, chapter.Cite)
			one.Cite = &cite
		}
		for _, stop := range chapter.Stops {
			shown.Of++
			drawn, known := w.stop(stop)
			drawn.Number = shown.Of
			switch {
			case drawn.State == "done" && shown.Next == nil:
				shown.Done++
			case shown.Next == nil && known:
				drawn.State = "next"
				next := drawn
				shown.Next = &next
			default:
				drawn.State = "later"
			}
			one.Stops = append(one.Stops, drawn)
		}
		shown.Chapters = append(shown.Chapters, one)
	}
	return shown
}

// visit names whoever goes somewhere, and in which seat.
func (w *walk) visit(who, to string) VisitShown {
	login, role, _ := strings.Cut(who, ":")
	if login == "" {
		return VisitShown{To: to}
	}
	known := VisitShown{Login: login}
	if person, err := personOf(w.ctx, w.view, w.persons[login]); err == nil {
		known.Name = person.Name
	}
	known.Role, known.To = role, to
	return known
}

// stop draws one stop and reports whether it can be walked from where the city stands.
func (w *walk) stop(stop demo.Stop) (StopShown, bool) {
	drawn := StopShown{VisitShown: w.visit(stop.Who, ""), Kind: "act", Presence: stop.Presence}
	drawn.Person = w.persons[drawn.Login]
	if drawn.Role != "" {
		word := roleWord(w.pack, drawn.Role)
		drawn.RoleWord = &word
	}
	links, ready := w.opened(stop)
	c, known := w.cases[stop.Case]
	drawn.Title = w.title(stop, c)
	if known {
		drawn.Case, drawn.To, drawn.About = c.ID, "/cases/"+c.ID+"/steps/"+stop.Step, w.about(c)
	}
	switch {
	case stop.Clock != "":
		day := w.day(stop.Clock)
		drawn.Kind, drawn.To = "clock", ""
		if known = !day.IsZero(); known {
			day = day.AddDays(stop.After)
			drawn.Day = day.String()
			if !w.server.Desk.Today().Before(day) {
				drawn.State = "done"
			}
		}
	case stop.Await != "":
		drawn.Kind, drawn.To = "wait", "/cases/"+c.ID
		if known && taken(c, stop.Await, "") {
			drawn.State = "done"
		}
	case stop.Look != "":
		id := w.link(stop.Look)
		drawn.Kind, drawn.To, known = "look", "/deliveries/"+id, id != ""
	case known && taken(c, stop.Step, w.alone(stop, c)):
		drawn.State = "done"
	case stop.Procedure != "":
		drawn.To = "/cases/new/" + stop.Procedure + "/" + stop.Step
		if about := links.Encode(); about != "" {
			drawn.To += "?" + about
		}
		known = ready
	}
	return drawn, known
}

// alone is the person who must have taken a step that each takes for themselves; "" where
// whoever holds the seat will do.
func (w *walk) alone(stop demo.Stop, c casework.Case) string {
	def, known := w.pack.Procedure(c.Procedure)
	if !known {
		return ""
	}
	step, known := def.Step(stop.Step)
	if !known || !slices.Contains([]pack.Act{pack.ActDeclare, pack.ActVote, pack.ActSign}, step.Act) {
		return ""
	}
	return w.person(stop)
}

func (w *walk) person(stop demo.Stop) string {
	login, _, _ := strings.Cut(stop.Who, ":")
	return w.persons[login]
}

// opened resolves what a case that a stop opens is about, and finds it where it was opened
// already.
func (w *walk) opened(stop demo.Stop) (links url.Values, ready bool) {
	links = url.Values{}
	if stop.Procedure == "" {
		return links, true
	}
	for name, of := range stop.About {
		id := w.link(of)
		if id == "" {
			return links, false
		}
		links.Set(name, id)
	}
	org := ""
	if person, err := personOf(w.ctx, w.view, w.person(stop)); err == nil {
		org = person.Org
	}
	for _, name := range slices.Sorted(maps.Keys(stop.About)) {
		w.newest(stop.Case, stop.Procedure, links.Get(name), func(c casework.Case) bool {
			return c.Links[name] == links.Get(name) && c.Filer.Organisation == org
		})
	}
	return links, true
}

// newest finds a case by a name of the tour.
func (w *walk) newest(name, procedure, link string, fits func(casework.Case) bool) {
	cases, _, err := w.view.Cases(w.ctx, casework.CaseQuery{Procedure: procedure, Link: link, Sort: "-opened", Limit: 50})
	if err != nil {
		w.fault = err
		return
	}
	if i := slices.IndexFunc(cases, fits); i >= 0 {
		w.cases[name] = cases[i]
	}
}

// link is the id of a case, or of what it is about: "round", "reg.resource".
func (w *walk) link(path string) string {
	name, link, linked := strings.Cut(path, ".")
	c, known := w.cases[name]
	if !known || !linked {
		return c.ID
	}
	return c.Links[link]
}

// day is the day a stop of the clock waits for: the end of a notice, a day that a document
// states, or one of a thing that the case is about.
func (w *walk) day(path string) calendar.Day {
	name, of, _ := strings.Cut(path, ".")
	c := w.cases[name]
	if of == "notice" {
		if c.Notice == nil {
			return calendar.Day{}
		}
		return c.Notice.Opens
	}
	said := caseFacts(c)
	if link, fact, linked := strings.Cut(of, "."); linked {
		r, err := w.view.Registered(w.ctx, link, c.Links[link])
		if err != nil {
			return calendar.Day{}
		}
		said, of = facts(r), fact
	}
	text, _ := said[of].(string)
	day, err := calendar.ParseDay(text)
	if err != nil {
		return calendar.Day{}
	}
	return day
}

// taken reports whether a step was taken; where several take it, each for themselves, by
// the person.
func taken(c casework.Case, step, person string) bool {
	return slices.ContainsFunc(c.Done, func(a casework.Act) bool { return a.Step == step && (person == "" || a.By.Person == person) })
}

// title is what a stop is called: its step, in the words of the pack.
func (w *walk) title(stop demo.Stop, c casework.Case) law.Text {
	name := c.Procedure
	if name == "" {
		name = w.procedureOf(stop.Case)
	}
	switch def, ok := w.pack.Procedure(name); {
	case stop.Clock != "":
		return law.Text{ZH: "拨动时钟", EN: "Move the clock on"}
	case stop.Look != "":
		return law.Text{ZH: "使用方取用产品", EN: "The recipient takes the product"}
	case ok:
		if step, ok := def.Step(stop.Step + stop.Await); ok {
			return step.Title
		}
	}
	return law.Text{ZH: stop.Step + stop.Await, EN: stop.Step + stop.Await}
}

// procedureOf is the procedure of a case by its name in the tour, also before it is opened.
func (w *walk) procedureOf(name string) string {
	for _, chapter := range demo.TourOf(w.pack.Name()) {
		for _, stop := range chapter.Stops {
			if stop.Case == name && stop.Procedure != "" {
				return stop.Procedure
			}
		}
	}
	return demo.Found[name].Procedure
}

func (w *walk) about(c casework.Case) string {
	return w.server.caseLine(c, w.pack, w.server.namesIn(w.ctx, w.view)).About
}
