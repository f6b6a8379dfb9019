package delivery

import (
	"context"
	"maps"
	"sync/atomic"
)

// Board is a Standing in memory, for a process that is told of every withdrawal. What
// it was never told of is not in force. Safe for many goroutines; a change is seen by
// the next request.
type Board struct {
	statuses atomic.Pointer[map[string]Status]
}

// Post sets the status of a release.
func (b *Board) Post(release string, s Status) {
	for {
		old := b.statuses.Load()
		next := map[string]Status{}
		if old != nil {
			maps.Copy(next, *old)
		}
		next[release] = s
		if b.statuses.CompareAndSwap(old, &next) {
			return
		}
	}
}

// Standing implements [Standing].
func (b *Board) Standing(_ context.Context, release string) (Status, error) {
	if m := b.statuses.Load(); m != nil {
		return (*m)[release], nil
	}
	return Status{}, nil
}

// Holder names the key a secret claims to be. The claim is not checked here.
func Holder(secret string) (id string, ok bool) {
	id, _, ok = cut(secret)
	return id, ok
}

// Ring is Keys in memory, for a process that is told of every change.
type Ring struct {
	keys atomic.Pointer[map[string]Key]
}

// Put adds or replaces keys.
func (r *Ring) Put(keys ...Key) {
	r.change(func(m map[string]Key) {
		for _, k := range keys {
			m[k.ID] = k
		}
	})
}

// Take takes a key back; the next request with it is refused.
func (r *Ring) Take(id string) { r.change(func(m map[string]Key) { delete(m, id) }) }

func (r *Ring) change(edit func(map[string]Key)) {
	for {
		old := r.keys.Load()
		next := map[string]Key{}
		if old != nil {
			maps.Copy(next, *old)
		}
		edit(next)
		if r.keys.CompareAndSwap(old, &next) {
			return
		}
	}
}

// Key implements [Keys].
func (r *Ring) Key(_ context.Context, id string) (Key, bool, error) {
	m := r.keys.Load()
	if m == nil {
		return Key{}, false, nil
	}
	k, ok := (*m)[id]
	return k, ok, nil
}
