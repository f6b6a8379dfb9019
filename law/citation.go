package law

import (
	"fmt"
	"strings"
)

// Citation names one unit of one instrument: the place in the law, or in the
// platform's own rules, on which an act or a refusal rests. The zero value cites
// nothing and is refused wherever a citation is required.
type Citation struct {
	Instrument string `json:"instrument"` // code of the instrument: "taian", "platform"
	Unit       string `json:"unit"`       // article id within it: "TA-09.3", "R2", "PF-12"
}

// String prints the citation as it is exchanged: "taian:TA-09.3".
func (c Citation) String() string { return c.Instrument + ":" + c.Unit }

// IsZero reports whether c cites nothing.
func (c Citation) IsZero() bool { return c == Citation{} }

// ParseCitation reads what String prints.
func ParseCitation(s string) (Citation, error) {
	instrument, unit, ok := strings.Cut(s, ":")
	if !ok || instrument == "" || unit == "" {
		return Citation{}, fmt.Errorf("reading citation %q: want instrument:unit", s)
	}
	return Citation{Instrument: instrument, Unit: unit}, nil
}

// Article is the number of the article a unit belongs to, without its paragraph or
// item: "TA-09" for "TA-09.3.b". A unit that has no parts is its own article.
func (c Citation) Article() string {
	article, _, _ := strings.Cut(c.Unit, ".")
	return article
}

// Text is a sentence in the two languages of the platform. Chinese is the source;
// English must never be empty where Chinese is not.
type Text struct {
	ZH string `json:"zh" yaml:"zh"`
	EN string `json:"en" yaml:"en"`
}

// In returns the text in the language asked for: "en", or Chinese for all else.
func (t Text) In(language string) string {
	if language == "en" && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

// IsZero reports whether neither language has a word.
func (t Text) IsZero() bool { return t.ZH == "" && t.EN == "" }
