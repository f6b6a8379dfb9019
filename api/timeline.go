package api

import (
	"context"
	"net/http"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/route"
)

func (s *Server) timelineRoutes() {
	handle(s, op("pack-timeline", http.MethodGet, "/v1/packs/{pack}/timeline", "law", forSeat, "法定时限测算：最短、最长和每一段的依据", "How long the law lets a matter take: minimum, maximum, and the article of each interval"), s.packTimeline)
}

func releasedPoint(p *pack.Pack) (route.Point, bool) { return route.ReleasedPoint(p) }

type timelineInput struct {
	PackPath
	From string `query:"from" maxLength:"128" doc:"起点，程序.状态，缺省为数据可用 · PROCEDURE.STATE; by default the data is available"`
	To   string `query:"to" maxLength:"128" doc:"终点，程序.状态，缺省为产品登记 · PROCEDURE.STATE; by default a product is registered"`
	Day  string `query:"day" maxLength:"10" doc:"起算日，缺省为今天 · day on which the first point is reached; today by default"`
}

// TimelineShown is the statutory time from one point of a pack to another.
type TimelineShown struct {
	Pack      PackName        `json:"pack"`
	From      PointShown      `json:"from"`
	To        PointShown      `json:"to"`
	Day       calendar.Day    `json:"day" doc:"起算日 · day on which the first point is reached"`
	Earliest  calendar.Day    `json:"earliest" doc:"最早可到终点之日 · first day on which the end can be reached"`
	Latest    calendar.Day    `json:"latest" doc:"最迟之日，未规定期限的等待不计 · last day, if each open wait took no time"`
	MinDays   int             `json:"minDays" doc:"自然日"`
	MaxDays   int             `json:"maxDays" doc:"自然日"`
	Open      int             `json:"open" doc:"未规定期限的等待处数 · waits without a period: the maximum is maxDays and these"`
	Awaits    int             `json:"awaits,omitempty" doc:"等待公布假期的年份 · year whose holidays are awaited"`
	Intervals []IntervalShown `json:"intervals" doc:"按最早之日先后 · by earliest day"`
	Points    []PointShown    `json:"points" doc:"可选的起点和终点 · points there are"`
}

// PointShown is a state of a procedure in words.
type PointShown struct {
	Point string   `json:"point" doc:"程序.状态"`
	Word  law.Text `json:"word"`
}

// IntervalShown is the wait before one step.
type IntervalShown struct {
	Procedure      string       `json:"procedure"`
	ProcedureTitle law.Text     `json:"procedureTitle"`
	Step           string       `json:"step"`
	Title          law.Text     `json:"title"`
	ByWords        []law.Text   `json:"byWords" doc:"由谁办理 · who ends it"`
	Wait           string       `json:"wait" enum:"within,at-least,set,open,will,platform"`
	Open           bool         `json:"open,omitempty" doc:"没有规定何时结束 · nothing says by when it ends"`
	Set            bool         `json:"set,omitempty" doc:"长度由文书确定，按最短计 · a document sets its length; the least is counted"`
	Period         string       `json:"period,omitempty"`
	Words          *law.Text    `json:"words,omitempty"`
	Cites          []Cite       `json:"cites"`
	Reading        string       `json:"reading,omitempty" doc:"所依据的解释 · reading the period rests on"`
	Reason         *law.Text    `json:"reason,omitempty" doc:"没有期限的理由 · why no period is counted"`
	Earliest       calendar.Day `json:"earliest"`
	Latest         calendar.Day `json:"latest"`
	MinDays        int          `json:"minDays"`
	MaxDays        int          `json:"maxDays"`
	Critical       bool         `json:"critical,omitempty" doc:"终点的最早之日取决于它 · the earliest day of the end rests on it"`
	Provisional    bool         `json:"provisional,omitempty" doc:"假期尚未公布，暂计 · holidays are not published yet"`
}

func (s *Server) packTimeline(ctx context.Context, in *timelineInput) (*body[TimelineShown], error) {
	p, err := s.lawFor(ctx, in.Pack)
	if err != nil {
		return nil, err
	}
	from, to, day := route.CataloguedPoint, route.Point{}, s.Desk.Today()
	if in.From != "" {
		if from, err = route.ParsePoint(in.From); err != nil {
			return nil, malformed(ctx, "query.from", pointAsked)
		}
	}
	if in.To == "" {
		to, _ = route.ReleasedPoint(p)
	} else if to, err = route.ParsePoint(in.To); err != nil {
		return nil, malformed(ctx, "query.to", pointAsked)
	}
	if in.Day != "" {
		if day, err = calendar.ParseDay(in.Day); err != nil {
			return nil, malformed(ctx, "query.day", law.Text{ZH: "应为日期，写作 2026-02-11", EN: "want a day written 2026-02-11"})
		}
	}
	t, err := route.Simulate(p, s.Desk.Calendar(), from, to, day)
	if err != nil {
		return nil, malformed(ctx, "query.to", law.Text{ZH: "规则包中没有这一起点或终点，或者从起点到不了终点", EN: "the pack has no such point, or no way leads from the one to the other"})
	}
	return &body[TimelineShown]{Body: s.timelineShown(p, t)}, nil
}

var pointAsked = law.Text{ZH: "应为程序.状态，例如 product.registered", EN: "want PROCEDURE.STATE, such as product.registered"}

func (s *Server) timelineShown(p *pack.Pack, t route.Timeline) TimelineShown {
	shown := TimelineShown{Pack: s.packName(p), From: pointShown(p, t.From), To: pointShown(p, t.To), Day: t.Day, Earliest: t.Earliest, Latest: t.Latest,
		MinDays: t.MinDays, MaxDays: t.MaxDays, Open: t.Open, Awaits: t.Awaits, Intervals: []IntervalShown{}, Points: []PointShown{}}
	for _, w := range t.Intervals {
		one := IntervalShown{Procedure: w.Procedure, Step: w.Step, Title: w.Title, ByWords: []law.Text{}, Wait: w.Wait, Open: w.Open, Set: w.Set, Period: w.Period,
			Cites: citesOf(p, w.Cites), Reading: w.Reading, Earliest: w.Earliest, Latest: w.Latest, MinDays: w.MinDays, MaxDays: w.MaxDays, Critical: w.Critical, Provisional: w.Provisional}
		if def, ok := p.Procedure(w.Procedure); ok {
			one.ProcedureTitle = def.Title
		}
		for _, role := range w.By {
			one.ByWords = append(one.ByWords, roleWord(p, role))
		}
		if words, ok := periodWords(w.Period); ok {
			one.Words = &words
		}
		if !w.Reason.IsZero() {
			one.Reason = &w.Reason
		}
		shown.Intervals = append(shown.Intervals, one)
	}
	for _, def := range p.Procedures() {
		for _, state := range def.States {
			shown.Points = append(shown.Points, pointShown(p, route.Point{Procedure: def.Procedure.Procedure, State: state.State}))
		}
	}
	return shown
}

func pointShown(p *pack.Pack, at route.Point) PointShown {
	shown := PointShown{Point: at.String(), Word: law.Text{ZH: at.String(), EN: at.String()}}
	def, ok := p.Procedure(at.Procedure)
	if !ok {
		return shown
	}
	for _, state := range def.States {
		if state.State == at.State {
			shown.Word = law.Text{ZH: def.Title.ZH + " · " + state.Word.ZH, EN: def.Title.EN + " · " + state.Word.EN}
		}
	}
	return shown
}

// periodWords says a period as people do, where it is one that the calendar counts.
func periodWords(period string) (law.Text, bool) {
	span, err := calendar.ParsePeriod(period)
	return span.Text(), err == nil
}
