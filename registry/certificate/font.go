package certificate

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/signintech/gopdf"
)

// packedFont is described in font/README.md.
//
//go:embed font/certificate.ttf.gz
var packedFont []byte

// family is the name the font has within a face.
const family = "kai"

// fonts unpacks and reads the font once; every face copies the reading.
var fonts = sync.OnceValues(func() (*gopdf.FontContainer, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(packedFont))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(unpacked)
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
