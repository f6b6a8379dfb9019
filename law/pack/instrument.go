package pack

import (
	"github.com/shuyu-project/shuyu/law"
)

// Instrument is one text as a pack reads it: its particulars, its articles and units
// in the order of the text, and the rules under them.
type Instrument struct {
	Code      string             `yaml:"instrument" json:"code"`
	Prefix    string             `yaml:"prefix" json:"prefix"` // of unit ids: "TA"
	Name      law.Text           `yaml:"name" json:"name"`
	Short     law.Text           `yaml:"short" json:"short"` // in citations: 泰安
	Version   string             `yaml:"version" json:"version"`
	Status    Status             `yaml:"status" json:"status"`
	Level     string             `yaml:"level" json:"level"` // platform, national, province, city, county
	Issuer    law.Text           `yaml:"issuer" json:"issuer"`
	Effective string             `yaml:"effective" json:"effective"` // day, "" where the text leaves it blank
	Years     int                `yaml:"validity-years" json:"validityYears"`
	Area      Area               `yaml:"area" json:"area"`
	Articles  int                `yaml:"articles" json:"articles"` // number of articles printed
	Settings  map[string]Setting `yaml:"settings" json:"settings"`

	Units  []*Unit `yaml:"-" json:"units"`
	Rules  []*Rule `yaml:"-" json:"-"`
	Digest string  `yaml:"-" json:"digest"` // SHA-256 of the files as read, hex
}

// Status says whether a text is law. A pack that rests on a draft runs as a pilot.
type Status string

// The statuses of an instrument.
const (
	StatusDraft    Status = "draft"
	StatusInForce  Status = "in-force"
	StatusRepealed Status = "repealed"
)

// Area is where an instrument applies; Code is a GB/T 2260 prefix.
type Area struct {
	Code string `yaml:"code" json:"code"`
	ZH   string `yaml:"zh" json:"zh"`
	EN   string `yaml:"en" json:"en"`
}

// Setting is a value that the installation sets because the text leaves it to it.
type Setting struct {
	Type  FactType `yaml:"type" json:"type"` // int or text
	Title law.Text `yaml:"title" json:"title"`
}

// Unit is one normative unit of the text: an article, paragraph or item, or a rule
// within one. Its words are the project's own gist, never the text.
type Unit struct {
	ID      string   `json:"id"`
	Article string   `json:"article"` // heading of the article as printed: "第九条"
	Heading law.Text `json:"heading"`
	Gist    law.Text `json:"gist"`
	Place   Place    `json:"place"`
	// NoRule is the reason why nothing of the software follows from the unit. It is set
	// exactly when Rules is empty.
	NoRule law.Text `json:"noRule,omitzero"`
	Rules  []string `json:"rules"`
}

// Cite cites the unit.
func (i *Instrument) Cite(unit string) law.Citation {
	return law.Citation{Instrument: i.Code, Unit: unit}
}

// Unit finds a unit by id.
func (i *Instrument) Unit(id string) (*Unit, bool) {
	for _, u := range i.Units {
		if u.ID == id {
			return u, true
		}
	}
	return nil, false
}
