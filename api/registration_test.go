package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/casework/works"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/registry/certificate"
	"github.com/shuyu-project/shuyu/zone/vault"
)

// vaulted keeps attachments in the platform's vault.
type vaulted struct{ *works.Works }

func (v vaulted) Put(ctx context.Context, org, contentType string, r io.Reader) (string, error) {
	return v.Attach(ctx, org, contentType, r)
}

func (v vaulted) Get(ctx context.Context, digest string) (api.Attachment, error) {
	org, contentType, content, err := v.Attachment(ctx, digest)
	if errors.Is(err, works.ErrNoObject) {
		err = casework.ErrNotFound
	}
	return api.Attachment{Org: org, ContentType: contentType, Content: content}, err
}

func withVault(t *testing.T) func(*api.Parts) {
	return func(p *api.Parts) {
		kek := make([]byte, 32)
		if _, err := rand.Read(kek); err != nil {
			t.Fatal(err)
		}
		wrapper, err := vault.NewKeyRing(kek)
		if err != nil {
			t.Fatal(err)
		}
		v, err := vault.Open(context.Background(), t.TempDir(), wrapper, 64<<20)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { v.Close() })
		ring, ok := p.Keys.(*seal.Ring)
		if !ok {
			t.Fatal("the keys are no ring")
		}
		p.Attachments = vaulted{&works.Works{Desk: p.Desk, Vault: v, Tenant: "test"}}
		p.Desk.Certify = works.Certifier{Signer: func() (seal.Signer, error) { return ring.Signer(seal.ForCertificate, "") }}
	}
}

// A resource is registered over HTTP, from its catalogue entry through a public notice
// with an objection, to a certificate that verifies offline.
func TestRegistration(t *testing.T) {
	tn := newTown(t, withVault(t))
	approver := tn.person("gao", must[api.Me](tn.authority, "GET", "/v1/me", nil).Person.Organisation, "authority", "approver")
	anybody := tn.browser()
	kept := must[api.AttachmentKept](tn.provider, "POST", "/v1/attachments", "%PDF-1.7\nmaterials\n%%EOF")
	applied := must[api.Receipt](tn.provider, "POST", "/v1/cases", map[string]any{"procedure": "registration", "step": "apply", "links": map[string]string{"resource": tn.resource},
		"form": map[string]any{"kind": "first", "summary": "行政区划代码", "materials": []string{kept.Digest}, "commitTruth": true, "commitCompleteness": true,
			"commitCompliance": true, "collector": "民政局", "manager": "民政局", "user": "运营单位"}})
	steps := "/v1/cases/" + applied.Case + "/steps"
	must[api.Receipt](tn.authority, "POST", steps, map[string]any{"step": "review", "form": map[string]any{"reasons": "材料齐全"}})

	// The authority reads the materials; the operator, whom the case does not concern, cannot.
	file := tn.authority.do("GET", "/v1/attachments/"+kept.Digest, nil)
	if file.status != 200 || !strings.HasPrefix(string(file.body), "%PDF") || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the attachment is answered %d %v", file.status, file.header)
	}
	tn.operator.refused(404, "thing.unseen", "GET", "/v1/attachments/"+kept.Digest+"?case="+applied.Case, nil)
	tn.system.refused(404, "thing.unseen", "GET", "/v1/attachments/"+kept.Digest, nil)

	must[api.Receipt](tn.authority, "POST", steps, map[string]any{"step": "notice"})
	noticed := must[api.CasePage](tn.operator, "GET", "/v1/cases/"+applied.Case, nil)
	if noticed.Sight != "noticed" || noticed.Notice == nil || !noticed.Notice.Running || len(noticed.Docs) != 0 || len(noticed.Timeline) != 0 || len(noticed.Links) != 0 {
		t.Errorf("of a case under notice others see %s", dump(noticed))
	}
	published := must[struct{ Items []api.Publication }](anybody, "GET", "/v1/public/notices", nil).Items
	if len(published) != 1 || published[0].Case != applied.Case || !published[0].Open || len(published[0].Names) == 0 || strings.Contains(dump(published), kept.Digest) {
		t.Errorf("published: %s", dump(published))
	}
	must[api.RecordShown](tn.operator, "GET", "/v1/registers/publication/"+published[0].ID, nil)
	anybody.refused(422, "document.malformed", "POST", "/v1/public/objections", map[string]any{"case": applied.Case, "grounds": "代码有误", "form": map[string]any{"rank": "高"}})
	must[api.Tracking](anybody, "POST", "/v1/public/objections", map[string]any{"case": applied.Case, "grounds": "代码有误，联系电话不宜公开"})

	// Too early, and with an objection open: every ground is named, each with its article.
	approver.stepUp()
	p := approver.refused(422, "registration.objection-open", "POST", steps, map[string]any{"step": "register"})
	if len(p.Violations) != 2 || p.Violations[0].Cites[0].Label.ZH != "〔泰安 9.4〕" || p.Violations[1].Code != "period.running" || p.Violations[1].Due != "2025-03-11" ||
		p.Violations[1].Cites[0].Label.ZH != "〔泰安 9.3〕" || p.Violations[1].Basis != "TA-a" {
		t.Errorf("refused with %s", dump(p.Violations))
	}
	objected := must[api.CasePage](approver, "GET", "/v1/cases/"+applied.Case, nil)
	objection := objected.Notice.Objections[0]
	offered := false
	for _, m := range objected.May {
		if m.Act == "settle" {
			values := m.Form.Fields[0].Values
			offered = m.Form.Fields[0].Field == "objection" && len(values) == 1 && values[0].Key == objection.ID && values[0].Word.ZH == objection.Grounds
		}
	}
	if !offered {
		t.Errorf("the objection that waits is not offered to whoever answers it: %s", dump(objected.May))
	}
	if objection.Grounds == "" {
		t.Error("the authority does not see the grounds of the objection")
	}
	if others := must[api.CasePage](tn.operator, "GET", "/v1/cases/"+applied.Case, nil).Notice.Objections[0]; others.Grounds != "" {
		t.Error("the grounds of an objection are shown to whoever sees the notice")
	}
	must[api.Receipt](approver, "POST", steps, map[string]any{"step": "settle", "form": map[string]any{"objection": objection.ID, "outcome": "dismissed", "answer": "代码与国家标准一致"}})
	page := must[api.CasePage](approver, "GET", "/v1/cases/"+applied.Case, nil)
	must[api.ClockShown](anybody, "POST", "/v1/demo/clock", map[string]any{"day": page.Notice.Opens.String()})
	done := must[api.Receipt](approver, "POST", steps, map[string]any{"step": "register"})
	if done.State != "registered" || !done.Pilot {
		t.Errorf("registered: %s", dump(done))
	}
	tn.certificate(t, done)
}

// certificate checks what was issued, with nothing but what the interface hands out.
func (tn *town) certificate(t *testing.T, done api.Receipt) {
	t.Helper()
	id := ""
	for _, made := range done.Made {
		if made.Kind == "certificate" {
			id = made.ID
		}
	}
	status := must[api.StatusShown](tn.provider, "GET", "/v1/certificates/"+id+"/status", nil)
	if status.State != "valid" || !strings.HasPrefix(status.Number, "TA-DJ-2025-") || status.Word.ZH == "" || !status.Pilot {
		t.Errorf("the certificate stands %s", dump(status))
	}
	anybody := tn.browser()
	anchor, err := certificate.ParseTrust(anybody.do("GET", "/v1/certificates/trust", nil).body)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/v1/certificates/" + id, "/v1/public/certificates/" + status.Number + "/bundle"} {
		bundle, err := certificate.ParseBundle(tn.operator.do("GET", path, nil).body)
		if err != nil {
			t.Fatal(err)
		}
		if report := certificate.Verify(bundle, anchor, tn.today()); !report.Valid() {
			t.Errorf("%s does not verify: %+v", path, report.Failed)
		}
	}
	if shown := must[api.StatusShown](anybody, "GET", "/v1/public/certificates/"+status.Number, nil); shown.Number != status.Number {
		t.Errorf("the public finds %s", dump(shown))
	}
	face := tn.provider.do("GET", "/v1/certificates/"+id+"/face.pdf?language=zh", nil)
	if face.status != 200 || !bytes.HasPrefix(face.body, []byte("%PDF-")) {
		t.Errorf("the face is %d %.40q", face.status, face.body)
	}
	tn.system.refused(404, "thing.unseen", "GET", "/v1/certificates/"+id, nil)
	line := must[api.RecordShown](tn.operator, "GET", "/v1/registers/certificate/"+id, nil)
	if strings.Contains(dump(line), "salt") || strings.Contains(dump(line), "payload") {
		t.Error("a register line shows its salt or its signed statement")
	}
	first := must[api.Line](tn.provider, "GET", "/v1/registers/resource/"+tn.resource+"/revisions/1", nil)
	if now := must[api.RecordShown](tn.provider, "GET", "/v1/registers/resource/"+tn.resource, nil); first.Rev != 1 || now.Rev < 2 || now.Facts["registered"] != true || now.Computed["held"] != nil && now.Computed["held"] != false {
		t.Errorf("the resource was %s and is %s", dump(first), dump(now))
	}
}

func TestAttachments(t *testing.T) {
	tn := newTown(t, withVault(t))
	put := func(content string) reply { return tn.provider.do("POST", "/v1/attachments", content) }
	sum := sha256.Sum256([]byte("甲,乙\n1,2\n"))
	if kept := must[api.AttachmentKept](tn.provider, "POST", "/v1/attachments?digest="+hex.EncodeToString(sum[:]), "甲,乙\n1,2\n"); kept.Digest != hex.EncodeToString(sum[:]) || kept.SizeBytes != 12 {
		t.Errorf("kept as %+v", kept)
	}
	tn.provider.refused(422, "attachment.digest", "POST", "/v1/attachments?digest="+strings.Repeat("0", 64), "text")
	for _, row := range []struct {
		content string
		status  int
		code    string
		why     string
	}{
		{"MZ\x90\x00\x03\x00", 415, "attachment.type", "a program"},
		{"", 415, "attachment.type", "nothing"},
		{"PK\x03\x04 broken", 415, "attachment.type", "a broken archive"},
		{string(archive(t, "a.txt")), 415, "attachment.type", "an archive that is no document"},
		{string(archive(t, "word/document.xml", "word/vbaProject.bin")), 422, "attachment.active", "a document with macros"},
		{"%PDF-1.7 /OpenAction << /S /JavaScript /JS (x) >>", 422, "attachment.active", "a PDF that runs a script"},
	} {
		tn.provider.refused(row.status, row.code, "POST", "/v1/attachments", row.content)
	}
	if r := put(string(archive(t, "word/document.xml"))); r.status != http.StatusOK || !strings.Contains(string(r.body), "wordprocessingml") {
		t.Errorf("a document is answered %d %s", r.status, r.body)
	}
	if r := put(strings.Repeat("a", 51<<20)); r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("51 MiB are answered %d", r.status)
	}
	tn.provider.refused(404, "thing.unseen", "GET", "/v1/attachments/"+strings.Repeat("0", 64), nil)
	tn.browser().refused(401, "sign-in.required", "POST", "/v1/attachments", "text")
}

func archive(t *testing.T, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A deputy acts in the absent seat's place and is logged with both; the absent seat
// itself does not act meanwhile.
func TestDeputy(t *testing.T) {
	tn := newTown(t)
	org := must[api.Me](tn.provider, "GET", "/v1/me", nil).Person.Organisation
	deputy := tn.person("sun", org, "provider", "clerk")
	own := must[api.Me](deputy, "GET", "/v1/me", nil).Seat
	absent := must[api.Me](tn.provider, "GET", "/v1/me", nil).Seat
	seat := must[struct{ Items []api.CaseLine }](tn.system, "GET", "/v1/cases?procedure=seat&link="+absent.Seat, nil).Items[0]
	must[api.Receipt](tn.system, "POST", "/v1/cases/"+seat.ID+"/steps", map[string]any{"step": "absent", "form": map[string]any{
		"from": "2025-03-03", "until": "2025-03-07", "deputy": own.Seat}})
	tn.provider.refused(403, "seat.absent", "GET", "/v1/procedures", nil)
	me := must[api.Me](deputy, "GET", "/v1/me", nil)
	if len(me.Seats) != 2 {
		t.Fatalf("the deputy may act as %s", dump(me.Seats))
	}
	for _, s := range me.Seats {
		if s.DeputyFor != "" {
			must[api.Me](deputy, "POST", "/v1/session/seat", map[string]any{"seat": s.Name})
		}
	}
	r := must[api.Receipt](deputy, "POST", "/v1/cases", entering("道路"))
	e := must[api.EntryShown](tn.authority, "GET", "/v1/log/entries/"+itoa(r.Entry), nil)
	if e.Seat != own.Seat || e.Deputy != absent.Seat {
		t.Errorf("the log names %s for %q", e.Seat, e.Deputy)
	}
	deputy.refused(404, "thing.unseen", "POST", "/v1/session/seat", map[string]any{"seat": "seat-of-nobody"})
	other := must[api.Me](tn.operator, "GET", "/v1/me", nil).Seat.Seat
	deputy.refused(404, "thing.unseen", "POST", "/v1/session/seat", map[string]any{"seat": other}) // that there is one is not told
}
