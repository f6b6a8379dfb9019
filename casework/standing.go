package casework

import (
	"context"
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Standing is how a certificate stands on a day. Its register line says only whether it
// has been ended; whether it is suspended is worked out from the very holds that stop
// the rights it speaks of, so that the two cannot disagree. 〔platform PF-12〕
type Standing struct {
	State string       // valid, suspended, expired, revoked, annulled or deregistered
	Since calendar.Day // first day of that state
	Case  string       // in which that was decided
	Cites []string     // what it rests on; empty while it is valid
}

// certifies is the kind of thing that each kind of certificate speaks of.
var certifies = map[string]string{"registration": "resource", "confirmation": "resource", "authorisation": "agreement", "product": "product"}

// certificateValid is the state in which a certificate is registered. While the line says
// so, the certificate has not been ended.
const certificateValid = "valid"

// StandingOf works out how a certificate stands today, from its register line.
func (d *Desk) StandingOf(ctx context.Context, v View, r Record) (Standing, error) {
	l := newLook(ctx, v, d.Today())
	f, ok := l.Thing(r.Kind, r.ID)
	if l.fault != nil {
		return Standing{}, l.fault
	}
	if !ok || r.Kind != "certificate" {
		return Standing{}, fmt.Errorf("working out how certificate %s stands: %w", r.ID, ErrNotFound)
	}
	s := Standing{Case: r.Case}
	s.State, _ = f["state"].(string)
	since, of := textIn(r.Body, "since"), Commitment{Kind: r.Kind, ID: r.ID}
	if since == "" {
		since = textIn(r.Body, "issued")
	}
	if s.Since = dayOf(since); r.State == certificateValid {
		newest, err := l.newestHold(f)
		if err != nil {
			return Standing{}, err
		}
		switch {
		case s.State == "expired":
			s.Since = dayOf(textIn(r.Body, "until")).AddDays(1)
			return s, nil
		case s.State == "suspended":
			s.Since, s.Case, of = dayOf(textIn(newest.Body, "from")), newest.Case, Commitment{Kind: newest.Kind, ID: newest.ID}
		default:
			if lifted := dayOf(textIn(newest.Body, "lifted")); lifted.After(s.Since) {
				s.Since, s.Case = lifted, textIn(newest.Body, "liftedIn")
			}
			return s, nil
		}
	}
	var err error
	s.Cites, err = lastCites(ctx, v, s.Case, of)
	return s, err
}

// certificate works out a certificate's state: what its line says, unless that is valid
// and its last day is past or a hold reaches what it speaks of.
func (l *look) certificate(f pack.Facts) {
	kind, _ := f["kind"].(string)
	subject, _ := f["subject"].(string)
	about, ok := l.Thing(certifies[kind], subject)
	if f["state"] != certificateValid {
		return
	}
	switch {
	case ok && about["held"] == true:
		f["state"] = "suspended"
	case !l.covers(pack.Facts{"until": f["until"]}):
		f["state"] = "expired"
	}
}

// newestHold is, of the holds that reach what a certificate speaks of, the one that
// stands longest; where none stands, the one lifted last; else the zero line.
func (l *look) newestHold(certificate pack.Facts) (Record, error) {
	kind, _ := certificate["kind"].(string)
	subject, _ := certificate["subject"].(string)
	var standing, lifted Record
	for _, id := range l.restsOnIDs(certifies[kind], subject) {
		holds, _, err := l.view.Records(l.ctx, RecordQuery{Kind: "hold", Subject: id, Limit: 200})
		if err != nil {
			return Record{}, fmt.Errorf("reading the holds on %s: %w", id, err)
		}
		for _, h := range holds {
			switch {
			case h.State == "standing" && (standing.ID == "" || h.From.Before(standing.From)):
				standing = h
			case h.State == "lifted" && textIn(h.Body, "lifted") > textIn(lifted.Body, "lifted"):
				lifted = h
			}
		}
	}
	if standing.ID != "" {
		return standing, nil
	}
	return lifted, nil
}

// restsOnIDs lists a thing and everything it rests on, each once: a hold on any of those
// reaches it.
func (l *look) restsOnIDs(kind, id string) []string {
	ids := []string{id}
	f, ok := l.Thing(kind, id)
	if !ok {
		return ids
	}
	for _, r := range reaches[kind] {
		on, _ := f[r.fact].(string)
		if on == "" {
			continue
		}
		for _, under := range l.restsOnIDs(r.kind, on) {
			if !slices.Contains(ids, under) {
				ids = append(ids, under)
			}
		}
	}
	return ids
}

// lastCites are the citations of the newest entry of a case that committed to a line.
func lastCites(ctx context.Context, v View, caseID string, of Commitment) (cites []string, err error) {
	q := EntryQuery{Case: caseID, Limit: 200}
	for {
		entries, err := v.Entries(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("reading the entries of case %s: %w", caseID, err)
		}
		if len(entries) == 0 {
			return cites, nil
		}
		for _, e := range entries {
			if slices.ContainsFunc(e.Objects, func(o Commitment) bool { return o.Kind == of.Kind && o.ID == of.ID }) {
				cites = e.Cites
			}
		}
		q.From = entries[len(entries)-1].Seq + 1
	}
}
