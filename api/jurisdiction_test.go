package api_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// severalPacks is an installation whose jurisdictions have packs of their own.
type severalPacks struct {
	casework.OnePack
	other *pack.Pack
}

func (s severalPacks) Of(digest string) (*pack.Pack, bool) {
	if digest == s.other.Digest {
		return s.other, true
	}
	return s.OnePack.Of(digest)
}

func (s severalPacks) Named(name string) (*pack.Pack, error) {
	if name == s.other.Name() {
		return s.other, nil
	}
	return s.OnePack.Named(name)
}

func (s severalPacks) Holding(instrument string) (*pack.Pack, bool) {
	for _, p := range []*pack.Pack{s.Pack, s.other} {
		if slices.ContainsFunc(p.Layers, func(in *pack.Instrument) bool { return in.Code == instrument }) {
			return p, true
		}
	}
	return nil, false
}

// tiers is a city with two counties, each with an authority and a provider; the second
// county has a pack of its own.
type tiers struct {
	*town
	east, west                     string // jurisdictions
	eastLin, eastWang              *browser
	westLin, westWang, westOfficer *browser
	eastOrg, westOrg               string
	heldWest                       api.Receipt
}

// plantedWest is in every line and matter of the western county that is not everybody's.
const plantedWest = "西县不外传"

func newTiers(t *testing.T) *tiers {
	t.Helper()
	other, err := pack.Open(packs.Files, "binzhou")
	if err != nil {
		t.Fatal(err)
	}
	ti := &tiers{town: newTown(t, func(p *api.Parts) {
		p.Desk.Packs = severalPacks{p.Desk.Packs.(casework.OnePack), other}
	})}
	ti.east, ti.west = ti.jurisdiction("东县", "370981", ""), ti.jurisdiction("西县", "370982", "binzhou")
	ti.eastOrg = ti.stands("东县数据局", 11, ti.east, "authority")
	ti.westOrg = ti.stands("西县数据局", 12, ti.west, "authority", "provider")
	ti.eastLin = ti.person("eastlin", ti.eastOrg, "authority", "clerk", "reviewer", "approver")
	ti.westLin = ti.person("westlin", ti.westOrg, "authority", "clerk", "reviewer")
	ti.westOfficer = ti.person("westofficer", ti.westOrg, "authority", "approver")
	ti.eastWang = ti.person("eastwang", ti.stands("东县民政局", 13, ti.east, "provider"), "provider", "clerk")
	ti.westWang = ti.person("westwang", ti.stands("西县民政局", 14, ti.west, "provider"), "provider", "clerk")
	return ti
}

func (ti *tiers) jurisdiction(name, divisionCode, pack string) string {
	ti.t.Helper()
	form := map[string]any{"name": name, "code": divisionCode, "level": "county", "basis": "市政府决定"}
	if pack != "" {
		form["pack"] = pack
	}
	r := must[api.Receipt](ti.system, "POST", "/v1/cases", map[string]any{"procedure": "jurisdiction", "form": form})
	ti.security.stepUp()
	return must[api.Receipt](ti.security, "POST", "/v1/cases/"+r.Case+"/steps", map[string]any{"step": "confirm"}).Made[0].ID
}

// stands enrols an organisation in a jurisdiction.
func (ti *tiers) stands(name string, n int, in string, roles ...string) string {
	ti.t.Helper()
	r := must[api.Receipt](ti.system, "POST", "/v1/cases", map[string]any{"procedure": "organisation", "form": map[string]any{
		"name": name, "roles": roles, "creditCode": code(n), "legalForm": "administrative", "class": "other", "level": "county", "jurisdiction": in}})
	return r.Made[0].ID
}

// planted puts a line of every kind of business into the western county, and opens a case
// there, each with words that nobody else may read.
func (ti *tiers) planted() map[string][]string {
	ti.t.Helper()
	things := map[string][]string{"jurisdiction": {ti.west}}
	entry := storetest.NewEntry("test.put")
	entry.Jurisdiction = ti.west
	var lines []casework.Record
	for _, thing := range pack.Vocabulary {
		if casework.Common(thing.Kind) || casework.Administrative(thing.Kind) {
			continue
		}
		body := map[string]any{"state": "in-force", "jurisdiction": ti.west, "salt": "00"}
		for _, f := range thing.Facts {
			if f.Type == pack.TypeText && f.Refers == "" && f.Values == nil && !f.Computed && f.Name != "state" {
				body[f.Name] = plantedWest
			}
		}
		body[thing.Org] = ti.westOrg
		if thing.Kind == "delegation" { // one in force would let others in, by right
			body["state"] = "ended"
		}
		text, err := seal.Canonical(body)
		if err != nil {
			ti.t.Fatal(err)
		}
		r := casework.Record{Kind: thing.Kind, ID: thing.Kind + "-west", Rev: 1, Org: ti.westOrg, State: body["state"].(string), Title: plantedWest, Body: text, Jurisdiction: ti.west}
		lines, things[thing.Kind] = append(lines, r), []string{r.ID}
		entry.Objects = append(entry.Objects, casework.Commitment{Kind: r.Kind, ID: r.ID, Rev: 1, Mac: "00"})
	}
	storetest.Record(ti.t, ti.store, casework.Change{Puts: lines, Entry: entry})
	ti.heldWest = must[api.Receipt](ti.westLin, "POST", "/v1/cases", map[string]any{"procedure": "hold", "links": map[string]any{"organisation": ti.westOrg},
		"form": map[string]any{"reason": plantedWest}})
	things["case"] = []string{ti.heldWest.Case}
	return things
}

// TestCountiesDoNotSeeEachOther asks every reading route, as everybody who stands outside
// of a county, for all that is in it: nothing of it is ever answered, in a page, a list, a
// filter, an export or a refusal. Whoever belongs there, and the city above, find it.
func TestCountiesDoNotSeeEachOther(t *testing.T) {
	ti := newTiers(t)
	things := ti.planted()
	besieged := &besieged{office: ti.office}
	entries := must[api.EntryPage](ti.authority, "GET", "/v1/log/entries", nil).Size
	about := map[string]string{"jurisdiction": ti.west, "org": ti.westOrg, "party": ti.westOrg, "filer": ti.westOrg, "link": ti.westOrg, "case": ti.heldWest.Case,
		"text": plantedWest, "of": "case:" + ti.heldWest.Case, "total": "true", "format": "csv", "all": "true"}
	tries := 0
	for _, by := range []adversary{
		{"the other county's authority", ti.eastLin, nil},
		{"the other county's provider", ti.eastWang, nil},
		{"an operator of the city", ti.operator, nil},
		{"the public", ti.browser(), nil},
	} {
		for _, r := range besieged.routes() {
			if r.method != "GET" || strings.Contains(r.path, "/events") {
				continue
			}
			for _, path := range r.paths(things, entries) {
				for _, query := range r.queries(about) {
					answer, err := by.raw(r.method, path+query, "", nil, nil)
					if err != nil {
						t.Fatal(err)
					}
					tries++
					if strings.Contains(string(answer.body), plantedWest) && !strings.Contains(string(answer.body), `"query`) {
						t.Errorf("%s reads of it at %s%.120s: %d %.400s", by.name, path, query, answer.status, answer.body)
					}
					if strings.Contains(path, ti.heldWest.Case) && answer.status == 200 && r.path != "/v1/public/complaints/{number}" {
						t.Errorf("%s is answered %s: %.200s", by.name, path, answer.body)
					}
				}
			}
		}
	}
	if tries < 500 {
		t.Errorf("only %d requests were made", tries)
	}
	ti.found(things)
}

// found: who belongs there, and the city, read what the others do not.
func (ti *tiers) found(things map[string][]string) {
	t := ti.t
	t.Helper()
	for name, b := range map[string]*browser{"the county": ti.westLin, "the city": ti.authority} {
		page := must[api.CasePage](b, "GET", "/v1/cases/"+ti.heldWest.Case, nil)
		if page.Jurisdiction != ti.west || page.JurisdictionName != "西县" {
			t.Errorf("%s reads that it is of %q, %q", name, page.Jurisdiction, page.JurisdictionName)
		}
		list := must[pageOf[api.CaseLine]](b, "GET", "/v1/cases?total=true&jurisdiction="+ti.west, nil)
		if list.Total == nil || list.Total.Count != len(list.Items) || !slices.ContainsFunc(list.Items, func(l api.CaseLine) bool { return l.ID == ti.heldWest.Case }) {
			t.Errorf("%s lists %s", name, dump(list))
		}
		for kind, ids := range things {
			if kind == "case" || kind == "jurisdiction" {
				continue
			}
			lines := must[pageOf[api.Line]](b, "GET", "/v1/registers/"+kind+"?jurisdiction="+ti.west, nil)
			if !slices.ContainsFunc(lines.Items, func(l api.Line) bool { return l.ID == ids[0] && l.JurisdictionName == "西县" }) {
				t.Errorf("%s does not find %s: %s", name, ids[0], dump(lines))
			}
		}
	}
	// The pack that decides is the county's own, and so are the words of its rules.
	page := must[api.CasePage](ti.westLin, "GET", "/v1/cases/"+ti.heldWest.Case, nil)
	if page.Pack.Name != "binzhou" {
		t.Errorf("the county's matter is decided under %s", page.Pack.Name)
	}
	if own := must[api.CasePage](ti.authority, "GET", "/v1/cases/"+ti.caseOf, nil); own.Pack.Name != "taian" || own.Jurisdiction != "" {
		t.Errorf("the city's own is decided under %s in %q", own.Pack.Name, own.Jurisdiction)
	}
}

// A superior reads the matters of those below and decides none; a county reads none of its
// city's; and no list of tasks names what one cannot do.
func TestASuperiorReads(t *testing.T) {
	ti := newTiers(t)
	ti.planted()
	path := "/v1/cases/" + ti.heldWest.Case
	ti.authority.stepUp()
	ti.authority.refused(403, "jurisdiction.other", "POST", path+"/steps", map[string]any{"step": "impose"})
	ti.eastLin.stepUp()
	ti.eastLin.refused(404, "thing.unseen", "POST", path+"/steps", map[string]any{"step": "impose"})
	ti.eastLin.refused(404, "thing.unseen", "GET", "/v1/cases/"+ti.caseOf, nil)
	ti.westLin.refused(403, "jurisdiction.other", "POST", "/v1/cases", map[string]any{"procedure": "organisation", "form": map[string]any{
		"name": "某局", "roles": []string{"provider"}, "creditCode": code(21), "legalForm": "administrative", "level": "county", "jurisdiction": ti.east}})

	waits := func(b *browser) bool {
		inbox := must[pageOf[api.CaseLine]](b, "GET", "/v1/inbox", nil)
		return slices.ContainsFunc(inbox.Items, func(l api.CaseLine) bool { return l.ID == ti.heldWest.Case })
	}
	if waits(ti.authority) || waits(ti.eastLin) || !waits(ti.westOfficer) {
		t.Errorf("it waits for the city %v, the other county %v, its own %v", waits(ti.authority), waits(ti.eastLin), waits(ti.westOfficer))
	}
	ti.westOfficer.stepUp()
	must[api.Receipt](ti.westOfficer, "POST", path+"/steps", map[string]any{"step": "impose"})

	// What a county's body enters is the county's, whatever the request names.
	entered := must[api.Receipt](ti.eastWang, "POST", "/v1/cases", entering("东县地名"))
	if line := must[api.Line](ti.eastLin, "GET", "/v1/registers/resource/"+entered.Made[0].ID, nil); line.Jurisdiction != ti.east {
		t.Errorf("the resource is of %q", line.Jurisdiction)
	}
	ti.westLin.refused(404, "thing.unseen", "GET", "/v1/cases/"+entered.Case, nil)
	ti.westLin.refused(403, "jurisdiction.other", "POST", "/v1/cases", map[string]any{"procedure": "hold", "jurisdiction": ti.east, "form": map[string]any{"reason": "x"}})
}

// The city lists the matters of all, each with the name of where it belongs, page by page
// and as a table; and the tree is told.
func TestAllJurisdictionsInOneList(t *testing.T) {
	ti := newTiers(t)
	for i := range 7 {
		must[api.Receipt](ti.eastWang, "POST", "/v1/cases", entering(fmt.Sprintf("东%d", i)))
		must[api.Receipt](ti.provider, "POST", "/v1/cases", entering(fmt.Sprintf("市%d", i)))
	}
	names := map[string]int{}
	for next := ""; ; {
		list := must[pageOf[api.CaseLine]](ti.authority, "GET", "/v1/cases?procedure=catalogue&limit=4&cursor="+url.QueryEscape(next), nil)
		for _, l := range list.Items {
			names[l.JurisdictionName]++
		}
		if next = list.Cursor; next == "" {
			break
		}
	}
	if names["东县"] != 7 || names["泰安市"] != 8 || len(names) != 2 {
		t.Errorf("the list holds %v", names)
	}
	if own := must[pageOf[api.CaseLine]](ti.authority, "GET", "/v1/cases?procedure=catalogue&total=true&jurisdiction=top", nil); own.Total.Count != 8 {
		t.Errorf("of the city's own there are %d", own.Total.Count)
	}
	for path, want := range map[string]int{"/v1/cases?procedure=catalogue&format=csv": 15, "/v1/registers/resource?format=csv": 15} {
		all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(ti.authority.do("GET", path, nil).body), "\ufeff"))).ReadAll()
		if err != nil || all[0][len(all[0])-1] != "辖区" || len(all) != want+1 {
			t.Errorf("%s: %v, %d lines under %v", path, err, len(all), all[0])
		}
	}
	tree := must[pageOf[api.JurisdictionShown]](ti.eastLin, "GET", "/v1/jurisdictions", nil).Items
	if len(tree) != 3 || tree[0].ID != api.TopJurisdiction || tree[1].Name.ZH != "东县" || !tree[1].Own || !tree[1].Readable || tree[0].Readable || tree[2].Pack.Name != "binzhou" || tree[2].Depth != 1 {
		t.Errorf("the tree is %s", dump(tree))
	}
	if me := must[api.Me](ti.eastLin, "GET", "/v1/me", nil); me.Seat.Jurisdiction != "东县" {
		t.Errorf("the clerk sits in %+v", me.Seat)
	}
	var one casework.Jurisdictions
	err := ti.store.Read(context.Background(), func(v casework.View) (err error) {
		one, err = casework.JurisdictionsIn(context.Background(), v)
		return err
	})
	if err != nil || len(one) != 2 {
		t.Errorf("%v, %v", one, err)
	}
}

// An installation of one place says nothing of jurisdictions anywhere.
func TestOnePlaceSaysNothing(t *testing.T) {
	tn := newTown(t)
	for _, path := range []string{"/v1/me", "/v1/cases", "/v1/cases/" + tn.caseOf, "/v1/registers/resource", "/v1/registers/resource/" + tn.resource, "/v1/log/entries", "/v1/public/register"} {
		var shown any
		r := tn.authority.do("GET", path, nil)
		if err := json.Unmarshal(r.body, &shown); err != nil || strings.Contains(string(r.body), "jurisdiction") {
			t.Errorf("%s: %v, %s", path, err, r.body)
		}
	}
	if tree := must[pageOf[api.JurisdictionShown]](tn.authority, "GET", "/v1/jurisdictions", nil).Items; len(tree) != 0 {
		t.Errorf("the tree is %s", dump(tree))
	}
	if table := string(tn.authority.do("GET", "/v1/cases?format=csv", nil).body); strings.Contains(table, "辖区") {
		t.Error("the table has a column for jurisdictions")
	}
}

// A delegate reads, where a procedure was entrusted to it, the matters of that procedure and
// the lines that it is about, and nothing else; and no longer than its term.
func TestADelegateReadsWhatItNeeds(t *testing.T) {
	ti := newTiers(t)
	things := ti.planted()
	reads := func() map[string]bool {
		t.Helper()
		open := map[string]bool{}
		for kind, ids := range things {
			if kind == "case" || kind == "jurisdiction" || kind == "delegation" {
				continue
			}
			found := must[pageOf[api.Line]](ti.eastLin, "GET", "/v1/registers/"+kind+"?limit=200", nil)
			listed := slices.ContainsFunc(found.Items, func(l api.Line) bool { return l.ID == ids[0] })
			one := ti.eastLin.do("GET", "/v1/registers/"+kind+"/"+ids[0], nil)
			if open[kind] = one.status == 200; open[kind] != listed && one.status != 404 {
				t.Errorf("%s answers %d, and its list shows it: %v", kind, one.status, listed)
			}
			if private := strings.Count(string(one.body), plantedWest); open[kind] && private == 0 {
				t.Errorf("the line of %s that the delegate reads says nothing: %s", kind, one.body)
			}
		}
		return open
	}
	path := "/v1/cases/" + ti.heldWest.Case
	before := reads()
	ti.westOfficer.stepUp()
	day := ti.today().String()
	r := must[api.Receipt](ti.westOfficer, "POST", "/v1/cases", map[string]any{"procedure": "delegation", "form": map[string]any{
		"delegate": ti.eastOrg, "procedures": []string{"evaluation"}, "basis": "办法第二十九条", "from": day, "until": day}})
	ti.eastLin.stepUp()
	must[api.Receipt](ti.eastLin, "POST", "/v1/cases/"+r.Case+"/steps", map[string]any{"step": "accept"})
	for kind, open := range reads() {
		if want := before[kind] || kind == "agreement" || kind == "evaluation"; open != want {
			t.Errorf("a delegate with evaluations reads the line of %s: %v", kind, open)
		}
	}
	ti.eastLin.refused(404, "thing.unseen", "GET", path, nil)  // a hold was not entrusted
	for _, one := range []*browser{ti.eastWang, ti.operator} { // nor is anybody else of the county
		if got := one.do("GET", "/v1/registers/agreement/"+things["agreement"][0], nil).status; got != 404 {
			t.Errorf("somebody else reads the agreement: %d", got)
		}
	}
	ti.westOfficer.stepUp()
	must[api.Receipt](ti.westOfficer, "POST", "/v1/cases/"+r.Case+"/steps", map[string]any{"step": "end", "form": map[string]any{"reason": "事毕"}})
	for kind, open := range reads() {
		if open != before[kind] {
			t.Errorf("after its end the line of %s is read: %v", kind, open)
		}
	}
}
