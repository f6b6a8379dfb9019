// Package font holds the typeface in which certificates are drawn. It is a subset of a
// typeface under the SIL Open Font License; README.md beside it says which, how it was
// made and what it covers, OFL.txt under which terms it may be passed on.
package font

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"
)

//go:embed certificate.ttf.gz
var packed []byte

// Data is the TrueType file, unpacked once. Callers must not change it.
var Data = sync.OnceValues(func() ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpacking font: %w", err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpacking font: %w", err)
	}
	return data, nil
})
