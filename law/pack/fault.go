package pack

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	yamlerrors "github.com/goccy/go-yaml"
)

// Fault is one thing wrong with a pack, at its place, with what to write instead.
type Fault struct {
	Place Place
	Says  string
}

// Faults are all the things found wrong; never empty when returned as an error.
type Faults []Fault

// Error lists the faults, a line each: file:line: what is wrong.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = fmt.Sprintf("%s:%d: %s", one.Place.File, one.Place.Line, one.Says)
	}
	return strings.Join(lines, "\n")
}

var yamlPosition = regexp.MustCompile(`^\[(\d+):(\d+)\] `)

// yamlFault places an error of the YAML reader: base is the line of the block's first
// line, the reader counts from 1 within it.
func (r *reader) yamlFault(base Place, err error) {
	var faults Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			r.fault(Place{base.File, base.Line + f.Place.Line - 1}, "%s", f.Says)
		}
		return
	}
	says := strings.TrimSpace(yamlerrors.FormatError(err, false, false))
	line := 1
	if m := yamlPosition.FindStringSubmatch(says); m != nil {
		line, _ = strconv.Atoi(m[1])
		says = strings.TrimPrefix(says, m[0])
	}
	says, _, _ = strings.Cut(says, "\n")
	r.fault(Place{base.File, base.Line + line - 1}, "%s", says)
}
