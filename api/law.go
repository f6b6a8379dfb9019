package api

import (
	"context"
	"net/http"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

func (s *Server) lawRoutes() {
	handle(s, op("current-pack", http.MethodGet, "/v1/packs/current", "law", forPublic, "现行规则包：文本、要点、规则、解释和覆盖情况", "The pack in force: texts, gists, rules, readings, coverage"), s.currentPack)
	handle(s, op("pack", http.MethodGet, "/v1/packs/{pack}", "law", forPublic, "某一版本的规则包，内容同上", "A version of the pack, by its digest, as above"), s.pack)
	handle(s, op("due", http.MethodGet, "/v1/calendar/due", "law", forPublic, "期限计算", "Count a period out"), s.due)
	handle(s, op("calendar", http.MethodGet, "/v1/calendar/{year}", "law", forPublic, "一年的工作日历", "The working days of a year, with the notices they rest on"), s.year)
}

// PackShown is the pack that new cases are accepted under.
type PackShown struct {
	Name        string            `json:"name"`
	Digest      string            `json:"digest"`
	Pilot       bool              `json:"pilot,omitempty"`
	Instruments []InstrumentShown `json:"instruments"`
	Readings    []ReadingShown    `json:"readings"`
	Coverage    Coverage          `json:"coverage"`
}

// InstrumentShown is one text with its units.
type InstrumentShown struct {
	Code      string      `json:"code"`
	Name      law.Text    `json:"name"`
	Short     law.Text    `json:"short"`
	Version   string      `json:"version"`
	Status    string      `json:"status"`
	Level     string      `json:"level"`
	Issuer    law.Text    `json:"issuer"`
	Effective string      `json:"effective,omitempty"`
	Digest    string      `json:"digest"`
	Units     []UnitShown `json:"units"`
}

// UnitShown is one unit of a text, in our own words.
type UnitShown struct {
	Unit    string      `json:"unit"`
	Label   law.Text    `json:"label"`
	Article string      `json:"article"`
	Heading law.Text    `json:"heading"`
	Gist    law.Text    `json:"gist" doc:"要点，非原文 · our own words, never the text"`
	NoRule  *law.Text   `json:"noRule,omitempty" doc:"没有规则的理由 · why nothing of the software follows from it"`
	Rules   []RuleShown `json:"rules"`
}

// RuleShown is one rule.
type RuleShown struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Code    string    `json:"code,omitempty"`
	Says    *law.Text `json:"says,omitempty"`
	Remedy  *law.Text `json:"remedy,omitempty"`
	RestsOn string    `json:"restsOn,omitempty" doc:"所依据的解释 · reading it rests on"`
}

// ReadingShown is how an open text is read, and why.
type ReadingShown struct {
	Reading      string     `json:"reading"`
	Cite         Cite       `json:"cite"`
	Question     law.Text   `json:"question"`
	Taken        law.Text   `json:"taken"`
	Reason       law.Text   `json:"reason"`
	Alternatives []law.Text `json:"alternatives"`
	Setting      string     `json:"setting,omitempty"`
	Value        string     `json:"value,omitempty"`
}

// Coverage counts the units of the texts by what follows from them.
type Coverage struct {
	Units  int `json:"units"`
	Rules  int `json:"withRule"`
	NoRule int `json:"withReason" doc:"没有规则但有理由 · without a rule, with the reason"`
}

func (s *Server) currentPack(context.Context, *nothing) (*body[PackShown], error) {
	return &body[PackShown]{Body: packShown(s.Desk.Packs.Current())}, nil
}

func (s *Server) pack(_ context.Context, in *PackPath) (*body[PackShown], error) {
	p, err := s.packOf(in.Pack)
	if err != nil {
		return nil, err
	}
	return &body[PackShown]{Body: packShown(p)}, nil
}

func packShown(p *pack.Pack) PackShown {
	shown := PackShown{Name: p.Name(), Digest: p.Digest, Pilot: p.Pilot(), Instruments: []InstrumentShown{}, Readings: []ReadingShown{}}
	for _, in := range p.Layers {
		shown.Instruments = append(shown.Instruments, instrumentShown(p, in, &shown.Coverage))
	}
	for _, r := range p.Rules(pack.KindReading) {
		shown.Readings = append(shown.Readings, readingShown(p, r))
	}
	return shown
}

func readingShown(p *pack.Pack, r *pack.Rule) ReadingShown {
	reading := r.Body.(*pack.Reading)
	one := ReadingShown{Reading: reading.Reading, Cite: citeOf(p, r.Cites[0]), Question: reading.Question, Taken: reading.Taken, Reason: reading.Reason,
		Alternatives: reading.Alternatives, Setting: reading.Setting, Value: reading.Value}
	if one.Alternatives == nil {
		one.Alternatives = []law.Text{}
	}
	return one
}

func instrumentShown(p *pack.Pack, in *pack.Instrument, c *Coverage) InstrumentShown {
	shown := InstrumentShown{Code: in.Code, Name: in.Name, Short: in.Short, Version: in.Version, Status: string(in.Status), Level: in.Level, Issuer: in.Issuer,
		Effective: in.Effective, Digest: in.Digest, Units: []UnitShown{}}
	for _, u := range in.Units {
		one := UnitShown{Unit: u.ID, Label: citeOf(p, in.Cite(u.ID)).Label, Article: u.Article, Heading: u.Heading, Gist: u.Gist, Rules: []RuleShown{}}
		for _, id := range u.Rules {
			if r, ok := p.Rule(in.Code + ":" + id); ok {
				one.Rules = append(one.Rules, ruleShown(r))
			}
		}
		if !u.NoRule.IsZero() {
			one.NoRule = &u.NoRule
		}
		if in.Level != "platform" {
			c.Units++
			if len(u.Rules) > 0 {
				c.Rules++
			} else if one.NoRule != nil {
				c.NoRule++
			}
		}
		shown.Units = append(shown.Units, one)
	}
	return shown
}

func ruleShown(r *pack.Rule) RuleShown {
	shown := RuleShown{ID: r.ID, Kind: string(r.Kind), Code: r.Code, RestsOn: r.RestsOn}
	if !r.Says.IsZero() {
		shown.Says = &r.Says
	}
	if !r.Remedy.IsZero() {
		shown.Remedy = &r.Remedy
	}
	return shown
}

type dueInput struct {
	From   string `query:"from" required:"true" doc:"起算日，如 2026-02-11 · day counted from"`
	Period string `query:"period" required:"true" doc:"如 within 5 working-days" maxLength:"64"`
}

// SpanShown is a period counted out.
type SpanShown struct {
	Period      string       `json:"period"`
	Words       law.Text     `json:"words"`
	From        calendar.Day `json:"from"`
	Opens       string       `json:"opens,omitempty"`
	Last        calendar.Day `json:"last"`
	Weekday     law.Text     `json:"weekday"`
	Counted     calendar.Day `json:"counted" doc:"顺延之前 · before it was moved off rest days"`
	Rolled      bool         `json:"rolled,omitempty"`
	Provisional bool         `json:"provisional,omitempty"`
	Awaits      int          `json:"awaits,omitempty" doc:"等待公布的年份 · year whose holidays are awaited"`
}

func (s *Server) due(ctx context.Context, in *dueInput) (*body[SpanShown], error) {
	from, err := calendar.ParseDay(in.From)
	if err != nil {
		return nil, malformed(ctx, "query.from", law.Text{ZH: "应为日期，写作 2026-02-11", EN: "want a day written 2026-02-11"})
	}
	period, err := calendar.ParsePeriod(in.Period)
	if err != nil {
		return nil, malformed(ctx, "query.period", law.Text{ZH: "应为期限，例如 within 5 working-days", EN: "want a period such as within 5 working-days"})
	}
	span := s.Desk.Calendar().Due(from, period)
	shown := SpanShown{Period: period.String(), Words: period.Text(), From: span.From, Last: span.Last, Weekday: weekday(span.Last), Counted: span.Counted,
		Rolled: span.Rolled, Provisional: span.Provisional, Awaits: span.Awaits}
	if !span.Opens.IsZero() {
		shown.Opens = span.Opens.String()
	}
	return &body[SpanShown]{Body: shown}, nil
}

type yearPath struct {
	Year int `path:"year" minimum:"1949" maximum:"2199"`
}

// YearShown is what the calendar says about a year.
type YearShown struct {
	Year        int             `json:"year"`
	Published   bool            `json:"published"`
	WorkingDays int             `json:"workingDays"`
	Digest      string          `json:"digest" doc:"日历文件的摘要值 · digest of the calendar"`
	Notices     []HolidayNotice `json:"notices"`
	Adjustments []DayShown      `json:"adjustments" doc:"放假和补班 · rest days and make-up days"`
}

// HolidayNotice is a notice that governs a year.
type HolidayNotice struct {
	Ref  string `json:"ref" doc:"出处 · where it is found"`
	Name string `json:"name"`
}

// DayShown is a day of which a notice says something.
type DayShown struct {
	Day  calendar.Day `json:"day"`
	Mark string       `json:"mark" enum:"rest,work,ordinary"`
	Name string       `json:"name"`
	Ref  string       `json:"ref"`
}

var marks = map[calendar.Mark]string{calendar.Rest: "rest", calendar.Work: "work", calendar.Ordinary: "ordinary"}

func (s *Server) year(_ context.Context, in *yearPath) (*body[YearShown], error) {
	c := s.Desk.Calendar()
	working, published := c.WorkingDaysIn(in.Year)
	shown := YearShown{Year: in.Year, Published: published, WorkingDays: working, Digest: c.Digest(), Notices: []HolidayNotice{}, Adjustments: []DayShown{}}
	for _, n := range c.Notices(in.Year) {
		shown.Notices = append(shown.Notices, HolidayNotice{Ref: n.Ref, Name: n.Name})
	}
	for _, a := range c.Adjustments() {
		if a.Day.Year() == in.Year {
			shown.Adjustments = append(shown.Adjustments, DayShown{Day: a.Day, Mark: marks[a.Mark], Name: a.Name, Ref: a.Ref})
		}
	}
	return &body[YearShown]{Body: shown}, nil
}
