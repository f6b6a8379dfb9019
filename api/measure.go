package api

import "regexp"

// measures are what the zone measures, in Chinese: the zone writes its figures once, into
// a report that is hashed, and in one language. Longer phrases come before their parts.
var measures = []struct {
	phrase *regexp.Regexp
	zh     string
}{
	{regexp.MustCompile(`^(\d+) cells of kind resident-id$`), "$1 个单元格，形同公民身份号码"},
	{regexp.MustCompile(`^(\d+) cells of kind credit-code$`), "$1 个单元格，形同统一社会信用代码"},
	{regexp.MustCompile(`^(\d+) cells of kind mobile-phone$`), "$1 个单元格，形同手机号码"},
	{regexp.MustCompile(`^(\d+) cells of kind bank-card$`), "$1 个单元格，形同银行卡号"},
	{regexp.MustCompile(`^(\d+) cells of kind e-mail$`), "$1 个单元格，形同电子邮件地址"},
	{regexp.MustCompile(`^(\d+) units at least; (\d+) cells below$`), "至少 $1 个单元，$2 个单元格不足"},
	{regexp.MustCompile(`^(\d+) units at least; (\d+) rates below$`), "至少 $1 个单元，$2 个比率不足"},
	{regexp.MustCompile(`^(\d+) units on the smaller side at least$`), "较小一侧至少 $1 个单元"},
	{regexp.MustCompile(`^(\d+) units at least$`), "至少 $1 个单元"},
	{regexp.MustCompile(`^>= (\d+) units$`), "至少 $1 个单元"},
	{regexp.MustCompile(`^>= (\d+) units on each side$`), "每侧至少 $1 个单元"},
	{regexp.MustCompile(`^numerator, denominator and complement >= (\d+) units$`), "分子、分母和余数各至少 $1 个单元"},
	{regexp.MustCompile(`^(\d+) records, (\d+) of them unique, average risk ([\d.]+)$`), "$1 条记录，其中 $2 条唯一，平均风险 $3"},
	{regexp.MustCompile(`^([\d.]+%) at most; (\d+) groups$`), "至多 $1，$2 组"},
	{regexp.MustCompile(`^([\d.]+%) at most$`), "至多 $1"},
	{regexp.MustCompile(`^(\d+) minima or maxima$`), "$1 个最小值或最大值"},
	{regexp.MustCompile(`^(\d+) non-structural zeros$`), "$1 个非结构性的零"},
	{regexp.MustCompile(`^(\d+) keys over (\d+) units \(([\d.]+%)\)$`), "$1 个键，共 $2 个单元（$3）"},
	{regexp.MustCompile(`^(\d+) of (\d+) rows \(([\d.]+%)\)$`), "$2 行中的 $1 行（$3）"},
	{regexp.MustCompile(`^(\d+) of (\d+) values$`), "$2 个值中的 $1 个"},
	{regexp.MustCompile(`^(\d+) or more of (\d+) values recovered by trying resident-id of (\d+), born (\d+) to (\d+)$`), "$2 个值中至少 $1 个可由试算居民身份号码还原（区划 $3，$4 至 $5 年出生）"},
	{regexp.MustCompile(`^(\d+) or more of (\d+) values recovered by trying resident-id of (\d+) to (\d+) \((\d+) divisions\), born (\d+) to (\d+)$`), "$2 个值中至少 $1 个可由试算居民身份号码还原（区划 $3 至 $4 共 $5 个，$6 至 $7 年出生）"},
	{regexp.MustCompile(`^(\d+) or more of (\d+) values recovered by trying (.+)$`), "$2 个值中至少 $1 个可由试算 $3 还原"},
	{regexp.MustCompile(`^(\d+) rows claim more units than the source has$`), "$1 行所称单元多于来源"},
	{regexp.MustCompile(`^(\d+) columns without a fitting description$`), "$1 列没有相符的说明"},
	{regexp.MustCompile(`^(\d+) rates differ from their counts$`), "$1 个比率与计数不符"},
	{regexp.MustCompile(`^more than (\d+) rows$`), "多于 $1 行"},
	{regexp.MustCompile(`^within ([\d.]+)$`), "相差不超过 $1"},
	{regexp.MustCompile(`^((?:[<>]=? )?\d+) cells$`), "$1 个单元格"},
	{regexp.MustCompile(`^((?:[<>]=? )?\d+) records$`), "$1 条记录"},
	{regexp.MustCompile(`^((?:[<>]=? )?\d+) values$`), "$1 个值"},
	{regexp.MustCompile(`^((?:[<>]=? )?\d+) units$`), "$1 个单元"},
	{regexp.MustCompile(`^((?:[<>]=? )?\d+) columns$`), "$1 列"},
	{regexp.MustCompile(`^((?:[<>]=? )?\d+) rows$`), "$1 行"},
	{regexp.MustCompile(`^((?:[<>]=? )?\d+) bytes$`), "$1 字节"},
	{regexp.MustCompile(`^each column described once$`), "每列说明一次"},
	{regexp.MustCompile(`^rounded to (\d+) decimals when re-written$`), "重写时舍入到 $1 位小数"},
	{regexp.MustCompile(`^< ([\d.]+%?) where there are (\d+) rows or more$`), "行数达到 $2 时低于 $1"},
	{regexp.MustCompile(`^< ([\d.]+%) of rows$`), "低于行数的 $1"},
	{regexp.MustCompile(`^claimed <= counted$`), "所称不多于实有"},
	{regexp.MustCompile(`^no non-zero cell$`), "没有非零单元格"},
	{regexp.MustCompile(`^not determinable$`), "无法测定"},
	{regexp.MustCompile(`^not given$`), "未给出"},
	{regexp.MustCompile(`^measured$`), "可测定"},
	{regexp.MustCompile(`^declared$`), "已声明"},
	{regexp.MustCompile(`^undeclared$`), "未声明"},
	{regexp.MustCompile(`^given$`), "已给出"},
	{regexp.MustCompile(`^missing$`), "缺少"},
}

// measured says a measure or a threshold in the language asked for; one that has no words
// is said as the report has it.
func measured(language, text string) string {
	if language == "en" {
		return text
	}
	for _, m := range measures {
		if m.phrase.MatchString(text) {
			return m.phrase.ReplaceAllString(text, m.zh)
		}
	}
	return text
}
