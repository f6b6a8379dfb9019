package works

import (
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
)

// kept lists what the vault holds of a version's projections under a grant.
func (p *place) kept(grant, version string) (n int) {
	p.t.Helper()
	for _, in := range []string{"production", "development"} {
		for _, part := range []string{"data", "plan"} {
			objects, err := p.Vault.Objects(p.projectionOf(grant, version, in, part))
			if err != nil {
				p.t.Fatal(err)
			}
			n += len(objects)
		}
	}
	return n
}

// followed deposits and confirms a second version, which is compared and not yet prepared; it answers the first and the second.
func (p *place) followed() (first, second string) {
	p.t.Helper()
	first, _ = p.fact("resource", p.resource, "version").(string)
	p.deposited(strings.ReplaceAll(readings(), "泰山", "东平"))
	p.work()
	p.step(qin, p.holding, "confirm-version", map[string]any{"columns": readingColumns})
	if n, err := p.Once(p.t.Context()); n != 1 || err != nil {
		p.t.Fatalf("comparing it: %d tasks, %v", n, err)
	}
	second, _ = p.fact("resource", p.resource, "version").(string)
	return first, second
}

// TestReplaced: when a new version's projections stand, the older ones are destroyed with
// an entry in the log; the version itself stays.
func TestReplaced(t *testing.T) {
	p := available(t)
	first, second := p.followed()
	if got := p.kept("N1", first); got != 0 && got != 4 {
		t.Fatalf("%d projections of the first version before it is replaced", got)
	}
	p.work()
	if old, fresh := p.kept("N1", first), p.kept("N1", second); old != 0 || fresh != 4 {
		t.Errorf("the vault holds %d projections of the first version and %d of the second\n%s", old, fresh, p.log)
	}
	if _, err := p.bytes(t.Context(), p.projectionOf("N1", first, "production", "data")); err == nil {
		t.Error("a replaced projection can be read")
	}
	if _, err := p.bytes(t.Context(), p.versionOf(p.resource, first)); err != nil {
		t.Errorf("the version itself: %v", err)
	}
	if n := p.entries("task.projection.replaced"); n != 1 {
		t.Errorf("%d entries say so, want 1", n)
	}
	if err := p.replaced(t.Context(), "", ""); err != nil || p.entries("task.projection.replaced") != 1 {
		t.Errorf("what is gone is destroyed again: %v", err)
	}
	if err := casework.CheckInvariants(t.Context(), p.store, p.Desk.Packs); err != nil {
		t.Error(err)
	}
}

// TestReplacedWhileRunning: what a job runs on stays until it has ended.
func TestReplacedWhileRunning(t *testing.T) {
	p := available(t)
	p.approves(means)
	run := p.do(feng, job("production", means))
	form := jobForm{Catalogue: "production", Grants: []string{"N1"}, SQL: means}
	approvals, err := p.approvals(t.Context(), form)
	if err != nil {
		t.Fatal(err)
	}
	admitted, refusal, err := p.admit(t.Context(), run.Links["job"], form, approved(form, approvals))
	if err != nil || refusal != nil {
		t.Fatal(refusal, err)
	}
	if refusal, err := p.enter(t.Context(), run.Case, admitted, approvals); err != nil || refusal != nil {
		t.Fatal(refusal, err)
	}
	first, _ := p.fact("resource", p.resource, "version").(string)
	if err := p.supersede("version", "V2", first); err != nil {
		t.Fatal(err)
	}
	if err := p.replaced(t.Context(), "", ""); err != nil || p.kept("N1", first) != 4 {
		t.Fatalf("under a running job %d of 4 projections stand: %v", p.kept("N1", first), err)
	}
	p.step(casework.Machine, run.Case, "fail", map[string]any{"failure": "fault"})
	if err := p.leave(t.Context(), run.Case, form.Grants); err != nil || p.kept("N1", first) != 0 {
		t.Errorf("after it %d projections stand: %v", p.kept("N1", first), err)
	}
}

// supersede sets another version in force, as confirming it does.
func (p *place) supersede(kind, id, first string) error {
	body, err := p.facts(p.t.Context(), kind, first)
	if err != nil {
		return err
	}
	body["id"] = id
	p.put(kind, id, body)
	resource, err := p.facts(p.t.Context(), "resource", p.resource)
	if err != nil {
		return err
	}
	resource["version"] = id
	p.put("resource", p.resource, resource)
	return nil
}

// TestReplacedCutOff: a removal that was cut off in its middle is finished at the start.
func TestReplacedCutOff(t *testing.T) {
	p := available(t)
	first, _ := p.followed()
	gone := p.projectionOf("N1", first, "development", "data")
	if _, err := p.Vault.Destroy(t.Context(), gone, p.Desk.Today().String(), "replaced by a new version"); err != nil {
		t.Fatal(err) // the process dies here: one of four is gone, and the task is not done
	}
	if got := p.kept("N1", first); got != 3 {
		t.Fatalf("%d projections are left", got)
	}
	if err := p.replaced(t.Context(), "", ""); err != nil || p.kept("N1", first) != 0 {
		t.Errorf("%d are left after the start: %v", p.kept("N1", first), err)
	}
	if _, err := p.Vault.Deposit(t.Context(), gone, strings.NewReader("x")); err == nil {
		t.Errorf("a replaced projection is made again: %v", err)
	}
}
