package law

import (
	"errors"
	"fmt"
	"strings"
)

// Fact is one thing that was true when a decision was taken, as shown to the person
// it concerns. Facts carry names, counts and days; never a cell of a dataset.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Violation is one ground on which a command was refused.
type Violation struct {
	Code   string     `json:"code"`            // stable, "noun.reason"
	Manner string     `json:"-"`               // which words of the code are said, "" for its usual ones
	Rule   string     `json:"rule,omitempty"`  // id of the rule that says so
	Cites  []Citation `json:"cites"`           // at least one; the rule's own place
	Facts  []Fact     `json:"facts,omitempty"` // what made it so
	Says   Text       `json:"says"`            // one sentence for the person asking
	Remedy Text       `json:"remedy,omitzero"` // what would make it right
	Basis  string     `json:"basis,omitempty"` // id of the reading it rests on, if any
	Due    string     `json:"due,omitempty"`   // the day from which it would be allowed, if known
}

// Refusal is the answer "no", rightly given: every rule that stands against the
// command, each with its article, facts and remedy. It is an answer and not a fault;
// a refused command has changed nothing but the log.
type Refusal struct {
	Violations []Violation `json:"violations"` // never empty, in the order of the rules
	Hidden     bool        `json:"-"`          // the asker may not learn that the thing exists: answered as 404
	Entry      int64       `json:"-"`          // entry of the log that holds the refusal; 0 while it was not logged
}

// Refuse makes a refusal with one ground.
func Refuse(code string, cite Citation, facts ...Fact) *Refusal {
	return &Refusal{Violations: []Violation{{Code: code, Cites: []Citation{cite}, Facts: facts}}}
}

// Error lists the codes. It is for logs; people are shown the violations.
func (r *Refusal) Error() string {
	codes := make([]string, len(r.Violations))
	for i, v := range r.Violations {
		codes[i] = v.Code
	}
	return "refused: " + strings.Join(codes, ", ")
}

// Code is the first violation's code.
func (r *Refusal) Code() string { return r.Violations[0].Code }

// Cites lists the citations of all violations in order, each once.
func (r *Refusal) Cites() []Citation {
	var cites []Citation
	seen := map[Citation]bool{}
	for _, v := range r.Violations {
		for _, c := range v.Cites {
			if !seen[c] {
				seen[c] = true
				cites = append(cites, c)
			}
		}
	}
	return cites
}

// Because replaces the sentence and remedy of the last violation and returns r.
func (r *Refusal) Because(says, remedy Text) *Refusal {
	last := &r.Violations[len(r.Violations)-1]
	last.Says, last.Remedy = says, remedy
	return r
}

// AsRefusal finds a refusal in err's chain. It is the only inspection of an error
// that callers make.
func AsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

// Join puts several refusals into one, in order; nil when none is given.
func Join(refusals ...*Refusal) *Refusal {
	var all []Violation
	hidden := false
	for _, r := range refusals {
		if r != nil {
			all = append(all, r.Violations...)
			hidden = hidden || r.Hidden
		}
	}
	if len(all) == 0 {
		return nil
	}
	return &Refusal{Violations: all, Hidden: hidden}
}

// Factf makes a fact whose value is formatted.
func Factf(name, format string, args ...any) Fact {
	return Fact{Name: name, Value: fmt.Sprintf(format, args...)}
}
