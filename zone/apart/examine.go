package apart

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/shuyu-project/shuyu/zone/egress"
	"github.com/shuyu-project/shuyu/zone/work"
)

// Source is a Parquet file in the folder that an output is compared with.
type Source struct {
	Path    string                `json:"path"`
	Columns []egress.SourceColumn `json:"columns"`
}

// Examination is an output and all it is measured against, as files in one folder.
type Examination struct {
	Artefact egress.Artefact   `json:"artefact"` // without its bytes
	Bytes    string            `json:"bytes"`    // where they lie
	Context  egress.Context    `json:"context"`  // without sources and domains
	Sources  []Source          `json:"sources"`
	Domains  []egress.Declared `json:"domains"`
}

// examine measures an output in the child.
func examine(ctx context.Context, _ *work.Session, request []byte) (answer, error) {
	var e Examination
	if err := json.Unmarshal(request, &e); err != nil {
		return answer{}, fmt.Errorf("reading request: %w", err)
	}
	body, err := os.ReadFile(e.Bytes)
	if err != nil {
		return answer{}, fmt.Errorf("reading the output: %w", err)
	}
	e.Artefact.Bytes = body
	for _, s := range e.Sources {
		e.Context.Sources = append(e.Context.Sources, egress.ParquetSource(s.Path, s.Columns))
	}
	for _, d := range e.Domains {
		domain, err := d.Domain()
		if err != nil {
			return answer{}, err
		}
		e.Context.Domains = append(e.Context.Domains, domain)
	}
	report, err := egress.Examine(ctx, e.Artefact, e.Context)
	if err != nil {
		return answer{}, err
	}
	said, err := json.Marshal(report)
	return answer{Result: said}, err
}

// Examine is egress.Examine, done by a child over the files of a folder. The output's
// bytes are written there for it. The child is killed when ctx ends.
func (r Reader) Examine(ctx context.Context, folder string, e Examination) (egress.Report, error) {
	folder, err := inside(folder)
	if err != nil {
		return egress.Report{}, err
	}
	e.Bytes = filepath.Join(folder, "output")
	if err := os.WriteFile(e.Bytes, e.Artefact.Bytes, 0o600); err != nil {
		return egress.Report{}, fmt.Errorf("examining %s: %w", e.Artefact.Name, err)
	}
	held := e.Artefact.Bytes
	e.Artefact.Bytes, e.Context.Sources, e.Context.Domains = nil, nil, nil
	for i, s := range e.Sources {
		if e.Sources[i].Path, err = inside(s.Path); err != nil {
			return egress.Report{}, err
		}
	}
	a, err := r.ask(ctx, taskExamine, folder, examineLimits, e, func(json.RawMessage) {})
	if err == nil && a.Fault != "" {
		err = fault(a.Fault)
	}
	var report egress.Report
	if err == nil && (json.Unmarshal(a.Result, &report) != nil || report.Artefact != egress.Digest(held)) {
		err = ErrChild
	}
	if err != nil {
		return egress.Report{}, fmt.Errorf("examining %s: %w", e.Artefact.Name, err)
	}
	return report, nil
}
