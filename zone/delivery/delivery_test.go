package delivery

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/egress"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

var fields = []Field{{Name: "district", Type: Text, Key: true}, {Name: "year", Type: Integer, Key: true}, {Name: "people", Type: Integer}, {Name: "mean", Type: Decimal}}

// released is a table of n rows; each key of district and year has per rows.
func released(n, per int) []byte {
	var b strings.Builder
	b.WriteString("district,year,people,mean\n")
	for i := range n {
		fmt.Fprintf(&b, "区%d,%d,%d,%d.5\n", i/per/10, 2015+i/per%10, 100+i, i)
	}
	return []byte(b.String())
}

func load(t testing.TB, b []byte) *Table {
	t.Helper()
	table, err := Load(b, egress.CSV, fields)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// served is an interface over n rows with one key, all in force.
func served(t testing.TB, n, per int, quota int64) (Interface, string, *Board, *Ring, *Journal) {
	t.Helper()
	journal, err := OpenJournal(filepath.Join(t.TempDir(), "meter"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = journal.Close() })
	b := released(n, per)
	release := Release{ID: "R1", Product: "P1", Recipient: "泰信银行", Scenario: "普惠金融", Digest: hash(b)}
	secret, key, err := NewKey(rand.Reader, Key{Release: "R1", Recipient: "泰信银行", Scenario: "普惠金融", From: 100, Until: 200, PerDay: quota, Total: 10 * quota})
	if err != nil {
		t.Fatal(err)
	}
	board, ring := &Board{}, &Ring{}
	board.Post("R1", Status{InForce: true})
	ring.Put(key)
	return Interface{Release: release, Table: load(t, b), Keys: ring, Standing: board, Meter: NewMeter(journal)}, secret, board, ring, journal
}

func call(secret string) Call {
	return Call{Secret: secret, Scenario: "普惠金融", Day: 150, Query: Query{Parameters: map[string]string{"district": "区1", "year": "2017"}}}
}

func codesOf(t testing.TB, err error) []string {
	t.Helper()
	refused, ok := law.AsRefusal(err)
	if !ok {
		t.Fatalf("no refusal: %v", err)
	}
	var codes []string
	for _, v := range refused.Violations {
		if len(v.Cites) == 0 || v.Says.ZH == "" || v.Says.EN == "" {
			t.Errorf("violation %s without citation or words", v.Code)
		}
		codes = append(codes, v.Code)
	}
	return codes
}

func TestServe(t *testing.T) {
	i, secret, _, _, journal := served(t, 500, 5, 100)
	answer, err := i.Serve(context.Background(), call(secret))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Total int
		Rows  []struct {
			District string
			Year     int
			People   int
			Mean     float64
		}
	}
	body := answer.Page.AppendJSON(nil)
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if got.Total != 5 || len(got.Rows) != 5 || got.Rows[0].District != "区1" || got.Rows[0].Year != 2017 {
		t.Errorf("answer %s", body)
	}
	if onDay, total := journal.Calls(answer.Key, 150); onDay != 1 || total != 1 || answer.Counted.Day != 1 {
		t.Errorf("one call is counted as %d, %d", onDay, total)
	}
}

func TestServeRefuses(t *testing.T) {
	i, secret, board, ring, journal := served(t, 500, 5, 100)
	forged := secret[:len(secret)-1] + map[bool]string{true: "A", false: "Q"}[!strings.HasSuffix(secret, "A")]
	for _, c := range []struct {
		why  string
		edit func(*Call)
		want []string
	}{
		{"a key that never was", func(c *Call) { c.Secret = "syk_0000000000000000_" + secret[21:] }, []string{CodeKeyUnknown}},
		{"a key with one character changed", func(c *Call) { c.Secret = forged }, []string{CodeKeyUnknown}},
		{"no key", func(c *Call) { c.Secret = "" }, []string{CodeKeyUnknown}},
		{"another scenario", func(c *Call) { c.Scenario = "商业营销" }, []string{CodeScenario}},
		{"after the term", func(c *Call) { c.Day = 201 }, []string{CodeKeyTime}},
		{"everything at once", func(c *Call) {
			c.Scenario, c.Day, c.Query.Parameters, c.Query.Limit = "商业营销", 99, map[string]string{"district": "", "id": "1"}, 101
		},
			[]string{CodeKeyTime, CodeScenario, CodeParameterUnfit, CodeParameterMissing, CodeParameterUnknown, CodePage}},
		{"no parameters: the whole table is not for browsing", func(c *Call) { c.Query.Parameters = nil }, []string{CodeParameterMissing, CodeParameterMissing}},
		{"SQL for an integer", func(c *Call) { c.Query.Parameters["year"] = "2017 OR 1=1" }, []string{CodeParameterUnfit}},
	} {
		asked := call(secret)
		c.edit(&asked)
		_, err := i.Serve(context.Background(), asked)
		if got := codesOf(t, err); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
	id, _ := Holder(secret)
	board.Post("R1", Status{Ground: law.Citation{Instrument: "taian", Unit: "TA-30"}})
	_, err := i.Serve(context.Background(), call(secret))
	if got := codesOf(t, err); !slices.Equal(got, []string{CodeWithdrawn}) {
		t.Errorf("withdrawn: %v", got)
	}
	if refused, _ := law.AsRefusal(err); refused.Cites()[0].Unit != "TA-30" {
		t.Errorf("a withdrawal cites %v, not its ground", refused.Cites())
	}
	board.Post("R1", Status{InForce: true})
	if _, err := i.Serve(context.Background(), call(secret)); err != nil {
		t.Errorf("restored: %v", err)
	}
	ring.Take(id)
	if _, err := i.Serve(context.Background(), call(secret)); !slices.Equal(codesOf(t, err), []string{CodeKeyUnknown}) {
		t.Errorf("a key taken back: %v", err)
	}
	if onDay, _ := journal.Calls(id, 150); onDay != 1 {
		t.Errorf("%d calls counted; refused ones are not counted", onDay)
	}
}

func TestStandingUnknownWithholds(t *testing.T) {
	i, secret, _, _, _ := served(t, 10, 1, 10)
	i.Standing = broken{}
	if _, err := i.Serve(context.Background(), call(secret)); err == nil {
		t.Error("served though nobody knows whether it is in force")
	} else if _, refused := law.AsRefusal(err); refused {
		t.Errorf("a fault is shown as a refusal: %v", err)
	}
	i.Standing = &Board{}
	if _, err := i.Serve(context.Background(), call(secret)); err == nil {
		t.Error("served a release nobody posted")
	}
}

type broken struct{}

func (broken) Standing(context.Context, string) (Status, error) {
	return Status{}, errors.New("unreachable")
}

func TestQuotaIsExactUnderConcurrency(t *testing.T) {
	const quota = 137
	i, secret, _, _, journal := served(t, 500, 5, quota)
	var granted, refused atomic.Int64
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			for range 20 {
				_, err := i.Serve(context.Background(), call(secret))
				if err == nil {
					granted.Add(1)
					continue
				}
				if r, ok := law.AsRefusal(err); ok && r.Code() == CodeQuotaDay {
					refused.Add(1)
				}
			}
		})
	}
	wait.Wait()
	id, _ := Holder(secret)
	onDay, total := journal.Calls(id, 150)
	if granted.Load() != quota || refused.Load() != 16*20-quota || onDay != quota || total != quota {
		t.Errorf("granted %d, refused %d, counted %d and %d; the quota is %d", granted.Load(), refused.Load(), onDay, total, quota)
	}
	next := call(secret)
	next.Day++
	if _, err := i.Serve(context.Background(), next); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

func TestTotalQuota(t *testing.T) {
	i, secret, _, _, _ := served(t, 10, 1, 2)
	for day := int64(100); day < 110; day++ {
		for range 2 {
			c := call(secret)
			c.Day = day
			if _, err := i.Serve(context.Background(), c); err != nil {
				t.Fatal(err)
			}
		}
	}
	c := call(secret)
	c.Day = 111
	if _, err := i.Serve(context.Background(), c); !slices.Equal(codesOf(t, err), []string{CodeQuotaTotal}) {
		t.Errorf("beyond the total: %v", err)
	}
}

func TestJournalSurvivesEveryCut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meter")
	j, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	var after []int // length of the file once the n-th charge was answered
	for n := range 5 {
		if _, err := j.Charge(context.Background(), []Charge{{Key: "k", Day: int64(n % 2), Calls: int64(n + 1), PerDay: 1000, Total: 1000}}); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		after = append(after, len(b))
	}
	_ = j.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range len(whole) + 1 {
		want := int64(0)
		for n, end := range after {
			if end <= cut {
				want += int64(n + 1)
			}
		}
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := OpenJournal(path)
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if _, total := j.Calls("k", 0); total != want {
			t.Errorf("cut at %d: %d calls, want %d", cut, total, want)
		}
		if _, err := j.Charge(context.Background(), []Charge{{Key: "k", Day: 9, Calls: 1, PerDay: 1000, Total: 1000}}); err != nil {
			t.Fatal(err)
		}
		_ = j.Close()
		if j, err = OpenJournal(path); err != nil {
			t.Fatalf("after a cut at %d and a charge: %v", cut, err)
		}
		if _, total := j.Calls("k", 0); total != want+1 {
			t.Errorf("cut at %d, then a charge: %d calls, want %d", cut, total, want+1)
		}
		_ = j.Close()
	}
	damaged := bytes.Replace(whole, []byte(" 1 2 k"), []byte(" 1 1 k"), 1)
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenJournal(path); err == nil {
		t.Error("a journal with a changed count is taken for good")
	}
}

func TestFailedWriteGrantsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "meter")
	j, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	_ = j.file.Close()
	m := NewMeter(j)
	for range 2 {
		if _, granted, err := m.Spend(context.Background(), Key{ID: "k", PerDay: 5, Total: 5}, 1); err == nil || granted {
			t.Error("a call was granted that could not be counted")
		}
	}
}

func TestHandOver(t *testing.T) {
	b, key := released(50, 5), bytes.Repeat([]byte{1}, 32)
	f := File{Release: Release{ID: "R1", Product: "P1", Recipient: "泰信银行", Scenario: "普惠金融", Digest: hash(b)}, Format: "csv", Bytes: b}
	board := &Board{}
	board.Post("R1", Status{InForce: true})
	m, err := HandOver(context.Background(), f, board, "泰信银行", "普惠金融", "2026-03-02", 1, key)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Genuine(key) {
		t.Error("the manifest's own mark does not verify")
	}
	other := m
	other.Recipient = "别家"
	if other.Genuine(key) || m.Genuine(bytes.Repeat([]byte{2}, 32)) {
		t.Error("a manifest with another recipient, or under another key, verifies")
	}
	f.Bytes = append(slices.Clone(b), '\n')
	board.Post("R1", Status{})
	_, err = HandOver(context.Background(), f, board, "别家", "商业营销", "2026-03-02", 2, key)
	if got, want := codesOf(t, err), []string{CodeWithdrawn, CodeRecipient, CodeScenario, CodeDigest}; !slices.Equal(got, want) {
		t.Errorf("everything wrong: %v, want %v", got, want)
	}
}

// Pages of a key, put together, are its rows, each once, whatever the page size.
func TestPagesAreTheRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, per, limit := rapid.IntRange(1, 400).Draw(t, "rows"), rapid.IntRange(1, 250).Draw(t, "per"), rapid.IntRange(1, PageRows).Draw(t, "limit")
		table, err := Load(released(n, per), egress.CSV, fields)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[int]bool{}
		for k := 0; k*per < n; k++ {
			q := Query{Parameters: map[string]string{"district": fmt.Sprintf("区%d", k/10), "year": fmt.Sprint(2015 + k%10)}, Limit: limit}
			for {
				p, err := table.LookUp(q)
				if err != nil {
					t.Fatal(err)
				}
				var body struct {
					Total int
					Next  int
					Rows  []struct{ People int }
				}
				if err := json.Unmarshal(p.AppendJSON(nil), &body); err != nil {
					t.Fatal(err)
				}
				if len(body.Rows) != p.Count || len(body.Rows) > limit {
					t.Fatalf("page of %d rows says %d", len(body.Rows), p.Count)
				}
				for _, r := range body.Rows {
					if seen[r.People] {
						t.Fatal("a row is on two pages")
					}
					seen[r.People] = true
				}
				if q.From = p.Next(); q.From == 0 {
					break
				}
			}
		}
		if len(seen) != n {
			t.Fatalf("%d of %d rows", len(seen), n)
		}
	})
}

// From a held output to an answer: what was examined is what is handed over and what
// the interface answers from.
func TestFromEgressToAnswer(t *testing.T) {
	parameters, err := privacy.Floor(privacy.P2)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []egress.Format{egress.CSV, egress.JSON, egress.Parquet} {
		held := egress.Artefact{Name: "people." + string(f), Format: egress.CSV, Bytes: released(60, 2), Columns: []egress.Column{
			{Name: "district", As: egress.Group}, {Name: "year", As: egress.Group, Structural: true}, {Name: "people", As: egress.Count, Counted: egress.Units}, {Name: "mean", As: egress.Mean}}}
		if f != egress.CSV {
			// The held file of another format is the same table, written by the zone.
			if held.Bytes, err = egress.Convert(held, f, parameters); err != nil {
				t.Fatal(err)
			}
			held.Format = f
		}
		report, err := egress.Examine(context.Background(), held, egress.Context{Parameters: parameters, Unit: egress.NoUnit, Purpose: "人口统计"})
		if err != nil {
			t.Fatal(err)
		}
		out, err := egress.Rewrite(held, parameters)
		if err != nil || hash(out) != report.Release {
			t.Fatalf("%s: what leaves is not what was reported (%v)", f, err)
		}
		table, err := Load(out, f, fields)
		if err != nil {
			t.Fatal(err)
		}
		p, err := table.LookUp(Query{Parameters: map[string]string{"district": "区1", "year": "2017"}})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(p.AppendJSON(nil)); got != `{"total":2,"rows":[{"district":"区1","year":2017,"people":124,"mean":24.5},{"district":"区1","year":2017,"people":125,"mean":25.5}]}` {
			t.Errorf("%s: %s", f, got)
		}
		if g := table.Grid(); g != (Grid{Keys: 30, Rows: 60, Longest: 2}) {
			t.Errorf("%s: grid %+v", f, g)
		}
	}
}

func TestKeyIsShownOnce(t *testing.T) {
	secret, key, err := NewKey(rand.Reader, Key{Release: "R", Recipient: "r", Scenario: "s", PerDay: 1, Total: 1})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := cut(secret)
	if bytes.Contains(b, []byte(part)) || strings.Contains(fmt.Sprintf("%v %+v", key, key), key.Digest) {
		t.Error("the key as stored or printed holds its secret or digest")
	}
	if _, _, err := NewKey(bytes.NewReader(nil), key); err == nil {
		t.Error("a key without randomness")
	}
}

// instant is a durable store that costs nothing, to see what the rest costs.
type instant struct {
	mu sync.Mutex
	n  int64
}

func (s *instant) Through(context.Context, string, int64) (int64, error) { return 0, nil }

func (s *instant) Charge(_ context.Context, charges []Charge) ([]Counted, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	counted := make([]Counted, len(charges))
	for i, c := range charges {
		s.n += c.Calls
		counted[i] = Counted{Granted: c.Calls, Day: s.n, Total: s.n}
	}
	return counted, nil
}

func BenchmarkServe(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		for _, store := range []string{"journal", "memory"} {
			b.Run(fmt.Sprintf("rows=%d/meter=%s", n, store), func(b *testing.B) {
				i, secret, _, _, _ := served(b, n, 1, 1<<40)
				if store == "memory" {
					i.Meter = NewMeter(&instant{})
				}
				c := call(secret)
				b.SetParallelism(32)
				b.ReportAllocs()
				b.RunParallel(func(pb *testing.PB) {
					var body []byte
					for pb.Next() {
						answer, err := i.Serve(context.Background(), c)
						if err != nil {
							b.Error(err)
							return
						}
						body = answer.Page.AppendJSON(body[:0])
					}
				})
			})
		}
	}
}

func BenchmarkLookUp(b *testing.B) {
	for _, n := range []int{1_000, 1_000_000} {
		table := load(b, released(n, 1))
		q := Query{Parameters: map[string]string{"district": "区1", "year": "2017"}}
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := table.LookUp(q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
