package storetest

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/store"
)

// childVariable names the store that a child process writes to until it is killed.
const childVariable = "STORETEST_CHILD"

// Child makes this process the writing child of Crashes when it was started as one; it
// then never returns. Call it in TestMain.
func Child() {
	address := os.Getenv(childVariable)
	if address == "" {
		return
	}
	if err := writeForever(address, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

// writeForever lets several writers file cases and move them on, and says each thing
// that was acknowledged on a line: "case revision entry".
func writeForever(address string, out io.Writer) error {
	s, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		return err
	}
	begun, err := s.Head(ctx)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	failed := make(chan error)
	for writer := range 4 {
		go func() {
			for i := 0; ; i++ {
				course := &scene{name: "crash"}
				change := course.change(fmt.Sprintf("%d-%d-%d", begun.Size, writer, i))
				for rev := int64(1); rev <= 2; rev++ {
					seq, err := record(s, change)
					if err != nil {
						failed <- err
						return
					}
					mu.Lock()
					fmt.Fprintf(out, "%s %d %d\n", change.Case.ID, rev, seq)
					mu.Unlock()
					change = Filed(*change.Case)
					change.Case.Rev, change.Case.State = 2, "accepted"
					change.Notices[0].ID = change.Case.ID + ".2"
				}
			}
		}()
	}
	return <-failed
}

// Crashes kills a writing process with no warning at random moments, as often as rounds
// says, and demands each time that nothing acknowledged is lost, nothing half-done is
// seen, and the log verifies from its first entry. The test binary must call Child.
func Crashes(t *testing.T, address string, rounds int) {
	random := rand.New(rand.NewPCG(uint64(rounds), 7))
	acknowledged := map[string]int64{} // case → revision
	entries := map[int64]string{}      // number → case
	for round := range rounds {
		for _, line := range killed(t, address, 1+random.IntN(120)) {
			var id string
			var rev, seq int64
			if _, err := fmt.Sscanf(line, "%s %d %d", &id, &rev, &seq); err != nil {
				t.Fatalf("reading %q of the child: %v", line, err)
			}
			if other, twice := entries[seq]; twice {
				t.Errorf("entry %d was given to %s and to %s", seq, other, id)
			}
			entries[seq], acknowledged[id] = id, max(acknowledged[id], rev)
		}
		survived(t, address, acknowledged, entries)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d commands acknowledged over %d crashes", len(entries), rounds)
}

// killed runs a child until it has acknowledged n commands, kills it, and answers all
// the whole lines it has written.
func killed(t *testing.T, address string, n int) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+address)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	in := bufio.NewReader(out)
	var lines []string
	for {
		line, err := in.ReadString('\n')
		if err != nil { // what follows the last line break was not said whole
			break
		}
		lines = append(lines, strings.TrimSpace(line))
		if len(lines) == n {
			must(t, cmd.Process.Kill())
		}
	}
	cmd.Wait() // it was killed: an error is what is wanted
	if len(lines) < n {
		t.Fatalf("the child ended by itself: %s", cmd.ProcessState)
	}
	return lines
}

// survived opens the store again and looks for what was acknowledged.
func survived(t *testing.T, address string, acknowledged map[string]int64, entries map[int64]string) {
	t.Helper()
	s, err := store.Open(ctx, address, store.Options{})
	must(t, err)
	defer s.Close()
	report := Sound(t, s)
	if report.Cases < int64(len(acknowledged)) {
		t.Errorf("%d cases of %d acknowledged", report.Cases, len(acknowledged))
	}
	see(t, s, func(v casework.View) {
		for id, rev := range acknowledged {
			c, err := v.Case(ctx, id)
			if err != nil || c.Rev < rev {
				t.Errorf("case %s was acknowledged at revision %d: %v", id, rev, err)
			}
			r, err := v.Registered(ctx, "resource", "R-"+id)
			if err != nil || r.Rev != 1 {
				t.Errorf("the record of %s: %v", id, err)
			}
			if _, err := v.Receipt(ctx, "s", id); err != nil {
				t.Errorf("the receipt of %s: %v", id, err)
			}
		}
		for seq, id := range entries {
			e, err := v.Entry(ctx, seq)
			if err != nil || e.Case != id {
				t.Errorf("entry %d of %s: %v", seq, id, err)
			}
		}
	})
}

// ServerCrash crashes the database server under a store that goes on writing: writes
// fail for a while, the store finds its way back by itself, and what was acknowledged
// before and after is there.
func ServerCrash(t *testing.T, address string, crash func(testing.TB)) {
	s := Open(t, address, store.Options{})
	course := &scene{store: s, name: "server"}
	crashed := make(chan struct{})
	var before, writers sync.WaitGroup
	before.Add(4)
	for w := range 4 {
		writers.Go(func() {
			for i, after := 0, 0; after < 20; i++ {
				name := fmt.Sprintf("server-%d-%d", w, i)
				_, err := record(s, course.change(name))
				course.did(name, err)
				if i == 20 {
					before.Done()
				}
				if err != nil {
					<-crashed // asking a server that is away again and again shows nothing new
				}
				select {
				case <-crashed:
					if err == nil {
						after++
					}
				default:
				}
			}
		})
	}
	before.Wait()
	crash(t)
	close(crashed)
	writers.Wait()
	course.verify(t, false)
	t.Logf("%d commands acknowledged, %d failed", len(course.done), len(course.failed))
}
