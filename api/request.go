package api

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// request is what handlers know of the HTTP request they answer.
type request struct {
	http     *http.Request
	w        http.ResponseWriter
	method   string
	address  string // of the caller, for counting
	language string // "zh" or "en"
	asker    *asker // once asked for
	listens  bool   // it is a stream that lasts: nobody is at work by it
}

type requestKey struct{}

// requestOf never answers nil: outside of a request there is an empty one.
func requestOf(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return &request{language: "zh"}
}

// pattern is the route, never the path: paths carry ids.
func (r *request) pattern() string {
	if r.http == nil {
		return ""
	}
	return r.http.Pattern
}

// chain puts what holds for every request around the routes, outermost first.
func (s *Server) chain(next http.Handler) http.Handler {
	next = s.reading(next)
	next = s.sameOrigin(next)
	next = s.recovering(next)
	next = s.measuring(next)
	next = s.headers(next)
	return s.entering(next)
}

// entering makes the request known to the handlers.
func (s *Server) entering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one := &request{w: w, method: r.Method, address: s.addressOf(r), language: languageOf(r)}
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, one))
		one.http = r
		next.ServeHTTP(w, r)
	})
}

func (s *Server) addressOf(r *http.Request) string {
	if s.Options.Proxied {
		// The nearest proxy appends the address it saw; what stands before is the caller's word.
		hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(hops[len(hops)-1]); last != "" {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func languageOf(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(first)), "en") {
		return "en"
	}
	return "zh"
}

// sameOrigin refuses what a page of another site makes a browser send.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.write(w, r, ownProblem(r.Context(), codeCrossOrigin))
	}))
	return protection.Handler(next)
}

// recovering answers a panic as a fault. http.ErrAbortHandler is the server's own.
func (s *Server) recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch v := recover(); v {
			case nil:
			case http.ErrAbortHandler:
				panic(v)
			default:
				s.write(w, r, s.fault(r.Context(), panicked(v)))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// contentPolicy lets pages of this origin load from this origin only. The console's
// component library writes styles into elements.
const contentPolicy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'wasm-unsafe-eval'; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", contentPolicy)
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			h.Set("Cache-Control", "no-store")
		}
		if s.Options.TLS || s.Options.Proxied {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// limiter bounds the requests of each address that is not signed in. It forgets
// addresses that have been quiet, so that it cannot be filled up.
type limiter struct {
	now   func() time.Time
	every rate.Limit
	burst int
	mu    sync.Mutex
	seen  map[string]*visitor
	swept time.Time
}

type visitor struct {
	*rate.Limiter
	last time.Time
}

// quiet is after how long an address is forgotten: longer than its bucket takes to fill.
const quiet = 3 * time.Minute

func newLimiter(perMinute int, now func() time.Time) *limiter {
	if perMinute <= 0 {
		perMinute = 120
	}
	return &limiter{now: now, every: rate.Limit(float64(perMinute) / 60), burst: perMinute, seen: map[string]*visitor{}}
}

func (l *limiter) allow(address string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.swept) > quiet {
		for a, v := range l.seen {
			if now.Sub(v.last) > quiet {
				delete(l.seen, a)
			}
		}
		l.swept = now
	}
	v, ok := l.seen[address]
	if !ok {
		v = &visitor{Limiter: rate.NewLimiter(l.every, l.burst)}
		l.seen[address] = v
	}
	v.last = now
	return v.AllowN(now, 1)
}
