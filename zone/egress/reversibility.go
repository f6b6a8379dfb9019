package egress

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// Codes of R1 and R18 that rest on the sources.
const (
	CodeRecounted  = "units.recounted"
	CodeOverstated = "contributors.overstated"
	CodeEqual      = "value.none-equal"
	CodeEquals     = "value.equals-source"
	CodeOverlap    = "rows.none-of-source"
	CodeOverlaps   = "rows.of-source"
	CodeGrouped    = "keys.grouped"
	CodeInjective  = "keys.injective"
)

// reversibility runs R18, and R1 and R2 again against the sources themselves.
func (e examination) reversibility() ([]privacy.Finding, error) {
	var findings []privacy.Finding
	if len(e.c.Sources) == 0 {
		none := law.Text{ZH: "没有可供比对的来源数据，本项检查未能进行。", EN: "There is no source to compare with; this check could not be run."}
		findings = append(findings, notRun("R18.1", "", none))
		if e.c.Unit != NoUnit {
			findings = append(findings, notRun("R18.2", "", none))
		}
	}
	hashes := newTargets(e)
	for _, s := range e.c.Sources {
		c := comparison{examination: e, source: s, salt: newSalt(), hashes: hashes}
		more, err := c.run()
		if err != nil {
			return nil, err
		}
		findings = append(findings, more...)
	}
	enumerated, err := hashes.enumerate(e.ctx, e.c)
	if err != nil {
		return nil, err
	}
	return append(findings, enumerated...), nil
}

// comparison holds one output against one source.
type comparison struct {
	examination
	source Source
	salt   salt
	hashes *targets

	marks   [][]uint64          // output row × column
	blunted [][]uint64          // the same, numbers by their first digits
	trials  []*trial            // ways in which the output's columns can be columns of the source; at least one
	values  []*wanted           // output column of magnitudes → its values
	units   map[uint64]struct{} // distinct units of the source
	unitAt  int                 // the column that identifies them, -1 where there is none
	read    uint64              // rows of the source
}

// trial is one way of reading the output's columns as columns of the source.
type trial struct {
	origin []int     // output column → source column, -1 where none is known
	probes []*wanted // what a copied row, or one nearly copied, shares with its source
	groups *wanted   // tuples of group keys, to count units again; nil where not every key is known

	untried bool // some rows are not looked for: see mostPatterns
}

// mostTrials is how many ways are tried. Beyond it the first ones are, and the report
// says that some were not.
const mostTrials = 16

// wanted are the tuples an output shows in some columns, and who in the source holds
// them.
type wanted struct {
	columns []int // of the output
	from    []int // of the source, one a column
	blunt   bool  // numbers are compared by their first digits only
	near    bool  // a column is left out, or all are blunt: what is found is nearly a copy
	listed  bool  // shows values of single records: a row need not be rare to be a copy
	tuples  map[uint64]*holders
	sieve   sieve
	scratch []uint64
}

// note looks at a row of the source.
func (w *wanted) note(marks []uint64, unit uint64) {
	if w == nil {
		return
	}
	for j, s := range w.from {
		w.scratch[j] = marks[s]
	}
	m := tuple(w.scratch)
	if !w.sieve.maybe(m) {
		return
	}
	if h := w.tuples[m]; h != nil {
		h.add(unit)
	}
}

// of is who holds what a row of the output shows; nil when nobody does, or when part
// of it is null.
func (w *wanted) of(row []uint64) *holders {
	if w == nil {
		return nil
	}
	m := w.mark(row)
	if m == 0 {
		return nil
	}
	return w.tuples[m]
}

func (w *wanted) mark(row []uint64) uint64 {
	for j, i := range w.columns {
		if row[i] == 0 {
			return 0
		}
		w.scratch[j] = row[i]
	}
	return tuple(w.scratch)
}

// holders are the units of the source that show a tuple: the first few, and all only
// where they are to be counted.
type holders struct {
	few  []uint64
	most int // of few
	all  map[uint64]struct{}
}

func (h *holders) add(unit uint64) {
	if h.all != nil {
		h.all[unit] = struct{}{}
	}
	if len(h.few) < h.most && !slices.Contains(h.few, unit) {
		h.few = append(h.few, unit)
	}
}

// single: exactly one unit.
func (h *holders) single() bool { return h != nil && len(h.few) == 1 }

// fewer: some units, and fewer than k. k is not above what few can hold.
func (h *holders) fewer(k int64) bool {
	return h != nil && len(h.few) > 0 && int64(len(h.few)) < k
}

func (c *comparison) run() ([]privacy.Finding, error) {
	c.marks, c.blunted = make([][]uint64, len(c.t.Rows)), make([][]uint64, len(c.t.Rows))
	for r, row := range c.t.Rows {
		c.marks[r], c.blunted[r] = make([]uint64, len(row)), make([]uint64, len(row))
		for i, cell := range row {
			c.marks[r][i] = c.salt.cell(cell)
			c.blunted[r][i] = c.salt.blunt(cell, c.marks[r][i])
		}
	}
	untried, err := c.compare(c.ctx)
	if err != nil {
		return nil, err
	}
	var findings []privacy.Finding
	switch {
	case c.c.Unit == NoUnit:
	case !c.identified():
		none := law.Text{ZH: "来源数据没有标明隐私单元所在列，无法按主体核对。", EN: "The source does not say which column identifies the unit; units cannot be counted again."}
		findings = append(findings, notRun("R1", "", none), notRun("R18.2", "", none))
	default:
		findings = append(findings, c.recount(), c.injective())
	}
	if untried {
		findings = append(findings, notRun("R18.1", "", law.Text{
			ZH: "各列与来源列的对应方式或空值的分布方式过多，未能逐一比对。", EN: "The columns can be read as columns of the source, or their cells are empty, in too many ways; not all were compared."}))
	}
	for _, i := range c.columnsAs(is(Value)) {
		if c.trials[0].origin[i] < 0 {
			findings = append(findings, notRun("R18.1", c.t.Names[i], law.Text{
				ZH: "该列逐条列出的值不能与来源列对应，无法比对。", EN: "The column lists single values and matches no column of the source; it cannot be compared."}))
		}
	}
	findings = append(findings, c.overlap())
	return append(findings, c.equality()...), nil
}

// sighting is where a value of the output is seen: in which of its columns, and in
// which columns of the source, a bit each.
type sighting struct {
	columns []int
	sources []uint64
}

// tracing finds the source columns of every output column: by name where the content
// agrees, else by content. An author who renames a column changes nothing.
type tracing struct {
	columns  []SourceColumn
	seen     map[uint64]*sighting
	known    sieve
	distinct []int // values of each output column
}

func (c *comparison) tracing() *tracing {
	t := &tracing{columns: c.source.Columns(), seen: map[uint64]*sighting{}, distinct: make([]int, len(c.t.Names))}
	for i := range c.t.Names {
		for r := range c.marks {
			m := c.marks[r][i]
			if m == 0 {
				continue
			}
			if t.seen[m] == nil {
				t.seen[m] = &sighting{sources: make([]uint64, (len(t.columns)+63)/64)}
				t.known.add(m)
			}
			if at := t.seen[m]; len(at.columns) == 0 || at.columns[len(at.columns)-1] != i {
				at.columns = append(at.columns, i)
				t.distinct[i]++
			}
		}
	}
	return t
}

// note looks at a row of the source.
func (t *tracing) note(marks []uint64) {
	for s, m := range marks {
		if t.known.maybe(m) {
			if at := t.seen[m]; at != nil {
				at.sources[s/64] |= 1 << (s % 64)
			}
		}
	}
}

// found counts, for each output column and each of the source, the values seen in both.
func (t *tracing) found() [][]int {
	found := make([][]int, len(t.distinct))
	for i := range found {
		found[i] = make([]int, len(t.columns))
	}
	for _, at := range t.seen {
		for _, i := range at.columns {
			for s := range t.columns {
				found[i][s] += int(at.sources[s/64] >> (s % 64) & 1)
			}
		}
	}
	return found
}

// origins are the ways in which the output's columns can be columns of the source, by
// what was seen of it. False where there are more than are tried.
func (c *comparison) origins(t *tracing, enough int) ([][]int, bool) {
	choices, found := make([][]int, len(c.t.Names)), t.found()
	for i := range choices {
		choices[i] = c.choose(i, t.distinct[i], found[i], enough, t.columns)
	}
	return combine(choices, mostTrials)
}

// compare reads the source and notes who holds what the output shows. It reads it once:
// the first rows tell what the output's columns may be in it, and the last whether that
// was right. Where it was not, an author having renamed a column, it is read again. It
// answers whether something could not be compared in every way.
func (c *comparison) compare(ctx context.Context) (untried bool, err error) {
	columns := c.source.Columns()
	t, ahead := c.tracing(), [][2][]uint64{}
	begin := func() {
		origins, _ := c.origins(t, foreseenTenths)
		c.seek(origins)
		for _, row := range ahead {
			c.note(row[0], row[1])
		}
		ahead = nil
	}
	held := max(1, foresight/max(1, len(columns)))
	marks, blunted := make([]uint64, len(columns)), make([]uint64, len(columns))
	err = c.source.Rows(ctx, func(row []Cell) error {
		c.mark(row, marks, blunted)
		t.note(marks)
		c.hashes.meet(columns, row, marks)
		if ahead == nil {
			c.note(marks, blunted)
		} else if ahead = append(ahead, [2][]uint64{slices.Clone(marks), slices.Clone(blunted)}); len(ahead) == held {
			begin()
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	if ahead != nil {
		begin()
	}
	origins, all := c.origins(t, tracedTenths)
	if !c.sought(origins) {
		c.seek(origins)
		err = c.source.Rows(ctx, func(row []Cell) error {
			c.mark(row, marks, blunted)
			c.note(marks, blunted)
			return nil
		})
	}
	return !all || slices.ContainsFunc(c.trials, func(t *trial) bool { return t.untried }), err
}

const (
	// foresight is how many marks of a source are held before it is known what to look for.
	foresight = 1 << 18
	// foreseenTenths and tracedTenths are how many tenths of an output column's values make a column
	// of the source the one it may be: of its first rows, and of all.
	foreseenTenths = 5
	tracedTenths   = 9
)

// mark marks a row of the source.
func (c *comparison) mark(row []Cell, marks, blunted []uint64) {
	for s, cell := range row {
		marks[s] = c.salt.cell(cell)
		blunted[s] = c.salt.blunt(cell, marks[s])
	}
}

// sought keeps, of the ways that were looked for, those that are; false where one of
// them was not looked for.
func (c *comparison) sought(origins [][]int) bool {
	var kept []*trial
	for _, o := range origins {
		i := slices.IndexFunc(c.trials, func(t *trial) bool { return slices.Equal(t.origin, o) })
		if i < 0 {
			return false
		}
		kept = append(kept, c.trials[i])
	}
	c.trials = kept
	return true
}

// choose lists the source columns an output column can be. It is the one the author
// names if that holds half of the values; else all that hold enough tenths of them; else
// the one the author names; else none.
func (c *comparison) choose(i, distinct int, found []int, enough int, columns []SourceColumn) []int {
	as, named := c.column(i), -1
	var full []int
	for s, column := range columns {
		if column.Name == as.source() {
			named = s
		}
		if distinct > 0 && 10*found[s] >= enough*distinct && (keyed(as.As) || !c.c.Attested && !as.As.magnitude()) {
			full = append(full, s)
		}
	}
	if named >= 0 && (as.As.magnitude() || enough == foreseenTenths || 2*found[named] >= distinct) || len(full) == 0 {
		return []int{named}
	}
	return full
}

// combine lists the ways to choose one of each list, no source column twice where it
// can be helped, at most as many as said. It also says whether these are all.
func combine(choices [][]int, most int) (ways [][]int, all bool) {
	ways, all = [][]int{nil}, true
	for _, list := range choices {
		var next [][]int
		for _, way := range ways {
			var free []int
			for _, s := range list {
				if s < 0 || !slices.Contains(way, s) {
					free = append(free, s)
				}
			}
			if len(free) == 0 {
				free = list[:1]
			}
			for _, s := range free {
				next = append(next, append(slices.Clone(way), s))
			}
		}
		if len(next) > most {
			next, all = next[:most], false
		}
		ways = next
	}
	return ways, all
}

// keyed and shown are the columns whose tuples are compared. What an author calls a
// count or a rate is compared too, unless the zone itself has said that it is one.
func keyed(a As) bool { return a == Group || a == Value }

func (c *comparison) shown(a As) bool { return keyed(a) || a.magnitude() || !c.c.Attested && a.known() }

// mostPatterns is how many sets of columns without an empty cell are compared. A table
// with more of them has rows that were not, and the report says so.
const mostPatterns = 32

// probe prepares what the rows of the output are looked for by: each row by all that it
// shows, by its keys and values alone, by these but one, and by these bluntly: a mean is
// near to many values, and being near says nothing of it. An empty cell says nothing, and a row is looked for by the others. What the zone itself
// has counted enough units behind is an aggregate, and is not looked for.
func (c *comparison) probe(t *trial) {
	patterns := map[string][]int{} // rows by the columns they fill
	var order []string
	all := c.traced(t, c.shown)
	for r, row := range c.marks {
		if c.aggregated(r) {
			continue
		}
		pattern := make([]byte, len(all))
		for j, i := range all {
			if row[i] != 0 {
				pattern[j] = 1
			}
		}
		if patterns[string(pattern)] == nil {
			order = append(order, string(pattern))
		}
		patterns[string(pattern)] = append(patterns[string(pattern)], r)
	}
	t.untried = len(order) > mostPatterns
	for _, pattern := range order[:min(len(order), mostPatterns)] {
		var full, keys []int
		for j, i := range all {
			if pattern[j] == 1 {
				full = append(full, i)
				if keyed(c.column(i).As) {
					keys = append(keys, i)
				}
			}
		}
		c.look(t, patterns[pattern], full, false, false)
		if len(keys) < len(full) {
			c.look(t, patterns[pattern], keys, false, false)
		}
		c.look(t, patterns[pattern], keys, true, true)
		for j := range keys {
			if len(keys) > 2 {
				c.look(t, patterns[pattern], slices.Concat(keys[:j], keys[j+1:]), false, true)
			}
		}
	}
}

// look adds a probe by some columns, where they are enough to make a record: two or all
// there are, and where there is no unit half of them.
func (c *comparison) look(t *trial, rows, columns []int, blunt, near bool) {
	total := len(c.source.Columns())
	if len(columns) == 0 || len(columns) < min(2, total) || c.c.Unit == NoUnit && 2*len(columns) < total {
		return
	}
	w := c.want(t, rows, columns, blunt, false)
	w.near = near
	w.listed = c.c.Unit == NoUnit && !near && slices.ContainsFunc(columns, func(i int) bool { return c.column(i).As == Value })
	t.probes = append(t.probes, w)
}

// aggregated: the zone itself counted at least k units behind every number of the row.
func (c *comparison) aggregated(r int) bool {
	if !c.c.Attested {
		return false
	}
	counted := false
	for _, i := range c.columnsAs(func(a As) bool { return a.count() }) {
		if !c.countsUnits(i) {
			continue
		}
		counted = true
		if n, ok := whole(c.number(i, r)); !ok || n < c.c.Parameters.K(c.c.Health) {
			return false
		}
	}
	return counted
}

// seek prepares what is looked for in the source, in each of the ways its columns can be
// read, and forgets what was found before.
func (c *comparison) seek(origins [][]int) {
	c.trials, c.units, c.read = nil, map[uint64]struct{}{}, 0
	groups := c.columnsAs(is(Group))
	every := make([]int, len(c.marks))
	for r := range every {
		every[r] = r
	}
	for _, o := range origins {
		t := &trial{origin: o}
		c.trials = append(c.trials, t)
		c.probe(t)
		if c.c.Unit != NoUnit && len(groups) > 0 && len(c.traced(t, is(Group))) == len(groups) {
			t.groups = c.want(t, every, groups, false, true)
		}
	}
	c.values = make([]*wanted, len(c.t.Names))
	for _, i := range c.columnsAs(As.magnitude) {
		if c.trials[0].origin[i] >= 0 {
			c.values[i] = c.want(c.trials[0], every, []int{i}, false, false)
		}
	}
	c.unitAt = slices.IndexFunc(c.source.Columns(), func(s SourceColumn) bool { return s.Unit })
}

// note looks at a row of the source.
func (c *comparison) note(marks, blunted []uint64) {
	c.read++
	unit := c.read // without a unit each row is its own
	if c.c.Unit != NoUnit {
		if c.unitAt >= 0 {
			unit = marks[c.unitAt] | 1
		}
		c.units[unit] = struct{}{}
	}
	for _, w := range c.values {
		w.note(marks, unit)
	}
	for _, t := range c.trials {
		for _, w := range t.probes {
			if w.blunt {
				w.note(blunted, unit)
			} else {
				w.note(marks, unit)
			}
		}
		t.groups.note(marks, unit)
	}
}

// identified: the source says which column identifies the unit.
func (c *comparison) identified() bool {
	return slices.ContainsFunc(c.source.Columns(), func(s SourceColumn) bool { return s.Unit })
}

func (c *comparison) traced(t *trial, keep func(As) bool) []int {
	var at []int
	for _, i := range c.columnsAs(keep) {
		if t.origin[i] >= 0 {
			at = append(at, i)
		}
	}
	return at
}

// want gathers the tuples that some rows of the output show in some of its columns,
// nulls left out.
func (c *comparison) want(t *trial, rows, columns []int, blunt, all bool) *wanted {
	w := &wanted{columns: columns, blunt: blunt, tuples: map[uint64]*holders{}, scratch: make([]uint64, len(columns))}
	for _, i := range columns {
		w.from = append(w.from, t.origin[i])
	}
	for _, r := range rows {
		m := w.mark(c.marked(r, blunt))
		if m == 0 || w.tuples[m] != nil {
			continue
		}
		w.tuples[m] = &holders{most: int(c.c.Parameters.K(c.c.Health))}
		w.sieve.add(m)
		if all {
			w.tuples[m].all = map[uint64]struct{}{}
		}
	}
	return w
}

// marked are the marks of a row, exact or blunt.
func (c *comparison) marked(r int, blunt bool) []uint64 {
	if blunt {
		return c.blunted[r]
	}
	return c.marks[r]
}

// recount compares the contributors claimed with the units the source has under the
// same keys. A filter can only make them fewer: claiming more is false. 〔platform R1,
// R2〕
func (c *comparison) recount() privacy.Finding {
	p := c.c.Parameters
	counts := c.columnsAs(func(a As) bool { return a.count() })
	countable := slices.ContainsFunc(c.trials, func(t *trial) bool { return t.groups != nil })
	if !countable || len(counts) == 0 {
		if c.c.Attested {
			return c.finding("R1", CodeRecounted, privacy.Pass, "counted", "computed by the zone", "distinct units",
				law.Text{ZH: "贡献主体数由运营域按不重复主体计算。", EN: "The zone itself counted the contributors, as distinct units."}, law.Text{})
		}
		return notRun("R1", "", law.Text{ZH: "分组键不能与来源列对应，无法重新点数贡献主体。", EN: "The group keys do not match columns of the source; contributors cannot be counted again."})
	}
	k := p.K(c.c.Health)
	var over []int
	for r := range c.marks {
		has, known := c.present(r)
		for _, i := range counts {
			if n, ok := whole(c.number(i, r)); ok && n > 0 && known && (n > has || has < k) {
				over = append(over, r+1)
				break
			}
		}
	}
	if len(over) == 0 {
		return c.finding("R1", CodeRecounted, privacy.Pass, "counted", "recounted in the source", "claimed <= counted",
			law.Text{ZH: "已按来源数据重新点数，未发现多报。", EN: "Counted again in the source; nothing is overstated."}, law.Text{})
	}
	f := c.finding("R1", CodeOverstated, privacy.Fail, "counted", fmt.Sprintf("%d rows claim more units than the source has", len(over)), "claimed <= counted",
		law.Text{ZH: "所报贡献主体数多于来源数据中的主体数，或实际主体数低于下限。", EN: "More contributors are claimed than the source has, or the source has fewer than the least."},
		law.Text{ZH: "请按不重复的隐私单元重新计数，并合并过小的分组。", EN: "Count distinct privacy units, and merge groups that are too small."})
	f.Rows, f.Cells = over[:min(len(over), privacy.ShownRows)], len(over)
	return f
}

// present is how many units the source has under the keys of a row: the most of all
// ways to read them.
func (c *comparison) present(r int) (units int64, known bool) {
	for _, t := range c.trials {
		if h := t.groups.of(c.marks[r]); h != nil {
			units, known = max(units, int64(len(h.all))), true
		}
	}
	return units, known
}

// injective refuses an output with nearly as many keys as there are units: it is a
// list of units under another name. 〔platform R18.2〕
func (c *comparison) injective() privacy.Finding {
	p := c.c.Parameters
	keys := map[uint64]bool{}
	columns := c.columnsAs(keyed)
	for r := range c.marks {
		marks := make([]uint64, len(columns))
		for j, i := range columns {
			marks[j] = c.marks[r][i]
		}
		keys[tuple(marks)] = true
	}
	of := len(c.units)
	if n := c.claimed(); n > 0 && n < of {
		of = n
	}
	share := 0
	if of > 0 {
		share = len(keys) * 10000 / of
	}
	measured := fmt.Sprintf("%d keys over %d units (%d.%02d%%)", len(keys), of, share/100, share%100)
	threshold := fmt.Sprintf("< %d%% where there are %d rows or more", p.InjectiveShare/100, p.InjectiveRows)
	if len(c.t.Rows) < p.InjectiveRows || share < p.InjectiveShare {
		return c.finding("R18.2", CodeGrouped, privacy.Pass, "injectiveShare", measured, threshold,
			law.Text{ZH: "分组键远少于主体数。", EN: "There are far fewer keys than units."}, law.Text{})
	}
	f := c.finding("R18.2", CodeInjective, privacy.Fail, "injectiveShare", measured, threshold,
		law.Text{ZH: "分组键几乎与主体一一对应，等同于逐条记录。", EN: "The keys are nearly one to a unit: this is a list of records."},
		law.Text{ZH: "请去掉标识性的分组键，按更粗的粒度汇总。", EN: "Leave out the identifying key and aggregate more coarsely."})
	f.Cells = len(keys)
	return f
}

// claimed is the sum of contributors over all rows; 0 when it is not known.
func (c *comparison) claimed() int {
	sum := int64(0)
	for _, i := range c.columnsAs(is(Contributors, Count)) {
		if !c.countsUnits(i) {
			continue
		}
		sum = 0
		for r := range c.t.Rows {
			if n, ok := whole(c.number(i, r)); ok {
				sum += n
			}
		}
		break
	}
	return int(sum)
}

// overlap looks for rows of the output that are records of the source, or nearly: what
// they show is held by fewer units of it than may stand behind any number. 〔platform
// R18.1〕
func (c *comparison) overlap() privacy.Finding {
	if !slices.ContainsFunc(c.trials, func(t *trial) bool { return len(c.traced(t, c.shown)) > 0 }) {
		return notRun("R18.1", "", law.Text{ZH: "没有一列能与来源列对应，无法比对是否为原始记录。", EN: "No column matches one of the source; rows cannot be compared with its records."})
	}
	var same []int
	k := c.c.Parameters.K(c.c.Health)
	for r := range c.marks {
		found := func(w *wanted) bool {
			h := w.of(c.marked(r, w.blunt))
			return h.fewer(k) || w.listed && h != nil && len(h.few) > 0
		}
		if !c.aggregated(r) && slices.ContainsFunc(c.trials, func(t *trial) bool { return slices.ContainsFunc(t.probes, found) }) {
			same = append(same, r+1)
		}
	}
	share := 0
	if len(c.t.Rows) > 0 {
		share = len(same) * 10000 / len(c.t.Rows)
	}
	measured := fmt.Sprintf("%d of %d rows (%d.%02d%%)", len(same), len(c.t.Rows), share/100, share%100)
	threshold := "0 rows"
	if c.c.Unit == NoUnit {
		threshold = fmt.Sprintf("< %d.%02d%% of rows", c.c.Parameters.OverlapShare/100, c.c.Parameters.OverlapShare%100)
	}
	if len(same) == 0 {
		return c.finding("R18.1", CodeOverlap, privacy.Pass, "overlapShare", measured, threshold,
			law.Text{ZH: "没有一行与来源的记录相同或相近。", EN: "No row is a record of the source, or nearly one."}, law.Text{})
	}
	outcome := privacy.Fail
	if c.c.Unit == NoUnit && share < c.c.Parameters.OverlapShare {
		outcome = privacy.Review
	}
	f := c.finding("R18.1", CodeOverlaps, outcome, "overlapShare", measured, threshold,
		law.Text{ZH: "有行与来源的记录相同或相近，属于原始数据。", EN: "Some rows are records of the source, or nearly: they are raw data."},
		law.Text{ZH: "原始数据不出域。请汇总后再提交。", EN: "Raw data does not leave. Aggregate it and submit again."})
	f.Rows, f.Cells = same[:min(len(same), privacy.ShownRows)], len(same)
	return f
}

// equality looks for numbers that are the value of one single unit. Behind enough
// contributors it can be chance, and a person judges it. 〔platform R18.1〕
func (c *comparison) equality() []privacy.Finding {
	var findings []privacy.Finding
	k := c.c.Parameters.K(c.c.Health)
	for _, i := range c.columnsAs(As.magnitude) {
		name := c.t.Names[i]
		if c.values[i] == nil {
			findings = append(findings, notRun("R18.1", name, law.Text{ZH: "该列不能与来源列对应，无法比对数值。", EN: "The column matches none of the source; its values cannot be compared."}))
			continue
		}
		var same []int
		outcome := privacy.Review
		for r := range c.marks {
			if !c.values[i].of(c.marks[r]).single() {
				continue
			}
			same = append(same, r+1)
			if c.support(i, r) < k {
				outcome = privacy.Fail
			}
		}
		measured := fmt.Sprintf("%d values", len(same))
		if len(same) == 0 {
			f := c.finding("R18.1", CodeEqual, privacy.Pass, "valueEquality", measured, "0 values",
				law.Text{ZH: "没有数值等于单个主体的原始值。", EN: "No number is the value of one unit."}, law.Text{})
			f.Column = name
			findings = append(findings, f)
			continue
		}
		f := c.finding("R18.1", CodeEquals, outcome, "valueEquality", measured, "0 values",
			law.Text{ZH: "有数值等于来源中单个主体的原始值。", EN: "Some numbers are the value of one single unit of the source."},
			law.Text{ZH: "请合并相关分组或取整后重新提交。", EN: "Merge these groups or round, and submit again."})
		f.Column, f.Rows, f.Cells = name, same[:min(len(same), privacy.ShownRows)], len(same)
		findings = append(findings, f)
	}
	return findings
}

func (e examination) finding(rule, code string, o privacy.Outcome, parameter, measured, threshold string, says, remedy law.Text) privacy.Finding {
	source := e.c.Parameters.Source(rule + "." + parameter)
	if rule == "R18.1" && (parameter == "valueEquality" || e.c.Unit != NoUnit) { // how few units are too few to stand behind a value
		source = e.c.Parameters.SourceOfK(e.c.Health)
	}
	return privacy.Finding{Rule: rule, Code: code, Outcome: o, Cite: law.Platform(rule), Parameter: parameter,
		Measured: strings.TrimSpace(measured), Threshold: threshold, Source: source, Says: says, Remedy: remedy}
}
