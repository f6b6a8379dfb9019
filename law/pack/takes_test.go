package pack

import (
	"maps"
	"slices"
	"testing"

	"github.com/expr-lang/expr/types"
)

// TestTakes: what an expression takes of the documents and links of a case is known by
// name, at any depth; where it is not by name, all counts as taken.
func TestTakes(t *testing.T) {
	plan := types.Map{"title": types.String, "link": types.Map{"agreement": types.Map{"id": types.String}}}
	of := types.Map{"doc": types.Map{"plan": plan, "notes": plan}, "link": types.Map{"agreement": types.Map{"doc": types.Map{"draft": plan}}, "other": plan},
		"form": types.Map{"rows": types.Array(types.Map{"doc": types.Map{"call": plan}})}}
	for source, want := range map[string][]string{
		`doc.plan.title == ""`:                                   {"plan"},
		`link.agreement.doc.draft.title == doc.notes.title`:      {"agreement", "draft", "notes"},
		`link.other.link.agreement.id == ""`:                     {"agreement", "other"},
		`any(form.rows, .doc.call.title == "")`:                  {"call"},
		`any(form.rows, #.doc["call"].title == "")`:              {"call"},
		`doc?.plan.title == ""`:                                  {"plan"},
		`len(form.rows) > 0`:                                     nil,
		`doc == doc or doc.plan.title == ""`:                     {"*", "plan"},
		`doc[form.rows[0].doc.call.title].title == "a"`:          {"*", "call"},
		`any(form.rows, .doc == doc) and link.other.title == ""`: {"*", "other"},
	} {
		e, err := compileExpression(source, of, "")
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		got := slices.Sorted(maps.Keys(e.takes.names))
		if e.takes.all {
			got = append([]string{"*"}, got...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s takes %v, want %v", source, got, want)
		}
	}
}
