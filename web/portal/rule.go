package portal

import (
	"net/http"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Text is one instrument: what it is and what follows from it.
type Text struct {
	Code, Name, Issuer, Version, Status, Effective, Digest, Href string
	Draft, Platform                                              bool
	Units, WithRule, WithReason                                  int
	Words                                                        string
	Articles                                                     []article
	Pager                                                        Pager
}

// article is an article with its units.
type article struct {
	Heading string
	Units   []Unit
}

// Unit is one unit of a text, in our own words, with what follows from it.
type Unit struct {
	ID            string
	Cite          cite
	Article       string
	Heading, Gist string
	NoRule        string
	Rules         []Rule
	Official      *Official
	Earlier       string // address of the unit before
	Later         string
	Of            Text
}

// Official is the article of a unit in the official text that the installation has
// attached, paragraph by paragraph; of none, the text has not the pack's articles.
type Official struct {
	Paragraphs       []string
	Source, On, File string
}

// Rule is one rule as the public reads it.
type Rule struct {
	ID, Kind, Title, Says, Remedy, Period, Code string
	Steps                                       []string
	Also                                        []cite
	RestsOn                                     string
	RestsOnAt                                   string // where that reading stands
	Reading                                     *pack.Reading
}

// texts lists the instruments in force here, the local one first: it is what readers
// come for. Behind them are those of jurisdictions that have packs of their own.
func (pg *page) texts() []Text {
	var all []Text
	listed := map[string]bool{}
	for _, p := range pg.packs() {
		for _, in := range slices.Backward(p.Layers) {
			if !listed[in.Code] {
				all = append(all, pg.text(in))
			}
			listed[in.Code] = true
		}
	}
	return all
}

func (pg *page) text(in *pack.Instrument) Text {
	t := Text{Code: in.Code, Name: pg.In(in.Name), Issuer: pg.In(in.Issuer), Version: in.Version, Status: pg.T("status." + string(in.Status)), Digest: in.Digest,
		Effective: pg.Day(in.Effective), Href: pg.Link("/rules/" + in.Code), Draft: in.Status == pack.StatusDraft, Platform: in.Level == "platform", Units: len(in.Units)}
	for _, u := range in.Units {
		if len(u.Rules) > 0 {
			t.WithRule++
		} else {
			t.WithReason++
		}
	}
	return t
}

func (p *Portal) rules(pg *page) error {
	return pg.show("rules", http.StatusOK, pg.T("menu.rules"), pg.texts())
}

// instrument lists the units of one text under their articles, with their gists.
func (p *Portal) instrument(pg *page) error {
	in, ok := pg.instrumentOf(pg.r.PathValue("instrument"))
	if !ok {
		return errNotFound
	}
	asked, words := pg.searched()
	var found []*pack.Unit
	for _, u := range in.Units {
		if holdsAll(strings.ToLower(strings.Join([]string{u.ID, numberOf(in, u.ID), u.Article, u.Heading.ZH, u.Heading.EN, u.Gist.ZH, u.Gist.EN}, "\n")), words) {
			found = append(found, u)
		}
	}
	t := pg.text(in)
	t.Words = asked
	pager, from, to := pg.pager(len(found))
	t.Pager = pager
	for _, u := range found[from:to] {
		if n := len(t.Articles); n == 0 || t.Articles[n-1].Heading != pg.articleWord(u.Article) {
			t.Articles = append(t.Articles, article{Heading: pg.articleWord(u.Article)})
		}
		last := &t.Articles[len(t.Articles)-1]
		last.Units = append(last.Units, pg.unitOf(in, u))
	}
	return pg.show("instrument", http.StatusOK, t.Name, t)
}

// holding is the page as the pack words it that has a text.
func (pg *page) holding(in *pack.Instrument) *page {
	for _, p := range pg.packs() {
		if held, ok := p.Instrument(in.Code); ok && held == in {
			return pg.of(p)
		}
	}
	return pg
}

func (pg *page) unitOf(in *pack.Instrument, u *pack.Unit) Unit {
	return Unit{ID: u.ID, Cite: pg.Cite(in.Cite(u.ID)), Article: pg.articleWord(u.Article), Heading: pg.In(u.Heading), Gist: pg.In(u.Gist), NoRule: pg.In(u.NoRule)}
}

// articleWord is an article's heading as printed, 第九条, or Article 9 in English.
func (pg *page) articleWord(printed string) string {
	if n := pack.ArticleNumber(printed); pg.Language == "en" && n > 0 {
		return pg.T("rules.article", n)
	}
	return printed
}

// official finds the article of a unit in the text attached; nil where none is.
func (p *Portal) official(pg *page, in *pack.Instrument, u *pack.Unit) (*Official, error) {
	if p.Officials == nil {
		return nil, nil
	}
	text, passages, ok, err := p.Officials.Official(pg.r.Context(), in)
	if err != nil || !ok {
		return nil, err
	}
	shown := &Official{Source: text.Source, On: pg.Day(text.On.String()), File: text.File}
	if passage, found := u.Officially(passages); found {
		shown.Paragraphs = strings.Split(passage.Text, "\n")
	}
	return shown, nil
}

// unit draws one unit with its rules. Citations lead here.
func (p *Portal) unit(pg *page) error {
	in, ok := pg.instrumentOf(pg.r.PathValue("instrument"))
	if !ok {
		return errNotFound
	}
	worded := pg.holding(in)
	at := slices.IndexFunc(in.Units, func(u *pack.Unit) bool { return u.ID == pg.r.PathValue("unit") })
	if at < 0 {
		return errNotFound
	}
	u := in.Units[at]
	shown := pg.unitOf(in, u)
	shown.Of = pg.text(in)
	if at > 0 {
		shown.Earlier = pg.Cite(in.Cite(in.Units[at-1].ID)).Href
	}
	if at+1 < len(in.Units) {
		shown.Later = pg.Cite(in.Cite(in.Units[at+1].ID)).Href
	}
	var err error
	if shown.Official, err = p.official(pg, in, u); err != nil {
		return err
	}
	for _, id := range u.Rules {
		if r, ok := worded.rule(in.Code + ":" + id); ok {
			shown.Rules = append(shown.Rules, worded.ruleOf(r))
		}
	}
	return pg.show("unit", http.StatusOK, shown.Cite.Label+" "+shown.Heading, shown)
}

func (pg *page) ruleOf(r *pack.Rule) Rule {
	out := Rule{ID: r.ID, Kind: pg.T("rule." + string(r.Kind)), Says: pg.In(r.Says), Remedy: pg.In(r.Remedy), Code: r.Code, RestsOn: r.RestsOn}
	for _, c := range r.Cites[min(1, len(r.Cites)):] {
		out.Also = append(out.Also, pg.Cite(c))
	}
	if reading, ok := pg.Pack.Reading(r.RestsOn); ok && r.RestsOn != "" {
		out.RestsOnAt = pg.Cite(reading.Cites[0]).Href + "#" + reading.ID
	}
	title, steps := law.Text{}, []string(nil)
	switch body := r.Body.(type) {
	case *pack.Procedure:
		title = body.Title
	case *pack.Step:
		title = body.Title
		if body.Procedure != "" { // else it stands in every procedure that makes what it enters
			steps = []string{body.Procedure + "." + body.Step}
		}
	case *pack.Period:
		title, steps = body.Title, []string{body.Procedure + "." + body.Step}
		if period, err := calendar.ParsePeriod(body.Period); err == nil {
			out.Period = pg.In(period.Text())
		}
	case *pack.Content:
		title = body.Title
	case *pack.Duty:
		title = body.Title
	case *pack.Disclosure:
		title, steps = body.Title, body.Steps
	case *pack.Gate:
		steps = body.Steps
	case *pack.Prohibition:
		steps = body.Steps
	case *pack.Limit:
		steps = body.Steps
	case *pack.Separation:
		steps = body.Steps
	case *pack.EffectRule:
		steps = body.On
	case *pack.Term:
		title = body.Word
	case *pack.Label:
		title = body.Word
	case *pack.Role:
		title = body.Word
	case *pack.Priority:
		title = body.Tag
	case *pack.Reading:
		out.Reading, title = body, law.Text{ZH: body.Reading, EN: body.Reading}
	}
	out.Title = pg.In(title)
	for _, s := range steps {
		out.Steps = append(out.Steps, pg.stepWord(s))
	}
	return out
}

// stepWord is a step's name in words: the matter and what is done in it.
func (pg *page) stepWord(qualified string) string {
	procedure, name, _ := strings.Cut(qualified, ".")
	def, ok := pg.Pack.Procedure(procedure)
	if !ok {
		return qualified
	}
	s, ok := def.Step(name)
	if !ok {
		return pg.In(def.Title)
	}
	return pg.T("value.step", pg.In(def.Title), pg.In(s.Title))
}
