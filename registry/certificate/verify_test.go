package certificate

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
)

var update = flag.Bool("update", false, "write the golden files anew")

// march is a day on which the sample is in force and its status known.
var march = calendar.MustDay("2026-03-05")

func codes(findings []Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Code)
	}
	return out
}

func TestVerify(t *testing.T) {
	h := newHouse(t)
	r := judged(t, h.bundle(t, sample(), nil), h.trust, march)
	if !r.Valid() || len(r.Failed) != 0 {
		t.Fatalf("a good bundle: %v", r.Failed)
	}
	want := []string{"statement.signed", "log.included", "log.included", "status.valid", "period.within"}
	if got := codes(r.Proven); !slices.Equal(got, want) {
		t.Errorf("proven %v, want %v", got, want)
	}
	want = []string{"content.truth", "signature.authority", "log.witness", "face.copy"}
	if got := codes(r.NotProven); !slices.Equal(got, want) {
		t.Errorf("not proven %v, want %v", got, want)
	}
	if r.Statement.Holder.ID != "org-transport" || r.Status.State != Valid {
		t.Error("the report does not carry what was verified")
	}
	for _, f := range append(r.Proven, r.NotProven...) {
		if f.Says.ZH == "" || f.Says.EN == "" || strings.Contains(f.Says.ZH+f.Says.EN, "%!") {
			t.Errorf("%s is said badly: %+v", f.Code, f.Says)
		}
	}
}

// TestVerifyFinds spoils one thing after another and demands the right code for each.
func TestVerifyFinds(t *testing.T) {
	h, stranger := newHouse(t), newHouse(t)
	other := sample()
	other.Number = "TA-DJ-2026-000124"
	otherBundle := h.bundle(t, other, nil)
	reopen := func(change func(*Statement)) seal.Envelope {
		s := sample()
		change(&s)
		e, err := Issue(t.Context(), s, h.cert)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	cases := []struct {
		why    string
		status func(*Status)
		spoil  func(*Bundle)
		code   string
		forged bool // not genuine; else only not in force
	}{
		{"signed by a key nobody trusts", nil, func(b *Bundle) { *b = stranger.bundle(t, sample(), nil) }, "statement.unsigned", true},
		{"without its SM2 signature", nil, func(b *Bundle) { b.Envelope.Signatures = b.Envelope.Signatures[:1] }, "statement.unsigned", true},
		{"without its Ed25519 signature", nil, func(b *Bundle) { b.Envelope.Signatures = b.Envelope.Signatures[1:] }, "statement.unsigned", true},
		{"payload altered", nil, func(b *Bundle) {
			b.Envelope.Payload = bytes.Replace(b.Envelope.Payload, []byte("2029"), []byte("2039"), 1)
		}, "statement.unsigned", true},
		{"taken for another type", nil, func(b *Bundle) { b.Envelope.PayloadType = StatusPayloadType }, "statement.unsigned", true},
		{"status put in its place", nil, func(b *Bundle) { b.Envelope = b.Status }, "statement.unsigned", true},
		{"another statement, properly signed, never logged", nil, func(b *Bundle) {
			b.Envelope = reopen(func(s *Statement) { s.Until = calendar.MustDay("2039-03-01") })
		}, "log.entry-other", true},
		{"entry of another certificate", nil, func(b *Bundle) { b.Leaf, b.Proofs = otherBundle.Leaf, otherBundle.Proofs }, "log.entry-other", true},
		{"entry altered", nil, func(b *Bundle) { b.Leaf = strings.Replace(b.Leaf, "2026-03-02", "2026-03-03", 1) }, "log.proof-wrong", true},
		{"entry not canonical", nil, func(b *Bundle) { b.Leaf = " " + b.Leaf }, "log.entry-malformed", true},
		{"proofs of another certificate", nil, func(b *Bundle) { b.Proofs = otherBundle.Proofs }, "log.proof-wrong", true},
		{"index altered", nil, func(b *Bundle) { b.Proofs[0] = strings.Replace(b.Proofs[0], "index ", "index 1", 1) }, "log.proof-wrong", true},
		{"no proof", nil, func(b *Bundle) { b.Proofs = nil }, "log.proof-missing", true},
		{"only the SM3 proof", nil, func(b *Bundle) { b.Proofs = b.Proofs[1:] }, "log.proof-missing", true},
		{"the same proof twice", nil, func(b *Bundle) { b.Proofs[1] = b.Proofs[0] }, "log.proof-malformed", true},
		{"a proof that is none", nil, func(b *Bundle) { b.Proofs[1] = "c2sp.org/tlog-proof@v2\n" }, "log.proof-malformed", true},
		{"back-dated", nil, func(b *Bundle) {
			s := sample()
			s.Issued, s.From = calendar.MustDay("2026-02-02"), calendar.MustDay("2026-02-02")
			*b = h.bundle(t, s, nil)
		}, "log.entry-day", true},
		{"dated before its key was made", nil, func(b *Bundle) {
			s := sample()
			s.Issued, s.From = calendar.MustDay("2025-11-30"), calendar.MustDay("2025-11-30")
			*b = h.bundle(t, s, nil)
		}, "statement.key-retired", true},
		{"no status", nil, func(b *Bundle) { b.Status = seal.Envelope{} }, "status.unsigned", false},
		{"status of another certificate", nil, func(b *Bundle) { b.Status = otherBundle.Status }, "status.other", false},
		{"status of another log", func(s *Status) { s.Origin = "log.example.cn/other" }, nil, "status.other", false},
		{"status of another tree of that size", func(s *Status) { s.Root[0] ^= 1 }, nil, "status.fork", false},
		{"status from before the issue", func(s *Status) { s.Size = 3 }, nil, "status.earlier", false},
		{"suspended", func(s *Status) { s.State, s.Grounds = Suspended, sample().Articles }, nil, "status.suspended", false},
		{"revoked", func(s *Status) { s.State, s.Grounds = Revoked, sample().Articles }, nil, "status.revoked", false},
		{"annulled", func(s *Status) { s.State, s.Grounds = Annulled, sample().Articles }, nil, "status.annulled", false},
		{"expired", func(s *Status) { s.State = Expired }, nil, "status.expired", false},
	}
	for _, c := range cases {
		b := h.bundle(t, sample(), c.status)
		if c.spoil != nil {
			c.spoil(&b)
		}
		r := judged(t, b, h.trust, march)
		if r.Valid() || r.Genuine == c.forged {
			t.Errorf("%s: genuine %v, in force %v", c.why, r.Genuine, r.InForce)
		}
		if !slices.Contains(codes(r.Failed), c.code) {
			t.Errorf("%s: found %v, want %s", c.why, codes(r.Failed), c.code)
		}
		for _, f := range r.Failed {
			if f.Says.ZH == "" || f.Says.EN == "" || strings.Contains(f.Says.ZH+f.Says.EN, "%!") {
				t.Errorf("%s: %s is said badly: %+v", c.why, f.Code, f.Says)
			}
		}
	}
}

// TestRefusedIsNotIssued: the entry of a refusal that names the certificate proves no issue.
func TestRefusedIsNotIssued(t *testing.T) {
	h := newHouse(t)
	e, err := Issue(t.Context(), sample(), h.cert)
	if err != nil {
		t.Fatal(err)
	}
	b := h.bundle(t, sample(), nil)
	entry := entryOf(len(h.log.leaves), sample().Number, e.Payload)
	entry["outcome"] = "refusal"
	leaf := h.log.add(t, entry)
	signed, err := h.log.twin.Head().Checkpoint(origin, audit.SHA256, "").Sign(t.Context(), h.logs)
	if err != nil {
		t.Fatal(err)
	}
	b.Leaf, b.Proofs = string(leaf), []string{string(h.log.prove(t, audit.SHA256, len(h.log.leaves)-1, signed).Text())}
	if got := codes(judged(t, b, h.trust, march).Failed); !slices.Contains(got, "log.entry-other") {
		t.Errorf("found %v", got)
	}
}

func TestPeriod(t *testing.T) {
	h := newHouse(t)
	b := h.bundle(t, sample(), nil)
	for on, want := range map[string]string{"2026-03-01": "period.early", "2026-03-02": "", "2029-03-01": "", "2029-03-02": "period.over"} {
		r := judged(t, b, h.trust, calendar.MustDay(on))
		if r.Valid() != (want == "") || want != "" && !slices.Contains(codes(r.Failed), want) || !r.Genuine {
			t.Errorf("on %s: %v", on, codes(r.Failed))
		}
	}
	if r := judged(t, b, h.trust, calendar.MustDay("2026-03-11")); !slices.Contains(codes(r.NotProven), "status.later") {
		t.Error("the day after the status must be named as not proven")
	}
	if judged(t, b, h.trust, calendar.Day{}).Valid() {
		t.Error("valid on no day")
	}
	open := sample()
	open.Until = calendar.Day{}
	if r := judged(t, h.bundle(t, open, nil), h.trust, calendar.MustDay("2099-01-01")); !r.Valid() {
		t.Errorf("a certificate without end: %v", r.Failed)
	}
}

// TestPilot: whatever rests on a draft says so, and cannot be issued silent about it.
func TestPilot(t *testing.T) {
	h := newHouse(t)
	s := sample()
	s.Instrument.Status = Draft
	s.Banners = []law.Text{{ZH: "演示时钟", EN: "demonstration clock"}}
	r := judged(t, h.bundle(t, s, nil), h.trust, march)
	n := 0
	for _, f := range r.NotProven {
		if f.Code == "statement.notice" {
			n++
		}
	}
	if !r.Valid() || n != 2 {
		t.Errorf("%d notices, failed %v", n, r.Failed)
	}
}

// TestLine: an entry may commit to the register's line instead; the line then opens it,
// and only the first line on this very certificate does.
func TestLine(t *testing.T) {
	h := newHouse(t)
	b := h.bundle(t, sample(), nil)
	commit := func(rev int, change func(map[string]any)) (leaf []byte, line string) {
		body := map[string]any{"number": sample().Number, "state": "valid", "envelope": b.Envelope, "salt": "000102030405060708090a0b0c0d0e0f"}
		if change != nil {
			change(body)
		}
		text, err := seal.Canonical(body)
		if err != nil {
			t.Fatal(err)
		}
		salt, err := hex.DecodeString(body["salt"].(string))
		if err != nil {
			t.Fatal(err)
		}
		mac := hmac.New(sha256.New, salt)
		mac.Write(text)
		return h.log.add(t, map[string]any{"seq": len(h.log.leaves), "outcome": "receipt", "day": "2026-03-02",
			"objects": []map[string]any{{"kind": ObjectKind, "id": "certificate-resource-1", "rev": rev, "mac": hex.EncodeToString(mac.Sum(nil))}}}), string(text)
	}
	verify := func(leaf []byte, line string) []string {
		signed, err := h.log.twin.Head().Checkpoint(origin, audit.SHA256, "").Sign(t.Context(), h.logs)
		if err != nil {
			t.Fatal(err)
		}
		c := b
		c.Leaf, c.Line, c.Proofs = string(leaf), line, []string{string(h.log.prove(t, audit.SHA256, len(h.log.leaves)-1, signed).Text())}
		return codes(judged(t, c, h.trust, march).Failed)
	}
	// The status was signed before these entries and says so.
	earlier := []string{"status.earlier"}
	leaf, line := commit(1, nil)
	if got := verify(leaf, line); !slices.Equal(got, earlier) {
		t.Errorf("a good line: %v", got)
	}
	if got := verify(leaf, ""); !slices.Contains(got, "log.entry-other") {
		t.Errorf("without the line: %v", got)
	}
	if got := verify(leaf, strings.Replace(line, "0001", "0002", 1)); !slices.Contains(got, "log.entry-other") {
		t.Errorf("another salt: %v", got)
	}
	for why, c := range map[string]struct {
		rev    int
		change func(map[string]any)
	}{
		"a later revision":    {2, nil},
		"another number":      {1, func(m map[string]any) { m["number"] = "TA-DJ-2026-000999" }},
		"another state":       {1, func(m map[string]any) { m["state"] = "suspended" }},
		"another certificate": {1, func(m map[string]any) { e := b.Envelope; e.Payload = []byte("{}"); m["envelope"] = e }},
		"no salt to speak of": {1, func(m map[string]any) { m["salt"] = "00" }},
	} {
		if got := verify(commit(c.rev, c.change)); !slices.Contains(got, "log.entry-other") {
			t.Errorf("%s: %v", why, got)
		}
	}
}

// TestWitnessed: an anchor that names witnesses has their word proven, or the want of it
// failed.
func TestWitnessed(t *testing.T) {
	h := newHouse(t)
	b := h.bundle(t, sample(), nil)
	ring := seal.NewRing(rand.Reader)
	key, err := ring.Create(seal.ForWitness, "", founded)
	if err != nil {
		t.Fatal(err)
	}
	by, err := ring.Signer(seal.ForWitness, "")
	if err != nil {
		t.Fatal(err)
	}
	const name = "witness.example.cn/audit"
	anchor := h.trust
	anchor.Quorum = audit.Quorum{Watchers: []audit.Watcher{{Name: name, Key: key}}, Groups: []audit.Group{{Need: 1, Of: []string{name}}}}
	if got := codes(judged(t, b, anchor, march).Failed); !slices.Equal(got, []string{"log.witness-missing"}) {
		t.Errorf("without a cosignature: %v", got)
	}
	p, err := audit.ParseProof([]byte(b.Proofs[0]))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := seal.Cosign(t.Context(), name, p.Checkpoint, by, founded.AddDate(0, 4, 0))
	if err != nil {
		t.Fatal(err)
	}
	p.Checkpoint = append(p.Checkpoint, lines...)
	b.Proofs[0] = string(p.Text())
	r := judged(t, b, anchor, march)
	if !r.Valid() || !slices.Contains(codes(r.Proven), "log.witnessed") || slices.Contains(codes(r.NotProven), "log.witness") {
		t.Errorf("with it: %v", r)
	}
	if r := judged(t, b, h.trust, march); !r.Valid() || !slices.Contains(codes(r.NotProven), "log.witness") {
		t.Errorf("for a reader who knows no witness: %v", r.Failed)
	}
	anchor.Quorum.Groups[0].Need = 2
	data, err := anchor.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseTrust(data); err == nil {
		t.Error("an anchor was read whose quorum cannot be met")
	}
}

// TestKeyLife: a retired key vouches for what it signed while active, and no more.
func TestKeyLife(t *testing.T) {
	h := newHouse(t)
	b := h.bundle(t, sample(), nil)
	trustAfter := func(retired string) Trust {
		tr := h.trust
		tr.Certificates = slices.Clone(tr.Certificates)
		tr.Certificates[0].State = seal.Retired
		tr.Certificates[0].Retired = calendar.MustDay(retired).Time()
		return tr
	}
	if r := judged(t, b, trustAfter("2026-06-01"), march); !r.Valid() {
		t.Errorf("retired later: %v", r.Failed)
	}
	if got := codes(judged(t, b, trustAfter("2026-03-01"), march).Failed); !slices.Contains(got, "statement.key-retired") || !slices.Contains(got, "status.key-retired") {
		t.Errorf("retired before the issue: %v", got)
	}
}

func TestTrust(t *testing.T) {
	h := newHouse(t)
	data, err := h.trust.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseTrust(data)
	if err != nil || !reflect.DeepEqual(back, h.trust) {
		t.Fatalf("the anchor came back different: %v", err)
	}
	spoil := map[string]func(*Trust){
		"no origin":        func(t *Trust) { t.Origin = "" },
		"no log key":       func(t *Trust) { t.Log = nil },
		"keys exchanged":   func(t *Trust) { t.Log, t.Certificates = t.Certificates, t.Log },
		"another format":   func(t *Trust) { t.Format = "shuyu-trust/v2" },
		"key half swapped": func(t *Trust) { t.Log = slices.Clone(t.Log); t.Log[0].SM2 = t.Certificates[0].SM2 },
	}
	b := h.bundle(t, sample(), nil)
	for why, change := range spoil {
		bad := h.trust
		change(&bad)
		data, err := bad.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseTrust(data); err == nil {
			t.Errorf("%s was read", why)
		}
		if r := judged(t, b, bad, march); r.Genuine || !slices.Contains(codes(r.Failed), "trust.unusable") {
			t.Errorf("%s was used", why)
		}
	}
	if _, err := ParseTrust(append(data, "{}"...)); err == nil {
		t.Error("an anchor with something behind it was read")
	}
}

func TestIssueRefuses(t *testing.T) {
	h := newHouse(t)
	spoil := map[string]func(*Statement){
		"unknown type":       func(s *Statement) { s.Type = "diploma" },
		"no number":          func(s *Statement) { s.Number = "" },
		"number with space":  func(s *Statement) { s.Number = "A 1" },
		"no pack":            func(s *Statement) { s.Instrument.Pack = "" },
		"unknown status":     func(s *Statement) { s.Instrument.Status = "" },
		"no article":         func(s *Statement) { s.Articles = nil },
		"empty article":      func(s *Statement) { s.Articles = []law.Citation{{}} },
		"no holder":          func(s *Statement) { s.Holder = Party{} },
		"no case":            func(s *Statement) { s.Case = "" },
		"no day":             func(s *Statement) { s.Issued = calendar.Day{} },
		"ends before start":  func(s *Statement) { s.Until = calendar.MustDay("2026-03-01") },
		"no English":         func(s *Statement) { s.Subject.Name.EN = "" },
		"half a particular":  func(s *Statement) { s.Particulars[0].Value = law.Text{} },
		"number not Unicode": func(s *Statement) { s.Number = "A\xff" },
	}
	for why, change := range spoil {
		s := sample()
		change(&s)
		if _, err := Issue(t.Context(), s, h.cert); err == nil {
			t.Errorf("%s was issued", why)
		}
	}
	bad := Status{State: Revoked, Number: "A", Statement: strings.Repeat("0", 64), Since: march, AsOf: march, Origin: origin, Size: 1}
	if _, err := bad.Sign(t.Context(), h.cert); err == nil {
		t.Error("a certificate was revoked without a ground")
	}
}

// TestGolden keeps the canonical statement, and that a bundle signed once verifies for ever.
func TestGolden(t *testing.T) {
	h := newHouse(t)
	statement := filepath.Join("testdata", "registration.statement.json")
	bundle, trust := filepath.Join("testdata", "registration"+Extension), filepath.Join("testdata", "registration"+TrustExtension)
	if *update {
		b := h.bundle(t, sample(), nil)
		write(t, statement, b.Envelope.Payload)
		data, err := b.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		write(t, bundle, data)
		if data, err = h.trust.Bytes(); err != nil {
			t.Fatal(err)
		}
		write(t, trust, data)
	}
	e, err := Issue(t.Context(), sample(), h.cert)
	if err != nil {
		t.Fatal(err)
	}
	if want := read(t, statement); !bytes.Equal(e.Payload, want) {
		t.Errorf("the statement is now\n%s\nand was\n%s", e.Payload, want)
	}
	b, err := ParseBundle(read(t, bundle))
	if err != nil {
		t.Fatal(err)
	}
	anchor, err := ParseTrust(read(t, trust))
	if err != nil {
		t.Fatal(err)
	}
	if r := judged(t, b, anchor, march); !r.Valid() {
		t.Errorf("a bundle signed earlier no longer verifies: %v", r.Failed)
	}
	if r := judged(t, b, newHouse(t).trust, march); r.Genuine {
		t.Error("it verifies under another anchor")
	}
	again, err := b.Bytes()
	if err != nil || !bytes.Equal(again, read(t, bundle)) {
		t.Error("a bundle does not come back as it was")
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestTamperedFile changes bytes all over the golden file. A changed file does not
// parse, or is not valid, or says exactly what it said before (white space, the
// descriptors that nobody believes): it never proves anything else.
func TestTamperedFile(t *testing.T) {
	whole := read(t, filepath.Join("testdata", "registration"+Extension))
	anchor, err := ParseTrust(read(t, filepath.Join("testdata", "registration"+TrustExtension)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseBundle(whole)
	if err != nil {
		t.Fatal(err)
	}
	want := Verify(b, anchor, march)
	refused := 0
	for i := 0; i < len(whole); i += 3 {
		bad := bytes.Clone(whole)
		bad[i] ^= 1 << (i % 7)
		b, err := ParseBundle(bad)
		if err != nil {
			refused++
			continue
		}
		r := Verify(b, anchor, march)
		if !r.Valid() {
			refused++
		} else if !reflect.DeepEqual(r, want) {
			t.Fatalf("byte %d changed and the file proves something else", i)
		}
	}
	if refused < len(whole)/3/2 {
		t.Errorf("only %d of %d changes were refused", refused, len(whole)/3)
	}
}

// FuzzBundle: whatever is read, nothing that is not signed is believed.
func FuzzBundle(f *testing.F) {
	whole := read(f, filepath.Join("testdata", "registration"+Extension))
	anchor, err := ParseTrust(read(f, filepath.Join("testdata", "registration"+TrustExtension)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"format":"shuyu-certificate/v1"}`))
	golden := read(f, filepath.Join("testdata", "registration.statement.json"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := ParseBundle(data)
		if err != nil {
			return
		}
		r := Verify(b, anchor, march)
		if r.Statement != nil {
			if got, err := seal.Canonical(r.Statement); err != nil || !bytes.Equal(got, golden) {
				t.Fatalf("a statement that was never signed is reported: %s", got)
			}
		}
		if _, err := json.Marshal(r); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkIssue(b *testing.B) {
	h := newHouse(b)
	s := sample()
	for b.Loop() {
		if _, err := Issue(b.Context(), s, h.cert); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	h := newHouse(b)
	bundle := h.bundle(b, sample(), nil)
	for b.Loop() {
		if r := Verify(bundle, h.trust, march); !r.Valid() {
			b.Fatal(r.Failed)
		}
	}
}

// BenchmarkRawSign is the bound of BenchmarkIssue: one Ed25519 and one SM2 signature.
func BenchmarkRawSign(b *testing.B) {
	h := newHouse(b)
	message := make([]byte, 1500)
	if _, err := rand.Read(message); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, alg := range seal.Algorithms() {
			if _, err := h.cert.Sign(b.Context(), alg, message); err != nil {
				b.Fatal(err)
			}
		}
	}
}
