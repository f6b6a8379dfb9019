package procedure

// Codes of the platform's own refusals that the procedures' mechanics give. Their words
// stand in the platform instrument beside the unit each cites.
const (
	CodeStepUnknown     = "step.unknown"            // PF-01
	CodeOutOfOrder      = "step.out-of-order"       // PF-01
	CodeCompetence      = "competence.missing"      // PF-02
	CodeUnseen          = "thing.unseen"            // PF-03
	CodeIncomplete      = "document.incomplete"     // PF-04
	CodeMalformed       = "document.malformed"      // PF-04
	CodeNoAttachment    = "attachment.missing"      // PF-23
	CodeAttachmentType  = "attachment.other-type"   // PF-23
	CodeRunning         = "period.running"          // PF-05
	CodeWindow          = "window.closed"           // PF-05
	CodeLapsed          = "period.lapsed"           // PF-05
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
	CodeSignedTwice     = "signature.twice"         // PF-25
	CodeNoticeClosed    = "notice.closed"           // PF-21
	CodeNoObjection     = "objection.unknown"       // PF-21
	CodeFigureBeyond    = "figure.beyond"           // PF-51
	CodeFigureUndefined = "figure.undefined"        // PF-51
)
