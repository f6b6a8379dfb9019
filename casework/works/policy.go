package works

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/mask"
)

// numbers reads the parameters of the controls of the pack in force. What the pack does
// not state is a fault and not a preset: nothing is admitted by a number nobody wrote.
type numbers struct {
	pack *pack.Pack
	err  error // the first that was missing
}

// of is a parameter of a control by its path, "P2.contributors", a whole number above 0.
func (n *numbers) of(rule, path string) int64 {
	var at any
	if r, ok := n.pack.Rule("platform:" + rule); ok {
		if control, ok := r.Body.(*pack.Control); ok {
			at = control.Parameters
		}
	}
	for _, name := range strings.Split(path, ".") {
		in, _ := at.(map[string]any)
		at = in[name]
	}
	value, err := strconv.ParseInt(fmt.Sprint(at), 10, 64) // how a whole number is typed is the decoder's affair
	if (err != nil || value <= 0) && n.err == nil {
		n.err = fmt.Errorf("the pack in force states no %s in %s: want a whole number above 0", path, rule)
	}
	return value
}

// policy is what admission demands of a query beyond the platform's floor, and limits are
// what a job may use. 〔platform R2, PF-Z04, PF-Z07, PF-Z12〕
func (w *Works) policy() (zone.Policy, zone.Limits, error) {
	n := numbers{pack: w.Desk.Packs.Current()}
	p := zone.Policy{Contributors: int(n.of("R2.minimum", "P2.contributors")), Density: float64(n.of("PF-Z12.density", "densityBasisPoints")) / 10_000,
		SampleRows: n.of("PF-Z04.sample", "answerRows")}
	l := zone.Limits{CPU: time.Duration(n.of("PF-Z07.limits", "cpuSeconds")) * time.Second, Wall: time.Duration(n.of("PF-Z07.limits", "wallSeconds")) * time.Second,
		Memory: n.of("PF-Z07.limits", "memoryMiB") << 20, BytesOut: n.of("PF-Z07.limits", "outputMiB") << 20, RowsOut: n.of("PF-Z07.limits", "outputRows")}
	return p, l, n.err
}

// sample is how much of a version development draws, of units or of rows where there are
// none. 〔platform PF-Z04〕
func (w *Works) sample(units bool) (mask.Sample, error) {
	n := numbers{pack: w.Desk.Packs.Current()}
	s := mask.Sample{Share: int(n.of("PF-Z04.sample", "shareBasisPoints")), Rows: n.of("PF-Z04.sample", "rows")}
	if units {
		s.K = n.of("PF-Z04.sample", "class")
	}
	return s, n.err
}
