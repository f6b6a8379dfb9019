package works

import (
	"context"
	"errors"
	"slices"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/mask"
)

// Dataset is what one grant in force shows, described and not read: the table a query
// names and its columns as each side masks them.
type Dataset struct {
	Grant    string
	Resource string
	Title    string // of the resource
	Version  string
	Until    string // last day of the grant
	Table    string // name in SQL; "" while nothing is prepared
	Unit     string // privacy unit; zone.NoUnit where it describes none
	State    string // "ready", "preparing" or "no-version"
	// Columns of either side, as the job sees them. No count of values is among them.
	Development, Production []zone.Column
}

// Datasets describes what the grants in force of a scenario show to an operator. It
// prepares nothing: what is not prepared yet says so.
func (w *Works) Datasets(ctx context.Context, operator, scenario string) ([]Dataset, error) {
	grants, err := w.inForce(ctx, operator, scenario, nil)
	if err != nil {
		return nil, err
	}
	var all []Dataset
	for _, grant := range grants {
		d, err := w.dataset(ctx, grant)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// inForce keeps the grants of a scenario that the operator holds today; of named ones
// only those.
func (w *Works) inForce(ctx context.Context, operator, scenario string, named []string) ([]string, error) {
	ids, err := w.GrantsFor(ctx, scenario)
	if err != nil {
		return nil, err
	}
	var held []string
	for _, id := range ids {
		if len(named) > 0 && !slices.Contains(named, id) {
			continue
		}
		g, err := w.facts(ctx, "grant", id)
		if err != nil {
			return nil, err
		}
		if text(g, "operator") == operator && g["inForce"] == true {
			held = append(held, id)
		}
	}
	return held, nil
}

func (w *Works) dataset(ctx context.Context, grant string) (Dataset, error) {
	g, err := w.facts(ctx, "grant", grant)
	if err != nil {
		return Dataset{}, err
	}
	resource, err := w.facts(ctx, "resource", text(g, "resource"))
	if err != nil {
		return Dataset{}, err
	}
	d := Dataset{Grant: grant, Resource: text(g, "resource"), Title: text(resource, "title"), Version: text(resource, "version"), Until: text(g, "until"), State: "ready"}
	if d.Version == "" {
		d.State = "no-version"
		return d, nil
	}
	for _, in := range []mask.Catalogue{mask.Development, mask.Production} {
		var p prepared
		err := w.getJSON(ctx, w.projectionOf(grant, d.Version, string(in), "plan"), &p)
		if errors.Is(err, ErrNoObject) {
			d.State = "preparing"
			continue
		}
		if err != nil {
			return d, err
		}
		d.Table, d.Unit = p.Projection.Name, p.Projection.Unit
		columns := slices.Clone(p.Projection.Columns)
		for i := range columns {
			columns[i].Distinct = 0
		}
		if in == mask.Development {
			d.Development = columns
		} else {
			d.Production = columns
		}
	}
	return d, nil
}

// Admissible reads a query as it would be read when it is submitted, over what the
// operator's grants of the scenario show today. It runs nothing, reads no row and logs
// nothing: the refusal is advice, and the reading that counts is made when it is
// submitted. A text that is still being written is read as if it were approved; whether
// it is says Approved.
func (w *Works) Admissible(ctx context.Context, who casework.Actor, scenario string, grants []string, in zone.Catalogue, sql string) (zone.Admitted, *law.Refusal, error) {
	held, err := w.inForce(ctx, who.Organisation, scenario, grants)
	if err != nil {
		return zone.Admitted{}, nil, err
	}
	form := jobForm{Catalogue: string(in), SQL: sql}
	for _, id := range held {
		d, err := w.dataset(ctx, id)
		if err != nil {
			return zone.Admitted{}, nil, err
		}
		if d.State == "ready" { // what is not prepared yet shows nothing yet
			form.Grants = append(form.Grants, id)
		}
	}
	admitted, refusal, err := w.admit(ctx, "check", form, zone.CodeDigest(form.SQL))
	if refusal != nil {
		w.Desk.Speak(refusal)
	}
	return admitted, refusal, err
}
