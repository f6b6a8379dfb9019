package works

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm3"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/zone/egress"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// residentID is a number that one of Tai'an's divisions can have given out.
func residentID(i int) string {
	divisions := []string{"370902", "370911", "370921", "370923", "370982", "370983"}
	id := fmt.Sprintf("%s%04d%02d%02d%03d", divisions[i%6], 1930+i*7%90, 1+i%12, 1+i%28, i*131%1000)
	sum := 0
	for n, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(id[n]-'0') * weight
	}
	return id + string("10X98765432"[sum%11])
}

// codesOfHouseholds are 800 subscribers in 40 households. A household goes by half a hash
// of the number of its head: too short to be refused on sight, and no value of the source
// hashes to it.
func codesOfHouseholds() string {
	var b strings.Builder
	b.WriteString("subscriber,household,litres\n")
	for i := range 800 {
		sum := sm3.Sum([]byte(residentID(i / 20)))
		fmt.Fprintf(&b, "%s,%s,%d\n", meterID(i), hex.EncodeToString(sum[:8]), 5000+i*7)
	}
	return b.String()
}

// An installation that declares nothing tries the identity numbers of its own area: a table
// of their hashes does not leave. 〔platform R18.3〕
func TestHashesOfTheAreaAreReversed(t *testing.T) {
	p := newPlace(t)
	if len(p.Domains) != 0 {
		t.Fatal("the place declares domains of its own")
	}
	p.described()
	p.deposited(codesOfHouseholds())
	p.work()
	p.step(qin, p.holding, "confirm-version", map[string]any{"columns": []any{
		map[string]any{"name": "subscriber", "class": "证件", "level": "L4", "role": "ID"},
		map[string]any{"name": "household", "class": "编码", "level": "L1", "role": "none"},
		map[string]any{"name": "litres", "class": "用量", "level": "L2", "role": "SA"},
	}})
	p.put("grant", "N1", map[string]any{"operator": "huaxin", "agreement": "A1", "scenario": "S1", "resource": p.resource, "masking": "masked",
		"columns": []any{"subscriber", "household", "litres"}, "state": "in-force", "from": "2025-03-18", "until": "2026-03-17"})
	p.work()
	const counts = "SELECT household, count(DISTINCT subscriber) AS people FROM readings GROUP BY household"
	p.approves(counts)
	run := p.do(feng, job("production", counts))
	p.work()
	if p.state(run.Case) != "produced" {
		t.Fatalf("the job is %s\n%s", p.state(run.Case), p.log)
	}
	c, err := p.caseOf(t.Context(), run.Case)
	if err != nil {
		t.Fatal(err)
	}
	p.do(wu, casework.Command{Procedure: "review", Step: "submit", Links: map[string]string{"output": c.Links["output"]}, Form: map[string]any{"description": "户数", "use": "用水"}})
	p.work()
	body, err := p.ReportOf(t.Context(), c.Links["output"])
	if err != nil {
		t.Fatalf("%v\n%s", err, p.log)
	}
	var report egress.Report
	if err := json.Unmarshal(body, &report); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(report.Findings, func(f privacy.Finding) bool { return f.Code == egress.CodeReversed })
	if at < 0 || report.Findings[at].Outcome != privacy.Fail || p.fact("output", c.Links["output"], "verdict") != "fail" {
		t.Fatalf("the hashes of the area's identity numbers pass: %s", body)
	}
	// The report says what was tried.
	if said := report.Findings[at].Measured; !strings.Contains(said, "resident-id of 370902 to 370983 (6 divisions), born 1925 to 2025") {
		t.Errorf("the report says %q", said)
	}
}
