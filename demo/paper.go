package demo

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
)

// paper is a small document that is handed in with a step: its title, and whether it is
// a scan (PDF) or a plain text. It is uploaded from the seat that takes the step.
type paper struct {
	title string
	scan  bool
}

// inForce stands in a document for the digest of the pack that is current.
type inForce struct{}

func written(title string) paper { return paper{title: title} }
func scanned(title string) paper { return paper{title: title, scan: true} }

// bytes are the document itself. Every one says that it was made for the demonstration.
func (d paper) bytes() []byte {
	if d.scan {
		return scan(d.title)
	}
	return []byte(d.title + "\n\n本文件为演示而作，内容均为虚构。\nMade for the demonstration; nothing in it is real.\n")
}

// handIn uploads the papers of a document and puts their digests in their places.
func (p *Play) handIn(ctx context.Context, who *person, v any) (any, error) {
	switch v := v.(type) {
	case paper:
		var kept struct {
			Digest string `json:"digest"`
		}
		if err := p.must(ctx, who, http.MethodPost, "/v1/attachments", bytes.NewReader(v.bytes()), &kept); err != nil {
			return nil, fmt.Errorf("handing in %s: %w", v.title, err)
		}
		return kept.Digest, nil
	case inForce:
		var packs struct {
			Items []struct {
				Digest  string `json:"digest"`
				Current bool   `json:"current"`
			} `json:"items"`
		}
		if err := p.must(ctx, who, http.MethodGet, "/v1/packs", nil, &packs); err != nil {
			return nil, err
		}
		for _, one := range packs.Items {
			if one.Current {
				return one.Digest, nil
			}
		}
		return nil, fmt.Errorf("no pack is current: %w", errUnexpected)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			var err error
			if out[i], err = p.handIn(ctx, who, v[i]); err != nil {
				return nil, err
			}
		}
		return out, nil
	case map[string]any:
		out := map[string]any{}
		for k := range v {
			var err error
			if out[k], err = p.handIn(ctx, who, v[k]); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return v, nil
}

// scan is a one-page PDF. Its text is in a font that every reader has, so the title
// stands in the document's particulars, as UTF-16.
func scan(title string) []byte {
	var units strings.Builder
	for _, r := range title {
		fmt.Fprintf(&units, "%04X", r) // titles hold no character beyond the basic plane
	}
	page := "BT /F1 14 Tf 72 760 Td (Signed and sealed - made for the demonstration; nothing in it is real.) Tj ET"
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(page), page),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Title<FEFF" + units.String() + ">>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}
