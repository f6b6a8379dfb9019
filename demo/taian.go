package demo

import (
	"fmt"
	"strings"
)

const taianBegins = "2025-01-06"

// taian is the script of the city under the Tai'an rules: the main job from an empty
// installation to a closed authorisation, with what the rules forbid tried on the way.
func taian() []step {
	var s []step
	s = append(s, until(taianBegins, "演示开始"))
	s = append(s, founding()...)
	s = append(s, settle()...)
	s = append(s, cataloguing()...)
	s = append(s, registering()...)
	s = append(s, confirming()...)
	s = append(s, authorising()...)
	s = append(s, admitting()...)
	s = append(s, demanding()...)
	s = append(s, processing()...)
	s = append(s, exporting()...)
	s = append(s, delivering()...)
	s = append(s, overseeing()...)
	s = append(s, closing()...)
	s = append(s, renewing()...)
	s = append(s, continuing()...)
	return s
}

// continuing leaves the city with matters under way: a registration under public notice
// and an open call, so that whoever looks finds something to object to and to apply for.
func continuing() []step {
	materials := form{"kind": "first", "summary": "供水用户基本情况", "materials": []any{written("供水用户数据登记材料")}, "commitTruth": true, "commitCompleteness": true,
		"commitCompliance": true, "collector": "供水企业", "manager": "市民政局", "user": "运营单位"}
	return []step{
		open("申请登记：供水用户", "he:provider", "registration", "apply", links("resource", "$water.resource"), materials, "reg-water"),
		act("登记审查：供水用户", "lin:authority", "$reg-water", "review", form{"reasons": "材料齐全"}),
		act("登记公示：供水用户（正在公示）", "lin:authority", "$reg-water", "notice", form{}),
		open("市场主体提出新一轮申请", "wu:market-entity", "authorisation", "request", nil, form{"title": "出行服务", "reasons": "上一轮授权已结束"}, "round-2"),
		act("发布新一轮申报公告（正在征集）", "zhao:authority", "$round-2", "announce", form{"title": "泰安市公共数据授权运营（交通领域）", "mode": "by-field", "coOrganiser": "#transport",
			"resources": []any{"$flights.resource"}, "fields": []any{"transport"}, "regions": []any{"泰安市"}, "conditions": "本办法第十三条各项条件", "criteria": "百分制综合评审",
			"other": "无", "closes": "2025-10-17"}),
	}
}

// holding is a resource that a provider brings into the catalogue.
type holding struct {
	key, by, title, titleEN, summary, field string
	class, level, unit                      string
	personal, synthetic                     bool
	file, format                            string
	unitColumn                              string
	columns                                 []column
}

// column is how a column is held: name, level, role.
type column struct{ name, level, role string }

var holdings = []holding{
	{"villages", "he", "全国行政村和居委会名录", "Villages", "国家统计局统计用区划代码（2023年版），62万个村居", "民政", "民政", "L1", "none", false, false, "villages", "csv", "",
		[]column{{"code", "L1", "none"}, {"name", "L1", "none"}, {"streetCode", "L1", "none"}, {"provinceCode", "L1", "none"}, {"cityCode", "L1", "none"}, {"areaCode", "L1", "none"}}},
	{"divisions", "he", "全国乡镇街道名录", "Divisions", "国家统计局统计用区划代码（2023年版），4.1万个乡镇街道", "民政", "民政", "L1", "none", false, false, "divisions", "csv", "", nil},
	{"flights", "lu", "航班准点记录", "Flights", "三百万条航班离港和到港延误记录（美国运输部公开数据）", "transport", "交通", "L1", "none", false, false, "flights", "parquet", "",
		nil},
	{"wages", "qin", "工资抽样调查", "Wages", "一九八五年人口调查工资微观数据（公开数据），每行一人", "人社", "人社", "L3", "person", true, false, "wages", "csv", "person",
		[]column{{"person", "L3", "ID"}, {"education", "L2", "QI"}, {"south", "L2", "QI"}, {"gender", "L2", "QI"}, {"experience", "L2", "QI"}, {"union", "L3", "SA"}, {"wage", "L3", "SA"}, {"age", "L2", "QI"}, {"race", "L3", "QI"}, {"occupation", "L2", "QI"}, {"sector", "L2", "QI"}, {"married", "L2", "QI"}}},
	{"residents", "qin", "参保居民登记（合成数据）", "Residents", "按种子生成的合成居民登记，证件号码校验位有效，不是真实人员", "人社", "人社", "L3", "person", true, true, "residents", "csv", "resident_id",
		nil},
	{"firms", "gu", "企业登记（合成数据）", "Firms", "按种子生成的合成企业登记，信用代码校验位有效，不是真实企业", "市监", "市监", "L2", "enterprise", false, true, "firms", "csv", "统一社会信用代码", nil},
	{"cards", "lu", "公交刷卡记录（合成数据）", "Cards", "按种子生成的合成刷卡记录，持卡人以无密钥杂凑代替", "transport", "交通", "L1", "none", false, true, "cards", "csv", "",
		[]column{{"station", "L1", "none"}, {"holder_sm3", "L1", "none"}, {"rides", "L1", "none"}, {"synthetic", "L1", "none"}}},
}

// water is in the catalogue only: nobody's right to it is confirmed until somebody walks the tour.
var water = holding{title: "供水用户（未确权）", titleEN: "Water"}

// cataloguing brings the resources in: entered, classified, the privacy unit confirmed,
// the data deposited, read by the platform, each column confirmed by a person.
func cataloguing() []step {
	var s []step
	s = append(s, refused("系统管理员不得办理业务：编目", "system-admin", "catalogue", "enter", nil, form{"title": "越权"}, want{code: "administrator.business", unit: "PF-10"}))
	for _, h := range holdings {
		h.by += ":provider"
		s = append(s, bringIn(h, "lin:authority", "泰安市")...)
	}
	s = append(s,
		open("编目：未确权的供水数据", "he:provider", "catalogue", "enter", nil, form{"title": water.title, "titleEN": water.titleEN, "summary": "尚未确权", "openness": "conditional",
			"fields": []any{"民政"}, "regions": []any{"泰安市"}, "collector": "he", "manager": "he", "user": "运营单位", "worthwhile": true}, "water"),
		unseen("系统管理员查看业务数据：不存在", "system-admin", "GET", "/v1/registers/resource/$villages.resource"))
	return s
}

// bringIn takes a resource from its entry to a version whose columns are confirmed. checker
// is the seat that confirms the privacy unit.
func bringIn(h holding, checker, region string) []step {
	return []step{
		open("编目："+h.title, h.by, "catalogue", "enter", nil, form{"title": h.title, "titleEN": h.titleEN, "summary": h.summary, "openness": "conditional",
			"fields": []any{h.field}, "regions": []any{region}, "collector": h.holder(), "manager": h.holder(), "user": "运营单位", "worthwhile": true, "synthetic": h.synthetic}, h.key),
		act("分类分级："+h.title, h.by, "$"+h.key, "classify", form{"class": h.class, "level": h.level, "personal": h.personal, "unit": h.unit, "reason": "按内容核定"}),
		act("核对隐私单元："+h.title, checker, "$"+h.key, "confirm-unit", form{"finding": "与内容相符"}),
		upload("上传数据："+h.title, h.by, "$"+h.key+".resource", h.file, h.key+"-file"),
		act("导入："+h.title, h.by, "$"+h.key, "deposit", deposit(h)),
		arrives("平台读取并统计："+h.title, h.by, "$"+h.key, "to-confirm"),
		confirmVersion(h),
		arrives("平台与现行版本比较："+h.title, h.by, "$"+h.key, "available"),
	}
}

// holder is the login of who brings the resource in.
func (h holding) holder() string {
	login, _ := seat(h.by)
	return login
}

func deposit(h holding) form {
	f := form{"way": "file", "file": "$" + h.key + "-file", "format": h.format}
	if h.unitColumn != "" {
		f["unitColumn"] = h.unitColumn
	}
	return f
}

// registering takes each resource through application, review, notice and certificate.
func registering() []step {
	materials := form{"kind": "first", "summary": "基本情况见附件", "materials": []any{written("数据资源登记材料")}, "commitTruth": true, "commitCompleteness": true,
		"commitCompliance": true, "collector": "本单位", "manager": "本单位", "user": "运营单位"}
	incomplete := form{"kind": "first", "summary": "基本情况", "materials": []any{written("数据资源登记材料")}, "commitTruth": false, "commitCompleteness": true,
		"commitCompliance": true, "collector": "本单位", "manager": "本单位", "user": "运营单位"}
	s := []step{
		refused("不作真实性承诺的登记申请", "he:provider", "registration", "apply", links("resource", "$villages.resource"), incomplete, want{code: "document.incomplete", unit: "TA-09.1"}),
	}
	for _, h := range holdings {
		who, c := h.by+":provider", "$reg-"+h.key
		s = append(s,
			open("申请登记："+h.title, who, "registration", "apply", links("resource", "$"+h.key+".resource"), materials, "reg-"+h.key),
			act("登记审查："+h.title, "lin:authority", c, "review", form{"reasons": "材料齐全"}),
			act("登记公示："+h.title, "lin:authority", c, "notice", form{}))
	}
	s = append(s,
		until("2025-01-10", "公示期内"),
		refused("公示未满五天就登记", "zhao:authority", "$reg-villages", "register", nil, form{}, want{code: "period.running", unit: "TA-09.3"}),
		until("2025-01-14", "公示期满（末日为周六，顺延至周一）"))
	for _, h := range holdings {
		s = append(s, act("准予登记并发证："+h.title, "zhao:authority", "$reg-"+h.key, "register", form{}))
	}
	return s
}

// confirming confirms the rights of all but one resource.
func confirming() []step {
	var s []step
	for _, h := range holdings {
		c := "$right-" + h.key
		s = append(s,
			open("申请确权："+h.title, h.by+":provider", "confirmation", "apply", links("resource", "$"+h.key+".resource"), form{"basis": "依法履职产生", "materials": []any{written("确权证明材料")}}, "right-"+h.key),
			act("确权审查："+h.title, "lin:authority", c, "review", form{"reasons": "权属清楚"}),
			act("确权并发证："+h.title, "zhao:authority", c, "confirm", form{}))
	}
	return s
}

// authorising runs a round: call, applications, blind review by experts, the
// government's consent, public notice with an objection, agreements signed by both.
func authorising() []step {
	resources := []any{}
	for _, h := range holdings {
		resources = append(resources, "$"+h.key+".resource")
	}
	call := func(more ...any) form {
		return form{"title": "泰安市公共数据授权运营（综合授权）", "mode": "comprehensive", "resources": append(append([]any{}, resources...), more...),
			"fields": []any{"民政", "transport", "人社", "市监"}, "regions": []any{"泰安市"}, "conditions": "本办法第十三条各项条件", "criteria": "百分制综合评审", "other": "无", "closes": "2025-01-24"}
	}
	s := []step{
		open("市场主体提出授权运营申请", "wu:market-entity", "authorisation", "request", nil, form{"title": "民生与出行", "reasons": "群众和企业需要"}, "round"),
		refused("把未确权的资源列入授权范围", "zhao:authority", "$round", "announce", nil, call("$water.resource"), want{code: "resource.unconfirmed", unit: "TA-10.p4"}),
		act("发布申报公告", "zhao:authority", "$round", "announce", call()),
		open("泰山智数申报", "wu:operator", "application", "apply", links("call", "$round"), application("#taishan"), "app-taishan"),
		open("岱宗数科申报", "shi:operator", "application", "apply", links("call", "$round"), application("#daizong"), "app-daizong"),
		open("将失信公司列入名单", "lin:authority", "organisation", "enrol", nil, form{"name": "占位单位（演示）", "roles": []any{"user"}, "creditCode": creditCode(90), "legalForm": "legal-person"}, "filler"),
		amendListed(),
		refused("名单上的失信单位申报", "ma:operator", "application", "apply", links("call", "$round"), application("#listed"), want{code: "applicant.listed", unit: "TA-13.2"}),
		until("2025-01-26", "申报截止"),
	}
	for _, key := range []string{"taishan", "daizong"} {
		s = append(s, panel(key)...)
	}
	s = append(s,
		act("初步确定名单", "lin:authority", "$round", "shortlist", form{"applications": []any{"$app-taishan", "$app-daizong"}, "reasons": "评审合格"}),
		refused("未经市政府同意就公示", "lin:authority", "$round", "notice", nil, form{"noticeDays": 5}, want{code: "consent.missing", unit: "TA-14.3"}),
		act("市人民政府同意", "meng:government", "$round", "consent", form{"reasons": "同意"}),
		act("名单公示", "lin:authority", "$round", "notice", form{"noticeDays": 5}),
		open("起草协议：泰山智数", "lin:authority", "agreement", "draft", map[string]string{"application": "$app-taishan", "call": "$round"}, draft(resources, 24, ""), "agr-taishan"),
		refused("期限超过三年而不说明理由", "lin:authority", "agreement", "draft", map[string]string{"application": "$app-daizong", "call": "$round"}, draft(resources, 60, ""), want{code: "agreement.term", unit: "TA-14.4.b"}),
		open("起草协议：岱宗数科", "lin:authority", "agreement", "draft", map[string]string{"application": "$app-daizong", "call": "$round"}, draft(resources, 6, ""), "agr-daizong"),
		object("公众对名单提出异议", "$round", form{"grounds": "评审过程应当公开"}),
		until("2025-02-12", "名单公示期满，异议未了"),
		refused("有未处理的异议就签约", "han:operator", "$agr-taishan", "sign", nil, nil, want{code: "agreement.objection", unit: "TA-14.4"}),
		act("答复异议", "zhao:authority", "$round", "settle", form{"objection": "O1", "outcome": "dismissed", "answer": "评审记录已公开"}),
		act("泰山智数签署", "han:operator", "$agr-taishan", "sign", nil),
		refused("同一方重复签署", "han:operator", "$agr-taishan", "sign", nil, nil, want{code: "signature.twice", unit: "PF-25"}),
		act("市大数据局签署", "sun:authority", "$agr-taishan", "sign", nil),
		act("发放授权证书：泰山智数", "zhao:authority", "$agr-taishan", "certify", nil),
		act("岱宗数科签署", "tang:operator", "$agr-daizong", "sign", nil),
		act("市大数据局签署", "sun:authority", "$agr-daizong", "sign", nil),
		act("发放授权证书：岱宗数科", "zhao:authority", "$agr-daizong", "certify", nil),
		act("本轮授权办结", "zhao:authority", "$round", "conclude", form{"reasons": "期满，异议已处理"}))
	return s
}

func links(name, id string) map[string]string { return map[string]string{name: id} }

func application(applicant string) form {
	of := strings.TrimPrefix(applicant, "#")
	return form{"applicant": applicant, "plan": "两年三个产品", "operatingCondition": written(of + "经营状况证明"), "qualifications": written(of + "专业资质证明"), "talent": written(of + "人才和知识积累证明"), "capacity": written(of + "生产服务能力证明"),
		"recordClean": true, "securityOfficer": "安全负责人", "securityDepartment": "数据安全部", "internalRules": []any{written(of + "内部管理和安全制度")},
		"levelThreeReference": written(of + "三级等保系统的开发运维证明"), "cryptographyReference": written(of + "商用密码评估证明")}
}

func draft(resources []any, months int, reason string) form {
	f := form{"title": "泰安市公共数据授权运营协议", "resources": resources, "startsOn": "2025-02-17", "termMonths": months, "modelText": "2025版", "clauseGrantor": "市大数据局",
		"clauseScope": "附件一", "clauseTerm": fmt.Sprintf("%d个月", months), "clauseRights": "附件二", "clauseSecurity": "附件三", "clauseExit": "附件四", "clauseBreach": "附件五", "clauseAssets": "附件六"}
	if reason != "" {
		f["termReason"] = reason
	}
	return f
}

// panel has three third-party experts judge an application, each alone.
func panel(key string) []step {
	c := "$app-" + key
	s := []step{act("资格审查："+key, "lin:authority", c, "examine", form{"capable": true, "clean": true, "secure": true, "further": true, "reasons": "条件满足"})}
	if key == "taishan" {
		s = append(s, refused("请申报单位自己的专家评审", "zhao:authority", c, "appoint", nil, form{"members": []any{"@e1", "@e2", "@hx"}}, want{code: "panel.not-third-party", unit: "TA-14.3"}))
	}
	s = append(s, act("组织第三方专家", "zhao:authority", c, "appoint", form{"members": []any{"@e1", "@e2", "@e3"}}))
	for _, e := range []string{"e1", "e2", "e3"} {
		s = append(s, act("专家声明无利益冲突："+e, e+":expert", c, "declare", form{}))
	}
	s = append(s, act("专家独立打分：e1", "e1:expert", c, "score", form{"score": 88, "reasons": "方案可行"}))
	if key == "taishan" {
		s = append(s, refused("同一专家打两次分", "e1:expert", c, "score", nil, form{"score": 99, "reasons": "再打一次"}, want{code: "vote.twice", unit: "PF-09"}))
	}
	return append(s,
		act("专家独立打分：e2", "e2:expert", c, "score", form{"score": 84, "reasons": "安全制度完备"}),
		act("专家独立打分：e3", "e3:expert", c, "score", form{"score": 90, "reasons": "能力较强"}),
		act("汇总评审意见："+key, "lin:authority", c, "rate", form{"reasons": "合格"}))
}

// admitting admits data workers: verified, filed, vetted, bound to secrecy, trained.
func admitting() []step {
	s := []step{
		until("2025-02-17", "授权期限开始"),
	}
	for _, w := range []struct{ worker, clerk string }{{"feng", "wu"}, {"yun", "shi"}} {
		c := "$staff-" + w.worker
		s = append(s,
			open("加工人员备案："+w.worker, w.clerk+":operator", "personnel", "file", links("person", "@"+w.worker), form{"post": "分析员", "materials": []any{written("身份和背景材料")}}, "staff-"+w.worker),
			act("实名认证", "lin:authority", c, "verify", form{"reasons": "人证一致"}),
			act("审查", "lin:authority", c, "vet", form{"reasons": "无不良记录"}),
			act("签订保密协议", w.clerk+":operator", c, "bind", form{"signedOn": "2025-02-17", "agreement": scanned("保密协议")}),
			act("岗前安全培训", w.clerk+":operator", c, "train", form{"completedOn": "2025-02-17", "contents": "数据安全与保密"}),
			act("准入", "zhao:authority", c, "admit", nil))
	}
	return s
}

// demanding files scenarios, one application each, and supplies what providers consent to.
func demanding() []step {
	outside := demand("越界监测", "industry", []any{"$water.resource"}, need("$water.resource", "meter"))
	two := demand("两个场景", "industry", []any{"$flights.resource"}, need("$flights.resource", "origin"))
	two["scenarios"] = []any{"准点指数", "客流预测"}
	s := []step{
		refused("需求超出授权范围", "wu:operator", "demand", "apply", links("agreement", "$agr-taishan.agreement"), outside, want{code: "demand.beyond-scope", unit: "TA-17"}),
		refused("一份申请写两个场景", "wu:operator", "demand", "apply", links("agreement", "$agr-taishan.agreement"), two, want{code: "scenario.several", unit: "TA-16"}),
	}
	for _, d := range demands {
		c := "$" + d.key
		f := demand(d.title, d.purpose, []any{"$" + d.resource + ".resource"}, needs("$"+d.resource+".resource", d.columns))
		s = append(s,
			open("提出需求："+d.title, d.clerk+":operator", "demand", "apply", links("agreement", "$"+d.agreement+".agreement"), f, d.key),
			act("征求提供单位意见", "lin:authority", c, "ask", form{"necessary": true, "reasons": "限于场景所需"}))
		if d.key == "need-flights" {
			s = append(s, refused("提供单位未同意就供给", "zhao:authority", c, "supply", nil, form{"masking": "masked"}, want{code: "supply.unconsented", unit: "TA-16.b"}))
		}
		s = append(s,
			act("提供单位同意", d.provider+":provider", c, "consent", form{"resources": []any{"$" + d.resource + ".resource"}, "reasons": "同意"}),
			act("供给数据："+d.title, "zhao:authority", c, "supply", form{"masking": "masked"}))
	}
	return s
}

// wish is a demand of the script.
type wish struct {
	key, title, purpose, agreement, clerk, provider, resource string
	columns                                                   []string
}

var demands = []wish{
	{"need-flights", "航线准点指数", "industry", "agr-taishan", "wu", "lu", "flights", flightColumns},
	{"need-wages", "就业收入统计", "governance", "agr-taishan", "wu", "qin", "wages", []string{"person", "gender", "occupation", "sector", "wage", "age", "union"}},
	{"need-cards", "站点客流", "industry", "agr-taishan", "wu", "lu", "cards", []string{"station", "holder_sm3", "rides"}},
	{"need-villages", "地址标准化", "welfare", "agr-daizong", "shi", "he", "villages", []string{"code", "name", "provinceCode", "cityCode", "areaCode"}},
}

func demand(title, purpose string, resources []any, columns []any) form {
	f := form{"scenarios": []any{title}, "description": title + "的应用", "value": "服务社会", "goals": "按季发布", "plan": "两阶段实施", "planEnds": "2025-07-31",
		"results": "覆盖全市", "purpose": purpose, "field": "transport", "resources": resources, "columns": columns, "recipients": []any{"#bank"}}
	if purpose == "industry" {
		f["charge"] = 1000
	} else {
		f["freeConditions"] = "只用于本场景"
	}
	return f
}

func need(resource, name string) []any { return needs(resource, []string{name}) }

func needs(resource string, names []string) []any {
	all := make([]any, len(names))
	for i, n := range names {
		all[i] = form{"resource": resource, "column": n, "necessity": "统计口径需要"}
	}
	return all
}

// job is a job's document.
func job(title, catalogue, sql, demand string) form {
	return form{"title": title, "purpose": "query", "catalogue": catalogue, "grants": []any{"$" + demand + ".grant"}, "sql": strings.TrimSpace(sql)}
}
