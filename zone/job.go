package zone

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"
)

// Limits bound one job. Every field is required; the zero value is unset and refused.
type Limits struct {
	CPU      time.Duration `json:"cpu"`       // processor time, whole seconds are enforced by the kernel
	Memory   int64         `json:"memory"`    // bytes the engine may use for a query
	Wall     time.Duration `json:"wall"`      // time on the clock, from start to last byte
	BytesOut int64         `json:"bytes_out"` // bytes of result
	RowsOut  int64         `json:"rows_out"`  // rows of result
}

// Usage is what a job consumed, also when it failed or was killed.
type Usage struct {
	CPU       time.Duration `json:"cpu"`
	Wall      time.Duration `json:"wall"`
	PeakRSS   int64         `json:"peak_rss_bytes"`
	BytesIn   int64         `json:"bytes_in"`
	BytesOut  int64         `json:"bytes_out"`
	RowsOut   int64         `json:"rows_out"`
	Isolation Isolation     `json:"isolation"` // in force while it ran, as probed by the child itself
}

// Admitted is a job that may run. Only Admit makes one: its fields are unexported, so
// no caller can put SQL of its own before an engine.
type Admitted struct {
	job         string
	catalogue   Catalogue
	text        string // printed from the representation, never the user's
	source      string // digest of what the user wrote and people approved
	projections []Projection
	columns     map[string][]string // by projection name: the columns that are read
	outputs     []Output
	limits      Limits
	isolation   Isolation
}

// Job is the id of the job.
func (a Admitted) Job() string { return a.job }

// Catalogue is the side the job runs on.
func (a Admitted) Catalogue() Catalogue { return a.catalogue }

// SQL is the text that will run, printed from the representation.
func (a Admitted) SQL() string { return a.text }

// SourceDigest is the digest of the text the user wrote (CodeDigest).
func (a Admitted) SourceDigest() string { return a.source }

// Digest is the digest of the text that runs.
func (a Admitted) Digest() string { return CodeDigest(a.text) }

// Projections lists what the job reads, in the order of the request.
func (a Admitted) Projections() []Projection { return append([]Projection(nil), a.projections...) }

// Reads lists the columns the job reads of a projection, in the projection's order.
func (a Admitted) Reads(projection string) []string {
	return append([]string(nil), a.columns[fold(projection)]...)
}

// Outputs describes each column of the result, in order.
func (a Admitted) Outputs() []Output { return append([]Output(nil), a.outputs...) }

// Limits are the job's limits.
func (a Admitted) Limits() Limits { return a.limits }

// Isolation is what the machine offered when the job was admitted.
func (a Admitted) Isolation() Isolation { return a.isolation }

// OutputKind says what a column of a result is, so that egress can count by it.
type OutputKind string

const (
	OutputRow          OutputKind = "row"          // a value of a row: development only
	OutputKey          OutputKind = "key"          // a group key
	OutputAggregate    OutputKind = "aggregate"    // an aggregate, or arithmetic over aggregates
	OutputContributors OutputKind = "contributors" // added: the least number of distinct units that matter to the columns in Of
	OutputComplement   OutputKind = "complement"   // added: units outside a cohort; this package folds them into contributors
	OutputRows         OutputKind = "rows"         // added where no unit is declared: rows behind the group
)

// Output is one column of a result. Columns of the kinds that say "added" were not asked
// for: egress applies R2 to them, every one at least k, and strips them before anything
// leaves. The counters of single outputs come first, that of the row as a whole (Of is
// empty) last; an output that none names rests on the row's.
type Output struct {
	Name string     `json:"name"`
	Kind OutputKind `json:"kind"`
	Of   []int      `json:"of,omitempty"`   // indexes of the outputs it counts for; empty for the row as a whole
	Type string     `json:"type,omitempty"` // the engine's type; known once it has run
}

// Sink takes a result. Schema is called once, before the first byte. The bytes are CSV
// (RFC 4180, a header line, UTF-8, NULL as an empty field, an empty string as ""). What
// a sink has taken when Run returns an error is incomplete and must be discarded.
type Sink interface {
	Schema([]Output) error
	io.Writer
}

// Engine runs an admitted job over its projections and nothing else.
//
// Run blocks until the job has ended and its process is gone. It answers a *Failure
// when the job itself failed, carrying a class and never a value; any other error is a
// fault of the platform. Usage is filled in either case.
type Engine interface {
	Run(ctx context.Context, job Admitted, out Sink) (Usage, error)
}

// Parser turns SQL text into the engine's own parse tree as JSON. It runs nothing.
type Parser interface {
	Parse(ctx context.Context, sql string) ([]byte, error)
}

// Class is why a job failed. Classes are few and closed: an engine's message may hold a
// cell of data, so none is passed on.
type Class string

const (
	FailedConversion Class = "conversion" // a value does not fit its type, or arithmetic overflowed
	FailedMemory     Class = "memory"     // the memory limit
	FailedTime       Class = "time"       // the wall or processor limit
	FailedBytes      Class = "bytes"      // the result is larger than allowed
	FailedRows       Class = "rows"       // the result has more rows than allowed
	FailedCancelled  Class = "cancelled"  // the caller gave up
	FailedBinding    Class = "binding"    // the engine could not bind a name, type or function
	FailedForbidden  Class = "forbidden"  // the child's lock stopped it
	FailedInput      Class = "input"      // a projection could not be read
	FailedIsolation  Class = "isolation"  // the child could not put its isolation in force
	FailedCrash      Class = "crash"      // the child ended without an answer
	FailedOther      Class = "other"      // an engine error of another kind
)

// Failure is a job's failure, without a value of any row.
type Failure struct {
	Class Class `json:"class"`
}

func (f *Failure) Error() string { return "running job: " + string(f.Class) }

// CodeDigest is the hexadecimal SHA-256 of a job's text: what people approve.
func CodeDigest(sql string) string {
	sum := sha256.Sum256([]byte(sql))
	return hex.EncodeToString(sum[:])
}
