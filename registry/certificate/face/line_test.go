package face

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// grid measures a wide character as 2 and any other as 1.
func grid(s string) float64 {
	w := 0.0
	for _, r := range s {
		if w++; wide(r) {
			w++
		}
	}
	return w
}

func TestBreakLines(t *testing.T) {
	cases := []struct {
		why, text string
		width     float64
		want      []string
	}{
		{"between any two Han characters", "公共数据资源登记", 8, []string{"公共数据", "资源登记"}},
		{"a comma does not begin a line: the character before it goes along", "公共数据，资源", 8, []string{"公共数", "据，资源"}},
		{"several closing marks together", "（公共数据）。》后", 10, []string{"（公共数", "据）。》后"}},
		{"an opening mark does not end a line", "公共数《办法》", 8, []string{"公共数", "《办法》"}},
		{"a dash is not cut and does not begin a line", "公共——数据", 5, []string{"公", "共——", "数据"}},
		{"words stay whole, the space at the break goes", "public data resource", 12, []string{"public data", "resource"}},
		{"Han beside Latin", "依据TA-09.3办理", 8, []string{"依据", "TA-09.3", "办理"}},
		{"a hyphen between words may break", "well-known fact", 6, []string{"well-", "known", "fact"}},
		{"what is too long is cut", "2c26b46b68ffc68f", 6, []string{"2c26b4", "6b68ff", "c68f"}},
		{"a line break is kept", "一\n二", 8, []string{"一", "二"}},
		{"an indent is kept", "\u3000\u3000一二三", 8, []string{"\u3000\u3000一二", "三"}},
		{"nothing", "", 8, []string{""}},
		{"percent and unit stay with their number", "增长百分之九十％", 14, []string{"增长百分之九", "十％"}},
	}
	for _, c := range cases {
		if got := breakLines(c.text, c.width, grid); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.why, got)
		}
	}
}

// spaced finds a space anywhere inside a text.
var spaced = regexp.MustCompile(`\S[\s\p{Z}\x{85}]+\S`)

// FuzzBreakLines states the laws: nothing is lost but spaces at breaks, no line is too
// wide, and no line begins or ends with a mark that must not, unless what is too long
// for any line had to be cut.
func FuzzBreakLines(f *testing.F) {
	for _, s := range []string{"公共数据（资源）登记，和“授权”运营——办法。", "a b  c-d e/f", "，，，，，，", "一 二 三", "\n\n", "《《《《《《《"} {
		f.Add(s, 10)
	}
	squeeze := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, s)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 2 || width > 1000 || len(text) > 2000 || !utf8.ValidString(text) {
			return
		}
		lines := breakLines(text, float64(width), grid)
		if squeeze(strings.Join(lines, "")) != squeeze(text) {
			t.Fatalf("%q became %q", text, lines)
		}
		longest := 0.0
		for p := range strings.SplitSeq(text, "\n") {
			for _, u := range units(p) {
				longest = max(longest, grid(u))
			}
		}
		for i, line := range lines {
			if grid(line) > float64(width) && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("line %q is wider than %d", line, width)
			}
			if longest > float64(width) || strings.ContainsRune(text, '\n') || i == 0 || line == "" {
				continue
			}
			first, _ := utf8.DecodeRuneInString(line)
			last, _ := utf8.DecodeLastRuneInString(lines[i-1])
			if spaced.MatchString(text) {
				continue // a space before or after such a mark asks for the break
			}
			if strings.ContainsRune(noEnd, last) || strings.ContainsRune(noStart, first) {
				t.Fatalf("a mark stands where it must not: %q then %q", lines[i-1], line)
			}
		}
	})
}
