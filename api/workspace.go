package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
)

// Workbench is what a data plane can do for people who write queries, beside Data.
type Workbench interface {
	// Datasets describes what the grants in force of a scenario show to an operator, and
	// reads no row.
	Datasets(ctx context.Context, operator, scenario string) ([]DatasetShown, error)
	// Functions lists what a query may call, each with its kind.
	Functions() []FunctionShown
	// Check reads a query as it would be read when it is submitted, and runs nothing. A
	// refusal of the query is the second value, no error.
	Check(ctx context.Context, who casework.Actor, q Draft) (Checked, *law.Refusal, error)
}

func (s *Server) workspaceRoutes() {
	handle(s, op("workspaces", http.MethodGet, "/v1/workspaces", "data", forSeat, "可以加工数据的场景", "Scenarios in which data can be worked on"), s.workspaces)
	handle(s, op("workspace", http.MethodGet, "/v1/workspaces/{id}", "data", forSeat, "场景可用的数据：表、列、分级、处理方式和用途", "What a scenario may use: tables, columns, levels, masks and permitted uses"), s.workspace)
	handle(s, op("check-query", http.MethodPost, "/v1/workspaces/check", "data", forSeat, "查询语句的即时检查：不运行，不读取", "Live diagnostics of a query: nothing is run, nothing is read"), s.checkQuery)
}

// WorkspaceLine is a scenario in which data can be worked on.
type WorkspaceLine struct {
	ID           string   `json:"id" doc:"场景 · the scenario"`
	Title        string   `json:"title"`
	Operator     string   `json:"operator"`
	OperatorName string   `json:"operatorName,omitempty"`
	Agreement    string   `json:"agreement"`
	State        string   `json:"state"`
	Held         bool     `json:"held,omitempty" doc:"正被暂停 · a hold stands"`
	Purpose      law.Text `json:"purpose,omitzero"`
}

// Workspace is a scenario with what it may use.
type Workspace struct {
	WorkspaceLine
	Datasets  []DatasetShown  `json:"datasets"`
	Functions []FunctionShown `json:"functions" doc:"语句可用的函数 · what a query may call"`
}

// DatasetShown is what one grant shows.
type DatasetShown struct {
	Grant    string        `json:"grant"`
	Resource string        `json:"resource"`
	Title    string        `json:"title"`
	Version  string        `json:"version,omitempty"`
	Until    string        `json:"until,omitempty"`
	Table    string        `json:"table,omitempty" doc:"语句中的表名 · name in the query"`
	Unit     string        `json:"unit,omitempty" doc:"隐私单元，none 为没有 · privacy unit; none where it describes nobody"`
	State    string        `json:"state" enum:"ready,preparing,no-version" doc:"就绪、准备中、资源尚无确认的版本 · ready, being prepared, without a confirmed version"`
	Columns  []ColumnShown `json:"columns"`
}

// ColumnShown is one column with what may be done with it.
type ColumnShown struct {
	Name        string   `json:"name"`
	Type        string   `json:"type"`
	Level       string   `json:"level" doc:"L1–L4"`
	Role        string   `json:"role" enum:"unit,identifier,protected,public"`
	Development string   `json:"development,omitempty" doc:"开发环境中的处理方式，空为原样 · mask in development; absent: as collected"`
	Production  string   `json:"production,omitempty" doc:"生产环境中的处理方式，空为原样 · mask in production; absent: as collected"`
	Uses        []string `json:"uses" enum:"count,join,filter,group,aggregate" doc:"生产环境允许的用途 · uses that production admits"`
}

// FunctionShown is something a query may call.
type FunctionShown struct {
	Name string `json:"name"`
	Kind string `json:"kind" enum:"scalar,operator,aggregate"`
}

// Draft is a query that is being written.
type Draft struct {
	Scenario  string   `json:"scenario" minLength:"1" maxLength:"128"`
	Catalogue string   `json:"catalogue,omitempty" enum:"development,production" doc:"缺省为 production · production by default"`
	Grants    []string `json:"grants,omitempty" maxItems:"32"`
	SQL       string   `json:"sql" maxLength:"65536"`
}

// Checked says whether a query would be admitted, and why not.
type Checked struct {
	Admitted    bool                `json:"admitted"`
	Approved    bool                `json:"approved" doc:"所读各项资源的提供单位已批准这段代码在生产环境运行 · the provider of each resource it reads has approved this very text for production"`
	Diagnostics []Diagnostic        `json:"diagnostics" doc:"每一处不予受理的理由 · every ground, each with its place"`
	SQL         string              `json:"sql,omitempty" doc:"将要运行的语句，由平台重新写出 · the text that would run, written anew by the platform"`
	Outputs     []OutputColumn      `json:"outputs"`
	Reads       map[string][]string `json:"reads" doc:"读取的表和列 · tables and columns it reads"`
}

// OutputColumn is a column of what a query would answer.
type OutputColumn struct {
	Name string `json:"name"`
	Kind string `json:"kind" enum:"row,key,aggregate,contributors,complement,rows" doc:"contributors：平台加入的隐私单元数 · added by the platform: distinct units behind the row"`
}

// Diagnostic is one ground with its place in the text.
type Diagnostic struct {
	Violation
	Offset *int `json:"offset,omitempty" doc:"字节位置，自 0 起；没有位置的不写 · byte offset from 0; absent where there is no place"`
	Line   int  `json:"line,omitempty" doc:"自 1 起 · from 1"`
	Column int  `json:"column,omitempty" doc:"按字符，自 1 起 · in characters, from 1"`
}

func (s *Server) workspaces(ctx context.Context, in *Page) (*body[list[WorkspaceLine]], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	if a.actor.Administers() {
		return nil, s.Desk.LogUnseen(ctx, a.actor, "scenario", "*")
	}
	q := casework.RecordQuery{Kind: "scenario", Limit: in.Limit}
	if q.Cursor, err = s.goOn(ctx, in.Cursor); err != nil {
		return nil, err
	}
	if !a.actor.Oversees() {
		q.Org = a.actor.Organisation // a user is named by scenarios of others and works in none
	}
	scenarios, next, err := s.lines(ctx, a.actor, q)
	if err != nil {
		return nil, err
	}
	var shown []WorkspaceLine
	for _, l := range scenarios {
		one, err := s.workspaceLine(ctx, l)
		if err != nil {
			return nil, err
		}
		shown = append(shown, one)
	}
	return answer(page(ctx, s, shown, next))
}

func (s *Server) workspaceLine(ctx context.Context, l Line) (WorkspaceLine, error) {
	facts, err := s.Desk.Facts(ctx, "scenario", l.ID)
	if err != nil {
		return WorkspaceLine{}, err
	}
	one := WorkspaceLine{ID: l.ID, Title: l.Title, Operator: l.Org, OperatorName: l.OrgName, Agreement: l.Subject, State: l.State, Held: facts["held"] == true}
	if term, ok := s.Desk.Packs.Current().Term("purpose"); ok {
		for _, v := range term.Values {
			if v.Key == facts["purpose"] {
				one.Purpose = v.Word
			}
		}
	}
	return one, nil
}

// workbench answers the asker and the scenario where both are there: its operator's
// people work in it, overseers look at it. For everybody else it does not exist.
func (s *Server) workbench(ctx context.Context, scenario string) (*asker, Workbench, Line, error) {
	a, err := s.dataSeat(ctx, "scenario", scenario)
	if err != nil {
		return nil, nil, Line{}, err
	}
	l, err := s.seen(ctx, a.actor, "scenario", scenario)
	if err != nil {
		return nil, nil, Line{}, err
	}
	if l.Org != a.actor.Organisation && !a.actor.OverseesIn(l.Jurisdiction) {
		return nil, nil, Line{}, s.Desk.LogUnseen(ctx, a.actor, "scenario", scenario)
	}
	bench, ok := s.Data.(Workbench)
	if !ok {
		return nil, nil, Line{}, errNoPart
	}
	return a, bench, l, nil
}

func (s *Server) workspace(ctx context.Context, in *personPath) (*body[Workspace], error) {
	_, bench, l, err := s.workbench(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	shown := Workspace{Datasets: []DatasetShown{}, Functions: bench.Functions()}
	if shown.WorkspaceLine, err = s.workspaceLine(ctx, l); err != nil {
		return nil, err
	}
	datasets, err := bench.Datasets(ctx, l.Org, in.ID)
	shown.Datasets = append(shown.Datasets, datasets...)
	return answer(shown, err)
}

type draftInput struct{ Body Draft }

// checksPerMinute bounds how often a person has a query checked: twice as often as an
// editor asks that waits for pauses in typing.
const checksPerMinute = 240

func (s *Server) checkQuery(ctx context.Context, in *draftInput) (*body[Checked], error) {
	a, bench, _, err := s.workbench(ctx, in.Body.Scenario)
	if err != nil {
		return nil, err
	}
	if !s.checks.allow(a.actor.Person) {
		return nil, law.Refuse("request.rate", law.Platform("PF-22"))
	}
	if in.Body.Catalogue == "" {
		in.Body.Catalogue = "production"
	}
	checked, refusal, err := bench.Check(ctx, a.actor, in.Body)
	checked.Diagnostics = s.diagnosed(refusal)
	checked.Admitted = refusal == nil
	if checked.Outputs == nil {
		checked.Outputs = []OutputColumn{}
	}
	if checked.Reads == nil {
		checked.Reads = map[string][]string{}
	}
	return answer(checked, err)
}

// diagnosed writes the grounds of a refusal of admission with their places.
func (s *Server) diagnosed(r *law.Refusal) []Diagnostic {
	shown := []Diagnostic{}
	if r == nil {
		return shown
	}
	for _, v := range r.Violations {
		d := Diagnostic{Violation: violation(s.Desk.Packs.Current(), v)}
		for _, f := range v.Facts {
			n, err := strconv.Atoi(f.Value)
			if err != nil {
				continue
			}
			switch {
			case f.Name == "offset":
				d.Offset = &n
			case f.Name == "line" && d.Offset != nil:
				d.Line = n
			case f.Name == "column" && d.Offset != nil: // the last: a column of data may be named by a fact before
				d.Column = n
			}
		}
		shown = append(shown, d)
	}
	return shown
}
