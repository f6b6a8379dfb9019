package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// floorLog is the least that a durable command can cost: append its bytes to a file,
// and let those that wait share one fsync.
type floorLog struct {
	file    *os.File
	waiting chan floorWrite
}

type floorWrite struct {
	data []byte
	done chan struct{}
}

func newFloor(b *testing.B) *floorLog {
	f, err := os.Create(filepath.Join(b.TempDir(), "floor"))
	if err != nil {
		b.Fatal(err)
	}
	l := &floorLog{file: f, waiting: make(chan floorWrite, 1024)}
	go l.run()
	b.Cleanup(func() { close(l.waiting); f.Close() })
	return l
}

func (l *floorLog) run() {
	var buffer []byte
	for first := range l.waiting {
		batch := []floorWrite{first}
		buffer = append(buffer[:0], first.data...)
	drain:
		for len(batch) < 256 {
			select {
			case w, ok := <-l.waiting:
				if !ok {
					break drain
				}
				batch, buffer = append(batch, w), append(buffer, w.data...)
			default:
				break drain
			}
		}
		if _, err := l.file.Write(buffer); err != nil {
			panic(err)
		}
		if err := l.file.Sync(); err != nil {
			panic(err)
		}
		for _, w := range batch {
			w.done <- struct{}{}
		}
	}
}

func (l *floorLog) write(data []byte, done chan struct{}) {
	l.waiting <- floorWrite{data, done}
	<-done
}

// benchCase is a case of usual size.
func benchCase(id string, rev int64) casework.Case {
	day := calendar.MustDay("2026-03-02")
	return casework.Case{ID: id, Procedure: "registration", Pack: "5f0c", State: "submitted", Since: day, Opened: day,
		Filer: casework.Party{Person: "p-1", Seat: "heron.clerk", Organisation: "heron"}, Parties: []string{"heron", "authority"},
		Links: map[string]string{"resource": "R-0001"},
		Dues:  []casework.Due{{Step: "examine", Rule: "TA-09.1", Kind: "within", On: day.AddDays(7)}}, Rev: rev}
}

func benchChange(id string) casework.Change {
	c := benchCase(id, 1)
	return casework.Change{Case: &c,
		Entry: casework.Entry{Version: 1, Kind: "registration.submit", Outcome: "receipt", Case: id, Rev: 1, Seat: "heron.clerk", Org: "heron",
			Day: c.Opened, Recorded: 1772409600000, To: "submitted", Pack: "5f0c", Rules: []string{"TA-09.1"}, Cites: []string{"taian:TA-09.1"}},
		Timers: []casework.Timer{{ID: id + ".due", Case: id, Step: "remind", On: c.Dues[0].On, Rule: "TA-09.1"}}}
}

// BenchmarkRecord measures one command (a case created, its entry, a timer) at several
// numbers of writers, each against the floor run in turn in the same minute. The ratio
// reported is the median over the turns of ours by the floor's commands per second.
func BenchmarkRecord(b *testing.B) {
	for _, writers := range []int{1, 16, 64, 512} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) { compare(b, writers) })
	}
}

func compare(b *testing.B, writers int) {
	s, floor := storetest.New(b), newFloor(b)
	change := benchChange("case")
	payload, err := json.Marshal(change)
	if err != nil {
		b.Fatal(err)
	}
	var serial atomic.Int64
	var ratios, ours, theirs, cpu []float64
	b.ResetTimer()
	for range 5 {
		n := max(b.N/5, writers)
		busy := cpuTime(b)
		o := rate(writers, n, func(chan struct{}) {
			change := benchChange(fmt.Sprintf("case-%09d", serial.Add(1)))
			if err := s.Write(context.Background(), func(tx casework.Tx) error {
				_, err := tx.Record(context.Background(), change)
				return err
			}); err != nil {
				b.Error(err)
			}
		})
		cpu = append(cpu, float64((cpuTime(b)-busy).Microseconds())/float64(n))
		f := rate(writers, n, func(done chan struct{}) { floor.write(payload, done) })
		ours, theirs, ratios = append(ours, o), append(theirs, f), append(ratios, o/f)
	}
	b.ReportMetric(median(ours), "commands/s")
	b.ReportMetric(median(theirs), "floor/s")
	b.ReportMetric(median(ratios), "of-floor")
	b.ReportMetric(median(cpu), "cpu-µs/command")
	b.ReportMetric(float64(s.Stats().Writes)/float64(s.Stats().Commits), "commands/commit")
}

// cpuTime is what this process has used of the cores.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// rate runs n calls shared by the writers and answers calls per second.
func rate(writers, n int, call func(chan struct{})) float64 {
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	begun := time.Now()
	for range writers {
		wg.Go(func() {
			done := make(chan struct{}, 1)
			for left.Add(-1) >= 0 {
				call(done)
			}
		})
	}
	wg.Wait()
	return float64(n) / time.Since(begun).Seconds()
}

func median(values []float64) float64 {
	sort.Float64s(values)
	return values[len(values)/2]
}
