package intake

import (
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestASmallFileIsReadAsText(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("第一条 甲\r\n镕")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why, file, text string
		legacy, ok      bool
	}{
		{"UTF-8 with its mark and carriage returns", "\xEF\xBB\xBF第一条\r\n甲\r乙", "第一条\n甲\n乙", false, true},
		{"GB 18030", gb, "第一条 甲\n镕", true, true},
		{"nothing is text", "", "", false, true},
		{"a picture", "\x89PNG\r\n\x1a\n\x00", "", true, false},
		{"a control character", "甲\x00乙", "", false, false},
		{"a character cut in two", gb[:len(gb)-1], "", true, false},
	} {
		text, legacy, ok := Text([]byte(c.file))
		if text != c.text || legacy != c.legacy || ok != c.ok {
			t.Errorf("%s: %q, legacy %v, %v", c.why, text, legacy, ok)
		}
	}
}
