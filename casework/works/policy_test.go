package works

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/egress"
)

// TestPackSaysHowMuch: what admission demands is what the pack in force states; where it
// states nothing, nothing is admitted.
func TestPackSaysHowMuch(t *testing.T) {
	p := available(t)
	stated := func(rule string) *pack.Control {
		r, ok := p.Desk.Packs.Current().Rule("platform:" + rule)
		if !ok {
			t.Fatalf("the pack has no rule %s", rule)
		}
		return r.Body.(*pack.Control)
	}
	sample, limits := stated("PF-Z04.sample"), stated("PF-Z07.limits")
	kept, rows := sample.Parameters, limits.Parameters["outputRows"]
	t.Cleanup(func() { sample.Parameters, limits.Parameters["outputRows"] = kept, rows }) // the pack is shared by the tests
	query := job("development", "SELECT district FROM readings")
	sample.Parameters = map[string]any{"shareBasisPoints": 1000, "rows": 2000, "class": 3, "answerRows": 2}
	got, _, err := p.Query(t.Context(), feng, query)
	if err != nil || len(got.Rows) != 2 {
		t.Errorf("%d rows where the pack states 2 (%v)", len(got.Rows), err)
	}
	policy, most, err := p.demands(t.Context(), []string{"N1"})
	if err != nil || policy.SampleRows != 2 || policy.Contributors != 10 || policy.Density != 0.33 || most.RowsOut != 5000 {
		t.Errorf("%+v, %+v, %v", policy, most, err)
	}
	limits.Parameters["outputRows"] = 0
	if _, _, err := p.Query(t.Context(), feng, query); err == nil || !strings.Contains(err.Error(), "PF-Z07") {
		t.Errorf("a query under a pack without a limit of rows: %v", err)
	}
}

// tightened is the pack of the place with rules of other layers added: of Tai'an itself and
// of a national instrument that lies beneath it.
func tightened(local, national string) (*pack.Pack, error) {
	files := fstest.MapFS{}
	err := fs.WalkDir(packs.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := packs.Files.ReadFile(path)
		files[path] = &fstest.MapFile{Data: body}
		return err
	})
	if err != nil {
		return nil, err
	}
	files["taian/99-tighter.md"] = &fstest.MapFile{Data: []byte("# 附 · Annex\n\n## 第九十九条 · Article 99 · 从严 · Stricter\n\n### TA-99 从严 · Stricter\n\ngist: Stricter.\n要旨：从严。\n" + local)}
	head := "---\ninstrument: upper\nprefix: UP\nname: {zh: 上位规定, en: Upper rules}\nlevel: national\nstatus: in-force\nversion: 1.0.0\n---\n\n# 上位规定 · Upper\n\n## 第一条 · Article 1 · 从严 · Stricter\n\n### UP-01 从严 · Stricter\n\ngist: Stricter.\n要旨：从严。\n"
	if local == "" {
		files["taian/99-tighter.md"].Data = append(files["taian/99-tighter.md"].Data, none...)
	}
	if national == "" {
		national = none
	}
	files["upper/01.md"] = &fstest.MapFile{Data: []byte(head + national)}
	return pack.Open(files, "taian+upper")
}

const none = "\n```no-rule\nreason: {zh: 无, en: None.}\n```\n"

func control(id, parameters string) string {
	return "\n```rule\nid: " + id + "\nkind: control\ncontrol: egress\nparameters: " + parameters + "\n```\n"
}

// activated is an installation in which a second pack has come into force.
type activated struct{ first, second *pack.Pack }

func (a activated) Current() *pack.Pack { return a.second }

func (a activated) Of(digest string) (*pack.Pack, bool) {
	switch digest {
	case a.first.Digest:
		return a.first, true
	case a.second.Digest:
		return a.second, true
	}
	return nil, false
}

func (a activated) Named(name string) (*pack.Pack, error) {
	return nil, fmt.Errorf("no jurisdiction has the pack %s", name)
}

// TestPackTightens: what any layer of the pack in force tightens reaches admission, the
// examination and the bytes that leave, and the report names the rule that ruled.
func TestPackTightens(t *testing.T) {
	law, err := tightened(control("TA-99.few", "{rule: R2, P2: {contributors: 101}}")+control("TA-99.decimals", "{rule: R19, P2: {decimals: 2}}"),
		control("UP-01.few", "{rule: R2, P2: {contributors: 60}}")+control("UP-01.rows", "{rule: R19, P2: {rows: 3}}")+
			control("UP-01.dense", "{rule: PF-Z12, densityBasisPoints: 50}")+control("UP-01.limits", "{rule: PF-Z07, outputRows: 100}"))
	if err != nil {
		t.Fatal(err)
	}
	p := available(t)
	produced := p.produced()
	p.Desk.Packs = activated{p.Desk.Packs.Current(), law}
	policy, limits, err := p.demands(t.Context(), []string{"N1"})
	if err != nil || policy.Contributors != 101 || policy.Density != 0.005 || limits.RowsOut != 100 {
		t.Errorf("admission demands %+v within %+v, %v", policy, limits, err)
	}
	if _, refusal, err := p.admit(t.Context(), "check", jobForm{Catalogue: "production", Grants: []string{"N1"}, SQL: means}, zone.CodeDigest(means)); err != nil || refusal == nil || refusal.Code() != zone.CodeDense {
		t.Errorf("four districts of 400 people, where one in 200 is dense: %v, %v", refusal, err)
	}
	output := produced.Links["output"]
	review := p.do(wu, casework.Command{Procedure: "review", Step: "submit", Links: map[string]string{"output": output}, Form: map[string]any{"description": "分区平均用水", "use": "用水"}})
	p.work()
	if got := p.fact("output", output, "verdict"); got != "fail" {
		t.Errorf("the verdict is %v; the review is %s\n%s", got, p.state(review.Case), p.log)
	}
	body, err := p.ReportOf(t.Context(), output)
	if err != nil {
		t.Fatal(err)
	}
	var report egress.Report
	if err := json.Unmarshal(body, &report); err != nil {
		t.Fatal(err)
	}
	ruled := map[string]string{}
	for _, f := range report.Findings {
		ruled[f.Rule+"."+f.Parameter] = f.Source + " " + f.Threshold
	}
	for what, want := range map[string]string{"R2.contributors": "taian:TA-99.few >= 101 units", "R19.rows": "upper:UP-01.rows <= 3 rows",
		"R3.zeros": "platform:R3.zeros 0"} {
		if ruled[what] != want {
			t.Errorf("%s was ruled by %q, want %q", what, ruled[what], want)
		}
	}
}

// several is an installation whose jurisdictions have packs of their own.
type several struct {
	current *pack.Pack
	named   map[string]*pack.Pack
}

func (s several) Current() *pack.Pack { return s.current }

func (s several) Of(digest string) (*pack.Pack, bool) {
	for _, p := range s.named {
		if p.Digest == digest {
			return p, true
		}
	}
	return nil, false
}

func (s several) Named(name string) (*pack.Pack, error) {
	if p, ok := s.named[name]; ok {
		return p, nil
	}
	return nil, fmt.Errorf("the pack %s is not there", name)
}

// movedTo puts the scenario, its agreement and its grant into a county with a pack, and the
// authority that decides there; N9 is a grant of the city's own over the same resource.
func (p *place) movedTo(county, named string) {
	p.t.Helper()
	p.put("jurisdiction", county, map[string]any{"name": "某县", "code": "370999", "level": "county", "pack": named, "state": "in-force"})
	for kind, id := range map[string]string{"agreement": "A1", "scenario": "S1", "grant": "N1", "organisation": "datacity"} {
		body, err := p.facts(p.t.Context(), kind, id)
		if err != nil {
			p.t.Fatal(err)
		}
		kept := map[string]any{"jurisdiction": county}
		thing, _ := pack.ThingOf(kind)
		for _, f := range thing.Facts {
			if v, ok := body[f.Name]; ok && !f.Computed && f.Name != "jurisdiction" && f.Name != "id" {
				kept[f.Name] = v
			}
		}
		p.put(kind, id, kept)
		if kind == "grant" {
			own := maps.Clone(kept)
			delete(own, "jurisdiction")
			p.put(kind, "N9", own)
		}
	}
}

// TestCountyTightens: what the pack of a county tightens holds where the county gave the
// grants, and nowhere else; what it leaves looser than the installation's does not hold.
func TestCountyTightens(t *testing.T) {
	tight, err := tightened(control("TA-99.few", "{rule: R2, P2: {contributors: 101}}"),
		control("UP-01.dense", "{rule: PF-Z12, densityBasisPoints: 50}")+control("UP-01.limits", "{rule: PF-Z07, outputRows: 100}")+control("UP-01.sample", "{rule: PF-Z04, answerRows: 2}"))
	if err != nil {
		t.Fatal(err)
	}
	p := available(t)
	plain := p.Desk.Packs.Current()
	named := map[string]*pack.Pack{"taian": plain, tight.Name(): tight}
	p.Desk.Packs = several{plain, named}
	p.movedTo("J1", tight.Name())
	admitted := func(grant string) string {
		t.Helper()
		_, refusal, err := p.admit(t.Context(), "check", jobForm{Catalogue: "production", Grants: []string{grant}, SQL: means}, zone.CodeDigest(means))
		if err != nil {
			t.Fatal(err)
		}
		if refusal == nil {
			return ""
		}
		return refusal.Code()
	}
	if in, out := admitted("N1"), admitted("N9"); in != zone.CodeDense || out != "" {
		t.Errorf("the county's grant is answered %q, the city's own %q", in, out)
	}
	if policy, limits, err := p.demands(t.Context(), []string{"N9", "N1"}); err != nil || policy.Contributors != 101 || limits.RowsOut != 100 {
		t.Errorf("a query over both grants is held to %+v within %+v, %v", policy, limits, err)
	}
	if got, _, err := p.Query(t.Context(), feng, job("development", "SELECT district FROM readings")); err != nil || len(got.Rows) != 2 {
		t.Errorf("development answers %d rows where the county states 2: %v", len(got.Rows), err)
	}

	// The county's pack states nothing of its own any more, and the installation's does.
	p.movedTo("J1", "taian")
	produced := p.produced()
	p.Desk.Packs = several{tight, named}
	if in := admitted("N1"); in != zone.CodeDense {
		t.Errorf("under a looser pack than the installation's the county's grant is answered %q", in)
	}
	output := produced.Links["output"]
	filed := p.do(wu, casework.Command{Procedure: "review", Step: "submit", Links: map[string]string{"output": output}, Form: map[string]any{"description": "分区平均用水", "use": "用水"}})
	p.work()
	review, err := p.caseOf(t.Context(), filed.Case)
	if err != nil {
		t.Fatal(err)
	}
	if review.Jurisdiction != "J1" || review.Pack != plain.Digest || review.State != "examined" {
		t.Fatalf("the review is of %q under %.12s, %s\n%s", review.Jurisdiction, review.Pack, review.State, p.log)
	}
	report, err := p.ReportOf(t.Context(), output)
	if got := p.fact("output", output, "verdict"); got != "fail" || err != nil || !strings.Contains(string(report), "taian:TA-99.few") {
		t.Errorf("measured by the installation's number the verdict is %v: %v\n%s", got, err, report)
	}

	// What leaves is what was examined, though the installation is under another pack again.
	p.Desk.Packs = several{plain, named}
	facts, err := p.facts(t.Context(), "output", output)
	if err != nil {
		t.Fatal(err)
	}
	if packs, err := p.measured(t.Context(), review, facts); err != nil || !slices.Equal(packs, []*pack.Pack{plain, tight}) {
		t.Errorf("it leaves by %d packs, %v", len(packs), err)
	}
}

// TestReleaseAsExamined: what leaves is written by the pack that the review is pinned to,
// digit for digit as its report says.
func TestReleaseAsExamined(t *testing.T) {
	law, err := tightened(control("TA-99.decimals", "{rule: R19, P2: {decimals: 2}}"), control("UP-01.decimals", "{rule: R19, P2: {decimals: 4}}"))
	if err != nil {
		t.Fatal(err)
	}
	const thirds = "SELECT district, count(DISTINCT subscriber) AS people, avg(litres) / 3 AS third FROM readings GROUP BY district"
	p := available(t)
	p.Desk.Packs = activated{p.Desk.Packs.Current(), law}
	p.approves(thirds)
	run := p.do(feng, job("production", thirds))
	p.work()
	produced, err := p.caseOf(t.Context(), run.Case)
	if err != nil || produced.State != "produced" {
		t.Fatalf("the job is %s: %v\n%s", produced.State, err, p.log)
	}
	output := produced.Links["output"]
	product, _ := p.sold(output)
	facts, err := p.facts(t.Context(), "product", product)
	if err != nil {
		t.Fatal(err)
	}
	left, err := p.released(t.Context(), facts)
	if err != nil || !strings.Contains(string(left), ",2131.00\n") && !strings.Contains(string(left), ",2131\n") || strings.Contains(string(left), ".333333") {
		t.Errorf("what left is %q, %v", left, err)
	}
	body, err := p.ReportOf(t.Context(), output)
	if err != nil || !strings.Contains(string(body), egress.Digest(left)) {
		t.Errorf("the report does not tell of what left: %s, %v", body, err)
	}
}

// TestPackDoesNotLoosen: a layer that would loosen the platform's floor, or put another
// rule in its place, or state what nothing measures, is not read at all, and the error
// names file, rule and remedy.
func TestPackDoesNotLoosen(t *testing.T) {
	for why, c := range map[string]struct{ local, national, want string }{
		"fewer people":                    {local: control("TA-99.few", "{rule: R2, P2: {contributors: 5}}"), want: "P2.contributors would loosen"},
		"fewer people, above":             {national: control("UP-01.few", "{rule: R2, P1: {contributors: 9}}"), want: "P1.contributors would loosen"},
		"more rows":                       {local: control("TA-99.rows", "{rule: R19, P2: {rows: 6000}}"), want: "P2.rows would loosen"},
		"a zero that only needs a person": {local: control("TA-99.zeros", "{rule: R3, P2: {zeros: review}}"), want: "P2.zeros would loosen"},
		"a denser column":                 {local: control("TA-99.dense", "{rule: PF-Z12, densityBasisPoints: 9000}"), want: "densityBasisPoints would loosen"},
		"more time":                       {local: control("TA-99.time", "{rule: PF-Z07, cpuSeconds: 600}"), want: "cpuSeconds would loosen"},
		"a rule in its place":             {local: "\n```rule\nid: TA-99.few\nkind: control\ncontrol: egress\nreplaces: platform:R2.minimum\nbasis: {zh: 本市, en: Here}\nparameters: {rule: R2, P2: {contributors: 2, contributorsHealth: 2}}\n```\n", want: "leave out replaces:"},
		"what nothing measures":           {local: control("TA-99.width", "{rule: R2, P2: {width: 20}}"), want: "has no threshold P2.width; it has P1.contributors"},
		"a rule that has no number":       {local: control("TA-99.people", "{rule: R20, P2: {reviewers: 3}}"), want: "R20 is no rule of the platform with thresholds; those are"},
		"a word for a number":             {local: control("TA-99.few", "{rule: R2, P2: {contributors: many}}"), want: "want a whole number above 0"},
		"a direction of its own":          {local: "\n```rule\nid: TA-99.few\nkind: control\ncontrol: egress\nstricter: {contributors: less}\nparameters: {rule: R2}\n```\n", want: "only the platform says what is stricter"},
	} {
		_, err := tightened(c.local, c.national)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), ".md:") {
			t.Errorf("%s: %v", why, err)
		}
	}
	if _, err := tightened("", ""); err != nil {
		t.Errorf("nothing added: %v", err)
	}
}
