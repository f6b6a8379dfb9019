package intake

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Text reads a small file as text, in UTF-8 or GB 18030, without byte-order mark and with
// one sign for the end of a line; legacy tells that it was GB 18030. False for what is
// neither, or holds characters that no text has.
func Text(file []byte) (text string, legacy, ok bool) {
	file = bytes.TrimPrefix(file, byteOrderMark)
	if legacy = !utf8.Valid(file); legacy {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(file)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return "", true, false
		}
		file = decoded
	}
	if bytes.ContainsFunc(file, noText) {
		return "", legacy, false
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n").Replace(string(file)), legacy, true
}

// noText reports whether a text never holds the character: a control character that sets
// no line, or one that stands for nothing.
func noText(r rune) bool {
	return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t\f", r) || unicode.Is(unicode.Co, r)
}
