package api

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed reference.html
var referencePage string

// Document is the OpenAPI document of the whole interface, the demonstration's part
// included, as YAML: what is checked in as api/openapi.yaml.
func (s *Server) Document() ([]byte, error) {
	text, err := s.api.OpenAPI().YAML()
	if err != nil {
		return nil, fmt.Errorf("writing the OpenAPI document: %w", err)
	}
	return text, nil
}

func (s *Server) referenceRoutes() {
	page := template.Must(template.New("reference").Parse(referencePage))
	s.mux.HandleFunc("GET /v1/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		if err := writeJSON(w, http.StatusOK, s.api.OpenAPI()); err != nil {
			s.write(w, r, s.fault(r.Context(), err))
		}
	})
	s.mux.HandleFunc("GET /v1/openapi.yaml", func(w http.ResponseWriter, r *http.Request) {
		text, err := s.Document()
		if err != nil {
			s.write(w, r, s.fault(r.Context(), err))
			return
		}
		w.Header().Set("Content-Type", "application/yaml")
		_, _ = w.Write(text) // whoever asked may have gone
	})
	s.mux.HandleFunc("GET /v1/reference", func(w http.ResponseWriter, r *http.Request) {
		var out bytes.Buffer
		if err := page.Execute(&out, s.referenceOf()); err != nil {
			s.write(w, r, s.fault(r.Context(), err))
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(out.Bytes()) // whoever asked may have gone
	})
}

// reference is the document as its page draws it.
type reference struct {
	Title, Version, Description string
	Groups                      []group
	Schemas                     []schemaShown
	Codes                       []codeShown
}

type group struct {
	Name, Description string
	Operations        []operationShown
}

type operationShown struct {
	ID, Method, Path, ZH, EN string
	Public                   bool
	Parameters               []parameterShown
	Body, Answer             string
	Statuses                 []string
}

type parameterShown struct {
	Name, In, Type, Description string
	Required                    bool
}

type schemaShown struct {
	Name   string
	Fields []parameterShown
}

type codeShown struct {
	Code   string
	Status int
	ZH, EN string
}

func (s *Server) referenceOf() reference {
	doc := s.api.OpenAPI()
	ref := reference{Title: doc.Info.Title, Version: doc.Info.Version, Description: doc.Info.Description}
	for _, tag := range doc.Tags {
		g := group{Name: tag.Name, Description: tag.Description}
		for path, item := range doc.Paths {
			for _, o := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
				if o != nil && slices.Contains(o.Tags, tag.Name) {
					g.Operations = append(g.Operations, operationOf(path, o))
				}
			}
		}
		slices.SortFunc(g.Operations, func(x, y operationShown) int { return strings.Compare(x.Path+x.Method, y.Path+y.Method) })
		if len(g.Operations) > 0 {
			ref.Groups = append(ref.Groups, g)
		}
	}
	for name, schema := range doc.Components.Schemas.Map() {
		ref.Schemas = append(ref.Schemas, schemaOf(name, schema))
	}
	slices.SortFunc(ref.Schemas, func(x, y schemaShown) int { return strings.Compare(x.Name, y.Name) })
	for _, line := range statuses {
		words := own[line.code]
		if words.IsZero() {
			words, _ = s.Desk.Packs.Current().Words(line.code)
		}
		ref.Codes = append(ref.Codes, codeShown{Code: line.code, Status: line.status, ZH: words.ZH, EN: words.EN})
	}
	return ref
}

func operationOf(path string, o *huma.Operation) operationShown {
	zh, en, _ := strings.Cut(o.Summary, " · ")
	shown := operationShown{ID: o.OperationID, Method: o.Method, Path: path, ZH: zh, EN: en, Public: len(o.Security) == 0}
	for _, p := range o.Parameters {
		shown.Parameters = append(shown.Parameters, parameterShown{Name: p.Name, In: p.In, Type: typeName(p.Schema), Description: p.Description, Required: p.Required})
	}
	if o.RequestBody != nil {
		shown.Body = contentName(o.RequestBody.Content)
	}
	for status, r := range o.Responses {
		if status == "200" || status == "204" {
			shown.Answer = contentName(r.Content)
		} else {
			shown.Statuses = append(shown.Statuses, status)
		}
	}
	slices.Sort(shown.Statuses)
	return shown
}

func contentName(content map[string]*huma.MediaType) string {
	var parts []string
	for kind, media := range content {
		part := kind
		if name := typeName(media.Schema); kind == "application/json" && name != "" {
			part = name
		}
		parts = append(parts, part)
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

func schemaOf(name string, schema *huma.Schema) schemaShown {
	shown := schemaShown{Name: name}
	for field, s := range schema.Properties {
		shown.Fields = append(shown.Fields, parameterShown{Name: field, Type: typeName(s), Description: s.Description, Required: slices.Contains(schema.Required, field)})
	}
	slices.SortFunc(shown.Fields, func(x, y parameterShown) int { return strings.Compare(x.Name, y.Name) })
	return shown
}

func typeName(s *huma.Schema) string {
	switch {
	case s == nil:
		return ""
	case s.Ref != "":
		return s.Ref[strings.LastIndex(s.Ref, "/")+1:]
	case s.Type == huma.TypeArray:
		return "[" + typeName(s.Items) + "]"
	case s.Type == huma.TypeObject && s.AdditionalProperties != nil:
		return "object"
	}
	return s.Type
}
