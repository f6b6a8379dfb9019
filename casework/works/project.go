package works

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/vault"
)

// prepared is what is kept beside a projection: all that admission and examination need
// to know of it.
type prepared struct {
	Projection zone.Projection `json:"projection"`
	Plan       string          `json:"plan"`
	UnitColumn string          `json:"unitColumn"`
}

// project prepares what grants show of a version, so that no job waits for it. A
// projection that is missing when a job asks for it is prepared then.
func (w *Works) project(ctx context.Context, l store.Lease, o order) error {
	grants, err := w.grantsOf(ctx, o)
	if err != nil {
		return err
	}
	for i, grant := range grants {
		w.tell(l, o, "preparing", int64(i), int64(len(grants)))
		for _, in := range []mask.Catalogue{mask.Production, mask.Development} {
			if _, err := w.projection(ctx, grant, in); err != nil && !errors.Is(err, errNoVersion) {
				return fmt.Errorf("preparing grant %s: %w", grant, err)
			}
		}
	}
	if resource := o.Fields["resource"]; resource != "" {
		if err := w.replaced(ctx, o.Case, resource); err != nil {
			return err
		}
	}
	return w.finish(ctx, l, o)
}

// grantsOf lists the grants in force that a task is about: those of a resource, or
// those a supply has just made.
func (w *Works) grantsOf(ctx context.Context, o order) ([]string, error) {
	return w.grants(ctx, func(r casework.Record, grant map[string]any) bool {
		return r.Case == o.Case || text(grant, "resource") == o.Fields["resource"] && o.Fields["resource"] != ""
	})
}

// GrantsFor lists the grants in force of a scenario.
func (w *Works) GrantsFor(ctx context.Context, scenario string) ([]string, error) {
	return w.grants(ctx, func(_ casework.Record, grant map[string]any) bool { return text(grant, "scenario") == scenario })
}

// grants lists the grants in force that are wanted.
func (w *Works) grants(ctx context.Context, wanted func(casework.Record, map[string]any) bool) ([]string, error) {
	var ids []string
	err := w.Desk.Ledger.Read(ctx, func(v casework.View) error {
		for r, err := range casework.EveryRecord(ctx, v, casework.RecordQuery{Kind: "grant", State: "in-force"}) {
			if err != nil {
				return err
			}
			var body map[string]any
			if err := json.Unmarshal(r.Body, &body); err != nil {
				return fmt.Errorf("reading grant %s: %w", r.ID, err)
			}
			if wanted(r, body) {
				ids = append(ids, r.ID)
			}
		}
		return nil
	})
	return ids, err
}

var errNoVersion = errors.New("the resource has no confirmed version yet")

// projection answers what a grant shows, preparing it once per grant and version.
func (w *Works) projection(ctx context.Context, grant string, in mask.Catalogue) (zone.Projection, error) {
	g, err := w.facts(ctx, "grant", grant)
	if err != nil {
		return zone.Projection{}, err
	}
	resource, err := w.facts(ctx, "resource", text(g, "resource"))
	if err != nil {
		return zone.Projection{}, err
	}
	version := text(resource, "version")
	if version == "" {
		return zone.Projection{}, fmt.Errorf("resource %s: %w", text(g, "resource"), errNoVersion)
	}
	plan, unit, err := w.plan(ctx, g, resource, version, in)
	if err != nil {
		return zone.Projection{}, err
	}
	digest, err := plan.Digest()
	if err != nil {
		return zone.Projection{}, fmt.Errorf("digesting the plan of grant %s: %w", grant, err)
	}
	p, err := w.preparedBy(ctx, w.projectionOf(grant, version, string(in), "plan"), digest)
	if errors.Is(err, ErrNoObject) { // never made, or only when it was held or shown otherwise
		p, err = w.prepare(ctx, g, resource, version, plan, unit)
	}
	if err != nil {
		return zone.Projection{}, err
	}
	data := w.projectionOf(grant, version, string(in), "data")
	p.Projection.Source = vault.Source{Vault: w.Vault, Ref: vault.Ref{Version: data, Digest: p.Projection.Digest}, Ctx: ctx}
	return p.Projection, nil
}

// preparedBy finds what was prepared by exactly this plan. What was prepared by an earlier
// one stays beside it until all of it is destroyed.
func (w *Works) preparedBy(ctx context.Context, at vault.Version, plan string) (prepared, error) {
	objects, err := w.Vault.Objects(at)
	if err != nil {
		return prepared{}, fmt.Errorf("looking for %s/%s: %w", at.Dataset, at.Version, err)
	}
	for _, o := range objects {
		var p prepared
		if err := w.readJSON(ctx, o, &p); err != nil {
			return prepared{}, err
		}
		if p.Plan == plan {
			return p, nil
		}
	}
	return prepared{}, fmt.Errorf("looking for %s/%s: %w", at.Dataset, at.Version, ErrNoObject)
}

// plan says what a grant shows of a version as things stand: as its columns are held
// now, and its resource is open now.
func (w *Works) plan(ctx context.Context, g, resource map[string]any, version string, in mask.Catalogue) (mask.Plan, string, error) {
	id := text(g, "id")
	columns, unitColumn, err := w.columns(ctx, text(resource, "id"), version, resource)
	if err != nil {
		return mask.Plan{}, "", err
	}
	request := mask.Request{Version: version, Grant: id, Scenario: text(g, "scenario"), Columns: columns, Granted: texts(g, "columns"), Catalogue: in, NoUnit: unitColumn == ""}
	if in == mask.Development {
		packs, err := w.Desk.PacksOverThings(ctx, "grant", id)
		if err != nil {
			return mask.Plan{}, "", err
		}
		if request.Sample, err = sample(packs, unitColumn != ""); err != nil {
			return mask.Plan{}, "", err
		}
	}
	plan, err := mask.Project(request, mask.Policy{})
	if err != nil {
		return mask.Plan{}, "", fmt.Errorf("planning what grant %s shows: %w", id, err)
	}
	return plan, unitColumn, nil
}

// prepare masks and filters a version for a grant and keeps the result.
func (w *Works) prepare(ctx context.Context, g, resource map[string]any, version string, plan mask.Plan, unitColumn string) (prepared, error) {
	id, resourceID := text(g, "id"), text(resource, "id")
	folder, sweep, err := w.scratch()
	if err != nil {
		return prepared{}, err
	}
	defer sweep()
	raw, out := filepath.Join(folder, "raw.parquet"), filepath.Join(folder, "shown.parquet")
	object, err := w.recorded(ctx, w.versionOf(resourceID, version), "version", version)
	if err != nil {
		return prepared{}, err
	}
	if err := w.unseal(ctx, object.Ref, raw); err != nil {
		return prepared{}, err
	}
	key, err := mask.ScenarioKey(w.Secret, plan.Scenario, plan.Catalogue)
	if err != nil {
		return prepared{}, fmt.Errorf("deriving the key of scenario %s: %w", plan.Scenario, err)
	}
	pipeline := w.pipeline
	pipeline.Scratch = folder
	manifest, err := pipeline.Materialise(ctx, plan, key, []string{raw}, out)
	if err != nil {
		return prepared{}, fmt.Errorf("preparing what grant %s shows: %w", id, err)
	}
	return w.keepProjection(ctx, g, resource, version, plan, manifest, out, unitColumn)
}

func (w *Works) keepProjection(ctx context.Context, g, resource map[string]any, version string, plan mask.Plan, m mask.Manifest, out, unitColumn string) (prepared, error) {
	f, err := os.Open(out)
	if err != nil {
		return prepared{}, fmt.Errorf("opening the projection: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	id, in := text(g, "id"), string(plan.Catalogue)
	object, err := w.put(ctx, w.projectionOf(id, version, in, "data"), f)
	if err != nil {
		return prepared{}, err
	}
	digest, err := plan.Digest()
	if err != nil {
		return prepared{}, fmt.Errorf("digesting the plan of grant %s: %w", id, err)
	}
	unit := text(resource, "unit")
	if unit == "" {
		unit = zone.NoUnit
	}
	p := prepared{Plan: digest, UnitColumn: unitColumn, Projection: zone.Projection{
		Name: TableName(resource), Dataset: text(resource, "id"), Version: version, Grant: id, Scenario: plan.Scenario,
		Catalogue: zone.Catalogue(in), Unit: unit, Columns: shownColumns(plan, m), Rows: m.Rows, Units: m.Units, Digest: object.Digest}}
	_, err = w.putJSON(ctx, w.projectionOf(id, version, in, "plan"), p)
	return p, err
}

// TableName is what a resource is called in SQL: its English title in lower case, with
// everything that is no letter or digit as an underscore; its id where it has none.
func TableName(resource map[string]any) string {
	title := text(resource, "titleEN")
	if title == "" {
		title = text(resource, "id")
	}
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "_") {
			b.WriteByte('_')
		}
	}
	name := strings.Trim(b.String(), "_")
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		name = "t_" + name
	}
	return name
}

// columns are a version's columns with the class, level and role that a person has
// confirmed of exactly this version.
func (w *Works) columns(ctx context.Context, resource, version string, facts map[string]any) ([]mask.Column, string, error) {
	held, err := w.held(ctx, resource, version)
	if err != nil {
		return nil, "", err
	}
	unit := ""
	if text(facts, "unit") != "none" {
		unit = held.Unit
	}
	open := text(facts, "openness") == string(catalogue.Unconditional)
	var columns []mask.Column
	for _, col := range held.Version.Columns {
		m := mask.Column{Name: col.Name, Type: mask.Type(col.Type), Level: int(col.Guarded()), Role: mask.Role(col.Role), Unit: col.Name == unit, Joins: col.Name == unit, Open: open}
		if col.Type == catalogue.String {
			m.Type = mask.Text
		}
		columns = append(columns, m)
	}
	return columns, unit, nil
}

// engineTypes are the engine's names of the types.
var engineTypes = map[mask.Type]string{mask.Text: "VARCHAR", mask.Integer: "BIGINT", mask.Decimal: "DOUBLE", mask.Double: "DOUBLE",
	mask.Date: "DATE", mask.Moment: "TIMESTAMP", mask.Boolean: "BOOLEAN"}

// shownColumns describes a projection to admission: what each column may be used for.
func shownColumns(plan mask.Plan, m mask.Manifest) []zone.Column {
	distinct := map[string]int64{}
	for i, name := range m.Columns {
		distinct[name] = m.Distinct[i]
	}
	var columns []zone.Column
	for _, s := range plan.Shown {
		if s.Mask.Kind == mask.Drop {
			continue
		}
		c := zone.Column{Name: s.Name, Type: engineTypes[s.Type], Level: s.Level, Role: zone.RoleProtected, Distinct: distinct[s.Name]}
		switch {
		case s.Unit:
			c.Role = zone.RoleUnit
		case s.Role == mask.Identifier:
			c.Role = zone.RoleIdentifier
		case s.Level == 1 || plan.Unit == nil:
			c.Role = zone.RolePublic
		}
		if s.Mask.Kind != mask.Plain {
			c.Mask = string(s.Mask.Kind)
			if s.Mask.Kind == mask.Token || s.Mask.Kind == mask.Pattern {
				c.Type = "VARCHAR"
			}
		}
		columns = append(columns, c)
	}
	return columns
}
