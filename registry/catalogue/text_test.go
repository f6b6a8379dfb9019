package catalogue_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/registry/catalogue/synthetic"
)

func found(text string) []catalogue.Finding {
	var all []catalogue.Finding
	catalogue.FindInText([]byte(text), func(f catalogue.Finding) bool {
		all = append(all, f)
		return true
	})
	return all
}

// Each row holds one value between angle brackets, or none.
func TestFindInText(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	id, uscc, bank := residentID(r), creditCode(r), "6222021234567890128"
	if check, _ := catalogue.CardCheck([]byte(bank[:18])); check != bank[18] {
		bank = bank[:18] + string(check)
	}
	grouped := bank[:4] + " " + bank[4:8] + " " + bank[8:12] + " " + bank[12:16] + " " + bank[16:]
	rows := []struct {
		kind catalogue.Kind
		text string
		why  string
	}{
		{catalogue.ResidentID, "身份证<" + id + ">，已核", "between Chinese characters"},
		{catalogue.ResidentID, `{"id":"<` + strings.ToLower(id) + `>"}`, "in JSON, x in lower case"},
		{catalogue.ResidentID, "a,<" + id + ">,b\n", "in CSV"},
		{catalogue.ResidentID, "sfzh<" + id + ">name", "glued to letters: the check digit carries it"},
		{catalogue.CreditCode, "代码：<" + uscc + ">。", "credit code"},
		{catalogue.BankCard, "卡号<" + bank + ">", "card in one run"},
		{catalogue.BankCard, "card <" + grouped + ">.", "card in groups"},
		{catalogue.BankCard, "card <" + strings.ReplaceAll(grouped, " ", "-") + ">\n", "card with hyphens"},
		{catalogue.Mobile, "电话<13812345678>。", "mobile"},
		{catalogue.Mobile, "tel <8613812345678>", "with the country code"},
		{catalogue.Mobile, "tel <138-1234-5678>,", "in groups"},
		{catalogue.Landline, "座机<0538-8881234>", "area code and hyphen"},
		{catalogue.Landline, "座机<01066668888>", "in one run"},
		{catalogue.Plate, "车牌<鲁J12345>停放", "blue plate"},
		{catalogue.Plate, "<鲁J·D1234>", "dot after the letter"},
		{catalogue.Plate, "<京AD12345>,", "new energy, small"},
		{catalogue.Plate, "<沪B12345F>", "new energy, large"},
		{catalogue.Plate, "<粤Z1234港>", "Hong Kong"},
		{catalogue.Passport, "护照<E12345678>", "old ordinary passport"},
		{catalogue.Passport, "passport <EA1234567>;", "ordinary passport"},
		{catalogue.TravelPermit, "<H12345678>", "travel permit"},
		{catalogue.Email, "mail <li.lei+x@mail.example.com>.", "e-mail before a full stop"},
		{catalogue.Email, "邮箱<a_b@example.cn>，", "e-mail beside Chinese"},
		{catalogue.IP, "from <192.168.1.254>:8080", "IPv4 and port"},
		{catalogue.IP, "addr <fe80::1ff:fe23:4567:890a> up", "IPv6"},
		{catalogue.IP, "addr <2001:db8:0:1:1:1:1:1>", "IPv6 in full"},
		{catalogue.MAC, "at <00:1b:44:11:3a:b7> on eth0", "MAC"},
		{catalogue.Address, "地址：<山东省泰安市泰山区东岳大街12号>3单元", "address from the last break up to its number"},
		{catalogue.Mobile, "电话<１３８１２３４５６７８>，", "full-width digits"},
		{catalogue.Mobile, "tel <138\u200b1234\u200b5678>,", "characters without width inside"},
		{catalogue.ResidentID, "证<" + id[:6] + "\u2060" + id[6:] + ">", "one of them after the region"},
		{catalogue.Passport, "护照<Ｅ12345678>", "a full-width letter first"},
		{catalogue.Mobile, "tel <13812345678>\u200b\u200b,", "one of them behind: found once"},
		{0, "\u200b\u200b\u200b", "nothing but unseen characters"},
		{0, "ＡＢＣＤＥＦＧＨＩＪＫ", "full-width words"},
		{catalogue.Name, "联系人：<王建国>，", "after a label"},
		{catalogue.Name, `"姓名": "<欧阳晓丽>"`, "after a label in JSON"},

		{0, "订单" + id[:17] + "A", "a letter in place of the check digit"},
		{0, "9" + id, "nineteen digits"},
		{0, "编号12812345678", "12… is no mobile"},
		{0, "0.13812345678", "a fraction"},
		{0, "13812345678.50", "an amount"},
		{0, "a138123456789", "part of a longer run"},
		{0, "version 1.2.3", "three parts"},
		{0, "300.1.1.1", "no octet"},
		{0, "1.2.3.4.5", "five parts"},
		{0, "at 12:30:45 and 08:00", "clock times"},
		{0, "user@localhost", "no domain"},
		{0, "@example.com", "no local part"},
		{0, "东岳大街建设路口", "roads without a number"},
		{0, "京东A座12345", "no plate"},
		{0, "姓名", "a label alone"},
		{0, "姓名：张家村", "a village"},
		{0, "2024-01-02 10:11:12,2024-01-02", "days"},
		{0, "2024-0102-0304-0506", "groups with no check digit"},
	}
	for _, row := range rows {
		start := strings.IndexByte(row.text, '<')
		text := strings.NewReplacer("<", "", ">", "").Replace(row.text)
		got := found(text)
		if row.kind == 0 {
			if len(got) > 0 {
				t.Errorf("%s: found %v", row.why, got)
			}
			continue
		}
		length := strings.IndexByte(row.text, '>') - start - 1
		if len(got) != 1 || got[0].Kind != row.kind || got[0].Offset != start || got[0].Length != length {
			t.Errorf("%s: found %v, want %v at %d, %d bytes", row.why, got, row.kind, start, length)
		}
	}
}

func TestFindInTextStops(t *testing.T) {
	n := 0
	catalogue.FindInText([]byte("13812345678 13812345679 13812345670"), func(catalogue.Finding) bool { n++; return n < 2 })
	if n != 2 {
		t.Errorf("reported %d findings after being told to stop at 2", n)
	}
}

// Seeded recall on running text: every value of every kind that text scanning claims,
// in Chinese and in English surroundings, with each pair of neighbours.
func TestRecallInText(t *testing.T) {
	before := []string{"", "号码", "号码：", " ", ",", "\"", "（", "=", "\n"}
	after := []string{"", "。", "，已登记", " ", ",", "\"", "）", ";", "\n"}
	for kind, make := range positives {
		if kind == catalogue.Name || kind == catalogue.OrganisationCode || kind == catalogue.Hash {
			continue // names need a label; organisation codes and hashes are judged by column only
		}
		r := rand.New(rand.NewPCG(8, uint64(kind)))
		hits, all := 0, 0
		for i := range 2000 {
			text := before[i%len(before)] + make(r) + after[i/len(before)%len(after)]
			all++
			for _, f := range found(text) {
				if f.Kind == kind {
					hits++
					break
				}
			}
		}
		if hits != all {
			t.Errorf("%v: found %d of %d", kind, hits, all)
		}
	}
}

// Nothing of the country's divisions is taken for a person's anything.
func TestDivisionsAreNotPersonal(t *testing.T) {
	text := divisions(t)
	if got := catalogue.Survey(text); len(got) > 0 {
		t.Errorf("found %v in a table of divisions", got)
	}
	s := catalogue.NewScan("name")
	for _, line := range bytes.Split(text, []byte("\n"))[1:] {
		if cells := bytes.Split(line, []byte(",")); len(cells) == 4 {
			s.Add(cells[2])
		}
	}
	if got := s.Proposals(); len(got) > 0 {
		t.Errorf("proposed %v for names of divisions", got)
	}
}

func divisions(tb testing.TB) []byte {
	const path = "../../../shared/data/admin_cn_divisions.csv.gz"
	f, err := os.Open(path)
	if err != nil {
		tb.Skip("the divisions are read only where the material that the product is developed with lies beside the repository, at ", path)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// The law of a finding: it lies in the text, it stands by itself, and it is found
// again wherever the same text stands between spaces.
func FuzzFindInText(f *testing.F) {
	r := rand.New(rand.NewPCG(9, 9))
	for _, make := range positives {
		f.Add(make(r))
		f.Add("：" + make(r) + "，" + make(r))
	}
	for _, make := range negatives {
		f.Add(make(r))
	}
	f.Add("１３８１２３４５６７８，138\u200b1234\u200b5678\ufeff")
	f.Add("::::::::a@b.c@d:e:f\xff\xc2\xb7京A")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		all := found(text)
		for _, one := range all {
			if one.Offset < 0 || one.Length <= 0 || one.Offset+one.Length > len(text) {
				t.Fatalf("%v lies outside %d bytes", one, len(text))
			}
			end = max(end, one.Offset+one.Length)
		}
		shifted := found("  " + text + " ")
		if len(all) != len(shifted) {
			t.Fatalf("found %d, and %d between spaces", len(all), len(shifted))
		}
		for i, one := range shifted {
			if one.Kind != all[i].Kind || one.Offset != all[i].Offset+2 || one.Length != all[i].Length {
				t.Fatalf("%v became %v between spaces", all[i], one)
			}
		}
		s := catalogue.NewScan("c1")
		s.Add([]byte(text))
		for _, p := range s.Proposals() {
			if !(p.Confidence > 0 && p.Confidence < 1) || p.Matched > p.Sampled {
				t.Fatalf("impossible proposal %v", p)
			}
		}
	})
}

func BenchmarkFindInText(b *testing.B) {
	var residents, plain bytes.Buffer
	if err := synthetic.WriteResidentsCSV(&residents, 8000, 1); err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 30000 {
		fmt.Fprintf(&plain, "%d,%s,%d,%d.%02d,[%d-%d),Caucasian,Female,NO,%d,Steady\n", r.IntN(1e8), "Emergency/Trauma", r.IntN(100), r.IntN(1000), r.IntN(100), r.IntN(9)*10, 90, r.IntN(14))
	}
	texts := map[string][]byte{"residents": residents.Bytes(), "encounters": plain.Bytes()}
	if _, err := os.Stat("../../../shared/data/admin_cn_divisions.csv.gz"); err == nil {
		texts["divisions"] = divisions(b)
	}
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				catalogue.FindInText(text, func(catalogue.Finding) bool { n++; return true })
			}
		})
	}
}
