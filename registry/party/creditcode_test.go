package party

import (
	"strings"
	"testing"
)

func TestParseCreditCode(t *testing.T) {
	for _, c := range []struct{ why, code, wrong string }{
		{"a good code", "91350100M000100Y43", ""},
		{"small letters and space", " 91350100m000100y43 ", ""},
		{"one place too few", "91350100M000100Y4", "length"},
		{"a letter that is left out", "91350100M0001O0Y43", "character"},
		{"Chinese characters are not taken for places", "九一三五〇一", "character"},
		{"a changed digit", "91350100M000100Y44", "check"},
		{"two digits changed places", "93150100M000100Y43", "check"},
	} {
		code, refusal := ParseCreditCode(c.code)
		switch {
		case c.wrong == "" && (refusal != nil || string(code) != strings.ToUpper(strings.TrimSpace(c.code))):
			t.Errorf("%s: %q, %v", c.why, code, refusal)
		case c.wrong != "" && (refusal == nil || refusal.Violations[0].Facts[0].Value != c.wrong || code != ""):
			t.Errorf("%s: %q, %+v, want %s", c.why, code, refusal, c.wrong)
		}
	}
}

// The check finds every single wrong place: 31 is prime and no weight is a multiple.
func TestCreditCodeFindsOneWrongPlace(t *testing.T) {
	const good = "91350100M000100Y43"
	for i := range len(good) {
		for _, c := range creditAlphabet {
			changed := good[:i] + string(c) + good[i+1:]
			_, refusal := ParseCreditCode(changed)
			if (refusal == nil) != (changed == good) {
				t.Fatalf("place %d changed to %c: refused %v", i, c, refusal != nil)
			}
		}
	}
}

func FuzzParseCreditCode(f *testing.F) {
	f.Add("91350100M000100Y43")
	f.Fuzz(func(t *testing.T, s string) {
		code, refusal := ParseCreditCode(s)
		if refusal != nil {
			return
		}
		again, refusal := ParseCreditCode(string(code))
		if refusal != nil || again != code || len(code) != 18 {
			t.Fatalf("%q reads as %q, which reads as %q", s, code, again)
		}
	})
}
