package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
	"github.com/shuyu-project/shuyu/law/value"
)

// figureRoutes serve the amounts of a case: a bill, a settlement, a determination, each
// figure with its derivation.
func (s *Server) figureRoutes() {
	figures := op("case-figures", http.MethodGet, "/v1/cases/{id}/figures", "cases", forSeat,
		"事项中计算得出的金额及其来由（如账单、结算；Accept: text/csv 导出）", "Amounts computed in a case, each with its derivation: a bill, a settlement; CSV with Accept: text/csv")
	handle(s, s.described(figures, list[FigureShown]{}, "text/csv"), s.caseFigures)
}

// FigureShown is one computed amount, with where it comes from.
type FigureShown struct {
	Step       string         `json:"step"`
	StepTitle  law.Text       `json:"stepTitle"`
	On         calendar.Day   `json:"on"`
	Name       string         `json:"name"`
	Title      law.Text       `json:"title"`
	Unit       value.Unit     `json:"unit" doc:"money 为分，count 为整数，share 为百万分之 · money in fen, count whole, share in parts of a million"`
	Amount     int64          `json:"amount"`
	Written    string         `json:"written" doc:"金额以元计 · money in yuan"`
	Derivation law.Text       `json:"derivation" doc:"计算过程 · how it was reached"`
	Terms      []value.Term   `json:"terms"`
	Portion    *value.Ratio   `json:"portion,omitempty"`
	Shares     []value.Shared `json:"shares,omitempty"`
	Rounding   value.Rounding `json:"rounding,omitempty" doc:"舍入方式，未舍入的不填 · absent where nothing was rounded"`
	Rule       string         `json:"rule"`
	Cites      []Cite         `json:"cites"`
	Reading    string         `json:"reading,omitempty"`
	Entry      int64          `json:"entry" doc:"日志条目 · entry of the log"`
}

type figuresInput struct {
	ID string `path:"id" maxLength:"256"`
	Export
}

func (s *Server) caseFigures(ctx context.Context, in *figuresInput) (*huma.StreamResponse, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := s.Desk.Show(ctx, a.actor, in.ID)
	if err != nil {
		return nil, err
	}
	figures := []FigureShown{}
	if shown.Sight == casework.Whole { // of what one sees in part, the amounts are not that part
		figures = figuresOf(&shown.Case, shown.Pack)
	}
	if in.wanted() {
		head := []string{"步骤 step", "日期 day", "项目", "item", "数额 amount", "单位 unit", "计算过程", "derivation", "规则 rule", "条款 articles", "解读 reading", "日志条目 entry"}
		return exported(head, func() ([][]string, bool, error) { return figureRows(figures), false, nil })
	}
	return stream("application/json", func(w *bytes.Buffer) error { return json.NewEncoder(w).Encode(listOf(figures, "")) })
}

func figuresOf(c *procedure.Case, p *pack.Pack) []FigureShown {
	figures := []FigureShown{}
	def, _ := p.Procedure(c.Procedure)
	for _, act := range c.Done {
		for _, f := range act.Figures {
			line := FigureShown{Step: act.Step, On: act.On, Name: f.Name, Title: f.Title, Unit: f.Unit, Amount: f.Amount, Written: value.Written(f.Unit, f.Amount),
				Derivation: f.Derivation(), Terms: f.Terms, Portion: f.Portion, Shares: f.Shares, Rule: f.Rule, Cites: citesOf(p, f.Cites), Reading: f.RestsOn, Entry: act.Entry}
			if def != nil {
				if step, ok := def.Step(act.Step); ok {
					line.StepTitle = step.Title
				}
			}
			if f.Portion != nil && !f.Portion.Exact {
				line.Rounding = f.Portion.Rounding
			}
			figures = append(figures, line)
		}
	}
	return figures
}

func figureRows(figures []FigureShown) [][]string {
	rows := make([][]string, len(figures))
	for i, f := range figures {
		cites := make([]string, len(f.Cites))
		for n, c := range f.Cites {
			cites[n] = c.Instrument + ":" + c.Unit
		}
		rows[i] = []string{f.StepTitle.ZH + " " + f.StepTitle.EN, f.On.String(), f.Title.ZH, f.Title.EN, f.Written, string(f.Unit), f.Derivation.ZH, f.Derivation.EN,
			f.Rule, strings.Join(cites, " "), f.Reading, strconv.FormatInt(f.Entry, 10)}
	}
	return rows
}
