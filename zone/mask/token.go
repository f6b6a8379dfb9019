package mask

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash"
	"runtime"
	"sync"

	"github.com/emmansun/gmsm/sm3"
)

// Algorithm is the keyed hash that makes tokens.
type Algorithm string

const (
	SHA256 Algorithm = "HMAC-SHA-256"
	SM3    Algorithm = "HMAC-SM3"
)

func (a Algorithm) check() error {
	if a != SHA256 && a != SM3 {
		return fmt.Errorf("unknown token algorithm %q", a)
	}
	return nil
}

func (a Algorithm) new() func() hash.Hash {
	if a == SM3 {
		return sm3.New
	}
	return sha256.New
}

// Key is the secret tokens of one scenario are made with. It prints as nothing.
type Key struct{ secret []byte }

// KeySize is the size of the platform's token secret in bytes.
const KeySize = 32

// ScenarioKey derives the key of one scenario from the platform's token secret, so
// that tokens of two scenarios, or of development and production, never join.
func ScenarioKey(secret []byte, scenario string, in Catalogue) (Key, error) {
	if len(secret) < KeySize {
		return Key{}, fmt.Errorf("deriving a token key: the secret has %d bytes, %d are needed", len(secret), KeySize)
	}
	return Key{secret: derive(secret, "shuyu token key", scenario, string(in))}, nil
}

// String keeps keys out of logs.
func (Key) String() string { return "mask.Key" }

// GoString keeps keys out of logs under %#v too.
func (Key) GoString() string { return "mask.Key" }

// MarshalJSON refuses: a key is never written.
func (Key) MarshalJSON() ([]byte, error) {
	return nil, fmt.Errorf("writing a token key: keys are not written")
}

// derive is HMAC-SHA-256 over labels, each with its length before it.
func derive(secret []byte, labels ...string) []byte {
	h := hmac.New(sha256.New, secret)
	for _, l := range labels {
		_, _ = h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(l)))) // a hash never fails
		_, _ = h.Write([]byte(l))
	}
	return h.Sum(nil)
}

// TokenPrefix begins every token. What a token stands for cannot be told from it;
// that it is one can.
const TokenPrefix = "tk."

// tokenBytes of the hash make a token: 120 bits, so that among 10^9 values a
// collision is less likely than 10^-18.
const tokenBytes = 15

// tokeniser makes the tokens of one domain. It is not safe for two goroutines.
type tokeniser struct {
	mac hash.Hash
	sum []byte
	buf []byte
}

// tokens makes a tokeniser. The domain is in the key, so that equal texts of
// different meaning do not join.
func (k Key) tokens(a Algorithm, domain string) *tokeniser {
	return &tokeniser{mac: hmac.New(a.new(), derive(k.secret, "domain", domain))}
}

func (t *tokeniser) token(value string) string {
	t.mac.Reset()
	t.buf = append(t.buf[:0], value...)
	_, _ = t.mac.Write(t.buf) // a hash never fails
	t.sum = t.mac.Sum(t.sum[:0])
	return TokenPrefix + base64.RawURLEncoding.EncodeToString(t.sum[:tokenBytes])
}

// rank is a number that chance spreads evenly over all units, the same each time.
func (t *tokeniser) rank(value string) uint64 {
	_ = t.token(value)
	return binary.BigEndian.Uint64(t.sum)
}

// Token is the token of one value in a domain, for callers that have to find a
// person's rows in a projection (a subject's request), inside the zone only.
func (k Key) Token(a Algorithm, domain, value string) (string, error) {
	if err := a.check(); err != nil {
		return "", err
	}
	return k.tokens(a, domain).token(value), nil
}

// all makes the tokens of many values on every core, in their order.
func (k Key) all(a Algorithm, domain string, values []string) []string {
	tokens := make([]string, len(values))
	workers := runtime.GOMAXPROCS(0)
	share := (len(values) + workers - 1) / workers
	var wait sync.WaitGroup
	for from := 0; from < len(values); from += max(share, 1) {
		to := min(from+share, len(values))
		wait.Go(func() {
			t := k.tokens(a, domain)
			for i := from; i < to; i++ {
				tokens[i] = t.token(values[i])
			}
		})
	}
	wait.Wait()
	return tokens
}
