// Package platform_test holds the platform's own instrument to what the code cites
// and to what the zone applies.
package platform_test

import (
	"os"
	"testing"

	"github.com/shuyu-project/shuyu/law/pack"
)

func read(t *testing.T) *pack.Instrument {
	t.Helper()
	in, err := pack.Read(os.DirFS(".."), "platform")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// The platform's instrument compiles alone: every expression of its procedures speaks
// only of facts that exist.
func TestCompilesAlone(t *testing.T) {
	if _, err := pack.Join(read(t)); err != nil {
		t.Fatal(err)
	}
}
