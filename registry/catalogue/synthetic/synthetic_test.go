package synthetic_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/registry/catalogue/synthetic"
)

var registers = map[string]struct {
	write  func(io.Writer, int, uint64) error
	header []string
	id     string
	kind   catalogue.Kind
}{
	"residents": {synthetic.WriteResidentsCSV, synthetic.ResidentsHeader, "resident_id", catalogue.ResidentID},
	"firms":     {synthetic.WriteFirmsCSV, synthetic.FirmsHeader, "统一社会信用代码", catalogue.CreditCode},
}

func TestRegisters(t *testing.T) {
	for name, r := range registers {
		var a, again, other bytes.Buffer
		for out, seed := range map[*bytes.Buffer]uint64{&a: 1, &again: 1, &other: 2} {
			if err := r.write(out, 2000, seed); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(a.Bytes(), again.Bytes()) || bytes.Equal(a.Bytes(), other.Bytes()) {
			t.Errorf("%s: the seed does not decide the rows", name)
		}
		rows, err := csv.NewReader(&a).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 2001 || !slices.Equal(rows[0], r.header) {
			t.Fatalf("%s: %d lines, header %v", name, len(rows), rows[0])
		}
		mark, district, id := slices.Index(rows[0], "synthetic"), slices.Index(rows[0], "district_code"), slices.Index(rows[0], r.id)
		for i, row := range rows[1:] {
			if row[mark] != "true" || !strings.HasPrefix(row[district], "3709") {
				t.Fatalf("%s, row %d is not marked synthetic in Tai'an", name, i+1)
			}
			one := catalogue.Survey([]byte(row[id]))
			if len(one) != 1 || one[0].Kind != r.kind {
				t.Fatalf("%s, row %d: the number is not valid: %v", name, i+1, one)
			}
		}
	}
}

// Whoever is in a household lives at its address and is one of its size.
func TestHouseholds(t *testing.T) {
	var b bytes.Buffer
	if err := synthetic.WriteResidentsCSV(&b, 5000, 3); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	home, address, size := slices.Index(rows[0], "household_id"), slices.Index(rows[0], "住址"), slices.Index(rows[0], "household_size")
	at, members := map[string]string{}, map[string]int{}
	for _, row := range rows[1:] {
		if was, known := at[row[home]]; known && was != row[address] {
			t.Fatalf("household %s has two addresses", row[home])
		}
		at[row[home]] = row[address]
		members[row[home]]++
	}
	for _, row := range rows[1 : len(rows)-6] { // the last household may be cut
		if want := string(rune('0' + members[row[home]])); row[size] != want {
			t.Fatalf("household %s: size %s, members %s", row[home], row[size], want)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestWriteFails(t *testing.T) {
	for name, r := range registers {
		if err := r.write(full{}, 10000, 1); err == nil {
			t.Errorf("%s: a full disk was not reported", name)
		}
	}
}

func BenchmarkResidents(b *testing.B) {
	var n countWriter
	for b.Loop() {
		if err := synthetic.WriteResidentsCSV(&n, 10000, 1); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(n) / int64(b.N))
}

type countWriter int64

func (c *countWriter) Write(p []byte) (int, error) { *c += countWriter(len(p)); return len(p), nil }
