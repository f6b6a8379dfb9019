package casework

import "github.com/shuyu-project/shuyu/law/procedure"

// The nouns of a case belong to law/procedure, which decides over them purely.
type (
	Case         = procedure.Case
	Party        = procedure.Party
	Act          = procedure.Act
	PublicNotice = procedure.PublicNotice
	Objection    = procedure.Objection
	Vote         = procedure.Vote
	Due          = procedure.Due
)
