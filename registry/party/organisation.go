package party

import (
	"github.com/shuyu-project/shuyu/law/calendar"
)

// Organisation is a body that takes part. It is the body of a register record of kind
// "organisation"; ID is the record's and stands outside the body.
type Organisation struct {
	ID string `json:"-"`

	Name       string `json:"name"`
	Roles      []Role `json:"roles"`
	LegalForm  string `json:"legalForm,omitempty"`  // legal-person, unincorporated, administrative, other
	Class      string `json:"class,omitempty"`      // of data provider
	CreditCode string `json:"creditCode,omitempty"` // unified social credit code, see CreditCode
	Field      string `json:"field,omitempty"`
	// LegalRepresentative is private: it enters the log as a commitment only.
	LegalRepresentative string `json:"legalRepresentative,omitempty"`

	// Its standing, kept by the authority.
	Lists              []string       `json:"lists,omitempty"` // dishonesty lists
	MajorIllegalRecord bool           `json:"majorIllegalRecord,omitempty"`
	Incidents          []calendar.Day `json:"incidents,omitempty"` // days of security incidents

	State string `json:"state"` // enrolled or closed
}

// Person is somebody with an account, of one organisation. It is the body of a register
// record of kind "person".
type Person struct {
	ID string `json:"-"`

	Name string `json:"name"` // private
	Org  string `json:"org"`

	// The steps to the processing area, each set by its own act. Admitted is set only
	// by the act of admission, never computed from the others.
	Verified bool `json:"verified,omitempty"`
	Filed    bool `json:"filed,omitempty"`
	Vetted   bool `json:"vetted,omitempty"`
	Bound    bool `json:"bound,omitempty"`
	Trained  bool `json:"trained,omitempty"`
	Admitted bool `json:"admitted,omitempty"`

	State string `json:"state"` // active or removed
}

// Active reports whether the person's account may be used.
func (p Person) Active() bool { return p.State == "active" }
