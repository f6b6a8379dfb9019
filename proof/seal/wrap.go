package seal

import (
	"context"
	"crypto/rand"
	"fmt"
)

// Wrapped is a data key encrypted under a key-encryption key: the form in which it is
// stored beside what it encrypts. Deleting every copy of it, or destroying the key it
// names, is the shredding of the data.
type Wrapped struct {
	Key    string `json:"key"` // id of the key-encryption key
	Sealed []byte `json:"sealed"`
}

// Wrapper wraps and unwraps data keys. Like Signer it is shaped so that a device can
// stand behind it: the key-encryption key never crosses it.
type Wrapper interface {
	// Wrap encrypts key under the active key of a purpose. bound names the subject, case
	// or dataset it belongs to and must be given again to unwrap.
	Wrap(ctx context.Context, p Purpose, bound string, key DataKey) (Wrapped, error)
	// Unwrap opens what Wrap made, with any key not destroyed.
	Unwrap(ctx context.Context, bound string, w Wrapped) (DataKey, error)
}

var _ Wrapper = (*Ring)(nil)

// Wrap encrypts key under the installation's active key of purpose p.
func (r *Ring) Wrap(ctx context.Context, p Purpose, bound string, key DataKey) (Wrapped, error) {
	if err := ctx.Err(); err != nil {
		return Wrapped{}, err
	}
	kek, id, err := r.Secret(p, "")
	if err != nil {
		return Wrapped{}, fmt.Errorf("wrapping data key: %w", err)
	}
	sealed, err := kek.Encrypt("shuyu-wrap/v1\n"+bound, key[:])
	if err != nil {
		return Wrapped{}, fmt.Errorf("wrapping data key: %w", err)
	}
	return Wrapped{Key: id, Sealed: sealed}, nil
}

// Unwrap opens a wrapped data key.
func (r *Ring) Unwrap(ctx context.Context, bound string, w Wrapped) (DataKey, error) {
	if err := ctx.Err(); err != nil {
		return DataKey{}, err
	}
	kek, err := r.SecretOf(w.Key)
	if err != nil {
		return DataKey{}, fmt.Errorf("unwrapping data key: %w", err)
	}
	plain, err := kek.Decrypt("shuyu-wrap/v1\n"+bound, w.Sealed)
	if err != nil {
		return DataKey{}, fmt.Errorf("unwrapping data key: %w", err)
	}
	if len(plain) != len(DataKey{}) {
		return DataKey{}, fmt.Errorf("unwrapping data key: %w", errSealed)
	}
	return DataKey(plain), nil
}

// Rewrap moves a wrapped data key under the active key of a purpose, so that the
// retired one can be destroyed; with it die the copies in old backups.
func Rewrap(ctx context.Context, by Wrapper, p Purpose, bound string, w Wrapped) (Wrapped, error) {
	key, err := by.Unwrap(ctx, bound, w)
	if err != nil {
		return Wrapped{}, err
	}
	return by.Wrap(ctx, p, bound, key)
}

// FreshKey draws a data key and wraps it in one act: what a caller about to encrypt needs.
func FreshKey(ctx context.Context, by Wrapper, p Purpose, bound string) (DataKey, Wrapped, error) {
	key, err := NewDataKey(rand.Reader)
	if err != nil {
		return DataKey{}, Wrapped{}, err
	}
	w, err := by.Wrap(ctx, p, bound, key)
	return key, w, err
}
