// Package plane gives the interface the platform's workers as its data plane: for each
// call it asks whose the thing is, and what is somebody else's does not exist for whoever
// asks. Both the server and the attacks that are kept as tests use it.
//
// It is not where data is worked on (casework/works), nor where requests are read (api).
package plane

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/casework/works"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/delivery"
)

// Plane gives the interface the platform's worker as its data plane.
type Plane struct{ *works.Works }

var (
	_ api.Data      = Plane{}
	_ api.Workbench = Plane{}
	_ api.Meters    = Plane{}
)

// Upload keeps a provider's file. Whose the resource is not, for them it is not there.
func (d Plane) Upload(ctx context.Context, who casework.Actor, resource, name string, r io.Reader) (api.Deposited, error) {
	facts, err := d.Desk.Facts(ctx, "resource", resource)
	if err != nil {
		return api.Deposited{}, err
	}
	if facts["provider"] != who.Organisation {
		return api.Deposited{}, d.Desk.LogUnseen(ctx, who, "resource", resource)
	}
	digest, size, err := d.Works.Upload(ctx, resource, r)
	form := map[string]any{"way": "file", "file": digest}
	if format := formatNamed(name); format != "" {
		form["format"] = format
	}
	return api.Deposited{Object: digest, Digest: digest, SizeBytes: size, Form: form}, err
}

// formatNamed is the format that a file's name claims, "" where it claims none that is
// read. It is a proposal: what the depositing step says decides.
func formatNamed(name string) string {
	switch ending := strings.TrimPrefix(strings.ToLower(path.Ext(name)), "."); ending {
	case "csv", "parquet", "xlsx", "json":
		return ending
	}
	return ""
}

// Query submits a development query and shows its masked rows.
func (d Plane) Query(ctx context.Context, who casework.Actor, q api.Query) (api.Result, error) {
	grants, err := d.GrantsOf(ctx, who, q)
	if err != nil {
		return api.Result{}, err
	}
	sample, _, err := d.Works.Query(ctx, who, casework.Command{Links: map[string]string{"scenario": q.Scenario},
		Form: map[string]any{"title": "开发查询", "purpose": "query", "grants": grants, "sql": q.SQL}})
	if err != nil {
		return api.Result{}, err
	}
	result := api.Result{Mark: "masked-sample", Millis: sample.Millis, Rows: [][]any{}}
	for _, name := range sample.Columns {
		result.Columns = append(result.Columns, api.ResultColumn{Name: name})
	}
	for _, row := range sample.Rows {
		if q.Limit > 0 && len(result.Rows) == q.Limit {
			result.Truncated = true
			break
		}
		cells := make([]any, len(row))
		for i, cell := range row {
			cells[i] = cell
		}
		result.Rows = append(result.Rows, cells)
	}
	return result, nil
}

// GrantsOf lists the grants a query names, or all of the scenario's.
func (d Plane) GrantsOf(ctx context.Context, _ casework.Actor, q api.Query) ([]any, error) {
	if len(q.Grants) > 0 {
		all := make([]any, len(q.Grants))
		for i, g := range q.Grants {
			all[i] = g
		}
		return all, nil
	}
	ids, err := d.GrantsFor(ctx, q.Scenario)
	all := make([]any, len(ids))
	for i, id := range ids {
		all[i] = id
	}
	return all, err
}

// Report reads the examination of an output.
func (d Plane) Report(ctx context.Context, _ casework.Actor, output string) (json.RawMessage, error) {
	return d.ReportOf(ctx, output)
}

// Profile reads what is known of a version.
func (d Plane) Profile(ctx context.Context, who casework.Actor, resource, version string) (json.RawMessage, error) {
	profile, err := d.ProfileOf(ctx, resource, version)
	if errors.Is(err, works.ErrNoObject) {
		return nil, d.Desk.LogUnseen(ctx, who, "version", version)
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(profile)
}

// File hands a delivery over to its recipient.
func (d Plane) File(ctx context.Context, who casework.Actor, id string) (api.Delivered, error) {
	facts, err := d.Desk.Facts(ctx, "delivery", id)
	if err != nil {
		return api.Delivered{}, err
	}
	if facts["recipient"] != who.Organisation || facts["way"] != "file" {
		return api.Delivered{}, d.Desk.LogUnseen(ctx, who, "delivery", id)
	}
	scenario, _ := facts["scenario"].(string)
	body, manifest, err := d.Works.File(ctx, id, who.Organisation, scenario)
	if err != nil {
		return api.Delivered{}, err
	}
	text, err := manifest.JSON()
	return api.Delivered{Name: id + ".csv", ContentType: "text/csv; charset=utf-8", Manifest: text, Content: io.NopCloser(bytes.NewReader(body))}, err
}

// LookUp answers a call of a data interface.
func (d Plane) LookUp(ctx context.Context, c api.Call) (json.RawMessage, error) {
	return d.Works.LookUp(ctx, c.Delivery, c.Key, c.Scenario, delivery.Query{Parameters: c.Columns, From: c.From})
}

// DeliveryKey gives the key of a data interface to a seat of its recipient.
func (d Plane) DeliveryKey(ctx context.Context, who casework.Actor, id string) (string, error) {
	facts, err := d.Desk.Facts(ctx, "delivery", id)
	if err != nil {
		return "", err
	}
	if facts["recipient"] != who.Organisation || facts["way"] != "interface" {
		return "", d.Desk.LogUnseen(ctx, who, "delivery", id)
	}
	return d.KeyFor(ctx, id)
}

// Datasets describes what the grants of a scenario show.
func (d Plane) Datasets(ctx context.Context, operator, scenario string) ([]api.DatasetShown, error) {
	found, err := d.Works.Datasets(ctx, operator, scenario)
	if err != nil {
		return nil, err
	}
	shown := make([]api.DatasetShown, len(found))
	for i, f := range found {
		one := api.DatasetShown{Grant: f.Grant, Resource: f.Resource, Title: f.Title, Version: f.Version, Until: f.Until, Table: f.Table, Unit: f.Unit, State: f.State, Columns: []api.ColumnShown{}}
		masks := map[string]string{}
		for _, c := range f.Development {
			masks[c.Name] = c.Mask
		}
		for _, c := range f.Production {
			one.Columns = append(one.Columns, api.ColumnShown{Name: c.Name, Type: c.Type, Level: fmt.Sprintf("L%d", c.Level), Role: string(c.Role),
				Development: masks[c.Name], Production: c.Mask, Uses: c.Role.Uses()})
		}
		shown[i] = one
	}
	return shown, nil
}

// Functions lists what a query may call, by name.
func (d Plane) Functions() []api.FunctionShown {
	kinds := zone.Functions()
	shown := make([]api.FunctionShown, 0, len(kinds))
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		shown = append(shown, api.FunctionShown{Name: name, Kind: kinds[name]})
	}
	return shown
}

// Check reads a query that is being written.
func (d Plane) Check(ctx context.Context, who casework.Actor, q api.Draft) (api.Checked, *law.Refusal, error) {
	admitted, refusal, err := d.Admissible(ctx, who, q.Scenario, q.Grants, zone.Catalogue(q.Catalogue), q.SQL)
	if err != nil || refusal != nil {
		return api.Checked{}, refusal, err
	}
	checked := api.Checked{SQL: admitted.SQL(), Reads: map[string][]string{}}
	for _, o := range admitted.Outputs() {
		checked.Outputs = append(checked.Outputs, api.OutputColumn{Name: o.Name, Kind: string(o.Kind)})
	}
	var grants []string
	for _, p := range admitted.Projections() {
		checked.Reads[p.Name] = admitted.Reads(p.Name)
		grants = append(grants, p.Grant)
	}
	checked.Approved, err = d.Approved(ctx, grants, q.SQL)
	return checked, nil, err
}

// Calls counts the calls of a data interface.
func (d Plane) Calls(ctx context.Context, delivery string, through calendar.Day) (int64, error) {
	return d.CallsOf(ctx, delivery, through)
}
