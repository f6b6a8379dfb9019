package demo

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"
)

// form is a document handed in with a step.
type form = map[string]any

// receipt is what the interface answers a command with.
type receipt struct {
	Case   string            `json:"case"`
	State  string            `json:"state"`
	Entry  int64             `json:"entry"`
	Day    string            `json:"day"`
	Links  map[string]string `json:"links"`
	Opened []string          `json:"opened"`
	Cites  []struct {
		Instrument string `json:"instrument"`
		Unit       string `json:"unit"`
	} `json:"cites"`
	Invitation *struct {
		Code   string `json:"code"`
		Person string `json:"person"`
	} `json:"invitation"`
}

// seat splits "login:role".
func seat(who string) (login, role string) {
	login, role, _ = strings.Cut(who, ":")
	return login, role
}

// command sends a command: procedure.step with links, or case.step.
func (p *Play) command(ctx context.Context, who, target, stepName string, links map[string]string, f form, proved bool) (answer, error) {
	login, role := seat(who)
	var w *person
	if login != "" {
		var err error
		if w, err = p.as(ctx, login, role, proved); err != nil {
			return answer{}, err
		}
	}
	key := fmt.Sprintf("demo-%d", p.kept.Done)
	body := map[string]any{"step": stepName}
	if f != nil {
		papers, err := p.handIn(ctx, w, f)
		if err != nil {
			return answer{}, err
		}
		body["form"] = p.resolve(papers)
	}
	if strings.HasPrefix(target, "$") {
		return p.call(ctx, w, http.MethodPost, "/v1/cases/"+p.name(target)+"/steps", body, "Idempotency-Key", key)
	}
	resolved := map[string]string{}
	for k, v := range links {
		resolved[k] = p.name(v)
	}
	body["procedure"], body["links"] = target, resolved
	return p.call(ctx, w, http.MethodPost, "/v1/cases", body, "Idempotency-Key", key)
}

// received reads a receipt and remembers what came of it under the script's names.
func (p *Play) received(a answer, as string) (Line, error) {
	if a.Status >= 300 {
		return Line{}, fmt.Errorf("it answered %d: %s: %w", a.Status, cut(a.Body), errUnexpected)
	}
	var r receipt
	if err := a.decode(&r); err != nil {
		return Line{}, err
	}
	if len(r.Opened) > 0 {
		p.opened = r.Opened[0]
	}
	if as != "" {
		p.kept.Names["$"+as] = r.Case
		for i, opened := range r.Opened {
			p.kept.Names[fmt.Sprintf("$%s.opened%d", as, i+1)] = opened
		}
		for link, id := range r.Links {
			p.kept.Names["$"+as+"."+link] = id
		}
	}
	line := Line{Outcome: "receipt", Code: r.State, Entry: r.Entry, Day: r.Day}
	for _, c := range r.Cites {
		if !slices.Contains(line.Articles, c.Unit) {
			line.Articles = append(line.Articles, c.Unit)
		}
	}
	return line, nil
}

// open is a step that opens a case, called as afterwards.
func open(name, who, procedure, stepName string, links map[string]string, f form, as string) step {
	return step{name, who, func(ctx context.Context, p *Play) (Line, error) {
		a, err := p.command(ctx, who, procedure, stepName, links, f, true)
		if err != nil {
			return Line{}, err
		}
		return p.received(a, as)
	}}
}

// act is a step on a case.
func act(name, who, target, stepName string, f form) step {
	return step{name, who, func(ctx context.Context, p *Play) (Line, error) {
		a, err := p.command(ctx, who, target, stepName, nil, f, true)
		if err != nil {
			return Line{}, err
		}
		return p.received(a, strings.TrimPrefix(target, "$"))
	}}
}

// want is how a refusal must read: its code, and the unit it must cite.
type want struct {
	code, unit string
	only       bool // and nothing else stands in the way
}

// refused is a step that the rules forbid, and how.
func refused(name, who, target, stepName string, links map[string]string, f form, wants ...want) step {
	return step{name, who, func(ctx context.Context, p *Play) (Line, error) {
		a, err := p.command(ctx, who, target, stepName, links, f, true)
		if err != nil {
			return Line{}, err
		}
		return refusal(a, wants)
	}}
}

// unseen is a step towards something that does not exist for whoever asks.
func unseen(name, who, method, path string) step {
	return step{name, who, func(ctx context.Context, p *Play) (Line, error) {
		login, role := seat(who)
		w, err := p.as(ctx, login, role, false)
		if err != nil {
			return Line{}, err
		}
		parts := strings.Split(path, "/")
		for i := range parts {
			parts[i] = p.name(parts[i])
		}
		a, err := p.call(ctx, w, method, strings.Join(parts, "/"), nil)
		if err != nil {
			return Line{}, err
		}
		if a.Status != http.StatusNotFound {
			return Line{}, fmt.Errorf("it answered %d instead of 404: %s: %w", a.Status, cut(a.Body), errUnexpected)
		}
		line, err := refusal(a, nil)
		return line, err
	}}
}

// within is a step that reads a matter: somebody to whom it is open finds it in the
// jurisdiction that it belongs to.
func within(name, who, target, jurisdiction string) step {
	return step{name, who, func(ctx context.Context, p *Play) (Line, error) {
		login, role := seat(who)
		w, err := p.as(ctx, login, role, false)
		if err != nil {
			return Line{}, err
		}
		var c struct {
			State        string `json:"state"`
			Day          string `json:"since"`
			Jurisdiction string `json:"jurisdiction"`
		}
		if err := p.must(ctx, w, http.MethodGet, "/v1/cases/"+p.name(target), nil, &c); err != nil {
			return Line{}, err
		}
		if c.Jurisdiction != p.name(jurisdiction) {
			return Line{}, fmt.Errorf("case %s belongs to the jurisdiction %q: %w", target, c.Jurisdiction, errUnexpected)
		}
		return Line{Outcome: "receipt", Code: c.State, Articles: []string{"PF-61"}, Day: c.Day}, nil
	}}
}

// refusal reads a refusal and holds it against what the script expects. What is read aloud
// is the ground that the script shows, where much stands in the way.
func refusal(a answer, wants []want) (Line, error) {
	if a.Status < 400 {
		return Line{}, fmt.Errorf("it was allowed: %s: %w", cut(a.Body), errUnexpected)
	}
	var r problem
	if err := a.decode(&r); err != nil {
		return Line{}, err
	}
	line := Line{Outcome: "refusal", Code: r.Code, Entry: r.Entry}
	for _, v := range r.Violations {
		for _, c := range v.Cites {
			if !slices.Contains(line.Articles, c.Unit) {
				line.Articles = append(line.Articles, c.Unit)
			}
		}
	}
	if len(r.Violations) > 0 {
		line.reads(r.Violations[0])
	}
	for i, expected := range wants {
		shown := slices.IndexFunc(r.Violations, expected.meets)
		if shown < 0 {
			return Line{}, fmt.Errorf("it was not refused with %s citing %s: %s: %w", expected.code, expected.unit, cut(a.Body), errUnexpected)
		}
		if expected.only && len(r.Violations) != 1 {
			return Line{}, fmt.Errorf("it was refused for more than %s: %s: %w", expected.code, cut(a.Body), errUnexpected)
		}
		if i == 0 {
			line.Code = expected.code
			line.reads(r.Violations[shown])
		}
	}
	return line, nil
}

// meets reports whether a ground is the one that is wanted.
func (w want) meets(g ground) bool {
	for _, c := range g.Cites {
		if g.Code == w.code && c.Unit == w.unit {
			return true
		}
	}
	return false
}

func (l *Line) reads(g ground) { l.Says, l.SaysEN, l.Facts = g.Says.ZH, g.Says.EN, g.Facts }

// until moves the demonstration's clock on to a day; what is due on the way happens.
func until(day, why string) step {
	return step{"时间来到 " + day + "：" + why, "clock", func(ctx context.Context, p *Play) (Line, error) {
		err := p.must(ctx, nil, http.MethodPost, "/v1/demo/clock", map[string]any{"day": day}, nil)
		return Line{Outcome: "receipt", Code: "clock", Articles: []string{"PF-20"}, Day: day}, err
	}}
}

// arrives waits until the platform's own worker has brought a case to a state.
func arrives(name, who, target, state string) step {
	return step{name, "machine", func(ctx context.Context, p *Play) (Line, error) {
		login, role := seat(who)
		deadline := p.Now().Add(2 * time.Minute)
		for {
			w, err := p.as(ctx, login, role, false)
			if err != nil {
				return Line{}, err
			}
			var c struct {
				State string            `json:"state"`
				Links map[string]string `json:"links"`
				Day   string            `json:"since"`
			}
			if err := p.must(ctx, w, http.MethodGet, "/v1/cases/"+p.name(target), nil, &c); err != nil {
				return Line{}, err
			}
			if c.State == state {
				for link, id := range c.Links {
					p.kept.Names[target+"."+link] = id
				}
				return Line{Outcome: "receipt", Code: state, Articles: []string{"PF-16"}, Day: c.Day}, nil
			}
			if p.Now().After(deadline) {
				return Line{}, fmt.Errorf("case %s is still %s, not %s: %w", target, c.State, state, errUnexpected)
			}
			if err := p.pause(ctx, 100*time.Millisecond); err != nil {
				return Line{}, err
			}
		}
	}}
}

// finds is how somebody comes to a matter that arose by itself: it stands in their worklist,
// the only one of its kind that is open.
func finds(name, who, procedure, as string) step {
	return step{name, who, func(ctx context.Context, p *Play) (Line, error) {
		login, role := seat(who)
		w, err := p.as(ctx, login, role, false)
		if err != nil {
			return Line{}, err
		}
		var list struct {
			Items []struct {
				ID     string `json:"id"`
				State  string `json:"state"`
				Opened string `json:"opened"`
			} `json:"items"`
		}
		if err := p.must(ctx, w, http.MethodGet, "/v1/cases?open=true&procedure="+url.QueryEscape(procedure), nil, &list); err != nil {
			return Line{}, err
		}
		if len(list.Items) != 1 {
			return Line{}, fmt.Errorf("%d open matters of %s stand in the worklist of %s, not one: %w", len(list.Items), procedure, who, errUnexpected)
		}
		found := list.Items[0]
		p.kept.Names["$"+as] = found.ID
		return Line{Outcome: "receipt", Code: found.State, Articles: []string{"PF-03"}, Day: found.Opened}, nil
	}}
}

// upload sends a file of the open data to a resource and remembers its digest.
func upload(name, who, resource, file, as string) step {
	return step{name, who, func(ctx context.Context, p *Play) (Line, error) {
		path, err := p.dataFile(file)
		if err != nil {
			return Line{}, err
		}
		f, err := os.Open(path)
		if err != nil {
			return Line{}, fmt.Errorf("opening the data of the demonstration: %w", err)
		}
		defer f.Close() //nolint:errcheck // read only
		login, role := seat(who)
		w, err := p.as(ctx, login, role, false)
		if err != nil {
			return Line{}, err
		}
		var kept struct {
			Digest string `json:"digest"`
			Bytes  int64  `json:"bytes"`
		}
		if err := p.must(ctx, w, http.MethodPost, "/v1/resources/"+p.name(resource)+"/uploads", f, &kept); err != nil {
			return Line{}, err
		}
		p.kept.Names["$"+as] = kept.Digest
		return Line{Outcome: "receipt", Code: "uploaded", Articles: []string{"PF-42"}}, nil
	}}
}
