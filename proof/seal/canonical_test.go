package seal

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// TestCanonicalVectors holds the examples of RFC 8785, sections 3.2.2 to 3.2.4.
func TestCanonicalVectors(t *testing.T) {
	cases := []struct{ why, in, want string }{
		{"section 3.2.2: literals, numbers, strings",
			`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],` +
				`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
			`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
				`"string":"€$\u000f\nA'B\"\\\\\"/"}`},
		{"section 3.2.3: names sort by UTF-16 code units, so the emoji precedes the Hebrew letter",
			`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",` +
				`"\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\"," +
				"\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"},
		{"empty things", " { \"a\" : [ ] , \"\" : { } } ", `{"":{},"a":[]}`},
		{"minus zero is zero", `[-0,-0.0,0e5]`, `[0,0,0]`},
		{"a whole fraction is an integer", `[1.0,100e-2,1e2]`, `[1,1,100]`},
		{"names compared beyond their first rune", `{"ab":1,"a":2,"aa":3}`, `{"a":2,"aa":3,"ab":1}`},
		{"two runes beyond the basic plane", `{"😁":1,"😀":2}`, `{"😀":2,"😁":1}`},
		{"largest integers", `[9007199254740992,-9007199254740992]`, `[9007199254740992,-9007199254740992]`},
		{"a genuine replacement character", `"\ufffd"`, `"` + string(utf8.RuneError) + `"`},
		{"delete is not escaped", "\"\x7f\"", "\"\x7f\""},
	}
	for _, c := range cases {
		got, err := CanonicalJSON([]byte(c.in))
		if err != nil || string(got) != c.want {
			t.Errorf("%s:\n got %s (%v)\nwant %s", c.why, got, err, c.want)
		}
	}
}

// TestNumberVectors holds appendix B of RFC 8785.
func TestNumberVectors(t *testing.T) {
	cases := map[uint64]string{
		0x0000000000000000: "0", 0x8000000000000000: "0",
		0x0000000000000001: "5e-324", 0x8000000000000001: "-5e-324",
		0x7fefffffffffffff: "1.7976931348623157e+308", 0xffefffffffffffff: "-1.7976931348623157e+308",
		0x4340000000000000: "9007199254740992", 0xc340000000000000: "-9007199254740992",
		0x4430000000000000: "295147905179352830000",
		0x44b52d02c7e14af5: "9.999999999999997e+22", 0x44b52d02c7e14af6: "1e+23", 0x44b52d02c7e14af7: "1.0000000000000001e+23",
		0x444b1ae4d6e2ef4e: "999999999999999700000", 0x444b1ae4d6e2ef4f: "999999999999999900000", 0x444b1ae4d6e2ef50: "1e+21",
		0x3eb0c6f7a0b5ed8c: "9.999999999999997e-7", 0x3eb0c6f7a0b5ed8d: "0.000001",
		0x41b3de4355555553: "333333333.3333332", 0x41b3de4355555554: "333333333.33333325", 0x41b3de4355555555: "333333333.3333333",
		0x41b3de4355555556: "333333333.3333334", 0x41b3de4355555557: "333333333.33333343",
		0xbecbf647612f3696: "-0.0000033333333333333333", 0x43143ff3c1cb0959: "1424953923781206.2",
	}
	for bits, want := range cases {
		if got := string(appendNumber(nil, math.Float64frombits(bits))); got != want {
			t.Errorf("%016x is written %s, want %s", bits, got, want)
		}
	}
}

func TestCanonicalRefuses(t *testing.T) {
	cases := []struct{ why, in string }{
		{"two members of one name", `{"a":1,"a":2}`},
		{"two spellings of one name", `{"a":1,"\u0061":2}`},
		{"duplicate deep inside, out of order", `[{"b":{"z":1,"y":2,"z":3}}]`},
		{"an integer no reader keeps", `9007199254740993`},
		{"an integer beyond 64 bits", `-99999999999999999999`},
		{"a fraction spelt as such an integer", `1.5e20`},
		{"beyond a double", `1e400`},
		{"a lone high surrogate", `"\ud800"`},
		{"a lone low surrogate", `"\udc00"`},
		{"a high surrogate before a letter", `"\ud800a"`},
		{"not UTF-8", "\"\xff\""},
		{"not UTF-8 beside an escape", "\"\\n\xff\""},
		{"a control character", "\"\n\""},
		{"a control character after an escape", "\"\\t\n\""},
		{"nothing", ""}, {"white space", " \n"}, {"two values", "1 2"}, {"leading zero", "01"}, {"plus", "+1"},
		{"bare point", ".5"}, {"point without digits", "1."}, {"exponent without digits", "1e"}, {"a word", "nul"},
		{"NaN", "NaN"}, {"open array", "[1"}, {"open object", `{"a":1`}, {"trailing comma", "[1,]"}, {"no colon", `{"a" 1}`},
		{"name not a string", `{1:2}`}, {"open string", `"a`}, {"bad escape", `"\x"`}, {"short escape", `"\u12"`}, {"lone quote", `"`},
		{"byte order mark", "\ufeff1"}, {"deep nesting", strings.Repeat("[", 1000) + strings.Repeat("]", 1000)},
	}
	for _, c := range cases {
		if got, err := CanonicalJSON([]byte(c.in)); err == nil {
			t.Errorf("%s: %q was accepted as %q", c.why, c.in, got)
		}
	}
}

func TestCanonicalOfValues(t *testing.T) {
	got, err := Canonical(map[string]any{"b": "<&>", "a": []int{2, 1}, "c": 0.1, "d": nil, "e": json.RawMessage(`{"y":1, "x":2}`)})
	if want := `{"a":[2,1],"b":"<&>","c":0.1,"d":null,"e":{"x":2,"y":1}}`; err != nil || string(got) != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
	for _, v := range []any{math.NaN(), int64(1) << 54, "a\xffb", map[string]string{"\xff": ""}, make(chan int)} {
		if got, err := Canonical(v); err == nil {
			t.Errorf("a value that JSON cannot keep was written as %s", got)
		}
	}
	if got, err := Canonical("\ufffd"); err != nil || string(got) != "\"\ufffd\"" {
		t.Errorf("a genuine replacement character was refused: %v", err)
	}
	if IsCanonical([]byte(`{"b":1,"a":2}`)) || IsCanonical([]byte("1\n")) || !IsCanonical([]byte(`{"a":2,"b":1}`)) {
		t.Error("IsCanonical is wrong")
	}
}

// FuzzCanonical states the laws: what is accepted is JSON of the same meaning, its
// form is a fixed point, and re-marshalling what it means gives the same bytes.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{`{"b":[1,2.5,1e30],"a":"\u20ac\ud83d\ude00"}`, `[[],{},""," ",-0]`, `{"é":1,"e":2}`, `"\ufffd"`, "1e-7", "5e-324"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := CanonicalJSON(in)
		if err != nil {
			return
		}
		again, err := CanonicalJSON(out)
		if err != nil || !bytes.Equal(out, again) {
			t.Fatalf("canonical form of %q is no fixed point: %q, %v", out, again, err)
		}
		var a, b any
		if err := json.Unmarshal(in, &a); err != nil {
			t.Fatalf("accepted %q, which encoding/json refuses: %v", in, err)
		}
		if err := json.Unmarshal(out, &b); err != nil || !reflect.DeepEqual(a, b) {
			t.Fatalf("%q means something else than %q", out, in)
		}
		if re, err := Canonical(a); err != nil || !bytes.Equal(re, out) {
			t.Fatalf("marshalled again %q gives %q, %v", out, re, err)
		}
	})
}

func BenchmarkCanonical(b *testing.B) {
	v := map[string]any{"kind": "decision", "seq": 12345, "case": "2026-000123", "actor": "seat-lin", "cites": []string{"taian:TA-09.3"}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Canonical(v); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzNameOrder: comparing bytes gives the order of UTF-16 code units.
func FuzzNameOrder(f *testing.F) {
	for _, pair := range [][2]string{{"a", "b"}, {"\ufb33", "😀"}, {"\ue000", "\U00010000"}, {"é", "z"}, {"a\uffff", "a\U0010ffff"}, {"\ud7ff", "😀"}, {"😀", "😁"}, {"a", "ab"}} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) {
			return
		}
		want := slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		if got := cmp.Compare(compareUTF16([]byte(a), []byte(b)), 0); got != want {
			t.Fatalf("%q and %q compare as %d, want %d", a, b, got, want)
		}
	})
}
