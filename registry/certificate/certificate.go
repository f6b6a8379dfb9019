// Package certificate issues certificates of registration, of confirmed rights, of
// authorisation and of products, says how each stands, and verifies them with nothing
// but a trust anchor: no network, no database, no clock.
//
// The certificate is the signed Statement. Its face, drawn by face.Draw in the package
// below this one, is for people and proves nothing. A Bundle is what its holder keeps and hands
// on: the statement, the entry of the log that issued it with its proof, and the latest
// word on its status.
//
// It decides nothing: whether a certificate may be issued, suspended or annulled is
// decided in a case, and the entry of that decision is what the proof leads to. What
// newcomers get wrong: a valid signature is not a valid certificate. Verify tells apart
// whether it is genuine and whether it is in force, and lists what it could not prove.
package certificate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// Type says what a certificate certifies.
type Type string

// The types.
const (
	Registration  Type = "registration"  // 登记证书: a resource or product is in the register
	Confirmation  Type = "confirmation"  // 确权证书: who holds which rights in a resource
	Authorisation Type = "authorisation" // 授权运营证书: who may operate what, until when
	Product       Type = "product"       // 产品登记证书: a product made under an authorisation
	Destruction   Type = "destruction"   // 销毁证明: what was destroyed, how, and which copies are beyond reach
)

// titles are the names used where the pack has none of its own.
var titles = map[Type]law.Text{
	Registration:  {ZH: "公共数据资源登记证书", EN: "Certificate of Registration of Public Data Resource"},
	Confirmation:  {ZH: "公共数据资源确权证书", EN: "Certificate of Rights in Public Data Resource"},
	Authorisation: {ZH: "公共数据授权运营证书", EN: "Certificate of Authorised Public Data Operation"},
	Product:       {ZH: "公共数据产品登记证书", EN: "Certificate of Registration of Public Data Product"},
	Destruction:   {ZH: "公共数据销毁证明", EN: "Certificate of Destruction of Public Data"},
}

// InstrumentStatus says how far the instrument a certificate rests on has come.
type InstrumentStatus string

// The statuses.
const (
	InForce InstrumentStatus = "in-force"
	Draft   InstrumentStatus = "draft" // 征求意见稿: whatever rests on it is a pilot, and says so
)

// Instrument is the law a certificate was issued under, pinned to the pack that
// implemented it.
type Instrument struct {
	Code   string           `json:"code"` // "taian"
	Title  law.Text         `json:"title"`
	Status InstrumentStatus `json:"status"`
	Pack   string           `json:"pack"`             // digest of the pack version
	Layers []string         `json:"layers,omitempty"` // codes of the layers it ran on, the city first
}

// Party is an organisation named on a certificate. Certificates name no natural person.
type Party struct {
	ID   string   `json:"id"`
	Name law.Text `json:"name"`
	Code string   `json:"code,omitempty"` // 统一社会信用代码
}

// Subject is what is certified: a resource, a product, an agreement.
type Subject struct {
	Kind   string   `json:"kind"`
	ID     string   `json:"id"`
	Name   law.Text `json:"name"`
	Digest string   `json:"digest,omitempty"` // of the exact version, where there is one
}

// Particular is one further line of the face, in its order: a right held, the mode of
// authorisation, the scope, the class and level.
type Particular struct {
	Name  law.Text `json:"name"`
	Value law.Text `json:"value"`
}

// format begins every statement, so that a later form cannot be taken for this one.
const format = "shuyu-certificate-statement/v1"

// PayloadType is the DSSE type of a statement.
const PayloadType = "application/vnd.shuyu.certificate+json"

// Statement is what is certified, in canonical JSON under the signatures.
type Statement struct {
	Format      string         `json:"format"` // set by Issue
	Type        Type           `json:"type"`
	Title       law.Text       `json:"title"`          // the pack's label; Issue fills in the usual one where it is empty
	Number      string         `json:"number"`         // of the certificate, unique with its issuer
	Code        string         `json:"code,omitempty"` // 查询码: the nationwide registration code, where one was given
	Instrument  Instrument     `json:"instrument"`
	Articles    []law.Citation `json:"articles"` // on which it rests, at least one
	Issuer      Party          `json:"issuer"`
	Holder      Party          `json:"holder"`
	Subject     Subject        `json:"subject"`
	Particulars []Particular   `json:"particulars,omitempty"`
	Case        string         `json:"case"` // in which it was decided
	Issued      calendar.Day   `json:"issued"`
	From        calendar.Day   `json:"from"`           // first day in force
	Until       calendar.Day   `json:"until,omitzero"` // last day in force; unset where the law sets no end
	// Banners are what every reader must be told: a demonstration clock, a rehearsal. They
	// are part of what is signed and cannot be cut off.
	Banners []law.Text `json:"banners,omitempty"`
}

// pilot is the banner of everything that rests on a draft.
var pilot = law.Text{
	ZH: "试点：所依据的文本为征求意见稿，本证书不具有正式登记、确权或授权的效力",
	EN: "Pilot: the instrument is a draft for comment; this certificate has no effect as registration, confirmation or authorisation",
}

// Notices are all banners of a statement, that of a draft first.
func (s Statement) Notices() []law.Text {
	if s.Instrument.Status == Draft {
		return append([]law.Text{pilot}, s.Banners...)
	}
	return s.Banners
}

// Check finds everything that a statement lacks or contradicts.
func (s Statement) Check() error {
	var errs []error
	demand := func(ok bool, what string) {
		if !ok {
			errs = append(errs, errors.New(what))
		}
	}
	_, known := titles[s.Type]
	demand(known, fmt.Sprintf("unknown type %q", s.Type))
	demand(s.Number != "" && !strings.ContainsAny(s.Number, " \t\r\n"), "number is missing or holds a space")
	demand(s.Instrument.Code != "" && s.Instrument.Pack != "", "instrument or pack digest is missing")
	demand(s.Instrument.Status == InForce || s.Instrument.Status == Draft, "status of the instrument is unknown")
	demand(len(s.Articles) > 0, "no article is cited")
	for _, a := range s.Articles {
		demand(a.Instrument != "" && a.Unit != "", "an article is cited without instrument or unit")
	}
	demand(s.Issuer.ID != "" && s.Holder.ID != "" && s.Subject.ID != "" && s.Subject.Kind != "", "issuer, holder or subject is missing")
	demand(s.Case != "", "case is missing")
	demand(!s.Issued.IsZero() && !s.From.IsZero(), "day of issue or first day in force is missing")
	demand(s.Until.IsZero() || s.From.IsZero() || !s.Until.Before(s.From), "last day in force precedes the first")
	for _, t := range s.Texts() {
		demand(t.ZH != "" && t.EN != "", "a text lacks Chinese or English")
	}
	if len(errs) > 0 {
		return fmt.Errorf("checking certificate %s: %w", s.Number, errors.Join(errs...))
	}
	return nil
}

// Texts are all the two-language texts of a statement.
func (s Statement) Texts() []law.Text {
	all := []law.Text{s.Title, s.Instrument.Title, s.Issuer.Name, s.Holder.Name, s.Subject.Name}
	for _, p := range s.Particulars {
		all = append(all, p.Name, p.Value)
	}
	return append(all, s.Banners...)
}

// Issue signs a statement with both halves of the issuer's certificate key. The act
// becomes one when the log's entry that holds its Commitment is committed: sign first,
// commit the entry, then prove it and hand out the bundle. A crash between leaves a
// signed statement without an entry, which Verify refuses.
func Issue(ctx context.Context, s Statement, by seal.Signer) (seal.Envelope, error) {
	s.Format = format
	if s.Title.IsZero() {
		s.Title = titles[s.Type]
	}
	if err := s.Check(); err != nil {
		return seal.Envelope{}, err
	}
	payload, err := seal.Canonical(s)
	if err != nil {
		return seal.Envelope{}, fmt.Errorf("issuing certificate %s: %w", s.Number, err)
	}
	return seal.SignEnvelope(ctx, PayloadType, payload, by)
}

// ParseStatement reads a statement from the payload of an opened envelope: exactly the
// canonical form, and nothing this version does not know.
func ParseStatement(payload []byte) (Statement, error) {
	var s Statement
	if err := exactJSON(payload, &s); err != nil {
		return Statement{}, fmt.Errorf("reading certificate: %w", err)
	}
	if s.Format != format {
		return Statement{}, fmt.Errorf("reading certificate: format %q is not %s", s.Format, format)
	}
	return s, s.Check()
}

// Digest names a statement: SHA-256 of its canonical JSON, in hex.
func Digest(payload []byte) string {
	sum := sha256.Sum256(payload)
	return hex.EncodeToString(sum[:])
}

// ObjectKind is the kind of the object by which an entry of the log refers to a
// certificate, its id being the certificate's number.
const ObjectKind = "certificate"

// published is the key of the commitments to certificates. It is no secret: a
// certificate is public, so its entry in the log can be compared by anyone.
var published = seal.DataKey([]byte("shuyu certificate: public digest"))

// Commitment is what the entry that issues a certificate holds of it, in hex as "mac"
// of an object of ObjectKind.
func Commitment(payload []byte) seal.Commitment { return seal.Commit(published, payload) }
