package casework

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// past is the state as it was before some entry of the log: the registers as the entries
// before left them, and the cases rebuilt from their acts. It is what a decision looks at
// when it is taken again. Lists are given whole, whatever their limit.
type past struct {
	lines map[string]Record              // "kind/id"
	ids   map[string]map[string][]string // kind, then "", "org:…" or "subject:…" → ids in order
	cases map[string]*Case
	about map[string][]string // id of a linked thing → cases, in order
	// notices are the public notices as the changed pack would have fixed them, by case.
	notices map[string]*PublicNotice
}

func newPast() *past {
	return &past{lines: map[string]Record{}, ids: map[string]map[string][]string{}, cases: map[string]*Case{}, about: map[string][]string{},
		notices: map[string]*PublicNotice{}}
}

// put lets a register line be as an entry left it.
func (p *past) put(r Record) {
	key := r.Kind + "/" + r.ID
	if p.ids[r.Kind] == nil {
		p.ids[r.Kind] = map[string][]string{}
	}
	index := p.ids[r.Kind]
	if old, known := p.lines[key]; known {
		for _, under := range shelves(old) {
			index[under] = slices.DeleteFunc(index[under], func(id string) bool { return id == r.ID })
		}
	}
	p.lines[key] = r
	for _, under := range shelves(r) {
		at, _ := slices.BinarySearch(index[under], r.ID)
		index[under] = slices.Insert(index[under], at, r.ID)
	}
}

func shelves(r Record) []string {
	all := []string{""}
	if r.Org != "" {
		all = append(all, "org:"+r.Org)
	}
	if r.Subject != "" {
		all = append(all, "subject:"+r.Subject)
	}
	return all
}

// file lets a case stand as an act left it.
func (p *past) file(c *Case) {
	p.cases[c.ID] = c
	for _, id := range c.Links {
		if !slices.Contains(p.about[id], c.ID) {
			p.about[id] = append(p.about[id], c.ID)
		}
	}
}

// Registered gives a register line as it then was.
func (p *past) Registered(_ context.Context, kind, id string) (Record, error) {
	if r, ok := p.lines[kind+"/"+id]; ok {
		return r, nil
	}
	return Record{}, ErrNotFound
}

// Records lists the lines of a register as they then were: by kind, organisation, subject
// and state, which is all that a look asks for.
func (p *past) Records(_ context.Context, q RecordQuery) ([]Record, string, error) {
	if q.Case != "" || q.Text != "" || !q.On.IsZero() || q.Cursor != "" {
		return nil, "", fmt.Errorf("listing past %s records: only by organisation, subject and state", q.Kind)
	}
	under := ""
	switch {
	case q.Subject != "":
		under = "subject:" + q.Subject
	case q.Org != "":
		under = "org:" + q.Org
	}
	var found []Record
	for _, id := range p.ids[q.Kind][under] {
		r := p.lines[q.Kind+"/"+id]
		if (q.Org == "" || r.Org == q.Org) && (q.State == "" || r.State == q.State) {
			found = append(found, r)
		}
	}
	return found, "", nil
}

// Case gives a case as it then stood.
func (p *past) Case(_ context.Context, id string) (Case, error) {
	if c, ok := p.cases[id]; ok {
		return *c, nil
	}
	return Case{}, ErrNotFound
}

// Cases lists the cases about a thing, as they then stood: which a look asks for to know
// whether one of a procedure is open.
func (p *past) Cases(_ context.Context, q CaseQuery) ([]Case, string, error) {
	if q.Link == "" || q.State != "" || q.Filer != "" || q.Party != "" || q.Text != "" || q.Stages != nil || !q.DueBefore.IsZero() {
		return nil, "", fmt.Errorf("listing past cases: only by what they are about, and procedure")
	}
	var found []Case
	for _, id := range p.about[q.Link] {
		c := p.cases[id]
		if slices.Contains(slices.Collect(maps.Values(c.Links)), q.Link) && (q.Procedure == "" || c.Procedure == q.Procedure) && (!q.Open || c.Closed.IsZero()) {
			found = append(found, *c)
		}
	}
	return found, "", nil
}

// recounted is the past with each public notice as long as the changed pack has it. A
// notice is fixed when it opens, so that the days of the old pack would hide the new.
type recounted struct{ *past }

// Case gives a case as it then stood, its notice counted by the changed pack.
func (r recounted) Case(ctx context.Context, id string) (Case, error) {
	c, err := r.past.Case(ctx, id)
	if n, ok := r.notices[id]; ok && err == nil && c.Notice != nil {
		notice := *c.Notice
		notice.Opened, notice.Ends, notice.Opens, notice.Provisional, notice.Rule = n.Opened, n.Ends, n.Opens, n.Provisional, n.Rule
		c.Notice = &notice
	}
	return c, err
}

// again is what a past act was asked to decide, and over what.
type again struct {
	procedure.Input
	look *look
}

// decide answers what a pack says to it.
func (a again) decide(p *pack.Pack) (procedure.Outcome, procedure.Answer, error) {
	in := a.Input
	in.Pack, in.Look = p, a.look
	bound, err := procedure.Bound(in)
	if err != nil {
		return procedure.Outcome{}, procedure.Answer{}, err
	}
	out, refusal, err := procedure.Decide(in)
	if err == nil {
		err = a.look.fault
	}
	if refusal != nil {
		speak(p, refusal)
	}
	return out, procedure.AnswerOf(out, refusal, bound, in.Today), err
}

// preview answers what a pack says to it as far as is known without the document.
func (a again) preview(p *pack.Pack) (procedure.Answer, error) {
	in := a.Input
	in.Pack, in.Look = p, a.look
	refusal, err := procedure.Preview(in)
	if err == nil {
		err = a.look.fault
	}
	if refusal == nil {
		return procedure.Answer{Allowed: true}, err
	}
	speak(p, refusal)
	return procedure.AnswerOf(procedure.Outcome{}, refusal, nil, in.Today), err
}
