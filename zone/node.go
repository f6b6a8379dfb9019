package zone

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"
)

// node is one object of the engine's tree. A reader takes the fields it understands;
// whatever is left is a form of SQL that nobody has thought about, and is refused.
type node struct {
	fields map[string]json.RawMessage
	at     int
}

// open reads an object. Depth and number of nodes are bounded here, once for all.
func (r *reader) open(raw json.RawMessage) node {
	n := node{at: -1}
	r.nodes++
	if r.nodes > maxNodes || json.Unmarshal(raw, &n.fields) != nil {
		n.fields = map[string]json.RawMessage{}
		r.form(-1, "tree")
		return n
	}
	if v, ok := n.take("query_location"); ok {
		if at, err := strconv.Atoi(string(v)); err == nil {
			n.at = at
		}
	}
	return n
}

func (n node) take(name string) (json.RawMessage, bool) {
	v, ok := n.fields[name]
	delete(n.fields, name)
	return v, ok
}

func (n node) text(name string) string {
	var s string
	if v, ok := n.take(name); ok {
		_ = json.Unmarshal(v, &s) // a field of another kind stays "", which no reader accepts
	}
	return s
}

func (n node) flag(name string) bool {
	v, ok := n.take(name)
	return ok && string(v) == "true"
}

func (n node) array(name string) []json.RawMessage {
	var all []json.RawMessage
	if v, ok := n.take(name); ok {
		_ = json.Unmarshal(v, &all)
	}
	return all
}

func (n node) number(name string) int {
	v, ok := n.take(name)
	i, err := strconv.Atoi(string(v))
	if !ok || err != nil {
		return 0
	}
	return i
}

// done refuses whatever field of n was not taken and says something.
func (r *reader) done(n node, what string) {
	var left []string
	for name, value := range n.fields {
		if v := string(value); v != "[]" && v != "{}" && v != `""` {
			left = append(left, name)
		}
	}
	sort.Strings(left)
	for _, name := range left {
		r.form(n.at, what+"."+name)
	}
}

// expect takes a field that must say one thing.
func (r *reader) expect(n node, name, want string) {
	if got := n.text(name); got != want {
		r.form(n.at, name+" "+strings.ToLower(got))
	}
}
