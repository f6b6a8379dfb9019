package works

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/apart"
	"github.com/shuyu-project/shuyu/zone/egress"
	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// examine measures a held output by every rule of disclosure, on its exact bytes, and
// reports every finding.
func (w *Works) examine(ctx context.Context, l store.Lease, o order) error {
	output, err := w.facts(ctx, "output", o.Links["output"])
	if err != nil {
		return err
	}
	c, err := w.caseOf(ctx, o.Case)
	if err != nil {
		return err
	}
	submission, err := document[struct {
		Description string `json:"description"`
		Use         string `json:"use"`
	}](c, "submission")
	if err != nil {
		return err
	}
	folder, sweep, err := w.scratch()
	if err != nil {
		return err
	}
	defer sweep()
	w.tell(l, o, "examining", 0, 0)
	packs, err := w.Desk.PacksOverCase(ctx, c)
	if err != nil {
		return err
	}
	e, err := w.examination(ctx, packs, output, folder)
	if err != nil {
		return err
	}
	e.Context.Purpose = submission.Description + "\n" + submission.Use
	report, err := w.Apart.Examine(ctx, folder, e)
	if err != nil {
		return fmt.Errorf("examining output %s: %w", o.Links["output"], err)
	}
	body, err := report.JSON()
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	kept, err := w.put(ctx, w.outputOf(text(output, "job"), "report"), bytes.NewReader(body))
	if err != nil {
		return err
	}
	if err := w.keepPacks(ctx, c, output, kept.Digest, packs); err != nil {
		return err
	}
	form := verdict(report, kept.Digest)
	if !e.Context.Attested {
		barDevelopment(form)
	}
	return w.report(ctx, l, o, "examine", form)
}

// barDevelopment bars what was made in development, whatever its values: it shows single
// records of a sample, which are there to be looked at and not to leave. Whether one of
// them happens to be unlike any record of the source does not matter. 〔platform R16〕
func barDevelopment(form map[string]any) {
	form["verdict"], form["raw"] = string(privacy.Fail), true
	failed, _ := form["failed"].([]any)
	if !slices.Contains(failed, any("R16")) {
		form["failed"] = append(failed, "R16")
	}
}

// verdict is what the case is told: the outcome, the rules failed, and the two findings
// that the law itself asks for.
func verdict(r egress.Report, digest string) map[string]any {
	failed := []any{}
	raw, restorable := false, "no"
	for _, f := range r.Failed() {
		if !slices.Contains(failed, any(f.Rule)) {
			failed = append(failed, f.Rule)
		}
		switch f.Rule {
		case "R16", "R18.1":
			raw = true
		case "R18.2", "R18.3":
			restorable = "yes"
		}
	}
	if restorable == "no" && slices.ContainsFunc(r.Undetermined(), func(f privacy.Finding) bool { return f.Rule == "R18.3" }) {
		restorable = "not-determinable"
	}
	return map[string]any{"verdict": string(r.Outcome), "failed": failed, "raw": raw, "restorable": restorable, "report": digest}
}

// examination brings together the held bytes and everything they are measured against,
// in a folder.
func (w *Works) examination(ctx context.Context, packs []*pack.Pack, output map[string]any, folder string) (apart.Examination, error) {
	artefact, h, err := w.artefact(ctx, output)
	if err != nil {
		return apart.Examination{}, err
	}
	parameters, err := disclosure(packs, privacy.P2)
	if err != nil {
		return apart.Examination{}, err
	}
	e := apart.Examination{Artefact: artefact, Domains: w.domains(),
		Context: egress.Context{Parameters: parameters, Unit: egress.Unit(h.Unit), Attested: h.Produced, Health: onHealth}}
	for i, r := range h.Reads {
		source, err := w.raw(ctx, r, filepath.Join(folder, fmt.Sprintf("source-%d.parquet", i)))
		if err != nil {
			return apart.Examination{}, err
		}
		e.Sources = append(e.Sources, source)
	}
	return e, nil
}

// artefact is the held output of a job, described as its plan was admitted.
func (w *Works) artefact(ctx context.Context, output map[string]any) (egress.Artefact, held, error) {
	job := text(output, "job")
	var h held
	if err := w.getJSON(ctx, w.outputOf(job, "held"), &h); err != nil {
		return egress.Artefact{}, held{}, err
	}
	object, err := w.recorded(ctx, w.outputOf(job, "output"), "output", text(output, "id"))
	if err != nil {
		return egress.Artefact{}, held{}, err
	}
	body, err := w.read(ctx, object)
	if err != nil {
		return egress.Artefact{}, held{}, err
	}
	return egress.Artefact{Name: text(output, "title") + ".csv", Format: egress.CSV, Bytes: body, Columns: describe(h.Outputs)}, h, nil
}

// raw gives the rows that an output must not repeat: what its job could read, as
// collected.
func (w *Works) raw(ctx context.Context, r read, path string) (apart.Source, error) {
	object, err := w.recorded(ctx, w.versionOf(r.Resource, r.Version), "version", r.Version)
	if err != nil {
		return apart.Source{}, err
	}
	if err := w.unseal(ctx, object.Ref, path); err != nil {
		return apart.Source{}, err
	}
	resource, err := w.facts(ctx, "resource", r.Resource)
	if err != nil {
		return apart.Source{}, err
	}
	columns, unit, err := w.columns(ctx, r.Resource, r.Version, resource)
	if err != nil {
		return apart.Source{}, err
	}
	described := make([]egress.SourceColumn, 0, len(columns))
	for _, c := range columns {
		described = append(described, egress.SourceColumn{Name: c.Name, Unit: c.Name == unit, Identifier: c.Role == mask.Identifier,
			Public: c.Open && c.Level == int(catalogue.L1)})
	}
	return apart.Source{Path: path, Columns: described}, nil
}

// describe says what each column of an output is, from the admitted plan: the author
// cannot call a value a count.
func describe(outputs []zone.Output) []egress.Column {
	columns := make([]egress.Column, 0, len(outputs))
	for i, o := range outputs {
		c := egress.Column{Name: o.Name}
		switch o.Kind {
		case zone.OutputKey:
			c.As = egress.Group
		case zone.OutputContributors:
			c.As, c.Counted, c.Withheld = egress.Contributors, egress.Units, true
		case zone.OutputRows:
			c.As, c.Counted, c.Withheld = egress.Contributors, egress.Rows, true
		case zone.OutputComplement:
			c.As, c.Counted, c.Withheld = egress.Contributors, egress.Units, true
		case zone.OutputAggregate:
			c.As = egress.Sum
			c.Contributors = contributorsOf(outputs, i)
		default:
			c.As = egress.Value
		}
		columns = append(columns, c)
	}
	return columns
}

// contributorsOf names the column that counts the units behind output i.
func contributorsOf(outputs []zone.Output, i int) string {
	for _, o := range outputs {
		if o.Kind == zone.OutputContributors && (len(o.Of) == 0 || slices.Contains(o.Of, i)) {
			return o.Name
		}
	}
	return ""
}

// ReportOf reads the report of an examined output for whoever may see it.
func (w *Works) ReportOf(ctx context.Context, output string) ([]byte, error) {
	facts, err := w.facts(ctx, "output", output)
	if err != nil {
		return nil, err
	}
	body, err := w.bytes(ctx, w.outputOf(text(facts, "job"), "report"))
	if errors.Is(err, ErrNoObject) { // not yet examined
		return nil, casework.ErrNotFound
	}
	return body, err
}
