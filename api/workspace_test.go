package api_test

import (
	"testing"

	"github.com/shuyu-project/shuyu/api"
)

// Workspaces are business: they do not exist for administrators, nor for whoever has no
// seat; an installation without a data plane says so.
func TestWorkspaces(t *testing.T) {
	tn := newTown(t)
	draft := map[string]any{"scenario": "S1", "sql": "SELECT 1"}
	for _, b := range []*browser{tn.system, tn.security, tn.audits} {
		b.refused(404, "thing.unseen", "GET", "/v1/workspaces", nil)
		b.refused(404, "thing.unseen", "GET", "/v1/workspaces/S1", nil)
		b.refused(404, "thing.unseen", "POST", "/v1/workspaces/check", draft)
	}
	if none := must[pageOf[api.WorkspaceLine]](tn.operator, "GET", "/v1/workspaces", nil).Items; len(none) != 0 {
		t.Errorf("an operator without a scenario works in %s", dump(none))
	}
	tn.operator.refused(501, "fault.no-such-part", "POST", "/v1/workspaces/check", draft)
	tn.operator.refused(400, "request.malformed", "POST", "/v1/workspaces/check", map[string]any{"scenario": "S1", "sql": "SELECT 1", "catalogue": "elsewhere"})
	tn.browser().refused(401, "sign-in.required", "POST", "/v1/workspaces/check", draft)
}
