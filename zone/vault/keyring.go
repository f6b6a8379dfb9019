package vault

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// KeyRing wraps data keys with AES-256-GCM under a key-encryption key held in memory:
// the embedded default, filled from the key store. It unwraps under former keys too, so
// that keys can be rotated while the vault is in use (Vault.Rewrap). Destroy has nothing
// of its own to destroy, because the wrapped key lies with the vault; a device that keeps
// slots has.
type KeyRing struct {
	current string // id of the key that wraps
	keys    map[string]cipher.AEAD
}

// idSize is how many bytes of the SHA-256 of a key-encryption key name it in front of
// what it wrapped.
const idSize = 8

// NewKeyRing takes the key-encryption key that wraps and the former ones that still
// unwrap, 32 bytes each. The caller may clear its copies.
func NewKeyRing(current []byte, former ...[]byte) (*KeyRing, error) {
	k := &KeyRing{current: keyID(current), keys: map[string]cipher.AEAD{}}
	for _, kek := range append(former, current) {
		if len(kek) != 32 {
			return nil, errors.New("making key ring: a key-encryption key is not 32 bytes")
		}
		block, err := aes.NewCipher(kek)
		if err != nil {
			return nil, fmt.Errorf("making key ring: %w", err)
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("making key ring: %w", err)
		}
		k.keys[keyID(kek)] = aead
	}
	return k, nil
}

func keyID(kek []byte) string {
	sum := sha256.Sum256(kek)
	return string(sum[:idSize])
}

// Wrap encrypts key, bound to binding.
func (k *KeyRing) Wrap(_ context.Context, key, binding []byte) ([]byte, error) {
	return k.keys[k.current].Seal([]byte(k.current), nil, key, binding), nil
}

// Unwrap answers what Wrap was given; a wrong binding, a changed byte or a key that is
// not on the ring is ErrCorrupt.
func (k *KeyRing) Unwrap(_ context.Context, wrapped, binding []byte) ([]byte, error) {
	if len(wrapped) < idSize || k.keys[string(wrapped[:idSize])] == nil {
		return nil, fmt.Errorf("unwrapping key: no such key-encryption key on the ring: %w", ErrCorrupt)
	}
	key, err := k.keys[string(wrapped[:idSize])].Open(nil, nil, wrapped[idSize:], binding)
	if err != nil {
		return nil, fmt.Errorf("unwrapping key: %w", ErrCorrupt)
	}
	return key, nil
}

// Destroy does nothing; see KeyRing.
func (k *KeyRing) Destroy(context.Context, []byte, []byte) error { return nil }

// NewKey makes a random key-encryption key.
func NewKey() ([]byte, error) {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("making key: %w", err)
	}
	return key, nil
}
