package api_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/api"
)

// What a case computed is read with its derivation, as JSON and as a table in both
// languages, by those who see the case and nobody else.
func TestFigures(t *testing.T) {
	tn := newTown(t)
	provider := must[api.CasePage](tn.provider, "GET", "/v1/cases/"+tn.caseOf, nil).Parties[0].ID
	assessed := must[api.Receipt](tn.authority, "POST", "/v1/cases", map[string]any{"procedure": "contribution", "step": "assess", "links": map[string]any{"provider": provider},
		"form": map[string]any{"from": "2024-01-01", "until": "2024-06-30", "rules": "供给评价办法", "criteria": []map[string]any{
			{"criterion": "数量", "score": 80, "weight": 1}, {"criterion": "=质量", "score": 91, "weight": 2}}}})
	type page struct {
		Items []api.FigureShown `json:"items"`
	}
	figures := must[page](tn.authority, "GET", "/v1/cases/"+assessed.Case+"/figures", nil).Items
	if len(figures) != 2 {
		t.Fatalf("it has the figures %s", dump(figures))
	}
	score := figures[1]
	if score.Amount != 8733 || score.Rounding != "half-up" || score.Rule != "PF-56.score" || score.Entry == 0 || len(score.Cites) == 0 {
		t.Errorf("the score is %s", dump(score))
	}
	for _, want := range []string{"80 × 1", "91 × 2", "8,733"} {
		if !strings.Contains(score.Derivation.ZH, want) || !strings.Contains(score.Derivation.EN, want) {
			t.Errorf("the derivation %s does not say %s", dump(score.Derivation), want)
		}
	}
	tn.operator.refused(404, "thing.unseen", "GET", "/v1/cases/"+assessed.Case+"/figures", nil)

	tn.authority.headers["Accept"] = "text/csv"
	r := tn.authority.do("GET", "/v1/cases/"+assessed.Case+"/figures", nil)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(r.body), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 3 || rows[2][4] != "8,733" || rows[2][6] == "" || rows[2][7] == "" || rows[2][9] != "platform:PF-56" {
		t.Errorf("the table is %v, %v", rows, err)
	}
}
