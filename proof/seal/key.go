package seal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/emmansun/gmsm/sm2"
)

// Purpose is what a key may be used for. A key of one purpose is never used for
// another: a session token can then never be replayed as a certificate.
type Purpose string

// The purposes. The first four sign; the others are secrets of 32 bytes.
const (
	ForLog          Purpose = "log"          // checkpoints of the audit log
	ForCertificate  Purpose = "certificate"  // certificates and status statements
	ForOrganisation Purpose = "organisation" // an organisation's own signature on a document
	ForWitness      Purpose = "witness"      // cosignatures on another log's checkpoints
	ForVault        Purpose = "vault"        // key-encryption key of datasets and attachments
	ForRecord       Purpose = "record"       // key-encryption key of private fields of cases
	ForToken        Purpose = "token"        // pseudonyms in masked projections, API tokens
	ForSession      Purpose = "session"      // console sessions
)

// Signs reports whether keys of this purpose are signing pairs; keys of the other
// known purposes are symmetric secrets.
func (p Purpose) Signs() bool {
	switch p {
	case ForLog, ForCertificate, ForOrganisation, ForWitness:
		return true
	}
	return false
}

// Known reports whether p is one of the purposes above.
func (p Purpose) Known() bool {
	switch p {
	case ForVault, ForRecord, ForToken, ForSession:
		return true
	}
	return p.Signs()
}

// State is where a key stands in its life: it signs or wraps only while active, it
// verifies or unwraps until destroyed, and from then on it only has been.
type State string

// The states, in the order of a key's life. There is no way back.
const (
	Active    State = "active"
	Retired   State = "retired"
	Destroyed State = "destroyed"
)

// Algorithm names one half of a signing pair.
type Algorithm string

// The algorithms. SM2 signatures are ASN.1 over SM3 with Z_A and the default user
// identity 1234567812345678 (GB/T 32918.2-2016, GM/T 0009-2012).
const (
	Ed25519 Algorithm = "ed25519"
	SM2     Algorithm = "sm2-sm3"
)

// Algorithms lists both, in the order in which signatures are written.
func Algorithms() []Algorithm { return []Algorithm{Ed25519, SM2} }

// Key describes a key to the world: everything about it but the secret. For signing
// keys it carries both public halves and is what a trust anchor file holds; for
// symmetric keys the halves are empty.
type Key struct {
	ID      string  `json:"id"` // for signing keys derived from both public halves
	Purpose Purpose `json:"purpose"`
	Owner   string  `json:"owner,omitempty"` // organisation id; empty for the installation itself
	State   State   `json:"state"`

	Ed25519 []byte `json:"ed25519,omitempty"` // 32 bytes, RFC 8032
	SM2     []byte `json:"sm2,omitempty"`     // 65 bytes, uncompressed point

	Created   time.Time `json:"created,omitzero"` // UTC
	Retired   time.Time `json:"retired,omitzero"`
	Destroyed time.Time `json:"destroyed,omitzero"`
}

// errSignature says that a signature does not verify; nothing more is worth saying.
var errSignature = errors.New("signature does not verify")

// keyID binds both public halves: a descriptor whose halves were exchanged for
// others cannot keep its id.
func keyID(ed, sm []byte) string {
	h := sha256.New()
	h.Write([]byte("shuyu-key/v1\n"))
	h.Write(ed)
	h.Write(sm)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Check refuses a descriptor of a signing key that is malformed: a half of the wrong
// length, a point off the curve, or an id that does not belong to the halves.
func (k Key) Check() error {
	if !k.Purpose.Signs() {
		return fmt.Errorf("checking key %s: purpose %q does not sign", k.ID, k.Purpose)
	}
	if len(k.Ed25519) != ed25519.PublicKeySize {
		return fmt.Errorf("checking key %s: Ed25519 half has %d bytes", k.ID, len(k.Ed25519))
	}
	if _, err := sm2.NewPublicKey(k.SM2); err != nil {
		return fmt.Errorf("checking key %s: reading SM2 half: %w", k.ID, err)
	}
	if k.ID != keyID(k.Ed25519, k.SM2) {
		return fmt.Errorf("checking key %s: id does not belong to its public halves", k.ID)
	}
	return nil
}

// Verify checks one signature over message. It says nothing about State or Purpose:
// whoever trusts a key checks those.
func (k Key) Verify(alg Algorithm, message, signature []byte) error {
	switch alg {
	case Ed25519:
		if len(k.Ed25519) == ed25519.PublicKeySize && ed25519.Verify(k.Ed25519, message, signature) {
			return nil
		}
	case SM2:
		pub, err := sm2.NewPublicKey(k.SM2)
		// With a nil option gmsm would take the message for a digest and leave Z_A out;
		// VerifyASN1WithSM2 is the form of GB/T 32918.2.
		if err == nil && len(message) > 0 && sm2.VerifyASN1WithSM2(pub, nil, message, signature) {
			return nil
		}
	default:
		return fmt.Errorf("verifying with key %s: unknown algorithm %q", k.ID, alg)
	}
	return fmt.Errorf("verifying %s with key %s: %w", alg, k.ID, errSignature)
}

// ParseKeys reads descriptors of signing keys exported as a JSON array, and checks
// each one.
func ParseKeys(data []byte) ([]Key, error) {
	var keys []Key
	if err := json.Unmarshal(data, &keys); err != nil {
		return nil, fmt.Errorf("reading keys: %w", err)
	}
	for _, k := range keys {
		if err := k.Check(); err != nil {
			return nil, err
		}
	}
	return keys, nil
}
