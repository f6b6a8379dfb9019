package privacy

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/shuyu-project/shuyu/law"
)

func floor(t testing.TB, p Profile) Parameters {
	t.Helper()
	parameters, err := Floor(p)
	if err != nil {
		t.Fatal(err)
	}
	return parameters
}

func TestFloor(t *testing.T) {
	for _, c := range []struct {
		profile   Profile
		k, health int64
		zeros     Outcome
		class     int
	}{{P1, 10, 11, Fail, 9000}, {P2, 10, 10, Fail, 9500}, {P3, 5, 5, Review, 9500}} {
		p := floor(t, c.profile)
		if p.K(false) != c.k || p.K(true) != c.health || p.Zeros != c.zeros || p.ClassShare != c.class {
			t.Errorf("%s: %+v", c.profile, p)
		}
	}
	if _, err := Floor(""); err == nil {
		t.Error("an unset profile has a floor")
	}
}

// A pack tightens and never loosens, whatever it says.
func TestTightenNeverLoosens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _ := Floor(rapid.SampledFrom([]Profile{P1, P2, P3}).Draw(t, "profile"))
		pack := Parameters{
			Contributors: rapid.Int64Range(-1, 40).Draw(t, "k"), ContributorsHealth: rapid.Int64Range(0, 40).Draw(t, "health"),
			Rates: rapid.Int64Range(-1, 40).Draw(t, "rates"), Quantiles: rapid.Int64Range(-1, 40).Draw(t, "quantiles"),
			Zeros: rapid.SampledFrom([]Outcome{"", Pass, Review, Fail, NotDeterminable}).Draw(t, "zeros"),
			Class: rapid.SampledFrom([]Outcome{"", Pass, Review, Fail}).Draw(t, "class"), Extremes: rapid.SampledFrom([]Outcome{"", Pass, Review, Fail}).Draw(t, "extremes"),
			ClassShare: rapid.IntRange(-1, 11000).Draw(t, "share"), RecordClass: rapid.Int64Range(0, 20).Draw(t, "class size"),
			InjectiveShare: rapid.IntRange(0, 11000).Draw(t, "injective"), InjectiveRows: rapid.IntRange(0, 40).Draw(t, "injective rows"),
			OverlapShare: rapid.IntRange(0, 300).Draw(t, "overlap"), Rows: rapid.IntRange(0, 9000).Draw(t, "rows"), Bytes: rapid.IntRange(0, 32<<20).Draw(t, "bytes"),
			Decimals: rapid.IntRange(0, 12).Draw(t, "decimals"), Reviewers: rapid.IntRange(0, 4).Draw(t, "reviewers"),
		}
		got, err := p.Tighten(pack)
		if err != nil {
			if r, ok := law.AsRefusal(err); !ok || r.Code() != CodeLoosened {
				t.Fatalf("no refusal: %v", err)
			}
			return
		}
		if got.Contributors < p.Contributors || got.ContributorsHealth < p.ContributorsHealth || got.Rates < p.Rates || got.Quantiles < p.Quantiles || p.Zeros.Worse(got.Zeros) || p.Class.Worse(got.Class) ||
			p.Extremes.Worse(got.Extremes) || got.ClassShare > p.ClassShare || got.RecordClass < p.RecordClass || got.InjectiveShare > p.InjectiveShare ||
			got.InjectiveRows > p.InjectiveRows || got.OverlapShare > p.OverlapShare || got.Rows > p.Rows || got.Bytes > p.Bytes || got.Decimals > p.Decimals || got.Reviewers < p.Reviewers {
			t.Fatalf("loosened to %+v", got)
		}
	})
}

func TestTightenNamesEverything(t *testing.T) {
	_, err := floor(t, P1).Tighten(Parameters{Contributors: 3, ClassShare: 9900, Reviewers: 1, Zeros: Review})
	r, ok := law.AsRefusal(err)
	if !ok || len(r.Violations) != 4 {
		t.Fatalf("four parameters are loosened: %v", err)
	}
	for i, unit := range []string{"R2", "R3", "R6", "R20"} {
		if r.Violations[i].Cites[0] != law.Platform(unit) {
			t.Errorf("violation %d cites %v, want %s", i, r.Violations[i].Cites, unit)
		}
	}
}

func TestContributors(t *testing.T) {
	p := floor(t, P2)
	for _, c := range []struct {
		why    string
		cells  []Cell
		health bool
		few    Outcome
		zeros  Outcome
	}{
		{"ten is enough", []Cell{{Row: 1, Contributors: 10}}, false, Pass, Pass},
		{"nine is not", []Cell{{Row: 1, Contributors: 9}, {Row: 2, Contributors: 100}}, false, Fail, Pass},
		{"one person", []Cell{{Row: 1, Contributors: 1}}, false, Fail, Pass},
		{"a zero", []Cell{{Row: 1, Contributors: 0}, {Row: 2, Contributors: 50}}, false, Pass, Fail},
		{"a structural zero", []Cell{{Row: 1, Structural: true}, {Row: 2, Contributors: 50}}, false, Pass, Pass},
		{"a count below nothing", []Cell{{Row: 1, Contributors: -4}}, false, Fail, Pass},
		{"nothing at all", nil, false, Pass, Pass},
	} {
		got := Contributors("n", c.cells, p, c.health)
		if got[0].Rule != "R2" || got[1].Rule != "R3" || got[0].Outcome != c.few || got[1].Outcome != c.zeros {
			t.Errorf("%s: %s, %s", c.why, got[0].Outcome, got[1].Outcome)
		}
	}
	ten := []Cell{{Row: 1, Contributors: 10}}
	if got := Contributors("n", ten, floor(t, P1), true)[0]; got.Outcome != Fail || got.Threshold != ">= 11 units" {
		t.Errorf("ten persons' health in a public listing: %+v", got)
	}
	if got := Contributors("n", []Cell{{Row: 1}}, floor(t, P3), false)[1]; got.Outcome != Review {
		t.Errorf("a zero between teams: %s", got.Outcome)
	}
}

// D1: region × gender of a small survey. Nothing of it passes ten; what passes three
// is all but A/f.
func TestD1(t *testing.T) {
	table := map[string]int64{"A/m": 18, "A/f": 2, "B/m": 14, "B/f": 19, "C/m": 12, "C/f": 10, "D/m": 11, "D/f": 14}
	var cells []Cell
	for i, n := range []int64{18, 2, 14, 19, 12, 10, 11, 14} {
		cells = append(cells, Cell{Row: i + 1, Contributors: n})
	}
	p := floor(t, P1)
	got := Contributors("people", cells, p, false)[0]
	if got.Outcome != Fail || !slices.Equal(got.Rows, []int{2}) || got.Measured != "2 units at least; 1 cells below" {
		t.Errorf("%+v", got)
	}
	region := ClassDisclosure("sex", []Slice{{Rows: []int{1, 2}, Counts: []int64{table["A/m"], table["A/f"]}}, {Rows: []int{3, 4}, Counts: []int64{table["B/m"], table["B/f"]}}}, p)
	if region.Outcome != Fail || region.Cells != 1 || region.Measured != "90.00% at most; 1 groups" {
		t.Errorf("18 of 20 are 90 %%, which discloses in P1: %+v", region)
	}
	if got := ClassDisclosure("sex", []Slice{{Rows: []int{1, 2}, Counts: []int64{18, 2}}}, floor(t, P2)); got.Outcome != Pass {
		t.Errorf("and does not in P2: %+v", got)
	}
}

func TestClassDisclosure(t *testing.T) {
	p := floor(t, P2)
	for _, c := range []struct {
		why   string
		slice Slice
		want  Outcome
	}{
		{"all of one class", Slice{Rows: []int{1, 2}, Counts: []int64{40, 0}}, Fail},
		{"one class shown", Slice{Rows: []int{1}, Counts: []int64{40}}, Fail},
		{"one class by nature", Slice{Rows: []int{1}, Counts: []int64{40}, Structural: true}, Pass},
		{"exactly the share", Slice{Rows: []int{1, 2}, Counts: []int64{95, 5}}, Fail},
		{"just below", Slice{Rows: []int{1, 2}, Counts: []int64{9499, 501}}, Pass},
		{"nobody", Slice{Rows: []int{1, 2}, Counts: []int64{0, 0}}, Pass},
	} {
		if got := ClassDisclosure("c", []Slice{c.slice}, p); got.Outcome != c.want {
			t.Errorf("%s: %s (%s)", c.why, got.Outcome, got.Measured)
		}
	}
}

func TestRates(t *testing.T) {
	p := floor(t, P2)
	for _, c := range []struct {
		why      string
		num, den int64
		want     Outcome
	}{
		{"enough everywhere", 10, 20, Pass},
		{"few above the line", 9, 200, Fail},
		{"few who are not", 195, 200, Fail},
		{"everyone", 200, 200, Fail},
		{"nobody", 0, 200, Fail},
		{"more than there are", 30, 20, Fail},
		{"of none", 0, 0, Fail},
	} {
		if got := Rates("r", []Rate{{Row: 1, Numerator: c.num, Denominator: c.den}}, p, false); got.Outcome != c.want {
			t.Errorf("%s: %s (%s)", c.why, got.Outcome, got.Measured)
		}
	}
	if got := RateClass("r", []Rate{{Row: 1, Numerator: 190, Denominator: 200}}, p); got.Outcome != Fail {
		t.Errorf("95 %% of a group: %s", got.Outcome)
	}
}

func TestExtremes(t *testing.T) {
	for _, c := range []struct {
		profile Profile
		public  bool
		want    Outcome
	}{{P1, false, Fail}, {P2, false, Fail}, {P3, false, Review}, {P1, true, Pass}} {
		if got := Extreme("m", 4, c.public, floor(t, c.profile)); got.Outcome != c.want {
			t.Errorf("%s, public %v: %s", c.profile, c.public, got.Outcome)
		}
	}
	p := floor(t, P2)
	for _, c := range []struct {
		at   int
		n    int64
		want Outcome
	}{{5000, 20, Pass}, {5000, 19, Fail}, {9000, 100, Pass}, {9000, 99, Fail}, {9900, 500, Fail}, {100, 1000, Pass}, {0, 1000, Fail}, {10000, 1000, Fail}} {
		if got := Quantiles("q", c.at, []Cell{{Row: 1, Contributors: c.n}}, p, false); got.Outcome != c.want {
			t.Errorf("quantile %d of %d: %s (%s)", c.at, c.n, got.Outcome, got.Measured)
		}
	}
}

// Classes by hashing are classes by comparing.
func TestClassify(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "ab"}), 2, 2), 0, 60).Draw(t, "records")
		sizes := map[string]int64{}
		for _, r := range records {
			sizes[fmt.Sprintf("%q", r)]++
		}
		want := Classes{Records: int64(len(records)), Count: int64(len(sizes))}
		for _, n := range sizes {
			if want.Smallest == 0 || n < want.Smallest {
				want.Smallest = n
			}
			if n == 1 {
				want.Unique++
			}
			if n < 3 {
				want.Below += n
			}
		}
		if got := Classify(records, 3); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

func TestWorst(t *testing.T) {
	for _, c := range []struct {
		outcomes []Outcome
		want     Outcome
	}{
		{nil, NotDeterminable}, {[]Outcome{Pass, Pass}, Pass}, {[]Outcome{Pass, Review}, Review},
		{[]Outcome{NotDeterminable, Pass}, NotDeterminable}, {[]Outcome{Fail, NotDeterminable}, Fail},
	} {
		var findings []Finding
		for _, o := range c.outcomes {
			findings = append(findings, Finding{Outcome: o})
		}
		if got := Worst(findings); got != c.want {
			t.Errorf("%v: %s, want %s", c.outcomes, got, c.want)
		}
	}
}

// Every finding that does not pass says what was measured against what, whence the
// threshold is, and what would make it right, in both languages.
func TestFindingsExplain(t *testing.T) {
	p := floor(t, P1)
	findings := slices.Concat(Contributors("c", []Cell{{Row: 1, Contributors: 2}, {Row: 2}}, p, false), []Finding{
		ClassDisclosure("c", []Slice{{Rows: []int{1}, Counts: []int64{7}}}, p), Rates("c", []Rate{{Row: 1}}, p, false), Extreme("c", 1, false, p),
		Quantiles("c", 9999, []Cell{{Row: 1, Contributors: 5}}, p, false), Records("c", Classify([][]string{{"a"}}, 3), p)})
	for _, f := range findings {
		if f.Outcome != Fail {
			t.Errorf("%s passes", f.Code)
		}
		if f.Measured == "" || f.Threshold == "" || f.Source == "" || f.Parameter == "" || f.Cite.IsZero() ||
			f.Says.ZH == "" || f.Says.EN == "" || f.Remedy.ZH == "" || f.Remedy.EN == "" {
			t.Errorf("%s does not explain itself: %+v", f.Code, f)
		}
		if v := f.Violation(); v.Code != f.Code || v.Cites[0] != f.Cite || len(v.Facts) < 4 {
			t.Errorf("%s as a violation: %+v", f.Code, v)
		}
	}
}
