package api

import (
	"context"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// ComingShown is something that happens by itself when its day comes.
type ComingShown struct {
	On    calendar.Day `json:"on"`
	Kind  string       `json:"kind" enum:"step,reminder,overdue,duty,notice" doc:"step 届期自动办理；reminder、overdue 提醒和逾期；duty 义务；notice 公示期满 · what happens"`
	Says  law.Text     `json:"says"`
	Title law.Text     `json:"title"`
	About string       `json:"about,omitempty"`
	Case  string       `json:"case,omitempty"`
}

// most that is shown of what comes.
const mostComing = 50

// coming lists what the clock lets happen from the day after today to a day, earliest
// first: timers, and public notices that have run.
func (s *Server) coming(ctx context.Context, until calendar.Day) ([]ComingShown, error) {
	shown := []ComingShown{}
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		timers, err := v.DueTimers(ctx, until, mostComing)
		if err != nil {
			return err
		}
		names := s.namesIn(ctx, v)
		for _, timer := range timers {
			shown = append(shown, s.fires(timer, names))
		}
		cases, _, err := v.Cases(ctx, casework.CaseQuery{Open: true, Sort: "-opened", Limit: 200})
		for _, c := range cases {
			if n := c.Notice; n != nil && s.Desk.Today().Before(n.Opens) && !n.Opens.After(until) {
				one := ComingShown{On: n.Opens, Kind: "notice", Says: law.Text{ZH: "公示期满", EN: "its public notice has run"}}
				s.ofCase(&one, c, names)
				shown = append(shown, one)
			}
		}
		return err
	})
	slices.SortStableFunc(shown, func(x, y ComingShown) int { return x.On.Compare(y.On) })
	return shown, err
}

// fires draws a timer.
func (s *Server) fires(timer casework.Timer, names *names) ComingShown {
	one := ComingShown{On: timer.On, Kind: "step", Says: law.Text{ZH: "届期自动办理", EN: "taken by the clock"}}
	what, step, split := strings.Cut(timer.Step, ":")
	switch {
	case !split:
		step = timer.Step
	case what == "duty":
		one.Kind, one.Says = "duty", law.Text{ZH: "义务到期或开始新一期", EN: "a duty falls due, or its next interval begins"}
	case what == "escalate":
		one.Kind, one.Says = "overdue", law.Text{ZH: "逾期，通知各方", EN: "overdue; everybody concerned is told"}
	default:
		one.Kind, one.Says = "reminder", law.Text{ZH: "临近期限，提醒办理人", EN: "near its deadline; whoever moves it is reminded"}
	}
	if timer.Case == "" {
		return one
	}
	c, err := names.view.Case(names.ctx, timer.Case)
	if err != nil {
		return one // a timer of a thing that is no case
	}
	s.ofCase(&one, c, names)
	if p, ok := s.Desk.Packs.Of(c.Pack); ok {
		if def, ok := p.Procedure(c.Procedure); ok {
			if taken, ok := def.Step(step); ok {
				one.Title = taken.Title
			}
		}
	}
	return one
}

// ofCase says which case something comes in.
func (s *Server) ofCase(one *ComingShown, c casework.Case, names *names) {
	p, ok := s.Desk.Packs.Of(c.Pack)
	if !ok {
		return
	}
	line := s.caseLine(c, p, names)
	one.Title, one.About, one.Case = line.Title, line.About, c.ID
}
