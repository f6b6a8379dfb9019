package audit

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/proof/seal"
)

const origin = "log.example.cn/taian"

// signer is a fresh log key.
func signer(t testing.TB) seal.Signer {
	t.Helper()
	r := seal.NewRing(rand.Reader)
	if _, err := r.Create(seal.ForLog, "", time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	s, err := r.Signer(seal.ForLog, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// checkpoint signs one tree of a head.
func checkpoint(t testing.TB, h Head, a Algorithm, by seal.Signer) []byte {
	t.Helper()
	signed, err := h.Checkpoint(origin, a, "").Sign(t.Context(), by)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestCheckpoint(t *testing.T) {
	_, twin := grow(t, 300)
	by := signer(t)
	for _, a := range Algorithms() {
		c := twin.Head().Checkpoint(origin, a, "demonstration clock")
		signed, err := c.Sign(t.Context(), by)
		if err != nil {
			t.Fatal(err)
		}
		back, v, err := OpenCheckpoint(signed, OriginOf(origin, a), []seal.Key{by.Key()}, seal.Both)
		if err != nil || back.Text() != c.Text() || v.KeyID != by.Key().ID {
			t.Fatalf("%s checkpoint came back as %+v, %v", a, back, err)
		}
		if !slices.Equal(back.Banners(), []string{"demonstration clock"}) {
			t.Errorf("banners are %q", back.Banners())
		}
		if sm3, ok := back.Twin(); ok != (a == SHA256) || ok && sm3 != twin.Head().SM3 {
			t.Errorf("the %s checkpoint's twin root is %v, %v", a, sm3, ok)
		}
		if _, _, err := OpenCheckpoint(signed, OriginOf(origin, other(a)), []seal.Key{by.Key()}, seal.Either); err == nil {
			t.Errorf("the %s checkpoint opened as the other tree's", a)
		}
		for i := range signed {
			bad := bytes.Clone(signed)
			bad[i] ^= 1
			if _, _, err := OpenCheckpoint(bad, OriginOf(origin, a), []seal.Key{by.Key()}, seal.Both); err == nil {
				t.Fatalf("byte %d changed and the checkpoint opens", i)
			}
		}
	}
}

func TestCheckpointText(t *testing.T) {
	root := SHA256.HashLeaf([]byte("x"))
	c := Checkpoint{Origin: "example.com/log42", Size: 20852163, Root: root, Extensions: []string{"one", "two"}}
	want := "example.com/log42\n20852163\n" + root.String() + "\none\ntwo\n"
	if c.Text() != want {
		t.Errorf("text is %q", c.Text())
	}
	hash := root.String()
	for why, text := range map[string]string{
		"no newline":         "o\n1\n" + hash,
		"no root":            "o\n1\n",
		"empty origin":       "\n1\n" + hash + "\n",
		"origin with space":  "o o\n1\n" + hash + "\n",
		"origin with plus":   "o+o\n1\n" + hash + "\n",
		"leading zero":       "o\n01\n" + hash + "\n",
		"sign":               "o\n+1\n" + hash + "\n",
		"negative":           "o\n-1\n" + hash + "\n",
		"too large":          "o\n18446744073709551616\n" + hash + "\n",
		"short root":         "o\n1\nAAAA\n",
		"root not canonical": "o\n1\n" + hash[:42] + flipLast(hash[42]) + "=\n",
		"empty extension":    "o\n1\n" + hash + "\n\n",
		"control character":  "o\n1\n" + hash + "\na\tb\n",
	} {
		if got, err := ParseCheckpoint(text); err == nil {
			t.Errorf("%s: read as %+v", why, got)
		}
	}
	for _, bad := range []Checkpoint{{Origin: ""}, {Origin: "a b"}, {Origin: "o", Extensions: []string{""}}, {Origin: "o", Extensions: []string{"a\nb"}}} {
		if _, err := bad.Sign(t.Context(), signer(t)); err == nil {
			t.Errorf("signed %+v", bad)
		}
	}
}

// flipLast changes the unused low bits of the last digit of a base64 hash.
func flipLast(c byte) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	return string(digits[strings.IndexByte(digits, c)^1])
}

// FuzzCheckpoint: parsing and printing are inverse.
func FuzzCheckpoint(f *testing.F) {
	f.Add("o\n1\n" + Hash{}.String() + "\nx\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := ParseCheckpoint(text); err == nil && c.Text() != text {
			t.Fatalf("%q was read and printed as %q", text, c.Text())
		}
	})
}

// FuzzProofText: the same for proofs.
func FuzzProofText(f *testing.F) {
	f.Add("c2sp.org/tlog-proof@v1\nextra eA==\nindex 5\n" + Hash{}.String() + "\n\no\n")
	f.Add("shuyu/tlog-proof-sm3@v1\nindex 0\n\no\n1\n\n— o x\n")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := ParseProof([]byte(text)); err == nil && string(p.Text()) != text {
			t.Fatalf("%q was read and printed as %q", text, p.Text())
		}
	})
}

func TestProof(t *testing.T) {
	s, twin := grow(t, 300)
	by, stranger := signer(t), signer(t)
	keys := []seal.Key{by.Key()}
	for _, a := range Algorithms() {
		p, err := Prove(t.Context(), s, a, 257, checkpoint(t, twin.Head(), a, by))
		if err != nil {
			t.Fatal(err)
		}
		p.Extra = []byte("context")
		text := p.Text()
		back, err := ParseProof(text)
		if err != nil || !bytes.Equal(back.Text(), text) || string(back.Extra) != "context" {
			t.Fatalf("the %s proof came back different: %v", a, err)
		}
		c, v, err := back.Verify(leafOf(257), origin, keys, seal.Both)
		if err != nil || c.Size != 300 || !v.SM2 {
			t.Fatalf("a good %s proof: %v", a, err)
		}
		if _, _, err := back.Verify(leafOf(256), origin, keys, seal.Both); !errors.Is(err, ErrProof) {
			t.Errorf("another leaf: %v", err)
		}
		if _, _, err := back.Verify(leafOf(257), "log.example.cn/other", keys, seal.Both); err == nil {
			t.Error("verified for another log")
		}
		if _, _, err := back.Verify(leafOf(257), origin, []seal.Key{stranger.Key()}, seal.Either); !errors.Is(err, seal.ErrUnsigned) {
			t.Errorf("another key: %v", err)
		}
		// The extra line is not authenticated; everything else is.
		extra := bytes.Index(text, []byte("extra "))
		for i := range text {
			if i >= extra && text[i] != '\n' && i < extra+len("extra Y29udGV4dA==") {
				continue
			}
			bad := bytes.Clone(text)
			bad[i] ^= 1
			p, err := ParseProof(bad)
			if err != nil {
				continue
			}
			if _, _, err := p.Verify(leafOf(257), origin, keys, seal.Both); err == nil {
				t.Fatalf("byte %d of the %s proof changed and it verifies", i, a)
			}
		}
	}
	if _, err := Prove(t.Context(), s, SM3, 5, checkpoint(t, twin.Head(), SHA256, by)); err == nil {
		t.Error("proved in one tree under the checkpoint of the other")
	}
	long := "c2sp.org/tlog-proof@v1\nindex 0\n" + strings.Repeat(Hash{}.String()+"\n", 65) + "\no\n"
	if _, err := ParseProof([]byte(long)); err == nil {
		t.Error("read a path of 65 hashes")
	}
}

// TestFileLockFile: what audittest cannot know, because it is about the file.
func TestFileLockFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "head.lock")
	_, twin := grow(t, 12)
	signed := checkpoint(t, twin.Head(), SHA256, signer(t))
	if err := NewFileLock(path).Replace(t.Context(), nil, signed); err != nil {
		t.Fatal(err)
	}
	if got, err := NewFileLock(path).Load(t.Context()); err != nil || !bytes.Equal(got, signed) {
		t.Errorf("opened again the lock holds %q, %v", got, err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := NewFileLock(path).Load(t.Context()); err == nil {
		t.Error("an emptied lock was taken for a new one")
	}
}

// TestFileLockRace: of several who saw the same checkpoint, one replaces it.
func TestFileLockRace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "head.lock")
	by := signer(t)
	var heads [][]byte
	for n := range 8 {
		_, twin := grow(t, 10+n)
		heads = append(heads, checkpoint(t, twin.Head(), SHA256, by))
	}
	var won sync.Map
	var wait sync.WaitGroup
	for i, next := range heads {
		wait.Go(func() { // each has its own FileLock, as two processes would
			if err := NewFileLock(path).Replace(t.Context(), nil, next); err == nil {
				won.Store(i, true)
			} else if !errors.Is(err, ErrLockMoved) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	n := 0
	won.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d of %d replaced the same checkpoint", n, len(heads))
	}
}

// TestCheckStart acts out what an operator may find: a crash, a restored backup, deleted
// and altered entries, another log's lock.
func TestCheckStart(t *testing.T) {
	by := signer(t)
	keys := []seal.Key{by.Key()}
	s, _ := grow(t, 600)
	_, at500 := grow(t, 500)
	locked := checkpoint(t, at500.Head(), SHA256, by)
	altered, _ := grow(t, 600)
	altered.leaves[300].SHA256[0] ^= 1
	forged := altered.tiles[tileKey(SHA256, 0, 1)]
	forged.Hashes = slices.Clone(forged.Hashes)
	forged.Hashes[300-256][0] ^= 1
	altered.tiles[tileKey(SHA256, 0, 1)] = forged

	cases := []struct {
		why    string
		r      HashReader
		origin string
		size   uint64
		locked []byte
		want   error
	}{
		{"as it was signed", s, origin, 500, locked, nil},
		{"grown since, before a crash", s, origin, 600, locked, nil},
		{"never signed", s, origin, 600, nil, nil},
		{"newest entries gone", s, origin, 499, locked, ErrTreeShorter},
		{"empty database", newStored(), origin, 0, locked, ErrTreeShorter},
		{"an entry altered", altered, origin, 600, locked, ErrRootDiffers},
		{"another log's lock", s, "log.example.cn/other", 600, locked, ErrOrigin},
		{"the twin's lock", s, OriginOf(origin, SM3), 600, locked, ErrOrigin},
		{"lock not signed by us", s, origin, 600, checkpoint(t, at500.Head(), SHA256, signer(t)), seal.ErrUnsigned},
	}
	for _, c := range cases {
		if err := CheckStart(t.Context(), c.r, c.origin, c.size, c.locked, keys); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.why, err)
		}
	}
	sm3 := checkpoint(t, at500.Head(), SM3, by)
	if err := CheckStart(t.Context(), s, OriginOf(origin, SM3), 600, sm3, keys); err != nil {
		t.Errorf("the twin, as it was signed: %v", err)
	}
}

func TestPaths(t *testing.T) {
	for want, got := range map[string]string{
		"tile/0/000":                          TilePath(0, 0, 256),
		"tile/0/x001/x234/067":                TilePath(0, 1234067, 256),
		"tile/3/x001/000.p/5":                 TilePath(3, 1000, 5),
		"tile/entries/x999/999":               EntriesPath(999999, 256),
		"tile/entries/000.p/1":                EntriesPath(0, 1),
		"tile/7/x072/x057/x594/x037/x927/935": TilePath(7, math.MaxUint64>>8, 256),
	} {
		if got != want {
			t.Errorf("path is %s, want %s", got, want)
		}
	}
}

func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s\n", leafOf(i))
	}
	return b.String()
}

func TestVerifyStream(t *testing.T) {
	_, at0 := grow(t, 0)
	_, at100 := grow(t, 100)
	_, at300 := grow(t, 300)
	checkpoints := []Checkpoint{at0.Head().Checkpoint(origin, SHA256, ""), at100.Head().Checkpoint(origin, SHA256, ""),
		at300.Head().Checkpoint(origin, SHA256, ""), at300.Head().Checkpoint(origin, SM3, "")}
	steps := 0
	r, err := VerifyStream(Lines(strings.NewReader(lines(300))), checkpoints, func(uint64) { steps++ })
	if err != nil || r.Head != at300.Head() || r.Sealed != 4 || r.Bytes == 0 {
		t.Fatalf("a whole log: %+v, %v", r, err)
	}
	swapped := at300.Head()
	swapped.SM3 = at100.Head().SM3
	cases := []struct {
		why, log    string
		checkpoints []Checkpoint
		want        error
	}{
		{"newest entries gone", lines(299), checkpoints, ErrTreeShorter},
		{"an entry altered", strings.Replace(lines(300), `"test","seq":77}`, `"Test","seq":77}`, 1), checkpoints, ErrRootDiffers},
		{"an entry left out", strings.Replace(lines(300), string(leafOf(77))+"\n", "", 1), checkpoints, nil},
		{"two entries exchanged", strings.Replace(strings.Replace(strings.Replace(lines(300), `:77}`, `:x}`, 1), `:78}`, `:77}`, 1), `:x}`, `:78}`, 1), checkpoints, nil},
		{"twin root of another tree", lines(300), []Checkpoint{swapped.Checkpoint(origin, SHA256, "")}, ErrRootDiffers},
		{"a number missing", strings.Replace(lines(300), `,"seq":77`, "", 1), checkpoints, nil},
		{"a leaf too long", strings.Repeat("x", MaxLeaf+1) + "\n", nil, nil},
	}
	for _, c := range cases {
		_, err := VerifyStream(Lines(strings.NewReader(c.log)), c.checkpoints, nil)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.why, err)
		}
	}
	longer, err := VerifyStream(Lines(strings.NewReader(lines(301))), checkpoints, nil)
	if err != nil || longer.Head.Size != 301 || longer.Sealed != 4 {
		t.Errorf("a log grown since: %+v, %v", longer, err)
	}
}

// TestVerifyLongStream crosses chunks, with checkpoints at and between their ends and
// leaves so large that chunks close early.
func TestVerifyLongStream(t *testing.T) {
	twin := NewTwin()
	var log bytes.Buffer
	var checkpoints []Checkpoint
	for i := range 6000 {
		leaf := leafOf(i)
		if i > 1600 && i < 2500 {
			leaf = fmt.Appendf(nil, `{"kind":%q,"seq":%d}`, strings.Repeat("x", 5000), i)
		}
		log.Write(append(leaf, '\n'))
		twin.Append(leaf)
		switch i + 1 {
		case 1, 1023, 1024, 1025, 2000, 2048, 4096, 5999:
			checkpoints = append(checkpoints, twin.Head().Checkpoint(origin, SHA256, ""), twin.Head().Checkpoint(origin, SM3, ""))
		}
	}
	done := uint64(0)
	r, err := VerifyStream(Lines(bytes.NewReader(log.Bytes())), checkpoints, func(n uint64) { done = n })
	if err != nil || r.Head != twin.Head() || r.Sealed != len(checkpoints) || done != 6000 || r.Bytes != int64(log.Len()-6000) {
		t.Errorf("%+v, %d done, %v", r, done, err)
	}
	for i := 0; i < len(checkpoints); i += 3 { // both trees in turn
		bad := slices.Clone(checkpoints)
		bad[i].Root[0] ^= 1
		if _, err := VerifyStream(Lines(bytes.NewReader(log.Bytes())), bad, nil); !errors.Is(err, ErrRootDiffers) {
			t.Errorf("checkpoint %d at %d altered: %v", i, bad[i].Size, err)
		}
	}
}

func TestSequenceNumber(t *testing.T) {
	for leaf, want := range map[string]uint64{
		`{"seq":0}`: 0, `{"a":{"seq":9},"seq":12,"z":"}"}`: 12, `{"a":"\"seq\":7","seq":3}`: 3, `{"a":",\\","b":[{"seq":1}],"seq":5}`: 5,
		`{"a":1}`: unnumbered, `{"a":{"seq":9}}`: unnumbered, `["seq",1]`: unnumbered, `{"a":"seq"}`: unnumbered, `{"seq":"1"}`: unnumbered,
		`{"seq":-1}`: unnumbered, `{"seq":99999999999999999999}`: unnumbered, ``: unnumbered, `{"seq`: unnumbered, `{"seq"`: unnumbered, `"seq":1`: unnumbered,
	} {
		if got := sequenceNumber([]byte(leaf)); got != want {
			t.Errorf("%s has number %d, want %d", leaf, got, want)
		}
	}
}

func TestEntries(t *testing.T) {
	var bundle []byte
	var err error
	want := [][]byte{leafOf(0), {}, bytes.Repeat([]byte{'\n'}, MaxLeaf)}
	for _, leaf := range want {
		if bundle, err = AppendEntry(bundle, leaf); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := AppendEntry(nil, make([]byte, MaxLeaf+1)); err == nil {
		t.Error("a leaf too long was written")
	}
	i := 0
	for leaf, err := range Entries(bytes.NewReader(bundle)) {
		if err != nil || !bytes.Equal(leaf, want[i]) {
			t.Fatalf("entry %d came back different: %v", i, err)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d entries came back", i)
	}
	for _, n := range []int{1, 5, len(bundle) - 1} {
		var last error
		for _, err := range Entries(bytes.NewReader(bundle[:n])) {
			last = err
		}
		if !errors.Is(last, errBundle) {
			t.Errorf("a bundle cut at %d: %v", n, last)
		}
	}
}

func BenchmarkVerifyStream(b *testing.B) {
	log := lines(50_000)
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		if _, err := VerifyStream(Lines(strings.NewReader(log)), nil, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*50_000/b.Elapsed().Seconds(), "leaves/s")
}
