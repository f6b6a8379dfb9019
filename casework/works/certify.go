package works

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/registry/certificate"
)

// Certifier signs certificates with the installation's keys at the moment they are
// issued, inside the change that registers them.
type Certifier struct {
	Signer  func() (seal.Signer, error)
	Banners []law.Text // what every reader must be told: a demonstration's clock
}

// Certify answers the signed statement as JSON.
func (c Certifier) Certify(ctx context.Context, p casework.Particulars) (json.RawMessage, error) {
	signer, err := c.Signer()
	if err != nil {
		return nil, fmt.Errorf("taking the certificate key: %w", err)
	}
	s := certificate.Statement{Type: certificate.Type(p.Kind), Number: p.Number, Instrument: instrumentOf(p.Pack),
		Articles: p.Cites, Issuer: party(p.Issuer), Holder: party(p.Holder), Case: p.Case, Issued: p.Issued, From: p.From, Until: p.Until, Banners: c.Banners,
		Subject: certificate.Subject{Kind: p.About, ID: p.Subject.ID, Name: both(p.Subject)}}
	if !p.TakenOver.IsZero() {
		s.Particulars = append(s.Particulars, certificate.Particular{Name: law.Text{ZH: "接管", EN: "Taken over"}, Value: law.Text{
			ZH: p.TakenOver.String() + " 由平台接管；平台未见证协议的订立",
			EN: "on " + p.TakenOver.String() + "; the platform did not witness the making of the agreement"}})
	}
	envelope, err := certificate.Issue(ctx, s, signer)
	if err != nil {
		return nil, err
	}
	return json.Marshal(envelope)
}

func both(n casework.Named) law.Text {
	t := law.Text{ZH: n.Name, EN: n.NameEN}
	if t.EN == "" {
		t.EN = n.Name
	}
	return t
}

func party(n casework.Named) certificate.Party {
	return certificate.Party{ID: n.ID, Name: both(n), Code: n.Code}
}

// instrumentOf names what a certificate rests on; a draft makes it a pilot's.
func instrumentOf(p *pack.Pack) certificate.Instrument {
	local := p.Local()
	i := certificate.Instrument{Code: local.Code, Title: local.Name, Status: certificate.InForce, Pack: p.Digest}
	if p.Pilot() {
		i.Status = certificate.Draft
	}
	for n := len(p.Layers) - 1; n >= 0; n-- {
		i.Layers = append(i.Layers, p.Layers[n].Code)
	}
	return i
}
