package store

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// fullEntry sets every field of an entry, so that one that is added later and not
// written to the leaf makes the tests below fail.
func fullEntry(t testing.TB, text string, number int64) casework.Entry {
	var e casework.Entry
	v := reflect.ValueOf(&e).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Interface().(type) {
		case string:
			f.SetString(text)
		case int, int64:
			f.SetInt(number + int64(i))
		case []string:
			f.Set(reflect.ValueOf([]string{text, "b", text}))
		case calendar.Day:
			f.Set(reflect.ValueOf(calendar.MustDay("2026-03-02")))
		case []casework.Commitment:
			f.Set(reflect.ValueOf([]casework.Commitment{{Kind: text, ID: "R1", Rev: number, Mac: "00ff"}, {}}))
		default:
			t.Fatalf("the entry has a field %s of a new type: teach appendLeaf to write it", v.Type().Field(i).Name)
		}
	}
	return e
}

func sameAsCanonical(t *testing.T, e casework.Entry) {
	t.Helper()
	got, err := appendLeaf(nil, e)
	want, wantErr := seal.Canonical(e)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("leaf: %v; canonical: %v", err, wantErr)
	}
	if err == nil && !bytes.Equal(got, want) {
		t.Fatalf("leaf is not canonical:\n%s\n%s", got, want)
	}
	if err == nil {
		back, err := decodeEntry(e.Seq, got)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := appendLeaf(nil, back.Entry); err != nil || !bytes.Equal(again, got) {
			t.Fatalf("reading and writing again gives another leaf: %v", err)
		}
	}
}

func TestLeafIsCanonical(t *testing.T) {
	sameAsCanonical(t, casework.Entry{})
	for _, text := range []string{"a", "数据", "\"\\/\b\t\n\f\r\x01\x1f\x7f", "<&>\u2028\u2029", "😀\uffff", "\x00", "\xff", "a\xc3"} {
		for _, number := range []int64{0, 1, -1, 1<<53 - 40, 1<<53 + 1, -(1<<53 + 100)} {
			sameAsCanonical(t, fullEntry(t, text, number))
		}
	}
}

func FuzzLeafIsCanonical(f *testing.F) {
	f.Add("registration.submit", int64(7))
	f.Add("\u0000\"", int64(-3))
	f.Fuzz(func(t *testing.T, text string, number int64) {
		number %= 1 << 60
		sameAsCanonical(t, fullEntry(t, text, number))
	})
}
