package platform_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/rehearsal"
	"github.com/shuyu-project/shuyu/store"
)

// A law above the platform may refuse more and must not break what the platform offers:
// the same scripts hold under every pack that ships.
func TestRehearsalsUnderLaws(t *testing.T) {
	folders, err := pack.Folders(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if folder == "platform" {
			continue
		}
		p, err := pack.Open(os.DirFS(".."), folder)
		if err != nil {
			t.Errorf("reading pack %s: %v", folder, err)
			continue
		}
		for name, script := range scripts(t) {
			if script.Pack != "platform" {
				continue
			}
			t.Run(folder+"/"+name, func(t *testing.T) {
				t.Parallel()
				if result := act(t, script, p); !result.OK() {
					t.Errorf("line %d, %s: %s", result.Line, result.Failed, result.Why)
				}
			})
		}
	}
}

var prove = flag.Bool("long", false, "take out every rule and see that a rehearsal notices")

// The platform's own procedures, acted out with no law above them: what no regulation
// gives must still work, and refuse, by the platform's rules alone. What the platform
// keeps apart in the procedures of laws is acted out under an invented instrument.
func TestRehearsals(t *testing.T) {
	in := read(t)
	for name, script := range scripts(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if result := act(t, script, under(t, script, in)); !result.OK() {
				t.Errorf("line %d, %s: %s", result.Line, result.Failed, result.Why)
			}
		})
	}
}

// Every rule that can refuse, and every step, is missed by a rehearsal when it is taken
// out.
func TestEveryRuleIsRehearsed(t *testing.T) {
	if !*prove {
		t.Skip("takes a minute: give -args -long")
	}
	in, all := read(t), scripts(t)
	whole := map[string]*pack.Pack{}
	for name, script := range all {
		whole[name] = under(t, script, in)
		if result := act(t, script, whole[name]); !result.OK() {
			t.Fatalf("%s fails with every rule in place, so it proves nothing: %s", script.Name, result.Why)
		}
	}
	for _, r := range in.Rules {
		switch r.Kind {
		case pack.KindGate, pack.KindProhibition, pack.KindLimit, pack.KindFigure, pack.KindSeparation, pack.KindStep, pack.KindContent, pack.KindPeriod, pack.KindProcedure, pack.KindReading:
		default:
			continue
		}
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			for _, script := range all {
				without, err := whole[script.Name].Without("platform", r.ID)
				if err != nil || !act(t, script, without).OK() {
					return
				}
			}
			t.Errorf("no rehearsal notices that %s is missing", r.ID)
		})
	}
}

// under is the pack a script is acted under: the platform's instrument, and the
// invented one above it where the script says so.
func under(t *testing.T, script *rehearsal.Script, in *pack.Instrument) *pack.Pack {
	t.Helper()
	layers := []*pack.Instrument{in}
	if script.Pack != "platform" {
		law, err := pack.Read(os.DirFS("testdata"), script.Pack)
		if err != nil {
			t.Fatal(err)
		}
		layers = append(layers, law)
	}
	p, err := pack.Join(layers...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func scripts(t *testing.T) map[string]*rehearsal.Script {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("found the scripts %v: %v", names, err)
	}
	all := map[string]*rehearsal.Script{}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		script, err := rehearsal.Parse(filepath.Base(name), source)
		if err != nil {
			t.Fatal(err)
		}
		all[script.Name] = script
	}
	return all
}

func act(t *testing.T, script *rehearsal.Script, p *pack.Pack) rehearsal.Result {
	t.Helper()
	ledger, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "state.db"), store.Options{Scratch: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	return rehearsal.Run(context.Background(), script, p, ledger)
}
