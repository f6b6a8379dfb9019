package works

import (
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/zone/egress"
)

// residentYears is how far back births are tried: who is older is in hardly any register.
const residentYears = 100

// domains are what an output must not be readable by: what the installation declares, and,
// in every installation, the resident identity numbers that its own area can have given out.
// These need no data: they are the area's division codes, every day of birth, every serial
// number and the check digit. 〔platform R18.3〕
//
// A domain that is larger than egress.Budget is tried in part, spread over all of it, and
// the report says so. Numbers given out elsewhere, or under a division code that has since
// been replaced, are not in it; nor is anything under a key, which no trying reverses.
func (w *Works) domains() []egress.Declared {
	declared := append([]egress.Declared{}, w.Domains...)
	area := w.Desk.Packs.Current().Local().Area.Code
	if area == "" { // of no place in particular
		return declared
	}
	if divisions := catalogue.Divisions(area); len(divisions) > 0 {
		year := w.Desk.Today().Year()
		declared = append(declared, egress.Declared{Divisions: divisions, First: year - residentYears, Last: year})
	}
	return declared
}
