package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

func (s *Server) compareRoutes() {
	handle(s, op("pack-comparison", http.MethodGet, "/v1/packs/comparison", "law", forSeat, "各地规则包逐项对照，只列不同之处", "Packs side by side, where they differ"), s.packComparison)
}

type comparisonInput struct {
	Page
	Base      string   `query:"base" maxLength:"64" doc:"对照的基准，缺省为现行 · what the others are held against; the pack in force by default"`
	With      []string `query:"with,explode" maxItems:"8" doc:"各包的名称或摘要值 · names or digests"`
	Topic     string   `query:"topic" maxLength:"32"`
	Procedure string   `query:"procedure" maxLength:"64"`
	Text      string   `query:"text" maxLength:"128"`
}

// ComparisonShown is packs side by side.
type ComparisonShown struct {
	Items      []ComparedRow    `json:"items"`
	Cursor     string           `json:"cursor,omitempty" doc:"下一页的游标，末页没有 · cursor of the next page; absent on the last"`
	Total      Total            `json:"total"`
	Packs      []ShelfPack      `json:"packs" doc:"基准在先 · the base first"`
	Topics     []ComparedTopic  `json:"topics"`
	Procedures []ProcedureNamed `json:"procedures"`
}

// ComparedTopic is what differences are about, and how many there are.
type ComparedTopic struct {
	Topic string   `json:"topic"`
	Word  law.Text `json:"word"`
	Count int      `json:"count"`
}

// ProcedureNamed is a procedure by its title.
type ProcedureNamed struct {
	Procedure string   `json:"procedure"`
	Title     law.Text `json:"title"`
}

// ComparedRow is one thing that the packs do not say alike.
type ComparedRow struct {
	Topic     string         `json:"topic"`
	Kind      string         `json:"kind"`
	KindWord  law.Text       `json:"kindWord"`
	Procedure string         `json:"procedure,omitempty"`
	Subject   string         `json:"subject"`
	Title     law.Text       `json:"title" doc:"所规定的事项 · what it is about"`
	Cells     []ComparedCell `json:"cells" doc:"与 packs 同序 · in the order of packs"`
}

// ComparedCell is what one pack says of it. Same says that it is as in the base; a cell
// without a rule that the pack has none.
type ComparedCell struct {
	Same   bool               `json:"same,omitempty"`
	Rule   string             `json:"rule,omitempty"`
	Says   *law.Text          `json:"says,omitempty"`
	Cites  []Cite             `json:"cites"`
	Fields []pack.FieldChange `json:"fields,omitempty" doc:"写法不同的键 · keys that are written otherwise"`
}

// comparisons keeps what was worked out once: packs never change under one digest.
type comparisons struct {
	mu   sync.Mutex
	seen map[string][]ComparedRow
}

func (s *Server) packComparison(ctx context.Context, in *comparisonInput) (*body[ComparisonShown], error) {
	base := in.Base
	if base == "" {
		base = "current"
	}
	var all []*pack.Pack
	for _, name := range append([]string{base}, in.With...) {
		p, err := s.lawFor(ctx, name)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	rows := s.compared(all)
	shown := ComparisonShown{Packs: []ShelfPack{}, Topics: []ComparedTopic{}, Procedures: []ProcedureNamed{}}
	for _, p := range all {
		shown.Packs = append(shown.Packs, ShelfPack{PackName: s.packName(p), Short: shortOf(p)})
	}
	topics := map[string]int{}
	var kept []ComparedRow
	for _, row := range rows {
		if row.Procedure != "" && !slices.ContainsFunc(shown.Procedures, func(one ProcedureNamed) bool { return one.Procedure == row.Procedure }) {
			shown.Procedures = append(shown.Procedures, ProcedureNamed{row.Procedure, procedureTitle(all, row.Procedure)})
		}
		if in.Procedure != "" && in.Procedure != row.Procedure || !rowSpeaks(in.Text, row) {
			continue
		}
		topics[row.Topic]++
		if in.Topic == "" || in.Topic == row.Topic {
			kept = append(kept, row)
		}
	}
	for _, topic := range pack.Topics {
		if topics[topic] > 0 {
			shown.Topics = append(shown.Topics, ComparedTopic{topic, topicWords[topic], topics[topic]})
		}
	}
	page, err := paged(ctx, kept, in.Page)
	if err != nil {
		return nil, err
	}
	shown.Items, shown.Cursor, shown.Total = page.Body.Items, page.Body.Cursor, Total{Count: len(kept)}
	return &body[ComparisonShown]{Body: shown}, nil
}

// topicWords are the words of what differences are about.
var topicWords = map[string]law.Text{
	"procedure": {ZH: "程序", EN: "procedure"}, "period": {ZH: "期限", EN: "periods"}, "actor": {ZH: "主体", EN: "who acts"}, "condition": {ZH: "条件", EN: "conditions"},
	"document": {ZH: "材料", EN: "documents"}, "effect": {ZH: "效果", EN: "effects"}, "disclosure": {ZH: "公开", EN: "disclosure"}, "duty": {ZH: "义务", EN: "duties"}, "figure": {ZH: "计算项", EN: "figures"},
	"parameter": {ZH: "参数", EN: "parameters"}, "reading": {ZH: "解释", EN: "readings"}, "words": {ZH: "用语", EN: "words"},
}

func rowSpeaks(text string, row ComparedRow) bool {
	texts := []string{row.Title.ZH, row.Title.EN, row.Subject}
	for _, cell := range row.Cells {
		if cell.Says != nil {
			texts = append(texts, cell.Says.ZH, cell.Says.EN)
		}
	}
	return speaks(text, texts...)
}

func procedureTitle(packs []*pack.Pack, name string) law.Text {
	for _, p := range packs {
		if def, ok := p.Procedure(name); ok {
			return def.Title
		}
	}
	return law.Text{ZH: name, EN: name}
}

func (s *Server) compared(all []*pack.Pack) []ComparedRow {
	digests := make([]string, len(all))
	for i, p := range all {
		digests[i] = p.Digest
	}
	key := strings.Join(digests, " ")
	s.held.mu.Lock()
	defer s.held.mu.Unlock()
	if rows, ok := s.held.seen[key]; ok {
		return rows
	}
	rows := sideBySide(all)
	if s.held.seen == nil || len(s.held.seen) >= mostComparisons {
		s.held.seen = map[string][]ComparedRow{}
	}
	s.held.seen[key] = rows
	return rows
}

// mostComparisons bounds what is kept: each is some hundred kilobytes.
const mostComparisons = 32

// sideBySide holds each pack against the first. A row is a rule of the first with what the
// others have in its place, or one that the first has not; what the others alone have stands
// in one row where it governs the same.
func sideBySide(all []*pack.Pack) []ComparedRow {
	rows := []*ComparedRow{}
	place := map[string]*ComparedRow{}
	for i, other := range all[1:] {
		alone := map[string]int{} // of one subject, the n-th
		for _, c := range pack.Diff(all[0], other) {
			key := ""
			if c.Before != nil {
				key = "rule " + c.Before.Rule
			} else {
				key = string(c.Kind) + " " + c.Subject
				alone[key]++
				key = fmt.Sprintf("%s %d", key, alone[key])
			}
			row, ok := place[key]
			if !ok {
				row = newRow(all, c, i+1)
				place[key], rows = row, append(rows, row)
			}
			row.Cells[i+1] = cellOf(other, c.After)
			row.Cells[i+1].Fields = c.Fields
		}
	}
	slices.SortStableFunc(rows, func(a, b *ComparedRow) int {
		return cmp.Or(cmp.Compare(a.Procedure, b.Procedure), cmp.Compare(slices.Index(pack.Topics, a.Topic), slices.Index(pack.Topics, b.Topic)))
	})
	out := make([]ComparedRow, len(rows))
	for i, row := range rows {
		out[i] = *row
	}
	return out
}

// newRow begins a row with what the base says; the others are as the base until they are found to differ.
func newRow(all []*pack.Pack, c pack.Change, other int) *ComparedRow {
	row := &ComparedRow{Topic: c.Topic, Kind: string(c.Kind), KindWord: ruleKinds[c.Kind], Procedure: c.Procedure, Subject: c.Subject, Cells: make([]ComparedCell, len(all))}
	named, in := c.Before, all[0]
	if named == nil {
		named, in = c.After, all[other]
	}
	row.Title = aboutRule(in, named.Rule)
	row.Cells[0] = cellOf(all[0], c.Before)
	for i := range all[1:] {
		row.Cells[i+1] = ComparedCell{Same: c.Before != nil, Cites: []Cite{}}
	}
	return row
}

func cellOf(p *pack.Pack, side *pack.Side) ComparedCell {
	if side == nil {
		return ComparedCell{Cites: []Cite{}}
	}
	cell := ComparedCell{Rule: side.Rule, Cites: citesOf(p, side.Cites)}
	if says := ruleInWords(p, side); !says.IsZero() {
		cell.Says = &says
	}
	return cell
}

// aboutRule is what a rule is about: the steps at which it speaks, what it names, or the
// heading of its unit.
func aboutRule(p *pack.Pack, id string) law.Text {
	r, ok := p.Rule(id)
	if !ok {
		return law.Text{ZH: id, EN: id}
	}
	if step, ok := r.Body.(*pack.Step); ok {
		return procedureStep(p, step.Procedure, r)
	}
	body, err := written(r.Body)
	if err == nil {
		if at := stepsIn(p, body); len(at) > 0 {
			return at[0]
		}
		if title := titleIn(body); title != nil {
			return *title
		}
	}
	if in, ok := p.Instrument(r.Cites[0].Instrument); ok {
		if u, ok := in.Unit(r.Cites[0].Unit); ok {
			return u.Heading
		}
	}
	return law.Text{ZH: id, EN: id}
}

func procedureStep(p *pack.Pack, name string, r *pack.Rule) law.Text {
	def, ok := p.Procedure(name)
	step := r.Body.(*pack.Step)
	if !ok {
		return step.Title
	}
	return law.Text{ZH: def.Title.ZH + " · " + step.Title.ZH, EN: def.Title.EN + " · " + step.Title.EN}
}

// ruleInWords is what a rule comes to, for people; zero where its own words say no more than
// that it is there.
func ruleInWords(p *pack.Pack, side *pack.Side) law.Text {
	r, ok := p.Rule(side.Rule)
	if !ok {
		return law.Text{}
	}
	switch body := r.Body.(type) {
	case *pack.Step:
		return stepInWords(p, body)
	case *pack.Reading:
		return body.Taken
	case *pack.Term:
		return body.Word
	case *pack.Content:
		return fieldsInWords(body)
	}
	if words, ok := periodWords(side.Says); ok {
		return words
	}
	if !r.Says.IsZero() {
		return r.Says
	}
	if body, err := written(r.Body); err == nil {
		if title := titleIn(body); title != nil {
			return *title
		}
	}
	return law.Text{}
}

// stepInWords says who takes a step, and where it leads.
func stepInWords(p *pack.Pack, step *pack.Step) law.Text {
	var zh, en []string
	for _, role := range step.By {
		word := roleWord(p, role)
		zh, en = append(zh, word.ZH), append(en, word.EN)
	}
	out := law.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
	if def, ok := p.Procedure(step.Procedure); ok && step.To != "" {
		for _, state := range def.States {
			if state.State == step.To {
				out = law.Text{ZH: out.ZH + " → " + state.Word.ZH, EN: out.EN + " → " + state.Word.EN}
			}
		}
	}
	return out
}

// fieldsInWords lists what a document holds.
func fieldsInWords(body *pack.Content) law.Text {
	var zh, en []string
	for _, f := range body.Fields {
		zh, en = append(zh, f.Title.ZH), append(en, f.Title.EN)
	}
	return law.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}
