package calendar_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

// shared opens a file of the shared material beside the repository, or skips.
func shared(t *testing.T, name string) [][]string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", name)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the calendar is compared with its oracle only where the material that the product is developed with lies beside the repository, at %s", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// The shipped calendar agrees with an independent one on every day of every year.
func TestChinaEqualsOracle(t *testing.T) {
	working := map[string]bool{}
	for _, row := range shared(t, "calendar_cn_holidays.csv") {
		working[row[0]] = row[1] == "makeup_workday"
	}
	compared := 0
	for d := MustDay("2007-01-01"); d.Year() < 2027; d = d.AddDays(1) {
		want, special := working[d.String()]
		if !special {
			want = d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
		}
		got, published := China().IsWorkingDay(d)
		if got != want || !published {
			t.Errorf("%s %s: working %v, published %v; the oracle says %v", d, d.Weekday(), got, published, want)
		}
		if _, adjusted := China().Adjustment(d); adjusted != special {
			t.Errorf("%s: adjusted %v, in the oracle %v", d, adjusted, special)
		}
		compared++
	}
	if compared != 7305 {
		t.Errorf("compared %d days, want the 7305 of twenty years", compared)
	}
}

func TestChinaCitesTheNotices(t *testing.T) {
	want := map[int][]string{}
	for _, row := range shared(t, "calendar_cn_notices.csv") {
		year, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		want[year] = append(want[year], row[1])
	}
	for _, year := range China().Years() {
		var refs []string
		for _, n := range China().Notices(year) {
			refs = append(refs, n.Ref)
		}
		if !slices.Equal(refs, want[year]) {
			t.Errorf("%d cites %v, want %v", year, refs, want[year])
		}
	}
	if len(want) != len(China().Years()) {
		t.Errorf("%d years are published, the oracle has %d", len(China().Years()), len(want))
	}
}

func TestChinaIsPublishedFrom2007To2026(t *testing.T) {
	years := China().Years()
	if len(years) != 20 || years[0] != 2007 || years[19] != 2026 {
		t.Fatalf("published: %v", years)
	}
	for _, year := range []int{-1, 0, 2006, 2027, 12345} {
		if China().Published(year) || China().Notices(year) != nil {
			t.Errorf("%d is published", year)
		}
	}
}

// Every adjustment changes something or names a holiday, and cites a notice that governs
// its year, or in December the year after.
func TestChinaAdjustments(t *testing.T) {
	all := China().Adjustments()
	if len(all) == 0 {
		t.Fatal("there are none")
	}
	for _, a := range all {
		year := a.Day.Year()
		if a.Day.Month() == time.December {
			year++
		}
		if !slices.ContainsFunc(China().Notices(year), func(n Notice) bool { return n.Ref == a.Ref }) {
			t.Errorf("%s cites a notice that does not govern %d", a.Day, year)
		}
		if a.Name == "" {
			t.Errorf("%s names no holiday", a.Day)
		}
	}
	all[0].Name = "altered"
	if again := China().Adjustments(); again[0].Name == "altered" {
		t.Error("a caller can alter the calendar")
	}
}

func TestDaysThatNewcomersGetWrong(t *testing.T) {
	for _, c := range []struct {
		day                string
		working, published bool
		why                string
	}{
		{"2026-02-14", true, true, "a worked Saturday"},
		{"2026-02-15", false, true, "a Sunday in the holiday"},
		{"2026-02-16", false, true, "a Monday in the holiday"},
		{"2025-04-27", true, true, "a worked Sunday"},
		{"2025-10-01", false, true, "National Day, a Wednesday"},
		{"2020-01-31", false, true, "added by the emergency notice while the holiday ran"},
		{"2020-02-01", false, true, "had been a make-up day until then"},
		{"2018-12-31", false, true, "moved by the notice for 2019"},
		{"2018-12-29", true, true, "made up for by the notice for 2019"},
		{"2006-12-30", true, false, "worked by the notice for 2007, in a year that is unpublished here"},
		{"2006-12-29", true, false, "a Friday of an unpublished year"},
		{"2027-01-01", true, false, "a Friday of an unpublished year: not guessed"},
		{"2027-01-02", false, false, "a Saturday of an unpublished year"},
		{"9999-12-31", true, false, "a Friday, the last day of all"},
		{"0001-01-01", true, false, "a Monday, the first day of all"},
	} {
		working, published := China().IsWorkingDay(MustDay(c.day))
		if working != c.working || published != c.published {
			t.Errorf("%s: working %v, published %v; want %v, %v: %s", c.day, working, published, c.working, c.published, c.why)
		}
	}
	if working, published := China().IsWorkingDay(Day{}); working || published {
		t.Error("the unset day is a working or a published day")
	}
}

// The digest pins the shipped facts: whoever changes china.csv changes it knowingly.
func TestChinaDigest(t *testing.T) {
	const want = "387960120e3f3261c74769593aef050ab7093424550e55ff9e6e14011b0798c5"
	if got := China().Digest(); got != want {
		t.Errorf("the shipped calendar has the digest %s, want %s; a change of it moves due days and belongs in the changelog", got, want)
	}
	if got := China().String(); got != "calendar 2007–2026 ("+want[:12]+")" {
		t.Errorf("it prints as %s", got)
	}
}

// Unset in, unset out; the ends of the range hold.
func TestCountingAtTheEdges(t *testing.T) {
	c, first, last := China(), MustDay("0001-01-01"), MustDay("9999-12-31")
	if !c.Due(Day{}, MustPeriod("within 5 working-days")).IsZero() || !c.DueTolled(Day{}, MustPeriod("keep 6 months")).IsZero() {
		t.Error("a clock that has not started has a span")
	}
	if n, provisional := c.WorkingDaysBetween(Day{}, last); n != 0 || provisional {
		t.Error("counted from the unset day")
	}
	if c.NextWorkingDay(Day{}) != (Day{}) || c.AddWorkingDays(Day{}, 5) != (Day{}) {
		t.Error("found a working day from the unset day")
	}
	if c.Left(Day{}, last) != (Remaining{}) || c.Recount(Span{}) != (Recounted{}) || c.RecountTolled(Span{}) != (Recounted{}) {
		t.Error("something is left of nothing")
	}
	if c.AddWorkingDays(first, -3) != first || c.AddWorkingDays(last, 3) != last || c.NextWorkingDay(last) != last {
		t.Error("counting leaves the range of days")
	}
	if got := c.Due(first, MustPeriod("at-least-before 3 months")); got.Last != first {
		t.Errorf("notice before the first of all days: %s", got.Last)
	}
	if n, _ := c.WorkingDaysBetween(last, first); n >= 0 {
		t.Error("counting back is not negative")
	}
	if d := MustDay("2026-11-21"); c.AddWorkingDays(d, 0) != d || c.AddWorkingDays(d, 1) != MustDay("2026-11-23") || c.AddWorkingDays(d, -1) != MustDay("2026-11-20") {
		t.Error("counting from a Saturday")
	}
	if n, published := c.WorkingDaysIn(0); n != 0 || published {
		t.Error("the year 0 has working days")
	}
}
