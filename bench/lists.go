package bench

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3" // the raw side reads the same file with the same driver

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store"
)

// seeded is how many cases and how many resources the lists are measured with. It is no
// multiple of 7919, so that each title has a number of its own.
var seeded = 100_000

// listBudget is what a list is held to beside its ratio.
const listBudget = 200 * time.Millisecond

const againstPage = "raw indexed SQL: the same page of the same file by the same driver, its lines read and thrown away"

// benchLists asks the interface for pages of lists with very many lines: token and seat
// read again, what the person sees, due days counted, titles found, JSON written.
func benchLists(ctx context.Context, o Options, folder string, tell func(Line)) error {
	h, err := openArchive(ctx, folder, o.Pack)
	if err != nil {
		return err
	}
	defer h.store.Close() //nolint:errcheck // nothing more is written
	raw, err := sql.Open("sqlite3", "file:"+h.file+"?mode=ro")
	if err != nil {
		return fmt.Errorf("opening the file for the raw side: %w", err)
	}
	defer raw.Close()                         //nolint:errcheck // read only
	few := fmt.Sprintf("第%d号", seeded*77/100) // in the title of one resource alone
	const cases, lines = "SELECT id, due, opened, body FROM case_file c ", "SELECT v.id, v.title, v.body FROM register_record r JOIN record_rev v ON v.kind = r.kind AND v.id = r.id AND v.rev = r.rev WHERE r.kind = 'resource' "
	for _, l := range []struct{ what, who, path, sql string }{
		{"cases by due day", "authority", "/v1/cases?limit=50", cases + "ORDER BY due, id LIMIT 51"},
		{"cases by due day, with their number", "authority", "/v1/cases?limit=50&total=true", cases + "ORDER BY due, id LIMIT 51"},
		{"cases of a state, the newest first", "authority", "/v1/cases?procedure=registration&state=applied&sort=-opened", cases + "WHERE procedure = 'registration' AND state = 'applied' ORDER BY opened DESC, id DESC LIMIT 51"},
		{"cases due before a day, the latest first", "authority", "/v1/cases?dueBefore=2026-04-01&sort=-due", cases + "WHERE closed IS NULL AND due < '2026-04-01' ORDER BY due DESC, id DESC LIMIT 51"},
		{"cases of one provider, seen by it", "provider", "/v1/cases?sort=due", cases + "WHERE id IN (SELECT case_id FROM case_party WHERE org = 'provider-007') ORDER BY due, id LIMIT 51"},
		{"cases by a text that few have", "authority", "/v1/cases?text=" + url.QueryEscape(few), cases + "WHERE id IN (SELECT l.case_id FROM register_record r JOIN case_link l ON l.target = r.id AND l.kind = r.kind WHERE r.title LIKE '%" + few + "%') ORDER BY due, id LIMIT 51"},
		{"what waits for the authority", "authority", "/v1/inbox?limit=50", cases + "WHERE procedure = 'registration' AND state = 'applied' AND closed IS NULL ORDER BY due, id LIMIT 51"},
		{"resources by title", "authority", "/v1/registers/resource?sort=title", lines + "ORDER BY r.title, r.id LIMIT 51"},
		{"resources by title, with their number, seen by a provider", "provider", "/v1/registers/resource?sort=-title&total=true", lines + "ORDER BY r.title DESC, r.id DESC LIMIT 51"},
		{"resources by a text that few have", "provider", "/v1/registers/resource?text=" + url.QueryEscape(few), lines + "AND r.title LIKE '%" + few + "%' ORDER BY r.id LIMIT 51"},
		{"resources of a provider", "provider", "/v1/registers/resource?org=provider-007", lines + "AND r.org = 'provider-007' ORDER BY r.id LIMIT 51"},
	} {
		line, err := h.list(ctx, o, raw, l.what, l.who, l.path, l.sql)
		if err != nil {
			return fmt.Errorf("listing %s: %w", l.what, err)
		}
		tell(line)
	}
	return nil
}

func (h *archive) list(ctx context.Context, o Options, raw *sql.DB, what, who, path, query string) (Line, error) {
	items := 0
	samples, err := turns(ctx, o.pairs(),
		func(ctx context.Context) (sample, error) {
			return medianOf(o.turn(), func() (err error) { items, err = h.ask(ctx, who, path); return err })
		},
		func(ctx context.Context) (sample, error) {
			return medianOf(o.turn(), func() error { _, err := rows(ctx, raw, query); return err })
		})
	if err != nil {
		return Line{}, err
	}
	if items == 0 {
		return Line{}, errors.New("the page is empty")
	}
	l := Line{Metric: what, Against: againstPage, Unit: "ms", Better: "lower"}.compared(samples[0], samples[1])
	within := "within"
	if l.Ours != nil && *l.Ours > float64(listBudget/time.Millisecond) {
		within = "over"
	}
	l.Note = fmt.Sprintf("%d lines a page of %d cases and %d resources, SQLite; server time through the whole handler, %s the budget of %s", items, seeded, seeded, within, listBudget)
	return l, nil
}

// medianOf does a thing again and again for a turn and answers the median of its times.
func medianOf(turn time.Duration, do func() error) (sample, error) {
	var took []time.Duration
	for begun := time.Now(); len(took) < 3 || time.Since(begun) < turn; { //nolint:forbidigo // machine time spent
		at := time.Now() //nolint:forbidigo // as above
		if err := do(); err != nil {
			return sample{}, err
		}
		took = append(took, time.Since(at))
	}
	slices.Sort(took)
	return sample{figure: float64(took[len(took)/2]) / float64(time.Millisecond), n: int64(len(took))}, nil
}

// archive is an installation with very many cases and resources. All of it is synthetic,
// says so, and is the same every time.
type archive struct {
	file   string
	store  *store.Store
	server *api.Server
	law    *pack.Pack
}

// openArchive makes an archive in an empty folder; it never writes into one that holds
// anything.
func openArchive(ctx context.Context, folder string, law *pack.Pack) (*archive, error) {
	if held, err := os.ReadDir(folder); err != nil || len(held) > 0 {
		return nil, errors.Join(err, fmt.Errorf("seeding %s: the folder is not empty; synthetic cases are never mixed with others", folder))
	}
	h := &archive{file: filepath.Join(folder, "lists.db"), law: law}
	var err error
	if h.store, err = store.Open(ctx, h.file, store.Options{}); err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	if err := errors.Join(h.people(ctx), h.fill(ctx), h.serve()); err != nil {
		return nil, errors.Join(err, h.store.Close())
	}
	return h, nil
}

// secrets are the tokens of those who ask. They are of this archive alone.
func secretOf(who string) string { return "syt_bench-" + who }

func (h *archive) people(ctx context.Context) error {
	var puts []casework.Record
	put := func(kind, id, org, subject, state, title string, body map[string]any) {
		body["id"], body["state"] = id, state
		text, err := seal.Canonical(body)
		if err != nil {
			panic("bench: a body that cannot be written: " + err.Error())
		}
		puts = append(puts, casework.Record{Kind: kind, ID: id, Rev: 1, Org: org, Subject: subject, State: state, Title: title, Body: text})
	}
	for i := range 100 {
		id := fmt.Sprintf("provider-%03d", i)
		put("organisation", id, id, "", "enrolled", fmt.Sprintf("合成单位%03d", i), map[string]any{"name": fmt.Sprintf("合成单位%03d", i), "roles": []any{"provider"}})
	}
	put("organisation", "bureau", "bureau", "", "enrolled", "合成数据局", map[string]any{"name": "合成数据局", "roles": []any{"authority"}})
	for role, org := range map[string]string{"authority": "bureau", "provider": "provider-007"} {
		person, seat := "person-"+role, "seat-"+role
		put("person", person, org, "", "active", role, map[string]any{"name": role, "org": org})
		put("seat", seat, org, person, "in-force", role, map[string]any{"org": org, "person": person, "role": role, "title": role, "powers": []any{"clerk", "reviewer", "approver"}})
		token := store.Token{Hash: sha256.Sum256([]byte(secretOf(role))), ID: "token-" + role, Seat: seat, Name: "bench", CreatedBy: person, Created: day.Time(), Expires: day.Time().AddDate(1, 0, 0)}
		if err := h.store.PutToken(ctx, token); err != nil {
			return err
		}
	}
	return h.record(ctx, []casework.Change{{Puts: puts}})
}

// record writes changes in one transaction, each with its entry.
func (h *archive) record(ctx context.Context, changes []casework.Change) error {
	err := h.store.Write(ctx, func(tx casework.Tx) error {
		for _, c := range changes {
			c.Entry = casework.Entry{Version: 1, Kind: "bench.synthetic", Outcome: "record", Seat: "bench", Org: "bench", Day: day, Note: "synthetic"}
			if c.Case != nil {
				c.Entry.Case, c.Entry.Rev = c.Case.ID, 1
			}
			if _, err := tx.Record(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("writing synthetic lines: %w", err)
	}
	return nil
}

// fill writes a resource and a case about it, again and again. One case in three is
// closed; the others are due over a year.
func (h *archive) fill(ctx context.Context) error {
	const batch = 2000
	for from := 0; from < seeded; from += batch {
		if err := ctx.Err(); err != nil {
			return err
		}
		var changes []casework.Change
		for i := from; i < from+batch; i++ {
			c, err := h.line(i)
			if err != nil {
				return err
			}
			changes = append(changes, c)
		}
		if err := h.record(ctx, changes); err != nil {
			return err
		}
	}
	return nil
}

func (h *archive) line(i int) (casework.Change, error) {
	org, id, title := fmt.Sprintf("provider-%03d", i%100), fmt.Sprintf("resource-%06d", i), fmt.Sprintf("合成资源第%d号", (i*7919)%seeded)
	body, err := seal.Canonical(map[string]any{"id": id, "title": title, "provider": org, "summary": strings.Repeat("按月更新的合成数据，", 8), "synthetic": true, "catalogued": true,
		"openness": "conditional", "fields": []any{"水务"}, "level": "L2", "state": "catalogued"})
	if err != nil {
		return casework.Change{}, fmt.Errorf("writing resource %s: %w", id, err)
	}
	form, err := json.Marshal(map[string]any{"kind": "first", "summary": strings.Repeat("基本情况，", 20), "materials": []any{strings.Repeat("0", 64)}, "commitTruth": true})
	if err != nil {
		return casework.Change{}, fmt.Errorf("writing case %d: %w", i, err)
	}
	opened := day.AddDays(-(i * 31 % 700))
	states := []string{"applied", "reviewed", "registered"}
	c := casework.Case{ID: fmt.Sprintf("registration-%06d", i), Procedure: "registration", Pack: h.law.Digest, State: states[i%3], Since: opened, Opened: opened,
		Filer: casework.Party{Person: "person-" + org, Seat: "seat-" + org, Organisation: org}, Parties: []string{org, "bureau"}, Links: map[string]string{"resource": id},
		Docs: map[string]json.RawMessage{"application": form}, Rev: 1,
		Done: []casework.Act{{Step: "apply", By: casework.Party{Seat: "seat-" + org, Organisation: org}, On: opened, To: states[i%3], Form: form}}}
	if i%3 == 2 {
		c.Closed = opened.AddDays(20)
	} else {
		c.Dues = []casework.Due{{Step: "review", Kind: "within", On: day.AddDays(i * 13 % 365), Rule: "synthetic"}}
	}
	return casework.Change{Case: &c, Puts: []casework.Record{{Kind: "resource", ID: id, Rev: 1, Org: org, State: "catalogued", Title: title, Case: c.ID, Body: body}}}, nil
}

func (h *archive) serve() error {
	now := func() time.Time { return day.Time().Add(10 * time.Hour) }
	ring := seal.NewRing(rand.Reader)
	for _, purpose := range []seal.Purpose{seal.ForSession, seal.ForToken, seal.ForRecord} {
		if _, err := ring.Create(purpose, "", day.Time()); err != nil {
			return fmt.Errorf("making keys: %w", err)
		}
	}
	desk := &casework.Desk{Ledger: h.store, Packs: casework.OnePack{Pack: h.law}, Calendar: calendar.China, Now: now, Random: rand.Reader}
	h.server = api.New(api.Parts{Desk: desk, Accounts: h.store, Keys: ring, Now: now, Random: rand.Reader})
	return nil
}

// ask answers how many lines a page has.
func (h *archive) ask(ctx context.Context, who, path string) (int, error) {
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	r.Header.Set("Authorization", "Bearer "+secretOf(who))
	w := httptest.NewRecorder()
	h.server.ServeHTTP(w, r)
	var page struct {
		Items []json.RawMessage `json:"items"`
	}
	if w.Code != http.StatusOK {
		return 0, fmt.Errorf("%s was answered %d: %s", path, w.Code, w.Body.String())
	}
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
		return 0, fmt.Errorf("reading the page: %w", err)
	}
	return len(page.Items), nil
}
