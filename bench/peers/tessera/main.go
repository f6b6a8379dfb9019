// Command tessera is the peer of `shuyu bench audit`: the same leaves appended to a Tessera
// log on POSIX files. It stands in a module of its own, so that what it needs is no
// dependency of the product.
//
// It reads orders from standard input, one JSON object a line, and answers each with one
// line, so that whoever measures can let it take turns with others:
//
//	{"writers":64,"leaf":210,"millis":700}  →  {"appended":2714,"seconds":0.7,"cpu":0.31}
//
// An append counts once Tessera has answered with the leaf's index: on POSIX that is after
// its bundle, tiles and state were written and synced. Batches are as large as there are
// writers, which is the most favourable size when each waits for its own answer; the greatest
// age only ends what is left at the end. No antispam store and no witness is configured.
package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

// order asks for one stretch of appending.
type order struct {
	Writers int `json:"writers"`
	Leaf    int `json:"leaf"` // bytes
	Millis  int `json:"millis"`
}

// answer says what came of it.
type answer struct {
	Appended int64   `json:"appended"`
	Seconds  float64 `json:"seconds"`
	CPU      float64 `json:"cpu"` // seconds of processor
}

// oldest is how long an entry waits for its batch to fill.
const oldest = 5 * time.Millisecond

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: tessera FOLDER")
		os.Exit(2)
	}
	if err := serve(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "tessera:", err)
		os.Exit(1)
	}
}

func serve(folder string) error {
	logs := map[int]*log{} // one for each number of writers: the size of a batch is fixed when a log is opened
	out := json.NewEncoder(os.Stdout)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var o order
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			return fmt.Errorf("reading an order: %w", err)
		}
		l, ok := logs[o.Writers]
		if !ok {
			var err error
			if l, err = open(filepath.Join(folder, fmt.Sprintf("writers-%d", o.Writers)), o.Writers); err != nil {
				return err
			}
			logs[o.Writers] = l
		}
		a, err := l.append(o)
		if err != nil {
			return err
		}
		if err := out.Encode(a); err != nil {
			return fmt.Errorf("answering: %w", err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading orders: %w", err)
	}
	for _, l := range logs {
		if err := l.close(context.Background()); err != nil {
			return fmt.Errorf("closing the log: %w", err)
		}
	}
	return nil
}

// log is an open Tessera log.
type log struct {
	appender *tessera.Appender
	close    func(context.Context) error
	serial   atomic.Int64
}

func open(folder string, batch int) (*log, error) {
	key, _, err := note.GenerateKey(rand.Reader, "shuyu.example/bench")
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	signer, err := note.NewSigner(key)
	if err != nil {
		return nil, fmt.Errorf("making a signer: %w", err)
	}
	ctx := context.Background()
	driver, err := posix.New(ctx, posix.Config{Path: folder})
	if err != nil {
		return nil, fmt.Errorf("opening the storage: %w", err)
	}
	options := tessera.NewAppendOptions().WithCheckpointSigner(signer).WithBatching(uint(batch), oldest)
	appender, end, _, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return nil, fmt.Errorf("opening the log: %w", err)
	}
	return &log{appender: appender, close: end}, nil
}

// append lets the writers append, each waiting for its own answer, until the time is up.
func (l *log) append(o order) (answer, error) {
	var appended atomic.Int64
	var failed atomic.Pointer[error]
	var writers sync.WaitGroup
	ctx, busy, begun := context.Background(), processor(), time.Now()
	end := begun.Add(time.Duration(o.Millis) * time.Millisecond)
	for range o.Writers {
		writers.Go(func() {
			for time.Now().Before(end) && failed.Load() == nil {
				if _, err := l.appender.Add(ctx, tessera.NewEntry(l.leaf(o.Leaf)))(); err != nil {
					failed.Store(&err)
					return
				}
				appended.Add(1)
			}
		})
	}
	writers.Wait()
	if err := failed.Load(); err != nil {
		return answer{}, fmt.Errorf("appending: %w", *err)
	}
	return answer{Appended: appended.Load(), Seconds: time.Since(begun).Seconds(), CPU: (processor() - busy).Seconds()}, nil
}

// leaf makes a leaf of the given size that no other leaf equals.
func (l *log) leaf(size int) []byte {
	b := make([]byte, 0, size)
	b = fmt.Appendf(b, `{"seq":"%012d","note":"`, l.serial.Add(1))
	for len(b) < size-2 {
		b = append(b, 'x')
	}
	return append(b, '"', '}')
}

// processor is what this process has used of the cores.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
