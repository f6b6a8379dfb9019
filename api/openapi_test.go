package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write golden files anew")

// The document that is checked in is the one that is served.
func TestDocument(t *testing.T) {
	c := newCity(t)
	got, err := c.server.Document()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.yaml", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("api/openapi.yaml is not what the server serves; run: go test ./api -run TestDocument -update")
	}
	served := c.browser().do("GET", "/v1/openapi.json", nil)
	var doc struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(served.body, &doc); err != nil || served.status != http.StatusOK {
		t.Fatalf("%d: %v", served.status, err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || len(doc.Paths) < 50 {
		t.Errorf("OpenAPI %s with %d paths", doc.OpenAPI, len(doc.Paths))
	}
}

// The reference page names every operation and loads nothing from anywhere else.
func TestReference(t *testing.T) {
	c := newCity(t)
	page := string(c.browser().do("GET", "/v1/reference", nil).body)
	for _, want := range []string{"/v1/cases/{id}/steps", "待办", `id="step-up.required"`, "CasePage"} {
		if !strings.Contains(page, want) {
			t.Errorf("the reference does not show %q", want)
		}
	}
	for _, foreign := range []string{"<script", "src=", "@import", "url(", "<link"} {
		if strings.Contains(page, foreign) {
			t.Errorf("the reference loads from elsewhere: %q", foreign)
		}
	}
}
