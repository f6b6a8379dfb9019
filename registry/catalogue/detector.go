package catalogue

import (
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Kind is what a detector recognises. The zero value is no kind.
type Kind uint8

// The kinds. Those up to Hash are recognised by their values; those from Sex on have
// no form of their own and are recognised by the heading of their column alone.
const (
	ResidentID Kind = iota + 1
	Mobile
	Landline
	BankCard
	CreditCode
	OrganisationCode
	Plate
	VIN
	Passport
	TravelPermit
	Email
	IP
	MAC
	Address
	Name
	Hash
	Sex
	Birth
	Ethnicity
	Marriage
	Education
	Occupation
	Household
	Coordinate
	Income
	Account
	Credit
	Health
	Religion
	Subject
	Origin
	Politics

	kinds = iota + 1
)

// Detector says what one kind of sensitive value is and how a column of it would be
// held. Level and role are proposals to the person who confirms them.
type Detector struct {
	Kind     Kind     `json:"kind"`
	Name     law.Text `json:"name"`
	Class    Class    `json:"class"`
	Level    Level    `json:"level"`
	Role     Role     `json:"role"`
	Checksum bool     `json:"checksum"` // a match carries a check digit that held
	Values   bool     `json:"values"`   // recognised by value; otherwise by heading alone
	Source   string   `json:"source"`   // standard or rule the form rests on

	code   string
	share  float64  // of the values that must match where the heading says nothing
	strong []string // headings that say it is this, however the values look
	weak   []string // headings that make it likelier
}

// detectors is read-only after initialisation, indexed by kind.
var detectors = [kinds]Detector{
	ResidentID: {code: "resident-id", Name: law.Text{ZH: "居民身份证号码", EN: "resident identity number"},
		Class: ClassPersonIdentity, Level: L4, Role: Identifier, Checksum: true, Values: true, share: 0.3,
		Source: "GB 11643 (ISO 7064 MOD 11-2), GB/T 2260",
		strong: []string{"身份证", "公民身份号码", "sfzh", "idcard", "id_card", "identity_no", "resident_id", "居住证号"},
		weak:   []string{"证件号", "zjhm", "id_no", "idno", "cert_no"}},
	Mobile: {code: "mobile", Name: law.Text{ZH: "手机号码", EN: "mobile number"},
		Class: ClassPersonContact, Level: L3, Role: Identifier, Values: true, share: 0.6,
		Source: "11 digits from 13 to 19",
		strong: []string{"手机", "移动电话", "mobile", "sjh", "cellphone", "cell_phone"},
		weak:   []string{"电话", "phone", "tel", "联系方式", "lxdh", "contact"}},
	Landline: {code: "landline", Name: law.Text{ZH: "固定电话", EN: "landline number"},
		Class: ClassPersonContact, Level: L3, Role: Identifier, Values: true, share: 0.6,
		Source: "trunk prefix 0, area code, 7 or 8 digits",
		strong: []string{"固定电话", "座机", "landline"},
		weak:   []string{"电话", "phone", "tel", "联系方式", "lxdh", "传真", "fax", "contact"}},
	BankCard: {code: "bank-card", Name: law.Text{ZH: "银行卡号", EN: "bank card number"},
		Class: ClassPersonAccount, Level: L4, Role: Identifier, Checksum: true, Values: true, share: 0.5,
		Source: "ISO/IEC 7812 (Luhn), issuer prefixes",
		strong: []string{"银行卡", "卡号", "bank_card", "bankcard", "card_no", "cardno"},
		weak:   []string{"账号", "帐号", "account"}},
	CreditCode: {code: "credit-code", Name: law.Text{ZH: "统一社会信用代码", EN: "unified social credit code"},
		Class: ClassEnterprise, Level: L2, Role: Identifier, Checksum: true, Values: true, share: 0.3,
		Source: "GB 32100 (MOD 31)",
		strong: []string{"统一社会信用代码", "社会信用代码", "uscc", "credit_code", "tyshxydm"},
		weak:   []string{"信用代码", "税号", "纳税人识别号", "tax_no"}},
	OrganisationCode: {code: "organisation-code", Name: law.Text{ZH: "组织机构代码", EN: "organisation code"},
		Class: ClassEnterprise, Level: L2, Role: Identifier, Checksum: true, Values: true, share: 0.5,
		Source: "GB 11714 (MOD 11), written with its hyphen",
		strong: []string{"组织机构代码", "zzjgdm"}, weak: []string{"机构代码", "org_code"}},
	Plate: {code: "plate", Name: law.Text{ZH: "机动车号牌", EN: "vehicle plate"},
		Class: ClassVehicle, Level: L3, Role: Identifier, Values: true, share: 0.5,
		Source: "GA 36, new-energy plates of six places included",
		strong: []string{"车牌", "号牌号码", "hphm", "plate_no", "license_plate"}, weak: []string{"号牌", "plate"}},
	VIN: {code: "vin", Name: law.Text{ZH: "车辆识别代号", EN: "vehicle identification number"},
		Class: ClassVehicle, Level: L3, Role: Identifier, Checksum: true, Values: true, share: 0.5,
		Source: "GB 16735 (MOD 11 at the ninth place)",
		strong: []string{"车架号", "车辆识别代", "clsbdh"}, weak: []string{"vin"}},
	Passport: {code: "passport", Name: law.Text{ZH: "护照号码", EN: "passport number"},
		Class: ClassPersonIdentity, Level: L4, Role: Identifier, Values: true, share: 0.7,
		Source: "Chinese ordinary, diplomatic and service passports",
		strong: []string{"护照", "passport"}, weak: []string{"证件号", "zjhm"}},
	TravelPermit: {code: "travel-permit", Name: law.Text{ZH: "港澳台居民通行证号码", EN: "mainland travel permit number"},
		Class: ClassPersonIdentity, Level: L4, Role: Identifier, Values: true, share: 0.7,
		Source: "H or M and 8 or 10 digits",
		strong: []string{"通行证", "回乡证", "台胞证"}, weak: []string{"证件号", "zjhm"}},
	Email: {code: "email", Name: law.Text{ZH: "电子邮箱", EN: "e-mail address"},
		Class: ClassPersonContact, Level: L3, Role: Identifier, Values: true, share: 0.5,
		Source: "local part, @, domain with a letter suffix",
		strong: []string{"邮箱", "电子邮件", "email", "e-mail", "e_mail"}, weak: []string{"mail"}},
	IP: {code: "ip", Name: law.Text{ZH: "网络地址", EN: "IP address"},
		Class: ClassNetwork, Level: L3, Role: QuasiIdentifier, Values: true, share: 0.7,
		Source: "IPv4 dotted, IPv6 colon form",
		strong: []string{"ip地址", "ip_address", "ip_addr"}, weak: []string{"ip"}},
	MAC: {code: "mac", Name: law.Text{ZH: "设备物理地址", EN: "MAC address"},
		Class: ClassNetwork, Level: L3, Role: Identifier, Values: true, share: 0.5,
		Source: "six octets with colons or hyphens",
		strong: []string{"mac地址", "mac_address", "mac_addr"}, weak: []string{"mac"}},
	Address: {code: "address", Name: law.Text{ZH: "详细地址", EN: "street address"},
		Class: ClassPersonLocation, Level: L3, Role: QuasiIdentifier, Values: true, share: 0.5,
		Source: "chain of divisions, road or village, and number",
		strong: []string{"住址", "家庭地址", "户籍地址", "居住地址", "联系地址", "通讯地址", "home_address"},
		weak:   []string{"地址", "address", "addr", "dz"}},
	Name: {code: "name", Name: law.Text{ZH: "姓名", EN: "name of a person"},
		Class: ClassPersonIdentity, Level: L3, Role: Identifier, Values: true, share: 0.8,
		Source: "column statistics: surname, length, endings; no single value is judged",
		strong: []string{"姓名", "法定代表人", "联系人", "户主", "负责人", "申请人", "person_name", "full_name", "legal_rep", "xingming"},
		weak:   []string{"xm", "经办人", "法人"}},
	Hash: {code: "hash", Name: law.Text{ZH: "杂凑值", EN: "hash of a value"},
		Class: ClassPersonIdentity, Level: L3, Role: Identifier, Values: true, share: 0.9,
		Source: "column statistics: 32, 40 or 64 hexadecimal digits that differ; an unkeyed hash of a small domain is the value itself to whoever tries all",
		strong: []string{"sm3", "md5", "sha1", "sha256", "杂凑", "哈希"}, weak: []string{"hash", "digest", "摘要值", "散列"}},

	Sex: {code: "sex", Name: law.Text{ZH: "性别", EN: "sex"}, Class: ClassPersonDemography, Level: L2, Role: QuasiIdentifier,
		strong: []string{"性别", "sex", "gender"}},
	Birth: {code: "birth", Name: law.Text{ZH: "出生日期或年龄", EN: "birth date or age"}, Class: ClassPersonDemography, Level: L3, Role: QuasiIdentifier,
		strong: []string{"出生", "生日", "年龄", "birth", "age", "csrq", "dob"}},
	Ethnicity: {code: "ethnicity", Name: law.Text{ZH: "民族", EN: "ethnicity"}, Class: ClassPersonDemography, Level: L3, Role: QuasiIdentifier,
		strong: []string{"民族", "种族", "ethnicity", "ethnic", "race"}},
	Marriage: {code: "marriage", Name: law.Text{ZH: "婚姻状况", EN: "marital status"}, Class: ClassPersonDemography, Level: L3, Role: QuasiIdentifier,
		strong: []string{"婚姻", "婚否", "marital", "marriage", "marital_status"}},
	Education: {code: "education", Name: law.Text{ZH: "文化程度", EN: "education"}, Class: ClassPersonDemography, Level: L2, Role: QuasiIdentifier,
		strong: []string{"学历", "文化程度", "education"}},
	Occupation: {code: "occupation", Name: law.Text{ZH: "职业", EN: "occupation"}, Class: ClassPersonDemography, Level: L2, Role: QuasiIdentifier,
		strong: []string{"职业", "工作单位", "occupation", "profession", "employer"}},
	Household: {code: "household", Name: law.Text{ZH: "户号", EN: "household number"}, Class: ClassPersonIdentity, Level: L3, Role: Identifier,
		strong: []string{"户号", "家庭编号", "household_id", "household_no"}},
	Coordinate: {code: "coordinate", Name: law.Text{ZH: "经纬度", EN: "coordinates"}, Class: ClassPersonLocation, Level: L3, Role: QuasiIdentifier,
		strong: []string{"经度", "纬度", "longitude", "latitude", "lng", "lat", "lon"}},
	Income: {code: "income", Name: law.Text{ZH: "收入", EN: "income"}, Class: ClassPersonFinance, Level: L3, Role: Sensitive,
		strong: []string{"收入", "工资", "薪", "income", "salary", "wage", "wages"}},
	Account: {code: "account", Name: law.Text{ZH: "账户", EN: "account"}, Class: ClassPersonAccount, Level: L4, Role: Sensitive,
		strong: []string{"账户", "帐户", "余额", "存款", "account_no", "balance"}},
	Credit: {code: "credit", Name: law.Text{ZH: "信用与失信", EN: "credit record"}, Class: ClassPersonFinance, Level: L3, Role: Sensitive,
		strong: []string{"失信", "信用评分", "信用等级", "credit_score", "default_next_month", "贷款", "逾期"}},
	Health: {code: "health", Name: law.Text{ZH: "医疗健康", EN: "health"}, Class: ClassPersonHealth, Level: L4, Role: Sensitive,
		strong: []string{"诊断", "疾病", "病史", "用药", "过敏", "残疾", "diagnosis", "diag", "disease", "icd"}},
	Religion: {code: "religion", Name: law.Text{ZH: "宗教信仰", EN: "religion"}, Class: ClassPersonBelief, Level: L4, Role: Sensitive,
		strong: []string{"宗教", "信仰", "religion"}},
	Subject: {code: "subject", Name: law.Text{ZH: "个人或车辆的内部编号", EN: "internal number of a person or vehicle"}, Class: ClassPersonIdentity, Level: L3, Role: Identifier,
		strong: []string{"人员编号", "患者编号", "病历号", "学号", "工号", "会员号", "客户编号", "用户编号", "person_id", "patient_id", "patient_nbr", "encounter_id",
			"applicant_id", "user_id", "member_id", "customer_id", "student_id", "employee_id", "driver_id", "vehicle_id", "openid"}},
	Origin: {code: "origin", Name: law.Text{ZH: "国籍与籍贯", EN: "nationality and origin"}, Class: ClassPersonDemography, Level: L3, Role: QuasiIdentifier,
		strong: []string{"国籍", "籍贯", "出生地", "nationality", "native_country", "birthplace", "place_of_birth"}},
	Politics: {code: "politics", Name: law.Text{ZH: "政治面貌", EN: "political affiliation"}, Class: ClassPersonBelief, Level: L3, Role: Sensitive,
		strong: []string{"政治面貌", "党派", "political"}},
}

func init() {
	for k := range detectors {
		detectors[k].Kind = Kind(k)
	}
}

// Detectors lists every detector, in the order of the kinds.
func Detectors() []Detector { return append([]Detector(nil), detectors[1:]...) }

// Detector is the description of a kind. It panics on a value that is no kind.
func (k Kind) Detector() Detector {
	if k == 0 || int(k) >= kinds {
		panic("catalogue: no such kind of detector")
	}
	return detectors[k]
}

// String is the stable code of the kind, "resident-id".
func (k Kind) String() string {
	if int(k) >= kinds {
		return ""
	}
	return detectors[k].code
}

// MarshalText writes what String prints.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what String prints.
func (k *Kind) UnmarshalText(text []byte) error {
	for i := 1; i < kinds; i++ {
		if detectors[i].code == string(text) {
			*k = Kind(i)
			return nil
		}
	}
	return fmt.Errorf("reading detector kind: unknown code")
}
