package calendar

import (
	"strconv"

	"github.com/shuyu-project/shuyu/law"
)

// Text is the period as a notice, a refusal or a page says it: 5个工作日内, "within 5
// working days". Empty for a period that Check refuses.
func (p Period) Text() law.Text {
	if p.Check() != nil {
		return law.Text{}
	}
	n := strconv.Itoa(p.N)
	zh := n + [...]string{NaturalDays: "日", WorkingDays: "个工作日", Months: "个月", Years: "年", Hours: "小时"}[p.Unit]
	en := n + " " + [...]string{NaturalDays: "day", WorkingDays: "working day", Months: "month", Years: "year", Hours: "hour"}[p.Unit]
	if p.N > 1 {
		en += "s"
	}
	switch p.Kind {
	case Within:
		return law.Text{ZH: zh + "内", EN: "within " + en}
	case AtLeast:
		return law.Text{ZH: "不少于" + zh, EN: "at least " + en}
	case AtLeastBefore:
		return law.Text{ZH: "至少提前" + zh, EN: "at least " + en + " before"}
	case InTheLast:
		return law.Text{ZH: "届满前" + zh + "内", EN: "in the last " + en}
	default:
		return law.Text{ZH: "保存" + zh, EN: "kept for " + en}
	}
}
