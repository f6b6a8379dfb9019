package calendar_test

import (
	"bytes"
	"fmt"
	"testing"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

// Counting takes the same time whatever the number: no row grows with n.
func BenchmarkDue(b *testing.B) {
	from := MustDay("2026-02-11")
	for _, kind := range []Kind{Within, AtLeastBefore, InTheLast} {
		for _, n := range []int{5, 50, 500, 5000} {
			for _, unit := range []Unit{WorkingDays, NaturalDays} {
				p := Period{kind, n, unit}
				b.Run(fmt.Sprintf("%s/%s/%d", kind, unit, n), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						China().Due(from, p)
					}
				})
			}
		}
	}
}

// The same count by walking, for comparison: it grows with n.
func BenchmarkDueByWalking(b *testing.B) {
	from := MustDay("2026-02-11")
	for _, n := range []int{5, 50, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				walk := naive{cal: China()}
				walk.due(from, Period{Within, n, WorkingDays})
			}
		})
	}
}

func BenchmarkLeft(b *testing.B) {
	today, due := MustDay("2026-02-11"), MustDay("2026-11-21")
	b.ReportAllocs()
	for b.Loop() {
		China().Left(today, due)
	}
}

func BenchmarkRead(b *testing.B) {
	var file bytes.Buffer
	if _, err := China().WriteTo(&file); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(bytes.NewReader(file.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
