package bench

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"
)

const againstTessera = "tessera-posix 1.0.4: bundles, tiles and state synced before the answer, batches as large as there are writers, no antispam, no witness"

// peer is a program of bench/peers, which takes its turns by order: one JSON object a line
// in, one out.
type peer struct {
	command *exec.Cmd
	orders  io.WriteCloser
	answers *bufio.Reader
}

// startPeer starts the program over a folder of its own. What it says of itself on the way
// is not read.
func startPeer(program, folder string) (*peer, error) {
	p := &peer{command: exec.Command(program, folder)}
	var err error
	if p.orders, err = p.command.StdinPipe(); err != nil {
		return nil, fmt.Errorf("connecting the peer: %w", err)
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("connecting the peer: %w", err)
	}
	p.answers = bufio.NewReader(out)
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("starting the peer (make bench builds it): %w", err)
	}
	return p, nil
}

// append lets the peer append for one turn.
func (p *peer) append(writers, leaf int, turn time.Duration) (sample, error) {
	order := map[string]any{"writers": writers, "leaf": leaf, "millis": turn.Milliseconds()}
	if err := json.NewEncoder(p.orders).Encode(order); err != nil {
		return sample{}, fmt.Errorf("giving the peer its turn: %w", err)
	}
	line, err := p.answers.ReadBytes('\n')
	if err != nil {
		return sample{}, fmt.Errorf("waiting for the peer: %w", err)
	}
	var a struct {
		Appended     int64
		Seconds, CPU float64
	}
	if err := json.Unmarshal(line, &a); err != nil {
		return sample{}, fmt.Errorf("reading the peer's answer: %w", err)
	}
	if a.Appended == 0 || a.Seconds <= 0 {
		return sample{}, errors.New("the peer appended nothing")
	}
	return sample{figure: float64(a.Appended) / a.Seconds, n: a.Appended, cpu: time.Duration(a.CPU * float64(time.Second))}, nil
}

// close lets the peer close its logs and waits for it.
func (p *peer) close() error {
	err := p.orders.Close()
	if end := p.command.Wait(); end != nil {
		err = errors.Join(err, fmt.Errorf("ending the peer: %w", end))
	}
	return err
}
