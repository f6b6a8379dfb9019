package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/registry/certificate"
	"github.com/shuyu-project/shuyu/registry/certificate/face"
)

func (s *Server) certificateRoutes() {
	handle(s, s.described(op("certificate", http.MethodGet, "/v1/certificates/{id}", "certificates", forSeat, "证书及其证明（可离线验证）", "A certificate as a bundle that verifies offline"), certificate.Bundle{}), s.certificateBundle)
	handle(s, text(op("certificate-face", http.MethodGet, "/v1/certificates/{id}/face.pdf", "certificates", forSeat, "证书票面（PDF）", "The face of a certificate, as PDF"), "application/pdf"), s.certificateFace)
	handle(s, op("certificate-status", http.MethodGet, "/v1/certificates/{id}/status", "certificates", forSeat, "证书状态", "How a certificate stands"), s.certificateStatus)
	handle(s, s.described(op("trust", http.MethodGet, "/v1/certificates/trust", "certificates", forPublic, "信任锚", "The trust anchor to verify with"), certificate.Trust{}), s.trust)
}

// StatusShown is how a certificate stands.
type StatusShown struct {
	ID     string       `json:"id"`
	Number string       `json:"number"`
	Kind   string       `json:"kind"`
	Title  string       `json:"title"`
	Holder string       `json:"holder"`
	State  string       `json:"state"`
	Word   law.Text     `json:"word"`
	Issued string       `json:"issued"`
	Until  string       `json:"until,omitempty"`
	Since  string       `json:"since,omitempty"`
	AsOf   calendar.Day `json:"asOf"`
	Entry  int64        `json:"entry"`
	Pilot  bool         `json:"pilot,omitempty"`
	Demo   bool         `json:"demo,omitempty"`
}

// issued is a certificate's register line, read.
type issued struct {
	casework.Record
	Number   string          `json:"number"`
	Type     string          `json:"kind"`
	Holder   string          `json:"holder"`
	Issued   string          `json:"issued"`
	Ends     string          `json:"until"`
	Entry    int64           `json:"entry"`
	Envelope json.RawMessage `json:"envelope"`

	Stands casework.Standing `json:"-"` // today; the register line alone does not say it
}

// issued reads a certificate for the seat that asks.
func (s *Server) issued(ctx context.Context, id string) (issued, error) {
	a, err := s.seat(ctx)
	if err != nil {
		return issued{}, err
	}
	r, err := s.Desk.Registered(ctx, a.actor, "certificate", id)
	if err != nil {
		return issued{}, err
	}
	var c issued
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) (err error) {
		c, err = s.readIssued(ctx, v, r)
		return err
	})
	return c, err
}

func (s *Server) readIssued(ctx context.Context, v casework.View, r casework.Record) (issued, error) {
	c := issued{}
	if err := json.Unmarshal(r.Body, &c); err != nil {
		return issued{}, fmt.Errorf("reading certificate %s: %w", r.ID, err)
	}
	c.Record = r
	var err error
	c.Stands, err = s.Desk.StandingOf(ctx, v, r)
	return c, err
}

func (s *Server) statusOf(ctx context.Context, c issued) (StatusShown, error) {
	var shown StatusShown
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		under, err := v.Case(ctx, c.Case)
		if err != nil {
			return fmt.Errorf("reading the case of certificate %s: %w", c.Record.ID, err)
		}
		shown = s.statusShown(c, s.namesIn(ctx, v))
		if pinned, ok := s.Desk.Packs.Of(under.Pack); ok { // a certificate is a pilot's or not for good, whatever was activated since
			shown.Pilot = pinned.Pilot()
		}
		return nil
	})
	return shown, err
}

func (s *Server) statusShown(c issued, names *names) StatusShown {
	shown := StatusShown{ID: c.Record.ID, Number: c.Number, Kind: c.Type, Title: c.Record.Title, Holder: c.Holder, State: c.Stands.State, Word: certificate.State(c.Stands.State).Text(),
		Issued: c.Issued, Until: c.Ends, Since: c.Stands.Since.String(), AsOf: s.Desk.Today(), Entry: c.Entry, Demo: s.Options.Demo}
	if name := names.of("organisation", c.Holder); name != "" {
		shown.Holder = name
	}
	return shown
}

func (s *Server) certificateStatus(ctx context.Context, in *personPath) (*body[StatusShown], error) {
	c, err := s.issued(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return answer(s.statusOf(ctx, c))
}

func (s *Server) certificateBundle(ctx context.Context, in *personPath) (*huma.StreamResponse, error) {
	c, err := s.issued(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.bundleOf(ctx, c)
}

func (s *Server) bundleOf(ctx context.Context, c issued) (*huma.StreamResponse, error) {
	bundle, err := s.bundle(ctx, c)
	if err != nil {
		return nil, err
	}
	text, err := bundle.Bytes()
	if err != nil {
		return nil, err
	}
	return stream("application/json", func(w *bytes.Buffer) error { w.Write(text); return nil })
}

// bundle gathers what verifies a certificate offline: the signed statement, the entry
// that issued it with its proofs in both trees, and the present word on its status.
func (s *Server) bundle(ctx context.Context, c issued) (certificate.Bundle, error) {
	if s.Log == nil || len(c.Envelope) == 0 {
		return certificate.Bundle{}, errNoPart
	}
	envelope, err := seal.ParseEnvelope(c.Envelope)
	if err != nil {
		return certificate.Bundle{}, err
	}
	var leaf, line []byte
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		e, err := v.Entry(ctx, c.Entry)
		if err != nil {
			return err
		}
		leaf = e.Leaf
		if past, ok := v.(revisions); ok { // the line as it was issued opens the entry's commitment
			first, err := past.Revision(ctx, c.Kind, c.Record.ID, 1)
			if err != nil {
				return err
			}
			line = first.Body
		}
		return nil
	})
	if err != nil {
		return certificate.Bundle{}, err
	}
	var proofs [][]byte
	for _, alg := range audit.Algorithms() {
		proof, err := s.prove(ctx, alg, uint64(c.Entry))
		if err != nil {
			return certificate.Bundle{}, err
		}
		proofs = append(proofs, proof)
	}
	status, err := s.signedStatus(ctx, c, envelope)
	if err != nil {
		return certificate.Bundle{}, err
	}
	bundle := certificate.NewBundle(envelope, s.Keys.PublicKeys(seal.ForCertificate, ""), leaf, proofs, status)
	bundle.Line = string(line)
	return bundle, nil
}

// signedStatus signs how the certificate stands at the latest checkpoint.
func (s *Server) signedStatus(ctx context.Context, c issued, e seal.Envelope) (seal.Envelope, error) {
	note, err := s.Log.Latest(ctx, audit.SHA256)
	if err != nil {
		return seal.Envelope{}, err
	}
	head, err := audit.Unverified(note)
	if err != nil {
		return seal.Envelope{}, err
	}
	signer, err := s.Keys.Signer(seal.ForCertificate, "")
	if err != nil {
		return seal.Envelope{}, err
	}
	status := certificate.Status{Number: c.Number, Statement: certificate.Digest(e.Payload), State: certificate.State(c.Stands.State), Since: c.Stands.Since, Case: c.Stands.Case,
		Origin: s.Log.Origin(), Size: head.Size, Root: head.Root, AsOf: s.Desk.Today()}
	if status.State != certificate.Valid {
		if status.Grounds = citations(c.Stands.Cites); len(status.Grounds) == 0 {
			status.Grounds = []law.Citation{law.Platform("PF-12")}
		}
	}
	return status.Sign(ctx, signer)
}

func citations(texts []string) []law.Citation {
	var cites []law.Citation
	for _, t := range texts {
		if c, err := law.ParseCitation(t); err == nil {
			cites = append(cites, c)
		}
	}
	return cites
}

type faceInput struct {
	ID       string `path:"id" maxLength:"256"`
	Language string `query:"language" enum:"zh,en"`
}

func (s *Server) certificateFace(ctx context.Context, in *faceInput) (*huma.StreamResponse, error) {
	c, err := s.issued(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.faceOf(ctx, c, in.Language)
}

func (s *Server) faceOf(ctx context.Context, c issued, language string) (*huma.StreamResponse, error) {
	if len(c.Envelope) == 0 {
		return nil, errNoPart
	}
	envelope, err := seal.ParseEnvelope(c.Envelope)
	if err != nil {
		return nil, err
	}
	if language == "" {
		language = requestOf(ctx).language
	}
	pdf, err := face.Draw(envelope, language, s.verifyAddress(ctx, c.Number))
	if err != nil {
		return nil, err
	}
	return stream("application/pdf", func(w *bytes.Buffer) error { w.Write(pdf); return nil })
}

// verifyAddress is where the public can look a certificate up, for its QR code.
func (s *Server) verifyAddress(ctx context.Context, number string) string {
	r := requestOf(ctx).http
	if r == nil || strings.ContainsAny(r.Host, "/\\ ") {
		return ""
	}
	scheme := "http://"
	if s.secure() {
		scheme = "https://"
	}
	return scheme + r.Host + "/verify?number=" + number
}

func (s *Server) trust(context.Context, *nothing) (*huma.StreamResponse, error) {
	if s.Log == nil {
		return nil, errNoPart
	}
	anchor, err := s.anchor().Bytes()
	if err != nil {
		return nil, err
	}
	return stream("application/json", func(w *bytes.Buffer) error { w.Write(anchor); return nil })
}

func (s *Server) anchor() certificate.Trust {
	return certificate.NewTrust(s.Log.Origin(), s.Keys.PublicKeys(seal.ForLog, ""), s.Keys.PublicKeys(seal.ForCertificate, ""))
}

// LogKeys are what checkpoints verify with.
type LogKeys struct {
	Origin string   `json:"origin"`
	SHA256 []string `json:"sha256" doc:"签名便笺的验证公钥 · verifier keys of the notes of the SHA-256 tree"`
	SM3    []string `json:"sm3"`
}

func (s *Server) logKeys(context.Context, *nothing) (*body[LogKeys], error) {
	if s.Log == nil {
		return nil, errNoPart
	}
	keys := LogKeys{Origin: s.Log.Origin(), SHA256: []string{}, SM3: []string{}}
	for _, k := range s.Keys.PublicKeys(seal.ForLog, "") {
		keys.SHA256 = append(keys.SHA256, k.NoteKeys(audit.OriginOf(keys.Origin, audit.SHA256))...)
		keys.SM3 = append(keys.SM3, k.NoteKeys(audit.OriginOf(keys.Origin, audit.SM3))...)
	}
	return &body[LogKeys]{Body: keys}, nil
}
