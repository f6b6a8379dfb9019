package zone

import (
	"strings"
)

// guard puts the cohort into every aggregate of e and makes row errors NULL (J1 j).
func (g *governed) guard(e expr) expr {
	switch x := e.(type) {
	case aggregate:
		if x.distinct && g.single {
			if c, ok := x.args[0].(column); ok && c.info.Role == RoleUnit {
				x.fn, x.name, x.args, x.distinct = functions["count_star"], "count_star", nil, false
			}
		}
		args := make([]expr, len(x.args))
		for i, a := range x.args {
			args[i] = tried(a)
		}
		x.args = args
		filter := guarded(g.cohort)
		if x.filter != nil {
			filter = append(filter, tried(x.filter))
		}
		if len(filter) > 0 {
			x.filter = all(filter)
		}
		return x
	case call:
		args := make([]expr, len(x.args))
		for i, a := range x.args {
			args[i] = g.guard(a)
		}
		x.args = args
		if aggregates(e) {
			return x
		}
		return tried(e)
	case cast:
		x.arg = g.guard(x.arg)
		return x
	case fallback:
		args := make([]expr, len(x.args))
		for i, a := range x.args {
			args[i] = g.guard(a)
		}
		x.args = args
		return x
	}
	return tried(e)
}

// try is an expression whose row errors are NULL.
type try struct{ expr }

func (t try) kids() []expr { return []expr{t.expr} }

func (t try) print(w *strings.Builder) {
	w.WriteString("TRY(")
	t.expr.print(w)
	w.WriteString(")")
}

// untrue is the other side of a condition, where NULL is on the other side too.
type untrue struct{ expr }

func (u untrue) kids() []expr { return []expr{u.expr} }

func (u untrue) print(w *strings.Builder) {
	w.WriteString("((")
	u.expr.print(w)
	w.WriteString(") IS NOT TRUE)")
}

func tried(e expr) expr {
	risky := false
	walk(e, func(x expr) {
		if _, ok := x.(call); ok {
			risky = true
		}
	})
	if !risky {
		return e
	}
	return try{e}
}

func guarded(conditions []expr) []expr {
	all := make([]expr, len(conditions))
	for i, c := range conditions {
		all[i] = tried(c)
	}
	return all
}

func all(conditions []expr) expr {
	if len(conditions) == 1 {
		return conditions[0]
	}
	return logic{op: "AND", args: conditions}
}
