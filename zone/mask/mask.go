// Package mask decides what a grant shows of a dataset version and prepares it: the
// rows the grant covers, the columns it names, each under its mask. A job sees the
// prepared projection and nothing else.
//
// It has two halves. [Project] is pure: from the grant, the catalogue's classification
// and the policy it makes a [Plan]. [Pipeline] carries a plan out, once per grant and
// version, in an engine instance that alone holds the key; its product is a Parquet
// file without anything that the plan does not show.
//
// What newcomers get wrong: a view is not a boundary. A masked view over the base
// table in the instance that runs a user's query protects nothing, so the projection
// is a file of its own and the key never comes near a query. And masks are not
// configuration: a grant may tighten the policy's mask, never loosen it.
package mask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Kind is a way of masking a column.
type Kind string

const (
	Plain    Kind = "plain"    // as it is
	Drop     Kind = "drop"     // the column is not there
	Token    Kind = "token"    // keyed pseudonym: equal values give equal tokens within one scenario, and mean nothing in another
	Pattern  Kind = "pattern"  // 110***1234
	Bucket   Kind = "bucket"   // number cut down to a multiple of Width
	Truncate Kind = "truncate" // day or moment cut down to its Unit
	Category Kind = "category" // value replaced by the group it is declared to belong to
	Null     Kind = "null"     // the column is there and empty
	Dummy    Kind = "dummy"    // drawn from the declared distribution or a plain one of the type, never from a row
)

// Mask is a kind with its parameters. Only those of the kind may be set.
type Mask struct {
	Kind   Kind              `json:"kind"`
	Head   int               `json:"head,omitempty"`   // pattern: characters kept in front
	Tail   int               `json:"tail,omitempty"`   // pattern: characters kept behind
	Width  int64             `json:"width,omitempty"`  // bucket: above 0, in the column's unit
	Unit   string            `json:"unit,omitempty"`   // truncate: hour, day, month, quarter, year
	Groups map[string]string `json:"groups,omitempty"` // category: value → group
	Other  string            `json:"other,omitempty"`  // category: group of all other values
}

// units of truncation, finest first.
var units = []string{"hour", "day", "month", "quarter", "year"}

// MostKept is how many characters a pattern keeps at most, head and tail together.
const MostKept = 8

// MostWidth is the widest bucket.
const MostWidth = 1 << 52

// check finds what is wrong with a mask's parameters for a column of the type.
func (m Mask) check(t Type) error {
	switch m.Kind {
	case Plain, Drop, Token, Null, Dummy:
		return nil
	case Pattern:
		if m.Head < 0 || m.Tail < 0 || m.Head+m.Tail > MostKept {
			return fmt.Errorf("a pattern keeps 0 to %d characters", MostKept)
		}
		return nil
	case Bucket:
		if !t.number() || m.Width <= 0 || m.Width > MostWidth {
			return fmt.Errorf("a bucket wants a number and a width of 1 to %d", MostWidth)
		}
		return nil
	case Truncate:
		if !t.time() || !slices.Contains(units, m.Unit) {
			return fmt.Errorf("truncation wants a day or moment and a unit among %v", units)
		}
		return nil
	case Category:
		if t != Text || len(m.Groups) == 0 || m.Other == "" {
			return fmt.Errorf("a category wants text, groups, and a group for all else")
		}
		return nil
	}
	return fmt.Errorf("unknown kind of mask %q", m.Kind)
}

// Type is what a column holds, as far as masking cares.
type Type string

const (
	Text    Type = "text"
	Integer Type = "integer"
	Decimal Type = "decimal" // exact, with a scale
	Double  Type = "double"
	Date    Type = "date"
	Moment  Type = "timestamp"
	Boolean Type = "boolean"
)

func (t Type) number() bool { return t == Integer || t == Decimal || t == Double }
func (t Type) time() bool   { return t == Date || t == Moment }

func (t Type) known() bool {
	return t == Text || t == Boolean || t.number() || t.time()
}

// Role is what a column can do to a person.
type Role string

const (
	Identifier Role = "ID"   // names the person or firm by itself
	Quasi      Role = "QI"   // names them together with others
	Sensitive  Role = "SA"   // what they would not have told
	Neither    Role = "none" //
)

func (r Role) known() bool {
	return r == Identifier || r == Quasi || r == Sensitive || r == Neither
}

// Column is a column of a dataset version as the catalogue confirmed it.
type Column struct {
	Name         string        `json:"name"`
	Type         Type          `json:"type"`
	Level        int           `json:"level"`                  // 1 public … 4 highly sensitive; 0 is unlabelled and refused
	Role         Role          `json:"role"`                   //
	Unit         bool          `json:"unit,omitempty"`         // identifies the privacy unit
	Joins        bool          `json:"joins,omitempty"`        // joins this dataset to others of the scenario
	Open         bool          `json:"open,omitempty"`         // its resource is open to everybody without conditions
	Domain       string        `json:"domain,omitempty"`       // what the values are ("resident-id"): equal domains share tokens in a scenario; Name when empty
	Generalise   Mask          `json:"generalise,omitzero"`    // declared way of making it coarser: bucket, truncate, category or pattern
	Distribution *Distribution `json:"distribution,omitempty"` // declared shape, for dummy values
}

func (c Column) domain() string {
	if c.Domain != "" {
		return c.Domain
	}
	return c.Name
}

// Catalogue says for what work a projection is: the two are different worlds.
type Catalogue string

const (
	Development Catalogue = "development" // people look at it: a masked sample, and invented values where nothing coarser is declared
	Production  Catalogue = "production"  // approved code reads it, people do not
)

// Rule is the unit of the platform's own instrument that masks are cited from: what a
// grant shows.
var Rule = law.Platform("R16")

// Codes of refusals.
const (
	CodeUnlabelled       = "column.unlabelled"
	CodeUnknownColumn    = "column.unknown"
	CodeLooseMask        = "mask.looser-than-policy"
	CodeUnfitMask        = "mask.unfit"
	CodeNothingShown     = "projection.empty"
	CodeFilterIdentifier = "filter.on-identifier"
	CodeFilterUnfit      = "filter.unfit"
	CodeSampleUndeclared = "sample.undeclared"
	CodeUnitUndeclared   = "unit.undeclared"
)

func refuse(code string, column string, says, remedy law.Text, facts ...law.Fact) *law.Refusal {
	return law.Refuse(code, Rule, append([]law.Fact{{Name: "column", Value: column}}, facts...)...).Because(says, remedy)
}

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
