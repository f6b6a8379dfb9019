package catalogue

import (
	"github.com/shuyu-project/shuyu/law"
)

// ResourceID names a resource for ever; it is not reused after deregistration.
type ResourceID string

// DatasetID names a dataset of a resource.
type DatasetID string

// Openness is on what terms a resource may be used at all.
type Openness string

// The three terms of public data.
const (
	Unconditional Openness = "unconditional" // 无条件
	Conditional   Openness = "conditional"   // 有条件
	Prohibited    Openness = "prohibited"    // 不予: not raw; products of it may still be made
)

// Valid reports whether o is one of the three.
func (o Openness) Valid() bool {
	return o == Unconditional || o == Conditional || o == Prohibited
}

// Frequency is how often a resource is renewed.
type Frequency string

// The frequencies a provider may declare.
const (
	Realtime  Frequency = "realtime"
	Hourly    Frequency = "hourly"
	Daily     Frequency = "daily"
	Weekly    Frequency = "weekly"
	Monthly   Frequency = "monthly"
	Quarterly Frequency = "quarterly"
	Yearly    Frequency = "yearly"
	Irregular Frequency = "irregular"
	Never     Frequency = "never" // a closed series
)

// Days is the longest time between two renewals, in natural days; ok is false where
// none can be expected. It serves the timeliness figure and is no legal period.
func (f Frequency) Days() (days int, ok bool) {
	switch f {
	case Realtime, Hourly, Daily:
		return 1, true
	case Weekly:
		return 7, true
	case Monthly:
		return 31, true
	case Quarterly:
		return 92, true
	case Yearly:
		return 366, true
	}
	return 0, false
}

// Valid reports whether f is one a provider may declare.
func (f Frequency) Valid() bool {
	_, dated := f.Days()
	return dated || f == Irregular || f == Never
}

// Responsibility names who answers for the safety of a resource, by what each does
// with it. Every place is an organisation id; all four are named, though one
// organisation may stand in several. 〔taian TA-25.b〕
type Responsibility struct {
	Collects string `json:"collects"`
	Holds    string `json:"holds"`
	Manages  string `json:"manages"`
	Uses     string `json:"uses"`
}

// Resource is a public data resource (公共数据资源): the catalogue's unit of
// registration, rights confirmation and authorisation.
type Resource struct {
	ID       ResourceID `json:"id"`
	Name     law.Text   `json:"name"`
	Summary  law.Text   `json:"summary"`
	Provider string     `json:"provider"` // organisation id of the 数据提供单位

	Fields  []string `json:"fields,omitempty"`  // 领域: codes of the pack's field list
	Regions []string `json:"regions,omitempty"` // GB/T 2260 division codes, as text

	Openness  Openness  `json:"openness"`
	Valuable  bool      `json:"valuable"` // has value for development: must be registered 〔taian TA-07.c〕
	Class     Class     `json:"class"`
	Level     Level     `json:"level"` // the highest confirmed level of its columns, or higher
	Frequency Frequency `json:"frequency"`

	Responsibility Responsibility `json:"responsibility"`

	Unit          Unit `json:"unit"`          // declared by the provider
	UnitConfirmed bool `json:"unitConfirmed"` // confirmed by the authority
}

// Gap is one thing a record lacks before it may stand in the catalogue.
type Gap struct {
	Code  string `json:"code"`  // stable, "resource.name", "column.level"
	Field string `json:"field"` // JSON path of what lacks
	Of    string `json:"of,omitempty"`
}

// Gaps lists everything that is missing or unknown in r, in the order of its fields;
// none when r may be put forward.
func (r Resource) Gaps() []Gap {
	var gaps []Gap
	need := func(ok bool, code, field string) {
		if !ok {
			gaps = append(gaps, Gap{Code: "resource." + code, Field: field, Of: string(r.ID)})
		}
	}
	need(r.ID != "", "id", "id")
	need(r.Name.ZH != "" && r.Name.EN != "", "name", "name")
	need(r.Summary.ZH != "" && r.Summary.EN != "", "summary", "summary")
	need(r.Provider != "", "provider", "provider")
	need(len(r.Fields) > 0, "fields", "fields")
	need(len(r.Regions) > 0, "regions", "regions")
	need(r.Openness.Valid(), "openness", "openness")
	need(r.Class != "", "class", "class")
	need(r.Level.Valid(), "level", "level")
	need(r.Frequency.Valid(), "frequency", "frequency")
	need(r.Responsibility.Collects != "", "collects", "responsibility.collects")
	need(r.Responsibility.Holds != "", "holds", "responsibility.holds")
	need(r.Responsibility.Manages != "", "manages", "responsibility.manages")
	need(r.Responsibility.Uses != "", "uses", "responsibility.uses")
	need(r.Unit.Valid(), "unit", "unit")
	return gaps
}

// Conflicts lists where what r says of itself does not agree with a version under it:
// a level below the version's, open terms for what is sensitive, rows declared to be
// nobody's that identify somebody.
func (r Resource) Conflicts(v Version) []Gap {
	var gaps []Gap
	add := func(code, field, of string) { gaps = append(gaps, Gap{Code: code, Field: field, Of: of}) }
	level := v.Level()
	if r.Level < level {
		add("resource.level-below-version", "level", level.String())
	}
	if r.Openness == Unconditional && level >= L3 {
		add("resource.open-but-sensitive", "openness", level.String())
	}
	for _, c := range v.Columns {
		if r.Unit == UnitNone && c.Role == Identifier && c.Class != ClassGeneral {
			add("resource.unit-none-but-identified", "unit", c.Name)
		}
	}
	return gaps
}

// EffectiveUnit is the unit disclosure rules count by: none only where the authority
// has confirmed that the rows are nobody's, otherwise the declared one, and a person
// where nothing was declared.
func (r Resource) EffectiveUnit() Unit {
	if r.Unit == UnitNone && r.UnitConfirmed {
		return UnitNone
	}
	if r.Unit == UnitEnterprise || r.Unit == UnitHousehold {
		return r.Unit
	}
	return UnitPerson
}

// Dataset is one table of a resource (数据集). Its versions follow each other by number.
type Dataset struct {
	ID       DatasetID  `json:"id"`
	Resource ResourceID `json:"resource"`
	Name     law.Text   `json:"name"`
	Key      []string   `json:"key,omitempty"`     // columns declared unique together
	AsOf     string     `json:"asOf,omitempty"`    // column that dates a row, for timeliness
	Current  int        `json:"current,omitempty"` // number of the version grants read; 0 before the first
}
