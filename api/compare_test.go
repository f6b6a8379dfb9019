package api_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	ways "github.com/shuyu-project/shuyu/law/route"
	"github.com/shuyu-project/shuyu/packs"
)

// places are the five that ship, read once for all tests.
var places = sync.OnceValues(func() (map[string]*pack.Pack, error) {
	read := map[string]*pack.Pack{}
	for _, name := range shelfNames {
		p, err := pack.Open(packs.Files, name)
		if err != nil {
			return nil, err
		}
		read[name] = p
	}
	return read, nil
})

var shelfNames = []string{"binzhou", "chengdu", "guizhou", "suzhou", "taian"}

type shelf struct{}

func (shelf) Names() ([]string, error) { return shelfNames, nil }

func (shelf) Open(name string) (*pack.Pack, error) {
	read, err := places()
	if err != nil {
		return nil, err
	}
	if p, ok := read[name]; ok {
		return p, nil
	}
	return nil, casework.ErrNotFound
}

// TestComparison holds the page against the difference of each pair: every change stands in
// one row, in the cell of its pack, and a cell that says "same" is of a rule that is no change.
func TestComparison(t *testing.T) {
	tn := newTown(t)
	b := tn.system
	if names := must[pageOf[api.ShelfPack]](b, "GET", "/v1/packs/shelf", nil).Items; len(names) != 5 || names[4].Name != "taian" || names[4].Short.ZH != "泰安" || names[4].Released == "" {
		t.Errorf("the shelf is %s", dump(names))
	}
	with := "&with=chengdu&with=binzhou&with=guizhou&with=suzhou"
	rows := all[api.ComparedRow](b, "/v1/packs/comparison?base=taian&limit=200"+with)
	read, err := places()
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"chengdu", "binzhou", "guizhou", "suzhou"} {
		changes := pack.Diff(read["taian"], read[name])
		shown := 0
		for _, row := range rows {
			base, cell := row.Cells[0], row.Cells[i+1]
			if cell.Same {
				if base.Rule == "" || slices.ContainsFunc(changes, func(c pack.Change) bool { return c.Before != nil && c.Before.Rule == base.Rule }) {
					t.Errorf("%s is said to be as in the base: %s", name, dump(row))
				}
				continue
			}
			if base.Rule == "" && cell.Rule == "" {
				continue // a third has it alone
			}
			shown++
			if !slices.ContainsFunc(changes, func(c pack.Change) bool {
				return (c.Before == nil) == (base.Rule == "") && (c.After == nil) == (cell.Rule == "") && (c.Before == nil || c.Before.Rule == base.Rule) && (c.After == nil || c.After.Rule == cell.Rule)
			}) {
				t.Errorf("no change of %s is %s", name, dump(row))
			}
		}
		if shown != len(changes) {
			t.Errorf("%d of the %d changes of %s are shown", shown, len(changes), name)
		}
	}
	for _, row := range rows {
		if row.Title.ZH == "" || row.Title.EN == "" || row.KindWord.ZH == "" || len(row.Cells) != 5 {
			t.Errorf("a row is %s", dump(row))
		}
	}
	one := must[api.ComparisonShown](b, "GET", "/v1/packs/comparison?base=taian&topic=period&procedure=agreement"+with, nil)
	if len(one.Items) == 0 || slices.ContainsFunc(one.Items, func(row api.ComparedRow) bool { return row.Topic != "period" || row.Procedure != "agreement" }) || one.Packs[1].Short.ZH != "成都" {
		t.Errorf("the periods of agreements are %s", dump(one))
	}
	lodge := slices.IndexFunc(one.Items, func(row api.ComparedRow) bool { return row.Cells[1].Rule == "chengdu:CD-16.b.days" })
	if lodge < 0 || one.Items[lodge].Cells[1].Says.ZH != "10个工作日内" && !strings.Contains(one.Items[lodge].Cells[1].Says.ZH, "10") || one.Items[lodge].Cells[0].Rule != "" {
		t.Errorf("filing in Chengdu is %s", dump(one.Items))
	}
	b.refused(404, "thing.unseen", "GET", "/v1/packs/comparison?base=atlantis", nil)
	if units := must[pageOf[api.UnitPage]](b, "GET", "/v1/packs/chengdu/units?unit=CD-16.b", nil).Items; len(units) != 1 || len(units[0].Rehearsals) == 0 {
		t.Errorf("an article of Chengdu is %s", dump(units))
	}
}

// TestTimeline: the page says what the simulation says, in words.
func TestTimeline(t *testing.T) {
	tn := newTown(t)
	b := tn.system
	read, err := places()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range shelfNames {
		shown := must[api.TimelineShown](b, "GET", "/v1/packs/"+name+"/timeline", nil)
		to, _ := ways.ReleasedPoint(read[name])
		want, err := ways.Simulate(read[name], tn.desk.Calendar(), ways.CataloguedPoint, to, shown.Day)
		if err != nil {
			t.Fatal(err)
		}
		if shown.MinDays != want.MinDays || shown.MaxDays != want.MaxDays || shown.Open != want.Open || len(shown.Intervals) != len(want.Intervals) || shown.Day != tn.desk.Today() {
			t.Errorf("%s takes %s", name, dump(shown))
		}
		for i, w := range shown.Intervals {
			if w.Step != want.Intervals[i].Step || w.Title.ZH == "" || w.ProcedureTitle.ZH == "" || len(w.Cites) == 0 || w.Period != "" && w.Words == nil && !w.Set {
				t.Errorf("%s waits %s", name, dump(w))
			}
		}
		if !slices.ContainsFunc(shown.Points, func(p api.PointShown) bool { return p == shown.To }) {
			t.Errorf("%s ends at %s", name, dump(shown.To))
		}
	}
	b.refused(400, "request.malformed", "GET", "/v1/packs/taian/timeline?to=nowhere", nil)
	b.refused(400, "request.malformed", "GET", "/v1/packs/taian/timeline?to=product.nowhere", nil)
	b.refused(400, "request.malformed", "GET", "/v1/packs/taian/timeline?day=soon", nil)
}
