package api

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2/validation"
)

// Every sentence of the library about a value is said in both languages and in our own
// words; a sentence of which nothing is known is not repeated.
func TestMistakes(t *testing.T) {
	for _, message := range []string{validation.MsgUnexpectedProperty, validation.MsgExpectedBoolean, validation.MsgExpectedInteger, validation.MsgExpectedNumber,
		validation.MsgExpectedString, validation.MsgExpectedArray, validation.MsgExpectedObject, validation.MsgExpectedArrayItemsUnique,
		"expected value to be one of \"a, b\"", "expected number >= 1", "expected number > 1", "expected number <= 9", "expected number < 9", "expected length >= 1",
		"expected length <= 128", "expected array length >= 1", "expected array length <= 9", "expected string to match pattern ^[a-z]+$",
		"expected string to be RFC 3339 date", "expected required property name to be present", "request body is required", "required query parameter is missing",
		"invalid integer", "unexpected end of JSON input"} {
		says := mistakeOf(message)
		if says.ZH == "" || says.EN == "" || strings.HasPrefix(says.EN, "this is not as") || strings.Contains(says.ZH+says.EN, "%") {
			t.Errorf("%s is said as %+v", message, says)
		}
	}
	if says := mistakeOf("value 370902199001011234 is odd"); strings.Contains(says.ZH+says.EN, "3709") {
		t.Errorf("it repeats what was sent: %+v", says)
	}
}

// What the interface itself finds malformed is said in both languages.
func TestMalformedInBothLanguages(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	english := regexp.MustCompile(`malformed\(ctx, [^,]+, "`)
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if at := english.Find(source); at != nil {
			t.Errorf("%s says what is malformed in one language: %s", name, at)
		}
	}
}
