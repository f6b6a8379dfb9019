package zone

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/law"
)

// Catalogue is the side a projection belongs to. The two never meet in one job; it is
// not a flag on data but a different set of names.
type Catalogue string

const (
	Development Catalogue = "development" // 开发: dummy data and masked samples only
	Production  Catalogue = "production"  // 生产: approved code over masked projections
)

// Role says what a column may be used for in a governed query.
type Role string

const (
	RoleUnit       Role = "unit"       // names the privacy unit: counted distinct, joined on; nothing else
	RoleIdentifier Role = "identifier" // names a unit by another way (phone, card): not used at all
	RoleProtected  Role = "protected"  // says something about a unit: aggregated, filtered, grouped under k
	RolePublic     Role = "public"     // says nothing about a unit, or is public (a district's code)
)

// Uses names what production admits a column of the role to be used for: "count" distinct
// values, "join", "filter", "group", "aggregate". It is for people who write queries;
// Admit decides.
func (r Role) Uses() []string {
	switch r {
	case RoleUnit:
		return []string{"count", "join"}
	case RoleProtected:
		return []string{"filter", "group", "aggregate"}
	case RolePublic:
		return []string{"count", "filter", "group", "aggregate", "join"}
	}
	return []string{}
}

// NoUnit is declared by the provider and confirmed by the authority for data that
// describe no person, household or enterprise: places, flights, weather.
const NoUnit = "none"

// Column is one column of a projection as a job sees it: already masked.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"`               // the engine's type, "VARCHAR"
	Level    int    `json:"level"`              // 数据分级, 1 lowest; 0 is unset and refused
	Mask     string `json:"mask,omitempty"`     // technique that made the values, "" as collected
	Role     Role   `json:"role"`               // unset is refused
	Distinct int64  `json:"distinct,omitempty"` // distinct values in this projection; 0 unknown
}

// Projection is what one grant shows of one dataset version, already filtered and
// masked. A child that runs user SQL holds projections only: whatever is in the file is
// visible to the job, whatever is not in it cannot be reached.
//
// Source opens the masked Parquet for reading; the engine closes what it opened. The
// file must not change while a job runs.
type Projection struct {
	Name      string    `json:"name"` // table name in SQL
	Dataset   string    `json:"dataset"`
	Version   string    `json:"version"`
	Grant     string    `json:"grant"`
	Scenario  string    `json:"scenario"`
	Catalogue Catalogue `json:"catalogue"`
	Unit      string    `json:"unit"` // kind of privacy unit: "person", "enterprise", or NoUnit; unset is refused
	Columns   []Column  `json:"columns"`
	Rows      int64     `json:"rows"`
	Units     int64     `json:"units,omitempty"` // distinct privacy units; 0 when Unit is NoUnit
	Digest    string    `json:"digest"`          // of the Parquet, hexadecimal SHA-256
	Source    Source    `json:"-"`
}

// Source gives a projection's bytes.
type Source interface {
	Open() (io.ReadCloser, error)
}

// Governed reports whether the projection describes privacy units.
func (p Projection) Governed() bool { return p.Unit != NoUnit }

// UnitColumn is the column that names the privacy unit.
func (p Projection) UnitColumn() (Column, bool) {
	for _, c := range p.Columns {
		if c.Role == RoleUnit {
			return c, true
		}
	}
	return Column{}, false
}

// density is the share of distinct values among units, or among rows where no unit is
// declared: 1 means that the column tells every unit apart. ok is false when unprofiled.
func (p Projection) density(c Column) (share float64, ok bool) {
	of := p.Units
	if !p.Governed() {
		of = p.Rows
	}
	if c.Distinct <= 0 || of <= 0 {
		return 0, false
	}
	return float64(c.Distinct) / float64(of), true
}

// check reports what makes p unfit to be bound; a projection is made by the platform,
// so a violation here means that the pipeline before admission is wrong.
func (p Projection) check() []law.Violation {
	var bad []law.Violation
	say := func(format string, args ...any) {
		bad = append(bad, violation(CodeProjection, UnitNames, -1,
			law.Text{ZH: "投影不完整，不能用于作业。", EN: "The projection is incomplete and cannot be used by a job."},
			law.Text{ZH: "由平台重新生成该投影。", EN: "Have the platform prepare the projection again."},
			law.Fact{Name: "projection", Value: p.Name}, law.Fact{Name: "problem", Value: fmt.Sprintf(format, args...)}))
	}
	if !plainName(p.Name) {
		say("table name is not a plain name")
	}
	if p.Catalogue != Development && p.Catalogue != Production {
		say("catalogue is unset")
	}
	if p.Unit == "" {
		say("privacy unit is undeclared")
	}
	if len(p.Columns) == 0 {
		say("has no columns")
	}
	if p.Grant == "" || p.Dataset == "" || p.Version == "" {
		say("grant, dataset or version is unset")
	}
	units, seen := 0, map[string]bool{}
	for _, c := range p.Columns {
		switch c.Role {
		case RoleUnit:
			units++
		case RoleIdentifier, RoleProtected, RolePublic:
		default:
			say("column %s has no role", c.Name)
		}
		if c.Level <= 0 {
			say("column %s has no level", c.Name)
		}
		if !columnName(c.Name) || seen[fold(c.Name)] {
			say("column %d has an unusable or repeated name", len(seen)+1)
		}
		seen[fold(c.Name)] = true
	}
	if p.Governed() && (units != 1 || p.Units <= 0) && p.Catalogue == Production {
		say("needs exactly one unit column and the number of units")
	}
	if !p.Governed() && units != 0 {
		say("declares no privacy unit but has a unit column")
	}
	return bad
}

// plainName reports whether s can stand as a table's name without quoting surprises:
// a letter or underscore, then letters, digits and underscores, at most 63 characters,
// none of which begins with the prefix the platform keeps for its own columns.
func plainName(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > 63 {
		return false
	}
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return true
}

func columnName(s string) bool {
	if s == "" || len(s) > 256 || !utf8.ValidString(s) || strings.HasPrefix(s, reservedPrefix) {
		return false
	}
	return !strings.ContainsFunc(s, unicode.IsControl)
}

// fold lowers as the engine does when it compares identifiers: ASCII only.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
