package intake

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// TestMemory reads files of 7.5 and 75 MB in processes of their own, as intake runs,
// with an engine limit of 40 MiB, and looks at the most memory each process held. The
// bound is the engine's limit and 168 MiB for the program, its libraries and buffers;
// the larger file may cost less more than its own size.
func TestMemory(t *testing.T) {
	if path := os.Getenv("SHUYU_INTAKE_MEMORY"); path != "" {
		readAlone(t, path)
		return
	}
	small, large := peak(t, 30_000), peak(t, 300_000)
	t.Logf("most memory held: %d MiB for 30,000 rows, %d MiB for 300,000", small>>20, large>>20)
	if large > 208<<20 || large-small > 72<<20 {
		t.Errorf("%d MiB for 30,000 rows, %d MiB for 300,000", small>>20, large>>20)
	}
}

// readAlone is the child: it reads the file and prints the most memory it held.
func readAlone(t *testing.T, path string) {
	opt := Options{WorkDir: filepath.Dir(path), Unit: catalogue.UnitPerson, Key: []string{"id"}, MemoryBytes: 40 << 20}
	res, err := Read(context.Background(), Source{Format: CSV, Name: "residents.csv", Path: path}, opt, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("/proc/self/status")
	if err != nil {
		t.Skip("how much memory a process held is read from /proc/self/status, which Linux has and this system has not")
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if size, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			fmt.Printf("\nheld %s rows %d\n", strings.TrimSuffix(strings.TrimSpace(size), " kB"), res.Version.Rows)
		}
	}
}

// peak gives the most bytes a process held that read a register of so many rows.
func peak(t *testing.T, rows int) int64 {
	t.Helper()
	path := filepath.Join(t.TempDir(), "residents.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w, random := bufio.NewWriterSize(f, 1<<20), rand.NewPCG(1, 1)
	fmt.Fprintln(w, "id,note,amount")
	for i := range rows {
		fmt.Fprintf(w, "%d,", i)
		for range 15 {
			fmt.Fprintf(w, "%016x", random.Uint64())
		}
		fmt.Fprintf(w, ",%d\n", i%1000)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestMemory$")
	child.Env = append(os.Environ(), "SHUYU_INTAKE_MEMORY="+path)
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("reading %d rows alone: %v\n%s", rows, err, out)
	}
	for line := range strings.Lines(string(out)) {
		if size, ok := strings.CutPrefix(line, "held "); ok {
			kib, read, _ := strings.Cut(strings.TrimSpace(size), " rows ")
			n, err := strconv.ParseInt(kib, 10, 64)
			if err != nil || read != strconv.Itoa(rows) {
				t.Fatalf("the child said %q", line)
			}
			return n << 10
		}
	}
	t.Skip("how much memory a process held is read from /proc/self/status, which Linux has and this system has not")
	return 0
}
