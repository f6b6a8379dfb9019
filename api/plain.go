package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// plainHandler answers a request that is a stream in either direction: an upload, a
// download, events. Its errors become problem documents as long as nothing was written.
type plainHandler func(ctx context.Context, w http.ResponseWriter, r *http.Request) error

// documented adds an operation that is handled outside the library to the document and
// to the routes. out is the answer's type; nil where it is described already.
func (s *Server) documented(o huma.Operation, out any, pattern string, fn plainHandler) {
	if o.Responses == nil {
		schema := s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(out), true, o.OperationID)
		o.Responses = map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK),
			Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}}
	}
	problem := s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for _, status := range o.Errors {
		o.Responses[fmt.Sprint(status)] = &huma.Response{Description: http.StatusText(status),
			Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}}}
	}
	s.api.OpenAPI().AddOperation(&o)
	public := len(o.Security) == 0
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if public && !s.limits.allow(requestOf(r.Context()).address) {
			s.write(w, r, s.problem(r.Context(), unauthenticated("request.rate")))
			return
		}
		if err := fn(r.Context(), w, r); err != nil {
			s.write(w, r, s.problem(r.Context(), err))
		}
	})
}

// write answers a problem document outside of the library.
func (s *Server) write(w http.ResponseWriter, r *http.Request, err error) {
	p, ok := err.(*Problem)
	if !ok {
		p = s.fault(r.Context(), err)
	}
	for k, values := range p.GetHeaders() {
		for _, v := range values {
			w.Header().Add(k, v)
		}
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // whoever asked may have gone
}

func writeJSON(w http.ResponseWriter, status int, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n')) // whoever asked may have gone
	return nil
}

// panicked says where a panic came from, without what it carried: that may be a value of
// a dataset.
func panicked(v any) error {
	what := fmt.Sprintf("%T", v)
	if err, ok := v.(runtime.Error); ok {
		what = err.Error()
	}
	var frames []string
	for _, line := range strings.Split(string(debug.Stack()), "\n") {
		if strings.HasPrefix(line, "\t") && strings.Contains(line, "shuyu") {
			frames = append(frames, strings.TrimSpace(line))
		}
	}
	return fmt.Errorf("panic of %s at %s", what, strings.Join(frames, " < "))
}
