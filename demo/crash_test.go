package demo_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/demo"
)

var (
	binary = flag.String("binary", "", "the program to drive; without it the tests of the whole city skip")
	kills  = flag.Int("kills", 10, "how often the city of Tai'an is killed")
	state  = flag.String("store", "", "database of the city's state: postgres://…; by default a file")
)

// played is what a demonstration printed: its last line, and how its refusals read.
type played struct {
	Done     bool
	Refusals int
	Log      struct {
		Size     int64
		Verified bool
	}
	Articles     []string // of the line
	Says, SaysEN string
	Outcome      string

	byLaw int            // refusals that cite a text of the place
	by    map[string]int // and by layer
	mute  []string       // refusals that cite nothing or say nothing in one of the languages
}

// hear takes a line in.
func (p *played) hear(line []byte, pack string) error {
	p.Articles, p.Says, p.SaysEN, p.Outcome = nil, "", "", ""
	if err := json.Unmarshal(line, p); err != nil || p.Outcome != "refusal" {
		return err
	}
	if len(p.Articles) == 0 || p.Says == "" || p.SaysEN == "" {
		p.mute = append(p.mute, string(line))
	}
	local := false
	for _, layer := range strings.Split(pack, "+") {
		if slices.ContainsFunc(p.Articles, prefixes[layer].MatchString) {
			p.by[layer]++
			local = true
		}
	}
	if local {
		p.byLaw++
	}
	return nil
}

// with adds what was heard in one run to what was heard in those before it.
func (p *played) with(next played) {
	next.byLaw += p.byLaw
	next.mute = append(p.mute, next.mute...)
	for layer, n := range p.by {
		next.by[layer] += n
	}
	*p = next
}

// prefixes begin the units of a text.
var prefixes = map[string]*regexp.Regexp{"taian": regexp.MustCompile("^TA-"), "chengdu": regexp.MustCompile("^CD-"), "binzhou": regexp.MustCompile("^BZ-"),
	"guizhou": regexp.MustCompile("^GZ-"), "suzhou": regexp.MustCompile("^SZ-"), "yunting": regexp.MustCompile("^YT-"), "national": regexp.MustCompile("^N[IRP]-")}

// play runs the demonstration until it ends or is killed after a number of steps, and
// answers what it printed.
func play(t *testing.T, pack, folder string, killAfter int, more ...string) (end played, steps int) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Minute)
	defer stop()
	args := []string{"demo", "--headless", "--json", "--pack", pack, "--dir", folder, "--data", "data"}
	args = append(args, more...)
	if *state != "" {
		args = append(args, "--store", *state)
	}
	cmd := exec.CommandContext(ctx, *binary, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	end.by = map[string]int{}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if err := end.hear(lines.Bytes(), pack); err != nil {
			t.Fatalf("line %d is no JSON: %v", steps, err)
		}
		steps++
		if killAfter > 0 && steps == killAfter {
			// A moment within the next step, not between two.
			time.AfterFunc(time.Duration(rand.IntN(60))*time.Millisecond, func() { cmd.Process.Kill() }) //nolint:errcheck // it may have ended
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if killAfter == 0 && err != nil {
		t.Fatalf("the demonstration ended with %v", err)
	}
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return end, steps
}

// killed kills the city with -9 at random moments, first while it is being set up, where
// secrets are shown once; each time it starts again and goes on where it was. It answers
// what was heard of it until then.
func killed(t *testing.T, pack, folder string) (heard played, steps int) {
	t.Helper()
	heard.by = map[string]int{}
	for i := range *kills {
		within := 40
		if i < *kills/2 {
			within = 4
		}
		part, n := play(t, pack, folder, 1+rand.IntN(within))
		t.Logf("killed %d times, after %d more steps", i+1, n)
		heard.with(part)
		steps += n
	}
	if *kills > 0 {
		lapse(t, folder)
	}
	return heard, steps
}

// checkState has the program check that what must always hold does hold.
func checkState(t *testing.T, pack, folder string) {
	t.Helper()
	check := exec.Command(*binary, append([]string{"admin", "check", "--pack", pack, "--dir", folder}, storeArgs()...)...)
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("the state does not check: %v\n%s", err, out)
	}
}

// lapse makes every session that the journal remembers one that is over, as after a night.
func lapse(t *testing.T, folder string) {
	t.Helper()
	at := filepath.Join(folder, "journal.json")
	body, err := os.ReadFile(at)
	if errors.Is(err, os.ErrNotExist) { // killed before its first line
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	over := regexp.MustCompile(`("cookie":\s*"[^"=]+=)[^"]+"`).ReplaceAll(body, []byte(`${1}over"`))
	if err := os.WriteFile(at, over, 0o600); err != nil {
		t.Fatal(err)
	}
}

// checkReplay has the program take every decision of the story again under the same pack:
// none comes out otherwise, and each case is rebuilt from its acts as it stands.
func checkReplay(t *testing.T, pack, folder string) {
	t.Helper()
	replay := exec.Command(*binary, append([]string{"pack", "replay", "--json", "--all", "--pack", pack, "--dir", folder}, storeArgs()...)...)
	out, err := replay.Output()
	if err != nil {
		t.Fatalf("the past cannot be replayed: %v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var count struct{ Acts, Cases, Flipped, Other int }
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &count); err != nil {
		t.Fatal(err)
	}
	if count.Acts == 0 || count.Cases == 0 || count.Flipped+count.Other > 0 {
		t.Errorf("replayed %+v", count)
	}
	for _, line := range lines[:len(lines)-1] {
		if !strings.Contains(line, `"then":{"allowed":false`) {
			t.Errorf("an act cannot be taken again: %s", line)
		}
	}
}

func storeArgs() []string {
	if *state == "" {
		return nil
	}
	return []string{"--store", *state}
}

// TestCity plays the whole story of each pack once, on a state of its own; that of Tai'an
// is killed on the way, and in the end its log verifies like the others'.
func TestCity(t *testing.T) {
	if *binary == "" {
		t.Skip("no program to drive: make build, and give its path with -binary, or make test")
	}
	packs := demo.Packs()
	if *state != "" {
		packs = []string{"taian"} // one database holds one city
	}
	for _, pack := range packs {
		t.Run(pack, func(t *testing.T) {
			folder, end, steps := t.TempDir(), played{by: map[string]int{}}, 0
			if pack == "taian" {
				end, steps = killed(t, pack, folder)
			}
			rest, n := play(t, pack, folder, 0)
			end.with(rest)
			steps += n
			if !end.Done || !end.Log.Verified || steps < 61 || end.byLaw < 20 || len(end.mute) > 0 {
				t.Errorf("ended as %+v after %d lines", end, steps)
			}
			for _, layer := range strings.Split(pack, "+") {
				if end.by[layer] < 10 {
					t.Errorf("%d refusals rest on the layer %s", end.by[layer], layer)
				}
			}
			checkState(t, pack, folder)
			checkReplay(t, pack, folder)
		})
	}
}

// TestInventedCity plays the story of a city that is in no program: its pack, a mixture of
// the five, is read from a folder and its story from a file. Nothing of it is written in Go.
func TestInventedCity(t *testing.T) {
	if *binary == "" {
		t.Skip("no program to drive: make build, and give its path with -binary, or make test")
	}
	if *state != "" {
		t.Skip("one database holds one city")
	}
	packs := t.TempDir()
	for name, from := range map[string]string{"platform": "../packs/platform", "common": "../packs/common", "yunting": "testdata/yunting/pack"} {
		if err := os.CopyFS(filepath.Join(packs, name), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	end, steps := play(t, "yunting", t.TempDir(), 0, "--folder", packs, "--script", "testdata/yunting/story.txt")
	if !end.Done || !end.Log.Verified || end.byLaw < 20 || len(end.mute) > 0 {
		t.Errorf("ended as %+v after %d lines", end, steps)
	}
}
