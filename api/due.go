package api

import (
	"slices"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// DueDay is a day that is set for a step, as pages draw it.
type DueDay struct {
	Step        string       `json:"step"`
	Title       law.Text     `json:"title"`
	Kind        string       `json:"kind" doc:"within、at-least、at-least-before、in-the-last、keep"`
	On          calendar.Day `json:"on"`
	Weekday     law.Text     `json:"weekday"`
	Opens       string       `json:"opens,omitempty" doc:"可办之日 · first day on which the step is allowed"`
	NaturalDays int          `json:"naturalDays" doc:"剩余自然日，负数为逾期 · natural days left; negative when past"`
	WorkingDays int          `json:"workingDays" doc:"剩余工作日 · working days left"`
	Provisional bool         `json:"provisional,omitempty" doc:"所在年份的放假安排尚未公布 · counted into a year whose holidays are not published"`
	Cite        Cite         `json:"cite"`
	Rule        string       `json:"rule"`
	Reading     string       `json:"reading,omitempty"`
}

// dueDays draws due days, the earliest first.
func (s *Server) dueDays(p *pack.Pack, procedureName string, dues []casework.Due) []DueDay {
	shown := []DueDay{}
	def, _ := p.Procedure(procedureName)
	today := s.Desk.Today()
	for _, d := range dues {
		working, provisional := s.Desk.Calendar().WorkingDaysBetween(today, d.On)
		one := DueDay{Step: d.Step, Kind: d.Kind, On: d.On, Weekday: weekday(d.On), NaturalDays: today.DaysUntil(d.On), WorkingDays: working,
			Provisional: d.Provisional || provisional, Cite: citeOf(p, d.Cite), Rule: d.Rule, Reading: d.Reading}
		if !d.Opens.IsZero() {
			one.Opens = d.Opens.String()
		}
		if def != nil {
			if step, ok := def.Step(d.Step); ok {
				one.Title = step.Title
			}
		}
		shown = append(shown, one)
	}
	slices.SortStableFunc(shown, func(x, y DueDay) int { return x.On.Compare(y.On) })
	return shown
}

var weekdays = []law.Text{{ZH: "周日", EN: "Sunday"}, {ZH: "周一", EN: "Monday"}, {ZH: "周二", EN: "Tuesday"}, {ZH: "周三", EN: "Wednesday"},
	{ZH: "周四", EN: "Thursday"}, {ZH: "周五", EN: "Friday"}, {ZH: "周六", EN: "Saturday"}}

func weekday(d calendar.Day) law.Text {
	if d.IsZero() {
		return law.Text{}
	}
	return weekdays[d.Time().Weekday()]
}
