package seal

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// day is the moment the tests act at.
var day = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// signer is a fresh key of a purpose in a ring of its own.
func signer(t testing.TB, p Purpose) Signer {
	t.Helper()
	r := NewRing(rand.Reader)
	if _, err := r.Create(p, "", day); err != nil {
		t.Fatal(err)
	}
	s, err := r.Signer(p, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSM2Standard: the sample of GB/T 32918.5-2017, A.2, verifies; the forms that
// leave Z_A out do not.
func TestSM2Standard(t *testing.T) {
	point := unhex(t, "04"+"09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"+
		"CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13")
	sig := unhex(t, "3046"+"022100"+"F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"+
		"022100"+"B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA")
	k := Key{ID: "standard", SM2: point}
	if err := k.Verify(SM2, []byte("message digest"), sig); err != nil {
		t.Errorf("the standard's own signature: %v", err)
	}
	if err := k.Verify(SM2, []byte("message digesu"), sig); err == nil {
		t.Error("an altered message verified")
	}
	s := signer(t, ForLog).(*ringSigner)
	secret := s.ring.find(s.key.ID).signer.sm
	bare, err := secret.Sign(rand.Reader, bytes.Repeat([]byte{1}, 32), nil) // gmsm's trap: no Z_A
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Key().Verify(SM2, bytes.Repeat([]byte{1}, 32), bare); err == nil {
		t.Error("a signature without Z_A verified")
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSM2AgainstOpenSSL lets an independent implementation judge our signature.
func TestSM2AgainstOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed, so nobody else checks the SM2 signatures: apt-get install openssl")
	}
	s := signer(t, ForCertificate)
	message := []byte("泰安市公共数据授权运营")
	sig, err := s.Sign(t.Context(), SM2, message)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := sm2.NewPublicKey(s.Key().SM2)
	if err != nil {
		t.Fatal(err)
	}
	der, err := smx509.MarshalPKIXPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	keyFile := write("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	verify := func(message []byte) (string, error) {
		out, err := exec.Command(openssl, "dgst", "-sm3", "-sigopt", "distid:1234567812345678",
			"-verify", keyFile, "-signature", write("sig", sig), write("message", message)).CombinedOutput()
		return string(out), err
	}
	if out, err := verify(message); err != nil {
		t.Errorf("OpenSSL refuses our signature: %v: %s", err, out)
	}
	if _, err := verify(append(message, '.')); err == nil {
		t.Error("OpenSSL accepts it over another message")
	}
}

func TestKeyCheck(t *testing.T) {
	k, other := signer(t, ForLog).Key(), signer(t, ForLog).Key()
	if err := k.Check(); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		why   string
		spoil func(*Key)
	}{
		{"exchanged Ed25519 half", func(k *Key) { k.Ed25519 = other.Ed25519 }},
		{"exchanged SM2 half", func(k *Key) { k.SM2 = other.SM2 }},
		{"another id", func(k *Key) { k.ID = other.ID }},
		{"short half", func(k *Key) { k.Ed25519 = k.Ed25519[:31] }},
		{"no SM2 half", func(k *Key) { k.SM2 = nil }},
		{"point off the curve", func(k *Key) { k.SM2 = append(bytes.Clone(k.SM2[:64]), k.SM2[64]^1) }},
		{"a purpose that does not sign", func(k *Key) { k.Purpose = ForVault }},
	}
	for _, c := range cases {
		bad := k
		c.spoil(&bad)
		if bad.Check() == nil {
			t.Errorf("%s was accepted", c.why)
		}
	}
}

const noteName = "example.com/log"

func TestNote(t *testing.T) {
	by, other := signer(t, ForLog), signer(t, ForLog)
	text := "example.com/log\n7\nroot\n"
	signed, err := SignNote(t.Context(), noteName, text, by)
	if err != nil {
		t.Fatal(err)
	}
	got, v, err := OpenNote(signed, noteName, []Key{other.Key(), by.Key()}, Both)
	if err != nil || got != text || !v.Ed25519 || !v.SM2 || v.KeyID != by.Key().ID {
		t.Fatalf("opening our own note: %q, %+v, %v", got, v, err)
	}
	if _, _, err := OpenNote(signed, noteName, []Key{other.Key()}, Either); !errors.Is(err, ErrUnsigned) {
		t.Errorf("a note of an unknown key: %v", err)
	}
	if _, _, err := OpenNote(signed, "example.com/other", []Key{by.Key()}, Either); !errors.Is(err, ErrUnsigned) {
		t.Errorf("a note under another name: %v", err)
	}

	// A reader who knows only Ed25519 must be able to read it with the tool everybody has.
	std, err := note.NewVerifier(by.Key().NoteKeys(noteName)[0])
	if err != nil {
		t.Fatal(err)
	}
	if n, err := note.Open(signed, note.VerifierList(std)); err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 1 {
		t.Errorf("a plain reader of notes: %v", err)
	}
}

// TestNoteRequires: with one of the two lines taken out, the note opens only for those
// who ask for the other.
func TestNoteRequires(t *testing.T) {
	by := signer(t, ForLog)
	signed, err := SignNote(t.Context(), noteName, "text\n", by)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(signed), "\n") // text, blank, Ed25519, SM2, ""
	onlyEd, onlySM := strings.Join(lines[:3], ""), lines[0]+lines[1]+lines[3]
	cases := []struct {
		why, note string
		require   Require
		opens     bool
	}{
		{"SM2 taken out, both required", onlyEd, Both, false},
		{"SM2 taken out, SM2 required", onlyEd, OnlySM2, false},
		{"SM2 taken out, Ed25519 enough", onlyEd, OnlyEd25519, true},
		{"SM2 taken out, either", onlyEd, Either, true},
		{"Ed25519 taken out, both required", onlySM, Both, false},
		{"Ed25519 taken out, Ed25519 required", onlySM, OnlyEd25519, false},
		{"Ed25519 taken out, SM2 enough", onlySM, OnlySM2, true},
		{"whole, an unknown requirement", string(signed), Require(99), false},
	}
	for _, c := range cases {
		_, _, err := OpenNote([]byte(c.note), noteName, []Key{by.Key()}, c.require)
		if (err == nil) != c.opens {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

// TestNoteHalvesOfTwoKeys: one key's Ed25519 and another's SM2 are not "both".
func TestNoteHalvesOfTwoKeys(t *testing.T) {
	a, b := signer(t, ForLog), signer(t, ForLog)
	na, _ := SignNote(t.Context(), noteName, "text\n", a)
	nb, err := SignNote(t.Context(), noteName, "text\n", b)
	if err != nil {
		t.Fatal(err)
	}
	la, lb := strings.SplitAfter(string(na), "\n"), strings.SplitAfter(string(nb), "\n")
	mixed := la[0] + la[1] + la[2] + lb[3]
	if _, _, err := OpenNote([]byte(mixed), noteName, []Key{a.Key(), b.Key()}, Both); !errors.Is(err, ErrUnsigned) {
		t.Errorf("halves of two keys were taken for one: %v", err)
	}
}

// TestNoteTampered changes every byte of a signed note in turn.
func TestNoteTampered(t *testing.T) {
	by := signer(t, ForLog)
	signed, err := SignNote(t.Context(), noteName, "example.com/log\n7\nabc\n", by)
	if err != nil {
		t.Fatal(err)
	}
	for i := range signed {
		bad := bytes.Clone(signed)
		bad[i] ^= 1
		if text, _, err := OpenNote(bad, noteName, []Key{by.Key()}, Both); err == nil {
			t.Fatalf("byte %d changed and the note still opens: %q", i, text)
		}
	}
}

func TestEnvelope(t *testing.T) {
	by, second, other := signer(t, ForCertificate), signer(t, ForCertificate), signer(t, ForCertificate)
	const kind = "application/vnd.shuyu.test+json"
	e, err := SignEnvelope(t.Context(), kind, []byte(`{"a":1}`), by, second)
	if err != nil {
		t.Fatal(err)
	}
	open := func(e Envelope, require Require, keys ...Key) error {
		_, _, err := e.Open(kind, keys, require)
		return err
	}
	payload, who, err := e.Open(kind, []Key{other.Key(), by.Key(), second.Key()}, Both)
	if err != nil || string(payload) != `{"a":1}` || len(who) != 2 {
		t.Fatalf("opening: %q, %v, %v", payload, who, err)
	}
	if err := open(e, Both, other.Key()); !errors.Is(err, ErrUnsigned) {
		t.Errorf("an unknown key's envelope: %v", err)
	}
	if _, _, err := e.Open("application/json", []Key{by.Key()}, Both); err == nil {
		t.Error("opened as another type")
	}
	retyped := e
	retyped.PayloadType = "application/vnd.shuyu.test2+json"
	if _, _, err := retyped.Open(retyped.PayloadType, []Key{by.Key()}, Both); err == nil {
		t.Error("the type is not under the signature")
	}
	for i := range e.Payload {
		bad := e
		bad.Payload = bytes.Clone(e.Payload)
		bad.Payload[i] ^= 1
		if open(bad, Either, by.Key()) == nil {
			t.Errorf("payload byte %d changed and it opens", i)
		}
	}
	half := e
	half.Signatures = e.Signatures[:1]
	if open(half, Both, by.Key()) == nil || open(half, OnlyEd25519, by.Key()) != nil {
		t.Error("one half of a signature is not judged by what is required")
	}
	flood := e
	flood.Signatures = append(slices.Clone(e.Signatures), make([]Signature, 100)...)
	if open(flood, Both, by.Key()) == nil {
		t.Error("a hundred signatures were looked at")
	}
}

// TestPAE is the example of the DSSE protocol.
func TestPAE(t *testing.T) {
	got := string(pae("http://example.com/HelloWorld", []byte("hello world")))
	if want := "DSSEv1 29 http://example.com/HelloWorld 11 hello world"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSignerRefuses(t *testing.T) {
	s := signer(t, ForLog)
	if _, err := s.Sign(t.Context(), SM2, nil); err == nil {
		t.Error("signed nothing")
	}
	if _, err := s.Sign(t.Context(), "rsa", []byte("x")); err == nil {
		t.Error("signed with an unknown algorithm")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Sign(gone, Ed25519, []byte("x")); err == nil {
		t.Error("signed after the caller left")
	}
}

func BenchmarkSignEnvelope(b *testing.B) {
	s, payload := signer(b, ForCertificate), bytes.Repeat([]byte("a"), 1000)
	for b.Loop() {
		if _, err := SignEnvelope(b.Context(), "t", payload, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenEnvelope(b *testing.B) {
	s := signer(b, ForCertificate)
	e, err := SignEnvelope(b.Context(), "t", bytes.Repeat([]byte("a"), 1000), s)
	if err != nil {
		b.Fatal(err)
	}
	keys := []Key{s.Key()}
	for b.Loop() {
		if _, _, err := e.Open("t", keys, Both); err != nil {
			b.Fatal(err)
		}
	}
}
