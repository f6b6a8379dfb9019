package calendar_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	. "github.com/shuyu-project/shuyu/law/calendar"
)

const small = `date,kind,name_zh,notice
2025-01-01,published,2025年放假安排,N1
2025-01-01,rest,元旦,N1
2025-12-31,rest,元旦,N2
2026-01-01,published,2026年放假安排,N2
2026-01-01,rest,元旦,N2
2026-01-04,work,元旦,N2
`

func TestReadCalendar(t *testing.T) {
	c, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if years := c.Years(); len(years) != 2 || years[0] != 2025 || years[1] != 2026 {
		t.Errorf("years %v", years)
	}
	if a, ok := c.Adjustment(MustDay("2025-12-31")); !ok || a.Ref != "N2" || a.Mark != Rest || a.Name != "元旦" {
		t.Errorf("%+v", a)
	}
	if _, ok := c.Adjustment(MustDay("2025-12-30")); ok {
		t.Error("an ordinary day is adjusted")
	}
	var b bytes.Buffer
	if n, err := c.WriteTo(&b); err != nil || int(n) != len(small) || b.String() != small {
		t.Errorf("wrote %d bytes, %v:\n%s", n, err, &b)
	}
}

// Line ends of another system and needless quotes are the same calendar.
func TestDigestIsOfTheCanonicalBytes(t *testing.T) {
	c, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	other := strings.ReplaceAll(strings.ReplaceAll(small, "\n", "\r\n"), "元旦", `"元旦"`)
	same, err := Read(strings.NewReader(other))
	if err != nil {
		t.Fatal(err)
	}
	if same.Digest() != c.Digest() {
		t.Error("the digest depends on how the file was written")
	}
	for _, altered := range []string{
		strings.Replace(small, "2026-01-04", "2026-01-03", 1),
		strings.Replace(small, "元旦", "国庆节", 1),
		strings.ReplaceAll(small, "N2", "N3"),
		strings.Replace(small, "2025-01-01,rest,元旦,N1\n", "", 1),
	} {
		if c2, err := Read(strings.NewReader(altered)); err != nil || c2.Digest() == c.Digest() {
			t.Errorf("altered and unnoticed (%v):\n%s", err, altered)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	const head = "date,kind,name_zh,notice\n"
	const year = head + "2026-01-01,published,,N\n"
	for _, c := range []struct{ file, says, why string }{
		{"", "line 1: the file is empty", "nothing there"},
		{"date,kind,name,notice\n", "line 1: want the columns", "another header"},
		{"date,kind\n", "line 1: want the columns", "a short header"},
		{"\ufeff" + head, "line 1: want the columns", "a byte order mark"},
		{year + "2026-02-30,rest,春节,N\n", "line 3, column date", "no such date"},
		{year + "2026-02-16,holiday,春节,N\n", "line 3, column kind", "no such kind"},
		{year + "2026-02-16,ordinary,春节,N\n", "line 3, column kind", "a file takes nothing back"},
		{year + "2026-02-16,work,春节,N\n", "line 3, column kind", "a Monday is worked anyway"},
		{year + "2026-02-16,rest,,N\n", "line 3, column name_zh", "no holiday named"},
		{year + "2026-02-16,rest, 春节,N\n", "line 3, column name_zh", "a space before the name"},
		{year + "2026-02-16,rest,\"春\n节\",N\n", "line 3, column name_zh", "a line end in the name"},
		{year + "2026-02-16,rest,春节,M\n", "line 3, column notice", "cites an unknown notice"},
		{year + "2026-02-16,rest,春节,\n", "line 3, column notice", "cites nothing"},
		{year + "2027-02-16,rest,春节,N\n", "line 3, column date", "another year than its notice's"},
		{head + "2025-11-30,rest,元旦,N\n2026-01-01,published,,N\n", "line 2, column date", "the year before, but not December"},
		{year + "2026-02-17,rest,春节,N\n2026-02-16,rest,春节,N\n", "line 4, column date", "descends"},
		{year + "2026-02-16,rest,春节,N\n2026-02-16,rest,春节,N\n", "line 4, column date", "a day twice"},
		{year + "2025-12-31,rest,元旦,N\n", "line 3, column date", "before the row above it"},
		{year + "2025-01-01,published,,M\n", "line 3, column date", "years descend"},
		{year + "2026-01-01,rest,元旦,N\n2026-01-01,published,,M\n", "line 4, column date", "published comes first"},
		{year + "2026-01-01,published,,N\n", "line 3, column notice: the same notice stands on line 2", "a notice twice"},
		{head + "2026-01-02,published,,N\n", "line 2, column date", "a year begins on 1 January"},
		{head + "2026-01-01,published,,\n", "line 2, column notice", "no notice"},
		{head + "2026-01-01,published,,\"N\t\"\n", "line 2, column notice", "a control character"},
		{head + "2026-01-01,published,\"a\tb\",N\n", "line 2, column name_zh", "a control character"},
		{head + "2026-01-01,published,\xff,N\n", "line 2, column name_zh", "not UTF-8"},
		{year + "2026-02-16,rest,春节\n", "line 3", "a cell missing"},
		{year + "2026-02-16,rest,春节,N,\n", "line 3", "a cell too many"},
		{year + "2026-02-16,rest,\"春节,N\n", "line", "an open quote"},
	} {
		cal, err := Read(strings.NewReader(c.file))
		if err == nil || cal != nil {
			t.Errorf("read %s: %s", cal, c.why)
			continue
		}
		if !strings.HasPrefix(err.Error(), "reading calendar: ") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: says %q, want %q", c.why, err, c.says)
		}
	}
}

// A file without end is refused before it fills the memory.
func TestReadRefusesAnEndlessFile(t *testing.T) {
	var file strings.Builder
	file.WriteString("date,kind,name_zh,notice\n")
	for i := range 100_001 {
		fmt.Fprintf(&file, "2026-01-01,published,,N%d\n", i)
	}
	if _, err := Read(strings.NewReader(file.String())); err == nil || !strings.Contains(err.Error(), "more than 100000 rows") {
		t.Errorf("%v", err)
	}
}

func TestReadPassesOnTheReadersError(t *testing.T) {
	broken := errors.New("the disk is gone")
	for _, r := range []string{"", small} {
		in := iotest.DataErrReader(strings.NewReader(r))
		if _, err := Read(errAfter{in, broken}); !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", len(r), err)
		}
	}
}

// errAfter fails with err where its reader ends.
type errAfter struct {
	r   interface{ Read([]byte) (int, error) }
	err error
}

func (e errAfter) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if err != nil {
		err = e.err
	}
	return n, err
}

func TestWritePassesOnTheWritersError(t *testing.T) {
	broken := errors.New("the disk is full")
	if _, err := China().WriteTo(failing{broken}); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
