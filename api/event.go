package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// Event tells that something happened that concerns the person.
type Event struct {
	Kind      string       `json:"kind" enum:"receipt,progress" doc:"receipt：事项有进展 · progress：作业进度"`
	Case      string       `json:"case,omitempty"`
	Procedure string       `json:"procedure,omitempty"`
	Step      string       `json:"step,omitempty"`
	State     string       `json:"state,omitempty"`
	Entry     int64        `json:"entry,omitempty"`
	Day       calendar.Day `json:"day,omitzero"`
	Done      int64        `json:"done,omitempty" doc:"已完成量 · how much is done"`
	Total     int64        `json:"total,omitempty"`
	Says      string       `json:"says,omitempty"`
}

func (s *Server) eventRoutes() {
	o := text(op("events", http.MethodGet, "/v1/events", "cases", forSeat, "实时事件（SSE）：与我有关的回执和进度", "Server-sent events: receipts and progress that concern me"), "text/event-stream")
	s.documented(o, nil, "GET /v1/events", s.events)
	// What a stream carries has no place in its operation; clients find it among the types.
	s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Event](), true, "Event")
}

// watchers hands events to whoever listens. A listener that does not keep up loses
// events, never holds anybody up: what it missed is in its cases.
type watchers struct {
	mu   sync.Mutex
	all  map[chan Event]bool
	over chan struct{}
	once sync.Once
}

func newWatchers() *watchers {
	return &watchers{all: map[chan Event]bool{}, over: make(chan struct{})}
}

func (w *watchers) tell(r casework.Receipt) {
	w.send(Event{Kind: "receipt", Case: r.Case, Procedure: r.Procedure, Step: r.Step, State: r.State, Entry: r.Entry, Day: r.Day})
}

func (w *watchers) send(e Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.all {
		select {
		case c <- e:
		default:
		}
	}
}

func (w *watchers) join() (chan Event, func()) {
	c := make(chan Event, 64)
	w.mu.Lock()
	w.all[c] = true
	w.mu.Unlock()
	return c, func() {
		w.mu.Lock()
		delete(w.all, c)
		w.mu.Unlock()
	}
}

// Progress tells how far work on a case has come to those who see the case. says is made
// of fixed words, never of data.
func (s *Server) Progress(caseID string, done, total int64, says string) {
	s.watchers.send(Event{Kind: "progress", Case: caseID, Done: done, Total: total, Says: says})
}

// CloseEvents ends every stream of events, so that a server can shut down.
func (s *Server) CloseEvents() { s.watchers.once.Do(func() { close(s.watchers.over) }) }

// How often a stream says that it is alive; each time, and before anything is told, it is
// asked again whether the person may still listen.
const heartbeat = 20 * time.Second

func (s *Server) events(ctx context.Context, w http.ResponseWriter, _ *http.Request) error {
	a, err := s.seat(ctx)
	if err != nil {
		return err
	}
	events, leave := s.watchers.join()
	defer leave()
	requestOf(ctx).listens = true
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // a stream lasts; where that cannot be set it ends and is opened again
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	fmt.Fprint(w, "retry: 3000\n\n")
	_ = control.Flush()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.watchers.over:
			return nil
		case <-beat.C:
			if a, err = s.seatAgain(ctx); err != nil {
				return nil // the session or the seat has ended
			}
			fmt.Fprint(w, ": alive\n\n")
		case e := <-events:
			if s.concerns(ctx, a, e) {
				if a, err = s.seatAgain(ctx); err != nil {
					return nil
				}
				text, err := json.Marshal(e)
				if err != nil {
					return nil
				}
				fmt.Fprintf(w, "event: %s\ndata: %s\n\n", e.Kind, text)
			}
		}
		if control.Flush() != nil {
			return nil
		}
	}
}

// concerns asks, at the moment of the event, whether its case exists for the person.
func (s *Server) concerns(ctx context.Context, a *asker, e Event) bool {
	sight := casework.Unseen
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) error {
		c, err := v.Case(ctx, e.Case)
		if err != nil {
			return err
		}
		if p, ok := s.Desk.Packs.Of(c.Pack); ok {
			sight = s.Desk.SightOf(c, a.actor, p)
		}
		return nil
	})
	return err == nil && sight >= casework.Judged
}
