package api

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"golang.org/x/crypto/argon2"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// PasswordCost is what hashing a password costs: 19 MiB, two passes, one lane, about 20 ms
// (the OWASP password storage sheet's argon2id parameters). It is written into each hash,
// so that it can be raised later.
func PasswordCost() seal.Cost { return seal.Cost{Passes: 2, MemoryKiB: 19 << 10, Lanes: 1} }

// lengths of what argon2id is given and answers, in bytes.
const (
	argonKey  = 32
	argonSalt = 16
)

// hashPassword hashes a password in the usual text form. How many run at a time is bounded
// by whoever calls.
func hashPassword(random io.Reader, cost seal.Cost, password string) (string, error) {
	salt := make([]byte, argonSalt)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("drawing a salt: %w", err)
	}
	return hashText(cost, salt, argon2.IDKey([]byte(password), salt, cost.Passes, cost.MemoryKiB, cost.Lanes, argonKey)), nil
}

func hashText(cost seal.Cost, salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.MemoryKiB, cost.Passes, cost.Lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// nobodys is a hash that no password has: a sign-in to an account that does not exist
// costs the same time as one that does.
func nobodys(cost seal.Cost) string {
	return hashText(cost, make([]byte, argonSalt), make([]byte, argonKey))
}

// passwordFits compares in constant time. A hash that cannot be read fits nothing.
func passwordFits(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var version int
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil || memory > 1<<20 || passes > 16 || passes < 1 || lanes < 1 {
		return false
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	want, wantErr := base64.RawStdEncoding.DecodeString(parts[5])
	if saltErr != nil || wantErr != nil || len(want) != argonKey {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, lanes, argonKey)
	return subtle.ConstantTimeCompare(got, want) == 1
}

// frequent are the beginnings of passwords that everybody tries first. They are refused
// however they are lengthened by repetition.
var frequent = []string{"password", "passw0rd", "123456", "qwerty", "abc123", "111111", "iloveyou", "admin", "shuyu", "letmein", "welcome", "woaini", "5201314", "zaq12wsx", "1q2w3e4r"}

// weak refuses a password that is short, or a common one repeated. It may be as long as
// one likes, up to a bound that only keeps requests small. 〔platform PF-22〕
func weak(password, login string, least int) error {
	refused := law.Refuse("password.weak", law.Platform("PF-22"), law.Factf("atLeast", "%d", least))
	length := utf8.RuneCountInString(password)
	if length < least || length > 512 || !utf8.ValidString(password) {
		return refused
	}
	lower := strings.ToLower(password)
	for _, word := range append(frequent, strings.ToLower(login)) {
		if word != "" && strings.Trim(strings.ReplaceAll(lower, word, ""), "0123456789!@#$%._- ") == "" {
			return refused
		}
	}
	if distinct(password) < 5 {
		return refused
	}
	return nil
}

func distinct(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

// hashed hashes a password while few others do.
func (s *Server) hashed(ctx context.Context, password string) (string, error) {
	if err := s.hashTurn(ctx); err != nil {
		return "", err
	}
	defer s.hashOver()
	return hashPassword(s.Random, s.Options.Password, password)
}

func (s *Server) fits(ctx context.Context, hash, password string) (bool, error) {
	if err := s.hashTurn(ctx); err != nil {
		return false, err
	}
	defer s.hashOver()
	return passwordFits(hash, password), nil
}

func (s *Server) hashTurn(ctx context.Context) error {
	select {
	case s.hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Server) hashOver() { <-s.hashing }

// The second factor: six digits, a new code every 30 seconds, the step before and the
// step after are taken too (RFC 6238, 5.2). The seed is a data key of 32 bytes, kept
// wrapped under the installation's session key and bound to its person.
const (
	codeSeconds = 30
	codeDigits  = otp.DigitsSix
)

func stepOf(at time.Time) int64 { return at.Unix() / codeSeconds }

func seedBinding(person string) string { return "totp " + person }

// newSeed draws a seed for a person.
func (s *Server) newSeed(ctx context.Context, person string) (seal.DataKey, []byte, error) {
	key, wrapped, err := seal.FreshKey(ctx, s.Keys, seal.ForSession, seedBinding(person))
	if err != nil {
		return seal.DataKey{}, nil, fmt.Errorf("drawing a second factor: %w", err)
	}
	text, err := json.Marshal(wrapped)
	if err != nil {
		return seal.DataKey{}, nil, fmt.Errorf("drawing a second factor: %w", err)
	}
	return key, text, nil
}

func (s *Server) seed(ctx context.Context, person string, kept []byte) (seal.DataKey, error) {
	var wrapped seal.Wrapped
	if err := json.Unmarshal(kept, &wrapped); err != nil {
		return seal.DataKey{}, fmt.Errorf("reading a second factor: %w", err)
	}
	key, err := s.Keys.Unwrap(ctx, seedBinding(person), wrapped)
	if err != nil {
		return seal.DataKey{}, fmt.Errorf("reading a second factor: %w", err)
	}
	return key, nil
}

func seedText(key seal.DataKey) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(key[:])
}

// codeAt is the code of a time step.
func codeAt(key seal.DataKey, step int64) (string, error) {
	code, err := hotp.GenerateCodeCustom(seedText(key), uint64(step), hotp.ValidateOpts{Digits: codeDigits, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return "", fmt.Errorf("working out a code: %w", err)
	}
	return code, nil
}

// stepFor finds the time step whose code was given, near now.
func stepFor(key seal.DataKey, code string, now time.Time) (int64, bool, error) {
	found, ok := int64(0), false
	for step := stepOf(now) - 1; step <= stepOf(now)+1; step++ {
		want, err := codeAt(key, step)
		if err != nil {
			return 0, false, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found, ok = step, true
		}
	}
	return found, ok, nil
}

// otpURI is what an authenticator reads, also from a QR code.
func otpURI(issuer, login string, key seal.DataKey) string {
	q := url.Values{"secret": {seedText(key)}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	return "otpauth://totp/" + url.PathEscape(issuer+":"+login) + "?" + q.Encode()
}

// draw makes a secret that is shown once: a prefix and 256 random bits.
func (s *Server) draw(prefix string) (string, error) {
	bits := make([]byte, 32)
	if _, err := io.ReadFull(s.Random, bits); err != nil {
		return "", fmt.Errorf("drawing a secret: %w", err)
	}
	return prefix + base64.RawURLEncoding.EncodeToString(bits), nil
}

// digestOf names a secret in the store without keeping it.
func digestOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
