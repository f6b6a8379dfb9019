package delivery

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/emmansun/gmsm/sm3"

	"github.com/shuyu-project/shuyu/law"
)

// Manifest goes with a file and says what it is and whose it is. The mark is a keyed
// hash over the rest: the platform can prove later that it issued this very manifest,
// and a copy that turns up elsewhere names its recipient. The released bytes
// themselves are not altered: they stay those that were examined.
type Manifest struct {
	Release   string `json:"release"`
	Product   string `json:"product"`
	Recipient string `json:"recipient"`
	Scenario  string `json:"scenario"`
	Format    string `json:"format"`
	Bytes     int    `json:"bytes"`
	SHA256    string `json:"sha256"`
	SM3       string `json:"sm3"`
	Day       string `json:"day"` // of the delivery, as the caller gives it
	Number    int64  `json:"number"`
	Mark      string `json:"mark"`
}

// JSON is the manifest as it is handed over and marked, without its mark when that
// is empty.
func (m Manifest) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the manifest of release %s: %w", m.Release, err)
	}
	return append(b, '\n'), nil
}

// mark computes the mark under a key of the platform.
func (m Manifest) mark(key []byte) (string, error) {
	m.Mark = ""
	b, err := m.JSON()
	if err != nil {
		return "", err
	}
	h := hmac.New(sha256.New, key)
	_, _ = h.Write(b) // a hash never fails
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)), nil
}

// Genuine reports whether the platform issued m under key.
func (m Manifest) Genuine(key []byte) bool {
	want, err := m.mark(key)
	return err == nil && hmac.Equal([]byte(want), []byte(m.Mark))
}

// File is a delivery of released bytes.
type File struct {
	Release Release
	Format  string
	Bytes   []byte
}

// HandOver hands f to a recipient for a scenario: day and number are of this delivery,
// key is the platform's key for marks. Everything that stands against it is refused
// at once: [CodeDigest], [CodeRecipient], [CodeScenario], [CodeWithdrawn].
func HandOver(ctx context.Context, f File, s Standing, recipient, scenario, day string, number int64, key []byte) (Manifest, error) {
	if len(key) < 32 {
		return Manifest{}, fmt.Errorf("handing over release %s: the key for marks is too short", f.Release.ID)
	}
	withdrawn, err := standing(ctx, s, f.Release.ID)
	if err != nil {
		return Manifest{}, err
	}
	sum := sha256.Sum256(f.Bytes)
	refused := law.Join(withdrawn, f.Release.bound(recipient, scenario))
	if digest := hex.EncodeToString(sum[:]); digest != f.Release.Digest {
		refused = law.Join(refused, law.Refuse(CodeDigest, law.Platform("R19"), law.Fact{Name: "approved", Value: f.Release.Digest}, law.Fact{Name: "present", Value: digest}).Because(
			law.Text{ZH: "文件与批准出域的内容不一致。", EN: "The file is not the one that was approved."},
			law.Text{ZH: "请重新提交出域审查。", EN: "Submit it for examination again."}))
	}
	if refused != nil {
		return Manifest{}, refused
	}
	national := sm3.Sum(f.Bytes)
	m := Manifest{Release: f.Release.ID, Product: f.Release.Product, Recipient: recipient, Scenario: scenario, Format: f.Format,
		Bytes: len(f.Bytes), SHA256: f.Release.Digest, SM3: hex.EncodeToString(national[:]), Day: day, Number: number}
	if m.Mark, err = m.mark(key); err != nil {
		return Manifest{}, err
	}
	return m, nil
}
