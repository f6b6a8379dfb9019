package calendar_test

import (
	"bytes"
	"testing"
	"time"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

// What is read as a day prints as what was read; every number is some day or an end.
func FuzzDay(f *testing.F) {
	for _, s := range []string{"2026-02-25", "2024-02-29", "0001-01-01", "9999-12-31", "2025-02-29", "", "2026-2-5"} {
		f.Add(s, 14)
	}
	f.Add("2026-01-31", -1<<62)
	f.Fuzz(func(t *testing.T, s string, n int) {
		d, err := ParseDay(s)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("refused %q, yet made %s", s, d)
			}
			return
		}
		if d.String() != s || DayOf(d.Time()) != d || DayIn(d.Year(), d.Month(), d.Number()) != d {
			t.Fatalf("%q became %s", s, d)
		}
		for _, moved := range []Day{d.AddDays(n), d.AddMonths(n), d.AddYears(n)} {
			if read, err := ParseDay(moved.String()); err != nil || read != moved {
				t.Fatalf("%s moved by %d is no day: %q", d, n, moved)
			}
			if n >= 0 && moved.Before(d) || n <= 0 && moved.After(d) {
				t.Fatalf("%s moved by %d to %s", d, n, moved)
			}
		}
	})
}

// What is read as a period prints so that it is read as the same; what is printed once is
// printed again.
func FuzzPeriod(f *testing.F) {
	for _, s := range []string{"within 5 working-days", "at-least 5 natural-days", "at-least-before 10 working-days", "in-the-last 6 months",
		"keep 1 year", "within 24 hours", "keep 0 years", "within 05 months", "", "within 5 working-days "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePeriod(s)
		if err != nil {
			return
		}
		again, err := ParsePeriod(p.String())
		if err != nil || again != p || again.String() != p.String() || p.Check() != nil {
			t.Fatalf("%q is %+v, printed %q, is %+v, %v", s, p, p, again, err)
		}
	})
}

// A longer period never ends sooner, wherever on the calendar it begins, and never opens
// sooner; counted back it never ends later.
func FuzzDue(f *testing.F) {
	f.Add(int32(9538), uint16(5), uint16(1), byte(0), byte(1))  // 2026-02-11
	f.Add(int32(9858), uint16(10), uint16(1), byte(0), byte(1)) // 2026-12-28
	f.Add(int32(9155), uint16(5), uint16(2), byte(1), byte(0))  // 2025-01-24
	f.Add(int32(9740), uint16(6), uint16(6), byte(3), byte(2))
	f.Add(int32(9740), uint16(10), uint16(1), byte(2), byte(1))
	f.Add(int32(-730000), uint16(9999), uint16(1), byte(4), byte(3))
	f.Fuzz(func(t *testing.T, offset int32, n, more uint16, kind, unit byte) {
		from := MustDay("2000-01-01").AddDays(int(offset))
		short := Period{Within + Kind(kind%5), 1 + int(n)%5000, NaturalDays + Unit(unit%4)}
		long := short
		long.N += int(more) % 5000
		a, b := China().Due(from, short), China().Due(from, long)
		switch short.Kind {
		case AtLeastBefore:
			if b.Last.After(a.Last) {
				t.Fatalf("%s may be given until %s, %s until %s", short, a.Last, long, b.Last)
			}
		case InTheLast:
			if b.Opens.After(a.Opens) || a.Last != from || b.Last != from {
				t.Fatalf("%+v, %+v", a, b)
			}
		default:
			if b.Last.Before(a.Last) || b.Opens.Before(a.Opens) {
				t.Fatalf("%s ends on %s, %s on %s", short, a.Last, long, b.Last)
			}
		}
		if a.Provisional != (a.Awaits != 0) || a.Provisional && China().Published(a.Awaits) {
			t.Fatalf("provisional for a published year: %+v", a)
		}
	})
}

// Whatever bytes come, Read refuses them or makes a calendar that writes itself down so
// that the same calendar is read again.
func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("date,kind,name_zh,notice\n"))
	f.Add([]byte("date,kind,name_zh,notice\r\n2026-01-01,published,,\"a,b\"\r\n2026-01-04,work,\"元\"\"旦\",\"a,b\"\r\n"))
	f.Add([]byte("date,kind,name_zh,notice\n9999-01-01,published,,N\n9999-12-31,rest,x,N\n"))
	f.Add([]byte("date,kind,name_zh,notice\n0001-01-01,published,,N\n0001-01-01,rest,x,N\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, err := Read(bytes.NewReader(file))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if _, err := c.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		again, err := Read(bytes.NewReader(b.Bytes()))
		if err != nil || again.Digest() != c.Digest() {
			t.Fatalf("%s wrote what reads as %v, %v:\n%s", c, again, err, &b)
		}
		for _, a := range c.Adjustments() {
			if working, _ := c.IsWorkingDay(a.Day); working != (a.Mark == Work) {
				t.Fatalf("%s is marked %s", a.Day, a.Mark)
			}
			if before, _ := c.WorkingDaysBetween(a.Day.AddDays(-1), a.Day); a.Day.AddDays(-1) != a.Day && (before == 1) != (a.Mark == Work) {
				t.Fatalf("%s counts as %d", a.Day, before)
			}
		}
	})
}

// A moment and its day agree wherever the moment was written down.
func FuzzDayOf(f *testing.F) {
	f.Add(int64(1771948799), 0)
	f.Add(int64(1771948800), -8*3600)
	f.Fuzz(func(t *testing.T, unix int64, offset int) {
		if unix < -62135500000 || unix > 253402200000 || offset < -86399 || offset > 86399 {
			return
		}
		moment := time.Unix(unix, 0)
		d := DayOf(moment.In(time.FixedZone("elsewhere", offset)))
		if moment.Before(d.Time()) || !moment.Before(d.End()) {
			t.Fatalf("%s is put on %s", moment.UTC(), d)
		}
	})
}
