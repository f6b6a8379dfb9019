package api

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/law"
)

// legible reports whether a text is one: UTF-8 without a NUL. The stores take anything else
// differently, so that none reaches them.
func legible(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// keptHeaders are those whose values are looked up or kept.
var keptHeaders = []string{"Idempotency-Key", "X-Delivery-Key", "X-Scenario"}

// illegible answers where a request holds what is no text; "" where nothing does. Its body
// is not looked at.
func illegible(r *http.Request) string {
	if !legible(r.URL.Path) {
		return "path"
	}
	for name, values := range r.URL.Query() {
		if !legible(name) || !legible(strings.Join(values, "")) {
			return "query"
		}
	}
	for _, name := range keptHeaders {
		if !legible(r.Header.Get(name)) {
			return "header." + name
		}
	}
	return ""
}

// reading refuses requests that hold what is no text.
func (s *Server) reading(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if where := illegible(r); where != "" {
			s.write(w, r, malformed(r.Context(), where, law.Text{ZH: "此处含有空字符或不是 UTF-8 的字节，请以 UTF-8 文字填写", EN: "there is a NUL or what is no UTF-8; write text in UTF-8"}))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// errNUL is said in our words by mistakeOf.
var errNUL = errors.New("text holds a NUL")

// bodyFormats are the library's, but for texts with a NUL, which JSON can write.
func bodyFormats() map[string]huma.Format {
	formats := maps.Clone(huma.DefaultFormats)
	for name, f := range formats {
		f.Unmarshal = func(data []byte, v any) error {
			if writesNUL(data) {
				return errNUL
			}
			return json.Unmarshal(data, v)
		}
		formats[name] = f
	}
	return formats
}

// writesNUL reports whether a JSON text writes the character U+0000: a backslash that is
// not itself written by one, and u0000 behind it.
func writesNUL(data []byte) bool {
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		if i++; i+4 < len(data) && string(data[i:i+5]) == "u0000" {
			return true
		}
	}
	return false
}
