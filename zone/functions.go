package zone

import "strings"

// kind is what a listed function is.
type kind int

const (
	scalar kind = iota
	infix
	aggregating
)

// function is an entry of the allow-list. What is not listed does not exist: one
// arbitrary function would defeat every rule about predicates (J1 f).
type function struct {
	kind     kind
	min, max int    // arguments
	governed bool   // may touch a protected column in production, inside keys and predicates
	linear   bool   // may touch a protected column inside an aggregate: adds no hidden comparison
	extreme  bool   // answers a single unit's value
	pattern  bool   // matches text by a pattern
	print    string // the engine's name, where it differs from the key
}

// functions is the allow-list. Left out on purpose: everything that makes large values
// from small ones (repeat, range, lpad), everything of lists and lambdas, everything
// that reads the session, the catalogue, files, settings or chance, hashes (an unkeyed
// hash of a small domain is the value itself), and regular expressions.
var functions = map[string]function{
	// arithmetic
	"+":  {kind: infix, min: 1, max: 2, governed: true, linear: true},
	"-":  {kind: infix, min: 1, max: 2, governed: true, linear: true},
	"*":  {kind: infix, min: 2, max: 2, governed: true, linear: true},
	"/":  {kind: infix, min: 2, max: 2, governed: true},
	"//": {kind: infix, min: 2, max: 2, governed: true}, "%": {kind: infix, min: 2, max: 2},
	"abs": {min: 1, max: 1}, "sign": {min: 1, max: 1}, "sqrt": {min: 1, max: 1}, "ln": {min: 1, max: 1},
	"log10": {min: 1, max: 1}, "exp": {min: 1, max: 1}, "pow": {min: 2, max: 2}, "power": {min: 2, max: 2},
	"floor": {min: 1, max: 1, governed: true}, "ceil": {min: 1, max: 1, governed: true},
	"round": {min: 1, max: 2, governed: true}, "trunc": {min: 1, max: 1, governed: true},
	"greatest": {min: 2, max: 8}, "least": {min: 2, max: 8},
	// text
	"||": {kind: infix, min: 2, max: 2},
	"~~": {kind: infix, min: 2, max: 2, pattern: true, print: "LIKE"}, "!~~": {kind: infix, min: 2, max: 2, pattern: true, print: "NOT LIKE"},
	"~~*": {kind: infix, min: 2, max: 2, pattern: true, print: "ILIKE"}, "!~~*": {kind: infix, min: 2, max: 2, pattern: true, print: "NOT ILIKE"},
	"prefix": {min: 2, max: 2, pattern: true}, "suffix": {min: 2, max: 2, pattern: true}, "contains": {min: 2, max: 2, pattern: true},
	"starts_with": {min: 2, max: 2, pattern: true}, "ends_with": {min: 2, max: 2, pattern: true},
	"lower": {min: 1, max: 1}, "upper": {min: 1, max: 1}, "trim": {min: 1, max: 1}, "ltrim": {min: 1, max: 1}, "rtrim": {min: 1, max: 1},
	"length": {min: 1, max: 1}, "left": {min: 2, max: 2, governed: true}, "right": {min: 2, max: 2},
	"substring": {min: 2, max: 3, governed: true}, "substr": {min: 2, max: 3, governed: true},
	"replace": {min: 3, max: 3}, "strpos": {min: 2, max: 2}, "position": {min: 2, max: 2}, "concat": {min: 1, max: 16},
	// choice
	"nullif": {min: 2, max: 2},
	// dates
	"year": {min: 1, max: 1, governed: true}, "quarter": {min: 1, max: 1, governed: true}, "month": {min: 1, max: 1, governed: true},
	"day": {min: 1, max: 1, governed: true}, "hour": {min: 1, max: 1, governed: true}, "minute": {min: 1, max: 1}, "week": {min: 1, max: 1, governed: true},
	"dayofweek": {min: 1, max: 1, governed: true}, "isodow": {min: 1, max: 1, governed: true}, "dayofyear": {min: 1, max: 1},
	"date_trunc": {min: 2, max: 2, governed: true}, "date_part": {min: 2, max: 2, governed: true},
	"date_diff": {min: 3, max: 3, governed: true}, "datediff": {min: 3, max: 3, governed: true}, "strftime": {min: 2, max: 2},
	"to_days": {min: 1, max: 1, governed: true}, "to_months": {min: 1, max: 1, governed: true}, "to_years": {min: 1, max: 1, governed: true},
	"to_weeks": {min: 1, max: 1, governed: true}, "to_hours": {min: 1, max: 1, governed: true}, "to_minutes": {min: 1, max: 1, governed: true},
	// aggregates
	"count_star": {kind: aggregating}, "count": {kind: aggregating, min: 1, max: 1},
	"sum": {kind: aggregating, min: 1, max: 1}, "avg": {kind: aggregating, min: 1, max: 1}, "mean": {kind: aggregating, min: 1, max: 1, print: "avg"},
	"stddev_samp": {kind: aggregating, min: 1, max: 1}, "stddev_pop": {kind: aggregating, min: 1, max: 1}, "stddev": {kind: aggregating, min: 1, max: 1, print: "stddev_samp"},
	"var_samp": {kind: aggregating, min: 1, max: 1}, "var_pop": {kind: aggregating, min: 1, max: 1}, "variance": {kind: aggregating, min: 1, max: 1, print: "var_samp"},
	"min": {kind: aggregating, min: 1, max: 1, extreme: true}, "max": {kind: aggregating, min: 1, max: 1, extreme: true},
	"median": {kind: aggregating, min: 1, max: 1, extreme: true}, "quantile_cont": {kind: aggregating, min: 2, max: 2, extreme: true},
	"quantile_disc": {kind: aggregating, min: 2, max: 2, extreme: true}, "mode": {kind: aggregating, min: 1, max: 1, extreme: true},
}

// Functions lists the names of the allow-list with "aggregate", "scalar" or "operator":
// shown to people who write jobs.
func Functions() map[string]string {
	list := make(map[string]string, len(functions))
	for name, f := range functions {
		if name == "count_star" {
			name = "count(*)"
		}
		list[name] = [...]string{"scalar", "operator", "aggregate"}[f.kind]
	}
	return list
}

// typeNames are the types a cast may name. Nested, binary and engine-specific types are
// left out: they are never what a result may hold.
var typeNames = map[string]bool{
	"BOOLEAN": true, "TINYINT": true, "SMALLINT": true, "INTEGER": true, "BIGINT": true, "HUGEINT": true,
	"FLOAT": true, "DOUBLE": true, "VARCHAR": true, "DATE": true, "TIME": true, "TIMESTAMP": true, "DECIMAL": true,
}

func (f function) name(key string) string {
	if f.print != "" {
		return f.print
	}
	return strings.ToLower(key)
}
