package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// publication is what a step made public, as its register line keeps it. What a line has
// besides is not read.
type publication struct {
	ID      string         `json:"-"`
	Where   string         `json:"where"`
	Title   string         `json:"title"`
	TitleEN string         `json:"titleEN"`
	Fields  map[string]any `json:"fields"`
	Rule    string         `json:"rule"`
	Cite    string         `json:"cite"`
	Case    string         `json:"case"`
	On      string         `json:"on"`
	From    string         `json:"from"`
	Until   string         `json:"until"`

	Jurisdiction string `json:"-"` // "" is the installation's own
}

// Published is a publication as a page shows it.
type Published struct {
	ID, Href, Heading, Title string
	Subject                  string // what it is about, where a field says so
	Fields                   []Field
	Cite                     cite
	Case, On, From, Until    string
	Left                     string
	Open                     bool
	About                    bool   // a complaint can be about its resource
	At                       string // jurisdiction; "" is the installation's own
	Area                     string // what its jurisdiction is called; "" where there is one
}

// places are where publications stand: the path of each, and its words.
var places = map[string]string{"register": "register", "notice": "notices", "call": "calls", "disclosure": "disclosures"}

// perPage is how many lines a page of a list has.
const perPage = 20

// publicationIn reads a publication that the public may see; ErrNotFound for any other.
func (p *Portal) publicationIn(ctx context.Context, v casework.View, id string) (publication, error) {
	r, err := v.Registered(ctx, "publication", id)
	if err != nil {
		return publication{}, err
	}
	if !casework.See(ctx, v, casework.Public, r) {
		return publication{}, casework.ErrNotFound
	}
	kept := publication{}
	if err := json.Unmarshal(r.Body, &kept); err != nil {
		return publication{}, fmt.Errorf("reading publication %s: %w", id, err)
	}
	kept.ID, kept.Jurisdiction = id, r.Jurisdiction
	return kept, nil
}

func (pg *page) published(kept publication) Published {
	pg = pg.of(pg.packIn(kept.Jurisdiction))
	out := Published{ID: kept.ID, Href: pg.Link("/" + places[kept.Where] + "/" + kept.ID), Title: pg.In(law.Text{ZH: kept.Title, EN: kept.TitleEN}),
		Cite: pg.Cite(kept.Cite), Case: kept.Case, On: pg.Day(kept.On), Fields: pg.fields(kept), About: kept.Where == "register",
		At: kept.Jurisdiction, Area: pg.areaName(kept.Jurisdiction)}
	out.Heading = out.Title
	for _, f := range out.Fields {
		if slices.Contains(naming, f.Name) && len(f.Values) == 1 {
			out.Subject = f.Values[0].Text
			out.Heading = out.Subject
			break
		}
	}
	if until, err := calendar.ParseDay(kept.Until); err == nil && kept.Where == "notice" {
		out.From, out.Until = pg.Day(kept.From), pg.Day(until)
		out.Open, out.Left = !pg.Today.After(until), pg.Left(until)
	}
	return out
}

// naming are the fields that say what a publication is about.
var naming = []string{"resource", "title"}

// Listing is a list of publications, a page of it.
type Listing struct {
	Where string
	Words string // what is searched for
	Show  string // which part of the list
	Items []Published
	Pager Pager
}

// Pager leads from page to page of a list.
type Pager struct {
	Page, Pages, Total int
	Earlier, Later     string // "" where there is none
}

// pager counts pages; from and to are the lines of the present one.
func (pg *page) pager(total int) (out Pager, from, to int) {
	out = Pager{Total: total, Pages: max(1, (total+perPage-1)/perPage)}
	asked, err := strconv.Atoi(pg.r.URL.Query().Get("page"))
	if err != nil {
		asked = 1
	}
	out.Page = min(max(asked, 1), out.Pages)
	if out.Page > 1 {
		out.Earlier = pg.With("page", strconv.Itoa(out.Page-1))
	}
	if out.Page < out.Pages {
		out.Later = pg.With("page", strconv.Itoa(out.Page+1))
	}
	from = (out.Page - 1) * perPage
	return out, from, min(from+perPage, total)
}

// searched are the words somebody looks for, and how they are split.
func (pg *page) searched() (string, []string) {
	asked := strings.TrimSpace(pg.r.URL.Query().Get("q"))
	if runes := []rune(asked); len(runes) > 100 {
		asked = string(runes[:100])
	}
	return asked, strings.Fields(strings.ToLower(asked))
}

// listing draws a page of a list out of the ids that were found.
func (pg *page) listing(where string, ids []string) (Listing, error) {
	out := Listing{Where: where}
	out.Words, _ = pg.searched()
	pager, from, to := pg.pager(len(ids))
	out.Pager = pager
	err := pg.portal.Desk.Ledger.Read(pg.r.Context(), func(v casework.View) error {
		out.Items = nil
		for _, id := range ids[from:to] {
			kept, err := pg.portal.publicationIn(pg.r.Context(), v, id)
			if errors.Is(err, casework.ErrNotFound) {
				continue // withdrawn since it was found
			}
			if err != nil {
				return err
			}
			out.Items = append(out.Items, pg.published(kept))
		}
		return nil
	})
	return out, err
}

// list draws the publications of one place.
func (p *Portal) list(where string) func(*page) error {
	return func(pg *page) error {
		_, words := pg.searched()
		ids, err := p.find(pg.r.Context(), where, func(l line) bool { return holdsAll(l.text, words) && pg.within(l.jurisdiction) })
		if err != nil {
			return err
		}
		found, err := pg.listing(where, ids)
		if err != nil {
			return err
		}
		return pg.show("list", http.StatusOK, pg.T("menu."+places[where]), found)
	}
}

// register lists what is registered.
func (p *Portal) register(pg *page) error { return p.list("register")(pg) }

// notices lists what is under public notice: what is open first asks for attention, so
// it is what is shown unless all, or what is over, is asked for.
func (p *Portal) notices(pg *page) error {
	show := pg.r.URL.Query().Get("show")
	if show != "over" && show != "all" {
		show = "open"
	}
	_, words := pg.searched()
	ids, err := p.find(pg.r.Context(), "notice", func(l line) bool {
		return holdsAll(l.text, words) && pg.within(l.jurisdiction) && (show == "all" || l.open(pg.Today) == (show == "open"))
	})
	if err != nil {
		return err
	}
	found, err := pg.listing("notice", ids)
	if err != nil {
		return err
	}
	found.Show = show
	return pg.show("list", http.StatusOK, pg.T("menu.notices"), found)
}

// Detail is one publication with what can be done about it.
type Detail struct {
	Published
	Where   string
	Inputs  []input  // what an objection states, while one may be made
	Empty   *input   // the first of them that was left out
	Problem *Problem // why an objection was not accepted
	Filed   *tracking
}

// published draws one publication of a place.
func (p *Portal) published(where string) func(*page) error {
	return func(pg *page) error {
		kept, err := p.one(pg.r.Context(), where, pg.r.PathValue("id"))
		if err != nil {
			return err
		}
		d := Detail{Published: pg.published(kept), Where: where}
		if d.Open {
			if d.Inputs, err = p.objecting(pg, kept, nil); err != nil {
				return err
			}
		}
		return pg.show("publication", http.StatusOK, d.Heading, d)
	}
}

func (p *Portal) one(ctx context.Context, where, id string) (publication, error) {
	var kept publication
	err := p.Desk.Ledger.Read(ctx, func(v casework.View) error {
		found, err := p.publicationIn(ctx, v, id)
		if err == nil && found.Where != where {
			err = casework.ErrNotFound
		}
		kept = found
		return err
	})
	return kept, err
}

// objecting are the particulars of an objection as the procedure of what is under notice
// demands them, under the pack its case is pinned to; none where nobody may object.
func (p *Portal) objecting(pg *page, kept publication, given url.Values) ([]input, error) {
	var document string
	under := pg.Pack
	err := p.Desk.Ledger.Read(pg.r.Context(), func(v casework.View) error {
		c, err := v.Case(pg.r.Context(), kept.Case)
		if err != nil {
			return err
		}
		if pinned, ok := p.Desk.Packs.Of(c.Pack); ok {
			under = pinned
		}
		def, ok := under.Procedure(c.Procedure)
		if !ok {
			return nil
		}
		for _, step := range def.Steps {
			if step.Act == pack.ActContest {
				document = step.Document
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	inputs := pg.of(under).inputs(document, given)
	for i := range inputs {
		if inputs[i].Name == "grounds" && inputs[i].Help == "" {
			inputs[i].Help = pg.T("objection.help")
		}
	}
	return inputs, nil
}

// object hands an objection in and shows what it was answered.
func (p *Portal) object(pg *page) error {
	kept, err := p.one(pg.r.Context(), "notice", pg.r.PathValue("id"))
	if err != nil {
		return err
	}
	d := Detail{Published: pg.published(kept), Where: "notice"}
	if d.Inputs, err = p.objecting(pg, kept, pg.posted()); err != nil {
		return err
	}
	form := map[string]any{}
	for i, one := range d.Inputs {
		if v := strings.TrimSpace(one.Value); v != "" {
			form[one.Name] = v
		} else if one.Required && d.Empty == nil {
			d.Empty = &d.Inputs[i]
		}
	}
	if d.Empty != nil {
		return pg.show("publication", http.StatusUnprocessableEntity, d.Heading, d)
	}
	grounds := form["grounds"]
	delete(form, "grounds")
	filed := tracking{}
	d.Problem, err = pg.ask(http.MethodPost, "/v1/public/objections", map[string]any{"case": kept.Case, "grounds": grounds, "form": form}, &filed)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if d.Problem != nil {
		status = d.Problem.Status
	} else {
		d.Filed = &filed
	}
	return pg.show("publication", status, d.Heading, d)
}
