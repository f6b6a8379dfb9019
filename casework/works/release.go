package works

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/zone/egress"
	"github.com/shuyu-project/shuyu/zone/privacy"
	"github.com/shuyu-project/shuyu/zone/vault"
)

// release writes the bytes that leave: the output in canonical form, without what was
// for the reviewers only, under a key of their own. Approval is a move between stores.
func (w *Works) release(ctx context.Context, l store.Lease, o order) error {
	output, err := w.facts(ctx, "output", o.Links["output"])
	if err != nil {
		return err
	}
	artefact, _, err := w.artefact(ctx, output)
	if err != nil {
		return err
	}
	c, err := w.caseOf(ctx, o.Case)
	if err != nil {
		return err
	}
	packs, err := w.measured(ctx, c, output)
	if err != nil {
		return err
	}
	parameters, err := disclosure(packs, privacy.P2)
	if err != nil {
		return err
	}
	body, err := egress.Rewrite(artefact, parameters)
	if err != nil {
		return fmt.Errorf("writing the release of output %s: %w", o.Links["output"], err)
	}
	if _, err := w.put(ctx, w.outputOf(text(output, "job"), "released"), bytes.NewReader(body)); err != nil {
		return err
	}
	return w.finish(ctx, l, o)
}

// released reads what left the zone for a product.
func (w *Works) released(ctx context.Context, product map[string]any) ([]byte, error) {
	output, err := w.facts(ctx, "output", text(product, "output"))
	if err != nil {
		return nil, err
	}
	return w.bytes(ctx, w.outputOf(text(output, "job"), "released"))
}

// destroy shreds what a task names: the working data of an agreement, what was prepared of a
// resource that was withdrawn, or a version that was turned away. Where a case waits for it, it reports what is gone and what remains.
func (w *Works) destroy(ctx context.Context, l store.Lease, o order) error {
	day, reason := w.Desk.Today().String(), o.Case
	var targets []vault.Version
	switch {
	case o.Fields["agreement"] != "":
		found, err := w.workingData(ctx, o.Fields["agreement"])
		if err != nil {
			return err
		}
		targets = found
	case o.Fields["resource"] != "":
		found, err := w.shownOf(ctx, o.Fields["resource"])
		if err != nil {
			return err
		}
		targets = found
	case o.Fields["version"] != "":
		resource, version := o.Links["resource"], o.Fields["version"]
		targets = []vault.Version{w.versionOf(resource, version), w.profileOf(resource, version), w.heldOf(resource, version)}
	}
	var records []vault.Destruction
	objects, remaining := 0, map[string]bool{}
	for i, v := range targets {
		w.tell(l, o, "destroying", int64(i), int64(len(targets)))
		d, err := w.Vault.Destroy(ctx, v, day, reason)
		if err != nil {
			return fmt.Errorf("destroying %s/%s: %w", v.Dataset, v.Version, err)
		}
		records = append(records, d)
		objects += len(d.Objects)
		for _, r := range d.Remains {
			remaining[r] = true
		}
	}
	return w.reportDestruction(ctx, l, o, records, objects, remaining)
}

func (w *Works) reportDestruction(ctx context.Context, l store.Lease, o order, records []vault.Destruction, objects int, remaining map[string]bool) error {
	c, err := w.caseOf(ctx, o.Case)
	if err != nil {
		return err
	}
	pinned, known := w.Desk.Packs.Of(c.Pack)
	if !known {
		return fmt.Errorf("case %s was accepted under the pack %.12s, which the installation does not have", c.ID, c.Pack)
	}
	def, ok := pinned.Procedure(c.Procedure)
	if !ok {
		return w.finish(ctx, l, o)
	}
	if _, waits := def.Step("destroy"); !waits {
		return w.finish(ctx, l, o)
	}
	kept, err := w.putJSON(ctx, vault.Version{Tenant: w.Tenant, Dataset: o.Case, Version: "destruction"}, records)
	if err != nil {
		return err
	}
	left := []any{}
	for _, r := range []string{vault.RemainsBackups, vault.RemainsRecipients, vault.RemainsMedium, vault.RemainsMemory} {
		if remaining[r] {
			left = append(left, r)
		}
	}
	return w.report(ctx, l, o, "destroy", map[string]any{"objects": objects, "keys": len(records), "remaining": left, "report": kept.Digest})
}

// workingData lists what was made for an agreement's grants, and what its jobs made that
// was never released. What was released stays as evidence of what left.
func (w *Works) workingData(ctx context.Context, agreement string) ([]vault.Version, error) {
	grants, err := w.bodies(ctx, "grant", agreement)
	if err != nil {
		return nil, err
	}
	targets, err := w.projections(ctx, grants, "")
	if err != nil {
		return nil, err
	}
	return w.heldOutputs(ctx, agreement, targets)
}

// shownOf lists what was prepared of a resource, under whichever grant.
func (w *Works) shownOf(ctx context.Context, resource string) ([]vault.Version, error) {
	all, err := w.bodies(ctx, "grant", "")
	if err != nil {
		return nil, err
	}
	return w.projections(ctx, slices.DeleteFunc(all, func(grant map[string]any) bool { return text(grant, "resource") != resource }), "")
}

// projections lists what was prepared for grants, of every version of their resources but
// the one that is to be spared.
func (w *Works) projections(ctx context.Context, grants []map[string]any, spared string) ([]vault.Version, error) {
	var targets []vault.Version
	for _, grant := range grants {
		versions, err := w.bodies(ctx, "version", text(grant, "resource"))
		if err != nil {
			return nil, err
		}
		for _, version := range versions {
			if text(version, "id") == spared {
				continue
			}
			for _, in := range []string{"production", "development"} {
				for _, part := range []string{"data", "plan"} {
					targets = w.ifKept(targets, w.projectionOf(text(grant, "id"), text(version, "id"), in, part))
				}
			}
		}
	}
	return targets, nil
}

// heldOutputs adds the outputs of an agreement's jobs that were never released.
func (w *Works) heldOutputs(ctx context.Context, agreement string, targets []vault.Version) ([]vault.Version, error) {
	scenarios, err := w.bodies(ctx, "scenario", agreement)
	if err != nil {
		return nil, err
	}
	for _, scenario := range scenarios {
		jobs, err := w.bodies(ctx, "job", text(scenario, "id"))
		if err != nil {
			return nil, err
		}
		for _, job := range jobs {
			outputs, err := w.bodies(ctx, "output", text(job, "id"))
			if err != nil {
				return nil, err
			}
			for _, output := range outputs {
				if output["released"] != true {
					targets = w.ifKept(targets, w.outputOf(text(job, "id"), "output"))
				}
			}
		}
	}
	return targets, nil
}

// bodies reads the facts of the register lines of a kind about a subject.
func (w *Works) bodies(ctx context.Context, kind, subject string) ([]map[string]any, error) {
	lines, err := w.records(ctx, kind, subject)
	if err != nil {
		return nil, err
	}
	all := make([]map[string]any, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal(line, &all[i]); err != nil {
			return nil, fmt.Errorf("reading a %s: %w", kind, err)
		}
	}
	return all, nil
}

// ifKept adds a version that the vault holds something of.
func (w *Works) ifKept(targets []vault.Version, v vault.Version) []vault.Version {
	if _, err := w.only(v); errors.Is(err, ErrNoObject) {
		return targets
	}
	return append(targets, v)
}
