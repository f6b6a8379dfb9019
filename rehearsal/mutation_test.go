package rehearsal_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/rehearsal"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// TestMutate: a sample of a small pack's mutants. What leaves a rule out is noticed, as the
// proof that is kept says, and what is found does not depend on how many look for it.
// `shuyu pack mutate` tries all mutants.
func TestMutate(t *testing.T) {
	const name = "national-pricing"
	p := layered(t, name)
	all, err := rehearsal.Scripts(name)
	if err != nil {
		t.Fatal(err)
	}
	ended := slices.DeleteFunc(all, func(s *rehearsal.Script) bool { return filepath.Base(s.Name) != "02-ended.txt" })
	stage := func() (casework.Ledger, func(), error) {
		s, err := store.Open(context.Background(), storetest.File(t), store.Options{Scratch: true})
		return s, func() { s.Close() }, err
	}
	of := func(workers int) []rehearsal.Mutation {
		found, err := rehearsal.Prover{Pack: p, Scripts: ended, Stage: stage, Workers: workers}.Mutate(context.Background(), name, rehearsal.Sample{Every: 40})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	one, two := of(1), of(2)
	if len(one) < 5 || !slices.Equal(one, two) {
		t.Fatalf("%d mutants are tried, and two workers find otherwise than one", len(one))
	}
	if !slices.ContainsFunc(one, rehearsal.Mutation.Noticed) || !slices.ContainsFunc(one, func(m rehearsal.Mutation) bool { return !m.Noticed() }) {
		t.Error("by one rehearsal of two, some mutants are noticed and some are not")
	}
}
