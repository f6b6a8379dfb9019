package procedure

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/value"
)

// Case is one matter on its way through one procedure. It is replaced as a whole by
// the Change that a decided command writes; Rev rises by one each time.
//
// A case is pinned to the digest of the pack it was accepted under: later versions of
// the pack do not reach it.
type Case struct {
	ID        string       `json:"id"`
	Procedure string       `json:"procedure"` // id of the pack's procedure: "registration"
	Pack      string       `json:"pack"`      // digest of the effective pack, hex SHA-256
	State     string       `json:"state"`     // one of the procedure's states
	Since     calendar.Day `json:"since"`     // day the state was entered
	Opened    calendar.Day `json:"opened"`
	Closed    calendar.Day `json:"closed,omitzero"` // zero while the case is open
	Filer     Party        `json:"filer"`           // who opened it
	// Jurisdiction is the one it belongs to, fixed when it is opened: whose bodies decide it,
	// and under whose pack. "" is the installation's own.
	Jurisdiction string `json:"jurisdiction,omitempty"`

	// Parties lists the organisations that may see the case, each once.
	Parties []string `json:"parties"`
	// Links name the registered things the case is about: "resource" → its id.
	Links map[string]string `json:"links,omitempty"`
	// Docs are the documents handed in, by document id; the newest of each.
	Docs map[string]json.RawMessage `json:"docs,omitempty"`
	// Done lists the steps taken, oldest first. It is what separation of duties,
	// periods and the timeline are computed from.
	Done []Act `json:"done,omitempty"`
	// Notice is the public notice of the case, if it has had one.
	Notice *PublicNotice `json:"notice,omitempty"`
	// Signed lists the roles that have signed, each once.
	Signed []string `json:"signed,omitempty"`
	// Seals are the signatures themselves: each party's organisation over the documents as
	// they stood.
	Seals []Sealed `json:"seals,omitempty"`
	// Votes are blind until each member has given theirs; who may see which is decided
	// by the one who draws the case, never by the case.
	Votes []Vote `json:"votes,omitempty"`
	// Dues are the days by which something is due while the case stands in its state.
	Dues []Due `json:"dues,omitempty"`

	Rev int64 `json:"rev"`
	// Salt is drawn anew with each revision; the log commits to the case under it.
	Salt string `json:"salt,omitempty"`
}

// Party is a person acting in a seat for an organisation.
type Party struct {
	Person       string `json:"person"`
	Seat         string `json:"seat"`
	Organisation string `json:"organisation"`
}

// Act is one step taken in a case.
type Act struct {
	Step  string          `json:"step"`
	By    Party           `json:"by"`
	For   string          `json:"for,omitempty"` // seat acted for as deputy
	On    calendar.Day    `json:"on"`
	Entry int64           `json:"entry"` // log entry, sequence number
	From  string          `json:"from"`
	To    string          `json:"to"`
	Cites []law.Citation  `json:"cites"`
	Form  json.RawMessage `json:"form,omitempty"` // what was handed in with the step
	// Figures are the amounts that the step computed, each with its derivation.
	Figures []value.Figure `json:"figures,omitempty"`
}

// PublicNotice is a period in which the public may object. It is fixed when it opens:
// nothing shortens it, and it is not passed while an objection is open.
type PublicNotice struct {
	Opened      calendar.Day `json:"opened"`
	Ends        calendar.Day `json:"ends"`             // last day on which an objection is in time
	Opens       calendar.Day `json:"opens"`            // first day on which the next step is allowed
	Digest      string       `json:"digest,omitempty"` // SHA-256 of the text shown, hex
	Provisional bool         `json:"provisional,omitempty"`
	Rule        string       `json:"rule"` // period that fixed its length
	Objections  []Objection  `json:"objections,omitempty"`
}

// Open counts the objections not yet answered.
func (n *PublicNotice) Open() int { return n.count("") }

// Upheld counts the objections found right.
func (n *PublicNotice) Upheld() int { return n.count("upheld") }

func (n *PublicNotice) count(outcome string) int {
	count := 0
	for _, o := range n.Objections {
		if o.Outcome == outcome {
			count++
		}
	}
	return count
}

// Objection is what somebody says against a noticed matter.
type Objection struct {
	ID      string       `json:"id"`
	By      string       `json:"by"`
	On      calendar.Day `json:"on"`
	Grounds string       `json:"grounds"`
	Outcome string       `json:"outcome,omitempty"` // "", "dismissed" or "upheld"
	Answer  string       `json:"answer,omitempty"`
}

// Sealed is one party's signature: an envelope signed with the keys of its organisation,
// released to the seat for this act.
type Sealed struct {
	Role     string          `json:"role"`
	By       Party           `json:"by"`
	On       calendar.Day    `json:"on"`
	Envelope json.RawMessage `json:"envelope"`
}

// Vote is one expert's or reviewer's blind judgement.
type Vote struct {
	Panel    string          `json:"panel"` // step the vote belongs to: "score", "review"
	By       Party           `json:"by"`
	On       calendar.Day    `json:"on,omitzero"`       // zero until given
	Declared calendar.Day    `json:"declared,omitzero"` // day the member declared, zero until then
	Conflict string          `json:"conflict,omitempty"`
	Score    int             `json:"score,omitempty"` // 0…100
	For      bool            `json:"for,omitempty"`
	Form     json.RawMessage `json:"form,omitempty"`
}

// Due is a day that the law, a reading or the installation sets for a step.
type Due struct {
	Step        string       `json:"step"`
	Rule        string       `json:"rule"`
	Cite        law.Citation `json:"cite"`
	Kind        string       `json:"kind"` // kind of the period: within, at-least, …
	On          calendar.Day `json:"on"`
	Opens       calendar.Day `json:"opens,omitzero"`
	Provisional bool         `json:"provisional,omitempty"`
	Reading     string       `json:"reading,omitempty"`
	Lapse       string       `json:"lapse,omitempty"`  // "remind", "escalate" or "take"
	Remind      int          `json:"remind,omitempty"` // natural days before
}

// clone copies the case so that the original stays as it was.
func (c *Case) clone() *Case {
	n := *c
	n.Parties, n.Done, n.Votes = slices.Clone(c.Parties), slices.Clone(c.Done), slices.Clone(c.Votes)
	n.Signed, n.Dues, n.Seals = slices.Clone(c.Signed), slices.Clone(c.Dues), slices.Clone(c.Seals)
	n.Links, n.Docs = maps.Clone(c.Links), maps.Clone(c.Docs)
	if n.Links == nil {
		n.Links = map[string]string{}
	}
	if n.Docs == nil {
		n.Docs = map[string]json.RawMessage{}
	}
	if c.Notice != nil {
		notice := *c.Notice
		notice.Objections = slices.Clone(c.Notice.Objections)
		n.Notice = &notice
	}
	return &n
}
