package delivery

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/egress"
)

// Type is the type of a field of an interface.
type Type string

const (
	Text    Type = "text"
	Integer Type = "integer"
	Decimal Type = "decimal" // answers only
	Day     Type = "date"
	Boolean Type = "boolean"
)

// Field is a column of a released table as an interface shows it.
type Field struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
	Key  bool   `json:"key,omitempty"` // a parameter: every request gives all of them
}

// Table is a released table in memory, indexed by its key fields. Rows are held as
// the JSON they are answered with, those of one key together, so that a page is one
// copy. It never changes; safe for many goroutines.
//
// Shape: rows × fields, sorted by key. A look-up costs one hash and one comparison,
// whatever the number of rows; memory is the JSON, the keys and 12 bytes a key.
type Table struct {
	fields []Field
	keys   []int // positions of key fields

	rows    []byte   // JSON objects, each followed by a comma
	ends    []uint64 // row → end in rows, its comma included
	first   []uint32 // key → first row; one more at the end
	names   []byte   // keys, each value with its length before it
	nameEnd []uint32 // key → end in names
	slots   []uint32 // open addressing: key+1, 0 is free; a power of two
	seed    maphash.Seed
}

// MostRows is how many rows an interface's table has at most.
const MostRows = 1 << 31

// Load builds the table from released bytes. Fields name the columns to show, in
// order, at least one of them a key.
func Load(b []byte, f egress.Format, fields []Field) (*Table, error) {
	t, err := egress.ReadReleased(b, f, MostRows-1)
	if err != nil {
		return nil, err
	}
	return index(t, fields)
}

func index(released egress.Table, fields []Field) (*Table, error) {
	t := &Table{fields: fields, seed: maphash.MakeSeed()}
	from := make([]int, len(fields))
	for i, f := range fields {
		if from[i] = slices.Index(released.Names, f.Name); from[i] < 0 {
			return nil, fmt.Errorf("loading an interface's table: no column %s", f.Name)
		}
		if f.Key {
			t.keys = append(t.keys, i)
			if f.Type == Decimal {
				return nil, fmt.Errorf("loading an interface's table: key %s is a decimal number", f.Name)
			}
		}
	}
	if len(t.keys) == 0 {
		return nil, fmt.Errorf("loading an interface's table: no field is a key")
	}
	type line struct {
		key []byte
		row []egress.Cell
	}
	lines := make([]line, 0, len(released.Rows))
	for n, row := range released.Rows {
		picked := make([]egress.Cell, len(fields))
		for i, at := range from {
			picked[i] = row[at]
		}
		key, err := t.keyOf(picked)
		if err != nil {
			return nil, fmt.Errorf("loading an interface's table, row %d: %w", n+1, err)
		}
		lines = append(lines, line{key, picked})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return bytes.Compare(a.key, b.key) })
	for n, l := range lines {
		if n == 0 || !bytes.Equal(l.key, lines[n-1].key) {
			t.first = append(t.first, uint32(n))
			t.names = append(t.names, l.key...)
			t.nameEnd = append(t.nameEnd, uint32(len(t.names)))
		}
		if err := t.append(l.row); err != nil {
			return nil, fmt.Errorf("loading an interface's table: %w", err)
		}
	}
	t.first = append(t.first, uint32(len(lines)))
	t.place()
	return t, nil
}

// keyOf is the key of a row; a row without all of its key cannot be looked up.
func (t *Table) keyOf(row []egress.Cell) ([]byte, error) {
	var key []byte
	for _, i := range t.keys {
		if row[i].Null {
			return nil, fmt.Errorf("key %s is empty", t.fields[i].Name)
		}
		v, ok := canonical(row[i].Text, t.fields[i].Type)
		if !ok {
			return nil, fmt.Errorf("key %s is not of type %s", t.fields[i].Name, t.fields[i].Type)
		}
		key = appendKey(key, v)
	}
	return key, nil
}

func appendKey(b []byte, v string) []byte {
	b = binary.AppendUvarint(b, uint64(len(v)))
	return append(b, v...)
}

// append writes a row as JSON.
func (t *Table) append(row []egress.Cell) error {
	t.rows = append(t.rows, '{')
	for i, c := range row {
		if i > 0 {
			t.rows = append(t.rows, ',')
		}
		name, err := json.Marshal(t.fields[i].Name)
		if err != nil {
			return err
		}
		t.rows = append(append(t.rows, name...), ':')
		value, err := appendValue(t.rows, c, t.fields[i])
		if err != nil {
			return err
		}
		t.rows = value
	}
	t.rows = append(t.rows, '}', ',')
	t.ends = append(t.ends, uint64(len(t.rows)))
	return nil
}

func appendValue(b []byte, c egress.Cell, f Field) ([]byte, error) {
	if c.Null {
		return append(b, "null"...), nil
	}
	switch f.Type {
	case Integer, Boolean:
		v, ok := canonical(c.Text, f.Type)
		if !ok {
			return nil, fmt.Errorf("field %s is not of type %s", f.Name, f.Type)
		}
		return append(b, v...), nil
	case Decimal:
		if !json.Valid([]byte(c.Text)) || strings.ContainsAny(c.Text[:1], `"{[tfn`) {
			return nil, fmt.Errorf("field %s is not of type %s", f.Name, f.Type)
		}
		return append(b, c.Text...), nil
	}
	text, err := json.Marshal(c.Text)
	return append(b, text...), err
}

// place fills the slots to at most a half.
func (t *Table) place() {
	size := 4
	for size < 2*len(t.nameEnd) {
		size *= 2
	}
	t.slots = make([]uint32, size)
	for k := range t.nameEnd {
		i := maphash.Bytes(t.seed, t.name(uint32(k))) & uint64(size-1)
		for t.slots[i] != 0 {
			i = (i + 1) & uint64(size-1)
		}
		t.slots[i] = uint32(k) + 1
	}
}

func (t *Table) name(k uint32) []byte {
	from := uint32(0)
	if k > 0 {
		from = t.nameEnd[k-1]
	}
	return t.names[from:t.nameEnd[k]]
}

// find answers the rows of a key, from first to last, not included.
func (t *Table) find(key []byte) (first, last uint32) {
	size := uint64(len(t.slots))
	for i := maphash.Bytes(t.seed, key) & (size - 1); t.slots[i] != 0; i = (i + 1) & (size - 1) {
		if k := t.slots[i] - 1; bytes.Equal(t.name(k), key) {
			return t.first[k], t.first[k+1]
		}
	}
	return 0, 0
}

// Fields are the fields of an answer, in order; the caller does not change them.
func (t *Table) Fields() []Field { return t.fields }

// PageRows is how many rows one answer has at most.
const PageRows = 100

// Page is an answer: some of the rows of a key.
type Page struct {
	Total int // rows of the key
	From  int // of the first row here, counted from 0
	Count int // rows here
	rows  []byte
}

// Next is where the next page begins; 0 when this is the last.
func (p Page) Next() int {
	if p.From+p.Count < p.Total {
		return p.From + p.Count
	}
	return 0
}

// AppendJSON writes the answer: {"total":…,"next":…,"rows":[…]}; next is absent on the
// last page.
func (p Page) AppendJSON(b []byte) []byte {
	b = append(b, `{"total":`...)
	b = strconv.AppendInt(b, int64(p.Total), 10)
	if n := p.Next(); n > 0 {
		b = append(b, `,"next":`...)
		b = strconv.AppendInt(b, int64(n), 10)
	}
	b = append(b, `,"rows":[`...)
	b = append(b, p.rows...)
	return append(b, `]}`...)
}

// Query is a request for the rows of one key.
type Query struct {
	Parameters map[string]string // one for each key field, no other
	From       int               // first row, counted from 0
	Limit      int               // 1 to [PageRows]; 0 means [PageRows]
}

// LookUp answers a page. An unknown key has no rows and is no refusal. Refusals, all
// at once: [CodeParameterMissing], [CodeParameterUnknown], [CodeParameterUnfit],
// [CodePage].
func (t *Table) LookUp(q Query) (Page, error) {
	key, refused := t.read(q)
	if refused != nil {
		return Page{}, refused
	}
	return t.page(key, q), nil
}

func (t *Table) page(key []byte, q Query) Page {
	first, last := t.find(key)
	p := Page{Total: int(last - first), From: q.From}
	limit := q.Limit
	if limit == 0 {
		limit = PageRows
	}
	if p.Count = max(min(limit, p.Total-q.From), 0); p.Count == 0 {
		return p
	}
	at := int(first) + q.From
	start := uint64(0)
	if at > 0 {
		start = t.ends[at-1]
	}
	p.rows = t.rows[start : t.ends[at+p.Count-1]-1]
	return p
}

// read checks a query and writes its key.
func (t *Table) read(q Query) ([]byte, *law.Refusal) {
	var refused *law.Refusal
	key := make([]byte, 0, 64)
	for _, i := range t.keys {
		f := t.fields[i]
		given, there := q.Parameters[f.Name]
		if !there {
			refused = law.Join(refused, refuseParameter(CodeParameterMissing, f.Name, law.Text{ZH: "缺少必填的查询参数。", EN: "A parameter is missing."}))
			continue
		}
		v, ok := canonical(given, f.Type)
		if !ok {
			refused = law.Join(refused, refuseParameter(CodeParameterUnfit, f.Name, law.Text{ZH: "查询参数不符合其类型。", EN: "A parameter does not fit its type."}, law.Fact{Name: "type", Value: string(f.Type)}))
			continue
		}
		key = appendKey(key, v)
	}
	if len(q.Parameters) > len(t.keys) || refused != nil {
		refused = law.Join(refused, t.unknown(q))
	}
	if q.From < 0 || q.Limit < 0 || q.Limit > PageRows {
		refused = law.Join(refused, law.Refuse(CodePage, Rule, law.Factf("limit", "%d", q.Limit), law.Factf("most", "%d", PageRows)).Because(
			law.Text{ZH: "分页超出范围，每页至多一百行。", EN: "The page is out of range; a page has a hundred rows at most."},
			law.Text{ZH: "请缩小每页行数。", EN: "Ask for a smaller page."}))
	}
	return key, refused
}

func (t *Table) unknown(q Query) *law.Refusal {
	var names []string
	for name := range q.Parameters {
		if !slices.ContainsFunc(t.keys, func(i int) bool { return t.fields[i].Name == name }) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, cmp.Compare[string])
	var refused *law.Refusal
	for _, name := range names {
		refused = law.Join(refused, refuseParameter(CodeParameterUnknown, name, law.Text{ZH: "没有这一查询参数。", EN: "There is no such parameter."}))
	}
	return refused
}

func refuseParameter(code, name string, says law.Text, facts ...law.Fact) *law.Refusal {
	return law.Refuse(code, Rule, append([]law.Fact{{Name: "parameter", Value: name}}, facts...)...).Because(says,
		law.Text{ZH: "请按接口说明填写参数。", EN: "Give the parameters as the interface describes them."})
}

// canonical reads a parameter as its type and writes it in the one way it is indexed.
func canonical(s string, t Type) (string, bool) {
	switch t {
	case Text:
		return s, len(s) > 0 && len(s) <= 256 && utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0
	case Integer:
		n, err := strconv.ParseInt(s, 10, 64)
		return strconv.FormatInt(n, 10), err == nil && len(s) > 0 && s[0] != '+'
	case Day:
		_, err := time.Parse(time.DateOnly, s)
		return s, err == nil
	case Boolean:
		return s, s == "true" || s == "false"
	}
	return "", false
}

// Grid is everything the parameters of an interface can ask for: since the answers
// are the released table's rows and nothing else, this is its whole parameter space.
// 〔platform R21〕
type Grid struct {
	Keys    int `json:"keys"`    // combinations of parameters that have rows
	Rows    int `json:"rows"`    //
	Longest int `json:"longest"` // rows of the combination that has most
}

// Grid measures the parameter space, for the report that precedes a listing.
func (t *Table) Grid() Grid {
	g := Grid{Keys: len(t.nameEnd), Rows: len(t.ends)}
	for k := range t.nameEnd {
		g.Longest = max(g.Longest, int(t.first[k+1]-t.first[k]))
	}
	return g
}
