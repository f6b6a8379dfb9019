package bench

import (
	"context"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// drive lets writers call, each waiting for its own answer, until the turn is over, and
// answers calls a second. The time of the calls that were under way at the end counts.
func drive(ctx context.Context, writers int, turn time.Duration, call func(ctx context.Context, writer int) error) (sample, error) {
	var done atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	busy, begun := processor(), time.Now()
	for w := range writers {
		all.Go(func() {
			for time.Since(begun) < turn && failed.Load() == nil && ctx.Err() == nil {
				if err := call(ctx, w); err != nil {
					failed.Store(&err)
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return sample{}, *err
	}
	return sample{figure: float64(done.Load()) / time.Since(begun).Seconds(), n: done.Load(), cpu: processor() - busy}, ctx.Err()
}

// repeat calls on one goroutine until the turn is over, looking at the clock once in batch
// calls, and answers calls a second.
func repeat(turn time.Duration, batch int, call func(i int) error) (sample, error) {
	n, busy, begun := 0, processor(), time.Now()
	for time.Since(begun) < turn {
		for range batch {
			if err := call(n); err != nil {
				return sample{}, err
			}
			n++
		}
	}
	return sample{figure: float64(n) / time.Since(begun).Seconds(), n: int64(n), cpu: processor() - busy}, nil
}

// timed measures one call in milliseconds.
func timed(call func() error) (sample, error) {
	busy, begun := processor(), time.Now()
	err := call()
	return sample{figure: float64(time.Since(begun).Microseconds()) / 1000, n: 1, cpu: processor() - busy}, err
}

// processor is what this process has used of the cores.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
