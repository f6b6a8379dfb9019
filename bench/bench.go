// Package bench measures the platform as ratios: what one of its parts does against the
// least that must be done (a floor), against a peer, or against the same work without the
// platform. Every ratio is of two sides that took turns within the same minute.
//
// It is no test and no profile. It wires real parts to real files, checks on both sides
// that the work was done, and says beside each figure on what machine, under what load and
// with what durability it was taken.
//
// What newcomers get wrong: the absolute figures. On a shared disk the rate of fsync moves
// fourfold within an hour; the ratio of two sides that alternate does not. Compare ratios
// between runs, and absolutes only within a line.
package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/zone/work"
)

// Options say where and how long to measure.
type Options struct {
	Pack     *pack.Pack    // the law that commands are decided under: taian over platform
	Folder   string        // folder to work in, on the disk that is to be measured; made and swept
	Data     string        // folder in which the demonstration's open data was installed
	Peer     string        // program of the peer tessera; where it is absent, that comparison is left out and said to be
	Launcher work.Launcher // starts the children of the zone
	Pairs    int           // turns of each side, at least 5; 0 means 7
	Turn     time.Duration // length of one turn where it can be chosen; 0 means 700 ms
}

func (o Options) pairs() int          { return max(cmp.Or(o.Pairs, 7), 5) }
func (o Options) turn() time.Duration { return cmp.Or(o.Turn, 700*time.Millisecond) }

// Line is one comparison.
type Line struct {
	Bench     string   `json:"bench"`
	Metric    string   `json:"metric"`
	N         int64    `json:"n"`         // operations of ours, or rows behind the figure, over all turns
	Ours      *float64 `json:"ours"`      // median of the turns; null where there is no figure
	Reference *float64 `json:"reference"` // median of the turns
	Against   string   `json:"against"`   // what the reference is, with its durability
	Ratio     *float64 `json:"ratio"`     // median of ours by reference, pair by pair
	Unit      string   `json:"unit"`      // of ours and reference
	Better    string   `json:"better"`    // "higher" or "lower"
	Pairs     int      `json:"pairs,omitempty"`
	// Processor seconds of each side over all turns, where they can be told.
	OursCPU      float64 `json:"oursCPU,omitempty"`
	ReferenceCPU float64 `json:"referenceCPU,omitempty"`
	Load         float64 `json:"load"`           // load average of the last minute, when the line was taken
	Note         string  `json:"note,omitempty"` // durability of ours, what was refused, what is derived
}

// benches are all there are, in the order in which they run.
var benches = []struct {
	name, title string
	run         func(ctx context.Context, o Options, folder string, tell func(Line)) error
}{
	{"casework", "commands through the one door against the group-commit floor", benchCasework},
	{"audit", "entries of the log against the group-commit floor and Tessera", benchAudit},
	{"verify", "a whole log checked again, against hashing alone", benchVerify},
	{"governed", "admitted jobs in their children against raw DuckDB", benchGoverned},
	{"decide", "decisions against one condition and an index", benchDecide},
	{"lists", "pages of a hundred thousand cases and resources against raw indexed SQL", benchLists},
	{"calendar", "legal days against walking the calendar", benchCalendar},
}

// Names lists the benches with what each compares.
func Names() (names, titles []string) {
	for _, b := range benches {
		names, titles = append(names, b.name), append(titles, b.title)
	}
	return names, titles
}

// Run runs one bench in a folder of its own, which is removed, and tells each line as soon
// as it is known.
func Run(ctx context.Context, name string, o Options, tell func(Line)) error {
	for _, b := range benches {
		if b.name != name {
			continue
		}
		if err := os.MkdirAll(o.Folder, 0o700); err != nil {
			return fmt.Errorf("making the folder of the benches: %w", err)
		}
		folder, err := os.MkdirTemp(o.Folder, name+"-")
		if err != nil {
			return fmt.Errorf("making the folder of %s: %w", name, err)
		}
		err = b.run(ctx, o, folder, func(l Line) {
			l.Bench, l.Load = name, load()[0]
			tell(l)
		})
		if err = errors.Join(err, os.RemoveAll(folder)); err != nil {
			return fmt.Errorf("measuring %s: %w", name, err)
		}
		return nil
	}
	names, _ := Names()
	return fmt.Errorf("there is no bench %q; there are %v", name, names)
}

// sample is what one turn of one side came to.
type sample struct {
	figure float64 // operations a second, or milliseconds
	n      int64
	cpu    time.Duration
}

// side does one turn.
type side func(ctx context.Context) (sample, error)

// turns lets the sides take turns, A B C A B C …, and answers the samples of each.
func turns(ctx context.Context, pairs int, sides ...side) ([][]sample, error) {
	all := make([][]sample, len(sides))
	for range pairs {
		for i, s := range sides {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			got, err := s(ctx)
			if err != nil {
				return nil, err
			}
			all[i] = append(all[i], got)
		}
	}
	return all, nil
}

// compared fills a line in from the turns of two sides.
func (l Line) compared(ours, reference []sample) Line {
	var ratios, a, b []float64
	for i := range ours {
		a, b = append(a, ours[i].figure), append(b, reference[i].figure)
		ratios = append(ratios, ours[i].figure/reference[i].figure)
		l.N += ours[i].n
		l.OursCPU += ours[i].cpu.Seconds()
		l.ReferenceCPU += reference[i].cpu.Seconds()
	}
	x, y, r := median(a), median(b), median(ratios)
	l.Ours, l.Reference, l.Ratio, l.Pairs = &x, &y, &r, len(ours)
	return l
}

// median is the middle of the values, the mean of the two in the middle of an even number.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
