package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/demo"
)

type demoCommand struct {
	place
	Headless bool   `help:"End after the last step instead of leaving the city running."`
	JSON     bool   `help:"One JSON object a step."`
	Data     string `help:"Folder in which the open data was installed by package name." default:"demo/data" type:"path"`
	Listen   string `help:"Loopback address to listen on." default:"127.0.0.1:8080"`
	Export   string `help:"Folder to which the log, the trust anchor and every certificate are written at the end." type:"path"`
	Script   string `help:"File with a story of your own, written as rehearsals are; by default the one that ships for the pack." type:"path"`
	Fresh    bool   `help:"Begin anew: what an earlier demonstration left in the folder is removed."`
}

// Run brings a whole city up and drives the main job through the interface.
func (c demoCommand) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	script, err := c.story()
	if err != nil {
		return err
	}
	if err := c.prepare(); err != nil {
		return err
	}
	logs, err := os.OpenFile(filepath.Join(c.Dir, "service.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer logs.Close() //nolint:errcheck // at the end
	in, err := openDemonstration(ctx, c.place, script.Begins, slog.New(slog.NewJSONHandler(logs, nil)))
	if err != nil {
		return err
	}
	err = c.play(ctx, in, script)
	return errors.Join(err, in.Close())
}

// story is what is played: the file that was given, or what ships for the pack.
func (c demoCommand) story() (demo.Script, error) {
	if c.Script == "" {
		return demo.ScriptFor(c.Pack)
	}
	source, err := os.ReadFile(c.Script)
	if err != nil {
		return demo.Script{}, err
	}
	script, err := demo.ReadScript(filepath.Base(c.Script), source)
	if err == nil && script.Pack != c.Pack {
		err = fmt.Errorf("%s tells of the pack %s: give --pack %s", c.Script, script.Pack, script.Pack)
	}
	return script, err
}

// prepare makes the folder. A demonstration never opens the folder of a real installation.
func (c *demoCommand) prepare() error {
	if c.Dir == "" || filepath.Base(c.Dir) == "shuyu-data" {
		c.Dir = filepath.Join("build", "demo-"+c.Pack)
	}
	if c.Fresh {
		if _, err := os.Stat(filepath.Join(c.Dir, "journal.json")); err == nil {
			if err := os.RemoveAll(c.Dir); err != nil {
				return fmt.Errorf("removing the earlier demonstration: %w", err)
			}
		}
	}
	return os.MkdirAll(c.Dir, 0o700)
}

func (c demoCommand) play(ctx context.Context, in *installation, script demo.Script) error {
	server := in.server(api.Options{Demo: true, Issuer: "Shuyu demo", PublicPerMinute: 100_000})
	secret, err := c.secret(ctx, in, server)
	if err != nil {
		return err
	}
	listener, err := listenLoopback(c.Listen, c.Headless)
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	serving, stop := context.WithCancel(ctx)
	defer stop()
	go func() { served <- in.serve(serving, listener, server) }()
	base := "http://" + listener.Addr().String()
	play := &demo.Play{Script: script, Base: base, Data: c.Data, Journal: filepath.Join(c.Dir, "journal.json"), Secret: secret, Now: wallClock, Told: c.told(), Progress: c.waiting(),
		Verify: func(ctx context.Context) (demo.LogEnd, error) { return in.verifyLog(ctx) }}
	end, err := play.Run(ctx)
	if err != nil {
		return err
	}
	if c.Export != "" {
		if err := c.export(ctx, in, play); err != nil {
			return err
		}
	}
	c.ended(end, base)
	if c.Headless {
		stop()
		return <-served
	}
	return <-served
}

// secret draws the bootstrap secret anew at each start until the first administrator has
// accepted: a demonstration that was interrupted in between can still be set up.
func (c demoCommand) secret(ctx context.Context, in *installation, server *api.Server) (string, error) {
	secret, err := in.found(ctx, server)
	if errors.Is(err, casework.ErrFounded) {
		return "", nil
	}
	return secret, err
}

// listenLoopback listens on the address; without a console to leave running, on any free
// port where it is taken.
func listenLoopback(address string, anyPort bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("reading the address %s: %w", address, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("the demonstration listens on loopback only, not on %s", host)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil && anyPort {
		return net.Listen("tcp", net.JoinHostPort(host, "0"))
	}
	return listener, err
}

func (c demoCommand) told() func(demo.Line) {
	print := demo.Print(os.Stdout)
	n := 0
	return func(l demo.Line) {
		if c.JSON {
			print(l)
			return
		}
		n++
		mark := "✓"
		if l.Outcome == "refusal" {
			mark = "✗"
		}
		fmt.Printf("%s %-44s %-16s %s\n", mark, l.Step, l.Code, articles(l.Articles))
		if l.Says != "" {
			fmt.Printf("    %s\n    %s\n%s", l.Says, l.SaysEN, facts(l.Facts))
		}
	}
}

func facts(all []demo.Fact) string {
	if len(all) == 0 {
		return ""
	}
	said := make([]string, len(all))
	for i, f := range all {
		said[i] = f.Name + " " + f.Value
	}
	return "    (" + strings.Join(said, "; ") + ")\n"
}

func articles(units []string) string {
	if len(units) > 4 {
		return fmt.Sprint(units[:4], " …")
	}
	return fmt.Sprint(units)
}

func (c demoCommand) waiting() func(string) {
	return func(what string) {
		if !c.JSON {
			fmt.Fprintln(os.Stderr, "… "+what)
		}
	}
}

func (c demoCommand) ended(end demo.End, base string) {
	if c.JSON {
		demo.Print(os.Stdout)(end)
		return
	}
	fmt.Printf("\n%d steps, %d of them refused as the rules demand; the log has %d entries and verifies (root %s).\n", end.Steps, end.Refusals, end.Log.Size, end.Log.Root)
	if !c.Headless {
		fmt.Printf("\nThe city is running:\n  begin here %s/demo  (what this city is, who can be played, the clock, a guided tour)\n  portal     %s/\n  reference  %s/v1/reference\nStop with Ctrl-C; the next start goes on from here.\n", base, base, base)
	}
}

// verifyLog recomputes the log from its entries and holds it against signed checkpoints.
func (in *installation) verifyLog(ctx context.Context) (demo.LogEnd, error) {
	folder, err := os.MkdirTemp("", "shuyu-log-")
	if err != nil {
		return demo.LogEnd{}, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // temporary
	if err := in.export(ctx, folder); err != nil {
		return demo.LogEnd{}, err
	}
	v := exportedLog(folder, in.trust())
	if v.Result != "valid" {
		return demo.LogEnd{}, fmt.Errorf("the log does not verify: %s", v.Why)
	}
	return demo.LogEnd{Size: int64(v.Size), Root: v.Root, Verified: true}, nil
}

// export writes the log and every certificate, as the interface gives them.
func (c demoCommand) export(ctx context.Context, in *installation, play *demo.Play) error {
	if err := in.export(ctx, c.Export); err != nil {
		return err
	}
	return play.Certificates(ctx, func(id string, body io.Reader) error {
		f, err := os.Create(filepath.Join(c.Export, "certificates", id+".json"))
		if err != nil {
			return err
		}
		_, err = io.Copy(f, body)
		return errors.Join(err, f.Close())
	})
}
