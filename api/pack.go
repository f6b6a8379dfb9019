package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/rehearsal"
)

func (s *Server) packRoutes() {
	handle(s, op("packs", http.MethodGet, "/v1/packs", "law", forSeat, "规则包各版本：现行的和仍有事项适用的", "The versions of the pack: the one in force and those that cases are pinned to"), s.packs)
	handle(s, op("pack-units", http.MethodGet, "/v1/packs/{pack}/units", "law", forSeat, "逐条：要点、规则、解释、演练", "Unit by unit: gist, rules, readings, rehearsals"), s.packUnits)
	handle(s, op("pack-rules", http.MethodGet, "/v1/packs/{pack}/rules", "law", forSeat, "规则", "Rules, as the pack writes them"), s.packRules)
	handle(s, op("pack-parameters", http.MethodGet, "/v1/packs/{pack}/parameters", "law", forSeat, "参数和可设定项", "Parameters of controls and limits, and what the installation sets"), s.packParameters)
	handle(s, op("pack-readings", http.MethodGet, "/v1/packs/{pack}/readings", "law", forSeat, "解释", "How open texts are read, and why"), s.packReadings)
}

// PackVersion is one version of the pack.
type PackVersion struct {
	PackName
	Instruments []InstrumentHead `json:"instruments" doc:"自上而下 · the place's own text first"`
}

// InstrumentHead is one text without its units.
type InstrumentHead struct {
	Code      string   `json:"code"`
	Name      law.Text `json:"name"`
	Short     law.Text `json:"short"`
	Version   string   `json:"version"`
	Status    string   `json:"status" enum:"draft,in-force,repealed"`
	Level     string   `json:"level"`
	Issuer    law.Text `json:"issuer"`
	Effective string   `json:"effective,omitempty"`
	Articles  int      `json:"articles"`
	Digest    string   `json:"digest"`
	Coverage  Coverage `json:"coverage"`
	Rules     int      `json:"rules"`
	Proved    int      `json:"proved" doc:"去掉后有演练不通过的规则数；没有相符的证明时为 0 · rules whose absence a rehearsal notices; 0 without a proof that holds"`
	Proof     bool     `json:"proof" doc:"有与本版本相符的证明 · a proof of this very version is kept"`
}

// versions is what a library of packs can do beside casework.Packs.
type versions interface {
	// Digests lists every version that is kept.
	Digests() ([]string, error)
}

func (s *Server) packs(ctx context.Context, _ *nothing) (*body[list[PackVersion]], error) {
	if _, err := s.seat(ctx); err != nil {
		return nil, err
	}
	current := s.Desk.Packs.Current()
	shown := []PackVersion{s.packVersion(current)}
	kept, ok := s.Desk.Packs.(versions)
	if !ok {
		return answer(listOf(shown, ""), nil)
	}
	digests, err := kept.Digests()
	if err != nil {
		return nil, err
	}
	for _, digest := range digests {
		if p, ok := s.Desk.Packs.Of(digest); ok && digest != current.Digest {
			shown = append(shown, s.packVersion(p))
		}
	}
	return answer(listOf(shown, ""), nil)
}

func (s *Server) packVersion(p *pack.Pack) PackVersion {
	v := PackVersion{PackName: s.packName(p)}
	for _, in := range slices.Backward(p.Layers) {
		head := InstrumentHead{Code: in.Code, Name: in.Name, Short: in.Short, Version: in.Version, Status: string(in.Status), Level: in.Level, Issuer: in.Issuer,
			Effective: in.Effective, Articles: in.Articles, Digest: in.Digest}
		proof := s.coverage(p).proofs[in.Code]
		head.Proof = proof.Rules != nil
		for _, u := range in.Units {
			head.Coverage.Units++
			if len(u.Rules) > 0 {
				head.Coverage.Rules++
			} else if !u.NoRule.IsZero() {
				head.Coverage.NoRule++
			}
			head.Rules += len(u.Rules)
			for _, id := range u.Rules {
				if proof.Rules[id].Proved {
					head.Proved++
				}
			}
		}
		v.Instruments = append(v.Instruments, head)
	}
	return v
}

// PackPath names a version of the pack: its digest, or "current"; or a pack on the shelf.
type PackPath struct {
	Pack string `path:"pack" maxLength:"64" doc:"摘要值、current，或随程序提供的规则包的名称 · digest, current, or the name of a pack on the shelf"`
}

func (s *Server) packOf(name string) (*pack.Pack, error) {
	if name == "current" {
		return s.Desk.Packs.Current(), nil
	}
	if p, ok := s.Desk.Packs.Of(name); ok {
		return p, nil
	}
	if p, ok := s.shelved(name); ok {
		return p, nil
	}
	return nil, casework.ErrNotFound
}

// covered is what shows that the rules of a pack are kept: the phases of the rehearsals
// under each unit, and the kept proofs that hold for this very pack.
type covered struct {
	phases map[string][]string
	proofs map[string]rehearsal.Proof
}

// coverages keeps what was found once of each pack.
type coverages struct {
	mu   sync.Mutex
	seen map[string]covered
}

// coverage reads the rehearsals that ship with the program. They are about the packs that
// ship with it: of another version none is shown.
func (s *Server) coverage(p *pack.Pack) covered {
	s.shown.mu.Lock()
	defer s.shown.mu.Unlock()
	if c, ok := s.shown.seen[p.Digest]; ok {
		return c
	}
	c := covered{phases: map[string][]string{}, proofs: map[string]rehearsal.Proof{}}
	scripts, err := rehearsal.Scripts(p.Name())
	if err == nil && (p.Digest == s.Desk.Packs.Current().Digest || s.onShelf(p)) {
		for _, script := range scripts {
			for _, phase := range script.Phases {
				for _, unit := range phase.Units {
					c.phases[unit] = append(c.phases[unit], script.Name+" · "+phase.Heading)
				}
			}
		}
		prover := rehearsal.Prover{Pack: p, Scripts: scripts}
		for _, in := range p.Layers {
			if proof, holds, err := prover.Kept(in.Code); err == nil && holds {
				c.proofs[in.Code] = proof
			}
		}
	}
	if s.shown.seen == nil {
		s.shown.seen = map[string]covered{}
	}
	s.shown.seen[p.Digest] = c
	return c
}

type unitsInput struct {
	PackPath
	Page
	Instrument string `query:"instrument" maxLength:"64"`
	Unit       string `query:"unit" maxLength:"64" doc:"一条，如 TA-09.1 · one unit"`
	Text       string `query:"text" maxLength:"128" doc:"在标题和要点中查找 · searched in headings and gists"`
}

// UnitPage is one unit of a text with what the software makes of it.
type UnitPage struct {
	Cite       Cite             `json:"cite"`
	Article    string           `json:"article" doc:"条目，如第九条 · heading of the article"`
	Heading    law.Text         `json:"heading"`
	Gist       law.Text         `json:"gist" doc:"要点，非原文 · our own words, never the text"`
	Official   *OfficialPassage `json:"official,omitempty" doc:"附加的官方文本中的这一条；只在读取一条时给出 · the article in the official text attached; only where one unit is read"`
	NoRule     *law.Text        `json:"noRule,omitempty" doc:"没有规则的理由 · why nothing of the software follows from it"`
	Rules      []RuleProved     `json:"rules"`
	Readings   []ReadingShown   `json:"readings"`
	Rehearsals []string         `json:"rehearsals" doc:"演练的段落 · phases of the rehearsals that act it out"`
}

// OfficialPassage is the article of a unit as the official text has it, which the installation
// has attached.
type OfficialPassage struct {
	Text    string       `json:"text,omitempty" doc:"整条，按附加的文本；文本与规则包的条对不上时没有 · the article whole; absent where the text attached has not the pack's articles"`
	Heading string       `json:"heading"`
	Source  string       `json:"source" doc:"来源 · where the text was taken from"`
	File    string       `json:"file" doc:"文件的 SHA-256 · of the file attached"`
	On      calendar.Day `json:"on" doc:"附加日 · day on which it was attached"`
}

// OfficialTexts gives the official texts that the installation has attached to the
// instruments of its packs. 〔platform PF-64〕
type OfficialTexts interface {
	// Official answers the text and the articles that it was split into; false where none is
	// attached. There are no articles where the pack has come to follow others.
	Official(ctx context.Context, in *pack.Instrument) (casework.OfficialText, []pack.Passage, bool, error)
}

// officially is the passage of one unit; nil where no text is attached.
func (s *Server) officially(ctx context.Context, in *pack.Instrument, u *pack.Unit) (*OfficialPassage, error) {
	if s.Officials == nil {
		return nil, nil
	}
	text, passages, ok, err := s.Officials.Official(ctx, in)
	if err != nil || !ok {
		return nil, err
	}
	shown := &OfficialPassage{Heading: u.Article, Source: text.Source, File: text.File, On: text.On}
	if passage, found := u.Officially(passages); found {
		shown.Text = passage.Text
	}
	return shown, nil
}

// RuleProved is a rule with the rehearsal that fails without it.
type RuleProved struct {
	RuleShown
	Proved bool   `json:"proved"`
	By     string `json:"by,omitempty"`
}

func (s *Server) packUnits(ctx context.Context, in *unitsInput) (*body[list[UnitPage]], error) {
	p, err := s.lawFor(ctx, in.Pack)
	if err != nil {
		return nil, err
	}
	seen := s.coverage(p)
	var found []UnitPage
	for _, instrument := range slices.Backward(p.Layers) {
		if in.Instrument != "" && in.Instrument != instrument.Code {
			continue
		}
		for _, u := range instrument.Units {
			if in.Unit != "" && in.Unit != u.ID || !speaks(in.Text, u.Article, u.Heading.ZH, u.Heading.EN, u.Gist.ZH, u.Gist.EN) {
				continue
			}
			one := unitPage(p, instrument, u, seen)
			if in.Unit != "" {
				if one.Official, err = s.officially(ctx, instrument, u); err != nil {
					return nil, err
				}
			}
			found = append(found, one)
		}
	}
	return paged(ctx, found, in.Page)
}

func unitPage(p *pack.Pack, in *pack.Instrument, u *pack.Unit, seen covered) UnitPage {
	one := UnitPage{Cite: citeOf(p, in.Cite(u.ID)), Article: u.Article, Heading: u.Heading, Gist: u.Gist, Rules: []RuleProved{}, Readings: []ReadingShown{},
		Rehearsals: seen.phases[u.ID]}
	if one.Rehearsals == nil {
		one.Rehearsals = []string{}
	}
	if !u.NoRule.IsZero() {
		one.NoRule = &u.NoRule
	}
	for _, id := range u.Rules {
		r, ok := p.Rule(in.Code + ":" + id)
		if !ok {
			continue // replaced by a higher layer
		}
		proved := seen.proofs[in.Code].Rules[id]
		one.Rules = append(one.Rules, RuleProved{RuleShown: ruleShown(r), Proved: proved.Proved, By: proved.By})
		if reading, ok := p.Reading(r.RestsOn); ok && !slices.ContainsFunc(one.Readings, func(x ReadingShown) bool { return x.Reading == r.RestsOn }) {
			one.Readings = append(one.Readings, readingShown(p, reading))
		}
		if r.Kind == pack.KindReading {
			one.Readings = append(one.Readings, readingShown(p, r))
		}
	}
	return one
}

// speaks reports whether one of the texts holds what is looked for; of nothing, all do.
func speaks(wanted string, texts ...string) bool {
	wanted = strings.ToLower(wanted)
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(strings.ToLower(text), wanted) })
}

// lawFor answers a version of the pack to whoever has a seat: the law is no business, and
// administrators read it too.
func (s *Server) lawFor(ctx context.Context, name string) (*pack.Pack, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.packOf(name)
	if err != nil {
		return nil, s.Desk.LogUnseen(ctx, a.actor, "pack", name)
	}
	return p, nil
}

// paged cuts a list that is whole in memory and never changes into pages.
func paged[T any](ctx context.Context, all []T, page Page) (*body[list[T]], error) {
	from := 0
	if page.Cursor != "" {
		n, err := strconv.Atoi(page.Cursor)
		if err != nil || n < 0 || n > len(all) {
			return nil, malformed(ctx, "query.cursor", law.Text{ZH: "这个游标不属于这一列表，请从第一页重新读取", EN: "the cursor does not belong to this list"})
		}
		from = n
	}
	limit := page.Limit
	if limit == 0 {
		limit = 50
	}
	next := ""
	until := min(from+limit, len(all))
	if until < len(all) {
		next = strconv.Itoa(until)
	}
	return &body[list[T]]{Body: listOf(all[from:until], next)}, nil
}

type rulesInput struct {
	PackPath
	Page
	Instrument string `query:"instrument" maxLength:"64"`
	Kind       string `query:"kind" maxLength:"32"`
	Unit       string `query:"unit" maxLength:"64"`
	Procedure  string `query:"procedure" maxLength:"64" doc:"涉及的程序 · procedure it speaks of"`
	Text       string `query:"text" maxLength:"128"`
}

// RulePage is one rule as the pack writes it.
type RulePage struct {
	RuleProved
	Word     law.Text       `json:"word" doc:"规则种类的用语 · word for its kind"`
	Title    *law.Text      `json:"title,omitempty" doc:"它所规定的内容 · what it is about, where the pack names it"`
	At       []law.Text     `json:"at" doc:"适用的步骤 · steps at which it speaks"`
	Written  string         `json:"written" doc:"规则包中的写法 · as a pack writes it"`
	Cites    []Cite         `json:"cites"`
	Body     map[string]any `json:"body" doc:"规则内容，字段名与规则包一致 · the rule, under the names the pack uses"`
	Place    pack.Place     `json:"place"`
	Replaces string         `json:"replaces,omitempty" doc:"取代的下层规则 · rule of a lower layer it stands in place of"`
	Basis    *law.Text      `json:"basis,omitempty"`
}

func (s *Server) packRules(ctx context.Context, in *rulesInput) (*body[list[RulePage]], error) {
	p, err := s.lawFor(ctx, in.Pack)
	if err != nil {
		return nil, err
	}
	seen := s.coverage(p)
	var found []RulePage
	for _, instrument := range slices.Backward(p.Layers) {
		for _, u := range instrument.Units {
			if in.Instrument != "" && in.Instrument != instrument.Code || in.Unit != "" && in.Unit != u.ID {
				continue
			}
			for _, id := range u.Rules {
				r, ok := p.Rule(instrument.Code + ":" + id)
				if !ok || in.Kind != "" && in.Kind != string(r.Kind) {
					continue
				}
				one, err := rulePage(p, instrument, r, seen)
				if err != nil {
					return nil, err
				}
				if speaks(in.Text, r.ID, r.Code, r.Says.ZH, r.Says.EN) && (in.Procedure == "" || speaksOf(one.Body, in.Procedure)) {
					found = append(found, one)
				}
			}
		}
	}
	return paged(ctx, found, in.Page)
}

func rulePage(p *pack.Pack, in *pack.Instrument, r *pack.Rule, seen covered) (RulePage, error) {
	proved := seen.proofs[in.Code].Rules[r.ID]
	one := RulePage{RuleProved: RuleProved{RuleShown: ruleShown(r), Proved: proved.Proved, By: proved.By}, Cites: citesOf(p, r.Cites), Place: r.Place, Replaces: r.Replaces}
	if !r.Basis.IsZero() {
		one.Basis = &r.Basis
	}
	var err error
	one.Body, err = written(r.Body)
	if err != nil {
		return one, fmt.Errorf("writing rule %s: %w", r.ID, err)
	}
	text, err := yaml.Marshal(one.Body)
	if err != nil {
		return one, fmt.Errorf("writing rule %s: %w", r.ID, err)
	}
	one.Word, one.Title, one.At, one.Written = ruleKinds[r.Kind], titleIn(one.Body), stepsIn(p, one.Body), string(text)
	return one, nil
}

// written gives a rule's body under the names that packs use, without what is not set.
func written(b pack.Body) (map[string]any, error) {
	text, err := yaml.Marshal(b)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	if err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&out); err != nil {
		return nil, err
	}
	set, _ := spare(out).(map[string]any)
	return set, nil
}

// spare leaves out what is empty.
func spare(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, item := range v {
			if item = spare(item); unset(item) {
				delete(v, name)
			} else {
				v[name] = item
			}
		}
	case []any:
		for i := range v {
			v[i] = spare(v[i])
		}
	}
	return v
}

func unset(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return fmt.Sprint(v) == "0"
}

// speaksOf reports whether a rule speaks of a procedure or of a step of it.
func speaksOf(body map[string]any, procedure string) bool {
	if body["procedure"] == procedure {
		return true
	}
	for _, list := range []string{"steps", "on"} {
		steps, _ := body[list].([]any)
		if slices.ContainsFunc(steps, func(step any) bool { return strings.HasPrefix(fmt.Sprint(step), procedure+".") }) {
			return true
		}
	}
	return false
}

// ParametersShown are the numbers that rules work with.
type ParametersShown struct {
	Controls []ControlShown `json:"controls"`
	Limits   []LimitShown   `json:"limits"`
	Settings []SettingShown `json:"settings" doc:"由本系统设定的 · what the installation sets because the text leaves it"`
}

// ControlShown is a control of the platform with its parameters.
type ControlShown struct {
	Rule       string         `json:"rule"`
	Control    string         `json:"control"`
	Cite       Cite           `json:"cite"`
	Parameters map[string]any `json:"parameters"`
}

// LimitShown is a number that is not to be passed.
type LimitShown struct {
	Rule  string   `json:"rule"`
	Cite  Cite     `json:"cite"`
	Steps []string `json:"steps"`
	Max   *int64   `json:"max,omitempty"`
	Min   *int64   `json:"min,omitempty"`
	Unit  string   `json:"unit,omitempty"`
	Says  law.Text `json:"says"`
}

// SettingShown is a value that the installation sets.
type SettingShown struct {
	Setting    string   `json:"setting"`
	Title      law.Text `json:"title"`
	Type       string   `json:"type"`
	Instrument string   `json:"instrument"`
	Value      string   `json:"value" doc:"现在适用的值 · value that applies now"`
	Preset     string   `json:"preset,omitempty" doc:"解释预设的值 · value a reading presets"`
	Reading    string   `json:"reading,omitempty"`
	Set        bool     `json:"set,omitempty" doc:"已由本系统设定 · set by the installation"`
}

func (s *Server) packParameters(ctx context.Context, in *PackPath) (*body[ParametersShown], error) {
	p, err := s.lawFor(ctx, in.Pack)
	if err != nil {
		return nil, err
	}
	set, err := s.Desk.Settings(ctx)
	if err != nil {
		return nil, err
	}
	shown := ParametersShown{Controls: []ControlShown{}, Limits: []LimitShown{}, Settings: settingsShown(p, set)}
	for _, r := range p.Rules(pack.KindControl) {
		if c := r.Body.(*pack.Control); len(c.Parameters) > 0 {
			shown.Controls = append(shown.Controls, ControlShown{Rule: r.ID, Control: c.Control, Cite: citeOf(p, r.Cites[0]), Parameters: c.Parameters})
		}
	}
	for _, r := range p.Rules(pack.KindLimit) {
		l := r.Body.(*pack.Limit)
		shown.Limits = append(shown.Limits, LimitShown{Rule: r.ID, Cite: citeOf(p, r.Cites[0]), Steps: l.Steps, Max: l.Max, Min: l.Min, Unit: l.Unit, Says: r.Says})
	}
	return &body[ParametersShown]{Body: shown}, nil
}

func settingsShown(p *pack.Pack, set map[string]string) []SettingShown {
	presets := map[string]*pack.Reading{}
	for _, r := range p.Rules(pack.KindReading) {
		if reading := r.Body.(*pack.Reading); reading.Setting != "" {
			presets[reading.Setting] = reading
		}
	}
	shown := []SettingShown{}
	for _, in := range slices.Backward(p.Layers) {
		for name, setting := range in.Settings {
			one := SettingShown{Setting: name, Title: setting.Title, Type: string(setting.Type), Instrument: in.Code}
			if reading, ok := presets[name]; ok {
				one.Preset, one.Reading, one.Value = reading.Value, reading.Reading, reading.Value
			}
			if value, ok := set[name]; ok {
				one.Value, one.Set = value, true
			}
			shown = append(shown, one)
		}
	}
	slices.SortFunc(shown, func(x, y SettingShown) int { return strings.Compare(x.Setting, y.Setting) })
	return shown
}

type readingsInput struct {
	PackPath
	Page
}

func (s *Server) packReadings(ctx context.Context, in *readingsInput) (*body[list[ReadingShown]], error) {
	p, err := s.lawFor(ctx, in.Pack)
	if err != nil {
		return nil, err
	}
	var shown []ReadingShown
	for _, r := range p.Rules(pack.KindReading) {
		shown = append(shown, readingShown(p, r))
	}
	return paged(ctx, shown, in.Page)
}
