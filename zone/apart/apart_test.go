package apart

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/zone/egress"
	"github.com/shuyu-project/shuyu/zone/intake"
	"github.com/shuyu-project/shuyu/zone/privacy"
	"github.com/shuyu-project/shuyu/zone/work"
)

// The test's own binary is the child; beside the package's tasks it knows hostile ones.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == work.Command {
		tasks := Tasks()
		maps.Copy(tasks, hostile)
		os.Exit(work.Main(tasks))
	}
	os.Exit(m.Run())
}

func newReader(t testing.TB) Reader {
	t.Helper()
	launcher, isolation, err := work.Detect(t.Context(), work.Launcher{})
	if err != nil {
		t.Fatal(err)
	}
	if !isolation.Sufficient() {
		t.Skipf("this machine lacks %v", isolation.Missing())
	}
	return Reader{Launcher: launcher}
}

// upload writes a file into a folder of its own, as the platform does.
func upload(t testing.TB, content string) (path, folder string) {
	t.Helper()
	folder = t.TempDir()
	path = filepath.Join(folder, "upload")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, folder
}

func people(n int) string {
	var b strings.Builder
	b.WriteString("who,district,litres\n")
	for i := range n {
		fmt.Fprintf(&b, "P%05d,%s,%d\n", i, []string{"泰山", "岱岳"}[i%2], i)
	}
	return b.String()
}

// What a child takes in is what intake takes in, with progress.
func TestReadIsIntake(t *testing.T) {
	r := newReader(t)
	path, folder := upload(t, people(50_000)+"one,too,many,fields\n")
	phases := map[intake.Phase]bool{}
	opt := intake.Options{WorkDir: folder, Unit: catalogue.UnitPerson, Key: []string{"who"}}
	got, err := r.Read(t.Context(), intake.Source{Format: intake.CSV, Name: "p.csv", Path: path}, opt, func(p intake.Progress) { phases[p.Phase] = true })
	if err != nil {
		t.Fatal(err)
	}
	opt.WorkDir = t.TempDir()
	want, err := intake.Read(t.Context(), intake.Source{Format: intake.CSV, Name: "p.csv", Path: path}, opt, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Version.Rows != want.Version.Rows || got.Rejects.Rows != 1 || fmt.Sprint(got.Version.Columns) != fmt.Sprint(want.Version.Columns) || fmt.Sprint(got.Version.Quality.Completeness) != fmt.Sprint(want.Version.Quality.Completeness) {
		t.Errorf("a child reads %+v, not %+v", got.Version, want.Version)
	}
	for _, phase := range []intake.Phase{intake.Inferring, intake.Loading, intake.Measuring} {
		if !phases[phase] {
			t.Errorf("nobody was told of %s", phase)
		}
	}
}

// hostile tasks are readers that a file has taken over.
var hostile = map[string]func() work.Task{
	"breakout": func() work.Task { return reader{breakOut} },
}

// breakOut answers what it could reach, which is to be its folder alone.
func breakOut(_ context.Context, s *work.Session, request []byte) (answer, error) {
	var reached []string
	var outside string
	if err := json.Unmarshal(request, &outside); err != nil {
		return answer{}, err
	}
	for _, path := range []string{"/etc/passwd", "/", "/proc/self/environ", "/proc/self/maps", outside, filepath.Join(s.Header.Folder, "..")} {
		if f, err := os.Open(path); err == nil {
			f.Close() //nolint:errcheck // it is the opening that counts
			reached = append(reached, "read "+path)
		}
	}
	for _, path := range []string{filepath.Join(filepath.Dir(outside), "new"), "/tmp/new-file-of-a-child"} {
		if os.WriteFile(path, []byte("x"), 0o600) == nil {
			reached = append(reached, "write "+path)
		}
	}
	if _, err := net.Dial("tcp", "127.0.0.1:9"); !errors.Is(err, syscall.EPERM) {
		reached = append(reached, "a socket")
	}
	if _, err := os.StartProcess("/bin/true", nil, &os.ProcAttr{}); err == nil {
		reached = append(reached, "a process")
	}
	if err := os.WriteFile(filepath.Join(s.Header.Folder, "mine"), []byte("x"), 0o600); err != nil {
		reached = append(reached, "not even its folder")
	}
	body, err := json.Marshal(reached)
	return answer{Result: body}, err
}

// A reader that a file has taken over reaches its folder and nothing else, also where the
// machine has no namespaces.
func TestReaderCannotBreakOut(t *testing.T) {
	r := newReader(t)
	secret, _ := upload(t, "a secret of the platform")
	for _, launcher := range []work.Launcher{r.Launcher, {}} {
		_, folder := upload(t, "x")
		a, err := Reader{launcher}.ask(t.Context(), "breakout", folder, intakeLimits, secret, nil)
		if err != nil || string(a.Result) != "null" {
			t.Errorf("bubblewrap %q: it reached %s, %v", launcher.Bubblewrap, a.Result, err)
		}
	}
}

// What a child says it wrote is taken only where it is a file of the folder.
func TestOnlyPlainFiles(t *testing.T) {
	_, folder := upload(t, "x")
	if err := os.Symlink("/etc/passwd", filepath.Join(folder, "version.parquet")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(folder, "version.parquet"), "/etc/passwd", filepath.Join(folder, "..", "x"), folder, filepath.Join(folder, "nothing")} {
		if err := plain(folder, path); !errors.Is(err, ErrChild) {
			t.Errorf("%s is taken: %v", path, err)
		}
	}
	if err := plain(folder, filepath.Join(folder, "upload")); err != nil {
		t.Error(err)
	}
	for _, said := range []string{`{"violations":[]}`, `{"violations":[{"code":"P00001,泰山,7"}]}`, `null`, `7`} {
		if _, ok := law.AsRefusal(refused("x", []byte(said))); ok {
			t.Errorf("%s passes for a refusal", said)
		}
	}
}

// A refusal of intake is a refusal; a file outside the folder is not read at all.
func TestRefusals(t *testing.T) {
	r := newReader(t)
	path, folder := upload(t, "a,a\n1,2\n")
	_, err := r.Read(t.Context(), intake.Source{Format: intake.CSV, Name: "p.csv", Path: path}, intake.Options{WorkDir: folder}, nil)
	if refusal, ok := law.AsRefusal(err); !ok || refusal.Code() != intake.CodeHeader {
		t.Errorf("two columns of one name: %v", err)
	}
	for name, bytes := range map[intake.Format]string{intake.Parquet: "PAR1 and nothing PAR1", intake.Excel: "PK\x03\x04 and nothing"} {
		path, folder := upload(t, bytes)
		if _, err := r.Read(t.Context(), intake.Source{Format: name, Name: "p", Path: path}, intake.Options{WorkDir: folder}, nil); err == nil {
			t.Errorf("a broken %s file is read", name)
		} else if _, ok := law.AsRefusal(err); !ok {
			t.Errorf("a broken %s file: %v", name, err)
		}
	}
	if _, err := r.Read(t.Context(), intake.Source{Format: intake.CSV, Name: "p.csv", Path: path}, intake.Options{WorkDir: t.TempDir()}, nil); err == nil {
		t.Error("a file beside the folder is read")
	}
}

// Whoever gives up has the child ended at once.
func TestCancelled(t *testing.T) {
	r := newReader(t)
	path, folder := upload(t, people(300_000))
	ctx, cancel := context.WithCancel(t.Context())
	_, err := r.Read(ctx, intake.Source{Format: intake.CSV, Name: "p.csv", Path: path}, intake.Options{WorkDir: folder}, func(intake.Progress) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled reading: %v", err)
	}
}

// What a child examines is what egress examines.
func TestExamineIsEgress(t *testing.T) {
	r := newReader(t)
	path, folder := upload(t, people(4000))
	taken, err := r.Read(t.Context(), intake.Source{Format: intake.CSV, Name: "p.csv", Path: path}, intake.Options{WorkDir: folder}, nil)
	if err != nil {
		t.Fatal(err)
	}
	parameters, err := privacy.Floor(privacy.P2)
	if err != nil {
		t.Fatal(err)
	}
	columns := []egress.SourceColumn{{Name: "who", Unit: true, Identifier: true}, {Name: "district"}, {Name: "litres"}}
	domain := egress.Declared{Name: "people", Values: []string{"P00001", "P00002"}}
	for _, body := range []string{"district,people\n泰山,2000\n岱岳,2000\n", "district,people\n泰山,3\n"} {
		e := Examination{Artefact: egress.Artefact{Name: "out.csv", Format: egress.CSV, Bytes: []byte(body),
			Columns: []egress.Column{{Name: "district", As: egress.Group}, {Name: "people", As: egress.Count, Counted: egress.Units}}},
			Context: egress.Context{Parameters: parameters, Unit: egress.Person, Purpose: "各区用水统计"}, Sources: []Source{{taken.Path, columns}}, Domains: []egress.Declared{domain}}
		got, err := r.Examine(t.Context(), folder, e)
		if err != nil || len(got.Findings) == 0 {
			t.Fatalf("%s: %+v, %v", body, got, err)
		}
		c := e.Context
		c.Sources = []egress.Source{egress.ParquetSource(taken.Path, columns)}
		direct, err := egress.Examine(t.Context(), e.Artefact, c)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := got.JSON()
		if b, _ := direct.JSON(); !slices.Equal(a, b) {
			t.Errorf("%s: a child reports otherwise:\n%s\n%s", body, a, b)
		}
	}
}

// BenchmarkFlights takes three million flights in, in the server's process and in a child.
func BenchmarkFlights(b *testing.B) {
	const flights = "../../../shared/data/transport_us_flights_3m.parquet"
	content, err := os.ReadFile(flights)
	if err != nil {
		b.Skip("the flights are not here: ", err)
	}
	r := newReader(b)
	for name, read := range map[string]func(context.Context, intake.Source, intake.Options, func(intake.Progress)) (intake.Result, error){"here": intake.Read, "apart": r.Read} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				path, folder := upload(b, string(content))
				if _, err := read(b.Context(), intake.Source{Format: intake.Parquet, Name: "flights", Path: path}, intake.Options{WorkDir: folder, Unit: catalogue.UnitNone}, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
