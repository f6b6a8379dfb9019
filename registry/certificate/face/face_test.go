package face

import (
	"bytes"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/signintech/gopdf"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/registry/certificate"
)

// sample is the golden certificate of the package above.
func sample(t testing.TB) certificate.Statement {
	t.Helper()
	payload, err := os.ReadFile(filepath.Join("..", "testdata", "registration.statement.json"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := certificate.ParseStatement(payload)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// issue signs a statement with a fresh key.
func issue(t testing.TB, s certificate.Statement) seal.Envelope {
	t.Helper()
	r := seal.NewRing(rand.Reader)
	if _, err := r.Create(seal.ForCertificate, "", s.Issued.Time()); err != nil {
		t.Fatal(err)
	}
	by, err := r.Signer(seal.ForCertificate, "")
	if err != nil {
		t.Fatal(err)
	}
	e, err := certificate.Issue(t.Context(), s, by)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// text is what a PDF says, without white space: its lines are set by us, not by the reader.
func text(t *testing.T, pdf []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed, so what a face says is not checked: apt-get install poppler-utils")
	}
	path := filepath.Join(t.TempDir(), "face.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return squeezed(string(out))
}

func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func draw(t testing.TB, s certificate.Statement, language string) ([]byte, error) {
	t.Helper()
	return Draw(issue(t, s), language, "https://data.example.cn/verify")
}

func TestFaceSays(t *testing.T) {
	for language, want := range map[string][]string{
		"zh": {"公共数据资源登记证书", "CertificateofRegistrationofPublicDataResource", "证书编号TA-DJ-2026-000123", "370900-2026-A0001-7",
			"泰安市交通运输局（示例）", "11370900MB2849127F", "巡游出租汽车运营订单数据资源", "第9条", "TA-09.3、TA-09.4", "自2026年3月2日至2029年3月1日", "泰安市大数据局（示例）"},
		"en": {"CertificateofRegistrationofPublicDataResource", "公共数据资源登记证书", "Tai'anTransportBureau(example)", "TA-09.3,TA-09.4",
			"from2March2026to1March2029", "Tai'anBigDataBureau(example)"},
	} {
		pdf, err := draw(t, sample(t), language)
		if err != nil {
			t.Fatal(err)
		}
		said := text(t, pdf)
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("the face in %s does not say %q", language, w)
			}
		}
		if strings.Contains(said, "试点") || strings.Contains(said, "PILOT") {
			t.Errorf("the face in %s calls itself a pilot", language)
		}
	}
}

// TestFaceOfPilot: a face that rests on a draft says so in words and across the page.
func TestFaceOfPilot(t *testing.T) {
	s := sample(t)
	s.Instrument.Status = certificate.Draft
	s.Banners = []law.Text{{ZH: "演示时钟", EN: "Demonstration clock"}}
	for language, want := range map[string]string{"zh": "试点：所依据的文本为征求意见稿", "en": "Pilot:theinstrumentisadraftforcomment"} {
		pdf, err := draw(t, s, language)
		if err != nil {
			t.Fatal(err)
		}
		said := text(t, pdf)
		for _, w := range []string{want, squeezed(s.Banners[0].In(language))} {
			if !strings.Contains(said, w) {
				t.Errorf("the face in %s does not say %q", language, w)
			}
		}
	}
}

// TestFaceOfMany: what does not fit on one page goes on, and every page says which it is.
func TestFaceOfMany(t *testing.T) {
	s := sample(t)
	for range 40 {
		s.Particulars = append(s.Particulars, certificate.Particular{
			Name:  law.Text{ZH: "授权范围与使用限制", EN: "Scope and limits of use"},
			Value: law.Text{ZH: strings.Repeat("用于城市交通运行分析、公共停车引导与公交线网优化；", 3), EN: strings.Repeat("analysis of urban traffic; ", 6)},
		})
	}
	pdf, err := draw(t, s, "zh")
	if err != nil {
		t.Fatal(err)
	}
	said := text(t, pdf)
	for _, w := range []string{"TA-DJ-2026-000123第1页，共", "第2页，共", "有效期"} {
		if !strings.Contains(said, w) {
			t.Errorf("a long face does not say %q", w)
		}
	}
}

// TestFaceMissingGlyph: a character the font lacks is named, not left out.
func TestFaceMissingGlyph(t *testing.T) {
	s := sample(t)
	s.Holder.Name.ZH = "泰安𪚥𠀀数据有限公司"
	_, err := draw(t, s, "zh")
	if err == nil || !strings.Contains(err.Error(), `'𪚥' (U+2A6A5)`) || !strings.Contains(err.Error(), "U+20000") {
		t.Errorf("got %v", err)
	}
	if _, err := draw(t, s, "en"); err != nil {
		t.Errorf("the English face does not show that name: %v", err)
	}
}

func TestFaceRefuses(t *testing.T) {
	e := issue(t, sample(t))
	if _, err := Draw(e, "fr", ""); err == nil {
		t.Error("drawn in a third language")
	}
	if _, err := Draw(seal.Envelope{PayloadType: certificate.PayloadType, Payload: e.Payload}, "zh", ""); err == nil {
		t.Error("an unsigned statement was drawn")
	}
	if _, err := Draw(seal.Envelope{Payload: []byte("{}"), Signatures: e.Signatures}, "zh", ""); err == nil {
		t.Error("something else was drawn")
	}
}

// TestFaceTwice: one certificate has one face, also when drawn at the same time.
func TestFaceTwice(t *testing.T) {
	e := issue(t, sample(t))
	drawn := make(chan []byte)
	for range 4 {
		go func() {
			pdf, err := Draw(e, "zh", "")
			if err != nil {
				t.Error(err)
			}
			drawn <- pdf
		}()
	}
	first := <-drawn
	for range 3 {
		if !bytes.Equal(first, <-drawn) {
			t.Error("drawn twice, two files")
		}
	}
}

// TestFixedWordsHaveGlyphs: every word of ours can be drawn in either language.
func TestFixedWordsHaveGlyphs(t *testing.T) {
	for kind := range preambles {
		for _, status := range []certificate.InstrumentStatus{certificate.InForce, certificate.Draft} {
			s := sample(t)
			s.Type, s.Instrument.Status, s.Title = kind, status, law.Text{}
			for _, language := range []string{"zh", "en"} {
				if _, err := draw(t, s, language); err != nil {
					t.Errorf("%s, %s, %s: %v", kind, status, language, err)
				}
			}
		}
	}
}

// TestFontCovers: the font holds what its README promises.
func TestFontCovers(t *testing.T) {
	container, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	if err := pdf.AddTTFFontFromFontContainer(family, container); err != nil {
		t.Fatal(err)
	}
	if err := pdf.SetFont(family, "", 10); err != nil {
		t.Fatal(err)
	}
	extra, err := os.ReadFile(filepath.Join("..", "font", "extra.txt"))
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{string(extra)}
	for row := byte(0xB0); row <= 0xF7; row++ { // the 6,763 Han characters of GB 2312
		for cell := byte(0xA1); cell <= 0xFE; cell++ {
			if row == 0xD7 && cell > 0xF9 {
				break // five unassigned places between its two levels
			}
			han, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte{row, cell})
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(han))
		}
	}
	if err := checkGlyphs(pdf, texts); err != nil {
		t.Error(err)
	}
	if len(texts) != 1+6763 {
		t.Errorf("%d characters were looked at", len(texts)-1)
	}
}

func BenchmarkDraw(b *testing.B) {
	e := issue(b, sample(b))
	for b.Loop() {
		if _, err := Draw(e, "zh", ""); err != nil {
			b.Fatal(err)
		}
	}
}
