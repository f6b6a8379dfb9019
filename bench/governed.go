package bench

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the driver "duckdb", for the raw side

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/duckdb"
	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/work"
)

const (
	againstRaw = "the same figures by raw DuckDB in this process, 2 threads, over the source's Parquet"
	threads    = 2
)

// governedQuery is one of the mix: as a data worker submits it over the projections, and as
// it is asked of the source without masks. An empty raw is the same text.
type governedQuery struct {
	name, sql, raw string
}

// mix is the governed mix. The flights are those that the demonstration installs; the
// destination is shown as a token, so three of the twelve reach into a masked column. %s in
// sql is the token of Atlanta.
var mix = []governedQuery{
	{"filtered count", "SELECT count(*) AS n FROM flights WHERE delay > 60", ""},
	{"average delay by origin", "SELECT origin, avg(delay) AS mean_delay FROM flights GROUP BY origin", ""},
	{"average delay by hour", "SELECT hour(date) AS at, count(*) AS n, avg(delay) AS mean_delay FROM flights GROUP BY hour(date)", ""},
	{"top 100 routes", "SELECT origin, destination, count(*) AS n FROM flights GROUP BY origin, destination ORDER BY n DESC LIMIT 100", ""},
	{"equality on a masked column", "SELECT count(*) AS n, sum(delay) AS delay FROM flights WHERE destination = '%s'", "SELECT count(*) AS n, sum(delay) AS delay FROM flights WHERE destination = 'ATL'"},
	{"group by a masked column", "SELECT destination, count(*) AS n, avg(distance) AS mean_distance FROM flights GROUP BY destination", ""},
	{"distinct values of a masked column", "SELECT count(DISTINCT destination) AS n FROM flights", ""},
	{"join with the airports", "SELECT a.state AS state, count(*) AS n, sum(f.delay) AS delay FROM flights f JOIN airports a ON f.origin = a.iata GROUP BY a.state", ""},
	{"sum of a column", "SELECT sum(distance) AS distance FROM flights", ""},
	{"percentiles by origin", "SELECT origin, quantile_cont(delay, 0.9) AS p90 FROM flights GROUP BY origin", ""},
	{"two-level rollup", "SELECT origin, max(n) AS most FROM (SELECT origin, month(date) AS m, count(*) AS n FROM flights GROUP BY origin, month(date)) AS monthly GROUP BY origin", ""},
	{"window over a monthly series", "SELECT m, sum(n) OVER (ORDER BY m) AS so_far FROM (SELECT month(date) AS m, count(*) AS n FROM flights GROUP BY month(date)) AS monthly", ""},
}

// benchGoverned runs the mix in turn through the zone (admission, then a child that is
// started, locked, loaded with the columns the job reads, and gone afterwards) and raw. The
// start of a child is measured apart by the same query over the small table of airports.
func benchGoverned(ctx context.Context, o Options, folder string, tell func(Line)) (err error) {
	g, err := openField(ctx, o, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	start, err := g.start(ctx)
	if err != nil {
		return err
	}
	tell(start)
	if err := g.admission(ctx, tell); err != nil {
		return err
	}
	var whole, without []float64
	refused := 0
	for i, q := range mix {
		l, net, err := g.query(ctx, i, q, *start.Ours)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		tell(l)
		if l.Ratio == nil {
			refused++
			continue
		}
		whole, without = append(whole, *l.Ratio), append(without, net)
	}
	counted := fmt.Sprintf("%d of %d queries; %d refused by rule", len(whole), len(mix), refused)
	tell(g.mean("geometric mean of the mix", whole, counted))
	tell(g.mean("geometric mean of the mix, less the start of a child", without, counted+"; derived: the median start is taken off each of our turns"))
	return nil
}

// field is the mix laid out: projections for the zone, views for the raw side.
type field struct {
	opts      Options
	raw       *sql.DB
	parser    *duckdb.Parser
	engine    duckdb.Engine
	isolation zone.Isolation
	flights   zone.Projection
	airports  zone.Projection
	token     string // of Atlanta
	source    string // SHA-256 of the flights' file
}

func openField(ctx context.Context, o Options, folder string) (_ *field, err error) {
	data := filepath.Join(o.Data, "node_modules", "vega-datasets", "data")
	flights, airports := filepath.Join(data, "flights-3m.parquet"), filepath.Join(folder, "airports.parquet")
	if _, err := os.Stat(flights); err != nil {
		return nil, fmt.Errorf("the open data is not installed (make demo-data installs it): %w", err)
	}
	g := &field{opts: o}
	defer func() {
		if err != nil {
			err = errors.Join(err, g.close())
		}
	}()
	if g.raw, err = sql.Open("duckdb", ""); err != nil {
		return nil, fmt.Errorf("opening raw DuckDB: %w", err)
	}
	g.raw.SetMaxOpenConns(1)
	for _, s := range []string{
		fmt.Sprintf("SET threads = %d", threads),
		fmt.Sprintf("COPY (FROM read_csv(%s)) TO %s (FORMAT parquet)", literal(filepath.Join(data, "airports.csv")), literal(airports)),
		"CREATE VIEW flights AS FROM read_parquet(" + literal(flights) + ")",
		"CREATE VIEW airports AS FROM read_parquet(" + literal(airports) + ")",
	} {
		if _, err := g.raw.ExecContext(ctx, s); err != nil {
			return nil, fmt.Errorf("laying the source out: %w", err)
		}
	}
	if g.source, err = digest(flights); err != nil {
		return nil, fmt.Errorf("digesting the flights: %w", err)
	}
	if err := g.project(ctx, folder, flights, airports); err != nil {
		return nil, err
	}
	launcher, isolation, err := work.Detect(ctx, o.Launcher)
	if err != nil {
		return nil, fmt.Errorf("finding out what isolation this machine gives: %w", err)
	}
	g.parser, g.engine, g.isolation = &duckdb.Parser{Launcher: launcher}, duckdb.Engine{Launcher: launcher, Threads: threads}, isolation
	return g, nil
}

func (g *field) close() error {
	if g.parser != nil {
		g.parser.Close()
	}
	if g.raw == nil {
		return nil
	}
	return g.raw.Close()
}

// scenario is whose tokens these are.
const scenario = "bench"

// project prepares what a grant would show: the flights with their destination as a token,
// and the airports as they are.
func (g *field) project(ctx context.Context, folder, flights, airports string) error {
	key, err := mask.ScenarioKey(make([]byte, mask.KeySize), scenario, mask.Production)
	if err != nil {
		return fmt.Errorf("deriving the key: %w", err)
	}
	if g.token, err = key.Token(mask.SHA256, "destination", "ATL"); err != nil {
		return fmt.Errorf("making a token: %w", err)
	}
	g.flights, err = prepared(ctx, key, "flights", flights, filepath.Join(folder, "flights.shown.parquet"), map[string]mask.Mask{"destination": {Kind: mask.Token}},
		column("date", mask.Moment), column("delay", mask.Integer), column("distance", mask.Integer), column("origin", mask.Text), column("destination", mask.Text))
	if err != nil {
		return err
	}
	g.airports, err = prepared(ctx, key, "airports", airports, filepath.Join(folder, "airports.shown.parquet"), nil,
		column("iata", mask.Text), column("name", mask.Text), column("city", mask.Text), column("state", mask.Text))
	return err
}

func column(name string, t mask.Type) mask.Column {
	return mask.Column{Name: name, Type: t, Level: 2, Role: mask.Neither}
}

// engineTypes are the engine's names of the types used here.
var engineTypes = map[mask.Type]string{mask.Text: "VARCHAR", mask.Integer: "BIGINT", mask.Moment: "TIMESTAMP"}

// prepared materialises a projection and describes it to admission.
func prepared(ctx context.Context, key mask.Key, name, source, out string, masks map[string]mask.Mask, columns ...mask.Column) (zone.Projection, error) {
	r := mask.Request{Version: "1", Grant: name, Scenario: scenario, Columns: columns, Masks: masks, NoUnit: true, Catalogue: mask.Production}
	for _, c := range columns {
		r.Granted = append(r.Granted, c.Name)
	}
	plan, err := mask.Project(r, mask.Policy{})
	if err != nil {
		return zone.Projection{}, fmt.Errorf("planning the projection of %s: %w", name, err)
	}
	m, err := mask.Pipeline{Threads: threads}.Materialise(ctx, plan, key, []string{source}, out)
	if err != nil {
		return zone.Projection{}, fmt.Errorf("preparing the projection of %s: %w", name, err)
	}
	p := zone.Projection{Name: name, Dataset: name, Version: "1", Grant: name, Scenario: scenario, Catalogue: zone.Production, Unit: zone.NoUnit, Rows: m.Rows, Digest: m.File, Source: path(out)}
	for i, s := range plan.Shown {
		c := zone.Column{Name: s.Name, Type: engineTypes[s.Type], Level: s.Level, Role: zone.RolePublic, Distinct: m.Distinct[i]}
		if s.Mask.Kind != mask.Plain {
			c.Mask = string(s.Mask.Kind)
		}
		p.Columns = append(p.Columns, c)
	}
	return p, nil
}

// path is a projection's file.
type path string

func (p path) Open() (io.ReadCloser, error) { return os.Open(string(p)) }

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// admit asks for a query to be admitted in production, its code approved.
func (g *field) admit(ctx context.Context, text string, from ...zone.Projection) (zone.Admitted, error) {
	return zone.Admit(ctx, g.parser, zone.Request{Job: "bench", SQL: text, Catalogue: zone.Production, Projections: from, Approved: zone.CodeDigest(text),
		Policy: zone.Policy{Contributors: 10, Density: 0.33, SampleRows: 500}, Isolation: g.isolation,
		Limits: zone.Limits{CPU: time.Minute, Memory: 2 << 30, Wall: time.Minute, BytesOut: 64 << 20, RowsOut: 1_000_000}})
}

// governed is one turn through the zone: admission and the job's whole child.
func (g *field) governed(ctx context.Context, text string, got *result, from ...zone.Projection) (sample, error) {
	var usage zone.Usage
	s, err := timed(func() error {
		job, err := g.admit(ctx, text, from...)
		if err != nil {
			return err
		}
		held := sink{}
		if usage, err = g.engine.Run(ctx, job, &held); err != nil {
			return err
		}
		*got, err = held.result()
		return err
	})
	s.cpu += usage.CPU
	return s, err
}

// unguarded is one turn of the raw side.
func (g *field) unguarded(ctx context.Context, text string, got *result) (sample, error) {
	return timed(func() (err error) {
		*got, err = rows(ctx, g.raw, text)
		return err
	})
}

// start measures a child over next to nothing.
func (g *field) start(ctx context.Context) (Line, error) {
	l, _, err := g.compare(ctx, "SELECT count(*) AS n FROM airports", "SELECT count(*) AS n FROM airports", g.airports)
	l.Metric = "start of a child: a count of the airports"
	l.Note = "confined by " + g.isolation.Filesystem() + " and seccomp; " + l.Note
	return l, err
}

// admission measures what admission alone costs.
func (g *field) admission(ctx context.Context, tell func(Line)) error {
	text := mix[1].sql
	statement, err := g.raw.Conn(ctx)
	if err != nil {
		return fmt.Errorf("opening raw DuckDB: %w", err)
	}
	defer statement.Close() //nolint:errcheck // nothing was written
	samples, err := turns(ctx, g.opts.pairs(),
		func(ctx context.Context) (sample, error) {
			return perCall(20, func() error { _, err := g.admit(ctx, text, g.flights); return err })
		},
		func(ctx context.Context) (sample, error) {
			return perCall(20, func() error {
				s, err := statement.PrepareContext(ctx, text)
				if err != nil {
					return err
				}
				return s.Close()
			})
		})
	if err != nil {
		return err
	}
	tell(Line{Metric: "admission of a query", Against: "raw DuckDB preparing the same text", Unit: "ms", Better: "lower", Note: "ours asks the parser's child for the tree"}.compared(samples[0], samples[1]))
	return nil
}

// perCall measures one of n calls in milliseconds.
func perCall(n int, call func() error) (sample, error) {
	s, err := timed(func() error {
		for range n {
			if err := call(); err != nil {
				return err
			}
		}
		return nil
	})
	return sample{figure: s.figure / float64(n), n: int64(n), cpu: s.cpu}, err
}

// query measures one query of the mix; net is its ratio less the start of a child. A query
// that the rules refuse has the raw figure alone, and says which rules.
func (g *field) query(ctx context.Context, i int, q governedQuery, start float64) (l Line, net float64, err error) {
	raw, text := q.raw, q.sql
	if raw == "" {
		raw = text
	}
	if strings.Contains(text, "%s") {
		text = fmt.Sprintf(text, g.token)
	}
	from := []zone.Projection{g.flights}
	if strings.Contains(text, "airports") {
		from = append(from, g.airports)
	}
	name := fmt.Sprintf("%02d %s", i+1, q.name)
	_, err = g.admit(ctx, text, from...)
	if refusal, ok := law.AsRefusal(err); ok {
		s, err := turns(ctx, g.opts.pairs(), func(ctx context.Context) (sample, error) { return g.unguarded(ctx, raw, new(result)) })
		if err != nil {
			return Line{}, 0, err
		}
		var figures []float64
		for _, one := range s[0] {
			figures = append(figures, one.figure)
		}
		only := median(figures)
		return Line{Metric: name, N: g.flights.Rows, Reference: &only, Against: againstRaw, Unit: "ms", Better: "lower", Note: "refused by rule: " + why(refusal)}, 0, nil
	}
	if err != nil {
		return Line{}, 0, err
	}
	l, samples, err := g.compare(ctx, text, raw, from...)
	if err != nil {
		return Line{}, 0, err
	}
	l.Metric = name
	var nets []float64
	for k := range samples[0] {
		nets = append(nets, max(samples[0][k].figure-start, 0.1)/samples[1][k].figure)
	}
	return l, median(nets), nil
}

// why names the codes and units of a refusal.
func why(r *law.Refusal) string {
	var parts []string
	for _, v := range r.Violations {
		parts = append(parts, fmt.Sprintf("%s %v", v.Code, v.Cites))
	}
	return strings.Join(parts, ", ")
}

// compare lets both sides answer in turn and checks that they answer the same.
func (g *field) compare(ctx context.Context, text, raw string, from ...zone.Projection) (Line, [][]sample, error) {
	var ours, theirs result
	samples, err := turns(ctx, g.opts.pairs(),
		func(ctx context.Context) (sample, error) { return g.governed(ctx, text, &ours, from...) },
		func(ctx context.Context) (sample, error) {
			s, err := g.unguarded(ctx, raw, &theirs)
			if err == nil {
				err = ours.equals(theirs)
			}
			return s, err
		})
	if err != nil {
		return Line{}, nil, err
	}
	l := Line{Against: againstRaw, Unit: "ms", Better: "lower", Note: fmt.Sprintf("admission, child and result; %d rows answered, checked against raw", ours.rows)}
	l = l.compared(samples[0], samples[1])
	l.N = from[0].Rows
	return l, samples, nil
}

// mean is a line with the geometric mean of ratios.
func (g *field) mean(metric string, ratios []float64, note string) Line {
	l := Line{Metric: metric, N: g.flights.Rows, Against: againstRaw, Unit: "ratio", Better: "lower", Pairs: g.opts.pairs(), Note: note + "; flights sha256 " + g.source[:16]}
	if len(ratios) == 0 {
		return l
	}
	var logs float64
	for _, r := range ratios {
		logs += math.Log(r)
	}
	m := math.Exp(logs / float64(len(ratios)))
	l.Ratio = &m
	return l
}

// digest is the SHA-256 of a file, hexadecimal.
func digest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // read only
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
