package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/api/plane"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/casework/works"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/web/console"
	"github.com/shuyu-project/shuyu/web/portal"
)

// server puts the interface of an installation together.
func (in *installation) server(options api.Options) *api.Server {
	parts := api.Parts{Desk: in.desk, Accounts: in.store, Keys: in.ring, Log: in.logbook, Data: plane.Plane{Works: in.works}, Attachments: plane.Attachments{Works: in.works}, Shelf: &shelf{files: packFiles("")}, Officials: in.works,
		Isolation: &in.works.Isolation, Now: wallClock, Random: rand.Reader, Logger: in.log, Options: options}
	if in.clock != nil {
		parts.Clock = in
	}
	// The portal asks the interface and is served beside it: each needs the other.
	var public *portal.Portal
	parts.Console = windows(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { public.ServeHTTP(w, r) }))
	s := api.New(parts)
	public = portal.New(portal.Parts{Desk: in.desk, Interface: s, Log: in.logbook, Officials: in.works, Demo: options.Demo, Console: console.Path, Secure: options.TLS || options.Proxied, Now: wallClock, Logger: in.log})
	in.works.Progress = func(p works.Progress) { s.Progress(p.Case, p.Done, p.Total, p.Phase) }
	return s
}

// windows serves the console under its path, and the portal everywhere else.
func windows(public http.Handler) http.Handler {
	mux, inside := http.NewServeMux(), console.Handler()
	mux.Handle(console.Path, inside)
	mux.Handle(strings.TrimSuffix(console.Path, "/"), inside)
	mux.Handle("/", public)
	return mux
}

// Until moves the demonstration's clock on, letting what is due happen on its day.
func (in *installation) Until(ctx context.Context, day calendar.Day) error {
	if in.clock == nil {
		return errors.New("only a demonstration has a clock that can be set")
	}
	var failed error
	err := in.desk.Until(ctx, day, func(d calendar.Day) {
		if err := in.clock.set(d); err != nil && failed == nil {
			failed = err
		}
	})
	return errors.Join(err, failed)
}

// tickEvery is how often the timers are looked at.
const tickEvery = time.Minute

// sweepAfter is how long sessions, receipts and finished tasks stay after they are over.
const sweepAfter = 48 * time.Hour

// serve answers requests on the listener and keeps the timers and the worker going until
// ctx ends.
func (in *installation) serve(ctx context.Context, listener net.Listener, server *api.Server) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 3)
	go func() { ended <- in.works.Run(ctx) }()
	go func() { ended <- in.tick(ctx) }()
	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	go func() { ended <- web.Serve(listener) }()
	var first error
	select {
	case <-ctx.Done():
	case first = <-ended:
	}
	server.CloseEvents()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := web.Shutdown(grace)
	if first != nil && !errors.Is(first, context.Canceled) && !errors.Is(first, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", first)
	}
	return err
}

func (in *installation) tick(ctx context.Context) error {
	timer := time.NewTicker(tickEvery)
	defer timer.Stop()
	for {
		if _, err := in.desk.Tick(ctx); err != nil && ctx.Err() == nil {
			in.log.Error("timers", "error", err.Error())
		}
		// On the legal clock, on which receipts are kept: a demonstration lies in the past.
		if err := in.store.Sweep(ctx, in.now(), sweepAfter); err != nil && ctx.Err() == nil {
			in.log.Error("sweeping", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// found founds the installation where that has not been done, and answers a bootstrap
// secret; casework.ErrFounded once an administrator has accepted an invitation.
func (in *installation) found(ctx context.Context, server *api.Server) (string, error) {
	if err := in.desk.FoundAdministrators(ctx); err != nil && !errors.Is(err, casework.ErrFounded) {
		return "", fmt.Errorf("founding the installation: %w", err)
	}
	return server.Bootstrap(ctx)
}
