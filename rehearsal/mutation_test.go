package rehearsal_test

import (
	"context"
	"regexp"
	"slices"
	"testing"

	"github.com/shuyu-project/shuyu/rehearsal"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// TestMutate: a sample of the mutants of one article. A rehearsal notices one if, and only if,
// it fails when it is acted out under it from its first line, however many look for it. `shuyu pack mutate` tries all mutants.
func TestMutate(t *testing.T) {
	p := layered(t, "taian")
	script, err := rehearsal.Parse("notice.txt", []byte(noticed))
	if err != nil {
		t.Fatal(err)
	}
	stage := func() (rehearsal.Ledger, func(), error) {
		s, err := store.Open(context.Background(), storetest.File(t), store.Options{Scratch: true})
		return s, func() { s.Close() }, err
	}
	sample := rehearsal.Sample{Matching: regexp.MustCompile(`^TA-09\..*( by without| period: |fields without field [mr])`)}
	found, err := rehearsal.Prover{Pack: p, Scripts: []*rehearsal.Script{script}, Stage: stage, Workers: 2}.Mutate(context.Background(), "taian", sample)
	if err != nil {
		t.Fatal(err)
	}
	acted := map[bool]int{}
	for _, m := range p.Mutants("taian") {
		at := slices.IndexFunc(found, func(f rehearsal.Mutation) bool { return f.Rule == m.Rule && f.Change == m.Change })
		if at < 0 || found[at].By == "pack check" {
			continue
		}
		mutated, err := p.Mutate("taian", m)
		if err != nil {
			t.Fatal(err)
		}
		r := rehearsal.Run(context.Background(), script, mutated, storetest.New(t))
		if acted[r.OK()]++; r.OK() == found[at].Noticed() {
			t.Errorf("%s %s: acted out under it the rehearsal says %q; tried, it was noticed by %q", m.Rule, m.Change, r.Why, found[at].By)
		}
	}
	if acted[false] < 4 || acted[true] < 4 {
		t.Errorf("under %d mutants the rehearsal fails, under %d it does not: a sample of one kind shows nothing", acted[false], acted[true])
	}
}
