package egress

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// Report is everything the checks found about one artefact. Its JSON is stable: the
// same artefact in the same context gives the same bytes.
type Report struct {
	Name     string            `json:"name"`
	Format   Format            `json:"format"`
	Artefact string            `json:"artefact"`          // SHA-256 of the held bytes
	Release  string            `json:"release,omitempty"` // SHA-256 of the bytes that would leave; empty when they cannot be written
	Rows     int               `json:"rows"`
	Profile  privacy.Profile   `json:"profile"`
	Unit     Unit              `json:"unit"`
	Outcome  privacy.Outcome   `json:"outcome"` // pass, review or fail
	Findings []privacy.Finding `json:"findings"`
}

func (r *Report) add(findings ...privacy.Finding) { r.Findings = append(r.Findings, findings...) }

// close sorts the findings by rule and weighs them: any fail is a fail, anything a
// person must judge or that could not be determined is a review.
func (r Report) close() Report {
	slices.SortStableFunc(r.Findings, func(a, b privacy.Finding) int {
		return cmp.Or(cmp.Compare(order(a.Rule), order(b.Rule)), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code))
	})
	r.Outcome = privacy.Worst(r.Findings)
	if r.Outcome == privacy.NotDeterminable {
		r.Outcome = privacy.Review
	}
	return r
}

// order is the number of a rule, so that R2 comes before R16.
func order(rule string) int {
	n := 0
	for _, d := range rule[1:] {
		if d < '0' || d > '9' {
			break
		}
		n = n*10 + int(d-'0')
	}
	return n
}

// Failed lists the findings that block.
func (r Report) Failed() []privacy.Finding { return r.of(privacy.Fail) }

// Undetermined lists the checks that could not be run.
func (r Report) Undetermined() []privacy.Finding { return r.of(privacy.NotDeterminable) }

func (r Report) of(o privacy.Outcome) []privacy.Finding {
	var found []privacy.Finding
	for _, f := range r.Findings {
		if f.Outcome == o {
			found = append(found, f)
		}
	}
	return found
}

// Refusal puts every failed finding into one refusal; nil when none failed.
func (r Report) Refusal() *law.Refusal {
	var all []law.Violation
	for _, f := range r.Failed() {
		all = append(all, f.Violation())
	}
	if len(all) == 0 {
		return nil
	}
	return &law.Refusal{Violations: all}
}

// JSON is the report as it is stored, signed and shown. It ends in a newline.
func (r Report) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing egress report: %w", err)
	}
	return append(b, '\n'), nil
}

// Digest is the SHA-256 of [Report.JSON] in hexadecimal: what reviewers vote on.
func (r Report) Digest() (string, error) {
	b, err := r.JSON()
	if err != nil {
		return "", err
	}
	return Digest(b), nil
}
