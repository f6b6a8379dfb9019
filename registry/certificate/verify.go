package certificate

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
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
		v.failed("trust.unusable", "信任锚文件不可用", "the trust anchor is unusable: %v", err)
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

func (v *verification) proven(code, zh, en string, args ...any) {
	v.report.Proven = append(v.report.Proven, finding(code, zh, en, args))
}

func (v *verification) failed(code, zh, en string, args ...any) {
	v.report.Failed = append(v.report.Failed, finding(code, zh, en, args))
}

func (v *verification) notProven(code, zh, en string, args ...any) {
	v.report.NotProven = append(v.report.NotProven, finding(code, zh, en, args))
}

// finding formats both languages with the same arguments; a law.Text among them is
// said in the language of the sentence. The Chinese may use fewer of them, from the
// first on: faults of libraries are told in English only.
func finding(code, zh, en string, args []any) Finding {
	n := strings.Count(zh, "%") // our own words: no escaped percent signs
	return Finding{Code: code, Says: law.Text{
		ZH: fmt.Sprintf(zh, in("zh", args[:n])...),
		EN: fmt.Sprintf(en, in("en", args)...),
	}}
}

func in(language string, args []any) []any {
	said := slices.Clone(args)
	for i, a := range said {
		if t, ok := a.(law.Text); ok {
			said[i] = t.In(language)
		}
	}
	return said
}

// statement opens the certificate itself.
func (v *verification) statement() {
	payload, by, err := v.bundle.Envelope.Open(PayloadType, v.trust.Certificates, seal.Both)
	if err != nil {
		v.failed("statement.unsigned", "证书未经信任锚中的发证密钥以 Ed25519 与 SM2 双重签名", "no trusted certificate key signed the statement with both Ed25519 and SM2: %v", err)
		return
	}
	s, err := ParseStatement(payload)
	if err != nil {
		v.failed("statement.malformed", "证书内容不合规范", "the statement is malformed: %v", err)
		return
	}
	v.payload, v.report.Statement = payload, &s
	i := slices.IndexFunc(by, func(k seal.Verified) bool { return v.mayHaveSigned(k.KeyID, s.Issued) })
	if i < 0 {
		v.failed("statement.key-retired", "发证日不在签名密钥的使用期内", "the day of issue is outside the time in which the signing key was in use")
		return
	}
	v.proven("statement.signed", "证书内容由密钥 %s 以 Ed25519 与 SM2 签名，未被改动", "the statement is unaltered and signed by key %s with Ed25519 and SM2", by[i].KeyID)
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
			v.failed("log.proof-malformed", "存证证明不合规范", "a proof is malformed: %v", err)
			continue
		}
		seen[p.Alg] = true
		v.proof(p)
	}
	if !seen[audit.SHA256] {
		v.failed("log.proof-missing", "缺少 SHA-256 存证证明", "the proof in the SHA-256 tree is missing")
	}
}

// leaf reads the entry and compares it with the statement.
func (v *verification) leaf() {
	var e entry
	if err := json.Unmarshal([]byte(v.bundle.Leaf), &e); err != nil || !seal.IsCanonical([]byte(v.bundle.Leaf)) {
		v.failed("log.entry-malformed", "存证条目不合规范", "the entry of the log is malformed")
		return
	}
	if v.report.Statement == nil {
		return // already said
	}
	if !e.issues(v.report.Statement.Number, v.payload, v.bundle.Line) {
		v.failed("log.entry-other", "存证条目所记并非本证书的签发", "the entry of the log is not the issue of this certificate")
		return
	}
	if e.Day != v.report.Statement.Issued {
		v.failed("log.entry-day", "存证条目的日期（%s）不是证书所载发证日", "the day of the log's entry (%s) is not the day of issue", e.Day)
	}
}

// proof checks one inclusion proof.
func (v *verification) proof(p audit.Proof) {
	c, by, err := p.Verify([]byte(v.bundle.Leaf), v.trust.Origin, v.trust.Log, seal.Both)
	if err != nil {
		v.failed("log.proof-wrong", "存证证明不成立", "the proof of inclusion does not hold: %v", err)
		return
	}
	v.proven("log.included", "该条目位于存证日志第 %d 条，日志共 %d 条（%s 树，密钥 %s 签名）",
		"the entry is number %d, counted from 0, of a log of %d entries (%s tree, signed by key %s)", p.Index, c.Size, string(p.Alg), by.KeyID)
	for _, banner := range c.Banners() {
		v.notProven("log.banner", "存证日志声明：%s", "the log says of itself: %s", banner)
	}
	if p.Alg == audit.SHA256 {
		v.witnesses(p.Checkpoint)
	}
}

// witnesses checks the cosignatures on the checkpoint of the SHA-256 tree.
func (v *verification) witnesses(checkpoint []byte) {
	seen, err := v.trust.Quorum.Sightings(checkpoint)
	if err != nil {
		v.failed("log.witness-missing", "见证签名不足，不符合信任锚的要求", "the cosignatures do not meet the trust anchor's quorum: %v", err)
	}
	for _, s := range seen {
		v.proven("log.witnessed", "见证方 %s 于 %s 见到同一份日志", "witness %s saw this very log at %s", s.Name, s.At.Format(time.RFC3339))
	}
	v.witnessed = len(seen) > 0
}

// status checks the issuer's word on how the certificate stands.
func (v *verification) status() {
	payload, by, err := v.bundle.Status.Open(StatusPayloadType, v.trust.Certificates, seal.Both)
	if err != nil {
		v.failed("status.unsigned", "缺少有效签名的状态说明", "there is no status signed by a trusted certificate key: %v", err)
		return
	}
	s, err := ParseStatus(payload)
	if err != nil {
		v.failed("status.malformed", "状态说明不合规范", "the status is malformed: %v", err)
		return
	}
	if !slices.ContainsFunc(by, func(k seal.Verified) bool { return v.mayHaveSigned(k.KeyID, s.AsOf) }) {
		v.failed("status.key-retired", "状态说明之日不在签名密钥的使用期内", "the day of the status is outside the time in which the signing key was in use")
		return
	}
	if s.Origin != v.trust.Origin || v.report.Statement != nil && (s.Number != v.report.Statement.Number || s.Statement != Digest(v.payload)) {
		v.failed("status.other", "状态说明所指并非本证书", "the status speaks of another certificate")
		return
	}
	v.report.Status = &s
	v.head(s)
	if s.State != Valid {
		v.failed("status."+string(s.State), "证书自 %s 起%s", "since %s the certificate is %s", s.Since, s.State.Text())
		return
	}
	v.proven("status.valid", "截至 %s（日志 %d 条），证书有效", "as of %s, at %d entries of the log, the certificate was valid", s.AsOf, s.Size)
	if v.report.On.After(s.AsOf) {
		v.notProven("status.later", "%s 之后的暂停、吊销、撤销等变化不在本文件之内", "whether it was suspended, revoked or annulled after %s is not in this file", s.AsOf)
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
			v.failed("status.earlier", "状态说明早于证书签发", "the status is older than the issue of the certificate")
		}
		if c, err := audit.Unverified(p.Checkpoint); err == nil && c.Size == s.Size && c.Root != s.Root {
			v.failed("status.fork", "状态说明与存证证明出自两份不同的日志", "the status and the proof name two different logs of one size")
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
		v.failed("period.unasked", "未给出核验日期", "no day was given for which to verify")
	case v.report.On.Before(s.From):
		v.failed("period.early", "证书自 %s 起生效", "the certificate is in force from %s", s.From)
	case !s.Until.IsZero() && v.report.On.After(s.Until):
		v.failed("period.over", "证书有效期已于 %s 届满", "the certificate expired on %s", s.Until)
	case s.Until.IsZero():
		v.proven("period.within", "核验日在有效期内（未设终止日）", "the day is within its period, which has no end")
	default:
		v.proven("period.within", "核验日在有效期内（至 %s）", "the day is within its period, which ends on %s", s.Until)
	}
}

// limits says what no bundle proves, and what this one does not.
func (v *verification) limits() {
	if s := v.report.Statement; s != nil {
		for _, notice := range s.Notices() {
			v.report.NotProven = append(v.report.NotProven, Finding{Code: "statement.notice", Says: notice})
		}
	}
	v.notProven("content.truth", "证书所载事项由发证机关负责，签名只证明由其签发", "the issuer answers for what is stated; the signature proves only that it stated it")
	v.notProven("signature.authority", "签名密钥未经外部电子认证机构认证，不称为可靠电子签名", "no external certification authority stands behind the keys; this is not called a reliable electronic signature")
	if !v.witnessed {
		v.notProven("log.witness", "没有信任锚认可的见证签名：不能排除日志向不同的人出示不同的历史", "no witness of the anchor has cosigned: that the log shows others another history is not excluded")
	}
	v.notProven("face.copy", "纸面或 PDF 证面不在核验之列，以签名内容为准", "a face on paper or as PDF is not verified; the signed content counts")
}
