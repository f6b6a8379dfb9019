package face

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/registry/certificate"
)

// label names the lines of a face.
var label = struct {
	number, code, holder, holderCode, subject, subjectID, digest, law, pack, period, caseID,
	issuer, issued, scan, sign, face, page law.Text
}{
	number:     law.Text{ZH: "证书编号", EN: "Certificate No."},
	code:       law.Text{ZH: "登记编码", EN: "Registration code"},
	holder:     law.Text{ZH: "持证单位", EN: "Holder"},
	holderCode: law.Text{ZH: "统一社会信用代码", EN: "Social credit code"},
	subject:    law.Text{ZH: "标的名称", EN: "Subject"},
	subjectID:  law.Text{ZH: "标的标识", EN: "Identifier"},
	digest:     law.Text{ZH: "版本摘要", EN: "Version digest"},
	law:        law.Text{ZH: "依据", EN: "Legal basis"},
	pack:       law.Text{ZH: "规则包", EN: "Policy pack"},
	period:     law.Text{ZH: "有效期", EN: "In force"},
	caseID:     law.Text{ZH: "办件编号", EN: "Case"},
	issuer:     law.Text{ZH: "发证机关", EN: "Issued by"},
	issued:     law.Text{ZH: "发证日期", EN: "Date of issue"},
	scan:       law.Text{ZH: "扫码核验", EN: "Scan to verify"},
	sign:       law.Text{ZH: "电子签名（Ed25519 与 SM2）", EN: "Digitally signed (Ed25519 and SM2)"},
	face:       law.Text{ZH: "本页为证面，供阅读；证书以签名文件为准，可离线核验真伪与状态。", EN: "This page is a face for reading. The signed file is the certificate; its authenticity and status can be verified offline."},
	page:       law.Text{ZH: "第 %d 页，共 %d 页", EN: "Page %d of %d"},
}

// preambles open the faces.
var preambles = map[certificate.Type]law.Text{
	certificate.Registration:  {ZH: "下列公共数据资源经审核并公示，准予登记，特发此证。", EN: "The public data resource named below has been reviewed, publicly announced and entered in the register, in witness whereof this certificate is issued."},
	certificate.Confirmation:  {ZH: "下列公共数据资源的权利归属经审核，予以确认，特发此证。", EN: "The rights in the public data resource named below have been reviewed and are confirmed, in witness whereof this certificate is issued."},
	certificate.Authorisation: {ZH: "下列单位依协议获得公共数据运营授权，特发此证。", EN: "The organisation named below is authorised to operate public data under its agreement, in witness whereof this certificate is issued."},
	certificate.Product:       {ZH: "下列公共数据产品经审核，准予登记，特发此证。", EN: "The public data product named below has been reviewed and entered in the register, in witness whereof this certificate is issued."},
	certificate.Destruction:   {ZH: "下列数据已以销毁其密钥的方式销毁，不再可读，特此证明。", EN: "The data named below has been destroyed by destroying its keys and can no longer be read, as is certified hereby."},
}

// stamp is what is written across a face that is not a real one.
var stamps = struct{ pilot, specimen law.Text }{
	pilot:    law.Text{ZH: "试点", EN: "PILOT"},
	specimen: law.Text{ZH: "样证", EN: "SPECIMEN"},
}

// day writes a day as each language does.
func day(d calendar.Day) law.Text {
	return law.Text{
		ZH: fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Number()),
		EN: fmt.Sprintf("%d %s %d", d.Number(), d.Month(), d.Year()),
	}
}

// period writes from when until when a certificate is in force.
func period(s certificate.Statement) law.Text {
	from, until := day(s.From), day(s.Until)
	if s.Until.IsZero() {
		return law.Text{ZH: "自" + from.ZH + "起，未设终止日", EN: "from " + from.EN + ", without an end"}
	}
	return law.Text{ZH: "自" + from.ZH + "至" + until.ZH, EN: "from " + from.EN + " to " + until.EN}
}

// articleNumber finds the number of the article in a unit of a regulation: 9 in "TA-09.3".
var articleNumber = regexp.MustCompile(`^[A-Z]+-0*([0-9]+)$`)

// basis names the instrument and what of it is cited, article by article, the exact
// units behind each. Units of other instruments follow as they are exchanged.
func basis(s certificate.Statement) law.Text {
	var numbers, others []string
	units := map[string][]string{}
	for _, a := range s.Articles {
		m := articleNumber.FindStringSubmatch(a.Article())
		if a.Instrument != s.Instrument.Code || m == nil {
			others = append(others, a.String())
			continue
		}
		if units[m[1]] == nil {
			numbers = append(numbers, m[1])
		}
		units[m[1]] = append(units[m[1]], a.Unit)
	}
	t := law.Text{ZH: "《" + s.Instrument.Title.ZH + "》", EN: s.Instrument.Title.EN}
	for i, n := range numbers {
		if i > 0 {
			t.ZH += "、"
		}
		t.ZH += "第" + n + "条（" + strings.Join(units[n], "、") + "）"
		t.EN += ", Article " + n + " (" + strings.Join(units[n], ", ") + ")"
	}
	for _, o := range others {
		t.ZH += "；" + o
		t.EN += "; " + o
	}
	return t
}
