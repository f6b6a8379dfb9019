package api_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/api"
)

// Lists filter, sort, count and export; their cursors hold while others write.
func TestListsInAllWays(t *testing.T) {
	tn := newTown(t)
	org := must[api.Me](tn.provider, "GET", "/v1/me", nil).Person.Organisation
	for i := range 6 {
		must[api.Receipt](tn.provider, "POST", "/v1/cases", entering(fmt.Sprintf("资源%d", i)))
	}
	list := func(b *browser, path string) pageOf[api.Line] { return must[pageOf[api.Line]](b, "GET", path, nil) }
	resources := "/v1/registers/resource?"

	// A line that is written between two pages moves none of the lines that were there.
	first := list(tn.operator, resources+"sort=-title&limit=3&total=true")
	if first.Total == nil || first.Total.Count != 7 || first.Total.AtLeast || len(first.Items) != 3 {
		t.Fatalf("the first page is %s", dump(first))
	}
	must[api.Receipt](tn.provider, "POST", "/v1/cases", entering("资源9"))
	rest := list(tn.operator, resources+"sort=-title&limit=10&cursor="+first.Cursor)
	var titles []string
	for _, l := range append(first.Items, rest.Items...) {
		titles = append(titles, l.Title)
	}
	if want := []string{"资源5", "资源4", "资源3", "资源2", "资源1", "资源0", "行政区划"}; !slices.Equal(titles, want) {
		t.Errorf("the pages hold %v", titles)
	}
	tn.operator.refused(400, "request.malformed", "GET", resources+"sort=title&cursor="+first.Cursor, nil)
	tn.operator.refused(400, "request.malformed", "GET", resources+"on=yesterday", nil)
	if none := list(tn.operator, resources+"state=withdrawn&total=true"); none.Total.Count != 0 || len(none.Items) != 0 {
		t.Errorf("withdrawn: %s", dump(none))
	}
	// How many there are of what one may not see is not told.
	if people := list(tn.operator, "/v1/registers/person?total=true"); people.Total != nil {
		t.Errorf("the operator is told that there are %d people", people.Total.Count)
	}
	if people := list(tn.authority, "/v1/registers/person?total=true"); people.Total == nil || people.Total.Count < 6 {
		t.Errorf("the authority is told %s", dump(people.Total))
	}

	rows := func(b *browser, path string) [][]string {
		t.Helper()
		r := b.do("GET", path, nil)
		all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(r.body), "\ufeff"))).ReadAll()
		if err != nil || !strings.HasPrefix(r.header.Get("Content-Type"), "text/csv") {
			t.Fatalf("%s: %v, %s", path, err, r.body)
		}
		return all
	}
	if table := rows(tn.operator, resources+"format=csv&text=资源"); len(table) != 8 || table[0][1] != "名称" || table[1][2] != "民政局" {
		t.Errorf("the table is %v", table)
	}
	if table := rows(tn.operator, "/v1/registers/person?format=csv"); len(table) != 2 {
		t.Errorf("the operator exports %d people", len(table)-1)
	}
	tn.system.refused(404, "thing.unseen", "GET", resources+"format=csv", nil)

	cases := func(b *browser, query string) pageOf[api.CaseLine] {
		return must[pageOf[api.CaseLine]](b, "GET", "/v1/cases?"+query, nil)
	}
	if all := cases(tn.authority, "procedure=catalogue&total=true&limit=2"); all.Total.Count != 8 || len(all.Items) != 2 {
		t.Errorf("%s", dump(all.Total))
	}
	if others := cases(tn.operator, "procedure=catalogue&total=true"); others.Total.Count != 0 || len(others.Items) != 0 {
		t.Errorf("the operator counts %s", dump(others))
	}
	if others := cases(tn.operator, "party="+org+"&total=true&procedure=catalogue"); others.Total.Count != 0 {
		t.Error("whoever does not oversee lists the cases of another party")
	}
	if filed := cases(tn.authority, "filer="+org+"&procedure=catalogue&total=true"); filed.Total.Count != 8 {
		t.Errorf("the provider filed %d", filed.Total.Count)
	}
	due := cases(tn.authority, "dueBefore=2026-01-01&sort=-due&limit=200").Items
	for i, c := range due {
		if c.Due == nil || c.Due.On.String() >= "2026-01-01" || c.Closed != "" || i > 0 && due[i-1].Due.On.Before(c.Due.On) {
			t.Errorf("due before 2026: %s", dump(c))
		}
	}
	if soon := cases(tn.authority, "dueBefore=2025-03-04").Items; len(due) == 0 || len(soon) >= len(due) {
		t.Errorf("%d are due before 2026, %d before tomorrow", len(due), len(soon))
	}
	tn.authority.refused(400, "request.malformed", "GET", "/v1/cases?dueBefore=soon", nil)
	if table := rows(tn.authority, "/v1/cases?format=csv&procedure=catalogue"); len(table) != 9 {
		t.Errorf("the table of cases has %d rows", len(table))
	}
	// The log and the notices are exported whole, with their filters, by whoever sees them.
	refusals := must[api.EntryPage](tn.authority, "GET", "/v1/log/entries?outcome=refusal&limit=200", nil).Items
	if table := rows(tn.authority, "/v1/log/entries?format=csv&outcome=refusal"); len(refusals) == 0 || len(table) != len(refusals)+1 || table[1][4] != "不予办理" {
		t.Errorf("%d refusals are exported as %v", len(refusals), table)
	}
	notices := must[pageOf[api.NoticeShown]](tn.provider, "GET", "/v1/notices?limit=200", nil).Items
	if table := rows(tn.provider, "/v1/notices?format=csv"); len(notices) == 0 || len(table) != len(notices)+1 || table[1][1] != notices[0].Text.ZH {
		t.Errorf("%d notices are exported as %v", len(notices), table)
	}
	// A thing that is settled waits for nobody, though its case is open.
	for _, c := range cases(tn.authority, "procedure=organisation&limit=50").Items {
		if c.State == "enrolled" && c.Waits != "" {
			t.Errorf("an organisation that is enrolled waits for %s", c.Waits)
		}
	}
}

// Registers are readable by people: values have words, and what a line names has its title.
func TestRegistersSpeakInWords(t *testing.T) {
	tn := newTown(t)
	kinds := must[pageOf[api.KindShown]](tn.operator, "GET", "/v1/registers", nil).Items
	fact := func(kind, name string) api.FactShown {
		for _, k := range kinds {
			for _, f := range k.Facts {
				if k.Kind == kind && f.Name == name {
					return f
				}
			}
		}
		t.Fatalf("%s has no fact %s", kind, name)
		return api.FactShown{}
	}
	word := func(f api.FactShown, key string) string {
		for _, v := range f.Values {
			if v.Key == key {
				return v.Word.ZH
			}
		}
		return ""
	}
	if got := word(fact("resource", "state"), "catalogued"); got != "已编目" {
		t.Errorf("a catalogued resource is called %q", got)
	}
	if got := word(fact("resource", "openness"), "conditional"); got == "" {
		t.Error("openness has no words of the pack")
	}
	if got := fact("resource", "provider").Refers; got != "organisation" {
		t.Errorf("a provider is a %q", got)
	}
	lines := must[pageOf[api.Line]](tn.operator, "GET", "/v1/registers/resource", nil).Items
	if provider, _ := lines[0].Facts["provider"].(string); lines[0].Titles[provider] != "民政局" {
		t.Errorf("the provider %s is called %v", provider, lines[0].Titles)
	}
	// A seat names a person; what people are called is not told.
	for _, l := range must[pageOf[api.Line]](tn.authority, "GET", "/v1/registers/seat", nil).Items {
		if person, _ := l.Facts["person"].(string); l.Titles[person] != "" {
			t.Errorf("the title of %s is told", person)
		}
	}
}

// How many lines each register has is told with its kind where that is asked for, and where
// all of them exist for the person.
func TestKindsCounted(t *testing.T) {
	tn := newTown(t)
	counted := func(who *browser, path string) map[string]*api.Total {
		totals := map[string]*api.Total{}
		for _, kind := range must[pageOf[api.KindShown]](who, "GET", path, nil).Items {
			totals[kind.Kind] = kind.Total
		}
		return totals
	}
	if of := counted(tn.authority, "/v1/registers?total=true"); of["resource"] == nil || of["resource"].Count != 1 || of["delivery"] == nil || of["delivery"].Count != 0 {
		t.Errorf("who oversees is told %s", dump(of))
	}
	if of := counted(tn.operator, "/v1/registers?total=true"); of["delivery"] != nil || of["organisation"] == nil {
		t.Errorf("an operator is told %s", dump(of))
	}
	if of := counted(tn.authority, "/v1/registers"); of["resource"] != nil {
		t.Errorf("nobody asked, and is told %s", dump(of))
	}
}
