package store

import (
	"database/sql/driver"
	"strings"
	"sync"
)

// widest is the greatest number of rows one INSERT carries; statements exist for the
// powers of two up to it, so that each is prepared once.
const widest = 64

// insert is a statement that adds rows of one table, or with a head of its own does
// something else for each of its rows.
type insert struct {
	table string  // and its columns: "timer (id, step)"
	width int     // number of columns
	head  string  // what comes before VALUES; "" is INSERT INTO table
	after string  // conflict clause
	texts [7]text // for 1, 2, 4, … 64 rows
}

type text struct {
	once sync.Once
	sql  string
}

// sql is the statement for 1<<power rows.
func (i *insert) sql(power int) string {
	t := &i.texts[power]
	t.once.Do(func() {
		row := "(?" + strings.Repeat(", ?", i.width-1) + ")"
		head := i.head
		if head == "" {
			head = "INSERT INTO " + i.table
		}
		t.sql = head + " VALUES " + row + strings.Repeat(", "+row, 1<<power-1) + " " + i.after
	})
	return t.sql
}

// queue holds the rows of one table that the batch has made and not yet sent. Rows
// before mark belong to functions that have succeeded.
type queue struct {
	into *insert
	args []any
	keys []string       // of the rows, where rows are found by key
	at   map[string]int // key → row
	mark int            // rows
}

func newQueue(into *insert) *queue { return &queue{into: into, at: map[string]int{}} }

func (q *queue) rows() int { return len(q.args) / q.into.width }

// add appends a row. Rows that are looked up have a key, unique within the queue.
func (q *queue) add(key string, row ...any) {
	if key != "" {
		for len(q.keys) < q.rows() {
			q.keys = append(q.keys, "")
		}
		q.keys, q.at[key] = append(q.keys, key), q.rows()
	}
	q.args = append(q.args, row...)
}

// row is the pending row with the key.
func (q *queue) row(key string) ([]any, bool) {
	n, ok := q.at[key]
	if !ok {
		return nil, false
	}
	return q.args[n*q.into.width : (n+1)*q.into.width], true
}

// has reports whether a pending row begins with first.
func (q *queue) has(first any) bool {
	for from := 0; from < len(q.args); from += q.into.width {
		if q.args[from] == first {
			return true
		}
	}
	return false
}

// undo forgets the rows after the mark.
func (q *queue) undo() {
	if q.mark < len(q.keys) {
		for _, key := range q.keys[q.mark:] {
			delete(q.at, key)
		}
		q.keys = q.keys[:q.mark]
	}
	clear(q.args[q.mark*q.into.width:])
	q.args = q.args[:q.mark*q.into.width]
}

// send writes the first n rows and forgets them.
func (q *queue) send(to queries, n int) error {
	width, sent := q.into.width, 0
	for sent < n {
		power := 0
		for power < 6 && 2<<power <= n-sent {
			power++
		}
		from := sent * width
		sent += 1 << power
		if _, err := to.exec(background, q.into.sql(power), q.args[from:sent*width]...); err != nil {
			return err
		}
	}
	q.drop(n)
	return nil
}

// drop removes the first n rows from memory.
func (q *queue) drop(n int) {
	if n == 0 {
		return
	}
	if n == q.rows() {
		clear(q.args)
		clear(q.at)
		q.args, q.keys, q.mark = q.args[:0], q.keys[:0], 0
		return
	}
	kept := copy(q.args, q.args[n*q.into.width:])
	clear(q.args[kept:])
	q.args, q.mark = q.args[:kept], max(q.mark-n, 0)
	clear(q.at)
	q.keys = q.keys[min(n, len(q.keys)):]
	for i, key := range q.keys {
		if key != "" {
			q.at[key] = i
		}
	}
}

// errDiscard tells database/sql to throw a connection away.
var errDiscard = driver.ErrBadConn
