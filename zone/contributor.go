package zone

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// cohort is whom one aggregate is over: its filter and the ways through its argument.
type cohort struct {
	output int
	from   aggregate
	ways   []way
}

// counter is a condition whose units are counted beside the result.
type counter struct {
	condition []expr // conjuncts beside the cohort; empty for the cohort itself
	kind      OutputKind
	of        []int
}

// count notes the counters of aggregate a of output i:
//
//   - what its filter leaves out;
//   - the units behind it: those of any way through its argument on which a value arises,
//     with every column read there not NULL and, where it is summed, not zero: a sum over
//     a 0/1 column is a count of the ones;
//   - where conditions inside make several ways, the units of each, which may be none but
//     not a few: CASE WHEN p THEN x ELSE 0 END sums x over p alone;
//   - of a column with two values, also the units that have a zero.
func (g *governed) count(i int, a aggregate) {
	var base []expr
	if a.filter != nil {
		base = append(base, a.filter)
		if g.sensitive(a.filter) {
			g.counter(i, OutputComplement, untrue{a.filter})
		}
	}
	ways := []way{{zero: true}}
	for _, arg := range a.args {
		ways = cross(ways, waysThrough(arg), false)
	}
	if len(ways) > mostWays {
		g.nonlinear(CodePredicate, a, "conditions in conditions")
		return
	}
	g.cohorts = append(g.cohorts, cohort{i, a, ways})
	var any []expr
	for _, w := range ways {
		var present []expr
		for _, c := range w.columns {
			present = append(present, g.present(a, c)...)
			if a.name != "count" && numeric(c.info.Type) && c.info.Distinct == 2 && g.sensitive(c) {
				zero := untrue{comparison{c.pos, "<>", c, literal{text: "0"}}}
				g.counter(i, OutputComplement, join3(base, w.conditions, []expr{zero})...)
			}
		}
		if len(ways) > 1 {
			g.counter(i, OutputComplement, join3(base, w.conditions, g.taken(a, w, ""))...)
		}
		if !w.zero {
			any = append(any, all(append(append([]expr{}, w.conditions...), present...)))
		}
	}
	switch {
	case len(ways) == 1 && len(ways[0].conditions) == 0:
		var present []expr
		for _, c := range ways[0].columns {
			present = append(present, g.present(a, c)...)
		}
		g.counter(i, OutputContributors, append(base, present...)...)
	case len(any) == 1:
		g.counter(i, OutputContributors, append(base, any[0])...)
	case len(any) > 1:
		g.counter(i, OutputContributors, append(base, logic{op: "OR", args: any})...)
	}
}

// mostPairs bounds how many differences between aggregates one query may have.
const mostPairs = 10

// pairs counts, for every two aggregates and every column that both take values of, the
// units whose value one takes and the other does not: the difference of the two is an
// answer too, and it may not rest on a few.
func (g *governed) pairs() {
	n := 0
	for x, a := range g.cohorts {
		for _, b := range g.cohorts[:x] {
			counting := a.from.name == "count" || b.from.name == "count"
			for _, value := range a.values(g) {
				in, has := g.takers(a, value, counting)
				out, hasToo := g.takers(b, value, counting)
				if !has || !hasToo || text(in) == text(out) {
					continue
				}
				if n++; n > mostPairs {
					g.tooMany(a.from.at())
					return
				}
				g.difference(a, b, in, out)
				g.difference(a, b, out, in)
			}
		}
	}
}

// difference counts the units inside one condition and outside the other.
func (g *governed) difference(a, b cohort, inside, outside expr) {
	if outside, ok := outside.(literal); ok && outside.text == everyone {
		return
	}
	side := all([]expr{inside, untrue{outside}})
	g.counter(a.output, OutputComplement, side)
	g.counter(b.output, OutputComplement, side)
}

func (g *governed) tooMany(at int) {
	g.refuse(CodePredicate, UnitPredicates, at,
		law.Text{ZH: "同一语句中条件不同的聚合过多。", EN: "The query has too many aggregates over different cohorts."},
		law.Text{ZH: "改用分组，或减少聚合。", EN: "Use groups, or fewer aggregates."}, law.Factf("limit", "%d", mostPairs))
}

// everyone is the condition that always holds.
const everyone = "true"

// values are the columns whose values c takes, by their print, each once; oneEach
// where it counts.
func (c cohort) values(g *governed) []string {
	var all []string
	for _, w := range c.ways {
		for _, v := range w.values(g, c.from) {
			if !slices.Contains(all, v) {
				all = append(all, v)
			}
		}
	}
	return all
}

// takers is the condition under which c takes a unit's value of the column; has is false
// where it never does.
func (g *governed) takers(c cohort, value string, counting bool) (condition expr, has bool) {
	from := c.from
	if counting {
		from.name = "count" // a zero is counted as any other value
	}
	var any []expr
	always := false
	for _, w := range c.ways {
		if !slices.Contains(w.values(g, c.from), value) {
			continue
		}
		has = true
		lead := append(append([]expr{}, w.conditions...), g.taken(from, w, value)...)
		always = always || len(lead) == 0
		if len(lead) > 0 {
			any = append(any, all(lead))
		}
	}
	var both []expr
	if c.from.filter != nil {
		both = append(both, c.from.filter)
	}
	switch {
	case always || len(any) == 0:
	case len(any) == 1:
		both = append(both, any[0])
	default:
		both = append(both, logic{op: "OR", args: any})
	}
	if len(both) == 0 {
		return literal{text: everyone}, has
	}
	return all(both), has
}

func join3(a, b, c []expr) []expr { return append(append(append([]expr{}, a...), b...), c...) }

func (g *governed) counter(i int, kind OutputKind, condition ...expr) {
	key := func(c counter) string {
		var w strings.Builder
		list(&w, " AND ", c.condition)
		return string(c.kind) + w.String()
	}
	next := counter{condition, kind, []int{i}}
	for n, c := range g.counted {
		if key(c) == key(next) {
			if last := c.of[len(c.of)-1]; last != i {
				g.counted[n].of = append(c.of, i)
			}
			return
		}
	}
	g.counted = append(g.counted, next)
}

// printCounters adds the columns that egress applies R2 to: one for every output, with
// the least of all counts that matter to it, and last one for the row as a whole. A count
// that may be none but not few is left out where it is none. One number for one output is
// what a reader cannot get wrong.
func (g *governed) printCounters(w *strings.Builder) {
	if g.unit == nil {
		w.WriteString(", count(*) AS " + quote(reservedPrefix+"rows"))
		g.outputs = append(g.outputs, Output{Name: reservedPrefix + "rows", Kind: OutputRows})
		return
	}
	row := []expr{g.units(g.cohort...)}
	if len(g.cohort) > 0 {
		row = append(row, g.orNone(untrue{all(g.cohort)}))
	}
	printed := map[string]int{text(least(row)): -1}
	for i := range g.sel.items {
		if g.outputs[i].Kind != OutputAggregate {
			continue
		}
		counts := append([]expr{}, row...)
		for _, c := range g.counted {
			if !slices.Contains(c.of, i) || len(c.condition) == 0 {
				continue // with no condition it is the cohort itself, counted for the row
			}
			conditions := append(append([]expr{}, g.cohort...), c.condition...)
			if c.kind == OutputComplement {
				counts = append(counts, g.orNone(conditions...))
			} else {
				counts = append(counts, g.units(conditions...))
			}
		}
		g.column(w, printed, i, least(counts))
	}
	g.column(w, nil, -1, least(row))
}

// column writes a counter of output i, or of the row when i is negative, unless another
// output has the same.
func (g *governed) column(w *strings.Builder, printed map[string]int, i int, counted expr) {
	if n, ok := printed[text(counted)]; ok {
		if n >= 0 {
			g.outputs[n].Of = append(g.outputs[n].Of, i)
		}
		return
	}
	o := Output{Name: reservedPrefix + "units", Kind: OutputContributors}
	if i >= 0 {
		o.Name, o.Of = fmt.Sprintf("%s_%d", o.Name, i+1), []int{i}
		printed[text(counted)] = len(g.outputs)
	}
	w.WriteString(", ")
	g.emit(w, counted)
	w.WriteString(" AS " + quote(o.Name))
	g.outputs = append(g.outputs, o)
}

// least is the smallest of counts; NULL is none of them.
func least(counts []expr) expr {
	if len(counts) == 1 {
		return counts[0]
	}
	return call{fn: functions["least"], name: "least", args: counts}
}

// orNone counts the units under conditions, NULL where there are none.
func (g *governed) orNone(conditions ...expr) expr {
	return call{fn: functions["nullif"], name: "nullif", args: []expr{g.units(conditions...), literal{text: "0"}}}
}

// units counts distinct units under conditions. Where a table has exactly one row for
// each, that is the number of rows, which costs a fraction and does not need the unit's
// column.
func (g *governed) units(conditions ...expr) expr {
	a := aggregate{fn: functions["count"], name: "count", args: []expr{*g.unit}, distinct: true}
	if g.single {
		a = aggregate{fn: functions["count_star"], name: "count_star"}
	}
	if len(conditions) > 0 {
		a.filter = all(guarded(conditions))
	}
	return a
}
