//go:build !linux

package egress

import (
	"fmt"
	"os"
)

// hold puts bytes into a file of the process's own that the engine can open, where
// the system has no anonymous memory with a path. It is removed by release.
func hold(b []byte) (path string, release func(), err error) {
	f, err := os.CreateTemp("", "held-*")
	if err != nil {
		return "", nil, fmt.Errorf("holding an output: %w", err)
	}
	defer f.Close()
	if _, err := f.Write(b); err != nil {
		_ = os.Remove(f.Name())
		return "", nil, fmt.Errorf("holding an output: %w", err)
	}
	return f.Name(), func() { _ = os.Remove(f.Name()) }, nil
}
