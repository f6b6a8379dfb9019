package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/zone/egress"
)

func (s *Server) outputRoutes() {
	handle(s, op("report", http.MethodGet, "/v1/outputs/{id}/report", "data", forSeat, "出域检查报告", "The examination of a held output"), s.report)
	handle(s, op("neighbours", http.MethodGet, "/v1/outputs/{id}/neighbours", "data", forSeat, "与之同源的已出域结果：一并公布时可能互相推算", "Released outputs made from the same resources: together they may give away more than each alone"), s.neighbours)
}

// ReportShown is what the checks found about an output, in the order of their rules.
type ReportShown struct {
	Name     string         `json:"name"`
	Format   string         `json:"format" enum:"csv,json,parquet"`
	Artefact string         `json:"artefact" doc:"封存内容的 SHA-256；出域前不向加工方显示 · of the bytes held; empty for those who made them, until they are released"`
	Release  string         `json:"release,omitempty" doc:"将出域内容的 SHA-256；写不出或不显示时没有 · of the bytes that would leave"`
	Rows     int            `json:"rows"`
	Profile  string         `json:"profile" doc:"所用参数组 · set of parameters it was held against"`
	Unit     string         `json:"unit" enum:"person,household,enterprise,none"`
	Outcome  string         `json:"outcome" enum:"pass,review,fail"`
	Findings []FindingShown `json:"findings"`
}

// FindingShown is one check with what it measured.
type FindingShown struct {
	Rule      string   `json:"rule"`
	Code      string   `json:"code"`
	Outcome   string   `json:"outcome" enum:"pass,fail,review,not-determinable"`
	Cites     []Cite   `json:"cites"`
	Column    string   `json:"column,omitempty"`
	Rows      []int    `json:"rows,omitempty" doc:"最先涉及的行，自 1 起 · first rows concerned, from 1"`
	Cells     int      `json:"cells,omitempty" doc:"涉及的格数或行数 · cells or rows concerned"`
	Parameter string   `json:"parameter"`
	Measured  string   `json:"measured" doc:"测得值及单位 · with its unit"`
	Threshold string   `json:"threshold"`
	Source    string   `json:"source" doc:"界限的出处 · whence the threshold"`
	Says      law.Text `json:"says"`
	Remedy    law.Text `json:"remedy,omitzero"`
}

func (s *Server) report(ctx context.Context, in *personPath) (*body[ReportShown], error) {
	a, err := s.dataSeat(ctx, "output", in.ID)
	if err != nil {
		return nil, err
	}
	output, err := s.Desk.Registered(ctx, a.actor, "output", in.ID)
	if err != nil {
		return nil, err
	}
	text, err := s.Data.Report(ctx, a.actor, in.ID)
	if err != nil {
		return nil, err
	}
	var r egress.Report
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("reading the report on output %s: %w", in.ID, err)
	}
	shown := ReportShown{Name: r.Name, Format: string(r.Format), Artefact: r.Artefact, Release: r.Release, Rows: r.Rows, Profile: string(r.Profile),
		Unit: string(r.Unit), Outcome: string(r.Outcome), Findings: []FindingShown{}}
	if holdsBack(output, a.actor) {
		shown.Artefact, shown.Release = "", ""
	}
	language := requestOf(ctx).language
	for _, f := range r.Findings {
		shown.Findings = append(shown.Findings, FindingShown{Rule: f.Rule, Code: f.Code, Outcome: string(f.Outcome), Cites: citesOf(s.Desk.Packs.Current(), []law.Citation{f.Cite}),
			Column: f.Column, Rows: f.Rows, Cells: f.Cells, Parameter: f.Parameter, Measured: measured(language, f.Measured), Threshold: measured(language, f.Threshold), Source: f.Source, Says: f.Says, Remedy: f.Remedy})
	}
	return answer(shown, nil)
}

// Neighbours are the released outputs beside which another would be published.
type Neighbours struct {
	Items    []Neighbour `json:"items"`
	Withheld int         `json:"withheld,omitempty" doc:"另有几项，您的岗位看不到 · how many more there are that do not exist for you"`
}

// Neighbour is a released output that shares a resource.
type Neighbour struct {
	Output    string   `json:"output"`
	Title     string   `json:"title"`
	Scenario  string   `json:"scenario"`
	Operator  string   `json:"operator"`
	Org       string   `json:"operatorName,omitempty"`
	Resources []string `json:"resources" doc:"共同的资源 · resources in common"`
	Titles    []string `json:"titles" doc:"共同资源的名称 · their titles"`
	Rows      int      `json:"rows"`
	Digest    string   `json:"digest,omitempty"`
	Same      bool     `json:"sameScenario,omitempty" doc:"属于同一场景 · of the same scenario"`
	Case      string   `json:"case,omitempty" doc:"最近改动它的事项 · case whose step wrote it last"`
}

type outputFacts struct {
	Scenario  string   `json:"scenario"`
	Resources []string `json:"resources"`
	Rows      int      `json:"rows"`
	Digest    string   `json:"digest"`
}

// neighbours lists what left already and shares a resource: what an examiner compares an
// output with, since two releases over the same rows may be subtracted.
func (s *Server) neighbours(ctx context.Context, in *personPath) (*body[Neighbours], error) {
	a, err := s.dataSeat(ctx, "output", in.ID)
	if err != nil {
		return nil, err
	}
	own, err := s.Desk.Registered(ctx, a.actor, "output", in.ID)
	if err != nil {
		return nil, err
	}
	var of outputFacts
	if err := json.Unmarshal(own.Body, &of); err != nil {
		return nil, fmt.Errorf("reading output %s: %w", in.ID, err)
	}
	shown := Neighbours{Items: []Neighbour{}}
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		names := s.namesIn(ctx, v)
		for r, err := range casework.EveryRecord(ctx, v, casework.RecordQuery{Kind: "output", State: "released"}) {
			if err != nil {
				return err
			}
			var other outputFacts
			if err := json.Unmarshal(r.Body, &other); err != nil {
				return fmt.Errorf("reading output %s: %w", r.ID, err)
			}
			common := slices.DeleteFunc(other.Resources, func(id string) bool { return !slices.Contains(of.Resources, id) })
			switch {
			case r.ID == in.ID || len(common) == 0:
			case !casework.See(ctx, v, a.actor, r):
				shown.Withheld++
			default:
				n := Neighbour{Output: r.ID, Title: r.Title, Scenario: names.of("scenario", other.Scenario), Operator: r.Org, Org: names.of("organisation", r.Org),
					Resources: common, Titles: []string{}, Rows: other.Rows, Digest: other.Digest, Same: other.Scenario == of.Scenario, Case: r.Case}
				for _, id := range common {
					n.Titles = append(n.Titles, cmp.Or(names.of("resource", id), id))
				}
				shown.Items = append(shown.Items, n)
			}
		}
		return nil
	})
	return answer(shown, err)
}

// Meters is what a data plane knows of how often its interfaces were called, beside Data.
type Meters interface {
	// Calls counts the calls of a delivery up to and with a day, in all.
	Calls(ctx context.Context, delivery string, through calendar.Day) (int64, error)
}

// MeterShown is the meter of a data interface.
type MeterShown struct {
	Today      int64      `json:"today" doc:"今日调用次数 · calls today"`
	Total      int64      `json:"total" doc:"累计调用次数 · calls in all"`
	DailyQuota int64      `json:"dailyQuota,omitempty" doc:"日限额 · calls a day"`
	TotalQuota int64      `json:"totalQuota,omitempty" doc:"总限额 · calls in all"`
	Days       []DayCalls `json:"days" doc:"最近三十一天，先远后近 · the last thirty-one days, oldest first"`
}

// DayCalls are the calls of one day.
type DayCalls struct {
	Day   calendar.Day `json:"day"`
	Calls int64        `json:"calls"`
}

// meterDays is how many days a meter is drawn for.
const meterDays = 31

func (s *Server) meter(ctx context.Context, in *personPath) (*body[MeterShown], error) {
	a, err := s.dataSeat(ctx, "delivery", in.ID)
	if err != nil {
		return nil, err
	}
	r, err := s.Desk.Registered(ctx, a.actor, "delivery", in.ID)
	if err != nil {
		return nil, err
	}
	meters, ok := s.Data.(Meters)
	if !ok {
		return nil, errNoPart
	}
	var quotas struct {
		DailyQuota, TotalQuota int64
	}
	if err := json.Unmarshal(r.Body, &quotas); err != nil {
		return nil, fmt.Errorf("reading delivery %s: %w", in.ID, err)
	}
	shown := MeterShown{DailyQuota: quotas.DailyQuota, TotalQuota: quotas.TotalQuota, Days: []DayCalls{}}
	today := s.Desk.Today()
	before, err := meters.Calls(ctx, in.ID, today.AddDays(-meterDays))
	if err != nil {
		return nil, err
	}
	for n := meterDays - 1; n >= 0; n-- {
		day := today.AddDays(-n)
		through, err := meters.Calls(ctx, in.ID, day)
		if err != nil {
			return nil, err
		}
		shown.Days = append(shown.Days, DayCalls{Day: day, Calls: through - before})
		shown.Today, shown.Total, before = through-before, through, through
	}
	return answer(shown, nil)
}
