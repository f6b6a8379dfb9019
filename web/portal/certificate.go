package portal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/registry/certificate"
)

// Certificates is the page on which a certificate is looked up or checked.
type Certificates struct {
	Number  string // that was asked for
	Missing bool   // there is none with that number
	Found   *Standing
	Report  *certificate.Report // of a file that was handed in
	Unread  bool                // the file was no certificate
	Problem *Problem
	Island  *Island // what the browser verifies with; nil where there is no trust anchor
}

// Island is what the page gives its island, so that it has no need to ask for it.
type Island struct {
	Language  string              `json:"language"`
	Trust     string              `json:"trust"`     // the installation's own anchor
	Sentences map[string]law.Text `json:"sentences"` // what a verification says
	Bundle    string              `json:"bundle"`    // address of the certificate looked up; "" for none
	Name      string              `json:"name"`      // what its file is called
}

// Standing is how a certificate stands: what the interface tells the public of it.
type Standing struct {
	Number, Kind, Title, Holder string
	State                       law.Text
	Valid                       bool
	Issued, Until, Since        string
	Entry                       int64
	Cites                       []cite // the articles it was issued under
	Grounds                     []cite // the articles it lost its force under
	Bundle                      string // address of the file that verifies offline
	Signed                      bool
}

// verify is where the codes printed on certificates lead.
func (p *Portal) verify(pg *page) error {
	pg.moved = pg.Link("/certificates?number=" + url.QueryEscape(pg.r.URL.Query().Get("number")))
	return nil
}

func (p *Portal) certificates(pg *page) error {
	out := Certificates{Number: strings.TrimSpace(pg.r.URL.Query().Get("number"))}
	status := http.StatusOK
	if out.Number != "" {
		found, err := p.standing(pg, out.Number)
		switch {
		case errors.Is(err, casework.ErrNotFound):
			out.Missing, status = true, http.StatusNotFound
		case err != nil:
			return err
		default:
			out.Found = &found
		}
	}
	return pg.showCertificates(status, out)
}

// showCertificates draws the page, with its island where there is an anchor for it.
func (pg *page) showCertificates(status int, out Certificates) error {
	trust := json.RawMessage{}
	problem, err := pg.ask(http.MethodGet, "/v1/certificates/trust", nil, &trust)
	if err != nil {
		return err
	}
	if problem == nil {
		pg.island = true
		out.Island = &Island{Language: pg.Language, Trust: string(trust), Sentences: certificate.Sentences()}
		if out.Found != nil && out.Found.Signed {
			out.Island.Bundle, out.Island.Name = out.Found.Bundle, out.Found.Number+certificate.Extension
		}
	}
	return pg.show("certificates", status, pg.T("menu.certificates"), out)
}

// issued are the particulars of a certificate's register line that are public.
type issued struct {
	Number   string          `json:"number"`
	Kind     string          `json:"kind"`
	Title    string          `json:"title"`
	Holder   string          `json:"holder"`
	Issued   string          `json:"issued"`
	Until    string          `json:"until"`
	Entry    int64           `json:"entry"`
	Envelope json.RawMessage `json:"envelope"`
}

func (p *Portal) standing(pg *page, number string) (Standing, error) {
	id, err := p.certificateID(pg.r.Context(), number)
	if err != nil {
		return Standing{}, err
	}
	var c issued
	var under []string
	var stands casework.Standing
	err = p.Desk.Ledger.Read(pg.r.Context(), func(v casework.View) error {
		r, err := v.Registered(pg.r.Context(), "certificate", id)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(r.Body, &c); err != nil {
			return fmt.Errorf("reading certificate %s: %w", id, err)
		}
		first, err := v.Entry(pg.r.Context(), c.Entry)
		if err != nil {
			return err
		}
		under = first.Cites
		stands, err = p.Desk.StandingOf(pg.r.Context(), v, r)
		return err
	})
	if err != nil {
		return Standing{}, err
	}
	out := Standing{Number: c.Number, Kind: pg.kindOfCertificate(c.Kind), Title: c.Title, Holder: c.Holder, State: certificate.State(stands.State).Text(),
		Valid: stands.State == string(certificate.Valid), Issued: pg.Day(c.Issued), Until: pg.Day(c.Until), Since: pg.Day(stands.Since.String()), Entry: c.Entry,
		Cites: pg.cites(under), Grounds: pg.cites(stands.Cites), Signed: len(c.Envelope) > 0,
		Bundle: "/v1/public/certificates/" + url.PathEscape(c.Number) + "/bundle"}
	if name := p.organisation(c.Holder); name != "" {
		out.Holder = name
	}
	return out, nil
}

func (pg *page) kindOfCertificate(kind string) string {
	if key := "certificate.kind." + kind; pg.Has(key) {
		return pg.T(key)
	}
	return kind
}

func (pg *page) cites(texts []string) []cite {
	var all []cite
	for _, t := range texts {
		if c := pg.Cite(t); c.Label != "" {
			all = append(all, c)
		}
	}
	return all
}

// checkCertificate verifies a certificate's file with the installation's own anchor. Who
// does not trust the installation verifies offline; the page says how.
func (p *Portal) checkCertificate(pg *page) error {
	out := Certificates{}
	trust := json.RawMessage{}
	problem, err := pg.ask(http.MethodGet, "/v1/certificates/trust", nil, &trust)
	if err != nil {
		return err
	}
	if problem != nil {
		out.Problem = problem
		return pg.showCertificates(problem.Status, out)
	}
	anchor, err := certificate.ParseTrust(trust)
	if err != nil {
		return fmt.Errorf("reading the trust anchor: %w", err)
	}
	bundle, err := bundleIn(pg.r)
	if err != nil {
		out.Unread = true
		return pg.showCertificates(http.StatusUnprocessableEntity, out)
	}
	report := certificate.Verify(bundle, anchor, p.dayOf(bundle))
	out.Report = &report
	return pg.showCertificates(http.StatusOK, out)
}

// dayOf is the day to judge for: the day the status in the file speaks of.
func (p *Portal) dayOf(b certificate.Bundle) calendar.Day {
	if status, err := certificate.ParseStatus(b.Status.Payload); err == nil {
		return status.AsOf
	}
	return p.Desk.Today()
}

func bundleIn(r *http.Request) (certificate.Bundle, error) {
	file, _, err := r.FormFile("file")
	if err != nil {
		return certificate.Bundle{}, fmt.Errorf("reading the file: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return certificate.Bundle{}, fmt.Errorf("reading the file: %w", err)
	}
	return certificate.ParseBundle(text)
}
