package storetest

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
)

// unzip and zip let a test look into a backup and spoil it.
func unzip(t testing.TB, r io.Reader) string {
	t.Helper()
	packed, err := gzip.NewReader(r)
	must(t, err)
	text, err := io.ReadAll(packed)
	must(t, err)
	return string(text)
}

func zip(t testing.TB, text string) io.Reader {
	t.Helper()
	var b bytes.Buffer
	packed := gzip.NewWriter(&b)
	_, err := io.WriteString(packed, text)
	must(t, err)
	must(t, packed.Close())
	return &b
}
