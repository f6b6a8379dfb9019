package api

import (
	"testing"
	"time"
)

// TestFreshStep: a code that is shown stays good for half of its half minute at least.
func TestFreshStep(t *testing.T) {
	for second, want := range map[int64]int64{0: 9, 14: 9, 15: 10, 29: 10} {
		if got := freshStep(time.Unix(10*codeSeconds+second, 0)); got != want {
			t.Errorf("%d seconds into step 10 the code of step %d is shown, not of %d", second, got, want)
		}
	}
}
