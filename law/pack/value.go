package pack

import (
	"encoding/json"
	"math"
)

// PlainValue gives a JSON value as expressions see a plain type: whole numbers as int,
// the zero of the type where the value is absent or of another type.
func PlainValue(t FactType, v any) any {
	switch t {
	case TypeBool:
		b, _ := v.(bool)
		return b
	case TypeInt, TypeMoney:
		n, _ := WholeNumber(v)
		return n
	default:
		s, _ := v.(string)
		return s
	}
}

// WholeNumber reads a whole number as JSON decoding or an expression may give it.
func WholeNumber(v any) (int, bool) {
	switch n := v.(type) {
	case int:
		return n, true
	case int64:
		return int(n), true
	case float64:
		return int(n), n == math.Trunc(n) && math.Abs(n) <= 1<<53
	case json.Number:
		i, err := n.Int64()
		return int(i), err == nil
	}
	return 0, false
}

// KindFact is the name under which the facts of a registered thing carry their kind, so
// that an effect that repeats over a list knows what it is done to. Rules cannot name it.
const KindFact = "\x00kind"

// ZeroFacts gives every fact of a registered kind at its zero.
func ZeroFacts(kind string) map[string]any {
	facts := map[string]any{"id": "", KindFact: kind}
	thing, _ := ThingOf(kind)
	for _, f := range thing.Facts {
		facts[f.Name] = zeroOf(f.Type)
	}
	return facts
}

func zeroOf(t FactType) any {
	if _, list := t.IsList(); list {
		return []any{}
	}
	return PlainValue(t, nil)
}

// SeeFacts gives the facts of a registered thing as expressions see them, from the
// body of its record as JSON decoded it.
func SeeFacts(kind string, body map[string]any) map[string]any {
	facts := ZeroFacts(kind)
	thing, _ := ThingOf(kind)
	for _, f := range thing.Facts {
		v, present := body[f.Name]
		if !present {
			continue
		}
		elem, list := f.Type.IsList()
		if !list {
			facts[f.Name] = PlainValue(elem, v)
			continue
		}
		items, _ := v.([]any)
		seen := make([]any, len(items))
		for i, item := range items {
			seen[i] = PlainValue(elem, item)
		}
		facts[f.Name] = seen
	}
	return facts
}
