package works

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/zone/intake"
	"github.com/shuyu-project/shuyu/zone/vault"
)

// deposit is the document of catalogue.deposit, as far as intake reads it.
type deposit struct {
	Way        string   `json:"way"`
	File       string   `json:"file"`
	Format     string   `json:"format"`
	Connection string   `json:"connection"`
	Table      string   `json:"table"`
	Sheet      string   `json:"sheet"`
	Keys       []string `json:"keys"`
	AsOf       string   `json:"asOf"`
	UnitColumn string   `json:"unitColumn"`
}

// Profile is what is known of a version beyond its record: schema, dictionary,
// proposals, profile and quality, and what could not be read. It names lines and
// columns, never a cell.
type Profile struct {
	Version catalogue.Version `json:"version"`
	Rejects intake.Rejects    `json:"rejects"`
	Unit    string            `json:"unitColumn"`
	Keys    []string          `json:"keys"`
}

// intake reads what a provider deposited into a new version of its dataset.
func (w *Works) intake(ctx context.Context, l store.Lease, o order) error {
	c, err := w.caseOf(ctx, o.Case)
	if err != nil {
		return err
	}
	d, err := document[deposit](c, "deposit")
	if err != nil {
		return err
	}
	folder, sweep, err := w.scratch()
	if err != nil {
		return err
	}
	defer sweep()
	form, refusal, err := w.take(ctx, l, o, d, folder)
	if err != nil {
		return err
	}
	if refusal != nil {
		return w.report(ctx, l, o, "fail", map[string]any{"failure": refusal.Code()})
	}
	return w.report(ctx, l, o, "ingested", form)
}

// take reads the source, keeps the version and its profile, and answers the report.
func (w *Works) take(ctx context.Context, l store.Lease, o order, d deposit, folder string) (map[string]any, *law.Refusal, error) {
	resource, version := o.Links["resource"], o.Links["version"]
	facts, err := w.facts(ctx, "resource", resource)
	if err != nil {
		return nil, nil, err
	}
	source, err := w.source(ctx, resource, d, folder)
	if err != nil {
		return nil, nil, err
	}
	options := intake.Options{WorkDir: folder, Key: d.Keys, AsOf: d.AsOf, Unit: catalogue.Unit(text(facts, "unit")), Today: w.Desk.Today().Time()}
	earlier, known, err := w.earlier(ctx, resource, text(facts, "version"))
	if err != nil {
		return nil, nil, err
	}
	if known {
		options.Columns = earlier.Version.Columns
	}
	read := w.Apart.Read
	if source.Format == intake.Postgres { // a child has no network; what a database answers is read by its driver, here
		read = intake.Read
	}
	result, err := read(ctx, source, options, func(p intake.Progress) { w.tell(l, o, string(p.Phase), p.Rows, p.TotalRows) })
	if refusal, ok := law.AsRefusal(err); ok {
		return nil, refusal, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the deposit: %w", err)
	}
	f, err := os.Open(result.Path)
	if err != nil {
		return nil, nil, fmt.Errorf("opening what was taken in: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	object, err := w.put(ctx, w.versionOf(resource, version), f)
	if err != nil {
		return nil, nil, err
	}
	result.Version.Object = object.Digest
	result.Rejects.Path = ""
	profile := Profile{Version: result.Version, Rejects: result.Rejects, Unit: d.UnitColumn, Keys: d.Keys}
	kept, err := w.putJSON(ctx, w.profileOf(resource, version), profile)
	if err != nil {
		return nil, nil, err
	}
	names := make([]any, len(result.Version.Columns))
	for i, col := range result.Version.Columns {
		names[i] = col.Name
	}
	return map[string]any{"object": object.Digest, "digest": object.Digest, "rows": result.Version.Rows, "bytes": object.SizeBytes,
		"badRows": result.Rejects.Rows, "columns": names, "report": kept.Digest}, nil, nil
}

// source is what intake reads: an upload brought out of the vault, or a table of a
// database whose connection the installation has named.
func (w *Works) source(ctx context.Context, resource string, d deposit, folder string) (intake.Source, error) {
	if d.Way == "database" {
		url, ok := w.Databases[d.Connection]
		if !ok {
			return intake.Source{}, fmt.Errorf("the installation has no database connection of that name")
		}
		return intake.Source{Format: intake.Postgres, Name: d.Table, URL: url, Table: d.Table}, nil
	}
	path := filepath.Join(folder, "upload")
	if err := w.unseal(ctx, vault.Ref{Version: w.uploadOf(resource), Digest: d.File}, path); err != nil {
		return intake.Source{}, err
	}
	format := intake.Format(d.Format)
	return intake.Source{Format: format, Name: resource + "." + d.Format, Path: path, Sheet: d.Sheet}, nil
}

// earlier reads the profile of the version that a deposit follows, if there is one. One
// that is there and cannot be read is a fault: nothing follows what is not known.
func (w *Works) earlier(ctx context.Context, resource, version string) (Profile, bool, error) {
	if version == "" {
		return Profile{}, false, nil
	}
	p, err := w.ProfileOf(ctx, resource, version)
	if errors.Is(err, ErrNoObject) {
		return Profile{}, false, nil
	}
	return p, err == nil, err
}

// Upload keeps an uploaded file in quarantine until it is taken in, and answers its
// digest: what catalogue.deposit names.
func (w *Works) Upload(ctx context.Context, resource string, r interface{ Read([]byte) (int, error) }) (digest string, size int64, err error) {
	object, err := w.Vault.Deposit(ctx, w.uploadOf(resource), r)
	if err != nil {
		return "", 0, err
	}
	return object.Digest, object.SizeBytes, nil
}

// ProfileOf reads the profile of a version for whoever may see it.
func (w *Works) ProfileOf(ctx context.Context, resource, version string) (Profile, error) {
	var p Profile
	err := w.getJSON(ctx, w.profileOf(resource, version), &p)
	return p, err
}

// sinceStart is machine time spent, in milliseconds.
func sinceStart(start time.Time) int64 { return time.Since(start).Milliseconds() }
