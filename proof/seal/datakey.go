package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
)

// DataKey is a secret of 32 bytes that encrypts or commits to the data of one
// subject, case or dataset. It is stored only wrapped; once every wrapped copy or the
// key that wraps them is destroyed, what it encrypted is gone, and its commitments
// can no longer be tied to anything.
type DataKey [32]byte

// NewDataKey draws a key; random is crypto/rand.Reader outside of rehearsals.
func NewDataKey(random io.Reader) (DataKey, error) {
	var k DataKey
	if _, err := io.ReadFull(random, k[:]); err != nil {
		return DataKey{}, fmt.Errorf("drawing data key: %w", err)
	}
	return k, nil
}

// String keeps a key out of logs and panics.
func (DataKey) String() string { return "seal.DataKey(hidden)" }

// GoString keeps a key out of %#v.
func (DataKey) GoString() string { return "seal.DataKey(hidden)" }

// MarshalJSON refuses: a data key leaves the process only wrapped.
func (DataKey) MarshalJSON() ([]byte, error) {
	return nil, errors.New("writing data key as JSON: a data key is stored only wrapped")
}

// Commitment is a keyed digest of a private value: it stands in the log where the
// value must not. Without the key neither the value nor its equality with another
// can be tested, however few values there are to try.
type Commitment [sha256.Size]byte

// Commit is HMAC-SHA-256 over the canonical bytes of a value.
func Commit(key DataKey, canonical []byte) Commitment {
	mac := hmac.New(sha256.New, key[:])
	mac.Write(canonical)
	return Commitment(mac.Sum(nil))
}

// Opens reports, in constant time, whether c commits to the canonical bytes.
func (c Commitment) Opens(key DataKey, canonical []byte) bool {
	want := Commit(key, canonical)
	return hmac.Equal(c[:], want[:])
}

// MarshalText writes the commitment in base64.
func (c Commitment) MarshalText() ([]byte, error) {
	return base64.StdEncoding.AppendEncode(nil, c[:]), nil
}

// UnmarshalText reads what MarshalText writes.
func (c *Commitment) UnmarshalText(text []byte) error {
	raw, err := base64.StdEncoding.Strict().DecodeString(string(text))
	if err != nil || len(raw) != len(c) {
		return errors.New("reading commitment: want 32 bytes in base64")
	}
	copy(c[:], raw)
	return nil
}

// sealedVersion begins every ciphertext, so that another suite can follow.
const sealedVersion = 1

// gcm makes AES-256-GCM. Both steps fail only for a key of the wrong length, which
// the type excludes.
func (k DataKey) gcm() cipher.AEAD {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic("seal: a data key has 32 bytes: " + err.Error())
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic("seal: AES has 16-byte blocks: " + err.Error())
	}
	return aead
}

// Encrypt seals a small plaintext (a field, a document, a key; not a dataset) with
// AES-256-GCM under a random nonce. bound names what it belongs to (tenant, case,
// field) and must be given again to open it: a ciphertext moved elsewhere does not
// open. One key takes at most 2^32 plaintexts.
func (k DataKey) Encrypt(bound string, plaintext []byte) ([]byte, error) {
	aead := k.gcm()
	out := make([]byte, 1+aead.NonceSize(), 1+aead.NonceSize()+len(plaintext)+aead.Overhead())
	out[0] = sealedVersion
	if _, err := io.ReadFull(rand.Reader, out[1:]); err != nil {
		return nil, fmt.Errorf("drawing nonce: %w", err)
	}
	return aead.Seal(out, out[1:], plaintext, []byte(bound)), nil
}

// errSealed says that a ciphertext does not open: wrong key, wrong place or altered.
var errSealed = errors.New("does not open: wrong key, wrong binding or altered")

// Decrypt opens what Encrypt sealed with the same binding.
func (k DataKey) Decrypt(bound string, sealed []byte) ([]byte, error) {
	aead := k.gcm()
	head := 1 + aead.NonceSize()
	if len(sealed) < head || sealed[0] != sealedVersion {
		return nil, fmt.Errorf("decrypting: %w", errSealed)
	}
	plain, err := aead.Open(nil, sealed[1:head], sealed[head:], []byte(bound))
	if err != nil {
		return nil, fmt.Errorf("decrypting: %w", errSealed)
	}
	return plain, nil
}
