package works

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/mask"
)

// jobForm is the document of job.submit.
type jobForm struct {
	Title     string   `json:"title"`
	Purpose   string   `json:"purpose"`
	Catalogue string   `json:"catalogue"`
	Grants    []string `json:"grants"`
	SQL       string   `json:"sql"`
	Awaited   bool     `json:"awaited"`
}

// held is what is kept beside an output: what its columns are, and what it was made from.
type held struct {
	Outputs  []zone.Output `json:"outputs"`
	Reads    []read        `json:"reads"`
	SQL      string        `json:"sql"` // as admitted: generated, never the author's text
	Unit     string        `json:"unit"`
	Usage    zone.Usage    `json:"usage"`
	Produced bool          `json:"production"`
}

// read is one projection a job has read.
type read struct {
	Grant    string   `json:"grant"`
	Resource string   `json:"resource"`
	Version  string   `json:"version"`
	Columns  []string `json:"columns"`
}

// run admits a submitted job, runs it apart and holds what it produced.
func (w *Works) run(ctx context.Context, l store.Lease, o order) error {
	c, err := w.caseOf(ctx, o.Case)
	if err != nil {
		return err
	}
	if c.State == cancelled {
		return w.discard(ctx, l, o)
	}
	form, err := document[jobForm](c, "job")
	if err != nil {
		return err
	}
	if form.Awaited { // whoever asked does it at once; that it is here says that they are gone
		return w.report(ctx, l, o, "fail", map[string]any{"failure": string(zone.FailedCancelled)})
	}
	started := time.Now() //nolint:forbidigo // machine time spent
	report := func(step string, f map[string]any) error {
		refusal, err := w.tried(ctx, l, o, step, f)
		if refusal == nil {
			return err
		}
		if c, err := w.caseOf(ctx, o.Case); err != nil || c.State == cancelled {
			return errors.Join(err, w.discard(ctx, l, o)) // cancelled while the result was being put away
		}
		return w.refused(ctx, l, o, step, refusal)
	}
	result, failure, err := w.carryOut(ctx, l, o, form)
	switch {
	case errors.Is(err, errUnwanted):
		err = w.discard(ctx, l, o)
	case err != nil:
		return err
	case failure != "":
		err = report("fail", map[string]any{"failure": failure, "millis": sinceStart(started)})
	default:
		err = report("produce", result)
	}
	if err != nil {
		return err
	}
	return w.leave(ctx, o.Case, form.Grants)
}

// leave comes back to what a new version replaced while a job was running on the old one.
func (w *Works) leave(ctx context.Context, caseID string, grants []string) error {
	for _, id := range grants {
		g, err := w.facts(ctx, "grant", id)
		if err != nil {
			return err
		}
		if err := w.replaced(ctx, caseID, text(g, "resource")); err != nil {
			return err
		}
	}
	return nil
}

// carryOut does a job. The second value is the class of its failure, never a value.
func (w *Works) carryOut(ctx context.Context, l store.Lease, o order, form jobForm) (map[string]any, string, error) {
	approvals, err := w.approvals(ctx, form)
	if err != nil {
		return nil, "", err
	}
	admitted, refusal, err := w.admit(ctx, o.Links["job"], form, approved(form, approvals))
	if err != nil {
		return nil, "", err
	}
	if refusal != nil {
		return nil, refusal.Code(), nil
	}
	if refusal, err := w.enter(ctx, o.Case, admitted, approvals); err != nil || refusal != nil {
		if refusal != nil {
			return nil, refusal.Code(), nil
		}
		return nil, "", err
	}
	w.tell(l, o, "running", 0, 0)
	var out sink
	running, stop := w.heeding(ctx, o.Case)
	defer stop()
	usage, err := w.Engine.Run(running, admitted, &out)
	if running.Err() != nil && ctx.Err() == nil {
		return nil, "", errUnwanted
	}
	var failure *zone.Failure
	if errors.As(err, &failure) {
		return nil, string(failure.Class), nil
	}
	if refusal, ok := law.AsRefusal(err); ok {
		return nil, refusal.Code(), nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("running the job: %w", err)
	}
	return w.hold(ctx, o.Links["job"], admitted, &out, usage)
}

// cancelled is the state of a job that a data worker wants no more.
const cancelled = "cancelled"

// errUnwanted ends a job that was cancelled while it ran.
var errUnwanted = errors.New("the job was cancelled")

// heed is how often a running job asks whether it is still wanted. Whoever cancels it may
// do so in another process.
const heed = 500 * time.Millisecond

// heeding gives a context that ends when the job is cancelled.
func (w *Works) heeding(ctx context.Context, id string) (context.Context, context.CancelFunc) {
	running, stop := context.WithCancel(ctx)
	go func() {
		tick := time.NewTicker(heed)
		defer tick.Stop()
		for {
			select {
			case <-running.Done():
				return
			case <-tick.C:
				if c, err := w.caseOf(running, id); err == nil && c.State == cancelled {
					stop()
					return
				}
			}
		}
	}()
	return running, stop
}

// discard ends the task of a cancelled job. What was held of its result is destroyed first,
// so that a crash between the two leaves the task, which comes here again.
func (w *Works) discard(ctx context.Context, l store.Lease, o order) error {
	for _, part := range []string{"output", "held"} {
		v := w.outputOf(o.Links["job"], part)
		objects, err := w.Vault.Objects(v)
		if err != nil {
			return fmt.Errorf("looking for what a cancelled job left: %w", err)
		}
		if len(objects) == 0 {
			continue
		}
		if _, err := w.Vault.Destroy(ctx, v, w.Desk.Today().String(), "its job was cancelled: "+o.Case); err != nil {
			return fmt.Errorf("destroying what a cancelled job left: %w", err)
		}
	}
	return w.finish(ctx, l, o)
}

// sink takes a job's result. It is bounded by the job's limits.
type sink struct {
	bytes.Buffer
	outputs []zone.Output
}

func (s *sink) Schema(outputs []zone.Output) error {
	s.outputs = outputs
	return nil
}

// hold keeps an output in the vault, where its author cannot read it.
func (w *Works) hold(ctx context.Context, job string, a zone.Admitted, out *sink, usage zone.Usage) (map[string]any, string, error) {
	object, err := w.Vault.Deposit(ctx, w.outputOf(job, "output"), bytes.NewReader(out.Bytes()))
	if err != nil {
		return nil, "", fmt.Errorf("holding the output: %w", err)
	}
	h := held{Outputs: out.outputs, SQL: a.SQL(), Usage: usage, Produced: a.Catalogue() == zone.Production, Unit: zone.NoUnit}
	resources := []any{}
	for _, p := range a.Projections() {
		h.Reads = append(h.Reads, read{Grant: p.Grant, Resource: p.Dataset, Version: p.Version, Columns: a.Reads(p.Name)})
		if p.Governed() {
			h.Unit = p.Unit
		}
		if !slices.Contains(resources, any(p.Dataset)) {
			resources = append(resources, p.Dataset)
		}
	}
	if _, err := w.putJSON(ctx, w.outputOf(job, "held"), h); err != nil {
		return nil, "", err
	}
	return map[string]any{"digest": object.Digest, "rows": usage.RowsOut, "bytes": object.SizeBytes, "resources": resources,
		"millis": usage.Wall.Milliseconds(), "memory": usage.PeakRSS}, "", nil
}

// admit reads the query over what its grants show. approved is the digest of the text that
// people have approved for production.
func (w *Works) admit(ctx context.Context, job string, form jobForm, approved string) (zone.Admitted, *law.Refusal, error) {
	in := mask.Production
	if form.Catalogue == "development" {
		in = mask.Development
	}
	request := zone.Request{Job: job, SQL: form.SQL, Catalogue: zone.Catalogue(in), Approved: approved, Isolation: w.Isolation}
	var err error
	if request.Policy, request.Limits, err = w.demands(ctx, form.Grants); err != nil {
		return zone.Admitted{}, nil, err
	}
	for _, grant := range form.Grants {
		p, err := w.projection(ctx, grant, in)
		if err != nil {
			return zone.Admitted{}, nil, fmt.Errorf("preparing grant %s: %w", grant, err)
		}
		request.Projections = append(request.Projections, p)
	}
	admitted, err := zone.Admit(ctx, w.Parser, request)
	if refusal, ok := law.AsRefusal(err); ok {
		return zone.Admitted{}, refusal, nil
	}
	if err != nil {
		return zone.Admitted{}, nil, fmt.Errorf("admitting the query: %w", err)
	}
	return admitted, nil, nil
}

// demands are what admission demands of a query over grants, and what its job may use, by
// the packs over where the grants were given.
func (w *Works) demands(ctx context.Context, grants []string) (zone.Policy, zone.Limits, error) {
	packs, err := w.Desk.PacksOverThings(ctx, "grant", grants...)
	if err != nil {
		return zone.Policy{}, zone.Limits{}, err
	}
	return policy(packs)
}

// enter is the admission that counts: the step re-reads grants, agreement and holds in
// the transaction that logs the reading, and in production the approvals of the code. If
// it does not commit, no byte is read.
func (w *Works) enter(ctx context.Context, id string, a zone.Admitted, approvals []string) (*law.Refusal, error) {
	reads := []any{}
	for _, p := range a.Projections() {
		for _, column := range a.Reads(p.Name) {
			reads = append(reads, p.Name+"."+column)
		}
	}
	c, err := w.caseOf(ctx, id)
	if err != nil || c.State == "admitted" {
		return nil, err // a second attempt after a crash: the reading is logged already
	}
	form := map[string]any{"code": a.Digest(), "isolation": isolationText(a.Isolation()), "label": "T0", "reads": reads}
	if a.Catalogue() == zone.Production {
		under := make([]any, len(approvals))
		for i, approval := range approvals {
			under[i] = approval
		}
		form["approvals"] = under
	}
	_, err = w.Desk.Do(ctx, casework.Machine, casework.Command{Case: id, Step: "admit", Form: form})
	if refusal, ok := law.AsRefusal(err); ok {
		return refusal, nil
	}
	return nil, err
}

// isolationText says in one line what held a job in, in the language that cases are kept in.
func isolationText(i zone.Isolation) string {
	said := "独立子进程、资源上限"
	for _, part := range []struct {
		on   bool
		name string
	}{{i.Landlock > 0, fmt.Sprintf("Landlock（第 %d 版接口）", i.Landlock)}, {i.Seccomp, "seccomp 系统调用过滤"}, {i.Bubblewrap, "bubblewrap 命名空间"}, {i.NoNewPrivs, "禁止提升权限"}} {
		if part.on {
			said += "、" + part.name
		}
	}
	return said
}

// CheckJob reads a query before it is submitted, so that it is refused with every
// reason at once. It belongs to the door: Desk.Checks holds it for job.submit.
func (w *Works) CheckJob(ctx context.Context, who casework.Actor, cmd casework.Command) (*law.Refusal, error) {
	form := jobForm{Catalogue: asText(cmd.Form["catalogue"]), SQL: asText(cmd.Form["sql"])}
	readable, err := w.ownGrants(ctx, who, cmd, &form)
	if err != nil || !readable {
		return nil, err
	}
	approvals, err := w.approvals(ctx, form)
	if err != nil {
		return nil, err
	}
	admitted, refusal, err := w.admit(ctx, "check", form, approved(form, approvals))
	if read, ok := ctx.Value(reading{}).(*zone.Admitted); ok && refusal == nil && err == nil {
		*read = admitted
	}
	return withoutVersion(refusal, err)
}

// ownGrants reads the grants of a command's form into form. It answers false where the
// rules about grants or the document itself refuse: the query is not read over what is
// not theirs.
func (w *Works) ownGrants(ctx context.Context, who casework.Actor, cmd casework.Command, form *jobForm) (bool, error) {
	grants, _ := cmd.Form["grants"].([]any)
	for _, g := range grants {
		id := asText(g)
		facts, err := w.Desk.Facts(ctx, "grant", id)
		if errors.Is(err, casework.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if facts["operator"] != who.Organisation || facts["inForce"] != true {
			return false, nil
		}
		form.Grants = append(form.Grants, id)
	}
	return len(form.Grants) > 0 && form.SQL != "", nil
}

// withoutVersion says nothing of a query over a resource that has no version yet: it
// cannot be read, and is read again before it runs.
func withoutVersion(refusal *law.Refusal, err error) (*law.Refusal, error) {
	if errors.Is(err, errNoVersion) {
		return nil, nil
	}
	return refusal, err
}

func asText(v any) string { s, _ := v.(string); return s }

// Sample is the result of a development query: masked rows, for the eyes of the data
// worker who asked.
type Sample struct {
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	Masked  bool       `json:"masked"` // always true: development shows nothing else
	Millis  int64      `json:"millis"`
}

// reading is the context's key to where CheckJob leaves what it has read, so that a
// query that is answered at once is not read twice.
type reading struct{}

// Query runs a development query once and shows its rows to the worker who asked. It is
// a job like any other: submitted, admitted in the transaction that logs the reading,
// ended by what came of it. Only nothing is held: its answer is the caller's, and is
// gone with it. The case is the receipt's.
func (w *Works) Query(ctx context.Context, who casework.Actor, cmd casework.Command) (Sample, casework.Receipt, error) {
	cmd.Procedure, cmd.Step, cmd.Form = "job", "submit", maps.Clone(cmd.Form)
	if cmd.Form == nil {
		cmd.Form = map[string]any{}
	}
	cmd.Form["catalogue"], cmd.Form["awaited"] = "development", true
	started := time.Now() //nolint:forbidigo // machine time spent, and until when nobody else takes the task up
	// By the installation's pack: that of a county can only shorten it.
	_, limits, err := w.demands(ctx, nil)
	if err != nil {
		return Sample{}, casework.Receipt{}, err
	}
	cmd.Later = started.Add(limits.Wall + lease)
	var admitted zone.Admitted
	receipt, err := w.Desk.Do(context.WithValue(ctx, reading{}, &admitted), who, cmd)
	if err != nil {
		return Sample{}, receipt, err
	}
	if len(receipt.Tasks) != 1 {
		return Sample{}, receipt, fmt.Errorf("asking a development query: it was asked before, and answered then")
	}
	var out sink
	usage, failure, err := w.answer(ctx, receipt.Case, admitted, &out)
	step, form := "answer", map[string]any{"rows": usage.RowsOut, "bytes": usage.BytesOut, "millis": usage.Wall.Milliseconds(), "memory": usage.PeakRSS}
	if failure != "" {
		step, form = "fail", map[string]any{"failure": failure, "millis": sinceStart(started)}
	}
	// Whoever asked may be gone by now; that it was read is said all the same.
	_, said := w.Desk.Do(context.WithoutCancel(ctx), casework.Machine, casework.Command{Case: receipt.Case, Step: step, Form: form, Done: receipt.Tasks[0]})
	if err := errors.Join(err, said); err != nil {
		return Sample{}, receipt, err
	}
	sample, err := rows(out.Bytes())
	sample.Millis = sinceStart(started)
	return sample, receipt, err
}

// answer lets a query in and runs it. Beside the error it says the failure's class, as
// the case is told it.
func (w *Works) answer(ctx context.Context, id string, admitted zone.Admitted, out zone.Sink) (zone.Usage, string, error) {
	if admitted.SQL() == "" { // what it reads has no version yet, so that it could not be checked
		return zone.Usage{}, string(zone.FailedInput), fmt.Errorf("running the development query: %w", errNoVersion)
	}
	refusal, err := w.enter(ctx, id, admitted, nil)
	if err != nil {
		return zone.Usage{}, string(zone.FailedOther), err
	}
	if refusal != nil {
		return zone.Usage{}, refusal.Code(), refusal
	}
	usage, err := w.Engine.Run(ctx, admitted, out)
	var failed *zone.Failure
	switch {
	case err == nil:
		return usage, "", nil
	case errors.As(err, &failed):
		return usage, string(failed.Class), fmt.Errorf("running the development query: %w", err)
	}
	return usage, string(zone.FailedOther), fmt.Errorf("running the development query: %w", err)
}

// rows reads a result of the engine.
func rows(body []byte) (Sample, error) {
	r := csv.NewReader(bytes.NewReader(body))
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return Sample{Masked: true}, nil
	}
	if err != nil {
		return Sample{}, fmt.Errorf("reading the engine's result: %w", err)
	}
	all, err := r.ReadAll()
	if err != nil {
		return Sample{}, fmt.Errorf("reading the engine's result: %w", err)
	}
	return Sample{Columns: header, Rows: all, Masked: true}, nil
}
