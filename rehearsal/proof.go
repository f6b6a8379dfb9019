package rehearsal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// Proof is what was seen when each rule of an instrument was taken out in turn. It is
// kept beside the rehearsals, and holds only for the pack and the scripts it was made
// with: after any change it is made anew.
type Proof struct {
	Of    string                  `json:"of"` // digest of the pack and its rehearsals
	Rules map[string]RuleCoverage `json:"rules"`
}

// Digest is what a proof holds for: the pack as compiled, and the scripts as read.
func (p Prover) Digest() string {
	sum := sha256.New()
	fmt.Fprintln(sum, p.Pack.Digest)
	for _, s := range p.Scripts {
		fmt.Fprintln(sum, s.Name, s.Digest)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Kept reads the proof of an instrument that ships with the program; false where there
// is none, or it was made of another pack or other scripts.
func (p Prover) Kept(instrument string) (Proof, bool, error) {
	body, err := fs.ReadFile(files, path.Join(instrument, "proof.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return Proof{}, false, nil
	}
	if err != nil {
		return Proof{}, false, fmt.Errorf("reading the proof of %s: %w", instrument, err)
	}
	var proof Proof
	if err := json.Unmarshal(body, &proof); err != nil {
		return Proof{}, false, fmt.Errorf("reading the proof of %s: %w", instrument, err)
	}
	return proof, proof.Of == p.Digest(), nil
}

// ProofOf gathers what Cover has proved.
func (p Prover) ProofOf(list []Coverage) Proof {
	proof := Proof{Of: p.Digest(), Rules: map[string]RuleCoverage{}}
	for _, c := range list {
		for _, r := range c.Rules {
			r.Why = ""
			proof.Rules[r.ID] = r
		}
	}
	return proof
}

// recall fills in what the kept proof says of each rule.
func (p Prover) recall(instrument string, list []Coverage) error {
	proof, holds, err := p.Kept(instrument)
	if err != nil || !holds {
		return err
	}
	for i := range list {
		for j, r := range list[i].Rules {
			if seen, ok := proof.Rules[r.ID]; ok {
				list[i].Rules[j].Proved, list[i].Rules[j].By = seen.Proved, seen.By
			}
		}
	}
	return nil
}
