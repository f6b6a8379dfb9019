package certificate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
)

const bundleFormat = "shuyu-certificate/v1"

// Extension is the end of a bundle's file name, TrustExtension that of a trust anchor.
const (
	Extension      = ".shuyu-cert.json"
	TrustExtension = ".shuyu-trust.json"
)

// Bundle is the file its holder keeps (".shuyu-cert.json"): all that is needed, beside
// a trust anchor, to verify a certificate offline.
type Bundle struct {
	Format   string        `json:"format"`
	Envelope seal.Envelope `json:"certificate"` // the signed Statement
	// Keys describe the issuer's keys for the reader's convenience. They prove nothing:
	// only keys of the trust anchor are believed.
	Keys []seal.Key `json:"keys"`
	Leaf string     `json:"leaf"` // the entry of the log that issued it, byte for byte
	// Line is the first revision of the register's line on the certificate, its canonical
	// body byte for byte with the salt, where the entry commits to that and not to the
	// statement itself. Later revisions (suspended, ended) do not open the entry of the issue.
	Line   string        `json:"line,omitempty"`
	Proofs []string      `json:"proofs"` // .tlog-proof texts: in the SHA-256 tree, and in its SM3 twin
	Status seal.Envelope `json:"status"` // the signed Status
}

// NewBundle puts a bundle together.
func NewBundle(certificate seal.Envelope, keys []seal.Key, leaf []byte, proofs [][]byte, status seal.Envelope) Bundle {
	b := Bundle{Format: bundleFormat, Envelope: certificate, Keys: keys, Leaf: string(leaf), Status: status}
	for _, p := range proofs {
		b.Proofs = append(b.Proofs, string(p))
	}
	return b
}

// Bytes is the bundle as a file, indented for people.
func (b Bundle) Bytes() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return nil, fmt.Errorf("writing certificate bundle: %w", err)
	}
	return out.Bytes(), nil
}

// maxBundle bounds what is read, in bytes.
const maxBundle = 4 << 20

// ParseBundle reads a bundle. It verifies nothing.
func ParseBundle(data []byte) (Bundle, error) {
	var b Bundle
	if err := strictJSON(data, &b); err != nil {
		return Bundle{}, fmt.Errorf("reading certificate bundle: %w", err)
	}
	if b.Format != bundleFormat {
		return Bundle{}, fmt.Errorf("reading certificate bundle: format %q is not %s", b.Format, bundleFormat)
	}
	return b, nil
}

// exactJSON decodes what was signed: canonical JSON of known fields.
func exactJSON(payload []byte, into any) error {
	if !seal.IsCanonical(payload) {
		return errors.New("not canonical JSON")
	}
	return strictJSON(payload, into)
}

// strictJSON decodes one JSON value of known fields and nothing after it.
func strictJSON(data []byte, into any) error {
	if len(data) > maxBundle {
		return errors.New("file is too large")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return errors.New("text after the value")
	}
	return nil
}

const trustFormat = "shuyu-trust/v1"

// Trust is the anchor of a verification (".shuyu-trust.json"): which log and whose keys
// a reader believes. It has to reach the reader by a way of its own; whoever supplies
// both the bundle and the anchor proves nothing.
type Trust struct {
	Format       string     `json:"format"`
	Origin       string     `json:"origin"` // of the log
	Log          []seal.Key `json:"log"`
	Certificates []seal.Key `json:"certificates"`
	// Quorum says whose word the reader wants that the log shows everybody the same.
	// Without one, the report names it as not proven.
	Quorum audit.Quorum `json:"quorum,omitzero"`
}

// NewTrust makes the anchor of an installation from its published keys.
func NewTrust(origin string, log, certificates []seal.Key) Trust {
	return Trust{Format: trustFormat, Origin: origin, Log: log, Certificates: certificates}
}

// Bytes is the anchor as a file.
func (t Trust) Bytes() ([]byte, error) {
	out, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing trust anchor: %w", err)
	}
	return append(out, '\n'), nil
}

// Fingerprint names the anchor, so that it can be compared by telephone or on paper: SHA-256 of
// its canonical JSON, in hex.
func (t Trust) Fingerprint() (string, error) {
	text, err := seal.Canonical(t)
	if err != nil {
		return "", fmt.Errorf("fingerprinting trust anchor: %w", err)
	}
	return Digest(text), nil
}

// ParseTrust reads an anchor and checks every key in it.
func ParseTrust(data []byte) (Trust, error) {
	var t Trust
	if err := strictJSON(data, &t); err != nil {
		return Trust{}, fmt.Errorf("reading trust anchor: %w", err)
	}
	return t, t.check()
}

func (t Trust) check() error {
	if t.Format != trustFormat || t.Origin == "" || len(t.Log) == 0 || len(t.Certificates) == 0 {
		return errors.New("reading trust anchor: format, origin, log keys or certificate keys are missing")
	}
	if err := t.Quorum.Check(); err != nil {
		return fmt.Errorf("reading trust anchor: %w", err)
	}
	for purpose, keys := range map[seal.Purpose][]seal.Key{seal.ForLog: t.Log, seal.ForCertificate: t.Certificates} {
		for _, k := range keys {
			if err := k.Check(); err != nil {
				return fmt.Errorf("reading trust anchor: %w", err)
			}
			if k.Purpose != purpose {
				return fmt.Errorf("reading trust anchor: key %s is for %q, want %q", k.ID, k.Purpose, purpose)
			}
		}
	}
	return nil
}
