// Package synthetic makes registers of people and firms that do not exist, for the
// demonstration and for tests: every number carries a valid check digit, so that
// detectors and masks meet what they will meet, and every row says that it is
// synthetic.
//
// Who looks like a real person here is one by chance only. Mobile numbers are taken
// from ranges that no operator was assigned when this was written.
package synthetic

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// Titles to show wherever the registers are shown.
var (
	ResidentsTitle = law.Text{ZH: "泰安市居民登记（合成数据，不涉及真实个人）", EN: "Register of residents of Tai'an (synthetic: nobody in it exists)"}
	FirmsTitle     = law.Text{ZH: "泰安市企业登记（合成数据，不涉及真实企业）", EN: "Register of firms of Tai'an (synthetic: none of them exists)"}
)

// ResidentsHeader is the first line of the register of residents.
var ResidentsHeader = []string{"resident_id", "姓名", "sex", "birth_year", "手机号码", "住址", "district", "district_code",
	"household_id", "household_size", "occupation", "education", "income_band", "monthly_income_yuan", "registered_on", "synthetic"}

// FirmsHeader is the first line of the register of firms.
var FirmsHeader = []string{"统一社会信用代码", "firm_name", "法定代表人", "industry", "district", "district_code", "经营地址",
	"employees", "tax_band", "tax_paid_fen", "founded_on", "active", "synthetic"}

// district is a county-level division of Tai'an: GB/T 2260 code, name, weight by
// population, and roads to put addresses on.
type district struct {
	code, name string
	weight     int
	roads      []string
}

var districts = []district{
	{"370902", "泰山区", 17, []string{"东岳大街", "岱宗大街", "迎春路", "校场街", "灵山大街"}},
	{"370911", "岱岳区", 18, []string{"长城路", "泰山大街", "温泉路", "天平路"}},
	{"370921", "宁阳县", 13, []string{"文庙大街", "金阳大街", "建设路"}},
	{"370923", "东平县", 12, []string{"西山路", "东原路", "平湖路"}},
	{"370982", "新泰市", 24, []string{"青云路", "府前街", "平阳路", "滨湖路"}},
	{"370983", "肥城市", 16, []string{"向阳路", "新城路", "龙山路", "文化街"}},
}

var (
	surnames    = []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "欧阳", "上官", "诸葛"}
	givenFirst  = []string{"建", "志", "文", "晓", "玉", "春", "秀", "国", "海", "明", "丽", "雨", "子", "佳", "思", "俊", "振", "慧", "庆", "立"}
	givenLast   = []string{"华", "强", "伟", "芳", "敏", "静", "军", "杰", "涛", "超", "霞", "平", "刚", "梅", "琳", "洋", "鹏", "娜", "浩", "怡", "宁", "轩", "辉", "燕", "凯"}
	occupations = []string{"农业生产", "制造加工", "建筑施工", "批发零售", "交通运输", "教育", "医疗卫生", "公共管理", "信息技术", "住宿餐饮", "在校学习", "退休", "其他"}
	educations  = []string{"小学", "初中", "高中", "大专", "本科", "研究生"}
	industries  = []string{"制造业", "批发和零售业", "建筑业", "交通运输业", "软件和信息技术服务业", "农林牧渔业", "住宿和餐饮业", "租赁和商务服务业", "科学研究和技术服务业", "居民服务业"}
	firmWords   = []string{"岱宗", "齐岳", "汶水", "泰和", "东平湖", "金阳", "云步", "桃源", "青云", "碧霞", "华岳", "鲁中", "天颐", "瑞丰", "恒远", "启航", "嘉禾", "博昌", "鸿泰", "新汶"}
	firmTrades  = []string{"机械", "商贸", "建设工程", "物流", "信息科技", "农业发展", "餐饮管理", "新材料", "环保", "文化传媒"}
	mobiles     = []string{"142", "143", "154"} // assigned to nobody
)

// WriteResidentsCSV writes the header and n residents as UTF-8 CSV. The same seed
// gives the same bytes. Residents of one household follow each other and share their
// address; memory does not grow with n.
func WriteResidentsCSV(w io.Writer, n int, seed uint64) error {
	return write(w, ResidentsHeader, n, seed, newResidents())
}

// WriteFirmsCSV writes the header and n firms as UTF-8 CSV, as WriteResidentsCSV does.
func WriteFirmsCSV(w io.Writer, n int, seed uint64) error {
	return write(w, FirmsHeader, n, seed, func(g *generator) []string { return g.firm() })
}

// write streams rows; it is the only place that knows they are CSV. No value made here
// holds a comma, a quote or a line end.
func write(w io.Writer, header []string, n int, seed uint64, row func(*generator) []string) error {
	out := bufio.NewWriterSize(w, 1<<16)
	line := func(fields []string) {
		for i, f := range fields {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(f)
		}
		out.WriteByte('\n')
	}
	line(header)
	g := &generator{rand: rand.New(rand.NewPCG(seed, 0x73796e7468657469))}
	for range n {
		line(row(g))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing synthetic register: %w", err)
	}
	return nil
}

// generator draws from one seeded stream. It belongs to one goroutine.
type generator struct {
	rand   *rand.Rand
	serial int
}

func (g *generator) pick(list []string) string { return list[g.rand.IntN(len(list))] }

func (g *generator) district() district {
	n := g.rand.IntN(100)
	for _, d := range districts {
		if n -= d.weight; n < 0 {
			return d
		}
	}
	return districts[len(districts)-1]
}

func (g *generator) name() string {
	name := g.pick(surnames)
	if g.rand.IntN(5) > 0 {
		name += g.pick(givenFirst)
	}
	return name + g.pick(givenLast)
}

func (g *generator) address(d district) string {
	return fmt.Sprintf("山东省泰安市%s%s%d号%d号楼%d单元%d0%d室", d.name, d.roads[g.rand.IntN(len(d.roads))],
		1+g.rand.IntN(300), 1+g.rand.IntN(30), 1+g.rand.IntN(4), 1+g.rand.IntN(17), 1+g.rand.IntN(4))
}

// newResidents gives the rows of residents, household by household.
func newResidents() func(*generator) []string {
	var home district
	var address string
	left, size, household := 0, 0, 0
	return func(g *generator) []string {
		if left == 0 {
			size = 1 + min(g.rand.IntN(3)+g.rand.IntN(3), 4)
			left, home = size, g.district()
			address = g.address(home)
			household++
		}
		left--
		return g.resident(home, address, household, size)
	}
}

func (g *generator) resident(home district, address string, household, size int) []string {
	year := 1935 + g.rand.IntN(90)
	month, day := 1+g.rand.IntN(12), 1+g.rand.IntN(28)
	serial := 1 + g.rand.IntN(998)
	first := fmt.Sprintf("%s%04d%02d%02d%03d", home.code, year, month, day, serial)
	check, ok := catalogue.ResidentCheck([]byte(first))
	if !ok {
		panic("synthetic: an identity number is made of digits")
	}
	sex := "女"
	if serial%2 == 1 {
		sex = "男"
	}
	occupation, education, income := g.life(2025 - year)
	return []string{first + string(check), g.name(), sex, strconv.Itoa(year),
		fmt.Sprintf("%s%08d", g.pick(mobiles), g.rand.IntN(1e8)), address, home.name, home.code,
		fmt.Sprintf("H%08d", household), strconv.Itoa(size), occupation, education, band(income), strconv.Itoa(income),
		fmt.Sprintf("%04d-%02d-%02d", 2020+g.rand.IntN(5), 1+g.rand.IntN(12), 1+g.rand.IntN(28)), "true"}
}

// life gives occupation, education and monthly income (yuan) that agree with an age.
func (g *generator) life(age int) (occupation, education string, income int) {
	education = educations[min(g.rand.IntN(4)+g.rand.IntN(3), 5)]
	switch {
	case age < 22:
		return "在校学习", educations[min(max((age-6)/4, 0), 3)], 0
	case age >= 62:
		return "退休", education, 1200 + g.rand.IntN(4800)
	}
	occupation = occupations[g.rand.IntN(10)]
	return occupation, education, 2200 + g.rand.IntN(6000) + g.rand.IntN(1+g.rand.IntN(9000))
}

func band(income int) string {
	switch {
	case income == 0:
		return "无"
	case income < 3000:
		return "3000以下"
	case income < 6000:
		return "3000-5999"
	case income < 10000:
		return "6000-9999"
	}
	return "10000以上"
}

func (g *generator) firm() []string {
	d := g.district()
	g.serial++
	code := g.creditCode(d.code)
	employees := 1 + g.rand.IntN(1+g.rand.IntN(1+g.rand.IntN(900)))
	tax := int64(employees) * int64(g.rand.IntN(4_000_000))
	return []string{code, "泰安" + g.pick(firmWords) + strconv.Itoa(g.serial) + g.pick(firmTrades) + "有限公司", g.name(), g.pick(industries),
		d.name, d.code, g.address(d), strconv.Itoa(employees), taxBand(tax), strconv.FormatInt(tax, 10),
		fmt.Sprintf("%04d-%02d-%02d", 1995+g.rand.IntN(30), 1+g.rand.IntN(12), 1+g.rand.IntN(28)),
		strconv.FormatBool(g.rand.IntN(12) > 0), "true"}
}

// creditCode makes a unified social credit code of a firm (91) registered in the
// district: an organisation code with its own check digit inside.
func (g *generator) creditCode(division string) string {
	const places = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body := []byte("MA")
	for len(body) < 8 {
		body = append(body, places[g.rand.IntN(len(places))])
	}
	inner, ok := catalogue.OrganisationCheck(body)
	if !ok {
		panic("synthetic: an organisation code is made of capitals and digits")
	}
	first := "91" + division + string(body) + string(inner)
	check, ok := catalogue.CreditCheck([]byte(first))
	if !ok {
		panic("synthetic: a credit code is made of its alphabet")
	}
	return first + string(check)
}

// taxBand puts a tax in fen into bands of yuan.
func taxBand(fen int64) string {
	switch yuan := fen / 100; {
	case yuan < 100_000:
		return "10万元以下"
	case yuan < 1_000_000:
		return "10万-100万元"
	case yuan < 10_000_000:
		return "100万-1000万元"
	}
	return "1000万元以上"
}
