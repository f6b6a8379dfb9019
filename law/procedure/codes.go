package procedure

// Codes of the platform's own refusals that the procedures' mechanics give. Their words
// stand in the platform instrument beside the unit each cites.
const (
	CodeStepUnknown     = "step.unknown"            // PF-01
	CodeNoProcedure     = "procedure.unknown"       // PF-01
	CodeOutOfOrder      = "step.out-of-order"       // PF-01
	CodeCompetence      = "competence.missing"      // PF-02
	CodeUnseen          = "thing.unseen"            // PF-03
	CodeIncomplete      = "document.incomplete"     // PF-04
	CodeMalformed       = "document.malformed"      // PF-04
	CodeNoAttachment    = "attachment.missing"      // PF-23
	CodeAttachmentType  = "attachment.other-type"   // PF-23
	CodeRunning         = "period.running"          // PF-05
	CodeWindow          = "window.closed"           // PF-05
	CodeStale           = "case.stale"              // PF-06
	CodeVoteTwice       = "vote.twice"              // PF-09
	CodeVoteUndeclared  = "vote.undeclared"         // PF-09
	CodeVoteConflict    = "vote.conflict"           // PF-09
	CodeNotOnPanel      = "vote.not-on-panel"       // PF-09
	CodePanelTooSmall   = "panel.too-small"         // PF-09
	CodePanelMember     = "panel.not-an-expert"     // PF-09
	CodePanelConflict   = "separation.organisation" // PF-08
	CodeAdministrator   = "administrator.business"  // PF-10
	CodeStepUp          = "step-up.required"        // PF-11
	CodeJurisdiction    = "jurisdiction.other"      // PF-61
	CodeSignedTwice     = "signature.twice"         // PF-25
	CodeNoticeClosed    = "notice.closed"           // PF-21
	CodeNoObjection     = "objection.unknown"       // PF-21
	CodeFigureBeyond    = "figure.beyond"           // PF-51
	CodeFigureUndefined = "figure.undefined"        // PF-51
)

// How a code's refusal reads where one sentence would not teach: the words stand in the
// platform instrument under "code/manner". The code is the same, so that callers need
// not tell them apart.
const (
	MannerOpens        = "opens-a-case"  // step.out-of-order: the step opens a matter of its own
	MannerNoCase       = "no-case"       // step.out-of-order: the step needs a matter
	MannerConcluded    = "concluded"     // step.out-of-order: the matter is closed
	MannerOwn          = "platform"      // competence.missing: the step is the platform's own
	MannerPower        = "power"         // competence.missing: the role is right, the power is not held
	MannerUnknownField = "unknown-field" // document.malformed
	MannerUnknownThing = "unknown-thing" // document.malformed
)
