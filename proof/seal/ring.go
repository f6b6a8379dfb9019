package seal

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shuyu-project/shuyu/law"
)

// keysUnit is the platform's rule on keys, the codes are its refusals.
var keysUnit = law.Platform("PF-KEY")

// The refusals of a Ring.
const (
	CodeActive    = "key.active"    // there is one in use: rotate it
	CodeDestroyed = "key.destroyed" // what it protected is gone for good
)

// Ring holds the keys of an installation: at most one active key for each purpose and
// owner, with its retired predecessors, which still verify and unwrap, and the
// descriptors of the destroyed ones, which keep the record whole.
//
// Whoever has the ring open can sign as the installation and read everything it
// encrypts; it is opened in the server process only. Creating, rotating and
// destroying are two-person acts recorded in the log by the caller, which is given
// the descriptors to record. A Ring is safe for use by several goroutines.
type Ring struct {
	mu      sync.RWMutex
	random  io.Reader
	entries []*entry
	// save makes the change durable before it is visible. A crash inside leaves either
	// the old file or the new one, never a mixture.
	save func([]*entry) error
	load func() ([]*entry, error) // nil for a ring that lives in memory only
}

// entry is one key with its secret. Secrets of destroyed keys are nil.
type entry struct {
	Key    Key    `json:"key"`
	Secret []byte `json:"secret,omitempty"` // 64 bytes for a pair (Ed25519 seed, SM2 scalar), else 32

	signer *pair // made from Secret for keys that sign
}

// NewRing makes an empty ring that lives in memory only, drawing secrets from random.
func NewRing(random io.Reader) *Ring {
	return &Ring{random: random, save: func([]*entry) error { return nil }}
}

// Create makes the first key of a purpose for an owner (empty: the installation). at
// is the moment recorded in its descriptor. It refuses where one is already active:
// that is a rotation.
func (r *Ring) Create(p Purpose, owner string, at time.Time) (Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.active(p, owner) != nil {
		return Key{}, law.Refuse(CodeActive, keysUnit, law.Fact{Name: "purpose", Value: string(p)})
	}
	return r.add(r.entries, p, owner, at)
}

// Rotate retires the active key of a purpose and owner and makes its successor. Both
// descriptors are returned, the retired one first.
func (r *Ring) Rotate(p Purpose, owner string, at time.Time) (retired, created Key, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.active(p, owner)
	if old == nil {
		return Key{}, Key{}, noKey(p, owner)
	}
	next := *old
	next.Key.State, next.Key.Retired = Retired, at.UTC()
	created, err = r.add(replaced(r.entries, old, &next), p, owner, at)
	return next.Key, created, err
}

// Destroy forgets the secret of a key for ever; its descriptor stays. Whatever was
// wrapped under it alone is gone with it, once no copy of an earlier ring file and of
// its passphrase remains.
func (r *Ring) Destroy(id string, at time.Time) (Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.find(id)
	if old == nil {
		return Key{}, fmt.Errorf("destroying key %s: no such key", id)
	}
	if old.Key.State == Destroyed {
		return old.Key, nil
	}
	gone := &entry{Key: old.Key}
	gone.Key.State, gone.Key.Destroyed = Destroyed, at.UTC()
	if gone.Key.Retired.IsZero() {
		gone.Key.Retired = at.UTC()
	}
	next := replaced(r.entries, old, gone)
	if err := r.save(next); err != nil {
		return Key{}, fmt.Errorf("destroying key %s: %w", id, err)
	}
	r.entries = next
	clear(old.Secret) // best effort: Go may have copied it
	return gone.Key, nil
}

// Keys lists the descriptors of all keys, oldest first. Those that sign may be
// published; ParseKeys reads them.
func (r *Ring) Keys() []Key {
	r.mu.RLock()
	defer r.mu.RUnlock()
	keys := make([]Key, len(r.entries))
	for i, e := range r.entries {
		keys[i] = e.Key
	}
	return keys
}

// PublicKeys lists the descriptors of the keys of a signing purpose and owner,
// retired ones too: what they signed while active still verifies.
func (r *Ring) PublicKeys(p Purpose, owner string) []Key {
	return slices.DeleteFunc(r.Keys(), func(k Key) bool { return k.Purpose != p || k.Owner != owner || !p.Signs() })
}

// Signer returns the active signing key of a purpose and owner. The signer keeps
// working until the key is rotated or destroyed, and refuses from then on.
func (r *Ring) Signer(p Purpose, owner string) (Signer, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	e := r.active(p, owner)
	if e == nil || !p.Signs() {
		return nil, noKey(p, owner)
	}
	return &ringSigner{ring: r, key: e.Key}, nil
}

// ringSigner asks its ring at every signature, so that rotation and destruction take
// effect at the next one.
type ringSigner struct {
	ring *Ring
	key  Key
}

// Key describes the key that signs.
func (s *ringSigner) Key() Key { return s.key }

// Sign signs message while the key is active.
func (s *ringSigner) Sign(ctx context.Context, alg Algorithm, message []byte) ([]byte, error) {
	s.ring.mu.RLock()
	defer s.ring.mu.RUnlock()
	e := s.ring.find(s.key.ID)
	if e == nil || e.Key.State != Active {
		return nil, fmt.Errorf("signing with key %s: it is no longer active", s.key.ID)
	}
	return e.signer.Sign(ctx, alg, message)
}

// Secret returns the active secret of a symmetric purpose and its key id.
func (r *Ring) Secret(p Purpose, owner string) (DataKey, string, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	e := r.active(p, owner)
	if e == nil || p.Signs() {
		return DataKey{}, "", noKey(p, owner)
	}
	return DataKey(e.Secret), e.Key.ID, nil
}

// SecretOf returns the secret of a symmetric key by id: active, or retired and kept to
// check what it made before. It refuses with CodeDestroyed what was destroyed.
func (r *Ring) SecretOf(id string) (DataKey, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	e := r.find(id)
	if e == nil || e.Key.Purpose.Signs() {
		return DataKey{}, fmt.Errorf("reading secret %s: no such key", id)
	}
	if e.Key.State == Destroyed {
		return DataKey{}, law.Refuse(CodeDestroyed, keysUnit, law.Fact{Name: "key", Value: id},
			law.Fact{Name: "destroyed", Value: e.Key.Destroyed.Format(time.DateOnly)})
	}
	return DataKey(e.Secret), nil
}

func noKey(p Purpose, owner string) error {
	return fmt.Errorf("finding key: none active for purpose %q, owner %q", p, owner)
}

// active finds the active key of a purpose and owner; nil when there is none.
func (r *Ring) active(p Purpose, owner string) *entry {
	for _, e := range r.entries {
		if e.Key.Purpose == p && e.Key.Owner == owner && e.Key.State == Active {
			return e
		}
	}
	return nil
}

func (r *Ring) find(id string) *entry {
	for _, e := range r.entries {
		if e.Key.ID == id {
			return e
		}
	}
	return nil
}

// replaced is entries with one of them exchanged; entries itself stays as it is.
func replaced(entries []*entry, old, by *entry) []*entry {
	next := slices.Clone(entries)
	next[slices.Index(next, old)] = by
	return next
}

// add makes a key, saves base with it, and makes that the ring.
func (r *Ring) add(base []*entry, p Purpose, owner string, at time.Time) (Key, error) {
	if !p.Known() {
		return Key{}, fmt.Errorf("creating key: unknown purpose %q", p)
	}
	if strings.ContainsAny(owner, " \t\n/") {
		return Key{}, fmt.Errorf("creating key: owner %q contains a space or slash", owner)
	}
	e, err := r.draw(Key{Purpose: p, Owner: owner, State: Active, Created: at.UTC()})
	if err != nil {
		return Key{}, fmt.Errorf("creating key for %q: %w", p, err)
	}
	next := append(slices.Clone(base), e)
	if err := r.save(next); err != nil {
		return Key{}, fmt.Errorf("creating key for %q: %w", p, err)
	}
	r.entries = next
	return e.Key, nil
}

// draw makes the secret of a new key.
func (r *Ring) draw(k Key) (*entry, error) {
	if !k.Purpose.Signs() {
		material := make([]byte, 16+32)
		if _, err := io.ReadFull(r.random, material); err != nil {
			return nil, err
		}
		k.ID = hex.EncodeToString(material[:16]) // drawn apart: it must say nothing of the secret
		return &entry{Key: k, Secret: material[16:]}, nil
	}
	secret := make([]byte, 64)
	if _, err := io.ReadFull(r.random, secret); err != nil {
		return nil, err
	}
	e := &entry{Key: k, Secret: secret}
	return e, e.load()
}

// load makes the signer of a key that signs and has not been destroyed, and checks
// that the descriptor belongs to the secret.
func (e *entry) load() error {
	if e.Key.State == Destroyed {
		return nil
	}
	if !e.Key.Purpose.Signs() {
		if len(e.Secret) != 32 {
			return fmt.Errorf("loading key %s: secret has %d bytes", e.Key.ID, len(e.Secret))
		}
		return nil
	}
	if len(e.Secret) != 64 {
		return fmt.Errorf("loading key %s: secret has %d bytes", e.Key.ID, len(e.Secret))
	}
	signer, err := newPair(e.Key, e.Secret[:32], e.Secret[32:])
	if err != nil {
		return fmt.Errorf("loading key %s: %w", e.Key.ID, err)
	}
	if e.Key.ID != "" && e.Key.ID != signer.key.ID {
		return fmt.Errorf("loading key %s: descriptor does not belong to the secret", e.Key.ID)
	}
	e.Key, e.signer = signer.key, signer
	return nil
}
