package seal

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"

	"github.com/emmansun/gmsm/sm2"
)

// Signer signs with both halves of one key. It is small enough that a PKCS#11 or SDF
// device can stand behind it: the secret never crosses it, a call may take its time
// and fail, and the two halves may live in two objects of the device. It is safe for
// use by several goroutines.
type Signer interface {
	// Key describes the key that signs.
	Key() Key
	// Sign signs message, which is not empty, with one half: 64 bytes for Ed25519,
	// ASN.1 for SM2.
	Sign(ctx context.Context, alg Algorithm, message []byte) ([]byte, error)
}

// pair is a Signer held in memory.
type pair struct {
	key    Key
	ed     ed25519.PrivateKey
	sm     *sm2.PrivateKey
	random io.Reader // of the SM2 nonce; gmsm mixes the key into it, so a weak source does not reveal the key
}

// newPair makes a pair from 32 + 32 secret bytes. It fails when the SM2 half is not
// in [1, n-2], which a random half is with probability 2^-32 at most.
func newPair(key Key, edSeed, smSecret []byte) (*pair, error) {
	if len(edSeed) != ed25519.SeedSize {
		return nil, fmt.Errorf("reading Ed25519 secret: %d bytes", len(edSeed))
	}
	ed := ed25519.NewKeyFromSeed(edSeed)
	sm, err := sm2.NewPrivateKey(smSecret)
	if err != nil {
		return nil, fmt.Errorf("reading SM2 secret: %w", err)
	}
	key.Ed25519 = append([]byte(nil), ed.Public().(ed25519.PublicKey)...)
	key.SM2 = smPublic(sm)
	key.ID = keyID(key.Ed25519, key.SM2)
	return &pair{key: key, ed: ed, sm: sm, random: rand.Reader}, nil
}

// smPublic is the uncompressed point: 0x04, X, Y.
func smPublic(k *sm2.PrivateKey) []byte {
	point := make([]byte, 65)
	point[0] = 4
	k.X.FillBytes(point[1:33])
	k.Y.FillBytes(point[33:])
	return point
}

// Key describes the pair.
func (p *pair) Key() Key { return p.key }

// Sign signs message with one half.
func (p *pair) Sign(ctx context.Context, alg Algorithm, message []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(message) == 0 {
		return nil, fmt.Errorf("signing with key %s: empty message", p.key.ID)
	}
	switch alg {
	case Ed25519:
		return ed25519.Sign(p.ed, message), nil
	case SM2:
		// DefaultSM2SignerOpts makes gmsm hash Z_A and the message itself; with a nil
		// option it would sign message as if it were a digest.
		sig, err := p.sm.Sign(p.random, message, sm2.DefaultSM2SignerOpts)
		if err != nil {
			return nil, fmt.Errorf("signing with key %s: %w", p.key.ID, err)
		}
		return sig, nil
	}
	return nil, fmt.Errorf("signing with key %s: unknown algorithm %q", p.key.ID, alg)
}

// Require says which signatures must be there. The zero value requires both: less
// has to be asked for by name.
type Require int

// What may be required.
const (
	Both        Require = iota // Ed25519 and SM2, by the same key
	OnlyEd25519                // where the reader has no SM2
	OnlySM2                    // where only GM algorithms count
	Either                     // at least one
)

// met reports whether the algorithms found satisfy r.
func (r Require) met(ed, sm bool) bool {
	switch r {
	case Both:
		return ed && sm
	case OnlyEd25519:
		return ed
	case OnlySM2:
		return sm
	case Either:
		return ed || sm
	}
	return false
}

// Verified says which halves of which key were found to have signed.
type Verified struct {
	KeyID   string `json:"key"`
	Ed25519 bool   `json:"ed25519"`
	SM2     bool   `json:"sm2"`
}
