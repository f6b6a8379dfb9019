package certificate

import (
	"context"
	"errors"
	"fmt"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// State is how a certificate stands.
type State string

// The states. The legal acts stay apart: each ends a certificate in its own way.
const (
	Valid        State = "valid"
	Suspended    State = "suspended"    // 暂停: may be resumed
	Revoked      State = "revoked"      // 吊销: as a sanction
	Annulled     State = "annulled"     // 撤销: it should not have been issued
	Retracted    State = "retracted"    // 撤回: taken back for the public good or a change of law
	Deregistered State = "deregistered" // 注销: ended at request or with its subject
	Expired      State = "expired"      // 届满
)

// words are the states as people read them.
var words = map[State]law.Text{
	Valid:        {ZH: "有效", EN: "valid"},
	Suspended:    {ZH: "已暂停", EN: "suspended"},
	Revoked:      {ZH: "已吊销", EN: "revoked"},
	Annulled:     {ZH: "已撤销", EN: "annulled"},
	Retracted:    {ZH: "已撤回", EN: "retracted"},
	Deregistered: {ZH: "已注销", EN: "deregistered"},
	Expired:      {ZH: "已届满", EN: "expired"},
}

// Text is the state in words.
func (s State) Text() law.Text { return words[s] }

const statusFormat = "shuyu-certificate-status/v1"

// StatusPayloadType is the DSSE type of a status statement.
const StatusPayloadType = "application/vnd.shuyu.certificate-status+json"

// Status is the issuer's signed word on how a certificate stood at one size of the log,
// on one day. It says nothing about later.
type Status struct {
	Format    string         `json:"format"` // set by Sign
	Number    string         `json:"number"`
	Statement string         `json:"statement"` // Digest of the statement it speaks of
	State     State          `json:"state"`
	Since     calendar.Day   `json:"since"`            // first day of the state
	Grounds   []law.Citation `json:"grounds,omitzero"` // why it is not valid; required then
	Case      string         `json:"case,omitempty"`   // in which that was decided
	Origin    string         `json:"origin"`           // of the log
	Size      uint64         `json:"size"`             // entries that had been looked at
	Root      audit.Hash     `json:"root"`             // of the SHA-256 tree at that size
	AsOf      calendar.Day   `json:"asOf"`
}

// Check finds everything that a status lacks.
func (s Status) Check() error {
	var errs []error
	demand := func(ok bool, what string) {
		if !ok {
			errs = append(errs, errors.New(what))
		}
	}
	_, known := words[s.State]
	demand(known, fmt.Sprintf("unknown state %q", s.State))
	demand(s.Number != "" && len(s.Statement) == 64, "number or digest of the statement is missing")
	demand(s.State == Valid || s.State == Expired || len(s.Grounds) > 0, "a certificate is not ended or suspended without a ground")
	demand(!s.Since.IsZero() && !s.AsOf.IsZero() && !s.AsOf.Before(s.Since), "days are missing or out of order")
	demand(s.Origin != "" && s.Size > 0, "log is missing")
	if len(errs) > 0 {
		return fmt.Errorf("checking status of certificate %s: %w", s.Number, errors.Join(errs...))
	}
	return nil
}

// Sign signs the status with both halves of the issuer's certificate key.
func (s Status) Sign(ctx context.Context, by seal.Signer) (seal.Envelope, error) {
	s.Format = statusFormat
	if err := s.Check(); err != nil {
		return seal.Envelope{}, err
	}
	payload, err := seal.Canonical(s)
	if err != nil {
		return seal.Envelope{}, fmt.Errorf("signing status of certificate %s: %w", s.Number, err)
	}
	return seal.SignEnvelope(ctx, StatusPayloadType, payload, by)
}

// ParseStatus reads a status from the payload of an opened envelope.
func ParseStatus(payload []byte) (Status, error) {
	var s Status
	if err := exactJSON(payload, &s); err != nil {
		return Status{}, fmt.Errorf("reading status: %w", err)
	}
	if s.Format != statusFormat {
		return Status{}, fmt.Errorf("reading status: format %q is not %s", s.Format, statusFormat)
	}
	return s, s.Check()
}
