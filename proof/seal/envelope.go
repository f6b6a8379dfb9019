package seal

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Envelope is a DSSE envelope: a payload with the type it is to be read as, and
// signatures over both, so that a signed statement cannot be taken for a document of
// another kind. Source: secure-systems-lab/dsse, protocol v1.0.2.
type Envelope struct {
	PayloadType string      `json:"payloadType"`
	Payload     []byte      `json:"payload"`
	Signatures  []Signature `json:"signatures"`
}

// Signature is one signature of an envelope. KeyID is "<key id>/<algorithm>"; it is
// a hint and not authenticated.
type Signature struct {
	KeyID string `json:"keyid"`
	Sig   []byte `json:"sig"`
}

// maxSignatures bounds the work a hostile envelope can cause.
const maxSignatures = 32

// pae is the pre-authentication encoding: what is signed.
func pae(payloadType string, payload []byte) []byte {
	head := "DSSEv1 " + strconv.Itoa(len(payloadType)) + " " + payloadType + " " + strconv.Itoa(len(payload)) + " "
	return append([]byte(head), payload...)
}

// SignEnvelope puts payload into an envelope signed with both halves of every signer's key.
func SignEnvelope(ctx context.Context, payloadType string, payload []byte, by ...Signer) (Envelope, error) {
	e := Envelope{PayloadType: payloadType, Payload: payload}
	for _, s := range by {
		if err := e.Add(ctx, s); err != nil {
			return Envelope{}, err
		}
	}
	return e, nil
}

// Add appends the two signatures of one more key over the same payload.
func (e *Envelope) Add(ctx context.Context, by Signer) error {
	message := pae(e.PayloadType, e.Payload)
	for _, alg := range Algorithms() {
		sig, err := by.Sign(ctx, alg, message)
		if err != nil {
			return fmt.Errorf("signing envelope of %s: %w", e.PayloadType, err)
		}
		e.Signatures = append(e.Signatures, Signature{KeyID: by.Key().ID + "/" + string(alg), Sig: sig})
	}
	return nil
}

// Open returns the payload when it is of the type wanted and at least one of keys
// has signed it with what is required, and every key that did. A signature that names
// one of keys and does not verify refuses the envelope; signatures of other keys are
// ignored.
func (e Envelope) Open(wantType string, keys []Key, require Require) ([]byte, []Verified, error) {
	if e.PayloadType != wantType {
		return nil, nil, fmt.Errorf("opening envelope: payload type is %q, want %q", e.PayloadType, wantType)
	}
	if len(e.Signatures) > maxSignatures {
		return nil, nil, fmt.Errorf("opening envelope: more than %d signatures", maxSignatures)
	}
	message := pae(e.PayloadType, e.Payload)
	var signed []Verified
	for _, k := range keys {
		v, err := e.verified(k, message)
		if err != nil {
			return nil, nil, fmt.Errorf("opening envelope: %w", err)
		}
		if require.met(v.Ed25519, v.SM2) {
			signed = append(signed, v)
		}
	}
	if len(signed) == 0 {
		return nil, nil, fmt.Errorf("opening envelope: %w", ErrUnsigned)
	}
	return e.Payload, signed, nil
}

// verified checks the signatures that name k.
func (e Envelope) verified(k Key, message []byte) (Verified, error) {
	v := Verified{KeyID: k.ID}
	for _, s := range e.Signatures {
		id, alg, _ := strings.Cut(s.KeyID, "/")
		if id != k.ID {
			continue
		}
		if err := k.Verify(Algorithm(alg), message, s.Sig); err != nil {
			return Verified{}, err
		}
		v.Ed25519 = v.Ed25519 || Algorithm(alg) == Ed25519
		v.SM2 = v.SM2 || Algorithm(alg) == SM2
	}
	return v, nil
}

// ParseEnvelope reads an envelope from JSON; it verifies nothing.
func ParseEnvelope(data []byte) (Envelope, error) {
	var e Envelope
	if err := json.Unmarshal(data, &e); err != nil {
		return Envelope{}, fmt.Errorf("reading envelope: %w", err)
	}
	return e, nil
}
