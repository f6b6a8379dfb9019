package api

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"
	"time"
)

// KeyPair is a certificate and its key in files. It is read anew when either file has
// changed, so that a renewed certificate is served without a restart. A pair that cannot
// be read while a good one is held is passed over and reported once. It is safe for
// concurrent use.
type KeyPair struct {
	CertFile, KeyFile string
	Now               func() time.Time
	// Failed is told when a changed pair cannot be read; may be nil.
	Failed func(error)

	mu      sync.Mutex
	held    *tls.Certificate
	changed [2]time.Time // of the files, when the pair was last tried
	looked  time.Time
}

// lookEvery is how often the files are looked at, at most.
const lookEvery = 10 * time.Second

// Config is a server's configuration: TLS 1.2 and later, HTTP/2 where the client can. It
// fails where the pair cannot be read.
func (k *KeyPair) Config() (*tls.Config, error) {
	if _, err := k.certificate(nil); err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: k.certificate}, nil
}

func (k *KeyPair) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held != nil && k.Now().Sub(k.looked) < lookEvery {
		return k.held, nil
	}
	k.looked = k.Now()
	changed, err := k.times()
	if err == nil && k.held != nil && changed == k.changed {
		return k.held, nil
	}
	var pair tls.Certificate
	if err == nil {
		k.changed = changed
		pair, err = tls.LoadX509KeyPair(k.CertFile, k.KeyFile)
	}
	switch {
	case err == nil:
		k.held = &pair
	case k.held == nil:
		return nil, fmt.Errorf("reading the TLS certificate %s: %w", k.CertFile, err)
	case k.Failed != nil:
		k.Failed(fmt.Errorf("reading the renewed TLS certificate %s: %w", k.CertFile, err))
	}
	return k.held, nil
}

func (k *KeyPair) times() (changed [2]time.Time, err error) {
	for i, name := range []string{k.CertFile, k.KeyFile} {
		info, err := os.Stat(name)
		if err != nil {
			return changed, err
		}
		changed[i] = info.ModTime()
	}
	return changed, nil
}
