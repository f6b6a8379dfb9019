package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/expr-lang/expr/checker/nature"
	"github.com/expr-lang/expr/types"
)

// known is a type whose nature is worked out once, with the print by which two builders
// recognise the same type.
type known struct {
	of     types.Type
	nature nature.Nature
	print  string
}

func know(t types.Type) known { return known{of: t, nature: t.Nature(), print: printOf(t)} }

// arrayOf is a list whose print tells of what.
func arrayOf(elem types.Type) types.Type {
	list := types.Array(elem)
	return known{of: list, nature: list.Nature(), print: "[" + printOf(elem) + "]"}
}

func (k known) Nature() nature.Nature { return k.nature }
func (k known) Equal(o types.Type) bool {
	if other, ok := o.(known); ok {
		return k.print == other.print
	}
	return k.of.Equal(o)
}
func (k known) String() string { return k.of.String() }

// printOf is the fingerprint of a type: equal for equal types, whatever the order in
// which the names of a map come.
func printOf(t types.Type) string {
	switch t := t.(type) {
	case known:
		return t.print
	case natured:
		return t.print
	case types.Map:
		var b strings.Builder
		for _, name := range slices.Sorted(maps.Keys(t)) {
			b.WriteString(name + ":" + printOf(t[name]) + "\n")
		}
		sum := sha256.Sum256([]byte(b.String()))
		return hex.EncodeToString(sum[:])
	}
	return t.String()
}

// scope keeps the parts of environments that many steps share.
type scope map[string]known

// of gives a part by its name; build makes it the first time.
func (s *scope) of(name string, build func() types.Map) types.Type {
	if k, ok := (*s)[name]; ok {
		return k
	}
	if *s == nil {
		*s = scope{}
	}
	k := know(build())
	(*s)[name] = k
	return k
}

// compiled keeps what expressions were compiled to, so that packs that differ in a rule
// compile the difference alone. The same source over an environment of the same types,
// with the same result wanted, is the same program. It is safe for concurrent use: one
// expression is compiled at a time, since natures are shared and the compiler writes to
// them.
type compiled struct {
	mu       sync.Mutex
	programs map[string]*Expression
}

// compiledMost bounds what is kept; beyond it everything is forgotten and begun anew.
const compiledMost = 100_000

func (c *compiled) expression(source string, env types.Map, want string) (*Expression, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := want + " " + printOf(env) + " " + source
	if e, ok := c.programs[key]; ok {
		return e, nil
	}
	e, err := compileExpression(source, env, want)
	if err != nil {
		return nil, err
	}
	e.print = key
	if c.programs == nil || len(c.programs) >= compiledMost {
		c.programs = map[string]*Expression{}
	}
	c.programs[key] = e
	return e, nil
}
