package works_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/casework/works"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// TestSignatory: each organisation signs with a key of its own, both halves over the same
// bytes, and a changed byte is no longer signed.
func TestSignatory(t *testing.T) {
	ring := seal.NewRing(rand.Reader)
	s := &works.Signatory{Ring: ring, Now: func() time.Time { return time.Date(2025, 2, 17, 9, 0, 0, 0, time.UTC) }}
	payload := []byte(`{"case":"000001"}`)
	signed, err := s.SignFor(context.Background(), "operator-1", payload)
	if err != nil {
		t.Fatal(err)
	}
	envelope, err := seal.ParseEnvelope(signed)
	if err != nil {
		t.Fatal(err)
	}
	opened, by, err := envelope.Open(works.SignedPayloadType, ring.PublicKeys(seal.ForOrganisation, "operator-1"), seal.Both)
	if err != nil || string(opened) != string(payload) || len(by) != 1 {
		t.Errorf("opened %q by %v: %v", opened, by, err)
	}
	if _, err := s.SignFor(context.Background(), "operator-2", payload); err != nil {
		t.Fatal(err)
	}
	if _, _, err := envelope.Open(works.SignedPayloadType, ring.PublicKeys(seal.ForOrganisation, "operator-2"), seal.Both); err == nil {
		t.Error("another organisation's key opens it")
	}
	envelope.Payload[2] ^= 1
	if _, _, err := envelope.Open(works.SignedPayloadType, ring.PublicKeys(seal.ForOrganisation, "operator-1"), seal.Both); err == nil {
		t.Error("a changed payload opens")
	}
	if _, err := s.SignFor(context.Background(), "", payload); err == nil {
		t.Error("nobody signed for no organisation")
	}
}
