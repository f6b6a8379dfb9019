package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"
)

const witnessName = "witness.example.com/audit"

func TestCosign(t *testing.T) {
	log, witness, stranger := signer(t, ForLog), signer(t, ForWitness), signer(t, ForWitness)
	text := "example.com/log\n7\nroot\n"
	signed, err := SignNote(t.Context(), noteName, text, log)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 2, 9, 0, 5, 123, time.UTC)
	lines, err := Cosign(t.Context(), witnessName, signed, witness, at)
	if err != nil {
		t.Fatal(err)
	}
	both := append(bytes.Clone(signed), lines...)
	seen, v, err := OpenCosignature(both, witnessName, witness.Key(), Both)
	if err != nil || !seen.Equal(at.Truncate(time.Second)) || !v.Ed25519 || !v.SM2 {
		t.Fatalf("opening our own cosignature: %v, %+v, %v", seen, v, err)
	}
	if got, _, err := OpenNote(both, noteName, []Key{log.Key()}, Both); err != nil || got != text {
		t.Errorf("the note no longer opens for its own key: %v", err)
	}
	if _, _, err := OpenCosignature(signed, witnessName, witness.Key(), Either); !errors.Is(err, ErrUnsigned) {
		t.Errorf("a note without it: %v", err)
	}
	if _, _, err := OpenCosignature(both, witnessName, stranger.Key(), Either); !errors.Is(err, ErrUnsigned) {
		t.Errorf("another key: %v", err)
	}
	if _, _, err := OpenCosignature(both, noteName, log.Key(), Either); !errors.Is(err, ErrUnsigned) {
		t.Errorf("the log's own signature was taken for a cosignature: %v", err)
	}
	if _, _, err := OpenNote(both, witnessName, []Key{witness.Key()}, Either); !errors.Is(err, ErrUnsigned) {
		t.Errorf("a cosignature was taken for a signature: %v", err)
	}
	first := strings.SplitAfter(string(lines), "\n")[0]
	if _, _, err := OpenCosignature(append(bytes.Clone(signed), first...), witnessName, witness.Key(), Both); !errors.Is(err, ErrUnsigned) {
		t.Errorf("half a cosignature: %v", err)
	}
	later, err := Cosign(t.Context(), witnessName, signed, witness, at.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	mixed := append(append(bytes.Clone(signed), first...), strings.SplitAfter(string(later), "\n")[1]...)
	if _, _, err := OpenCosignature(mixed, witnessName, witness.Key(), Both); err == nil {
		t.Error("two lines with different times were taken for one cosignature")
	}
	for i := range both {
		if i >= len(text) && i < len(signed) {
			continue // the log's own lines are not what a witness signs
		}
		bad := bytes.Clone(both)
		bad[i] ^= 1
		if _, _, err := OpenCosignature(bad, witnessName, witness.Key(), Both); err == nil && !sameLine(bad, both) {
			t.Fatalf("byte %d changed and the cosignature opens", i)
		}
	}
}

// sameLine reports whether two notes differ only in the unused bits at the end of a
// base64 line, which the note format's reader ignores.
func sameLine(a, b []byte) bool {
	la, lb := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	if len(la) != len(lb) {
		return false
	}
	for i := range la {
		if la[i] == lb[i] {
			continue
		}
		ra, err := base64.StdEncoding.DecodeString(la[i][strings.LastIndex(la[i], " ")+1:])
		rb, err2 := base64.StdEncoding.DecodeString(lb[i][strings.LastIndex(lb[i], " ")+1:])
		if err != nil || err2 != nil || !bytes.Equal(ra, rb) {
			return false
		}
	}
	return true
}

// TestCosignByHand checks the Ed25519 line against the specification, byte by byte.
func TestCosignByHand(t *testing.T) {
	log, witness := signer(t, ForLog), signer(t, ForWitness)
	text := "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
	signed, err := SignNote(t.Context(), "example.com/behind-the-sofa", text, log)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := Cosign(t.Context(), witnessName, signed, witness, time.Unix(1679315147, 0))
	if err != nil {
		t.Fatal(err)
	}
	b64, ok := strings.CutPrefix(strings.SplitAfter(string(lines), "\n")[0], "— "+witnessName+" ")
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(b64))
	if !ok || err != nil || len(raw) != 4+8+64 {
		t.Fatalf("line is %q", lines)
	}
	if got := binary.BigEndian.Uint64(raw[4:]); got != 1679315147 {
		t.Errorf("time is %d", got)
	}
	message := "cosignature/v1\ntime 1679315147\n" + text
	if !ed25519.Verify(witness.Key().Ed25519, []byte(message), raw[12:]) {
		t.Error("the signature is not over the specified message")
	}
	if _, err := Cosign(t.Context(), witnessName, []byte("no note"), witness, day); err == nil {
		t.Error("cosigned what is no note")
	}
	if _, err := Cosign(t.Context(), witnessName, signed, witness, time.Unix(-1, 0)); err == nil {
		t.Error("cosigned before 1970")
	}
}
