package route_test

import (
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/route"
	"github.com/shuyu-project/shuyu/packs"
)

// opened are the shipped packs that tests have read, each once.
var opened = map[string]*pack.Pack{}

func open(t *testing.T, name string) *pack.Pack {
	t.Helper()
	if p, ok := opened[name]; ok {
		return p
	}
	p, err := pack.Open(packs.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	opened[name] = p
	return p
}

// timed is the timeline of a shipped pack from the catalogue to the registered product.
func timed(t *testing.T, name, day string) route.Timeline {
	t.Helper()
	p := open(t, name)
	to, ok := route.ReleasedPoint(p)
	if !ok {
		t.Fatalf("pack %s has no product", name)
	}
	line, err := route.Simulate(p, calendar.China(), route.CataloguedPoint, to, calendar.MustDay(day))
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// interval finds the wait before a step.
func interval(t *testing.T, line route.Timeline, step string) route.Interval {
	t.Helper()
	for _, w := range line.Intervals {
		if w.Procedure+"."+w.Step == step && w.By[0] != "clock" {
			return w
		}
	}
	t.Fatalf("%s is not on the way", step)
	return route.Interval{}
}

// Counted by hand on the calendar of 2026, from Monday 21 September:
//
//	21 Sep (Mon)  application for registration, review and notice on one day at the earliest;
//	              the notice runs at least 5 natural days, its own day not counted:
//	              22, 23, 24 Sep; 25 (Mid-Autumn, holiday to 27), 26 Sep = the fifth,
//	              a holiday, so it ends on the next working day, Mon 28 Sep 〔Civil Code 203〕
//	29 Sep (Tue)  registered (+8), rights confirmed, round called, application filed and rated
//	30 Sep (Wed)  the call's closing day, 29 Sep at the earliest, lies behind (+1): shortlist,
//	              government's consent, notice of at least the 1 day it must state:
//	              1 Oct, a holiday (1 to 7 October); it ends on Thu 8 Oct
//	 9 Oct (Fri)  agreement, certificate, demand, supply, job, review, release, product (+9)
//
//	8 + 1 + 9 = 18 days. No wait of the way has a period within which it must end.
func TestTimeOfTaianIsThatCountedByHand(t *testing.T) {
	line := timed(t, "taian", "2026-09-21")
	for step, day := range map[string]string{
		"registration.notice": "2026-09-21", "registration.register": "2026-09-29", "confirmation.confirm": "2026-09-29", "authorisation.announce": "2026-09-29",
		"application.rate": "2026-09-29", "authorisation.shortlist": "2026-09-30", "authorisation.notice": "2026-09-30", "agreement.sign": "2026-10-09",
		"demand.supply": "2026-10-09", "review.release": "2026-10-09", "product.register": "2026-10-09",
	} {
		if got := interval(t, line, step).Earliest.String(); got != day {
			t.Errorf("%s can be taken on %s; by hand it is %s", step, got, day)
		}
	}
	if line.MinDays != 8+1+9 || line.MaxDays != 8+1+9 || !line.Unbounded {
		t.Errorf("minimum %d, maximum %d, unbounded %v; by hand 18, 18 and open waits", line.MinDays, line.MaxDays, line.Unbounded)
	}
	w := interval(t, line, "registration.register")
	if !w.Critical || w.MinDays != 8 || w.Period != "at-least 5 natural-days" || w.Reading != "TA-a" || w.Cites[0].String() != "taian:TA-09.3" {
		t.Errorf("the wait of the notice is %+v", w)
	}
	if w := interval(t, line, "authorisation.consent"); w.Wait != route.WaitOpen || !w.Open || w.Reason.EN == "" || w.By[0] != "government" {
		t.Errorf("a wait without a period must say who ends it, and why none is counted: %+v", w)
	}
}

// Counted by hand from Monday 21 September 2026:
//
//	21 Sep (Mon)  plan drafted, submitted and adopted, selection opened, application passed
//	22 Sep (Tue)  the call's closing day, 21 Sep at the earliest, lies behind (+1): operator selected,
//	              agreement decided and signed, demand filed
//	at the earliest all that follows comes on the same day: 1 day
//
// At the latest, from the filing on 22 Sep, each within 5 working days, their first day not
// counted:
//
//	pass      23, 24 Sep, (25 to 27 holiday), 28, 29, 30 Sep            = 30 Sep (Wed)
//	consent   (1 to 7 Oct holiday) 8, 9, 10 Oct (Sat, worked instead), 12, 13 Oct = 13 Oct (Tue)
//	supply    14, 15, 16, (17, 18 weekend) 19, 20 Oct                    = 20 Oct (Tue)
//
//	20 Oct lies 29 days after 21 Sep.
func TestTimeOfChengduIsThatCountedByHand(t *testing.T) {
	line := timed(t, "chengdu", "2026-09-21")
	for step, days := range map[string][2]string{
		"plan.adopt": {"2026-09-21", "2026-09-21"}, "authorisation.select": {"2026-09-22", "2026-09-22"}, "demand.apply": {"2026-09-22", "2026-09-22"},
		"demand.pass": {"2026-09-22", "2026-09-30"}, "demand.consent": {"2026-09-22", "2026-10-13"}, "demand.supply": {"2026-09-22", "2026-10-20"},
		"product.register": {"2026-09-22", "2026-10-20"},
	} {
		if w := interval(t, line, step); w.Earliest.String() != days[0] || w.Latest.String() != days[1] {
			t.Errorf("%s comes from %s to %s; by hand from %s to %s", step, w.Earliest, w.Latest, days[0], days[1])
		}
	}
	if line.MinDays != 1 || line.MaxDays != 29 {
		t.Errorf("minimum %d, maximum %d; by hand 1 and 29", line.MinDays, line.MaxDays)
	}
	if w := interval(t, line, "demand.pass"); w.Wait != route.WaitWithin || w.Open || w.Cites[0].String() != "chengdu:CD-23.b" {
		t.Errorf("the formal review is due within its period: %+v", w)
	}
}

func TestTimeIntoAnUnpublishedYearIsProvisional(t *testing.T) {
	line := timed(t, "chengdu", "2026-12-28")
	if line.Awaits != 2027 {
		t.Errorf("awaits %d; counted into 2027, whose calendar is not published", line.Awaits)
	}
	if w := interval(t, line, "demand.supply"); !w.Provisional {
		t.Errorf("the wait is counted in 2027 and must be provisional: %+v", w)
	}
	if line := timed(t, "chengdu", "2026-09-21"); line.Awaits != 0 {
		t.Errorf("awaits %d; all days lie in 2026", line.Awaits)
	}
}

func TestTheTimeOfEachPackRestsOnItsOwnArticles(t *testing.T) {
	for _, c := range []struct{ pack, step, why string }{
		{"taian", "registration.register", "registered before it is authorised"},
		{"chengdu", "plan.adopt", "no operator is selected without a plan"},
		{"binzhou", "authorisable.state", "only what its provider stated may be authorised"},
		{"guizhou", "authorisation.notice", "an operator's supply needs the first tier, which is shown"},
		{"suzhou", "authorisation.deliberate", "the group deliberates before the department determines"},
		{"national-implementation", "plan.adopt", "the plan comes first"},
	} {
		line := timed(t, c.pack, "2026-09-21")
		interval(t, line, c.step)
		for _, w := range line.Intervals {
			if len(w.Cites) == 0 || len(w.By) == 0 || w.Title.ZH == "" {
				t.Errorf("%s: the wait before %s.%s names no article, nobody, or nothing: %+v", c.pack, w.Procedure, w.Step, w)
			}
		}
		for _, w := range line.Intervals {
			if w.Wait == route.WaitOpen && w.Reason.EN == "" {
				t.Errorf("%s: nothing says why the wait before %s.%s is open", c.pack, w.Procedure, w.Step)
			}
		}
	}
}

func TestPointsThatAreNotThereAreNamed(t *testing.T) {
	p := open(t, "taian")
	for _, c := range []struct{ from, to, says string }{
		{"catalogue.available", "produkt.registered", "its procedures are"},
		{"catalogue.available", "product.gone", "its states are"},
		{"catalogue.available", "registration.correction", "no way leads"},
	} {
		from, _ := route.ParsePoint(c.from)
		to, _ := route.ParsePoint(c.to)
		if _, err := route.Simulate(p, calendar.China(), from, to, calendar.MustDay("2026-09-21")); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s to %s: %v; want it to say %q", c.from, c.to, err, c.says)
		}
	}
	if _, err := route.ParsePoint("product"); err == nil {
		t.Error("a procedure alone is no point")
	}
}
