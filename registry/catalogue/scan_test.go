package catalogue_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/registry/catalogue/synthetic"
)

// maker draws one value of a kind.
type maker func(r *rand.Rand) string

func digits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

func from(r *rand.Rand, alphabet string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

func residentID(r *rand.Rand) string {
	regions := []string{"370902", "110105", "440305", "510107", "820001"}
	first := fmt.Sprintf("%s%04d%02d%02d%s", regions[r.IntN(len(regions))], 1940+r.IntN(80), 1+r.IntN(12), 1+r.IntN(28), digits(r, 3))
	check, _ := catalogue.ResidentCheck([]byte(first))
	return first + string(check)
}

func creditCode(r *rand.Rand) string {
	first := from(r, "1599", 1) + "1" + "3709" + digits(r, 2) + from(r, "0123456789ABCDEFGHJKLMNPQRTUWXY", 9)
	check, _ := catalogue.CreditCheck([]byte(first))
	return first + string(check)
}

func card(r *rand.Rand) string {
	prefix := []string{"621700", "622202", "622848", "955880", "436742", "625"}[r.IntN(6)]
	n := 19
	if prefix == "436742" || r.IntN(2) == 0 {
		n = 16
	}
	first := prefix + digits(r, n-1-len(prefix))
	check, _ := catalogue.CardCheck([]byte(first))
	return first + string(check)
}

func vin(r *rand.Rand) string {
	b := []byte("L" + from(r, "ABCDEFGHJKLMNPRSTUVWXYZ", 2) + from(r, "0123456789ABCDEFGHJKLMNPRSTUVWXYZ", 14))
	b[8], _ = catalogue.VINCheck(b)
	return string(b)
}

func organisation(r *rand.Rand) string {
	first := from(r, "0123456789", 8)
	check, _ := catalogue.OrganisationCheck([]byte(first))
	return first + "-" + string(check)
}

func plate(r *rand.Rand) string {
	province := []string{"京", "鲁", "粤", "沪", "川", "新"}[r.IntN(6)]
	letter := from(r, "ABCDEFGH", 1)
	switch r.IntN(4) {
	case 0:
		return province + letter + from(r, "DF", 1) + digits(r, 5)
	case 1:
		return province + letter + "·" + from(r, "ABCDEFGHJKLMNPQRSTUVWXYZ", 1) + digits(r, 4)
	case 2:
		return province + letter + digits(r, 5) + from(r, "DF", 1)
	}
	return province + letter + digits(r, 5)
}

func passport(r *rand.Rand) string {
	if r.IntN(2) == 0 {
		return "E" + digits(r, 8)
	}
	return "E" + from(r, "ABCDEFGHJKLMNPQRSTUVWXYZ", 1) + digits(r, 7)
}

func name(r *rand.Rand) string {
	surnames := []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "欧阳", "司马"}
	given := []string{"伟", "建国", "晓丽", "雨轩", "敏", "志强", "春梅", "子涵", "庆", "文博", "思远", "玉兰", "宏", "浩然", "佳怡", "国栋"}
	more := []string{"", "华", "明", "芳"}
	n := surnames[r.IntN(len(surnames))] + given[r.IntN(len(given))]
	if len(n) < 9 {
		n += more[r.IntN(len(more))]
	}
	return n
}

func address(r *rand.Rand) string {
	return []string{"山东省泰安市泰山区", "泰安市岱岳区", "北京市朝阳区", ""}[r.IntN(4)] +
		[]string{"东岳大街", "建设路", "学院西巷", "李家村"}[r.IntN(4)] + fmt.Sprint(1+r.IntN(400)) + "号" + []string{"", "3号楼2单元501室", "院内"}[r.IntN(3)]
}

func email(r *rand.Rand) string {
	return from(r, "abcdefghijklmnopqrstuvwxyz", 3+r.IntN(6)) + digits(r, r.IntN(4)) + "@" + []string{"example.com", "mail.example.cn", "taian.example.gov.cn"}[r.IntN(3)]
}

var positives = map[catalogue.Kind]maker{
	catalogue.ResidentID: residentID,
	catalogue.Mobile:     func(r *rand.Rand) string { return "1" + from(r, "3456789", 1) + digits(r, 9) },
	catalogue.Landline: func(r *rand.Rand) string {
		return []string{"0538-", "010-", "0531"}[r.IntN(3)] + "8" + digits(r, 6+r.IntN(2))
	},
	catalogue.BankCard:         card,
	catalogue.CreditCode:       creditCode,
	catalogue.OrganisationCode: organisation,
	catalogue.Plate:            plate,
	catalogue.VIN:              vin,
	catalogue.Passport:         passport,
	catalogue.TravelPermit:     func(r *rand.Rand) string { return from(r, "HM", 1) + digits(r, 8) },
	catalogue.Email:            email,
	catalogue.IP: func(r *rand.Rand) string {
		return fmt.Sprintf("%d.%d.%d.%d", r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256))
	},
	catalogue.MAC: func(r *rand.Rand) string {
		h := from(r, "0123456789abcdef", 12)
		return strings.Join([]string{h[:2], h[2:4], h[4:6], h[6:8], h[8:10], h[10:]}, ":")
	},
	catalogue.Hash:    func(r *rand.Rand) string { return from(r, "0123456789abcdef", []int{32, 40, 64}[r.IntN(3)]) },
	catalogue.Address: address,
	catalogue.Name:    name,
}

// negatives look like something and are not: each says what it could be taken for.
var negatives = map[string]maker{
	"identity numbers whose check digit is wrong": func(r *rand.Rand) string {
		id := []byte(residentID(r))
		id[17] = "0123456789"[r.IntN(10)]
		if check, _ := catalogue.ResidentCheck(id[:17]); check == id[17] {
			id[17] = '0' + (id[17]-'0'+1)%10
		}
		return string(id)
	},
	"order numbers of eighteen digits": func(r *rand.Rand) string { return "2024" + digits(r, 14) },
	"order numbers of sixteen digits":  func(r *rand.Rand) string { return "62" + digits(r, 14) },
	"serial numbers of eleven digits":  func(r *rand.Rand) string { return "2" + digits(r, 10) },
	"twelve-digit division codes":      func(r *rand.Rand) string { return "3709" + digits(r, 8) },
	"milliseconds":                     func(r *rand.Rand) string { return "17" + digits(r, 11) },
	"amounts":                          func(r *rand.Rand) string { return fmt.Sprintf("%d.%02d", r.IntN(1e6), r.IntN(100)) },
	"long decimals":                    func(r *rand.Rand) string { return "0.1" + digits(r, 10) },
	"days": func(r *rand.Rand) string {
		return fmt.Sprintf("20%02d-%02d-%02d", r.IntN(25), 1+r.IntN(12), 1+r.IntN(28))
	},
	"moments": func(r *rand.Rand) string {
		return fmt.Sprintf("20%02d-%02d-%02d %02d:%02d:%02d", r.IntN(25), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60))
	},
	"clock times":         func(r *rand.Rand) string { return fmt.Sprintf("%02d:%02d:%02d", r.IntN(24), r.IntN(60), r.IntN(60)) },
	"three-part versions": func(r *rand.Rand) string { return fmt.Sprintf("%d.%d.%d", r.IntN(9), r.IntN(30), r.IntN(99)) },
	"random UUIDs": func(r *rand.Rand) string {
		h := from(r, "0123456789abcdef", 32)
		return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
	},
	"colours and short marks":      func(r *rand.Rand) string { return from(r, "0123456789abcdef", []int{6, 12, 31, 33}[r.IntN(4)]) },
	"serial numbers of 32 digits":  func(r *rand.Rand) string { return "20" + digits(r, 30) },
	"a few marks that return":      func(r *rand.Rand) string { return strings.Repeat(from(r, "0f", 1), 64) },
	"seventeen-place serial codes": func(r *rand.Rand) string { return "SN" + from(r, "0123456789ABCDEFGHJKLMNPRSTUVWXYZ", 15) },
	"airport codes":                func(r *rand.Rand) string { return from(r, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3) },
	"trades, which begin with surnames": func(r *rand.Rand) string {
		return []string{"高中教师", "建筑工", "金融", "文员", "车工", "房产经纪", "包装工", "水电工", "司机", "焊工"}[r.IntN(10)]
	},
	"peoples": func(r *rand.Rand) string {
		return []string{"汉族", "满族", "回族", "苗族", "白族"}[r.IntN(5)]
	},
	"districts": func(r *rand.Rand) string {
		return []string{"泰山区", "岱岳区", "宁阳县", "东平县", "新泰市", "肥城市"}[r.IntN(6)]
	},
	"villages, which begin with surnames": func(r *rand.Rand) string {
		return from2(r, "王李张刘陈杨赵黄周吴") + []string{"家村", "庄", "家庄", "家寨", "家屯", "集镇"}[r.IntN(6)]
	},
	"village committees": func(r *rand.Rand) string {
		return from2(r, "王李张刘陈杨赵黄周吴") + "家" + from2(r, "庄沟坡河岭") + "村委会"
	},
	"road names": func(r *rand.Rand) string {
		return from2(r, "王李张刘陈杨赵黄周吴") + from2(r, "府家堂坊园") + []string{"路", "街", "巷"}[r.IntN(3)]
	},
	"firms": func(r *rand.Rand) string {
		return "泰安" + from2(r, "金华文高") + from2(r, "泰和盛达") + "商贸有限公司"
	},
	"sentences": func(r *rand.Rand) string { return "经核实，该事项已于当日办结，编号" + digits(r, 6) },
	"words of English": func(r *rand.Rand) string {
		return []string{"Saturday", "open", "closed for repair", "HJ12", "E10", "see note 5"}[r.IntN(6)]
	},
}

func from2(r *rand.Rand, runes string) string {
	list := []rune(runes)
	return string(list[r.IntN(len(list))])
}

func scanned(r *rand.Rand, heading string, n int, make maker) []catalogue.Proposal {
	s := catalogue.NewScan(heading)
	for i := range n {
		switch {
		case i%20 == 7:
			s.Add(nil)
		default:
			s.Add([]byte(make(r)))
		}
	}
	return s.Proposals()
}

// Every kind is found in a bare column whose heading says nothing, and is the
// strongest proposal there; nothing at all is proposed for columns that only look
// alike. Seeds are fixed: the figures below are the whole of the claim.
func TestColumns(t *testing.T) {
	const seeds, rows = 10, 2000
	for kind, make := range positives {
		for seed := range uint64(seeds) {
			r := rand.New(rand.NewPCG(seed, uint64(kind)))
			got := scanned(r, "c1", rows, make)
			if len(got) == 0 || got[0].Detector != kind {
				t.Errorf("%v, seed %d: proposed %v", kind, seed, got)
				continue
			}
			if len(got) > 1 && got[1].Confidence >= 0.5 {
				t.Errorf("%v, seed %d: also proposed %v", kind, seed, got[1:])
			}
		}
	}
	for what, make := range negatives {
		for seed := range uint64(seeds) {
			if got := scanned(rand.New(rand.NewPCG(seed, 99)), "c1", rows, make); len(got) > 0 {
				t.Errorf("%s, seed %d: proposed %v", what, seed, got)
				break
			}
		}
	}
}

// A column that holds several kinds, as a column of certificate numbers does, is
// proposed as each; and a heading finds what the values hide.
func TestHeadings(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	mixed := func(r *rand.Rand) string {
		switch n := r.IntN(10); {
		case n < 6:
			return residentID(r)
		case n < 9:
			return passport(r)
		}
		return "不详"
	}
	got := map[catalogue.Kind]bool{}
	for _, p := range scanned(r, "证件号码", 1000, mixed) {
		got[p.Detector] = true
	}
	if !got[catalogue.ResidentID] || !got[catalogue.Passport] {
		t.Errorf("certificate numbers: proposed %v", got)
	}
	for heading, want := range map[string]catalogue.Kind{
		"身份证号": catalogue.ResidentID, "sfzh": catalogue.ResidentID, "手机": catalogue.Mobile, "银行卡号": catalogue.BankCard,
		"性别": catalogue.Sex, "出生日期": catalogue.Birth, "age": catalogue.Birth, "诊断结果": catalogue.Health, "diag_1": catalogue.Health,
		"月收入": catalogue.Income, "民族": catalogue.Ethnicity, "纬度": catalogue.Coordinate,
	} {
		p := scanned(r, heading, 200, func(r *rand.Rand) string { return from(r, "0123456789abcdef", 20) })
		if len(p) != 1 || p[0].Detector != want {
			t.Errorf("hashed values under %q: proposed %v, want %v", heading, p, want)
		}
	}
	for _, heading := range []string{"village", "package", "description", "average", "usage", "shipping", "machine", "platform", "telemetry", "name", "code"} {
		if p := scanned(r, heading, 200, negatives["amounts"]); len(p) != 0 {
			t.Errorf("amounts under %q: proposed %v", heading, p)
		}
	}
}

// A column of free remarks is sensitive when some of them hold somebody's number.
func TestRemarks(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	remark := func(r *rand.Rand) string {
		if r.IntN(20) == 0 {
			return "来访人证件" + residentID(r) + "，已登记，材料齐全，转下一环节办理。"
		}
		return "材料齐全，转下一环节办理，办理编号" + digits(r, 8)
	}
	got := scanned(r, "remark", 2000, remark)
	if len(got) != 1 || got[0].Detector != catalogue.ResidentID || !got[0].Embedded {
		t.Errorf("proposed %v, want an embedded resident-id", got)
	}
}

// What the synthetic registers hold is found, column by column.
func TestSyntheticRegisters(t *testing.T) {
	want := map[string]catalogue.Kind{
		"resident_id": catalogue.ResidentID, "姓名": catalogue.Name, "手机号码": catalogue.Mobile, "住址": catalogue.Address,
		"统一社会信用代码": catalogue.CreditCode, "法定代表人": catalogue.Name, "经营地址": catalogue.Address,
		"sex": catalogue.Sex, "birth_year": catalogue.Birth, "household_id": catalogue.Household, "occupation": catalogue.Occupation,
		"education": catalogue.Education, "income_band": catalogue.Income, "monthly_income_yuan": catalogue.Income,
	}
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return synthetic.WriteResidentsCSV(b, 3000, 1) },
		func(b *bytes.Buffer) error { return synthetic.WriteFirmsCSV(b, 3000, 1) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, heading := range rows[0] {
			s := catalogue.NewScan(heading)
			for _, row := range rows[1:] {
				s.Add([]byte(row[i]))
			}
			got := s.Proposals()
			switch kind, sensitive := want[heading]; {
			case !sensitive && len(got) > 0:
				t.Errorf("%s: proposed %v, want nothing", heading, got)
			case sensitive && (len(got) == 0 || got[0].Detector != kind):
				t.Errorf("%s: proposed %v, want %v", heading, got, kind)
			}
		}
	}
}

func TestAddAllocatesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var values [][]byte
	for _, make := range positives {
		values = append(values, []byte(make(r)))
	}
	for _, make := range negatives {
		values = append(values, []byte(make(r)))
	}
	s := catalogue.NewScan("c1")
	if n := testing.AllocsPerRun(100, func() {
		for _, v := range values {
			s.Add(v)
		}
	}); n != 0 {
		t.Errorf("Add: %v allocations in a round of %d values", n, len(values))
	}
}

func BenchmarkAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, kind := range []catalogue.Kind{catalogue.ResidentID, catalogue.Mobile, catalogue.Name, catalogue.Address} {
		var values [][]byte
		size := 0
		for range 4096 {
			v := []byte(positives[kind](r))
			values = append(values, v)
			size += len(v)
		}
		b.Run(kind.String(), func(b *testing.B) {
			b.SetBytes(int64(size))
			s := catalogue.NewScan("c1")
			for b.Loop() {
				for _, v := range values {
					s.Add(v)
				}
			}
		})
	}
}
