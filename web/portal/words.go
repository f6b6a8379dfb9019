package portal

import (
	"embed"
	"encoding/json"
)

//go:embed words/*.json
var wordFiles embed.FS

// dictionary holds the words of the pages by language and key. Chinese is the source;
// a test holds the two to the same keys.
var dictionary = map[string]map[string]string{"zh": wordsOf("zh"), "en": wordsOf("en")}

func wordsOf(language string) map[string]string {
	text, err := wordFiles.ReadFile("words/" + language + ".json")
	if err != nil {
		panic("portal: the embedded words are missing: " + err.Error())
	}
	words := map[string]string{}
	if err := json.Unmarshal(text, &words); err != nil {
		panic("portal: the embedded words are malformed: " + err.Error())
	}
	return words
}
