package calendar_test

import (
	"slices"
	"strings"
	"testing"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

func days(t *testing.T, text string) []Day {
	t.Helper()
	var out []Day
	for _, s := range strings.Fields(text) {
		out = append(out, MustDay(s))
	}
	return out
}

// The holiday of 2020 was prolonged while it ran. Whoever had counted before counts again.
func TestEmergencyNoticeOf2020(t *testing.T) {
	before := beforeTheEmergency(t)
	after := amended(t, before, Amendment{
		Notice: Notice{Year: 2020, Ref: "emergency"},
		Days: []Adjustment{
			{Day: MustDay("2020-02-01"), Mark: Ordinary},
			{Day: MustDay("2020-01-31"), Mark: Rest, Name: "春节"},
		},
	})
	if got, want := before.Changes(after), days(t, "2020-01-31 2020-02-01"); !slices.Equal(got, want) {
		t.Errorf("changed %v, want %v", got, want)
	}
	old := before.Due(MustDay("2020-01-23"), MustPeriod("within 5 working-days"))
	if old.Last != MustDay("2020-02-05") || old.Provisional {
		t.Fatalf("before: %+v", old)
	}
	r := after.Recount(old)
	if !r.Changed || r.Settled || r.New.Last != MustDay("2020-02-07") || r.Moved != 2 || r.Old != old {
		t.Errorf("after: %+v", r)
	}
	if got := China().Due(old.From, old.Period); got != r.New {
		t.Errorf("the shipped calendar knows the emergency: %+v", got)
	}
	if got := after.Notices(2020); len(got) != 2 || got[0].Ref != "plan" || got[1].Ref != "emergency" {
		t.Errorf("notices in order of issue: %+v", got)
	}
	if before.Digest() == after.Digest() {
		t.Error("the digest does not show the amendment")
	}
}

// beforeTheEmergency is 2020 as it stood until 26 January.
func beforeTheEmergency(t *testing.T) *Calendar {
	t.Helper()
	plan := Amendment{Notice: Notice{Year: 2020, Ref: "plan"}, Days: []Adjustment{
		{Day: MustDay("2020-01-01"), Mark: Rest, Name: "元旦"},
		{Day: MustDay("2020-01-19"), Mark: Work, Name: "春节"},
		{Day: MustDay("2020-02-01"), Mark: Work, Name: "春节"},
	}}
	for _, d := range days(t, "2020-01-24 2020-01-25 2020-01-26 2020-01-27 2020-01-28 2020-01-29 2020-01-30") {
		plan.Days = append(plan.Days, Adjustment{Day: d, Mark: Rest, Name: "春节"})
	}
	return amended(t, noYear(), plan)
}

// A provisional day is settled by the notice of the year it waits for, moved or not.
func TestPublishingAYearSettles(t *testing.T) {
	notice := Notice{Year: 2027, Ref: "notice for 2027"}
	published := amended(t, China(), Amendment{Notice: notice, Days: []Adjustment{
		{Day: MustDay("2027-01-01"), Mark: Rest, Name: "元旦"},
		{Day: MustDay("2026-12-26"), Mark: Work, Name: "元旦"},
	}})
	for _, c := range []struct {
		from, period     string
		last             string
		changed, settled bool
		moved            int
		why              string
	}{
		{"2026-12-28", "within 10 working-days", "2027-01-12", true, true, 1, "1 January is a holiday"},
		{"2026-06-30", "within 1 years", "2027-06-30", false, true, 0, "the same day, now certain"},
		{"2026-12-24", "within 3 working-days", "2026-12-28", true, false, -1, "the notice reached into December: never provisional, and earlier all the same"},
		{"2026-12-21", "within 3 working-days", "2026-12-24", false, false, 0, "before all that changed"},
		{"2027-12-30", "within 5 working-days", "2028-01-06", false, false, 0, "now waits for 2028 only"},
	} {
		r := published.Recount(China().Due(MustDay(c.from), MustPeriod(c.period)))
		if r.New.Last.String() != c.last || r.Changed != c.changed || r.Settled != c.settled || r.Moved != c.moved {
			t.Errorf("%s %s: %+v; want last %s, changed %v, settled %v, moved %d: %s", c.from, c.period, r, c.last, c.changed, c.settled, c.moved, c.why)
		}
	}
	if !published.Published(2027) || China().Published(2027) {
		t.Error("publishing a year altered the calendar that was amended, or did not amend")
	}
	changed := China().Changes(published)
	if len(changed) != 366 || changed[0] != MustDay("2026-12-26") {
		t.Errorf("%d days changed, the first %s; want the 365 of 2027 and one of December", len(changed), changed[0])
	}
	if len(China().Changes(China())) != 0 {
		t.Error("a calendar differs from itself")
	}
}

func TestAmendmentsAreRefused(t *testing.T) {
	rest := func(day string) Adjustment { return Adjustment{Day: MustDay(day), Mark: Rest, Name: "假"} }
	for _, c := range []struct {
		notice Notice
		days   []Adjustment
		says   string
	}{
		{Notice{Year: 2027}, nil, "no reference"},
		{Notice{Ref: "N"}, nil, "impossible year 0"},
		{Notice{Year: 10000, Ref: "N"}, nil, "impossible year"},
		{Notice{Year: 2027, Ref: "N\n"}, nil, "control characters"},
		{Notice{Year: 2027, Ref: China().Notices(2026)[0].Ref}, nil, "stands twice"},
		{Notice{Year: 2027, Ref: "N"}, []Adjustment{rest("2027-01-01"), rest("2027-01-01")}, "2027-01-01 stands twice"},
		{Notice{Year: 2027, Ref: "N"}, []Adjustment{rest("2026-11-30")}, "outside what a notice for 2027 can move"},
		{Notice{Year: 2027, Ref: "N"}, []Adjustment{rest("2028-01-01")}, "outside"},
		{Notice{Year: 2027, Ref: "N"}, []Adjustment{{Day: MustDay("2027-01-01"), Mark: Work, Name: "假"}}, "needs no make-up"},
		{Notice{Year: 2027, Ref: "N"}, []Adjustment{{Day: MustDay("2027-01-01"), Name: "假"}}, "not \"unset\""},
		{Notice{Year: 2027, Ref: "N"}, []Adjustment{{Day: MustDay("2027-01-01"), Mark: Rest}}, "names no holiday"},
		{Notice{Year: 2027, Ref: "N"}, []Adjustment{{Mark: Rest, Name: "假"}}, "outside"},
		{Notice{Year: 2027, Ref: "N"}, []Adjustment{{Day: MustDay("2027-01-01"), Mark: Rest, Name: "假", Ref: "M"}}, "rests on another notice"},
	} {
		_, err := China().With(Amendment{Notice: c.notice, Days: c.days})
		if err == nil || !strings.HasPrefix(err.Error(), "amending calendar") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v, want %q", c.notice, err, c.says)
		}
	}
}
