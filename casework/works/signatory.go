package works

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/shuyu-project/shuyu/proof/seal"
)

// SignedPayloadType names what organisations sign in cases.
const SignedPayloadType = "application/vnd.shuyu.signed-act+json"

// Signatory signs for organisations with keys kept in the installation's key store, SM2
// and Ed25519 over the same bytes. An organisation's key is made when it first signs.
//
// What it proves: that the installation released the organisation's key to a seat with
// the competence, after presence was proved. It is no electronic signature of the
// organisation's own unless an external authority stands behind the key.
type Signatory struct {
	Ring *seal.Ring
	Now  func() time.Time // of the installation, for the key's first day

	making sync.Mutex
}

// SignFor answers the payload in an envelope signed by the organisation.
func (s *Signatory) SignFor(ctx context.Context, organisation string, payload []byte) (json.RawMessage, error) {
	signer, err := s.signer(organisation)
	if err != nil {
		return nil, err
	}
	envelope, err := seal.SignEnvelope(ctx, SignedPayloadType, payload, signer)
	if err != nil {
		return nil, err
	}
	return json.Marshal(envelope)
}

func (s *Signatory) signer(organisation string) (seal.Signer, error) {
	if organisation == "" {
		return nil, errors.New("taking an organisation's key: nobody signs for no organisation")
	}
	s.making.Lock()
	defer s.making.Unlock()
	if len(s.Ring.PublicKeys(seal.ForOrganisation, organisation)) == 0 {
		if _, err := s.Ring.Create(seal.ForOrganisation, organisation, s.Now()); err != nil {
			return nil, fmt.Errorf("making the key of %s: %w", organisation, err)
		}
	}
	return s.Ring.Signer(seal.ForOrganisation, organisation)
}
