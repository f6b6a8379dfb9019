package api_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/api"
)

// writePair writes a self-signed certificate with that serial number.
func writePair(t *testing.T, certFile, keyFile string, serial int64, written time.Time) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), NotAfter: written.AddDate(1, 0, 0), DNSNames: []string{"localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, written, written); err != nil {
			t.Fatal(err)
		}
	}
}

// A renewed certificate is served without a restart; a broken one does not take the good
// one away.
func TestKeyPair(t *testing.T) {
	cert, key := filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	now := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	failures := 0
	pair := &api.KeyPair{CertFile: cert, KeyFile: key, Now: func() time.Time { return now }, Failed: func(error) { failures++ }}
	if _, err := pair.Config(); err == nil {
		t.Fatal("a pair that does not exist was taken")
	}
	writePair(t, cert, key, 1, now)
	now = now.Add(time.Minute)
	config, err := pair.Config()
	if err != nil {
		t.Fatal(err)
	}
	serial := func() int64 {
		held, err := config.GetCertificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(held.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		return leaf.SerialNumber.Int64()
	}
	if got := serial(); got != 1 {
		t.Errorf("serving %d", got)
	}
	writePair(t, cert, key, 2, now)
	now = now.Add(time.Minute)
	if got := serial(); got != 2 {
		t.Errorf("after the renewal serving %d", got)
	}
	if err := os.WriteFile(cert, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Minute)
	if got := serial(); got != 2 || failures != 1 {
		t.Errorf("with a broken file serving %d, told %d times", got, failures)
	}
	now = now.Add(time.Minute)
	if serial(); failures != 1 {
		t.Errorf("a broken file is told %d times", failures)
	}
}
