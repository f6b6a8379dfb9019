// Package enginetest is the suite that every engine of the zone passes.
//
// It compares results with the same figures computed in Go from the same rows, holds the
// engine to its limits, and attacks it: each attack twice, once through admission, which
// must refuse it, and once with admission passed by, where the child alone must stop it.
package enginetest

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/zone"
)

// Harness is an engine under test.
type Harness struct {
	Engine    zone.Engine
	Parser    zone.Parser
	Isolation zone.Isolation

	// Write stores rows as a projection's masked file. A cell "" is NULL.
	Write func(t *testing.T, columns []zone.Column, rows [][]string) zone.Source

	// Bypass runs SQL that was not admitted, over projections, as the engine would.
	Bypass func(ctx context.Context, sql string, projections []zone.Projection, limits zone.Limits, out zone.Sink) (zone.Usage, error)
}

// Run runs the suite.
func Run(t *testing.T, h Harness) {
	t.Run("results", h.results)
	t.Run("limits", h.limits)
	t.Run("escapes", h.escapes)
	t.Run("bombs", h.bombs)
	t.Run("errors", h.errors)
	t.Run("cancel", h.cancel)
}

// Limits are roomy limits for small tables.
func Limits() zone.Limits {
	return zone.Limits{CPU: 20 * time.Second, Memory: 256 << 20, Wall: 20 * time.Second, BytesOut: 4 << 20, RowsOut: 10_000}
}

// Policy is the policy of the tests.
func Policy() zone.Policy { return zone.Policy{Contributors: 10, Density: 0.33, SampleRows: 500} }

// Held is a sink that keeps a result in memory.
type Held struct {
	Outputs []zone.Output
	bytes.Buffer
}

// Schema keeps the columns.
func (h *Held) Schema(outputs []zone.Output) error {
	if h.Outputs != nil {
		return fmt.Errorf("schema twice")
	}
	h.Outputs = outputs
	return nil
}

// Rows reads what was held, without its header line.
func (h *Held) Rows(t *testing.T) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(h.Bytes())).ReadAll()
	if err != nil {
		t.Fatalf("reading result: %v", err)
	}
	if len(rows) == 0 || len(rows[0]) != len(h.Outputs) {
		t.Fatalf("result has %d lines and %d outputs", len(rows), len(h.Outputs))
	}
	return rows[1:]
}

// request is a job over projections of one catalogue.
func (h Harness) request(catalogue zone.Catalogue, sql string, projections ...zone.Projection) zone.Request {
	return zone.Request{Job: "J1", SQL: sql, Catalogue: catalogue, Projections: projections, Approved: zone.CodeDigest(sql),
		Policy: Policy(), Isolation: h.Isolation, Limits: Limits()}
}

// run admits and runs a job that must succeed.
func (h Harness) run(t *testing.T, req zone.Request) *Held {
	t.Helper()
	job, err := zone.Admit(t.Context(), h.Parser, req)
	if err != nil {
		t.Fatalf("admitting %s: %v", req.SQL, err)
	}
	var out Held
	usage, err := h.Engine.Run(t.Context(), job, &out)
	if err != nil {
		t.Fatalf("running %s: %v", job.SQL(), err)
	}
	if usage.CPU <= 0 || usage.Wall <= 0 || usage.PeakRSS <= 0 || usage.BytesOut != int64(out.Len()) {
		t.Errorf("usage of %s is not accounted: %+v", req.SQL, usage)
	}
	if !usage.Isolation.Sufficient() {
		t.Errorf("isolation in force: missing %v", usage.Isolation.Missing())
	}
	return &out
}

// figures turns the rows of a result into lines "key,key,value,…" of the outputs asked
// for, in order.
func figures(rows [][]string) []string {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = strings.Join(r, ",")
	}
	return lines
}
