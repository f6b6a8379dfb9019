package api_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// planeOfOne is a data plane that knows one examined output and one metered delivery.
type planeOfOne struct{ api.Data }

func (planeOfOne) Report(_ context.Context, _ casework.Actor, _ string) (json.RawMessage, error) {
	return json.RawMessage(`{"name": "指数.csv", "format": "csv", "artefact": "ab", "rows": 3, "profile": "P2", "unit": "person", "outcome": "fail", "findings": [
		{"rule": "R2", "code": "group.small", "outcome": "fail", "cite": {"instrument": "platform", "unit": "R2"}, "column": "n", "rows": [2], "parameter": "contributors", "measured": "4", "threshold": "10", "source": "platform", "says": {"zh": "组内单位过少", "en": "Too few units"}}]}`), nil
}

// Calls were three on 2025-03-01 and two on 2025-03-03, the city's day.
func (planeOfOne) Calls(_ context.Context, _ string, through calendar.Day) (calls int64, _ error) {
	for _, on := range []string{"2025-03-01", "2025-03-01", "2025-03-01", "2025-03-03", "2025-03-03"} {
		if !calendar.MustDay(on).After(through) {
			calls++
		}
	}
	return calls, nil
}

// An examination is shown with its articles, and beside it what left already from the same
// resources: to each as far as it exists for them, and the rest as a number.
func TestOutputs(t *testing.T) {
	tn := newTown(t, func(p *api.Parts) { p.Data = planeOfOne{} })
	operator := must[api.Me](tn.operator, "GET", "/v1/me", nil).Seat.Organisation
	var puts []casework.Record
	for _, o := range []struct{ id, org, state, body string }{
		{"O1", operator, "examined", `{"scenario": "S1", "resources": ["R1", "R2"]}`},
		{"O2", operator, "released", `{"scenario": "S1", "resources": ["R2", "R3"], "rows": 7}`},
		{"O3", "another", "released", `{"scenario": "S2", "resources": ["R1"]}`},
		{"O4", operator, "released", `{"scenario": "S1", "resources": ["R9"]}`},
		{"O5", operator, "barred", `{"scenario": "S1", "resources": ["R1"]}`},
	} {
		puts = append(puts, casework.Record{Kind: "output", ID: o.id, Rev: 1, Org: o.org, State: o.state, Title: o.id, Body: json.RawMessage(o.body)})
	}
	storetest.Record(t, tn.store, casework.Change{Puts: puts, Entry: storetest.NewEntry("test.put")})

	report := must[api.ReportShown](tn.operator, "GET", "/v1/outputs/O1/report", nil)
	if len(report.Findings) != 1 || report.Outcome != "fail" || report.Findings[0].Cites[0].Label.IsZero() || report.Findings[0].Measured != "4" {
		t.Errorf("the report is shown as %s", dump(report))
	}
	near := must[api.Neighbours](tn.operator, "GET", "/v1/outputs/O1/neighbours", nil)
	if len(near.Items) != 1 || near.Withheld != 1 || near.Items[0].Output != "O2" || !near.Items[0].Same || near.Items[0].Rows != 7 || dump(near.Items[0].Resources) != dump([]string{"R2"}) {
		t.Errorf("beside it left %s", dump(near))
	}
	if all := must[api.Neighbours](tn.authority, "GET", "/v1/outputs/O1/neighbours", nil); len(all.Items) != 2 || all.Withheld != 0 {
		t.Errorf("who oversees sees %s", dump(all))
	}
	tn.provider.refused(404, "thing.unseen", "GET", "/v1/outputs/O1/neighbours", nil)
	tn.provider.refused(404, "thing.unseen", "GET", "/v1/outputs/O1/report", nil)
	tn.system.refused(404, "thing.unseen", "GET", "/v1/outputs/O1/neighbours", nil)
}

// The meter of a data interface counts each day by itself, and is its parties' business.
func TestMeter(t *testing.T) {
	tn := newTown(t, func(p *api.Parts) { p.Data = planeOfOne{} })
	operator := must[api.Me](tn.operator, "GET", "/v1/me", nil).Seat.Organisation
	put := casework.Record{Kind: "delivery", ID: "D1", Rev: 1, Org: operator, State: "in-force", Title: "D1", Body: json.RawMessage(`{"dailyQuota": 3, "totalQuota": 10}`)}
	storetest.Record(t, tn.store, casework.Change{Puts: []casework.Record{put}, Entry: storetest.NewEntry("test.put")})
	m := must[api.MeterShown](tn.operator, "GET", "/v1/deliveries/D1/meter", nil)
	if m.Today != 2 || m.Total != 5 || m.DailyQuota != 3 || m.TotalQuota != 10 || len(m.Days) != 31 || m.Days[28].Calls != 3 || m.Days[29].Calls != 0 || m.Days[30].Day.String() != "2025-03-03" {
		t.Errorf("the meter stands at %s", dump(m))
	}
	tn.provider.refused(404, "thing.unseen", "GET", "/v1/deliveries/D1/meter", nil)
	none := newTown(t)
	none.operator.refused(501, "fault.no-such-part", "GET", "/v1/deliveries/D1/meter", nil)
}
