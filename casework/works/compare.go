package works

import (
	"context"
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/store"
)

// confirmation is the document of catalogue.confirm-version: how each column is held.
type confirmation struct {
	Columns []struct {
		Name  string          `json:"name"`
		Class catalogue.Class `json:"class"`
		Level catalogue.Level `json:"level"`
		Role  catalogue.Role  `json:"role"`
		Unit  string          `json:"unit"`
	} `json:"columns"`
}

// compare keeps how a person has confirmed a version's columns, and says by what it
// differs from the version in force: what stops it from taking that one's place under the
// grants that stand, and what does no harm. 〔platform PF-24〕
func (w *Works) compare(ctx context.Context, l store.Lease, o order) error {
	resource, version := o.Links["resource"], o.Links["version"]
	fresh, err := w.confirmed(ctx, o.Case, resource, version)
	if err != nil {
		return err
	}
	if _, err := w.putJSON(ctx, w.heldOf(resource, version), fresh); err != nil {
		return err
	}
	facts, err := w.facts(ctx, "resource", resource)
	if err != nil {
		return err
	}
	var d catalogue.Difference
	if inForce := text(facts, "version"); inForce != "" {
		if d, err = w.difference(ctx, facts, inForce, fresh); err != nil {
			return err
		}
	}
	return w.report(ctx, l, o, "compared", map[string]any{"stops": changes(d.Stops), "notes": changes(d.Notes)})
}

// difference compares a version with the one in force.
func (w *Works) difference(ctx context.Context, resource map[string]any, inForce string, fresh Profile) (catalogue.Difference, error) {
	old, err := w.held(ctx, text(resource, "id"), inForce)
	if err != nil {
		return catalogue.Difference{}, err
	}
	packs, err := w.Desk.PacksOverThings(ctx, "resource", text(resource, "id"))
	if err != nil {
		return catalogue.Difference{}, err
	}
	allow, err := allowance(packs)
	if err != nil {
		return catalogue.Difference{}, err
	}
	d := catalogue.Diff(old.Version, fresh.Version, allow)
	if old.Unit != fresh.Unit {
		d.Stops = append(d.Stops, catalogue.Change{Code: catalogue.ChangeUnitColumn, From: old.Unit, To: fresh.Unit})
	}
	return d, nil
}

// confirmed is the profile of a version with class, level and role of each column as the
// person has just confirmed them.
func (w *Works) confirmed(ctx context.Context, caseID, resource, version string) (Profile, error) {
	c, err := w.caseOf(ctx, caseID)
	if err != nil {
		return Profile{}, err
	}
	said, err := document[confirmation](c, "version-confirmation")
	if err != nil {
		return Profile{}, err
	}
	profile, err := w.ProfileOf(ctx, resource, version)
	if err != nil {
		return Profile{}, err
	}
	facts, err := w.facts(ctx, "version", version)
	if err != nil {
		return Profile{}, err
	}
	number, _ := facts["number"].(int)
	profile.Version.Dataset, profile.Version.Number = catalogue.DatasetID(resource), number
	seat := seatOf(c, "confirm-version")
	for _, stated := range said.Columns {
		at := slices.IndexFunc(profile.Version.Columns, func(col catalogue.Column) bool { return col.Name == stated.Name })
		if at < 0 {
			continue
		}
		if stated.Role == "" {
			stated.Role = catalogue.NoRole
		}
		col, err := profile.Version.Columns[at].Confirm(stated.Class, stated.Level, stated.Role, seat)
		if err != nil {
			return Profile{}, fmt.Errorf("version %s: %w", version, err)
		}
		col.Unit = stated.Unit
		profile.Version.Columns[at] = col
	}
	return profile, nil
}

// held reads how the columns of exactly this version are held.
func (w *Works) held(ctx context.Context, resource, version string) (p Profile, err error) {
	err = w.getJSON(ctx, w.heldOf(resource, version), &p)
	return p, err
}

// seatOf is the seat that took a step last.
func seatOf(c casework.Case, step string) string {
	for _, a := range slices.Backward(c.Done) {
		if a.Step == step {
			return a.By.Seat
		}
	}
	return ""
}

// changes are differences as the report of a comparison lists them.
func changes(of []catalogue.Change) []any {
	list := make([]any, len(of))
	for i, c := range of {
		list[i] = map[string]any{"change": c.Code, "column": c.Column, "from": c.From, "to": c.To}
	}
	return list
}
