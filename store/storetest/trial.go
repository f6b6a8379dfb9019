package storetest

import (
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/store"
)

// testTrial: in a trial each write is whole or not at all, later reads and writes see it,
// and of the trial nothing remains, whether it goes well, fails or panics.
func testTrial(t *testing.T, fresh func(testing.TB) string) {
	s := Open(t, fresh(t), store.Options{})
	Record(t, s, Filed(NewCase("C0")))
	before := Sound(t, s)
	must(t, s.Try(ctx, func(l casework.Ledger) error {
		want(t, "it begins as the store stands", size(t, l), int64(1))
		want(t, "number of the first", Record(t, l, Filed(NewCase("C1"))), int64(1))
		wantError(t, "a write that fails", l.Write(ctx, func(tx casework.Tx) error {
			_, err := tx.Record(ctx, Filed(NewCase("C2")))
			must(t, err)
			_, _, err = tx.Cases(ctx, casework.CaseQuery{})
			must(t, err)
			return errNo
		}), errNo)
		want(t, "number after one that failed", Record(t, l, Filed(NewCase("C3"))), int64(2))
		see(t, l, func(v casework.View) {
			list, _, err := v.Cases(ctx, casework.CaseQuery{})
			must(t, err)
			want(t, "cases in the trial", len(list), 3)
			entries, err := v.Entries(ctx, casework.EntryQuery{From: 1})
			must(t, err)
			want(t, "entries in the trial", len(entries), 2)
		})
		return nil
	}))
	want(t, "after the trial", Sound(t, s), before)
	wantError(t, "its own error", s.Try(ctx, func(l casework.Ledger) error {
		Record(t, l, Filed(NewCase("C1")))
		return errNo
	}), errNo)
	func() {
		defer func() {
			if p := recover(); p != "a trial" {
				t.Errorf("a panic comes back as %v", p)
			}
		}()
		s.Try(ctx, func(l casework.Ledger) error {
			Record(t, l, Filed(NewCase("C1")))
			panic("a trial")
		})
	}()
	want(t, "after a panic", Sound(t, s), before)
	want(t, "next number", Record(t, s, Filed(NewCase("C1"))), int64(1))
	Sound(t, s)
	must(t, s.Close())
	if err := s.Try(ctx, func(casework.Ledger) error { return nil }); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a trial in a closed store: %v", err)
	}
}
