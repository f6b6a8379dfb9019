package catalogue

// What Chinese words say by themselves: provinces that begin a plate, markers of an
// address, surnames, and endings that people's names do not have.

// Triggers of the text scan, by code point of the basic plane.
const (
	trigProvince = 1 << iota // 京津… before a plate
	trigNumber               // 号 室 …: ends a house number
	trigRoad                 // 路 街 …
	trigPlace                // 村 社区 镇 乡
	trigDivision             // 省 市 区 县 州 旗 盟
	trigLabel                // last character of a word after which a name stands
	trigSurname
	trigNotName // ending of a place, an office or a trade

	// trigDisguise marks what hides a number from a search for it: full-width letters
	// and digits, and characters without width. No ideograph has these three together.
	trigDisguise = trigProvince | trigNumber | trigLabel
)

// hanTrigger is read-only after initialisation. Only the lines of the table that a
// text touches are brought into the cache.
var hanTrigger = func() *[65536]uint8 {
	t := new([65536]uint8)
	set := func(flag uint8, words string) {
		for _, r := range words {
			t[r] |= flag
		}
	}
	for r := '０'; r <= 'ｚ'; r++ {
		t[r] = trigDisguise
	}
	for _, r := range invisible {
		t[r] = trigDisguise
	}
	set(trigProvince, "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使")
	set(trigNumber, "号室栋幢弄院组层楼")
	set(trigRoad, "路街道巷弄胡里")
	set(trigPlace, "村镇乡屯庄寨社")
	set(trigDivision, "省市区县州旗盟")
	set(trigLabel, "名人主者")
	set(trigSurname, surnames)
	set(trigNotName, "村庄屯寨营区县市镇乡街路道巷社组队场局厂店院校站所部室科处厅会司河沟山岭湾桥堡岗坪坝塘委园城楼号族教工农员师生学专")
	return t
}()

// invisible are the characters without width that text may carry unseen.
var invisible = []rune{0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}

// surnames are the single-character surnames of well over nine tenths of the
// population, by the frequencies published with the censuses.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤" +
	"常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"

// compound reports whether two code points are a compound surname.
func compound(a, b rune) bool {
	switch a {
	case '欧':
		return b == '阳'
	case '上':
		return b == '官'
	case '司':
		return b == '马' || b == '徒' || b == '空'
	case '诸':
		return b == '葛'
	case '夏':
		return b == '侯'
	case '皇':
		return b == '甫'
	case '令':
		return b == '狐'
	case '尉':
		return b == '迟'
	case '东':
		return b == '方'
	case '公':
		return b == '孙'
	case '慕':
		return b == '容'
	case '长':
		return b == '孙'
	case '宇':
		return b == '文'
	case '淳':
		return b == '于'
	case '端':
		return b == '木'
	case '呼':
		return b == '延'
	case '轩':
		return b == '辕'
	}
	return false
}

// han decodes one character of three bytes at b[i]; ok is false for anything else.
// Every character of the basic plane above U+07FF has three bytes.
func han(b []byte, i int) (r rune, ok bool) {
	if i+2 >= len(b) || b[i]&0xF0 != 0xE0 || b[i+1]&0xC0 != 0x80 || b[i+2]&0xC0 != 0x80 {
		return 0, false
	}
	return rune(b[i]&0x0F)<<12 | rune(b[i+1]&0x3F)<<6 | rune(b[i+2]&0x3F), true
}

func ideograph(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// nameForm reports whether b has the form of a Chinese name: two to four ideographs
// that begin with a surname and do not end as places, offices or trades do. It is
// evidence about a column and says nothing about one value. The middle dot of names
// of other nationalities is allowed inside longer ones.
func nameForm(b []byte) bool {
	if len(b) < 6 || len(b) > 36 {
		return false
	}
	var runes [12]rune
	n, dots := 0, 0
	for i := 0; i < len(b); {
		if b[i] == 0xC2 && i+1 < len(b) && b[i+1] == 0xB7 && i > 0 {
			dots++
			i += 2
			continue
		}
		r, ok := han(b, i)
		if !ok || !ideograph(r) || n == len(runes) {
			return false
		}
		runes[n] = r
		n++
		i += 3
	}
	if dots > 0 {
		return n >= 4
	}
	if n < 2 || n > 4 || hanTrigger[runes[n-1]]&trigNotName != 0 {
		return false
	}
	if n >= 3 && compound(runes[0], runes[1]) {
		return true
	}
	return n <= 3 && hanTrigger[runes[0]]&trigSurname != 0
}

// addressForm reports whether the whole of b is an address: a house number after a
// road or a village, or a chain of at least three divisions down to a road or place.
func addressForm(b []byte) bool {
	if len(b) < 12 || len(b) > 300 {
		return false
	}
	divisions, road, place, digit := 0, false, false, false
	for i := 0; i < len(b); {
		r, ok := han(b, i)
		if !ok {
			digit = byteClass[b[i]] == isDigit
			i++
			continue
		}
		trigger := hanTrigger[r]
		if i == 0 {
			trigger = 0 // a marker with nothing before it marks nothing
		}
		switch {
		case trigger&trigNumber != 0 && digit:
			if road || place {
				return true
			}
		case trigger&trigRoad != 0:
			road = true
		case trigger&trigPlace != 0:
			place = true
			divisions++
		case trigger&trigDivision != 0:
			divisions++
		}
		digit = false
		i += 3
	}
	return divisions >= 3 && (road || place)
}
