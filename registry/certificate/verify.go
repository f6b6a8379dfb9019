package certificate

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// Finding is one thing that a verification found, or could not find.
type Finding struct {
	Code string   `json:"code"` // stable, "noun.reason"
	Says law.Text `json:"says"`
}

// Report says what a bundle proves to someone who trusts the anchor. Genuine means
// that the issuer signed exactly this statement and its log holds the act; InForce that it
// also stood, as far as the bundle can tell, on the day asked about.
type Report struct {
	Genuine   bool         `json:"genuine"`
	InForce   bool         `json:"inForce"`
	On        calendar.Day `json:"on"`                  // the day asked about
	Statement *Statement   `json:"statement,omitempty"` // only when its signatures verify
	Status    *Status      `json:"status,omitempty"`    // only when its signatures verify
	Proven    []Finding    `json:"proven"`
	NotProven []Finding    `json:"notProven"` // what nobody should read into it
	Failed    []Finding    `json:"failed"`    // every reason, not the first
}

// Valid reports whether the certificate is genuine and in force.
func (r Report) Valid() bool { return r.Genuine && r.InForce }

// Verify checks a bundle against a trust anchor for one day. It needs nothing else. It
// goes on after a failure, so that the report names every one.
func Verify(b Bundle, trust Trust, on calendar.Day) Report {
	v := verification{bundle: b, trust: trust, report: Report{On: on, Proven: []Finding{}, NotProven: []Finding{}, Failed: []Finding{}}}
	if err := trust.check(); err != nil {
		v.failed("trust.unusable", err)
		return v.report
	}
	v.statement()
	v.log()
	v.report.Genuine = len(v.report.Failed) == 0
	v.status()
	v.period()
	v.report.InForce = len(v.report.Failed) == 0
	v.limits()
	return v.report
}

// verification is the state of one Verify.
type verification struct {
	bundle  Bundle
	trust   Trust
	payload []byte // of the statement, once its signatures verify
	report  Report

	witnessed bool // by at least one watcher of the anchor
}

func (v *verification) proven(code string, args ...any) {
	v.report.Proven = append(v.report.Proven, finding(code, args...))
}

func (v *verification) failed(code string, args ...any) {
	v.report.Failed = append(v.report.Failed, finding(code, args...))
}

func (v *verification) notProven(code string, args ...any) {
	v.report.NotProven = append(v.report.NotProven, finding(code, args...))
}

// statement opens the certificate itself.
func (v *verification) statement() {
	payload, by, err := v.bundle.Envelope.Open(PayloadType, v.trust.Certificates, seal.Both)
	if err != nil {
		v.failed("statement.unsigned", err)
		return
	}
	s, err := ParseStatement(payload)
	if err != nil {
		v.failed("statement.malformed", err)
		return
	}
	v.payload, v.report.Statement = payload, &s
	i := slices.IndexFunc(by, func(k seal.Verified) bool { return v.mayHaveSigned(k.KeyID, s.Issued) })
	if i < 0 {
		v.failed("statement.key-retired")
		return
	}
	v.proven("statement.signed", by[i].KeyID)
}

// mayHaveSigned reports whether a trusted certificate key was in use on a day. Whoever
// holds a key can write any day into a statement; the log's entry bounds it from the
// other side.
func (v *verification) mayHaveSigned(id string, on calendar.Day) bool {
	for _, k := range v.trust.Certificates {
		if k.ID == id {
			return (k.Created.IsZero() || !on.Before(calendar.DayOf(k.Created))) &&
				(k.Retired.IsZero() || !on.After(calendar.DayOf(k.Retired)))
		}
	}
	return false
}

// entry is what is read of the log's entry.
type entry struct {
	Outcome string       `json:"outcome"`
	Day     calendar.Day `json:"day"`
	Objects []object     `json:"objects"`
}

// object is the entry's commitment to one thing.
type object struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Rev  int64  `json:"rev"`
	Mac  string `json:"mac"` // hex
}

// issues reports whether the entry is an act, not a refusal, on exactly this
// statement: it holds the statement's public Commitment under the certificate's
// number, or the salted one of the register line that was made of it.
func (e entry) issues(number string, payload []byte, line string) bool {
	if e.Outcome == "refusal" {
		return false
	}
	public := Commitment(payload)
	want := hex.EncodeToString(public[:])
	salted := opening(number, payload, line)
	for _, o := range e.Objects {
		if o.Kind != ObjectKind {
			continue
		}
		if o.ID == number && o.Mac == want || o.Rev == 1 && salted != "" && o.Mac == salted {
			return true
		}
	}
	return false
}

// opening is the commitment to a register line under the salt it holds, in hex, if the
// line registers this statement as valid; else empty. The first revision is meant: later
// ones, on a suspension or an end, hold the same envelope in another state.
func opening(number string, payload []byte, line string) string {
	var l struct {
		Number   string        `json:"number"`
		State    State         `json:"state"`
		Salt     string        `json:"salt"`
		Envelope seal.Envelope `json:"envelope"`
	}
	if json.Unmarshal([]byte(line), &l) != nil || !seal.IsCanonical([]byte(line)) {
		return ""
	}
	salt, err := hex.DecodeString(l.Salt)
	if err != nil || len(salt) < minSalt || l.Number != number || l.State != Valid || !bytes.Equal(l.Envelope.Payload, payload) {
		return ""
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(line))
	return hex.EncodeToString(mac.Sum(nil))
}

// minSalt is the least length of a register line's salt, in bytes.
const minSalt = 16

// log checks that the entry speaks of this statement and stands in the log.
func (v *verification) log() {
	v.leaf()
	seen := map[audit.Algorithm]bool{}
	for _, text := range v.bundle.Proofs {
		p, err := audit.ParseProof([]byte(text))
		if err == nil && seen[p.Alg] {
			err = errors.New("a second proof in the same tree")
		}
		if err != nil {
			v.failed("log.proof-malformed", err)
			continue
		}
		seen[p.Alg] = true
		v.proof(p)
	}
	if !seen[audit.SHA256] {
		v.failed("log.proof-missing")
	}
}

// leaf reads the entry and compares it with the statement.
func (v *verification) leaf() {
	var e entry
	if err := json.Unmarshal([]byte(v.bundle.Leaf), &e); err != nil || !seal.IsCanonical([]byte(v.bundle.Leaf)) {
		v.failed("log.entry-malformed")
		return
	}
	if v.report.Statement == nil {
		return // already said
	}
	if !e.issues(v.report.Statement.Number, v.payload, v.bundle.Line) {
		v.failed("log.entry-other")
		return
	}
	if e.Day != v.report.Statement.Issued {
		v.failed("log.entry-day", e.Day)
	}
}

// proof checks one inclusion proof.
func (v *verification) proof(p audit.Proof) {
	c, by, err := p.Verify([]byte(v.bundle.Leaf), v.trust.Origin, v.trust.Log, seal.Both)
	if err != nil {
		v.failed("log.proof-wrong", err)
		return
	}
	v.proven("log.included", p.Index, c.Size, string(p.Alg), by.KeyID)
	if p.Alg == audit.SHA256 { // its twin says the same of itself
		for _, banner := range c.Banners() {
			v.notProven("log.banner", banner)
		}
		v.witnesses(p.Checkpoint)
	}
}

// witnesses checks the cosignatures on the checkpoint of the SHA-256 tree.
func (v *verification) witnesses(checkpoint []byte) {
	seen, err := v.trust.Quorum.Sightings(checkpoint)
	if err != nil {
		v.failed("log.witness-missing", err)
	}
	for _, s := range seen {
		v.proven("log.witnessed", s.Name, s.At.Format(time.RFC3339))
	}
	v.witnessed = len(seen) > 0
}

// status checks the issuer's word on how the certificate stands.
func (v *verification) status() {
	payload, by, err := v.bundle.Status.Open(StatusPayloadType, v.trust.Certificates, seal.Both)
	if err != nil {
		v.failed("status.unsigned", err)
		return
	}
	s, err := ParseStatus(payload)
	if err != nil {
		v.failed("status.malformed", err)
		return
	}
	if !slices.ContainsFunc(by, func(k seal.Verified) bool { return v.mayHaveSigned(k.KeyID, s.AsOf) }) {
		v.failed("status.key-retired")
		return
	}
	if s.Origin != v.trust.Origin || v.report.Statement != nil && (s.Number != v.report.Statement.Number || s.Statement != Digest(v.payload)) {
		v.failed("status.other")
		return
	}
	v.report.Status = &s
	v.head(s)
	if s.State != Valid {
		v.failed("status."+string(s.State), s.Since)
		return
	}
	v.proven("status.valid", s.AsOf, s.Size)
	if v.report.On.After(s.AsOf) {
		v.notProven("status.later", s.AsOf)
	}
}

// head compares the tree that the status names with those of the proofs.
func (v *verification) head(s Status) {
	for _, text := range v.bundle.Proofs {
		p, err := audit.ParseProof([]byte(text))
		if err != nil || p.Alg != audit.SHA256 {
			continue
		}
		if s.Size <= p.Index {
			v.failed("status.earlier")
		}
		if c, err := audit.Unverified(p.Checkpoint); err == nil && c.Size == s.Size && c.Root != s.Root {
			v.failed("status.fork")
		}
	}
}

// period checks the days printed on the certificate.
func (v *verification) period() {
	s := v.report.Statement
	if s == nil {
		return
	}
	switch {
	case v.report.On.IsZero():
		v.failed("period.unasked")
	case v.report.On.Before(s.From):
		v.failed("period.early", s.From)
	case !s.Until.IsZero() && v.report.On.After(s.Until):
		v.failed("period.over", s.Until)
	case s.Until.IsZero():
		v.proven("period.open")
	default:
		v.proven("period.within", s.Until)
	}
}

// limits says what no bundle proves, and what this one does not.
func (v *verification) limits() {
	if s := v.report.Statement; s != nil {
		for _, notice := range s.Notices() {
			v.report.NotProven = append(v.report.NotProven, Finding{Code: "statement.notice", Says: notice})
		}
	}
	v.notProven("content.truth")
	v.notProven("signature.authority")
	if !v.witnessed {
		v.notProven("log.witness")
	}
	v.notProven("face.copy")
}
