package seal

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// The signature types of cosignatures: the assigned one of C2SP, and ours for SM2.
const (
	cosignEd25519 = "\x04"
	cosignSM2     = "\xffsm2-sm3-cosignature/v1"
)

// cosigner is one half of a witness's key.
type cosigner struct {
	name string
	alg  Algorithm
	key  Key
	time uint64 // of the line that verified, in seconds since 1970
}

// Name is the name on the signature line.
func (c *cosigner) Name() string { return c.name }

// KeyHash is the key id on the signature line.
func (c *cosigner) KeyHash() uint32 {
	if c.alg == SM2 {
		return noteKeyHash(c.name, cosignSM2, c.key.SM2)
	}
	return noteKeyHash(c.name, cosignEd25519, c.key.Ed25519)
}

// cosigned is what is signed: a header, the time, the note's text.
func cosigned(seconds uint64, text []byte) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", seconds), text...)
}

// Verify checks the time and signature of a line over the note's text.
func (c *cosigner) Verify(text, sig []byte) bool {
	if len(sig) < 8 {
		return false
	}
	seconds := binary.BigEndian.Uint64(sig)
	if seconds > math.MaxInt64 || c.key.Verify(c.alg, cosigned(seconds, text), sig[8:]) != nil {
		return false
	}
	c.time = seconds
	return true
}

// Cosign makes the two signature lines by which a witness says that at a moment it knew
// no larger head of this log and found this one to continue what it knew. signed is a
// signed note; its text is what is cosigned. The lines are appended to the note.
// Source: c2sp.org/tlog-cosignature; the SM2 line is the same under our own type.
func Cosign(ctx context.Context, name string, signed []byte, by Signer, at time.Time) ([]byte, error) {
	if at.Unix() < 0 {
		return nil, fmt.Errorf("cosigning as %s: time before 1970", name)
	}
	text, err := noteText(signed)
	if err != nil {
		return nil, fmt.Errorf("cosigning as %s: %w", name, err)
	}
	seconds := uint64(at.Unix())
	var lines []byte
	for _, alg := range Algorithms() {
		c := &cosigner{name: name, alg: alg, key: by.Key()}
		sig, err := by.Sign(ctx, alg, cosigned(seconds, text))
		if err != nil {
			return nil, fmt.Errorf("cosigning as %s: %w", name, err)
		}
		raw := binary.BigEndian.AppendUint32(nil, c.KeyHash())
		raw = append(binary.BigEndian.AppendUint64(raw, seconds), sig...)
		lines = fmt.Appendf(lines, "— %s %s\n", name, base64.StdEncoding.EncodeToString(raw))
	}
	return lines, nil
}

// noteText is the text of a signed note, whoever signed it.
func noteText(signed []byte) ([]byte, error) {
	_, err := note.Open(signed, note.VerifierList())
	if unverified := (*note.UnverifiedNoteError)(nil); errors.As(err, &unverified) {
		return []byte(unverified.Note.Text), nil
	}
	if err == nil {
		err = errors.New("note without signatures")
	}
	return nil, err
}

// OpenCosignature finds the cosignature of one witness on a signed note and returns the
// time it gives. ErrUnsigned says that it is not there as required; a line of the
// witness that does not verify is another error.
func OpenCosignature(signed []byte, name string, key Key, require Require) (time.Time, Verified, error) {
	ed, sm := &cosigner{name: name, alg: Ed25519, key: key}, &cosigner{name: name, alg: SM2, key: key}
	n, err := note.Open(signed, note.VerifierList(ed, sm))
	if unverified := (*note.UnverifiedNoteError)(nil); errors.As(err, &unverified) {
		return time.Time{}, Verified{}, fmt.Errorf("opening cosignature of %s: %w", name, ErrUnsigned)
	}
	if err != nil {
		return time.Time{}, Verified{}, fmt.Errorf("opening cosignature of %s: %w", name, err)
	}
	v := Verified{KeyID: key.ID}
	for _, s := range n.Sigs {
		v.Ed25519 = v.Ed25519 || s.Hash == ed.KeyHash()
		v.SM2 = v.SM2 || s.Hash == sm.KeyHash()
	}
	if !require.met(v.Ed25519, v.SM2) {
		return time.Time{}, Verified{}, fmt.Errorf("opening cosignature of %s: %w", name, ErrUnsigned)
	}
	if v.Ed25519 && v.SM2 && ed.time != sm.time {
		return time.Time{}, Verified{}, fmt.Errorf("opening cosignature of %s: its two lines give different times", name)
	}
	return time.Unix(int64(max(ed.time, sm.time)), 0).UTC(), v, nil
}

// CosignerKeys are the verifier keys of a witness in the text form of NoteKeys.
func (k Key) CosignerKeys(name string) []string {
	return []string{verifierKey(name, cosignEd25519, k.Ed25519), verifierKey(name, cosignSM2, k.SM2)}
}
