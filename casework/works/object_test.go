package works

import (
	"fmt"
	"strings"
	"testing"
)

// TestRecorded: what a version and an output are is what the register says, whatever other
// bytes lie beside them in the vault.
func TestRecorded(t *testing.T) {
	p := available(t)
	c := p.produced()
	output, err := p.facts(t.Context(), "output", c.Links["output"])
	if err != nil {
		t.Fatal(err)
	}
	held := p.outputOf(c.Links["job"], "output")
	want := text(output, "digest")
	for i := 0; ; i++ { // other bytes that come after it in the order of digests
		if _, err := p.Works.put(t.Context(), held, strings.NewReader(fmt.Sprintf("district,people\n泰山,%d\n", i))); err != nil {
			t.Fatal(err)
		}
		if last, err := p.only(held); err != nil || last.Digest != want {
			break
		}
	}
	artefact, _, err := p.artefact(t.Context(), output)
	if err != nil || digestOf(artefact.Bytes) != want {
		t.Errorf("the output was read as %s, recorded is %s: %v", digestOf(artefact.Bytes), want, err)
	}
}
