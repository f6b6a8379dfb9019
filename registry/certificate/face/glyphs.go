package face

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/signintech/gopdf"

	"github.com/shuyu-project/shuyu/registry/certificate/font"
)

// family is the name the font has within a face.
const family = "kai"

// fonts reads the font once; every face copies the reading.
var fonts = sync.OnceValues(func() (*gopdf.FontContainer, error) {
	data, err := font.Data()
	if err != nil {
		return nil, err
	}
	var c gopdf.FontContainer
	return &c, c.AddTTFFontData(family, data)
})

// checkGlyphs refuses texts with characters that the font cannot draw, naming each:
// the library would draw a space in their place and say nothing.
func checkGlyphs(pdf *gopdf.GoPdf, texts []string) error {
	var missing []string
	for _, text := range texts {
		for _, r := range text {
			if r == '\n' {
				continue
			}
			has, err := pdf.IsCurrFontContainGlyph(r)
			if err != nil {
				return err
			}
			if name := fmt.Sprintf("%q (%U)", r, r); !has && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("the font has no glyph for %s", strings.Join(missing, ", "))
	}
	return nil
}
