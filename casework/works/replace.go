package works

import (
	"context"
	"fmt"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/zone/vault"
)

// replaced destroys what was prepared of versions that another has replaced since. While
// a job runs under a grant nothing of the grant is touched: its end, the next preparation
// or the next start comes back to it. The log says so before the first key is destroyed,
// and a removal that was cut off is done again by whichever comes first. resource "" means
// of all. 〔platform PF-24, PF-26〕
func (w *Works) replaced(ctx context.Context, caseID, resource string) error {
	targets, err := w.superseded(ctx, resource)
	if err != nil || len(targets) == 0 {
		return err
	}
	if err := w.Desk.Finish(ctx, "", caseID, "projection.replaced"); err != nil {
		return fmt.Errorf("recording that projections are replaced: %w", err)
	}
	for _, v := range targets {
		if _, err := w.Vault.Destroy(ctx, v, w.Desk.Today().String(), "replaced by a new version"); err != nil {
			return fmt.Errorf("destroying %s/%s: %w", v.Dataset, v.Version, err)
		}
	}
	return nil
}

// superseded lists what is kept of versions that are not in force, under grants that no
// job runs under.
func (w *Works) superseded(ctx context.Context, resource string) ([]vault.Version, error) {
	grants, err := w.bodies(ctx, "grant", "")
	if err != nil {
		return nil, err
	}
	busy, err := w.running(ctx)
	if err != nil {
		return nil, err
	}
	var targets []vault.Version
	for _, grant := range grants {
		of := text(grant, "resource")
		if resource != "" && of != resource || busy[text(grant, "id")] {
			continue
		}
		facts, err := w.facts(ctx, "resource", of)
		if err != nil {
			return nil, err
		}
		if text(facts, "version") == "" {
			continue
		}
		kept, err := w.projections(ctx, []map[string]any{grant}, text(facts, "version"))
		if err != nil {
			return nil, err
		}
		targets = append(targets, kept...)
	}
	return targets, nil
}

// running are the grants under which a job has been admitted and has not ended.
func (w *Works) running(ctx context.Context) (map[string]bool, error) {
	busy := map[string]bool{}
	err := w.Desk.Ledger.Read(ctx, func(v casework.View) error {
		for c, err := range casework.EveryCase(ctx, v, casework.CaseQuery{Procedure: "job", State: "admitted"}) {
			if err != nil {
				return err
			}
			form, err := document[jobForm](c, "job")
			if err != nil {
				return err
			}
			for _, grant := range form.Grants {
				busy[grant] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for jobs that run: %w", err)
	}
	return busy, nil
}
