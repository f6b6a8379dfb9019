package certificate

import (
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	dir := os.Getenv("DUMP")
	h := newHouse(t)
	for _, lang := range []string{"zh", "en"} {
		s := sample()
		e, err := Issue(t.Context(), s, h.cert)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Face(e, lang, "https://data.example.cn/verify")
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile(dir+"/"+lang+".pdf", p, 0o644)
	}
	b := h.bundle(t, sample(), nil)
	r := Verify(b, h.trust, sample().From)
	t.Logf("%+v", r)
}
