package pack

import "github.com/shuyu-project/shuyu/law"

// FactType is the type of a fact or of a field of a document. Lists are written
// "[text]". A type that names a registered kind ("resource") is, in a document, the id
// of such a thing and, in an expression, its facts.
type FactType string

// The plain types. A day is written "2026-02-25" and compares as text does; money is a
// whole number of fen (分).
const (
	TypeText   FactType = "text"
	TypeBool   FactType = "bool"
	TypeInt    FactType = "int"
	TypeDay    FactType = "day"
	TypeMoney  FactType = "money"
	TypeDigest FactType = "digest" // SHA-256, hex
	TypeGroup  FactType = "group"  // nested particulars
	TypeTexts  FactType = "[text]"
	TypeDays   FactType = "[day]"
)

// Fact is one word of the vocabulary: something a registered thing is or has, of which
// rules may speak.
type Fact struct {
	Name     string   `json:"name"`
	Type     FactType `json:"type"`
	Means    law.Text `json:"means"`
	Computed bool     `json:"computed,omitempty"` // worked out when asked, never stored
	Private  bool     `json:"private,omitempty"`
	Held     bool     `json:"held,omitempty"`    // tells of what is held: not for those who made it, until it is released
	Refers   string   `json:"refers,omitempty"`  // kind of thing whose id it holds; "case"; AnyKind where the id tells
	Concept  string   `json:"concept,omitempty"` // concept of the packs whose words its values have
	Values   []Value  `json:"values,omitempty"`  // words of the values the platform itself gives it
}

// AnyKind is what a fact refers to that may hold the id of a thing of any kind.
const AnyKind = "*"

// Thing is a kind of registered thing and the facts rules may use about it. Its
// records are bodies of these facts; Org and Subject name the facts by which a record
// is found.
type Thing struct {
	Kind    string   `json:"kind"`
	Word    law.Text `json:"word"`
	Other   string   `json:"other,omitempty"` // fact that holds the other organisation that a case about it concerns
	Org     string   `json:"org"`             // fact that holds the organisation it belongs to
	Subject string   `json:"subject"`         // fact that holds the id of what it is about
	Title   string   `json:"title"`           // fact shown in lists
	Facts   []Fact   `json:"facts"`
}

func fact(name string, t FactType, zh, en string) Fact {
	return Fact{Name: name, Type: t, Means: law.Text{ZH: zh, EN: en}}
}

func computed(name string, t FactType, zh, en string) Fact {
	f := fact(name, t, zh, en)
	f.Computed = true
	return f
}

func private(name string, t FactType, zh, en string) Fact {
	f := fact(name, t, zh, en)
	f.Private = true
	return f
}

// held keeps a fact from those who made what is held.
func held(name string, t FactType, zh, en string) Fact {
	f := fact(name, t, zh, en)
	f.Held = true
	return f
}

// refers says what kind of thing the fact names.
func (f Fact) refers(kind string) Fact {
	f.Refers = kind
	return f
}

// of says which concept of the packs the values are words of.
func (f Fact) of(concept string) Fact {
	f.Concept = concept
	return f
}

// in gives the words of the values the platform itself sets: key, Chinese, English.
func (f Fact) in(values ...[3]string) Fact {
	for _, v := range values {
		f.Values = append(f.Values, Value{Key: v[0], Word: law.Text{ZH: v[1], EN: v[2]}})
	}
	return f
}

// Vocabulary lists every registered kind. An expression that speaks of anything else
// does not compile. It is documented in docs/reference/facts.md, which is generated.
var Vocabulary = []Thing{
	{Kind: "organisation", Word: law.Text{ZH: "单位", EN: "organisation"}, Org: "id", Title: "name", Facts: []Fact{
		fact("name", TypeText, "单位名称", "name"),
		fact("roles", TypeTexts, "角色", "roles it may have"),
		fact("legalForm", TypeText, "法律形式", "legal form").of("legal-form"),
		fact("class", TypeText, "提供单位类别", "class of data provider").of("provider-class"),
		fact("creditCode", TypeText, "统一社会信用代码", "unified social credit code"),
		fact("field", TypeText, "所属领域", "field it works in or is in charge of"),
		fact("level", TypeText, "层级", "level of government").in([3]string{"national", "国家级", "national"}, [3]string{"province", "省级", "province"}, [3]string{"city", "市级", "city"}, [3]string{"county", "县级", "county"}),
		fact("area", TypeText, "行政区划", "GB/T 2260 code of its area"),
		fact("jurisdiction", TypeText, "辖区", "jurisdiction in which it stands; empty is the installation's own").refers("jurisdiction"),
		fact("superior", TypeText, "上级单位", "organisation to which it files and which guides it").refers("organisation"),
		private("legalRepresentative", TypeText, "法定代表人", "legal representative"),
		fact("lists", TypeTexts, "所列名单", "dishonesty lists on which it or its legal representative stands"),
		fact("majorIllegalRecord", TypeBool, "重大违法记录", "it or its legal representative has a major illegal record"),
		fact("incidents", TypeDays, "安全事件日期", "days of network or data security incidents on file"),
		fact("state", TypeText, "状态", "state").in([3]string{"enrolled", "已入驻", "enrolled"}, [3]string{"closed", "已注销", "closed"}),
		computed("held", TypeBool, "是否暂停", "a hold on it stands"),
	}},
	{Kind: "person", Word: law.Text{ZH: "人员", EN: "person"}, Org: "org", Title: "name", Facts: []Fact{
		private("name", TypeText, "姓名", "name"),
		fact("org", TypeText, "所在单位", "organisation").refers("organisation"),
		fact("verified", TypeBool, "实名认证", "identity verified"),
		fact("filed", TypeBool, "备案", "filed with the authority"),
		fact("vetted", TypeBool, "审查通过", "vetting passed"),
		fact("bound", TypeBool, "签订保密协议", "bound by a confidentiality agreement"),
		fact("trained", TypeBool, "岗前培训", "trained before taking up the post"),
		fact("admitted", TypeBool, "准入", "admitted to the processing area"),
		fact("state", TypeText, "状态", "state").in([3]string{"active", "在册", "active"}, [3]string{"removed", "已移除", "removed"}),
		computed("roles", TypeTexts, "所任角色", "roles of the seats held or proposed"),
	}},
	{Kind: "seat", Word: law.Text{ZH: "岗位", EN: "seat"}, Org: "org", Subject: "person", Title: "title", Facts: []Fact{
		fact("title", TypeText, "岗位名称", "title"),
		fact("person", TypeText, "任职人员", "person who holds it").refers("person"),
		fact("org", TypeText, "所在单位", "organisation").refers("organisation"),
		fact("role", TypeText, "角色", "role in which it acts"),
		fact("powers", TypeTexts, "职权", "powers"),
		fact("deputy", TypeText, "代理岗位", "seat that stands in during absence").refers("seat"),
		fact("absentFrom", TypeDay, "缺勤起", "first day of absence"),
		fact("absentUntil", TypeDay, "缺勤止", "last day of absence"),
		fact("state", TypeText, "状态", "state").in([3]string{"proposed", "待确认", "proposed"}, [3]string{"in-force", "在任", "in force"}, [3]string{"ended", "已卸任", "ended"}),
	}},
	{Kind: "resource", Word: law.Text{ZH: "公共数据资源", EN: "public data resource"}, Org: "provider", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("titleEN", TypeText, "英文名称", "title in English"),
		fact("summary", TypeText, "摘要", "summary"),
		fact("provider", TypeText, "提供单位", "organisation that holds it").refers("organisation"),
		fact("derived", TypeBool, "加工形成", "first formed by an operator's processing"),
		fact("catalogued", TypeBool, "已编目", "entered in the unified catalogue"),
		fact("worthwhile", TypeBool, "具有开发利用价值", "worth developing"),
		fact("openness", TypeText, "开放属性", "openness").of("openness"),
		fact("fields", TypeTexts, "领域", "fields").of("supported-field"),
		fact("regions", TypeTexts, "区域", "regions it covers"),
		fact("class", TypeText, "分类", "class"),
		fact("level", TypeText, "分级", "level").of("level"),
		fact("graded", TypeBool, "已分类分级", "class and level confirmed by a person"),
		fact("personal", TypeBool, "涉及个人信息", "involves personal information"),
		fact("confidential", TypeBool, "涉及商业秘密或保密商务信息", "involves trade secrets or confidential business information"),
		fact("unit", TypeText, "隐私单元", "privacy unit").of("privacy-unit"),
		fact("unitConfirmed", TypeBool, "隐私单元已确认", "privacy unit confirmed by the authority"),
		fact("collector", TypeText, "收集单位", "who collects it"),
		fact("manager", TypeText, "管理单位", "who manages it"),
		fact("user", TypeText, "使用单位", "who uses it"),
		fact("registered", TypeBool, "已登记", "registered"),
		fact("registrationNumber", TypeText, "登记编号", "number of its registration"),
		fact("deferred", TypeBool, "暂缓登记", "registration deferred"),
		fact("confirmed", TypeBool, "已确权", "rights confirmed"),
		fact("rights", TypeTexts, "权利", "rights on record").of("right"),
		fact("rightsClause", TypeText, "权利依据条款", "agreement clause the operator's rights rest on"),
		fact("version", TypeText, "现行版本", "id of the version in force").refers("version"),
		fact("synthetic", TypeBool, "合成数据", "generated, not real"),
		fact("state", TypeText, "状态", "state").in([3]string{"submitted", "待编目", "submitted"}, [3]string{"catalogued", "已编目", "catalogued"}, [3]string{"withdrawn", "已撤下", "withdrawn"}),
		computed("held", TypeBool, "是否暂停", "a hold on it stands"),
	}},
	{Kind: "version", Word: law.Text{ZH: "数据集版本", EN: "dataset version"}, Org: "provider", Subject: "resource", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("resource", TypeText, "资源", "resource").refers("resource"),
		fact("provider", TypeText, "提供单位", "provider").refers("organisation"),
		fact("number", TypeInt, "版本号", "version number"),
		fact("rows", TypeInt, "行数", "rows"),
		fact("bytes", TypeInt, "字节数", "bytes as deposited"),
		fact("badRows", TypeInt, "问题行数", "rows that could not be read"),
		fact("columns", TypeTexts, "列", "column names"),
		fact("object", TypeText, "对象", "id in the vault"),
		fact("digest", TypeDigest, "摘要值", "SHA-256 of the content"),
		fact("confirmed", TypeBool, "分级已确认", "levels of all columns confirmed by a person"),
		fact("stops", TypeTexts, "阻止原因", "why it may not reach standing grants").of("version-change"),
		fact("state", TypeText, "状态", "state").in([3]string{"quarantined", "待确认", "quarantined"}, [3]string{"ready", "可用", "ready"}, [3]string{"superseded", "已被取代", "superseded"}, [3]string{"destroyed", "已销毁", "destroyed"}),
	}},
	{Kind: "agreement", Word: law.Text{ZH: "授权运营协议", EN: "authorised-operation agreement"}, Org: "operator", Other: "grantor", Subject: "call", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("number", TypeText, "编号", "number"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("grantor", TypeText, "授权主体", "authorising body").refers("organisation"),
		fact("call", TypeText, "授权轮次", "case of the call").refers("case"),
		fact("under", TypeText, "上级授权", "agreement it is derived from: a second tier stands only while that one does").refers("agreement"),
		fact("mode", TypeText, "授权方式", "mode of authorisation").of("authorisation-mode"),
		fact("resources", TypeTexts, "授权范围", "resources in scope").refers("resource"),
		fact("fields", TypeTexts, "领域", "fields").of("supported-field"),
		fact("termMonths", TypeInt, "期限（月）", "term in months"),
		fact("from", TypeDay, "起", "first day"),
		fact("until", TypeDay, "止", "last day"),
		fact("modelText", TypeText, "示范文本版本", "version of the model text used"),
		fact("signed", TypeBool, "已签署", "signed by both parties"),
		fact("signedOn", TypeDay, "原件签订日", "day on which the original was signed"),
		fact("takenOver", TypeDay, "接管日（平台未见证订立）", "taken over on, its making not witnessed by the platform"),
		fact("termReason", TypeText, "期限较长的理由", "why its term is longer than the text allows"),
		fact("settledUntil", TypeDay, "已结算至", "last day up to which its income is settled"),
		fact("state", TypeText, "状态", "state").in([3]string{"drafted", "拟订", "drafted"}, [3]string{"in-force", "有效", "in force"}, [3]string{"expired", "已届满", "expired"}, [3]string{"terminated", "已终止", "terminated"}, [3]string{"exited", "已退出", "exited"}, [3]string{"annulled", "已撤销", "annulled"}, [3]string{"withdrawn", "已撤回", "withdrawn"}),
		computed("inForce", TypeBool, "是否有效", "in force today and not held"),
		computed("held", TypeBool, "是否暂停", "a hold on it, or on its operator, stands"),
	}},
	{Kind: "scenario", Word: law.Text{ZH: "应用场景", EN: "application scenario"}, Org: "operator", Subject: "agreement", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("agreement", TypeText, "协议", "agreement").refers("agreement"),
		fact("purpose", TypeText, "用途", "purpose").in([3]string{"governance", "公共治理", "governance"}, [3]string{"welfare", "公益事业", "welfare"}, [3]string{"industry", "产业发展", "industry"}).of("purpose"),
		fact("field", TypeText, "领域", "field").of("supported-field"),
		fact("recipients", TypeTexts, "使用方", "organisations it is for").refers("organisation"),
		fact("state", TypeText, "状态", "state").in([3]string{"approved", "已批准", "approved"}, [3]string{"closed", "已关闭", "closed"}),
		computed("held", TypeBool, "是否暂停", "a hold stands"),
	}},
	{Kind: "grant", Word: law.Text{ZH: "授权", EN: "grant"}, Org: "operator", Subject: "agreement", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("agreement", TypeText, "协议", "agreement").refers("agreement"),
		fact("scenario", TypeText, "场景", "scenario").refers("scenario"),
		fact("resource", TypeText, "资源", "resource").refers("resource"),
		fact("columns", TypeTexts, "列", "columns"),
		fact("masking", TypeText, "处理方式", "masking").in([3]string{"masked", "脱敏", "masked"}, [3]string{"consent", "经主体同意", "by consent"}),
		fact("charge", TypeMoney, "使用费", "charge for use"),
		fact("from", TypeDay, "起", "first day"),
		fact("until", TypeDay, "止", "last day"),
		fact("state", TypeText, "状态", "state").in([3]string{"in-force", "有效", "in force"}, [3]string{"ended", "已终止", "ended"}),
		computed("inForce", TypeBool, "是否有效", "in force today, its agreement too, and nothing held"),
		computed("held", TypeBool, "是否暂停", "a hold on it, its agreement, operator, scenario or resource stands"),
	}},
	{Kind: "consent", Word: law.Text{ZH: "主体同意", EN: "subject's consent"}, Org: "operator", Subject: "resource", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("resource", TypeText, "资源", "resource").refers("resource"),
		fact("resources", TypeInt, "资源数", "number of resources it names"),
		fact("scenarios", TypeInt, "场景数", "number of scenarios it names"),
		fact("conditional", TypeBool, "以服务为条件", "use of a service was made to depend on it"),
		fact("state", TypeText, "状态", "state").in([3]string{"valid", "有效", "valid"}, [3]string{"withdrawn", "已撤回", "withdrawn"}),
	}},
	{Kind: "code", Word: law.Text{ZH: "代码批准", EN: "approval of code"}, Org: "operator", Subject: "grant", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("grant", TypeText, "授权", "grant it reads under").refers("grant"),
		fact("scenario", TypeText, "场景", "scenario").refers("scenario"),
		fact("resource", TypeText, "资源", "resource that the grant shows").refers("resource"),
		fact("provider", TypeText, "提供单位", "provider of the resource, who approves").refers("organisation"),
		fact("digest", TypeDigest, "摘要值", "SHA-256 of its text; the text is in its case"),
		fact("state", TypeText, "状态", "state").in([3]string{"submitted", "待批准", "submitted"}, [3]string{"approved", "已批准", "approved"}, [3]string{"refused", "未批准", "refused"}, [3]string{"withdrawn", "已撤回", "withdrawn"}, [3]string{"ended", "已结束", "ended"}),
		computed("inForce", TypeBool, "是否有效", "approved, and its grant is in force today"),
		computed("held", TypeBool, "是否暂停", "a hold on it or its grant stands"),
	}},
	{Kind: "job", Word: law.Text{ZH: "作业", EN: "job"}, Org: "operator", Subject: "scenario", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("worker", TypeText, "加工人员", "person").refers("person"),
		fact("scenario", TypeText, "场景", "scenario").refers("scenario"),
		fact("grants", TypeTexts, "授权", "grants it reads under").refers("grant"),
		fact("catalogue", TypeText, "环境", "environment").of("job-catalogue").in([3]string{"development", "开发环境", "development"}, [3]string{"production", "生产环境", "production"}),
		fact("purpose", TypeText, "目的", "purpose").of("job-purpose"),
		fact("code", TypeDigest, "代码摘要", "digest of the admitted code"),
		fact("isolation", TypeText, "隔离", "isolation in force when it ran"),
		fact("label", TypeText, "可信标识", "assurance label, T0 to T3"),
		fact("state", TypeText, "状态", "state").in([3]string{"submitted", "已提交", "submitted"}, [3]string{"answered", "已答复", "answered"}, [3]string{"admitted", "已准入", "admitted"}, [3]string{"produced", "已产出", "produced"}, [3]string{"failed", "失败", "failed"}, [3]string{"cancelled", "已取消", "cancelled"}),
		fact("failure", TypeText, "失败类别", "class of the failure; never a value"),
	}},
	{Kind: "output", Word: law.Text{ZH: "加工结果", EN: "held output"}, Org: "operator", Subject: "job", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("job", TypeText, "作业", "job").refers("job"),
		fact("author", TypeText, "加工人员", "person who made it").refers("person"),
		fact("scenario", TypeText, "场景", "scenario").refers("scenario"),
		fact("resources", TypeTexts, "资源", "resources it was made from").refers("resource"),
		held("digest", TypeDigest, "摘要值", "SHA-256 of its bytes"),
		fact("rows", TypeInt, "行数", "rows"),
		held("bytes", TypeInt, "字节数", "bytes"),
		fact("verdict", TypeText, "检查结论", "verdict").in([3]string{"pass", "通过", "pass"}, [3]string{"review", "须人工评审", "to be reviewed"}, [3]string{"fail", "未通过", "fail"}),
		fact("failed", TypeTexts, "未通过规则", "rules of the platform it fails"),
		fact("raw", TypeBool, "含原始数据", "holds raw records"),
		fact("restorable", TypeText, "可还原性", "restorability").in([3]string{"no", "不可还原", "cannot be restored"}, [3]string{"yes", "可还原", "can be restored"}, [3]string{"not-determinable", "不能确定", "cannot be determined"}),
		fact("report", TypeDigest, "检查报告摘要", "digest of the report"),
		fact("released", TypeBool, "已出域", "released"),
		computed("held", TypeBool, "是否暂停", "a hold reaches it"),
		computed("inReview", TypeBool, "正在评审", "a review of it is open"),
		computed("sourceWithdrawn", TypeBool, "所用资源已撤下", "made from a resource that has been withdrawn since"),
		fact("state", TypeText, "状态", "state").in([3]string{"held", "暂存", "held"}, [3]string{"examined", "已检查", "examined"}, [3]string{"released", "已出域", "released"}, [3]string{"barred", "不予出域", "barred"}, [3]string{"destroyed", "已销毁", "destroyed"}),
	}},
	{Kind: "product", Word: law.Text{ZH: "公共数据产品", EN: "public data product"}, Org: "operator", Subject: "scenario", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("form", TypeText, "形态", "form").of("product-form"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("agreement", TypeText, "协议", "agreement").refers("agreement"),
		fact("scenario", TypeText, "场景", "approved scenario").refers("scenario"),
		fact("purpose", TypeText, "用途", "purpose").in([3]string{"governance", "公共治理", "governance"}, [3]string{"welfare", "公益事业", "welfare"}, [3]string{"industry", "产业发展", "industry"}).of("purpose"),
		fact("output", TypeText, "结果", "released output").refers("output"),
		fact("digest", TypeDigest, "摘要值", "digest of the released bytes"),
		fact("price", TypeMoney, "价格", "price"),
		fact("venue", TypeText, "交易平台", "trading platform on which it is listed").refers("organisation"),
		fact("listing", TypeText, "挂牌编号", "listing number"),
		fact("evidence", TypeText, "存证", "evidence reference"),
		fact("ipNumber", TypeText, "数据知识产权登记号", "data intellectual-property registration number"),
		fact("label", TypeText, "可信标识", "assurance label, T0 to T3"),
		fact("state", TypeText, "状态", "state").in([3]string{"registered", "已登记", "registered"}, [3]string{"listed", "已挂牌", "listed"}, [3]string{"withdrawn", "已下架", "withdrawn"}),
		computed("held", TypeBool, "是否暂停", "a hold reaches it"),
	}},
	{Kind: "delivery", Word: law.Text{ZH: "交付", EN: "delivery"}, Org: "operator", Subject: "product", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("product", TypeText, "产品", "product").refers("product"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("recipient", TypeText, "使用方", "organisation it is delivered to").refers("organisation"),
		fact("scenario", TypeText, "场景", "scenario it is for").refers("scenario"),
		fact("way", TypeText, "方式", "way").in([3]string{"file", "文件", "file"}, [3]string{"interface", "接口", "interface"}),
		fact("keyHash", TypeDigest, "密钥摘要", "SHA-256 of the interface key"),
		fact("dailyQuota", TypeInt, "日限额", "calls a day"),
		fact("totalQuota", TypeInt, "总限额", "calls in all"),
		fact("billed", TypeInt, "已出账量", "calls billed in all"),
		fact("billedUntil", TypeDay, "已出账至", "last day billed"),
		fact("billing", TypeBool, "正在出账", "a bill is being drawn"),
		fact("until", TypeDay, "止", "last day"),
		fact("state", TypeText, "状态", "state").in([3]string{"in-force", "有效", "in force"}, [3]string{"withdrawn", "已撤回", "withdrawn"}),
		computed("inForce", TypeBool, "是否有效", "may be used today"),
	}},
	{Kind: "permitted-revenue", Word: law.Text{ZH: "最高准许收入", EN: "maximum permitted revenue"}, Org: "operator", Subject: "agreement", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("agreement", TypeText, "协议", "agreement").refers("agreement"),
		fact("revenue", TypeMoney, "年度最高准许收入", "maximum permitted revenue of a year, in fen"),
		fact("years", TypeInt, "周期（年）", "years of its cycle"),
		fact("total", TypeMoney, "周期最高准许收入", "maximum permitted revenue of the cycle after deduction, in fen"),
		fact("deducted", TypeMoney, "已扣减", "excess of earlier cycles deducted in this one, in fen"),
		fact("carried", TypeMoney, "待扣减", "excess of earlier cycles left for later ones, in fen"),
		fact("from", TypeDay, "周期起", "first day of the cycle"),
		fact("until", TypeDay, "周期止", "last day of the cycle"),
		fact("closedUntil", TypeDay, "已结至", "last day of the last year closed"),
		fact("closedYears", TypeInt, "已结年数", "years closed"),
		fact("actual", TypeMoney, "实际收入", "actual revenue of the years closed, in fen"),
		fact("adjust", TypeText, "应调整", "what the last year closed calls for: fees or ceilings"),
		fact("excess", TypeMoney, "超出额", "what must be deducted in later cycles, in fen; known once the cycle is closed"),
		fact("state", TypeText, "状态", "state").in([3]string{"determined", "已核定", "determined"}, [3]string{"in-force", "执行中", "in force"}, [3]string{"closed", "已结", "closed"}, [3]string{"followed", "已续接", "followed"}),
	}},
	{Kind: "tariff", Word: law.Text{ZH: "收费标准", EN: "tariff"}, Org: "operator", Subject: "agreement", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("product", TypeText, "产品", "product").refers("product"),
		fact("agreement", TypeText, "协议", "agreement").refers("agreement"),
		fact("purpose", TypeText, "用途", "purpose").in([3]string{"governance", "公共治理", "governance"}, [3]string{"welfare", "公益事业", "welfare"}, [3]string{"industry", "产业发展", "industry"}).of("purpose"),
		fact("unit", TypeText, "计费单位", "charging unit").of("charging-unit"),
		fact("fee", TypeMoney, "收费标准", "fee for one unit, in fen"),
		fact("ceiling", TypeMoney, "上限收费标准", "ceiling of the fee, in fen"),
		fact("forecast", TypeInt, "预计年销售量", "units forecast for a year"),
		fact("basis", TypeText, "定价依据", "basis of the price"),
		fact("trial", TypeBool, "试行", "on trial, before there is a full year"),
		fact("permitted", TypeText, "最高准许收入", "maximum permitted revenue it lies within").refers("permitted-revenue"),
		fact("from", TypeDay, "执行日", "first day in force"),
		fact("until", TypeDay, "停用日", "last day in force"),
		fact("state", TypeText, "状态", "state").in([3]string{"proposed", "已提出", "proposed"}, [3]string{"approved", "已批准", "approved"}, [3]string{"in-force", "执行中", "in force"}, [3]string{"ended", "已停用", "ended"}),
	}},
	{Kind: "bill", Word: law.Text{ZH: "账单", EN: "bill"}, Org: "operator", Subject: "agreement", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("recipient", TypeText, "使用方", "organisation that is charged").refers("organisation"),
		fact("agreement", TypeText, "协议", "agreement").refers("agreement"),
		fact("product", TypeText, "产品", "product").refers("product"),
		fact("delivery", TypeText, "交付", "delivery").refers("delivery"),
		fact("tariff", TypeText, "收费标准", "tariff").refers("tariff"),
		fact("unit", TypeText, "计费单位", "charging unit").of("charging-unit"),
		fact("fee", TypeMoney, "收费标准", "fee for one unit, in fen"),
		fact("quantity", TypeInt, "数量", "units billed"),
		fact("amount", TypeMoney, "应收金额", "amount charged, in fen"),
		fact("after", TypeDay, "上次截至日", "last day billed before it"),
		fact("through", TypeDay, "截至日", "last day it bills"),
		fact("confirmed", TypeDay, "确认日", "day the recipient confirmed it"),
		fact("state", TypeText, "状态", "state").in([3]string{"drawn", "已出账", "drawn"}, [3]string{"contested", "有异议", "contested"}, [3]string{"due", "待付", "due"}, [3]string{"paid", "已付", "paid"}, [3]string{"withdrawn", "已撤回", "withdrawn"}),
	}},
	{Kind: "settlement", Word: law.Text{ZH: "结算", EN: "settlement"}, Org: "operator", Subject: "agreement", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("operator", TypeText, "运营机构", "operator").refers("organisation"),
		fact("agreement", TypeText, "协议", "agreement").refers("agreement"),
		fact("after", TypeDay, "上次截至日", "last day settled before it"),
		fact("through", TypeDay, "截至日", "last day it settles"),
		fact("income", TypeMoney, "本期收入", "income of the period, in fen"),
		fact("treasury", TypeMoney, "应缴财政", "non-tax income owed to the treasury, in fen"),
		fact("remitted", TypeMoney, "已缴财政", "paid to the treasury, in fen"),
		fact("state", TypeText, "状态", "state").in([3]string{"drawn", "已编制", "drawn"}, [3]string{"agreed", "已确认", "agreed"}, [3]string{"remitted", "已缴库", "remitted"}, [3]string{"withdrawn", "已撤回", "withdrawn"}),
	}},
	{Kind: "hold", Word: law.Text{ZH: "暂停令", EN: "hold"}, Org: "org", Subject: "target", Title: "reason", Facts: []Fact{
		fact("targetKind", TypeText, "对象类别", "kind of the thing held"),
		fact("target", TypeText, "对象", "what is held").refers(AnyKind),
		fact("org", TypeText, "涉及单位", "organisation it concerns").refers("organisation"),
		fact("imposedBy", TypeText, "作出单位", "organisation that imposed it").refers("organisation"),
		fact("reason", TypeText, "理由", "reason"),
		fact("case", TypeText, "事项", "case that imposed it").refers("case"),
		fact("from", TypeDay, "起", "first day"),
		fact("state", TypeText, "状态", "state").in([3]string{"standing", "暂停中", "standing"}, [3]string{"lifted", "已解除", "lifted"}),
	}},
	{Kind: "certificate", Word: law.Text{ZH: "证书", EN: "certificate"}, Org: "holder", Subject: "subject", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("number", TypeText, "编号", "number"),
		fact("kind", TypeText, "种类", "kind").in([3]string{"registration", "登记", "registration"}, [3]string{"confirmation", "确权", "confirmation of rights"}, [3]string{"authorisation", "授权", "authorisation"}, [3]string{"product", "产品", "product"}),
		fact("holder", TypeText, "持有单位", "holder").refers("organisation"),
		fact("subject", TypeText, "标的", "what it certifies").refers(AnyKind),
		fact("issued", TypeDay, "签发日", "day of issue"),
		fact("until", TypeDay, "有效期至", "last day"),
		computed("state", TypeText, "状态", "state").in([3]string{"valid", "有效", "valid"}, [3]string{"suspended", "已暂停", "suspended"}, [3]string{"revoked", "已吊销", "revoked"}, [3]string{"annulled", "已撤销", "annulled"}, [3]string{"expired", "已届满", "expired"}, [3]string{"deregistered", "已注销", "deregistered"}),
	}},
	{Kind: "duty", Word: law.Text{ZH: "义务", EN: "duty"}, Org: "holder", Subject: "subject", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("rule", TypeText, "规则", "rule that imposes it"),
		fact("holder", TypeText, "承担单位", "organisation that owes it").refers("organisation"),
		fact("subject", TypeText, "对象", "what it is tied to").refers(AnyKind),
		fact("from", TypeDay, "期间起", "first day of the period"),
		fact("until", TypeDay, "期间止", "last day of the period"),
		fact("due", TypeDay, "到期日", "last day on which it is met in time"),
		fact("met", TypeDay, "履行日", "day it was met"),
		fact("case", TypeText, "履行事项", "case that met it").refers("case"),
		fact("state", TypeText, "状态", "state").in([3]string{"scheduled", "未到期", "scheduled"}, [3]string{"due", "待履行", "due"}, [3]string{"met", "已履行", "met"}, [3]string{"late", "逾期履行", "met late"}, [3]string{"overdue", "已逾期", "overdue"}, [3]string{"closed", "已终止", "closed"}),
	}},
	{Kind: "activation", Word: law.Text{ZH: "启用规则包", EN: "activation of a pack"}, Title: "title", Facts: []Fact{
		fact("title", TypeText, "规则包", "pack"),
		fact("instruments", TypeTexts, "文本", "instruments"),
		fact("digest", TypeDigest, "摘要值", "digest of the pack"),
		fact("pilot", TypeBool, "试点", "it runs as a pilot"),
		fact("founding", TypeBool, "创设行为", "founding act of the installation"),
		fact("from", TypeDay, "启用日", "first day"),
		fact("readings", TypeTexts, "采纳的解释", "readings adopted"),
		fact("settings", TypeTexts, "设定", "what the installation sets, each as name=value"),
		fact("state", TypeText, "状态", "state").in([3]string{"in-force", "已启用", "in force"}),
	}},
	{Kind: "official-text", Word: law.Text{ZH: "官方文本", EN: "official text"}, Org: "org", Subject: "instrument", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("instrument", TypeText, "文本", "instrument whose text it is"),
		fact("file", TypeDigest, "摘要值", "SHA-256 of the file, as handed in"),
		fact("source", TypeText, "来源", "where it was taken from"),
		fact("org", TypeText, "提出单位", "organisation that attached it").refers("organisation"),
		fact("from", TypeDay, "附加日", "day on which it was attached"),
		fact("state", TypeText, "状态", "state").in([3]string{"in-force", "已附加", "attached"}, [3]string{"withdrawn", "已撤下", "taken down"}),
	}},
	{Kind: "attachment", Word: law.Text{ZH: "附件", EN: "attachment"}, Org: "org", Subject: "digest", Title: "type", Facts: []Fact{
		fact("digest", TypeDigest, "摘要值", "SHA-256 of its content"),
		fact("org", TypeText, "首次提交单位", "organisation that handed it in first").refers("organisation"),
		fact("orgs", TypeTexts, "提交单位", "organisations that handed it in").refers("organisation"),
		fact("type", TypeText, "文件类型", "type found from its content: pdf, ofd, docx, xlsx, csv, json, txt, png, jpg or parquet"),
		fact("bytes", TypeInt, "字节数", "bytes"),
		fact("on", TypeDay, "提交日", "day it was first handed in"),
		fact("state", TypeText, "状态", "state").in([3]string{"kept", "已保存", "kept"}),
	}},
	{Kind: "file", Word: law.Text{ZH: "存档记录", EN: "record on file"}, Org: "org", Subject: "subject", Title: "title", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("class", TypeText, "类别", "what it records: evaluation, inspection, training, distribution, exception, …"),
		fact("org", TypeText, "涉及单位", "organisation it concerns").refers("organisation"),
		fact("subject", TypeText, "对象", "what it is about").refers(AnyKind),
		fact("finding", TypeText, "结论", "finding"),
		fact("score", TypeInt, "得分（百分之一分）", "score, in hundredths"),
		fact("on", TypeDay, "日期", "day"),
		fact("state", TypeText, "状态", "state").in([3]string{"open", "未办结", "open"}, [3]string{"closed", "已办结", "closed"}),
	}},
	{Kind: "jurisdiction", Word: law.Text{ZH: "辖区", EN: "jurisdiction"}, Title: "name", Facts: []Fact{
		fact("name", TypeText, "名称", "name"),
		fact("nameEN", TypeText, "英文名称", "name in English"),
		fact("code", TypeText, "行政区划", "GB/T 2260 code"),
		fact("level", TypeText, "层级", "level of government").of("government-level"),
		fact("pack", TypeText, "规则包", "pack under which its matters are decided; empty is that of the one above"),
		fact("above", TypeText, "上级辖区", "jurisdiction above it; empty is the installation's own").refers("jurisdiction"),
		fact("ownZone", TypeBool, "自有运营域", "it has a zone of its own, in which those below it work too; else it works in the zone of the one above"),
		fact("state", TypeText, "状态", "state").in([3]string{"in-force", "有效", "in force"}, [3]string{"closed", "已撤销", "closed"}),
	}},
	{Kind: "delegation", Word: law.Text{ZH: "委托", EN: "delegation"}, Org: "delegate", Subject: "delegator", Title: "title", Other: "delegator", Facts: []Fact{
		fact("title", TypeText, "名称", "title"),
		fact("delegator", TypeText, "委托单位", "organisation that entrusts").refers("organisation"),
		fact("delegate", TypeText, "受托单位", "organisation that is entrusted").refers("organisation"),
		fact("procedures", TypeTexts, "委托事项", "procedures that are entrusted"),
		fact("basis", TypeText, "依据", "article that lets it be entrusted"),
		fact("from", TypeDay, "起始日", "first day"),
		fact("until", TypeDay, "截止日", "last day"),
		fact("state", TypeText, "状态", "state").in([3]string{"proposed", "待受托", "proposed"}, [3]string{"in-force", "有效", "in force"}, [3]string{"refused", "未受托", "refused"}, [3]string{"ended", "已终止", "ended"}),
	}},
}

// TypeAttachment is the kind of an attachment. A field of this type holds the SHA-256 of
// its content, by which it is found; its line has another id, because the log names lines
// and must not help anyone who guesses at what was handed in.
const TypeAttachment FactType = "attachment"

// CaseFacts are the facts every case has, under "case" and under each link to a case.
var CaseFacts = []Fact{
	fact("id", TypeText, "事项编号", "id"),
	fact("procedure", TypeText, "程序", "procedure"),
	fact("state", TypeText, "状态", "state"),
	fact("opened", TypeDay, "开始日", "day it was opened"),
	fact("since", TypeDay, "进入当前状态日", "day it entered its state"),
	fact("filerOrg", TypeText, "申请单位", "organisation that opened it"),
	fact("jurisdiction", TypeText, "辖区", "jurisdiction it belongs to; empty is the installation's own"),
	fact("filerPerson", TypeText, "申请人员", "person who opened it"),
	fact("parties", TypeTexts, "参与单位", "organisations that are parties"),
	fact("done", TypeTexts, "已办步骤", "steps taken, each once"),
	fact("noticeOpen", TypeBool, "公示中", "its public notice runs today"),
	fact("noticeOver", TypeBool, "公示期满", "its public notice has run its whole length"),
	fact("noticeOpens", TypeDay, "公示后可办日", "first day after the notice"),
	fact("openObjections", TypeInt, "未处理异议数", "objections not yet answered"),
	fact("upheldObjections", TypeInt, "成立异议数", "objections upheld"),
	fact("panel", TypeInt, "评审人数", "members of its panel"),
	fact("panelGiven", TypeInt, "已评人数", "members who have voted"),
	fact("panelAgainst", TypeInt, "反对人数", "members who voted against"),
	fact("panelConflicts", TypeInt, "回避人数", "members who declared a conflict"),
	fact("panelUndeclared", TypeInt, "未声明人数", "members who have not declared whether they have a conflict"),
	fact("score", TypeInt, "平均得分", "mean score, in hundredths"),
	fact("signatures", TypeTexts, "已签署方", "roles that have signed"),
}

// ActorFacts are the facts about who gives the command, under "actor".
var ActorFacts = []Fact{
	fact("person", TypeText, "人员", "person"),
	fact("seat", TypeText, "岗位", "seat"),
	fact("org", TypeText, "单位", "organisation"),
	fact("role", TypeText, "角色", "role of the seat"),
	fact("powers", TypeTexts, "职权", "powers of the seat"),
	fact("onPanel", TypeBool, "评审成员", "is a member of the case's panel"),
	fact("hasDeclared", TypeBool, "已声明", "has declared whether there is a conflict"),
	fact("hasConflict", TypeBool, "有利益冲突", "has declared a conflict"),
	fact("hasVoted", TypeBool, "已评", "has given a vote in the case"),
	fact("admitted", TypeBool, "已准入", "is admitted to the processing area"),
}

// ThingOf finds the registered kind of that name.
func ThingOf(kind string) (Thing, bool) {
	for _, t := range Vocabulary {
		if t.Kind == kind {
			return t, true
		}
	}
	return Thing{}, false
}
