package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/shuyu-project/shuyu/law"
)

// Read reads one instrument from its folder: every Markdown file in it, in the order
// of their names. It fails closed: whatever it cannot read whole it refuses, with every
// fault it found, each with file and line.
func Read(files fs.FS, folder string) (*Instrument, error) {
	names, err := fs.Glob(files, path.Join(folder, "*.md"))
	if err != nil {
		return nil, fmt.Errorf("listing pack %s: %w", folder, err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("reading pack %s: the folder has no Markdown file", folder)
	}
	sort.Strings(names)
	sum := sha256.New()
	r := &reader{instrument: &Instrument{}, files: files, sum: sum}
	for i, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("reading pack file %s: %w", name, err)
		}
		fmt.Fprintf(sum, "%s %d\n", path.Base(name), len(text))
		sum.Write(text)
		r.file(name, string(text), i == 0)
	}
	r.instrument.Digest = hex.EncodeToString(sum.Sum(nil))
	r.finish()
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return r.instrument, nil
}

// reader collects one instrument from its files; faults are gathered, not returned at
// the first, so that an author mends them all at once.
type reader struct {
	instrument *Instrument
	article    string // heading of the article being read
	articleID  law.Text
	unit       *Unit
	faults     Faults

	files   fs.FS
	sum     io.Writer // what the instrument's digest is taken over
	library map[string]*fragment
}

func (r *reader) fault(p Place, format string, args ...any) {
	r.faults = append(r.faults, Fault{Place: p, Says: fmt.Sprintf(format, args...)})
}

// file reads one file, line by line. Only headings, gists and fenced blocks matter;
// all else is prose for the reader of the pack.
func (r *reader) file(name, text string, first bool) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	at := 0
	if first {
		at = r.frontMatter(name, lines)
	}
	for at < len(lines) {
		line := lines[at]
		place := Place{File: name, Line: at + 1}
		switch {
		case strings.HasPrefix(line, "```"):
			at = r.block(place, lines, at)
			continue
		case strings.HasPrefix(line, "### "):
			r.openUnit(place, strings.TrimPrefix(line, "### "))
		case strings.HasPrefix(line, "## "):
			r.openArticle(strings.TrimPrefix(line, "## "))
		case strings.HasPrefix(line, "gist:"), strings.HasPrefix(line, "要旨"):
			at = r.gist(lines, at)
			continue
		}
		at++
	}
}

// frontMatter reads the YAML between the first two lines of three dashes and returns
// the line after it.
func (r *reader) frontMatter(name string, lines []string) int {
	if len(lines) == 0 || lines[0] != "---" {
		r.fault(Place{name, 1}, "the pack must begin with front matter: a line of three dashes, then instrument, prefix, name and so on, then three dashes")
		return 0
	}
	for end := 1; end < len(lines); end++ {
		if lines[end] != "---" {
			continue
		}
		source := strings.Join(lines[1:end], "\n")
		if err := yaml.UnmarshalWithOptions([]byte(source), r.instrument, yaml.Strict()); err != nil {
			r.yamlFault(Place{name, 2}, err)
		}
		return end + 1
	}
	r.fault(Place{name, 1}, "the front matter is not closed: a second line of three dashes is missing")
	return len(lines)
}

// openArticle starts an article: "第九条 · Article 9 · 登记程序 · Registration".
func (r *reader) openArticle(heading string) {
	parts := splitHeading(heading)
	r.article, r.unit = parts[0], nil
	r.articleID = law.Text{ZH: heading, EN: heading}
	if len(parts) >= 4 {
		r.articleID = law.Text{ZH: parts[2], EN: parts[3]}
	}
}

// openUnit starts a unit: "TA-09.1 登记申请 · Application".
func (r *reader) openUnit(place Place, heading string) {
	id, words, _ := strings.Cut(heading, " ")
	zh, en, _ := strings.Cut(words, " · ")
	u := &Unit{ID: id, Article: r.article, Place: place, Heading: law.Text{ZH: strings.TrimSpace(zh), EN: strings.TrimSpace(en)}}
	if u.Heading.IsZero() {
		u.Heading = r.articleID
	}
	if _, twice := r.instrument.Unit(id); twice {
		r.fault(place, "unit %s has two headings; put its rules under one", id)
	}
	if r.instrument.Prefix != "" && !strings.HasPrefix(id, r.instrument.Prefix+"-") && r.instrument.Level != "platform" {
		r.fault(place, "unit %q does not begin with the instrument's prefix %s-", id, r.instrument.Prefix)
	}
	r.instrument.Units = append(r.instrument.Units, u)
	r.unit = u
}

// gist reads a gist paragraph: from its mark to the next blank line, heading or fence.
func (r *reader) gist(lines []string, at int) int {
	var words []string
	start := lines[at]
	for ; at < len(lines); at++ {
		line := strings.TrimSpace(lines[at])
		if line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "```") {
			break
		}
		if len(words) > 0 && (strings.HasPrefix(line, "gist:") || strings.HasPrefix(line, "要旨")) {
			break
		}
		words = append(words, line)
	}
	text := strings.Join(words, " ")
	if r.unit == nil {
		return at
	}
	if strings.HasPrefix(start, "gist:") {
		r.unit.Gist.EN = strings.TrimSpace(strings.TrimPrefix(text, "gist:"))
	} else {
		r.unit.Gist.ZH = strings.TrimSpace(strings.TrimLeft(strings.TrimPrefix(text, "要旨"), "：: "))
	}
	return at
}

// block reads one fenced block and returns the line after it. Blocks that are none of
// rule, no-rule and include are examples and are passed over.
func (r *reader) block(place Place, lines []string, at int) int {
	name := strings.TrimSpace(strings.TrimPrefix(lines[at], "```"))
	end := at + 1
	for end < len(lines) && strings.TrimSpace(lines[end]) != "```" {
		end++
	}
	if end == len(lines) {
		r.fault(place, "the block is not closed: a line of three backticks is missing")
		return end
	}
	source := strings.Join(lines[at+1:end], "\n")
	switch name {
	case "rule":
		r.rule(place, source)
	case "no-rule":
		r.noRule(place, source)
	case "include":
		r.include(place, source)
	}
	return end + 1
}

func (r *reader) noRule(place Place, source string) {
	var block struct {
		Reason law.Text `yaml:"reason"`
	}
	if err := yaml.UnmarshalWithOptions([]byte(source), &block, yaml.Strict()); err != nil {
		r.yamlFault(Place{place.File, place.Line + 1}, err)
		return
	}
	if r.unit == nil {
		r.fault(place, "a no-rule block stands under no unit; put a heading ### %s-… above it", r.instrument.Prefix)
		return
	}
	if block.Reason.ZH == "" || block.Reason.EN == "" {
		r.fault(place, "a no-rule block gives its reason in both languages: reason: {zh: …, en: …}")
	}
	r.unit.NoRule = block.Reason
}

func (r *reader) rule(place Place, source string) {
	rule, err := decode(source)
	if err != nil {
		r.yamlFault(Place{place.File, place.Line + 1}, err)
		return
	}
	r.admit(place, rule)
}

// admit puts a rule under the unit being read.
func (r *reader) admit(place Place, rule *Rule) {
	rule.Place = place
	if r.unit == nil {
		r.fault(place, "rule %s stands under no unit; put a heading ### %s-… above it", rule.ID, r.instrument.Prefix)
		return
	}
	rule.Cites = append([]law.Citation{r.instrument.Cite(r.unit.ID)}, r.also(rule)...)
	if r.instrument.Level == LevelLayering {
		rule.Cites = append(rule.Cites[1:], rule.Cites[0])
	}
	r.unit.Rules = append(r.unit.Rules, rule.ID)
	r.instrument.Rules = append(r.instrument.Rules, rule)
}

// also resolves the further units a rule names; a bare unit is of the same instrument.
func (r *reader) also(rule *Rule) []law.Citation {
	var cites []law.Citation
	for _, name := range rule.Also {
		if strings.Contains(name, ":") {
			cite, err := law.ParseCitation(name)
			if err != nil {
				r.fault(rule.Place, "rule %s: %v", rule.ID, err)
				continue
			}
			cites = append(cites, cite)
			continue
		}
		cites = append(cites, r.instrument.Cite(name))
	}
	return cites
}

// finish checks what can only be seen once every file is read.
func (r *reader) finish() {
	in := r.instrument
	top := Place{Line: 1}
	if len(in.Units) > 0 {
		top.File = in.Units[0].Place.File
	}
	if in.Code == "" || in.Prefix == "" || in.Name.ZH == "" || in.Name.EN == "" || in.Version == "" {
		r.fault(top, "the front matter must give instrument, prefix, name in both languages and version")
	}
	switch in.Status {
	case StatusDraft, StatusInForce, StatusRepealed:
	default:
		r.fault(top, "status %q is unknown; write draft, in-force or repealed", in.Status)
	}
	seen := map[string]Place{}
	for _, rule := range in.Rules {
		if first, twice := seen[rule.ID]; twice {
			r.fault(rule.Place, "rule id %s is used already at %s:%d", rule.ID, first.File, first.Line)
		}
		seen[rule.ID] = rule.Place
	}
	for _, u := range in.Units {
		if len(u.Rules) == 0 && u.NoRule.IsZero() {
			r.fault(u.Place, "unit %s has neither a rule nor a no-rule block; add one, with its reason", u.ID)
		}
		if len(u.Rules) > 0 && !u.NoRule.IsZero() {
			r.fault(u.Place, "unit %s has both rules and a no-rule block; keep one", u.ID)
		}
		if u.Gist.ZH == "" || u.Gist.EN == "" {
			r.fault(u.Place, "unit %s lacks its gist in one of the two languages (要旨：… and gist: …)", u.ID)
		}
	}
}

func splitHeading(heading string) []string {
	parts := strings.Split(heading, "·")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
