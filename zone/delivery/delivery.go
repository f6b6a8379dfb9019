// Package delivery hands released outputs to their recipients: as a file, pinned to
// the digest that two people approved, or as a data interface that looks up rows of a
// released table. Both are bound to one recipient and one scenario, counted, and
// withdrawn at the next request.
//
// It reads released bytes only. There is no engine behind an interface, no query and
// no path from here to a dataset.
//
// What newcomers get wrong: nothing about a key's standing is cached between
// requests, and a call is durably counted before it is answered, so that a crash can
// lose an answer and never a count.
package delivery

import (
	"context"
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Rule is the unit of the platform's own instrument that interfaces are cited from.
var Rule = law.Platform("R21")

// Codes of refusals.
const (
	CodeDigest           = "delivery.other-bytes"
	CodeScenario         = "delivery.other-scenario"
	CodeRecipient        = "delivery.other-recipient"
	CodeWithdrawn        = "delivery.withdrawn"
	CodeKeyUnknown       = "key.unknown"
	CodeKeyTime          = "key.not-in-force"
	CodeQuotaDay         = "quota.day"
	CodeQuotaTotal       = "quota.total"
	CodeParameterMissing = "parameter.missing"
	CodeParameterUnknown = "parameter.unknown"
	CodeParameterUnfit   = "parameter.unfit"
	CodePage             = "page.beyond"
)

// Release is what was approved: which bytes may go to whom for what.
type Release struct {
	ID        string       `json:"id"`
	Product   string       `json:"product"`
	Recipient string       `json:"recipient"` // organisation
	Scenario  string       `json:"scenario"`  // the one that was approved
	Digest    string       `json:"digest"`    // SHA-256 of the released bytes, hexadecimal
	Ground    law.Citation `json:"ground"`    // where the binding to scenario and recipient comes from; the platform's rule when zero
}

// ground is what a breach of the binding is cited from.
func (r Release) ground() law.Citation {
	if r.Ground.IsZero() {
		return Rule
	}
	return r.Ground
}

// bound refuses another recipient and another scenario than the approved.
func (r Release) bound(recipient, scenario string) *law.Refusal {
	var refused *law.Refusal
	if recipient != r.Recipient {
		refused = law.Join(refused, law.Refuse(CodeRecipient, r.ground(), law.Fact{Name: "release", Value: r.ID}).Because(
			law.Text{ZH: "该成果未批准交付给这一使用方。", EN: "The output was not approved for this recipient."},
			law.Text{ZH: "请由该使用方另行申请。", EN: "Have this recipient apply for it."}))
	}
	if scenario != r.Scenario {
		refused = law.Join(refused, law.Refuse(CodeScenario, r.ground(), law.Fact{Name: "release", Value: r.ID}, law.Fact{Name: "approved", Value: r.Scenario}, law.Fact{Name: "asked", Value: scenario}).Because(
			law.Text{ZH: "该成果只批准用于所登记的应用场景。", EN: "The output is approved for its registered scenario only."},
			law.Text{ZH: "用于其他场景须另行申请。", EN: "Another scenario needs an application of its own."}))
	}
	return refused
}

// Status is whether a release may still be delivered, and if not, on what ground.
type Status struct {
	InForce bool
	Ground  law.Citation // of a withdrawal
	Says    law.Text     // of a withdrawal: suspended, annulled, expired, …
}

// Standing answers, at every request, whether a release is in force. It must answer
// for this moment: an implementation that caches is wrong. An error withholds the
// delivery. It is called from many goroutines.
type Standing interface {
	Standing(ctx context.Context, release string) (Status, error)
}

// standing refuses what is not in force.
func standing(ctx context.Context, s Standing, release string) (*law.Refusal, error) {
	status, err := s.Standing(ctx, release)
	if err != nil {
		return nil, fmt.Errorf("asking whether release %s is in force: %w", release, err)
	}
	if status.InForce {
		return nil, nil
	}
	ground, says := status.Ground, status.Says
	if ground.IsZero() {
		ground = Rule
	}
	if says.IsZero() {
		says = law.Text{ZH: "该成果已停止交付。", EN: "The output is no longer delivered."}
	}
	return law.Refuse(CodeWithdrawn, ground, law.Fact{Name: "release", Value: release}).Because(says,
		law.Text{ZH: "请与数据主管部门联系。", EN: "Turn to the authority."}), nil
}
