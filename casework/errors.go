package casework

import "errors"

// ErrNotFound means that the one thing asked for does not exist.
var ErrNotFound = errors.New("not found")

// ErrStale means that a case or record was changed since it was read: the command was
// given on a stale page. The Desk answers it with a refusal.
var ErrStale = errors.New("changed since it was read")
