package delivery

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// Key lets one recipient call one interface. The secret itself is shown once, when
// the key is made, and kept nowhere; only its SHA-256 is.
type Key struct {
	ID        string `json:"id"`
	Digest    string `json:"digest"`    // SHA-256 of the secret part, hexadecimal
	Release   string `json:"release"`   // id of the release whose interface it opens
	Recipient string `json:"recipient"` // organisation
	Scenario  string `json:"scenario"`  // the one it may be used for
	From      int64  `json:"from"`      // first day, counted from 1970-01-01
	Until     int64  `json:"until"`     // last day, included
	PerDay    int64  `json:"perDay"`    // most calls a day, above 0
	Total     int64  `json:"total"`     // most calls at all, above 0
}

// secretBytes of randomness are in a key.
const secretBytes = 32

// NewKey draws a key from random for the terms given in k and answers its secret,
// which is shown once: "syk_" id "_" secret.
func NewKey(random io.Reader, k Key) (secret string, made Key, err error) {
	if k.Release == "" || k.Recipient == "" || k.Scenario == "" || k.PerDay <= 0 || k.Total <= 0 || k.Until < k.From {
		return "", Key{}, fmt.Errorf("making an interface key: release, recipient, scenario, days and quotas are needed")
	}
	var b [8 + secretBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", Key{}, fmt.Errorf("making an interface key: %w", err)
	}
	k.ID = hex.EncodeToString(b[:8])
	part := base64.RawURLEncoding.EncodeToString(b[8:])
	sum := sha256.Sum256([]byte(part))
	k.Digest = hex.EncodeToString(sum[:])
	return "syk_" + k.ID + "_" + part, k, nil
}

func cut(secret string) (id, part string, ok bool) {
	rest, ok := strings.CutPrefix(secret, "syk_")
	if !ok || len(rest) < 18 || rest[16] != '_' {
		return "", "", false
	}
	return rest[:16], rest[17:], true
}

// opens reports whether part is the secret of k, in constant time.
func (k Key) opens(part string) bool {
	sum := sha256.Sum256([]byte(part))
	var have [2 * sha256.Size]byte
	hex.Encode(have[:], sum[:])
	return subtle.ConstantTimeCompare(have[:], []byte(k.Digest)) == 1
}

// String keeps digests out of logs.
func (k Key) String() string { return "key " + k.ID }

// Keys finds keys. It answers for this moment, like [Standing]: a key that was taken
// back is not found. It is called from many goroutines.
type Keys interface {
	Key(ctx context.Context, id string) (Key, bool, error)
}
