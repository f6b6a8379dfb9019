package seal

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// The signature types of C2SP signed-note. 0xff is the type of algorithms without an
// assigned byte and is followed by a longer identifier; readers without SM2 ignore
// that line, as the specification demands of them.
const (
	noteEd25519 = "\x01"
	noteSM2     = "\xffsm2-sm3/v1"
)

// noteKeyHash is the key id of a signature line: the first four bytes of
// SHA-256(name, newline, signature type, public key), big-endian.
func noteKeyHash(name, kind string, public []byte) uint32 {
	h := sha256.New()
	h.Write([]byte(name + "\n" + kind))
	h.Write(public)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

// noteHalf is one half of a key as a note's signer or verifier under a name.
type noteHalf struct {
	ctx  context.Context
	name string
	alg  Algorithm
	key  Key
	by   Signer // nil when it only verifies
}

// Name is the name on the signature line.
func (h noteHalf) Name() string { return h.name }

// KeyHash is the key id on the signature line.
func (h noteHalf) KeyHash() uint32 {
	if h.alg == SM2 {
		return noteKeyHash(h.name, noteSM2, h.key.SM2)
	}
	return noteKeyHash(h.name, noteEd25519, h.key.Ed25519)
}

// Sign signs the note's text.
func (h noteHalf) Sign(text []byte) ([]byte, error) { return h.by.Sign(h.ctx, h.alg, text) }

// Verify checks a signature over the note's text.
func (h noteHalf) Verify(text, sig []byte) bool { return h.key.Verify(h.alg, text, sig) == nil }

// NoteKeys are the two verifier keys in the text form that tools for signed notes
// read (name+hash+base64), Ed25519 first. Those that know no SM2 are given the first.
func (k Key) NoteKeys(name string) []string {
	return []string{verifierKey(name, noteEd25519, k.Ed25519), verifierKey(name, noteSM2, k.SM2)}
}

func verifierKey(name, kind string, public []byte) string {
	return fmt.Sprintf("%s+%08x+%s", name, noteKeyHash(name, kind, public),
		base64.StdEncoding.EncodeToString(append([]byte(kind), public...)))
}

// SignNote signs text, which must end in a newline, under name with both halves of
// the key and returns the signed note. Source: c2sp.org/signed-note.
func SignNote(ctx context.Context, name, text string, by Signer) ([]byte, error) {
	var signers []note.Signer
	for _, alg := range Algorithms() {
		signers = append(signers, noteHalf{ctx: ctx, name: name, alg: alg, key: by.Key(), by: by})
	}
	signed, err := note.Sign(&note.Note{Text: text}, signers...)
	if err != nil {
		return nil, fmt.Errorf("signing note as %s: %w", name, err)
	}
	return signed, nil
}

// ErrUnsigned says that the signatures required of a note or an envelope are not
// there. The text must then not be used.
var ErrUnsigned = errors.New("required signatures are missing")

// OpenNote returns the text of a signed note when one of keys has signed it under
// name with what is required, and who that was. Lines of unknown keys are ignored; a
// line of a known key that does not verify refuses the whole note.
func OpenNote(signed []byte, name string, keys []Key, require Require) (string, Verified, error) {
	var verifiers []note.Verifier
	for _, k := range keys {
		for _, alg := range Algorithms() {
			verifiers = append(verifiers, noteHalf{name: name, alg: alg, key: k})
		}
	}
	n, err := note.Open(signed, note.VerifierList(verifiers...))
	if unverified := (*note.UnverifiedNoteError)(nil); errors.As(err, &unverified) {
		return "", Verified{}, fmt.Errorf("opening note of %s: %w", name, ErrUnsigned)
	}
	if err != nil {
		return "", Verified{}, fmt.Errorf("opening note of %s: %w", name, err)
	}
	for _, s := range n.Sigs {
		// note decodes leniently: without this, the unused bits at the end of a line could
		// be changed and one note would have several spellings.
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return "", Verified{}, fmt.Errorf("opening note of %s: signature is not canonical base64", name)
		}
	}
	for _, k := range keys {
		v := noteVerified(n, name, k)
		if require.met(v.Ed25519, v.SM2) {
			return n.Text, v, nil
		}
	}
	return "", Verified{}, fmt.Errorf("opening note of %s: %w", name, ErrUnsigned)
}

// noteVerified says which halves of k are among the verified signatures of n.
func noteVerified(n *note.Note, name string, k Key) Verified {
	v := Verified{KeyID: k.ID}
	for _, s := range n.Sigs {
		if s.Name != name {
			continue
		}
		v.Ed25519 = v.Ed25519 || s.Hash == noteHalf{name: name, alg: Ed25519, key: k}.KeyHash()
		v.SM2 = v.SM2 || s.Hash == noteHalf{name: name, alg: SM2, key: k}.KeyHash()
	}
	return v
}
