package certificate

import (
	"fmt"
	"maps"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// sentences are what a verification says, by code, in the manner of fmt with %s and %d.
// The Chinese takes the first of the arguments only: faults of libraries are told in English.
var sentences = map[string]law.Text{
	"trust.unusable": {ZH: "信任锚文件不可用", EN: "the trust anchor is unusable: %s"},

	"statement.unsigned":    {ZH: "证书未经信任锚中的发证密钥以 Ed25519 与 SM2 双重签名", EN: "no trusted certificate key signed the statement with both Ed25519 and SM2: %s"},
	"statement.malformed":   {ZH: "证书内容不合规范", EN: "the statement is malformed: %s"},
	"statement.key-retired": {ZH: "发证日不在签名密钥的使用期内", EN: "the day of issue is outside the time in which the signing key was in use"},
	"statement.signed":      {ZH: "证书内容由密钥 %s 以 Ed25519 与 SM2 签名，未被改动", EN: "the statement is unaltered and signed by key %s with Ed25519 and SM2"},

	"log.proof-malformed": {ZH: "存证证明不合规范", EN: "a proof is malformed: %s"},
	"log.proof-missing":   {ZH: "缺少 SHA-256 存证证明", EN: "the proof in the SHA-256 tree is missing"},
	"log.entry-malformed": {ZH: "存证条目不合规范", EN: "the entry of the log is malformed"},
	"log.entry-other":     {ZH: "存证条目所记并非本证书的签发", EN: "the entry of the log is not the issue of this certificate"},
	"log.entry-day":       {ZH: "存证条目的日期（%s）不是证书所载发证日", EN: "the day of the log's entry (%s) is not the day of issue"},
	"log.proof-wrong":     {ZH: "存证证明不成立", EN: "the proof of inclusion does not hold: %s"},
	"log.included": {ZH: "该条目位于存证日志第 %d 条，日志共 %d 条（%s 树，密钥 %s 签名）",
		EN: "the entry is number %d, counted from 0, of a log of %d entries (%s tree, signed by key %s)"},
	"log.banner":          {ZH: "存证日志声明：%s", EN: "the log says of itself: %s"},
	"log.witness-missing": {ZH: "见证签名不足，不符合信任锚的要求", EN: "the cosignatures do not meet the trust anchor's quorum: %s"},
	"log.witnessed":       {ZH: "见证方 %s 于 %s 见到同一份日志", EN: "witness %s saw this very log at %s"},

	"status.unsigned":    {ZH: "缺少有效签名的状态说明", EN: "there is no status signed by a trusted certificate key: %s"},
	"status.malformed":   {ZH: "状态说明不合规范", EN: "the status is malformed: %s"},
	"status.key-retired": {ZH: "状态说明之日不在签名密钥的使用期内", EN: "the day of the status is outside the time in which the signing key was in use"},
	"status.other":       {ZH: "状态说明所指并非本证书", EN: "the status speaks of another certificate"},
	"status.earlier":     {ZH: "状态说明早于证书签发", EN: "the status is older than the issue of the certificate"},
	"status.fork":        {ZH: "状态说明与存证证明出自两份不同的日志", EN: "the status and the proof name two different logs of one size"},
	"status.valid":       {ZH: "截至 %s（日志 %d 条），证书有效", EN: "as of %s, at %d entries of the log, the certificate was valid"},
	"status.later": {ZH: "%s 之后的暂停、吊销、撤销等变化不在本文件之内",
		EN: "whether it was suspended, revoked or annulled after %s is not in this file"},

	"period.unasked": {ZH: "未给出核验日期", EN: "no day was given for which to verify"},
	"period.early":   {ZH: "证书自 %s 起生效", EN: "the certificate is in force from %s"},
	"period.over":    {ZH: "证书有效期已于 %s 届满", EN: "the certificate expired on %s"},
	"period.open":    {ZH: "核验日在有效期内（未设终止日）", EN: "the day is within its period, which has no end"},
	"period.within":  {ZH: "核验日在有效期内（至 %s）", EN: "the day is within its period, which ends on %s"},

	"statement.pilot":     pilot,
	"content.truth":       {ZH: "证书所载事项由发证机关负责，签名只证明由其签发", EN: "the issuer answers for what is stated; the signature proves only that it stated it"},
	"signature.authority": {ZH: "签名密钥未经外部电子认证机构认证，不称为可靠电子签名", EN: "no external certification authority stands behind the keys; this is not called a reliable electronic signature"},
	"log.witness": {ZH: "没有信任锚认可的见证签名：不能排除日志向不同的人出示不同的历史",
		EN: "no witness of the anchor has cosigned: that the log shows others another history is not excluded"},
	"face.copy": {ZH: "纸面或 PDF 证面不在核验之列，以签名内容为准", EN: "a face on paper or as PDF is not verified; the signed content counts"},
}

func init() {
	for state, word := range words {
		if state != Valid {
			sentences["status."+string(state)] = law.Text{ZH: "证书自 %s 起" + word.ZH, EN: "since %s the certificate is " + word.EN}
		}
	}
}

// Sentences are what a verification says, by code. Whoever verifies elsewhere than here, as
// a browser does, says the same in the same words.
func Sentences() map[string]law.Text { return maps.Clone(sentences) }

// finding says a code's sentence in both languages with the same arguments.
func finding(code string, args ...any) Finding {
	s, known := sentences[code]
	if !known {
		panic("certificate: no sentence for " + code)
	}
	n := strings.Count(s.ZH, "%") // our own words: no escaped percent signs
	return Finding{Code: code, Says: law.Text{ZH: fmt.Sprintf(s.ZH, args[:n]...), EN: fmt.Sprintf(s.EN, args...)}}
}
