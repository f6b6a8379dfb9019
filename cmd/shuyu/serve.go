package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
)

type serveCommand struct {
	place
	Listen      string `help:"Address to listen on." default:":8443"`
	TLSCert     string `help:"File with the TLS certificate and its chain; read anew when it changes." type:"path" name:"tls-cert" env:"SHUYU_TLS_CERT"`
	TLSKey      string `help:"File with the TLS key." type:"path" name:"tls-key" env:"SHUYU_TLS_KEY"`
	BehindProxy bool   `help:"A proxy in front speaks TLS and sets X-Forwarded-For; listen where only it can reach."`
	Metrics     string `help:"Address for metrics, apart from the public one; empty for none." default:"127.0.0.1:9090"`
}

// Run serves an installation until it is told to stop. What is being answered then is
// answered first.
func (c serveCommand) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	listener, err := c.listen(log)
	if err != nil {
		return err
	}
	in, err := openInstallation(ctx, c.place, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := in.server(api.Options{TLS: !c.BehindProxy, Proxied: c.BehindProxy})
	if c.Metrics != "" {
		defer c.metrics(server, log)()
	}
	log.Info("serving", "address", listener.Addr().String(), "tls", !c.BehindProxy, "pack", in.Pack)
	return errors.Join(in.serve(ctx, listener, server), in.Close())
}

// listen speaks TLS unless a proxy is declared: there is no way to serve people's
// sessions in the clear by forgetting a flag.
func (c serveCommand) listen(log *slog.Logger) (net.Listener, error) {
	if !c.BehindProxy && (c.TLSCert == "" || c.TLSKey == "") {
		return nil, errors.New("TLS needs a certificate: give --tls-cert and --tls-key, or --behind-proxy where a proxy speaks TLS")
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil || c.BehindProxy {
		return listener, err
	}
	pair := &api.KeyPair{CertFile: c.TLSCert, KeyFile: c.TLSKey, Now: wallClock, Failed: func(err error) { log.Error("tls", "error", err.Error()) }}
	config, err := pair.Config()
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return tls.NewListener(listener, config), nil
}

// metrics serves the metrics on their own address and answers how to stop that.
func (c serveCommand) metrics(server *api.Server, log *slog.Logger) func() {
	web := &http.Server{Addr: c.Metrics, Handler: server.MetricsHandler(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := web.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics", "error", err.Error())
		}
	}()
	return func() { web.Close() } //nolint:errcheck // nothing is lost
}

type adminInit struct {
	place
}

// Run founds an installation: its keys, and exactly the three administrators. The
// bootstrap secret that it prints works until the first of them has accepted; until then
// it may be run again for another.
func (c adminInit) Run() error {
	ctx := context.Background()
	in, err := openInstallation(ctx, c.place, quiet())
	if err != nil {
		return err
	}
	err = c.found(ctx, in)
	return errors.Join(err, in.Close())
}

func (c adminInit) found(ctx context.Context, in *installation) error {
	server := in.server(api.Options{})
	secret, err := in.found(ctx, server)
	if errors.Is(err, casework.ErrFounded) {
		return errors.New("an administrator has accepted already, and the bootstrap secret is destroyed: the system administrator invites again who has lost access")
	}
	if err != nil {
		return err
	}
	fmt.Printf("The installation in %s is founded with its three administrators: sysadmin, secadmin and auditadmin.\n\n  bootstrap secret  %s\n\n", c.Dir, secret)
	fmt.Println("It works until the first administrator has accepted. Start `shuyu serve`, trade it at POST /v1/setup for the three invitations,\nand give each administrator theirs; /v1/reference shows how.")
	return nil
}
