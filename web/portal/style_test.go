package portal

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Text is read on what it stands on: 4.5 to 1 at least, by day and by night (WCAG 1.4.3).
func TestContrast(t *testing.T) {
	text, err := assetFiles.ReadFile("style.css")
	if err != nil {
		t.Fatal(err)
	}
	day, rest, found := strings.Cut(string(text), "@media (prefers-color-scheme: dark)")
	if !found {
		t.Fatal("there is no dark mode")
	}
	night, _, _ := strings.Cut(rest, "\n}\n")
	pairs := [][2]string{{"ink", "paper"}, {"ink", "sheet"}, {"ink", "on"}, {"quiet", "paper"}, {"quiet", "sheet"}, {"quiet", "on"}, {"accent", "paper"}, {"accent", "sheet"},
		{"accent", "on"}, {"on-accent", "accent"}, {"warn-ink", "warn"}, {"stop-ink", "stop"}}
	for name, scheme := range map[string]string{"day": day, "night": night} {
		colours := map[string]float64{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6});`).FindAllStringSubmatch(scheme, -1) {
			colours[m[1]] = luminance(t, m[2])
		}
		for _, p := range pairs {
			a, ok := colours[p[0]]
			b, also := colours[p[1]]
			if !ok || !also {
				t.Errorf("by %s there is no colour %s or %s", name, p[0], p[1])
				continue
			}
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("by %s, %s on %s has %.2f to 1", name, p[0], p[1], ratio)
			}
		}
	}
}

// luminance is the relative luminance of a colour (WCAG 2.2), 0 to 1.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	digits := colour[1:]
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	linear := func(c uint64) float64 {
		v := float64(c&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}
