package casework

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// Signed is what a party's signature covers: the step, who takes it for whom, and every
// document of the case as it stands, by digest. It is signed as canonical JSON.
type Signed struct {
	Case         string            `json:"case"`
	Procedure    string            `json:"procedure"`
	Step         string            `json:"step"`
	Pack         string            `json:"pack"`
	Role         string            `json:"role"`
	Organisation string            `json:"organisation"`
	Seat         string            `json:"seat"`
	Day          string            `json:"day"`
	Documents    map[string]string `json:"documents"` // id → SHA-256 of its canonical JSON, hex
	Links        map[string]string `json:"links"`
}

// seal puts the organisation's signature on the case where the step is a signing.
func (p *plan) seal() error {
	if p.out.Step.Act != pack.ActSign || p.Sign == nil {
		return nil
	}
	c := &p.out.Case
	s := Signed{Case: c.ID, Procedure: c.Procedure, Step: p.in.Step, Pack: c.Pack, Role: p.who.Role, Organisation: p.who.Organisation,
		Seat: p.who.Seat, Day: p.today.String(), Documents: map[string]string{}, Links: c.Links}
	for _, id := range slices.Sorted(maps.Keys(c.Docs)) {
		canonical, err := seal.CanonicalJSON(c.Docs[id])
		if err != nil {
			return fmt.Errorf("digesting document %s: %w", id, err)
		}
		sum := sha256.Sum256(canonical)
		s.Documents[id] = hex.EncodeToString(sum[:])
	}
	payload, err := seal.Canonical(s)
	if err != nil {
		return fmt.Errorf("writing what is signed: %w", err)
	}
	envelope, err := p.Sign.SignFor(p.ctx, p.who.Organisation, payload)
	if err != nil {
		return fmt.Errorf("signing for %s: %w", p.who.Organisation, err)
	}
	c.Seals = append(c.Seals, procedure.Sealed{Role: p.who.Role, By: p.who.Party, On: p.today, Envelope: envelope})
	return nil
}
