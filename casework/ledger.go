package casework

import (
	"context"
	"encoding/json"
	"time"

	"github.com/shuyu-project/shuyu/law/calendar"
)

// Ledger is the platform's state, as casework uses it. The store package implements
// it on SQLite and on PostgreSQL; both pass store/storetest.
type Ledger interface {
	// Write runs fn in the one write transaction and returns once its effects are
	// durable. Concurrent writes share a commit: fn runs on the writer's goroutine, one
	// at a time, in a savepoint of its own, so it must be short and must not call Write.
	// When fn returns an error nothing of it remains. A refusal that must be logged is
	// recorded by fn, which then returns nil.
	Write(ctx context.Context, fn func(Tx) error) error
	// Read runs fn on a consistent snapshot of what has been committed.
	Read(ctx context.Context, fn func(View) error) error
}

// View reads state. Every method returns ErrNotFound where the one thing asked for
// does not exist; lists are empty instead.
type View interface {
	Case(ctx context.Context, id string) (Case, error)
	Cases(ctx context.Context, q CaseQuery) ([]Case, string, error) // second value: cursor of the next page, "" at the end
	// Registered reads one line of a register.
	Registered(ctx context.Context, kind, id string) (Record, error)
	Records(ctx context.Context, q RecordQuery) ([]Record, string, error)
	// CountCases and CountRecords count what a query selects on all its pages, and stop at
	// CountMost.
	CountCases(ctx context.Context, q CaseQuery) (int, error)
	CountRecords(ctx context.Context, q RecordQuery) (int, error)
	Entry(ctx context.Context, seq int64) (LoggedEntry, error)
	Entries(ctx context.Context, q EntryQuery) ([]LoggedEntry, error)
	// Revisions lists what the entries from…until (both included) wrote into the registers, in
	// the order of the entries, current or past. Ask for a few hundred entries at a time.
	Revisions(ctx context.Context, from, until int64) ([]Revision, error)
	Notices(ctx context.Context, q NoticeQuery) ([]Notice, string, error)
	// DueTimers lists the timers that fire on or before day, oldest first.
	DueTimers(ctx context.Context, on calendar.Day, limit int) ([]Timer, error)
	// Receipt returns what an idempotency key was answered with.
	Receipt(ctx context.Context, seat, key string) (json.RawMessage, error)
	// Size is the number of entries in the log.
	Size(ctx context.Context) (int64, error)
}

// CountMost is where counting stops: a list with as many lines has at least that many.
const CountMost = 10_000

// Tx is a View that also sees its own write.
type Tx interface {
	View
	// Record writes one change whole and returns the sequence number of its entry. A
	// Case or Record whose Rev is not the stored Rev plus one is refused with
	// ErrStale: two people acted on the same page.
	Record(ctx context.Context, c Change) (int64, error)
}

// Change is everything one decided command does, written in one transaction: the log
// entry is taken along by the only write there is.
type Change struct {
	Case    *Case    // replaced or created; nil when the command moves no case
	Puts    []Record // registered things created or replaced
	Entry   Entry    // the log entry; its Seq is assigned by the store
	Timers  []Timer  // set
	Cancel  []string // timer ids to cancel
	Notices []Notice // messages to parties, delivered from this outbox
	Tasks   []Task   // work to be done outside the transaction, with leases
	Done    string   // id of the task this change completes, "" if none
	Receipt *StoredReceipt
}

// Record is one line of a register: a registered thing of one kind. Body is canonical
// JSON of the kind's own type (registry/…); the other fields are taken from it so that
// it can be found.
type Record struct {
	Kind    string          `json:"kind"` // "resource", "agreement", "grant", …
	ID      string          `json:"id"`
	Rev     int64           `json:"rev"`     // 1 for a new record
	Org     string          `json:"org"`     // organisation it belongs to
	Subject string          `json:"subject"` // id of the thing it is about, "" if none
	State   string          `json:"state"`
	From    calendar.Day    `json:"from,omitzero"`
	Until   calendar.Day    `json:"until,omitzero"` // last day in force; zero: no end
	Title   string          `json:"title"`          // searched in lists
	Case    string          `json:"case"`           // case whose step wrote it last
	Body    json.RawMessage `json:"body"`
	// Jurisdiction is the one it belongs to; "" is the installation's own.
	Jurisdiction string `json:"jurisdiction,omitempty"`
}

// Revision is a register line as one entry of the log left it.
type Revision struct {
	Record
	Entry int64
}

// Entry is one leaf of the log before it has its place. It holds no personal data:
// private content is present as keyed commitments.
type Entry struct {
	Seq      int64        `json:"seq"`
	Version  int          `json:"v"`       // 1
	Kind     string       `json:"kind"`    // "registration.submit": procedure and step, or what else happened
	Outcome  string       `json:"outcome"` // "receipt", "refusal" or "record"
	Case     string       `json:"case,omitempty"`
	Rev      int64        `json:"rev,omitempty"` // of the case after the change
	Seat     string       `json:"seat"`          // never the person
	Org      string       `json:"org"`
	Deputy   string       `json:"deputyFor,omitempty"`
	Day      calendar.Day `json:"day"`      // legal day
	Recorded int64        `json:"recorded"` // UTC milliseconds
	From     string       `json:"from,omitempty"`
	To       string       `json:"to,omitempty"`
	Pack     string       `json:"pack,omitempty"`
	Rules    []string     `json:"rules,omitempty"`
	Cites    []string     `json:"cites,omitempty"` // "taian:TA-09.3"
	Codes    []string     `json:"codes,omitempty"` // of a refusal
	Objects  []Commitment `json:"objects,omitempty"`
	Note     string       `json:"note,omitempty"` // fixed words, e.g. "founding-act"
	// Jurisdiction is the one of the matter; "" is the installation's own.
	Jurisdiction string `json:"jurisdiction,omitempty"`
}

// Commitment ties the log to a private thing: HMAC-SHA-256 of its canonical JSON under
// the key of the record. Without the key it says nothing; once the key is destroyed it
// never will.
type Commitment struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Rev  int64  `json:"rev"`
	Mac  string `json:"mac"` // hex
}

// LoggedEntry is an entry in its place, with the exact bytes that were hashed.
type LoggedEntry struct {
	Entry
	Leaf []byte // RFC 8785 canonical JSON of Entry; what the tree hashes
}

// Timer becomes a command by the actor "clock" on its day.
type Timer struct {
	ID   string       `json:"id"`
	Case string       `json:"case"`
	Step string       `json:"step"` // step to take, or "remind" / "escalate"
	On   calendar.Day `json:"on"`
	Rule string       `json:"rule"`
}

// Notice is a message to an organisation or a seat, with what proves that it was
// served.
type Notice struct {
	ID     string       `json:"id"`
	To     string       `json:"to"` // organisation
	Seat   string       `json:"seat,omitempty"`
	Case   string       `json:"case"`
	Kind   string       `json:"kind"` // "step", "due", "overdue", "hold", …
	Text   string       `json:"text"` // key of the words in the console's dictionary, or a sentence
	Sent   calendar.Day `json:"sent"`
	Served calendar.Day `json:"served,omitzero"` // day it was opened, or its service outside recorded
	How    string       `json:"how,omitempty"`   // "opened", "post", "in-person", …
	Entry  int64        `json:"entry"`
	Reader string       `json:"reader,omitempty"` // seat that opened it
}

// Task is work that a change asks for and that is done outside its transaction: a
// projection to prepare, a job to run. It is done at least once; its completion is a
// command, so that its effect happens exactly once.
type Task struct {
	ID   string          `json:"id"`
	Kind string          `json:"kind"`
	Case string          `json:"case"`
	Body json.RawMessage `json:"body"`
	// Later is the moment on the machine's clock from which it may be claimed; zero is
	// the moment of its change.
	Later time.Time `json:"-"`
}

// StoredReceipt answers a repeated idempotency key with what was answered first.
type StoredReceipt struct {
	Seat string          `json:"seat"`
	Key  string          `json:"key"`
	Body json.RawMessage `json:"body"`
}

// CaseQuery selects cases, sorted by Due then ID. Zero fields do not restrict.
type CaseQuery struct {
	Procedure string
	State     string
	Filer     string // organisation that opened it
	Party     string // organisation that must be among the parties
	Link      string // id that one of the links must name
	Open      bool   // only cases that are not closed
	// DueBefore keeps open cases of which something is due before that day.
	DueBefore calendar.Day
	// Stages keeps cases that stand in one of these; nil does not restrict. At most 400.
	Stages []Stage
	// Jurisdictions keeps cases of these ("" is the installation's own) and those that Besides, an
	// organisation, is a party to; nil does not restrict. At most 400.
	Jurisdictions []string
	Besides       string
	Text          string // substring of the title of a linked record or of the id
	Sort          string // "due" (default), "-due", "opened", "-opened"
	Limit         int    // 1…200, 0 means 50
	Cursor        string
}

// Stage is a state of a procedure.
type Stage struct{ Procedure, State string }

// RecordQuery selects register lines, sorted by ID. Zero fields do not restrict.
type RecordQuery struct {
	Kind    string // required
	Org     string
	Subject string
	State   string
	Case    string
	// Jurisdictions keeps lines of these ("" is the installation's own) and those of Besides, an
	// organisation; nil does not restrict.
	Jurisdictions []string
	Besides       string
	Text          string       // substring of the title
	On            calendar.Day // only records in force on that day
	Sort          string       // "id" (default), "title", "-title"
	Limit         int
	Cursor        string
}

// EntryQuery selects log entries in order of their sequence numbers.
type EntryQuery struct {
	From    int64 // first sequence number
	Case    string
	Kind    string
	Outcome string
	Org     string
	Newest  bool // the newest first; From is then the one before which to begin, 0 for the newest there is
	Limit   int
}

// NoticeQuery selects notices to an organisation, newest first.
type NoticeQuery struct {
	To       string
	Unserved bool
	Limit    int
	Cursor   string
}
