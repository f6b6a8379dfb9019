package face

import (
	"strings"
	"unicode"
)

// noStart must not begin a line, noEnd must not end one (GB/T 15834-2011, 5.1.10; W3C
// Requirements for Chinese Text Layout, 3.1.2). Dashes and ellipses are two
// characters that stay together, which noStart brings about.
const (
	noStart = "，。、；：？！,.;:?!）》〉」』】〕］｝)]}”’％%‰℃°…—·～・々/／-"
	noEnd   = "（《〈「『【〔［｛([{“‘￥$№§"
)

// wide reports whether a line may be broken beside r without a space: Han, kana,
// full-width forms and CJK punctuation.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x2e80 && r <= 0x9fff || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe4f || r >= 0xff00 && r <= 0xffef || r >= 0x20000
}

// units cuts a text without line breaks into the pieces between which a line may be
// broken. Their concatenation is the text. Spaces end the piece before them.
func units(text string) []string {
	var out []string
	var piece strings.Builder
	var last rune
	for _, r := range text {
		if piece.Len() > 0 && mayBreak(last, r) {
			out = append(out, piece.String())
			piece.Reset()
		}
		piece.WriteRune(r)
		last = r
	}
	if piece.Len() > 0 {
		out = append(out, piece.String())
	}
	return out
}

// mayBreak reports whether a line may end after before and the next begin with after.
func mayBreak(before, after rune) bool {
	switch {
	case unicode.IsSpace(after) || strings.ContainsRune(noStart, after) || strings.ContainsRune(noEnd, before):
		return false
	case unicode.IsSpace(before):
		return true
	case before == '-' || before == '/': // between words, not within "TA-09.3"
		return unicode.IsLetter(after)
	}
	return wide(before) || wide(after)
}

// breakLines sets a text into lines not wider than width, in the units of measure. A
// piece wider than a whole line, such as a digest, is cut where it has to be. The text
// is kept but for spaces at the ends of lines; a line break in it is kept too.
func breakLines(text string, width float64, measure func(string) float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = append(lines, breakParagraph(paragraph, width, measure)...)
	}
	return lines
}

func breakParagraph(text string, width float64, measure func(string) float64) []string {
	var lines []string
	line := ""
	for _, unit := range units(text) {
		if line == "" && len(lines) > 0 { // an indent is kept, a space at a break is not
			unit = strings.TrimLeftFunc(unit, unicode.IsSpace)
		}
		if measure(trimEnd(line+unit)) <= width {
			line += unit
			continue
		}
		if line != "" {
			lines = append(lines, trimEnd(line))
		}
		for line = strings.TrimLeftFunc(unit, unicode.IsSpace); measure(trimEnd(line)) > width; {
			n := fitting(line, width, measure)
			lines = append(lines, line[:n])
			line = line[n:]
		}
	}
	return append(lines, trimEnd(line))
}

func trimEnd(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) }

// fitting is the length in bytes of the longest start of s that is not wider than width; at least
// one character.
func fitting(s string, width float64, measure func(string) float64) int {
	n := 0
	for i, r := range s {
		if end := i + len(string(r)); n == 0 || measure(s[:end]) <= width {
			n = end
			continue
		}
		break
	}
	return n
}
