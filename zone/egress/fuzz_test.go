package egress

import (
	"bytes"
	"context"
	"testing"

	"github.com/shuyu-project/shuyu/zone/privacy"
)

// Whatever bytes are held, an examination ends with a report; what it lets leave is a
// rectangle of the described columns, and writing that again changes nothing.
func FuzzExamine(f *testing.F) {
	for _, seed := range []string{"", "g,n\n甲,12\n乙,30\n", "g,n\r\n\"a\nb\",+1e1\r\n", "[{\"g\":\"甲\",\"n\":12}]", "[{\"g\":1,\"n\":null},{\"g\":true,\"n\":-0}]",
		"g,n\n,\n", "g,n\n\xff,1\n", "[[", "PAR1xxxxPAR1", "{\"g\":1}", "g,n\n=1+1,1e400\n", "g\n1\n", "[{\"g\":\"a\",\"g\":\"b\"}]"} {
		f.Add([]byte(seed), true)
	}
	p := floor(f, privacy.P2)
	f.Fuzz(func(t *testing.T, b []byte, described bool) {
		if len(b) > 1<<12 {
			return
		}
		a := Artefact{Name: "x", Format: Format(kind(b)), Bytes: b}
		if described {
			a.Columns = []Column{{Name: "g", As: Group}, {Name: "n", As: Count, Counted: Units}}
		}
		r, err := Examine(context.Background(), a, Context{Parameters: p, Unit: Person, Purpose: "各区统计"})
		if err != nil {
			t.Fatal(err)
		}
		if r.Outcome == privacy.Pass {
			t.Fatal("a pass without a source to compare with")
		}
		if r.Release == "" {
			return
		}
		once, err := Rewrite(a, p)
		if err != nil || Digest(once) != r.Release {
			t.Fatalf("what leaves is not what was reported (%v)", err)
		}
		if again, err := Rewrite(Artefact{Format: a.Format, Bytes: once, Columns: a.Columns}, p); r.Rows > 0 && err == nil && !bytes.Equal(once, again) {
			t.Fatalf("%q becomes %q", once, again)
		}
	})
}
