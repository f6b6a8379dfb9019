package portal

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// index finds what is public without reading every register at each visit. It reads the
// registers once and then follows the log: each entry names the lines it changed.
//
// It locates and counts, and shows nothing: what a page shows is read again from the
// register, and asked of casework.See, in the moment it is shown.
type index struct {
	mu           sync.Mutex
	size         int64 // entries of the log that have been followed
	lines        []line
	places       map[string]int // id → place in lines
	products     map[string]product
	certificates map[string]string // number → id
	resources    map[string]counts // registered
	agreements   map[string]counts // may be in force
	stale        bool              // an organisation was renamed: texts are read again

	counted tally // with the size and day it was made for

	names names
	areas areas
}

// product is where a product on offer is to be found.
type product struct {
	text         string // lower case, for searching
	jurisdiction string
}

// counts is one line among the figures of a jurisdiction.
type counts struct {
	yes          bool
	jurisdiction string
}

// names are what organisations are called. They have a lock of their own: pages ask for
// names while they hold a snapshot of the store, for which whoever holds the index waits.
type names struct {
	mu sync.RWMutex
	of map[string]string
}

func (n *names) get(id string) string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.of[id]
}

// put reports whether an organisation that had a name got another.
func (n *names) put(id, name string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.of == nil {
		n.of = map[string]string{}
	}
	was, known := n.of[id]
	n.of[id] = name
	return known && was != name
}

// line is where a publication is to be found.
type line struct {
	id    string
	where string
	until calendar.Day // last day of a notice
	text  string       // lower case, for searching
	shown bool

	jurisdiction string // "" is the installation's own
}

// indexed are the kinds of register lines that the index follows. Organisations come
// first: the others are searched by their names.
var indexed = []string{"jurisdiction", "organisation", "publication", "product", "certificate", "resource", "agreement"}

// follow brings the index up to the log. The caller holds mu.
func (x *index) follow(ctx context.Context, desk *casework.Desk) error {
	return desk.Ledger.Read(ctx, func(v casework.View) error {
		size, err := v.Size(ctx)
		if err != nil || size == x.size && x.places != nil {
			return err
		}
		if x.places != nil {
			err = x.catchUp(ctx, v, size)
		}
		if x.places == nil || x.stale {
			err = errors.Join(err, x.read(ctx, v))
		}
		if err != nil {
			x.places = nil // the next visit reads everything again
			return fmt.Errorf("following the log: %w", err)
		}
		x.size = size
		return nil
	})
}

// read reads the registers whole.
func (x *index) read(ctx context.Context, v casework.View) error {
	x.lines, x.places, x.stale = nil, map[string]int{}, false
	x.products, x.certificates, x.resources, x.agreements = map[string]product{}, map[string]string{}, map[string]counts{}, map[string]counts{}
	for _, kind := range indexed {
		q := casework.RecordQuery{Kind: kind, Limit: 200}
		for more := true; more; more = q.Cursor != "" {
			records, cursor, err := v.Records(ctx, q)
			if err != nil {
				return err
			}
			for _, r := range records {
				if err := x.put(ctx, v, r); err != nil {
					return err
				}
			}
			q.Cursor = cursor
		}
	}
	x.stale = false
	slices.SortStableFunc(x.lines, func(a, b line) int { return compareIDs(a.id, b.id) })
	for i, l := range x.lines {
		x.places[l.id] = i
	}
	return nil
}

// catchUp reads again what the entries since say was changed.
func (x *index) catchUp(ctx context.Context, v casework.View, size int64) error {
	for from := x.size; from < size; {
		entries, err := v.Entries(ctx, casework.EntryQuery{From: from, Limit: 200})
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return fmt.Errorf("entry %d of %d is missing", from, size)
		}
		for _, e := range entries {
			for _, o := range e.Objects {
				if !slices.Contains(indexed, o.Kind) {
					continue
				}
				r, err := v.Registered(ctx, o.Kind, o.ID)
				if err != nil {
					return err
				}
				if err := x.put(ctx, v, r); err != nil {
					return err
				}
			}
		}
		from = entries[len(entries)-1].Seq + 1
	}
	return nil
}

// put takes one register line in as it now is.
func (x *index) put(ctx context.Context, v casework.View, r casework.Record) error {
	body := map[string]any{}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return fmt.Errorf("reading %s %s: %w", r.Kind, r.ID, err)
	}
	text := func(name string) string { s, _ := body[name].(string); return s }
	switch r.Kind {
	case "jurisdiction":
		all, err := casework.JurisdictionsIn(ctx, v)
		if err != nil {
			return err
		}
		x.areas.set(all)
	case "organisation":
		if x.names.put(r.ID, r.Title) {
			x.stale = true
		}
	case "publication":
		x.putLine(r.ID, line{id: r.ID, jurisdiction: r.Jurisdiction, where: text("where"), until: parseDay(text("until")), shown: casework.See(ctx, v, casework.Public, r),
			text: x.searched([]any{r.ID, text("title"), text("titleEN"), text("case"), body["fields"]})})
	case "product":
		delete(x.products, r.ID)
		if r.State != "withdrawn" {
			x.products[r.ID] = product{x.searched([]any{r.ID, r.Title, r.Org, text("listing"), text("venue")}), r.Jurisdiction}
		}
	case "certificate":
		x.certificates[text("number")] = r.ID
	case "resource":
		x.resources[r.ID] = counts{body["registered"] == true, r.Jurisdiction}
	case "agreement":
		x.agreements[r.ID] = counts{r.State == "in-force", r.Jurisdiction}
	}
	return nil
}

func (x *index) putLine(id string, l line) {
	if at, ok := x.places[id]; ok {
		x.lines[at] = l
		return
	}
	x.places[id] = len(x.lines)
	x.lines = append(x.lines, l)
}

// searched is everything that a search looks through, with organisations by their names.
func (x *index) searched(v any) string {
	var out strings.Builder
	var add func(any)
	add = func(v any) {
		switch one := v.(type) {
		case string:
			out.WriteString(strings.ToLower(one) + "\n")
			if name := x.names.get(one); name != "" {
				out.WriteString(strings.ToLower(name) + "\n")
			}
		case []any:
			for _, item := range one {
				add(item)
			}
		case map[string]any:
			for _, item := range one {
				add(item)
			}
		}
	}
	add(v)
	return out.String()
}

// compareIDs orders ids by the numbers in them, so that P1000000-1 follows P999999-1.
func compareIDs(a, b string) int {
	return cmp.Or(slices.Compare(numbersIn(a), numbersIn(b)), cmp.Compare(a, b))
}

func numbersIn(id string) []int {
	var all []int
	inside := false
	for _, c := range []byte(id) {
		digit := c >= '0' && c <= '9'
		switch {
		case digit && inside:
			all[len(all)-1] = all[len(all)-1]*10 + int(c-'0')
		case digit:
			all = append(all, int(c-'0'))
		}
		inside = digit
	}
	return all
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Prepare reads the registers, so that the first visitor need not wait for it: some
// seconds where 100,000 resources are registered. It need not be called.
func (p *Portal) Prepare(ctx context.Context) error {
	p.index.mu.Lock()
	defer p.index.mu.Unlock()
	return p.index.follow(ctx, p.Desk)
}

// find answers the ids of publications of one place that hold, newest first.
func (p *Portal) find(ctx context.Context, where string, holds func(line) bool) ([]string, error) {
	p.index.mu.Lock()
	defer p.index.mu.Unlock()
	if err := p.index.follow(ctx, p.Desk); err != nil {
		return nil, err
	}
	var ids []string
	for _, l := range slices.Backward(p.index.lines) {
		if l.shown && l.where == where && holds(l) {
			ids = append(ids, l.id)
		}
	}
	return ids, nil
}

// findProducts answers the ids of the products on offer that hold, newest first.
func (p *Portal) findProducts(ctx context.Context, holds func(product) bool) ([]string, error) {
	p.index.mu.Lock()
	defer p.index.mu.Unlock()
	if err := p.index.follow(ctx, p.Desk); err != nil {
		return nil, err
	}
	var ids []string
	for id, one := range p.index.products {
		if holds(one) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return compareIDs(b, a) })
	return ids, nil
}

// certificateID answers the id of the certificate with a number.
func (p *Portal) certificateID(ctx context.Context, number string) (string, error) {
	p.index.mu.Lock()
	defer p.index.mu.Unlock()
	if err := p.index.follow(ctx, p.Desk); err != nil {
		return "", err
	}
	id, ok := p.index.certificates[number]
	if !ok {
		return "", casework.ErrNotFound
	}
	return id, nil
}

// organisation is the name of an organisation, "" for what is none. What an
// organisation is called is public wherever a publication names it.
func (p *Portal) organisation(id string) string { return p.index.names.get(id) }

// figures are what is counted of a jurisdiction, or of all.
type figures struct{ Resources, Agreements, Products, Notices int }

// tally is what was counted of each jurisdiction; "" is the installation's own.
type tally struct {
	size int64
	day  calendar.Day
	of   map[string]figures
}

func (t tally) add(jurisdiction string, one figures) {
	t.of[jurisdiction] = t.of[jurisdiction].plus(one)
}

// all is what was counted everywhere.
func (t tally) all() (sum figures) {
	for _, f := range t.of {
		sum = sum.plus(f)
	}
	return sum
}

func (f figures) plus(g figures) figures {
	return figures{f.Resources + g.Resources, f.Agreements + g.Agreements, f.Products + g.Products, f.Notices + g.Notices}
}

// figuresNow counts, once for each state of the log and each day.
func (p *Portal) figuresNow(ctx context.Context) (tally, error) {
	p.index.mu.Lock()
	defer p.index.mu.Unlock()
	if err := p.index.follow(ctx, p.Desk); err != nil {
		return tally{}, err
	}
	today := p.Desk.Today()
	if p.index.counted.of != nil && p.index.counted.size == p.index.size && p.index.counted.day == today {
		return p.index.counted, nil
	}
	t := tally{size: p.index.size, day: today, of: map[string]figures{}}
	for _, one := range p.index.products {
		t.add(one.jurisdiction, figures{Products: 1})
	}
	for _, one := range p.index.resources {
		t.add(one.jurisdiction, figures{Resources: count(one.yes)})
	}
	for _, l := range p.index.lines {
		t.add(l.jurisdiction, figures{Notices: count(l.shown && l.open(today))})
	}
	for id, one := range p.index.agreements {
		if !one.yes {
			continue
		}
		facts, err := p.Desk.Facts(ctx, "agreement", id)
		if err != nil {
			return tally{}, fmt.Errorf("counting agreements: %w", err)
		}
		t.add(one.jurisdiction, figures{Agreements: count(facts["inForce"] == true)})
	}
	p.index.counted = t
	return t, nil
}

// open reports whether objections to what is under notice are in time.
func (l line) open(today calendar.Day) bool {
	return l.where == "notice" && !l.until.IsZero() && !today.After(l.until)
}

func holdsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func parseDay(text string) calendar.Day {
	d, err := calendar.ParseDay(text)
	if err != nil {
		return calendar.Day{}
	}
	return d
}
