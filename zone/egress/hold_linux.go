package egress

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// hold puts bytes into anonymous memory that the engine can open by path, so that a
// held output never touches a disk. The path is valid until release is called.
func hold(b []byte) (path string, release func(), err error) {
	fd, err := unix.MemfdCreate("held", unix.MFD_CLOEXEC)
	if err != nil {
		return "", nil, fmt.Errorf("holding an output in memory: %w", err)
	}
	f := os.NewFile(uintptr(fd), "held")
	if _, err := f.Write(b); err != nil {
		_ = f.Close()
		return "", nil, fmt.Errorf("holding an output in memory: %w", err)
	}
	return fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), fd), func() { _ = f.Close() }, nil
}
