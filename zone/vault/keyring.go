package vault

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
)

// KeyRing wraps data keys with AES-256-GCM under one key-encryption key held in memory:
// the embedded default, filled from the key store. Destroy has nothing of its own to
// destroy, because the wrapped key lies with the vault; a device that keeps slots has.
type KeyRing struct{ aead cipher.AEAD }

// NewKeyRing takes a key-encryption key of 32 bytes. The caller may clear its copy.
func NewKeyRing(kek []byte) (*KeyRing, error) {
	if len(kek) != 32 {
		return nil, errors.New("making key ring: the key-encryption key is not 32 bytes")
	}
	block, err := aes.NewCipher(kek)
	if err != nil {
		return nil, fmt.Errorf("making key ring: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("making key ring: %w", err)
	}
	return &KeyRing{aead}, nil
}

// Wrap encrypts key, bound to binding.
func (k *KeyRing) Wrap(_ context.Context, key, binding []byte) ([]byte, error) {
	return k.aead.Seal(nil, nil, key, binding), nil
}

// Unwrap answers what Wrap was given; a wrong binding or a changed byte is ErrCorrupt.
func (k *KeyRing) Unwrap(_ context.Context, wrapped, binding []byte) ([]byte, error) {
	key, err := k.aead.Open(nil, nil, wrapped, binding)
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
