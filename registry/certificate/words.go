package certificate

import (
	"fmt"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
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
var preambles = map[Type]law.Text{
	Registration:  {ZH: "下列公共数据资源经审核并公示，准予登记，特发此证。", EN: "The public data resource named below has been reviewed, publicly announced and entered in the register, in witness whereof this certificate is issued."},
	Confirmation:  {ZH: "下列公共数据资源的权利归属经审核，予以确认，特发此证。", EN: "The rights in the public data resource named below have been reviewed and are confirmed, in witness whereof this certificate is issued."},
	Authorisation: {ZH: "下列单位依协议获得公共数据运营授权，特发此证。", EN: "The organisation named below is authorised to operate public data under its agreement, in witness whereof this certificate is issued."},
	Product:       {ZH: "下列公共数据产品经审核，准予登记，特发此证。", EN: "The public data product named below has been reviewed and entered in the register, in witness whereof this certificate is issued."},
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
func period(s Statement) law.Text {
	from, until := day(s.From), day(s.Until)
	if s.Until.IsZero() {
		return law.Text{ZH: "自" + from.ZH + "起，未设终止日", EN: "from " + from.EN + ", without an end"}
	}
	return law.Text{ZH: "自" + from.ZH + "至" + until.ZH, EN: "from " + from.EN + " to " + until.EN}
}

// basis names the instrument and the units of it that are cited.
func basis(s Statement) law.Text {
	units := make([]string, len(s.Articles))
	for i, a := range s.Articles {
		units[i] = a.Unit
		if a.Instrument != s.Instrument.Code {
			units[i] = a.String()
		}
	}
	list := strings.Join(units, "、")
	return law.Text{
		ZH: "《" + s.Instrument.Title.ZH + "》" + list,
		EN: s.Instrument.Title.EN + ", " + strings.Join(units, ", "),
	}
}
