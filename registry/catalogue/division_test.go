package catalogue

import (
	"slices"
	"testing"
)

func TestDivisions(t *testing.T) {
	taian := []string{"370902", "370911", "370921", "370923", "370982", "370983"}
	for _, area := range []string{"3709", "370900"} {
		if got := Divisions(area); !slices.Equal(got, taian) {
			t.Errorf("the divisions of %s are %v", area, got)
		}
	}
	for _, row := range []struct {
		area, why string
		want      int
	}{
		{"", "the whole mainland", 2978},
		{"52", "a province", 88},
		{"520000", "a province, written out", 88},
		{"131000", "a city whose code ends in 0", 11},
		{"9999", "nowhere", 0},
	} {
		if got := Divisions(row.area); len(got) != row.want || !slices.IsSorted(got) {
			t.Errorf("%s: %d divisions, want %d, in order", row.why, len(got), row.want)
		}
	}
}
