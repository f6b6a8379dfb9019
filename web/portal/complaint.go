package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Complaints is the page on which one complains and asks how a complaint stands.
type Complaints struct {
	Inputs  []input
	About   string // id of the publication it is about
	Subject string // what that publication is about
	Unknown bool   // there is no such publication
	Needed  bool   // a complaint must be about a resource
	Empty   bool   // none was named
	To      string // jurisdiction it is made to; "" where it was not chosen
	Problem *Problem
	Filed   *tracking

	Number  string // that was asked for
	Missing bool
	Status  *complaintStatus
}

// input is one particular of a form, as its document demands it.
type input struct {
	Name, Label, Help, Value string
	Required, Long           bool
	Choices                  []choice
}

type choice struct {
	Key, Word string
	Chosen    bool
}

// complaintStatus is how a complaint stands.
type complaintStatus struct {
	Number string       `json:"number"`
	State  string       `json:"state"`
	Word   law.Text     `json:"word"`
	Since  calendar.Day `json:"since"`
	Due    *dueDay      `json:"due"`
	Answer string       `json:"answer"`
}

// lines are particulars that people give in a line, whatever the document: who they are and
// how they are reached.
var lines = []string{"name", "contact"}

// inputs are the particulars of a document that somebody can write into a form without
// an account; evidence is handed in at the office.
func (pg *page) inputs(document string, given url.Values) []input {
	d, ok := pg.Pack.Document(document)
	if !ok {
		return nil
	}
	var all []input
	for _, f := range d.Fields {
		if f.Type != "text" {
			continue
		}
		one := input{Name: f.Field.Field, Label: pg.In(f.Title), Help: pg.In(f.Help), Required: f.Required, Value: given.Get(f.Field.Field)}
		one.Long = f.Values == "" && f.Required && !slices.Contains(lines, f.Field.Field)
		one.Choices = pg.choices(f, one.Value)
		all = append(all, one)
	}
	return all
}

func (pg *page) choices(f pack.DocumentField, chosen string) []choice {
	term, ok := pg.Pack.Term(f.Values)
	if f.Values == "" || !ok {
		return nil
	}
	var all []choice
	for _, v := range term.Values {
		all = append(all, choice{Key: v.Key, Word: pg.In(v.Word), Chosen: v.Key == chosen})
	}
	if term.Open {
		all = append(all, choice{Key: "other", Word: pg.T("value.other"), Chosen: chosen == "other"})
	}
	return all
}

// complaintForm is the empty page, or with what was written into its form, as the pack of
// the jurisdiction that is complained to has it. Whether a complaint is about a resource is
// for its procedure to say.
func (pg *page) complaintForm(given url.Values, to string) Complaints {
	out := Complaints{}
	if one, ok := pg.portal.index.areas.get()[to]; ok && one.State == "in-force" {
		pg.Pack, out.To = pg.packIn(to), to
	} else if to == top {
		out.To = top
	}
	out.Inputs = pg.inputs("complaint", given)
	if def, ok := pg.Pack.Procedure("complaint"); ok {
		out.Needed = def.Links["resource"] != ""
	}
	return out
}

func (p *Portal) complaints(pg *page) error {
	out := pg.complaintForm(nil, pg.Jurisdiction())
	if _, err := p.about(pg, &out, pg.r.URL.Query().Get("about")); err != nil {
		return err
	}
	return pg.show("complaints", http.StatusOK, pg.T("menu.complaints"), out)
}

// about finds the resource that a publication of the register is about, and says on the
// page which it is. The resource's own id stays inside.
func (p *Portal) about(pg *page, out *Complaints, asked string) (resource string, err error) {
	out.About = strings.TrimSpace(asked)
	if out.About == "" {
		return "", nil
	}
	kept, err := p.one(pg.r.Context(), "register", out.About)
	if err == nil {
		resource, err = p.resourceOf(pg.r.Context(), kept)
	}
	if err != nil {
		out.Unknown = true
		return "", ignoreMissing(err)
	}
	out.Subject = pg.published(kept).Heading
	return resource, nil
}

func (p *Portal) resourceOf(ctx context.Context, kept publication) (string, error) {
	id := ""
	err := p.Desk.Ledger.Read(ctx, func(v casework.View) error {
		c, err := v.Case(ctx, kept.Case)
		if err != nil {
			return err
		}
		if id = c.Links["resource"]; id == "" {
			return casework.ErrNotFound
		}
		return nil
	})
	return id, err
}

// complain hands a complaint in and shows the number under which it is followed. The
// number is shown once, on this page, and stands in no address.
func (p *Portal) complain(pg *page) error {
	pg.w.Header().Set("Cache-Control", "no-store")
	given := pg.posted()
	out := pg.complaintForm(given, given.Get("jurisdiction"))
	resource, err := p.about(pg, &out, given.Get("about"))
	if err != nil {
		return err
	}
	out.Empty = out.Needed && out.About == ""
	if out.Unknown || out.Empty {
		return pg.show("complaints", http.StatusUnprocessableEntity, pg.T("menu.complaints"), out)
	}
	form := map[string]any{}
	for _, i := range out.Inputs {
		if v := strings.TrimSpace(i.Value); v != "" {
			form[i.Name] = v
		}
	}
	asked := map[string]any{"form": form}
	if out.To != "" {
		asked["jurisdiction"] = out.To
	}
	if resource != "" {
		asked["resource"] = resource
	}
	filed := tracking{}
	out.Problem, err = pg.ask(http.MethodPost, "/v1/public/complaints", asked, &filed)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if out.Problem != nil {
		status = out.Problem.Status
	} else {
		out.Filed = &filed
	}
	return pg.show("complaints", status, pg.T("menu.complaints"), out)
}

// complaintStatus shows how a complaint stands to whoever has its number.
func (p *Portal) complaintStatus(pg *page) error {
	pg.w.Header().Set("Cache-Control", "no-store")
	out := pg.complaintForm(nil, "")
	out.Number = strings.TrimSpace(pg.posted().Get("number"))
	if out.Number == "" || len(out.Number) > 128 {
		out.Missing = true
		return pg.show("complaints", http.StatusNotFound, pg.T("menu.complaints"), out)
	}
	found := complaintStatus{}
	problem, err := pg.ask(http.MethodGet, "/v1/public/complaints/"+url.PathEscape(out.Number), nil, &found)
	if err != nil {
		return err
	}
	status := http.StatusOK
	switch {
	case problem == nil:
		out.Status = &found
	case problem.Status == http.StatusNotFound:
		out.Missing, status = true, problem.Status
	default:
		out.Problem, status = problem, problem.Status
	}
	return pg.show("complaints", status, pg.T("menu.complaints"), out)
}

// posted is what a form brought; nothing where it could not be read.
func (pg *page) posted() url.Values {
	if pg.r.ParseForm() != nil {
		return url.Values{}
	}
	return pg.r.PostForm
}
