//go:build linux

package work

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/zone"
)

// Detect finds out what isolation this machine gives, by starting a child that locks
// itself and tries to break out; first under bubblewrap, where it is installed, then
// without. It answers the launcher to use from then on, and what held.
func Detect(ctx context.Context, l Launcher) (Launcher, zone.Isolation, error) {
	if l.Bubblewrap == "" {
		if path, err := exec.LookPath("bwrap"); err == nil {
			l.Bubblewrap = path
		}
	}
	if l.Bubblewrap != "" {
		if in, err := l.probe(ctx); err == nil {
			return l, in, nil
		}
		l.Bubblewrap = "" // installed, but this machine does not let it make namespaces
	}
	in, err := l.probe(ctx)
	if err != nil {
		return l, zone.Isolation{UserNS: userNamespaces()}, fmt.Errorf("probing isolation: %w", err)
	}
	return l, in, nil
}

func (l Launcher) probe(ctx context.Context) (zone.Isolation, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	limits := zone.Limits{CPU: 10 * time.Second, Memory: 256 << 20, Wall: 10 * time.Second, BytesOut: 1, RowsOut: 1}
	p, err := l.Start(ctx, Header{Task: probeTask, Limits: limits}, nil)
	if p != nil {
		defer p.Close()
	}
	if err != nil {
		return zone.Isolation{}, err
	}
	return p.Isolation(), nil
}

// userNamespaces reports whether the kernel lets this user make namespaces.
func userNamespaces() bool {
	read := func(path string) string {
		b, err := os.ReadFile(path)
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(b))
	}
	most := read("/proc/sys/user/max_user_namespaces")
	return most != "" && most != "0" && read("/proc/sys/kernel/unprivileged_userns_clone") != "0"
}
