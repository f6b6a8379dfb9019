package zone

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/law"
)

// violation makes one ground of refusal. at is the byte offset in the user's text where
// it lies, or -1 where there is no place; place turns it into a line and a column.
func violation(code, unit string, at int, says, remedy law.Text, facts ...law.Fact) law.Violation {
	if at >= 0 {
		facts = append(facts, law.Fact{Name: offsetFact, Value: strconv.Itoa(at)})
	}
	return law.Violation{Code: code, Rule: unit, Cites: []law.Citation{law.Platform(unit)}, Facts: facts, Says: says, Remedy: remedy}
}

const offsetFact = "offset"

// place adds line and column (from 1, in characters) to every violation that has an
// offset into sql.
func place(sql string, violations []law.Violation) {
	for i, v := range violations {
		for _, f := range v.Facts {
			if f.Name != offsetFact {
				continue
			}
			at, err := strconv.Atoi(f.Value)
			if err != nil || at > len(sql) {
				continue
			}
			before := sql[:at]
			line := strings.Count(before, "\n") + 1
			column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
			violations[i].Facts = append(violations[i].Facts,
				law.Fact{Name: "line", Value: strconv.Itoa(line)}, law.Fact{Name: "column", Value: strconv.Itoa(column)})
			break
		}
	}
}
