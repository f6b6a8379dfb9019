package pack

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/law"
)

// Passage is one article of an official text, or what stands before the first.
type Passage struct {
	Heading string `json:"heading"` // as the pack prints it: "第九条"
	Line    int    `json:"line"`    // of the file, from 1
	Text    string `json:"text"`    // the words of the article, its heading with them
}

// What stands against an official text. 〔platform PF-64〕
const (
	CodeTextArticles = "official-text.articles" // no heading of an article in it
	CodeTextOther    = "official-text.other"    // other articles than the pack's
)

// SplitOfficial splits the official text of the instrument into the articles that the
// pack knows, in their order, each with the words under its heading. It is plain text or
// Markdown; headings are 第九条 or 第9条, or 一、 where the pack prints them so, each at the
// beginning of a line. A draft that prints a number twice
// is followed. What stands before the first heading is the passage of the pack's unit
// before the first article, where it has one, and else left out, as are the headings of
// chapters. Refusals: official-text.articles, .other.
func (i *Instrument) SplitOfficial(text string) ([]Passage, *law.Refusal) {
	wanted := i.printed()
	numbered := slices.DeleteFunc(slices.Clone(wanted), func(p printed) bool { return p.number == 0 })
	found, opening := headed(text, numbered)
	if len(found) == 0 {
		return nil, law.Refuse(CodeTextArticles, law.Platform("PF-64"), law.Factf("instrument", "%s", i.Code))
	}
	if refusal := i.compare(found, numbered); refusal != nil {
		return nil, refusal
	}
	var all []Passage
	for _, p := range wanted {
		if p.number == 0 {
			all = append(all, Passage{Heading: p.heading, Line: 1, Text: opening})
			continue
		}
		one := found[0]
		found = found[1:]
		one.Heading = p.heading
		all = append(all, one.Passage)
	}
	return all, nil
}

// compare refuses a text that has not the pack's articles, and says where they part.
func (i *Instrument) compare(found []numberedPassage, wanted []printed) *law.Refusal {
	other := func(facts ...law.Fact) *law.Refusal {
		facts = append([]law.Fact{law.Factf("instrument", "%s", i.Code), law.Factf("articlesFound", "%d", len(found)), law.Factf("articlesWanted", "%d", len(wanted))}, facts...)
		return law.Refuse(CodeTextOther, law.Platform("PF-64"), facts...)
	}
	for n, p := range found {
		switch {
		case n >= len(wanted):
			return other(law.Factf("line", "%d", p.Line), law.Factf("heading", "%s", p.Heading))
		case p.number != wanted[n].number:
			return other(law.Factf("line", "%d", p.Line), law.Factf("heading", "%s", p.Heading), law.Factf("headingWanted", "%s", wanted[n].heading))
		}
	}
	if len(found) < len(wanted) {
		return other(law.Factf("headingWanted", "%s", wanted[len(found)].heading))
	}
	return nil
}

// printed is a heading of the pack, with its number; 0 for what stands before the first.
type printed struct {
	heading string
	number  int
	section bool // 一、 rather than 第一条
}

// printed lists the articles of the text as the pack prints them, in their order.
func (i *Instrument) printed() []printed {
	var all []printed
	for _, u := range i.Units {
		if len(all) > 0 && all[len(all)-1].heading == u.Article {
			continue
		}
		p := printed{heading: u.Article, number: ArticleNumber(u.Article)}
		if p.number == 0 {
			if number, _, ok := strings.Cut(u.Article, "、"); ok {
				p.number, p.section = chineseNumber(number), true
			}
		}
		all = append(all, p)
	}
	return all
}

type numberedPassage struct {
	Passage
	number int
}

var (
	articleHead = regexp.MustCompile(`^[\s　#>*_]*第[\s　]*([0-9０-９一二三四五六七八九十百零〇两]+)[\s　]*条(.?)`)
	sectionHead = regexp.MustCompile(`^[\s　#>*_]*([一二三四五六七八九十]+)、`)
	chapterHead = regexp.MustCompile(`^[\s　#>*_]*第[\s　]*[0-9０-９一二三四五六七八九十百零]+[\s　]*[编章节](\s|　|$|[^\s　].{0,20}$)`)
)

// headed finds the articles of a text. A line that begins with the number of an article is
// its heading where that number comes next, or repeats the last with a blank or a bracket
// after it: a sentence may begin with 第七条所称.
func headed(text string, wanted []printed) (found []numberedPassage, opening string) {
	sections := len(wanted) > 0 && wanted[0].section
	var before []string
	last := 0
	for n, line := range strings.Split(text, "\n") {
		number, marked := headingOf(line, sections)
		switch {
		case number == last+1 || number == last && marked && last > 0:
			found = append(found, numberedPassage{Passage{Heading: strings.TrimSpace(strings.Trim(line, "#*_ \r")), Line: n + 1, Text: line}, number})
			last = number
		case number == last+2 && marked: // one heading is missing: the count will say which
			found = append(found, numberedPassage{Passage{Heading: strings.TrimSpace(line), Line: n + 1, Text: line}, number})
			last = number
		case chapterHead.MatchString(line):
		case len(found) == 0:
			before = append(before, line)
		default:
			found[len(found)-1].Text += "\n" + line
		}
	}
	for n := range found {
		found[n].Text = tidy(found[n].Text)
		if h := []rune(found[n].Heading); len(h) > 24 {
			found[n].Heading = string(h[:24]) + "…"
		}
	}
	return found, tidy(strings.Join(before, "\n"))
}

// headingOf is the number with which a line begins; marked tells that a blank, a bracket
// or nothing follows it.
func headingOf(line string, sections bool) (number int, marked bool) {
	if sections {
		if m := sectionHead.FindStringSubmatch(line); m != nil {
			return chineseNumber(m[1]), true
		}
		return 0, false
	}
	m := articleHead.FindStringSubmatch(line)
	if m == nil {
		return 0, false
	}
	next, _ := utf8.DecodeRuneInString(m[2])
	return chineseNumber(m[1]), m[2] == "" || unicode.IsSpace(next) || strings.ContainsRune("【[（(*_", next)
}

// tidy takes Markdown's marks and runs of blank lines out of a passage.
func tidy(text string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(strings.ReplaceAll(strings.TrimLeft(strings.TrimSpace(line), "#> "), "**", ""))
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// ArticleNumber reads the number of a printed heading: 第九条, 第9条, 第二十三条, and
// 第十三条之二, which is printed as the thirteenth; 0 for anything else.
func ArticleNumber(heading string) int {
	inner, ok := strings.CutPrefix(heading, "第")
	number, rest, also := strings.Cut(inner, "条")
	if !ok || !also || rest != "" && !strings.HasPrefix(rest, "之") {
		return 0
	}
	return chineseNumber(strings.TrimSpace(number))
}

// chineseNumber reads a whole number from 1 to 999 in Chinese numerals or in digits; 0 for
// anything else.
func chineseNumber(text string) int {
	text = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
	if n, err := strconv.Atoi(text); err == nil && n > 0 && n < 1000 {
		return n
	}
	n, pending := 0, 0
	for _, r := range text {
		switch {
		case r == '百' && pending > 0:
			n, pending = n+100*pending, 0
		case r == '十':
			n, pending = n+10*max(pending, 1), 0
		case r == '零' || r == '〇':
		case r == '两':
			pending = 2
		default:
			digit := strings.IndexRune("一二三四五六七八九", r)
			if digit < 0 || pending > 0 {
				return 0
			}
			pending = digit/len("一") + 1
		}
	}
	return n + pending
}

// Officially finds the passage of a unit's article among those of a split text; false where
// it is not there.
func (u *Unit) Officially(passages []Passage) (Passage, bool) {
	for _, p := range passages {
		if p.Heading == u.Article {
			return p, true
		}
	}
	return Passage{}, false
}
