package demo

import (
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Chapter is a part of the guided tour: what the city's story did there already, to be
// looked at, and the same walked anew by whoever visits.
type Chapter struct {
	Title, Says law.Text
	Cite        law.Citation // in the Tai'an pack; zero: none
	Watch       Visit
	Stops       []Stop
}

// Visit is a page that somebody of the city looks at.
type Visit struct {
	Who string // "login:role"; "" for the public
	To  string // address: below the console for somebody, of the portal for the public
}

// Stop is one press of the main job. Cases go by names: a stop that opens one calls it
// Case, later stops find it by what it is about. Exactly one of Step, Clock, Await and
// Look says what is done.
type Stop struct {
	Who       string            // "login:role"
	Case      string            // "round"
	Procedure string            // of a stop that opens its case, or that finds one of the story's
	About     map[string]string // of the same: link → "round", "reg.resource" (a link of a case)
	Step      string            // taken by Who
	Clock     string            // the clock is moved to this day: "reg.notice", "round.closes", "agr.agreement.from"
	After     int               // natural days after Clock
	Await     string            // step that the platform's own workers take
	Look      string            // "order.delivery": a thing whose page is the end of the walk
	Presence  bool              // the person enters without having proved their presence: the step asks for it
}

// Found are the cases of the story with which the tour begins: the newest of a procedure
// in which a step was taken, and that is about a thing of this title where one is named, so
// that what a visitor opens beside it does not lead the tour away.
var Found = map[string]struct{ Procedure, Step, About string }{
	"reg":   {"registration", "notice", water.title},
	"round": {"authorisation", "announce", ""},
}

// TourOf is the tour of a city by the layers of its pack. One is written for the story of
// Tai'an: another city has other people and procedures, and nobody is led through it.
func TourOf(pack string) []Chapter {
	if local, _, _ := strings.Cut(pack, "+"); local != "taian" {
		return nil
	}
	return tour
}

// tour goes through the main job in the order of the law.
var tour = []Chapter{
	{Title: law.Text{ZH: "登记与确权", EN: "Registration and rights"}, Cite: unit("TA-09.3"), Watch: Visit{"he:provider", "/cases?procedure=registration"},
		Says: law.Text{ZH: "公示期不能缩短：先把时钟拨到期满，再准予登记、发证，然后确权。", EN: "A public notice is never shortened: move the clock to its end, then register and certify, then confirm the rights."},
		Stops: []Stop{
			{Case: "reg", Clock: "reg.notice"},
			{Who: "zhao:authority", Case: "reg", Step: "register"},
			{Who: "he:provider", Case: "right", Procedure: "confirmation", Step: "apply", About: map[string]string{"resource": "reg.resource"}},
			{Who: "lin:authority", Case: "right", Step: "review"},
			{Who: "zhao:authority", Case: "right", Step: "confirm"},
		}},
	{Title: law.Text{ZH: "授权：申报、盲评、公示与签约", EN: "Authorisation: application, blind review, notice, signatures"}, Cite: unit("TA-14.3"), Watch: Visit{"zhao:authority", "/cases?procedure=agreement"},
		Says: law.Text{ZH: "三位专家各自打分，全部提出以前互不可见；名单经市政府同意并公示，协议由双方签署，签署时再次验证本人。", EN: "Three experts score alone, unseen until all have; the government consents, the list is put under notice, and both parties sign, each proving their presence."},
		Stops: []Stop{
			{Who: "wu:operator", Case: "app", Procedure: "application", Step: "apply", About: map[string]string{"call": "round"}},
			{Case: "round", Clock: "round.closes", After: 1},
			{Who: "lin:authority", Case: "app", Step: "examine"},
			{Who: "zhao:authority", Case: "app", Step: "appoint"},
			{Who: "e1:expert", Case: "app", Step: "declare"}, {Who: "e1:expert", Case: "app", Step: "score"},
			{Who: "e2:expert", Case: "app", Step: "declare"}, {Who: "e2:expert", Case: "app", Step: "score"},
			{Who: "e3:expert", Case: "app", Step: "declare"}, {Who: "e3:expert", Case: "app", Step: "score"},
			{Who: "lin:authority", Case: "app", Step: "rate"},
			{Who: "lu:sector", Case: "round", Step: "co-review"},
			{Who: "lin:authority", Case: "round", Step: "shortlist"},
			{Who: "meng:government", Case: "round", Step: "consent"},
			{Who: "lin:authority", Case: "round", Step: "notice"},
			{Who: "lin:authority", Case: "agr", Procedure: "agreement", Step: "draft", About: map[string]string{"application": "app", "call": "round"}},
			{Case: "round", Clock: "round.notice"},
			{Who: "han:operator", Case: "agr", Step: "sign", Presence: true},
			{Who: "sun:authority", Case: "agr", Step: "sign", Presence: true},
			{Who: "zhao:authority", Case: "agr", Step: "certify"},
			{Who: "zhao:authority", Case: "round", Step: "conclude"},
			{Case: "agr", Clock: "agr.agreement.from"},
		}},
	{Title: law.Text{ZH: "需求与供给", EN: "Demand and supply"}, Cite: unit("TA-16"), Watch: Visit{"lu:provider", "/cases?procedure=demand"},
		Says: law.Text{ZH: "一份申请只写一个场景；提供单位同意以后才供给。", EN: "One scenario in one application; data is supplied once its provider has consented."},
		Stops: []Stop{
			{Who: "wu:operator", Case: "need", Procedure: "demand", Step: "apply", About: map[string]string{"agreement": "agr.agreement"}},
			{Who: "lin:authority", Case: "need", Step: "ask"},
			{Who: "lu:provider", Case: "need", Step: "consent"},
			{Who: "zhao:authority", Case: "need", Step: "supply"},
		}},
	{Title: law.Text{ZH: "在运营域加工", EN: "Work in the operating domain"}, Cite: unit("TA-28"), Watch: Visit{"yun:operator", "/cases?procedure=job"},
		Says: law.Text{ZH: "加工人员只见脱敏样本；提供单位批准的代码在隔离环境里跑全量数据，结果封存，等待出域审核。", EN: "A data worker sees masked samples only; code that the provider approved runs on full data in isolation, and its result is sealed until it is examined."},
		Stops: []Stop{
			{Who: "feng:operator", Case: "code", Procedure: "code", Step: "submit", About: map[string]string{"grant": "need.grant"}},
			{Who: "lu:provider", Case: "code", Step: "approve"},
			{Who: "feng:operator", Case: "job", Procedure: "job", Step: "submit", About: map[string]string{"scenario": "need.scenario"}},
			{Who: "feng:operator", Case: "job", Await: "produce"},
		}},
	{Title: law.Text{ZH: "出域：检查与两名专家独立审核", EN: "Egress: examination and two blind reviews"}, Cite: unit("TA-26.b"), Watch: Visit{"zhao:authority", "/cases?procedure=review"},
		Says: law.Text{ZH: "平台逐条检查披露风险；两名专家各自表决，第一位的意见第二位看不到；批准以后才出域。", EN: "The platform checks each risk of disclosure; two experts vote, neither seeing the other; the output leaves once it is approved."},
		Stops: []Stop{
			{Who: "wu:operator", Case: "out", Procedure: "review", Step: "submit", About: map[string]string{"output": "job.output"}},
			{Who: "wu:operator", Case: "out", Await: "examine"},
			{Who: "zhao:authority", Case: "out", Step: "appoint"},
			{Who: "e1:expert", Case: "out", Step: "declare"}, {Who: "e1:expert", Case: "out", Step: "vote"},
			{Who: "e2:expert", Case: "out", Step: "declare"}, {Who: "e2:expert", Case: "out", Step: "vote"},
			{Who: "zhao:authority", Case: "out", Step: "approve"},
			{Who: "zhao:authority", Case: "out", Step: "release"},
		}},
	{Title: law.Text{ZH: "产品与交付", EN: "Product and delivery"}, Cite: unit("TA-26.p2"), Watch: Visit{"lei:user", "/products?view=deliveries"},
		Says: law.Text{ZH: "产品登记、挂牌、定价；使用方为同一场景订购，交付后计量。", EN: "The product is registered, listed and priced; the recipient orders it for the same scenario; once delivered it is metered."},
		Stops: []Stop{
			{Who: "wu:operator", Case: "product", Procedure: "product", Step: "register", About: map[string]string{"output": "job.output"}},
			{Who: "wu:operator", Case: "product", Step: "list"},
			{Who: "wu:operator", Case: "product", Step: "price"},
			{Who: "lei:user", Case: "order", Procedure: "delivery", Step: "order", About: map[string]string{"product": "product.product"}},
			{Who: "wu:operator", Case: "order", Step: "deliver"},
			{Who: "lei:user", Case: "order", Look: "order.delivery"},
		}},
	{Title: law.Text{ZH: "核对日志", EN: "Check the log"}, Watch: Visit{To: "/log"},
		Says: law.Text{ZH: "任何人都能取检查点，证明刚才的每一步都在日志里、没有改动。", EN: "Anybody takes the checkpoint and proves that every step just taken is in the log, unchanged."}},
}

func unit(id string) law.Citation { return law.Citation{Instrument: "taian", Unit: id} }
