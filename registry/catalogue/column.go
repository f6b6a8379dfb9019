package catalogue

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Type is the type of a column's values, as they are kept in a version.
type Type string

// The column types. Codes that only look like numbers (leading zeros, sixteen digits
// and more) are text.
const (
	Boolean   Type = "boolean"
	Integer   Type = "integer" // 64-bit signed
	Decimal   Type = "decimal" // Precision and Scale of the column say how wide
	Double    Type = "double"
	Date      Type = "date"      // proleptic Gregorian, no zone
	Timestamp Type = "timestamp" // microseconds; without zone as written, with zone in UTC
	String    Type = "text"      // UTF-8
)

// Valid reports whether t is one of the types.
func (t Type) Valid() bool {
	switch t {
	case Boolean, Integer, Decimal, Double, Date, Timestamp, String:
		return true
	}
	return false
}

// Column is one column of a version: its place in the schema, its dictionary entry,
// and how it must be held.
type Column struct {
	Name      string `json:"name"`
	Type      Type   `json:"type"`
	Precision int    `json:"precision,omitempty"` // decimal: digits in all
	Scale     int    `json:"scale,omitempty"`     // decimal: digits after the point

	// The dictionary entry, kept by the provider.
	Label       law.Text `json:"label,omitzero"`
	Unit        string   `json:"unit,omitempty"` // unit of measure: "km", "元"
	Description law.Text `json:"description,omitzero"`

	// How the column must be held. Detectors propose; ConfirmedBy is the person (by
	// seat) who has confirmed class, level and role, and empty until then.
	Class       Class      `json:"class,omitempty"`
	Level       Level      `json:"level,omitempty"`
	Role        Role       `json:"role,omitempty"`
	Proposals   []Proposal `json:"proposals,omitempty"` // strongest first
	ConfirmedBy string     `json:"confirmedBy,omitempty"`
}

// Confirmed reports whether a person has confirmed class, level and role.
func (c Column) Confirmed() bool {
	return c.ConfirmedBy != "" && c.Class != "" && c.Level.Valid() && c.Role.Valid()
}

// Guarded is the level at which the column must be held now: the confirmed one; until
// then the highest of the stated and proposed ones, and L3 where nobody has said
// anything, so that what nobody has looked at is never shown as public.
func (c Column) Guarded() Level {
	if c.Confirmed() {
		return c.Level
	}
	level := L3
	for _, p := range c.Proposals {
		level = max(level, p.Level)
	}
	return max(level, c.Level)
}

// Propose fills class, level and role from the strongest proposal, where the provider
// has not stated them, and general, L1, none where no detector proposed anything. The
// column stays unconfirmed: this is what the person confirming is shown.
func (c Column) Propose() Column {
	class, level, role := ClassGeneral, L1, NoRole
	if len(c.Proposals) > 0 {
		class, role = c.Proposals[0].Class, c.Proposals[0].Role
		for _, p := range c.Proposals {
			level = max(level, p.Level)
		}
	}
	if c.Class == "" {
		c.Class = class
	}
	if !c.Level.Valid() {
		c.Level = level
	}
	if !c.Role.Valid() {
		c.Role = role
	}
	return c
}

// Confirm is the column with class, level and role as a person states them, by their
// seat. The person may differ from what was proposed: the proposals stay beside it for
// whoever reads the decision. It fails on values that are none.
func (c Column) Confirm(class Class, level Level, role Role, seat string) (Column, error) {
	if class == "" || !level.Valid() || !role.Valid() || seat == "" {
		return Column{}, fmt.Errorf("confirming column %s: class, level, role and seat are all stated", c.Name)
	}
	c.Class, c.Level, c.Role, c.ConfirmedBy = class, level, role, seat
	return c, nil
}

// Lowered reports whether a confirmed column is held below what a detector proposed: a
// decision that wants its reason written down.
func (c Column) Lowered() bool {
	for _, p := range c.Proposals {
		if c.Confirmed() && c.Level < p.Level {
			return true
		}
	}
	return false
}
