package pack

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Stricter says in which direction a threshold of a control becomes stricter. The
// platform's control says it beside the value; without it a parameter is no threshold,
// and no other layer may state it.
type Stricter string

// The directions.
const (
	StricterMore Stricter = "more" // a greater number: the fewest contributors
	StricterLess Stricter = "less" // a smaller number: the most rows
	StricterFail Stricter = "fail" // "review" needs a person, "fail" bars
)

// Threshold is what the zone's machinery measures against: the strictest that any layer
// of the pack states.
type Threshold struct {
	Number  int64  // of StricterMore and StricterLess, above 0
	Outcome string // of StricterFail: "review" or "fail"
	Rule    string // that states it, with its instrument: "platform:R2.minimum"
}

// profiles are the groups of thresholds that differ by whom an output goes to. What is
// no group stands directly among the parameters.
var profiles = []string{"P1", "P2", "P3"}

// Threshold finds a threshold of a unit of the platform by its path: "R2" and
// "P2.contributors", "PF-Z12" and "densityBasisPoints". False where the platform's own
// control does not state it: nothing is measured by a number nobody wrote.
func (p *Pack) Threshold(unit, path string) (Threshold, bool) {
	base, c := p.thresholds(unit)
	if c == nil {
		return Threshold{}, false
	}
	way := c.Stricter[path[strings.LastIndex(path, ".")+1:]]
	ruling, err := threshold(base, path, way)
	if err != nil {
		return Threshold{}, false
	}
	for _, r := range p.byKind[KindControl] {
		if tightened(r) != unit {
			continue
		}
		if t, err := threshold(r, path, way); err == nil && way.over(t, ruling) {
			ruling, base = t, r
		}
	}
	for id, r := range p.rules {
		if r == base {
			ruling.Rule = id
		}
	}
	return ruling, true
}

// Strictest is the strictest of what several packs state: those over a jurisdiction, of
// which none loosens what another tightens. False where one of them states nothing.
func Strictest(packs []*Pack, unit, path string) (ruling Threshold, ok bool) {
	for i, p := range packs {
		t, stated := p.Threshold(unit, path)
		if !stated {
			return Threshold{}, false
		}
		_, c := p.thresholds(unit)
		if i == 0 || c.Stricter[path[strings.LastIndex(path, ".")+1:]].over(t, ruling) {
			ruling = t
		}
	}
	return ruling, len(packs) > 0
}

// thresholds finds the platform's control that states the thresholds of a unit.
func (p *Pack) thresholds(unit string) (*Rule, *Control) {
	for _, r := range p.byKind[KindControl] {
		if c := r.Body.(*Control); len(c.Stricter) > 0 && r.Cites[0].Unit == unit {
			return r, c
		}
	}
	return nil, nil
}

// tightened is the platform's unit whose thresholds a control of another layer states;
// "" where it states none.
func tightened(r *Rule) string {
	unit, _ := r.Body.(*Control).Parameters["rule"].(string)
	return unit
}

// threshold reads one value of a control.
func threshold(r *Rule, path string, way Stricter) (Threshold, error) {
	var at any = r.Body.(*Control).Parameters
	for _, name := range strings.Split(path, ".") {
		in, _ := at.(map[string]any)
		at = in[name]
	}
	var t Threshold
	if way == StricterFail {
		t.Outcome, _ = at.(string)
		if t.Outcome != "review" && t.Outcome != "fail" {
			return t, fmt.Errorf("%s is %v; want review or fail", path, at)
		}
		return t, nil
	}
	n, err := strconv.ParseInt(fmt.Sprint(at), 10, 64) // how a whole number is typed is the decoder's affair
	if err != nil || n <= 0 {
		return t, fmt.Errorf("%s is %v; want a whole number above 0", path, at)
	}
	t.Number = n
	return t, nil
}

// over reports whether a is stricter than b.
func (way Stricter) over(a, b Threshold) bool {
	switch way {
	case StricterMore:
		return a.Number > b.Number
	case StricterLess:
		return a.Number < b.Number
	}
	return a.Outcome == "fail" && b.Outcome != "fail"
}

// checkThresholds finds controls that would loosen what the platform states, or state
// what nothing is measured by. 〔platform PF-27〕
func (b *builder) checkThresholds() {
	for _, l := range b.pack.Layers {
		for _, r := range l.Rules {
			if replaced := b.floor(r.Replaces); replaced != nil {
				b.fault(r, "it replaces %s, whose thresholds are the platform's floor; tighten them by a control with rule: %s and leave out replaces:", r.Replaces, replaced.Cites[0].Unit)
			}
			c, ok := r.Body.(*Control)
			switch {
			case ok && l.Code == law.PlatformInstrument:
				b.checkDirections(r, c)
			case ok && len(c.Stricter) > 0:
				b.fault(r, "only the platform says what is stricter; leave out stricter:")
			case ok && tightened(r) != "":
				b.checkTightening(r, c)
			}
		}
	}
}

// floor finds the platform's control with thresholds by its qualified id, also where
// another rule has taken its place.
func (b *builder) floor(id string) *Rule {
	for _, l := range b.pack.Layers {
		for _, r := range l.Rules {
			if c, ok := r.Body.(*Control); ok && l.Code == law.PlatformInstrument && len(c.Stricter) > 0 && law.PlatformInstrument+":"+r.ID == id {
				return r
			}
		}
	}
	return nil
}

// checkDirections checks that the platform states every threshold that it gives a
// direction.
func (b *builder) checkDirections(r *Rule, c *Control) {
	for _, name := range slices.Sorted(maps.Keys(c.Stricter)) {
		way, stated := c.Stricter[name], false
		if way != StricterMore && way != StricterLess && way != StricterFail {
			b.fault(r, "%s has the direction %q; directions are more, less, fail", name, way)
			continue
		}
		for _, path := range pathsOf(c.Parameters) {
			if path == name || strings.HasSuffix(path, "."+name) {
				stated = true
				if _, err := threshold(r, path, way); err != nil {
					b.fault(r, "%v", err)
				}
			}
		}
		if !stated {
			b.fault(r, "stricter: names %s, which is no parameter", name)
		}
	}
}

// checkTightening holds what a layer states against what the platform states.
func (b *builder) checkTightening(r *Rule, c *Control) {
	unit := tightened(r)
	base, floor := b.pack.thresholds(unit)
	if floor == nil {
		b.fault(r, "rule: %s is no rule of the platform with thresholds; those are %s", unit, strings.Join(b.thresholdUnits(), ", "))
		return
	}
	for _, path := range pathsOf(c.Parameters) {
		name := path[strings.LastIndex(path, ".")+1:]
		if path == "rule" {
			continue
		}
		way, known := floor.Stricter[name]
		least, err := threshold(base, path, way)
		if !known || err != nil {
			b.fault(r, "the platform's %s has no threshold %s; it has %s", unit, path, strings.Join(thresholdPaths(floor), ", "))
			continue
		}
		asked, err := threshold(r, path, way)
		if err != nil {
			b.fault(r, "%v", err)
			continue
		}
		if way.over(least, asked) {
			b.fault(r, "%s would loosen what the platform's %s states; a pack may tighten a threshold and never loosen it: give a value at least as strict, or leave it out", path, unit)
		}
	}
}

// pathsOf lists the parameters of a control, those of profiles by their path.
func pathsOf(parameters map[string]any) []string {
	var paths []string
	for name, value := range parameters {
		group, ok := value.(map[string]any)
		switch {
		case ok && slices.Contains(profiles, name):
			for one := range group {
				paths = append(paths, name+"."+one)
			}
		default:
			paths = append(paths, name)
		}
	}
	slices.Sort(paths)
	return paths
}

func thresholdPaths(c *Control) []string {
	return slices.DeleteFunc(pathsOf(c.Parameters), func(path string) bool {
		_, known := c.Stricter[path[strings.LastIndex(path, ".")+1:]]
		return !known
	})
}

func (b *builder) thresholdUnits() []string {
	var units []string
	for _, r := range b.pack.byKind[KindControl] {
		if len(r.Body.(*Control).Stricter) > 0 {
			units = append(units, r.Cites[0].Unit)
		}
	}
	return units
}
