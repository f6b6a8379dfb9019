package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/shuyu-project/shuyu/casework"
)

// meters count requests by route and status. No label carries an id, a name or a value.
type meters struct {
	answered *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMeters(r *prometheus.Registry) *meters {
	m := &meters{
		answered: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "shuyu_http_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "shuyu_http_request_seconds", Help: "Time to answer, by route.",
			Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5, 30}}, []string{"route"}),
	}
	r.MustRegister(m.answered, m.seconds)
	return m
}

// answered keeps the status of an answer. It lets streams reach the writer below.
type answered struct {
	http.ResponseWriter
	status int
}

func (a *answered) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// measuring counts each request and writes one line of the log for it: the route, never
// the path or the query.
func (s *Server) measuring(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := s.Now()
		out := &answered{ResponseWriter: w}
		requestOf(r.Context()).w = out
		next.ServeHTTP(out, r)
		if out.status == 0 {
			out.status = http.StatusOK
		}
		route := requestOf(r.Context()).pattern()
		if route == "" {
			route = "none"
		}
		took := s.Now().Sub(begun)
		s.meters.answered.WithLabelValues(route, strconv.Itoa(out.status)).Inc()
		s.meters.seconds.WithLabelValues(route).Observe(took.Seconds())
		s.Logger.DebugContext(r.Context(), "request", "route", route, "status", out.status, "millis", took/time.Millisecond)
	})
}

func (s *Server) healthRoutes() {
	s.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	s.mux.HandleFunc("GET /readyz", s.ready)
	if s.Console != nil {
		s.mux.Handle("/", s.Console)
	} else {
		s.mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/v1/reference", http.StatusSeeOther)
		})
		s.mux.HandleFunc("/", s.unknown)
	}
	s.mux.HandleFunc("/v1/", s.unknown)
}

// unknown answers a path of the interface that does not exist; no page stands in for it.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) {
	s.write(w, r, s.problem(r.Context(), casework.ErrNotFound))
}

// ready reports whether the installation can serve: the store answers, and what the
// wiring asks besides.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	err := s.Desk.Ledger.Read(r.Context(), func(v casework.View) error {
		_, err := v.Size(r.Context())
		return err
	})
	if err == nil && s.Ready != nil {
		err = s.Ready(r.Context())
	}
	if err != nil {
		s.Logger.ErrorContext(r.Context(), "not ready", "error", err.Error())
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

// MetricsHandler serves the metrics, for a listener of its own that the public does not
// reach.
func (s *Server) MetricsHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{}))
	return mux
}
