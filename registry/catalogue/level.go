package catalogue

import "fmt"

// Level is the sensitivity of a column, and of a dataset that contains it, in the
// four levels municipal grading standards use: L1 public, L2 low, L3 sensitive, L4
// highly sensitive. The zero value is "not graded" and is never treated as L1.
type Level uint8

// The four levels, in rising order.
const (
	L1 Level = iota + 1
	L2
	L3
	L4
)

// Levels lists the levels, lowest first.
func Levels() []Level { return []Level{L1, L2, L3, L4} }

// Valid reports whether l is one of the four.
func (l Level) Valid() bool { return l >= L1 && l <= L4 }

// String prints "L1" … "L4", and "" for an ungraded column.
func (l Level) String() string {
	if !l.Valid() {
		return ""
	}
	return "L" + string('0'+rune(l))
}

// MarshalText writes what String prints.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what String prints.
func (l *Level) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*l = 0
		return nil
	}
	if len(text) != 2 || text[0] != 'L' || text[1] < '1' || text[1] > '4' {
		return fmt.Errorf("reading level: want L1 to L4")
	}
	*l = Level(text[1] - '0')
	return nil
}

// Role is what a column does to anonymity.
type Role string

// The roles of a column.
const (
	Identifier      Role = "ID"   // names one person or firm by itself
	QuasiIdentifier Role = "QI"   // names one together with others
	Sensitive       Role = "SA"   // what one would not have known of one
	NoRole          Role = "none" // neither; stated, which is not the same as unset
)

// Valid reports whether r is one of the four.
func (r Role) Valid() bool {
	switch r {
	case Identifier, QuasiIdentifier, Sensitive, NoRole:
		return true
	}
	return false
}

// Class is the category of what a column or a resource holds, as a path of nouns
// ("person.identity"). The codes below are those that detectors propose; a
// jurisdiction's own classes are further codes of its pack.
type Class string

// The classes detectors propose.
const (
	ClassPersonIdentity   Class = "person.identity"
	ClassPersonContact    Class = "person.contact"
	ClassPersonAccount    Class = "person.account"
	ClassPersonLocation   Class = "person.location"
	ClassPersonAttribute  Class = "person.attribute"
	ClassPersonHealth     Class = "person.health"
	ClassPersonFinance    Class = "person.finance"
	ClassPersonBelief     Class = "person.belief"
	ClassVehicle          Class = "vehicle"
	ClassNetwork          Class = "network"
	ClassEnterprise       Class = "enterprise.identity"
	ClassGeneral          Class = "general"
	ClassPersonDemography Class = "person.demography"
)

// Unit is whose secrets the rows of a resource are: the privacy unit by which the
// disclosure rules count. The provider declares it and the authority confirms it.
type Unit string

// The privacy units.
const (
	UnitPerson     Unit = "person"
	UnitEnterprise Unit = "enterprise"
	UnitHousehold  Unit = "household"
	UnitNone       Unit = "none" // places, flights, weather: stated, not unset
)

// Valid reports whether u is one of the four.
func (u Unit) Valid() bool {
	switch u {
	case UnitPerson, UnitEnterprise, UnitHousehold, UnitNone:
		return true
	}
	return false
}
