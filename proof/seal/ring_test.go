package seal

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law"
)

// cheap keeps tests fast; it is as safe as its passphrase is public.
var cheap = Cost{Passes: 1, MemoryKiB: 64, Lanes: 1}

var passphrase = []byte("correct horse battery staple")

func TestRingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	r, err := CreateRing(path, passphrase, cheap, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []Purpose{ForLog, ForCertificate, ForVault} {
		if _, err := r.Create(p, "", day); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.Create(ForOrganisation, "org-heron", day); err != nil {
		t.Fatal(err)
	}
	s, err := r.Signer(ForLog, "")
	if err != nil {
		t.Fatal(err)
	}
	secret, vaultID, err := r.Secret(ForVault, "")
	if err != nil {
		t.Fatal(err)
	}
	back, err := OpenRing(path, passphrase, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(back.Keys()) != fmt.Sprint(r.Keys()) {
		t.Error("the ring came back with other keys")
	}
	again, _, err := back.Secret(ForVault, "")
	if err != nil || again != secret {
		t.Errorf("the vault secret came back different: %v", err)
	}
	sig, err := s.Sign(t.Context(), SM2, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if err := back.PublicKeys(ForLog, "")[0].Verify(SM2, []byte("x"), sig); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the ring is readable by others: %v, %v", info.Mode(), err)
	}
	if data, _ := os.ReadFile(path); bytes.Contains(data, secret[:]) || bytes.Contains(data, []byte(vaultID)) {
		t.Error("the file shows what it seals")
	}
	if _, err := CreateRing(path, passphrase, cheap, rand.Reader); err == nil {
		t.Error("an existing ring was overwritten")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
		t.Errorf("temporary files were left: %v", left)
	}
}

// TestRingFileTampered: a wrong passphrase, and a change of any part of the file.
func TestRingFileTampered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	r, err := CreateRing(path, passphrase, cheap, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Create(ForLog, "", day); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenRing(path, []byte("correct horse battery stapl3"), rand.Reader); !errors.Is(err, errSealed) {
		t.Errorf("a wrong passphrase: %v", err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	spoil := map[string]func(*ringFile){
		"salt":       func(f *ringFile) { f.Salt[0] ^= 1 },
		"sealed":     func(f *ringFile) { f.Sealed[40] ^= 1 },
		"nonce":      func(f *ringFile) { f.Sealed[1] ^= 1 },
		"version":    func(f *ringFile) { f.Sealed[0]++ },
		"cut":        func(f *ringFile) { f.Sealed = f.Sealed[:5] },
		"passes":     func(f *ringFile) { f.Cost.Passes = 2 },
		"no passes":  func(f *ringFile) { f.Cost.Passes = 0 },
		"memory":     func(f *ringFile) { f.Cost.MemoryKiB = 1 << 30 },
		"format":     func(f *ringFile) { f.Format = "shuyu-keyring/v2" },
		"short salt": func(f *ringFile) { f.Salt = f.Salt[:8] },
	}
	for name, change := range spoil {
		var f ringFile
		if err := json.Unmarshal(whole, &f); err != nil {
			t.Fatal(err)
		}
		change(&f)
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		bad := filepath.Join(t.TempDir(), "bad.json")
		if err := os.WriteFile(bad, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenRing(bad, passphrase, rand.Reader); err == nil {
			t.Errorf("%s changed, and the ring opens", name)
		}
	}
}

// TestRingShared: of two processes on one file, the one that missed a rotation cannot
// undo it, and after a refresh its signers follow.
func TestRingShared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	one, err := CreateRing(path, passphrase, cheap, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := one.Create(ForLog, "", day); err != nil {
		t.Fatal(err)
	}
	two, err := OpenRing(path, passphrase, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := two.Signer(ForLog, "")
	if err != nil {
		t.Fatal(err)
	}
	_, created, err := one.Rotate(ForLog, "", day)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := two.Create(ForVault, "", day); err == nil {
		t.Error("a ring that has not seen the rotation wrote over it")
	}
	if err := two.Refresh(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sign(t.Context(), Ed25519, []byte("x")); err == nil {
		t.Error("a key retired elsewhere signs after the refresh")
	}
	if now, err := two.Signer(ForLog, ""); err != nil || now.Key().ID != created.ID {
		t.Errorf("after the refresh the active key is another: %v", err)
	}
	if _, err := two.Create(ForVault, "", day); err != nil {
		t.Error(err)
	}
	if err := NewRing(rand.Reader).Refresh(); err != nil {
		t.Errorf("a ring in memory: %v", err)
	}
}

func TestReseal(t *testing.T) {
	dir := t.TempDir()
	r, err := CreateRing(filepath.Join(dir, "old"), passphrase, cheap, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k, err := r.Create(ForLog, "", day)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Reseal(filepath.Join(dir, "new"), []byte("another passphrase"), cheap); err != nil {
		t.Fatal(err)
	}
	back, err := OpenRing(filepath.Join(dir, "new"), []byte("another passphrase"), rand.Reader)
	if err != nil || len(back.Keys()) != 1 || back.Keys()[0].ID != k.ID {
		t.Fatalf("the new file holds %v, %v", back.Keys(), err)
	}
	if _, err := OpenRing(filepath.Join(dir, "new"), passphrase, rand.Reader); err == nil {
		t.Error("the old passphrase opens the new file")
	}
}

func TestKeyLife(t *testing.T) {
	r := NewRing(rand.Reader)
	first, err := r.Create(ForCertificate, "", day)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Create(ForCertificate, "", day); err == nil {
		t.Error("a second active key was created")
	} else if _, refused := law.AsRefusal(err); !refused {
		t.Errorf("a second active key is a refusal, not %v", err)
	}
	s, err := r.Signer(ForCertificate, "")
	if err != nil {
		t.Fatal(err)
	}
	sig, err := s.Sign(t.Context(), Ed25519, []byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	retired, second, err := r.Rotate(ForCertificate, "", day.AddDate(0, 1, 0))
	if err != nil || retired.ID != first.ID || retired.State != Retired || second.State != Active || second.ID == first.ID {
		t.Fatalf("rotation: %+v, %+v, %v", retired, second, err)
	}
	if _, err := s.Sign(t.Context(), Ed25519, []byte("after")); err == nil {
		t.Error("a retired key signed")
	}
	keys := r.PublicKeys(ForCertificate, "")
	if len(keys) != 2 || keys[0].Verify(Ed25519, []byte("before"), sig) != nil {
		t.Error("what a retired key signed while active must verify")
	}
	gone, err := r.Destroy(first.ID, day.AddDate(0, 2, 0))
	if err != nil || gone.State != Destroyed || len(gone.Ed25519) == 0 {
		t.Errorf("destruction: %+v, %v", gone, err)
	}
	if _, _, err := r.Rotate(ForLog, "", day); err == nil {
		t.Error("rotated a key that never was")
	}
	if _, err := r.Create("decoration", "", day); err == nil {
		t.Error("created a key of an unknown purpose")
	}
	if _, err := r.Signer(ForVault, ""); err == nil {
		t.Error("a secret was given out as a signer")
	}
	exported, err := json.Marshal(r.PublicKeys(ForCertificate, ""))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseKeys(exported); err != nil || len(got) != 2 {
		t.Errorf("exported descriptors came back as %v, %v", got, err)
	}
}

// TestRingFault fails the durable write of every act in turn: the act then has not
// happened, neither in memory nor for signers given out before.
func TestRingFault(t *testing.T) {
	broken := errors.New("disk is full")
	r := NewRing(rand.Reader)
	k, err := r.Create(ForLog, "", day)
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.Signer(ForLog, "")
	if err != nil {
		t.Fatal(err)
	}
	r.save = func([]*entry) error { return broken }
	before := fmt.Sprint(r.Keys())
	if _, err := r.Create(ForVault, "", day); !errors.Is(err, broken) {
		t.Errorf("create: %v", err)
	}
	if _, _, err := r.Rotate(ForLog, "", day); !errors.Is(err, broken) {
		t.Errorf("rotate: %v", err)
	}
	if _, err := r.Destroy(k.ID, day); !errors.Is(err, broken) {
		t.Errorf("destroy: %v", err)
	}
	if fmt.Sprint(r.Keys()) != before {
		t.Error("an act that was not saved is visible")
	}
	if _, err := s.Sign(t.Context(), Ed25519, []byte("x")); err != nil {
		t.Errorf("the key no longer signs: %v", err)
	}
	dry := NewRing(strings.NewReader("short"))
	if _, err := dry.Create(ForLog, "", day); err == nil {
		t.Error("a key was made of too little randomness")
	}
}

// TestShredding: after the key-encryption key was rotated, everything rewrapped and the old
// key destroyed, the rewrapped data opens and the copies in old backups do not.
func TestShredding(t *testing.T) {
	ctx := t.Context()
	r := NewRing(rand.Reader)
	old, err := r.Create(ForRecord, "", day)
	if err != nil {
		t.Fatal(err)
	}
	key, backup, err := FreshKey(ctx, r, ForRecord, "case/2026-0001")
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := key.Encrypt("case/2026-0001/applicant", []byte("张三"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Unwrap(ctx, "case/2026-0002", backup); err == nil {
		t.Error("a wrapped key opened under another case")
	}
	if _, _, err := r.Rotate(ForRecord, "", day); err != nil {
		t.Fatal(err)
	}
	moved, err := Rewrap(ctx, r, ForRecord, "case/2026-0001", backup)
	if err != nil || moved.Key == backup.Key {
		t.Fatalf("rewrapping: %v", err)
	}
	if _, err := r.Destroy(old.ID, day); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Unwrap(ctx, "case/2026-0001", backup); err == nil {
		t.Error("a key wrapped under a destroyed key opened")
	} else if refusal, ok := law.AsRefusal(err); !ok || refusal.Code() != CodeDestroyed {
		t.Errorf("what is destroyed is refused, not %v", err)
	}
	back, err := r.Unwrap(ctx, "case/2026-0001", moved)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := back.Decrypt("case/2026-0001/applicant", sealed); err != nil || string(plain) != "张三" {
		t.Errorf("the data did not survive rewrapping: %v", err)
	}
	if _, err := back.Decrypt("case/2026-0001/expert", sealed); err == nil {
		t.Error("a field moved to another place opened")
	}
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := back.Decrypt("case/2026-0001/applicant", bad); err == nil {
			t.Fatalf("byte %d changed and it opens", i)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := r.Unwrap(gone, "case/2026-0001", moved); err == nil {
		t.Error("unwrapped after the caller left")
	}
}

func TestCommitment(t *testing.T) {
	key, err := NewDataKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewDataKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	value := []byte(`"370902199001011234"`)
	c := Commit(key, value)
	if !c.Opens(key, value) || c.Opens(other, value) || c.Opens(key, []byte(`"370902199001011235"`)) {
		t.Error("a commitment opens for exactly its key and value")
	}
	text, _ := json.Marshal(c)
	var back Commitment
	if err := json.Unmarshal(text, &back); err != nil || back != c {
		t.Errorf("a commitment came back different: %v", err)
	}
	if err := back.UnmarshalText([]byte("AAAA")); err == nil {
		t.Error("three bytes were read as a commitment")
	}
	if s := fmt.Sprintf("%v %+v %#v %s", key, key, key, key); strings.Contains(s, fmt.Sprintf("%x", key[:4])) || strings.Contains(s, fmt.Sprint(key[0], " ", key[1])) {
		t.Errorf("a data key prints itself: %s", s)
	}
	if _, err := json.Marshal(key); err == nil {
		t.Error("a data key was written as JSON")
	}
}
