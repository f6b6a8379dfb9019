package intake

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// dump prints records as "line: cell|cell" or "line: fault".
func dump(t testing.TB, from io.Reader, delimiter byte, limit int) []string {
	c := newCSVRecords(from, delimiter, limit)
	var list []string
	for {
		rec, err := c.next()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		if rec.fault != "" {
			list = append(list, fmt.Sprintf("%d: %s", rec.line, rec.fault))
			continue
		}
		list = append(list, fmt.Sprintf("%d: %s", rec.line, bytes.Join(rec.cells, []byte("|"))))
	}
}

func TestCSVRecords(t *testing.T) {
	rows := []struct {
		why, text string
		want      []string
	}{
		{"plain", "a,b\n1,2\n", []string{"1: a|b", "2: 1|2"}},
		{"carriage returns, no last line end", "a,b\r\n1,2", []string{"1: a|b", "2: 1|2"}},
		{"empty cells", ",\n,,\n", []string{"1: |", "2: ||"}},
		{"blank lines are passed over and counted", "a\n\n\nb\n", []string{"1: a", "4: b"}},
		{"marks", "\"a,1\",\"b\"\"c\"\n\"\",x\n", []string{"1: a,1|b\"c", "2: |x"}},
		{"a record of three lines", "1,\"x\ny\nz\",2\n3,4,5\n", []string{"1: 1|x\ny\nz|2", "4: 3|4|5"}},
		{"a mark inside a plain cell is a character", "5\" screen,a\n", []string{"1: 5\" screen|a"}},
		{"text after a closing mark costs its own line", "\"a\"b,c\nd,e\n", []string{"1: quote", "2: d|e"}},
		{"a mark never closed costs its own line", "a,\"b\nc,d\ne,f\n", []string{"1: quote-unclosed", "2: c|d", "3: e|f"}},
		{"a stray mark that another one seems to close", "a,\"b\nc,d\ne,\"f\"\ng,h\n", []string{"1: quote", "2: c|d", "3: e|f", "4: g|h"}},
		{"a line too long", "a,b\n" + strings.Repeat("x", 300) + "\nc,d\n", []string{"1: a|b", "2: record-too-long", "3: c|d"}},
		{"a last line too long", "a,b\n" + strings.Repeat("x", 300), []string{"1: a|b", "2: record-too-long"}},
		{"bad bytes", "a,\xff\nb,c\n", []string{"1: encoding", "2: b|c"}},
		{"a zero byte", "a,\x00\nb,c\n", []string{"1: nul-byte", "2: b|c"}},
	}
	for _, row := range rows {
		for how, from := range map[string]io.Reader{"whole": strings.NewReader(row.text), "byte by byte": iotest.OneByteReader(strings.NewReader(row.text))} {
			if got := dump(t, from, ',', 256); !reflect.DeepEqual(got, row.want) {
				t.Errorf("%s, %s: %q, want %q", row.why, how, got, row.want)
			}
		}
	}
}

// Records larger than the buffer and records over its edge are read whole.
func TestCSVBufferEdges(t *testing.T) {
	var b strings.Builder
	var want []string
	line := 1
	for i := range 3000 {
		cell := strings.Repeat(string(rune('a'+i%26)), i%700)
		fmt.Fprintf(&b, "%d,\"%s\n\",%s\n", i, cell, cell)
		want = append(want, fmt.Sprintf("%d: %d|%s\n|%s", line, i, cell, cell))
		line += 2
	}
	if got := dump(t, strings.NewReader(b.String()), ',', 1<<20); !reflect.DeepEqual(got, want) {
		t.Error("records over the buffer's edge are not what was written")
	}
	long := strings.Repeat("x", 1<<19)
	if got := dump(t, strings.NewReader("a,b\n"+long+",\""+long+"\"\n"), ',', 2<<20); len(got) != 2 || got[1] != "2: "+long+"|"+long {
		t.Error("a record larger than the buffer is not what was written")
	}
}

// The law of the reader: every line of the source belongs to one record or is blank,
// and what a writer wrote is what is read.
func FuzzCSVRecords(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\"a\n\"\"b\",c\n", "a,\"b\nc\n", "\"a\"b\n\"\n", "\r\n\r\n,\r\n", "\"\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := newCSVRecords(strings.NewReader(text), ',', 64)
		next, records := int64(1), int64(0)
		for {
			rec, err := c.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if rec.line < next || len(rec.cells) != len(rec.quoted) {
				t.Fatalf("record at line %d after line %d", rec.line, next)
			}
			next = rec.line + 1
			records++
		}
		lines := int64(strings.Count(text, "\n"))
		if text != "" && !strings.HasSuffix(text, "\n") {
			lines++
		}
		if c.line-1 != lines || records+c.blank > lines {
			t.Fatalf("%d lines, read %d: %d records, %d blank", lines, c.line-1, records, c.blank)
		}
		roundTrip(t, text)
	})
}

// roundTrip writes the text's lines as cells with encoding/csv and reads them back.
func roundTrip(t *testing.T, text string) {
	text = strings.ToValidUTF8(strings.NewReplacer("\x00", "", "\r", "").Replace(text), "")
	cells := strings.SplitN(text, "|", 5)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(append(cells, "end")); err != nil {
		t.Fatal(err)
	}
	w.Flush()
	got := dump(t, &b, ',', 1<<20)
	if want := []string{"1: " + strings.Join(append(cells, "end"), "|")}; !reflect.DeepEqual(got, want) {
		t.Fatalf("read %q, want %q", got, want)
	}
}

func BenchmarkCSVRecords(b *testing.B) {
	var text bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&text, "%d,2024-01-02,%d.50,true,泰山区,\"a, b\"\n", i, i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		c := newCSVRecords(bytes.NewReader(text.Bytes()), ',', 1<<20)
		for {
			if _, err := c.next(); err == io.EOF {
				break
			}
		}
	}
}
