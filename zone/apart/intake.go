package apart

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/intake"
	"github.com/shuyu-project/shuyu/zone/work"
)

// reading is what a child is asked to take in.
type reading struct {
	Source  intake.Source  `json:"source"`
	Options intake.Options `json:"options"`
}

// often is how long a child waits between two reports of its progress.
const often = 100 * time.Millisecond

// takeIn reads a source in the child.
func takeIn(ctx context.Context, s *work.Session, request []byte) (answer, error) {
	var r reading
	if err := json.Unmarshal(request, &r); err != nil {
		return answer{}, fmt.Errorf("reading request: %w", err)
	}
	tick := time.NewTicker(often)
	defer tick.Stop()
	var phase intake.Phase
	result, err := intake.Read(ctx, r.Source, r.Options, func(p intake.Progress) {
		select {
		case <-tick.C:
		default:
			if p.Phase == phase {
				return
			}
		}
		phase = p.Phase
		if body, err := json.Marshal(p); err == nil {
			if body, err = json.Marshal(answer{Progress: body}); err == nil {
				_ = s.Message(body) // a parent that is gone has killed this process
			}
		}
	})
	if refusal, ok := law.AsRefusal(err); ok {
		body, err := json.Marshal(refusal)
		return answer{Refused: body}, err
	}
	if err != nil {
		return answer{}, err
	}
	body, err := json.Marshal(result)
	return answer{Result: body}, err
}

// Faults of a child that can be mended by whoever runs the platform.
const (
	faultMemory = "memory"
	faultSpace  = "space"
	faultOther  = "other"
)

func classOf(err error) string {
	switch {
	case errors.Is(err, intake.ErrMemory):
		return faultMemory
	case errors.Is(err, intake.ErrSpace):
		return faultSpace
	}
	return faultOther
}

// fault is what the parent says of a class.
func fault(class string) error {
	switch class {
	case faultMemory:
		return intake.ErrMemory
	case faultSpace:
		return intake.ErrSpace
	}
	return &zone.Failure{Class: zone.FailedOther}
}

// Read is intake.Read, done by a child. The source's file and the folder to work in lie in
// one folder: the child can use that one. A database is not read here, since a child has
// no network.
//
// The child is killed when ctx ends. Its refusals are answered as far as their codes are
// intake's own; what it wrote must be a plain file inside the folder.
func (r Reader) Read(ctx context.Context, src intake.Source, opt intake.Options, progress func(intake.Progress)) (intake.Result, error) {
	folder, err := inside(opt.WorkDir)
	if err != nil {
		return intake.Result{}, err
	}
	path, err := inside(src.Path)
	if err != nil {
		return intake.Result{}, err
	}
	if rel, err := filepath.Rel(folder, path); err != nil || !filepath.IsLocal(rel) || src.Format == intake.Postgres {
		return intake.Result{}, fmt.Errorf("reading %s: it does not lie in the folder it is to be read in", src.Name)
	}
	src.Path, opt.WorkDir = path, folder
	a, err := r.ask(ctx, taskIntake, folder, intakeLimits, reading{src, opt}, func(body json.RawMessage) {
		var p intake.Progress
		if progress != nil && json.Unmarshal(body, &p) == nil {
			progress(p)
		}
	})
	switch {
	case err != nil:
		return intake.Result{}, fmt.Errorf("reading %s: %w", src.Name, err)
	case a.Fault != "":
		return intake.Result{}, fmt.Errorf("reading %s: %w", src.Name, fault(a.Fault))
	case a.Refused != nil:
		return intake.Result{}, refused(src.Name, a.Refused)
	}
	var result intake.Result
	if err := json.Unmarshal(a.Result, &result); err != nil {
		return intake.Result{}, fmt.Errorf("reading %s: %w", src.Name, ErrChild)
	}
	if err := plain(folder, result.Path); err != nil {
		return intake.Result{}, fmt.Errorf("reading %s: %w", src.Name, err)
	}
	return result, nil
}

// codes are those of intake's refusals.
var codes = []string{intake.CodeBadRows, intake.CodeEmpty, intake.CodeRows, intake.CodeBytes, intake.CodeHeader, intake.CodeEncoding, intake.CodeFormat,
	intake.CodeTable, intake.CodeType}

// refused is a child's refusal, if it is one that intake gives.
func refused(name string, body []byte) error {
	var said law.Refusal
	if json.Unmarshal(body, &said) != nil || len(said.Violations) == 0 {
		return fmt.Errorf("reading %s: %w", name, ErrChild)
	}
	for _, v := range said.Violations {
		if !slices.Contains(codes, v.Code) {
			return fmt.Errorf("reading %s: %w", name, ErrChild)
		}
	}
	return &said
}

// plain holds a path to be a file in the folder, reached by no link.
func plain(folder, path string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return fmt.Errorf("opening the folder: %w", err)
	}
	defer root.Close() //nolint:errcheck // read only
	rel, err := filepath.Rel(folder, path)
	if err != nil || !filepath.IsLocal(rel) || rel == "." {
		return ErrChild
	}
	for at := rel; at != "."; at = filepath.Dir(at) {
		info, err := root.Lstat(at)
		if err != nil || !(at == rel && info.Mode().IsRegular() || at != rel && info.IsDir()) {
			return ErrChild
		}
	}
	return nil
}
