package api

import (
	"regexp"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// said are the library's own words about a malformed request, with ours in both
// languages. %s stands for what the library says of it, which is never what was sent.
var said = []struct {
	form   *regexp.Regexp
	zh, en string
}{
	{regexp.MustCompile(`^unexpected property$`), "没有这一项，请删去", "there is no such item; leave it out"},
	{regexp.MustCompile(`^expected required property (\S+) to be present$`), "缺少必填项 %s", "the required item %s is missing"},
	{regexp.MustCompile(`^expected property (\S+) to be present when .+$`), "缺少随他项必填的 %s", "the item %s is missing, which another one calls for"},
	{regexp.MustCompile(`^required (?:path|query|header|cookie|form) parameter is missing$`), "缺少必填参数", "the required parameter is missing"},
	{regexp.MustCompile(`^request body is required$`), "请求没有内容，请附上 JSON", "the request has no body; send JSON"},
	{regexp.MustCompile(`^expected value to be one of "(.*)"$`), "应为下列之一：%s", "want one of %s"},
	{regexp.MustCompile(`^expected boolean$`), "应为 true 或 false", "want true or false"},
	{regexp.MustCompile(`^expected integer$`), "应为整数", "want a whole number"},
	{regexp.MustCompile(`^expected number$`), "应为数字", "want a number"},
	{regexp.MustCompile(`^expected string$`), "应为文字", "want a text"},
	{regexp.MustCompile(`^expected array$`), "应为列表", "want a list"},
	{regexp.MustCompile(`^expected object$`), "应为一组事项（JSON 对象）", "want an object"},
	{regexp.MustCompile(`^expected array items to be unique$`), "列表中各项不得重复", "the items of the list must differ"},
	{regexp.MustCompile(`^expected number >= (\S+)$`), "不得小于 %s", "want at least %s"},
	{regexp.MustCompile(`^expected number > (\S+)$`), "应大于 %s", "want more than %s"},
	{regexp.MustCompile(`^expected number <= (\S+)$`), "不得大于 %s", "want at most %s"},
	{regexp.MustCompile(`^expected number < (\S+)$`), "应小于 %s", "want less than %s"},
	{regexp.MustCompile(`^expected length >= (\d+)$`), "不得少于 %s 个字", "want at least %s characters"},
	{regexp.MustCompile(`^expected length <= (\d+)$`), "不得多于 %s 个字", "want at most %s characters"},
	{regexp.MustCompile(`^expected array length >= (\d+)$`), "不得少于 %s 项", "want at least %s items"},
	{regexp.MustCompile(`^expected array length <= (\d+)$`), "不得多于 %s 项", "want at most %s items"},
	{regexp.MustCompile(`^expected string to match pattern (.+)$`), "格式应为 %s", "want the form %s"},
	{regexp.MustCompile(`^expected string to be (.+?)(?:: .*)?$`), "应写作 %s", "want it written as %s"},
	{regexp.MustCompile(`^invalid (?:integer|number|float|boolean|date/time|url|ip).*$`), "参数的类型不正确", "the parameter is of another type"},
	{regexp.MustCompile(`^text holds a NUL$`), "文字中不得有空字符（U+0000）", "a text may not hold the character U+0000"},
	{regexp.MustCompile(`(?i)^(?:unexpected end of JSON input|unexpected EOF|invalid character.*|.*JSON.*)$`), "请求内容不是完整、正确的 JSON", "the body is not whole and valid JSON"},
}

// mistakeOf says the library's words in both languages. What it does not know is said in
// general, without the library's sentence: that could repeat what was sent.
func mistakeOf(message string) law.Text {
	for _, one := range said {
		found := one.form.FindStringSubmatch(message)
		if found == nil {
			continue
		}
		what := ""
		if len(found) > 1 {
			what = found[1]
		}
		return law.Text{ZH: strings.Replace(one.zh, "%s", what, 1), EN: strings.Replace(one.en, "%s", what, 1)}
	}
	return law.Text{ZH: "此处不合接口文档的规定，请对照 /reference 更正", EN: "this is not as the API reference says; compare /reference and correct it"}
}
