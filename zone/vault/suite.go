package vault

import (
	"fmt"
	"io"

	"github.com/tink-crypto/tink-go/v2/streamingaead/subtle"
)

const (
	keySize     = 32      // bytes of a data key
	segmentSize = 1 << 20 // bytes of ciphertext that are held in memory at a time
)

// suite is a way of encrypting a stream in authenticated chunks. Its number is the
// fifth byte of every file, so that files of several suites can lie side by side; more
// suites (SM4-GCM) become siblings of aesGCM here.
type suite interface {
	encrypt(to io.Writer, key, binding []byte) (io.WriteCloser, error)
	decrypt(from io.Reader, key, binding []byte) (io.Reader, error)
}

const suiteAESGCM = 1

// magic begins every file; the suite's number follows it. Both are authenticated.
var magic = []byte("SYV1")

func suiteOf(number byte) (suite, error) {
	if number == suiteAESGCM {
		return aesGCM{}, nil
	}
	return nil, fmt.Errorf("reading object: suite %d is unknown: %w", number, ErrCorrupt)
}

// aesGCM is AES-256-GCM over segments of one MiB, with a key for each file derived by
// HKDF-SHA256 from the data key, a salt and the binding. A segment's place and whether
// it is the last are part of its nonce: none can be moved, dropped or repeated. Source:
// Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015; Tink's AES-GCM-HKDF streaming.
type aesGCM struct{}

func (aesGCM) stream(key []byte) (*subtle.AESGCMHKDF, error) {
	s, err := subtle.NewAESGCMHKDF(key, "SHA256", keySize, segmentSize, 0)
	if err != nil {
		return nil, fmt.Errorf("preparing cipher: %w", err)
	}
	return s, nil
}

func (a aesGCM) encrypt(to io.Writer, key, binding []byte) (io.WriteCloser, error) {
	s, err := a.stream(key)
	if err != nil {
		return nil, err
	}
	return s.NewEncryptingWriter(to, binding)
}

func (a aesGCM) decrypt(from io.Reader, key, binding []byte) (io.Reader, error) {
	s, err := a.stream(key)
	if err != nil {
		return nil, err
	}
	return s.NewDecryptingReader(from, binding)
}

// bound is what a file is authenticated with: its own first bytes and its version.
func bound(ver Version, number byte) []byte {
	return append(append(append([]byte(nil), magic...), number), ver.binding()...)
}
