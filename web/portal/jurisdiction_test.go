package portal_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
)

// twoTiers is a city with two counties, each of which has registered a resource; the second
// has a pack of its own, under which it has made something public.
const twoTiers = `pack taian
at 2026-02-10
record jurisdiction J1 name=东县 nameEN=East code=370981 level=county state=in-force
org datacity roles=authority legalForm=administrative level=city name=市大数据局
org water roles=provider legalForm=administrative class=administrative-organ name=市水务局
org eastdata roles=authority legalForm=administrative level=county jurisdiction=J1 name=东县大数据局
org eastwater roles=provider legalForm=administrative class=administrative-organ jurisdiction=J1 name=东县水务局
seat datacity/lin role=authority powers=reviewer
seat datacity/zhao role=authority powers=approver
seat water/qin role=provider powers=clerk
seat eastdata/dong role=authority powers=reviewer
seat eastwater/yu role=provider powers=clerk
record resource R1 title=市管网 provider=water catalogued=true worthwhile=true openness=conditional state=catalogued
record resource R2 title=东县管网 provider=eastwater catalogued=true worthwhile=true openness=conditional state=catalogued jurisdiction=J1

# TA-09
as water/qin registration.apply resource=R1 -> C1 { kind: first, summary: 月汇总, materials: [digest(m1)], commitTruth: true, commitCompleteness: true, commitCompliance: true, collector: 水务局, manager: 水务局, user: 运营单位 }
as datacity/lin C1 review { reasons: 齐备 }
as datacity/lin C1 notice
at 2026-02-25
as datacity/zhao C1 register
as eastwater/yu registration.apply resource=R2 -> C2 { kind: first, summary: 月汇总, materials: [digest(m2)], commitTruth: true, commitCompleteness: true, commitCompliance: true, collector: 水务局, manager: 水务局, user: 运营单位 }
as eastdata/dong C2 review { reasons: 齐备 }
as eastdata/dong C2 notice
`

// twoPacks is an installation of which a jurisdiction has a pack of its own.
type twoPacks struct {
	casework.OnePack
	other *pack.Pack
}

func (s twoPacks) Named(name string) (*pack.Pack, error) {
	if name == s.other.Name() {
		return s.other, nil
	}
	return s.OnePack.Named(name)
}

func newTwoTiers(t *testing.T) *city {
	t.Helper()
	other, err := pack.Open(packs.Files, "binzhou")
	if err != nil {
		t.Fatal(err)
	}
	c := newCity(t, twoTiers, lastDay)
	c.desk.Packs = twoPacks{c.desk.Packs.(casework.OnePack), other}
	c.put(casework.Record{Kind: "jurisdiction", ID: "J2", Rev: 1, State: "in-force", Title: "西县",
		Body: body(map[string]any{"name": "西县", "code": "370982", "level": "county", "pack": "binzhou", "state": "in-force"})},
		casework.Record{Kind: "publication", ID: "P900000-1", Rev: 1, State: "shown", Title: "西县通知", Jurisdiction: "J2", Body: body(map[string]any{"where": "call", "title": "西县通知", "titleEN": "West calls",
			"rule": "binzhou:BZ-12.call", "cite": "binzhou:BZ-12", "case": "C900", "on": "2026-02-20", "state": "shown", "fields": map[string]any{"title": "西县一轮"}})},
		casework.Record{Kind: "product", ID: "PR2", Rev: 1, Org: "huaxin", State: "listed", Title: "西县指数", Jurisdiction: "J2",
			Body: body(map[string]any{"title": "西县指数", "operator": "huaxin", "form": "report", "state": "listed"})})
	return c
}

// TestJurisdictions: the pages of an installation with several show all of them: each with
// its figures, what is made public with where it belongs, lists narrowed to one, and the
// texts of those that have packs of their own.
func TestJurisdictions(t *testing.T) {
	c := newTwoTiers(t)
	r := c.reader()
	r.must("/?lang=en")
	tree := r.must("/jurisdictions")
	for id, figures := range map[string][3]int{"top": {1, 1, 0}, "J1": {0, 0, 1}, "J2": {0, 1, 0}} {
		for i, list := range []string{"register", "products", "notices"} {
			if want := fmt.Sprintf(`/%s?jurisdiction=%s">%d</a>`, list, id, figures[i]); !strings.Contains(tree, want) {
				t.Errorf("the tree lacks %s", want)
			}
		}
	}
	if !strings.Contains(tree, "East <span") || !strings.Contains(tree, `href="/rules/binzhou"`) || strings.Index(tree, "East <span") > strings.Index(tree, "西县 <span") {
		t.Errorf("the tree is %s", tree)
	}
	if home := r.must("/?lang=zh"); !strings.Contains(home, `<a href="/jurisdictions"><strong>3</strong>`) || !strings.Contains(home, `/register"><strong>1</strong>`) {
		t.Errorf("the first page counts %s", home)
	}
	for path, row := range map[string]struct{ has, lacks []string }{
		"/register":                      {[]string{"市管网", "泰安市 · ", `<option value="J1">东县`}, nil},
		"/register?jurisdiction=J1":      {[]string{`<option value="J1" selected>`, "这个辖区目前没有这类内容"}, []string{"市管网"}},
		"/notices":                       {[]string{"东县管网", "东县 · "}, []string{"市管网"}},
		"/notices?show=all":              {[]string{"东县管网", "市管网"}, nil},
		"/notices?jurisdiction=top":      {nil, []string{"东县管网"}},
		"/calls":                         {[]string{"西县一轮", "西县 · ", `href="/rules/binzhou/BZ-12"`, "〔滨州 12〕"}, nil},
		"/calls/P900000-1":               {[]string{"<dt>辖区</dt><dd>西县</dd>", "〔滨州 12〕"}, nil},
		"/products?jurisdiction=J2":      {[]string{"西县指数", "<dd>西县</dd>"}, []string{"供水普查指数"}},
		"/products?q=指数":                 {[]string{"西县指数", "供水普查指数"}, nil},
		"/rules":                         {[]string{`href="/rules/binzhou"`, `href="/rules/taian"`}, nil},
		"/rules/binzhou/BZ-22.p2":        {[]string{"申请运营域空间"}, nil},
		"/complaints?jurisdiction=J2":    {[]string{`<option value="J2" selected>`, `name="jurisdiction" value="J2"`}, nil},
		"/complaints?jurisdiction=other": {[]string{`<option value="top">`}, []string{`name="jurisdiction" value=`}},
	} {
		text := r.must(path)
		for _, want := range row.has {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
		for _, bad := range append(row.lacks, "⟦") {
			if strings.Contains(text, bad) {
				t.Errorf("%s shows %s", path, bad)
			}
		}
	}
	c.complaints(r)
}

// complaints: one goes to the jurisdiction that was chosen.
func (c *city) complaints(r reader) {
	id := link.FindStringSubmatch(r.must("/register"))[1]
	for to, want := range map[string]string{"J1": "J1", "top": "", "": ""} {
		status, text := r.post("/complaints", url.Values{"about": {id[strings.LastIndex(id, "/")+1:]}, "kind": {"error"}, "grounds": {"数据有误"}, "jurisdiction": {to}})
		if status != http.StatusOK {
			c.t.Fatalf("to %q: %d %s", to, status, text)
		}
		all := c.cases("complaint")
		if got := all[len(all)-1].Jurisdiction; got != want {
			c.t.Errorf("the complaint to %q went to %q", to, got)
		}
	}
}
